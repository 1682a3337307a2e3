//! A letter printed as Markdown, as converters of today leave it, and as HTML, for a browser and for
//! the tools that make pages and Word files of it.

use super::dress::{Dress, Face, Furniture, Gutter, HeadingForm, Rules};
use super::page::{Block, Cell, Page, Place, Runs, Table};
use std::fmt::Write;

/// The letter as Markdown.
pub fn markdown(page: &Page, dress: &Dress) -> String {
    let mut out = String::new();
    let mut notes: Vec<String> = Vec::new();
    let mut foot = page.foot.clone();
    for (n, block) in page.blocks.iter().enumerate() {
        // The foot of page 1 comes where page 1 ends.
        if n == 14
            && let Some(columns) = foot.take()
        {
            for column in columns {
                let _ = writeln!(out, "{}\n", column.join(" "));
            }
        }
        markdown_block(&mut out, block, dress, &mut notes);
    }
    for (n, note) in notes.iter().enumerate() {
        let _ = writeln!(out, "[^{}]: {note}\n", n + 1);
    }
    out
}

fn markdown_runs(runs: &Runs, notes: &mut Vec<String>) -> String {
    let mut out = String::new();
    for run in runs {
        if run.bold && !run.text.is_empty() {
            let _ = write!(out, "**{}**", run.text);
        } else {
            out.push_str(&run.text);
        }
        if let Some(note) = &run.note {
            notes.push(note.clone());
            let _ = write!(out, "[^{}]", notes.len());
        }
    }
    out
}

fn markdown_block(out: &mut String, block: &Block, dress: &Dress, notes: &mut Vec<String>) {
    match block {
        Block::Letterhead(text) => {
            let _ = writeln!(
                out,
                "{}\n",
                if dress.colon {
                    format!("**{text}**")
                } else {
                    text.clone()
                }
            );
        }
        Block::Lines(lines) => {
            let _ = writeln!(
                out,
                "{}\n",
                lines.join(if dress.colon { "  \n" } else { " " })
            );
        }
        Block::References(fields) => {
            if dress.justified {
                let titles: Vec<&str> = fields.iter().map(|(title, _)| title.as_str()).collect();
                let values: Vec<&str> = fields
                    .iter()
                    .map(|(_, value)| value.as_str())
                    .filter(|value| !value.is_empty())
                    .collect();
                let _ = writeln!(out, "{} {}\n", titles.join(" "), values.join(" "));
            } else {
                for (title, value) in fields {
                    let _ = writeln!(out, "{title}\n\n{value}\n");
                }
            }
        }
        Block::Address(columns) => {
            for column in columns {
                let _ = writeln!(out, "{}\n", column.join(" "));
            }
        }
        Block::Title(text) => {
            let _ = writeln!(out, "# {text}\n");
        }
        Block::Heading(level, text) => {
            if dress.heading == HeadingForm::Bold && dress.hyphens {
                let _ = writeln!(out, "**{text}**\n");
            } else if dress.heading == HeadingForm::NumberedDot {
                let _ = writeln!(out, "{} **{text}**\n", "#".repeat(level + 1));
            } else {
                let _ = writeln!(out, "{} {text}\n", "#".repeat(level + 1));
            }
        }
        Block::Paragraph(runs) => {
            let _ = writeln!(out, "{}\n", markdown_runs(runs, notes));
        }
        Block::Items(items) => {
            for (marker, runs) in items {
                let marker = if marker == "•" { "-" } else { marker };
                let _ = writeln!(out, "{marker} {}", markdown_runs(runs, notes));
                if dress.signatures_side_by_side {
                    out.push('\n');
                }
            }
            if !dress.signatures_side_by_side {
                out.push('\n');
            }
        }
        Block::Fields(fields) => {
            for (name, runs) in fields {
                let name = if dress.colon && !name.is_empty() {
                    format!("**{name}**")
                } else {
                    name.clone()
                };
                let _ = writeln!(
                    out,
                    "{}\n",
                    format!("{name} {}", markdown_runs(runs, notes)).trim()
                );
            }
        }
        Block::Table(table) => markdown_table(out, table, dress, notes),
        Block::Beside(left, right) => {
            for block in left.iter().chain(right) {
                markdown_block(out, block, dress, notes);
            }
        }
        Block::Caption(text) => {
            let _ = writeln!(out, "{text}\n");
        }
        Block::Signatures(people) => {
            for (name, title) in people {
                let _ = writeln!(
                    out,
                    "{name}{}{title}\n",
                    if dress.colon { "<br>" } else { "  \n" }
                );
            }
        }
        Block::Small(text) => {
            let _ = writeln!(out, "*{text}*\n");
        }
    }
}

