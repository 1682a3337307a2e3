//! What the new workbook holds: people's cells, and over ours what the records now say.

use super::prints::{self, Prints};
use super::read::{People, Sheet, Value};
use super::rows::Merger;
use super::{Tally, Update, UpdateError};
use crate::export::records::{self, RecordType};
use crate::export::{Cell, Column, Part};
use std::collections::{HashMap, HashSet};

/// The workbook to be.
pub(super) struct Merged {
    /// Its sheets.
    pub sheets: Vec<MergedSheet>,
    /// Names that people gave to places.
    pub names: Vec<(String, String)>,
    /// What every row of ours is written as.
    pub prints: Prints,
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
    without_ids(&people, with)?;
    let mut merged = Merged {
        sheets: Vec::new(),
        names: people.names,
        prints: Prints::default(),
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
                merged.prints.keep(kind, &people.prints);
                return None;
            }
            let mut one = Merger {
                sheet: &sheet,
                documents: &documents,
                with,
                last: &people.prints,
                prints: &mut merged.prints,
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
            let sheet = added(*kind, &merged.sheets, with, &mut merged.prints);
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

/// Refuses a sheet of ours whose column of ids was taken away: left as it is, it would go stale unseen.
fn without_ids(people: &People, with: Update<'_>) -> Result<(), UpdateError> {
    let known: HashSet<RecordType> = people
        .sheets
        .iter()
        .filter_map(|sheet| Some(recognised(sheet)?.0))
        .collect();
    for sheet in people.sheets.iter().filter(|one| recognised(one).is_none()) {
        let kind = sheet.rows.iter().take(HEAD).find_map(|row| titled(row));
        // A copy beside the sheet itself is people's own.
        if let Some(kind) = kind.filter(|kind| !known.contains(kind))
            && with.types.is_none_or(|types| types.contains(&kind))
        {
            return Err(UpdateError::WithoutIds {
                sheet: sheet.name.clone(),
                kind: kind.name(),
                title: kind.id_title(),
            });
        }
    }
    Ok(())
}

/// The type whose titles a row has: most of its own, and most of those that all types have.
fn titled(row: &[Value]) -> Option<RecordType> {
    let titles: HashSet<String> = row
        .iter()
        .map(|one| one.shown().trim().to_string())
        .collect();
    RecordType::ALL
        .into_iter()
        .filter_map(|kind| {
            let columns = records::part(kind, &[]).columns;
            let (own, tail) = columns[1..].split_at(columns.len() - 1 - records::TAIL.len());
            let there =
                |some: &[Column]| some.iter().filter(|one| titles.contains(one.title)).count();
            let most = |some: &[Column]| there(some) * 3 >= some.len() * 2;
            (most(own) && most(tail)).then(|| (there(own), kind))
        })
        .max_by_key(|(count, _)| *count)
        .map(|(_, kind)| kind)
}

/// The table of a type as it goes into a workbook.
pub(super) fn part(kind: RecordType, set: &[crate::model::Extraction]) -> Part {
    let mut part = records::part(kind, set);
    records::split_for_excel(&mut part);
    part
}

/// A sheet that the workbook did not have.
fn added(
    kind: RecordType,
    sheets: &[MergedSheet],
    with: Update<'_>,
    prints: &mut Prints,
) -> MergedSheet {
    let part = part(kind, with.chosen);
    for row in &part.rows {
        prints.set(kind, row[0].shown(), prints::of(&part.columns, row));
    }
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
            hidden: Vec::new(),
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
