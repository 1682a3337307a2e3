//! Where in a set each record stands, by what a reference to it says.

use super::folded;
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
    /// None.
    None,
}

/// The first two of what fits a key.
#[derive(Debug)]
struct Pair<T>(T, Option<T>);

/// A map that remembers whether a key has one value or more.
#[derive(Debug)]
struct Once<K, T>(HashMap<K, Pair<T>>);

impl<K: std::hash::Hash + Eq, T: Copy> Once<K, T> {
    fn new() -> Self {
        Self(HashMap::new())
    }

    fn put(&mut self, key: K, value: T) {
        self.0
            .entry(key)
            .and_modify(|pair| {
                pair.1.get_or_insert(value);
            })
            .or_insert(Pair(value, None));
    }

    fn get(&self, key: &K) -> Hit<T> {
        match self.0.get(key) {
            None => Hit::None,
            Some(Pair(one, None)) => Hit::One(*one),
            Some(Pair(one, Some(other))) => Hit::Several(*one, *other),
        }
    }
}

/// The records of a set.
#[derive(Debug)]
pub struct Index<'a> {
    /// Assignments by party and number; the year too where the number is a bare one.
    numbers: Once<(String, Option<i32>, String), At<'a, Assignment>>,
    /// Assignments of letters whose party is not known, by number.
    loose: Once<String, At<'a, Assignment>>,
    /// Assignments by number alone, where the number is no bare one.
    anywhere: Once<String, At<'a, Assignment>>,
    /// Assignments by party, year and title.
    titles: Once<(String, i32, String), At<'a, Assignment>>,
    /// Assignments by year and title.
    years: Once<(i32, String), At<'a, Assignment>>,
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

/// Whether a number is unique in its document only.
pub fn is_bare(number: &str) -> bool {
    !number.chars().any(char::is_alphabetic)
        || number.split_whitespace().next().is_some_and(|word| {
            word.chars().skip(1).any(char::is_lowercase) && !number.contains(['/', '-'])
        })
}

/// An identifier as it is compared: `TB2026-2` and `TB 2026–2` are one.
pub fn number_key(number: &str) -> String {
    let mut key = String::new();
    let mut digits = String::new();
    let flush = |digits: &mut String, key: &mut String| {
        if !digits.is_empty() {
            key.push(' ');
            // `HN25-01` and `HN25-1` are one number.
            let bare = digits.trim_start_matches('0');
            key.push_str(if bare.is_empty() { "0" } else { bare });
            digits.clear();
        }
    };
    for c in number.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            flush(&mut digits, &mut key);
            if c.is_alphabetic() {
                key.extend(c.to_lowercase());
            }
        }
    }
    flush(&mut digits, &mut key);
    key
}

/// Whether a proposition is a year's own, Prop. 1 S: one that changes it during the year has a number of
/// its own in its title.
fn is_prop_1(document: &Document) -> bool {
    let number = document
        .title
        .as_deref()
        .and_then(|title| title.split_once("Prop."))
        .and_then(|(_, rest)| {
            rest.split(|c: char| !c.is_ascii_digit())
                .find(|word| !word.is_empty())
        });
    number.is_none_or(|number| number == "1")
}

/// Whom a document is about ([`Document::parties`]), as names are compared.
pub fn parties(document: &Document) -> Vec<String> {
    document.parties().iter().map(|name| folded(name)).collect()
}

impl<'a> Index<'a> {
    /// The index of documents, each in one form.
    pub fn of(documents: &[&'a Document]) -> Self {
        let mut index = Self {
            numbers: Once::new(),
            loose: Once::new(),
            anywhere: Once::new(),
            titles: Once::new(),
            years: Once::new(),
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
        let parties = parties(document);
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
                let year = is_bare(number).then_some(document.year).flatten();
                for party in &parties {
                    self.numbers.put((party.clone(), year, key.clone()), at);
                }
                if !is_bare(number) {
                    if parties.is_empty() {
                        self.loose.put(key.clone(), at);
                    }
                    self.anywhere.put(key, at);
                }
            }
            if let (Some(title), Some(year)) = (&assignment.title, document.year) {
                let title = folded(title);
                for party in &parties {
                    self.titles.put((party.clone(), year, title.clone()), at);
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

    /// The assignment of a number that a document of this party and year speaks of.
    pub fn numbered(&self, from: &Document, number: &str) -> Hit<At<'a, Assignment>> {
        let key = number_key(number);
        let year = is_bare(number).then_some(from.year).flatten();
        if is_bare(number) && year.is_none() {
            return Hit::None;
        }
        for party in parties(from) {
            match self.numbers.get(&(party, year, key.clone())) {
                Hit::None => {}
                hit => return hit,
            }
        }
        if is_bare(number) {
            return Hit::None;
        }
        // The letter, or the one who speaks of it, has no party: the number tells alone.
        if parties(from).is_empty() {
            self.anywhere.get(&key)
        } else {
            self.loose.get(&key)
        }
    }

    /// The assignment of the same title in the same year, of the same party or else of any.
    pub fn titled(&self, from: &Document, title: &str) -> Hit<At<'a, Assignment>> {
        let (Some(year), title) = (from.year, folded(title)) else {
            return Hit::None;
        };
        for party in parties(from) {
            match self.titles.get(&(party, year, title.clone())) {
                Hit::None => {}
                hit => return hit,
            }
        }
        self.years.get(&(year, title))
    }

    /// The indicator or goal of the same words in the same party's letter of the year.
    pub fn measure(&self, from: &Document, text: &str) -> Hit<At<'a, Indicator>> {
        let (Some(year), text) = (from.year, folded(text)) else {
            return Hit::None;
        };
        parties(from)
            .into_iter()
            .map(|party| self.indicators.get(&(party, year, text.clone())))
            .find(|hit| !matches!(hit, Hit::None))
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
            .map(|name| look(folded(name)))
            .find(|hit| !matches!(hit, Hit::None))
            .unwrap_or(Hit::None)
    }

    /// The year's letter that a supplement changes.
    pub fn original(&self, supplement: &Document) -> Hit<&'a Document> {
        match (supplement.year, parties(supplement).into_iter().next()) {
            (Some(year), Some(party)) => self.originals.get(&(supplement.kind, year, party)),
            _ => Hit::None,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_by_what_they_say() {
        assert_eq!(number_key("HN25-01"), number_key("HN25-1"));
        assert_eq!(number_key("TOD2025-5"), number_key("TOD 2025/5"));
        assert_ne!(number_key("HN25-11"), number_key("HN25-1"));
        assert!(is_bare("12"));
        assert!(is_bare("Bestilling 1"));
        assert!(!is_bare("HN25-01"));
        assert!(!is_bare("Bestilling 7/26"));
    }
}
