//! The teams that deliver family support, and what two of them make of it.
use rand_pcg::Pcg64;

use super::draw::{chance, weighted};
use super::journey::{CHARITY, COUNCILS, Journey};

/// The six teams.
const PROVIDERS: [&str; 6] =
    [CHARITY, "Harbour House", "Wexley North team", "Wexley South team", "Vale team", WEAKER];
/// Planted: the team whose engaged children complete at lower odds, and those odds as a ratio of the others'.
pub(super) const WEAKER: &str = "Millbrook Centre";
pub(super) const WEAKER_ODDS: f64 = 0.5;
/// Planted: the team that never writes down how it ended.
pub(super) const WITHOUT_ENDINGS: &str = "Vale team";
/// Share of engaged children who complete.
const COMPLETED: f64 = 0.55;

/// The team that the child's agency sends it to.
pub(super) fn provider(agency: &str, rng: &mut Pcg64) -> &'static str {
    let weights = match agency {
        CHARITY => [1.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        _ if agency == COUNCILS[1] => [0.0, 0.25, 0.0, 0.0, 0.75, 0.0],
        _ => [0.0, 0.2, 0.27, 0.26, 0.0, 0.27],
    };
    PROVIDERS[weighted(rng, &weights)]
}

impl Journey {
    /// Ends the way as this team would have it.
    pub(super) fn delivered_by(&mut self, provider: &str, rng: &mut Pcg64) {
        let odds = WEAKER_ODDS * COMPLETED / (1.0 - COMPLETED);
        let kept = odds / (1.0 + odds) / COMPLETED;
        for step in &mut self.steps {
            if provider == WEAKER && step.0 == "completed" && !chance(rng, kept) {
                step.0 = "disengaged";
            }
        }
        if provider == WITHOUT_ENDINGS {
            self.steps.retain(|(status, _)| !["completed", "disengaged"].contains(status));
        }
    }
}
