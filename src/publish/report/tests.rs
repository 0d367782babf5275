use super::*;
use crate::disclose::evidence::{Cell, Table};
use crate::problem::Problem;
use crate::publish::{PublishError, sample};

/// Thirty squares for thirty areas, with a hatching whose name every drawing shares.
pub(super) fn drawing() -> String {
    let square = |i: usize| {
        let fill = if i % 9 == 7 { "url(#hatch)" } else { ["#12436D", "#2073BC", "#6BACE6"][i % 3] };
        format!(
            "<rect x=\"{}\" y=\"{}\" width=\"58\" height=\"58\" fill=\"{fill}\"/>",
            i % 10 * 60,
            i / 10 * 60
        )
    };
    format!(
        "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 180\" \
         aria-labelledby=\"name\"><title id=\"name\">Areas</title><defs><pattern id=\"hatch\" width=\"6\" \
         height=\"6\" patternUnits=\"userSpaceOnUse\"><path d=\"M0,6L6,0\" stroke=\"#505050\"/></pattern></defs>{}\
         </svg>",
        (0..30).map(square).collect::<String>()
    )
}

fn figure(id: &str, title: &str) -> Figure {
    Figure {
        id: id.into(),
        title: title.into(),
        alt: format!("Map of 30 areas: {title}. Two areas are withheld and two have no data."),
        caption: "Darker areas reach a smaller share of their children. Hatched areas are withheld.".into(),
        svg: look(id).unwrap_or_else(drawing),
        png: None,
        png_file: format!("maps/{id}.png"),
    }
}

/// A drawing left where an environment variable says, to see the page with real maps.
pub(super) fn look(id: &str) -> Option<String> {
    let folder = std::env::var_os("REACHGAP_LOOK")?;
    std::fs::read_to_string(std::path::Path::new(&folder).join(format!("{id}.svg"))).ok()
}

fn first_areas() -> Table {
    let mut table = sample::areas();
    table.id = "first-areas".into();
    table.title = "The fifteen areas with the highest priority".into();
    table.description = "In order of priority: people short times need.".into();
    table.rows.truncate(15);
    table.columns.drain(..1);
    table.rows.iter_mut().for_each(|row| drop(row.drain(..1)));
    table
}

fn strings<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_owned).to_vec()
}

fn key_numbers() -> Vec<KeyNumber> {
    let number = |value: &str, label: &str, note: Option<&str>| KeyNumber {
        value: value.into(),
        label: label.into(),
        note: note.map(str::to_owned),
    };
    vec![
        number(
            "1,874 of 9,428",
            "children aged 4 to 12 were reached",
            Some("19.9% (95% interval 19.1% to 20.7%)"),
        ),
        number("12 of 30", "areas are under-served", Some("for 6 areas the numbers do not allow a verdict")),
        number("412", "more children would be reached at equal reach", Some("95% interval 371 to 455")),
    ]
}

fn model() -> ReportModel {
    ReportModel {
        title: "Library reach in Northbridge, 2021".into(),
        subtitle: "Children aged 4 to 12 in 30 areas (LSOA 2021), January to December 2021".into(),
        published_by: Some("Northbridge Children & Families Partnership".into()),
        prepared: "22 November 2026".into(),
        version: "0.1.0".into(),
        question: strings([
            "Which areas and groups of children does the library service reach less than it reaches \
            children across Northbridge as a whole? Everyone is held to one standard, equal reach: the share \
            reached in the whole place, applied to each area's own children.",
        ]),
        answer: strings([
            "The library service reached about one child in five. In 12 of 30 areas it reached clearly fewer than \
             that, and most of these are among the areas with the most need.",
            "If every area were reached as the whole place is, about 412 more children would be reached; more than \
             half of them live in Ashdown and Brook.",
        ]),
        key_numbers: key_numbers(),
        maps: Section {
            words: strings(["Each map shows the same 30 areas."]),
            figures: vec![figure("need", "Need"), figure("reach", "Share of children reached")],
            ..Section::default()
        },
        first_areas: Section {
            words: strings(["People short is the number who would have to be reached more for equal reach."]),
            tables: vec![first_areas()],
            ..Section::default()
        },
        groups: Section {
            words: strings([
                "Asian or Asian British children were reached least: 12.6% against 19.9% overall.",
            ]),
            tables: vec![sample::groups()],
            ..Section::default()
        },
        definitions: Section::default(),
        together: Section::default(),
        quadrant: Section {
            words: strings(["Eight areas have more need than most and are reached less than most."]),
            figures: vec![figure("quadrant", "Need and reach of each area")],
            ..Section::default()
        },
        sources: sources_of(&sample::ledger(), &[]),
        cautions: cautions(),
        methods: methods(),
        files: vec![
            FileNote {
                file: "library-reach.xlsx".into(),
                what: "Every table, for a spreadsheet program.".into(),
            },
            FileNote { file: "areas.geojson".into(), what: "The areas with their figures, for QGIS.".into() },
        ],
        rerun: Rerun {
            words: strings(["With the files named in the assessment in the folder data:"]),
            command: "reachgap run assessment.toml --data data --out northbridge-2021".into(),
        },
    }
}

