//! Tables with one row (or several) per area code, brought to the areas of the run.

use super::route::{Landing, Route};
use crate::area::AreaCode;
use crate::count::Count;
use crate::ledger::{Amount, Placement};
use crate::measure::{Missing, Value};

/// Where each row of a table leads.
#[derive(Debug)]
pub struct Landings<'a> {
    rows: Vec<Option<Landing<'a>>>,
    areas: usize,
}

impl<'a> Landings<'a> {
    /// Finds where each row leads; a row without a code leads nowhere.
    pub fn new(codes: &[Option<AreaCode>], route: &'a Route, areas: usize) -> Self {
        let rows = codes.iter().map(|code| code.as_ref().map(|c| route.landing(c))).collect();
        Self { rows, areas }
    }

    /// How the rows were placed.
    pub fn placement(&self) -> Placement {
        let mut placement = Placement::default();
        for row in &self.rows {
            *match row {
                Some(Landing::Areas(_)) => &mut placement.by_code,
                Some(Landing::Outside) => &mut placement.outside_place,
                Some(Landing::Unknown) => &mut placement.unknown_location,
                None => &mut placement.no_location,
            } += 1;
        }
        placement
    }

    /// How many rows each area has, shares counted.
    pub fn covered(&self) -> Vec<f64> {
        self.sum(&vec![1.0; self.rows.len()])
    }

    /// Sums numbers of people by area.
    pub fn sum(&self, values: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.areas];
        for (row, value) in self.rows.iter().zip(values) {
            if let Some(Landing::Areas(shares)) = row {
                for (area, share) in *shares {
                    sums[*area as usize] += value * share;
                }
            }
        }
        sums
    }

    /// Sums counts by area, and tells where the whole amount went: nothing is lost and nothing invented. Parts are
    /// added in order of their size, so that the order of the rows changes no bit of a sum.
    pub fn sum_counts(&self, values: &[Count]) -> (Vec<Count>, Amount) {
        let mut parts: Vec<(u32, Count)> = Vec::with_capacity(self.rows.len());
        let mut outside = Vec::new();
        let mut amount = Amount::default();
        for (row, value) in self.rows.iter().zip(values) {
            amount.total += *value;
            match row {
                Some(Landing::Areas(shares)) => {
                    let inside: f64 = shares.iter().map(|(_, share)| share).sum();
                    parts.extend(shares.iter().map(|(area, share)| (*area, *value * *share)));
                    outside.push(*value * (1.0 - inside).max(0.0));
                }
                Some(Landing::Outside) => outside.push(*value),
                Some(Landing::Unknown) | None => amount.unplaced += *value,
            }
        }
        let by_size =
            |a: &Count, b: &Count| a.lowest.total_cmp(&b.lowest).then(a.highest.total_cmp(&b.highest));
        parts.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| by_size(&a.1, &b.1)));
        outside.sort_by(by_size);
        let mut sums = vec![Count::ZERO; self.areas];
        for (area, part) in parts {
            sums[area as usize] += part;
        }
        amount.placed = sums.iter().copied().sum();
        amount.outside_place = outside.into_iter().sum();
        (sums, amount)
    }

    /// The mean figure by area: a figure is not a count, so it is never summed. An area that several rows
    /// lead to has their mean, weighted by the shares in which they lead there.
    pub fn mean(&self, values: &[Option<f64>]) -> Vec<Value<f64>> {
        let mut sums = vec![(0.0, 0.0, false); self.areas];
        for (row, value) in self.rows.iter().zip(values) {
            let Some(Landing::Areas(shares)) = row else { continue };
            for (area, share) in *shares {
                let sum = &mut sums[*area as usize];
                match value {
                    Some(value) => *sum = (sum.0 + value * share, sum.1 + share, sum.2),
                    None => sum.2 = true,
                }
            }
        }
        let figure = |(sum, weight, blank): (f64, f64, bool)| match (weight > 0.0, blank) {
            (_, true) => Value::Missing(Missing::SuppressedBySource),
            (true, false) => Value::Known(sum / weight),
            (false, false) => Value::Missing(Missing::NotInSource),
        };
        sums.into_iter().map(figure).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::crosswalk::Crosswalk;
    use super::super::route::Routes;
    use super::*;
    use crate::area::{Area, AreaSet, Geography};
    use crate::read::lookup::Pair;
    use geo::MultiPolygon;
    use proptest::prelude::*;
    use rustc_hash::{FxHashMap, FxHashSet};

    fn code(text: &str) -> AreaCode {
        AreaCode::parse(text).expect("a code")
    }

    fn routes(pairs: &[(u8, u8)], inside: u8, people: &FxHashMap<AreaCode, f64>) -> Routes {
        let area = |i| {
            (Area { code: code(&format!("T{i}")), name: String::new(), authority: 0 }, MultiPolygon(vec![]))
        };
        let areas = AreaSet::new(Geography::named("lsoa21"), vec![], (0..inside).map(area).collect());
        let pair = |(f, t): &(u8, u8)| Pair {
            from: code(&format!("F{f}")),
            to: code(&format!("T{t}")),
            share: None,
        };
        let pairs: Vec<Pair> = pairs.iter().map(pair).collect();
        let walk = Crosswalk::new(Geography::named("lsoa11"), Geography::named("lsoa21"), &pairs, people);
        Routes::new(&areas.expect("distinct"), &FxHashSet::default(), &[walk])
    }

    #[test]
    fn a_figure_of_a_merged_area_is_a_mean_and_a_count_is_a_sum() {
        let routes = routes(&[(0, 0), (1, 0)], 1, &FxHashMap::default());
        let route = routes.from(&Geography::named("lsoa11")).expect("a route");
        let landings = Landings::new(&[Some(code("F0")), Some(code("F1"))], route, 1);
        assert_eq!(landings.sum(&[10.0, 20.0]), [30.0]);
        assert_eq!(landings.mean(&[Some(10.0), Some(20.0)]), [Value::Known(15.0)]);
        assert_eq!(landings.mean(&[Some(10.0), None]), [Value::Missing(Missing::SuppressedBySource)]);
    }

    proptest! {
        #[test]
        fn every_total_is_conserved(
            links in prop::collection::btree_set((0u8..9, 0u8..9), 1..30),
            values in prop::collection::vec((0.0f64..1e5, 0.0f64..9.0), 12),
            inside in 0u8..9,
        ) {
            let links: Vec<(u8, u8)> = links.into_iter().collect();
            let people = (0..9u8).map(|i| (code(&format!("T{i}")), f64::from(i) + 1.0)).collect();
            let routes = routes(&links, inside, &people);
            let route = routes.from(&Geography::named("lsoa11")).expect("a route");
            let codes: Vec<Option<AreaCode>> =
                (0..12u8).map(|i| (i % 5 != 4).then(|| code(&format!("F{i}")))).collect();
            let counts: Vec<Count> = values.iter().map(|(n, w)| Count::between(*n, n + w)).collect();
            let landings = Landings::new(&codes, route, inside.into());
            let (by_area, amount) = landings.sum_counts(&counts);
            let placed: Count = by_area.into_iter().sum();
            let whole = amount.placed + amount.outside_place + amount.unplaced;
            prop_assert!((placed.highest - amount.placed.highest).abs() < 1e-6);
            prop_assert!((whole.lowest - amount.total.lowest).abs() < 1e-6);
            prop_assert_eq!(landings.placement().total(), 12);
        }
    }
}
