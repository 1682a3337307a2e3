//! Links across a set of documents.
//!
//! ```text
//! report_of       report → assignment, indicator or goal     "same identifier", else "title" in the same year
//! replaces        letter → its older version                 "same identifier" (sender, recipient, reference)
//! continues       assignment → the earlier one it continues  "cited"
//! clarifies       assignment of a supplement → the original  "same identifier"
//! withdraws       withdrawal → assignment                    "same identifier"
//! supplements     supplement → the year's letter             "same identifier" (kind, year and party)
//! carried_out_by  request → the record that quotes it        "cited"
//! cites           record → assignment or proposition         "cited"
//! ```
//! Answers, continuations and restatements are between documents of one recipient, or of one that came
//! after it (`predecessors` in the grammar files). Where the recipient of one end is not known, a number
//! alone is no link, and a title never is.
//!
//! A link is made where one record of the set fits and no other. Two that fit give none: that, and a
//! reference that leads nowhere in the set, is said as a diagnostic of the document it stands in.

mod index;
pub(crate) mod later;
mod number;
mod resolve;

pub use number::is_bare;
pub(crate) use number::number_key;

pub(crate) use crate::grammar::lexeme::folded;
use crate::model::Code;
use crate::{
    grammar::Grammar,
    model::{Document, Extraction},
    same::{self, Set},
};
use index::Index;
pub(crate) use index::parties;
use std::collections::HashMap;

/// The code of a reference that leads nowhere in the set.
pub const UNRESOLVED: Code = Code::LinkUnresolved;
/// The code of a reference that several records fit.
pub const AMBIGUOUS: Code = Code::LinkAmbiguous;

/// The code of a letter of which the set holds a newer version.
const NEWER: Code = Code::NewerVersion;

/// How many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents.
    pub documents: usize,
    /// Links made.
    pub links: usize,
    /// References that lead nowhere in the set.
    pub unresolved: usize,
    /// References that several records fit.
    pub ambiguous: usize,
}

/// The documents of a set that others may lead to, each once: of one in several files the one that
/// counts, and of a letter that was sent again in a new version, the newest.
fn counting<'a>(set: &'a [Extraction], same: &Set, replaced: &[Replaced<'_>]) -> Vec<&'a Document> {
    let of = |(file, extraction): (usize, &'a Extraction)| {
        let documents = extraction.documents.iter().enumerate();
        documents.map(move |(at, document)| ((file, at), document))
    };
    set.iter()
        .enumerate()
        .flat_map(of)
        .filter(|(at, _)| same.counts(*at))
        .map(|(_, document)| document)
        .filter(|document| {
            !replaced
                .iter()
                .any(|one| std::ptr::eq(one.older, *document))
        })
        .collect()
}

/// A letter and its newer version.
struct Replaced<'a> {
    older: &'a Document,
    newer: &'a Document,
}

/// The letters of which the set holds a newer version, each with the newest.
fn replaced(set: &[Extraction]) -> Vec<Replaced<'_>> {
    let documents = || set.iter().flat_map(|one| &one.documents);
    let mut by_reference: HashMap<&str, Vec<&Document>> = HashMap::new();
    for document in documents().filter(|one| one.kind.is_letter()) {
        if let Some(reference) = &document.reference {
            by_reference.entry(reference).or_default().push(document);
        }
    }
    documents()
        .filter_map(|older| {
            let of_one = by_reference.get(older.reference.as_deref()?)?;
            let newer = of_one.iter().filter(|newer| same::replaces(newer, older));
            let newest = newer.max_by(|a, b| a.date.cmp(&b.date).then(b.key.cmp(&a.key)))?;
            Some(Replaced {
                older,
                newer: newest,
            })
        })
        .collect()
}

/// Links the documents of a set; links and what they left of an earlier run are replaced.
pub fn link(set: &mut [Extraction], grammar: &Grammar) -> Tally {
    // What was changed by others since it was read is not vouched for here.
    let sound: Vec<bool> = set
        .iter()
        .map(|one| one.source.digests == one.digests())
        .collect();
    let own_keys: Vec<Vec<String>> = set
        .iter()
        .map(|one| one.documents.iter().map(|one| one.key.clone()).collect())
        .collect();
    let same = same::tell_apart(set);
    let mut tally = Tally::default();
    let mut found = Vec::new();
    {
        let documents: Vec<&Document> = set.iter().flat_map(|one| &one.documents).collect();
        tally.documents = documents.len();
        let replaced = replaced(set);
        let index = Index::of(&counting(set, &same, &replaced), grammar);
        for document in &documents {
            let mut own = resolve::document(document, &index, grammar);
            for one in &replaced {
                if std::ptr::eq(one.newer, *document) {
                    own.links.push(resolve::replaces(one.newer, one.older));
                }
                if std::ptr::eq(one.older, *document) {
                    own.remarks.push(resolve::replaced_by(one.newer));
                }
            }
            found.push(own);
        }
    }
    // What does not count keeps the key that its file gives it: nothing leads there.
    let own_keys = own_keys.into_iter().enumerate().map(|(file, keys)| {
        let keys = keys.into_iter().enumerate();
        keys.map(|(at, key)| Some(key).filter(|_| !same.counts((file, at))))
            .collect::<Vec<_>>()
    });
    let mut found = found.into_iter();
    for ((extraction, sound), own_keys) in set.iter_mut().zip(sound).zip(own_keys) {
        extraction
            .diagnostics
            .retain(|one| one.code != UNRESOLVED && one.code != AMBIGUOUS && one.code != NEWER);
        for (document, own_key) in extraction.documents.iter_mut().zip(own_keys) {
            let Some(own) = found.next() else {
                return tally;
            };
            tally.links += own.links.len();
            document.links = own.links;
            if let Some(key) = own_key {
                document.rename(key);
            }
            for one in own.remarks {
                if one.code == UNRESOLVED {
                    tally.unresolved += 1;
                } else if one.code == AMBIGUOUS {
                    tally.ambiguous += 1;
                }
                extraction.diagnostics.push(one);
            }
        }
        if sound {
            extraction.seal();
        }
    }
    tally
}
