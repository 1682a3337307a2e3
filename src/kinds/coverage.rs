//! What of a source was claimed, and what nobody has looked at.
//!
//! Signals are looked for again, over all of the running text, by the same small notions that the
//! readers use: a deadline label with a time, or a limit word with one; a time in a calendar or a column
//! of deadlines; an identifier; «Vedtak nr.».
//! A signal that a record of the right kind claims is settled; one that a rule judged otherwise is
//! dismissed by the rule's name; the rest is unclaimed.

use super::{Reading, days::Days};
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
    model::{
        CitationKind, Coverage, Dismissed, Document, DocumentKind, SignalKind, Span, Unclaimed,
    },
    source::Canonical,
};

/// The coverage of a reading.
pub fn coverage(source: &Canonical, grammar: &Grammar, reading: &Reading) -> Coverage {
    let mut claimed: Vec<(usize, usize)> = Vec::new();
    let mut deadlines: Vec<(usize, usize)> = Vec::new();
    let mut named: Vec<(usize, usize)> = Vec::new();
    let mut requests: Vec<(usize, usize)> = Vec::new();
    for document in &reading.documents {
        claimed.extend(record_spans(document));
        deadlines.extend(places(
            document.deadlines.iter().flat_map(|record| &record.spans),
        ));
        named.extend(places(
            document
                .citations
                .iter()
                .filter(|record| record.kind == CitationKind::Assignment)
                .flat_map(|record| &record.spans),
        ));
        named.extend(places(
            document.withdrawals.iter().flat_map(|record| &record.spans),
        ));
        requests.extend(places(
            document
                .citations
                .iter()
                .filter(|record| record.kind == CitationKind::Request)
                .flat_map(|record| &record.spans),
        ));
        requests.extend(places(
            document
                .requests
                .iter()
                .flat_map(|record| record.spans.iter().chain(&record.also_at)),
        ));
    }
    let claimed = merged(claimed);
    let deadlines = merged(deadlines);
    let mut coverage = Coverage {
        characters: 0,
        claimed: 0,
        unclaimed: Vec::new(),
        dismissed: Vec::new(),
    };
    let mut at = 0;
    for (point, c) in source.text().chars().enumerate() {
        if c.is_whitespace() {
            continue;
        }
        coverage.characters += 1;
        while claimed.get(at).is_some_and(|(_, end)| *end <= point) {
            at += 1;
        }
        coverage.claimed += usize::from(claimed.get(at).is_some_and(|(start, _)| *start <= point));
    }
    let heads: Vec<(usize, usize)> = merged(
        reading
            .heads
            .iter()
            .map(|place| (source.code_point(place.start), source.code_point(place.end)))
            .collect(),
    );
    let named = merged(named);
    let requests = merged(requests);
    let ruled: Vec<(Vec<Span>, &str)> = reading
        .dismissed
        .iter()
        .map(|one| (source.spans(&one.places), one.rule))
        .collect();
    if reading
        .documents
        .iter()
        .any(|document| document.kind == DocumentKind::BudgetProposition)
    {
        // An amount in a table is claimed by whatever record its row belongs to.
        let money = merged(reading.documents.iter().flat_map(money_spans).collect());
        for place in line_amounts(source) {
            let spans = source.spans(std::slice::from_ref(&place));
            if !touches(&money, &spans) {
                coverage.unclaimed.push(Unclaimed {
                    signal: SignalKind::Amount,
                    raw: source.text()[place].to_string(),
                    spans,
                });
            }
        }
    }
    let account = reading
        .documents
        .iter()
        .any(|document| document.kind == DocumentKind::BudgetProposition);
    let letters = reading.documents.iter().all(|document| {
        matches!(
            document.kind,
            DocumentKind::AllocationLetter | DocumentKind::CommissioningDocument
        )
    });
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
        let mut said = signals(text.as_str(), grammar, account);
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
        for (kind, range) in said.into_iter().chain(money) {
            let raw = text.slice(range);
            let spans = source.spans(&raw.places());
            let settled = match kind {
                SignalKind::Deadline => touches(&deadlines, &spans),
                SignalKind::Identifier => touches(&heads, &spans) || touches(&named, &spans),
                SignalKind::Request => touches(&requests, &spans),
                SignalKind::Amount => touches(&claimed, &spans),
            };
            if settled {
                continue;
            }
            let raw = raw.as_str().to_string();
            let rule = ruled.iter().find(|(own, _)| {
                own.iter().any(|one| {
                    spans
                        .iter()
                        .any(|span| one.start < span.end && span.start < one.end)
                })
            });
            match rule {
                Some((_, rule)) => coverage.dismissed.push(Dismissed {
                    signal: kind,
                    raw,
                    spans,
                    rule: (*rule).to_string(),
                }),
                None => coverage.unclaimed.push(Unclaimed {
                    signal: kind,
                    raw,
                    spans,
                }),
            }
        }
    }
    coverage
}

