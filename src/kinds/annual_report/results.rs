//! What was measured: figures in the tables and sentences of an answer.
//!
//! ```text
//! table    ::= (corner title+) (measure figure+)+        Ventetid 2025 | Mål | Nord | Sør
//! title    ::= period | target | change | area
//! sentence ::= … changed "med" value unit … | … value unit …
//! ```
//! The unit is the one that is printed beside the figure or in its heading, else the one that all
//! targets of the indicator share.

use super::{
    grid::{Grid, is_figure},
    item::Item,
    prose::label,
};
use crate::{
    grammar::{
        Grammar, amount::signed, lexeme::MONTHS, report::ReportColumn, sentence::sentences,
        target::targets,
    },
    kinds::letter::Letter,
    layout::{Joint, Text},
    model::{Measurement, ResultKind, Unit},
};
use std::ops::Range;

/// Words after which a figure says how much something has changed.
const CHANGED: [&str; 22] = [
    "redusert",
    "reduksjon",
    "redusere",
    "reduseres",
    "økt",
    "økte",
    "økning",
    "auka",
    "auke",
    "forbedring",
    "forbedret",
    "betring",
    "nedgang",
    "vekst",
    "endring",
    "endret",
    "gått",
    "falt",
    "steget",
    "vokst",
    "styrket",
    "bedret",
];

/// How many rows at the top hold no figures: the head.
pub fn head_rows(grid: &Grid) -> usize {
    let head = grid
        .rows
        .iter()
        .position(|row| {
            row.iter().any(|(&column, field)| {
                column > 0 && is_figure(field.text.as_str()) && !is_period(field.text.as_str())
            })
        })
        .unwrap_or(1);
    head.min(grid.rows.len())
}

/// Whether a table gives measurements: one head row over rows of a name and figures, no money, and
/// no year after the one reported on, of which there are only plans.
pub fn is_read(grid: &Grid, reported: Option<i32>) -> bool {
    let head = head_rows(grid);
    let planned = |title: &str| {
        let year = period(title).and_then(|time| {
            time.split(|c: char| !c.is_ascii_digit())
                .find(|word| is_year(word))
        });
        year.and_then(|year| year.parse::<i32>().ok()) > reported && reported.is_some()
    };
    head == 1
        && !grid.rows[0].iter().any(|(&column, field)| {
            column > 0 && !is_target(field.text.as_str()) && planned(field.text.as_str())
        })
        && !grid.rows[0]
            .values()
            .any(|field| is_money(field.text.as_str()))
        && !grid.rows[1..]
            .iter()
            .any(|row| row.values().any(|field| is_money(field.text.as_str())))
        && grid.rows.len() > 1
        && (2..=14).contains(&grid.columns)
        && grid.rows[1..].iter().all(|row| {
            row.iter().all(|(&column, field)| {
                if column == 0 {
                    field.text.len() <= 120 && !is_figure(field.text.as_str())
                } else {
                    is_figure(field.text.as_str())
                }
            })
        })
}

/// The measurements of an item.
pub fn of_item(letter: &Letter<'_>, item: &Item) -> Vec<Measurement> {
    let unit = unit_of_targets(&item.title);
    let mut found = Vec::new();
    for grid in item
        .tables
        .iter()
        .filter(|grid| is_read(grid, letter.document.year))
    {
        of_table(letter, grid, unit, &mut found);
    }
    for figure in &item.figures {
        let words = figure.cell.as_str();
        let Some((value, own)) = value(words) else {
            continue;
        };
        let mut spans = figure.head.clone();
        spans.append(&figure.cell, Joint::Blank);
        found.push(Measurement {
            measure: (!item.title.is_empty()).then(|| item.title.as_str().to_string()),
            area: None,
            period: period(figure.head.as_str()).map(str::to_string),
            value: Some(value),
            unit: own
                .or(unit_in(figure.head.as_str()))
                .or(unit_in(item.title.as_str()))
                .or(unit)
                .map(str::to_string),
            kind: match figure.role {
                ReportColumn::Target => ResultKind::Target,
                ReportColumn::Change => ResultKind::Change,
                _ => ResultKind::Result,
            },
            spans: letter.spans(&spans),
        });
    }
    if item.measure == Some(ReportColumn::Indicator) {
        of_prose(letter, item, &mut found);
    }
    found
}

