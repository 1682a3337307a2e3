//! What an identifier means, and which records of the store belong together under it.
//!
//! ```text
//! identifier ::= reference | key | request | number
//! reference  ::= key "#" id                     of any record, as every list prints it
//! request    ::= session "/" n | ["vedtak" ["nr."]] n ("(" session ")" | "," session | "/" session)
//! number     ::= as printed: TB2026-14, HN25-12
//! ```
//! Case, blanks and the form of dashes say nothing.

use super::any::AnyRecord;
use super::documents::{DocumentBrief, Place};
use super::filter::{Filter, Sieve};
use super::fold::{folded, name};
use super::item::Item;
use super::nearest::Suggestion;
use super::records::{RecordType, Row};
use super::shelf::Attributes;
use super::{Store, StoreError};
use crate::link::is_bare;
use schemars::JsonSchema;
use serde::Serialize;

/// How many items are given whole.
const WHOLE: usize = 10;

/// What was found under an identifier.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Lookup {
    /// The identifier as typed.
    pub query: String,
    /// The items of that name, whole: unrelated ones are several, the newest first.
    pub items: Vec<Item>,
    /// More of them, where there are many.
    pub others: Vec<Place>,
    /// Where nothing was found: what is called nearly so.
    pub nearest: Vec<Suggestion>,
}

/// A record that has the name looked up.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) row: Row,
    pub(super) record: AnyRecord,
    pub(super) page: Option<String>,
    pub(super) document: DocumentBrief,
}

impl Member {
    pub(super) fn place(&self) -> Place {
        Place::new(
            self.row,
            self.record.id(),
            self.page.clone(),
            self.document.clone(),
        )
    }
}

/// Records that are one item: an assignment wherever it is given, restated, withdrawn and answered;
/// a request in each of its prints.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    /// In order of time.
    pub(super) members: Vec<Member>,
    /// Reports on it, with the ground of the pairing.
    pub(super) answers: Vec<(Member, String)>,
}

impl Group {
    /// Which of the members is shown: the first that gives the assignment, the last print of a request.
    fn shown(&self) -> usize {
        match self.members.first().map(|one| one.row.kind()) {
            Some(RecordType::Request) => self.members.len() - 1,
            _ => {
                let given = |one: &Member| one.row.kind() == RecordType::Assignment;
                self.members.iter().position(given).unwrap_or_default()
            }
        }
    }

    /// Whether letters to the same body hold it.
    pub(super) fn shares_party(&self, parties: &[String]) -> bool {
        let same = |a: &String| parties.iter().any(|b| folded(a) == folded(b));
        self.members
            .iter()
            .any(|one| one.document.parties().iter().any(same))
    }

    fn of_year(&self, year: Option<i32>) -> bool {
        self.members.iter().any(|one| one.document.year == year)
    }
}

