//! The canonical text: what a source says, line by line, with nothing done to it but decoding.
//!
//! Inside the crate a place is a range of bytes of this text; [`Canonical::spans`] is the one
//! function that turns places into the contract's spans (page, code points, box).

use crate::model::Span;
use serde::{Deserialize, Serialize};
use std::{collections::HashSet, ops::Range};

/// A box on a page, in points from its upper left corner: `[x0, y0, x1, y1]`.
pub type Box2 = [f32; 4];

/// Which cell of which table a line stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cell {
    /// The table, counted through the source.
    pub table: u32,
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
}

/// How far a cell reaches, and what its form says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// How many rows it reaches over, its own among them.
    pub rows: u32,
    /// How many columns it reaches over, its own among them.
    pub columns: u32,
    /// The form marks it as one of the table's head (`<th>`, a repeated row of Word).
    pub head: bool,
}

impl Default for Reach {
    /// A cell of one row and one column.
    fn default() -> Self {
        Self {
            rows: 1,
            columns: 1,
            head: false,
        }
    }
}

/// How a line is set, as far as its form tells.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Style {
    /// The level of a marked heading (Markdown `##`, HTML `<h2>`).
    pub heading: Option<u8>,
    /// Wholly bold.
    pub bold: bool,
    /// How many of its first bytes are bold, where the rest is not: a title run in before its text.
    pub lead: usize,
    /// A marked list item (`-`, `<li>`): its depth from 0. The marker is left out of the text where
    /// it is markup only.
    pub item: Option<u8>,
    /// Size of the type, in points.
    pub size: Option<f32>,
    /// The paragraph that this line goes on in is known to end here.
    pub ends_paragraph: bool,
    /// The form marks it as an entry of a table of contents.
    #[serde(default)]
    pub contents: bool,
    /// It stands aside of the running text (a footnote, the foot of a page, a note in the margin): no
    /// sentence goes on in it or after it.
    pub aside: bool,
}

/// A line of the canonical text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Its place in the canonical text, in bytes, without the line end.
    pub range: Range<usize>,
    /// Its page, from 1, where the form has pages.
    pub page: Option<u32>,
    /// Its cell, where it stands in a table whose cells the form tells apart.
    pub cell: Option<Cell>,
    /// How far that cell reaches.
    pub reach: Reach,
    /// How it is set.
    pub style: Style,
    /// Its box on the page, from PDF.
    pub bbox: Option<Box2>,
    /// From PDF: the left edge of each of its characters and, last, the right edge of the line.
    pub edges: Vec<f32>,
}

/// The canonical text and its lines.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Canonical {
    text: String,
    lines: Vec<Line>,
    /// For every page its first byte; empty where the form has no pages.
    pages: Vec<usize>,
    /// The pages' printed labels, where known.
    labels: Vec<Option<String>>,
    /// Pages that were turned to be read: page, quarters against the clock, width and height as read.
    turns: Vec<(u32, u8, f32, f32)>,
    /// Code points before every 64th byte.
    marks: Vec<usize>,
}

/// Bytes between two marks of the code point index.
const STRIDE: usize = 64;

impl Canonical {
    /// The whole text: `\n` between lines, `\f` between pages.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its lines, in order.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Its lines, to be marked.
    pub(super) fn lines_mut(&mut self) -> &mut [Line] {
        &mut self.lines
    }

    /// Cuts lines into pieces, in the order of the text; what stands between two pieces is blank.
    pub(super) fn cut_lines(&mut self, mut cut: impl FnMut(usize, Line) -> Vec<Line>) {
        let lines = std::mem::take(&mut self.lines);
        let lines = lines.into_iter().enumerate();
        self.lines = lines.flat_map(|(at, line)| cut(at, line)).collect();
    }

    /// The tables whose cells stand side by side on lines.
    pub fn beside(&self) -> HashSet<u32> {
        (1..self.lines.len())
            .filter(|&at| self.is_beside(at))
            .filter_map(|at| Some(self.lines[at].cell?.table))
            .collect()
    }

