//! The references of one document, looked up in the set.

use super::{
    AMBIGUOUS, UNRESOLVED,
    index::{Hit, Index},
    number::{is_plain, number_key},
};
use crate::model::Code;
use crate::{
    grammar::{Grammar, phrases::Role, sentence::sentences},
    model::{
        Action, Assignment, CitationKind, Diagnostic, Document, DocumentKind, Link, LinkEnd,
        Relation, Report, Severity, Span,
    },
};
use std::collections::HashMap;

/// The shortest title that tells an assignment from others, in letters and digits.
const TELLING: usize = 8;

/// What was found for one document.
#[derive(Debug, Default)]
pub struct Found {
    /// Links that start in it.
    pub links: Vec<Link>,
    /// What gave no link, and why.
    pub remarks: Vec<Diagnostic>,
}

/// Looks up all references of a document.
pub fn document(document: &Document, index: &Index<'_>, grammar: &Grammar) -> Found {
    let mut finder = Finder {
        document,
        index,
        found: Found::default(),
    };
    finder.supplement();
    for report in &document.reports {
        finder.report(report);
    }
    for assignment in &document.assignments {
        if assignment.action == Action::Clarified {
            finder.clarified(assignment);
        }
    }
    finder.withdrawals();
    finder.citations(grammar);
    finder.found
}

struct Finder<'d, 'i> {
    document: &'d Document,
    index: &'d Index<'i>,
    found: Found,
}

/// One end of a link: the record's id and its place.
struct End<'a> {
    document: &'a Document,
    id: Option<&'a str>,
    spans: &'a [Span],
}

