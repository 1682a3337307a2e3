//! The process that reads PDFs, seen from within.

use super::frame;
use crate::source::{self, Source, SourceError};
use std::io;
use std::process::{ExitCode, exit};
use std::sync::mpsc;

/// Reads PDFs from standard input, writes canonical texts to standard output
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The memory that it may have, in MB
    #[arg(long)]
    memory: u64,
    /// The pages that a PDF may have
    #[arg(long)]
    pages: usize,
}

/// Answers until nobody asks any more.
pub(in crate::cli) fn run(args: &Args) -> ExitCode {
    contain(args.memory, None);
    let limits = source::Limits { pages: args.pages };
    let (give, take) = mpsc::channel::<Vec<u8>>();
    std::thread::spawn(move || {
        for bytes in take {
            let answer = source::read_pdf(&bytes, limits);
            drop(bytes);
            if frame::write(io::stdout().lock(), &pack(&answer)).is_err() {
                exit(1);
            }
        }
    });
    // Who asks has gone when its end of the pipe is closed, perhaps in the middle of a file that
    // will never be done; nothing may be left behind.
    while let Ok(Some(bytes)) = frame::read(io::stdin().lock()) {
        if give.send(bytes).is_err() {
            break;
        }
    }
    exit(0)
}

/// An answer, packed.
fn pack(answer: &Result<Source, SourceError>) -> Vec<u8> {
    postcard::to_stdvec(answer).unwrap_or_default()
}

/// Takes from this process what a file made to do harm would use: memory (in MB), and where it is to do
/// one thing only, seconds of a processor.
#[cfg(unix)]
pub(super) fn contain(memory: u64, seconds: Option<u64>) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let lower = |resource, to: u64| {
        // What is tighter already stays so.
        let to = getrlimit(resource).maximum.map_or(to, |hard| hard.min(to));
        let _ = setrlimit(
            resource,
            Rlimit {
                current: Some(to),
                maximum: Some(to),
            },
        );
    };
    lower(Resource::As, memory.saturating_mul(1 << 20));
    if let Some(seconds) = seconds {
        lower(Resource::Cpu, seconds);
    }
    // A death is reported; it need not leave its memory on the disk.
    lower(Resource::Core, 0);
    // Where the machine's memory runs out, this process is to go first.
    #[cfg(target_os = "linux")]
    let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
}

#[cfg(not(unix))]
pub(super) fn contain(_memory: u64, _seconds: Option<u64>) {}
