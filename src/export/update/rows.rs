//! The rows of one sheet, brought up to date.

use super::compare::{self, same, spelt};
use super::marks::Marks;
use super::matching::{Known, Pair, pairs};
use super::merge::{Ours, part};
use super::prints::{self, Print, Prints};
use super::read::{Sheet, Value};
use super::{BEFORE, CHANGE, Tally, Update};
use crate::export::excel::{CELL, parted};
use crate::export::records::RecordType;
use crate::export::{Cell, Column, Part};
use std::collections::{HashMap, HashSet};

/// Brings one sheet up to date.
pub(super) struct Merger<'a> {
    pub sheet: &'a Sheet,
    /// Keys of the documents that were read, and names of their files.
    pub documents: &'a HashSet<&'a str>,
    pub with: Update<'a>,
    /// What the last export wrote.
    pub last: &'a Prints,
    /// What this one writes.
    pub prints: &'a mut Prints,
    pub tally: Tally,
    pub notes: &'a mut Vec<String>,
    pub lost: &'a mut Vec<String>,
}

/// What stands where the end of «Før endringen» is cut.
const CUT: &str = " […] [resten er kuttet: cellen er full]";

/// A row of people's sheet that has an id.
struct Line<'a> {
    /// Its place.
    at: usize,
    cells: &'a [Value],
    id: String,
    /// What it was written as, or what it says.
    print: Print,
    /// Whether the former is known.
    known: bool,
    gone: bool,
    /// The line before it that it is a copy of.
    copy: Option<usize>,
}

impl Line<'_> {
    fn cell(&self, column: usize) -> &Value {
        self.cells.get(column).unwrap_or(&Value::Empty)
    }
}

/// Where our columns are.
struct Places {
    /// Place in the sheet, place in the part.
    own: Vec<(usize, usize)>,
    /// Those of the part that the workbook did not have.
    fresh: HashSet<usize>,
    change: usize,
    before: usize,
}

impl<'a> Merger<'a> {
    pub(super) fn merge(&mut self, kind: RecordType, head: usize, id: usize) -> Ours {
        let all = part(kind, self.with.all);
        if !self.sheet.merged.is_empty() {
            self.lost.push(format!(
                "sheet {}: {} places where cells were merged; what they hold is kept",
                self.sheet.name,
                self.sheet.merged.len()
            ));
        }
        let (places, mut ours) = self.places(kind, &all, head, id);
        let lines = self.lines(kind, &all.columns, &places, head, id);
        let (found, back) = self.found(kind, &all, &lines);
        let ids: HashSet<String> = all.rows.iter().map(|row| row[0].shown()).collect();
        let mut taken: HashSet<String> = lines.iter().map(|line| line.id.clone()).collect();
        let mut written: HashSet<String> = HashSet::new();
        let mut moved = 0;
        for (line, pair) in lines.iter().zip(&found) {
            let fresh = pair.map(|pair| (&all.rows[pair.new], pair.doubtful));
            let mut own = line.id.clone();
            if let Some((row, _)) = fresh {
                own = row[0].shown();
                moved += usize::from(own != line.id);
                self.prints
                    .set(kind, own.clone(), prints::of(&all.columns, row));
                written.insert(own);
            } else {
                // Its id counts, and has become another record's.
                if ids.contains(&own) {
                    let free = (1..).map(|n| match n {
                        1 => format!("{}~utgått", line.id),
                        n => format!("{}~utgått{n}", line.id),
                    });
                    own = free
                        .into_iter()
                        .find(|one| !taken.contains(one) && !ids.contains(one))
                        .unwrap_or(own);
                    taken.insert(own.clone());
                    ours.cells.insert((line.at, id), Cell::text(own.as_str()));
                }
                if line.known {
                    self.prints.set(kind, own, line.print.clone());
                }
            }
            self.row(line, fresh, &places, &all.columns, &mut ours);
        }
        if moved > 0 {
            self.notes.push(format!(
                "sheet {}: {moved} rows have another id than before (records were put in or taken out before them); they are known by what they say",
                self.sheet.name
            ));
        }
        for row in part(kind, self.with.chosen).rows {
            let own = row[0].shown();
            if written.contains(&own) {
                continue;
            }
            for (column, at) in &places.own {
                ours.cells.insert((ours.height, *column), row[*at].clone());
            }
            let mark = (ours.height, places.change);
            ours.cells.insert(mark, Cell::text("Ny"));
            ours.height += 1;
            self.tally.new += 1;
            self.tally.back += usize::from(back.contains(&own));
            self.prints.set(kind, own, prints::of(&all.columns, &row));
        }
        ours
    }

