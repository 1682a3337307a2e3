//! The budget proposition (Prop. 1 S): its outline, Parliament's requests with the ministry's account
//! of them, and the money: chapter tables, category tables and the proposed decision.

mod appropriations;
mod outline;
mod requests;

use super::{
    Dismissed,
    letter::{Letter, Read},
    recognise::Announced,
};
use crate::{
    grammar::Grammar,
    layout::{Block, Dictionary, TextLine},
    model::{Diagnostic, Document, Severity, Span},
    source::Canonical,
};
use std::ops::Range;

/// A proposition while it is read.
pub(super) struct Proposition<'a> {
    source: &'a Canonical,
    grammar: &'a Grammar,
    /// The lines of the running text: tables are read from these.
    lines: &'a [TextLine<'a>],
    /// What layout made of them; a block knows its lines.
    blocks: &'a [Block],
    document: Document,
    outline: outline::Outline,
    /// The words of rows and headings: how those that a line end breaks are written elsewhere.
    words: Dictionary<'a>,
    diagnostics: Vec<Diagnostic>,
    dismissed: Vec<Dismissed>,
}

/// Reads a proposition.
pub fn read(
    source: &Canonical,
    grammar: &Grammar,
    lines: &[TextLine<'_>],
    blocks: &[Block],
    announced: Announced,
) -> Read {
    let mut outline = Letter::open(source, grammar, lines, blocks, announced);
    outline.outline_only();
    let read = outline.close();
    let mut proposition = Proposition {
        source,
        grammar,
        lines,
        blocks,
        document: read.document,
        outline: outline::Outline::default(),
        words: Dictionary::of(
            lines
                .iter()
                .map(|line| line.text)
                .filter(|text| text.starts_with(|c: char| c.is_ascii_digit() || c == 'K')),
        ),
        diagnostics: read.diagnostics,
        dismissed: read.dismissed,
    };
    proposition.read_outline();
    proposition.requests();
    proposition.appropriations();
    Read {
        document: proposition.document,
        diagnostics: proposition.diagnostics,
        dismissed: proposition.dismissed,
        heads: read.heads,
        tables: read.tables,
    }
}

impl Proposition<'_> {
    fn say(
        &mut self,
        code: &str,
        severity: Severity,
        message: String,
        item: Option<&str>,
        places: &[Range<usize>],
    ) {
        let spans = self.spans(places);
        self.diagnostics.push(super::diagnostic(
            code,
            severity,
            message,
            item.map(str::to_string),
            spans,
        ));
    }

    fn spans(&self, places: &[Range<usize>]) -> Vec<Span> {
        self.source.spans(places)
    }
}
