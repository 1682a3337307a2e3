//! What a letter asks and no record took is told: whole, once, and aloud where it is a series or all that
//! the letter asks; and what is read, or holds at all times, is not. All letters are invented.

mod common;

use serde_json::Value;
use std::process::Command;

fn read(name: &str, letter: &str) -> Value {
    let extraction = oppdrag::extract(name, letter.as_bytes(), &oppdrag::Grammar::built_in())
        .unwrap_or_else(|error| panic!("{error}"));
    let source = oppdrag::source::read(name, letter.as_bytes()).expect("a source");
    let broken = common::broken(&extraction, source.canonical.text());
    assert!(broken.is_empty(), "{broken:#?}");
    let json = serde_json::to_value(&extraction).expect("JSON");
    quoted(&json, source.canonical.text());
    json
}

/// Every entry of the residue is the source at its spans.
fn quoted(json: &Value, source: &str) {
    let points: Vec<char> = source.chars().collect();
    let bare = |text: &str| {
        text.chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
    };
    for list in ["unclaimed", "dismissed"] {
        for one in json["coverage"][list].as_array().into_iter().flatten() {
            let place = |span: &Value| {
                let at = |key: &str| span[key].as_u64().expect("a place") as usize;
                points[at("start")..at("end")].iter().collect::<String>()
            };
            let spans = one["spans"].as_array().expect("spans");
            assert!(!spans.is_empty(), "{one}");
            let there: String = spans.iter().map(place).collect();
            let (there, raw) = (bare(&there), bare(one["raw"].as_str().unwrap_or_default()));
            assert!(
                there.replace('-', "") == raw.replace('-', ""),
                "{raw} is not {there}"
            );
        }
    }
}

/// Signal and words of what nobody took.
fn unclaimed(json: &Value) -> Vec<(String, String)> {
    entries(json, "unclaimed", "signal")
}

/// Rule and words of what a rule judged otherwise.
fn dismissed(json: &Value) -> Vec<(String, String)> {
    entries(json, "dismissed", "rule")
}

fn entries(json: &Value, list: &str, key: &str) -> Vec<(String, String)> {
    let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().replace('\n', " ");
    json["coverage"][list]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| (text(one, key), text(one, "raw")))
        .collect()
}

fn messages(json: &Value, code: &str) -> Vec<String> {
    json["diagnostics"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|one| one["code"] == code)
        .map(|one| one["message"].as_str().unwrap_or_default().to_string())
        .collect()
}

/// A letter to the lighthouse office.
fn letter(body: &str) -> String {
    format!(
        "Kystdepartementet\n\nFyrkontoret\nPostboks 12\n0030 OSLO\n\nDeres ref\nVår ref\n26/1234-7\nDato\n\
         12. februar 2026\n\nTildelingsbrev 2026 – Fyrkontoret\n\n{body}\n\nMed hilsen\n\n\
         Eli Vik (e.f.)\nekspedisjonssjef\n"
    )
}

/// Four points with fields that no grammar file has words for.
fn points(label: impl Fn(usize) -> String) -> String {
    let tasks = [
        "kartlegge lyktene",
        "male tårnene",
        "lære opp vaktene",
        "rydde i lageret",
    ];
    let point = |(n, task): (usize, &&str)| {
        format!(
            "{} Om å {task}\nGrunn: Lageret er fullt.\nØnske: Fyrkontoret skal {task} og fortelle om det.\n\
             Klart: {}. mai 2026\n",
            label(n + 1),
            n + 3
        )
    };
    tasks
        .iter()
        .enumerate()
        .map(point)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The points in the second column of a table, which is no table of assignments.
fn rows(label: impl Fn(usize) -> String) -> String {
    let places = [
        ("Bodø", "kartlegge lyktene"),
        ("Moss", "male tårnene"),
        ("Vadsø", "lære opp vaktene"),
        ("Risør", "rydde i lageret"),
    ];
    let row = |(n, (place, task)): (usize, &(&str, &str))| {
        format!(
            "| {place} | {} Om å {task}. Fyrkontoret skal {task} til {}. mai 2026 |\n",
            label(n + 1),
            n + 3
        )
    };
    let rows: String = places.iter().enumerate().map(row).collect();
    format!("## Ønskene\n\n| Sted | Ønske |\n|---|---|\n{rows}")
}

#[test]
fn a_series_that_no_record_took_is_told_whole() {
    let json = read("brev.md", &letter(&rows(|n| format!("FK-0{n}"))));
    assert!(
        json["documents"][0]["assignments"]
            .as_array()
            .expect("a list")
            .is_empty()
    );
    let series: Vec<String> = unclaimed(&json)
        .into_iter()
        .filter(|(signal, _)| signal == "series")
        .map(|(_, words)| words)
        .collect();
    // Rows of one table that follow each other are told as one; each whole, its day included.
    assert_eq!(series.len(), 1, "{series:#?}");
    assert!(series[0].starts_with("FK-01 Om å kartlegge"), "{series:?}");
    assert!(
        series[0].contains("male tårnene til 4. mai 2026 FK-03 Om å"),
        "{series:?}"
    );
    let told = messages(&json, "series_unread");
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("4 points FK-01 to FK-04 are in no record"),
        "{told:?}"
    );
    // One fault, one finding: neither its sentences nor the letter are told besides.
    assert!(messages(&json, "assignments_missing").is_empty());
    let sorts: Vec<String> = unclaimed(&json)
        .into_iter()
        .map(|(signal, _)| signal)
        .collect();
    assert!(!sorts.contains(&"duty".to_string()), "{sorts:?}");
}

