//! Figures drawn anew: what chance adds to an index of inequality, and between which limits the index lies.

use rand::Rng;
use rand_distr::{Binomial, Distribution, Poisson};
use rand_pcg::Pcg64;
use rayon::prelude::*;

use crate::estimate::empirical_bayes::AreaCount;
use crate::estimate::random::stream;
use crate::estimate::{Confidence, Figure, Limits, Method, NoFigure, no_figure};

/// Where the chance in an index comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Chance {
    /// Each person has the event once or not at all: counts are binomial.
    Members,
    /// Events happen any number of times: counts are Poisson.
    Events,
    /// Amounts are exact, and the areas are a sample of areas: areas are drawn with replacement.
    Areas,
}

/// How many times figures are drawn anew, from which random numbers, for limits at which confidence.
///
/// # Examples
/// ```
/// use reachgap::estimate::{Confidence, inequality::Draws};
/// let draws = Draws { key: 12, ..Draws::new(2_025) };
/// assert_eq!((draws.seed, draws.repetitions, draws.confidence), (2_025, 1_000, Confidence::P95));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Draws {
    /// The seed of the run.
    pub seed: u64,
    /// What is drawn for, such as the number of an authority: other keys give other random numbers.
    pub key: u64,
    /// How many times.
    pub repetitions: usize,
    /// The confidence of the limits.
    pub confidence: Confidence,
}

/// An index with what chance adds to it taken off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Corrected {
    /// The index of the counts as they are.
    pub observed: f64,
    /// What chance adds to it: the mean of the figures drawn anew, less the one observed.
    pub bias: f64,
    /// The index less that bias, and its limits; both within the range that the index can have.
    pub figure: Figure,
}

impl Draws {
    /// A thousand repetitions for limits at 95 %.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { seed, key: 0, repetitions: 1_000, confidence: Confidence::P95 }
    }

    /// The places of the lower and upper limit among sorted figures: `R·α/2` and `R·(1 − α/2)`, rounded, from 1.
    pub(super) fn limit_places(&self, figures: usize) -> Result<(usize, usize), NoFigure> {
        let place = |share: f64| (figures as f64 * share).round() as usize;
        let (lower, upper) = (place(self.confidence.tail()), place(1.0 - self.confidence.tail()));
        if lower == 0 || upper > figures {
            Err(NoFigure::TooFewRepetitions)
        } else {
            Ok((lower - 1, upper - 1))
        }
    }
}

/// The areas that have people, checked; the number that have none.
pub(super) fn peopled(areas: &[AreaCount], chance: Chance) -> Result<(Vec<AreaCount>, usize), NoFigure> {
    let mut peopled = Vec::with_capacity(areas.len());
    for area in areas {
        let events = no_figure::events(area.events)?;
        match no_figure::denominator(area.people) {
            Err(NoFigure::ZeroDenominator) if events > 0.0 => return Err(NoFigure::EventsWithoutPeople),
            Err(NoFigure::ZeroDenominator) => continue,
            checked => checked?,
        };
        if chance == Chance::Members && events > area.people {
            return Err(NoFigure::MoreEventsThanPeople);
        }
        peopled.push(*area);
    }
    let without = areas.len() - peopled.len();
    if peopled.len() < 2 { Err(NoFigure::TooFewToCompare) } else { Ok((peopled, without)) }
}

/// Puts areas in an order that neither their names nor the order given can change, so that draws are the same for
/// both.
pub(super) fn in_stable_order(areas: &mut [AreaCount]) {
    areas.sort_unstable_by(|a, b| a.people.total_cmp(&b.people).then(a.events.total_cmp(&b.events)));
}

