//! The eligible people as rows: area by area, by age and by every attribute that the population tables tell.

use polars::prelude::{Column, DataFrame, NamedFrom, Series};

use super::Ground;
use super::frame::{self, Holds, expression_name};
use crate::assessment::AgeRange;
use crate::join::GroupTable;
use crate::population::position;

/// Rows that are made in one go, at least.
const BLOCK: usize = 1 << 17;

/// Eligible people of one expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Eligible {
    /// Those it covers, by stratum of the case mix.
    pub covered: Vec<f64>,
    /// Those it does not cover, by stratum.
    pub others: Vec<f64>,
    /// Those it covers, by area.
    pub by_area: Vec<f64>,
    /// Of whom it cannot be said.
    pub unknown: f64,
}

impl Eligible {
    pub(super) fn new(ground: &Ground<'_>) -> Self {
        let (strata, areas) = (ground.case_mix.len(), ground.areas().len());
        Self {
            covered: vec![0.0; strata],
            others: vec![0.0; strata],
            by_area: vec![0.0; areas],
            unknown: 0.0,
        }
    }

    pub(super) fn add(&mut self, block: &Block, row: usize, answer: Option<bool>) {
        let people = block.people[row];
        match answer {
            None => self.unknown += people,
            Some(covered) => {
                if covered {
                    self.by_area[block.area[row] as usize] += people;
                }
                let side = if covered { &mut self.covered } else { &mut self.others };
                match block.stratum[row] {
                    Some(stratum) => side[stratum as usize] += people,
                    None => self.unknown += people,
                }
            }
        }
    }

    /// Everybody it covers whose stratum is known.
    pub fn people(&self) -> f64 {
        self.covered.iter().sum()
    }

    /// Everybody it does not cover whose stratum is known.
    pub fn people_not_covered(&self) -> f64 {
        self.others.iter().sum()
    }
}

/// Rows of eligible people.
#[derive(Debug, Default)]
pub(super) struct Block {
    area: Vec<u32>,
    people: Vec<f64>,
    stratum: Vec<Option<u32>>,
    kind: Vec<u32>,
    /// By table of groups: the level.
    levels: Vec<Vec<u32>>,
}

/// Where eligible people come from: kinds of the population, shared out by tables of groups.
pub(super) struct Source<'a> {
    ground: &'a Ground<'a>,
    /// The kinds that are eligible.
    kinds: Vec<usize>,
    /// Tables of groups that expressions name and the population does not tell. Within an area, each table is taken
    /// to have nothing to do with age, sex and the other tables.
    tables: Vec<&'a GroupTable>,
    columns: Vec<(String, Holds)>,
}

impl<'a> Source<'a> {
    pub(super) fn new(ground: &'a Ground<'a>, ages: AgeRange, columns: &[(String, Holds)]) -> Self {
        let joined = ground.joined;
        let population = &joined.population;
        let kinds =
            (0..population.kinds.len()).filter(|kind| ages.covers(population.kinds[*kind].age)).collect();
        let named = |table: &&GroupTable| {
            let name = expression_name(&table.name);
            columns.iter().any(|(column, _)| *column == name) && !population.group_names.contains(&table.name)
        };
        let tables = joined.groups.iter().filter(named).collect();
        let mut source = Self { ground, kinds, tables, columns: Vec::new() };
        source.columns = columns.iter().filter(|(name, _)| source.tells(name)).cloned().collect();
        source
    }

    /// Whether the population tables tell what a column holds.
    pub(super) fn tells(&self, name: &str) -> bool {
        let population = &self.ground.joined.population;
        let kinds = || self.kinds.iter().map(|kind| &population.kinds[*kind]);
        match name {
            "age" => kinds().all(|kind| Some(kind.age.from) == kind.age.to),
            "age_band" => {
                let bands = &self.ground.assessment.settings.population.age_bands;
                !bands.is_empty()
                    && kinds().all(|kind| bands.iter().any(|b| b.covers(kind.age) || !b.overlaps(kind.age)))
            }
            "sex" => kinds().all(|kind| kind.sex.is_some()),
            "authority" | "area" => true,
            _ => {
                let is = |known: &String| expression_name(known) == name;
                let of_area = |measure: &super::AreaMeasure| {
                    let own = expression_name(&measure.name);
                    name == own || name == format!("{own}_fifth")
                };
                self.ground.measures.iter().any(of_area)
                    || population.group_names.iter().any(is)
                    || self.tables.iter().any(|table| is(&table.name))
            }
        }
    }

