//! The people of each area: by single year of age in mid-2020, by ethnic group at the census of 2021.
use rand_pcg::Pcg64;

use super::codes::Part;
use super::community::{Ages, Community};
use super::draw::{count, normal};

/// Ages 0 to 89 by single year, and 90 and over.
pub(super) type ByAge = [u32; 91];

/// The broad ethnic groups, as the census table of 2021 heads them.
pub(super) const GROUPS: [&str; 5] = [
    "Asian, Asian British or Asian Welsh",
    "Black, Black British, Black Welsh, Caribbean or African",
    "Mixed or Multiple ethnic groups",
    "Other ethnic group",
    "White",
];

/// Everybody who lives in the demo place and around it.
pub(super) struct People {
    /// Residents by age, one entry per part.
    pub(super) parts: Vec<ByAge>,
    /// Residents by ethnic group, one entry per area.
    pub(super) groups: Vec<[u32; 5]>,
}

impl People {
    /// Draws the people of every part and area.
    pub(super) fn new(communities: &[Community], parts: &[Part], rng: &mut Pcg64) -> Self {
        let parts_by_age: Vec<ByAge> = parts
            .iter()
            .map(|part| {
                by_age(communities[part.area].ages, communities[part.area].residents * part.share, rng)
            })
            .collect();
        let mut people = Self { parts: parts_by_age, groups: Vec::new() };
        people.groups = (0..communities.len())
            .map(|area| {
                let total = f64::from(people.residents(parts, area, 0, 90)) * (1.0 + normal(rng, 0.015));
                communities[area].groups.map(|share| (total * share).round() as u32)
            })
            .collect();
        people
    }

    /// Residents of an area between two ages, both included (mid-2020).
    pub(super) fn residents(&self, parts: &[Part], area: usize, from: usize, to: usize) -> u32 {
        let own = parts.iter().zip(&self.parts).filter(|(part, _)| part.area == area);
        own.map(|(_, by_age)| by_age[from..=to].iter().sum::<u32>()).sum()
    }

    /// Residents of one age range in one ethnic group, taking the groups to be of like ages.
    pub(super) fn of_group(&self, area: usize, group: usize, residents: u32) -> f64 {
        let total: u32 = self.groups[area].iter().sum();
        f64::from(residents) * f64::from(self.groups[area][group]) / f64::from(total.max(1))
    }
}

fn by_age(ages: Ages, residents: f64, rng: &mut Pcg64) -> ByAge {
    let weights: Vec<f64> = (0..91).map(|age| weight(ages, f64::from(age))).collect();
    let total: f64 = weights.iter().sum();
    let mut by_age = [0; 91];
    for (people, weight) in by_age.iter_mut().zip(weights) {
        *people = count(rng, residents * weight / total);
    }
    by_age
}

/// How common an age is: straight lines between the values at 0, 6, 15, 19, 25, 40, 60, 75 and 90.
fn weight(ages: Ages, age: f64) -> f64 {
    const TURNS: [f64; 9] = [0.0, 6.0, 15.0, 19.0, 25.0, 40.0, 60.0, 75.0, 90.5];
    let heights = match ages {
        Ages::Families => [17.0, 19.0, 16.0, 14.0, 15.0, 15.0, 10.0, 5.0, 1.0],
        Ages::TownCentre => [10.0, 9.0, 7.0, 18.0, 26.0, 17.0, 9.0, 5.0, 1.0],
        Ages::Suburb => [13.0, 14.0, 13.0, 11.0, 12.0, 14.0, 13.0, 9.0, 2.0],
        Ages::Country => [9.0, 11.0, 12.0, 9.0, 8.0, 11.0, 16.0, 14.0, 4.0],
    };
    let after = TURNS.iter().position(|turn| age < *turn).unwrap_or(TURNS.len() - 1);
    let along = (age - TURNS[after - 1]) / (TURNS[after] - TURNS[after - 1]);
    heights[after - 1] + along * (heights[after] - heights[after - 1])
}
