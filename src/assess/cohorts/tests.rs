use proptest::prelude::*;

use super::*;
use crate::assessment::Published;
use crate::ledger::Entry;

const FIVES: Rounding = Rounding { to: 5, threshold: 5 };

fn settings(published: Vec<Published>) -> Cohort {
    Cohort {
        name: "pupils".into(),
        measure: "fixed-term exclusions a school year".into(),
        better: Better::Lower,
        file: "cohort.csv".into(),
        before: "before".into(),
        after: "after".into(),
        earlier: None,
        dose: None,
        group: None,
        helped: vec![],
        published,
    }
}

fn published(before: &str, after: &str, change: &str) -> Published {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Published {
        source: "the report".into(),
        before: text(before),
        after: text(after),
        change: text(change),
        improved: None,
        people: None,
    }
}

fn person(before: f64, after: f64) -> CohortPerson {
    CohortPerson { before, after, earlier: None, dose: None }
}

fn read(helped: &[CohortPerson], others: &[CohortPerson]) -> CohortRead {
    CohortRead {
        people: [helped, others].concat(),
        helped: [vec![true; helped.len()], vec![false; others.len()]].concat(),
        entry: Entry::new("cohort: pupils"),
    }
}

/// Means of 9.8 and 6.6: of 50 people 30 fall by 6, 10 do not change, 10 rise by 2.
fn fifty() -> Vec<CohortPerson> {
    let change = |k: usize| {
        if k < 30 {
            -6.0
        } else if k < 40 {
            0.0
        } else {
            2.0
        }
    };
    let before = |k: usize| if k.is_multiple_of(5) { 9.0 } else { 10.0 };
    (0..50).map(|k| person(before(k), before(k) + change(k))).collect()
}

fn found(read: &CohortRead, published: Vec<Published>) -> CohortFindings {
    CohortFindings::of(&settings(published), read, FIVES)
}

#[test]
fn averages_have_one_decimal_and_numbers_of_people_are_rounded() {
    let mut people = fifty();
    people.extend([person(10.0, 4.0), person(9.0, 9.0)]);
    let found = found(&read(&people, &[]), vec![]);
    let change = found.change.unwrap();
    let (group, shares) = (&change.helped, change.helped.shares.as_ref().unwrap());
    assert_eq!((group.people, shares.of), (50.0, 50.0));
    assert_eq!((group.before.value, group.after.value, group.change.value), (9.8, 6.6, -3.2));
    assert_eq!((shares.improved.people, shares.improved.share.value), (30.0, 0.6));
    assert_eq!(shares.unchanged.map(|s| s.people).zip(shares.worse.map(|s| s.people)), Some((10.0, 10.0)));
    assert!(change.relative.is_some_and(|relative| relative.value == -0.326));
    assert_eq!((change.caution, change.comparison), (Some(Caution::RegressionToTheMean), None));
}

#[test]
fn nothing_is_shown_of_fewer_than_ten_people_or_of_people_all_alike() {
    let nine = &fifty()[26..35];
    assert_eq!(found(&read(nine, &[]), vec![]).change, Err(NotShown::FewPeople));
    let said = found(&read(nine, &[]), vec![]).sentences();
    assert_eq!(
        said,
        ["Fewer than 10 people have a figure before and a figure after, too few to show anything of them."]
    );
    let alike: Vec<_> = (0..20).map(|k| person(0.0, f64::from(k))).collect();
    assert_eq!(found(&read(&alike, &[]), vec![]).change, Err(NotShown::AllAlike));
    let as_much: Vec<_> = (0..20).map(|k| person(f64::from(k), f64::from(k) - 1.0)).collect();
    assert_eq!(found(&read(&as_much, &[]), vec![]).change, Err(NotShown::AllAlike));
}

#[test]
fn shares_that_stand_for_few_people_are_put_together_or_withheld() {
    let people = fifty();
    // 30 improved, 10 did not change, 3 got worse: the latter two are told together.
    let few_worse = found(&read(&people[..43], &[]), vec![]).change.unwrap();
    let shares = few_worse.helped.shares.unwrap();
    assert_eq!((shares.improved.people, shares.of, shares.unchanged, shares.worse), (30.0, 45.0, None, None));
    // 3 improved: no share at all, and the number of people alone is rounded.
    let few_improved = found(&read(&people[27..], &[]), vec![]).change.unwrap();
    assert_eq!((few_improved.helped.shares, few_improved.helped.people), (None, 25.0));
}

