//! Where names go on a map: near their areas, never over each other, never beyond the edge.

use super::ground::Heart;
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::lettering::Type;

/// Distances at which a name is tried, in pixels from its area's middle.
const DISTANCES: [f64; 7] = [11.0, 30.0, 52.0, 80.0, 115.0, 155.0, 200.0];
/// Directions in which a name is tried, the best first (right, left, above, below, then the corners).
const DIRECTIONS: [(f64, f64); 8] = [
    (1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (0.7, -0.7), (0.7, 0.7), (-0.7, -0.7), (-0.7, 0.7),
];
/// Names farther from their dot than this are tied to it by a line.
const NEAR: f64 = 12.0;
/// Half the room kept for a dot.
const DOT: f64 = 6.0;

/// A rectangle on the sheet, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Frame {
    fn around(place: (f64, f64), half: (f64, f64)) -> Self {
        Frame { left: place.0 - half.0, top: place.1 - half.1, right: place.0 + half.0, bottom: place.1 + half.1 }
    }

    fn overlaps(&self, other: &Frame) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    fn is_inside(&self, other: &Frame) -> bool {
        self.left >= other.left && self.right <= other.right && self.top >= other.top && self.bottom <= other.bottom
    }

    fn touches(&self, line: &Leader) -> bool {
        (0..=24).any(|step| {
            let t = f64::from(step) / 24.0;
            let (x, y) = (line.from.0 + (line.to.0 - line.from.0) * t, line.from.1 + (line.to.1 - line.from.1) * t);
            (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
        })
    }
}

/// A line that ties a name to its dot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Leader {
    pub(super) from: (f64, f64),
    pub(super) to: (f64, f64),
}

/// A name with its place found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PlacedName {
    pub(super) text: String,
    /// The room it takes.
    pub(super) frame: Frame,
    /// Middle of its baseline.
    pub(super) baseline: (f64, f64),
    /// The dot in its area, where the name stands beside it.
    pub(super) dot: Option<(f64, f64)>,
    /// The line to the dot, where the name stands farther away.
    pub(super) leader: Option<Leader>,
}

/// Names being placed one after the other.
#[derive(Debug)]
pub(super) struct Places {
    edge: Frame,
    face: Type,
    dots: Vec<(f64, f64)>,
    /// Names that have found a place.
    pub(super) set: Vec<PlacedName>,
    /// Names for which there was no room.
    pub(super) left_out: Vec<String>,
}

impl Places {
    /// An empty map of the given edge; `dots` are places that no name may cover.
    pub(super) fn new(edge: Frame, face: Type, dots: Vec<(f64, f64)>) -> Self {
        Places { edge, face, dots, set: Vec::new(), left_out: Vec::new() }
    }

    /// Finds the first free place for a name: on its area if that is large enough, else beside it, else with a line.
    pub(super) fn place(&mut self, text: &str, heart: Heart) -> Result<(), DrawingError> {
        let half = (self.face.width(text)? / 2.0 + 5.0, self.face.size * 0.62);
        let inside = (heart.width >= half.0 * 2.0 && heart.height >= half.1 * 2.6).then(|| self.candidate(text, heart.place, half, None));
        let around = DISTANCES.iter().flat_map(|d| DIRECTIONS.iter().map(move |dir| (*d, *dir)));
        let beside = around.map(|(distance, way)| {
            let reach = |half: f64, way: f64| way.signum() * if way == 0.0 { 0.0 } else { half } + way * distance;
            let middle = (heart.place.0 + reach(half.0, way.0), heart.place.1 + reach(half.1, way.1));
            self.candidate(text, middle, half, Some((heart.place, distance)))
        });
        let found = inside.into_iter().chain(beside).find(|name| self.is_free(name, Some(heart.place)));
        match found {
            Some(name) => self.set.push(name),
            None => self.left_out.push(text.to_owned()),
        }
        Ok(())
    }

