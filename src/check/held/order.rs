//! Ids and lists go on as they were counted: a record that is gone leaves a gap in the ordinals, one that
//! was put elsewhere stands out of place, and an id names what its record is.

use super::error;
use crate::model::{Code, Diagnostic, Document, Extraction, GoalKind, Span};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Ids that do not fit their records, ordinals that are missing, and records out of their order.
pub(super) fn order(extraction: &Extraction) -> Vec<Diagnostic> {
    if extraction.documents.is_empty() {
        let message = "a source that is read holds a document, and here is none".into();
        return vec![error(Code::ValueDisagrees, message, None, &[])];
    }
    extraction.documents.iter().flat_map(document).collect()
}

fn document(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    ids(document, &mut found);
    gaps(document, &mut found);
    places(document, &mut found);
    found
}

fn wrong(found: &mut Vec<Diagnostic>, item: &str, message: String) {
    found.push(error(Code::ValueDisagrees, message, Some(item), &[]));
}

/// An enum's word as ids spell it.
fn dashed(value: &impl Serialize) -> String {
    word(value).replace('_', "-")
}

/// An enum's word in the JSON.
pub(super) fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

fn ids(document: &Document, found: &mut Vec<Diagnostic>) {
    let mut holds = |fits: bool, id: &str, what: &str| {
        if !fits {
            wrong(found, id, format!("the id {id} does not fit {what}"));
        }
    };
    let kind = word(&document.kind);
    holds(document.key.contains(&kind), &document.key, "its kind");
    for r in &document.sections {
        if let Some(number) = &r.number {
            holds(r.id.contains(number.as_str()), &r.id, "its number");
        }
    }
    let levels: BTreeMap<&str, u32> = document
        .sections
        .iter()
        .map(|r| (r.id.as_str(), r.level))
        .collect();
    for r in &document.sections {
        let above = r.parent.as_deref().and_then(|id| levels.get(id).copied());
        // Levels may be left out (a heading of the third below one of the first), to a depth that is printed.
        let fits = above.is_none_or(|above| above < r.level) && (1..=9).contains(&r.level);
        holds(fits, &r.id, "its level");
    }
    for r in &document.goals {
        let sector = r.id.starts_with("sector-");
        holds(sector == (r.kind == GoalKind::Sector), &r.id, "its kind");
    }
    for r in &document.indicators {
        let section = r.section.as_deref().unwrap_or("");
        let own = match &r.parent {
            Some(parent) => format!("{parent}-"),
            None => format!("{}-{section}", dashed(&r.kind)),
        };
        holds(r.id.starts_with(&own), &r.id, "its kind and section");
    }
    for r in &document.assignments {
        match &r.number {
            Some(number) => holds(r.id.starts_with(number.as_str()), &r.id, "its number"),
            None => {
                let section = r.section.as_deref().unwrap_or("");
                holds(r.id.starts_with(section), &r.id, "its section");
            }
        }
    }
    for r in &document.requirements {
        let section = r.section.as_deref().unwrap_or("");
        let own = format!("requirement-{section}");
        holds(r.id.starts_with(&own), &r.id, "its section");
    }
    for r in &document.deadlines {
        let owners = [&r.assignment, &r.requirement, &r.request, &r.report];
        let named = owners.into_iter().flatten().any(|owner| {
            r.id.strip_prefix(owner.as_str())
                .is_some_and(|rest| rest.starts_with("-deadline-"))
        });
        let general = r.id.starts_with("section-") || r.id.starts_with("calendar");
        holds(named || general, &r.id, "what it binds");
    }
    for r in &document.requests {
        if let Some(session) = &r.session {
            let own = format!("{session}/{}", r.number);
            holds(r.id.starts_with(&own), &r.id, "its session and number");
        }
    }
    for r in &document.appropriations {
        let chapter = r.chapter.as_deref().unwrap_or("");
        let own = format!("{}-{chapter}", dashed(&r.table));
        holds(r.id.starts_with(&own), &r.id, "its table and chapter");
        if let Some(post) = &r.post {
            holds(r.id.contains(post.as_str()), &r.id, "its post");
        }
    }
    for r in &document.tables {
        let section = r.section.as_deref().unwrap_or("");
        let own = format!("table-{section}");
        holds(r.id.starts_with(&own), &r.id, "its section");
    }
}

/// Ordinals run from the first without a gap.
fn gaps(document: &Document, found: &mut Vec<Diagnostic>) {
    let mut all: BTreeMap<(&str, String), Vec<u32>> = BTreeMap::new();
    let mut count = |list: &'static str, id: &str| {
        let (stem, ordinal) = id.rsplit_once('-').unwrap_or((id, ""));
        if let Ok(n) = ordinal.parse() {
            all.entry((list, stem.to_string())).or_default().push(n);
        }
    };
    for r in &document.deadlines {
        count("deadlines", &r.id);
    }
    for r in &document.requirements {
        count("requirements", &r.id);
    }
    for r in &document.citations {
        count("citations", &r.id);
    }
    for r in &document.authorisations {
        count("authorisations", &r.id);
    }
    for r in &document.tables {
        count("tables", &r.id);
    }
    for r in document.appropriations.iter().flat_map(|r| &r.earmarks) {
        count("earmarks", &r.id);
    }
    for ((list, stem), ordinals) in all {
        let most = ordinals.iter().max().copied().unwrap_or(0) as usize;
        if most != ordinals.len() {
            let message = format!(
                "{list}: {} of {most} with ids {stem}-1 to {stem}-{most} are here",
                ordinals.len()
            );
            wrong(found, &document.key, message);
        }
    }
}

/// Records stand in the order of their places.
fn places(document: &Document, found: &mut Vec<Diagnostic>) {
    let mut list = |name: &str, spans: Vec<(&str, &[Span])>| {
        let starts: Vec<(&str, usize)> = spans
            .into_iter()
            .filter_map(|(id, spans)| Some((id, spans.first()?.start)))
            .collect();
        for pair in starts.windows(2) {
            if pair[1].1 < pair[0].1 {
                let message = format!(
                    "{name}: {} stands after {} here, and before it in the source",
                    pair[1].0, pair[0].0
                );
                wrong(found, pair[1].0, message);
            }
        }
    };
    macro_rules! lists {
        ($($list:ident $place:ident),* $(,)?) => {$(
            list(stringify!($list), document.$list.iter().map(|r| (r.id.as_str(), &r.$place[..])).collect());
        )*};
    }
    lists!(
        sections spans,
        goals spans,
        indicators spans,
        requirements spans,
        reports spans,
        tables spans,
        citations spans,
    );
    // Tables are read before the text between them.
    let mut tables: BTreeMap<String, Vec<(&str, &[Span])>> = BTreeMap::new();
    for r in &document.appropriations {
        let own = tables.entry(word(&r.table)).or_default();
        own.push((&r.id, &r.spans));
    }
    for rows in tables.into_values() {
        list("appropriations", rows);
    }
    let assignments = document.assignments.iter();
    list(
        "assignments",
        assignments.map(|r| (r.id.as_str(), r.place())).collect(),
    );
}
