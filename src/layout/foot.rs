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

/// The lines of the foot that some page of a document ends with.
pub fn letter_foot(lines: &[TextLine<'_>], grammar: &Grammar) -> Option<Range<usize>> {
    let mut at = 0;
    while at < lines.len() {
        let end = row(lines, at);
        let page = lines[at].page;
        if page.is_some() && opens(&lines[at..end], grammar) {
            let rest = &lines[end..];
            let last = end + rest.iter().take_while(|line| line.page == page).count();
            let overleaf = lines.get(last).is_some_and(|next| next.page != page);
            let own = lines[at].cell.map(|cell| cell.table);
            let foreign =
                |line: &TextLine<'_>| line.cell.is_some_and(|cell| Some(cell.table) != own);
            let rows = lines[end..last].chunk_by(|a, b| place(a).is_some() && place(a) == place(b));
            if overleaf && rows.count() <= LONGEST && !lines[end..last].iter().any(foreign) {
                return Some(at..last);
            }
        }
        at = end;
    }
    None
}

/// The row of cells that a line stands in.
fn place(line: &TextLine<'_>) -> Option<(u32, u32)> {
    line.cell.map(|cell| (cell.table, cell.row))
}

/// Where the line ends that stands at a place, with the cells beside it.
fn row(lines: &[TextLine<'_>], at: usize) -> usize {
    match place(&lines[at]) {
        None => at + 1,
        own => {
            at + lines[at..]
                .iter()
                .take_while(|line| place(line) == own)
                .count()
        }
    }
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
