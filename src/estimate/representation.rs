//! The share of a group among users against its share among eligible people.

use super::confidence::Confidence;
use super::figure::{Figure, finite};
use super::interval::Limits;
use super::no_figure::{self, NoFigure};
use super::rate;

/// How a group's share of users compares with its share of the people who could be users.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Representation {
    /// The group's share of users, with Wilson's limits.
    pub share_of_users: Figure,
    /// The group's share of eligible people, taken as known.
    pub share_of_people: f64,
    /// Share of users ÷ share of eligible people: 1 is parity, below 1 the group is under-represented.
    pub ratio: Figure,
    /// How many more users the group would have had at parity, the number of users staying the same; below zero where
    /// it had more.
    pub short: Figure,
}

/// The crude representation ratio: share of users ÷ share of eligible people.
///
/// `(O₁/O) / (N₁/N)`; limits: Wilson's limits of `O₁/O`, divided by `N₁/N`. Short: `O·N₁/N − O₁`.
///
/// The group is compared with everybody, itself included. For a comparison with others of the same age, sex or need see
/// [`mantel_haenszel`](super::stratified_ratio::mantel_haenszel).
///
/// Units: ratio; people. Fractions are allowed.
///
/// # Errors
/// [`NoFigure::ZeroDenominator`]; [`NoFigure::NobodyInGroup`]; [`NoFigure::NoEvents`] without users; faults:
/// [`NoFigure::EventsWithoutPeople`], [`NoFigure::MoreEventsThanPeople`] where the group has more users than all users, or
/// more people than all people; [`NoFigure::NotACount`]; [`NoFigure::NotADenominator`].
///
/// # References
/// Wilson EB (1927). Probable inference, the law of succession, and statistical inference. *Journal of the American
/// Statistical Association* 22:209–212. <https://doi.org/10.1080/01621459.1927.10502953>
///
/// # Examples
/// 65 of 100 users, from the published test table of the OHID statistical package; 80 % of the people, made up:
/// ```
/// use reachgap::estimate::{Confidence, representation::representation};
/// let found = representation((65.0, 100.0), (800.0, 1000.0), Confidence::P95)?;
/// assert!((found.ratio.value - 0.8125).abs() < 1e-12);
/// assert!((found.ratio.limits.upper - 0.736_357_517_569_024_7 / 0.8).abs() < 1e-12);
/// assert!((found.short.value - 15.0).abs() < 1e-12);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn representation(
    (group_users, users): (f64, f64),
    (group_people, people): (f64, f64),
    confidence: Confidence,
) -> Result<Representation, NoFigure> {
    let people = no_figure::denominator(people)?;
    let (group_users, users) = (no_figure::events(group_users)?, no_figure::events(users)?);
    let group_people = no_figure::events(group_people).map_err(|_| NoFigure::NotADenominator)?;
    if group_people > people || group_users > users {
        return Err(NoFigure::MoreEventsThanPeople);
    }
    if group_people == 0.0 {
        let users = group_users > 0.0;
        return Err(if users { NoFigure::EventsWithoutPeople } else { NoFigure::NobodyInGroup });
    }
    if users == 0.0 {
        return Err(NoFigure::NoEvents);
    }
    let share_of_users = rate::proportion(group_users, users, confidence)?;
    let share_of_people = group_people / people;
    Ok(Representation {
        share_of_users,
        share_of_people,
        ratio: share_of_users.times(finite(1.0 / share_of_people)?)?,
        short: short(users, share_of_users, share_of_people),
    })
}

fn short(users: f64, share: Figure, parity: f64) -> Figure {
    let at = |share: f64| users * (parity - share);
    let limits =
        Limits { lower: at(share.limits.upper), upper: at(share.limits.lower), method: share.limits.method };
    Figure { value: at(share.value), limits }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reason(users: (f64, f64), people: (f64, f64)) -> NoFigure {
        representation(users, people, Confidence::P95).unwrap_err()
    }

    #[test]
    fn what_has_no_share_is_a_named_reason() {
        assert_eq!(reason((0.0, 0.0), (1.0, 2.0)), NoFigure::NoEvents);
        assert_eq!(reason((0.0, 5.0), (0.0, 2.0)), NoFigure::NobodyInGroup);
        assert_eq!(reason((1.0, 5.0), (0.0, 2.0)), NoFigure::EventsWithoutPeople);
        assert_eq!(reason((1.0, 5.0), (0.0, 0.0)), NoFigure::ZeroDenominator);
        assert_eq!(reason((6.0, 5.0), (1.0, 2.0)), NoFigure::MoreEventsThanPeople);
        assert_eq!(reason((1.0, 5.0), (3.0, 2.0)), NoFigure::MoreEventsThanPeople);
        assert_eq!(reason((f64::NAN, 5.0), (1.0, 2.0)), NoFigure::NotACount);
        assert_eq!(reason((1.0, 5.0), (f64::NAN, 2.0)), NoFigure::NotADenominator);
        assert_eq!(reason((1.0, 5.0), (f64::MIN_POSITIVE, 1e300)), NoFigure::TooLarge);
    }

    #[test]
    fn a_group_without_users_is_short_of_its_whole_share() {
        let found = representation((0.0, 50.0), (1.0, 5.0), Confidence::P95).unwrap();
        assert_eq!((found.ratio.value, found.ratio.limits.lower), (0.0, 0.0));
        assert!((found.short.value - 10.0).abs() < 1e-12 && found.short.limits.lower > 0.0);
    }

    proptest! {
        #[test]
        fn at_parity_nobody_is_short(users in 1.0..1e6_f64, people in 1.0..1e6_f64, share in 0.01..=1.0_f64) {
            let found = representation((users * share, users), (people * share, people), Confidence::P95).unwrap();
            prop_assert!((found.ratio.value - 1.0).abs() < 1e-9 && found.short.value.abs() < 1e-6);
            prop_assert!(found.ratio.limits.lower <= 1.0 + 1e-9 && found.ratio.limits.upper >= 1.0 - 1e-9);
        }
    }
}
