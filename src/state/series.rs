//! Letters of one kind to one recipient, in the order in which they were sent.

use crate::{
    link::{folded, later::apart},
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

    /// How well another series goes on with this one: not at all (`None`) where kind or party differ; best
    /// where the sender is the same, for two ministries may steer one body.
    pub fn goes_on_in(&self, other: &Series<'_>) -> Option<bool> {
        let issuers = |one: &Series<'_>| -> HashSet<String> {
            let all = one.documents.iter().flat_map(|document| &document.issuers);
            all.map(|name| folded(name)).collect()
        };
        let of_one = self.kind == other.kind && folded(&self.party) == folded(&other.party);
        let same_sender = !issuers(self).is_disjoint(&issuers(other));
        (of_one && (same_sender || !self.party.is_empty())).then_some(same_sender)
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
    let documents: Vec<&Document> = set.into_iter().flat_map(|one| &one.documents).collect();
    let replaced: HashSet<&str> = documents
        .iter()
        .flat_map(|document| &document.links)
        .filter(|link| link.kind == "replaces")
        .map(|link| link.to.document.as_str())
        .collect();
    let mut places: HashMap<(DocumentKind, String), Vec<usize>> = HashMap::new();
    for document in documents {
        let key = document.key.as_str();
        if !kinds.contains(&document.kind) || replaced.contains(key) || !seen.insert(key) {
            continue;
        }
        let party = document.parties().first().cloned().unwrap_or_default();
        let of_party = places.entry((document.kind, folded(&party))).or_default();
        // Of whose recipient is not known, nobody can tell which are letters to one.
        let own = of_party.iter().copied().find(|at| {
            !party.is_empty()
                && !found[*at]
                    .documents
                    .iter()
                    .any(|one| are_two(one, document))
        });
        match own {
            Some(at) => found[at].documents.push(document),
            None => {
                of_party.push(found.len());
                found.push(Series {
                    kind: document.kind,
                    party,
                    documents: vec![document],
                });
            }
        }
    }
    for one in &mut found {
        // Stable: what says nothing of its place stays where it stood.
        one.documents.sort_by(|a, b| order(a).cmp(&order(b)));
    }
    found
}

/// Whether two letters to one body are of two series: two ministries give it something in one year. What
/// one gave in a former year, another may have taken over.
fn are_two(one: &Document, other: &Document) -> bool {
    one.year == other.year && apart(&one.issuers, &other.issuers)
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
