//! An overview as Markdown, with tables in bars (GitHub's form).

use super::{Cell, Overview};
use std::fmt::Write;

/// Writes an overview as Markdown.
pub fn markdown(overview: &Overview) -> String {
    let mut text = format!("# {}\n", escaped(&overview.title));
    for note in &overview.notes {
        let _ = write!(text, "\n{}\n", escaped(note));
    }
    for part in &overview.parts {
        let _ = writeln!(
            text,
            "\n## {} ({})",
            escaped(&part.heading),
            part.rows.len()
        );
        if part.rows.is_empty() {
            continue;
        }
        let titles: Vec<&str> = part.columns.iter().map(|column| column.title).collect();
        // Figures stand to the right; a column is one of figures where all it holds are.
        let rules: String = (0..titles.len())
            .map(|at| {
                let mut cells = part.rows.iter().filter_map(|row| row.get(at)).peekable();
                let some = cells.clone().any(Cell::is_figure);
                if some && cells.all(|cell| cell.is_figure() || *cell == Cell::Empty) {
                    "---:|"
                } else {
                    "---|"
                }
            })
            .collect();
        let _ = writeln!(text, "\n| {} |\n|{rules}", titles.join(" | "));
        for row in &part.rows {
            let cells: Vec<String> = row.iter().map(|cell| escaped(&cell.shown())).collect();
            let _ = writeln!(text, "| {} |", cells.join(" | "));
        }
    }
    text
}

/// Words on one line, their bars and marks of tags escaped.
fn escaped(words: &str) -> String {
    words
        .replace('\\', "\\\\")
        .replace('|', "\\|")
        .replace('<', "&lt;")
        .replace('\n', "<br>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::tests::tricky;

    #[test]
    fn a_cell_keeps_its_row() {
        let text = markdown(&tricky());
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
        assert_eq!(
            rows,
            [
                "| Nr. | Beløp | Endring |",
                "|---|---:|---:|",
                "| rad \\| en<br>&lt;to> | −1\u{a0}234\u{a0}567 | −4,2\u{a0}% |",
                "| =SUM(A1) |  | 0,0\u{a0}% |",
            ]
        );
        assert!(text.starts_with("# Prøve & &lt;b>\n"));
        assert!(text.ends_with("## Første: [1/2]? (0)\n"));
    }
}
