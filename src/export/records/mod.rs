//! The records of a set of documents, laid out: one table a type of record, a row a record.
//!
//! ```text
//! Row ::= row-id own-cells* section document party year page file
//! row-id ::= document-key "#" record-id          a document's own row: its key alone
//! ```
//! The row id stays as long as the document's key and the record's id do; a link, a calendar event
//! and a workbook that people have worked in know a record by it. What lies in a record as a list of
//! its own (parts, targets, figures, earmarks, results, the rows of a table) is a table of its own,
//! its rows numbered below the record's id.

mod answers;
mod events;
mod files;
mod identity;
mod later;
mod letters;
mod money;
mod references;
mod uids;
mod words;

pub use events::{Undated, calendar, due, event};
pub(in crate::export) use identity::{COMMON, GIST, gist};
pub use later::{Letters, Standing};
pub use uids::{uids, uids_of};
pub use words::Word;

use super::{CHECK, Cell, Column, DocumentName, Overview, Part, excel};
use crate::findings::{About, List, Remarks};
use crate::model::{Document, Extraction, SourceInfo, Span};
use std::collections::{HashMap, HashSet};

/// A type of record that has a table of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordType {
    /// Documents.
    Document,
    /// Assignments.
    Assignment,
    /// Parts of assignments.
    Part,
    /// Deadlines.
    Deadline,
    /// Demands outside the assignments.
    Requirement,
    /// Goals.
    Goal,
    /// Indicators.
    Indicator,
    /// Targets of indicators.
    Target,
    /// Parliamentary requests.
    Request,
    /// Rows of money.
    Appropriation,
    /// Their figures.
    Figure,
    /// Money set aside.
    Earmark,
    /// Authorisations.
    Authorisation,
    /// Answers.
    Report,
    /// Values measured.
    Result,
    /// Withdrawn assignments.
    Withdrawal,
    /// What becomes of earlier years' assignments.
    CarryOver,
    /// Citations.
    Citation,
    /// Links between documents.
    Link,
    /// Rows of other tables.
    Table,
    /// Headings.
    Section,
    /// Findings.
    Diagnostic,
    /// Stretches of text that look like a record and are none.
    Signal,
}

/// How a type is laid out.
struct Layout {
    name: &'static str,
    heading: &'static str,
    /// The title of the first column: unlike that of any other type, so that a sheet is known by it
    /// whatever people call the sheet.
    id: &'static str,
    columns: &'static [Column],
    rows: Rows,
}

/// What rows are laid out from.
enum Rows {
    /// A document.
    Of(for<'a> fn(&'a Document) -> Vec<Row<'a>>),
    /// A file.
    OfFile(for<'a> fn(&'a Extraction) -> Vec<Row<'a>>),
}

/// A row before the cells that all rows have.
struct Row<'a> {
    /// The record's id; empty for the document itself.
    id: String,
    cells: Vec<Cell>,
    section: Option<&'a str>,
    spans: &'a [Span],
    /// The record whose findings are the row's own, where the rows of the type are no list of the document.
    within: Option<&'a str>,
}

impl<'a> Row<'a> {
    fn new(
        id: impl Into<String>,
        cells: Vec<Cell>,
        section: &'a Option<String>,
        spans: &'a [Span],
    ) -> Self {
        Self {
            id: id.into(),
            cells,
            section: section.as_deref(),
            spans,
            within: None,
        }
    }

    /// The row is of something that lies in the record of an id.
    fn within(self, id: &'a str) -> Self {
        Self {
            within: Some(id),
            ..self
        }
    }
}

/// The columns that all rows end in.
pub(in crate::export) const TAIL: [Column; 6] = [
    Column::new("Avsnitt", 26),
    Column::new("Dokument", 28),
    Column::new("Mottaker/avsender", 24),
    Column::new("År", 7),
    Column::new("Side", 7),
    Column::new("Kildefil", 26),
];

