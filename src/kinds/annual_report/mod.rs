//! The annual report (årlig melding, årsrapport): who answered what.
//!
//! ```text
//! document ::= chapter*
//! chapter  ::= heading (table | group | item | prose)*
//! group    ::= heading | bold line | row of one cell
//! table    ::= head? row*
//! row      ::= reference? title requirement?  answer          the answer in the row below or below the table
//!            | reference? title requirement? "|" answer       or in a column of its own
//!            | measure (target | result | change)+
//! item     ::= measure requirement answer                     where OCR lost the table
//!            | (reference title | "Sak" number title) answer
//!            | heading requirement answer
//! ```
//! A table may break off anywhere: in mid-cell, in mid-answer, at a page's end. What follows belongs
//! to the item that is open, until the next one, or a heading, begins.

mod columns;
mod deadlines;
mod grid;
mod item;
mod parties;
mod prose;
mod records;
mod results;
mod rows;
mod walk;

use super::letter::{Letter, Read};

/// Whether a line begins with the words that label an answer: `Rapportering: …`.
pub fn opens_answer(line: &str, grammar: &crate::grammar::Grammar) -> bool {
    use crate::grammar::report::ReportColumn;
    line.len() > 24 && prose::label(line, grammar) == Some(ReportColumn::Answer)
}

/// Reads an annual report.
pub fn read(mut letter: Letter<'_>) -> Read {
    letter.head();
    parties::parties(&mut letter);
    let (items, tables) = walk::items(&mut letter);
    let heads = records::write(&mut letter, items, tables);
    letter.citations(&heads.iter().map(|place| place.start).collect());
    deadlines::said_in_prose(&mut letter);
    let mut read = letter.close();
    read.heads = heads;
    read
}
