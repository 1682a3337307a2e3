//! What stands beside tasks: the department that follows one up, who leads it, the part a deadline is of, and the row
//! of a calendar that names it. All is invented.

mod common;

use common::{all, text};
use serde_json::Value;

fn read(body: &str) -> Value {
    let letter = format!(
        "Havnedepartementet\n\nFyrverket\nPostboks 12\n1234 Vik\n\nDeres ref          Vår ref          Dato\n\
         \x20                  26/117-3         12. januar 2026\n\nTildelingsbrev 2026 – Fyrverket\n\n\
         1 Innledning\n\nDepartementet viser til Stortingets behandling av budsjettet for 2026. Fyrverket (FYV) har fått \
         mer å gjøre.\n\n{body}\n\nMed hilsen\n\nKari Nordmann (e.f.)\nekspedisjonssjef\n"
    );
    let found = oppdrag::extract("brev.txt", letter.as_bytes(), &oppdrag::Grammar::built_in())
        .unwrap_or_else(|error| panic!("{error}"));
    serde_json::to_value(&found).expect("JSON")
}

/// A field of each assignment.
fn of_tasks(json: &Value, field: &str) -> Vec<String> {
    all(json, "assignments")
        .iter()
        .map(|one| one[field].as_str().unwrap_or("–").to_string())
        .collect()
}

/// The assignment, the parts and the day of each deadline.
fn due(json: &Value) -> Vec<String> {
    let one = |one: &Value| {
        let parts = one["parts"].as_array().into_iter().flatten();
        let parts: Vec<&str> = parts.filter_map(Value::as_str).collect();
        let task = one["assignment"].as_str().unwrap_or("–");
        format!("{task} {} {}", parts.join(","), text(one, "date"))
    };
    all(json, "deadlines").iter().map(one).collect()
}

#[test]
fn departments_in_brackets_close_titles() {
    let json = read(
        "2 Oppdrag\n\nTB2026-01 Plan for fyrene (HAV)\nVerket skal lage en plan.\n\nTB2026-02 Kart over leia (LOS)\n\
         Verket skal tegne et kart.\n\nTB2026-03 Tåkelur på Vik (HAV)\nVerket skal prøve tåkeluren.",
    );
    assert_eq!(of_tasks(&json, "department"), ["HAV", "LOS", "HAV"]);
    assert_eq!(
        of_tasks(&json, "title"),
        ["Plan for fyrene", "Kart over leia", "Tåkelur på Vik"]
    );
    // One abbreviation among several titles is what the title says.
    let json = read(
        "2 Oppdrag\n\nTB2026-01 Bruk av kunstig intelligens (KI)\nVerket skal lage en plan.\n\n\
         TB2026-02 Kart over leia\nVerket skal tegne et kart.\n\nTB2026-03 Tåkelur på Vik\nVerket skal prøve tåkeluren.",
    );
    assert_eq!(of_tasks(&json, "department"), ["–", "–", "–"]);
}

#[test]
fn a_column_of_departments_names_the_ministry() {
    let json = read(
        "2 Oppdrag\n\n Nr.   Oppdrag                                   Ansvarlig i HVD   Frist\n \
         7     Verket skal tegne et kart over leia.      HV II             1. oktober 2026\n \
         8     Verket skal lage en plan for fyrene.      HV III            15. mai 2026\n \
         9     Verket skal prøve tåkeluren på Vik.       HV I              1. juni 2026",
    );
    assert_eq!(of_tasks(&json, "department"), ["HV II", "HV III", "HV I"]);
}

#[test]
fn a_column_of_those_who_answer_names_leaders() {
    let column = |first: &str, second: &str| {
        read(&format!(
            "2 Oppdrag\n\n Nr.    Oppdrag                                   Ansvarlig      Frist\n \
             2.1    Tegne et kart over leia til Vik.          {first:14} 1. oktober 2026\n \
             2.2    Lage en plan for fyrene på kysten.        {second:14} 15. mai 2026\n \
             2.3    Prøve tåkeluren på Vik en gang til.       {first:14} 1. juni 2026"
        ))
    };
    let json = column("FYV", "Losverket");
    assert_eq!(of_tasks(&json, "lead"), ["FYV", "Losverket", "FYV"]);
    // Where nobody of them is written to, they may be departments.
    let json = column("HAV", "LOS");
    assert_eq!(of_tasks(&json, "lead"), ["–", "–", "–"]);
}

#[test]
fn a_deadline_is_of_the_part_whose_thing_it_names() {
    let json = read(
        "2 Oppdrag\n\nOppdrag 1: Fyrlys\n\nVerket skal:\n\na) lage retningslinjer for bruk av fyrlys\n\
         b) skrive en veileder om tåkelurer\n\nRetningslinjene skal sendes departementet innen 1. mai 2026, og veilederen \
         innen 1. juni 2026.\n\nOppdrag 2: Kart\n\nVerket skal:\n\na) tegne et kart over leia\nb) trykke et kart over kaiene\n\n\
         Kartene skal sendes departementet innen 1. juli 2026.",
    );
    assert_eq!(
        due(&json),
        ["1 a 2026-05-01", "1 b 2026-06-01", "2  2026-07-01"]
    );
}

#[test]
fn a_row_of_a_calendar_in_lines_names_its_task() {
    let json = read(
        "2 Særskilte oppgaver i 2026\n\nOppgave 1 Fyrlys\nFYV skal prøve fyrlyset på Vik.\n\nOppgave 2 Tåkelurer\nFYV skal lage en plan for \
         tåkelurene.\n\nOppgave 3 Kart\nFYV skal tegne et kart over leia.\n\n3 Styrings- og leveransekalender\n\nTidspunkt\n\nHva\n\n1. mars 2026\n\nÅrsrapport for 2025\n\n\
         15. april 2026\n\nOppgave 2: planen oversendes departementet\n\n2. juni 2026\n\nOppgave 1: prøven er ferdig\n\n\
         16. juni 2026\n\nRapport for første tertial\n\n1. mars 2027\n\nÅrsrapport for 2026\n\n4 Administrative føringer\n\n\
         Verket skal ha oppdaterte planer.",
    );
    assert_eq!(of_tasks(&json, "title"), ["Fyrlys", "Tåkelurer", "Kart"]);
    let mut found = due(&json);
    found.sort();
    assert_eq!(
        found,
        [
            "1  2026-06-02",
            "2  2026-04-15",
            "–  2026-03-01",
            "–  2026-06-16",
            "–  2027-03-01",
        ]
    );
}

#[test]
fn a_sentence_beside_a_calendar_is_read() {
    let json = read(
        "2 Styringskalender\n\n| Dato | Aktivitet |\n| --- | --- |\n| 12. mai 2026 | Etatsstyringsmøte |\n\n\
         Årsrapporten for 2026 skal sendes departementet innen 15. mars 2027.",
    );
    assert!(due(&json).contains(&"–  2027-03-15".to_string()));
}

#[test]
fn a_heading_below_the_last_task_ends_it() {
    let json = read(
        "2 Oppdrag\n\nTB2026-01 Plan for fyrene\nVerket skal lage en plan innen 1. mai 2026.\n\nTB2026-02 Kart over leia\n\
         Verket skal tegne et kart.\n\nTB2026-03 Tåkelur på Vik\nVerket skal prøve tåkeluren.\n\nRapportering\n\n\
         Oppdragene skal omtales i årsrapporten, som sendes departementet innen 15. mars 2027.",
    );
    let mut found = due(&json);
    found.sort();
    assert_eq!(found, ["TB2026-01  2026-05-01", "–  2027-03-15"]);
}
