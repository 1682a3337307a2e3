//! What is on a page, in the order in which it is read.
//!
//! A page of two columns is read left column first, but a heading or a table over both parts the
//! columns above it from those below it.

use super::aside::{Setting, apart, signatures};
use super::lines::{TextLine, lines as set};
use super::words::Word;
use std::ops::Range;

/// Something that has a place in the order.
#[derive(Debug, Clone)]
pub enum Block {
    /// Lines of one column, from above to below.
    Text {
        /// The lines.
        lines: Vec<TextLine>,
        /// The left and right edge of the column.
        column: (f64, f64),
    },
    /// A drawn table, by its place in the list of the page's tables.
    Table(usize),
    /// Lines that stand aside of the running text.
    Aside(Vec<TextLine>),
}

/// How most pages of a source are set.
#[derive(Debug, Clone, Default)]
pub struct Usual {
    /// The gutter that many of them have.
    pub gutter: Option<Gutter>,
    /// The size of their running text.
    pub body: Option<f64>,
    /// The sizes that stand in the midst of them (see [`Setting`]).
    pub inner: Vec<i64>,
}

/// A table's box, as far as the order is concerned.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    /// Left, upper, right and lower edge.
    pub edges: [f64; 4],
}

/// The gutter between two columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gutter {
    middle: f64,
    right_column: f64,
}

impl Gutter {
    /// Whether the right column begins at a place.
    pub fn begins(&self, at: f64) -> bool {
        (at - self.right_column).abs() < 2.0
    }
}

/// Puts the words outside of tables, and the tables, in reading order.
///
/// `wide_rules` are the heights of lying lines that go over most of the page's width; `usual` is
/// the gutter that most pages of the source have. What stands aside comes before or after all else.
pub fn order(
    words: Vec<Word>,
    tables: &[Frame],
    wide_rules: &[f64],
    usual: Option<Gutter>,
    setting: &Setting<'_>,
) -> Vec<Block> {
    let mut rough = set(words);
    let asides = apart(&mut rough, tables, setting);
    let mut blocks: Vec<Block> = asides.above.into_iter().map(Block::Aside).collect();
    blocks.extend(running(rough, tables, wide_rules, usual));
    let after = asides.beside.into_iter().chain(asides.below);
    blocks.extend(after.map(Block::Aside));
    blocks
}

/// The running text and the tables in reading order.
fn running(
    rough: Vec<TextLine>,
    tables: &[Frame],
    wide_rules: &[f64],
    usual: Option<Gutter>,
) -> Vec<Block> {
    if rough.is_empty() {
        return plain(Vec::new(), tables);
    }
    let (left, right) = span(&rough, &[]);
    let own = gutter(&rough, left, right);
    match own.or(usual.filter(|usual| shows(&rough, usual))) {
        None => match in_part(&rough, left, right) {
            None => beside(rough, tables),
            Some((within, gutter)) => part_columns(rough, tables, within, gutter),
        },
        Some(gutter) => in_columns(rough, tables, wide_rules, gutter, (left, right)),
    }
}

