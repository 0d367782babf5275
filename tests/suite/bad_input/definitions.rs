//! Definitions of hard to reach with one thing wrong: their expressions, and what the register says.

use super::partnership::{Definition, REGISTER, place, refused};

const ASSESSMENT: &str = "assessment.toml";

/// Both commands refuse a definition with this in `covers`.
fn covers(expression: &str, told: &str) {
    refused(&Definition { covers: expression, ..Definition::default() }, told);
}

#[test]
fn the_partnership_is_valid_until_it_is_broken() {
    place().check().exits_with(0).tells_nothing().wrote_nothing();
    let place = place();
    place.run().exits_with(0);
    place.has_no_nan();
    assert!(place.has_table("definitions"));
}

#[test]
fn an_unknown_attribute_is_told_with_the_nearest_one() {
    covers(
        "langage = 'Sign'",
        "error: definitions.toml: definition \"deaf-families\": its expression names \"langage\", which no source \
         tells\n  hint: did you mean language?",
    );
    covers(
        "zzz = 'Sign'",
        "names \"zzz\", which no source tells\n  hint: it may name age, language, known_to_health",
    );
    let comparator = Definition { comparator: "known_to_helth", ..Definition::default() };
    refused(
        &comparator,
        "definition \"deaf-families\", comparator: its expression names \"known_to_helth\", which no source tells\n  \
         hint: did you mean known_to_health?",
    );
}

#[test]
fn a_definition_that_covers_nobody_or_everybody_is_refused() {
    covers(
        "language = 'Latin'",
        "error: definitions.toml: definition \"deaf-families\": its expression covers nobody\n  \
         hint: check its words: language is one of English, Sign",
    );
    covers(
        "imd > 1000",
        "its expression covers nobody\n  hint: check the words and numbers it compares with",
    );
    covers(
        "language IN ('Sign', 'English')",
        "error: definitions.toml: definition \"deaf-families\": its expression covers everybody, so there is nobody \
         to compare with\n  hint: narrow `covers`, or give a `comparator`",
    );
}

#[test]
fn what_is_no_condition_is_refused() {
    for expression in
        ["language", "imd_fifth", "1", "1 = 1", "TRUE", "NULL", "'Sign'", "imd + 1", "language = NULL + 1"]
    {
        covers(expression, "definition \"deaf-families\": its expression ");
    }
    covers(
        "imd",
        "its expression does not say yes or no of a person\n  \
         hint: compare something with something: known_to_police, age < 8, home_language <> 'English'",
    );
    covers("language = 5", "its expression does not say yes or no of a person (");
}

#[test]
fn what_is_not_sql_is_refused() {
    for expression in [
        "language = 'Sign' AND",
        "language = 'Sign",
        "language == = 'Sign'",
        "((language = 'Sign')",
        "language = 'Sign'; DROP TABLE people",
        "SELECT * FROM people",
        "WHERE language = 'Sign'",
        "the deaf",
        "language 'Sign'",
        "- -",
        "\u{0}",
        "語 = 'Sign'",
    ] {
        covers(expression, "definition \"deaf-families\": its expression ");
    }
    covers(
        "language = 'Sign' AND",
        "hint: an SQL condition, such as ethnic_group = 'Asian' AND age < 8; text stands in single quotes",
    );
    covers("   ", "error: definitions.toml, row 2: definition \"deaf-families\": `covers` is blank");
}

#[test]
fn what_one_persons_row_cannot_answer_is_refused() {
    for expression in [
        "imd IN (SELECT imd FROM people)",
        "imd = (SELECT 1)",
        "*",
        "language = ANY (SELECT language FROM x)",
    ] {
        covers(expression, "definition \"deaf-families\": its expression ");
    }
    for (call, expression) in [
        ("AVG", "imd > AVG(imd)"),
        ("MAX", "MAX(imd) > 3"),
        ("COUNT", "COUNT(*) > 1"),
        ("ROW_NUMBER", "ROW_NUMBER() OVER (ORDER BY imd) < 5"),
        ("REGEXP_LIKE", "REGEXP_LIKE(language, '[')"),
        ("EXISTS", "EXISTS (SELECT 1)"),
        ("SIGNBIT", "SIGNBIT(imd)"),
    ] {
        covers(
            expression,
            &format!(
                "definition \"deaf-families\": its expression calls {call}\n  \
                 hint: conditions may call LOWER, UPPER, TRIM, LENGTH, STARTS_WITH"
            ),
        );
    }
}

