//! The store: what the JSON of a folder says, laid out for looking up, in one SQLite file.
//!
//! It is a cache. The JSON files are what was read; the store can be deleted and made anew
//! (`oppdrag index`). It is written one file at a time, each whole or not at all, and while it is
//! written others read it (SQLite's write-ahead log). `schema.sql` describes its tables, which may be
//! read by other programs too.
//!
//! * [`Writer`]: puts extractions in, and keeps the account of what was read (`ledger`);
//! * [`Store`]: answers questions, read-only.

mod any;
mod budget;
mod called;
mod changes;
mod cited;
mod contents;
mod deadlines;
mod deeds;
mod document_page;
mod documents;
mod doubles;
mod due;
mod due_page;
mod facets;
mod filter;
mod fold;
mod gather;
mod group;
mod history;
mod item;
mod later;
mod ledger;
mod list;
mod loaded;
mod lookup;
mod misspelt;
mod nearest;
mod query;
#[cfg(test)]
mod query_tests;
mod records;
mod remarks;
mod requests;
mod respelt;
mod search;
mod shelf;
mod snippet;
mod standing;
mod stats;
mod status;
mod write;

pub use any::AnyRecord;
pub use budget::{AuthorisationRow, Budget, BudgetRow, Post};
pub use changes::{Change, ChangeKind, Changes, StoreState};
pub use contents::{Chapter, Contents, Finding, Findings};
pub use deadlines::{Bound, DeadlineList, DeadlineQuery, DeadlineRow};
pub use deeds::Deeds;
pub use document_page::DocumentPage;
pub use documents::{DocumentBrief, DocumentEntry, FileEntry, Place};
pub use doubles::{PassedOver, SeveralFiles, ToldApart};
pub use due_page::{DeadlinePage, DeadlineSelection};
pub use facets::{Count, Facets};
pub use filter::Filter;
pub use fold::name;
pub use history::{Event, EventKind};
pub use item::{Answer, DeadlineAt, EarmarkAt, Item, LinkAt, Mention, SectionTitle};
pub use ledger::{Entry, Failure};
pub use list::{ListQuery, Listed, ListedRecord};
pub use loaded::Loaded;
pub use lookup::Lookup;
pub use misspelt::{Misspelt, NameOf};
pub use nearest::Suggestion;
pub use query::{Matched, Query, QueryPart, QueryWord};
pub use records::{Record, RecordType, Row};
pub use remarks::Incomplete;
pub use requests::{RequestList, RequestRow, RequestState};
pub use search::{Hit, SearchQuery, SearchResult};
pub use snippet::{Piece, Snippet};
pub use stats::Stats;
pub use status::Status;
pub use write::Writer;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;

/// What the file is called, in the folder of the JSON.
pub const FILE: &str = "oppdrag.db";

/// The version of the layout; a store of another one is made anew.
const FORMAT: i64 = 6;

/// «OPPD»: tells a store from other SQLite files; `schema.sql` has the same number.
const APPLICATION: i64 = 0x4F50_5044;

/// How long a statement waits for a writer in another process before it gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why the store gave no answer.
#[derive(Debug, Error)]
pub enum StoreError {
    /// There is no file.
    #[error("{}: there is no store here", .0.display())]
    Missing(PathBuf),
    /// The file is no store of oppdrag.
    #[error("{}: this is no store of oppdrag", .0.display())]
    Foreign(PathBuf),
    /// The file is a store of another version of oppdrag.
    #[error("{}: the store has layout {found}, and this version of oppdrag reads layout {FORMAT}", .path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// Its layout.
        found: i64,
    },
    /// A record has more neighbours than the store can number.
    #[error("{0}: more than half a million records of one type in one document")]
    TooMany(String),
    /// SQLite says no.
    #[error("the store: {0}")]
    Sql(#[from] rusqlite::Error),
    /// A record in the store is not what this version of oppdrag writes.
    #[error("the store holds a record that cannot be read: {0}")]
    Json(#[from] serde_json::Error),
}

impl StoreError {
    /// Whether the file is broken: then it can only be made anew from the JSON.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Sql(error) if damaged(error))
    }
}

/// What a file holds that is to be a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// A store of this version.
    Store,
    /// A store of another version, with its layout.
    Other(i64),
    /// Nothing yet.
    Empty,
    /// The database of another program.
    Foreign,
}

/// Looks at a database that was opened.
fn found(connection: &Connection) -> Result<Found, rusqlite::Error> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match (pragma("application_id")?, pragma("user_version")?) {
        (APPLICATION, FORMAT) => Found::Store,
        (APPLICATION, other) => Found::Other(other),
        (0, 0) if tables == 0 => Found::Empty,
        _ => Found::Foreign,
    })
}

/// Whether SQLite says that another process had the store for itself all the time.
pub(crate) fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

