//! Great Britain and the sea around it: where the British National Grid may be used.

use std::sync::LazyLock;

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::place::{Position, RingEdges};

/// A line round Great Britain, the Isle of Man, Scilly, the Hebrides, St Kilda, Orkney and Shetland, in
/// degrees of longitude and latitude.
///
/// It keeps about ten kilometres off the coast and runs down the middle of the straits towards Ireland
/// and France.
const OUTLINE: &[(f64, f64)] = &[
    (-6.75, 49.70),
    (-5.20, 49.75),
    (-3.60, 49.95),
    (-2.40, 50.25),
    (-1.20, 50.35),
    (0.20, 50.55),
    (0.98, 50.75),
    (1.48, 51.00),
    (1.75, 51.20),
    (1.90, 51.60),
    (2.00, 52.50),
    (1.95, 52.90),
    (1.30, 53.15),
    (0.60, 53.25),
    (0.55, 53.70),
    (0.15, 54.20),
    (-0.30, 54.70),
    (-1.00, 55.20),
    (-1.30, 55.75),
    (-1.80, 56.10),
    (-1.90, 56.60),
    (-1.50, 57.30),
    (-1.50, 57.75),
    (-1.00, 59.40),
    (-0.40, 60.30),
    (-0.50, 61.00),
    (-1.60, 61.00),
    (-2.50, 60.40),
    (-3.30, 59.60),
    (-4.60, 59.30),
    (-6.40, 59.30),
    (-7.70, 58.50),
    (-8.90, 58.00),
    (-8.90, 57.60),
    (-7.90, 56.60),
    (-7.35, 56.20),
    (-6.80, 55.55),
    (-6.40, 55.47),
    (-5.97, 55.35),
    (-5.93, 55.25),
    (-5.75, 55.10),
    (-5.45, 54.95),
    (-5.30, 54.70),
    (-5.20, 54.40),
    (-5.20, 53.80),
    (-5.10, 53.30),
    (-5.30, 52.60),
    (-5.95, 51.90),
    (-5.95, 51.50),
    (-5.60, 50.60),
    (-6.10, 50.30),
    (-6.75, 50.10),
    (-6.75, 49.70),
];

static WATERS: LazyLock<RingEdges> = LazyLock::new(|| {
    let ring: LineString<f64> = OUTLINE.iter().map(|&(x, y)| Coord { x, y }).collect();
    RingEdges::new(&MultiPolygon(vec![Polygon::new(ring, vec![])]))
});

/// Whether a longitude and latitude lie in Great Britain or the waters close to it.
///
/// Northern Ireland, the Republic of Ireland, France, the Channel Islands and the open sea do not.
///
/// ```
/// use reachgap::join::waters::in_great_britain;
/// assert!(in_great_britain(-2.5879, 51.4545)); // Bristol
/// assert!(!in_great_britain(-5.9301, 54.5973)); // Belfast
/// ```
pub fn in_great_britain(longitude: f64, latitude: f64) -> bool {
    WATERS.position(longitude, latitude) != Position::Outside
}

/// Whether a longitude and latitude outside Great Britain lie about the island of Ireland.
pub fn about_ireland(longitude: f64, latitude: f64) -> bool {
    (-11.0..=-5.0).contains(&longitude)
        && (51.2..=55.6).contains(&latitude)
        && !in_great_britain(longitude, latitude)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_far_corners_of_great_britain_are_in() {
        let corners = [
            ("Bishop Rock", -6.445, 49.873),
            ("Lizard Point", -5.206, 49.958),
            ("Beachy Head", 0.242, 50.734),
            ("Dungeness", 0.972, 50.911),
            ("South Foreland", 1.385, 51.140),
            ("Lowestoft Ness", 1.763, 52.481),
            ("Cromer", 1.301, 52.932),
            ("Bell Rock", -2.387, 56.434),
            ("Buchan Ness", -1.774, 57.470),
            ("Out Skerries", -0.720, 60.424),
            ("Out Stack", -0.876, 60.860),
            ("Foula", -2.120, 60.135),
            ("Sule Skerry", -4.407, 59.084),
            ("Sula Sgeir", -6.160, 59.095),
            ("Soay, St Kilda", -8.650, 57.830),
            ("Barra Head", -7.653, 56.785),
            ("Rinns of Islay", -6.513, 55.673),
            ("Mull of Kintyre", -5.803, 55.310),
            ("Corsewall Point", -5.160, 55.007),
            ("Chicken Rock, Isle of Man", -4.839, 54.038),
            ("Bardsey", -4.800, 52.750),
            ("The Smalls", -5.670, 51.721),
            ("Lundy", -4.680, 51.180),
        ];
        for (place, longitude, latitude) in corners {
            assert!(in_great_britain(longitude, latitude), "{place}");
        }
    }

    #[test]
    fn the_neighbours_are_out() {
        let neighbours = [
            ("Belfast", -5.930, 54.597),
            ("Rathlin", -6.195, 55.290),
            ("Torr Head", -6.063, 55.198),
            ("Mew Island", -5.515, 54.700),
            ("Burr Point", -5.430, 54.483),
            ("Dublin", -6.260, 53.350),
            ("Tuskar Rock", -6.207, 52.203),
            ("Omagh", -7.5, 54.6),
            ("Cap Gris-Nez", 1.580, 50.870),
            ("Calais", 1.850, 50.960),
            ("Alderney", -2.200, 49.710),
            ("Rockall", -13.687, 57.596),
            ("Dogger Bank", 1.5, 55.0),
            ("nought and nought", 0.0, 0.0),
        ];
        for (place, longitude, latitude) in neighbours {
            assert!(!in_great_britain(longitude, latitude), "{place}");
        }
        assert!(about_ireland(-7.5, 54.6) && !about_ireland(1.85, 50.96));
    }
}
