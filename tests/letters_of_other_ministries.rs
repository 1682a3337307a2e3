//! Forms that ministries have beside each other: tables of measures and of dates as lines of text,
//! groups of assignments, letters that give one assignment, hospitals' matrices. All is invented.

mod common;

use common::{all, text, when};
use serde_json::Value;

fn read(name: &str, letter: &str) -> Value {
    let extraction = oppdrag::extract(name, letter.as_bytes(), &oppdrag::Grammar::built_in())
        .unwrap_or_else(|error| panic!("{error}"));
    serde_json::to_value(&extraction).expect("JSON")
}

/// The letter head of a letter to the lighthouse office, and a title.
fn letter(title: &str, body: &str) -> String {
    format!(
        "Fyr- og merkedirektoratet\nPostboks 12\n0030 OSLO\n\nDeres ref\nVår ref\n26/1234-7\nDato\n\
         12. februar 2026\n\n{title}\n\nKystdepartementet viser til tidligere brev.\n\n{body}\n\n\
         Med hilsen\n\nEli Vik (e.f.)\nekspedisjonssjef\n\nKopi: Riksrevisjonen, Havdepartementet og Kystetaten\n"
    )
}

fn texts(json: &Value, list: &str) -> Vec<String> {
    all(json, list)
        .iter()
        .map(|one| text(one, "text").replace('\n', " | "))
        .collect()
}

fn due(json: &Value, assignment: &str) -> Vec<String> {
    all(json, "deadlines")
        .iter()
        .filter(|one| one["assignment"] == assignment)
        .map(when)
        .collect()
}

#[test]
fn a_table_of_measures_as_lines_of_text() {
    let json = read(
        "brev.txt",
        &letter(
            "Tildelingsbrev 2026 – Fyr- og merkedirektoratet",
            "1. Mål\nMål 1: Lyset er på\nStyringsparameter Krav\n\
             SP1 Oppetid i 80 pst. av fyrene Minst 98 pst.\n\
             SP2 Tid fra feil til retting Under 5 dager innen 2027\n\n\
             R1: Direktoratet skal rapportere på oppetid i årsrapporten.\n\
             Mål 2: Merkene står\nStyringsparameter | Resultatkrav 2026\n\
             Andel merker som står rett | Øker\n\n2. Rapportering\nRapport Frist\n\
             Årsrapport 2025 1. mars 2026\nRegnskap pr. 31.8. 10. september 2026",
        ),
    );
    assert_eq!(
        texts(&json, "indicators"),
        [
            "SP1 Oppetid i 80 pst. av fyrene",
            "SP2 Tid fra feil til retting",
            "Andel merker som står rett",
        ]
    );
    let values: Vec<_> = all(&json, "indicators")
        .iter()
        .map(|one| (one["goal"].clone(), one["targets"][0]["value"].clone()))
        .collect();
    assert_eq!(
        values[0],
        ("goal-1".into(), 98.0.into()),
        "not the 80 of what is measured"
    );
    assert_eq!(values[2], ("goal-2".into(), Value::Null));
    assert_eq!(
        texts(&json, "requirements"),
        ["R1: Direktoratet skal rapportere på oppetid i årsrapporten."]
    );
    let dates: Vec<String> = all(&json, "deadlines").iter().map(when).collect();
    assert_eq!(dates, ["2026-03-01", "2026-09-10"]);
    assert_eq!(json["documents"][0]["assignments"], serde_json::json!([]));
    assert_eq!(
        json["documents"][0]["copies_to"],
        serde_json::json!(["Riksrevisjonen", "Havdepartementet", "Kystetaten"])
    );
    assert_eq!(
        json["documents"][0]["issuers"],
        serde_json::json!(["Kystdepartementet"])
    );
}

