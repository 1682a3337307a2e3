//! oppdrag reads the letters by which Norwegian ministries steer their agencies.

pub mod grammar;
pub mod model;
pub mod source;

pub use grammar::Grammar;
pub use model::Extraction;

use thiserror::Error;

/// Why a file gave no extraction.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// The bytes could not be read as a source.
    #[error("{0}")]
    Source(#[from] source::SourceError),
    /// The text is none of the kinds of document that are known.
    #[error(
        "{place}: not a kind of document that oppdrag knows: no word that announces one on the first pages (it begins «{begins}»); if it is a letter of a form of its own, describe the form in a grammar file (see grammars/README.md)"
    )]
    UnknownKind {
        /// "page 1, line 1".
        place: String,
        /// The first words.
        begins: String,
    },
}

/// Reads one file: bytes in, everything found in them out.
pub fn extract(_name: &str, _bytes: &[u8], _grammar: &Grammar) -> Result<Extraction, Error> {
    todo!("front door")
}
