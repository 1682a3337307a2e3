//! Two years of one series beside each other: what is new, what goes on, what is gone.
//!
//! ```text
//! assignments  the one that cites the other and carries it on, else the same title
//! measures     the same words, save figures: their targets are compared
//! money        the same chapter and post (and name, where a post is given out in several lines)
//! requests     the same session and number
//! ```
//! A pair is made where one record of each side fits and no other. What has no pair is new or gone,
//! which says that the other side does not print it, and nothing more.

mod measures;
mod render;

pub use render::overview;

use crate::{
    export::DocumentName,
    link::folded,
    model::{Document, DocumentKind, Extraction, Outcome, Relation, Span, Target},
    state::{Line, Series, amounts, series},
};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// The comparison of two sets.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Diff {
    /// One a series that both sets hold.
    pub series: Vec<SeriesDiff>,
    /// The documents of the old set whose series the new one lacks.
    pub only_old: Vec<DocumentName>,
    /// The documents of the new set whose series the old one lacks.
    pub only_new: Vec<DocumentName>,
}

/// The comparison of one series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeriesDiff {
    /// The recipient of the letters, or the ministry of the propositions.
    pub party: String,
    /// The old documents.
    pub old: Vec<DocumentName>,
    /// The new documents.
    pub new: Vec<DocumentName>,
    /// Whether the new ones are of a later year than the old ones.
    pub in_order: bool,
    /// Assignments.
    pub assignments: Vec<Pair<Item>>,
    /// Goals.
    pub goals: Vec<Pair<Item>>,
    /// Indicators, steering parameters and key figures.
    pub indicators: Vec<Pair<Item>>,
    /// Posts.
    pub money: Vec<Pair<Line>>,
    /// Parliamentary requests.
    pub requests: Vec<Pair<Item>>,
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// On both sides, and something is different.
    Changed,
    /// On the new side only.
    New,
    /// On the old side only.
    Gone,
    /// On both sides, in the same words or with the same amount.
    Same,
}

/// A record of each side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair<T> {
    /// What became of it.
    pub change: Change,
    /// On what ground the two are a pair.
    pub ground: Option<&'static str>,
    /// The old one.
    pub old: Option<T>,
    /// The new one.
    pub new: Option<T>,
}

/// A record in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// The document's key.
    pub document: String,
    /// The record's id in it.
    pub id: String,
    /// The printed number.
    pub number: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// Exempt from publication: its title is that, and tells it from no other.
    pub withheld: bool,
    /// The words.
    pub text: Option<String>,
    /// The page, as printed or counted.
    pub page: Option<String>,
    /// The targets of a measure.
    pub targets: Vec<Target>,
    /// A request: what its proposition says became of it.
    pub outcome: Option<Outcome>,
}

/// The kinds whose years are compared.
const KINDS: [DocumentKind; 5] = [
    DocumentKind::AllocationLetter,
    DocumentKind::CommissioningDocument,
    DocumentKind::MeetingProtocol,
    DocumentKind::Instruction,
    DocumentKind::BudgetProposition,
];

impl Diff {
    /// Compares two sets; their documents are linked as one set ([`crate::link::link`]).
    pub fn of(old: &[Extraction], new: &[Extraction]) -> Self {
        let (olds, mut news) = (series(old, &KINDS), series(new, &KINDS));
        let mut diff = Self::default();
        for one in &olds {
            let next = (0..news.len())
                .filter_map(|at| Some((one.goes_on_in(&news[at])?, at)))
                .max_by_key(|(same_sender, at)| (*same_sender, std::cmp::Reverse(*at)));
            match next {
                Some((_, at)) => diff.series.push(compared(one, &news.remove(at))),
                None => diff.only_old.extend(names(one)),
            }
        }
        diff.only_new = news.iter().flat_map(names).collect();
        diff
    }
}

fn names(series: &Series<'_>) -> Vec<DocumentName> {
    series
        .documents
        .iter()
        .map(|document| DocumentName::of(document))
        .collect()
}

