//! Sentences that name posts, and then an amount of each in the same order.
//!
//! ```text
//! sentence ::= … posts … "henholdsvis" amount ("," amount)* "og" amount …     as many as there are posts
//!            | … "henholdsvis" amounts … posts …
//!            | posts-before "." … "henholdsvis" amounts      of the sentence before in its paragraph
//! ```
//! «økes med henholdsvis 3 og 2 mill. kroner»: a change of each; «av bevilgningene … er … satt av»: an earmark
//! of each; else all of each post.

use super::{
    known::Post,
    mention::{mentions_of, numbers},
    movement,
    text::Walk,
};
use crate::{
    grammar::{
        amount::{Amount, amounts, shared},
        money::MoneyRole,
        sentence::sentences,
    },
    kinds::letter::Letter,
    layout::Text,
    model::{Figure, FigureRole},
};
use std::ops::Range;

/// A post that a sentence names, and what it is called there.
type Named = (Post, super::super::super::money::name::Name);

impl Letter<'_> {
    /// Reads a sentence that gives its posts their amounts in one go; whether it is one.
    pub(super) fn respectively(
        &mut self,
        walk: &mut Walk,
        at: usize,
        text: &Text,
        range: &Range<usize>,
    ) -> bool {
        let words = text.as_str()[range.clone()].to_string();
        let money = &self.grammar.money;
        if money.find(&words, MoneyRole::Respectively).is_none() {
            return false;
        }
        let list = shared(&words, amounts(&words));
        let mut posts = self.posts_in(walk, at, &words);
        if posts.is_empty() {
            // «Etaten disponerer kap. 701 postene 01 og 21. Bevilgningene er på henholdsvis …»
            let before = &text.as_str()[..range.start];
            let all = sentences(before);
            let last = all
                .into_iter()
                .rev()
                .map(|own| self.posts_in(walk, at, &before[own]));
            posts = last
                .into_iter()
                .find(|posts| posts.len() > 1)
                .unwrap_or_default();
        }
        let count = posts.len();
        if count < 2 || list.is_empty() || !list.len().is_multiple_of(count) {
            return false;
        }
        let groups: Vec<&[Amount]> = list.chunks(count).collect();
        let head = words[..list[0].range.start].trim_end();
        let origin = text.start().unwrap_or(0);
        let changing = self.is_supplement() || self.changes_at(&walk.starts, origin);
        let has = |role| money.find(&words, role).is_some();
        let sentence = text.slice(range.clone());
        if let Some(sign) = movement::sign(head, self.grammar).filter(|_| changing) {
            let roles = movement::roles(&words, &list, self.grammar);
            for (n, group) in groups.iter().enumerate() {
                let Some(role) = roles[n * count] else {
                    continue;
                };
                for (amount, (post, name)) in group.iter().zip(&posts) {
                    let sign = if role == FigureRole::Change { sign } else { 1 };
                    let figure = Figure {
                        label: None,
                        year: self.document.year,
                        role,
                        nok: amount.nok.map(|nok| nok.saturating_mul(sign)),
                        percent: None,
                        raw: words[amount.range.clone()].to_string(),
                    };
                    let record = self.tell(walk, at, post, figure, &sentence, true);
                    self.call(record, name);
                }
            }
            return true;
        }
        let part = has(MoneyRole::OfPost) || has(MoneyRole::OfThis);
        let (true, [group]) = (!changing && !part, groups.as_slice()) else {
            return false;
        };
        // An amount that another table gives is told there.
        for (amount, (post, name)) in group.iter().zip(&posts) {
            let raw = words[amount.range.clone()].to_string();
            let record = self.said_whole(walk, at, &sentence, amount.nok, raw, post.clone());
            self.call(record, name);
        }
        true
    }

    /// The posts that a sentence names, each with its chapter: its own, the last one that the sentence has
    /// named, or the one that its block is about.
    fn posts_in(&self, walk: &Walk, at: usize, words: &str) -> Vec<Named> {
        let context = self.context(walk, at);
        let named = mentions_of(words, context.as_deref().or(Some("")), self.grammar);
        let mut chapter: Option<String> = context;
        let mut found: Vec<Named> = Vec::new();
        for place in numbers(words, self.grammar) {
            let own = named.iter().find(|one| one.range.contains(&place.start));
            let told = super::table::last_chapter(&words[..place.start]);
            chapter = told.or(chapter);
            let post = words[place.clone()].to_string();
            let chapter = match &chapter {
                Some(own) => own.clone(),
                None => match walk.known.expense_of(&post) {
                    Some(own) => own.to_string(),
                    None => return Vec::new(),
                },
            };
            let name = own.map(|one| one.name.clone()).unwrap_or_default();
            let post = (Some(chapter), Some(post));
            if !found.iter().any(|(own, _)| *own == post) {
                found.push((post, name));
            }
        }
        found
    }
}
