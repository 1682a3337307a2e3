//! Each check meets a planted error that it finds, and a mended twin on which it is silent.

#![allow(clippy::unwrap_used)]

use oppdrag::check::{dates, facts, identifiers, quotation, quoted, references, schema, validate};
use oppdrag::model::*;
use serde_json::{Value, json};

/// The source that the records below quote: two pages, with a word broken at a line end.
const SOURCE: &str = "\
Tildelingsbrev 2026 – Måledirektoratet
3.1 Oppdrag
TB2026-1 Bedre måling
Direktoratet skal – sammen med omsorgsdeparte-
mentet – måle årlig:
a) Lengde: Mål lengden.
b) Mål vekten i Sør-
Øst.
Frist: 1. juni 2026
\u{c}TB2026-2 Rapport
Andelen skal være minst 95 pst. i 2026.
Se Prop. 1 S (2025–2026).
TB2025-9 utgår. Oppdrag fra 2024 videreføres.
Kap. 100, post 01: 12 500, herav 2 000 til vekter
";

/// Where `words` stand in [`SOURCE`], in code points.
fn at(words: &str) -> Vec<Span> {
    let byte = SOURCE.find(words).unwrap_or_else(|| panic!("no «{words}»"));
    let start = SOURCE[..byte].chars().count();
    let page = 1 + SOURCE[..byte].matches('\u{c}').count() as u32;
    vec![Span {
        page: Some(page),
        page_label: None,
        start,
        end: start + words.chars().count(),
        bbox: None,
    }]
}

fn assignment(number: &str, action: Action) -> Assignment {
    Assignment {
        id: number.into(),
        number: Some(number.into()),
        title: None,
        section: None,
        goal: None,
        department: None,
        addressees: vec![],
        lead: None,
        label: None,
        evidence: Vec::new(),
        withheld: false,
        action,
        text: None,
        parts: vec![],
        spans: vec![],
        title_spans: vec![],
    }
}

fn part(label: &str, title: Option<&str>, text: &str) -> Part {
    Part {
        label: label.into(),
        title: title.map(Into::into),
        text: text.into(),
        spans: at(text),
    }
}

fn deadline(id: &str, date: Option<&str>) -> Deadline {
    Deadline {
        id: id.into(),
        assignment: Some("TB2026-1".into()),
        parts: vec![],
        request: None,
        requirement: None,
        report: None,
        section: None,
        raw: "Frist: 1. juni 2026".into(),
        what: None,
        responsible: None,
        kind: DeadlineKind::Delivery,
        status: DeadlineStatus::Fixed,
        date: date.map(Into::into),
        earliest: None,
        latest: date.map(Into::into),
        precision: Precision::Day,
        year_inferred: false,
        recurrence: None,
        spans: at("Frist: 1. juni 2026"),
        what_spans: vec![],
    }
}

fn earmark(id: &str, parent: Option<&str>) -> Earmark {
    Earmark {
        id: id.into(),
        kind: EarmarkKind::Earmark,
        nok: Some(2_000),
        minimum: false,
        maximum: false,
        parent: parent.map(Into::into),
        text: "2 000 til vekter".into(),
        purpose: Some("til vekter".into()),
        assignments: vec![],
        spans: at("2 000 til vekter"),
    }
}