/// A stretch of a page of one column that is set in two, and the gutter between them.
fn in_part(rough: &[TextLine], left: f64, right: f64) -> Option<(Range<usize>, Gutter)> {
    const ROWS: usize = 6;
    let width = right - left;
    let starts = rough.iter().flat_map(|line| {
        let segments = line.segments(wide_gap(line.size)).into_iter();
        segments.map(|r| line.words[r.start].x0)
    });
    let middle = left + 0.35 * width..left + 0.65 * width;
    let edge = commonest(starts.filter(|x| middle.contains(x)));
    let side = |line: &TextLine| -> (bool, bool, bool) {
        line.segments(wide_gap(line.size)).into_iter().fold(
            (false, false, false),
            |(l, r, across), segment| {
                let words = &line.words[segment];
                let end = words.iter().map(|w| w.x1).fold(f64::MIN, f64::max);
                let (from, to) = (words[0].x0, end);
                (
                    l || to < edge - 3.0,
                    r || (from - edge).abs() < 25.0 && from > edge - 3.0,
                    across || from < edge - 6.0 && to > edge - 3.0 || from > edge + 25.0,
                )
            },
        )
    };
    let mut at = 0;
    while at < rough.len() {
        if side(&rough[at]).2 {
            at += 1;
            continue;
        }
        let mut end = at;
        while end < rough.len() && !side(&rough[end]).2 {
            end += 1;
        }
        // A short heading over the columns, or a short line under them, is none of them.
        let first = rough[at..end].iter().position(|line| side(line).1);
        let last = rough[at..end].iter().rposition(|line| side(line).1);
        if let (Some(first), Some(last)) = (first, last) {
            let mut from = at + first;
            if from > at && rough[from].base - rough[from - 1].base < 0.9 * rough[from].size {
                from -= 1;
            }
            let mut to = at + last + 1;
            let follows =
                |to: usize| to < end && rough[to].base - rough[to - 1].base < 1.5 * rough[to].size;
            while follows(to) {
                to += 1;
            }
            let run = &rough[from..to];
            let (lefts, rights) = run.iter().fold((0, 0), |(l, r), line| {
                let (left, right, _) = side(line);
                (l + usize::from(left), r + usize::from(right))
            });
            // Rows that white parts on both sides at once are a table's.
            let close = run
                .windows(2)
                .all(|p| p[1].base - p[0].base < 1.6 * p[1].size);
            if close
                && lefts >= ROWS / 2
                && rights >= ROWS / 2
                && lefts + rights >= 2 * ROWS
                && let Some(gutter) = gutter(run, left, right)
            {
                return Some((from..to, gutter));
            }
        }
        at = end;
    }
    None
}

/// A page of one column, of which a stretch is set in two.
fn part_columns(
    rough: Vec<TextLine>,
    tables: &[Frame],
    within: Range<usize>,
    gutter: Gutter,
) -> Vec<Block> {
    let column = span(&rough, &[]);
    let mut rough = rough;
    let below = rough.split_off(within.end);
    let run = rough.split_off(within.start);
    let from = run.first().map_or(f64::MAX, |line| line.base);
    let numbered = tables.iter().copied().enumerate();
    let (high, low): (Vec<_>, Vec<_>) = numbered.partition(|(_, frame)| frame.edges[1] < from);
    let (left, right): (Vec<Word>, Vec<Word>) = run
        .into_iter()
        .flat_map(|line| line.words)
        .partition(|word| word.middle().0 < gutter.middle);
    let reach = left.iter().map(|w| w.x1).fold(column.0, f64::max);
    let mut blocks = stacked(rough, high, column);
    blocks.extend(stacked(set(left), Vec::new(), (column.0, reach)));
    blocks.extend(stacked(
        set(right),
        Vec::new(),
        (gutter.right_column, column.1),
    ));
    blocks.extend(stacked(below, low, column));
    blocks
}

/// The gutter of one page, if it has two columns of prose.
pub fn own_gutter(words: Vec<Word>) -> Option<Gutter> {
    if words.is_empty() {
        return None;
    }
    let rough = set(words);
    let (left, right) = span(&rough, &[]);
    gutter(&rough, left, right)
}

/// The gutter that many of the pages share.
pub fn usual_gutter(own: &[Option<Gutter>]) -> Option<Gutter> {
    let found: Vec<Gutter> = own.iter().flatten().copied().collect();
    let edge = commonest(found.iter().map(|gutter| gutter.right_column));
    let alike: Vec<Gutter> = found
        .into_iter()
        .filter(|gutter| (gutter.right_column - edge).abs() < 2.0)
        .collect();
    let many = alike.len() >= 2 && alike.len() * 5 >= own.len();
    alike.first().copied().filter(|_| many)
}

