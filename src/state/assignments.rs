//! How the assignments of a series stand.

use super::{AssignmentState, Series, Standing, Step, StepKind};
use crate::{
    export::deadline,
    model::{Action, Assignment, CarryOverEffect, DeadlineKind, Document, LinkEnd, Span},
};
use std::collections::HashMap;

/// The key of a document and the id of a record in it.
type Place<'a> = (&'a str, &'a str);

/// The assignments of a series whose documents are linked, in the order in which they were given.
pub(super) fn assignments(series: &Series<'_>) -> Vec<AssignmentState> {
    let mut rows: Vec<(Option<i32>, AssignmentState)> = Vec::new();
    let mut places: HashMap<Place<'_>, usize> = HashMap::new();
    for document in &series.documents {
        for assignment in &document.assignments {
            let own = (document.key.as_str(), assignment.id.as_str());
            let step = |what| given(document, assignment, what);
            let target = target(document, "clarifies", &assignment.id);
            if let Some(&at) = target.and_then(|place| places.get(&place)) {
                rows[at].1.history.push(step(StepKind::Clarified));
                places.insert(own, at);
                continue;
            }
            // What it continues stands above, in a row of its own.
            let earlier = target_of(document, "continues", &assignment.id)
                .filter_map(|place| places.get(&place).copied())
                .collect::<Vec<_>>();
            for at in earlier {
                rows[at].1.standing = Standing::Continued;
                rows[at].1.history.push(step(StepKind::Continued));
            }
            places.insert(own, rows.len());
            let what = match assignment.action {
                // The letter that gave it is not in the set.
                Action::Clarified => StepKind::Clarified,
                Action::New | Action::Restated | Action::Other => StepKind::Given,
            };
            rows.push((
                document.year,
                AssignmentState {
                    number: assignment.number.clone(),
                    title: assignment.title.clone(),
                    addressees: assignment.addressees.clone(),
                    standing: Standing::InForce,
                    findings: Vec::new(),
                    history: vec![step(what)],
                },
            ));
        }
        withdrawals(document, &mut rows, &places);
        carry_over(document, &mut rows);
    }
    let newest = series.newest_year();
    for (year, row) in &mut rows {
        let says = |what| row.history.iter().any(|step| step.what == what);
        if row.standing != Standing::InForce || *year >= newest {
            continue;
        }
        row.standing = match (says(StepKind::CarriedOn), says(StepKind::Lapsed)) {
            (true, false) => Standing::InForce,
            (false, true) => Standing::Lapsed,
            _ => Standing::Unsettled,
        };
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

fn withdrawals(
    document: &Document,
    rows: &mut Vec<(Option<i32>, AssignmentState)>,
    places: &HashMap<Place<'_>, usize>,
) {
    for withdrawal in &document.withdrawals {
        let step = step(
            document,
            StepKind::Withdrawn,
            None,
            Some(withdrawal.text.clone()),
            &withdrawal.spans,
        );
        let number = withdrawal.assignment.as_deref();
        let at = number
            .and_then(|number| target(document, "withdraws", number))
            .and_then(|place| places.get(&place).copied());
        match at {
            Some(at) => {
                rows[at].1.standing = Standing::Withdrawn;
                rows[at].1.history.push(step);
            }
            // The letter that gave it is not in the set; that it is withdrawn is known.
            None => rows.push((
                document.year,
                AssignmentState {
                    number: withdrawal.assignment.clone(),
                    title: None,
                    addressees: Vec::new(),
                    standing: Standing::Withdrawn,
                    findings: Vec::new(),
                    history: vec![step],
                },
            )),
        }
    }
}

/// What a letter says of the assignments of earlier years.
fn carry_over(document: &Document, rows: &mut [(Option<i32>, AssignmentState)]) {
    for said in &document.carry_over {
        let what = match said.effect {
            CarryOverEffect::Lapses => StepKind::Lapsed,
            CarryOverEffect::Continues => StepKind::CarriedOn,
            CarryOverEffect::Other => continue,
        };
        for (year, row) in &mut *rows {
            let earlier = *year < document.year;
            if earlier && year.is_some_and(|year| said.years.contains(&year)) {
                row.history.push(step(
                    document,
                    what,
                    None,
                    Some(said.text.clone()),
                    &said.spans,
                ));
            }
        }
    }
}

fn given(document: &Document, assignment: &Assignment, what: StepKind) -> Step {
    let mut step = step(
        document,
        what,
        Some(&assignment.id),
        assignment.text.clone(),
        assignment.place(),
    );
    step.deadlines = document
        .deadlines
        .iter()
        .filter(|deadline| deadline.assignment.as_deref() == Some(&assignment.id))
        // The day on which a task begins is no deadline of it.
        .filter(|deadline| deadline.kind != DeadlineKind::Start)
        .map(deadline)
        .collect();
    step
}

fn step(
    document: &Document,
    what: StepKind,
    id: Option<&str>,
    text: Option<String>,
    spans: &[Span],
) -> Step {
    Step {
        what,
        document: document.key.clone(),
        id: id.map(str::to_string),
        date: document.date.clone(),
        text,
        page: Span::first_page(spans),
        deadlines: Vec::new(),
    }
}

/// Where the first link of a kind leads that starts at a record.
fn target<'a>(document: &'a Document, kind: &'a str, id: &'a str) -> Option<Place<'a>> {
    target_of(document, kind, id).next()
}

fn target_of<'a>(
    document: &'a Document,
    kind: &'a str,
    id: &'a str,
) -> impl Iterator<Item = Place<'a>> {
    document
        .links
        .iter()
        .filter(move |link| link.kind == kind && link.from.id.as_deref() == Some(id))
        .filter_map(|link| place(&link.to))
}

fn place(end: &LinkEnd) -> Option<Place<'_>> {
    Some((&end.document, end.id.as_deref()?))
}
