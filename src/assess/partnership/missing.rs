//! Missing is unequal too: who leaves out more of what tells people apart, and where.

use std::collections::BTreeMap;

use super::share::{NoShare, Share, Showing};
use crate::estimate::multiple_testing::{Adjustment, adjusted};
use crate::estimate::score_test::ScoreTest;
use crate::number_words::percentage;
use crate::roll::{Roll, Written};

/// Fewer than this expected to be missing, or to be written down, on either side: too few for the test.
const LEAST_EXPECTED: f64 = 5.0;

/// How often one attribute is missing in one place.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingShare {
    /// The source: an agency's file, a service's records, or the roll of everybody.
    pub source: String,
    /// Who wrote, or the authority people live in.
    pub by: String,
    /// What is missing; `location` is where people live.
    pub attribute: String,
    /// People of whom it is missing, of all.
    pub share: Result<Share, NoShare>,
    /// The same of all others together.
    pub others: Result<Share, NoShare>,
    /// The p-value of a difference either way, corrected for all tests of the table; `None` where there was no test.
    pub p: Option<f64>,
    /// What that allows one to say.
    pub finding: Unequal,
}

/// Whether more is missing than elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unequal {
    /// More is missing than with all the others together.
    More,
    /// Less is missing.
    Less,
    /// No difference is shown.
    NotShown,
    /// Nobody else records it, numbers are withheld, or too few are missing for a test.
    CannotTell,
}

impl MissingShare {
    /// The finding in a sentence, in numbers that may be shown.
    pub fn words(&self) -> String {
        let (by, attribute) = (&self.by, self.attribute.replace('_', " "));
        let (Ok(own), Ok(others)) = (self.share, self.others) else {
            return format!("Whether {by} leaves out {attribute} more often than others cannot be told.");
        };
        let (own, others) = (percentage(own.share.value), percentage(others.share.value));
        let shares = format!("for {own} of people, all the others together for {others}");
        match self.finding {
            Unequal::More => format!("{by} leaves out {attribute} more often than others: {shares}."),
            Unequal::Less => format!("{by} leaves out {attribute} less often than others: {shares}."),
            Unequal::NotShown => format!("{by} leaves out {attribute} {shares}: no difference is shown."),
            Unequal::CannotTell => format!("{by} leaves out {attribute} {shares}: too few for a test."),
        }
    }
}

impl MissingShare {
    /// The finding of an authority in a sentence: where people live does not write anything down itself.
    pub fn words_of_place(&self) -> String {
        let (by, attribute) = (&self.by, self.attribute.replace('_', " "));
        let (Ok(own), Ok(others)) = (self.share, self.others) else {
            return format!(
                "Whether {attribute} is missing more often in {by} than elsewhere cannot be told."
            );
        };
        let (own, others) = (percentage(own.share.value), percentage(others.share.value));
        let shares = format!("nobody wrote it down for {own} of the people there, elsewhere for {others}");
        match self.finding {
            Unequal::More => format!("In {by} {attribute} is missing more often than elsewhere: {shares}."),
            Unequal::Less => format!("In {by} {attribute} is missing less often than elsewhere: {shares}."),
            Unequal::NotShown => format!("In {by} {attribute}: {shares}; no difference is shown."),
            Unequal::CannotTell => format!("In {by} {attribute}: {shares}; too few for a test."),
        }
    }
}

/// One row while it is counted.
struct Row {
    source: String,
    by: String,
    attribute: String,
    blank: u64,
    people: u64,
}

/// By source, who wrote and attribute: how often it is not written down, and whether more often than elsewhere.
pub fn by_writer(written: &[Written], showing: Showing, level: f64) -> Vec<MissingShare> {
    let row = |written: &Written, (attribute, blank): &(String, u64)| Row {
        source: written.source.clone(),
        by: written.by.clone(),
        attribute: attribute.clone(),
        blank: *blank,
        people: written.people,
    };
    let rows = written.iter().flat_map(|written| written.blank.iter().map(|blank| row(written, blank)));
    judged(rows.collect(), showing, level)
}