/// Whether a page that is not wholly in two columns has a few lines that are.
fn shows(rough: &[TextLine], gutter: &Gutter) -> bool {
    let mut run = 0;
    for line in rough {
        let segments = line.segments(wide_gap(line.size));
        let start = |r: &std::ops::Range<usize>| line.words[r.start].x0;
        let ends = |r: &std::ops::Range<usize>| line.words[r.end - 1].x1;
        let right = segments
            .iter()
            .any(|r| (start(r) - gutter.right_column).abs() < 2.0);
        let both = right
            && segments
                .iter()
                .any(|r| start(r) < gutter.middle && ends(r) < gutter.right_column);
        let across = segments
            .iter()
            .any(|r| start(r) < gutter.middle && ends(r) > gutter.right_column - 2.0);
        run = if across { 0 } else { run + usize::from(both) };
        if run >= 2 {
            return true;
        }
    }
    false
}

/// One column, but perhaps with a block at its side that has lines of its own (an address beside
/// the head of a letter): what stands beside it is read first, then the block.
fn beside(rough: Vec<TextLine>, tables: &[Frame]) -> Vec<Block> {
    let Some((from, to, edge)) = side_block(&rough) else {
        return plain(rough, tables);
    };
    let (above, rest): (Vec<_>, Vec<_>) = rough.into_iter().partition(|l| l.base < from - 1.0);
    let (within, mut below): (Vec<_>, Vec<_>) = rest.into_iter().partition(|l| l.base < to + 1.0);
    let (side, main): (Vec<Word>, Vec<Word>) = within
        .into_iter()
        .flat_map(|line| line.words)
        .partition(|word| word.x0 > edge - 2.0);
    let is_above = |frame: &Frame| frame.edges[1] < to;
    let numbered = || tables.iter().copied().enumerate();
    let (high, low): (Vec<_>, Vec<_>) = numbered().partition(|(_, frame)| is_above(frame));
    let column = span(&above, &below);
    let mut main_lines = above;
    main_lines.extend(set(main));
    // A paragraph that goes on below the block is not cut by it.
    let mut goes_on = 0;
    if let Some(mut last) = main_lines.last() {
        for line in &below {
            let step = line.base - last.base;
            let alike = (line.size - last.size).abs() < 0.08 * last.size;
            if step > 1.6 * last.size || !alike || (line.x0 - last.x0).abs() > 2.0 {
                break;
            }
            goes_on += 1;
            last = line;
        }
    }
    let rest = below.split_off(goes_on);
    main_lines.extend(std::mem::replace(&mut below, rest));
    let mut blocks = stacked(main_lines, high, column);
    let side_column = (edge, side.iter().map(|w| w.x1).fold(edge, f64::max));
    blocks.extend(stacked(set(side), Vec::new(), side_column));
    blocks.extend(stacked(below, low, column));
    blocks
}

fn span(above: &[TextLine], below: &[TextLine]) -> (f64, f64) {
    let all = || above.iter().chain(below);
    (
        all().map(|l| l.x0).fold(f64::MAX, f64::min),
        all().map(|l| l.x1).fold(f64::MIN, f64::max),
    )
}

/// Finds a block at the right side: from where to where it goes, and its left edge.
fn side_block(rough: &[TextLine]) -> Option<(f64, f64, f64)> {
    let left = rough.iter().map(|l| l.x0).fold(f64::MAX, f64::min);
    let right = rough.iter().map(|l| l.x1).fold(f64::MIN, f64::max);
    let middle = (left + right) / 2.0;
    // Its lines start together, right of the middle, after a clear gap.
    let starts: Vec<(usize, f64)> = rough
        .iter()
        .enumerate()
        .flat_map(|(at, line)| {
            line.segments(wide_gap(line.size))
                .into_iter()
                .map(move |r| (at, line.words[r.start].x0))
        })
        .filter(|&(_, x)| x > middle)
        .collect();
    let edge = commonest(starts.iter().map(|s| s.1));
    let own: Vec<usize> = starts
        .iter()
        .filter(|s| (s.1 - edge).abs() < 2.0)
        .map(|s| s.0)
        .collect();
    let (first, last) = (*own.first()?, *own.last()?);
    if own.len() < 5 {
        return None;
    }
    let (from, to) = (rough[first].base, rough[last].base);
    let within = || rough[first..=last].iter();
    let crossed = within().any(|line| {
        line.segments(wide_gap(line.size)).into_iter().any(|r| {
            let words = &line.words[r];
            let end = words.iter().map(|w| w.x1).fold(f64::MIN, f64::max);
            words[0].x0 < edge - 2.0 && end > edge - 2.0
        })
    });
    let side = |word: &&Word| word.x0 > edge - 2.0;
    let main: Vec<&Word> = within()
        .flat_map(|l| &l.words)
        .filter(|w| !side(w))
        .collect();
    if crossed || main.is_empty() {
        return None;
    }
    // In a table the words of a row share size and base line; beside a block they do not.
    let beside: Vec<&Word> = within().flat_map(|l| &l.words).filter(side).collect();
    let matched = beside
        .iter()
        .filter(|word| {
            main.iter().any(|other| {
                (other.base - word.base).abs() < 0.5 && (other.size - word.size).abs() < 0.5
            })
        })
        .count();
    (matched * 2 < beside.len()).then_some((from, to, edge))
}

