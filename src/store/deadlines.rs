//! What falls due: by interval, by who is to do it, and what is not yet settled.

use super::any::AnyRecord;
use super::documents::{DocumentBrief, Place};
use super::filter::{Filter, Sieve};
use super::later::Later;
use super::records::Row;
use super::shelf::Shelf;
use super::{Store, StoreError};
use crate::model::{Deadline, DeadlineKind, DeadlineStatus, DocumentKind};
use schemars::JsonSchema;
use serde::Serialize;

/// Which deadlines are asked for.
#[derive(Debug, Clone, Default)]
pub struct DeadlineQuery {
    /// What they are narrowed to; recipients are those who are to do it.
    pub filter: Filter,
    /// The first day, ISO 8601; none: from the beginning.
    pub from: Option<String>,
    /// The last day, ISO 8601; none: to the end.
    pub to: Option<String>,
    /// Kinds; empty: all.
    pub kinds: Vec<DeadlineKind>,
    /// Statuses; empty: all.
    pub statuses: Vec<DeadlineStatus>,
    /// The day on which it is asked, ISO 8601: what was due before it is overdue.
    pub today: Option<String>,
    /// Only what is overdue on that day.
    pub overdue: bool,
}

/// What a deadline binds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Bound {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// Its printed number.
    pub number: Option<String>,
    /// Its title, verbatim.
    pub title: Option<String>,
    /// The ministry's own unit.
    pub department: Option<String>,
}

/// A deadline with all that one needs to act on it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DeadlineRow {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// The day by which it is due: the printed one, else the last that the words allow; of what begins,
    /// the first.
    pub due: Option<String>,
    /// Who is to do it: the body named, else those whom the assignment is given to, else the
    /// document's recipients; of an annual report, the body that reports.
    pub who: Vec<String>,
    /// What it binds.
    pub bound: Option<Bound>,
    /// The day has passed. Whether it was delivered no letter says. Never of what is withdrawn, lapsed
    /// or restated, nor of days on which something begins or is aimed at.
    pub overdue: bool,
    /// Where a later letter withdraws the assignment.
    pub withdrawn: Option<Place>,
    /// Where a later letter to the same body lets all assignments of its year lapse.
    pub lapsed: Option<Place>,
    /// Where a later letter sets a deadline in its place: of the same kind, and for all its parts.
    pub restated: Option<Place>,
    /// Where a later letter gives the assignment a deadline of the same kind without saying that it is
    /// in the place of this one: it names no parts, or only some. This one stands.
    pub another: Option<Place>,
    /// The deadline, as the JSON of `extract` has it.
    pub deadline: Deadline,
}

/// Deadlines by how settled they are.
///
/// What has a day is there where the day lies in the interval. What has none is there where its
/// document is about one of the interval's years, or says no year.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct DeadlineList {
    /// With a day, in the order in which they fall due.
    pub dated: Vec<DeadlineRow>,
    /// Tentative.
    pub tentative: Vec<DeadlineRow>,
    /// To be agreed.
    pub to_be_agreed: Vec<DeadlineRow>,
    /// Without a day: relative, recurring, ongoing, and days that do not exist.
    pub undated: Vec<DeadlineRow>,
}

impl DeadlineList {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.dated.len() + self.tentative.len() + self.to_be_agreed.len() + self.undated.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Store {
    /// What falls due.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn deadlines(&self, query: &DeadlineQuery) -> Result<DeadlineList, StoreError> {
        self.at_once(|| {
            let shelf = self.shelf()?;
            let sieve = Sieve::new(&query.filter);
            // What is overdue was due before today: the later half of an archive need not be read.
            let to = query.to.as_deref().unwrap_or("9999-12-31");
            let to = match (&query.today, query.overdue) {
                (Some(today), true) => to.min(today),
                _ => to,
            };
            // `due` is what the index `deadlines_due` is of.
            let mut rows = self.rows(
                "SELECT row FROM deadlines
                 WHERE due BETWEEN ?1 AND ?2",
                (query.from.as_deref().unwrap_or("0000-01-01"), to),
            )?;
            if !query.overdue {
                let undated = self.rows("SELECT row FROM deadlines WHERE due IS NULL", [])?;
                rows.extend(
                    undated
                        .into_iter()
                        .filter(|row| of_years(*row, query, &shelf)),
                );
            }
            let mut list = DeadlineList::default();
            for row in rows {
                let passes = shelf
                    .documents
                    .get(&row.document())
                    .is_some_and(|document| sieve.but_recipients(document));
                if !passes {
                    continue;
                }
                let Some(found) = self.deadline_row(row, query, &sieve, &shelf)? else {
                    continue;
                };
                if query.overdue && !found.overdue {
                    continue;
                }
                let rows = match (found.deadline.status, &found.due) {
                    (DeadlineStatus::Tentative, _) => &mut list.tentative,
                    (DeadlineStatus::ToBeAgreed, _) => &mut list.to_be_agreed,
                    (_, Some(_)) => &mut list.dated,
                    (_, None) => &mut list.undated,
                };
                rows.push(found);
            }
            Ok(list.sorted())
        })
    }

