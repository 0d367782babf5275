//! The canvas: `plotters` elements in tenths of a pixel, gathered in groups that share their paint.

use super::DrawingError;
use super::colour::Colour;
use super::element::units;
pub use super::element::{Anchor, Line, Point, Shape, Stroke, UNITS, at};
use super::fragment::{escape, fragment, rgb, set, slug};
use super::lettering::FAMILY;
use super::paint::Paint;
use super::path;
use plotters::prelude::{BLACK, Circle, PathElement, Polygon, Rectangle};
use std::collections::BTreeSet;

/// A drawing in the making.
#[derive(Debug, Default)]
pub struct Canvas {
    groups: String,
    patterns: BTreeSet<String>,
}

impl Canvas {
    /// An empty canvas.
    pub fn new() -> Self {
        Canvas::default()
    }

    /// Fills shapes with one paint and outlines them.
    ///
    /// # Errors
    /// The back end refused an element.
    pub fn shapes(
        &mut self,
        paint: &Paint,
        outline: Stroke,
        offset: Point,
        shapes: &[Shape<'_>],
    ) -> Result<(), DrawingError> {
        let moved =
            |ring: &[Point]| ring.iter().map(|p| (p.0 + offset.0, p.1 + offset.1)).collect::<Vec<_>>();
        let body = fragment(|area| {
            shapes
                .iter()
                .flat_map(|shape| shape.rings)
                .try_for_each(|ring| area.draw(&Polygon::new(moved(ring), BLACK)))
        })?;
        let drawn = path::polygon_points(&body)?;
        let mut rings = drawn.iter();
        let mut all = String::new();
        self.open(&format!("fill=\"{}\" fill-rule=\"evenodd\" {}", paint.fill, outline.attributes()));
        for shape in shapes {
            let mut data = String::new();
            for points in rings.by_ref().take(shape.rings.len()) {
                path::ring_data(points, &mut data)?;
            }
            self.element("path", &format!("d=\"{data}\""), shape.tooltip);
            if paint.pattern_id().is_some() {
                all.push_str(&data);
            }
        }
        self.close();
        self.overlay(paint, &all);
        Ok(())
    }

    /// Lays the paint's pattern over shapes already filled, as one path, so that a pattern costs no second drawing each.
    fn overlay(&mut self, paint: &Paint, data: &str) {
        let (Some(id), Some(definition)) = (paint.pattern_id(), paint.pattern_definition()) else {
            return;
        };
        if data.is_empty() {
            return;
        }
        self.patterns.insert(definition);
        self.groups.push_str(&format!(
            "<path fill=\"url(#{id})\" fill-rule=\"evenodd\" pointer-events=\"none\" d=\"{data}\"/>\n"
        ));
    }

    /// Fills a rectangle, in pixels.
    ///
    /// # Errors
    /// The back end refused an element.
    pub fn rectangle(
        &mut self,
        corner: (f64, f64),
        size: (f64, f64),
        paint: &Paint,
        outline: Stroke,
    ) -> Result<(), DrawingError> {
        let (from, to) = (at(corner.0, corner.1), at(corner.0 + size.0, corner.1 + size.1));
        let body = fragment(|area| area.draw(&Rectangle::new([from, to], rgb(paint.fill))))?;
        let bare = body.replace(" opacity=\"1\"", "").replace(" stroke=\"none\"", "");
        let frame = bare.replace(&format!("fill=\"{}\"", paint.fill), "");
        self.open(&format!("fill=\"{}\" {}", paint.fill, outline.attributes()));
        self.groups.push_str(&frame);
        self.close();
        if let (Some(id), Some(definition)) = (paint.pattern_id(), paint.pattern_definition()) {
            self.patterns.insert(definition);
            self.groups.push_str(&format!("<g fill=\"url(#{id})\">\n{frame}</g>\n"));
        }
        Ok(())
    }

    /// Draws lines through points of the canvas, moved by `offset`.
    ///
    /// # Errors
    /// The back end refused an element.
    pub fn lines<'a>(
        &mut self,
        stroke: Stroke,
        offset: Point,
        lines: impl IntoIterator<Item = &'a [Point]>,
    ) -> Result<(), DrawingError> {
        let moved =
            |line: &[Point]| line.iter().map(|p| (p.0 + offset.0, p.1 + offset.1)).collect::<Vec<_>>();
        let body = fragment(|area| {
            lines.into_iter().try_for_each(|line| area.draw(&PathElement::new(moved(line), BLACK)))
        })?;
        let common = "fill=\"none\" opacity=\"1\" stroke=\"#000000\" stroke-width=\"1\" ";
        self.open(&format!("fill=\"none\" stroke-linecap=\"round\" {}", stroke.attributes()));
        self.groups.push_str(&body.replace(common, "").replace(" \"/>", "\"/>"));
        self.close();
        Ok(())
    }

