//! The pages agree with the program: every key is explained, the published schema is the one in use, links lead
//! somewhere, and every page is listed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use reachgap::assessment::Assessment;
use reachgap::assessment::preset::Preset;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|why| panic!("{name}: {why}"))
}

/// All pages: those at the root and those in `docs`.
fn pages() -> Vec<PathBuf> {
    let folders = ["", "docs", "docs/methods", "docs/decisions"];
    let files = folders.iter().flat_map(|folder| fs::read_dir(root().join(folder)).unwrap());
    let mut pages: Vec<PathBuf> =
        files.map(|file| file.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "md")).collect();
    pages.sort();
    pages
}

fn keys(object: &Value) -> BTreeSet<&str> {
    object["properties"].as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect()
}

/// The rows of the tables under a heading: the first cell of each.
fn listed<'p>(page: &'p str, heading: &str) -> BTreeSet<&'p str> {
    let at = page.find(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no heading {heading}"));
    let section = &page[at + 4..];
    let section = &section[..section.find("\n## ").unwrap_or(section.len())];
    let first = |line: &'p str| line.strip_prefix("| `")?.split('`').next();
    section.lines().filter_map(first).collect()
}

#[test]
fn every_key_of_the_assessment_is_explained_and_no_other() {
    let page = page("docs/configuration.md");
    let schema = Assessment::schema();
    let sections = [
        ("`[areas]`", "Areas"),
        ("`[[format]]`", "FileFormat"),
        ("`[[lookup]]`", "Lookup"),
        ("`[lookup.weights]`", "Weights"),
        ("`[population]`", "Population"),
        ("`[[groups]]`", "Groups"),
        ("`[deprivation]`", "Deprivation"),
        ("`[[indicator]]`", "ExtraIndicator"),
        ("`[crime]`", "Crime"),
        ("`[postcodes]`", "Postcodes"),
        ("`[[uptake]]`", "Uptake"),
        ("`[need]`", "Need"),
        ("`[gap]`", "Gap"),
        ("`[sensitivity]`", "Sensitivity"),
        ("`[centres]`", "Centres"),
        ("`[neighbours]`", "NeighbourSettings"),
        ("`[clusters]`", "Clusters"),
        ("`[scan]`", "Scan"),
        ("`[[sites]]`", "Sites"),
        ("`[access]`", "Access"),
        ("`[access.travel]`", "Travel"),
        ("`[inequality]`", "Inequality"),
        ("`[partnership]`", "Partnership"),
        ("`[[definition]]`", "Definition"),
        ("`[[agency]]`", "Agency"),
        ("`[[cohort]]`", "Cohort"),
        ("`[[cohort.published]]`", "Published"),
        ("`[disclosure]`", "Disclosure"),
        ("`[tolerance]`", "Tolerance"),
        ("`[maps]`", "Maps"),
    ];
    assert_eq!(listed(&page, "The head"), keys(&schema));
    let objects = schema["$defs"].as_object().unwrap().iter().filter(|(_, d)| d["properties"].is_object());
    assert_eq!(objects.count(), sections.len(), "a section of the schema is not on the page");
    for (heading, definition) in sections {
        assert_eq!(listed(&page, heading), keys(&schema["$defs"][definition]), "{heading}");
    }
}

#[test]
fn the_published_schema_is_the_one_in_use() {
    let published = page("docs/assessment.schema.json").replace("\r\n", "\n");
    let current = format!("{:#}\n", Assessment::schema());
    assert!(published == current, "write it again: reachgap schema > docs/assessment.schema.json");
}

#[test]
fn every_preset_stands_in_the_readme() {
    let readme = page("README.md");
    let absent: Vec<&str> =
        Preset::names().into_iter().filter(|name| !readme.contains(&format!("`{name}`"))).collect();
    assert!(absent.is_empty(), "not in README.md: {absent:?}");
}

#[test]
fn every_page_of_methods_and_decisions_is_listed() {
    for folder in ["docs/methods", "docs/decisions"] {
        let index = page(&format!("{folder}/README.md"));
        for path in pages().iter().filter(|path| path.parent() == Some(&root().join(folder))) {
            let name = path.file_name().unwrap().to_string_lossy();
            let listed = name == "README.md" || index.contains(&format!("]({name})"));
            assert!(listed, "{folder}/README.md does not list {name}");
        }
    }
}

/// The targets of the links on a page.
fn links(text: &str) -> BTreeSet<&str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect()
}

/// The name by which a link finds a heading.
fn anchor(heading: &str) -> String {
    let plain = heading.trim_start_matches('#').trim().to_lowercase();
    plain
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

#[test]
fn every_link_between_pages_leads_somewhere() {
    for path in pages() {
        let text = fs::read_to_string(&path).unwrap();
        for link in links(&text).into_iter().filter(|link| !link.starts_with("http")) {
            let (file, part) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            assert!(target.exists(), "{}: {link} leads nowhere", path.display());
            if part.is_empty() {
                continue;
            }
            let there = fs::read_to_string(&target).unwrap();
            let heading = there.lines().any(|line| line.starts_with('#') && anchor(line) == part);
            let named = there.contains(&format!("<a id=\"{part}\">"));
            assert!(heading || named, "{}: {link} has no such heading", path.display());
        }
    }
}

#[test]
fn no_page_names_the_machine_it_was_written_on() {
    for path in pages() {
        let text = fs::read_to_string(&path).unwrap();
        for place in ["/work", "../shared", "/home/", "/tmp/", "/root"] {
            assert!(!text.contains(place), "{} has {place}", path.display());
        }
    }
}
