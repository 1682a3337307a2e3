//! A cell of a column of dates.
//!
//! ```text
//! cell ::= (points? time)+ | agreed | recurrence | "løpende" | span | occasion
//! ```

use super::{
    Context, DeadlineKind, DeadlineStatus, Dismissal, Found, Grammar, Reader, Role, When, firm,
    period::{span_counted, span_of_time},
    points::points,
    within,
};
use std::ops::Range;

impl Reader<'_> {
    /// Whether what is agreed later stands before a time in a cell, and no limit of its own.
    pub(super) fn agreed_before(&self, time: &Range<usize>) -> bool {
        let whole = 0..self.text.len();
        let limit = self.governor(&whole, time);
        let limited = limit.is_some_and(|hit| hit.role == Role::Before);
        let agreed = self.hits_in(&(0..time.start), Role::ToBeAgreed).last();
        !limited
            && agreed.is_some_and(|hit| !self.text[hit.end..time.start].contains([',', ';', '.']))
    }
}

/// A cell of a column of dates: every time in it is a deadline, labelled by its column.
pub fn cell(text: &str, grammar: &Grammar, context: Context) -> (Vec<Found>, Vec<Dismissal>) {
    let mut reader = Reader::new(text, grammar, context);
    let whole = 0..text.len();
    let recurrence = reader.hits_in(&whole, Role::Recurrence).next();
    let finer = reader
        .times
        .iter()
        .any(|time| !matches!(time.when, When::Year));
    for n in 0..reader.times.len() {
        let time = &reader.times[n];
        if finer && matches!(time.when, When::Year) && !time.end_of && !time.loose {
            continue;
        }
        let time = reader.times[n].range.clone();
        // `To uker før møtet i mai`: counted from it.
        if span_counted(text, &grammar.deadlines) && reader.governor(&whole, &time).is_none() {
            continue;
        }
        // `Avtales i etatsstyringsmøtet i juni`: the time of the meeting, not of the delivery.
        if reader.agreed_before(&time) {
            continue;
        }
        // The year of `3 ganger i året` is any year.
        if recurrence
            .as_ref()
            .is_some_and(|again| within(&time, again))
        {
            continue;
        }
        let start = match reader.governor(&whole, &time) {
            Some(governor) => governor.range.start,
            None => reader
                .hits_in(&(0..time.start), Role::DeadlineLabel)
                .last()
                .map_or(time.start, |label| label.start),
        };
        let mut found = reader.found_at(start..time.end, &whole, n);
        found.bare = true;
        found.labelled = true;
        // `a) 15. mars b) 1. oktober`: each time has its own points, or all stand over the whole.
        let since = n.checked_sub(1).map_or(0, |n| reader.times[n].range.end);
        let own = points(&text[since..start.max(since)], &grammar.deadlines);
        found.points = if own.is_empty() && n == 0 {
            points(text, &grammar.deadlines)
        } else {
            own
        };
        found.kind = reader.noted_kind(&(since..start.max(since)));
        let from = reader.governor(&whole, &time);
        if from.is_some_and(|hit| hit.role == Role::From) {
            found.kind = DeadlineKind::Start;
        }
        if reader.tentative(0, text.len()) {
            found.status = firm(found.status, DeadlineStatus::Tentative);
        }
        if let Some(recurrence) = &recurrence {
            found.status = firm(found.status, DeadlineStatus::Recurring);
            found.recurrence = Some(recurrence.clone());
            found.raw = recurrence.start.min(start)..time.end.max(recurrence.end);
        }
        reader.found.push(found);
    }
    if reader.found.is_empty() {
        let status = if reader.hits_in(&whole, Role::ToBeAgreed).next().is_some() {
            DeadlineStatus::ToBeAgreed
        } else if recurrence.is_some() {
            DeadlineStatus::Recurring
        } else if reader.hits_in(&whole, Role::Ongoing).next().is_some() {
            DeadlineStatus::Ongoing
        } else if span_of_time(text, &grammar.deadlines) || reader.with_occasion(text) {
            DeadlineStatus::Relative
        } else {
            return (Vec::new(), reader.dismissed);
        };
        reader.found.push(Found {
            bare: true,
            labelled: true,
            points: points(text, &grammar.deadlines),
            kind: if status == DeadlineStatus::Relative {
                DeadlineKind::Delivery
            } else {
                reader.noted_kind(&whole)
            },
            recurrence: recurrence.filter(|_| status == DeadlineStatus::Recurring),
            ..Found::untimed(whole.clone(), whole, status)
        });
    }
    (reader.found, reader.dismissed)
}
