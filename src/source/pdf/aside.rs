//! What stands aside of a page's running text: footnotes, the foot of a page, a head that runs over the
//! pages, notes and address blocks in the margin.
//!
//! None of it belongs inside a sentence, and none of it is known by its words. It is known by how it is
//! set: in smaller type than the running text, at an end of the page or beside the text, after a short
//! rule or more white than lines of a paragraph have between them. Small type alone says nothing: tables
//! are set in it, too.

use super::glyphs::Rule;
use super::lines::{TextLine, lines as set};
use super::order::Frame;
use super::ruled::merged;
use super::words::Word;
use std::ops::Range;

/// Smaller than this share of the running text's size is small.
const SMALL: f64 = 0.93;

/// Lines further from each other than this many sizes are no paragraph.
const APART: f64 = 1.7;

/// How a page is set, as far as all of it is known.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'p> {
    /// The page's height.
    pub height: f64,
    /// Lying lines.
    pub rules: &'p [Rule],
    /// The size of the running text of the whole source.
    pub body: Option<f64>,
    /// The sizes of type that stand in the midst of pages, in halves of a point: what has one of them
    /// may be a row of a table, or a line of the text.
    pub inner: &'p [i64],
    /// It is the first page: what stands at its head is a letter's, and belongs to what is read.
    pub first: bool,
}

/// What stands aside, in the order in which it is to be read.
#[derive(Debug, Default)]
pub struct Asides {
    /// Above the running text.
    pub above: Vec<Vec<TextLine>>,
    /// Beside it.
    pub beside: Vec<Vec<TextLine>>,
    /// Below it.
    pub below: Vec<Vec<TextLine>>,
}

/// A size in halves of a point.
fn halves(size: f64) -> i64 {
    (size * 2.0).round() as i64
}

/// Sizes of type in halves of a point, and how much of each there is.
pub fn sizes(type_: impl Iterator<Item = (f64, usize)>) -> Vec<(i64, usize)> {
    let mut counts: Vec<(i64, usize)> = Vec::new();
    for (size, count) in type_ {
        let key = halves(size);
        match counts.iter().position(|(own, _)| *own == key) {
            Some(at) => counts[at].1 += count,
            // Type of so many sizes has none that is usual.
            None if counts.len() < 200 => counts.push((key, count)),
            None => {}
        }
    }
    counts
}

/// The size that most of it has.
pub fn commonest_size(sizes: &[(i64, usize)]) -> Option<f64> {
    let most = sizes.iter().max_by_key(|&&(key, count)| (count, -key))?;
    Some(most.0 as f64 / 2.0)
}

/// Takes out of a page's lines what stands aside of them.
pub fn apart(lines: &mut Vec<TextLine>, tables: &[Frame], setting: &Setting<'_>) -> Asides {
    let mut asides = Asides::default();
    let Some(body) = setting.body else {
        return asides;
    };
    let page = Page {
        tables,
        setting,
        body,
    };
    if let Some(from) = page.foot(lines) {
        let foot = lines.split_off(from);
        let (notes, rest) = page.notes_and_foot(foot);
        asides.below.extend(notes);
        asides.below.extend(in_columns(rest));
    }
    if let Some(to) = page.head(lines) {
        let rest = lines.split_off(to);
        asides.above = blocks(std::mem::replace(lines, rest));
    }
    asides.beside = page.margins(lines);
    asides
}

struct Page<'p> {
    tables: &'p [Frame],
    setting: &'p Setting<'p>,
    body: f64,
}

