//! `oppdrag export` to a calendar, as a user meets it: what is written is read back with a reader of
//! its own.

#![allow(clippy::unwrap_used)]

mod common;
mod exports;

use exports::{events, read, records, well};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

#[test]
fn the_calendar_has_an_event_a_deadline_that_has_a_day() {
    let folder = read();
    let at = folder.path();
    let ran = well(
        at,
        &["export", "out", "--to", "frister.ics", "--alarm", "14"],
    );
    let bytes = fs::read(at.join("frister.ics")).unwrap();
    let events = events(&bytes);
    let deadlines = records(at, "deadlines");
    let due = |one: &Value| {
        one["date"]
            .as_str()
            .or(one["latest"].as_str())
            .filter(|_| one["status"] != "invalid")
            .map(|day| day.replace('-', ""))
    };
    let dated: Vec<&(String, Value)> = deadlines
        .iter()
        .filter(|(_, one)| due(one).is_some())
        .collect();
    assert_eq!(events.len(), dated.len());
    for (event, (key, one)) in events.iter().zip(&dated) {
        assert_eq!(event["DTSTART;VALUE=DATE"], due(one).unwrap());
        let said = &event["DESCRIPTION"];
        assert!(said.contains(common::text(one, "raw")), "{said}");
        assert!(said.contains(common::text(one, "what")), "{said}");
        assert!(said.ends_with(&format!("Frist-ID: {key}#{}", common::text(one, "id"))));
        // A day that the letter does not print is never shown as one that it does.
        if one["date"].is_null() {
            let raw = common::text(one, "raw").replace('\n', " ");
            let printed = format!("(«{}»)", raw.trim_start_matches("Frist: "));
            assert!(event["SUMMARY"].contains(&printed), "{event:?}");
        }
        // Its supplement, in the same file, withdraws this one.
        let withdrawn = key
            == "allocation_letter-2026-kyst-og-fjelldepartementet-kystvaktdirektoratet"
            && one["assignment"] == "TB2026-9";
        let status = match common::text(one, "status") {
            _ if withdrawn => "CANCELLED",
            "tentative" => "TENTATIVE",
            _ => "CONFIRMED",
        };
        assert_eq!(event["STATUS"], status, "{event:?}");
        if withdrawn {
            assert!(!event.contains_key("ALARM-TRIGGER"));
            continue;
        }
        assert_eq!(event["ALARM-TRIGGER"], "-P13DT15H");
    }
    let uids: std::collections::BTreeSet<&String> = events.iter().map(|one| &one["UID"]).collect();
    assert_eq!(uids.len(), events.len());
    // What has no day is counted aloud, with its status.
    let missing = deadlines.len() - dated.len();
    assert!(missing > 3);
    assert!(
        ran.err.contains(&format!(
            "NOT in the calendar, for want of a day: {missing} deadlines ("
        )),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("1 invalid"), "{}", ran.err);
    // The same set: the same bytes. Fewer documents: the same UIDs. A later stamp: a higher sequence.
    well(at, &["export", "out", "--to", "igjen.ics", "--alarm", "14"]);
    assert_eq!(fs::read(at.join("igjen.ics")).unwrap(), bytes);
    let some = well(
        at,
        &[
            "export",
            "out/letter-2026.md.json",
            "--to",
            "-",
            "--format",
            "ics",
            "--stamp",
            "2030-01-01",
        ],
    )
    .out;
    let some = exports::events(&some);
    assert!(!some.is_empty());
    assert!(some.iter().all(|one| uids.contains(&one["UID"])));
    let sequence = |one: &BTreeMap<String, String>| one["SEQUENCE"].parse::<u32>().unwrap();
    assert!(sequence(&some[0]) > sequence(&events[0]));
}

#[test]
fn a_deadline_of_a_withdrawn_assignment_is_a_cancelled_event() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let letter = String::from_utf8(common::fixture("series/letter-2027.md")).unwrap();
    let words = "Kystetaten skal utrede en ferje.";
    assert!(letter.contains(words));
    let letter = letter.replace(words, &format!("{words}\n\nFrist: 1.9.2027"));
    fs::write(at.join("letter.md"), letter).unwrap();
    fs::write(
        at.join("supplement.md"),
        common::fixture("series/supplement-2027-1.md"),
    )
    .unwrap();
    well(
        at,
        &[
            "extract",
            "letter.md",
            "supplement.md",
            "--out",
            "out",
            "--quiet",
        ],
    );
    let event = |input: &str| {
        let args = [
            "export", input, "--to", "-", "--format", "ics", "--alarm", "3", "--year", "2027",
        ];
        events(&well(at, &args).out)
            .into_iter()
            .find(|one| one["SUMMARY"].contains("TB2027-3"))
            .unwrap()
    };
    // The letter alone does not know of it.
    let given = event("out/letter.md.json");
    assert_eq!(given["STATUS"], "CONFIRMED");
    assert!(given.contains_key("ALARM-TRIGGER"));
    let gone = event("out");
    assert_eq!(gone["STATUS"], "CANCELLED");
    assert_eq!(gone["UID"], given["UID"]);
    assert!(
        gone["SUMMARY"].starts_with("Trukket: Frist TB2027-3"),
        "{gone:?}"
    );
    assert!(!gone.contains_key("ALARM-TRIGGER"));
}
