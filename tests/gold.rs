//! Holds what oppdrag reads out of the real letters against facts that were checked by hand.
//!
//! The letters and the facts lie beside the working copy in `../shared`; without them these tests
//! say so and hold nothing. `tests/reads.txt` is a ratchet: how many facts of each kind are read
//! right in each document, of how many, and how many are read that are no facts. It fails when a
//! number is worse and when it is better than listed; `UPDATE_READS=1` writes the file anew.

#![allow(clippy::unwrap_used)]

mod common;

use common::{all, counted, list, text, when};
use serde_json::Value;
use std::{collections::BTreeMap, fmt::Write, fs, path::PathBuf, sync::LazyLock};

const DOCUMENTS: [&str; 7] = [
    "tildelingsbrev-2026-helsedirektoratet",
    "oppdragsdokument-2026-helse-nord",
    "pdf-tildelingsbrev-2026-helsedirektoratet",
    "pdf-oppdragsdokument-2026-helse-nord",
    "prop-1-s-2025-2026-hod",
    "pdf-prop-1-s-2025-2026-hod-utdrag",
    "arlig-melding-2025-helse-nord",
];

/// Kinds of fact that a document's `partial` may name: what is read beyond them is not judged.
const UNCHECKED: [(&str, &str); 6] = [
    ("requests", "requests"),
    ("assignment ids", "assignments"),
    ("goals", "goals"),
    ("indicators", "indicators"),
    ("report references", "reports"),
    ("results", "results"),
];

/// The documents' facts and readings, made once.
static READINGS: LazyLock<Vec<Option<(Value, Value)>>> = LazyLock::new(|| {
    std::thread::scope(|scope| {
        DOCUMENTS
            .map(|name| scope.spawn(move || reading(name)))
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    })
});

/// The folder of letters and facts, if it is there.
fn shared() -> Option<PathBuf> {
    let folder = common::path("../shared");
    if folder.join("gold").is_dir() && folder.join("corpus").is_dir() {
        return Some(folder);
    }
    println!("skipped: no {}", folder.display());
    None
}

/// The facts of a document, and what is read out of it.
fn reading(name: &str) -> Option<(Value, Value)> {
    let folder = shared()?;
    let gold = fs::read_to_string(folder.join(format!("gold/{name}.json"))).unwrap();
    let gold: Value = serde_json::from_str(&gold).unwrap();
    let source = text(&gold, "source");
    let bytes = fs::read(folder.join("corpus").join(source)).unwrap();
    let extraction = oppdrag::extract(source, &bytes, &oppdrag::Grammar::built_in())
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let source = oppdrag::source::read(source, &bytes).unwrap();
    let broken = common::broken(&extraction, source.canonical.text());
    assert!(broken.is_empty(), "{name}: {broken:#?}");
    for document in &extraction.documents {
        for row in &document.appropriations {
            assert!(!row.spans.is_empty(), "{name}: {} stands nowhere", row.id);
        }
    }
    let errors: Vec<String> = extraction
        .diagnostics
        .iter()
        .filter(|one| one.severity == oppdrag::model::Severity::Error)
        .map(|one| format!("{}: {}", one.code, one.message))
        .collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
    Some((gold, serde_json::to_value(&extraction).unwrap()))
}

