//! Areas made to be awkward, on which several tests look.

use geo::{MultiPolygon, Polygon, polygon};

pub(super) fn square(x: f64, y: f64, width: f64, height: f64) -> Polygon<f64> {
    polygon![(x: x, y: y), (x: x + width, y: y), (x: x + width, y: y + height), (x: x, y: y + height)]
}

/// Fifteen areas made to be awkward, in the order of their codes.
// source: shapely 2.2.0 (GEOS), case "tricky_a"
pub(super) fn tricky() -> (Vec<&'static str>, Vec<MultiPolygon<f64>>) {
    let ring = Polygon::new(
        square(20.0, 0.0, 20.0, 20.0).exterior().clone(),
        vec![square(26.0, 6.0, 8.0, 8.0).exterior().clone()],
    );
    let areas: [(&str, Vec<Polygon<f64>>); 15] = [
        ("A", vec![square(0.0, 0.0, 10.0, 10.0)]),
        ("B", vec![square(10.0, 0.0, 10.0, 10.0)]),
        ("C", vec![square(0.0, 10.0, 10.0, 10.0)]),
        ("CORNER", vec![square(52.0, 20.0, 6.0, 6.0)]),
        ("D", vec![square(10.0, 10.0, 10.0, 10.0)]),
        ("GAP", vec![square(20.0, 20.001, 20.0, 9.999)]),
        ("INNER", vec![square(26.0, 6.0, 8.0, 8.0)]),
        ("ISLAND", vec![square(60.0, 30.0, 5.0, 5.0)]),
        ("MULTI", vec![square(0.0, 20.0, 5.0, 5.0), square(60.0, 0.0, 10.0, 5.0)]),
        ("PINCH", vec![square(60.0, 35.0, 5.0, 5.0)]),
        ("RING", vec![ring]),
        ("T1", vec![square(46.0, 0.0, 6.0, 7.0)]),
        ("T2", vec![square(46.0, 7.0, 6.0, 6.0)]),
        ("T3", vec![square(46.0, 13.0, 6.0, 7.0)]),
        ("TALL", vec![square(40.0, 0.0, 6.0, 20.0)]),
    ];
    areas.into_iter().map(|(code, parts)| (code, MultiPolygon(parts))).unzip()
}