#[test]
fn groups_of_assignments_and_deadlines_in_brackets() {
    let json = read(
        "brev.txt",
        &letter(
            "Tildelingsbrev til Fyr- og merkedirektoratet for 2026",
            "1 MÅL\nNasjonale mål\n1.1 Alle skip skal finne fram til havn.\n\n2 OPPDRAGSLISTE\n\
             Oppdragene er nummerert fortløpende.\nFyr\nO 001 Lyskilder\n\
             Lage en oversikt over lyskildene. (1.6.2026)\nO 002 Fyrvoktere\n\
             Gi faglig tilrådning om boliger for fyrvoktere ved kysten,\njf. O 001. (frist: 15. september 2026)\n\
             O 003 Maling\nFølge opp planene for maling. (Løpende)\nMerker\n\
             O 004 Revisjon av listen. Oversendes departementet innen 2026-10-01.\n\n3 BUDSJETT\nMidlene er små.",
        ),
    );
    let heads: Vec<_> = all(&json, "assignments")
        .iter()
        .map(|one| (text(one, "id").to_string(), text(one, "title").to_string()))
        .collect();
    let head = |id: &str, title: &str| (id.to_string(), title.to_string());
    assert_eq!(
        heads,
        [
            head("O 001", "Lyskilder"),
            head("O 002", "Fyrvoktere"),
            head("O 003", "Maling"),
            head("O 004", "Revisjon av listen."),
        ]
    );
    assert_eq!(due(&json, "O 001"), ["2026-06-01"]);
    assert_eq!(due(&json, "O 002"), ["2026-09-15"]);
    assert_eq!(due(&json, "O 004"), ["2026-10-01"]);
    let ongoing = all(&json, "deadlines")
        .iter()
        .any(|one| one["assignment"] == "O 003" && one["status"] == "ongoing");
    assert!(ongoing);
    assert_eq!(all(&json, "assignments")[3]["section"], "Merker");
    assert_eq!(
        texts(&json, "goals"),
        ["Alle skip skal finne fram til havn."]
    );
    assert_eq!(
        json["documents"][0]["recipients"],
        serde_json::json!(["Fyr- og merkedirektoratet"])
    );
}

#[test]
fn a_letter_that_gives_one_assignment() {
    let json = read(
        "brev.txt",
        &letter(
            "Oppdrag om lys i leden",
            "Direktoratet får med dette i oppdrag å kartlegge lysene i leden.\n\n\
             Vi ber om en muntlig orientering i uke 34. Oppdraget skal leveres innen 1/10-2026.",
        ),
    );
    let document = &json["documents"][0];
    assert_eq!(document["kind"], "commissioning_document");
    assert_eq!(all(&json, "assignments").len(), 1);
    let one = &all(&json, "assignments")[0];
    assert_eq!(one["title"], "Oppdrag om lys i leden");
    assert_eq!(one["number"], Value::Null);
    let body = text(one, "text");
    assert!(body.starts_with("Kystdepartementet viser") && body.ends_with("1/10-2026."));
    assert!(due(&json, text(one, "id")).contains(&"2026-10-01".to_string()));
    assert_eq!(due(&json, text(one, "id")).len(), 2);
}

#[test]
fn a_plain_text_with_such_a_heading_is_no_letter() {
    let plain = "Oppdrag om lys\n\nVi fikk i oppdrag å gå tur. Oppdraget var fint.\n";
    let read = oppdrag::extract("tur.txt", plain.as_bytes(), &oppdrag::Grammar::built_in());
    assert!(matches!(read, Err(oppdrag::Error::UnknownKind { .. })));
}

#[test]
fn a_supplement_that_moves_the_deadline_of_another_assignment() {
    let json = read(
        "brev.txt",
        &letter(
            "Supplerende tildelingsbrev nr. 2 (2026)",
            "1. Oppdrag\nOppdrag 14/2026 – Tåke\nDirektoratet skal kartlegge tåke. Frist: 15. januar 2027.\n\
             Fristen for oppdrag 5/2026 flyttes fra 1. september til 1. desember 2026.",
        ),
    );
    assert_eq!(due(&json, "14/2026"), ["2027-01-15"]);
    let moved = all(&json, "deadlines")
        .iter()
        .find(|one| when(one) == "2026-12-01")
        .expect("the new deadline")
        .clone();
    assert_eq!(moved["assignment"], Value::Null);
    assert_eq!(json["documents"][0]["supplement"], 2);
}

