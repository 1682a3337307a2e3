//! The titles of a table's columns, run together in text and broken over lines anywhere.

use crate::grammar::{ColumnRole, Grammar};

/// A word of a table's head, and its line.
pub type Word<'a> = (&'a str, usize);

/// A column's title: its role, its words with single blanks, and the line that it begins on.
pub type Title = (ColumnRole, String, usize);

/// How many words a title may have.
const WORDS: usize = 6;

/// The titles that words begin with, the longest at each place, and one past the last line of the head;
/// none where a title is followed by other words on its line.
///
/// A title of a wide pattern (`Tildeling*`) holds no more than one year, at its end or before a unit
/// (`Løyving 2026 (kr)`). `refuse` is given a
/// title's words and those that follow, and tells what else it may not hold.
pub fn titles(
    words: &[Word<'_>],
    grammar: &Grammar,
    refuse: impl Fn(&[Word<'_>], &[Word<'_>]) -> bool,
) -> Option<(Vec<Title>, usize)> {
    let mut titles = Vec::new();
    let mut rest = words;
    while !rest.is_empty() {
        let found = (1..=WORDS.min(rest.len())).rev().find_map(|taken| {
            let (own, after) = rest.split_at(taken);
            let years = own.iter().filter(|(word, _)| year(word).is_some()).count();
            let unit = own.len()
                - own
                    .iter()
                    .rev()
                    .take_while(|(word, _)| is_unit(word))
                    .count();
            let last = own[..unit]
                .last()
                .is_some_and(|(word, _)| year(word).is_some());
            if years > 1 || years == 1 && !last || refuse(own, after) {
                return None;
            }
            let title: Vec<&str> = own.iter().map(|(word, _)| *word).collect();
            let title = title.join(" ");
            grammar.column(&title).map(|role| (taken, role, title))
        });
        // «Kap. Post Navn 2025 2026»: a year alone, behind the names or another sum.
        let found = found.or_else(|| {
            let (word, _) = rest.first().filter(|(word, _)| year(word).is_some())?;
            let (last, ..): &Title = titles.last()?;
            let behind = matches!(
                last,
                ColumnRole::Name | ColumnRole::Title | ColumnRole::Amount
            );
            behind.then(|| (1, ColumnRole::Amount, word.to_string()))
        });
        let Some((taken, role, title)) = found else {
            break;
        };
        titles.push((role, title, rest[0].1));
        rest = &rest[taken..];
    }
    // What is no title must begin a line, or the words are no head.
    let read = words.len() - rest.len();
    let end = match rest.first() {
        Some((_, line)) if read > 0 && words[read - 1].1 == *line => return None,
        Some((_, line)) => *line,
        None => words.last()?.1 + 1,
    };
    Some((titles, end))
}

/// A word of a unit after a title: `(kr)`, `i 1 000 kroner`, `(mill. kr)`.
fn is_unit(word: &str) -> bool {
    let bare = word.trim_matches(['(', ')', ',']);
    matches!(
        bare.to_ascii_lowercase().as_str(),
        "i" | "1"
            | "000"
            | "1000"
            | "kr"
            | "kr."
            | "kroner"
            | "kronar"
            | "mill"
            | "mill."
            | "tusen"
            | "hele"
            | "heile"
    )
}

/// A year alone.
pub fn year(word: &str) -> Option<i32> {
    (word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()))
        .then(|| word.parse().ok())
        .flatten()
        .filter(|year| (1980..2100).contains(year))
}
