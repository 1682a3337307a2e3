//! `oppdrag export`: the records of a set for Excel, calendars and programs.

mod calendar;
mod select;
mod workbook;

use super::messages::{count, say};
use super::{Outcome, Usage, messages, output, records as lines, set};
use crate::export::records::{self, RecordType};
use crate::export::update::workbook as fresh;
use crate::export::{CsvStyle, Guard, csv};
use crate::model::Extraction;
use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;
use select::Selection;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// The form of what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// An Excel workbook, a sheet a type of record.
    Xlsx,
    /// Comma-separated values: one type of record, or a folder of a file a type.
    Csv,
    /// iCalendar: an event a deadline.
    Ics,
    /// One record a line, as `extract --format ndjson` writes it.
    Ndjson,
}

/// What stands between the fields of CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Separator {
    /// `,`
    #[value(alias = ",")]
    Comma,
    /// `;`
    #[value(alias = ";")]
    Semicolon,
}

/// When texts of CSV that begin as a formula get an apostrophe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GuardChoice {
    /// Where the file is for Excel: with --bom or --separator ";"
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Write the records of a set for Excel, calendars and programs
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Reads the JSON that `oppdrag extract` wrote and writes its records as the ending of --to says:\n\n\
.xlsx: an Excel workbook, a sheet a type of record, with filters, real days and amounts, and links from an \
assignment to its deadlines.\n\
.csv: one type of record (--record); where --to is a folder, a file a type.\n\
.ics: a calendar, an all-day event for each deadline that has a day. «Våren 2026» is an event on the last day of \
the interval, and its title says so (what begins then, on the first); deadlines without a day are counted on standard error, and those of an \
assignment that another letter of the set withdraws, lets lapse or sets anew are cancelled events.\n\
.ndjson: one record a line, as extract writes it with --format ndjson.\n\n\
Every row begins with an id, and says its document, page and file. Of two files that hold one document the first \
counts.\n\n\
--update FILE.xlsx takes a workbook that people have worked in: their columns, rows, formulas, colours and sheets \
stay. A row is known, wherever it was sorted to, by what it says, and by its id only then: many ids count, and shift \
when the letter gets a deadline before others. «Endring» says Ny; Endret (the letter says another thing); Rettet her \
(a person had changed the cell, and the letter's words are put back); Ulikt (one of the two, and the workbook does not \
say which: its hidden sheet «Avtrykk», which tells what the last export wrote, is gone); Kan være en annen post (a \
counted id alone speaks for the row, and its words are others); Utgått; and Ikke i grunnlaget (its document was not \
read). «Før endringen» keeps what a changed cell said before. Both stay until you empty them (or --clear-marks). New \
rows come below the last. A row that you deleted comes back there as Ny, and the summary says how many «came back»: \
hide it, or mark it in a column of your own, to be rid of it. The column of ids has to stay: without it the sheet is \
refused. What cannot be kept is told, and the workbook is not written over itself then without \
--accept-loss; written over itself, the old one stays beside it as FILE.forrige.xlsx.\n\n\
CSV for Excel: --bom --separator \";\" (decimal comma). A text that begins with = + - @, a tab or an apostrophe then \
gets an apostrophe in front, so that no document can make Excel carry out a formula; take one leading apostrophe \
away to have the quotation again. Without --bom and \";\" texts are as they stand (--guard changes that).\n\n\
Calendars know an event by its UID, made from the document, what the deadline belongs to and what falls due, without \
its day: importing again updates it, also where the day was moved or deadlines were put in before it. Where --to is \
there already (or --update names the calendar imported last), it is read first: events that say another thing get a \
higher SEQUENCE and a later DTSTAMP, so that calendars take them for newer; those whose deadline is gone from a \
document that was read stay as cancelled events, those of documents that were not read as they were; those that a \
filter leaves out are left out. So keep the file, and write to it again. Without an earlier one, events are as of the \
day of the latest document, or of --stamp.",
    after_help = concat!(
        "\
Examples:
  oppdrag export out --to oppdrag.xlsx
  oppdrag export out --to oppdrag.xlsx --update oppdrag.xlsx
  oppdrag export out --to frister.ics --update importert.ics
  oppdrag export out --to frister.ics --recipient \"Helse Nord\" --alarm 14
  oppdrag export out --to mai.csv --record deadline --from-date 2026-05-01 --to-date 2026-05-31 --bom --separator \";\"
  oppdrag export out --to tabeller/ --format csv
  oppdrag export out --to - --format ndjson --record request | wc -l

",
        super::exit_codes!("a file is no such JSON, or the result could not be written", "wrong usage: a path that is missing, a form that does not fit, filters that no
     document meets, a workbook that would lose something")
    )
)]
pub(super) struct Args {
    /// JSON that extract wrote, files or folders
    #[arg(required = true, value_name = "OUT")]
    paths: Vec<PathBuf>,
    /// Where to: a file, its ending says the form; a folder, for CSV; `-` for standard output
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// The form, where the ending of --to does not say it
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Only records of this type; can be given several times
    #[arg(long, value_name = "TYPE", value_parser = PossibleValuesParser::new(RecordType::ALL.map(RecordType::name))
        .map(|name| RecordType::of_name(&name).unwrap_or(RecordType::Document)))]
    record: Vec<RecordType>,
    #[command(flatten)]
    selection: Selection,
    /// .xlsx: bring this workbook up to date, and keep what people wrote in it; .ics: the calendar that
    /// was imported last, where it is not the file at --to
    #[arg(long, value_name = "FILE")]
    update: Option<PathBuf>,
    /// With --update: empty «Endring» and «Før endringen» first
    #[arg(long, requires = "update")]
    clear_marks: bool,
    /// With --update: write over the workbook though something in it cannot be kept
    #[arg(long, requires = "update")]
    accept_loss: bool,
    /// .ics: ring at nine in the morning so many days before
    #[arg(long, value_name = "DAYS")]
    alarm: Option<u16>,
    /// .ics: the day that the calendar is as of, where its events are to be newer than they make
    /// themselves; without it, the day of the latest document
    #[arg(long, value_name = "YYYY-MM-DD")]
    stamp: Option<Date>,
    /// .ics: what the calendar is called
    #[arg(long, value_name = "NAME", default_value = "Frister")]
    name: String,
    /// .csv: begin with a byte order mark, by which Excel knows UTF-8
    #[arg(long)]
    bom: bool,
    /// .csv: what stands between fields; with `;`, figures have a decimal comma
    #[arg(long, value_enum, default_value = "comma")]
    separator: Separator,
    /// .csv: when texts that begin as a formula get an apostrophe in front
    #[arg(long, value_enum, default_value = "auto")]
    guard: GuardChoice,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    let format = args.check()?;
    let (set, failed) = set::read(&args.paths)?;
    if failed && set.is_empty() {
        return Ok(Outcome::Failed); // said already, file by file
    }
    let selected = args.selection.of(&set)?;
    if selected.without_day > 0 {
        say(&format!(
            "{} without a day left out by --from-date and --to-date",
            count(selected.without_day, "deadline")
        ));
    }
    let chosen = &selected.set;
    let written = match format {
        Format::Xlsx => match &args.update {
            Some(file) => workbook::update(args, file, &set, chosen)?,
            None => args.xlsx(chosen),
        },
        Format::Csv => args.csv(chosen),
        Format::Ics => calendar::write(args, &set, chosen)?,
        Format::Ndjson => args.ndjson(chosen),
    };
    Ok(match written {
        Ok(summary) => {
            say(&summary);
            if failed {
                Outcome::Failed
            } else {
                Outcome::Well
            }
        }
        Err(message) => {
            say(&format!("error: {message}"));
            Outcome::Failed
        }
    })
}

