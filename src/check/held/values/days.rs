//! A deadline's day, how fine and how firm it is, out of its own words.

use super::Held;
use crate::grammar::date::{Time, When, times};
use crate::grammar::deadline::{Context, Found, cell, deadlines as read};
use crate::grammar::phrases::Role;
use crate::model::{Deadline, DeadlineKind, DeadlineStatus, DocumentKind, Precision};
use jiff::civil::Date;
use std::collections::HashMap;

/// Deadlines whose values their words do not say.
pub(super) fn deadlines(held: &mut Held<'_, '_>) {
    let texts = owners(held);
    let contexts = contexts(held);
    for deadline in &held.document.deadlines {
        let message = match again(held, deadline, &texts, &contexts) {
            // Read once more as it is: `1.` of «1. og 15. mai» means a day that its own words do not name.
            Again::Same => None,
            Again::Other(message) => bounds(held, deadline).or(Some(message)),
            Again::Unread => bounds(held, deadline),
        };
        if let Some(message) = message {
            held.wrong(&deadline.id, &deadline.spans, message);
        }
    }
}

/// The texts of the records that deadlines bind, by their ids.
fn owners<'a>(held: &Held<'a, '_>) -> HashMap<&'a str, Vec<&'a str>> {
    let document = held.document;
    let mut texts: HashMap<&str, Vec<&str>> = HashMap::new();
    for r in &document.assignments {
        let own = [r.text.as_deref(), r.title.as_deref()];
        texts
            .entry(&r.id)
            .or_default()
            .extend(own.into_iter().flatten());
    }
    for r in &document.requirements {
        texts.entry(&r.id).or_default().push(&r.text);
    }
    for r in &document.requests {
        let own = [r.text.as_deref(), r.response.as_deref()];
        texts
            .entry(&r.id)
            .or_default()
            .extend(own.into_iter().flatten());
    }
    for r in &document.reports {
        texts
            .entry(&r.id)
            .or_default()
            .extend(r.requirement.as_deref());
    }
    texts
}

/// What the readers knew of the document when they read its deadlines.
fn contexts(held: &Held<'_, '_>) -> Vec<Context> {
    let document = held.document;
    let date = |text: Option<&str>| text.and_then(|text| text.parse::<Date>().ok());
    let mut all = vec![
        Context {
            year: document.year,
            date: date(document.date.as_deref()),
            ..Context::default()
        },
        Context::default(),
    ];
    all.extend(all.clone().into_iter().map(|context| Context {
        asked: true,
        ..context
    }));
    if document.kind == DocumentKind::BudgetProposition {
        let session = document.session.as_deref().and_then(|s| s.get(..4));
        let from = session.and_then(|year| date(Some(&format!("{year}-10-01"))));
        all.push(Context {
            date: from,
            account: true,
            ..Context::default()
        });
        all.push(Context {
            quoted: true,
            ..Context::default()
        });
    }
    all
}

/// Reads the deadline again: in its sentence, in the text of the record that it binds, and as a cell.
/// Where one of the same words is found, one of them must say all that the record says.
fn again(
    held: &Held<'_, '_>,
    deadline: &Deadline,
    texts: &HashMap<&str, Vec<&str>>,
    contexts: &[Context],
) -> Again {
    let owner = [
        &deadline.assignment,
        &deadline.requirement,
        &deadline.request,
        &deadline.report,
    ];
    let mut words: Vec<&str> = vec![&deadline.raw];
    words.extend(deadline.what.as_deref());
    for id in owner.into_iter().flatten() {
        words.extend(texts.get(id.as_str()).into_iter().flatten());
    }
    words.dedup();
    let mut like: Vec<(Found, &str)> = Vec::new();
    for context in contexts {
        for text in words.iter().filter(|text| text.contains(&*deadline.raw)) {
            let (found, _) = read(text, held.grammar, *context);
            let same = found
                .into_iter()
                .filter(|one| text[one.raw.clone()] == deadline.raw);
            like.extend(same.map(|one| (one, *text)));
        }
        let (found, _) = cell(&deadline.raw, held.grammar, *context);
        like.extend(found.into_iter().map(|one| (one, deadline.raw.as_str())));
    }
    if like.is_empty() {
        return Again::Unread;
    }
    let day = |date: Option<Date>| date.map(|date| date.to_string());
    let differs =
        |said: &dyn Fn(&Found, &str) -> bool| !like.iter().any(|(one, text)| said(one, text));
    let parts: [(&str, bool); 5] = [
        (
            "days",
            differs(&|one, _| {
                one.year_inferred == deadline.year_inferred
                    && day(one.date) == deadline.date
                    && day(one.earliest) == deadline.earliest
                    && day(one.latest) == deadline.latest
            }),
        ),
        (
            "precision",
            differs(&|one, _| one.precision == deadline.precision),
        ),
        ("status", differs(&|one, _| one.status == deadline.status)),
        (
            "kind",
            differs(&|one, _| one.kind == deadline.kind) && !is_kind_of_place(held, deadline),
        ),
        (
            "recurrence",
            differs(&|one, text| {
                let own = one.recurrence.clone().map(|range| text[range].to_string());
                own == deadline.recurrence
            }),
        ),
    ];
    match parts.iter().find(|(_, wrong)| *wrong) {
        Some((name, _)) => Again::Other(format!("its {name} is not what «{}» says", deadline.raw)),
        None => Again::Same,
    }
}

