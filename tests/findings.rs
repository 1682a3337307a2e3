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
    assert_eq!(
        told(&letters([3, 7])),
        ["identifier_duplicate Oppdrag 3/2026-2"]
    );
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