#[test]
fn every_expression_that_is_let_through_is_answered() {
    for expression in [
        "language LIKE 'S%'",
        "LOWER(TRIM(language)) = 'sign'",
        "STARTS_WITH(language, 'Si') AND NOT (imd BETWEEN 30 AND 40)",
        "CASE WHEN known_to_health THEN language = 'Sign' ELSE FALSE END",
        "COALESCE(language, 'none') = 'Sign' OR LENGTH(language) = 4",
        "CAST(imd AS INTEGER) / 2 > 7 AND language IS NOT NULL",
        "NULLIF(language, 'English') IS NOT NULL",
        "ABS(imd - 20) < 10 AND FLOOR(imd) <> ROUND(imd, 1)",
    ] {
        let code = place_of(expression).check().code();
        assert_ne!(code, Some(101), "{expression}");
    }
    place_of("language LIKE 'S%'").check().exits_with(0).tells_nothing();
    place_of("LOWER(TRIM(language)) = 'sign'").check().exits_with(0).tells_nothing();
}

fn place_of(expression: &str) -> crate::support::Place {
    place().write(REGISTER, &Definition { covers: expression, ..Definition::default() }.text())
}

#[test]
fn comparators_that_overlap_or_cover_nobody_are_refused() {
    let comparator = |comparator| Definition { comparator, ..Definition::default() };
    refused(
        &comparator("language IS NOT NULL"),
        "error: definitions.toml: definition \"deaf-families\": its comparator overlaps with the people it covers\n  \
         hint: add to the comparator: AND NOT (language = 'Sign')",
    );
    refused(
        &comparator("language = 'Latin'"),
        "error: definitions.toml: definition \"deaf-families\": its comparator covers nobody\n  \
         hint: check the words and numbers it compares with",
    );
}

#[test]
fn a_review_that_is_due_is_told() {
    let due = Definition { more: "review = \"2025-06-01\"", ..Definition::default() };
    let place = place().write(REGISTER, &due.text());
    let told = "warning: definitions.toml, row 2: definition \"deaf-families\": its review was due on 1 June 2025\n  \
                hint: ask its owner to confirm the wording, and set a new `review`";
    place.check().exits_with(0).tells(told);
    place.run().exits_with(0);
    place.says("its review was due on 1 June 2025");
}

#[test]
fn what_the_register_says_is_judged() {
    for (more, told) in [
        ("threshold = 1.2", "`threshold` is 1.2\n  hint: a ratio between 0 and 1: 0.8 means a fifth fewer"),
        ("threshold = 0", "`threshold` is 0\n  hint: a ratio between 0 and 1"),
        ("threshold = nan", "`threshold` is NaN\n  hint: a ratio between 0 and 1"),
        (
            "services = [\"mentorng\"]",
            "no service is named \"mentorng\"\n  hint: did you mean \"mentoring\"?",
        ),
        ("agreed = \"soon\"", "`agreed` is not a date\n  hint: write it as"),
        (
            "period = [\"2025-03-01\", \"2025-01-01\"]",
            "`period` ends before it begins\n  hint: the first day",
        ),
        (
            "agreed = \"2026-01-01\"\nreview = \"2025-12-01\"",
            "it is to be reviewed before it was agreed\n  hint: check `agreed` and `review`",
        ),
    ] {
        let told = format!("error: definitions.toml, row 2: definition \"deaf-families\": {told}");
        refused(&Definition { more, ..Definition::default() }, &told);
    }
    refused(
        &Definition { kind: "[]", ..Definition::default() },
        "error: definitions.toml, row 2: definition \"deaf-families\": `kind` is empty: nothing is claimed that \
         could be tested\n  hint: give under-represented, slipping-through, service-resistant, or several of them",
    );
    refused(
        &Definition { kind: "[\"lazy\"]", ..Definition::default() },
        "unknown variant `lazy`, expected one of",
    );
    refused(
        &Definition { more: "services = [\"library\"]", ..Definition::default() },
        "error: definitions.toml: definition \"deaf-families\": none of its services has records of persons\n  \
         hint: records of persons are there of advice, mentoring",
    );
}

