//! The rows of the records in which all of a query occurs, and how well each fits.

use super::query::{Matched, Term, quoted};
use super::{Store, StoreError};

/// So many compounds of a word are looked up by one question to the index; more, each by its own:
/// the index looks at each of them for every record that it finds.
const TOGETHER: usize = 12;

/// How well a record fits; the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It is called so.
    Name,
    /// All words stand in its title, whole.
    TitleWhole,
    /// All words stand in its title, some inside longer words.
    Title,
    /// All words stand in it, whole.
    Whole,
    /// All words stand in it, some inside longer words.
    Inside,
}

/// Which columns of the index are asked.
#[derive(Debug, Clone, Copy)]
enum Columns {
    All,
    Title,
}

impl Store {
    /// The rows of the records in which all terms occur, in order.
    pub(super) fn gather(&self, terms: &[Term]) -> Result<Vec<(i64, Fit)>, StoreError> {
        let Some(all) = self.all_of(terms, Columns::All, true)? else {
            return Ok(Vec::new());
        };
        let in_title = self
            .all_of(terms, Columns::Title, true)?
            .unwrap_or_default();
        let exact = terms.iter().all(|term| !term.has_more());
        let (whole, title_whole) = if exact {
            (Vec::new(), Vec::new())
        } else {
            (
                self.all_of(terms, Columns::All, false)?.unwrap_or_default(),
                self.all_of(terms, Columns::Title, false)?
                    .unwrap_or_default(),
            )
        };
        let (mut title, mut whole, mut title_whole) = (
            Sorted::of(&in_title),
            Sorted::of(&whole),
            Sorted::of(&title_whole),
        );
        let fits = all.into_iter().map(|row| {
            let fit = match (title.has(row), exact || whole.has(row)) {
                (true, _) if exact || title_whole.has(row) => Fit::TitleWhole,
                (true, _) => Fit::Title,
                (false, true) => Fit::Whole,
                (false, false) => Fit::Inside,
            };
            (row, fit)
        });
        Ok(fits.collect())
    }

    /// The rows in which all terms occur, in order; with the longer words that have them inside, or
    /// without. `None` for no terms.
    fn all_of(
        &self,
        terms: &[Term],
        columns: Columns,
        inside: bool,
    ) -> Result<Option<Vec<i64>>, StoreError> {
        let (apart, together): (Vec<&Term>, Vec<&Term>) = terms
            .iter()
            .partition(|term| inside && term.compounds.len() > TOGETHER);
        let mut found: Option<Vec<i64>> = None;
        if !together.is_empty() {
            let expressions: Vec<String> = together
                .iter()
                .map(|term| term.expression(inside))
                .collect();
            let mut rows = Vec::new();
            self.matching(&expressions.join(" AND "), columns, &mut rows)?;
            found = Some(rows);
        }
        for term in apart {
            if found.as_ref().is_some_and(Vec::is_empty) {
                break;
            }
            let mut rows = Vec::new();
            self.matching(&term.part.quoted(), columns, &mut rows)?;
            for word in &term.compounds {
                self.matching(&quoted(word), columns, &mut rows)?;
            }
            rows.sort_unstable();
            rows.dedup();
            found = Some(match found {
                None => rows,
                Some(mut before) => {
                    let mut rows = Sorted::of(&rows);
                    before.retain(|row| rows.has(*row));
                    before
                }
            });
        }
        Ok(found)
    }

    fn matching(
        &self,
        expression: &str,
        columns: Columns,
        into: &mut Vec<i64>,
    ) -> Result<(), StoreError> {
        let expression = match columns {
            Columns::All => expression.to_string(),
            Columns::Title => format!("{{title}} : ({expression})"),
        };
        let mut statement = self
            .connection
            .prepare_cached("SELECT rowid FROM words WHERE words MATCH ?1")?;
        let mut rows = statement.query([expression])?;
        while let Some(row) = rows.next()? {
            into.push(row.get(0)?);
        }
        Ok(())
    }
}

impl Term {
    /// Whether it stands for more than its own words.
    fn has_more(&self) -> bool {
        !self.compounds.is_empty()
            || matches!(self.matched, Matched::Beginning | Matched::TooCommon)
    }

    /// The term in the syntax of the index.
    fn expression(&self, inside: bool) -> String {
        let own = self.part.quoted();
        match self.matched {
            _ if !inside => own,
            Matched::Beginning | Matched::TooCommon => format!("{own} *"),
            Matched::Whole => own,
            Matched::Inside => {
                let words: Vec<String> = self.compounds.iter().map(|one| quoted(one)).collect();
                let all: Vec<String> = std::iter::once(own).chain(words).collect();
                format!("({})", all.join(" OR "))
            }
        }
    }
}

/// Numbers in order, asked for numbers in order.
struct Sorted<'a>(&'a [i64]);

impl<'a> Sorted<'a> {
    fn of(numbers: &'a [i64]) -> Self {
        Self(numbers)
    }

    fn has(&mut self, number: i64) -> bool {
        let below = self.0.iter().take_while(|one| **one < number).count();
        self.0 = &self.0[below..];
        self.0.first() == Some(&number)
    }
}
