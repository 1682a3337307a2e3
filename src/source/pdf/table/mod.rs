//! Tables whose cells no crossing lines draw: their columns are strips of white (`strips`), their rows are
//! told by lines, shades, or the setting of the text (`rows`).
//!
//! ```text
//! table ::= line+      lines one below the other, at least one gutter going down through all of them;
//!                      a line that bridges a gutter of much evidence ends the table, unless the table
//!                      goes on directly below it (a title over its rows)
//! ```

mod parted;
mod rows;
mod strips;

use super::glyphs::{Drawing, Rule};
use super::lines::{TextLine, lines};
use super::page::{PageCell, PageTable};
use super::paragraphs::is_marker;
use super::ruled::{clustered, merged};
use super::words::Word;
use crate::source::Reach;
use rows::{Piece, Setting};
use std::collections::HashMap;
use std::ops::Range;
use strips::{Gutter, Strip, WIDE, White, Witness};

/// How far apart two lines may be and still be one, in points.
const NEAR: f64 = 3.0;

/// What is drawn on a page beside its text: lines, and the edges of shades.
#[derive(Debug, Default)]
pub struct Marks {
    /// What lies, from above to below.
    lying: Vec<Rule>,
    /// Those of it that are lines, and no edges of shades.
    ruled: Vec<Rule>,
    /// What stands.
    standing: Vec<Rule>,
    /// Where the pieces meet that a lying line is drawn in: height and place.
    joints: Vec<(f64, f64)>,
    /// The gutters of a table that ended the page before, and how far down its rows may begin here.
    before: (Vec<(f64, f64)>, f64),
    /// How far down letterheads reach.
    head: f64,
}

impl Marks {
    /// What is drawn on a page.
    pub fn of(drawing: &Drawing, before: &[(f64, f64)], height: f64) -> Self {
        let mut lying = drawing.lying.clone();
        let mut standing = drawing.standing.clone();
        for &[x0, y0, x1, y1] in &drawing.fills {
            for at in [y0, y1] {
                lying.push(Rule {
                    at,
                    from: x0,
                    to: x1,
                });
            }
            for at in [x0, x1] {
                standing.push(Rule {
                    at,
                    from: y0,
                    to: y1,
                });
            }
        }
        let whole = merged(&lying);
        let mut joints = Vec::new();
        for piece in &lying {
            let inside = |rule: &Rule| {
                (rule.at - piece.at).abs() < 1.5
                    && piece.to > rule.from + 4.0
                    && piece.to < rule.to - 4.0
            };
            let near = whole.partition_point(|rule| rule.at < piece.at - 1.5);
            let beside = whole[near..]
                .iter()
                .take_while(|rule| rule.at < piece.at + 1.5);
            if piece.to - piece.from > 4.0 && beside.clone().any(inside) {
                joints.push((piece.at, piece.to));
            }
        }
        Self {
            lying: whole,
            ruled: merged(&drawing.lying),
            standing: merged(&standing),
            joints,
            before: (before.to_vec(), 0.18 * height),
            head: 0.14 * height,
        }
    }

    /// Whether what begins at a height may go on with a table of the page before.
    fn goes_on(&self, top: f64) -> bool {
        self.before.0.len() > 1 && top < self.before.1
    }

    /// Whether a standing line or the edge of a shade is inside a strip beside some lines.
    fn stands(&self, strip: &Strip, top: f64, bottom: f64) -> bool {
        let inside = |x: f64| x > strip.from - 1.5 && x < strip.to + 1.5;
        let beside = |from: f64, to: f64| to.min(bottom) - from.max(top) > 3.0;
        self.standing
            .iter()
            .any(|rule| inside(rule.at) && beside(rule.from, rule.to))
    }

    /// Whether something drawn parts columns at a strip beside some lines, from `top` to `bottom`.
    fn part(&self, strip: &Strip, top: f64, bottom: f64) -> bool {
        let inside = |x: f64| x > strip.from - 1.5 && x < strip.to + 1.5;
        let again = |&(from, to): &(f64, f64)| to.min(strip.to) - from.max(strip.from) > 1.5;
        self.goes_on(top) && self.before.0.iter().any(again)
            || self.stands(strip, top, bottom)
            || self
                .joints
                .iter()
                .any(|&(y, x)| inside(x) && y > top - 12.0 && y < bottom + 12.0)
    }

    /// How many lines are drawn over most of a table's width, between its rows or around them.
    fn rows_of(&self, table: &PageTable) -> usize {
        let lines = || table.cells.iter().flat_map(|cell| &cell.lines);
        let top = lines().map(TextLine::top).fold(f64::MAX, f64::min);
        let bottom = lines().map(TextLine::bottom).fold(f64::MIN, f64::max);
        let (left, right) = (table.xs[0], table.xs[table.xs.len() - 1]);
        self.between(top - 14.0, bottom + 14.0, left, right)
            .filter(|rule| rule.to.min(right) - rule.from.max(left) > 0.6 * (right - left))
            .count()
    }

    /// Whether a line stands between two lying lines that reach from one place to one other, as those
    /// do that part a table's rows.
    fn is_between_alike(&self, line: &TextLine, below: &TextLine) -> bool {
        let over = || self.between(line.top() - 1.5 * line.size, line.base, line.x0, line.x1);
        let mut under = self.between(line.base, below.base, line.x0, line.x1);
        under.any(|under| {
            let alike = |over: &Rule| {
                (over.from - under.from).abs() < 2.0 && (over.to - under.to).abs() < 2.0
            };
            over().any(alike)
        })
    }

    /// Lying lines between two heights that reach into `from..to`.
    fn between(&self, top: f64, bottom: f64, from: f64, to: f64) -> impl Iterator<Item = &Rule> {
        self.lying
            .iter()
            .skip_while(move |rule| rule.at < top)
            .take_while(move |rule| rule.at < bottom)
            .filter(move |rule| rule.to.min(to) - rule.from.max(from) > 4.0)
    }
}

