//! Where in a set each record stands, by what a reference to it says.

use super::folded;
use super::number::{number_key, tells_year};
use crate::grammar::Grammar;
use crate::model::{Action, Assignment, Document, DocumentKind, Indicator, Relation, Request};
use std::collections::{HashMap, HashSet};

/// A record and the document that it stands in.
pub type At<'a, T> = (&'a Document, &'a T);

/// What a look-up finds.
#[derive(Debug, Clone, Copy)]
pub enum Hit<T> {
    /// One.
    One(T),
    /// Several: the first two.
    Several(T, T),
    /// One that may be it: whom the one or the other is about is not known.
    Unsure(T),
    /// None.
    None,
}

impl<T> Hit<T> {
    fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// What was found by less than is needed: it may be the one, and it may not.
    fn unsure(self) -> Self {
        match self {
            Self::One(one) => Self::Unsure(one),
            other => other,
        }
    }
}

/// A map that remembers all values of a key.
#[derive(Debug)]
struct Once<K, T>(HashMap<K, Vec<T>>);

impl<K: std::hash::Hash + Eq, T: Copy> Once<K, T> {
    fn new() -> Self {
        Self(HashMap::new())
    }

    fn put(&mut self, key: K, value: T) {
        self.0.entry(key).or_default().push(value);
    }

    fn all(&self, key: &K) -> &[T] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }

    fn get(&self, key: &K) -> Hit<T> {
        hit(self.all(key))
    }
}

/// One, several or none.
fn hit<T: Copy>(all: &[T]) -> Hit<T> {
    match *all {
        [] => Hit::None,
        [one] => Hit::One(one),
        [one, other, ..] => Hit::Several(one, other),
    }
}

/// The records of a set.
#[derive(Debug)]
pub struct Index<'a> {
    /// The bodies and what came before them.
    grammar: &'a Grammar,
    /// Assignments by party and number; the year too where the number does not tell it.
    numbers: Once<(String, Option<i32>, String), At<'a, Assignment>>,
    /// Assignments of letters whose party is not known, by number.
    loose: Once<String, At<'a, Assignment>>,
    /// Assignments by number alone, where the number tells its year.
    anywhere: Once<String, At<'a, Assignment>>,
    /// Assignments by party, year and title.
    titles: Once<(String, i32, String), At<'a, Assignment>>,
    /// Assignments by year and title.
    years: Once<(i32, String), At<'a, Assignment>>,
    /// Those of letters whose party is not known.
    loose_titles: Once<(i32, String), At<'a, Assignment>>,
    /// Indicators by party, year and text.
    indicators: Once<(String, i32, String), At<'a, Indicator>>,
    /// Requests by session and number.
    requests: Once<String, At<'a, Request>>,
    /// The year's letters, by kind, year and party.
    originals: Once<(DocumentKind, i32, String), &'a Document>,
    /// Requests by ministry, session and number: several ministries may print one.
    own_requests: Once<(String, String), At<'a, Request>>,
    /// Requests by ministry and number, for citations that print no session.
    request_numbers: Once<(String, u32), At<'a, Request>>,
    /// The numbers of all requests.
    any_request: HashSet<u32>,
    /// Propositions by session and ministry.
    propositions: Once<(String, String), &'a Document>,
    /// Propositions by session.
    sessions: Once<String, &'a Document>,
}

/// Whether a proposition is a year's own, Prop. 1 S: one that changes it during the year has a number of
/// its own in its title.
fn is_prop_1(document: &Document) -> bool {
    document
        .proposition_number()
        .is_none_or(|number| number == 1)
}

/// Whom a document is about ([`Document::parties`]), as names are compared.
pub fn parties(document: &Document) -> Vec<String> {
    document.parties().iter().map(|name| folded(name)).collect()
}

