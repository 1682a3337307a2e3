//! The records of the contract, as the JSON spells them. This room imports no other.
//!
//! Absent values are `null`, absent lists `[]`; dates are ISO 8601; money is whole kroner.

mod appropriation;
mod assignment;
mod authorisation;
mod citation;
mod code;
mod coverage;
mod deadline;
mod diagnostic;
mod digest;
mod document;
mod extraction;
mod goal;
mod head;
mod indicator;
mod link;
mod report;
mod request;
mod requirement;
mod section;
mod span;
mod table;

pub use appropriation::*;
pub use assignment::*;
pub use authorisation::*;
pub use citation::*;
pub use code::*;
pub use coverage::*;
pub use deadline::*;
pub use diagnostic::*;
pub use digest::*;
pub use document::*;
pub use extraction::*;
pub use goal::*;
pub use head::*;
pub use indicator::*;
pub use link::*;
pub use report::*;
pub use request::*;
pub use requirement::*;
pub use section::*;
pub use span::*;
pub use table::*;