#[test]
fn a_small_comparison_group_is_withheld_and_proves_nothing() {
    let others: Vec<_> = fifty()[..9].to_vec();
    let found = found(&read(&fifty(), &others), vec![]).change.unwrap();
    assert_eq!((found.comparison, found.comparison_withheld), (None, true));
    assert_eq!((found.difference, found.difference_from_the_same_start), (None, None));
    assert_eq!(found.caution, Some(Caution::RegressionToTheMean));
}

#[test]
fn a_comparison_group_an_earlier_figure_and_a_dose_are_told() {
    let more = |(k, of): (usize, CohortPerson)| {
        let (earlier, dose) = (of.before - 1.0 + (k % 3) as f64, 20.0 + (k % 7) as f64);
        CohortPerson { earlier: Some(earlier), dose: Some(dose), ..of }
    };
    let helped: Vec<_> = fifty().into_iter().enumerate().map(more).collect();
    let others: Vec<_> = fifty().iter().map(|of| person(of.before, of.after + 2.0)).collect();
    let found = found(&read(&helped, &others), vec![]);
    let said = found.sentences().join("\n");
    let change = found.change.unwrap();
    assert_eq!((change.comparison.unwrap().after.value, change.difference.unwrap().value), (8.6, -2.0));
    assert_eq!(change.difference_from_the_same_start.unwrap().value, -2.0);
    assert!(change.natural.is_some() && change.from_both_before.is_some() && change.per_dose.is_some());
    assert_eq!(change.caution, None);
    assert!(said.starts_with(
        "About 50 people have a figure before and a figure after. Their average was 9.8 before and 6.6 after: a fall of \
         3.2 (95% interval −4.2 to −2.2), which is for the better.\nAbout 30 of 50 people improved, 60.0% (95% interval "
    ), "{said}");
    assert!(
        said.contains("Between people who started alike, the help goes with a difference of −2.0"),
        "{said}"
    );
}

#[test]
fn what_rests_on_all_but_a_few_is_not_shown() {
    let mut helped: Vec<_> =
        fifty().into_iter().map(|of| CohortPerson { earlier: Some(of.before - 1.5), ..of }).collect();
    helped.iter_mut().enumerate().for_each(|(k, of)| of.earlier = of.earlier.map(|e| e + (k % 4) as f64));
    helped[7].earlier = None;
    let change = found(&read(&helped, &[]), vec![]).change.unwrap();
    assert_eq!((change.natural, change.from_both_before), (None, None));
    assert_eq!(change.caution, Some(Caution::RegressionToTheMean));
}

#[test]
fn the_published_contradiction_is_shown() {
    // North Yorkshire's Back on Track: down 40 %, from an average of 9.8 to 6.6 a school year.
    let found = found(&read(&fifty()[..3], &[]), vec![published("9.8", "6.6", "-40")]);
    assert_eq!(found.published.len(), 1, "records that are not shown are not compared with");
    let check = &found.published[0];
    assert_eq!(
        (check.claim, check.against, check.outcome),
        (Claim::Change, Against::Itself, Outcome::Contradicts)
    );
    assert_eq!(
        check.sentence,
        "The report says down 40%. 9.8 to 6.6 is a fall of 32.7%; even allowing for rounding it is between 31.8% and \
         33.5%. The two figures contradict each other."
    );
}

fn of_itself(published: Published) -> (Outcome, String) {
    let check = found(&read(&[], &[]), vec![published]).published.remove(0);
    (check.outcome, check.sentence)
}

#[test]
fn figures_that_agree_and_those_that_cannot_be_checked_are_told() {
    let (outcome, said) = of_itself(published("9.8", "6.6", "-33"));
    assert!(outcome == Outcome::Agrees && said.ends_with("The two figures agree."), "{said}");
    let (outcome, said) = of_itself(published("9.8", "", "-40"));
    assert_eq!(outcome, Outcome::CannotBeChecked);
    assert!(said.contains("does not give the figures before and after"), "{said}");
    let (outcome, said) = of_itself(published("9.8", "6.6", "a lot"));
    assert_eq!(outcome, Outcome::CannotBeChecked);
    assert!(said.contains("\"a lot\". That is not a plain number"), "{said}");
    let (outcome, said) = of_itself(published("0", "6.6", "40"));
    assert_eq!(outcome, Outcome::CannotBeChecked);
    assert!(said.starts_with("The report says up 40%. 0 to 6.6 cannot be told in per cent"), "{said}");
    let (outcome, said) = of_itself(published("1", "1", "30"));
    assert_eq!(outcome, Outcome::Agrees);
    assert!(
        said.contains(
            "is no change; even allowing for rounding it is anything from a fall of 66.7% to a rise of 200.0%"
        ),
        "{said}"
    );
}

