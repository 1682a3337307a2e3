//! The lines of the running text: furniture out, blanks counted.

use super::furniture::{Furniture, furniture};
use crate::source::{Canonical, Cell, Line, Reach, Style};
use std::collections::HashMap;

/// A line that says something.
#[derive(Debug, Clone)]
pub struct TextLine<'a> {
    /// Its words, without white space around them.
    pub text: &'a str,
    /// Where they begin in the canonical text.
    pub at: usize,
    /// Its page.
    pub page: Option<u32>,
    /// An empty line, or more, stands before it that is not just the form's doubled line end.
    pub gap: bool,
    /// It is the first of its page.
    pub first_on_page: bool,
    /// Its cell, where the form tells cells apart.
    pub cell: Option<Cell>,
    /// How far that cell reaches.
    pub reach: Reach,
    /// How many of its first bytes are bold, where the rest is not.
    pub lead: usize,
    /// How it is set.
    pub style: &'a Style,
    /// Its left edge in points, from PDF.
    pub left: Option<f32>,
    /// How many characters it has.
    pub width: usize,
    /// How many blanks stand before it: some forms are set with them.
    pub indent: usize,
}

#[cfg(test)]
impl<'a> TextLine<'a> {
    /// Lines of plain text, for tests.
    pub fn plain(text: &'a str, style: &'a Style) -> Vec<Self> {
        text.lines()
            .map(|text| Self {
                indent: text.len() - text.trim_start_matches(' ').len(),
                text: text.trim(),
                at: 0,
                page: None,
                gap: false,
                first_on_page: false,
                cell: None,
                reach: Reach::default(),
                lead: style.lead,
                style,
                left: None,
                width: text.trim().chars().count(),
            })
            .collect()
    }
}

/// A line of drawn strokes and nothing else: `────────`.
fn is_rule(text: &str) -> bool {
    text.chars().count() >= 8 && text.chars().all(|c| matches!(c, '─' | '━' | '═' | ' '))
}

/// The lines of the running text, and what was taken out.
pub fn text_lines(source: &Canonical) -> (Vec<TextLine<'_>>, Vec<(usize, Furniture)>) {
    let found = furniture(source);
    let doubled = is_doubled(source);
    let mut lines = Vec::new();
    let mut out = Vec::new();
    let (mut empty, mut blank) = (0, 0);
    let mut page = None;
    let mut tight = false;
    // What stands aside waits for the end of the paragraph that it would stand in.
    let mut held: Vec<TextLine<'_>> = Vec::new();
    for (n, line) in source.lines().iter().enumerate() {
        let words = source.line_text(line);
        let text = words.trim();
        // A rule that typed text draws parts as an empty line does.
        if text.is_empty() || is_rule(text) {
            // In a doubled file a true blank line holds a blank; an empty one is a line end.
            if words.is_empty() {
                empty += 1
            } else {
                blank += 1
            }
            continue;
        }
        if let Some(furniture) = found[n] {
            out.push((n, furniture));
            continue;
        }
        if line.style.aside {
            held.push(TextLine {
                text,
                at: line.range.start + (words.len() - words.trim_start().len()),
                page: line.page,
                gap: held.last().is_none_or(|last| last.style.ends_paragraph),
                first_on_page: false,
                cell: None,
                reach: line.reach,
                lead: line.style.lead.min(text.len()),
                style: &line.style,
                left: line.bbox.map(|bbox| bbox[0]),
                width: text.chars().count(),
                indent: 0,
            });
            continue;
        }
        if !held.is_empty() && lines.last().is_none_or(|last| parts(last, line, text)) {
            lines.append(&mut held);
        }
        // Where the lines before stand close, the doubling is off, and an empty line is one.
        let gap = if doubled {
            blank > 0 || empty > 1 || tight && empty > 0
        } else {
            blank + empty > 0
        };
        tight = blank + empty == 0 && line.page == page && lines.len() > 1;
        lines.push(TextLine {
            text,
            at: line.range.start + (words.len() - words.trim_start().len()),
            page: line.page,
            gap,
            first_on_page: line.page != page,
            cell: line.cell,
            reach: line.reach,
            lead: line
                .style
                .lead
                .saturating_sub(words.len() - words.trim_start().len())
                .min(text.len()),
            style: &line.style,
            left: line.bbox.map(|bbox| bbox[0]),
            width: text.chars().count(),
            indent: words.len() - words.trim_start_matches(' ').len(),
        });
        page = line.page;
        (empty, blank) = (0, 0);
    }
    lines.append(&mut held);
    let mut lines = by_cell(source, lines);
    free_last_rows(&mut lines);
    if source.text().contains(" | ") {
        lines = piped(lines);
    }
    (lines, out)
}

