//! References: every id is given once, and whatever points to a record points to one that exists.

use super::diagnostic;
use crate::model::Code;
use crate::model::{Diagnostic, Document, Extraction, Severity, Span};
use std::collections::HashSet;

/// The kinds of record that others point to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Section,
    Goal,
    Indicator,
    Assignment,
    Requirement,
    Deadline,
    Request,
    Appropriation,
    Earmark,
    Authorisation,
    Report,
    Table,
    Citation,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Goal => "goal",
            Self::Indicator => "indicator",
            Self::Assignment => "assignment",
            Self::Requirement => "requirement",
            Self::Deadline => "deadline",
            Self::Request => "request",
            Self::Appropriation => "appropriation",
            Self::Earmark => "earmark",
            Self::Authorisation => "authorisation",
            Self::Report => "report",
            Self::Table => "table",
            Self::Citation => "citation",
        }
    }
}

/// A record that has an id.
#[derive(Clone, Copy)]
struct Record<'a> {
    kind: Kind,
    id: &'a str,
    spans: &'a [Span],
}

/// A field of a record that points to another one; `to` is `None` where any kind will do.
struct Pointer<'a> {
    from: Record<'a>,
    field: &'static str,
    to: Option<Kind>,
    id: &'a str,
}

/// Ids given twice (`id_duplicate`) and references that lead nowhere (`reference_missing`): errors.
///
/// Sections have a name space of their own: a letter can have both a section 12 and an assignment
/// 12, and a reference tells by its field which of them it means. All other records of a document
/// share one.
pub fn references(extraction: &Extraction) -> Vec<Diagnostic> {
    let mut keys = HashSet::new();
    let mut found = Vec::new();
    for document in &extraction.documents {
        if !keys.insert(&document.key) {
            let message = format!("two documents of the file have the key {}", document.key);
            found.push(error(Code::IdDuplicate, message, &document.key, &[]));
        }
        let records = records(document);
        found.extend(duplicates(&records));
        found.extend(dangling(document, &records));
        found.extend(unknown_parts(document));
    }
    found
}

fn error(code: Code, message: String, item: &str, spans: &[Span]) -> Diagnostic {
    diagnostic(code, Severity::Error, message, Some(item), spans)
}

fn duplicates(records: &[Record<'_>]) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    records
        .iter()
        .filter(|record| !seen.insert((record.kind == Kind::Section, record.id)))
        .map(|record| {
            let message = format!("the id {} of a {} is taken", record.id, record.kind.name());
            error(Code::IdDuplicate, message, record.id, record.spans)
        })
        .collect()
}

fn dangling(document: &Document, records: &[Record<'_>]) -> Vec<Diagnostic> {
    let typed: HashSet<_> = records.iter().map(|r| (r.kind, r.id)).collect();
    let any: HashSet<_> = records.iter().map(|r| r.id).collect();
    pointers(document)
        .iter()
        .filter(|pointer| match pointer.to {
            Some(kind) => !typed.contains(&(kind, pointer.id)),
            None => !any.contains(pointer.id),
        })
        .map(|pointer| {
            let message = format!(
                "{} of {} {}: no {} has the id {}",
                pointer.field,
                pointer.from.kind.name(),
                pointer.from.id,
                pointer.to.map_or("record", Kind::name),
                pointer.id,
            );
            error(
                Code::ReferenceMissing,
                message,
                pointer.from.id,
                pointer.from.spans,
            )
        })
        .collect()
}

/// Deadlines that name a part which their assignment does not have.
fn unknown_parts(document: &Document) -> Vec<Diagnostic> {
    let labels: HashSet<(&str, &str)> = document
        .assignments
        .iter()
        .flat_map(|a| a.parts.iter().map(|p| (&*a.id, &*p.label)))
        .collect();
    let mut found = Vec::new();
    for deadline in &document.deadlines {
        let owner = deadline.assignment.as_deref();
        for label in &deadline.parts {
            if owner.is_some_and(|owner| labels.contains(&(owner, label))) {
                continue;
            }
            let message = format!(
                "parts of deadline {}: {} has no part {label}",
                deadline.id,
                owner.map_or("no assignment is named, and it".into(), |o| format!(
                    "assignment {o}"
                )),
            );
            found.push(error(
                Code::ReferenceMissing,
                message,
                &deadline.id,
                &deadline.spans,
            ));
        }
    }
    found
}

/// Every record of a document that has an id.
fn records(document: &Document) -> Vec<Record<'_>> {
    let mut all = Vec::new();
    macro_rules! list {
        ($($kind:ident $list:ident),* $(,)?) => {$(
            all.extend(document.$list.iter().map(|r| Record { kind: Kind::$kind, id: &r.id, spans: &r.spans }));
        )*};
    }
    list!(
        Section sections,
        Goal goals,
        Indicator indicators,
        Assignment assignments,
        Requirement requirements,
        Deadline deadlines,
        Request requests,
        Appropriation appropriations,
        Authorisation authorisations,
        Report reports,
        Table tables,
        Citation citations,
    );
    let earmarks = document.appropriations.iter().flat_map(|a| &a.earmarks);
    all.extend(earmarks.map(|r| Record {
        kind: Kind::Earmark,
        id: &r.id,
        spans: &r.spans,
    }));
    all
}

/// Every field that points to another record of the same document. What a letter says of *other*
/// documents (a withdrawn assignment, an earmark's, a report's reference) need not exist here.
fn pointers(document: &Document) -> Vec<Pointer<'_>> {
    let mut all = Vec::new();
    macro_rules! point {
        ($kind:ident $list:expr => $($field:ident $to:ident),*) => {
            for r in $list {
                let from = Record { kind: Kind::$kind, id: &r.id, spans: &r.spans };
                $(if let Some(id) = r.$field.as_deref() {
                    all.push(Pointer { from, field: stringify!($field), to: Some(Kind::$to), id });
                })*
            }
        };
    }
    point!(Section &document.sections => parent Section);
    point!(Goal &document.goals => section Section);
    point!(Indicator &document.indicators => section Section, goal Goal, parent Indicator);
    point!(Assignment &document.assignments => section Section, goal Goal);
    point!(Requirement &document.requirements => section Section);
    point!(Deadline &document.deadlines => assignment Assignment, request Request, requirement Requirement, report Report, section Section);
    point!(Appropriation &document.appropriations => section Section);
    point!(Earmark document.appropriations.iter().flat_map(|a| &a.earmarks) => parent Earmark);
    point!(Report &document.reports => section Section);
    point!(Table &document.tables => section Section);
    all.extend(document.citations.iter().filter_map(|r| {
        Some(Pointer {
            from: Record {
                kind: Kind::Citation,
                id: &r.id,
                spans: &r.spans,
            },
            field: "in",
            to: None,
            id: r.within.as_deref()?,
        })
    }));
    all
}
