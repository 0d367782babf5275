//! What is said of published figures, in sentences for readers who know no statistics.

use super::published::{Claim, Outcome, may_be, of_change, of_share};
use super::{GroupChange, SharesShown};
use crate::estimate::published_change::{ChangeCheck, ChangeFigures, Printed, ShareCheck, check_change};
use crate::number_words::{fixed, number, percentage, things, whole};
use crate::rounded::Rounding;
use crate::words::{capital, listed};

type Told = (Outcome, String);

/// A figure that is not written as a plain number.
pub(super) fn not_printed(source: &str, text: &str) -> Told {
    let sentence = format!(
        "{} says \"{text}\". That is not a plain number such as 9.8 or -40, so it cannot be checked.",
        capital(source)
    );
    (Outcome::CannotBeChecked, sentence)
}

/// A change without figures before and after.
pub(super) fn change_alone(source: &str, change: &str) -> String {
    format!(
        "{} says {} but does not give the figures before and after, so it cannot be checked.",
        capital(source),
        claimed(change)
    )
}

/// A change beside the figures it is said to follow from.
pub(super) fn change(
    source: &str,
    [before, after, claim]: [&String; 3],
    check: impl Fn(Printed, Printed, Printed) -> ChangeCheck,
) -> Told {
    let (Ok(b), Ok(a), Ok(c)) = (before.parse(), after.parse(), claim.parse()) else {
        let wrong = [before, after, claim].into_iter().find(|text| text.parse::<Printed>().is_err());
        return not_printed(source, wrong.unwrap_or(claim));
    };
    let found = check(b, a, c);
    let said = format!("{} says {}. {before} to {after}", capital(source), claimed(claim));
    let sentence = match &found {
        ChangeCheck::Agrees(figures) => {
            format!("{said} is {}{}. The two figures agree.", rise(figures.change), allowing(figures))
        }
        ChangeCheck::Contradicts(figures) => {
            format!(
                "{said} is {}{}. The two figures contradict each other.",
                rise(figures.change),
                allowing(figures)
            )
        }
        ChangeCheck::CannotBeChecked(_) => {
            format!(
                "{said} cannot be told in per cent, as the figure before is not above zero: it cannot be checked."
            )
        }
    };
    (of_change(&found), sentence)
}

/// A change beside what the records show.
pub(super) fn change_of_records(source: &str, [before, after, claim]: [&String; 3]) -> Told {
    let (Ok(b), Ok(a), Ok(c)) = (before.parse(), after.parse(), claim.parse()) else {
        return not_printed(source, claim);
    };
    let found = check_change(b, a, c);
    let said = format!(
        "{} says {}. In the records the average went from {before} to {after}",
        capital(source),
        claimed(claim)
    );
    let sentence = match &found {
        ChangeCheck::Agrees(figures) => {
            format!(
                "{said}, {}{}. The figure agrees with the records.",
                rise(figures.change),
                allowing(figures)
            )
        }
        ChangeCheck::Contradicts(figures) => {
            format!(
                "{said}, {}{}. The figure contradicts the records.",
                rise(figures.change),
                allowing(figures)
            )
        }
        ChangeCheck::CannotBeChecked(_) => {
            format!(
                "{said}, which cannot be told in per cent, as the average before is not above zero: it cannot be checked."
            )
        }
    };
    (of_change(&found), sentence)
}

/// A change as it was claimed: "down 40%".
fn claimed(text: &str) -> String {
    let text = text.trim();
    match text.strip_prefix(['-', '−']) {
        Some(size) => format!("down {size}%"),
        None if text.parse::<Printed>().is_ok_and(|printed| printed.value() == 0.0) => "no change".to_owned(),
        None => format!("up {text}%"),
    }
}

/// A proportion as a rise or a fall.
fn rise(change: f64) -> String {
    match fixed(100.0 * change.abs(), 1).as_str() {
        "0.0" => "no change".to_owned(),
        size if change < 0.0 => format!("a fall of {size}%"),
        size => format!("a rise of {size}%"),
    }
}

/// What the rounding of the figures allows.
fn allowing(figures: &ChangeFigures) -> String {
    let (low, high) = (figures.lowest, figures.highest);
    let between = if low < 0.0 && high > 0.0 {
        format!("anything from {} to {}", rise(low), rise(high))
    } else {
        let (less, more) = if high <= 0.0 { (-high, -low) } else { (low, high) };
        format!("between {} and {}", percentage(less), percentage(more))
    };
    format!("; even allowing for rounding it is {between}")
}

