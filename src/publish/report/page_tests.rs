//! The pages on definitions say what they must, to every reader.

use super::sample_pages::{definition, partnership};
use super::*;
use crate::publish::PublishError;
use crate::publish::drawing::colour::{Colour, PAPER};

fn definition_text(page: &DefinitionPage) -> String {
    let mut bytes = Vec::new();
    write_definition(&mut bytes, page).expect("a page");
    String::from_utf8(bytes).expect("UTF-8")
}

fn partnership_text(page: &PartnershipPage) -> String {
    let mut bytes = Vec::new();
    write_partnership(&mut bytes, page).expect("a page");
    String::from_utf8(bytes).expect("UTF-8")
}

fn both() -> [String; 2] {
    [definition_text(&definition()), partnership_text(&partnership())]
}

/// What a reader sees of a page, without its style.
fn words(page: &str) -> String {
    let body = page.split("<body>").nth(1).expect("a body");
    let text: String =
        body.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn in_order(page: &str, order: &[&str]) {
    let mut rest = page;
    for text in order {
        let at = rest.find(text).unwrap_or_else(|| panic!("{text} is not there, or not in its place"));
        rest = &rest[at + text.len()..];
    }
}

#[test]
fn a_definition_opens_with_its_wording_the_verdict_and_the_reason() {
    let page = definition_text(&definition());
    in_order(
        &page,
        &[
            "<h1>Health: families from Asian communities",
            "<blockquote><p>“Asian and Asian British families",
            "<h2 id=\"verdict\">",
            "<span class=\"kind\">Under-represented</span>",
            "<span>Supported</span></span></h3>",
            "Does the family hub reach these children less",
            "are 21 of every 100 children",
            "<span class=\"value\">0.62</span>",
            "The rule that gave it:</strong> Supported where",
            "<span>Not enough data</span></span></h3>",
            "<nav aria-label=\"Contents\">",
            "<h2 id=\"definition\">",
            "<h2 id=\"represented\">",
            "<h2 id=\"pathway\">",
            "<h2 id=\"cautions\">",
            "<h2 id=\"methods\">",
            "Run on 22 November 2026",
        ],
    );
    look_at("definition.html", &page);
}

#[test]
fn the_partnership_opens_with_the_answer_and_counts_the_verdicts() {
    let page = partnership_text(&partnership());
    in_order(
        &page,
        &[
            "<h1>Whom do we call hard to reach, and is it so?</h1>",
            "<h2 id=\"answer\">",
            "<span>2</span></span> <strong>Supported</strong>",
            "<span>1</span></span> <strong>Not supported</strong>",
            "<span>2</span></span> <strong>Not enough data</strong>",
            "<span>1</span></span> <strong>Not offered in reach</strong>",
            "<h2 id=\"definitions\">",
            "<a href=\"health-asian-families.html\">“Asian and Asian British families with a child under 12”</a>",
            "<a href=\"police-away-from-home.html\">",
            "<h2 id=\"agree\">",
            "<h2 id=\"nobody\">",
            "<h2 id=\"equality\">",
        ],
    );
    look_at("partnership.html", &page);
}

fn look_at(name: &str, page: &str) {
    if let Some(folder) = std::env::var_os("REACHGAP_LOOK") {
        std::fs::write(std::path::Path::new(&folder).join(name), page).expect("a file");
    }
}

#[test]
fn a_verdict_is_told_by_word_by_shape_and_by_colour() {
    for tone in Tone::ALL {
        let mut one = definition();
        one.verdicts.truncate(1);
        one.verdicts[0].tone = tone;
        let page = definition_text(&one);
        assert!(page.contains(&format!("<span>{}</span></span></h3>", tone.word())), "{tone:?}");
        assert!(words(&page).contains(&format!("{}. {}", tone.word(), tone.meaning())), "{tone:?}");
    }
    let page = partnership_text(&partnership());
    let signs: std::collections::BTreeSet<&str> =
        page.split("<svg class=\"sign\"").skip(1).filter_map(|rest| rest.split("</svg>").next()).collect();
    assert_eq!(signs.len(), 4, "each verdict has a shape of its own");
    assert!(
        signs.iter().all(|sign| sign.contains("aria-hidden=\"true\"")),
        "the word is read, not the shape"
    );
}

#[test]
fn every_page_says_that_a_verdict_is_not_of_a_person() {
    for page in both() {
        assert!(words(&page).contains("It says nothing about any one person."));
    }
}

#[test]
fn what_an_agency_writes_is_shown_as_text() {
    let attack = "<script>alert(1)</script> \" onload=\"x";
    let mut page = definition();
    page.wording = attack.into();
    page.title = attack.into();
    page.facts[1].words = attack.into();
    page.verdicts[0].sentence = attack.into();
    page.home = Some(attack.into());
    let mut list = partnership();
    list.definitions[0].wording = attack.into();
    list.definitions[0].agency = attack.into();
    list.definitions[0].page = attack.into();
    for (text, times) in [(definition_text(&page), 4), (partnership_text(&list), 3)] {
        assert!(!text.contains("<script") && !text.contains("\" onload"));
        assert!(text.matches("&lt;script&gt;").count() >= times);
    }
}

#[test]
fn the_pages_need_no_network_and_run_no_script() {
    for page in both() {
        for forbidden in ["<script", "<link", "@import", "src=\"http", "href=\"http", "url(http", "<iframe"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
    }
}

#[test]
fn headings_names_and_landmarks_are_in_order() {
    for page in both() {
        super::tests::headings_and_names_are_in_order(&page);
        assert!(page.contains("<html lang=\"en-GB\">"));
        for once in ["<main", "<header", "<footer", "<h1"] {
            assert_eq!(page.matches(once).count(), 1, "{once}");
        }
        assert_eq!(page.matches("<nav").count(), page.matches(" aria-label=\"Contents\"").count() + 1);
        assert_eq!(page.matches("<table>").count(), page.matches("<caption").count());
        assert_eq!(page.matches("<figure").count(), page.matches("role=\"img\" aria-label=").count());
    }
}

#[test]
fn what_is_empty_is_left_out() {
    let bare = definition_text(&DefinitionPage { title: "Health: all".into(), ..DefinitionPage::default() });
    for absent in ["<blockquote", "id=\"verdict\"", "id=\"definition\"", "id=\"cautions\"", "id=\"methods\""]
    {
        assert!(!bare.contains(absent), "{absent}");
    }
    let bare = partnership_text(&PartnershipPage::default());
    assert!(!bare.contains("<ul class=\"counts\"") && !bare.contains("<ul class=\"definitions\""));
}

#[test]
fn a_faulty_table_is_refused() {
    let mut page = partnership();
    page.sections[0].section.tables[0].rows[0].pop();
    let refused = write_partnership(&mut Vec::new(), &page);
    assert!(matches!(refused, Err(PublishError::Table { .. })), "{refused:?}");
}

/// The colour that the style sheet gives this name.
fn colour(name: &str) -> Colour {
    let style = include_str!("report.css");
    let value = style.split(&format!("--{name}: ")).nth(1).and_then(|rest| rest.split(';').next());
    let value = value.unwrap_or_else(|| panic!("{name}")).trim();
    value.parse().unwrap_or_else(|why| panic!("{name}: {why}"))
}

#[test]
fn words_stand_out_from_what_is_behind_them() {
    let pale = colour("pale");
    for name in ["ink", "soft", "blue", "link", "supported", "not-supported", "not-enough", "not-offered"] {
        for behind in [PAPER, pale] {
            assert!(colour(name).contrast(behind) >= 4.5, "{name} on {behind}");
        }
    }
    assert!(colour("focus").contrast(PAPER) >= 3.0 && colour("focus").contrast(pale) >= 3.0);
}
