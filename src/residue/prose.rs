//! Tasks that a letter gives in prose, where it numbers none: a sentence that asks, and the items of a list
//! that a sentence that asks or binds opens.
//!
//! ```text
//! task ::= sentence rest-of-paragraph (paragraph that says when)*     Departementet ber om at … . Frist: …
//!        | item                                                       … ber direktoratet om å:  • …
//! ```
//! A sentence asks that is the ministry's own, now: what was asked by an earlier letter, by somebody else or
//! of somebody else is none.

use super::{
    asking::{Asking, NEXT, Seen},
    claims::{Begins, Claims},
    duty::Plainness,
    listed::{is_read, places_of_tasks},
    passage::{Passage, Sort},
    points::is_chapter,
};
use crate::{
    grammar::{
        cue::Cue,
        lexeme::lower_in_place,
        marker::MarkerKind,
        phrases::{Hit, Role},
    },
    layout::{Block, BlockKind},
    model::{Document, DocumentKind},
    source::Canonical,
    structure::{
        head::{Head, Spot},
        label::label,
    },
};
use std::ops::Range;

/// So many numbered assignments make a letter one that numbers them.
const NUMBERED: usize = 3;

/// The heads of tasks in prose that no record took.
pub(super) fn heads(
    source: &Canonical,
    blocks: &[Block],
    asking: &Asking<'_>,
    claims: &Claims,
) -> Vec<Head> {
    if numbers_its_tasks(asking.document) {
        return Vec::new();
    }
    // Where the letter says that its tasks stand, it need not ask in so many words.
    let places = match asking.document.assignments.is_empty() {
        true => places_of_prose(blocks, asking),
        false => Vec::new(),
    };
    let mut found: Vec<Head> = Vec::new();
    for (n, (passage, seen)) in asking.passages.iter().zip(&asking.seen).enumerate() {
        let at = passage.blocks.start;
        let block = &blocks[at];
        let taken = claims.in_assignment(source, &passage.text);
        let inside = found
            .last()
            .is_some_and(|last| at < last.end.block && at > last.at.block);
        if block.cell.is_some() || block.aside || taken || inside {
            continue;
        }
        // A title says what stands below it.
        let title = passage.sort == Sort::Heading && opens(passage.text.as_str());
        // What a paragraph asks for in so many words goes on to its end.
        let asked = found.last().is_some_and(|last| last.at.block == at);
        let placed = || {
            let first = n == 0 || asking.passages[n - 1].blocks.start != at;
            let within = places.iter().any(|place| place.contains(&at));
            within && is_prose(block) && binds(seen) && (first || seen.says_when())
        };
        let asks =
            !title && (asks(asking, passage, seen) || !asked && (placed() || delivers(asking, n)));
        let last = asking
            .passages
            .get(n + 1)
            .is_none_or(|next| next.blocks.start != at);
        let items = if last {
            list_below(blocks, asking, at)
        } else {
            Vec::new()
        };
        let listed = items
            .first()
            .is_some_and(|item| !is_lettered(&blocks[*item]));
        if listed && (asks || binds(seen)) && opens_list(passage, seen) {
            let tasks = items.iter().filter(|item| is_task(asking, **item)).count();
            if tasks * 2 >= items.len() {
                found.extend(items.iter().map(|&item| Head {
                    label: None,
                    at: spot(item, 0),
                    end: spot(item + 1, 0),
                }));
                continue;
            }
        }
        if !asks
            || leads_to_tasks(source, block, passage, seen, claims)
            || list_is_read(source, blocks, asking, claims, at)
            || asked && hands_over(passage, seen)
        {
            continue;
        }
        let offset = offset(source, block, passage);
        if let Some(before) = found.last_mut()
            && before.at.block == at
        {
            before.end = spot(at, offset);
        }
        found.push(Head {
            label: None,
            at: spot(at, offset),
            end: spot(end_of_task(blocks, asking, at), 0),
        });
    }
    found
}

/// Whether a document numbers its tasks, so that a sentence that asks beside them is none of its own.
///
/// Minutes say what the meeting asked for item by item, some of them numbered and some not.
pub(super) fn numbers_its_tasks(document: &Document) -> bool {
    let assignments = document.assignments.iter();
    let numbered = assignments.filter(|one| one.number.is_some());
    document.kind != DocumentKind::MeetingProtocol && numbered.count() >= NUMBERED
}