/// Indices corrected for chance, with pivotal limits `2v − r₍upper₎` and `2v − r₍lower₎`.
///
/// Counts drawn anew without any event have no index; they are left out. `ranges` holds the lowest and highest that
/// each index can be.
pub(super) fn corrected<const N: usize>(
    areas: &[AreaCount],
    chance: Chance,
    draws: &Draws,
    ranges: [(f64, f64); N],
    index: impl Fn(&[AreaCount]) -> Result<[f64; N], NoFigure> + Sync,
) -> Result<[Corrected; N], NoFigure> {
    let observed = index(areas)?;
    let redraws: Vec<Redraw> = areas.iter().map(|area| Redraw::of(*area, chance)).collect();
    let base = stream(draws.seed, draws.key).next_u64();
    let drawn: Vec<Option<[f64; N]>> = (0..draws.repetitions as u64)
        .into_par_iter()
        .map_init(
            || areas.to_vec(),
            |buffer, repetition| {
                redraw(areas, &redraws, chance, &mut stream(base, repetition), buffer);
                index(buffer).ok()
            },
        )
        .collect();
    let drawn: Vec<[f64; N]> = drawn.into_iter().flatten().collect();
    let places = draws.limit_places(drawn.len())?;
    let method = match chance {
        Chance::Areas => Method::PivotalBootstrapOfAreas,
        Chance::Members | Chance::Events => Method::PivotalBootstrapOfCounts,
    };
    Ok(std::array::from_fn(|k| {
        let figures = drawn.iter().map(|figures| figures[k]).collect();
        pivotal(observed[k], figures, places, ranges[k], method)
    }))
}

fn pivotal(
    observed: f64,
    mut drawn: Vec<f64>,
    (lower, upper): (usize, usize),
    (lowest, highest): (f64, f64),
    method: Method,
) -> Corrected {
    let bias = drawn.iter().map(|figure| figure - observed).sum::<f64>() / drawn.len() as f64;
    drawn.sort_unstable_by(f64::total_cmp);
    let mirrored = |place: usize| (2.0 * observed - drawn[place]).clamp(lowest, highest);
    let limits = Limits { lower: mirrored(upper), upper: mirrored(lower), method };
    let value = (observed - bias).clamp(limits.lower, limits.upper);
    Corrected { observed, bias, figure: Figure { value, limits } }
}

/// What the count of an area is drawn from.
enum Redraw {
    Members(Binomial),
    Events(Poisson<f64>),
    /// No other count can be drawn.
    Fixed(f64),
}

impl Redraw {
    fn of(area: AreaCount, chance: Chance) -> Self {
        let fixed = Self::Fixed(area.events);
        match chance {
            Chance::Members => {
                let people = area.people.round().max(1.0);
                Binomial::new(people as u64, area.events / area.people).map_or(fixed, Self::Members)
            }
            Chance::Events => Poisson::new(area.events).map_or(fixed, Self::Events),
            Chance::Areas => fixed,
        }
    }

    fn draw(&self, random: &mut Pcg64) -> f64 {
        match self {
            Self::Members(binomial) => binomial.sample(random) as f64,
            Self::Events(poisson) => poisson.sample(random),
            Self::Fixed(events) => *events,
        }
    }
}

/// Draws all areas anew into `drawn`. An area drawn several times counts as one that is so many times as large, which
/// no index here tells from several.
fn redraw(
    areas: &[AreaCount],
    redraws: &[Redraw],
    chance: Chance,
    random: &mut Pcg64,
    drawn: &mut [AreaCount],
) {
    if chance != Chance::Areas {
        for ((area, redraw), drawn) in areas.iter().zip(redraws).zip(drawn) {
            let events = redraw.draw(random);
            *drawn = AreaCount { events: events.min(most(area, chance)), people: area.people };
        }
        return;
    }
    drawn.fill(AreaCount { events: 0.0, people: 0.0 });
    for _ in 0..areas.len() {
        let place = ((u128::from(random.next_u64()) * areas.len() as u128) >> 64) as usize;
        drawn[place].events += areas[place].events;
        drawn[place].people += areas[place].people;
    }
}

