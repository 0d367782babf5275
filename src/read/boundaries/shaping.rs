//! From the outline of a feature to the shape of an area, or the reason why there is none.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::crs::{Extent, Misfit, misfit};
use super::guard::guarded;
use super::layer::{Outline, Ring};
use super::repair::{Repaired, Unrepairable, repaired};
use super::validity::{Flaw, flaw};
use crate::area::Crs;

/// A shape, and what was done to make it valid.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shaped {
    /// The shape, valid.
    pub(super) shape: MultiPolygon<f64>,
    /// Rings that did not come back to their start, and were closed.
    pub(super) closed: usize,
    /// The flaw that was repaired, and the change of area as a share.
    pub(super) mended: Option<(Flaw, f64)>,
}

/// Why an outline is not the shape of an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fault {
    /// There is no geometry.
    Missing,
    /// It is a point or a line, say.
    NotAnArea(&'static str),
    /// A coordinate is not a finite number.
    NotFinite,
    /// The coordinates are not what they are said to be.
    Misfit(Misfit),
    /// A ring stops far from its start.
    Open,
    /// It is invalid and cannot be repaired.
    Invalid(Flaw, Unrepairable),
    /// A library gave up on it.
    GaveUp,
}

/// The extent of an outline; `None` when a coordinate is not finite.
pub(super) fn extent(outline: &Outline) -> Option<Extent> {
    let Outline::Polygons(polygons) = outline else { return Some(Extent::NONE) };
    polygons.iter().flatten().flatten().try_fold(Extent::NONE, |extent, c| {
        (c.x.is_finite() && c.y.is_finite()).then(|| extent.with(c.x, c.y))
    })
}

/// The shape of an area.
pub(super) fn shaped(outline: Outline, crs: Crs) -> Result<Shaped, Fault> {
    let extent = extent(&outline).ok_or(Fault::NotFinite)?;
    let polygons = match outline {
        Outline::Missing => return Err(Fault::Missing),
        Outline::NotAnArea(what) => return Err(Fault::NotAnArea(what)),
        Outline::Polygons(polygons) => polygons,
    };
    if extent == Extent::NONE {
        return Err(Fault::Missing);
    }
    if let Some(misfit) = misfit(&extent, crs) {
        return Err(Fault::Misfit(misfit));
    }
    let mut closed = 0;
    let mut parts = Vec::with_capacity(polygons.len());
    for rings in polygons {
        let mut rings =
            rings.into_iter().filter(|ring| !ring.is_empty()).map(|ring| closed_ring(ring, &mut closed));
        let Some(exterior) = rings.next() else { continue };
        parts.push(Polygon::new(exterior?, rings.collect::<Result<_, _>>()?));
    }
    guarded(|| valid(MultiPolygon(parts), closed)).unwrap_or(Err(Fault::GaveUp))
}

/// A shape that is valid, or made so; of its rings, some were closed.
fn valid(shape: MultiPolygon<f64>, closed: usize) -> Result<Shaped, Fault> {
    let Some(flaw) = flaw(&shape) else { return Ok(Shaped { shape, closed, mended: None }) };
    let Repaired { shape, change } = repaired(&shape).map_err(|why| Fault::Invalid(flaw, why))?;
    Ok(Shaped { shape, closed, mended: Some((flaw, change)) })
}

/// A ring that ends where it starts. A gap no longer than the longest side is closed with a straight line,
/// and counted; a longer one may be a ring that was cut short.
fn closed_ring(mut ring: Ring, closed: &mut usize) -> Result<LineString<f64>, Fault> {
    let (Some(&first), Some(&last)) = (ring.first(), ring.last()) else { return Ok(LineString(ring)) };
    if first != last {
        let length = |a: Coord<f64>, b: Coord<f64>| (a.x - b.x).hypot(a.y - b.y);
        let longest = ring.windows(2).map(|side| length(side[0], side[1])).fold(0.0, f64::max);
        if length(first, last) > longest {
            return Err(Fault::Open);
        }
        ring.push(first);
        *closed += 1;
    }
    Ok(LineString(ring))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(positions: &[(f64, f64)]) -> Outline {
        let grid = |&(x, y): &(f64, f64)| Coord { x: 358_000.0 + x, y: 173_000.0 + y };
        Outline::Polygons(vec![vec![positions.iter().map(grid).collect()]])
    }

    fn made(positions: &[(f64, f64)]) -> Result<Shaped, Fault> {
        shaped(outline(positions), Crs::BritishNationalGrid)
    }

    #[test]
    fn an_open_ring_is_closed_unless_the_gap_is_its_longest_side() {
        let square = made(&[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0)]).expect("closed");
        assert_eq!(square.closed, 1);
        assert_eq!(made(&[(0.0, 0.0), (5.0, 1.0), (9.0, 0.0)]), Err(Fault::Open));
    }

    #[test]
    fn nothing_is_never_an_empty_shape() {
        assert_eq!(made(&[]), Err(Fault::Missing));
        assert_eq!(shaped(Outline::Missing, Crs::Wgs84), Err(Fault::Missing));
        assert_eq!(made(&[(0.0, 0.0), (f64::NAN, 0.0), (9.0, 9.0)]), Err(Fault::NotFinite));
    }

    #[test]
    fn a_ring_without_an_inside_is_refused() {
        let line = made(&[(0.0, 0.0), (9.0, 9.0), (3.0, 3.0), (0.0, 0.0)]);
        assert!(matches!(line, Err(Fault::Invalid(_, Unrepairable::NothingLeft))), "{line:?}");
    }
}
