//! The store as other programs read it: the SQL of the README, on a store made from the fixtures.

#![allow(clippy::unwrap_used)]

mod common;

use rusqlite::Connection;
use std::fs;
use std::process::Command;
use tempfile::TempDir;

/// A store of the letters, propositions and reports.
fn store() -> TempDir {
    let out = TempDir::new().unwrap();
    for folder in ["letters", "propositions", "reports"] {
        let below = out.path().join(folder);
        let done = Command::new(env!("CARGO_BIN_EXE_oppdrag"))
            .arg("extract")
            .arg(common::path("fixtures").join(folder))
            .args(["--quiet", "--grammars"])
            .arg(common::path("fixtures/grammars"))
            .arg("--out")
            .arg(&below)
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}");
    }
    let index = Command::new(env!("CARGO_BIN_EXE_oppdrag"))
        .arg("index")
        .arg(out.path())
        .output()
        .unwrap();
    assert!(index.status.success(), "{index:?}");
    out
}

/// What stands between ```` ```sql ```` and ```` ``` ````.
fn examples(readme: &str) -> Vec<&str> {
    let parts = readme.split("```sql\n").skip(1);
    parts
        .map(|part| part.split("```").next().unwrap())
        .collect()
}

#[test]
fn the_sql_of_the_readme_finds_something() {
    let out = store();
    let store = Connection::open(out.path().join("oppdrag.db")).unwrap();
    let readme = fs::read_to_string(common::path("README.md")).unwrap();
    let examples = examples(&readme);
    assert!(examples.len() >= 3);
    for sql in examples {
        let mut statement = store
            .prepare(sql)
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
        let mut rows = statement.query([]).unwrap();
        assert!(rows.next().unwrap().is_some(), "{sql}: nothing found");
    }
}

#[test]
fn every_record_of_the_json_is_in_the_store_as_it_is() {
    let out = store();
    let store = Connection::open(out.path().join("oppdrag.db")).unwrap();
    let lists = [
        "sections",
        "goals",
        "indicators",
        "assignments",
        "withdrawals",
        "carry_over",
        "requirements",
        "deadlines",
        "requests",
        "appropriations",
        "authorisations",
        "reports",
        "tables",
        "citations",
        "links",
    ];
    let mut files = store
        .prepare("SELECT file, path FROM files ORDER BY path")
        .unwrap();
    let files: Vec<(i64, String)> = files
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(files.len() > 25);
    for (file, path) in files {
        let bytes = fs::read(out.path().join(&path)).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        for list in lists {
            let sql = format!(
                "SELECT r.json FROM {list} r JOIN documents d USING (document) WHERE d.file = ?1 ORDER BY r.row"
            );
            let mut rows = store.prepare_cached(&sql).unwrap();
            let rows: Vec<serde_json::Value> = rows
                .query_map([file], |row| row.get::<_, String>(0))
                .unwrap()
                .map(|json| serde_json::from_str(&json.unwrap()).unwrap())
                .collect();
            assert!(rows == common::all(&json, list), "{path}: {list}");
        }
        let diagnostics: i64 = store
            .query_row(
                "SELECT count(*) FROM diagnostics WHERE file = ?1",
                [file],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(
            diagnostics as usize,
            common::list(&json, "diagnostics").len(),
            "{path}"
        );
    }
}

#[test]
fn what_begins_in_an_interval_is_due_from_its_first_day() {
    let out = store();
    let store = Connection::open(out.path().join("oppdrag.db")).unwrap();
    let mut statement = store.prepare("SELECT json, due FROM deadlines").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    let mut begins = 0;
    for row in rows.unwrap() {
        let (json, due): (String, Option<String>) = row.unwrap();
        let deadline: oppdrag::model::Deadline = serde_json::from_str(&json).unwrap();
        assert_eq!(deadline.due(), due.as_deref(), "{json}");
        if deadline.kind == oppdrag::model::DeadlineKind::Start
            && let Some(earliest) = &deadline.earliest
        {
            assert_eq!(due.as_ref(), deadline.date.as_ref().or(Some(earliest)));
            begins += usize::from(due != deadline.latest);
        }
    }
    assert!(begins > 0, "nothing begins in an interval");
    drop(statement);

    let query = oppdrag::store::DeadlineQuery {
        kinds: vec![oppdrag::model::DeadlineKind::Start],
        from: Some("2026-01-01".into()),
        to: Some("2026-01-01".into()),
        ..Default::default()
    };
    let list = oppdrag::store::Store::open(out.path())
        .unwrap()
        .deadlines(&query)
        .unwrap();
    assert!(
        list.dated
            .iter()
            .any(|one| one.deadline.raw == "våren 2026"
                && one.due.as_deref() == Some("2026-01-01")),
        "{list:#?}"
    );
}
