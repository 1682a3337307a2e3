//! Which findings are about which records: two letters of one file, and a finding planted in them.

use super::{About, List};
use crate::Grammar;
use crate::model::{Code, Diagnostic, Extraction, Severity, Span};

const FIRST: &str = "Tildelingsbrev 2026 – Bretilsynet\n\n1 Oppdrag\n\nTB2026-1 Avd. BFD: BRE Varding av breer\n\n\
Bretilsynet skal legge en plan for varder. Tilsynet får 2 mill. kroner til arbeidet.\n\nFrist: 1.6.2026\n\n\
TB2026-2 Avd. BFD: BRE Kart\n\nTilsynet skal lage kart over breene.\n\nFrist: 1.9.2026\n\n";
const SECOND: &str = "Supplerende tildelingsbrev nr. 1 2026 – Bretilsynet\n\n1 Nye oppdrag\n\nTB2026-1 Avd. BFD: BRE Varding\n\n\
Planen skal også gjelde fjellene.\n\nFrist: 1.10.2026\n";

/// Moves every place by so many characters.
fn moved(json: &mut serde_json::Value, by: usize) {
    match json {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_u64() {
                    Some(at) if ["start", "end"].contains(&name.as_str()) => {
                        *value = (at + by as u64).into();
                    }
                    _ => moved(value, by),
                }
            }
        }
        serde_json::Value::Array(all) => all.iter_mut().for_each(|one| moved(one, by)),
        _ => {}
    }
}

/// Two letters of one file, without findings.
fn letters() -> Extraction {
    let read = |text: &str| {
        crate::extract("brev.txt", text.as_bytes(), &Grammar::built_in()).expect("a letter")
    };
    let mut found = read(FIRST);
    let mut second = serde_json::to_value(&read(SECOND).documents[0]).expect("JSON");
    moved(&mut second, FIRST.chars().count());
    let second = serde_json::from_value(second).expect("a letter");
    found.documents.push(second);
    found.diagnostics.clear();
    found
}

fn finding(code: Code, item: Option<&str>, words: Option<&str>) -> Diagnostic {
    let place = |words: &str| {
        let letters = format!("{FIRST}{SECOND}");
        let start = letters.rfind(words).expect("the words");
        let start = letters[..start].chars().count();
        Span {
            page: None,
            page_label: None,
            start,
            end: start + words.chars().count(),
            bbox: None,
        }
    };
    Diagnostic {
        code: code.to_string(),
        severity: Severity::Warning,
        message: code.to_string(),
        item: item.map(str::to_string),
        spans: words.map(place).into_iter().collect(),
    }
}

/// What a finding is about, as ids; "*" is the document as a whole.
fn about(found: Diagnostic) -> Vec<String> {
    let mut letters = letters();
    letters.diagnostics.push(found);
    let about = About::of(&letters);
    let mut told = Vec::new();
    for (at, document) in letters.documents.iter().enumerate() {
        for (record, _) in about.all(at) {
            let id = match record {
                None => "*",
                Some((List::Assignments, n)) => &document.assignments[n].id,
                Some((List::Deadlines, n)) => &document.deadlines[n].id,
                Some((List::Sections, n)) => &document.sections[n].id,
                Some(other) => panic!("{other:?}"),
            };
            told.push(format!("{at} {id}"));
        }
    }
    told.sort();
    told
}

#[test]
fn a_finding_is_about_what_it_names_in_the_document_of_its_place() {
    // The id stands in both documents.
    let of = |words| about(finding(Code::IdentifierDuplicate, Some("TB2026-1"), words));
    assert_eq!(of(Some("legge en plan for varder")), ["0 TB2026-1"]);
    assert_eq!(of(Some("også gjelde fjellene")), ["1 TB2026-1"]);
    assert_eq!(of(None), ["0 TB2026-1", "1 TB2026-1"]);
    let gap = finding(Code::IdentifierGap, Some("TB2026-2"), None);
    assert_eq!(about(gap), ["0 TB2026-2"]);
}

#[test]
fn what_is_found_of_a_deadline_is_found_of_what_it_binds() {
    let found = finding(
        Code::ImpossibleDate,
        Some("TB2026-2-deadline-1"),
        Some("Frist: 1.9.2026"),
    );
    assert_eq!(about(found), ["0 TB2026-2", "0 TB2026-2-deadline-1"]);
}

#[test]
fn what_names_no_record_is_about_the_one_that_it_lies_in() {
    let found = |words| finding(Code::NoUnit, None, words);
    assert_eq!(about(found(Some("2 mill. kroner"))), ["0 TB2026-1"]);
    assert_eq!(about(found(None)), ["0 *", "1 *"]);
    // Of a record of the same sort that only stands in the same place nothing is said.
    let other = finding(
        Code::IdentifierGap,
        Some("TB2026-2"),
        Some("legge en plan for varder"),
    );
    assert_eq!(about(other), ["0 TB2026-2"]);
}

#[test]
fn what_is_missing_is_missing_from_the_document() {
    let found = finding(Code::SeriesUnread, None, Some("2 mill. kroner"));
    assert_eq!(about(found), ["0 *", "0 TB2026-1"]);
    let found = finding(Code::AssignmentsMissing, Some("1"), Some("1 Nye oppdrag"));
    assert_eq!(about(found), ["1 *", "1 1"]);
    // Between two letters it may be missing from either.
    let found = finding(Code::AssignmentsMissing, None, Some("Supplerende"));
    assert_eq!(about(found), ["0 *", "1 *"]);
}

#[test]
fn a_reference_that_leads_nowhere_is_about_what_has_not_been_read() {
    let found = finding(Code::LinkUnresolved, Some("TB2026-2"), None);
    assert!(about(found).is_empty());
}

#[test]
fn a_file_without_findings_says_nothing() {
    let letters = letters();
    let about = About::of(&letters);
    assert_eq!(about.all(0).count() + about.all(1).count(), 0);
    assert!(about.id(0, "TB2026-1").is_empty());
}
