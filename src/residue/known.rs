//! Signals by the small notions that the readers use: a deadline label with a time, or a limit word with
//! one; a time in a calendar or a column of deadlines; an identifier; an amount in a table; «Vedtak nr.».
//!
//! They show what a reader knows and yet left out. What it does not know, [`super::passage`] and what
//! follows from it look for.

use crate::{
    grammar::{
        Grammar,
        amount::{amounts, table_number},
        date::{Time, times},
        deadline,
        identifier::identifiers,
        lexeme::{is_blank, word_starts},
        phrases::{Hit, Role},
        sentence::last_word,
    },
    kinds::{Days, Reading},
    layout::Text,
    model::{Document, DocumentKind, SignalKind},
    source::Canonical,
};
/// A signal in a block.
#[derive(Debug)]
pub(super) struct Signal {
    /// What it looks like.
    pub kind: SignalKind,
    /// The block; none for the line of a table that layout did not keep whole.
    pub block: Option<usize>,
    /// The words.
    pub text: Text,
}

/// The signals of a reading, in order.
pub(super) fn signals(source: &Canonical, grammar: &Grammar, reading: &Reading) -> Vec<Signal> {
    let mut all = Vec::new();
    let proposition = |document: &Document| document.kind == DocumentKind::BudgetProposition;
    let account = reading.documents.iter().any(proposition);
    if account {
        all.extend(line_amounts(source).into_iter().map(|place| Signal {
            kind: SignalKind::Amount,
            block: None,
            text: Text::at(source, place),
        }));
    }
    let letters = reading
        .documents
        .iter()
        .all(|document| document.kind.is_letter());
    let mut calendars = Days::default();
    for (n, block) in reading.blocks.iter().enumerate() {
        let text = block.whole(source);
        let days = if letters {
            calendars.next(&reading.blocks, n, source, grammar)
        } else {
            Vec::new()
        };
        let first = text.start().unwrap_or(0);
        let at = reading.tables.partition_point(|table| table.end <= first);
        let tabled = block.cell.is_some()
            || reading
                .tables
                .get(at)
                .is_some_and(|table| table.start <= first);
        let money = if tabled {
            table_amounts(text.as_str())
        } else {
            Vec::new()
        };
        let mut said = said(text.as_str(), grammar, account);
        // A day with its deadline word is one signal.
        said.extend(
            days.into_iter()
                .filter(|day| {
                    !said.iter().any(|(kind, own)| {
                        *kind == SignalKind::Deadline && own.start < day.end && day.start < own.end
                    })
                })
                .map(|day| (SignalKind::Deadline, day))
                .collect::<Vec<_>>(),
        );
        all.extend(said.into_iter().chain(money).map(|(kind, range)| Signal {
            kind,
            block: Some(n),
            text: text.slice(range),
        }));
    }
    all
}

/// The amounts that stand in rows of tables: lines and cells that end in a number whose groups are
/// parted, and no sentence.
///
/// A line of running text may end so as well («… er 1 000»): it counts where two numbers stand
/// beside each other, or where the line begins with the number of a post or a chapter.
fn line_amounts(source: &Canonical) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    for line in source.lines() {
        let text = source.line_text(line);
        let words = text.trim_end();
        if !words.ends_with(|c: char| c.is_ascii_digit()) || words.len() > 300 {
            continue;
        }
        let number = |c: char| {
            c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | ',' | '-' | '–' | '−')
        };
        let start = words.trim_end_matches(number).len();
        let tail = words[start..].trim_start_matches([',', '-', '–', ' ']);
        let groups: Vec<&str> = tail
            .split([' ', '\u{a0}', '\u{202f}'])
            .filter(|group| !group.is_empty())
            .collect();
        let parted = groups.windows(2).any(|pair| {
            let group = pair[1].split(',').next().unwrap_or_default();
            group.len() == 3
                && group.bytes().all(|b| b.is_ascii_digit())
                && (1..=4).contains(&pair[0].len())
        });
        let key = words.bytes().take_while(u8::is_ascii_digit).count();
        let keyed = (2..=4).contains(&key) && words[key..].starts_with(' ') && key < start;
        let sum = words.starts_with("Sum ");
        if parted && (groups.len() >= 4 || keyed || sum || line.cell.is_some() && start == 0) {
            let at = line.range.start + words.len() - tail.len();
            found.push(at..line.range.start + words.len());
        }
    }
    found
}

