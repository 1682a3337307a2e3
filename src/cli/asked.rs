//! How the commands that ask the store are told which store, what to narrow the answer to, and in which
//! form to write it.

use super::answer::{Answer, Screen, harmless};
use super::messages::{self, say};
use super::{Outcome, Usage, output};
use crate::findings::Remarks;
use crate::model::DocumentKind;
use crate::store::{self, Filter, Store, StoreError};
use clap::ValueEnum;
use serde::Serialize;
use std::io::IsTerminal;
use std::path::PathBuf;

/// The folder that is asked where none is named.
pub(super) const FOLDER: &str = "out";

/// The variable that names another one.
pub(super) const VARIABLE: &str = "OPPDRAG_STORE";

/// Which store is asked, and how the answer is written.
#[derive(Debug, clap::Args)]
pub(super) struct Asked {
    /// The store, or the folder of JSON that it lies in [default: $OPPDRAG_STORE, else ./out]
    #[arg(long, value_name = "PATH")]
    store: Option<PathBuf>,
    /// Write the records as JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Write one line a record as CSV
    #[arg(long)]
    csv: bool,
}

/// Which assignments and documents the answer is narrowed to.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Narrowed {
    #[command(flatten)]
    documents: OfDocuments,
    /// Only assignments of this unit of the ministry, as printed (may be repeated)
    #[arg(long, value_name = "UNIT")]
    department: Vec<String>,
}

/// Which documents the answer is narrowed to: of records that no unit of a ministry answers for.
#[derive(Debug, Default, clap::Args)]
pub(super) struct OfDocuments {
    /// Only documents of this kind (may be repeated)
    #[arg(long, value_enum, value_name = "KIND")]
    kind: Vec<Kind>,
    /// Only documents about this budget year (may be repeated)
    #[arg(long, value_name = "YEAR")]
    year: Vec<i32>,
    /// Only what is to a body whose name holds these words (may be repeated)
    #[arg(long, value_name = "NAME")]
    recipient: Vec<String>,
    /// Only what is from a body whose name holds these words (may be repeated)
    #[arg(long, value_name = "NAME")]
    sender: Vec<String>,
}

/// A kind of document, in the words of the contract or of the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    #[value(name = "tildelingsbrev", alias = "allocation_letter")]
    AllocationLetter,
    #[value(name = "oppdragsdokument", alias = "commissioning_document")]
    CommissioningDocument,
    #[value(name = "proposisjon", alias = "budget_proposition")]
    BudgetProposition,
    #[value(name = "melding", alias = "annual_report")]
    AnnualReport,
    #[value(name = "protokoll", alias = "meeting_protocol")]
    MeetingProtocol,
    #[value(name = "instruks", alias = "instruction")]
    Instruction,
    #[value(name = "brev", alias = "letter")]
    Letter,
}

impl Kind {
    /// The kind of the contract.
    pub(super) fn kind(self) -> DocumentKind {
        match self {
            Self::AllocationLetter => DocumentKind::AllocationLetter,
            Self::CommissioningDocument => DocumentKind::CommissioningDocument,
            Self::BudgetProposition => DocumentKind::BudgetProposition,
            Self::AnnualReport => DocumentKind::AnnualReport,
            Self::MeetingProtocol => DocumentKind::MeetingProtocol,
            Self::Instruction => DocumentKind::Instruction,
            Self::Letter => DocumentKind::Letter,
        }
    }
}

impl Narrowed {
    /// The filter.
    pub(super) fn filter(&self) -> Filter {
        Filter {
            departments: self.department.clone(),
            ..self.documents.filter()
        }
    }
}

impl OfDocuments {
    /// The filter.
    pub(super) fn filter(&self) -> Filter {
        Filter {
            types: Vec::new(),
            kinds: self.kind.iter().map(|kind| kind.kind()).collect(),
            years: self.year.clone(),
            issuers: self.sender.clone(),
            recipients: self.recipient.clone(),
            departments: Vec::new(),
        }
    }
}

impl Asked {
    /// Opens the store.
    pub(super) fn open(&self) -> Result<Store, Usage> {
        let named = self
            .store
            .clone()
            .or_else(|| std::env::var_os(VARIABLE).map(PathBuf::from));
        let path = named.unwrap_or_else(|| PathBuf::from(FOLDER));
        Store::open(&path).map_err(|error| {
            let hint = hint(&error);
            Usage::new(error.to_string(), hint)
        })
    }

