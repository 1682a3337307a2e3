//! A process that reads PDFs, seen from without.

use super::{Limits, frame};
use crate::source::{Source, SourceError};
use std::io::{self, Read};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::Duration;

/// What comes back for a PDF.
pub(super) type Answer = Result<Source, SourceError>;

/// Why nothing came back.
#[derive(Debug)]
pub(super) enum Death {
    /// It could not be started.
    Start(io::Error),
    /// It took too long.
    Time,
    /// It took too much memory.
    Memory,
    /// Its stack overflowed.
    Stack,
    /// It was killed from outside.
    Killed,
    /// Something else; what is known of it.
    Other(String),
}

/// A process that reads one PDF after the other.
pub(super) struct Process {
    child: Child,
    bytes_in: ChildStdin,
    answers: Receiver<Vec<u8>>,
    /// What it says on standard error, which is something only if it dies.
    last_words: Option<JoinHandle<String>>,
}

impl Process {
    /// Starts this program once more, to read PDFs.
    pub(super) fn start(limits: &Limits) -> Result<Self, Death> {
        let start = || -> io::Result<Self> {
            let mut child = Command::new(std::env::current_exe()?)
                .arg("pdf-reader")
                .args(["--memory", &limits.pdf_memory.to_string()])
                .args(["--pages", &limits.pdf_pages.to_string()])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()?;
            let (Some(bytes_in), Some(out), Some(errors)) =
                (child.stdin.take(), child.stdout.take(), child.stderr.take())
            else {
                return Err(io::ErrorKind::BrokenPipe.into());
            };
            Ok(Self {
                child,
                bytes_in,
                answers: answers(out)?,
                last_words: Some(last_words(errors)?),
            })
        };
        start().map_err(Death::Start)
    }

    /// Has a PDF read. After a death there is nobody to ask any more.
    pub(super) fn ask(&mut self, bytes: &[u8], time: Duration) -> Result<Answer, Death> {
        if frame::write(&mut self.bytes_in, bytes).is_err() {
            return Err(self.death());
        }
        match self.answers.recv_timeout(time) {
            Ok(answer) => postcard::from_bytes(&answer)
                .map_err(|error| Death::Other(format!("its answer is broken: {error}"))),
            Err(RecvTimeoutError::Timeout) => Err(Death::Time),
            Err(RecvTimeoutError::Disconnected) => Err(self.death()),
        }
    }

    /// What it died of.
    fn death(&mut self) -> Death {
        // It may have closed its pipes only.
        let _ = self.child.kill();
        let status = self.child.wait();
        let words = self
            .last_words
            .take()
            .and_then(|thread| thread.join().ok())
            .unwrap_or_default();
        if words.contains("overflowed its stack") {
            return Death::Stack;
        }
        if words.contains("memory allocation of") {
            return Death::Memory;
        }
        match status {
            Ok(status) if words.trim().is_empty() && was_killed(status) => Death::Killed,
            Ok(status) => {
                let first = words.trim().lines().next().unwrap_or_default();
                Death::Other(format!("{status} {first}").trim_end().to_owned())
            }
            Err(error) => Death::Other(error.to_string()),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
fn was_killed(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    status.signal() == Some(9)
}

#[cfg(not(unix))]
fn was_killed(_status: ExitStatus) -> bool {
    false
}

/// Takes the answers as they come, so that waiting for one can end.
fn answers(mut out: ChildStdout) -> io::Result<Receiver<Vec<u8>>> {
    let (give, take) = mpsc::channel();
    std::thread::Builder::new().spawn(move || {
        while let Ok(Some(answer)) = frame::read(&mut out) {
            if give.send(answer).is_err() {
                break;
            }
        }
    })?;
    Ok(take)
}

/// Keeps the first words on standard error and lets the rest go.
fn last_words(mut errors: ChildStderr) -> io::Result<JoinHandle<String>> {
    const KEPT: u64 = 4096;
    std::thread::Builder::new().spawn(move || {
        let mut words = Vec::new();
        let _ = errors.by_ref().take(KEPT).read_to_end(&mut words);
        let _ = io::copy(&mut errors, &mut io::sink());
        String::from_utf8_lossy(&words).into_owned()
    })
}
