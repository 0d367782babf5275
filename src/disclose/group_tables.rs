//! The tables of population groups: who is reached less than their share, and where each group lives.

use super::evidence::{Cell, ColumnKind, Columns, Table};
use super::service_tables::{Service, add_counts, add_gap, machine_name};
use crate::assess::gap::Gap;
use crate::assess::groups::{Exposure, GroupFindings, WhereTheyLive};
use crate::assessment::Standard;
use crate::count::Count;
use crate::measure::{Missing, Value};

impl Service<'_> {
    /// One row per population group that the records of the service tell apart.
    pub(super) fn group_tables(&self, title: &str) -> Vec<Table> {
        self.findings.groups.iter().enumerate().map(|(i, group)| self.group_table(i, group, title)).collect()
    }

    fn group_table(&self, at: usize, group: &GroupFindings, title: &str) -> Table {
        let (mut columns, shown) = (Columns::default(), &self.shown.groups[at]);
        let levels = &group.levels;
        let words = group.name.replace('_', " ");
        columns.add(
            "group",
            "Group",
            &format!("The {words}"),
            ColumnKind::Text,
            levels.iter().map(|l| Cell::Text(l.level.clone())).collect(),
        );
        columns.add(
            "eligible",
            "Eligible people",
            "People of the group the service is for",
            ColumnKind::Count,
            levels.iter().map(|l| Cell::rounded(Value::Known(l.eligible), 0)).collect(),
        );
        let counts: Vec<Count> = levels.iter().map(|l| l.observed).collect();
        add_counts(&mut columns, &counts, shown, self.reach);
        let gaps: Vec<Gap> = levels.iter().map(|l| l.equal).collect();
        let gaps_shown = &self.group_gaps_shown[at];
        let expected_shown = gaps_shown.contains(&true);
        add_gap(&mut columns, &gaps, (gaps_shown, expected_shown), Standard::EqualReach);
        let local = |of: &dyn Fn(&Gap) -> Value<f64>| {
            levels
                .iter()
                .zip(gaps_shown)
                .map(|(l, s)| Cell::rounded(of(&l.given_where_they_live), 3).if_shown(*s))
                .collect()
        };
        let about = "Observed ÷ expected, where expected applies the reach of each area to the group's people in it: what is left once place is allowed for";
        columns.add(
            "ratio_given_area",
            "Observed ÷ expected, given where they live",
            about,
            ColumnKind::Decimal(3),
            local(&|g| g.ratio.map(|r| r.value)),
        );
        columns.add(
            "ratio_given_area_lower",
            "Given where they live, lower limit",
            "Lower confidence limit",
            ColumnKind::Decimal(3),
            local(&|g| g.ratio.map(|r| r.lower)),
        );
        columns.add(
            "ratio_given_area_upper",
            "Given where they live, upper limit",
            "Upper confidence limit",
            ColumnKind::Decimal(3),
            local(&|g| g.ratio.map(|r| r.upper)),
        );
        let unknown =
            if self.shown.unknown[at] { format!("{:.0}", group.unknown.middle()) } else { "[c]".into() };
        let notes = vec![format!(
            "The {words} of {unknown} of those reached is not known. They are in no group; rates are those of people whose {words} is known."
        )];
        let heading = format!("{title}: reach of {} by {words}", self.uptake.service);
        let about = "One row for each group. Observed ÷ expected is the representation ratio: the group's share of people reached over its share of eligible people.";
        columns.table(&format!("groups_{}_{}", self.id, machine_name(&group.name)), &heading, about, notes)
    }
}

/// One row per group: where its people live. A figure of places, not of persons.
pub(super) fn where_they_live(found: &WhereTheyLive, services: &[Service<'_>], title: &str) -> Table {
    let mut columns = Columns::default();
    let levels = &found.levels;
    let words = found.name.replace('_', " ");
    columns.add(
        "group",
        "Group",
        &format!("The {words}"),
        ColumnKind::Text,
        levels.iter().map(|l| Cell::Text(l.level.clone())).collect(),
    );
    columns.add(
        "people",
        "People",
        "Residents of the group",
        ColumnKind::Count,
        levels.iter().map(|l| Cell::rounded(Value::Known(l.people), 0)).collect(),
    );
    let share = |of: Option<f64>| {
        Cell::rounded(of.map_or(Value::Missing(Missing::IngredientMissing), Value::Known), 4)
    };
    if levels.iter().any(|l| l.in_high_need.is_some()) {
        columns.add(
            "in_high_need",
            "In the fifth of areas with most need",
            "Share of the group's people who live in the fifth of areas with the highest need index",
            ColumnKind::Proportion,
            levels.iter().map(|l| share(l.in_high_need)).collect(),
        );
    }
    if levels.iter().any(|l| l.in_joint_high.is_some()) {
        columns.add("in_joint_high", "In areas of joint high deprivation and crime", "Share of the group's people who live in areas among both the most deprived fifth and the fifth with most recorded crime", ColumnKind::Proportion, levels.iter().map(|l| share(l.in_joint_high)).collect());
    }
    for (i, service) in services.iter().enumerate() {
        add_reach_of_places(&mut columns, levels, i, service);
    }
    let heading = format!("{title}: where people live, by {words}");
    columns.table(&format!("where_they_live_{}", machine_name(&found.name)), &heading, "One row for each group: the places its people live in. These figures speak of places, not of persons.", Vec::new())
}

/// Adds what one service does in the places each group lives in.
fn add_reach_of_places(columns: &mut Columns, levels: &[Exposure], i: usize, service: &Service<'_>) {
    let (id, name) = (&service.id, &service.uptake.service);
    let may = service.gaps_shown.contains(&true);
    let of_level = |l: &Exposure| {
        l.in_under_served[i]
            .map_or(Cell::Missing(Missing::IngredientMissing), |share| Cell::rounded(Value::Known(share), 2))
    };
    let cells = levels.iter().map(|l| of_level(l).if_shown(may)).collect();
    columns.add(
        &format!("in_under_served_{id}"),
        &format!("In areas under-served by {name}"),
        &format!(
            "Share of the group's people who live in areas under-served by {name}, out of the areas whose figures are shown"
        ),
        ColumnKind::Proportion,
        cells,
    );
    let cells = levels
        .iter()
        .map(|l| {
            l.reach_of_their_areas[i]
                .map_or(Cell::Missing(Missing::IngredientMissing), |r| Cell::rounded(Value::Known(r), 3))
        })
        .collect();
    columns.add(&format!("reach_of_their_areas_{id}"), &format!("Reach of {name} in the areas they live in"), "Mean reach of the areas the group's people live in, weighted by them. It speaks of the areas, not of the group: people of the group may be reached more or less than their neighbours", ColumnKind::Proportion, cells);
}
