//! A calendar beside the one that was written before it: what an event has to say for a calendar
//! program to take it for newer.
//!
//! Per event, by `UID`:
//!
//! * it says what it said: it stays as it was, stamps and all;
//! * it says another thing: `SEQUENCE` is at least one more than it was, `DTSTAMP` and `LAST-MODIFIED`
//!   at least a second later;
//! * it is not there any more, though its document was read: it stays as `STATUS:CANCELLED`, «Utgått: »
//!   before its title, without an alarm;
//! * its document was not read: it stays as it was;
//! * a filter left it out: it is left out.
//!
//! No clock is read: the same set and the same earlier calendar give the same bytes, and writing twice
//! changes nothing.

use jiff::{SignedDuration, civil::DateTime};
use std::collections::{BTreeMap, HashSet};
use thiserror::Error;

/// The property that holds the key of the document of an event.
pub(super) const DOCUMENT: &str = "X-OPPDRAG-DOCUMENT";
/// What made the calendar.
pub(super) const MAKER: &str = "-//oppdrag//oppdrag//NB";
/// Before the title of an event that is not there any more.
const GONE: &str = "Utgått: ";

/// Why a file is no earlier calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no calendar that `oppdrag export` wrote")]
pub struct NoCalendar;

/// What of an earlier calendar was read.
#[derive(Debug, Clone)]
pub struct Known<'a> {
    /// The `UID`s that the whole set gives, with those that a filter leaves out.
    pub uids: &'a HashSet<&'a str>,
    /// The keys of the documents of the set.
    pub documents: &'a HashSet<&'a str>,
    /// Whether events that say what they said are to be of the new stamp too.
    pub restamp: bool,
}

/// What became of the events.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Renewed {
    /// New ones.
    pub new: usize,
    /// Those that say another thing.
    pub changed: usize,
    /// Those that say what they said.
    pub same: usize,
    /// Those cancelled now, because they are not there any more.
    pub gone: usize,
    /// Those kept as they were: cancelled earlier, or of documents that were not read.
    pub kept: usize,
}

/// An event, its lines unfolded, without `BEGIN` and `END`.
struct Block(Vec<String>);

/// The stamps, which say nothing of what an event is.
const STAMPS: [&str; 3] = ["DTSTAMP:", "LAST-MODIFIED:", "SEQUENCE:"];

impl Block {
    fn value(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
    }

    fn set(&mut self, name: &str, value: &str) {
        for line in &mut self.0 {
            if line.starts_with(name) && line[name.len()..].starts_with(':') {
                *line = format!("{name}:{value}");
            }
        }
    }

    fn said(&self) -> Vec<&String> {
        let stamp = |line: &String| STAMPS.iter().any(|name| line.starts_with(name));
        self.0.iter().filter(|line| !stamp(line)).collect()
    }

    fn sequence(&self) -> u64 {
        self.value("SEQUENCE")
            .and_then(|words| words.parse().ok())
            .unwrap_or(0)
    }

    /// Makes it newer than another of its `UID`, if it is not.
    fn after(&mut self, old: &Self, least: u64) {
        let sequence = self.sequence().max(old.sequence() + least);
        let later = old.value("DTSTAMP").and_then(|words| {
            let old: DateTime = words.trim_end_matches('Z').parse().ok()?;
            let step = SignedDuration::from_secs(i64::try_from(least).ok()?);
            let later = old.checked_add(step).ok()?;
            Some(later.strftime("%Y%m%dT%H%M%SZ").to_string())
        });
        // Of one form, so that the later is the greater.
        let stamp = later
            .into_iter()
            .chain(self.value("DTSTAMP").map(String::from))
            .max()
            .unwrap_or_default();
        self.set("SEQUENCE", &sequence.to_string());
        self.set("DTSTAMP", &stamp);
        self.set("LAST-MODIFIED", &stamp);
    }

    fn cancelled(&mut self) {
        let mut alarm = false;
        self.0.retain(|line| {
            alarm |= line == "BEGIN:VALARM";
            let keep = !alarm;
            alarm &= line != "END:VALARM";
            keep
        });
        let title = self.value("SUMMARY").unwrap_or_default();
        let title = format!("{GONE}{}", title.strip_prefix(GONE).unwrap_or(title));
        self.set("SUMMARY", &title);
        self.set("STATUS", "CANCELLED");
    }
}

/// A calendar in pieces: what stands before its events, and they.
fn pieces(text: &str) -> (Vec<String>, Vec<Block>) {
    let text = text
        .replace("\r\n", "\n")
        .replace("\n ", "")
        .replace("\n\t", "");
    let (mut head, mut events) = (Vec::new(), Vec::new());
    let mut open: Option<Vec<String>> = None;
    for line in text.lines() {
        match (line, &mut open) {
            ("BEGIN:VEVENT", _) => open = Some(Vec::new()),
            ("END:VEVENT", _) => events.extend(open.take().map(Block)),
            (line, Some(own)) => own.push(line.to_string()),
            ("END:VCALENDAR", None) => {}
            (line, None) => head.push(line.to_string()),
        }
    }
    (head, events)
}