/// One column: lines and tables by height.
fn plain(lines: Vec<TextLine>, tables: &[Frame]) -> Vec<Block> {
    let left = lines.iter().map(|l| l.x0).fold(f64::MAX, f64::min);
    let right = lines.iter().map(|l| l.x1).fold(f64::MIN, f64::max);
    stacked(
        lines,
        tables.iter().copied().enumerate().collect(),
        (left, right),
    )
}

/// Lines and tables of one column by height. A box beside the lines of a paragraph comes after it.
fn stacked(
    lines: Vec<TextLine>,
    mut tables: Vec<(usize, Frame)>,
    column: (f64, f64),
) -> Vec<Block> {
    tables.sort_by(|a, b| a.1.edges[1].total_cmp(&b.1.edges[1]));
    let mut tables = tables.into_iter().peekable();
    let mut blocks = Vec::new();
    let mut text: Vec<TextLine> = Vec::new();
    // While a box stands beside the lines, what it leaves of the column.
    let mut held: Option<(f64, f64)> = None;
    let mut width = column;
    for line in lines {
        while let Some((at, frame)) = tables.peek().copied()
            && frame.edges[1] < line.base - 0.3 * line.size
        {
            let [x0, _, x1, y1] = frame.edges;
            let left = match () {
                () if line.base > y1 + 0.5 * line.size => None,
                () if line.x1 < x0 + 2.0 => Some((column.0, x0)),
                () if line.x0 > x1 - 2.0 => Some((x1, column.1)),
                () => None,
            };
            let goes_on = text.last().is_some_and(|last| {
                line.base - last.base < 1.7 * line.size
                    && (line.size - last.size).abs() < 0.08 * line.size
            });
            if left.is_some() || held.is_some() && goes_on {
                held = left.or(Some(column));
                break;
            }
            held = None;
            tables.next();
            flush(&mut text, width, &mut blocks);
            blocks.push(Block::Table(at));
        }
        // Lines end where their column does.
        let own = held.unwrap_or(column);
        if own != width {
            // A box has white above it, beside which the lines are as short.
            let top = tables.peek().map_or(f64::MAX, |(_, frame)| frame.edges[1]);
            let near = |above: &TextLine| {
                own != column && above.base > top - 1.5 * above.size && above.x1 < own.1 + 2.0
            };
            let from = text
                .iter()
                .rposition(|above| !near(above))
                .map_or(0, |at| at + 1);
            let above = text.split_off(from);
            flush(&mut text, width, &mut blocks);
            text = above;
            width = own;
        }
        text.push(line);
    }
    flush(&mut text, width, &mut blocks);
    blocks.extend(tables.map(|(at, _)| Block::Table(at)));
    blocks
}

fn flush(text: &mut Vec<TextLine>, column: (f64, f64), blocks: &mut Vec<Block>) {
    let mut push = |lines: Vec<TextLine>| {
        if !lines.is_empty() {
            blocks.push(Block::Text { lines, column });
        }
    };
    let mut rest = std::mem::take(text);
    // From the last one on, so that places before it stay.
    let mut parts = Vec::new();
    for range in signatures(&rest).into_iter().rev() {
        parts.push(rest.split_off(range.end));
        let signed = super::aside::in_columns(rest.split_off(range.start));
        parts.extend(signed.into_iter().rev());
    }
    push(rest);
    parts.into_iter().rev().for_each(push);
}

