//! Invented letters that could be taken for one another: which are one document in several files, which
//! are two, and what is told of it.

#![allow(clippy::unwrap_used)]

mod common;

use serde_json::Value;
use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Output},
};
use tempfile::TempDir;

/// A folder `in` with files.
fn inbox(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let file = folder.path().join("in").join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    folder
}

fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_oppdrag"))
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap()
}

/// Standard output and error of a run that went well.
fn well(folder: &Path, args: &[&str]) -> (String, String) {
    let ran = run(folder, args);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (out, err) = (text(ran.stdout), text(ran.stderr));
    assert!(ran.status.success(), "{args:?}\n{out}\n{err}");
    (out, err)
}

fn extract(folder: &Path) -> String {
    let (out, err) = well(folder, &["extract", "in", "--out", "out"]);
    out + &err
}

fn report(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("out/.oppdrag/run.json")).unwrap()).unwrap()
}

/// The keys of the documents that are looked up, and the files that they are shown from.
fn shown(folder: &Path) -> Vec<(String, String)> {
    let store = rusqlite::Connection::open(folder.join("out/oppdrag.db")).unwrap();
    let mut statement = store
        .prepare(
            "SELECT key, path FROM documents JOIN files USING (file) WHERE counts ORDER BY key",
        )
        .unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.unwrap().map(Result::unwrap).collect()
}

fn keys(folder: &Path) -> Vec<String> {
    shown(folder).into_iter().map(|(key, _)| key).collect()
}

/// The extraction of a file.
fn json(folder: &Path, name: &str) -> Value {
    serde_json::from_slice(&fs::read(folder.join(format!("out/{name}.json"))).unwrap()).unwrap()
}

fn codes(extraction: &Value) -> Vec<String> {
    let all = extraction["diagnostics"].as_array().unwrap().iter();
    all.map(|one| one["code"].as_str().unwrap().to_string())
        .collect()
}

/// A letter in Markdown: a sender, a recipient, a line of the head, and assignments.
fn letter(sender: &str, recipient: &str, head: &str, assignments: &[(&str, &str)]) -> String {
    let mut text = format!(
        "# Tildelingsbrev 2026{recipient}\n\n{head}\n\n{sender} sender dette brevet.\n\n# 1 Oppdrag\n"
    );
    for (title, body) in assignments {
        text += &format!("\n{title}\n\n{body}\n");
    }
    text
}

const PIERS: &[(&str, &str)] = &[
    (
        "TB2026-1 Avd. KAI: BRU Plan for brygger",
        "Kaitilsynet skal lage en plan for bryggene langs kysten og gjøre rede for hva de koster i drift.\n\nFrist: 1.6.2026",
    ),
    (
        "TB2026-2 Avd. KAI: BRU Register over fortøyninger",
        "Kaitilsynet skal føre et register over alle fortøyninger og holde det åpent for båtfolk.\n\nFrist: 1.9.2026",
    ),
];
const BIRDS: &[(&str, &str)] = &[(
    "TB2026-1 Avd. FUG: REIR Telling av måker",
    "Kaitilsynet skal telle måkene på alle kaier i hekketiden og melde hvor reirene ligger.\n\nFrist: 15.8.2026",
)];
const SENDER: &str = "Fjord- og fjelldepartementet";

#[test]
fn two_ministries_letters_to_one_agency_are_two() {
    let folder = inbox(&[
        ("a.md", &letter(SENDER, " til Kaitilsynet", "", PIERS)),
        (
            "b.md",
            &letter(
                "Fugle- og fiskedepartementet",
                " til Kaitilsynet",
                "",
                BIRDS,
            ),
        ),
    ]);
    let folder = folder.path();
    let told = extract(folder);
    assert!(!told.contains("one document in several files"), "{told}");
    assert_eq!(
        keys(folder),
        [
            "allocation_letter-2026-fjord-og-fjelldepartementet-kaitilsynet",
            "allocation_letter-2026-fugle-og-fiskedepartementet-kaitilsynet"
        ]
    );
    let (found, _) = well(folder, &["find", "måker", "--store", "out"]);
    assert!(found.contains("TB2026-1"), "{found}");
    // One number, two assignments: neither is a later word of the other.
    let (shown, _) = well(folder, &["show", "TB2026-1", "--store", "out"]);
    assert!(
        shown.contains("Plan for brygger") && shown.contains("Telling av måker"),
        "{shown}"
    );
    let (state, _) = well(folder, &["state", "out", "--format", "json"]);
    let state: Value = serde_json::from_str(&state).unwrap();
    assert_eq!(state["series"].as_array().unwrap().len(), 2);
    for name in ["a.md", "b.md"] {
        assert!(
            !codes(&json(folder, name))
                .iter()
                .any(|code| code.starts_with("key_"))
        );
    }
}

