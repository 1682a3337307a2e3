//! What is told is true: each finding meets a fault that it finds, and a sound twin, in the forms of
//! other ministries, on which it is silent. All of it is invented.

use oppdrag::model::{Extraction, Severity};

fn read(name: &str, text: &str) -> Extraction {
    oppdrag::extract(name, text.as_bytes(), &oppdrag::Grammar::built_in())
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The warnings and errors as "code item".
fn told(extraction: &Extraction) -> Vec<String> {
    extraction
        .diagnostics
        .iter()
        .filter(|one| one.severity != Severity::Info)
        .map(|one| format!("{} {}", one.code, one.item.as_deref().unwrap_or("-")))
        .collect()
}

fn messages(extraction: &Extraction) -> Vec<&str> {
    extraction
        .diagnostics
        .iter()
        .filter(|one| one.severity != Severity::Info)
        .map(|one| one.message.as_str())
        .collect()
}

/// Id, action and the first words of each assignment's text.
fn assignments(extraction: &Extraction) -> Vec<String> {
    extraction
        .documents
        .iter()
        .flat_map(|document| &document.assignments)
        .map(|one| {
            let text = one.text.as_deref().unwrap_or("-");
            let first: Vec<&str> = text.split_whitespace().take(3).collect();
            format!("{} {:?} {}", one.id, one.action, first.join(" "))
        })
        .collect()
}

/// A supplement whose head lists the assignments that it gives, with the address box in the list.
fn supplement(list: &str, body: &str) -> String {
    format!(
        "# Supplerende tildelingsbrev nr. 2 for 2026 – Torvdirektoratet\n\n\
         #### **Nye oppdrag eller presisering av tidligere oppdrag:**\n\n{list}\n\n\
         Myr- og torvdepartementet ber om at spørsmål tas i dialogen.\n\n{body}\n\n\
         Med hilsen\n\nEli Vik\nekspedisjonssjef\n"
    )
}

#[test]
fn the_list_at_the_head_of_a_supplement_gives_nothing_twice() {
    let list = "- TB2026-3 Kart over myrene\n- TB2026-14 Veileder for uttak\n\n\
                Torvdirektoratet Postboks 9 2400 ELVERUM\n\nDeres ref Vår ref\n\n26/77-\n\n\
                Dato 16. april 2026\n\n\
                - TB2026-15 Utfasing av unntaket i torvforskriften\n\
                - TB2026-16 (unntatt offentlighet). For detaljer se eget vedlegg";
    let body = "## **Presisering av tidligere oppdrag:**\n\n## **TB2026-3 Kart over myrene**\n\n\
                Direktoratet skal levere kartet i to deler.\n\nFrist: 1. oktober 2026\n\n\
                #### **Nye oppdrag:**\n\n#### **TB2026-14 Veileder for uttak**\n\n\
                Direktoratet skal lage en veileder.\n\nFrist: 1. november 2026\n\n\
                ## **TB2026-15 Utfasing av unntaket i torvforskriften**\n\n\
                Direktoratet skal foreslå en ny forskrift.\n\nFrist: 1. desember 2026";
    let read = |list: &str, body: &str| read("brev.md", &supplement(list, body));
    let letter = read(list, body);
    assert_eq!(told(&letter), [""; 0], "{:?}", messages(&letter));
    let given = assignments(&letter);
    assert_eq!(
        given,
        [
            "TB2026-16 New For detaljer se",
            "TB2026-3 Clarified Direktoratet skal levere",
            "TB2026-14 New Direktoratet skal lage",
            "TB2026-15 New Direktoratet skal foreslå",
        ]
    );
    let document = &letter.documents[0];
    // Nothing is lost: the entries are citations, and what stands in their midst is none of theirs.
    let cited: Vec<&str> = document
        .citations
        .iter()
        .map(|one| one.reference.as_str())
        .collect();
    assert_eq!(cited, ["TB2026-3", "TB2026-14", "TB2026-15"]);
    let due: Vec<_> = document
        .deadlines
        .iter()
        .map(|one| (one.assignment.as_deref(), one.date.as_deref()))
        .collect();
    assert_eq!(
        due,
        [
            (Some("TB2026-3"), Some("2026-10-01")),
            (Some("TB2026-14"), Some("2026-11-01")),
            (Some("TB2026-15"), Some("2026-12-01")),
        ]
    );

    // Two texts under one number are one finding, and so is an entry for something else.
    let twice = body.replace(
        "TB2026-15 Utfasing av unntaket i torvforskriften",
        "TB2026-14 Kurs for torvtakere",
    );
    assert_eq!(
        told(&read(list, &twice)),
        ["identifier_duplicate TB2026-14-2"]
    );
    let other = list.replace(
        "TB2026-14 Veileder for uttak",
        "TB2026-14 Tilskudd til gress",
    );
    assert_eq!(
        told(&read(&other, body)),
        ["identifier_duplicate TB2026-14-2"]
    );
}

#[test]
fn a_list_below_the_assignments_takes_nothing_from_them() {
    let letter = |annex: &str| {
        read(
            "brev.md",
            &format!(
                "# Tildelingsbrev 2026 – Torvdirektoratet\n\n## 3 Oppdrag\n\n\
                 **TB2026-1 Kart over myrene**\n\nDirektoratet skal kartlegge myrene.\n\n\
                 **TB2026-2 Veileder for uttak**\n\nDirektoratet skal lage en veileder.\n\n\
                 Frist: 1. november 2026\n\n\
                 **TB2026-3 Måling av vann**\n\nDirektoratet skal måle vannet.\n\n\
                 ## Vedlegg 1 Oversikt over oppdrag\n\n{annex}\n"
            ),
        )
    };
    let table = "| Nummer | Oppdrag | Frist |\n|---|---|---|\n| TB2026-1 | Kart over myrene | 1. juni 2026 |\n\
                 | TB2026-2 | Veileder for uttak | 1. november 2026 |\n| TB2026-3 | Måling av vann | 1. mai 2026 |\n";
    let list =
        "- TB2026-1 Kart over myrene\n- TB2026-2 Veileder for uttak\n- TB2026-3 Måling av vann\n";
    for annex in [table, list] {
        let read = letter(annex);
        assert_eq!(told(&read), [""; 0], "{annex}");
        assert_eq!(
            assignments(&read),
            [
                "TB2026-1 New Direktoratet skal kartlegge",
                "TB2026-2 New Direktoratet skal lage",
                "TB2026-3 New Direktoratet skal måle",
            ],
            "{annex}"
        );
    }
    // The days of a table are those of its assignments, each once.
    let read = letter(table);
    let due: Vec<_> = read.documents[0]
        .deadlines
        .iter()
        .map(|one| (one.assignment.as_deref(), one.date.as_deref()))
        .collect();
    assert_eq!(
        due,
        [
            (Some("TB2026-1"), Some("2026-06-01")),
            (Some("TB2026-2"), Some("2026-11-01")),
            (Some("TB2026-3"), Some("2026-05-01")),
        ]
    );
}

#[test]
fn two_letters_in_one_file_have_their_own_series() {
    let letters = |numbers: [u32; 2]| {
        let [first, second] = numbers;
        read(
            "brev.txt",
            &format!(
                "Torvdirektoratet\nPostboks 9\n2400 ELVERUM\n\nDeres ref Vår ref Dato\n26/77-1 12. januar 2026\n\n\
                 Tildelingsbrev til Torvdirektoratet for 2026\n\n3 Oppdrag\n\
                 Oppdrag 1/2026 Kart over myrene\nDirektoratet skal kartlegge myrene. Frist: 1. mai 2026.\n\n\
                 Oppdrag 2/2026 Veileder for uttak\nDirektoratet skal lage en veileder. Frist: 1. juni 2026.\n\n\
                 Oppdrag 3/2026 Måling av vann\nDirektoratet skal måle vannet. Frist: 1. juni 2026.\n\n\
                 Med hilsen\nEli Vik\nekspedisjonssjef\n\n\u{c}Torvdirektoratet\nPostboks 9\n2400 ELVERUM\n\n\
                 Deres ref Vår ref Dato\n26/77-9 24. juni 2026\n\n\
                 Supplerende tildelingsbrev nr. 2 til Torvdirektoratet for 2026\n\n\
                 Det vises til tildelingsbrev 12. januar 2026.\n\n2 Nye oppdrag\n\
                 Oppdrag {first}/2026 Kurs for torvtakere\nDirektoratet skal holde kurs. Frist: 1. september 2026.\n\n\
                 Oppdrag {second}/2026 Tilskudd til gress\nDirektoratet skal foreslå et tilskudd. Frist: 1. oktober 2026.\n\n\
                 Med hilsen\nEli Vik\nekspedisjonssjef\n"
            ),
        )
    };
    let read = letters([6, 7]);
    assert_eq!(read.documents.len(), 2);
    assert_eq!(told(&read), [""; 0], "{:?}", messages(&read));
    assert_eq!(told(&letters([3, 7])), ["identifier_duplicate 3/2026"]);
}

/// A supplement that changes one post.
fn change(table: &str, text: &str) -> Vec<String> {
    told(&read(
        "brev.md",
        &format!(
            "# Supplerende tildelingsbrev nr. 2 for 2026 – Torvdirektoratet\n\n## Kap. 914, post 21\n\n\
             (i 1 000 kroner)\n\n{table}\n\n{text}\n"
        ),
    ))
}

#[test]
fn parts_of_a_change_are_no_disagreement() {
    let table = "| Kap. post | Tidligere tildeling | Ny tildeling | | Sum tildeling |\n|---|---|---|---|---|\n\
                 | 914.21 | 102 700 | | 4 676 | 107 376 |";
    let parts = "Tildelingen på posten økes med 0,5 mill. kroner til torvkart, og 4,176 mill. kroner til kurs. \
                 Samlet tildeling til kursene er dermed 7,15 mill. kroner.";
    assert_eq!(change(table, parts), [""; 0]);
    // One part alone, the rest of it told elsewhere; all of it, rounded.
    for sound in [
        "Tildelingen på posten økes med 0,5 mill. kroner til torvkart.",
        "Tildelingen på posten økes med 4,7 mill. kroner.",
    ] {
        assert_eq!(change(table, sound), [""; 0], "{sound}");
    }
    for wrong in [
        "Tildelingen på posten økes med 4,5 mill. kroner.",
        "Tildelingen på posten økes med 1,5 mill. kroner til torvkart, og 4,176 mill. kroner til kurs.",
        "Tildelingen på posten reduseres med 4,676 mill. kroner.",
    ] {
        assert_eq!(
            change(table, wrong),
            ["change_disagrees change-914.21"],
            "{wrong}"
        );
    }
    // Without a table nothing disagrees with one.
    assert_eq!(change("", parts), [""; 0]);
}

#[test]
fn a_plus_before_a_change_is_read() {
    let table = |new: &str| {
        format!(
            "Kap. Post Betegnelse Tidligere tildelt Endring Ny tildeling\n\
             914 01 Driftsutgifter 402 618 +6 240 {new}\n\
             914 21 Spesielle driftsutgifter 14 750 -2 500 12 250\n"
        )
    };
    let read = |new: &str| {
        told(&read(
            "brev.txt",
            &format!(
                "Supplerende tildelingsbrev nr. 2 for 2026 – Torvdirektoratet\n\nEndringer i tildelinger\n\
                 Tabell 1 Endringer (i 1 000 kroner)\n{}",
                table(new)
            ),
        ))
    };
    assert_eq!(read("408 858"), [""; 0]);
    assert_eq!(read("408 585"), ["change_mismatch change-914.01"]);
}

/// A proposition with two requests, the second of them told on the line of its number.
fn proposition(overview: &str, second: &str) -> Extraction {
    read(
        "prop.txt",
        &format!(
            "Torvdepartementet\n\nProp. 1 S\n(2025–2026)\nProposisjon til Stortinget (forslag til stortingsvedtak)\n\n\
             FOR BUDSJETTÅRET 2026\n\n2  Oppfølging av anmodnings- og utredningsvedtak\n\n\
             Sesjon Vedtak nr. Stikkord Rapportering avsluttes (Ja/Nei)\n\n\
             2024–2025 12 Lys i myrene Ja\n{overview}\n\n2.1 Stortingssesjon (2024–2025)\n\nLys i myrene\n\n\
             Vedtak nr. 12, 7. november 2024\n\n«Stortinget ber regjeringen sette lys i myrene.»\n\n\
             Vedtaket ble truffet ved behandlingen av Innst. 31 L (2024–2025).\n\
             Anmodningsvedtaket anses som fulgt opp.\n\n{second}\n"
        ),
    )
}

const FROG: &str = "2.2 Stortingssesjon (2023–2024)\n\nFrosk som varsel\n\n\
    Vedtak nr. 40, 3. desember 2023: «Stortinget ber\nregjeringen utrede frosk som varsel.»\n\n\
    Vedtaket ble truffet ved behandlingen av Innst. 40 S (2023–2024).\n\
    Regjeringen vil komme tilbake til Stortinget på egnet måte.\n";

#[test]
fn a_decision_on_the_line_of_its_number_is_quoted() {
    let sound = proposition("2023–2024 40 Frosk som varsel Nei", FROG);
    assert_eq!(told(&sound), [""; 0], "{:?}", messages(&sound));
    let frog = &sound.documents[0].requests[1];
    assert_eq!(
        frog.text.as_deref(),
        Some("Stortinget ber regjeringen utrede frosk som varsel.")
    );
    let without = FROG.replace("«Stortinget ber\nregjeringen utrede frosk som varsel.»", "");
    let read = proposition("2023–2024 40 Frosk som varsel Nei", &without);
    assert_eq!(told(&read), ["request_without_decision 2023–2024/40"]);
}

#[test]
fn a_session_that_never_was_is_one_finding() {
    // In the overview: the row is known by its number.
    let row = proposition("2022–2024 40 Frosk som varsel Nei", FROG);
    assert_eq!(told(&row), ["impossible_session 2023–2024/40"]);
    assert_eq!(row.documents[0].requests[1].reporting_ends, Some(false));
    // In a heading: the day tells the session.
    let heading = FROG.replace("(2023–2024)\n\nFrosk", "(2022–2024)\n\nFrosk");
    let read = proposition("2023–2024 40 Frosk som varsel Nei", &heading);
    assert_eq!(told(&read), ["impossible_session -"]);
}

#[test]
fn what_is_proposed_repealed_may_be_reported_on_once_more() {
    let repealed = FROG.replace(
        "Regjeringen vil komme tilbake til Stortinget på egnet måte.",
        "Regjeringen foreslår at vedtaket oppheves.",
    );
    let codes = |ends: &str| -> Vec<String> {
        let row = format!("2023–2024 40 Frosk som varsel {ends}");
        let all = told(&proposition(&row, &repealed));
        all.into_iter()
            .filter(|one| one.starts_with("reporting_disagrees"))
            .collect()
    };
    assert_eq!(codes("Ja"), [""; 0]);
    assert_eq!(codes("Nei"), [""; 0]);
}

/// A letter of the year with a budget.
fn letter(body: &str) -> Extraction {
    read(
        "brev.txt",
        &format!(
            "Torvdirektoratet\nPostboks 9\n2400 ELVERUM\n\nDeres ref\nVår ref\n26/77-1\nDato\n12. mars 2026\n\n\
             Tildelingsbrev 2026 – Torvdirektoratet\n\n{body}\n\nMed hilsen\n\nEli Vik (e.f.)\nekspedisjonssjef\n"
        ),
    )
}

#[test]
fn a_unit_may_stand_below_its_table() {
    let budget = |below: &str| {
        told(&letter(&format!(
            "4. Budsjettildeling\nKap. Post Betegnelse Tildeling\n914 01 Driftsutgifter 84 300\n\
             914 21 Spesielle driftsutgifter 12 500\nSum kap. 914 96 800\n{below}"
        )))
    };
    assert_eq!(budget("Beløpene er i 1 000 kroner."), [""; 0]);
    assert_eq!(budget("Beløpene fordeles på avdelingene."), ["no_unit -"]);
}

#[test]
fn an_assignment_belongs_to_the_amount_that_names_it() {
    let names = |number: &str| {
        told(&letter(&format!(
            "3. Oppdrag\nOppdrag 1.2 Vold og trusler i torvtak\nDirektoratet skal se på vold i torvtak. Frist: 1. juni 2026.\n\n\
             Oppdrag 2.2 Felles kjennetegn på useriøse torvtakere\n\
             Direktoratet skal lede en gruppe som finner felles kjennetegn. Frist: 1. mai 2026.\n\n\
             4. Budsjettildeling\n(i 1 000 kroner)\nKap. Post Betegnelse Tildeling\n914 01 Driftsutgifter 84 300\n\
             Sum kap. 914 84 300\n\n\
             Av bevilgningen på kap. 914, post 01 skal minst 42,5 mill. kroner brukes til felles innsats mot useriøse, \
             og 6 mill. kroner er satt av til oppdrag {number} om vold."
        )))
    };
    assert_eq!(names("1.2"), [""; 0]);
}

#[test]
fn days_that_are_past_in_a_calendar_are_not_asked_for() {
    let calendar = |due: &str| {
        told(&letter(&format!(
            "3. Oppdrag\nTB2026-1 Kart over myrene\nDirektoratet skal kartlegge myrene.\nFrist: {due}\n\n\
             5. Styringskalender\nDato Aktivitet\n15. januar 2026 Virksomhetsplan\n1. oktober 2026 Rapport for 2. tertial"
        )))
    };
    assert_eq!(calendar("1. juni 2026"), [""; 0]);
    assert_eq!(
        calendar("1. februar 2026"),
        ["due_before_letter TB2026-1-deadline-1"]
    );
}

#[test]
fn two_tables_of_different_things_do_not_disagree() {
    let letter = |own: &str, other: &str| {
        told(&letter(&format!(
            "5. Budsjettildeling\n5.1. Bevilgning\n(i 1 000 kroner)\nKap. Post Betegnelse Tildeling\n\
             914 70 Tilskudd 510 000\n914 71 Torvmiljøer 120 000\nSum kap. 914 630 000\n\n\
             5.2. Til disposisjon\n(i 1 000 kroner)\nKap. Post Betegnelse Tildeling\n\
             914 70 Tilskudd {own}\n914 71 Torvmiljøer {other}\n"
        )))
    };
    assert_eq!(letter("48 500", "12 000"), [""; 0]);
    assert_eq!(letter("510 000", "120 000"), [""; 0]);
    assert_eq!(
        letter("510 000", "102 000"),
        ["tables_disagree allocation-914.71-2"]
    );
}
