//! An intruder reads what is published of a partnership, where small groups are what it is about: definitions that lie
//! inside each other and differ by a few people, that leave out a few, that cover a few; agencies, referrers, providers
//! and languages of a few.
//!
//! What the attacks below found, and what was done about it:
//!
//! - The numbers of people by combination of definitions and the numbers of people of each definition were rounded each
//!   for themselves. 12 and 12 (shown as 10 and 10) with 4 (withheld) were 28 (shown as 30): the 4 followed. Now every
//!   number of several combinations is the sum of what is shown of each, and of one or two withheld combinations the
//!   largest is rounded as if they were in it.
//! - Ratios, limits and p-values rested on the exact shares of the strata: with the areas' exact numbers an intruder could
//!   try every way in which 7 people fall into five fifths until the p-value fitted. Now strata are differences of
//!   rounded sums.
//! - The p-value, the expected number and the shrunk ratio of groups found by the search rested on exact numbers. Now
//!   the p-value is the level it does not exceed, and the others are worked out from rounded numbers.
//! - A Kaplan-Meier share of 0.98 of about 50 people was one person met. Now shares rest on rounded numbers, and a
//!   change is shown once it is one of enough people.
//! - A definition that covers a group whose exact number is published and 4 others told the 4, where rounding their sum
//!   took it to the next five. Now something stands for such a few before the number is rounded.
//! - Steps, offers and waits of one side told the few of the other, whose sum with them is published. Now a side is
//!   shown only where the other may be too. How many were referred too lately to tell is not told any more.
//! - Notices told how many people's sources contradict each other. Now they are told on the screen and in the record of
//!   the run, and not published.

use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};

use crate::hidden_partnership::{DEFINITIONS, Person, people, publish, publish_of};
use crate::outputs::{Row, contents, number, reachgap};

