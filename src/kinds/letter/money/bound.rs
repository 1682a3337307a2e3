//! The post that a sentence is about.
//!
//! ```text
//! post ::= the one that it names, with its chapter or alone           "over kap. 760, post 21", "Post 21"
//!        | that of the list which it is an item of                    "Av bevilgningen på post 30 er bundet:"
//!        | that of the sentence before, where this one goes on        "Av dette", "I tillegg", "Økningen"
//!        | the one that is called as the sentence says                "Av basisbevilgningen"
//!        | the only one of the letter                                 "Av ramma"
//!        | that of the heading above
//! ```
//! Where nothing tells, there is none: an amount is never given to a post by guess.

use super::{
    known::Post,
    mention::mentions_of,
    sentence::{lone_post, named_in},
    text::Walk,
};
use crate::{
    grammar::{Zone, amount::Amount, lexeme::is_blank, money::MoneyRole},
    kinds::{letter::Letter, money::posts::side},
    layout::{BlockKind, Text},
    model::{AppropriationLevel as Level, FigureRole, Side},
};
use std::ops::Range;

/// What a sentence is bound to, where another post than the heading's is meant.
#[derive(Debug, Default)]
pub(super) struct Bound {
    pub target: Option<Post>,
    /// The record of the sentence before, which this one goes on with.
    pub last: Option<usize>,
}

