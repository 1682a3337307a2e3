//! oppdrag reads the letters by which Norwegian ministries steer their agencies and writes down what
//! each asks for, from whom and by when, every text a quotation that points back to its place.
//!
//! ```text
//! bytes ── source ──▶ lines ── layout ──▶ blocks ── kinds ──▶ model ── check ──▶ JSON
//!                                            ▲
//!                     grammars/*.toml ── grammar
//! ```
//! The rooms, from the ground up; each imports those above it in this list only:
//!
//! * [`model`]: the records of the contract;
//! * [`source`]: bytes to lines (text, Markdown, HTML, DOCX, PDF); it knows no Norwegian;
//! * [`grammar`]: the small notions (date, deadline, identifier, …) and the grammar files;
//! * [`layout`]: lines to blocks (headings, paragraphs, items), page furniture out;
//! * [`structure`]: labels and series, which a document shows by itself;
//! * [`kinds`]: blocks to records, one room a kind of document;
//! * [`residue`]: what asks, dates, pays or numbers and stands in no record of the right kind;
//! * [`explain`]: how a source was understood, for whoever has a new form before them;
//! * [`same`]: which documents of a set are one, in several files, and what each is called;
//! * [`link`]: the documents of a set to each other;
//! * [`findings`]: which findings are about which records, in words for case officers;
//! * [`export`]: what leaves for people and their tools: tables, pages, workbooks, CSV, calendars;
//! * [`follow_up`]: what letters ask for beside what reports answer;
//! * [`state`]: what a set of letters leaves in force;
//! * [`diff`]: two years of one series beside each other;
//! * [`store`]: the records in one SQLite file, to look up;
//! * [`web`]: the lookup page for the secretariat, and the API behind it;
//! * [`check`]: the records against the Schema, the source and each other;
//! * [`cli`]: the commands; PDFs of strangers are read in processes of their own here.
//!
//! ```
//! let letter = "Tildelingsbrev 2026 – Kystetaten\n\n1 Oppdrag\n\nTB2026-1 Avd. KFD: HAV Ny havneplan\n\nKystetaten skal lage en plan.\n\nFrist: 1.6.2026\n";
//! let extraction = oppdrag::extract("brev.txt", letter.as_bytes(), &oppdrag::Grammar::built_in())?;
//! let assignment = &extraction.documents[0].assignments[0];
//! assert_eq!(assignment.number.as_deref(), Some("TB2026-1"));
//! assert_eq!(extraction.documents[0].deadlines[0].date.as_deref(), Some("2026-06-01"));
//! # Ok::<(), oppdrag::Error>(())
//! ```

pub mod check;
pub mod cli;
pub mod diff;
pub mod explain;
pub mod export;
pub mod findings;
pub mod follow_up;
pub mod grammar;
pub mod kinds;
pub mod layout;
pub mod link;
pub mod model;
pub mod residue;
pub mod same;
pub mod source;
pub mod state;
pub mod store;
pub mod structure;
pub mod web;

pub use grammar::Grammar;
pub use model::Extraction;

use model::{Digests, SCHEMA_VERSION, Severity, SourceInfo, Tool};
use source::Source;
use thiserror::Error;

/// Why a file gave no extraction.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// The bytes could not be read as a source.
    #[error("{0}")]
    Source(#[from] source::SourceError),
    /// The text is none of the kinds of document that are known.
    #[error(
        "{place}: not a kind of document that oppdrag knows: nothing on the first pages announces one, and it has not the form of a letter from a ministry (it begins «{begins}»); if it is to be read all the same, describe its form in a grammar file (grammars/README.md shows how)"
    )]
    UnknownKind {
        /// "page 1, line 1".
        place: String,
        /// The first words.
        begins: String,
    },
    /// The text is a letter of no kind that is known, and nothing in it asks for anything.
    #[error(
        "{place}: a letter of no kind that oppdrag knows, in which nothing is asked for (it begins «{begins}»); if it is one to be read all the same, describe its title in a grammar file (grammars/README.md shows how)"
    )]
    AsksNothing {
        /// "page 1, line 1".
        place: String,
        /// The first words.
        begins: String,
    },
}

