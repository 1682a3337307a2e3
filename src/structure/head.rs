//! Members of a series where they stand in the blocks of a document.

use super::label::Label;

/// A place in the blocks of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The block.
    pub block: usize,
    /// Byte of all that the block says, its label included.
    pub offset: usize,
}

/// A member of a series, and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its label.
    pub label: Label,
    /// Where the label stands.
    pub at: Spot,
    /// Where what belongs to it ends.
    pub end: Spot,
}
