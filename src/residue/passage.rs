//! A text in the pieces that a reader would point at: sentences, items, headings, rows of tables.

use crate::{
    grammar::sentence::sentences,
    layout::{Block, BlockKind, Joint, Text},
    source::Canonical,
    structure::label::label,
};
use std::ops::Range;

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A heading.
    Heading,
    /// The row of a table.
    Row,
    /// A sentence, or an item of a list.
    Sentence,
}

/// A piece of running text.
#[derive(Debug)]
pub(super) struct Passage {
    /// What it is.
    pub sort: Sort,
    /// Its blocks: one, or those of a row.
    pub blocks: Range<usize>,
    /// What it says.
    pub text: Text,
    /// Where in `text` an item or a cell begins, its label left out.
    pub openings: Vec<usize>,
}

impl Passage {
    /// Whether a byte of the canonical text stands in it.
    pub(super) fn holds(&self, byte: usize) -> bool {
        self.text.places().iter().any(|place| place.contains(&byte))
    }
}

/// The passages of a run of blocks, in order.
pub(super) fn passages(source: &Canonical, blocks: &[Block], range: Range<usize>) -> Vec<Passage> {
    let mut all = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let end = row_end(blocks, at, range.end);
        if blocks[at].cell.is_some() {
            all.push(row(source, blocks, at..end));
        } else {
            sentences_of(source, &blocks[at], at, &mut all);
        }
        at = end;
    }
    all
}

/// Where the row that a block stands in ends; the next block, where it stands in none.
fn row_end(blocks: &[Block], at: usize, limit: usize) -> usize {
    let Some(cell) = blocks[at].cell else {
        return at + 1;
    };
    let same = |block: &&Block| {
        block
            .cell
            .is_some_and(|other| (other.table, other.row) == (cell.table, cell.row))
    };
    at + blocks[at..limit].iter().take_while(same).count()
}

fn row(source: &Canonical, blocks: &[Block], range: Range<usize>) -> Passage {
    let mut text = Text::default();
    let mut openings = Vec::new();
    for block in &blocks[range.clone()] {
        let whole = block.whole(source);
        let skip = label(whole.as_str()).map_or(0, |label| label.len);
        let from = text.len() + usize::from(!text.is_empty());
        text.append(&whole, Joint::Blank);
        openings.push(from + skip);
    }
    Passage {
        sort: Sort::Row,
        blocks: range,
        text,
        openings,
    }
}

fn sentences_of(source: &Canonical, block: &Block, at: usize, all: &mut Vec<Passage>) {
    let whole = block.whole(source);
    let marked = label(whole.as_str());
    if matches!(block.kind, BlockKind::Heading { .. }) {
        all.push(Passage {
            sort: Sort::Heading,
            blocks: at..at + 1,
            openings: marked.iter().map(|label| label.len).collect(),
            text: whole,
        });
        return;
    }
    // A line that begins with a label begins a piece of its own, also where layout has run it in.
    let lead = whole.len() - block.text.len();
    let mut cuts: Vec<usize> = block
        .starts
        .iter()
        .skip(1)
        .map(|start| start + lead)
        .filter(|start| {
            whole
                .as_str()
                .get(*start..)
                .is_some_and(|line| label(line).is_some())
        })
        .collect();
    cuts.push(whole.len());
    let mut from = 0;
    for cut in cuts {
        let piece = whole.slice(from..cut);
        from = cut;
        piece_of(
            &piece,
            at,
            matches!(block.kind, BlockKind::Item(_)) && all_before(all, at),
            all,
        );
    }
}

/// Whether nothing of a block has been cut off yet.
fn all_before(all: &[Passage], at: usize) -> bool {
    all.last().is_none_or(|last| last.blocks.start != at)
}

/// The sentences of a piece of a block; `item` where the block's form marks it as one.
fn piece_of(whole: &Text, at: usize, item: bool, all: &mut Vec<Passage>) {
    let marked = label(whole.as_str());
    let item = item || marked.is_some();
    let skip = marked.map_or(0, |label| label.len);
    // The full stop of `3.` ends no sentence of its own.
    let mut from = 0;
    for range in sentences(whole.as_str()) {
        if range.end <= skip {
            continue;
        }
        let range = if from == 0 { 0..range.end } else { range };
        let opens = item && from == 0;
        from = range.end;
        all.push(Passage {
            sort: Sort::Sentence,
            blocks: at..at + 1,
            text: whole.slice(range),
            openings: opens.then_some(skip).into_iter().collect(),
        });
    }
}
