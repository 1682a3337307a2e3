//! The digests that `extract` and `link` write: what was added, changed or taken away since shows.
//!
//! They find what no other check can (a deadline that is gone leaves no trace in the text), and they
//! prove nothing against somebody who writes new ones: that takes the source, and `check --again`.

use super::diagnostic;
use crate::model::{Code, Diagnostic, Extraction, Severity};

/// Documents and other parts that are not what was written (`digest_mismatch`, an error each).
pub fn digests(extraction: &Extraction) -> Vec<Diagnostic> {
    let (written, now) = (&extraction.source.digests, extraction.digests());
    let mut found = Vec::new();
    let mut say = |message: String, item: Option<&str>| {
        let severity = Severity::Error;
        found.push(diagnostic(
            Code::DigestMismatch,
            severity,
            message,
            item,
            &[],
        ));
    };
    if written.documents.len() != now.documents.len() {
        let (was, is) = (written.documents.len(), now.documents.len());
        say(
            format!("written with {was} document(s), and there are {is}"),
            None,
        );
    }
    let pairs = written.documents.iter().zip(&now.documents);
    for (document, (_, _)) in (extraction.documents.iter().zip(pairs)).filter(|(_, (a, b))| a != b)
    {
        let message = "the document or its records were changed since they were written (added, taken away or put in another order)";
        say(message.into(), Some(&document.key));
    }
    // It holds the documents' digests, and those were told of.
    if written.documents == now.documents && written.rest != now.rest {
        say(
            "the source, the diagnostics or the coverage were changed since they were written"
                .into(),
            None,
        );
    }
    found
}
