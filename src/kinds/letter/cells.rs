//! Tables whose cells the form tells apart (Markdown, HTML, PDF).
//!
//! ```text
//! table      ::= head? row+
//! assignment ::= number-cell title-cell? body-cell+           under a head that names the columns
//!              | identifier-cell department-cell? title-cell  a head row; the body follows
//! ```
//! A row without a number goes on with the one before: tables break over pages.

use super::{
    Letter,
    body::{Form, Unit, Walk, tag, year_of},
    title::{HeadSign, department, heads_assignment},
};
use crate::model::Code;
use crate::{
    grammar::{ColumnRole, Zone, deadline, identifier::identifier_at},
    layout::Text,
    source::Cell,
};
use std::collections::BTreeMap;

/// A row: its cells' blocks, by column.
type Row = BTreeMap<u32, Vec<usize>>;

impl Letter<'_> {
    /// Reads the table that begins at a block; where it ends.
    pub(super) fn table(&mut self, walk: &mut Walk, at: usize) -> usize {
        let Some(Cell { table, .. }) = self.blocks[at].cell else {
            return at + 1;
        };
        let mut end = at;
        let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
        while let Some(Cell {
            table: same,
            row,
            column,
        }) = self
            .blocks
            .get(end)
            .filter(|_| end < self.announced.blocks.end)
            .and_then(|block| block.cell)
        {
            if same != table {
                break;
            }
            rows.entry(row)
                .or_default()
                .entry(column)
                .or_default()
                .push(end);
            end += 1;
        }
        let mut rows: Vec<Row> = rows.into_values().collect();
        let mut titled = false;
        let mut roles: BTreeMap<u32, ColumnRole> = BTreeMap::new();
        // A running head that layout left may stand between two pages of a table.
        if let Some((_, known, open)) = walk.table.take().filter(|(same, ..)| *same == table) {
            roles = known;
            if open == Some(self.drafts.len().wrapping_sub(1)) {
                walk.open = open;
            }
        }
        for row in &mut rows {
            if !roles.is_empty() {
                self.drop_repeated_head(row);
            }
            if row.is_empty() {
                continue;
            }
            if let Some(head) = self.table_roles(row) {
                roles = head;
                titled = self.names_assignments(row, &roles);
                let assignments = roles
                    .values()
                    .any(|role| matches!(role, ColumnRole::Number | ColumnRole::Title))
                    && roles
                        .values()
                        .any(|role| matches!(role, ColumnRole::Body | ColumnRole::Title))
                    && (self.column(&roles, ColumnRole::Date).is_none()
                        || self.column(&roles, ColumnRole::Number).is_some());
                // A head without numbers is one of assignments only where they are listed.
                let listed = titled
                    || self.column(&roles, ColumnRole::Number).is_some()
                    || self.lists_assignments();
                if !assignments || !listed {
                    self.keep_row(walk, row);
                }
                continue;
            }
            self.row(walk, row, &roles, titled);
        }
        walk.table = Some((table, roles, walk.open));
        // What stands after the table is no part of a row's body.
        if walk.open.is_some_and(|draft| {
            self.drafts[draft].form == Form::Cells && !self.drafts[draft].units.is_empty()
        }) {
            walk.close();
        }
        end
    }

    /// Takes off the head that a continued table repeats in the cells that go on.
    fn drop_repeated_head(&self, row: &mut Row) {
        let headed = row.values().all(|blocks| {
            blocks.first().is_some_and(|&block| {
                self.grammar
                    .column(self.blocks[block].text.as_str())
                    .is_some()
            })
        });
        if headed && row.len() >= 2 && row.values().any(|blocks| blocks.len() > 1) {
            for blocks in row.values_mut() {
                blocks.remove(0);
            }
            row.retain(|_, blocks| !blocks.is_empty());
        }
    }

    /// The columns of a head row: every cell is a column's title.
    fn table_roles(&self, row: &Row) -> Option<BTreeMap<u32, ColumnRole>> {
        let known: BTreeMap<u32, ColumnRole> = row
            .keys()
            .filter_map(|column| {
                Some((
                    *column,
                    self.grammar.column(self.cell(row, *column).as_str())?,
                ))
            })
            .collect();
        // A column of another title does not hide the others; it is read as a comment.
        let short = row.keys().all(|column| self.cell(row, *column).len() <= 48);
        let assignments = known.values().any(|role| {
            matches!(
                role,
                ColumnRole::Number | ColumnRole::Body | ColumnRole::Title
            )
        });
        let most = known.len() == row.len()
            || known.len() * 2 >= row.len() && known.len() >= 2 && assignments && short;
        (known.len() >= 2 && most).then(|| {
            row.keys()
                .map(|column| {
                    (
                        *column,
                        known.get(column).copied().unwrap_or(ColumnRole::Comment),
                    )
                })
                .collect()
        })
    }

    /// `Oppdrag | Frist`: a head that says itself that its rows are assignments.
    fn names_assignments(&self, row: &Row, roles: &BTreeMap<u32, ColumnRole>) -> bool {
        let due = self.column(roles, ColumnRole::Deadline).is_some();
        let body = self.column(roles, ColumnRole::Body);
        due && body.is_some_and(|column| {
            let title = self.cell(row, column).as_str().to_lowercase();
            title.starts_with("oppdrag") || title.starts_with("bestilling")
        })
    }

    /// All that a cell says.
    fn cell(&self, row: &Row, column: u32) -> Text {
        let mut text = Text::default();
        for &block in row.get(&column).into_iter().flatten() {
            let more = self.blocks[block].whole(self.source);
            text.append(&more, self.joint(&text, &more));
        }
        text
    }

    fn column(&self, roles: &BTreeMap<u32, ColumnRole>, role: ColumnRole) -> Option<u32> {
        roles
            .iter()
            .find(|(_, own)| **own == role)
            .map(|(column, _)| *column)
    }

    fn row(&mut self, walk: &mut Walk, row: &Row, roles: &BTreeMap<u32, ColumnRole>, titled: bool) {
        let zone = self.chapters.last().and_then(|chapter| chapter.zone);
        if matches!(
            zone,
            Some(Zone::Calendar | Zone::Contents | Zone::Allocation | Zone::Authorisations)
        ) {
            self.keep_row(walk, row);
            return;
        }
        let first = row.keys().next().copied().unwrap_or(0);
        let lead = self.cell(row, first);
        let identified = identifier_at(lead.as_str(), &self.grammar.templates)
            .ok()
            .map(|(rest, identifier)| (rest.len(), identifier.number));
        let number = self.column(roles, ColumnRole::Number);
        let body = self.column(roles, ColumnRole::Body);
        let title = self.column(roles, ColumnRole::Title);
        if let (Some(number), Some(text)) = (number, body.or(title)) {
            self.headed_row(
                walk,
                row,
                roles,
                number,
                title.filter(|title| Some(*title) != Some(text) || body.is_none()),
                body.unwrap_or(text),
            );
        } else if let (None, Some(text), true) = (
            number,
            body.or(title),
            (titled || matches!(zone, Some(Zone::Assignments | Zone::NewAssignments)))
                && roles.len() >= 2
                && identified.is_none(),
        ) {
            // Assignments without identifiers: a row is one.
            if row.contains_key(&text) {
                let mut draft = self.draft(Form::Cells);
                if let Some(title) = title.filter(|title| *title != text) {
                    let words = self.cell(row, title);
                    let whole = 0..words.len();
                    self.title_words(&mut draft, &words, whole);
                }
                self.push(walk, draft);
                self.body_cells(row, roles, u32::MAX, title, text);
                self.title_of_body();
            } else {
                self.keep_row(walk, row);
            }
        } else if let Some((rest, number)) = identified {
            self.identified_row(walk, row, first, lead.len() - rest, number, roles);
        } else {
            self.keep_row(walk, row);
        }
    }

    /// A row under a head that names number, title and body.
    fn headed_row(
        &mut self,
        walk: &mut Walk,
        row: &Row,
        roles: &BTreeMap<u32, ColumnRole>,
        number: u32,
        title: Option<u32>,
        body: u32,
    ) {
        let label = self.cell(row, number);
        let numbered = self.row_number(label.as_str());
        let bare =
            title.is_none_or(|title| self.cell(row, title).is_empty()) && !row.contains_key(&body);
        if numbered.is_none() || bare && label.is_empty() {
            // `AD | Fristbrot | 0 %`: a row of its own under a label that is no number.
            let other = label.as_str().starts_with(char::is_alphabetic)
                && title.is_none_or(|title| !self.cell(row, title).is_empty())
                && row.contains_key(&body);
            let listed = self.chapters.last().is_some_and(|chapter| {
                matches!(chapter.zone, Some(Zone::Assignments | Zone::NewAssignments))
            });
            if other && listed {
                // Among assignments, a reference (`OD 2.1`) stands where others have a number.
                let mut draft = self.draft(Form::Cells);
                if let Some(title) = title {
                    let text = self.cell(row, title);
                    let whole = 0..text.len();
                    self.title_words(&mut draft, &text, whole);
                }
                self.push(walk, draft);
                self.body_cells(row, roles, number, title, body);
                return;
            }
            if other {
                walk.close();
                self.say(
                    Code::RowNotNumbered,
                    crate::model::Severity::Info,
                    format!(
                        "a row of a table of assignments begins with «{}», which is no number that is known",
                        label.as_str()
                    ),
                    None,
                    &label.places(),
                );
            }
            if walk.open.is_some() && (label.is_empty() || numbered.is_none()) {
                // It goes on with the row before.
                let words = self.dictionary;
                if let (Some(title), Some(draft)) = (
                    title.map(|title| self.cell(row, title)),
                    self.drafts.last_mut(),
                ) && !title.is_empty()
                    && draft.form == Form::Cells
                {
                    let joint = words.joint(draft.title.as_str(), title.as_str());
                    draft.title.append(&title, joint);
                }
                if label.as_str().chars().any(char::is_alphanumeric)
                    && let Some((_, tag)) = tag(label.as_str(), self.grammar)
                    && let Some(draft) = self.drafts.last_mut()
                {
                    draft.tag = tag;
                }
                self.body_cells(row, roles, number, title, body);
            } else {
                self.keep_row(walk, row);
            }
            return;
        }
        let mut draft = self.draft(Form::Cells);
        if let Some((own, after)) = numbered {
            draft.number = Some(own);
            if let Some((_, tag)) = tag(&label.as_str()[after..], self.grammar) {
                draft.tag = tag;
            }
            if let Some((_, mark)) = department(&label.as_str()[after..], self.grammar) {
                draft.department = Some(mark);
            }
        }
        draft.label = label;
        if let Some(column) = self.column(roles, ColumnRole::Department) {
            let mark = self.cell(row, column);
            draft.department = (!mark.is_empty()).then(|| mark.as_str().to_string());
        }
        if let Some(title) = title {
            let text = self.cell(row, title);
            let whole = 0..text.len();
            self.title_words(&mut draft, &text, whole);
        }
        if let Some(column) = self.column(roles, ColumnRole::Addressee) {
            let named = self.cell(row, column);
            if let Some((_, tag)) = tag(&format!("({})", named.as_str()), self.grammar) {
                draft.tag = tag;
            }
        }
        self.push(walk, draft);
        self.body_cells(row, roles, number, title, body);
    }

    /// The number at the start of a number cell, and where it ends.
    fn row_number(&self, label: &str) -> Option<(String, usize)> {
        if let Ok((rest, identifier)) = identifier_at(label, &self.grammar.templates) {
            return Some((identifier.number, label.len() - rest.len()));
        }
        let digits = label.len() - label.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let after = label[digits..].trim_start_matches('.');
        ((1..=3).contains(&digits) && !after.starts_with(|c: char| c.is_alphanumeric()))
            .then(|| (label[..digits].to_string(), digits))
    }

    /// Puts the body of a row, and what stands in its deadline column, into the open assignment.
    fn body_cells(
        &mut self,
        row: &Row,
        roles: &BTreeMap<u32, ColumnRole>,
        number: u32,
        title: Option<u32>,
        body: u32,
    ) {
        for (&column, blocks) in row {
            let role = roles.get(&column).copied();
            if column == number || Some(column) == title && column != body {
                continue;
            }
            match role {
                Some(ColumnRole::Deadline) => {
                    let text = self.cell(row, column);
                    if let Some(draft) = self.drafts.last_mut() {
                        draft.deadline_cells.push(text);
                    }
                }
                // A comment may say when: `Frist 1. september 2025`, `Innan utgangen av 2025`.
                Some(ColumnRole::Comment) => {
                    let text = self.cell(row, column);
                    let (found, dismissed) =
                        deadline::deadlines(text.as_str(), self.grammar, self.context);
                    if found.is_empty() {
                        self.dismiss(&text, dismissed);
                    } else if let Some(draft) = self.drafts.last_mut() {
                        draft.deadline_cells.push(text);
                    }
                }
                Some(ColumnRole::Department | ColumnRole::Addressee) => {}
                _ => {
                    for &block in blocks {
                        let unit = self.unit(block);
                        if let Some(draft) = self.drafts.last_mut() {
                            draft.units.push(unit);
                        }
                    }
                }
            }
        }
    }

    /// A row whose first cell is an identifier: a head row, or a whole assignment.
    fn identified_row(
        &mut self,
        walk: &mut Walk,
        row: &Row,
        first: u32,
        after: usize,
        number: String,
        roles: &BTreeMap<u32, ColumnRole>,
    ) {
        let lead = self.cell(row, first);
        let rest = &lead.as_str()[after..];
        let others: Vec<u32> = row
            .keys()
            .copied()
            .filter(|column| *column != first)
            .collect();
        let reference = !rest.trim().is_empty() && heads_assignment(rest, self.grammar).is_none();
        let earlier =
            year_of(&number).is_some_and(|year| self.context.year.is_some_and(|own| year < own));
        let clarified = self
            .chapters
            .last()
            .is_some_and(|chapter| chapter.zone == Some(Zone::ClarifiedAssignments));
        if reference
            || others.is_empty() && rest.trim().is_empty()
            || earlier && walk.open.is_some() && !clarified
        {
            self.keep_row(walk, row);
            return;
        }
        let mut draft = self.draft(Form::HeadRow(HeadSign::Title));
        draft.number = Some(number);
        draft.label = lead.slice(0..after);
        let mut titled = false;
        if !rest.trim().is_empty() {
            let whole = after..lead.len();
            self.title_words(&mut draft, &lead, whole);
            titled = !draft.title.is_empty();
        }
        let mut bodies = Vec::new();
        for column in others {
            let text = self.cell(row, column);
            if roles.get(&column) == Some(&ColumnRole::Deadline) {
                draft.deadline_cells.push(text);
                continue;
            }
            if draft.department.is_none()
                && let Some((place, mark)) = department(text.as_str(), self.grammar)
            {
                draft.department = Some(mark);
                draft.form = Form::HeadRow(HeadSign::Department);
                if place.end >= text.len() {
                    continue;
                }
                let from = place.end..text.len();
                draft.title = text.slice(from);
                titled = true;
                continue;
            }
            if titled {
                bodies.extend(row.get(&column).into_iter().flatten().copied());
            } else {
                let whole = 0..text.len();
                self.title_words(&mut draft, &text, whole);
                titled = true;
            }
        }
        self.push(walk, draft);
        for block in bodies {
            let unit = self.unit(block);
            if let Some(draft) = self.drafts.last_mut() {
                draft.units.push(unit);
            }
        }
    }

    /// A row that is no assignment: to the open one, else to the chapter.
    fn keep_row(&mut self, walk: &Walk, row: &Row) {
        for &block in row.values().flatten() {
            if walk.open.is_some() {
                let unit: Unit = self.unit(block);
                if let Some(draft) = self.drafts.last_mut() {
                    draft.units.push(unit);
                }
            } else if let Some(chapter) = self.chapters.last_mut() {
                chapter.blocks.push(block);
            }
        }
    }
}