/// A gap between words that may be a gutter, for type of some size.
fn wide_gap(size: f64) -> f64 {
    (0.8 * size).max(6.0)
}

/// Finds the gutter of a page that has two columns of prose.
fn gutter(rough: &[TextLine], left: f64, right: f64) -> Option<Gutter> {
    const SLOT: f64 = 12.0;
    let width = right - left;
    let slots = 1 + rough
        .iter()
        .map(|line| (line.base.max(0.0) / SLOT) as usize)
        .max()?
        .min(1000);
    let segments: Vec<(usize, f64, f64)> = rough
        .iter()
        .flat_map(|line| {
            let slot = ((line.base.max(0.0) / SLOT) as usize).min(slots - 1);
            line.segments(wide_gap(line.size))
                .into_iter()
                .map(move |r| {
                    let words = &line.words[r];
                    let end = words.iter().map(|w| w.x1).fold(f64::MIN, f64::max);
                    (slot, words[0].x0, end)
                })
        })
        .collect();
    let mut best: Option<(f64, Gutter)> = None;
    for step in 0..=60 {
        let x = left + width * (0.3 + 0.4 * f64::from(step) / 60.0);
        let mut seen = vec![(false, false, false); slots];
        for &(slot, from, to) in &segments {
            let seen = &mut seen[slot];
            seen.0 |= to < x;
            seen.1 |= from > x;
            seen.2 |= from <= x && to >= x;
        }
        // Columns need not share their base lines: a slot's neighbour counts as well.
        let beside =
            |at: usize| seen[at].0 && (seen[at].1 || seen.get(at + 1).is_some_and(|next| next.1));
        let both = (0..slots).filter(|&at| !seen[at].2 && beside(at)).count();
        let across = seen.iter().filter(|seen| seen.2).count();
        if both < 5 || both * 4 < across {
            continue;
        }
        let score = both as f64 - 0.5 * across as f64;
        if best.is_some_and(|(best, _)| score <= best) {
            continue;
        }
        let near: Vec<(f64, f64)> = segments
            .iter()
            .filter(|s| !seen[s.0].2)
            .map(|s| (s.1, s.2))
            .collect();
        if let Some(gutter) = prose(&near, x, left, right) {
            best = Some((score, gutter));
        }
    }
    best.map(|(_, gutter)| gutter)
}

/// Whether stretches of lines on both sides of `x` are columns of prose: those of the right column
/// start together, and those of both fill their column.
fn prose(near: &[(f64, f64)], x: f64, left: f64, right: f64) -> Option<Gutter> {
    let lefts: Vec<f64> = near.iter().filter(|s| s.1 < x).map(|s| s.1).collect();
    let rights: Vec<(f64, f64)> = near.iter().copied().filter(|s| s.0 > x).collect();
    let edge = commonest(rights.iter().map(|r| r.0));
    let aligned = rights
        .iter()
        .filter(|r| (-2.0..25.0).contains(&(r.0 - edge)))
        .count();
    let full = rights
        .iter()
        .filter(|r| r.1 - edge > 0.8 * (right - edge))
        .count();
    let filled = lefts
        .iter()
        .filter(|&&to| to - left > 0.8 * (x - left))
        .count();
    // What is narrower than a quarter of the text holds amounts or days, no prose.
    let prose = right - edge > 0.25 * (right - left)
        && aligned * 10 >= rights.len() * 7
        && full * 10 >= rights.len() * 4
        && filled * 10 >= lefts.len() * 4;
    let reach = lefts.iter().copied().fold(f64::MIN, f64::max);
    prose.then_some(Gutter {
        middle: if reach < edge {
            (reach + edge) / 2.0
        } else {
            x
        },
        right_column: edge,
    })
}