#[test]
fn a_matrix_to_a_hospital() {
    let json = read(
        "styringsdokument.md",
        "# Styringsdokument 2026 for Nordøya sjukehus HF\n\nHelse Vest RHF viser til møtet.\n\n\
         ## 1 Krav\n\n| Referanse | Sak | Mål | Kommentar |\n|---|---|---|---|\n\
         | HV26-01 | Ventetid | BUP: 40 dagar | |\n| HV26-02 | Plan for lys | Ferdig plan | Frist 1. juni 2026 |\n\
         | AD | Fristbrot | 0 % | |\n\n## 2 Tilleggsliste\n\n| Rapport | Frist |\n|---|---|\n| Årleg melding | 1. februar 2027 |\n",
    );
    let titles: Vec<_> = all(&json, "assignments")
        .iter()
        .map(|one| text(one, "title").to_string())
        .collect();
    assert_eq!(
        titles,
        ["Ventetid", "Plan for lys"],
        "a row without a number is no part of one"
    );
    assert_eq!(due(&json, "HV26-02"), ["2026-06-01"]);
    let document = &json["documents"][0];
    assert_eq!(
        document["recipients"],
        serde_json::json!(["Nordøya sjukehus HF"])
    );
    assert_eq!(document["issuers"], serde_json::json!(["Helse Vest RHF"]));
    assert!(
        all(&json, "deadlines")
            .iter()
            .any(|one| when(one) == "2027-02-01")
    );
}

/// What each row of a calendar says: its day, what is done, and of what kind it is.
fn calendar(json: &Value) -> Vec<String> {
    all(json, "deadlines")
        .iter()
        .map(|one| format!("{} {} {}", when(one), text(one, "what"), text(one, "kind")))
        .collect()
}

#[test]
fn the_column_of_days_in_a_calendar_is_no_label_of_the_letter_head() {
    let rows = [
        (
            "1. februar",
            "Risikovurdering av leia",
            "2026-02-01",
            "delivery",
        ),
        ("1. mars", "Årsrapport", "2026-03-01", "report"),
        ("5. mai", "Etatsstyringsmøte", "2026-05-05", "meeting"),
        ("10. juni", "Plan for merkene", "2026-06-10", "delivery"),
        ("1. oktober", "Tertialrapport", "2026-10-01", "report"),
    ];
    let expected: Vec<String> = rows
        .iter()
        .map(|(_, what, day, kind)| format!("{day} {what} {kind}"))
        .collect();
    let opening = "Tildelingsbrev 2026 til Losvesenet";
    for name in ["Aktivitet", "Tiltak", "Sted og tema"] {
        let cells: String = rows
            .iter()
            .map(|(day, what, ..)| format!("| {day} | {what} |\n"))
            .collect();
        let markdown = read(
            "brev.md",
            &format!(
                "# {opening}\n\nDato: 10. januar 2026\n\n# Vedlegg I – Styringskalender 2026\n\n\
                 | Dato | {name} |\n|---|---|\n{cells}"
            ),
        );
        assert_eq!(calendar(&markdown), expected, "{name}");
        let cells: String = rows
            .iter()
            .map(|(day, what, ..)| format!("<tr><td>{day}</td><td>{what}</td></tr>"))
            .collect();
        let html = read(
            "brev.html",
            &format!(
                "<h1>{opening}</h1><p>Dato: 10. januar 2026</p><h1>Årshjul</h1><table>\
                 <tr><th>Dato</th><th>{name}</th></tr>{cells}</table>"
            ),
        );
        assert_eq!(calendar(&html), expected, "{name}");
    }
    let lines: String = rows
        .iter()
        .map(|(day, what, ..)| format!("{day} {what}\n"))
        .collect();
    for head in ["Dato Aktivitet", "Dato\nAktivitet"] {
        let plain = read(
            "brev.txt",
            &format!(
                "{opening}\n\nDato: 10. januar 2026\n\n2 Mål\n\nSkipene kommer fram.\n\n\
                 Vedlegg I – Styringskalender 2026\n\n{head}\n{lines}"
            ),
        );
        assert_eq!(calendar(&plain), expected, "{head}");
        assert_eq!(plain["documents"][0]["date"], "2026-01-10");
    }
}

