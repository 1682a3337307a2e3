//! Every code of a finding meets a planted fault that it finds, and a mended twin on which it is silent:
//! here, or in the test that is named for it. A new code without one fails.

#![allow(clippy::unwrap_used)]

use oppdrag::model::Code;
use std::{collections::BTreeSet, fs, path::PathBuf};

/// Where the others are planted.
const ELSEWHERE: &[(&str, &[Code])] = &[
    ("bad_input", &[Code::Encoding]),
    (
        "layouts",
        &[
            Code::UndecodedCharacters,
            Code::PageWithoutText,
            Code::InvisibleText,
            Code::HiddenText,
        ],
    ),
    (
        "checks",
        &[
            Code::IntervalReversed,
            Code::DueBeforeLetter,
            Code::UnrealDate,
            Code::IdentifierDuplicate,
            Code::IdentifierGap,
            Code::Quotation,
            Code::IdDuplicate,
            Code::ReferenceMissing,
            Code::ImpossibleSession,
        ],
    ),
    (
        "docx",
        &[
            Code::HiddenText,
            Code::TrackedChanges,
            Code::CommentsLeftOut,
            Code::PartUnreadable,
        ],
    ),
    ("unseen_text", &[Code::StruckOut]),
    ("letter_heads", &[Code::KindUnknown]),
    ("reports", &[Code::ReportGap]),
    (
        "money",
        &[
            Code::EarmarksShort,
            Code::EarmarksExceed,
            Code::ChangeDisagrees,
            Code::ChangeMismatch,
            Code::PreviousDisagrees,
            Code::SumMismatch,
            Code::TablesDisagree,
            Code::TextDisagrees,
            Code::ReferenceMismatch,
            Code::AssignmentAmountDiffers,
        ],
    ),
    (
        "money_forms",
        &[Code::HeadingNamesOtherPost, Code::AmountUncertain],
    ),
    (
        "budget",
        &[
            Code::SumMissing,
            Code::PercentMismatch,
            Code::DirectionMismatch,
            Code::FiguresUndecided,
            Code::ChapterHeadingLost,
            Code::TableUnread,
            Code::RepealUnread,
            Code::RepealWithoutRequest,
            Code::RepealMissing,
        ],
    ),
    ("link", &[Code::LinkUnresolved, Code::LinkAmbiguous]),
    ("cli", &[Code::SourceNotFound]),
    (
        "same",
        &[Code::KeyIncomplete, Code::KeyShared, Code::NewerVersion],
    ),
    (
        "check_again",
        &[
            Code::DigestMismatch,
            Code::ReadOtherwise,
            Code::OtherProgram,
        ],
    ),
];

/// Codes that only the outside of a run gives (a PDF whose page cannot be read, a file that is gone), and
/// those of tampering, which is planted by chance and found by whichever of them it meets
/// (`tampering.rs`).
const OUTSIDE: &[Code] = &[
    Code::PageUnreadable,
    Code::SourceUnreadable,
    Code::PlaceDisagrees,
    Code::ValueDisagrees,
    Code::LinkDisagrees,
];

fn found(name: &str, text: &str) -> Vec<String> {
    let extraction = oppdrag::extract(name, text.as_bytes(), &oppdrag::Grammar::built_in())
        .unwrap_or_else(|error| panic!("{error}\n{text}"));
    extraction
        .diagnostics
        .into_iter()
        .map(|one| one.code)
        .collect()
}

const LETTER: &str = "\
Torvdirektoratet
Postboks 9
2400 ELVERUM

Deres ref
Vår ref
26/77-1
Dato
12. mars 2026

Tildelingsbrev 2026

1. Innledning
Myr- og torvdepartementet meddeler rammene for 2026.

3. Oppdrag
TB2026-1 Kart over myrene
Torvdirektoratet skal kartlegge myrene.
Frist: 1. september

TB2026-2 Veileder for uttak
Torvdirektoratet skal lage en veileder. Torvdirektoratet skal også holde kurs.
Frist: 1. juni 2026

