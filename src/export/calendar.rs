//! Events as iCalendar (RFC 5545), for Outlook, Google and Apple calendars.
//!
//! The same events give the same bytes: no clock is read. What makes a calendar program update an
//! event rather than add a second one is its `UID` (see [`super::records::uids`]); what makes it take
//! the later file for the newer one is `SEQUENCE`, with `DTSTAMP` and `LAST-MODIFIED`. They begin at
//! [`Calendar::stamp`], `SEQUENCE` as days since 1.1.2000, and rise where an event has changed since an
//! earlier calendar: [`super::revision`].

use super::revision;
use crate::model::sha256;
use icalendar::{
    Alarm, Calendar as Written, Component, Event as WrittenEvent, EventLike,
    EventStatus as WrittenStatus, Property, Trigger,
};
use jiff::{ToSpan, civil::Date};

/// A calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// What it is called where it is subscribed to or imported.
    pub name: String,
    /// The day that the events are as of.
    pub stamp: Date,
    /// Its events, in order.
    pub events: Vec<Event>,
}

/// Something that falls due on a day; it lasts all day and leaves the time free.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What tells it from all others, for ever; see [`Event::uid_of`].
    pub uid: String,
    /// The key of its document.
    pub document: String,
    /// The day.
    pub day: Date,
    /// What falls due, on one line.
    pub summary: String,
    /// The words and where they stand.
    pub description: String,
    /// Words to filter by.
    pub categories: Vec<String>,
    /// How firm it is.
    pub status: EventStatus,
    /// Where it can be looked up; none in files, which may be read where no server is.
    pub url: Option<String>,
}

/// How firm an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventStatus {
    /// It stands.
    Confirmed,
    /// The day may still move.
    Tentative,
    /// It is off; calendars take it away, or strike it through.
    Cancelled,
}

impl Event {
    /// The `UID` of words that name one thing only: ASCII and of one length, as all calendar programs take them.
    pub fn uid_of(words: &str) -> String {
        format!("{}@oppdrag", &sha256(words.as_bytes())[..32])
    }
}

/// The day that `SEQUENCE` is counted from.
const EPOCH: Date = Date::constant(2000, 1, 1);

/// Writes a calendar, each event with an alarm at nine in the morning so many days before, if asked.
pub fn ics(calendar: &Calendar, alarm: Option<u16>) -> Vec<u8> {
    let stamp = format!("{}T000000Z", basic(calendar.stamp));
    let sequence = calendar
        .stamp
        .since(EPOCH)
        .map_or(0, |span| span.get_days().max(0));
    let mut written = Written::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", revision::MAKER),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        written.append_property(Property::new(key, value));
    }
    written.name(&clean(&calendar.name));
    for event in &calendar.events {
        let mut one = WrittenEvent::new();
        one.uid(&event.uid)
            .add_property("DTSTAMP", &stamp)
            .add_property("LAST-MODIFIED", &stamp)
            .add_property("SEQUENCE", sequence.to_string())
            .append_property(date("DTSTART", event.day))
            .append_property(date(
                "DTEND",
                event.day.checked_add(1.day()).unwrap_or(event.day),
            ))
            .summary(&clean(&event.summary).replace('\n', " "))
            .description(&clean(&event.description))
            .add_property(revision::DOCUMENT, clean(&event.document))
            .add_property("TRANSP", "TRANSPARENT")
            .status(match event.status {
                EventStatus::Confirmed => WrittenStatus::Confirmed,
                EventStatus::Tentative => WrittenStatus::Tentative,
                EventStatus::Cancelled => WrittenStatus::Cancelled,
            });
        if let Some(url) = &event.url {
            one.add_property("URL", clean(url));
        }
        if !event.categories.is_empty() {
            one.categories(event.categories.iter().map(|word| clean(word)));
        }
        if let Some(days) = alarm.filter(|_| event.status != EventStatus::Cancelled) {
            // The crate reads the clock for a stamp and makes up an id where an alarm has none.
            let mut bell = Alarm::display(
                &clean(&event.summary).replace('\n', " "),
                Trigger::after_start(Default::default()),
            );
            bell.add_property("TRIGGER", nine_o_clock(days))
                .add_property("DTSTAMP", &stamp)
                .add_property("UID", format!("alarm-{}", event.uid));
            one.alarm(bell);
        }
        written.push(one.done());
    }
    folded(&written.to_string()).into_bytes()
}

