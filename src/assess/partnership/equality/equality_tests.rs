//! Tests of the equality table.

use super::super::course::made_up::journey;
use super::super::share::FIVES;
use super::*;
use crate::roll::{Attribute, Journey};
use crate::step::Step;

const END: i32 = 45_000;

/// 400 people: 100 "A" and 280 "B", 20 of whom it is not known. Of A, 50 live in the neediest area and far from sites,
/// 20 were reached, 20 came long ago and 10 completed; of B 70, 140, 140 and 105.
fn roll() -> Roll {
    let mut roll = Roll { services: vec!["Parenting".into()], ends: vec![Some(END)], ..Roll::default() };
    let mut values = Vec::new();
    let mut journeys: Vec<Journey> = Vec::new();
    let kinds = [(0u16, 100u32, 50, 20, 10), (1, 280, 70, 140, 105), (Roll::NONE, 20, 10, 0, 0)];
    for (value, people, needy, reached, completed) in kinds {
        for at in 0..people {
            let person = values.len() as u32;
            values.push(value);
            roll.area.push(u32::from(at >= needy));
            let mut steps = vec![(Step::Engaged, Some(END - 200))];
            steps.extend((at < completed).then_some((Step::Completed, Some(END - 150))));
            journeys.extend((at < reached).then(|| journey(person, 0, &steps)));
        }
    }
    roll.journeys = journeys;
    roll.attributes = vec![Attribute {
        name: "ethnic_group".into(),
        levels: vec!["A".into(), "B".into(), "Nobody".into()],
        values,
    }];
    roll
}

fn ground(roll: &Roll) -> Ground<'_> {
    Ground {
        roll,
        follow_up_days: 90,
        fifths: Some(&[Some(5), Some(1)]),
        core20: Some(&[Some(true), None]),
        distance: Some(&[Some(5_160.0), Some(840.0)]),
        out_of_reach: Some(3_000.0),
        showing: FIVES,
    }
}

fn race() -> BTreeMap<String, String> {
    [("race", "ethnic_group"), ("religion", "faith"), ("care_leaver", "ethnic_group")]
        .map(|(name, attribute)| (name.to_owned(), attribute.to_owned()))
        .into()
}

fn parts(evidence: &Evidence) -> (f64, f64) {
    evidence.share.map(|share| (share.part, share.of)).unwrap()
}

#[test]
fn all_nine_characteristics_are_listed_and_then_the_others() {
    let roll = roll();
    let table = equality(&ground(&roll), &race());
    let names: Vec<&str> = table.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names[..9], PROTECTED);
    assert_eq!((names[9], table[9].protected, table[9].levels.len()), ("care leaver", false, 2));
    let recorded: Vec<bool> = table.iter().map(|row| row.attribute.is_some()).collect();
    assert_eq!(recorded.iter().filter(|yes| **yes).count(), 2);
    assert_eq!(table[0].not_known, Err(NoShare::NotRecorded));
    assert_eq!(NoShare::NotRecorded.words(), "not recorded by any source");
    assert_eq!(table[5].not_known.map(|share| (share.part, share.of)), Ok((20.0, 400.0)));
}

#[test]
fn need_access_uptake_and_outcome_are_set_against_everybody_else() {
    let roll = roll();
    let table = equality(&ground(&roll), &race());
    let [a, b] = [&table[5].levels[0], &table[5].levels[1]];
    assert_eq!((a.people, b.people), (Some(100.0), Some(280.0)));
    assert_eq!((parts(&a.need), parts(&b.need)), ((50.0, 100.0), (70.0, 280.0)));
    assert_eq!(parts(&a.access), (50.0, 100.0));
    assert_eq!((a.mean_distance, b.mean_distance), (Some(3_000.0), Some(1_900.0)));
    assert_eq!((parts(&a.uptake), parts(&b.uptake)), ((20.0, 100.0), (140.0, 280.0)));
    assert_eq!((parts(&a.outcome), parts(&b.outcome)), ((10.0, 20.0), (105.0, 140.0)));
    assert_eq!(a.core20.map(|share| (share.part, share.of)), Ok((50.0, 50.0)));
    let uptake = a.uptake.against_others.unwrap();
    assert!((uptake.value - 0.4).abs() < 1e-12 && uptake.upper < 1.0);
    assert_eq!((a.uptake.strength, a.outcome.strength), (Strength::Strong, Strength::Strong));
}

#[test]
fn what_is_not_given_is_not_recorded_and_what_is_small_is_withheld() {
    let mut roll = roll();
    roll.attributes[0].values[0] = 2;
    let bare = Ground { fifths: None, core20: None, distance: None, ..ground(&roll) };
    let table = equality(&bare, &race());
    let [a, _, few] = [0, 1, 2].map(|at| &table[5].levels[at]);
    assert_eq!((a.need.share, a.access.share), (Err(NoShare::NotRecorded), Err(NoShare::NotRecorded)));
    assert_eq!((a.core20, a.mean_distance), (Err(NoShare::NotRecorded), None));
    assert_eq!((few.people, few.uptake.share), (None, Err(NoShare::Withheld)));
    assert_eq!((few.uptake.strength, few.outcome.strength), (Strength::None, Strength::None));
}

#[test]
fn groups_are_ranked_by_what_backs_their_choice() {
    let roll = roll();
    let mut table = equality(&ground(&roll), &race());
    let reach = |value, lower, upper| Some(Estimate { value, lower, upper });
    table[5].levels[0].reach = reach(0.7, 0.6, 0.8);
    table[5].levels[1].reach = reach(1.1, 0.9, 1.3);
    let groups = plus_groups(&table);
    let found: Vec<_> =
        groups.iter().map(|g| (g.characteristic.as_str(), g.level.as_str(), g.choice)).collect();
    assert_eq!(
        found,
        [
            ("race", "A", Choice::Backed),
            ("care leaver", "B", Choice::CannotTell),
            ("care leaver", "A", Choice::CannotTell),
            ("race", "B", Choice::NotBacked),
        ]
    );
    assert_eq!(groups[0].core20.map(|share| share.share.value), Ok(1.0));
}

#[test]
fn somebody_in_two_services_counts_once() {
    let mut roll = roll();
    roll.services.push("Mentoring".into());
    roll.ends.push(Some(END));
    let twice: Vec<Journey> =
        roll.journeys.iter().flat_map(|one| [*one, Journey { service: 1, ..*one }]).collect();
    let once = equality(&ground(&roll), &race());
    roll.journeys = twice;
    assert_eq!(once, equality(&ground(&roll), &race()));
}

#[test]
fn nobody_on_the_roll_gives_no_levels() {
    let roll = Roll {
        attributes: vec![Attribute { name: "ethnic_group".into(), ..Attribute::default() }],
        ..Roll::default()
    };
    let table = equality(&ground(&roll), &race());
    assert_eq!((table[5].not_known, table[5].levels.len()), (Err(NoShare::Nobody), 0));
}
