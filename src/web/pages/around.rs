//! What stands around a record: what it belongs to, and what it cites that has not been read. Neither is a
//! part of the item that the API gives; both are for who reads its page.

use super::item::name;
use crate::model::Citation;
use crate::store::{AnyRecord, Item, Place, RecordType, Store, StoreError};
use crate::web::parts;
use crate::web::query::{encoded, item_path};
use crate::web::words;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// How many citations that lead nowhere are told.
const UNREAD: usize = 20;

/// What stands around a record.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// What it belongs to: of a deadline what it binds, of an indicator its goal, of a citation where it stands.
    pub parent: Option<(Place, AnyRecord)>,
    /// The references of its deadlines whose day has passed, as lists say it.
    pub overdue: BTreeSet<String>,
    /// What it cites and the store does not have.
    pub unread: Vec<Citation>,
}

/// What stands around an item.
///
/// # Errors
/// What the store says.
pub(super) fn of(store: &Store, item: &Item) -> Result<Around, StoreError> {
    let key = &item.place.document.key;
    let parent = match parent(&item.item) {
        Some((id, kind)) => {
            let fits = |(place, _): &(Place, AnyRecord)| {
                kind.is_none_or(|kind| kind == place.record) && place.record != RecordType::Citation
            };
            store.records_of(key, id)?.into_iter().find(fits)
        }
        None => None,
    };
    let unread = match (item.place.record, item.place.id()) {
        (RecordType::Document | RecordType::Citation, _) | (_, None) => Vec::new(),
        (_, Some(id)) => store.unread(key, id)?,
    };
    let today = jiff::Zoned::now().date().to_string();
    let mut overdue = BTreeSet::new();
    let own = item.deadlines.iter().map(|one| &one.place);
    for place in own.chain([&item.place]) {
        let row = store.deadline_at(place, &today)?;
        overdue.extend(
            row.filter(|row| row.overdue)
                .map(|_| place.reference.clone()),
        );
    }
    Ok(Around {
        parent,
        overdue,
        unread,
    })
}

/// The id of what a record belongs to, and its type where it is known.
fn parent(record: &AnyRecord) -> Option<(&str, Option<RecordType>)> {
    fn of(id: &Option<String>, kind: RecordType) -> Option<(&str, Option<RecordType>)> {
        id.as_deref().map(|id| (id, Some(kind)))
    }
    match record {
        AnyRecord::Deadline(one) => of(&one.assignment, RecordType::Assignment)
            .or_else(|| of(&one.request, RecordType::Request))
            .or_else(|| of(&one.requirement, RecordType::Requirement))
            .or_else(|| of(&one.report, RecordType::Report)),
        AnyRecord::Indicator(one) => of(&one.goal, RecordType::Goal),
        AnyRecord::Citation(one) => one.within.as_deref().map(|id| (id, None)),
        _ => None,
    }
}

/// The way to an item: its document, its sections, and what it belongs to.
pub(super) fn path(item: &Item, around: &Around) -> Markup {
    let document = &item.place.document;
    html! {
        nav.path aria-label="Hvor teksten står" {
            ol {
                li { (parts::document(document)) }
                @for section in &item.sections {
                    li {
                        a href=(format!("/post/{}/{}", encoded(&document.key), encoded(&section.id))) {
                            @if let Some(number) = &section.number { (number) " " }
                            (parts::shortened(&section.title, 80))
                        }
                    }
                }
                @if let Some((place, record)) = &around.parent {
                    li { a href=(item_path(place)) { (parts::shortened(&name(record, place.record), 80)) } }
                }
            }
        }
    }
}

/// What an item belongs to, in a sentence.
pub(super) fn belongs(around: &Around) -> Markup {
    html! {
        @if let Some((place, record)) = &around.parent {
            p.belongs {
                "Hører til " (words::record(place.record).to_lowercase()) " "
                a href=(item_path(place)) { (parts::shortened(&name(record, place.record), 160)) }
            }
        }
    }
}

/// What an item cites that has not been read.
pub(super) fn unread(around: &Around) -> Markup {
    let all = &around.unread;
    html! {
        @if !all.is_empty() {
            section {
                h2 { "Ikke lest inn" }
                p.quiet { "Teksten viser til dette, men det står ikke i noe dokument som er lest inn." }
                ul.rows { @for one in all.iter().take(UNREAD) { li {
                    "«" (one.raw) "»"
                    @if one.raw != one.reference { " " span.quiet { "(" (one.reference) ")" } }
                } } }
                @if all.len() > UNREAD { p.quiet { "Og " (all.len() - UNREAD) " til." } }
            }
        }
    }
}
