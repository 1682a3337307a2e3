//! Opens the store for writing.

use super::deeds::Deeds;
use super::doubles::{self, SeveralFiles, ToldApart};
use super::ledger::{self, Entry, Failure};
use super::{FILE, Found, PATIENCE, StoreError, beside, damaged, found};
use rusqlite::Connection;
use std::cell::RefCell;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The store, open for writing. One process writes at a time; the callers see to that with a lock.
#[derive(Debug)]
pub struct Writer {
    connection: Connection,
    file: PathBuf,
    fresh: bool,
    /// Words that are in the vocabulary for sure, so that none is offered to it twice.
    noted: RefCell<HashSet<String>>,
}

impl Writer {
    /// Opens the store of a folder, or makes an empty file for one.
    ///
    /// A store of another version, a damaged one and a new one hold nothing that can be used: they are
    /// to be filled before anything else; see [`Writer::is_fresh`].
    ///
    /// # Errors
    /// [`StoreError::Foreign`] where the file is another program's; what SQLite says.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let file = folder.join(FILE);
        let opened = connect(&file).and_then(|connection| Ok((found(&connection)?, connection)));
        let (state, connection) = match opened {
            Ok((Found::Foreign, _)) => return Err(StoreError::Foreign(file)),
            Err(error) if damaged(&error) => (Found::Empty, anew(&file)?),
            Ok(opened) => opened,
            Err(error) => return Err(error.into()),
        };
        connection.pragma_update(None, "journal_mode", "WAL")?;
        Ok(Self {
            connection,
            file,
            fresh: state != Found::Store,
            noted: RefCell::default(),
        })
    }

    /// Whether the store holds nothing that can be used, and is to be filled before anything else.
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// Throws the file away and begins a new one: for a store that turns out to be damaged.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn start_over(&mut self) -> Result<(), StoreError> {
        // The old connection is closed first, so that it cannot write into the new file.
        self.connection = Connection::open_in_memory()?;
        self.connection = anew(&self.file)?;
        self.connection.pragma_update(None, "journal_mode", "WAL")?;
        self.noted.borrow_mut().clear();
        self.fresh = true;
        Ok(())
    }

    /// Does several things, of which readers see all or none.
    ///
    /// # Errors
    /// Those of the deeds; then none of them is done.
    pub fn in_one_go<T>(
        &mut self,
        deeds: impl FnOnce(&Deeds<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let transaction = self
            .connection
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let own = Deeds::new(&transaction, &self.noted);
        // A fresh store gets its tables together with the first things in them, so that nobody meets
        // an empty one where a full one was.
        let laid = if self.fresh { own.clear() } else { Ok(()) };
        let done = laid
            .and_then(|()| deeds(&own))
            .and_then(|done| own.finish().map(|()| done))
            .and_then(|done| Ok(transaction.commit().map(|()| done)?));
        match &done {
            // What was noted may have been undone.
            Err(_) => self.noted.borrow_mut().clear(),
            Ok(_) => self.fresh = false,
        }
        done
    }

    /// The entry of a JSON file, by its path below the folder.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn entry(&self, path: &str) -> Result<Option<Entry>, StoreError> {
        ledger::of_path(&self.connection, path)
    }

    /// The entries of a folder that was walked.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn entries_of(&self, root: &str) -> Result<Vec<Entry>, StoreError> {
        ledger::of_root(&self.connection, root)
    }

    /// The files whose source was of a content, and is still there.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn entries_with(&self, sha256: &str) -> Result<Vec<Entry>, StoreError> {
        ledger::of_content(&self.connection, sha256)
    }

    /// All entries; none of a fresh store.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        if self.fresh {
            return Ok(Vec::new());
        }
        ledger::all(&self.connection)
    }

    /// All failures; none of a fresh store.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn failures(&self) -> Result<Vec<Failure>, StoreError> {
        if self.fresh {
            return Ok(Vec::new());
        }
        ledger::failures(&self.connection)
    }

    /// Documents that stand in several files, by key.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn doubles(&self) -> Result<Vec<SeveralFiles>, StoreError> {
        doubles::several(&self.connection)
    }

    /// Different documents that their files give one key, by key: those that are called otherwise here.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn told_apart(&self) -> Result<Vec<ToldApart>, StoreError> {
        doubles::told_apart(&self.connection)
    }

    /// Writes the log back into the file, so that a reader without rights to the folder finds all in
    /// one file. Readers at work may keep some of it in the log; that is no error.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn tidy(&self) -> Result<(), StoreError> {
        self.connection.execute_batch("PRAGMA optimize")?;
        self.connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}

