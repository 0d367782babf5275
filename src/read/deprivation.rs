//! An index of deprivation: scores and ranks by area, and the domains that the whole index is made from.

use super::cells::code::CodeColumn;
use super::source::{Opening, Source};
use crate::area::Geography;
use crate::assessment::Assessment;
use crate::ledger::FileRead;
use crate::measure::{Indicator, Polarity};
use crate::problem::{Problem, Problems};

/// What an index of deprivation says, before it is brought to the areas.
#[derive(Debug)]
pub struct DeprivationRead {
    /// The file.
    pub file: FileRead,
    /// Geography of its codes.
    pub geography: Geography,
    /// The code of each row.
    pub codes: CodeColumn,
    /// The indicators asked for, with one figure per row.
    pub indicators: Vec<(Indicator, Vec<Option<f64>>)>,
    /// The domains of the whole index but for crime, where it must be made again.
    pub without_crime: Option<DomainsRead>,
    /// The rank of each row in the whole index, 1 the most deprived, and how many areas were ranked; where the file has
    /// it.
    pub ranks: Option<(Vec<Option<f64>>, f64)>,
}

/// The domains that the whole index is made again from.
#[derive(Debug)]
pub struct DomainsRead {
    /// Which of the indicators asked for is the whole index.
    pub whole: usize,
    /// Names, official weights and ranks (one per row) of the domains kept.
    pub domains: Vec<(String, f64, Vec<Option<f64>>)>,
    /// How many areas were ranked.
    pub ranked: f64,
}

/// Reads the index.
pub fn read(assessment: &Assessment, problems: &mut Problems) -> Option<DeprivationRead> {
    let settings = assessment.settings.deprivation.as_ref()?;
    let mut named: Vec<&str> = settings.code.iter().map(String::as_str).collect();
    named.extend(settings.scores.values().chain(settings.ranks.values()).map(String::as_str));
    let opening = Opening { file: &settings.file, preset: settings.preset.as_deref(), named: &named };
    let source = Source::open(assessment, opening, problems)?;
    let geography = Geography::named(&settings.geography);
    let code = source.need("code", settings.code.as_deref(), problems)?;
    let codes = source.code_column(code, &geography, problems);
    source.refuse_repeats(code, &codes, problems);
    let mut indicators = Vec::new();
    for id in &settings.indicators {
        match indicator(&source, assessment, id, problems) {
            Some(found) => indicators.push(found),
            None => problems.push(no_indicator(&source, id)),
        }
    }
    let whole = settings.indicators.iter().position(|id| id == "imd");
    let with_crime = assessment.settings.crime.is_some() && !settings.keep_crime_domain;
    let without_crime = match whole {
        Some(whole) if with_crime => domains(&source, whole, problems),
        _ => None,
    };
    Some(DeprivationRead {
        file: source.file(assessment, Some(&geography)),
        geography,
        codes,
        indicators,
        without_crime,
        ranks: whole_ranks(&source, problems),
    })
}

/// Ranks in the whole index, and how many areas were ranked.
fn whole_ranks(source: &Source, problems: &mut Problems) -> Option<(Vec<Option<f64>>, f64)> {
    let headers = &source.preset.indicator.get("imd")?.rank;
    let at = headers.iter().find_map(|header| source.table.column(header))?;
    let ranks = source.figures(at, problems);
    let highest = ranks.iter().flatten().fold(0.0f64, |most, rank| most.max(*rank));
    let ranked = source.preset.ranked.unwrap_or(source.table.rows() as f64).max(highest);
    Some((ranks, ranked))
}

/// The score of an indicator, or its rank where there is no score.
fn indicator(
    source: &Source,
    assessment: &Assessment,
    id: &str,
    problems: &mut Problems,
) -> Option<(Indicator, Vec<Option<f64>>)> {
    let settings = assessment.settings.deprivation.as_ref()?;
    let known = source.preset.indicator.get(id);
    let column = |named: Option<&String>, known: Option<&Vec<String>>| match named {
        Some(header) => source.table.column(header),
        None => known.into_iter().flatten().find_map(|header| source.table.column(header)),
    };
    let score = column(settings.scores.get(id), known.map(|k| &k.score));
    let rank = column(settings.ranks.get(id), known.map(|k| &k.rank));
    let (at, unit, polarity) = match (score, rank) {
        (Some(at), _) => (at, "score", Polarity::HighIsNeed),
        (None, Some(at)) => (at, "rank, 1 is most deprived", Polarity::LowIsNeed),
        (None, None) => return None,
    };
    let indicator = Indicator {
        id: id.to_owned(),
        label: known.map_or_else(|| id.to_owned(), |k| k.label.clone()),
        unit: unit.into(),
        numerator: None,
        denominator: None,
        period: settings.period.as_ref().map(ToString::to_string).unwrap_or_default(),
        source: source.preset.source.clone(),
        method: "as published".into(),
        polarity,
    };
    Some((indicator, source.figures(at, problems)))
}

fn no_indicator(source: &Source, id: &str) -> Problem {
    let known: Vec<&str> = source.preset.indicator.keys().map(String::as_str).collect();
    let hint = if known.is_empty() {
        format!("say where it is: [deprivation.scores] {id} = \"header\"")
    } else {
        format!("the layout knows {}; for others, [deprivation.scores] {id} = \"header\"", known.join(", "))
    };
    Problem::error(format!("no column holds the score or the rank of \"{id}\""))
        .file(&source.table.path)
        .hint(hint)
}

/// The ranks of the domains but for crime.
fn domains(source: &Source, whole: usize, problems: &mut Problems) -> Option<DomainsRead> {
    let mut domains = Vec::new();
    let kept = source.preset.indicator.iter().filter(|(id, _)| id.as_str() != "crime");
    for (_, about, weight) in kept.filter_map(|(id, about)| about.domain_weight.map(|w| (id, about, w))) {
        match about.rank.iter().find_map(|header| source.table.column(header)) {
            Some(column) => domains.push((about.label.clone(), weight, source.figures(column, problems))),
            None => {
                problems.push(
                    Problem::warning(format!("no column holds the rank of {}, so the crime domain cannot be left out of the index", about.label))
                        .file(&source.table.path)
                        .hint("recorded crime and the crime domain overlap; set keep_crime_domain = true to say that this is meant"),
                );
                return None;
            }
        }
    }
    if domains.is_empty() {
        problems.push(
            Problem::warning("the layout does not say what the index is made from, so its crime domain cannot be left out")
                .file(&source.table.path)
                .hint("recorded crime and the crime domain overlap; set keep_crime_domain = true to say that this is meant"),
        );
        return None;
    }
    let highest =
        domains.iter().flat_map(|(_, _, ranks)| ranks.iter().flatten()).fold(0.0f64, |m, r| m.max(*r));
    Some(DomainsRead {
        whole,
        domains,
        ranked: source.preset.ranked.unwrap_or(source.table.rows() as f64).max(highest),
    })
}
