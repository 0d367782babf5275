//! Numbers of people as they are published of definitions: rounded, and withheld where small.
//! (Replaced when pathways land.)

/// How numbers of people are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounding {
    /// To the nearest multiple of this.
    pub to: u32,
    /// Numbers above 0 and below this are withheld.
    pub threshold: u32,
}

impl Rounding {
    /// The number as it is published; `None` where it is withheld.
    pub fn people(&self, n: f64) -> Option<f64> {
        let small = n > 0.0 && n < f64::from(self.threshold);
        (!small).then(|| (n / f64::from(self.to)).round() * f64::from(self.to))
    }

    /// A part of a whole and the whole, as they are published.
    pub fn part(&self, n: f64, of: f64) -> Option<(f64, f64)> {
        let (part, rest) = (self.people(n)?, self.people(of - n)?);
        Some((part, part + rest))
    }
}
