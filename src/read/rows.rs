//! Delimited text taken apart into rows and cells, by the same rules as the `csv` crate but without
//! copying: a row without quotes is only searched for its delimiters.

use memchr::{memchr, memchr_iter, memchr2, memrchr2};

/// The mark around cells that hold a delimiter, a line end or a quote.
const QUOTE: u8 = b'"';

/// Where one cell stands.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    end: u32,
    /// Whether it had quotes taken off and so stands in the side store.
    unquoted: bool,
}

/// The rows of a piece of text that starts at the start of a row and ends at the end of one.
///
/// A row is what a spreadsheet would show as one: a quoted line end does not end it, and a blank line is a
/// row of its own (counted, never given out).
#[derive(Debug)]
pub(crate) struct Rows<'t> {
    text: &'t str,
    at: usize,
    delimiter: u8,
    width: Option<usize>,
    spans: Vec<Span>,
    side: String,
    counted: u64,
    given: u64,
    ragged: Vec<Ragged>,
}

/// Rows with another number of cells than the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ragged {
    /// How many cells they have.
    pub(crate) cells: usize,
    /// The first of them, counting the first row of the piece as 0.
    pub(crate) first: u64,
    /// How many there are.
    pub(crate) rows: u64,
}

/// One row, until the next is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'r> {
    text: &'r str,
    side: &'r str,
    spans: &'r [Span],
    /// The first row of the piece is 0.
    pub(crate) number: u64,
}

impl<'r> Row<'r> {
    /// The cell in this column; blank where the row has none.
    #[inline]
    pub(crate) fn cell(&self, column: usize) -> &'r str {
        let Some(span) = self.spans.get(column) else { return "" };
        let store = if span.unquoted { self.side } else { self.text };
        &store[span.start as usize..span.end as usize]
    }

    /// The cell in this column without blanks around it.
    #[inline]
    pub(crate) fn trimmed(&self, column: usize) -> &'r str {
        trim(self.cell(column))
    }

    /// How many cells the row has.
    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// Its cells, from left to right.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &'r str> + use<'r, '_> {
        (0..self.len()).map(|column| self.cell(column))
    }
}

/// A cell without blanks around it; most have none, which the first and last byte tell.
#[inline]
pub(crate) fn trim(cell: &str) -> &str {
    let dark = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
    if dark(cell.as_bytes().first()) && dark(cell.as_bytes().last()) { cell } else { cell.trim() }
}

impl<'t> Rows<'t> {
    /// The rows of a text of less than 4 GiB.
    pub(crate) fn new(text: &'t str, delimiter: u8) -> Self {
        Self {
            text,
            at: 0,
            delimiter,
            width: None,
            spans: Vec::new(),
            side: String::new(),
            counted: 0,
            given: 0,
            ragged: Vec::new(),
        }
    }

    /// Rows of any other width are noted in [`Self::ragged`] and not given out.
    pub(crate) fn with_width(mut self, width: usize) -> Self {
        self.width = Some(width);
        self
    }

    /// The next row.
    pub(crate) fn next_row(&mut self) -> Option<Row<'_>> {
        while self.take_apart() {
            let number = self.counted - 1;
            if self.width.is_some_and(|width| width != self.spans.len()) {
                self.note_ragged(number);
                continue;
            }
            self.given += 1;
            return Some(Row { text: self.text, side: &self.side, spans: &self.spans, number });
        }
        None
    }

    /// Rows passed so far, blank lines and ragged rows included.
    pub(crate) fn counted(&self) -> u64 {
        self.counted
    }

    /// Rows given out so far.
    pub(crate) fn given(&self) -> u64 {
        self.given
    }

    /// How far into the text the rows so far reach.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// Rows of another width than asked for, by their number of cells.
    pub(crate) fn ragged(&self) -> &[Ragged] {
        &self.ragged
    }

    fn note_ragged(&mut self, number: u64) {
        let cells = self.spans.len();
        match self.ragged.iter_mut().find(|r| r.cells == cells) {
            Some(same) => same.rows += 1,
            None => self.ragged.push(Ragged { cells, first: number, rows: 1 }),
        }
    }

    /// Finds the cells of the next row that is not a blank line.
    fn take_apart(&mut self) -> bool {
        let text = self.text.as_bytes();
        loop {
            if self.at >= text.len() {
                return false;
            }
            self.counted += 1;
            let end = memchr2(b'\n', b'\r', &text[self.at..]).map_or(text.len(), |p| self.at + p);
            if end == self.at {
                self.at = after_line_end(text, end);
                continue;
            }
            self.spans.clear();
            if memchr(QUOTE, &text[self.at..end]).is_some() {
                self.side.clear();
                self.at = self.quoted_row(self.at);
            } else {
                self.plain_row(end);
                self.at = after_line_end(text, end);
            }
            return true;
        }
    }

    fn plain_row(&mut self, end: usize) {
        let mut start = self.at;
        for found in memchr_iter(self.delimiter, &self.text.as_bytes()[self.at..end]) {
            self.push(start, self.at + found, false);
            start = self.at + found + 1;
        }
        self.push(start, end, false);
    }

    /// Takes a row with quotes apart and tells where the next row starts.
    fn quoted_row(&mut self, mut at: usize) -> usize {
        let text = self.text.as_bytes();
        loop {
            let end = if text.get(at) == Some(&QUOTE) { self.quoted_cell(at) } else { self.plain_cell(at) };
            match text.get(end) {
                Some(&byte) if byte == self.delimiter => at = end + 1,
                Some(_) => return after_line_end(text, end),
                None => return end,
            }
        }
    }

    fn plain_cell(&mut self, start: usize) -> usize {
        let end = self.cell_end(start);
        self.push(start, end, false);
        end
    }

    /// Takes the quotes off; what follows the closing quote belongs to the cell as it stands.
    fn quoted_cell(&mut self, start: usize) -> usize {
        let text = self.text;
        let from = self.side.len();
        let mut at = start + 1;
        let end = loop {
            let Some(quote) = memchr(QUOTE, &text.as_bytes()[at..]).map(|p| at + p) else {
                self.side.push_str(&text[at..]);
                break text.len();
            };
            self.side.push_str(&text[at..quote]);
            if text.as_bytes().get(quote + 1) != Some(&QUOTE) {
                let end = self.cell_end(quote + 1);
                self.side.push_str(&text[quote + 1..end]);
                break end;
            }
            self.side.push('"');
            at = quote + 2;
        };
        self.push(from, self.side.len(), true);
        end
    }

    fn cell_end(&self, start: usize) -> usize {
        let rest = &self.text.as_bytes()[start..];
        memchr::memchr3(self.delimiter, b'\n', b'\r', rest).map_or(self.text.len(), |p| start + p)
    }

    #[expect(clippy::cast_possible_truncation, reason = "a piece of text is less than 4 GiB")]
    #[inline]
    fn push(&mut self, start: usize, end: usize, unquoted: bool) {
        self.spans.push(Span { start: start as u32, end: end as u32, unquoted });
    }
}

