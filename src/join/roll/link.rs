//! People of several sources put together, each once.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::Sightings;
use crate::assessment::{AgeRange, Assessment};
use crate::problem::{Problem, Problems};
use crate::roll::{Attribute, Journey, Linkage, LinkedSource, Roll};

/// Ages further apart than this, in years, are not of one person.
const YEARS_APART: u8 = 3;

/// Puts the people of all sources together. What an earlier source says of a person stands before what a later says.
pub(crate) fn link(sources: Vec<Sightings>, assessment: &Assessment, problems: &mut Problems) -> Roll {
    let mut roll = Roll::default();
    let order = order(&sources);
    roll.linkage.nearly_alike = nearly_alike(&sources);
    roll.agencies = sources.iter().filter_map(|source| source.agency.clone()).collect();
    let mut names = Names::new(&sources);
    roll.attributes =
        names.attributes.iter().map(|a| Attribute { values: Vec::new(), ..a.clone() }).collect();
    names.fill(&mut roll, &sources);
    reserve(&mut roll, &order, &sources);
    let mut linked: Vec<LinkedSource> = sources.iter().map(of_source).collect();
    for person in order.chunk_by(|a, b| a.0 == b.0) {
        let person = in_order(person, &sources);
        add_person(&person, &sources, &names, &mut roll, &mut linked);
    }
    linked.iter_mut().zip(&sources).for_each(|(linked, source)| linked.people -= repeats(source));
    roll.linkage.sources = linked;
    roll.written = sources.into_iter().flat_map(|source| source.written).collect();
    age_bands(&mut roll, assessment);
    tell(&roll.linkage, problems);
    roll
}

/// Makes room for everybody, and for no more.
fn reserve(roll: &mut Roll, order: &[(u64, u16, u32)], sources: &[Sightings]) {
    let people = order.chunk_by(|a, b| a.0 == b.0).count();
    roll.area.reserve_exact(people);
    roll.age.reserve_exact(people);
    roll.known_to.reserve_exact(people);
    roll.attributes.iter_mut().for_each(|attribute| attribute.values.reserve_exact(people));
    roll.journeys.reserve_exact(sources.iter().map(|source| source.journeys.len()).sum());
}

/// Every sighting in order of person, then source: whom, which source, which sighting of it.
fn order(sources: &[Sightings]) -> Vec<(u64, u16, u32)> {
    let of = |(source, sightings): (usize, &Sightings)| {
        let whom = sightings.whom.iter().zip(0u32..);
        whom.map(move |(whom, at)| (*whom, source as u16, at)).collect::<Vec<_>>()
    };
    let mut order: Vec<(u64, u16, u32)> = sources.iter().enumerate().flat_map(of).collect();
    order.par_sort_unstable();
    order
}

/// What is said of one person: by what the sources say, source by source in the order of the assessment. Where one source
/// says two things of a person, which of them counts must not hang on the order of its rows.
fn in_order<'s>(sightings: &'s [(u64, u16, u32)], sources: &[Sightings]) -> Cow<'s, [(u64, u16, u32)]> {
    if sightings.windows(2).all(|pair| pair[0].1 != pair[1].1) {
        return Cow::Borrowed(sightings);
    }
    let said = |(_, source, at): &(u64, u16, u32)| {
        let (of, at) = (&sources[usize::from(*source)], *at as usize);
        let values: Vec<u16> = of.attributes.iter().map(|attribute| attribute.values[at]).collect();
        (*source, of.journeys.get(at).map(|journey| journey.service), of.area[at], of.age[at], values)
    };
    let mut ordered = sightings.to_vec();
    ordered.sort_by_cached_key(said);
    Cow::Owned(ordered)
}

/// How many shared ids are the same as another but for case or leading zeros.
fn nearly_alike(sources: &[Sightings]) -> usize {
    let mut forms: Vec<(u64, u64)> =
        sources.iter().flat_map(|source| source.other_forms.iter().copied()).collect();
    forms.par_sort_unstable();
    forms.dedup();
    let plain: FxHashSet<u64> = forms.iter().map(|(plain, _)| *plain).collect();
    let ids = sources.iter().flat_map(|source| source.whom.iter().zip(&source.shared));
    let met: FxHashSet<u64> =
        ids.filter(|(id, shared)| **shared && plain.contains(id)).map(|(id, _)| *id).collect();
    let alike = |form: &[(u64, u64)]| form.len() + usize::from(met.contains(&form[0].0));
    forms.chunk_by(|a, b| a.0 == b.0).map(alike).filter(|alike| *alike > 1).sum()
}

fn of_source(source: &Sightings) -> LinkedSource {
    let unlinked = source.shared.iter().filter(|shared| !**shared).count();
    LinkedSource { name: source.source.clone(), people: source.whom.len(), linked: 0, unlinked }
}

