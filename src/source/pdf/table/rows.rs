//! The rows of a table whose columns are known: which lines of its cells begin a row.
//!
//! Nothing is asked of one sign alone. A step from line to line that is not the leading within cells, a
//! cell whose line broke though the next word would have fitted, several columns that begin anew together:
//! these speak for a row; a broken word, a line that is full and goes on in lower case, a lone column that
//! goes on speak against it.

use super::parted;
use crate::source::is_hyphen;
use crate::source::pdf::lines::TextLine;

/// A line of a cell.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Its column.
    pub column: usize,
    /// How many columns it reaches over.
    pub columns: usize,
    /// It.
    pub line: TextLine,
}

impl Piece {
    /// The middle of its letters.
    pub fn middle(&self) -> f64 {
        self.line.base - 0.3 * self.line.size
    }

    fn width(&self) -> f64 {
        self.line.x1 - self.line.x0
    }

    fn starts(&self) -> Option<char> {
        let word = self.line.words.first()?;
        word.glyphs.iter().map(|g| g.c).find(|c| !c.is_whitespace())
    }

    fn ends(&self) -> Option<char> {
        let word = self.line.words.last()?;
        let mut glyphs = word.glyphs.iter().rev().map(|g| g.c);
        glyphs.find(|c| !c.is_whitespace())
    }

    /// Whether it holds figures, perhaps with a unit, and no words.
    pub fn is_figure(&self) -> bool {
        let chars = || self.line.words.iter().flat_map(|w| &w.glyphs).map(|g| g.c);
        let letters = chars().filter(|c| c.is_alphabetic()).count();
        let digits = chars().filter(char::is_ascii_digit).count();
        letters == 0 || (letters < 4 && digits > letters)
    }

    fn is_bold(&self) -> bool {
        self.line.bold()
    }
}

/// What the break between two lines of a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Break {
    /// The next word would have fitted: what follows is new.
    Hard,
    /// The line was full, and goes on.
    Wrap,
    /// The line was full: it may go on.
    Unsure,
}

/// What is the same for all rows of a table.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The widest line of each column.
    widths: Vec<f64>,
    /// From line to line within a cell, if seen.
    leading: Option<f64>,
    /// The least and the most of it: what sets lines on whole pixels has two.
    between: Option<(f64, f64)>,
    /// Cells are set in the middle of their rows: their lines do not share base lines.
    staggered: bool,
    /// Cells are set at the foot of their rows, and white parts these.
    footed: bool,
    /// The first column's cells are of one word and one line, each beside others: what stands alone there is a
    /// row, and not more of the cell above it.
    coded: bool,
}

impl Setting {
    /// Takes the measure of a table of some columns.
    pub fn of(pieces: &[Piece], columns: usize) -> Self {
        let mut widths = vec![0.0_f64; columns];
        for piece in pieces.iter().filter(|piece| piece.columns == 1) {
            widths[piece.column] = widths[piece.column].max(piece.width());
        }
        let mut setting = Self {
            widths,
            leading: None,
            between: None,
            staggered: false,
            footed: false,
            coded: is_coded(pieces, columns),
        };
        let mut steps: Vec<f64> = setting
            .pairs(pieces)
            .filter(|(above, below)| setting.broken(above, below) == Break::Wrap)
            .map(|(above, below)| below.line.base - above.line.base)
            .collect();
        steps.sort_by(f64::total_cmp);
        setting.leading = steps.get(steps.len() / 2).copied();
        setting.between = setting.leading.map(|leading| {
            let near = |step: &&f64| (**step - leading).abs() < 0.8;
            let ends = |ends: (f64, f64), step: &f64| (ends.0.min(*step), ends.1.max(*step));
            steps.iter().filter(near).fold((leading, leading), ends)
        });
        setting.staggered = is_staggered(pieces, columns);
        setting.footed = !setting.staggered && setting.is_footed(pieces);
        setting
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.widths.len()
    }

    /// The least and the most step from line to line within a cell, if seen.
    pub fn leading_between(&self) -> Option<(f64, f64)> {
        self.between
    }

    /// Whether a step is wider than those within cells.
    fn is_wide(&self, step: f64) -> bool {
        let wide = |leading: f64| step > leading + (0.05 * leading).max(0.6);
        self.leading.is_some_and(wide)
    }

    /// Whether most rows of several lines, parted by wider white, have their first column on a later line.
    fn is_footed(&self, pieces: &[Piece]) -> bool {
        let (mut headed, mut footed) = (0, 0);
        let mut close = |lines: &[&Vec<usize>]| {
            let first = |level: &&Vec<usize>| level.iter().any(|&at| pieces[at].column == 0);
            let spans = |level: &&Vec<usize>| level.iter().any(|&at| pieces[at].columns > 1);
            if lines.len() < 2 || lines.iter().any(spans) {
                return;
            }
            match lines.iter().position(first) {
                Some(0) => headed += 1,
                // What begins amid a row, and ends there, is a row's that nothing parts.
                Some(_) if lines.last().is_some_and(first) => footed += 1,
                _ => {}
            }
        };
        let levels = levels(pieces);
        let mut own: Vec<&Vec<usize>> = Vec::new();
        for level in &levels {
            let base = |level: &[usize]| pieces[level[0]].line.base;
            if own
                .last()
                .is_some_and(|up| self.is_wide(base(level) - base(up)))
            {
                close(&std::mem::take(&mut own));
            }
            own.push(level);
        }
        close(&own);
        footed >= 2 && footed > headed
    }

