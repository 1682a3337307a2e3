//! Findings where they matter: which of a file's diagnostics are about which of its records, and in what
//! words a case officer is told of them.
//!
//! ```text
//! About  ::= extraction → (document | record) → Diagnostic*
//! Remark ::= a Diagnostic with its words in bokmål
//! ```
//! Whoever shows a record, in a list, a file, a calendar or an answer to a program, asks here for its
//! remarks, so that a doubt that the tool had is nowhere left behind.

mod about;
#[cfg(test)]
mod about_tests;
mod remark;
mod set;
mod words;

pub use about::{About, List};
pub use remark::{INCOMPLETE, Remark, Remarks, TO_CHECK};
pub use set::OfSet;
pub use words::{Doubt, doubt};
