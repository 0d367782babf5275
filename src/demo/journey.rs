//! A child's way through the family-support service: referred, offered, engaged, and how it ended.
use jiff::ToSpan;
use jiff::civil::{Date, date};
use rand::RngExt;
use rand_pcg::Pcg64;

use super::draw::{chance, weighted};
use super::family::Child;
use super::land::VALE;
use super::people::GROUPS;

const SERVICE: &str = "family support";
const COUNCILS: [&str; 2] = ["Wexley Council", "Marlow Vale Council"];
const CHARITY: &str = "Kestrel Family Trust";
const NEW_YEAR: Date = date(2024, 1, 1);

/// The rows of one child, in order of date.
pub(super) fn journey(child: &Child, number: usize, rng: &mut Pcg64) -> Vec<Vec<String>> {
    let mut day = rng.random_range(0..240);
    let agency = match child.authority {
        _ if chance(rng, 0.3) => CHARITY,
        VALE => COUNCILS[1],
        _ => COUNCILS[0],
    };
    let sex = if chance(rng, 0.5) { "female" } else { "male" };
    let group = if chance(rng, 0.03) { "" } else { GROUPS[child.group] };
    let disability = ["no", "yes", ""][weighted(rng, &[0.83, 0.12, 0.05])];
    let [code, postcode, lon, lat] = child.whereabouts.cells();
    let mut row = |status: &str, wait: i32| {
        day += wait;
        [
            &format!("FS{number:05}"),
            SERVICE,
            agency,
            &NEW_YEAR.saturating_add(day.days()).to_string(),
            &child.age.to_string(),
            sex,
            group,
            disability,
            status,
            &code,
            &postcode,
            &lon,
            &lat,
        ]
        .map(str::to_owned)
        .to_vec()
    };
    steps(child.engaged, rng).into_iter().map(|(status, wait)| row(status, wait)).collect()
}

/// The steps of the way with the days since the step before; many families come without a referral.
fn steps(engaged: bool, rng: &mut Pcg64) -> Vec<(&'static str, i32)> {
    let mut steps = Vec::new();
    if !engaged || chance(rng, 0.6) {
        steps.push(("referred", 0));
        steps.push(("offered", rng.random_range(3..15)));
    }
    if !engaged {
        if chance(rng, 0.8) {
            steps.push(("declined", rng.random_range(3..22)));
        }
        return steps;
    }
    steps.push(("engaged", rng.random_range(5..29)));
    if chance(rng, 0.15) {
        steps.push(("engaged", rng.random_range(7..15)));
    }
    match weighted(rng, &[0.55, 0.25, 0.2]) {
        0 => steps.push(("completed", rng.random_range(20..57))),
        1 => steps.push(("disengaged", rng.random_range(10..45))),
        _ => {}
    }
    steps
}