/// How much may be spent on the tables of a page: strips that are carried from line to line.
#[derive(Debug)]
pub struct Budget {
    left: usize,
    /// Lines were passed over that may be a table's.
    passed: bool,
}

impl Budget {
    /// What a page may cost.
    pub fn new() -> Self {
        Self {
            left: 400_000,
            passed: false,
        }
    }

    /// Whether nothing is left: what is left of the page is read as lines.
    pub fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// Whether tables may have been read as lines, for what they cost.
    pub fn fell_short(&self) -> bool {
        self.is_spent() || self.passed
    }

    fn spend(&mut self, cost: usize) {
        self.left = self.left.saturating_sub(cost + 1);
    }
}

/// How many strips of white, and wide gaps among them, the first line of a table has at most: as many columns
/// as a table of any form is read with, twice.
const STRIPS: usize = 400;

/// Lines that may be a table, being put together.
struct Run {
    range: Range<usize>,
    white: White,
    /// Lines that bridge gutters: titles over the rows.
    spans: Vec<usize>,
}

/// The tables among some lines; `height` is the page's.
pub fn find(
    all: &[TextLine],
    within: Range<usize>,
    marks: &Marks,
    height: f64,
    budget: &mut Budget,
) -> Vec<(Range<usize>, PageTable)> {
    let mut found = Vec::new();
    let mut free = within.start;
    let mut at = within.start;
    while at < within.end && !budget.is_spent() {
        let hangs = at + 1 < within.end && strips::hangs(&all[at], &all[at + 1]);
        if !may_begin(&all[at], hangs, height) {
            at += 1;
            continue;
        }
        // Every strip is held against every word of every line: of so many there is no table to be had.
        let strips = White::of(&all[at]).cost();
        if strips > STRIPS {
            budget.spend(strips);
            budget.passed = true;
            at += 1;
            continue;
        }
        let run = grown(all, at, free..within.end, marks, height, budget);
        match table(all, &run, marks) {
            Some((range, table)) => {
                free = range.end;
                at = range.end.max(at + 1);
                found.push((range, table));
            }
            None => at += 1,
        }
    }
    found
}

/// The tables of a whole page that are so plain that nothing on it can be read across them.
pub fn plain(
    all: &[TextLine],
    marks: &Marks,
    height: f64,
    budget: &mut Budget,
) -> Vec<(Range<usize>, PageTable)> {
    let first = continued(all, marks, height, budget);
    let below = first.as_ref().map_or(0, |(range, _)| range.end);
    let mut found = find(all, below..all.len(), marks, height, budget);
    found.retain(|(_, table)| {
        let plainly = table.parted || table.gutters.len() > 1 || marks.rows_of(table) > 1;
        plainly && table.rows() > 2
    });
    found.splice(0..0, first);
    found
}

/// The table that the page before ended in the middle of: the page begins with lines that keep to its
/// gutters, be they of a single cell.
fn continued(
    all: &[TextLine],
    marks: &Marks,
    height: f64,
    budget: &mut Budget,
) -> Option<(Range<usize>, PageTable)> {
    let start = all.iter().position(|line| !in_margin(line, height))?;
    if !marks.goes_on(all[start].top()) {
        return None;
    }
    let mut known: Vec<Strip> = marks.before.0.iter().copied().map(Strip::from).collect();
    // What stands in the first column only is a heading.
    if all[start].x1 < known[0].to {
        return None;
    }
    let edges: Vec<f64> = known.iter().map(|white| white.to).collect();
    let mut run = Run {
        range: start..start,
        white: White::of(&all[start]),
        spans: Vec::new(),
    };
    let mut at = start;
    while at < all.len() {
        let line = &all[at];
        let follows = at == start || follows(&all[at - 1], line, marks);
        let larger = line.size > 1.12 * all[start].size;
        let stops = in_margin(line, height) || has_leaders(line);
        let left = || {
            all[start..at]
                .iter()
                .map(|line| line.x0)
                .fold(f64::MAX, f64::min)
        };
        if !follows || larger || stops || is_heading(line, left) {
            break;
        }
        budget.spend(run.white.cost() + known.len());
        if budget.is_spent() {
            return None;
        }
        // The table goes on below a line, or ends with it.
        let goes_on = |at: usize| {
            all.get(at + 1).is_none_or(|next| {
                let apart = next.base - line.base > 2.5 * line.size;
                apart || narrowed(next, &known, &edges).is_some()
            })
        };
        match narrowed(line, &known, &edges) {
            Some(narrowed) => {
                known = narrowed;
                at += 1;
            }
            // A sum's words may reach over the first columns.
            None if sums(line, &known) && goes_on(at) => at += 1,
            None => match titles(all, &run, at, all.len(), marks) {
                0 => break,
                titles => {
                    run.spans.extend(at..at + titles);
                    at += titles;
                }
            },
        }
        run.range.end = at;
    }
    if run.range.is_empty() {
        return None;
    }
    let gutters = |_: &Range<usize>| known.iter().map(|&white| Gutter::from(white)).collect();
    let (mut range, gutters) = trimmed(all, &run, marks, gutters);
    if all.get(range.end).is_some_and(|line| sums(line, &known)) && run.range.end == range.end + 1 {
        range.end += 1;
    }
    let first = gutters.first()?.white;
    let body = &all[range.clone()];
    // A heading or a line below the table is no more of it.
    if !body.iter().any(|line| line.x1 > first.middle()) {
        return None;
    }
    let gutters: Vec<Strip> = gutters.iter().map(|gutter| gutter.white).collect();
    let table = assembled(body, &gutters, marks);
    Some((range, table))
}

