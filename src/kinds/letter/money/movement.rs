//! What the amounts of a sentence are to a change: what was, what is added or taken, what is new.
//!
//! ```text
//! movement ::= verb (("med" | "på") amount | ("fra" | "frå") amount | "til" amount)+      in any order
//! ```
//! The sign is the verb's. A figure that is not stated is none: nothing is added up here.

use crate::{
    grammar::{Grammar, amount::Amount, lexeme::is_blank, money::MoneyRole},
    model::FigureRole,
};

/// The sign of the change that a sentence tells of: `1` where it raises, `-1` where it lowers.
pub(super) fn sign(words: &str, grammar: &Grammar) -> Option<i64> {
    let first = |role| {
        let mut at = words.match_indices(is_blank).map(|(at, _)| at);
        // Where the verb ends.
        at.find(|&at| grammar.money.find(&words[..at], role).is_some())
            .or_else(|| grammar.money.find(words, role).map(|_| words.len()))
    };
    match (first(MoneyRole::Rises), first(MoneyRole::Falls)) {
        (Some(up), Some(down)) => Some(if up <= down { 1 } else { -1 }),
        (Some(_), None) => Some(1),
        (None, Some(_)) => Some(-1),
        (None, None) => None,
    }
}

/// The role of each amount of a sentence in the change that it tells of; none where it tells of none.
pub(super) fn roles(words: &str, list: &[Amount], grammar: &Grammar) -> Vec<Option<FigureRole>> {
    let mut past = 0;
    list.iter()
        .map(|amount| {
            let between = &words[past..amount.range.start];
            past = amount.range.end;
            let mut back = between
                .split(is_blank)
                .rev()
                .filter(|word| !word.is_empty());
            let is = |word: &str, role| grammar.money.find(word, role).is_some();
            let word = back.find(|word| !is(word, MoneyRole::BeforeAmount))?;
            // «…, mot 88 mill. kroner i saldert budsjett»
            let held_against =
                || is(word, MoneyRole::Against) && is(after(words, amount), MoneyRole::ThanBudget);
            if is(word, MoneyRole::Was) || held_against() {
                Some(FigureRole::Previous)
            } else if is(word, MoneyRole::Until) {
                Some(FigureRole::New)
            } else {
                is(word, MoneyRole::By).then_some(FigureRole::Change)
            }
        })
        .collect()
}

/// The words after an amount, up to the next mark or amount.
fn after<'a>(words: &'a str, amount: &Amount) -> &'a str {
    let rest = &words[amount.range.end..];
    let end = rest.find([',', ';', '(', ')']).unwrap_or(rest.len());
    rest[..end].trim_matches(|c: char| is_blank(c) || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::amount::{amounts, shared};
    use FigureRole::{Change, New, Previous};

    fn read(words: &str) -> (Option<i64>, Vec<Option<FigureRole>>) {
        let list = shared(words, amounts(words));
        let grammar = Grammar::built_in();
        (sign(words, &grammar), roles(words, &list, &grammar))
    }

    #[test]
    fn figures_in_any_order() {
        let (p, c, n) = (Some(Previous), Some(Change), Some(New));
        for (words, sign, roles) in [
            (
                "Posten settes opp med 4 mill. kroner, fra 12 mill. kroner til 16 mill. kroner.",
                Some(1),
                vec![c, p, n],
            ),
            (
                "Kravet forhøyes fra 12 mill. kroner til 16 mill. kroner, det vil si med 4 mill. kroner.",
                Some(1),
                vec![p, n, c],
            ),
            (
                "Posten økes med 4 mill. kroner til 16 mill. kroner, fra tidligere 12 mill. kroner.",
                Some(1),
                vec![c, n, p],
            ),
            (
                "Løyvinga blir sett ned frå 16 mill. kroner til 12 mill. kroner.",
                Some(-1),
                vec![p, n],
            ),
            ("Etaten skal bruke 4 mill. kroner.", None, vec![None]),
        ] {
            assert_eq!(read(words), (sign, roles), "{words}");
        }
    }
}
