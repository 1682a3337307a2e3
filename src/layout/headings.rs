//! Which lines are headings.
//!
//! ```text
//! heading ::= number title | title of a known zone, alone on its line | a heading marked by its form
//! number  ::= digits ("." digits)* "."?
//! ```
//! In plain text the numbers of headings, of list items and of the rows of an assignment table look
//! alike. What tells them apart is the series that a number goes on with: a dotted number must lie
//! under the chapter it stands in or the next one; a single number must be the next chapter's and
//! stand alone, not in a list; inside an assignment table, the next row's number is a row.

use super::lines::TextLine;
use crate::grammar::{ColumnRole, Grammar, marker};

/// What a line begins, where it begins more than running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// A heading.
    Heading {
        /// Its number, without a closing full stop.
        number: Option<String>,
        /// Depth in the outline, from 1; none where nothing tells.
        level: Option<u8>,
        /// How many bytes of the line the number takes, blanks after it included.
        skip: usize,
        /// How many lines it goes on over.
        lines: usize,
    },
    /// The head of a table whose cells run together on one line.
    TableHead(Vec<ColumnRole>),
    /// A row of such a table, by its printed number.
    Row {
        /// The number as printed.
        number: String,
        /// How many bytes of the line the number takes, blanks after it included.
        skip: usize,
    },
}

/// For every line, what it begins.
pub fn marks(lines: &[TextLine<'_>], grammar: &Grammar) -> Vec<Option<Mark>> {
    let mut reader = Reader { lines, grammar, path: Vec::new(), row: 0, table: false, marks: vec![None; lines.len()] };
    let mut at = 0;
    while at < lines.len() {
        at += reader.line(at).max(1);
    }
    let mut marks = reader.marks;
    drop_contents(lines, &mut marks);
    marks
}

struct Reader<'a> {
    lines: &'a [TextLine<'a>],
    grammar: &'a Grammar,
    /// The number of the section that we are in.
    path: Vec<u32>,
    /// The last row of an assignment table.
    row: u32,
    /// Whether we are below the head of an assignment table.
    table: bool,
    marks: Vec<Option<Mark>>,
}