/// What a line that keeps to known gutters leaves of their white; `edges` are where their right columns begin.
fn narrowed(line: &TextLine, known: &[Strip], edges: &[f64]) -> Option<Vec<Strip>> {
    let own = White::of(line);
    let narrowed: Option<Vec<Strip>> = known.iter().map(|gutter| own.along(gutter)).collect();
    narrowed.filter(|narrowed| {
        let edges = narrowed.iter().zip(edges);
        let gutters: Vec<Gutter> = edges
            .map(|(&white, &edge)| Gutter {
                edge,
                ..Gutter::from(white)
            })
            .collect();
        strips::keeps(line, &gutters)
    })
}

/// Whether a line bridges some of known gutters, and has a wide gap at the last of them.
fn sums(line: &TextLine, known: &[Strip]) -> bool {
    let at = known.last().map_or(f64::MIN, Strip::middle);
    let right = line.words.partition_point(|word| word.x0 < at);
    let pair = right.checked_sub(1).and_then(|left| line.words.get(left));
    let pair = pair.zip(line.words.get(right));
    pair.is_some_and(|(left, right)| right.x0 - left.x1 > 1.5 * line.size)
}

/// Whether a line is in bold type and begins further left than the table above it does.
fn is_heading(line: &TextLine, left: impl Fn() -> f64) -> bool {
    if !line.bold() || strips::widest(line) >= WIDE {
        return false;
    }
    let left = left();
    left < f64::MAX && line.x0 < left - 1.0
}

/// Whether a line in bold type, or the second one below it, stands over the head of a table like the one that
/// began with `head`: the heading of the next section, and its table.
fn heads_next(head: &TextLine, at: usize, all: &[TextLine]) -> bool {
    let line = &all[at];
    if !line.bold() || head.words.len() < 2 || strips::widest(head) < WIDE {
        return false;
    }
    let own = head.text().0;
    let mut below = all[at + 1..].iter().take(2);
    line.text().0 != own && below.any(|next| next.words.len() > 1 && next.text().0 == own)
}

/// Whether a line shows the columns of a table.
fn may_begin(line: &TextLine, hangs: bool, height: f64) -> bool {
    (hangs || strips::widest(line) >= WIDE) && !in_margin(line, height) && !has_leaders(line)
}

pub fn in_margin(line: &TextLine, height: f64) -> bool {
    line.base < 0.08 * height || line.base > 0.92 * height
}

/// Whether dots lead from one part of the line to another.
pub fn has_leaders(line: &TextLine) -> bool {
    let text = line.text().0;
    text.contains("....") || text.contains("……") || text.contains(". . .")
}

fn grown(
    all: &[TextLine],
    seed: usize,
    bounds: Range<usize>,
    marks: &Marks,
    height: f64,
    budget: &mut Budget,
) -> Run {
    let mut run = Run {
        range: seed..seed + 1,
        white: White::of(&all[seed]),
        spans: Vec::new(),
    };
    let stops = |line: &TextLine| in_margin(line, height) || has_leaders(line);
    // Downward.
    let mut at = seed + 1;
    let larger = |line: &TextLine| line.size > 1.12 * all[seed].size;
    let left = |run: &Run| {
        let own = all[run.range.clone()].iter().map(|line| line.x0);
        own.fold(f64::MAX, f64::min)
    };
    while at < bounds.end
        && !budget.is_spent()
        && !stops(&all[at])
        && !larger(&all[at])
        && !is_heading(&all[at], || left(&run))
        && !heads_next(&all[run.range.start], at, &all[..bounds.end])
        && follows(&all[at - 1], &all[at], marks)
    {
        budget.spend(run.white.cost());
        // Words that leave white there by chance do not begin at the columns' edges.
        let mut by_chance = || {
            if run.range.len() < 2 || !strips::is_close(&all[at]) {
                return false;
            }
            budget.spend(run.white.cost() * (1 + run.range.len() / 4));
            let mut gutters = gutters(all, &run.range, &run, marks);
            gutters.retain(|gutter| gutter.plain);
            !strips::keeps(&all[at], &gutters)
        };
        let white = run.white.with(&all[at]).filter(|_| !by_chance());
        if let Some(white) = white {
            run.white = white;
            run.range.end = at + 1;
            at += 1;
            continue;
        }
        let titles = titles(all, &run, at, bounds.end, marks);
        if titles == 0 {
            break;
        }
        run.spans.extend(at..at + titles);
        at += titles;
        run.range.end = at;
    }
    // Upward: what stands above the line that showed the columns, and keeps to them.
    while run.range.start > bounds.start && !budget.is_spent() {
        let at = run.range.start - 1;
        let line = &all[at];
        if stops(line) || !follows(line, &all[at + 1], marks) {
            break;
        }
        budget.spend(run.white.cost() * (1 + run.range.len() / 4));
        let Some(white) = run.white.with(line) else {
            break;
        };
        let gutters = gutters(all, &run.range, &run, marks);
        let first = gutters.first().map(|gutter| gutter.white);
        let Some(first) = first.or_else(|| run.white.first_wide()) else {
            break;
        };
        // What a line is drawn below stands over the table.
        let below = &all[at + 1];
        let capped = marks
            .between(line.base, below.base, below.x0, below.x1)
            .next()
            .is_some();
        let right_of_first = line.x0 > first.middle() && !capped;
        let both = gutters
            .iter()
            .any(|gutter| line.x0 < gutter.white.middle() && line.x1 > gutter.white.middle());
        let keeps = strips::keeps(line, &gutters);
        let plain = strips::widest(line) >= WIDE && keeps;
        let headed = keeps && marks.is_between_alike(line, below);
        if !(right_of_first || both && (plain || headed)) {
            break;
        }
        run.white = white;
        run.range.start = at;
    }
    run
}

