//! What could not be read: without it, the list of documents would look whole.

use crate::store::Failure;
use crate::web::words;
use maud::{Markup, html};

/// How many files are named; of the others their number is told.
const NAMED: usize = 100;

/// The files that could not be read when they were last tried; nothing where all could.
pub(super) fn files(failures: &[Failure]) -> Markup {
    html! {
        @if !failures.is_empty() {
            section.unread aria-labelledby="ikke-lest" {
                h2 #ikke-lest { "Ikke lest: " (words::counted(failures.len(), "fil", "filer")) }
                p {
                    "Disse filene lå blant dokumentene, men kunne ikke leses. Det som står i dem, finnes ikke på disse sidene. "
                    "Grunnen er gitt i programmets egne ord, på engelsk."
                }
                details {
                    summary { "Vis filene" }
                    ul.rows {
                        @for one in failures.iter().take(NAMED) {
                            li {
                                p.what { span.file { (one.path.strip_suffix(".json").unwrap_or(&one.path)) } }
                                p.quiet lang="en" { (one.reason) }
                                @if one.stale { p.quiet { "Det som vises av fila, er lest av en tidligere utgave av den." } }
                            }
                        }
                    }
                    @if failures.len() > NAMED {
                        p { "og " (words::counted(failures.len() - NAMED, "fil", "filer")) " til" }
                    }
                }
            }
        }
    }
}
