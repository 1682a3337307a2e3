//! Spans of time: a number and its unit, «tre måneder».
//!
//! ```text
//! span ::= word? number unit     tre måneder   10 arbeidsdager   minst to uker
//! ```

use super::Terms;

/// A unit of time: «uker», «arbeidsdager».
pub(super) fn is_unit(word: &str, terms: &Terms) -> bool {
    terms.units.begin(word) && !terms.no_units.begin(word)
}

/// A number in figures or, up to where letters use words for them, in words.
pub(super) fn is_number(word: &str, terms: &Terms) -> bool {
    word.chars().all(|c| c.is_ascii_digit()) && !word.is_empty() || terms.numbers.is(word)
}

/// Whether a clause begins with a span of time, whatever stands right before it: `: senest 14 dager etter`.
pub(super) fn span_of_time(clause: &str, terms: &Terms) -> bool {
    let words = clause.trim_start_matches(|c: char| !c.is_alphanumeric());
    period_end(words, terms).is_some()
}

/// Whether a clause begins with a span of time that is counted from something: `To uker før møtet`.
pub(super) fn span_counted(clause: &str, terms: &Terms) -> bool {
    let words = clause.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(end) = period_end(words, terms) else {
        return false;
    };
    let event = words[end..].trim_start_matches(['.', ' ']);
    terms.counted_from.begin(event)
}

/// `tre måneder etter`: how many bytes a span of time at the start of a text takes.
pub fn period_end(after: &str, terms: &Terms) -> Option<usize> {
    let mut at = 0;
    let mut words = Vec::new();
    for word in after.split_whitespace().take(5) {
        let start = at + after[at..].find(word)?;
        at = start + word.len();
        words.push((word.trim_end_matches([',', '.']).to_lowercase(), at));
    }
    let unit = |word: &str| is_unit(word, terms);
    match words.as_slice() {
        [(n, _), (u, end), ..] if is_number(n, terms) && unit(u) => Some(*end),
        [(_, _), (n, _), (u, end), ..] if is_number(n, terms) && unit(u) => Some(*end),
        _ => None,
    }
}
