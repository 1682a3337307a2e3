//! Tables without standing lines: their columns are the strips of white that go down through
//! several lines, between wide rules or on their own.

use super::glyphs::{Drawing, Rule};
use super::lines::TextLine;
use super::page::{PageCell, PageTable, Piece};
use super::paragraphs::{is_marker, marker};
use super::ruled::merged;
use super::table::{self, Budget, Marks, has_leaders, in_margin, is_contents};
use super::words::Word;
use crate::source::Reach;
use std::ops::Range;

/// Parts running text into text and the tables within it.
///
/// `rules` are the page's lying lines from above to below; `height` is the page's.
pub fn part(
    lines: Vec<TextLine>,
    column: (f64, f64),
    drawing: &Drawing,
    marks: &Marks,
    height: f64,
    budget: &mut Budget,
) -> Vec<Piece> {
    // Where lines are drawn in pieces, as wide as the cells above or below, they tell the columns.
    let mut found = between_rules(&lines, column, &drawing.lying, marks);
    for range in free(&found, lines.len()) {
        found.extend(table::find(&lines, range, marks, height, budget));
    }
    found.sort_by_key(|(range, _)| range.start);
    // What is plain by no gutters is looked for in what is left.
    for range in free(&found, lines.len()) {
        found.extend(by_white_strips(&lines, range, height));
    }
    found.sort_by_key(|(range, _)| range.start);

    let mut pieces = Vec::new();
    let mut rest = lines;
    let mut taken = 0;
    for (range, table) in found {
        let mut after = rest.split_off(range.start - taken);
        push_text(&mut pieces, rest, column);
        rest = after.split_off(range.len());
        taken = range.end;
        pieces.push(Piece::Table(table));
    }
    push_text(&mut pieces, rest, column);
    pieces
}

/// The lines that stand in no table.
fn free(found: &[(Range<usize>, PageTable)], count: usize) -> Vec<Range<usize>> {
    let mut free: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    for (range, _) in found {
        free.push(from..range.start);
        from = range.end;
    }
    free.push(from..count);
    free
}

fn push_text(pieces: &mut Vec<Piece>, lines: Vec<TextLine>, column: (f64, f64)) {
    if !lines.is_empty() {
        pieces.push(Piece::Text { lines, column });
    }
}

/// A lying line over the width of the text.
struct Wide {
    at: f64,
    /// Where the pieces that it is drawn in meet: the edges of the cells above it.
    joints: Vec<f64>,
}

/// The rules that may be a table's within a column.
fn wide(column: (f64, f64), rules: &[Rule]) -> Vec<Wide> {
    merged(rules)
        .into_iter()
        .filter(|rule| {
            rule.from < column.0 + 8.0
                && rule.to > column.1 - 8.0
                && rule.to - rule.from > 0.6 * (column.1 - column.0)
        })
        .map(|whole| {
            let mut joints: Vec<f64> = rules
                .iter()
                .filter(|piece| (piece.at - whole.at).abs() < 1.5)
                .map(|piece| piece.to)
                .filter(|&end| end > whole.from + 4.0 && end < whole.to - 4.0)
                .collect();
            joints.sort_by(f64::total_cmp);
            joints.dedup_by(|a, b| (*a - *b).abs() < 1.5);
            Wide {
                at: whole.at,
                joints,
            }
        })
        .collect()
}

/// A table being put together from the stretches between rules.
struct Open {
    lines: Range<usize>,
    /// How many lines the first stretch, its head, has.
    head: usize,
    joints: Vec<f64>,
}

