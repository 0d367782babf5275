//! Areas: their codes, the geographies they belong to, and the one set of areas a run is about.

use std::fmt;

use geo::MultiPolygon;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// The code of an area, as text: a leading zero or a trailing letter is never lost.
///
/// Codes are compared after trimming and in upper case, which is how every publisher writes them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct AreaCode(Box<str>);

impl AreaCode {
    /// Reads a code from a cell; `None` when the cell is blank or holds a control character.
    ///
    /// ```
    /// use reachgap::area::AreaCode;
    /// assert_eq!(AreaCode::parse(" e01014399 ").unwrap().as_str(), "E01014399");
    /// assert!(AreaCode::parse("  ").is_none());
    /// ```
    pub fn parse(cell: &str) -> Option<Self> {
        let trimmed = cell.trim();
        if trimmed.is_empty() || trimmed.chars().any(char::is_control) {
            return None;
        }
        Some(Self(trimmed.to_ascii_uppercase().into()))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A kind of area together with the year its boundaries were drawn.
///
/// Two sources may be set side by side only when their geography is the same, boundary year included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Geography(String);

/// What is known of one standard geography: its name, a reader's words for it, and what its codes look like.
struct Standard {
    name: &'static str,
    words: &'static str,
    prefixes: &'static [&'static str],
}

/// The geographies whose codes can be recognised; any other name is a custom geography.
const STANDARDS: &[Standard] = &[
    Standard { name: "lsoa11", words: "LSOA 2011", prefixes: &["E01", "W01"] },
    Standard { name: "lsoa21", words: "LSOA 2021", prefixes: &["E01", "W01"] },
    Standard { name: "msoa11", words: "MSOA 2011", prefixes: &["E02", "W02"] },
    Standard { name: "msoa21", words: "MSOA 2021", prefixes: &["E02", "W02"] },
    Standard { name: "ward24", words: "ward 2024", prefixes: &["E05", "W05"] },
    Standard { name: "lad22", words: "local authority 2022", prefixes: &["E06", "E07", "E08", "E09", "W06"] },
    Standard { name: "lad24", words: "local authority 2024", prefixes: &["E06", "E07", "E08", "E09", "W06"] },
];

impl Geography {
    /// A geography by its name in the assessment file, for example `lsoa21` or a custom name.
    pub fn named(name: &str) -> Self {
        Self(name.trim().to_ascii_lowercase())
    }

    /// The name used in the assessment file.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// The geography in a reader's words, for example `LSOA 2021`.
    pub fn words(&self) -> &str {
        self.standard().map_or(self.0.as_str(), |s| s.words)
    }

    /// The names of the standard geographies.
    pub fn standard_names() -> Vec<&'static str> {
        STANDARDS.iter().map(|s| s.name).collect()
    }

    /// Whether a code has the shape of this geography; always true for a custom geography.
    ///
    /// ```
    /// use reachgap::area::{AreaCode, Geography};
    /// let lsoa = Geography::named("lsoa21");
    /// assert!(lsoa.accepts(&AreaCode::parse("E01014399").unwrap()));
    /// assert!(!lsoa.accepts(&AreaCode::parse("E02002483").unwrap()));
    /// ```
    pub fn accepts(&self, code: &AreaCode) -> bool {
        let Some(standard) = self.standard() else { return true };
        let text = code.as_str();
        text.len() == 9
            && standard.prefixes.iter().any(|p| text.starts_with(p))
            && text[3..].bytes().all(|b| b.is_ascii_digit())
    }

    /// What a code of this geography looks like, for error messages.
    pub fn example(&self) -> String {
        self.standard()
            .map_or_else(|| "any text".to_owned(), |s| format!("{} and six digits", s.prefixes.join(", ")))
    }

    fn standard(&self) -> Option<&'static Standard> {
        STANDARDS.iter().find(|s| s.name == self.0)
    }
}