/// The position after a line end, where CR and LF together are one.
fn after_line_end(text: &[u8], at: usize) -> usize {
    match text.get(at) {
        Some(b'\r') if text.get(at + 1) == Some(&b'\n') => at + 2,
        Some(_) => at + 1,
        None => at,
    }
}

/// Where the text can be cut between two rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cut {
    /// After the line end of the last whole row; 0 where no row is whole.
    pub(crate) at: usize,
    /// Whether the text ends within quotes.
    pub(crate) open_quote: bool,
}

/// Finds the last row end in text that starts at the start of a row.
///
/// Quotes count only where a cell starts, as in the `csv` crate: the mark for inches in `5" pipe` is text.
/// `whole` says that nothing follows; otherwise a CR or a quote at the very end may still be half of a pair.
pub(crate) fn last_row_end(text: &[u8], delimiter: u8, whole: bool) -> Cut {
    let (mut at, mut outside, mut cut) = (0, 0, 0);
    while let Some(quote) = memchr(QUOTE, &text[at..]).map(|p| at + p) {
        if quote > 0 && ![delimiter, b'\n', b'\r'].contains(&text[quote - 1]) {
            at = quote + 1;
            continue;
        }
        if let Some(end) = memrchr2(b'\n', b'\r', &text[outside..quote]) {
            cut = outside + end + 1;
        }
        match closing_quote(text, quote + 1, whole) {
            Some(after) => (at, outside) = (after, after),
            None => return Cut { at: cut, open_quote: true },
        }
    }
    let half = !whole && text.last() == Some(&b'\r');
    let last = text.len() - usize::from(half);
    if let Some(end) = memrchr2(b'\n', b'\r', text.get(outside..last).unwrap_or_default()) {
        cut = outside + end + 1;
    }
    Cut { at: cut, open_quote: false }
}

/// The position after the quote that closes a cell.
fn closing_quote(text: &[u8], mut at: usize, whole: bool) -> Option<usize> {
    loop {
        let quote = at + memchr(QUOTE, &text[at..])?;
        match text.get(quote + 1) {
            Some(&QUOTE) => at = quote + 2,
            None if !whole => return None,
            _ => return Some(quote + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<(u64, Vec<String>)> {
        let mut rows = Rows::new(text, b',');
        let mut found = Vec::new();
        while let Some(row) = rows.next_row() {
            found.push((row.number, row.cells().map(str::to_owned).collect()));
        }
        found
    }

    #[test]
    fn a_quoted_line_end_does_not_end_a_row() {
        let found = all("a,\"b\nc\"\nd,e\n");
        assert_eq!(found[0].1, ["a", "b\nc"]);
        assert_eq!(found[1], (1, vec!["d".into(), "e".into()]));
    }

    #[test]
    fn a_blank_line_is_counted_and_not_given_out() {
        let found = all("a\r\n\r\nb\r\n");
        assert_eq!(found[1], (2, vec!["b".into()]));
    }

    #[test]
    fn a_mark_for_inches_is_no_quote() {
        assert_eq!(all("5\" pipe,\"a \"\"b\"\"\"x\n")[0].1, ["5\" pipe", "a \"b\"x"]);
        assert_eq!(last_row_end(b"5\" pipe\nx,\"", b',', false), Cut { at: 8, open_quote: true });
    }

    #[test]
    fn half_a_line_end_is_not_a_place_to_cut() {
        assert_eq!(last_row_end(b"a\rb\r", b',', false).at, 2);
        assert_eq!(last_row_end(b"a\rb\r", b',', true).at, 4);
        assert_eq!(last_row_end(b"a\n\"b\"", b',', false).at, 2);
    }

    #[test]
    fn rows_of_another_width_are_noted() {
        let mut rows = Rows::new("1,2\n3\n4,5\n6\n", b',').with_width(2);
        while rows.next_row().is_some() {}
        assert_eq!((rows.given(), rows.counted()), (2, 4));
        assert_eq!(rows.ragged(), [Ragged { cells: 1, first: 1, rows: 2 }]);
    }
}
