//! `oppdrag requests`: parliamentary requests and how they stand.

use super::answer::{Answer, Sheet};
use super::asked::{Asked, OfDocuments};
use super::terms::{self, column};
use super::{Outcome, Usage};
use crate::export::records::Word;
use crate::findings::Remarks;
use crate::store::{RequestList, RequestRow};

/// Show parliamentary requests and how they stand
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Lists the parliamentary requests (anmodnings- og utredningsvedtak) of the store, each as the \
latest document prints it. Open is what reporting goes on about and is not followed up; where the document \
does not say, or does not agree with itself, the request is in a list of its own.",
    after_help = concat!(
        "\
Examples:
  oppdrag requests --open
  oppdrag requests --session 2024–2025 --csv > vedtak.csv
  oppdrag show \"vedtak 46 (2024–2025)\"

",
        super::exit_codes!("there are none", "wrong usage: no store there")
    )
)]
pub(super) struct Args {
    /// Only those that are open, and those of which the document does not say
    #[arg(long)]
    open: bool,
    /// Only those of a session: 2024–2025
    #[arg(long, value_name = "SESSION")]
    session: Option<String>,
    #[command(flatten)]
    narrowed: OfDocuments,
    #[command(flatten)]
    asked: Asked,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    let store = args.asked.open()?;
    match store.requests(&args.narrowed.filter(), args.session.as_deref()) {
        Ok(mut found) => {
            if args.open {
                found.closed.clear();
            }
            let some =
                !(found.open.is_empty() && found.unclear.is_empty() && found.closed.is_empty());
            if !some {
                args.asked.misspelt(&store, &args.narrowed.filter());
            }
            args.asked
                .answer(&found, &answer(&found), some, "Ingen anmodningsvedtak.")
        }
        Err(error) => Ok(args.asked.failed(&error)),
    }
}

fn answer(found: &RequestList) -> Answer {
    let mut answer = Answer {
        sheet: Sheet::new(&[
            column::STATE,
            column::SESSION,
            column::NUMBER,
            column::TITLE,
            column::TEXT,
            column::NOTE,
            column::DOCUMENT,
            column::PAGE,
            column::CHECK,
            column::REFERENCE,
        ]),
        ..Answer::default()
    };
    list(&mut answer, "Åpne", &found.open);
    list(&mut answer, "Dokumentet sier det ikke", &found.unclear);
    list(&mut answer, "Avsluttet", &found.closed);
    answer
}

fn list(answer: &mut Answer, heading: &str, rows: &[RequestRow]) {
    let mut sheet = Sheet::new(&[
        column::NUMBER,
        column::TITLE,
        column::NOTE,
        column::DOCUMENT,
        column::PAGE,
        column::CHECK,
        column::REFERENCE,
    ]);
    for row in rows {
        let request = &row.request;
        let mut notes = Vec::new();
        if let Some(ends) = request.reporting_ends {
            notes.push(format!(
                "rapporteringen avsluttes: {}",
                if ends { "Ja" } else { "Nei" }
            ));
        }
        if let Some(outcome) = request.outcome {
            notes.push(outcome.in_text());
        }
        if row.prints > 1 {
            notes.push(format!("trykt i {} dokumenter", row.prints));
        }
        let title = request
            .heading
            .as_deref()
            .or(request.keyword.as_deref())
            .unwrap_or_default();
        let page = terms::page(row.place.page.as_deref());
        sheet.rows.push(vec![
            request.id.clone(),
            title.to_string(),
            notes.join("; "),
            terms::document(&row.place.document),
            page.clone(),
            row.place.findings.titles(),
            row.place.reference.clone(),
        ]);
        answer.sheet.rows.push(vec![
            terms::state(row.state).to_string(),
            request.session.clone().unwrap_or_default(),
            request.number.to_string(),
            title.to_string(),
            request.text.clone().unwrap_or_default(),
            notes.join("; "),
            terms::document_of(&row.place.document),
            page,
            row.place.findings.titles(),
            row.place.reference.clone(),
        ]);
    }
    answer.table(&format!("{heading} ({})", rows.len()), sheet);
}