/// The signals of a text; in an `account` of its writer's own work, a plan with a time is one.
fn said(text: &str, grammar: &Grammar, account: bool) -> Vec<(SignalKind, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    let hits = grammar.words(text);
    if hits
        .iter()
        .any(|hit| matches!(hit.role, Role::DeadlineLabel | Role::Before | Role::Planned))
    {
        let times = times(text, &grammar.calendar);
        for hit in &hits {
            match hit.role {
                Role::DeadlineLabel => {
                    let colon = text[hit.range.end..].trim_start().starts_with(':');
                    let time = times.iter().find(|time| {
                        !matches!(time.when, deadline::When::Year)
                            && time.range.start >= hit.range.end
                            && time.range.start - hit.range.end <= 60
                            && !text[hit.range.end..time.range.start].contains(". ")
                    });
                    match time {
                        Some(time) => {
                            found.push((SignalKind::Deadline, hit.range.start..time.range.end))
                        }
                        None if colon => found.push((SignalKind::Deadline, hit.range.clone())),
                        None => {}
                    }
                }
                Role::Before => {
                    let time = times.iter().find(|time| {
                        time.range.start >= hit.range.end
                            && text[hit.range.end..time.range.start].trim().is_empty()
                    });
                    if let Some(time) = time {
                        found.push((SignalKind::Deadline, hit.range.start..time.range.end));
                    } else if let Some(length) =
                        deadline::period(&text[hit.range.end..], &grammar.deadlines)
                    {
                        found.push((
                            SignalKind::Deadline,
                            hit.range.start..hit.range.end + length,
                        ));
                    } else if let Some(occasion) = account
                        .then(|| occasion_after(&hits, hit.range.end))
                        .flatten()
                    {
                        found.push((SignalKind::Deadline, hit.range.start..occasion.range.end));
                    }
                }
                // `tas sikte på fremleggelse våren 2026`: the time alone, as its record has it.
                Role::Planned if account || is_aim(&text[hit.range.clone()]) => {
                    found.extend(planned_time(text, &hit.range, &times));
                }
                _ => {}
            }
        }
    }
    for identifier in identifiers(text, &grammar.templates) {
        found.push((SignalKind::Identifier, identifier.range));
    }
    for (at, _) in text.match_indices("edtak nr.") {
        if let Some(first @ ('V' | 'v')) = text[..at].chars().next_back() {
            let start = at - first.len_utf8();
            found.push((SignalKind::Request, start..at + "edtak nr.".len()));
        }
    }
    // `Frist innen 1. mai` is one signal.
    found.sort_by_key(|(kind, range)| (*kind, range.start, std::cmp::Reverse(range.end)));
    let mut kept: Vec<(SignalKind, std::ops::Range<usize>)> = Vec::new();
    for (kind, range) in found {
        let inside = kept
            .iter()
            .any(|(other, own)| *other == kind && own.start <= range.start && range.end <= own.end);
        if !inside {
            kept.push((kind, range));
        }
    }
    kept.sort_by_key(|(_, range)| range.start);
    kept
}

/// The occasion close after a limit: `senest i forbindelse med statsbudsjettet`.
fn occasion_after(hits: &[Hit], limit: usize) -> Option<&Hit> {
    let first = hits.partition_point(|hit| hit.range.start < limit);
    hits[first..]
        .iter()
        .take_while(|hit| hit.range.start <= limit + 40)
        .find(|hit| hit.role == Role::Occasion)
}

fn is_aim(words: &str) -> bool {
    words.to_lowercase().contains("sikt")
}

/// The first time of a plan, in its sentence: with its year, a bare year after «i» or «fra».
fn planned_time(
    text: &str,
    plan: &std::ops::Range<usize>,
    times: &[Time],
) -> Option<(SignalKind, std::ops::Range<usize>)> {
    let first = times.partition_point(|time| time.range.start < plan.end);
    let time = times[first..].iter().find(|time| {
        let lead = text[plan.end..time.range.start].trim_end();
        time.year.is_some()
            && (!matches!(time.when, deadline::When::Year)
                || ["i", "fra", "frå", "av"].contains(&last_word(lead)))
    })?;
    let between = &text[plan.end..time.range.start];
    (between.len() <= 200 && !between.contains(". ") && !between.contains('\n'))
        .then(|| (SignalKind::Deadline, time.range.clone()))
}

/// Amounts in a table: with a unit, or in groups of three figures.
fn table_amounts(text: &str) -> Vec<(SignalKind, std::ops::Range<usize>)> {
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let mut found: Vec<std::ops::Range<usize>> =
        amounts(text).into_iter().map(|one| one.range).collect();
    let mut past = 0;
    for at in word_starts(text) {
        if at < past
            || !text.as_bytes()[at].is_ascii_digit()
            || !text[..at].chars().next_back().is_none_or(is_blank)
        {
            continue;
        }
        if let Ok((rest, number)) = table_number(&text[at..]) {
            past = text.len() - rest.len();
            // «(alle tall i 1 000 kroner)» names the unit.
            let unit = number == 1000 && rest.trim_start().starts_with("kr");
            let apart = !unit && (rest.is_empty() || rest.starts_with(is_blank));
            if number.abs() >= 1000
                && text[at..past].contains(is_blank)
                && apart
                && !found.iter().any(|own| own.start < past && at < own.end)
            {
                found.push(at..past);
            }
        }
    }
    found
        .into_iter()
        .map(|range| (SignalKind::Amount, range))
        .collect()
}
