//! The sheet: title and subtitle above, source, date and licence below, and room for a map or chart between.

use super::DrawingError;
use super::canvas::{Anchor, Canvas, Line, Stroke};
use super::colour::{Colour, GRID, INK, QUIET_INK};
use super::lettering::Type;

/// Width of every sheet, in pixels.
pub const WIDTH: f64 = 1600.0;
/// Paper left free at every edge, in pixels.
pub const MARGIN: f64 = 48.0;
/// Lettering of the title.
pub const TITLE: Type = Type::bold(44.0);
/// Lettering of the subtitle.
pub const SUBTITLE: Type = Type::regular(29.0);
/// Lettering of headings inside the sheet.
pub const HEADING: Type = Type::bold(27.0);
/// Lettering of legends, axes and labels.
pub const BODY: Type = Type::regular(25.0);
/// Lettering of notes and of the foot of the sheet.
pub const NOTE: Type = Type::regular(21.0);

/// The words around a map or chart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// What is shown, where and when.
    pub title: String,
    /// What the reader needs to read it, in a sentence.
    pub subtitle: Option<String>,
    /// Where the figures come from.
    pub source: String,
    /// The period of the figures, or the day they were produced, in words.
    pub date: String,
    /// Licence and attribution of figures and boundaries.
    pub licence: String,
}

impl Words {
    /// The lines at the foot of the sheet, before they are broken to its width.
    pub fn foot(&self) -> Vec<String> {
        let source = match (self.source.is_empty(), self.date.is_empty()) {
            (true, true) => String::new(),
            (false, true) => format!("Source: {}.", self.source.trim_end_matches('.')),
            (true, false) => format!("Date: {}.", self.date.trim_end_matches('.')),
            (false, false) => format!(
                "Source: {}. Date: {}.",
                self.source.trim_end_matches('.'),
                self.date.trim_end_matches('.')
            ),
        };
        [source, self.licence.clone()].into_iter().filter(|line| !line.is_empty()).collect()
    }
}

/// A sheet being drawn.
#[derive(Debug)]
pub struct Sheet {
    /// What has been drawn so far.
    pub canvas: Canvas,
    /// Where the next thing may start, in pixels from the top.
    pub top: f64,
    words: Words,
}

impl Sheet {
    /// A sheet with its title and subtitle set.
    ///
    /// # Errors
    /// The embedded font could not be read.
    pub fn new(words: &Words) -> Result<Self, DrawingError> {
        let mut sheet = Sheet { canvas: Canvas::new(), top: MARGIN, words: words.clone() };
        let room = WIDTH - 2.0 * MARGIN;
        sheet.top = sheet.paragraph(&words.title, (MARGIN, MARGIN), room, TITLE, INK)?;
        if let Some(subtitle) = &words.subtitle {
            sheet.top = sheet.paragraph(subtitle, (MARGIN, sheet.top + 4.0), room, SUBTITLE, QUIET_INK)?;
        }
        sheet.top += 26.0;
        Ok(sheet)
    }

    /// Sets text in lines no wider than `room`, from its top left corner, and gives the height where it ends.
    ///
    /// # Errors
    /// The embedded font could not be read.
    pub fn paragraph(
        &mut self,
        text: &str,
        corner: (f64, f64),
        room: f64,
        face: Type,
        colour: Colour,
    ) -> Result<f64, DrawingError> {
        let mut top = corner.1;
        for line in face.wrap(text, room)? {
            self.put(&line, (corner.0, top + face.size), face, colour, Anchor::Start)?;
            top += face.leading();
        }
        Ok(top)
    }

    /// Sets one line with its baseline at a place.
    ///
    /// # Errors
    /// The embedded font could not be read.
    pub fn put(
        &mut self,
        text: &str,
        place: (f64, f64),
        face: Type,
        colour: Colour,
        anchor: Anchor,
    ) -> Result<(), DrawingError> {
        self.canvas.text(&Line { text, place, face, colour, anchor, upwards: false })
    }

    /// Sets the foot below `bottom` and finishes the drawing with its text alternative.
    ///
    /// # Errors
    /// The embedded font could not be read.
    pub fn finish(mut self, bottom: f64, alt_text: &str) -> Result<String, DrawingError> {
        let rule = bottom + 24.0;
        self.canvas.line(Stroke::solid(GRID, 1.5), (MARGIN, rule), (WIDTH - MARGIN, rule))?;
        let mut top = rule + 14.0;
        for line in self.words.foot() {
            top = self.paragraph(&line, (MARGIN, top), WIDTH - 2.0 * MARGIN, NOTE, QUIET_INK)?;
        }
        Ok(self.canvas.into_svg((WIDTH, top + MARGIN / 2.0), &self.words.title, alt_text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::drawing::picture::text_boxes;

    fn words() -> Words {
        Words {
            title: "Children aged 4 to 12 in Bristol who used a library at least once in the school year 2020 to 2021, by small area".to_owned(),
            subtitle: Some("Darker areas reach more children. ".repeat(6)),
            source: "LibrariesWest membership records; Office for National Statistics mid-year estimates".to_owned(),
            date: "2021".to_owned(),
            licence: "Contains public sector information licensed under the Open Government Licence v3.0. ".repeat(3),
        }
    }

    #[test]
    fn long_words_are_wrapped_and_nothing_is_cut_or_overlaps() {
        let sheet = Sheet::new(&words()).unwrap();
        let bottom = sheet.top + 100.0;
        let svg = sheet.finish(bottom, "alt").unwrap();
        let boxes = text_boxes(&svg).unwrap();
        assert!(boxes.len() >= 7);
        for (place, one) in boxes.iter().enumerate() {
            assert!(one.left >= 0.0 && one.right <= WIDTH - MARGIN + 2.0, "{one:?}");
            assert!(boxes[place + 1..].iter().all(|other| !one.overlaps(other)), "{one:?}");
        }
    }

    #[test]
    fn an_unstated_date_or_source_leaves_no_empty_words() {
        let none = Words::default();
        assert!(none.foot().is_empty());
        let dated = Words { date: "2021.".to_owned(), ..Words::default() };
        assert_eq!(dated.foot(), ["Date: 2021."]);
    }
}
