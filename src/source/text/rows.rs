//! On which of its lines the rows of a table of plain text begin.
//!
//! A row begins where an empty line parts rows, where the first column begins anew, and where several
//! columns begin together. A line goes on in its cells where a word is broken before it, where it begins
//! with a small letter, and where its first word had no room on the line above.

use super::columns::{Found, Piece, Row};

/// How a piece stands to what its column said before in the row.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    /// Nothing stood there.
    Opens,
    /// Something did, but not on the line above.
    Again,
    /// It stands below a line with room for it.
    Fresh,
    /// It goes on, by its place: the line above was full.
    Runs,
    /// It goes on, by its letters.
    Goes,
}

/// The number of each line's row, from 0; none where the lines make no table.
pub(super) fn number(text: &str, table: &Found) -> Option<Vec<u32>> {
    let lines = &table.lines;
    let spaced = is_spaced(text, table);
    let head = head_lines(text, table, spaced);
    let mut numbers: Vec<u32> = Vec::with_capacity(lines.len());
    let width = table.columns[0].len();
    let mut state = State::first(width);
    let mut row = 0;
    // A head that comes again overleaf is a row of its own; the row before it may go on below.
    let mut again: Option<u32> = None;
    let mut at = 0;
    while at < lines.len() {
        if lines[at].turns && at > 0 && repeats(text, lines, at, head) {
            again = Some(row + 1);
            numbers.extend(std::iter::repeat_n(row + 1, head));
            at += head;
            continue;
        }
        let line = &lines[at];
        let first = at == 0;
        let begins = !first && {
            let begins = state.begins(text, line, table);
            let shown = spaced && !line.turns && !lines[at - 1].turns && again.is_none();
            let below_head = at >= head && (at > 3 || lines[head..=at].iter().any(|line| line.gap));
            if shown && below_head {
                line.gap && (begins || line.pieces[0].column == 0 || line.pieces.len() > 1)
            } else {
                begins || spaced && line.gap && line.pieces[0].column == 0
            }
        };
        if begins {
            row = again.take().unwrap_or(row) + 1;
            state = State::new(width);
        }
        state.take(line);
        numbers.push(row);
        at += 1;
    }
    // Rows with several cells.
    let mut full = 0;
    let mut from = 0;
    for end in 1..=lines.len() {
        if end == lines.len() || numbers[end] != numbers[from] {
            let columns = lines[from..end].iter().flat_map(|line| &line.pieces);
            let mut seen = vec![false; width];
            for piece in columns {
                seen[piece.column] = true;
            }
            full += usize::from(seen.iter().filter(|seen| **seen).count() > 1);
            from = end;
        }
    }
    (full >= 2).then_some(numbers)
}

/// Where a head has two rows, how many columns each cell of the first one stands above: «Resultat» above
/// «2024» and «2025».
pub(super) fn reaches(table: &Found, numbers: &[u32]) -> Option<Vec<usize>> {
    let width = table.columns[0].len();
    let said = |row: u32| {
        let mut said = vec![false; width];
        let lines = table.lines.iter().zip(numbers);
        for (line, _) in lines
            .take_while(|own| *own.1 <= row)
            .filter(|own| *own.1 == row)
        {
            for piece in &line.pieces {
                said[piece.column..(piece.column + piece.reach).min(width)].fill(true);
            }
        }
        said
    };
    let (first, second) = (said(0), said(1));
    if !first[0] || second[0] {
        return None;
    }
    let mut reaches = vec![1; width];
    let mut above = 0;
    for column in 1..width {
        if first[column] {
            above = column;
        } else if second[column] && second[above] {
            reaches[above] = column - above + 1;
        } else {
            above = 0;
        }
    }
    Some(reaches)
}

/// What the row so far has said in each column.
struct State<'a> {
    /// It is the table's first row.
    first: bool,
    seen: Vec<bool>,
    last: Option<&'a Row>,
}

impl<'a> State<'a> {
    fn new(width: usize) -> Self {
        Self {
            first: false,
            seen: vec![false; width],
            last: None,
        }
    }

    /// The first row's.
    fn first(width: usize) -> Self {
        Self {
            first: true,
            ..Self::new(width)
        }
    }

    fn take(&mut self, line: &'a Row) {
        for piece in &line.pieces {
            self.seen[piece.column] = true;
        }
        self.last = Some(line);
    }

    fn step(&self, text: &str, piece: &Piece, line: &Row, table: &Found) -> Step {
        if !self.seen[piece.column] {
            return Step::Opens;
        }
        let above = self
            .last
            .and_then(|last| Some((last, last.of(piece.column)?)));
        let words = &text[piece.bytes.clone()];
        let Some((last, above)) = above else {
            return Step::Again;
        };
        let before = &text[above.bytes.clone()];
        let counts = |words: &str| words.starts_with(|c: char| c.is_ascii_digit());
        if is_label(before) && is_label(words)
            || piece.column == 0 && counts(before) && counts(words)
            || piece.column == 0 && self.first && is_label(words) && !is_label(before)
        {
            return Step::Fresh;
        }
        let (from, to) = table.columns[last.page][piece.column];
        let word = words
            .split(' ')
            .next()
            .map_or(0, |word| word.chars().count());
        // `to virkedager` below `mindre enn 150`, which left room for it: a value of its own.
        let roomy = piece.column > 0
            && before.ends_with(|c: char| c.is_ascii_digit() || c == '%')
            && (above.to - above.from + 1 + word) as f32 <= (to - from) as f32 * 0.6;
        if before.ends_with(['-', '\u{ad}', '\u{2010}', ',', '/']) && !is_label(words)
            || words.starts_with(char::is_lowercase) && !roomy
        {
            return Step::Goes;
        }
        // Names apart, no word in a sentence has a capital.
        let share = match (words.starts_with(char::is_uppercase), line.turns) {
            (true, false) => 1.0,
            (false, false) => 0.88,
            (_, true) => 0.75,
        };
        let room = (to - from) as f32 * share;
        if (above.to - above.from + 1 + word) as f32 > room {
            Step::Runs
        } else {
            Step::Fresh
        }
    }

