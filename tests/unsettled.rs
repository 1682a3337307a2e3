//! What is not settled is listed by the years of its documents, whenever it may fall due.

#![allow(clippy::unwrap_used)]

mod served;

use served::{Server, extract};

const LETTER: &str = "Tildelingsbrev 2026 – Bretilsynet\n\nTil: Bretilsynet\n\n1 Oppdrag\n\n\
TB2026-1 Avd. BFD: BRE Varding av breer\n\nBretilsynet skal legge en plan for varder.\n\n\
Frist: Tentativ frist er våren 2028\n";

#[test]
fn a_tentative_deadline_of_a_later_year_is_listed_with_its_document() {
    let folder = tempfile::tempdir().unwrap();
    let letter = folder.path().join("brev.txt");
    std::fs::write(&letter, LETTER).unwrap();
    let out = folder.path().join("out");
    extract(&out, &[letter.to_str().unwrap()]);
    let server = Server::start(&out, &[]);
    let due = server.json("/api/v1/deadlines?status=tentative&limit=10");
    let due = due["items"][0]["due"].as_str().unwrap().to_string();
    assert!(due.starts_with("2028"), "{due}");
    let page = |year: i32| {
        let address = format!("/frister?view=unsettled&year={year}");
        server.get(&address).text()
    };
    assert!(page(2026).contains("Varding av breer"), "{}", page(2026));
    // It is of a letter about 2026, though it falls due in 2028.
    assert!(!page(2028).contains("Varding av breer"));
}
