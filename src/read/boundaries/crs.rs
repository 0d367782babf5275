//! What a boundary file says of its coordinates, and whether they agree.

use crate::area::Crs;
use crate::problem::Problem;

/// What a file says of its coordinates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stated {
    /// One of the two that are known.
    Known(Crs),
    /// Something else, by its name.
    Other(String),
    /// Nothing.
    Nothing,
}

impl Stated {
    /// By the number in the EPSG register. ETRS89 (4258) is taken for WGS 84: they differ by less than a metre.
    pub(super) fn of_epsg(code: i64) -> Self {
        match code {
            4326 | 4258 => Self::Known(Crs::Wgs84),
            27700 => Self::Known(Crs::BritishNationalGrid),
            _ => Self::Other(format!("EPSG:{code}")),
        }
    }

    /// By a name such as `urn:ogc:def:crs:OGC:1.3:CRS84` or `EPSG:27700`.
    pub(super) fn of_name(name: &str) -> Self {
        let upper = name.trim().to_ascii_uppercase();
        if upper.ends_with("CRS84") {
            return Self::Known(Crs::Wgs84);
        }
        let number = upper.rsplit([':', '/', '#']).next().and_then(|n| n.parse().ok());
        match number {
            Some(code) if upper.contains("EPSG") => Self::of_epsg(code),
            _ => Self::Other(shortened(name)),
        }
    }

    /// By its well-known text, as in the `.prj` of a Shapefile.
    pub(super) fn of_wkt(wkt: &str) -> Self {
        if wkt.trim().is_empty() {
            return Self::Nothing;
        }
        let letters: String = wkt.chars().filter(char::is_ascii_alphanumeric).collect();
        let letters = letters.to_ascii_uppercase();
        let projected = letters.contains("PROJCS") || letters.contains("PROJCRS");
        if letters.contains("BRITISHNATIONALGRID") || letters.contains("EPSG27700") {
            return Self::Known(Crs::BritishNationalGrid);
        }
        let geographic = ["WGS1984", "WGS84", "ETRS1989", "ETRS89"].iter().any(|name| letters.contains(name));
        if geographic && !projected {
            return Self::Known(Crs::Wgs84);
        }
        Self::Other(shortened(wkt.split('"').nth(1).unwrap_or("unnamed")))
    }
}

fn shortened(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(60).collect()
}

/// The smallest rectangle round some coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    pub(super) low: [f64; 2],
    pub(super) high: [f64; 2],
}

impl Extent {
    /// The extent of nothing.
    pub(super) const NONE: Self = Self { low: [f64::INFINITY; 2], high: [f64::NEG_INFINITY; 2] };

    /// The extent with one more position in it.
    pub(super) fn with(self, x: f64, y: f64) -> Self {
        Self {
            low: [self.low[0].min(x), self.low[1].min(y)],
            high: [self.high[0].max(x), self.high[1].max(y)],
        }
    }

    fn within(&self, xs: [f64; 2], ys: [f64; 2]) -> bool {
        self.low[0] >= xs[0] && self.high[0] <= xs[1] && self.low[1] >= ys[0] && self.high[1] <= ys[1]
    }

    /// The larger of width and height.
    pub(super) fn size(&self) -> f64 {
        (self.high[0] - self.low[0]).max(self.high[1] - self.low[1])
    }
}

/// How coordinates fail to be what they are said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Misfit {
    /// Latitude comes before longitude.
    LatitudeFirst,
    /// Northing comes before easting.
    NorthingFirst,
    /// They are metres, not degrees.
    Metres,
    /// They are degrees, not metres.
    Degrees,
    /// They are neither.
    Neither,
}

/// Longitudes and latitudes anywhere on Earth.
const EARTH: ([f64; 2], [f64; 2]) = ([-180.0, 180.0], [-90.0, 90.0]);
/// Longitudes and latitudes of the British Isles.
const ISLES: ([f64; 2], [f64; 2]) = ([-11.5, 2.5], [49.0, 61.5]);
/// Eastings and northings of Great Britain, with a margin for the sea.
const GRID: ([f64; 2], [f64; 2]) = ([-100_000.0, 800_000.0], [-100_000.0, 1_400_000.0]);

/// Whether coordinates can be what they are said to be.
pub(super) fn misfit(extent: &Extent, crs: Crs) -> Option<Misfit> {
    let degrees = extent.within(EARTH.0, EARTH.1) || extent.within(EARTH.1, EARTH.0);
    match crs {
        Crs::Wgs84 if extent.within(ISLES.1, ISLES.0) => Some(Misfit::LatitudeFirst),
        Crs::Wgs84 if extent.within(EARTH.0, EARTH.1) => None,
        Crs::Wgs84 if extent.within(GRID.0, GRID.1) => Some(Misfit::Metres),
        Crs::BritishNationalGrid if degrees => Some(Misfit::Degrees),
        Crs::BritishNationalGrid if extent.within(GRID.0, GRID.1) => None,
        Crs::BritishNationalGrid if extent.within(GRID.1, GRID.0) => Some(Misfit::NorthingFirst),
        _ => Some(Misfit::Neither),
    }
}

impl Misfit {
    /// The problem, for coordinates that are read as `crs`.
    pub(super) fn problem(self, crs: Crs) -> Problem {
        let (what, hint) = match self {
            Self::LatitudeFirst => (
                "longitude and latitude are swapped: as they stand, the area is not in Great Britain"
                    .to_owned(),
                "write longitude before latitude, as GeoJSON does".to_owned(),
            ),
            Self::NorthingFirst => (
                "easting and northing are swapped: as they stand, the area is not in Great Britain"
                    .to_owned(),
                "write easting before northing".to_owned(),
            ),
            Self::Metres => (
                format!(
                    "the coordinates do not fit {crs}: they look like metres on the British National Grid"
                ),
                "say crs = \"EPSG:27700\"".to_owned(),
            ),
            Self::Degrees => (
                format!("the coordinates do not fit {crs}: they look like degrees"),
                "say crs = \"EPSG:4326\"".to_owned(),
            ),
            Self::Neither => (
                format!("the coordinates do not fit {crs}"),
                "convert the boundaries to EPSG:4326 or EPSG:27700".to_owned(),
            ),
        };
        Problem::error(what).hint(hint)
    }
}

