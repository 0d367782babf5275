//! Paint: a fill colour and, so that colour is never alone, a pattern over it.

use super::colour::Colour;
use serde::Deserialize;

/// A pattern drawn over a fill, so that classes differ without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pattern {
    /// The plain fill.
    #[default]
    None,
    /// Lines rising to the right.
    Lines,
    /// Lines rising to the right, close together.
    CloseLines,
    /// Lines falling to the right.
    FallingLines,
    /// Lines crossing each other.
    Cross,
    /// Dots.
    Dots,
}

/// How a class is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paint {
    /// The fill.
    pub fill: Colour,
    /// The pattern over it.
    #[serde(default)]
    pub pattern: Pattern,
    /// The colour of the pattern.
    #[serde(default = "default_ink")]
    pub ink: Colour,
}

fn default_ink() -> Colour {
    super::colour::INK
}

impl Paint {
    /// A plain fill.
    pub const fn plain(fill: Colour) -> Self {
        Paint { fill, pattern: Pattern::None, ink: super::colour::INK }
    }

    /// The name of this paint's pattern inside a drawing, where it has one.
    pub fn pattern_id(&self) -> Option<String> {
        let name = match self.pattern {
            Pattern::None => return None,
            Pattern::Lines => "lines",
            Pattern::CloseLines => "close-lines",
            Pattern::FallingLines => "falling-lines",
            Pattern::Cross => "cross",
            Pattern::Dots => "dots",
        };
        Some(format!("{name}-{}", self.ink.to_string().trim_start_matches('#')))
    }

    /// The definition of the pattern for the head of a drawing, in canvas units (tenths of a pixel).
    pub(super) fn pattern_definition(&self) -> Option<String> {
        let id = self.pattern_id()?;
        let (size, marks) = self.marks();
        Some(format!(
            "<pattern id=\"{id}\" patternUnits=\"userSpaceOnUse\" width=\"{size}\" height=\"{size}\">{marks}</pattern>\n"
        ))
    }

    /// The tile and its marks: lines leave the tile at its corners so that they join across tiles.
    fn marks(&self) -> (u32, String) {
        let ink = self.ink;
        let rising = |s: u32, w: u32| {
            let (h, over) = (s / 2, s + s / 2);
            format!(
                "<path d=\"M-{h},{h}L{h},-{h}M0,{s}L{s},0M{h},{over}L{over},{h}\" stroke=\"{ink}\" stroke-width=\"{w}\" fill=\"none\"/>"
            )
        };
        let falling = |s: u32, w: u32| {
            let (h, over) = (s / 2, s + s / 2);
            format!(
                "<path d=\"M-{h},{h}L{h},{over}M0,0L{s},{s}M{h},-{h}L{over},{h}\" stroke=\"{ink}\" stroke-width=\"{w}\" fill=\"none\"/>"
            )
        };
        match self.pattern {
            Pattern::None => (0, String::new()),
            Pattern::Lines => (120, rising(120, 14)),
            Pattern::CloseLines => (70, rising(70, 12)),
            Pattern::FallingLines => (140, falling(140, 14)),
            Pattern::Cross => (110, rising(110, 10) + &falling(110, 10)),
            Pattern::Dots => (
                124,
                format!(
                    "<circle cx=\"31\" cy=\"31\" r=\"14\" fill=\"{ink}\"/><circle cx=\"93\" cy=\"93\" r=\"14\" fill=\"{ink}\"/>"
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::drawing::colour::PAPER;

    #[test]
    fn a_plain_paint_needs_no_definition() {
        assert_eq!(Paint::plain(PAPER).pattern_definition(), None);
    }

    #[test]
    fn a_pattern_is_named_by_its_shape_and_ink() {
        let paint = Paint { pattern: Pattern::Dots, ..Paint::plain(PAPER) };
        assert_eq!(paint.pattern_id().as_deref(), Some("dots-1A1A1A"));
    }
}
