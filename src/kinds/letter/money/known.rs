//! What the tables of a letter say of its posts, and where its assignments stand: running text is
//! read against both.

use super::{amounts::nok, records::inferred, table::Table};
use crate::{
    kinds::money::{posts::side, words},
    model::{Assignment, FigureRole, Side},
};
use std::collections::HashMap;

/// Half of the last place that running text rounds millions to.
pub(super) const ROUNDING: u64 = 50_000;

/// A chapter and a post.
pub(super) type Post = (Option<String>, Option<String>);

/// What is known before the running text is read.
#[derive(Default)]
pub(super) struct Known {
    /// By post, the chapters that have it and what it is called there.
    chapters: HashMap<String, Vec<(String, String)>>,
    /// What each row of a post allots.
    amounts: HashMap<Post, Vec<i64>>,
    /// What each table comes to, as printed and as added up.
    totals: Vec<i64>,
    /// Where assignments begin and end, in code points, in that order.
    assignments: Vec<(usize, usize, String)>,
}

impl Known {
    pub(super) fn of(tables: &[Table], assignments: &[Assignment], year: Option<i32>) -> Self {
        let mut known = Self::default();
        for table in tables.iter().filter(|table| !table.head.ceiling()) {
            let scale = table.scale.or_else(|| inferred(table));
            let columns = table.head.figures(year);
            let mut total = 0i64;
            for row in &table.rows {
                let amount = row
                    .figures
                    .iter()
                    .find(|figure| {
                        let role = figure.column.and_then(|n| columns.get(n)).map(|c| c.2);
                        matches!(role, Some(FigureRole::Allocation | FigureRole::New))
                    })
                    .and_then(|figure| nok(figure.value, scale));
                if row.key.sum {
                    known.totals.extend(amount);
                }
                let (Some(chapter), Some(post)) = (&row.key.chapter, &row.key.post) else {
                    continue;
                };
                total = total.saturating_add(amount.unwrap_or(0));
                let name = words(row.name.as_str()).to_lowercase();
                let own = known.chapters.entry(post.clone()).or_default();
                if !own.iter().any(|(other, _)| other == chapter) {
                    own.push((chapter.clone(), name));
                }
                known
                    .amounts
                    .entry((Some(chapter.clone()), Some(post.clone())))
                    .or_default()
                    .extend(amount);
            }
            known.totals.push(total);
        }
        known.assignments = assignments
            .iter()
            .filter_map(|one| {
                let (first, last) = (one.spans.first()?, one.spans.last()?);
                Some((first.start, last.end, one.id.clone()))
            })
            .collect();
        known.assignments.sort();
        known
    }

    /// The chapter of a post that is named without one: the only one that has it, or the only one
    /// that calls it so. `Post 01 Driftsutgifter` below a table of one chapter.
    pub(super) fn chapter_of(&self, post: &str, name: &str) -> Option<&str> {
        let own = self.chapters.get(post)?;
        if let [(chapter, _)] = own.as_slice() {
            return Some(chapter);
        }
        let name = words(name).to_lowercase();
        let mut same = own
            .iter()
            .filter(|(_, other)| !name.is_empty() && *other == name);
        let first = same.next()?;
        same.next().is_none().then_some(first.0.as_str())
    }

    /// The chapter of a post that money is set aside of: the only chapter of expenses that has it.
    pub(super) fn expense_of(&self, post: &str) -> Option<&str> {
        let mut own = self
            .chapters
            .get(post)?
            .iter()
            .filter(|(chapter, _)| side(chapter) == Side::Expense);
        let first = own.next()?;
        own.next().is_none().then_some(first.0.as_str())
    }

    /// What the tables allot to a post: the amount of its row, or of its rows together.
    pub(super) fn amount(&self, post: &Post) -> Option<i64> {
        let rows = self.amounts.get(post)?;
        let first = rows.first()?;
        // A post that two tables give alike is one.
        if rows.iter().all(|other| other == first) {
            return Some(*first);
        }
        Some(rows.iter().fold(0, |sum, one| sum.saturating_add(*one)))
    }

    /// Whether an amount is what a table comes to.
    pub(super) fn is_total(&self, nok: i64) -> bool {
        self.totals
            .iter()
            .any(|own| *own != 0 && own.abs_diff(nok) < ROUNDING)
    }

    /// The assignment that a place, in code points, stands in.
    pub(super) fn assignment_at(&self, place: usize) -> Option<&str> {
        let n = self
            .assignments
            .partition_point(|(start, ..)| *start <= place);
        let (_, end, id) = self.assignments.get(n.checked_sub(1)?)?;
        (place < *end).then_some(id.as_str())
    }
}
