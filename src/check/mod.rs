//! What makes the JSON trustworthy: its schema, its quotations, its references, and the facts held
//! against each other. Pure functions over the [`model`](crate::model); this room reads no letters.
//!
//! An **error** says that the output breaks its own rules ([`validate`], [`quotation()`],
//! [`references()`], a date that is no day); a **warning** is a finding about the source (a gap in a
//! series of numbers, a deadline before the letter's own date).

pub mod allocations;
pub mod arithmetic;
mod changes;
pub mod dates;
pub mod identifiers;
pub mod quotation;
pub mod references;
pub mod schema;
pub mod table_sums;

pub use allocations::allocations;
pub use arithmetic::arithmetic;
pub use dates::dates;
pub use identifiers::identifiers;
pub use quotation::{quotation, quoted};
pub use references::references;
pub use schema::{Finding, schema, validate};
pub use table_sums::table_sums;

use crate::model::Code;
use crate::model::{Diagnostic, Extraction, Severity, Span};

/// Every check that needs no more than the records themselves: references, identifiers, dates, arithmetic.
///
/// The schema is left out, because an [`Extraction`] conforms by its type; what needs it is JSON
/// that comes from a file ([`validate`]).
pub fn facts(extraction: &Extraction) -> Vec<Diagnostic> {
    let mut found = references(extraction);
    found.extend(identifiers(extraction));
    found.extend(dates(extraction));
    found.extend(arithmetic(extraction));
    found.extend(allocations(extraction));
    found.extend(table_sums(extraction));
    found
}

/// A diagnostic of this room.
fn diagnostic(
    code: Code,
    severity: Severity,
    message: String,
    item: Option<&str>,
    spans: &[Span],
) -> Diagnostic {
    Diagnostic {
        code: code.name().into(),
        severity,
        message,
        item: item.map(str::to_owned),
        spans: spans.to_vec(),
    }
}
