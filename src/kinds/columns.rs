//! What the columns of a table are for: by their titles, and by what stands below them.
//!
//! ```text
//! part ::= head? row+        a table may have several, each under a head of its own
//! head ::= title-row+        «Resultatkrav» over «2025» and «2026» is «Resultatkrav 2025», «Resultatkrav 2026»
//! ```
//! A title that the grammar files know decides. A column without a title, or under one that nobody
//! knows, has the role that its cells show: identifiers that go on, times, a text that asks.

use crate::{
    grammar::{ColumnRole, Grammar, date::times, phrases::Role},
    layout::{Joint, Text},
    structure::{
        label::{Label, label},
        table::{Cell, Row, Table},
    },
};
use std::{collections::BTreeMap, ops::Range};

/// How long a title of a column is at most, in bytes.
const TITLE: usize = 60;
/// How many rows a head has at most.
const HEAD: usize = 3;
/// How long a cell is at most that says when something is due and nothing else, in bytes.
const TIME: usize = 70;

/// The columns of a part of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Columns {
    /// Their roles; one that nothing tells has none.
    pub roles: BTreeMap<u32, ColumnRole>,
    /// Their titles, as printed; none where the part has no head.
    pub titles: BTreeMap<u32, Text>,
    /// Those whose role no title tells that is known: their cells show it, or they are comments.
    pub untold: Vec<u32>,
}

impl Columns {
    /// The first column of a role.
    pub fn of(&self, role: ColumnRole) -> Option<u32> {
        let mut found = self.roles.iter().filter(|(_, own)| **own == role);
        found.next().map(|(column, _)| *column)
    }

    /// Whether there is a column of a role.
    pub fn has(&self, role: ColumnRole) -> bool {
        self.of(role).is_some()
    }

    /// The columns of a role, from left to right.
    pub fn all(&self, role: ColumnRole) -> impl Iterator<Item = u32> {
        let own = self.roles.iter().filter(move |(_, own)| **own == role);
        own.map(|(column, _)| *column)
    }

    /// Whether the part has a head.
    pub fn is_titled(&self) -> bool {
        !self.titles.is_empty()
    }
}

/// A stretch of a table under one head.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its columns.
    pub columns: Columns,
    /// Its head's rows.
    pub head: Range<usize>,
    /// Its rows, the head left out.
    pub rows: Vec<usize>,
}

/// A table and its parts.
#[derive(Debug, Clone)]
pub struct Parted {
    /// The table.
    pub table: Table,
    /// Its parts, from above to below.
    pub parts: Vec<Part>,
}

impl Parted {
    /// Parts a table.
    pub fn of(table: Table, grammar: &Grammar) -> Self {
        let parts = parts(&table, grammar);
        Self { table, parts }
    }
}

/// The parts of a table; a head that a page repeats is taken out.
fn parts(table: &Table, grammar: &Grammar) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut at = 0;
    while at < table.rows.len() {
        // A head that a page repeats is one, whatever its titles say.
        let again = |part: &Part| {
            let end = at + part.head.len();
            let mut rows = part.head.clone().zip(at..end);
            !part.head.is_empty()
                && end <= table.rows.len()
                && rows.all(|(own, other)| table.rows[own].repeats(&table.rows[other]))
        };
        if let Some(part) = parts.iter().find(|part| again(part)) {
            at += part.head.len();
            continue;
        }
        let head = head_at(table, at, parts.is_empty(), grammar);
        if head > at {
            parts.push(Part {
                columns: titled(table, at..head, grammar),
                head: at..head,
                rows: Vec::new(),
            });
            at = head;
            continue;
        }
        if parts.is_empty() {
            parts.push(Part {
                columns: Columns::default(),
                head: at..at,
                rows: Vec::new(),
            });
        }
        if let Some(part) = parts.last_mut() {
            part.rows.push(at);
        }
        at += 1;
    }
    for part in &mut parts {
        show(table, part, grammar);
    }
    parts
}