/// Where cells stand side by side on a line, the lines of each row in the order of its cells, and what
/// parts a table at the end of a page below it.
fn by_cell<'a>(source: &Canonical, lines: Vec<TextLine<'a>>) -> Vec<TextLine<'a>> {
    let beside = source.beside();
    if beside.is_empty() {
        return lines;
    }
    let mut ordered: Vec<TextLine<'a>> = Vec::with_capacity(lines.len());
    let mut tables: HashMap<u32, Vec<TextLine<'a>>> = HashMap::new();
    // The place of each table in what comes out, so far without them.
    let mut places: Vec<(usize, u32)> = Vec::new();
    for line in lines {
        match line
            .cell
            .map(|cell| cell.table)
            .filter(|own| beside.contains(own))
        {
            Some(table) => {
                let own = tables.entry(table).or_insert_with(|| {
                    places.push((ordered.len(), table));
                    Vec::new()
                });
                own.push(line);
            }
            None => ordered.push(line),
        }
    }
    let mut out = Vec::with_capacity(source.lines().len());
    let mut rest = ordered.into_iter();
    let mut taken = 0;
    for (place, table) in places {
        out.extend(rest.by_ref().take(place - taken));
        taken = place;
        let mut own = tables.remove(&table).unwrap_or_default();
        own.sort_by_key(|line| (line.cell, line.at));
        for at in 0..own.len() {
            // An empty line parts paragraphs of a cell, not rows from each other.
            own[at].gap &= at == 0 || own[at - 1].cell == own[at].cell;
        }
        out.append(&mut own);
    }
    out.extend(rest);
    out
}

/// Whether a paragraph, or a table, ends between two lines of the running text: what stood aside of
/// them comes there.
fn parts(last: &TextLine<'_>, next: &Line, text: &str) -> bool {
    let table = |cell: Option<Cell>| cell.map(|cell| cell.table);
    if last.cell.is_some() || next.cell.is_some() {
        return table(last.cell) != table(next.cell);
    }
    let ends = last.text.ends_with(['.', ':', ';', '?', '!']);
    last.style.ends_paragraph
        || next.style.bold != last.style.bold
        || ends && !text.starts_with(char::is_lowercase)
}

/// Rows of plain text whose cells a pipe parts, two or more on end: `Kap. 1360 post 01 | 4 500`. The
/// first one begins as a table of money does: other tables are read from their lines.
fn piped(lines: Vec<TextLine<'_>>) -> Vec<TextLine<'_>> {
    let pipes = |line: &TextLine<'_>| {
        let free = line.cell.is_none() && line.style.heading.is_none();
        match free && line.text.contains(" | ") {
            true => line.text.bytes().filter(|byte| *byte == b'|').count(),
            false => 0,
        }
    };
    let mut table = lines
        .iter()
        .filter_map(|line| Some(line.cell?.table + 1))
        .max()
        .unwrap_or(0);
    let counts: Vec<usize> = lines.iter().map(pipes).collect();
    let mut all = Vec::with_capacity(lines.len() + 64);
    let mut open: Option<(usize, u32)> = None;
    for (at, line) in lines.into_iter().enumerate() {
        let count = counts[at];
        let begins = open.is_none_or(|(own, _)| own != count || line.gap);
        if begins {
            table += u32::from(open.take().is_some());
        }
        let titled = ["Kap", "KAP", "Post"]
            .iter()
            .any(|title| line.text.starts_with(title));
        let first = count > 0 && titled && counts.get(at + 1) == Some(&count);
        if open.is_none() && !first {
            all.push(line);
            continue;
        }
        let row = open.map_or(0, |(_, row)| row + 1);
        open = Some((count, row));
        let mut from = 0;
        for (column, cell) in line.text.split('|').enumerate() {
            let words = cell.trim();
            let skip = from + (cell.len() - cell.trim_start().len());
            from += cell.len() + 1;
            if !words.is_empty() {
                all.push(TextLine {
                    text: words,
                    at: line.at + skip,
                    cell: Some(Cell {
                        table,
                        row,
                        column: column as u32,
                    }),
                    width: words.chars().count(),
                    ..line.clone()
                });
            }
        }
    }
    all
}

