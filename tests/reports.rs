//! Holds what oppdrag reads out of the invented reports against facts that a person read out of them.

#![allow(clippy::unwrap_used)]

mod common;

use common::{letters, list, text};
use serde_json::Value;

fn read(name: &str) -> (Value, Value) {
    let path = common::path(&format!("fixtures/reports/{name}"));
    let facts = std::fs::read_to_string(path.with_file_name(format!("{name}.facts.json"))).unwrap();
    let extraction = oppdrag::extract(
        name,
        &std::fs::read(&path).unwrap(),
        &oppdrag::Grammar::built_in(),
    )
    .unwrap();
    let source = oppdrag::source::read(name, &std::fs::read(&path).unwrap()).unwrap();
    let broken = common::broken(&extraction, source.canonical.text());
    assert!(broken.is_empty(), "{broken:#?}");
    (
        serde_json::from_str(&facts).unwrap(),
        serde_json::to_value(&extraction).unwrap(),
    )
}

/// A report in one line: what a reader tells without a tool.
fn report(one: &Value, deadlines: &[Value]) -> String {
    let ends = |key: &str| letters(text(one, key));
    let mut days: Vec<&str> = deadlines
        .iter()
        .filter(|deadline| deadline["report"] == one["id"])
        .filter_map(|deadline| deadline["date"].as_str())
        .collect();
    days.sort_unstable();
    format!(
        "{} | {} | {} | {} | {} | {} | {} | {}",
        text(one, "reference"),
        letters(text(one, "title")),
        text(one, "group"),
        text(one, "section"),
        one["joint"],
        ends("requirement"),
        ends("answer"),
        days.join(" ")
    )
}

fn measured(one: &Value) -> String {
    format!(
        "{} | {} | {} | {} {} {}",
        text(one, "measure"),
        text(one, "area"),
        text(one, "period"),
        one["value"],
        text(one, "unit"),
        text(one, "kind")
    )
}

#[test]
fn reports_hold_their_facts() {
    for name in [
        "annual-report.md",
        "annual-report-agency.md",
        "annual-report.pdf",
    ] {
        let (facts, extraction) = read(name);
        let document = &extraction["documents"][0];
        assert_eq!(extraction["documents"].as_array().unwrap().len(), 1);
        for key in ["key", "kind", "year", "date", "issuers", "recipients"] {
            assert_eq!(document[key], facts[key], "{name}: {key}");
        }
        let deadlines = list(document, "deadlines");
        let got: Vec<String> = list(document, "reports")
            .iter()
            .map(|one| report(one, deadlines))
            .collect();
        let wanted: Vec<String> = list(&facts, "reports")
            .iter()
            .map(|one| {
                let days: Vec<&str> = list(one, "days").iter().filter_map(Value::as_str).collect();
                let mut line = report(one, &[]);
                line.push_str(&days.join(" "));
                line
            })
            .collect();
        assert_eq!(got, wanted, "{name}");
        let got: Vec<String> = list(document, "reports")
            .iter()
            .flat_map(|one| list(one, "results"))
            .map(measured)
            .collect();
        let wanted: Vec<&str> = list(&facts, "results")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert_eq!(got, wanted, "{name}");
        let unclaimed = list(&extraction["coverage"], "unclaimed");
        assert!(unclaimed.is_empty(), "{name}: {unclaimed:#?}");
    }
}

#[test]
fn rows_whose_cells_run_together_are_told_apart() {
    let text = "Årlig melding 2027 for Helse Vest RHF\n\n1 Oppdrag\n\nNr. Tittel Krav til rapportering\n\nHV27-01 Ferjeplan for pasienter Rapportering i årlig melding.\n\nPlanen ble sendt i mai.\n\nHV27-02 Lager av tørrvarer Frist: 1. september 2027. Rapportering i årlig melding.\n\nFelles tekst:\n\nLageret varer i 22 døgn.\n\nHV27-01 og lageret hører sammen.\n";
    let extraction =
        oppdrag::extract("report.txt", text.as_bytes(), &oppdrag::Grammar::built_in()).unwrap();
    let document = &extraction.documents[0];
    let read: Vec<String> = document
        .reports
        .iter()
        .map(|one| {
            format!(
                "{} | {} | {} | {} | {}",
                one.id,
                one.title.as_deref().unwrap_or(""),
                one.requirement.as_deref().unwrap_or(""),
                one.answer.as_deref().unwrap_or(""),
                one.joint
            )
        })
        .collect();
    assert_eq!(
        read,
        [
            "HV27-01 | Ferjeplan for pasienter | Rapportering i årlig melding. | Planen ble sendt i mai. | false",
            "HV27-02 | Lager av tørrvarer | Frist: 1. september 2027. Rapportering i årlig melding. | Felles tekst:\nLageret varer i 22 døgn.\nHV27-01 og lageret hører sammen. | true",
        ]
    );
    assert_eq!(document.deadlines[0].date.as_deref(), Some("2027-09-01"));
    assert!(extraction.coverage.unclaimed.is_empty());
}

