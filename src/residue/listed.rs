//! Tasks as the items of lists in a chapter that is called after them: `4. Tiltak og bestillinger`.
//!
//! ```text
//! chapter ::= numbered-heading-with-a-word-for-tasks (paragraph | title | item)*
//! item    ::= bullet task paragraph*      to the next bullet, or to a title or a heading
//! ```
//! Most of the chapter's outermost items begin with what is to be done.

use super::{
    asking::Asking,
    claims::{Begins, Claims},
    points::{chapter_number, is_chapter},
    prose::{goes_on, is_task, numbers_its_tasks, spot},
};
use crate::{
    grammar::{cue::Cue, marker::MarkerKind},
    layout::{Block, BlockKind},
    source::Canonical,
    structure::head::Head,
};
use std::ops::Range;

/// So many items make a chapter one that lists tasks.
const LEAST: usize = 3;
/// How long such a heading is at most, in bytes.
const HEADING: usize = 70;

/// The heads of tasks in lists, where a chapter gives them so and none of it was read as an assignment.
pub(super) fn heads(
    source: &Canonical,
    blocks: &[Block],
    asking: &Asking<'_>,
    claims: &Claims,
) -> Vec<Head> {
    chapters_of_tasks(blocks, asking)
        .into_iter()
        .flat_map(|chapter| items(source, blocks, asking, claims, chapter))
        .collect()
}

/// The chapters that are called after tasks; none where tasks have numbers: what stands there stands inside one.
pub(super) fn chapters_of_tasks(blocks: &[Block], asking: &Asking<'_>) -> Vec<Range<usize>> {
    if numbers_its_tasks(asking.document) {
        return Vec::new();
    }
    let mut own = chapters(blocks, asking);
    own.retain(|chapter| names_tasks(&blocks[chapter.start], asking));
    own
}

/// The chapters that are called after tasks, each with its sections: `3. Oppdrag` up to `4.`
pub(super) fn places_of_tasks(blocks: &[Block], asking: &Asking<'_>) -> Vec<Range<usize>> {
    let with_sections = |chapter: Range<usize>| {
        let below = chapter_number(&blocks[chapter.start]).map(|number| format!("{number}."));
        let leaves = |at: &usize| {
            let number = chapter_number(&blocks[*at]);
            let own = number.zip(below.as_ref());
            own.is_some_and(|(number, below)| !number.starts_with(below.as_str()))
        };
        let end = (chapter.end..asking.blocks.end).find(leaves);
        chapter.start..end.unwrap_or(asking.blocks.end)
    };
    let chapters = chapters_of_tasks(blocks, asking);
    chapters.into_iter().map(with_sections).collect()
}

/// The chapters, each from its heading to the next numbered one.
fn chapters(blocks: &[Block], asking: &Asking<'_>) -> Vec<Range<usize>> {
    let numbered = |at: &usize| is_chapter(&blocks[*at]) && blocks[*at].cell.is_none();
    let starts: Vec<usize> = asking.blocks.clone().filter(numbered).collect();
    let ends = starts.iter().skip(1).copied().chain([asking.blocks.end]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| *start..end)
        .collect()
}

fn names_tasks(heading: &Block, asking: &Asking<'_>) -> bool {
    let words = heading.text.as_str();
    let tasks = |role: Cue| asking.cues.words(words).iter().any(|hit| hit.role == role);
    // «Rapportering på oppdrag» is of reports.
    words.len() <= HEADING && tasks(Cue::Tasks) && !tasks(Cue::Report)
}

/// Whether an assignment that is read begins with a block.
pub(super) fn is_read(source: &Canonical, block: &Block, claims: &Claims) -> bool {
    const LABEL: usize = 12;
    let whole = block.whole(source);
    let start = whole.origin(0).map(|byte| source.code_point(byte));
    start.is_some_and(|start| claims.begin_in(start, start + LABEL) == Some(Begins::Assignment))
}

fn items(
    source: &Canonical,
    blocks: &[Block],
    asking: &Asking<'_>,
    claims: &Claims,
    chapter: Range<usize>,
) -> Vec<Head> {
    let bullet = |at: &usize| {
        let block = &blocks[*at];
        let outer =
            matches!(&block.kind, BlockKind::Item(marker) if marker.kind == MarkerKind::Bullet);
        outer && block.cell.is_none() && !block.aside
    };
    let bullets: Vec<usize> = chapter.clone().filter(bullet).collect();
    let read = |at: &usize| claims.in_assignment(source, &blocks[*at].text);
    let tasks = bullets.iter().filter(|at| is_task(asking, **at)).count();
    if bullets.len() < LEAST || tasks * 2 < bullets.len() || bullets.iter().any(read) {
        return Vec::new();
    }
    let end_of = |n: usize| {
        let at = bullets[n];
        let most = bullets.get(n + 1).copied().unwrap_or(chapter.end);
        let closes = |at: &usize| {
            let block = &blocks[*at];
            matches!(block.kind, BlockKind::Heading { .. })
                || block.title_like
                || block.cell.is_some()
        };
        let most = (at + 1..most).find(closes).unwrap_or(most);
        // What stands below the last of a list is its own as far as it goes on.
        let own = |next: &usize| {
            !matches!(blocks[*next].kind, BlockKind::Paragraph)
                || blocks[*next].text.as_str().starts_with(['(', '–'])
                || goes_on(blocks, asking, *next, true)
        };
        let last = n + 1 == bullets.len() || most != bullets[n + 1];
        match last {
            true => at + 1 + (at + 1..most).take_while(own).count(),
            false => most,
        }
    };
    (0..bullets.len())
        .map(|n| Head {
            label: None,
            at: spot(bullets[n], 0),
            end: spot(end_of(n), 0),
        })
        .collect()
}
