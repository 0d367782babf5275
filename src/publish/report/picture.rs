//! Pictures placed inside the page: small drawings as they are, large ones as a PNG.

use super::model::Figure;

/// A drawing larger than this, in bytes, is placed as its PNG where there is one.
const LARGE_SVG: usize = 1_500_000;

/// The figure's picture as markup for the page.
pub(super) fn placed(figure: &Figure) -> String {
    match &figure.png {
        Some(png) if figure.svg.len() > LARGE_SVG => {
            format!("<img alt=\"\" src=\"data:image/png;base64,{}\">", base64(png))
        }
        _ => inline(&figure.svg, &figure.id),
    }
}

/// The drawing without its prologue, and with names inside it made unique on the page.
///
/// Two drawings may both define a hatching called `hatch`; on one page each must find its own.
fn inline(svg: &str, id: &str) -> String {
    let drawing = svg.find("<svg").map_or(svg, |start| &svg[start..]).trim_end();
    let id: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let named = drawing
        .replace(" id=\"", &format!(" id=\"{id}-"))
        .replace("url(#", &format!("url(#{id}-"))
        .replace("href=\"#", &format!("href=\"#{id}-"));
    let named = prefixed_words(&named, " aria-labelledby=\"", &id);
    prefixed_words(&named, " aria-describedby=\"", &id)
}

fn prefixed_words(svg: &str, attribute: &str, id: &str) -> String {
    let mut parts = svg.split(attribute);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (words, rest) = part.split_once('"').unwrap_or((part, ""));
        let words: Vec<String> = words.split_whitespace().map(|word| format!("{id}-{word}")).collect();
        text.push_str(attribute);
        text.push_str(&words.join(" "));
        text.push('"');
        text.push_str(rest);
    }
    text
}

/// Bytes as text (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let group = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let letter = LETTERS[(group >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_agrees_with_the_examples_of_rfc_4648() {
        let examples = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (bytes, text) in examples {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn names_inside_a_drawing_become_unique() {
        let svg = "<?xml version=\"1.0\"?>\n<svg aria-labelledby=\"t d\"><title id=\"t\">A</title>\
                   <path fill=\"url(#hatch)\"/><use href=\"#p\"/></svg>\n";
        assert_eq!(
            inline(svg, "reach"),
            "<svg aria-labelledby=\"reach-t reach-d\"><title id=\"reach-t\">A</title>\
             <path fill=\"url(#reach-hatch)\"/><use href=\"#reach-p\"/></svg>"
        );
    }

    #[test]
    fn a_large_drawing_is_placed_as_its_png() {
        let figure = Figure {
            id: "a".into(),
            title: String::new(),
            alt: String::new(),
            caption: String::new(),
            svg: " ".repeat(LARGE_SVG + 1),
            png: Some(b"foo".to_vec()),
            png_file: String::new(),
        };
        assert_eq!(placed(&figure), "<img alt=\"\" src=\"data:image/png;base64,Zm9v\">");
    }
}
