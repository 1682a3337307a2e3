//! Damaged letters degrade: what the damage does not touch comes out as before, and nothing comes
//! out that the letter does not say.
//!
//! `fixtures/mutations.toml` holds the damage as data. `tests/mutations-known.txt` is a ratchet of
//! what is not mended yet: it fails when a listed mutation passes and when an unlisted one fails.

#![allow(clippy::unwrap_used)]

mod common;

use common::{all, counted, letters, list, more, text};
use regex::Regex;
use serde::Deserialize;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, panic,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mutations {
    mutation: Vec<Mutation>,
}

/// Damage: `find` becomes `replace`; `lost` names what may honestly be lost or changed by it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mutation {
    file: String,
    name: String,
    find: String,
    replace: String,
    lost: Vec<String>,
}

/// A reading, and the text that its spans count in.
struct Read {
    json: Value,
    canonical: Vec<char>,
    broken: Vec<String>,
}

fn read(file: &str, content: &str) -> Result<Read, String> {
    let name = file.rsplit('/').next().unwrap();
    let grammar = oppdrag::Grammar::built_in();
    let source = oppdrag::source::read(name, content.as_bytes()).map_err(|e| e.to_string())?;
    let canonical = source.canonical.text();
    let extraction =
        oppdrag::extract(name, content.as_bytes(), &grammar).map_err(|e| e.to_string())?;
    Ok(Read {
        broken: common::broken(&extraction, canonical),
        json: serde_json::to_value(&extraction).unwrap(),
        canonical: canonical.chars().collect(),
    })
}

/// What is said of an assignment: title, text, and what falls due when.
fn facts(json: &Value, id: &str) -> Vec<String> {
    let mut facts = Vec::new();
    for document in list(json, "documents") {
        for one in list(document, "assignments") {
            if text(one, "id") != id {
                continue;
            }
            let mut due: Vec<String> = list(document, "deadlines")
                .iter()
                .filter(|deadline| text(deadline, "assignment") == id)
                .map(|deadline| {
                    format!(
                        "{}/{}/{}/{}",
                        deadline["date"], deadline["latest"], deadline["status"], deadline["kind"]
                    )
                })
                .collect();
            due.sort();
            facts.push(format!("title {}", letters(text(one, "title"))));
            facts.push(format!("text {}", letters(text(one, "text"))));
            facts.push(format!("deadlines {}", due.join(" ")));
        }
    }
    facts
}

/// The first differing pair, cut down to where it differs.
fn first_difference(before: &[String], after: &[String]) -> String {
    if before.len() != after.len() {
        let count = |facts: &[String]| facts.len() / 3;
        return format!("{} records, were {}", count(after), count(before));
    }
    let Some((was, is)) = before.iter().zip(after).find(|(was, is)| was != is) else {
        return String::new();
    };
    let same = was
        .chars()
        .zip(is.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let cut = |fact: &str| -> String {
        let from = same.saturating_sub(20);
        fact.chars().skip(from).take(60).collect()
    };
    let field = was.split(' ').next().unwrap();
    format!("{field}: was «{}», is «{}»", cut(was), cut(is))
}

/// Goals and indicators by kind and words.
fn measures(json: &Value) -> BTreeMap<(String, String), usize> {
    counted(["goals", "indicators"].iter().flat_map(|key| {
        all(json, key)
            .iter()
            .map(|one| (text(one, "kind").to_string(), letters(text(one, "text"))))
            .collect::<Vec<_>>()
    }))
}

/// Deadlines with a day: the assignment, the day, and where they stand.
fn dated(read: &Read) -> Vec<(String, String, Value)> {
    all(&read.json, "deadlines")
        .into_iter()
        .filter_map(|one| {
            let date = one["date"].as_str()?.to_string();
            Some((text(&one, "assignment").to_string(), date, one))
        })
        .collect()
}

/// Whether the place of a deadline prints its day: day and month always, the year unless inferred.
fn prints_its_day(date: &str, deadline: &Value, canonical: &[char]) -> bool {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "ma[ij]", "jun", "jul", "aug", "sep", "okt", "nov", "des",
    ];
    let number = |range: std::ops::Range<usize>| date[range].parse::<usize>().unwrap();
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    let short = year % 100;
    let place: String = list(deadline, "spans")
        .iter()
        .flat_map(|span| {
            let at = |key: &str| span[key].as_u64().unwrap() as usize;
            // One character more on either side: «51. januar» does not print the first.
            let place = at("start").saturating_sub(1)..(at("end") + 1).min(canonical.len());
            canonical[place].iter().copied().chain(['\n'])
        })
        .collect();
    let pattern = format!(
        r"(?i)(^|\D)0?{day}\s*\.[\s\f]*(0?{month}(\D|$)|{}\w*)",
        MONTHS[month - 1]
    );
    let prints_year = deadline["year_inferred"] == true
        || Regex::new(&format!(r"(^|\D)({year}|{short:02})(\D|$)"))
            .unwrap()
            .is_match(&place);
    prints_year && Regex::new(&pattern).unwrap().is_match(&place)
}

