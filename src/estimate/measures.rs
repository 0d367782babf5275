//! From what the sources say to measures: indicators, crime rates, the need index and reach.

use super::confidence::Confidence;
use super::empirical_bayes::{self, AreaCount};
use super::need::{self, Indicator as Part};
use super::no_figure::NoFigure;
use super::rate;
use super::standardise::{self, Stratum};
use crate::assessment::{Counted, Settings};
use crate::count::Count;
use crate::join::{CrimeCounts, Deprivation, Joined, UptakeCounts, WithoutCrime};
use crate::measure::{Estimate, Indicator, Measure, Missing, Polarity, Value};

/// Crime rates are per this many residents and year.
pub const CRIME_PER: f64 = 1000.0;

/// Everything measured, aligned to the areas.
#[derive(Debug, Clone)]
pub struct Measures {
    /// Every indicator by its name in weights: deprivation, further ones, and crime rates.
    pub indicators: Vec<Measure<f64>>,
    /// Recorded crime.
    pub crime: Option<CrimeRates>,
    /// The need index.
    pub need: Option<NeedIndex>,
    /// Reach, one per service.
    pub reach: Vec<Measure<Estimate>>,
    /// Reach directly standardised to the place's eligible people, one per service; `None` where the records are
    /// not told apart by what the assessment standardises for.
    pub standardised: Vec<Option<Measure<Estimate>>>,
}

/// Rates of recorded crime, anti-social behaviour apart.
#[derive(Debug, Clone)]
pub struct CrimeRates {
    /// All crime but anti-social behaviour.
    pub all: Measure<Estimate>,
    /// The same, smoothed by empirical Bayes towards the place's mean.
    pub smoothed: Measure<f64>,
    /// Anti-social behaviour.
    pub anti_social: Measure<Estimate>,
}

/// The need index and its parts.
#[derive(Debug, Clone)]
pub struct NeedIndex {
    /// The index: higher is more need.
    pub index: Measure<f64>,
    /// Its parts, by name, with their weights.
    pub parts: Vec<(String, f64)>,
    /// The transformed score of each part, aligned to the areas.
    pub scores: Vec<Vec<Value<f64>>>,
}

impl Measures {
    /// Measures everything.
    pub fn new(joined: &Joined, settings: &Settings, confidence: Confidence) -> Self {
        let residents = joined.population.residents();
        let crime = joined.crime.as_ref().map(|c| CrimeRates::new(c, &residents, confidence));
        let mut indicators = joined.deprivation.as_ref().map(deprivation).unwrap_or_default();
        indicators.extend(joined.indicators.iter().cloned());
        if let (Some(rates), Some(counts)) = (&crime, &joined.crime) {
            indicators.push(middle(&rates.all, "crime_rate"));
            indicators.push(middle(&rates.anti_social, "asb_rate"));
            indicators.extend(kinds_of_crime(settings, counts, &residents, confidence));
        }
        let need = settings.need.as_ref().map(|need| NeedIndex::new(need, &indicators));
        let reach = joined.uptake.iter().map(|u| reach(u, confidence)).collect();
        let standardised = joined.uptake.iter().map(|u| standardised(u, confidence)).collect();
        Self { indicators, crime, need, reach, standardised }
    }

    /// An indicator by its name in weights.
    pub fn indicator(&self, id: &str) -> Option<&Measure<f64>> {
        self.indicators.iter().find(|m| m.indicator.id == id)
    }
}

impl From<NoFigure> for Missing {
    fn from(reason: NoFigure) -> Self {
        match reason {
            NoFigure::ZeroDenominator | NoFigure::EventsWithoutPeople | NoFigure::NoExpectedEvents => {
                Self::NobodyEligible
            }
            NoFigure::MoreEventsThanPeople => Self::MoreThanEligible,
            NoFigure::FewerThanTenEvents | NoFigure::NoEvents | NoFigure::LimitsUndefined => {
                Self::TooFewEvents
            }
            NoFigure::NotSupplied => Self::NotInSource,
            NoFigure::NoVariation => Self::NoVariation,
            NoFigure::NoNeighbours => Self::NoNeighbours,
            NoFigure::NoSiteWithinReach => Self::NoSite,
            _ => Self::IngredientMissing,
        }
    }
}

