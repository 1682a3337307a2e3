//! What records begin with, where it stands in the blocks of a document.

use super::label::Label;

/// A place in the blocks of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The block.
    pub block: usize,
    /// Byte of all that the block says, its label included.
    pub offset: usize,
}

/// What a record begins with, and what belongs to it: a member of a series, or a passage that has no label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its label.
    pub label: Option<Label>,
    /// Where it begins, with the label if it has one.
    pub at: Spot,
    /// Where what belongs to it ends.
    pub end: Spot,
}
