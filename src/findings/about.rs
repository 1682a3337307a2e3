//! Which findings are about which records.
//!
//! A finding is about
//!
//! 1. the record whose id it names, in the document in which the finding's places lie;
//! 2. what that record belongs to: the assignment, request, requirement or report that a deadline binds,
//!    the row of money that an earmark is of, what a citation stands in;
//! 3. every record of another type that one of its places lies in: who quotes an assignment quotes the
//!    doubtful amount in it;
//! 4. the document as a whole, where it is about none of its records, and where it says that something is
//!    in no record ([`INCOMPLETE`]), be it in the midst of others.
//!
//! A place in two records of the type of the one that is named says nothing of the other: a sentence may
//! give two posts their money, and only one of them wrongly.

use super::{INCOMPLETE, Remark};
use crate::model::{Code, Diagnostic, Document, Extraction, Span};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// What is found of a set, not of a record: that what a citation names has not been read. Each record
/// shows what it cites; nothing in the record itself is in doubt.
const ELSEWHERE: [Code; 2] = [Code::LinkUnresolved, Code::LinkAmbiguous];

/// A list of records of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // as in `Document`
pub enum List {
    Sections,
    Goals,
    Indicators,
    Assignments,
    Withdrawals,
    CarryOver,
    Requirements,
    Deadlines,
    Requests,
    Appropriations,
    Authorisations,
    Reports,
    Tables,
    Citations,
    Links,
}

/// A record by its list and its place there, from 0.
type At = (List, usize);

/// The findings of one file by what they are about.
#[derive(Debug, Default)]
pub struct About<'a> {
    diagnostics: &'a [Diagnostic],
    documents: Vec<OfDocument<'a>>,
    /// From where to where the records of each document stand; none of one without records.
    extents: Vec<Extent>,
    /// The documents that each finding is about.
    which: Vec<Vec<usize>>,
}

/// The findings of one document, as places among the diagnostics of its file.
#[derive(Debug, Default)]
struct OfDocument<'a> {
    whole: Vec<usize>,
    records: BTreeMap<At, BTreeSet<usize>>,
    /// Records of a name that are shown alone: earmarks.
    inner: HashMap<&'a str, Vec<usize>>,
    /// Where each record of a name stands.
    named: HashMap<(bool, &'a str), At>,
}

impl<'a> About<'a> {
    /// The findings of a file.
    pub fn of(extraction: &'a Extraction) -> Self {
        let mut about = Self {
            diagnostics: &extraction.diagnostics,
            extents: match extraction.documents.len() {
                1 => vec![Some(0..usize::MAX)],
                _ => extraction.documents.iter().map(extent).collect(),
            },
            ..Self::default()
        };
        about
            .documents
            .resize_with(extraction.documents.len(), OfDocument::default);
        // References that lead nowhere are told where records are, not of them.
        let elsewhere = |found: &Diagnostic| ELSEWHERE.iter().any(|code| found.code == *code);
        // Most files have no others, and every table of every file asks.
        if about.documents.len() == 1 && extraction.diagnostics.iter().all(elsewhere) {
            about.which = vec![vec![0]; extraction.diagnostics.len()];
            return about;
        }
        let documents: Vec<Records<'a>> = extraction.documents.iter().map(Records::of).collect();
        for (own, records) in about.documents.iter_mut().zip(&documents) {
            own.named.clone_from(&records.named);
        }
        for (at, found) in extraction.diagnostics.iter().enumerate() {
            let which = which(found, &documents, &about.extents);
            for document in which.iter().filter(|_| !elsewhere(found)) {
                about.documents[*document].put(at, found, &documents[*document]);
            }
            about.which.push(which);
        }
        about
    }

    /// What was found of a document (by its place in the file) as a whole.
    pub fn document(&self, document: usize) -> Vec<Remark> {
        let own = self.documents.get(document);
        self.remarks(own.into_iter().flat_map(|own| &own.whole))
    }

    /// What was found of a record.
    pub fn record(&self, document: usize, list: List, position: usize) -> Vec<Remark> {
        let own = self.documents.get(document);
        let found = own.and_then(|own| own.records.get(&(list, position)));
        self.remarks(found.into_iter().flatten())
    }

    /// What was found of the record of an id; sections have names of their own, and are not asked for here.
    pub fn id(&self, document: usize, id: &str) -> Vec<Remark> {
        let Some(own) = self.documents.get(document) else {
            return Vec::new();
        };
        if let Some(found) = own.inner.get(id) {
            return self.remarks(found);
        }
        match own.named.get(&(false, id)) {
            Some((list, position)) => self.record(document, *list, *position),
            None => Vec::new(),
        }
    }

