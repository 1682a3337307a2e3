//! Links across invented sets: what is linked, on what ground, and what is not, and said.

#![allow(clippy::unwrap_used)]

mod common;

use oppdrag::{Extraction, Grammar, link};

fn read(name: &str, text: &str) -> Extraction {
    oppdrag::extract(name, text.as_bytes(), &Grammar::built_in()).unwrap()
}

/// The links of a set: `kind from → document to (ground)`, and what was said.
fn linked(set: &mut [Extraction]) -> (Vec<String>, Vec<String>) {
    link::link(set, &Grammar::built_in());
    let documents = set.iter().flat_map(|one| &one.documents);
    let links = documents
        .flat_map(|document| &document.links)
        .map(|link| {
            format!(
                "{} {} {} → {} {} ({})",
                link.kind,
                link.from.document,
                link.from.id.as_deref().unwrap_or("-"),
                link.to.document,
                link.to.id.as_deref().unwrap_or("-"),
                link.ground
            )
        })
        .collect();
    let said = set
        .iter()
        .flat_map(|one| &one.diagnostics)
        .filter(|one| one.code.starts_with("link_"))
        .map(|one| format!("{}: {}", one.code, one.message))
        .collect();
    (links, said)
}

fn letter(region: &str, year: i32, rows: &[(&str, &str, &str)]) -> Extraction {
    let mut text = format!(
        "# Oppdragsdokument {year} for {region}\n\n# 1 Innledning\n\nFjord- og fjelldepartementet gir oppdrag.\n\n# 2 Oppdrag\n\n| Nr. | Tittel | Oppdrag |\n|---|---|---|\n"
    );
    for (number, title, body) in rows {
        text += &format!("| {number} | {title} | {body} |\n");
    }
    read(&format!("letter-{year}.md"), &text)
}

fn report(region: &str, year: i32, rows: &[(&str, &str, &str)]) -> Extraction {
    let mut text = format!(
        "# Årlig melding {year} for {region}\n\n# 1 Oppdrag\n\n| Nr. | Tittel | Krav til rapportering |\n|---|---|---|\n"
    );
    for (number, title, answer) in rows {
        text +=
            &format!("| {number} | {title} | Rapportering i årlig melding. |\n| {answer} | | |\n");
    }
    read(&format!("report-{year}.md"), &text)
}

#[test]
fn a_report_leads_to_its_assignment() {
    let body = "Helseforetaket skal lage en plan.";
    let mut set = [
        letter(
            "Helse Nord RHF",
            2025,
            &[
                ("HN25-01", "Plan for ferjer", body),
                ("HN25-02", "Plan for fjell", body),
            ],
        ),
        report(
            "Helse Nord RHF",
            2025,
            &[
                ("HN25-01", "Plan for ferjer", "Planen er sendt."),
                ("HN25-09", "Plan for fjell", "Planen er i arbeid."),
                ("HN25-10", "Plan for hav", "Planen er utsatt."),
            ],
        ),
        // The other region numbers the same assignment in its own way, and its letter is not here.
        report(
            "Helse Vest RHF",
            2025,
            &[("HV25-07", "Plan for fjell", "Planen er ferdig.")],
        ),
        report(
            "Helse Vest RHF",
            2024,
            &[("HV24-07", "Plan for fjell", "Planen er ferdig.")],
        ),
    ];
    let (links, said) = linked(&mut set);
    assert_eq!(
        links,
        [
            "report_of annual_report-2025-helse-nord-rhf HN25-01 → commissioning_document-2025-fjord-og-fjelldepartementet-helse-nord-rhf HN25-01 (same identifier)",
        ]
    );
    assert_eq!(said.len(), 4, "{said:#?}");
    assert!(
        said[0].starts_with("link_ambiguous: HN25-09"),
        "{}",
        said[0]
    );
    assert!(
        said[1].starts_with("link_unresolved: HN25-10"),
        "{}",
        said[1]
    );
    assert!(
        said[2].starts_with("link_unresolved: HV25-07"),
        "{}",
        said[2]
    );
    assert!(
        said[3].starts_with("link_unresolved: HV24-07"),
        "{}",
        said[3]
    );
    // A second run gives the same, and doubles nothing.
    assert_eq!(linked(&mut set), (links, said));
}

