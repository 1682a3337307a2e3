//! The cells of the rows of other tables: where the words end, and how the figures are parted.
//!
//! ```text
//! row    ::= words [year] figure+
//! figure ::= number | number "pst." | number "/" number | number "(" letter ")"
//! ```

use crate::{
    grammar::place::after_last,
    kinds::money::{
        figures::{Reading, readings},
        words,
    },
    layout::{Joint, Text},
};
use std::ops::Range;

/// How wide a row's figures are read.
pub(super) const COLUMNS: usize = 12;

/// A row that is read.
pub(super) struct Row {
    /// The words on the lines above.
    pub(super) lead: Text,
    pub(super) text: Text,
    /// How its words go on with those above; none where they are a cell of their own.
    pub(super) joint: Option<Joint>,
}

/// The cells of all rows. Where most rows have more figures than one whose figures run to many more
/// digits than theirs (`10 438 684` beside `12 280 1010`), that one's are parted as theirs are.
pub(super) fn cells_of_rows(rows: &[Row], adds_up: bool) -> Vec<Vec<String>> {
    let first = rows.first().filter(|_| adds_up);
    let mut columns = first
        .and_then(|row| cells_of(row.text.as_str(), None, true))
        .map(|(_, cells)| cells.len());
    let mut found: Vec<(usize, Vec<Range<usize>>)> = Vec::new();
    for row in rows {
        let text = row.text.as_str();
        let cells = cells_of(text, columns, adds_up && columns.is_none());
        let (end, cells) = cells.unwrap_or((text.len(), Vec::new()));
        columns = Some(cells.len());
        found.push((end, cells));
    }
    let digits = |row: usize, cells: &[Range<usize>]| {
        let text = rows[row].text.as_str();
        let count = |cell: &Range<usize>| {
            text[cell.clone()]
                .bytes()
                .filter(u8::is_ascii_digit)
                .count()
        };
        cells.iter().map(count).max().unwrap_or(0)
    };
    let most = found
        .iter()
        .map(|(_, cells)| cells.len())
        .max()
        .unwrap_or(0);
    let full = found
        .iter()
        .filter(|(_, cells)| cells.len() == most)
        .count();
    if full * 2 > found.len() {
        let longest = found
            .iter()
            .enumerate()
            .filter(|(_, (_, cells))| cells.len() == most)
            .map(|(n, (_, cells))| digits(n, cells))
            .max()
            .unwrap_or(0);
        for (n, row) in rows.iter().enumerate() {
            if found[n].1.len() < most
                && digits(n, &found[n].1) >= longest + 2
                && let Some(cells) = cells_of(row.text.as_str(), Some(most), false)
            {
                found[n] = cells;
            }
        }
    }
    rows.iter()
        .zip(found)
        .map(|(row, (end, cells))| {
            let mut out: Vec<String> = Vec::new();
            let own = row.text.slice(0..end);
            match row.joint {
                Some(joint) if !own.is_empty() => {
                    let mut whole = row.lead.clone();
                    whole.append(&own, joint);
                    out.push(words(whole.as_str()));
                }
                _ => out.extend(
                    [words(row.lead.as_str()), words(own.as_str())]
                        .into_iter()
                        .filter(|own| !own.is_empty()),
                ),
            }
            out.extend(
                cells
                    .iter()
                    .map(|cell| words(&row.text.as_str()[cell.clone()])),
            );
            out
        })
        .collect()
}

/// The title of a last column that sums the others.
pub(super) fn sums_up(head: &str) -> bool {
    matches!(
        head.split_whitespace().next_back(),
        Some("Sum" | "Totalt" | "Total" | "alt")
    )
}

/// The figures of a row, and where the words before them end. Of several ways to part them it is the
/// one with as many as the row above; of a first row whose last column sums the others, the one whose
/// figures add up.
pub(super) fn cells_of(
    text: &str,
    columns: Option<usize>,
    summed: bool,
) -> Option<(usize, Vec<Range<usize>>)> {
    if let Some(found) = loose_cells(text) {
        return Some(found);
    }
    let named = year_of_name(text).unwrap_or(0);
    let all = readings(text, named, COLUMNS);
    let fits = |reading: &&Reading| Some(reading.items.len()) == columns && reading.penalty < 20;
    let adds = |reading: &&Reading| {
        let own = reading.items.iter();
        let values: Option<Vec<f64>> = own.map(|item| Some(item.value?.value())).collect();
        values.is_some_and(|values| {
            values.len() >= 3
                && values
                    .split_last()
                    .is_some_and(|(sum, parts)| (parts.iter().sum::<f64>() - sum).abs() < 1e-6)
        })
    };
    let reading = all
        .iter()
        .find(fits)
        .or(all.iter().filter(|_| summed).find(adds))
        .or(all.first())?;
    let items = reading.items.iter();
    Some((
        reading.words_end.max(named),
        items.map(|item| item.range.clone()).collect(),
    ))
}

