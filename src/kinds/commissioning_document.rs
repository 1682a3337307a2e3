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

use super::letter::{Letter, Read};

/// Reads a commissioning document.
pub fn read(letter: Letter<'_>) -> Read {
    letter.read()
}
