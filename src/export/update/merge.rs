//! What the new workbook holds: people's cells, and over ours what the records now say.

use super::marks::Marks;
use super::read::{People, Sheet, Value};
use super::{BEFORE, CHANGE, Tally, Update, UpdateError};
use crate::export::excel::CELL;
use crate::export::records::{self, RecordType};
use crate::export::{Cell, Column, Part};
use std::collections::{HashMap, HashSet};

/// The workbook to be.
pub(super) struct Merged {
    /// Its sheets.
    pub sheets: Vec<MergedSheet>,
    /// Names that people gave to places.
    pub names: Vec<(String, String)>,
    pub tallies: Vec<Tally>,
    pub notes: Vec<String>,
    pub lost: Vec<String>,
}

/// A sheet to be.
pub(super) struct MergedSheet {
    /// As people have it; of a sheet that is new, an empty one with its name.
    pub old: Sheet,
    /// Where it is ours: what our cells hold.
    pub ours: Option<Ours>,
}

/// A sheet of ours.
pub(super) struct Ours {
    /// The type of its records.
    pub kind: RecordType,
    /// The row of the titles, from 0.
    pub head: usize,
    /// Our columns by where they are.
    pub columns: Vec<(usize, Column)>,
    /// The column of the row ids.
    pub id: usize,
    /// Our cells, by row and column; what is not here is people's.
    pub cells: HashMap<(usize, usize), Cell>,
    /// One past the last row.
    pub height: usize,
    /// One past the last column.
    pub width: usize,
}

/// The row of the titles is looked for in so many rows: people write lines above it.
const HEAD: usize = 30;

/// Lays the new workbook out.
pub(super) fn merge(people: People, with: Update<'_>) -> Result<Merged, UpdateError> {
    let mut merged = Merged {
        sheets: Vec::new(),
        names: people.names,
        tallies: Vec::new(),
        notes: Vec::new(),
        lost: people.lost,
    };
    let documents: HashSet<&str> = records::documents(with.all)
        .map(|(_, document)| document.key.as_str())
        .chain(with.all.iter().map(|one| one.source.file.as_str()))
        .collect();
    let mut taken: HashSet<RecordType> = HashSet::new();
    let mut found = false;
    for sheet in people.sheets {
        let known = recognised(&sheet);
        found |= known.is_some();
        let ours = known.and_then(|(kind, head, id)| {
            if !taken.insert(kind) {
                merged.notes.push(format!(
                    "sheet {}: a second sheet of {}; it is kept as it is",
                    sheet.name,
                    kind.name()
                ));
                return None;
            }
            if with.types.is_some_and(|types| !types.contains(&kind)) {
                merged.notes.push(format!(
                    "sheet {}: {} was not asked for; it is kept as it is",
                    sheet.name,
                    kind.name()
                ));
                return None;
            }
            let mut one = Merger {
                sheet: &sheet,
                documents: &documents,
                with,
                tally: Tally {
                    sheet: sheet.name.clone(),
                    kind: Some(kind),
                    ..Tally::default()
                },
                notes: &mut merged.notes,
                lost: &mut merged.lost,
            };
            let ours = one.merge(kind, head, id);
            merged.tallies.push(one.tally);
            Some(ours)
        });
        merged.sheets.push(MergedSheet { old: sheet, ours });
    }
    if !found {
        return Err(UpdateError::Foreign);
    }
    for kind in with.types.unwrap_or_default() {
        if taken.insert(*kind) {
            let sheet = added(*kind, &merged.sheets, with);
            merged.tallies.push(Tally {
                sheet: sheet.old.name.clone(),
                kind: Some(*kind),
                new: sheet.ours.as_ref().map_or(0, |ours| ours.height - 1),
                ..Tally::default()
            });
            merged.sheets.push(sheet);
        }
    }
    Ok(merged)
}

/// Which type a sheet is of, the row of its titles, and the column of its ids.
fn recognised(sheet: &Sheet) -> Option<(RecordType, usize, usize)> {
    sheet
        .rows
        .iter()
        .take(HEAD)
        .enumerate()
        .find_map(|(head, row)| {
            row.iter().enumerate().find_map(|(column, value)| {
                let title = value.shown();
                let kind = RecordType::ALL
                    .into_iter()
                    .find(|kind| kind.id_title() == title.trim())?;
                Some((kind, head, column))
            })
        })
}

/// The table of a type as it goes into a workbook.
fn part(kind: RecordType, set: &[crate::model::Extraction]) -> Part {
    let mut part = records::part(kind, set);
    records::split_for_excel(&mut part);
    part
}