impl Reader<'_> {
    /// Looks at one line; how many lines its mark takes.
    fn line(&mut self, at: usize) -> usize {
        let line = &self.lines[at];
        if line.cell.is_some() {
            return 1;
        }
        if let Some(level) = line.style.heading {
            let (number, skip) = heading_number(line.text).unwrap_or((None, 0));
            if let Some(number) = &number {
                self.path = components(number);
            }
            return self.heading(at, number, Some(level), skip, 1);
        }
        if let Some(roles) = table_head(line.text, self.grammar) {
            self.table = roles.contains(&ColumnRole::Body) || roles.contains(&ColumnRole::Title);
            self.marks[at] = Some(Mark::TableHead(roles));
            return 1;
        }
        if let Some((Some(number), skip)) = heading_number(line.text) {
            let parts = components(&number);
            let rest = &line.text[skip..];
            if self.table
                && let [n] = parts[..]
                && self.row_follows(at, n, rest)
            {
                self.row = if n > self.row + 20 { self.row + 1 } else { n };
                self.marks[at] = Some(Mark::Row { number, skip });
                return 1;
            }
            let fits = if parts.len() > 1 { self.dotted_fits(at, &parts, rest) } else { self.chapter_fits(at, parts[0], rest) };
            if fits {
                let taken = 1 + self.continuation(at);
                let level = parts.len() as u8;
                self.path = parts;
                self.table = false;
                return self.heading(at, Some(number), Some(level), skip, taken);
            }
        }
        if self.stands_alone(at) && self.grammar.zone(line.text).is_some() {
            return self.heading(at, None, None, 0, 1);
        }
        1
    }

    fn heading(&mut self, at: usize, number: Option<String>, level: Option<u8>, skip: usize, lines: usize) -> usize {
        self.marks[at] = Some(Mark::Heading { number, level, skip, lines });
        lines
    }

    /// Whether `n` is the number of the next row: the one after the last, or one misprinted.
    fn row_follows(&self, at: usize, n: u32, rest: &str) -> bool {
        let next = self.row + 1;
        // A misprint repeats the number and adds a digit: 301 for 31.
        let misprinted = n > next + 20 && at > 0 && (self.lines[at].gap || completes(&self.lines[at - 1]));
        let titled = rest.is_empty() || rest.starts_with(char::is_uppercase) || rest.starts_with('(');
        let first_table_row = self.row == 0 && n <= 200;
        titled && (n == next || n == next + 1 || misprinted || first_table_row) && (self.lines[at].gap || at == 0 || completes(&self.lines[at - 1]) || self.lines[at].first_on_page || rest.is_empty())
    }

    /// Whether a dotted number can be the next heading's.
    fn dotted_fits(&self, at: usize, parts: &[u32], rest: &str) -> bool {
        let chapter = self.path.first().copied().unwrap_or(0);
        let near = self.path.is_empty() || parts[0] == chapter || parts[0] == chapter + 1;
        near && parts.iter().all(|&n| n < 100)
            && rest.starts_with(|c: char| c.is_uppercase() || c == '«')
            && rest.chars().filter(|c| c.is_alphabetic()).count() >= 3
            && self.begins(at)
    }

    /// Whether a single number can be the next chapter's, and no list item's.
    fn chapter_fits(&self, at: usize, n: u32, rest: &str) -> bool {
        let chapter = self.path.first().copied().unwrap_or(0);
        let line = &self.lines[at];
        if n != chapter + 1 || !rest.starts_with(char::is_uppercase) || !self.begins(at) {
            return false;
        }
        let title_like = line.width <= 100 && !rest.ends_with(['.', ';', ':', ',']);
        if !title_like {
            return false;
        }
        // In a list the next number follows within a few lines, before any deeper heading.
        let (mut deeper, mut sibling, mut body) = (false, false, 0usize);
        for other in self.lines[at + 1..].iter().take(400) {
            match heading_number(other.text).and_then(|(number, skip)| Some((components(&number?), skip))) {
                Some((parts, _)) if parts.len() > 1 && parts[0] == n => {
                    deeper = true;
                    break;
                }
                Some((parts, skip)) if parts == [n + 1] && other.text[skip..].starts_with(char::is_uppercase) => {
                    sibling = true;
                    break;
                }
                _ => body += other.width,
            }
        }
        let marked = line.first_on_page || line.style.bold || self.grammar.zone(rest).is_some();
        if deeper {
            return true;
        }
        // A chapter without sections holds text; an item of a list hardly more than itself.
        !sibling && marked || body > 600 && (marked || line.gap)
    }

    /// Whether a new thing can begin on this line: the line before has come to its end.
    fn begins(&self, at: usize) -> bool {
        at == 0 || self.lines[at].first_on_page && !refers(self.lines[at - 1].text) || self.lines[at].gap && !refers(self.lines[at - 1].text) || completes(&self.lines[at - 1]) || matches!(self.marks[at - 1], Some(Mark::Heading { .. })) || self.short(at - 1)
    }

    /// Whether a line ends well before its neighbours do.
    fn short(&self, at: usize) -> bool {
        let from = at.saturating_sub(4);
        let widest = self.lines[from..(at + 5).min(self.lines.len())].iter().map(|line| line.width).max().unwrap_or(0);
        let line = &self.lines[at];
        line.width + 12 < widest && !refers(line.text) && !line.text.ends_with([',', '-'])
    }

    /// A line that holds a title and nothing else.
    fn stands_alone(&self, at: usize) -> bool {
        let line = &self.lines[at];
        if line.width > 80 || !line.text.starts_with(char::is_uppercase) || line.text.ends_with(['.', ',', ';']) {
            return false;
        }
        let before = at == 0 || line.gap || line.first_on_page || completes(&self.lines[at - 1]) || matches!(self.marks[at - 1], Some(Mark::Heading { .. })) || line.style.bold;
        let after = self.lines.get(at + 1).is_none_or(|next| {
            next.gap || next.cell.is_some() || !next.text.starts_with(char::is_lowercase) || self.grammar.marker(next.text).is_some()
        });
        before && after
    }

    /// How many lines a heading's title goes on over.
    fn continuation(&self, at: usize) -> usize {
        let mut taken = 0;
        while let Some(next) = self.lines.get(at + taken + 1) {
            let last = &self.lines[at + taken];
            let joined = next.text.starts_with(char::is_lowercase) && !ends_sentence(last.text) && self.grammar.marker(next.text).is_none();
            let open = last.text.ends_with([',', '-', '–']) || refers(last.text) || ["og", "i", "av", "for", "til", "på", "med", "om"].iter().any(|word| last.text.ends_with(&format!(" {word}")));
            if taken >= 3 || next.cell.is_some() || next.style.heading.is_some() || !(joined || open && !next.gap) {
                break;
            }
            taken += 1;
        }
        taken
    }
}

