//! Tables whose cells run together on lines of text, and which hold no assignments.
//!
//! ```text
//! table     ::= head row+                       Styringsparameter Krav
//! row       ::= (cell ("|" | blanks) cell)                 SP5 Responstid | Maks 12 minutter
//!             | code words                      SP1 Oppklaringsprosent Minst 38 prosent
//!             | line small-letter-line*         Oppetid i tunneler Over 98 prosent
//! dated row ::= words time words?               Årsrapport 2025 1. mars 2026 Sendes i posten
//! ```
//! A line is a row, unless it begins with a small letter or, where the rows begin with codes, without
//! one. The table ends at a heading, a list, or a paragraph after an empty line that gives a duty.

use super::{Letter, deadlines::Owner, runs::Run};
use crate::{
    grammar::{
        ColumnRole,
        date::{Time, times},
        deadline::{self, Dismissal, When},
        phrases::Role,
        target::targets,
    },
    layout::{BlockKind, Joint, Text},
    model::IndicatorKind,
};

/// A table as lines of text.
#[derive(Debug, Clone)]
pub struct TextTable {
    /// The block of its head.
    pub head: usize,
    /// Its columns.
    pub roles: Vec<ColumnRole>,
    /// The blocks that its rows stand in.
    pub blocks: Vec<usize>,
}

/// A table of measures on lines of text: one whose head is known, or one that its rows show.
#[derive(Debug, Clone)]
pub enum LineTable {
    /// Its head is known.
    Headed(TextTable),
    /// Its rows show it.
    Run(Run),
}

impl LineTable {
    /// The block of its head.
    pub fn head(&self) -> usize {
        match self {
            Self::Headed(table) => table.head,
            Self::Run(run) => run.head,
        }
    }
}

impl TextTable {
    fn has(&self, role: ColumnRole) -> bool {
        self.roles.contains(&role)
    }

    /// A table of measures: `Styringsparameter Krav`.
    pub fn measures(&self) -> bool {
        self.has(ColumnRole::Indicator)
            && (!self.has(ColumnRole::Number) || self.has(ColumnRole::Target))
            && !self.has(ColumnRole::Deadline)
    }

    /// A table of what falls due whose times stand behind the words: `Rapport Frist`.
    pub fn dated(&self) -> bool {
        let timed = |role: &ColumnRole| matches!(role, ColumnRole::Date | ColumnRole::Deadline);
        self.roles.iter().any(timed)
            && !self.roles.first().is_some_and(timed)
            && !self.has(ColumnRole::Number)
            && !self.has(ColumnRole::Body)
    }
}

