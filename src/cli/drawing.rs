//! A page of a PDF drawn as SVG: its lines where they stand, and over them what was made of them.
//!
//! Grey boxes are lines of running text, blue ones headings, red ones what was taken out; green boxes
//! are the cells of tables, each with its table, row and column.

use crate::{
    grammar::Grammar,
    kinds,
    layout::BlockKind,
    source::{Canonical, Cell},
};
use html_escape::encode_text;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The white around what stands on the page, in points.
const MARGIN: f32 = 20.0;

/// Draws a page, counted from 1.
///
/// # Errors
/// Where the source has no such page, or its lines have no place on one: only PDF has that.
pub(super) fn draw(text: &Canonical, grammar: &Grammar, page: u32) -> Result<String, String> {
    let kinds::Laid {
        lines: read,
        blocks,
        furniture,
        ..
    } = kinds::laid(text, grammar);
    let mut headings = Vec::new();
    for block in &blocks {
        if matches!(block.kind, BlockKind::Heading { .. }) {
            headings.extend(
                block
                    .lines
                    .clone()
                    .filter_map(|at| read.get(at))
                    .map(|line| line.at),
            );
        }
    }
    let mut drawn = String::new();
    let mut cells: BTreeMap<(u32, u32, u32), [f32; 4]> = BTreeMap::new();
    let (mut right, mut bottom) = (0.0_f32, 0.0_f32);
    for (at, line) in text.lines().iter().enumerate() {
        let (true, Some([x0, y0, x1, y1])) = (line.page == Some(page), line.bbox) else {
            continue;
        };
        right = right.max(x1);
        bottom = bottom.max(y1);
        let colour = if furniture.iter().any(|(taken, _)| *taken == at) {
            "#c00"
        } else if headings.iter().any(|head| line.range.contains(head)) {
            "#04c"
        } else {
            "#bbb"
        };
        let (width, height) = (x1 - x0, y1 - y0);
        let _ = writeln!(
            drawn,
            "<rect x=\"{x0:.1}\" y=\"{y0:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"0.5\"/>\
             <text x=\"{x0:.1}\" y=\"{:.1}\" font-size=\"{:.1}\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>",
            y1 - height * 0.2,
            height * 0.9,
            encode_text(text.line_text(line).trim()),
        );
        if let Some(Cell {
            table, row, column, ..
        }) = line.cell
        {
            let own = cells
                .entry((table, row, column))
                .or_insert([x0, y0, x1, y1]);
            *own = [
                own[0].min(x0),
                own[1].min(y0),
                own[2].max(x1),
                own[3].max(y1),
            ];
        }
    }
    if drawn.is_empty() {
        return Err(match text.page_count() {
            Some(count) if page <= count => {
                format!("page {page} has no line with a place on it: only PDF has that")
            }
            Some(count) => format!("there is no page {page}; the last is {count}"),
            None => "this form has no pages".to_string(),
        });
    }
    for ((table, row, column), [x0, y0, x1, y1]) in cells {
        let _ = writeln!(
            drawn,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"#080\" fill-opacity=\"0.08\" stroke=\"#080\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" font-size=\"5\" fill=\"#080\">{table}:{row},{column}</text>",
            x0 - 2.0,
            y0 - 2.0,
            x1 - x0 + 4.0,
            y1 - y0 + 4.0,
            x0 - 2.0,
            y0 - 2.5,
        );
    }
    let (width, height) = (right + MARGIN, bottom + MARGIN);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" font-family=\"sans-serif\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n{drawn}</svg>\n"
    ))
}
