//! The concentration curve: the share of all events that falls to the first so many people of a ranking.

use super::concentration::{self, Ranked};
use crate::estimate::NoFigure;

/// One point of the curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    /// The cumulative share of people.
    pub people: f64,
    /// The cumulative share of what the values count.
    pub amount: f64,
}

/// The concentration curve of values, from (0, 0) to (1, 1) with one point for each rank.
///
/// Below the diagonal: those ranked last have more than their share. The relative concentration index is one minus
/// twice the area under the curve. Areas of the same rank make one point, so that their order does not count.
///
/// Units: proportions.
///
/// Missing values: areas without people are left out.
///
/// # Errors
/// [`NoFigure::TooFewToCompare`]; [`NoFigure::ZeroAverage`]; [`NoFigure::NotAValue`] for values that are negative or
/// not finite.
///
/// # References
/// O'Donnell O, van Doorslaer E, Wagstaff A, Lindelow M (2008). *Analyzing Health Equity Using Household Survey Data*,
/// chapter 7. World Bank. <https://doi.org/10.1596/978-0-8213-6933-3>
///
/// # Examples
/// ```
/// use reachgap::estimate::inequality::{concentration::Ranked, concentration_curve::curve};
/// let areas = [(1.0, 0.1), (2.0, 0.3)].map(|(rank, value)| Ranked { rank, people: 50.0, value });
/// let points: Vec<(f64, f64)> = curve(&areas)?.iter().map(|point| (point.people, point.amount)).collect();
/// assert_eq!(points, [(0.0, 0.0), (0.5, 0.25), (1.0, 1.0)]);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn curve(areas: &[Ranked]) -> Result<Vec<CurvePoint>, NoFigure> {
    let areas = concentration::in_order(areas)?;
    if areas.iter().any(|area| area.value < 0.0) {
        return Err(NoFigure::NotAValue);
    }
    let sums = |areas: &[Ranked]| {
        areas.iter().fold((0.0, 0.0), |(people, amount), area| {
            (people + area.people, amount + area.people * area.value)
        })
    };
    let (all_people, all_amount) = sums(&areas);
    if all_amount == 0.0 {
        return Err(NoFigure::ZeroAverage);
    }
    let (mut people, mut amount) = (0.0, 0.0);
    let mut points = vec![CurvePoint { people, amount }];
    for same in areas.chunk_by(|a, b| a.rank == b.rank) {
        let here = sums(same);
        (people, amount) = (people + here.0, amount + here.1);
        points.push(CurvePoint { people: people / all_people, amount: amount / all_amount });
    }
    if let Some(last) = points.last_mut() {
        *last = CurvePoint { people: 1.0, amount: 1.0 };
    }
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::inequality::concentration::{Form, observed};
    use proptest::prelude::*;

    #[test]
    fn values_that_sum_to_nothing_have_no_curve() {
        let none = [1.0, 2.0].map(|rank| Ranked { rank, people: 5.0, value: 0.0 });
        assert_eq!(curve(&none), Err(NoFigure::ZeroAverage));
        let below = none.map(|area| Ranked { value: -1.0, ..area });
        assert_eq!(curve(&below), Err(NoFigure::NotAValue));
    }

    proptest! {
        #[test]
        fn the_index_is_one_less_twice_the_area_under_the_curve(
            values in prop::collection::vec((0..9_u8, 1..90_u32, 0.1..1.0_f64), 3..30),
        ) {
            let areas: Vec<Ranked> = values
                .iter()
                .map(|&(rank, people, value)| Ranked { rank: rank.into(), people: people.into(), value })
                .collect();
            if let Ok(index) = observed(&areas, Form::Relative) {
                let under: f64 = curve(&areas)
                    .unwrap()
                    .windows(2)
                    .map(|two| (two[1].people - two[0].people) * (two[0].amount + two[1].amount) / 2.0)
                    .sum();
                prop_assert!((1.0 - 2.0 * under - index).abs() < 1e-12);
            }
        }
    }
}