/// Where people live, for the table by authority.
#[derive(Debug, Clone, Copy)]
pub struct Authorities<'a> {
    /// By area: its authority.
    pub of_area: &'a [u32],
    /// Their names.
    pub names: &'a [String],
}

/// By authority and attribute: how often nobody wrote it down of the people on the roll who live there, and whether
/// more often than elsewhere. In one pass over the roll for each attribute.
pub fn by_authority(
    roll: &Roll,
    authorities: Authorities<'_>,
    showing: Showing,
    level: f64,
) -> Vec<MissingShare> {
    let authority = |area: u32| authorities.of_area.get(area as usize).map(|at| *at as usize);
    let mut people = vec![0u64; authorities.names.len()];
    for at in roll.area.iter().filter_map(|area| authority(*area)) {
        people[at] += 1;
    }
    let mut rows = Vec::new();
    for attribute in &roll.attributes {
        let mut blank = vec![0u64; people.len()];
        for (area, value) in roll.area.iter().zip(&attribute.values) {
            if let Some(at) = authority(*area).filter(|_| *value == Roll::NONE) {
                blank[at] += 1;
            }
        }
        let counts = authorities.names.iter().zip(blank).zip(&people).filter(|(_, people)| **people > 0);
        rows.extend(counts.map(|((name, blank), people)| Row {
            source: "everybody on the roll".into(),
            by: name.clone(),
            attribute: attribute.name.clone(),
            blank,
            people: *people,
        }));
    }
    judged(rows, showing, level)
}

/// Tests every row against all others of the same attribute, and corrects for the number of tests by Holm's method.
fn judged(rows: Vec<Row>, showing: Showing, level: f64) -> Vec<MissingShare> {
    let mut totals: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for row in &rows {
        let (blank, people) = totals.entry(&row.attribute).or_default();
        *blank += row.blank;
        *people += row.people;
    }
    let mut found: Vec<MissingShare> = Vec::with_capacity(rows.len());
    for row in &rows {
        let (blank, people) = totals[row.attribute.as_str()];
        let share = showing.share(row.blank, row.people);
        let others = showing.share(blank - row.blank, people - row.people);
        let p = share.ok().zip(others.ok()).and_then(|(own, others)| two_sided(&own, &others));
        found.push(MissingShare {
            source: row.source.clone(),
            by: row.by.clone(),
            attribute: row.attribute.clone(),
            share,
            others,
            p,
            finding: Unequal::CannotTell,
        });
    }
    correct(&mut found, level);
    found
}

/// The p-value of two shares being the same, by the chi-square test of a table of two by two without continuity
/// correction, its variance increased by what the rounding of the counts adds.
fn two_sided(own: &Share, others: &Share) -> Option<f64> {
    let common = (own.part + others.part) / (own.of + others.of);
    let few = |share: &Share| share.of * common.min(1.0 - common) < LEAST_EXPECTED;
    if few(own) || few(others) {
        return None;
    }
    let variance = |share: &Share| {
        let errors = &share.errors;
        let rounding = errors.part - 2.0 * errors.both * common + errors.of * common * common;
        common * (1.0 - common) / share.of + rounding / (share.of * share.of)
    };
    let difference = own.part / own.of - others.part / others.of;
    ScoreTest::of(difference, variance(own) + variance(others)).ok().map(|test| test.p_two_sided)
}

