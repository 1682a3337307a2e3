//! Departments' marks that stand alone below the titles of assignments, as where a table's cells were lost.
//!
//! ```text
//! A-1 Title of the assignment
//! HAV
//! The agency shall …
//! ```
//! One line of capitals says nothing: an abbreviation may stand there for anything. Where half of a letter's
//! assignments have one, and three at least, they are what the letter's column of departments held; then one that
//! the converter left on the line of its title is known by the others.

use super::body::Draft;
use crate::{layout::Text, source::Canonical};
use std::collections::HashSet;

/// Where a draft's mark stands.
enum Place {
    /// At the end of its title, from this byte on.
    Title(usize),
    /// In a stretch of its own, this one of the body.
    Body(usize),
}

/// Takes the marks that stand alone out of titles and bodies.
pub(super) fn take(drafts: &mut [Draft], source: &Canonical) {
    let alone: Vec<Option<Place>> = drafts.iter().map(|draft| alone(draft, source)).collect();
    let count = alone.iter().flatten().count();
    if count < 3 || count * 2 < drafts.len() {
        return;
    }
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
            Place::Title(from) => {
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
        Place::Body(at) => draft.units[*at].text.as_str().trim(),
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