/// Where the head ends that begins at a row; the row itself where none does.
fn head_at(table: &Table, at: usize, first: bool, grammar: &Grammar) -> usize {
    let over = usize::from(stands_over(table, at, first, grammar));
    if over == 0 && !is_head(&table.rows[at], first && at == 0, grammar) {
        return at;
    }
    let mut end = at + 1 + over;
    // A further line of titles: below a title that reaches over several, or where the form marks it.
    while end < table.rows.len().min(at + HEAD) {
        let row = &table.rows[end];
        let wide = table.rows[end - 1]
            .cells
            .values()
            .any(|cell| cell.reach.columns > 1);
        let tall = table.rows[end - 1]
            .cells
            .values()
            .any(|cell| cell.reach.rows > 1);
        let marked = row.cells.values().all(|cell| cell.reach.head);
        // The years of titles above: «Resultat» over «2024».
        let above = &table.rows[end - 1].cells;
        let years = row.cells.iter().all(|(column, cell)| {
            *column > 0 && is_year(cell.text.as_str()) && above.range(1..=*column).next().is_some()
        });
        if !(wide || tall || marked || years) || !row.cells.values().all(is_title) {
            break;
        }
        end += 1;
    }
    if end < table.rows.len() { end } else { at + 1 }
}

/// Whether a row holds the upper half of one title and nothing else: «Ambisjonsnivå» over «2026», where
/// the other titles of the head have one line.
fn stands_over(table: &Table, at: usize, first: bool, grammar: &Grammar) -> bool {
    let (Some(row), Some(below)) = (table.rows.get(at), table.rows.get(at + 1)) else {
        return false;
    };
    let mut cells = row.cells.iter();
    let (Some((column, cell)), None) = (cells.next(), cells.next()) else {
        return false;
    };
    let half = |below: &Cell| {
        let whole = format!("{} {}", cell.text.as_str(), below.text.as_str());
        role_of(&whole, grammar).is_some()
    };
    *column > 0
        && cell.reach.columns <= 1
        && is_title(cell)
        && below.cells.len() > 1
        && below.cells.get(column).is_some_and(half)
        && is_head(below, first && at == 0, grammar)
}

/// Words that may be a column's title: few, and no figures but a year's or a unit's, or those of a chapter
/// whose posts stand below: «Kapittel 1622 Kontoret».
fn is_title(cell: &Cell) -> bool {
    let words = cell.text.as_str();
    let plain = after_chapter(words)
        .replace("1 000", "")
        .replace("1\u{a0}000", "")
        .split(|c: char| !c.is_ascii_digit())
        .all(|figure| {
            figure.is_empty()
                || figure.len() == 4 && (figure.starts_with("19") || figure.starts_with("20"))
        });
    let counted = label(words).is_some_and(|own| own.strong);
    words.len() <= TITLE
        && plain
        && !counted
        && (!words.ends_with(['.', ':', ';']) || ends_short(words))
}

/// What follows the number of a chapter at the head of a title.
fn after_chapter(words: &str) -> &str {
    let number = ["Kapittel ", "Kap. ", "Kap "]
        .iter()
        .find_map(|word| words.strip_prefix(word));
    number.map_or(words, |own| {
        let rest = own.trim_start_matches(|c: char| c.is_ascii_digit());
        if (3..=4).contains(&(own.len() - rest.len())) {
            rest
        } else {
            words
        }
    })
}

/// `Kap.`, `Nr.`: the point of a word cut short.
fn ends_short(words: &str) -> bool {
    words.len() <= 16 && words.ends_with('.')
}

/// Whether a row is a head: every cell a title that is known; or, where the table begins, some of them,
/// or a row that the form marks.
fn is_head(row: &Row, first: bool, grammar: &Grammar) -> bool {
    let known: Vec<ColumnRole> = row
        .cells
        .values()
        .filter_map(|cell| role_of(cell.text.as_str(), grammar))
        .collect();
    let (count, all) = (known.len(), row.cells.len());
    if all < 2 {
        return false;
    }
    let short = row.cells.values().all(|cell| cell.text.len() <= 48);
    let assignments = known.iter().any(|role| {
        matches!(
            role,
            ColumnRole::Number | ColumnRole::Body | ColumnRole::Title
        )
    });
    let titles = row.cells.values().all(is_title);
    // «Kapittel 1622 Kontoret | Beløp»: the chapter of the posts below it is no row of theirs.
    let chapter = |cell: &&Cell| {
        let words = cell.text.as_str();
        is_title(cell) && after_chapter(words).len() < words.len()
    };
    let chapters = row.cells.values().filter(chapter).count();
    count > 0 && count + chapters == all
        || count == all
        || count >= 2 && count * 2 >= all && assignments && short
        || first && titles && (count > 0 || row.is_marked())
}

