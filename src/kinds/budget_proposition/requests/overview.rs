//! The overview table: which requests there are, and whether reporting on each of them ends.
//!
//! ```text
//! overview ::= *(caption | head | row)     rows stand anywhere: body text may come between them
//! head     ::= 2*column-title              over one line or several, printed again on every page
//! row      ::= session number keyword ends | number session keyword ends | number keyword ends
//! ends     ::= ("Ja" | "Nei" | "Delvis") ["," remark]
//! ```
//! A row without a session goes on with the session of the row before. In a two-column page the rows
//! of the next page may stand inside a sentence of the text; a row's lines are told by its first
//! words and its last one.

use crate::{
    grammar::{
        Grammar,
        date::times,
        lexeme::is_dash,
        request::{
            DecisionNumber, RequestColumn, decision_number, impossible_years, session_years,
        },
        sentence::last_word,
    },
    layout::{Dictionary, Joint, Text, TextLine},
    source::Canonical,
};
use std::ops::Range;

/// The longest row or head, in lines.
const LONGEST: usize = 7;

/// The longest remark after Ja or Nei.
const REMARK: usize = 80;

/// A row of the overview.
#[derive(Debug, Clone)]
pub struct Row {
    /// The session.
    pub session: Option<String>,
    /// The years printed in its place, where they are no session.
    pub impossible: Option<String>,
    /// The number of the decision.
    pub number: DecisionNumber,
    /// Stikkord.
    pub keyword: Text,
    /// Whether reporting ends; `None` where neither Ja nor Nei is printed.
    pub ends: Option<bool>,
    /// All of it.
    pub whole: Text,
}

/// The overview of a proposition.
#[derive(Debug, Default)]
pub struct Overview {
    /// Its rows, in the order in which they are printed.
    pub rows: Vec<Row>,
    /// Lines of the running text that it takes.
    pub taken: Vec<bool>,
    /// Where its column titles stand.
    pub heads: Vec<Range<usize>>,
}

/// Reads the overview wherever its parts stand.
pub fn overview(
    source: &Canonical,
    grammar: &Grammar,
    dictionary: &Dictionary<'_>,
    lines: &[TextLine<'_>],
) -> Overview {
    let mut reader = Reader {
        source,
        grammar,
        dictionary,
        lines,
        columns: Vec::new(),
        last: None,
        session: (None, None),
        found: Overview {
            taken: vec![false; lines.len()],
            ..Overview::default()
        },
    };
    let mut at = 0;
    while at < lines.len() {
        at += if lines[at].cell.is_some() {
            reader.cells(at)
        } else {
            reader.line(at)
        };
    }
    reader.found
}

struct Reader<'a> {
    source: &'a Canonical,
    grammar: &'a Grammar,
    dictionary: &'a Dictionary<'a>,
    lines: &'a [TextLine<'a>],
    /// The columns of the last head.
    columns: Vec<RequestColumn>,
    /// The line after the last head or row.
    last: Option<usize>,
    /// The session of the last row, and the years that are none.
    session: (Option<String>, Option<String>),
    found: Overview,
}

