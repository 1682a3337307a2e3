//! What the money of all kinds of document has in common: the figures of a row, a post's name and its
//! conditions, and how a text names chapters and posts.

pub(super) mod figures;
pub(super) mod name;
pub(super) mod posts;
pub(super) mod titles;
pub(super) mod unit;

/// Words with single blanks between them.
pub(super) fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