    /// Lines that follow each other in a column.
    fn pairs<'p>(&self, pieces: &'p [Piece]) -> impl Iterator<Item = (&'p Piece, &'p Piece)> {
        let mut last: Vec<Option<&Piece>> = vec![None; self.widths.len()];
        pieces.iter().filter_map(move |piece| {
            let above = last[piece.column].replace(piece);
            above
                .filter(|above| above.columns == 1 && piece.columns == 1)
                .map(|above| (above, piece))
        })
    }

    /// Whether a line of a column goes on in the next one, set as near to it as lines of a cell are.
    pub fn goes_on(&self, above: &Piece, below: &Piece) -> bool {
        let step = below.line.base - above.line.base;
        self.broken(above, below) == Break::Wrap && !self.is_wide(step)
    }

    fn broken(&self, above: &Piece, below: &Piece) -> Break {
        let size = above.line.size;
        let word = below.line.words.first();
        let next = word.map_or(0.0, |word| word.x1 - word.x0);
        let hyphen = above.ends().is_some_and(is_hyphen);
        let start = below.starts();
        if hyphen && start.is_some_and(char::is_lowercase) {
            return Break::Wrap;
        }
        let comma = above.ends() == Some(',') && start.is_some_and(char::is_lowercase);
        if comma {
            return Break::Wrap;
        }
        if above.is_figure() && below.is_figure() {
            return Break::Unsure;
        }
        let room = self.widths[above.column] - above.width();
        if !hyphen && room > next + 0.3 * size {
            return Break::Hard;
        }
        let goes_on = start.is_some_and(|c| c.is_lowercase() || c == '(')
            && !above.ends().is_some_and(|c| ".:;!?".contains(c));
        if goes_on { Break::Wrap } else { Break::Unsure }
    }
}

/// Whether all lines of the first column are one word that stands beside several cells, but for one or two that
/// stand alone.
fn is_coded(pieces: &[Piece], columns: usize) -> bool {
    let (mut beside, mut alone) = (0, 0);
    for level in levels(pieces) {
        let Some(&first) = level.iter().find(|&&at| pieces[at].column == 0) else {
            continue;
        };
        match level.len() {
            1 => alone += 1,
            // A second line may stand beside that of one other cell.
            2 => return false,
            _ if pieces[first].line.words.len() > 1 => return false,
            _ => beside += 1,
        }
    }
    columns > 2 && (1..=2).contains(&alone) && beside > 2
}

/// Whether a good part of the lines stand between those of the longest column.
fn is_staggered(pieces: &[Piece], columns: usize) -> bool {
    let mut counts = vec![0; columns];
    for piece in pieces {
        counts[piece.column] += 1;
    }
    let Some(longest) = (0..columns).max_by_key(|&column| counts[column]) else {
        return false;
    };
    let mut bases: Vec<f64> = pieces
        .iter()
        .filter(|piece| piece.column == longest)
        .map(|piece| piece.line.base)
        .collect();
    bases.sort_by(f64::total_cmp);
    let others = pieces.iter().filter(|piece| piece.column != longest);
    let (mut all, mut off) = (0, 0);
    for piece in others {
        let (base, size) = (piece.line.base, piece.line.size);
        let at = bases.partition_point(|own| *own < base - 0.25 * size);
        // What stands above or below the longest column's lines is not beside them.
        if at == bases.len() || (at == 0 && bases[0] > base + 0.8 * size) {
            continue;
        }
        all += 1;
        // Beside two lines, or one, in part; a whole line above or below is a line of another cell.
        let between = |own: &f64| (own - base).abs() < 0.85 * size;
        let near = bases[at.saturating_sub(1)..].iter().take(2).any(between);
        off += usize::from(near && bases[at] > base + 0.25 * size);
    }
    off >= 2 && off * 8 > all
}

/// For each piece (sorted from above to below) the row, from 0, that it stands in.
pub fn rows(pieces: &[Piece], setting: &Setting) -> Vec<usize> {
    if let Some((rows, _)) = parted::rows(pieces, setting) {
        return rows;
    }
    let levels = if setting.staggered {
        blocks(pieces, setting)
    } else {
        levels(pieces)
    };
    let mut rows = vec![0; pieces.len()];
    let mut row = 0;
    // The last piece of each column in the row at work, and anywhere above.
    let mut own: Vec<Option<usize>> = vec![None; setting.widths.len()];
    let mut before: Vec<Option<usize>> = vec![None; setting.widths.len()];
    let mut above: Option<&[usize]> = None;
    for level in &levels {
        if let Some(above) = above
            && begins(pieces, setting, above, level, &own, &before)
        {
            row += 1;
            own.fill(None);
        }
        for &at in level {
            rows[at] = row;
            own[pieces[at].column] = Some(at);
            before[pieces[at].column] = Some(at);
        }
        above = Some(level);
    }
    rows
}

