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
use super::documents::Place;
use super::filter::{Filter, Sieve};
use super::fold::{name, tidied};
use super::group::Sketch;
use super::item::Item;
use super::nearest::Suggestion;
use super::records::{RecordType, Row};
use super::shelf::Known;
use super::{Store, StoreError};
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
    /// Where the filter lets none of them pass: what has the name, ten at most.
    pub elsewhere: Vec<Place>,
    /// How many items of the name the filter left out, where it let none pass.
    pub left_out: usize,
    /// Where nothing has the name: what is called nearly so.
    pub nearest: Vec<Suggestion>,
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
                elsewhere: Vec::new(),
                left_out: 0,
                nearest: Vec::new(),
            };
            let sieve = Sieve::new(filter);
            let (known, mut all) = match id.split_once('#') {
                Some((key, id)) => self.referred(&self.rows_of(key, id.trim())?)?,
                None => {
                    let (known, sketches) = self.sketches(&forms(id))?;
                    let all = sketches.into_iter().map(|one| (one.shown(), one));
                    (known, all.collect())
                }
            };
            if !id.contains('#') {
                // Of unrelated ones the newest is asked for most.
                all.sort_by_cached_key(|(shown, sketch)| {
                    let document = known.get(sketch.members[*shown].document());
                    std::cmp::Reverse(document.map(|one| one.brief.order()))
                });
            }
            let (mut chosen, mut left_out) = (Vec::new(), Vec::new());
            for (shown, sketch) in all {
                match self.passes(&sketch, &sieve, &known)? {
                    true => chosen.push((shown, sketch)),
                    false => left_out.push((shown, sketch)),
                }
            }
            for (at, (shown, sketch)) in chosen.iter().enumerate() {
                if at < WHOLE {
                    let group = self.read(sketch, &known)?;
                    found.items.push(self.item_of(&group, *shown)?);
                } else {
                    found
                        .others
                        .extend(self.place_of(sketch.members[*shown], &known)?);
                }
            }
            if chosen.is_empty() {
                found.left_out = left_out.len();
                for (shown, sketch) in left_out.iter().take(WHOLE) {
                    let place = self.place_of(sketch.members[*shown], &known)?;
                    found.elsewhere.extend(place);
                }
            }
            if chosen.is_empty() && left_out.is_empty() {
                found.nearest = self.nearest(id)?;
            }
            Ok(found)
        })
    }

    /// Whether one of an item's records passes.
    fn passes(
        &self,
        sketch: &Sketch,
        sieve: &Sieve<'_>,
        known: &Known,
    ) -> Result<bool, StoreError> {
        for row in &sketch.members {
            let kind = row.kind();
            if !sieve.record(kind)
                || !known
                    .get(row.document())
                    .is_some_and(|one| sieve.document(one))
            {
                continue;
            }
            if !sieve.asks_for_department() {
                return Ok(true);
            }
            if kind == RecordType::Assignment
                && let Some((AnyRecord::Assignment(one), _)) = self.record(*row)?
                && sieve.department(one.department.as_deref())
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The items that records belong to, and which of their members the records are.
    fn referred(&self, rows: &[Row]) -> Result<(Known, Vec<(usize, Sketch)>), StoreError> {
        let mut all = Vec::new();
        let mut known = self.known(rows)?;
        for row in rows {
            if known.get(row.document()).is_none() {
                continue; // it does not count
            }
            let alone = Sketch {
                members: vec![*row],
                answers: Vec::new(),
            };
            let number = match row.kind() {
                RecordType::Assignment | RecordType::Withdrawal | RecordType::Request => {
                    self.number(*row)?
                }
                _ => None,
            };
            let Some(number) = number else {
                all.push((0, alone));
                continue;
            };
            let (more, sketches) = self.sketches(&[name(&number)])?;
            let place = |one: &Sketch| one.members.iter().position(|member| member == row);
            let found = sketches
                .into_iter()
                .find_map(|one| Some((place(&one)?, one)));
            known = known.and(more);
            all.push(found.unwrap_or((0, alone)));
        }
        Ok((known, all))
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
}

/// What an identifier may be called in the store.
pub(super) fn forms(id: &str) -> Vec<String> {
    let mut forms = vec![name(id)];
    forms.extend(request(&tidied(id)));
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
            assert_eq!(request(&tidied(other)), None, "{other}");
        }
    }
}
