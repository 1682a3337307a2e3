//! The titles of a table that is set with blanks, as `pdftotext -layout` leaves it: each column's title
//! stands above its figures, over up to three lines.
//!
//! ```text
//!                                     Regnskap         Saldert     Forslag
//! Post  Betegnelse                        2023   budsjett 2024        2025
//! ```
//! Words with two blanks or more between them are of different columns; what stands in the same place on
//! the lines above and below belongs to one.

use crate::{
    grammar::{ColumnRole, Grammar},
    kinds::money::titles::{Title, year},
    layout::TextLine,
};
use std::ops::Range;

/// Words of one column on one line: where they stand, from the left edge, and what they are.
struct Piece<'a> {
    place: Range<usize>,
    words: &'a str,
    line: usize,
}

/// Whether a line is set with blanks.
pub(super) fn is_aligned(line: &TextLine<'_>) -> bool {
    line.cell.is_none() && line.text.contains("   ")
}

/// The titles of the head whose keys stand at a line, from left to right, and one past its last line.
pub(super) fn aligned_titles(
    lines: &[TextLine<'_>],
    at: usize,
    grammar: &Grammar,
) -> Option<(Vec<Title>, usize)> {
    // The more lines the better: «Forslag» alone is a title, too.
    const AROUND: [(usize, usize); 8] = [
        (2, 0),
        (1, 1),
        (0, 2),
        (1, 0),
        (0, 1),
        (0, 0),
        (2, 1),
        (1, 2),
    ];
    AROUND.into_iter().find_map(|(above, below)| {
        let from = at.checked_sub(above)?;
        let own = lines.get(from..at + below + 1)?;
        let cells = own
            .iter()
            .any(|line| line.cell.is_some() || line.width > 240);
        let parted = own[1..].iter().any(|line| line.first_on_page);
        if cells || parted {
            return None;
        }
        let mut columns: Vec<Vec<Piece<'_>>> = Vec::new();
        for (n, line) in own.iter().enumerate() {
            for piece in pieces(line, from + n) {
                let shares = columns.iter().position(|column| {
                    column.iter().any(|other| touch(&other.place, &piece.place))
                });
                match shares {
                    Some(column) => columns[column].push(piece),
                    None => columns.push(vec![piece]),
                }
            }
        }
        columns.sort_by_key(|column| column.iter().map(|piece| piece.place.start).min());
        let mut titles: Vec<Title> = Vec::new();
        for column in &columns {
            let words: Vec<&str> = column.iter().map(|piece| piece.words).collect();
            let title = words.join(" ");
            let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
            let line = column.first()?.line;
            match grammar.column(&title) {
                Some(role) => titles.push((role, title, line)),
                // The key and the name may stand one blank apart.
                None => {
                    let (key, name) = title.split_once(' ')?;
                    let key = (grammar.column(key)?, key.to_string(), line);
                    let name = (grammar.column(name)?, name.to_string(), line);
                    titles.extend([key, name]);
                }
            }
        }
        // A row of figures is none of titles, nor is a column whose year stands on a line not looked at.
        let whole = titles
            .iter()
            .filter(|(role, _, _)| is_dated(role))
            .all(|(_, title, _)| title.rsplit(' ').next().and_then(year).is_some());
        (whole && titles.len() > 1).then_some((titles, at + below + 1))
    })
}

/// The titles of a head whose upper halves a reader has put on a line of their own, without the blanks:
///
/// ```text
/// Regnskap Saldert Forslag
/// Post Betegnelse 2023 budsjett 2024 2025
/// ```
/// Each word above goes on with the next words below.
pub(super) fn stacked_titles(
    lines: &[TextLine<'_>],
    at: usize,
    grammar: &Grammar,
) -> Option<(Vec<Title>, usize)> {
    let (above, own) = (lines.get(at.checked_sub(1)?)?, lines.get(at)?);
    if above.cell.is_some() || own.cell.is_some() || own.first_on_page || above.width > 60 {
        return None;
    }
    let mut below: Vec<&str> = own.text.split_whitespace().collect();
    let mut titles: Vec<Title> = Vec::new();
    // The keys and the name stand whole on the line below.
    while let Some(first) = below.first() {
        let role = grammar.column(first).filter(|role| {
            matches!(
                role,
                ColumnRole::Chapter | ColumnRole::Post | ColumnRole::PostGroup | ColumnRole::Name
            )
        });
        let Some(role) = role else { break };
        titles.push((role, (*first).to_string(), at));
        below.remove(0);
    }
    if titles.is_empty() {
        return None;
    }
    for word in above.text.split_whitespace() {
        let (taken, role, title) = (1..=3.min(below.len())).rev().find_map(|taken| {
            let title = format!("{word} {}", below[..taken].join(" "));
            let role = grammar.column(&title)?;
            let year = below[taken - 1];
            let whole = !is_dated(&role) || self::year(year).is_some();
            whole.then_some((taken, role, title))
        })?;
        titles.push((role, title, at));
        below.drain(..taken);
    }
    (below.is_empty() && titles.len() > 2).then_some((titles, at + 1))
}

/// Whether the title of a column names a year.
fn is_dated(role: &ColumnRole) -> bool {
    matches!(
        role,
        ColumnRole::Accounts | ColumnRole::Budget | ColumnRole::Proposal
    )
}

/// The words of a line, parted where two blanks or more stand.
fn pieces<'a>(line: &TextLine<'a>, at: usize) -> Vec<Piece<'a>> {
    let mut found = Vec::new();
    let mut place = line.indent;
    let mut rest = line.text;
    while !rest.is_empty() {
        let end = rest.find("  ").unwrap_or(rest.len());
        let words = &rest[..end];
        let count = words.chars().count();
        if !words.is_empty() {
            found.push(Piece {
                place: place..place + count,
                words,
                line: at,
            });
        }
        let after = rest[end..].trim_start_matches(' ');
        place += count + (rest.len() - end - after.len());
        rest = after;
    }
    found
}