impl RecordType {
    /// All types, in the order of their tables.
    pub const ALL: [Self; 23] = [
        Self::Document,
        Self::Assignment,
        Self::Part,
        Self::Deadline,
        Self::Requirement,
        Self::Goal,
        Self::Indicator,
        Self::Target,
        Self::Request,
        Self::Appropriation,
        Self::Figure,
        Self::Earmark,
        Self::Authorisation,
        Self::Report,
        Self::Result,
        Self::Withdrawal,
        Self::CarryOver,
        Self::Citation,
        Self::Link,
        Self::Table,
        Self::Section,
        Self::Diagnostic,
        Self::Signal,
    ];

    fn layout(self) -> &'static Layout {
        match self {
            Self::Document => &letters::DOCUMENTS,
            Self::Assignment => &letters::ASSIGNMENTS,
            Self::Part => &letters::PARTS,
            Self::Deadline => &letters::DEADLINES,
            Self::Requirement => &letters::REQUIREMENTS,
            Self::Goal => &letters::GOALS,
            Self::Indicator => &letters::INDICATORS,
            Self::Target => &letters::TARGETS,
            Self::Request => &answers::REQUESTS,
            Self::Appropriation => &money::APPROPRIATIONS,
            Self::Figure => &money::FIGURES,
            Self::Earmark => &money::EARMARKS,
            Self::Authorisation => &money::AUTHORISATIONS,
            Self::Report => &answers::REPORTS,
            Self::Result => &answers::RESULTS,
            Self::Withdrawal => &answers::WITHDRAWALS,
            Self::CarryOver => &answers::CARRY_OVER,
            Self::Citation => &references::CITATIONS,
            Self::Link => &references::LINKS,
            Self::Table => &references::TABLES,
            Self::Section => &references::SECTIONS,
            Self::Diagnostic => &files::DIAGNOSTICS,
            Self::Signal => &files::SIGNALS,
        }
    }

    /// The list of the document that has a record for each row, in the same order; none of the document
    /// itself, and of what lies in a record as a list of its own.
    fn list(self) -> Option<List> {
        Some(match self {
            Self::Assignment => List::Assignments,
            Self::Deadline => List::Deadlines,
            Self::Requirement => List::Requirements,
            Self::Goal => List::Goals,
            Self::Indicator => List::Indicators,
            Self::Request => List::Requests,
            Self::Appropriation => List::Appropriations,
            Self::Authorisation => List::Authorisations,
            Self::Report => List::Reports,
            Self::Withdrawal => List::Withdrawals,
            Self::CarryOver => List::CarryOver,
            Self::Citation => List::Citations,
            Self::Link => List::Links,
            Self::Section => List::Sections,
            Self::Document
            | Self::Part
            | Self::Target
            | Self::Figure
            | Self::Earmark
            | Self::Result
            | Self::Table
            | Self::Diagnostic
            | Self::Signal => return None,
        })
    }

    /// The name as NDJSON spells it: "assignment", "carry_over".
    pub fn name(self) -> &'static str {
        self.layout().name
    }

    /// The heading of its table: "Oppdrag".
    pub fn heading(self) -> &'static str {
        self.layout().heading
    }

    /// The title of its first column, unlike that of any other type: "Oppdrag-ID".
    pub fn id_title(self) -> &'static str {
        self.layout().id
    }

    /// The type of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// The id of a record's row.
pub fn row_id(document: &str, record: &str) -> String {
    if record.is_empty() {
        document.to_string()
    } else {
        format!("{document}#{record}")
    }
}

/// The documents of a set with their sources. Of documents with one key the first counts.
pub fn documents(set: &[Extraction]) -> impl Iterator<Item = (&SourceInfo, &Document)> {
    let mut seen = HashSet::new();
    set.iter()
        .flat_map(|one| {
            one.documents
                .iter()
                .map(move |document| (&one.source, document))
        })
        .filter(move |(_, document)| seen.insert(document.key.as_str()))
}

/// What was found in each file of a set.
fn found(set: &[Extraction]) -> Vec<About<'_>> {
    set.iter().map(About::of).collect()
}

