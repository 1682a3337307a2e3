//! Holds what oppdrag reads out of the fixtures against the facts that a person read out of them.
//!
//! `fixtures/letters/X.facts.json` has the facts of the letter X; their shape is that of
//! the records, cut down to what a reader can tell without a tool.

#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::{collections::BTreeMap, path::Path};

/// Letters and digits only: line ends and hyphens cannot differ.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or("")
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn all(extraction: &Value, key: &str) -> Vec<Value> {
    list(extraction, "documents")
        .iter()
        .flat_map(|document| list(document, key).to_vec())
        .collect()
}

/// A deadline as assignment and time: the day, else the interval's end, else the status.
fn deadline(value: &Value) -> (String, String) {
    let when = match (value["date"].as_str(), value["latest"].as_str()) {
        (Some(date), _) => date.to_string(),
        (None, Some(latest)) => format!("by {latest}"),
        _ => text(value, "status").to_string(),
    };
    (text(value, "assignment").to_string(), when)
}

struct Comparison {
    file: String,
    wrong: Vec<String>,
}

impl Comparison {
    fn same(&mut self, what: &str, expected: Vec<String>, got: Vec<String>) {
        let mut counts: BTreeMap<String, i32> = BTreeMap::new();
        for one in expected {
            *counts.entry(one).or_default() += 1;
        }
        for one in got {
            *counts.entry(one).or_default() -= 1;
        }
        for (one, count) in counts {
            match count {
                0 => {}
                n if n > 0 => self
                    .wrong
                    .push(format!("{}: {what}: missing {one}", self.file)),
                _ => self
                    .wrong
                    .push(format!("{}: {what}: extra {one}", self.file)),
            }
        }
    }
}

