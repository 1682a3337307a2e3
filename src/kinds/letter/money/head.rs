//! The head of a table of money.
//!
//! ```text
//! head ::= key+ [name] figure+ [comment]
//! ```
//! Its titles run together in text, broken over lines anywhere (`Tildeling / 2026`); where the form
//! tells cells apart, each is a title.

use super::{amounts::cell as amount, keys::key_at, table::captioned};
use crate::{
    grammar::{
        ColumnRole, Grammar,
        amount::{Scale, caption_scale},
        lexeme::is_dash,
        money::MoneyRole,
    },
    kinds::{
        columns::Part,
        money::titles::{titles, year},
    },
    layout::TextLine,
    model::FigureRole,
    structure::table::Table as Grid,
};

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    pub role: ColumnRole,
    /// The title, as printed.
    pub label: String,
    /// Its place in the row, where the form tells.
    pub cell: Option<u32>,
}

/// The head of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Head {
    pub columns: Vec<Column>,
    /// One past its last line.
    pub end: usize,
}

/// How many lines a head may take.
const LINES: usize = 16;

/// How many lines a head of titles that wide gaps part may take, and what parts them.
const TALL: usize = 4;
const WIDE: &str = "  ";

/// Whether a column holds figures.
pub(super) fn is_figure(role: ColumnRole) -> bool {
    matches!(
        role,
        ColumnRole::Amount
            | ColumnRole::Disposal
            | ColumnRole::Previous
            | ColumnRole::Change
            | ColumnRole::New
            | ColumnRole::Budget
            | ColumnRole::Accounts
            | ColumnRole::Proposal
            | ColumnRole::Percent
    )
}

impl Head {
    /// The head of rows that have none: `Post 01 Driftsutgifter 431 250` below a unit.
    pub(super) fn of_posts(end: usize) -> Self {
        let roles = [ColumnRole::Post, ColumnRole::Name, ColumnRole::Amount];
        let column = |role| Column {
            role,
            label: String::new(),
            cell: None,
        };
        Self {
            columns: roles.map(column).to_vec(),
            end,
        }
    }

