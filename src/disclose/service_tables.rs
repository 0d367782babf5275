//! The tables of one service: reach and gap by area and by authority, under each standard apart.

use super::area_tables::name_areas;
use super::evidence::{Cell, ColumnKind, Columns, Table};
use crate::area::AreaSet;
use crate::assess::gap::Gap;
use crate::assess::{ServiceFindings, StandardFindings};
use crate::assessment::{Benchmark, Standard};
use crate::count::Count;
use crate::join::UptakeCounts;
use crate::measure::{Estimate, Measure, Value};
use crate::publishable::Publishable;

/// A service with everything known of it.
pub(super) struct Service<'a> {
    pub(super) uptake: &'a UptakeCounts,
    pub(super) findings: &'a ServiceFindings,
    pub(super) reach: &'a Measure<Estimate>,
    pub(super) standardised: Option<&'a Measure<Estimate>>,
    pub(super) shown: &'a Publishable,
    /// Whether the gap of each area may be shown.
    pub(super) gaps_shown: Vec<bool>,
    /// Whether the gap of each population group may be shown, one vector per kind of group.
    pub(super) group_gaps_shown: Vec<Vec<bool>>,
    /// Its machine name.
    pub(super) id: String,
}

/// Which areas' gaps may be shown. What the place's own rate expects gives the place's total away, so where that
/// is withheld no gap is shown.
pub(super) fn gaps_shown(shown: &Publishable, benchmark: &Benchmark) -> Vec<bool> {
    let may = shown.place || matches!(benchmark, Benchmark::Rate(_));
    shown.areas.iter().map(|area| *area && may).collect()
}

/// Which groups' gaps may be shown. They rest on the number of people whose group is known, or on everybody
/// where only a few are of unknown group.
pub(super) fn group_gaps_shown(shown: &Publishable, uptake: &UptakeCounts) -> Vec<Vec<bool>> {
    let kinds = shown.groups.iter().zip(&shown.unknown).zip(&uptake.groups);
    kinds
        .map(|((levels, unknown), group)| {
            let unknown_people: f64 = group.unknown.iter().map(|c| c.highest).sum();
            let may = shown.place && (*unknown || unknown_people < f64::from(shown.threshold));
            levels.iter().map(|level| *level && may).collect()
        })
        .collect()
}

/// A machine name made from words: lower case, underscores.
pub(super) fn machine_name(words: &str) -> String {
    let plain: String =
        words.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    plain.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}

/// The machine name of a standard.
pub fn standard_name(standard: Standard) -> &'static str {
    match standard {
        Standard::EqualReach => "equal_reach",
        Standard::InProportionToNeed => "in_proportion_to_need",
        Standard::SimilarPlaces => "similar_places",
    }
}

/// A standard in a few words.
pub(super) fn short_words(standard: Standard) -> &'static str {
    match standard {
        Standard::EqualReach => "equal reach",
        Standard::InProportionToNeed => "reach in proportion to need",
        Standard::SimilarPlaces => "what similar places achieve",
    }
}

/// A standard in words.
pub fn standard_words(standard: Standard) -> &'static str {
    match standard {
        Standard::EqualReach => "equal reach: the same share of eligible people in every area",
        Standard::InProportionToNeed => {
            "reach in proportion to need: eligible people weighted by the need index"
        }
        Standard::SimilarPlaces => {
            "what similar places achieve: a regression; whatever it adjusts for it also explains away"
        }
    }
}

