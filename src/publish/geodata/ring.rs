//! Shapes on the grid of the decimals that are written, so that equal points are equal numbers.

use geo::{LineString, MultiPolygon, Polygon};

/// A point in units of the last decimal: longitude, latitude.
pub(super) type Point = [i64; 2];
/// A ring without its closing point.
pub(super) type Ring = Vec<Point>;
/// Polygons, each an outer ring (anticlockwise) and its holes (clockwise).
pub(super) type Shape = Vec<Vec<Ring>>;

/// The shape on the grid; rings that vanish there are left out, repeated points written once.
pub(super) fn rounded(shape: &MultiPolygon<f64>, decimals: u32) -> Shape {
    let scale = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    shape.0.iter().map(|polygon| polygon_on_grid(polygon, scale)).filter(|rings| !rings.is_empty()).collect()
}

fn polygon_on_grid(polygon: &Polygon<f64>, scale: f64) -> Vec<Ring> {
    let Some(outer) = ring_on_grid(polygon.exterior(), scale, true) else { return Vec::new() };
    let holes = polygon.interiors().iter().filter_map(|hole| ring_on_grid(hole, scale, false));
    std::iter::once(outer).chain(holes).collect()
}

fn ring_on_grid(line: &LineString<f64>, scale: f64, anticlockwise: bool) -> Option<Ring> {
    let mut ring: Ring =
        line.0.iter().map(|c| [(c.x * scale).round() as i64, (c.y * scale).round() as i64]).collect();
    ring.dedup();
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    let area = twice_area(&ring);
    if ring.len() < 3 || area == 0 {
        return None;
    }
    if (area > 0) != anticlockwise {
        ring.reverse();
    }
    Some(ring)
}

/// Twice the area, positive when the ring runs anticlockwise.
fn twice_area(ring: &[Point]) -> i128 {
    let edges = ring.iter().zip(ring.iter().cycle().skip(1));
    edges.map(|(a, b)| i128::from(a[0]) * i128::from(b[1]) - i128::from(b[0]) * i128::from(a[1])).sum()
}

/// Appends the shape as a GeoJSON geometry: a polygon, several, or `null` where there is none.
pub(super) fn write(line: &mut Vec<u8>, shape: &Shape, decimals: u32) {
    match shape.as_slice() {
        [] => line.extend(b"null"),
        [polygon] => {
            line.extend(b"{\"type\":\"Polygon\",\"coordinates\":");
            write_polygon(line, polygon, decimals);
            line.push(b'}');
        }
        polygons => {
            line.extend(b"{\"type\":\"MultiPolygon\",\"coordinates\":");
            listed(line, polygons.iter(), |line, polygon| write_polygon(line, polygon, decimals));
            line.push(b'}');
        }
    }
}

fn write_polygon(line: &mut Vec<u8>, rings: &[Ring], decimals: u32) {
    listed(line, rings.iter(), |line, ring| {
        listed(line, ring.iter().chain(&ring[..1]), |line, point| {
            listed(line, point.iter(), |line, number| write_number(line, *number, decimals));
        });
    });
}

fn listed<T>(line: &mut Vec<u8>, items: impl Iterator<Item = T>, mut write: impl FnMut(&mut Vec<u8>, T)) {
    line.push(b'[');
    for (place, item) in items.enumerate() {
        if place > 0 {
            line.push(b',');
        }
        write(line, item);
    }
    line.push(b']');
}

/// Writes a number of the grid as degrees, without zeros at its end.
fn write_number(line: &mut Vec<u8>, number: i64, decimals: u32) {
    let unit = 10_u64.pow(decimals);
    if number < 0 {
        line.push(b'-');
    }
    let size = number.unsigned_abs();
    line.extend((size / unit).to_string().bytes());
    let rest = size % unit;
    if rest > 0 {
        let digits = format!("{rest:0width$}", width = decimals as usize);
        line.push(b'.');
        line.extend(digits.trim_end_matches('0').bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_written_without_needless_zeros() {
        let text = |number| {
            let mut line = Vec::new();
            write_number(&mut line, number, 6);
            String::from_utf8(line).expect("digits")
        };
        assert_eq!(text(-2_587_910), "-2.58791");
        assert_eq!(text(51_000_000), "51");
        assert_eq!(text(-1), "-0.000001");
        assert_eq!(text(0), "0");
    }
}
