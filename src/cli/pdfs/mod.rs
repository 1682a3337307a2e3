//! Sources of strangers, read so that none can hurt the others.
//!
//! A PDF made to do harm takes the whole process with it: a stack that overflows and memory that
//! runs out end it, and no guard inside can help. So PDFs are read in processes of our own: this
//! very program, started again under a hidden name ([`child`]), one for each thread that reads,
//! kept from file to file ([`process`]). Bytes go in, the canonical text comes back ([`frame`]).
//! What dies, hangs or takes too much is that file's error; the next file gets a new process.

pub(super) mod child;
mod frame;
pub(super) mod marker;
mod process;

use super::guard::{self, Broken};
use crate::source::{self, Source};
use process::{Death, Process};
use std::num::{NonZeroU64, NonZeroUsize};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// What one PDF may take.
#[derive(Debug, Clone, Copy, clap::Args)]
#[command(next_help_heading = "When to give a PDF up")]
pub(super) struct Limits {
    /// It takes more time than this
    #[arg(long, value_name = "SECONDS", default_value = "120")]
    pdf_timeout: NonZeroU64,
    /// It takes more memory, 512 at least (without effect on Windows)
    #[arg(long, value_name = "MB", default_value_t = 2048, value_parser = clap::value_parser!(u64).range(512..))]
    pdf_memory: u64,
    /// It has more pages
    #[arg(long, value_name = "N", default_value = "5000")]
    pdf_pages: NonZeroUsize,
}

/// Reads sources, PDFs in processes of their own.
pub(super) struct Pdfs {
    limits: Limits,
    /// Processes that wait for a file.
    idle: Mutex<Vec<Process>>,
}

impl Pdfs {
    /// A reader within limits; a process is started when first a PDF comes.
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            idle: Mutex::new(Vec::new()),
        }
    }

    /// Reads a source of whatever form, or says why not.
    pub(super) fn read(&self, name: &str, bytes: &[u8]) -> Result<Source, Broken> {
        if source::is_pdf(bytes) {
            self.pdf(bytes)
        } else {
            Ok(guard::guarded(|| source::read(name, bytes))??)
        }
    }

    fn pdf(&self, bytes: &[u8]) -> Result<Source, Broken> {
        let kept = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let was_kept = kept.is_some();
        let answer = match self.ask(kept, bytes) {
            // A process that has read other files may hold memory of theirs.
            Err(Death::Memory) if was_kept => self.ask(None, bytes),
            answer => answer,
        };
        let dead = |death| match death {
            Death::Other(_) => Broken::program(self.words(&death)),
            _ => self.words(&death).into(),
        };
        Ok(answer.map_err(dead)??)
    }

    fn ask(&self, kept: Option<Process>, bytes: &[u8]) -> Result<process::Answer, Death> {
        let mut process = match kept {
            Some(process) => process,
            None => Process::start(&self.limits)?,
        };
        let answer = process.ask(bytes, Duration::from_secs(self.limits.pdf_timeout.get()))?;
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(process);
        Ok(answer)
    }

    /// What became of the file, and what to do.
    fn words(&self, death: &Death) -> String {
        match death {
            Death::Start(reason) => format!(
                "the process that reads PDFs cannot be started ({reason}); see that the system lets this program start others"
            ),
            Death::Time => format!(
                "the PDF was not read within {} s and was given up; give it more with --pdf-timeout, or print it to a new PDF",
                self.limits.pdf_timeout
            ),
            Death::Memory => format!(
                "reading the PDF takes more than {} MB of memory; give it more with --pdf-memory, or print it to a new PDF",
                self.limits.pdf_memory
            ),
            Death::Stack => {
                "the PDF is nested deeper than can be followed (the stack overflowed); print it to a new PDF".into()
            }
            Death::Killed => {
                "the system ended the process that read the PDF, perhaps for want of memory; read fewer files at a time (--jobs), or give each less (--pdf-memory)".into()
            }
            Death::Other(words) => format!(
                "the process that read the PDF died ({words}); this is a bug in oppdrag, please report it with the file"
            ),
        }
    }
}
