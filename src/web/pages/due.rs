//! Deadlines as files: a table for Excel, and a calendar to subscribe to.

use crate::export::records::{Owner, RecordType as Sheets, Word, summary};
use crate::export::{Calendar, Cell, Column, Event, EventStatus, deadline as printed};
use crate::model::DeadlineStatus;
use crate::store::{DeadlineRow, RecordType};
use crate::web::query::{DeadlineParams, Format, ListParams};
use crate::web::sheets::{MOST, Sheet};
use crate::web::words;
use jiff::civil::Date;

/// The deadlines with a day as a calendar.
pub(super) fn calendar(params: &DeadlineParams, rows: &[DeadlineRow]) -> Calendar {
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
    Calendar {
        name,
        stamp: stamp.unwrap_or(Date::constant(2000, 1, 1)),
        events: rows.iter().filter_map(event).collect(),
    }
}

fn event(row: &DeadlineRow) -> Option<Event> {
    let deadline = &row.deadline;
    let day: Date = row.due.as_deref()?.parse().ok()?;
    let bound = row.bound.as_ref();
    let owner = bound.map(|one| Owner {
        kind: match one.place.record {
            RecordType::Request => Sheets::Request,
            RecordType::Requirement => Sheets::Requirement,
            RecordType::Report => Sheets::Report,
            _ => Sheets::Assignment,
        },
        id: one.place.id().unwrap_or_default(),
        number: one.number.clone(),
        title: one.title.clone(),
        addressees: row.who.join(", "),
        department: one.department.as_deref().unwrap_or_default(),
    });
    let mut lines = vec![format!("Frist: {}", printed(deadline))];
    if let Some(what) = &deadline.what {
        lines.push(format!("Hva: {what}"));
    }
    if !row.who.is_empty() {
        lines.push(format!("Hvem: {}", row.who.join(", ")));
    }
    if let Some(place) = &row.withdrawn {
        lines.push(format!("Utgår: {}", words::document(&place.document)));
    }
    if let Some(place) = &row.restated {
        lines.push(format!("Ny frist i: {}", words::document(&place.document)));
    }
    let page = row.place.page.as_deref();
    lines.push(format!(
        "Dokument: {}{}",
        words::document(&row.place.document),
        page.map_or_else(String::new, |page| format!(", side {page}"))
    ));
    lines.push(format!("Frist-ID: {}", row.place.reference));
    let categories = [deadline.status.word(), deadline.kind.word()];
    Some(Event {
        uid: Event::uid_of(&row.place.reference),
        document: row.place.document.key.clone(),
        day,
        summary: summary(deadline, owner.as_ref()),
        description: lines.join("\n"),
        categories: categories
            .into_iter()
            .filter(|word| !word.is_empty())
            .map(str::to_string)
            .collect(),
        status: match deadline.status {
            _ if row.withdrawn.is_some() => EventStatus::Cancelled,
            DeadlineStatus::Tentative => EventStatus::Tentative,
            _ => EventStatus::Confirmed,
        },
    })
}

/// The deadlines as a table.
pub(super) fn sheet(params: &DeadlineParams, rows: Vec<DeadlineRow>) -> Sheet {
    let cells = rows.iter().take(MOST).map(|row| {
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
        ],
        rows: cells.collect(),
        total: rows.len(),
    }
}