/// Everything that the damage may not do, and did.
fn wrong(mutation: &Mutation, before: &Read, after: &Read) -> Vec<String> {
    let mut wrong = after.broken.clone();
    let lost: BTreeSet<&str> = mutation.lost.iter().map(String::as_str).collect();
    let ids = |json: &Value| -> BTreeSet<String> {
        all(json, "assignments")
            .iter()
            .map(|one| text(one, "id").to_string())
            .collect()
    };
    let (had, has) = (ids(&before.json), ids(&after.json));
    for id in had.iter().filter(|id| !lost.contains(id.as_str())) {
        let difference = first_difference(&facts(&before.json, id), &facts(&after.json, id));
        if !difference.is_empty() {
            wrong.push(format!("{id} {difference}"));
        }
    }

    // A new assignment has a number that the damage prints; without a number its id is its
    // section's and an ordinal, and the section is what the damage prints.
    let printed = letters(&mutation.replace);
    let closed_up: String = mutation.replace.split_whitespace().collect();
    for one in all(&after.json, "assignments") {
        let id = text(&one, "id");
        let base = match one["number"].as_str() {
            Some(number) => number,
            None => id.rsplit_once('-').map_or(id, |(section, _)| section),
        };
        let base: String = base.split_whitespace().collect();
        let is_printed = closed_up.contains(&base) && printed.contains(letters(&base).as_str());
        if !had.contains(id) && !is_printed {
            wrong.push(format!("{id} is new and nowhere printed"));
        }
    }
    if has.is_empty() && !had.iter().all(|id| lost.contains(id.as_str())) {
        wrong.push("no assignment is left".to_string());
    }

    let days = |read: &Read| -> BTreeMap<(String, String), usize> {
        counted(dated(read).into_iter().map(|(id, date, _)| (id, date)))
    };
    for (id, date) in more(&days(after), &days(before)) {
        for (other, day, deadline) in dated(after) {
            if (&other, &day) == (&id, &date) && !prints_its_day(&date, &deadline, &after.canonical)
            {
                wrong.push(format!("{date} of {id} is new and nowhere printed"));
            }
        }
    }

    // Goals and indicators: the same words, unless they or what they were joined with may be lost.
    let (had, has) = (measures(&before.json), measures(&after.json));
    let may_go = |words: &str| {
        mutation.lost.iter().any(|own| {
            let own = letters(own);
            words.contains(&own) || !words.is_empty() && own.contains(words)
        })
    };
    for (kind, words) in more(&had, &has) {
        if !may_go(&words) {
            wrong.push(format!("{kind} lost: {words:.60}"));
        }
    }
    for (kind, words) in more(&has, &had) {
        if !may_go(&words) {
            wrong.push(format!("{kind} is new: {words:.60}"));
        }
    }
    wrong
}

#[test]
fn damage_loses_at_most_what_it_touches() {
    let mutations: Mutations =
        toml::from_str(&String::from_utf8(common::fixture("mutations.toml")).unwrap()).unwrap();
    let known_file = common::path("tests/mutations-known.txt");
    let known: BTreeSet<String> = fs::read_to_string(known_file)
        .unwrap()
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_string)
        .collect();

    let mut originals: BTreeMap<String, (String, Read)> = BTreeMap::new();
    let mut failing = BTreeSet::new();
    let mut report = Vec::new();
    for mutation in &mutations.mutation {
        let (content, before) = originals.entry(mutation.file.clone()).or_insert_with(|| {
            let content = String::from_utf8(common::fixture(&mutation.file)).unwrap();
            let read = read(&mutation.file, &content).unwrap();
            assert!(
                read.broken.is_empty(),
                "{}: {:?}",
                mutation.file,
                read.broken
            );
            (content, read)
        });
        let pair = format!("{} | {}", mutation.file, mutation.name);
        assert_eq!(content.matches(&mutation.find).count(), 1, "{pair}");
        let damaged = content.replacen(&mutation.find, &mutation.replace, 1);
        assert_ne!(&damaged, content, "{pair}");
        let found = match panic::catch_unwind(|| read(&mutation.file, &damaged)) {
            Ok(Ok(after)) => wrong(mutation, before, &after),
            Ok(Err(error)) => vec![format!("not read any more: {error}")],
            Err(_) => vec!["a panic".to_string()],
        };
        if !found.is_empty() {
            report.push(format!("{pair}\n    {}", found.join("\n    ")));
            failing.insert(pair);
        }
    }
    assert!(mutations.mutation.len() >= 60);
    let files = counted(mutations.mutation.iter().map(|one| &one.file));
    assert!(files.len() >= 6 && files.values().all(|&n| n >= 10));

    let unlisted: Vec<_> = failing.difference(&known).collect();
    let mended: Vec<_> = known.difference(&failing).collect();
    assert!(
        unlisted.is_empty() && mended.is_empty(),
        "not listed in tests/mutations-known.txt: {unlisted:#?}\nlisted, but passing (strike them): {mended:#?}\n{} fail:\n{}",
        failing.len(),
        report.join("\n")
    );
}
