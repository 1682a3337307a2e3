//! Which documents and records of a set are exported.

use super::super::Usage;
use super::super::asked::Kind;
use crate::export::records;
use crate::model::{Assignment, Deadline, Document, Extraction};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashSet};

/// What is asked for; each option can be given several times, and any of its values does.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Selection {
    /// Only documents of this kind; allocation_letter, commissioning_document, budget_proposition,
    /// annual_report, meeting_protocol, instruction and letter are understood too
    #[arg(long, value_enum, value_name = "KIND")]
    kind: Vec<Kind>,
    /// Only documents of this year
    #[arg(long, value_name = "YEAR")]
    year: Vec<i32>,
    /// Only documents to (or from) a body whose name has these words, and of letters to several, the
    /// assignments addressed to it with their deadlines
    #[arg(long, value_name = "NAME")]
    recipient: Vec<String>,
    /// Only assignments of this unit of the ministry (avdeling), as printed, and their deadlines
    #[arg(long, value_name = "UNIT")]
    department: Vec<String>,
    /// Only deadlines due on this day or later; the others of a document are kept as they are
    #[arg(long, value_name = "YYYY-MM-DD")]
    from_date: Option<Date>,
    /// Only deadlines due on this day or before
    #[arg(long, value_name = "YYYY-MM-DD")]
    to_date: Option<Date>,
}

/// What was asked for, and what a filter by day left out for want of one.
pub(super) struct Selected {
    /// The set, each document once.
    pub set: Vec<Extraction>,
    /// Deadlines without a day.
    pub without_day: usize,
}

impl Selection {
    /// Refuses what no record can meet.
    pub(super) fn check(&self) -> Result<(), Usage> {
        match (self.from_date, self.to_date) {
            (Some(from), Some(to)) if from > to => Err(Usage::new(
                format!("--from-date {from} is after --to-date {to}"),
                "let the earlier day be --from-date",
            )),
            _ => Ok(()),
        }
    }

    /// What is asked for of a set; of documents with one key the first counts.
    pub(super) fn of(&self, set: &[Extraction]) -> Result<Selected, Usage> {
        let mut seen = HashSet::new();
        let mut without_day = 0;
        let mut found = Vec::new();
        for one in set {
            let mut own = one.clone();
            own.documents
                .retain(|document| seen.insert(document.key.clone()) && self.wants(document));
            for document in &mut own.documents {
                without_day += self.narrow(document);
            }
            if !self.department.is_empty() {
                own.documents
                    .retain(|document| !document.assignments.is_empty());
            }
            // What belongs to the file goes with its documents.
            if !own.documents.is_empty() || one.documents.is_empty() && !self.filters() {
                found.push(own);
            }
        }
        if found.is_empty() && self.filters() {
            return Err(Usage::new(
                "no document of the set is what was asked for",
                self.there_is(set),
            ));
        }
        Ok(Selected {
            set: found,
            without_day,
        })
    }

    /// Whether some documents may be left out.
    fn filters(&self) -> bool {
        !(self.kind.is_empty()
            && self.year.is_empty()
            && self.recipient.is_empty()
            && self.department.is_empty())
    }

    fn wants(&self, document: &Document) -> bool {
        let kind =
            self.kind.is_empty() || self.kind.iter().any(|kind| kind.kind() == document.kind);
        let year =
            self.year.is_empty() || document.year.is_some_and(|year| self.year.contains(&year));
        let addressed = || document.assignments.iter().any(|one| self.addressed(one));
        kind && year && (self.meant(document.parties()) || addressed())
    }

    /// Whether one of some names has the words asked for; yes, where none were.
    fn meant(&self, names: &[String]) -> bool {
        self.recipient.is_empty()
            || names.iter().any(|name| {
                let name = name.to_lowercase();
                self.recipient
                    .iter()
                    .any(|words| name.contains(&words.to_lowercase()))
            })
    }

    fn addressed(&self, one: &Assignment) -> bool {
        !one.addressees.is_empty() && self.meant(&one.addressees)
    }

    /// Leaves out the records of a document that were not asked for; returns how many deadlines a
    /// filter by day left out because they have none.
    fn narrow(&self, document: &mut Document) -> usize {
        if !self.recipient.is_empty() {
            let others = |one: &Assignment| !one.addressees.is_empty() && !self.addressed(one);
            self.without(document, &others);
            if !self.meant(document.parties()) {
                Self::only_assignments(document);
            }
        }
        if !self.department.is_empty() {
            let others = |one: &Assignment| {
                !one.department.as_ref().is_some_and(|unit| {
                    self.department
                        .iter()
                        .any(|asked| asked.to_lowercase() == unit.to_lowercase())
                })
            };
            self.without(document, &others);
            Self::only_assignments(document);
        }
        let mut without = 0;
        if self.from_date.is_some() || self.to_date.is_some() {
            document.deadlines.retain(|one| match due(one) {
                Some(day) => {
                    self.from_date.is_none_or(|from| day >= from)
                        && self.to_date.is_none_or(|to| day <= to)
                }
                None => {
                    without += 1;
                    false
                }
            });
        }
        without
    }

    /// Takes assignments away, and the deadlines that bind them.
    fn without(&self, document: &mut Document, others: &dyn Fn(&Assignment) -> bool) {
        let gone: HashSet<String> = document
            .assignments
            .iter()
            .filter(|one| others(one))
            .map(|one| one.id.clone())
            .collect();
        document.assignments.retain(|one| !gone.contains(&one.id));
        document
            .deadlines
            .retain(|one| one.assignment.as_ref().is_none_or(|id| !gone.contains(id)));
    }

    /// Leaves assignments, what binds them, and the goals and headings that they name; all else belongs
    /// to the document as a whole.
    fn only_assignments(document: &mut Document) {
        document.deadlines.retain(|one| one.assignment.is_some());
        document.indicators.clear();
        document.withdrawals.clear();
        document.carry_over.clear();
        document.requirements.clear();
        document.requests.clear();
        document.appropriations.clear();
        document.authorisations.clear();
        document.reports.clear();
        document.tables.clear();
        document.citations.clear();
        document.links.clear();
    }

    /// What the set has, for who asked for something else.
    fn there_is(&self, set: &[Extraction]) -> String {
        let all = || records::documents(set).map(|(_, document)| document);
        let mut said = vec![format!(
            "the set has {}",
            listed(all().map(|one| one.kind.name().to_string()))
        )];
        if !self.year.is_empty() {
            let years = all().filter_map(|one| Some(one.year?.to_string()));
            said.push(format!("of the years {}", listed(years)));
        }
        if !self.recipient.is_empty() {
            let parties = all().flat_map(|one| one.parties().to_vec());
            said.push(format!("to or from {}", listed(parties)));
        }
        if !self.department.is_empty() {
            let units = all()
                .flat_map(|one| &one.assignments)
                .filter_map(|one| one.department.clone());
            said.push(format!("with assignments of the units {}", listed(units)));
        }
        said.join(", ")
    }
}

/// The day that a deadline comes to.
fn due(one: &Deadline) -> Option<Date> {
    records::due(one)?.parse().ok()
}

/// Each of some words once, in order; the first twenty of many.
fn listed(words: impl Iterator<Item = String>) -> String {
    let all: BTreeSet<String> = words.collect();
    let mut some: Vec<String> = all.iter().take(20).cloned().collect();
    if all.is_empty() {
        return "none".into();
    }
    if all.len() > some.len() {
        some.push(format!("and {} more", all.len() - some.len()));
    }
    some.join(", ")
}
