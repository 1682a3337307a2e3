//! How a source was understood: what was found in it by its form, what the grammar files know of it, and what
//! records came of it.
//!
//! For whoever has a letter of a new form before them: which headings, columns and series nobody knows, and
//! what one line of a grammar file would change.

use crate::{
    Error, Grammar,
    grammar::ColumnRole,
    kinds::columns::Parted,
    layout::{Block, BlockKind, Dictionary},
    model::{Document, DocumentKind, Evidence, SignalKind, Span},
    residue,
    source::Canonical,
    structure::{series::series, table::Table},
};
use serde::Serialize;
use std::{collections::BTreeMap, ops::Range};

/// So many members make a series.
const LEAST: usize = 2;

/// What a source shows and what was made of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// Its documents, in order.
    pub documents: Vec<Told>,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// What it was taken for.
    pub kind: DocumentKind,
    /// Its title, as printed.
    pub title: Option<String>,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
    /// The series of labels, in the order in which they begin.
    pub series: Vec<Labels>,
    /// Its tables, in order.
    pub tables: Vec<Columns>,
}

/// A heading and what was read below it, to the next heading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Heading {
    /// The page, from 1; `null` where the form has none.
    pub page: Option<u32>,
    /// As printed.
    pub text: String,
    /// What a grammar file says that stands below such a heading; `null` where none knows it.
    pub zone: Option<String>,
    /// How many records of each type begin below it.
    pub records: BTreeMap<&'static str, usize>,
    /// How many items of lists stand below it.
    pub items: usize,
    /// How many duties and points of series below it are in no record.
    pub unclaimed: usize,
}

/// Labels of one shape that go on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Labels {
    /// The page of the first.
    pub page: Option<u32>,
    /// The first and the last, as printed.
    pub first: String,
    /// The last.
    pub last: String,
    /// How many there are.
    pub members: usize,
    /// How many records of each type begin at one of them.
    pub records: BTreeMap<&'static str, usize>,
    /// What made assignments of those that are some: all the codes.
    pub evidence: Vec<Evidence>,
    /// How many members have a duty or a point that is in no record.
    pub unclaimed: usize,
}

/// The columns of a table, or of a part of it that has a head of its own.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Columns {
    /// The page.
    pub page: Option<u32>,
    /// The columns, from left to right.
    pub columns: Vec<Column>,
    /// How many rows there are, the head left out.
    pub rows: usize,
    /// How many records of each type begin in it.
    pub records: BTreeMap<&'static str, usize>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// Its title, as printed.
    pub title: Option<String>,
    /// What it is for; `null` where nothing tells.
    pub role: Option<String>,
    /// A grammar file knows the title; if not, the cells show the role.
    pub known: bool,
}

/// Explains a source.
///
/// # Errors
/// As [`crate::extract`] where the text is no document that is read.
pub fn explain(source: &Canonical, grammar: &Grammar) -> Result<Explanation, Error> {
    let (reading, residue) = crate::read(source, grammar)?;
    let unclaimed: Vec<usize> = residue
        .coverage
        .unclaimed
        .iter()
        .filter(|one| matches!(one.signal, SignalKind::Duty | SignalKind::Series))
        .filter_map(|one| one.spans.first().map(|span| span.start))
        .collect();
    let documents = reading.documents.iter().zip(&reading.ranges);
    let documents = documents
        .map(|(document, range)| {
            let marks = Marks {
                source,
                blocks: &reading.blocks,
                range: range.clone(),
                starts: starts(document),
                unclaimed: &unclaimed,
            };
            Told {
                kind: document.kind,
                title: document.title.clone(),
                headings: marks.headings(grammar),
                series: marks.series(document),
                tables: marks.tables(grammar),
            }
        })
        .collect();
    Ok(Explanation { documents })
}