    /// Whether a line begins a row.
    fn begins(&self, text: &str, line: &Row, table: &Found) -> bool {
        if self.last.is_none() {
            return false;
        }
        let steps: Vec<(usize, Step)> = line
            .pieces
            .iter()
            .map(|piece| (piece.column, self.step(text, piece, line, table)))
            .collect();
        let count = |step: Step| steps.iter().filter(|(_, own)| *own == step).count();
        if steps.first().is_some_and(|(column, _)| *column == 0) {
            let (from, to) = table.columns[line.page][0];
            let prose = to - from >= 30 && steps.len() == 1;
            return match steps[0].1 {
                Step::Goes => false,
                // Names apart, no word in a sentence has a capital.
                Step::Runs => {
                    let fresh = count(Step::Again) + count(Step::Opens) + count(Step::Fresh);
                    let words = &text[line.pieces[0].bytes.clone()];
                    let capital = words.starts_with(char::is_uppercase) && steps.len() > 1;
                    // Values below values are of another row, whatever goes on beside them: `høyst 60`.
                    let values = line.pieces[1..].iter().filter(|piece| {
                        let above = self.last.and_then(|last| last.of(piece.column));
                        above.is_some_and(|above| is_label(&text[above.bytes.clone()]))
                            && is_label(&text[piece.bytes.clone()])
                    });
                    capital && values.count() > 1
                        || (fresh > 0 || capital) && count(Step::Goes) == 0
                }
                Step::Fresh => !prose || is_keyed(&text[line.pieces[0].bytes.clone()]),
                Step::Opens | Step::Again => true,
            };
        }
        // The years below a title that stands above several of them.
        let labels = (line.pieces.iter()).all(|piece| is_label(&text[piece.bytes.clone()]));
        if self.first && labels && steps.len() > 1 && count(Step::Opens) > 0 {
            return true;
        }
        let fresh = count(Step::Fresh) + count(Step::Again) + count(Step::Opens);
        count(Step::Goes) == 0 && fresh >= 2 && fresh > count(Step::Runs)
    }
}

/// Whether empty lines part the rows: some lines stand close, and no row begins on one that does.
fn is_spaced(text: &str, table: &Found) -> bool {
    let width = table.columns[0].len();
    let mut state = State::first(width);
    let (mut close, mut begun, mut parted) = (0, 0, 0);
    for (n, line) in table.lines.iter().enumerate() {
        let begins = state.begins(text, line, table);
        if n > 0 && line.gap {
            parted += 1;
        } else if n > 0 && !line.turns {
            close += 1;
            begun += usize::from(begins && n > 3 && line.pieces.len() > 1);
        }
        if begins || line.gap {
            state = State::new(width);
        }
        state.take(line);
    }
    parted >= 2 && close > 0 && begun * 3 <= parted
}

/// How many lines the head takes: those of the first row.
fn head_lines(text: &str, table: &Found, spaced: bool) -> usize {
    let mut state = State::first(table.columns[0].len());
    for (n, line) in table.lines.iter().enumerate() {
        if n > 0 && (state.begins(text, line, table) || spaced && line.gap) {
            return n;
        }
        state.take(line);
    }
    table.lines.len()
}

/// Whether the lines from one on say what the head says.
fn repeats(text: &str, lines: &[Row], at: usize, head: usize) -> bool {
    let said = |row: &Row| -> Vec<(usize, String)> {
        let pieces = row.pieces.iter();
        pieces
            .map(|piece| {
                let words = text[piece.bytes.clone()].split_whitespace();
                (piece.column, words.collect::<Vec<_>>().join(" "))
            })
            .collect()
    };
    head > 0
        && at + head <= lines.len()
        && (0..head).all(|n| said(&lines[n]) == said(&lines[at + n]))
}

/// `Kap. 1622 Fellestiltak`: a word with a capital and a number of three figures or four before a name.
fn is_keyed(words: &str) -> bool {
    let mut parts = words.split_whitespace();
    let (word, number) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let named = parts
        .next()
        .is_some_and(|name| name.starts_with(char::is_uppercase));
    let figures = (3..=4).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    word.starts_with(char::is_uppercase)
        && word.chars().skip(1).any(char::is_alphabetic)
        && figures
        && named
}

/// `NP-1`, `45`, `1 241 259`, `2025`, `66 %`, `74 dager`: a number, alone or with its unit, or a name that has one
/// and no small words.
fn is_label(words: &str) -> bool {
    let digits = words.bytes().filter(u8::is_ascii_digit).count();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let unit = || {
        let after = words.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
        let unit = after.trim_start();
        after.len() < words.len() && unit.chars().all(char::is_lowercase)
    };
    digits > 0 && (letters <= 4 || unit()) && words.chars().count() <= 20
}
