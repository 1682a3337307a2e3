//! Rows of a table to items.
//!
//! A row with one cell is a group, an answer, or the rest of one; a row whose first cells are empty
//! goes on with the row above, unless it has a title and an answer stands between.

use super::{
    columns::Columns,
    grid::{Field, Grid, Row},
    item::{FigureCell, Form, Item, add},
    walk::{Loose, Walk},
};
use crate::{
    grammar::{identifier::identifier_at, phrases::Role, report::ReportColumn},
    layout::{Dictionary, Text},
};

impl Walk<'_, '_> {
    /// Reads a table: items, else a table inside the answer, else one of its own.
    pub(super) fn table(&mut self, grid: Grid) {
        for at in grid.blocks.clone() {
            self.remember_marks(at);
        }
        if !self.takes(&grid) {
            self.inner(grid);
            return;
        }
        let mut rows = &grid.rows[..];
        if let Some(columns) = self.head(&grid) {
            self.columns = Some(columns);
            rows = &rows[1..];
        } else if self.inherited(&grid).is_none() {
            self.columns = Some(Columns::guessed(&grid));
        }
        let Some(columns) = self.columns.clone() else {
            return;
        };
        let fresh = rows.len() < grid.rows.len();
        for (n, row) in rows.iter().enumerate() {
            let next = rows.get(n + 1);
            let next_opens = match next {
                Some(next) => self.opens_item(next, &columns, true),
                None => self.items_follow(grid.blocks.end),
            };
            self.row(row, &columns, next_opens, fresh && n == 0);
        }
    }

    /// A table that holds no items: in the open answer, else of its own.
    fn inner(&mut self, grid: Grid) {
        let words = grid.text();
        let dictionary = self.dictionary;
        match self.item() {
            // Below a table with a column of answers a table stands by itself.
            Some(item) if item.form != Form::Answered => {
                add(&mut item.answer, &words, dictionary);
                item.tables.push(grid);
            }
            _ => {
                self.open = false;
                let before = grid.blocks.start.checked_sub(1);
                let caption = before
                    .filter(|&at| self.blocks()[at].cell.is_none())
                    .map(|at| self.blocks()[at].text.clone())
                    .filter(|text| text.len() <= 300);
                let section = self.section.clone();
                self.tables.push(Loose {
                    grid,
                    section,
                    caption,
                });
            }
        }
    }

    /// The columns that a table's first row announces.
    fn head(&self, grid: &Grid) -> Option<Columns> {
        let columns = Columns::announced(grid.rows.first()?, grid.columns, self.grammar)?;
        // A small table inside an answer may have a column «Status», too.
        let inside = self.open
            && !columns.has(ReportColumn::Requirement)
            && !columns.has(ReportColumn::Reference)
            && self.columns.as_ref().is_some_and(|own| {
                own.has(ReportColumn::Reference) || own.has(ReportColumn::Requirement)
            });
        (!inside).then_some(columns)
    }

    /// Whether a table holds items.
    pub(super) fn takes(&self, grid: &Grid) -> bool {
        self.head(grid).is_some() || self.inherited(grid).is_some() || self.has_identifiers(grid)
    }

    /// The columns of the table above, where this one goes on with it.
    fn inherited(&self, grid: &Grid) -> Option<&Columns> {
        let columns = self.columns.as_ref()?;
        let known = self.has_identifiers(grid);
        let fits = grid.columns == columns.count
            || grid.columns < columns.count
                && grid
                    .rows
                    .iter()
                    .all(|row| row.len() == 1 && row.contains_key(&0));
        // A small table inside an answer may have as many columns.
        let reads = |row: &Row| {
            let rest = row.len() == 1 || !row.contains_key(&0);
            if columns.has(ReportColumn::Reference) {
                rest || row
                    .get(&0)
                    .is_some_and(|field| is_reference(field.text.as_str()))
            } else {
                rest || !columns.has(ReportColumn::Requirement)
                    || row.iter().any(|(&column, field)| {
                        columns.role(column) == Some(ReportColumn::Requirement)
                            && self.grammar.words(field.text.as_str()).iter().any(|hit| {
                                matches!(
                                    hit.role,
                                    Role::Duty | Role::AnnualReport | Role::Reporting
                                )
                            })
                    })
            }
        };
        (fits
            && (known
                || grid.rows.iter().all(reads)
                    && (!grid.has_figures() || !columns.figures.is_empty())))
        .then_some(columns)
    }

