//! Links hold at both ends: the records are there, the quotations are theirs, and the ground is one that
//! such a link can have.

use super::diagnostic;
use crate::model::{Code, Diagnostic, Document, Extraction, Link, LinkEnd, Severity, Span};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What ties records together, and on what grounds, as `link` writes it.
const KINDS: [(&str, &[&str]); 7] = [
    ("report_of", &["same identifier", "title"]),
    ("continues", &["cited"]),
    ("clarifies", &["same identifier"]),
    ("withdraws", &["same identifier"]),
    ("supplements", &["same identifier"]),
    ("carried_out_by", &["cited"]),
    ("cites", &["cited"]),
];

/// What links are held against of the documents of a set: each record by its id, and where it stands.
/// All of it as hashes, for an archive has many.
#[derive(Debug, Default)]
pub struct Linked {
    documents: HashSet<u64>,
    records: HashSet<u64>,
    places: HashSet<u64>,
}

impl Linked {
    /// The documents of a file.
    pub fn of(extraction: &Extraction) -> Self {
        let mut known = Self::default();
        for document in &extraction.documents {
            let key = document.key.as_str();
            known.documents.insert(print(key));
            for (id, spans) in ends(document) {
                known.records.insert(print((key, id)));
                known.places.insert(print((key, id, places(spans))));
            }
        }
        known
    }

    /// Takes in those of another.
    pub fn add(&mut self, other: Self) {
        self.documents.extend(other.documents);
        self.records.extend(other.records);
        self.places.extend(other.places);
    }

    /// What is wrong with an end of a link; nothing where its document is not among those known.
    fn wrong(&self, end: &LinkEnd, spans: &[Span]) -> Option<String> {
        let (key, id) = (end.document.as_str(), end.id.as_deref());
        if !self.documents.contains(&print(key)) {
            return None;
        }
        let called = id.unwrap_or("the document");
        if !self.records.contains(&print((key, id))) {
            return Some(format!("{key} has no record {called}"));
        }
        (!self.places.contains(&print((key, id, places(spans)))))
            .then(|| format!("{called} of {key} stands elsewhere than the link says"))
    }
}

/// Every link of a document that does not hold (`link_disagrees`, an error each), against the documents
/// that are known.
pub fn links(key: &str, links: &[Link], known: &Linked) -> Vec<Diagnostic> {
    links
        .iter()
        .filter_map(|link| {
            let message = format!("{} link: {}", link.kind, wrong(key, link, known)?);
            let item = Some(link.from.id.as_deref().unwrap_or(key));
            let (code, severity) = (Code::LinkDisagrees, Severity::Error);
            Some(diagnostic(code, severity, message, item, &[]))
        })
        .collect()
}

fn wrong(key: &str, link: &Link, known: &Linked) -> Option<String> {
    let Some((_, grounds)) = KINDS.iter().find(|(kind, _)| *kind == link.kind) else {
        return Some("no link is of such a kind".into());
    };
    if !grounds.contains(&link.ground.as_str()) {
        return Some(format!("its ground cannot be «{}»", link.ground));
    }
    // A link stands in the document that makes it: what is carried out is named by who does it.
    let own = if link.kind == "carried_out_by" {
        &link.to
    } else {
        &link.from
    };
    if own.document != key {
        return Some(format!("it stands in {key}, and is of {}", own.document));
    }
    (known.wrong(&link.from, &link.spans_from)).or_else(|| known.wrong(&link.to, &link.spans_to))
}

fn print(what: impl Hash) -> u64 {
    let mut hash = DefaultHasher::new();
    what.hash(&mut hash);
    hash.finish()
}

type Place<'a> = (Option<u32>, Option<&'a str>, usize, usize, Option<[u64; 4]>);

fn places(spans: &[Span]) -> Vec<Place<'_>> {
    spans
        .iter()
        .map(|span| {
            let bbox = span.bbox.map(|bbox| bbox.map(f64::to_bits));
            (
                span.page,
                span.page_label.as_deref(),
                span.start,
                span.end,
                bbox,
            )
        })
        .collect()
}

/// What a link can lead to or from, with its places: the document, a record, a citation in a record.
fn ends(document: &Document) -> Vec<(Option<&str>, &[Span])> {
    let mut all: Vec<(Option<&str>, &[Span])> = Vec::new();
    let first = document.sections.first();
    all.push((None, first.map_or(&[], |section| &section.spans)));
    for r in &document.assignments {
        all.push((Some(&r.id), r.place()));
    }
    for r in &document.indicators {
        all.push((Some(&r.id), &r.spans));
    }
    for r in &document.reports {
        all.push((Some(&r.id), &r.spans));
    }
    for r in &document.requests {
        all.push((Some(&r.id), &r.spans));
        all.push((Some(&r.id), &r.text_spans));
    }
    for r in &document.withdrawals {
        if let Some(number) = &r.assignment {
            all.push((Some(number), &r.spans));
        }
    }
    for r in &document.citations {
        all.push((r.within.as_deref(), &r.spans));
    }
    all
}
