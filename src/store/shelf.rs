//! What filters and lists ask of every document, loaded once for each state of the data.

use super::documents::DocumentBrief;
use super::fold::folded;
use super::records::{RecordType, Row};
use super::status::Statuses;
use super::{Store, StoreError};
use crate::model::{CarryOver, CarryOverEffect};
use foldhash::{HashMap, HashMapExt};
use std::sync::{Arc, OnceLock};

/// The documents that count.
#[derive(Debug)]
pub(super) struct Shelf {
    /// By the number of the document.
    pub(super) documents: HashMap<i64, Attributes>,
    departments: OnceLock<Departments>,
    pub(super) statuses: OnceLock<Statuses>,
    /// The rows of all records that can be searched for, in order.
    rows: OnceLock<Vec<i64>>,
    carried: OnceLock<HashMap<Arc<str>, Vec<Carried>>>,
}

/// So many documents are looked at one by one before all are loaded.
const FEW: usize = 256;

/// The documents that a question is about: those that count of a few, or all.
#[derive(Debug)]
pub(super) enum Known {
    /// A few.
    Few(HashMap<i64, Attributes>),
    /// All.
    All(Arc<Shelf>),
}

impl Known {
    /// A document; `None` where it is not among them, or does not count.
    pub(super) fn get(&self, document: i64) -> Option<&Attributes> {
        match self {
            Self::Few(few) => few.get(&document),
            Self::All(shelf) => shelf.documents.get(&document),
        }
    }

    /// The documents of both.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All(shelf), _) | (_, Self::All(shelf)) => Self::All(shelf),
            (Self::Few(mut few), Self::Few(more)) => {
                few.extend(more);
                Self::Few(few)
            }
        }
    }
}

/// What a letter says of all assignments of some years.
#[derive(Debug, Clone)]
pub(super) struct Carried {
    /// The record.
    pub(super) row: Row,
    pub(super) years: Vec<i32>,
    pub(super) effect: CarryOverEffect,
}

/// A document as filters see it.
#[derive(Debug)]
pub(super) struct Attributes {
    pub(super) brief: DocumentBrief,
    /// Folded.
    pub(super) issuers: Vec<Arc<str>>,
    /// Folded.
    pub(super) recipients: Vec<Arc<str>>,
    /// Its place among all documents by key.
    pub(super) order: u32,
}

/// The departments of assignments.
#[derive(Debug, Clone, Default)]
pub(super) struct Departments {
    /// As printed, each once.
    pub(super) names: Vec<String>,
    /// Of the row of an assignment, the place of its department among the names.
    pub(super) of: HashMap<i64, u32>,
}

/// Names folded, each once: bodies are few, and documents many.
#[derive(Debug, Default)]
struct Folded(HashMap<String, Arc<str>>);

impl Folded {
    fn all(&mut self, names: &[String]) -> Vec<Arc<str>> {
        let mut all = Vec::with_capacity(names.len());
        for name in names {
            let known = match self.0.get(name) {
                Some(known) => Arc::clone(known),
                None => {
                    let new: Arc<str> = folded(name).into();
                    self.0.insert(name.clone(), Arc::clone(&new));
                    new
                }
            };
            all.push(known);
        }
        all
    }
}

impl Attributes {
    pub(super) fn of(brief: DocumentBrief) -> Self {
        Self::with(brief, &mut Folded::default())
    }

    fn with(brief: DocumentBrief, names: &mut Folded) -> Self {
        Self {
            issuers: names.all(&brief.issuers),
            recipients: names.all(&brief.recipients),
            brief,
            order: 0,
        }
    }
}

impl Attributes {
    /// Whom the document is about, folded; see [`DocumentBrief::parties`].
    pub(super) fn parties(&self) -> &[Arc<str>] {
        if self.brief.kind.is_letter() {
            &self.recipients
        } else {
            &self.issuers
        }
    }
}

impl Shelf {
    /// Whether the departments of all assignments are loaded.
    pub(super) fn has_departments(&self) -> bool {
        self.departments.get().is_some()
    }

    /// Whether it is loaded how all records stand.
    pub(super) fn has_statuses(&self) -> bool {
        self.statuses.get().is_some()
    }
}

