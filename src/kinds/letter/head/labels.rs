//! What the labels of a letter head label: «Vår ref» 25/2306, «Dato» 27. februar 2026.

use crate::{
    grammar::phrases::Role,
    kinds::{
        letter::Letter,
        recognise::{heads_days, is_letter_head},
    },
    layout::{BlockKind, Text},
};
use std::collections::BTreeMap;

impl Letter<'_> {
    /// What each label of the letter head labels. Marks their blocks as no running text.
    pub(super) fn labels(&mut self) -> BTreeMap<String, Text> {
        let mut found: BTreeMap<String, Text> = BTreeMap::new();
        let range = self.labelled();
        let mut at = range.start;
        while at < range.end {
            if !is_letter_head(&self.blocks[at], self.grammar)
                || !self.near_another(at)
                || heads_days(&self.blocks[self.range()], at - range.start, self.grammar)
            {
                at += 1;
                continue;
            }
            // The label and the short lines after it, up to the next label or running text.
            let mut text = self.blocks[at].text.clone();
            self.aside[at] = true;
            let mut end = at + 1;
            while end < range.end
                && end - at <= 4
                && !is_letter_head(&self.blocks[end], self.grammar)
            {
                let block = &self.blocks[end];
                let short = block.text.len() <= 60
                    && matches!(block.kind, BlockKind::Paragraph)
                    // What goes on below the address at the foot of a page is none of it.
                    && block.aside == self.blocks[at].aside
                    && block.cell.map(|cell| cell.table)
                        == self.blocks[at].cell.map(|cell| cell.table)
                    && !block.text.as_str().ends_with('.')
                    && Some(end) != self.announced.title
                    && self.grammar.title(block.text.as_str()).is_none();
                if !short
                    || block.gap && end - at > 1
                    || self.grammar.zone(block.text.as_str()).is_some()
                {
                    break;
                }
                text.append(&block.text, self.joint(&text, &block.text));
                self.aside[end] = true;
                end += 1;
            }
            self.first_line_of_next(&mut text, end);
            let words = text.as_str();
            let hits: Vec<_> = self
                .grammar
                .words(words)
                .into_iter()
                .filter(|hit| hit.role == Role::LetterHead)
                .collect();
            for (n, hit) in hits.iter().enumerate() {
                let until = hits.get(n + 1).map_or(words.len(), |next| next.range.start);
                let label = words[hit.range.clone()].to_lowercase();
                let value = text.slice(hit.range.end..until);
                if !value.is_empty() {
                    found
                        .entry(label.trim_end_matches('.').to_string())
                        .or_insert(value);
                }
            }
            at = end;
        }
        found
    }

    /// A label at the end of its block labels the next line, even where running text goes on there.
    pub(super) fn first_line_of_next(&self, text: &mut Text, next: usize) {
        let words = text.as_str();
        let open = self.grammar.words(words).iter().any(|hit| {
            hit.role == Role::LetterHead
                && words[hit.range.end..]
                    .trim_matches(|c: char| !c.is_alphanumeric())
                    .is_empty()
        });
        if !open
            || next >= self.announced.blocks.end
            || is_letter_head(&self.blocks[next], self.grammar)
        {
            return;
        }
        let block = &self.blocks[next];
        let line = block
            .text
            .slice(0..block.starts.get(1).copied().unwrap_or(block.text.len()));
        if line.len() <= 60 {
            let joint = self.joint(text, &line);
            text.append(&line, joint);
        }
    }

    /// A label is one of a letter head where another stands near it.
    pub(super) fn near_another(&self, at: usize) -> bool {
        let range = self.range();
        let from = at.saturating_sub(8).max(range.start);
        let to = (at + 9).min(range.end);
        let labels = self.blocks[from..to]
            .iter()
            .map(|block| {
                self.grammar
                    .words(block.text.as_str())
                    .iter()
                    .filter(|hit| hit.role == Role::LetterHead && block.text.len() < 160)
                    .count()
            })
            .sum::<usize>();
        labels >= 2
    }

    /// `25/1234-7` on the line below «Deres ref Vår ref Dato», or below those labels one under the other. Of two
    /// numbers the second is the sender's, as the labels stand.
    pub(super) fn case_number(&self) -> Option<String> {
        let range = self.range();
        let head = range.start..(range.start + 40).min(range.end);
        let own = |at: usize| self.blocks[at].text.as_str();
        let labelled = head.filter(|&at| own(at).to_lowercase().contains("vår ref"));
        let near = labelled.flat_map(|at| at..(at + 4).min(range.end));
        near.into_iter().find_map(|at| {
            let numbers = own(at).split_whitespace().filter(|word| is_case(word));
            numbers.take(2).last().map(str::to_string)
        })
    }
}

/// `25/1234-7`: the year of a case, its number, and that of the document.
fn is_case(word: &str) -> bool {
    let (year, rest) = word.split_once('/').unwrap_or(("", ""));
    (2..=4).contains(&year.len())
        && year.chars().all(|c| c.is_ascii_digit())
        && rest.len() >= 2
        && rest.chars().all(|c| c.is_ascii_digit() || c == '-')
}
