//! Dates: every day is a day of the calendar, and nothing falls due before its letter was written.

use super::diagnostic;
use crate::model::Code;
use crate::model::{
    Citation, CitationKind, Deadline, DeadlineKind, Diagnostic, Document, Extraction, Severity,
    Span,
};
use jiff::civil::Date;

/// Days that do not exist (`unreal_date`, an error: the output promises days), intervals that end
/// before they begin (`interval_reversed`) and deliveries or reports that are asked for before the
/// letter's own date (`due_before_letter`), both warnings; and citations of a session that Parliament
/// never had (`impossible_session`, a warning: it is quoted as printed).
pub fn dates(extraction: &Extraction) -> Vec<Diagnostic> {
    extraction.documents.iter().flat_map(document).collect()
}

/// `Meld. St. 9 (2023–2023)`: a session is of two years, one after the other.
fn session(citation: &Citation) -> Option<Diagnostic> {
    let years = citation.reference.rsplit_once('(')?.1.strip_suffix(')')?;
    let (first, last) = years.split_once(['–', '-', '/'])?;
    let year = |text: &str| {
        (text.len() == 4)
            .then(|| text.parse::<u32>().ok())
            .flatten()
    };
    let (first, last) = (year(first)?, year(last)?);
    let of_parliament = matches!(
        citation.kind,
        CitationKind::Proposition
            | CitationKind::Recommendation
            | CitationKind::WhitePaper
            | CitationKind::ParliamentDocument
            | CitationKind::Request
    );
    (of_parliament && last != first + 1).then(|| {
        diagnostic(
            Code::ImpossibleSession,
            Severity::Warning,
            format!("{}: no session of Parliament is {years}", citation.raw),
            Some(&citation.id),
            &citation.spans,
        )
    })
}

fn document(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let written = day(
        document.date.as_deref(),
        "date",
        &document.key,
        &[],
        &mut found,
    );
    let written = written.filter(|_| document.kind.is_letter());
    found.extend(document.citations.iter().filter_map(session));
    for request in &document.requests {
        day(
            request.date.as_deref(),
            "date",
            &request.id,
            &request.spans,
            &mut found,
        );
    }
    for deadline in &document.deadlines {
        let mut own = |text: &Option<String>, field| {
            day(
                text.as_deref(),
                field,
                &deadline.id,
                &deadline.spans,
                &mut found,
            )
        };
        let date = own(&deadline.date, "date");
        let earliest = own(&deadline.earliest, "earliest");
        let latest = own(&deadline.latest, "latest");
        if let (Some(earliest), Some(latest)) = (earliest, latest)
            && earliest > latest
        {
            let message = format!("the interval ends ({latest}) before it begins ({earliest})");
            found.push(warning(Code::IntervalReversed, message, deadline));
        }
        if let (Some(due), Some(written)) = (date.or(latest), written)
            && due < written
            && falls_due(deadline.kind)
            // A calendar and the running text tell of days that are past: no one is asked for them.
            && (deadline.assignment.is_some() || deadline.requirement.is_some())
        {
            let message = format!("due {due}, before the letter's own date {written}");
            found.push(warning(Code::DueBeforeLetter, message, deadline));
        }
    }
    found
}

fn falls_due(kind: DeadlineKind) -> bool {
    matches!(kind, DeadlineKind::Delivery | DeadlineKind::Report)
}

/// The day that a field holds; a text that is no day is an error.
fn day(
    text: Option<&str>,
    field: &str,
    item: &str,
    spans: &[Span],
    found: &mut Vec<Diagnostic>,
) -> Option<Date> {
    let text = text?;
    // Jiff also reads "20260501" and a time after the day; the contract has one form.
    let plain = text.len() == 10 && text.as_bytes()[4] == b'-';
    match text.parse::<Date>() {
        Ok(date) if plain => Some(date),
        _ => {
            let message = format!("{field} of {item}: «{text}» is no day of the calendar");
            found.push(diagnostic(
                Code::UnrealDate,
                Severity::Error,
                message,
                Some(item),
                spans,
            ));
            None
        }
    }
}

fn warning(code: Code, message: String, about: &Deadline) -> Diagnostic {
    diagnostic(
        code,
        Severity::Warning,
        message,
        Some(&about.id),
        &about.spans,
    )
}
