//! Deadlines as events of a calendar: one event a deadline with a day, or with an interval that ends on
//! one.
//!
//! A day is called the deadline's only where the document prints it. An interval («våren 2026», «innen
//! utgangen av mai») is an event on its last day, and its title says *senest* and the printed words; of
//! what begins in it («oppstart fra 2027»), on its first.
//! What has neither is no event; it is counted ([`Undated`]), because a calendar that leaves a
//! deadline out in silence is worse than none.

use super::later::{Letters, Standing};
use super::words::Word;
use super::{RecordType, answers, found, row_id, section, told};
use crate::export::shortened;
use crate::export::{Calendar, DocumentName, Event, EventStatus, names};
use crate::findings::{List, Remark, Remarks, TO_CHECK};
use crate::model::{Deadline, DeadlineKind, DeadlineStatus, Document, Extraction, Span};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The deadlines that are no events: how many of each status ("to be agreed").
pub type Undated = BTreeMap<&'static str, usize>;

/// A status as the JSON spells it, its words apart.
fn status(status: DeadlineStatus) -> &'static str {
    match status {
        DeadlineStatus::Fixed => "fixed",
        DeadlineStatus::Tentative => "tentative",
        DeadlineStatus::ToBeAgreed => "to be agreed",
        DeadlineStatus::Recurring => "recurring",
        DeadlineStatus::Ongoing => "ongoing",
        DeadlineStatus::Relative => "relative",
        DeadlineStatus::Invalid => "invalid",
        DeadlineStatus::Other => "other",
    }
}

/// A kind as the JSON spells it.
pub(super) fn kind(kind: DeadlineKind) -> &'static str {
    match kind {
        DeadlineKind::Delivery => "delivery",
        DeadlineKind::Report => "report",
        DeadlineKind::Start => "start",
        DeadlineKind::Meeting => "meeting",
        DeadlineKind::Aim => "aim",
        DeadlineKind::Parliament => "parliament",
        DeadlineKind::Other => "other",
    }
}

/// The longest title of what falls due; the whole of it is in the description.
const TITLE: usize = 120;

/// What a deadline binds.
#[derive(Debug)]
pub(super) struct Owner<'a> {
    /// The type of the record.
    pub(super) kind: RecordType,
    /// Its id.
    pub(super) id: &'a str,
    /// Its printed number, or nothing.
    pub(super) number: Option<String>,
    /// Its title, or nothing.
    pub(super) title: Option<String>,
    /// Whom it is addressed to, in a row.
    pub(super) addressees: String,
    /// The ministry's unit, or nothing.
    pub(super) department: &'a str,
}

impl Owner<'_> {
    /// Number and title, whichever there are; else the id, which of a demand in running text says nothing.
    pub(super) fn named(&self) -> String {
        match (&self.number, &self.title) {
            (Some(number), Some(title)) => format!("{number} {title}"),
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) if self.kind == RecordType::Requirement => "krav".to_string(),
            (None, None) => self.id.to_string(),
        }
    }
}

/// What a deadline binds, where it binds a record.
pub(super) fn owner<'a>(document: &'a Document, deadline: &'a Deadline) -> Option<Owner<'a>> {
    let plain = |kind, id, number, title| Owner {
        kind,
        id,
        number,
        title,
        addressees: String::new(),
        department: "",
    };
    if let Some(id) = deadline.assignment.as_deref() {
        let one = document.assignments.iter().find(|one| one.id == id);
        return Some(Owner {
            addressees: one.map_or_else(String::new, |one| one.addressees.join(", ")),
            department: one
                .and_then(|one| one.department.as_deref())
                .unwrap_or_default(),
            ..plain(
                RecordType::Assignment,
                id,
                one.and_then(|one| one.number.clone()),
                one.and_then(|one| one.title.clone()),
            )
        });
    }
    if let Some(id) = deadline.request.as_deref() {
        let one = document.requests.iter().find(|one| one.id == id);
        let title = one.and_then(|one| one.keyword.clone().or_else(|| one.heading.clone()));
        let number = one.map(|one| match &one.session {
            Some(session) => format!("vedtak {} ({session})", one.number),
            None => format!("vedtak {}", one.number),
        });
        return Some(plain(RecordType::Request, id, number, title));
    }
    if let Some(id) = deadline.requirement.as_deref() {
        return Some(plain(RecordType::Requirement, id, None, None));
    }
    let id = deadline.report.as_deref()?;
    let title = document
        .reports
        .iter()
        .find(|one| one.id == id)
        .map(answers::report_named);
    Some(plain(RecordType::Report, id, None, title))
}

/// The day that a deadline comes to, ISO 8601 ([`Deadline::due`]). None where no day is printed, or one
/// that the calendar does not have.
pub fn due(deadline: &Deadline) -> Option<&str> {
    if deadline.status == DeadlineStatus::Invalid {
        return None;
    }
    deadline.due()
}

