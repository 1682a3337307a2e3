//! Texts that once made the program fail, each with what it says now.

#![allow(clippy::unwrap_used)]

mod common;

use common::{all, text};
use oppdrag::{Grammar, model::Severity};
use serde_json::Value;

/// What a text gives, which none of the program's own checks refuses.
fn read(name: &str, written: &str) -> Value {
    let read = oppdrag::extract(name, written.as_bytes(), &Grammar::built_in()).unwrap();
    let errors = read.diagnostics.iter();
    let errors = errors.filter(|found| found.severity == Severity::Error);
    assert_eq!(
        errors.map(|found| &found.message).collect::<Vec<_>>(),
        [""; 0]
    );
    serde_json::to_value(&read).unwrap()
}

fn letter(body: &str) -> Value {
    read(
        "a.txt",
        &format!("Tildelingsbrev 2026 – Kystetaten\n\n1 Oppdrag\n\n{body}"),
    )
}

fn decision(rows: &str) -> Value {
    let head = "Prop. 1 S (2025–2026)\n\nForslag til vedtak om bevilgning\n\nKap. Post Kroner";
    read("a.txt", &format!("{head}\n740 Kystetaten\n{rows}\n"))
}

fn titles(letter: &Value) -> Vec<String> {
    let all = all(letter, "assignments");
    all.iter()
        .map(|one| text(one, "title").to_owned())
        .collect()
}

#[test]
fn a_post_whose_name_ends_in_a_bracket() {
    let read = decision("70 Tilskudd til fyrmuseum (Vardø) 1 000");
    let post = &all(&read, "appropriations")[1];
    assert_eq!(text(post, "name"), "Tilskudd til fyrmuseum (Vardø)");
    assert_eq!(post["figures"][0]["nok"], 1000);
}

#[test]
fn a_post_whose_name_goes_on_behind_a_year() {
    let read = read(
        "a.txt",
        "Prop. 104 S (2024–2025)\n\nForslag til vedtak om endringer i statsbudsjettet 2025\n\nI\n\n\
         Utgifter\n\nKap. Post Kroner\n740 Kystetaten\n21 Merking av leia fra 2024\n\
         til 2025, forhøyes med 200 000\n",
    );
    let post = &all(&read, "appropriations")[0];
    assert_eq!(text(post, "name"), "Merking av leia fra 2024 til 2025");
    assert_eq!(post["figures"][0]["nok"], 200_000);
}

#[test]
fn a_row_of_a_ceiling_that_goes_on_in_a_word_as_long_as_to_end_inside_a_letter() {
    let read = decision(
        "70 Tilskudd 1 000\n\nII\n\nStortinget samtykker i at departementet i 2026 kan gi tilsagn \
         innenfor følgende beløp:\n\nKap. Post Betegnelse Samlet ramme\n745 Lys i småbåter\n\
         Havneforening\n70 Tilskudd 12,5 mill. kroner",
    );
    let row = &all(&read, "authorisations")[0];
    assert!(
        text(row, "text").ends_with("Havneforening 70 Tilskudd 12,5 mill. kroner"),
        "{row}"
    );
    assert_eq!(
        (text(row, "chapter"), row["limit_nok"].as_i64()),
        ("745", Some(12_500_000))
    );
}

#[test]
fn a_title_whose_word_a_soft_hyphen_cuts() {
    let read = letter("TB2026-1 Sjø\u{ad}\n☂ merking\n\nTB2026-2 Losing av skip\nsamt\u{ad}\n:\n");
    assert_eq!(titles(&read)[0], "Sjø☂ merking");
}

#[test]
fn a_department_behind_many_brackets() {
    let read = letter(&format!(
        "TB2026-1 {}Avd. KFD: HAV Plan\n\nEtaten skal lage en plan.\n",
        "( ".repeat(31)
    ));
    assert_eq!(text(&all(&read, "assignments")[0], "department"), "HAV");
}

#[test]
fn a_thin_space_before_the_words_of_an_outcome() {
    for blank in [' ', '\u{2009}', '\u{3000}'] {
        let read = read(
            "a.txt",
            &format!(
                "Prop. 1 S (2025–2026)\n\n2 Oppfølging av anmodnings- og utredningsvedtak\n\n\
                 2.1 Stortingssesjon 2024–2025\n\nLys i fyr\n\nVedtak nr. 12, 7. november 2024\n\n\
                 «Stortinget ber regjeringen sette lys i fyr.»\n\nVedtaket ble truffet ved behandlingen \
                 av Innst. 5 S (2024–2025).\n\nFyrene er tent. Disse{blank}vedtakene anses som fulgt opp.\n"
            ),
        );
        assert_eq!(
            text(&all(&read, "requests")[0], "outcome"),
            "followed_up",
            "{blank:?}"
        );
    }
}

