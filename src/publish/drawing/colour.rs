//! Colours, and how well they can be told apart on paper and on a screen.

use palette::color_difference::Wcag21RelativeContrast;
use palette::{FromColor, Mix, Oklab, Srgb};
use serde::Deserialize;
use std::fmt;
use std::str::FromStr;

/// A colour of the sRGB screen, written `#12436D`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Colour {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

/// White paper.
pub const PAPER: Colour = Colour::new(0xFF, 0xFF, 0xFF);
/// Near-black, for text and authority outlines.
pub const INK: Colour = Colour::new(0x1A, 0x1A, 0x1A);
/// Grey of secondary text: 7:1 on white paper.
pub const QUIET_INK: Colour = Colour::new(0x50, 0x50, 0x50);
/// Grey of area outlines: more than 3:1 on white paper, thin enough not to darken the map.
pub const OUTLINE: Colour = Colour::new(0x70, 0x70, 0x70);
/// Light grey of grid lines, which carry no information of their own.
pub const GRID: Colour = Colour::new(0xD9, 0xD9, 0xD9);

impl Colour {
    /// A colour from its three parts.
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Colour { red, green, blue }
    }

    /// Relative luminance: 0 for black, 1 for white.
    ///
    /// Formula: 0.2126 R + 0.7152 G + 0.0722 B on linear light.
    ///
    /// References: W3C (2018), Web Content Accessibility Guidelines 2.1, "relative luminance".
    pub fn luminance(self) -> f64 {
        self.as_srgb().relative_luminance().luma
    }

    /// Contrast ratio with another colour, from 1 to 21.
    ///
    /// Formula: (L₁ + 0.05) ÷ (L₂ + 0.05), the lighter above.
    ///
    /// References: W3C (2018), Web Content Accessibility Guidelines 2.1, success criterion 1.4.11
    /// (graphics: at least 3:1).
    ///
    /// ```
    /// use reachgap::publish::drawing::colour::{Colour, PAPER};
    /// // #767676 is the lightest grey that reaches 4.5:1 on white (WebAIM contrast checker: 4.54:1).
    /// assert!((Colour::new(0x76, 0x76, 0x76).contrast(PAPER) - 4.54).abs() < 0.005);
    /// ```
    pub fn contrast(self, other: Colour) -> f64 {
        self.as_srgb().relative_contrast(other.as_srgb())
    }

    /// The colour a share `t` (0 to 1) of the way to another, by equal steps as the eye sees them (Oklab).
    ///
    /// References: Ottosson (2020), A perceptual color space for image processing.
    pub fn towards(self, other: Colour, t: f64) -> Colour {
        let from = Oklab::from_color(self.as_srgb());
        let to = Oklab::from_color(other.as_srgb());
        Colour::from_srgb(Srgb::from_color(from.mix(to, t)))
    }

    /// Black or white ink, whichever reads better on this colour.
    pub fn readable_ink(self) -> Colour {
        if self.contrast(INK) >= self.contrast(PAPER) { INK } else { PAPER }
    }

    /// The colour as `palette` holds it.
    pub(super) fn as_srgb(self) -> Srgb<f64> {
        Srgb::new(self.red, self.green, self.blue).into_format()
    }

    /// The nearest screen colour.
    pub(super) fn from_srgb(colour: Srgb<f64>) -> Colour {
        let rounded: Srgb<u8> = colour.into_format();
        Colour::new(rounded.red, rounded.green, rounded.blue)
    }
}

/// A colour `steps` of the way along a ramp of colours, `t` from 0 (first) to 1 (last).
///
/// Missing values: an empty ramp gives the colour of paper.
pub fn along(ramp: &[Colour], t: f64) -> Colour {
    let Some(last) = ramp.len().checked_sub(1) else {
        return PAPER;
    };
    let place = t.clamp(0.0, 1.0) * last as f64;
    let left = (place.floor() as usize).min(last);
    let right = (left + 1).min(last);
    ramp[left].towards(ramp[right], place - left as f64)
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02X}{:02X}{:02X}", self.red, self.green, self.blue)
    }
}

impl FromStr for Colour {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused =
            || format!("`{text}` is not a colour: write # and six hexadecimal digits, as in #12436D");
        let digits = text.strip_prefix('#').ok_or_else(refused)?;
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(refused());
        }
        let part = |from: usize| u8::from_str_radix(&digits[from..from + 2], 16).map_err(|_| refused());
        Ok(Colour::new(part(0)?, part(2)?, part(4)?))
    }
}

impl TryFrom<String> for Colour {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_on_white_has_the_greatest_contrast() {
        assert!((Colour::new(0, 0, 0).contrast(PAPER) - 21.0).abs() < 1e-9);
    }

    #[test]
    fn a_colour_survives_being_written_and_read() {
        let colour: Colour = "#12436d".parse().unwrap();
        assert_eq!(colour, Colour::new(0x12, 0x43, 0x6D));
        assert_eq!(colour.to_string(), "#12436D");
    }

    #[test]
    fn what_is_not_a_colour_is_refused_with_an_example() {
        for text in ["", "12436D", "#12436", "#12436G", "#é2436", "blue"] {
            let message = text.parse::<Colour>().unwrap_err();
            assert!(message.contains("as in #12436D"), "{message}");
        }
    }

    #[test]
    fn a_ramp_begins_and_ends_with_its_own_colours() {
        let ramp = [PAPER, Colour::new(0x12, 0x43, 0x6D), INK];
        assert_eq!(along(&ramp, 0.0), PAPER);
        assert_eq!(along(&ramp, 0.5), ramp[1]);
        assert_eq!(along(&ramp, 1.0), INK);
    }

    #[test]
    fn outlines_and_quiet_text_can_be_seen_on_paper() {
        assert!(OUTLINE.contrast(PAPER) >= 3.0);
        assert!(QUIET_INK.contrast(PAPER) >= 7.0);
    }
}