    /// Where our columns are, and the sheet to be, without rows.
    fn places(&mut self, kind: RecordType, all: &Part, head: usize, id: usize) -> (Places, Ours) {
        let mut width = self.sheet.rows.first().map_or(0, Vec::len);
        let titles: Vec<String> = self.sheet.rows[head]
            .iter()
            .map(|value| value.shown().trim().to_string())
            .collect();
        let place = |title: &str| titles.iter().position(|one| one == title);
        let rows: HashMap<String, &Vec<Cell>> =
            all.rows.iter().map(|row| (row[0].shown(), row)).collect();
        let mut own: Vec<(usize, usize)> = (0..all.columns.len())
            .filter_map(|at| {
                let places =
                    || (0..titles.len()).filter(|one| titles[*one] == all.columns[at].title);
                // People have a «Type» of their own too: ours is the one that says what the records say.
                // Of two that say it equally often, the first.
                let ours = places().rev().max_by_key(|column| {
                    let alike = |old: &&Vec<Value>| {
                        rows.get(old[id].shown().trim())
                            .is_some_and(|row| same(&old[*column], &row[at]))
                    };
                    self.sheet.rows.iter().skip(head + 1).filter(alike).count()
                })?;
                if places().count() > 1 {
                    self.notes.push(format!(
                        "sheet {}: several columns are called «{}»; {} is taken for ours",
                        self.sheet.name,
                        all.columns[at].title,
                        crate::export::excel::column_name(u16::try_from(ours).unwrap_or(u16::MAX))
                    ));
                }
                Some((ours, at))
            })
            .collect();
        let away: Vec<&str> = all
            .columns
            .iter()
            .map(|column| column.title)
            .filter(|title| place(title).is_none() && !self.last.is_new(kind, title))
            .collect();
        if !away.is_empty() {
            self.notes.push(format!(
                "sheet {}: these columns are not there, and stay away: {}",
                self.sheet.name,
                away.join(", ")
            ));
        }
        let mut cells = HashMap::new();
        // What this version has beyond the one that wrote the workbook comes after people's last column.
        let mut fresh = HashSet::new();
        for (at, column) in all.columns.iter().enumerate() {
            if place(column.title).is_none() && self.last.is_new(kind, column.title) {
                cells.insert((head, width), Cell::text(column.title));
                own.push((width, at));
                fresh.insert(at);
                width += 1;
                self.notes.push(format!(
                    "sheet {}: a column that is new: {}",
                    self.sheet.name, column.title
                ));
            }
        }
        let mut mark = |title: &'static str| {
            place(title).unwrap_or_else(|| {
                width += 1;
                cells.insert((head, width - 1), Cell::text(title));
                width - 1
            })
        };
        let (change, before) = (mark(CHANGE), mark(BEFORE));
        let marks = [
            (change, Column::new(CHANGE, 22)),
            (before, Column::new(BEFORE, 40)),
        ];
        let columns = own.iter().map(|(column, at)| (*column, all.columns[*at]));
        let ours = Ours {
            kind,
            head,
            id,
            columns: columns.chain(marks).collect(),
            cells,
            height: self.sheet.rows.len(),
            width,
        };
        let places = Places {
            own,
            fresh,
            change,
            before,
        };
        (places, ours)
    }

    /// The rows that have an id; of the others and of copies it tells.
    fn lines(
        &mut self,
        kind: RecordType,
        columns: &[Column],
        places: &Places,
        head: usize,
        id: usize,
    ) -> Vec<Line<'a>> {
        let last = self.last.of(kind);
        let mut lines: Vec<Line<'a>> = Vec::new();
        let mut first: HashMap<String, usize> = HashMap::new();
        let mut alone = 0;
        for (at, cells) in self.sheet.rows.iter().enumerate().skip(head + 1) {
            let own = cells.get(id).map_or_else(String::new, Value::shown);
            let own = own.trim().to_string();
            if own.is_empty() {
                alone += usize::from(cells.iter().any(|value| !value.is_empty()));
                continue;
            }
            let cell = |column: usize| cells.get(column).unwrap_or(&Value::Empty);
            let gone = Marks::read(&cell(places.change).shown()).is_gone();
            let copy = first.get(&own).copied().filter(|_| !gone);
            if let Some(first) = copy {
                self.notes.push(format!(
                    "sheet {}: row {} has the id of row {}; both are brought up to date",
                    self.sheet.name,
                    at + 1,
                    lines[first].at + 1
                ));
            } else if !gone {
                first.insert(own.clone(), lines.len());
            }
            let known = last.and_then(|last| last.get(&own));
            let print = known.cloned().unwrap_or_else(|| {
                prints::print(columns, |part| {
                    let (column, _) = places.own.iter().find(|(_, at)| *at == part)?;
                    Some(compare::theirs(cell(*column)))
                })
            });
            lines.push(Line {
                at,
                cells,
                id: own,
                known: known.is_some(),
                print,
                gone,
                copy,
            });
        }
        if alone > 0 {
            self.notes.push(format!(
                "sheet {}: {alone} rows without an id; they are kept as they are",
                self.sheet.name
            ));
        }
        lines
    }

    /// The record of each line, and the ids of the records whose rows people deleted.
    fn found(
        &self,
        kind: RecordType,
        all: &Part,
        lines: &[Line<'_>],
    ) -> (Vec<Option<Pair>>, HashSet<String>) {
        let fresh: Vec<(String, Print)> = all
            .rows
            .iter()
            .map(|row| (row[0].shown(), prints::of(&all.columns, row)))
            .collect();
        let there: HashSet<&str> = lines.iter().map(|line| line.id.as_str()).collect();
        // Rows that were written and are not there any more know their records as the others do.
        let deleted = self.last.of(kind).into_iter().flatten();
        let deleted = deleted.filter(|(id, _)| !there.contains(id.as_str()));
        let ids: HashSet<&str> = fresh.iter().map(|(id, _)| id.as_str()).collect();
        let whole = |id: &str, ids: &HashSet<&str>| {
            continued(id).is_none_or(|(first, _)| !ids.contains(first))
        };
        let own: Vec<usize> = (0..lines.len())
            .filter(|at| lines[*at].copy.is_none() && whole(&lines[*at].id, &there))
            .collect();
        let old: Vec<Known<'_>> = own
            .iter()
            .map(|at| Known {
                id: &lines[*at].id,
                print: &lines[*at].print,
                gone: lines[*at].gone,
            })
            .chain(deleted.map(|(id, print)| Known {
                id,
                print,
                gone: false,
            }))
            .collect();
        let places: Vec<usize> = (0..fresh.len())
            .filter(|at| whole(&fresh[*at].0, &ids))
            .collect();
        let new: Vec<Known<'_>> = places
            .iter()
            .map(|at| Known {
                id: &fresh[*at].0,
                print: &fresh[*at].1,
                gone: false,
            })
            .collect();
        let mut found: Vec<Option<Pair>> = vec![None; lines.len()];
        let mut back = HashSet::new();
        for (at, pair) in pairs(kind, &all.columns, &old, &new)
            .into_iter()
            .enumerate()
        {
            let pair = pair.map(|pair| Pair {
                new: places[pair.new],
                ..pair
            });
            match (own.get(at), pair) {
                (Some(line), pair) => found[*line] = pair,
                (None, Some(pair)) if !pair.doubtful => {
                    back.insert(fresh[pair.new].0.clone());
                }
                (None, _) => {}
            }
        }
        // What goes on in a row of its own, and copies, go with the row that they are of.
        let at: HashMap<&str, usize> = (0..)
            .zip(&fresh)
            .map(|(at, row)| (row.0.as_str(), at))
            .collect();
        for line in 0..lines.len() {
            if let Some((first, n)) = continued(&lines[line].id)
                && there.contains(first)
                && let Some(first) = lines.iter().position(|one| one.id == first)
                && let Some(pair) = found[first]
            {
                let id = format!("{}~{n}", fresh[pair.new].0);
                found[line] = at.get(id.as_str()).map(|new| Pair { new: *new, ..pair });
            }
            if let Some(first) = lines[line].copy {
                found[line] = found[first];
            }
        }
        (found, back)
    }

    /// Brings a row up to date; `fresh` is what the records now say, and whether that is doubtful.
    fn row(
        &mut self,
        line: &Line<'_>,
        fresh: Option<(&Vec<Cell>, bool)>,
        places: &Places,
        columns: &[Column],
        ours: &mut Ours,
    ) {
        let kept = |column: usize| {
            if self.with.clear_marks {
                String::new()
            } else {
                line.cell(column).shown()
            }
        };
        let (mut marks, mut earlier) = (Marks::read(&kept(places.change)), kept(places.before));
        match fresh {
            None => {
                // An id is the key of a document, or the name of a file, and what comes after a `#`.
                let known = line
                    .id
                    .match_indices('#')
                    .map(|(end, _)| &line.id[..end])
                    .chain([line.id.as_str()])
                    .any(|key| self.documents.contains(key));
                if known {
                    self.tally.gone += 1;
                } else {
                    self.tally.absent += 1;
                }
                marks.gone(known);
            }
            Some((row, doubtful)) => {
                marks.back();
                let (mut changed, mut edited) = (false, false);
                for (column, at) in &places.own {
                    let was = line.cell(*column);
                    ours.cells.insert((line.at, *column), row[*at].clone());
                    // The id is ours to count.
                    if *at == 0 || places.fresh.contains(at) || same(was, &row[*at]) {
                        continue;
                    }
                    let title = columns[*at].title;
                    let last = line.print[*at].filter(|_| line.known);
                    let now = compare::print(&compare::ours(&row[*at]));
                    let theirs = last.map(|last| last != compare::print(&compare::theirs(was)));
                    let letters = last.map(|last| last != now);
                    match (theirs, letters) {
                        (None, _) | (_, None) => marks.differs(title),
                        (Some(theirs), Some(letters)) => {
                            if letters {
                                marks.changed(title);
                            }
                            if theirs || !letters {
                                marks.edited(title);
                                edited = true;
                            }
                        }
                    }
                    changed |= letters.unwrap_or(true);
                    remember(&mut earlier, title, was);
                }
                if doubtful && (changed || edited) {
                    marks.doubtful();
                }
                match (changed, edited) {
                    (true, _) => self.tally.changed += 1,
                    (false, true) => self.tally.edited += 1,
                    (false, false) => self.tally.same += 1,
                }
            }
        }
        if earlier.encode_utf16().count() > CELL {
            self.lost.push(format!(
                "sheet {}, row {}: what the changed cells said before is longer than a cell takes; its end is cut",
                self.sheet.name,
                line.at + 1
            ));
            let kept = CELL - CUT.encode_utf16().count();
            earlier = format!("{}{CUT}", parted(&earlier, kept).0);
        }
        let (change, before) = ((line.at, places.change), (line.at, places.before));
        ours.cells.insert(change, Cell::text(marks.written()));
        ours.cells.insert(before, Cell::text(earlier));
    }
}

/// Adds what a cell said to «Før endringen», once.
fn remember(earlier: &mut String, title: &str, was: &Value) {
    if was.is_empty() {
        return;
    }
    let said = format!("{title}: {}", spelt(was));
    // Its beginning alone is not it: «1.6.» of «1.6.2026».
    if format!("\n{earlier}\n").contains(&format!("\n{said}\n")) {
        return;
    }
    if !earlier.is_empty() {
        earlier.push('\n');
    }
    earlier.push_str(&said);
}

/// The id of the row that a row goes on from, and which row of it that is.
fn continued(id: &str) -> Option<(&str, u32)> {
    let (first, n) = id.rsplit_once('~')?;
    Some((first, n.parse().ok()?))
}