/// Whether a line stands as near below another as the rows of a table do.
fn follows(above: &TextLine, line: &TextLine, marks: &Marks) -> bool {
    let step = line.base - above.base;
    let size = line.size.max(above.size).max(8.0);
    let ruled = || {
        let mut rules = marks.between(above.base - 1.0, line.base, line.x0, line.x1);
        rules.next().is_some()
    };
    step < 4.2 * size || (step < 8.0 * size && ruled())
}

/// How many lines that bridge gutters are a title over the rows below them: each one stretch from the table's
/// left edge, and the table goes on below. A title in bold type may have several lines and be wide; another has
/// one, not so wide as running text.
fn titles(all: &[TextLine], run: &Run, at: usize, end: usize, marks: &Marks) -> usize {
    let before = &all[run.range.clone()];
    let Some(last) = before
        .last()
        .filter(|_| run.spans.last() != Some(&(at - 1)))
    else {
        return 0;
    };
    let left = before.iter().map(|l| l.x0).fold(f64::MAX, f64::min);
    let right = before.iter().map(|l| l.x1).fold(f64::MIN, f64::max);
    let is_title = |line: &TextLine| {
        (line.size - last.size).abs() < 0.08 * line.size
            && (line.x0 - left).abs() < 12.0
            && strips::widest(line) < WIDE
    };
    let bridges = |line: &TextLine| run.white.with(line).is_none();
    let bold = all[at].bold();
    let most = if bold { 3 } else { 1 };
    let own = all[at..end].iter().take(most + 1);
    let count = own
        .take_while(|line| is_title(line) && line.bold() == bold && (bold || bridges(line)))
        .count();
    let Some(next) = all.get(at + count).filter(|_| at + count < end) else {
        return 0;
    };
    let title = &all[at];
    let step = |at: usize| all[at].base - all[at - 1].base;
    let near = |most: f64| (at..=at + count).all(|at| step(at) < most * title.size);
    let plain = before.len() > 1
        && near(2.3)
        && (title.x0 - left).abs() < 3.0
        && title.x1 - left < 0.75 * (right - left);
    let known = || {
        let gutters = gutters(all, &run.range, run, marks);
        !gutters.is_empty() && strips::keeps(next, &gutters)
    };
    let goes_on =
        run.white.with(next).is_some() && (strips::widest(next) >= WIDE || bold && known());
    let is_title = 0 < count && count <= most && (bold && near(3.0) && !next.bold() || plain);
    match is_title && goes_on && follows(&all[at + count - 1], next, marks) {
        true => count,
        false => 0,
    }
}

/// The table that a run is, if it is one.
fn table(all: &[TextLine], run: &Run, marks: &Marks) -> Option<(Range<usize>, PageTable)> {
    let asked = |range: &Range<usize>| gutters(all, range, run, marks);
    let (range, gutters) = trimmed(all, run, marks, asked);
    let body: Vec<&TextLine> = range
        .clone()
        .filter(|at| !run.spans.contains(at))
        .map(|at| &all[at])
        .collect();
    let gutters: Vec<Strip> = gutters.iter().map(|gutter| gutter.white).collect();
    let table = assembled(&all[range.clone()], &gutters, marks);
    let is_table =
        !gutters.is_empty() && body.len() > 1 && is_table(&body, &gutters, marks, table.parted);
    let drawn =
        gutters.len() > 1 || table.parted || marks.rows_of(&table) > 0 || has_short_column(&table);
    (is_table && drawn && (table.rows() > 1 || marks.goes_on(all[range.start].top())))
        .then_some((range, table))
}

/// A run without what stands below its table, and its gutters, as they are `asked` of a range of lines.
fn trimmed(
    all: &[TextLine],
    run: &Run,
    marks: &Marks,
    asked: impl Fn(&Range<usize>) -> Vec<Gutter>,
) -> (Range<usize>, Vec<Gutter>) {
    let mut range = run.range.start..foot(all, run, marks);
    let mut gutters = asked(&range);
    // Text below it may leave no white by chance.
    for _ in 0..3 {
        if !gutters.is_empty() || range.len() < 4 {
            break;
        }
        range.end -= 1;
        gutters = asked(&range);
    }
    // Lines at its end that hold nothing but the first column may be text again.
    while let Some(first) = gutters.first()
        && range.len() > 1
    {
        let at = range.end - 1;
        let (line, above) = (&all[at], &all[at - 1]);
        let alone = line.x1 < first.white.middle();
        // The line above it in its column, beside which others may stand.
        let left = |line: &TextLine| {
            let own = line.words.iter();
            let own = own.filter(|word| word.x1 < first.white.middle());
            own.map(|word| word.x1).max_by(f64::total_cmp)
        };
        let mut ups = all[range.start..at].iter().rev();
        let up = ups.find_map(|up| Some((up.base, left(up)?)));
        let (base, end) = up.unwrap_or((above.base, f64::MIN));
        let step = line.base - base;
        // Its first word would have fitted there.
        let next = line.words.first().map_or(0.0, |word| word.x1 - word.x0);
        let apart = line.bold() != above.bold()
            || (line.size - above.size).abs() > 0.08 * line.size
            || step > 1.6 * line.size
            || first.white.from - end > next + 0.4 * line.size;
        let closed = marks
            .between(line.base, line.base + 2.0 * line.size, line.x0, line.x1)
            .next()
            .is_some();
        let last = alone && is_last_row(all, &range, at);
        let closed = closed || last;
        let is_span = run.spans.contains(&at);
        // Prose may keep to the columns for one line; the next tells.
        let prose = strips::is_close(line)
            && all.get(range.end).is_some_and(|next| {
                follows(line, next, marks)
                    && (next.x0 - line.x0).abs() < 1.0
                    && strips::is_close(next)
                    && !strips::keeps(next, &gutters)
            });
        let by_chance = prose && !last || !strips::keeps(line, &gutters);
        if !(is_span || by_chance || alone && apart && !closed) {
            break;
        }
        range.end -= 1;
        gutters = asked(&range);
    }
    (range, gutters)
}