/// Reads one file: bytes in, everything found in them out.
///
/// `name` is what the file is called in the output; its ending helps to tell Markdown from text.
/// The same bytes, name, grammar and version give the same extraction.
///
/// # Errors
/// [`Error::Source`] where the bytes hold no text that can be read (empty, damaged, encrypted,
/// scanned, another form); [`Error::UnknownKind`] where the text is no document of a known kind and no letter
/// that asks, [`Error::AsksNothing`] where it is another letter.
///
/// All of it happens in this process; see [`source::read`] for what that means for PDFs of strangers.
pub fn extract(name: &str, bytes: &[u8], grammar: &Grammar) -> Result<Extraction, Error> {
    extract_read(name, bytes, &source::read(name, bytes)?, grammar)
}

/// Reads the documents of a source, and what no record of them took.
///
/// What a letter's own form shows to be assignments, and no word of the grammar files does, is found once the
/// rest is read; such a letter is read a second time, its blocks cut where those begin.
fn read(
    canonical: &source::Canonical,
    grammar: &Grammar,
) -> Result<(kinds::Reading, residue::Residue), Error> {
    let mut laid = kinds::laid(canonical, grammar);
    let first = kinds::read(canonical, grammar, &mut laid, &[])?;
    let look = residue::Look::at(canonical, grammar, &first);
    let heads = look.heads();
    if heads.is_empty() {
        let residue = look.residue();
        return asking(canonical, first, residue);
    }
    laid.blocks = first.blocks;
    let heads = layout::cut(canonical, &mut laid.blocks, &heads);
    let reading = kinds::read(canonical, grammar, &mut laid, &heads)?;
    let residue = residue::Look::at(canonical, grammar, &reading).residue();
    asking(canonical, reading, residue)
}

/// What was read, where it asks: a letter that nothing but its form tells is read for what it asks, and for
/// nothing else.
fn asking(
    canonical: &source::Canonical,
    reading: kinds::Reading,
    residue: residue::Residue,
) -> Result<(kinds::Reading, residue::Residue), Error> {
    if !reading.untold || reading.documents.iter().any(asks) || residue.asks() {
        return Ok((reading, residue));
    }
    let (place, begins) = kinds::beginning(canonical);
    Err(Error::AsksNothing { place, begins })
}

/// Whether something that is asked for stands in a document's records.
fn asks(document: &model::Document) -> bool {
    !document.assignments.is_empty()
        || !document.requirements.is_empty()
        || !document.deadlines.is_empty()
}

/// What [`extract`] does once the bytes are read: for those who read them elsewhere, as the command
/// line reads PDFs in processes that may die.
///
/// # Errors
/// [`Error::UnknownKind`] or [`Error::AsksNothing`] where the text is no document that is read.
pub fn extract_read(
    name: &str,
    bytes: &[u8],
    source: &Source,
    grammar: &Grammar,
) -> Result<Extraction, Error> {
    let canonical = &*kinds::as_read(&source.canonical, grammar);
    let (mut reading, residue) = read(canonical, grammar)?;
    let keys = kinds::key::assign(&mut reading.documents, name, grammar);
    reading.diagnostics.extend(keys);
    let mut extraction = Extraction {
        schema_version: SCHEMA_VERSION.to_string(),
        source: SourceInfo {
            file: name.to_string(),
            sha256: model::sha256(bytes),
            media_type: source.media_type.name().to_string(),
            pages: canonical.page_count(),
            characters: canonical.characters(),
            tool: Tool::running(grammar.sha256()),
            digests: Digests::default(),
        },
        documents: reading.documents,
        diagnostics: reading.diagnostics,
        coverage: residue.coverage,
    };
    extraction.diagnostics.extend(residue.diagnostics);
    for note in &source.notes {
        extraction.diagnostics.push(kinds::diagnostic(
            note.code,
            Severity::Warning,
            note.message.clone(),
            None,
            Vec::new(),
        ));
    }
    let facts = check::facts(&extraction);
    let quotation = check::quotation(&extraction, canonical.text());
    extraction.diagnostics.extend(facts);
    extraction.diagnostics.extend(quotation);
    extraction.seal();
    Ok(extraction)
}