/// The role of a title; a narrow cell breaks it anywhere: `Pos / t`.
fn role_of(title: &str, grammar: &Grammar) -> Option<ColumnRole> {
    grammar.column(title).or_else(|| {
        let closed: String = title.split(' ').collect();
        (closed.len() < title.len())
            .then(|| grammar.column(&closed))
            .flatten()
    })
}

/// The columns under a head of one row or more.
fn titled(table: &Table, head: Range<usize>, grammar: &Grammar) -> Columns {
    let mut titles: BTreeMap<u32, Text> = BTreeMap::new();
    let mut first: BTreeMap<u32, Text> = BTreeMap::new();
    for row in &table.rows[head.clone()] {
        for (&column, cell) in &row.cells {
            let reach = cell.reach.columns.max(1);
            let parts = side_by_side(&cell.text, reach, grammar);
            for (n, own) in (column..column + reach).enumerate() {
                let part = parts.get(n).unwrap_or(&cell.text);
                // `Måltall` over `2026` and, without a title of its own, `2027`.
                if own > 0
                    && is_year(part.as_str())
                    && !titles.contains_key(&own)
                    && let Some((_, left)) = first.range(1..own).next_back()
                {
                    titles.insert(own, left.clone());
                }
                titles.entry(own).or_default().append(part, Joint::Blank);
            }
        }
        if first.is_empty() {
            first = titles.clone();
        }
    }
    of_titles(titles, table, head.end, grammar)
}

/// The columns under titles, the rows below them from one on.
pub fn of_titles(
    titles: BTreeMap<u32, Text>,
    table: &Table,
    from: usize,
    grammar: &Grammar,
) -> Columns {
    let mut roles: BTreeMap<u32, ColumnRole> = titles
        .iter()
        .filter_map(|(column, title)| Some((*column, role_of(title.as_str(), grammar)?)))
        .collect();
    // «Etappemål | 2026», «Resultatkrav | Resultat 2025 | Krav 2026»: where nothing else is measured, the first
    // is, and the others hold its values.
    let valued = |(column, title): (&u32, &Text)| {
        let role = roles.get(column);
        is_year(title.as_str()) || matches!(role, Some(ColumnRole::Target | ColumnRole::Comment))
    };
    let wanted = |(column, title): (&u32, &Text)| {
        is_year(title.as_str()) || roles.get(column) == Some(&ColumnRole::Target)
    };
    if let Some((&first, _)) = titles.first_key_value()
        && roles.get(&first) == Some(&ColumnRole::Target)
        && titles.range(first + 1..).all(valued)
        && titles.range(first + 1..).any(wanted)
        && names_things(table, from, first)
    {
        roles.insert(first, ColumnRole::Indicator);
    }
    // «Mål | Styringsparameter»: beside what measures it, it is a goal.
    if let Some(measured) = roles
        .iter()
        .find(|(_, role)| **role == ColumnRole::Indicator)
        .map(|(column, _)| *column)
    {
        for (column, title) in titles.range(..measured) {
            let goal = grammar
                .first_word(title.as_str(), Role::GoalLabel)
                .is_some_and(|hit| hit.range.end == title.len());
            if goal && roles.get(column) == Some(&ColumnRole::Body) {
                roles.insert(*column, ColumnRole::Goal);
            }
        }
    }
    // «Resultatmål | Indikator»: what is measured stands left of what measures it.
    let measures: Vec<u32> = roles
        .iter()
        .filter(|(_, role)| **role == ColumnRole::Indicator)
        .map(|(column, _)| *column)
        .collect();
    if let [goals @ .., _] = &measures[..] {
        for column in goals {
            roles.insert(*column, ColumnRole::Goal);
        }
    }
    Columns {
        roles,
        titles,
        untold: Vec::new(),
    }
}

