//! What tells the event of a deadline from all others, for ever.
//!
//! ```text
//! uid ::= document-key parent kind gist ordinal
//! parent ::= printed number, or the words of what it binds
//! gist ::= what falls due, without the words of its times
//! ```
//! So a deadline put in before others moves none of their events, and a day that is moved is the same
//! event on another day. The ordinal counts only deadlines that are equal in all of that («rapport»
//! twice a year, each with its day): one put in before them takes over the event of the next, in its
//! own place and with its own words; none is there twice. The ordinals count in the whole document, so
//! that a filter does not change them.

use super::identity::gist;
use super::{answers, documents, row_id, section};
use crate::export::Event;
use crate::model::{Deadline, Document, Extraction};
use std::collections::{BTreeMap, HashMap};

/// The `UID` of the event of each deadline of a set, by row id.
pub fn uids(set: &[Extraction]) -> BTreeMap<String, String> {
    documents(set)
        .flat_map(|(_, document)| uids_of(document))
        .collect()
}

/// The `UID` of the event of each deadline of a document, by row id. All its deadlines, sections, and
/// what they bind must be there.
pub fn uids_of(document: &Document) -> BTreeMap<String, String> {
    let mut uids = BTreeMap::new();
    let mut equals: HashMap<String, usize> = HashMap::new();
    // One sentence may hold several times; each of them is a time in all their words.
    let mut times: HashMap<&str, Vec<&str>> = HashMap::new();
    for one in &document.deadlines {
        let what = one.what.as_deref().unwrap_or_default();
        times.entry(what).or_default().push(&one.raw);
    }
    for one in &document.deadlines {
        let what = one.what.as_deref().unwrap_or_default();
        let words = gist(what, times[what].iter().copied());
        let own = [
            document.key.as_str(),
            &parent(document, one),
            super::events::kind(one.kind),
            &words,
        ]
        .join("\u{1f}");
        let ordinal = equals.entry(own.clone()).or_default();
        *ordinal += 1;
        let own = match *ordinal {
            1 => own,
            n => format!("{own}\u{1f}{n}"),
        };
        uids.insert(row_id(&document.key, &one.id), Event::uid_of(&own));
    }
    uids
}

/// What a deadline is below, in words that no other record's coming or going changes.
fn parent(document: &Document, deadline: &Deadline) -> String {
    if let Some(id) = deadline.assignment.as_deref() {
        let one = document.assignments.iter().find(|one| one.id == id);
        let words = one.and_then(|one| one.number.clone().or_else(|| one.title.clone()));
        return format!("assignment {}", words.unwrap_or_default());
    }
    if let Some(id) = deadline.request.as_deref() {
        return format!("request {id}");
    }
    // What a demand says is what falls due, or near it.
    if deadline.requirement.is_some() {
        return "requirement".into();
    }
    if let Some(id) = deadline.report.as_deref() {
        let one = document.reports.iter().find(|one| one.id == id);
        let words = one.map(answers::report_named).filter(|words| words != id);
        return format!("report {}", words.unwrap_or_default());
    }
    let heading = deadline.section.as_deref().and_then(|id| {
        let one = document.sections.iter().find(|one| one.id == id)?;
        Some(one.title.clone())
    });
    heading.unwrap_or_else(|| section(document, deadline.section.as_deref()))
}
