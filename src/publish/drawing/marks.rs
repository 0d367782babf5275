//! Marks: small shapes that each stand for one thing, told apart without colour.

use super::DrawingError;
use super::canvas::{Canvas, Point, Shape, Stroke, at};
use super::paint::Paint;
use std::f64::consts::TAU;

/// The shape of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkShape {
    /// A circle.
    Circle,
    /// A square.
    Square,
    /// A square standing on a corner.
    Diamond,
    /// A triangle pointing up.
    TriangleUp,
    /// A triangle pointing down.
    TriangleDown,
    /// An upright cross.
    Cross,
}

/// All shapes, in the order in which they are given out.
pub const MARK_SHAPES: [MarkShape; 6] = [
    MarkShape::Circle,
    MarkShape::Square,
    MarkShape::TriangleUp,
    MarkShape::Diamond,
    MarkShape::Cross,
    MarkShape::TriangleDown,
];

impl MarkShape {
    /// The shape in words.
    pub fn words(self) -> &'static str {
        match self {
            MarkShape::Circle => "circle",
            MarkShape::Square => "square",
            MarkShape::Diamond => "diamond",
            MarkShape::TriangleUp => "triangle pointing up",
            MarkShape::TriangleDown => "triangle pointing down",
            MarkShape::Cross => "cross",
        }
    }

    /// The outline around a place in pixels; `radius` is that of a circle of about the same size.
    pub fn ring(self, place: (f64, f64), radius: f64) -> Vec<Point> {
        let corner = |(x, y): &(f64, f64)| at(place.0 + x * radius, place.1 + y * radius);
        let of = |corners: &[(f64, f64)]| corners.iter().map(corner).collect();
        match self {
            MarkShape::Circle => (0..24)
                .map(|step| TAU * f64::from(step) / 24.0)
                .map(|angle| corner(&(angle.cos(), angle.sin())))
                .collect(),
            MarkShape::Square => of(&[(-0.89, -0.89), (0.89, -0.89), (0.89, 0.89), (-0.89, 0.89)]),
            MarkShape::Diamond => of(&[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)]),
            MarkShape::TriangleUp => of(&[(0.0, -1.3), (1.2, 0.85), (-1.2, 0.85)]),
            MarkShape::TriangleDown => of(&[(0.0, 1.3), (-1.2, -0.85), (1.2, -0.85)]),
            MarkShape::Cross => {
                let (arm, half) = (1.2, 0.42);
                of(&[
                    (-half, -arm),
                    (half, -arm),
                    (half, -half),
                    (arm, -half),
                    (arm, half),
                    (half, half),
                    (half, arm),
                    (-half, arm),
                    (-half, half),
                    (-arm, half),
                    (-arm, -half),
                    (-half, -half),
                ])
            }
        }
    }
}

/// How a thing is marked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShapedMark {
    /// Its shape.
    pub shape: MarkShape,
    /// Its fill.
    pub paint: Paint,
    /// The line around it.
    pub outline: Stroke,
    /// Its size: the radius of a circle of about the same size, in pixels.
    pub radius: f64,
}

impl ShapedMark {
    /// Draws the mark at places in pixels, each with what a pointer is told.
    ///
    /// # Errors
    /// The back end refused an element.
    pub fn draw(
        &self,
        canvas: &mut Canvas,
        places: &[((f64, f64), Option<&str>)],
    ) -> Result<(), DrawingError> {
        let rings: Vec<[Vec<Point>; 1]> =
            places.iter().map(|(place, _)| [self.shape.ring(*place, self.radius)]).collect();
        let shapes: Vec<Shape<'_>> = rings
            .iter()
            .zip(places)
            .map(|(rings, (_, tooltip))| Shape { rings: rings.as_slice(), tooltip: *tooltip })
            .collect();
        if shapes.is_empty() { Ok(()) } else { canvas.shapes(&self.paint, self.outline, (0, 0), &shapes) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::drawing::colour::{INK, PAPER};

    #[test]
    fn every_mark_stays_near_its_place_and_has_a_name_of_its_own() {
        let mut names = std::collections::BTreeSet::new();
        for shape in MARK_SHAPES {
            for (x, y) in shape.ring((50.0, 50.0), 10.0) {
                assert!(
                    (f64::from(x) / 10.0 - 50.0).abs() <= 13.0 && (f64::from(y) / 10.0 - 50.0).abs() <= 13.0
                );
            }
            assert!(names.insert(shape.words()));
        }
    }

    #[test]
    fn a_mark_tells_a_pointer_what_it_stands_for() {
        let mut canvas = Canvas::new();
        let mark = ShapedMark {
            shape: MarkShape::Square,
            paint: Paint::plain(PAPER),
            outline: Stroke::solid(INK, 1.0),
            radius: 5.0,
        };
        mark.draw(&mut canvas, &[((10.0, 10.0), Some("Fishponds Library"))]).unwrap();
        mark.draw(&mut canvas, &[]).unwrap();
        assert!(canvas.into_svg((20.0, 20.0), "t", "d").contains("<title>Fishponds Library</title>"));
    }
}