#[test]
fn a_letter_head_in_cells_is_one() {
    let json = read(
        "brev.md",
        "| Saksbehandler | Dato |\n|---|---|\n| Eli Vik | 12. februar 2026 |\n\n\
         # Tildelingsbrev 2026 til Losvesenet\n\n| Vår ref | 26/1234-7 |\n|---|---|\n\n\
         Losvesenet skal lage en plan innen 1. juni 2026.\n",
    );
    assert_eq!(json["documents"][0]["date"], "2026-02-12");
    assert_eq!(json["documents"][0]["reference"], "26/1234-7");
    let days: Vec<String> = all(&json, "deadlines").iter().map(when).collect();
    assert_eq!(days, ["2026-06-01"]);
}

#[test]
fn a_row_of_a_calendar_that_comes_again_keeps_its_day() {
    let json = read(
        "brev.txt",
        &letter(
            "Tildelingsbrev 2026 – Fyr- og merkedirektoratet",
            "1. Mål\nLyset er på.\n\nVedlegg 1 – Særskilt rapportering 2026\n\nFrist/hyppighet Rapportering Kommentar\n\
             Årlig/15. mai Rapportering om merkene\n2 ganger i året Status for fyrene",
        ),
    );
    let rows = all(&json, "deadlines");
    assert_eq!(
        calendar(&json),
        [
            "2026-05-15 Rapportering om merkene report",
            "recurring Status for fyrene report"
        ]
    );
    assert_eq!(text(&rows[0], "status"), "recurring");
    assert_eq!(text(&rows[0], "raw"), "Årlig/15. mai");
    assert_eq!(text(&rows[0], "recurrence"), "Årlig");
}

#[test]
fn a_second_closing_line_closes_what_stands_since_the_first() {
    let json = read(
        "brev.txt",
        &letter(
            "Tildelingsbrev 2026 – Fyr- og merkedirektoratet",
            "2. Oppdrag\n\nTB2026-1 Kart over merkene\n\nDirektoratet skal tegne et kart.\n\nFrist: 1.11.2026\n\n\
             Det bes om et foreløpig utkast våren 2026 som viser de gamle merkene.\n\nFrist: 1.5.2026\n\n\
             TB2026-2 Maling\n\nDirektoratet skal male fyrene.\n\nFrist: 1.6.2026\n\nFrist: 1.9.2026",
        ),
    );
    let draft = "Det bes om et foreløpig utkast våren 2026 som viser de gamle merkene.";
    assert_eq!(
        calendar(&json),
        [
            "2026-11-01 Kart over merkene delivery".to_string(),
            format!("by 2026-06-30 {draft} delivery"),
            format!("2026-05-01 {draft} delivery"),
            "2026-06-01 Maling delivery".to_string(),
            "2026-09-01 Maling delivery".to_string(),
        ]
    );
}

#[test]
fn a_row_of_a_calendar_that_gives_no_deadline_is_told() {
    let json = read(
        "brev.txt",
        &letter(
            "Tildelingsbrev 2026 – Fyr- og merkedirektoratet",
            "1. Mål\nLyset er på.\n\n2. Rapportering\n\nRapport Frist\nÅrsrapport 1. mars 2026\n\
             Ettersyn 1. mai 2026 eller 1. juni 2026\n\n3. Mer\nAlt er sagt.",
        ),
    );
    let days: Vec<String> = all(&json, "deadlines").iter().map(when).collect();
    assert_eq!(days, ["2026-03-01"]);
    assert_eq!(
        json["coverage"]["unclaimed"][0]["raw"],
        "Ettersyn 1. mai 2026 eller 1. juni 2026"
    );
}

