//! The words around a hit, cut from a record's own text and never altered.

use super::fold::folded_at;
use super::query::{QueryPart, Term};
use schemars::JsonSchema;
use serde::Serialize;
use std::ops::Range;

/// How long a snippet is, in characters, save for the words at its ends.
const LENGTH: usize = 220;

/// How much of it stands before the first hit, in characters.
const BEFORE: usize = 60;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Piece {
    /// Verbatim.
    pub text: String,
    /// Whether it is what was searched for.
    pub marked: bool,
}

/// A cut from one text of a record: its pieces, joined, stand in that text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Snippet {
    /// The pieces.
    pub pieces: Vec<Piece>,
    /// The text goes on before them.
    pub cut_before: bool,
    /// The text goes on after them.
    pub cut_after: bool,
}

/// A word of a text, folded, and where it stands.
type Word = (String, Range<usize>);

/// The words of a text.
fn words_at(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for (c, at) in folded_at(text) {
        if !c.is_alphanumeric() {
            open = false;
            continue;
        }
        let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
        match words.last_mut() {
            Some((word, range)) if open => {
                word.push(c);
                range.end = end;
            }
            _ => words.push((c.to_string(), at..end)),
        }
        open = true;
    }
    words
}

/// Where terms stand among words: first and last word, and which term.
fn hits(words: &[Word], terms: &[Term]) -> Vec<(Range<usize>, usize)> {
    let mut hits = Vec::new();
    for (which, term) in terms.iter().enumerate() {
        match &term.part {
            QueryPart::Word(_) => {
                let fitting = (0..words.len()).filter(|at| term.fits(&words[*at].0));
                hits.extend(fitting.map(|at| (at..at + 1, which)));
            }
            QueryPart::Phrase(phrase) => {
                let windows = words.windows(phrase.len()).enumerate();
                let fitting = windows.filter(|(_, window)| {
                    window
                        .iter()
                        .zip(phrase)
                        .all(|((word, _), asked)| word == asked)
                });
                hits.extend(fitting.map(|(at, _)| (at..at + phrase.len(), which)));
            }
        }
    }
    hits.sort_by_key(|(range, _)| (range.start, range.end));
    hits
}

/// A whole text in pieces.
pub(super) fn marked(text: &str, terms: &[Term]) -> Vec<Piece> {
    let words = words_at(text);
    pieces(text, 0..text.len(), &places(&words, &hits(&words, terms)))
}

/// The best cut from the texts of a record: that in which most of the terms stand; without any, the
/// beginning of the first text.
pub(super) fn snippet(texts: &[&str], terms: &[Term]) -> Option<Snippet> {
    // How many terms stand in it, the text, the cut, and where the hits stand.
    type Best<'a> = (usize, &'a str, Range<usize>, Vec<Range<usize>>);
    let mut best: Option<Best<'_>> = None;
    for text in texts {
        let words = words_at(text);
        let hits = hits(&words, terms);
        let places = places(&words, &hits);
        // Of each hit in turn: how many terms stand in the cut that begins with it.
        let (count, first) = hits
            .iter()
            .zip(&places)
            .enumerate()
            .map(|(at, (_, place))| {
                let near = hits[at..].iter().zip(&places[at..]);
                let near = near.take_while(|(_, one)| one.end <= place.start + LENGTH - BEFORE);
                let mut terms: Vec<usize> = near.map(|((_, term), _)| *term).collect();
                terms.sort_unstable();
                terms.dedup();
                (terms.len(), place.start)
            })
            .max_by_key(|(count, start)| (*count, std::cmp::Reverse(*start)))
            .unwrap_or((0, 0));
        if best.as_ref().is_none_or(|(before, ..)| count > *before) {
            best = Some((count, text, cut(text, first, &places), places));
        }
    }
    let (_, text, range, places) = best?;
    Some(Snippet {
        pieces: pieces(text, range.clone(), &places),
        cut_before: range.start > 0,
        cut_after: range.end < text.len(),
    })
}

/// Where the hits stand in the text.
fn places(words: &[Word], hits: &[(Range<usize>, usize)]) -> Vec<Range<usize>> {
    let place = |range: &Range<usize>| words[range.start].1.start..words[range.end - 1].1.end;
    hits.iter().map(|(range, _)| place(range)).collect()
}

/// A stretch of a text around a place, from blank to blank, no hit cut in two.
fn cut(text: &str, first: usize, places: &[Range<usize>]) -> Range<usize> {
    let back = text[..first].char_indices().rev().nth(BEFORE);
    let start = back.map_or(0, |(at, _)| {
        let blank = text[at..first].find(char::is_whitespace);
        blank.map_or(first, |blank| {
            let after = &text[at + blank..];
            at + blank + (after.len() - after.trim_start().len())
        })
    });
    let ahead = text[start..].char_indices().nth(LENGTH);
    let mut end = ahead.map_or(text.len(), |(length, _)| {
        let at = start + length;
        let blank = text[start..at].rfind(char::is_whitespace);
        blank.map_or(at, |blank| start + blank)
    });
    let over = |place: &Range<usize>, end: usize| {
        (place.start < end || place.start == first) && end < place.end
    };
    while let Some(place) = places.iter().find(|place| over(place, end)) {
        end = place.end;
    }
    start.min(first)..end.max(first)
}

/// A stretch in pieces.
fn pieces(text: &str, range: Range<usize>, places: &[Range<usize>]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut put = |range: Range<usize>, marked| {
        if !range.is_empty() {
            pieces.push(Piece {
                text: text[range].to_string(),
                marked,
            });
        }
    };
    let mut at = range.start;
    for place in places {
        // Hits overlap where a phrase and one of its words are both asked for.
        let start = place.start.max(at);
        if place.end <= start || place.start < range.start || place.end > range.end {
            continue;
        }
        put(at..start, false);
        put(start..place.end, true);
        at = place.end;
    }
    put(at..range.end, false);
    pieces
}
