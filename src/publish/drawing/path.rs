//! From the rings that `plotters` drew to one path per area, so that holes stay holes.

use super::DrawingError;
use std::fmt::Write as _;

/// The points of each polygon that `plotters` wrote, in order.
pub(super) fn polygon_points(body: &str) -> Result<Vec<&str>, DrawingError> {
    body.lines()
        .map(|line| {
            let (_, rest) = line.split_once("points=\"").ok_or_else(|| unexpected(line))?;
            let (points, _) = rest.split_once('"').ok_or_else(|| unexpected(line))?;
            Ok(points.trim_end())
        })
        .collect()
}

/// One ring as path data: absolute start, then short relative steps.
pub(super) fn ring_data(points: &str, data: &mut String) -> Result<(), DrawingError> {
    let mut last: Option<(i64, i64)> = None;
    for pair in points.split(' ') {
        let (x, y) = pair.split_once(',').ok_or_else(|| unexpected(pair))?;
        let at: (i64, i64) =
            (x.parse().map_err(|_| unexpected(pair))?, y.parse().map_err(|_| unexpected(pair))?);
        let written = match last {
            None => write!(data, "M{},{}l", at.0, at.1),
            Some(before) => write_step(data, at.0 - before.0, at.1 - before.1),
        };
        written.map_err(|e| DrawingError::Draw(e.to_string()))?;
        last = Some(at);
    }
    data.push('z');
    Ok(())
}

/// A relative step, without a separator where a minus sign already separates.
fn write_step(data: &mut String, dx: i64, dy: i64) -> std::fmt::Result {
    let after_number = data.as_bytes().last().is_some_and(u8::is_ascii_digit);
    if after_number && dx >= 0 {
        data.push(' ');
    }
    write!(data, "{dx}")?;
    if dy >= 0 {
        data.push(' ');
    }
    write!(data, "{dy}")
}

fn unexpected(text: &str) -> DrawingError {
    DrawingError::Draw(format!("unexpected element `{}`", text.chars().take(60).collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_becomes_short_relative_steps() {
        let mut data = String::new();
        ring_data("10,20 15,20 15,12 8,12", &mut data).unwrap();
        assert_eq!(data, "M10,20l5 0 0-8-7 0z");
    }

    #[test]
    fn points_are_found_in_every_polygon() {
        let body =
            "<polygon opacity=\"1\" fill=\"#FFFFFF\" points=\"1,2 3,4 \"/>\n<polygon points=\"5,6 7,8 \"/>\n";
        assert_eq!(polygon_points(body).unwrap(), ["1,2 3,4", "5,6 7,8"]);
    }

    #[test]
    fn an_element_that_is_no_polygon_is_refused() {
        assert!(polygon_points("<rect/>").is_err());
    }
}