impl Service<'_> {
    /// One row per area: reach, and the gap under one standard.
    pub(super) fn reach_table(&self, areas: &AreaSet, standard: &StandardFindings, title: &str) -> Table {
        let mut columns = Columns::default();
        name_areas(&mut columns, areas);
        let shown = &self.shown.areas;
        let eligible = self.uptake.eligible.iter().map(|n| Cell::rounded(Value::Known(*n), 0)).collect();
        let whom = self.reach.indicator.denominator.clone().unwrap_or_default();
        columns.add(
            "eligible",
            "Eligible people",
            &format!("People the service is for: {whom}"),
            ColumnKind::Count,
            eligible,
        );
        add_counts(&mut columns, &self.uptake.reached, shown, self.reach);
        add_estimate(
            &mut columns,
            "reach",
            "Reach",
            &super::area_tables::meaning(self.reach),
            ColumnKind::Proportion,
            4,
            &self.reach.values,
            shown,
        );
        self.add_standardised(&mut columns);
        add_gap(&mut columns, &standard.gaps, (&self.gaps_shown, self.expected_shown()), standard.standard);
        if standard.standard == self.findings.standards[0].standard {
            self.add_priority(&mut columns);
        }
        let name = format!("reach_{}_{}", self.id, standard_name(standard.standard));
        let words = standard_words(standard.standard);
        let heading = format!("{title}: reach of {} by area, standard: {words}", self.uptake.service);
        columns.table(
            &name,
            &heading,
            &format!("One row for each area. The standard is {words}."),
            self.notes(),
        )
    }

    /// One row per authority and one for the whole place, under the headline's standard.
    pub(super) fn authority_table(&self, areas: &AreaSet, title: &str) -> Table {
        let standard = &self.findings.standards[0];
        let (mut columns, authorities) = (Columns::default(), areas.authorities());
        let names = authorities.iter().map(|a| (a.code.clone(), a.name.clone()));
        let names: Vec<(String, String)> = names.chain([(String::new(), "Whole place".into())]).collect();
        columns.add(
            "authority_code",
            "Authority code",
            "Code of the authority; blank for the whole place",
            ColumnKind::Text,
            names.iter().map(|n| Cell::Text(n.0.clone())).collect(),
        );
        columns.add(
            "authority",
            "Authority",
            "Name of the authority",
            ColumnKind::Text,
            names.iter().map(|n| Cell::Text(n.1.clone())).collect(),
        );
        let shown: Vec<bool> = self.shown.authorities.iter().copied().chain([self.shown.place]).collect();
        let gaps: Vec<Gap> = standard.authorities.iter().copied().chain([standard.place]).collect();
        let counts: Vec<Count> = gaps.iter().map(|g| g.observed).collect();
        let eligible: Vec<Count> = self.uptake.eligible.iter().map(|n| Count::exact(*n)).collect();
        let by_authority = crate::assess::by_authority(areas, &eligible);
        let everybody: Count = eligible.iter().copied().sum();
        let eligible = by_authority.into_iter().chain([everybody]);
        columns.add(
            "eligible",
            "Eligible people",
            "People the service is for",
            ColumnKind::Count,
            eligible.map(|n| Cell::rounded(Value::Known(n.lowest), 0)).collect(),
        );
        add_counts(&mut columns, &counts, &shown, self.reach);
        let expected_shown = self.expected_shown();
        let gaps_shown: Vec<bool> = shown.iter().map(|s| *s && expected_shown).collect();
        add_gap(&mut columns, &gaps, (&gaps_shown, expected_shown), standard.standard);
        let heading = format!("{title}: reach of {} by authority", self.uptake.service);
        let words = format!(
            "One row for each authority and one for the whole place. The standard is {}.",
            standard_words(standard.standard)
        );
        columns.table(&format!("authorities_{}", self.id), &heading, &words, self.notes())
    }

    /// How far people went: one row per status.
    pub(super) fn pathway_table(&self, title: &str) -> Option<Table> {
        if self.uptake.statuses.is_empty() {
            return None;
        }
        let mut columns = Columns::default();
        let statuses = self.uptake.statuses.iter();
        columns.add(
            "status",
            "Status",
            "How far a person went with the service",
            ColumnKind::Text,
            statuses.clone().map(|(s, _)| Cell::Text(s.clone())).collect(),
        );
        let count = |((_, n), shown): (&(String, u64), &bool)| Cell::Number(*n as f64).if_shown(*shown);
        columns.add(
            "people",
            "People",
            "People who ever had the status, each once, whether placed in an area or not",
            ColumnKind::Count,
            statuses.zip(&self.shown.statuses).map(count).collect(),
        );
        let heading = format!("{title}: pathway through {}", self.uptake.service);
        let words = "People who ever had each status. One person can have several.";
        Some(columns.table(&format!("pathway_{}", self.id), &heading, words, self.notes()))
    }

    /// Adds directly standardised reach. Beside the plain count it gives away how many of each stratum were reached,
    /// so it is shown only where each of these may be.
    fn add_standardised(&self, columns: &mut Columns) {
        let Some(measure) = self.standardised else { return };
        let meaning = super::area_tables::meaning(measure);
        add_estimate(
            columns,
            "reach_standardised",
            "Reach, standardised",
            &meaning,
            ColumnKind::Proportion,
            4,
            &measure.values,
            &self.shown.standardised,
        );
    }

    /// Whether what a standard expects may be shown at all.
    fn expected_shown(&self) -> bool {
        self.gaps_shown.contains(&true)
    }

    fn add_priority(&self, columns: &mut Columns) {
        let priorities = &self.findings.priorities;
        let shown = &self.gaps_shown;
        let priority =
            priorities.priority.iter().zip(shown).map(|(v, s)| Cell::rounded(*v, 1).if_shown(*s)).collect();
        columns.add("priority", "Priority", priorities.formula, ColumnKind::Decimal(1), priority);
        let mut ranks = vec![None; shown.len()];
        for (rank, area) in self.shown_order().enumerate() {
            ranks[area] = Some(rank + 1);
        }
        let rank = |(rank, shown): (&Option<usize>, &bool)| {
            rank.map_or(Cell::NotApplicable, |r| Cell::Number(r as f64)).if_shown(*shown)
        };
        columns.add(
            "priority_rank",
            "Priority rank",
            "Rank of the priority among areas whose figures are shown; 1 is first. [z]: nobody is short",
            ColumnKind::Count,
            ranks.iter().zip(shown).map(rank).collect(),
        );
        if let Some(stays) = &priorities.stays_first {
            let cells = stays.iter().zip(shown).map(|(v, s)| Cell::rounded(*v, 2).if_shown(*s)).collect();
            columns.add("stays_in_top_fifth", "Stays in the top fifth", "Probability that the area stays among the fifth of areas with the highest priority when weights and counts vary", ColumnKind::Proportion, cells);
        }
    }

    /// Areas in order of priority, but for those whose figures are withheld.
    pub(super) fn shown_order(&self) -> impl Iterator<Item = usize> + '_ {
        let order = self.findings.priorities.order.iter().map(|a| *a as usize);
        order.filter(|a| self.gaps_shown[*a])
    }

    /// How many areas are withheld.
    pub(super) fn withheld(&self) -> usize {
        self.shown.areas.iter().filter(|s| !**s).count()
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.uptake.reached.iter().any(|c| !c.is_exact()) {
            notes.push("The source withheld small counts. They enter as the range they can have, so reached people are given as lowest and highest, figures use the middle, and limits are those of the lowest and the highest possible count.".into());
        }
        notes
    }
}

