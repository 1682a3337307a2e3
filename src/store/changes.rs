//! What became of documents, for those who keep a copy: which came in, changed or went since they
//! last asked.

use super::documents::DocumentBrief;
use super::{Store, StoreError};
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::Serialize;

/// The instant of now, in SQL.
const NOW: &str = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')";

/// The state of the whole store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreState {
    /// Of the file: one that was made from nothing has another.
    pub epoch: String,
    /// Greater after everything that was done to it.
    pub revision: u64,
    /// The instant of the last thing that was done, ISO 8601, UTC.
    pub at: String,
    /// The number of the last change of a document.
    pub seq: u64,
}

/// What became of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It came in, or came back.
    Added,
    /// Something in it is another than before.
    Changed,
    /// It is there no more.
    Removed,
}

/// What became of the document of a key: the last thing only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    /// Its key.
    pub key: String,
    /// What became of it.
    pub what: ChangeKind,
    /// When, ISO 8601, UTC.
    pub at: String,
    /// The document as it is now; `null` where it was removed.
    pub document: Option<DocumentBrief>,
    /// The number of the change.
    #[serde(skip)]
    pub seq: u64,
}

/// A stretch of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// In the order in which they came.
    pub changes: Vec<Change>,
    /// The last number up to which nothing is left out.
    pub until: u64,
    /// Whether there are more.
    pub more: bool,
}

impl Store {
    /// The state of the store.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn state(&self) -> Result<StoreState, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT epoch, revision, at, (SELECT coalesce(max(seq), 0) FROM changes) FROM state",
        )?;
        Ok(statement.query_row([], |row| {
            Ok(StoreState {
                epoch: row.get(0)?,
                revision: row.get(1)?,
                at: row.get(2)?,
                seq: row.get(3)?,
            })
        })?)
    }

    /// What became of documents after a change (0: from nothing), so many at most. What came and went
    /// since the beginning is left out where it is asked for from nothing.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn changes(&self, after: u64, limit: usize) -> Result<Changes, StoreError> {
        self.at_once(|| {
            let mut statement = self.connection.prepare_cached(
                "SELECT c.key, c.seq, c.came, c.at, c.digest IS NULL,
                   (SELECT document FROM documents d WHERE d.key = c.key AND d.counts)
                 FROM changes c WHERE c.seq > ?1 AND (?1 > 0 OR c.digest IS NOT NULL)
                 ORDER BY c.seq LIMIT ?2",
            )?;
            let mut rows = statement.query(params![after, limit.saturating_add(1)])?;
            let mut changes: Vec<Change> = Vec::new();
            let mut more = false;
            while let Some(row) = rows.next()? {
                if changes.len() == limit {
                    more = true;
                    break;
                }
                let (came, removed): (u64, bool) = (row.get(2)?, row.get(4)?);
                let document: Option<i64> = row.get(5)?;
                changes.push(Change {
                    key: row.get(0)?,
                    seq: row.get(1)?,
                    what: match (removed, came > after) {
                        (true, _) => ChangeKind::Removed,
                        (false, true) => ChangeKind::Added,
                        (false, false) => ChangeKind::Changed,
                    },
                    at: row.get(3)?,
                    document: match document {
                        Some(document) => self.brief(document)?,
                        None => None,
                    },
                });
            }
            let until = match changes.last() {
                Some(last) if more => last.seq,
                _ => self.state()?.seq,
            };
            Ok(Changes {
                changes,
                until,
                more,
            })
        })
    }
}

/// Notes what became of the document of a key, where anything did.
pub(super) fn note(connection: &Connection, key: &str) -> Result<(), StoreError> {
    let now: Option<String> = connection
        .prepare_cached("SELECT digest FROM documents WHERE key = ?1 AND counts LIMIT 1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    let before: Option<String> = connection
        .prepare_cached("SELECT digest FROM changes WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?
        .flatten();
    if now == before {
        return Ok(());
    }
    let sql = format!(
        "INSERT INTO changes (key, seq, came, at, digest)
         SELECT ?1, n, n, {NOW}, ?2 FROM (SELECT coalesce(max(seq), 0) + 1 AS n FROM changes)
         WHERE true
         ON CONFLICT (key) DO UPDATE SET seq = excluded.seq, at = excluded.at,
           digest = excluded.digest, came = CASE WHEN ?3 THEN excluded.came ELSE came END"
    );
    connection
        .prepare_cached(&sql)?
        .execute(params![key, now, before.is_none()])?;
    Ok(())
}

/// Notes the documents that did not come back when all was put in anew.
pub(super) fn missing(connection: &Connection) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT key FROM changes c WHERE digest IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.key = c.key) ORDER BY seq",
    )?;
    let keys: Vec<String> = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    keys.iter().try_for_each(|key| note(connection, key))
}

