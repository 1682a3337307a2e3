//! Which records of one name are one item: an assignment wherever it is given, restated, withdrawn and
//! answered; a request in each of its prints.
//!
//! A number like «12» stands in every letter. So items are told apart by what is known without
//! reading a record ([`Sketch`]), and only those that are shown are read ([`Group`]).

use super::any::AnyRecord;
use super::documents::{DocumentBrief, Place};
use super::fold::folded;
use super::records::{RecordType, Row};
use super::shelf::Known;
use super::{Store, StoreError};
use crate::findings::Remark;
use crate::link::is_bare;
use crate::link::later::{Letter, apart};
use std::collections::{BTreeSet, HashMap};

/// The records of an item, none of them read yet.
#[derive(Debug, Clone, Default)]
pub(super) struct Sketch {
    /// In order of time; never empty.
    pub(super) members: Vec<Row>,
    /// Reports of the same number.
    pub(super) answers: Vec<Row>,
}

/// A record of an item.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) row: Row,
    pub(super) record: AnyRecord,
    pub(super) page: Option<String>,
    pub(super) document: DocumentBrief,
    pub(super) findings: Vec<Remark>,
}

/// The records of an item.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    /// In order of time.
    pub(super) members: Vec<Member>,
    /// Reports on it, with the ground of the pairing.
    pub(super) answers: Vec<(Member, String)>,
    /// The bodies of its members' documents, folded.
    parties: BTreeSet<String>,
}

impl Member {
    pub(super) fn place(&self) -> Place {
        Place::new(
            self.row,
            self.record.id(),
            self.page.clone(),
            self.document.clone(),
            self.findings.clone(),
        )
    }
}

impl Sketch {
    /// Which of the members is shown: the first that gives the assignment, the last print of a request.
    pub(super) fn shown(&self) -> usize {
        match self.members.first().map(|one| one.kind()) {
            Some(RecordType::Request) => self.members.len() - 1,
            _ => {
                let given = |one: &Row| one.kind() == RecordType::Assignment;
                self.members.iter().position(given).unwrap_or_default()
            }
        }
    }
}

/// Whether a record is of a letter of another ministry than one of some in the same year.
fn are_two(row: Row, others: &[Row], known: &Known) -> bool {
    let Some(own) = known.get(row.document()) else {
        return false;
    };
    others
        .iter()
        .filter_map(|other| known.get(other.document()))
        .any(|other| own.brief.year == other.brief.year && own.is_of_another_sender(other))
}

/// Whether a report names the ministry that it goes to, and it is not that of some letters.
fn is_to_another(report: Row, letters: &[Row], known: &Known) -> bool {
    let Some(report) = known.get(report.document()) else {
        return false;
    };
    letters
        .iter()
        .filter_map(|letter| known.get(letter.document()))
        .all(|letter| apart(&report.recipients, &letter.issuers))
}

impl Group {
    /// Whether letters to the same body hold it.
    pub(super) fn shares_party(&self, parties: &[String]) -> bool {
        parties
            .iter()
            .any(|one| self.parties.contains(&folded(one)))
    }
}

/// What an item is found by among those of one name.
///
/// Of requests, the same number is the same request. An assignment is the same where its letters have
/// a body in common; a bare number («12») is given anew every year.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Key<'a> {
    Request,
    Assignment(&'a str, Option<i32>),
}

impl Store {
    /// The items of some names, and what is known of their documents.
    pub(super) fn sketches(&self, names: &[String]) -> Result<(Known, Vec<Sketch>), StoreError> {
        let mut runs = Vec::new();
        for name in names {
            runs.push(self.rows_named(name)?);
        }
        let known = self.known(&runs.concat())?;
        let mut sketches = Vec::new();
        for mut rows in runs {
            rows.retain(|row| known.get(row.document()).is_some());
            rows.sort_by_cached_key(|row| {
                (known.get(row.document()).map(|one| one.brief.order()), *row)
            });
            self.sketch(&rows, &known, &mut sketches)?;
        }
        Ok((known, sketches))
    }

