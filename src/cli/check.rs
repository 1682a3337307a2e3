//! `oppdrag check`: proves JSON against its schema, against itself and against its sources.

use super::inputs::{Input, Origin, Plan};
use super::messages::{self, count, say};
use super::pdfs::{self, Pdfs};
use super::{Outcome, Usage, extract, guard, inputs};
use crate::check::{self, Linked};
use crate::grammar::Grammar;
use crate::model::{Code, Diagnostic, Extraction, Link, SCHEMA_VERSION, Severity, Tool, sha256};
use crate::source::Source;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

/// Prove JSON against its schema, itself and its sources
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Proves JSON that `oppdrag extract` wrote: it conforms to the JSON Schema; ids are unique \
and references lead somewhere; days are days; and, with --source, every text of every record is, word for \
word, the source at its spans, white space and all; pages, labels and boxes are those of the place; what \
stands between the spans of a text belongs to no sentence; names and numbers are printed; days, amounts, \
targets and citations are what their words say. Sources are recognised by their SHA-256, wherever below DIR \
they lie. Digests in the JSON (`source.digests`) show what was added, changed or taken away since it was \
written, and links are held against both their ends, as far as those are among the files. Gaps and \
duplicates in a series of numbers and deadlines before the letter's own date are reported as warnings, and \
what the JSON itself reports is told again.\n\n\
With --again the source is read again by this very program, and the first place that differs is named: \
nothing that was changed passes. What another version, commit or set of grammar files wrote is not read \
again: that is told as a warning, and the exit code is 1, because nothing is proven. It is no fault of the \
document.",
    after_help = super::exit_codes!(
        "a finding is an error (with --strict: or a warning), a file is no such JSON, or --again could not read one again",
        "wrong usage: a path that is missing, a folder without a .json file in it"
    ),
    after_long_help = concat!("\
Examples:
  oppdrag check out --source inbox      every .json below out, with its source below inbox
  oppdrag check out --source inbox --again
                                        and with each source read again: every change is found
  oppdrag check out/brev.pdf.json       without the source: schema, digests, references, dates

Findings are printed on standard error, one a line:
  FILE: SEVERITY CODE: MESSAGE (PLACE)

", super::exit_codes!(
        "a finding is an error (with --strict: or a warning), a file is no such JSON, or --again could not read one again",
        "wrong usage: a path that is missing, a folder without a .json file in it"
    ))
)]
pub(super) struct Args {
    /// JSON files, and folders of them
    #[arg(required = true, value_name = "FILE.json")]
    paths: Vec<PathBuf>,
    /// The folder in which the sources lie
    #[arg(long, value_name = "DIR")]
    source: Option<PathBuf>,
    /// Read the sources again, and compare all of it
    #[arg(long, requires = "source")]
    again: bool,
    /// The folder of grammar files that they were read with
    #[arg(long, value_name = "DIR", requires = "source")]
    grammars: Option<PathBuf>,
    /// Warnings make the exit code 1, too
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    limits: pdfs::Limits,
}

/// What became of one file.
#[derive(Default)]
struct Checked {
    lines: Vec<String>,
    warnings: usize,
    errors: usize,
    /// How many texts were held against the source; `None` where it was not at hand.
    quotations: Option<usize>,
    /// Whether it was read again; `None` where that was not asked.
    again: Option<bool>,
    /// What others link to, and its documents' own links.
    linked: Linked,
    links: Vec<(String, Vec<Link>)>,
}

impl Checked {
    fn error(&mut self, line: String) {
        self.errors += 1;
        self.lines.push(line);
    }

