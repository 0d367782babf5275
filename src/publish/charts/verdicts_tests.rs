//! What a chart of verdicts says, that nothing on it is cut or overlaps, and what it refuses.

use super::groups::Rate;
use super::tests::{assert_legible, words};
use super::verdicts::{CLAIM_KINDS, ClaimKind, VERDICTS, Verdict, VerdictRow, Verdicts, draw};
use crate::publish::maps::area_value::AreaValue::{self, NoData, Suppressed, Value};

fn ratio(value: f64, lower: f64, upper: f64) -> AreaValue<Rate> {
    Value(Rate { value, lower, upper })
}

fn row(
    title: &str,
    kind: ClaimKind,
    ratio: AreaValue<Rate>,
    threshold: Option<f64>,
    verdict: Verdict,
) -> VerdictRow {
    VerdictRow { agency: "Health".to_owned(), title: title.to_owned(), kind, ratio, threshold, verdict }
}

fn chart(rows: &[VerdictRow]) -> Verdicts<'_> {
    Verdicts {
        words: words(),
        heading: "Ratio to everyone else".to_owned(),
        interval_name: "95% interval".to_owned(),
        rows,
        notes: vec!["Corrected for 40 tests (Benjamini–Hochberg).".to_owned()],
        fewer_than: 5,
    }
}

#[test]
fn a_chart_of_verdicts_tells_every_row_by_kind() {
    let rows = [
        row(
            "Refusers",
            ClaimKind::ServiceResistant,
            NoData("not offered in reach".to_owned()),
            None,
            Verdict::NotOfferedInReach,
        ),
        row("Carers", ClaimKind::UnderRepresented, ratio(0.62, 0.51, 0.75), Some(0.8), Verdict::Supported),
        row("Roma", ClaimKind::UnderRepresented, Suppressed, Some(0.8), Verdict::NotEnoughData),
        row("Movers", ClaimKind::SlippingThrough, ratio(1.0, 0.9, 1.1), Some(1.25), Verdict::NotSupported),
    ];
    let chart = chart(&rows);
    assert_eq!(
        chart.alt_text(),
        "Chart of 4 tests of definitions: Ratio to everyone else, with 95% interval. Supported: 1; not supported: 1; not enough data: 1; not offered in reach: 1. Under-represented (left of 1 is worse: reached less than their share). Health: Carers: 0.62 (0.51 to 0.75), threshold 0.80: supported; Health: Roma: withheld (protects counts below\u{a0}5), threshold 0.80: not enough data. Slipping through (right of 1 is worse: lost more often than others). Health: Movers: 1.00 (0.90 to 1.10), threshold 1.25: not supported. Service-resistant (right of 1 is worse: refused or left more often than others). Health: Refusers: not offered in reach: not offered in reach. Corrected for 40 tests (Benjamini–Hochberg)."
    );
    let svg = draw(&chart).unwrap();
    assert_legible(&svg);
    assert_eq!(svg.matches(">withheld</text>").count(), 1);
    assert_eq!(svg, draw(&chart).unwrap());
}

#[test]
fn forty_rows_with_long_labels_and_wide_intervals_are_legible() {
    let title = "young people known to two services and in contact with neither for a year or more, whatever their age";
    let rows: Vec<VerdictRow> = (0..40)
        .map(|n| {
            let value = 0.05 * 1.2f64.powi(n);
            let figure = match n % 9 {
                4 => Suppressed,
                7 => NoData(
                    "no attempts to reach them are recorded by any of the services that were asked for them"
                        .to_owned(),
                ),
                _ => ratio(value, value / 3.0, value * 40.0),
            };
            let kind = CLAIM_KINDS[n as usize % 3];
            row(title, kind, figure, (n % 4 > 0).then_some(0.8), VERDICTS[n as usize % 4])
        })
        .collect();
    assert_legible(&draw(&chart(&rows)).unwrap());
}

#[test]
fn a_ratio_of_nothing_is_drawn_beyond_the_axis() {
    let rows = [row("Carers", ClaimKind::UnderRepresented, ratio(0.0, 0.0, 0.4), None, Verdict::Supported)];
    let svg = draw(&chart(&rows)).unwrap();
    assert!(svg.contains("Health: Carers: 0.00 (0.00 to 0.40): supported"));
    assert_legible(&svg);
}

#[test]
fn rows_without_any_figure_are_still_drawn() {
    let rows = [row("Roma", ClaimKind::SlippingThrough, Suppressed, None, Verdict::NotEnoughData)];
    assert_legible(&draw(&chart(&rows)).unwrap());
}

#[test]
fn impossible_ratios_are_refused() {
    let refused = |figure, threshold| {
        let first = row("Carers", ClaimKind::UnderRepresented, Suppressed, None, Verdict::NotEnoughData);
        let rows = [first, row("Roma", ClaimKind::UnderRepresented, figure, threshold, Verdict::Supported)];
        draw(&chart(&rows)).unwrap_err().to_string()
    };
    assert_eq!(
        refused(ratio(-0.5, -1.0, 0.0), None),
        "the ratio of row 1 (counted from 0) is -0.5: it must be 0 or above"
    );
    assert_eq!(
        refused(ratio(f64::INFINITY, 0.0, 1.0), None),
        "the ratio of row 1 (counted from 0) is not a finite number"
    );
    assert_eq!(
        refused(ratio(0.5, 0.7, 0.6), None),
        "the interval of row 1 (counted from 0): the lower limit is above the upper one"
    );
    assert_eq!(
        refused(ratio(0.5, 0.4, 0.6), Some(0.0)),
        "the threshold of row 1 (counted from 0) is 0: it must be above 0"
    );
    assert_eq!(draw(&chart(&[])).unwrap_err().to_string(), "there is no figure to draw");
}