/// One record of every kind that has a text, all of them right.
fn document() -> Document {
    let mut d = Document::empty(DocumentKind::AllocationLetter);
    d.key = "allocation_letter-2026-maledirektoratet".into();
    d.title = Some("Tildelingsbrev 2026 – Måledirektoratet".into());
    d.year = Some(2026);
    d.date = Some("2026-01-15".into());
    d.recipients = vec!["Måledirektoratet".into()];
    d.sections = vec![Section {
        id: "3.1".into(),
        number: Some("3.1".into()),
        title: "Oppdrag".into(),
        level: 2,
        parent: None,
        spans: at("Oppdrag\n"),
    }];
    d.goals = vec![Goal {
        id: "goal-1".into(),
        kind: GoalKind::Main,
        section: Some("3.1".into()),
        number: Some("1".into()),
        text: "Bedre måling".into(),
        spans: at("Bedre måling"),
        also_at: vec![],
    }];
    let measured = "Andelen skal være minst 95 pst. i 2026.";
    d.indicators = vec![Indicator {
        id: "indicator-3.1-1".into(),
        kind: IndicatorKind::Indicator,
        section: Some("3.1".into()),
        goal: Some("goal-1".into()),
        parent: None,
        text: measured.into(),
        targets: vec![Target {
            subject: Some("Andelen".into()),
            comparator: Comparator::Ge,
            value: Some(95.0),
            unit: Some(Unit::Percent),
            period: Some("2026".into()),
            baseline: None,
            raw: "minst  95 pst.".into(),
            spans: vec![],
            period_spans: vec![],
        }],
        spans: at(measured),
    }];
    // The hyphen at the line end is left out here and kept there, and the dashes stay.
    let body = "Direktoratet skal – sammen med omsorgsdeparte-\nmentet – måle årlig:\na) Lengde: Mål lengden.\nb) Mål vekten i Sør-\nØst.\nFrist: 1. juni 2026";
    let mut first = assignment("TB2026-1", Action::New);
    first.title = Some("Bedre måling".into());
    first.title_spans = at("Bedre måling");
    first.section = Some("3.1".into());
    first.goal = Some("goal-1".into());
    first.text = Some(body.replace("parte-\n", "parte").replace('\n', " "));
    first.spans = at(body);
    first.parts = vec![part("a", Some("Lengde"), "Lengde: Mål lengden."), {
        let mut b = part("b", None, "Mål vekten i Sør-\nØst.");
        b.text = "Mål vekten i Sør-Øst.".into();
        b
    }];
    d.assignments = vec![first, assignment("TB2026-2", Action::New)];
    d.withdrawals = vec![Withdrawal {
        assignment: Some("TB2025-9".into()),
        text: "TB2025-9 utgår.".into(),
        spans: at("TB2025-9 utgår."),
    }];
    d.carry_over = vec![CarryOver {
        years: vec![2024],
        effect: CarryOverEffect::Continues,
        text: "Oppdrag fra 2024 videreføres.".into(),
        spans: at("Oppdrag fra 2024 videreføres."),
    }];
    d.requirements = vec![Requirement {
        id: "requirement-3.1-1".into(),
        kind: RequirementKind::Condition,
        section: Some("3.1".into()),
        text: "Se Prop. 1 S (2025–2026).".into(),
        channel: None,
        spans: at("Se Prop. 1 S (2025–2026)."),
    }];
    let mut due = deadline("TB2026-1-deadline-1", Some("2026-06-01"));
    due.parts = vec!["a".into(), "b".into()];
    due.section = Some("3.1".into());
    due.what = Some("Mål lengden.".into());
    due.what_spans = at("Mål lengden.");
    d.deadlines = vec![due];
    d.requests = vec![Request {
        id: "2024–2025/46".into(),
        session: Some("2024–2025".into()),
        number: 46,
        date: Some("2025-05-02".into()),
        keyword: None,
        heading: None,
        text: Some("Bedre måling".into()),
        basis: vec![],
        response: Some("Rapport".into()),
        reporting_ends: None,
        outcome: None,
        followed_up: None,
        spans: at("TB2026-1"),
        text_spans: at("Bedre måling"),
        response_spans: at("Rapport"),
        also_at: vec![],
    }];
    d.appropriations = vec![Appropriation {
        id: "allocation-100.01".into(),
        level: AppropriationLevel::Post,
        chapter: Some("100".into()),
        chapter_name: None,
        post: Some("01".into()),
        name: None,
        side: Side::Expense,
        table: AppropriationTable::Allocation,
        section: Some("3.1".into()),
        figures: vec![Figure {
            label: None,
            year: Some(2026),
            role: FigureRole::Allocation,
            nok: Some(12_500),
            percent: None,
            raw: "12 500".into(),
        }],
        conditions: vec![],
        note: None,
        action: None,
        earmarks: vec![earmark("allocation-100.01-earmark-1", None)],
        spans: at("Kap. 100, post 01: 12 500, herav 2 000 til vekter"),
    }];
    d.authorisations = vec![Authorisation {
        id: "authorisation-1".into(),
        kind: AuthorisationKind::Other,
        chapter: None,
        posts: vec![],
        income_posts: vec![],
        limit_nok: None,
        text: "Kap. 100".into(),
        spans: at("Kap. 100"),
    }];
    d.reports = vec![Report {
        id: "report-3.1-1".into(),
        reference: None,
        indicator_text: None,
        goal: None,
        title: None,
        group: None,
        section: Some("3.1".into()),
        requirement: Some("Bedre måling".into()),
        answer: Some("Mål lengden.".into()),
        joint: false,
        results: vec![],
        spans: at("TB2026-1"),
        requirement_spans: at("Bedre måling"),
        answer_spans: at("Mål lengden."),
    }];
    d.tables = vec![Table {
        id: "table-3.1-1".into(),
        caption: None,
        section: Some("3.1".into()),
        header: vec![vec!["Oppdrag".into(), String::new()]],
        rows: vec![vec!["omsorgsdepartementet".into(), "Sør-Øst.".into()]],
        spans: at(&SOURCE[..SOURCE.find("Frist").unwrap()]),
    }];
    d.citations = vec![Citation {
        id: "citation-1".into(),
        kind: CitationKind::Proposition,
        reference: "Prop. 1 S (2025–2026)".into(),
        raw: "Prop. 1 S (2025–2026)".into(),
        within: Some("requirement-3.1-1".into()),
        spans: at("Prop. 1 S (2025–2026)"),
    }];
    d
}

