//! The case mix: the strata of people that comparisons allow for.

use crate::assessment::AgeRange;

/// Strata by age band, sex and the need of the area somebody lives in, as far as they are asked for.
///
/// # Examples
/// ```
/// use reachgap::{assessment::AgeRange, case_mix::CaseMix};
/// let bands = ["4-7", "8-12"].map(|b| AgeRange::parse(b).unwrap()).to_vec();
/// let mix = CaseMix { bands, sexes: None, fifths: Some(vec![Some(5), None]) };
/// let nine = AgeRange { from: 9, to: Some(9) };
/// assert_eq!(mix.len(), 10);
/// assert_eq!(mix.stratum(Some(nine), None, Some(0)), Some(9));
/// assert_eq!(mix.stratum(Some(nine), None, Some(1)), None);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CaseMix {
    /// Age bands; none: age is not allowed for.
    pub bands: Vec<AgeRange>,
    /// Sexes in lower case, where sex is allowed for.
    pub sexes: Option<Vec<String>>,
    /// The fifth of need of each area, from 1 (least) to 5 (most), where need is allowed for.
    pub fifths: Option<Vec<Option<u8>>>,
}

impl CaseMix {
    /// How many strata there are; at least one.
    pub fn len(&self) -> usize {
        let sexes = self.sexes.as_ref().map_or(1, Vec::len);
        self.bands.len().max(1) * sexes * if self.fifths.is_some() { 5 } else { 1 }
    }

    /// Never: there is always one stratum.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The stratum of somebody; `None` where something that is allowed for is not known.
    pub fn stratum(&self, age: Option<AgeRange>, sex: Option<&str>, area: Option<u32>) -> Option<usize> {
        let mut stratum = 0;
        if !self.bands.is_empty() {
            let age = age?;
            stratum = self.bands.iter().position(|band| band.covers(age))?;
        }
        if let Some(sexes) = &self.sexes {
            let sex = sex?.trim().to_lowercase();
            stratum = stratum * sexes.len() + sexes.iter().position(|known| *known == sex)?;
        }
        if let Some(fifths) = &self.fifths {
            let fifth = fifths.get(area? as usize).copied().flatten()?;
            stratum = stratum * 5 + usize::from(fifth) - 1;
        }
        Some(stratum)
    }

    /// What is allowed for, in words.
    pub fn words(&self) -> Vec<&'static str> {
        let mut words = Vec::new();
        words.extend((!self.bands.is_empty()).then_some("age"));
        words.extend(self.sexes.is_some().then_some("sex"));
        words.extend(self.fifths.is_some().then_some("the need of the area they live in"));
        words
    }
}

/// Fifths of areas by a figure, from 1 (lowest) to 5 (highest): as many areas in each, equal figures in the same.
///
/// ```
/// use reachgap::case_mix::fifths;
/// let figures = [Some(3.0), Some(1.0), None, Some(2.0), Some(5.0), Some(4.0)];
/// assert_eq!(fifths(&figures), [Some(3), Some(1), None, Some(2), Some(5), Some(4)]);
/// ```
pub fn fifths(figures: &[Option<f64>]) -> Vec<Option<u8>> {
    let mut known: Vec<f64> = figures.iter().flatten().copied().collect();
    known.sort_by(f64::total_cmp);
    let fifth = |figure: f64| {
        let (below, to) =
            (known.partition_point(|other| *other < figure), known.partition_point(|other| *other <= figure));
        // The middle of those that are equal decides for all of them.
        let middle = (below + to - 1) as f64 / 2.0;
        ((middle + 0.5) / known.len() as f64 * 5.0).floor().clamp(0.0, 4.0) as u8 + 1
    };
    figures.iter().map(|figure| figure.map(fifth)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_figures_share_a_fifth() {
        assert_eq!(fifths(&[Some(1.0); 4]), [Some(3); 4]);
        assert_eq!(fifths(&[]), []);
    }

    #[test]
    fn without_anything_to_allow_for_there_is_one_stratum() {
        let mix = CaseMix::default();
        assert_eq!((mix.len(), mix.stratum(None, None, None)), (1, Some(0)));
    }
}
