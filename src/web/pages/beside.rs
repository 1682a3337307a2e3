//! What stands beside the words of an item: what was answered, and the records that it is linked to by what
//! they ask for: the request that an assignment carries out, the assignment that a report is on.

use super::record;
use super::requests::standing;
use crate::store::{Answer, AnyRecord, Item, LinkAt, RecordType, RequestState, Store, StoreError};
use crate::web::parts;
use crate::web::query::item_path;
use crate::web::words;
use maud::{Markup, html};

/// How many records of a type are shown in full; the others are links.
const MOST: usize = 8;

/// A linked record with its words.
#[derive(Debug, Clone)]
pub(super) struct Beside {
    /// Which of the item's links leads to it.
    pub link: usize,
    kind: RecordType,
    record: AnyRecord,
}

/// What is linked to an item and asks for something, or tells of it.
///
/// # Errors
/// What the store says.
pub(super) fn of(store: &Store, item: &Item) -> Result<Vec<Beside>, StoreError> {
    let mut found: Vec<Beside> = Vec::new();
    for (at, link) in item.links.iter().enumerate() {
        let Some(place) = &link.other else { continue };
        if !belongs(item, link, place.record) || known(item, &found, link) {
            continue;
        }
        let records = store.records_of(&place.document.key, place.id().unwrap_or_default())?;
        let own = records
            .into_iter()
            .find(|(other, _)| other.record == place.record);
        let kind = place.record;
        if found.iter().filter(|one| one.kind == kind).count() < MOST {
            found.extend(own.map(|(_, record)| Beside {
                link: at,
                kind,
                record,
            }));
        }
    }
    Ok(found)
}

/// Whether what is linked is read together with the item.
fn belongs(item: &Item, link: &LinkAt, other: RecordType) -> bool {
    use RecordType::{Assignment, Report, Request};
    match (item.place.record, other) {
        (Assignment, Request) | (Request, Assignment) => true,
        // The report's own question; that of others it only cites.
        (Report, Assignment) => link.link.kind == "report_of",
        _ => false,
    }
}

/// Whether a link to the same record has been followed: one cites and carries out.
fn known(item: &Item, found: &[Beside], link: &LinkAt) -> bool {
    found
        .iter()
        .any(|one| item.links[one.link].other == link.other)
}

/// The column beside the words of the item.
pub(super) fn column(item: &Item, beside: &[Beside]) -> Markup {
    let of = |kind| -> Vec<&Beside> { beside.iter().filter(|one| one.kind == kind).collect() };
    let (requests, assignments) = (of(RecordType::Request), of(RecordType::Assignment));
    html! {
        @if !item.answers.is_empty() {
            section.words aria-labelledby="svar" { h2 #svar { "Svar" } @for one in &item.answers { (answer(one)) } }
        }
        @if !requests.is_empty() {
            section.words aria-labelledby="vedtak" { h2 #vedtak { "Anmodningsvedtak" } @for one in requests { (linked(item, one)) } }
        }
        @if !assignments.is_empty() {
            section.words aria-labelledby="oppdrag" { h2 #oppdrag { "Oppdrag" } @for one in assignments { (linked(item, one)) } }
        }
    }
}

fn answer(one: &Answer) -> Markup {
    html! {
        article.answer {
            p.meta {
                a href=(item_path(&one.place)) { (words::document(&one.place.document)) }
                @if !one.place.document.parties().is_empty() { ", " (parts::names(one.place.document.parties())) }
                (parts::page_of(&one.place))
                " · koblet på " (words::ground(&one.ground))
            }
            (parts::check(&one.place.findings))
            (record::report(&one.report))
        }
    }
}

fn linked(item: &Item, one: &Beside) -> Markup {
    let link = &item.links[one.link];
    html! {
        article.answer {
            @if let Some(place) = &link.other {
                h3 { a href=(item_path(place)) { (super::item::name(&one.record, one.kind)) } }
                p.meta {
                    (parts::document(&place.document)) (parts::page_of(place))
                    " · koblet på " (words::ground(&link.link.ground))
                }
                (parts::check(&place.findings))
            }
            @match &one.record {
                AnyRecord::Request(request) => {
                    p { (standing(RequestState::of(request))) }
                    @if let Some(text) = &request.text { (record::verbatim(text)) }
                    @if let Some(response) = &request.response {
                        details { summary { "Departementets redegjørelse" } div.verbatim.small { (response) } }
                    }
                }
                other => (record::body(other)),
            }
        }
    }
}