/// A year and nothing else.
pub fn is_year(title: &str) -> bool {
    title.len() == 4 && title.starts_with("20") && title.bytes().all(|b| b.is_ascii_digit())
}

/// The titles that a cell over several columns runs together, where each is known and there are as many:
/// «Mål Styringsparameter» over a narrow column of numbers and a wide one of words.
pub fn side_by_side(title: &Text, columns: u32, grammar: &Grammar) -> Vec<Text> {
    let words = title.as_str();
    if columns != 2 || role_of(words, grammar).is_some() {
        return Vec::new();
    }
    let known = |range: Range<usize>| role_of(&words[range], grammar).is_some();
    let mut gaps = words.match_indices(' ').map(|(at, _)| at);
    let cut = gaps.find(|&at| known(0..at) && known(at + 1..words.len()));
    cut.map_or(Vec::new(), |at| {
        vec![title.slice(0..at), title.slice(at + 1..words.len())]
    })
}

/// Whether the cells of a column below a head are words, and no values: most begin with a capital and go on.
fn names_things(table: &Table, from: usize, column: u32) -> bool {
    let rows = table.rows[from..].iter();
    let cells: Vec<&str> = rows
        .filter_map(|row| Some(row.cells.get(&column)?.text.as_str()))
        .collect();
    let named = |words: &&&str| words.starts_with(char::is_uppercase) && words.contains(' ');
    let figures = |words: &&str| words.starts_with(|c: char| c.is_ascii_digit());
    cells.iter().filter(named).count() * 3 >= cells.len() * 2 && !cells.iter().any(figures)
}

/// Gives the columns that no title tells the role that their cells show.
fn show(table: &Table, part: &mut Part, grammar: &Grammar) {
    if part.rows.is_empty() {
        return;
    }
    tell_texts_apart(table, part);
    for column in 0..table.width {
        if part.columns.roles.contains_key(&column) {
            continue;
        }
        let cells = cells_of(table, part, column);
        if let Some(role) = shown(&cells, part, grammar) {
            part.columns.roles.insert(column, role);
            part.columns.untold.push(column);
        } else if part.columns.is_titled() && part.columns.titles.contains_key(&column) {
            // A title that nobody knows does not hide the other columns; it is read as a comment.
            part.columns.roles.insert(column, ColumnRole::Comment);
            part.columns.untold.push(column);
        }
    }
    find_text(table, part, grammar);
}

/// Columns whose titles all name the text (`Oppdrag | Beskrivelse | Frist`): over identifiers it counts them,
/// over titles beside a column of sentences it names them.
fn tell_texts_apart(table: &Table, part: &mut Part) {
    let columns = &part.columns;
    if columns.has(ColumnRole::Indicator) || columns.has(ColumnRole::Target) {
        return;
    }
    let bodies: Vec<u32> = columns.all(ColumnRole::Body).collect();
    let counts = |column: &&u32| identifiers(&cells_of(table, part, **column));
    if !columns.has(ColumnRole::Number)
        && let Some(&column) = bodies.iter().find(counts)
    {
        part.columns.roles.insert(column, ColumnRole::Number);
    }
    let bodies: Vec<u32> = part.columns.all(ColumnRole::Body).collect();
    if let [first, second, ..] = bodies[..]
        && !part.columns.has(ColumnRole::Title)
    {
        let (named, said) = (cells_of(table, part, first), cells_of(table, part, second));
        let sentence = |cell: &&Cell| cell.text.as_str().ends_with('.');
        let titles = !named.is_empty() && !named.iter().any(sentence);
        if titles && said.iter().filter(|cell| sentence(cell)).count() * 2 > said.len() {
            part.columns.roles.insert(first, ColumnRole::Title);
        }
    }
}

/// Where days, or identifiers and titles, stand in columns and no title names the text: the column of
/// sentences.
fn find_text(table: &Table, part: &mut Part, grammar: &Grammar) {
    if !part.columns.has(ColumnRole::Body)
        && let Some(column) = text_column(table, part, grammar)
    {
        part.columns.roles.insert(column, ColumnRole::Body);
    }
}