impl Store {
    /// Looks an identifier up.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn lookup(&self, id: &str, filter: &Filter) -> Result<Lookup, StoreError> {
        self.at_once(|| {
            let mut found = Lookup {
                query: id.to_string(),
                items: Vec::new(),
                others: Vec::new(),
                nearest: Vec::new(),
            };
            let sieve = Sieve::new(filter);
            let passes = |group: &Group| {
                group.members.iter().any(|one| {
                    sieve.record(one.row.kind())
                        && sieve.document(&Attributes::of(one.document.clone()))
                        && match &one.record {
                            AnyRecord::Assignment(one) => {
                                sieve.department(one.department.as_deref())
                            }
                            _ => !sieve.asks_for_department(),
                        }
                })
            };
            let mut chosen: Vec<(Group, usize)> = Vec::new();
            if let Some((key, id)) = id.split_once('#') {
                for row in self.rows_of(key, id.trim())? {
                    chosen.extend(self.group_of(row)?);
                }
            } else {
                for group in self.groups(&forms(id))? {
                    let shown = group.shown();
                    chosen.push((group, shown));
                }
                // Of unrelated ones the newest is asked for most.
                chosen.sort_by_cached_key(|(group, shown)| {
                    let one = group.members.get(*shown).map(|one| one.document.order());
                    std::cmp::Reverse(one)
                });
            }
            chosen.retain(|(group, _)| passes(group));
            for (at, (group, shown)) in chosen.iter().enumerate() {
                if at < WHOLE {
                    found.items.push(self.item_of(group, *shown)?);
                } else if let Some(one) = group.members.get(*shown) {
                    found.others.push(one.place());
                }
            }
            if chosen.is_empty() {
                found.nearest = self.nearest(id)?;
            }
            Ok(found)
        })
    }

    /// The records of a document's key and an id in it.
    pub(super) fn rows_of(&self, key: &str, id: &str) -> Result<Vec<Row>, StoreError> {
        let Some(document) = self.document_of(key)? else {
            return Ok(Vec::new());
        };
        let rows = self.rows_of_id(document, id)?;
        if !rows.is_empty() {
            return Ok(rows);
        }
        // As it is typed by hand: `key#tb2026 – 14`.
        let within = self
            .connection
            .prepare_cached(
                "SELECT row FROM names WHERE name = ?1 AND row >= ?2 AND row < ?3 ORDER BY row",
            )?
            .query_map((name(id), document << 24, (document + 1) << 24), |row| {
                row.get(0).map(Row)
            })?
            .collect::<Result<Vec<_>, _>>()?;
        if !within.is_empty() {
            return Ok(within);
        }
        // Records without an id: `withdrawal-1`.
        let ordinal = id.rsplit_once('-').and_then(|(kind, ordinal)| {
            let kind = RecordType::of_name(kind)?;
            let position = ordinal.parse::<usize>().ok()?.checked_sub(1)?;
            Row::new(document, kind, position)
        });
        match ordinal {
            Some(row) if self.record(row)?.is_some() => Ok(vec![row]),
            _ => Ok(Vec::new()),
        }
    }

    /// The records of an id in a document.
    pub(super) fn rows_of_id(&self, document: i64, id: &str) -> Result<Vec<Row>, StoreError> {
        let mut rows = Vec::new();
        for kind in RecordType::ALL {
            use RecordType::{CarryOver, Document, Link, Withdrawal};
            if matches!(kind, Document | Withdrawal | CarryOver | Link) {
                continue;
            }
            let sql = format!(
                "SELECT row FROM {} WHERE document = ?1 AND id = ?2",
                kind.table()
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let found = statement.query_map((document, id), |row| row.get(0).map(Row))?;
            for row in found {
                rows.push(row?);
            }
        }
        Ok(rows)
    }

    /// The item that a record belongs to, and which of its members the record is.
    pub(super) fn group_of(&self, row: Row) -> Result<Option<(Group, usize)>, StoreError> {
        let Some(own) = self.member(row)? else {
            return Ok(None);
        };
        if let Some(number) = own.record.number()
            && matches!(
                row.kind(),
                RecordType::Assignment | RecordType::Withdrawal | RecordType::Request
            )
        {
            for group in self.groups(&[name(number)])? {
                if let Some(at) = group.members.iter().position(|one| one.row == row) {
                    return Ok(Some((group, at)));
                }
            }
        }
        let group = Group {
            members: vec![own],
            answers: Vec::new(),
        };
        Ok(Some((group, 0)))
    }

    /// A record with its place; `None` where its document does not count.
    pub(super) fn member(&self, row: Row) -> Result<Option<Member>, StoreError> {
        let Some(document) = self.brief(row.document())? else {
            return Ok(None);
        };
        Ok(self.record(row)?.map(|(record, page)| Member {
            row,
            record,
            page,
            document,
        }))
    }

    /// The items of some names.
    fn groups(&self, names: &[String]) -> Result<Vec<Group>, StoreError> {
        let mut groups: Vec<Group> = Vec::new();
        for one in names {
            let rows: Vec<Row> = self
                .connection
                .prepare_cached("SELECT row FROM names WHERE name = ?1 ORDER BY row")?
                .query_map([one], |row| row.get(0).map(Row))?
                .collect::<Result<_, _>>()?;
            let mut members = Vec::new();
            for row in rows {
                members.extend(self.member(row)?);
            }
            members.sort_by_cached_key(|one| (one.document.order(), one.row));
            let (reports, others): (Vec<Member>, Vec<Member>) = members
                .into_iter()
                .partition(|one| one.row.kind() == RecordType::Report);
            let first = groups.len();
            for member in others {
                let found = groups[first..]
                    .iter_mut()
                    .find(|group| belongs(group, &member));
                match found {
                    Some(group) => group.members.push(member),
                    None => groups.push(Group {
                        members: vec![member],
                        answers: Vec::new(),
                    }),
                }
            }
            self.pair(&mut groups, first, reports)?;
        }
        Ok(groups)
    }

    /// Gives each report to the item that it answers; one that answers none is an item.
    fn pair(
        &self,
        groups: &mut Vec<Group>,
        first: usize,
        reports: Vec<Member>,
    ) -> Result<(), StoreError> {
        let mut alone = Vec::new();
        for report in reports {
            let bare = report.record.number().is_some_and(is_bare);
            let fits = |group: &&mut Group| {
                group.members[0].row.kind() != RecordType::Request
                    && group.members[0].row.kind() != RecordType::Document
                    && group.shares_party(report.document.parties())
                    && (!bare || group.of_year(report.document.year))
            };
            match groups[first..].iter_mut().find(fits) {
                Some(group) => group.answers.push((report, "same identifier".to_string())),
                None => alone.push(report),
            }
        }
        for group in &mut groups[first..] {
            self.linked_answers(group)?;
        }
        alone.retain(|report| {
            let answers = groups[first..].iter().flat_map(|group| &group.answers);
            !answers.into_iter().any(|(one, _)| one.row == report.row)
        });
        groups.extend(alone.into_iter().map(|report| Group {
            members: vec![report],
            answers: Vec::new(),
        }));
        Ok(())
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

/// Whether a record is of the same item as those of a group: of requests, the same number is the
/// same request; an assignment, where its letters have a body in common. A bare number («12») is
/// given anew every year.
fn belongs(group: &Group, member: &Member) -> bool {
    let kind = |kind: RecordType| match kind {
        RecordType::Withdrawal => RecordType::Assignment,
        other => other,
    };
    if kind(group.members[0].row.kind()) != kind(member.row.kind()) {
        return false;
    }
    match member.row.kind() {
        RecordType::Request => true,
        RecordType::Assignment | RecordType::Withdrawal => {
            let bare = member.record.number().is_some_and(is_bare);
            group.shares_party(member.document.parties())
                && (!bare || group.of_year(member.document.year))
        }
        _ => false,
    }
}

/// What an identifier may be called in the store.
fn forms(id: &str) -> Vec<String> {
    let mut forms = vec![name(id)];
    forms.extend(request(&name(id)));
    // «oppdrag 3», «Oppdrag nr. 3», unless the word is part of the number.
    let bare = forms[0].strip_prefix("oppdrag").map(|rest| {
        let rest = rest.strip_prefix("nr").unwrap_or(rest);
        rest.trim_start_matches('.').to_string()
    });
    forms.extend(bare.filter(|rest| !rest.is_empty()));
    forms.dedup();
    forms
}

/// The id of a request, folded, however it is cited: `vedtaknr.46(2024-2025)`.
fn request(name: &str) -> Option<String> {
    let bare = ["anmodningsvedtak", "utredningsvedtak", "vedtak"]
        .iter()
        .find_map(|word| name.strip_prefix(word))
        .unwrap_or(name);
    let bare = bare
        .strip_prefix("nr")
        .unwrap_or(bare)
        .trim_start_matches('.');
    let (first, rest) = bare.split_once(['(', ',', '/'])?;
    let rest = rest.trim_end_matches(')');
    let (number, years) = if first.contains('-') {
        (rest, first)
    } else {
        (first, rest)
    };
    let (from, to) = years.split_once('-')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(number) || !digits(from) || !digits(to) || from.len() != 4 {
        return None;
    }
    let to = match to.len() {
        4 => to.to_string(),
        2 => format!("{}{to}", &from[..2]),
        _ => return None,
    };
    Some(format!("{from}-{to}/{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_found_however_it_is_cited() {
        for typed in [
            "2024–2025/46",
            "2024-25/46",
            "46 (2024-2025)",
            "vedtak 46 (2024–2025)",
            "Vedtak nr. 46, 2024–2025",
            "anmodningsvedtak nr 46 (2024–25)",
            "46/2024-2025",
        ] {
            assert!(
                forms(typed).contains(&"2024-2025/46".to_string()),
                "{typed}"
            );
        }
        for other in [
            "TB2026-14",
            "46",
            "vedtak 46",
            "2026/46",
            "(a-b)",
            "å (2024-å)",
        ] {
            assert_eq!(request(&name(other)), None, "{other}");
        }
    }
}
