//! What such documents are like: the small notions of their language (date, amount, identifier,
//! citation, …), one file each, and the data of `grammars/*.toml`.

pub mod amount;
mod book;
pub mod change;
pub mod citation;
pub mod cue;
pub mod date;
pub mod deadline;
pub mod identifier;
pub mod lexeme;
pub mod marker;
pub mod ministry;
pub mod money;
pub mod pattern;
pub mod phrases;
pub mod place;
pub mod report;
pub mod request;
pub mod sentence;
pub mod short_name;
pub mod target;
mod verdict;

pub use book::{ColumnRole, DocumentForm, Grammar, GrammarError, Organisation, Zone};

/// What a parser of this room gives: what is left of the input, and the value.
pub type P<'a, T> = nom::IResult<&'a str, T>;

/// The words of a heading, its number, capital or roman numeral left out.
fn heading_words(heading: &str) -> &str {
    if let Ok((rest, _)) = marker::heading_number(heading)
        && !rest.is_empty()
    {
        return rest;
    }
    match heading.split_once(' ') {
        Some((label, rest))
            if label
                .trim_end_matches('.')
                .chars()
                .all(|c| c.is_ascii_uppercase())
                && label.len() <= 4
                && !rest.is_empty()
                && (label.trim_end_matches('.').len() == 1
                    || label.chars().all(|c| "IVX.".contains(c))) =>
        {
            rest
        }
        _ => heading,
    }
}
