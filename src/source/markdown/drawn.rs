//! Tables that are drawn with signs, as pandoc writes them: grids, whose cells stand between `|` and
//! `+---+` and may reach over columns and rows, and columns that rows of dashes measure off ([pandoc],
//! extensions `grid_tables`, `simple_tables` and `multiline_tables`).
//!
//! [pandoc]: https://pandoc.org/MANUAL.html#tables

/// A cell of a drawn table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// Its words; `\n` ends a line.
    pub text: String,
    pub columns: u32,
    pub rows: u32,
}

/// A table: its rows, of which the first so many are its head, and how many lines it takes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Drawn {
    pub rows: Vec<Vec<Cell>>,
    pub head: usize,
    pub lines: usize,
}

/// Columns that a drawn table may have.
const MOST_COLUMNS: usize = 500;
/// Lines that a table without a closing rule may have before it is none.
const MOST_LINES: usize = 5000;

/// `+-----+-----+`
pub(super) fn is_border(line: &str) -> bool {
    line.len() >= 5
        && line.starts_with("+-") | line.starts_with("+=") | line.starts_with("+:")
        && line.ends_with('+')
        && line.bytes().all(|b| b"+-=:".contains(&b))
}

/// A cell that is not closed yet.
struct Open {
    from: usize,
    to: usize,
    row: usize,
    text: String,
}

/// The grid that begins with the first line.
pub(super) fn grid(lines: &[&str]) -> Drawn {
    let run: Vec<Vec<char>> = lines
        .iter()
        .map(|line| line.trim())
        .take_while(|line| line.starts_with(['+', '|']))
        .map(|line| line.chars().collect())
        .collect();
    // Where columns may begin: every corner.
    let mut corners: Vec<usize> = Vec::new();
    for line in run.iter().filter(|line| line[0] == '+' || holds_rule(line)) {
        for (at, &sign) in line.iter().enumerate() {
            let ruled = |other: Option<&char>| matches!(other, Some('-' | '=' | ':'));
            if sign == '+'
                && (ruled(line.get(at + 1)) || at > 0 && ruled(line.get(at - 1)))
                && let Err(place) = corners.binary_search(&at)
                && corners.len() < MOST_COLUMNS
            {
                corners.insert(place, at);
            }
        }
    }
    let mut drawn = Drawn {
        lines: run.len(),
        ..Drawn::default()
    };
    let mut open: Vec<Open> = Vec::new();
    // Cells that are closed, with their row and first column.
    let mut closed: Vec<(usize, usize, Cell)> = Vec::new();
    let mut row = 0;
    for line in &run {
        let sign = |at: usize| line.get(at).copied().unwrap_or(' ');
        let spans = corners.windows(2).map(|pair| (pair[0], pair[1]));
        let rules: Vec<bool> = spans
            .map(|(from, to)| {
                (from + 1..to).all(|at| matches!(sign(at), '-' | '=' | ':')) && to > from + 1
            })
            .collect();
        if rules.contains(&true) {
            // What a rule stands below is closed.
            let begun = !open.is_empty();
            let mut left = Vec::new();
            for cell in open.drain(..) {
                if rules[cell.from..cell.to].contains(&false) {
                    left.push(cell);
                } else {
                    closed.push((cell.row, cell.from, cell.close(row)));
                }
            }
            open = left;
            row += usize::from(begun);
            if line.contains(&'=') && drawn.head == 0 {
                drawn.head = row;
            }
        }
        // What stands between bars goes on with its cell, or begins one.
        let mut from = 0;
        for to in 1..corners.len() {
            let whole = rules[from..to].contains(&true);
            let bar = matches!(sign(corners[to]), '|' | '+');
            if !bar && to + 1 < corners.len() && !whole {
                continue;
            }
            if !whole {
                let words: String = (corners[from] + 1..corners[to]).map(sign).collect();
                match open
                    .iter_mut()
                    .find(|cell| cell.from <= from && from < cell.to)
                {
                    Some(cell) => {
                        cell.text.push_str(words.trim());
                        cell.text.push('\n');
                    }
                    None => open.push(Open {
                        from,
                        to,
                        row,
                        text: format!("{}\n", words.trim()),
                    }),
                }
            }
            from = to;
        }
    }
    for cell in open {
        closed.push((cell.row, cell.from, cell.close(row)));
    }
    closed.sort_by_key(|(row, column, _)| (*row, *column));
    for (row, _, cell) in closed {
        drawn.rows.resize(drawn.rows.len().max(row + 1), Vec::new());
        drawn.rows[row].push(cell);
    }
    // A table that is all head is a frame.
    if drawn.head >= drawn.rows.len() {
        drawn.head = 0;
    }
    drawn
}

