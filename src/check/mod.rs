//! What makes the JSON trustworthy: its schema, its quotations, its references, and the facts held
//! against each other. Pure functions over the [`model`](crate::model); this room reads no letters.
//!
//! What extraction itself asks ([`facts`], [`quotation()`]) needs the records and the text only. What
//! `oppdrag check` asks beside it ([`held()`], [`digests()`], [`links()`], [`read_otherwise`]) finds what was changed
//! after a letter was read; it knows layout and grammar, and parses small things again.
//!
//! An **error** says that the output breaks its own rules ([`validate`], [`quotation()`],
//! [`references()`], a date that is no day); a **warning** is a finding about the source (a gap in a
//! series of numbers, a deadline before the letter's own date).

mod again;
pub mod allocations;
pub mod arithmetic;
mod changes;
pub mod dates;
mod digests;
mod held;
pub mod identifiers;
mod links;
pub mod quotation;
pub mod references;
pub mod schema;
pub mod table_sums;

pub use again::{Difference, first_difference, other_program, read_otherwise};
pub use allocations::allocations;
pub use arithmetic::arithmetic;
pub use dates::dates;
pub use digests::digests;
pub use held::{held, placed};
pub use identifiers::identifiers;
pub use links::{Linked, links};
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