#[test]
fn the_same_points_under_a_label_that_is_known_are_read_and_not_told() {
    let json = read(
        "brev.txt",
        &letter(&format!(
            "3 Oppdrag\n\n{}",
            points(|n| format!("TB2026-{n}"))
                .replace("Klart:", "Frist:")
                .replace("Ønske: ", "")
        )),
    );
    assert_eq!(
        json["documents"][0]["assignments"]
            .as_array()
            .expect("a list")
            .len(),
        4
    );
    assert!(messages(&json, "series_unread").is_empty());
    assert_eq!(unclaimed(&json), []);
}

#[test]
fn points_of_any_label_are_read_and_what_is_withheld_with_its_sisters() {
    let mut body = points(|n| format!("FK-0{n}"));
    body.push_str("\nFK-05 Unntatt offentlighet\n\nFK-06 Om å telle båter\nØnske: Fyrkontoret skal telle båter.\n");
    let json = read("brev.txt", &letter(&format!("Ønskene\n\n{body}")));
    let read: Vec<(&str, bool)> = json["documents"][0]["assignments"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| {
            let number = one["number"].as_str().unwrap_or_default();
            (number, one["withheld"] == true)
        })
        .collect();
    // What is withheld asks nothing by itself: its sisters carry it.
    let wanted = [
        ("FK-01", false),
        ("FK-02", false),
        ("FK-03", false),
        ("FK-04", false),
        ("FK-05", true),
        ("FK-06", false),
    ];
    assert_eq!(read, wanted);
    assert!(messages(&json, "series_unread").is_empty());
}

#[test]
fn a_letter_in_prose_that_gave_no_assignment_says_so_once() {
    let body = "Havna er full av vrak, og det har den vært lenge.\n\nVrakene ble talt i 2021. \
                Departementet ber Fyrkontoret om å lage en plan for å fjerne dem innen 1. mai 2026.\n\n\
                Fyrkontoret får i oppgave å spørre fiskerne hva de mener.\n\n\
                Kommunene skal betale for opprydningen.";
    let json = read("brev.txt", &letter(body));
    if !json["documents"][0]["assignments"]
        .as_array()
        .expect("a list")
        .is_empty()
    {
        // When the reader has learnt to read prose, there is nothing to tell.
        assert!(messages(&json, "assignments_missing").is_empty());
        return;
    }
    let told = messages(&json, "assignments_missing");
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("no assignment was read, but 2 sentences ask"),
        "{told:?}"
    );
    let duties: Vec<(String, String)> = unclaimed(&json);
    // The paragraph, for its reasons belong to what is asked.
    assert_eq!(duties[0].0, "duty");
    assert!(
        duties[0].1.starts_with("Vrakene ble talt i 2021."),
        "{duties:#?}"
    );
    assert_eq!(duties.len(), 2, "{duties:#?}");
    assert!(dismissed(&json).contains(&(
        "duty_of_others".into(),
        "Kommunene skal betale for opprydningen.".into()
    )));
}

#[test]
fn what_holds_at_all_times_is_no_assignment_where_these_are_numbered_and_read() {
    let assignments = points(|n| format!("TB2026-{n}"))
        .replace("Klart:", "Frist:")
        .replace("Ønske: ", "");
    let body = format!(
        "1 Innledning\n\nFyrkontoret skal holde lysene tent.\n\nDepartementet ber Fyrkontoret om å ringe.\n\n\
         3 Oppdrag\n\n{assignments}"
    );
    let json = read("brev.txt", &letter(&body));
    assert_eq!(
        unclaimed(&json),
        [(
            "duty".to_string(),
            "Departementet ber Fyrkontoret om å ringe.".to_string()
        )]
    );
    assert!(dismissed(&json).contains(&(
        "standing_duty".into(),
        "Fyrkontoret skal holde lysene tent.".into()
    )));
}

#[test]
fn a_time_that_no_deadline_has_is_told_and_one_that_is_past_is_not() {
    let body = "3 Oppdrag\n\nTB2026-1 Lykter\n\nLyktene ble tent 3. mars 2024. Fyrkontoret skal telle lyktene \
                og melde tallet hvert halvår, første gang 15/3-26. Det vises til brev av 4. mai 2026.\n\n\
                TB2026-2 Tårn\n\nFyrkontoret skal male tårnene. Frist: 1. juni 2026";
    let json = read("brev.txt", &letter(body));
    let told: Vec<String> = unclaimed(&json)
        .into_iter()
        .map(|(_, words)| words)
        .collect();
    assert_eq!(
        told,
        ["Fyrkontoret skal telle lyktene og melde tallet hvert halvår, første gang 15/3-26."]
    );
    let ruled = dismissed(&json);
    assert!(
        ruled.contains(&("past".into(), "3. mars 2024".into())),
        "{ruled:?}"
    );
    let cited = ("dated".to_string(), "4. mai 2026".to_string());
    assert!(ruled.contains(&cited), "{ruled:?}");
}

