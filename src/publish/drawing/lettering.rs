//! Lettering: the embedded font, how wide its words are, and how they are broken into lines.
//!
//! The font is Open Sans (Apache-2.0, licence beside it in `data/fonts`). A reader's machine that lacks
//! it falls back to Arial or Helvetica, which are narrower, so nothing laid out here can overflow there.

use super::DrawingError;
use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};
use resvg::usvg::fontdb;
use std::sync::{Arc, OnceLock};

/// The font and what replaces it where it is missing.
pub const FAMILY: &str = "Open Sans, Arial, Helvetica, sans-serif";

static REGULAR: &[u8] = include_bytes!("../../../data/fonts/OpenSans-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../../data/fonts/OpenSans-Bold.ttf");

/// `plotters` scales the height of a line (ascent 2,189 + descent 600 font units), a drawing the em (2,048).
const LINE_HEIGHT_PER_EM: f64 = (2189.0 + 600.0) / 2048.0;
/// Size at which words are measured, large because the measure is a whole number.
const MEASURING_SIZE: f64 = 10_000.0;

/// The weight of the letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Ordinary text.
    Regular,
    /// Titles and names on a map.
    Bold,
}

impl Face {
    /// The weight as `plotters` names it.
    pub(super) fn style(self) -> FontStyle {
        match self {
            Face::Regular => FontStyle::Normal,
            Face::Bold => FontStyle::Bold,
        }
    }
}

/// A size and weight of lettering.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Type {
    /// The weight.
    pub face: Face,
    /// The em, in pixels of the sheet.
    pub size: f64,
}

impl Type {
    /// Regular letters of a size.
    pub const fn regular(size: f64) -> Self {
        Type { face: Face::Regular, size }
    }

    /// Bold letters of a size.
    pub const fn bold(size: f64) -> Self {
        Type { face: Face::Bold, size }
    }

    /// From one baseline to the next, in pixels.
    pub fn leading(self) -> f64 {
        self.size * 1.37
    }

    /// From the top of the capitals to the baseline, in pixels.
    pub fn cap_height(self) -> f64 {
        self.size * 0.714
    }

    /// How wide a line of text is, in pixels.
    ///
    /// # Errors
    /// The embedded font could not be read.
    pub fn width(self, text: &str) -> Result<f64, DrawingError> {
        register()?;
        let font = FontDesc::new(FontFamily::Name(FAMILY), MEASURING_SIZE, self.face.style());
        let (_, (width, _)) = font.layout_box(text).map_err(|e| DrawingError::Draw(e.to_string()))?;
        Ok(f64::from(width) / MEASURING_SIZE * LINE_HEIGHT_PER_EM * self.size)
    }

    /// The text in lines no wider than `room` pixels, broken between words, or inside a word that is too long.
    ///
    /// Words joined by a no-break space stay together.
    ///
    /// # Errors
    /// The embedded font could not be read.
    pub fn wrap(self, text: &str, room: f64) -> Result<Vec<String>, DrawingError> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()) {
            for piece in self.pieces(word, room)? {
                let joined = if line.is_empty() { piece.clone() } else { format!("{line} {piece}") };
                if self.width(&joined)? <= room || line.is_empty() {
                    line = joined;
                } else {
                    lines.push(std::mem::replace(&mut line, piece));
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        Ok(lines)
    }

    /// A word whole, or in pieces that fit where it alone is wider than the room.
    fn pieces(self, word: &str, room: f64) -> Result<Vec<String>, DrawingError> {
        if self.width(word)? <= room {
            return Ok(vec![word.to_owned()]);
        }
        let mut pieces = Vec::new();
        let mut piece = String::new();
        for letter in word.chars() {
            piece.push(letter);
            if self.width(&piece)? > room && piece.chars().count() > 1 {
                piece.pop();
                pieces.push(std::mem::replace(&mut piece, letter.to_string()));
            }
        }
        pieces.push(piece);
        Ok(pieces)
    }
}

/// Makes the embedded font known to `plotters`, once.
pub(super) fn register() -> Result<(), DrawingError> {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    let known = REGISTERED.get_or_init(|| {
        register_font(FAMILY, FontStyle::Normal, REGULAR).is_ok()
            && register_font(FAMILY, FontStyle::Bold, BOLD).is_ok()
    });
    known.then_some(()).ok_or_else(|| DrawingError::Draw("the embedded font cannot be read".to_owned()))
}

/// The embedded font as `resvg` wants it.
pub(super) fn database() -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(REGULAR.to_vec());
        fonts.load_font_data(BOLD.to_vec());
        Arc::new(fonts)
    });
    Arc::clone(fonts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::drawing::picture;

    /// Width as the picture maker draws it.
    fn drawn_width(text: &str, face: Type) -> f64 {
        let weight = if face.face == Face::Bold { "bold" } else { "normal" };
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2000\" height=\"100\"><text x=\"10\" y=\"50\" font-family=\"{FAMILY}\" font-size=\"{}\" font-weight=\"{weight}\">{text}</text></svg>",
            face.size
        );
        let boxes = picture::text_boxes(&svg).unwrap();
        boxes[0].right - boxes[0].left
    }

    #[test]
    fn words_measure_as_they_are_drawn() {
        for face in [Type::regular(26.0), Type::bold(40.0)] {
            for text in [
                "Members per 100 children",
                "Lawrence Hill, Bristol 055B",
                "12.3% to 15.6%",
                "Waverley AVATAR Toilet",
            ] {
                let (measured, drawn) = (face.width(text).unwrap(), drawn_width(text, face));
                assert!((measured - drawn).abs() < 0.02 * drawn + 1.5, "{text}: {measured} {drawn}");
            }
        }
    }

    #[test]
    fn the_font_has_every_letter_that_place_names_and_legends_need() {
        let drawn = |letter: char| {
            let svg = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"100\"><text x=\"10\" y=\"50\" font-family=\"{FAMILY}\" font-size=\"40\">{letter}</text></svg>"
            );
            picture::png(&svg, 200).unwrap()
        };
        let missing = drawn('\u{E123}');
        for letter in "ŵŷâêîôûáéŵŶŴ–—−×÷≥≤£%’“”…½²·".chars() {
            assert_ne!(drawn(letter), missing, "{letter}");
        }
        assert_eq!(drawn('\u{E124}'), missing, "letters that are missing all look alike");
    }

    #[test]
    fn lines_fit_the_room_and_lose_no_word() {
        let text = "Children aged 4 to 12 who borrowed from a library at least once in the school year, by small area";
        let lines = Type::regular(30.0).wrap(text, 420.0).unwrap();
        assert!(lines.len() > 3);
        assert_eq!(lines.join(" "), text);
        for line in lines {
            assert!(Type::regular(30.0).width(&line).unwrap() <= 420.0);
        }
    }

    #[test]
    fn a_word_wider_than_the_room_is_broken() {
        let lines = Type::regular(30.0)
            .wrap("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", 300.0)
            .unwrap();
        assert!(lines.len() > 2);
        assert_eq!(lines.concat(), "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch");
    }
}