fn extraction(documents: Vec<Document>) -> Extraction {
    Extraction {
        schema_version: SCHEMA_VERSION.into(),
        source: SourceInfo {
            file: "brev.txt".into(),
            sha256: "0".repeat(64),
            media_type: "text/plain".into(),
            pages: Some(2),
            characters: SOURCE.chars().count(),
            tool: Tool::running(&"0".repeat(64)),
            digests: Digests {
                documents: vec![],
                rest: "0".repeat(64),
            },
        },
        documents,
        diagnostics: vec![],
        coverage: Coverage {
            characters: 0,
            claimed: 0,
            unclaimed: vec![Unclaimed {
                signal: SignalKind::Amount,
                raw: "12 500".into(),
                spans: at("12 500"),
            }],
            dismissed: vec![Dismissed {
                signal: SignalKind::Identifier,
                raw: "TB2025-9".into(),
                spans: at("TB2025-9"),
                rule: "planted".into(),
            }],
        },
    }
}

/// The whole document, after a change.
fn changed(change: impl FnOnce(&mut Extraction)) -> Extraction {
    let mut whole = extraction(vec![document()]);
    change(&mut whole);
    whole
}

/// The findings as "severity code item".
fn told(found: &[Diagnostic]) -> Vec<String> {
    found
        .iter()
        .map(|d| {
            let severity = format!("{:?}", d.severity).to_lowercase();
            format!("{severity} {} {}", d.code, d.item.as_deref().unwrap_or("-"))
        })
        .collect()
}

#[test]
fn the_mended_twin_is_silent() {
    let whole = extraction(vec![document()]);
    assert_eq!(facts(&whole), []);
    assert_eq!(quotation(&whole, SOURCE), []);
    assert_eq!(validate(&serde_json::to_value(&whole).unwrap()), []);
}

// ---- schema

#[test]
fn the_schema_requires_every_member_and_refuses_others() {
    let right = serde_json::to_value(extraction(vec![document()])).unwrap();
    let breaks = |pointer: &str, name: &str, value: Option<Value>| {
        let mut wrong = right.clone();
        let object = wrong.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
        match value {
            Some(value) => drop(object.insert(name.into(), value)),
            None => drop(object.remove(name)),
        }
        let found = validate(&wrong);
        assert_eq!(found.len(), 1, "{pointer}/{name}: {found:?}");
        found[0].path.clone()
    };
    assert_eq!(breaks("", "coverage", None), "");
    assert_eq!(breaks("/documents/0", "year", None), "/documents/0");
    assert_eq!(
        breaks("/documents/0/deadlines/0", "levels", Some(json!(1))),
        "/documents/0/deadlines/0"
    );
    assert_eq!(
        breaks("/documents/0/deadlines/0", "date", Some(json!("1. juni"))),
        "/documents/0/deadlines/0/date"
    );
    assert_eq!(
        breaks("/documents/0/deadlines/0", "kind", Some(json!("party"))),
        "/documents/0/deadlines/0/kind"
    );
    assert_eq!(
        breaks("", "schema_version", Some(json!("2"))),
        "/schema_version"
    );
    assert_eq!(
        breaks("/source", "sha256", Some(json!("abc"))),
        "/source/sha256"
    );
}

#[test]
fn the_schema_names_itself_and_keeps_the_order_of_the_contract() {
    let schema = schema();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    assert_eq!(schema["$id"], "urn:oppdrag:extraction:1");
    let members: Vec<_> = schema["properties"].as_object().unwrap().keys().collect();
    assert_eq!(
        members,
        [
            "schema_version",
            "source",
            "documents",
            "diagnostics",
            "coverage"
        ]
    );
    let written = serde_json::to_value(document()).unwrap();
    let written: Vec<_> = written.as_object().unwrap().keys().collect();
    let document = schema["$defs"]["Document"]["properties"]
        .as_object()
        .unwrap();
    assert_eq!(document.keys().collect::<Vec<_>>(), written);
}

/// Every member of every record is in `required`, save `bbox`.
#[test]
fn only_the_box_may_be_left_out() {
    fn optional(node: &Value, all: &mut Vec<String>) {
        if let Some(properties) = node.get("properties").and_then(Value::as_object) {
            let required = node.get("required").and_then(Value::as_array);
            all.extend(
                properties
                    .keys()
                    .filter(|name| !required.is_some_and(|r| r.contains(&json!(name))))
                    .cloned(),
            );
        }
        match node {
            Value::Object(members) => members.values().for_each(|m| optional(m, all)),
            Value::Array(items) => items.iter().for_each(|m| optional(m, all)),
            _ => {}
        }
    }
    let mut all = vec![];
    optional(&schema(), &mut all);
    assert_eq!(all, ["bbox"]);
}

// ---- quotation

