//! What belongs to a file as a whole: findings, and stretches of text that look like a record and are
//! none.

use super::words::Word;
use super::{Layout, Row, Rows, words};
use crate::export::{Cell, Column};
use crate::findings::Remark;

/// Findings.
pub(super) const DIAGNOSTICS: Layout = Layout {
    name: "diagnostic",
    heading: "Merknader",
    id: "Merknad-ID",
    columns: &[
        Column::new("Alvor", 12),
        Column::new("Kode", 26),
        Column::new("I klartekst", 70),
        Column::new("Merknad", 80),
        Column::new("Gjelder", 24),
    ],
    rows: Rows::OfFile(|extraction| {
        extraction
            .diagnostics
            .iter()
            .map(|one| {
                let item = one.item.as_deref().unwrap_or_default();
                Row::new(
                    format!("{}-{item}", one.code),
                    vec![
                        Cell::text(one.severity.word()),
                        Cell::text(one.code.as_str()),
                        Cell::text(Remark::of(one).message_nb.unwrap_or_default()),
                        Cell::text(one.message.as_str()),
                        words(&one.item),
                    ],
                    &None,
                    &one.spans,
                )
            })
            .collect()
    }),
};

/// Signals.
pub(super) const SIGNALS: Layout = Layout {
    name: "signal",
    heading: "Signaler uten post",
    id: "Signal-ID",
    columns: &[
        Column::new("Ligner på", 16),
        Column::new("Ordlyd", 50),
        Column::new("Vurdering", 30),
    ],
    rows: Rows::OfFile(|extraction| {
        let coverage = &extraction.coverage;
        let unclaimed = coverage
            .unclaimed
            .iter()
            .map(|one| (one.signal, &one.raw, &one.spans, "Ikke vurdert".to_string()));
        let dismissed = coverage.dismissed.iter().map(|one| {
            (
                one.signal,
                &one.raw,
                &one.spans,
                format!("Avvist: {}", one.rule),
            )
        });
        unclaimed
            .chain(dismissed)
            .map(|(signal, raw, spans, judged)| {
                let start = spans.first().map_or(0, |span| span.start);
                Row::new(
                    format!("signal-{start}"),
                    vec![
                        Cell::text(signal.word()),
                        Cell::text(raw.as_str()),
                        Cell::Text(judged),
                    ],
                    &None,
                    spans,
                )
            })
            .collect()
    }),
};
