//! Letters of one kind to one recipient, in the order in which they were sent.

use crate::{
    link::folded,
    model::{Document, DocumentKind, Extraction, Relation},
};
use std::collections::{HashMap, HashSet};

/// A series of documents.
#[derive(Debug, Clone)]
pub struct Series<'a> {
    /// Their kind.
    pub kind: DocumentKind,
    /// Whom they are about: the recipient of letters, the ministry of propositions.
    pub party: String,
    /// The documents, in the order in which they were sent.
    pub documents: Vec<&'a Document>,
}

impl Series<'_> {
    /// The newest year that a document of the series is about.
    pub fn newest_year(&self) -> Option<i32> {
        self.documents
            .iter()
            .filter_map(|document| document.year)
            .max()
    }

    /// Years of supplements whose year's letter is not among the documents.
    pub fn lacking(&self) -> Vec<i32> {
        let of = |original: bool| {
            self.documents
                .iter()
                .filter(move |document| (document.relation == Relation::Original) == original)
                .filter_map(|document| document.year)
        };
        let there: HashSet<i32> = of(true).collect();
        let mut lacking: Vec<i32> = of(false).filter(|year| !there.contains(year)).collect();
        lacking.dedup();
        lacking
    }

    /// Whether another series goes on with this one: same kind, same party.
    pub fn is_series_of(&self, other: &Series<'_>) -> bool {
        self.kind == other.kind && folded(&self.party) == folded(&other.party)
    }
}

/// The series of a set, in the order in which their first documents stand in it; documents of other
/// kinds than `kinds`, and a second form of a document that is there already, are passed over.
pub fn series<'a>(
    set: impl IntoIterator<Item = &'a Extraction>,
    kinds: &[DocumentKind],
) -> Vec<Series<'a>> {
    let mut seen = HashSet::new();
    let mut found: Vec<Series<'a>> = Vec::new();
    let mut places: HashMap<(DocumentKind, String), usize> = HashMap::new();
    for document in set.into_iter().flat_map(|one| &one.documents) {
        if !kinds.contains(&document.kind) || !seen.insert(document.key.as_str()) {
            continue;
        }
        let party = document.parties().first().cloned().unwrap_or_default();
        let at = *places
            .entry((document.kind, folded(&party)))
            .or_insert(found.len());
        match found.get_mut(at) {
            Some(one) => one.documents.push(document),
            None => found.push(Series {
                kind: document.kind,
                party,
                documents: vec![document],
            }),
        }
    }
    for one in &mut found {
        // Stable: what says nothing of its place stays where it stood.
        one.documents.sort_by(|a, b| order(a).cmp(&order(b)));
    }
    found
}

/// Year by year; the year's letter first, then what changes it, by date and number.
fn order(document: &Document) -> (Option<i32>, bool, Option<&str>, Option<u32>) {
    (
        document.year,
        document.relation != Relation::Original,
        document.date.as_deref(),
        document.supplement,
    )
}