/// Sightings of a source beyond the first of each person.
fn repeats(source: &Sightings) -> usize {
    let mut whom: Vec<u64> = source.whom.clone();
    whom.par_sort_unstable();
    let all = whom.len();
    whom.dedup();
    all - whom.len()
}

fn add_person(
    sightings: &[(u64, u16, u32)],
    sources: &[Sightings],
    names: &Names,
    roll: &mut Roll,
    linked: &mut [LinkedSource],
) {
    let person = roll.area.len() as u32;
    let each = || sightings.iter().map(|(_, source, at)| (usize::from(*source), *at as usize));
    let area = each().map(|(source, at)| sources[source].area[at]).find(|area| *area != Roll::NOWHERE);
    roll.area.push(area.unwrap_or(Roll::NOWHERE));
    let ages = || each().map(|(source, at)| sources[source].age[at]).filter(|age| *age != Roll::NO_AGE);
    roll.age.push(ages().next().unwrap_or(Roll::NO_AGE));
    let apart = ages().max().zip(ages().min()).is_some_and(|(most, least)| most - least > YEARS_APART);
    let mut contradicts = apart;
    for (attribute, values) in roll.attributes.iter_mut().enumerate() {
        let mut known = each().filter_map(|(source, at)| names.value(source, attribute, at, sources));
        let first = known.next();
        contradicts |= values.name == "sex" && known.any(|other| Some(other) != first);
        values.values.push(first.unwrap_or(Roll::NONE));
    }
    roll.linkage.contradictions += usize::from(contradicts);
    let mut bits = 0u64;
    let mut journeys: Vec<Journey> = Vec::new();
    for (source, at) in each() {
        bits |= names.agency_bit[source];
        journeys
            .extend(sources[source].journeys.get(at).map(|journey| names.journey(source, *journey, person)));
    }
    roll.known_to.push(bits);
    journeys.sort_by_key(|journey| journey.service);
    roll.journeys.extend(journeys);
    let mut met: Vec<usize> = each().map(|(source, _)| source).collect();
    met.dedup();
    if met.len() > 1 {
        met.into_iter().for_each(|source| linked[source].linked += 1);
    }
}

/// An attribute of a source, by its position there, and what the roll calls its levels.
type Levels = (usize, Vec<u16>);

/// The names of all sources brought together.
struct Names {
    attributes: Vec<Attribute>,
    /// By source and attribute of the roll: the attribute of the source and what its levels are called.
    of_source: Vec<Vec<Option<Levels>>>,
    agency_bit: Vec<u64>,
    services: Vec<Vec<u16>>,
    referrers: Vec<Vec<u16>>,
    providers: Vec<Vec<u16>>,
    all_services: Vec<String>,
    all_referrers: Vec<String>,
    all_providers: Vec<String>,
}

