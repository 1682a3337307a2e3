//! Tasks that one word opens again and again, without a number: `Oppdrag: Etaten skal …`.
//!
//! ```text
//! task ::= word-for-tasks ":" text paragraph*     to the next one, or to a heading
//!        | heading-word-for-tasks paragraph+      the same heading again and again, each over one task
//! ```
//! The word belongs to the text of the task where it stands in its line. Where assignments that have numbers
//! hold it, it names a field.

use super::{
    asking::Asking,
    claims::{Begins, Claims},
    prose::spot,
};
use crate::{
    grammar::{cue::Cue, phrases::Hit},
    layout::{Block, BlockKind},
    model::Span,
    source::Canonical,
    structure::head::{Head, Spot},
};

/// So many make a letter one that gives its tasks so.
const LEAST: usize = 2;
/// How long such a word is at most, in bytes.
const WORD: usize = 30;
/// How far the last one goes on, in blocks.
const LONGEST: usize = 12;

/// The heads of such tasks, if one at least was missed.
pub(super) fn heads(
    source: &Canonical,
    blocks: &[Block],
    asking: &Asking<'_>,
    claims: &Claims,
) -> Vec<Head> {
    let spots: Vec<Spot> = asking
        .blocks
        .clone()
        .filter(|at| blocks[*at].cell.is_none() && !blocks[*at].aside)
        .flat_map(|at| lines(source, &blocks[at], at, asking))
        .collect();
    let starts: Vec<usize> = spots
        .iter()
        .filter_map(|spot| blocks[spot.block].whole(source).origin(spot.offset))
        .map(|byte| source.code_point(byte))
        .collect();
    let missed = |start: &usize| claims.begin_in(*start, start + WORD) != Some(Begins::Assignment);
    // Inside an assignment that has a number it is a field's name: `Bakgrunn: …  Oppdrag: …  Frist: …`.
    let numbered = asking.document.assignments.iter();
    let numbered = numbered.filter(|one| one.number.is_some());
    let bodies: Vec<&Span> = numbered.flat_map(|one| &one.spans).collect();
    let is_field = |start: &usize| {
        bodies
            .iter()
            .any(|own| (own.start..own.end).contains(start))
    };
    if spots.len() < LEAST || !starts.iter().any(missed) || starts.iter().any(is_field) {
        return Vec::new();
    }
    let heading = |at: &usize| matches!(blocks[*at].kind, BlockKind::Heading { .. });
    let head = |(n, &at): (usize, &Spot)| {
        let far = spot((at.block + LONGEST).min(asking.blocks.end), 0);
        let next = spots.get(n + 1).copied().unwrap_or(far).min(far);
        let last = next.block + usize::from(next.offset > 0);
        let end = (at.block + 1..last).find(heading);
        Head {
            label: None,
            at,
            end: end.map_or(next, |end| spot(end, 0)),
        }
    };
    spots.iter().enumerate().map(head).collect()
}

/// The heads of tasks that stand each under a heading of the same word, if none of them was read.
pub(super) fn headed(
    source: &Canonical,
    blocks: &[Block],
    asking: &Asking<'_>,
    claims: &Claims,
) -> Vec<Head> {
    let is_heading = |at: &usize| {
        let block = &blocks[*at];
        matches!(block.kind, BlockKind::Heading { .. }) || block.title_like
    };
    let word = |at: &usize| {
        let words = blocks[*at].text.as_str();
        let hits = asking.cues.words(words);
        let whole = |hit: &Hit<Cue>| hit.role == Cue::Tasks && hit.range == (0..words.len());
        hits.iter().any(whole)
    };
    let own = asking.blocks.clone();
    let words: Vec<usize> = own.filter(|at| is_heading(at) && word(at)).collect();
    let below = |at: usize| {
        let end = (at + 1..asking.blocks.end).find(is_heading);
        at + 1..end.unwrap_or(asking.blocks.end).min(at + 1 + LONGEST)
    };
    let task = |at: &usize| {
        let below = below(*at);
        let first = below.clone().next()?;
        let prose = blocks[first].kind == BlockKind::Paragraph && blocks[first].cell.is_none();
        let mut own = blocks[below.clone()].iter();
        let read = own.any(|block| claims.in_assignment(source, &block.text));
        (prose && asking.binds_in(below.clone()) && !read).then(|| Head {
            label: None,
            at: spot(first, 0),
            end: spot(below.end, 0),
        })
    };
    let tasks: Vec<Head> = words.iter().filter_map(task).collect();
    match tasks.len() >= LEAST && tasks.len() == words.len() {
        true => tasks,
        false => Vec::new(),
    }
}

/// Where lines of a block begin with the word.
fn lines(source: &Canonical, block: &Block, at: usize, asking: &Asking<'_>) -> Vec<Spot> {
    let whole = block.whole(source);
    let lead = whole.len() - block.text.len();
    let starts = block.starts.iter().enumerate();
    let offsets = starts.map(|(n, start)| if n == 0 { 0 } else { start + lead });
    let opens = |offset: &usize| {
        let Some((word, rest)) = whole
            .as_str()
            .get(*offset..)
            .and_then(|text| text.split_once(':'))
        else {
            return false;
        };
        let hits = || asking.cues.words(word);
        let tasks = |hit: &Hit<Cue>| hit.role == Cue::Tasks && hit.range == (0..word.len());
        word.len() <= WORD
            && rest.starts_with(' ')
            && rest.trim_start().starts_with(char::is_uppercase)
            && hits().iter().any(tasks)
    };
    offsets
        .filter(opens)
        .map(|offset| spot(at, offset))
        .collect()
}
