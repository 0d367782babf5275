//! The counts that areas are looked at together with: those that may be shown, and stand-ins for those that may not.
//!
//! Whatever is found of clusters, windows and inequality is published. So it may rest only on what is public anyhow:
//! a withheld count is stood in for by its share of what its authority's published total leaves over.

use crate::area::AreaSet;
use crate::assess::gap::Gap;
use crate::count::Count;
use crate::join::UptakeCounts;
use crate::publishable::Publishable;

/// The count of one area, as the public may know it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PublicCount {
    /// Reached.
    pub observed: Count,
    /// Expected under the headline's standard.
    pub expected: f64,
    /// Eligible people.
    pub eligible: f64,
    /// Whether the count is withheld and another stands in for it.
    pub stood_in: bool,
}

/// The public counts of a service; `None` where nothing is expected or nothing may be known.
///
/// A withheld count is stood in for by a whole number: the remainder of its authority's published total after the areas
/// that are shown, shared out by what is expected of each. Where the authority is withheld too, the remainder is that of
/// the whole place. Where that is withheld, there is no stand-in.
pub fn public_counts(
    areas: &AreaSet,
    uptake: &UptakeCounts,
    gaps: &[Gap],
    may: &Publishable,
) -> Vec<Option<PublicCount>> {
    let expected: Vec<f64> = gaps.iter().map(|gap| gap.expected.middle()).collect();
    let mut observed: Vec<Option<Count>> =
        uptake.reached.iter().zip(&may.areas).map(|(count, may)| may.then_some(*count)).collect();
    for (withheld, remainder) in remainders(areas, uptake, may) {
        let shares: Vec<f64> = withheld.iter().map(|area| expected[*area]).collect();
        let lowest = apportioned(remainder.lowest, &shares);
        let highest = apportioned(remainder.highest, &shares);
        for ((area, lowest), highest) in withheld.into_iter().zip(lowest).zip(highest) {
            observed[area] = Some(Count::between(lowest.min(highest), highest.max(lowest)));
        }
    }
    let count = |area: usize| {
        let observed = observed[area]?;
        let (expected, eligible) = (expected[area], uptake.eligible[area]);
        let usable = expected > 0.0 && expected.is_finite() && eligible > 0.0;
        usable.then_some(PublicCount { observed, expected, eligible, stood_in: !may.areas[area] })
    };
    (0..areas.len()).map(count).collect()
}

/// Sets of withheld areas with what published totals leave over for each set.
fn remainders(areas: &AreaSet, uptake: &UptakeCounts, may: &Publishable) -> Vec<(Vec<usize>, Count)> {
    let authorities = areas.authorities().len();
    let mut withheld = vec![Vec::new(); authorities];
    let (mut total, mut shown) = (vec![Count::ZERO; authorities], vec![Count::ZERO; authorities]);
    for (area, count) in uptake.reached.iter().enumerate() {
        let authority = areas.areas()[area].authority as usize;
        total[authority] += *count;
        if may.areas[area] {
            shown[authority] += *count;
        } else {
            withheld[authority].push(area);
        }
    }
    let less = |whole: Count, part: Count| {
        Count::between((whole.lowest - part.lowest).max(0.0), (whole.highest - part.highest).max(0.0))
    };
    let mut sets = Vec::new();
    let (mut others, mut known) = (Vec::new(), Count::ZERO);
    for authority in 0..authorities {
        let of_authority = std::mem::take(&mut withheld[authority]);
        if may.authorities[authority] {
            known += total[authority];
            sets.push((of_authority, less(total[authority], shown[authority])));
        } else {
            known += shown[authority];
            others.extend(of_authority);
        }
    }
    if may.place {
        sets.push((others, less(total.into_iter().sum(), known)));
    }
    sets.retain(|(areas, _)| !areas.is_empty());
    sets
}