fn of_table(
    letter: &Letter<'_>,
    grid: &Grid,
    unit: Option<&'static str>,
    found: &mut Vec<Measurement>,
) {
    let head = &grid.rows[0];
    let corner = head
        .get(&0)
        .map(|field| field.text.clone())
        .unwrap_or_default();
    for row in &grid.rows[1..] {
        let name = row
            .get(&0)
            .map(|field| field.text.clone())
            .unwrap_or_default();
        for (&column, field) in row.range(1..) {
            let Some((value, own)) = value(field.text.as_str()) else {
                continue;
            };
            let title = head
                .get(&column)
                .map(|field| field.text.clone())
                .unwrap_or_default();
            let role = letter.grammar.report_column(title.as_str());
            let kind = match role {
                Some(ReportColumn::Target) => ResultKind::Target,
                Some(ReportColumn::Change) => ResultKind::Change,
                _ if is_target(title.as_str()) => ResultKind::Target,
                _ => ResultKind::Result,
            };
            let timed = period(title.as_str());
            let named = timed.is_none_or(|time| time.len() < title.len())
                && !matches!(kind, ResultKind::Change | ResultKind::Target)
                && !title.is_empty();
            let mut text = corner.clone();
            for more in [&title, &name, &field.text] {
                text.append(more, Joint::Blank);
            }
            found.push(Measurement {
                measure: (!name.is_empty()).then(|| name.as_str().to_string()),
                area: named.then(|| title.as_str().to_string()),
                period: timed
                    .or_else(|| period(corner.as_str()))
                    .map(str::to_string),
                value: Some(value),
                unit: own
                    .or_else(|| unit_in(title.as_str()))
                    .or_else(|| unit_in(name.as_str()))
                    .or_else(|| unit_in(corner.as_str()))
                    .or(unit)
                    .map(str::to_string),
                kind,
                spans: letter.spans(&text),
            });
        }
    }
}

/// Figures with a unit in the sentences of an answer to an indicator, its tables left out.
fn of_prose(letter: &Letter<'_>, item: &Item, found: &mut Vec<Measurement>) {
    let tables: Vec<Range<usize>> = item
        .tables
        .iter()
        .flat_map(|grid| grid.text().places())
        .collect();
    let words = item.answer.as_str();
    for range in sentences(words) {
        let inside = item.answer.origin(range.start).is_some_and(|origin| {
            tables
                .iter()
                .any(|table| table.start <= origin && origin < table.end)
        });
        let sentence = &words[range.clone()];
        if inside || label(sentence, letter.grammar).is_some() {
            continue;
        }
        for (place, value, unit) in quantities(sentence) {
            let before = &sentence[..place.start];
            let kind = if is_bound(before) {
                ResultKind::Target
            } else if is_change(before, &sentence[place.clone()]) {
                ResultKind::Change
            } else {
                ResultKind::Result
            };
            let change = kind == ResultKind::Change;
            let period = period_in(sentence, &place, change, letter.grammar);
            let spans = item
                .answer
                .slice(range.start + place.start..range.start + place.end);
            found.push(Measurement {
                measure: (!item.title.is_empty()).then(|| item.title.as_str().to_string()),
                area: None,
                period: period.map(str::to_string),
                value: Some(value),
                unit: Some(unit.to_string()),
                kind,
                spans: letter.spans(&spans),
            });
        }
    }
}

/// Figures with a unit: `59 %`, `11 dager`; where, how much, of what.
fn quantities(text: &str) -> Vec<(Range<usize>, f64, &'static str)> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let mut start = at;
        let free = text[..at]
            .chars()
            .next_back()
            .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '+' | '-' | '−' | '<' | '>'));
        if let Some(sign) = text[..at]
            .chars()
            .next_back()
            .filter(|c| matches!(c, '+' | '-' | '−'))
        {
            start -= sign.len_utf8();
        }
        let end = at
            + bytes[at..]
                .iter()
                .take_while(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'))
                .count();
        let figure = text[start..end].trim_end_matches([',', '.']);
        let after = &text[start + figure.len()..];
        if free
            && let Some((unit, length)) = unit_at(after)
            && let Ok((rest, number)) = signed(figure.trim_start_matches('+'))
            && rest.is_empty()
        {
            found.push((start..start + figure.len() + length, number.value(), unit));
        }
        at = end.max(at + 1);
    }
    found
}

