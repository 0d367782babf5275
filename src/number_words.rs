//! Numbers in British form for readers, in one place: thousands with commas, percentages with one decimal, rates
//! per 1,000.

/// A number with so many decimals and nothing else: a full stop, no separators, never a minus sign before zero.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(size) if size.bytes().all(|b| matches!(b, b'0' | b'.')) => size.to_owned(),
        _ => text,
    }
}

/// A number with its thousands separated by commas and a true minus sign.
///
/// ```
/// assert_eq!(reachgap::number_words::number(-1234567.89, 1), "−1,234,567.9");
/// ```
pub fn number(value: f64, decimals: usize) -> String {
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

/// A number without decimals, its thousands separated by commas.
///
/// ```
/// assert_eq!(reachgap::number_words::thousands(33_755.2), "33,755");
/// ```
pub fn thousands(value: f64) -> String {
    number(value, 0)
}

/// A whole number with its thousands separated by commas.
pub fn whole(value: u64) -> String {
    thousands(value as f64)
}

/// A proportion from 0 to 1 as a percentage with one decimal.
pub fn percentage(proportion: f64) -> String {
    format!("{}%", number(proportion * 100.0, 1))
}

/// A rate per person as so many per 1,000.
///
/// ```
/// assert_eq!(reachgap::number_words::per_thousand(0.0456), "45.6 per 1,000");
/// ```
pub fn per_thousand(rate: f64) -> String {
    format!("{} per 1,000", number(rate * 1000.0, 1))
}

/// A number of things with the noun that agrees with it: `1 row`, `2,000 rows`.
pub fn things(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", whole(number), if number == 1 { one } else { many })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_the_british_way() {
        assert_eq!(thousands(0.0), "0");
        assert_eq!(thousands(999.4), "999");
        assert_eq!(thousands(1_000.0), "1,000");
        assert_eq!(number(1_234_567.891, 2), "1,234,567.89");
        assert_eq!(number(-0.01, 1), "0.0");
        assert_eq!(number(-1.0, 0), "−1");
        assert_eq!(whole(33_755), "33,755");
        assert_eq!(percentage(1.0), "100.0%");
        assert_eq!(things(1, "row", "rows"), "1 row");
    }
}