fn markdown_table(out: &mut String, table: &Table, dress: &Dress, notes: &mut Vec<String>) {
    let rows: Vec<Vec<String>> = table
        .grid()
        .iter()
        .map(|places| {
            places
                .iter()
                .map(|place| match place {
                    Place::Cell(cell) => cell
                        .paragraphs
                        .iter()
                        .map(|runs| markdown_runs(runs, notes))
                        .collect::<Vec<_>>()
                        .join(if dress.colon { "<br>" } else { " " }),
                    _ => String::new(),
                })
                .collect()
        })
        .collect();
    let line = |cells: &[String]| {
        if dress.justified {
            format!("| {} |", cells.join(" | "))
        } else {
            format!("|{}|", cells.join("|"))
        }
    };
    let rule = vec!["---".to_string(); table.columns.len()];
    let mut rows = rows.into_iter();
    if table.head.is_empty() && dress.colon {
        let empty = vec![String::new(); table.columns.len()];
        let _ = writeln!(out, "{}\n{}", line(&empty), line(&rule));
    } else if let Some(first) = rows.next() {
        let _ = writeln!(out, "{}\n{}", line(&first), line(&rule));
    }
    for row in rows {
        let _ = writeln!(out, "{}", line(&row));
    }
    out.push('\n');
}

/// For HTML and XML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// What the HTML is made for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// A browser, or a reader of the file itself.
    Screen,
    /// WeasyPrint and Chromium, which set pages of it.
    Paper,
    /// pandoc, which makes a Word file of it.
    Word,
}

/// The letter as HTML.
pub fn html(page: &Page, dress: &Dress, made_for: For) -> String {
    let mut out = String::from(
        "<!DOCTYPE html>\n<html lang=\"no\"><head><meta charset=\"utf-8\"><title>Brev</title>\n",
    );
    if made_for != For::Word {
        let _ = writeln!(out, "<style>{}</style>", css(page, dress));
    }
    out.push_str("</head><body>\n");
    let mut notes = Vec::new();
    for block in &page.blocks {
        html_block(&mut out, block, dress, &mut notes);
        if matches!(block, Block::References(_))
            && let Some(columns) = page.foot.as_ref().filter(|_| made_for == For::Paper)
        {
            html_address(&mut out, columns, "foot");
        }
    }
    for (n, note) in notes.iter().enumerate() {
        let _ = writeln!(
            out,
            "<p class=\"note\"><sup>{}</sup> {}</p>",
            n + 1,
            escaped(note)
        );
    }
    if let Some(columns) = page.foot.as_ref().filter(|_| made_for != For::Paper) {
        html_address(&mut out, columns, "address");
    }
    out.push_str("</body></html>\n");
    out
}