/// Tables whose head and foot are wide rules.
fn between_rules(
    lines: &[TextLine],
    column: (f64, f64),
    rules: &[Rule],
    marks: &Marks,
) -> Vec<(Range<usize>, PageTable)> {
    let wide = wide(column, rules);
    let mut found: Vec<(Range<usize>, PageTable)> = Vec::new();
    let mut open: Option<Open> = None;
    // Where the last stretch that a table has ends.
    let mut taken = 0;
    let mut close = |open: &mut Option<Open>| {
        if let Some(done) = open.take()
            && let Some(table) = table(&lines[done.lines.clone()], &done, marks)
        {
            found.push((done.lines, table));
        }
    };
    for pair in wide.windows(2) {
        // A line that stands just below a rule was the last of what is above it.
        let start = lines
            .partition_point(|line| line.base <= pair[0].at)
            .max(taken);
        let end = lines.partition_point(|line| line.base <= pair[1].at + 1.0);
        let Some(first) = lines.get(start).filter(|_| start < end) else {
            continue;
        };
        // What stands far below a rule does not belong to its table: a caption, or text.
        if first.base - pair[0].at > 1.7 * first.size {
            close(&mut open);
            continue;
        }
        let edged = !pair[0].joints.is_empty() && !runs_over(&lines[start..end], &pair[0].joints);
        let parted = |from: usize| edged || columns(&lines[from..end]).len() > 1;
        match &mut open {
            Some(own) if own.lines.end == start && parted(own.lines.start) => {
                let head = own.lines.start..own.lines.start + own.head;
                taken = before_head(lines, head, start..end);
                own.lines.end = taken;
                if taken < end {
                    close(&mut open);
                }
            }
            _ => {
                close(&mut open);
                if parted(start) {
                    let above = match edged {
                        true => head_above(lines, taken..start, &pair[0]),
                        false => start,
                    };
                    taken = before_head(lines, above..start, start..end);
                    open = Some(Open {
                        lines: above..taken,
                        head: if above < start {
                            start - above
                        } else {
                            end - start
                        },
                        joints: if edged {
                            pair[0].joints.clone()
                        } else {
                            Vec::new()
                        },
                    });
                    if taken < end {
                        close(&mut open);
                    }
                }
            }
        }
    }
    // A table that goes on on the next page has no rule at its end.
    if let Some(open) = &mut open
        && open.lines.len() == open.head
        && let (Some(rule), Some(next)) = (wide.last(), lines.get(open.lines.end))
        && (0.0..2.5 * next.size).contains(&(next.base - rule.at))
    {
        open.lines.end = grown(
            lines,
            open.lines.clone(),
            (!open.joints.is_empty()).then_some(column),
        );
    }
    close(&mut open);
    found
}

/// Where a stretch between two rules ends that belongs to the table above: before the head of the next table,
/// which says what its own head does, and the heading over that.
fn before_head(lines: &[TextLine], head: Range<usize>, stretch: Range<usize>) -> usize {
    let count = head.len();
    if count == 0 || stretch.len() <= count {
        return stretch.end;
    }
    let mut at = stretch.end - count;
    let same = lines[head]
        .iter()
        .zip(&lines[at..])
        .all(|(own, next)| own.text().0 == next.text().0);
    if !same {
        return stretch.end;
    }
    while at > stretch.start && lines[at - 1].bold() {
        at -= 1;
    }
    at
}

/// Whether a stretch between two rules is running text: most of its lines run over the edges of the
/// cells above it.
fn runs_over(lines: &[TextLine], joints: &[f64]) -> bool {
    let over = lines
        .iter()
        .filter(|line| {
            stretches(line, gap(line.size))
                .iter()
                .any(|&(from, to)| joints.iter().any(|&at| from < at - 2.0 && to > at + 2.0))
        })
        .count();
    lines.len() >= 2 && over * 2 >= lines.len()
}