/// Adds the counts, or their lowest and highest where the source withheld part of them.
pub(super) fn add_counts(columns: &mut Columns, counts: &[Count], shown: &[bool], reach: &Measure<Estimate>) {
    let what = reach.indicator.numerator.clone().unwrap_or_default();
    let part = |of: &dyn Fn(&Count) -> f64| {
        counts.iter().zip(shown).map(|(c, s)| Cell::rounded(Value::Known(of(c)), 0).if_shown(*s)).collect()
    };
    if counts.iter().all(|c| c.is_exact()) {
        columns.add(
            "reached",
            "Reached",
            &format!("Number of {what}"),
            ColumnKind::Count,
            part(&|c| c.lowest),
        );
    } else {
        columns.add(
            "reached_lowest",
            "Reached, lowest",
            &format!(
                "Lowest possible number of {what}: counts that the source withheld taken at their lowest"
            ),
            ColumnKind::Count,
            part(&|c| c.lowest),
        );
        columns.add(
            "reached_highest",
            "Reached, highest",
            &format!("Highest possible number of {what}"),
            ColumnKind::Count,
            part(&|c| c.highest),
        );
        let open = |c: &Count| if c.highest > 0.0 { (c.highest - c.lowest) / c.highest } else { 0.0 };
        let share =
            counts.iter().zip(shown).map(|(c, s)| Cell::rounded(Value::Known(open(c)), 3).if_shown(*s));
        columns.add(
            "share_withheld_by_source",
            "Share resting on withheld counts",
            "How much of the highest possible number rests on counts that the source withheld: (highest − lowest) ÷ highest",
            ColumnKind::Proportion,
            share.collect(),
        );
    }
}

#[expect(clippy::too_many_arguments, reason = "the parts of a column and the two vectors it is made from")]
fn add_estimate(
    columns: &mut Columns,
    id: &str,
    label: &str,
    about: &str,
    kind: ColumnKind,
    decimals: u8,
    values: &[Value<Estimate>],
    shown: &[bool],
) {
    let part = |of: &dyn Fn(Estimate) -> f64| {
        values.iter().zip(shown).map(|(v, s)| Cell::rounded(v.map(of), decimals).if_shown(*s)).collect()
    };
    columns.add(id, label, about, kind, part(&|e| e.value));
    columns.add(
        &format!("{id}_lower"),
        &format!("{label}, lower limit"),
        "Lower confidence limit",
        kind,
        part(&|e| e.lower),
    );
    columns.add(
        &format!("{id}_upper"),
        &format!("{label}, upper limit"),
        "Upper confidence limit",
        kind,
        part(&|e| e.upper),
    );
}

/// Adds what the standard expects, the ratio, people short and the verdict; `shown` says for which rows, and
/// whether what is expected may be shown at all.
pub(super) fn add_gap(
    columns: &mut Columns,
    gaps: &[Gap],
    (shown, expected_shown): (&[bool], bool),
    standard: Standard,
) {
    let words = standard_words(standard);
    let expected = |g: &Gap| Cell::rounded(Value::Known(g.expected.middle()), 1).if_shown(expected_shown);
    let expected = gaps.iter().map(expected).collect();
    columns.add(
        "expected",
        "Expected",
        &format!("People the standard expects to be reached ({words})"),
        ColumnKind::Decimal(1),
        expected,
    );
    let ratios: Vec<_> = gaps.iter().map(|g| g.ratio).collect();
    add_estimate(
        columns,
        "ratio",
        "Observed ÷ expected",
        "People reached ÷ people expected; below 1 is fewer than the standard expects",
        ColumnKind::Decimal(3),
        3,
        &ratios,
        shown,
    );
    let short: Vec<_> = gaps.iter().map(|g| g.short).collect();
    add_estimate(
        columns,
        "people_short",
        "People short",
        "People expected − people reached; negative where more were reached",
        ColumnKind::Decimal(1),
        1,
        &short,
        shown,
    );
    let verdict = |(gap, shown): (&Gap, &bool)| Cell::Text(gap.verdict.words().into()).if_shown(*shown);
    columns.add("verdict", "Verdict", "under-served: the whole interval of the ratio lies below 1; over-served: above 1; as expected: it holds 1 and rules out a gap of a third; cannot tell: it holds 1 and is too wide", ColumnKind::Text, gaps.iter().zip(shown).map(verdict).collect());
}