4. Budsjettildeling
(i 1 000 kroner)
Kap. Post Betegnelse Tildeling
914 01 Driftsutgifter 84 300
914 21 Spesielle driftsutgifter 12 500
Sum kap. 914 96 800

Med hilsen

Eli Vik (e.f.)
ekspedisjonssjef
";

const ASKING: &str = "\
Torvdirektoratet
Postboks 9
2400 ELVERUM

Deres ref
Vår ref
26/77-1
Dato
12. januar 2026

Tildelingsbrev 2026 – Torvdirektoratet

1. Innledning
Myr- og torvdepartementet meddeler rammene for 2026.

2. Særskilte saker
Departementet ønsker god dialog.

3. Oppdrag
TB2026-1 Kart over myrene
Torvdirektoratet skal kartlegge alle myrer over havet og vise hvor torva er tykkest.

4. Rapportering
Det holdes to møter i året.

Med hilsen

Eli Vik (e.f.)
ekspedisjonssjef
";

const SHARES: &str = "\
Tildelingsbrev 2026 – Torvdirektoratet

1. Innledning
Departementet meddeler rammene for 2026.

3. Budsjettildeling
(alle tall i 1 000 kroner)
Kap./post Benevnelse Tildeling Kommentarer
914.01 Driftsutgifter 84 300
914.21 Spesielle
driftsutgifter
12 500 Det tildeles:
- 8 mill. kroner til målestasjoner, hvorav
- 1,5 mill. kroner til nye stasjoner
- 4,5 mill. kroner til torvkart
Sum 96 800

4. Styringsdialog
Det holdes to møter i året.
";

const PROPOSITION: &str = "\
Torvdepartementet

Prop. 1 S
(2025–2026)
Proposisjon til Stortinget (forslag til stortingsvedtak)

FOR BUDSJETTÅRET 2026

2  Oppfølging av anmodnings- og utredningsvedtak

Tabell 2.1 Oversikt over anmodnings- og utredningsvedtak, ordnet etter sesjon og nummer

Sesjon Vedtak nr. Stikkord Rapportering avsluttes (Ja/Nei)

2024–2025 12 Lys i myrene Ja
2024–2025 40 Frosk som varsel Nei

2.1 Stortingssesjon (2024–2025)

Lys i myrene

Vedtak nr. 12, 7. november 2024

«Stortinget ber regjeringen sette lys i myrene.»

Vedtaket ble truffet i forbindelse med behandlingen av Prop. 9 L (2023–2024), jf. Innst. 31 L (2024–2025).
Myretaten har satt opp lys. Anmodningsvedtaket anses som fulgt opp.

Frosk som varsel

Vedtak nr. 40, 3. desember 2024

«Stortinget ber regjeringen utrede frosk som varsel.»

Vedtaket ble truffet i forbindelse med behandlingen av Dokument 8:7 S (2024–2025), jf. Innst. 40 S (2024–2025).
Utredningen er i gang. Regjeringen vil komme tilbake til Stortinget på egnet måte.

3  Andre saker

Regjeringen viser til vedtak nr. 40, 3. desember 2024 om frosk.
";

const TABLE: &str = "\
Torvdepartementet

Prop. 1 S
(2025–2026)
Proposisjon til Stortinget (forslag til stortingsvedtak)

FOR BUDSJETTÅRET 2026

Programkategori 13.10 Torv

Kap. 914 Torvdirektoratet

(i 1 000 kr)

Post Betegnelse Regnskap 2024 Saldert budsjett 2025 Forslag 2026

01 Driftsutgifter 81 300 82 400 84 300
45 Utstyr 3 100 3 200 3 300
Sum kap. 914 84 400 85 600 87 600

Post 01 Driftsutgifter
Posten dekker drift.
";

const ROWS: &str = "\
# Tildelingsbrev 2026 – Torvdirektoratet

## 3 Oversikt

| Nr. | Oppdrag | Status |
|---|---|---|
| 1 | Kart over myrene | Nytt |
| 2 | Veileder for uttak | Nytt |
";

const REPORT: &str = "\
# Årlig melding 2027 for Helse Vest RHF