/// A total shared out in whole numbers, as near to the shares as can be (largest remainders; of equal ones the first).
fn apportioned(total: f64, shares: &[f64]) -> Vec<f64> {
    let all: f64 = shares.iter().sum();
    let part = |share: &f64| if all > 0.0 { total * share / all } else { total / shares.len() as f64 };
    let parts: Vec<f64> = shares.iter().map(part).collect();
    let mut whole: Vec<f64> = parts.iter().map(|part| part.floor()).collect();
    let left = (total.round() - whole.iter().sum::<f64>()).max(0.0) as usize;
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|a, b| (parts[*b] - whole[*b]).total_cmp(&(parts[*a] - whole[*a])).then(a.cmp(b)));
    order.into_iter().take(left).for_each(|place| whole[place] += 1.0);
    whole
}

#[cfg(test)]
mod tests {
    use geo::MultiPolygon;

    use super::*;
    use crate::area::{Area, AreaCode, Authority, Geography};
    use crate::estimate::Confidence;

    fn place() -> AreaSet {
        let code = |c: &str| AreaCode::parse(c).expect("a code");
        let area =
            |c: &str, authority| (Area { code: code(c), name: c.into(), authority }, MultiPolygon(vec![]));
        let authority = |c: &str| Authority { code: c.into(), name: c.into() };
        let rows = vec![area("A", 0), area("B", 0), area("C", 0), area("D", 1), area("E", 1)];
        AreaSet::new(Geography::named("custom"), vec![authority("X"), authority("Y")], rows)
            .expect("distinct")
    }

    fn counts(
        reached: [f64; 5],
        shown: [bool; 5],
        authorities: [bool; 2],
        place_shown: bool,
    ) -> Vec<Option<f64>> {
        let uptake = UptakeCounts {
            reached: reached.map(Count::exact).to_vec(),
            eligible: vec![100.0; 5],
            ..UptakeCounts::default()
        };
        let gap = |o: f64| Gap::new(Count::exact(o), Count::exact(10.0), Confidence::P95);
        let may = Publishable {
            areas: shown.to_vec(),
            authorities: authorities.to_vec(),
            place: place_shown,
            ..Publishable::default()
        };
        let found = public_counts(&place(), &uptake, &reached.map(gap), &may);
        found.into_iter().map(|count| count.map(|count| count.observed.middle())).collect()
    }

    #[test]
    fn a_withheld_count_takes_its_share_of_what_its_authority_leaves_over() {
        let found = counts([20.0, 3.0, 9.0, 7.0, 8.0], [true, false, false, true, true], [true; 2], true);
        assert_eq!(found, [Some(20.0), Some(6.0), Some(6.0), Some(7.0), Some(8.0)]);
    }

    #[test]
    fn what_stands_in_does_not_change_with_the_counts_it_stands_for() {
        let shown = [true, false, false, true, true];
        let one = counts([20.0, 3.0, 9.0, 7.0, 8.0], shown, [true; 2], true);
        let other = counts([20.0, 1.0, 11.0, 7.0, 8.0], shown, [true; 2], true);
        assert_eq!(one, other);
    }

    #[test]
    fn where_the_authority_is_withheld_too_the_places_remainder_is_shared() {
        let found = counts([20.0, 3.0, 9.0, 2.0, 3.0], [true, true, true, false, false], [true, false], true);
        assert_eq!(found[3..], [Some(3.0), Some(2.0)]);
        let found =
            counts([20.0, 3.0, 9.0, 2.0, 3.0], [true, true, true, false, false], [true, false], false);
        assert_eq!(found[3..], [None, None]);
    }

    #[test]
    fn parts_are_whole_and_add_up() {
        assert_eq!(apportioned(10.0, &[1.0, 1.0, 1.0]), [4.0, 3.0, 3.0]);
        assert_eq!(apportioned(7.0, &[0.0, 0.0]), [4.0, 3.0]);
        assert_eq!(apportioned(0.0, &[5.0, 1.0]), [0.0, 0.0]);
    }
}
