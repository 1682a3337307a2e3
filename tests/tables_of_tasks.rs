//! Tables and forms that hold assignments, whatever their columns and labels are called, and what is a title in
//! them.

mod common;

use common::{all, text, when};

/// Each assignment of a Markdown letter: number, title and the beginning of its text.
fn read(body: &str) -> (Vec<String>, Vec<String>) {
    let letter = format!("# Tildelingsbrev 2026 – Statens fyrverk\n\nFyrverket\n\n{body}\n");
    let extraction = oppdrag::extract("a.md", letter.as_bytes(), &oppdrag::Grammar::built_in())
        .unwrap_or_else(|error| panic!("{error}"));
    let json = serde_json::to_value(&extraction).expect("JSON");
    let beginning = |words: &str| {
        words
            .chars()
            .take(24)
            .collect::<String>()
            .replace('\n', "/")
    };
    let assignments = all(&json, "assignments")
        .iter()
        .map(|one| {
            let [number, title] = ["number", "title"].map(|key| text(one, key).to_string());
            format!("{number}|{title}|{}", beginning(text(one, "text")))
        })
        .collect();
    let due = all(&json, "deadlines").iter().map(when).collect();
    (assignments, due)
}

#[test]
fn a_column_is_one_of_tasks_by_what_its_cells_ask() {
    let (assignments, due) = read(
        "## 4 Særskilte tiltak\n\n| Ref. | Tiltak | Leveransedato | Kontakt |\n|---|---|---|---|\n\
         | 1 | **Kart over leia**<br>Fyrverket skal lage et kart. Alle kaier skal med. | 1. mai 2026 | KYS |\n\
         | 2 | **Nye lykter**<br>Fyrverket skal kjøpe lykter. De skal være tette. | 1. juni 2026 | KYS |",
    );
    assert_eq!(
        assignments,
        [
            "1|Kart over leia|Fyrverket skal lage et k",
            "2|Nye lykter|Fyrverket skal kjøpe lyk"
        ]
    );
    assert_eq!(due, ["2026-05-01", "2026-06-01"]);
}

#[test]
fn titles_of_columns_in_two_halves() {
    let (assignments, _) = read(
        "## 4 Oppdrag\n\n| Nummer / id | Oppdrag | Frist (dato) |\n|---|---|---|\n\
         | 7 | Fyrverket skal lage et kart. | 1. mai 2026 |\n| 8 | Fyrverket skal kjøpe lykter. | 1. juni 2026 |",
    );
    assert_eq!(assignments.len(), 2);
    assert!(assignments[0].starts_with("7|"), "{assignments:?}");
}

#[test]
fn a_form_that_an_identifier_of_any_shape_heads() {
    let form = |n: u32, title: &str, task: &str| {
        format!(
            "| **W-0{n}** | **{title}** | |\n|---|---|---|\n| Fyrverket skal {task}. | | |\n\
             | Frist: {n}. mai 2026 | | Kontakt: KYS |\n\n"
        )
    };
    let (assignments, due) = read(&format!(
        "## 3 Oppgaver\n\n{}{}",
        form(1, "Kart over leia", "lage et kart"),
        form(2, "Nye lykter", "kjøpe lykter")
    ));
    assert_eq!(
        assignments,
        [
            "W-01|Kart over leia|Fyrverket skal lage et k",
            "W-02|Nye lykter|Fyrverket skal kjøpe lyk"
        ]
    );
    assert_eq!(due, ["2026-05-01", "2026-05-02"]);
}

#[test]
fn an_empty_field_begins_no_form_and_a_cut_one_takes_no_other_ones_name() {
    let (assignments, due) = read(
        "## 3 Oppdrag\n\n| | |\n|---|---|\n| Frist | 3. mars 2026 |\n| Oppdrag | Oppdrag 2 Kart over leia |\n\
         | Beskrivelse | Fyrverket skal lage et kart. |\n| Frist | |\n| Samarbeid | Losvesenet |\n\
         | Oppdrag | Oppdrag 3 Nye lykter |\n| Beskrivelse | Fyrverket skal kjøpe lykter. |\n| Frist | 1. juni 2026 |",
    );
    assert_eq!(
        assignments,
        [
            "2|Kart over leia|Fyrverket skal lage et k",
            "3|Nye lykter|Fyrverket skal kjøpe lyk"
        ]
    );
    assert_eq!(due, ["2026-06-01"]);
}

#[test]
fn a_sentence_is_no_title_and_a_bold_lead_is_one() {
    let (assignments, _) = read(
        "## 4 Særskilte tiltak\n\n\
         1. Lyktene er gamle. Fyrverket skal kjøpe nye lykter.\n\
         2. Kartet har vært uendret i mange år. Fyrverket skal lage et nytt.\n",
    );
    assert_eq!(
        assignments,
        ["1||Lyktene er gamle. Fyrver", "2||Kartet har vært uendret "]
    );
    let (assignments, _) = read(
        "## 4 Særskilte tiltak\n\n- **Kart over leia:** Fyrverket skal lage et kart.\n\
         - **Nye lykter:** Fyrverket skal kjøpe lykter.\n- **Tåkelur:** Fyrverket skal stemme luren.\n",
    );
    assert_eq!(
        assignments,
        [
            "|Kart over leia|Fyrverket skal lage et k",
            "|Nye lykter|Fyrverket skal kjøpe lyk",
            "|Tåkelur|Fyrverket skal stemme lu"
        ]
    );
}

#[test]
fn the_name_of_a_field_ends_no_assignment() {
    let (assignments, due) = read(
        "## 4 Oppdrag\n\n**Oppdrag 1: Kart over leia**\n\n**Bakgrunn:** Kartet er gammelt.\n\n\
         **Oppdrag:** Fyrverket skal lage et kart.\n\n**Frist:** 1. mai 2026\n\n\
         **Oppdrag 2: Nye lykter**\n\n**Bakgrunn:** Lyktene er gamle.\n\n\
         **Oppdrag:** Fyrverket skal kjøpe lykter.\n\n**Frist:** 1. juni 2026\n",
    );
    assert_eq!(assignments.len(), 2, "{assignments:?}");
    assert_eq!(due, ["2026-05-01", "2026-06-01"]);
}

#[test]
fn who_is_bidden_by_a_short_name() {
    let (assignments, _) = read(
        "## 4 Særskilte tiltak\n\nDepartementet ber fyrverket om å lage et kart.\n\n\
         FYV bes om å kjøpe lykter.\n\nFYV bes om å stemme tåkeluren.\n",
    );
    assert_eq!(assignments.len(), 3, "{assignments:?}");
}
