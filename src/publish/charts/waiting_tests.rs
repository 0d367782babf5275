//! What a chart of waiting says, that nothing on it is cut or overlaps, and what it refuses.

use super::groups::Rate;
use super::tests::{assert_legible, words};
use super::waiting::{MedianWait, Waiting, WaitingCurve, WaitingGroup, WaitingStep, draw, waiting_days};
use crate::publish::maps::area_value::AreaValue::{self, NoData, Suppressed, Value};

fn step(day: f64, value: f64) -> WaitingStep {
    WaitingStep {
        day,
        not_seen: Rate { value, lower: (value - 0.1).max(0.0), upper: (value + 0.1).min(1.0) },
    }
}

/// Freireich et al. (1963), weeks in remission of 21 patients on placebo, none censored: 2 end in week 1, 2 in 2, 1 in
/// 3, 2 in 4, 2 in 5, 4 in 8, 2 in 11, 2 in 12; the median is 8. The intervals are made up.
fn placebo() -> WaitingCurve {
    let steps = [
        (1.0, 19.0),
        (2.0, 17.0),
        (3.0, 16.0),
        (4.0, 14.0),
        (5.0, 12.0),
        (8.0, 8.0),
        (11.0, 6.0),
        (12.0, 4.0),
    ];
    WaitingCurve {
        steps: steps.iter().map(|(day, left)| step(*day, left / 21.0)).collect(),
        followed_to: 12.0,
        median: Value(MedianWait { days: 8.0, lower: Some(4.0), upper: Some(12.0) }),
    }
}

fn group(name: &str, curve: AreaValue<WaitingCurve>, at_risk: Vec<AreaValue<u64>>) -> WaitingGroup {
    WaitingGroup { name: name.to_owned(), curve, at_risk }
}

fn chart<'a>(groups: &'a [WaitingGroup], days: &'a [f64]) -> Waiting<'a> {
    Waiting {
        words: words(),
        heading: "Not yet seen, % of people referred".to_owned(),
        days_heading: "Days since referral".to_owned(),
        interval_name: "95% interval".to_owned(),
        groups,
        days,
        notes: Vec::new(),
        fewer_than: 5,
    }
}

#[test]
fn a_chart_of_waiting_tells_the_median_and_each_day() {
    let mut slow = placebo();
    slow.steps.truncate(2);
    slow.median = NoData("fewer than half were seen in 12 days".to_owned());
    let groups = [
        group("The definition’s people", Value(slow), vec![Value(20), Value(15), Suppressed]),
        group("Everyone else", Value(placebo()), vec![Value(21), Value(12)]),
    ];
    let chart = chart(&groups, &[0.0, 7.0, 14.0]);
    assert_eq!(
        chart.alt_text(),
        "Curves of waiting: Not yet seen, % of people referred, by Days since referral, with 95% interval. The definition’s people: fewer than half were seen in 12 days. Not yet seen: after 0 days 100.0% (100.0% to 100.0%), still waiting: 20 people; after 7 days 81.0% (71.0% to 91.0%), still waiting: 15 people. Everyone else: half were seen within 8 days (95% interval 4 to 12). Not yet seen: after 0 days 100.0% (100.0% to 100.0%), still waiting: 21 people; after 7 days 57.1% (47.1% to 67.1%), still waiting: 12 people."
    );
    let svg = draw(&chart).unwrap();
    assert_legible(&svg);
    assert_eq!(svg.matches(">withheld</text>").count(), 1);
    assert!(
        svg.contains("<title>Everyone else: half were seen within 8 days (95% interval 4 to 12)</title>")
    );
}

#[test]
fn a_curve_that_is_withheld_is_said_to_be() {
    let groups = [
        group("The definition’s people", Suppressed, vec![Suppressed; 2]),
        group("Everyone else", Value(placebo()), vec![]),
    ];
    let chart = chart(&groups, &[0.0, 7.0]);
    assert!(chart.alt_text().contains("The definition’s people: withheld (protects counts below\u{a0}5)."));
    let svg = draw(&chart).unwrap();
    assert!(svg.contains("“Withheld” protects"));
    assert_legible(&svg);
}

#[test]
fn one_group_and_great_numbers_are_legible() {
    let days = waiting_days(720.0);
    let curve = WaitingCurve { followed_to: 720.0, ..placebo() };
    let at_risk = vec![Value(10_000_000); days.len()];
    let name =
        "People known to two services and in contact with neither for a year or more, whatever their age";
    let mut groups = vec![group(name, Value(curve.clone()), at_risk)];
    assert_legible(&draw(&chart(&groups, &days)).unwrap());
    groups.push(group(name, Value(curve), vec![Suppressed; days.len()]));
    assert_legible(&draw(&chart(&groups, &days)).unwrap());
}

#[test]
fn what_is_no_curve_of_waiting_is_refused() {
    let refused = |steps: Vec<WaitingStep>| {
        let groups = [group("All", Value(WaitingCurve { steps, ..placebo() }), vec![])];
        draw(&chart(&groups, &[0.0, 7.0])).unwrap_err().to_string()
    };
    let disorder = "the curve of waiting: point 1 (counted from 0) does not follow the one before it";
    assert_eq!(refused(vec![step(1.0, 0.5), step(2.0, 0.6)]), disorder);
    assert_eq!(refused(vec![step(2.0, 0.5), step(2.0, 0.4)]), disorder);
    assert_eq!(
        refused(vec![WaitingStep { day: 1.0, not_seen: Rate { value: 1.5, lower: 1.4, upper: 1.6 } }]),
        "the share not yet seen at step 0 (counted from 0) is 1.5: it must be from 0 to 1"
    );
    assert!(refused(vec![step(f64::NAN, 0.5)]).contains("not a finite number"));
    let none = [group("All", Suppressed, vec![])];
    assert_eq!(draw(&chart(&none, &[0.0])).unwrap_err().to_string(), "there is no figure to draw");
    let groups = [group("All", Value(placebo()), vec![])];
    assert!(
        draw(&chart(&groups, &[-7.0, 7.0]))
            .unwrap_err()
            .to_string()
            .starts_with("the days of the axis: point 0")
    );
    assert!(
        draw(&chart(&groups, &[7.0, 7.0]))
            .unwrap_err()
            .to_string()
            .starts_with("the days of the axis: point 1")
    );
}

#[test]
fn a_curve_without_a_step_says_that_nobody_was_seen() {
    let none =
        WaitingCurve { steps: Vec::new(), followed_to: 30.0, median: NoData("nobody was seen".to_owned()) };
    let groups = [group("All", Value(none), vec![])];
    let chart = chart(&groups, &[0.0, 28.0]);
    assert!(chart.alt_text().contains("after 28 days 100.0%"));
    assert_legible(&draw(&chart).unwrap());
}

#[test]
fn days_along_the_axis_are_few_and_round() {
    assert_eq!(waiting_days(5.0), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
    assert_eq!(waiting_days(60.0), [0.0, 14.0, 28.0, 42.0, 56.0]);
    for end in [0.5, 9.0, 100.0, 364.0, 1000.0, 20_000.0] {
        assert!((1..=9).contains(&waiting_days(end).len()), "{end}");
    }
    assert_eq!(waiting_days(f64::NAN), [0.0]);
}