    /// The items of one name.
    fn sketch(
        &self,
        rows: &[Row],
        known: &Known,
        sketches: &mut Vec<Sketch>,
    ) -> Result<(), StoreError> {
        let numbered = |row: &&Row| !matches!(row.kind(), RecordType::Document);
        let bare = match rows.iter().find(numbered) {
            Some(row) => self.number(*row)?.is_some_and(|number| is_bare(&number)),
            None => false,
        };
        let keys = |row: Row| -> Vec<Key<'_>> {
            let assignment = match row.kind() {
                RecordType::Request => return vec![Key::Request],
                RecordType::Assignment | RecordType::Withdrawal | RecordType::Report => {
                    known.get(row.document())
                }
                _ => None,
            };
            let Some(document) = assignment else {
                return Vec::new();
            };
            let year = document.brief.year.filter(|_| bare);
            let parties = document.parties().iter();
            parties.map(|one| Key::Assignment(one, year)).collect()
        };
        // Of each key the items that have it: two ministries may give one body the same number.
        let mut places: HashMap<Key<'_>, Vec<usize>> = HashMap::new();
        let is_report = |row: &&Row| row.kind() == RecordType::Report;
        for row in rows.iter().filter(|row| !is_report(row)) {
            let keys = keys(*row);
            let found = keys.iter().filter_map(|key| places.get(key)).flatten();
            let found = found
                .copied()
                .filter(|at| !are_two(*row, &sketches[*at].members, known))
                .min();
            let at = match found {
                Some(at) => at,
                None => {
                    sketches.push(Sketch::default());
                    sketches.len() - 1
                }
            };
            sketches[at].members.push(*row);
            for key in keys {
                let of_key = places.entry(key).or_default();
                if !of_key.contains(&at) {
                    of_key.push(at);
                }
            }
        }
        let members: BTreeSet<Row> = rows.iter().copied().collect();
        for row in rows.iter().filter(is_report) {
            let keys = keys(*row);
            let found = keys.iter().filter_map(|key| places.get(key)).flatten();
            let mut found: Vec<usize> = found.copied().collect();
            found.sort_unstable();
            found.dedup();
            // Of what two ministries gave, what the one gave that the report goes to.
            let near: Vec<usize> = found
                .iter()
                .copied()
                .filter(|at| !is_to_another(*row, &sketches[*at].members, known))
                .collect();
            let own = match (&near[..], &found[..]) {
                ([one], _) | ([], [one]) => Some(*one),
                _ => None,
            };
            match own {
                Some(at) => sketches[at].answers.push(*row),
                // It is an item itself, unless a link pairs it with one.
                None if !self.answers_one_of(*row, &members)? => sketches.push(Sketch {
                    members: vec![*row],
                    answers: Vec::new(),
                }),
                None => {}
            }
        }
        Ok(())
    }

    /// Whether a link pairs a report with one of some records.
    fn answers_one_of(&self, report: Row, records: &BTreeSet<Row>) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT l.to_document, l.to_id FROM reports r JOIN documents d USING (document)
             JOIN links l ON l.from_document = d.key AND l.from_id = r.id
               AND l.document = r.document AND l.kind = 'report_of'
             WHERE r.row = ?1",
        )?;
        let ends: Vec<(String, Option<String>)> = statement
            .query_map([report.0], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        for (key, id) in ends {
            if let (Some(document), Some(id)) = (self.document_of(&key)?, id)
                && self
                    .rows_of_id(document, &id)?
                    .iter()
                    .any(|row| records.contains(row))
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The number that is printed for a record.
    pub(super) fn number(&self, row: Row) -> Result<Option<String>, StoreError> {
        let record = self.record(row)?;
        Ok(record.and_then(|(record, _)| record.number().map(str::to_string)))
    }

    /// The place of a record of which no more is asked than where it is; `None` where its document
    /// does not count.
    pub(super) fn place_of(&self, row: Row, known: &Known) -> Result<Option<Place>, StoreError> {
        use RecordType::{CarryOver, Document, Link, Withdrawal};
        let Some(document) = known.get(row.document()) else {
            return Ok(None);
        };
        let kind = row.kind();
        let sql = match kind {
            Document => {
                let (brief, findings) = (document.brief.clone(), self.remarks(row)?);
                return Ok(Some(Place::new(row, None, None, brief, findings)));
            }
            Withdrawal | CarryOver | Link => {
                format!("SELECT NULL, page FROM {} WHERE row = ?1", kind.table())
            }
            _ => format!("SELECT id, page FROM {} WHERE row = ?1", kind.table()),
        };
        let mut statement = self.connection.prepare_cached(&sql)?;
        let (id, page): (Option<String>, Option<String>) =
            statement.query_row([row.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Some(Place::new(
            row,
            id.as_deref(),
            page,
            document.brief.clone(),
            self.remarks(row)?,
        )))
    }

    /// Reads the records of an item.
    pub(super) fn read(&self, sketch: &Sketch, known: &Known) -> Result<Group, StoreError> {
        let member = |row: &Row| -> Result<Option<Member>, StoreError> {
            let Some(document) = known.get(row.document()) else {
                return Ok(None);
            };
            let findings = self.remarks(*row)?;
            Ok(self.record(*row)?.map(|(record, page)| Member {
                row: *row,
                record,
                page,
                document: document.brief.clone(),
                findings,
            }))
        };
        let mut group = Group::default();
        for row in &sketch.members {
            group.members.extend(member(row)?);
            if let Some(document) = known.get(row.document()) {
                group
                    .parties
                    .extend(document.parties().iter().map(ToString::to_string));
            }
        }
        for row in &sketch.answers {
            let answer = member(row)?.map(|one| (one, "same identifier".to_string()));
            group.answers.extend(answer);
        }
        self.linked_answers(&mut group)?;
        Ok(group)
    }

    /// A record with its place; `None` where its document does not count.
    fn member(&self, row: Row) -> Result<Option<Member>, StoreError> {
        let Some(document) = self.brief(row.document())? else {
            return Ok(None);
        };
        let findings = self.remarks(row)?;
        Ok(self.record(row)?.map(|(record, page)| Member {
            row,
            record,
            page,
            document,
            findings,
        }))
    }

    /// Reports that a link pairs with an item, whatever number they print.
    fn linked_answers(&self, group: &mut Group) -> Result<(), StoreError> {
        let mut more = Vec::new();
        for member in &group.members {
            let Some(id) = member.record.id() else {
                continue;
            };
            let mut statement = self.connection.prepare_cached(
                "SELECT r.row, l.ground FROM links l
                 JOIN documents d ON d.key = l.from_document AND d.counts
                 JOIN reports r ON r.document = d.document AND r.id = l.from_id
                 WHERE l.to_document = ?1 AND l.to_id = ?2 AND l.kind = 'report_of' AND l.document = d.document",
            )?;
            let found = statement.query_map((&member.document.key, id), |row| {
                Ok((row.get(0).map(Row)?, row.get::<_, String>(1)?))
            })?;
            for one in found {
                more.push(one?);
            }
        }
        for (row, ground) in more {
            if group.answers.iter().all(|(one, _)| one.row != row)
                && let Some(member) = self.member(row)?
            {
                group.answers.push((member, ground));
            }
        }
        group
            .answers
            .sort_by_cached_key(|(one, _)| (one.document.order(), one.row));
        Ok(())
    }
}
