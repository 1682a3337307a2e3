//! Forms: an assignment as a small table of labels and values.
//!
//! ```text
//! form  ::= caption? field+          one assignment; a label that comes again begins the next
//! caption ::= a cell alone in its row, an identifier and a title
//!           | identifier-cell title-cell        Oppdrag 2 | Kart over leia
//!           | "Oppdrag" cell          Oppdrag | O 001 Kart over leia       where another field describes it
//! field ::= label-cell value-cell    Oppdrag | Kartlegge …   Frist | 1. mai   Ansvarlig | Avdeling for …
//! ```
//! The labels are the titles that columns have elsewhere.

use super::{
    Letter,
    body::{Draft, Form, Walk},
    cells::whole_label,
    title::is_title,
};
use crate::{
    grammar::{ColumnRole, Zone, phrases::Role},
    kinds::columns::is_abbreviation,
    structure::{
        label::label,
        table::{Cell, Row, Table},
    },
};

/// The fewest fields that make a form.
const LEAST: usize = 3;

/// A row of a form: what its label says that it is, and its value.
struct Field<'t> {
    role: Option<ColumnRole>,
    label: &'t Cell,
    value: &'t Cell,
}

impl Letter<'_> {
    /// Reads a table that is a form; whether it is one.
    pub(super) fn form(&mut self, walk: &mut Walk, table: &Table) -> bool {
        if !self.is_form(table) || self.awaits_form(walk) && self.is_typed(table) {
            return false;
        }
        let mut caption: Option<&Cell> = None;
        let described = self.describes(table);
        let mut first: Option<&str> = described;
        // What stands above the first label of a form is the rest of one that a page broke.
        let mut rest = described.is_some();
        for row in &table.rows {
            let Some(field) = self.field(row) else {
                match row.cells.iter().next() {
                    // A field without a value: no day is set.
                    Some((_, cell)) if row.cells.len() == 1 && self.labels_field(row, cell) => {}
                    Some((0, cell)) if row.cells.len() == 1 => caption = Some(cell),
                    _ => self.keep_row(walk, row),
                }
                continue;
            };
            let label = field.label.text.as_str();
            if let Some(number) = self.numbers(&field) {
                let mut draft = self.draft(Form::Cells);
                draft.number = Some(number);
                draft.label = field.label.text.clone();
                let title = &field.value.text;
                self.title_words(&mut draft, title, 0..title.len());
                self.push(walk, draft);
                first = Some(label);
                continue;
            }
            if first.is_none() && caption.is_none() && self.awaits_form(walk) {
                // `Oppdrag 3: Nye kart` is set over the table.
                first = Some(label);
            } else if first.is_none_or(|own| own == label) || caption.is_some() {
                let mut draft = self.draft(Form::Cells);
                if let Some(cell) = caption.take() {
                    self.caption(&mut draft, cell);
                }
                self.push(walk, draft);
                first = Some(label);
                rest = false;
            }
            if rest && walk.open.is_none() {
                self.keep_row(walk, row);
                continue;
            }
            if described == Some(label) && self.take_caption(&field) {
                continue;
            }
            self.take_field(row, &field);
        }
        if let Some(cell) = caption {
            // A caption that nothing stands below is kept where it stands.
            for &block in &cell.blocks {
                if let Some(chapter) = self.chapters.last_mut() {
                    chapter.blocks.push(block);
                }
            }
        }
        true
    }

    fn is_form(&self, table: &Table) -> bool {
        let zone = self.chapters.last().and_then(|chapter| chapter.zone);
        if matches!(
            zone,
            Some(Zone::Calendar | Zone::Contents | Zone::Allocation | Zone::Authorisations)
        ) {
            return false;
        }
        let fields: Vec<Field<'_>> = table
            .rows
            .iter()
            .filter_map(|row| self.field(row))
            .collect();
        let (counted, fields): (Vec<_>, Vec<_>) = fields
            .into_iter()
            .partition(|field| self.numbers(field).is_some());
        let known: Vec<ColumnRole> = fields.iter().filter_map(|field| field.role).collect();
        let has = |role: ColumnRole| known.contains(&role);
        // A head above rows has titles in all its cells.
        let head = fields
            .iter()
            .any(|field| self.grammar.column(field.value.text.as_str()).is_some());
        let alone = table.rows.iter().filter(|row| row.cells.len() == 1).count();
        fields.len() + counted.len() >= LEAST
            && fields.len() + counted.len() + alone == table.rows.len()
            && known.len() * 2 >= fields.len()
            && !head
            && has(ColumnRole::Body)
            && (has(ColumnRole::Number)
                || has(ColumnRole::Deadline)
                || has(ColumnRole::Title)
                || self.lists_assignments())
    }

    /// The number of an assignment, where that is all that stands in a label's cell: `Oppdrag 2`.
    fn numbers(&self, field: &Field<'_>) -> Option<String> {
        let words = field.label.text.as_str();
        let own = whole_label(words)?;
        Some(super::series::number(&words[..own.len]))
    }

    /// Whether a table is one form of typed fields, `Bestilling:` set apart from its value: below a title these are
    /// its lines, as they are where no column was seen.
    fn is_typed(&self, table: &Table) -> bool {
        let labels = || {
            table
                .rows
                .iter()
                .filter_map(|row| self.field(row))
                .map(|field| field.label.text.as_str())
        };
        labels().count() == table.rows.len() && labels().all(|label| label.ends_with(':'))
    }

    /// Whether a title stands right above, over nothing yet.
    fn awaits_form(&self, walk: &Walk) -> bool {
        walk.open.is_some_and(|open| {
            let draft = &self.drafts[open];
            open + 1 == self.drafts.len() && draft.units.is_empty() && !draft.title.is_empty()
        })
    }

    /// Whether all that a row holds is the label of a field, in the column of labels.
    fn labels_field(&self, row: &Row, cell: &Cell) -> bool {
        let words = cell.text.as_str().trim_end_matches(':');
        row.cells.contains_key(&0)
            && cell.reach.columns <= 1
            && self.grammar.column(words).is_some()
    }

    /// A label and its value.
    fn field<'t>(&self, row: &'t Row) -> Option<Field<'t>> {
        let mut cells = row.cells.iter();
        let ((&0, label), (_, value), None) = (cells.next()?, cells.next()?, cells.next()) else {
            return None;
        };
        let words = label.text.as_str().trim_end_matches(':');
        // `Kontakt | ABC`: a person may stand there as well.
        let unit = || {
            let label = format!("{words}:");
            let named = self.grammar.first_word(&label, Role::Department);
            (named.is_some() && is_abbreviation(value.text.as_str()))
                .then_some(ColumnRole::Department)
        };
        (words.len() <= 48).then(|| Field {
            role: self.grammar.column(words).or_else(unit),
            label,
            value,
        })
    }

    /// The label that begins the forms of a table, where it names what another field describes: `Oppdrag | O 001
    /// Kart` and `Beskrivelse | Etaten skal …`. A page may have cut the first and the last of the forms.
    fn describes<'t>(&self, table: &'t Table) -> Option<&'t str> {
        let mut bodies: Vec<Field<'t>> = table
            .rows
            .iter()
            .filter_map(|row| self.field(row))
            .collect();
        bodies.retain(|field| field.role == Some(ColumnRole::Body));
        let naming = bodies
            .iter()
            .find(|field| named(field.value.text.as_str()).is_some())?;
        let label = naming.label.text.as_str();
        let (own, others): (Vec<_>, Vec<_>) = bodies
            .iter()
            .partition(|field| field.label.text.as_str() == label);
        let names = own
            .iter()
            .all(|field| named(field.value.text.as_str()).is_some());
        (names && !others.is_empty() && others.len() + 1 >= own.len()).then_some(label)
    }

    /// Gives the open assignment the identifier and the title that its first field holds; whether it does.
    fn take_caption(&mut self, field: &Field<'_>) -> bool {
        let words = field.value.text.as_str();
        let Some((own, from)) = named(words) else {
            return false;
        };
        let Some(mut draft) = self.drafts.pop() else {
            return false;
        };
        draft.number = Some(super::series::number(&words[..own]));
        draft.label = field.value.text.slice(0..own);
        self.title_words(&mut draft, &field.value.text, from..words.len());
        self.drafts.push(draft);
        true
    }

    /// `Oppdrag 3: Nye kart`, over the fields of a form.
    fn caption(&self, draft: &mut Draft, cell: &Cell) {
        let words = cell.text.as_str();
        let counted = self.row_number(words);
        let mut from = 0;
        if let Some((number, after)) = counted.or_else(|| self.grammar.head_identifier(words)) {
            (draft.number, from) = (Some(number), after);
        }
        draft.label = cell.text.slice(0..from);
        self.title_words(draft, &cell.text, from..words.len());
    }

    /// Puts a field into the open assignment.
    fn take_field(&mut self, row: &Row, field: &Field<'_>) {
        let text = &field.value.text;
        let Some(draft) = self.drafts.last_mut() else {
            return;
        };
        match field.role {
            Some(ColumnRole::Number) => {
                draft.label = text.clone();
                if let Some((number, _)) = self.row_number(text.as_str())
                    && let Some(draft) = self.drafts.last_mut()
                {
                    draft.number = Some(number);
                }
            }
            Some(ColumnRole::Title) => draft.title = text.clone(),
            Some(ColumnRole::Deadline | ColumnRole::Date) => {
                draft.deadline_cells.push(text.clone())
            }
            Some(ColumnRole::Department) => draft.department = Some(text.as_str().to_string()),
            Some(ColumnRole::Body) => {
                let (title, units) = match draft.title.is_empty() {
                    true => self.titled_cell(field.value, false),
                    false => (draft.title.clone(), self.units(&field.value.blocks)),
                };
                if let Some(draft) = self.drafts.last_mut() {
                    draft.title = title;
                    draft.units.extend(units);
                }
            }
            // What is said beside it (`Bakgrunn`, `Budsjett`) is no part of what is asked.
            _ => {
                for block in row.blocks() {
                    if let Some(chapter) = self.chapters.last_mut() {
                        chapter.blocks.push(block);
                    }
                }
            }
        }
    }
}

/// Where the identifier ends, and where the title begins, of what names a task: `O 001 Kart over leia`.
fn named(words: &str) -> Option<(usize, usize)> {
    let own = label(words).filter(|own| own.strong && own.len < words.len())?;
    let title = words[own.len..].trim_start_matches([':', '.', '–', '-', ' ']);
    is_title(title).then(|| (own.len, words.len() - title.len()))
}