/// ```text
/// Tiltak | Leveringsfrist                     what is done, said in sentences that bind
/// Oppdrag | Tittel | Endring | Ny frist       any sentences, beside identifiers
/// ```
fn text_column(table: &Table, part: &Part, grammar: &Grammar) -> Option<u32> {
    let columns = &part.columns;
    let most = |column: u32, is: &dyn Fn(&str) -> bool| {
        let cells = cells_of(table, part, column);
        cells.iter().filter(|cell| is(cell.text.as_str())).count() * 2 > cells.len()
    };
    let binds = |words: &str| grammar.has(words, Role::Duty) && words.contains(". ");
    let asks = |column: &u32| most(*column, &binds);
    let due = columns.has(ColumnRole::Deadline);
    let counted = columns.has(ColumnRole::Number);
    if due && let Some(column) = columns.all(ColumnRole::Activity).find(asks) {
        return Some(column);
    }
    if !counted || !due && !columns.has(ColumnRole::Title) {
        return None;
    }
    // `Endring` over sums says by how much, over sentences how.
    let free = columns.untold.iter().copied();
    let mut free = free.chain(columns.all(ColumnRole::Change));
    free.find(|column| most(*column, &|words: &str| words.ends_with('.')))
}

/// The cells of a column, from above to below; a row may have none.
fn cells_of<'a>(table: &'a Table, part: &Part, column: u32) -> Vec<&'a Cell> {
    let rows = part.rows.iter();
    rows.filter_map(|&row| table.rows[row].cells.get(&column))
        .collect()
}

/// The role that cells show.
fn shown(cells: &[&Cell], part: &Part, grammar: &Grammar) -> Option<ColumnRole> {
    if cells.len() < 2 {
        return None;
    }
    let most = |count: usize| count * 3 >= cells.len() * 2;
    let free = |role: ColumnRole| !part.columns.has(role);
    if free(ColumnRole::Number) && identifiers(cells) {
        return Some(ColumnRole::Number);
    }
    if free(ColumnRole::Department) && cells.iter().all(|cell| is_abbreviation(cell.text.as_str()))
    {
        return Some(ColumnRole::Department);
    }
    let timed = cells.iter().filter(|cell| says_when(cell, grammar)).count();
    let taken = [ColumnRole::Deadline, ColumnRole::Date];
    if taken.into_iter().all(free) && timed >= 2 && most(timed) {
        return Some(ColumnRole::Deadline);
    }
    None
}

/// Identifiers of one shape whose counters rise: letters and figures together, each at the head of its cell.
fn identifiers(cells: &[&Cell]) -> bool {
    let labels: Vec<Label> = cells
        .iter()
        .filter_map(|cell| label(cell.text.as_str()))
        .collect();
    labels.len() == cells.len()
        && labels.iter().all(|label| label.strong)
        && labels.iter().all(|one| one.shape == labels[0].shape)
        && labels.windows(2).all(|two| two[0].counter < two[1].counter)
        && cells.iter().all(|cell| cell.text.len() <= 40)
}

/// An abbreviation of a department, in capitals: `FMA`, `KTA/SHA`; a mark, `X`, is none.
pub(crate) fn is_abbreviation(words: &str) -> bool {
    const LONGEST: usize = 6;
    words.split('/').all(|part| {
        (2..=LONGEST).contains(&part.chars().count()) && part.chars().all(char::is_uppercase)
    })
}

