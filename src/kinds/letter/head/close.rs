//! The close of a letter: signatures, copies, attachments.

use crate::{
    grammar::{Grammar, phrases::Role},
    kinds::{
        letter::{Letter, names::names_of},
        recognise::is_letter_head,
    },
    layout::BlockKind,
    model::Signatory,
};

impl Letter<'_> {
    /// Where the letter closes: «Med hilsen».
    pub(in crate::kinds::letter) fn closing(&self) -> Option<usize> {
        self.range().find(|&at| {
            let words = self.blocks[at].text.as_str();
            words.len() <= 160 && self.grammar.first_word(words, Role::Closing).is_some()
        })
    }

    /// Signatures, copies and attachments.
    pub(super) fn close_of_letter(&mut self) {
        let range = self.range();
        let Some(closing) = self.closing() else {
            self.listed_attachments();
            return;
        };
        let mut mode = Mode::Signing;
        let mut last = closing;
        for at in closing..range.end.min(closing + 40) {
            let block = &self.blocks[at];
            if matches!(block.kind, BlockKind::Heading { .. })
                && self.grammar.zone(block.text.as_str()) != Some(crate::grammar::Zone::Attachments)
                || self.opens_annex(at, range.end)
                || block.text.len() > 260
                || is_letter_head(block, self.grammar)
            {
                break;
            }
            last = at;
            let lines: Vec<String> = block
                .starts
                .iter()
                .enumerate()
                .map(|(n, &start)| {
                    block.text.as_str()
                        [start..block.starts.get(n + 1).copied().unwrap_or(block.text.len())]
                        .trim()
                        .to_string()
                })
                .collect();
            for line in lines {
                let hits = self.grammar.words(&line);
                let first = hits.first().filter(|hit| hit.range.start == 0);
                let after = first
                    .map(|hit| {
                        line[hit.range.end..]
                            .trim_matches(|c: char| c == ':' || c.is_whitespace())
                            .to_string()
                    })
                    .unwrap_or_default();
                match first.map(|hit| hit.role) {
                    Some(Role::Closing) => {
                        self.sign(&after);
                        continue;
                    }
                    Some(Role::Copies) => {
                        mode = Mode::Copies;
                        if !after.is_empty() {
                            self.document.copies_to.extend(names_of(&after));
                        }
                        continue;
                    }
                    Some(Role::Attachments) => {
                        mode = Mode::Attachments;
                        if !after.is_empty()
                            && !after.chars().all(|c| c.is_ascii_digit() || c == '.')
                        {
                            self.document.attachments.push(after);
                        }
                        continue;
                    }
                    _ => {}
                }
                if self.grammar.has(&line, Role::Signed) {
                    continue;
                }
                match mode {
                    Mode::Signing => self.sign(&line),
                    Mode::Copies if line.len() <= 120 => {
                        self.document.copies_to.extend(names_of(&line));
                    }
                    Mode::Attachments if line.len() <= 160 => self.document.attachments.push(line),
                    _ => {}
                }
            }
        }
        for at in closing..=last {
            self.aside[at] = true;
        }
        if self.document.attachments.is_empty() {
            self.listed_attachments();
        }
    }

    /// Whether a heading is that of an annex which stands below it, `Vedlegg 1: Måltall for 2026`, and none of a list
    /// of them: what follows is neither another of these, nor who gets a copy.
    fn opens_annex(&self, at: usize, end: usize) -> bool {
        let named = |at: usize| {
            let words = self.blocks[at].text.as_str();
            let hit = self.grammar.first_word(words, Role::Attachments)?;
            let rest = words[hit.range.end..].trim_start();
            let number = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let title = rest[number..].trim_start_matches([':', '.', '–', '-', ' ']);
            (number > 0 && !title.is_empty()).then_some(())
        };
        let heading = matches!(self.blocks[at].kind, BlockKind::Heading { .. });
        let goes_on = at + 1 < end && {
            let next = self.blocks[at + 1].text.as_str();
            named(at + 1).is_none() && self.grammar.first_word(next, Role::Copies).is_none()
        };
        heading && named(at).is_some() && goes_on
    }

    /// The annexes in the letter itself, by their headings.
    pub(super) fn listed_attachments(&mut self) {
        let titles: Vec<String> = self.blocks[self.range()]
            .iter()
            .filter(|block| {
                matches!(block.kind, BlockKind::Heading { .. })
                    && block.text.as_str().to_lowercase().starts_with("vedlegg ")
                    && block.text.len() <= 160
            })
            .map(|block| block.text.as_str().to_string())
            .collect();
        self.document.attachments = titles;
    }

    /// A name, or the title of the one above.
    pub(super) fn sign(&mut self, line: &str) {
        if line.is_empty() || line.len() > 80 {
            return;
        }
        let name = line
            .split_whitespace()
            .take(2)
            .all(|word| word.trim_start_matches('(').starts_with(char::is_uppercase))
            && line.split_whitespace().count() >= 2;
        // `Tone Rud e.f.`: signed by authority.
        if name && (!line.ends_with('.') || line.ends_with(" e.f.")) {
            self.document.signatories.push(Signatory {
                name: line.to_string(),
                title: None,
            });
        } else if let Some(last) = self.document.signatories.last_mut()
            && last.title.is_none()
            && (line.starts_with(char::is_lowercase) || is_office(line, self.grammar))
        {
            last.title = Some(line.to_string());
        }
    }
}

#[derive(Clone, Copy)]
enum Mode {
    Signing,
    Copies,
    Attachments,
}

/// One word that is an office, with a capital or not: `Ekspedisjonssjef`.
fn is_office(line: &str, grammar: &Grammar) -> bool {
    let mut hits = grammar.words(line).into_iter();
    !line.contains(' ') && hits.any(|hit| hit.role == Role::Office && hit.range.end == line.len())
}