fn css(page: &Page, dress: &Dress) -> String {
    let face = match dress.face {
        Face::Serif => "Liberation Serif",
        Face::Sans => "Liberation Sans",
        Face::Narrow => "Liberation Sans Narrow",
    };
    let size = f64::from(dress.size) / 10.0;
    let gutter = match dress.gutter {
        Gutter::Narrow => "1pt 2pt",
        Gutter::Medium => "3pt 6pt",
        Gutter::Wide => "5pt 12pt",
    };
    let rules = match dress.rules {
        Rules::Ruled => "td,th{border:.5pt solid #333}",
        Rules::Horizontal => "td,th{border-top:.5pt solid #333;border-bottom:.5pt solid #333}",
        Rules::HeadOnly => "thead th{border-bottom:1pt solid #000}",
        Rules::Shaded => "th{background:#d0dcea} tbody tr:nth-child(even) td{background:#eef2f7}",
        Rules::None => "",
    };
    let repeat = if dress.repeated_head {
        "table-header-group"
    } else {
        "table-row-group"
    };
    let number = match dress.furniture {
        Furniture::PageNumber => "@bottom-center{content:counter(page)}".to_string(),
        Furniture::SideAv => {
            "@bottom-right{content:\"Side \" counter(page) \" av \" counter(pages)}".to_string()
        }
        Furniture::RunningHead => format!(
            "@top-left{{content:\"{}\"}}@bottom-right{{content:counter(page)}}",
            page.running.clone().unwrap_or_default()
        ),
        Furniture::Plain => String::new(),
    };
    let first = if dress.furniture == Furniture::RunningHead {
        "@top-left{content:none}"
    } else {
        ""
    };
    let foot = if page.foot.is_some() {
        "margin-bottom:3.6cm;@bottom-left{content:element(foot)}@bottom-center{content:none}@bottom-right{content:none}"
    } else {
        ""
    };
    format!(
        "@page{{size:A4;margin:2.3cm 2.4cm 2.2cm;{number}}}@page:first{{{first}{foot}}}\
         body{{font-family:'{face}';font-size:{size}pt;line-height:1.25;{}{}}}\
         table{{border-collapse:collapse;width:100%;margin:6pt 0}}td,th{{padding:{gutter};vertical-align:top;text-align:left}}\
         td.r,th.r{{text-align:right}}thead{{display:{repeat}}}{rules}\
         td p,th p{{margin:0}}.foot,.address{{font-size:7.5pt}}.foot td,.address td,.plain td{{border:none;background:none}}.foot{{position:running(foot)}}\
         h1{{font-size:{}pt}}h2{{font-size:{}pt}}h3{{font-size:{}pt}}.hd{{font-weight:bold}}.beside{{display:flex;gap:1cm}}.beside>div{{width:50%}}.note{{font-size:8pt}}dt{{float:left;clear:left;width:3.4cm}}dd{{margin-left:3.6cm}}",
        if dress.justified {
            "text-align:justify;"
        } else {
            ""
        },
        if dress.hyphens { "hyphens:auto;" } else { "" },
        size + 4.0,
        size + 2.0,
        size + 0.5,
    )
}

fn html_runs(runs: &Runs, notes: &mut Vec<String>) -> String {
    let mut out = String::new();
    for run in runs {
        if run.bold {
            let _ = write!(out, "<strong>{}</strong>", escaped(&run.text));
        } else {
            out.push_str(&escaped(&run.text));
        }
        if let Some(note) = &run.note {
            notes.push(note.clone());
            let _ = write!(out, "<sup>{}</sup>", notes.len());
        }
    }
    out
}

fn html_address(out: &mut String, columns: &[Vec<String>], class: &str) {
    let _ = write!(out, "<table class=\"{class}\"><tr>");
    for column in columns {
        let lines: Vec<String> = column.iter().map(|line| escaped(line)).collect();
        let _ = write!(out, "<td>{}</td>", lines.join("<br>"));
    }
    out.push_str("</tr></table>\n");
}

fn html_cell(out: &mut String, cell: &Cell, tag: &str, right: bool, notes: &mut Vec<String>) {
    let _ = write!(out, "<{tag}");
    if cell.columns > 1 {
        let _ = write!(out, " colspan=\"{}\"", cell.columns);
    }
    if cell.rows > 1 {
        let _ = write!(out, " rowspan=\"{}\"", cell.rows);
    }
    if right {
        out.push_str(" class=\"r\"");
    }
    out.push('>');
    match cell.paragraphs.as_slice() {
        [] => {}
        [one] => out.push_str(&html_runs(one, notes)),
        several => {
            for runs in several {
                let _ = write!(out, "<p>{}</p>", html_runs(runs, notes));
            }
        }
    }
    let _ = write!(out, "</{tag}>");
}

fn html_table(out: &mut String, table: &Table, notes: &mut Vec<String>) {
    out.push_str("<table>\n");
    let total: usize = table.columns.iter().map(|column| column.width).sum();
    out.push_str("<colgroup>");
    for column in &table.columns {
        let _ = write!(out, "<col style=\"width:{}%\">", column.width * 100 / total);
    }
    out.push_str("</colgroup>\n");
    let grid = table.grid();
    for (n, places) in grid.iter().enumerate() {
        let head = n < table.head.len();
        if n == 0 && head {
            out.push_str("<thead>\n");
        }
        if n == table.head.len() {
            out.push_str("<tbody>\n");
        }
        out.push_str("<tr>");
        for (at, place) in places.iter().enumerate() {
            if let Place::Cell(cell) = place {
                html_cell(
                    out,
                    cell,
                    if head { "th" } else { "td" },
                    table.columns[at].right,
                    notes,
                );
            }
        }
        out.push_str("</tr>\n");
        if head && n + 1 == table.head.len() {
            out.push_str("</thead>\n");
        }
    }
    out.push_str("</tbody></table>\n");
}