/// Whether a line that holds nothing but the first column is the last row of a table all the same: it is as near
/// below the row above it as rows are, begins where they do, and what follows it is further away.
fn is_last_row(all: &[TextLine], range: &Range<usize>, at: usize) -> bool {
    let (line, rows) = (&all[at], &all[range.start..at]);
    let Some(above) = rows.last().filter(|_| rows.len() > 2) else {
        return false;
    };
    let steps = || rows.windows(2).map(|pair| pair[1].base - pair[0].base);
    let usual = steps().fold(0.0, f64::max);
    let left = rows.iter().map(|row| row.x0).fold(f64::MAX, f64::min);
    let alike = line.bold() == above.bold()
        && (line.size - above.size).abs() < 0.08 * line.size
        && (line.x0 - left).abs() < 1.0;
    let step = line.base - above.base;
    let further = |next: &TextLine| next.base - line.base > 1.25 * usual.max(step);
    alike && step < usual + 0.6 && all.get(at + 1).is_none_or(further)
}

/// Where the lines of a run end that may be its table's: lines of a single stretch at its end are text where
/// they begin further left than all of the table, or are set further apart than its rows.
fn foot(all: &[TextLine], run: &Run, marks: &Marks) -> usize {
    let wide = |line: &TextLine| strips::widest(line) >= WIDE;
    let Some(last) = run.range.clone().rev().find(|&at| wide(&all[at])) else {
        return run.range.end;
    };
    let table = &all[run.range.start..=last];
    let left = table.iter().map(|line| line.x0).fold(f64::MAX, f64::min);
    let steps = table.windows(2).map(|pair| pair[1].base - pair[0].base);
    let most = steps.fold(0.0, f64::max);
    let end = run.range.end;
    let closed = |at: usize| {
        let (from, last) = (&all[at], &all[end - 1]);
        let below = last.base + 2.0 * last.size;
        marks
            .between(from.base, below, from.x0, from.x1)
            .next()
            .is_some()
    };
    let is_text = |&at: &usize| {
        let (line, above) = (&all[at], &all[at - 1]);
        let step = line.base - above.base;
        let apart = table.len() > 2 && step > (1.25 * most).max(1.6 * line.size);
        line.x0 < left - 1.0 || line.x0 < left + 1.0 && apart && !closed(at)
    };
    (last + 1..end).find(is_text).unwrap_or(end)
}

/// The table of lines whose columns meet at known places.
pub fn edged(all: &[TextLine], edges: &[f64], marks: &Marks) -> Option<PageTable> {
    let gutters: Vec<Strip> = edges
        .iter()
        .map(|&at| Strip {
            from: at - 0.5,
            to: at + 0.5,
        })
        .collect();
    (!gutters.is_empty() && !all.is_empty()).then(|| assembled(all, &gutters, marks))
}

/// The table that all lines within a frame are, rows perhaps parted by lines, if white parts columns.
pub fn framed(all: &[TextLine], marks: &Marks, budget: &mut Budget) -> Option<PageTable> {
    let seed = all.iter().position(|line| strips::widest(line) >= WIDE)?;
    let mut run = Run {
        range: 0..all.len(),
        white: White::of(&all[seed]),
        spans: Vec::new(),
    };
    for (at, line) in all.iter().enumerate() {
        budget.spend(run.white.cost());
        if budget.is_spent() {
            return None;
        }
        match run.white.with(line) {
            Some(white) => run.white = white,
            None => run.spans.push(at),
        }
    }
    if run.spans.len() * 3 > all.len() {
        return None;
    }
    let gutters = gutters(all, &run.range, &run, marks);
    let gutters: Vec<Strip> = gutters.iter().map(|gutter| gutter.white).collect();
    let body: Vec<&TextLine> = (0..all.len())
        .filter(|at| !run.spans.contains(at))
        .map(|at| &all[at])
        .collect();
    let is_table = !gutters.is_empty() && is_table(&body, &gutters, marks, false);
    is_table
        .then(|| assembled(all, &gutters, marks))
        .filter(|table| table.rows() > 1)
}

/// Whether most cells of some column have a line or two: of two columns of long text none is a table's.
fn has_short_column(table: &PageTable) -> bool {
    (0..=table.gutters.len()).any(|column| {
        let own = table
            .cells
            .iter()
            .filter(|cell| cell.edges.0 == table.xs[column]);
        let all = own.clone().count();
        let long = own.filter(|cell| cell.lines.len() > 2).count();
        all > 1 && long * 4 <= all
    })
}

/// The gutters of a run's lines.
fn gutters(all: &[TextLine], range: &Range<usize>, run: &Run, marks: &Marks) -> Vec<Gutter> {
    let body: Vec<&TextLine> = range
        .clone()
        .filter(|at| !run.spans.contains(at))
        .map(|at| &all[at])
        .collect();
    let (Some(first), Some(last)) = (body.first(), body.last()) else {
        return Vec::new();
    };
    let (top, bottom) = (first.top(), last.bottom());
    // Asked again of the lines that were kept.
    let mut white = White::of(first);
    for line in &body[1..] {
        white = white.through(line).0;
    }
    let strips = white.strips;
    let size = first.size.max(1.0);
    let mut open: Vec<(u8, f64, Strip)> = strips
        .into_iter()
        .filter(Strip::is_inner)
        .map(|strip| {
            let drawn = marks.part(&strip, top, bottom);
            let evidence = Witness::of(&strip, &body, &[]).evidence();
            // White that is wide in every line is heard first: a space between the words of one long
            // cell has, in all other lines, the white of the gutter beside it.
            let wide = strip.to - strip.from >= WIDE * size;
            let rank = match (drawn, wide) {
                (true, _) => 2,
                (false, true) => 1,
                (false, false) => 0,
            };
            (rank, evidence, strip)
        })
        .collect();
    open.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)));
    // White that is a plain gutter's speaks for no other one.
    let mut gutters: Vec<Gutter> = Vec::new();
    let mut known: Vec<Strip> = Vec::new();
    for (rank, _, white) in open {
        let drawn = rank == 2;
        let witness = Witness::of(&white, &body, &known);
        if witness.is_gutter(drawn, !known.is_empty()) {
            let edge = match witness.aligned {
                0 => white.to,
                _ => witness.edge,
            };
            let plain = witness.aligned > 2 || witness.figures > 2;
            gutters.push(Gutter { white, edge, plain });
            known.push(white);
        }
    }
    gutters.sort_by(|a, b| a.white.from.total_cmp(&b.white.from));
    gutters
}

