//! How numbers and dates of workbooks and Parquet are written as text.

/// A number as short as is exact: `3` rather than `3.0`.
///
/// ```text
/// 3.0 → 3      0.1 → 0.1      150000000 → 150000000
/// ```
pub(crate) fn number(value: f64) -> String {
    format!("{value}")
}

/// A date, with its time of day where it has one.
pub(crate) fn moment(date: (u16, u8, u8), time: (u8, u8, u8)) -> String {
    let (year, month, day) = date;
    let day = format!("{year:04}-{month:02}-{day:02}");
    if time == (0, 0, 0) { day } else { format!("{day}T{:02}:{:02}:{:02}", time.0, time.1, time.2) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_is_exact() {
        let written = [3.0, 0.1, -2.5, 1e15, 123_456_789_012.0, 1.0 / 3.0].map(number);
        assert_eq!(written, ["3", "0.1", "-2.5", "1000000000000000", "123456789012", "0.3333333333333333"]);
    }

    #[test]
    fn dates_without_a_time_of_day_are_dates() {
        assert_eq!(moment((2025, 1, 9), (0, 0, 0)), "2025-01-09");
        assert_eq!(moment((2025, 1, 9), (14, 5, 0)), "2025-01-09T14:05:00");
    }
}
