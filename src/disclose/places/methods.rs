//! How areas were looked at together, in words.

use crate::assessment::{Correction, Decay, LookFor, ScanDispersion, ScanModel, Settings, Sides};
use crate::disclose::evidence::MethodUsed;
use crate::join::Joined;
use crate::number_words::{number, percentage, thousands};
use crate::words::capital;

/// The methods that the assessment asks for.
/// `dispersions` are those that the scan of each service found.
pub(in crate::disclose) fn methods(
    joined: &Joined,
    settings: &Settings,
    dispersions: &[f64],
) -> Vec<MethodUsed> {
    let mut used = Vec::new();
    if let (Some(clusters), Some(near)) = (&settings.clusters, &joined.near.neighbours) {
        used.push(told(
            "Neighbours",
            format!("{}. {}", capital(&near.words), islands(near.islands.len(), near.joined.len())),
        ));
        let sides = match clusters.sides {
            Sides::TwoSided => "two-sided",
            Sides::Greater => "for unusually high values of the statistic",
            Sides::Less => "for unusually low values of the statistic",
        };
        let correction = match clusters.correction {
            Correction::BenjaminiHochberg => "Benjamini and Hochberg's false discovery rate",
            Correction::BenjaminiYekutieli => "Benjamini and Yekutieli's false discovery rate",
            Correction::Holm => "Holm's method",
        };
        used.push(told("Clusters", format!(
            "Reached over expected is first made a deviate that allows for how few are expected (Assunção and Reis 1999). Moran's I, Geary's C and general G say whether areas are like their neighbours over the whole map; local Moran and Gi* say where. Their p-values are by conditional permutation, {sides}, at most {} for an area, fewer where the answer is clear (Besag and Clifford 1991), and adjusted for the number of areas by {correction}; at or below {} an area is called unusual.",
            thousands(f64::from(clusters.permutations)),
            percentage(clusters.level)
        )));
        used.push(told("Smoothing", "Empirical Bayes (Marshall 1991): a ratio is drawn towards a mean, the more the fewer are expected; towards the place's mean, and towards that of the area and its neighbours.".into()));
    }
    if let Some(scan) = &settings.scan {
        let wanted = match scan.look_for {
            LookFor::Low => "fewer",
            LookFor::High => "more",
            LookFor::Both => "fewer or more",
        };
        let model = match scan.model {
            ScanModel::Poisson => "the headline's standard expects (Poisson model)",
            ScanModel::Bernoulli => "the share reached in the whole place would give (Bernoulli model)",
        };
        let varied: Vec<f64> = dispersions.iter().copied().filter(|dispersion| *dispersion > 1.0).collect();
        let divided = match (scan.overdispersion, varied.as_slice()) {
            (ScanDispersion::Ignore, _) | (_, []) => String::new(),
            (ScanDispersion::Divide, varied) => format!(
                " Areas vary more than chance has it even without any group ({} times; Spiegelhalter 2005), so counts and expectations were divided by that before the test.",
                varied.iter().map(|d| number(*d, 1)).collect::<Vec<_>>().join(" and ")
            ),
        };
        used.push(told("Scan", format!(
            "Kulldorff's spatial scan (1997): windows grow around every area's point until they hold {} of the eligible people; the one whose inside differs most from its outside, with {wanted} reached than {model}, is set against the same of {} random maps, fewer where it is soon clear that there is nothing. Later groups share no area with one before. In a scan of time an area's expectation follows the whole place from period to period, and areas whose counts are withheld take no part.{divided}",
            percentage(scan.largest_share),
            thousands(f64::from(scan.replications))
        )));
    }
    if !joined.near.sites.is_empty() {
        used.push(told("Access", access(joined, settings)));
    }
    if settings.inequality.is_some() {
        used.push(told("Inequality", "The slope index is the difference between the two ends of a line through the rates of parts of the people, ordered by deprivation and weighted by their number (the OHID method); its limits are simulated. The concentration index is twice the area between the curve and the straight line. Dissimilarity, isolation, Theil and Gini have limits by drawing the counts anew, and what chance alone adds to them in small areas is taken off.".into()));
    }
    if !used.is_empty() {
        used.push(told("Withheld counts among neighbours", "Whatever is found of areas together rests on what is public: a withheld count is stood in for by its share, by what is expected of each, of what its authority's published total leaves over.".into()));
    }
    used
}

fn told(name: &str, words: String) -> MethodUsed {
    MethodUsed { name: name.into(), words }
}

fn islands(found: usize, joined: usize) -> String {
    match (found, joined) {
        (0, _) => "Every area has a neighbour.".into(),
        (found, 0) => format!("{} without a neighbour take no part.", areas(found)),
        (found, _) => format!("{} without a neighbour were given the nearest area.", areas(found)),
    }
}

fn areas(count: usize) -> String {
    crate::number_words::things(count as u64, "area", "areas")
}

fn access(joined: &Joined, settings: &Settings) -> String {
    let access = &settings.access;
    let unit = joined.near.travel.as_ref().map_or("m", |travel| travel.unit.as_str());
    let way = if joined.near.travel.is_some() { "as the travel table has them" } else { "straight lines" };
    let from =
        if joined.near.centres_given { "the points given for the areas" } else { "the middles of the areas" };
    let decay = match access.decay {
        Decay::None => "all within reach count alike (Luo and Wang 2003)",
        Decay::Stepped => "the further, the less they count, in steps (Luo and Qi 2009)",
        Decay::Gaussian => "the further, the less they count, along a Gaussian curve (Dai 2010)",
    };
    let steps = if access.three_step { "three" } else { "two" };
    format!(
        "Ways are {way}, from {from}. Places within reach by {steps}-step floating catchments of {} {unit}: each site's places are shared out among the people who can reach it, then added up for each area; {decay}.",
        number(access.catchment, 0)
    )
}