/// Where the head begins that stands above a table's first rule: the rule is the lower edge of its
/// cells. Its titles keep to the columns, and the lowest line has two at least.
fn head_above(lines: &[TextLine], free: Range<usize>, rule: &Wide) -> usize {
    let mut start = free.end;
    let mut below = rule.at;
    while start > free.start {
        let line = &lines[start - 1];
        let own = stretches(line, gap(line.size));
        let keeps = own.iter().all(|&(from, to)| {
            rule.joints
                .iter()
                .all(|&at| from > at - 2.0 || to < at + 2.0)
        });
        let near = below - line.base < 1.6 * line.size;
        if !near || !keeps || start == free.end && own.len() < 2 || free.end - start >= 3 {
            break;
        }
        below = line.base;
        start -= 1;
    }
    start
}

/// Where the lines below a table's head that keep to its columns end.
///
/// `known` is the text's column where the head's rule tells the table's columns; then only a line
/// that fills the text's column is no part of it.
fn grown(lines: &[TextLine], head: Range<usize>, known: Option<(f64, f64)>) -> usize {
    let Some(first) = lines.get(head.end) else {
        return head.end;
    };
    let mut strips = stretches(first, gap(first.size));
    let mut end = head.end;
    while let Some(line) = lines.get(end) {
        let own = stretches(line, gap(line.size));
        if end > head.end && line.base - lines[end - 1].base > 3.0 * line.size {
            break;
        }
        match known {
            Some((from, to)) => {
                if own.iter().any(|s| s.1 - s.0 > 0.75 * (to - from)) {
                    break;
                }
            }
            None => match joined(&strips, &own) {
                Some(joined) => strips = joined,
                None => break,
            },
        }
        end += 1;
    }
    if known.is_some() || strips.len() > 1 {
        end
    } else {
        head.end
    }
}

/// The table of some lines, if pieces of lines tell its columns.
fn table(lines: &[TextLine], open: &Open, marks: &Marks) -> Option<PageTable> {
    let table = table::edged(lines, &open.joints, marks)?;
    let several = (0..table.rows())
        .filter(|&row| table.cells.iter().filter(|cell| cell.row == row).count() > 1)
        .count();
    (table.rows() > 1 && several * 2 >= table.rows() as usize).then_some(table)
}

fn cells(rows: &[Vec<&TextLine>], columns: &[(f64, f64)], around: (f64, f64)) -> PageTable {
    let mut xs: Vec<f64> = columns.iter().map(|column| column.0).collect();
    xs[0] = xs[0].min(around.0);
    let right = columns[columns.len() - 1].1;
    xs.push(right);
    let mut cells = Vec::new();
    for (row, lines) in rows.iter().enumerate() {
        let mut words: Vec<Vec<Word>> = vec![Vec::new(); columns.len()];
        for line in lines {
            for (column, own) in placed(line, columns) {
                words[column].extend(own.iter().cloned());
            }
        }
        for (at, words) in words.into_iter().enumerate() {
            if !words.is_empty() {
                cells.push(PageCell {
                    row: row as u32,
                    lines: super::lines::lines(words),
                    // Lines are broken where the widest ends; a drawn cell has its padding there.
                    edges: (xs[at], columns[at].1 + super::PADDING),
                    reach: Reach::default(),
                });
            }
        }
    }
    // The next page may go on with what stands to the right of this white.
    let white = columns.windows(2).map(|pair| (pair[0].1, pair[1].0));
    PageTable {
        xs,
        gutters: white.filter(|(from, to)| from < to).collect(),
        cells,
        parted: false,
    }
}

/// The stretches of a line, each with the column that it starts in: it may run over the next ones.
fn placed<'l>(line: &'l TextLine, columns: &[(f64, f64)]) -> Vec<(usize, &'l [Word])> {
    let mut placed = Vec::new();
    for range in line.segments(gap(line.size)) {
        let mut from = range.start;
        for at in range.start + 1..=range.end {
            let parts = at < range.end && {
                let (left, right) = (&line.words[at - 1], &line.words[at]);
                right.x0 - left.x1 > 0.4 * line.size
                    && nearest(columns, left) != nearest(columns, right)
            };
            if parts || at == range.end {
                placed.push((nearest(columns, &line.words[from]), &line.words[from..at]));
                from = at;
            }
        }
    }
    placed
}