fn compare(file: &Path, facts: &Value, extraction: &Value) -> Vec<String> {
    let mut comparison = Comparison {
        file: file.file_name().unwrap().to_string_lossy().into_owned(),
        wrong: Vec::new(),
    };
    let document = |value: &Value| {
        format!(
            "{} {} {} {}",
            value["kind"], value["year"], value["supplement"], value["date"]
        )
    };
    comparison.same(
        "documents",
        list(facts, "documents").iter().map(document).collect(),
        list(extraction, "documents").iter().map(document).collect(),
    );

    let assignments = all(extraction, "assignments");
    let wanted = list(facts, "assignments");
    let ids = |values: &[Value]| {
        values
            .iter()
            .map(|value| text(value, "id").to_string())
            .collect::<Vec<_>>()
    };
    comparison.same("assignment ids", ids(wanted), ids(&assignments));
    for fact in wanted {
        let id = text(fact, "id");
        let own: Vec<Value> = list(extraction, "documents")
            .iter()
            .filter(|document| document["supplement"] == fact["supplement"])
            .flat_map(|document| list(document, "assignments").to_vec())
            .collect();
        let assignments = &own;
        let Some(found) = assignments.iter().find(|one| text(one, "id") == id) else {
            continue;
        };
        let mut differ = |what: &str, expected: String, got: String| {
            if expected != got {
                comparison.wrong.push(format!(
                    "{}: {id} {what}: expected {expected}, got {got}",
                    comparison.file
                ));
            }
        };
        if !text(fact, "title").is_empty() {
            differ(
                "title",
                letters(text(fact, "title")),
                letters(text(found, "title")),
            );
        }
        for key in ["department", "section", "withheld", "action", "lead"] {
            if fact.get(key).is_some_and(|value| !value.is_null()) {
                differ(key, fact[key].to_string(), found[key].to_string());
            }
        }
        if fact
            .get("addressees")
            .is_some_and(|value| value.as_array().is_some_and(|list| !list.is_empty()))
        {
            differ(
                "addressees",
                fact["addressees"].to_string(),
                found["addressees"].to_string(),
            );
        }
        let body = letters(text(found, "text"));
        let (start, end) = (
            letters(text(fact, "text_start")),
            letters(text(fact, "text_end")),
        );
        if !body.starts_with(&start) {
            differ("text_start", start, body.chars().take(60).collect());
        }
        if !body.ends_with(&end) {
            differ(
                "text_end",
                end,
                body.chars()
                    .rev()
                    .take(60)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                    .collect(),
            );
        }
        let labels = |value: &Value| {
            list(value, "parts")
                .iter()
                .map(|part| text(part, "label").to_string())
                .collect::<Vec<_>>()
                .join(" ")
        };
        if fact.get("parts").is_some() {
            differ("parts", labels(fact), labels(found));
        }
    }

    let known: Vec<String> = ids(wanted);
    let optional: Vec<(String, String)> = list(facts, "deadlines_optional")
        .iter()
        .map(deadline)
        .collect();
    let expected: Vec<&Value> = list(facts, "deadlines").iter().collect();
    let mut got: Vec<Value> = all(extraction, "deadlines")
        .into_iter()
        .filter(|one| known.contains(&text(one, "assignment").to_string()))
        .collect();
    let mut left: Vec<(String, String)> = expected.iter().map(|one| deadline(one)).collect();
    got.retain(|one| {
        let own = deadline(one);
        if let Some(at) = left.iter().position(|other| *other == own) {
            left.remove(at);
            return true;
        }
        !(matches!(text(one, "kind"), "aim" | "parliament") || optional.contains(&own))
    });
    let show = |one: &Value| {
        let (assignment, when) = deadline(one);
        let mut parts: Vec<String> = list(one, "parts")
            .iter()
            .map(|part| part.as_str().unwrap_or("").to_string())
            .collect();
        parts.sort();
        format!(
            "{assignment} {when} {} {} [{}]",
            text(one, "kind"),
            one["status"].as_str().unwrap_or("fixed"),
            parts.join(" ")
        )
    };
    comparison.same(
        "deadlines",
        expected.into_iter().map(show).collect(),
        got.iter().map(show).collect(),
    );

    let outside: Vec<String> = all(extraction, "deadlines")
        .iter()
        .filter(|one| one["assignment"].is_null())
        .filter_map(|one| one["date"].as_str().map(str::to_string))
        .collect();
    for fact in list(facts, "reporting") {
        if let Some(date) = fact["date"].as_str()
            && !outside.iter().any(|own| own == date)
        {
            comparison.wrong.push(format!(
                "{}: reporting date missing {date} ({})",
                comparison.file,
                text(fact, "raw")
            ));
        }
    }

    let goal = |value: &Value| {
        format!(
            "{} {} {}",
            value["kind"].as_str().unwrap_or("main"),
            value["number"]
                .as_str()
                .map_or_else(|| value["number"].to_string(), str::to_string),
            letters(text(value, "text"))
        )
    };
    comparison.same(
        "goals",
        list(facts, "goals").iter().map(goal).collect(),
        all(extraction, "goals").iter().map(goal).collect(),
    );
    let indicator =
        |value: &Value| format!("{} {}", text(value, "kind"), letters(text(value, "text")));
    comparison.same(
        "indicators",
        list(facts, "indicators").iter().map(indicator).collect(),
        all(extraction, "indicators")
            .iter()
            .map(indicator)
            .collect(),
    );
    comparison.wrong
}

#[test]
fn fixtures_hold_their_facts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/letters");
    let built_in = oppdrag::Grammar::built_in();
    let own = oppdrag::Grammar::with_folder(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/grammars"),
    )
    .unwrap();
    let mut wrong = Vec::new();
    let mut read = 0;
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    for path in paths.iter().filter(|path| {
        path.extension()
            .is_some_and(|extension| extension != "json")
    }) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let facts = [format!("{name}.facts.json"), format!("{stem}.facts.json")]
            .into_iter()
            .map(|name| folder.join(name))
            .find(|path| path.exists());
        let Some(facts) = facts else {
            panic!("{name} has no facts")
        };
        let facts: Value = serde_json::from_str(&std::fs::read_to_string(facts).unwrap()).unwrap();
        let grammar = if name.starts_with("invented") {
            &own
        } else {
            &built_in
        };
        read += 1;
        match oppdrag::extract(&name, &std::fs::read(path).unwrap(), grammar) {
            Ok(extraction) => wrong.extend(compare(
                path,
                &facts,
                &serde_json::to_value(&extraction).unwrap(),
            )),
            Err(error) => wrong.push(format!("{name}: {error}")),
        }
    }
    assert!(read >= 8, "only {read} letters were read");
    assert!(
        wrong.is_empty(),
        "{} facts differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
