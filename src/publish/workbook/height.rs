//! How high a row of wrapped text must be: programs that open the workbook do not all work it out themselves.

/// The height of one line of body text, in points.
pub(super) const LINE: f64 = 15.0;

/// The height of a row, in points, that holds these texts in columns this many characters wide.
pub(super) fn of_row<'a>(cells: impl Iterator<Item = (&'a str, f64)>) -> f64 {
    let most = cells.map(|(text, width)| lines(text, width)).max().unwrap_or(1);
    LINE * f64::from(most)
}

/// The lines a text takes when it is broken between words; a little of the width is kept for wide letters.
fn lines(text: &str, width: f64) -> u16 {
    let width = (width * 0.95).floor().max(1.0) as usize;
    let (mut lines, mut used) = (1_u16, 0);
    for word in text.split_whitespace() {
        let long = word.chars().count();
        if used > 0 && used + 1 + long > width {
            lines = lines.saturating_add(1);
            used = long;
        } else {
            used += long + usize::from(used > 0);
        }
        let broken = (used.saturating_sub(1)) / width;
        lines = lines.saturating_add(u16::try_from(broken).unwrap_or(u16::MAX));
        used -= broken * width;
    }
    lines.min(20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_takes_the_lines_its_words_need() {
        assert_eq!(lines("", 16.0), 1);
        assert_eq!(lines("Eligible people", 17.0), 1);
        assert_eq!(lines("Reach, upper limit", 16.0), 2);
        assert_eq!(lines("Llanfairpwllgwyngyll", 16.0), 2);
    }
}