#[test]
fn quoted_is_the_rule_of_the_contract() {
    for (text, source) in [
        ("", ""),
        ("a b", "a\u{a0}\n b"),
        ("omsorgsdepartementets", "omsorgsdeparte-\nmentets"),
        ("omsorgsdeparte- mentets", "omsorgsdeparte-\nmentets"),
        ("myk", "my\u{ad}\nk"),
        ("side til side", "side til si-  \u{c}de"),
        ("Sør-Øst", "Sør-\nØst"),
    ] {
        assert!(quoted(text, source), "{text:?} from {source:?}");
    }
    for (text, source) in [
        ("a", ""),
        ("", "a"),
        ("SørØst", "Sør-Øst"),
        ("Sør–Øst", "Sør-\nØst"),
        ("minst 95", "minst 96"),
        ("minst", "minst 95"),
        ("a -b", "a –\nb"),
        ("et to", "et- to"),
    ] {
        assert!(!quoted(text, source), "{text:?} from {source:?}");
    }
}

/// Every text of every kind of record: one letter more, and the check names the record.
#[test]
fn a_letter_too_many_is_found_in_every_text() {
    type Change = fn(&mut Document);
    let plants: [(&str, Change); 24] = [
        ("3.1", |d| d.sections[0].title.push('x')),
        ("goal-1", |d| d.goals[0].text.push('x')),
        ("indicator-3.1-1", |d| {
            d.indicators[0].targets[0].raw.push('x')
        }),
        ("indicator-3.1-1", |d| {
            d.indicators[0].targets[0].subject = Some("Delen".into())
        }),
        ("indicator-3.1-1", |d| {
            d.indicators[0].targets[0].period = Some("2027".into())
        }),
        ("indicator-3.1-1", |d| {
            d.indicators[0].targets[0].baseline = Some("2027".into())
        }),
        ("TB2026-1", |d| {
            d.assignments[0].title = Some("Bedre maling".into())
        }),
        ("TB2026-1", |d| {
            d.assignments[0].text = Some("Direktoratet skal".into())
        }),
        ("TB2026-1", |d| d.assignments[0].parts[0].text.push('x')),
        ("TB2026-1", |d| {
            d.assignments[0].parts[0].title = Some("Bredde".into())
        }),
        ("TB2025-9", |d| d.withdrawals[0].text.push('x')),
        ("-", |d| d.carry_over[0].text.push('x')),
        ("requirement-3.1-1", |d| d.requirements[0].text.push('x')),
        ("TB2026-1-deadline-1", |d| {
            d.deadlines[0].raw = "Frist: 1. juli 2026".into()
        }),
        ("TB2026-1-deadline-1", |d| {
            d.deadlines[0].what = Some("Mål".into())
        }),
        ("TB2026-1-deadline-1", |d| {
            d.deadlines[0].recurrence = Some("årlig".into())
        }),
        ("2024–2025/46", |d| {
            d.requests[0].text = Some("Måling".into())
        }),
        ("2024–2025/46", |d| {
            d.requests[0].response = Some("Ja".into())
        }),
        ("allocation-100.01", |d| {
            d.appropriations[0].figures[0].raw = "12 501".into()
        }),
        ("allocation-100.01-earmark-1", |d| {
            d.appropriations[0].earmarks[0].text.push('x')
        }),
        ("authorisation-1", |d| {
            d.authorisations[0].text = "Kap. 101".into()
        }),
        ("report-3.1-1", |d| {
            d.reports[0].requirement = Some("Mål".into())
        }),
        ("report-3.1-1", |d| d.reports[0].answer = Some("Mål".into())),
        ("citation-1", |d| {
            d.citations[0].raw = "Prop. 1 S (2024–2025)".into()
        }),
    ];
    for (n, (item, plant)) in plants.into_iter().enumerate() {
        let found = quotation(&changed(|e| plant(&mut e.documents[0])), SOURCE);
        assert_eq!(
            told(&found),
            [format!("error quotation {item}")],
            "plant {n}"
        );
    }
    let cell = changed(|e| e.documents[0].tables[0].rows[0][1] = "SørØst x".into());
    assert_eq!(
        told(&quotation(&cell, SOURCE)),
        ["error quotation table-3.1-1"]
    );
    let unclaimed = changed(|e| e.coverage.unclaimed[0].raw.push('x'));
    assert_eq!(told(&quotation(&unclaimed, SOURCE)), ["error quotation -"]);
    let dismissed = changed(|e| e.coverage.dismissed[0].raw.push('x'));
    assert_eq!(told(&quotation(&dismissed, SOURCE)), ["error quotation -"]);
}

#[test]
fn a_text_without_a_place_or_outside_the_source_is_found() {
    let bare = changed(|e| e.documents[0].goals[0].spans.clear());
    let found = quotation(&bare, SOURCE);
    assert_eq!(told(&found), ["error quotation goal-1"]);
    assert!(
        found[0].message.contains("has no span"),
        "{}",
        found[0].message
    );
    for (start, end) in [(0, 1_000_000), (9, 3), (1_000_000, 1_000_001)] {
        let outside = changed(|e| {
            e.documents[0].goals[0].spans[0].start = start;
            e.documents[0].goals[0].spans[0].end = end;
        });
        let found = quotation(&outside, SOURCE);
        assert_eq!(told(&found), ["error quotation goal-1"]);
        assert!(
            found[0].message.contains("no place"),
            "{}",
            found[0].message
        );
    }
}

