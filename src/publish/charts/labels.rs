//! The words beside figures: the figure or why there is none, and names cut to the room there is.

use crate::publish::drawing::DrawingError;
use crate::publish::drawing::colour::Colour;
use crate::publish::drawing::lettering::Type;
use crate::publish::maps::area_value::AreaValue;

/// The colour of definitions and of their people, the first of the palette.
pub(super) const FIRST: Colour = Colour::new(0x12, 0x43, 0x6D);
/// The colour of what they are compared with.
pub(super) const SECOND: Colour = Colour::new(0xB0, 0x55, 0x10);

/// A figure in words, or why there is none: for text alternatives and tooltips.
pub(super) fn told<T>(value: &AreaValue<T>, fewer_than: u32, tell: impl FnOnce(&T) -> String) -> String {
    match value {
        AreaValue::Value(figure) => tell(figure),
        AreaValue::Suppressed => format!("withheld (protects counts below\u{a0}{fewer_than})"),
        AreaValue::NoData(_) => brief(value, tell),
    }
}

/// A figure in words, or why there is none, as briefly as beside a bar; `withheld` is explained in the key.
pub(super) fn brief<T>(value: &AreaValue<T>, tell: impl FnOnce(&T) -> String) -> String {
    match value {
        AreaValue::Value(figure) => tell(figure),
        AreaValue::Suppressed => "withheld".to_owned(),
        AreaValue::NoData(reason) if reason.is_empty() => "no data".to_owned(),
        AreaValue::NoData(reason) => reason.clone(),
    }
}

/// What `withheld` means, where a chart says it.
pub(super) fn withheld_note(any: bool, fewer_than: u32) -> Option<String> {
    any.then(|| format!("“Withheld” protects counts below\u{a0}{fewer_than}; it does not mean zero."))
}

/// Text in no more than so many lines; what does not fit ends in an ellipsis.
pub(super) fn shortened(
    face: Type,
    text: &str,
    room: f64,
    most_lines: usize,
) -> Result<Vec<String>, DrawingError> {
    let mut lines = face.wrap(text, room)?;
    if lines.len() <= most_lines {
        return Ok(lines);
    }
    lines.truncate(most_lines.max(1));
    let Some(last) = lines.last_mut() else {
        return Ok(lines);
    };
    let ended = |text: &str| format!("{}…", text.trim_end_matches([' ', ',', ';', ':', '.']));
    while !last.is_empty() && face.width(&ended(last))? > room {
        last.pop();
    }
    *last = ended(last);
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::drawing::colour::PAPER;
    use crate::publish::drawing::sheet::BODY;
    use crate::publish::drawing::vision::least_difference;

    #[test]
    fn the_two_groups_are_told_apart_by_everyone_and_stand_out_from_paper() {
        assert!(FIRST.contrast(PAPER) >= 4.5 && SECOND.contrast(PAPER) >= 4.5);
        assert!(least_difference(FIRST, SECOND) > 15.0, "{}", least_difference(FIRST, SECOND));
    }

    #[test]
    fn a_name_that_fits_is_left_whole() {
        assert_eq!(shortened(BODY, "Not in school", 400.0, 2).unwrap(), ["Not in school"]);
    }

    #[test]
    fn a_name_too_long_for_its_lines_ends_in_an_ellipsis_within_the_room() {
        let name =
            "Young people, known to two or more services, who have had no contact with either for a year";
        let lines = shortened(BODY, name, 300.0, 2).unwrap();
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…') && name.starts_with(&lines[0]), "{lines:?}");
        assert!(lines.iter().all(|line| BODY.width(line).unwrap() <= 300.0));
    }

    #[test]
    fn a_withheld_figure_is_never_told_as_a_number() {
        let none: AreaValue<u64> = AreaValue::Suppressed;
        let tell = |n: &u64| n.to_string();
        assert_eq!(told(&none, 5, tell), "withheld (protects counts below\u{a0}5)");
        assert_eq!(brief(&none, tell), "withheld");
        assert_eq!(brief(&AreaValue::NoData("not recorded".to_owned()), tell), "not recorded");
        assert_eq!(brief(&AreaValue::NoData(String::new()), tell), "no data");
        assert_eq!(told(&AreaValue::Value(7), 5, tell), "7");
    }
}