/// Where the figures, earmarks and cells of a document stand.
fn money_spans(document: &Document) -> Vec<(usize, usize)> {
    let rows = document.appropriations.iter();
    let spans = rows
        .clone()
        .flat_map(|row| &row.spans)
        .chain(rows.flat_map(|row| row.earmarks.iter().flat_map(|earmark| &earmark.spans)))
        .chain(document.authorisations.iter().flat_map(|one| &one.spans))
        .chain(document.tables.iter().flat_map(|table| &table.spans));
    places(spans).collect()
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
fn signals(
    text: &str,
    grammar: &Grammar,
    account: bool,
) -> Vec<(SignalKind, std::ops::Range<usize>)> {
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
                    } else if let Some(length) = deadline::period(&text[hit.range.end..]) {
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
        let start = at - 1;
        if text.is_char_boundary(start) && matches!(&text[start..at], "V" | "v") {
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

fn places<'a>(spans: impl Iterator<Item = &'a Span>) -> impl Iterator<Item = (usize, usize)> {
    spans.map(|span| (span.start, span.end))
}

/// Where the records and headings of a document stand.
fn record_spans(document: &Document) -> Vec<(usize, usize)> {
    let mut all: Vec<&Span> = Vec::new();
    all.extend(document.sections.iter().flat_map(|record| &record.spans));
    all.extend(
        document
            .goals
            .iter()
            .flat_map(|record| record.spans.iter().chain(&record.also_at)),
    );
    all.extend(document.indicators.iter().flat_map(|record| &record.spans));
    all.extend(
        document
            .assignments
            .iter()
            .flat_map(|record| record.spans.iter().chain(&record.title_spans)),
    );
    all.extend(document.withdrawals.iter().flat_map(|record| &record.spans));
    all.extend(document.carry_over.iter().flat_map(|record| &record.spans));
    all.extend(
        document
            .requirements
            .iter()
            .flat_map(|record| &record.spans),
    );
    all.extend(
        document
            .deadlines
            .iter()
            .flat_map(|record| record.spans.iter().chain(&record.what_spans)),
    );
    all.extend(
        document
            .requests
            .iter()
            .flat_map(|record| record.spans.iter().chain(&record.also_at)),
    );
    all.extend(document.appropriations.iter().flat_map(|record| {
        record
            .spans
            .iter()
            .chain(record.earmarks.iter().flat_map(|one| &one.spans))
    }));
    all.extend(
        document
            .authorisations
            .iter()
            .flat_map(|record| &record.spans),
    );
    all.extend(document.reports.iter().flat_map(|record| &record.spans));
    all.extend(document.tables.iter().flat_map(|record| &record.spans));
    all.extend(document.citations.iter().flat_map(|record| &record.spans));
    places(all.into_iter()).collect()
}

fn merged(mut places: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    places.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::with_capacity(places.len());
    for (start, end) in places {
        match merged.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

/// Whether one of the spans touches one of the places.
fn touches(places: &[(usize, usize)], spans: &[Span]) -> bool {
    spans.iter().any(|span| {
        let at = places.partition_point(|(_, end)| *end <= span.start);
        places.get(at).is_some_and(|(start, _)| *start < span.end)
    })
}