    /// One deadline, where it passes.
    pub(super) fn deadline_row(
        &self,
        row: Row,
        query: &DeadlineQuery,
        sieve: &Sieve<'_>,
        shelf: &Shelf,
    ) -> Result<Option<DeadlineRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT json, page, coalesce(assignment_row, request_row, requirement_row, report_row)
             FROM deadlines WHERE row = ?1",
        )?;
        let (json, page, bound): (String, Option<String>, Option<i64>) =
            statement.query_row([row.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let deadline: Deadline = serde_json::from_str(&json)?;
        let asked = (query.kinds.is_empty() || query.kinds.contains(&deadline.kind))
            && (query.statuses.is_empty() || query.statuses.contains(&deadline.status));
        let Some(document) = shelf.documents.get(&row.document()).map(|one| &one.brief) else {
            return Ok(None);
        };
        if !asked {
            return Ok(None);
        }
        let bound = match bound {
            Some(row) => self
                .record(Row(row))?
                .map(|(record, page)| (Row(row), record, page)),
            None => None,
        };
        let findings = match &bound {
            Some((row, ..)) => self.remarks(*row)?,
            None => Vec::new(),
        };
        let assignment = match &bound {
            Some((_, AnyRecord::Assignment(one), _)) => Some(one),
            _ => None,
        };
        if !sieve.department(assignment.and_then(|one| one.department.as_deref())) {
            return Ok(None);
        }
        let addressees = assignment.map_or_else(Vec::new, |one| one.addressees.clone());
        let who = bodies(deadline.responsible.clone(), addressees, document);
        if !sieve.bodies(&who) {
            return Ok(None);
        }
        let later = match (&bound, assignment) {
            (Some((row, ..)), Some(one)) => {
                self.later(*row, one.number.as_deref(), &deadline, shelf)?
            }
            _ => Later::default(),
        };
        let due = deadline.due().map(str::to_string);
        let stands =
            later.withdrawn.is_none() && later.lapsed.is_none() && later.restated.is_none();
        let overdue = may_be_overdue(deadline.kind, due.as_deref(), query) && stands;
        Ok(Some(DeadlineRow {
            place: Place::new(
                row,
                Some(&deadline.id),
                page,
                document.clone(),
                self.remarks(row)?,
            ),
            due,
            who,
            bound: bound.map(|(row, record, page)| Bound {
                place: Place::new(row, record.id(), page, document.clone(), findings),
                number: record.number().map(str::to_string),
                title: record.title().map(str::to_string),
                department: match &record {
                    AnyRecord::Assignment(one) => one.department.clone(),
                    _ => None,
                },
            }),
            overdue,
            withdrawn: later.withdrawn,
            lapsed: later.lapsed,
            restated: later.restated,
            another: later.another,
            deadline,
        }))
    }
}

impl DeadlineList {
    fn sorted(mut self) -> Self {
        for rows in [
            &mut self.dated,
            &mut self.tentative,
            &mut self.to_be_agreed,
            &mut self.undated,
        ] {
            // Stable: what falls due on one day in one document stays in its order.
            rows.sort_by_cached_key(|one| (one.due.clone(), one.place.document.key.clone()));
        }
        self
    }
}

/// Who is to do something: the body named with the deadline, else those whom the assignment is given to,
/// else whom the document is to.
pub(super) fn bodies(
    responsible: Option<String>,
    addressees: Vec<String>,
    document: &DocumentBrief,
) -> Vec<String> {
    match responsible {
        Some(body) => vec![body],
        None if !addressees.is_empty() => addressees,
        // What a report quotes was asked of the body that reports.
        None if document.kind == DocumentKind::AnnualReport => document.issuers.clone(),
        None => document.recipients.clone(),
    }
}

/// Whether a deadline is overdue, if no later letter takes it back: its day is past, and it is one on
/// which something is owed, not one on which something begins or is aimed at.
pub(super) fn may_be_overdue(kind: DeadlineKind, due: Option<&str>, query: &DeadlineQuery) -> bool {
    let past = due.zip(query.today.as_deref());
    !matches!(kind, DeadlineKind::Start | DeadlineKind::Aim)
        && past.is_some_and(|(due, today)| due < today)
}

/// Whether a deadline without a day is of a document about one of the years asked for.
pub(super) fn of_years(row: Row, query: &DeadlineQuery, shelf: &Shelf) -> bool {
    let Some(document) = shelf.documents.get(&row.document()) else {
        return false;
    };
    let Some(year) = document.brief.year else {
        return true;
    };
    let bound = |day: &Option<String>| day.as_ref()?.get(..4)?.parse::<i32>().ok();
    bound(&query.from).is_none_or(|from| from <= year)
        && bound(&query.to).is_none_or(|to| year <= to)
}