    fn found(&mut self, file: &str, found: &Diagnostic) {
        match found.severity {
            Severity::Info => return,
            Severity::Warning => self.warnings += 1,
            Severity::Error => self.errors += 1,
        }
        self.lines.push(messages::diagnostic(file, found));
    }
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    let mut plan = Plan::default();
    for path in &args.paths {
        let kind = path
            .metadata()
            .map_err(|error| inputs::missing(path, &error))?;
        if kind.is_dir() {
            let before = plan.inputs.len();
            inputs::walk_json(path, &mut plan);
            // Nothing held would look like all well.
            if plan.inputs.len() == before {
                return Err(Usage::new(
                    format!(
                        "{}: no .json file in this folder, nothing to check",
                        path.display()
                    ),
                    "name the folder that `oppdrag extract` wrote to with --out (ndjson is not checked)",
                ));
            }
        } else {
            plan.inputs.push(Input {
                origin: Origin::File(path.clone()),
                shown: path.display().to_string(),
                relative: path.clone(),
                root: None,
            });
        }
    }
    let sources = match &args.source {
        Some(folder) if !folder.is_dir() => {
            return Err(Usage::new(
                format!("{}: no such folder", folder.display()),
                "name the folder that the sources were read from after --source",
            ));
        }
        Some(folder) => {
            let grammar = extract::grammar(args.grammars.as_deref())?;
            Some(Sources::below(
                folder,
                Pdfs::new(args.limits),
                grammar,
                args.again,
            ))
        }
        None => None,
    };
    let pool = super::pool(None, plan.inputs.len())?;
    guard::install();
    let mut sum = Checked::default();
    let mut proven = 0;
    let (mut again, mut not_again) = (0, 0);
    let mut known = Linked::default();
    let mut links: Vec<(&str, String, Vec<Link>)> = Vec::new();
    // A stretch at a time: findings are told in the order of the files, and soon.
    for stretch in plan.inputs.chunks(64) {
        let done: Vec<Checked> = pool.install(|| {
            stretch
                .par_iter()
                .map(|input| file(input, sources.as_ref()))
                .collect()
        });
        for (input, checked) in stretch.iter().zip(done) {
            checked.lines.iter().for_each(|line| say(line));
            sum.errors += checked.errors;
            sum.warnings += checked.warnings;
            if let Some(texts) = checked.quotations {
                proven += 1;
                sum.quotations = Some(sum.quotations.unwrap_or(0) + texts);
            }
            match checked.again {
                Some(true) => again += 1,
                Some(false) => not_again += 1,
                None => {}
            }
            known.add(checked.linked);
            let own = checked.links.into_iter();
            links.extend(own.map(|(key, links)| (input.shown.as_str(), key, links)));
        }
    }
    // What a link leads to may stand in a file that comes later.
    for (shown, key, links) in &links {
        let mut checked = Checked::default();
        for wrong in check::links(key, links, &known) {
            checked.found(shown, &wrong);
        }
        checked.lines.iter().for_each(|line| say(line));
        sum.errors += checked.errors;
    }
    let held = match sum.quotations {
        Some(texts) => format!(
            "; {} of {} held against the source",
            count(texts, "text"),
            count(proven, "file")
        ),
        None => String::new(),
    };
    say(&format!(
        "{} checked: {}, {}{held}",
        count(plan.inputs.len(), "file"),
        count(sum.errors, "error"),
        count(sum.warnings, "warning"),
    ));
    if args.again {
        let left = match not_again {
            0 => String::new(),
            n => format!(
                "; {} could not be, and nothing is proven of them",
                count(n, "file")
            ),
        };
        say(&format!("{} read again{left}", count(again, "file")));
    }
    let well = sum.errors == 0 && !(args.strict && sum.warnings > 0) && not_again == 0;
    Ok(if well { Outcome::Well } else { Outcome::Failed })
}

fn file(input: &Input, sources: Option<&Sources>) -> Checked {
    let mut checked = Checked::default();
    let shown = &input.shown;
    let read = input.read().and_then(|bytes| Ok((parse(&bytes)?, bytes)));
    let (value, bytes) = match read {
        Ok(read) => read,
        Err(reason) => {
            checked.error(format!("error: {shown}: {reason}"));
            return checked;
        }
    };
    match guard::guarded(|| prove(value, &bytes, shown, sources)) {
        Ok(proven) => proven,
        Err(broken) => {
            checked.error(format!("error: {shown}: {}", broken.reason));
            checked
        }
    }
}

fn parse(bytes: &[u8]) -> Result<Value, String> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        format!("not one JSON document: {error}; check reads what `extract --format json` writes, one document a file")
    })?;
    match value.get("schema_version").and_then(Value::as_str) {
        Some(SCHEMA_VERSION) => Ok(value),
        Some(other) => Err(format!(
            "schema version {other}, and this oppdrag knows version {SCHEMA_VERSION}; extract the source again"
        )),
        None => Err("no schema_version: not written by `oppdrag extract`".into()),
    }
}

/// How many breaches of the schema are told of one file: one mistake in a type breaks every record.
const TOLD: usize = 20;

fn prove(value: Value, bytes: &[u8], shown: &str, sources: Option<&Sources>) -> Checked {
    let mut checked = Checked::default();
    if sources.is_some_and(|sources| sources.again) {
        checked.again = Some(false);
    }
    let breaches = check::validate(&value);
    for breach in breaches.iter().take(TOLD) {
        checked.error(format!(
            "{shown}: error schema: {} (at {})",
            breach.message,
            if breach.path.is_empty() {
                "/"
            } else {
                &breach.path
            }
        ));
    }
    if breaches.len() > TOLD {
        let more = breaches.len() - TOLD;
        checked.errors += more;
        checked.lines.push(format!(
            "{shown}: error schema: {}",
            count(more, "further finding")
        ));
    }
    if !breaches.is_empty() {
        return checked;
    }
    let extraction: Extraction = match serde_json::from_value(value) {
        Ok(extraction) => extraction,
        Err(error) => {
            checked.error(format!("{shown}: error schema: {error}"));
            return checked;
        }
    };
    let mut found = check::facts(&extraction);
    found.extend(check::digests(&extraction));
    if let Some(sources) = sources {
        match sources.of(&extraction) {
            Ok((original, source)) => {
                found.extend(against(&extraction, &source, &sources.grammar));
                checked.quotations = Some(check::quotation::quotes(&extraction).len());
                if sources.again {
                    let read = again(&extraction, bytes, &original, &source, &sources.grammar);
                    checked.again = Some(
                        read.as_ref()
                            .is_none_or(|one| one.severity == Severity::Error),
                    );
                    found.extend(read);
                }
            }
            Err(missing) => found.push(missing),
        }
    }
    // What extract had found is told with the rest, once.
    for old in &extraction.diagnostics {
        let same = |new: &Diagnostic| {
            new.code == old.code && new.item == old.item && new.message == old.message
        };
        if !found.iter().any(same) {
            checked.found(shown, old);
        }
    }
    for new in &found {
        checked.found(shown, new);
    }
    checked.linked = Linked::of(&extraction);
    let documents = extraction.documents.into_iter();
    checked.links = documents
        .filter(|document| !document.links.is_empty())
        .map(|document| (document.key, document.links))
        .collect();
    checked
}

