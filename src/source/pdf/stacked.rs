//! Rows that no lying line parts: a table drawn with standing lines only holds a whole column in a cell.
//!
//! ```text
//! stacked ::= (key … figures)+       the keys in the first cell, as many figures in the last, each
//!                                    on its key's base line
//! ```

use super::words::Word;
use std::collections::BTreeMap;

/// How far apart base lines may be and still be one, in points.
const LEVEL: f64 = 2.0;

/// Where the rows of a row of cells begin (their base lines, from above to below), if it holds several:
/// the first cell has nothing but keys, the last nothing but figures, and each key its figures.
pub fn rows_within(cells: &BTreeMap<usize, Vec<&Word>>) -> Vec<f64> {
    let (Some((first, keys)), Some((last, figures))) =
        (cells.first_key_value(), cells.last_key_value())
    else {
        return Vec::new();
    };
    let plain = |words: &[&Word], other: &[char]| {
        words
            .iter()
            .flat_map(|word| &word.glyphs)
            .map(|glyph| glyph.c)
            .all(|c| c.is_ascii_digit() || c.is_whitespace() || other.contains(&c))
    };
    if first == last || !plain(keys, &[]) || !plain(figures, &['-', '−', '–', ',']) {
        return Vec::new();
    }
    let (keys, figures) = (levels(keys), levels(figures));
    let aligned = keys.len() == figures.len()
        && keys
            .iter()
            .zip(&figures)
            .all(|(key, figure)| (key - figure).abs() < LEVEL);
    // Words above the first key belong to no row.
    let top = keys.first().copied().unwrap_or(0.0) - LEVEL;
    let above = cells.values().flatten().any(|word| word.base < top);
    if keys.len() < 2 || !aligned || above {
        return Vec::new();
    }
    keys
}

/// Which of the rows a word stands in.
pub fn row_of(rows: &[f64], word: &Word) -> usize {
    rows.partition_point(|base| *base < word.base + LEVEL)
        .saturating_sub(1)
}

/// The base lines of words, from above to below.
fn levels(words: &[&Word]) -> Vec<f64> {
    let mut bases: Vec<f64> = words.iter().map(|word| word.base).collect();
    bases.sort_by(f64::total_cmp);
    bases.dedup_by(|one, other| (*one - *other).abs() < LEVEL);
    bases
}