#[test]
fn a_list_mark_is_no_hyphen_of_the_line_before_it() {
    let read =
        letter("TB2026-1 Avd. KFD: HAV Ny plan\n\nDet vises til Prop. 1 S\n- (2025–2026).\n");
    let raw: Vec<_> = all(&read, "citations")
        .iter()
        .map(|one| text(one, "raw").to_owned())
        .collect();
    assert!(raw.iter().all(|raw| !raw.contains("- (")), "{raw:?}");
    // Two soft hyphens at one line end: one goes, one stays.
    letter(
        "TB2026-1 Avd. KFD: HAV Ny plan\n\nEtaten skal lage en plan for fel\u{ad}\n\u{ad}les fyr.\n",
    );
}

#[test]
fn ids_that_numbers_would_make_the_same() {
    // The second post of section 3.2, and the first of the second section 3.2.
    letter(
        "3.2 Tildelinger\n\nKystetaten tildeles 1,7 mill. kroner til fyr.\n\nKystetaten tildeles \
         2 mill. kroner til merking.\n\n3.2 Tildelinger\n\nKystetaten tildeles 3 mill. kroner.\n",
    );
    // The parts of the second measure, and the measures of the second section of that name.
    let read = letter(
        "2 Mål\n\nStyringsparametere\n- Andel fyr som virker\n- Antall grunnstøtinger, fordelt på\n\
         1. indre lei\n2. åpent hav\n\nHovedmål 2: Ren kyst\n\nStyringsparametere\n\
         - Andel strender uten plast\n- Antall utslipp\n",
    );
    assert_eq!(all(&read, "indicators").len(), 6);
}

#[test]
fn words_of_recurrence_behind_a_day_in_a_line_without_an_end() {
    let line = "merker og lys og lykter langs leia og ved havner og\n".repeat(120);
    let read = letter(&format!(
        "TB2026-1 Avd. KFD: HAV Ny plan\n\nEtaten skal telle {line}kaier (frist 1.3.2027, deretter årlig).\n"
    ));
    let all = all(&read, "deadlines");
    let again = all.iter().find(|one| text(one, "recurrence") == "årlig");
    let what = again.map(|one| text(one, "what"));
    assert!(
        what.is_some_and(|what| what.len() < 60 && what.ends_with("årlig")),
        "{all:?}"
    );
}

#[test]
fn a_table_below_a_column_title_stands_in_the_section_above() {
    read(
        "a.txt",
        "\nVedtak\n\nSesjon\nTabell 3.1Oversiktsesjonnummer\n16\nProp.1S",
    );
}

#[test]
fn a_purpose_that_a_figure_parts_is_none() {
    read(
        "a.md",
        "Tildelingsbrev\n|Kapittel|||Tildeling|\n21|\n|||herav leirskole|000|###",
    );
}

#[test]
fn a_heading_of_the_assignment_above_it_goes_on_with_it() {
    let read = read(
        "a.md",
        "# Supplerende tildelingsbrev nr. 2 til Kystetaten 2026\n\n## Presisering av tidligere oppdrag:\n\n\
         ### TB2026-4 Nye bøyer\n\nKystetaten skal sørge for at det legges ut nye bøyer i leia.\n\n\
         ## Konkretisering av oppdraget:\n\n1. Bøyene skal legges ut innen 1. mai 2027.\n\
         2. Kystetaten skal legge fram en plan innen 9. oktober 2026.\n",
    );
    let due = all(&read, "deadlines");
    let bound: Vec<_> = due.iter().map(|one| text(one, "assignment")).collect();
    assert_eq!(bound, ["TB2026-4", "TB2026-4"]);
}

#[test]
fn the_next_goal_ends_an_assignment_below_the_last() {
    let read = read(
        "a.md",
        "# Tildelingsbrev 2027 til Kystetaten\n\n## 2. Mål og oppdrag\n\n### Mål 1. Leia skal være trygg\n\n\
         #### Oppdrag 1.1 Kart over grunner\n\nKystetaten skal kartlegge grunnene.\n\nFrist: 1. juni 2027\n\n\
         ### Mål 2. Havnene skal være åpne hele året\n\n\
         #### Oppdrag 2.1 Isbrytere\n\nKystetaten skal utrede behovet for isbrytere.\n\nFrist: 1. mai 2027\n",
    );
    let goals = all(&read, "goals");
    let numbers: Vec<_> = goals.iter().map(|one| text(one, "number")).collect();
    assert_eq!(numbers, ["1", "2"]);
    assert!(
        all(&read, "assignments")
            .iter()
            .all(|one| !text(one, "text").contains("Havnene"))
    );
}

#[test]
fn a_sentence_says_what_the_goals_of_the_recipient_are() {
    let goals = |lead: &str| {
        let read = read(
            "a.txt",
            &format!(
                "Tildelingsbrev 2026 – Kystetaten\n\n2 Innledning\n\nEtaten fører tilsyn med leia.\n\n{lead}\n\n• Leia er trygg\n• Havnene er åpne\n"
            ),
        );
        all(&read, "goals").len()
    };
    assert_eq!(goals("Målene for Kystetaten i 2026 er:"), 2);
    assert_eq!(goals("Overordnede mål for Kystetaten er:"), 2);
    assert_eq!(
        goals("For å nå målene for Kystetaten skal etaten sørge for:"),
        0
    );
}