    /// The text with whole lines for some of the tables whose cells stand side by side on them.
    pub fn uncut(&self, whole: &dyn Fn(u32) -> bool) -> Self {
        let own = |line: &Line| line.cell.is_some_and(|cell| whole(cell.table));
        let mut lines: Vec<Line> = Vec::with_capacity(self.lines.len());
        for (at, line) in self.lines.iter().enumerate() {
            match lines.last_mut().filter(|_| own(line) && self.is_beside(at)) {
                Some(last) => last.range.end = line.range.end,
                None => lines.push(line.clone()),
            }
        }
        let mut end = 0;
        for line in &mut lines {
            if own(line) {
                (line.cell, line.reach) = (None, Reach::default());
                // The blanks before it belong to it.
                let before = &self.text[end..line.range.start];
                line.range.start = end + before.trim_end_matches([' ', '\t']).len();
            }
            end = line.range.end;
        }
        Self {
            lines,
            ..self.clone()
        }
    }

    /// Whether a line stands beside the one before it: no line end parts them.
    pub fn is_beside(&self, at: usize) -> bool {
        at > 0
            && !self.text[self.lines[at - 1].range.end..self.lines[at].range.start]
                .contains(['\n', '\u{c}'])
    }

    /// The words of one line.
    pub fn line_text(&self, line: &Line) -> &str {
        &self.text[line.range.clone()]
    }

    /// How many pages there are, where the form has pages.
    pub fn page_count(&self) -> Option<u32> {
        (!self.pages.is_empty()).then_some(self.pages.len() as u32)
    }

    /// Records the printed label of a page (from 1).
    pub fn set_label(&mut self, page: u32, label: String) {
        let at = page as usize - 1;
        if self.labels.len() <= at {
            self.labels.resize(at + 1, None);
        }
        self.labels[at] = Some(label);
    }

    /// What is printed as the number of a page (from 1), or what the file calls it; `None` where
    /// neither is known.
    pub fn label(&self, page: u32) -> Option<&str> {
        self.labels.get(page.checked_sub(1)? as usize)?.as_deref()
    }

    /// Records that a page (from 1) was read turned, because its text runs so many quarters of a turn
    /// against the clock; `size` is its width and height as read. Pages come in order.
    pub fn set_turn(&mut self, page: u32, quarters: u8, size: (f32, f32)) {
        self.turns.push((page, quarters, size.0, size.1));
    }

    /// A box on a page as it was read, as a box on the page as it is.
    fn turned_back(&self, page: Option<u32>, [x0, y0, x1, y1]: Box2) -> Box2 {
        let turn = page.and_then(|page| {
            let at = self.turns.binary_search_by_key(&page, |turn| turn.0).ok()?;
            Some(self.turns[at])
        });
        match turn {
            Some((_, 1, w, _)) => [y0, w - x1, y1, w - x0],
            Some((_, 2, w, h)) => [w - x1, h - y1, w - x0, h - y0],
            Some((_, 3, _, h)) => [h - y1, x0, h - y0, x1],
            _ => [x0, y0, x1, y1],
        }
    }

    /// How many code points the text has.
    pub fn characters(&self) -> usize {
        self.code_point(self.text.len())
    }

    /// The number of code points before a byte.
    pub fn code_point(&self, byte: usize) -> usize {
        let mark = byte / STRIDE;
        let mut from = mark * STRIDE;
        while !self.text.is_char_boundary(from) {
            from -= 1;
        }
        self.marks[mark] + self.text[from..byte].chars().count()
    }

    /// The page of a byte, from 1.
    pub fn page_of(&self, byte: usize) -> Option<u32> {
        match self.pages.partition_point(|&first| first <= byte) {
            0 => None,
            n => Some(n as u32),
        }
    }

    /// The line that a byte stands in or ends.
    pub fn line_of(&self, byte: usize) -> usize {
        self.lines
            .partition_point(|line| line.range.end < byte)
            .min(self.lines.len().saturating_sub(1))
    }

