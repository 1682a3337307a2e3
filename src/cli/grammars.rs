//! `oppdrag grammars`: what the grammar files know of a file, and what was made of the rest.

use super::{Outcome, Usage, one_file, pdfs};
use crate::explain::{Columns, Explanation, Heading, Labels, explain};
use crate::source::Source;
use crate::{Grammar, kinds};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

/// Show what the grammar files know of a file, and what was read by its form alone
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Shows how a file was understood: of each document its headings and what a grammar file says \
that stands below them, the series of labels that go on (`B-01` to `B-08`), and the columns of its tables; what \
records came of each, and what made assignments of the labels. What no grammar file knows is marked `?`, and at the end \
stand the lines that would make it known. Lay a folder of your own over the built-in files with --grammars, \
and look again.",
    after_help = concat!("\
Examples:
  oppdrag grammars brev.pdf
  oppdrag grammars brev.pdf --grammars mine      with a folder of your own grammar files
  oppdrag grammars brev.pdf --format json        for programs

", super::exit_codes!(
        "the file could not be read",
        "wrong usage: a file that is missing, or a folder"
    ))
)]
pub(super) struct Args {
    /// The file to read; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Text for people, or JSON
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// A folder of grammar files to lay over the built-in ones
    #[arg(long, value_name = "DIR")]
    grammars: Option<PathBuf>,
    #[command(flatten)]
    limits: pdfs::Limits,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    one_file::print(
        &args.file,
        args.grammars.as_deref(),
        args.limits,
        |source, grammar| shown(args, source, grammar),
    )
}

fn shown(args: &Args, source: &Source, grammar: &Grammar) -> Result<String, String> {
    let canonical = kinds::as_read(&source.canonical, grammar);
    let explanation = explain(&canonical, grammar).map_err(|error| error.to_string())?;
    Ok(match args.format {
        Format::Text => text(&explanation),
        Format::Json => format!("{:#}\n", serde_json::json!(explanation)),
    })
}

fn text(explanation: &Explanation) -> String {
    let mut out = String::new();
    for (n, told) in explanation.documents.iter().enumerate() {
        let kind = serde_json::json!(told.kind);
        let title = told.title.as_deref().unwrap_or("no title was found");
        let gap = if n > 0 { "\n" } else { "" };
        let _ = writeln!(out, "{gap}{}: {title}", kind.as_str().unwrap_or_default());
        if !told.headings.is_empty() {
            head(&mut out, "headings", "what stands below");
        }
        for heading in &told.headings {
            line(
                &mut out,
                &heading.text,
                heading.page,
                heading.zone.as_deref(),
                &count(&heading.records, heading.unclaimed),
            );
        }
        if !told.series.is_empty() {
            head(&mut out, "series", "members");
        }
        for series in &told.series {
            let name = format!("{} … {}", series.first, series.last);
            line(
                &mut out,
                &name,
                series.page,
                Some(&series.members.to_string()),
                &made(series),
            );
        }
        if !told.tables.is_empty() {
            let _ = writeln!(out, "\n  {:<NAME$} page  columns", "tables");
        }
        for table in &told.tables {
            let name = format!("{} rows", table.rows);
            let _ = writeln!(
                out,
                "  {name:<NAME$} {:>4}  {}",
                page(table.page),
                columns(table)
            );
            let records = count(&table.records, 0);
            if !records.is_empty() {
                let _ = writeln!(out, "  {:<NAME$}       {records}", "");
            }
        }
        out.push_str(&hints(&told.headings, &told.tables));
    }
    out
}

/// How much of a heading is shown, in characters.
const NAME: usize = 44;

fn head(out: &mut String, name: &str, what: &str) {
    let _ = writeln!(out, "\n  {name:<NAME$} page  {what:<22} records");
}

fn line(out: &mut String, name: &str, at: Option<u32>, what: Option<&str>, records: &str) {
    let mut short: String = name.chars().take(NAME).collect();
    if short.len() < name.len() {
        short.pop();
        short.push('…');
    }
    let what = what.unwrap_or("?");
    let said = format!("  {short:<NAME$} {:>4}  {what:<22} {records}", page(at));
    out.push_str(said.trim_end());
    out.push('\n');
}

fn page(page: Option<u32>) -> String {
    page.map_or_else(|| "-".to_owned(), |page| page.to_string())
}

/// `3 assignment, 4 deadline; 2 in no record`
fn count(records: &BTreeMap<&'static str, usize>, unclaimed: usize) -> String {
    let all: Vec<String> = records
        .iter()
        .map(|(name, n)| format!("{n} {name}"))
        .collect();
    let mut said = all.join(", ");
    if unclaimed > 0 {
        let gap = if said.is_empty() { "" } else { "; " };
        let _ = write!(said, "{gap}{unclaimed} in no record");
    }
    said
}

/// What came of a series, and what made assignments of it.
fn made(series: &Labels) -> String {
    let mut said = count(&series.records, series.unclaimed);
    let codes: Vec<String> = series
        .evidence
        .iter()
        .filter_map(|code| Some(serde_json::json!(code).as_str()?.to_owned()))
        .collect();
    if !codes.is_empty() {
        let _ = write!(said, " ({})", codes.join(", "));
    }
    said
}

/// `Nr. = number | Tiltak ? body | Frist = deadline`: `=` where a grammar file knows the title, `?` where the cells
/// show the role, or nothing does.
fn columns(table: &Columns) -> String {
    let shown = table.columns.iter().map(|column| {
        let title = column.title.as_deref().unwrap_or("(no title)");
        let sign = if column.known { "=" } else { "?" };
        match &column.role {
            Some(role) => format!("{title} {sign} {role}"),
            None => format!("{title} ?"),
        }
    });
    shown.collect::<Vec<_>>().join(" | ")
}

/// The lines of a grammar file that would make known what none knows.
fn hints(headings: &[Heading], tables: &[Columns]) -> String {
    const MOST: usize = 4;
    const LIST: usize = 2;
    let mut out = String::new();
    // What stands below is not read, or is told to be lost.
    let unread = |heading: &&Heading| {
        heading.zone.is_none()
            && !heading.records.contains_key("assignment")
            && (heading.unclaimed > 0 || heading.records.is_empty() && heading.items >= LIST)
    };
    for heading in headings.iter().filter(unread).take(MOST) {
        let title = heading
            .text
            .split_once(' ')
            .filter(|(number, _)| number.len() <= 4 && !number.contains(char::is_lowercase))
            .map_or(heading.text.as_str(), |(_, title)| title);
        let _ = write!(
            out,
            "\n# in zones.toml, with what stands below «{title}»: goals, indicators, assignments, reporting …\n[[zone]]\nname = \"assignments\"\nheadings = [{0}]\nexamples = [{0}]\n",
            serde_json::json!(title)
        );
    }
    let mut titles: Vec<&str> = tables
        .iter()
        .flat_map(|table| &table.columns)
        .filter(|column| !column.known)
        .filter_map(|column| column.title.as_deref())
        .filter(|title| title.contains(char::is_alphabetic))
        .collect();
    titles.sort_unstable();
    titles.dedup();
    for title in titles.into_iter().take(MOST) {
        let _ = write!(
            out,
            "\n# in columns.toml, with the role that the column has: body, deadline, indicator, target …\n[[column]]\nrole = \"comment\"\ntitles = [{0}]\nexamples = [{0}]\n",
            serde_json::json!(title)
        );
    }
    match out.is_empty() {
        true => out,
        false => format!("\nwhat would make it known, in a folder for --grammars:\n{out}"),
    }
}