/// A run of headings with nothing between them, whose titles come again: a list of contents.
fn drop_contents(lines: &[TextLine<'_>], marks: &mut [Option<Mark>]) {
    let title = |at: usize| -> Option<String> {
        match &marks[at] {
            Some(Mark::Heading { skip, .. }) => Some(
                lines[at].text[*skip..].trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == '.').to_lowercase(),
            ),
            _ => None,
        }
    };
    let titles: Vec<Option<String>> = (0..lines.len()).map(title).collect();
    let mut at = 0;
    let mut dropped = Vec::new();
    while at < lines.len() {
        let mut run = Vec::new();
        let mut end = at;
        while end < lines.len() {
            match &marks[end] {
                Some(Mark::Heading { lines, .. }) => {
                    run.push(end);
                    end += lines;
                }
                _ => break,
            }
        }
        let again = run.iter().filter(|&&n| titles[end..].iter().flatten().any(|later| Some(later) == titles[n].as_ref())).count();
        if run.len() >= 4 && again * 2 > run.len() {
            dropped.extend(run);
        }
        at = end.max(at + 1);
    }
    for at in dropped {
        marks[at] = None;
    }
}

/// `number` and how many bytes it takes with the blanks after it.
fn heading_number(text: &str) -> Option<(Option<String>, usize)> {
    let (rest, number) = marker::heading_number(text).ok()?;
    let number = number.trim_end_matches('.').to_string();
    Some((Some(number), text.len() - rest.len()))
}

fn components(number: &str) -> Vec<u32> {
    number.split('.').filter_map(|part| part.parse().ok()).collect()
}

/// The columns of a line that holds nothing but column titles.
///
/// `Nr. Tittel Oppdrag`: every word belongs to a title, and there are two at least.
pub fn table_head(text: &str, grammar: &Grammar) -> Option<Vec<ColumnRole>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() < 2 || words.len() > 12 {
        return None;
    }
    let mut roles = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let (taken, role) = (1..=3.min(words.len() - at))
            .rev()
            .find_map(|taken| grammar.column(&words[at..at + taken].join(" ")).map(|role| (taken, role)))?;
        roles.push(role);
        at += taken;
    }
    let mut distinct = roles.clone();
    distinct.dedup();
    (roles.len() >= 2 && distinct.len() == roles.len()).then_some(roles)
}

/// A line that ends a sentence, an item or a title.
fn completes(line: &TextLine<'_>) -> bool {
    ends_sentence(line.text) && !refers(line.text) || line.style.ends_paragraph
}

pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['»', '"', ')', '”']).ends_with(['.', '!', '?', ':', ';'])
}

/// A line that ends in a word that wants a number after it: `jf. kap.`
pub(super) fn refers(text: &str) -> bool {
    let word = text.rsplit(char::is_whitespace).next().unwrap_or("").trim_start_matches('(').to_lowercase();
    matches!(word.as_str(), "kap." | "kap" | "kapittel" | "pkt." | "punkt" | "avsnitt" | "post" | "nr." | "tabell" | "vedlegg" | "jf." | "kapitlene" | "side" | "s." | "ca." | "del" | "fase" | "kapitla" | "§" | "§§" | "st." | "prop." | "innst." | "mål" | "kl.")
}
