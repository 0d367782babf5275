//! What a chart of paired change says, that nothing on it is cut or overlaps, and what it refuses.

use super::groups::Rate;
use super::paired_change::{Better, ChangedGroup, ChangedPeople, PairedChange, PairedFigures, draw};
use super::tests::{assert_legible, words};
use crate::publish::drawing::numbers::Unit;
use crate::publish::maps::area_value::AreaValue::{self, NoData, Suppressed, Value};

fn rate(value: f64, half: f64) -> Rate {
    Rate { value, lower: value - half, upper: value + half }
}

fn figures(before: f64, after: f64, half: f64) -> AreaValue<PairedFigures> {
    let change = rate(after - before, half);
    Value(PairedFigures { before: rate(before, 1.0), after: rate(after, 0.9), change })
}

fn people(share: f64, people: u64) -> AreaValue<ChangedPeople> {
    Value(ChangedPeople { share, people })
}

fn group(
    name: &str,
    figures: AreaValue<PairedFigures>,
    directions: [AreaValue<ChangedPeople>; 3],
) -> ChangedGroup {
    ChangedGroup { name: name.to_owned(), people: Value(430), figures, directions }
}

fn chart(groups: &[ChangedGroup]) -> PairedChange<'_> {
    PairedChange {
        words: words(),
        heading: "Days absent in a term, mean".to_owned(),
        unit: Unit::Number,
        better: Better::Lower,
        times: ["Autumn term 2020".to_owned(), "Summer term 2021".to_owned()],
        interval_name: "95% interval".to_owned(),
        from_zero: true,
        groups,
        notes: Vec::new(),
        fewer_than: 5,
    }
}

fn directions() -> [AreaValue<ChangedPeople>; 3] {
    [people(0.372, 160), people(0.4, 172), people(0.228, 98)]
}

#[test]
fn a_chart_of_change_tells_means_and_directions() {
    let groups = [
        group("The cohort", figures(9.8, 6.6, 0.8), directions()),
        group("Comparison", figures(9.6, 9.4, 0.5), [Suppressed, people(0.5, 215), Suppressed]),
    ];
    let chart = chart(&groups);
    assert_eq!(
        chart.alt_text(),
        "Chart of change: Days absent in a term, mean (lower is better), mean in Autumn term 2020 and in Summer term 2021, with 95% interval. The cohort (measured both times: 430 people): 9.80 before, 6.60 after; change −3.20 (95% interval −4.00 to −2.40): better than before. Of them improved: 37.2%, 160 people; same: 40.0%, 172 people; worse: 22.8%, 98 people. Comparison (measured both times: 430 people): 9.60 before, 9.40 after; change −0.20 (95% interval −0.70 to 0.30): the interval holds 0, so it cannot be told whether there is a change. Of them improved: withheld (protects counts below\u{a0}5); same: 50.0%, 215 people; worse: withheld (protects counts below\u{a0}5)."
    );
    let svg = draw(&chart).unwrap();
    assert_legible(&svg);
    assert_eq!(svg, draw(&chart).unwrap());
}

#[test]
fn which_way_is_better_decides_what_a_change_means() {
    let groups = [group("The cohort", figures(9.8, 6.6, 0.8), directions())];
    let mut higher = chart(&groups);
    higher.better = Better::Higher;
    assert!(higher.alt_text().contains("−2.40): worse than before"), "{}", higher.alt_text());
    higher.unit = Unit::Percentage;
    assert!(higher.alt_text().contains("change −320.0 percentage points"), "{}", higher.alt_text());
}

#[test]
fn a_direction_that_alone_is_withheld_takes_the_others_with_it() {
    let groups =
        [group("The cohort", figures(9.8, 6.6, 0.8), [people(0.6, 258), people(0.39, 168), Suppressed])];
    let chart = chart(&groups);
    let svg = draw(&chart).unwrap();
    assert!(
        !svg.contains("258 people") && !svg.contains("60.0%,"),
        "the others would give the withheld one away"
    );
    assert_eq!(svg.matches(": withheld</text>").count(), 3);
    assert_legible(&svg);
}

#[test]
fn a_group_that_is_withheld_is_said_to_be_and_long_names_are_legible() {
    let name =
        "People known to two services and in contact with neither for a year or more, whatever their age";
    let groups = [
        group(name, Suppressed, [Suppressed, Suppressed, Suppressed]),
        group(name, figures(0.5, 0.5, 0.1), [people(1.0, 430), people(0.0, 0), people(0.0, 0)]),
    ];
    let svg = draw(&chart(&groups)).unwrap();
    assert!(svg.contains("Withheld (protects"));
    assert_legible(&svg);
    let same = [
        group(name, figures(9.0, 6.0, 0.1), directions()),
        group(name, figures(9.0, 6.0, 0.1), directions()),
    ];
    assert_legible(&draw(&chart(&same)).unwrap());
    let none = [group(name, NoData("measured once".to_owned()), directions())];
    assert_eq!(draw(&chart(&none)).unwrap_err().to_string(), "there is no figure to draw");
}

#[test]
fn shares_that_make_no_whole_are_refused() {
    let refused = |directions| {
        draw(&chart(&[group("The cohort", figures(9.8, 6.6, 0.8), directions)])).unwrap_err().to_string()
    };
    assert!(
        refused([people(0.5, 10), people(0.5, 10), people(0.5, 10)]).contains("add up to 1.5000, not to 1")
    );
    assert!(refused([people(1.2, 10), Suppressed, Suppressed]).contains("it must be from 0 to 1"));
    assert!(refused([people(f64::NAN, 10), Suppressed, Suppressed]).contains("not a finite number"));
    assert_eq!(
        draw(&chart(&[group("The cohort", figures(9.8, 6.6, -0.8), directions())])).unwrap_err().to_string(),
        "the interval of mean 2 (counted from 0): the lower limit is above the upper one"
    );
}