/// A sheet that the workbook did not have.
fn added(kind: RecordType, sheets: &[MergedSheet], with: Update<'_>) -> MergedSheet {
    let part = part(kind, with.chosen);
    let names: Vec<String> = sheets.iter().map(|one| one.old.name.clone()).collect();
    let mut cells = HashMap::new();
    for (row, own) in (1..).zip(&part.rows) {
        for (column, cell) in own.iter().enumerate() {
            cells.insert((row, column), cell.clone());
        }
    }
    for (column, own) in part.columns.iter().enumerate() {
        cells.insert((0, column), Cell::text(own.title));
    }
    MergedSheet {
        old: Sheet {
            name: crate::export::excel::sheet_name(&part.heading, &names),
            visible: calamine::SheetVisible::Visible,
            rows: Vec::new(),
            styles: calamine::StyleRange::empty(),
            merged: Vec::new(),
        },
        ours: Some(Ours {
            kind,
            head: 0,
            id: 0,
            cells,
            height: part.rows.len() + 1,
            width: part.columns.len(),
            columns: part.columns.into_iter().enumerate().collect(),
        }),
    }
}

/// Brings one sheet up to date.
struct Merger<'a> {
    sheet: &'a Sheet,
    /// Keys of the documents that were read, and names of their files.
    documents: &'a HashSet<&'a str>,
    with: Update<'a>,
    tally: Tally,
    notes: &'a mut Vec<String>,
    lost: &'a mut Vec<String>,
}

impl Merger<'_> {
    fn merge(&mut self, kind: RecordType, head: usize, id: usize) -> Ours {
        let all = part(kind, self.with.all);
        if !self.sheet.merged.is_empty() {
            self.lost.push(format!(
                "sheet {}: {} places where cells were merged; what they hold is kept",
                self.sheet.name,
                self.sheet.merged.len()
            ));
        }
        let mut width = self.sheet.rows.first().map_or(0, Vec::len);
        // Our columns by where people have put them: (place in the sheet, place in the part).
        let titles: Vec<String> = self.sheet.rows[head]
            .iter()
            .map(|value| value.shown().trim().to_string())
            .collect();
        let place = |title: &str| titles.iter().position(|one| one == title);
        let placed: Vec<(usize, usize)> = (0..all.columns.len())
            .filter_map(|at| Some((place(all.columns[at].title)?, at)))
            .collect();
        let away: Vec<&str> = all
            .columns
            .iter()
            .map(|column| column.title)
            .filter(|title| place(title).is_none())
            .collect();
        if !away.is_empty() {
            self.notes.push(format!(
                "sheet {}: these columns are not there, and stay away: {}",
                self.sheet.name,
                away.join(", ")
            ));
        }
        let mut cells = HashMap::new();
        let mut own = |title: &'static str| {
            place(title).unwrap_or_else(|| {
                width += 1;
                cells.insert((head, width - 1), Cell::text(title));
                width - 1
            })
        };
        let (change, before) = (own(CHANGE), own(BEFORE));
        let mut ours = Ours {
            kind,
            head,
            id,
            columns: placed
                .iter()
                .map(|(column, at)| (*column, all.columns[*at]))
                .chain([
                    (change, Column::new(CHANGE, 22)),
                    (before, Column::new(BEFORE, 40)),
                ])
                .collect(),
            cells,
            height: self.sheet.rows.len(),
            width,
        };
        let rows: HashMap<String, &Vec<Cell>> =
            all.rows.iter().map(|row| (row[0].shown(), row)).collect();
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut alone = 0;
        for (at, old) in self.sheet.rows.iter().enumerate().skip(head + 1) {
            let own = old.get(id).map_or_else(String::new, Value::shown);
            let own = own.trim();
            if own.is_empty() {
                alone += usize::from(old.iter().any(|value| !value.is_empty()));
                continue;
            }
            if let Some(first) = seen.get(own) {
                self.notes.push(format!(
                    "sheet {}: row {} has the id of row {}; both are brought up to date",
                    self.sheet.name,
                    at + 1,
                    first + 1
                ));
            } else {
                seen.insert(own.to_string(), at);
            }
            let fresh = rows.get(own).copied();
            self.row(
                (at, old),
                own,
                fresh,
                &placed,
                (change, before),
                &all,
                &mut ours,
            );
        }
        if alone > 0 {
            self.notes.push(format!(
                "sheet {}: {alone} rows without an id; they are kept as they are",
                self.sheet.name
            ));
        }
        for row in part(kind, self.with.chosen).rows {
            if seen.contains_key(&row[0].shown()) {
                continue;
            }
            for (column, at) in &placed {
                ours.cells.insert((ours.height, *column), row[*at].clone());
            }
            ours.cells.insert((ours.height, change), Cell::text("Ny"));
            ours.height += 1;
            self.tally.new += 1;
        }
        ours
    }

    /// Brings a row up to date; `fresh` is what the records now say.
    #[allow(clippy::too_many_arguments)]
    fn row(
        &mut self,
        (at, old): (usize, &Vec<Value>),
        id: &str,
        fresh: Option<&Vec<Cell>>,
        placed: &[(usize, usize)],
        (change, before): (usize, usize),
        all: &Part,
        ours: &mut Ours,
    ) {
        let cell = |column: usize| old.get(column).unwrap_or(&Value::Empty);
        let kept = |column: usize| {
            if self.with.clear_marks {
                String::new()
            } else {
                cell(column).shown()
            }
        };
        let (mut marks, mut earlier) = (Marks::read(&kept(change)), kept(before));
        match fresh {
            None => {
                // An id is the key of a document, or the name of a file, and what comes after a `#`.
                let known = id
                    .match_indices('#')
                    .map(|(end, _)| &id[..end])
                    .chain([id])
                    .any(|key| self.documents.contains(key));
                if known {
                    self.tally.gone += 1;
                } else {
                    self.tally.absent += 1;
                }
                marks.gone(known);
            }
            Some(row) => {
                marks.back();
                let mut changed = false;
                for (column, place) in placed {
                    let was = cell(*column);
                    ours.cells.insert((at, *column), row[*place].clone());
                    if same(was, &row[*place]) {
                        continue;
                    }
                    changed = true;
                    let title = all.columns[*place].title;
                    marks.changed(title);
                    let line = format!("{title}: {}", spelt(was));
                    if !was.is_empty() && !earlier.contains(&line) {
                        if !earlier.is_empty() {
                            earlier.push('\n');
                        }
                        earlier.push_str(&line);
                    }
                }
                if changed {
                    self.tally.changed += 1;
                } else {
                    self.tally.same += 1;
                }
            }
        }
        if earlier.encode_utf16().count() > CELL {
            self.lost.push(format!(
                "sheet {}, row {}: what the changed cells said before is longer than a cell takes; its end is cut",
                self.sheet.name,
                at + 1
            ));
            earlier = crate::export::excel::pieces(&earlier)[0].to_string();
        }
        ours.cells.insert((at, change), Cell::text(marks.written()));
        ours.cells.insert((at, before), Cell::text(earlier));
    }
}