    /// What the findings of a document are about: a record, or none for the document itself, and the
    /// place of the finding among the diagnostics of the file.
    pub fn all(
        &self,
        document: usize,
    ) -> impl Iterator<Item = (Option<(List, usize)>, usize)> + '_ {
        self.documents.get(document).into_iter().flat_map(|own| {
            let whole = own.whole.iter().map(|found| (None, *found));
            let records = own
                .records
                .iter()
                .flat_map(|(at, found)| found.iter().map(|found| (Some(*at), *found)));
            whole.chain(records)
        })
    }

    /// The documents that a finding is about, by its place among the diagnostics of the file.
    pub fn documents_of(&self, finding: usize) -> &[usize] {
        self.which.get(finding).map_or(&[], Vec::as_slice)
    }

    /// The documents that a place of the file may lie in, mostly one; all where none is said.
    pub fn documents_at(&self, spans: &[Span]) -> Vec<usize> {
        match spans.first() {
            Some(first) => at(first, &self.extents),
            None => (0..self.extents.len()).collect(),
        }
    }

    /// The findings of a document and its records, in the order found.
    pub fn everything(&self, document: usize) -> impl Iterator<Item = &'a Diagnostic> + '_ {
        let places: BTreeSet<usize> = self.all(document).map(|(_, at)| at).collect();
        let found = places.into_iter();
        found.filter_map(|at| self.diagnostics.get(at))
    }

    fn remarks<'i>(&self, places: impl IntoIterator<Item = &'i usize>) -> Vec<Remark> {
        let found = places
            .into_iter()
            .filter_map(|at| self.diagnostics.get(*at));
        found.map(Remark::of).collect()
    }
}

impl<'a> OfDocument<'a> {
    fn put(&mut self, at: usize, found: &Diagnostic, records: &Records<'a>) {
        let mut about: BTreeSet<At> = BTreeSet::new();
        let mut named = None;
        let mut known = false;
        if let Some(id) = found.item.as_deref() {
            if let Some((name, row)) = records.earmarks.get_key_value(id) {
                self.inner.entry(name).or_default().push(at);
                about.insert((List::Appropriations, *row));
                named = Some(List::Appropriations);
                known = true;
            } else if let Some(one) = records.find(id, &found.spans) {
                about.insert(one);
                about.extend(records.owners.get(&one).into_iter().flatten());
                named = Some(one.0);
                known = true;
            }
        }
        let within = records.places.iter().filter(|(record, spans)| {
            Some(record.0) != named
                && (found.spans.iter()).any(|own| spans.iter().any(|span| holds(span, own)))
        });
        for (record, _) in within {
            about.insert(*record);
            about.extend(records.owners.get(record).into_iter().flatten());
        }
        let missing = INCOMPLETE.iter().any(|code| found.code == *code);
        if about.is_empty() && !known || missing {
            self.whole.push(at);
        }
        for record in about {
            self.records.entry(record).or_default().insert(at);
        }
    }
}

