//! What pages call things, in bokmål: the words of the tables, and those that tables do not need.

use crate::export::DocumentName;
pub(super) use crate::export::passed_over;
use crate::export::records::Word;
use crate::grammar::lexeme::MONTHS;
use crate::model::DeadlineStatus;
use crate::store::{DocumentBrief, EventKind, RecordType, RequestState, Status};
use jiff::civil::Date;

/// A value's word; "Annet" for what the contract calls other.
pub(super) fn word(value: impl Word) -> &'static str {
    match value.word() {
        "" => "Annet",
        word => word,
    }
}

/// What one record of a type is called.
pub(super) fn record(kind: RecordType) -> &'static str {
    match kind {
        RecordType::Document => "Dokument",
        RecordType::Section => "Avsnitt",
        RecordType::Goal => "Mål",
        RecordType::Indicator => "Indikator",
        RecordType::Assignment => "Oppdrag",
        RecordType::Withdrawal => "Bortfall",
        RecordType::CarryOver => "Tidligere oppdrag",
        RecordType::Requirement => "Krav",
        RecordType::Deadline => "Frist",
        RecordType::Request => "Anmodningsvedtak",
        RecordType::Appropriation => "Bevilgning",
        RecordType::Authorisation => "Fullmakt",
        RecordType::Report => "Rapportering",
        RecordType::Table => "Tabell",
        RecordType::Citation => "Henvisning",
        RecordType::Link => "Kobling",
    }
}

/// How a request stands.
pub(super) fn state(state: RequestState) -> &'static str {
    match state {
        RequestState::Open => "Åpent",
        RequestState::Unclear => "Uklart",
        RequestState::Closed => "Avsluttet",
    }
}

/// How a record stands: a word that fits beside it, and alone in a list of them.
pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::New => "Gitt",
        Status::Clarified => "Presisert",
        Status::Withdrawn => "Utgår",
        Status::Lapsed => "Bortfalt",
        Status::Fixed => word(DeadlineStatus::Fixed),
        Status::Tentative => word(DeadlineStatus::Tentative),
        Status::ToBeAgreed => word(DeadlineStatus::ToBeAgreed),
        Status::Recurring => word(DeadlineStatus::Recurring),
        Status::Ongoing => word(DeadlineStatus::Ongoing),
        Status::Relative => word(DeadlineStatus::Relative),
        Status::Invalid => word(DeadlineStatus::Invalid),
        Status::Open => state(RequestState::Open),
        Status::Unclear => state(RequestState::Unclear),
        Status::Closed => state(RequestState::Closed),
        Status::Other => "Annet",
    }
}

/// What a document did to an item.
pub(super) fn event(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Given => "Gitt",
        EventKind::Clarified => "Presisert",
        EventKind::Withdrawn => "Utgår",
        EventKind::CarriedOn => "Videreført med årets øvrige oppdrag",
        EventKind::Lapsed => "Bortfalt med årets øvrige oppdrag",
        EventKind::Printed => "Trykt",
    }
}

/// What a link says of the record that it leads to or comes from.
pub(super) fn link(kind: &str, outgoing: bool) -> &str {
    match (kind, outgoing) {
        ("report_of", _) => "Svar på",
        ("continues", true) => "Viderefører",
        ("continues", false) => "Videreføres av",
        ("clarifies", true) => "Presiserer",
        ("clarifies", false) => "Presiseres av",
        ("withdraws", true) => "Trekker tilbake",
        ("withdraws", false) => "Trekkes tilbake av",
        ("supplements", true) => "Supplerer",
        ("supplements", false) => "Suppleres av",
        ("carried_out_by", true) => "Utføres gjennom",
        ("carried_out_by", false) => "Utfører",
        ("cites", true) => "Viser til",
        ("cites", false) => "Vist til av",
        (other, _) => other,
    }
}

/// Why two records are taken to belong together.
pub(super) fn ground(ground: &str) -> &str {
    match ground {
        "same identifier" => "samme nummer",
        "title" => "samme tittel",
        "cited" => "henvisning",
        other => other,
    }
}

/// What a document is called: its kind, number, year and day.
pub(super) fn document(brief: &DocumentBrief) -> String {
    capital(&DocumentName::called_by(
        brief.kind,
        brief.relation,
        brief.supplement,
        brief.year,
        brief.date.as_deref(),
    ))
}

/// The first letter in upper case.
pub(super) fn capital(words: &str) -> String {
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// The days of the week and their short forms, Monday first.
pub(super) const WEEKDAYS: [(&str, &str); 7] = [
    ("mandag", "ma."),
    ("tirsdag", "ti."),
    ("onsdag", "on."),
    ("torsdag", "to."),
    ("fredag", "fr."),
    ("lørdag", "lø."),
    ("søndag", "sø."),
];

/// The month of a day: "mai 2026".
pub(super) fn month(date: Date) -> String {
    format!("{} {}", month_name(date), date.year())
}

fn month_name(date: Date) -> &'static str {
    usize::try_from(date.month() - 1)
        .ok()
        .and_then(|at| MONTHS.get(at))
        .copied()
        .unwrap_or_default()
}

/// A day in words: "mandag 1. juni 2026".
pub(super) fn long_day(date: Date) -> String {
    let weekday = usize::try_from(date.weekday().to_monday_zero_offset())
        .ok()
        .and_then(|at| WEEKDAYS.get(at))
        .map_or("", |names| names.0);
    format!(
        "{weekday} {}. {} {}",
        date.day(),
        month_name(date),
        date.year()
    )
}

/// "1 treff", "1 234 treff": a count with its noun in the right number.
pub(super) fn counted(count: usize, one: &str, more: &str) -> String {
    let shown = crate::export::grouped(i64::try_from(count).unwrap_or(i64::MAX));
    format!("{shown} {}", if count == 1 { one } else { more })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_counts_are_as_norwegian_print_has_them() {
        let day = Date::constant(2026, 6, 1);
        assert_eq!(long_day(day), "mandag 1. juni 2026");
        assert_eq!(month(day), "juni 2026");
        assert_eq!(counted(1, "oppdrag", "oppdrag"), "1 oppdrag");
        assert_eq!(counted(1234, "frist", "frister"), "1\u{a0}234 frister");
        assert_eq!(capital("årlig melding"), "Årlig melding");
        assert_eq!(word(crate::model::DeadlineKind::Other), "Annet");
    }
}
