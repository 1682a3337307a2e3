//! A bug met in one file must not cost the batch: a panic becomes that file's error.

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

/// Runs `work`; a panic in it becomes an error in words.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let outer = GUARDED.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    result.map_err(|_| {
        let place = LAST.take().unwrap_or_default();
        format!("internal error{place}; this is a bug in oppdrag, please report it with the file")
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
    fn a_panic_becomes_an_error() {
        assert_eq!(guarded(|| 7), Ok(7));
        let error = guarded(|| -> u8 { panic!("planted") }).expect_err("it panics");
        assert!(error.contains("internal error"), "{error}");
        assert!(error.contains("please report"), "{error}");
    }
}
