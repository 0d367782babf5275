//! Which column of a boundary file holds the codes of the areas, and which their names.

use super::layer::Layer;
use crate::area::{AreaCode, Geography};
use crate::problem::Problem;
use crate::read::nearest;

/// Headers that hold codes in files of any geography, the likelier first.
const CODES: &[&str] = &["geocode", "geographycode", "areacode", "code", "gsscode", "onscode", "geoid", "id"];

/// Headers that hold names in files of any geography, the likelier first.
const NAMES: &[&str] = &["name", "areaname", "geoname", "geographyname"];

/// What publishers call a kind of area in their headers.
const KINDS: &[(&str, &[&str])] = &[
    ("lsoa", &["lsoa"]),
    ("msoa", &["msoa"]),
    ("ward", &["ward", "wd"]),
    ("lad", &["lad", "ltla", "la", "localauthority"]),
];

/// How a header names a geography.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Naming {
    /// With its boundary year: `LSOA21CD`.
    Own,
    /// Without a year: `lsoa_code`.
    Kind,
    /// With another boundary year: `LSOA11CD`.
    OtherYear,
}

/// The column of the areas' codes.
///
/// # Errors
/// No such column; no column with a header that is known; or only one that is named for the same areas with
/// another boundary year.
pub(super) fn of_codes(asked: Option<&str>, geography: &Geography, layer: &Layer) -> Result<usize, Problem> {
    if let Some(header) = asked {
        return named(header, "code", layer);
    }
    let columns = || layer.columns.iter().enumerate();
    let naming = |header: &str| naming(header, geography, &["cd", "code", ""]);
    let mut candidates: Vec<(u64, usize, usize)> = columns()
        .filter_map(|(column, header)| {
            let likelihood = match naming(header) {
                Some(Naming::Own) => 0,
                Some(Naming::Kind) => 1,
                Some(Naming::OtherYear) => return None,
                None => 2 + CODES.iter().position(|known| *known == letters(header))?,
            };
            Some((misfits(layer, column, geography), likelihood, column))
        })
        .collect();
    candidates.sort_unstable();
    if let Some(&(_, _, column)) = candidates.first() {
        return Ok(column);
    }
    match columns().find(|(_, header)| naming(header) == Some(Naming::OtherYear)) {
        Some((_, header)) => Err(other_year(header, geography)),
        None => Err(no_codes(geography, layer)),
    }
}

/// The column of the areas' names, if there is one.
///
/// # Errors
/// The column asked for is not there.
pub(super) fn of_names(
    asked: Option<&str>,
    geography: &Geography,
    layer: &Layer,
) -> Result<Option<usize>, Problem> {
    if let Some(header) = asked {
        return named(header, "name", layer).map(Some);
    }
    let columns = || layer.columns.iter().enumerate();
    let likely = columns().filter_map(|(column, header)| {
        let likelihood = match naming(header, geography, &["nm", "name"]) {
            Some(Naming::Own) => 0,
            Some(Naming::Kind) => 1,
            Some(Naming::OtherYear) => return None,
            None => 2 + NAMES.iter().position(|known| *known == letters(header))?,
        };
        Some((likelihood, column))
    });
    Ok(likely.min().map(|(_, column)| column))
}

/// The column with a given header: as written, else but for case, spaces and underscores.
fn named(header: &str, key: &str, layer: &Layer) -> Result<usize, Problem> {
    let columns = || layer.columns.iter().enumerate();
    let exact = columns().find(|(_, h)| *h == header);
    let found = exact.or_else(|| columns().find(|(_, h)| letters(h) == letters(header)));
    found.map(|(column, _)| column).ok_or_else(|| {
        let problem = Problem::error(format!("no column \"{header}\" ({})", present(layer)));
        match nearest(header, layer.columns.iter().map(String::as_str)) {
            Some(h) => problem.hint(format!("did you mean {key} = \"{h}\"?")),
            None => problem,
        }
    })
}

/// How a header names a geography, if it does; what follows the kind and year must be one of `endings`.
fn naming(header: &str, geography: &Geography, endings: &[&str]) -> Option<Naming> {
    let header = letters(header);
    let own = letters(geography.name());
    if endings.iter().any(|ending| header.strip_prefix(&own) == Some(ending)) {
        return Some(Naming::Own);
    }
    let (kind, year) = own.split_at(own.find(|c: char| c.is_ascii_digit())?);
    let (_, words) = KINDS.iter().find(|(name, _)| *name == kind)?;
    words.iter().find_map(|word| {
        let rest = header.strip_prefix(word)?;
        let ending: String = rest.chars().filter(|c| !c.is_ascii_digit()).collect();
        let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
        if !endings.contains(&ending.as_str()) {
            return None;
        }
        Some(match digits.as_str() {
            "" => Naming::Kind,
            digits if digits.strip_prefix("20").unwrap_or(digits) == year => Naming::Own,
            _ => Naming::OtherYear,
        })
    })
}

