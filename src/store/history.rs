//! What documents did to an item, in order of time.

use super::any::AnyRecord;
use super::documents::Place;
use super::fold::folded;
use super::group::Group;
use super::records::RecordType;
use super::{Store, StoreError};
use crate::model::{Action, CarryOver, CarryOverEffect};
use schemars::JsonSchema;
use serde::Serialize;

/// What a document did to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// It was given (gitt).
    Given,
    /// It was restated or added to (presisert).
    Clarified,
    /// It was withdrawn (utgår).
    Withdrawn,
    /// Assignments of its year go on (videreføres).
    CarriedOn,
    /// Assignments of its year lapse (utgår).
    Lapsed,
    /// A request is printed.
    Printed,
}

/// What a document did to an item, and its words.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Event {
    /// What.
    pub what: EventKind,
    /// Where it says so.
    #[serde(flatten)]
    pub place: Place,
    /// The record that says so.
    pub item: AnyRecord,
}

impl Store {
    /// What documents did to an item, in order of time.
    pub(super) fn history(&self, group: &Group) -> Result<Vec<Event>, StoreError> {
        let mut events = Vec::new();
        for member in &group.members {
            let what = match &member.record {
                AnyRecord::Assignment(one) if one.action == Action::Clarified => {
                    EventKind::Clarified
                }
                AnyRecord::Assignment(_) => EventKind::Given,
                AnyRecord::Withdrawal(_) => EventKind::Withdrawn,
                AnyRecord::Request(_) => EventKind::Printed,
                _ => continue,
            };
            events.push(Event {
                what,
                place: member.place(),
                item: member.record.clone(),
            });
        }
        self.carried(group, &mut events)?;
        events.sort_by_cached_key(|one| one.place.document.order());
        Ok(events)
    }

    /// What later letters to the same body say of all assignments of the item's year.
    fn carried(&self, group: &Group, events: &mut Vec<Event>) -> Result<(), StoreError> {
        let given = group
            .members
            .iter()
            .find(|one| one.row.kind() == RecordType::Assignment);
        let Some(given) = given else { return Ok(()) };
        let mut seen = Vec::new();
        for party in self.spellings(given.document.parties())? {
            let rows = self.rows(
                "SELECT c.row FROM parties p JOIN documents d USING (document)
                 JOIN carry_over c USING (document)
                 WHERE p.name = ?1 AND p.role = 'recipient' AND d.counts AND d.kind = ?2 ORDER BY c.row",
                (party, given.document.kind.name()),
            )?;
            for row in rows {
                if seen.contains(&row) {
                    continue;
                }
                seen.push(row);
                let Some((place, AnyRecord::CarryOver(said))) = self.place(row)? else {
                    continue;
                };
                let CarryOver { years, effect, .. } = &said;
                let earlier = given.document.year < place.document.year;
                if !earlier
                    || !given
                        .document
                        .year
                        .is_some_and(|year| years.contains(&year))
                {
                    continue;
                }
                let what = match effect {
                    CarryOverEffect::Lapses => EventKind::Lapsed,
                    CarryOverEffect::Continues => EventKind::CarriedOn,
                    CarryOverEffect::Other => continue,
                };
                events.push(Event {
                    what,
                    place,
                    item: AnyRecord::CarryOver(said),
                });
            }
        }
        Ok(())
    }

    /// The names of bodies in the store that are these names, case and accents aside.
    fn spellings(&self, names: &[String]) -> Result<Vec<String>, StoreError> {
        let asked: Vec<String> = names.iter().map(|name| folded(name)).collect();
        // From one name to the next by the index: bodies are few, and documents many.
        let mut statement = self.connection.prepare_cached(
            "WITH RECURSIVE each(name) AS (
               SELECT min(name) FROM parties
               UNION ALL
               SELECT (SELECT min(name) FROM parties WHERE name > each.name) FROM each
               WHERE each.name IS NOT NULL)
             SELECT name FROM each WHERE name IS NOT NULL",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let name = row.get_ref(0)?.as_str().unwrap_or_default();
            if asked.contains(&folded(name)) {
                found.push(name.to_string());
            }
        }
        Ok(found)
    }
}