#[test]
fn calendars_of_other_forms() {
    let opening = "# Tildelingsbrev 2026 til Losvesenet\n\nDato: 10. januar 2026\n\n";
    let unclaimed = |json: &Value| -> Vec<String> {
        let all = json["coverage"]["unclaimed"].as_array().expect("a list");
        all.iter().map(|one| text(one, "raw").to_string()).collect()
    };
    // A column that nobody knows, and the days in the second one.
    let json = read(
        "brev.md",
        &format!(
            "{opening}# Møtekalender\n\n| Møte | Dato | Sted |\n|---|---|---|\n\
             | Etatsstyringsmøte | 14. april 2026 | Bergen |\n| Kontaktmøte | 3. juni | Oslo |\n"
        ),
    );
    assert_eq!(
        calendar(&json),
        [
            "2026-04-14 Etatsstyringsmøte\nBergen meeting",
            "2026-06-03 Kontaktmøte\nOslo meeting"
        ]
    );
    assert!(unclaimed(&json).is_empty());
    // What stands under «Når» and is no time that is known.
    let json = read(
        "brev.md",
        &format!(
            "{opening}# Årshjul\n\n| Når | Hva |\n|---|---|\n| 1. juni | Tertialrapport |\n\
             | Høst | Samling |\n| 1.11 | Plan |\n"
        ),
    );
    assert_eq!(calendar(&json), ["2026-06-01 Tertialrapport report"]);
    // Rows that follow each other are told as one.
    assert_eq!(unclaimed(&json), ["Høst Samling\n1.11 Plan"]);
    // A cell a line, and a row that opens with a limit.
    let json = read(
        "brev.txt",
        &letter(
            "Tildelingsbrev 2026 – Fyr- og merkedirektoratet",
            "1. Mål\nLyset er på.\n\nVedlegg 1 Møte- og rapporteringsplan\n\nDato\nAktivitet\n\
             20. februar\nRisikovurdering\nInnen 1. november\nPlan\n1.12. Budsjett",
        ),
    );
    let days: Vec<String> = all(&json, "deadlines").iter().map(when).collect();
    assert_eq!(days, ["2026-02-20", "2026-11-01"]);
    assert_eq!(unclaimed(&json), ["1.12. Budsjett"]);
}

/// The values of a head stand side by side on a line as long as one of running text; the title below it is none
/// of theirs.
#[test]
fn a_title_below_a_wide_line_of_a_head_is_a_title() {
    let json = read(
        "brev.txt",
        "Lyd- og lysdirektoratet\nPostboks 450\n0614 OSLO\n\n\
         \u{20}Deres ref                          Vår ref                                 Dato\n\
         \u{20}26/901                             25/6120-44                              3. juli 2026\n\n\
         Supplerende tildelingsbrev nr. 5 for 2026 til\nLyd- og lysdirektoratet\n\n\
         1. Nye oppdrag\n\nOppdrag 2026-15 Tåkelurer\nDirektoratet skal kartlegge tåkelurene.\nFrist: 1. desember 2026\n",
    );
    let document = &json["documents"][0];
    assert_eq!(document["kind"], "allocation_letter");
    assert_eq!(document["supplement"], 5);
    assert_eq!(document["date"], "2026-07-03");
}

#[test]
fn chapters_that_hold_the_assignments_are_none_themselves() {
    let json = read(
        "brev.md",
        &letter(
            "# Tildelingsbrev 2026 – Fyr- og merkedirektoratet",
            "## 1 Innledning\n\nDirektoratet skal bruke midlene godt.\n\n\
             ## 2 Føringer\n\nDirektoratet skal levere data som før.\n\n\
             ## 3 Mål\n\nLyset skal være på.\n\n\
             ## 4 Oppdrag\n\n### Oppdrag 2026-01 Nye lamper\n\nDirektoratet skal bytte lampene på Skarholmen.\n\n\
             ### Oppdrag 2026-02 eSpor for båter\n\nDirektoratet skal:\n\n1. beskrive hva som hindrer sporing\n\
             2. foreslå tiltak\n\nFrist for punkt 1 er 1. juni 2026.\n\n\
             ### Oppdrag 2026-03 Maling\n\nDirektoratet skal male fyrene.\n\n\
             ## 5 Andre krav\n\nDirektoratet skal gjøre greie for klimaavtrykket.\n\n\
             ## 6 Rapportering\n\nÅrsrapporten skal sendes innen 1. mars 2027.",
        ),
    );
    let ids: Vec<String> = all(&json, "assignments")
        .iter()
        .map(|one| text(one, "id").to_string())
        .collect();
    assert_eq!(ids, ["2026-01", "2026-02", "2026-03"]);
    assert_eq!(due(&json, "2026-02"), ["2026-06-01"]);
}