/// Letters and digits, and the string that a number prints as.
fn words(value: &Value) -> String {
    match value {
        Value::String(text) => common::letters(text),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn printed(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim_end_matches('.').to_string(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// How a fact is written as a string.
type Print<'a> = &'a dyn Fn(&Value) -> String;

/// Facts of one kind: wanted and read.
type Rows = BTreeMap<&'static str, (Vec<String>, Vec<String>)>;

/// The requests of a proposition, by session and number.
fn request_rows(gold: &Value, read: &Value) -> Rows {
    let wanted = list(gold, "requests");
    let got = all(read, "requests");
    let id = |one: &Value| format!("{}/{}", text(one, "session"), one["number"]);
    let pairs: Vec<(&Value, &Value)> = wanted
        .iter()
        .filter_map(|one| Some((one, got.iter().find(|other| id(other) == id(one))?)))
        .collect();
    let mut rows = Rows::new();
    rows.insert(
        "requests",
        (
            wanted.iter().map(id).collect(),
            got.iter().map(id).collect(),
        ),
    );
    let fields: [(&str, &str, Print); 6] = [
        ("request keywords", "keyword", &words),
        ("request dates", "date", &words),
        ("request headings", "heading", &words),
        ("request reporting ends", "reporting_ends", &words),
        ("request followed up", "followed_up", &words),
        ("request basis", "basis", &|value| value.to_string()),
    ];
    for (kind, key, value) in fields {
        let fact = |at: &Value, one: &Value| format!("{} {}", id(at), value(&one[key]));
        rows.insert(
            kind,
            (
                wanted.iter().map(|one| fact(one, one)).collect(),
                pairs.iter().map(|(one, other)| fact(one, other)).collect(),
            ),
        );
    }
    let first = |one: &str, start: &str| one.starts_with(start);
    let last = |one: &str, end: &str| one.ends_with(end);
    type Test<'a> = &'a dyn Fn(&str, &str) -> bool;
    let texts: [(&str, &str, &str, Test); 3] = [
        ("request text begins", "text", "text_start", &first),
        ("request text ends", "text", "text_end", &last),
        ("request response ends", "response", "response_end", &last),
    ];
    for (kind, key, fact, holds) in texts {
        let right = pairs
            .iter()
            .filter(|(one, other)| holds(&words(&other[key]), &words(&one[fact])))
            .map(|(one, _)| id(one))
            .collect();
        rows.insert(kind, (wanted.iter().map(id).collect(), right));
    }
    if wanted.iter().any(|one| one["page"].is_u64()) {
        let page = |at: &Value, page: &Value| format!("{} {page}", id(at));
        rows.insert(
            "request pages",
            (
                wanted.iter().map(|one| page(one, &one["page"])).collect(),
                pairs
                    .iter()
                    .map(|(one, other)| page(one, &other["spans"][0]["page"]))
                    .collect(),
            ),
        );
    }
    rows
}

/// The facts, as strings that are equal where the facts are.
fn rows(gold: &Value, read: &Value) -> Rows {
    let mut rows = Rows::new();
    let mut row = |kind, wanted: Vec<String>, got: Vec<String>| {
        rows.insert(kind, (wanted, got));
    };

    let document = |one: &Value| {
        let keys = ["kind", "year", "supplement", "date"];
        keys.map(|key| one[key].to_string()).join(" ")
    };
    row(
        "documents",
        list(gold, "documents").iter().map(document).collect(),
        list(read, "documents").iter().map(document).collect(),
    );

    if gold.get("requests").is_some() {
        rows.extend(request_rows(gold, read));
        return rows;
    }

    let wanted = list(gold, "assignments");
    let got = all(read, "assignments");
    let id = |one: &Value| text(one, "id").to_string();
    row(
        "assignment ids",
        wanted.iter().map(id).collect(),
        got.iter().map(id).collect(),
    );
    let pairs: Vec<(&Value, &Value)> = wanted
        .iter()
        .filter_map(|one| Some((one, got.iter().find(|other| id(other) == id(one))?)))
        .collect();
    let plain = |value: &Value| match value {
        Value::Array(list) if list.is_empty() => "null".to_string(),
        value => value.to_string(),
    };
    let fields: [(&str, &str, Print); 6] = [
        ("assignment titles", "title", &words),
        ("assignment departments", "department", &plain),
        ("assignment sections", "section", &plain),
        ("assignment leads", "lead", &plain),
        ("assignment addressees", "addressees", &plain),
        ("assignment withheld", "withheld", &plain),
    ];
    for (kind, key, value) in fields {
        let states = |one: &Value| one.get(key).is_some_and(|value| plain(value) != "null");
        let fact = |at: &Value, one: &Value| format!("{} {}", id(at), value(&one[key]));
        if wanted.iter().any(states) {
            row(
                kind,
                wanted
                    .iter()
                    .filter(|one| states(one))
                    .map(|one| fact(one, one))
                    .collect(),
                pairs
                    .iter()
                    .filter(|(one, _)| states(one))
                    .map(|(one, other)| fact(one, other))
                    .collect(),
            );
        }
    }
    let edges = |right: &dyn Fn(&str, &Value) -> bool| -> Vec<String> {
        pairs
            .iter()
            .filter(|(one, other)| right(&words(&other["text"]), one))
            .map(|(one, _)| id(one))
            .collect()
    };
    let begins = edges(&|body, one| body.starts_with(&words(&one["text_start"])));
    let ends = edges(&|body, one| body.ends_with(&words(&one["text_end"])));
    row(
        "assignment text begins",
        wanted.iter().map(id).collect(),
        begins,
    );
    row(
        "assignment text ends",
        wanted.iter().map(id).collect(),
        ends,
    );
    let parts = |at: &Value, one: &Value| -> Vec<String> {
        list(one, "parts")
            .iter()
            .map(|part| format!("{} {}", id(at), printed(&part["label"])))
            .collect()
    };
    if wanted.iter().any(|one| one.get("parts").is_some()) {
        row(
            "assignment parts",
            wanted.iter().flat_map(|one| parts(one, one)).collect(),
            pairs
                .iter()
                .flat_map(|(one, other)| parts(one, other))
                .collect(),
        );
    }

    // Aims, and what a reader may take either way, count only where they are wanted.
    let fact = |one: &Value| (text(one, "assignment").to_string(), when(one));
    let mut left = counted(list(gold, "deadlines").iter().map(fact));
    let mut optional = counted(list(gold, "deadlines_optional").iter().map(fact));
    let mut take = |one: &Value| {
        let own = fact(one);
        for (counts, kept) in [(&mut left, true), (&mut optional, false)] {
            if let Some(count) = counts.get_mut(&own).filter(|count| **count > 0) {
                *count -= 1;
                return kept;
            }
        }
        !matches!(text(one, "kind"), "aim" | "parliament")
    };
    let due: Vec<Value> = all(read, "deadlines")
        .into_iter()
        .filter(|one| wanted.iter().any(|other| id(other) == fact(one).0))
        .filter(|one| take(one))
        .collect();
    let labels = |one: &Value| {
        let mut labels: Vec<String> = list(one, "parts").iter().map(printed).collect();
        labels.sort();
        labels.join(" ")
    };
    let status = |one: &Value| one["status"].as_str().unwrap_or("fixed").to_string();
    let bound: [(&str, Print); 4] = [
        ("deadlines", &|_| String::new()),
        ("deadline status", &status),
        ("deadline kinds", &|one| text(one, "kind").to_string()),
        ("deadline parts", &labels),
    ];
    for (kind, more) in bound {
        let fact = |one: &Value| format!("{} {} {}", fact(one).0, fact(one).1, more(one));
        row(
            kind,
            list(gold, "deadlines").iter().map(fact).collect(),
            due.iter().map(fact).collect(),
        );
    }

    let kind = |one: &Value| one["kind"].as_str().unwrap_or("main").to_string();
    let goal = |one: &Value| format!("{} {}", printed(&one["number"]), words(&one["text"]));
    let goals = list(gold, "goals");
    row(
        "goals",
        goals.iter().map(goal).collect(),
        all(read, "goals")
            .iter()
            .filter(|one| goals.iter().any(|other| kind(other) == kind(one)))
            .map(goal)
            .collect(),
    );
    let indicators = list(gold, "indicators");
    let found = all(read, "indicators");
    let indicator = |one: &Value| format!("{} {}", kind(one), words(&one["text"]));
    row(
        "indicators",
        indicators.iter().map(indicator).collect(),
        found.iter().map(indicator).collect(),
    );
    let targets = |one: &Value| -> Vec<String> {
        let number = |value: &Value| value.as_f64().map_or("–".to_string(), |n| n.to_string());
        list(one, "targets")
            .iter()
            .map(|target| {
                format!(
                    "{:.40} {} {} {}",
                    words(&one["text"]),
                    target["comparator"],
                    number(&target["value"]),
                    target["unit"]
                )
            })
            .collect()
    };
    row(
        "targets",
        indicators.iter().flat_map(targets).collect(),
        found.iter().flat_map(targets).collect(),
    );

    let reporting: Vec<String> = list(gold, "reporting")
        .iter()
        .filter_map(|one| one["date"].as_str().map(str::to_string))
        .collect();
    let outside: Vec<String> = all(read, "deadlines")
        .iter()
        .filter(|one| one["assignment"].is_null())
        .filter_map(|one| one["date"].as_str().map(str::to_string))
        .collect();
    // Only the day is checked by hand, so others are not held against it.
    let known = outside
        .into_iter()
        .filter(|day| reporting.contains(day))
        .fold(Vec::new(), |mut known, day| {
            let times = |days: &[String]| days.iter().filter(|one| **one == day).count();
            if times(&known) < times(&reporting) {
                known.push(day);
            }
            known
        });
    row("reporting days", reporting, known);
    report_rows(gold, read, &mut rows);
    rows
}

/// The facts of an annual report.
fn report_rows(gold: &Value, read: &Value, rows: &mut Rows) {
    if gold.get("reports").is_none() {
        return;
    }
    let (wanted, got) = (list(gold, "reports"), all(read, "reports"));
    let reference = |one: &Value| text(one, "reference").to_string();
    let (named, unnamed): (Vec<&Value>, Vec<&Value>) =
        wanted.iter().partition(|one| one["reference"].is_string());
    rows.insert(
        "report references",
        (
            named.iter().map(|one| reference(one)).collect(),
            got.iter()
                .filter(|one| one["reference"].is_string())
                .map(reference)
                .collect(),
        ),
    );
    let title = |one: &Value| words(&one["title"]);
    rows.insert(
        "reports without reference",
        (
            unnamed.iter().map(|one| title(one)).collect(),
            got.iter()
                .filter(|one| one["reference"].is_null())
                .map(title)
                .collect(),
        ),
    );
    // Those without a reference are told by their title.
    let key = |one: &Value| {
        (
            reference(one),
            one["reference"].is_null().then(|| title(one)),
        )
    };
    let pairs: Vec<(&Value, &Value)> = wanted
        .iter()
        .filter_map(|one| Some((one, got.iter().find(|other| key(other) == key(one))?)))
        .collect();
    for (kind, field) in [
        ("report titles", "title"),
        ("report groups", "group"),
        ("report sections", "section"),
        ("report joint", "joint"),
    ] {
        let fact = |at: &Value, one: &Value| format!("{:?} {}", key(at), words(&one[field]));
        rows.insert(
            kind,
            (
                wanted.iter().map(|one| fact(one, one)).collect(),
                pairs.iter().map(|(one, other)| fact(one, other)).collect(),
            ),
        );
    }
    let asked =
        |at: &Value, one: &Value| format!("{} {}", reference(at), words(&one["requirement"]));
    rows.insert(
        "report requirements",
        (
            named.iter().map(|one| asked(one, one)).collect(),
            pairs
                .iter()
                .filter(|(one, _)| one["reference"].is_string())
                .map(|(one, other)| asked(one, other))
                .collect(),
        ),
    );
    let edges = |right: &dyn Fn(&str, &Value) -> bool| -> Vec<String> {
        pairs
            .iter()
            .filter(|(one, other)| right(&words(&other["answer"]), one))
            .map(|(one, _)| format!("{:?}", key(one)))
            .collect()
    };
    let all_keys: Vec<String> = wanted.iter().map(|one| format!("{:?}", key(one))).collect();
    let begins = edges(&|answer, one| answer.starts_with(&words(&one["answer_start"])));
    let ends = edges(&|answer, one| answer.ends_with(&words(&one["answer_end"])));
    rows.insert("report answer begins", (all_keys.clone(), begins));
    rows.insert("report answer ends", (all_keys, ends));
    let deadlines = all(read, "deadlines");
    let days = |one: &Value, days: Vec<&Value>| -> Vec<String> {
        days.into_iter()
            .filter_map(|day| Some(format!("{} {}", reference(one), day["date"].as_str()?)))
            .collect()
    };
    rows.insert(
        "report days",
        (
            named
                .iter()
                .flat_map(|one| days(one, list(one, "deadlines").iter().collect()))
                .collect(),
            pairs
                .iter()
                .filter(|(one, _)| one["reference"].is_string())
                .flat_map(|(one, other)| {
                    let own = deadlines.iter().filter(|day| day["report"] == other["id"]);
                    days(one, own.collect())
                })
                .collect(),
        ),
    );
    let result = |one: &Value| {
        format!(
            "{} {} {}",
            one["value"],
            text(one, "unit"),
            text(one, "kind")
        )
    };
    rows.insert(
        "results",
        (
            list(gold, "results")
                .iter()
                .map(|one| {
                    let mut one = one.clone();
                    one["value"] = one["value"].as_f64().into();
                    result(&one)
                })
                .collect(),
            got.iter()
                .flat_map(|one| list(one, "results"))
                .map(result)
                .collect(),
        ),
    );
}

#[test]
fn the_real_letters_give_the_facts_that_are_listed() {
    if shared().is_none() {
        return;
    }
    let mut lines = String::from(
        "# Facts read right in each real letter, of how many checked by hand; + how many are read beyond them.\n\
         # A ratchet (tests/gold.rs): worse fails, and better fails until it is listed (UPDATE_READS=1).\n",
    );
    let mut details = String::new();
    for (name, reading) in DOCUMENTS.iter().zip(&*READINGS) {
        let (gold, read) = reading.as_ref().unwrap();
        let partial: Vec<&str> = list(gold, "partial")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        writeln!(lines, "\n{name}").unwrap();
        for (kind, (wanted, got)) in rows(gold, read) {
            let (wanted, got) = (counted(wanted), counted(got));
            let (missing, extra) = (common::more(&wanted, &got), common::more(&got, &wanted));
            let total: usize = wanted.values().sum();
            // Where only some are checked by hand, others are no mistakes.
            let unchecked = UNCHECKED
                .iter()
                .any(|(own, key)| *own == kind && partial.contains(key));
            writeln!(
                lines,
                "{kind:<24}{:>4} of {total:>3}  + {}{}",
                total - missing.len(),
                extra.len(),
                if unchecked { " not checked" } else { "" }
            )
            .unwrap();
            let extra = if unchecked { Vec::new() } else { extra };
            for (mark, facts) in [('-', missing), ('+', extra)] {
                for fact in facts {
                    writeln!(details, "{mark} {name}: {kind}: {fact:.120}").unwrap();
                }
            }
        }
    }
    let file = common::path("tests/reads.txt");
    if std::env::var_os("UPDATE_READS").is_some() {
        fs::write(&file, &lines).unwrap();
        println!("{details}");
    }
    let listed = fs::read_to_string(&file).unwrap_or_default();
    let changed: Vec<String> = {
        let with_document = |lines: &str| -> Vec<String> {
            let mut document = "";
            let mut facts = Vec::new();
            for line in lines.lines() {
                if DOCUMENTS.contains(&line) {
                    document = line;
                } else if line.contains(" of ") && !line.starts_with('#') {
                    facts.push(format!("{document}: {line}"));
                }
            }
            facts
        };
        let (now, then) = (with_document(&lines), with_document(&listed));
        let one_way = |mark: char, left: &[String], right: &[String]| -> Vec<String> {
            left.iter()
                .filter(|one| !right.contains(one))
                .map(|one| format!("{mark} {one}"))
                .collect()
        };
        [one_way('-', &then, &now), one_way('+', &now, &then)].concat()
    };
    assert!(
        changed.is_empty(),
        "tests/reads.txt says otherwise (- listed, + read now); if it is better, UPDATE_READS=1 lists it:\n{}\n\nthe facts (- missing, + none):\n{details}",
        changed.join("\n")
    );
}

#[test]
fn nothing_in_the_real_letters_is_lost_in_silence() {
    for (name, reading) in DOCUMENTS.iter().zip(&*READINGS) {
        let Some((_, read)) = reading else {
            return;
        };
        let signals = |list_of: &str, signal: &str| -> Vec<String> {
            list(&read["coverage"], list_of)
                .iter()
                .filter(|one| text(one, "signal") == signal)
                .map(|one| text(one, "raw").to_string())
                .collect()
        };
        let identifiers = signals("unclaimed", "identifier");
        assert!(identifiers.is_empty(), "{name}: {identifiers:?}");
        let requests = signals("unclaimed", "request");
        assert!(requests.is_empty(), "{name}: {requests:?}");
        let unclaimed = signals("unclaimed", "deadline");
        let all =
            all(read, "deadlines").len() + signals("dismissed", "deadline").len() + unclaimed.len();
        assert!(all > 10, "{name}: only {all} deadline signals");
        // Any time of any form is a signal: a few are of nothing that is due.
        assert!(
            unclaimed.len() * 20 < all,
            "{name}: {} of {all} deadline signals unclaimed: {unclaimed:?}",
            unclaimed.len()
        );
        // Noise is a fault as well: at most 30 places for every 100 pages.
        let places = list(&read["coverage"], "unclaimed").len() as u64;
        let pages = read["source"]["pages"].as_u64().unwrap_or(100);
        assert!(
            places * 100 <= pages * 30,
            "{name}: {places} places on {pages} pages"
        );
    }
}