/// Where the records of a document begin, in code points of the canonical text, and their types.
fn starts(document: &Document) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    let mut add = |spans: &[Span], name: &'static str| {
        found.extend(spans.first().map(|span| (span.start, name)));
    };
    for one in &document.assignments {
        let spans = if one.title_spans.is_empty() {
            &one.spans
        } else {
            &one.title_spans
        };
        add(spans, "assignment");
    }
    document
        .goals
        .iter()
        .for_each(|one| add(&one.spans, "goal"));
    document
        .indicators
        .iter()
        .for_each(|one| add(&one.spans, "indicator"));
    document
        .requirements
        .iter()
        .for_each(|one| add(&one.spans, "requirement"));
    document
        .deadlines
        .iter()
        .for_each(|one| add(&one.spans, "deadline"));
    document
        .appropriations
        .iter()
        .for_each(|one| add(&one.spans, "appropriation"));
    document
        .authorisations
        .iter()
        .for_each(|one| add(&one.spans, "authorisation"));
    document
        .withdrawals
        .iter()
        .for_each(|one| add(&one.spans, "withdrawal"));
    document
        .requests
        .iter()
        .for_each(|one| add(&one.spans, "request"));
    document
        .reports
        .iter()
        .for_each(|one| add(&one.spans, "report"));
    document
        .tables
        .iter()
        .for_each(|one| add(&one.spans, "table"));
    found
}

struct Marks<'a> {
    source: &'a Canonical,
    blocks: &'a [Block],
    range: Range<usize>,
    starts: Vec<(usize, &'static str)>,
    unclaimed: &'a [usize],
}

