//! What was read out of words, read out of them again: the days of deadlines ([`days`]), money
//! ([`money`]), targets, results, citations, requests and what a document says of itself ([`small`]).

mod days;
mod money;
mod small;

use super::error;
use crate::grammar::Grammar;
use crate::model::{Code, Diagnostic, Document, Extraction, Span};
use crate::source::Canonical;
use std::collections::HashSet;

/// Values that their words do not say.
pub(super) fn values(
    extraction: &Extraction,
    source: &Canonical,
    grammar: &Grammar,
) -> Vec<Diagnostic> {
    let index = crate::check::quotation::Index::of(source.text());
    let mut found = Vec::new();
    for document in &extraction.documents {
        let mut held = Held {
            document,
            grammar,
            index: &index,
            found: &mut found,
        };
        days::deadlines(&mut held);
        money::money(&mut held);
        small::document(&mut held, source);
        small::records(&mut held);
    }
    found
}

/// A document that is held against its words.
struct Held<'a, 'f> {
    document: &'a Document,
    grammar: &'a Grammar,
    index: &'a crate::check::quotation::Index<'a>,
    found: &'f mut Vec<Diagnostic>,
}

impl<'a> Held<'a, '_> {
    fn wrong(&mut self, item: &str, spans: &[Span], message: String) {
        self.found
            .push(error(Code::ValueDisagrees, message, Some(item), spans));
    }

    /// What stands at spans, a line end between them; nothing where they are no places.
    fn words(&self, spans: &[Span]) -> String {
        let pieces = spans.iter().filter_map(|span| self.index.slice(span));
        pieces.collect::<Vec<_>>().join("\n")
    }
}

/// The numbers of a text, each without what parts its groups: "12 600,5" is "126005", and "12" and
/// "6005" too, for a blank may part two numbers.
fn numbers(text: &str) -> HashSet<String> {
    let mut all = HashSet::new();
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        // Groups of digits that single marks part: any run of them may be one number.
        let mut groups: Vec<String> = Vec::new();
        while at < chars.len() && chars[at].is_ascii_digit() {
            let start = at;
            while at < chars.len() && chars[at].is_ascii_digit() {
                at += 1;
            }
            groups.push(chars[start..at].iter().collect());
            let mut next = at;
            while next < chars.len() && next - at < 3 && !chars[next].is_ascii_digit() {
                let parts = chars[next].is_whitespace() || matches!(chars[next], ',' | '.');
                if !parts {
                    break;
                }
                next += 1;
            }
            if next < chars.len() && chars[next].is_ascii_digit() {
                at = next;
            } else {
                break;
            }
        }
        for from in 0..groups.len() {
            let mut run = String::new();
            for group in groups[from..].iter().take(8) {
                run.push_str(group);
                all.insert(run.clone());
            }
        }
    }
    all
}

/// The numbers of a text as any scale leaves them: without zeros at their ends.
fn mantissas(text: &str) -> HashSet<String> {
    numbers(text).iter().map(|own| mantissa(own)).collect()
}

/// A number without zeros at either end: what a scale and a comma leave as it is.
fn mantissa(digits: &str) -> String {
    digits.trim_matches('0').to_string()
}