#[test]
fn numbers_of_people_are_multiples_of_five_or_withheld() {
    let run = publish(&people(), "[\"need\"]");
    let of_records =
        ["events", "events_compared", "unknown", "both", "only_first", "only_second", "number", "reached"];
    let mut seen = 0;
    for name in [
        "definitions",
        "definitions_pairs",
        "definitions_combinations",
        "searched_mentoring",
        "barriers_crossed",
    ] {
        if !run.out().join(format!("public/tables/{name}.csv")).exists() {
            continue;
        }
        for row in run.table(name).iter().filter(|row| row.get("of").is_none_or(|of| of == "people")) {
            for column in of_records.iter().filter(|column| row.contains_key(**column)) {
                if let Some(people) = number(row, column) {
                    assert_eq!(people % 5.0, 0.0, "{name}: {column} of {row:?}");
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 60, "{seen}");
}

/// A definition of few people, of all but few, or that adds few to those whose number is known, shows no figure of them.
#[test]
fn definitions_of_few_and_of_all_but_few_show_nothing() {
    let run = publish(&people(), "[]");
    let mut seen = 0;
    for row in run.table("definitions") {
        let side = match row["definition"].as_str() {
            "polish" => ["events", "people"],
            "not-polish" => ["events_compared", "people_compared"],
            _ => continue,
        };
        // Nobody of them is shown as nobody; a few are withheld, and with them every figure.
        let people = side.map(|column| number(&row, column).unwrap_or(0.0));
        assert_eq!(people, [0.0, 0.0], "{row:?}");
        let figures = ["ratio", "p", "people_short", "detectable"];
        assert!(figures.iter().all(|column| row[*column].starts_with('[')), "{row:?}");
        seen += 1;
    }
    assert_eq!(seen, 8);
    for (file, text) in run.texts() {
        let of_few = ["definition_polish", "definition_not_polish", "polish.html"];
        if of_few.iter().any(|name| file.contains(name)) {
            assert!(!text.contains("400 people"), "{file}");
        }
    }
}

/// Numbers of several combinations tell nothing that those of the combinations do not.
#[test]
fn numbers_of_people_fit_the_combinations_and_tell_nothing_more() {
    let run = publish(&people(), "[]");
    let combinations: Vec<Row> =
        run.table("definitions_combinations").into_iter().filter(|row| row["of"] == "people").collect();
    assert!(combinations.iter().filter(|row| number(row, "number").is_none()).count() >= 3);
    let names = |row: &Row| -> Vec<String> {
        row["definitions"].replace(" and ", ", ").split(", ").map(str::to_owned).collect()
    };
    let sum = |first: Option<&str>, second: Option<&str>, of: (bool, bool)| -> f64 {
        let is_in = |row: &&Row| {
            let named = names(row);
            let has = |title: Option<&str>| title.is_some_and(|title| named.iter().any(|name| name == title));
            (first.is_none() || has(first) == of.0) && (second.is_none() || has(second) == of.1)
        };
        let sum: f64 =
            combinations.iter().filter(is_in).map(|row| number(row, "number").unwrap_or(2.5)).sum();
        (sum / 5.0).round() * 5.0
    };
    for pair in run.table("definitions_pairs") {
        let [first, second] = ["first", "second"].map(|column| Some(pair[column].as_str()));
        for (column, of) in
            [("both", (true, true)), ("only_first", (true, false)), ("only_second", (false, true))]
        {
            if let Some(people) = number(&pair, column) {
                assert_eq!(people, sum(first, second, of), "{column} of {pair:?}");
            }
        }
    }
}

/// Two places that differ in how few people a group has, in what nobody may know, give the same publication: with every
/// number of people that the definitions add to.
#[test]
fn the_publication_is_the_same_whatever_the_few_are() {
    let definitions = [DEFINITIONS[1], DEFINITIONS[6]];
    for more in 0..5 {
        let mut place = people();
        place.truncate(395 + more);
        // One of the three of the smallest group, and one of none, who live in one area and fared alike.
        let (few, none) = (10, 13);
        place[20].group = "Alpha";
        place[none] = Person { group: "", ..place[few].clone() };
        let mut other = place.clone();
        other[none].group = "Gamma";
        other[few].group = "";
        let [first, second] = [&place, &other].map(|place| publish_of(place, "[]", &definitions).public());
        let differing: Vec<&PathBuf> = first
            .iter()
            .filter(|(file, bytes)| second.get(*file) != Some(bytes))
            .map(|(file, _)| file)
            .collect();
        assert!(differing.is_empty(), "{more} more: {differing:?}");
    }
}

/// Exactly known: everybody reached, by area, by group. The publication must hold back which of them few people are.
#[test]
fn a_union_with_a_known_group_does_not_tell_the_few_it_adds() {
    for more in 0..5 {
        let mut place = people();
        place.truncate(390 + more);
        let published = |few: usize| {
            let mut place = place.clone();
            // Five reached people are of the smallest group or of none: of each, one to four.
            let is_few = |person: &Person| ["Gamma", ""].contains(&person.group);
            let few_people: Vec<usize> = (0..place.len()).filter(|at| is_few(&place[*at])).collect();
            assert_eq!(few_people.len(), 5);
            for (n, at) in few_people.into_iter().enumerate() {
                let group = if n < few { "Gamma" } else { "" };
                place[at] = Person { group, last: "engaged", ..Person::of(at) };
            }
            let run = publish_of(&place, "[]", &[DEFINITIONS[1]]);
            let row = run.table("definitions").into_iter().find(|row| row["measured"] == "reached").unwrap();
            (number(&row, "events"), number(&row, "events_compared"), row["ratio"].clone(), row["p"].clone())
        };
        let told: Vec<_> = (1..=4).map(published).collect();
        assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "{more} more: {told:?}");
    }
}

/// The p-values of the search do not tell the exact number reached.
#[test]
fn p_values_of_groups_found_are_levels() {
    let mut place = people();
    for person in place.iter_mut().filter(|person| person.group == "Beta") {
        person.last = "referred";
    }
    place.iter_mut().step_by(9).for_each(|person| person.last = "engaged");
    let run = publish(&place, "[\"need\"]");
    let rows = run.table("searched_mentoring");
    assert!(!rows.is_empty());
    for row in rows {
        let p = number(&row, "p").unwrap();
        assert!([0.001, 0.01, 0.05].contains(&p), "{row:?}");
        let (reached, ratio) = (number(&row, "reached").unwrap(), number(&row, "ratio").unwrap());
        let expected = number(&row, "expected").unwrap();
        assert!((ratio - reached / expected).abs() < 0.02, "{row:?}");
    }
}

/// Words that say how many people, after a number from one to four.
const WORDS: [&str; 12] = [
    "people",
    "persons",
    "person",
    "children",
    "families",
    "of them",
    "records",
    "rows",
    "shared",
    "pseudonyms",
    "ids",
    "entries",
];

#[test]
fn no_text_tells_of_one_to_four_people() {
    let mut place = people();
    place[60].known = [true, true];
    let run = publish(&place, "[\"need\"]");
    for (file, text) in run.texts() {
        // Months observed and the like stand in the tables of areas; here people of definitions are looked at.
        for few in ["1", "2", "3", "4", "one", "two", "three", "four", "One", "Two", "Three", "Four"] {
            for words in WORDS {
                let told = format!("{few} {words}");
                for (at, _) in text.match_indices(&told) {
                    let before = text[..at].chars().next_back().unwrap_or(' ');
                    let apart = !before.is_alphanumeric() && !['.', ',', '-', '\u{2013}'].contains(&before);
                    let context: String = text[at..].chars().take(60).collect();
                    let of_nobody = text[..at].ends_with("any ") || context.starts_with("One person can");
                    let of_a_rule =
                        of_nobody || context.contains("at a time") || context.starts_with("1 person in");
                    assert!(!apart || of_a_rule, "{file}: {context}");
                }
            }
        }
    }
}

#[test]
fn few_people_with_doubtful_ids_are_not_published() {
    let run = publish(&people(), "[]");
    let health = run.folder.path().join("health.csv");
    let text = fs::read_to_string(&health)
        .unwrap()
        .replace("shared00002x,", "SHARED00002x,")
        .replace("shared00004x,", ",");
    fs::write(&health, text).unwrap();
    reachgap(run.folder.path(), &["run", "assessment.toml", "--quiet", "--replace"]);
    for (file, text) in run.texts() {
        for told in ["leading zeros", "pseudonym that all", "contradict each other in sex"] {
            assert!(!text.contains(told), "{told} in {file}");
        }
    }
    let record = fs::read_to_string(run.out().join("run.json")).unwrap();
    assert!(record.contains("leading zeros") && record.contains("pseudonym that all"));
}

/// Neither ids nor what could be worked out from them without a key are anywhere in what a run writes.
#[test]
fn no_id_and_no_hash_of_one_is_written_anywhere() {
    let run = publish(&people(), "[\"need\"]");
    let fixed = |id: &str| {
        let mut hasher = DefaultHasher::new();
        hasher.write(id.as_bytes());
        hasher.finish()
    };
    let mut needles: Vec<(String, Vec<u8>)> =
        vec![("own".into(), b"own0".to_vec()), ("shared".into(), b"shared0".to_vec())];
    for at in 0..400 {
        for id in [format!("own{at:05}"), format!("shared{at:05}x")] {
            let hash = fixed(&id);
            needles.push((id.clone(), hash.to_string().into_bytes()));
            needles.push((id.clone(), format!("{hash:016x}").into_bytes()));
            needles.push((id, hash.to_le_bytes().to_vec()));
        }
    }
    let first: Vec<&[u8]> = needles.iter().map(|(_, needle)| &needle[..4]).collect();
    let starts: std::collections::BTreeSet<&[u8]> = first.into_iter().collect();
    for (file, bytes) in contents(&run.out()) {
        for at in (0..bytes.len().saturating_sub(4)).filter(|at| starts.contains(&bytes[*at..at + 4])) {
            let found = needles.iter().find(|(_, needle)| bytes[at..].starts_with(needle));
            assert!(found.is_none(), "{:?} in {}", found.map(|(id, _)| id), file.display());
        }
    }
    assert!(Path::new(&run.out().join("private")).is_dir());
}
