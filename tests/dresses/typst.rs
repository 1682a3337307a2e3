//! A letter as a Typst source, which the Typst compiler makes pages of.

use super::dress::{Dress, Face, Furniture, Gutter, HeadingForm, Rules};
use super::page::{Block, Cell, Page, Place, Runs, Table};
use std::fmt::Write;

/// A string of Typst: no mark in it means anything.
fn string(text: &str) -> String {
    format!("#\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn inline(runs: &Runs) -> String {
    let mut out = String::new();
    for run in runs {
        if run.bold {
            let _ = write!(out, "#strong[{}]", string(&run.text));
        } else {
            out.push_str(&string(&run.text));
        }
        if let Some(note) = &run.note {
            let _ = write!(out, "#footnote[{}]", string(note));
        }
    }
    out
}

fn lines(all: &[String]) -> String {
    all.iter()
        .map(|line| string(line))
        .collect::<Vec<_>>()
        .join(" \\\n")
}

fn address(columns: &[Vec<String>]) -> String {
    let cells: Vec<String> = columns
        .iter()
        .map(|column| format!("[{}]", lines(column)))
        .collect();
    format!(
        "#text(size: 7.5pt)[#grid(columns: (1fr,) * {}, column-gutter: 6pt, {})]",
        columns.len(),
        cells.join(", ")
    )
}

/// The letter as Typst.
pub fn print(page: &Page, dress: &Dress) -> String {
    let mut out = String::new();
    let face = match dress.face {
        Face::Serif => "Liberation Serif",
        Face::Sans => "Liberation Sans",
        Face::Narrow => "Liberation Sans Narrow",
    };
    let foot = page
        .foot
        .as_ref()
        .map_or(String::new(), |columns| address(columns));
    let number = match dress.furniture {
        Furniture::PageNumber | Furniture::RunningHead => "#align(center)[#n]",
        Furniture::SideAv => "#align(right)[Side #n av #counter(page).final().first()]",
        Furniture::Plain => "",
    };
    let running = page
        .running
        .as_ref()
        .map_or(String::new(), |text| string(text));
    let _ = writeln!(
        out,
        "#set page(paper: \"a4\", margin: (x: 2.4cm, top: 2.4cm, bottom: 2.8cm), footer-descent: 20%,\n  header: context {{ let n = counter(page).get().first(); if n > 1 [{running}] }},\n  footer: context {{ let n = counter(page).get().first(); if n == 1 and {} [{foot}] else [{number}] }})",
        page.foot.is_some(),
    );
    let _ = writeln!(
        out,
        "#set text(font: (\"{face}\", \"DejaVu Sans\"), lang: \"{}\", size: {}pt, hyphenate: {})\n#set par(justify: {}, leading: 0.6em)",
        if dress.tongue == super::words::Tongue::Nynorsk {
            "nn"
        } else {
            "nb"
        },
        f64::from(dress.size) / 10.0,
        dress.hyphens,
        dress.justified,
    );
    for block in &page.blocks {
        print_block(&mut out, block, dress);
    }
    out
}

fn print_block(out: &mut String, block: &Block, dress: &Dress) {
    match block {
        Block::Letterhead(text) => {
            let _ = writeln!(out, "#block(below: 24pt)[{}]\n", string(text));
        }
        Block::Lines(all) => {
            let _ = writeln!(out, "{}\n", lines(all));
        }
        Block::References(fields) => {
            let cells: Vec<String> = fields
                .iter()
                .map(|(title, value)| format!("[{} \\\n{}]", string(title), string(value)))
                .collect();
            let _ = writeln!(
                out,
                "#block(above: 20pt, below: 20pt)[#grid(columns: (1fr, 1fr, 1fr), {})]\n",
                cells.join(", ")
            );
        }
        Block::Address(columns) => {
            let _ = writeln!(
                out,
                "#block(above: 14pt, below: 14pt)[{}]\n",
                address(columns)
            );
        }
        Block::Title(text) => {
            let _ = writeln!(
                out,
                "#block(above: 14pt, below: 14pt)[#text(size: 1.3em, weight: \"bold\")[{}]]\n",
                string(text)
            );
        }
        Block::Heading(level, text) => {
            let size = match (level, dress.heading) {
                (_, HeadingForm::Bold) => 1.0,
                (1, _) => 1.18,
                _ => 1.06,
            };
            let _ = writeln!(
                out,
                "#block(above: 16pt, below: 8pt, sticky: true)[#text(size: {size}em, weight: \"bold\", hyphenate: false)[{}]]\n",
                string(text)
            );
        }
        Block::Paragraph(runs) => {
            let _ = writeln!(out, "{}\n", inline(runs));
        }
        Block::Items(items) => {
            let indent = if dress.colon { 14 } else { 0 };
            for (marker, runs) in items {
                let _ = writeln!(
                    out,
                    "#block(above: 7pt, below: 7pt)[#grid(columns: ({indent}pt, {}, 1fr), [], [{}], [{}])]\n",
                    if marker.chars().count() > 3 {
                        "auto"
                    } else {
                        "16pt"
                    },
                    string(
                        if marker.chars().count() > 3 {
                            format!("{marker} ")
                        } else {
                            marker.clone()
                        }
                        .as_str()
                    ),
                    inline(runs)
                );
            }
        }
        Block::Fields(fields) => {
            let cells: Vec<String> = fields
                .iter()
                .map(|(name, runs)| format!("[{}], [{}]", string(name), inline(runs)))
                .collect();
            let _ = writeln!(
                out,
                "#grid(columns: (3.2cm, 1fr), row-gutter: 6pt, {})\n",
                cells.join(", ")
            );
        }
        Block::Table(table) => print_table(out, table, dress),
        Block::Beside(left, right) => {
            out.push_str("#grid(columns: (1fr, 1fr), column-gutter: 1cm, [\n");
            for block in left {
                print_block(out, block, dress);
            }
            out.push_str("], [\n");
            for block in right {
                print_block(out, block, dress);
            }
            out.push_str("])\n\n");
        }
        Block::Caption(text) => {
            let _ = writeln!(out, "#block(below: 4pt, sticky: true)[{}]\n", string(text));
        }
        Block::Signatures(people) => {
            if dress.signatures_side_by_side {
                let cells: Vec<String> = people
                    .iter()
                    .map(|(name, title)| format!("[{} \\\n{}]", string(name), string(title)))
                    .collect();
                let _ = writeln!(
                    out,
                    "#block(above: 30pt, breakable: false)[#grid(columns: (1fr, 1fr), {})]\n",
                    cells.join(", ")
                );
            } else {
                for (name, title) in people {
                    let _ = writeln!(
                        out,
                        "#block(above: 24pt, breakable: false)[{} \\\n{}]\n",
                        string(name),
                        string(title)
                    );
                }
            }
        }
        Block::Small(text) => {
            let _ = writeln!(out, "#emph[{}]\n", string(text));
        }
    }
}

fn print_table(out: &mut String, table: &Table, dress: &Dress) {
    let widths: Vec<String> = table
        .columns
        .iter()
        .map(|column| format!("{}fr", column.width))
        .collect();
    let aligns: Vec<&str> = table
        .columns
        .iter()
        .map(|column| if column.right { "right" } else { "left" })
        .collect();
    let stroke = match dress.rules {
        Rules::Ruled => "0.5pt".to_string(),
        Rules::Horizontal => "(x: none, y: 0.5pt)".to_string(),
        Rules::HeadOnly if !table.head.is_empty() => format!(
            "(x, y) => if y == {} {{ (bottom: 0.8pt) }} else {{ none }}",
            table.head.len() - 1
        ),
        _ => "none".to_string(),
    };
    let fill = match dress.rules {
        Rules::Shaded => format!(
            "(x, y) => if y < {} {{ rgb(\"#d0dcea\") }} else if calc.even(y) {{ rgb(\"#eef2f7\") }}",
            table.head.len()
        ),
        _ => "none".to_string(),
    };
    let (inset, gutter) = match dress.gutter {
        Gutter::Narrow => ("(x: 1.5pt, y: 2pt)", "0pt"),
        Gutter::Medium => ("(x: 4pt, y: 4pt)", "2pt"),
        Gutter::Wide => ("(x: 5pt, y: 6pt)", "10pt"),
    };
    let gutter = if matches!(dress.rules, Rules::Ruled | Rules::Shaded) {
        "0pt"
    } else {
        gutter
    };
    let _ = writeln!(
        out,
        "#table(columns: ({},), align: ({},), stroke: {stroke}, fill: {fill}, inset: {inset}, column-gutter: {gutter},",
        widths.join(", "),
        aligns.join(", ")
    );
    let grid = table.grid();
    let row = |places: &[Place<'_>]| -> String {
        places
            .iter()
            .filter_map(|place| match place {
                Place::Cell(cell) => Some(print_cell(cell)),
                _ => None,
            })
            .collect::<Vec<_>>()
            .join(", ")
    };
    let heads = table.head.len();
    if heads > 0 {
        let cells: Vec<String> = grid[..heads]
            .iter()
            .map(|places| row(places))
            .filter(|row| !row.is_empty())
            .collect();
        let _ = writeln!(
            out,
            "  table.header(repeat: {}, {}),",
            dress.repeated_head,
            cells.join(", ")
        );
    }
    for places in &grid[heads..] {
        let cells = row(places);
        if !cells.is_empty() {
            let _ = writeln!(out, "  {cells},");
        }
    }
    out.push_str(")\n\n");
}

fn print_cell(cell: &Cell) -> String {
    let body: Vec<String> = cell.paragraphs.iter().map(inline).collect();
    // Paragraphs of a cell stand close, as a line end in a cell does.
    let body = body.join(" \\\n");
    if cell.columns == 1 && cell.rows == 1 {
        format!("[{body}]")
    } else {
        format!(
            "table.cell(colspan: {}, rowspan: {})[{body}]",
            cell.columns, cell.rows
        )
    }
}