#[test]
fn a_share_needs_the_number_of_people() {
    let share = |text: &str, people| {
        of_itself(Published { improved: Some(text.into()), people, ..published("", "", "") })
    };
    let (outcome, said) = share("37.2", None);
    assert_eq!(outcome, Outcome::CannotBeChecked);
    assert!(
        said.ends_with("The smallest groups that can have this share are of 43, 78, 86, 94 and 113 people."),
        "{said}"
    );
    let (outcome, said) = share("37.2", Some(43));
    assert!(
        outcome == Outcome::Agrees && said.contains("That is 16 people, so the figures agree."),
        "{said}"
    );
    let (outcome, said) = share("37.2", Some(160));
    assert_eq!(outcome, Outcome::Contradicts);
    assert!(
        said.contains("No whole number of 160 people is 37.2%: 59 would be 36.9%, 60 would be 37.5%."),
        "{said}"
    );
    let (outcome, said) = share("6.7", Some(30));
    assert!(outcome == Outcome::Agrees && said.contains("That can be a whole number of people"), "{said}");
    assert_eq!(share("140", Some(30)).0, Outcome::CannotBeChecked);
    assert_eq!(share("some", Some(30)).0, Outcome::CannotBeChecked);
    assert_eq!(share("40", Some(0)).0, Outcome::CannotBeChecked);
}

#[test]
fn published_figures_are_held_against_the_records() {
    let claims = |before, after, change, improved: &str, people| {
        let claims =
            Published { improved: Some(improved.into()), people, ..published(before, after, change) };
        let all = found(&read(&fifty(), &[]), vec![claims]).published;
        let records = all.iter().filter(|check| check.against == Against::Records);
        records.map(|check| (check.claim, check.outcome, check.sentence.clone())).collect::<Vec<_>>()
    };
    let outcomes =
        |checks: &[(Claim, Outcome, String)]| checks.iter().map(|check| check.1).collect::<Vec<_>>();
    let good = claims("9.8", "6.6", "-33", "60", Some(50));
    assert_eq!(outcomes(&good), [Outcome::Agrees; 5], "{good:?}");
    let bad = claims("12", "7.1", "-40", "90", Some(160));
    assert_eq!(outcomes(&bad), [Outcome::Contradicts; 5], "{bad:?}");
    assert_eq!(
        bad[0].2,
        "The report says 12 on average before. In the records the average before is 9.8. The figure contradicts the \
         records."
    );
    assert_eq!(
        bad[2].2,
        "The report says down 40%. In the records the average went from 9.8 to 6.6, a fall of 32.7%; even allowing for \
         rounding it is between 31.8% and 33.5%. The figure contradicts the records."
    );
    assert!(
        bad[4].2.starts_with("The report speaks of 160 people. In the records about 50 people have"),
        "{}",
        bad[4].2
    );
}

proptest! {
    /// Whoever is added or taken away, what is shown stands for no fewer people than the threshold.
    #[test]
    fn nothing_shown_stands_for_few_people(to in 1_u32..31, threshold in 0_u32..11, changes in prop::collection::vec((0_u8..30, -3_i8..4), 0..60)) {
        let people: Vec<_> =
            changes.iter().map(|(before, by)| person(f64::from(*before), f64::from(*before) + f64::from(*by))).collect();
        let rounding = Rounding { to, threshold };
        let found = CohortFindings::of(&settings(vec![]), &read(&people, &[]), rounding);
        prop_assert!(!found.sentences().join(" ").contains("NaN"));
        let Ok(change) = found.change else { return Ok(()) };
        prop_assert!(people.len() >= FEWEST);
        let group = change.helped;
        prop_assert!(group.people > 0.0 && group.people % f64::from(to) == 0.0);
        for mean in [group.before, group.after, group.change] {
            prop_assert!((mean.value * 10.0 - (mean.value * 10.0).round()).abs() < 1e-9);
            prop_assert!(mean.lower <= mean.value && mean.value <= mean.upper);
        }
        let few = |n: usize| n > 0 && n < threshold as usize;
        let improved = changes.iter().filter(|(_, by)| *by < 0).count();
        let worse = changes.iter().filter(|(_, by)| *by > 0).count();
        if let Some(shares) = group.shares {
            prop_assert!(!few(improved) && !few(people.len() - improved));
            prop_assert!(shares.worse.is_none() || !few(worse) && !few(people.len() - improved - worse));
            let exact = improved as f64 / people.len() as f64;
            let (lowest, highest) = shares.improved.possible;
            prop_assert!(lowest <= exact && exact <= highest, "{} to {} has not {}", lowest, highest, exact);
            prop_assert!(shares.improved.share.lower <= exact + 5e-4 && exact <= shares.improved.share.upper + 5e-4);
        }
    }
}
