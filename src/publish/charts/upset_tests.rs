//! What an UpSet chart says, that nothing on it is cut or overlaps, and what it refuses.

use super::tests::{assert_legible, words};
use super::upset::{Upset, UpsetCombination, UpsetSet, draw};
use crate::publish::maps::area_value::AreaValue;

fn set(label: &str, agency: &str, people: AreaValue<u64>) -> UpsetSet {
    UpsetSet { label: label.to_owned(), agency: agency.to_owned(), people }
}

fn combination(members: &[usize], people: AreaValue<u64>) -> UpsetCombination {
    UpsetCombination { members: members.to_vec(), people }
}

fn chart<'a>(sets: &'a [UpsetSet], combinations: &'a [UpsetCombination]) -> Upset<'a> {
    Upset {
        words: words(),
        sets,
        combinations,
        notes: vec!["Numbers are rounded to 5.".to_owned()],
        fewer_than: 5,
    }
}

/// Twelve definitions with labels of 60 letters and more, and more combinations than are drawn.
fn crowded() -> (Vec<UpsetSet>, Vec<UpsetCombination>) {
    let label = "Young people known to two services and in contact with neither for a year or more";
    let agencies =
        ["Education and early years", "Health", "Voluntary, community and social enterprise sector forum"];
    let sets = (0..12).map(|n| {
        let people = if n == 4 { AreaValue::Suppressed } else { AreaValue::Value(1_234_565 / (n + 1)) };
        set(&label[..label.len() - 6 * n as usize], agencies[n as usize % 3], people)
    });
    let combinations = (0..23).map(|n| {
        let people = if n % 7 == 5 { AreaValue::Suppressed } else { AreaValue::Value(345_670 / (n + 1)) };
        combination(
            &(0..12).filter(|member| (n * 5 + member * 3) % 7 < 2).map(|m| m as usize).collect::<Vec<_>>(),
            people,
        )
    });
    (sets.collect(), combinations.collect())
}

#[test]
fn an_upset_chart_tells_every_definition_and_combination_and_never_a_withheld_number() {
    let sets = [
        set("Not in school", "Education", AreaValue::Value(1250)),
        set("Refuses visits", "Health", AreaValue::Suppressed),
        set("Carers", "Social services", AreaValue::NoData("not recorded".to_owned())),
    ];
    let combinations = [
        combination(&[], AreaValue::Value(4000)),
        combination(&[0], AreaValue::Value(1100)),
        combination(&[0, 1, 2], AreaValue::Suppressed),
    ];
    let chart = chart(&sets, &combinations);
    assert_eq!(
        chart.alt_text(),
        "UpSet chart of 3 definitions and 3 of their combinations. People covered by each definition: “Not in school” (Education): 1,250 people; “Refuses visits” (Health): withheld (protects counts below\u{a0}5); “Carers” (Social services): not recorded. People covered by these definitions and no other: none of the definitions: 4,000 people; “Not in school” (Education) alone: 1,100 people; “Not in school” (Education), “Refuses visits” (Health) and “Carers” (Social services): withheld (protects counts below\u{a0}5). Numbers are rounded to 5."
    );
    let svg = draw(&chart).unwrap();
    assert_legible(&svg);
    assert_eq!(svg.matches(">withheld</text>").count(), 2, "one definition, one combination");
    assert!(!svg.contains(">0</text>"), "what is withheld is not drawn as zero");
    assert!(svg.contains("A column without a filled dot:"), "the people whom nobody names are explained");
    assert_eq!(svg, draw(&chart).unwrap());
}

#[test]
fn a_crowded_upset_chart_is_legible_and_says_what_it_leaves_out() {
    let (sets, combinations) = crowded();
    let chart = chart(&sets, &combinations);
    let svg = draw(&chart).unwrap();
    assert_legible(&svg);
    assert!(
        chart.alt_text().contains("3 combinations follow in the tables, not drawn here."),
        "{}",
        chart.alt_text()
    );
    assert!(svg.contains('…'), "a label too long for two lines ends in an ellipsis");
}

#[test]
fn an_upset_chart_without_definitions_or_with_unknown_ones_is_refused() {
    let sets = [set("Not in school", "Education", AreaValue::Value(1250))];
    let some = [combination(&[0], AreaValue::Value(10)), combination(&[0, 3], AreaValue::Value(10))];
    assert_eq!(draw(&chart(&sets, &[])).unwrap_err().to_string(), "there is no figure to draw");
    assert_eq!(
        draw(&chart(&sets, &some)).unwrap_err().to_string(),
        "combination 1 (counted from 0) names number 3, which is not in the list"
    );
}

#[test]
fn an_upset_chart_where_everything_is_withheld_is_still_drawn() {
    let sets = [set("Not in school", "Education", AreaValue::Suppressed)];
    let none = [combination(&[0], AreaValue::Suppressed), combination(&[], AreaValue::Value(0))];
    assert_legible(&draw(&chart(&sets, &none)).unwrap());
}