/// The unit behind a figure, and how far it goes.
fn unit_at(after: &str) -> Option<(&'static str, usize)> {
    let words = after.trim_start();
    let blank = after.len() - words.len();
    for (printed, unit) in [
        ("%", "percent"),
        ("prosentpoeng", "percentage_points"),
        ("prosent", "percent"),
        ("pst.", "percent"),
        ("pst", "percent"),
        ("dager", "days"),
        ("dagar", "days"),
        ("døgn", "days"),
        ("dag", "days"),
    ] {
        if let Some(rest) = words.strip_prefix(printed)
            && !rest.starts_with(char::is_alphabetic)
        {
            return Some((unit, blank + printed.len()));
        }
    }
    None
}

/// A unit that stands in a heading: `Andel (%)`, `Antall dager`.
fn unit_in(heading: &str) -> Option<&'static str> {
    let lower = heading.to_lowercase();
    let holds = |word: &str| {
        lower
            .split(|c: char| !c.is_alphanumeric() && c != '%')
            .any(|own| own == word)
    };
    if lower.contains('%') || holds("prosent") || holds("pst") || holds("andel") {
        Some("percent")
    } else if holds("dager") || holds("dagar") {
        Some("days")
    } else if holds("antall") || holds("antal") || holds("tal") {
        Some("count")
    } else {
        None
    }
}

/// The one unit of an indicator's targets.
fn unit_of_targets(title: &Text) -> Option<&'static str> {
    let name = |unit: Unit| match unit {
        Unit::Percent => Some("percent"),
        Unit::Days => Some("days"),
        Unit::Nok => Some("nok"),
        Unit::Count => Some("count"),
        Unit::Share => Some("share"),
        Unit::Other => None,
    };
    let mut units = targets(title.as_str())
        .into_iter()
        .filter_map(|target| target.unit);
    let first = units.next()?;
    units
        .all(|unit| unit == first)
        .then(|| name(first))
        .flatten()
}

/// The figure in a cell, and the unit beside it.
fn value(cell: &str) -> Option<(f64, Option<&'static str>)> {
    let cell = cell.trim();
    let digits = cell.find(|c: char| c.is_ascii_digit())?;
    if !is_figure(cell) || is_period(cell) && cell.len() > 4 {
        return None;
    }
    let sign = cell[..digits].trim_end();
    let negative = sign.ends_with(['-', '−', '–']);
    // `16 729`, `41, 8`: blanks group digits.
    let mut number = String::new();
    let mut length = digits;
    for c in cell[digits..].chars() {
        match c {
            '0'..='9' => number.push(c),
            ',' => number.push('.'),
            '.' => number.push('.'),
            ' ' | '\u{a0}' | '\u{202f}' => {}
            _ => break,
        }
        length += c.len_utf8();
    }
    let number = number.trim_end_matches('.');
    let value: f64 = number.parse().ok()?;
    let unit = unit_at(&cell[length.min(cell.len())..]).map(|(unit, _)| unit);
    Some((if negative { -value } else { value }, unit))
}

/// Whether words speak of money: a table of grants and costs measures nothing.
fn is_money(words: &str) -> bool {
    let lower = words.to_lowercase();
    lower
        .split(|c: char| !c.is_alphanumeric() && c != '.')
        .any(|word| {
            matches!(
                word,
                "kr" | "kr."
                    | "kroner"
                    | "mill"
                    | "mill."
                    | "mrd"
                    | "mrd."
                    | "nok"
                    | "tnok"
                    | "tkr"
            )
        })
        || [
            "tildel", "bevilg", "regnskap", "budsjett", "løyv", "tilskudd", "tilskot", "kostnad",
        ]
        .iter()
        .any(|stem| lower.starts_with(stem))
}

/// Whether a title names a target.
fn is_target(title: &str) -> bool {
    let lower = title.to_lowercase();
    ["mål", "krav", "måltall", "måltal", "målkrav"]
        .iter()
        .any(|word| lower.split_whitespace().next() == Some(word))
}

/// The period that a title names, verbatim: `2025`, `1. tertial 2025`, `des. 2025`; none where it
/// names several years.
fn period(title: &str) -> Option<&str> {
    if is_period(title) {
        return Some(title.trim());
    }
    let mut years = title
        .split(|c: char| !c.is_ascii_digit())
        .filter(|word| is_year(word));
    let year = years.next()?;
    years.next().is_none().then_some(year)
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("20") || word.starts_with("19"))
        && word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a cell names a period and nothing else: each word is a year, a part of one, or a number.
