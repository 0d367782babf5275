//! What a chart of attrition says, that nothing on it is cut or overlaps, and what it refuses.

use super::attrition::{Attrition, AttritionStep, draw};
use super::tests::{assert_legible, words};
use crate::publish::maps::area_value::AreaValue::{self, NoData, Suppressed, Value};

fn step(name: &str, one: AreaValue<u64>, other: AreaValue<u64>) -> AttritionStep {
    AttritionStep { name: name.to_owned(), people: [one, other] }
}

fn chart(steps: &[AttritionStep]) -> Attrition<'_> {
    Attrition {
        words: words(),
        groups: ["The definition’s people".to_owned(), "Everyone else".to_owned()],
        steps,
        notes: vec!["Numbers are rounded to 5.".to_owned()],
        fewer_than: 5,
    }
}

fn not_recorded() -> AreaValue<u64> {
    NoData("not recorded".to_owned())
}

#[test]
fn a_chart_of_attrition_tells_every_step_and_every_loss() {
    let steps = [
        step("identified", Value(1000), Value(8000)),
        step("referred", Value(620), Value(6000)),
        step("offered", not_recorded(), Value(6000)),
        step("engaged", Value(155), Value(5999)),
        step("completed", Suppressed, Value(6600)),
    ];
    let chart = chart(&steps);
    assert_eq!(
        chart.alt_text(),
        "Chart of attrition over 5 steps, for two groups of people. The definition’s people. Shares of all identified: identified 1,000 people, 100%; referred 620 people, 62% (38% went no further); offered not recorded; engaged 155 people, 16% (75% went no further than “referred”); completed withheld (protects counts below\u{a0}5). Everyone else. Shares of all identified: identified 8,000 people, 100%; referred 6,000 people, 75% (25% went no further); offered 6,000 people, 75% (all of them went further); engaged 5,999 people, 75% (fewer than 1% went no further); completed 6,600 people, 82% (10% more than at the step before). Numbers are rounded to 5."
    );
    let svg = draw(&chart).unwrap();
    assert_legible(&svg);
    assert!(svg.contains("the earlier step is not fully recorded"));
    assert_eq!(svg.matches(">withheld</text>").count(), 1);
    assert_eq!(svg.matches(">not recorded</text>").count(), 1);
    assert_eq!(svg, draw(&chart).unwrap());
}

#[test]
fn groups_that_begin_at_different_steps_are_said_not_to_be_comparable() {
    let steps = [step("identified", not_recorded(), Value(900)), step("referred", Value(40), Value(300))];
    let chart = chart(&steps);
    assert!(chart.alt_text().contains("begin at different steps"), "{}", chart.alt_text());
    assert!(
        chart
            .alt_text()
            .contains("Shares of all referred: identified not recorded; referred 40 people, 100%")
    );
    assert_legible(&draw(&chart).unwrap());
}

#[test]
fn a_group_without_any_number_keeps_its_panel() {
    let steps = [step("identified", Suppressed, Value(900)), step("referred", Suppressed, Value(1200))];
    let svg = draw(&chart(&steps)).unwrap();
    assert!(svg.contains("No shares: no step has a number that may be shown"));
    assert_legible(&svg);
}

#[test]
fn attrition_without_any_number_is_refused() {
    for steps in [
        vec![],
        vec![step("identified", Suppressed, not_recorded())],
        vec![step("identified", Value(0), Value(0))],
    ] {
        assert_eq!(draw(&chart(&steps)).unwrap_err().to_string(), "there is no figure to draw");
    }
}

#[test]
fn long_names_and_great_numbers_are_legible() {
    let name = "offered a service within reach, in a language understood";
    let steps = vec![step(name, Value(10_000_000), Value(9_876_545)); 5];
    assert_legible(&draw(&chart(&steps)).unwrap());
}