/// How the coordinates are to be read: as the assessment says, else as the file says.
///
/// # Errors
/// When neither says it, or the file names another system. A disagreement is a warning; the assessment is
/// followed, and the coordinates are held against it.
pub(super) fn settled(
    asked: Option<Crs>,
    stated: &Stated,
    extent: &Extent,
) -> Result<(Crs, Option<Problem>), Problem> {
    match (asked, stated) {
        (None, Stated::Known(crs)) => Ok((*crs, None)),
        (Some(asked), Stated::Known(crs)) if asked == *crs => Ok((asked, None)),
        (Some(asked), Stated::Nothing) => Ok((asked, None)),
        (Some(asked), Stated::Known(crs)) => Ok((asked, Some(overruled(&crs.to_string(), asked)))),
        (Some(asked), Stated::Other(name)) => Ok((asked, Some(overruled(name, asked)))),
        (None, Stated::Other(name)) => {
            let what = format!("the coordinates are in {name}, which is not read");
            Err(Problem::error(what).hint("convert the boundaries to EPSG:4326 or EPSG:27700"))
        }
        (None, Stated::Nothing) => {
            let likely = if misfit(extent, Crs::Wgs84).is_none() { "EPSG:4326" } else { "EPSG:27700" };
            let what = "the file does not say how its coordinates are to be read";
            Err(Problem::error(what).hint(format!("say crs = \"{likely}\", if that is what they are")))
        }
    }
}

fn overruled(stated: &str, asked: Crs) -> Problem {
    Problem::warning(format!(
        "the file says its coordinates are in {stated}; they are read as {asked}, as asked"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WGS84: Stated = Stated::Known(Crs::Wgs84);
    const GRID: Stated = Stated::Known(Crs::BritishNationalGrid);

    #[test]
    fn names_that_publishers_write_are_understood() {
        assert_eq!(Stated::of_name("urn:ogc:def:crs:OGC:1.3:CRS84"), WGS84);
        assert_eq!(Stated::of_name("EPSG:27700"), GRID);
        assert_eq!(Stated::of_name("urn:ogc:def:crs:EPSG::27700"), GRID);
        assert_eq!(Stated::of_name("http://www.opengis.net/def/crs/EPSG/0/4258"), WGS84);
        assert_eq!(Stated::of_name("urn:ogc:def:crs:EPSG::3857"), Stated::Other("EPSG:3857".into()));
    }

    #[test]
    fn well_known_text_is_understood() {
        let esri = "PROJCS[\"British_National_Grid\",GEOGCS[\"GCS_OSGB_1936\",DATUM[\"D_OSGB_1936\",";
        assert_eq!(Stated::of_wkt(esri), GRID);
        let gdal =
            "PROJCS[\"OSGB36 / British National Grid\",GEOGCS[\"OSGB36\",AUTHORITY[\"EPSG\",\"27700\"]]";
        assert_eq!(Stated::of_wkt(gdal), GRID);
        assert_eq!(Stated::of_wkt("GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\","), WGS84);
        let mercator = "PROJCS[\"WGS_1984_Web_Mercator_Auxiliary_Sphere\",GEOGCS[\"GCS_WGS_1984\",";
        assert_eq!(Stated::of_wkt(mercator), Stated::Other("WGS_1984_Web_Mercator_Auxiliary_Sphere".into()));
        assert_eq!(Stated::of_wkt(" "), Stated::Nothing);
    }

    #[test]
    fn coordinates_are_held_against_what_is_said_of_them() {
        let extent = |x: f64, y: f64| Extent::NONE.with(x, y).with(x + 0.1, y + 0.1);
        assert_eq!(misfit(&extent(-2.6, 51.4), Crs::Wgs84), None);
        assert_eq!(misfit(&extent(51.4, -2.6), Crs::Wgs84), Some(Misfit::LatitudeFirst));
        assert_eq!(misfit(&extent(358_000.0, 173_000.0), Crs::Wgs84), Some(Misfit::Metres));
        assert_eq!(misfit(&extent(358_000.0, 173_000.0), Crs::BritishNationalGrid), None);
        assert_eq!(misfit(&extent(-2.6, 51.4), Crs::BritishNationalGrid), Some(Misfit::Degrees));
        assert_eq!(
            misfit(&extent(1_200_000.0, 400_000.0), Crs::BritishNationalGrid),
            Some(Misfit::NorthingFirst)
        );
        assert_eq!(misfit(&extent(-280_000.0, 6_700_000.0), Crs::Wgs84), Some(Misfit::Neither));
    }

    #[test]
    fn a_file_that_says_nothing_is_not_guessed_at() {
        let metres = Extent::NONE.with(358_000.0, 173_000.0);
        let refused = settled(None, &Stated::Nothing, &metres).expect_err("nobody says");
        assert!(refused.to_string().contains("say crs = \"EPSG:27700\""), "{refused}");
        assert_eq!(settled(Some(Crs::Wgs84), &Stated::Nothing, &metres), Ok((Crs::Wgs84, None)));
        let (crs, warning) = settled(Some(Crs::Wgs84), &GRID, &metres).expect("the assessment is followed");
        assert!(crs == Crs::Wgs84 && warning.is_some());
    }
}
