//! A store that was deleted and made anew knows again where the sources lie.

#![allow(clippy::unwrap_used)]

mod common;
mod exports;
mod served;

use exports::well;
use std::fs;

const DOCUMENT: &str = "/kilde/allocation_letter-2026-vann-og-vassdragsdepartementet-innsjo-og-elvetilsynet-2026-01-08";

#[test]
fn the_source_opens_after_the_store_was_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::create_dir_all(at.join("inbox/2026")).unwrap();
    fs::create_dir_all(at.join("other")).unwrap();
    let letter = common::fixture("letters/allocation-letter.pdf");
    fs::write(at.join("inbox/2026/brev.pdf"), letter).unwrap();
    fs::write(
        at.join("other/a.md"),
        common::fixture("series/letter-2026.md"),
    )
    .unwrap();
    well(at, &["extract", "inbox", "--out", "out", "--quiet"]);
    // The folders of one run are not forgotten by the next.
    well(at, &["extract", "other/a.md", "--out", "out", "--quiet"]);
    let opened = |folder: &std::path::Path| {
        let server = served::Server::start(&folder.join("out"), &[]);
        let reply = server.get(DOCUMENT);
        (
            reply.status,
            reply.text().chars().take(3000).collect::<String>(),
        )
    };
    assert_eq!(opened(at).0, 200);
    for file in ["oppdrag.db", "oppdrag.db-wal", "oppdrag.db-shm"] {
        let _ = fs::remove_file(at.join("out").join(file));
    }
    well(at, &["index", "out"]);
    let (status, text) = opened(at);
    assert_eq!(status, 200, "{text}");
    // Where nothing tells where they lie, the page says what to do.
    fs::remove_dir_all(at.join("out/.oppdrag")).unwrap();
    for file in ["oppdrag.db", "oppdrag.db-wal", "oppdrag.db-shm"] {
        let _ = fs::remove_file(at.join("out").join(file));
    }
    well(at, &["index", "out"]);
    let (status, text) = opened(at);
    assert_eq!(status, 410);
    assert!(
        text.contains("må kjøre «oppdrag extract» på nytt"),
        "{text}"
    );
}