/// The deadlines of a set as a calendar, as of a day, and those that are no events.
///
/// `uids` and `letters` are those of the whole set, of which this one may be a part: a letter that was
/// not asked for can withdraw what one that was asked for gives.
///
/// Without `stamp` the calendar is as of the day of the latest document, so that a set to which a
/// letter is added gives a later calendar; 1.1.2000 where no document has a day.
pub fn calendar(
    set: &[Extraction],
    uids: &BTreeMap<String, String>,
    letters: &Letters<'_>,
    name: &str,
    stamp: Option<Date>,
) -> (Calendar, Undated) {
    let mut events = Vec::new();
    let mut undated = Undated::new();
    let mut latest = Date::constant(2000, 1, 1);
    for (about, place, source, document) in told(set, &found(set)) {
        let day = document.date.as_deref().and_then(|date| date.parse().ok());
        latest = latest.max(day.unwrap_or(latest));
        for (at, deadline) in document.deadlines.iter().enumerate() {
            let standing = letters.standing(document, deadline);
            let found = about.record(place, List::Deadlines, at);
            match event(&source.file, document, deadline, uids, &standing, &found) {
                Some(event) => events.push(event),
                None => *undated.entry(status(deadline.status)).or_default() += 1,
            }
        }
    }
    let calendar = Calendar {
        name: name.to_string(),
        stamp: stamp.unwrap_or(latest),
        events,
    };
    (calendar, undated)
}

/// The event of a deadline of a document that was read from a file; none where it has no day.
///
/// What no longer stands is a cancelled event, so that it goes from calendars that had it. `uids` are
/// those of the document at least; an event without one there gets the one of its row id. `findings` are
/// those of the deadline.
pub fn event(
    file: &str,
    document: &Document,
    deadline: &Deadline,
    uids: &BTreeMap<String, String>,
    standing: &Standing,
    findings: &[Remark],
) -> Option<Event> {
    let day = due(deadline)?.parse().ok()?;
    let row = row_id(&document.key, &deadline.id);
    let owner = owner(document, deadline);
    let mut event = Event {
        uid: uids
            .get(&row)
            .cloned()
            .unwrap_or_else(|| Event::uid_of(&row)),
        document: document.key.clone(),
        day,
        summary: summary(deadline, owner.as_ref()),
        description: description(file, document, deadline, owner.as_ref(), findings),
        categories: [deadline.status.word(), deadline.kind.word()]
            .into_iter()
            .filter(|word| !word.is_empty())
            .map(String::from)
            .collect(),
        status: match deadline.status {
            DeadlineStatus::Tentative => EventStatus::Tentative,
            _ => EventStatus::Confirmed,
        },
        url: None,
    };
    let (off, why) = match standing {
        Standing::Stands => return Some(event),
        Standing::Another(by) => (None, format!("se også ny frist i {by}")),
        Standing::Restated(by) => (Some("Erstattet"), format!("ny frist i {by}")),
        Standing::Lapsed(by) => (
            Some("Bortfalt"),
            format!("oppdraget videreføres ikke, se {by}"),
        ),
        Standing::Withdrawn(by) => (Some("Trukket"), format!("oppdraget er trukket, se {by}")),
    };
    event.description.insert_str(0, &format!("OBS: {why}\n"));
    if let Some(word) = off {
        event.status = EventStatus::Cancelled;
        event.summary.insert_str(0, &format!("{word}: "));
        event.categories.push(word.into());
    }
    Some(event)
}