impl Letter<'_> {
    /// The tables of measures and of dates in a chapter.
    pub(super) fn text_tables(&self, chapter: usize) -> Vec<TextTable> {
        let mut found: Vec<TextTable> = Vec::new();
        let mut open = false;
        for &at in &self.chapters[chapter].blocks {
            let block = &self.blocks[at];
            match &block.kind {
                BlockKind::TableHead(roles) if block.cell.is_none() => {
                    found.push(TextTable {
                        head: at,
                        roles: roles.clone(),
                        blocks: Vec::new(),
                    });
                    open = true;
                }
                BlockKind::Paragraph | BlockKind::Row { .. }
                    if open
                        && block.cell.is_none()
                        && !self.is_prose(at)
                        && !super::opens_goal(block.text.as_str(), self.grammar)
                        && !super::opens_duty(block.text.as_str(), self.grammar)
                        && !super::opens_point(block.text.as_str()) =>
                {
                    if let Some(table) = found.last_mut() {
                        table.blocks.push(at);
                    }
                }
                _ => open = false,
            }
        }
        found.retain(|table| table.measures() || table.dated());
        found
    }

    /// A paragraph after an empty line that gives a duty, or that introduces something.
    fn is_prose(&self, at: usize) -> bool {
        let block = &self.blocks[at];
        let words = block.text.as_str();
        block.gap
            && !words.contains(" | ")
            && (words.ends_with(':')
                || words.ends_with('.')
                    && (words.len() > 80 || self.grammar.has(words, Role::Duty)))
    }

    /// Every block that stands in such a table.
    pub(super) fn tabled(&self, chapter: usize) -> Vec<usize> {
        let tables = self.text_tables(chapter).into_iter();
        let mut found: Vec<usize> = tables.flat_map(|table| table.blocks).collect();
        found.extend(self.runs(chapter).into_iter().flat_map(|run| run.blocks));
        found
    }

    /// The rows of a table: its lines, those that go on with a row joined to it.
    fn text_rows(&self, table: &TextTable) -> Vec<Text> {
        let mut rows: Vec<Text> = Vec::new();
        let mut codes: Option<bool> = None;
        for &at in &table.blocks {
            for line in self.lines_of(at) {
                let words = line.as_str();
                let coded = code(words).is_some();
                let by_codes = *codes.get_or_insert(coded);
                let opens = if by_codes {
                    coded
                } else {
                    !words.starts_with(char::is_lowercase)
                };
                match rows.last_mut().filter(|_| !opens) {
                    Some(row) => row.append(&line, self.joint(row, &line)),
                    None => rows.push(line),
                }
            }
        }
        rows
    }

    /// The tables of measures of a chapter that stand on lines of text.
    pub(super) fn line_tables(&self, chapter: usize) -> Vec<LineTable> {
        let tables = self.text_tables(chapter).into_iter();
        let tables = tables.filter(TextTable::measures).map(LineTable::Headed);
        let runs = self.runs(chapter).into_iter().map(LineTable::Run);
        tables.chain(runs).collect()
    }

    /// Reads such a table: a row is a measure. `kind` and `goal` are what stood last before it.
    pub(super) fn line_table(
        &mut self,
        chapter: usize,
        kind: Option<IndicatorKind>,
        goal: &Option<String>,
        table: LineTable,
    ) {
        let table = match table {
            LineTable::Headed(table) => table,
            LineTable::Run(run) => return self.measure_run(chapter, goal, run),
        };
        let kind = self.kind_of_head(table.head).or(kind);
        let kind = kind.unwrap_or(IndicatorKind::Indicator);
        let targeted = table.has(ColumnRole::Target);
        if let Some(rows) = self.shaped_rows(&table).filter(|_| targeted) {
            for (text, target) in rows {
                self.measure_row(kind, chapter, goal, text, &target, false);
            }
            return;
        }
        for row in self.text_rows(&table) {
            self.dismiss_periods(&row);
            let (text, target) = cells(&row, targeted);
            self.indicator(kind, chapter, goal.clone(), None, text, target);
        }
    }

    /// The kind of measures that a head names among its titles.
    fn kind_of_head(&self, head: usize) -> Option<IndicatorKind> {
        let words = self.blocks[head].text.as_str();
        let starts = words.match_indices(' ').map(|(at, _)| at + 1);
        [0].into_iter()
            .chain(starts)
            .filter(|&at| self.grammar.may_begin_with_column(&words[at..]))
            .find_map(|at| self.kind_of_title(&words[at..]))
    }

    /// The times in a measure's row say when a target holds, not when something falls due.
    pub(super) fn dismiss_periods(&mut self, row: &Text) {
        let words = row.as_str();
        let (due, mut dismissed) = deadline::deadlines(words, self.grammar, self.context);
        dismissed.extend(due.into_iter().map(|one| Dismissal {
            range: one.raw,
            rule: "period_of_a_target",
        }));
        self.dismiss(row, dismissed);
    }

    /// Reads the tables of a chapter whose rows end with their times.
    pub(super) fn dated_rows(&mut self, chapter: usize) {
        for table in self.text_tables(chapter) {
            if !table.dated() {
                continue;
            }
            for row in self.text_rows(&table) {
                let found = times(row.as_str(), &self.grammar.calendar);
                let Some(time) = time_cell(row.as_str(), &found) else {
                    continue;
                };
                // `Innen utgangen av 2. tertial`: the word that sets the limit is the cell's, too.
                let lead = &row.as_str()[..time.range.start];
                let start = self
                    .grammar
                    .words(lead)
                    .into_iter()
                    .find(|hit| hit.role == Role::Before && lead[hit.range.end..].trim().is_empty())
                    .map_or(time.range.start, |hit| hit.range.start);
                let when = row.slice(start..time.range.end);
                let mut what = row.slice(0..start);
                what.append(&row.slice(time.range.end..row.len()), Joint::Blank);
                let owner = Owner::of_section("calendar", self.chapters[chapter].id.clone());
                let (due, dismissed) = self.cell_deadlines(&when);
                self.dismiss(&when, dismissed);
                for mut one in due {
                    self.kind_of_row(&mut one, what.as_str());
                    self.record(&one, &when, what.clone(), owner.clone());
                }
            }
        }
    }
}

