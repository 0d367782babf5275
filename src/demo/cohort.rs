//! Fixed-term exclusions of a cohort of supported pupils, and of pupils on the waiting list, over three years.
use std::io;
use std::path::Path;

use rand::RngExt;
use rand_pcg::Pcg64;

use super::draw::{Step, count, normal, stream};
use super::partnership::CohortFacts;
use super::table::{row, write};

const HEADER: [&str; 6] = ["pupil_id", "year_before_last", "before", "after", "sessions", "group"];
const SUPPORTED: usize = 160;
const WAITING_LIST: usize = 140;
/// Planted: mean exclusions a year in the year before last, before and after.
const SUPPORTED_MEANS: [f64; 3] = [7.4, 9.8, 6.6];
const WAITING_MEANS: [f64; 3] = [7.4, 9.6, 8.2];
/// Planted: further exclusions for each hour of support.
const PER_HOUR: f64 = -0.04;
/// Hours of support: least, middle and most.
const HOURS: [u32; 3] = [6, 20, 34];

/// How far pupils differ from each other, as a standard deviation of the logarithm.
const SPREAD: f64 = 0.35;

/// Writes the cohort and says what was planted.
pub(super) fn write_cohort(path: &Path, seed: u64) -> io::Result<CohortFacts> {
    let mut rng = stream(seed, Step::Cohort);
    let rows: Vec<_> = (0..SUPPORTED + WAITING_LIST).map(|number| pupil(number, &mut rng)).collect();
    write(path, &HEADER, &rows)?;
    Ok(CohortFacts {
        supported: SUPPORTED,
        waiting_list: WAITING_LIST,
        supported_means: SUPPORTED_MEANS,
        waiting_list_means: WAITING_MEANS,
        per_hour: PER_HOUR,
    })
}

/// One pupil: some are excluded more often than others in every year.
fn pupil(number: usize, rng: &mut Pcg64) -> Vec<String> {
    let supported = number < SUPPORTED;
    let (group, mut means) =
        if supported { ("supported", SUPPORTED_MEANS) } else { ("waiting list", WAITING_MEANS) };
    let hours = if supported { rng.random_range(HOURS[0]..=HOURS[2]) } else { 0 };
    if supported {
        means[2] += PER_HOUR * (f64::from(hours) - f64::from(HOURS[1]));
    }
    // The mean of this log-normal multiple is one.
    let own = (normal(rng, SPREAD) - SPREAD * SPREAD / 2.0).exp();
    let years = means.map(|mean| count(rng, mean * own));
    row([&format!("P{:03}", number + 1), &years[0], &years[1], &years[2], &hours, &group])
}
