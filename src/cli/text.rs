//! `oppdrag text`: the canonical text of a source, and how it was understood.

use super::{Outcome, Usage, drawing, one_file, pdfs};
use crate::source::{Canonical, Cell, Line};
use crate::{Grammar, kinds, layout::BlockKind};
use std::fmt::Write;
use std::path::PathBuf;

/// Print the text that all places refer to
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Prints the canonical text of a source: its decoded lines, a line feed between lines, a \
form feed between pages, markup left out, everything else as it stands. The `start` and `end` of every span \
in the JSON count the Unicode code points of this text, from 0. Nothing is added at its end.",
    after_help = concat!("\
Examples:
  oppdrag text brev.pdf | less
  oppdrag text - < brev.txt
  oppdrag text --layout brev.pdf      where on the page does each line stand?
  oppdrag text --blocks brev.pdf      what was taken for a heading, an item, a cell?
  oppdrag text --draw 4 brev.pdf > side-4.svg    the same, drawn over the page

", super::exit_codes!(
        "the file could not be read",
        "wrong usage: a file that is missing, or a folder"
    ))
)]
pub(super) struct Args {
    /// The file to read; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print each line with its page, box, size, and cell
    #[arg(long, conflicts_with = "blocks")]
    layout: bool,
    /// Print the headings, paragraphs, items and cells that the lines make
    #[arg(long)]
    blocks: bool,
    /// Draw a page of a PDF as SVG: lines, headings, what was taken out, and the cells of tables
    #[arg(long, value_name = "PAGE", conflicts_with_all = ["layout", "blocks"])]
    draw: Option<u32>,
    /// A folder of grammar files to lay over the built-in ones
    #[arg(long, value_name = "DIR", conflicts_with = "layout")]
    grammars: Option<PathBuf>,
    #[command(flatten)]
    limits: pdfs::Limits,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    one_file::print(
        &args.file,
        args.grammars.as_deref(),
        args.limits,
        |source, grammar| {
            // The lines as they are read: a proposition's, or a letter head's, are not cut into cells.
            shown(args, &kinds::as_read(&source.canonical, grammar), grammar)
        },
    )
}

fn shown(args: &Args, text: &Canonical, grammar: &Grammar) -> Result<String, String> {
    if let Some(page) = args.draw {
        drawing::draw(text, grammar, page)
    } else if args.blocks {
        Ok(blocks(text, grammar))
    } else if args.layout {
        Ok(layout(text))
    } else {
        Ok(text.text().to_owned())
    }
}

/// The lines, one a line, in columns.
fn layout(text: &Canonical) -> String {
    let mut out = String::from("page   left    top  right bottom size  style          text\n");
    for line in text.lines() {
        let page = page(line.page);
        let place = match line.bbox {
            Some([x0, y0, x1, y1]) => format!("{x0:6.1} {y0:6.1} {x1:6.1} {y1:6.1}"),
            None => " ".repeat(27),
        };
        let size = line
            .style
            .size
            .map_or_else(String::new, |size| format!("{size:.1}"));
        let words = text.line_text(line);
        let _ = writeln!(out, "{page} {place} {size:>4}  {:<14} {words}", style(line));
    }
    out
}

fn page(page: Option<u32>) -> String {
    format!(
        "{:>4}",
        page.map_or_else(|| "-".to_owned(), |page| page.to_string())
    )
}

/// "cell 0:2,1 bold h2 -1 .": table, row and column; bold; a heading; an item; a paragraph's end.
fn style(line: &Line) -> String {
    let mut marks = Vec::new();
    marks.extend(line.cell.map(cell));
    marks.extend(line.style.bold.then(|| "bold".to_owned()));
    marks.extend(line.style.heading.map(|level| format!("h{level}")));
    marks.extend(line.style.item.map(|depth| format!("-{depth}")));
    marks.extend(line.style.ends_paragraph.then(|| "¶".to_owned()));
    marks.join(" ")
}

fn cell(cell: Cell) -> String {
    format!("{}:{},{}", cell.table, cell.row, cell.column)
}

/// The blocks, and between them what was taken out, one a line.
fn blocks(text: &Canonical, grammar: &Grammar) -> String {
    let kinds::Laid {
        blocks, furniture, ..
    } = kinds::laid(text, grammar);
    let mut taken = furniture.into_iter().peekable();
    let mut out = String::new();
    let mut take_until = |out: &mut String, at: usize| {
        while let Some((line, _)) = taken.next_if(|(line, _)| text.lines()[*line].range.start < at)
        {
            let line = &text.lines()[line];
            let words = text.line_text(line).trim();
            let _ = writeln!(out, "{} {:<22} {words}", page(line.page), "(taken out)");
        }
    };
    for block in blocks {
        let start = block.label.as_ref().map(|label| label.start);
        let start = start.or_else(|| block.text.start()).unwrap_or_default();
        take_until(&mut out, start);
        let mut kind = match &block.kind {
            BlockKind::Heading { level: None, .. } => "heading".to_owned(),
            BlockKind::Heading {
                level: Some(level), ..
            } => format!("heading {level}"),
            BlockKind::Paragraph => "paragraph".to_owned(),
            BlockKind::Item(_) => "item".to_owned(),
            BlockKind::TableHead(_) => "table head".to_owned(),
            BlockKind::Row { .. } => "row".to_owned(),
        };
        if let Some(place) = block.cell {
            kind = format!("{} {kind}", cell(place));
        }
        let words = block.whole(text);
        let page = page(text.page_of(start));
        let _ = writeln!(out, "{page} {kind:<22} {}", words.as_str());
    }
    take_until(&mut out, usize::MAX);
    out
}
