//! Parliamentary requests as their latest print leaves them.

use super::any::AnyRecord;
use super::documents::Place;
use super::filter::{Filter, Sieve};
use super::records::Row;
use super::{Store, StoreError};
use crate::model::{Outcome, Request};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// How a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// Reporting goes on, or the ministry will come back to Parliament.
    Open,
    /// The document does not say, or its overview and its account do not agree.
    Unclear,
    /// Reporting ends, or it is followed up.
    Closed,
}

impl RequestState {
    /// How a request stands by what is printed of it: «Ja» or «Nei» in the overview, and what the
    /// ministry's account says became of it.
    ///
    /// * Reporting does not end where the ministry will come back to Parliament: «Ja» beside it is a
    ///   disagreement, and the request unclear, as `reporting_disagrees` has it.
    /// * It does end where the request is followed up or proposed repealed: propositions print «Ja»
    ///   beside both, so «Nei» is the disagreement. Without an overview a request that is proposed
    ///   repealed is unclear: it stands until Parliament repeals it.
    pub fn of(request: &Request) -> Self {
        Self::told(request.reporting_ends, request.outcome)
    }

    /// The same by the two words that tell it.
    pub(super) fn told(reporting_ends: Option<bool>, outcome: Option<Outcome>) -> Self {
        use Outcome::{FollowedUp, ProposedRepealed, ReturnsToParliament};
        match (reporting_ends, outcome) {
            (Some(true), Some(ReturnsToParliament))
            | (Some(false), Some(FollowedUp | ProposedRepealed)) => Self::Unclear,
            (Some(true), _) | (None, Some(FollowedUp)) => Self::Closed,
            (Some(false), _) | (None, Some(ReturnsToParliament)) => Self::Open,
            (None, _) => Self::Unclear,
        }
    }
}

/// A request in its latest print.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RequestRow {
    /// Where that print stands.
    #[serde(flatten)]
    pub place: Place,
    /// How it stands.
    pub state: RequestState,
    /// In how many documents it is printed.
    pub prints: usize,
    /// The request.
    pub request: Request,
}

/// Requests by how they stand; of each list the newest session first, then by number.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct RequestList {
    /// Those that are open.
    pub open: Vec<RequestRow>,
    /// Those of which the document does not say.
    pub unclear: Vec<RequestRow>,
    /// Those that are closed.
    pub closed: Vec<RequestRow>,
}

impl Store {
    /// The requests of the documents that pass a filter, each as the latest of them prints it; of a
    /// session ("2024–2025", in any dash), where one is named.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn requests(
        &self,
        filter: &Filter,
        session: Option<&str>,
    ) -> Result<RequestList, StoreError> {
        self.at_once(|| {
            let shelf = self.shelf()?;
            let sieve = Sieve::new(filter);
            let session = session.map(super::name);
            let mut latest: BTreeMap<String, (Row, usize)> = BTreeMap::new();
            let mut statement = self.connection.prepare_cached(
                "SELECT json ->> '$.id', row FROM requests ORDER BY json ->> '$.id', row",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let id = row.get_ref(0)?.as_str().unwrap_or_default();
                let row = Row(row.get(1)?);
                let order = |row: Row| {
                    shelf
                        .documents
                        .get(&row.document())
                        .map(|one| (one.brief.year, one.brief.order()))
                };
                let Some(attributes) = shelf.documents.get(&row.document()) else {
                    continue;
                };
                if !sieve.document(attributes) {
                    continue;
                }
                match latest.get_mut(id) {
                    Some((best, prints)) => {
                        *prints += 1;
                        if order(row) > order(*best) {
                            *best = row;
                        }
                    }
                    None => {
                        latest.insert(id.to_string(), (row, 1));
                    }
                }
            }
            let mut list = RequestList::default();
            for (row, prints) in latest.into_values() {
                let Some((place, AnyRecord::Request(request))) = self.place(row)? else {
                    continue;
                };
                let of = request.session.as_deref().map(super::name);
                if session.is_some() && session != of {
                    continue;
                }
                let state = RequestState::of(&request);
                let rows = match state {
                    RequestState::Open => &mut list.open,
                    RequestState::Unclear => &mut list.unclear,
                    RequestState::Closed => &mut list.closed,
                };
                rows.push(RequestRow {
                    place,
                    state,
                    prints,
                    request: *request,
                });
            }
            for rows in [&mut list.open, &mut list.unclear, &mut list.closed] {
                rows.sort_by(|a, b| {
                    let newest = b.request.session.cmp(&a.request.session);
                    newest.then_with(|| a.request.number.cmp(&b.request.number))
                });
            }
            Ok(list)
        })
    }
}
