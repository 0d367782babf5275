//! Map styles: sets of colours and patterns, read from TOML so that an analyst can add one.
//!
//! The styles in `maps/styles` are part of the program; any other file of the same layout can be used in
//! their place.

use super::MapError;
use super::style_faults;
use crate::publish::drawing::colour::{Colour, along};
use crate::publish::drawing::paint::{Paint, Pattern};
use serde::Deserialize;

/// The styles that come with the program: name and text.
pub const EMBEDDED: [(&str, &str); 12] = [
    ("need", include_str!("../../../maps/styles/need.toml")),
    ("reach", include_str!("../../../maps/styles/reach.toml")),
    ("ratio", include_str!("../../../maps/styles/ratio.toml")),
    ("verdict", include_str!("../../../maps/styles/verdict.toml")),
    ("joint", include_str!("../../../maps/styles/joint.toml")),
    ("need-reach", include_str!("../../../maps/styles/need-reach.toml")),
    ("local-moran", include_str!("../../../maps/styles/local-moran.toml")),
    ("hot-spots", include_str!("../../../maps/styles/hot-spots.toml")),
    ("scan", include_str!("../../../maps/styles/scan.toml")),
    ("access", include_str!("../../../maps/styles/access.toml")),
    ("access-gap", include_str!("../../../maps/styles/access-gap.toml")),
    ("missing", include_str!("../../../maps/styles/missing.toml")),
];

/// A map style.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum MapStyle {
    /// From light to dark with the value.
    Sequential(Sequential),
    /// Away from a centre value in two directions.
    Diverging(Diverging),
    /// One paint for each named category.
    Categorical(Categorical),
    /// Two values at once, three classes of each.
    Bivariate(Bivariate),
}

/// Colours from the lowest class to the highest.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sequential {
    /// What the style is for.
    pub about: String,
    /// Colours, that of the lowest class first; those between are blended.
    pub colours: Vec<Colour>,
}

/// Colours on both sides of a centre.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Diverging {
    /// What the style is for.
    pub about: String,
    /// The value in the middle, for example 1 for observed ÷ expected.
    pub centre_value: f64,
    /// Colours below the centre, nearest first.
    pub low: Vec<Colour>,
    /// Colour of a class that has the centre inside.
    pub centre: Colour,
    /// Colours above the centre, nearest first.
    pub high: Vec<Colour>,
    /// Pattern above the centre, so that the sides differ without colour.
    #[serde(default)]
    pub high_pattern: Pattern,
    /// Colour of that pattern.
    pub high_ink: Colour,
}

/// Named categories.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Categorical {
    /// What the style is for.
    pub about: String,
    /// The categories in the order of the legend.
    pub category: Vec<Category>,
}

/// One category and its paint.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// What the legend calls it.
    pub name: String,
    /// The fill.
    pub fill: Colour,
    /// The pattern over the fill.
    #[serde(default)]
    pub pattern: Pattern,
    /// The colour of the pattern.
    pub ink: Option<Colour>,
}

impl Category {
    /// Fill and pattern together.
    pub fn paint(&self) -> Paint {
        let plain = Paint::plain(self.fill);
        Paint { pattern: self.pattern, ink: self.ink.unwrap_or(plain.ink), ..plain }
    }
}

/// Three classes of one value against three of another.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bivariate {
    /// What the style is for.
    pub about: String,
    /// Rows from low to high reach, each from low to high need.
    pub fills: [[Colour; 3]; 3],
}

impl Bivariate {
    /// The nine paints, row by row; the corner of high need and low reach is dotted.
    pub fn paints(&self) -> Vec<Paint> {
        let mut paints: Vec<Paint> = self.fills.iter().flatten().map(|fill| Paint::plain(*fill)).collect();
        let corner = &mut paints[2];
        corner.pattern = Pattern::Dots;
        corner.ink = crate::publish::drawing::colour::PAPER;
        paints
    }
}

impl Sequential {
    /// The paints of so many classes, lowest first.
    pub fn paints(&self, classes: usize) -> Vec<Paint> {
        let steps = classes.saturating_sub(1).max(1) as f64;
        let from = if classes == 1 { 0.5 } else { 0.0 };
        (0..classes).map(|class| Paint::plain(along(&self.colours, from + class as f64 / steps))).collect()
    }
}

impl Diverging {
    /// The paints of classes with the given inclusive upper limits, lowest first; `lowest` is where the first begins.
    ///
    /// The class that has the centre value inside gets the centre colour; the others darken with every
    /// step away from it, by equal steps on both sides.
    pub fn paints(&self, lowest: f64, upper: &[f64]) -> Vec<Paint> {
        let below = upper.iter().filter(|limit| **limit <= self.centre_value).count();
        let from = below.checked_sub(1).map_or(lowest, |class| upper[class]);
        let inside = usize::from(from < self.centre_value && below < upper.len());
        let above = upper.len() - below - inside;
        let longest = below.max(above).max(1) as f64;
        let side = |ramp: &[Colour], step: usize| {
            along(ramp, if longest > 1.0 { (step as f64 - 1.0) / (longest - 1.0) } else { 0.5 })
        };
        let high =
            |step| Paint { fill: side(&self.high, step), pattern: self.high_pattern, ink: self.high_ink };
        (1..=below)
            .rev()
            .map(|step| Paint::plain(side(&self.low, step)))
            .chain((0..inside).map(|_| Paint::plain(self.centre)))
            .chain((1..=above).map(high))
            .collect()
    }
}

