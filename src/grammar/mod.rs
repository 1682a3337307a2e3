//! What such documents are like: the small notions of their language (date, amount, identifier,
//! citation, …), one file each, and the data of `grammars/*.toml`.

pub mod amount;
mod book;
pub mod citation;
pub mod date;
pub mod identifier;
pub mod lexeme;
pub mod marker;
pub mod target;

pub use book::{Grammar, GrammarError};

/// What a parser of this room gives: what is left of the input, and the value.
pub type P<'a, T> = nom::IResult<&'a str, T>;
