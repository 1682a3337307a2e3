//! The lines of the running text: furniture out, blanks counted.

use super::furniture::{Furniture, furniture};
use crate::source::{Canonical, Cell, Style};

/// A line that says something.
#[derive(Debug, Clone)]
pub struct TextLine<'a> {
    /// Its words, without white space around them.
    pub text: &'a str,
    /// Where they begin in the canonical text.
    pub at: usize,
    /// Its page.
    pub page: Option<u32>,
    /// An empty line, or more, stands before it that is not just the form's doubled line end.
    pub gap: bool,
    /// It is the first of its page.
    pub first_on_page: bool,
    /// Its cell, where the form tells cells apart.
    pub cell: Option<Cell>,
    /// How it is set.
    pub style: &'a Style,
    /// Its left edge in points, from PDF.
    pub left: Option<f32>,
    /// How many characters it has.
    pub width: usize,
}

/// The lines of the running text, and what was taken out.
pub fn text_lines(source: &Canonical) -> (Vec<TextLine<'_>>, Vec<(usize, Furniture)>) {
    let found = furniture(source);
    let doubled = is_doubled(source);
    let mut lines = Vec::new();
    let mut out = Vec::new();
    let (mut empty, mut blank) = (0, 0);
    let mut page = None;
    let mut tight = false;
    for (n, line) in source.lines().iter().enumerate() {
        let words = source.line_text(line);
        let text = words.trim();
        if text.is_empty() {
            // In a doubled file a true blank line holds a blank; an empty one is a line end.
            if words.is_empty() {
                empty += 1
            } else {
                blank += 1
            }
            continue;
        }
        if let Some(furniture) = found[n] {
            out.push((n, furniture));
            continue;
        }
        // Where the lines before stand close, the doubling is off, and an empty line is one.
        let gap = if doubled {
            blank > 0 || empty > 1 || tight && empty > 0
        } else {
            blank + empty > 0
        };
        tight = blank + empty == 0 && line.page == page;
        lines.push(TextLine {
            text,
            at: line.range.start + (words.len() - words.trim_start().len()),
            page: line.page,
            gap,
            first_on_page: line.page != page,
            cell: line.cell,
            style: &line.style,
            left: line.bbox.map(|bbox| bbox[0]),
            width: text.chars().count(),
        });
        page = line.page;
        (empty, blank) = (0, 0);
    }
    (lines, out)
}

/// Whether nearly every line is followed by an empty one, as some converters leave it.
fn is_doubled(source: &Canonical) -> bool {
    let lines = source.lines();
    let full = |n: usize| {
        lines
            .get(n)
            .is_some_and(|line| !source.line_text(line).trim().is_empty())
    };
    let followed = |n: usize| lines.get(n + 1).is_some_and(|line| line.range.is_empty());
    let (mut all, mut doubled) = (0usize, 0usize);
    for n in (0..lines.len()).filter(|&n| full(n)) {
        all += 1;
        doubled += usize::from(followed(n));
    }
    doubled * 5 > all * 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Builder;

    fn gaps(lines: &[&str]) -> Vec<bool> {
        let mut builder = Builder::new();
        for line in lines {
            builder.line(line);
        }
        let source = builder.finish();
        let (lines, _) = text_lines(&source);
        lines.iter().map(|line| line.gap).collect()
    }

    #[test]
    fn doubled_line_ends_are_no_gaps() {
        assert_eq!(
            gaps(&["a ", "", "b ", "", " ", "", "c ", "", "d"]),
            [false, false, true, false]
        );
        assert_eq!(gaps(&["a", "b", "", "c", "d"]), [false, false, true, false]);
    }
}
