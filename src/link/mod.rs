//! Links across a set of documents.
//!
//! ```text
//! report_of       report → assignment, indicator or goal     "same identifier", else "title" in the same year
//! continues       assignment → the earlier one it continues  "cited"
//! clarifies       assignment of a supplement → the original  "same identifier"
//! withdraws       withdrawal → assignment                    "same identifier"
//! supplements     supplement → the year's letter             "same identifier" (kind, year and party)
//! carried_out_by  request → the record that quotes it        "cited"
//! cites           record → assignment or proposition         "cited"
//! ```
//! A link is made where one record of the set fits and no other. Two that fit give none: that, and a
//! reference that leads nowhere in the set, is said as a diagnostic of the document it stands in.

mod index;
pub(crate) mod later;
mod resolve;

pub use index::is_bare;
pub(crate) use index::number_key;

pub(crate) use crate::grammar::lexeme::folded;
use crate::model::Code;
use crate::{
    grammar::Grammar,
    model::{Document, Extraction, SourceInfo},
};
use index::Index;
pub(crate) use index::parties;
use std::collections::HashMap;

/// The code of a reference that leads nowhere in the set.
pub const UNRESOLVED: Code = Code::LinkUnresolved;
/// The code of a reference that several records fit.
pub const AMBIGUOUS: Code = Code::LinkAmbiguous;

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

/// Each document of a set once: where one letter lies in several forms, the one that counts
/// ([`SourceInfo::preferred`]), as in the store.
fn counting(set: &[Extraction]) -> Vec<&Document> {
    let mut forms: HashMap<&str, Vec<(&Document, &SourceInfo)>> = HashMap::new();
    let mut keys = Vec::new();
    for extraction in set {
        for document in &extraction.documents {
            let own = forms.entry(&document.key).or_default();
            if own.is_empty() {
                keys.push(document.key.as_str());
            }
            own.push((document, &extraction.source));
        }
    }
    keys.into_iter()
        .filter_map(|key| {
            let own = forms.get(key)?;
            let sources: Vec<&SourceInfo> = own.iter().map(|(_, source)| *source).collect();
            Some(own[SourceInfo::preferred(&sources)?].0)
        })
        .collect()
}

/// Links the documents of a set; links and what they left of an earlier run are replaced.
pub fn link(set: &mut [Extraction], grammar: &Grammar) -> Tally {
    let mut tally = Tally::default();
    let mut found = Vec::new();
    {
        let documents: Vec<&Document> = set.iter().flat_map(|one| &one.documents).collect();
        tally.documents = documents.len();
        let index = Index::of(&counting(set));
        for document in &documents {
            found.push(resolve::document(document, &index, grammar));
        }
    }
    let mut found = found.into_iter();
    for extraction in set {
        // What was changed by others since it was read is not vouched for here.
        let sound = extraction.source.digests == extraction.digests();
        extraction
            .diagnostics
            .retain(|one| one.code != UNRESOLVED && one.code != AMBIGUOUS);
        for document in &mut extraction.documents {
            let Some(own) = found.next() else {
                return tally;
            };
            tally.links += own.links.len();
            document.links = own.links;
            for one in own.remarks {
                if one.code == UNRESOLVED {
                    tally.unresolved += 1;
                } else {
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
