//! Names on a map or chart: near what they name, never over each other, never beyond the edge.

use super::DrawingError;
use super::canvas::{Anchor, Canvas, Line, Stroke};
use super::colour::{INK, PAPER};
use super::lettering::Type;

/// Distance of a name that stands right beside its dot, in pixels.
const NEAR: f64 = 11.0;
/// Distances of names that are tied to their dot by a line, in pixels.
const FAR: [f64; 9] = [26.0, 44.0, 68.0, 98.0, 134.0, 176.0, 224.0, 278.0, 338.0];
/// Directions in which a name is tried, the best first (right, left, above, below, the corners, then between).
const DIRECTIONS: [(f64, f64); 16] = [
    (1.0, 0.0),
    (-1.0, 0.0),
    (0.0, -1.0),
    (0.0, 1.0),
    (0.7, -0.7),
    (0.7, 0.7),
    (-0.7, -0.7),
    (-0.7, 0.7),
    (0.92, -0.38),
    (0.92, 0.38),
    (-0.92, -0.38),
    (-0.92, 0.38),
    (0.38, -0.92),
    (0.38, 0.92),
    (-0.38, -0.92),
    (-0.38, 0.92),
];
/// Half the room usually kept for a dot, in pixels.
const DOT: f64 = 6.0;

/// The middle of what is named, and the room there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Heart {
    /// A point inside it, pixels.
    pub(crate) place: (f64, f64),
    /// Its width, pixels; nothing for a point.
    pub(crate) width: f64,
    /// Its height, pixels.
    pub(crate) height: f64,
}

/// A rectangle on the sheet, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Frame {
    fn around(place: (f64, f64), half: (f64, f64)) -> Self {
        Frame {
            left: place.0 - half.0,
            top: place.1 - half.1,
            right: place.0 + half.0,
            bottom: place.1 + half.1,
        }
    }

    fn overlaps(&self, other: &Frame) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn is_inside(&self, other: &Frame) -> bool {
        self.left >= other.left
            && self.right <= other.right
            && self.top >= other.top
            && self.bottom <= other.bottom
    }

    fn touches(&self, line: &Leader) -> bool {
        (0..=24).any(|step| {
            let t = f64::from(step) / 24.0;
            let (x, y) =
                (line.from.0 + (line.to.0 - line.from.0) * t, line.from.1 + (line.to.1 - line.from.1) * t);
            (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
        })
    }
}

/// A line that ties a name to its dot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Leader {
    pub(crate) from: (f64, f64),
    pub(crate) to: (f64, f64),
}

/// A name with its place found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlacedName {
    pub(crate) text: String,
    /// The room it takes.
    pub(crate) frame: Frame,
    /// Middle of its baseline.
    pub(crate) baseline: (f64, f64),
    /// The dot in its area, where the name stands beside it.
    pub(crate) dot: Option<(f64, f64)>,
    /// The line to the dot, where the name stands farther away.
    pub(crate) leader: Option<Leader>,
}

/// Names being placed one after the other.
#[derive(Debug)]
pub(crate) struct Places {
    edge: Frame,
    face: Type,
    dots: Vec<(f64, f64)>,
    /// Half the room kept for each dot.
    dot_room: f64,
    /// Names that have found a place.
    pub(crate) set: Vec<PlacedName>,
    /// Names for which there was no room.
    pub(crate) left_out: Vec<String>,
}

impl Places {
    /// An empty map of the given edge; `dots` are places that no name may cover.
    pub(crate) fn new(edge: Frame, face: Type, dots: Vec<(f64, f64)>) -> Self {
        Places { edge, face, dots, dot_room: DOT, set: Vec::new(), left_out: Vec::new() }
    }

    /// The same, with more or less room kept for each dot: half its width, in pixels.
    pub(crate) fn with_dot_room(self, half: f64) -> Self {
        Places { dot_room: half, ..self }
    }

    /// Finds the first free place for a name: on its area if that is large enough, else beside it, else with a line.
    pub(crate) fn place(&mut self, text: &str, heart: Heart) -> Result<(), DrawingError> {
        let half = (self.face.width(text)? / 2.0 + 5.0, self.face.size * 0.69);
        let inside = (heart.width >= half.0 * 2.0 && heart.height >= half.1 * 2.6)
            .then(|| self.candidate(text, heart.place, half, None));
        let near = DIRECTIONS[..4].iter().map(|way| (NEAR, *way));
        let far = FAR.iter().flat_map(|distance| DIRECTIONS.iter().map(move |way| (*distance, *way)));
        let beside = near.chain(far).map(|(distance, way)| {
            let reach =
                |half: f64, way: f64| way.signum() * if way == 0.0 { 0.0 } else { half } + way * distance;
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
    pub(crate) fn place_if_free(&mut self, text: &str, heart: Heart) -> Result<(), DrawingError> {
        let half = (self.face.width(text)? / 2.0 + 5.0, self.face.size * 0.69);
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

    fn candidate(
        &self,
        text: &str,
        middle: (f64, f64),
        half: (f64, f64),
        beside: Option<((f64, f64), f64)>,
    ) -> PlacedName {
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
        let dot_room = |dot: &(f64, f64)| Frame::around(*dot, (self.dot_room, self.dot_room));
        let covers_dot = self.dots.iter().any(|dot| Some(*dot) != own && name.frame.overlaps(&dot_room(dot)));
        let line_hits_dot =
            |line: &Leader| self.dots.iter().any(|dot| *dot != line.from && dot_room(dot).touches(line));
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

/// Sets names beside their points, inside an edge, and gives those for which there was no room.
pub(crate) fn set_all(
    canvas: &mut Canvas,
    edge: Frame,
    wanted: &[(&str, Heart)],
    face: Type,
) -> Result<Vec<String>, DrawingError> {
    let mut places = Places::new(edge, face, wanted.iter().map(|(_, heart)| heart.place).collect());
    for (text, heart) in wanted {
        places.place(text, *heart)?;
    }
    for name in &places.set {
        set(canvas, name, face)?;
    }
    Ok(places.left_out)
}

/// Sets a name that has found its place, with its dot and line.
pub(crate) fn set(canvas: &mut Canvas, name: &PlacedName, face: Type) -> Result<(), DrawingError> {
    if let Some(leader) = name.leader {
        canvas.line(Stroke::solid(PAPER, 4.5), leader.from, leader.to)?;
        canvas.line(Stroke::solid(INK, 1.6), leader.from, leader.to)?;
    }
    if let Some(dot) = name.dot {
        canvas.dots(INK, Stroke::solid(PAPER, 1.8), 5.0, &[(dot, None)])?;
    }
    let line = Line {
        text: &name.text,
        place: name.baseline,
        face,
        colour: INK,
        anchor: Anchor::Middle,
        upwards: false,
    };
    canvas.text_with_halo(&line, 4.0)
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
        places
            .place("Avonmouth and Lawrence Weston", Heart { place: (30.0, 30.0), width: 5.0, height: 5.0 })
            .unwrap();
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