/// Whether a place lies in another.
fn holds(outer: &Span, inner: &Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// The documents of a file that a finding is about: those that have the record which it names at its place,
/// else the one that its place lies in; of those without a place those that have a record of the name, else
/// all.
fn which(found: &Diagnostic, documents: &[Records<'_>], extents: &[Extent]) -> Vec<usize> {
    let item = found.item.as_deref();
    if documents.len() > 1
        && let Some(at) = documents.iter().position(|one| item == Some(one.key))
    {
        return vec![at];
    }
    let named: Vec<usize> = (0..documents.len())
        .filter(|at| item.is_some_and(|id| documents[*at].touches(id, &found.spans)))
        .collect();
    if !named.is_empty() {
        return named;
    }
    if let Some(first) = found.spans.first() {
        return at(first, extents);
    }
    let has = |one: &Records<'_>| item.is_some_and(|id| one.find(id, &[]).is_some());
    let having: Vec<usize> = (0..documents.len())
        .filter(|at| has(&documents[*at]))
        .collect();
    match having.is_empty() {
        true => (0..documents.len()).collect(),
        false => having,
    }
}

/// From where to where the records of a document stand.
type Extent = Option<Range<usize>>;

/// The documents of a file that a place may lie in: the one among whose records it stands; between two,
/// where one letter ends and the head of the next one stands, both, and what has no records between them.
fn at(place: &Span, extents: &[Extent]) -> Vec<usize> {
    let within = |extent: &Extent| {
        extent
            .as_ref()
            .is_some_and(|own| own.contains(&place.start))
    };
    if let Some(at) = extents.iter().position(within) {
        return vec![at];
    }
    let before = |extent: &Extent| extent.as_ref().is_some_and(|own| own.end <= place.start);
    let after = |extent: &Extent| extent.as_ref().is_some_and(|own| place.start < own.start);
    let first = extents.iter().rposition(before).unwrap_or(0);
    let last = extents.iter().position(after);
    let last = last.unwrap_or(extents.len().saturating_sub(1));
    (first..=last).filter(|at| *at < extents.len()).collect()
}

fn extent(document: &Document) -> Extent {
    let records = Records::of(document);
    let spans = || records.places.iter().flat_map(|(_, spans)| spans);
    let start = spans().map(|span| span.start).min()?;
    let end = spans().map(|span| span.end).max()?;
    Some(start..end)
}

/// The records of a document as findings name them.
#[derive(Default)]
struct Records<'a> {
    key: &'a str,
    places: Vec<(At, Vec<&'a Span>)>,
    named: HashMap<(bool, &'a str), At>,
    /// Records whose id another one has already.
    again: Vec<(&'a str, At)>,
    owners: HashMap<At, Vec<At>>,
    /// The row of money of each earmark.
    earmarks: HashMap<&'a str, usize>,
}

impl<'a> Records<'a> {
    fn of(document: &'a Document) -> Self {
        let mut own = Self {
            key: &document.key,
            ..Self::default()
        };
        macro_rules! list {
            ($list:ident, $records:expr, $one:ident => $id:expr, $($spans:expr),+) => {
                for (position, $one) in $records.iter().enumerate() {
                    let spans = std::iter::empty()$(.chain($spans.iter()))+.collect();
                    own.add((List::$list, position), $id, spans);
                }
            };
        }
        list!(Sections, document.sections, one => Some(one.id.as_str()), one.spans);
        list!(Goals, document.goals, one => Some(one.id.as_str()), one.spans, one.also_at);
        list!(Indicators, document.indicators, one => Some(one.id.as_str()), one.spans);
        list!(Assignments, document.assignments, one => Some(one.id.as_str()), one.spans, one.title_spans);
        list!(Withdrawals, document.withdrawals, one => None, one.spans);
        list!(CarryOver, document.carry_over, one => None, one.spans);
        list!(Requirements, document.requirements, one => Some(one.id.as_str()), one.spans);
        list!(Deadlines, document.deadlines, one => Some(one.id.as_str()), one.spans);
        list!(Requests, document.requests, one => Some(one.id.as_str()), one.spans, one.text_spans, one.response_spans);
        list!(Appropriations, document.appropriations, one => Some(one.id.as_str()), one.spans);
        list!(Authorisations, document.authorisations, one => Some(one.id.as_str()), one.spans);
        list!(Reports, document.reports, one => Some(one.id.as_str()), one.spans);
        list!(Tables, document.tables, one => Some(one.id.as_str()), one.spans);
        list!(Citations, document.citations, one => Some(one.id.as_str()), one.spans);
        list!(Links, document.links, one => None, one.spans_from);
        for (row, one) in document.appropriations.iter().enumerate() {
            for earmark in &one.earmarks {
                own.earmarks.entry(&earmark.id).or_insert(row);
                own.places
                    .push(((List::Appropriations, row), earmark.spans.iter().collect()));
            }
        }
        for (position, one) in document.deadlines.iter().enumerate() {
            let bound = [&one.assignment, &one.request, &one.requirement, &one.report];
            for id in bound.into_iter().flatten() {
                own.owned((List::Deadlines, position), id);
            }
        }
        for (position, one) in document.citations.iter().enumerate() {
            if let Some(id) = &one.within {
                own.owned((List::Citations, position), id);
            }
        }
        own
    }

    fn add(&mut self, at: At, id: Option<&'a str>, spans: Vec<&'a Span>) {
        if let Some(id) = id {
            match self.named.entry((at.0 == List::Sections, id)) {
                std::collections::hash_map::Entry::Vacant(free) => {
                    free.insert(at);
                }
                std::collections::hash_map::Entry::Occupied(_) => self.again.push((id, at)),
            }
        }
        self.places.push((at, spans));
    }

    fn owned(&mut self, at: At, id: &str) {
        if let Some(owner) = self.named.get(&(false, id)) {
            self.owners.entry(at).or_default().push(*owner);
        }
    }

    /// Whether a record of an id stands where one of some places does.
    fn touches(&self, id: &str, spans: &[Span]) -> bool {
        let meets = |a: &Span, b: &Span| a.start < b.end && b.start < a.end;
        let own = self.find(id, spans);
        let places = self.places.iter().filter(|(at, _)| Some(*at) == own);
        let mut places = places.flat_map(|(_, places)| places);
        places.any(|place| spans.iter().any(|span| meets(place, span)))
    }

    /// The record of an id: of several the one that the places lie in, sections last.
    fn find(&self, id: &str, spans: &[Span]) -> Option<At> {
        let first = self.named.get(&(false, id)).copied();
        let section = self.named.get(&(true, id)).copied();
        let again = self.again.iter().filter(|(own, _)| *own == id);
        let all: Vec<At> = first
            .into_iter()
            .chain(again.map(|(_, at)| *at))
            .chain(section)
            .collect();
        let lies = |at: &&At| {
            let own = self.places.iter().filter(|(one, _)| one == *at);
            own.flat_map(|(_, places)| places)
                .any(|place| spans.iter().any(|span| holds(place, span)))
        };
        match all.len() {
            0 | 1 => all.first().copied(),
            _ => all.iter().find(lies).or(all.first()).copied(),
        }
    }
}
