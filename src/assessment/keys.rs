//! From the text of an assessment file, or of a register of definitions, to its settings: every unknown key is named with the nearest known one.

use std::path::Path;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::problem::{Problem, Problems};

/// Parses the text. On failure the problems say where and why.
pub(super) fn parse<T: DeserializeOwned + JsonSchema>(
    text: &str,
    file: &Path,
    problems: &mut Problems,
) -> Option<(T, Value)> {
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            let row = error.span().map_or(1, |span| line_of(text, span.start));
            problems.push(
                Problem::error(format!("not valid TOML: {}", error.message()))
                    .file(file)
                    .row(row)
                    .hint("text stands in straight quotes, lists in [ ], and every key has one value"),
            );
            return None;
        }
    };
    let raw = serde_json::to_value(&table).ok()?;
    let schema = schemars::schema_for!(T).to_value();
    let mut unknown = Vec::new();
    unknown_keys(&raw, &schema, &schema, "", &mut unknown);
    for (path, key, known) in unknown {
        let mut problem =
            Problem::error(format!("unknown key `{path}`")).file(file).row(line_of_key(text, &key));
        problem = match nearest(&key, &known) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem.hint(format!("the keys here are {}", known.join(", "))),
        };
        problems.push(problem);
    }
    if problems.has_errors() {
        return None;
    }
    match serde_path_to_error::deserialize(toml::Value::Table(table)) {
        Ok(settings) => Some((settings, raw)),
        Err(error) => {
            let path = error.path().to_string();
            let key = path.rsplit('.').next().unwrap_or_default().to_owned();
            let what = error.into_inner().message().trim().replace('\n', " ");
            problems.push(
                Problem::error(format!("`{path}`: {what}"))
                    .file(file)
                    .row(line_of_key(text, &key))
                    .hint("`reachgap schema` prints every key and what it takes"),
            );
            None
        }
    }
}

/// The known name nearest to a mistyped one, if any is near.
pub(crate) fn nearest<'a>(typed: &str, known: &'a [String]) -> Option<&'a str> {
    let plain = |s: &str| s.to_ascii_lowercase().replace(['_', '-', ' '], "");
    known
        .iter()
        .map(|k| (strsim::damerau_levenshtein(&plain(typed), &plain(k)), k.as_str()))
        .filter(|(distance, k)| *distance <= 2.max(k.len() / 3))
        .min()
        .map(|(_, k)| k)
}

/// Says of a problem of a definition in which row that definition's id stands, where it stands once.
pub(super) fn placed_by_id(problem: Problem, id: &str, text: &str) -> Problem {
    let is_id = |line: &str| {
        let (key, value) = line.split_once('=').unwrap_or_default();
        key.trim() == "id"
            && value.trim_start().strip_prefix('"').is_some_and(|v| v.split('"').next() == Some(id))
    };
    let mut rows = (1..).zip(text.lines()).filter(|(_, line)| is_id(line)).map(|(row, _)| row);
    match (rows.next(), rows.next()) {
        (Some(row), None) => problem.row(row),
        _ => problem,
    }
}

/// Says of a problem that names a key in backticks in which row that key stands.
pub(super) fn placed(problem: Problem, text: &str) -> Problem {
    let key = problem.what.split('`').nth(1).map(str::to_owned);
    match key.and_then(|key| line_of_path(text, &key)) {
        Some(row) if problem.row.is_none() => problem.row(row),
        _ => problem,
    }
}

/// The line of a key such as `need.weights`, or of the nearest one above it.
fn line_of_path(text: &str, path: &str) -> Option<u64> {
    let mut section = String::new();
    let mut found = None;
    for (line, number) in text.lines().map(str::trim).zip(1..) {
        let here = if line.starts_with('[') {
            section = line.trim_matches(|c| matches!(c, '[' | ']' | ' ')).to_owned();
            section.clone()
        } else {
            let Some((key, _)) = line.split_once('=') else { continue };
            let dot = if section.is_empty() { "" } else { "." };
            format!("{section}{dot}{}", key.trim())
        };
        let leads =
            path.strip_prefix(here.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        if leads && found.as_ref().is_none_or(|(length, _)| here.len() > *length) {
            found = Some((here.len(), number));
        }
    }
    found.map(|(_, number)| number)
}

fn line_of(text: &str, at: usize) -> u64 {
    1 + text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count() as u64
}

fn line_of_key(text: &str, key: &str) -> u64 {
    let starts = |line: &str| {
        let line = line.trim_start().trim_start_matches('[');
        line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(['=', ']', '.']))
    };
    let found = text.lines().position(starts).or_else(|| text.lines().position(|l| l.contains(key)));
    found.map_or(1, |i| i as u64 + 1)
}