    /// The rows of all areas, some areas at a time.
    pub(super) fn blocks(&self) -> impl Iterator<Item = Block> + '_ {
        let per_area: usize =
            self.kinds.len() * self.tables.iter().map(|t| t.levels.len()).product::<usize>();
        let step = (BLOCK / per_area.max(1)).max(1);
        let areas = self.ground.areas().len();
        (0..areas).step_by(step).map(move |from| self.block(from..areas.min(from + step)))
    }

    fn block(&self, areas: std::ops::Range<usize>) -> Block {
        let mut block = Block { levels: vec![Vec::new(); self.tables.len()], ..Block::default() };
        for area in areas {
            let shares = shares(&self.tables, area);
            for kind in &self.kinds {
                self.add_rows(area, *kind, &shares, &mut block);
            }
        }
        block
    }

    /// Adds the people of one kind in one area, shared out by the tables.
    fn add_rows(&self, area: usize, kind: usize, shares: &[(Vec<u32>, f64)], block: &mut Block) {
        let population = &self.ground.joined.population;
        let people = population.people[kind][area];
        if people <= 0.0 {
            return;
        }
        let of = &population.kinds[kind];
        let stratum = self.ground.case_mix.stratum(Some(of.age), of.sex.as_deref(), Some(area as u32));
        for (levels, share) in shares.iter().filter(|(_, share)| *share > 0.0) {
            block.area.push(area as u32);
            block.people.push(people * share);
            block.stratum.push(stratum.map(|s| s as u32));
            block.kind.push(kind as u32);
            block.levels.iter_mut().zip(levels).for_each(|(column, level)| column.push(*level));
        }
    }

    /// The rows as a frame that expressions can be answered from.
    pub(super) fn frame(&self, block: &Block) -> Option<DataFrame> {
        let joined = self.ground.joined;
        let population = &joined.population;
        let areas = joined.areas.areas();
        let area = || block.area.iter().map(|area| Some(*area));
        let kind = |row: &u32| &population.kinds[*row as usize];
        let by_text = |name: &str, text: &dyn Fn(&u32) -> Option<String>| -> Column {
            Series::new(name.into(), block.kind.iter().map(text).collect::<Vec<Option<String>>>()).into()
        };
        let column = |(name, holds): &(String, Holds)| -> Option<Column> {
            Some(match holds {
                Holds::Age => {
                    let ages: Vec<i32> = block.kind.iter().map(|row| i32::from(kind(row).age.from)).collect();
                    Series::new(name.into(), ages).into()
                }
                Holds::Measure(at) => frame::figure(name, &self.ground.measures[*at], area()),
                Holds::Fifth(at) => frame::fifth(name, &self.ground.measures[*at], area()),
                Holds::Authority => {
                    let rows = block.area.iter().map(|a| Some(areas[*a as usize].authority));
                    frame::words(name, &frame::authorities(&joined.areas), rows)
                }
                Holds::Area => frame::words(name, &frame::codes(&joined.areas), area()),
                Holds::KnownTo(_) => return None,
                Holds::Attribute(attribute) if attribute == "age_band" => {
                    let bands = &self.ground.assessment.settings.population.age_bands;
                    let band =
                        |row: &u32| bands.iter().find(|b| b.covers(kind(row).age)).map(ToString::to_string);
                    by_text(name, &band)
                }
                Holds::Attribute(attribute) if attribute == "sex" => {
                    by_text(name, &|row| kind(row).sex.clone())
                }
                Holds::Attribute(attribute) => {
                    match self.tables.iter().position(|table| table.name == *attribute) {
                        Some(at) => {
                            let levels = frame::list(self.tables[at].levels.iter().cloned());
                            frame::words(name, &levels, block.levels[at].iter().map(|level| Some(*level)))
                        }
                        None => {
                            let at = population.group_names.iter().position(|group| group == attribute)?;
                            by_text(name, &|row| kind(row).groups.get(at).cloned())
                        }
                    }
                }
            })
        };
        let all: Option<Vec<Column>> = self.columns.iter().map(column).collect();
        frame::frame(block.area.len(), all?)
    }
}