/// Throws a damaged file away: nothing in it can be saved, and all of it is in the JSON.
fn anew(file: &Path) -> rusqlite::Result<Connection> {
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(beside(file, ending));
    }
    connect(file)
}

fn connect(file: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(file)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(128);
    // The JSON is what must not be lost; a store that a power cut sets back is made up for by the next run.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::super::FORMAT;
    use super::*;
    use crate::Grammar;
    use crate::model::Extraction;
    use crate::store::Store;

    const LETTER: &str = "Tildelingsbrev 2026 – Kystetaten\n\n1 Oppdrag\n\nTB2026-1 Avd. KFD: HAV Ny havneplan\n\nKystetaten skal lage en plan for ventetidsløftet.\n\nFrist: 1.6.2026\n";

    /// A store with its tables.
    fn laid_out(folder: &Path) -> Writer {
        let mut writer = Writer::open(folder).expect("a store");
        if writer.is_fresh() {
            writer.in_one_go(|deeds| deeds.clear()).expect("cleared");
        }
        writer
    }

    fn read(name: &str, text: &str) -> (Entry, Extraction) {
        let extraction =
            crate::extract(name, text.as_bytes(), &Grammar::built_in()).expect("a letter");
        let entry = Entry {
            path: format!("{name}.json"),
            root: Some("/inbox".into()),
            origin: Some(format!("/inbox/{name}")),
            sha256: extraction.source.sha256.clone(),
            reading: Some("program".into()),
            bytes: 1,
            errors: 0,
            warnings: 0,
            gone: false,
        };
        (entry, extraction)
    }

    fn count(connection: &Connection, what: &str) -> i64 {
        let sql = format!("SELECT count(*) FROM {what}");
        connection
            .query_row(&sql, [], |row| row.get(0))
            .expect("a count")
    }

    #[test]
    fn what_is_put_in_twice_is_there_once_and_what_is_taken_out_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(Writer::open(folder.path()).expect("a store").is_fresh());
        // A file without tables is nothing that readers see.
        assert!(matches!(
            Store::open(folder.path()),
            Err(StoreError::Missing(_))
        ));
        let mut writer = laid_out(folder.path());
        let (entry, extraction) = read("a.txt", LETTER);
        for _ in 0..2 {
            writer
                .in_one_go(|deeds| deeds.put(&entry, &extraction))
                .expect("put");
        }
        let connection = &writer.connection;
        assert_eq!(count(connection, "files"), 1);
        assert_eq!(
            count(
                connection,
                "assignments WHERE id = 'TB2026-1' AND title = 'Ny havneplan'"
            ),
            1
        );
        assert_eq!(
            count(
                connection,
                "deadlines d JOIN assignments a ON d.assignment_row = a.row WHERE d.date = '2026-06-01'"
            ),
            1
        );
        assert_eq!(
            count(
                connection,
                &format!("names WHERE name = '{}'", crate::store::name("TB2026-1"))
            ),
            1
        );
        assert_eq!(count(connection, "words WHERE words MATCH 'havneplan'"), 1);
        assert_eq!(
            count(connection, "compounds WHERE compounds MATCH '\"løft\"'"),
            1
        );
        assert_eq!(
            writer
                .entry("a.txt.json")
                .expect("an answer")
                .expect("an entry")
                .sha256,
            entry.sha256
        );
        writer
            .in_one_go(|deeds| deeds.remove("a.txt.json"))
            .expect("removed");
        let connection = &writer.connection;
        for table in [
            "files",
            "documents",
            "assignments",
            "deadlines",
            "names",
            "diagnostics",
            "parties",
        ] {
            assert_eq!(count(connection, table), 0, "{table}");
        }
        assert_eq!(count(connection, "words WHERE words MATCH 'havneplan'"), 0);
    }

    #[test]
    fn of_two_documents_of_one_key_the_first_counts() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut writer = laid_out(folder.path());
        for name in ["b.txt", "a.txt"] {
            let (entry, extraction) = read(name, LETTER);
            writer
                .in_one_go(|deeds| deeds.put(&entry, &extraction))
                .expect("put");
        }
        let counting = "documents JOIN files USING (file) WHERE counts AND path = ";
        assert_eq!(
            count(&writer.connection, &format!("{counting}'a.txt.json'")),
            1
        );
        assert_eq!(count(&writer.connection, "documents WHERE counts"), 1);
        writer
            .in_one_go(|deeds| deeds.remove("a.txt.json"))
            .expect("removed");
        assert_eq!(
            count(&writer.connection, &format!("{counting}'b.txt.json'")),
            1
        );
    }

    /// The one rule of [`crate::same`], whether the sources are there or gone, and what is there before
    /// what is gone.
    #[test]
    fn which_of_several_files_counts_is_one_rule_though_all_be_gone() {
        for full_first in [true, false] {
            let folder = tempfile::tempdir().expect("a folder");
            let mut writer = laid_out(folder.path());
            let full = match full_first {
                true => "a.txt",
                false => "z.txt",
            };
            let mut put = |name: &str, media_type: &str, full: bool, gone: bool| {
                let (mut entry, mut extraction) = read(name, LETTER);
                extraction.source.media_type = media_type.into();
                if !full {
                    extraction.documents[0].deadlines.clear();
                }
                entry.gone = gone;
                let done = writer.in_one_go(|deeds| deeds.put(&entry, &extraction));
                done.expect("put");
                let sql = "SELECT path FROM documents JOIN files USING (file) WHERE counts";
                let path: String = writer
                    .connection
                    .query_row(sql, [], |row| row.get(0))
                    .expect("one counts");
                path
            };
            put("m.pdf", "application/pdf", false, true);
            // The fuller reading, then the PDF.
            assert_eq!(put(full, "text/plain", true, true), format!("{full}.json"));
            assert_eq!(put("n.pdf", "application/pdf", true, true), "n.pdf.json");
            // What is there counts before what is gone, be it poorer.
            assert_eq!(put("o.txt", "text/plain", false, false), "o.txt.json");
            assert_eq!(put("p.pdf", "application/pdf", false, false), "p.pdf.json");
        }
    }

    #[test]
    fn what_fails_leaves_the_store_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut writer = laid_out(folder.path());
        let (entry, extraction) = read("a.txt", LETTER);
        writer
            .in_one_go(|deeds| deeds.put(&entry, &extraction))
            .expect("put");
        let failed: Result<(), StoreError> = writer.in_one_go(|deeds| {
            deeds.clear()?;
            Err(StoreError::TooMany("x".into()))
        });
        assert!(failed.is_err());
        assert_eq!(
            count(&writer.connection, "words WHERE words MATCH 'havneplan'"),
            1
        );
        Store::open(folder.path()).expect("readers find it");
    }

    #[test]
    fn other_layouts_and_damaged_files_are_made_anew_and_other_programs_are_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(FILE);
        drop(laid_out(folder.path()));
        let connection = Connection::open(&file).expect("open");
        connection
            .pragma_update(None, "user_version", FORMAT + 1)
            .expect("set");
        drop(connection);
        assert!(matches!(
            Store::open(folder.path()),
            Err(StoreError::Version { .. })
        ));
        assert!(Writer::open(folder.path()).expect("a store").is_fresh());
        drop(laid_out(folder.path()));
        assert!(!Writer::open(folder.path()).expect("a store").is_fresh());

        std::fs::write(
            &file,
            "no database at all, but long enough to be looked at ".repeat(100),
        )
        .expect("written");
        assert!(matches!(
            Store::open(folder.path()),
            Err(StoreError::Foreign(_))
        ));
        assert!(Writer::open(folder.path()).expect("a store").is_fresh());

        std::fs::remove_file(&file).expect("removed");
        let connection = Connection::open(&file).expect("open");
        connection
            .execute_batch("CREATE TABLE theirs (x)")
            .expect("made");
        drop(connection);
        assert!(matches!(
            Writer::open(folder.path()),
            Err(StoreError::Foreign(_))
        ));
    }
}