/// Whether two pieces share a place.
fn touch(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Style;

    fn read(text: &str, at: usize) -> Option<Vec<String>> {
        let style = Style::default();
        let lines = TextLine::plain(text, &style);
        let (titles, _) = aligned_titles(&lines, at, &Grammar::built_in())?;
        Some(titles.into_iter().map(|(_, title, _)| title).collect())
    }

    #[test]
    fn titles_above_each_other() {
        let wanted = [
            "Post",
            "Betegnelse",
            "Regnskap 2023",
            "Saldert budsjett 2024",
            "Forslag 2025",
        ];
        let above = "
                                    Regnskap         Saldert     Forslag
Post Betegnelse                         2023   budsjett 2024        2025
01   Driftsutgifter                      101             104         107";
        assert_eq!(
            read(above, 2).as_deref(),
            Some(&wanted.map(String::from)[..])
        );
        let below = "\
Post  Betegnelse                    Regnskap         Saldert     Forslag
                                        2023   budsjett 2024        2025
01    Driftsutgifter                     101             104         107";
        assert_eq!(
            read(below, 0).as_deref(),
            Some(&wanted.map(String::from)[..])
        );
        assert_eq!(read("Post 01   Driftsutgifter", 0), None);
    }

    #[test]
    fn halves_of_titles_on_lines_of_their_own() {
        let read = |text: &str| -> Option<Vec<String>> {
            let style = Style::default();
            let lines = TextLine::plain(text, &style);
            let (titles, _) = stacked_titles(&lines, 1, &Grammar::built_in())?;
            Some(titles.into_iter().map(|(_, title, _)| title).collect())
        };
        assert_eq!(
            read(
                "Regnskap Saldert Forslag Endring\nKap. Betegnelse 2023 budsjett 2024 2025 i pst."
            ),
            Some(
                [
                    "Kap.",
                    "Betegnelse",
                    "Regnskap 2023",
                    "Saldert budsjett 2024",
                    "Forslag 2025",
                    "Endring i pst."
                ]
                .map(String::from)
                .to_vec()
            )
        );
        assert_eq!(read("Det er et forslag\nPost Betegnelse 2023"), None);
    }
}
