//! What may be shown of a partnership: definitions with their verdicts, and what is found of its people together.
//!
//! Every number of persons comes rounded, and every figure was worked out from the rounded numbers before.

mod cohorts;
mod comparison;
mod definition;
mod definition_tables;
mod equality;
mod missing;
mod pathways;
mod pictures;
mod providers;
mod rows;
mod tables;
mod words;

use super::evidence::{Chart, Map, MethodUsed, PartnershipEvidence, Table};
use super::service_tables::machine_name;
use crate::assess::partnership::PartnershipFindings;
use crate::assessment::Settings;
use crate::join::Joined;
use crate::number_words::{number, percentage, thousands};
use crate::words::listed;

/// What is told of a partnership.
pub(super) struct Told<'a> {
    pub(super) joined: &'a Joined,
    pub(super) settings: &'a Settings,
    pub(super) found: &'a PartnershipFindings,
    /// Title of the assessment.
    pub(super) title: &'a str,
}

/// The evidence of a partnership with the tables, charts and maps its pages name.
pub(super) struct Shown {
    pub(super) evidence: PartnershipEvidence,
    pub(super) tables: Vec<Table>,
    pub(super) charts: Vec<Chart>,
    pub(super) maps: Vec<Map>,
}

impl Told<'_> {
    pub(super) fn shown(&self) -> Shown {
        let current = self.found.current();
        let definitions = current.iter().map(|one| self.definition(one)).collect();
        let mut tables = vec![self.verdicts_table(), self.pairs_table(), self.combinations_table()];
        tables.extend(self.orders_table());
        tables.extend(self.found.searched.iter().flatten().map(|found| self.searched_table(found)));
        tables.extend(self.found.crossed.iter().flatten().map(|crossed| self.crossed_table(crossed)));
        let ids = current.iter().map(|one| one.registered.definition.id.as_str());
        tables.extend(ids.filter_map(|id| self.wordings_table(id)));
        tables.extend(self.pathway_tables());
        tables.extend(self.provider_tables());
        tables.extend(self.missing_tables());
        tables.extend(self.cohort_tables());
        tables.extend(self.equality_tables());
        let mut charts = vec![self.verdicts_chart(), self.upset_chart()];
        charts.extend(current.iter().flat_map(|one| self.charts_of(one)));
        charts.extend(self.provider_charts());
        charts.extend(self.cohort_charts());
        charts.extend(self.reach_chart());
        let maps = current.iter().filter_map(|one| self.map_of(one)).collect();
        let evidence = PartnershipEvidence {
            answer: self.answer(),
            definitions,
            sections: self.sections(),
            methods: self.methods(),
        };
        Shown { evidence, tables, charts, maps }
    }

    /// How definitions were tested, in words.
    fn methods(&self) -> Vec<MethodUsed> {
        let (settings, judging) = (&self.settings.partnership, self.found.judging);
        let used = |name: &str, words: String| MethodUsed { name: name.into(), words };
        let mut methods = vec![
            used(
                "Definitions",
                format!(
                    "Whom a definition covers is an SQL condition, answered for everybody on the agencies' files and the services' records, and for the eligible people as far as tables of the population tell what it asks for; tables that tell different things are taken to be independent within an area. People compared are {}.",
                    if self.found.case_mix.words().is_empty() { "taken as they are".to_owned() } else { format!("made alike in {}", listed(&self.found.case_mix.words())) }
                ),
            ),
            used(
                "Ratios and tests",
                format!(
                    "Mantel–Haenszel risk ratios over strata with the limits of Greenland and Robins (1985), and the Cochran–Mantel–Haenszel test without continuity correction. {} tests were corrected for each other by {}, at the {} level. Smallest ratios that could have been seen have a power of 80 %.",
                    thousands(self.found.tests as f64),
                    words::correction(settings.correction),
                    percentage(judging.level)
                ),
            ),
            used(
                "Verdicts",
                "Supported: the ratio is at or beyond the agency's threshold, and differs from 1 by more than chance explains, all tests allowed for. Not supported: the whole interval lies on the near side of the threshold. Not enough data: neither. Not offered in reach: at least half of the offers were out of reach.".into(),
            ),
            used(
                "Numbers of people",
                format!(
                    "Numbers of persons of the records are rounded to the nearest {}; those above 0 and below {} are withheld. Every ratio, limit and p-value is worked out from rounded numbers, with the variance of rounding added.",
                    judging.rounding.to, judging.rounding.threshold
                ),
            ),
            used(
                "Agreement",
                "Cohen's kappa with the standard error of Fleiss, Cohen and Everitt (1969); the Jaccard index; and people in both against those that chance would bring, with exact Poisson limits.".into(),
            ),
        ];
        if !settings.search.is_empty() {
            methods.push(used(
                "Whom nobody names",
                format!("Every level of {}, alone and crossed up to three at a time, is set against the reach of everybody with the same need by an exact binomial test, corrected for all of them by Holm's method; the clearest is explained away before the next is looked for.", listed(&settings.search.iter().map(|a| a.replace('_', " ")).collect::<Vec<_>>())),
            ));
        }
        if self.found.crossed.is_some() {
            methods.push(used(
                "Several barriers at once",
                "A Poisson regression of reach on each barrier by itself; what is left of each crossing is shrunk towards it (Evans and others 2018).".into(),
            ));
        }
        methods
    }
}

/// A group in words: "age band 8-12, ethnic group Asian".
pub(super) fn group_words(levels: &[(String, String)]) -> String {
    let words: Vec<String> =
        levels.iter().map(|(name, level)| format!("{} {level}", name.replace('_', " "))).collect();
    words.join(" and ")
}

/// A ratio with its limits.
pub(super) fn ratio_words(value: f64, lower: f64, upper: f64) -> String {
    format!("{} (95% interval {} to {})", number(value, 2), number(lower, 2), number(upper, 2))
}