fn is_period(cell: &str) -> bool {
    let mut years = 0;
    let words = cell.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '/'));
    let timed = words.filter(|word| !word.is_empty()).all(|word| {
        let bare = word.trim_end_matches('.').to_lowercase();
        years += usize::from(is_year(&bare));
        is_year(&bare)
            || bare.len() <= 2 && bare.bytes().all(|b| b.is_ascii_digit())
            || MONTHS
                .iter()
                .any(|month| bare.len() >= 3 && month.starts_with(&bare))
            || matches!(
                bare.as_str(),
                "tertial"
                    | "kvartal"
                    | "halvår"
                    | "t1"
                    | "t2"
                    | "t3"
                    | "q1"
                    | "q2"
                    | "q3"
                    | "q4"
                    | "vår"
                    | "høst"
                    | "haust"
                    | "per"
                    | "pr"
                    | "hele"
                    | "heile"
                    | "året"
            )
    });
    timed && years > 0
}

/// The time that a figure in a sentence holds for: for a change `fra januar til desember`, for a
/// state the one time of its own clause.
fn period_in<'t>(
    sentence: &'t str,
    place: &Range<usize>,
    change: bool,
    grammar: &Grammar,
) -> Option<&'t str> {
    let times = crate::grammar::date::times(sentence, &grammar.calendar);
    if change {
        return times.windows(2).find_map(|pair| {
            let from = sentence[..pair[0].range.start].trim_end();
            let between = sentence[pair[0].range.end..pair[1].range.start].trim();
            let start = ["fra", "frå"]
                .iter()
                .find_map(|word| from.strip_suffix(word))?
                .len();
            (between == "til").then(|| &sentence[start..pair[1].range.end])
        });
    }
    let start = sentence[..place.start]
        .rfind([',', ';'])
        .map_or(0, |at| at + 1);
    let end = sentence[place.end..]
        .find([',', ';'])
        .map_or(sentence.len(), |at| place.end + at);
    let mut own = times
        .into_iter()
        .map(|time| time.range)
        .filter(|range| start <= range.start && range.end <= end);
    let one = own.next()?;
    own.next().is_none().then(|| &sentence[one])
}

/// Whether what stands before a figure bounds it: `minst`, `maks`.
fn is_bound(before: &str) -> bool {
    let last = before
        .trim_end()
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or("");
    matches!(
        last.trim_start_matches('(').to_lowercase().as_str(),
        "minst" | "maks" | "maks." | "minimum" | "maksimum" | "kravet" | "målet" | "under" | "over"
    )
}

/// Whether a figure says how much something has changed: a sign, or a word of change and «med»
/// before it in its sentence.
fn is_change(before: &str, figure: &str) -> bool {
    if figure.starts_with(['+', '-', '−']) {
        return true;
    }
    let with = before
        .trim_end()
        .rsplit(char::is_whitespace)
        .take(3)
        .any(|word| matches!(word, "med" | "på"));
    with && before
        .split(|c: char| !c.is_alphabetic())
        .any(|word| CHANGED.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_cells() {
        assert_eq!(value("69,5"), Some((69.5, None)));
        assert_eq!(value("12 %"), Some((12.0, Some("percent"))));
        assert_eq!(value("- 3 dager"), Some((-3.0, Some("days"))));
        assert_eq!(value("2 063 000"), Some((2_063_000.0, None)));
        assert_eq!(value("374****"), Some((374.0, None)));
        assert_eq!(value("-"), None);
        assert_eq!(value("FIN"), None);
    }

    #[test]
    fn figures_in_sentences() {
        let text = "Ventetiden er redusert med 11 dager i somatikken, og andelen er 59 %, mot 64 pst. i 2024.";
        let all: Vec<_> = quantities(text)
            .into_iter()
            .map(|(_, value, unit)| (value, unit))
            .collect();
        assert_eq!(all, [(11.0, "days"), (59.0, "percent"), (64.0, "percent")]);
        let (first, ..) = quantities(text).remove(0);
        assert!(is_change(&text[..first.start], &text[first]));
    }

    #[test]
    fn periods_of_titles() {
        assert_eq!(period("Ventetid 2025"), Some("2025"));
        assert_eq!(period("2. tertial 2025"), Some("2. tertial 2025"));
        assert_eq!(period("Helse Nord"), None);
        assert_eq!(period("Tildeling 2025"), Some("2025"));
        assert_eq!(period("Brukt i 2024 og 2025"), None);
        assert_eq!(period("jan. 2025"), Some("jan. 2025"));
        assert_eq!(period("Mål for 2030 og"), Some("2030"));
    }
}