impl MapStyle {
    /// A style from its TOML text.
    ///
    /// # Errors
    /// An unknown key or kind, a colour that is none, too few colours.
    pub fn from_toml(name: &str, text: &str) -> Result<Self, MapError> {
        let refused = |reason: String| MapError::Style { name: name.to_owned(), reason };
        let style: MapStyle = toml::from_str(text).map_err(|e| refused(e.message().to_owned()))?;
        let short = match &style {
            MapStyle::Sequential(s) if s.colours.len() < 2 => Some("`colours` needs at least two colours"),
            MapStyle::Diverging(d) if d.low.is_empty() || d.high.is_empty() => {
                Some("`low` and `high` each need a colour")
            }
            MapStyle::Categorical(c) if c.category.is_empty() => Some("there is no `[[category]]`"),
            _ => None,
        };
        short.map_or(Ok(style), |reason| Err(refused(reason.to_owned())))
    }

    /// A style that comes with the program.
    ///
    /// # Errors
    /// No style of that name.
    pub fn embedded(name: &str) -> Result<Self, MapError> {
        let found = EMBEDDED.iter().find(|(known, _)| *known == name);
        let names = || EMBEDDED.map(|(known, _)| known).join(", ");
        let (_, text) = found.ok_or_else(|| MapError::Style {
            name: name.to_owned(),
            reason: format!("there is none of that name; there are {}", names()),
        })?;
        MapStyle::from_toml(name, text)
    }

    /// The kind of style in words.
    pub fn kind(&self) -> &'static str {
        match self {
            MapStyle::Sequential(_) => "sequential",
            MapStyle::Diverging(_) => "diverging",
            MapStyle::Categorical(_) => "categorical",
            MapStyle::Bivariate(_) => "bivariate",
        }
    }

    /// What readers could not tell apart in this style: in grey, or with a colour vision deficiency.
    ///
    /// Empty for a good style. `classes` is the number of classes of the map (ignored where the style fixes it).
    pub fn faults(&self, classes: usize) -> Vec<String> {
        style_faults::faults(self, classes)
    }
}

/// The paints of areas without a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Missing {
    /// A suppressed figure.
    pub suppressed: Paint,
    /// No figure.
    pub no_data: Paint,
}

impl Missing {
    /// The paints that every map uses, so that missing looks the same everywhere.
    ///
    /// # Errors
    /// The style of missing areas that comes with the program cannot be read.
    pub fn embedded() -> Result<Self, MapError> {
        let broken = || MapError::Style {
            name: "missing".to_owned(),
            reason: "needs exactly two categories".to_owned(),
        };
        let MapStyle::Categorical(style) = MapStyle::embedded("missing")? else {
            return Err(broken());
        };
        match style.category.as_slice() {
            [suppressed, no_data] => Ok(Missing { suppressed: suppressed.paint(), no_data: no_data.paint() }),
            _ => Err(broken()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fills(paints: &[Paint]) -> Vec<String> {
        paints.iter().map(|paint| paint.fill.to_string()).collect()
    }

    fn ratio() -> Diverging {
        match MapStyle::embedded("ratio").unwrap() {
            MapStyle::Diverging(style) => style,
            other => panic!("{}", other.kind()),
        }
    }

    #[test]
    fn the_class_around_one_is_in_the_middle_and_the_sides_are_even() {
        let paints = ratio().paints(f64::NEG_INFINITY, &[0.67, 0.9, 1.1, 1.5, f64::INFINITY]);
        assert_eq!(fills(&paints), ["#6E2A00", "#F0B27A", "#F4F1EA", "#B5D3EE", "#2E6FAE"]);
        assert_eq!(paints.iter().filter(|p| p.pattern == Pattern::Dots).count(), 2);
    }

    #[test]
    fn a_limit_at_one_leaves_no_middle_class() {
        let paints = ratio().paints(0.1, &[0.5, 1.0, 2.0]);
        assert_eq!(fills(&paints), ["#6E2A00", "#F0B27A", "#B5D3EE"]);
    }

    #[test]
    fn a_short_side_is_paler_than_a_long_one() {
        let paints = ratio().paints(0.2, &[0.4, 0.6, 0.8, 1.2, 1.5]);
        assert_eq!(fills(&paints), ["#6E2A00", "#C4601C", "#F0B27A", "#F4F1EA", "#B5D3EE"]);
    }

    #[test]
    fn classes_all_above_one_have_no_brown() {
        let paints = ratio().paints(1.2, &[1.5, 2.0]);
        assert!(paints.iter().all(|paint| paint.pattern == Pattern::Dots));
    }

    #[test]
    fn every_style_that_comes_with_the_program_can_be_read() {
        for (name, _) in EMBEDDED {
            MapStyle::embedded(name).unwrap();
        }
        Missing::embedded().unwrap();
    }

    #[test]
    fn a_style_with_a_mistake_is_refused_by_name() {
        let refused = |text: &str| MapStyle::from_toml("mine.toml", text).unwrap_err().to_string();
        assert!(
            refused("kind = \"sequential\"\nabout = \"\"\ncolours = [\"blue\"]")
                .contains("`blue` is not a colour")
        );
        assert!(
            refused("kind = \"sequential\"\nabout = \"\"\ncolours = [\"#FFFFFF\"]")
                .contains("at least two colours")
        );
        assert!(refused("kind = \"sequential\"\nabout = \"\"\ncolors = [\"#FFFFFF\"]").contains("colors"));
        assert!(refused("kind = \"rainbow\"").contains("rainbow"));
        assert!(MapStyle::embedded("rainbow").unwrap_err().to_string().contains("there are need, reach"));
    }
}