impl Args {
    /// The form, or why what is asked for does not fit.
    fn check(&self) -> Result<Format, Usage> {
        self.selection.check()?;
        let format = self.form()?;
        let wrong = |flag: &str, form: &str| {
            Err(Usage::new(
                format!("{flag} is for {form}, and {} is not", self.to.display()),
                format!("leave it out, or let --to end in {form}"),
            ))
        };
        if self.update.is_some() && !matches!(format, Format::Xlsx | Format::Ics) {
            return wrong("--update", ".xlsx or .ics");
        }
        if (self.clear_marks || self.accept_loss) && format != Format::Xlsx {
            return wrong("--clear-marks or --accept-loss", ".xlsx");
        }
        if (self.alarm.is_some() || self.stamp.is_some()) && format != Format::Ics {
            let flag = if self.alarm.is_some() {
                "--alarm"
            } else {
                "--stamp"
            };
            return wrong(flag, ".ics");
        }
        if (self.bom || self.separator != Separator::Comma || self.guard != GuardChoice::Auto)
            && format != Format::Csv
        {
            return wrong("--bom, --separator or --guard", ".csv");
        }
        match format {
            Format::Ics if self.record.iter().any(|one| *one != RecordType::Deadline) => Err(
                Usage::new("a calendar holds deadlines only", "leave --record out"),
            ),
            Format::Csv if !self.folder() && self.record.len() != 1 => Err(Usage::new(
                "a CSV file holds one type of record",
                "name it (--record deadline), or name a folder for a file a type: --to tabeller/ --format csv",
            )),
            Format::Ndjson => {
                let inside = self.record.iter().find(|one| LINELESS.contains(one));
                inside.map_or(Ok(format), |one| {
                    Err(Usage::new(
                        format!(
                            "{} is no line of its own in NDJSON: it stands inside another record",
                            one.name()
                        ),
                        "ask for that record, or for another form",
                    ))
                })
            }
            Format::Xlsx if self.stdout() && std::io::stdout().is_terminal() => Err(Usage::new(
                "an Excel workbook cannot be shown on a terminal",
                "name a file: --to oppdrag.xlsx",
            )),
            _ => Ok(format),
        }
    }