fn cautions() -> Vec<Caution> {
    [
        Problem::warning("two months of 2021 are absent: rates are for the ten months observed")
            .file(std::path::Path::new("crime/*.csv")),
        Problem::warning("12 rows have a code that no look-up knows")
            .hint("ask the library for their postcodes"),
        Problem::note("the crime domain was left out of the deprivation index, because police crime is used"),
    ]
    .iter()
    .map(Caution::from)
    .collect()
}

fn methods() -> Vec<Method> {
    vec![
        Method {
            name: "Reach and its interval".into(),
            words: "Reach is the share of eligible people who were reached. Its interval holds the true share in \
                    95 of 100 such cases."
                .into(),
            formula: Some("reach = people reached ÷ people eligible".into()),
            reference: Some("Wilson EB (1927) Probable inference, doi:10.1080/01621459.1927.10502953".into()),
        },
        Method {
            name: "People short".into(),
            words: "How many more people would have to be reached for the area to be reached as the whole place is."
                .into(),
            formula: Some("people short = eligible × reach of the place − people reached".into()),
            reference: None,
        },
    ]
}

fn page(model: &ReportModel) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes, model, None).expect("a page");
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn the_page_says_everything_in_order() {
    let page = page(&model());
    let order = [
        "<h1>Library reach in Northbridge, 2021</h1>",
        ">What was asked</h2>",
        ">The answer</h2>",
        ">Areas to look at first</h2>",
        ">Maps</h2>",
        ">Groups</h2>",
        ">Need and reach together</h2>",
        ">Where the numbers come from</h2>",
        ">What to be careful about</h2>",
        ">How it was worked out</h2>",
        ">The files</h2>",
        ">How to run it again</h2>",
    ];
    let places: Vec<usize> =
        order.iter().map(|text| page.find(text).unwrap_or_else(|| panic!("{text}"))).collect();
    assert!(places.is_sorted());
    if let Some(folder) = std::env::var_os("REACHGAP_LOOK") {
        std::fs::write(std::path::Path::new(&folder).join("report.html"), page).expect("a file");
    }
}

#[test]
fn the_page_needs_no_network_and_runs_no_script() {
    let page = page(&model());
    for forbidden in ["<script", "<link", "@import", "src=\"http", "href=\"http", "url(http", "<iframe"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn headings_do_not_skip_a_level_and_every_name_is_used_once() {
    headings_and_names_are_in_order(&page(&model()));
}

/// One first heading, no level skipped, no name twice, and every link inside the page leads somewhere.
pub(super) fn headings_and_names_are_in_order(page: &str) {
    let levels: Vec<u32> =
        page.match_indices("<h").filter_map(|(i, _)| page[i + 2..].chars().next()?.to_digit(10)).collect();
    assert_eq!(levels[0], 1);
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1));
    let mut names: Vec<&str> =
        page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
    for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(names.binary_search(&target).is_ok(), "#{target} leads nowhere");
    }
}