fn value<T>(result: Result<T, NoFigure>) -> Value<T> {
    result.map_or_else(|reason| Value::Missing(reason.into()), Value::Known)
}

fn known<T: Copy>(value: &Value<T>) -> Result<T, NoFigure> {
    value.known().ok_or(NoFigure::NotSupplied)
}

/// The indicators of deprivation; the whole index is made again without its crime domain where that is asked for.
fn deprivation(published: &Deprivation) -> Vec<Measure<f64>> {
    let mut measures = published.indicators.clone();
    if let Some(without) = &published.without_crime {
        let measure = &mut measures[without.whole];
        measure.values = made_again(without);
        measure.indicator.label.push_str(", without its crime domain");
        measure.indicator.unit = "score".into();
        measure.indicator.polarity = Polarity::HighIsNeed;
        measure.indicator.method = format!(
            "exponential transform of the ranks of {}, weighted as published and rescaled to sum to one; the crime \
             domain is left out because recorded crime is used beside it",
            without.domains.join(", ")
        );
    }
    measures
}

fn made_again(without: &WithoutCrime) -> Vec<Value<f64>> {
    let weights: f64 = without.weights.iter().sum();
    let areas = without.ranks.first().map_or(0, Vec::len);
    let score = |area: usize| {
        let mut sum = 0.0;
        for (ranks, weight) in without.ranks.iter().zip(&without.weights) {
            match ranks[area] {
                Value::Known(rank) => {
                    let share = (without.ranked - rank + 1.0) / without.ranked;
                    sum += weight / weights * need::exponential(share);
                }
                missing @ Value::Missing(_) => return missing,
            }
        }
        Value::Known(sum)
    };
    (0..areas).map(score).collect()
}

impl CrimeRates {
    fn new(counts: &CrimeCounts, residents: &[f64], confidence: Confidence) -> Self {
        let anti_social = |category: &str| category.eq_ignore_ascii_case("anti-social behaviour");
        let all = crime_rate(counts, |c| !anti_social(c), residents, confidence);
        let label = "Recorded crime without anti-social behaviour";
        let smoothed = Measure {
            indicator: crime_indicator(
                counts,
                "crime_rate_smoothed",
                &format!("{label}, smoothed"),
                "empirical Bayes (Marshall)",
            ),
            values: smoothed(&counts_where(counts, |c| !anti_social(c)), &years(counts, residents)),
        };
        Self {
            all: Measure {
                indicator: crime_indicator(
                    counts,
                    "crime_rate",
                    label,
                    "OHID: exact below ten, Byar's from ten",
                ),
                values: all,
            },
            smoothed,
            anti_social: Measure {
                indicator: crime_indicator(
                    counts,
                    "asb_rate",
                    "Anti-social behaviour",
                    "OHID: exact below ten, Byar's from ten",
                ),
                values: crime_rate(counts, anti_social, residents, confidence),
            },
        }
    }
}

fn crime_indicator(counts: &CrimeCounts, id: &str, label: &str, method: &str) -> Indicator {
    Indicator {
        id: id.into(),
        label: label.into(),
        unit: format!("per {CRIME_PER:.0} residents a year, over the {} months observed", counts.months),
        numerator: Some("recorded incidents".into()),
        denominator: Some("residents × months observed ÷ 12".into()),
        period: counts.period.clone(),
        source: counts.source.clone(),
        method: method.into(),
        polarity: Polarity::HighIsNeed,
    }
}