fn correct(found: &mut [MissingShare], level: f64) {
    let tests: Vec<f64> = found.iter().filter_map(|row| row.p).collect();
    let mut corrected = adjusted(&tests, Adjustment::Holm).unwrap_or_default().into_iter();
    for row in found.iter_mut().filter(|row| row.p.is_some()) {
        row.p = corrected.next();
        let more =
            row.share.ok().zip(row.others.ok()).map(|(own, others)| own.share.value > others.share.value);
        row.finding = match (row.p, more) {
            (Some(p), Some(true)) if p <= level => Unequal::More,
            (Some(p), Some(false)) if p <= level => Unequal::Less,
            (Some(_), Some(_)) => Unequal::NotShown,
            _ => Unequal::CannotTell,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::super::share::FIVES;
    use super::*;
    use crate::estimate::Confidence;
    use crate::roll::Attribute;
    use crate::rounded::Rounding;

    fn written(by: &str, blank: u64, people: u64) -> Written {
        Written {
            source: "records".into(),
            by: by.into(),
            people,
            blank: vec![("ethnic_group".into(), blank)],
        }
    }

    fn three() -> [Written; 3] {
        [written("Police", 60, 250), written("Health", 20, 400), written("School", 45, 500)]
    }

    fn near(found: &[MissingShare], expected: [f64; 3]) {
        for (row, expected) in found.iter().zip(expected) {
            let p = row.p.unwrap();
            assert!((p / expected - 1.0).abs() < 1e-9, "{p} is not {expected}");
        }
    }

    /// Expected: `prop.test(correct = FALSE)` and `p.adjust(method = "holm")` of R 4.2.2.
    #[test]
    fn exact_counts_give_the_chi_square_test_of_r() {
        let exact = Showing { rounding: Rounding { to: 1, threshold: 0 }, confidence: Confidence::P95 };
        near(
            &by_writer(&three(), exact, 0.05),
            [1.412_482_203_571_8e-13, 6.018_246_550_747_63e-6, 7.402_116_928_055_34e-2],
        );
    }

    /// Expected: the same with the variance of rounding added, evaluated in R 4.2.2.
    #[test]
    fn rounding_makes_the_test_more_cautious() {
        let found = by_writer(&three(), FIVES, 0.05);
        near(&found, [6.977_825_872_741_62e-13, 8.965_081_310_393_71e-6, 7.853_460_521_854_42e-2]);
        assert_eq!(found[0].finding, Unequal::More);
        assert_eq!(found[1].finding, Unequal::Less);
        assert_eq!(found[2].finding, Unequal::NotShown);
        assert_eq!(
            found[0].words(),
            "Police leaves out ethnic group more often than others: for 24.0% of people, all the others together for 7.2%."
        );
    }

    #[test]
    fn what_cannot_be_told_is_not_told() {
        let alone = by_writer(&three()[..1], FIVES, 0.05);
        assert_eq!((alone[0].others, alone[0].finding), (Err(NoShare::Nobody), Unequal::CannotTell));
        let small = by_writer(&[written("Police", 3, 250), written("Health", 20, 400)], FIVES, 0.05);
        assert_eq!((small[0].share, small[0].p), (Err(NoShare::Withheld), None));
        let none = by_writer(&[written("Police", 0, 250), written("Health", 0, 400)], FIVES, 0.05);
        assert!(none.iter().all(|row| row.finding == Unequal::CannotTell && row.p.is_none()));
        assert!(by_writer(&[], FIVES, 0.05).is_empty());
    }

    #[test]
    fn people_are_counted_in_the_authority_they_live_in() {
        let values = (0..300).map(|at| if at % 3 == 0 { Roll::NONE } else { 0 }).collect();
        let attribute = Attribute { name: "disability".into(), levels: vec!["yes".into()], values };
        // 90 in the first area, 150 in the second, 60 nowhere.
        let area = (0..300).map(|at| [0, 1, 1, 0, 1][at % 5]).collect::<Vec<u32>>();
        let area = area.into_iter().enumerate().map(|(at, area)| if at < 240 { area } else { Roll::NOWHERE });
        let roll = Roll { area: area.collect(), attributes: vec![attribute], ..Roll::default() };
        let names = ["North".to_owned(), "South".to_owned(), "Empty".to_owned()];
        let authorities = Authorities { of_area: &[0, 1], names: &names };
        let found = by_authority(&roll, authorities, FIVES, 0.05);
        let counted: Vec<_> = found.iter().map(|row| (row.by.as_str(), row.share.unwrap().of)).collect();
        assert_eq!(counted, [("North", 95.0), ("South", 145.0)]);
        assert!(found.iter().all(|row| row.finding == Unequal::NotShown));
        assert_eq!(
            found[0].words_of_place(),
            "In North disability: nobody wrote it down for 31.6% of the people there, elsewhere for 34.5%; no difference is shown."
        );
    }
}
