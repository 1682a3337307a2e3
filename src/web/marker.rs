//! PDFs are marked in a process of their own: a file made to do harm takes that with it, not the server
//! and all who ask it.
//!
//! ```text
//! in  ::= task "\n" bytes of the PDF       task   ::= what to mark, as JSON
//! out ::= answer "\n" bytes of the PDF     answer ::= how many bytes follow, or why none do, as JSON
//! ```
//! It is this very program, started again under a hidden name, for one file.

use super::marks::{self, Mark};
use crate::source::SourceError;
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// The name under which the program is started to mark one.
const NAME: &str = "pdf-marker";
/// The memory that it may have, in MB: what `extract` asks for at least, and twice that.
const MEMORY: u64 = 1024;
/// How long it may take: less than a request may.
const TIME: Duration = Duration::from_secs(15);
/// The longest answer, in bytes: a file that is written anew grows where it was packed.
const LONGEST: u64 = 256 << 20;

/// What is to be marked.
#[derive(Debug, Serialize, Deserialize)]
struct Task {
    marks: Vec<Mark>,
    page: Option<u32>,
}

/// What becomes of a PDF: marked, or why it cannot be opened.
type Marked = Result<Vec<u8>, SourceError>;

/// Marks a PDF in another process (see [`marks::marked`]).
///
/// # Errors
/// Where nothing comes back: it took too long or too much, it died, or could not be started.
pub(super) fn marked(bytes: &[u8], marks: &[Mark], page: Option<u32>) -> io::Result<Marked> {
    let mut program = Command::new(std::env::current_exe()?);
    program
        .arg(NAME)
        .args(["--memory", &MEMORY.to_string()])
        .args(["--seconds", &TIME.as_secs().to_string()]);
    let task = Task {
        marks: marks.to_vec(),
        page,
    };
    asked(program, TIME, &task, bytes)
}

/// Has a program mark a PDF.
fn asked(mut program: Command, time: Duration, task: &Task, bytes: &[u8]) -> io::Result<Marked> {
    let child = program
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut child = Ended(child);
    let (Some(mut to), Some(from)) = (child.0.stdin.take(), child.0.stdout.take()) else {
        return Err(ErrorKind::BrokenPipe.into());
    };
    // On another thread, so that waiting can end; who is ended closes its end of the pipe.
    let (give, take) = mpsc::channel();
    std::thread::Builder::new().spawn(move || {
        let _ = give.send(answer(BufReader::new(from)));
    })?;
    let mut line = serde_json::to_vec(task)?;
    line.push(b'\n');
    to.write_all(&line)?;
    to.write_all(bytes)?;
    drop(to);
    let late = |_| io::Error::from(ErrorKind::TimedOut);
    take.recv_timeout(time).map_err(late)?
}

/// What a process answers, where it is whole.
fn answer(from: impl BufRead) -> io::Result<Marked> {
    let mut from = from.take(LONGEST);
    let mut line = Vec::new();
    from.read_until(b'\n', &mut line)?;
    let length = match serde_json::from_slice::<Result<usize, SourceError>>(&line)? {
        Ok(length) => length,
        Err(why) => return Ok(Err(why)),
    };
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes)?;
    match bytes.len() == length {
        true => Ok(Ok(bytes)),
        false => Err(ErrorKind::UnexpectedEof.into()),
    }
}

/// The process, seen from within: marks the one PDF that it is given.
///
/// # Errors
/// Where what it is given is no task, or nobody takes the answer.
pub(crate) fn answer_one(mut from: impl BufRead, mut to: impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    from.read_until(b'\n', &mut line)?;
    let task: Task = serde_json::from_slice(&line)?;
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes)?;
    let marked = marks::marked(&bytes, &task.marks, task.page);
    let answer = marked.as_ref().map(Vec::len);
    serde_json::to_writer(&mut to, &answer)?;
    to.write_all(b"\n")?;
    if let Ok(bytes) = &marked {
        to.write_all(bytes)?;
    }
    to.flush()
}

/// A process that is ended, whatever becomes of who asked it.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TASK: Task = Task {
        marks: Vec::new(),
        page: Some(2),
    };

    #[test]
    fn what_cannot_be_opened_is_told_across() {
        let mut given = serde_json::to_vec(&TASK).expect("JSON");
        given.extend(b"\nno PDF at all");
        let mut told = Vec::new();
        answer_one(given.as_slice(), &mut told).expect("an answer");
        let told = answer(told.as_slice()).expect("a whole one");
        assert!(matches!(told, Err(SourceError::Damaged { .. })), "{told:?}");
    }

    #[test]
    fn an_answer_that_breaks_off_is_none() {
        assert_eq!(
            answer(&b"{\"Ok\":3}\nabc"[..]).ok(),
            Some(Ok(b"abc".to_vec()))
        );
        for broken in [&b"{\"Ok\":3}\nab"[..], b"{\"Ok\":3", b"", b"usage\n"] {
            assert!(answer(broken).is_err(), "{broken:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_process_that_dies_or_is_never_done_gives_nothing() {
        // More than a pipe holds.
        let bytes = vec![b'x'; 1 << 20];
        assert!(asked(Command::new("false"), TIME, &TASK, &bytes).is_err());
        let mut never = Command::new("sh");
        never.args(["-c", "cat > /dev/null; exec sleep 600"]);
        let late = asked(never, Duration::from_millis(50), &TASK, &bytes);
        assert_eq!(late.map_err(|why| why.kind()), Err(ErrorKind::TimedOut));
        assert!(asked(Command::new("no such program"), TIME, &TASK, &bytes).is_err());
    }
}
