//! Children of the service, put together from the rows of its file and of the agencies' files.
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::{Row, Written, number, written};

/// The places of the seeds on which what was planted in the partnership is checked.
pub(super) static PLACES: LazyLock<Vec<Written>> = LazyLock::new(|| (1..=5).map(written).collect());

/// One child of the service.
pub(super) struct Child {
    /// Its rows in the order of the file.
    pub(super) rows: Vec<Row>,
}

impl Child {
    pub(super) fn cell(&self, column: &str) -> &str {
        &self.rows[0][column]
    }

    /// The first row of this status.
    pub(super) fn step(&self, status: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row["status"] == status)
    }

    pub(super) fn came_to(&self, status: &str) -> bool {
        self.step(status).is_some()
    }

    /// Referred so long ago that it is not still waiting.
    pub(super) fn referred_in_time(&self) -> bool {
        self.step("referred").is_some_and(|row| row["date"].as_str() < "2024-11-06")
    }

    /// Neither engaged nor declined.
    pub(super) fn is_lost(&self) -> bool {
        !self.came_to("engaged") && !self.came_to("declined")
    }

    /// Why its offer was out of reach, or `none`.
    pub(super) fn barrier(&self) -> Option<&str> {
        self.step("offered").map(|row| row["barrier"].as_str())
    }
}

/// How many of these fit, and their share.
pub(super) fn share<'a>(of: impl Iterator<Item = &'a Child>, fits: impl Fn(&Child) -> bool) -> [f64; 2] {
    let (mut all, mut fitting) = (0.0, 0.0);
    of.for_each(|child| (all, fitting) = (all + 1.0, fitting + f64::from(u8::from(fits(child)))));
    [fitting / all, all]
}

/// How far two shares lie apart, in standard errors.
pub(super) fn apart([one, n]: [f64; 2], [other, m]: [f64; 2]) -> f64 {
    let both = (one * n + other * m) / (n + m);
    (one - other) / (both * (1.0 - both) * (1.0 / n + 1.0 / m)).sqrt()
}

impl Written {
    pub(super) fn children(&self) -> Vec<Child> {
        let mut children: BTreeMap<String, Child> = BTreeMap::new();
        for row in self.rows("uptake/family_support.csv") {
            let child =
                children.entry(row["person_id"].clone()).or_insert_with(|| Child { rows: Vec::new() });
            child.rows.push(row);
        }
        children.into_values().collect()
    }

    /// The pseudonyms in an agency's file, in their usual form.
    pub(super) fn known_to(&self, agency: &str) -> BTreeSet<String> {
        let facts = self.place.partnership.agencies.iter().find(|facts| facts.agency == agency);
        let file = facts.expect("an agency").file.strip_prefix("data").expect("a data file").to_owned();
        let rows = self.rows(file.to_str().expect("a name"));
        rows.iter().map(|row| &row["shared_id"]).filter(|id| !id.is_empty()).map(|id| usual(id)).collect()
    }

    /// The fifth of the areas with most crime for their residents.
    pub(super) fn areas_of_most_crime(&self) -> BTreeSet<String> {
        let mut crimes: BTreeMap<String, f64> = BTreeMap::new();
        self.crimes().into_iter().for_each(|row| *crimes.entry(row["LSOA code"].clone()).or_default() += 1.0);
        let census = self.rows("population/census2021_ethnic_group_lsoa21.csv");
        let residents: BTreeMap<&str, f64> =
            census.iter().map(|row| (row["lsoa21_code"].as_str(), number(&row["total_residents"]))).collect();
        let rate = |area: &String| crimes[area] / residents[area.as_str()];
        let mut areas = self.place.areas.clone();
        areas.sort_by(|a, b| rate(b).total_cmp(&rate(a)));
        areas.into_iter().take(24).collect()
    }
}

/// A pseudonym as it is written without faults.
pub(super) fn usual(id: &str) -> String {
    format!("{:0>16}", id.to_lowercase())
}
