//! What is drawn over the areas of a map: the windows of a scan, and the sites of services.
//!
//! Layers are put over a finished model with [`MapModel::with_overlay`], so that any map can carry them. Places
//! are in metres, as shapes are; what lies beyond the edge of the map is left out and counted in a note.

use super::MapError;
use super::ground::Ground;
use super::model::MapModel;
use crate::publish::drawing::marks::MarkShape;
use crate::publish::drawing::numbers::count;

/// Up to this many numbered windows of a layer are told one by one in the legend.
pub(super) const TOLD_IN_LEGEND: usize = 8;
/// How the note on what is not drawn begins.
pub(super) const BEYOND: &str = "Beyond the edge of the map, not drawn";
/// Corners with which the outline of a window is drawn.
const CORNERS: u32 = 180;

/// Things of one kind drawn over the areas; each layer is one line of the legend.
#[derive(Debug, Clone, PartialEq)]
pub enum Layer {
    /// Circles and ellipses.
    Windows {
        /// What the legend calls them, for example "Cluster with few people reached".
        name: String,
        /// The line that draws them.
        line: LineKind,
        /// The windows, the most important first.
        windows: Vec<Window>,
    },
    /// Points.
    Sites {
        /// What the legend calls them, for example "Library".
        name: String,
        /// The mark that stands for them.
        mark: MarkShape,
        /// The sites, the most important first.
        sites: Vec<Site>,
    },
}

/// The line around windows, told apart without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineKind {
    /// Unbroken.
    Solid,
    /// In long dashes.
    Dashed,
    /// In short dashes.
    Dotted,
}

impl LineKind {
    /// The line in words.
    pub fn words(self) -> &'static str {
        match self {
            LineKind::Solid => "unbroken line",
            LineKind::Dashed => "dashed line",
            LineKind::Dotted => "dotted line",
        }
    }
}

/// A circle or an ellipse over the areas.
///
/// Units: metres of the British National Grid; degrees from the east towards the north.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// Easting and northing of its centre.
    pub centre_m: (f64, f64),
    /// Half its length along its first axis, and across it; equal for a circle.
    pub semi_axes_m: (f64, f64),
    /// The direction of the first axis, anticlockwise from the east.
    pub angle_degrees: f64,
    /// The number set on the map, as in the table it belongs to; empty for none.
    pub number: String,
    /// What it holds, in a few words, for the legend and the text alternative; empty for none.
    pub words: String,
}

impl Window {
    /// A circle.
    pub fn circle(centre_m: (f64, f64), radius_m: f64) -> Self {
        Window::ellipse(centre_m, (radius_m, radius_m), 0.0)
    }

    /// An ellipse.
    pub fn ellipse(centre_m: (f64, f64), semi_axes_m: (f64, f64), angle_degrees: f64) -> Self {
        Window { centre_m, semi_axes_m, angle_degrees, number: String::new(), words: String::new() }
    }

    /// The same window with its number and what it holds.
    #[must_use]
    pub fn told(self, number: &str, words: &str) -> Self {
        Window { number: number.to_owned(), words: words.to_owned(), ..self }
    }

    /// Its outline in metres, closed.
    pub(super) fn outline_m(&self) -> Vec<(f64, f64)> {
        let (sin, cos) = self.angle_degrees.to_radians().sin_cos();
        let corner = |step: u32| {
            let (up, along) =
                (f64::from(step % CORNERS) * std::f64::consts::TAU / f64::from(CORNERS)).sin_cos();
            let (x, y) = (along * self.semi_axes_m.0, up * self.semi_axes_m.1);
            (self.centre_m.0 + x * cos - y * sin, self.centre_m.1 + x * sin + y * cos)
        };
        (0..=CORNERS).map(corner).collect()
    }

    fn is_possible(&self) -> bool {
        let figures =
            [self.centre_m.0, self.centre_m.1, self.semi_axes_m.0, self.semi_axes_m.1, self.angle_degrees];
        figures.iter().all(|x| x.is_finite()) && self.semi_axes_m.0 >= 0.0 && self.semi_axes_m.1 >= 0.0
    }