#[test]
fn an_amount_in_prose_that_is_given_is_told() {
    let body = "4 Økonomi\n\nTil maling er det satt noe til side. Av dette fordeles 3,2 mill. kroner på tårnene i \
                nord.\n\nEn lykt kostet 40 000 kroner i 2019.";
    let json = read("brev.txt", &letter(body));
    let told = unclaimed(&json);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!(told[0].0, "amount");
    assert!(
        dismissed(&json).contains(&("spending_of_an_earlier_year".into(), "40 000 kroner".into()))
    );
}

#[test]
fn a_table_that_no_record_took_is_told_whole_and_an_address_block_is_none() {
    let body = "5 Vakter\n\n| Tårn | Hvem | Når |\n| --- | --- | --- |\n| Nord | Fyrkontoret vokter | 3. juni 2026 |\n\
                | Sør | Fyrkontoret vokter | 9. juni 2026 |\n\n| Telefon | Kontor |\n| --- | --- |\n| 55 | Havn |\n";
    let json = read("brev.md", &letter(body));
    let tables: Vec<String> = unclaimed(&json)
        .into_iter()
        .filter(|(signal, _)| signal == "table")
        .map(|(_, words)| words)
        .collect();
    assert_eq!(tables.len(), 1, "{tables:#?}");
    assert!(tables[0].starts_with("Tårn Hvem Når Nord") && tables[0].ends_with("9. juni 2026"));
}

#[test]
fn a_list_inside_an_assignment_and_a_list_of_contents_are_told_by_nobody() {
    let list = "3 Oppdrag\n\nTB2026-1 Lykter\n\nFyrkontoret skal:\n1. telle lyktene\n2. male lyktene\n\
                3. tenne lyktene\nFrist: 1. juni 2026";
    let contents = "Innhold\n\nB-1 Kart ..... 2\nB-2 Plan ..... 2\nB-3 Tårn ..... 3";
    for body in [list, contents] {
        let json = read("brev.txt", &letter(body));
        assert!(
            messages(&json, "series_unread").is_empty(),
            "{:?}",
            json["diagnostics"]
        );
        assert_eq!(unclaimed(&json), []);
    }
}

#[test]
fn a_sentence_that_a_line_end_cut_into_title_and_text_is_told_whole() {
    let item = |cut: &str| {
        letter(&format!(
            "3 Oppdrag\n\na) Telle lyktene.\nb) Foreslå regler for lykter, etter det som Etaten for fyr{cut}skal \
             sende oss (frist 1. mai 2026).\nc) Male tårnene."
        ))
    };
    let json = read("brev.txt", &item("-\nlykter "));
    let list = json["documents"][0]["assignments"]
        .as_array()
        .expect("a list");
    let whole = list.iter().any(|one| {
        let text = one["text"].as_str().unwrap_or_default();
        text.starts_with("Foreslå regler") && text.ends_with("(frist 1. mai 2026).")
    });
    let told = unclaimed(&json)
        .iter()
        .any(|(_, words)| words.starts_with("b) Foreslå regler"));
    // Read whole, it is told by nobody; cut or missed, it is told.
    assert_eq!(told, !whole, "{:#?}", json["coverage"]);
}

#[test]
fn a_run_tells_what_was_missed_in_its_summary_and_its_report_and_fails_when_strict() {
    let folder = tempfile::tempdir().expect("a folder");
    let (inbox, out) = (folder.path().join("inn"), folder.path().join("ut"));
    std::fs::create_dir(&inbox).expect("a folder");
    let text = letter(&rows(|n| format!("FK-0{n}")));
    std::fs::write(inbox.join("brev.md"), text).expect("a letter");
    let run = |more: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_oppdrag"))
            .arg("extract")
            .args([&inbox, std::path::Path::new("--out"), &out])
            .args(more)
            .output()
            .expect("the program")
    };
    let told = run(&[]);
    let words = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(told.status.success(), "{words}");
    assert!(words.contains("not read     "), "{words}");
    assert!(words.contains("missed:\n  "), "{words}");
    assert!(
        words.contains("4 points FK-01 to FK-04 are in no record"),
        "{words}"
    );
    let report = std::fs::read_to_string(out.join(".oppdrag/run.json")).expect("a report");
    let report: Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!(report["read"][0]["unclaimed"]["series"], 1);
    assert!(
        report["read"][0]["missed"][0]
            .as_str()
            .is_some_and(|one| one.starts_with("4 points"))
    );
    assert_eq!(run(&["--again", "--strict"]).status.code(), Some(1));
}
