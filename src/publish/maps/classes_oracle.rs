//! Class limits and memberships against mapclassify 2.10.0, on data with and without ties.

use super::classes::{Classes, Scheme};

struct Case {
    table: &'static str,
    classes: usize,
    /// Least within-class sum of squares, by exact dynamic programming elsewhere.
    least_spread: f64,
    quantiles: &'static [f64],
    equal_intervals: &'static [f64],
    fisher_jenks: &'static [f64],
}

const CASES: [Case; 4] = [
    Case {
        table: include_str!("../../../tests/oracles/classification_columbus_crime.csv"),
        classes: 5,
        least_spread: 601.1550970167541,
        quantiles: &[19.0225762, 29.325973800000003, 39.025214, 53.161033200000006, 68.892044],
        equal_intervals: &[13.921024, 27.663778999999998, 41.40653399999999, 55.149288999999996, 68.892044],
        fisher_jenks: &[0.223797, 22.541491, 34.000835, 48.585487, 68.892044],
    },
    Case {
        table: include_str!("../../../tests/oracles/classification_ncsids_nwrate.csv"),
        classes: 5,
        least_spread: 0.19617671274151827,
        quantiles: &[
            0.09022707208110299,
            0.25657109919545074,
            0.3789607666966157,
            0.5138689359976778,
            0.7727272727272727,
        ],
        equal_intervals: &[
            0.1557377049180328,
            0.3099850968703428,
            0.46423248882265283,
            0.6184798807749629,
            0.7727272727272727,
        ],
        fisher_jenks: &[
            0.09925558312655088,
            0.24525916561314792,
            0.4095940959409594,
            0.5700451904454487,
            0.7727272727272727,
        ],
    },
    Case {
        table: include_str!("../../../tests/oracles/classification_ncsids_sid74_ties.csv"),
        classes: 5,
        least_spread: 321.10462109484956,
        quantiles: &[1.0, 4.0, 5.0, 10.0, 44.0],
        equal_intervals: &[8.8, 17.6, 26.400000000000002, 35.2, 44.0],
        fisher_jenks: &[2.0, 6.0, 12.0, 23.0, 44.0],
    },
    Case {
        table: include_str!("../../../tests/oracles/classification_small_ties.csv"),
        classes: 4,
        least_spread: 7.555555555555543,
        quantiles: &[2.0, 3.0, 8.0, 40.0],
        equal_intervals: &[10.75, 20.5, 30.25, 40.0],
        fisher_jenks: &[3.0, 8.0, 15.0, 40.0],
    },
];

/// The value column and one column of classes.
fn column(table: &str, name: &str) -> Vec<(f64, usize)> {
    let mut lines = table.lines().filter(|line| !line.starts_with('#'));
    let place = lines.next().unwrap().split(',').position(|c| c == name).unwrap();
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (cells[0].parse().unwrap(), cells[place].parse().unwrap())
        })
        .collect()
}

fn agrees(case: &Case, name: &str, scheme: &Scheme, limits: &[f64]) -> Classes {
    let rows = column(case.table, name);
    let values: Vec<f64> = rows.iter().map(|row| row.0).collect();
    let classes = Classes::new(&values, scheme).unwrap();
    assert_eq!(classes.len(), limits.len(), "{name}");
    for (ours, theirs) in classes.upper.iter().zip(limits) {
        assert!((ours - theirs).abs() <= 1e-9 * theirs.abs(), "{name}: {ours} {theirs}");
    }
    for (value, class) in rows {
        assert_eq!(classes.class_of(value), Some(class), "{name}: {value}");
    }
    classes
}

#[test]
fn quantiles_and_equal_intervals_agree_with_mapclassify() {
    for case in &CASES {
        agrees(case, "quantiles", &Scheme::Quantile(case.classes), case.quantiles);
        agrees(case, "equal_interval", &Scheme::EqualInterval(case.classes), case.equal_intervals);
    }
}

#[test]
fn fisher_jenks_reaches_the_least_spread_that_exists() {
    for case in &CASES {
        let classes = agrees(case, "fisher_jenks", &Scheme::FisherJenks(case.classes), case.fisher_jenks);
        let mut spread = 0.0;
        for class in 0..classes.len() {
            let members: Vec<f64> =
                classes.sorted.iter().copied().filter(|v| classes.class_of(*v) == Some(class)).collect();
            let mean = members.iter().sum::<f64>() / members.len() as f64;
            spread += members.iter().map(|v| (v - mean).powi(2)).sum::<f64>();
            assert_eq!(members.len(), classes.counts[class]);
        }
        assert!(
            (spread - case.least_spread).abs() <= 1e-9 * case.least_spread,
            "{spread} {}",
            case.least_spread
        );
    }
}
