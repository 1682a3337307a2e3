//! What documents refer to and are made of: citations, links, other tables, headings.

use super::words::Word;
use super::{Layout, RecordType, Row, Rows, row_id, section};
use crate::export::{Cell, Column};
use crate::model::Document;

/// Citations.
pub(super) const CITATIONS: Layout = Layout {
    name: "citation",
    heading: "Henvisninger",
    id: "Henvisning-ID",
    columns: &[
        Column::new("Type", 22),
        Column::new("Henvisning", 36),
        Column::new("Som trykt", 36),
        Column::new("Står i", 26),
    ],
    rows: Rows::Of(|document| {
        document
            .citations
            .iter()
            .map(|one| {
                Row::new(
                    one.id.as_str(),
                    vec![
                        Cell::text(one.kind.word()),
                        Cell::text(one.reference.as_str()),
                        Cell::text(one.raw.as_str()),
                        record(document, one.within.as_deref()),
                    ],
                    &None,
                    &one.spans,
                )
            })
            .collect()
    }),
};

/// A record of the document by its id, leading to it where its table is known.
fn record(document: &Document, id: Option<&str>) -> Cell {
    let Some(id) = id else {
        return Cell::Empty;
    };
    let kind = if document.assignments.iter().any(|one| one.id == id) {
        RecordType::Assignment
    } else if document.requirements.iter().any(|one| one.id == id) {
        RecordType::Requirement
    } else if document.requests.iter().any(|one| one.id == id) {
        RecordType::Request
    } else if document.reports.iter().any(|one| one.id == id) {
        RecordType::Report
    } else if document.sections.iter().any(|one| one.id == id) {
        RecordType::Section
    } else {
        return Cell::text(id);
    };
    super::link(document, id, kind, id)
}

/// Links.
pub(super) const LINKS: Layout = Layout {
    name: "link",
    heading: "Lenker",
    id: "Lenke-ID",
    columns: &[
        Column::new("Type", 16),
        Column::new("Fra dokument", 36),
        Column::new("Fra post", 24),
        Column::new("Til dokument", 36),
        Column::new("Til post", 24),
        Column::new("Grunn", 18),
    ],
    rows: Rows::Of(|document| {
        document
            .links
            .iter()
            .map(|one| {
                let end = |id: &Option<String>| id.clone().unwrap_or_default();
                // What it ties is what tells a link from the others: a place among them would change.
                let id = format!(
                    "link-{}-{}-{}",
                    one.kind,
                    row_id(&one.from.document, &end(&one.from.id)),
                    row_id(&one.to.document, &end(&one.to.id))
                );
                let kind = match one.kind.as_str() {
                    "report_of" => "svarer på",
                    "continues" => "viderefører",
                    "clarifies" => "presiserer",
                    "withdraws" => "trekker",
                    "supplements" => "supplerer",
                    "carried_out_by" => "gjennomføres av",
                    "cites" => "viser til",
                    other => other,
                };
                Row::new(
                    id,
                    vec![
                        Cell::text(kind),
                        Cell::text(one.from.document.as_str()),
                        Cell::text(end(&one.from.id)),
                        Cell::text(one.to.document.as_str()),
                        Cell::text(end(&one.to.id)),
                        Cell::text(one.ground.as_str()),
                    ],
                    &None,
                    &one.spans_from,
                )
            })
            .collect()
    }),
};

/// The cells that a row of a table has columns for; the last takes all that are left.
const CELLS: usize = 24;

/// Rows of other tables, a row each.
pub(super) const TABLES: Layout = Layout {
    name: "table",
    heading: "Tabeller",
    id: "Tabell-ID",
    columns: &[
        Column::new("Tabell", 30),
        Column::new("Rad", 6),
        Column::new("Hode", 6),
        Column::new("Celle 1", 24),
        Column::new("Celle 2", 24),
        Column::new("Celle 3", 24),
        Column::new("Celle 4", 24),
        Column::new("Celle 5", 24),
        Column::new("Celle 6", 24),
        Column::new("Celle 7", 24),
        Column::new("Celle 8", 24),
        Column::new("Celle 9", 14),
        Column::new("Celle 10", 14),
        Column::new("Celle 11", 14),
        Column::new("Celle 12", 14),
        Column::new("Celle 13", 14),
        Column::new("Celle 14", 14),
        Column::new("Celle 15", 14),
        Column::new("Celle 16", 14),
        Column::new("Celle 17", 14),
        Column::new("Celle 18", 14),
        Column::new("Celle 19", 14),
        Column::new("Celle 20", 14),
        Column::new("Celle 21", 14),
        Column::new("Celle 22", 14),
        Column::new("Celle 23", 14),
        Column::new("Celle 24 og flere", 14),
    ],
    rows: Rows::Of(|document| {
        document
            .tables
            .iter()
            .flat_map(|one| {
                let head = one.header.iter().map(|cells| (true, cells));
                let body = one.rows.iter().map(|cells| (false, cells));
                (1..).zip(head.chain(body)).map(|(at, (head, cells))| {
                    let name = one.caption.as_deref().unwrap_or(&one.id);
                    let mut row = vec![Cell::text(name), Cell::count(at), super::yes(head)];
                    row.extend((0..CELLS).map(|cell| {
                        if cell + 1 < CELLS {
                            Cell::text(cells.get(cell).cloned().unwrap_or_default())
                        } else {
                            Cell::text(cells.get(cell..).unwrap_or_default().join(" | "))
                        }
                    }));
                    Row::new(
                        format!("{}-row-{at}", one.id),
                        row,
                        &one.section,
                        &one.spans,
                    )
                    .within(&one.id)
                })
            })
            .collect()
    }),
};

/// Headings.
pub(super) const SECTIONS: Layout = Layout {
    name: "section",
    heading: "Avsnitt",
    id: "Avsnitt-ID",
    columns: &[
        Column::new("Nr.", 10),
        Column::new("Tittel", 60),
        Column::new("Nivå", 7),
        Column::new("Står i", 40),
    ],
    rows: Rows::Of(|document| {
        document
            .sections
            .iter()
            .map(|one| {
                Row::new(
                    format!("section-{}", one.id),
                    vec![
                        Cell::text(one.number.clone().unwrap_or_default()),
                        Cell::text(one.title.as_str()),
                        Cell::Number(f64::from(one.level)),
                        Cell::text(section(document, one.parent.as_deref())),
                    ],
                    &None,
                    &one.spans,
                )
            })
            .collect()
    }),
};
