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
};
use crate::{
    grammar::ColumnRole,
    kinds::columns::{Columns, Part, is_year, of_titles, side_by_side},
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
        let mut years: Option<(Text, usize)> = None;
        for &at in own[..first].iter().rev().take(BLOCKS) {
            let block = &self.blocks[at];
            let text = matches!(block.kind, BlockKind::Paragraph | BlockKind::TableHead(_));
            if !text || block.cell.is_some() {
                return None;
            }
            let indents = self.lines[block.lines.clone()]
                .iter()
                .map(|line| line.indent);
            let lines: Vec<(Text, usize)> = self.lines_of(at).into_iter().zip(indents).collect();
            for (line, indent) in lines.into_iter().rev() {
                let words = line.as_str();
                let places = gaps(words);
                if self.goal_label(words).is_some() {
                    continue;
                }
                let year = |place: &Range<usize>| is_year(words[place.clone()].trim());
                if years.is_none() && places.iter().all(year) {
                    years = Some((line, indent));
                    continue;
                }
                return self.titled_columns(&(line, indent), years.as_ref(), table);
            }
        }
        None
    }

    /// The columns of a table below a line of titles, and of one of years below that.
    fn titled_columns(
        &self,
        own: &(Text, usize),
        years: Option<&(Text, usize)>,
        table: &Table,
    ) -> Option<Columns> {
        let line = &own.0;
        let places = gaps(line.as_str());
        let mut titles: Vec<Text> = places
            .iter()
            .map(|place| line.slice(place.clone()))
            .collect();
        if let Some(years) = years {
            let titled: Vec<Range<usize>> = places.iter().map(|place| chars(own, place)).collect();
            for year in gaps(years.0.as_str()) {
                let column = nearest(&titled, &chars(years, &year))?;
                titles[column].append(&years.0.slice(year), Joint::Blank);
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

/// Where a place in a line stands on its page, counted in characters: blanks align these, not bytes.
fn chars((line, indent): &(Text, usize), place: &Range<usize>) -> Range<usize> {
    let at = |end: usize| indent + line.as_str()[..end].chars().count();
    at(place.start)..at(place.end)
}
