//! The assessment: the run file, read and checked as a whole before any data are touched.

mod ages;
mod checks;
pub use checks::STATUSES;
mod keys;
mod partnership_checks;
mod place_checks;
pub mod preset;
mod settings;

use std::path::{Path, PathBuf};

use jiff::civil::Date;

pub use ages::AgeRange;
pub use settings::*;

use crate::problem::{Problem, Problems};

/// An assessment file that has been read and holds together.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// What the file says.
    pub settings: Settings,
    /// The assessment file itself.
    pub file: PathBuf,
    /// The folder that names of data files start from.
    pub directory: PathBuf,
    /// The day the outputs carry; data dated later are refused.
    pub date: Date,
    /// The file as read, for the record of the run.
    pub raw: serde_json::Value,
    /// What was noticed while it was read and does not stop the run, such as a definition whose review is due.
    pub notices: Problems,
}

impl Assessment {
    /// Reads and checks an assessment file. Names of data files start from `data`, or from the file's own folder.
    ///
    /// # Errors
    /// Every problem found: syntax, unknown keys with the nearest known one, values that do not fit, and
    /// sources that no look-up connects to the areas.
    pub fn read(file: &Path, data: Option<&Path>, today: Date) -> Result<Self, Problems> {
        let mut problems = Problems::none();
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) => {
                problems.push(
                    Problem::error(format!("cannot be read: {error}"))
                        .file(file)
                        .hint("name an assessment file, or make one with `reachgap new DIR`"),
                );
                return Err(problems);
            }
        };
        let settings = keys::parse(&text, file, &mut problems);
        let Some((mut settings, mut raw)): Option<(Settings, _)> = settings else { return Err(problems) };
        let directory = match data {
            Some(data) => data.to_owned(),
            None => file.parent().map(Path::to_owned).unwrap_or_default(),
        };
        let written = register(&mut settings, &mut raw, &directory, &mut problems);
        let written = written.as_deref().unwrap_or(&text);
        let date = checks::date(&settings, today, file, &mut problems);
        let notices = Problems::none();
        let mut assessment = Self { settings, file: file.to_owned(), directory, date, raw, notices };
        let mut found = Problems::none();
        checks::check(&assessment, &mut found);
        problems.extend(found.into_iter().map(|problem| match &problem.of_definition() {
            Some(id) => keys::placed_by_id(problem, id, written),
            None => keys::placed(problem, &text),
        }));
        if problems.has_errors() {
            return Err(problems);
        }
        assessment.notices = problems;
        Ok(assessment)
    }

    /// Whether people are to be recognised across sources: there are definitions to test,
    /// agencies' files or cohorts.
    pub fn has_partnership(&self) -> bool {
        let settings = &self.settings;
        !(settings.definition.is_empty() && settings.agency.is_empty() && settings.cohort.is_empty())
    }

    /// Where a data file named in the assessment lies.
    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    /// How a data file is to be read, as far as the assessment says.
    pub fn format_of(&self, name: &str) -> FileFormat {
        self.settings.format.iter().find(|format| format.file == name).cloned().unwrap_or_default()
    }

    /// The name a reader knows a data file by: without the folder the names start from.
    pub fn name_of(&self, path: &Path) -> String {
        let short = path.strip_prefix(&self.directory).unwrap_or(path);
        short.display().to_string().replace('\\', "/")
    }

    /// The files that names and patterns stand for, in order of their names.
    pub fn expand(&self, files: &Files, problems: &mut Problems) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = Vec::new();
        for pattern in files.patterns() {
            let path = self.path(pattern);
            let matches: Vec<PathBuf> =
                glob::glob(&path.to_string_lossy()).map(|all| all.flatten().collect()).unwrap_or_default();
            if matches.is_empty() {
                problems.push(
                    Problem::error("no file of this name or pattern")
                        .file(Path::new(pattern))
                        .hint(format!("names start from the folder {}", self.directory.display())),
                );
            }
            found.extend(matches);
        }
        found.sort();
        found.dedup();
        found
    }

    /// The JSON Schema of assessment files.
    pub fn schema() -> serde_json::Value {
        let mut schema = schemars::schema_for!(Settings).to_value();
        if let Some(object) = schema.as_object_mut() {
            object.insert("title".into(), "Reachgap assessment file".into());
        }
        schema
    }
}

/// Adds the definitions of the register, where the assessment names one; gives its text.
fn register(
    settings: &mut Settings,
    raw: &mut serde_json::Value,
    directory: &Path,
    problems: &mut Problems,
) -> Option<String> {
    let name = settings.partnership.register.clone()?;
    let file = Path::new(&name);
    let text = match std::fs::read_to_string(directory.join(file)) {
        Ok(text) => text,
        Err(error) => {
            let problem = Problem::error(format!("cannot be read: {error}")).file(file);
            problems.push(problem.hint("`partnership.register` names a file of [[definition]] entries"));
            return None;
        }
    };
    let (register, written): (Register, serde_json::Value) = keys::parse(&text, file, problems)?;
    if let (Some(object), Some(found)) = (raw.as_object_mut(), written.get("definition")) {
        object.insert("register".into(), found.clone());
    }
    settings.definition.extend(register.definition);
    Some(text)
}