/// What another reading of a deadline's words gives.
enum Again {
    /// All that the record says.
    Same,
    /// Something else.
    Other(String),
    /// No deadline of the same words: it was read in a larger text than is at hand.
    Unread,
}

/// Whether a deadline's kind is one that its place gives it: a row of a calendar, a decision of
/// Parliament, or what a ministry says of one.
fn is_kind_of_place(held: &Held<'_, '_>, deadline: &Deadline) -> bool {
    let kind = deadline.kind;
    let what = deadline.what.as_deref().unwrap_or("");
    let has = |role| held.grammar.has(what, role);
    if deadline.id.starts_with("calendar") {
        let reports = has(Role::Reporting) || has(Role::AnnualReport) || has(Role::TertialReport);
        return match kind {
            DeadlineKind::Report => reports,
            DeadlineKind::Meeting => has(Role::Meeting),
            DeadlineKind::Delivery => !reports,
            _ => false,
        };
    }
    if held.document.kind != DocumentKind::BudgetProposition {
        return false;
    }
    let request = held
        .document
        .requests
        .iter()
        .find(|one| Some(&one.id) == deadline.request.as_ref());
    let decided = request
        .is_some_and(|one| (one.text.as_deref()).is_some_and(|text| text.contains(&deadline.raw)));
    if decided {
        kind == DeadlineKind::Parliament
    } else {
        matches!(kind, DeadlineKind::Start | DeadlineKind::Aim)
    }
}

/// What holds whatever the sentence is: the days are ones that a time of its words can mean.
fn bounds(held: &Held<'_, '_>, deadline: &Deadline) -> Option<String> {
    let own = times(&deadline.raw, &held.grammar.calendar);
    let day = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Date>().ok());
    let (date, earliest, latest) = (
        day(&deadline.date),
        day(&deadline.earliest),
        day(&deadline.latest),
    );
    let some = date.or(earliest).or(latest).is_some();
    if date.is_some() && (earliest.is_some() || latest.is_some()) {
        return Some("a day is printed, so there is no interval".into());
    }
    if date.is_some() && deadline.precision != Precision::Day {
        return Some("a day is printed, so its precision is a day".into());
    }
    if some && matches!(deadline.precision, Precision::None | Precision::Other) {
        return Some("it has a day, so it has a precision".into());
    }
    if deadline.status == DeadlineStatus::Invalid && some {
        return Some("no such day exists, and it has one".into());
    }
    if let Some(words) = &deadline.recurrence
        && !held.grammar.has(words, Role::Recurrence)
    {
        return Some(format!("«{words}» says nothing of recurrence"));
    }
    if own.is_empty() {
        // In a column of days, a day and a month stand alone: `1.3`.
        let numbers: Vec<i8> = deadline
            .raw
            .split('.')
            .filter_map(|word| word.trim().parse().ok())
            .collect();
        if date.is_some_and(|date| numbers == [date.day(), date.month()]) {
            return None;
        }
        return some.then(|| format!("«{}» names no time", deadline.raw));
    }
    let inferred = deadline.year_inferred;
    let means = |time: &Time, wanted: Date, ends: &[bool]| {
        years(held, time, inferred, &deadline.raw)
            .filter_map(|year| time.interval(year))
            .any(|(first, last)| {
                let before = first.yesterday().ok();
                ends.iter().any(|end| match end {
                    true => wanted == last || Some(wanted) == before,
                    false => wanted == first,
                })
            })
    };
    // `i løpet av 2025 og 2026`: from the first of the one to the last of the other.
    let any = |wanted: Option<Date>, ends: &[bool]| {
        wanted.is_none_or(|date| own.iter().any(|time| means(time, date, ends)))
    };
    let single = |time: &Time| !matches!(time.when, When::Days { .. });
    let day = date.is_none_or(|date| {
        own.iter()
            .any(|time| single(time) && means(time, date, &[false]))
    });
    let fine = own
        .iter()
        .any(|time| time.precision() == deadline.precision);
    if some && !(day && fine && any(earliest, &[false]) && any(latest, &[true])) {
        return Some(format!("its day is not one that «{}» means", deadline.raw));
    }
    None
}

/// The years that a time may be of.
fn years(held: &Held<'_, '_>, time: &Time, inferred: bool, raw: &str) -> impl Iterator<Item = i32> {
    let own = held
        .document
        .year
        .map(|year| year.saturating_add(time.year_offset));
    // `1. mai og 1. november 2026`, told apart: the year stands in the words.
    let printed = raw
        .split(|c: char| !c.is_ascii_digit())
        .filter(|word| word.len() == 4)
        .filter_map(|word| word.parse().ok());
    let mut years: Vec<i32> = match time.year {
        Some(year) => vec![year],
        None if inferred => own.into_iter().collect(),
        None => printed.chain(own).collect(),
    };
    years.dedup();
    years.into_iter()
}