impl Page<'_> {
    fn is_small(&self, line: &TextLine) -> bool {
        line.size < SMALL * self.body
    }

    /// Whether type of its size stands in the midst of pages.
    fn is_inner(&self, line: &TextLine) -> bool {
        self.setting.inner.contains(&halves(line.size))
    }

    /// Whether a table reaches into a stretch of the page.
    fn has_table(&self, from: f64, to: f64) -> bool {
        let reaches = |frame: &Frame| frame.edges[1] < to && frame.edges[3] > from;
        self.tables.iter().any(reaches)
    }

    /// From which line on the foot of the page goes: footnotes, and what is printed below them.
    fn foot(&self, lines: &[TextLine]) -> Option<usize> {
        let ruled = self.below_rule(lines);
        let plain = self.below_white(lines);
        match (ruled, plain) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }

    /// The first line below a rule that parts footnotes from the text.
    fn below_rule(&self, lines: &[TextLine]) -> Option<usize> {
        let left = lines.iter().map(|l| l.x0).fold(f64::MAX, f64::min);
        let right = lines.iter().map(|l| l.x1).fold(f64::MIN, f64::max);
        let width = right - left;
        let rules = merged(self.setting.rules);
        // A table has several; a rule may part the foot of the page from its footnotes.
        let alone = |rule: &&Rule| {
            let near = |other: &&Rule| other.at > rule.at - 1.0 && other.to - other.from > 15.0;
            rules.iter().filter(near).count() <= 2
        };
        rules
            .iter()
            .filter(|rule| {
                let reach = rule.to - rule.from;
                rule.at > 0.3 * self.setting.height
                    && reach > 20.0
                    && reach < 0.5 * width
                    && (rule.from - left).abs() < 12.0
            })
            .filter(alone)
            .filter_map(|rule| {
                let from = lines.partition_point(|line| line.base < rule.at + 1.0);
                let (above, below) = lines.split_at(from);
                let first = below.first()?;
                // A word that is underlined stands on its rule.
                let underlines = above
                    .last()
                    .is_some_and(|line| rule.at - line.base < 0.3 * line.size + 1.0);
                let small = self.all_small(below);
                let near = first.top() - rule.at < 3.0 * self.body;
                let own = is_marked(first) || first.base > 0.84 * self.setting.height;
                (!underlines && small && near && own && !self.has_table(rule.at + 1.0, f64::MAX))
                    .then_some(from)
            })
            .min()
    }

    /// Whether lines are small, one at the very end apart: a page's number may be as large as its text.
    fn all_small(&self, lines: &[TextLine]) -> bool {
        let Some((last, rest)) = lines.split_last() else {
            return false;
        };
        let number = rest
            .last()
            .is_some_and(|before| last.base - before.base > APART * last.size)
            && last.words.len() <= 4;
        rest.iter().all(|line| self.is_small(line)) && (self.is_small(last) || number)
    }

    /// The first line of small type at the page's end, where white parts it from the text.
    fn below_white(&self, lines: &[TextLine]) -> Option<usize> {
        let low = 0.84 * self.setting.height;
        let mut found = None;
        for at in (0..lines.len()).rev() {
            if !self.all_small(&lines[at..]) {
                break;
            }
            let line = &lines[at];
            let gap = match at.checked_sub(1).map(|at| &lines[at]) {
                None => self.setting.height,
                Some(above) => line.base - above.base,
            };
            let parted = gap > APART * line.size;
            // Rows of a small table are parted like this, too: what is above them is as small.
            let text_above = at
                .checked_sub(1)
                .is_none_or(|above| !self.is_small(&lines[above]) || gap > 3.0 * line.size);
            let sets_off =
                parted && text_above && !self.has_table(line.top() - line.size, f64::MAX);
            if sets_off && (line.base > low && !self.is_inner(line) || is_marked(line)) {
                found = Some(at);
            }
        }
        found
    }

    /// Footnotes, each of its own, and what stands below them.
    fn notes_and_foot(&self, lines: Vec<TextLine>) -> (Vec<Vec<TextLine>>, Vec<TextLine>) {
        let mut notes: Vec<Vec<TextLine>> = Vec::new();
        let mut lines = lines.into_iter().peekable();
        while let Some(line) = lines.peek() {
            let last = notes.last().and_then(|note| note.last());
            let goes_on = last.is_some_and(|last| {
                (line.size - last.size).abs() < 0.08 * last.size
                    && line.base - last.base < APART * last.size
                    && line.segments(wide(line.size)).len() == 1
            });
            let marked = is_marked(line);
            if !marked && !goes_on {
                break;
            }
            let Some(line) = lines.next() else { break };
            match notes.last_mut() {
                Some(note) if !marked => note.push(line),
                _ => notes.push(vec![line]),
            }
        }
        (notes, lines.collect())
    }

    /// Up to which line the running head of a page that is not the first goes.
    fn head(&self, lines: &[TextLine]) -> Option<usize> {
        if self.setting.first {
            return None;
        }
        (1..lines.len().min(4)).rev().find(|&to| {
            let (last, next) = (&lines[to - 1], &lines[to]);
            lines[..to]
                .iter()
                .all(|line| self.is_small(line) && !self.is_inner(line))
                && last.base < 0.11 * self.setting.height
                && next.base - last.base > APART * last.size
                && !self.is_small(next)
                && !self.has_table(0.0, next.top())
        })
    }

    /// Blocks at the left or the right of the running text, taken out of its lines.
    fn margins(&self, lines: &mut Vec<TextLine>) -> Vec<Vec<TextLine>> {
        let mut notes = Vec::new();
        for side in [Side::Right, Side::Left] {
            let Some(strip) = self.strip(lines, side) else {
                continue;
            };
            let (mut aside, mut rest) = (Vec::new(), Vec::new());
            let all = std::mem::take(lines);
            for line in all {
                if !strip.contains(&line) {
                    rest.extend(line.words);
                    continue;
                }
                let (own, main): (Vec<Word>, Vec<Word>) =
                    line.words.into_iter().partition(|word| strip.holds(word));
                aside.extend(own);
                rest.extend(main);
            }
            *lines = set(rest);
            notes.extend(blocks(set(aside)));
        }
        notes
    }

    /// The strip beside the running text that holds notes.
    fn strip(&self, lines: &[TextLine], side: Side) -> Option<Strip> {
        /// So many long lines make a column.
        const LONG: usize = 5;
        let left = lines.iter().map(|l| l.x0).fold(f64::MAX, f64::min);
        let right = lines.iter().map(|l| l.x1).fold(f64::MIN, f64::max);
        let stretches: Vec<(usize, f64, f64)> = lines
            .iter()
            .enumerate()
            .flat_map(|(at, line)| {
                let segments = line.segments(wide(line.size)).into_iter();
                segments.map(move |r| (at, line.words[r.start].x0, end(&line.words[r])))
            })
            .collect();
        let is_long = |s: &&(usize, f64, f64)| s.2 - s.1 > 0.5 * (right - left);
        let long: Vec<&(usize, f64, f64)> = stretches.iter().filter(is_long).collect();
        if long.len() < LONG {
            return None;
        }
        let edge = match side {
            Side::Right => long.iter().map(|s| s.2).fold(f64::MIN, f64::max),
            Side::Left => long.iter().map(|s| s.1).fold(f64::MAX, f64::min),
        };
        let (top, bottom) = (lines[long.first()?.0].base, lines[long.last()?.0].base);
        let outside: Vec<&(usize, f64, f64)> = stretches
            .iter()
            .filter(|s| match side {
                Side::Right => s.1 > edge + 4.0,
                Side::Left => s.2 < edge - 4.0,
            })
            .filter(|s| lines[s.0].base > top - 2.0 && lines[s.0].base < bottom + 2.0)
            .collect();
        if outside.is_empty() {
            return None;
        }
        // In a table, and where numbers hang in the margin, they share the text's lines and size.
        let words = || {
            outside.iter().flat_map(|s| {
                let line = &lines[s.0];
                line.words
                    .iter()
                    .filter(move |word| word.x0 >= s.1 - 0.1 && word.x1 <= s.2 + 0.1)
                    .map(move |word| (line, word))
            })
        };
        let count = words().count();
        let small = words()
            .filter(|(_, word)| word.size < 0.88 * self.body)
            .count();
        let on_line = words()
            .filter(|(line, word)| {
                line.words.iter().any(|other| {
                    (other.x0 > edge + 4.0) != (word.x0 > edge + 4.0)
                        && (other.base - word.base).abs() < 0.5
                })
            })
            .count();
        let aside = small == count
            && (on_line * 2 < count || outside.len() <= 3 && long.len() >= 8)
            || on_line * 4 < count && outside.len() >= 3;
        aside.then_some(Strip {
            side,
            edge,
            bases: (top - 2.0, bottom + 2.0),
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// A strip beside the running text.
struct Strip {
    side: Side,
    edge: f64,
    bases: (f64, f64),
}

impl Strip {
    fn contains(&self, line: &TextLine) -> bool {
        line.base > self.bases.0 && line.base < self.bases.1
    }

    fn holds(&self, word: &Word) -> bool {
        match self.side {
            Side::Right => word.x0 > self.edge + 3.0,
            Side::Left => word.x1 < self.edge - 3.0,
        }
    }
}

/// The right end of some words.
fn end(words: &[Word]) -> f64 {
    words.iter().map(|w| w.x1).fold(f64::MIN, f64::max)
}

/// A gap between words that parts two things, for type of some size.
fn wide(size: f64) -> f64 {
    (1.2 * size).max(6.0)
}

/// Whether a line begins with the mark of a footnote: a figure or a sign that is raised or smaller.
fn is_marked(line: &TextLine) -> bool {
    let Some(first) = line.words.first() else {
        return false;
    };
    let text = first.text();
    let marks =
        |c: char| c.is_ascii_digit() || matches!(c, '*' | '†' | '‡') || "¹²³⁴⁵⁶⁷⁸⁹⁰".contains(c);
    let raised = first.size < 0.85 * line.size || first.base < line.base - 0.1 * line.size;
    let sign = text.starts_with(|c: char| !c.is_ascii_digit());
    text.chars().count() <= 3 && text.chars().all(marks) && (raised || sign || line.words.len() > 2)
}

/// Lines side by side as the columns that they stand in, each a block of its own, from left to right.
pub fn in_columns(lines: Vec<TextLine>) -> Vec<Vec<TextLine>> {
    let mut blocks: Vec<Vec<TextLine>> = Vec::new();
    let mut lines = lines.into_iter().peekable();
    while let Some(first) = lines.next() {
        let mut band = vec![first];
        while let Some(next) = lines.next_if(|next| {
            band.last()
                .is_some_and(|last| next.base - last.base < 2.2 * last.size)
        }) {
            band.push(next);
        }
        // A line alone is one: a head or foot that runs over the pages is known by all of it.
        let strips = strips(&band);
        if band.len() < 2 || strips.len() < 2 {
            blocks.push(band);
            continue;
        }
        let mut columns: Vec<Vec<Word>> = vec![Vec::new(); strips.len()];
        for word in band.into_iter().flat_map(|line| line.words) {
            let at = strips.partition_point(|strip| strip.start <= word.x0 + 0.5);
            columns[at.saturating_sub(1)].push(word);
        }
        blocks.extend(columns.into_iter().map(set));
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// Where the columns of some lines begin and end: what no white goes down between.
fn strips(lines: &[TextLine]) -> Vec<Range<f64>> {
    let mut all: Vec<Range<f64>> = lines
        .iter()
        .flat_map(|line| {
            let segments = line.segments(wide(line.size)).into_iter();
            segments.map(|r| line.words[r.start].x0..end(&line.words[r]))
        })
        .collect();
    all.sort_by(|a, b| a.start.total_cmp(&b.start));
    let mut strips: Vec<Range<f64>> = Vec::new();
    for one in all {
        match strips.last_mut() {
            Some(last) if one.start < last.end + 2.0 => last.end = last.end.max(one.end),
            _ => strips.push(one),
        }
    }
    strips
}

/// Lines as blocks that white parts.
fn blocks(lines: Vec<TextLine>) -> Vec<Vec<TextLine>> {
    let mut blocks: Vec<Vec<TextLine>> = Vec::new();
    for line in lines {
        match blocks.last_mut() {
            Some(block)
                if block
                    .last()
                    .is_some_and(|last| line.base - last.base < APART * last.size) =>
            {
                block.push(line);
            }
            _ => blocks.push(vec![line]),
        }
    }
    blocks
}

/// Names side by side under each other's offices, as letters are signed: where such rows begin and end.
/// Two rows to four, each in as many stretches, that begin together; the first of them words that begin
/// with capitals; nothing in figures, which would be a table.
pub fn signatures(lines: &[TextLine]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let starts = starts(&lines[at]);
        if starts.len() < 2 || !are_names(&lines[at]) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < lines.len() && end - at < 4 {
            let step = lines[end].base - lines[end - 1].base;
            // Each office stands under its name, and reaches not under the next.
            let together = stretches(&lines[end]).iter().all(|own| {
                starts.iter().any(|start| (start - own.start).abs() < 3.0)
                    && !starts
                        .iter()
                        .any(|&start| start > own.start + 3.0 && start < own.end)
            });
            if !together || step > APART * lines[end].size || has_figures(&lines[end]) {
                break;
            }
            end += 1;
        }
        let rows = end - at;
        // What goes on below is a table.
        let ends = lines.get(end).is_none_or(|next| {
            self::starts(next).len() < 2 || next.base - lines[end - 1].base > 2.2 * next.size
        });
        let begins = at.checked_sub(1).is_none_or(|above| {
            self::starts(&lines[above]).len() < 2
                || lines[at].base - lines[above].base > 2.2 * lines[at].size
        });
        // One row alone are names only if nobody else stands near.
        let sure = rows >= 2 && self::starts(&lines[at + 1]).len() >= 2;
        if sure && ends && begins {
            found.push(at..end);
        }
        at = end;
    }
    found
}

/// The stretches of a line that much white parts.
fn stretches(line: &TextLine) -> Vec<Range<f64>> {
    let segments = line.segments((2.0 * line.size).max(12.0)).into_iter();
    segments
        .map(|r| line.words[r.start].x0..end(&line.words[r]))
        .collect()
}

/// Where they begin.
fn starts(line: &TextLine) -> Vec<f64> {
    stretches(line).into_iter().map(|one| one.start).collect()
}

fn has_figures(line: &TextLine) -> bool {
    let glyphs = |word: &Word| word.glyphs.iter().any(|g| g.c.is_numeric());
    line.words.iter().any(glyphs)
}

/// Whether each stretch of a line is a name: two words to five, the first two with capitals.
fn are_names(line: &TextLine) -> bool {
    let capital = |word: &Word| {
        let first = word.glyphs.iter().find(|g| !"(«\"".contains(g.c));
        first.is_some_and(|g| g.c.is_uppercase())
    };
    let is_name = |words: &[Word]| {
        let text = words.iter().flat_map(|word| &word.glyphs);
        let inner = text.filter(|g| g.c.is_whitespace()).count();
        let count = words.len() + inner;
        (2..=6).contains(&count)
            && words.iter().take(2).all(capital)
            && !words
                .iter()
                .any(|word| word.bold && word.text().ends_with(':'))
    };
    let segments = line.segments((2.0 * line.size).max(12.0));
    !has_figures(line) && segments.into_iter().all(|r| is_name(&line.words[r]))
}
