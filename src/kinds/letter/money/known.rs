//! What the tables of a letter say of its posts, and where its assignments stand: running text is
//! read against both.

use super::{amounts::nok, table::Table};
use crate::{
    kinds::money::{posts::side, words},
    model::{Assignment, FigureRole, Side},
};
use std::collections::HashMap;

/// Half of the last place that running text rounds millions to.
pub(super) const ROUNDING: u64 = 50_000;

/// With so many chapters of one post, its number alone tells nothing.
const CHAPTERS: usize = 256;

/// A chapter and a post.
pub(super) type Post = (Option<String>, Option<String>);

/// What is known before the running text is read.
#[derive(Default)]
pub(super) struct Known {
    /// By post, the chapters that have it and what it is called there.
    chapters: HashMap<String, Vec<(String, String)>>,
    /// What the rows of a post allot: the first of them, all together, and whether they are alike.
    amounts: HashMap<Post, (i64, i64, bool)>,
    /// What each table comes to, as printed and as added up.
    totals: Vec<i64>,
    /// Where assignments begin and end, in code points, in that order.
    assignments: Vec<(usize, usize, String)>,
}

impl Known {
    pub(super) fn of(tables: &[Table], assignments: &[Assignment], year: Option<i32>) -> Self {
        let mut known = Self::default();
        for table in tables.iter().filter(|table| !table.head.ceiling()) {
            let scale = table.scale;
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
                if own.len() < CHAPTERS && !own.iter().any(|(other, _)| other == chapter) {
                    own.push((chapter.clone(), name));
                }
                if let Some(amount) = amount {
                    let post = (Some(chapter.clone()), Some(post.clone()));
                    let known = known.amounts.entry(post).or_insert((amount, 0, true));
                    known.1 = known.1.saturating_add(amount);
                    known.2 &= known.0 == amount;
                }
            }
            known.totals.push(total);
        }
        known.totals.sort_unstable();
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

    /// Whether a table gives a post.
    pub(super) fn has(&self, chapter: &str, post: &str) -> bool {
        let all = self.chapters.get(post).map_or(&[][..], Vec::as_slice);
        all.iter().any(|(own, _)| own == chapter)
    }

    /// The chapter of a post that income is wanted of: the only chapter of income that has it.
    pub(super) fn income_of(&self, post: &str) -> Option<&str> {
        let mut own = self
            .chapters
            .get(post)?
            .iter()
            .filter(|(chapter, _)| side(chapter) == Side::Income);
        let first = own.next()?;
        own.next().is_none().then_some(first.0.as_str())
    }

    /// What the tables allot to a post: the amount of its row, or of its rows together.
    pub(super) fn amount(&self, post: &Post) -> Option<i64> {
        let (first, sum, alike) = *self.amounts.get(post)?;
        // A post that two tables give alike is one.
        Some(if alike { first } else { sum })
    }

    /// Whether an amount is what a table comes to.
    pub(super) fn is_total(&self, nok: i64) -> bool {
        let near = |own: i64| own != 0 && own.abs_diff(nok) < ROUNDING;
        let n = self.totals.partition_point(|own| *own < nok);
        // The next one below and the next one above.
        let below = n.checked_sub(1).map(|n| self.totals[n]);
        below.is_some_and(near) || self.totals.get(n).copied().is_some_and(near)
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
