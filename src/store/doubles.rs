//! Which documents of the store are one document in several files, and which are told apart though
//! their files give them one key: the rules are those of [`crate::same`].

use super::deeds::Deeds;
use super::fold::name;
use super::records::{RecordType, Row};
use super::{StoreError, changes};
use crate::same::{self, Ground, Holder, Print, Settled};
use rusqlite::{Connection, params};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What has to be settled anew.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// Documents.
    pub(super) documents: Vec<i64>,
    /// Keys of which something may have changed.
    keys: BTreeSet<String>,
}

impl Touched {
    pub(super) fn of(documents: Vec<i64>) -> Self {
        Self {
            documents,
            keys: BTreeSet::new(),
        }
    }
}

/// A file of a document of which another one counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PassedOver {
    /// The JSON, below the folder.
    pub json: String,
    /// Why the other one counts.
    #[serde(flatten)]
    pub ground: Ground,
}

/// A document that stands in several files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeveralFiles {
    /// Its key.
    pub key: String,
    /// The JSON file that counts, below the folder.
    pub counts: String,
    /// The others.
    pub others: Vec<PassedOver>,
}

/// A document whose file gives it the key of a different one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldApart {
    /// What it is called here.
    pub key: String,
    /// The key that its file gives it.
    pub own_key: String,
    /// Its JSON file, below the folder.
    pub json: String,
    /// The JSON file of the document that keeps the key.
    pub other: String,
}

/// Where findings that the store makes itself stand among those of a file.
const OWN_FINDINGS: i64 = 1_000_000;

/// A document that may be one with another.
struct Candidate {
    print: Print,
    gone: bool,
    /// By which folders are walked: below a folder before beside it, «a/b» before «a-b».
    order: (String, usize),
    file: i64,
    key: String,
}

impl Deeds<'_> {
    /// The documents of a JSON file.
    pub(super) fn documents_of(&self, path: &str) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.0.prepare_cached(
            "SELECT d.document FROM documents d JOIN files f USING (file) WHERE f.path = ?1
             ORDER BY d.position",
        )?;
        let documents = statement.query_map([path], |row| row.get(0))?;
        Ok(documents.collect::<Result<_, _>>()?)
    }

    /// Notes by what a document is met.
    pub(super) fn meet(&self, document: i64, print: &Print) -> Result<(), StoreError> {
        let mut statement = self
            .0
            .prepare_cached("INSERT INTO meetings (word, document) VALUES (?1, ?2)")?;
        for word in print.meetings() {
            statement.execute(params![word, document])?;
        }
        Ok(())
    }

    /// What has to be settled anew when documents are taken out: those that they were compared with.
    pub(super) fn around(&self, documents: &[i64]) -> Result<Touched, StoreError> {
        let mut touched = Touched::default();
        for document in documents {
            let one = self.candidate(*document)?;
            touched.keys.insert(one.key.clone());
            let neighbours = self.neighbours(*document, &one.print)?;
            touched.documents.extend(neighbours.into_keys());
        }
        touched.documents.retain(|one| !documents.contains(one));
        Ok(touched)
    }

    /// Settles what was touched, and notes what it came to.
    pub(super) fn settle(&self, touched: Touched) -> Result<(), StoreError> {
        let mut keys = touched.keys;
        let mut done: BTreeSet<i64> = BTreeSet::new();
        for document in touched.documents {
            if done.contains(&document) {
                continue;
            }
            let all = self.component(document)?;
            done.extend(all.iter().map(|(document, _)| *document));
            let holders: Vec<Holder<'_>> = all
                .iter()
                .map(|(_, one)| Holder {
                    print: &one.print,
                    gone: one.gone,
                })
                .collect();
            let within: BTreeSet<i64> = all.iter().map(|(document, _)| *document).collect();
            let settled = same::settle_among(&holders, |key| self.is_taken(key, &within));
            for ((document, one), settled) in all.iter().zip(settled) {
                keys.insert(one.key.clone());
                keys.insert(settled.key.clone());
                self.write_down(*document, one, &settled)?;
            }
        }
        keys.iter().try_for_each(|key| changes::note(self.0, key))
    }

    /// A document and all that it is one with, or shares a key with, at one remove or several; in order.
    fn component(&self, document: i64) -> Result<Vec<(i64, Candidate)>, StoreError> {
        let mut found: BTreeMap<i64, Candidate> = BTreeMap::new();
        let mut ahead = vec![(document, self.candidate(document)?)];
        while let Some((document, one)) = ahead.pop() {
            if found.contains_key(&document) {
                continue;
            }
            let mut neighbours = self.neighbours(document, &one.print)?;
            neighbours.retain(|other, _| !found.contains_key(other));
            found.insert(document, one);
            ahead.extend(neighbours);
        }
        let mut all: Vec<(i64, Candidate)> = found.into_iter().collect();
        all.sort_by(|(_, a), (_, b)| a.order.cmp(&b.order));
        Ok(all)
    }

    /// The documents that one is one with, or shares a key with.
    fn neighbours(
        &self,
        document: i64,
        print: &Print,
    ) -> Result<BTreeMap<i64, Candidate>, StoreError> {
        let mut met: BTreeSet<i64> = BTreeSet::new();
        let mut statement = self
            .0
            .prepare_cached("SELECT document FROM meetings WHERE word = ?1")?;
        for word in print.meetings() {
            let mut rows = statement.query([word])?;
            while let Some(row) = rows.next()? {
                met.insert(row.get(0)?);
            }
        }
        met.remove(&document);
        let mut neighbours = BTreeMap::new();
        for other in met {
            let one = self.candidate(other)?;
            if one.print.key == print.key || one.print.agreement(print).is_some() {
                neighbours.insert(other, one);
            }
        }
        Ok(neighbours)
    }

    fn candidate(&self, document: i64) -> Result<Candidate, StoreError> {
        let (print, candidate) = self
            .0
            .prepare_cached(
                "SELECT d.print, f.gone, replace(f.path, '/', char(1)), d.position, d.file, d.key
                 FROM documents d JOIN files f USING (file) WHERE d.document = ?1",
            )?
            .query_row([document], |row| {
                let print: String = row.get(0)?;
                let rest = (
                    row.get(1)?,
                    (row.get(2)?, row.get(3)?),
                    row.get(4)?,
                    row.get(5)?,
                );
                Ok((print, rest))
            })?;
        let (gone, order, file, key) = candidate;
        Ok(Candidate {
            print: serde_json::from_str(&print)?,
            gone,
            order,
            file,
            key,
        })
    }

    /// Whether a document that is not among some is called so. What SQLite cannot tell is not free.
    fn is_taken(&self, key: &str, but: &BTreeSet<i64>) -> bool {
        let others = || -> rusqlite::Result<Vec<i64>> {
            let mut statement = self
                .0
                .prepare_cached("SELECT document FROM documents WHERE key = ?1")?;
            statement.query_map([key], |row| row.get(0))?.collect()
        };
        others().map_or(true, |all| all.iter().any(|one| !but.contains(one)))
    }

    /// Writes down what a document came to.
    fn write_down(
        &self,
        document: i64,
        before: &Candidate,
        now: &Settled,
    ) -> Result<(), StoreError> {
        let ground = match &now.counts {
            Some((_, ground)) => Some(serde_json::to_string(ground)?),
            None => None,
        };
        self.0
            .prepare_cached("UPDATE documents SET counts = ?2, ground = ?3 WHERE document = ?1")?
            .execute(params![document, now.counts.is_none(), ground])?;
        if now.key != before.key {
            self.rename(document, &before.key, &now.key)?;
        }
        let apart = now.counts.is_none() && now.key != before.print.key;
        self.say_shared(before, apart.then_some(&now.key))
    }

    /// Calls a document otherwise.
    fn rename(&self, document: i64, before: &str, now: &str) -> Result<(), StoreError> {
        self.0
            .prepare_cached(
                "UPDATE documents SET json = json_set(json, '$.key', ?2) WHERE document = ?1",
            )?
            .execute(params![document, now])?;
        for end in ["from", "to"] {
            self.0
                .prepare_cached(&format!(
                    "UPDATE links SET json = json_set(json, '$.{end}.document', ?2)
                     WHERE document = ?1 AND {end}_document = ?3"
                ))?
                .execute(params![document, now, before])?;
        }
        if let Some(row) = Row::new(document, RecordType::Document, 0) {
            self.0
                .prepare_cached("DELETE FROM names WHERE row = ?1 AND name = ?2")?
                .execute(params![row.0, name(before)])?;
            self.named(row, now)?;
        }
        Ok(())
    }

    /// The finding of a document that is told apart from another of its key, and none where it is not.
    fn say_shared(&self, one: &Candidate, now: Option<&String>) -> Result<(), StoreError> {
        let position = OWN_FINDINGS + i64::try_from(one.print.position).unwrap_or(0);
        let gone = self
            .0
            .prepare_cached("DELETE FROM diagnostics WHERE file = ?1 AND position = ?2")?
            .execute(params![one.file, position])?;
        if let Some(now) = now {
            let found = same::shared(&one.print.key, now);
            self.0
                .prepare_cached(
                    "INSERT INTO diagnostics (file, position, json) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![one.file, position, serde_json::to_string(&found)?])?;
        }
        if gone > 0 || now.is_some() {
            self.0
                .prepare_cached(
                    "UPDATE files SET warnings = (SELECT count(*) FROM diagnostics d
                       WHERE d.file = files.file AND d.severity = 'warning') WHERE file = ?1",
                )?
                .execute([one.file])?;
        }
        Ok(())
    }
}