/// A share beside the number of people.
pub(super) fn share(source: &str, text: &str, found: &ShareCheck, rounding: Rounding) -> Told {
    let source = capital(source);
    let sentence = match found {
        ShareCheck::Agrees(figures) => {
            let least = u64::from(rounding.threshold);
            let few = figures.lowest_count < least || figures.people - figures.highest_count < least;
            let count = match (few, figures.lowest_count == figures.highest_count) {
                (true, _) => "can be a whole number of people".to_owned(),
                (false, true) => format!("is {}", things(figures.lowest_count, "person", "people")),
                (false, false) => {
                    format!("is {} to {} people", whole(figures.lowest_count), whole(figures.highest_count))
                }
            };
            format!(
                "{source} says {text}% improved, of {}. That {count}, so the figures agree. With so many people the \
                 share that a larger number of people like them would show lies between {} and {} (95% interval).",
                things(figures.people, "person", "people"),
                percentage(figures.limits.lower),
                percentage(figures.limits.upper)
            )
        }
        ShareCheck::Contradicts { people, below, above } => {
            let decimals = text.trim().split_once('.').map_or(0, |(_, rest)| rest.len());
            let share = |count: &u64| fixed(100.0 * *count as f64 / *people as f64, decimals);
            let sizes = if *people == 0 {
                String::new()
            } else {
                format!(
                    ": {} would be {}%, {} would be {}%",
                    whole(*below),
                    share(below),
                    whole(*above),
                    share(above)
                )
            };
            let of = things(*people, "person", "people");
            format!(
                "{source} says {text}% improved, of {of}. No whole number of {of} is {text}%{sizes}. The two figures \
                 contradict each other."
            )
        }
        ShareCheck::SizeNotKnown { smallest } => {
            let sizes: Vec<String> = smallest.iter().map(|people| whole(*people)).collect();
            format!(
                "{source} says {text}% improved, but not of how many people, so neither the number behind it nor how \
                 far chance may have moved it can be told. The smallest groups that can have this share are of {} \
                 people.",
                listed(&sizes)
            )
        }
        ShareCheck::CannotBeChecked(_) => {
            format!(
                "{source} says {text}% improved. That is not a share of a number of people, so it cannot be checked."
            )
        }
    };
    (of_share(found), sentence)
}

/// A share beside what the records show.
pub(super) fn share_of_records(source: &str, text: &str, shares: Option<&SharesShown>) -> Told {
    let Ok(printed) = text.parse::<Printed>() else { return not_printed(source, text) };
    let source = capital(source);
    let Some(shares) = shares else {
        let sentence = format!(
            "{source} says {text}% improved. The share in the records stands for so few people that it is withheld, so \
             it cannot be checked here."
        );
        return (Outcome::CannotBeChecked, sentence);
    };
    let (lowest, highest) = shares.improved.possible;
    let outcome = may_be(printed, 100.0 * lowest, 100.0 * highest);
    let sentence = format!(
        "{source} says {text}% improved. In the records it is about {} of {} people, which with both numbers rounded is \
         between {} and {}. The figure {}.",
        number(shares.improved.people, 0),
        number(shares.of, 0),
        percentage(lowest),
        percentage(highest),
        with_records(outcome)
    );
    (outcome, sentence)
}

/// An average beside that of the records.
pub(super) fn average(source: &str, claim: Claim, text: &str, shown: f64) -> Told {
    let Ok(printed) = text.parse::<Printed>() else { return not_printed(source, text) };
    let when = if claim == Claim::Before { "before" } else { "after" };
    let outcome = may_be(printed, shown - 0.05, shown + 0.05);
    let sentence = format!(
        "{} says {text} on average {when}. In the records the average {when} is {}. The figure {}.",
        capital(source),
        number(shown, 1),
        with_records(outcome)
    );
    (outcome, sentence)
}

/// A number of people beside that of the records.
pub(super) fn people(source: &str, people: u64, group: &GroupChange, rounding: Rounding) -> Told {
    let parts = match &group.shares {
        Some(shares) if shares.worse.is_some() => 3.0,
        Some(_) => 2.0,
        None => 1.0,
    };
    let apart = parts * f64::from(rounding.to.max(1)) / 2.0;
    let agrees = (people as f64 - group.people).abs() <= apart;
    let outcome = if agrees { Outcome::Agrees } else { Outcome::Contradicts };
    let sentence = format!(
        "{} speaks of {}. In the records about {} people have a figure before and a figure after. The figure {}.",
        capital(source),
        things(people, "person", "people"),
        number(group.people, 0),
        with_records(outcome)
    );
    (outcome, sentence)
}

fn with_records(outcome: Outcome) -> &'static str {
    if outcome == Outcome::Agrees { "agrees with the records" } else { "contradicts the records" }
}