#[test]
fn two_of_one_title_give_no_link() {
    let body = "Helseforetaket skal lage en plan.";
    let mut set = [
        letter(
            "Helse Nord RHF",
            2025,
            &[("HN25-01", "Plan for ferjer", body)],
        ),
        letter(
            "Helse Vest RHF",
            2025,
            &[("HV25-04", "Plan for ferjer", body)],
        ),
        report(
            "Helse Midt-Norge RHF",
            2025,
            &[("HMN25-11", "Plan for ferjer", "Planen er sendt.")],
        ),
    ];
    let (links, said) = linked(&mut set);
    assert!(links.is_empty(), "{links:#?}");
    assert_eq!(said.len(), 1);
    // Both are other bodies' letters: a title is no ground across recipients.
    assert!(said[0].starts_with("link_unresolved"), "{}", said[0]);
}

#[test]
fn the_same_number_in_letters_to_others_is_not_meant() {
    let body = "Helseforetaket skal lage en plan.";
    let mut set = [
        letter(
            "Helse Nord RHF",
            2025,
            &[("TOD2025-1", "Plan for ferjer", body)],
        ),
        letter(
            "Helse Vest RHF",
            2025,
            &[("TOD2025-1", "Plan for ferjer", body)],
        ),
        report(
            "Helse Vest RHF",
            2025,
            &[("TOD2025-1", "Plan for ferjer", "Planen er sendt.")],
        ),
    ];
    let (links, _) = linked(&mut set);
    assert_eq!(
        links,
        [
            "report_of annual_report-2025-helse-vest-rhf TOD2025-1 → commissioning_document-2025-fjord-og-fjelldepartementet-helse-vest-rhf TOD2025-1 (same identifier)"
        ]
    );
}

#[test]
fn an_assignment_leads_to_the_one_that_it_continues() {
    let mut set = [
        letter(
            "Helse Nord RHF",
            2025,
            &[(
                "HN25-01",
                "Plan for ferjer",
                "Helseforetaket skal lage en plan.",
            )],
        ),
        letter(
            "Helse Nord RHF",
            2026,
            &[
                (
                    "HN26-01",
                    "Ferjer",
                    "Helseforetaket skal bruke planen. Videreføring av oppdrag HN25-01.",
                ),
                (
                    "HN26-02",
                    "Båter",
                    "Helseforetaket skal kjøpe båter, jf. HN25-01 og HN24-3.",
                ),
            ],
        ),
    ];
    let (links, said) = linked(&mut set);
    assert_eq!(
        links,
        [
            "continues commissioning_document-2026-fjord-og-fjelldepartementet-helse-nord-rhf HN26-01 → commissioning_document-2025-fjord-og-fjelldepartementet-helse-nord-rhf HN25-01 (cited)",
            "cites commissioning_document-2026-fjord-og-fjelldepartementet-helse-nord-rhf HN26-02 → commissioning_document-2025-fjord-og-fjelldepartementet-helse-nord-rhf HN25-01 (cited)",
        ]
    );
    assert_eq!(
        said,
        ["link_unresolved: HN24-3: no such assignment in the set"]
    );
}

#[test]
fn a_large_set_links_every_report() {
    let mut one = report(
        "Helse Nord RHF",
        2025,
        &[("HN25-01", "Plan for ferjer", "Planen er sendt.")],
    );
    let own = one.documents[0].reports[0].clone();
    one.documents[0].reports = vec![own; 60];
    let mut set: Vec<Extraction> = (0..1000)
        .map(|n| {
            let mut other = one.clone();
            other.documents[0].key = format!("annual_report-{n}");
            other
        })
        .collect();
    set.push(letter(
        "Helse Nord RHF",
        2025,
        &[("HN25-01", "Plan for ferjer", "Skal lage en plan.")],
    ));
    let tally = link::link(&mut set, &Grammar::built_in());
    assert_eq!(tally.links, 60_000);
}