fn html_block(out: &mut String, block: &Block, dress: &Dress, notes: &mut Vec<String>) {
    let lines = |lines: &[String]| {
        lines
            .iter()
            .map(|line| escaped(line))
            .collect::<Vec<_>>()
            .join("<br>\n")
    };
    match block {
        Block::Letterhead(text) => {
            let _ = writeln!(out, "<p class=\"hd\">{}</p>", escaped(text));
        }
        Block::Lines(all) => {
            let _ = writeln!(out, "<p>{}</p>", lines(all));
        }
        Block::References(fields) => {
            out.push_str("<table class=\"plain\"><tr>");
            for (title, value) in fields {
                let _ = write!(out, "<td>{}<br>{}</td>", escaped(title), escaped(value));
            }
            out.push_str("</tr></table>\n");
        }
        Block::Address(columns) => html_address(out, columns, "address"),
        Block::Title(text) => {
            let _ = writeln!(out, "<h1>{}</h1>", escaped(text));
        }
        Block::Heading(level, text) => {
            if dress.heading == HeadingForm::Bold && dress.hyphens {
                let _ = writeln!(out, "<p><strong>{}</strong></p>", escaped(text));
            } else {
                let _ = writeln!(out, "<h{0}>{1}</h{0}>", level + 1, escaped(text));
            }
        }
        Block::Paragraph(runs) => {
            let _ = writeln!(out, "<p>{}</p>", html_runs(runs, notes));
        }
        Block::Items(items) => html_items(out, items, notes),
        Block::Fields(fields) => {
            if dress.colon {
                out.push_str("<dl>\n");
                for (name, runs) in fields {
                    let _ = writeln!(
                        out,
                        "<dt>{}</dt><dd>{}</dd>",
                        escaped(name),
                        html_runs(runs, notes)
                    );
                }
                out.push_str("</dl>\n");
            } else {
                for (name, runs) in fields {
                    let _ = writeln!(
                        out,
                        "<p>{}</p>",
                        format!("{} {}", escaped(name), html_runs(runs, notes)).trim()
                    );
                }
            }
        }
        Block::Table(table) => html_table(out, table, notes),
        Block::Beside(left, right) => {
            out.push_str("<div class=\"beside\">\n");
            for side in [left, right] {
                out.push_str("<div>\n");
                for block in side {
                    html_block(out, block, dress, notes);
                }
                out.push_str("</div>\n");
            }
            out.push_str("</div>\n");
        }
        Block::Caption(text) => {
            let _ = writeln!(out, "<p>{}</p>", escaped(text));
        }
        Block::Signatures(people) => {
            if dress.signatures_side_by_side {
                out.push_str("<table class=\"plain\"><tr>");
                for (name, title) in people {
                    let _ = write!(out, "<td>{}<br>{}</td>", escaped(name), escaped(title));
                }
                out.push_str("</tr></table>\n");
            } else {
                for (name, title) in people {
                    let _ = writeln!(out, "<p>{}<br>{}</p>", escaped(name), escaped(title));
                }
            }
        }
        Block::Small(text) => {
            let _ = writeln!(out, "<p><em>{}</em></p>", escaped(text));
        }
    }
}

/// Items as the list that prints their markers, where there is one; else as paragraphs.
fn html_items(out: &mut String, items: &[(String, Runs)], notes: &mut Vec<String>) {
    let numbers = items
        .iter()
        .enumerate()
        .all(|(n, (marker, _))| *marker == format!("{}.", n + 1));
    let letters = items
        .iter()
        .enumerate()
        .all(|(n, (marker, _))| *marker == format!("{})", char::from(b'a' + n as u8)));
    let bullets = items.iter().all(|(marker, _)| marker == "•");
    let (open, close) = match (numbers, bullets) {
        (true, _) => ("<ol>", "</ol>"),
        (_, true) => ("<ul>", "</ul>"),
        _ => ("", ""),
    };
    let _ = writeln!(out, "{open}");
    for (marker, runs) in items {
        let text = html_runs(runs, notes);
        if open.is_empty() || letters {
            let _ = writeln!(out, "<p>{} {text}</p>", escaped(marker));
        } else {
            let _ = writeln!(out, "<li>{text}</li>");
        }
    }
    let _ = writeln!(out, "{close}");
}