    /// Whether any of it shows on the map: its outline crosses it, or lies on it.
    fn shows(&self, ground: &Ground) -> bool {
        ground.holds(self.centre_m) || self.outline_m().iter().any(|place| ground.holds(*place))
    }
}

/// The place of a service.
///
/// Units: metres of the British National Grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Easting and northing.
    pub place_m: (f64, f64),
    /// The number set beside it, as in the table it belongs to; empty for none.
    pub number: String,
    /// Its name, for a resting pointer.
    pub name: String,
}

impl Site {
    /// A site without a number.
    pub fn new(place_m: (f64, f64), name: &str) -> Self {
        Site { place_m, number: String::new(), name: name.to_owned() }
    }
}

impl Layer {
    /// What the legend calls it.
    pub fn name(&self) -> &str {
        match self {
            Layer::Windows { name, .. } | Layer::Sites { name, .. } => name,
        }
    }

    /// How many things are drawn.
    pub fn len(&self) -> usize {
        match self {
            Layer::Windows { windows, .. } => windows.len(),
            Layer::Sites { sites, .. } => sites.len(),
        }
    }

    /// Whether nothing is drawn.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its line or mark in words.
    pub fn sign(&self) -> &'static str {
        match self {
            Layer::Windows { line, .. } => line.words(),
            Layer::Sites { mark, .. } => mark.words(),
        }
    }

    /// The windows that have both a number and words, as far as the legend has room for them.
    pub(super) fn told(&self) -> Vec<(&str, &str)> {
        let Layer::Windows { windows, .. } = self else {
            return Vec::new();
        };
        let told = windows.iter().filter(|w| !w.number.is_empty() && !w.words.is_empty());
        told.map(|w| (w.number.as_str(), w.words.as_str())).take(TOLD_IN_LEGEND).collect()
    }

    /// The layer without what is beyond the edge of the map.
    fn on(self, ground: &Ground) -> Self {
        match self {
            Layer::Windows { name, line, windows } => {
                let windows = windows.into_iter().filter(|window| window.shows(ground)).collect();
                Layer::Windows { name, line, windows }
            }
            Layer::Sites { name, mark, sites } => {
                let sites = sites.into_iter().filter(|site| ground.holds(site.place_m)).collect();
                Layer::Sites { name, mark, sites }
            }
        }
    }

    fn check(&self) -> Result<(), MapError> {
        let impossible = match self {
            Layer::Windows { windows, .. } => windows.iter().position(|window| !window.is_possible()),
            Layer::Sites { sites, .. } => {
                sites.iter().position(|s| !(s.place_m.0.is_finite() && s.place_m.1.is_finite()))
            }
        };
        match impossible {
            Some(index) => Err(MapError::OverlayNotFinite { layer: self.name().to_owned(), index }),
            None => Ok(()),
        }
    }

    fn in_words(&self) -> String {
        let told: Vec<String> =
            self.told().iter().map(|(number, words)| format!("{number}, {words}")).collect();
        let each = if told.is_empty() { String::new() } else { format!(" ({})", told.join("; ")) };
        format!("{}, {}: {}{each}", self.name(), self.sign(), count(self.len()))
    }
}

