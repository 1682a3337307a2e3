//! Tables whose cells are drawn with lines.
//!
//! Lines that cross make a grid; where no line parts two fields of the grid they are one cell.

use super::glyphs::{Drawing, Rule};

/// How far apart two lines may be and still be one, in points.
const NEAR: f64 = 3.0;

/// How many lines the tables of a page have at most.
const LINES: usize = 4000;

/// How many lines at one height are asked whether a line continues them.
const ABREAST: usize = 400;

/// A drawn table on one page.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The edges of its columns, from left to right.
    pub xs: Vec<f64>,
    /// The edges of its rows, from above to below.
    pub ys: Vec<f64>,
    /// For every field (row by row) the field that stands for its cell.
    cells: Vec<usize>,
}

impl Grid {
    /// How many cells it has.
    pub fn cell_count(&self) -> usize {
        (0..self.cells.len())
            .filter(|&field| self.cells[field] == field)
            .count()
    }

    /// Its left edge.
    pub fn left(&self) -> f64 {
        self.xs[0]
    }

    /// Its right edge.
    pub fn right(&self) -> f64 {
        self.xs[self.xs.len() - 1]
    }

    /// Its upper edge.
    pub fn top(&self) -> f64 {
        self.ys[0]
    }

    /// Its lower edge.
    pub fn bottom(&self) -> f64 {
        self.ys[self.ys.len() - 1]
    }

    /// How much of the page it takes.
    pub fn area(&self) -> f64 {
        (self.right() - self.left()) * (self.bottom() - self.top())
    }

    /// The left and right edge of a cell, given by its upper left field.
    pub fn reach(&self, row: usize, column: usize) -> (f64, f64) {
        let columns = self.xs.len() - 1;
        let cell = self.cells[row * columns + column];
        let last = (column..columns)
            .take_while(|&other| self.cells[row * columns + other] == cell)
            .last()
            .unwrap_or(column);
        (self.xs[column], self.xs[last + 1])
    }

    /// The row and column of the cell at a place.
    pub fn cell_at(&self, (x, y): (f64, f64)) -> Option<(usize, usize)> {
        let inside = x > self.left() - 1.0
            && x < self.right() + 1.0
            && y > self.top() - 1.0
            && y < self.bottom() + 1.0;
        if !inside {
            return None;
        }
        let columns = self.xs.len() - 1;
        let column = band(&self.xs, x);
        let row = band(&self.ys, y);
        let cell = self.cells[row * columns + column];
        Some((cell / columns, cell % columns))
    }
}

/// Which of the bands between `edges` holds a value; values beyond the ends go to the nearest.
fn band(edges: &[f64], value: f64) -> usize {
    edges
        .partition_point(|&edge| edge <= value)
        .saturating_sub(1)
        .min(edges.len() - 2)
}

/// The drawn tables of a page, small ones first; none where so much is drawn that it is hatching or a map.
pub fn grids(drawing: &Drawing) -> Option<Vec<Grid>> {
    let lying = merged(&drawing.lying);
    let standing = merged(&drawing.standing);
    if drawing.crowded || lying.len() + standing.len() > LINES {
        return None;
    }
    let mut grids: Vec<Grid> = connected(&lying, &standing)
        .into_iter()
        .filter_map(|(h, v)| grid(&h, &v))
        .collect();
    grids.sort_by(|a, b| a.area().total_cmp(&b.area()));
    Some(grids)
}

/// Lines that continue each other as one line, but for what is too short to be one.
pub fn merged(rules: &[Rule]) -> Vec<Rule> {
    let mut merged = joined(rules);
    merged.retain(|rule| rule.to - rule.from > 4.0);
    merged
}

/// Lines that continue each other as one line.
pub fn joined(rules: &[Rule]) -> Vec<Rule> {
    let mut sorted = rules.to_vec();
    sorted.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut merged: Vec<Rule> = Vec::new();
    for rule in sorted {
        let twin = merged
            .iter_mut()
            .rev()
            .take_while(|other| rule.at - other.at < 1.5)
            .take(ABREAST)
            .find(|other| rule.from <= other.to + NEAR && other.from <= rule.to + NEAR);
        match twin {
            Some(other) => {
                other.from = other.from.min(rule.from);
                other.to = other.to.max(rule.to);
            }
            None => merged.push(rule),
        }
    }
    merged
}

/// Lying and standing lines that cross or touch each other.
type Crossing = (Vec<Rule>, Vec<Rule>);

/// Groups of lines that cross or touch.
fn connected(lying: &[Rule], standing: &[Rule]) -> Vec<Crossing> {
    let mut group: Vec<usize> = (0..lying.len() + standing.len()).collect();
    for (h, a) in lying.iter().enumerate() {
        for (v, b) in standing.iter().enumerate() {
            let touch = b.at > a.from - NEAR
                && b.at < a.to + NEAR
                && a.at > b.from - NEAR
                && a.at < b.to + NEAR;
            if touch {
                join(&mut group, h, lying.len() + v);
            }
        }
    }
    let mut groups: Vec<(usize, Crossing)> = Vec::new();
    for at in 0..group.len() {
        let root = find(&mut group, at);
        let place = match groups.iter().position(|(own, _)| *own == root) {
            Some(place) => place,
            None => {
                groups.push((root, Default::default()));
                groups.len() - 1
            }
        };
        let (h, v) = &mut groups[place].1;
        match at.checked_sub(lying.len()) {
            None => h.push(lying[at]),
            Some(at) => v.push(standing[at]),
        }
    }
    groups
        .into_iter()
        .map(|(_, rules)| rules)
        .filter(|(h, v)| !v.is_empty() && h.len() + v.len() > 2)
        .collect()
}