#[test]
fn spans_are_joined_in_order() {
    let mut two = at("Mål lengden.");
    two.extend(at("Rapport"));
    let text = Some("Mål lengden. Rapport".into());
    let right = changed(|e| {
        e.documents[0].reports[0].answer = text.clone();
        e.documents[0].reports[0].answer_spans = two.clone();
    });
    assert_eq!(quotation(&right, SOURCE), []);
    two.reverse();
    let wrong = changed(|e| {
        e.documents[0].reports[0].answer = text;
        e.documents[0].reports[0].answer_spans = two;
    });
    assert_eq!(
        told(&quotation(&wrong, SOURCE)),
        ["error quotation report-3.1-1"]
    );
}

// ---- references

#[test]
fn an_id_given_twice_is_found() {
    let twice = changed(|e| {
        let again = e.documents[0].goals[0].clone();
        e.documents[0].goals.push(again);
    });
    assert_eq!(told(&references(&twice)), ["error id_duplicate goal-1"]);
    let across = changed(|e| e.documents[0].citations[0].id = "goal-1".into());
    assert_eq!(told(&references(&across)), ["error id_duplicate goal-1"]);
    // A section and an assignment can both be number 12.
    let twelve = changed(|e| {
        let mut section = e.documents[0].sections[0].clone();
        section.id = "12".into();
        e.documents[0].sections.push(section);
        e.documents[0]
            .assignments
            .push(assignment("12", Action::New));
    });
    assert_eq!(references(&twelve), []);
    let keys = extraction(vec![document(), document()]);
    assert_eq!(
        told(&references(&keys)),
        ["error id_duplicate allocation_letter-2026-maledirektoratet"]
    );
}

#[test]
fn a_reference_that_leads_nowhere_is_found() {
    type Change = fn(&mut Document);
    let plants: [(&str, Change); 18] = [
        ("3.1", |d| d.sections[0].parent = Some("3".into())),
        ("goal-1", |d| d.goals[0].section = Some("3".into())),
        ("indicator-3.1-1", |d| {
            d.indicators[0].section = Some("3".into())
        }),
        ("indicator-3.1-1", |d| {
            d.indicators[0].goal = Some("goal-2".into())
        }),
        ("indicator-3.1-1", |d| {
            d.indicators[0].parent = Some("goal-1".into())
        }),
        ("TB2026-1", |d| d.assignments[0].section = Some("3".into())),
        ("TB2026-1", |d| d.assignments[0].goal = Some("3.1".into())),
        ("requirement-3.1-1", |d| {
            d.requirements[0].section = Some("3".into())
        }),
        ("TB2026-1-deadline-1", |d| {
            d.deadlines[0].parts = vec!["c".into()]
        }),
        ("TB2026-1-deadline-1", |d| {
            d.deadlines[0].request = Some("2023–2024/46".into())
        }),
        ("TB2026-1-deadline-1", |d| {
            d.deadlines[0].requirement = Some("citation-1".into())
        }),
        ("TB2026-1-deadline-1", |d| {
            d.deadlines[0].report = Some("TB2026-1".into())
        }),
        ("TB2026-1-deadline-1", |d| {
            d.deadlines[0].section = Some("3".into())
        }),
        ("allocation-100.01", |d| {
            d.appropriations[0].section = Some("3".into())
        }),
        ("allocation-100.01-earmark-1", |d| {
            d.appropriations[0].earmarks[0].parent = Some("goal-1".into());
        }),
        ("report-3.1-1", |d| d.reports[0].section = Some("3".into())),
        ("table-3.1-1", |d| d.tables[0].section = Some("3".into())),
        ("citation-1", |d| {
            d.citations[0].within = Some("TB2026-7".into())
        }),
    ];
    for (n, (item, plant)) in plants.into_iter().enumerate() {
        let found = references(&changed(|e| plant(&mut e.documents[0])));
        assert_eq!(
            told(&found),
            [format!("error reference_missing {item}")],
            "plant {n}"
        );
    }
    // The assignment is gone, and its parts with it.
    let owner = changed(|e| e.documents[0].deadlines[0].assignment = Some("TB2026-9".into()));
    assert_eq!(
        told(&references(&owner)),
        ["error reference_missing TB2026-1-deadline-1"; 3]
    );
    let none = changed(|e| e.documents[0].deadlines[0].assignment = None);
    assert_eq!(
        told(&references(&none)),
        ["error reference_missing TB2026-1-deadline-1"; 2]
    );
}

// ---- identifiers

/// What `identifiers` says of a letter with these new assignments.
fn series(relation: Relation, numbers: &[&str]) -> Vec<String> {
    let whole = changed(|e| {
        let d = &mut e.documents[0];
        d.relation = relation;
        d.assignments = numbers.iter().map(|n| assignment(n, Action::New)).collect();
    });
    let found = identifiers(&whole);
    assert!(found.iter().all(|d| d.severity == Severity::Warning));
    found
        .into_iter()
        .map(|d| format!("{}: {}", d.code, d.message))
        .collect()
}

