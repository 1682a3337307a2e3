//! The foot of a letter's first page: where the sender is to be found.
//!
//! ```text
//! foot ::= label label label+ line*      Postadresse  Kontoradresse  Telefon …      to the end of the page
//! ```
//! Ministries print it once, under the text of the first page, so that it does not recur as running heads do. A
//! list or a sentence that goes on overleaf goes on as if it were not there.

use super::lines::TextLine;
use crate::grammar::{Grammar, cue::Cue, phrases::Role};
use std::ops::Range;

/// So many labels make a line, or a row of cells, the first of a foot; one is of an address.
const LABELS: usize = 3;
/// So many lines, or rows of cells, stand below them at most.
const LONGEST: usize = 6;

/// The lines of the foot that some page of a document ends with. Only the ends of pages are looked at.
pub fn letter_foot(lines: &[TextLine<'_>], grammar: &Grammar) -> Option<Range<usize>> {
    let mut end = 0;
    for page in lines.chunk_by(|a, b| a.page == b.page) {
        end += page.len();
        if page[0].page.is_none() || end == lines.len() {
            continue;
        }
        let rows: Vec<&[TextLine<'_>]> = page
            .chunk_by(|a, b| place(a).is_some() && place(a) == place(b))
            .collect();
        let last = &rows[rows.len().saturating_sub(LONGEST + 1)..];
        let mut at = end - last.iter().map(|row| row.len()).sum::<usize>();
        for row in last {
            let own = row[0].cell.map(|cell| cell.table);
            let foreign =
                |line: &TextLine<'_>| line.cell.is_some_and(|cell| Some(cell.table) != own);
            if !lines[at + row.len()..end].iter().any(foreign) && opens(row, grammar) {
                return Some(at..end);
            }
            at += row.len();
        }
    }
    None
}

/// The row of cells that a line stands in.
fn place(line: &TextLine<'_>) -> Option<(u32, u32)> {
    line.cell.map(|cell| (cell.table, cell.row))
}

fn opens(row: &[TextLine<'_>], grammar: &Grammar) -> bool {
    let (mut labels, mut addresses) = (0, 0);
    for line in row {
        let hits = grammar.words(line.text);
        labels += hits
            .iter()
            .filter(|hit| hit.role == Role::LetterHead)
            .count();
        let cues = grammar.cues.words(line.text);
        addresses += cues.iter().filter(|hit| hit.role == Cue::Address).count();
    }
    addresses > 0 && labels >= LABELS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Style;

    fn foot(text: &str) -> Option<Range<usize>> {
        let style = Style::default();
        let mut lines = TextLine::plain(text, &style);
        for line in &mut lines {
            line.page = Some(if line.text.starts_with("side 2") {
                2
            } else {
                1
            });
        }
        letter_foot(&lines, &Grammar::built_in())
    }

    #[test]
    fn what_a_first_page_ends_with() {
        let address = "Postadresse Kontoradresse Telefon Saksbehandler\nPostboks 1 Kaia 2 22 00 00 00 Eli Vik";
        assert_eq!(
            foot(&format!("a) måle fyret\n{address}\nside 2 b) male det")),
            Some(1..3)
        );
        assert_eq!(
            foot(&format!("{address}\na) måle fyret")),
            None,
            "no page ends"
        );
        assert_eq!(foot("Deres ref Vår ref Dato\n1 2 3\nside 2"), None);
    }
}