#[test]
fn letters_without_a_recipient_are_told_apart_by_their_files_and_it_is_said() {
    let head = "Dato: 12. januar 2026";
    let folder = inbox(&[
        (
            "brev til kaiene.md",
            &letter(
                SENDER,
                "",
                head,
                &[(
                    "TB2026-1 Avd. KAI: BRU Plan for brygger",
                    "Planen skal vise hva bryggene koster.\n\nFrist: 1.6.2026",
                )],
            ),
        ),
        (
            "sub/fugler.md",
            &letter(
                SENDER,
                "",
                head,
                &[(
                    "TB2026-1 Avd. FUG: REIR Telling av måker",
                    "Måkene skal telles i hekketiden.\n\nFrist: 15.8.2026",
                )],
            ),
        ),
    ]);
    let folder = folder.path();
    extract(folder);
    assert_eq!(
        keys(folder),
        [
            "allocation_letter-2026-fjord-og-fjelldepartementet-2026-01-12-brev-til-kaiene",
            "allocation_letter-2026-fjord-og-fjelldepartementet-2026-01-12-sub-fugler"
        ]
    );
    for name in ["brev til kaiene.md", "sub/fugler.md"] {
        assert!(
            codes(&json(folder, name)).contains(&"key_incomplete".to_string()),
            "{name}"
        );
    }
    for words in ["bryggene", "hekketiden"] {
        let (found, _) = well(folder, &["find", words, "--store", "out"]);
        assert!(found.contains("TB2026-1"), "{found}");
    }
}

#[test]
fn a_letter_in_two_forms_is_one_and_the_fuller_reading_counts() {
    let whole = letter(SENDER, " til Kaitilsynet", "Dato: 12. januar 2026", PIERS);
    // The other form has lost its date, so that its key is another, and one of its deadlines.
    let poorer = whole
        .replace("Dato: 12. januar 2026\n\n", "")
        .replace("Frist: 1.9.2026\n", "");
    let poorer = poorer.replace("# ", "");
    for (full, poor) in [("a.md", "b.txt"), ("z.md", "b.txt")] {
        let folder = inbox(&[(full, &whole), (poor, &poorer)]);
        let folder = folder.path();
        let told = extract(folder);
        assert_ne!(
            json(folder, full)["documents"][0]["key"],
            json(folder, poor)["documents"][0]["key"]
        );
        assert_eq!(
            shown(folder),
            [(
                "allocation_letter-2026-fjord-og-fjelldepartementet-kaitilsynet-2026-01-12".into(),
                format!("{full}.json")
            )]
        );
        assert!(told.contains("records were read from it"), "{told}");
        let same = &report(folder)["same_key"][0];
        assert_eq!(
            same["json"],
            serde_json::json!([format!("{full}.json"), "b.txt.json"])
        );
        let over = &same["passed_over"][0];
        assert_eq!(over["ground"], "records");
        assert!(over["counting"].as_u64() > over["here"].as_u64(), "{over}");
        let (shown, _) = well(folder, &["show", &keys(folder)[0], "--store", "out"]);
        assert!(shown.contains("b.txt.json (der er det lest"), "{shown}");
        // Linked, each file keeps the key that it gives, and reads again as it did.
        well(folder, &["link", "out"]);
        well(folder, &["check", "out", "--source", "in", "--again"]);
        // The tables made of the JSON choose alike.
        let (state, said) = well(folder, &["state", "out", "--format", "json"]);
        let state: Value = serde_json::from_str(&state).unwrap();
        assert_eq!(state["series"][0]["letters"].as_array().unwrap().len(), 1);
        assert!(
            said.contains(&format!("out/{full}.json and out/b.txt.json both hold")),
            "{said}"
        );
    }
}