#[test]
fn a_gap_in_a_series_is_found() {
    use Relation::{Original, Supplement};
    assert_eq!(
        series(Original, &["TB2026-1", "TB2026-2", "TB2026-4"]),
        ["identifier_gap: TB2026-3 is missing before TB2026-4"]
    );
    assert_eq!(
        series(Original, &["TB2026-1", "TB2026-3", "TB2026-2"]),
        [""; 0]
    );
    let eight = ["02", "03", "04", "06", "07", "08", "09", "10"].map(|n| format!("HN26-{n}"));
    assert_eq!(
        series(Original, &eight.each_ref().map(String::as_str)),
        [
            "identifier_gap: HN26-01 is missing before HN26-02",
            "identifier_gap: HN26-05 is missing before HN26-06"
        ]
    );
    // Each prefix is a series of its own; a bare number is one too, and one before the year.
    assert_eq!(
        series(Original, &["1", "2", "HN26-1", "HV26-1", "4"]),
        ["identifier_gap: 3 is missing before 4"]
    );
    assert_eq!(
        series(
            Original,
            &["Oppdrag 1/2026", "Oppdrag 3/2026", "Oppdrag 4/2026"]
        ),
        ["identifier_gap: Oppdrag 2/2026 is missing before Oppdrag 3/2026"]
    );
    // Several agencies share a series: each letter has some of its numbers.
    let shared = ["TB2026-2", "TB2026-5", "TB2026-11", "TB2026-12"];
    assert_eq!(series(Original, &shared), [""; 0]);
    // A supplement takes up some numbers, and so does what it adds.
    assert_eq!(series(Supplement, &["TB2026-61", "TB2026-62"]), [""; 0]);
    let some = ["TB2026-17", "TB2026-61", "TB2026-62", "TB2026-64"];
    assert_eq!(series(Supplement, &some), [""; 0]);
    // A letter after the number, and earlier years' assignments printed again.
    assert_eq!(
        series(Original, &["TB2026-1", "TB2026-2a", "TB2026-3"]),
        [""; 0]
    );
    assert_eq!(
        series(Original, &["TB2026-1", "TB2025-7", "TB2025-9"]),
        [""; 0]
    );
}

#[test]
fn a_misprinted_number_is_one_finding() {
    let letter = |numbers: &[&str]| series(Relation::Original, numbers);
    assert_eq!(
        letter(&["8", "9", "10", "101", "12", "13"]),
        ["identifier_gap: 11 is missing; 101 stands in its place, between 10 and 12"]
    );
    assert_eq!(letter(&["8", "9", "10", "11", "12", "13"]), [""; 0]);
    // Where the number that it shows is another assignment's, that is what is said.
    assert_eq!(
        letter(&["1", "2", "5", "4", "5", "6"]),
        [
            "identifier_duplicate: the number 5 is given to two assignments («no title» and «no title»); 3 is missing"
        ]
    );
}

#[test]
fn a_series_that_begins_again_under_another_goal_is_another_series() {
    let letter = |printed: &[(&str, &str)]| {
        let whole = changed(|e| {
            e.documents[0].assignments = printed
                .iter()
                .map(|(section, number)| {
                    let mut one = assignment(number, Action::New);
                    one.section = Some((*section).into());
                    one
                })
                .collect();
        });
        told(&identifiers(&whole))
    };
    let (one, two) = ("Oppdrag 1", "Oppdrag 2");
    let again = [("2.1", one), ("2.1", two), ("2.2", one), ("2.2", two)];
    assert_eq!(letter(&again), [""; 0]);
    // In one section it does not begin again, and a number with its year never does.
    let twice = [("2.1", one), ("2.1", one), ("2.2", two)];
    assert_eq!(letter(&twice), ["warning identifier_duplicate Oppdrag 1"]);
    let (one, two) = ("TB2026-1", "TB2026-2");
    let dated = [("2.1", one), ("2.1", two), ("2.2", one)];
    assert_eq!(letter(&dated), ["warning identifier_duplicate TB2026-1"]);
}

#[test]
fn what_is_clarified_or_withdrawn_is_not_missing() {
    let letter = |action, withdrawn: &str| {
        let whole = changed(|e| {
            let d = &mut e.documents[0];
            d.assignments = vec![
                assignment("TB2026-1", Action::New),
                assignment("TB2026-2", action),
                assignment("TB2026-4", Action::New),
            ];
            d.withdrawals[0].assignment = Some(withdrawn.into());
        });
        told(&identifiers(&whole))
    };
    assert_eq!(letter(Action::Clarified, "TB2026-3"), [""; 0]);
    assert_eq!(
        letter(Action::Clarified, "TB2026-5"),
        ["warning identifier_gap TB2026-4"]
    );
    assert_eq!(letter(Action::New, "TB2026-3"), [""; 0]);
}