#[test]
fn every_picture_is_told_in_words_and_every_table_has_a_caption() {
    let page = page(&model());
    assert_eq!(
        page.matches("<figure").count(),
        page.matches("role=\"img\" aria-label=\"Map of 30 areas").count()
    );
    assert_eq!(page.matches("<table>").count(), page.matches("<caption").count());
    assert_eq!(page.matches("<th ").count(), page.matches("<th scope=").count());
}

#[test]
fn whatever_a_name_holds_is_shown_as_text() {
    let mut model = model();
    model.title = "<script>alert(1)</script> & \"more\"".into();
    model.first_areas.tables[0].rows[0][0] = Cell::Text("<img src=x onerror=alert(1)>".into());
    model.maps.figures[0].alt = "\" onload=\"alert(1)".into();
    let page = page(&model);
    assert!(!page.contains("<script") && !page.contains("<img src=x") && !page.contains("\" onload=\""));
    assert!(page.contains("&lt;script&gt;"));
}

#[test]
fn gaps_are_marked_and_explained_beneath_the_table() {
    let page = page(&model());
    assert!(page.contains("<td class=\"number gap\">[c]</td>"));
    assert!(page.contains("<li>[c] confidential: withheld so that nobody can be identified</li>"));
    assert!(page.contains("[x] not available: there is no figure (no data covers this area)"));
}

#[test]
fn a_section_without_content_is_left_out_with_its_entry() {
    let mut model = model();
    model.groups = Section::default();
    let page = page(&model);
    assert!(!page.contains(">Groups<"));
}

#[test]
fn what_agencies_call_hard_to_reach_stands_between_groups_and_quadrant_where_it_was_tested() {
    assert!(!page(&model()).contains("hard to reach"));
    let mut model = model();
    model.definitions.points = vec![Point {
        about: "Health, “Asian families”".into(),
        words: "Supported. The family hub reached six tenths of their fair share.".into(),
    }];
    let page = page(&model);
    let order = [
        ">Groups</h2>",
        ">What agencies call hard to reach</h2>",
        "<strong>Health, “Asian families”.</strong> Supported.",
        "<a href=\"definitions/index.html\">",
        ">Need and reach together</h2>",
    ];
    let places: Vec<Option<usize>> = order.iter().map(|text| page.find(text)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
    assert!(page.contains("<a href=\"#definitions\">"));
}

#[test]
fn a_caution_reads_as_a_sentence_without_its_severity_twice() {
    assert_eq!(
        cautions()[0].text,
        "crime/*.csv: two months of 2021 are absent: rates are for the ten months observed"
    );
    assert!(cautions()[0].warning && !cautions()[2].warning);
    assert_eq!(cautions()[1].hint.as_deref(), Some("ask the library for their postcodes"));
}

#[test]
fn the_same_model_gives_the_same_page() {
    assert_eq!(page(&model()), page(&model()));
}

#[test]
fn ones_own_template_is_used_and_its_mistakes_are_told_by_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.html");
    std::fs::write(&path, "<h1>{{ title }}</h1>").expect("a file");
    let mut bytes = Vec::new();
    write(&mut bytes, &model(), Some(&path)).expect("a page");
    assert_eq!(bytes, b"<h1>Library reach in Northbridge, 2021</h1>");
    std::fs::write(&path, "<h1>\n{{ titel.x }}</h1>").expect("a file");
    let wrong = write(&mut Vec::new(), &model(), Some(&path)).expect_err("a mistake");
    assert!(matches!(wrong, PublishError::Template { line: 2, .. }), "{wrong:?}");
    std::fs::write(&path, "{% from \"reachgap:parts\" import table %}{{ table(maps) }}").expect("a file");
    let inside = write(&mut Vec::new(), &model(), Some(&path)).expect_err("a section is no table");
    assert!(matches!(&inside, PublishError::Template { name, .. } if name == "reachgap:parts"), "{inside:?}");
    let missing = write(&mut Vec::new(), &model(), Some(&folder.path().join("none.html")));
    assert!(matches!(missing, Err(PublishError::TemplateFile { .. })));
}