## 1 Oppdrag

| Nr. | Tittel | Krav til rapportering |
|---|---|---|
| HV27-01 | Ferjeplan for pasienter | Rapportering i årlig melding. |

Planen ble sendt i mai.

| Nr. | Tittel | Krav til rapportering |
|---|---|---|
| HV27-02 | Lager av tørrvarer | Rapportering i årlig melding. |

Lageret varer i 22 døgn.
";

/// Code, base, what is sound in it, the fault that takes its place.
type Plant = (Code, &'static str, &'static str, &'static str);

const PLANTED: &[Plant] = &[
    (
        Code::ImpossibleDate,
        LETTER,
        "Frist: 1. juni 2026",
        "Frist: 31. juni 2026",
    ),
    (
        Code::YearNotInferred,
        LETTER,
        "Frist: 1. september",
        "Frist: 1. februar",
    ),
    (
        Code::DeadlineNotUnderstood,
        LETTER,
        "Frist: 1. juni 2026",
        "Frist: når torva er tørr",
    ),
    (
        Code::TimeOfAnOccasion,
        PROPOSITION,
        "utrede frosk som varsel.»",
        "utrede frosk som varsel, og melde tilbake i forbindelse med revidert nasjonalbudsjett for 2025.»",
    ),
    (
        Code::YearUnknown,
        PROPOSITION,
        "utrede frosk som varsel.»",
        "utrede frosk som varsel innen 1. juni.»",
    ),
    (
        Code::RequestSessionUnknown,
        PROPOSITION,
        "2.1 Stortingssesjon (2024–2025)\n\nLys i myrene\n\nVedtak nr. 12, 7. november 2024",
        "Lys i myrene\n\nVedtak nr. 13",
    ),
    (
        Code::RequestPrintedDifferently,
        PROPOSITION,
        "3  Andre saker\n",
        "Frosk som varsel\n\nVedtak nr. 40, 4. desember 2024\n\n\
         «Stortinget ber regjeringen utrede frosk som varsel.»\n\n\
         Vedtaket ble truffet i forbindelse med behandlingen av Dokument 8:7 S (2024–2025).\n\
         Frosken er utredet. Regjeringen vil komme tilbake til Stortinget.\n\n3  Andre saker\n",
    ),
    (
        Code::FiguresMissing,
        TABLE,
        "45 Utstyr 3 100 3 200 3 300\n",
        "45 Utstyr\n",
    ),
    (
        Code::RowNotNumbered,
        ROWS,
        "| 2 | Veileder",
        "| Ny | Veileder",
    ),
    (
        Code::SeriesUnread,
        ASKING,
        "Departementet ønsker god dialog.\n",
        "| Sted | Ønske |\n|---|---|\n\
         | Hamar | Z-01 Måling av vann. Torvdirektoratet skal måle vannet i ti myrer. |\n\
         | Elverum | Z-02 Kurs for torvtakere. Torvdirektoratet skal holde kurs hver vår. |\n\
         | Moss | Z-03 Tilskudd til gress. Torvdirektoratet skal foreslå et tilskudd til gress. |\n",
    ),
    (
        Code::AssignmentsMissing,
        ASKING,
        "TB2026-1 Kart over myrene\nTorvdirektoratet skal",
        "I år skal Torvdirektoratet",
    ),
    (
        Code::EarmarkNesting,
        SHARES,
        "- 4,5 mill. kroner til torvkart",
        "- 4 mill. kroner til torvkart",
    ),
    (Code::NoUnit, LETTER, "(i 1 000 kroner)\n", ""),
    (
        Code::RecipientInferred,
        LETTER,
        "Torvdirektoratet\nPostboks 9\n2400 ELVERUM\n\n",
        "",
    ),
    (
        Code::RequestWithoutSection,
        PROPOSITION,
        "2024–2025 40 Frosk som varsel Nei\n",
        "2024–2025 40 Frosk som varsel Nei\n2024–2025 41 Tåke Nei\n",
    ),
    (
        Code::RequestNotInOverview,
        PROPOSITION,
        "2024–2025 40 Frosk som varsel Nei\n",
        "",
    ),
    (
        Code::OverviewDisagrees,
        PROPOSITION,
        "2024–2025 40 Frosk som varsel Nei\n",
        "2024–2025 40 Frosk som varsel Nei\n2024–2025 40 Frosk som varsel Ja\n",
    ),
    (
        Code::ReportingNotTold,
        PROPOSITION,
        "2024–2025 12 Lys i myrene Ja\n",
        "2024–2025 12 Lys i myrene Delvis\n",
    ),
    (
        Code::RequestSessionDisagrees,
        PROPOSITION,
        "Vedtak nr. 12, 7. november 2024",
        "Vedtak nr. 12, 7. november 2023",
    ),
    (
        Code::RequestWithoutDecision,
        PROPOSITION,
        "«Stortinget ber regjeringen sette lys i myrene.»\n\n",
        "",
    ),
    (
        Code::QuotationNotClosed,
        PROPOSITION,
        "sette lys i myrene.»",
        "sette lys i myrene.",
    ),
    (
        Code::RequestWithoutResponse,
        PROPOSITION,
        "Utredningen er i gang. Regjeringen vil komme tilbake til Stortinget på egnet måte.\n",
        "",
    ),
    (
        Code::RequestOutcomeUnknown,
        PROPOSITION,
        "Utredningen er i gang. Regjeringen vil komme tilbake til Stortinget på egnet måte.",
        "Frosken kvekker hver natt.",
    ),
    (
        Code::ReportingDisagrees,
        PROPOSITION,
        "40 Frosk som varsel Nei",
        "40 Frosk som varsel Ja",
    ),
    (
        Code::CitedDayDisagrees,
        PROPOSITION,
        "viser til vedtak nr. 40, 3. desember 2024",
        "viser til vedtak nr. 40, 4. desember 2024",
    ),
    (Code::DuplicateReport, REPORT, "HV27-02", "HV27-01"),
    (Code::NoAnswer, REPORT, "\nLageret varer i 22 døgn.\n", ""),
    (
        Code::IssuerInferred,
        REPORT,
        "2027 for Helse Vest RHF\n",
        "2027\n\nHelse Vest RHF har gjort det som ble bedt om. Helse Vest RHF la frem planen i mai. \
         Styret i Helse Vest RHF har møtt ti ganger. Helse Vest RHF har 900 båter. Helse Vest RHF takker.\n",
    ),
];

/// The form that a text is written in.
fn name_of(text: &str) -> &'static str {
    match (text.starts_with('#'), text.contains("|---|")) {
        (true, _) => "report.md",
        (false, true) => "letter.md",
        (false, false) => "letter.txt",
    }
}