/// Lines of at most 75 octets, as RFC 5545 has them. The crate folds too, but its last piece of a line
/// can have 76 with the space before it.
pub(super) fn folded(text: &str) -> String {
    const OCTETS: usize = 75;
    let mut lines = String::with_capacity(text.len());
    for line in text.replace("\r\n ", "").split_inclusive("\r\n") {
        let mut length = 0;
        for c in line.trim_end_matches("\r\n").chars() {
            if length + c.len_utf8() > OCTETS {
                lines.push_str("\r\n ");
                length = 1;
            }
            lines.push(c);
            length += c.len_utf8();
        }
        lines.push_str("\r\n");
    }
    lines
}

/// `20270504`.
fn basic(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

fn date(key: &str, day: Date) -> Property {
    Property::new(key, basic(day))
        .add_parameter("VALUE", "DATE")
        .done()
}

/// Nine in the morning so many days before a day that begins at midnight: nobody wants to be woken.
fn nine_o_clock(days: u16) -> String {
    match days {
        0 => "PT9H".to_string(),
        1 => "-PT15H".to_string(),
        days => format!("-P{}DT15H", days - 1),
    }
}

/// Words without the control characters that no line of a calendar may hold.
fn clean(words: &str) -> String {
    words
        .replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\r' { '\n' } else { c })
        .filter(|c| matches!(c, '\n' | '\t') || !c.is_control())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar {
        Calendar {
            name: "Frister, Kystetaten; æøå".into(),
            stamp: Date::constant(2026, 1, 10),
            events: vec![Event {
                uid: Event::uid_of("brev#TB2026-1-deadline-1"),
                document: "brev".into(),
                day: Date::constant(2026, 12, 31),
                summary: "Frist TB2026-1: Plan, del \\ 2;\u{2} og «blåbærsyltetøy på nøtteskallbrød» ærlig talt øverst ånd".into(),
                description: "Første linje\nandre, med komma".into(),
                categories: vec!["Fast, trykt".into(), "Levering".into()],
                status: EventStatus::Confirmed,
                url: None,
            }],
        }
    }

    #[test]
    fn an_event_is_all_day_and_escaped_and_folded() {
        let bytes = ics(&calendar(), Some(7));
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "{} octets: {line}", line.len());
            assert!(!line.contains('\n'), "a lone line feed: {line:?}");
        }
        let whole = text.replace("\r\n ", "");
        for line in [
            "X-WR-CALNAME:Frister\\, Kystetaten\\; æøå",
            "DTSTART;VALUE=DATE:20261231",
            "DTEND;VALUE=DATE:20270101",
            "DTSTAMP:20260110T000000Z",
            "SEQUENCE:9506",
            "DESCRIPTION:Første linje\\nandre\\, med komma",
            "CATEGORIES:Fast\\, trykt,Levering",
            "STATUS:CONFIRMED",
            "TRANSP:TRANSPARENT",
            "TRIGGER:-P6DT15H",
            "SUMMARY:Frist TB2026-1: Plan\\, del \\\\ 2\\; og «blåbærsyltetøy på nøtteskallbrød» ærlig talt øverst ånd",
        ] {
            assert!(
                whole.contains(&format!("\r\n{line}\r\n")),
                "{line}\n{whole}"
            );
        }
        // No clock, and nothing made up.
        assert_eq!(ics(&calendar(), Some(7)), bytes);
        assert!(!String::from_utf8_lossy(&ics(&calendar(), None)).contains("VALARM"));
    }

    #[test]
    fn lines_of_every_length_are_folded_within_the_limit() {
        for length in 60..240 {
            for c in ['a', 'ø'] {
                let line: String = std::iter::repeat_n(c, length).collect();
                let text = folded(&format!("{line}\r\n"));
                assert!(text.split("\r\n").all(|one| one.len() <= 75), "{length}");
                assert_eq!(text.replace("\r\n ", ""), format!("{line}\r\n"));
            }
        }
    }

    #[test]
    fn alarms_ring_at_nine() {
        assert_eq!(nine_o_clock(0), "PT9H");
        assert_eq!(nine_o_clock(1), "-PT15H");
        assert_eq!(nine_o_clock(14), "-P13DT15H");
    }
}