#[test]
fn both_ends_of_a_link_have_a_place() {
    let series = |name: &str| {
        let path = format!("{}/fixtures/series/{name}", env!("CARGO_MANIFEST_DIR"));
        read(name, &std::fs::read_to_string(path).unwrap())
    };
    let mut set = [
        series("letter-2026.md"),
        series("letter-2027.md"),
        series("supplement-2027-1.md"),
    ];
    link::link(&mut set, &Grammar::built_in());
    let links: Vec<_> = set
        .iter()
        .flat_map(|one| &one.documents)
        .flat_map(|document| &document.links)
        .collect();
    let kinds: Vec<&str> = links.iter().map(|link| link.kind.as_str()).collect();
    assert_eq!(
        kinds,
        ["continues", "supplements", "clarifies", "withdraws"]
    );
    for link in links {
        assert!(!link.spans_from.is_empty(), "{link:#?}");
        assert!(!link.spans_to.is_empty(), "{link:#?}");
    }
}

fn proposition(name: &str) -> Extraction {
    let bytes = common::fixture(&format!("propositions/{name}"));
    oppdrag::extract(name, &bytes, &Grammar::built_in()).unwrap()
}

/// A letter of a ministry that cites propositions and requests.
fn citing(ministry: &str) -> Extraction {
    let text = format!(
        "# Tildelingsbrev 2026 for Kystetaten\n\n{ministry}\n\n# 1 Innledning\n\n{ministry} viser til \
         Prop. 1 S (2025–2026), Prop. 1 S (2024–2025), Prop. 1 S (2001–2002), vedtak 9999 (2025–2026), \
         vedtak 61, vedtak 12, vedtak 87 og vedtak 9998.\n"
    );
    read("citing.md", &text)
}

#[test]
fn what_another_ministry_prints_is_in_the_set() {
    let mut set = [
        citing("Fyr- og losdepartementet"),
        proposition("requests.txt"),
        proposition("requests-headings.md"),
    ];
    let (links, said) = linked(&mut set);
    let own = "budget_proposition-2026-fyr-og-losdepartementet";
    let letter = "allocation_letter-2026-fyr-og-losdepartementet-kystetaten";
    assert_eq!(
        links,
        [
            format!("cites {letter} - → {own} - (cited)"),
            format!("carried_out_by {own} 2024–2025/61 → {letter} - (cited)"),
        ]
    );
    assert_eq!(
        said,
        [
            "link_unresolved: Prop. 1 S (2001–2002): not in the set".to_string(),
            "link_unresolved: vedtak 9999 (2025–2026): no such request in the set".to_string(),
            format!(
                "link_ambiguous: vedtak 12: both 2024–2025/12 in {own} and 2022–2023/12 in {own} fit; no link is made"
            ),
            "link_unresolved: vedtak 9998: no such request in the set".to_string(),
        ]
    );

    // Whose is meant, nobody knows; that it is in the set is known.
    let mut set = [
        citing("Tang- og taredepartementet"),
        proposition("requests.txt"),
    ];
    let (links, said) = linked(&mut set);
    assert!(links.is_empty(), "{links:#?}");
    assert!(
        said.iter()
            .all(|one| !one.contains("(2025–2026): not") && !one.contains("vedtak 61")),
        "{said:#?}"
    );
}

#[test]
fn an_excerpt_hides_nothing_of_the_whole_document() {
    let whole = proposition("requests.txt");
    let mut excerpt = whole.clone();
    excerpt.source.characters /= 10;
    excerpt.documents[0].requests.clear();
    excerpt.documents[0].session = Some("2001–2002".into());
    let mut set = [excerpt, citing("Fyr- og losdepartementet"), whole];
    let (links, _) = linked(&mut set);
    assert_eq!(links.len(), 2, "{links:#?}");
}