#[test]
fn sections_of_one_chapter_are_assignments_whatever_the_agency_is_called_and_one_has_a_list() {
    let json = read(
        "brev.md",
        &letter(
            "# Tildelingsbrev 2026 til Statens fyrmuseum",
            "## 5 Særskilte oppdrag\n\n\
             ### 5.1 Linser\n\nMuseet skal kartlegge linsene. Fristen er 2. mai 2026.\n\n\
             ### 5.2 Lamper\n\nMuseet skal sammen med Kystetaten lage en plan for lampene.\n\n\
             ### 5.3 Bøyer\n\nMuseet skal:\n\na) lage oversikt over bøyene\n\nb) vise fram minst ti\n\n\
             Oversikten skal sendes innen utgangen av juni 2026.\n\n\
             ### 5.4 Forskrift\n\nMuseet skal gi innspill til forskriften.\n\n\
             ## 6 Rapportering\n\nÅrsrapporten skal sendes innen 1. mars 2027.",
        )
        .replace("Fyr- og merkedirektoratet", "Statens fyrmuseum"),
    );
    let read: Vec<(String, usize)> = all(&json, "assignments")
        .iter()
        .map(|one| {
            (
                text(one, "title").to_string(),
                one["parts"].as_array().map_or(0, Vec::len),
            )
        })
        .collect();
    let want = [("Linser", 0), ("Lamper", 0), ("Bøyer", 2), ("Forskrift", 0)];
    assert_eq!(read, want.map(|(title, parts)| (title.to_string(), parts)));
}

/// As a converter leaves the cell `A-1 / HAV`: the department's mark on a line of its own below the title, once on
/// the title's own.
const MARKED: &str = "Tildelingsbrev 2026 – Kystetaten

1 Innledning

Brevet gjelder for 2026.

2 Nye oppdrag

TB2026-1 Oversikt over varder

HAV

Kystetaten skal telle alle varder.

Frist: 1. juni 2026

TB2026-2 Plan for maling av fyr

LYS

Kystetaten skal skrive en plan.

Frist: 1. mai 2026

TB2026-3 Drift av lykter på kai HAV

Kystetaten skal tenne lyktene.

TB2026-5 Merking av skjær

HAV

Kystetaten skal merke skjærene.
";

#[test]
fn departments_that_stand_alone_below_titles_are_no_part_of_them() {
    let read = read("brev.txt", MARKED);
    let got = all(&read, "assignments");
    let shown: Vec<[&str; 3]> = got
        .iter()
        .map(|one| ["title", "department", "text"].map(|key| text(one, key)))
        .collect();
    assert_eq!(
        shown.iter().map(|one| (one[0], one[1])).collect::<Vec<_>>(),
        [
            ("Oversikt over varder", "HAV"),
            ("Plan for maling av fyr", "LYS"),
            ("Drift av lykter på kai", "HAV"),
            ("Merking av skjær", "HAV"),
        ]
    );
    assert!(
        shown
            .iter()
            .all(|one| !one[2].contains("HAV") && !one[2].contains("LYS"))
    );
}

#[test]
fn a_chapter_of_deliveries_or_measures_holds_assignments() {
    for title in [
        "Særskilte tiltak",
        "Særskilde tiltak i 2026",
        "Leveransar i 2026",
    ] {
        let letter = format!(
            "Tildelingsbrev 2026 – Kystetaten\n\n1 Innledning\n\nBrevet gjelder for 2026.\n\n2 {title}\n\n\
             2.1 Maling av fyr\n\nKystetaten skal male alle fyr. Frist for oppdraget er 1. mai 2026.\n\n\
             2.2 Telling av varder\n\nKystetaten skal telle varder. Frist for oppdraget er 1. juni 2026.\n"
        );
        let read = read("brev.txt", &letter);
        let got = all(&read, "assignments");
        let titles: Vec<&str> = got.iter().map(|one| text(one, "title")).collect();
        assert_eq!(titles, ["Maling av fyr", "Telling av varder"], "{title}");
        let days: Vec<String> = all(&read, "deadlines").iter().map(when).collect();
        assert_eq!(days, ["2026-05-01", "2026-06-01"], "{title}");
    }
}