#[test]
fn a_plan_is_no_result() {
    let text = "# Årlig melding 2027 for Helse Ytre RHF\n\n# 1 Oppdrag\n\n| Nr. | Tittel | Krav til rapportering |\n|---|---|---|\n| HY27-01 | Plasser | Rapportering i årlig melding. |\n| Tabellen viser plassene. | | |\n\n| Sted | 2026 | 2027 | YEAR |\n|---|---|---|---|\n| Øyene | 30 | 32 | 40 |\n";
    for (year, results, tables) in [("2025", 3, 0), ("2030", 0, 1)] {
        let text = text.replace("YEAR", year);
        let found =
            oppdrag::extract("report.md", text.as_bytes(), &oppdrag::Grammar::built_in()).unwrap();
        let document = &found.documents[0];
        let count: usize = document.reports.iter().map(|one| one.results.len()).sum();
        assert_eq!((count, document.tables.len()), (results, tables), "{year}");
    }
}

#[test]
fn a_number_that_is_skipped_is_told() {
    let report = |number: &str| {
        let text = format!(
            "# Årlig melding 2027 for Helse Ytre RHF\n\n# 1 Oppdrag\n\n| Nr. | Tittel | Krav til rapportering |\n|---|---|---|\n| HY27-01 | Ferjer | Rapportering i årlig melding. |\n| Levert. | | |\n| {number} | Fyr | Rapportering i årlig melding. |\n| Levert. | | |\n| HY27-03 | Los | Rapportering i årlig melding. |\n| Levert. | | |\n"
        );
        let found =
            oppdrag::extract("report.md", text.as_bytes(), &oppdrag::Grammar::built_in()).unwrap();
        let codes: Vec<String> = found.diagnostics.into_iter().map(|one| one.code).collect();
        codes
    };
    assert_eq!(report("HY27-02"), [""; 0]);
    assert_eq!(report("HY27-04"), ["report_gap"]);
}

/// An agency's report whose contents have roman numerals and pages, and whose answers are labelled lines.
#[test]
fn labelled_answers_below_numbered_parts() {
    let report = "\
Årsrapport 2026
Direktoratet for elver

Innhold
I. Leders beretning 3
II. Hovedtall 5
III. Aktiviteter og resultater 7
IV. Styring 30

I. Leders beretning
Året var vått.

II. Hovedtall
Vi var 31 årsverk.

III. Aktiviteter og resultater
Oppdrag TB2026-04: Oversikt over demninger
Direktoratet skal lage en oversikt over demninger. Frist 1. juni 2026.
Rapportering: Oversikten er sendt departementet.

Oppdrag TB2026-05: Isgang
Direktoratet skal varsle isgang.
Rapportering: Varslingen begynte i november.

IV. Styring
Vi vurderer risiko hvert år.
";
    let extraction = oppdrag::extract(
        "report.txt",
        report.as_bytes(),
        &oppdrag::Grammar::built_in(),
    )
    .unwrap();
    let broken = common::broken(&extraction, report);
    assert!(broken.is_empty(), "{broken:#?}");
    let value = serde_json::to_value(&extraction).unwrap();
    let document = &value["documents"][0];
    assert_eq!(
        document["issuers"],
        serde_json::json!(["Direktoratet for elver"])
    );
    let titles: Vec<&str> = list(document, "sections")
        .iter()
        .map(|section| text(section, "title"))
        .collect();
    let parts = [
        "Leders beretning",
        "Hovedtall",
        "Aktiviteter og resultater",
        "Styring",
    ];
    assert!(titles.ends_with(&parts), "{titles:?}");
    let reports = list(document, "reports");
    let read: Vec<(&str, &str)> = reports
        .iter()
        .map(|one| (text(one, "reference"), text(one, "requirement")))
        .collect();
    assert_eq!(
        read,
        [
            (
                "TB2026-04",
                "Direktoratet skal lage en oversikt over demninger. Frist 1. juni 2026."
            ),
            ("TB2026-05", "Direktoratet skal varsle isgang."),
        ]
    );
    assert!(text(&reports[0], "answer").ends_with("er sendt departementet."));
}
