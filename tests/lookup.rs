//! The commands that ask the store, as a case officer meets them: over invented letters, propositions
//! and reports.

#![allow(clippy::unwrap_used)]

mod asking;
mod common;

use asking::{csv_rows, json, run, strings};
use serde_json::Value;
use tempfile::TempDir;

/// A folder with the fixtures of some folders read into `out`, and their store.
fn store(fixtures: &[&str], link: bool) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let inbox = folder.path().join("inbox");
    for one in fixtures {
        let (from, to) = (common::path("fixtures").join(one), inbox.join(one));
        std::fs::create_dir_all(&to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let file = entry.unwrap().path();
            // That ministry's letters need a grammar file of their own.
            let strange = file.ends_with("invented-ministry.txt");
            if !strange
                && file
                    .extension()
                    .is_some_and(|ending| ending == "md" || ending == "txt")
            {
                std::fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
            }
        }
    }
    let ran = run(
        folder.path(),
        &["extract", "inbox", "--out", "out", "--quiet"],
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    if link {
        assert_eq!(run(folder.path(), &["link", "out"]).code, 0);
    }
    let ran = run(folder.path(), &["index", "out"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    folder
}

#[test]
fn show_tells_what_letters_did_to_an_assignment() {
    let folder = store(&["series"], true);
    let found = json(folder.path(), &["show", "tb2027–1"]);
    assert_eq!(
        strings(&found["items"], "reference"),
        ["allocation_letter-2027-fyr-og-losdepartementet-kystetaten-2027-01-10#TB2027-1"]
    );
    let item = &found["items"][0];
    assert_eq!(strings(&item["history"], "what"), ["given", "clarified"]);
    assert_eq!(
        strings(&item["history"], "reference")[1],
        "allocation_letter-2027-fyr-og-losdepartementet-kystetaten-1#TB2027-1"
    );
    assert_eq!(item["deadlines"][0]["deadline"]["date"], "2027-06-01");
    assert_eq!(
        item["item"]["text"].as_str().unwrap().lines().next(),
        Some("Kystetaten skal lage en plan for fyr.")
    );
    let links: Vec<&str> = item["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| common::text(&one["link"], "kind"))
        .collect();
    assert_eq!(links, ["clarifies"]);

    let ran = run(folder.path(), &["show", "TB2027-3"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("TB2027-3 – Ny ferje\n"), "{}", ran.out);
    assert!(
        ran.out
            .contains("supplerende tildelingsbrev nr. 1 2027 (4.5.2027) til Kystetaten"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("Oppdraget TB2027-3 utgår."), "{}", ran.out);
    assert!(!ran.out.contains('\u{1b}'), "colours in a pipe");

    let document = json(
        folder.path(),
        &[
            "show",
            "allocation_letter-2026-fyr-og-losdepartementet-kystetaten-2026-01-10",
        ],
    );
    assert_eq!(document["items"][0]["item"]["record"], "document");
    assert_eq!(
        document["items"][0]["file"]["source"],
        "series/letter-2026.md"
    );
}

#[test]
fn what_is_not_there_gets_the_nearest_names() {
    let folder = store(&["series"], false);
    let ran = run(folder.path(), &["show", "TB2027-12"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.out, "");
    assert!(
        ran.err
            .starts_with("Fant ikke «TB2027-12». Mente du:\n  TB2027-1  Plan for fyr"),
        "{}",
        ran.err
    );
    // JSON says the same to programs.
    let ran = run(folder.path(), &["show", "TB2027-12", "--json"]);
    assert_eq!(ran.code, 1);
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(found["nearest"][0]["name"], "TB2027-1");
}

#[test]
fn answers_are_those_of_the_body_that_was_asked() {
    let folder = store(&["reports", "letters"], true);
    let report = json(
        folder.path(),
        &["find", "rapportering", "--type", "report", "--limit", "500"],
    );
    let answered = common::list(&report, "hits")
        .iter()
        .find(|hit| !hit["number"].is_null());
    let number = answered.expect("a report with a number")["number"]
        .as_str()
        .unwrap()
        .to_string();
    let found = json(folder.path(), &["show", &number]);
    for item in common::list(&found, "items") {
        let parties = common::list(&item["document"], "recipients");
        for answer in common::list(item, "answers")
            .iter()
            .filter(|one| one["ground"] == "same identifier")
        {
            let issuers = common::list(&answer["document"], "issuers");
            assert!(issuers.iter().any(|one| parties.contains(one)), "{number}");
        }
    }
    let all = std::fs::read_to_string(
        folder
            .path()
            .join("out/reports/commissioning-document-west.md.json"),
    )
    .unwrap();
    let letter: Value = serde_json::from_str(&all).unwrap();
    let with_answer = common::list(&letter["documents"][0], "assignments")
        .iter()
        .filter(|one| {
            let number = common::text(one, "number");
            let ran = run(folder.path(), &["show", number, "--json"]);
            let found: Value = serde_json::from_str(&ran.out).unwrap();
            common::list(&found, "items")
                .iter()
                .any(|item| !common::list(item, "answers").is_empty())
        });
    assert!(with_answer.count() > 0);
}

#[test]
fn a_search_gives_pages_references_and_counts() {
    let folder = store(&["series"], false);
    let found = json(folder.path(), &["find", "lykt"]);
    assert_eq!(
        strings(&found["hits"], "reference"),
        ["allocation_letter-2027-fyr-og-losdepartementet-kystetaten-1#TB2027-1"]
    );
    let pieces = common::list(&found["hits"][0]["snippet"], "pieces");
    assert!(
        pieces
            .iter()
            .any(|piece| piece["marked"] == true && piece["text"] == "fyrlykter")
    );

    let found = json(
        folder.path(),
        &[
            "find",
            "fyr",
            "--year",
            "2026",
            "--recipient",
            "KYST",
            "--type",
            "assignment",
        ],
    );
    assert_eq!(
        strings(&found["hits"], "reference"),
        ["allocation_letter-2026-fyr-og-losdepartementet-kystetaten-2026-01-10#TB2026-1"]
    );
    let all = json(folder.path(), &["find", "fyr", "--limit", "2"]);
    assert_eq!(common::list(&all, "hits").len(), 2);
    let counted: u64 = common::list(&all["facets"], "years")
        .iter()
        .map(|one| one["count"].as_u64().unwrap())
        .sum();
    assert_eq!(counted, all["total"].as_u64().unwrap());
    assert!(counted > 2);
    let next = json(
        folder.path(),
        &["find", "fyr", "--limit", "2", "--offset", "2"],
    );
    assert_ne!(
        strings(&all["hits"], "reference"),
        strings(&next["hits"], "reference")
    );

    let csv = run(folder.path(), &["find", "\"plan for fyr\"", "--csv"]);
    assert_eq!(
        csv.out.lines().next(),
        Some("Type,Nr.,Status,Tittel,Treff,Dokument,Side,Bør kontrolleres,Referanse")
    );
    assert!(
        csv.out.contains("\noppdrag,TB2027-1,gitt,Plan for fyr,"),
        "{}",
        csv.out
    );

    let ran = run(folder.path(), &["find", "finnesikke"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert_eq!(ran.err, "Ingen treff på «finnesikke».\n");
    assert_eq!(run(folder.path(), &["find", "«»"]).code, 2);
    // Nothing at all is too little; what everything is narrowed to is enough.
    assert_eq!(run(folder.path(), &["find"]).code, 2);
    let found = json(
        folder.path(),
        &["find", "--type", "assignment", "--status", "withdrawn"],
    );
    let hits = found["hits"].as_array().expect("hits");
    assert!(!hits.is_empty());
    assert!(hits.iter().all(|hit| hit["status"] == "withdrawn"));
}

#[test]
fn deadlines_of_a_month_and_what_is_overdue() {
    let folder = store(&["series"], false);
    let found = json(
        folder.path(),
        &["deadlines", "--in", "juni 2027", "--today", "1.1.2027"],
    );
    let rows = common::list(&found, "dated");
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["due"], "2027-06-01");
    assert_eq!(rows[0]["who"], serde_json::json!(["Kystetaten"]));
    assert_eq!(rows[0]["bound"]["number"], "TB2027-1");
    assert_eq!(rows[0]["overdue"], false);

    let late = json(
        folder.path(),
        &["deadlines", "--overdue", "--today", "24. desember 2026"],
    );
    assert_eq!(strings(&late["dated"], "due"), ["2026-06-01"]);

    let ran = run(folder.path(), &["deadlines", "--in", "mai 2027"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, "Ingen frister.\n"));
    for wrong in [["--in", "snart"], ["--from", "31.6.26"], ["--today", "mai"]] {
        let ran = run(folder.path(), &["deadlines", wrong[0], wrong[1]]);
        assert_eq!(ran.code, 2, "{wrong:?}");
        assert!(ran.err.contains("hint: write"), "{}", ran.err);
    }
    assert_eq!(
        run(
            folder.path(),
            &["deadlines", "--from", "juni 2027", "--to", "mai 2027"]
        )
        .code,
        2
    );
}

#[test]
fn deadlines_without_a_day_stand_apart_with_their_year() {
    let folder = store(&["letters"], false);
    let all = json(folder.path(), &["deadlines"]);
    let entries = std::fs::read_dir(folder.path().join("out/letters")).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut keys = std::collections::BTreeSet::new();
    let mut expected = 0;
    for file in files {
        let extraction: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        for document in common::list(&extraction, "documents") {
            // Of documents of one key the first counts.
            if keys.insert(common::text(document, "key").to_string()) {
                expected += common::list(document, "deadlines").len();
            }
        }
    }
    let lists = ["dated", "tentative", "to_be_agreed", "undated"];
    let given: usize = lists
        .iter()
        .map(|list| common::list(&all, list).len())
        .sum();
    assert_eq!(given, expected, "every deadline is in one list");
    assert!(
        common::list(&all, "to_be_agreed")
            .iter()
            .all(|one| one["deadline"]["status"] == "to_be_agreed")
    );
    assert!(
        common::list(&all, "dated")
            .iter()
            .all(|one| !one["due"].is_null())
    );
    assert!(!common::list(&all, "to_be_agreed").is_empty());
    let other = run(folder.path(), &["deadlines", "--in", "1999", "--json"]);
    assert_eq!(other.code, 1, "{}", other.out);
}

#[test]
fn requests_by_how_they_stand_and_however_they_are_cited() {
    let folder = store(&["propositions"], false);
    let found = json(folder.path(), &["requests"]);
    let open = common::list(&found, "open");
    assert!(!open.is_empty());
    for row in open {
        assert_ne!(row["request"]["reporting_ends"], true);
        assert_ne!(row["request"]["followed_up"], true);
    }
    assert!(common::list(&json(folder.path(), &["requests", "--open"]), "closed").is_empty());
    let request = &open[0]["request"];
    let (session, number) = (
        common::text(request, "session"),
        request["number"].as_u64().unwrap(),
    );
    let cited = format!("vedtak nr. {number} ({})", session.replace('–', "-"));
    let shown = json(folder.path(), &["show", &cited]);
    assert_eq!(shown["items"][0]["item"]["id"], request["id"]);
    let of_session = json(
        folder.path(),
        &["requests", "--session", &session.replace('–', "-")],
    );
    let lists = ["open", "unclear", "closed"];
    for row in lists
        .iter()
        .flat_map(|list| common::list(&of_session, list))
    {
        assert_eq!(row["request"]["session"], session);
    }
}

#[test]
fn a_post_through_all_documents_in_kroner() {
    let folder = store(&["series"], false);
    let ran = run(folder.path(), &["budget", "kap. 910 post 1", "--csv"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let rows = csv_rows(&ran.out);
    let found: Vec<[&str; 3]> = rows
        .iter()
        .map(|row| ["År", "Gjelder", "Beløp"].map(|title| row[title].as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ["2026", "Tildeling", "110000000"],
            ["2027", "Tildeling", "121000000"],
            ["2027", "Tidligere", "121000000"],
            ["2027", "Endring", "-1500000"],
            ["2027", "Ny", "119500000"],
        ]
    );
    assert_eq!(run(folder.path(), &["budget", "911"]).code, 1);
    assert_eq!(run(folder.path(), &["budget", "kystvakt"]).code, 2);
}

#[test]
fn stats_count_what_is_there() {
    let folder = store(&["series"], false);
    let found = json(folder.path(), &["stats"]);
    assert_eq!(
        (&found["files"], &found["documents"]),
        (&3.into(), &3.into())
    );
    let count = |name: &str| {
        let rows = common::list(&found, "records").iter();
        rows.filter(|row| row["value"] == name)
            .map(|row| row["count"].as_u64().unwrap())
            .sum::<u64>()
    };
    assert_eq!(
        (count("assignment"), count("withdrawal"), count("deadline")),
        (7, 1, 2)
    );
}

#[test]
fn only_the_first_document_of_a_key_is_asked_and_the_other_is_named() {
    let folder = store(&["series"], false);
    let out = folder.path().join("out");
    std::fs::create_dir(out.join("twice")).unwrap();
    std::fs::copy(
        out.join("series/letter-2026.md.json"),
        out.join("twice/letter.json"),
    )
    .unwrap();
    assert_eq!(run(folder.path(), &["index", "out"]).code, 0);
    let found = json(folder.path(), &["show", "TB2026-1"]);
    assert_eq!(common::list(&found, "items").len(), 1);
    assert_eq!(
        found["items"][0]["also_in"],
        serde_json::json!(["twice/letter.json"])
    );
    assert_eq!(json(folder.path(), &["stats"])["copies"], 1);
}

#[test]
fn a_missing_store_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    for command in [
        &["show", "x"][..],
        &["find", "x"],
        &["deadlines"],
        &["requests"],
        &["budget", "732"],
        &["stats"],
    ] {
        let ran = run(folder.path(), command);
        assert_eq!(ran.code, 2, "{command:?}");
        assert!(ran.err.contains("oppdrag extract"), "{}", ran.err);
    }
    std::fs::create_dir(folder.path().join("out")).unwrap();
    let ran = run(folder.path(), &["stats"]);
    assert!(ran.err.contains("oppdrag index out"), "{}", ran.err);
    let ran = run(folder.path(), &["stats", "--store", "elsewhere"]);
    assert!(ran.err.contains("elsewhere"), "{}", ran.err);
}

#[test]
fn a_request_whose_overview_and_section_disagree_is_unclear() {
    let folder = store(&["propositions"], false);
    let found = json(folder.path(), &["requests"]);
    let mut seen = std::collections::BTreeSet::new();
    for list in ["open", "unclear", "closed"] {
        for row in common::list(&found, list) {
            let request = &row["request"];
            let (ends, outcome) = (&request["reporting_ends"], common::text(request, "outcome"));
            let expected = match (ends.as_bool(), outcome) {
                (Some(true), "returns_to_parliament") => "unclear",
                (Some(false), "followed_up" | "proposed_repealed") => "unclear",
                (Some(true), _) | (None, "followed_up") => "closed",
                (Some(false), _) | (None, "returns_to_parliament") => "open",
                (None, _) => "unclear",
            };
            assert_eq!(list, expected, "{}", request["id"]);
            assert_eq!(row["state"], expected);
            seen.insert((list, ends.as_bool(), outcome.to_string()));
        }
    }
    // The planted one, its twins, and what is proposed repealed.
    let fyr = json(
        folder.path(),
        &[
            "requests",
            "--sender",
            "fyr- og los",
            "--session",
            "2024-2025",
        ],
    );
    let of = |found: &Value, list: &str| strings_of_requests(&found[list]);
    assert!(of(&fyr, "unclear").contains(&"2024–2025/88".to_string()));
    assert!(of(&fyr, "closed").contains(&"2024–2025/12".to_string()));
    assert!(of(&fyr, "open").contains(&"2024–2025/40".to_string()));
    assert!(of(&found, "closed").contains(&"2021–2022/5".to_string()));
    assert!(seen.iter().any(|(list, ..)| *list == "unclear"), "{seen:?}");
    // `--open` leaves out what is closed only.
    let open = json(folder.path(), &["requests", "--open"]);
    assert_eq!(of(&open, "unclear"), of(&found, "unclear"));
    assert_eq!(open["closed"], serde_json::json!([]));
    assert_eq!(
        run(folder.path(), &["requests", "--sender", "finnes ikke"]).code,
        1
    );
}

fn strings_of_requests(rows: &Value) -> Vec<String> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| common::text(&row["request"], "id").to_string())
        .collect()
}

#[test]
fn a_bare_request_number_offers_the_newest_sessions_first() {
    let folder = store(&["propositions"], false);
    let ran = run(folder.path(), &["show", "vedtak 12", "--json"]);
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    let names = strings(&found["nearest"], "name");
    let sessions: Vec<&str> = names
        .iter()
        .filter_map(|name| name.strip_suffix("/12"))
        .collect();
    assert!(sessions.len() > 1, "{names:?}");
    assert!(sessions.is_sorted_by(|a, b| a > b), "{names:?}");
}