fn compared(old: &Series<'_>, new: &Series<'_>) -> SeriesDiff {
    SeriesDiff {
        party: new.party.clone(),
        old: names(old),
        new: names(new),
        in_order: old.newest_year() < new.newest_year(),
        assignments: assignments(old, new),
        goals: measures::pairs(measures::goals(old), measures::goals(new)),
        indicators: measures::pairs(measures::indicators(old), measures::indicators(new)),
        money: money(amounts(old), amounts(new)),
        requests: requests(old, new),
    }
}

/// The documents of the newest year of a series.
fn newest<'a>(series: &Series<'a>) -> impl Iterator<Item = &'a Document> + use<'a> {
    let year = series.newest_year();
    let documents = series.documents.clone();
    documents
        .into_iter()
        .filter(move |document| document.year == year)
}

/// The assignments that the newest year of a series gives and leaves in force.
fn given(series: &Series<'_>) -> Vec<Item> {
    let withdrawn: HashSet<(&str, &str)> = series
        .documents
        .iter()
        .flat_map(|document| &document.links)
        .filter(|link| link.kind == "withdraws")
        .filter_map(|link| Some((link.to.document.as_str(), link.to.id.as_deref()?)))
        .collect();
    newest(series)
        .flat_map(|document| {
            document
                .assignments
                .iter()
                .filter(move |one| {
                    // What restates an assignment of the same year is not another one.
                    document.relation == Relation::Original
                        || one.action != crate::model::Action::Clarified
                })
                .filter(|one| !withdrawn.contains(&(document.key.as_str(), one.id.as_str())))
                .map(move |one| Item {
                    document: document.key.clone(),
                    id: one.id.clone(),
                    number: one.number.clone(),
                    title: one.title.clone(),
                    withheld: one.withheld,
                    text: one.text.clone(),
                    page: Span::first_page(one.place()),
                    targets: Vec::new(),
                    outcome: None,
                })
        })
        .collect()
}

fn assignments(old: &Series<'_>, new: &Series<'_>) -> Vec<Pair<Item>> {
    let continued: HashMap<(&str, &str), (&str, &str)> = newest(new)
        .flat_map(|document| &document.links)
        .filter(|link| link.kind == "continues")
        .filter_map(|link| {
            Some((
                (link.from.document.as_str(), link.from.id.as_deref()?),
                (link.to.document.as_str(), link.to.id.as_deref()?),
            ))
        })
        .collect();
    let (olds, news) = (given(old), given(new));
    let places: HashMap<(&str, &str), usize> = (0..)
        .zip(&olds)
        .map(|(at, one)| ((one.document.as_str(), one.id.as_str()), at))
        .collect();
    let cited = |one: &Item| {
        continued
            .get(&(one.document.as_str(), one.id.as_str()))
            .and_then(|place| places.get(place).copied())
    };
    let title = |one: &Item| {
        let title = one.title.as_deref().filter(|_| !one.withheld);
        title.map(folded)
    };
    let mut matches = Matches::new(olds.len(), news.len());
    matches.put("cited", news.iter().map(cited));
    matches.by_key("title", olds.iter().map(title), news.iter().map(title));
    matches.pairs(olds, news, |old, new| {
        match (old.text.as_deref(), new.text.as_deref()) {
            (Some(old), Some(new)) => folded(old) == folded(new),
            (old, new) => old == new,
        }
    })
}

fn money(old: Vec<Line>, new: Vec<Line>) -> Vec<Pair<Line>> {
    let post = |one: &Line| Some((one.side as u8, one.chapter.clone(), one.post.clone()));
    let named = |one: &Line| Some((post(one)?, folded(one.name.as_deref()?)));
    let mut matches = Matches::new(old.len(), new.len());
    matches.by_key(
        "chapter, post and name",
        old.iter().map(named),
        new.iter().map(named),
    );
    matches.by_key(
        "chapter and post",
        old.iter().map(post),
        new.iter().map(post),
    );
    matches.pairs(old, new, |old, new| old.nok == new.nok)
}

