//! Figures worked out from counts, and what they say about the count.

/// The counts that a rounded rate allows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CountsBehind {
    /// The least.
    pub lowest: f64,
    /// The greatest.
    pub highest: f64,
}

impl CountsBehind {
    /// The only whole count that is possible, if there is only one.
    pub fn only(self) -> Option<f64> {
        let (first, last) = ((self.lowest - 1e-9).ceil().max(0.0), (self.highest + 1e-9).floor());
        (first == last).then_some(first)
    }
}

/// The counts that lie behind a rate or proportion shown with so many decimals, by a known denominator.
///
/// Formula: rate × n / multiplier ± n · 10^−d / (2 · multiplier). Units: the rate per `multiplier`
/// (1 for a proportion, 100 for a percentage, 1,000 for a rate per 1,000).
///
/// A rate of 3.2 per cent of 94 people is 3 people and nothing else: rounding hides nothing. This is why
/// a figure is shown only with its count, see [`Protection::may_show`](super::Protection::may_show).
///
/// ```
/// use reachgap::disclose::counts_behind;
/// assert_eq!(counts_behind(3.2, 1, 94.0, 100.0).only(), Some(3.0));
/// assert_eq!(counts_behind(0.1, 1, 4_000.0, 100.0).only(), None, "2 to 6 of 4,000");
/// ```
pub fn counts_behind(rate: f64, decimals: u8, denominator: f64, multiplier: f64) -> CountsBehind {
    let half_unit = 0.5 * 10f64.powi(-i32::from(decimals));
    let count = |rate: f64| rate * denominator / multiplier;
    CountsBehind { lowest: count(rate - half_unit).max(0.0), highest: count(rate + half_unit) }
}
