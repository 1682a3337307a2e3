//! What such documents are like: the small notions of their language (date, amount, identifier,
//! citation, …), one file each, and the data of `grammars/*.toml`.

pub mod amount;
mod book;
pub mod citation;
pub mod date;
pub mod deadline;
pub mod identifier;
pub mod lexeme;
pub mod marker;
pub mod pattern;
pub mod phrases;
pub mod sentence;
pub mod target;

pub use book::{ColumnRole, DocumentForm, Grammar, GrammarError, Organisation, Zone};

/// What a parser of this room gives: what is left of the input, and the value.
pub type P<'a, T> = nom::IResult<&'a str, T>;

/// The words of a heading, its number left out.
fn heading_words(heading: &str) -> &str {
    match marker::heading_number(heading) {
        Ok((rest, _)) if !rest.is_empty() => rest,
        _ => heading,
    }
}
