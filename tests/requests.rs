//! Parliament's requests in the invented propositions: the facts that a person reads out of them, and
//! what is left of them when the file is cut, its pages are out of order, or a page stands twice.

#![allow(clippy::unwrap_used)]

mod common;

use common::{all, counted, letters, list, text, when};
use oppdrag::Grammar;
use serde_json::{Value, json};
use std::{fs, sync::LazyLock};

const FIXTURES: [&str; 4] = [
    "requests.txt",
    "requests-nynorsk.txt",
    "requests-revised.txt",
    "requests-headings.md",
];

static GRAMMAR: LazyLock<Grammar> = LazyLock::new(Grammar::built_in);

fn fixture(name: &str) -> String {
    String::from_utf8(common::fixture(&format!("propositions/{name}"))).unwrap()
}

/// Reads a proposition; whatever it is like, nothing may be broken.
fn read(name: &str, words: &str) -> Option<Value> {
    let extraction = oppdrag::extract(name, words.as_bytes(), &GRAMMAR).ok()?;
    let source = oppdrag::source::read(name, words.as_bytes()).unwrap();
    let broken = common::broken(&extraction, source.canonical.text());
    assert!(broken.is_empty(), "{broken:#?}");
    Some(serde_json::to_value(&extraction).unwrap())
}

fn requests(read: &Value) -> Vec<Value> {
    all(read, "requests")
}

fn by_id<'a>(requests: &'a [Value], id: &str) -> Option<&'a Value> {
    requests.iter().find(|one| text(one, "id") == id)
}

