//! What later letters of a set do to its deadlines.

use super::documents;
use crate::export::DocumentName;
use crate::link::later::{self, Letter, Order, Stands, comes_after, lets_lapse};
use crate::link::{number_key, parties};
use crate::model::{CarryOver, Deadline, Document, DocumentKind, Extraction};
use std::collections::HashMap;

/// How a deadline stands after all letters that are known, with what the letter is called that says so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Standing {
    /// No later letter touches it.
    #[default]
    Stands,
    /// A later letter gives the assignment a deadline that may be in its place: this one stands.
    Another(String),
    /// A later letter sets another in its place.
    Restated(String),
    /// A later letter lets all assignments of its year lapse.
    Lapsed(String),
    /// A later letter withdraws the assignment.
    Withdrawn(String),
}

impl Standing {
    /// The gravest of what letters do, each by what it is called.
    pub fn of(
        withdrawn: Option<String>,
        lapsed: Option<String>,
        restated: Option<String>,
        another: Option<String>,
    ) -> Self {
        withdrawn
            .map(Self::Withdrawn)
            .or_else(|| lapsed.map(Self::Lapsed))
            .or_else(|| restated.map(Self::Restated))
            .or_else(|| another.map(Self::Another))
            .unwrap_or_default()
    }
}

/// A document of the set.
#[derive(Debug)]
struct Filed<'a> {
    document: &'a Document,
    /// As names are compared.
    parties: Vec<String>,
}

impl Letter for Filed<'_> {
    fn kind(&self) -> DocumentKind {
        self.document.kind
    }

    fn year(&self) -> Option<i32> {
        self.document.year
    }

    fn order(&self) -> Order {
        let one = self.document;
        later::order(
            one.date.as_deref(),
            one.year,
            one.relation,
            one.supplement,
            &one.key,
        )
    }

    fn shares_party(&self, other: &Self) -> bool {
        self.parties.iter().any(|one| other.parties.contains(one))
    }

    fn is_of_another_sender(&self, other: &Self) -> bool {
        later::apart(&self.document.issuers, &other.document.issuers)
    }
}

/// What a document says of a number.
#[derive(Debug, Clone, Copy)]
enum Said<'a> {
    /// The assignment of this id has it.
    Assignment(&'a str),
    /// It is withdrawn.
    Withdrawn,
}

/// The letters of a set, by what they say of each other's assignments.
#[derive(Debug)]
pub struct Letters<'a> {
    files: Vec<Filed<'a>>,
    /// The place of each document among them.
    at: HashMap<&'a str, usize>,
    /// By number.
    said: HashMap<String, Vec<(usize, Said<'a>)>>,
    /// By party.
    carried: HashMap<String, Vec<(usize, &'a CarryOver)>>,
}

impl<'a> Letters<'a> {
    /// Those of a set. Of two documents of one key the first counts.
    pub fn of(set: &'a [Extraction]) -> Self {
        let mut letters = Self {
            files: Vec::new(),
            at: HashMap::new(),
            said: HashMap::new(),
            carried: HashMap::new(),
        };
        for (_, document) in documents(set) {
            let at = letters.files.len();
            if letters.at.contains_key(document.key.as_str()) {
                continue;
            }
            letters.at.insert(&document.key, at);
            let parties = parties(document);
            let mut say = |number: &Option<String>, said| {
                if let Some(number) = number {
                    let of = letters.said.entry(number_key(number)).or_default();
                    of.push((at, said));
                }
            };
            for one in &document.assignments {
                say(&one.number, Said::Assignment(&one.id));
            }
            for one in &document.withdrawals {
                say(&one.assignment, Said::Withdrawn);
            }
            for one in &document.carry_over {
                for party in &parties {
                    let of = letters.carried.entry(party.clone()).or_default();
                    of.push((at, one));
                }
            }
            letters.files.push(Filed { document, parties });
        }
        letters
    }

    /// How a deadline of a document stands.
    pub fn standing(&self, document: &Document, deadline: &Deadline) -> Standing {
        let own = self
            .at
            .get(document.key.as_str())
            .map(|at| &self.files[*at]);
        let (Some(own), Some(id)) = (own, deadline.assignment.as_deref()) else {
            return Standing::Stands;
        };
        let Some(assignment) = own.document.assignments.iter().find(|one| one.id == id) else {
            return Standing::Stands;
        };
        let named = |at: usize| DocumentName::of(self.files[at].document).name;
        let (mut withdrawn, mut restated, mut another) = (None, None, None);
        if let Some(number) = &assignment.number {
            let said = self.said.get(&number_key(number));
            let mut said: Vec<_> = said
                .into_iter()
                .flatten()
                .filter(|(at, _)| comes_after(own, &self.files[*at], number))
                .collect();
            said.sort_by_cached_key(|(at, _)| self.files[*at].order());
            for (at, one) in said {
                let Said::Assignment(id) = one else {
                    withdrawn = Some(named(*at));
                    continue;
                };
                for later in below(self.files[*at].document, id) {
                    match Stands::of(deadline, later) {
                        Stands::Apart => {}
                        Stands::InPlace
                            if later::is_alone(deadline, below(own.document, &assignment.id)) =>
                        {
                            restated = Some(named(*at));
                        }
                        _ => another = Some(named(*at)),
                    }
                }
            }
        }
        let carried = own.parties.iter().filter_map(|one| self.carried.get(one));
        let lapsed = carried
            .flatten()
            .filter(|(at, one)| lets_lapse(own, &self.files[*at], &one.years, one.effect))
            .max_by_key(|(at, _)| self.files[*at].order());
        Standing::of(
            withdrawn,
            lapsed.map(|(at, _)| named(*at)),
            restated,
            another,
        )
    }
}

/// The deadlines of an assignment.
fn below<'a>(document: &'a Document, assignment: &'a str) -> impl Iterator<Item = &'a Deadline> {
    let own = move |one: &&Deadline| one.assignment.as_deref() == Some(assignment);
    document.deadlines.iter().filter(own)
}
