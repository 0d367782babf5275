//! The months that records tell of.

use crate::roll::Day;

/// By day since 1 January 1900, its month since January 1900.
#[derive(Debug, Clone)]
pub(super) struct Calendar(Vec<u16>);

impl Calendar {
    pub(super) fn new() -> Self {
        let mut months = Vec::new();
        let leap =
            |year: u16| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        for (year, january) in (1900u16..2080).zip((0u16..).step_by(12)) {
            let february = if leap(year) { 29 } else { 28 };
            let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
            for (month, days) in (january..).zip(lengths) {
                months.extend(std::iter::repeat_n(month, days));
            }
        }
        Self(months)
    }

    /// The month of a day that is known.
    pub(super) fn month(&self, day: Day) -> Option<u16> {
        self.0.get(usize::try_from(day.number()?).ok()?).copied()
    }
}

/// A set of months.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Months(Vec<u64>);

impl Months {
    pub(super) fn add(&mut self, month: u16) {
        let word = usize::from(month / 64);
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (month % 64);
    }

    pub(super) fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_fall_into_their_months() {
        let calendar = Calendar::new();
        let month = |since_1970| calendar.month(Day::since_1970(since_1970));
        assert_eq!((month(0), month(-1)), (Some(840), Some(839)));
        // 29 February and 1 March 2024.
        assert_eq!((month(19_782), month(19_783)), (Some(1489), Some(1490)));
        assert_eq!(calendar.month(Day::UNDATED), None);
    }

    #[test]
    fn a_month_counts_once() {
        let mut months = Months::default();
        [3, 3, 700, 64].iter().for_each(|month| months.add(*month));
        assert_eq!(months.count(), 3);
    }
}
