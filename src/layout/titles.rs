//! Titles that nothing but their setting shows: no number, no mark of the form.
//!
//! ```text
//! titles ::= in bold | in capitals | in room
//! bold      a line that is bold throughout, where the form tells bold from plain and marks no headings
//! capitals  a line in capitals between empty lines, where some of them name zones
//! room      a short line over a paragraph whose first word it had room for, where nothing else heads
//! ```

use super::{
    headings::{completes, ends_short, in_capitals},
    lines::TextLine,
};
use crate::grammar::{Grammar, phrases::Role};

/// Lines that bold type or capitals set apart as titles.
pub(super) fn set_apart(lines: &[TextLine<'_>], grammar: &Grammar) -> Vec<bool> {
    bold_titles(lines)
        .into_iter()
        .zip(capital_titles(lines, grammar))
        .map(|(bold, capital)| bold || capital)
        .collect()
}

/// Titles in bold, as converters write them that know no headings: where a form without a page marks
/// paragraphs as bold and hardly any line as a heading, its headings are those that are bold
/// throughout, stand alone and end no sentence. Numbered ones are found by their numbers.
pub(super) fn bold_titles(lines: &[TextLine<'_>]) -> Vec<bool> {
    let marked = lines
        .iter()
        .filter(|line| line.style.heading.is_some())
        .count();
    let none = vec![false; lines.len()];
    if marked > 1 || lines.iter().any(|line| line.left.is_some()) {
        return none;
    }
    let alone = |at: usize| {
        let free = |line: &TextLine<'_>| {
            line.cell.is_none() && line.style.item.is_none() && line.style.heading.is_none()
        };
        let line = &lines[at];
        // A line of an address, or of a title over several lines.
        let before = at == 0 || lines[at - 1].style.ends_paragraph || lines[at - 1].cell.is_some();
        free(line) && line.style.bold && line.style.ends_paragraph && before
    };
    let titles: Vec<bool> = (0..lines.len())
        .map(|at| alone(at) && titles(lines[at].text))
        .collect();
    // One or two may be the letter's own title, or words that are made much of.
    match titles.iter().filter(|title| **title).count() {
        0..=2 => none,
        _ => titles,
    }
}

/// Titles in capitals, alone on their lines, as plain text has them: where some of them name zones
/// (`OPPDRAG`, `RAPPORTERING`), the others from the first of those on head sections, too (`KORLEIS VI SAMARBEIDER`).
fn capital_titles(lines: &[TextLine<'_>], grammar: &Grammar) -> Vec<bool> {
    const LEAST_ZONES: usize = 2;
    let alone = |at: usize| {
        let line = &lines[at];
        let above = at == 0 || line.gap || line.first_on_page;
        let below = lines.get(at + 1).is_none_or(|next| next.gap);
        let free = line.cell.is_none() && line.style.item.is_none() && !line.style.aside;
        free && (above || below) && in_capitals(line.text) && titles(line.text)
    };
    let mut found: Vec<bool> = (0..lines.len()).map(alone).collect();
    let zones: Vec<usize> = (0..lines.len())
        .filter(|&at| found[at] && grammar.zone(lines[at].text).is_some())
        .collect();
    let first = match zones.first() {
        Some(first) if zones.len() >= LEAST_ZONES => *first,
        _ => lines.len(),
    };
    found[..first].fill(false);
    found
}

/// Words that are a title and neither a sentence nor a label and its value: `Frist: 1. mai`.
fn titles(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let second = words.next().unwrap_or_default();
    let digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    // `TB2026-1 …`, `Oppdrag 3 …`: a series of labels is read as one.
    let labelled = digit(first) || second.starts_with(|c: char| c.is_ascii_digit());
    let valued = text
        .split_once(':')
        .is_some_and(|(label, value)| !digit(label) && digit(value));
    // `Indikator Krav 2026`: the titles of columns that ran together; capitals tell a title all the same.
    let columns = text.ends_with(|c: char| c.is_ascii_digit()) && !in_capitals(text);
    text.starts_with(char::is_uppercase)
        && words.count() <= 12
        && !labelled
        && !valued
        && !columns
        && (!text.ends_with(['.', ':', ';', ',', '!', '?']) || ends_short(text))
}

/// Titles as a letter without numbers has them, `Nærmere om oppdraget`: lines of their own in running text.
///
/// A line is one that is short and ends no sentence, that stands where the line before has come to its end,
/// and whose next line, the first of a paragraph, begins with a capital and with a word that there was room
/// for. One alone may be the letter's own title.
pub(super) fn by_their_room(lines: &[TextLine<'_>], grammar: &Grammar) -> Vec<bool> {
    const LEAST: usize = 2;
    const LONGEST: usize = 64;
    // The width of the lines of a paragraph, which is that of all but their last.
    const WIDE: usize = 60;
    let none = vec![false; lines.len()];
    let typeset = |line: &TextLine<'_>| line.left.is_some() || line.style.ends_paragraph;
    if lines.iter().any(typeset) {
        return none;
    }
    let mut widths: Vec<usize> = lines.iter().map(|line| line.width).collect();
    widths.sort_unstable();
    let full = widths.get(widths.len() * 9 / 10).copied().unwrap_or(0);
    if full < WIDE {
        return none;
    }
    let free =
        |line: &TextLine<'_>| line.cell.is_none() && line.style.item.is_none() && !line.style.aside;
    let alone = |at: usize| {
        let line = &lines[at];
        let Some(next) = lines.get(at + 1) else {
            return false;
        };
        let begins = at == 0 || line.gap || line.first_on_page || completes(&lines[at - 1]);
        let word = next.text.split_whitespace().next().unwrap_or_default();
        let room = line.width + 1 + word.chars().count() + 8 <= full;
        // What stands below is a paragraph: a full line, or a sentence.
        let paragraph = next.width * 5 >= full * 4 || next.width >= 40 && completes(next);
        free(line)
            && free(next)
            && begins
            && room
            && paragraph
            && line.width <= LONGEST
            && next.text.starts_with(char::is_uppercase)
            && grammar.marker(line.text).is_none()
            && grammar.marker(next.text).is_none()
            && !grammar.has(line.text, Role::LetterHead)
            && titles(line.text)
    };
    let found: Vec<bool> = (0..lines.len()).map(alone).collect();
    match found.iter().filter(|title| **title).count() < LEAST {
        true => none,
        false => found,
    }
}