    /// Draws one straight line between two places, in pixels.
    ///
    /// # Errors
    /// The back end refused an element.
    pub fn line(&mut self, stroke: Stroke, from: (f64, f64), to: (f64, f64)) -> Result<(), DrawingError> {
        let ends = [at(from.0, from.1), at(to.0, to.1)];
        self.lines(stroke, (0, 0), [ends.as_slice()])
    }

    /// Draws dots of one size and paint at places in pixels, each with what a pointer is told.
    ///
    /// # Errors
    /// The back end refused an element.
    pub fn dots(
        &mut self,
        fill: Colour,
        outline: Stroke,
        radius: f64,
        dots: &[((f64, f64), Option<&str>)],
    ) -> Result<(), DrawingError> {
        let body = fragment(|area| {
            dots.iter()
                .try_for_each(|((x, y), _)| area.draw(&Circle::new(at(*x, *y), units(radius), rgb(fill))))
        })?;
        let common = format!(" opacity=\"1\" fill=\"{fill}\" stroke=\"none\" stroke-width=\"1\"/>");
        self.open(&format!("fill=\"{fill}\" {}", outline.attributes()));
        for (circle, (_, tooltip)) in body.lines().zip(dots) {
            let attributes = circle.replace(&common, "").replace("<circle ", "");
            self.element("circle", &attributes, *tooltip);
        }
        self.close();
        Ok(())
    }

    /// Sets a line of text.
    ///
    /// # Errors
    /// The back end refused it.
    pub fn text(&mut self, line: &Line<'_>) -> Result<(), DrawingError> {
        let set = set(line)?;
        self.groups.push_str(&set);
        Ok(())
    }

    /// Sets a line of text with a halo of paper around its letters, to be read over a map.
    ///
    /// # Errors
    /// The back end refused it.
    pub fn text_with_halo(&mut self, line: &Line<'_>, halo: f64) -> Result<(), DrawingError> {
        let set = set(line)?;
        self.open(&format!(
            "paint-order=\"stroke\" {}",
            Stroke::solid(super::colour::PAPER, halo * 2.0).attributes()
        ));
        self.groups.push_str(&set);
        self.close();
        Ok(())
    }

