//! Lines for people, on standard error.

use crate::model::{Diagnostic, Severity, Span};
use std::io::{ErrorKind, Write};

/// Prints a line on standard error; one that nobody listens to is not an error.
pub(super) fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// The word for a severity.
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// `file: severity code: message (place)`.
pub(super) fn diagnostic(file: &str, found: &Diagnostic) -> String {
    let place = found.spans.first().map_or_else(String::new, place);
    format!(
        "{file}: {} {}: {}{place}",
        severity(found.severity),
        found.code,
        found.message
    )
}

/// ` (page 3, characters 120–141)`.
fn place(span: &Span) -> String {
    let page = span
        .page
        .map_or_else(String::new, |page| format!("page {page}, "));
    format!(" ({page}characters {}–{})", span.start, span.end)
}

/// What the system said of a file, and what to do about it.
pub(super) fn io(error: &std::io::Error) -> String {
    let hint = match error.kind() {
        ErrorKind::NotFound => "see that the file is still there",
        ErrorKind::PermissionDenied => "give this user the right to it",
        ErrorKind::StorageFull => "make room on the disk",
        ErrorKind::IsADirectory => "name a file",
        _ => return error.to_string(),
    };
    format!("{error}; {hint}")
}

/// "1 file", "2 files".
pub(super) fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