pub(super) fn spot(block: usize, offset: usize) -> Spot {
    Spot { block, offset }
}

/// Whether the list below a paragraph, a title between, is read as assignments: the paragraph introduces them.
fn list_is_read(
    source: &Canonical,
    blocks: &[Block],
    asking: &Asking<'_>,
    claims: &Claims,
    at: usize,
) -> bool {
    let mut below = at + 1..asking.blocks.end;
    below
        .find(|next| !blocks[*next].title_like && !blocks[*next].aside)
        .is_some_and(|next| {
            matches!(blocks[next].kind, BlockKind::Item(_))
                && is_read(source, &blocks[next], claims)
        })
}

/// Whether a sentence only asks that what its paragraph has asked for be handed over: `Vi ber om å få planen
/// innen 1. mai.`
fn hands_over(passage: &Passage, seen: &Seen) -> bool {
    let Some(duty) = &seen.duty else {
        return false;
    };
    let after = |role: Cue| {
        let mut own = seen.words.iter().filter(move |hit| hit.role == role);
        own.any(|hit| hit.range.start >= duty.range.end)
    };
    let begins = seen.words.iter().any(|hit| {
        hit.role == Cue::Infinitive && passage.text.as_str()[..hit.range.start].ends_with("å ")
    });
    seen.says_when() && after(Cue::Reaches) && !after(Cue::Indefinite) && !begins
}

/// Where in all that a block says a passage begins.
pub(super) fn offset(source: &Canonical, block: &Block, passage: &Passage) -> usize {
    let whole = block.whole(source);
    let start = passage.text.start();
    (0..whole.len())
        .find(|at| whole.as_str().is_char_boundary(*at) && whole.origin(*at) == start)
        .unwrap_or(0)
}

/// Whether a sentence asks the addressee, now and by the ministry itself.
fn asks(asking: &Asking<'_>, passage: &Passage, seen: &Seen) -> bool {
    let Some(duty) = seen
        .duty
        .as_ref()
        .filter(|one| one.plainness == Plainness::Asked)
    else {
        return false;
    };
    let words = passage.text.as_str();
    let role = seen
        .words
        .iter()
        .find(|hit| {
            hit.range == duty.range && matches!(hit.role, Cue::Asks | Cue::Bidden | Cue::AskedThen)
        })
        .map(|hit| hit.role);
    // «I tildelingsbrevet ble etaten bedt om …» tells what was asked before.
    let earlier = seen
        .words
        .iter()
        .any(|hit| hit.role == Cue::Earlier && hit.range.end <= duty.range.start);
    // «Dette brevet ber om …» says what stands below.
    let announces = seen
        .words
        .iter()
        .any(|hit| hit.role == Cue::Letter && hit.range.start == 0);
    let before = |role: Cue| {
        seen.words.iter().any(|hit| {
            hit.role == role
                && hit.range.end <= duty.range.start
                && words[hit.range.end..duty.range.start]
                    .split_whitespace()
                    .count()
                    <= 2
        })
    };
    let plain = match role {
        // «Foretaksmøtet ba …» is how its minutes ask; in a letter it tells what was asked before.
        Some(Cue::AskedThen) => before(Cue::Meeting),
        // «Etaten bes om å …», and not «et anslag bes sendt».
        Some(Cue::Bidden) => {
            before(Cue::Addressed)
                || names_recipient(asking, words, duty.range.end)
                || asking
                    .names
                    .any_in(&lower_in_place(&words[..duty.range.start]))
        }
        _ => true,
    };
    plain && !seen.has(Cue::Conditional) && !earlier && !announces
}