/// Whether lines with gutters are a table, and not a list, two columns of text, or a list of contents.
///
/// `parted` tells that white parts rows across them, as it does not in two columns of text.
fn is_table(body: &[&TextLine], gutters: &[Strip], marks: &Marks, parted: bool) -> bool {
    let witnesses: Vec<Witness> = gutters.iter().map(|g| Witness::of(g, body, &[])).collect();
    let both = witnesses.iter().map(|w| w.both).max().unwrap_or(0);
    let (top, bottom) = (body[0].top(), body[body.len() - 1].bottom());
    let left = body.iter().map(|line| line.x0).fold(f64::MAX, f64::min);
    let right = body.iter().map(|line| line.x1).fold(f64::MIN, f64::max);
    let width = right - left;
    let rules = marks
        .between(top - 14.0, bottom + 14.0, left, right)
        .filter(|rule| rule.to.min(right) - rule.from.max(left) > 0.6 * width)
        .count();
    let drawn = rules > 0 || gutters.iter().any(|g| marks.part(g, top, bottom));
    if let [only] = gutters {
        let firsts = || {
            let own = |line: &&&TextLine| line.x0 < only.middle();
            body.iter().filter(own).map(|line| {
                let words = line.words.iter().filter(|w| w.x1 < only.middle());
                words.collect::<Vec<&Word>>()
            })
        };
        let count = firsts().count();
        let marked = firsts().filter(|words| words.len() == 1 && is_marker(words[0]));
        let headed = body[0].bold() && body[0].x0 < only.middle() && body[0].x1 > only.middle();
        // A list's sign stands near its text, and nothing is drawn between them.
        let near = only.to - only.from < 3.5 * body[0].size;
        let lined = rules > 1 && marks.stands(only, top, bottom);
        let list = marked.count() * 10 >= count * if drawn || headed { 10 } else { 6 };
        let list = list && near && !lined;
        if list || is_contents(body.iter().copied()) {
            return false;
        }
        // Labels with hanging text are a list, too, unless a head stands over them.
        if !drawn && witnesses[0].widest < WIDE && !body[0].bold() {
            return false;
        }
        if !drawn && (both < 3 || !is_apart(body, only)) {
            return false;
        }
        // One line beside another is no table yet.
        let Witness {
            aligned,
            figures,
            wide,
            ..
        } = witnesses[0];
        if !parted && is_prose(body, only) || aligned.max(figures).max(wide) < 2 {
            return false;
        }
    }
    // A letterhead is a few lines at the top.
    let letterhead = !drawn && top < marks.head && body.len() <= 4;
    !letterhead && (both >= 2 || marks.goes_on(top))
}

/// Whether both sides of a gutter are long text that breaks at its edge: two columns of prose.
fn is_prose(body: &[&TextLine], gutter: &Strip) -> bool {
    let side = |right: bool| {
        let mut lines: Vec<f64> = Vec::new();
        for line in body {
            let words: Vec<&Word> = line
                .words
                .iter()
                .filter(|w| (w.x0 > gutter.middle()) == right)
                .collect();
            if let (Some(first), Some(last)) = (words.first(), words.last()) {
                lines.push(last.x1 - first.x0);
            }
        }
        let most = lines.iter().copied().fold(0.0, f64::max);
        let full = lines.iter().filter(|&&w| w > 0.85 * most).count();
        // A column of days, each as wide as the other, has white between its cells.
        let dense = lines.len() * 2 >= body.len();
        dense && lines.len() >= 5 && full * 3 >= lines.len() * 2
    };
    side(false) && side(true)
}

/// Whether what stands right of a gutter begins, or ends, at one edge.
fn is_apart(body: &[&TextLine], gutter: &Strip) -> bool {
    let rights: Vec<(f64, f64)> = body
        .iter()
        .filter(|line| line.x0 < gutter.middle())
        .filter_map(|line| {
            let first = line.words.iter().find(|w| w.x0 > gutter.middle())?;
            Some((first.x0, line.x1))
        })
        .collect();
    let least = rights.iter().map(|r| r.0).fold(f64::MAX, f64::min);
    let most = rights.iter().map(|r| r.1).fold(f64::MIN, f64::max);
    let lefts = rights.iter().filter(|r| r.0 - least < 1.5).count();
    let ends = rights.iter().filter(|r| most - r.1 < 1.5).count();
    lefts.max(ends) * 10 >= rights.len() * 7
}

/// Whether lines end in page numbers that rise.
pub fn is_contents<'l>(lines: impl ExactSizeIterator<Item = &'l TextLine>) -> bool {
    let count = lines.len();
    let numbers: Vec<u32> = lines
        .filter_map(|line| line.words.last()?.text().parse().ok())
        .collect();
    numbers.len() * 3 >= count * 2
        && numbers.iter().all(|&n| n < 2000)
        && numbers.windows(2).all(|pair| pair[0] <= pair[1])
}

