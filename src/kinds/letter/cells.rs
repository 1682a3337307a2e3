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
    body::{Draft, Form, Unit, Walk, tag, year_of},
    title::{HeadSign, department, heads_assignment, is_title, opens_sentence},
    titled::split_title,
};
use crate::{
    grammar::{
        ColumnRole, Zone, deadline, identifier::identifier_at, lexeme::is_dash, phrases::Role,
    },
    kinds::columns::{Columns, Part},
    layout::{Block, BlockKind, Text},
    model::Code,
    structure::{
        label::{Label, label},
        table::{Cell, Row, Table},
    },
};

/// How long a title in a cell is at most, in bytes.
const TITLE: usize = 160;

/// What a table's rows are, one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Each an assignment, whose number, title and text stand in columns.
    Numbered {
        number: u32,
        title: Option<u32>,
        body: u32,
    },
    /// Each an assignment without a number.
    Unnumbered { title: Option<u32>, body: u32 },
    /// Whatever each is for itself: an identifier makes it an assignment.
    Own,
    /// As [`Use::Own`], in a form: an identifier beside a title stands over what is asked, whatever its shape.
    Captioned,
}

impl Letter<'_> {
    /// Reads the table that a block stands in; the block after it.
    ///
    /// All of a table is read where it begins, also what stands below a running head that layout left
    /// between its pages.
    pub(super) fn table(&mut self, walk: &mut Walk, at: usize) -> usize {
        let number = self.blocks[at].cell.map(|cell| cell.table);
        let Some(grid) = number.and_then(|number| self.grid(number)) else {
            return at + 1;
        };
        let own = |block: &Block| block.cell.map(|cell| cell.table) == number;
        let end = at
            + self.blocks[at..self.announced.blocks.end]
                .iter()
                .take_while(|block| own(block))
                .count();
        if grid.table.blocks.first() != Some(&at) {
            return end;
        }
        if !self.form(walk, &grid.table) {
            for part in &grid.parts {
                self.part(walk, &grid.table, part);
            }
        }
        // What stands after the table is no part of a row's body.
        let captioned = grid
            .parts
            .iter()
            .any(|part| self.is_captioned(&grid.table, part));
        if walk.open.is_some_and(|draft| {
            (captioned || self.drafts[draft].form == Form::Cells)
                && !self.drafts[draft].units.is_empty()
        }) {
            walk.close();
        }
        end
    }

    /// Reads the rows under one head.
    fn part(&mut self, walk: &mut Walk, table: &Table, part: &Part) {
        let usage = self.usage(table, part);
        if matches!(usage, Use::Own | Use::Captioned) {
            part.head
                .clone()
                .for_each(|row| self.keep_row(walk, &table.rows[row]));
        }
        let leads = self.leads(table, part, usage);
        for &row in &part.rows {
            self.row(walk, &table.rows[row], &part.columns, usage, leads);
        }
    }

    /// Whether the texts of the rows begin with titles that only a full stop sets apart: one such among
    /// sisters that have none is a sentence.
    fn leads(&self, table: &Table, part: &Part, usage: Use) -> bool {
        let (Use::Numbered { body, .. } | Use::Unnumbered { body, .. }) = usage else {
            return false;
        };
        let cells = part
            .rows
            .iter()
            .filter_map(|&row| table.rows[row].cells.get(&body));
        let (mut titled, mut all) = (0, 0);
        for cell in cells {
            all += 1;
            titled += usize::from(!self.titled_cell(cell, true).0.is_empty());
        }
        titled * 2 >= all
    }

    /// What the rows of a part are.
    fn usage(&self, table: &Table, part: &Part) -> Use {
        let columns = &part.columns;
        let zone = self.chapters.last().and_then(|chapter| chapter.zone);
        let elsewhere = matches!(
            zone,
            Some(Zone::Calendar | Zone::Contents | Zone::Allocation | Zone::Authorisations)
        );
        // What is measured, beside what is wanted: `Nr. | Styringsparameter | Krav`.
        if columns.has(ColumnRole::Indicator) {
            return Use::Own;
        }
        if !columns.is_titled()
            && !elsewhere
            && let Some(usage) = self.labelled_rows(table, part)
        {
            return usage;
        }
        if !elsewhere && self.is_captioned(table, part) {
            return Use::Captioned;
        }
        if !columns.is_titled() && self.lists_new_assignments() && self.side_headings(table, part) {
            return Use::Unnumbered {
                title: Some(0),
                body: 1,
            };
        }
        let body = columns.of(ColumnRole::Body);
        let title = columns.of(ColumnRole::Title);
        let number = columns.of(ColumnRole::Number);
        let Some(text) = body.or(title).filter(|_| !elsewhere) else {
            return Use::Own;
        };
        let title = title.filter(|title| *title != text);
        // `Dato | Referanse | Beskrivelse`: a log of what was done, where nothing is asked.
        let dated = columns.has(ColumnRole::Date) && !columns.has(ColumnRole::Deadline);
        let asks = || {
            let mut texts = part
                .rows
                .iter()
                .filter_map(|&row| table.rows[row].text(text));
            texts.any(|text| self.obliges(text.as_str()))
        };
        if dated && !asks() {
            return Use::Own;
        }
        if let Some(number) = number {
            return Use::Numbered {
                number,
                title,
                body: text,
            };
        }
        // A head without numbers is one of assignments only where they are listed, or where it says so.
        let listed = matches!(zone, Some(Zone::Assignments | Zone::NewAssignments))
            || self.names_assignments(columns);
        let bare = part.rows.iter().all(|&row| {
            let first = table.rows[row].cells.values().next();
            first.is_none_or(|cell| self.identifier(cell.text.as_str()).is_none())
        });
        match listed && bare && columns.roles.len() >= 2 && !columns.has(ColumnRole::Date) {
            true => Use::Unnumbered { title, body: text },
            false => Use::Own,
        }
    }

    /// What the rows of a table without a head are, where identifiers of one sort count them and most ask:
    /// `O1 | Kart over kaiene. Etaten skal …`.
    fn labelled_rows(&self, table: &Table, part: &Part) -> Option<Use> {
        let rows = part.rows.iter().map(|&row| &table.rows[row]);
        // `Oppdrag` over the first of them, in a row of its own.
        let caption = |row: &&Row| row.cells.len() == 1 && table.width > 1;
        let rows: Vec<&Row> = rows.skip_while(caption).collect();
        let labels: Vec<Label> = rows
            .iter()
            .filter_map(|row| whole_label(row.text(0)?.as_str()))
            .collect();
        let goes_on =
            |two: &[Label]| two[0].shape == two[1].shape && two[0].counter < two[1].counter;
        if labels.is_empty() || labels.len() < rows.len() || !labels.windows(2).all(goes_on) {
            return None;
        }
        let said = |column: u32| -> usize {
            let cells = rows.iter().filter_map(|row| row.text(column));
            cells.map(|text| text.len()).sum()
        };
        let body = (1..table.width).max_by_key(|column| said(*column))?;
        let asks = rows.iter().filter(|row| {
            row.text(body)
                .is_some_and(|text| self.obliges(text.as_str()))
        });
        let title = (body > 1).then_some(body - 1);
        (asks.count() * 2 > rows.len()).then_some(Use::Numbered {
            number: 0,
            title,
            body,
        })
    }

    /// Whether a table is a form without labels: an identifier and a title beside each other, and below them,
    /// over the whole width, what is asked: `B-01 | Kart over leia` / `Etaten skal …` / `Frist: 1. mai | KYS`.
    fn is_captioned(&self, table: &Table, part: &Part) -> bool {
        let mut rows = part.rows.iter().map(|&row| &table.rows[row]);
        let asks = |row: &Row| {
            row.cells.len() == 1 && row.text(0).is_some_and(|text| self.obliges(text.as_str()))
        };
        !part.columns.is_titled()
            && rows
                .next()
                .is_some_and(|row| self.caption_row(row).is_some())
            && rows.next().is_some_and(asks)
    }

    /// The identifier of a row that holds it and a title, and nothing else.
    fn caption_row(&self, row: &Row) -> Option<String> {
        let mut cells = row.cells.iter();
        let ((&0, number), (_, title), None) = (cells.next()?, cells.next()?, cells.next()) else {
            return None;
        };
        let (words, title) = (number.text.as_str(), title.text.as_str());
        let own = whole_label(words)?;
        (is_title(title) && !self.obliges(title)).then(|| super::series::number(&words[..own.len]))
    }

    /// Whether the rows of a table without a head are titles beside texts that ask: headings set in the margin.
    fn side_headings(&self, table: &Table, part: &Part) -> bool {
        let named = |row: &Row| row.text(0).is_some_and(|title| is_title(title.as_str()));
        let says = |row: &Row| {
            row.text(1)
                .is_some_and(|text| self.obliges(text.as_str()) && text.as_str().ends_with('.'))
        };
        let mut rows = part.rows.iter().map(|&row| &table.rows[row]);
        table.width == 2 && !part.rows.is_empty() && rows.all(|row| named(row) && says(row))
    }

    /// `Oppdrag | Frist`: a head that says itself that its rows are assignments.
    fn names_assignments(&self, columns: &Columns) -> bool {
        let body = columns.of(ColumnRole::Body);
        let title = body.and_then(|column| columns.titles.get(&column));
        columns.has(ColumnRole::Deadline)
            && title.is_some_and(|title| {
                self.grammar
                    .words(title.as_str())
                    .iter()
                    .any(|hit| hit.range.start == 0 && hit.role == Role::AssignmentWord)
            })
    }

    /// The identifier that a cell begins with, and where it ends.
    fn identifier(&self, words: &str) -> Option<(usize, String)> {
        let (rest, identifier) = identifier_at(words, &self.grammar.templates).ok()?;
        Some((words.len() - rest.len(), identifier.number))
    }

    fn row(&mut self, walk: &mut Walk, row: &Row, columns: &Columns, usage: Use, leads: bool) {
        match usage {
            Use::Numbered {
                number,
                title,
                body,
            } => self.headed_row(walk, row, columns, (number, title, body), leads),
            Use::Unnumbered { title, body } if row.cells.contains_key(&body) => {
                let mut draft = self.draft(Form::Cells);
                if let Some(words) = title.and_then(|title| row.text(title)) {
                    self.title_words(&mut draft, words, 0..words.len());
                }
                self.marks_of_row(&mut draft, row, columns);
                self.push(walk, draft);
                self.body_cells(row, columns, (u32::MAX, title, body), leads);
            }
            Use::Unnumbered { .. } => self.keep_row(walk, row),
            Use::Own => self.own_row(walk, row, columns),
            Use::Captioned => match self.caption_row(row) {
                Some(number) => {
                    let end = row.text(0).map_or(0, |text| text.len());
                    self.identified_row(walk, row, 0, end, number, columns);
                }
                None => self.own_row(walk, row, columns),
            },
        }
    }

    /// A row whose first cell may be an identifier.
    fn own_row(&mut self, walk: &mut Walk, row: &Row, columns: &Columns) {
        let zone = self.chapters.last().and_then(|chapter| chapter.zone);
        let elsewhere = matches!(
            zone,
            Some(Zone::Calendar | Zone::Contents | Zone::Allocation | Zone::Authorisations)
        );
        let first = row.cells.iter().next().filter(|_| !elsewhere);
        let named = first.and_then(|(column, cell)| {
            let (end, number) = self.identifier(cell.text.as_str())?;
            Some((*column, end, number))
        });
        match named {
            Some((column, end, number)) => {
                self.identified_row(walk, row, column, end, number, columns);
            }
            None => self.keep_row(walk, row),
        }
    }

    /// A row under a head that names number, title and body.
    fn headed_row(
        &mut self,
        walk: &mut Walk,
        row: &Row,
        columns: &Columns,
        (number, title, body): (u32, Option<u32>, u32),
        leads: bool,
    ) {
        let label = row.text(number).cloned().unwrap_or_default();
        let named = title
            .and_then(|title| row.text(title))
            .cloned()
            .unwrap_or_default();
        let numbered = self.row_number(label.as_str());
        let bare = named.is_empty() && !row.cells.contains_key(&body);
        if numbered.is_none() || bare && label.is_empty() {
            // `AD | Fristbrot | 0 %`: a row of its own under a label that is no number.
            let other = label.as_str().starts_with(char::is_alphabetic)
                && (title.is_none() || !named.is_empty())
                && row.cells.contains_key(&body);
            if other && self.lists_new_assignments() {
                // Among assignments, a reference (`OD 2.1`) stands where others have a number.
                let mut draft = self.draft(Form::Cells);
                self.title_words(&mut draft, &named, 0..named.len());
                self.push(walk, draft);
                self.body_cells(row, columns, (number, title, body), leads);
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
                self.row_goes_on(row, columns, &label, &named, (number, title, body));
            } else {
                self.keep_row(walk, row);
            }
            return;
        }
        let mut draft = self.draft(Form::Cells);
        if let Some((own, after)) = numbered {
            draft.number = Some(own);
            let rest = &label.as_str()[after..];
            if let Some((_, tag)) = tag(rest, self.grammar) {
                draft.tag = tag;
            }
            draft.department = self.department_below(rest, columns.titles.get(&number));
        }
        draft.label = label;
        self.title_words(&mut draft, &named, 0..named.len());
        self.marks_of_row(&mut draft, row, columns);
        self.push(walk, draft);
        self.body_cells(row, columns, (number, title, body), leads);
    }

    /// What columns of their own say of a row: the department that follows it up, and whom it is to.
    fn marks_of_row(&self, draft: &mut Draft, row: &Row, columns: &Columns) {
        let cell = |role: ColumnRole| columns.of(role).and_then(|column| row.text(column));
        if let Some(mark) = cell(ColumnRole::Department) {
            draft.department = Some(mark.as_str().to_string());
        }
        if let Some(named) = cell(ColumnRole::Addressee) {
            match tag(&format!("({})", named.as_str()), self.grammar) {
                Some((_, tag)) => draft.tag = tag,
                None => draft.answers = Some(named.as_str().trim().to_string()),
            }
        }
    }

    /// Adds a row without a number to the one before: a table breaks over pages.
    fn row_goes_on(
        &mut self,
        row: &Row,
        columns: &Columns,
        label: &Text,
        named: &Text,
        (number, title, body): (u32, Option<u32>, u32),
    ) {
        let words = self.dictionary;
        if let Some(draft) = self.drafts.last_mut()
            && !named.is_empty()
            && draft.form == Form::Cells
        {
            let joint = words.joint(draft.title.as_str(), named.as_str());
            draft.title.append(named, joint);
        }
        if label.as_str().chars().any(char::is_alphanumeric)
            && let Some((_, tag)) = tag(label.as_str(), self.grammar)
            && let Some(draft) = self.drafts.last_mut()
        {
            draft.tag = tag;
        }
        self.body_cells(row, columns, (number, title, body), false);
    }

    fn lists_new_assignments(&self) -> bool {
        self.chapters.last().is_some_and(|chapter| {
            matches!(chapter.zone, Some(Zone::Assignments | Zone::NewAssignments))
        })
    }

    /// The department's mark below an identifier: said to be one, or, where the column's title names the
    /// department (`Nummer / avd.`), all that stands there.
    fn department_below(&self, rest: &str, title: Option<&Text>) -> Option<String> {
        if let Some((_, mark)) = department(rest, self.grammar) {
            return Some(mark);
        }
        // `(HMN)` says for whom.
        if rest.trim_start().starts_with('(') {
            return None;
        }
        let titled = title.is_some_and(|title| {
            title
                .as_str()
                .split(['/', ' ', ','])
                .any(|word| self.grammar.column(word) == Some(ColumnRole::Department))
        });
        let mark =
            rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '/' | ',' | '(' | ')'));
        let short = (1..=8).contains(&mark.len()) && mark.chars().all(char::is_alphanumeric);
        // Capitals alone below an identifier are one wherever they stand.
        let capitals = (2..=5).contains(&mark.len()) && mark.chars().all(char::is_uppercase);
        (titled && short || capitals).then(|| mark.to_string())
    }

    /// The number at the start of a number cell, and where it ends.
    pub(super) fn row_number(&self, words: &str) -> Option<(String, usize)> {
        if let Some((end, number)) = self.identifier(words) {
            return Some((number, end));
        }
        // `B-01`, `ID: 2026-01`: the print shows that it counts, whatever the grammar files know.
        if let Some(own) = label(words).filter(|own| own.strong) {
            return Some((super::series::number(&words[..own.len]), own.len));
        }
        counted(words).map(|end| (words[..end].to_string(), end))
    }

    /// Puts the body of a row, and what stands in its deadline column, into the open assignment.
    fn body_cells(
        &mut self,
        row: &Row,
        columns: &Columns,
        (number, title, body): (u32, Option<u32>, u32),
        leads: bool,
    ) {
        for (&column, cell) in &row.cells {
            if column == number || Some(column) == title && column != body {
                continue;
            }
            match columns.roles.get(&column) {
                Some(ColumnRole::Deadline) => {
                    if let Some(draft) = self.drafts.last_mut() {
                        draft.deadline_cells.push(cell.text.clone());
                    }
                }
                // A comment may say when: `Frist 1. september 2025`, `Innan utgangen av 2025`.
                Some(ColumnRole::Comment) => self.comment_cell(&cell.text),
                Some(ColumnRole::Department | ColumnRole::Addressee) => {}
                _ => self.text_cell(cell, leads),
            }
        }
    }

    /// What is said beside an assignment: its deadline, or nothing of it.
    fn comment_cell(&mut self, text: &Text) {
        let (found, dismissed) = deadline::deadlines(text.as_str(), self.grammar, self.context);
        if found.is_empty() {
            self.dismiss(text, dismissed);
        } else if let Some(draft) = self.drafts.last_mut() {
            draft.deadline_cells.push(text.clone());
        }
    }

    /// The text of an assignment, its title first where it has no column of its own.
    fn text_cell(&mut self, cell: &Cell, leads: bool) {
        let Some(draft) = self.drafts.last() else {
            return;
        };
        let untitled = draft.title.is_empty() && draft.units.is_empty();
        let (title, units) = match untitled {
            true => self.titled_cell(cell, leads),
            false => (Text::default(), self.units(&cell.blocks)),
        };
        if let Some(draft) = self.drafts.last_mut() {
            if untitled {
                draft.title = title;
            }
            draft.units.extend(units);
        }
    }

    pub(super) fn units(&self, blocks: &[usize]) -> Vec<Unit> {
        blocks.iter().map(|&block| self.unit(block)).collect()
    }

    /// A cell that holds a title and the text below it, or behind it.
    ///
    /// ```text
    /// cell ::= bold-line+ text | bold-words text | title-line text | title "." text | text
    /// ```
    ///
    /// `leads` tells whether a short sentence at its beginning may be a title.
    pub(super) fn titled_cell(&self, cell: &Cell, leads: bool) -> (Text, Vec<Unit>) {
        let mut units = self.units(&cell.blocks);
        // What the print sets apart is the title, whatever its words.
        let bold = cell
            .blocks
            .iter()
            .take_while(|&&block| self.blocks[block].bold && self.blocks[block].text.len() <= TITLE)
            .count();
        if bold > 0 && bold < units.len() {
            let mut title = Text::default();
            for unit in units.drain(..bold) {
                let joint = self.joint(&title, &unit.text);
                title.append(&unit.text, joint);
            }
            return (title, units);
        }
        let Some(&first) = cell.blocks.first() else {
            return (Text::default(), units);
        };
        let block = &self.blocks[first];
        let text = &block.text;
        if (1..=TITLE).contains(&block.lead) && units[0].skip == 0 {
            let words = text.as_str()[..block.lead].trim_end_matches([' ', '.', ':', '–', '-']);
            let rest = text.as_str()[block.lead..].trim_start_matches([' ', '.', ':', '–', '-']);
            // `**Frist:** 1. mai` is a field, and no title.
            if !self.is_deadline_line(words) && !words.is_empty() {
                let title = text.slice(0..words.len());
                units[0].text = text.slice(text.len() - rest.len()..text.len());
                if units[0].text.is_empty() {
                    units.remove(0);
                }
                return (title, units);
            }
        }
        if leads && units.len() > 1 && self.titles_cell(cell) {
            let title = units.remove(0).text;
            return (title, units);
        }
        let lead = match units[0].marker {
            Some(_) => None,
            None if !leads => None,
            None => self.lead_title(text.as_str(), &block.starts),
        };
        match lead {
            Some(end) => {
                let (title, rest) = split_title(text, end);
                units[0].text = rest;
                (title, units)
            }
            None => (Text::default(), units),
        }
    }

    /// Whether a cell's first paragraph is a title: it ends no sentence, and the next opens one.
    fn titles_cell(&self, cell: &Cell) -> bool {
        let [first, next, ..] = cell.blocks[..] else {
            return false;
        };
        let (title, text) = (&self.blocks[first], &self.blocks[next]);
        title.kind == BlockKind::Paragraph
            && self.is_title_of_cell(title.text.as_str())
            && opens_sentence(text.text.as_str(), self.grammar)
    }

    fn is_title_of_cell(&self, words: &str) -> bool {
        is_title(words) && !self.grammar.has(words, Role::Duty) && !self.is_deadline_line(words)
    }

    /// A row whose first cell is an identifier: a head row, or a whole assignment.
    fn identified_row(
        &mut self,
        walk: &mut Walk,
        row: &Row,
        first: u32,
        after: usize,
        number: String,
        columns: &Columns,
    ) {
        let lead = row.text(first).cloned().unwrap_or_default();
        let rest = &lead.as_str()[after..];
        let others: Vec<(&u32, &Cell)> = row
            .cells
            .iter()
            .filter(|(column, _)| **column != first)
            .collect();
        let below = self.department_below(rest, columns.titles.get(&first));
        let reference = !rest.trim().is_empty()
            && below.is_none()
            && heads_assignment(rest, self.grammar).is_none();
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
        if below.is_some() {
            draft.department = below;
        } else if !rest.trim().is_empty() {
            let whole = after..lead.len();
            self.title_words(&mut draft, &lead, whole);
            titled = !draft.title.is_empty();
        }
        let mut bodies = Vec::new();
        for (column, cell) in others {
            let text = &cell.text;
            if columns.roles.get(column) == Some(&ColumnRole::Deadline) {
                draft.deadline_cells.push(text.clone());
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
                draft.title = text.slice(place.end..text.len());
                titled = true;
                continue;
            }
            if titled {
                bodies.extend(self.units(&cell.blocks));
                continue;
            }
            let (title, units) = self.titled_cell(cell, true);
            if title.is_empty() {
                self.title_words(&mut draft, text, 0..text.len());
            } else {
                self.title_words(&mut draft, &title, 0..title.len());
                bodies.extend(units);
            }
            titled = true;
        }
        self.push(walk, draft);
        if let Some(draft) = self.drafts.last_mut() {
            draft.units.extend(bodies);
        }
    }

    /// A row that is no assignment: to the open one, else to the chapter.
    pub(super) fn keep_row(&mut self, walk: &Walk, row: &Row) {
        for block in row.blocks() {
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

/// The identifier that is all that a cell or a line says.
pub(super) fn whole_label(words: &str) -> Option<Label> {
    label(words)
        .filter(|found| found.strong && words[found.len..].trim_matches([':', '.', ' ']).is_empty())
}

/// Where the number ends that a cell of a column of numbers begins with: `7`, `13/2026`, `26-01`, `1.2`.
///
/// ```text
/// number ::= 1*4DIGIT *(sep 1*4DIGIT)    no more than three in front where it is alone
/// sep    ::= "/" | "-" | "–" | "."
/// ```
fn counted(words: &str) -> Option<usize> {
    let figures = |from: usize| {
        let rest = &words[from..];
        rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len()
    };
    let first = figures(0);
    let mut end = first;
    let mut joined = 0;
    while let Some(sep) = words[end..]
        .chars()
        .next()
        .filter(|c| is_dash(*c) || matches!(c, '/' | '.'))
        && (1..=4).contains(&figures(end + sep.len_utf8()))
    {
        end += sep.len_utf8() + figures(end + sep.len_utf8());
        joined += 1;
    }
    // `1.3.2026` is a day.
    let day = joined == 2 && end - words[..end].rfind('.').unwrap_or(end) == 5;
    let most = if joined > 0 { 4 } else { 3 };
    let after = words[end..].trim_start_matches('.');
    let apart = !after.starts_with(|c: char| c.is_alphanumeric());
    ((1..=most).contains(&first) && apart && !day).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_rows() {
        for (cell, wanted) in [
            ("7", Some("7")),
            ("7.", Some("7")),
            ("13/2026", Some("13/2026")),
            ("26-01", Some("26-01")),
            ("26–01 ny", Some("26–01")),
            ("1.2", Some("1.2")),
            ("2026-4", Some("2026-4")),
            ("1.3.2026", None),
            ("2026", None),
            ("26-01a", None),
            ("5000 kr", None),
        ] {
            assert_eq!(counted(cell).map(|end| &cell[..end]), wanted, "{cell}");
        }
    }
}
