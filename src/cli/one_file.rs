//! What commands that print one file have in common: they read it, and print what they make of it.

use super::messages::{self, say};
use super::pdfs::{self, Pdfs};
use super::{Outcome, Usage, extract, guard, inputs, output};
use crate::Grammar;
use crate::source::Source;
use std::path::Path;

/// Reads one file and prints what `shown` makes of it.
pub(super) fn print(
    file: &Path,
    grammars: Option<&Path>,
    limits: pdfs::Limits,
    shown: impl Fn(&Source, &Grammar) -> Result<String, String> + std::panic::RefUnwindSafe,
) -> Result<Outcome, Usage> {
    if file.is_dir() {
        return Err(Usage::new(
            format!("{}: a folder", file.display()),
            "name one file; `oppdrag extract` reads folders",
        ));
    }
    let plan = inputs::plan(&[file.to_path_buf()], None)?;
    let grammar = extract::grammar(grammars)?;
    guard::install();
    let pdfs = Pdfs::new(limits);
    for input in &plan.inputs {
        let printed = input
            .read()
            .and_then(|bytes| Ok(pdfs.read(&input.name(), &bytes)?))
            .and_then(|source| Ok(guard::guarded(|| shown(&source, &grammar))?))
            .and_then(|shown| shown)
            .map_err(|reason| format!("{}: {reason}", input.shown))
            .and_then(|text| {
                output::print(text.as_bytes())
                    .map_err(|error| format!("standard output: {}", messages::io(&error)))
            });
        if let Err(line) = printed {
            say(&format!("error: {line}"));
            return Ok(Outcome::Failed);
        }
    }
    Ok(Outcome::Well)
}
