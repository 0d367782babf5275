//! Numbers as a reader sees them: separated thousands, a true minus sign, as many decimals as are told.

/// How a map or chart writes its values.
///
/// Proportions are held from 0 to 1 and rates per person everywhere else; only here do they become
/// percentages or "per 1,000".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A plain number: a score, a count, a ratio.
    Number,
    /// A proportion, shown as a percentage.
    Percentage,
    /// A rate per person, shown per so many people.
    RatePer(u32),
}

impl Unit {
    /// The value in the unit shown.
    pub fn shown(self, value: f64) -> f64 {
        match self {
            Unit::Number => value,
            Unit::Percentage => value * 100.0,
            Unit::RatePer(people) => value * f64::from(people),
        }
    }

    /// What follows the number.
    pub fn suffix(self) -> &'static str {
        match self {
            Unit::Percentage => "%",
            Unit::Number | Unit::RatePer(_) => "",
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
        format!("{}{}", decimal(shown, decimals), self.suffix())
    }

    /// One value in the unit shown with about three telling digits, as in a tooltip.
    pub fn tell(self, value: f64) -> String {
        let shown = self.shown(value);
        self.write(shown, telling_decimals(shown))
    }
}

/// A number with so many decimals, thousands separated by commas, and a true minus sign.
pub fn decimal(value: f64, decimals: usize) -> String {
    let plain = format!("{value:.decimals$}");
    let (negative, digits) = match plain.strip_prefix('-') {
        Some(rest) => (rest.bytes().any(|b| (b'1'..=b'9').contains(&b)), rest),
        None => (false, plain.as_str()),
    };
    let (whole, rest) = digits.split_once('.').map_or((digits, None), |(w, r)| (w, Some(r)));
    let mut text = String::from(if negative { "−" } else { "" });
    text.push_str(&separated(whole));
    if let Some(rest) = rest {
        text.push('.');
        text.push_str(rest);
    }
    text
}

/// A whole number with its thousands separated.
pub fn count(value: usize) -> String {
    separated(&value.to_string())
}

/// The ending that makes "area" agree with a count.
pub fn areas(number: usize) -> String {
    format!("{} {}", count(number), if number == 1 { "area" } else { "areas" })
}

/// Words with a capital at their beginning.
pub fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn separated(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
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
        assert_eq!(decimal(1_234_567.891, 2), "1,234,567.89");
    }

    #[test]
    fn zero_never_has_a_minus_sign() {
        assert_eq!(decimal(-0.001, 1), "0.0");
        assert_eq!(decimal(-1.0, 0), "−1");
    }

    #[test]
    fn a_proportion_is_told_as_a_percentage() {
        assert_eq!(Unit::Percentage.tell(0.0512), "5.12%");
        assert_eq!(Unit::RatePer(1000).tell(0.1234), "123");
        assert_eq!(areas(1), "1 area");
    }
}
