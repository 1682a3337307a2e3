//! Departments' marks that stand alone below the titles of assignments, as where a table's cells were lost.
//!
//! ```text
//! A-1 Title of the assignment
//! HAV
//! The agency shall …
//! ```
//! One line of capitals says nothing: an abbreviation may stand there for anything. Where half of a letter's
//! assignments have one, and three at least, they are what the letter's column of departments held; then one that
//! the converter left on the line of its title is known by the others. So it is with a mark in brackets that closes
//! titles, `Plan for fyrene (FYA)`, and with one that ran into the cell beside its column.

use super::{body::Draft, title::closing_mark};
use crate::{grammar::Grammar, layout::Text, source::Canonical};
use std::collections::HashSet;

/// In how many assignments marks must stand at least.
const FEWEST: usize = 3;

/// Where a draft's mark stands.
enum Place {
    /// At the end of its title, from this byte on.
    Title(usize),
    /// In the brackets that close its title, which begin at this byte.
    Bracket(usize),
    /// In a stretch of its own, this one of the body.
    Body(usize),
}

/// Takes the marks that stand alone out of titles and bodies.
pub(super) fn take(drafts: &mut [Draft], source: &Canonical, grammar: &Grammar) {
    beside_the_column(drafts);
    // The marks of one letter stand in one way.
    let enough = |places: &Vec<Option<Place>>| {
        let count = places.iter().flatten().count();
        count >= FEWEST && count * 2 >= drafts.len()
    };
    let alone = drafts.iter().map(|draft| alone(draft, source)).collect();
    let bracketed = drafts
        .iter()
        .map(|draft| bracketed(draft, grammar))
        .collect();
    let Some(alone) = [alone, bracketed].into_iter().find(enough) else {
        return;
    };
    let known: HashSet<String> = drafts
        .iter()
        .zip(&alone)
        .filter_map(|(draft, place)| Some(mark(draft, place.as_ref()?).to_owned()))
        .collect();
    for (draft, place) in drafts.iter_mut().zip(alone) {
        let is_known = |words: &str| draft.department.is_none() && known.contains(words.trim());
        let beside = || {
            let from = trailing(&draft.title)?;
            is_known(&draft.title.as_str()[from..]).then_some(Place::Title(from))
        };
        let below = || {
            let mut units = draft.units.iter();
            let at = units.position(|unit| is_known(unit.text.as_str()))?;
            Some(Place::Body(at))
        };
        let Some(place) = place.or_else(beside).or_else(below) else {
            continue;
        };
        draft.department = Some(mark(draft, &place).to_owned());
        match place {
            Place::Title(from) | Place::Bracket(from) => {
                let end = draft.title.as_str()[..from].trim_end().len();
                draft.title = draft.title.slice(0..end);
            }
            Place::Body(at) => {
                draft.units.remove(at);
            }
        }
    }
}

fn mark<'d>(draft: &'d Draft, place: &Place) -> &'d str {
    match place {
        Place::Title(from) => draft.title.as_str()[*from..].trim(),
        Place::Bracket(from) => draft.title.as_str()[*from..].trim_matches([' ', '(', ')']),
        Place::Body(at) => draft.units[*at].text.as_str().trim(),
    }
}

/// Where the brackets stand that close a title with a mark: `Plan for fyrene (FYA)`. Those of a body say for whom.
fn bracketed(draft: &Draft, grammar: &Grammar) -> Option<Place> {
    let words = draft.title.as_str();
    let mark = closing_mark(words).filter(|mark| is_mark(mark))?;
    let free = draft.department.is_none() && grammar.organisation(mark).is_none();
    free.then(|| Place::Bracket(words.rfind('(').unwrap_or(words.len())))
}

/// `Innen 1. mai FYA` in the cell beside an empty one: a mark that the column of the other rows holds.
fn beside_the_column(drafts: &mut [Draft]) {
    let known: Vec<String> = drafts
        .iter()
        .filter_map(|draft| draft.department.clone())
        .collect();
    if known.len() < FEWEST || known.iter().any(|mark| !is_mark(mark)) {
        return;
    }
    for draft in drafts.iter_mut().filter(|draft| draft.department.is_none()) {
        let Some(cell) = draft.deadline_cells.last_mut() else {
            continue;
        };
        let words = cell.as_str().trim_end();
        let Some((lead, mark)) = words.rsplit_once(' ') else {
            continue;
        };
        if known.iter().any(|one| one == mark) {
            draft.department = Some(mark.to_owned());
            *cell = cell.slice(0..lead.trim_end().len());
        }
    }
}

/// Where a draft's mark stands that has a line of its own.
fn alone(draft: &Draft, source: &Canonical) -> Option<Place> {
    if draft.department.is_some() {
        return None;
    }
    let first = draft.units.first();
    if first.is_some_and(|unit| unit.marker.is_none() && is_mark(unit.text.as_str().trim())) {
        return Some(Place::Body(0));
    }
    let from = trailing(&draft.title)?;
    let place = draft.title.origin(from)?;
    let before = source.text()[..place].chars().next_back();
    (before == Some('\n')).then_some(Place::Title(from))
}

/// Where the last word of a title begins, if it is a mark and words stand before it.
fn trailing(title: &Text) -> Option<usize> {
    let words = title.as_str();
    let from = words.rfind(' ')? + 1;
    is_mark(words[from..].trim()).then_some(from)
}

/// Two to five capitals.
fn is_mark(words: &str) -> bool {
    (2..=5).contains(&words.chars().count()) && words.chars().all(char::is_uppercase)
}
