//! What the moments of a global statistic need to know about the weights.

use crate::estimate::no_figure::NoFigure;
use crate::neighbours::Neighbours;

/// Sums over the weights (Cliff and Ord 1981).
pub(super) struct Links {
    /// Areas.
    pub(super) n: f64,
    /// `S₀ = ΣΣwᵢⱼ`.
    pub(super) s0: f64,
    /// `S₁ = ½ΣΣ(wᵢⱼ + wⱼᵢ)²`.
    pub(super) s1: f64,
    /// `S₂ = Σ(wᵢ. + w.ᵢ)²`.
    pub(super) s2: f64,
    /// `wᵢ. + w.ᵢ` of each area.
    pub(super) both: Vec<f64>,
}

impl Links {
    pub(super) fn of(neighbours: &Neighbours) -> Result<Self, NoFigure> {
        if neighbours.links() == 0 {
            return Err(NoFigure::NoNeighbours);
        }
        let mut both = vec![0.0; neighbours.len()];
        let mut s1 = 0.0;
        for i in 0..neighbours.len() {
            for (j, weight) in neighbours.of(i) {
                both[i] += weight;
                both[j as usize] += weight;
                s1 += match neighbours.weight(j as usize, i as u32) {
                    Some(back) => (weight + back).powi(2) / 2.0,
                    None => weight * weight,
                };
            }
        }
        let s0 = (0..neighbours.len()).flat_map(|i| neighbours.weights(i)).sum();
        let s2 = both.iter().map(|sum| sum * sum).sum();
        Ok(Self { n: neighbours.len() as f64, s0, s1, s2, both })
    }
}
