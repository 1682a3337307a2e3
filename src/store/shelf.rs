//! What filters and lists ask of every document, loaded once for each state of the data.

use super::documents::DocumentBrief;
use super::fold::folded;
use super::{Store, StoreError};
use foldhash::{HashMap, HashMapExt};
use std::sync::{Arc, OnceLock};

/// The documents that count.
#[derive(Debug)]
pub(super) struct Shelf {
    /// SQLite's number of the state of the data.
    version: i64,
    /// By the number of the document.
    pub(super) documents: HashMap<i64, Attributes>,
    departments: OnceLock<Departments>,
}

/// A document as filters see it.
#[derive(Debug)]
pub(super) struct Attributes {
    pub(super) brief: DocumentBrief,
    /// Folded.
    pub(super) issuers: Vec<String>,
    /// Folded.
    pub(super) recipients: Vec<String>,
    /// Its place among all documents by key.
    pub(super) order: u32,
}

/// The departments of assignments.
#[derive(Debug, Default)]
pub(super) struct Departments {
    /// As printed, each once.
    pub(super) names: Vec<String>,
    /// Of the row of an assignment, the place of its department among the names.
    pub(super) of: HashMap<i64, u32>,
}

impl Attributes {
    pub(super) fn of(brief: DocumentBrief) -> Self {
        let all = |names: &[String]| names.iter().map(|name| folded(name)).collect();
        Self {
            issuers: all(&brief.issuers),
            recipients: all(&brief.recipients),
            brief,
            order: 0,
        }
    }
}

impl Departments {
    pub(super) fn name(&self, row: i64) -> Option<&str> {
        let at = usize::try_from(*self.of.get(&row)?).ok()?;
        self.names.get(at).map(String::as_str)
    }
}

impl Store {
    /// The documents that count, as they are now. To be called inside [`Store::at_once`].
    pub(super) fn shelf(&self) -> Result<Arc<Shelf>, StoreError> {
        let version = self
            .connection
            .pragma_query_value(None, "data_version", |row| row.get(0))?;
        let mut kept = self.shelf.borrow_mut();
        if let Some(shelf) = &*kept
            && shelf.version == version
        {
            return Ok(Arc::clone(shelf));
        }
        let mut briefs = self.briefs()?;
        briefs.sort_by(|(_, a), (_, b)| a.key.cmp(&b.key));
        let documents = (0..).zip(briefs).map(|(order, (document, brief))| {
            let attributes = Attributes {
                order,
                ..Attributes::of(brief)
            };
            (document, attributes)
        });
        let shelf = Arc::new(Shelf {
            version,
            documents: documents.collect(),
            departments: OnceLock::new(),
        });
        *kept = Some(Arc::clone(&shelf));
        Ok(shelf)
    }

    /// The departments of all assignments.
    pub(super) fn departments<'s>(&self, shelf: &'s Shelf) -> Result<&'s Departments, StoreError> {
        if let Some(departments) = shelf.departments.get() {
            return Ok(departments);
        }
        let mut departments = Departments {
            names: Vec::new(),
            of: HashMap::new(),
        };
        // In the order of the index, so that each name comes in one run.
        let mut statement = self.connection.prepare_cached(
            "SELECT json ->> '$.department', row FROM assignments WHERE json ->> '$.department' IS NOT NULL ORDER BY json ->> '$.department'",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let name = row.get_ref(0)?.as_str().unwrap_or_default();
            if departments.names.last().is_none_or(|last| last != name) {
                departments.names.push(name.to_string());
            }
            let at = u32::try_from(departments.names.len() - 1).unwrap_or(u32::MAX);
            departments.of.insert(row.get(1)?, at);
        }
        Ok(shelf.departments.get_or_init(|| departments))
    }
}
