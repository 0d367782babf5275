//! The population: people by area and kind of person, and the strata that standardising sorts them into.

use crate::assessment::AgeRange;

/// One kind of person the population table tells apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind {
    /// Age.
    pub age: AgeRange,
    /// Sex, where the table has it.
    pub sex: Option<String>,
    /// One level per population group the table has, aligned to [`Population::group_names`].
    pub groups: Vec<String>,
}

/// People by kind and area.
#[derive(Debug, Clone, Default)]
pub struct Population {
    /// Names of the population groups that kinds are told apart by.
    pub group_names: Vec<String>,
    /// The kinds, in order.
    pub kinds: Vec<Kind>,
    /// People: one vector per kind, each aligned to the areas.
    pub people: Vec<Vec<f64>>,
    /// When it speaks of.
    pub period: String,
    /// Whose figures they are.
    pub source: String,
}

/// What a record or a kind says of one dimension of the strata.
#[derive(Debug, Clone, Copy)]
pub struct Traits<'a> {
    /// Age in completed years, or a band.
    pub age: Option<AgeRange>,
    /// Sex.
    pub sex: Option<&'a str>,
    /// Levels by group, aligned to the names the strata were made with.
    pub groups: &'a [Option<&'a str>],
}

/// Kinds of people sorted into the strata of a standardisation.
#[derive(Debug, Clone, Default)]
pub struct Strata {
    /// The dimensions: `age`, `sex`, or the name of a group. None: everybody is one stratum.
    pub dimensions: Vec<String>,
    /// The levels of each dimension.
    pub levels: Vec<Vec<String>>,
    /// Eligible people: one vector per stratum, each aligned to the areas.
    pub people: Vec<Vec<f64>>,
    bands: Vec<AgeRange>,
}

impl Population {
    /// How many areas there are.
    pub fn areas(&self) -> usize {
        self.people.first().map_or(0, Vec::len)
    }

    /// Everybody, by area.
    pub fn residents(&self) -> Vec<f64> {
        self.sum_where(|_| true)
    }

    /// People of the kinds chosen, by area.
    pub fn sum_where(&self, chosen: impl Fn(&Kind) -> bool) -> Vec<f64> {
        let mut sums = vec![0.0; self.areas()];
        for (kind, people) in self.kinds.iter().zip(&self.people) {
            if chosen(kind) {
                sums.iter_mut().zip(people).for_each(|(sum, n)| *sum += n);
            }
        }
        sums
    }

    /// Whether a range of ages can be cut out of the table: no kind lies partly in it.
    ///
    /// # Errors
    /// The first age band of the table that straddles the range.
    pub fn can_cut(&self, ages: AgeRange) -> Result<(), AgeRange> {
        let straddles = |k: &&Kind| ages.overlaps(k.age) && !ages.covers(k.age);
        self.kinds.iter().find(straddles).map_or(Ok(()), |kind| Err(kind.age))
    }

    /// The eligible people of these ages, by level of one group.
    pub fn by_group(&self, name: &str, ages: AgeRange) -> Option<(Vec<String>, Vec<Vec<f64>>)> {
        let at = self.group_names.iter().position(|n| n == name)?;
        let mut levels: Vec<String> = self.kinds.iter().map(|k| k.groups[at].clone()).collect();
        levels.sort();
        levels.dedup();
        let people =
            levels.iter().map(|level| self.sum_where(|k| k.groups[at] == *level && ages.covers(k.age)));
        let people = people.collect();
        Some((levels, people))
    }

    /// Sorts the eligible people into strata. Ages outside every band of `bands` form one further stratum.
    pub fn strata(&self, dimensions: &[String], ages: AgeRange, bands: &[AgeRange]) -> Strata {
        let mut age_bands: Vec<AgeRange> = if bands.is_empty() {
            self.kinds.iter().map(|k| k.age).filter(|a| ages.covers(*a)).collect()
        } else {
            bands.to_vec()
        };
        age_bands.sort();
        age_bands.dedup();
        let mut strata = Strata { dimensions: dimensions.to_vec(), bands: age_bands, ..Strata::default() };
        strata.levels = dimensions.iter().map(|d| self.levels(d, &strata.bands)).collect();
        let count: usize = strata.levels.iter().map(Vec::len).product();
        strata.people = vec![vec![0.0; self.areas()]; count];
        for (kind, people) in self.kinds.iter().zip(&self.people).filter(|(k, _)| ages.covers(k.age)) {
            let groups = self.aligned(kind, dimensions);
            let traits = Traits { age: Some(kind.age), sex: kind.sex.as_deref(), groups: &groups };
            if let Some(stratum) = strata.stratum(&traits) {
                strata.people[stratum].iter_mut().zip(people).for_each(|(sum, n)| *sum += n);
            }
        }
        strata
    }