/// Puts lines into the cells between gutters.
pub fn assembled(all: &[TextLine], gutters: &[Strip], marks: &Marks) -> PageTable {
    let columns = gutters.len() + 1;
    let left = all.iter().map(|line| line.x0).fold(f64::MAX, f64::min);
    let right = all.iter().map(|line| line.x1).fold(f64::MIN, f64::max);
    let pieces = pieces(all, gutters);
    let mut xs = vec![left];
    xs.extend(gutters.iter().map(|gutter| gutter.to));
    xs.push(right);
    let setting = Setting::of(&pieces, columns);
    let parted = parted::rows(&pieces, &setting).is_some_and(|(_, plainly)| plainly);
    let (top, bottom) = (all[0].top(), all[all.len() - 1].bottom());
    let bands = Bands::of(marks, &xs, top - 4.0, bottom + 2.0);
    // Rows within the bands.
    let mut placed: Vec<(usize, usize, Piece)> = Vec::with_capacity(pieces.len());
    let mut by_band: Vec<Vec<Piece>> = vec![Vec::new(); bands.ys.len() + 1];
    for piece in pieces {
        by_band[bands.of_piece(&piece)].push(piece);
    }
    let filled = by_band.iter().filter(|band| !band.is_empty()).count();
    let full = filled >= 4;
    let mut first = true;
    for (band, pieces) in by_band.into_iter().enumerate() {
        let mut rows = rows::rows(&pieces, &setting);
        // The first band above a line is the head.
        let head = first && band < bands.ys.len() && is_head(&pieces);
        first &= pieces.is_empty();
        if head || full && !is_split(&pieces, &rows) {
            rows.fill(0);
        }
        placed.extend(
            rows.into_iter()
                .zip(pieces)
                .map(|(row, piece)| (band, row, piece)),
        );
    }
    // A cell goes on below a line that is not drawn in its column.
    let mut homes: Vec<(usize, usize)> = placed.iter().map(|p| (p.0, p.1)).collect();
    let mut cells: Vec<Placed> = Vec::new();
    for (at, (band, row, piece)) in placed.iter().enumerate() {
        let mut home = (*band, *row);
        // What stands on the line of a cell that begins here begins here, too.
        let begins = || {
            placed.iter().any(|(other, own, beside)| {
                other == band
                    && *own == 0
                    && *band > 0
                    && beside.column != piece.column
                    && !bands.is_open(*band - 1, beside.column)
                    && (beside.line.base - piece.line.base).abs() < 1.0
            })
        };
        if *row == 0 && piece.columns == 1 {
            let mut up = *band;
            while up > 0 && bands.is_open(up - 1, piece.column) {
                up -= 1;
            }
            let above = placed[..at]
                .iter()
                .rev()
                .find(|p| p.2.column == piece.column && p.0 >= up && p.0 < *band);
            // A line that was full goes on, whatever stands beside it.
            if let Some(above) = above
                && (setting.goes_on(&above.2, piece) || !begins())
            {
                home = (above.0, above.1);
            }
        }
        homes[at] = home;
    }
    let mut rows: Vec<(usize, usize)> = placed.iter().map(|p| (p.0, p.1)).collect();
    rows.sort_unstable();
    rows.dedup();
    let number = |row: (usize, usize)| rows.partition_point(|&other| other < row) as u32;
    let mut places: HashMap<(u32, usize, usize), usize> = HashMap::new();
    for ((band, row, piece), home) in placed.into_iter().zip(homes) {
        // How many rows the cell reaches over: as far down as no line is drawn in its column.
        let mut last = band;
        while last < bands.ys.len() && bands.is_open(last, piece.column) {
            last += 1;
        }
        let end = if last > band {
            rows.partition_point(|other| other.0 <= last) as u32
        } else {
            number((band, row)) + 1
        };
        let own = number(home);
        let place = *places
            .entry((own, piece.column, piece.columns))
            .or_insert(cells.len());
        match cells.get_mut(place) {
            Some(cell) => {
                cell.end = cell.end.max(end);
                cell.words.extend(piece.line.words);
            }
            None => cells.push(Placed {
                row: own,
                end: end.max(own + 1),
                column: piece.column,
                columns: piece.columns,
                words: piece.line.words,
            }),
        }
    }
    cells.sort_by_key(|cell| (cell.row, cell.column));
    let reach = |column: usize| -> f64 {
        let own = all.iter().flat_map(|line| &line.words);
        own.filter(|word| column_of(gutters, word) == column)
            .map(|word| word.x1)
            .fold(xs[column], f64::max)
    };
    let ends: Vec<f64> = (0..columns).map(reach).collect();
    let cells = cells
        .into_iter()
        .map(|cell| PageCell {
            row: cell.row,
            lines: lines(cell.words),
            // Lines are broken where the widest ends; a drawn cell has its padding there.
            edges: (
                xs[cell.column],
                ends[cell.column + cell.columns - 1] + super::PADDING,
            ),
            reach: Reach {
                rows: cell.end - cell.row,
                columns: cell.columns as u32,
                head: false,
            },
        })
        .collect();
    PageTable {
        xs,
        gutters: gutters.iter().map(|g| (g.from, g.to)).collect(),
        cells,
        parted,
    }
}

/// A cell being filled.
struct Placed {
    row: u32,
    end: u32,
    column: usize,
    columns: usize,
    words: Vec<Word>,
}

/// Whether lines are titles of columns: a few, none reaching over columns, no figures one below the other.
fn is_head(pieces: &[Piece]) -> bool {
    let mut lines: Vec<f64> = pieces.iter().map(|piece| piece.line.base).collect();
    lines.dedup_by(|one, other| (*one - *other).abs() < 2.0);
    let again = |(at, piece): (usize, &Piece)| {
        let above = &pieces[..at];
        piece.is_figure()
            && above
                .iter()
                .any(|up| up.column == piece.column && up.is_figure())
    };
    lines.len() <= 4
        && pieces.iter().all(|piece| piece.columns == 1)
        && !pieces.iter().enumerate().any(again)
}