/// The levels of several tables crossed, with the share of an area's people in each crossing, as if no table had to
/// do with another.
fn shares(tables: &[&GroupTable], area: usize) -> Vec<(Vec<u32>, f64)> {
    let mut crossed: Vec<(Vec<u32>, f64)> = vec![(Vec::new(), 1.0)];
    for table in tables {
        let total: f64 = table.people.iter().map(|by_area| by_area[area]).sum();
        let with = |(levels, share): &(Vec<u32>, f64)| {
            let level = |at: usize| {
                let own = if total > 0.0 { table.people[at][area] / total } else { 0.0 };
                ([levels.as_slice(), &[at as u32]].concat(), share * own)
            };
            (0..table.levels.len()).map(level).collect::<Vec<_>>()
        };
        crossed = crossed.iter().flat_map(with).collect();
    }
    crossed
}

/// Eligible people in one crossing of attributes and one fifth of need.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The level of each attribute, as the roll numbers them.
    pub levels: Vec<u16>,
    /// The fifth of need of their areas, from 1 to 5; 0 where need is not allowed for or not known.
    pub fifth: u8,
    /// How many people.
    pub people: f64,
}

/// Eligible people by crossings of attributes, for attributes of the roll that the population tables tell.
///
/// # Errors
/// The names of attributes that the population tables do not tell.
pub fn cells(ground: &Ground<'_>, ages: AgeRange, attributes: &[String]) -> Result<Vec<Cell>, Vec<String>> {
    let columns: Vec<(String, Holds)> =
        attributes.iter().map(|name| (expression_name(name), Holds::Attribute(name.clone()))).collect();
    let source = Source::new(ground, ages, &columns);
    let unknown: Vec<String> =
        attributes.iter().filter(|name| !source.tells(&expression_name(name))).cloned().collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let roll_level = |name: &str, text: &str| {
        let attribute = ground.roll().and_then(|roll| roll.attribute(name));
        attribute.and_then(|a| position(&a.levels, text)).map(|at| at as u16)
    };
    let mut sums: std::collections::BTreeMap<(Vec<u16>, u8), f64> = std::collections::BTreeMap::new();
    for block in source.blocks() {
        for row in 0..block.people.len() {
            let levels: Option<Vec<u16>> =
                attributes.iter().map(|name| roll_level(name, &source.text(name, &block, row)?)).collect();
            let Some(levels) = levels else { continue };
            let fifth =
                ground.case_mix.fifths.as_ref().and_then(|f| f[block.area[row] as usize]).unwrap_or(0);
            *sums.entry((levels, fifth)).or_default() += block.people[row];
        }
    }
    Ok(sums.into_iter().map(|((levels, fifth), people)| Cell { levels, fifth, people }).collect())
}

impl Source<'_> {
    /// What one row says of an attribute.
    fn text(&self, name: &str, block: &Block, row: usize) -> Option<String> {
        let population = &self.ground.joined.population;
        let kind = &population.kinds[block.kind[row] as usize];
        match name {
            "age_band" => {
                let bands = &self.ground.assessment.settings.population.age_bands;
                bands.iter().find(|band| band.covers(kind.age)).map(ToString::to_string)
            }
            "sex" => kind.sex.clone(),
            _ => match self.tables.iter().position(|table| table.name == name) {
                Some(at) => self.tables[at].levels.get(block.levels[at][row] as usize).cloned(),
                None => {
                    let at = population.group_names.iter().position(|group| group == name)?;
                    kind.groups.get(at).cloned()
                }
            },
        }
    }
}
