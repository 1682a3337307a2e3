//! The calendar that the lookup page is subscribed to, beside the one that `oppdrag export` writes: who
//! has both must have each deadline once, and as it stands.

#![allow(clippy::unwrap_used)]

mod common;
mod exports;
mod served;

use exports::{events, well};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

type Event = BTreeMap<String, String>;

/// The events of the page's feed and of the export, without the instants that they are as of.
fn both(folder: &Path) -> (Vec<Event>, Vec<Event>) {
    let server = served::Server::start(&folder.join("out"), &[]);
    let feed = server.get("/frister?view=all&format=ics");
    assert_eq!(feed.status, 200, "{}", feed.text());
    let exported = well(folder, &["export", "out", "--to", "-", "--format", "ics"]).out;
    let plain = |bytes: &[u8]| {
        let mut events = events(bytes);
        for one in &mut events {
            for stamp in ["DTSTAMP", "LAST-MODIFIED", "SEQUENCE"] {
                assert!(one.remove(stamp).is_some());
            }
            // Only the feed knows where its page is.
            if let Some(url) = one.remove("URL") {
                assert!(url.starts_with("http://127.0.0.1:"), "{url}");
            }
            // The last one ends with the calendar.
            one.retain(|name, _| !matches!(name.as_str(), "" | "END"));
        }
        events.sort_by_key(|one| one["UID"].clone());
        events
    };
    (plain(&feed.body), plain(&exported))
}

fn same(folder: &Path) -> Vec<Event> {
    let (feed, exported) = both(folder);
    for (one, other) in feed.iter().zip(&exported) {
        assert_eq!(one, other);
    }
    assert_eq!(feed.len(), exported.len());
    feed
}

#[test]
fn the_feed_has_the_events_of_the_export() {
    let folder = exports::read();
    let events = same(folder.path());
    assert!(events.len() > 30, "{}", events.len());
    assert!(events.iter().any(|one| one["STATUS"] == "CANCELLED"));
    assert!(events.iter().any(|one| one["STATUS"] == "TENTATIVE"));
}

#[test]
fn what_later_letters_take_back_is_off_in_both() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let letter = |year: i32, day: &str, body: &str| {
        format!("# Tildelingsbrev {year} til Kystetaten\n\nDato: {day}\n\n# 1 Oppdrag\n\n{body}\n")
    };
    fs::write(
        at.join("a.md"),
        letter(
            2026,
            "10. januar 2026",
            "TB2026-1 Avd. KFD: HAV Plan for fyr\n\nKystetaten skal lage en plan.\n\nFrist: 1.6.2026\n\nTB2026-2 Avd. KFD: HAV Nytt kart\n\nKystetaten skal lage et kart.\n\nFrist: 1.7.2026",
        ),
    )
    .unwrap();
    fs::write(
        at.join("b.md"),
        letter(
            2027,
            "10. januar 2027",
            "Oppdrag gitt i 2026 som ikke er omtalt i dette brevet, utgår.\n\nTB2027-1 Avd. KFD: HAV Ny ferje\n\nKystetaten skal utrede en ferje.\n\nFrist: 1.9.2027\n\nTB2027-2 Avd. KFD: HAV Ny kai\n\nKystetaten skal utrede en kai.\n\nFrist: 1.10.2027\n\nTB2027-3 Avd. KFD: HAV Ny molo\n\nKystetaten skal utrede en molo.\n\nFrist: 1.11.2027",
        ),
    )
    .unwrap();
    fs::write(
        at.join("c.md"),
        "# Supplerende tildelingsbrev nr. 1 2027 til Kystetaten\n\nDato: 4. mai 2027\n\n# 1 Endringer i oppdrag\n\n## 1.1 Presisering av oppdrag\n\nTB2027-1 Avd. KFD: HAV Ny ferje\n\nFristen er utsatt.\n\nFrist: 1.12.2027\n\n## 1.2 Oppdrag som utgår\n\nOppdraget TB2027-2 utgår.\n",
    )
    .unwrap();
    well(
        at,
        &["extract", "a.md", "b.md", "c.md", "--out", "out", "--quiet"],
    );
    let events = same(at);
    let told: Vec<(&str, &str)> = events
        .iter()
        .map(|one| (one["SUMMARY"].as_str(), one["STATUS"].as_str()))
        .collect();
    for (summary, status) in [
        ("Bortfalt: Frist TB2026-1: Plan for fyr", "CANCELLED"),
        ("Bortfalt: Frist TB2026-2: Nytt kart", "CANCELLED"),
        ("Erstattet: Frist TB2027-1: Ny ferje", "CANCELLED"),
        ("Frist TB2027-1: Ny ferje", "CONFIRMED"),
        ("Trukket: Frist TB2027-2: Ny kai", "CANCELLED"),
        ("Frist TB2027-3: Ny molo", "CONFIRMED"),
    ] {
        assert!(told.contains(&(summary, status)), "{summary}\n{told:#?}");
    }
    assert_eq!(events.len(), 6, "{told:#?}");
    let off = events
        .iter()
        .find(|one| one["SUMMARY"].starts_with("Erstattet"))
        .unwrap();
    assert!(off["DESCRIPTION"].starts_with("OBS: ny frist i supplerende tildelingsbrev"));
}

#[test]
fn the_corpus_gives_the_same_events_too() {
    let corpus = common::path("../shared/corpus");
    if !corpus.is_dir() {
        eprintln!("skipped: there is no ../shared/corpus");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut args = vec!["extract", "--out", "out", "--quiet"];
    let corpus = corpus.display().to_string();
    args.push(&corpus);
    exports::run(folder.path(), &args);
    assert!(!same(folder.path()).is_empty());
}

/// Each event of the feed leads back to the page of what is due, by the name that the feed was asked by;
/// an exported file names no server.
#[test]
fn events_lead_back_to_their_pages() {
    let folder = exports::read();
    let server = served::Server::start(&folder.path().join("out"), &[]);
    let (_, port) = server.address.split_once(':').unwrap();
    for host in [server.address.clone(), format!("localhost:{port}")] {
        let feed = server.ask("GET", "/frister?view=all&format=ics", &[("Host", &host)]);
        let all = events(&feed.body);
        assert!(all.len() > 30, "{}", all.len());
        for one in &all {
            let url = &one["URL"];
            let path = url.strip_prefix(&format!("http://{host}")).expect(url);
            assert!(
                path.starts_with("/oppdrag/") || path.starts_with("/post/"),
                "{path}"
            );
        }
        let first = all[0]["URL"]
            .strip_prefix(&format!("http://{host}"))
            .unwrap();
        assert_eq!(server.get(first).status, 200, "{first}");
    }
    let exported = well(
        folder.path(),
        &["export", "out", "--to", "-", "--format", "ics"],
    );
    assert!(!String::from_utf8(exported.out).unwrap().contains("\nURL"));
}