/// Rows of one cell at the end of a table that has more in its other rows are text below it: where
/// no rule is drawn, the form can only guess where a table ends.
fn free_last_rows(lines: &mut [TextLine<'_>]) {
    let mut widest: HashMap<(u32, u32), u32> = HashMap::new();
    for cell in lines.iter().filter_map(|line| line.cell) {
        let own = widest.entry((cell.table, cell.row)).or_default();
        *own = (*own).max(cell.column);
    }
    let mut last: HashMap<u32, u32> = HashMap::new();
    for (&(table, row), &column) in &widest {
        if column > 0 {
            let own = last.entry(table).or_default();
            *own = (*own).max(row);
        }
    }
    for line in lines {
        if let Some(cell) = line.cell
            && last.get(&cell.table).is_some_and(|last| cell.row > *last)
        {
            line.cell = None;
        }
    }
}

/// Whether an empty line stands between lines of one sentence, as some converters leave it.
///
/// One-line paragraphs with empty lines between them are no sign: only a line that begins with a
/// small letter goes on with the one before.
fn is_doubled(source: &Canonical) -> bool {
    let (mut all, mut doubled) = (0usize, 0usize);
    let mut empty = 0;
    let mut seen = false;
    for line in source.lines() {
        let words = source.line_text(line);
        if words.trim().is_empty() {
            empty += 1;
            continue;
        }
        if seen && words.trim_start().starts_with(char::is_lowercase) && empty <= 1 {
            all += 1;
            doubled += usize::from(empty == 1);
        }
        (empty, seen) = (0, true);
    }
    doubled >= 3 && doubled * 5 > all * 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Builder;

    fn gaps(lines: &[&str]) -> Vec<bool> {
        let mut builder = Builder::new();
        for line in lines {
            builder.line(line);
        }
        let source = builder.finish();
        let (lines, _) = text_lines(&source);
        lines.iter().map(|line| line.gap).collect()
    }

    #[test]
    fn pipes_part_cells() {
        let mut builder = Builder::new();
        for line in [
            "Tekst | her.",
            "",
            "Kap. | Beløp",
            "701 | 12",
            "Sum | ",
            "",
            "A | B",
        ] {
            builder.line(line);
        }
        let source = builder.finish();
        let (lines, _) = text_lines(&source);
        let cells: Vec<(&str, Option<(u32, u32)>)> = lines
            .iter()
            .map(|line| (line.text, line.cell.map(|cell| (cell.row, cell.column))))
            .collect();
        assert_eq!(
            cells,
            [
                ("Tekst | her.", None),
                ("Kap.", Some((0, 0))),
                ("Beløp", Some((0, 1))),
                ("701", Some((1, 0))),
                ("12", Some((1, 1))),
                ("Sum |", None),
                ("A | B", None),
            ]
        );
    }

    /// What is read of pages of lines; a line that begins with a star stands aside.
    fn pages(pages: &[&[&str]]) -> Vec<String> {
        let mut builder = Builder::new();
        for page in pages {
            builder.page();
            for text in *page {
                let line = builder.line(text.trim_start_matches('*'));
                line.style.aside = text.starts_with('*');
                line.style.ends_paragraph = line.style.aside;
            }
        }
        let source = builder.finish();
        let (lines, _) = text_lines(&source);
        lines.iter().map(|line| line.text.to_owned()).collect()
    }

    #[test]
    fn what_stands_aside_waits_for_the_end_of_its_paragraph() {
        let first: &[&str] = &[
            "Etaten skal lage en plan for",
            "*1 Se brevet.",
            "*Postboks 1",
        ];
        let second: &[&str] = &[
            "*Etaten",
            "alle fyr langs kysten.",
            "Planen skal være kort.",
        ];
        assert_eq!(
            pages(&[first, second]),
            [
                "Etaten skal lage en plan for",
                "alle fyr langs kysten.",
                "1 Se brevet.",
                "Postboks 1",
                "Etaten",
                "Planen skal være kort.",
            ]
        );
        // Nothing goes on: it stays where it is.
        let ended: &[&str] = &["Etaten skal lage en plan.", "*1 Se brevet."];
        assert_eq!(
            pages(&[ended, &["Planen skal være kort."]]),
            [
                "Etaten skal lage en plan.",
                "1 Se brevet.",
                "Planen skal være kort.",
            ]
        );
        // At the end of all it is not lost.
        assert_eq!(
            pages(&[&["Slutt", "*1 Se brevet."]]),
            ["Slutt", "1 Se brevet."]
        );
    }

    #[test]
    fn doubled_line_ends_are_no_gaps() {
        assert_eq!(
            gaps(&["a ", "", "b ", "", " ", "", "c ", "", "d", "", "e"]),
            [false, false, true, false, false]
        );
        assert_eq!(
            gaps(&["A.", "", "B.", "", "C.", "", "D."]),
            [false, true, true, true]
        );
        assert_eq!(gaps(&["a", "b", "", "c", "d"]), [false, false, true, false]);
    }
}
