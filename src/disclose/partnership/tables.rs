//! The tables of definitions beside each other, and of whom nobody names.

use super::Told;
use super::rows::{Heading, Rows, figure, limits, people, text};
use crate::assess::partnership::barriers::Crossed;
use crate::assess::partnership::between::Relation;
use crate::assess::partnership::nobody::Searched;
use crate::disclose::evidence::{Cell, ColumnKind, Table};
use crate::measure::{Missing, Value};
use crate::words::listed;

use ColumnKind::{Count, Decimal, Text};

/// The columns of pairs.
const PAIRS: &[Heading<'_>] = &[
    ("first", "First", "The first definition", Text),
    ("second", "Second", "The second definition", Text),
    ("relation", "Together", "What they have to do with each other", Text),
    ("both", "In both", "People whom both cover, rounded", Count),
    ("only_first", "In the first only", "People whom the first alone covers, rounded", Count),
    ("only_second", "In the second only", "People whom the second alone covers, rounded", Count),
    ("against_chance", "Against chance", "People in both ÷ those that chance would bring", Decimal(2)),
    ("against_chance_lower", "Lower limit", "Lower confidence limit", Decimal(2)),
    ("against_chance_upper", "Upper limit", "Upper confidence limit", Decimal(2)),
    ("jaccard", "Jaccard index", "People in both ÷ people in either", Decimal(2)),
    (
        "kappa",
        "Cohen's kappa",
        "Agreement over everybody on the roll beyond chance: 1 is full agreement, 0 what chance brings",
        Decimal(2),
    ),
    ("kappa_lower", "Lower limit", "Lower confidence limit of kappa", Decimal(2)),
    ("kappa_upper", "Upper limit", "Upper confidence limit of kappa", Decimal(2)),
    ("areas_both", "Areas in both", "Areas that both name", Count),
    ("areas_only_first", "Areas in the first only", "Areas that the first alone names", Count),
    ("areas_only_second", "Areas in the second only", "Areas that the second alone names", Count),
    ("kappa_of_areas", "Kappa of areas", "Cohen's kappa over areas", Decimal(2)),
];

/// How many areas are named in a cell.
const NAMED: usize = 20;