/// The documents of a set with their sources, each with what was found in its file, and its place there.
fn told<'a>(
    set: &'a [Extraction],
    found: &'a [About<'a>],
) -> impl Iterator<Item = (&'a About<'a>, usize, &'a SourceInfo, &'a Document)> {
    let mut seen = HashSet::new();
    set.iter()
        .zip(found)
        .flat_map(|(one, about)| {
            let documents = one.documents.iter().enumerate();
            documents.map(move |(place, document)| (about, place, &one.source, document))
        })
        .filter(move |(_, _, _, document)| seen.insert(document.key.as_str()))
}

/// The types of which a set has a row, in the order of their tables.
pub fn types(set: &[Extraction]) -> Vec<RecordType> {
    let found = found(set);
    let filled = |kind: &RecordType| !part_with(*kind, set, &found).rows.is_empty();
    RecordType::ALL.into_iter().filter(filled).collect()
}

/// The table of a type.
pub fn part(kind: RecordType, set: &[Extraction]) -> Part {
    part_with(kind, set, &found(set))
}

/// The same, where what was found in the files is at hand.
fn part_with(kind: RecordType, set: &[Extraction], found: &[About<'_>]) -> Part {
    let layout = kind.layout();
    let mut rows = Vec::new();
    match layout.rows {
        Rows::Of(lay) => {
            for (about, place, source, document) in told(set, found) {
                let name = DocumentName::of(document).name;
                let mut ids = Ids::default();
                for (at, row) in lay(document).into_iter().enumerate() {
                    let remarks = match (row.within, kind.list()) {
                        (Some(id), _) => about.id(place, id),
                        (None, Some(list)) => about.record(place, list, at),
                        (None, None) => about.document(place),
                    };
                    let id = ids.own(row_id(&document.key, &row.id));
                    let check = Cell::text(remarks.told());
                    let tail = [
                        Cell::text(section(document, row.section)),
                        Cell::text(name.as_str()),
                        Cell::text(document.parties().join(", ")),
                        document
                            .year
                            .map_or(Cell::Empty, |year| Cell::Number(f64::from(year))),
                        Cell::number_or_text(Span::first_page(row.spans).as_deref()),
                        Cell::text(source.file.as_str()),
                    ];
                    let cells = row.cells.into_iter().chain([check]);
                    rows.push(whole(id, cells, tail));
                }
            }
        }
        Rows::OfFile(lay) => {
            let mut files = HashSet::new();
            for (extraction, about) in set.iter().zip(found) {
                let file = extraction.source.file.as_str();
                if !files.insert(extraction.source.sha256.as_str()) {
                    continue;
                }
                let mut ids = Ids::default();
                for (at, row) in lay(extraction).into_iter().enumerate() {
                    let id = ids.own(row_id(file, &row.id));
                    // A file may hold several documents, and some findings are of the whole file.
                    let own = match kind {
                        RecordType::Diagnostic => about.documents_of(at).to_vec(),
                        _ => about.documents_at(row.spans),
                    };
                    let own: Vec<&Document> =
                        own.iter().map(|at| &extraction.documents[*at]).collect();
                    let names: Vec<String> =
                        own.iter().map(|one| DocumentName::of(one).name).collect();
                    let mut parties: Vec<&str> = Vec::new();
                    for party in own.iter().flat_map(|one| one.parties()) {
                        if !parties.contains(&party.as_str()) {
                            parties.push(party);
                        }
                    }
                    let year = match &own[..] {
                        [one] => one.year,
                        _ => None,
                    };
                    let tail = [
                        Cell::Empty,
                        Cell::text(names.join("\n")),
                        Cell::text(parties.join(", ")),
                        year.map_or(Cell::Empty, |year| Cell::Number(f64::from(year))),
                        Cell::number_or_text(Span::first_page(row.spans).as_deref()),
                        Cell::text(file),
                    ];
                    rows.push(whole(id, row.cells, tail));
                }
            }
        }
    }
    Part {
        heading: layout.heading.into(),
        columns: std::iter::once(Column::identifier(layout.id, 14))
            .chain(layout.columns.iter().copied())
            .chain(matches!(layout.rows, Rows::Of(_)).then_some(CHECK))
            .chain(TAIL)
            .collect(),
        rows,
    }
}

fn whole(id: String, cells: impl IntoIterator<Item = Cell>, tail: [Cell; TAIL.len()]) -> Vec<Cell> {
    std::iter::once(Cell::Text(id))
        .chain(cells)
        .chain(tail)
        .collect()
}

/// The tables of some types, and what they were made from.
pub fn overview(set: &[Extraction], types: &[RecordType]) -> Overview {
    let found = found(set);
    Overview {
        title: "Poster fra styringsdokumentene".into(),
        notes: [
            "Hver rad er en post i et dokument; tekstene er sitater, og siden står ved siden av. Den første kolonnen holder rede på raden: la den stå.".to_string(),
        ]
        .into_iter()
        .chain(documents(set).map(|(source, document)| {
            format!(
                "{}: {} ({})",
                document.parties().join(", "),
                DocumentName::of(document).name,
                source.file
            )
        }))
        .collect(),
        parts: types
            .iter()
            .map(|kind| part_with(*kind, set, &found))
            .collect(),
    }
}

/// Splits words that are longer than a cell of Excel takes: they go on in a row of their own, its id
/// the row's with `~2`, `~3` after it, and the cell names that row, so that a sorted sheet still tells
/// what belongs together.
pub fn split_for_excel(part: &mut Part) {
    let mut rows = Vec::with_capacity(part.rows.len());
    for row in part.rows.drain(..) {
        let id = row.first().map_or_else(String::new, Cell::shown);
        let next = |n: usize| format!("i raden med ID {id}~{n}");
        let pieces: Vec<Vec<String>> = row
            .iter()
            .map(|cell| match cell.words() {
                Some(words) => excel::pieces(words, next),
                None => Vec::new(),
            })
            .collect();
        let count = pieces.iter().map(Vec::len).max().unwrap_or(0);
        if count <= 1 {
            rows.push(row);
            continue;
        }
        for at in 0..count {
            let cells = row
                .iter()
                .zip(&pieces)
                .enumerate()
                .map(|(column, (cell, own))| match (column, own.get(at)) {
                    (0, _) if at > 0 => Cell::Text(format!("{id}~{}", at + 1)),
                    (0, _) => cell.clone(),
                    (_, Some(piece)) if own.len() > 1 => Cell::text(piece.as_str()),
                    _ if at == 0 => cell.clone(),
                    _ => Cell::Empty,
                });
            rows.push(cells.collect());
        }
    }
    part.rows = rows;
}

/// Makes ids unlike each other: a second `x` is `x~b`, the third `x~c`, the 27th `x~27`.
#[derive(Default)]
struct Ids(HashMap<String, usize>);

impl Ids {
    fn own(&mut self, id: String) -> String {
        let count = self.0.entry(id.clone()).or_default();
        *count += 1;
        match *count {
            1 => id,
            n => match u8::try_from(n) {
                Ok(n) if n <= 26 => format!("{id}~{}", char::from(b'a' + n - 1)),
                _ => format!("{id}~{n}"),
            },
        }
    }
}

/// A section as its heading has it.
fn section(document: &Document, id: Option<&str>) -> String {
    let Some(id) = id else {
        return String::new();
    };
    match document.sections.iter().find(|one| one.id == id) {
        Some(section) => match &section.number {
            Some(number) => format!("{number} {}", section.title),
            None => section.title.clone(),
        },
        None => id.to_string(),
    }
}

/// Words, or nothing.
fn words(text: &Option<String>) -> Cell {
    Cell::text(text.clone().unwrap_or_default())
}

/// "Ja", or nothing.
fn yes(value: bool) -> Cell {
    Cell::text(if value { "Ja" } else { "" })
}

/// "Ja", "Nei" or nothing.
fn yes_or_no(value: Option<bool>) -> Cell {
    Cell::text(value.map_or("", |value| if value { "Ja" } else { "Nei" }))
}

/// Words that lead to a record of the same document.
fn link(document: &Document, words: impl Into<String>, kind: RecordType, id: &str) -> Cell {
    Cell::link(words, kind.heading(), row_id(&document.key, id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Grammar;

    fn set() -> Vec<Extraction> {
        let text = include_str!("../../../fixtures/letters/allocation-letter.txt");
        let grammar = Grammar::built_in();
        vec![crate::extract("brev.txt", text.as_bytes(), &grammar).expect("a letter")]
    }

    #[test]
    fn every_type_has_a_name_a_heading_and_an_id_of_its_own() {
        for of in [RecordType::name, RecordType::heading, RecordType::id_title] {
            let all: HashSet<&str> = RecordType::ALL.into_iter().map(of).collect();
            assert_eq!(all.len(), RecordType::ALL.len());
        }
        assert_eq!(
            RecordType::of_name("carry_over"),
            Some(RecordType::CarryOver)
        );
        assert_eq!(RecordType::of_name("frist"), None);
    }

    #[test]
    fn rows_fit_their_columns_and_no_id_is_given_twice() {
        let set = set();
        for kind in RecordType::ALL {
            let part = part(kind, &set);
            let titles: HashSet<&str> = part.columns.iter().map(|one| one.title).collect();
            assert_eq!(titles.len(), part.columns.len(), "{}", part.heading);
            let mut ids = HashSet::new();
            for row in &part.rows {
                assert_eq!(row.len(), part.columns.len(), "{}", part.heading);
                assert!(ids.insert(row[0].shown()), "{}", row[0].shown());
            }
        }
        let rows = |kind| part(kind, &set).rows.len();
        let documents = &set[0].documents;
        assert_eq!(rows(RecordType::Document), 2);
        let deadlines: usize = documents.iter().map(|one| one.deadlines.len()).sum();
        assert_eq!(rows(RecordType::Deadline), deadlines);
        assert!(deadlines > 30);
    }

    #[test]
    fn of_two_documents_with_one_key_the_first_counts() {
        let mut twice = set();
        let mut again = twice[0].clone();
        again.source.file = "again.txt".into();
        twice.push(again);
        assert_eq!(
            part(RecordType::Deadline, &twice),
            part(RecordType::Deadline, &set())
        );
        assert_eq!(
            part(RecordType::Signal, &twice),
            part(RecordType::Signal, &set())
        );
    }

    #[test]
    fn words_too_long_for_a_cell_go_on_in_a_row_of_their_own() {
        let long = format!("{} siste", "ord ".repeat(excel::CELL / 4));
        let mut part = Part {
            heading: "x".into(),
            columns: vec![
                Column::identifier("ID", 9),
                Column::new("Tekst", 9),
                Column::new("Side", 9),
            ],
            rows: vec![vec![
                Cell::text("brev#1"),
                Cell::text(long.as_str()),
                Cell::Number(3.0),
            ]],
        };
        split_for_excel(&mut part);
        assert_eq!(part.rows.len(), 2);
        assert_eq!(part.rows[1][0], Cell::text("brev#1~2"));
        let cell = |row: usize| part.rows[row][1].shown();
        assert!(cell(0).ends_with("ord […] [fortsetter i raden med ID brev#1~2]"));
        assert!(cell(1).starts_with("[fortsatt]  ord ") && cell(1).ends_with("siste"));
        assert_eq!(part.rows[1][2], Cell::Empty);
        assert_eq!(part.rows[0][2], Cell::Number(3.0));
    }

    #[test]
    fn ids_given_twice_are_told_apart() {
        let mut ids = Ids::default();
        let given: Vec<String> = (0..3).map(|_| ids.own("x".into())).collect();
        assert_eq!(given, ["x", "x~b", "x~c"]);
    }
}
