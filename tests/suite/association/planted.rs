//! Clusters that were planted are found, and none where none was.

use rand_distr::{Distribution, Poisson};

use super::*;

/// Local Moran of standardised ratios of Poisson counts on a lattice; about 50 are expected of each area, of which some
/// have only a share.
fn local_moran_of_counts(side: u32, run: u64, share: impl Fn(u32) -> f64) -> Local<LocalMoran> {
    let mut random = random::stream(run, 50);
    let mut draw = |mean: f64| Poisson::new(mean).unwrap().sample(&mut random);
    let count = |area: u32| {
        let people = f64::from(30 + area * 17 % 41);
        Ok(AreaCount { events: draw(people * share(area)), people })
    };
    let rates = standardised_rates(&(0..side * side).map(count).collect::<Vec<_>>());
    let keys: Vec<u64> = (0..side * side).map(|area| random::key(&area.to_string())).collect();
    // Enough for a single unusual area among 400 at a rate of 5 %.
    let permutations = Permutations::Adaptive { exceedances: 10, at_most: 19_999 };
    let trial = Trial { permutations, ..Trial::default() };
    local_moran(&rates, &lattice(side).row_standardised(), &keys, &trial).unwrap()
}

/// At most one map in twenty has any finding after adjustment, and one area in twenty is unusual without it.
#[test]
fn maps_without_clusters_have_findings_no_more_often_than_the_rate_allows() {
    let (mut maps, mut unusual) = (0, 0);
    for run in 0..200 {
        let found = local_moran_of_counts(15, run, |_| 1.0);
        maps += usize::from(found.areas.iter().flatten().any(|area| area.test.adjusted <= 0.05));
        unusual += found.areas.iter().flatten().filter(|area| area.test.p <= 0.05).count();
    }
    // Binomial, 200 maps at 0.05: at most 18 in all but one of two hundred cases.
    assert!(maps <= 18, "{maps} maps with findings");
    let share = unusual as f64 / (200 * 15 * 15) as f64;
    assert!((share - 0.05).abs() < 0.004, "share {share}");
}

/// A block of 5 × 5 areas with half of the events, in each of 20 maps.
#[test]
fn planted_clusters_are_found_at_their_heart() {
    const SIDE: u32 = 20;
    let (mut found, mut right, mut maps) = (0.0, 0.0, 0);
    for run in 0..20 {
        let corner = (run as u32 * 7 % 15, run as u32 * 4 % 15);
        let inside = |area: u32| {
            let (row, column) = (area / SIDE, area % SIDE);
            (corner.0..corner.0 + 5).contains(&row) && (corner.1..corner.1 + 5).contains(&column)
        };
        let local = local_moran_of_counts(SIDE, 1_000 + run, |area| if inside(area) { 0.5 } else { 1.0 });
        let low = |area: &u32| {
            local.areas[*area as usize]
                .is_ok_and(|area| area.test.adjusted <= 0.05 && area.quadrant == Quadrant::LowLow)
        };
        let flagged: Vec<u32> = (0..SIDE * SIDE).filter(low).collect();
        let planted = flagged.iter().filter(|area| inside(**area)).count();
        found += flagged.len() as f64;
        right += planted as f64;
        maps += usize::from(planted > 0);
    }
    let (recall, precision) = (right / (20.0 * 25.0), right / found);
    assert!(maps == 20 && recall > 0.6 && precision > 0.9, "{maps}, recall {recall}, precision {precision}");
}