impl Open {
    fn close(self, row: usize) -> Cell {
        Cell {
            text: self.text.trim_end().to_owned(),
            columns: (self.to - self.from) as u32,
            rows: (row + 1 - self.row.min(row)) as u32,
        }
    }
}

/// `|     +-----+`: a rule below some of the cells.
fn holds_rule(line: &[char]) -> bool {
    line.windows(3)
        .any(|three| matches!(three, ['+', '-', '-'] | ['-', '-', '+']))
}

/// Where the columns begin that a line of dashes measures off: `-----  ---- ------`.
fn measured(line: &str) -> Option<Vec<usize>> {
    if !line.contains("--") || !line.bytes().all(|b| matches!(b, b'-' | b' ')) {
        return None;
    }
    let bytes = line.as_bytes();
    let starts: Vec<usize> = (0..bytes.len())
        .filter(|&at| bytes[at] == b'-' && (at == 0 || bytes[at - 1] == b' '))
        .collect();
    let wide = line.split(' ').filter(|dashes| !dashes.is_empty());
    (starts.len() >= 2
        && starts.len() <= MOST_COLUMNS
        && wide.clone().all(|dashes| dashes.len() >= 2))
    .then_some(starts)
}

/// `------------------`, one run.
fn is_whole_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 10 && line.bytes().all(|b| b == b'-')
}

/// The table of measured columns that begins with the first line; none where none does.
pub(super) fn measured_table(lines: &[&str]) -> Option<Drawn> {
    let first = lines[0];
    // `simple`: one line of titles, then the dashes, or the dashes alone.
    let titled = lines.get(1).and_then(|line| measured(line));
    if let (Some(starts), None) = (titled, measured(first))
        && !is_whole_rule(first)
    {
        return simple(lines, &starts, 1);
    }
    if let Some(starts) = measured(first) {
        // Without titles: closed by the same dashes, row by row or parted by empty lines.
        return multiline(lines, &starts, 0, |line| measured(line).is_some())
            .or_else(|| simple(lines, &starts, 0));
    }
    if is_whole_rule(first) {
        let head = lines
            .iter()
            .take(12)
            .skip(1)
            .position(|line| line.trim().is_empty() || measured(line).is_some())?;
        let starts = measured(lines[head + 1])?;
        return multiline(lines, &starts, head, is_whole_rule);
    }
    None
}

/// Rows of one line each, up to an empty line or a rule.
fn simple(lines: &[&str], starts: &[usize], head: usize) -> Option<Drawn> {
    let mut drawn = Drawn {
        head,
        ..Drawn::default()
    };
    for (n, line) in lines.iter().enumerate().take(MOST_LINES) {
        if n == head {
            continue;
        }
        if line.trim().is_empty() {
            drawn.lines = n;
            break;
        }
        if measured(line).is_some() || is_whole_rule(line) {
            drawn.lines = n + 1;
            break;
        }
        drawn.rows.push(cut(line, starts).map(own).collect());
        drawn.lines = n + 1;
    }
    // A row whose words run over the gaps between the columns is text.
    let fits = |line: &&str| crosses(line, starts) == 0;
    let body = &lines[..drawn.lines];
    let broken = body.iter().filter(|line| !fits(line)).count();
    (drawn.rows.len() > head && broken * 4 <= body.len()).then_some(drawn)
}

/// Rows of several lines, parted by empty ones, up to a rule that closes the table.
fn multiline(
    lines: &[&str],
    starts: &[usize],
    head: usize,
    closes: fn(&str) -> bool,
) -> Option<Drawn> {
    // After the first line: `head` lines of titles and the dashes below them.
    let body = if head > 0 { head + 2 } else { 1 };
    let end = body
        + lines
            .get(body..)?
            .iter()
            .take(MOST_LINES)
            .position(|line| closes(line))?;
    // Running text between two rules holds headings, lists, rules.
    let broken = lines[body..end]
        .iter()
        .filter(|line| !line.trim().is_empty() && crosses(line, starts) > 0)
        .count();
    if broken * 4 > end - body || end == body {
        return None;
    }
    let mut drawn = Drawn {
        head: usize::from(head > 0),
        lines: end + 1,
        ..Drawn::default()
    };
    let parted = lines[body..end].iter().any(|line| line.trim().is_empty());
    if head > 0 {
        drawn.rows.push(gathered(&lines[1..=head], starts));
    }
    if parted {
        for row in lines[body..end].split(|line| line.trim().is_empty()) {
            if !row.is_empty() {
                drawn.rows.push(gathered(row, starts));
            }
        }
    } else {
        for line in &lines[body..end] {
            drawn.rows.push(gathered(&[line], starts));
        }
    }
    Some(drawn)
}

