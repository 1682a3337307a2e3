//! Deadlines a page at a time: all that a list counts and sorts by is asked of SQLite in a few columns,
//! and only the rows that are shown are read.

use super::deadlines::{DeadlineQuery, DeadlineRow, bodies, may_be_overdue, of_years};
use super::documents::word;
use super::facets::{Count, counted};
use super::filter::{Filter, Sieve};
use super::records::Row;
use super::shelf::Shelf;
use super::{Store, StoreError};
use crate::model::{DeadlineKind, DeadlineStatus};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// Which deadlines a page is of, and in what order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DeadlineSelection {
    /// Those with a day, as they fall due.
    #[default]
    Due,
    /// Those that are overdue on the day of the question, the latest first.
    Overdue,
    /// Tentative, to be agreed, or without a day.
    Unsettled,
}

/// Some of the deadlines of a list, and what is counted of all of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DeadlinePage {
    /// How many there are.
    pub total: usize,
    /// Those of the page.
    pub rows: Vec<DeadlineRow>,
    /// Whoever has one, were the list not narrowed to recipients, with how many, the most first.
    pub who: Vec<Count<String>>,
    /// How many fall due on each day, ISO 8601.
    pub days: BTreeMap<String, usize>,
    /// How many were left out because they have no day.
    pub undated: usize,
}

/// What is known of a deadline that is not read.
#[derive(Debug)]
struct Sketch {
    row: Row,
    due: Option<String>,
    /// Its place among the statuses: settled, tentative, to be agreed.
    rank: u8,
    /// The place of its document among all.
    document: u32,
}

/// A deadline with all that it is chosen by.
#[derive(Debug)]
struct Candidate {
    sketch: Sketch,
    kind: DeadlineKind,
    who: Vec<String>,
}

impl Store {
    /// A page of a list of deadlines: those of a range of its places. `query.overdue` is not looked at.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn deadline_page(
        &self,
        query: &DeadlineQuery,
        selection: DeadlineSelection,
        page: Range<usize>,
    ) -> Result<DeadlinePage, StoreError> {
        self.at_once(|| {
            let shelf = self.shelf()?;
            let sieve = Sieve::new(&query.filter);
            let of_anybody = DeadlineQuery {
                filter: Filter {
                    recipients: Vec::new(),
                    ..query.filter.clone()
                },
                ..query.clone()
            };
            let wide = Sieve::new(&of_anybody.filter);
            let mut found = DeadlinePage::default();
            let mut who: HashMap<String, usize> = HashMap::new();
            let mut fits: HashMap<String, bool> = HashMap::new();
            let mut sketches = Vec::new();
            let mut each = |one: Candidate| {
                let keeps = match selection {
                    DeadlineSelection::Due => one.sketch.due.is_some(),
                    DeadlineSelection::Unsettled => one.sketch.rank > 0 || one.sketch.due.is_none(),
                    DeadlineSelection::Overdue => {
                        may_be_overdue(one.kind, one.sketch.due.as_deref(), query)
                            && self
                                .deadline_row(one.sketch.row, &of_anybody, &wide, &shelf)?
                                .is_some_and(|row| row.overdue)
                    }
                };
                let fits = one.who.iter().any(|name| match fits.get(name) {
                    Some(fits) => *fits,
                    None => {
                        let own = sieve.bodies(std::slice::from_ref(name));
                        fits.insert(name.clone(), own);
                        own
                    }
                });
                let fits = fits || query.filter.recipients.is_empty();
                if !keeps {
                    if fits && selection == DeadlineSelection::Due {
                        found.undated += 1;
                    }
                    return Ok(());
                }
                for name in one.who {
                    *who.entry(name).or_default() += 1;
                }
                if fits {
                    if let Some(due) = &one.sketch.due {
                        *found.days.entry(due.clone()).or_default() += 1;
                    }
                    sketches.push(one.sketch);
                }
                Ok(())
            };
            match selection {
                // What is not settled may fall due on any day: the documents' years tell what is asked for.
                DeadlineSelection::Unsettled if !query.filter.years.is_empty() => {
                    self.candidates_of_years(query, &wide, &shelf, &mut each)?;
                }
                _ => self.candidates(query, &wide, &shelf, &mut each)?,
            }
            found.total = sketches.len();
            found.who = counted(who);
            sort(&mut sketches, selection);
            let end = page.end.min(found.total);
            for one in &sketches[page.start.min(end)..end] {
                found
                    .rows
                    .extend(self.deadline_row(one.row, query, &sieve, &shelf)?);
            }
            Ok(found)
        })
    }

    /// The deadlines of the interval that pass, whoever is to do them.
    fn candidates(
        &self,
        query: &DeadlineQuery,
        sieve: &Sieve<'_>,
        shelf: &Shelf,
        mut each: impl FnMut(Candidate) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let from = query.from.as_deref().unwrap_or("0000-01-01");
        let to = query.to.as_deref().unwrap_or("9999-12-31");
        let sql = candidates_where("f.due BETWEEN ?1 AND ?2");
        let mut dated = self.connection.prepare_cached(&sql)?;
        take(dated.query((from, to))?, query, sieve, shelf, &mut each)?;
        let sql = candidates_where("f.due IS NULL");
        let mut undated = self.connection.prepare_cached(&sql)?;
        take(
            undated.query([])?,
            query,
            sieve,
            shelf,
            |one| match of_years(one.sketch.row, query, shelf) {
                true => each(one),
                false => Ok(()),
            },
        )
    }

    /// The deadlines of the documents of the years that are asked for, whenever they fall due.
    fn candidates_of_years(
        &self,
        query: &DeadlineQuery,
        sieve: &Sieve<'_>,
        shelf: &Shelf,
        mut each: impl FnMut(Candidate) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut of_document = self
            .connection
            .prepare_cached(&candidates_where("f.document = ?1"))?;
        for (document, attributes) in &shelf.documents {
            if !sieve.but_recipients(attributes) {
                continue;
            }
            let rows = of_document.query([document])?;
            take(rows, query, sieve, shelf, &mut each)?;
        }
        Ok(())
    }
}

