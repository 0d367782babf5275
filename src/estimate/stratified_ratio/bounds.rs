//! Worst-case bounds of a ratio when it is not known of everybody with the event whether they belong to the group.

use super::{StratifiedRatio, Stratum, Terms, mantel_haenszel};
use crate::estimate::no_figure::{self, NoFigure};

/// The ratio at the two ends of what unknown membership leaves open.
///
/// Whoever the people of unknown membership are, the ratio lies between the two; each end has the limits of chance
/// besides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The ratio if nobody of unknown membership belongs to the group: the lowest.
    pub if_none: Result<StratifiedRatio, NoFigure>,
    /// The ratio if all of unknown membership belong to the group: the highest.
    pub if_all: Result<StratifiedRatio, NoFigure>,
}

/// The worst-case bounds of the Mantel–Haenszel risk ratio under missing membership (Manski).
///
/// `strata` hold events of known membership and all people; `unknown` the events of each stratum, in the same order, of
/// which membership is not known. They are added once to the comparator and once to the group. A person counts once, so
/// that where one side has fewer people left than events are to be added, the rest falls to the other side.
///
/// The limits of each end are those of [`mantel_haenszel`]; from the lower limit of the one to the upper limit of the
/// other is at least as wide as its confidence asks for (narrower limits exist: Imbens and Manski 2004).
///
/// Units: ratio.
///
/// # Errors
/// [`NoFigure::UnknownStratum`] where there are more or fewer numbers of unknown events than strata;
/// [`NoFigure::NotACount`]. What stands against a ratio at one end is in that end.
///
/// # References
/// Manski CF (1990). Nonparametric bounds on treatment effects. *American Economic Review* 80(2):319–323.
/// <https://www.jstor.org/stable/2006592>; Imbens GW, Manski CF (2004). Confidence intervals for partially
/// identified parameters. *Econometrica* 72:1845–1857. <https://doi.org/10.1111/j.1468-0262.2004.00555.x>
///
/// # Examples
/// By hand: 30 of 100 and 80 of 200 known, 10 unknown: (30/100)/(90/200) to (40/100)/(80/200).
/// ```
/// use reachgap::estimate::{Confidence, stratified_ratio::{Stratum, Terms, bounds}};
/// let known = [Stratum { events: 30.0, people: 100.0, comparator_events: 80.0, comparator_people: 200.0 }];
/// let found = bounds(&known, &[10.0], Terms::exact(Confidence::P95))?;
/// assert!((found.if_none?.ratio.value - 2.0 / 3.0).abs() < 1e-12);
/// assert!((found.if_all?.ratio.value - 1.0).abs() < 1e-12);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn bounds(strata: &[Stratum], unknown: &[f64], terms: Terms) -> Result<Bounds, NoFigure> {
    if strata.len() != unknown.len() {
        return Err(NoFigure::UnknownStratum);
    }
    for &events in unknown {
        no_figure::events(events)?;
    }
    let with = |share: fn(&Stratum, f64) -> f64| -> Vec<Stratum> {
        strata.iter().zip(unknown).map(|(stratum, &unknown)| given(*stratum, unknown, share)).collect()
    };
    Ok(Bounds {
        if_none: mantel_haenszel(&with(fewest_of_group), terms),
        if_all: mantel_haenszel(&with(most_of_group), terms),
    })
}

/// The stratum once so many of its unknown events have been given to the group, the others to the comparator.
fn given(stratum: Stratum, unknown: f64, share: fn(&Stratum, f64) -> f64) -> Stratum {
    let group = share(&stratum, unknown);
    Stratum {
        events: stratum.events + group,
        comparator_events: stratum.comparator_events + (unknown - group),
        ..stratum
    }
}

fn most_of_group(stratum: &Stratum, unknown: f64) -> f64 {
    unknown.min((stratum.people - stratum.events).max(0.0))
}

fn fewest_of_group(stratum: &Stratum, unknown: f64) -> f64 {
    let room = (stratum.comparator_people - stratum.comparator_events).max(0.0);
    (unknown - room).clamp(0.0, most_of_group(stratum, unknown))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::estimate::Confidence;

    const EXACT: Terms = Terms::exact(Confidence::P95);

    fn stratum(events: f64, people: f64, comparator_events: f64, comparator_people: f64) -> Stratum {
        Stratum { events, people, comparator_events, comparator_people }
    }

    #[test]
    fn nobody_counts_twice_when_the_group_is_full() {
        let found = bounds(&[stratum(8.0, 10.0, 20.0, 100.0)], &[6.0], EXACT).unwrap();
        let all = found.if_all.unwrap();
        assert_eq!((all.events, all.comparator_events), (10.0, 24.0));
        let none = found.if_none.unwrap();
        assert_eq!((none.events, none.comparator_events), (8.0, 26.0));
    }

    #[test]
    fn one_end_may_be_missing_for_a_reason() {
        let found = bounds(&[stratum(5.0, 10.0, 0.0, 100.0)], &[3.0], EXACT).unwrap();
        assert_eq!(found.if_all, Err(NoFigure::NoExpectedEvents));
        assert!(found.if_none.is_ok());
    }

    #[test]
    fn unknown_events_stand_beside_each_stratum() {
        let known = [stratum(5.0, 10.0, 1.0, 100.0)];
        assert_eq!(bounds(&known, &[], EXACT), Err(NoFigure::UnknownStratum));
        assert_eq!(bounds(&known, &[-1.0], EXACT), Err(NoFigure::NotACount));
    }

    proptest! {
        #[test]
        fn however_unknown_events_fall_the_ratio_lies_between(
            cells in prop::collection::vec((0.0..50.0_f64, 1.0..50.0_f64, 0.0..20.0_f64, 0.0..=1.0_f64), 1..6),
        ) {
            let known: Vec<Stratum> = cells.iter().map(|c| stratum(c.0, 100.0, c.1, 200.0)).collect();
            let unknown: Vec<f64> = cells.iter().map(|c| c.2).collect();
            let fallen: Vec<Stratum> = cells.iter()
                .map(|c| stratum(c.0 + c.2 * c.3, 100.0, c.1 + c.2 * (1.0 - c.3), 200.0)).collect();
            let found = bounds(&known, &unknown, EXACT).unwrap();
            let ratio = mantel_haenszel(&fallen, EXACT).unwrap().ratio.value;
            prop_assert!(found.if_none.unwrap().ratio.value <= ratio * (1.0 + 1e-12));
            prop_assert!(ratio <= found.if_all.unwrap().ratio.value * (1.0 + 1e-12));
        }
    }
}