#[test]
fn ids_that_stand_twice_or_name_no_file_are_refused() {
    let twice =
        Definition::default().text() + &Definition { covers: "imd > 20", ..Definition::default() }.text();
    place().write(REGISTER, &twice).is_refused(
        "error: definitions.toml: the definition \"deaf-families\" stands twice\n  \
         hint: give each wording a `version`, or each definition an `id` of its own",
    );
    let first = Definition { more: "version = \"2024\"", ..Definition::default() };
    let second =
        Definition { more: "version = \"2025\"\nagreed = \"2025-01-01\"", covers: "imd > 20", ..first };
    place().write(REGISTER, &(first.text() + &second.text())).check().exits_with(0);
    for id in ["Deaf families", "../deaf", "", "d\u{e9}f", "deaf/families"] {
        refused(
            &Definition { id, ..Definition::default() },
            &format!(
                "definition \"{id}\": `id` names files\n  hint: use lower-case letters, digits and hyphens, such as \
                 deaf-families"
            ),
        );
    }
}

#[test]
fn a_register_that_is_missing_or_has_unknown_keys_is_refused() {
    place().remove(REGISTER).is_refused("error: definitions.toml: cannot be read: ");
    place()
        .remove(REGISTER)
        .is_refused("  hint: `partnership.register` names a file of [[definition]] entries");
    let unknown = Definition { more: "cover = \"imd > 20\"", ..Definition::default() };
    refused(
        &unknown,
        "error: definitions.toml, row 10: unknown key `definition.cover`\n  hint: did you mean `covers`?",
    );
    place().write(REGISTER, "[[definition]]\nid = \n").is_refused("error: definitions.toml, row 2: ");
    place().write(REGISTER, "[[definition]]\nid = \"a\"\n").is_refused("error: definitions.toml");
}

#[test]
fn attributes_that_nobody_records_are_told_where_they_are_asked_for() {
    for (key, list) in
        [("search", "[\"langage\"]"), ("barriers", "[\"langage\"]"), ("protected", "{ race = \"langage\" }")]
    {
        place()
            .change(ASSESSMENT, "register = \"definitions.toml\"", &format!("register = \"definitions.toml\"\n{key} = {list}"))
            .is_refused(&format!(
                "`partnership.{key}` names \"langage\", which no source tells\n  hint: did you mean \"language\"?"
            ));
    }
}

#[test]
fn one_name_for_two_things_is_refused() {
    place()
        .change("mentoring.csv", "attempts,code,language", "attempts,code,imd")
        .change(
            ASSESSMENT,
            "status = \"status\"\nattempts = \"attempts\"\nattributes = { language = \"language\" }",
            "status = \"status\"\nattempts = \"attempts\"\nattributes = { imd = \"imd\" }",
        )
        .is_refused(
            "error: two things that definitions may name are both called \"imd\"\n  \
         hint: rename one: an attribute, an agency or a figure of areas",
        );
}

#[test]
fn several_things_wrong_with_definitions_are_told_at_once() {
    let definitions = [
        Definition { covers: "langage = 'Sign'", ..Definition::default() },
        Definition { id: "b", covers: "MAX(imd) > 3", ..Definition::default() },
        Definition { id: "c", covers: "imd > 20", comparator: "imd +", ..Definition::default() },
    ];
    let text: String = definitions.iter().map(Definition::text).collect();
    let place = place().write(REGISTER, &text);
    for outcome in [place.check(), place.run()] {
        assert_eq!(outcome.errors(), 3);
        outcome
            .exits_with(3)
            .tells("definition \"deaf-families\": its expression names \"langage\"")
            .tells("definition \"b\": its expression calls MAX")
            .tells("definition \"c\", comparator: its expression cannot be read")
            .wrote_nothing();
    }
}
