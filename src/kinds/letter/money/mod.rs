//! The money of a letter: its tables, what they say of each post, what running text allots, the
//! changes of a supplement, and authorisations.
//!
//! ```text
//! money   ::= (table | heading sentence* | sentence)*
//! table   ::= rows, each an appropriation with the earmarks of its comment        "allocation", "change"
//! heading ::= "Kap. 732, post 70" name        the amounts of the text below it are of this post    "text"
//! ```
//! Tables are found before the body is walked, so that no row is taken for anything else.

mod amounts;
mod authorisations;
mod bound;
mod cells;
mod clauses;
mod columnar;
mod earmarks;
mod flat;
mod head;
mod keys;
mod known;
mod led;
mod mention;
mod movement;
mod named;
mod nesting;
mod purposes;
mod records;
mod respectively;
mod said;
mod sentence;
mod table;
mod text;
mod whole;
mod worded;

pub(super) use authorisations::Ceiling;
pub(crate) use keys::heads_post;
pub(super) use purposes::Purposes;

use super::Letter;
use crate::layout::Text;
use table::Reader;
pub(super) use table::Table;

impl Letter<'_> {
    /// Finds the tables of money, and the blocks that are rows of them.
    pub(super) fn find_money(&mut self) {
        let range = self.announced.blocks.clone();
        let mut reader = Reader::new(
            self.source,
            self.grammar,
            self.lines,
            self.blocks,
            range.clone(),
            &self.grids,
        );
        let tables = reader.tables();
        let taken = |line: usize| {
            let next = tables.partition_point(|table| table.lines.end <= line);
            tables
                .get(next)
                .is_some_and(|table| table.lines.contains(&line))
        };
        let purposes = reader.purposes(taken);
        let mut next = 0;
        for at in range {
            let first = self.blocks[at].lines.start;
            while tables
                .get(next)
                .is_some_and(|table| table.lines.end <= first)
            {
                next += 1;
            }
            self.money_blocks[at] = tables
                .get(next)
                .is_some_and(|table| table.lines.contains(&first));
        }
        self.tables = tables;
        self.purposes = purposes;
    }

    /// The parts of a block that stand in no table, with the first line of each.
    fn free_text(&self, at: usize) -> Vec<(usize, Text)> {
        let block = &self.blocks[at];
        let next = self
            .tables
            .partition_point(|table| table.lines.end <= block.lines.start);
        let Some(table) = self
            .tables
            .get(next)
            .filter(|table| table.lines.start < block.lines.end)
        else {
            return vec![(block.lines.start, block.text.clone())];
        };
        let mut parts = Vec::new();
        let cut = |line: usize| {
            block
                .starts
                .get(line.saturating_sub(block.lines.start))
                .copied()
                .unwrap_or(block.text.len())
        };
        if block.lines.start < table.lines.start {
            parts.push((
                block.lines.start,
                block.text.slice(0..cut(table.lines.start)),
            ));
        }
        if table.lines.end < block.lines.end {
            parts.push((
                table.lines.end,
                block.text.slice(cut(table.lines.end)..block.text.len()),
            ));
        }
        parts
    }
}
