//! Tasks under titles of their own in a chapter that is called after them: `4 Oppgaver og utredninger`.
//!
//! ```text
//! chapter ::= heading-with-a-word-for-tasks paragraph* (title paragraph+ | post-heading paragraph*)*
//! ```
//! Below most of its titles somebody is asked for something, in whatever sentence: reasons may stand first.
//! A heading of a post is none of them: the tasks that are given over a post stand behind what it is for.

use super::{asking::Asking, claims::Claims, listed::chapters_of_tasks, prose::spot};
use crate::{
    grammar::phrases::Role,
    kinds::heads_post,
    layout::{Block, BlockKind},
    source::Canonical,
    structure::head::Head,
};
use std::ops::Range;

/// So many titles that ask make a chapter one of tasks.
const LEAST: usize = 2;

/// The heads of such tasks: their titles, where no assignment that is read begins at one.
pub(super) fn heads(
    source: &Canonical,
    blocks: &[Block],
    asking: &Asking<'_>,
    claims: &Claims,
) -> Vec<Head> {
    chapters_of_tasks(blocks, asking)
        .into_iter()
        .flat_map(|chapter| titles(source, blocks, asking, claims, chapter))
        .collect()
}

fn titles(
    source: &Canonical,
    blocks: &[Block],
    asking: &Asking<'_>,
    claims: &Claims,
    chapter: Range<usize>,
) -> Vec<Head> {
    let is_title = |at: &usize| {
        let block = &blocks[*at];
        let heading = matches!(block.kind, BlockKind::Heading { number: None, .. });
        // `Frist: 1. juni 2026` ends the task above it.
        let label = || {
            let words = block.text.as_str();
            asking.grammar.first_word(words, Role::DeadlineLabel)
        };
        (heading || block.title_like && block.kind == BlockKind::Paragraph)
            && block.cell.is_none()
            && !block.aside
            && label().is_none()
    };
    let titles: Vec<usize> = (chapter.start + 1..chapter.end).filter(is_title).collect();
    let end = |n: usize| titles.get(n + 1).copied().unwrap_or(chapter.end);
    let below = |n: usize| titles[n] + 1..end(n);
    let of_post = |n: &usize| heads_post(blocks[titles[*n]].text.as_str(), asking.grammar);
    let own: Vec<usize> = (0..titles.len()).filter(|n| !of_post(n)).collect();
    // A title that nothing stands under, or a table, is none of a task's.
    let prose = |n: usize| {
        below(n).next().is_some_and(|next| {
            blocks[next].kind == BlockKind::Paragraph && blocks[next].cell.is_none()
        })
    };
    let read = |n: usize| claims.in_assignment(source, &blocks[titles[n]].text);
    let asks = |n: &usize| prose(*n) && asking.binds_in(below(*n));
    let tasks: Vec<usize> = own.iter().copied().filter(asks).collect();
    if tasks.len() < LEAST || tasks.len() * 2 <= own.len() || tasks.iter().any(|n| read(*n)) {
        return Vec::new();
    }
    tasks
        .into_iter()
        .map(|n| Head {
            label: None,
            at: spot(titles[n], 0),
            end: spot(end(n), 0),
        })
        .collect()
}