/// A cell that says when something is due and nothing else.
fn says_when(cell: &Cell, grammar: &Grammar) -> bool {
    let words = cell.text.as_str();
    words.len() <= TIME
        && times(words, &grammar.calendar)
            .first()
            .is_some_and(|time| time.range.start <= 24)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        layout::{Dictionary, blocks, text_lines},
        source::read,
    };

    fn read_parts(markdown: &str) -> Vec<(Vec<(u32, ColumnRole)>, usize)> {
        let source = read("a.md", markdown.as_bytes())
            .expect("a source")
            .canonical;
        let (lines, _) = text_lines(&source);
        let dictionary = Dictionary::of(lines.iter().map(|line| line.text));
        let grammar = Grammar::built_in();
        let blocks = blocks(&source, &lines, &dictionary, &grammar, &|_, _| false);
        let tables = Table::all(&source, &dictionary, &blocks, 0..blocks.len());
        parts(&tables[0], &grammar)
            .into_iter()
            .map(|part| (part.columns.roles.into_iter().collect(), part.rows.len()))
            .collect()
    }

    #[test]
    fn titles_tell_and_cells_show() {
        use ColumnRole::{Body, Comment, Deadline, Number};
        assert_eq!(
            read_parts("| Nr. | Oppdrag | Frist |\n|---|---|---|\n| 1 | Lage kart | 1.5.2026 |\n"),
            [(vec![(0, Number), (1, Body), (2, Deadline)], 1)]
        );
        // A title that nobody knows, over identifiers and over times.
        assert_eq!(
            read_parts(
                "| Merke | Oppdrag | Når ferdig |\n|---|---|---|\n| B-1 | Lage kart | 1. mai 2026 |\n\
                 | B-2 | Rydde lageret | innen 1. juni 2026 |\n"
            ),
            [(vec![(0, Number), (1, Body), (2, Deadline)], 2)]
        );
        assert_eq!(
            read_parts(
                "| Nr. | Oppdrag | Hos oss |\n|---|---|---|\n| 1 | Lage kart | FMA |\n| 2 | Ny vei | KTA/S |\n"
            ),
            [(vec![(0, Number), (1, Body), (2, Comment)], 2)]
        );
        assert_eq!(
            read_parts(
                "| Nr. | Oppdrag | Hos oss |\n|---|---|---|\n| 1 | Lage kart | FMA |\n| 2 | Ny vei | KTA/SHA |\n"
            ),
            [(vec![(0, Number), (1, Body), (2, ColumnRole::Department)], 2)]
        );
        assert_eq!(
            read_parts(
                "| Nr. | Oppdrag | Kontakt |\n|---|---|---|\n| 1 | Lage kart | Kari |\n| 2 | Ny vei | Ola |\n"
            ),
            [(vec![(0, Number), (1, Body), (2, Comment)], 2)]
        );
    }

    #[test]
    fn values_below_years() {
        use ColumnRole::{Comment, Indicator, Target};
        // A title over several years, and a year where rows have names.
        assert_eq!(
            read_parts(
                "| Indikator | Resultat 2024 | Måltall | |\n|---|---|---|---|\n| | | 2026 | 2027 |\n\
                 | Andel kart | 4 % | 5 % | 6 % |\n"
            ),
            [(
                vec![(0, Indicator), (1, Comment), (2, Target), (3, Target)],
                1
            )]
        );
        assert_eq!(
            read_parts("| Indikator | Krav |\n|---|---|\n| 2026 | 2027 |\n| Kart | 3 |\n").len(),
            1
        );
    }

    #[test]
    fn texts_are_told_apart_by_their_cells() {
        use ColumnRole::{Body, Deadline, Number, Title};
        assert_eq!(
            read_parts(
                "| ID | Oppdrag | Beskrivelse | Frist |\n|---|---|---|---|\n\
                 | B-1 | Kart | Etaten skal lage et kart. | 1. mai |\n\
                 | B-2 | Lager | Etaten skal rydde lageret. | 1. juni |\n"
            ),
            [(vec![(0, Number), (1, Title), (2, Body), (3, Deadline)], 2)]
        );
        assert_eq!(
            read_parts(
                "| Oppdrag | Tittel | Endring | Ny frist |\n|---|---|---|---|\n\
                 | Oppdrag 3 | Kart | Kartet skal også vise kaier. | 1. mai |\n\
                 | Oppdrag 5 | Lager | Oppdraget utgår. | – |\n"
            ),
            [(vec![(0, Number), (1, Title), (2, Body), (3, Deadline)], 2)]
        );
    }

    #[test]
    fn a_head_that_comes_again_is_no_row_and_another_begins_a_part() {
        use ColumnRole::{Activity, Body, Date, Number};
        assert_eq!(
            read_parts(
                "| Nr. | Oppdrag |\n|---|---|\n| 1 | Lage kart |\n| Nr. | Oppdrag |\n| 2 | Ny vei |\n\
                 | Dato | Aktivitet |\n| 1. mai | Møte |\n"
            ),
            [
                (vec![(0, Number), (1, Body)], 2),
                (vec![(0, Date), (1, Activity)], 1)
            ]
        );
    }
}
