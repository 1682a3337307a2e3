//! Kinds that are recognised, and whose records this version does not read: the outline alone.

use super::{
    diagnostic,
    letter::{self, Read},
    recognise::Announced,
};
use crate::{grammar::Grammar, layout::Block, model::Severity, source::Canonical};

/// Reads the outline of a document and says that the rest was not read.
pub fn read(source: &Canonical, grammar: &Grammar, blocks: &[Block], announced: Announced) -> Read {
    let kind = announced.kind;
    let mut letter = letter::Letter::open(source, grammar, &[], blocks, announced);
    letter.outline_only();
    let mut read = letter.close();
    let message = format!(
        "{}: this version reads the outline of such a document, not its records",
        kind.name()
    );
    let spans = read
        .document
        .sections
        .first()
        .map(|section| section.spans.clone())
        .unwrap_or_default();
    read.diagnostics.push(diagnostic(
        "kind_not_read",
        Severity::Info,
        message,
        None,
        spans,
    ));
    read
}