/// The column that a word stands in or is nearest to.
fn nearest(columns: &[(f64, f64)], word: &Word) -> usize {
    let inside = |column: &(f64, f64)| word.x0 > column.0 - 2.0 && word.x0 < column.1;
    if let Some(at) = columns.iter().rposition(inside) {
        return at;
    }
    // How far they overlap; less than nothing if they do not.
    let overlap = |column: &(f64, f64)| column.1.min(word.x1) - column.0.max(word.x0);
    columns
        .iter()
        .enumerate()
        .max_by(|a, b| overlap(a.1).total_cmp(&overlap(b.1)))
        .map_or(0, |(at, _)| at)
}

/// Words further apart than this may stand in two columns.
fn gap(size: f64) -> f64 {
    (0.55 * size).max(4.0)
}

/// The columns that strips of white part: left and right edge of what stands in each.
fn columns(lines: &[TextLine]) -> Vec<(f64, f64)> {
    let mut stretches: Vec<(f64, f64)> = lines
        .iter()
        .flat_map(|line| stretches(line, gap(line.size)))
        .collect();
    stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut columns: Vec<(f64, f64)> = Vec::new();
    for (from, to) in stretches {
        match columns.last_mut() {
            Some(last) if from < last.1 + 4.0 => last.1 = last.1.max(to),
            _ => columns.push((from, to)),
        }
    }
    columns
}

/// Left and right edge of a line's stretches.
fn stretches(line: &TextLine, gap: f64) -> Vec<(f64, f64)> {
    line.segments(gap)
        .into_iter()
        .map(|range| {
            let words = &line.words[range];
            let to = words.iter().map(|w| w.x1).fold(f64::MIN, f64::max);
            (words[0].x0, to)
        })
        .collect()
}

/// The stretches of a line that no rule says is a table's: a list item's marker belongs to its text.
fn loose(line: &TextLine) -> Vec<(f64, f64)> {
    let mut stretches = stretches(line, clear_gap(line.size));
    let bare = line.words[0].glyphs.iter().all(|g| g.c.is_ascii_digit());
    if bare && stretches.len() > 2 {
        return stretches;
    }
    if stretches.len() > 1 && line.words[0].x1 >= stretches[0].1 && is_marker(&line.words[0]) {
        let first = stretches.remove(0);
        stretches[0].0 = first.0;
    }
    stretches
}

/// Which columns have text in some lines.
fn filled(lines: &[&TextLine], columns: &[(f64, f64)]) -> Vec<bool> {
    let mut filled = vec![false; columns.len()];
    for line in lines {
        for (column, _) in placed(line, columns) {
            filled[column] = true;
        }
    }
    filled
}

/// Lines put together to rows: a line that only goes on with cells above it starts none.
///
/// `rules` are lying lines, which part rows.
fn rows_of<'l>(
    lines: &'l [TextLine],
    columns: &[(f64, f64)],
    rules: &[f64],
) -> Vec<Vec<&'l TextLine>> {
    let mut rows: Vec<Vec<&TextLine>> = Vec::new();
    let leading = lines
        .windows(2)
        .map(|pair| pair[1].base - pair[0].base)
        .filter(|&step| step > 1.0)
        .fold(f64::MAX, f64::min);
    // Where nearly every line fills every column no cell wraps.
    let whole = lines
        .iter()
        .filter(|line| filled(&[line], columns).iter().all(|filled| *filled))
        .count();
    let wraps = whole * 5 < lines.len() * 4;
    for line in lines {
        match rows.last_mut() {
            Some(row) if wraps && goes_on(row, line, columns, leading, rules) => row.push(line),
            _ => rows.push(vec![line]),
        }
    }
    rows
}

