//! Goals and indicators of two years: the same words, save figures, are the same measure.

use super::{Item, Matches, Pair, newest};
use crate::{
    link::folded,
    model::{Span, Target},
    state::Series,
};

/// The goals of the newest year.
pub(super) fn goals(series: &Series<'_>) -> Vec<Item> {
    newest(series)
        .flat_map(|document| {
            document.goals.iter().map(move |one| {
                item(
                    &document.key,
                    &one.id,
                    one.number.clone(),
                    &one.text,
                    &one.spans,
                )
            })
        })
        .collect()
}

/// The indicators of the newest year, with their targets.
pub(super) fn indicators(series: &Series<'_>) -> Vec<Item> {
    newest(series)
        .flat_map(|document| {
            document.indicators.iter().map(move |one| Item {
                targets: one.targets.clone(),
                ..item(&document.key, &one.id, None, &one.text, &one.spans)
            })
        })
        .collect()
}

fn item(document: &str, id: &str, number: Option<String>, text: &str, spans: &[Span]) -> Item {
    Item {
        document: document.to_string(),
        id: id.to_string(),
        number,
        title: None,
        withheld: false,
        text: Some(text.to_string()),
        page: Span::first_page(spans),
        targets: Vec::new(),
        outcome: None,
    }
}

/// The measures of two years beside each other.
pub(super) fn pairs(old: Vec<Item>, new: Vec<Item>) -> Vec<Pair<Item>> {
    let words = |one: &Item| one.text.as_deref().map(folded);
    // A year or a target moves on; what is measured stays.
    let skeleton = |one: &Item| {
        one.text.as_deref().map(|text| {
            folded(text)
                .chars()
                .filter(|c| !c.is_ascii_digit())
                .collect::<String>()
        })
    };
    let mut matches = Matches::new(old.len(), new.len());
    matches.by_key("same words", old.iter().map(words), new.iter().map(words));
    matches.by_key(
        "same words, other figures",
        old.iter().map(skeleton),
        new.iter().map(skeleton),
    );
    matches.pairs(old, new, |old, new| {
        words(old) == words(new) && same_targets(&old.targets, &new.targets)
    })
}

/// Whether two lists of targets ask for the same.
pub(super) fn same_targets(old: &[Target], new: &[Target]) -> bool {
    old.len() == new.len()
        && old.iter().zip(new).all(|(old, new)| {
            (old.comparator, old.value, old.unit) == (new.comparator, new.value, new.unit)
        })
}