/// The time that stands in the column of times: the one day, week or month after the words that is
/// not the state of something (`pr. 31.8.`); none where two may be meant.
fn time_cell<'t>(row: &str, found: &'t [Time]) -> Option<&'t Time> {
    let mut due = found.iter().filter(|time| {
        let before = row[..time.range.start].trim_end().to_lowercase();
        let state = ["per", "pr.", "pr", "for", "fra", "frå", "av"]
            .iter()
            .any(|word| before.rsplit(char::is_whitespace).next() == Some(word));
        let aside = row[..time.range.start].ends_with('(');
        !matches!(time.when, When::Year) && time.range.start > 0 && !state && !aside
    });
    let first = due.next()?;
    due.next().is_none().then_some(first)
}

/// The cells of a measure's row: what is measured, and its target where that is told apart.
fn cells(row: &Text, targeted: bool) -> (Text, Option<Text>) {
    let words = row.as_str();
    if let Some(bar) = words.find(" | ") {
        let target = row.slice(bar + 3..words.len());
        return (row.slice(0..bar), Some(target));
    }
    // `Andel søknader innen fristen      95 pst.`: the print keeps the cells apart.
    if let Some(gap) = words.find("   ") {
        let rest = words[gap..].trim_start();
        let target = row.slice(words.len() - rest.len()..words.len());
        return (row.slice(0..gap), Some(target));
    }
    // The second cell begins with a capital: `… voldssaker Under 130 dager`.
    let capital = words.char_indices().find(|&(at, c)| {
        at > 0
            && c.is_uppercase()
            && words[..at].ends_with(' ')
            && targets(&words[at..])
                .first()
                .is_some_and(|target| words[at..].starts_with(target.raw.as_str()))
    });
    match capital {
        Some((at, _)) => (row.slice(0..at), Some(row.slice(at..words.len()))),
        None => match closing_value(words).filter(|_| targeted) {
            Some(at) => (row.slice(0..at), Some(row.slice(at..words.len()))),
            None => (row.clone(), None),
        },
    }
}

/// Where the value begins that closes a row, a number with its unit: `… til arbeid 53 pst.`
fn closing_value(row: &str) -> Option<usize> {
    let words = row.trim_end();
    let unit = [
        "pst.", "pst", "prosent", "%", "dager", "dagar", "uker", "veker",
    ]
    .iter()
    .find(|unit| words.ends_with(*unit))?;
    let number = words[..words.len() - unit.len()].trim_end_matches([' ', '\u{a0}']);
    let at = number
        .trim_end_matches(|c: char| c.is_ascii_digit() || c == ',')
        .len();
    let digits = number[at..].starts_with(|c: char| c.is_ascii_digit());
    (digits && row[..at].ends_with(' ') && at > 12).then_some(at)
}

/// `SP1`, `R12`, `P3.2`: capitals and a number that begin a row.
pub fn code(words: &str) -> Option<&str> {
    let end = words.find(|c: char| c.is_whitespace() || c == ':')?;
    let word = words[..end].trim_end_matches('.');
    let letters = word.chars().take_while(|c| c.is_uppercase()).count();
    let digits: String = word.chars().skip(letters).collect();
    ((1..=4).contains(&letters)
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.'))
    .then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::date::Calendar;

    #[test]
    fn the_value_that_closes_a_row() {
        let value = |row: &'static str| closing_value(row).map(|at| &row[at..]);
        assert_eq!(
            value("Andel klager behandlet innen 12 uker 70 pst."),
            Some("70 pst.")
        );
        assert_eq!(
            value("Andel med overgang til arbeid 53,5 %"),
            Some("53,5 %")
        );
        assert_eq!(value("Antall tilsyn i 2026"), None);
    }

    #[test]
    fn codes_of_rows() {
        assert_eq!(code("SP1 Oppklaringsprosent"), Some("SP1"));
        assert_eq!(code("R12: Status"), Some("R12"));
        assert_eq!(code("Oppetid 98"), None);
        assert_eq!(code("Antall 12"), None);
    }

    #[test]
    fn the_time_of_a_row() {
        let calendar = Calendar::built_in();
        let time = |row: &str| {
            let found = times(row, &calendar);
            time_cell(row, &found).map(|time| row[time.range.clone()].to_string())
        };
        let day = Some("1. mars 2026".to_string());
        assert_eq!(time("Årsrapport 2025 1. mars 2026 Sendes i posten"), day);
        assert_eq!(time("Regnskap pr. 31.8. 1. mars 2026"), day);
        assert_eq!(time("Møte 1. mai eller 1. juni 2026"), None);
        assert_eq!(time("Årsrapport for 2025"), None);
    }
}