impl Departments {
    pub(super) fn name(&self, row: i64) -> Option<&str> {
        let at = usize::try_from(*self.of.get(&row)?).ok()?;
        self.names.get(at).map(String::as_str)
    }
}

impl Store {
    /// The documents of some records. To be called inside [`Store::at_once`].
    pub(super) fn known(&self, rows: &[Row]) -> Result<Known, StoreError> {
        if let Some(shelf) = self.shelf_at_hand()? {
            return Ok(Known::All(shelf));
        }
        let mut documents: Vec<i64> = rows.iter().map(|row| row.document()).collect();
        documents.sort_unstable();
        documents.dedup();
        if documents.len() > FEW {
            return Ok(Known::All(self.shelf()?));
        }
        let mut few = HashMap::new();
        for document in documents {
            if let Some(brief) = self.brief(document)? {
                few.insert(document, Attributes::of(brief));
            }
        }
        Ok(Known::Few(few))
    }

    /// Loads the documents that count.
    pub(super) fn load_shelf(&self) -> Result<Shelf, StoreError> {
        let mut briefs = self.briefs()?;
        briefs.sort_unstable_by(|(_, a), (_, b)| a.key.cmp(&b.key));
        let mut names = Folded::default();
        let documents = (0..).zip(briefs).map(|(order, (document, brief))| {
            let attributes = Attributes {
                order,
                ..Attributes::with(brief, &mut names)
            };
            (document, attributes)
        });
        Ok(Shelf {
            documents: documents.collect(),
            departments: OnceLock::new(),
            statuses: OnceLock::new(),
            rows: OnceLock::new(),
            carried: OnceLock::new(),
        })
    }

    /// The rows of all records that a search can find, in order.
    pub(super) fn searchable<'s>(&self, shelf: &'s Shelf) -> Result<&'s [i64], StoreError> {
        if let Some(rows) = shelf.rows.get() {
            return Ok(rows);
        }
        let mut all: Vec<i64> = shelf
            .documents
            .keys()
            .map(|one| one << Row::WITHIN)
            .collect();
        for kind in RecordType::ALL {
            // These are found by the records that they stand in.
            if matches!(
                kind,
                RecordType::Document | RecordType::Citation | RecordType::Link
            ) {
                continue;
            }
            let mut statement = self
                .connection
                .prepare_cached(&format!("SELECT row FROM {}", kind.table()))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                all.push(row.get(0)?);
            }
        }
        all.sort_unstable();
        Ok(shelf.rows.get_or_init(|| all))
    }

    /// What letters say of earlier years' assignments, by each body that they are to, folded.
    pub(super) fn carried_over<'s>(
        &self,
        shelf: &'s Shelf,
    ) -> Result<&'s HashMap<Arc<str>, Vec<Carried>>, StoreError> {
        if let Some(carried) = shelf.carried.get() {
            return Ok(carried);
        }
        let mut carried: HashMap<Arc<str>, Vec<Carried>> = HashMap::new();
        let mut statement = self
            .connection
            .prepare_cached("SELECT row, json FROM carry_over ORDER BY row")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let said: CarryOver =
                serde_json::from_str(row.get_ref(1)?.as_str().unwrap_or_default())?;
            let row = Row(row.get(0)?);
            let Some(document) = shelf.documents.get(&row.document()) else {
                continue; // it does not count
            };
            for party in document.parties() {
                carried.entry(Arc::clone(party)).or_default().push(Carried {
                    row,
                    years: said.years.clone(),
                    effect: said.effect,
                });
            }
        }
        Ok(shelf.carried.get_or_init(|| carried))
    }

    /// The departments of some assignments.
    pub(super) fn departments_of_rows(&self, rows: &[Row]) -> Result<Departments, StoreError> {
        let mut departments = Departments::default();
        let mut statement = self
            .connection
            .prepare_cached("SELECT json ->> '$.department' FROM assignments WHERE row = ?1")?;
        for row in rows {
            let name: Option<String> = statement.query_row([row.0], |row| row.get(0))?;
            let Some(name) = name else { continue };
            let names = &mut departments.names;
            let at = names.iter().position(|one| *one == name);
            let at = at.unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            });
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            departments.of.insert(row.0, at);
        }
        Ok(departments)
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