/// Whether a sentence binds the addressee to something that the ministry is to have by a time, in it or in the
/// rest of its paragraph: `Etaten skal lage en plan. Planen sendes departementet innen 1. mai.` Reports and what
/// comes again are no tasks, nor is what binds at all times in a letter that gives its tasks a place of their own.
fn delivers(asking: &Asking<'_>, n: usize) -> bool {
    let at = asking.passages[n].blocks.start;
    let own = || {
        let all = asking.passages[n..].iter().zip(&asking.seen[n..]);
        all.take_while(move |(passage, seen)| {
            passage.blocks.start == at && seen.plainness() != Some(Plainness::Others)
        })
    };
    let again = |(passage, seen): (&Passage, &Seen)| {
        seen.has(Cue::Report) || asking.grammar.has(passage.text.as_str(), Role::Recurrence)
    };
    let due = |(_, seen): (&Passage, &Seen)| seen.says_when() && seen.has(Cue::Limit);
    // `Frist for planen er 1. mai.`, a sentence, and no field: what stands over fields has a title of its own.
    let term = |(passage, seen): (&Passage, &Seen)| {
        let words = passage.text.as_str();
        let said = |hit: &Hit<Cue>| {
            hit.role == Cue::Term
                && hit.range.start == 0
                && !words[hit.range.end..].starts_with(':')
        };
        seen.says_when() && words.trim_end().ends_with('.') && seen.words.iter().any(said)
    };
    // `Etaten skal gi departementet en oversikt. Den skal foreligge innen 1. mai.`
    let handed = || asking.seen[n].has(Cue::Reaches) && own().any(due);
    let due_there = |one: (&Passage, &Seen)| due(one) && one.1.has(Cue::Reaches);
    asking.document.assignments.is_empty()
        && binds(&asking.seen[n])
        && !own().any(again)
        && (own().any(term) || own().any(due_there) || handed())
}

/// The sections of chapters that are called after tasks which bind the addressee in prose and ask nothing in so
/// many words: where they ask, «Etaten skal» tells what holds beside it.
///
/// Only where a section binds by several paragraphs: one paragraph to a section has the heading for its title.
fn places_of_prose(blocks: &[Block], asking: &Asking<'_>) -> Vec<Range<usize>> {
    let binding = |section: &Range<usize>| {
        let own = section.clone().filter(|at| is_prose(&blocks[*at]));
        own.filter(|at| asking.of_block(*at).any(|(_, seen)| binds(seen)))
            .count()
    };
    let asks = |section: &Range<usize>| {
        section.clone().any(|at| {
            let mut own = asking.of_block(at);
            own.any(|(passage, seen)| asks(asking, passage, seen))
        })
    };
    let mut found = Vec::new();
    for place in places_of_tasks(blocks, asking) {
        let heading = |at: &usize| is_chapter(&blocks[*at]);
        let starts: Vec<usize> = place.clone().filter(heading).collect();
        let ends = starts.iter().skip(1).copied().chain([place.end]);
        let sections = starts.iter().zip(ends).map(|(start, end)| *start..end);
        let sections: Vec<Range<usize>> = sections.collect();
        // Labels, fields and cells are how a letter sets its tasks apart: their titles are not lost in prose.
        let set_apart = |at: usize| is_set_apart(&blocks[at], asking);
        if place.clone().any(set_apart) {
            continue;
        }
        if sections.iter().any(|section| binding(section) > 1) {
            found.extend(sections.into_iter().filter(|section| !asks(section)));
        }
    }
    found
}

/// Whether a block is a cell, a table's head, or a paragraph that opens with a label of an item or of a field.
fn is_set_apart(block: &Block, asking: &Asking<'_>) -> bool {
    let words = block.text.as_str();
    let labelled = || {
        label(words).is_some_and(|own| own.strong)
            || words.starts_with(|c: char| c.is_ascii_digit())
            || asking
                .grammar
                .first_word(words, Role::DeadlineLabel)
                .is_some()
    };
    match block.kind {
        BlockKind::Paragraph => block.cell.is_some() || labelled(),
        BlockKind::Heading { .. } | BlockKind::Item(_) => block.cell.is_some(),
        _ => true,
    }
}

fn is_prose(block: &Block) -> bool {
    block.kind == BlockKind::Paragraph && !block.title_like
}

/// Whether a recipient is named in the clause of a word that ends here, or right after it.
fn names_recipient(asking: &Asking<'_>, words: &str, end: usize) -> bool {
    const AFTER: usize = 60;
    let mut to = (end + AFTER).min(words.len());
    while !words.is_char_boundary(to) {
        to -= 1;
    }
    let near = lower_in_place(&words[..to]);
    let mut recipients = asking.document.recipients.iter();
    recipients.any(|name| near.contains(&lower_in_place(name)))
}

/// Whether a sentence binds the addressee: «Etaten skal».
fn binds(seen: &Seen) -> bool {
    seen.plainness() == Some(Plainness::Bound)
}