#[test]
fn a_number_given_twice_is_found() {
    let twice = |second: &str| {
        let whole = changed(|e| {
            let mut other = assignment(second, Action::New);
            other.id = format!("{second}-2");
            e.documents[0].assignments.push(other);
        });
        told(&identifiers(&whole))
    };
    assert_eq!(
        twice("TB2026-2"),
        ["warning identifier_duplicate TB2026-2-2"]
    );
    assert_eq!(twice("TB2026-3"), [""; 0]);
    // What a letter clarifies in two places is one assignment.
    let clarified = changed(|e| {
        let mut other = assignment("TB2026-2", Action::Clarified);
        other.id = "TB2026-2-2".into();
        e.documents[0].assignments.push(other);
    });
    assert_eq!(told(&identifiers(&clarified)), [""; 0]);
}

#[test]
fn a_supplement_that_uses_a_number_again_is_found() {
    let supplement = |action, recipient: &str| {
        let mut later = document();
        later.key.push_str("-1");
        later.relation = Relation::Supplement;
        later.recipients = vec![recipient.into()];
        later.assignments = vec![assignment("TB2026-2", action)];
        told(&identifiers(&extraction(vec![document(), later])))
    };
    assert_eq!(
        supplement(Action::New, "Måledirektoratet"),
        ["warning identifier_duplicate TB2026-2"]
    );
    assert_eq!(supplement(Action::Clarified, "Måledirektoratet"), [""; 0]);
    assert_eq!(supplement(Action::New, "Vektdirektoratet"), [""; 0]);
}

// ---- dates

#[test]
fn a_delivery_before_the_letter_is_found() {
    let letter =
        |change: fn(&mut Document)| told(&dates(&changed(|e| change(&mut e.documents[0]))));
    let early = ["warning due_before_letter TB2026-1-deadline-1"];
    assert_eq!(
        letter(|d| d.deadlines = vec![deadline("TB2026-1-deadline-1", Some("2026-01-14"))]),
        early
    );
    assert_eq!(
        letter(|d| d.deadlines = vec![deadline("TB2026-1-deadline-1", Some("2026-01-15"))]),
        [""; 0]
    );
    // A coarser time is due when it ends.
    fn coarse(d: &mut Document, latest: &str) {
        d.deadlines[0].date = None;
        d.deadlines[0].latest = Some(latest.into());
    }
    assert_eq!(letter(|d| coarse(d, "2025-12-31")), early);
    assert_eq!(letter(|d| coarse(d, "2026-12-31")), [""; 0]);
    // A start lies before the letter often enough.
    assert_eq!(
        letter(|d| {
            d.deadlines[0].date = Some("2026-01-01".into());
            d.deadlines[0].kind = DeadlineKind::Start;
        }),
        [""; 0]
    );
    assert_eq!(
        letter(|d| {
            d.deadlines[0].date = Some("2026-01-01".into());
            d.kind = DocumentKind::AnnualReport;
        }),
        [""; 0]
    );
}

#[test]
fn a_day_that_does_not_exist_is_found() {
    let due = |date: &str| {
        told(&dates(&changed(|e| {
            e.documents[0].deadlines[0].date = Some(date.into())
        })))
    };
    for wrong in [
        "2026-06-31",
        "2026-02-29",
        "20260601",
        "2026-06-01T00:00",
        "1. juni 2026",
        "",
    ] {
        assert_eq!(
            due(wrong),
            ["error unreal_date TB2026-1-deadline-1"],
            "{wrong}"
        );
    }
    assert_eq!(due("2028-02-29"), [""; 0]);
    let letter = changed(|e| e.documents[0].date = Some("2026-13-01".into()));
    assert_eq!(
        told(&dates(&letter)),
        ["error unreal_date allocation_letter-2026-maledirektoratet"]
    );
    let request = changed(|e| e.documents[0].requests[0].date = Some("2025-00-01".into()));
    assert_eq!(told(&dates(&request)), ["error unreal_date 2024–2025/46"]);
}

#[test]
fn an_interval_that_ends_before_it_begins_is_found() {
    let interval = |earliest: &str, latest: &str| {
        let whole = changed(|e| {
            e.documents[0].deadlines[0].date = None;
            e.documents[0].deadlines[0].earliest = Some(earliest.into());
            e.documents[0].deadlines[0].latest = Some(latest.into());
        });
        told(&dates(&whole))
    };
    assert_eq!(interval("2026-08-01", "2026-12-31"), [""; 0]);
    assert_eq!(interval("2026-08-01", "2026-08-01"), [""; 0]);
    assert_eq!(
        interval("2026-12-31", "2026-08-01"),
        ["warning interval_reversed TB2026-1-deadline-1"]
    );
}

// ---- time