/// `Årsresultat 2023 1 544 317`: the year belongs to the name; where it ends.
fn year_of_name(text: &str) -> Option<usize> {
    let figure = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | '−'))
            && !word.contains(char::is_alphabetic)
    };
    let mut at = 0;
    let mut named = false;
    for word in text.split(' ') {
        let end = at + word.len();
        if figure(word) {
            let year = word.len() == 4
                && word.bytes().all(|b| b.is_ascii_digit())
                && matches!(&word[..2], "19" | "20");
            let after = &text[end..];
            let rest =
                after.split_whitespace().all(figure) && after.split_whitespace().count() >= 2;
            return (named && year && rest).then_some(end);
        }
        named |= word.contains(char::is_alphabetic);
        at = end + 1;
    }
    None
}

/// The cells of a row whose figures have a unit in words or stand in pairs, from its end:
/// `17 052 13 pst. 111 pst.`, `8/5 13 62/38 46 882 (K)`; none where there is no such figure.
pub(super) fn loose_cells(text: &str) -> Option<(usize, Vec<Range<usize>>)> {
    let pair = |word: &str| {
        word.split_once('/').is_some_and(|(one, other)| {
            let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
            !one.is_empty() && digits(one) && digits(other)
        })
    };
    let number = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | '−'))
            && word.ends_with(|c: char| c.is_ascii_digit() || c == '%')
            && word.chars().all(|c| {
                c.is_ascii_digit() || matches!(c, ',' | '.' | '-' | '–' | '−' | '%' | '\u{a0}')
            })
    };
    let mut cells: Vec<Range<usize>> = Vec::new();
    let mut unit: Option<usize> = None;
    let (mut special, mut end) = (0, text.len());
    loop {
        let left = text[..end].trim_end();
        let start = after_last(left, |c| c.is_whitespace() && c != '\u{a0}');
        let word = &left[start..];
        if word.is_empty() {
            break;
        }
        // `13⍽pst.` is one word.
        if let Some(bare) = word.strip_suffix("pst.").filter(|_| unit.is_none())
            && number(bare.trim_end_matches('\u{a0}'))
        {
            special += 1;
            cells.push(start..left.len());
            end = start;
            continue;
        }
        let tag = word.len() <= 4 && word.starts_with('(') && word.ends_with(')');
        if unit.is_none() && (word == "pst." || tag && word[1..].starts_with(char::is_uppercase)) {
            unit = Some(left.len());
        } else if pair(word) || number(word) {
            special += usize::from(pair(word) || unit.is_some_and(|to| text[..to].ends_with('.')));
            let to = unit.take().unwrap_or(left.len());
            // `46 882`: three figures alone go on with one to three before them.
            let digits = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
            let before = left[..start].trim_end();
            let first = before
                .rsplit(char::is_whitespace)
                .next()
                .unwrap_or_default();
            let group = word.len() == 3
                && digits(word)
                && (1..=3).contains(&first.len())
                && digits(first)
                && !first.starts_with('0');
            let from = if group {
                before.len() - first.len()
            } else {
                start
            };
            cells.push(from..to);
            end = from;
            continue;
        } else {
            break;
        }
        end = start;
    }
    cells.reverse();
    let first = cells.first()?.start;
    let named = text[..first].contains(char::is_alphabetic);
    (special > 0 && cells.len() >= 2 && named && unit.is_none()).then_some((first, cells))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str, columns: Option<usize>, summed: bool) -> Option<(&str, Vec<&str>)> {
        let (end, cells) = cells_of(text, columns, summed)?;
        let cells = cells.into_iter().map(|cell| &text[cell]).collect();
        Some((text[..end].trim_end(), cells))
    }

    #[test]
    fn figures_in_pairs_and_with_units_in_words() {
        assert_eq!(
            cells("Fyrvokter 17/10 27 63/37 42 826 (M)", None, false),
            Some(("Fyrvokter", vec!["17/10", "27", "63/37", "42 826 (M)"]))
        );
        assert_eq!(
            cells(
                "Nordre fyr  36\u{a0}913  45\u{a0}892 13 pst. 111 pst.",
                None,
                false
            ),
            Some((
                "Nordre fyr",
                vec!["36\u{a0}913", "45\u{a0}892", "13 pst.", "111 pst."]
            ))
        );
        assert_eq!(
            cells("Søre fyr 13\u{a0}pst. 111\u{a0}pst.", None, false),
            Some(("Søre fyr", vec!["13\u{a0}pst.", "111\u{a0}pst."]))
        );
        assert_eq!(cells("jf. punkt 3/4", None, false), None);
        assert_eq!(loose_cells("Fra 2024 steg tallet med 13 pst."), None);
        assert_eq!(loose_cells("Planen gjelder 2023/2024"), None);
    }

    #[test]
    fn the_year_of_a_name_is_no_figure_and_a_sum_parts_the_others() {
        assert_eq!(
            cells(
                "Resultat 2023 1\u{a0}544 317 42 -407 1\u{a0}496",
                None,
                true
            ),
            Some((
                "Resultat 2023",
                vec!["1\u{a0}544", "317", "42", "-407", "1\u{a0}496"]
            ))
        );
        assert_eq!(
            cells(
                "Resultat 2024 3\u{a0}184 903 -887 66 3\u{a0}276",
                Some(5),
                false
            ),
            Some((
                "Resultat 2024",
                vec!["3\u{a0}184", "903", "-887", "66", "3\u{a0}276"]
            ))
        );
    }
}