    /// Places, in reading order, as the contract's spans.
    ///
    /// Places that only white space or a line-end hyphen keeps apart become one span; a page break
    /// parts them.
    pub fn spans(&self, places: &[Range<usize>]) -> Vec<Span> {
        let mut joined: Vec<Range<usize>> = Vec::new();
        for place in places.iter().filter(|place| !place.is_empty()) {
            for piece in self.by_page(place.clone()) {
                match joined.last_mut() {
                    Some(last)
                        if last.end <= piece.start
                            && self.page_of(last.start) == self.page_of(piece.start)
                            && !self.jumps(last.end, piece.start)
                            && self.only_line_end(last.end..piece.start) =>
                    {
                        last.end = piece.end;
                    }
                    _ => joined.push(piece),
                }
            }
        }
        joined.into_iter().map(|place| self.span(place)).collect()
    }

    /// Cuts a place of one page where a column ends and the next begins: one box around both would
    /// show all that stands beside the words as well.
    fn by_column(&self, place: Range<usize>) -> Vec<Range<usize>> {
        let mut pieces = Vec::new();
        let mut from = place.start;
        let first = self.line_of(place.start);
        for pair in self.lines[first..].windows(2) {
            if pair[1].range.start >= place.end {
                break;
            }
            if goes_up(&pair[0], &pair[1]) {
                pieces.push(from..pair[0].range.end.max(from));
                from = pair[1].range.start;
            }
        }
        pieces.push(from..place.end);
        pieces
    }

    /// Whether a column ends between two places that only a line end parts.
    fn jumps(&self, before: usize, after: usize) -> bool {
        let (last, next) = (self.line_of(before), self.line_of(after));
        last != next && goes_up(&self.lines[last], &self.lines[next])
    }

    /// Cuts a place at its page breaks and the ends of columns.
    fn by_page(&self, place: Range<usize>) -> Vec<Range<usize>> {
        let mut pieces = Vec::new();
        let mut from = place.start;
        for (at, _) in self.text[place.clone()].match_indices('\u{c}') {
            pieces.push(from..place.start + at);
            from = place.start + at + 1;
        }
        pieces.push(from..place.end);
        let mut pieces: Vec<Range<usize>> = pieces
            .into_iter()
            .flat_map(|piece| self.by_column(piece))
            .collect();
        pieces.retain(|piece| !self.text[piece.clone()].trim().is_empty());
        pieces
    }

    /// Whether nothing stands in `gap` but white space and, before a line end, a hyphen.
    fn only_line_end(&self, gap: Range<usize>) -> bool {
        let gap = self.text[gap].trim_start_matches([' ', '\t', '\u{a0}']);
        // A hyphen that opens the next line is the mark of a list.
        let rest = gap.strip_prefix(is_hyphen).map(|rest| {
            rest.trim_start_matches([' ', '\t', '\u{a0}'])
                .strip_prefix('\n')
        });
        let rest = rest.unwrap_or(Some(gap));
        rest.is_some_and(|rest| rest.chars().all(|c| c.is_whitespace() && c != '\u{c}'))
    }

    fn span(&self, place: Range<usize>) -> Span {
        let page = self.page_of(place.start);
        Span {
            page,
            page_label: page
                .and_then(|page| self.labels.get(page as usize - 1))
                .cloned()
                .flatten(),
            start: self.code_point(place.start),
            end: self.code_point(place.end),
            bbox: self.bbox(place),
        }
    }

    /// The box around a place, from the edges of its characters.
    fn bbox(&self, place: Range<usize>) -> Option<[f64; 4]> {
        let first = self.line_of(place.start);
        let mut around: Option<Box2> = None;
        for line in self.lines[first..]
            .iter()
            .take_while(|line| line.range.start < place.end)
        {
            let Some(mut own) = line.bbox else { continue };
            let from = place.start.clamp(line.range.start, line.range.end);
            let to = place.end.clamp(line.range.start, line.range.end);
            if from == to {
                continue;
            }
            let before = self.text[line.range.start..from].chars().count();
            let until = before + self.text[from..to].chars().count();
            if let (Some(&x0), Some(&x1)) = (line.edges.get(before), line.edges.get(until)) {
                (own[0], own[2]) = (x0, x1);
            }
            around = Some(match around {
                None => own,
                Some(a) => [
                    a[0].min(own[0]),
                    a[1].min(own[1]),
                    a[2].max(own[2]),
                    a[3].max(own[3]),
                ],
            });
        }
        let page = self.page_of(place.start);
        let around = around.map(|around| self.turned_back(page, around));
        around.map(|b| b.map(|v| (f64::from(v) * 10.0).round() / 10.0))
    }
}