fn requests(old: &Series<'_>, new: &Series<'_>) -> Vec<Pair<Item>> {
    let of = |series: &Series<'_>| -> Vec<Item> {
        newest(series)
            .flat_map(|document| {
                document.requests.iter().map(move |one| Item {
                    document: document.key.clone(),
                    id: one.id.clone(),
                    number: Some(one.id.clone()),
                    title: one.keyword.clone().or_else(|| one.heading.clone()),
                    withheld: false,
                    text: one.text.clone(),
                    page: Span::first_page(&one.spans),
                    targets: Vec::new(),
                    outcome: one.outcome,
                })
            })
            .collect()
    };
    let (old, new) = (of(old), of(new));
    let id = |one: &Item| Some(one.id.clone());
    let mut matches = Matches::new(old.len(), new.len());
    matches.by_key("same identifier", old.iter().map(id), new.iter().map(id));
    matches.pairs(old, new, |old, new| old.outcome == new.outcome)
}

/// Which record of the new side goes with which of the old.
struct Matches {
    /// By the new record: the old one, and the ground.
    old_of: Vec<Option<(usize, &'static str)>>,
    /// Which old records have a pair.
    taken: Vec<bool>,
}

impl Matches {
    fn new(old: usize, new: usize) -> Self {
        Self {
            old_of: vec![None; new],
            taken: vec![false; old],
        }
    }

    /// Pairs that are known.
    fn put(&mut self, ground: &'static str, olds: impl Iterator<Item = Option<usize>>) {
        for (new, old) in olds.enumerate() {
            if let Some(old) = old
                && !self.taken[old]
                && self.old_of[new].is_none()
            {
                self.taken[old] = true;
                self.old_of[new] = Some((old, ground));
            }
        }
    }

    /// Pairs what is free on both sides and has a key that one of each side has and no other.
    fn by_key<K: std::hash::Hash + Eq>(
        &mut self,
        ground: &'static str,
        olds: impl Iterator<Item = Option<K>>,
        news: impl Iterator<Item = Option<K>>,
    ) {
        let mut keys: HashMap<K, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for (at, key) in olds.enumerate() {
            if let (Some(key), false) = (key, self.taken[at]) {
                keys.entry(key).or_default().0.push(at);
            }
        }
        for (at, key) in news.enumerate() {
            if let (Some(key), None) = (key, self.old_of[at]) {
                keys.entry(key).or_default().1.push(at);
            }
        }
        for (olds, news) in keys.into_values() {
            if let ([old], [new]) = (&olds[..], &news[..]) {
                self.taken[*old] = true;
                self.old_of[*new] = Some((*old, ground));
            }
        }
    }

    /// The pairs in the order of the new side, then what is gone in the order of the old.
    fn pairs<T>(self, old: Vec<T>, new: Vec<T>, same: impl Fn(&T, &T) -> bool) -> Vec<Pair<T>> {
        let mut olds: Vec<Option<T>> = old.into_iter().map(Some).collect();
        let mut pairs: Vec<Pair<T>> = Vec::new();
        for (new, old_of) in new.into_iter().zip(self.old_of) {
            let found = old_of.and_then(|(at, ground)| Some((olds[at].take()?, ground)));
            pairs.push(match found {
                Some((old, ground)) => Pair {
                    change: if same(&old, &new) {
                        Change::Same
                    } else {
                        Change::Changed
                    },
                    ground: Some(ground),
                    old: Some(old),
                    new: Some(new),
                },
                None => Pair {
                    change: Change::New,
                    ground: None,
                    old: None,
                    new: Some(new),
                },
            });
        }
        pairs.extend(olds.into_iter().flatten().map(|old| Pair {
            change: Change::Gone,
            ground: None,
            old: Some(old),
            new: None,
        }));
        pairs
    }
}