    /// The columns of figures: title, year and role. Of two sums, the first is what is added.
    pub(super) fn figures(
        &self,
        own: Option<i32>,
    ) -> Vec<(String, Option<i32>, FigureRole, Option<u32>)> {
        let columns: Vec<&Column> = self.columns.iter().filter(|c| is_figure(c.role)).collect();
        let all = |role| columns.iter().filter(|c| c.role == role).count();
        // Beside what was, a sum without a year is what is new.
        let summed = all(ColumnRole::Previous) + all(ColumnRole::Change) > 0;
        let count = |role| match role {
            ColumnRole::New if summed => all(role) + all(ColumnRole::Amount),
            _ => all(role),
        };
        // «Løyving 2025 | Løyving 2026 | Endring» holds two years beside each other and changes neither.
        let dated = |column: &Column| column.label.split(' ').rev().find_map(year);
        let years: Vec<i32> = columns.iter().filter_map(|column| dated(column)).collect();
        let yearly =
            own.is_some_and(|own| years.contains(&own) && years.iter().any(|year| *year < own));
        let changes = !yearly
            && (count(ColumnRole::Previous) + count(ColumnRole::Change) > 0
                || count(ColumnRole::New) > 1);
        // «Saldert budsjett | Endring | Revidert»: in a table of changes, the budget is what was.
        let was = all(ColumnRole::Budget) == 1
            && all(ColumnRole::Previous) == 0
            && all(ColumnRole::Change) > 0
            && count(ColumnRole::New) == 1;
        let mut news = 0;
        let untitled = columns.iter().filter(|column| column.label.is_empty());
        let untitled = untitled.count();
        // A sum before the only change is what was, whatever it is called.
        let changed = columns.iter().position(|c| c.role == ColumnRole::Change);
        let changed =
            changed.filter(|_| all(ColumnRole::Change) == 1 && all(ColumnRole::Previous) == 0);
        // «Saldert budsjett 2025 | Endring | Revidert budsjett 2025»: one budget before and after the change.
        let parted = changed.filter(|at| {
            let budget = |n: usize| columns.get(n).filter(|c| c.role == ColumnRole::Budget);
            let before = at.checked_sub(1).and_then(budget);
            let both = before.zip(budget(at + 1));
            both.is_some_and(|(before, after)| dated(before) == dated(after))
        });
        columns
            .iter()
            .enumerate()
            .map(|(n, column)| {
                let year = dated(column);
                let role = match column.role {
                    ColumnRole::Previous => FigureRole::Previous,
                    ColumnRole::Change => FigureRole::Change,
                    ColumnRole::New if changes => {
                        news += 1;
                        if count(ColumnRole::New) > 1 && news == 1 && count(ColumnRole::Change) == 0
                        {
                            FigureRole::Change
                        } else {
                            FigureRole::New
                        }
                    }
                    ColumnRole::Amount | ColumnRole::Disposal
                        if changed.is_some_and(|at| n + 1 == at && at + 1 < columns.len()) =>
                    {
                        FigureRole::Previous
                    }
                    ColumnRole::Budget if parted.is_some_and(|at| n + 1 == at) => {
                        FigureRole::Previous
                    }
                    ColumnRole::Budget if parted.is_some_and(|at| n == at + 1) => FigureRole::New,
                    ColumnRole::Budget if was => FigureRole::Previous,
                    ColumnRole::Budget if year.is_some() && year == own => FigureRole::Allocation,
                    ColumnRole::Budget => FigureRole::Budget,
                    ColumnRole::Accounts => FigureRole::Accounts,
                    ColumnRole::Proposal => FigureRole::Proposal,
                    ColumnRole::Percent => FigureRole::Percent,
                    // Of several sums without titles, nothing says which is this year's.
                    ColumnRole::Amount if column.label.is_empty() && untitled > 1 => {
                        FigureRole::Other
                    }
                    _ if year.is_some() && own.is_some() && year < own => FigureRole::Previous,
                    // «Bevilgning | Til disposisjon»: what is voted, and what of it the reader gets.
                    ColumnRole::Amount if all(ColumnRole::Disposal) == 1 && !changes => {
                        FigureRole::Budget
                    }
                    // `Tidligere tildeling | Endring | Sum`
                    ColumnRole::Amount | ColumnRole::Disposal if changes => FigureRole::New,
                    _ => FigureRole::Allocation,
                };
                (column.label.clone(), year, role, column.cell)
            })
            .collect()
    }

    /// It tells chapters or posts.
    pub(super) fn keyed(&self) -> bool {
        self.has(ColumnRole::Chapter) || self.has(ColumnRole::Post) && self.has(ColumnRole::Name)
    }

    pub(super) fn has(&self, role: ColumnRole) -> bool {
        self.columns.iter().any(|column| column.role == role)
    }

    /// It may stand for the head of the next table: its rows run together on lines.
    pub(super) fn repeats(&self) -> bool {
        self.columns.iter().all(|column| column.cell.is_none())
    }

    /// A column for what is said of the row.
    pub(super) fn comment(&self) -> bool {
        self.has(ColumnRole::Comment)
    }

    /// The rows are changes: what was, what is added, or what is new.
    pub(super) fn changes(&self, own: Option<i32>) -> bool {
        let figures = self.figures(own);
        let has = |own| figures.iter().any(|(_, _, role, _)| *role == own);
        has(FigureRole::New) || has(FigureRole::Change) && !has(FigureRole::Allocation)
    }

    /// The unit that a title names.
    pub(super) fn scale(&self) -> Option<Scale> {
        self.columns
            .iter()
            .filter(|column| is_figure(column.role))
            .find_map(|column| caption_scale(&column.label))
    }