/// The value that most others are near to.
fn commonest(values: impl Iterator<Item = f64>) -> f64 {
    let mut counts: Vec<(i64, usize)> = Vec::new();
    for value in values {
        let key = value.round() as i64;
        match counts.iter_mut().find(|(own, _)| *own == key) {
            Some((_, count)) => *count += 1,
            None => counts.push((key, 1)),
        }
    }
    counts
        .into_iter()
        .max_by_key(|&(key, count)| (count, -key))
        .map_or(0.0, |(key, _)| key as f64)
}

/// A stretch of the page from above to below.
enum Band {
    Across(Vec<TextLine>),
    Columns(Vec<TextLine>),
    Table(usize),
}

fn in_columns(
    rough: Vec<TextLine>,
    tables: &[Frame],
    wide_rules: &[f64],
    gutter: Gutter,
    page: (f64, f64),
) -> Vec<Block> {
    let crosses = |line: &TextLine| {
        let segments = line.segments(wide_gap(line.size));
        let alone = segments.len() == 1;
        segments.into_iter().any(|r| {
            let words = &line.words[r];
            let to = words.iter().map(|w| w.x1).fold(f64::MIN, f64::max);
            // A numeral alone in the middle of the page, «II», belongs to neither.
            let centred = ((words[0].x0 + to) - (page.0 + page.1)).abs() < 6.0;
            let between = alone && centred && words[0].x0 < gutter.right_column - 3.0;
            (words[0].x0 < gutter.middle - 1.0 || between) && to > gutter.middle + 1.0
        })
    };
    let is_wide = |frame: &Frame| {
        frame.edges[0] < gutter.middle - 10.0 && frame.edges[2] > gutter.middle + 10.0
    };
    let tabular = tabular_zones(&rough, wide_rules, gutter);
    let first = rough.first().map_or(0.0, |line| line.base);
    let last = rough.last().map_or(0.0, |line| line.base);
    let heads = margins(&rough, (first, last), 0.6 * (gutter.middle - page.0));

    let mut wide: Vec<(usize, &Frame)> = tables
        .iter()
        .enumerate()
        .filter(|(_, frame)| is_wide(frame))
        .collect();
    wide.sort_by(|a, b| a.1.edges[1].total_cmp(&b.1.edges[1]));
    let mut wide = wide.into_iter().peekable();
    let mut bands: Vec<Band> = Vec::new();
    for (at, line) in rough.into_iter().enumerate() {
        while let Some((table, _)) =
            wide.next_if(|(_, frame)| frame.edges[1] < line.base - 0.3 * line.size)
        {
            bands.push(Band::Table(table));
        }
        let zone = tabular.iter().any(|z| line.base > z.0 && line.base < z.1);
        if zone || heads.contains(&at) || crosses(&line) {
            match bands.last_mut() {
                Some(Band::Across(lines)) => lines.push(line),
                _ => bands.push(Band::Across(vec![line])),
            }
        } else {
            match bands.last_mut() {
                Some(Band::Columns(lines)) => lines.push(line),
                _ => bands.push(Band::Columns(vec![line])),
            }
        }
    }
    bands.extend(wide.map(|(table, _)| Band::Table(table)));
    lead_on(&mut bands, gutter);

    let mut narrow: Vec<(usize, Frame)> = tables
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, frame)| !is_wide(frame))
        .collect();
    let mut blocks = Vec::new();
    let mut bands = bands.into_iter().peekable();
    while let Some(band) = bands.next() {
        match band {
            Band::Table(at) => blocks.push(Block::Table(at)),
            Band::Across(lines) => blocks.push(Block::Text {
                lines,
                column: page,
            }),
            Band::Columns(lines) => {
                // Tables within a column stand in the last band that starts above them.
                let until = bands.peek().map_or(f64::MAX, |next| match next {
                    Band::Across(lines) | Band::Columns(lines) => lines[0].base,
                    Band::Table(at) => tables[*at].edges[1],
                });
                let (here, later): (Vec<_>, Vec<_>) =
                    narrow.into_iter().partition(|(_, f)| f.edges[1] < until);
                narrow = later;
                let (left_tables, right_tables): (Vec<_>, Vec<_>) = here
                    .into_iter()
                    .partition(|(_, f)| f.edges[0] < gutter.middle);
                let words = lines.into_iter().flat_map(|line| line.words);
                let (left, right): (Vec<Word>, Vec<Word>) =
                    words.partition(|word| word.middle().0 < gutter.middle);
                let reach = left.iter().map(|w| w.x1).fold(page.0, f64::max);
                blocks.extend(stacked(set(left), left_tables, (page.0, reach)));
                blocks.extend(stacked(
                    set(right),
                    right_tables,
                    (gutter.right_column, page.1),
                ));
            }
        }
    }
    blocks.extend(narrow.into_iter().map(|(at, _)| Block::Table(at)));
    blocks
}