/// Whether a sentence leaves to the list below it what is to be done: `… skal i 2026:`, `… ber etaten om å:`,
/// `I 2026 skal etaten`.
fn opens_list(passage: &Passage, seen: &Seen) -> bool {
    const TAIL: usize = 8;
    let words = passage.text.as_str().trim_end();
    let Some(duty) = seen.duty.as_ref().filter(|_| opens(words)) else {
        return false;
    };
    let tail = &words[duty.range.end..];
    let verb = seen
        .words
        .iter()
        .any(|hit| hit.role == Cue::Infinitive && hit.range.start >= duty.range.end);
    !verb && tail.split_whitespace().count() <= TAIL
}

/// The items of the list right below a block, of one kind of marker.
fn list_below(blocks: &[Block], asking: &Asking<'_>, at: usize) -> Vec<usize> {
    let kind = |at: usize| match &blocks[at].kind {
        BlockKind::Item(marker) => Some(std::mem::discriminant(&marker.kind)),
        _ => None,
    };
    let first = at + 1;
    if first >= asking.blocks.end || kind(first).is_none() {
        return Vec::new();
    }
    (first..asking.blocks.end)
        .take_while(|next| kind(*next) == kind(first))
        .collect()
}

fn is_lettered(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Item(marker) if matches!(marker.kind, MarkerKind::Letter(_)))
}

/// Whether an item names a task among its first words: `lage en plan`, `i samråd med fylket lage en plan`.
pub(super) fn is_task(asking: &Asking<'_>, item: usize) -> bool {
    const WORDS: usize = 6;
    asking.of_block(item).next().is_some_and(|(passage, seen)| {
        seen.words.iter().any(|hit| {
            hit.role == Cue::Infinitive
                && passage.text.as_str()[..hit.range.start]
                    .split_whitespace()
                    .count()
                    <= WORDS
        })
    })
}

/// Whether a sentence leads to the tasks that are read below it: `… løse disse oppgavene i 2017:`, `… utfører
/// oppgavene under.`
fn leads_to_tasks(
    source: &Canonical,
    block: &Block,
    passage: &Passage,
    seen: &Seen,
    claims: &Claims,
) -> bool {
    let tasks = seen.has(Cue::Tasks);
    let last = source
        .spans(&block.text.places())
        .last()
        .map(|span| span.end);
    (tasks || passage.text.as_str().ends_with(':'))
        && last.is_some_and(|end| claims.begin_in(end, end + NEXT) == Some(Begins::Assignment))
}

/// The block after what is asked in a paragraph: its list, and what is said below of it.
pub(super) fn end_of_task(blocks: &[Block], asking: &Asking<'_>, at: usize) -> usize {
    let items = match opens(blocks[at].text.as_str()) {
        true => list_below(blocks, asking, at),
        false => Vec::new(),
    };
    let mut end = items.last().map_or(at, |item| *item) + 1;
    while end < asking.blocks.end && goes_on(blocks, asking, end, !items.is_empty()) {
        end += 1;
    }
    end
}

/// Whether a paragraph leaves the end of its last sentence to a list: `… ta for seg`, `… følgende:`.
fn opens(words: &str) -> bool {
    !words.trim_end().ends_with(['.', '!', '?'])
}

/// Whether a paragraph belongs to what is asked above it: it asks nothing of its own, and says when something
/// is due or, below a list, speaks of its items.
pub(super) fn goes_on(blocks: &[Block], asking: &Asking<'_>, at: usize, listed: bool) -> bool {
    let block = &blocks[at];
    if block.kind != BlockKind::Paragraph || block.cell.is_some() || block.aside {
        return false;
    }
    let own: Vec<(&Passage, &Seen)> = asking.of_block(at).collect();
    let grammar = asking.grammar;
    if listed && grammar.has(block.text.as_str(), Role::PartWord) {
        return !own
            .iter()
            .any(|(passage, seen)| asks(asking, passage, seen));
    }
    let bids = own
        .iter()
        .any(|(_, seen)| seen.plainness() >= Some(Plainness::Item));
    let when = own.first().is_some_and(|(_, seen)| {
        let due = seen
            .words
            .iter()
            .any(|hit| matches!(hit.role, Cue::Term | Cue::Limit));
        seen.says_when() && due
    });
    when && !bids && own.len() <= 3
}