/// Whether all that a line holds goes on from cells of the row above it, save for columns that the
/// row has not used: an amount often stands beside the last line of a name.
fn goes_on(
    row: &[&TextLine],
    line: &TextLine,
    columns: &[(f64, f64)],
    leading: f64,
    rules: &[f64],
) -> bool {
    let Some(above) = row.last() else {
        return false;
    };
    let ruled_off = rules
        .iter()
        .any(|&rule| rule > above.base - 0.3 * above.size && rule < line.base);
    let step = line.base - above.base;
    let own = placed(line, columns);
    // The last of several columns holds the long text: it may have paragraphs of its own.
    if let [(column, words)] = own[..]
        && column > 1
        && column + 1 == columns.len()
        && !words[0].glyphs[0].c.is_numeric()
        && !ruled_off
        && step < 2.6 * leading
    {
        return true;
    }
    if ruled_off || step > 1.35 * leading {
        return false;
    }
    let used = filled(row, columns);
    let (mut wraps, mut asked) = (0, 0);
    for (column, words) in own {
        if !used[column] {
            if column == 0 {
                return false;
            }
            continue;
        }
        let before = row.iter().rev().find_map(|line| {
            let mut placed = placed(line, columns).into_iter();
            placed.find(|(own, _)| *own == column)
        });
        let Some(wrap) = before.and_then(|(_, before)| wrap(before, words, columns[column])) else {
            return false;
        };
        asked += 1;
        wraps += usize::from(wrap);
    }
    wraps * 2 > asked
}

/// Whether `words` go on in a column below `before`: certainly, perhaps, or (`None`) not at all.
fn wrap(before: &[Word], words: &[Word], column: (f64, f64)) -> Option<bool> {
    let (last, first) = (before.last()?, words.first()?);
    // What runs over its column is a heading.
    if last.x1 > column.1 + super::PADDING {
        return None;
    }
    let start = first.glyphs.first()?.c;
    let room = column.1 - last.x1;
    let in_word = room < 0.4 * (column.1 - column.0)
        && (start.is_lowercase() || crate::source::is_hyphen(last.glyphs.last()?.c));
    let width = first.x1 - first.x0;
    // Text at the right of a column is set to the right: it says nothing.
    let set_left = before[0].x0 < column.0 + 0.4 * (column.1 - column.0);
    let full = set_left && room < width + 0.2 * first.size;
    // In a column no wider than its words every line is full.
    let roomy = column.1 - column.0 > 2.5 * width && !start.is_numeric();
    (in_word || full || !set_left).then_some(in_word || (full && roomy))
}

/// Tables that nothing marks but the white between their columns.
fn by_white_strips(
    lines: &[TextLine],
    within: Range<usize>,
    height: f64,
) -> Vec<(Range<usize>, PageTable)> {
    let mut found = Vec::new();
    let mut at = within.start;
    while at < within.end {
        match run(lines, at, within.end, height) {
            Some((range, table)) => {
                at = range.end;
                found.push((range, table));
            }
            None => at += 1,
        }
    }
    found
}

/// A gap that parts cells where no rule tells of a table.
fn clear_gap(size: f64) -> f64 {
    (1.3 * size).max(11.0)
}