#[test]
fn the_planted_faults_are_found_and_their_twins_are_silent() {
    let mut wrong = Vec::new();
    for (code, base, sound, fault) in PLANTED {
        let name = name_of(base);
        let planted = base.replacen(sound, fault, 1);
        assert_ne!(planted, *base, "{code}: «{sound}» is not in the text");
        if found(name, base).iter().any(|one| *one == *code) {
            wrong.push(format!("{code} is told of the sound text"));
        }
        let told = found(name_of(&planted), &planted);
        if !told.iter().any(|one| *one == *code) {
            wrong.push(format!("{code} is not found: {told:?}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn every_code_has_a_planted_fault() {
    let mut planted: BTreeSet<&str> = PLANTED.iter().map(|one| one.0.name()).collect();
    planted.extend(OUTSIDE.iter().map(|code| code.name()));
    for (test, codes) in ELSEWHERE {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/{test}.rs"));
        let source = fs::read_to_string(&path).unwrap();
        for code in *codes {
            let word = code.name();
            assert!(source.contains(word), "{test} plants no {word}");
            planted.insert(word);
        }
    }
    let without: Vec<&str> = Code::ALL
        .iter()
        .map(|code| code.name())
        .filter(|word| !planted.contains(word))
        .collect();
    assert_eq!(without, [""; 0]);
}
