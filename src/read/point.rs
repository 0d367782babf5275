//! Two cells that together say where something is.

use crate::read::cells::number;
use crate::read::row_faults::Fault;

/// How the two cells are to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PointKind {
    /// Longitude and latitude in degrees.
    Degrees,
    /// Easting and northing in metres on the British National Grid.
    Metres,
}

const HALF: Fault = Fault::warning(
    "only one of the two coordinates is given: the row has no point",
    "give both coordinates, or neither",
);
const NOT_NUMBERS: Fault =
    Fault::error("a coordinate that is not a number", "correct it, or leave both blank");
const NOT_FINITE: Fault =
    Fault::error("a coordinate that is NaN or infinite", "correct it, or leave both blank");
const NOUGHT: Fault = Fault::warning(
    "both coordinates are 0: the row has no point",
    "leave both blank where there is no point",
);
const SWAPPED: Fault = Fault::error(
    "longitude and latitude look swapped",
    "exchange the two column names in the assessment file",
);
const NOT_DEGREES: Fault =
    Fault::error("not a longitude and latitude in degrees", "state easting and northing if they are metres");
const NOT_METRES: Fault = Fault::error(
    "not an easting and northing on the British National Grid",
    "state longitude and latitude if they are degrees",
);

/// Reads a point; `None` where both cells are blank.
///
/// # Errors
/// What is wrong with the two cells. Faults that are warnings leave the row without a point.
#[inline]
pub(crate) fn parse(x: &str, y: &str, kind: PointKind) -> Result<Option<[f64; 2]>, Fault> {
    match (x.parse::<f64>(), y.parse::<f64>()) {
        (Ok(x), Ok(y)) => checked(x, y, kind),
        _ => untidy(x.trim(), y.trim(), kind),
    }
}

#[cold]
fn untidy(x: &str, y: &str, kind: PointKind) -> Result<Option<[f64; 2]>, Fault> {
    match (x.is_empty(), y.is_empty()) {
        (true, true) => Ok(None),
        (false, false) => match (number::parse(x), number::parse(y)) {
            (Ok(x), Ok(y)) => checked(x, y, kind),
            _ => Err(NOT_NUMBERS),
        },
        _ => Err(HALF),
    }
}

fn checked(x: f64, y: f64, kind: PointKind) -> Result<Option<[f64; 2]>, Fault> {
    if !x.is_finite() || !y.is_finite() {
        return Err(NOT_FINITE);
    }
    if x == 0.0 && y == 0.0 {
        return Err(NOUGHT);
    }
    match kind {
        PointKind::Degrees if (49.0..62.0).contains(&x) && (-9.5..3.0).contains(&y) => Err(SWAPPED),
        PointKind::Degrees if x.abs() > 180.0 || y.abs() > 90.0 => Err(NOT_DEGREES),
        PointKind::Metres if !(0.0..=700_000.0).contains(&x) || !(0.0..=1_300_000.0).contains(&y) => {
            Err(NOT_METRES)
        }
        PointKind::Metres if x < 180.0 && y < 180.0 => Err(NOT_METRES),
        _ => Ok(Some([x, y])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_and_blanks_are_no_points() {
        assert_eq!(parse("-2.59", " 51.45", PointKind::Degrees), Ok(Some([-2.59, 51.45])));
        assert_eq!(parse("358893.2757", "174875", PointKind::Metres), Ok(Some([358_893.275_7, 174_875.0])));
        assert_eq!(parse("", " ", PointKind::Degrees), Ok(None));
    }

    #[test]
    fn impossible_points_are_refused_with_their_reason() {
        let degrees = |x, y| parse(x, y, PointKind::Degrees).expect_err("refused").what;
        assert_eq!(degrees("51.45", "-2.59"), "longitude and latitude look swapped");
        assert_eq!(degrees("NaN", "51"), "a coordinate that is NaN or infinite");
        assert_eq!(degrees("-2", "inf"), "a coordinate that is NaN or infinite");
        assert_eq!(degrees("west", "51"), "a coordinate that is not a number");
        assert_eq!(degrees("", "51"), "only one of the two coordinates is given: the row has no point");
        assert_eq!(degrees("358893", "174875"), "not a longitude and latitude in degrees");
        assert_eq!(degrees("0", "0.0"), "both coordinates are 0: the row has no point");
        let metres = parse("-2.59", "51.45", PointKind::Metres).expect_err("refused").what;
        assert_eq!(metres, "not an easting and northing on the British National Grid");
    }
}
