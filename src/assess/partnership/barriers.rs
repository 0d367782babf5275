//! Several barriers at once: reach by crossings of attributes, the additive part and the interaction apart.

use super::test::Judging;
use crate::assessment::AgeRange;
use crate::estimate::crossings::{self, Crossings, CrossingsError, crossings};
use crate::join::coverage::{Ground, cells};
use crate::roll::{Attribute, Roll};

/// Strata of whom fewer are expected than this are marked as small.
const SMALL: f64 = 10.0;

/// What crossing the barriers found.
#[derive(Debug, Clone, PartialEq)]
pub struct Crossed {
    /// The attributes.
    pub attributes: Vec<String>,
    /// Their levels.
    pub levels: Vec<Vec<String>>,
    /// Whether reach is out of eligible people; else it is out of people known to an agency.
    pub of_eligible: bool,
    /// What was found. Its strata hold rounded numbers; those with small numbers are left out.
    pub found: Crossings,
    /// Strata left out because their numbers are small.
    pub withheld: usize,
}

/// Crosses the barriers: reach by any service with records of persons.
///
/// # Errors
/// [`CrossingsError`].
pub fn crossed(
    ground: &Ground<'_>,
    roll: &Roll,
    ages: AgeRange,
    judging: Judging,
) -> Result<Crossed, CrossingsError> {
    let attributes = &ground.assessment.settings.partnership.barriers;
    let columns: Vec<&Attribute> = attributes.iter().filter_map(|name| roll.attribute(name)).collect();
    let mut reached = vec![false; roll.len()];
    for journey in roll.journeys.iter().filter(|journey| journey.reached) {
        reached[journey.person as usize] = true;
    }
    let sizes: Vec<usize> = columns.iter().map(|column| column.levels.len()).collect();
    // A stratum's place counts its levels up as the digits of a number.
    let place = |levels: &mut dyn Iterator<Item = u16>| {
        levels.zip(&sizes).try_fold(0, |place, (level, size)| {
            (usize::from(level) < *size).then(|| place * size + usize::from(level))
        })
    };
    let mut strata: Vec<(f64, f64)> = vec![(0.0, 0.0); sizes.iter().product()];
    let eligible = cells(ground, ages, attributes);
    for cell in eligible.iter().flatten() {
        if let Some(stratum) = place(&mut cell.levels.iter().copied()) {
            strata[stratum].1 += cell.people;
        }
    }
    for (person, reached) in reached.iter().enumerate() {
        let counts = match eligible {
            Ok(_) => *reached && roll.area[person] != Roll::NOWHERE,
            Err(_) => roll.known_to[person] != 0,
        };
        if let Some(stratum) =
            place(&mut columns.iter().map(|column| column.values[person])).filter(|_| counts)
        {
            strata[stratum].0 += f64::from(u8::from(*reached));
            strata[stratum].1 += f64::from(u8::from(eligible.is_err()));
        }
    }
    let shown: Vec<(Vec<usize>, f64, f64)> = strata
        .into_iter()
        .enumerate()
        .filter(|(_, (_, people))| *people > 0.0)
        .filter_map(|(place, (events, people))| {
            let (events_shown, people_shown) = judging.rounding.part(events, people.max(events))?;
            // Eligible people are published elsewhere; those known to an agency are not.
            Some((
                levels_at(place, &sizes),
                events_shown,
                if eligible.is_ok() { people } else { people_shown },
            ))
        })
        .collect();
    let strata = of_overall(&shown);
    let levels: Vec<Vec<String>> = columns.iter().map(|column| column.levels.clone()).collect();
    let settings = crossings::Settings { confidence: judging.confidence, small_expected: SMALL };
    let found = crossings(&sizes, &strata, &settings)?;
    let all = strata.len();
    Ok(Crossed {
        attributes: attributes.clone(),
        levels,
        of_eligible: eligible.is_ok(),
        found,
        withheld: sizes.iter().product::<usize>().saturating_sub(all),
    })
}

/// What is expected of each stratum at the rate of all of them.
fn of_overall(shown: &[(Vec<usize>, f64, f64)]) -> Vec<crossings::Stratum> {
    let (events, people) = shown.iter().fold((0.0, 0.0), |sums, s| (sums.0 + s.1, sums.1 + s.2));
    let rate = if people > 0.0 { events / people } else { 0.0 };
    let stratum = |(levels, events, people): &(Vec<usize>, f64, f64)| crossings::Stratum {
        levels: levels.clone(),
        events: *events,
        expected: people * rate,
    };
    shown.iter().map(stratum).collect()
}

/// The levels of a stratum by its place.
fn levels_at(mut place: usize, sizes: &[usize]) -> Vec<usize> {
    let mut levels: Vec<usize> = sizes
        .iter()
        .rev()
        .map(|size| {
            let level = place % size;
            place /= size;
            level
        })
        .collect();
    levels.reverse();
    levels
}

#[cfg(test)]
mod tests {
    use super::levels_at;

    #[test]
    fn a_place_tells_its_levels() {
        assert_eq!((0..6).map(|place| levels_at(place, &[2, 3])).collect::<Vec<_>>()[4], [1, 1]);
        assert_eq!(levels_at(5, &[2, 3]), [1, 2]);
    }
}