impl Reader<'_> {
    /// Reads what begins at a line of running text; how many lines it takes, at least one.
    fn line(&mut self, at: usize) -> usize {
        let text = self.lines[at].text;
        if self.grammar.requests.may_open_table(text)
            && let Some(count) = self.head(at)
        {
            return count;
        }
        if text.starts_with(|c: char| c.is_ascii_digit())
            && let Some((row, count)) = self.row(at)
        {
            self.keep(row, at..at + count);
            return count;
        }
        1
    }

    /// Reads a row of cells; how many lines it takes.
    fn cells(&mut self, at: usize) -> usize {
        let Some(cell) = self.lines[at].cell else {
            return 1;
        };
        let same = |line: &TextLine<'_>| {
            line.cell
                .is_some_and(|other| (other.table, other.row) == (cell.table, cell.row))
        };
        let count = self.lines[at..]
            .iter()
            .take_while(|line| same(line))
            .count();
        let text = self.text(at..at + count);
        let first = self.lines[at].text;
        if self.grammar.requests.may_open_table(first)
            && let Some(columns) = self.grammar.requests.table_head(text.as_str())
            && is_overview(&columns)
        {
            self.take_head(at..at + count, columns);
        } else if first.starts_with(|c: char| c.is_ascii_digit())
            && let Some((row, told)) = self.parse(&text, count <= LONGEST)
            && (row.impossible.is_none() || self.is_near(at))
            && (told || self.is_near(at))
        {
            self.keep(row, at..at + count);
        }
        count
    }

    fn text(&self, range: Range<usize>) -> Text {
        let mut text = Text::default();
        for at in range.clone() {
            let line = &self.lines[at];
            let joint = if at == range.start || line.cell != self.lines[at - 1].cell {
                Joint::Blank
            } else {
                self.dictionary.joint(self.lines[at - 1].text, line.text)
            };
            text.push(self.source, line.at..line.at + line.text.len(), joint);
        }
        text
    }

    /// The longest run of lines that is a head and nothing else.
    fn head(&mut self, at: usize) -> Option<usize> {
        let most = LONGEST.min(self.lines.len() - at);
        let first: Vec<&str> = self.lines[at..at + most]
            .iter()
            .flat_map(|line| line.text.split_whitespace())
            .take(9)
            .collect();
        if !self.grammar.requests.begins_with_column(&first) {
            return None;
        }
        let (count, columns) = (1..=most)
            .rev()
            .filter(|count| self.lines[at + count - 1].cell.is_none())
            .find_map(|count| {
                let words = self.lines[at..at + count]
                    .iter()
                    .map(|line| line.text)
                    .collect::<Vec<_>>()
                    .join(" ");
                if words.len() > 300 {
                    return None;
                }
                Some((count, self.grammar.requests.table_head(&words)?))
            })
            .filter(|(_, columns)| is_overview(columns))?;
        self.take_head(at..at + count, columns);
        Some(count)
    }

    fn take_head(&mut self, lines: Range<usize>, columns: Vec<RequestColumn>) {
        // The caption stands right above: `Tabell 3.1 Oversikt over …`, over at most two lines.
        let caption = (lines.start.saturating_sub(2)..lines.start)
            .find(|&at| self.lines[at].text.starts_with("Tabell "));
        for at in caption.unwrap_or(lines.start)..lines.end {
            self.found.taken[at] = true;
        }
        for line in &self.lines[lines.clone()] {
            self.found.heads.push(line.at..line.at + line.text.len());
        }
        self.columns = columns;
        self.last = Some(lines.end);
    }

    /// Right below a head or a row.
    fn is_near(&self, at: usize) -> bool {
        self.last == Some(at)
    }

    fn has_ends(&self) -> bool {
        self.columns.is_empty() || self.columns.contains(&RequestColumn::ReportingEnds)
    }

    /// The row that begins at a line: as many lines as it takes to come to its Ja or Nei.
    fn row(&self, at: usize) -> Option<(Row, usize)> {
        let text = self.lines[at].text;
        if !self.is_near(at) && !self.opens_row(text) && session_years(text).is_err() {
            return None;
        }
        let most = (1..LONGEST)
            .take_while(|&n| {
                self.lines.get(at + n).is_some_and(|line| {
                    line.cell.is_none() && !self.opens_row(line.text) && line.width <= 100
                })
            })
            .last()
            .map_or(1, |n| n + 1);
        for count in 1..=most {
            // Only a line that ends in Ja or Nei can end a row; most lines are not joined.
            if self.has_ends()
                && self.columns.last() != Some(&RequestColumn::Other)
                && verdict(self.lines[at + count - 1].text).is_none()
            {
                continue;
            }
            let text = self.text(at..at + count);
            if let Some((row, told)) = self.parse(&text, self.is_near(at))
                && (told || !self.has_ends() && count == most)
            {
                return Some((row, count));
            }
        }
        // A row that is cut short is one all the same, where rows stand before and after it.
        if !self.is_near(at) || !self.opens_row(self.lines.get(at + most)?.text) {
            return None;
        }
        let (row, _) = self.parse(&self.text(at..at + most), true)?;
        Some((row, most))
    }

    fn opens_row(&self, text: &str) -> bool {
        text.starts_with(|c: char| c.is_ascii_digit()) && head_of_row(text, self.grammar).is_some()
    }

    /// The cells of a row that run together, and whether the column of Ja and Nei is among them.
    fn parse(&self, whole: &Text, near: bool) -> Option<(Row, bool)> {
        let text = whole.as_str();
        let ((session, impossible), number, from) = match head_of_row(text, self.grammar) {
            Some((session, number, from)) => ((Some(session), None), number, from),
            None if near => match impossible_head(text, self.grammar) {
                Some((years, number, from)) => ((None, Some(years)), number, from),
                None => {
                    let (number, from) = number_cell(text, self.grammar)?;
                    (self.session.clone(), number, from)
                }
            },
            None => return None,
        };
        let mut to = text.trim_end().len();
        let mut found = None;
        if let Some((at, value)) = verdict(&text[from..to]) {
            to = from + at;
            found = Some(value);
        } else if self.columns.last() == Some(&RequestColumn::Other) {
            // The last columns hold something else: the last Ja or Nei is the one.
            let mut at = to;
            for word in text[from..to].split_whitespace().rev().take(8) {
                at = from + text[from..at].rfind(word)?;
                if let Some(value) = ends(word) {
                    found = Some(value);
                    to = at;
                    break;
                }
            }
        }
        let keyword = whole.slice(from..to.max(from));
        if keyword.is_empty() || keyword.len() > 400 {
            return None;
        }
        let row = Row {
            session,
            impossible,
            number,
            keyword,
            ends: found.flatten(),
            whole: whole.clone(),
        };
        Some((row, found.is_some()))
    }

    fn keep(&mut self, row: Row, lines: Range<usize>) {
        self.session = (row.session.clone(), row.impossible.clone());
        self.found.rows.push(row);
        self.last = Some(lines.end);
        for at in lines {
            self.found.taken[at] = true;
        }
    }
}