    fn form(&self) -> Result<Format, Usage> {
        let ending = self
            .to
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase());
        if let Some(format) = self.format {
            return Ok(format);
        }
        if self.stdout() {
            return Err(Usage::new(
                "standard output has no ending that says the form",
                "say it with --format: --to - --format ndjson",
            ));
        }
        match ending.as_deref() {
            Some("xlsx") => Ok(Format::Xlsx),
            Some("csv") => Ok(Format::Csv),
            Some("ics") => Ok(Format::Ics),
            Some("ndjson" | "jsonl") => Ok(Format::Ndjson),
            _ if self.folder() => Ok(Format::Csv),
            _ => Err(Usage::new(
                format!("{}: no ending that says the form", self.to.display()),
                "let --to end in .xlsx, .csv, .ics or .ndjson, or say which with --format",
            )),
        }
    }

    fn stdout(&self) -> bool {
        self.to.as_os_str() == "-"
    }

    /// Whether --to is a folder: one that is there, or a name that ends as one.
    fn folder(&self) -> bool {
        let name = self.to.as_os_str().to_string_lossy();
        !self.stdout()
            && (self.to.is_dir()
                || name.ends_with(['/', '\\'])
                || self.format == Some(Format::Csv) && self.to.extension().is_none())
    }

    /// The types asked for; without any, all of which there is a record.
    fn types(&self, set: &[Extraction]) -> Vec<RecordType> {
        if !self.record.is_empty() {
            let mut types = self.record.clone();
            types.sort_unstable();
            types.dedup();
            return types;
        }
        records::types(set)
    }

    fn xlsx(&self, set: &[Extraction]) -> Result<String, String> {
        let (overview, bytes) = fresh(set, &self.types(set)).map_err(|error| error.to_string())?;
        let rows = overview.parts.iter().map(|part| part.rows.len()).sum();
        self.put(&self.to, &bytes)?;
        Ok(format!(
            "{}: {}, {}",
            self.shown(),
            count(rows, "row"),
            count(overview.parts.len(), "sheet")
        ))
    }

    fn csv(&self, set: &[Extraction]) -> Result<String, String> {
        let style = CsvStyle {
            separator: match self.separator {
                Separator::Comma => b',',
                Separator::Semicolon => b';',
            },
            bom: self.bom,
            guard: match self.guard {
                GuardChoice::Auto => Guard::Auto,
                GuardChoice::Always => Guard::Always,
                GuardChoice::Never => Guard::Never,
            },
        };
        let folder = self.folder();
        // A folder gets a file of every type: one of an earlier run must not be left standing.
        let types = if folder && self.record.is_empty() {
            RecordType::ALL.to_vec()
        } else {
            self.types(set)
        };
        let mut rows = 0;
        for kind in &types {
            let part = records::part(*kind, set);
            rows += part.rows.len();
            let bytes = csv(&part, style).map_err(|error| error.to_string())?;
            if folder {
                self.put(&self.to.join(format!("{}.csv", kind.name())), &bytes)?;
            } else {
                self.put(&self.to, &bytes)?;
            }
        }
        let files = if folder {
            format!(", {}", count(types.len(), "file"))
        } else {
            String::new()
        };
        Ok(format!("{}: {}{files}", self.shown(), count(rows, "row")))
    }

    fn ndjson(&self, set: &[Extraction]) -> Result<String, String> {
        let mut bytes = Vec::new();
        let mut rows = 0;
        for one in set {
            let own = lines::lines(one).map_err(|error| error.to_string())?;
            for line in own.split_inclusive(|byte| *byte == b'\n') {
                // `record` comes first in every line.
                let asked = |kind: &RecordType| {
                    line.starts_with(format!("{{\"record\":\"{}\",", kind.name()).as_bytes())
                };
                if self.record.is_empty() || self.record.iter().any(asked) {
                    bytes.extend_from_slice(line);
                    rows += 1;
                }
            }
        }
        self.put(&self.to, &bytes)?;
        Ok(format!("{}: {}", self.shown(), count(rows, "line")))
    }

    /// Writes a file whole, or to standard output.
    fn put(&self, file: &Path, bytes: &[u8]) -> Result<(), String> {
        if self.stdout() {
            return output::print(bytes)
                .map(|_| ())
                .map_err(|error| format!("standard output: {}", messages::io(&error)));
        }
        output::write_whole(file, bytes)
    }

    /// What the result is called in messages.
    fn shown(&self) -> String {
        if self.stdout() {
            "standard output".into()
        } else {
            self.to.display().to_string()
        }
    }
}

/// Types that are lists inside another record.
const LINELESS: [RecordType; 6] = [
    RecordType::Part,
    RecordType::Target,
    RecordType::Figure,
    RecordType::Earmark,
    RecordType::Result,
    RecordType::Signal,
];