/// How many features have no code of the geography in a column.
fn misfits(layer: &Layer, column: usize, geography: &Geography) -> u64 {
    let fits = |cell: &str| AreaCode::parse(cell).is_some_and(|code| geography.accepts(&code));
    layer.features.iter().filter(|f| !f.cell(column).is_some_and(fits)).count() as u64
}

/// A header without case, spaces and punctuation.
fn letters(header: &str) -> String {
    header.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

fn present(layer: &Layer) -> String {
    if layer.columns.is_empty() {
        return "the features have no attributes".to_owned();
    }
    let quoted: Vec<String> = layer.columns.iter().map(|h| format!("\"{h}\"")).collect();
    format!("there are {}", quoted.join(", "))
}

fn other_year(header: &str, geography: &Geography) -> Problem {
    let what = format!("the codes are in \"{header}\", which names another boundary year than {geography}");
    let hint = "set geography to the boundary year of the file, or name the column with code = …";
    Problem::error(what).column(header).hint(hint)
}

fn no_codes(geography: &Geography, layer: &Layer) -> Problem {
    let problem =
        Problem::error(format!("no column is known to hold codes of {geography} ({})", present(layer)));
    let fitting = (0..layer.columns.len())
        .filter(|&column| !layer.features.is_empty() && misfits(layer, column, geography) == 0)
        .find(|_| Geography::standard_names().contains(&geography.name()));
    match fitting {
        Some(column) => problem.hint(format!("did you mean code = \"{}\"?", layer.columns[column])),
        None => problem.hint("name the column with code = …"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::crs::Stated;
    use super::super::layer::{Feature, Outline};
    use super::super::open::Fingerprint;
    use super::*;

    fn layer(columns: &[&str], rows: &[&[&str]]) -> Layer {
        let feature = |row: &&[&str]| Feature {
            cells: row.iter().map(|cell| Some((*cell).into())).collect(),
            outline: Outline::Missing,
        };
        Layer {
            columns: columns.iter().map(|c| (*c).to_owned()).collect(),
            features: rows.iter().map(feature).collect(),
            crs: Stated::Nothing,
            fingerprint: Fingerprint { bytes: 0, hash: String::new() },
            layout: String::new(),
        }
    }

    fn found(geography: &str, columns: &[&str], row: &[&str]) -> Result<String, String> {
        let layer = layer(columns, &[row]);
        of_codes(None, &Geography::named(geography), &layer)
            .map(|column| layer.columns[column].clone())
            .map_err(|problem| problem.to_string())
    }

    #[test]
    fn the_headers_that_publishers_write_are_known() {
        for header in
            ["LSOA21CD", "lsoa21_code", "LSOA code (2021)", "lsoa_code", "geo_code", "area_code", "Id"]
        {
            assert_eq!(found("lsoa21", &["fid", header], &["1", "E01014485"]), Ok(header.to_owned()));
        }
        assert_eq!(found("ward24", &["WD24CD"], &["E05000001"]), Ok("WD24CD".into()));
        assert_eq!(found("lad22", &["LTLA22CD"], &["E06000023"]), Ok("LTLA22CD".into()));
        assert_eq!(found("parish", &["Parish"], &["p1"]), Ok("Parish".into()));
    }

    #[test]
    fn of_several_columns_the_one_with_fitting_codes_is_taken() {
        assert_eq!(found("lad22", &["AREA_CODE", "CODE"], &["UTA", "E06000023"]), Ok("CODE".into()));
        let both = ["LSOA11CD", "LSOA21CD"];
        assert_eq!(found("lsoa21", &both, &["E01014485", "E01014485"]), Ok("LSOA21CD".into()));
    }

    #[test]
    fn codes_of_another_boundary_year_are_not_taken() {
        let told = found("lsoa21", &["LSOA11CD"], &["E01014485"]).expect_err("another year");
        assert!(told.contains("names another boundary year than LSOA 2021"), "{told}");
    }

    #[test]
    fn a_column_that_is_not_there_is_told_with_the_nearest() {
        let layer = layer(&["LSOA21CD", "LSOA21NM"], &[]);
        let told = named("lsoa21 cod", "code", &layer).expect_err("no such column").to_string();
        assert!(told.contains("there are \"LSOA21CD\", \"LSOA21NM\""), "{told}");
        assert!(told.contains("did you mean code = \"LSOA21CD\"?"), "{told}");
        assert_eq!(named("lsoa21_cd", "code", &layer), Ok(0));
    }

    #[test]
    fn without_a_known_header_the_fitting_column_is_suggested() {
        let told = found("lsoa21", &["zone", "label"], &["E01014485", "x"]).expect_err("no known header");
        assert!(told.contains("did you mean code = \"zone\"?"), "{told}");
    }

    #[test]
    fn names_are_found_and_welsh_names_passed_over() {
        let layer = layer(&["LSOA21NMW", "LSOA21NM", "LSOA21CD"], &[]);
        assert_eq!(of_names(None, &Geography::named("lsoa21"), &layer), Ok(Some(1)));
        assert_eq!(of_names(None, &Geography::named("msoa21"), &layer), Ok(None));
    }
}
