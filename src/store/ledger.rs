//! What the batch keeps account of: which files were read, how, and which could not be.

use super::StoreError;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Of the JSON, below the folder, `/` between its parts.
    pub path: String,
    /// The folder that was walked, absolute; `None` where the file was named itself, or not known.
    pub root: Option<String>,
    /// Where the source lay; `None` where not known.
    pub origin: Option<String>,
    /// Of the source, in hexadecimal.
    pub sha256: String,
    /// Which program and grammar files read it; `None` where not known.
    pub reading: Option<String>,
    /// Of the JSON.
    pub bytes: u64,
    /// Its diagnostics of that severity; counted when it is put in.
    pub errors: usize,
    /// Its diagnostics of that severity; counted when it is put in.
    pub warnings: usize,
    /// Whether the source was not there any more when it was last looked for.
    pub gone: bool,
}

/// A file that could not be read when it was last tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Where its JSON would be.
    pub path: String,
    /// Where the source lies.
    pub origin: String,
    /// The folder that was walked.
    pub root: Option<String>,
    /// Why, in the words of the error.
    pub reason: String,
    /// How often it was tried.
    pub attempts: u32,
    /// The instant of the first attempt that failed.
    pub since: String,
    /// Whether JSON of a former content of the file is still there.
    pub stale: bool,
}

const COLUMNS: &str = "path, root, origin, sha256, reading, bytes, errors, warnings, gone";

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        path: row.get(0)?,
        root: row.get(1)?,
        origin: row.get(2)?,
        sha256: row.get(3)?,
        reading: row.get(4)?,
        bytes: row.get(5)?,
        errors: row.get(6)?,
        warnings: row.get(7)?,
        gone: row.get(8)?,
    })
}

/// The entry of a JSON file.
pub(super) fn of_path(connection: &Connection, path: &str) -> Result<Option<Entry>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM files WHERE path = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row([path], entry).optional()?)
}

/// The entries of a folder that was walked, in the order of their paths.
pub(super) fn of_root(connection: &Connection, root: &str) -> Result<Vec<Entry>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM files WHERE root = ?1 ORDER BY path");
    let mut statement = connection.prepare_cached(&sql)?;
    let entries = statement.query_map([root], entry)?;
    Ok(entries.collect::<Result<_, _>>()?)
}

/// The entries whose source was of a content and is still there, in the order of their paths.
pub(super) fn of_content(connection: &Connection, sha256: &str) -> Result<Vec<Entry>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM files WHERE sha256 = ?1 AND NOT gone ORDER BY path");
    let mut statement = connection.prepare_cached(&sql)?;
    let entries = statement.query_map([sha256], entry)?;
    Ok(entries.collect::<Result<_, _>>()?)
}

/// All entries, in the order of their paths.
pub(super) fn all(connection: &Connection) -> Result<Vec<Entry>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM files ORDER BY path");
    let mut statement = connection.prepare(&sql)?;
    let entries = statement.query_map([], entry)?;
    Ok(entries.collect::<Result<_, _>>()?)
}

/// All failures, in the order of their paths.
pub(super) fn failures(connection: &Connection) -> Result<Vec<Failure>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT path, origin, root, reason, attempts, since, stale FROM failures ORDER BY path",
    )?;
    let failures = statement.query_map([], |row| {
        Ok(Failure {
            path: row.get(0)?,
            origin: row.get(1)?,
            root: row.get(2)?,
            reason: row.get(3)?,
            attempts: row.get(4)?,
            since: row.get(5)?,
            stale: row.get(6)?,
        })
    })?;
    Ok(failures.collect::<Result<_, _>>()?)
}

/// Notes that a file could not be read; where it is noted already, one attempt more.
pub(super) fn failed(connection: &Connection, failure: &Failure) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO failures (path, origin, root, reason, attempts, since, stale)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (path) DO UPDATE SET origin = ?2, root = ?3, reason = ?4,
               attempts = attempts + ?5, stale = ?7",
        )?
        .execute(params![
            failure.path,
            failure.origin,
            failure.root,
            failure.reason,
            failure.attempts,
            failure.since,
            failure.stale
        ])?;
    Ok(())
}

/// Strikes a failure out.
pub(super) fn mended(connection: &Connection, path: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM failures WHERE path = ?1")?
        .execute([path])?;
    Ok(())
}