    /// The finished drawing, with its text alternative for people who do not see it.
    pub fn into_svg(self, size: (f64, f64), title: &str, description: &str) -> String {
        let (width, height) = (size.0.ceil(), size.1.ceil());
        let name = slug(title);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{name}-title {name}-desc\" font-family=\"{FAMILY}\">\n<title id=\"{name}-title\">{}</title>\n<desc id=\"{name}-desc\">{}</desc>\n",
            width * UNITS,
            height * UNITS,
            escape(title),
            escape(description),
        );
        if !self.patterns.is_empty() {
            svg.push_str("<defs>\n");
            svg.extend(self.patterns.iter().map(String::as_str));
            svg.push_str("</defs>\n");
        }
        svg.push_str(&format!(
            "<rect width=\"{}\" height=\"{}\" fill=\"#FFFFFF\"/>\n",
            width * UNITS,
            height * UNITS
        ));
        svg.push_str(&self.groups);
        svg.push_str("</svg>\n");
        svg
    }

    fn open(&mut self, attributes: &str) {
        self.groups.push_str(&format!("<g {attributes}>\n"));
    }

    fn close(&mut self) {
        self.groups.push_str("</g>\n");
    }

    fn element(&mut self, name: &str, attributes: &str, tooltip: Option<&str>) {
        let text = match tooltip {
            None => format!("<{name} {attributes}/>\n"),
            Some(told) => format!("<{name} {attributes}><title>{}</title></{name}>\n", escape(told)),
        };
        self.groups.push_str(&text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::drawing::colour::{INK, OUTLINE, PAPER};
    use crate::publish::drawing::lettering::Type;
    use crate::publish::drawing::paint::Pattern;

    const THIN: Stroke = Stroke::solid(OUTLINE, 1.0);

    #[test]
    fn an_area_with_a_hole_is_one_path_with_its_tooltip() {
        let rings = [vec![(0, 0), (100, 0), (100, 100), (0, 100)], vec![(40, 40), (60, 40), (60, 60)]];
        let mut canvas = Canvas::new();
        let shape = Shape { rings: &rings, tooltip: Some("Hill & <Dale>") };
        canvas.shapes(&Paint::plain(PAPER), THIN, (0, 0), &[shape]).unwrap();
        let svg = canvas.into_svg((20.0, 20.0), "A map", "One area");
        assert!(svg.contains("<path d=\"M0,0l100 0 0 100-100 0zM40,40l20 0 0 20z\"><title>Hill &amp; &lt;Dale&gt;</title></path>"), "{svg}");
        assert!(svg.contains("fill-rule=\"evenodd\""));
    }

    #[test]
    fn a_pattern_is_defined_once_and_laid_over_the_fill() {
        let paint = Paint { pattern: Pattern::Dots, ..Paint::plain(PAPER) };
        let rings = [vec![(0, 0), (100, 0), (100, 100)]];
        let mut canvas = Canvas::new();
        let shape = Shape { rings: &rings, tooltip: None };
        canvas.shapes(&paint, THIN, (0, 0), &[shape, shape]).unwrap();
        canvas.rectangle((0.0, 0.0), (5.0, 5.0), &paint, THIN).unwrap();
        let svg = canvas.into_svg((20.0, 20.0), "A map", "Two areas");
        assert_eq!(svg.matches("<pattern ").count(), 1);
        assert_eq!(svg.matches("url(#dots-1A1A1A)").count(), 2);
    }

    #[test]
    fn a_drawing_says_what_it_shows_to_those_who_do_not_see_it() {
        let svg = Canvas::new().into_svg((20.0, 10.0), "Reach, 2021", "Map of reach: 3 areas.");
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"10\" viewBox=\"0 0 200 100\" role=\"img\" aria-labelledby=\"reach-2021-title reach-2021-desc\""));
        assert!(svg.contains("<title id=\"reach-2021-title\">Reach, 2021</title>"));
        assert!(svg.contains("<desc id=\"reach-2021-desc\">Map of reach: 3 areas.</desc>"));
    }

    #[test]
    fn text_stands_on_its_baseline_and_is_escaped() {
        let mut canvas = Canvas::new();
        let line = Line {
            text: "Fish & chips",
            place: (1.5, 20.0),
            face: Type::bold(12.0),
            colour: INK,
            anchor: Anchor::End,
            upwards: true,
        };
        canvas.text(&line).unwrap();
        let svg = canvas.into_svg((20.0, 20.0), "t", "d");
        assert!(svg.contains("<text x=\"15\" y=\"200\" text-anchor=\"end\" font-size=\"120\" font-weight=\"bold\" fill=\"#1A1A1A\" transform=\"rotate(270, 15, 200)\">Fish &amp; chips</text>"), "{svg}");
    }
}
