//! Where: the areas of the run, the look-ups between boundary years, postcodes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::area::Crs;

/// The areas and their boundaries.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Areas {
    /// Geography with its boundary year: lsoa11, lsoa21, msoa11, msoa21, ward24, lad22, lad24, or a name of your own.
    pub geography: String,
    /// GeoJSON, GeoPackage, Shapefile or FlatGeobuf.
    pub file: String,
    /// Column of the area code. Left out: found from its name and values.
    pub code: Option<String>,
    /// Column of the area name. Left out: found from its name.
    pub name: Option<String>,
    /// Layer of a GeoPackage that has several.
    pub layer: Option<String>,
    /// Coordinates, where the file does not say: "EPSG:4326" or "EPSG:27700".
    pub crs: Option<Crs>,
    /// Higher geography whose outlines are drawn and whose totals are shown, for example lad22.
    pub authority: Option<String>,
}

/// A published look-up: which area of one geography belongs to which of another.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lookup {
    /// Layout: lsoa11-lsoa21, lsoa11-msoa11 or lsoa21-ward24-lad24. Left out: `from`, `to` and their columns are given.
    pub preset: Option<String>,
    /// CSV, spreadsheet or Parquet.
    pub file: String,
    /// Geography looked up.
    pub from: Option<String>,
    /// Geography found.
    pub to: Option<String>,
    /// Column of the code looked up.
    pub from_column: Option<String>,
    /// Column of the code found.
    pub to_column: Option<String>,
    /// Column of the name found.
    pub name_column: Option<String>,
    /// Column of the kind of change: U unchanged, S split, M merged, X complex.
    pub change_column: Option<String>,
    /// Column of the share of the first area that lies in the second. Left out: shares follow `weights`.
    pub share_column: Option<String>,
    /// People by area of the geography found, by which split areas are shared out.
    pub weights: Option<Weights>,
}

/// A table of people by area, used only to share out areas that were split.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// CSV, spreadsheet or Parquet.
    pub file: String,
    /// Column of the area code.
    pub code: String,
    /// Column of the number of people.
    pub count: String,
}

/// Look-up from postcodes to areas.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Postcodes {
    /// Layout: nspl or onspd.
    pub preset: Option<String>,
    /// CSV or Parquet.
    pub file: String,
    /// Geography and boundary year of the codes found.
    pub geography: String,
    /// Column of the postcode.
    pub postcode: Option<String>,
    /// Column of the area code.
    pub code: Option<String>,
}

/// How one file is to be read. What is left out is found out from the file.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileFormat {
    /// The file, by the name it has in this assessment.
    pub file: String,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// The row the headers are in, the first row being 1.
    pub header_row: Option<u64>,
    /// Encoding of a text file: "utf-8", "windows-1252", "utf-16le" and so on.
    pub encoding: Option<String>,
    /// The mark between cells of a text file: "," or ";" or "|" or a tab.
    pub delimiter: Option<char>,
}