impl Names {
    fn new(sources: &[Sightings]) -> Self {
        let (all_services, services) = together(sources.iter().map(|source| source.services.as_slice()));
        let (all_referrers, referrers) = together(sources.iter().map(|source| source.referrers.as_slice()));
        let (all_providers, providers) = together(sources.iter().map(|source| source.providers.as_slice()));
        let mut names: Vec<&str> =
            sources.iter().flat_map(|source| &source.attributes).map(|a| a.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let mut attributes = Vec::new();
        let mut of_source: Vec<Vec<Option<Levels>>> = vec![Vec::new(); sources.len()];
        for name in names {
            let at = |source: &Sightings| source.attributes.iter().position(|a| a.name == name);
            let levels = |source: &Sightings| {
                at(source).map(|i| source.attributes[i].levels.clone()).unwrap_or_default()
            };
            let all: Vec<Vec<String>> = sources.iter().map(levels).collect();
            let (levels, maps) = together(all.iter().map(Vec::as_slice));
            attributes.push(Attribute { name: name.to_owned(), levels, values: Vec::new() });
            for ((of, source), map) in of_source.iter_mut().zip(sources).zip(maps) {
                of.push(at(source).map(|i| (i, map)));
            }
        }
        let mut bit = 1u64;
        let agency_bit = sources.iter().map(|source| {
            let own = if source.agency.is_some() { bit } else { 0 };
            bit = if source.agency.is_some() { bit.wrapping_shl(1) } else { bit };
            own
        });
        let agency_bit = agency_bit.collect();
        Self {
            attributes,
            of_source,
            agency_bit,
            services,
            referrers,
            providers,
            all_services,
            all_referrers,
            all_providers,
        }
    }

    /// What one sighting says of an attribute.
    fn value(&self, source: usize, attribute: usize, at: usize, sources: &[Sightings]) -> Option<u16> {
        let (own, map) = self.of_source[source][attribute].as_ref()?;
        let value = sources[source].attributes[*own].values[at];
        map.get(usize::from(value)).copied()
    }

    fn journey(&self, source: usize, journey: Journey, person: u32) -> Journey {
        let number =
            |map: &[Vec<u16>], of: u16| map[source].get(usize::from(of)).copied().unwrap_or(Roll::NONE);
        Journey {
            person,
            service: number(&self.services, journey.service),
            referrer: number(&self.referrers, journey.referrer),
            provider: number(&self.providers, journey.provider),
            ..journey
        }
    }

    /// Fills in what the services' records hold.
    fn fill(&mut self, roll: &mut Roll, sources: &[Sightings]) {
        roll.services = std::mem::take(&mut self.all_services);
        roll.referrers = std::mem::take(&mut self.all_referrers);
        roll.providers = std::mem::take(&mut self.all_providers);
        let services = roll.services.len();
        roll.ends = vec![None; services];
        for has in [&mut roll.has_statuses, &mut roll.has_attempts, &mut roll.has_barriers] {
            *has = vec![false; services];
        }
        for (source, map) in sources.iter().zip(&self.services) {
            for (end, service) in source.ends.iter().zip(map.iter().map(|s| usize::from(*s))) {
                roll.ends[service] = roll.ends[service].max(*end);
                roll.has_statuses[service] |= source.has.statuses;
                roll.has_attempts[service] |= source.has.attempts;
                roll.has_barriers[service] |= source.has.barriers;
            }
        }
    }
}

/// Lists of words put together without regard to case: all of them in order, and for each list where its words stand.
fn together<'l>(lists: impl Iterator<Item = &'l [String]> + Clone) -> (Vec<String>, Vec<Vec<u16>>) {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for word in lists.clone().flatten() {
        known.entry(word.trim().to_lowercase()).or_insert_with(|| word.trim().to_owned());
    }
    let place = |word: &String| {
        let key = word.trim().to_lowercase();
        known.keys().position(|k| *k == key).map_or(Roll::NONE, |at| at as u16)
    };
    let maps = lists.map(|list| list.iter().map(place).collect()).collect();
    (known.into_values().collect(), maps)
}

/// Gives everybody whose age is known the age band of the assessment, in place of the one recorded.
fn age_bands(roll: &mut Roll, assessment: &Assessment) {
    let bands = &assessment.settings.population.age_bands;
    if bands.is_empty() {
        return;
    }
    let levels: Vec<String> = bands.iter().map(AgeRange::to_string).collect();
    let recorded = roll.attribute("age_band").cloned();
    let again = |person: usize| {
        let recorded = recorded.as_ref()?;
        let range = AgeRange::parse(recorded.levels.get(usize::from(recorded.values[person]))?).ok()?;
        bands.iter().position(|band| band.covers(range))
    };
    let band = |(person, age): (usize, &u8)| {
        let of_age =
            (*age != Roll::NO_AGE).then(|| bands.iter().position(|band| band.contains(*age))).flatten();
        of_age.or_else(|| again(person)).map_or(Roll::NONE, |at| at as u16)
    };
    let values = roll.age.iter().enumerate().map(band).collect();
    roll.attributes.retain(|attribute| attribute.name != "age_band");
    roll.attributes.insert(0, Attribute { name: "age_band".into(), levels, values });
}

fn tell(linkage: &Linkage, problems: &mut Problems) {
    let of = |source: &LinkedSource| {
        format!(
            "{}: {} people, {} of them in another source too, {} without a shared pseudonym",
            source.name, source.people, source.linked, source.unlinked
        )
    };
    // A source without any pseudonym is not meant to be recognised elsewhere.
    let in_part =
        linkage.sources.iter().filter(|source| source.unlinked > 0 && source.unlinked < source.people);
    let told: Vec<String> = in_part.map(of).collect();
    if !told.is_empty() {
        problems
            .push(Problem::note(format!("not everybody can be recognised: {}", told.join("; "))).of_people());
    }
    if linkage.nearly_alike > 0 {
        problems.push(
            Problem::warning(format!(
                "{} shared pseudonyms differ from another only in case or leading zeros; they are taken for different people",
                linkage.nearly_alike
            ))
            .of_people()
            .hint("have every agency write each pseudonym in one way; spreadsheets drop leading zeros"),
        );
    }
    if linkage.contradictions > 0 {
        problems.push(
            Problem::warning(format!(
                "{} people whose sources contradict each other in sex or age: one pseudonym may have been given to two",
                linkage.contradictions
            ))
            .of_people()
            .hint("the source named first in the assessment was followed; have the agencies check these pseudonyms"),
        );
    }
}