impl MapModel {
    /// The same map with layers drawn over its areas, told in its legend and in its text alternative.
    ///
    /// Sites and windows beyond the edge of the map are left out, and a note says how many. A window partly
    /// beyond it is drawn as far as it shows.
    ///
    /// # Errors
    /// A place that is not finite, or a window with an axis below zero.
    ///
    /// ```
    /// use geo::{MultiPolygon, polygon};
    /// use reachgap::publish::drawing::{marks::MarkShape, sheet::Words};
    /// use reachgap::publish::maps::area_value::AreaValue;
    /// use reachgap::publish::maps::categories::{CategoryMap, categories, scan};
    /// use reachgap::publish::maps::ground::{Ground, MapAreas};
    /// use reachgap::publish::maps::overlay::{Layer, LineKind, Site, Window};
    /// use reachgap::publish::maps::style::MapStyle;
    ///
    /// let (codes, names) = (["E01".to_owned()], ["Hill".to_owned()]);
    /// let shapes = [MultiPolygon::from(polygon![(x: 0.0, y: 0.0), (x: 900.0, y: 0.0), (x: 900.0, y: 900.0)])];
    /// let ground = Ground::new(&MapAreas { codes: &codes, names: &names, authorities: &[], shapes: &shapes })?;
    /// let map = categories(&ground, &CategoryMap {
    ///     words: Words::default(),
    ///     heading: "Clusters".to_owned(),
    ///     categories: &[AreaValue::Value(scan::MOST_LIKELY_LOW)],
    ///     style: &MapStyle::embedded("scan")?,
    ///     fewer_than: 5,
    ///     named: &[],
    ///     notes: vec![],
    /// })?;
    /// let window = Window::circle((600.0, 300.0), 250.0).told("1", "1 area, 61% of the expected number");
    /// let clusters = Layer::Windows { name: "Low cluster".to_owned(), line: LineKind::Solid, windows: vec![window] };
    /// let places = vec![Site::new((600.0, 200.0), "Hill Library"), Site::new((9_000.0, 0.0), "Far Library")];
    /// let libraries = Layer::Sites { name: "Library".to_owned(), mark: MarkShape::Square, sites: places };
    /// let map = map.with_overlay(&ground, vec![clusters, libraries])?;
    /// assert!(map.alt_text.ends_with("Low cluster, unbroken line: 1 (1, 1 area, 61% of the expected number). Library, square: 1."));
    /// assert_eq!(map.notes, ["Beyond the edge of the map, not drawn: Library, 1 of 2."]);
    /// # Ok::<(), reachgap::publish::maps::MapError>(())
    /// ```
    pub fn with_overlay(mut self, ground: &Ground, layers: Vec<Layer>) -> Result<Self, MapError> {
        let mut beyond = Vec::new();
        for layer in layers {
            layer.check()?;
            let before = layer.len();
            let layer = layer.on(ground);
            if layer.len() < before {
                beyond.push(format!(
                    "{}, {} of {}",
                    layer.name(),
                    count(before - layer.len()),
                    count(before)
                ));
            }
            if !layer.is_empty() {
                self.overlay.push(layer);
            }
        }
        if !beyond.is_empty() {
            self.notes.push(format!("{BEYOND}: {}.", beyond.join("; ")));
        }
        if !self.overlay.is_empty() {
            let over: Vec<String> = self.overlay.iter().map(Layer::in_words).collect();
            self.alt_text.push_str(&format!(" Drawn over the areas: {}.", over.join(". ")));
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outline_of_an_ellipse_turns_from_the_east_towards_the_north() {
        let window = Window::ellipse((100.0, 200.0), (50.0, 10.0), 90.0);
        let outline = window.outline_m();
        assert!(
            (outline[0].0 - 100.0).abs() < 1e-9 && (outline[0].1 - 250.0).abs() < 1e-9,
            "{:?}",
            outline[0]
        );
        let quarter = outline[45];
        assert!((quarter.0 - 90.0).abs() < 1e-9 && (quarter.1 - 200.0).abs() < 1e-9, "{quarter:?}");
        assert_eq!(outline.first(), outline.last());
    }

    #[test]
    fn the_legend_tells_numbered_windows_and_stops_in_time() {
        let window = |n: usize| Window::circle((0.0, 0.0), 10.0).told(&n.to_string(), "three areas");
        let layer = |windows| Layer::Windows { name: "Cluster".to_owned(), line: LineKind::Solid, windows };
        assert_eq!(layer(vec![window(1), Window::circle((0.0, 0.0), 1.0)]).told(), [("1", "three areas")]);
        assert_eq!(layer((1..30).map(window).collect()).told().len(), TOLD_IN_LEGEND);
    }
}
