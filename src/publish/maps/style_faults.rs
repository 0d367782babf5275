//! Whether a style's classes can be told apart: in grey, with a colour vision deficiency, and on white paper.

use super::style::MapStyle;
use crate::publish::drawing::colour::{OUTLINE, PAPER};
use crate::publish::drawing::paint::{Paint, Pattern};
use crate::publish::drawing::vision::least_difference;

/// Least colour difference (CIEDE2000) between classes, for any kind of colour vision.
const LEAST_DIFFERENCE: f64 = 8.0;
/// Least contrast between neighbouring classes printed in grey.
const LEAST_GREY_CONTRAST: f64 = 1.25;
/// Least contrast of a graphic against its background (WCAG 2.1, 1.4.11).
const LEAST_CONTRAST: f64 = 3.0;

/// What readers could not tell apart.
pub(super) fn faults(style: &MapStyle, classes: usize) -> Vec<String> {
    let mut faults = match style {
        MapStyle::Sequential(s) => ladder(&s.paints(classes)),
        MapStyle::Diverging(d) => {
            // Limits one apart and even about the centre.
            let limit = |class: usize| d.centre_value + class as f64 - classes as f64 / 2.0;
            let paints = d.paints(limit(0), &(1..=classes).map(limit).collect::<Vec<_>>());
            neighbours(&paints).into_iter().chain(pairs(&paints)).collect()
        }
        MapStyle::Categorical(c) => {
            pairs_in_grey(&c.category.iter().map(|category| category.paint()).collect::<Vec<_>>())
        }
        MapStyle::Bivariate(b) => {
            let paints = b.paints();
            let mut faults = pairs(&paints);
            faults.extend(darkest_corner(&paints));
            faults
        }
    };
    faults.extend(outline());
    faults
}

/// Steps of a sequential style: each darker (or each lighter) than the last, by enough to be seen.
fn ladder(paints: &[Paint]) -> Vec<String> {
    let mut faults = neighbours(paints);
    let falls = paints.windows(2).all(|pair| pair[0].fill.luminance() > pair[1].fill.luminance());
    let rises = paints.windows(2).all(|pair| pair[0].fill.luminance() < pair[1].fill.luminance());
    if !falls && !rises {
        faults.push("the classes do not get steadily darker or lighter".to_owned());
    }
    faults
}

/// Neighbouring classes differ in colour for everyone, and in grey.
fn neighbours(paints: &[Paint]) -> Vec<String> {
    let judged = paints
        .windows(2)
        .enumerate()
        .filter_map(|(class, pair)| judge(class, class + 1, pair[0], pair[1], true));
    judged.collect()
}

/// Any two classes differ in colour for everyone, or in pattern.
fn pairs(paints: &[Paint]) -> Vec<String> {
    every_pair(paints, false)
}

/// Any two classes differ in grey or in pattern, and in colour for everyone or in pattern.
fn pairs_in_grey(paints: &[Paint]) -> Vec<String> {
    every_pair(paints, true)
}

fn every_pair(paints: &[Paint], grey: bool) -> Vec<String> {
    let judge_from = |one: usize| {
        (one + 1..paints.len()).filter_map(move |other| judge(one, other, paints[one], paints[other], grey))
    };
    (0..paints.len()).flat_map(judge_from).collect()
}

fn judge(one: usize, other: usize, first: Paint, second: Paint, grey: bool) -> Option<String> {
    if first.pattern != second.pattern {
        return None;
    }
    let (one, other) = (one + 1, other + 1);
    let difference = least_difference(first.fill, second.fill);
    let contrast = first.fill.contrast(second.fill);
    if difference < LEAST_DIFFERENCE {
        Some(format!(
            "classes {one} and {other} look alike with a colour vision deficiency (difference {difference:.1}, at least {LEAST_DIFFERENCE} needed)"
        ))
    } else if grey && contrast < LEAST_GREY_CONTRAST {
        Some(format!(
            "classes {one} and {other} look alike in grey (contrast {contrast:.2}, at least {LEAST_GREY_CONTRAST} needed)"
        ))
    } else {
        None
    }
}

/// High need with low reach must be the darkest of the nine, and marked by a pattern of its own.
fn darkest_corner(paints: &[Paint]) -> Option<String> {
    let corner = paints[2].fill;
    let darker = paints.iter().any(|paint| paint.fill.luminance() < corner.luminance());
    let marked = paints[2].pattern != Pattern::None;
    (darker || !marked).then(|| "high need with low reach is not the darkest class".to_owned())
}

/// Every area and every legend box is outlined; that outline must stand out from the paper.
fn outline() -> Option<String> {
    let contrast = OUTLINE.contrast(PAPER);
    (contrast < LEAST_CONTRAST).then(|| format!("area outlines have a contrast of {contrast:.2} on paper"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::maps::style::{EMBEDDED, Missing};

    #[test]
    fn every_style_can_be_told_apart_by_everyone_and_in_grey() {
        for (name, _) in EMBEDDED {
            let style = MapStyle::embedded(name).unwrap();
            for classes in 2..=5 {
                assert_eq!(style.faults(classes), Vec::<String>::new(), "{name} with {classes} classes");
            }
        }
    }

    #[test]
    fn areas_without_a_figure_are_like_no_class_of_any_map() {
        let missing = Missing::embedded().unwrap();
        for (name, _) in EMBEDDED.iter().filter(|(name, _)| *name != "missing") {
            let paints = match MapStyle::embedded(name).unwrap() {
                MapStyle::Sequential(s) => s.paints(5),
                MapStyle::Diverging(d) => d.paints(0.1, &[0.5, 0.9, 1.1, 2.0, 3.0]),
                MapStyle::Categorical(c) => c.category.iter().map(|category| category.paint()).collect(),
                MapStyle::Bivariate(b) => b.paints(),
            };
            for paint in paints {
                assert_ne!(paint.pattern, missing.suppressed.pattern, "{name}");
                assert_ne!(paint.pattern, missing.no_data.pattern, "{name}");
            }
        }
    }

    #[test]
    fn red_and_green_of_equal_brightness_are_found_out() {
        let style = MapStyle::from_toml(
            "lights",
            "kind = \"categorical\"\nabout = \"\"\n[[category]]\nname = \"a\"\nfill = \"#D73027\"\n[[category]]\nname = \"b\"\nfill = \"#7A7A18\"\n",
        );
        assert!(!style.unwrap().faults(2).is_empty());
    }

    #[test]
    fn a_rainbow_is_found_out() {
        let style = MapStyle::from_toml(
            "rainbow",
            "kind = \"sequential\"\nabout = \"\"\ncolours = [\"#3030D0\", \"#30C0C0\", \"#F0F040\", \"#D03030\"]\n",
        );
        assert!(style.unwrap().faults(4).iter().any(|fault| fault.contains("steadily")));
    }
}
