//! The allocation letter (tildelingsbrev) and its supplements (supplerende tildelingsbrev).
//!
//! ```text
//! letter     ::= head chapter* closing? annex*
//! chapter    ::= heading (goals | measures | assignments | requirement | prose)*
//! goals      ::= intro item+                       «… følgende hovedmål:» 1. … 2. …
//! measures   ::= "Styringsparametere" item+ | "Nøkkeltall" (item subitem*)+
//! assignments::= "Oppdrag" assignment+
//! assignment ::= identifier department? title body deadline*
//! supplement ::= head (changes | "Nye oppdrag" assignment+ | clarification | withdrawal)* closing
//! annex      ::= "Vedlegg" number (calendar | authorisations | prose)
//! ```

use super::letter::{Letter, Read};

/// Reads an allocation letter.
pub fn read(letter: Letter<'_>) -> Read {
    letter.read()
}
