//! Which documents of a set are one document in several files, which of its files counts, and what two
//! different documents of one key are called.
//!
//! ```text
//! one document ::= the same bytes
//!                | the same in every form: text, year, number, sender and recipient agree, date and
//!                  reference do not gainsay it
//! ```
//! A letter lies as PDF and as text side by side: that is one document, whatever the keys that the two
//! readings came to. A letter that was corrected, or another ministry's letter to the same agency, is
//! another document, whatever its key. In doubt there are two: of two, one can be looked away from; of
//! one, the other half is never seen.

mod print;
mod settle;

pub use print::Print;
pub use settle::{Ground, Holder, Settled, settle, settle_among};

use crate::model::{Code, Diagnostic, Document, Extraction, Severity};

/// A document of a set that another one counts for, or that had to be told apart from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Double {
    /// The place of the file in the set, and of the document in it.
    pub at: (usize, usize),
    /// Of the document that counts.
    pub counts: (usize, usize),
    /// Why that one counts.
    pub ground: Ground,
}

/// What a set came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Set {
    /// Documents for which another file's reading counts.
    pub doubles: Vec<Double>,
    /// Documents whose key was another's: their file and place, and the key before.
    pub renamed: Vec<((usize, usize), String)>,
}

impl Set {
    /// Whether a document of the set counts.
    pub fn counts(&self, at: (usize, usize)) -> bool {
        !self.doubles.iter().any(|one| one.at == at)
    }
}

/// Looks through a set, and tells apart different documents that have one key: all but the first are
/// given another one, which is said in a finding of their file.
pub fn tell_apart(set: &mut [Extraction]) -> Set {
    let mut found = Set::default();
    let prints: Vec<((usize, usize), Print)> = (0..)
        .zip(set.iter())
        .flat_map(|(file, extraction)| {
            let documents = (0..).zip(&extraction.documents);
            documents.map(move |(at, document)| {
                let print = Print::of(extraction, document, at);
                ((file, at), print)
            })
        })
        .collect();
    let holders: Vec<Holder<'_>> = prints
        .iter()
        .map(|(_, print)| Holder { print, gone: false })
        .collect();
    for (n, settled) in settle(&holders).into_iter().enumerate() {
        let at = prints[n].0;
        let double = settled.counts.is_some();
        if let Some((counts, ground)) = settled.counts {
            found.doubles.push(Double {
                at,
                counts: prints[counts].0,
                ground,
            });
        }
        let document = &mut set[at.0].documents[at.1];
        if settled.key != document.key {
            let (before, own) = (document.key.clone(), settled.key.clone());
            document.rename(settled.key);
            if !double {
                set[at.0].diagnostics.push(shared(&before, &own));
                found.renamed.push((at, before));
            }
        }
    }
    found
}

/// The finding of a document that had another one's key.
pub fn shared(before: &str, now: &str) -> Diagnostic {
    Diagnostic {
        code: Code::KeyShared.to_string(),
        severity: Severity::Warning,
        message: format!(
            "another document of the set has the key {before} too, and a different text; this one is {now}"
        ),
        item: None,
        spans: Vec::new(),
    }
}

/// Whether a document is a newer version of another: one letter by sender, recipient, year, number and
/// reference, sent again on a later day with much the same text.
pub fn replaces(newer: &Document, older: &Document) -> bool {
    let day = |one: &Document| one.date.clone();
    let references = newer.reference.as_deref().zip(older.reference.as_deref());
    newer.kind == older.kind
        && newer.year.is_some()
        && newer.year == older.year
        && newer.relation == older.relation
        && newer.supplement == older.supplement
        && !newer.recipients.is_empty()
        && newer.recipients == older.recipients
        && newer.issuers == older.issuers
        && references.is_some_and(|(one, other)| print::is_whole(one) && one == other)
        && matches!((day(newer), day(older)), (Some(newer), Some(older)) if newer > older)
        && print::alike(newer, older)
}