fn run(
    lines: &[TextLine],
    start: usize,
    end: usize,
    height: f64,
) -> Option<(Range<usize>, PageTable)> {
    let cells_of = loose;
    let first = &lines[start];
    let wide = cells_of(first);
    if wide.len() < 2 || in_margin(first, height) || has_leaders(first) {
        return None;
    }
    // Grow downward as long as the strips of white go on.
    let mut to = start + 1;
    let mut strips = wide.clone();
    let mut reach = to;
    while to < end {
        let line = &lines[to];
        let step = line.base - lines[to - 1].base;
        if in_margin(line, height) || has_leaders(line) || step > 3.0 * line.size.max(8.0) {
            break;
        }
        let own = cells_of(line);
        let Some(merged) = joined(&strips, &own) else {
            break;
        };
        // A line that starts where the first column does, and nothing else, may be text again.
        let alone_in_first = own.len() == 1 && own[0].0 < strips[0].1;
        strips = merged;
        to += 1;
        if !alone_in_first {
            reach = to;
        }
    }
    let range = start..reach;
    let body = &lines[range.clone()];
    let several: Vec<Vec<(f64, f64)>> = body
        .iter()
        .map(cells_of)
        .filter(|cells| cells.len() > 1)
        .collect();
    let full = several.iter().filter(|cells| cells.len() > 2).count();
    let one_row = full == 1
        && several.len() == 1
        && body.len() <= 4
        && wide.len() <= 6
        && gaps(&wide).all(|gap| gap > 1.3 * first.size);
    let is_table = (full >= 2 && aligned(&several, strips.len()))
        || (several.len() >= 3
            && strips.len() >= 2
            && aligned(&several, 2)
            && !is_contents(body.iter()))
        || one_row;
    if !is_table || body.iter().any(|line| is_justified(line) || is_item(line)) {
        return None;
    }
    let columns = strips;
    let rows = if one_row {
        vec![body.iter().collect()]
    } else {
        rows_of(body, &columns, &[])
    };
    let around = (columns[0].0, columns[columns.len() - 1].1);
    Some((range, cells(&rows, &columns, around)))
}

/// Whether a line starts with a list item's marker, its text and nothing else.
fn is_item(line: &TextLine) -> bool {
    marker(line).is_some() && loose(line).len() < 3
}

/// Whether a line is only stretched to fill its column: all gaps between its words are alike.
fn is_justified(line: &TextLine) -> bool {
    let gaps: Vec<f64> = line.words.windows(2).map(|w| w[1].x0 - w[0].x1).collect();
    let least = gaps.iter().copied().fold(f64::MAX, f64::min);
    let most = gaps.iter().copied().fold(f64::MIN, f64::max);
    gaps.len() > 1 && most > clear_gap(line.size) && most - least < 1.5
}

fn gaps(cells: &[(f64, f64)]) -> impl Iterator<Item = f64> {
    cells.windows(2).map(|pair| pair[1].0 - pair[0].1)
}

/// The columns with one more line in them; `None` where the line bridges two.
fn joined(strips: &[(f64, f64)], own: &[(f64, f64)]) -> Option<Vec<(f64, f64)>> {
    let mut strips = strips.to_vec();
    for &(from, to) in own {
        let touched: Vec<usize> = (0..strips.len())
            .filter(|&at| from < strips[at].1 + 4.0 && to > strips[at].0 - 4.0)
            .collect();
        match touched[..] {
            [] => {
                let at = strips.partition_point(|strip| strip.0 < from);
                // A column of its own may only be one that the first lines left out.
                strips.insert(at, (from, to));
            }
            [at] => {
                strips[at] = (strips[at].0.min(from), strips[at].1.max(to));
            }
            _ => return None,
        }
    }
    Some(strips)
}

/// Whether the cells of most lines share left or right edges in `columns` columns.
fn aligned(several: &[Vec<(f64, f64)>], columns: usize) -> bool {
    let share = |edge: fn(&(f64, f64)) -> f64| {
        let mut groups: Vec<(f64, usize)> = Vec::new();
        for cell in several.iter().flatten() {
            let value = edge(cell);
            match groups
                .iter_mut()
                .find(|(own, _)| (*own - value).abs() < 2.5)
            {
                Some((_, count)) => *count += 1,
                None => groups.push((value, 1)),
            }
        }
        groups
            .iter()
            .filter(|(_, count)| *count >= 2 && *count * 3 >= several.len() * 2)
            .count()
    };
    let (left, right) = (share(|cell| cell.0), share(|cell| cell.1));
    left >= 2 || (left >= 1 && left + right >= columns)
}
