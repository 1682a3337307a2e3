//! A bug met in one file must not cost the batch: a panic becomes that file's error.

use crate::source::SourceError;
use serde::Serialize;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    /// While this thread is guarded: what the last panic said, and where.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
    static GUARDED: RefCell<bool> = const { RefCell::new(false) };
}

/// Keeps panics inside [`guarded`] from printing; all others still do.
pub(super) fn install() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !GUARDED.with_borrow(|guarded| *guarded) {
            return usual(info);
        }
        let place = info.location().map_or_else(String::new, |at| {
            format!(" at {}:{}", short(at.file()), at.line())
        });
        let payload = info.payload();
        let words = payload
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("no message");
        LAST.set(Some(format!("{place} ({words})")));
    }));
}

/// The path of a source file, without what stands above the folder of its crate.
fn short(file: &str) -> &str {
    file.split_once("/registry/src/")
        .and_then(|(_, below)| below.split_once('/'))
        .map_or(file, |(_, below)| below)
}

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    /// In words.
    pub reason: String,
    /// Who is to mend it.
    pub fault: Fault,
}

/// What is at fault where a file was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fault {
    /// The file, or what was asked.
    File,
    /// This program: nothing is said of the file.
    Program,
}

impl Broken {
    /// A fault of the program.
    pub(super) fn program(reason: String) -> Self {
        Self {
            reason,
            fault: Fault::Program,
        }
    }
}

impl From<String> for Broken {
    fn from(reason: String) -> Self {
        Self {
            reason,
            fault: Fault::File,
        }
    }
}

impl From<SourceError> for Broken {
    fn from(error: SourceError) -> Self {
        match error {
            SourceError::Internal { .. } => Self::program(error.to_string()),
            _ => error.to_string().into(),
        }
    }
}

impl From<Broken> for String {
    fn from(broken: Broken) -> Self {
        broken.reason
    }
}

/// Runs `work`; a panic in it becomes an error in words.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Broken> {
    let outer = GUARDED.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    result.map_err(|_| {
        let place = LAST.take().unwrap_or_default();
        Broken::program(format!(
            "internal error{place}; this is a bug in oppdrag, please report it with the file"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_from_its_crate_on() {
        assert_eq!(short("src/lib.rs"), "src/lib.rs");
        let file = "/home/ola/.cargo/registry/src/index-1/nom-8.0.0/src/lib.rs";
        assert_eq!(short(file), "nom-8.0.0/src/lib.rs");
    }

    #[test]
    fn a_fault_of_the_program_is_told_from_one_of_the_file() {
        let place = "at src/a.rs:1 (planted)".to_owned();
        let own = Broken::from(SourceError::Internal { place });
        assert_eq!(own.fault, Fault::Program);
        assert!(!own.reason.contains("damaged"), "{}", own.reason);
        assert_eq!(Broken::from(SourceError::Empty).fault, Fault::File);
    }

    #[test]
    fn a_panic_becomes_an_error() {
        assert_eq!(guarded(|| 7), Ok(7));
        let error = guarded(|| -> u8 { panic!("planted") }).expect_err("it panics");
        assert_eq!(error.fault, Fault::Program);
        let error = error.reason;
        assert!(error.contains("internal error"), "{error}");
        assert!(error.contains("please report"), "{error}");
    }
}