impl Finder<'_, '_> {
    fn link(&mut self, kind: &str, ground: &str, from: &End<'_>, to: &End<'_>) {
        let end = |end: &End<'_>| LinkEnd {
            document: end.document.key.clone(),
            id: end.id.map(str::to_string),
        };
        self.found.links.push(Link {
            kind: kind.to_string(),
            from: end(from),
            to: end(to),
            ground: ground.to_string(),
            spans_from: from.spans.to_vec(),
            spans_to: to.spans.to_vec(),
        });
    }

    fn say(&mut self, code: Code, message: String, item: Option<&str>, spans: &[Span]) {
        self.found.remarks.push(Diagnostic {
            code: code.to_string(),
            severity: Severity::Info,
            message,
            item: item.map(str::to_string),
            spans: spans.to_vec(),
        });
    }

    /// What fits but for its recipient, which is not known.
    fn unsure(&mut self, what: &str, item: Option<&str>, spans: &[Span], one: &str) {
        let message = format!(
            "{what}: {one} fits, but the recipient of one of the two is not known; no link is made"
        );
        self.say(AMBIGUOUS, message, item, spans);
    }

    fn several(&mut self, what: &str, item: &str, spans: &[Span], one: &str, other: &str) {
        let message = format!("{what}: both {one} and {other} fit; no link is made");
        self.say(AMBIGUOUS, message, Some(item), spans);
    }

    /// A supplementary letter and the letter that it changes.
    fn supplement(&mut self) {
        if self.document.relation != Relation::Supplement {
            return;
        }
        match self.index.original(self.document) {
            Hit::One(original) => {
                let document = self.document;
                self.link(
                    "supplements",
                    "same identifier",
                    &whole(document),
                    &whole(original),
                );
            }
            Hit::Several(one, other) => {
                let key = self.document.key.clone();
                self.several("the letter it supplements", &key, &[], &one.key, &other.key);
            }
            Hit::Unsure(_) | Hit::None => {
                let message = "the letter that it supplements is not in the set".to_string();
                self.say(UNRESOLVED, message, None, &[]);
            }
        }
    }

    /// A report and what it answers: by its number, else by its title.
    fn report(&mut self, report: &Report) {
        let from = End {
            document: self.document,
            id: Some(&report.id),
            spans: &report.spans,
        };
        if let Some(reference) = &report.reference {
            match self.index.numbered(self.document, reference) {
                Hit::One((document, assignment)) => {
                    let to = assignment_end(document, assignment);
                    self.link("report_of", "same identifier", &from, &to);
                    return;
                }
                Hit::Several(one, other) => {
                    let (one, other) = (named(one), named(other));
                    self.several(reference, &report.id, &report.spans, &one, &other);
                    return;
                }
                Hit::Unsure((document, assignment)) => {
                    // Number and title together are no chance.
                    let titles = report.title.as_deref().zip(assignment.title.as_deref());
                    if titles.is_some_and(|(own, given)| super::folded(own) == super::folded(given))
                    {
                        let to = assignment_end(document, assignment);
                        self.link("report_of", "same identifier", &from, &to);
                        return;
                    }
                    let one = named((document, assignment));
                    self.unsure(reference, Some(&report.id), &report.spans, &one);
                    return;
                }
                Hit::None => {}
            }
        }
        let Some(title) = report.title.as_deref() else {
            return;
        };
        if report.indicator_text.is_some() || report.goal.is_some() {
            match self.index.measure(self.document, title) {
                Hit::One((document, indicator)) => {
                    let to = End {
                        document,
                        id: Some(&indicator.id),
                        spans: &indicator.spans,
                    };
                    self.link("report_of", "title", &from, &to);
                }
                Hit::Several((one, first), (other, second)) => {
                    let one = format!("{} in {}", first.id, one.key);
                    let other = format!("{} in {}", second.id, other.key);
                    self.several("its words", &report.id, &report.spans, &one, &other);
                }
                Hit::Unsure(_) | Hit::None => {
                    let message = "no measure of the set has these words".to_string();
                    self.say(UNRESOLVED, message, Some(&report.id), &report.spans);
                }
            }
            return;
        }
        let telling = super::folded(title).chars().count() >= TELLING;
        match self.index.titled(self.document, title) {
            Hit::One((document, assignment)) if telling => {
                // Two numbers of one series are two assignments, whatever their titles.
                let reference = report.reference.as_deref();
                if let (Some(reference), Some(number)) = (reference, assignment.number.as_deref())
                    && series(reference) == series(number)
                {
                    let message = format!(
                        "{reference} has the title of {number} in {}; two numbers of one series are no pair",
                        document.key
                    );
                    self.say(AMBIGUOUS, message, Some(&report.id), &report.spans);
                    return;
                }
                let to = assignment_end(document, assignment);
                self.link("report_of", "title", &from, &to);
            }
            Hit::Several(one, other) if telling => {
                let (one, other) = (named(one), named(other));
                self.several("its title", &report.id, &report.spans, &one, &other);
            }
            Hit::Unsure(one) if telling => {
                self.unsure("its title", Some(&report.id), &report.spans, &named(one));
            }
            _ => {
                let what = report.reference.as_deref().unwrap_or(title);
                let message = format!("{what}: no assignment of the set has this number or title");
                self.say(UNRESOLVED, message, Some(&report.id), &report.spans);
            }
        }
    }

    /// An assignment that a supplement restates, and the one that was given.
    fn clarified(&mut self, assignment: &Assignment) {
        let Some(number) = assignment.number.as_deref() else {
            return;
        };
        let from = assignment_end(self.document, assignment);
        match self.index.numbered(self.document, number) {
            Hit::One((document, original)) => {
                let to = assignment_end(document, original);
                self.link("clarifies", "same identifier", &from, &to);
            }
            Hit::Several(one, other) => {
                let (one, other) = (named(one), named(other));
                self.several(number, &assignment.id, &assignment.spans, &one, &other);
            }
            Hit::Unsure(one) => {
                let one = named(one);
                self.unsure(number, Some(&assignment.id), &assignment.spans, &one);
            }
            Hit::None => {
                let message = format!("{number}: the letter that gave it is not in the set");
                self.say(UNRESOLVED, message, Some(&assignment.id), &assignment.spans);
            }
        }
    }

    fn withdrawals(&mut self) {
        let document = self.document;
        for withdrawal in &document.withdrawals {
            let Some(number) = withdrawal.assignment.as_deref() else {
                continue;
            };
            let from = End {
                document,
                id: Some(number),
                spans: &withdrawal.spans,
            };
            match self.index.numbered(document, number) {
                Hit::One((other, assignment)) => {
                    let to = assignment_end(other, assignment);
                    self.link("withdraws", "same identifier", &from, &to);
                }
                Hit::Several(one, other) => {
                    let (one, other) = (named(one), named(other));
                    self.several(number, number, &withdrawal.spans, &one, &other);
                }
                Hit::Unsure(one) => {
                    self.unsure(number, None, &withdrawal.spans, &named(one));
                }
                Hit::None => {
                    let message = format!("{number}: no such assignment in the set");
                    self.say(UNRESOLVED, message, None, &withdrawal.spans);
                }
            }
        }
    }

    /// Citations of what may stand in the set: assignments, requests and propositions.
    fn citations(&mut self, grammar: &Grammar) {
        let document = self.document;
        let texts: HashMap<&str, &str> = document
            .assignments
            .iter()
            .map(|one| (one.id.as_str(), one.text.as_deref().unwrap_or("")))
            .collect();
        for citation in &document.citations {
            let from = End {
                document,
                id: citation.within.as_deref(),
                spans: &citation.spans,
            };
            let item = citation.id.as_str();
            match citation.kind {
                CitationKind::Assignment => {
                    let number = citation.reference.as_str();
                    match self.index.numbered(document, number) {
                        Hit::One((other, assignment)) => {
                            // What speaks of itself leads nowhere.
                            if other.key == document.key
                                && citation.within.as_deref() == Some(&assignment.id)
                            {
                                continue;
                            }
                            let text = citation.within.as_deref().and_then(|id| texts.get(id));
                            let earlier = other.year < document.year;
                            let continues = earlier
                                && text.is_some_and(|text| continues(text, &citation.raw, grammar));
                            let kind = if continues { "continues" } else { "cites" };
                            let to = assignment_end(other, assignment);
                            self.link(kind, "cited", &from, &to);
                        }
                        Hit::Several(one, other) => {
                            let (one, other) = (named(one), named(other));
                            self.several(number, item, &citation.spans, &one, &other);
                        }
                        Hit::Unsure(one) => {
                            self.unsure(number, Some(item), &citation.spans, &named(one));
                        }
                        Hit::None => {
                            let message = format!("{number}: no such assignment in the set");
                            self.say(UNRESOLVED, message, Some(item), &citation.spans);
                        }
                    }
                }
                CitationKind::Request => self.request(&citation.reference, &from, item),
                CitationKind::Proposition => {
                    let Some(session) = budget_session(&citation.reference) else {
                        continue;
                    };
                    if document.kind == DocumentKind::BudgetProposition {
                        continue;
                    }
                    self.proposition(&citation.reference, session, &from, item);
                }
                _ => {}
            }
        }
    }

    /// `Prop. 1 S (2025–2026)`: every ministry has one. It is the citing ministry's own, or nobody knows
    /// whose.
    fn proposition(&mut self, reference: &str, session: &str, from: &End<'_>, item: &str) {
        let hit = match self.index.proposition(from.document, session) {
            Hit::None => self.index.propositions(session),
            Hit::One(proposition) => {
                self.link("cites", "cited", from, &whole(proposition));
                return;
            }
            several => several,
        };
        match hit {
            // Another ministry's: it may be the one, and it may not.
            Hit::One(_) | Hit::Unsure(_) => {}
            Hit::Several(one, other) => {
                self.several(reference, item, from.spans, &one.key, &other.key);
            }
            Hit::None => {
                let message = format!("{reference}: not in the set");
                self.say(UNRESOLVED, message, Some(item), from.spans);
            }
        }
    }

    /// `vedtak 1033 (2024–2025)`: the request, and the record that carries it out.
    fn request(&mut self, reference: &str, from: &End<'_>, item: &str) {
        let number = reference
            .split(|c: char| !c.is_ascii_digit())
            .find(|word| !word.is_empty());
        let session = reference
            .split_once('(')
            .and_then(|(_, rest)| rest.split_once(')'))
            .map(|(session, _)| session);
        let number: Option<u32> = number.and_then(|number| number.parse().ok());
        // What a document prints itself, it cites within.
        let own = from.document.requests.iter().any(|one| {
            Some(one.number) == number && (session.is_none() || one.session.as_deref() == session)
        });
        if own {
            return;
        }
        let hit = match (session, number) {
            (Some(session), Some(number)) => {
                let key = format!("{session}/{number}");
                self.index.request(from.document, &key)
            }
            (None, Some(number)) => {
                match self.index.request_numbered(from.document, number) {
                    // Whether it is the one, without a session nobody knows.
                    Hit::None if self.index.has_request(number) => return,
                    hit => hit,
                }
            }
            _ => Hit::None,
        };
        match hit {
            Hit::One((document, _)) if document.key == from.document.key => {}
            Hit::One((document, request)) => {
                let spans = if request.text_spans.is_empty() {
                    &request.spans
                } else {
                    &request.text_spans
                };
                let to = End {
                    document,
                    id: Some(&request.id),
                    spans,
                };
                self.link("carried_out_by", "cited", &to, from);
            }
            Hit::Several((one, first), (other, second)) => {
                let one = format!("{} in {}", first.id, one.key);
                let other = format!("{} in {}", second.id, other.key);
                self.several(reference, item, from.spans, &one, &other);
            }
            Hit::Unsure(_) | Hit::None => {
                let message = format!("{reference}: no such request in the set");
                self.say(UNRESOLVED, message, Some(item), from.spans);
            }
        }
    }
}

