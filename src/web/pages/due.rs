//! Deadlines as files: a table for Excel, and a calendar to subscribe to.

use crate::export::records::{self, Standing};
use crate::export::{CHECK, Calendar, Cell, Column, DocumentName, Event};
use crate::findings::Remarks;
use crate::store::{DeadlinePage, DeadlineRow, Place, Store};
use crate::web::errors::Problem;
use crate::web::query::{DeadlineParams, Format, ListParams, item_path};
use crate::web::sheets::{Sheet, too_many};
use crate::web::words;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The deadlines with a day as a calendar: the events that `oppdrag export` makes of them, so that who
/// imports the one and subscribes to the other has each once. Each leads back to the page of what it
/// binds, where the address of the server is known.
pub(super) fn calendar(
    store: &Store,
    params: &DeadlineParams,
    all: &DeadlinePage,
    origin: Option<&str>,
) -> Result<Calendar, Problem> {
    let rows = &all.rows;
    if rows.len() < all.total {
        return Err(Problem::TooMany(too_many(all.total)));
    }
    // As of the latest letter: the same store gives the same bytes, and a later letter a later calendar.
    let dates = rows
        .iter()
        .filter_map(|row| row.place.document.date.as_deref());
    let stamp = dates.filter_map(|date| date.parse().ok()).max();
    let mut name = "Frister".to_string();
    let narrowed = params.list.filter.recipients.iter();
    for one in narrowed.chain(&params.list.filter.departments) {
        name += &format!(", {one}");
    }
    let mut of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        of.entry(&row.place.document.key).or_default().push(at);
    }
    let mut events: Vec<Option<Event>> = vec![None; rows.len()];
    for (key, own) in of {
        // One document at a time: some are long.
        let Some((file, document)) = store.document_of_deadlines(key)? else {
            continue;
        };
        let uids = records::uids_of(&document);
        for at in own {
            let row = &rows[at];
            let found = &row.place.findings;
            let mut event = records::event(
                &file,
                &document,
                &row.deadline,
                &uids,
                &standing(row),
                found,
            );
            if let (Some(event), Some(origin)) = (&mut event, origin) {
                let place = row.bound.as_ref().map_or(&row.place, |one| &one.place);
                event.url = Some(format!("{origin}{}", item_path(place)));
            }
            events[at] = event;
        }
    }
    Ok(Calendar {
        name,
        stamp: stamp.unwrap_or(Date::constant(2000, 1, 1)),
        events: events.into_iter().flatten().collect(),
    })
}

/// What later letters of the store do to a deadline.
fn standing(row: &DeadlineRow) -> Standing {
    let named = |place: &Option<Place>| {
        let one = &place.as_ref()?.document;
        Some(DocumentName::called_by(
            one.kind,
            one.relation,
            one.supplement,
            one.year,
            one.date.as_deref(),
        ))
    };
    Standing::of(
        named(&row.withdrawn),
        named(&row.lapsed),
        named(&row.restated),
        named(&row.another),
    )
}

/// The deadlines as a table.
pub(super) fn sheet(params: &DeadlineParams, all: DeadlinePage) -> Sheet {
    let cells = all.rows.iter().map(|row| {
        let deadline = &row.deadline;
        let bound = row.bound.as_ref();
        let of = |text: Option<&String>| Cell::text(text.cloned().unwrap_or_default());
        let document = &row.place.document;
        vec![
            Cell::text(row.place.reference.as_str()),
            Cell::date(row.due.as_deref()),
            Cell::text(deadline.raw.as_str()),
            Cell::text(words::word(deadline.status)),
            Cell::text(words::word(deadline.kind)),
            Cell::text(if row.overdue { "Ja" } else { "" }),
            of(bound.and_then(|one| one.number.as_ref())),
            of(bound.and_then(|one| one.title.as_ref())),
            Cell::text(deadline.parts.join(", ")),
            of(deadline.what.as_ref()),
            Cell::text(row.who.join("\n")),
            of(bound.and_then(|one| one.department.as_ref())),
            Cell::text(row.withdrawn.as_ref().map_or("", |_| "Ja")),
            of(row.restated.as_ref().map(|place| &place.reference)),
            Cell::text(words::document(document)),
            Cell::number_or_text(row.place.page.as_deref()),
            Cell::text(row.place.findings.told()),
        ]
    });
    Sheet {
        name: "frister",
        title: "Frister".into(),
        address: params.clone().in_format(Format::Page).address(),
        columns: vec![
            Column::identifier("Frist-ID", 14),
            Column::new("Senest", 12),
            Column::new("Som trykt", 24),
            Column::new("Status", 18),
            Column::new("Slag", 16),
            Column::new("Dagen er forbi", 9),
            Column::new("Oppdrag", 14),
            Column::new("Tittel", 40),
            Column::new("Del", 7),
            Column::new("Hva", 60),
            Column::new("Hvem", 28),
            Column::new("Avdeling", 10),
            Column::new("Utgår", 8),
            Column::new("Ny frist", 20),
            Column::new("Dokument", 30),
            Column::new("Side", 7),
            CHECK,
        ],
        rows: cells.collect(),
        total: all.total,
    }
}