impl Marks<'_> {
    /// Where a block begins in the canonical text, in bytes.
    fn byte(&self, at: usize) -> usize {
        self.blocks[at].whole(self.source).start().unwrap_or(0)
    }

    fn page(&self, at: usize) -> Option<u32> {
        self.source.page_of(self.byte(at))
    }

    /// The code points of some blocks.
    fn extent(&self, blocks: Range<usize>) -> Range<usize> {
        let begin = |at: usize| self.source.code_point(self.byte(at));
        let end = match blocks.end < self.blocks.len() {
            true => begin(blocks.end),
            false => self.source.characters(),
        };
        begin(blocks.start)..end
    }

    fn records(&self, extent: &Range<usize>) -> BTreeMap<&'static str, usize> {
        let mut found = BTreeMap::new();
        let own = self.starts.iter().filter(|(at, _)| extent.contains(at));
        own.for_each(|(_, name)| *found.entry(*name).or_default() += 1);
        found
    }

    fn lost(&self, extent: &Range<usize>) -> usize {
        self.unclaimed
            .iter()
            .filter(|at| extent.contains(at))
            .count()
    }

    fn headings(&self, grammar: &Grammar) -> Vec<Heading> {
        let is_heading = |at: &usize| matches!(self.blocks[*at].kind, BlockKind::Heading { .. });
        let is_item = |at: &usize| matches!(self.blocks[*at].kind, BlockKind::Item(_));
        let heads: Vec<usize> = self.range.clone().filter(is_heading).collect();
        let ends = heads.iter().skip(1).copied().chain([self.range.end]);
        heads
            .iter()
            .zip(ends)
            .map(|(&at, end)| {
                let extent = self.extent(at..end);
                let block = &self.blocks[at];
                Heading {
                    page: self.page(at),
                    text: block.whole(self.source).as_str().to_string(),
                    zone: grammar.zone(block.text.as_str()).map(name),
                    records: self.records(&extent),
                    items: (at..end).filter(is_item).count(),
                    unclaimed: self.lost(&extent),
                }
            })
            .collect()
    }

    fn series(&self, document: &Document) -> Vec<Labels> {
        let (spots, labels) = residue::labels(self.source, self.blocks, self.range.clone());
        let near = |one: usize, other: usize| spots[other].block - spots[one].block <= 2;
        let mut found: Vec<(usize, Labels)> = series(labels, LEAST, near)
            .into_iter()
            .map(|own| {
                let places: Vec<Range<usize>> = own
                    .members
                    .iter()
                    .map(|member| self.member(spots[member.at].block, spots[member.at].offset))
                    .collect();
                let printed = |n: usize| {
                    let member = &own.members[n];
                    let spot = spots[member.at];
                    let whole = self.blocks[spot.block].whole(self.source);
                    whole.as_str()[spot.offset..][..member.label.len].to_string()
                };
                let mut records: BTreeMap<&'static str, usize> = BTreeMap::new();
                for place in &places {
                    for (name, n) in self.records(place) {
                        if name != "deadline" {
                            *records.entry(name).or_default() += n.min(1);
                        }
                    }
                }
                let begins = |spans: &[Span]| {
                    let start = spans.first().map(|span| span.start);
                    start.is_some_and(|start| places.iter().any(|place| place.contains(&start)))
                };
                let assignments = document.assignments.iter();
                let mut evidence: Vec<Evidence> = assignments
                    .filter(|one| begins(&one.title_spans) || begins(&one.spans))
                    .flat_map(|one| one.evidence.iter().copied())
                    .collect();
                evidence.sort_unstable();
                evidence.dedup();
                let first = spots[own.members[0].at].block;
                let labels = Labels {
                    page: self.page(first),
                    first: printed(0),
                    last: printed(own.members.len() - 1),
                    members: own.members.len(),
                    records,
                    evidence,
                    unclaimed: places.iter().filter(|place| self.lost(place) > 0).count(),
                };
                (first, labels)
            })
            .collect();
        found.sort_by_key(|(first, _)| *first);
        found.into_iter().map(|(_, labels)| labels).collect()
    }

    /// The block of a member, from its label on, or the row that it heads.
    fn member(&self, block: usize, offset: usize) -> Range<usize> {
        let whole = self.blocks[block].whole(self.source);
        let start = whole.origin(offset).unwrap_or_else(|| self.byte(block));
        let row = self.blocks[block].cell.map(|cell| (cell.table, cell.row));
        let same = |at: &usize| {
            let cell = self.blocks[*at].cell.map(|cell| (cell.table, cell.row));
            row.is_some() && cell == row
        };
        let end = (block + 1..self.range.end).take_while(same).last();
        let end = end.unwrap_or(block) + 1;
        self.source.code_point(start)..self.extent(block..end).end
    }

    fn tables(&self, grammar: &Grammar) -> Vec<Columns> {
        let dictionary = Dictionary::of(self.source.text().lines());
        let all = Table::all(self.source, &dictionary, self.blocks, self.range.clone());
        all.into_iter()
            .flat_map(|table| {
                let parted = Parted::of(table, grammar);
                let width = parted.table.width;
                let parts = parted.parts.iter().map(|part| {
                    let own: Vec<usize> = part
                        .rows
                        .iter()
                        .flat_map(|row| parted.table.rows[*row].blocks().collect::<Vec<_>>())
                        .collect();
                    let columns = (0..width).map(|column| {
                        let title = part.columns.titles.get(&column);
                        let role = part.columns.roles.get(&column);
                        let untold = part.columns.untold.contains(&column);
                        Column {
                            title: title.map(|title| title.as_str().to_string()),
                            role: role
                                .copied()
                                .filter(|role| !untold || *role != ColumnRole::Comment)
                                .map(name),
                            known: title.is_some() && role.is_some() && !untold,
                        }
                    });
                    let mut records: BTreeMap<&'static str, usize> = BTreeMap::new();
                    for at in &own {
                        for (name, n) in self.records(&self.extent(*at..*at + 1)) {
                            *records.entry(name).or_default() += n;
                        }
                    }
                    Columns {
                        page: own.first().and_then(|at| self.page(*at)),
                        columns: columns.collect(),
                        rows: part.rows.len(),
                        records,
                    }
                });
                parts.collect::<Vec<_>>()
            })
            .collect()
    }
}

/// How the grammar files write a zone or a role.
fn name(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