/// A hyphen that may stand at a line end: the plain one, the soft one and U+2010.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{ad}' | '\u{2010}')
}

/// Builds a canonical text line by line.
#[derive(Debug, Default)]
pub struct Builder {
    built: Canonical,
    page: Option<u32>,
    fresh_page: bool,
}

impl Builder {
    /// A builder for a form without pages.
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts a page; the first call makes the form one with pages.
    pub fn page(&mut self) {
        self.page = Some(self.page.map_or(1, |page| page + 1));
        if self.built.lines.is_empty() && self.built.pages.is_empty() {
            self.built.pages.push(0);
            return;
        }
        self.built.text.push('\u{c}');
        self.built.pages.push(self.built.text.len());
        self.fresh_page = true;
    }

    /// Adds a line; `text` holds no line end. Returns it for its attributes to be set.
    pub fn line(&mut self, text: &str) -> &mut Line {
        if !self.built.lines.is_empty() && !self.fresh_page {
            self.built.text.push('\n');
        }
        self.fresh_page = false;
        let start = self.built.text.len();
        self.built.text.push_str(text);
        self.built.lines.push(Line {
            range: start..self.built.text.len(),
            page: self.page,
            cell: None,
            reach: Reach::default(),
            style: Style::default(),
            bbox: None,
            edges: Vec::new(),
        });
        let last = self.built.lines.len() - 1;
        &mut self.built.lines[last]
    }

    /// How many lines there are.
    pub fn count(&self) -> usize {
        self.built.lines.len()
    }

    /// Marks the lines from one on as standing aside.
    pub fn set_aside(&mut self, from: usize) {
        for line in self.built.lines.iter_mut().skip(from) {
            line.style.aside = true;
        }
    }

    /// The finished text.
    pub fn finish(mut self) -> Canonical {
        let text = &self.built.text;
        let mut seen = 0;
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 2);
        let mut next = 0;
        for (count, (at, _)) in text.char_indices().enumerate() {
            // A mark stands for the character that holds its byte.
            while next <= at {
                marks.push(if next == at { count } else { count - 1 });
                next += STRIDE;
            }
            seen = count + 1;
        }
        while next <= text.len() {
            let inside = !text.is_char_boundary(next);
            marks.push(if inside { seen - 1 } else { seen });
            next += STRIDE;
        }
        self.built.marks = marks;
        self.built
    }
}

/// Whether the second line stands beside the first and higher up, as the head of the next column
/// does. Cells of a row do as well, but a row is shown as one.
fn goes_up(last: &Line, next: &Line) -> bool {
    let (Some(a), Some(b)) = (last.bbox, next.bbox) else {
        return false;
    };
    let apart = a[2] < b[0] || b[2] < a[0];
    last.page == next.page && last.cell.is_none() && next.cell.is_none() && apart && b[3] < a[1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_counted_across_marks() {
        let mut builder = Builder::new();
        for n in 0..40 {
            builder.line(&format!("ærlig øl på Å {n} – «x»"));
        }
        let text = builder.finish();
        for (count, (at, _)) in text.text().char_indices().enumerate() {
            assert_eq!(text.code_point(at), count);
        }
        assert_eq!(text.characters(), text.text().chars().count());
    }

    #[test]
    fn spans_join_over_a_line_end_and_part_at_a_page() {
        let mut builder = Builder::new();
        builder.page();
        builder.line("omsorgsdeparte-");
        builder.line("mentets brev");
        builder.page();
        builder.line("går videre");
        let text = builder.finish();
        assert_eq!(text.text(), "omsorgsdeparte-\nmentets brev\u{c}går videre");
        let spans = text.spans(&[0..14, 16..28, 29..40]);
        let places: Vec<_> = spans.iter().map(|s| (s.page, s.start, s.end)).collect();
        assert_eq!(places, [(Some(1), 0, 28), (Some(2), 29, 39)]);
        assert_eq!(text.spans(std::slice::from_ref(&(0..40))).len(), 2);
        assert_eq!(text.page_count(), Some(2));
    }
}
