//! A small place with a partnership: few people of some kinds, and definitions that differ by few people.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use calamine::{Reader as _, Xlsx, open_workbook};
use tempfile::TempDir;

use crate::hidden_place::HiddenPlace;
use crate::outputs::{Row, contents, reachgap, table};

/// One person of the place, as far as the records tell.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) area: usize,
    pub(crate) group: &'static str,
    pub(crate) language: &'static str,
    /// The last step: referred, offered, engaged, completed, declined.
    pub(crate) last: &'static str,
    pub(crate) referrer: &'static str,
    pub(crate) provider: &'static str,
    /// Whether health knows the person, and the police.
    pub(crate) known: [bool; 2],
}

impl Person {
    pub(crate) fn of(number: usize) -> Self {
        let reached = !number.is_multiple_of(3);
        Self {
            area: number % 12,
            group: ["Alpha", "Beta", "Alpha"][number % 3],
            language: "English",
            last: match (reached, number % 4) {
                (true, 0) => "completed",
                (true, _) => "engaged",
                (false, 0) => "declined",
                (false, 1) => "offered",
                (false, _) => "referred",
            },
            referrer: ["school", "clinic"][number % 2],
            provider: ["north", "south"][number / 6 % 2],
            known: [number.is_multiple_of(2), number.is_multiple_of(5)],
        }
    }
}

/// A few hundred people, and among them few of one group, few of two languages, few with one referrer or provider.
pub(crate) fn people() -> Vec<Person> {
    let mut people: Vec<Person> = (0..400).map(Person::of).collect();
    [10, 64, 127].into_iter().for_each(|at: usize| people[at].group = "Gamma");
    [11, 20].into_iter().for_each(|at: usize| people[at].group = "");
    [30, 91, 200].into_iter().for_each(|at: usize| people[at].language = "Polish");
    people[44].language = "Sign";
    [50, 51].into_iter().for_each(|at: usize| people[at].referrer = "one nurse");
    [52, 53, 55, 56].into_iter().for_each(|at: usize| people[at].provider = "one room");
    people
}

pub(crate) const PARTNERSHIP: &str = r#"
[partnership]
register = "definitions.toml"
standardise = STANDARDISE
search = ["group"]
barriers = ["group"]
protected = { race = "group", language = "language" }

[[agency]]
name = "health"
file = "health.csv"
geography = "lsoa21"
code = "code"
shared_id = "shared"
attributes = { group = "group", language = "language" }

[[agency]]
name = "police"
file = "police.csv"
shared_id = "shared"
"#;

/// Id and condition of every definition: nested, by few people apart, of few people, of all but few.
pub(crate) const DEFINITIONS: [(&str, &str); 9] = [
    ("beta", "\"group\" = 'Beta'"),
    ("beta-and-gamma", "\"group\" IN ('Beta', 'Gamma')"),
    ("beta-and-sign", "\"group\" = 'Beta' OR language = 'Sign'"),
    ("beta-and-polish", "\"group\" = 'Beta' OR language = 'Polish'"),
    ("not-polish", "language <> 'Polish'"),
    ("polish", "language = 'Polish'"),
    ("needy", "imd_fifth >= 4"),
    ("needy-and-sign", "imd_fifth >= 4 OR language = 'Sign'"),
    ("known-to-police", "known_to_police"),
];

pub(crate) struct Published {
    pub(crate) folder: TempDir,
}

pub(crate) fn publish(people: &[Person], standardise: &str) -> Published {
    publish_of(people, standardise, &DEFINITIONS)
}

pub(crate) fn publish_of(people: &[Person], standardise: &str, definitions: &[(&str, &str)]) -> Published {
    let folder = tempfile::tempdir().unwrap();
    HiddenPlace::of(&[5; 12]).write(folder.path());
    let file = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let text = fs::read_to_string(folder.path().join("assessment.toml")).unwrap();
    let own = "groups = { group = \"group\" }\nattributes = { language = \"language\" }\nshared_id = \"shared\"\n\
               referrer = \"referrer\"\nprovider = \"provider\"\nattempts = \"attempts\"";
    let text = text.replace("groups = { group = \"group\" }", own);
    file("assessment.toml", &(text + &PARTNERSHIP.replace("STANDARDISE", standardise)));
    let mut records = "person,shared,date,status,code,group,language,referrer,provider,attempts\n".to_owned();
    let mut agencies = ["shared,code,group,language\n".to_owned(), "shared\n".to_owned()];
    for (at, person) in people.iter().enumerate() {
        let Person { group, language, referrer, provider, last, .. } = person;
        let code = HiddenPlace::code(person.area);
        let steps: &[&str] = match *last {
            "completed" => &["referred", "offered", "engaged", "completed"],
            "engaged" => &["referred", "offered", "engaged"],
            "declined" => &["referred", "offered", "declined"],
            "offered" => &["referred", "offered"],
            _ => &["referred"],
        };
        for (step, day) in steps.iter().zip([0, 9, 20, 60]) {
            let day = day + at % 28;
            let date = format!("2025-{:02}-{:02}", 1 + day / 28, 1 + day % 28);
            writeln!(
                records,
                "own{at:05},shared{at:05}x,{date},{step},{code},{group},{language},{referrer},{provider},2"
            )
            .unwrap();
        }
        if person.known[0] {
            writeln!(agencies[0], "shared{at:05}x,{code},{group},{language}").unwrap();
        }
        if person.known[1] {
            writeln!(agencies[1], "shared{at:05}x").unwrap();
        }
    }
    file("mentoring.csv", &records);
    file("health.csv", &agencies[0]);
    file("police.csv", &agencies[1]);
    let definition = |(id, covers): &(&str, &str)| {
        let covers = toml::Value::String((*covers).to_owned());
        format!(
            "[[definition]]\nid = \"{id}\"\ntitle = \"{id}\"\nagency = \"health\"\nwording = \"They are hard to reach.\"\n\
             kind = [\"under-represented\", \"slipping-through\", \"service-resistant\"]\ncovers = {covers}\n\n"
        )
    };
    file("definitions.toml", &definitions.iter().map(definition).collect::<String>());
    reachgap(folder.path(), &["run", "assessment.toml", "--quiet"]);
    Published { folder }
}

impl Published {
    pub(crate) fn out(&self) -> PathBuf {
        self.folder.path().join("reachgap-output")
    }

    pub(crate) fn table(&self, name: &str) -> Vec<Row> {
        table(&self.out(), name)
    }

    pub(crate) fn public(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        contents(&self.out().join("public"))
    }

    /// Everything that is text, in whatever file: pages, pictures, tables, maps' data, cells of the workbook.
    pub(crate) fn texts(&self) -> Vec<(String, String)> {
        let mut texts: Vec<(String, String)> = Vec::new();
        for (file, bytes) in self.public() {
            if let Ok(text) = String::from_utf8(bytes) {
                texts.push((file.display().to_string(), text));
            }
        }
        let mut workbook: Xlsx<_> = open_workbook(self.out().join("public/tables.xlsx")).unwrap();
        for (sheet, range) in workbook.worksheets() {
            let cells: Vec<String> = range.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
            texts.push((sheet, cells.join("\n")));
        }
        texts
    }
}