#[test]
fn two_letters_that_come_to_one_key_are_both_kept() {
    let (piers, birds) = (
        letter(SENDER, " til Kaitilsynet", "", PIERS),
        letter(SENDER, " til Kaitilsynet", "", BIRDS),
    );
    let folder = inbox(&[("b.md", &birds), ("a.md", &piers)]);
    let at = folder.path();
    let told = extract(at);
    let plain = "allocation_letter-2026-fjord-og-fjelldepartementet-kaitilsynet";
    let expected = [
        (plain.to_string(), "a.md.json".to_string()),
        (format!("{plain}-b"), "b.md.json".to_string()),
    ];
    assert_eq!(shown(at), expected);
    assert!(told.contains("two documents under one key"), "{told}");
    assert_eq!(report(at)["told_apart"][0]["key"], format!("{plain}-b"));
    let (found, _) = well(at, &["find", "måker", "--store", "out", "--json"]);
    assert!(found.contains(&format!("{plain}-b#TB2026-1")), "{found}");
    let store = rusqlite::Connection::open(at.join("out/oppdrag.db")).unwrap();
    let said = || -> i64 {
        let sql = "SELECT count(*) FROM diagnostics WHERE code = 'key_shared'";
        store.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(said(), 1);
    // Whatever came first, and made anew from the JSON, it is the same.
    well(at, &["index", "out"]);
    assert_eq!(shown(at), expected);
    let other = inbox(&[("b.md", &birds)]);
    extract(other.path());
    fs::write(other.path().join("in/a.md"), &piers).unwrap();
    extract(other.path());
    assert_eq!(shown(other.path()), expected);
    // In a linked set the JSON has it, too.
    well(at, &["link", "out"]);
    let keys: BTreeSet<String> = ["a.md", "b.md"]
        .iter()
        .map(|name| {
            json(at, name)["documents"][0]["key"]
                .as_str()
                .unwrap()
                .to_string()
        })
        .collect();
    assert_eq!(keys.len(), 2);
    // What link wrote is vouched for as what extract wrote.
    well(at, &["check", "out", "--source", "in", "--again"]);
    assert!(codes(&json(at, "b.md")).contains(&"key_shared".to_string()));
    assert_eq!(shown(at), expected);
    // Taken away, the other has its key, and nothing is said any more.
    fs::remove_file(other.path().join("in/a.md")).unwrap();
    well(
        other.path(),
        &["extract", "in", "--out", "out", "--prune", "--quiet"],
    );
    assert_eq!(
        shown(other.path()),
        [(plain.to_string(), "b.md.json".to_string())]
    );
}

#[test]
fn a_corrected_letter_is_another_version_and_both_are_shown() {
    let first = letter(
        SENDER,
        " til Kaitilsynet",
        "Dato: 12. januar 2026\n\nVår ref: 26/77-1",
        PIERS,
    );
    let corrected = first
        .replace("12. januar", "3. februar")
        .replace("1.9.2026", "1.10.2026");
    let answers = "# Årsrapport 2026 for Kaitilsynet\n\n# 1 Oppdrag\n\n| Nr. | Tittel | Krav til rapportering |\n|---|---|---|\n| TB2026-2 | Register over fortøyninger | Rapportering i årsrapporten. |\n| Registeret er åpnet. | | |\n";
    let folder = inbox(&[("a.md", &first), ("b.md", &corrected), ("c.md", answers)]);
    let folder = folder.path();
    extract(folder);
    assert_eq!(keys(folder).len(), 3);
    well(folder, &["link", "out"]);
    let newer = json(folder, "b.md")["documents"][0].clone();
    assert_eq!(newer["links"][0]["kind"], "replaces");
    assert!(codes(&json(folder, "a.md")).contains(&"newer_version".to_string()));
    assert!(!codes(&json(folder, "b.md")).contains(&"newer_version".to_string()));
    // Answers go to the newer one, and the older is not «without an answer».
    assert_eq!(
        json(folder, "c.md")["documents"][0]["links"][0]["to"]["document"],
        newer["key"]
    );
    let (table, _) = well(folder, &["follow-up", "out"]);
    assert!(
        table.contains("## Besvart (1)") && table.contains("## Uten svar (1)"),
        "{table}"
    );
    assert!(table.contains("en nyere utgave"), "{table}");
    // Of the same day, two that differ in a figure are two all the same.
    fs::write(
        folder.join("in/d.txt"),
        corrected
            .replace("1.10.2026", "1.11.2026")
            .replace("# ", ""),
    )
    .unwrap();
    extract(folder);
    assert_eq!(keys(folder).len(), 4);
}

#[test]
fn another_bodys_report_answers_nothing() {
    let rows = "# 1 Oppdrag\n\n| Nr. | Tittel | Krav til rapportering |\n|---|---|---|\n| TB2026-7 | Plan for brygger | Rapportering i årsrapporten. |\n| Planen er sendt. | | |\n";
    let report = |body: &str| format!("# Årsrapport 2026 for {body}\n\n{rows}");
    let given = letter(SENDER, " til Kaitilsynet", "", PIERS);
    let folder = inbox(&[("a.md", &given), ("b.md", &report("Havnetilsynet"))]);
    let at = folder.path();
    extract(at);
    let (table, _) = well(at, &["follow-up", "out"]);
    assert!(
        table.contains("## Besvart (0)") && table.contains("## Uten svar (0)"),
        "{table}"
    );
    assert!(
        table.contains("OBS: ingen rapport for samme mottaker"),
        "{table}"
    );
    // One that came after it answers for it, where a grammar file says so.
    fs::create_dir(at.join("own")).unwrap();
    fs::write(
        at.join("own/bodies.toml"),
        "[[organisation]]\nname = \"Havnetilsynet\"\npredecessors = [\"Kaitilsynet\"]\nexamples = [\"Havnetilsynet\"]\n",
    )
    .unwrap();
    let (table, _) = well(at, &["follow-up", "out", "--grammars", "own"]);
    assert!(table.contains("Planen er sendt."), "{table}");
    assert!(!table.contains("OBS: ingen rapport"), "{table}");
    // Its own report does.
    let own = inbox(&[
        ("a.md", &given),
        ("b.md", &report("Kaitilsynet").replace("TB2026-7", "7")),
    ]);
    extract(own.path());
    let (table, _) = well(own.path(), &["follow-up", "out"]);
    assert!(
        table.contains("## Besvart (1)") && table.contains("## Uten svar (1)"),
        "{table}"
    );
    // Whose recipient is not known is no body's: nothing is answered by its title, and nothing unanswered.
    let unknown = inbox(&[
        (
            "a.md",
            &letter(
                SENDER,
                "",
                "",
                &[(
                    "TB2026-1 Avd. KAI: BRU Plan for brygger",
                    "Planen skal vise hva bryggene koster.",
                )],
            ),
        ),
        ("b.md", &report("Kaitilsynet")),
    ]);
    extract(unknown.path());
    let (table, _) = well(unknown.path(), &["follow-up", "out"]);
    assert!(
        table.contains("## Besvart (0)") && table.contains("## Uten svar (0)"),
        "{table}"
    );
    assert!(table.contains("mottakeren er ikke kjent"), "{table}");
    well(unknown.path(), &["link", "out"]);
    assert!(codes(&json(unknown.path(), "b.md")).contains(&"link_ambiguous".to_string()));
}

#[test]
fn the_corpus_has_every_document_and_none_in_anothers_place() {
    let shared = common::path("../shared/corpus");
    if !shared.is_dir() {
        println!("skipped: {} is not there", shared.display());
        return;
    }
    let folder = TempDir::new().unwrap();
    // The folder of other things holds no letters, and the propositions take their time.
    let files = fs::read_dir(&shared)
        .unwrap()
        .map(|one| one.unwrap().path());
    let mut files: Vec<String> = files
        .filter(|file| file.is_file() && !file.display().to_string().contains("/prop-"))
        .map(|file| file.display().to_string())
        .collect();
    files.sort();
    let mut args: Vec<&str> = vec!["extract", "--out", "out", "--quiet"];
    args.extend(files.iter().map(String::as_str));
    run(folder.path(), &args);
    let store = rusqlite::Connection::open(folder.path().join("out/oppdrag.db")).unwrap();
    // What does not count has the name of what does, but for the ending and the folder.
    let mut statement = store
        .prepare(
            "SELECT f.path, (SELECT g.path FROM documents e JOIN files g USING (file)
               WHERE e.key = d.key AND e.counts)
             FROM documents d JOIN files f USING (file) WHERE NOT d.counts",
        )
        .unwrap();
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    });
    let stem = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        name.split('.')
            .next()
            .unwrap_or(name)
            .trim_end_matches("-utdrag")
            .to_string()
    };
    let mut doubles = 0;
    for (one, counting) in rows.unwrap().map(Result::unwrap) {
        assert_eq!(stem(&one), stem(&counting));
        doubles += 1;
    }
    assert!(doubles > 5, "{doubles}");
}