/// Ten times the text and the records take no more than some tens of times as long; a check that
/// counts from the start of the text for each span would take a hundred times.
#[test]
fn quotation_is_linear() {
    let measure = |copies: usize| {
        let line = "Etaten skal måle lengde, vekt og høyde på sør- og vestsiden.\n";
        let source = line.repeat(copies);
        let length = line.chars().count();
        let whole = changed(|e| {
            e.coverage.unclaimed.clear();
            e.coverage.dismissed.clear();
            let mut d = Document::empty(DocumentKind::AllocationLetter);
            d.requirements = (0..copies)
                .map(|n| Requirement {
                    id: format!("requirement-{n}"),
                    kind: RequirementKind::Other,
                    section: None,
                    text: line.into(),
                    channel: None,
                    spans: vec![Span {
                        page: None,
                        page_label: None,
                        start: n * length,
                        end: (n + 1) * length,
                        bbox: None,
                    }],
                })
                .collect();
            d.tables = vec![Table {
                id: "table-1".into(),
                caption: None,
                section: None,
                header: vec![],
                rows: vec![
                    vec!["Etaten skal måle lengde".into(), "vekt og høyde".into()];
                    copies
                ],
                spans: vec![Span {
                    page: None,
                    page_label: None,
                    start: 0,
                    end: copies * length,
                    bbox: None,
                }],
            }];
            e.documents = vec![d];
        });
        (0..3)
            .map(|_| {
                let begin = std::time::Instant::now();
                assert_eq!(quotation(&whole, &source), []);
                begin.elapsed()
            })
            .min()
            .unwrap()
    };
    let (one, ten) = (measure(1_000), measure(10_000));
    assert!(ten < one * 40, "{one:?} for one copy, {ten:?} for ten");
}

/// What is told of a table with this head, in cells parted by bars.
fn table(head: &str, rows: &[&str]) -> Vec<String> {
    let cells = |line: &str| line.split('|').map(|it| it.trim().to_string()).collect();
    let found = facts(&changed(|extraction| {
        extraction.documents[0].tables = vec![Table {
            id: "table-3.1-1".into(),
            caption: None,
            section: None,
            header: vec![cells(head)],
            rows: rows.iter().map(|row| cells(row)).collect(),
            spans: vec![],
        }];
    }));
    let sums = found.iter().filter(|one| one.code == "sum_mismatch");
    sums.map(|one| one.message.clone()).collect()
}

#[test]
fn a_table_that_does_not_add_up_is_found() {
    let below = |sum: &str| {
        let last = format!("Sum | {sum} | 10 %");
        table(
            "Sted | Mål | Andel",
            &["Nord | 1 200,5 | 12 %", "Sør | 300,0 | 8 %", &last],
        )
    };
    assert_eq!(below("1 500,5"), Vec::<String>::new());
    // Rounded: no more than half of the last digit of each.
    assert_eq!(below("1 500,6"), Vec::<String>::new());
    assert_eq!(
        below("1 510,5"),
        ["Sum, column 2: the figures add up to 1500,5, printed is 1 510,5"]
    );
    let beside = |sum: &str| table("2025 2026 Sum", &[&format!("Mål | 544 | -407 | {sum}")]);
    assert_eq!(beside("137"), Vec::<String>::new());
    assert_eq!(
        beside("147"),
        ["Mål: the figures add up to 137, printed is 147"]
    );
    // A wrong sum below a column is wrong beside its row, too: one fault, one finding.
    let both = |sum: &str| {
        let last = format!("Sum | {sum} | 700 | 2 000");
        table(
            "Sted 2026 2027 Sum",
            &["Nord | 600 | 400 | 1 000", "Sør | 700 | 300 | 1 000", &last],
        )
    };
    assert_eq!(both("1 300"), Vec::<String>::new());
    assert_eq!(
        both("1 900"),
        ["Sum, column 2: the figures add up to 1300, printed is 1 900"]
    );
    // An average, a row that lacks a cell, and other things than numbers.
    let none = Vec::<String>::new();
    assert_eq!(
        table(
            "Sted | Snitt",
            &["Nord | 4,9", "Sør | 15,8", "Totalt | 5,6"]
        ),
        none
    );
    assert_eq!(
        table("Sted | Mål", &["Nord", "Sør | 15,8", "Totalt | 55,6"]),
        none
    );
    assert_eq!(
        table("Sted | Mål", &["Nord | 5/3", "Sør | 8/2", "Totalt | 15/80"]),
        none
    );
}

#[test]
fn a_session_that_never_was_is_found() {
    let cited = |reference: &str, kind: CitationKind| {
        let found = facts(&changed(|extraction| {
            let citations = &mut extraction.documents[0].citations;
            let mut one = citations[0].clone();
            (one.id, one.kind, one.reference) = ("citation-99".into(), kind, reference.into());
            citations.push(one);
        }));
        let codes = found.iter().filter(|one| one.code == "impossible_session");
        codes.count()
    };
    assert_eq!(
        cited("Meld. St. 9 (2023–2023)", CitationKind::WhitePaper),
        1
    );
    assert_eq!(
        cited("Meld. St. 9 (2024–2027)", CitationKind::WhitePaper),
        1
    );
    assert_eq!(
        cited("Meld. St. 9 (2023–2024)", CitationKind::WhitePaper),
        0
    );
    assert_eq!(cited("Plan (2024–2027)", CitationKind::Other), 0);
}