    /// Whether identifiers stand in the first column, a cell each.
    fn has_identifiers(&self, grid: &Grid) -> bool {
        grid.columns >= 2
            && grid.rows.iter().any(|row| {
                row.len() >= 2
                    && row.get(&0).is_some_and(|field| {
                        identifier_at(field.text.as_str(), &self.grammar.templates)
                            .is_ok_and(|(rest, _)| rest.trim().is_empty())
                    })
            })
    }

    fn row(&mut self, row: &Row, columns: &Columns, next_opens: bool, first: bool) {
        if Columns::announced(row, columns.count, self.grammar)
            .is_some_and(|head| head.count == columns.count)
        {
            return;
        }
        if row.len() == 1
            && let Some(field) = row.get(&0)
            && !self.opens_item(row, columns, false)
        {
            self.alone(field, columns, next_opens, first);
            return;
        }
        if self.opens_item(row, columns, false) {
            self.open_row(row, columns);
            return;
        }
        // The rest of the row above.
        let dictionary = self.dictionary;
        for (&column, field) in row {
            let role = columns.role(column);
            let head = columns.figures.get(&column).cloned();
            if let Some(item) = self.item() {
                put(item, role, &field.text, head, dictionary);
            }
        }
    }

    /// A row of one cell.
    fn alone(&mut self, field: &Field, columns: &Columns, next_opens: bool, first: bool) {
        let words = field.text.as_str();
        let answered = self.item().is_none_or(|item| item.answered());
        let title_like = words.len() <= 200
            && !words.contains('\n')
            && !words.ends_with([':', '.', ',', ';'])
            && words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let group = title_like
            && (field.bold || first || self.groups.contains(words) || answered && next_opens);
        if group {
            self.open_group(field.text.clone(), None);
            return;
        }
        let answers = columns.has(ReportColumn::Answer);
        let title = columns.role(0);
        let dictionary = self.dictionary;
        if let Some(item) = self.item() {
            if answers {
                put(item, title, &field.text, None, dictionary);
            } else {
                add(&mut item.answer, &field.text, dictionary);
            }
        }
    }

    /// Whether a row begins an item. `ahead`: the row above it is still to be read.
    fn opens_item(&self, row: &Row, columns: &Columns, ahead: bool) -> bool {
        use ReportColumn::{Goal, Indicator, Reference, Title};
        let of = |role| {
            row.iter()
                .find(|(column, _)| columns.role(**column) == Some(role))
                .map(|(_, field)| field.text.as_str())
        };
        let open = self.items.last().filter(|_| self.open);
        if let Some(words) = of(Reference) {
            let named = identifier_at(words, &self.grammar.templates).is_ok();
            return named || row.len() >= 2 && words.len() <= 40 || is_reference(words);
        }
        let Some(title) = of(Title).or_else(|| of(Goal)).or_else(|| of(Indicator)) else {
            return false;
        };
        if row.len() < 2 || title.starts_with(char::is_lowercase) {
            return false;
        }
        // In a table with numbers, a row without one goes on with the row above until that is
        // answered.
        let free = ahead || open.is_none_or(|item| item.answered() || item.requirement.is_empty());
        !columns.has(Reference) || free
    }

    /// Opens the item of a row.
    fn open_row(&mut self, row: &Row, columns: &Columns) {
        let form = if columns.has(ReportColumn::Answer) || !columns.figures.is_empty() {
            Form::Answered
        } else {
            Form::Row
        };
        let mut item = Item::new(form);
        for (&column, field) in row {
            let role = columns.role(column);
            match role {
                Some(ReportColumn::Reference) => self.reference(&mut item, &field.text),
                Some(ReportColumn::Title | ReportColumn::Goal | ReportColumn::Indicator) => {
                    self.title(&mut item, field, columns);
                    item.measure = role.filter(|role| *role != ReportColumn::Title);
                }
                _ => put(
                    &mut item,
                    role,
                    &field.text,
                    columns.figures.get(&column).cloned(),
                    self.dictionary,
                ),
            }
        }
        if item.group.is_none()
            && self.group.is_none()
            && let Some((_, title)) = &columns.measures
            && item.measure.is_some()
        {
            item.group = Some(title.clone());
        }
        self.push(item);
    }