/// Whether the rows found within a band are so plain that lines around it do not say it is one row.
fn is_split(pieces: &[Piece], rows: &[usize]) -> bool {
    let count = rows.last().map_or(0, |last| last + 1);
    let whole = (0..count)
        .filter(|&row| {
            let own = pieces.iter().zip(rows).filter(|(_, own)| **own == row);
            let mut columns: Vec<usize> = own.map(|(piece, _)| piece.column).collect();
            columns.sort_unstable();
            columns.dedup();
            columns.len() > 1
        })
        .count();
    // Figures one below the other, in several columns: no cell holds such.
    let stacked = |column: usize| {
        let own = pieces.iter().filter(|piece| piece.column == column);
        own.filter(|piece| piece.is_figure()).count() > 1
    };
    let last = pieces.iter().map(|piece| piece.column).max().unwrap_or(0);
    let figures = (0..=last).filter(|&column| stacked(column)).count();
    (count >= 3 && whole == count) || (count >= 2 && figures >= 2)
}

/// The column that a word stands in.
fn column_of(gutters: &[Strip], word: &Word) -> usize {
    let middle = (word.x0 + word.x1) / 2.0;
    gutters.partition_point(|gutter| gutter.middle() < middle)
}

/// Lines parted at the gutters, from above to below.
fn pieces(all: &[TextLine], gutters: &[Strip]) -> Vec<Piece> {
    let mut columns: Vec<Vec<Word>> = vec![Vec::new(); gutters.len() + 1];
    let mut pieces = Vec::new();
    // Bold lines amid others are titles of groups of rows.
    let titled = all.iter().filter(|line| line.bold()).count() * 3 < all.len();
    for line in all {
        let bridges = |word: &Word| {
            gutters
                .iter()
                .any(|g| word.x0 < g.middle() - 0.5 && word.x1 > g.middle() + 0.5)
        };
        // A word space that a drawn edge falls into by chance parts nothing.
        let spaced = |gutter: &Strip| {
            let known = gutter.to - gutter.from < 1.5;
            let at = line.words.partition_point(|word| word.x0 < gutter.middle());
            let pair = at
                .checked_sub(1)
                .map(|at| &line.words[at])
                .zip(line.words.get(at));
            let title = titled && line.bold() && line.base > all[0].base + line.size;
            (known || title)
                && pair.is_some_and(|(left, right)| right.x0 - left.x1 < 0.36 * line.size)
        };
        if !line.words.iter().any(bridges) && !gutters.iter().any(spaced) {
            for word in &line.words {
                columns[column_of(gutters, word)].push(word.clone());
            }
            continue;
        }
        // A title over columns: stretches that clear gaps part.
        for range in line.segments(0.9 * line.size) {
            let words = &line.words[range];
            let (Some(first), Some(last)) = (words.first(), words.last()) else {
                continue;
            };
            let column = gutters.partition_point(|g| g.middle() < first.x0 + 1.0);
            let end = gutters.partition_point(|g| g.middle() < last.x1 - 1.0);
            let lines = lines(words.to_vec()).into_iter();
            pieces.extend(lines.map(|line| Piece {
                column,
                columns: end.saturating_sub(column) + 1,
                line,
            }));
        }
    }
    for (column, words) in columns.into_iter().enumerate() {
        let lines = lines(words).into_iter();
        pieces.extend(lines.map(|line| Piece {
            column,
            columns: 1,
            line,
        }));
    }
    pieces.sort_by(|a, b| {
        let by_base = a.line.base.total_cmp(&b.line.base);
        by_base.then(a.column.cmp(&b.column))
    });
    // What stands on one line a hair apart is sorted by its column.
    pieces
}

/// The bands that drawn lines part a table into.
struct Bands {
    /// The heights of the lines, from above to below.
    ys: Vec<f64>,
    /// For each line the columns that it is drawn in.
    drawn: Vec<Vec<bool>>,
}

impl Bands {
    fn of(marks: &Marks, xs: &[f64], top: f64, bottom: f64) -> Self {
        let (left, right) = (xs[0], xs[xs.len() - 1]);
        let rules: Vec<&Rule> = marks.between(top, bottom, left, right).collect();
        let columns = xs.len() - 1;
        let mut ys = Vec::new();
        let mut drawn = Vec::new();
        for y in clustered(rules.iter().map(|rule| rule.at).collect()) {
            let covered: Vec<bool> = (0..columns)
                .map(|column| {
                    let (from, to) = (xs[column], xs[column + 1]);
                    let length: f64 = rules
                        .iter()
                        .filter(|rule| (rule.at - y).abs() < NEAR)
                        .map(|rule| (rule.to.min(to) - rule.from.max(from)).max(0.0))
                        .sum();
                    length > 0.6 * (to - from)
                })
                .collect();
            let count = covered.iter().filter(|c| **c).count();
            // A line over fewer is a sum's, and parts no rows.
            if count * 2 < columns {
                continue;
            }
            // A column that is not shaded says nothing of cells that go on: only lines leave cells open.
            let is_line = marks
                .ruled
                .iter()
                .any(|rule| (rule.at - y).abs() < NEAR && rule.from < right && rule.to > left);
            ys.push(y);
            drawn.push(match is_line {
                true => covered,
                false => vec![true; columns],
            });
        }
        // Where few lines are drawn, a line drawn in part tells nothing of cells that go on.
        if ys.len() < 3 {
            drawn.iter_mut().for_each(|covered| covered.fill(true));
        }
        Self { ys, drawn }
    }

    fn of_piece(&self, piece: &Piece) -> usize {
        self.ys.partition_point(|&y| y < piece.middle())
    }

    /// Whether the line below a band is not drawn in a column.
    fn is_open(&self, band: usize, column: usize) -> bool {
        !self.drawn[band][column]
    }
}

#[cfg(test)]
mod tests;