#[test]
fn the_propositions_give_their_facts() {
    let mut wrong: Vec<String> = Vec::new();
    for name in FIXTURES {
        let stem = name.split('.').next().unwrap();
        let facts = common::fixture(&format!("propositions/{stem}.facts.json"));
        let facts: Value = serde_json::from_slice(&facts).unwrap();
        let read = read(name, &fixture(name)).expect("a proposition");
        let mut differ = |what: String, expected: Value, got: Value| {
            if expected != got {
                wrong.push(format!("{name}: {what}: expected {expected}, got {got}"));
            }
        };
        let found = requests(&read);
        let id = |one: &Value| format!("{}/{}", text(one, "session"), one["number"]);
        let ids: Vec<String> = list(&facts, "requests").iter().map(id).collect();
        let mut got: Vec<String> = found.iter().map(id).collect();
        differ(
            "requests".into(),
            json!(counted(ids.clone())),
            json!(counted(got.clone())),
        );
        got.dedup();
        for fact in list(&facts, "requests") {
            let Some(one) = by_id(&found, &id(fact)) else {
                continue;
            };
            for key in [
                "keyword",
                "heading",
                "date",
                "basis",
                "reporting_ends",
                "outcome",
            ] {
                differ(
                    format!("{} {key}", id(fact)),
                    fact[key].clone(),
                    one[key].clone(),
                );
            }
            let followed = fact["outcome"].as_str().map(|value| value == "followed_up");
            differ(
                format!("{} followed_up", id(fact)),
                json!(followed),
                one["followed_up"].clone(),
            );
            differ(
                format!("{} printed again", id(fact)),
                json!(fact["also_at"].as_u64() > Some(0)),
                json!(!list(one, "also_at").is_empty()),
            );
            let body = letters(text(one, "text"));
            let ends = letters(text(one, "response"));
            let held = body.starts_with(&letters(text(fact, "text_start")))
                && body.ends_with(&letters(text(fact, "text_end")))
                && ends.ends_with(&letters(text(fact, "response_end")));
            differ(format!("{} texts", id(fact)), json!(true), json!(held));
        }
        let due = |one: &Value| {
            format!(
                "{} {} {}",
                text(one, "request"),
                text(one, "kind"),
                when(one)
            )
        };
        differ(
            "deadlines".into(),
            json!(counted(list(&facts, "deadlines").iter().map(due))),
            json!(counted(all(&read, "deadlines").iter().map(due))),
        );
        let said: Vec<Value> = list(&read, "diagnostics")
            .iter()
            .map(|one| json!([one["code"], one["item"]]))
            .collect();
        let say = |all: &[Value]| json!(counted(all.iter().map(Value::to_string)));
        differ(
            "diagnostics".into(),
            say(list(&facts, "diagnostics")),
            say(&said),
        );
        let cited: Vec<String> = all(&read, "citations")
            .iter()
            .map(|one| text(one, "ref").to_string())
            .collect();
        for one in list(&facts, "cited") {
            let one = one.as_str().unwrap();
            differ(
                format!("cites {one}"),
                json!(true),
                json!(cited.iter().any(|other| other == one)),
            );
        }
        differ(
            "unclaimed".into(),
            json!([]),
            read["coverage"]["unclaimed"].clone(),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What was whole before the cut is read as it is in the whole.
#[test]
fn a_proposition_may_be_cut_anywhere() {
    for name in FIXTURES {
        let words = fixture(name);
        let whole = requests(&read(name, &words).unwrap());
        let ends: Vec<usize> = words.char_indices().map(|(at, _)| at).step_by(41).collect();
        for end in ends {
            let Some(cut) = read(name, &words[..end]) else {
                continue; // not enough is left to know what it is
            };
            // Spans count in the canonical text, which of Markdown has fewer characters.
            let points = cut["source"]["characters"].as_u64().unwrap();
            let left = requests(&cut);
            for one in &whole {
                let section = &one["response_spans"];
                let last = section.as_array().unwrap().last();
                if last.is_none_or(|span| span["end"].as_u64().unwrap() + 300 > points) {
                    continue;
                }
                let id = text(one, "id");
                let other = by_id(&left, id).unwrap_or_else(|| panic!("{name} at {end}: no {id}"));
                assert_eq!(one["text"], other["text"], "{name} at {end}: {id}");
                assert_eq!(one["outcome"], other["outcome"], "{name} at {end}: {id}");
            }
        }
    }
}

/// The pages of the fixture, each with the blank at its head that Tika leaves.
fn pages(words: &str) -> Vec<String> {
    let mut pages = vec![String::new()];
    for line in words.split_inclusive('\n') {
        let starts = line.starts_with(' ') && line.trim().len() > 1;
        if starts {
            pages.push(String::new());
        }
        pages.last_mut().unwrap().push_str(line);
    }
    pages
}

#[test]
fn pages_may_stand_twice_or_out_of_order() {
    let words = fixture("requests.txt");
    let pages = pages(&words);
    assert!(pages.len() > 3);
    let known: Vec<String> = requests(&read(FIXTURES[0], &words).unwrap())
        .iter()
        .map(|one| text(one, "id").to_string())
        .collect();
    for doubled in 0..pages.len() {
        let mut order: Vec<&str> = pages.iter().map(String::as_str).collect();
        order.insert(doubled, &pages[doubled]);
        let twice = requests(&read(FIXTURES[0], &order.concat()).expect("a proposition"));
        let ids = counted(twice.iter().map(|one| text(one, "id")));
        assert!(ids.values().all(|count| *count == 1), "{ids:?}");
        for id in &known {
            assert!(
                ids.contains_key(id.as_str()),
                "page {doubled} twice: no {id}"
            );
        }
    }
    for first in 1..pages.len() {
        let mut order: Vec<&str> = pages.iter().map(String::as_str).collect();
        let page = order.remove(first);
        order.insert(1, page);
        order[2..].reverse();
        read(FIXTURES[0], &order.concat());
    }
}

#[test]
fn without_its_overview_the_sections_are_read() {
    let words = fixture("requests.txt");
    let start = words.find("Tabell 2.1").unwrap();
    let end = words.find("2.1 Stortingssesjon").unwrap();
    let without = format!("{}{}", &words[..start], &words[end..]);
    let rows: Vec<&str> = without.lines().collect();
    let from = rows
        .iter()
        .position(|row| row.contains("Navn på holmer"))
        .unwrap();
    let to = rows[from..]
        .iter()
        .position(|row| row.contains("(2025–2026)"))
        .unwrap()
        + from;
    let without = [&rows[..from], &rows[to + 1..]].concat().join("\n");
    let read = read(FIXTURES[0], &without).expect("a proposition");
    let left = requests(&read);
    assert_eq!(left.len(), 9, "{left:#?}");
    assert!(
        left.iter()
            .all(|one| one["keyword"].is_null() && !one["text"].is_null())
    );
    let codes: Vec<&str> = list(&read, "diagnostics")
        .iter()
        .map(|one| text(one, "code"))
        .collect();
    assert!(!codes.contains(&"request_not_in_overview"), "{codes:?}");
}

/// Requests may stand under the headings of the ministries that account for them, which head none.
#[test]
fn a_ministrys_heading_is_no_requests() {
    for (name, one, two) in [
        (
            "prop.txt",
            "3.1 Fyr- og havdepartementet",
            "3.2 Myrdepartementet",
        ),
        (
            "prop.md",
            "## 3.1 Fyr- og havdepartementet",
            "## 3.2 Myrdepartementet",
        ),
        (
            "prop.md",
            "### Fyr- og havdepartementet",
            "### Myrdepartementet",
        ),
    ] {
        let words = format!(
            "Prop. 1 S (2025–2026)\n\nProposisjon til Stortinget (forslag til stortingsvedtak)\n\n\
             FOR BUDSJETTÅRET 2026\n\n{}3 Oppfølging av anmodnings- og utredningsvedtak\n\n{one}\n\n\
             Vedtak nr. 46, 21. november 2024\n\n«Stortinget ber regjeringen tenne fyrene.»\n\n\
             Fyrene er tent. Vedtaket anses som fulgt opp.\n\n\
             Grønne bøyer\n\nVedtak nr. 47, 21. november 2024\n\n\
             «Stortinget ber regjeringen male bøyene grønne.»\n\nBøyene er grønne.\n\n{two}\n\n\
             Vedtak nr. 48, 22. november 2024\n\n«Stortinget ber regjeringen verne myrene.»\n\n\
             Myrene er vernet. Vedtaket anses som fulgt opp.\n",
            if name.ends_with("md") { "# " } else { "" }
        );
        let read = read(name, &words).expect("a proposition");
        let found: Vec<(Value, bool)> = requests(&read)
            .iter()
            .map(|one| {
                let clean = !text(one, "response").contains("departementet");
                (one["heading"].clone(), clean)
            })
            .collect();
        assert_eq!(
            found,
            [
                (json!("Vedtak nr. 46, 21. november 2024"), true),
                (json!("Grønne bøyer"), true),
                (json!("Vedtak nr. 48, 22. november 2024"), true),
            ],
            "{words}"
        );
    }
}

/// A few cuts of the real one: it is large.
#[test]
fn the_real_proposition_may_be_cut() {
    let path = common::path("../shared/corpus/prop-1-s-2025-2026-hod.txt");
    let Ok(words) = fs::read_to_string(&path) else {
        println!("skipped: no {}", path.display());
        return;
    };
    let at = |share: usize| {
        let mut at = words.len() / 1000 * share;
        while !words.is_char_boundary(at) {
            at += 1;
        }
        at
    };
    let text = &words;
    let cuts: Vec<String> = vec![
        text[..at(61)].to_string(),         // in the overview
        text[..at(97)].to_string(),         // in a section
        text[at(63)..at(160)].to_string(),  // the overview's head is gone
        text[at(100)..at(330)].to_string(), // sections without an overview
        format!("{}{}", &text[at(200)..at(330)], &text[at(55)..at(140)]), // part II first
        text[..at(80)].replace("Vedtak nr.", "Vedtak nr"), // a form of its own
    ];
    std::thread::scope(|scope| {
        for cut in &cuts {
            scope.spawn(move || {
                if let Some(read) = read(FIXTURES[0], cut) {
                    let requests = requests(&read);
                    let ids = counted(requests.iter().map(|one| one["id"].to_string()));
                    assert!(ids.values().all(|count| *count == 1));
                }
            });
        }
    });
}