/// The cells of a row of several lines.
fn gathered(lines: &[&str], starts: &[usize]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = starts.iter().map(|_| own("")).collect();
    for line in lines {
        for (cell, words) in cells.iter_mut().zip(cut(line, starts)) {
            if !words.is_empty() {
                if !cell.text.is_empty() {
                    cell.text.push('\n');
                }
                cell.text.push_str(words);
            }
        }
    }
    cells
}

fn own(text: &str) -> Cell {
    Cell {
        text: text.to_owned(),
        columns: 1,
        rows: 1,
    }
}

/// The byte at which a column of a line begins; columns are counted in characters.
fn place(line: &str, column: usize) -> usize {
    line.char_indices()
        .nth(column)
        .map_or(line.len(), |(at, _)| at)
}

/// Cuts a line where the columns begin.
fn cut<'a>(line: &'a str, starts: &'a [usize]) -> impl Iterator<Item = &'a str> {
    starts.iter().enumerate().map(move |(n, &start)| {
        let from = if n == 0 { 0 } else { place(line, start) };
        let to = starts
            .get(n + 1)
            .map_or(line.len(), |&end| place(line, end));
        line[from..to.max(from)].trim()
    })
}

/// How many of the gaps before the columns have words in them.
fn crosses(line: &str, starts: &[usize]) -> usize {
    let chars: Vec<char> = line.chars().collect();
    let word = |at: usize| chars.get(at).is_some_and(|c| !c.is_whitespace());
    starts
        .iter()
        .skip(1)
        .filter(|&&start| start > 0 && word(start - 1))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(drawn: &Drawn) -> String {
        let rows: Vec<String> = drawn
            .rows
            .iter()
            .map(|row| {
                let cells: Vec<String> = row
                    .iter()
                    .map(|cell| {
                        let text = cell.text.replace('\n', "/");
                        match (cell.rows, cell.columns) {
                            (1, 1) => text,
                            (rows, columns) => format!("{text} {rows}x{columns}"),
                        }
                    })
                    .collect();
                cells.join("|")
            })
            .collect();
        format!("{}:{} {}", drawn.head, drawn.lines, rows.join(" ; "))
    }

    #[test]
    fn cells_of_a_grid_reach_over_rows_and_columns() {
        let text = "\
+-----+-----------+
| Nr. | Målbilde  |
+=====+=====+=====+
| 1   | a   | b   |
|     +-----+-----+
|     | c   | d   |
+-----+-----+-----+
| 2   |     | f   |
|     |     | g   |
+-----+-----+-----+

etter";
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            shown(&grid(&lines)),
            "1:10 Nr.|Målbilde 1x2 ; 1 2x1|a|b ; c|d ; 2||f/g"
        );
    }

    #[test]
    fn dashes_measure_columns_off() {
        let table = |text: &str| {
            let lines: Vec<&str> = text.lines().collect();
            measured_table(&lines).map(|drawn| shown(&drawn))
        };
        assert_eq!(
            table(
                "  Nr. Tiltak         Beløp\n----- ------------ -------\n    1 Øving på sjø     12\n    2                  13\n\nx"
            ),
            Some("1:4 Nr.|Tiltak|Beløp ; 1|Øving på sjø|12 ; 2||13".into())
        );
        assert_eq!(
            table(
                "-------------------------\n Nr.  Krav        Frist\n      og mål\n----- ----------- -------\n    1 Øving       1. mai\n      på sjø\n\n    2 Plan\n-------------------------"
            ),
            Some("1:9 Nr.|Krav/og mål|Frist ; 1|Øving/på sjø|1. mai ; 2|Plan|".into())
        );
        assert_eq!(
            table("--- ----\n1   a\n2   b\n--- ----\n"),
            Some("0:4 1|a ; 2|b".into())
        );
        assert_eq!(table("-----------\n\ntekst\n\n-----------"), None);
        assert_eq!(
            table("En setning som går over alt\n--- --- ---\nog en til"),
            None
        );
    }
}
