//! Titles of a table of measures that stand above it as lines of text.
//!
//! ```text
//! titles ::= title-line [year-line] goal-line?      Mål Indikator      Resultat     Resultatmål
//!                                                                          2024            2026
//! ```
//! Where a narrow column of numbers begins under the first title, or a goal stands between the titles and the rows,
//! the gutters of the rows are none of the titles'. There are as many titles as columns, and each is known; a first
//! cell may hold two.

use super::{
    Letter,
    broken::{gaps, nearest},
    measures::is_year,
};
use crate::{
    grammar::ColumnRole,
    kinds::columns::{Columns, Part, of_titles, side_by_side},
    layout::{BlockKind, Joint, Text},
    structure::table::Table,
};
use std::{collections::BTreeMap, ops::Range};

/// How many blocks above a table its titles may begin.
const BLOCKS: usize = 3;

impl Letter<'_> {
    /// The columns that lines above a table without titles name.
    pub(super) fn titles_above(&self, n: usize, table: &Table, part: &Part) -> Option<Columns> {
        if part.columns.is_titled() || part.rows.first() != Some(&0) {
            return None;
        }
        let own = &self.chapters[n].blocks;
        let first = own.iter().position(|&at| {
            let cell = self.blocks[at].cell;
            cell.is_some_and(|cell| cell.table == table.number)
        })?;
        let mut years: Option<Text> = None;
        for &at in own[..first].iter().rev().take(BLOCKS) {
            let block = &self.blocks[at];
            if block.kind != BlockKind::Paragraph || block.cell.is_some() {
                return None;
            }
            for line in self.lines_of(at).into_iter().rev() {
                let words = line.as_str();
                let places = gaps(words);
                if self.goal_label(words).is_some() {
                    continue;
                }
                if years.is_none()
                    && places
                        .iter()
                        .all(|place| is_year(words[place.clone()].trim()))
                {
                    years = Some(line);
                    continue;
                }
                return self.titled_columns(&line, years.as_ref(), table);
            }
        }
        None
    }

    /// The columns of a table below a line of titles, and of one of years below that.
    fn titled_columns(&self, line: &Text, years: Option<&Text>, table: &Table) -> Option<Columns> {
        let places = gaps(line.as_str());
        let mut titles: Vec<Text> = places
            .iter()
            .map(|place| line.slice(place.clone()))
            .collect();
        if let Some(years) = years {
            for year in gaps(years.as_str()) {
                let column = nearest(&by_chars(line, &places), &chars(years, &year))?;
                titles[column].append(&years.slice(year), Joint::Blank);
            }
        }
        let parts = side_by_side(titles.first()?, 2, self.grammar);
        if titles.len() + 1 == table.width as usize && parts.len() == 2 {
            titles.splice(0..1, parts);
        }
        let known = |title: &Text| {
            let words = title.as_str().trim();
            is_year(words) || self.grammar.column(words).is_some()
        };
        let fits = titles.len() == table.width as usize && titles.len() > 1;
        if !fits || !titles.iter().all(known) {
            return None;
        }
        let titles: BTreeMap<u32, Text> = (0..).zip(titles).collect();
        let columns = of_titles(titles, table, 0, self.grammar);
        columns.has(ColumnRole::Indicator).then_some(columns)
    }
}

/// A place in a line, counted in characters: blanks align these, not bytes.
fn chars(line: &Text, place: &Range<usize>) -> Range<usize> {
    let at = |end: usize| line.as_str()[..end].chars().count();
    at(place.start)..at(place.end)
}

fn by_chars(line: &Text, places: &[Range<usize>]) -> Vec<Range<usize>> {
    places.iter().map(|place| chars(line, place)).collect()
}