    /// It limits what may be ordered or promised: `Samlet ramme`. «Ramme» beside «Til disposisjon» is what
    /// was voted, and «Gjeldende ramme | Endring | Ny ramme» what has been allotted, and is changed.
    pub(super) fn ceiling(&self) -> bool {
        !self.has(ColumnRole::Change) && !self.has(ColumnRole::Disposal) && self.has_frame()
    }

    /// A column gives a frame, and not «Ramme 2026»: what a post has that year.
    pub(super) fn has_frame(&self) -> bool {
        self.columns.iter().any(|column| {
            is_figure(column.role)
                && frame(&column.label)
                && !column.label.split(' ').any(|word| year(word).is_some())
        })
    }
}

/// The title of a column names a frame: «Ny ramme».
fn frame(label: &str) -> bool {
    label.to_lowercase().contains("ramme")
}

/// The head that begins at a line whose table's cells run together.
pub(super) fn head(lines: &[TextLine<'_>], at: usize, grammar: &Grammar) -> Option<Head> {
    let first = lines.get(at).filter(|line| line.cell.is_none())?;
    if !first.text.starts_with(['K', 'P', 'k', 'p']) || first.width > 120 {
        return None;
    }
    let lead = first.text.split_whitespace().next()?;
    if lead.len() > 16 || !matches!(lead.get(..3), Some("Kap" | "kap" | "Pos" | "pos" | "KAP")) {
        return None;
    }
    settled(flat(lines, at, grammar)?)
}

/// The head that ends before a line, of titles that wide gaps part and that go on below each other:
///
/// ```text
/// Kap. Post Betegnelse          Saldert     Bevilgning
///                               budsjett    2026
///                               2025
/// ```
pub(super) fn drawn(
    source: &str,
    lines: &[TextLine<'_>],
    end: usize,
    grammar: &Grammar,
) -> Option<Head> {
    let plain = |line: &&TextLine<'_>| line.cell.is_none() && line.width <= 120;
    let above = lines[..end].iter().rev().take(TALL).take_while(plain);
    let starts = |line: &TextLine<'_>| {
        let lead = line.text.split_whitespace().next();
        lead.and_then(|lead| grammar.column(lead)) == Some(ColumnRole::Chapter)
    };
    let height = above.into_iter().position(starts)? + 1;
    // Where a title begins and ends, and its words.
    let mut pieces: Vec<(usize, usize, String)> = Vec::new();
    for (n, line) in lines[end - height..end].iter().enumerate() {
        let left = source[..line.at].rfind('\n').map_or(0, |at| at + 1);
        let mut from = source[left..line.at].chars().count();
        for words in line.text.split(WIDE) {
            let blanks = words.len() - words.trim_start().len();
            let (start, words) = (from + blanks, words.trim());
            let to = start + words.chars().count();
            from = to + WIDE.len();
            if words.is_empty() {
                from = start + WIDE.len();
                continue;
            }
            if n == 0 {
                pieces.push((start, to, words.to_string()));
                continue;
            }
            let meets = |own: &&mut (usize, usize, String)| start < own.1 && own.0 < to;
            let own = pieces.iter_mut().find(meets)?;
            own.2 = format!("{} {words}", own.2);
        }
    }
    let mut columns = Vec::new();
    for (.., label) in pieces {
        let words: Vec<(&str, usize)> = label.split_whitespace().map(|word| (word, 0)).collect();
        let (titles, _) = titles(&words, grammar, |_, _| false)?;
        columns.extend(titles.into_iter().map(|(role, label, _)| Column {
            role,
            label,
            cell: None,
        }));
    }
    disposed(&mut columns, grammar);
    settled(Head { columns, end })
}

/// The head of a part of a table, where it is one of money: its titles say so, or what stands below them.
///
/// `above`: the head of the table right above, whose rows may go on in one that has none.
pub(super) fn of_part(
    table: &Grid,
    part: &Part,
    end: usize,
    above: Option<&Head>,
    grammar: &Grammar,
) -> Option<Head> {
    let mut columns: Vec<Column> = Vec::new();
    for column in 0..table.width {
        let title = part.columns.titles.get(&column);
        let label = title.map_or("", |title| title.as_str());
        let told = (!part.columns.untold.contains(&column))
            .then(|| part.columns.roles.get(&column))
            .flatten();
        let cells: Vec<&str> = part
            .rows
            .iter()
            .filter_map(|&row| table.rows[row].text(column))
            .map(|text| text.as_str())
            .collect();
        let role = match told {
            Some(role) => Some(*role),
            None if runs_together(label, grammar) => Some(ColumnRole::Chapter),
            None => shown(label, &cells),
        };
        // What stands under no title goes with the column before where that is empty: see `under_no_title`.
        let split = column > 0
            && part
                .rows
                .iter()
                .all(|&row| table.rows[row].text(column - 1).is_none());
        if title.is_none() && part.columns.is_titled() && (role.is_none() || split) {
            continue;
        }
        columns.push(Column {
            role: role.unwrap_or(ColumnRole::Comment),
            label: label.to_string(),
            cell: Some(column),
        });
    }
    if let Some(above) = above.filter(|_| !part.columns.is_titled() && keyed(&columns)) {
        let own: Vec<&Column> = above.columns.iter().filter(|c| is_figure(c.role)).collect();
        let count = columns.iter().filter(|c| is_figure(c.role)).count();
        if count > 1 && own.len() == count {
            for (column, own) in columns.iter_mut().filter(|c| is_figure(c.role)).zip(own) {
                column.role = own.role;
                column.label.clone_from(&own.label);
            }
            return settled(Head { columns, end });
        }
    }
    disposed(&mut columns, grammar);
    // Without a head, what the first columns hold tells: keys that go together.
    if !(part.columns.is_titled() || keyed(&columns) && part.rows.len() >= 2) {
        return None;
    }
    settled(Head { columns, end })
}

/// Whether a title is that of the chapters and those of the columns after it, which stood too close to be
/// told apart: «Kap. Post Betegnelse».
fn runs_together(label: &str, grammar: &Grammar) -> bool {
    let words: Vec<(&str, usize)> = label.split_whitespace().map(|word| (word, 0)).collect();
    titles(&words, grammar, |_, _| false).is_some_and(|(titles, _)| {
        let keys = [ColumnRole::Chapter, ColumnRole::Post, ColumnRole::Name];
        titles.len() > 1
            && titles[0].0 == ColumnRole::Chapter
            && titles.iter().all(|(role, ..)| keys.contains(role))
    })
}

/// Of two sums, «Bevilgning | Tildelt Arkivet», the first is what is voted and the other what of it the
/// reader gets: «til disposisjon», whatever it is called.
fn disposed(columns: &mut [Column], grammar: &Grammar) {
    let voted = |label: &str| grammar.money.find(label, MoneyRole::Voted).is_some();
    let mut sums = columns.iter_mut().filter(|column| is_figure(column.role));
    if let (Some(first), Some(second), None) = (sums.next(), sums.next(), sums.next())
        && first.role == ColumnRole::Amount
        && second.role == ColumnRole::Amount
        && voted(&first.label)
        && !voted(&second.label)
        && second.label.starts_with(char::is_alphabetic)
    {
        second.role = ColumnRole::Disposal;
    }
}

/// The role that a column's cells show: chapters, posts, names, amounts.
fn shown(label: &str, cells: &[&str]) -> Option<ColumnRole> {
    if cells.is_empty() {
        return None;
    }
    let most =
        |test: &dyn Fn(&&&str) -> bool| cells.iter().filter(test).count() * 3 >= cells.len() * 2;
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let whole = |text: &str| matches!(amount(text), (Some((range, _)), _) if range.start <= 4);
    // «Kap. 2421 Foretaket» above the posts of a chapter says nothing of what stands in the column.
    let (label, least) = match captioned(label) {
        Some(_) => ("", 1),
        None => (label, 2),
    };
    if label.is_empty() && most(&|text| plain(text) && text.len() == 2) {
        return Some(ColumnRole::Post);
    }
    if label.is_empty()
        && most(&|text| {
            key_at(text).is_some_and(|(key, end)| key.chapter.is_some() && end == text.len())
        })
        && cells.iter().all(|text| {
            !text.contains(' ') || key_at(text).is_some_and(|(key, _)| key.post.is_some())
        })
    {
        return Some(ColumnRole::Chapter);
    }
    // `post 01` below `Kap. 327 Arkivet`: what says itself that it is a key.
    let worded = |text: &str| {
        key_at(text)
            .is_some_and(|(key, end)| key.worded && (key.post.is_none() || end == text.len()))
    };
    let post = |text: &&str| key_at(text).is_some_and(|(key, _)| key.post.is_some());
    if label.is_empty() && cells.iter().all(|text| worded(text)) && cells.iter().any(post) {
        return Some(ColumnRole::Chapter);
    }
    // `Post 01 Driftsutgifter`: a key and its name in one cell.
    let with_name = |text: &str| {
        key_at(text).is_some_and(|(key, end)| {
            key.post.is_some() && text[end..].starts_with(char::is_alphabetic)
        })
    };
    if label.is_empty()
        && cells.len() >= least
        && cells.iter().filter(|text| with_name(text)).count() * 3 >= cells.len()
        && cells.iter().filter(|text| with_name(text)).count() >= least
    {
        return Some(ColumnRole::Chapter);
    }
    // `+4,1` among the cells: what is added and taken.
    let signed = |text: &&&str| text.starts_with(|c: char| c == '+' || is_dash(c)) && whole(text);
    if most(&|text| whole(text)) && cells.iter().any(|text| signed(&text)) {
        return Some(ColumnRole::Change);
    }
    if most(&|text| whole(text))
        && (caption_scale(label).is_some()
            || year(label).is_some()
            || cells
                .iter()
                .any(|text| text.len() > 4 || text.contains(',')))
    {
        return Some(ColumnRole::Amount);
    }
    (label.is_empty() && most(&|text| text.contains(char::is_alphabetic)))
        .then_some(ColumnRole::Name)
}

/// Whether columns hold chapters and posts, together or each its own.
fn keyed(columns: &[Column]) -> bool {
    let has = |role| columns.iter().any(|column| column.role == role);
    // A key and its name may stand in one cell beside the amount.
    let two = columns.len() == 2 && has(ColumnRole::Amount);
    has(ColumnRole::Chapter) && (has(ColumnRole::Post) || has(ColumnRole::Name) || two)
}

/// The columns of a head as a table of money has them; none where it is no such head.
fn settled(mut found: Head) -> Option<Head> {
    // «Navn» names a post here.
    for column in &mut found.columns {
        if column.role == ColumnRole::Title {
            column.role = ColumnRole::Name;
        }
    }
    let celled = found.columns.iter().any(|column| column.cell.is_some());
    // Where no title is known as that of names, the column between keys and figures holds them.
    if celled && !found.has(ColumnRole::Name) {
        let figure = found.columns.iter().position(|one| is_figure(one.role));
        let named = &mut found.columns[..figure.unwrap_or(0)];
        if let Some(last) = named.last_mut()
            && last.role == ColumnRole::Comment
        {
            last.role = ColumnRole::Name;
        }
        // `Fullmakt | Kap./post | Beløp`: or the one before the keys.
        if !found.has(ColumnRole::Name)
            && let Some(first) = found.columns.first_mut()
            && first.role == ColumnRole::Comment
        {
            first.role = ColumnRole::Name;
        }
    }
    // «Krav» of a post is income that is wanted of it.
    if !found.columns.iter().any(|column| is_figure(column.role)) {
        for column in &mut found.columns {
            if matches!(column.role, ColumnRole::Body | ColumnRole::Target)
                && column.label.starts_with("Krav")
            {
                column.role = ColumnRole::Amount;
            }
        }
    }
    let keyed = found.keyed();
    let figures = found
        .columns
        .iter()
        .filter(|column| is_figure(column.role))
        .count();
    (keyed && figures > 0).then_some(found)
}

fn flat(lines: &[TextLine<'_>], at: usize, grammar: &Grammar) -> Option<Head> {
    let mut words: Vec<(&str, usize)> = Vec::new();
    for (n, line) in lines[at..].iter().take(LINES).enumerate() {
        let row = n > 0
            && (line.text.starts_with(|c: char| c.is_ascii_digit()) && year(line.text).is_none()
                || key_at(line.text).is_some_and(|(key, _)| key.worded));
        if line.width > 120 || line.cell.is_some() || row {
            break;
        }
        words.extend(line.text.split_whitespace().map(|word| (word, at + n)));
    }
    // Of a wide pattern, no other title stands inside.
    let (titles, end) = titles(&words, grammar, |own, after| {
        own.iter().enumerate().skip(1).any(|(n, (word, _))| {
            let next = own.get(n + 1).or(after.first());
            let two = next.map(|(next, _)| format!("{word} {next}"));
            word.starts_with(char::is_uppercase)
                && (grammar.column(word).is_some()
                    || two.is_some_and(|two| grammar.column(&two).is_some()))
        })
    })?;
    let mut columns: Vec<Column> = titles
        .into_iter()
        .map(|(role, label, _)| Column {
            role,
            label,
            cell: None,
        })
        .collect();
    disposed(&mut columns, grammar);
    Some(Head { columns, end })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Style;

    fn read(text: &str) -> Option<(Vec<FigureRole>, bool, usize)> {
        let style = Style::default();
        let lines = TextLine::plain(text, &style);
        let found = head(&lines, 0, &Grammar::built_in())?;
        let roles = found.figures(Some(2026)).into_iter().map(|f| f.2).collect();
        Some((roles, found.comment(), found.end))
    }

    #[test]
    fn of_two_sums_the_first_is_voted() {
        use FigureRole::{Allocation, Budget};
        assert_eq!(
            read("Kap. Post Betegnelse Bevilgning Tildelt\n500 01 Drift"),
            Some((vec![Budget, Allocation], false, 1))
        );
    }

    #[test]
    fn heads_of_all_forms() {
        use FigureRole::{Allocation, Change, New, Previous};
        assert_eq!(
            read("Kap./post Benevnelse Tildeling\nKommentarer\n701.21 Drift"),
            Some((vec![Allocation], true, 2))
        );
        assert_eq!(
            read("Kap./post Benevnelse Tildeling\n2026\nKommentarer\n732.77 Drift"),
            Some((vec![Allocation], true, 3))
        );
        assert_eq!(
            read("Kap. Post Betegnelse Midler til Havet\nNord RHF\n703 21 Hav 1 000"),
            Some((vec![Allocation], false, 2))
        );
        assert_eq!(
            read("Kap. Post Navn Sum i 1000 kr\n500 01 Drift"),
            Some((vec![Allocation], false, 1))
        );
        assert_eq!(
            read("Kap. post Tidligere tildeling Ny tildeling Sum tildelt 2026\n760.21 1 2 3"),
            Some((vec![Previous, Change, New], false, 1))
        );
        assert_eq!(
            read("Kap. Post Nemning Løyving 2025 Løyving 2026\n275 01 Drift"),
            Some((vec![Previous, Allocation], false, 1))
        );
        assert_eq!(read("Kap. 703, post 21"), None);
        assert_eq!(read("Post 21 Spesielle driftsutgifter"), None);
    }
}