    /// Sets a name only where it fits in the middle of its own place; otherwise it is left away without a word.
    pub(super) fn place_if_free(&mut self, text: &str, heart: Heart) -> Result<(), DrawingError> {
        let half = (self.face.width(text)? / 2.0 + 5.0, self.face.size * 0.62);
        if heart.width < half.0 * 1.6 {
            return Ok(());
        }
        let heights = [0.0, -34.0, 34.0, -68.0, 68.0, -102.0, 102.0];
        let tried = heights.map(|dy| self.candidate(text, (heart.place.0, heart.place.1 + dy), half, None));
        if let Some(name) = tried.into_iter().find(|name| self.is_free(name, None)) {
            self.set.push(name);
        }
        Ok(())
    }

    fn candidate(&self, text: &str, middle: (f64, f64), half: (f64, f64), beside: Option<((f64, f64), f64)>) -> PlacedName {
        let frame = Frame::around(middle, half);
        let leader = beside.filter(|(_, distance)| *distance > NEAR).map(|(dot, _)| Leader {
            from: dot,
            to: (dot.0.clamp(frame.left, frame.right), dot.1.clamp(frame.top, frame.bottom)),
        });
        PlacedName {
            text: text.to_owned(),
            frame,
            baseline: (middle.0, middle.1 + self.face.cap_height() / 2.0),
            dot: beside.map(|(dot, _)| dot),
            leader,
        }
    }

    /// Whether a name covers no other name, no line, and no dot but that of its `own` area.
    fn is_free(&self, name: &PlacedName, own: Option<(f64, f64)>) -> bool {
        let dot_room = |dot: &(f64, f64)| Frame::around(*dot, (DOT, DOT));
        let covers_dot = self.dots.iter().any(|dot| Some(*dot) != own && name.frame.overlaps(&dot_room(dot)));
        let line_hits_dot = |line: &Leader| self.dots.iter().any(|dot| *dot != line.from && dot_room(dot).touches(line));
        name.frame.is_inside(&self.edge)
            && !covers_dot
            && !name.leader.as_ref().is_some_and(line_hits_dot)
            && self.set.iter().all(|other| {
                !name.frame.overlaps(&other.frame)
                    && !name.leader.as_ref().is_some_and(|line| other.frame.touches(line))
                    && !other.leader.as_ref().is_some_and(|line| name.frame.touches(line))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EDGE: Frame = Frame { left: 0.0, top: 0.0, right: 1000.0, bottom: 800.0 };
    const FACE: Type = Type::bold(22.0);

    #[test]
    fn a_name_stands_on_its_area_where_there_is_room() {
        let mut places = Places::new(EDGE, FACE, vec![(500.0, 400.0)]);
        places.place("Avonmouth", Heart { place: (500.0, 400.0), width: 300.0, height: 200.0 }).unwrap();
        assert_eq!((places.set[0].dot, places.set[0].leader), (None, None));
    }

    #[test]
    fn names_without_room_are_counted_not_forgotten() {
        let edge = Frame { right: 60.0, bottom: 60.0, ..EDGE };
        let mut places = Places::new(edge, FACE, vec![]);
        places.place("Avonmouth and Lawrence Weston", Heart { place: (30.0, 30.0), width: 5.0, height: 5.0 }).unwrap();
        assert_eq!(places.left_out, ["Avonmouth and Lawrence Weston"]);
    }

    proptest! {
        #[test]
        fn no_two_names_overlap_and_none_leaves_the_map(hearts in prop::collection::vec((0.0f64..1000.0, 0.0f64..800.0), 1..30)) {
            let mut places = Places::new(EDGE, FACE, hearts.clone());
            for (number, place) in hearts.iter().enumerate() {
                places.place(&format!("Bristol {number:03}A"), Heart { place: *place, width: 10.0, height: 10.0 }).unwrap();
            }
            prop_assert_eq!(places.set.len() + places.left_out.len(), hearts.len());
            for (at, one) in places.set.iter().enumerate() {
                prop_assert!(one.frame.is_inside(&EDGE));
                prop_assert!(places.set[at + 1..].iter().all(|other| !one.frame.overlaps(&other.frame)));
            }
        }
    }
}
