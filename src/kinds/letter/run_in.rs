//! Parts that are counted inside a sentence: `… skal: a) kartlegge havnene, b) foreslå tiltak.`
//!
//! ```text
//! parts ::= "a)" words  "b)" words  …
//! ```
//! A word that points at parts stands before none of them: `jf. bokstav a) og b)` gives none. The last ends
//! with its sentence.

use super::assignments::{PartRange, next_letter};
use crate::grammar::{Grammar, phrases::Role, sentence::sentences};
use std::ops::Range;

/// The parts of the first stretch of a body that counts two or more.
pub fn run_in_parts(text: &str, stretches: &[Range<usize>], grammar: &Grammar) -> Vec<PartRange> {
    let counted = stretches.iter().find_map(|stretch| {
        let labels = labels(text, stretch, grammar);
        (labels.len() >= 2).then_some((stretch, labels))
    });
    let Some((stretch, labels)) = counted else {
        return Vec::new();
    };
    let last = labels[labels.len() - 1].0;
    let sentence = sentences(&text[last..stretch.end]).into_iter().next();
    let end = last + sentence.map_or(0, |one| one.end);
    let ends = labels[1..].iter().map(|(from, _)| *from).chain([end]);
    let part = |(&(from, letter), end): (&(usize, char), usize)| {
        let words = &text[from..end];
        let label = letter.len_utf8() + 1;
        let skip = label + words[label..].len() - words[label..].trim_start().len();
        PartRange {
            label: letter.to_string(),
            outer: None,
            range: from + skip..from + words.trim_end().len(),
            from,
        }
    };
    labels.iter().zip(ends).map(part).collect()
}

/// Where `a)`, `b)`, … stand in a stretch.
fn labels(text: &str, stretch: &Range<usize>, grammar: &Grammar) -> Vec<(usize, char)> {
    let mut labels: Vec<(usize, char)> = Vec::new();
    let words = &text[stretch.clone()];
    for (at, _) in words.match_indices(')') {
        let Some(letter) = words[..at].chars().next_back() else {
            continue;
        };
        let before = &words[..at - letter.len_utf8()];
        let free = before.is_empty() || before.ends_with(char::is_whitespace);
        let points = || {
            let hits = grammar.words(before.trim_end());
            hits.iter()
                .any(|hit| hit.role == Role::PartWord && hit.range.end == before.trim_end().len())
        };
        let after = &words[at + 1..];
        let says = after.starts_with(char::is_whitespace)
            && after.trim_start().starts_with(char::is_alphabetic);
        let next = match labels.last() {
            None => letter == 'a' && free && !points(),
            Some((_, last)) => next_letter(*last) == letter,
        };
        if next && free && says {
            labels.push((stretch.start + before.len(), letter));
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_inside_a_sentence() {
        for (text, wanted) in [
            (
                "Etaten skal: a) kartlegge havnene, b) foreslå tiltak. Frist for a: 1. mai.",
                &["a kartlegge havnene,", "b foreslå tiltak."][..],
            ),
            (
                "a) utkast til plan b) endelig plan",
                &["a utkast til plan", "b endelig plan"],
            ),
            (
                "Planen skal gjelde a) havner b) kaier c) leier",
                &["a havner", "b kaier", "c leier"],
            ),
            ("Det vises til bokstav a) om havner og b) om kaier.", &[]),
            ("Dette gjelder: a) havnene.", &[]),
        ] {
            let whole = 0..text.len();
            let found = run_in_parts(text, std::slice::from_ref(&whole), &Grammar::built_in());
            let said: Vec<String> = found
                .iter()
                .map(|part| format!("{} {}", part.label, &text[part.range.clone()]))
                .collect();
            assert_eq!(said, wanted, "{text}");
        }
    }
}
