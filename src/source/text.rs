//! Plain text, as Tika, pdftotext or a copy-paste leaves it.
//!
//! Nothing is changed but the page breaks: a form feed, or the mark that Tika leaves, becomes the
//! `\f` of the canonical text. Tika's mark is a line that begins with exactly one blank directly
//! after a line that is not empty; the blank stays, so that places in a UTF-8 file with such marks
//! are the places of its canonical text. Where a running head with the page's number survived, the
//! mark is missing; then the number tells.
//!
//! Lines of a table whose columns blanks or tabs part are cut into their cells ([`columns`]).

mod columns;
mod rows;
#[cfg(test)]
mod tests_of_tables;

use super::{Builder, Canonical, series::label_pages};

/// Reads plain text; its line ends are `\n`.
pub(super) fn read(text: &str) -> Canonical {
    let mut read = pages(text);
    label_pages(&mut read);
    columns::cut(&mut read);
    read
}

/// The text in its pages.
fn pages(text: &str) -> Canonical {
    let text = text.strip_suffix('\n').unwrap_or(text);
    if text.contains('\u{c}') {
        return by_form_feed(text);
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let Some(breaks) = marked_breaks(&lines) else {
        let mut builder = Builder::new();
        for line in lines {
            builder.line(line);
        }
        return builder.finish();
    };
    let mut builder = Builder::new();
    builder.page();
    let mut breaks = breaks.into_iter().peekable();
    for (at, line) in lines.into_iter().enumerate() {
        if breaks.next_if_eq(&at).is_some() {
            builder.page();
        }
        builder.line(line);
    }
    builder.finish()
}

/// Pages that form feeds part; pdftotext puts one after the last page, too.
fn by_form_feed(text: &str) -> Canonical {
    let mut builder = Builder::new();
    let text = text.strip_suffix('\u{c}').unwrap_or(text);
    for page in text.split('\u{c}') {
        builder.page();
        let page = page.strip_suffix('\n').unwrap_or(page);
        if page.is_empty() {
            continue;
        }
        for line in page.split('\n') {
            builder.line(line);
        }
    }
    builder.finish()
}

/// Fewest printed lines that the middle one of a text's pages has.
const LEAST_PAGE: usize = 12;
/// Most of them: two columns of small print.
const MOST_PAGE: usize = 200;

/// The lines that begin pages after the first by Tika's mark, or none if the text has no such mark.
///
/// Cells of tables begin with one blank, too. Most follow an empty line, which no break does; the
/// others give themselves away by the page that would end with them: a page that ends early ends
/// before a heading.
fn marked_breaks(lines: &[&str]) -> Option<Vec<usize>> {
    // How many printed lines stand before each line.
    let mut before = Vec::with_capacity(lines.len() + 1);
    let mut printed = 0;
    for line in lines {
        before.push(printed);
        printed += usize::from(!line.trim().is_empty());
    }
    before.push(printed);

    let first_is_marked = lines.first().is_some_and(|line| has_mark(line));
    let marks: Vec<usize> = (1..lines.len())
        .filter(|&at| has_mark(lines[at]) && !lines[at - 1].is_empty())
        .collect();
    if marks.is_empty() {
        // A letter of one page; a long text with one blank at its head is none.
        return (first_is_marked && printed <= MOST_PAGE).then(Vec::new);
    }
    if marks.len() < 2 && !first_is_marked {
        return None;
    }
    let mut lengths: Vec<usize> = std::iter::once(&0)
        .chain(&marks)
        .zip(&marks)
        .map(|(from, to)| before[*to] - before[*from])
        .collect();
    lengths.sort_unstable();
    let usual = lengths[lengths.len() / 2];
    if !(LEAST_PAGE..=MOST_PAGE).contains(&usual) {
        return None;
    }

    let mut breaks: Vec<usize> = Vec::with_capacity(marks.len());
    for at in marks {
        let last = breaks.last().copied().unwrap_or(0);
        let here = Start::of(lines[at]);
        let early = (before[at] - before[last]) * 4 < usual;
        let followed = lines.get(at + 1).is_none_or(|next| next.trim().is_empty());
        let is_break = match here {
            Start::Heading => true,
            Start::Running | Start::Figure => !early,
            // A cell has its row behind it, a heading an empty line.
            Start::BareNumber => !early || followed,
        };
        if is_break {
            breaks.push(at);
        } else if here == Start::Running && Start::of(lines[last]) == Start::Figure {
            // Of two so near each other, the amount is the cell.
            breaks.pop();
            breaks.push(at);
        }
    }
    add_numbered(lines, &before, usual, &mut breaks);
    Some(breaks)
}

/// Empty lines that part a page from the running head of the next.
const LEAST_GAP: usize = 3;
/// Longest running head.
const MOST_HEAD: usize = 60;
/// Pages that may be missing before the first: a cover, contents.
const MOST_MISSING: usize = 40;

/// Adds the pages that begin with a running head: a short line with the page's number (`Side 28`,
/// `40 Prop. 1 S`) behind empty lines. The number must count on from the others', or the head part
/// a page that is too long.
fn add_numbered(lines: &[&str], before: &[usize], usual: usize, breaks: &mut Vec<usize>) {
    // Where the heads stand, how far their numbers are ahead of the count, how long the page is.
    let mut heads: Vec<(usize, usize, bool)> = Vec::new();
    let mut next = 0;
    let mut gap = 0;
    for (at, line) in lines.iter().enumerate() {
        while breaks.get(next).is_some_and(|&page| page <= at) {
            next += 1;
        }
        let line = line.trim();
        if line.is_empty() {
            gap += 1;
            continue;
        }
        if std::mem::take(&mut gap) < LEAST_GAP || line.len() > MOST_HEAD || at == 0 {
            continue;
        }
        // The page that would begin here: the first, those marked, those found, itself.
        let page = 1 + next + heads.len() + 1;
        let ahead = page_numbers(line)
            .filter_map(|number| number.checked_sub(page))
            .find(|&ahead| ahead <= MOST_MISSING);
        if let Some(ahead) = ahead {
            let last = next.checked_sub(1).map_or(0, |last| breaks[last]);
            let end = breaks.get(next).copied().unwrap_or(lines.len());
            let (one, other) = (before[at] - before[last], before[end] - before[at]);
            let long = (one + other) * 2 > usual * 3 && one.min(other) * 4 > usual;
            heads.push((at, ahead, long));
        }
    }
    let near = |a: usize, b: usize| a.abs_diff(b) <= 2;
    let found: Vec<usize> = (0..heads.len())
        .filter(|&n| {
            let (_, ahead, long) = heads[n];
            long || n > 0 && near(heads[n - 1].1, ahead)
                || heads.get(n + 1).is_some_and(|next| near(next.1, ahead))
        })
        .map(|n| heads[n].0)
        .collect();
    breaks.extend(found);
    breaks.sort_unstable();
    breaks.dedup();
}

/// The numbers that a line begins and ends with, if they may be a page's.
fn page_numbers(line: &str) -> impl Iterator<Item = usize> {
    let first = line.split(' ').next();
    let last = line.rsplit(' ').next();
    first
        .into_iter()
        .chain(last)
        .filter(|word| (1..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit()))
        .filter_map(|word| word.parse().ok())
}

/// Exactly one blank, then a printed character.
fn has_mark(line: &str) -> bool {
    line.strip_prefix(' ')
        .and_then(|rest| rest.chars().next())
        .is_some_and(|c| !c.is_whitespace())
}

/// How a marked line begins.
#[derive(PartialEq, Eq)]
enum Start {
    /// In mid-sentence: a small letter, a dash.
    Running,
    /// No letter at all: `1 628 000`.
    Figure,
    /// A number without a full stop, then a word: `21 Spesielle driftsutgifter`, a footnote, and
    /// some headings.
    BareNumber,
    /// A capital, or a number with a full stop.
    Heading,
}

impl Start {
    fn of(line: &str) -> Self {
        let line = line.trim();
        if !line.contains(char::is_alphabetic) {
            return Self::Figure;
        }
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        match rest.chars().next() {
            Some(' ') if rest.len() < line.len() => Self::BareNumber,
            Some(_) if rest.len() < line.len() => Self::Heading,
            Some(c) if c.is_uppercase() => Self::Heading,
            _ => Self::Running,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    /// The words that each page begins with.
    fn starts(text: &str) -> Vec<String> {
        let text = read(text);
        (1..=text.page_count().unwrap_or(0))
            .map(|page| {
                let first = text.lines().iter().find(|line| line.page == Some(page));
                first.map_or(String::new(), |line| text.line_text(line).to_owned())
            })
            .collect()
    }

    /// So many lines of running text, their ends doubled if wanted.
    fn page(text: &mut String, first: &str, lines: usize, end: &str) {
        text.push_str(first);
        text.push_str(end);
        for n in 1..lines {
            let _ = write!(text, "linje {n} av teksten{end}");
        }
        // Tika closes a page with a single line end.
        text.truncate(text.trim_end().len());
        text.push('\n');
    }

    #[test]
    fn form_feeds_part_pages() {
        let text = read("a\nb\n\u{c}c\n\n\u{c}");
        assert_eq!(text.text(), "a\nb\u{c}c\n");
        assert_eq!(text.page_count(), Some(2));
        let pages: Vec<_> = text.lines().iter().map(|line| line.page).collect();
        assert_eq!(pages, [Some(1), Some(1), Some(2), Some(2)]);
        // The blank is no mark beside them.
        assert_eq!(starts(" a\n b\n\u{c}c"), [" a", "c"]);
    }

    #[test]
    fn a_blank_marks_a_page_in_either_line_spacing() {
        for end in ["\n", "\n\n"] {
            let mut text = String::new();
            page(&mut text, " 1 Innledning", 40, end);
            page(&mut text, " rene skal følge opp", 40, end);
            page(&mut text, " 3. Mål", 6, end);
            page(&mut text, " Oppdrag", 40, end);
            assert_eq!(
                starts(&text),
                [
                    " 1 Innledning",
                    " rene skal følge opp",
                    " 3. Mål",
                    " Oppdrag"
                ]
            );
            assert_eq!(read(&text).characters(), text.chars().count() - 1);
        }
    }

    #[test]
    fn cells_that_begin_with_a_blank_are_no_pages() {
        let mut text = String::new();
        page(&mut text, " 1 Innledning", 40, "\n\n");
        page(&mut text, " neste", 40, "\n\n");
        page(&mut text, " Tabell", 10, "\n\n");
        text.push_str("\n 21 Spesielle driftsutgifter\n\n 1 628 000\n");
        page(&mut text, " og institutt", 5, "\n\n");
        text.push_str(" 21 Driftsutgifter 89\nand 1\n");
        page(&mut text, "vanlig", 30, "\n\n");
        page(&mut text, " fortsatt", 40, "\n\n");
        assert_eq!(
            starts(&text),
            [
                " 1 Innledning",
                " neste",
                " Tabell",
                " og institutt",
                " fortsatt"
            ]
        );
    }

    #[test]
    fn a_running_head_with_its_number_begins_a_page() {
        let mut text = String::new();
        page(&mut text, " 1 Innledning", 40, "\n");
        page(&mut text, " neste", 40, "\n");
        page(&mut text, " tredje", 40, "\n");
        text.push_str("\n \n\nSide 6\n");
        page(&mut text, "Helsetilsynet", 38, "\n");
        page(&mut text, " femte", 20, "\n");
        text.push_str("\n\n\nKap. 732, post 21\n\n\n\nInnen 2026\n");
        page(&mut text, "tekst", 20, "\n");
        assert_eq!(
            starts(&text),
            [" 1 Innledning", " neste", " tredje", "Side 6", " femte"]
        );
    }

    #[test]
    fn a_text_without_marks_has_no_pages() {
        for text in ["", "a", "a\nb\n", " alt\n er\n rykket\n inn\n", "a\n b\nc"] {
            let mut long = text.repeat(60);
            long.push('x');
            for text in [text, &long] {
                assert_eq!(read(text).page_count(), None, "{text}");
            }
        }
    }
}