/// Brings a calendar just written into line with an earlier one.
///
/// # Errors
/// [`NoCalendar`] where the earlier one is none that was written here.
pub fn renewed(
    written: &[u8],
    earlier: &[u8],
    known: &Known<'_>,
) -> Result<(Vec<u8>, Renewed), NoCalendar> {
    let old = std::str::from_utf8(earlier).map_err(|_| NoCalendar)?;
    let (head, events) = pieces(old);
    if !head
        .iter()
        .any(|line| line.strip_prefix("PRODID:") == Some(MAKER))
    {
        return Err(NoCalendar);
    }
    let mut old: BTreeMap<String, Block> = events
        .into_iter()
        .filter_map(|one| Some((one.value("UID")?.to_string(), one)))
        .collect();
    let mut counts = Renewed::default();
    let (head, mut events) = pieces(&String::from_utf8_lossy(written));
    for one in &mut events {
        let before = one.value("UID").and_then(|uid| old.remove(uid));
        match before {
            None => counts.new += 1,
            Some(before) if before.said() == one.said() => {
                counts.same += 1;
                if known.restamp {
                    one.after(&before, 0);
                } else {
                    *one = before;
                }
            }
            Some(before) => {
                counts.changed += 1;
                one.after(&before, 1);
            }
        }
    }
    for (uid, mut one) in old {
        if known.uids.contains(uid.as_str()) {
            continue; // a filter left it out
        }
        let read = one
            .value(DOCUMENT)
            .is_some_and(|key| known.documents.contains(key));
        if read && one.value("STATUS") != Some("CANCELLED") {
            let before = Block(one.0.clone());
            one.cancelled();
            one.after(&before, 1);
            counts.gone += 1;
        } else {
            counts.kept += 1;
        }
        events.push(one);
    }
    let mut lines = head;
    for one in events {
        lines.push("BEGIN:VEVENT".into());
        lines.extend(one.0);
        lines.push("END:VEVENT".into());
    }
    lines.push("END:VCALENDAR".into());
    let text = lines.join("\r\n") + "\r\n";
    Ok((super::calendar::folded(&text).into_bytes(), counts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Calendar, Event, EventStatus, ics};
    use jiff::civil::Date;

    fn event(name: &str, month: i8) -> Event {
        Event {
            uid: Event::uid_of(name),
            document: "brev".into(),
            day: Date::constant(2026, month, 1),
            summary: name.into(),
            description: String::new(),
            categories: Vec::new(),
            status: EventStatus::Confirmed,
            url: None,
        }
    }

    fn calendar(events: Vec<Event>) -> Vec<u8> {
        let calendar = Calendar {
            name: "Frister".into(),
            stamp: Date::constant(2026, 1, 10),
            events,
        };
        ics(&calendar, Some(3))
    }

    fn of(written: &[u8], earlier: &[u8], known: &[&str], documents: &[&str]) -> (String, Renewed) {
        let uids: Vec<String> = known.iter().map(|name| Event::uid_of(name)).collect();
        let known = Known {
            uids: &uids.iter().map(String::as_str).collect(),
            documents: &documents.iter().copied().collect(),
            restamp: false,
        };
        let (bytes, counts) = renewed(written, earlier, &known).expect("a calendar of ours");
        (String::from_utf8(bytes).expect("UTF-8"), counts)
    }

    #[test]
    fn what_changed_rises_and_what_is_gone_is_cancelled() {
        let first = calendar(vec![event("a", 2), event("b", 3), event("c", 4)]);
        let (same, counts) = of(&first, &first, &["a", "b", "c"], &["brev"]);
        assert_eq!(same.as_bytes(), first);
        assert_eq!(counts.same, 3);
        let second = calendar(vec![event("a", 2), event("b", 5)]);
        let (text, counts) = of(&second, &first, &["a", "b"], &["brev"]);
        assert_eq!((counts.same, counts.changed, counts.gone), (1, 1, 1));
        let (_, events) = pieces(&text);
        assert_eq!(events[0].value("SEQUENCE"), Some("9506"));
        assert_eq!(events[0].value("DTSTAMP"), Some("20260110T000000Z"));
        for one in &events[1..] {
            assert_eq!(one.value("SEQUENCE"), Some("9507"));
            assert_eq!(one.value("DTSTAMP"), Some("20260110T000001Z"));
            assert_eq!(one.value("LAST-MODIFIED"), Some("20260110T000001Z"));
        }
        assert_eq!(events[2].value("SUMMARY"), Some("Utgått: c"));
        assert_eq!(events[2].value("STATUS"), Some("CANCELLED"));
        assert!(!events[2].0.iter().any(|line| line == "BEGIN:VALARM"));
        // Again: nothing rises any more.
        let (again, counts) = of(&second, text.as_bytes(), &["a", "b"], &["brev"]);
        assert_eq!(again, text);
        assert_eq!((counts.same, counts.kept), (2, 1));
        // It comes back.
        let (text, _) = of(&first, text.as_bytes(), &["a", "b", "c"], &["brev"]);
        let (_, events) = pieces(&text);
        assert_eq!(events[2].value("STATUS"), Some("CONFIRMED"));
        assert_eq!(events[2].value("SEQUENCE"), Some("9508"));
    }

    #[test]
    fn what_was_not_read_stays_and_what_a_filter_leaves_out_does_not() {
        let first = calendar(vec![event("a", 2), event("b", 3)]);
        let none = calendar(vec![]);
        let (text, counts) = of(&none, &first, &["a"], &[]);
        assert_eq!((counts.kept, counts.gone), (1, 0));
        assert!(text.contains("SUMMARY:b") && !text.contains("SUMMARY:a"));
        let foreign = String::from_utf8_lossy(&first).replace(MAKER, "-//x//y//NB");
        let known = Known {
            uids: &HashSet::new(),
            documents: &HashSet::new(),
            restamp: false,
        };
        assert_eq!(renewed(&none, foreign.as_bytes(), &known), Err(NoCalendar));
    }
}