/// The most events an area can have: rounding its people must not make more members than people.
fn most(area: &AreaCount, chance: Chance) -> f64 {
    if chance == Chance::Members { area.people } else { f64::MAX }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn areas() -> Vec<AreaCount> {
        (1..=40).map(|k| AreaCount { events: f64::from(k % 7), people: f64::from(20 + k) }).collect()
    }

    fn rate(areas: &[AreaCount]) -> Result<[f64; 1], NoFigure> {
        let events: f64 = areas.iter().map(|area| area.events).sum();
        Ok([events / areas.iter().map(|area| area.people).sum::<f64>()])
    }

    #[test]
    fn a_rate_drawn_anew_has_the_spread_that_theory_gives_it() {
        // Binomial: variance Σ x(1 − x/n) over N²; Poisson: Σ x over N².
        let (events, people) = areas().iter().fold((0.0, 0.0), |(e, p), a| (e + a.events, p + a.people));
        let binomial: f64 = areas().iter().map(|a| a.events * (1.0 - a.events / a.people)).sum();
        for (chance, variance) in [(Chance::Members, binomial), (Chance::Events, events)] {
            let draws = Draws { repetitions: 20_000, ..Draws::new(1) };
            let [found] = corrected(&areas(), chance, &draws, [(0.0, 1.0)], rate).unwrap();
            let half_width = 1.96 * variance.sqrt() / people;
            assert!((found.observed - events / people).abs() < 1e-15);
            assert!(found.bias.abs() < 0.02 * half_width);
            assert!((found.figure.limits.lower - (found.observed - half_width)).abs() < 0.05 * half_width);
            assert!((found.figure.limits.upper - (found.observed + half_width)).abs() < 0.05 * half_width);
        }
    }

    #[test]
    fn areas_drawn_anew_are_as_many_as_before() {
        let equal = vec![AreaCount { events: 1.0, people: 2.0 }; 9];
        let total = |areas: &[AreaCount]| Ok([areas.iter().map(|area| area.people).sum::<f64>()]);
        let [found] = corrected(&equal, Chance::Areas, &Draws::new(1), [(0.0, 99.0)], total).unwrap();
        assert_eq!((found.bias, found.figure.limits.lower, found.figure.limits.upper), (0.0, 18.0, 18.0));
        assert_eq!(found.figure.limits.method, Method::PivotalBootstrapOfAreas);
    }

    #[test]
    fn counts_without_chance_keep_their_figure() {
        let certain = [AreaCount { events: 5.0, people: 5.0 }, AreaCount { events: 0.0, people: 3.0 }];
        let [found] = corrected(&certain, Chance::Members, &Draws::new(1), [(0.0, 1.0)], rate).unwrap();
        assert_eq!((found.bias, found.figure.limits.lower, found.figure.limits.upper), (0.0, 0.625, 0.625));
    }

    #[test]
    fn too_few_repetitions_give_no_limits() {
        let draws = Draws { repetitions: 10, ..Draws::new(1) };
        let refused = corrected(&areas(), Chance::Members, &draws, [(0.0, 1.0)], rate).unwrap_err();
        assert_eq!(refused, NoFigure::TooFewRepetitions);
    }

    #[test]
    fn areas_that_cannot_be_are_refused() {
        let area = |events, people| AreaCount { events, people };
        let refused = |areas: &[AreaCount], chance| peopled(areas, chance).unwrap_err();
        assert_eq!(refused(&[area(1.0, 2.0)], Chance::Members), NoFigure::TooFewToCompare);
        assert_eq!(refused(&[area(1.0, 2.0), area(0.0, 0.0)], Chance::Events), NoFigure::TooFewToCompare);
        assert_eq!(refused(&[area(1.0, 0.0)], Chance::Events), NoFigure::EventsWithoutPeople);
        assert_eq!(refused(&[area(3.0, 2.0)], Chance::Members), NoFigure::MoreEventsThanPeople);
        assert_eq!(refused(&[area(f64::NAN, 2.0)], Chance::Members), NoFigure::NotACount);
        assert_eq!(refused(&[area(1.0, f64::INFINITY)], Chance::Members), NoFigure::NotADenominator);
        let kept = peopled(&[area(3.0, 2.0), area(0.0, 0.0), area(1.0, 2.0)], Chance::Events).unwrap();
        assert_eq!((kept.0.len(), kept.1), (2, 1));
    }
}