/// Notes that something was done to the store.
pub(super) fn revised(connection: &Connection) -> Result<(), StoreError> {
    let sql = format!("UPDATE state SET revision = revision + 1, at = {NOW}");
    connection.prepare_cached(&sql)?.execute([])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{Entry, Writer};
    use super::*;
    use crate::Grammar;
    use crate::model::Extraction;
    use ChangeKind::{Added, Changed, Removed};
    use std::path::Path;

    fn read(name: &str, plan: &str) -> (Entry, Extraction) {
        let text = format!(
            "Tildelingsbrev 2026 – {name}\n\n1 Oppdrag\n\nTB2026-1 Avd. KFD: HAV Ny havneplan\n\n{name} skal lage {plan}.\n"
        );
        let extraction =
            crate::extract(name, text.as_bytes(), &Grammar::built_in()).expect("a letter");
        let entry = Entry {
            path: format!("{name}.json"),
            root: None,
            origin: None,
            sha256: extraction.source.sha256.clone(),
            reading: None,
            bytes: 1,
            errors: 0,
            warnings: 0,
            gone: false,
        };
        (entry, extraction)
    }

    fn put(writer: &mut Writer, name: &str, plan: &str) {
        let (entry, extraction) = read(name, plan);
        writer
            .in_one_go(|deeds| deeds.put(&entry, &extraction))
            .expect("put");
    }

    fn since(folder: &Path, after: u64) -> Vec<(String, ChangeKind)> {
        let store = Store::open(folder).expect("a store");
        let found = store.changes(after, 10).expect("an answer");
        assert!(!found.more);
        assert_eq!(found.until, store.state().expect("a state").seq);
        let of = |one: Change| {
            assert_eq!(one.document.is_none(), one.what == Removed);
            let name = one.key.rsplit('-').next().unwrap_or_default().to_string();
            (name, one.what)
        };
        found.changes.into_iter().map(of).collect()
    }

    #[test]
    fn the_feed_tells_what_came_changed_and_went_and_no_more() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        let mut writer = Writer::open(folder).expect("a store");
        put(&mut writer, "Kystetaten", "en plan");
        put(&mut writer, "Havnetilsynet", "en plan");
        let told = |pairs: &[(&str, ChangeKind)]| -> Vec<(String, ChangeKind)> {
            pairs
                .iter()
                .map(|(name, what)| ((*name).to_string(), *what))
                .collect()
        };
        assert_eq!(
            since(folder, 0),
            told(&[("kystetaten", Added), ("havnetilsynet", Added)])
        );
        let first = Store::open(folder)
            .expect("a store")
            .state()
            .expect("a state");
        // Nothing in it is another: it is not told, though the store was written.
        put(&mut writer, "Kystetaten", "en plan");
        let second = Store::open(folder)
            .expect("a store")
            .state()
            .expect("a state");
        assert_eq!((first.seq, &first.epoch), (second.seq, &second.epoch));
        assert!(first.revision < second.revision);
        put(&mut writer, "Kystetaten", "to planer");
        writer
            .in_one_go(|deeds| deeds.remove("Havnetilsynet.json"))
            .expect("removed");
        assert_eq!(
            since(folder, first.seq),
            told(&[("kystetaten", Changed), ("havnetilsynet", Removed)])
        );
        // Who never had it need not hear that it went.
        assert_eq!(since(folder, 0), told(&[("kystetaten", Added)]));
        // Put in anew as it was, with another letter in the place of the first.
        let third = Store::open(folder)
            .expect("a store")
            .state()
            .expect("a state");
        let (same, same_read) = read("Kystetaten", "to planer");
        let (back, back_read) = read("Havnetilsynet", "en plan");
        for (entry, extraction, what) in [
            (&same, &same_read, vec![]),
            (
                &back,
                &back_read,
                told(&[("havnetilsynet", Added), ("kystetaten", Removed)]),
            ),
        ] {
            writer
                .in_one_go(|deeds| {
                    deeds.clear()?;
                    deeds.put(entry, extraction)
                })
                .expect("all anew");
            assert_eq!(since(folder, third.seq), what);
        }
        // A store made from nothing is another one.
        drop(writer);
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.join(format!("oppdrag.db{ending}")));
        }
        Writer::open(folder)
            .and_then(|mut writer| writer.in_one_go(|_| Ok(())))
            .expect("an empty store");
        let anew = Store::open(folder)
            .expect("a store")
            .state()
            .expect("a state");
        assert_ne!(anew.epoch, first.epoch);
        assert_eq!(anew.seq, 0);
    }

    #[test]
    fn the_feed_comes_in_stretches() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut writer = Writer::open(folder.path()).expect("a store");
        for name in ["Atilsynet", "Btilsynet", "Ctilsynet"] {
            put(&mut writer, name, "en plan");
        }
        let store = Store::open(folder.path()).expect("a store");
        let first = store.changes(0, 2).expect("an answer");
        assert_eq!((first.changes.len(), first.more), (2, true));
        let rest = store.changes(first.until, 2).expect("an answer");
        assert_eq!((rest.changes.len(), rest.more), (1, false));
        assert_eq!(
            rest.changes[0].key,
            "allocation_letter-2026-ctilsynet-ctilsynet"
        );
    }
}