    /// A cell of numbers: `HN25-01`, `12`; a title may stand behind it.
    pub(super) fn reference(&self, item: &mut Item, text: &Text) {
        let words = text.as_str();
        if let Ok((rest, identifier)) = identifier_at(words, &self.grammar.templates) {
            let end = words.len() - rest.len();
            item.label = text.slice(0..end);
            item.reference = Some(identifier.number);
            let blank = rest.trim_start_matches(|c: char| {
                c.is_whitespace() || matches!(c, ':' | '–' | '-' | '—' | '.')
            });
            if !blank.is_empty() {
                item.title = text.slice(words.len() - blank.len()..words.len());
            }
        } else if is_reference(words) {
            item.label = text.clone();
            item.reference = Some(words.trim_end_matches('.').to_string());
        } else {
            item.title = text.clone();
        }
    }

    /// A cell of titles: an identifier may stand before the title, and what is asked for below it.
    fn title(&self, item: &mut Item, field: &Field, columns: &Columns) {
        let words = field.text.as_str();
        let mut from = 0;
        if item.reference.is_none()
            && let Some((number, end)) = self.grammar.head_identifier(words)
        {
            item.label = field.text.slice(0..end);
            item.reference = Some(number);
            let rest = words[end..].trim_start_matches(|c: char| {
                c.is_whitespace() || matches!(c, ':' | '–' | '-' | '—' | '.')
            });
            from = words.len() - rest.len();
        }
        let head = &words[from..field.first.max(from)];
        let titled = !columns.has(ReportColumn::Requirement)
            && field.first < words.len()
            && (1..=160).contains(&head.len())
            && !head.ends_with(['.', ',', ';']);
        let end = if titled { field.first } else { words.len() };
        item.title = field.text.slice(from..end);
        if titled {
            item.requirement = field.text.slice(end..words.len());
        }
    }
}

/// Adds a cell to what its column holds.
fn put(
    item: &mut Item,
    role: Option<ReportColumn>,
    text: &Text,
    head: Option<Text>,
    dictionary: &Dictionary<'_>,
) {
    use ReportColumn::{
        Answer, Change, Deadline, Goal, Indicator, Reference, Requirement, Result, Source, Target,
        Title,
    };
    match role {
        Some(Reference) | None if item.form == Form::Answered => {
            add(&mut item.answer, text, dictionary)
        }
        Some(Title | Goal | Indicator | Reference) | None => add(&mut item.title, text, dictionary),
        Some(Requirement | Source) => add(&mut item.requirement, text, dictionary),
        Some(Answer) => add(&mut item.answer, text, dictionary),
        Some(Deadline) => item.due.push(text.clone()),
        Some(role @ (Target | Result | Change)) => {
            if let Some(head) = head {
                item.figures.push(FigureCell {
                    role,
                    head,
                    cell: text.clone(),
                });
            }
        }
    }
}

/// What a cell of numbers may hold where no template describes it.
fn is_reference(words: &str) -> bool {
    is_number(words) || is_code(words)
}

/// A code of a series that no template describes, in a column of numbers: `HF27-01`.
fn is_code(words: &str) -> bool {
    words.len() <= 20
        && words.starts_with(char::is_uppercase)
        && words.contains(|c: char| c.is_ascii_digit())
        && words
            .chars()
            .all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '–' | '/' | '.'))
}

/// A bare number: `12`, `3.`, `4a`, `1.2`.
fn is_number(words: &str) -> bool {
    words.len() <= 8
        && words.starts_with(|c: char| c.is_ascii_digit())
        && words
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '/') || c.is_ascii_lowercase())
}
