//! Calendar periods: the month, quarter or year that a day lies in.

use jiff::civil::{Date, date};

use crate::assessment::Span;

/// The periods from the first to the last day of something, without a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Periods {
    span: Span,
    first: i32,
    count: usize,
}

impl Periods {
    /// The periods that days, counted from 1 January 1970, lie in; `None` where there is no day.
    pub(super) fn of(span: Span, days: impl Iterator<Item = i32> + Clone) -> Option<Self> {
        let first = number(span, days.clone().min()?)?;
        let last = number(span, days.max()?)?;
        Some(Self { span, first, count: usize::try_from(last - first + 1).ok()? })
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// The place of the period that a day lies in.
    pub(super) fn place(&self, day: i32) -> Option<usize> {
        let place = usize::try_from(number(self.span, day)? - self.first).ok()?;
        (place < self.count).then_some(place)
    }

    /// Their names: `2024-05`, `2024 quarter 2` or `2024`.
    pub(super) fn names(&self) -> Vec<String> {
        let name = |place: usize| {
            let number = self.first + place as i32;
            match self.span {
                Span::Month => format!("{}-{:02}", number.div_euclid(12), number.rem_euclid(12) + 1),
                Span::Quarter => format!("{} quarter {}", number.div_euclid(4), number.rem_euclid(4) + 1),
                Span::Year => number.to_string(),
            }
        };
        (0..self.count).map(name).collect()
    }
}

/// The number of a day's period, counted through the years.
fn number(span: Span, day: i32) -> Option<i32> {
    let day: Date = date(1970, 1, 1).checked_add(jiff::Span::new().days(day)).ok()?;
    let (year, month) = (i32::from(day.year()), i32::from(day.month()) - 1);
    Some(match span {
        Span::Month => year * 12 + month,
        Span::Quarter => year * 4 + month / 3,
        Span::Year => year,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_run_through_the_turn_of_the_year() {
        // 15 November 2023 and 2 February 2024, in days since 1970.
        let days = [19_676, 19_755];
        let months = Periods::of(Span::Month, days.into_iter()).expect("days");
        assert_eq!(months.names(), ["2023-11", "2023-12", "2024-01", "2024-02"]);
        assert_eq!((months.place(19_676), months.place(19_755)), (Some(0), Some(3)));
        let quarters = Periods::of(Span::Quarter, days.into_iter()).expect("days");
        assert_eq!(quarters.names(), ["2023 quarter 4", "2024 quarter 1"]);
        assert_eq!(Periods::of(Span::Year, days.into_iter()).map(|years| years.len()), Some(2));
        assert_eq!(Periods::of(Span::Year, std::iter::empty()), None);
    }
}