impl Letter<'_> {
    /// The chapter that a block is about, where what stands above or before it there says so.
    pub(super) fn context(&self, walk: &Walk, at: usize) -> Option<String> {
        let item = matches!(self.blocks[at].kind, BlockKind::Item(_));
        let listed = walk.list_chapter.clone().filter(|_| item);
        let headed = || {
            let none = walk.heading.is_none();
            walk.chapter
                .as_ref()
                .filter(|_| none)
                .map(|(chapter, _)| chapter.clone())
        };
        let told = || {
            let (post, block) = walk.topic.as_ref()?;
            post.0.clone().filter(|_| *block == at)
        };
        listed.or_else(headed).or_else(told)
    }

    /// The post that words name, with its chapter or as the only one of its number.
    pub(super) fn post_named(&self, walk: &Walk, words: &str, from: usize) -> Option<Post> {
        named_in(words, from).or_else(|| {
            let post = lone_post(words)?;
            // «Inntektskravet på post 01» is of no chapter of expenses.
            if words.to_lowercase().contains("inntektskrav") {
                let chapter = walk.known.income_of(&post)?.to_string();
                return Some((Some(chapter), Some(post)));
            }
            let heading = walk.heading.as_ref().and_then(|own| own.post.0.clone());
            // Of the chapter that the post before it is of, where several have one of its number.
            let topic = || {
                let (own, _) = walk.topic.as_ref()?;
                let chapter = own.0.as_ref()?;
                walk.known.has(chapter, &post).then(|| chapter.clone())
            };
            let chapter = walk
                .known
                .expense_of(&post)
                .map(str::to_string)
                .or_else(topic)
                .or_else(|| self.expense_said(&post))
                .or(heading)?;
            Some((Some(chapter), Some(post)))
        })
    }

    /// The post of a sentence of the block `at`; none where it allots nothing to any.
    pub(super) fn bound(
        &self,
        walk: &Walk,
        at: usize,
        text: &Text,
        range: &Range<usize>,
        list: &[Amount],
        given: bool,
    ) -> Option<Bound> {
        let words = &text.as_str()[range.clone()];
        let amount = list.first()?;
        let section = self.section_at(&walk.starts, text.start().unwrap_or(0));
        let heading = walk.heading.as_ref().map(|heading| heading.post.clone());
        let money = &self.grammar.money;
        let has = |role| money.find(words, role).is_some();
        let item = matches!(self.blocks[at].kind, BlockKind::Item(_));
        let before = words[..amount.range.start].trim_end();
        let further = has(MoneyRole::Further);
        let of = has(MoneyRole::OfThis) || has(MoneyRole::OfPost);
        let on = of || has(MoneyRole::Refers) || money.find(before, MoneyRole::Becomes).is_some();
        let mut bound = Bound {
            target: named_in(words, amount.range.end),
            last: None,
        };
        if let (None, Some(list)) = (&bound.target, walk.list.as_ref().filter(|_| item))
            && heading.as_ref().is_some_and(|own| own != list)
        {
            bound.target = Some(list.clone());
        }
        if let (None, Some(own), Some(before)) = (&bound.target, &heading, &walk.last)
            && before.block == at
            && before.post != *own
            && (on || further)
        {
            // The sentence before named another post than the heading, and this one goes on: with that one, or
            // with another of its chapter.
            match lone_post(words) {
                None => {
                    bound.target = Some(before.post.clone());
                    bound.last = Some(before.record);
                }
                Some(post) if Some(&post) != own.1.as_ref() => {
                    let chapter = walk.known.expense_of(&post).map(str::to_string);
                    bound.target = Some((chapter.or_else(|| before.post.0.clone()), Some(post)));
                }
                Some(_) => {}
            }
        }
        // «Post 01 økes med …» below the heading of post 47 of the same chapter.
        if let (None, Some((Some(chapter), Some(own)))) = (&bound.target, &heading)
            && let Some(post) = lone_post(words).filter(|post| post != own)
        {
            let known = walk.known.expense_of(&post).unwrap_or(chapter);
            if known == chapter {
                bound.target = Some((Some(chapter.clone()), Some(post)));
            }
        }
        // «Post 21 Fyr. Inntil 3 mill. kroner kan …», where the heading above is of another post.
        let led = self.led(walk, at, section.as_ref());
        if bound.target.is_none() && heading.is_some() {
            bound.target = led.clone().filter(|own| heading.as_ref() != Some(own));
        }
        if bound.target.is_some() || heading.is_some() {
            return Some(bound);
        }
        bound.target = self.post_named(walk, words, 0).or_else(|| {
            let context = self.context(walk, at)?;
            if words.to_lowercase().contains("inntektskrav") && side(&context) == Side::Expense {
                return None;
            }
            let named = mentions_of(words, Some(&context), self.grammar);
            named.first().map(|one| one.post.clone())
        });
        if bound.target.is_none() && range.start == 0 {
            bound.target = self.noted_post(words);
        }
        let last = walk.last.as_ref().filter(|last| last.section == section);
        if let (None, Some(list)) = (&bound.target, walk.list.clone().filter(|_| item)) {
            bound.last = last.filter(|own| own.post == list).map(|own| own.record);
            bound.target = Some(list);
        }
        let aside = has(MoneyRole::SetsAside);
        if let (None, Some(before)) = (&bound.target, last) {
            let leads = aside && words.starts_with(|c: char| c.is_ascii_digit());
            let further = further && at - before.block <= 1;
            if of || further || (leads || on) && before.block == at {
                bound.target = Some(before.post.clone());
                bound.last = Some(before.record);
            }
        }
        // «Post 21: Posten dekker oppdrag. Inntil 3 mill. kroner kan nyttes til kart.»
        if let (None, Some((topic, block))) = (&bound.target, &walk.topic)
            && *block == at
            && (on || further || aside || has(MoneyRole::Subject))
        {
            bound.target = Some(topic.clone());
        }
        if bound.target.is_none() && (on || further || aside || has(MoneyRole::Subject)) {
            bound.target = led;
        }
        if bound.target.is_none() && has(MoneyRole::OfPost) {
            bound.target = self.called_in(words).or_else(|| self.only_post());
        }
        if bound.target.is_some() {
            return Some(bound);
        }
        // What a table comes to is no part of it.
        let total = list.len() == 1 && amount.nok.is_some_and(|nok| walk.known.is_total(nok));
        let origin = text.start().unwrap_or(0);
        let allotting = self
            .chapter_at(&walk.starts, origin)
            .is_some_and(|chapter| chapter.zone == Some(Zone::Allocation));
        let allots = given || has(MoneyRole::Allots) || allotting && (aside || item);
        (!total && allots).then_some(bound)
    }

    /// The posts of expenses that the letter has allotted something to, each once.
    fn expenses(&self) -> impl Iterator<Item = (&str, &str, Option<&str>)> {
        let rows = self.document.appropriations.iter();
        rows.filter(|row| row.level == Level::Post && row.side == Side::Expense)
            .filter(|row| {
                let given = |role| row.nok(role).is_some();
                given(FigureRole::Allocation) || given(FigureRole::New)
            })
            .filter_map(|row| {
                let (chapter, post) = (row.chapter.as_deref()?, row.post.as_deref()?);
                Some((chapter, post, row.name.as_deref()))
            })
    }

    /// The chapter of a post that running text has allotted something to: the only one.
    fn expense_said(&self, post: &str) -> Option<String> {
        let mut own = self.expenses().filter(|(_, own, _)| *own == post);
        let (chapter, ..) = own.next()?;
        own.all(|(other, ..)| other == chapter)
            .then(|| chapter.to_string())
    }

    /// The only post of expenses of the letter.
    fn only_post(&self) -> Option<Post> {
        let mut all = self.expenses();
        let (chapter, post, _) = all.next()?;
        all.all(|(other, own, _)| (other, own) == (chapter, post))
            .then(|| (Some(chapter.to_string()), Some(post.to_string())))
    }

    /// The post whose name begins with the word that a sentence says after «Av»: «Av basisbevilgningen».
    fn called_in(&self, words: &str) -> Option<Post> {
        const LEAST: usize = 10;
        let said = words.split(is_blank).nth(1)?.to_lowercase();
        let mut found: Option<(&str, &str)> = None;
        for (chapter, post, name) in self.expenses() {
            let first = name.and_then(|name| name.split(is_blank).next());
            let same = first.is_some_and(|first| {
                first.len() >= LEAST && said.starts_with(&first.to_lowercase())
            });
            if same && found.is_some_and(|own| own != (chapter, post)) {
                return None;
            }
            if same {
                found = Some((chapter, post));
            }
        }
        let (chapter, post) = found?;
        (side(chapter) == Side::Expense)
            .then(|| (Some(chapter.to_string()), Some(post.to_string())))
    }
}
