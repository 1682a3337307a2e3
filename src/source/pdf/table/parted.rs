//! Rows that white parts, however their cells are set in them: at the top, in the middle, or at the foot.
//!
//! ```text
//! chunk ::= line (leading line)*      lines of one column, each as far below the other as lines of a cell are
//! row   ::= chunk+                    chunks that stand beside each other, one a column
//! ```
//!
//! The tallest chunk of a row takes all of its height, and the others stand within that: which chunks stand
//! beside each other is all that has to be asked. It is the rows of all of the table, or of none: they are
//! believed where nearly all chunks stand in their rows in one and the same way.

use super::rows::{Piece, Setting};

/// Lines of one column that may be a cell.
#[derive(Debug)]
struct Chunk {
    column: usize,
    /// It reaches over columns.
    spans: bool,
    /// The first and the last base line.
    first: f64,
    last: f64,
}

impl Chunk {
    /// Its upper base line, the middle of it, and its lower one: what cells are set by.
    fn sides(&self) -> [f64; 3] {
        [self.first, (self.first + self.last) / 2.0, self.last]
    }
}

/// For each piece (sorted from above to below) the row, from 0, that it stands in, if white parts the rows
/// and all of the table agrees; and whether so many cells say so that two columns of text cannot.
pub fn rows(pieces: &[Piece], setting: &Setting) -> Option<(Vec<usize>, bool)> {
    let (least, most) = setting.leading_between()?;
    let size = pieces.first()?.line.size;
    let mut chunks: Vec<Chunk> = Vec::new();
    // The last chunk of each column, and the chunk of each piece.
    let mut open: Vec<Option<usize>> = vec![None; setting.columns()];
    let mut homes: Vec<usize> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let base = piece.line.base;
        let spans = piece.columns > 1;
        let above = open[piece.column].filter(|&at| {
            let step = base - chunks[at].last;
            chunks[at].spans == spans && step > least - 0.4 && step < most + 0.4
        });
        let home = above.unwrap_or(chunks.len());
        match chunks.get_mut(home) {
            Some(chunk) => chunk.last = base,
            None => chunks.push(Chunk {
                column: piece.column,
                spans,
                first: base,
                last: base,
            }),
        }
        open[piece.column..]
            .iter_mut()
            .take(piece.columns)
            .for_each(|open| *open = Some(home));
        homes.push(home);
    }
    // Chunks are in the order in which they begin.
    let mut rows: Vec<Vec<&Chunk>> = Vec::new();
    let mut row_of: Vec<usize> = Vec::with_capacity(chunks.len());
    let mut bottom = f64::MIN;
    for chunk in &chunks {
        match rows.last_mut() {
            Some(row) if chunk.first < bottom + 0.3 * size => row.push(chunk),
            _ => rows.push(vec![chunk]),
        }
        row_of.push(rows.len() - 1);
        bottom = bottom.max(chunk.last);
    }
    let told = agree(&rows, size)?;
    let rows = homes.into_iter().map(|home| row_of[home]).collect();
    // What is set in other sizes side by side are no cells of one table.
    let alike = |piece: &Piece| (piece.line.size - size).abs() < 0.12 * size;
    Some((rows, told > 2 && pieces.iter().all(alike)))
}

/// How many cells tell in what way they stand in their rows, if nearly all do so in one way, and no two of
/// a column stand beside each other.
fn agree(rows: &[Vec<&Chunk>], size: f64) -> Option<usize> {
    let whole: Vec<&Vec<&Chunk>> = rows.iter().filter(|row| row.len() > 1).collect();
    let alone = |row: &&Vec<&Chunk>| matches!(row[..], [one] if !one.spans);
    let alone = rows.iter().filter(alone).count();
    let twice = |row: &&Vec<&Chunk>| {
        let again =
            |(at, one): (usize, &&Chunk)| row[..at].iter().any(|other| other.column == one.column);
        row.iter().enumerate().any(again) || row.iter().any(|one| one.spans)
    };
    if whole.len() < 3 || alone * 3 > rows.len() || whole.iter().any(twice) {
        return None;
    }
    // How many keep to each side of their rows, of those that tell.
    let (mut kept, mut all) = ([0_usize; 3], 0);
    for row in &whole {
        let tall = |one: &Chunk| one.last - one.first;
        let tallest = row
            .iter()
            .copied()
            .max_by(|a, b| tall(a).total_cmp(&tall(b)));
        let Some(tallest) = tallest else { continue };
        for one in row.iter().filter(|one| tall(one) < tall(tallest) - 1.0) {
            all += 1;
            let sides = one.sides().into_iter().zip(tallest.sides());
            for (kept, (own, its)) in kept.iter_mut().zip(sides) {
                *kept += usize::from((own - its).abs() < 0.2 * size);
            }
        }
    }
    let keep = |side: usize| kept[side] * 20 >= all * 19;
    // Below cells set at the top a lone chunk may be one more paragraph of the cell above it.
    let agreed = keep(0) && alone == 0 || !keep(0) && (keep(1) || keep(2));
    (all >= 2 && agreed).then_some(all)
}