    /// Writes what was found. Where nothing was, `nothing` says so on standard error, and JSON is
    /// written all the same.
    pub(super) fn answer(
        &self,
        records: &impl Serialize,
        answer: &Answer,
        found: bool,
        nothing: &str,
    ) -> Result<Outcome, Usage> {
        let bytes = if self.json {
            serde_json::to_vec_pretty(records)
                .map(|mut bytes| {
                    bytes.push(b'\n');
                    bytes
                })
                .map_err(|error| error.to_string())
        } else if self.csv {
            answer.sheet.csv()
        } else if found {
            Ok(answer.text(Screen::here()).into_bytes())
        } else {
            Ok(Vec::new())
        };
        if !found {
            // It may quote titles.
            match std::io::stderr().is_terminal() {
                true => say(&harmless(nothing)),
                false => say(nothing),
            }
        }
        let written = bytes.and_then(|bytes| {
            output::print(&bytes)
                .map_err(|error| format!("standard output: {}", messages::io(&error)))
        });
        if let Err(message) = written {
            say(&format!("error: {message}"));
            return Ok(Outcome::Failed);
        }
        Ok(if found {
            Outcome::Well
        } else {
            Outcome::Failed
        })
    }

    /// Says which names of a filter nobody has, where a list is empty for them.
    pub(super) fn misspelt(&self, store: &Store, filter: &Filter) {
        // What was asked for is answered; this is only a help.
        for one in store.misspelt(filter).unwrap_or_default() {
            let mut told = one.told();
            if !one.nearest.is_empty() {
                told += &format!(" Mente du «{}»?", one.nearest.join("», «"));
            }
            say(&harmless(&told));
        }
    }

    /// Says that a table for a program is a part of the list only: the table itself has no place for it.
    pub(super) fn part_only(&self, first: usize, last: usize, total: usize) {
        if self.csv && first <= last && last - first + 1 < total {
            say(&format!(
                "{total} treff; filen har treff {first}–{last}. Flere: --limit, --offset"
            ));
        }
    }

    /// Says of which documents that the answer is narrowed to something is known not to be read: a list of
    /// their records is not whole.
    pub(super) fn incomplete(&self, store: &Store, filter: &Filter) {
        let of_documents = Filter {
            types: Vec::new(),
            departments: Vec::new(),
            ..filter.clone()
        };
        if of_documents == Filter::default() {
            return;
        }
        for one in store.incomplete(&of_documents).unwrap_or_default() {
            let document = super::terms::document_of(&one.document);
            let told = format!("Ikke alt er lest i {document}: {}.", one.findings.titles());
            say(&harmless(&told));
        }
    }

    /// Says that the store failed, and what to do about it.
    pub(super) fn failed(&self, error: &StoreError) -> Outcome {
        say(&format!("error: {error}\nhint: {}", hint(error)));
        Outcome::Failed
    }
}

/// What to do about a store that gives no answer.
fn hint(error: &StoreError) -> String {
    match error {
        StoreError::Missing(file) => {
            let folder = file
                .parent()
                .filter(|folder| file.ends_with(store::FILE) && folder.is_dir());
            match folder {
                Some(folder) => format!(
                    "if the JSON is there, make the store with `oppdrag index {}`; else read the documents with `oppdrag extract`",
                    folder.display()
                ),
                None => format!(
                    "name the folder that `oppdrag extract` wrote to: --store DIR, or ${VARIABLE}"
                ),
            }
        }
        StoreError::Foreign(_) => {
            "name the folder that `oppdrag extract` wrote to: --store DIR".to_string()
        }
        StoreError::Version { path, .. } => format!(
            "make it anew from the JSON: `oppdrag index {}`",
            path.parent().unwrap_or(path).display()
        ),
        StoreError::Json(_) => {
            "another version of oppdrag wrote it, or it is damaged: make it anew from the JSON with `oppdrag index`".to_string()
        }
        StoreError::Sql(error) if store::is_busy(error) => {
            "another process is writing to it: wait for that, and ask again".to_string()
        }
        _ => "see that this user may read the file, and make it anew with `oppdrag index` if it is damaged".to_string(),
    }
}