/// A table of requests has their numbers and what they are about, or when reporting ends.
fn is_overview(columns: &[RequestColumn]) -> bool {
    use RequestColumn::{Keyword, Number, ReportingEnds, Session};
    let known = [Session, Number, Keyword, ReportingEnds]
        .iter()
        .filter(|column| columns.contains(column))
        .count();
    columns.contains(&Number) && known >= 2
}

/// session number | number session: the session, the number, where the rest begins.
fn head_of_row(text: &str, grammar: &Grammar) -> Option<(String, DecisionNumber, usize)> {
    // Most lines that begin with a figure are rows of money: no dash, no session.
    if !text.chars().take(40).any(is_dash) {
        return None;
    }
    if let Ok((rest, session)) = session_years(text) {
        let start = text.len() - rest.trim_start().len();
        if start == text.len() - rest.len() {
            return None;
        }
        let (number, length) = number_cell(&text[start..], grammar)?;
        return Some((session, number, start + length));
    }
    let (number, from) = number_cell(text, grammar)?;
    let (rest, session) = session_years(&text[from..]).ok()?;
    Some((session, number, text.len() - rest.trim_start().len()))
}

/// The head of a row whose session never was.
fn impossible_head(text: &str, grammar: &Grammar) -> Option<(String, DecisionNumber, usize)> {
    let (rest, years) = impossible_years(text).ok()?;
    let start = text.len() - rest.trim_start().len();
    let (number, length) = number_cell(&text[start..], grammar)?;
    (start > text.len() - rest.len()).then_some((years, number, start + length))
}

/// ["nr."] number [","] [day]: the number, and where the rest begins.
fn number_cell(text: &str, grammar: &Grammar) -> Option<(DecisionNumber, usize)> {
    let bare = text
        .strip_prefix("Vedtak ")
        .unwrap_or(text)
        .trim_start_matches("nr.")
        .trim_start();
    let (rest, value) = decision_number(bare).ok()?;
    if !rest.starts_with(|c: char| c.is_whitespace() || c == ',') && !rest.is_empty() {
        return None;
    }
    let after = rest.trim_start_matches([',', ' ', '\u{a0}']);
    let mut from = text.len() - after.len();
    if after.starts_with(|c: char| c.is_ascii_digit()) {
        let head: String = after.chars().take(30).collect();
        if let Some(time) = times(&head, &grammar.calendar).first()
            && time.range.start == 0
            && time.year.is_some()
            && time.precision() == crate::model::Precision::Day
        {
            from += time.range.end;
            from += text[from..].len() - text[from..].trim_start().len();
        }
    }
    Some((value, from))
}

