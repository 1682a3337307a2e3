//! What letters say of the assignments of earlier years: which go on, and which lapse. All is invented.

mod common;

use common::{all, text};
use serde_json::Value;

fn read(words: &str) -> Vec<String> {
    let letter = format!(
        "Havnedepartementet\n\nBøyeverket\nPostboks 12\n1234 Vik\n\nDeres ref          Vår ref          Dato\n\
         \x20                  26/117-3         12. januar 2026\n\nTildelingsbrev 2026 – Bøyeverket\n\n\
         1 Innledning\n\nDepartementet viser til Stortingets behandling av budsjettet for 2026.\n\n\
         2 Oppdrag\n\n{words}\n\nOppdrag 1: Sjøkart\n\nBøyeverket skal lage et kart over lyktene. Frist: \
         1. juni 2026.\n\nOppdrag 2: Bøyer\n\nBøyeverket skal merke leia til Vik. Frist: 1. mai 2026.\n\n\
         3 Rapportering\n\nÅrsrapporten skal sendes departementet innen 15. mars 2027.\n\nMed hilsen\n\n\
         Kari Nordmann (e.f.)\nekspedisjonssjef\n"
    );
    let found = oppdrag::extract("brev.txt", letter.as_bytes(), &oppdrag::Grammar::built_in())
        .unwrap_or_else(|error| panic!("{error}"));
    let json = serde_json::to_value(&found).expect("JSON");
    let one = |one: &Value| {
        let years: Vec<String> = one["years"]
            .as_array()
            .into_iter()
            .flatten()
            .map(Value::to_string)
            .collect();
        format!(
            "{} {}: {}",
            text(one, "effect"),
            years.join("+"),
            text(one, "text")
        )
    };
    all(&json, "carry_over").iter().map(one).collect()
}

#[test]
fn assignments_of_earlier_years() {
    for (words, wanted) in [
        (
            "Oppdrag fra 2025 som ikke er levert, videreføres.",
            &["continues 2025: Oppdrag fra 2025 som ikke er levert, videreføres."][..],
        ),
        (
            "Oppdraget om tåkelurer frå 2025 held fram.",
            &["continues 2025: Oppdraget om tåkelurer frå 2025 held fram."],
        ),
        (
            "Bestillingane i tildelingsbrevet for 2025 står ved lag.",
            &["continues 2025: Bestillingane i tildelingsbrevet for 2025 står ved lag."],
        ),
        (
            "Oppdrag gitt i 2024 og 2025 gjelder fremdeles.",
            &["continues 2024+2025: Oppdrag gitt i 2024 og 2025 gjelder fremdeles."],
        ),
        (
            "Oppdrag fra tidligere år som ikke er kvittert ut, løper videre.",
            &["continues : Oppdrag fra tidligere år som ikke er kvittert ut, løper videre."],
        ),
        (
            "Oppdrag fra 2025 videreføres ikke.",
            &["lapses 2025: Oppdrag fra 2025 videreføres ikke."],
        ),
        (
            "Bøyeverket fikk i 2025 i oppdrag å prøve ut nye lykter. Oppdraget videreføres i 2026.",
            &[
                "continues 2025: Bøyeverket fikk i 2025 i oppdrag å prøve ut nye lykter. Oppdraget videreføres i 2026.",
            ],
        ),
        (
            "Oppdrag frå 2024 som ikkje er leverte, fell bort. Unntaket er oppdraget om tåkelurer, som held fram.",
            &[
                "lapses 2024: Oppdrag frå 2024 som ikkje er leverte, fell bort.",
                "continues 2024: Oppdrag frå 2024 som ikkje er leverte, fell bort. Unntaket er oppdraget om tåkelurer, som held fram.",
            ],
        ),
        // What is no assignment of an earlier year.
        ("Hovedinstruksen av 2021 gjelder fortsatt.", &[]),
        ("Oppdraget om sjøkart fortsetter i 2027.", &[]),
        ("Ordningen fra 2025 videreføres.", &[]),
    ] {
        assert_eq!(read(words), wanted, "{words}");
    }
}