fn counts_where(counts: &CrimeCounts, chosen: impl Fn(&str) -> bool) -> Vec<f64> {
    let mut sums = vec![0.0; counts.counts.first().map_or(0, Vec::len)];
    for (category, by_area) in counts.categories.iter().zip(&counts.counts) {
        if chosen(category) {
            sums.iter_mut().zip(by_area).for_each(|(sum, n)| *sum += n);
        }
    }
    sums
}

/// Person-years at risk: residents times the months observed, never an assumed twelve.
fn years(counts: &CrimeCounts, residents: &[f64]) -> Vec<f64> {
    residents.iter().map(|n| n * counts.months as f64 / 12.0).collect()
}

fn crime_rate(
    counts: &CrimeCounts,
    chosen: impl Fn(&str) -> bool,
    residents: &[f64],
    confidence: Confidence,
) -> Vec<Value<Estimate>> {
    let events = counts_where(counts, chosen);
    let rate = |(events, years): (&f64, &f64)| {
        value(rate::rate(*events, *years, CRIME_PER, confidence).map(|f| Estimate {
            value: f.value,
            lower: f.limits.lower,
            upper: f.limits.upper,
        }))
    };
    events.iter().zip(&years(counts, residents)).map(rate).collect()
}

fn smoothed(events: &[f64], years: &[f64]) -> Vec<Value<f64>> {
    let area = |(events, people): (&f64, &f64)| {
        if *people > 0.0 {
            Ok(AreaCount { events: *events, people: *people })
        } else {
            Err(NoFigure::ZeroDenominator)
        }
    };
    let areas: Vec<_> = events.iter().zip(years).map(area).collect();
    match empirical_bayes::global(&areas) {
        Ok(smoothed) => smoothed.rates.into_iter().map(|r| value(r).map(|r| r * CRIME_PER)).collect(),
        Err(reason) => vec![Value::Missing(reason.into()); events.len()],
    }
}

fn middle(measure: &Measure<Estimate>, id: &str) -> Measure<f64> {
    let values = measure.values.iter().map(|v| v.map(|e| e.value)).collect();
    Measure { indicator: Indicator { id: id.into(), ..measure.indicator.clone() }, values }
}

/// The rates of single kinds of crime that the need index names, as `crime_rate:burglary`.
fn kinds_of_crime(
    settings: &Settings,
    counts: &CrimeCounts,
    residents: &[f64],
    confidence: Confidence,
) -> Vec<Measure<f64>> {
    let named = settings.need.iter().flat_map(|n| n.weights.keys()).chain(&settings.gap.covariates);
    let mut kinds: Vec<&str> = named.filter_map(|name| name.strip_prefix("crime_rate:")).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let measure = |kind: &&str| {
        let id = format!("crime_rate:{kind}");
        let values = crime_rate(counts, |c| c.eq_ignore_ascii_case(kind), residents, confidence);
        let indicator = crime_indicator(counts, &id, &format!("Recorded crime: {kind}"), "crude rate");
        middle(&Measure { indicator, values }, &id)
    };
    kinds.iter().map(measure).collect()
}