/// Documents that stand in several files, by key.
pub(super) fn several(connection: &Connection) -> Result<Vec<SeveralFiles>, StoreError> {
    // Those that do not count are few, and have an index of their own.
    let mut statement = connection.prepare(
        "SELECT d.key, f.path, d.ground FROM documents d JOIN files f USING (file)
         WHERE d.key IN (SELECT key FROM documents WHERE NOT counts)
         ORDER BY d.key, d.counts DESC, f.path, d.position",
    )?;
    let mut rows = statement.query([])?;
    let mut several: Vec<SeveralFiles> = Vec::new();
    while let Some(row) = rows.next()? {
        let (key, json): (String, String) = (row.get(0)?, row.get(1)?);
        let ground: Option<String> = row.get(2)?;
        match (several.last_mut(), ground) {
            (Some(last), Some(ground)) if last.key == key => last.others.push(PassedOver {
                json,
                ground: serde_json::from_str(&ground)?,
            }),
            _ => several.push(SeveralFiles {
                key,
                counts: json,
                others: Vec::new(),
            }),
        }
    }
    Ok(several)
}

/// Documents whose files give them the key of a different one, by key.
pub(super) fn told_apart(connection: &Connection) -> Result<Vec<ToldApart>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT d.key, d.print ->> '$.key', f.path,
           (SELECT g.path FROM documents e JOIN files g USING (file)
            WHERE e.key = d.print ->> '$.key' AND e.counts)
         FROM diagnostics x JOIN documents d ON d.file = x.file AND x.position = ?1 + d.position
         JOIN files f ON f.file = d.file
         ORDER BY d.key",
    )?;
    let rows = statement.query_map([OWN_FINDINGS], |row| {
        Ok(ToldApart {
            key: row.get(0)?,
            own_key: row.get(1)?,
            json: row.get(2)?,
            other: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
