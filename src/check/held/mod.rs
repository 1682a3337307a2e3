//! The records held against the canonical text of their source, and each value against the words that it
//! was read from. Nothing is read anew but small things: a day out of the words of its deadline, an amount
//! out of its cell. So it holds for JSON of any program that read the same text alike, and it costs more
//! than extraction should pay: `oppdrag check` asks for it.
//!
//! * [`place`]: pages, their labels and boxes are those of the place;
//! * [`seams`]: between the spans of one text stands only what belongs to no sentence, and its white space
//!   is that of the source;
//! * [`names`]: what is printed (names, titles, numbers) is printed;
//! * [`values`]: what is read (days, amounts, targets, kinds) is what the words say;
//! * [`order`]: ids and lists go on as they were counted.

mod names;
mod order;
mod place;
mod seams;
mod values;

use super::diagnostic;
use crate::grammar::Grammar;
use crate::model::{Code, Diagnostic, Extraction, Severity, Span};
use crate::source::Canonical;

/// Everything that is not as the source says, errors all of them (`place_disagrees`, `quotation`,
/// `value_disagrees`).
pub fn held(extraction: &Extraction, source: &Canonical, grammar: &Grammar) -> Vec<Diagnostic> {
    let mut found = placed(extraction, source, grammar);
    found.extend(names::names(extraction, source, grammar));
    found.extend(values::values(extraction, source, grammar));
    found.extend(order::order(extraction));
    found
}

/// Of [`held`] what holds whatever grammar files a source was read by: places, and what is between.
pub fn placed(extraction: &Extraction, source: &Canonical, grammar: &Grammar) -> Vec<Diagnostic> {
    let mut found = place::places(extraction, source);
    found.extend(seams::seams(extraction, source, grammar));
    found
}

fn error(code: Code, message: String, item: Option<&str>, spans: &[Span]) -> Diagnostic {
    diagnostic(code, Severity::Error, message, item, spans)
}
