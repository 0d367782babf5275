//! Cells that hold dates or months.

use jiff::civil::Date;

use crate::problem::{Problem, Problems};
use crate::read::table::Table;

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateForm {
    /// `2025-03-31`, with or without a time of day after it.
    Iso,
    /// `31/03/2025`, also with `-` or `.` between.
    DayFirst,
}

/// Why a cell is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotADate {
    /// It is not written as a date.
    Text,
    /// Its year has two digits.
    ShortYear,
    /// Its month comes before its day.
    MonthFirst,
    /// There is no such day.
    NoSuchDay,
    /// It is the number by which a spreadsheet stores a date.
    SerialNumber,
    /// It is in the future.
    Future,
}

impl NotADate {
    /// The reason in a reader's words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "not a date",
            Self::ShortYear => "a date whose year has two digits",
            Self::MonthFirst => "a date with the month before the day",
            Self::NoSuchDay => "there is no such day",
            Self::SerialNumber => "a spreadsheet's number for a date",
            Self::Future => "a date in the future",
        }
    }

    /// What to do about it.
    pub fn cure(self) -> &'static str {
        match self {
            Self::Future => "correct it, or leave the row out",
            Self::SerialNumber => "format the column as a date and export again",
            _ => "write dates as 2025-03-31 or 31/03/2025",
        }
    }
}

/// Reads a cell as a date.
///
/// ```
/// use jiff::civil::date;
/// use reachgap::read::cells::date::{self, DateForm, NotADate};
/// assert_eq!(date::parse("2024-02-29T09:30"), Ok((date(2024, 2, 29), DateForm::Iso)));
/// assert_eq!(date::parse("29/02/2024"), Ok((date(2024, 2, 29), DateForm::DayFirst)));
/// assert_eq!(date::parse("02/29/2024"), Err(NotADate::MonthFirst));
/// assert_eq!(date::parse("2023-02-29"), Err(NotADate::NoSuchDay));
/// ```
///
/// # Errors
/// Why it is not a date.
pub fn parse(cell: &str) -> Result<(Date, DateForm), NotADate> {
    let cell = cell.trim();
    if cell.len() == 5 && cell.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NotADate::SerialNumber);
    }
    let day = cell.split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let [a, b, c] = parts[..] else { return Err(NotADate::Text) };
    let short = |part: &str| (1..=2).contains(&part.len());
    match (a.len(), c.len()) {
        (4, _) if short(b) && short(c) => Ok((on(a, b, c)?, DateForm::Iso)),
        (_, 4) if short(a) && short(b) => Ok((on(c, b, a)?, DateForm::DayFirst)),
        (1..=2, 1..=2) if short(b) && whole(a).is_some() => Err(NotADate::ShortYear),
        _ => Err(NotADate::Text),
    }
}

fn on(year: &str, month: &str, day: &str) -> Result<Date, NotADate> {
    let part = |text| whole(text).ok_or(NotADate::Text);
    let (year, month, day) = (part(year)?, part(month)?, part(day)?);
    if month > 12 && day <= 12 {
        return Err(NotADate::MonthFirst);
    }
    let small = |n: i16| i8::try_from(n).map_err(|_| NotADate::NoSuchDay);
    Date::new(year, small(month)?, small(day)?).map_err(|_| NotADate::NoSuchDay)
}

fn whole(text: &str) -> Option<i16> {
    if text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// Reads a cell as a month, `2025-03` or `2025/03`; the first day of it is given.
///
/// # Errors
/// Not a month.
pub fn parse_month(cell: &str) -> Result<Date, NotADate> {
    match cell.trim().split_once(['-', '/']) {
        Some((year, month)) if year.len() == 4 && month.len() == 2 => on(year, month, "1"),
        _ => Err(NotADate::Text),
    }
}

/// A date as days since 1 January 1970.
pub(crate) fn days_since_1970(date: Date) -> i32 {
    let days = date.since(Date::constant(1970, 1, 1)).map(|span| span.get_days());
    days.expect("any two dates of the calendar lie fewer than 2^31 days apart")
}

/// Reads a column of dates; blanks have none.
///
/// # Errors
/// Every kind of cell that is not a date or is after `today`, and a column that mixes forms, is among the
/// problems.
pub fn dates(table: &Table, column: usize, today: Date, problems: &mut Problems) -> Vec<Option<Date>> {
    let mut forms = [None; 2];
    let read = |row: usize| {
        let cell = table.cell(column, row);
        if cell.trim().is_empty() {
            return None;
        }
        let found = parse(cell).and_then(|(date, form)| {
            forms[form as usize].get_or_insert(row);
            if date > today { Err(NotADate::Future) } else { Ok(date) }
        });
        found.map_err(|why| problems.push(table.at(column, row, not_a_date(why)))).ok()
    };
    let found = (0..table.rows()).map(read).collect();
    if let [Some(iso), Some(day_first)] = forms {
        problems.push(table.at(column, iso.max(day_first), mixed_forms()));
    }
    found
}

/// Reads a column of months; blanks have none, and each is given as its first day.
///
/// # Errors
/// Every cell that is not a month or is after `today` is among the problems.
pub fn months(table: &Table, column: usize, today: Date, problems: &mut Problems) -> Vec<Option<Date>> {
    let read = |row: usize| {
        let cell = table.cell(column, row);
        if cell.trim().is_empty() {
            return None;
        }
        let found = parse_month(cell).and_then(|m| if m > today { Err(NotADate::Future) } else { Ok(m) });
        found.map_err(|why| problems.push(table.at(column, row, not_a_month(why)))).ok()
    };
    (0..table.rows()).map(read).collect()
}

pub(crate) fn not_a_date(why: NotADate) -> Problem {
    Problem::error(why.words()).hint(why.cure())
}

pub(crate) fn not_a_month(why: NotADate) -> Problem {
    match why {
        NotADate::Future => Problem::error("a month in the future").hint(why.cure()),
        _ => Problem::error("not a month").hint("write months as 2025-03"),
    }
}

pub(crate) fn mixed_forms() -> Problem {
    Problem::error("some dates begin with the year and some with the day")
        .hint("write all of them as 2025-03-31")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_of_both_forms_are_read() {
        for cell in
            ["2025-03-31", " 2025/03/31 ", "31/03/2025", "31-03-2025", "31.3.2025", "2025-03-31T01:02:03Z"]
        {
            assert_eq!(parse(cell).map(|(day, _)| day), Ok(date(2025, 3, 31)), "{cell}");
        }
    }

    #[test]
    fn what_is_not_a_date_is_refused_with_its_reason() {
        use NotADate::{MonthFirst, NoSuchDay, SerialNumber, ShortYear, Text};
        let cells =
            ["", "soon", "31/03/25", "03/31/2025", "30/02/2025", "32/01/2025", "45291", "2025-3", "x/1/2025"];
        let expected = [Text, Text, ShortYear, MonthFirst, NoSuchDay, NoSuchDay, SerialNumber, Text, Text];
        assert_eq!(cells.map(|cell| parse(cell).map(|_| ())), expected.map(Err));
    }

    #[test]
    fn months_are_read() {
        assert_eq!(parse_month("2025-03"), Ok(date(2025, 3, 1)));
        assert_eq!(parse_month("2025-13"), Err(NotADate::MonthFirst));
        assert_eq!(parse_month("March"), Err(NotADate::Text));
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(days_since_1970(date(1970, 1, 1)), 0);
        assert_eq!(days_since_1970(date(2024, 2, 29)), 19_782);
        assert_eq!(days_since_1970(date(1969, 12, 31)), -1);
    }
}
