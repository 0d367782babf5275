//! The features of a boundary file, whatever its format.

use geo::Coord;
use geozero::GeomProcessor;
use geozero::error::Result as GeozeroResult;

use super::crs::Stated;
use super::open::Fingerprint;

/// The positions of one ring.
pub(super) type Ring = Vec<Coord<f64>>;

/// The features of one layer.
pub(super) struct Layer {
    /// The headers of the attributes.
    pub(super) columns: Vec<String>,
    /// The features, in the order of the file.
    pub(super) features: Vec<Feature>,
    /// What the file says of its coordinates.
    pub(super) crs: Stated,
    /// Its size and hash.
    pub(super) fingerprint: Fingerprint,
    /// What was noticed on reading.
    pub(super) layout: String,
}

/// One feature: its attributes and its outline.
#[derive(Debug)]
pub(super) struct Feature {
    /// The attributes as text, by column; columns beyond the last have none.
    pub(super) cells: Vec<Option<Box<str>>>,
    /// Its geometry.
    pub(super) outline: Outline,
}

impl Feature {
    /// The text in a column.
    pub(super) fn cell(&self, column: usize) -> Option<&str> {
        self.cells.get(column)?.as_deref()
    }
}

/// The geometry of a feature.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Outline {
    /// There is none.
    Missing,
    /// It is not an area but a point or a line, say.
    NotAnArea(&'static str),
    /// Its polygons: the outer ring, then the holes.
    Polygons(Vec<Vec<Ring>>),
}

/// Gathers an outline from a library that walks through a geometry.
#[derive(Default)]
pub(super) struct OutlineWriter {
    polygons: Vec<Vec<Ring>>,
    other: Option<&'static str>,
}

impl OutlineWriter {
    /// What was gathered.
    pub(super) fn outline(self) -> Outline {
        match self.other {
            Some(other) => Outline::NotAnArea(other),
            None if self.polygons.is_empty() => Outline::Missing,
            None => Outline::Polygons(self.polygons),
        }
    }

    fn not_an_area(&mut self, what: &'static str) -> GeozeroResult<()> {
        self.other.get_or_insert(what);
        Ok(())
    }

    fn position(&mut self, x: f64, y: f64) {
        if let Some(ring) = self.polygons.last_mut().and_then(|rings| rings.last_mut()) {
            ring.push(Coord { x, y });
        }
    }
}

impl GeomProcessor for OutlineWriter {
    fn xy(&mut self, x: f64, y: f64, _idx: usize) -> GeozeroResult<()> {
        self.position(x, y);
        Ok(())
    }

    fn polygon_begin(&mut self, _tagged: bool, _size: usize, _idx: usize) -> GeozeroResult<()> {
        self.polygons.push(Vec::new());
        Ok(())
    }

    fn linestring_begin(&mut self, tagged: bool, _size: usize, _idx: usize) -> GeozeroResult<()> {
        match self.polygons.last_mut() {
            Some(rings) if !tagged => rings.push(Vec::new()),
            _ => self.not_an_area("a line")?,
        }
        Ok(())
    }

    fn point_begin(&mut self, _idx: usize) -> GeozeroResult<()> {
        self.not_an_area("a point")
    }

    fn multipoint_begin(&mut self, _size: usize, _idx: usize) -> GeozeroResult<()> {
        self.not_an_area("points")
    }

    fn multilinestring_begin(&mut self, _size: usize, _idx: usize) -> GeozeroResult<()> {
        self.not_an_area("lines")
    }

    fn circularstring_begin(&mut self, _size: usize, _idx: usize) -> GeozeroResult<()> {
        self.not_an_area("a curve")
    }

    fn compoundcurve_begin(&mut self, _size: usize, _idx: usize) -> GeozeroResult<()> {
        self.not_an_area("a curve")
    }

    fn triangle_begin(&mut self, _tagged: bool, _size: usize, _idx: usize) -> GeozeroResult<()> {
        self.not_an_area("triangles")
    }
}