/// Walks a value beside its schema and gathers (path, key, known keys) of what the schema does not know.
fn unknown_keys(
    value: &Value,
    schema: &Value,
    root: &Value,
    path: &str,
    found: &mut Vec<(String, String, Vec<String>)>,
) {
    let schema = resolve(schema, root);
    match value {
        Value::Object(object) => {
            let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return };
            let known: Vec<String> = properties.keys().cloned().collect();
            for (key, inner) in object {
                let here = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                match properties.get(key) {
                    Some(inner_schema) => unknown_keys(inner, inner_schema, root, &here, found),
                    None => found.push((here, key.clone(), known.clone())),
                }
            }
        }
        Value::Array(items) => {
            let Some(item_schema) = schema.get("items") else { return };
            for item in items {
                unknown_keys(item, item_schema, root, path, found);
            }
        }
        _ => {}
    }
}

/// Follows references, and steps through "this or nothing".
fn resolve<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let pointer = reference.trim_start_matches('#');
        return root.pointer(pointer).map_or(schema, |inner| resolve(inner, root));
    }
    let choices = schema.get("anyOf").or_else(|| schema.get("allOf")).and_then(Value::as_array);
    let object = choices.and_then(|all| all.iter().find(|s| s.get("$ref").is_some()));
    object.map_or(schema, |inner| resolve(inner, root))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::Settings;

    const SMALL: &str = "title = \"T\"\n[areas]\ngeography = \"lsoa21\"\nfile = \"a.geojson\"\n\
        [population]\nfile = \"p.csv\"\ngeography = \"lsoa21\"\nperiod = 2021\n";

    fn told(text: &str) -> String {
        let mut problems = Problems::none();
        parse::<Settings>(text, Path::new("assessment.toml"), &mut problems);
        problems.to_string()
    }

    #[test]
    fn a_small_file_is_read() {
        assert_eq!(told(SMALL), "");
    }

    #[test]
    fn every_unknown_key_is_named_with_the_nearest_known_one() {
        let told = told(&format!("{SMALL}[gap]\nstandart = \"equal-reach\"\nalso_too = []\n[crmie]\n"));
        assert!(
            told.contains(
                "assessment.toml, row 10: unknown key `gap.standart`\n  hint: did you mean `standard`?"
            ),
            "{told}"
        );
        assert!(told.contains("unknown key `gap.also_too`"), "{told}");
        assert!(told.contains("unknown key `crmie`\n  hint: did you mean `crime`?"), "{told}");
    }

    #[test]
    fn a_value_that_does_not_fit_is_named_with_its_path() {
        let told = told(&SMALL.replace("period = 2021", "period = 2021\nages = \"12-4\""));
        assert!(told.contains("row 9: `population.ages`: \"12-4\" is not a range of ages"), "{told}");
    }

    #[test]
    fn a_problem_that_names_a_key_is_told_with_its_row() {
        let text = "title = \"\"\n[need]\nweights = { imd = 0.5 }\n[gap]\nconfidence = 2\n";
        let row = |what: &str| placed(Problem::error(what), text).row;
        assert_eq!(row("`title` is blank"), Some(1));
        assert_eq!(row("`need.weights.imd` is -1"), Some(3));
        assert_eq!(row("`gap.confidence` is 2"), Some(5));
        assert_eq!(row("`maps.classes` is 9"), None);
        assert_eq!(row("there is no [need]"), None);
    }

    #[test]
    fn broken_toml_is_named_with_its_row() {
        assert!(
            told("title = \"T\"\nareas = [").starts_with("error: assessment.toml, row 2: not valid TOML")
        );
    }
}
