//! What the store holds, counted.

use super::facets::{Count, counted};
use super::ledger;
use super::records::RecordType;
use super::{Store, StoreError};
use crate::model::{DocumentKind, Severity};
use crate::store::documents::word;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;

/// What the store holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Stats {
    /// JSON files.
    pub files: usize,
    /// Of them, those whose source was gone when it was last looked for.
    pub gone: usize,
    /// Files that could not be read when they were last tried.
    pub failures: usize,
    /// Documents that count: of each key one.
    pub documents: usize,
    /// Documents of a key that another file has, too.
    pub copies: usize,
    /// By kind.
    pub kinds: Vec<Count<DocumentKind>>,
    /// By budget year, the newest first.
    pub years: Vec<Count<i32>>,
    /// By recipient of letters.
    pub recipients: Vec<Count<String>>,
    /// Records of all documents that count, in the order of the contract.
    pub records: Vec<Count<RecordType>>,
    /// Diagnostics by severity.
    pub severities: Vec<Count<Severity>>,
    /// Diagnostics by code.
    pub codes: Vec<Count<String>>,
    /// Characters of all sources that are not white space.
    pub characters: u64,
    /// How many of them a record or a heading claims.
    pub claimed: u64,
    /// Signals that nobody has looked at.
    pub unclaimed: usize,
}

impl Store {
    /// Counts what the store holds.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn stats(&self) -> Result<Stats, StoreError> {
        self.at_once(|| {
            let count = |what: &str| -> Result<usize, StoreError> {
                let sql = format!("SELECT count(*) FROM {what}");
                Ok(self.connection.prepare(&sql)?.query_row([], |row| row.get(0))?)
            };
            let shelf = self.shelf()?;
            let mut kinds: HashMap<DocumentKind, usize> = HashMap::new();
            let mut years: HashMap<i32, usize> = HashMap::new();
            let mut recipients: HashMap<String, usize> = HashMap::new();
            for one in shelf.documents.values() {
                *kinds.entry(one.brief.kind).or_default() += 1;
                if let Some(year) = one.brief.year {
                    *years.entry(year).or_default() += 1;
                }
                if one.brief.kind.is_letter() {
                    for name in &one.brief.recipients {
                        *recipients.entry(name.clone()).or_default() += 1;
                    }
                }
            }
            let mut years = counted(years);
            years.sort_by_key(|one| std::cmp::Reverse(one.value));
            let documents = shelf.documents.len();
            let copies = count("documents WHERE NOT counts")?;
            let mut records = Vec::new();
            for kind in RecordType::ALL {
                let table = kind.table();
                let n = match kind {
                    RecordType::Document => documents,
                    _ if copies == 0 => count(table)?,
                    _ => count(&format!(
                        "{table} WHERE document NOT IN (SELECT document FROM documents WHERE NOT counts)"
                    ))?,
                };
                records.push(Count {
                    value: kind,
                    count: n,
                });
            }
            let (characters, claimed, unclaimed) = self.connection.query_row(
                "SELECT coalesce(sum(coverage ->> '$.characters'), 0),
                   coalesce(sum(coverage ->> '$.claimed'), 0),
                   coalesce(sum(json_array_length(coverage, '$.unclaimed')), 0) FROM files",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )?;
            let mut severities = Vec::new();
            for (name, n) in self.grouped("severity")? {
                severities.push((word(&name)?, n));
            }
            Ok(Stats {
                files: count("files")?,
                gone: count("files WHERE gone")?,
                failures: ledger::failures(&self.connection)?.len(),
                documents,
                copies,
                kinds: counted(kinds),
                years,
                recipients: counted(recipients),
                records,
                severities: counted_by(severities),
                codes: counted(self.grouped("code")?),
                characters,
                claimed,
                unclaimed,
            })
        })
    }

    fn grouped(&self, column: &str) -> Result<Vec<(String, usize)>, StoreError> {
        let sql = format!("SELECT {column}, count(*) FROM diagnostics GROUP BY 1");
        let mut statement = self.connection.prepare(&sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The gravest first.
fn counted_by(counts: Vec<(Severity, usize)>) -> Vec<Count<Severity>> {
    let mut counts: Vec<Count<Severity>> = counts
        .into_iter()
        .map(|(value, count)| Count { value, count })
        .collect();
    counts.sort_by_key(|one| std::cmp::Reverse(one.value));
    counts
}