#[test]
fn titles_over_reasons_and_titles_run_in_head_the_tasks_of_a_chapter() {
    let titled = |json: &Value| -> Vec<String> {
        let all = all(json, "assignments");
        all.iter()
            .map(|one| text(one, "title").to_string())
            .collect()
    };
    let above = read(
        "brev.md",
        &letter(
            "# Tildelingsbrev 2026 – Fyr- og merkedirektoratet",
            "## 4 Oppgaver og målinger i 2026\n\nI tillegg til de faste oppgavene ber vi om arbeidet under.\n\n\
             **Rust i mastene**\n\nI fjor rustet ti master. Direktoratet skal måle rusten. Frist: 1. juni 2026.\n\n\
             **Lys i leia**\n\nDirektoratet bes om å telle lyktene innen utgangen av september 2026.\n\n\
             ## 5 Rapportering\n\nÅrsrapporten skal sendes innen 1. mars 2027.",
        ),
    );
    assert_eq!(titled(&above), ["Rust i mastene", "Lys i leia"]);
    let run_in = read(
        "brev.md",
        &letter(
            "# Tildelingsbrev 2026 – Fyr- og merkedirektoratet",
            "## 4 Oppdrag\n\nDepartementet gir disse oppdragene.\n\n\
             Rust i mastene. Direktoratet skal måle rusten. Frist: 1. juni 2026.\n\n\
             Lys i leia. Kystvakten teller lykter i mai. Direktoratet skal sende tallene innen 1. juli 2026.\n\n\
             ## 5 Rapportering\n\nÅrsrapporten skal sendes innen 1. mars 2027.",
        ),
    );
    assert_eq!(titled(&run_in), ["Rust i mastene", "Lys i leia"]);
    assert_eq!(due(&run_in, "4-2"), ["2026-07-01"]);
}

#[test]
fn a_part_behind_the_duty_of_a_numbered_task_is_no_task_of_its_own() {
    let json = read(
        "brev.md",
        &letter(
            "# Tildelingsbrev 2026 – Fyr- og merkedirektoratet",
            "## 5 Oppdrag\n\n**Oppdrag 1 Portal.** Direktoratet skal utvide portalen.\n\n\
             **Oppdrag 2 Lamper.** Direktoratet skal bytte lampene.\n\n\
             **Oppdrag 3 Master.** Direktoratet skal a) måle mastene og b) male dem. Måling etter bokstav a) \
             leveres i løpet av 2026.\n\n\
             ## 6 Rapportering\n\nÅrsrapporten skal sendes innen 1. mars 2027.",
        ),
    );
    let ids: Vec<String> = all(&json, "assignments")
        .iter()
        .map(|one| text(one, "id").to_string())
        .collect();
    assert_eq!(ids, ["1", "2", "3"]);
}

#[test]
fn a_form_may_name_its_task_in_the_first_field_and_describe_it_in_another() {
    let form = |number: &str, title: &str, text: &str, due: &str| {
        format!(
            "| Oppdrag | {number} {title} |\n|---|---|\n| Beskrivelse | {text} |\n| Svarfrist | {due} |\n| Samarbeid | Kartverket |\n\n"
        )
    };
    let forms = [
        form(
            "O 001",
            "Rust i mastene",
            "Direktoratet skal måle rusten.",
            "1.6.2026",
        ),
        form(
            "O 002",
            "Lys i leia",
            "Direktoratet skal telle lyktene.",
            "Uke 36",
        ),
    ];
    let json = read(
        "brev.md",
        &letter(
            "# Tildelingsbrev 2026 – Fyr- og merkedirektoratet",
            &format!(
                "## 4 Oppdrag\n\n{}## 5 Rapportering\n\nÅrsrapporten skal sendes innen 1. mars 2027.",
                forms.concat()
            ),
        ),
    );
    let got: Vec<[String; 3]> = all(&json, "assignments")
        .iter()
        .map(|one| ["number", "title", "text"].map(|key| text(one, key).to_string()))
        .collect();
    let want = [
        ["O 001", "Rust i mastene", "Direktoratet skal måle rusten."],
        ["O 002", "Lys i leia", "Direktoratet skal telle lyktene."],
    ];
    assert_eq!(got, want.map(|one| one.map(str::to_string)));
    assert_eq!(due(&json, "O 001"), ["2026-06-01"]);
}
