//! Tables that no record took: cells that the form tells apart, or lines set in columns with blanks.

use super::{asking::Asking, claims::Claims};
use crate::{
    grammar::cue::{Cue, Strength},
    layout::{Block, Joint, Text},
    source::{Canonical, Cell},
};
use std::ops::Range;

/// So many rows make a table.
const LEAST: usize = 3;
/// So many blanks part two columns.
const GUTTER: &str = "   ";

/// The tables of a document that no record touches and that hold figures, times or duties.
pub(super) fn unread(
    source: &Canonical,
    blocks: &[Block],
    asking: &Asking<'_>,
    claims: &Claims,
) -> Vec<Text> {
    let mut all = celled(source, blocks, asking.blocks.clone());
    all.extend(spaced(source, blocks, asking.blocks.clone()));
    all.retain(|table| {
        !claims.tabled.touch(&source.spans(&table.places()))
            && says_something(asking, table.as_str())
    });
    all.sort_by_key(Text::start);
    all
}

/// Whether a table is more than the address block of a letter: figures that count something, a time
/// or a demand.
fn says_something(asking: &Asking<'_>, words: &str) -> bool {
    let percent = words.contains('%') || words.contains("pst.");
    let times = asking.cues.expressions(words);
    percent
        || times.iter().any(|one| {
            one.strength > Strength::Vague && !asking.written.is_after(&words[one.range.clone()])
        })
        || asking.cues.words(words).iter().any(|hit| {
            matches!(
                hit.role,
                Cue::Demands | Cue::Asks | Cue::Bidden | Cue::AskedThen
            )
        })
}

fn celled(source: &Canonical, blocks: &[Block], range: Range<usize>) -> Vec<Text> {
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let Some(Cell { table, .. }) = blocks[at].cell else {
            at += 1;
            continue;
        };
        let own = |block: &&Block| block.cell.is_some_and(|cell| cell.table == table);
        let end = at + blocks[at..range.end].iter().take_while(own).count();
        let cells = || blocks[at..end].iter().filter_map(|block| block.cell);
        let rows = cells().map(|cell| cell.row).max().unwrap_or(0)
            - cells().map(|cell| cell.row).min().unwrap_or(0)
            + 1;
        let columns = cells().map(|cell| cell.column).max().unwrap_or(0) + 1;
        if rows >= 2 && columns >= 2 {
            let mut text = Text::default();
            for block in &blocks[at..end] {
                text.append(&block.whole(source), Joint::Paragraph);
            }
            found.push(text);
        }
        at = end;
    }
    found
}

fn spaced(source: &Canonical, blocks: &[Block], range: Range<usize>) -> Vec<Text> {
    let place = |at: usize| blocks.get(at).and_then(|block| block.whole(source).start());
    let Some(from) = place(range.start) else {
        return Vec::new();
    };
    let until = place(range.end).unwrap_or(source.text().len());
    let first = source.line_of(from);
    let mut found = Vec::new();
    let mut rows: Vec<Range<usize>> = Vec::new();
    let close = |rows: &mut Vec<Range<usize>>, found: &mut Vec<Text>| {
        if rows.len() >= LEAST {
            let mut text = Text::default();
            for row in rows.iter() {
                text.push(source, row.clone(), Joint::Paragraph);
            }
            found.push(text);
        }
        rows.clear();
    };
    for line in source.lines()[first..]
        .iter()
        .take_while(|line| line.range.start < until)
    {
        let words = source.line_text(line);
        let text = words.trim();
        if text.is_empty() {
            continue;
        }
        if line.cell.is_none() && text.contains(GUTTER) {
            let start = line.range.start + words.len() - words.trim_start().len();
            rows.push(start..start + text.len());
        } else {
            close(&mut rows, &mut found);
        }
    }
    close(&mut rows, &mut found);
    found
}
