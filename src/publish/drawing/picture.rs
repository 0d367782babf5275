//! A picture (PNG) of a finished drawing.

use super::DrawingError;
use super::lettering;
use resvg::{tiny_skia, usvg};

/// The usual width of a picture, in pixels: sharp on a screen and across a page.
pub const USUAL_WIDTH: u32 = 1600;
const WIDTHS: std::ops::RangeInclusive<u32> = 16..=16_000;

/// The drawing as a PNG of the given width, on white paper.
///
/// The picture is made from the drawing itself with the embedded font, so both always show the same, and
/// the same drawing gives the same bytes on every machine.
///
/// # Errors
/// A width that no picture can have, or a drawing that is not ours.
pub fn png(drawing: &str, width: u32) -> Result<Vec<u8>, DrawingError> {
    if !WIDTHS.contains(&width) {
        return Err(DrawingError::PictureWidth(width));
    }
    let tree = read(drawing)?;
    let scale = width as f32 / tree.size().width();
    let height = (tree.size().height() * scale).ceil().max(1.0) as u32;
    let mut paper = tiny_skia::Pixmap::new(width, height).ok_or(DrawingError::PictureWidth(width))?;
    paper.fill(tiny_skia::Color::WHITE);
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut paper.as_mut());
    paper.encode_png().map_err(|e| DrawingError::Picture(e.to_string()))
}

fn read(drawing: &str) -> Result<usvg::Tree, DrawingError> {
    let options = usvg::Options { fontdb: lettering::database(), ..usvg::Options::default() };
    usvg::Tree::from_str(drawing, &options).map_err(|e| DrawingError::Picture(e.to_string()))
}

/// Where a line of text stands on the sheet, as drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct TextBox {
    /// The text.
    pub text: String,
    /// Left edge, pixels.
    pub left: f64,
    /// Top edge, pixels.
    pub top: f64,
    /// Right edge, pixels.
    pub right: f64,
    /// Bottom edge, pixels.
    pub bottom: f64,
}

impl TextBox {
    /// Whether two texts are printed over each other by more than a hair.
    pub fn overlaps(&self, other: &TextBox) -> bool {
        let hair = 0.5;
        self.left + hair < other.right
            && other.left + hair < self.right
            && self.top + hair < other.bottom
            && other.top + hair < self.bottom
    }
}

/// Every line of text in a drawing with the ink it covers, as the picture maker sets it.
///
/// # Errors
/// A drawing that is not ours.
pub fn text_boxes(drawing: &str) -> Result<Vec<TextBox>, DrawingError> {
    let tree = read(drawing)?;
    let mut boxes = Vec::new();
    collect(tree.root(), &mut boxes);
    Ok(boxes)
}

fn collect(group: &usvg::Group, boxes: &mut Vec<TextBox>) {
    for node in group.children() {
        match node {
            usvg::Node::Group(inner) => collect(inner, boxes),
            usvg::Node::Text(text) => {
                let ink = text.abs_bounding_box();
                boxes.push(TextBox {
                    text: text.chunks().iter().map(|chunk| chunk.text()).collect(),
                    left: f64::from(ink.left()),
                    top: f64::from(ink.top()),
                    right: f64::from(ink.right()),
                    bottom: f64::from(ink.bottom()),
                });
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"100\"><rect width=\"200\" height=\"50\" fill=\"#12436D\"/></svg>";

    #[test]
    fn a_picture_has_the_width_asked_for() {
        let bytes = png(DRAWING, 320).unwrap();
        assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(u32::from_be_bytes([bytes[16], bytes[17], bytes[18], bytes[19]]), 320);
        assert_eq!(u32::from_be_bytes([bytes[20], bytes[21], bytes[22], bytes[23]]), 160);
    }

    #[test]
    fn an_impossible_width_is_refused() {
        assert_eq!(png(DRAWING, 0), Err(DrawingError::PictureWidth(0)));
        assert_eq!(png(DRAWING, 20_000), Err(DrawingError::PictureWidth(20_000)));
    }

    #[test]
    fn what_is_not_a_drawing_is_refused() {
        assert!(matches!(png("not a drawing", 100), Err(DrawingError::Picture(_))));
    }
}
