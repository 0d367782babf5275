//! From `plotters` elements to lean text: what every element of a group shares is written once.

use super::DrawingError;
use super::colour::Colour;
use super::element::{Line, at, units};
use super::lettering::{self, FAMILY};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::{
    BLACK, DrawingAreaErrorKind, FontTransform, IntoDrawingArea, IntoFont, RGBColor, SVGBackend, Text,
    TextStyle,
};

/// No sheet is larger than this, in canvas units.
const CANVAS: (u32, u32) = (100_000, 1_000_000);

/// What `plotters` writes for some elements, without the page around them.
pub(super) fn fragment(
    draw: impl FnOnce(&DrawingArea<SVGBackend<'_>, Shift>) -> Result<(), DrawingAreaErrorKind<std::io::Error>>,
) -> Result<String, DrawingError> {
    lettering::register()?;
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, CANVAS).into_drawing_area();
        let drawn = draw(&area).and_then(|()| area.present());
        drawn.map_err(|e| DrawingError::Draw(e.to_string()))?;
    }
    let body = text.split_once(">\n").map_or("", |(_, body)| body);
    Ok(body.strip_suffix("</svg>\n").unwrap_or(body).to_owned())
}

/// A line of text, on its baseline, without the attributes that the whole drawing shares.
pub(super) fn set(line: &Line<'_>) -> Result<String, DrawingError> {
    let turn = if line.upwards { FontTransform::Rotate270 } else { FontTransform::None };
    let font = (FAMILY, 100.0, line.face.face.style()).into_font().transform(turn);
    let style = TextStyle::from(font).color(&BLACK);
    let body = fragment(|area| area.draw(&Text::new(line.text, at(line.place.0, line.place.1), style)))?;
    let (_, after) =
        body.split_once('>').ok_or_else(|| DrawingError::Draw("text was not drawn".to_owned()))?;
    let words = after.trim_start().strip_suffix("\n</text>\n").unwrap_or(after);
    let keep =
        |name: &str| attribute(&body, name).map(|value| format!(" {name}=\"{value}\"")).unwrap_or_default();
    Ok(format!(
        "<text{}{} text-anchor=\"{}\" font-size=\"{}\"{} fill=\"{}\"{}>{words}</text>\n",
        keep("x"),
        keep("y"),
        line.anchor.name(),
        units(line.face.size),
        keep("font-weight"),
        line.colour,
        keep("transform"),
    ))
}

fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = element.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

pub(super) fn rgb(colour: Colour) -> plotters::style::ShapeStyle {
    plotters::style::ShapeStyle::from(&RGBColor(colour.red, colour.green, colour.blue)).filled()
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A name for the drawing's own references, so that several drawings can stand in one page.
pub(super) fn slug(title: &str) -> String {
    let words: Vec<String> = title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(8)
        .map(str::to_ascii_lowercase)
        .collect();
    if words.is_empty() { "drawing".to_owned() } else { words.join("-") }
}