/// Whether the reporting ends, at the end of a text: where the answer begins, and what it says; neither
/// yes nor no where only a part of the decision is followed up.
fn verdict(text: &str) -> Option<(usize, Option<bool>)> {
    let text = text.trim_end();
    let last = last_word(text);
    if let Some(value) = ends(last) {
        return Some((text.len() - last.len(), value));
    }
    // `Ja, se omtale under kap. 605`
    let (at, word) = ["Ja, ", "Nei, ", "Delvis, "]
        .iter()
        .filter_map(|word| Some((text.rfind(word)?, *word)))
        .max()?;
    let remark = &text[at + word.len()..];
    let stands = text[..at].ends_with(char::is_whitespace);
    (stands && remark.len() <= REMARK && remark.starts_with(char::is_lowercase))
        .then(|| Some((at, ends(word.trim_end().trim_end_matches(','))?)))
        .flatten()
}

/// "Ja" | "Nei" | "Delvis", a footnote's mark after it.
fn ends(word: &str) -> Option<Option<bool>> {
    let bare = word.trim_end_matches(|c: char| c.is_ascii_digit() || ".*)".contains(c));
    match bare {
        "Ja" | "ja" | "JA" => Some(Some(true)),
        "Nei" | "nei" | "NEI" => Some(Some(false)),
        "Delvis" => Some(None),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{layout::text_lines, source::Builder};

    fn read(lines: &[&str]) -> (Vec<String>, Vec<usize>) {
        let mut builder = Builder::new();
        for line in lines {
            builder.line(line);
        }
        let source = builder.finish();
        let (lines, _) = text_lines(&source);
        let dictionary = Dictionary::of(lines.iter().map(|line| line.text));
        let found = overview(&source, &Grammar::built_in(), &dictionary, &lines);
        let rows = found.rows.iter().map(|row| {
            format!(
                "{}/{} {} {:?}",
                row.session.as_deref().unwrap_or("?"),
                row.number,
                row.keyword.as_str(),
                row.ends
            )
        });
        let left = (0..lines.len()).filter(|&at| !found.taken[at]);
        (rows.collect(), left.collect())
    }

    #[test]
    fn rows_in_the_middle_of_a_sentence() {
        let (rows, left) = read(&[
            "Vedtaket ble truffet ved behandling av Innst.",
            "",
            "2021–2022 7 Fyrlykter og andre merker ved inn-",
            "seilingen Ja",
            "2021–2022 8 Ja takk, begge deler Nei",
            "",
            "Tabell 2.1 Oversikt over vedtak",
            "",
            "Sesjon Vedtak nr. Stikkord",
            "",
            "Rapportering avsluttes ",
            "(Ja/Nei) i Prop. 1 S ",
            "",
            "(2022–2023)",
            " 90 S (2021–2022).",
        ]);
        assert_eq!(
            rows,
            [
                "2021–2022/7 Fyrlykter og andre merker ved innseilingen Some(true)",
                "2021–2022/8 Ja takk, begge deler Some(false)"
            ]
        );
        assert_eq!(left, [0, 9], "{left:?}");
    }

    #[test]
    fn a_session_may_be_printed_once() {
        let (rows, _) = read(&[
            "Vedtak nr. Stikkord Rapporteringen avsluttes",
            "2021–2022",
            "7 Fyrlykter Ja",
            "12 Loser på",
            "kysten Nei",
        ]);
        assert_eq!(
            rows,
            [
                "2021–2022/7 Fyrlykter Some(true)",
                "2021–2022/12 Loser på kysten Some(false)"
            ]
        );
    }

    #[test]
    fn points_and_remarks() {
        let (rows, _) = read(&[
            "Sesjon Vedtak nr. Stikkord Vurderes som fulgt opp",
            "2017–2018 35.24 Grøfter Nei",
            "2017–2018 35, pkt. 31 Regnvann Ja, se omtale nedenfor",
            "2017–2018 879 Kilder Delvis",
            "2016–2017 1 Bekker Ja",
        ]);
        assert_eq!(
            rows,
            [
                "2017–2018/35.24 Grøfter Some(false)",
                "2017–2018/35.31 Regnvann Some(true)",
                "2017–2018/879 Kilder None",
                "2016–2017/1 Bekker Some(true)"
            ]
        );
    }

    #[test]
    fn prose_is_no_row() {
        let (rows, _) = read(&[
            "2021–2022 var et år da vi sa nei. Ja",
            "7 av 10 svarte Nei",
            "2021–2022 7 prosent",
        ]);
        assert!(rows.is_empty(), "{rows:?}");
    }
}
