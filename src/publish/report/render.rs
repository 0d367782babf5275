//! The page made from the model and a template.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use super::model::ReportModel;
use crate::publish::{PublishError, figures};

/// The template that comes with Reachgap: where one's own begins.
pub const TEMPLATE: &str = include_str!("report.html");

const STYLE: &str = include_str!("report.css");

/// Writes the page, with the template that comes with Reachgap or with another (minijinja syntax).
///
/// A template sees the fields of [`ReportModel`], and `style`, the style sheet that comes with Reachgap. Every
/// text is escaped; a field that is not there is an error.
///
/// # Errors
/// When a table is faulty, the template cannot be read or is wrong, or `out` cannot be written to.
pub fn write(out: &mut dyn Write, model: &ReportModel, template: Option<&Path>) -> Result<(), PublishError> {
    let sections = [&model.maps, &model.first_areas, &model.groups, &model.quadrant, &model.sources];
    sections.iter().flat_map(|section| &section.tables).try_for_each(figures::check)?;
    let (name, source) = match template {
        None => ("report.html".to_owned(), TEMPLATE.to_owned()),
        Some(path) => (path.display().to_string(), read(path)?),
    };
    let page = rendered(&name, &source, model)?;
    Ok(out.write_all(page.as_bytes())?)
}

fn read(path: &Path) -> Result<String, PublishError> {
    fs::read_to_string(path).map_err(|source| PublishError::TemplateFile { path: path.to_owned(), source })
}

fn rendered(name: &str, source: &str, model: &ReportModel) -> Result<String, PublishError> {
    let wrong = |error: minijinja::Error| PublishError::Template {
        name: name.to_owned(),
        line: error.line().unwrap_or(0),
        what: error.detail().map_or_else(|| error.kind().to_string(), str::to_owned),
    };
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(
        minijinja::syntax::SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()
            .map_err(wrong)?,
    );
    environment.add_template(name, source).map_err(wrong)?;
    environment.add_global("style", Value::from_safe_string(STYLE.to_owned()));
    let model = serde_json::to_value(model).map_err(std::io::Error::from)?;
    let template = environment.get_template(name).map_err(wrong)?;
    template.render(value(model)).map_err(wrong)
}

fn value(json: serde_json::Value) -> Value {
    use serde_json::Value as Json;
    match json {
        Json::Null => Value::from(()),
        Json::Bool(yes) => Value::from(yes),
        Json::Number(number) => {
            number.as_i64().map_or_else(|| number.as_f64().map_or(Value::from(()), Value::from), Value::from)
        }
        Json::String(text) => Value::from(text),
        Json::Array(items) => items.into_iter().map(value).collect(),
        Json::Object(fields) => Value::from(
            fields.into_iter().map(|(name, field)| (name, value(field))).collect::<BTreeMap<_, _>>(),
        ),
    }
}
