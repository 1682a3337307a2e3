//! The commissioning document (oppdragsdokument) of a regional health authority, and letters built
//! like it (oppdragsbrev, «oppdrag og bestilling»).
//!
//! ```text
//! document   ::= chapter*
//! chapter    ::= heading (goals | measures | assignments | requirement | prose)*
//! goals      ::= "Mål" intro item+
//! measures   ::= "Kvalitative mål" item+ | "Indikatorer" item+
//! assignments::= "Oppdrag" ("Nr." "Tittel" "Oppdrag") row+
//! row        ::= number ("(" abbreviation+ ")")? title body
//! ```
//! The number of a row is a bare one: it is unique in the document, not in the world.

use super::{
    letter::{Letter, Read},
    recognise::Announced,
};
use crate::{
    grammar::Grammar,
    layout::{Block, TextLine},
    source::Canonical,
};

/// Reads a commissioning document.
pub fn read(
    source: &Canonical,
    grammar: &Grammar,
    lines: &[TextLine<'_>],
    blocks: &[Block],
    announced: Announced,
) -> Read {
    Letter::open(source, grammar, lines, blocks, announced).read()
}