/// Takes what [`candidates_where`] found and passes.
fn take(
    mut rows: rusqlite::Rows<'_>,
    query: &DeadlineQuery,
    sieve: &Sieve<'_>,
    shelf: &Shelf,
    mut each: impl FnMut(Candidate) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    while let Some(read) = rows.next()? {
        if let Some(one) = candidate(read, query, sieve, shelf)? {
            each(one)?;
        }
    }
    Ok(())
}

/// The question for what [`candidate`] reads.
fn candidates_where(which: &str) -> String {
    format!(
        "SELECT f.row, f.due, f.json ->> '$.kind', f.json ->> '$.status', f.json ->> '$.responsible',
           a.json ->> '$.addressees', a.json ->> '$.department'
         FROM deadlines f LEFT JOIN assignments a ON a.row = f.assignment_row
         WHERE {which}"
    )
}

/// A deadline that [`candidates_where`] found, where it passes.
fn candidate(
    read: &rusqlite::Row<'_>,
    query: &DeadlineQuery,
    sieve: &Sieve<'_>,
    shelf: &Shelf,
) -> Result<Option<Candidate>, StoreError> {
    let row = Row(read.get(0)?);
    let Some(document) = shelf.documents.get(&row.document()) else {
        return Ok(None);
    };
    if !sieve.but_recipients(document) {
        return Ok(None);
    }
    let text = |at: usize| -> Result<&str, StoreError> {
        Ok(read.get_ref(at)?.as_str().unwrap_or_default())
    };
    let kind: DeadlineKind = word(text(2)?)?;
    let status: DeadlineStatus = word(text(3)?)?;
    let asked = (query.kinds.is_empty() || query.kinds.contains(&kind))
        && (query.statuses.is_empty() || query.statuses.contains(&status));
    let department: Option<String> = read.get(6)?;
    if !asked || !sieve.department(department.as_deref()) {
        return Ok(None);
    }
    let responsible: Option<String> = read.get(4)?;
    let addressees = match text(5)? {
        "" | "[]" => Vec::new(),
        list if responsible.is_none() => serde_json::from_str(list)?,
        _ => Vec::new(),
    };
    let who = bodies(responsible, addressees, &document.brief);
    Ok(Some(Candidate {
        sketch: Sketch {
            row,
            due: read.get(1)?,
            rank: match status {
                DeadlineStatus::Tentative => 1,
                DeadlineStatus::ToBeAgreed => 2,
                _ => 0,
            },
            document: document.order,
        },
        kind,
        who,
    }))
}

fn sort(sketches: &mut [Sketch], selection: DeadlineSelection) {
    match selection {
        DeadlineSelection::Due => sketches.sort_by(|a, b| {
            (&a.due, a.document, a.rank, a.row).cmp(&(&b.due, b.document, b.rank, b.row))
        }),
        DeadlineSelection::Overdue => sketches.sort_by(|a, b| {
            (Reverse(&a.due), a.rank, a.document, a.row).cmp(&(
                Reverse(&b.due),
                b.rank,
                b.document,
                b.row,
            ))
        }),
        DeadlineSelection::Unsettled => sketches.sort_by(|a, b| {
            // What is only without a day comes after what is tentative or to be agreed.
            let last = |one: &Sketch| if one.rank == 0 { 3 } else { one.rank };
            (last(a), &a.due, a.document, a.row).cmp(&(last(b), &b.due, b.document, b.row))
        }),
    }
}
