//! Numbers as a reader sees them: separated thousands, a true minus sign, as many decimals as are told.

use crate::number_words::{number, things, whole};

/// How a map or chart writes its values.
///
/// Proportions are held from 0 to 1 and rates per person everywhere else; only here do they become
/// percentages or "per 1,000".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A plain number: a score, a count, a ratio.
    Number,
    /// A plain number that is known to so many decimals.
    Decimals(u8),
    /// A proportion, shown as a percentage.
    Percentage,
    /// A rate per person, shown per so many people.
    RatePer(u32),
}

impl Unit {
    /// The value in the unit shown.
    pub fn shown(self, value: f64) -> f64 {
        match self {
            Unit::Number | Unit::Decimals(_) => value,
            Unit::Percentage => value * 100.0,
            Unit::RatePer(people) => value * f64::from(people),
        }
    }

    /// What follows the number.
    pub fn suffix(self) -> &'static str {
        match self {
            Unit::Percentage => "%",
            Unit::Number | Unit::Decimals(_) | Unit::RatePer(_) => "",
        }
    }

    /// The value, already in the unit shown, with so many decimals.
    ///
    /// ```
    /// use reachgap::publish::drawing::numbers::Unit;
    /// assert_eq!(Unit::Percentage.write(12.34, 1), "12.3%");
    /// assert_eq!(Unit::Number.write(-12345.6, 0), "−12,346");
    /// ```
    pub fn write(self, shown: f64, decimals: usize) -> String {
        format!("{}{}", number(shown, decimals), self.suffix())
    }

    /// One value in the unit shown with about three telling digits, as in a tooltip.
    pub fn tell(self, value: f64) -> String {
        let shown = self.shown(value);
        let decimals = if let Unit::Decimals(known) = self { known.into() } else { telling_decimals(shown) };
        self.write(shown, decimals)
    }
}

/// A whole number with its thousands separated.
pub fn count(value: usize) -> String {
    whole(value as u64)
}

/// A number of areas: `1 area`, `2,000 areas`.
pub fn areas(number: usize) -> String {
    things(number as u64, "area", "areas")
}

/// Words with a capital at their beginning.
pub fn sentence(words: &str) -> String {
    crate::words::capital(words)
}

fn telling_decimals(shown: f64) -> usize {
    match shown.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(33_755), "33,755");
    }

    #[test]
    fn a_proportion_is_told_as_a_percentage() {
        assert_eq!(Unit::Percentage.tell(0.0512), "5.12%");
        assert_eq!(Unit::RatePer(1000).tell(0.1234), "123");
        assert_eq!(areas(1), "1 area");
    }
}