/// A letter and the older version of it that it is in the place of.
pub fn replaces(newer: &Document, older: &Document) -> Link {
    let (from, to) = (whole(newer), whole(older));
    let end = |end: &End<'_>| LinkEnd {
        document: end.document.key.clone(),
        id: None,
    };
    Link {
        kind: "replaces".to_string(),
        from: end(&from),
        to: end(&to),
        ground: "same identifier".to_string(),
        spans_from: from.spans.to_vec(),
        spans_to: to.spans.to_vec(),
    }
}

/// What is said of a letter of which there is a newer version.
pub fn replaced_by(newer: &Document) -> Diagnostic {
    Diagnostic {
        code: Code::NewerVersion.to_string(),
        severity: Severity::Info,
        message: format!(
            "{} has the same reference, a later day and much the same text: a newer version of this letter, which answers and changes are linked to",
            newer.key
        ),
        item: None,
        spans: Vec::new(),
    }
}

/// A document as a whole; its place is that of its first heading.
fn whole(document: &Document) -> End<'_> {
    End {
        document,
        id: None,
        spans: document
            .sections
            .first()
            .map_or(&[], |section| &section.spans),
    }
}

fn assignment_end<'a>(document: &'a Document, assignment: &'a Assignment) -> End<'a> {
    End {
        document,
        id: Some(&assignment.id),
        spans: assignment.place(),
    }
}

fn named((document, assignment): (&Document, &Assignment)) -> String {
    format!("{} in {}", assignment.id, document.key)
}

/// What stands before the last number of an identifier: `HN25`, `TOD2025`.
fn series(number: &str) -> Option<String> {
    let key = number_key(number);
    if is_plain(number) {
        return None;
    }
    key.rsplit_once(' ').map(|(series, _)| series.to_string())
}

/// Whether the sentence that a citation stands in says that its assignment goes on.
fn continues(text: &str, raw: &str, grammar: &Grammar) -> bool {
    sentences(text).into_iter().any(|range| {
        let sentence = &text[range];
        sentence.contains(raw)
            && grammar
                .words(sentence)
                .iter()
                .any(|hit| matches!(hit.role, Role::Continued | Role::Continues))
    })
}

/// The session of `Prop. 1 S (2025–2026)`, supplements left out.
fn budget_session(reference: &str) -> Option<&str> {
    reference
        .strip_prefix("Prop. 1 S (")
        .and_then(|rest| rest.strip_suffix(')'))
}
