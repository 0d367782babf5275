//! Pages made from their models and templates.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde::Serialize;

use super::definition_page::DefinitionPage;
use super::model::{NamedSection, ReportModel, Section};
use super::partnership_page::{PartnershipPage, counted};
use crate::publish::{PublishError, figures};

/// The template that comes with Reachgap: where one's own begins.
///
/// It stands in the frame that templates call `reachgap:page` and takes its pieces (figures, tables, sections)
/// from `reachgap:parts`; a template of one's own may use both, or neither.
pub const TEMPLATE: &str = include_str!("report.html");

const STYLE: &str = include_str!("report.css");

/// What every template may build upon.
const SHARED: [(&str, &str); 3] = [
    ("reachgap:page", include_str!("page.html")),
    ("reachgap:parts", include_str!("parts.html")),
    ("reachgap:verdicts", include_str!("verdicts.html")),
];

/// Writes the report, with the template that comes with Reachgap or with another (minijinja syntax).
///
/// A template sees the fields of [`ReportModel`], and `style`, the style sheet that comes with Reachgap. Every
/// text is escaped; a field that is not there is an error.
///
/// # Errors
/// When a table is faulty, the template cannot be read or is wrong, or `out` cannot be written to.
pub fn write(out: &mut dyn Write, model: &ReportModel, template: Option<&Path>) -> Result<(), PublishError> {
    let parts = [
        &model.first_areas,
        &model.maps,
        &model.groups,
        &model.definitions,
        &model.quadrant,
        &model.together,
        &model.sources,
    ];
    let (name, source) = match template {
        None => ("report.html".to_owned(), TEMPLATE.to_owned()),
        Some(path) => (path.display().to_string(), read(path)?),
    };
    put(out, &name, &source, parts, model)
}

/// Writes the page of one definition: who is meant, the verdict and why, and the evidence.
///
/// # Errors
/// When a table is faulty or `out` cannot be written to.
pub fn write_definition(out: &mut dyn Write, page: &DefinitionPage) -> Result<(), PublishError> {
    put(out, "definition.html", include_str!("definition.html"), inside(&page.sections), page)
}

/// Writes the page that sets the definitions of a partnership side by side.
///
/// # Errors
/// When a table is faulty or `out` cannot be written to.
pub fn write_partnership(out: &mut dyn Write, page: &PartnershipPage) -> Result<(), PublishError> {
    let source = include_str!("partnership.html");
    put(out, "partnership.html", source, inside(&page.sections), &counted(page))
}

fn inside(sections: &[NamedSection]) -> impl Iterator<Item = &Section> {
    sections.iter().map(|named| &named.section)
}

fn put<'a>(
    out: &mut dyn Write,
    name: &str,
    source: &str,
    parts: impl IntoIterator<Item = &'a Section>,
    model: &impl Serialize,
) -> Result<(), PublishError> {
    parts.into_iter().flat_map(|section| &section.tables).try_for_each(figures::check)?;
    let page = rendered(name, source, model)?;
    Ok(out.write_all(page.as_bytes())?)
}

fn read(path: &Path) -> Result<String, PublishError> {
    fs::read_to_string(path).map_err(|source| PublishError::TemplateFile { path: path.to_owned(), source })
}

fn rendered(name: &str, source: &str, model: &impl Serialize) -> Result<String, PublishError> {
    let wrong = |error: minijinja::Error| PublishError::Template {
        name: error.name().unwrap_or(name).to_owned(),
        line: error.line().unwrap_or(0),
        what: error.detail().map_or_else(|| error.kind().to_string(), str::to_owned),
    };
    let mut environment = environment().map_err(wrong)?;
    environment.add_template(name, source).map_err(wrong)?;
    let model = serde_json::to_value(model).map_err(std::io::Error::from)?;
    let template = environment.get_template(name).map_err(wrong)?;
    template.render(value(model)).map_err(wrong)
}

fn environment<'a>() -> Result<Environment<'a>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(
        minijinja::syntax::SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?,
    );
    for (name, source) in SHARED {
        environment.add_template(name, source)?;
    }
    environment.add_global("style", Value::from_safe_string(STYLE.to_owned()));
    Ok(environment)
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
