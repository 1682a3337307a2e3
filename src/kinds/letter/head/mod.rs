//! The head of a letter and its close: title, year, date, reference, sender, recipient, signatures,
//! copies, attachments.
//!
//! ```text
//! head  ::= (label value)*             «Vår ref» 25/2306  «Dato» 27. februar 2026
//! close ::= "Med hilsen" (name title?)+ ("Kopi" name+)? ("Vedlegg" title+)?
//! ```
//! The labels may stand before the text, in its middle, or beside it; what they label stands behind
//! them or on the next lines.

mod close;
mod dates;
mod labels;
mod parties;
mod year;

use super::Letter;
use crate::{
    grammar::{Grammar, phrases::Role},
    kinds::recognise::TITLE_WITHIN,
    layout::BlockKind,
    model::{DocumentKind, Language},
};

impl Letter<'_> {
    /// Reads head and close.
    pub(in crate::kinds) fn head(&mut self) {
        self.document.relation = self.announced.relation;
        self.document.supplement = self.announced.number;
        self.document.language = self.language();
        self.title();
        let labels = self.labels();
        self.document.date = self.date(&labels);
        self.document.year = self.year();
        self.document.reference = labels
            .get("vår ref")
            .map(|value| {
                value
                    .as_str()
                    .trim_matches(|c: char| matches!(c, ':' | '.') || c.is_whitespace())
                    .to_string()
            })
            .filter(|value| value.chars().any(|c| c.is_ascii_digit()) && value.len() <= 40)
            .or_else(|| self.case_number());
        self.context.year = self.document.year;
        self.context.date = self
            .document
            .date
            .as_deref()
            .and_then(|date| date.parse().ok());
        self.close_of_letter();
        self.parties();
        self.region_of_hospital();
        if self.document.kind == DocumentKind::BudgetProposition {
            self.document.session = self.session();
            // The budget year is the one in which the session ends, of the revised budget as well. What a
            // budget is changed by in the autumn belongs to the year before.
            self.document.year = self.document.year.or_else(|| {
                let session = self.document.session.as_deref()?;
                let (first, second) = session.split_once('–')?;
                let (first, second) = (first.parse().ok()?, second.parse().ok()?);
                let named = self
                    .budget_year()
                    .filter(|year| (first..=second).contains(year));
                Some(named.unwrap_or(second))
            });
        }
    }

    pub(super) fn range(&self) -> std::ops::Range<usize> {
        self.announced.blocks.clone()
    }

    /// Where labels of a letter head may stand. A proposition has none; what stands on its first
    /// pages will do.
    pub(super) fn labelled(&self) -> std::ops::Range<usize> {
        let range = self.range();
        match self.document.kind {
            DocumentKind::BudgetProposition => {
                range.start..range.end.min(range.start + TITLE_WITHIN)
            }
            _ => range,
        }
    }

    fn title(&mut self) {
        let Some(at) = self.announced.title else {
            return;
        };
        let words = self.blocks[at].text.as_str();
        // `Emne: Bestilling av tall`
        let label = self.grammar.first_word(words, Role::SubjectLabel);
        let from = label.map_or(0, |label| label.range.end);
        let title = words[from..].trim();
        self.document.title = Some(title.to_string());
        self.document.form = form(title, self.grammar);
        if !matches!(self.blocks[at].kind, BlockKind::Heading { .. }) {
            self.aside[at] = true;
        }
    }

    fn language(&self) -> Language {
        let (mut nn, mut nb) = (0, 0);
        let mut read = 0;
        for block in &self.blocks[self.range()] {
            for hit in self.grammar.words(block.text.as_str()) {
                match hit.role {
                    Role::Nynorsk => nn += 1,
                    Role::Bokmaal => nb += 1,
                    _ => {}
                }
            }
            read += block.text.len();
            if read > 12_000 {
                break;
            }
        }
        if nn > nb { Language::Nn } else { Language::Nb }
    }
}

/// What a title calls the document: `Statsbudsjettet 2026 – Oppdragsbrev til Etaten` → `Oppdragsbrev`.
fn form(title: &str, grammar: &Grammar) -> Option<String> {
    let hits = grammar.words(title).into_iter();
    let hit = hits.into_iter().find(|hit| hit.role == Role::Form)?;
    let before = &title[..hit.range.start];
    // A word list may know the end of a word: `*brev`.
    let from = before
        .rfind(|c: char| !c.is_alphabetic() && c != '-')
        .map_or(0, |at| {
            at + before[at..].chars().next().map_or(0, char::len_utf8)
        });
    Some(title[from..hit.range.end].to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_says_what_a_document_calls_itself() {
        let grammar = Grammar::built_in();
        let form = |title: &str| form(title, &grammar);
        let some = |word: &str| Some(word.to_string());
        assert_eq!(
            form("STATSBUDSJETTET 2026 – OPPDRAGSBREV TIL ETATEN"),
            some("OPPDRAGSBREV")
        );
        assert_eq!(
            form("Supplerende tildelingsbrev nr. 2 for 2026"),
            some("Supplerende tildelingsbrev")
        );
        assert_eq!(form("Tillegg nr. 1 til oppdragsbrev"), some("Tillegg"));
        assert_eq!(form("Rammebrev 2026 for Etaten"), some("Rammebrev"));
        assert_eq!(form("Kontroll med skiheiser"), None);
    }
}