impl fmt::Display for Geography {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// How the coordinates of boundaries and points are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub enum Crs {
    /// Longitude and latitude in degrees (WGS 84).
    #[serde(rename = "EPSG:4326")]
    Wgs84,
    /// Eastings and northings in metres (British National Grid).
    #[serde(rename = "EPSG:27700")]
    BritishNationalGrid,
}

impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Wgs84 => "EPSG:4326 (longitude and latitude)",
            Self::BritishNationalGrid => "EPSG:27700 (British National Grid)",
        })
    }
}

/// One area: a code, a name and the authority it lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// The area's code.
    pub code: AreaCode,
    /// Its name, or its code where the boundary file has no names.
    pub name: String,
    /// Index into [`AreaSet::authorities`].
    pub authority: u32,
}

/// A higher area that small areas belong to, such as a local authority.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Authority {
    /// Its code.
    pub code: String,
    /// Its name, or its code where no name is known.
    pub name: String,
}

/// The areas of a run, in order of their codes. Every later vector is aligned to it.
#[derive(Debug, Clone)]
pub struct AreaSet {
    geography: Geography,
    areas: Vec<Area>,
    authorities: Vec<Authority>,
    shapes: Vec<MultiPolygon<f64>>,
    index: FxHashMap<AreaCode, u32>,
}

impl AreaSet {
    /// Makes the set from areas and their shapes in metres on the British National Grid.
    ///
    /// # Errors
    /// The first code that appears twice.
    pub fn new(
        geography: Geography,
        authorities: Vec<Authority>,
        mut rows: Vec<(Area, MultiPolygon<f64>)>,
    ) -> Result<Self, AreaCode> {
        rows.sort_by(|a, b| a.0.code.cmp(&b.0.code));
        if let Some(pair) = rows.windows(2).find(|p| p[0].0.code == p[1].0.code) {
            return Err(pair[0].0.code.clone());
        }
        let (areas, shapes): (Vec<Area>, Vec<_>) = rows.into_iter().unzip();
        let index = (0u32..).zip(&areas).map(|(i, a)| (a.code.clone(), i)).collect();
        Ok(Self { geography, areas, authorities, shapes, index })
    }

    /// A set without areas.
    pub fn empty(geography: Geography) -> Self {
        let (areas, authorities, shapes) = (Vec::new(), Vec::new(), Vec::new());
        Self { geography, areas, authorities, shapes, index: FxHashMap::default() }
    }

    /// How many areas there are.
    pub fn len(&self) -> usize {
        self.areas.len()
    }

    /// Whether there is no area at all.
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// The geography and boundary year.
    pub fn geography(&self) -> &Geography {
        &self.geography
    }

    /// The areas, in order of their codes.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// The authorities the areas lie in, in order of their codes.
    pub fn authorities(&self) -> &[Authority] {
        &self.authorities
    }

    /// The shapes, in metres on the British National Grid, aligned to [`Self::areas`].
    pub fn shapes(&self) -> &[MultiPolygon<f64>] {
        &self.shapes
    }

    /// Where the area with this code stands in every aligned vector.
    pub fn position(&self, code: &AreaCode) -> Option<u32> {
        self.index.get(code).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(code: &str) -> (Area, MultiPolygon<f64>) {
        let code = AreaCode::parse(code).expect("a code");
        (Area { name: code.to_string(), code, authority: 0 }, MultiPolygon(vec![]))
    }

    #[test]
    fn areas_stand_in_the_order_of_their_codes() {
        let set =
            AreaSet::new(Geography::named("lsoa21"), vec![], vec![area("E2"), area("E1")]).expect("distinct");
        assert_eq!(set.areas()[0].code.as_str(), "E1");
        assert_eq!(set.position(&AreaCode::parse("E2").expect("a code")), Some(1));
    }

    #[test]
    fn a_repeated_area_is_refused() {
        let repeated = AreaSet::new(Geography::named("lsoa21"), vec![], vec![area("E1"), area("e1 ")]);
        assert_eq!(repeated.err().map(|c| c.to_string()), Some("E1".into()));
    }
}
