//! Presets: the layouts people really have, as data. A new column name is a line of TOML, never a change of code.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::keys::nearest;
use crate::problem::{Problem, Problems};

/// Where the columns of a published layout are found.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// The layout's name for a reader.
    pub title: String,
    /// Who publishes it.
    #[serde(default)]
    pub source: String,
    /// Headers that a column may have, by what it holds; the first one present is used.
    #[serde(default)]
    pub columns: BTreeMap<String, Vec<String>>,
    /// Deprivation: the figures of each indicator.
    #[serde(default)]
    pub indicator: BTreeMap<String, IndicatorColumns>,
    /// Deprivation: how many areas the publisher ranked. Left out: the highest rank or number of rows in the file.
    pub ranked: Option<f64>,
    /// Look-ups: which geography leads to which.
    #[serde(default)]
    pub relation: Vec<Relation>,
    /// Wide group tables: headers that are neither a code nor a group.
    #[serde(default)]
    pub not_groups: Vec<String>,
}

/// Where one deprivation indicator's figures are.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorColumns {
    /// Its name for a reader.
    pub label: String,
    /// Headers of the score: more is more deprived.
    #[serde(default)]
    pub score: Vec<String>,
    /// Headers of the rank: 1 is most deprived.
    #[serde(default)]
    pub rank: Vec<String>,
    /// Its official weight in the whole index, where it is one of its domains.
    pub domain_weight: Option<f64>,
}

/// One relation of a look-up file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// Geography looked up.
    pub from: String,
    /// Geography found.
    pub to: String,
    /// Headers of the code looked up.
    pub from_column: Vec<String>,
    /// Headers of the code found.
    pub to_column: Vec<String>,
    /// Headers of the name found.
    #[serde(default)]
    pub name_column: Vec<String>,
    /// Headers of the kind of change.
    #[serde(default)]
    pub change_column: Vec<String>,
}

macro_rules! presets {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../data/presets/", $name, ".toml")))),*]
    };
}

const PRESETS: &[(&str, &str)] = presets![
    "police-uk-street",
    "iod2019-file7",
    "iod2025-file7",
    "iod-tidy",
    "wimd2019",
    "ons-single-year-of-age",
    "long",
    "census2021-groups-wide",
    "census2021-groups-long",
    "nspl",
    "onspd",
    "lsoa11-lsoa21",
    "lsoa11-msoa11",
    "lsoa21-ward24-lad24",
];

impl Preset {
    /// The preset of this name, or the one in a TOML file of this path.
    ///
    /// # Errors
    /// Says which names there are, and which is nearest.
    #[expect(clippy::result_large_err, reason = "a problem is returned once for a preset")]
    pub fn named(name: &str, directory: &Path) -> Result<Self, Problem> {
        let text = match PRESETS.iter().find(|(known, _)| *known == name) {
            Some((_, text)) => (*text).to_owned(),
            None if name.ends_with(".toml") => {
                let path = directory.join(name);
                std::fs::read_to_string(&path)
                    .map_err(|e| Problem::error(format!("cannot be read: {e}")).file(&path))?
            }
            None => return Err(unknown(name)),
        };
        toml::from_str(&text).map_err(|e| Problem::error(format!("preset \"{name}\": {}", e.message())))
    }

    /// The preset of this name, noting a problem and standing in an empty one where there is none.
    pub fn or_problem(name: &str, directory: &Path, problems: &mut Problems) -> Self {
        Self::named(name, directory).unwrap_or_else(|problem| {
            problems.push(problem);
            Self::default()
        })
    }

    /// Headers that a column may have: the one the assessment names, or else the preset's.
    pub fn headers(&self, what: &str, named: Option<&str>) -> Vec<String> {
        match named {
            Some(header) => vec![header.to_owned()],
            None => self.columns.get(what).cloned().unwrap_or_default(),
        }
    }

    /// The names of all presets.
    pub fn names() -> Vec<&'static str> {
        PRESETS.iter().map(|(name, _)| *name).collect()
    }
}

fn unknown(name: &str) -> Problem {
    let names: Vec<String> = Preset::names().into_iter().map(str::to_owned).collect();
    let problem = Problem::error(format!("there is no preset \"{name}\""));
    match nearest(name, &names) {
        Some(near) => problem.hint(format!("did you mean \"{near}\"?")),
        None => {
            problem.hint(format!("the presets are {}; or give the path of a preset file", names.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_well_formed() {
        for name in Preset::names() {
            let preset = Preset::named(name, Path::new("")).unwrap_or_else(|p| panic!("{p}"));
            assert!(!preset.title.is_empty(), "{name} has no title");
        }
    }

    #[test]
    fn the_official_domain_weights_sum_to_one_as_rounded() {
        for name in ["iod2019-file7", "iod2025-file7", "iod-tidy", "wimd2019"] {
            let preset = Preset::named(name, Path::new("")).unwrap_or_else(|p| panic!("{p}"));
            let sum: f64 = preset.indicator.values().filter_map(|i| i.domain_weight).sum();
            assert!((sum - 1.0).abs() <= 0.001 + 1e-12, "{name}: {sum}");
        }
    }

    #[test]
    fn a_mistyped_preset_is_met_with_the_nearest() {
        let problem = Preset::named("iod2025-file-7", Path::new("")).expect_err("no such preset");
        assert_eq!(problem.hint.as_deref(), Some("did you mean \"iod2025-file7\"?"));
    }
}
