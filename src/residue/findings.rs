//! The two findings that are told aloud: a series that no record took, and a section or a letter that
//! asks and gave no assignment.

use super::{
    Entry,
    asking::Asking,
    claims::Claims,
    passage::Sort,
    points::{Point, Unread},
};
use crate::{
    grammar::cue::Cue,
    kinds::{Reading, diagnostic},
    layout::{Block, BlockKind},
    model::{Code, Diagnostic, Severity, SignalKind, Span},
    source::Canonical,
};
use std::ops::Range;

/// The findings of one document; `entries` are its passages that no record took.
pub(super) fn findings(
    source: &Canonical,
    reading: &Reading,
    asking: &Asking<'_>,
    unread: &[Unread],
    entries: &[Entry],
    claims: &Claims,
) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = unread
        .iter()
        .map(|one| series_unread(source, one))
        .collect();
    found.extend(assignments_missing(
        source, reading, asking, unread, entries, claims,
    ));
    found
}

fn series_unread(source: &Canonical, unread: &Unread) -> Diagnostic {
    let spans: Vec<Span> = unread
        .points
        .iter()
        .flat_map(|point| source.spans(&point.text.places()))
        .collect();
    let count = unread.points.len();
    let named = match unread.points.as_slice() {
        [one] => format!("point {}", one.label),
        [first, .., last] if unread.counted && count == unread.of => {
            format!("{count} points {} to {}", first.label, last.label)
        }
        points if unread.counted => {
            let labels: Vec<&str> = points.iter().map(|point| point.label.as_str()).collect();
            format!("{count} of {} points ({})", unread.of, listed(&labels))
        }
        [first, ..] => format!("{count} points marked «{}»", first.label),
        [] => String::new(),
    };
    let verb = if count == 1 { "is" } else { "are" };
    diagnostic(
        Code::SeriesUnread,
        Severity::Warning,
        format!(
            "{named}{} {verb} in no record{}: «{}»; read {} in the source",
            on_pages(&spans),
            match (unread.swallowed, count) {
                (false, _) => "",
                (true, 1) => " of its own",
                (true, _) => " of their own",
            },
            unread.points.first().map_or_else(String::new, begins),
            if count == 1 { "it" } else { "them" },
        ),
        None,
        spans,
    )
}

/// A few labels, and how many more.
fn listed(labels: &[&str]) -> String {
    const SHOWN: usize = 8;
    match labels.len() {
        n if n <= SHOWN => labels.join(", "),
        n => format!("{} and {} more", labels[..SHOWN].join(", "), n - SHOWN),
    }
}

fn begins(point: &Point) -> String {
    shortened(point.text.as_str())
}

fn shortened(text: &str) -> String {
    const SHOWN: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{} …", line[..end].trim_end()),
        None => line,
    }
}

/// ` on page 2`, ` on pages 2–4`; nothing where the form has no pages.
fn on_pages(spans: &[Span]) -> String {
    let pages: Vec<u32> = spans.iter().filter_map(|span| span.page).collect();
    match (pages.iter().min(), pages.iter().max()) {
        (Some(first), Some(last)) if first == last => format!(" on page {first}"),
        (Some(first), Some(last)) => format!(" on pages {first}–{last}"),
        _ => String::new(),
    }
}

/// A letter without assignments that asks; else each section headed by a word for tasks that asks and
/// holds none. What an unread series tells already is not told twice.
fn assignments_missing(
    source: &Canonical,
    reading: &Reading,
    asking: &Asking<'_>,
    unread: &[Unread],
    entries: &[Entry],
    claims: &Claims,
) -> Vec<Diagnostic> {
    let asked: Vec<&Entry> = entries
        .iter()
        .filter(|entry| entry.signal == SignalKind::Duty)
        .collect();
    if asking.document.assignments.is_empty() {
        // One sentence makes no report a letter; several tell that its kind was mistaken.
        let least = if asking.document.kind.is_letter() {
            1
        } else {
            3
        };
        if asked.len() < least || !unread.is_empty() {
            return Vec::new();
        }
        let spans = spans_of(source, &asked);
        let message = format!(
            "no assignment was read, but {}{}: «{}»; read them in the source",
            counted(asked.len()),
            on_pages(&spans),
            shortened(asked[0].text.as_str()),
        );
        return vec![missing(message, spans)];
    }
    let mut found = Vec::new();
    for (title, range) in sections(source, &reading.blocks, asking) {
        let place = |at: usize| {
            reading
                .blocks
                .get(at)
                .and_then(|block| block.whole(source).start())
        };
        let (Some(from), until) = (place(range.start), place(range.end)) else {
            continue;
        };
        let until = until.unwrap_or(source.text().len());
        let own: Vec<&Entry> = asked
            .iter()
            .copied()
            .filter(|entry| {
                entry
                    .text
                    .start()
                    .is_some_and(|at| from <= at && at < until)
            })
            .collect();
        let inside = (source.code_point(from), source.code_point(until));
        if own.is_empty() || claims.assignments.touch_range(inside) {
            continue;
        }
        let spans = spans_of(source, &own);
        let message = format!(
            "«{}» gave no assignment, but {}{}: «{}»; read them in the source",
            shortened(&title),
            counted(own.len()),
            on_pages(&spans),
            shortened(own[0].text.as_str()),
        );
        found.push(missing(message, spans));
    }
    found
}

fn counted(n: usize) -> String {
    match n {
        1 => "1 sentence asks".to_string(),
        n => format!("{n} sentences ask"),
    }
}

fn missing(message: String, spans: Vec<Span>) -> Diagnostic {
    diagnostic(
        Code::AssignmentsMissing,
        Severity::Warning,
        message,
        None,
        spans,
    )
}

fn spans_of(source: &Canonical, entries: &[&Entry]) -> Vec<Span> {
    entries
        .iter()
        .flat_map(|entry| source.spans(&entry.text.places()))
        .collect()
}

/// The sections headed by a word for tasks: title, and blocks to the next heading of its level.
fn sections(
    source: &Canonical,
    blocks: &[Block],
    asking: &Asking<'_>,
) -> Vec<(String, Range<usize>)> {
    const LONGEST_TITLE: usize = 60;
    let level = |at: usize| match &blocks[at].kind {
        BlockKind::Heading { level, .. } => Some(level.unwrap_or(9)),
        _ => None,
    };
    let mut found = Vec::new();
    for (passage, seen) in asking.passages.iter().zip(&asking.seen) {
        let at = passage.blocks.start;
        let tasks = seen.has(Cue::Tasks);
        let (Sort::Heading, Some(own), true) = (passage.sort, level(at), tasks) else {
            continue;
        };
        if passage.text.len() > LONGEST_TITLE || passage.text.is_empty() {
            continue;
        }
        let end = (at + 1..asking.blocks.end)
            .find(|next| level(*next).is_some_and(|next| next <= own))
            .unwrap_or(asking.blocks.end);
        let title = blocks[at].whole(source).as_str().to_string();
        found.push((title, at + 1..end));
    }
    found
}