/// A short heading of the text below two columns stands as if it ended the left one: it goes with what
/// it heads.
fn lead_on(bands: &mut [Band], gutter: Gutter) {
    for at in 1..bands.len() {
        let (before, after) = bands.split_at_mut(at);
        let (Some(Band::Columns(columns)), Some(Band::Across(across))) =
            (before.last_mut(), after.first_mut())
        else {
            continue;
        };
        let Some(next) = across.first() else { continue };
        let Some([.., above, last]) = columns.get(..) else {
            continue;
        };
        let set_otherwise = last.bold() && !next.bold() || last.size > 1.08 * next.size;
        let own = last.x1 < gutter.right_column && last.x0 < gutter.middle;
        let near = next.base - last.base < last.base - above.base;
        if set_otherwise && own && near && last.base - above.base > 1.4 * last.size {
            let heading = columns.split_off(columns.len() - 1);
            across.splice(0..0, heading);
        }
    }
}

/// Running heads and feet: the few lines at either end that a wide gap parts from the rest, all in
/// stretches shorter than lines of text are.
fn margins(rough: &[TextLine], (first, last): (f64, f64), short: f64) -> Vec<usize> {
    let height = last - first;
    let gap = |at: usize| rough[at + 1].base - rough[at].base > 1.8 * rough[at].size;
    let is_short = |line: &TextLine| {
        line.segments(wide_gap(line.size))
            .into_iter()
            .all(|r| line.words[r.end - 1].x1 - line.words[r.start].x0 < short)
    };
    let mut heads = Vec::new();
    for at in 0..rough.len().saturating_sub(1).min(3) {
        if gap(at) && rough[at].base < first + 0.1 * height && rough[..=at].iter().all(is_short) {
            heads.extend(0..=at);
        }
    }
    for at in (rough.len().saturating_sub(3).max(1)..rough.len()).rev() {
        if gap(at - 1) && rough[at].base > last - 0.1 * height && rough[at..].iter().all(is_short) {
            heads.extend(at..rough.len());
        }
    }
    heads
}

/// Stretches between wide rules that hold a table rather than two columns of prose.
fn tabular_zones(rough: &[TextLine], wide_rules: &[f64], gutter: Gutter) -> Vec<(f64, f64)> {
    let mut zones = Vec::new();
    // A table that goes on on the next page has no rule at its end.
    let mut rules = wide_rules.to_vec();
    rules.push(f64::MAX / 2.0);
    for pair in rules.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let within: Vec<&TextLine> = rough
            .iter()
            .filter(|line| line.base > from && line.base < to + 2.0)
            .collect();
        // A line of prose has one stretch in the right column, and it starts at the column's edge.
        let rights: Vec<Vec<f64>> = within
            .iter()
            .map(|line| {
                let starts = line.segments(wide_gap(line.size)).into_iter();
                starts
                    .map(|r| line.words[r.start].x0)
                    .filter(|&x| x > gutter.middle)
                    .collect()
            })
            .filter(|starts: &Vec<f64>| !starts.is_empty())
            .collect();
        let prose = rights
            .iter()
            .filter(|r| r.len() == 1 && (-2.0..25.0).contains(&(r[0] - gutter.right_column)))
            .count();
        if !within.is_empty() && prose * 10 < rights.len() * 6 {
            zones.push((from, to + 2.0));
        }
    }
    zones
}