    fn aligned<'a>(&self, kind: &'a Kind, dimensions: &[String]) -> Vec<Option<&'a str>> {
        let level =
            |name: &String| self.group_names.iter().position(|n| n == name).map(|i| kind.groups[i].as_str());
        dimensions.iter().map(level).collect()
    }

    fn levels(&self, dimension: &str, bands: &[AgeRange]) -> Vec<String> {
        let mut levels: Vec<String> = match dimension {
            "age" => return bands.iter().map(AgeRange::to_string).chain(["other ages".to_owned()]).collect(),
            "sex" => self.kinds.iter().filter_map(|k| k.sex.clone()).collect(),
            group => match self.group_names.iter().position(|n| n == group) {
                Some(at) => self.kinds.iter().map(|k| k.groups[at].clone()).collect(),
                None => Vec::new(),
            },
        };
        levels.sort();
        levels.dedup();
        levels
    }
}

impl Strata {
    /// How many strata there are.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// A stratum in words, for example `4-7, F`.
    pub fn label(&self, stratum: usize) -> String {
        let mut rest = stratum;
        let mut words: Vec<&str> = Vec::new();
        for levels in self.levels.iter().rev() {
            words.push(&levels[rest % levels.len()]);
            rest /= levels.len();
        }
        words.reverse();
        words.join(", ")
    }

    /// The position of an age in the levels of the age dimension.
    pub fn age_level(&self, age: AgeRange) -> usize {
        self.bands.iter().position(|b| b.covers(age)).unwrap_or(self.bands.len())
    }

    /// The stratum of somebody with these traits, or `None` when one that is needed is not known, or
    /// when there are no strata. The groups are aligned to [`Self::dimensions`].
    pub fn stratum(&self, traits: &Traits<'_>) -> Option<usize> {
        if self.is_empty() {
            return None;
        }
        let mut at = 0;
        for (i, (dimension, levels)) in self.dimensions.iter().zip(&self.levels).enumerate() {
            let level = match dimension.as_str() {
                "age" => self.age_level(traits.age?),
                "sex" => position(levels, traits.sex?)?,
                _ => position(levels, traits.groups.get(i).copied().flatten()?)?,
            };
            at = at * levels.len() + level;
        }
        Some(at)
    }
}

/// The position of a level, by its name without regard to case.
pub fn position(levels: &[String], name: &str) -> Option<usize> {
    levels.iter().position(|level| level.eq_ignore_ascii_case(name.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn population() -> Population {
        let kind = |age: &str, group: &str| Kind {
            age: AgeRange::parse(age).expect("ages"),
            sex: None,
            groups: vec![group.into()],
        };
        Population {
            group_names: vec!["ethnic_group".into()],
            kinds: vec![kind("4-7", "A"), kind("8-12", "A"), kind("4-7", "B"), kind("13+", "B")],
            people: vec![vec![1.0, 2.0], vec![3.0, 4.0], vec![5.0, 6.0], vec![7.0, 8.0]],
            ..Population::default()
        }
    }

    #[test]
    fn eligible_people_are_cut_out_by_age() {
        let children = AgeRange::parse("4-12").expect("ages");
        let population = population();
        assert_eq!(population.sum_where(|k| children.covers(k.age)), [9.0, 12.0]);
        assert_eq!(population.can_cut(children), Ok(()));
        assert!(population.can_cut(AgeRange::parse("5-12").expect("ages")).is_err());
    }

    #[test]
    fn strata_hold_every_eligible_person_once() {
        let ages = AgeRange::parse("4-12").expect("ages");
        let strata = population().strata(&["age".into(), "ethnic_group".into()], ages, &[]);
        assert_eq!(strata.len(), 6);
        let all: f64 = strata.people.iter().flatten().sum();
        assert_eq!(all, 21.0);
        let traits =
            Traits { age: Some(AgeRange::parse("9").expect("age")), sex: None, groups: &[None, Some("a")] };
        assert_eq!(strata.stratum(&traits).map(|s| strata.people[s][1]), Some(4.0));
    }
}
