//! Whose a duty and a time are: what others shall do is no requirement and no deadline of whom the letter is to,
//! and the day that figures are of is not the day that they are due. All is invented.

mod common;

use common::{all, text};
use serde_json::Value;

fn read(priorities: &str, reporting: &str) -> Value {
    let letter = format!(
        "Havnedepartementet\n\nBøyeverket\nPostboks 12\n1234 Vik\n\nDeres ref          Vår ref          Dato\n\
         \x20                  26/117-3         12. januar 2026\n\nTildelingsbrev 2026 – Bøyeverket\n\n\
         1 Innledning\n\nDepartementet viser til Stortingets behandling av budsjettet for 2026.\n\n\
         2 Overordnede prioriteringer\n\n{priorities}\n\n3 Rapportering\n\n{reporting}\n\n4 Oppdrag\n\n\
         Oppdrag 1: Sjøkart\n\nVerket skal lage et kart over lyktene. Frist: 3. juni 2026.\n\nOppdrag 2: Bøyer\n\n\
         Verket skal merke leia til Vik. Frist: 4. mai 2026.\n\nMed hilsen\n\n\
         Kari Nordmann (e.f.)\nekspedisjonssjef\n"
    );
    let found = oppdrag::extract("brev.txt", letter.as_bytes(), &oppdrag::Grammar::built_in())
        .unwrap_or_else(|error| panic!("{error}"));
    serde_json::to_value(&found).expect("JSON")
}

/// The deadlines that no assignment has.
fn free(json: &Value) -> Vec<Value> {
    let mut found = all(json, "deadlines");
    found.retain(|one| one["assignment"].is_null());
    found
}

fn told<'a>(json: &'a Value, list: &str) -> Vec<&'a str> {
    let own = json["coverage"][list].as_array().into_iter().flatten();
    own.filter_map(|one| one["raw"].as_str()).collect()
}

#[test]
fn what_others_shall_do_is_no_requirement() {
    let own = "Verket skal prioritere leia til Vik.";
    for others in [
        "Kommunene skal sørge for lys i egne havner.",
        "Departementet skal godkjenne planene i løpet av året.",
        "Regjeringen har som mål at trafikken skal gå over på sjø.",
        "Havnedirektoratet skal drifte løsningen i år.",
    ] {
        let json = read(
            &format!("{others} {own}"),
            "Årsrapporten sendes innen 15. mars 2027.",
        );
        let found = all(&json, "requirements");
        let found: Vec<&str> = found.iter().map(|one| text(one, "text")).collect();
        assert_eq!(
            found,
            [own, "Årsrapporten sendes innen 15. mars 2027."],
            "{others}"
        );
        assert!(
            told(&json, "dismissed")
                .iter()
                .any(|raw| raw.contains(others)),
            "{others}"
        );
        assert!(
            !told(&json, "unclaimed")
                .iter()
                .any(|raw| raw.contains(others)),
            "{others}"
        );
    }
}

#[test]
fn what_others_deliver_is_no_deadline_of_the_recipient() {
    for others in [
        "Havnedirektoratet skal gi ut en ny veileder innen 1. juni 2026.",
        "Departementet tar sikte på å legge fram en melding våren 2026.",
        "Det er nedsatt et utvalg, ledet av Havnedirektoratet, som skal levere sin rapport innen 1. oktober 2026.",
    ] {
        let json = read(others, "Årsrapporten sendes innen 15. mars 2027.");
        let found = free(&json);
        let found: Vec<&str> = found.iter().map(|one| text(one, "raw")).collect();
        assert_eq!(found, ["innen 15. mars 2027"], "{others}");
        let ruled = json["coverage"]["dismissed"]
            .as_array()
            .into_iter()
            .flatten();
        let rules: Vec<&str> = ruled.filter_map(|one| one["rule"].as_str()).collect();
        assert!(
            rules.contains(&"deadline_of_another_body"),
            "{others}: {rules:?}"
        );
    }
}

#[test]
fn each_day_of_a_report_is_a_report_and_what_it_is_about_is_no_deadline() {
    for (sentence, days) in [
        (
            "Halvårsrapport per 30. juni sendes innen 20. august 2026.",
            1,
        ),
        (
            "Tertialrapport per 30. april sendes innen 20. mai 2026 og per 31. august innen 20. september 2026.",
            2,
        ),
        (
            "Tertialrapportene har frist 20. mai og 20. september 2026.",
            2,
        ),
        (
            "Rapport etter første tertial sendes innen 1. juni 2026, og etter andre tertial innen 1. oktober 2026.",
            2,
        ),
    ] {
        let json = read("Verket skal prioritere leia til Vik.", sentence);
        let found = free(&json);
        let kinds: Vec<&str> = found.iter().map(|one| text(one, "kind")).collect();
        assert_eq!(kinds, vec!["report"; days], "{sentence}");
        assert_eq!(told(&json, "unclaimed"), [""; 0], "{sentence}");
    }
}

#[test]
fn who_delivers_is_named() {
    let json = read(
        "Verket skal prioritere leia til Vik.",
        "Bøyeverket skal sende en rapport innen 1. juni 2026. Rapporten skal sendes Riksrevisjonen innen 1. juli 2026.",
    );
    let found = free(&json);
    let whose: Vec<Option<&str>> = found
        .iter()
        .map(|one| one["responsible"].as_str())
        .collect();
    assert_eq!(whose, [Some("Bøyeverket"), None]);
}
