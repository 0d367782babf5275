//! Definitions answered: what expressions may name, what comparisons allow for, and whom each definition covers.

use super::register::{Registered, register};
use crate::assess::places::access::nearest_cost;
use crate::assessment::Assessment;
use crate::case_mix::{CaseMix, fifths};
use crate::estimate::measures::Measures;
use crate::join::Joined;
use crate::join::coverage::{AreaMeasure, Ground};
use crate::measure::{Measure, Polarity};
use crate::problem::Problems;
use crate::roll::Roll;

/// What answering definitions needs.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// The run's assessment.
    pub assessment: &'a Assessment,
    /// Everything joined.
    pub joined: &'a Joined,
    /// Figures of areas.
    pub measures: &'a Measures,
}

/// Definitions with whom they cover.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The definitions, in the order of the assessment.
    pub registered: Vec<Registered>,
    /// What comparisons allow for.
    pub case_mix: CaseMix,
    /// The figures of areas that expressions may name.
    pub measures: Vec<AreaMeasure>,
}

impl Asking<'_> {
    /// Answers every definition. `None` where there is no partnership, or where one cannot be answered: then the
    /// problems say why.
    pub fn answer(&self, problems: &mut Problems) -> Option<Answered> {
        let roll = self.joined.roll.as_ref()?;
        let (case_mix, measures) = (self.case_mix(roll), self.area_measures(roll));
        let ground = Ground {
            assessment: self.assessment,
            joined: self.joined,
            measures: &measures,
            case_mix: &case_mix,
        };
        let registered = register(&ground, problems)?;
        (!problems.has_errors()).then_some(Answered { registered, case_mix, measures })
    }

    /// What comparisons allow for, as far as sources tell it.
    fn case_mix(&self, roll: &Roll) -> CaseMix {
        let settings = &self.assessment.settings;
        let wanted = |name: &str| settings.partnership.standardise.iter().any(|wanted| wanted == name);
        let kinds = &self.joined.population.kinds;
        let sexes =
            roll.attribute("sex").filter(|_| wanted("sex") && kinds.iter().all(|kind| kind.sex.is_some()));
        let need = self.measures.need.as_ref().filter(|_| wanted("need"));
        CaseMix {
            bands: if wanted("age") { settings.population.age_bands.clone() } else { Vec::new() },
            sexes: sexes.map(|sex| sex.levels.iter().map(|level| level.to_lowercase()).collect()),
            fifths: need.map(|need| fifths_of(&need.index)),
        }
    }

    /// The figures of areas that expressions may name.
    fn area_measures(&self, roll: &Roll) -> Vec<AreaMeasure> {
        let need = self.measures.need.iter().map(|need| &need.index);
        let crime = self.measures.crime.iter().flat_map(|_| ["crime_rate", "asb_rate"]);
        let crime = crime.filter_map(|id| self.measures.indicator(id));
        let mut all: Vec<AreaMeasure> = Vec::new();
        for measure in self.measures.indicators.iter().chain(crime).chain(need) {
            if all.iter().all(|known| known.name != measure.indicator.id) {
                all.push(AreaMeasure {
                    name: measure.indicator.id.clone(),
                    values: measure.values.iter().map(|value| value.known()).collect(),
                    fifths: fifths_of(measure),
                });
            }
        }
        if !self.joined.near.sites.is_empty() {
            all.extend(roll.services.iter().map(|service| {
                let values = nearest_cost(&self.joined.near, service);
                AreaMeasure { name: format!("distance_to_{service}"), fifths: fifths(&values), values }
            }));
        }
        all
    }
}

fn fifths_of(measure: &Measure<f64>) -> Vec<Option<u8>> {
    let sign = if measure.indicator.polarity == Polarity::HighIsNeed { 1.0 } else { -1.0 };
    fifths(&measure.values.iter().map(|value| value.known().map(|v| v * sign)).collect::<Vec<_>>())
}