impl Told<'_> {
    /// One row per pair of current definitions.
    pub(super) fn pairs_table(&self) -> Table {
        let current = self.found.current();
        let name = |at: usize| current[at].registered.definition.title.clone();
        let mut rows = Rows::new(PAIRS);
        for pair in &self.found.between.pairs {
            let withheld = pair.people.is_none();
            let of = |get: &dyn Fn(&crate::estimate::agreement::Overlap) -> f64| {
                people(pair.people.as_ref().map(get))
            };
            let area = |get: &dyn Fn(&crate::estimate::agreement::Overlap) -> f64| {
                pair.areas.as_ref().map_or(Cell::Missing(Missing::IngredientMissing), |o| {
                    Cell::rounded(Value::Known(get(o)), 0)
                })
            };
            let mut row =
                vec![text(name(pair.first)), text(name(pair.second)), text(relation(pair.relation))];
            row.extend([of(&|o| o.both), of(&|o| o.only_first), of(&|o| o.only_second)]);
            row.extend(limits(&pair.overlap, withheld));
            row.push(if withheld {
                Cell::Suppressed
            } else {
                figure(pair.jaccard.as_ref().ok().copied(), 2)
            });
            row.extend(limits(&pair.kappa, withheld));
            row.extend([area(&|o| o.both), area(&|o| o.only_first), area(&|o| o.only_second)]);
            row.push(figure(pair.kappa_of_areas.as_ref().ok().map(|k| k.value), 2));
            rows.rows.push(row);
        }
        rows.table(
            "definitions_pairs",
            &format!("{}: definitions of hard to reach, pair by pair", self.title),
            "One row for each pair of definitions: whom both cover, and whom one covers and the other does not.",
            vec!["An area is named by a definition whose people are at least one and a half times as large a share of its eligible people as of the place's. Two definitions contradict each other where fewer than a fifth of those that chance would bring are in both.".into()],
        )
    }

    /// One row per combination of definitions.
    pub(super) fn combinations_table(&self) -> Table {
        let current = self.found.current();
        let names = |of: &[usize]| {
            let names: Vec<&str> =
                of.iter().map(|at| current[*at].registered.definition.title.as_str()).collect();
            if names.is_empty() { "none of them".to_owned() } else { listed(&names) }
        };
        let mut rows = Rows::new(&[
            ("of", "Of", "People or areas", Text),
            ("definitions", "Named by", "The definitions that cover them, and no other", Text),
            ("number", "How many", "People on the roll, rounded; or areas", Count),
        ]);
        let between = &self.found.between;
        rows.rows.extend(
            between
                .of_people
                .iter()
                .map(|c| vec![text("people"), text(names(&c.definitions)), people(c.size)]),
        );
        rows.rows.extend(
            between.of_areas.iter().map(|c| vec![text("areas"), text(names(&c.definitions)), people(c.size)]),
        );
        rows.table(
            "definitions_combinations",
            &format!("{}: whom definitions name together", self.title),
            "One row for each combination of definitions: people, or areas, that all of these cover and no other does.",
            Vec::new(),
        )
    }

    /// How the order of areas changes under each definition.
    pub(super) fn orders_table(&self) -> Option<Table> {
        let current = self.found.current();
        let mut rows = Rows::new(&[
            ("definition", "If its people came first", "The definition", Text),
            ("first", "Areas put first", "A fifth of the areas that fall short", Count),
            ("kept", "Of them first anyway", "Areas that come first for everybody too", Count),
            ("moved_up", "Areas that move up", "Areas that come first under this definition only", Text),
        ]);
        for order in &self.found.between.orders {
            let names: Vec<&str> = order
                .moved_up
                .iter()
                .map(|area| self.joined.areas.areas()[*area as usize].name.as_str())
                .collect();
            rows.rows.push(vec![
                text(&current[order.definition].registered.definition.title),
                people(Some(order.first as f64)),
                people(Some(order.kept as f64)),
                if names.is_empty() { Cell::NotApplicable } else { text(first_of(&names)) },
            ]);
        }
        (!rows.rows.is_empty()).then(|| {
            rows.table(
                "definitions_orders",
                &format!("{}: how priorities change under each definition", self.title),
                "One row for each definition: how many of the areas with most people short stay first when only the definition's people are counted.",
                vec!["People short of a definition in an area are taken to be its share of the area's eligible people. Areas whose counts are withheld take no part.".into()],
            )
        })
    }

    /// Groups reached less than others.
    pub(super) fn searched_table(&self, found: &Searched) -> Table {
        let current = self.found.current();
        let mut rows = Rows::new(&[
            ("group", "Group", "Attributes and levels that all of them share", Text),
            ("named_by", "Named by", "Definitions that cover at least half of them", Text),
            ("eligible", "Eligible people", "People of the group whom the service is for", Count),
            ("reached", "Reached", "Those reached, rounded", Count),
            (
                "expected",
                "Expected",
                "Those that would be reached if reach were the same for everybody with the same need",
                Count,
            ),
            ("ratio", "Reached ÷ expected", "Ratio of the rounded number", Decimal(2)),
            ("ratio_lower", "Lower limit", "Lower confidence limit", Decimal(2)),
            ("ratio_upper", "Upper limit", "Upper confidence limit", Decimal(2)),
            (
                "shrunk",
                "Shrunk ratio",
                "Drawn towards 1 by as much as chance explains (empirical Bayes)",
                Decimal(2),
            ),
            ("p", "p-value, corrected", "Corrected for every group searched (Holm)", Decimal(4)),
        ]);
        for group in &found.groups {
            let names: Vec<&str> =
                group.named_by.iter().map(|at| current[*at].registered.definition.title.as_str()).collect();
            let mut row = vec![
                text(super::group_words(&group.levels)),
                text(if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }),
                people(Some(group.eligible)),
                people(Some(group.reached)),
                figure(Some(group.expected), 0),
            ];
            row.extend(limits(&group.ratio, false));
            row.push(figure(group.shrunk, 2));
            row.push(figure(Some(group.p), 4));
            rows.rows.push(row);
        }
        let mut notes = vec![format!(
            "{} groups were tested: every level of {}, alone and crossed up to three at a time; {} more had too few people expected.",
            found.tested,
            listed(&found.attributes.iter().map(|a| a.replace('_', " ")).collect::<Vec<_>>()),
            found.too_small
        )];
        if found.withheld > 0 {
            notes.push(format!("{} found groups are withheld, as their numbers are small.", found.withheld));
        }
        rows.table(
            &format!("searched_{}", super::machine_name(&found.service)),
            &format!("{}: groups reached less than others, {}", self.title, found.service),
            "One row for each group found: the clearest first. A group inside another is listed only for what the other does not explain.",
            notes,
        )
    }

    /// Crossings of barriers.
    pub(super) fn crossed_table(&self, crossed: &Crossed) -> Table {
        let mut rows = Rows::new(&[
            ("group", "Crossing", "Level of each attribute", Text),
            ("reached", "Reached", "People reached, rounded", Count),
            ("ratio", "Reached ÷ expected", "Against the reach of everybody", Decimal(2)),
            ("ratio_lower", "Lower limit", "Lower confidence limit", Decimal(2)),
            ("ratio_upper", "Upper limit", "Upper confidence limit", Decimal(2)),
            (
                "additive",
                "Each barrier by itself",
                "What the barriers one by one would bring together",
                Decimal(2),
            ),
            (
                "interaction",
                "Beyond that",
                "What is left for the crossing itself, shrunk: below 1, worse off than the barriers one by one explain",
                Decimal(2),
            ),
            ("interaction_lower", "Lower limit", "Lower limit of the interaction", Decimal(2)),
            ("interaction_upper", "Upper limit", "Upper limit of the interaction", Decimal(2)),
            ("small", "Small", "Whether few are expected", Text),
        ]);
        for stratum in &crossed.found.strata {
            let level = |(at, level): (usize, &usize)| {
                (crossed.attributes[at].clone(), crossed.levels[at][*level].clone())
            };
            let named: Vec<(String, String)> = stratum.levels.iter().enumerate().map(level).collect();
            let mut row = vec![text(super::group_words(&named)), people(Some(stratum.events))];
            row.extend(limits(&stratum.raw, false));
            row.push(figure(stratum.additive.as_ref().ok().copied(), 2));
            row.push(figure(stratum.interaction.as_ref().ok().copied(), 2));
            let interaction = stratum.interaction_limits.as_ref().ok();
            row.push(figure(interaction.map(|l| l.lower), 2));
            row.push(figure(interaction.map(|l| l.upper), 2));
            row.push(text(if stratum.small { "yes" } else { "no" }));
            rows.rows.push(row);
        }
        let of = if crossed.of_eligible {
            "eligible people"
        } else {
            "people known to an agency, for want of a table of the population"
        };
        let mut notes = vec![format!("Reach is out of {of}.")];
        if crossed.withheld > 0 {
            notes.push(format!(
                "{} crossings are left out: nobody is in them, or their numbers are small.",
                crossed.withheld
            ));
        }
        rows.table(
            "barriers_crossed",
            &format!("{}: several barriers at once", self.title),
            "One row for each crossing: how much each barrier by itself explains, and what is left for the crossing.",
            notes,
        )
    }
}

/// What two definitions have to do with each other, in words.
pub(super) fn relation(of: Relation) -> &'static str {
    match of {
        Relation::Agree => "agree: much the same people",
        Relation::Overlap => "overlap",
        Relation::Contradict => "contradict: different people",
        Relation::CannotTell => "cannot tell",
    }
}

/// Names in a row, the first of them where there are many.
fn first_of(names: &[&str]) -> String {
    let named = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    if names.len() > NAMED { format!("{named} and {} more", names.len() - NAMED) } else { named }
}