impl NeedIndex {
    /// Composes the index. An indicator that no source provides was refused with the assessment.
    fn new(settings: &crate::assessment::Need, indicators: &[Measure<f64>]) -> Self {
        let find = |id: &String| indicators.iter().find(|m| m.indicator.id == *id);
        let found: Vec<_> =
            settings.weights.iter().filter_map(|(id, w)| find(id).map(|m| (id, *w, m))).collect();
        let columns: Vec<Vec<Result<f64, NoFigure>>> =
            found.iter().map(|(_, _, m)| m.values.iter().map(known).collect()).collect();
        let parts: Vec<Part<'_>> = found
            .iter()
            .zip(&columns)
            .map(|((_, weight, m), values)| Part { values, polarity: m.indicator.polarity, weight: *weight })
            .collect();
        let areas = indicators.first().map_or(0, |m| m.values.len());
        let values = match need::index(&parts, settings.transform) {
            Ok(index) => index.into_iter().map(value).collect(),
            Err(_) => vec![Value::Missing(Missing::IngredientMissing); areas],
        };
        let scores = parts
            .iter()
            .map(|p| need::scores(p.values, p.polarity, settings.transform).into_iter().map(value).collect());
        let scores = scores.collect();
        let named: Vec<String> =
            found.iter().map(|(_, w, m)| format!("{w} × {}", m.indicator.label)).collect();
        let indicator = Indicator {
            id: "need".into(),
            label: "Need index".into(),
            unit: settings.transform.unit().into(),
            numerator: None,
            denominator: None,
            period: String::new(),
            source: "this assessment".into(),
            method: format!(
                "{} among the areas of the place: {}",
                settings.transform.words(),
                named.join(" + ")
            ),
            polarity: Polarity::HighIsNeed,
        };
        let parts = found.iter().map(|(id, w, _)| ((*id).clone(), *w)).collect();
        Self { index: Measure { indicator, values }, parts, scores }
    }
}

/// Reach: the share of eligible people reached, or contacts per eligible person.
fn reach(uptake: &UptakeCounts, confidence: Confidence) -> Measure<Estimate> {
    let people = uptake.counted == Counted::People;
    let figure = |(reached, eligible): (&Count, &f64)| {
        let figure = if people {
            rate::proportion_over(*reached, *eligible, confidence)
        } else {
            rate::rate_over(*reached, *eligible, 1.0, confidence)
        };
        let middle = |f: rate::FigureRange| Estimate {
            value: f.lowest.midpoint(f.highest),
            lower: f.limits.lower,
            upper: f.limits.upper,
        };
        value(figure.map(middle))
    };
    let indicator = Indicator {
        id: "reach".into(),
        label: format!("Reach of {}", uptake.service),
        unit: if people { "proportion of eligible people" } else { "contacts per eligible person" }.into(),
        numerator: Some(if people { "people reached, each once" } else { "contacts" }.into()),
        denominator: Some(uptake.ages.map_or("residents".into(), |a| format!("residents aged {a}"))),
        period: uptake.period.clone(),
        source: uptake.agency.clone(),
        method: if people { "Wilson's interval" } else { "OHID: exact below ten, Byar's from ten" }.into(),
        polarity: Polarity::LowIsNeed,
    };
    Measure { indicator, values: uptake.reached.iter().zip(&uptake.eligible).map(figure).collect() }
}

/// Reach directly standardised: what an area's reach would be if its eligible people were made up as the place's.
fn standardised(uptake: &UptakeCounts, confidence: Confidence) -> Option<Measure<Estimate>> {
    if uptake.strata.dimensions.is_empty() || uptake.reached_in_strata.is_empty() {
        return None;
    }
    let weights: Vec<f64> = uptake.strata.people.iter().map(|people| people.iter().sum()).collect();
    let used: Vec<usize> = (0..weights.len()).filter(|s| weights[*s] > 0.0).collect();
    let area = |area: usize| {
        let stratum = |s: &usize| Stratum {
            events: uptake.reached_in_strata[*s][area],
            people: uptake.strata.people[*s][area],
            standard: weights[*s],
        };
        let strata: Vec<Stratum> = used.iter().map(stratum).collect();
        value(standardise::direct(&strata, 1.0, confidence).map(Estimate::from))
    };
    let mut indicator = reach(uptake, confidence).indicator;
    indicator.id = "reach_standardised".into();
    indicator.label = format!("Reach of {}, standardised", uptake.service);
    indicator.method = format!(
        "directly standardised for {} to the eligible people of the whole place, Dobson's limits; none for fewer \
         than ten people reached",
        uptake.strata.dimensions.join(", ")
    );
    Some(Measure { indicator, values: (0..uptake.eligible.len()).map(area).collect() })
}