/// An extraction held against the text of its source.
fn against(extraction: &Extraction, source: &Source, grammar: &Grammar) -> Vec<Diagnostic> {
    let canonical = crate::kinds::as_read(&source.canonical, grammar);
    let mut found = check::quotation(extraction, canonical.text());
    let own = &extraction.source.tool.grammars_sha256;
    if own == grammar.sha256() {
        found.extend(check::held(extraction, &canonical, grammar));
    } else {
        found.extend(check::placed(extraction, &canonical, grammar));
        found.push(Diagnostic {
            code: Code::OtherProgram.name().into(),
            severity: Severity::Warning,
            message: "written with other grammar files; values were not held against their words: name the folder with --grammars, or read the source with this program".into(),
            item: None,
            spans: vec![],
        });
    }
    found
}

/// What another reading of the source says of an extraction: nothing where it is the same; a warning where
/// this program is not the one that wrote it.
fn again(
    extraction: &Extraction,
    bytes: &[u8],
    original: &[u8],
    source: &Source,
    grammar: &Grammar,
) -> Option<Diagnostic> {
    let running = Tool::running(grammar.sha256());
    if let Some(other) = check::other_program(extraction, &running) {
        return Some(other);
    }
    let name = &extraction.source.file;
    match crate::extract_read(name, original, source, grammar) {
        Ok(read) => check::read_otherwise(bytes, extraction, &read),
        Err(error) => Some(Diagnostic {
            code: Code::ReadOtherwise.name().into(),
            severity: Severity::Error,
            message: format!("the source is not read any more: {error}"),
            item: None,
            spans: vec![],
        }),
    }
}

/// The sources below a folder, known by their digests.
struct Sources {
    folder: PathBuf,
    /// Made when first a source does not lie where its name says.
    by_digest: OnceLock<HashMap<String, PathBuf>>,
    pdfs: Pdfs,
    grammar: Grammar,
    /// Whether they are to be read again.
    again: bool,
}

impl Sources {
    fn below(folder: &Path, pdfs: Pdfs, grammar: Grammar, again: bool) -> Self {
        Self {
            folder: folder.to_path_buf(),
            by_digest: OnceLock::new(),
            pdfs,
            grammar,
            again,
        }
    }

    /// The bytes of the file that an extraction was made from, and what they say, or why there is none.
    fn of(&self, extraction: &Extraction) -> Result<(Vec<u8>, Source), Diagnostic> {
        let unproven = |code: Code, severity, reason: String| Diagnostic {
            code: code.name().into(),
            severity,
            message: format!("{reason}; the quotations are not proven"),
            item: None,
            spans: vec![],
        };
        let info = &extraction.source;
        let bytes = self.find(&info.file, &info.sha256).ok_or_else(|| {
            let folder = self.folder.display();
            let reason = format!("no file below {folder} has the SHA-256 {}", info.sha256);
            unproven(Code::SourceNotFound, Severity::Warning, reason)
        })?;
        let source = self
            .pdfs
            .read(&info.file, &bytes)
            .map_err(|broken| unproven(Code::SourceUnreadable, Severity::Error, broken.reason))?;
        Ok((bytes, source))
    }

    /// The bytes with a digest: where their name says, else wherever they are.
    fn find(&self, name: &str, digest: &str) -> Option<Vec<u8>> {
        let fits = |path: &Path| {
            let bytes = inputs::read_file(path).ok()?;
            (sha256(&bytes) == digest).then_some(bytes)
        };
        let named = Path::new(name);
        let below = named
            .components()
            .all(|c| matches!(c, Component::Normal(_)));
        let there = Some(self.folder.join(named)).filter(|path| below && path.is_file());
        there
            .and_then(|path| fits(&path))
            .or_else(|| fits(self.by_digest().get(digest)?))
    }

    fn by_digest(&self) -> &HashMap<String, PathBuf> {
        self.by_digest.get_or_init(|| {
            let mut plan = Plan::default();
            inputs::walk(&self.folder, None, |_| true, &mut plan);
            plan.inputs
                .iter()
                .filter_map(|input| match &input.origin {
                    Origin::File(path) => {
                        Some((sha256(&inputs::read_file(path).ok()?), path.clone()))
                    }
                    _ => None,
                })
                .collect()
        })
    }
}