/// Pieces on one base line.
fn levels(pieces: &[Piece]) -> Vec<Vec<usize>> {
    let mut levels: Vec<Vec<usize>> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match levels.last_mut() {
            Some(level)
                if piece.line.base - pieces[level[0]].line.base < 0.3 * piece.line.size
                    && level.iter().all(|&at| pieces[at].column != piece.column) =>
            {
                level.push(at);
            }
            _ => levels.push(vec![at]),
        }
    }
    levels
}

/// Pieces that no white parts which is wider than the white between lines of a cell.
fn blocks(pieces: &[Piece], setting: &Setting) -> Vec<Vec<usize>> {
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    let mut bottom = f64::MIN;
    for (at, piece) in pieces.iter().enumerate() {
        let size = piece.line.size;
        let usual = setting.leading.unwrap_or(1.3 * size) - 0.95 * size;
        let white = piece.line.top() - bottom;
        match blocks.last_mut() {
            Some(block) if white < usual.max(0.0) + 1.3 => block.push(at),
            _ => blocks.push(vec![at]),
        }
        bottom = bottom.max(piece.line.bottom());
    }
    blocks
}

/// Whether a row begins with a level.
fn begins(
    pieces: &[Piece],
    setting: &Setting,
    above: &[usize],
    level: &[usize],
    own: &[Option<usize>],
    before: &[Option<usize>],
) -> bool {
    let mut firsts: Vec<usize> = Vec::new();
    for &at in level {
        if firsts
            .iter()
            .all(|&f| pieces[f].column != pieces[at].column)
        {
            firsts.push(at);
        }
    }
    // What reaches over columns is a row of its own, and so is what follows it.
    let spans = |level: &[usize]| level.iter().any(|&at| pieces[at].columns > 1);
    if spans(level) || spans(above) {
        return true;
    }
    if setting.staggered {
        // The white told it: only a word that is broken over it says otherwise.
        return !firsts.iter().any(|&at| {
            own[pieces[at].column].is_some_and(|up| {
                let hyphen = pieces[up].ends().is_some_and(is_hyphen);
                hyphen && pieces[at].starts().is_some_and(char::is_lowercase)
            })
        });
    }
    // A cell's lines have no white between them as wide as the lines of other columns are that stand there.
    if let [at] = firsts[..]
        && let Some(up) = own[0].filter(|_| pieces[at].column == 0)
    {
        let step = pieces[at].line.base - pieces[up].line.base;
        let apart = setting.leading.is_some_and(|leading| step > 1.6 * leading);
        if setting.coded || apart && !above.contains(&up) {
            return true;
        }
    }
    let size = pieces[level[0]].line.size;
    let mut score = 0.0;
    let step = pieces[level[0]].line.base - pieces[above[0]].line.base;
    if setting.footed {
        return setting.is_wide(step);
    }
    let mut alike = false;
    if let Some(leading) = setting.leading {
        alike = (step - leading).abs() < (0.05 * leading).max(0.6);
        score += if alike { -1.5 } else { 2.0 };
    } else if step > 2.2 * size {
        score += 1.0;
    }
    // A word that is broken over the line ends no row, whatever begins beside it.
    if firsts.iter().any(|&at| {
        own[pieces[at].column].is_some_and(|up| {
            let hyphen = pieces[up].ends().is_some_and(is_hyphen);
            hyphen && pieces[at].starts().is_some_and(char::is_lowercase)
        })
    }) {
        return false;
    }
    let mut first = false;
    let mut bolder = 0.0_f64;
    let mut figures = 0.0_f64;
    for &at in &firsts {
        let column = pieces[at].column;
        first |= column == 0;
        match own[column] {
            None => {
                let figure = before[column]
                    .is_some_and(|up| pieces[up].is_figure() && pieces[at].is_figure());
                match (column, figure) {
                    (0, _) => score += 2.0,
                    (_, true) => figures = 0.5,
                    _ => score += 1.0,
                }
            }
            Some(up) => {
                let (up, down) = (&pieces[up], &pieces[at]);
                score += match setting.broken(up, down) {
                    Break::Hard if down.starts().is_some_and(char::is_lowercase) => 0.5,
                    Break::Hard => 1.5,
                    Break::Wrap => -3.5,
                    Break::Unsure if up.is_figure() && down.is_figure() => 1.5,
                    Break::Unsure if alike => 0.0,
                    Break::Unsure => 0.3,
                };
                if column == 0 {
                    score += 1.0;
                }
                if up.is_bold() != down.is_bold() {
                    bolder += 0.7;
                }
            }
        }
    }
    score += figures;
    if firsts.len() > 1 {
        score += 1.0 + bolder;
    } else if !first {
        score -= 3.0;
    }
    score > 0.5
}
