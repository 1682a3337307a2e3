//! Blocks cut where records begin: `B-08` opens a block of its own where `B-01` to `B-07` went before,
//! whatever the lines around it look like, and so does a sentence that asks.

use super::blocks::{Block, BlockKind};
use crate::{
    source::Canonical,
    structure::head::{Head, Spot},
};
use std::collections::BTreeSet;

/// Cuts blocks at heads, so that each begins a block; the heads with their places in the blocks that are now.
pub fn cut(source: &Canonical, blocks: &mut Vec<Block>, heads: &[Head]) -> Vec<Head> {
    let spots: BTreeSet<Spot> = heads
        .iter()
        .flat_map(|head| [head.at, head.end])
        .filter(|spot| spot.offset > 0)
        .collect();
    // What each block became: where its pieces begin in it, and the first of them among the new ones.
    let mut pieces: Vec<(usize, Vec<usize>)> = Vec::with_capacity(blocks.len());
    let mut all = Vec::with_capacity(blocks.len() + spots.len());
    for (at, block) in blocks.drain(..).enumerate() {
        let first = Spot {
            block: at,
            offset: 0,
        };
        let next = Spot {
            block: at + 1,
            offset: 0,
        };
        let lead = block.whole(source).len() - block.text.len();
        let cuts: Vec<usize> = spots
            .range(first..next)
            .map(|spot| spot.offset)
            .filter(|offset| *offset > lead && *offset < lead + block.text.len())
            .collect();
        pieces.push((all.len(), cuts.clone()));
        // From the last to the first: what stands before a cut keeps its places.
        let mut rest = block;
        let mut behind = Vec::with_capacity(cuts.len());
        for cut in cuts.iter().rev() {
            let (before, after) = rest.split(cut - lead);
            behind.push(after);
            rest = before;
        }
        all.push(rest);
        all.extend(behind.into_iter().rev());
    }
    *blocks = all;
    let place = |spot: Spot| {
        let block = pieces
            .get(spot.block)
            .map_or(blocks.len(), |(first, cuts)| {
                first + cuts.partition_point(|cut| *cut <= spot.offset)
            });
        Spot { block, offset: 0 }
    };
    heads
        .iter()
        .map(|head| Head {
            label: head.label.clone(),
            at: place(head.at),
            end: place(head.end),
        })
        .collect()
}

impl Block {
    /// A block in two, the second beginning at one of its lines, given by a byte of its text.
    fn split(mut self, at: usize) -> (Self, Self) {
        let line = self.starts.partition_point(|start| *start < at);
        let middle = (self.lines.start + line).min(self.lines.end);
        let mut after = self.clone();
        after.kind = BlockKind::Paragraph;
        after.label = None;
        after.text = self.text.slice(at..self.text.len());
        // A slice leaves the white space at its ends out.
        let rest = &self.text.as_str()[at..];
        let from = at + rest.len() - rest.trim_start().len();
        after.starts = self.starts.split_off(line.min(self.starts.len()));
        for start in &mut after.starts {
            *start = start.saturating_sub(from);
        }
        after
            .starts
            .retain(|start| *start < after.text.len().max(1));
        // What begins in the midst of a line has a part of it for its first.
        let within = after.starts.first().is_none_or(|start| *start > 0);
        if within {
            after.starts.insert(0, 0);
        }
        after.lines = middle.saturating_sub(usize::from(within))..self.lines.end;
        after.lead = self.lead.saturating_sub(from);
        after.gap = false;
        after.title_like = after.starts.len() == 1 && after.title_like;
        self.text = self.text.slice(0..at);
        self.starts.retain(|start| *start < self.text.len().max(1));
        self.lead = self.lead.min(self.text.len());
        self.lines.end = middle;
        self.closed = false;
        (self, after)
    }
}