/// `Frist TB2026-14: Plan for fyr`, `Frist TB2026-6 2b senest («våren 2026»): Forslag til merking`.
fn summary(deadline: &Deadline, owner: Option<&Owner<'_>>) -> String {
    let mut title = match deadline.kind {
        DeadlineKind::Start => "Oppstart",
        DeadlineKind::Meeting => "Møte",
        DeadlineKind::Aim => "Mål eller sikte",
        DeadlineKind::Parliament => "Frist satt av Stortinget",
        DeadlineKind::Report => "Rapportering",
        DeadlineKind::Delivery | DeadlineKind::Other => "Frist",
    }
    .to_string();
    if deadline.status == DeadlineStatus::Tentative {
        title.insert_str(0, "Tentativ: ");
    }
    if let Some(number) = owner.and_then(|owner| owner.number.as_deref()) {
        title += &format!(" {number}");
    }
    if !deadline.parts.is_empty() {
        title += &format!(" {}", deadline.parts.join(", "));
    }
    if deadline.date.is_none() {
        let raw = one_line(&deadline.raw);
        let raw = raw.strip_prefix("Frist:").unwrap_or(&raw).trim();
        // «Oppstart fra 2027» is on the first day of it.
        if deadline.due() == deadline.latest.as_deref() && !raw.to_lowercase().contains("senest") {
            title += " senest";
        }
        title += &format!(" («{raw}»)");
    }
    // The title of an assignment says what is to be done; of a part, or without a title, the words do.
    let owned = owner
        .and_then(|owner| owner.title.as_deref())
        .filter(|_| deadline.parts.is_empty());
    let what = owned
        .or(deadline.what.as_deref())
        .or(owner.and_then(|owner| owner.title.as_deref()))
        .unwrap_or(&deadline.raw);
    format!("{title}: {}", shortened(what, TITLE))
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words, whom they bind, and where they stand.
fn description(
    file: &str,
    document: &Document,
    deadline: &Deadline,
    owner: Option<&Owner<'_>>,
    findings: &[Remark],
) -> String {
    let mut lines = Vec::new();
    let mut line = |title: &str, words: &str| {
        if !words.is_empty() {
            lines.push(format!("{title}: {words}"));
        }
    };
    line("Frist", &names::deadline(deadline));
    if deadline.year_inferred {
        line(
            "OBS",
            "året er ikke trykt ved fristen; det er dokumentets år",
        );
    }
    line(TO_CHECK, &findings.told());
    line("Hva", deadline.what.as_deref().unwrap_or_default());
    line("Gjelder", &owner.map_or_else(String::new, Owner::named));
    line(
        "Ansvarlig",
        deadline.responsible.as_deref().unwrap_or_default(),
    );
    match owner.map(|owner| owner.addressees.as_str()) {
        Some(addressees) if !addressees.is_empty() => line("Adressat", addressees),
        _ => line("Mottaker/avsender", &document.parties().join(", ")),
    }
    line("Avdeling", owner.map_or("", |owner| owner.department));
    line("Status", deadline.status.word());
    line(
        "Gjentas",
        deadline.recurrence.as_deref().unwrap_or_default(),
    );
    line("Dokument", &DocumentName::of(document).name);
    line(
        "Referanse",
        document.reference.as_deref().unwrap_or_default(),
    );
    line("Avsnitt", &section(document, deadline.section.as_deref()));
    line(
        "Side",
        &Span::first_page(&deadline.spans).unwrap_or_default(),
    );
    line("Fil", file);
    line("Frist-ID", &row_id(&document.key, &deadline.id));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Grammar;

    fn events() -> (Calendar, Undated) {
        let text = include_str!("../../../fixtures/letters/allocation-letter.txt");
        let read = crate::extract("brev.txt", text.as_bytes(), &Grammar::built_in());
        let set = [read.expect("a letter")];
        calendar(
            &set,
            &super::super::uids(&set),
            &Letters::of(&set),
            "Frister",
            None,
        )
    }

    #[test]
    fn every_deadline_is_an_event_or_counted() {
        let (calendar, undated) = events();
        let counted: usize = undated.values().sum();
        assert_eq!(calendar.events.len() + counted, 36);
        assert_eq!(undated.get("invalid"), Some(&1));
        assert_eq!(undated.get("to be agreed"), Some(&2));
        let uids: std::collections::BTreeSet<&str> =
            calendar.events.iter().map(|one| one.uid.as_str()).collect();
        assert_eq!(uids.len(), calendar.events.len());
        assert!(
            calendar
                .events
                .iter()
                .any(|one| one.status == EventStatus::Tentative)
        );
    }

    #[test]
    fn a_title_says_what_falls_due_and_an_interval_that_it_is_one() {
        let (calendar, _) = events();
        let titles: Vec<&str> = calendar
            .events
            .iter()
            .map(|one| one.summary.as_str())
            .collect();
        assert!(
            titles.contains(&"Frist TB2026-1: Plan for fornyet merking av indre lei"),
            "{titles:#?}"
        );
        assert!(
            titles
                .iter()
                .any(|title| title.contains("2b senest («våren 2026»): Forslaget skal")),
            "{titles:#?}"
        );
    }

    #[test]
    fn what_begins_in_an_interval_is_an_event_on_its_first_day() {
        let text = include_str!("../../../fixtures/letters/assignments-without-identifiers.txt");
        let read = crate::extract("brev.txt", text.as_bytes(), &Grammar::built_in());
        let set = [read.expect("a letter")];
        let uids = super::super::uids(&set);
        let (calendar, _) = calendar(&set, &uids, &Letters::of(&set), "Frister", None);
        let event = calendar
            .events
            .iter()
            .find(|one| one.summary.starts_with("Oppstart («våren 2026»)"))
            .expect("what begins");
        assert_eq!(event.day, Date::constant(2026, 1, 1));
        assert!(
            event.description.contains("våren 2026 (tidligst 1.1.2026)"),
            "{}",
            event.description
        );
    }

    #[test]
    fn titles_end_at_a_word() {
        let long = "ord ".repeat(60);
        let short = shortened(long.trim(), TITLE);
        assert!(short.ends_with("ord …"), "{short}");
        assert!(short.chars().count() <= TITLE + 2);
        assert_eq!(shortened("kort", TITLE), "kort");
    }
}