impl<'a> Index<'a> {
    /// The index of documents, each in one form.
    pub fn of(documents: &[&'a Document], grammar: &'a Grammar) -> Self {
        let mut index = Self {
            grammar,
            numbers: Once::new(),
            loose: Once::new(),
            anywhere: Once::new(),
            titles: Once::new(),
            years: Once::new(),
            loose_titles: Once::new(),
            indicators: Once::new(),
            requests: Once::new(),
            own_requests: Once::new(),
            request_numbers: Once::new(),
            any_request: HashSet::new(),
            originals: Once::new(),
            propositions: Once::new(),
            sessions: Once::new(),
        };
        for &document in documents {
            index.add(document);
        }
        index
    }

    fn add(&mut self, document: &'a Document) {
        let parties = self.bodies(document);
        for request in &document.requests {
            if let Some(session) = &request.session {
                let key = format!("{session}/{}", request.number);
                self.requests.put(key.clone(), (document, request));
                for ministry in &parties {
                    self.own_requests
                        .put((ministry.clone(), key.clone()), (document, request));
                }
            }
            for ministry in &parties {
                self.request_numbers
                    .put((ministry.clone(), request.number), (document, request));
            }
            self.any_request.insert(request.number);
        }
        if document.kind == DocumentKind::BudgetProposition {
            // The budget of a year is put forward in the session that ends in it.
            let session = document.session.clone().or_else(|| {
                let year = document.year?;
                Some(format!("{}–{year}", year - 1))
            });
            if let Some(session) = session.filter(|_| is_prop_1(document)) {
                if let Some(issuer) = parties.first() {
                    self.propositions
                        .put((session.clone(), issuer.clone()), document);
                }
                self.sessions.put(session, document);
            }
            return;
        }
        if !document.kind.is_letter() {
            return;
        }
        if let (Some(year), Relation::Original, Some(party)) =
            (document.year, document.relation, parties.first())
        {
            self.originals
                .put((document.kind, year, party.clone()), document);
        }
        for assignment in &document.assignments {
            // What restates an assignment is not the one that was given.
            if assignment.action == Action::Clarified {
                continue;
            }
            let at = (document, assignment);
            if let Some(number) = &assignment.number {
                let key = number_key(number);
                let year = document.year.filter(|_| !tells_year(number));
                for party in self.given_to(assignment, &parties) {
                    self.numbers.put((party.clone(), year, key.clone()), at);
                }
                if tells_year(number) {
                    if parties.is_empty() {
                        self.loose.put(key.clone(), at);
                    }
                    self.anywhere.put(key, at);
                }
            }
            if let (Some(title), Some(year)) = (&assignment.title, document.year) {
                let title = folded(title);
                for party in self.given_to(assignment, &parties) {
                    self.titles.put((party.clone(), year, title.clone()), at);
                }
                if parties.is_empty() {
                    self.loose_titles.put((year, title.clone()), at);
                }
                self.years.put((year, title), at);
            }
        }
        if let Some(year) = document.year {
            for indicator in &document.indicators {
                let text = folded(&indicator.text);
                for party in &parties {
                    self.indicators
                        .put((party.clone(), year, text.clone()), (document, indicator));
                }
            }
        }
    }

    /// Whom a document is about, as bodies are compared.
    fn bodies(&self, document: &Document) -> Vec<String> {
        let names = document.parties().iter();
        names.map(|name| self.grammar.body(name)).collect()
    }

    /// Whom a document is about, and then those whose letters it may answer or continue: the bodies
    /// that these came after.
    fn reach(&self, document: &Document) -> Vec<String> {
        let mut bodies = self.bodies(document);
        bodies.extend(self.grammar.predecessors(&bodies));
        bodies
    }

    /// Of the bodies that a letter is to, those that one of its assignments is given to: those that it
    /// names, where it names any of them.
    fn given_to<'p>(&self, assignment: &Assignment, parties: &'p [String]) -> Vec<&'p String> {
        let named: Vec<String> = assignment
            .addressees
            .iter()
            .map(|name| self.grammar.body(name))
            .collect();
        let own: Vec<&String> = parties.iter().filter(|one| named.contains(one)).collect();
        match own.is_empty() {
            true => parties.iter().collect(),
            false => own,
        }
    }

    /// The assignment of a number that a document of this party and year speaks of.
    pub fn numbered(&self, from: &Document, number: &str) -> Hit<At<'a, Assignment>> {
        let key = number_key(number);
        let year = from.year.filter(|_| !tells_year(number));
        if !tells_year(number) && year.is_none() {
            return Hit::None;
        }
        let reach = self.reach(from);
        for party in &reach {
            let all = self.numbers.all(&(party.clone(), year, key.clone()));
            match self.of_one_ministry(from, all) {
                Hit::None => {}
                hit => return hit,
            }
        }
        if !tells_year(number) {
            return Hit::None;
        }
        // The letter, or the one who speaks of it, has no party: the number does not tell alone.
        match reach.is_empty() {
            true => self.anywhere.get(&key).unsure(),
            false => self.loose.get(&key).unsure(),
        }
    }

    /// Of what two ministries give one body under one number, that of the ministry that a document comes
    /// from or goes to.
    fn of_one_ministry(
        &self,
        from: &Document,
        all: &[At<'a, Assignment>],
    ) -> Hit<At<'a, Assignment>> {
        let ministries = |document: &Document| -> Vec<String> {
            let names = match document.kind.is_letter() {
                true => &document.issuers,
                false => &document.recipients,
            };
            names.iter().map(|name| self.grammar.body(name)).collect()
        };
        let own = ministries(from);
        let near: Vec<At<'a, Assignment>> = all
            .iter()
            .copied()
            .filter(|(letter, _)| !super::later::apart(&own, &ministries(letter)))
            .collect();
        if !near.is_empty() {
            return hit(&near);
        }
        // What another ministry gave in a former year may be taken over; a report may name its ministry
        // or somebody else.
        let former: Vec<At<'a, Assignment>> = all
            .iter()
            .copied()
            .filter(|(letter, _)| !from.kind.is_letter() || letter.year != from.year)
            .collect();
        hit(&former)
    }

    /// The assignment of the same title in the same year, of the same party. Where the party of one of the
    /// two is not known, it may be the one.
    pub fn titled(&self, from: &Document, title: &str) -> Hit<At<'a, Assignment>> {
        let (Some(year), title) = (from.year, folded(title)) else {
            return Hit::None;
        };
        let reach = self.reach(from);
        for party in &reach {
            let all = self.titles.all(&(party.clone(), year, title.clone()));
            match self.of_one_ministry(from, all) {
                Hit::None => {}
                hit => return hit,
            }
        }
        match reach.is_empty() {
            true => self.years.get(&(year, title)).unsure(),
            false => self.loose_titles.get(&(year, title)).unsure(),
        }
    }

    /// The indicator or goal of the same words in the same party's letter of the year.
    pub fn measure(&self, from: &Document, text: &str) -> Hit<At<'a, Indicator>> {
        let (Some(year), text) = (from.year, folded(text)) else {
            return Hit::None;
        };
        self.reach(from)
            .into_iter()
            .map(|party| self.indicators.get(&(party, year, text.clone())))
            .find(|hit| !hit.is_none())
            .unwrap_or(Hit::None)
    }

    /// The request of a session and number: as the document itself prints it, or its ministry, or any.
    pub fn request(&self, from: &Document, key: &str) -> Hit<At<'a, Request>> {
        let all = self.requests.get(&key.to_string());
        let Hit::Several(..) = all else { return all };
        if let Hit::One(own) = self.of_ministries(from, |ministry| {
            self.own_requests.get(&(ministry, key.to_string()))
        }) {
            return Hit::One(own);
        }
        all
    }

    /// The request of a number whose session is not printed: the one that the document's ministry prints
    /// in the propositions of the years about it.
    pub fn request_numbered(&self, from: &Document, number: u32) -> Hit<At<'a, Request>> {
        let near = |document: &Document| {
            let years = from.year.zip(document.year);
            years.is_some_and(|(own, other)| (own - other).abs() <= 1)
        };
        match self.of_ministries(from, |ministry| {
            self.request_numbers.get(&(ministry, number))
        }) {
            Hit::One((document, _)) if !near(document) => Hit::None,
            // One request that is printed twice.
            Hit::Several(one, other) if one.1.id == other.1.id && near(one.0) => Hit::One(one),
            hit => hit,
        }
    }

    /// Whether any document prints a request of a number.
    pub fn has_request(&self, number: u32) -> bool {
        self.any_request.contains(&number)
    }

    /// What is found by the ministry that a document comes from, or goes to.
    fn of_ministries<T>(&self, from: &Document, look: impl Fn(String) -> Hit<T>) -> Hit<T> {
        from.issuers
            .iter()
            .chain(&from.recipients)
            .map(|name| look(self.grammar.body(name)))
            .find(|hit| !hit.is_none())
            .unwrap_or(Hit::None)
    }

    /// The year's letter that a supplement changes: of the same sender, where both are known.
    pub fn original(&self, supplement: &Document) -> Hit<&'a Document> {
        let (Some(year), Some(party)) =
            (supplement.year, self.bodies(supplement).into_iter().next())
        else {
            return Hit::None;
        };
        let all = self.originals.all(&(supplement.kind, year, party));
        let own: Vec<&Document> = all
            .iter()
            .copied()
            .filter(|one| !super::later::apart(&supplement.issuers, &one.issuers))
            .collect();
        hit(&own)
    }

    /// The proposition of a session, by the ministry that a document comes from or goes to.
    pub fn proposition(&self, from: &Document, session: &str) -> Hit<&'a Document> {
        self.of_ministries(from, |ministry| {
            self.propositions.get(&(session.to_string(), ministry))
        })
    }

    /// The propositions of a session, of whatever ministry.
    pub fn propositions(&self, session: &str) -> Hit<&'a Document> {
        self.sessions.get(&session.to_string())
    }
}