/// Whether SQLite says that the file is none of its own, or broken.
fn damaged(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)
    )
}

/// A store to ask. Many may be open at the same time, also while one writes.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    /// Whether it was opened as a file that nobody changes.
    frozen: bool,
    /// What is loaded once for all questions.
    loaded: Arc<Loaded>,
}

/// How the pages of the file come into memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pages {
    /// The file is memory itself: the fastest for one who asks once. Where the file is cut short
    /// meanwhile, the system ends the program.
    Mapped,
    /// Each is read when it is asked for.
    Read,
}

impl Store {
    /// The file of a store that is named by its file or by the folder that it lies in.
    pub fn file(path: &Path) -> PathBuf {
        if path.is_dir() {
            path.join(FILE)
        } else {
            path.to_path_buf()
        }
    }

    /// Opens a store: its file, or the folder that it lies in.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Foreign`], [`StoreError::Version`], or what SQLite says.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_with(path, &Arc::default(), Pages::Mapped)
    }

    /// Opens a store once more: what one of those that share it has loaded serves all of them.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_sharing(path: &Path, loaded: &Arc<Loaded>) -> Result<Self, StoreError> {
        // Who serves for weeks must not be killed because somebody copies another file over this one.
        Self::open_with(path, loaded, Pages::Read)
    }

    fn open_with(path: &Path, loaded: &Arc<Loaded>, pages: Pages) -> Result<Self, StoreError> {
        let file = Self::file(path);
        if !file.is_file() {
            return Err(StoreError::Missing(file));
        }
        let (connection, frozen) = Self::connect(&file, pages)?;
        let found = match found(&connection) {
            Err(error) if damaged(&error) => return Err(StoreError::Foreign(file)),
            found => found?,
        };
        match found {
            Found::Store => Ok(Self {
                connection,
                frozen,
                loaded: Arc::clone(loaded),
            }),
            Found::Other(found) => Err(StoreError::Version { path: file, found }),
            // Somebody is about to make one.
            Found::Empty => Err(StoreError::Missing(file)),
            Found::Foreign => Err(StoreError::Foreign(file)),
        }
    }

    /// Whether the store answers at all.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn answers(&self) -> Result<(), StoreError> {
        let sql = "SELECT count(*) FROM sqlite_schema";
        Ok(self.connection.query_row(sql, [], |_| Ok(()))?)
    }

    /// Whether the store does not see what is written to it after it was opened, and must not be kept
    /// while somebody writes.
    ///
    /// So it is where this user may not write to the folder: SQLite then cannot follow other processes,
    /// and reads the file as it lies. A short command does well with that. Whoever keeps a store open,
    /// as a server does, opens a frozen one anew for each question.
    pub fn is_frozen(&self) -> bool {
        self.frozen
    }

    /// Does several look-ups of which each sees the same data, however long they take and whoever
    /// writes meanwhile.
    fn at_once<T>(&self, look: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        let reading = self.connection.unchecked_transaction()?;
        let found = look();
        reading.finish()?;
        found
    }

    /// Opens the file for reading, and tells whether it is [frozen](Self::is_frozen).
    fn connect(file: &Path, pages: Pages) -> Result<(Connection, bool), StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = |connection: Connection| -> Result<Connection, rusqlite::Error> {
            connection.busy_timeout(PATIENCE)?;
            match pages {
                Pages::Mapped => connection.pragma_update(None, "mmap_size", 1_i64 << 30)?,
                // In kilobytes where it is less than nothing.
                Pages::Read => connection.pragma_update(None, "cache_size", -(16 << 10))?,
            }
            // Statements are planned once, not anew for each value: also those of the index of words.
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
            connection.set_prepared_statement_cache_capacity(64);
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            Ok(connection)
        };
        match Connection::open_with_flags(file, flags).and_then(open) {
            Ok(connection) => Ok((connection, false)),
            // A store in a folder that this user may not write to: SQLite cannot lay down its shared
            // memory there. Where nobody has left a log beside it, it can be read as it is.
            Err(error)
                if matches!(
                    error.sqlite_error_code(),
                    Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly)
                ) && !beside(file, "-wal").exists() =>
            {
                let name = file.to_string_lossy();
                let escaped = name
                    .replace('%', "%25")
                    .replace('?', "%3f")
                    .replace('#', "%23");
                let uri = format!("file:{escaped}?immutable=1");
                let flags = flags | OpenFlags::SQLITE_OPEN_URI;
                Ok((
                    Connection::open_with_flags(uri, flags).and_then(open)?,
                    true,
                ))
            }
            // Told apart by what is in it, by the caller.
            Err(error) if damaged(&error) => Err(StoreError::Foreign(file.to_path_buf())),
            Err(error) => Err(error.into()),
        }
    }
}

/// The file that SQLite keeps beside a database: `oppdrag.db-wal`.
fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