fn find(group: &mut [usize], mut at: usize) -> usize {
    while group[at] != at {
        group[at] = group[group[at]];
        at = group[at];
    }
    at
}

fn join(group: &mut [usize], a: usize, b: usize) {
    let (a, b) = (find(group, a), find(group, b));
    let (low, high) = (a.min(b), a.max(b));
    group[high] = low;
}

/// Values of which those that are near each other count as one.
pub fn clustered(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    let mut clusters: Vec<(f64, usize)> = Vec::new();
    for value in values {
        match clusters.last_mut() {
            Some((mean, count)) if value - *mean < NEAR => {
                *mean = (*mean * *count as f64 + value) / (*count + 1) as f64;
                *count += 1;
            }
            _ => clusters.push((value, 1)),
        }
    }
    clusters.into_iter().map(|(mean, _)| mean).collect()
}

fn grid(lying: &[Rule], standing: &[Rule]) -> Option<Grid> {
    // A side that is not drawn is where the lines across it end.
    let ends = |rules: &[Rule]| {
        let from = rules.iter().map(|r| r.from).fold(f64::MAX, f64::min);
        let to = rules.iter().map(|r| r.to).fold(f64::MIN, f64::max);
        [from, to]
    };
    let edges = |across: &[Rule], along: &[Rule]| {
        let mut edges = clustered(across.iter().map(|r| r.at).collect());
        if along.is_empty() {
            return edges;
        }
        let [from, to] = ends(along);
        if edges.first().is_none_or(|&first| from < first - NEAR) {
            edges.insert(0, from);
        }
        if edges.last().is_none_or(|&last| to > last + NEAR) {
            edges.push(to);
        }
        edges
    };
    let xs = edges(standing, lying);
    let ys = edges(lying, standing);
    if xs.len() < 2 || ys.len() < 2 || xs.len() * ys.len() > 20_000 {
        return None;
    }
    let (columns, rows) = (xs.len() - 1, ys.len() - 1);
    let parted = |rules: &[Rule], at: f64, from: f64, to: f64| {
        let drawn: f64 = rules
            .iter()
            .filter(|rule| (rule.at - at).abs() < NEAR)
            .map(|rule| (rule.to.min(to) - rule.from.max(from)).max(0.0))
            .sum();
        drawn > 0.6 * (to - from)
    };
    let mut cells: Vec<usize> = (0..columns * rows).collect();
    for row in 0..rows {
        for column in 0..columns {
            let field = row * columns + column;
            if column + 1 < columns && !parted(standing, xs[column + 1], ys[row], ys[row + 1]) {
                join(&mut cells, field, field + 1);
            }
            if row + 1 < rows && !parted(lying, ys[row + 1], xs[column], xs[column + 1]) {
                join(&mut cells, field, field + columns);
            }
        }
    }
    for field in 0..cells.len() {
        cells[field] = find(&mut cells, field);
    }
    Some(Grid { xs, ys, cells })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(at: f64, from: f64, to: f64) -> Rule {
        Rule { at, from, to }
    }

    #[test]
    fn a_row_of_three_over_a_wide_cell() {
        let drawing = Drawing {
            lying: vec![
                rule(10.0, 0.0, 300.0),
                rule(30.0, 0.0, 300.0),
                rule(200.0, 0.0, 300.0),
            ],
            standing: vec![
                rule(0.0, 10.0, 200.0),
                rule(80.0, 10.0, 30.0),
                rule(160.0, 10.0, 30.0),
                rule(300.0, 10.0, 200.0),
            ],
            ..Drawing::default()
        };
        let grids = grids(&drawing).expect("few lines");
        assert_eq!(grids.len(), 1);
        assert_eq!(grids[0].cell_count(), 4);
        assert_eq!(grids[0].cell_at((200.0, 20.0)), Some((0, 2)));
        assert_eq!(grids[0].cell_at((200.0, 100.0)), Some((1, 0)));
        assert_eq!(grids[0].cell_at((400.0, 100.0)), None);
    }

    #[test]
    fn open_sides_and_split_lines() {
        let drawing = Drawing {
            lying: vec![
                rule(10.0, 0.0, 100.0),
                rule(10.2, 101.0, 200.0),
                rule(50.0, 0.0, 200.0),
            ],
            standing: vec![rule(100.0, 10.0, 90.0)],
            ..Drawing::default()
        };
        let grids = grids(&drawing).expect("few lines");
        assert_eq!(grids[0].cell_at((50.0, 70.0)), Some((1, 0)));
        assert_eq!(grids[0].cell_at((150.0, 20.0)), Some((0, 1)));
    }
}