/// What a cell said, a formula as a formula.
fn spelt(value: &Value) -> String {
    match value {
        Value::Formula(formula, result)
            if result.is_empty() || !formula.to_uppercase().starts_with("HYPERLINK(") =>
        {
            format!("={formula}")
        }
        value => value.shown(),
    }
}

/// Whether a cell of the sheet says what the record says; white space does not count.
fn same(old: &Value, new: &Cell) -> bool {
    let number = match new {
        Cell::Nok(amount) => Some(*amount as f64),
        Cell::Percent(value) | Cell::Number(value) => Some(*value),
        Cell::Date(day) => Some(crate::export::excel::serial(*day)),
        Cell::Empty | Cell::Text(_) | Cell::Link { .. } => None,
    };
    let old = match (old, new) {
        // Programs that do not reckon formulas leave out what they come to.
        (Value::Formula(formula, result), Cell::Link { text, .. }) => {
            let words = text.replace('\n', " ").replace('"', "\"\"");
            if formula.ends_with(&format!(",\"{words}\")")) {
                return true;
            }
            result
        }
        // A formula in our place is a person's.
        (Value::Formula(..), _) => return false,
        (old, _) => old,
    };
    match (old, number) {
        (Value::Number(was) | Value::Moment(was), Some(is)) => {
            (was - is).abs() <= 1e-9 * is.abs().max(1.0)
        }
        (_, Some(_)) => false,
        (old, None) => {
            let is = new.shown();
            let was = old.shown();
            was.split_whitespace().eq(is.split_whitespace())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_the_same_whatever_wrote_it() {
        let day = Cell::date(Some("2027-05-04"));
        assert!(same(&Value::Moment(46_511.0), &day));
        assert!(same(&Value::Number(46_511.0), &day));
        assert!(!same(&Value::Text("4.5.2027".into()), &day));
        assert!(same(&Value::Empty, &Cell::Empty));
        assert!(same(&Value::Text("a  b".into()), &Cell::text("a\nb")));
        assert!(!same(
            &Value::Formula("A1".into(), Box::new(Value::Text("x".into()))),
            &Cell::text("x")
        ));
        assert!(!same(&Value::Empty, &Cell::Number(0.0)));
    }
}
