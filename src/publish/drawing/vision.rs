//! Colours as people with a colour vision deficiency, or a grey printer, see them.

use super::colour::Colour;
use palette::color_difference::Ciede2000;
use palette::{FromColor, Lab, LinSrgb, Srgb, white_point::D65};

/// A way of seeing colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vision {
    /// Full colour vision.
    Full,
    /// No red cones (about 1 % of men).
    Protanopia,
    /// No green cones (about 1 % of men; weak green cones about 5 %).
    Deuteranopia,
    /// No blue cones (rare).
    Tritanopia,
}

/// Every kind of vision that a map must serve.
pub const ALL_VISIONS: [Vision; 4] =
    [Vision::Full, Vision::Protanopia, Vision::Deuteranopia, Vision::Tritanopia];

impl Vision {
    /// The colour as this kind of vision sees it.
    ///
    /// References: Machado, Oliveira and Fernandes (2009), A physiologically-based model for simulation of
    /// color vision deficiency, IEEE Transactions on Visualization and Computer Graphics 15(6),
    /// 1291–1298, severity 1.0, DOI 10.1109/TVCG.2009.113.
    pub fn sees(self, colour: Colour) -> Colour {
        let Some(rows) = self.matrix() else {
            return colour;
        };
        let light: LinSrgb<f64> = colour.as_srgb().into_linear();
        let part =
            |row: [f64; 3]| (row[0] * light.red + row[1] * light.green + row[2] * light.blue).clamp(0.0, 1.0);
        let seen = LinSrgb::new(part(rows[0]), part(rows[1]), part(rows[2]));
        Colour::from_srgb(Srgb::from_linear(seen))
    }

    fn matrix(self) -> Option<[[f64; 3]; 3]> {
        match self {
            Vision::Full => None,
            Vision::Protanopia => Some([
                [0.152286, 1.052583, -0.204868],
                [0.114503, 0.786281, 0.099216],
                [-0.003882, -0.048116, 1.051998],
            ]),
            Vision::Deuteranopia => Some([
                [0.367322, 0.860646, -0.227968],
                [0.280085, 0.672501, 0.047413],
                [-0.011820, 0.042940, 0.968881],
            ]),
            Vision::Tritanopia => Some([
                [1.255528, -0.076749, -0.178779],
                [-0.078411, 0.930809, 0.147602],
                [0.004733, 0.691367, 0.303900],
            ]),
        }
    }
}

/// How different two colours look: 0 for the same, 1 the least difference seen, 100 for black and white.
///
/// References: Sharma, Wu and Dalal (2005), The CIEDE2000 color-difference formula, Color Research and
/// Application 30(1), 21–30, DOI 10.1002/col.20070.
pub fn difference(one: Colour, other: Colour) -> f64 {
    let lab = |colour: Colour| Lab::<D65, f64>::from_color(colour.as_srgb());
    lab(one).difference(lab(other))
}

/// The smallest difference between two colours over every kind of vision.
pub fn least_difference(one: Colour, other: Colour) -> f64 {
    ALL_VISIONS
        .iter()
        .map(|vision| difference(vision.sees(one), vision.sees(other)))
        .fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::drawing::colour::{INK, PAPER};

    #[test]
    fn greys_look_the_same_to_everyone() {
        for vision in ALL_VISIONS {
            let seen = vision.sees(Colour::new(128, 128, 128));
            assert!(
                seen.red.abs_diff(128) <= 1 && seen.green.abs_diff(128) <= 1 && seen.blue.abs_diff(128) <= 1
            );
        }
    }

    #[test]
    fn red_and_green_come_closer_without_green_cones() {
        let (red, green) = (Colour::new(0xD7, 0x30, 0x27), Colour::new(0x66, 0xA0, 0x30));
        let apart = difference(red, green);
        let close = difference(Vision::Deuteranopia.sees(red), Vision::Deuteranopia.sees(green));
        assert!(close < apart / 2.0, "{apart} {close}");
    }

    #[test]
    fn black_and_white_are_far_apart_for_everyone() {
        assert!(least_difference(INK, PAPER) > 80.0);
    }

    #[test]
    fn the_difference_follows_the_published_pair_within_rounding() {
        // Sharma et al. (2005), table 1, pair 1: Lab (50, 2.6772, −79.7751) and (50, 0, −82.7485): 2.0425.
        let one = Lab::<D65, f64>::new(50.0, 2.6772, -79.7751);
        let other = Lab::<D65, f64>::new(50.0, 0.0, -82.7485);
        assert!((one.difference(other) - 2.0425).abs() < 1e-4);
    }
}
