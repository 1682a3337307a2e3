//! `oppdrag deadlines`: what falls due, and who is to do it.

use super::answer::{Answer, Sheet};
use super::asked::{Asked, Narrowed};
use super::dates::{self, Days};
use super::terms::{self, column};
use super::{Outcome, Usage};
use crate::export::deadline;
use crate::findings::Remarks;
use crate::model::{DeadlineKind, DeadlineStatus};
use crate::store::{DeadlineList, DeadlineQuery, DeadlineRow};
use clap::ValueEnum;

/// Show what falls due: when, what, and who is to do it
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Lists the deadlines of an interval in the order in which they fall due, each with what falls \
due, who is to do it, document and page. Tentative deadlines, those to be agreed, and those without a day \
(ongoing, recurring, counted from something else) are lists of their own: what has no day is shown where \
its document is about a year of the interval. A coarse time (\"høsten 2026\") is due on its last day, what begins then on its first. What \
a later letter withdrew, let lapse or gave another deadline is marked; a new deadline that does not say for \
which parts it is leaves the old one standing. Overdue is what was due before --today; whether it was \
delivered the documents do not say.",
    after_help = concat!(
        "\
Examples:
  oppdrag deadlines --in \"mai 2026\"
  oppdrag deadlines --from \"i dag\" --recipient \"helse nord\"
  oppdrag deadlines --from 1.5.2026 --to \"uke 24 2026\" --status fixed --csv > frister.csv
  oppdrag deadlines --overdue --today 2026-09-01

",
        super::exit_codes!("nothing falls due", "wrong usage: a day that cannot be read, no store there")
    )
)]
pub(super) struct Args {
    /// A day, week, month, season, part of a year or year: mai, "mai 2026", "uke 20 2026", "våren 2026", 1.5.26
    #[arg(long = "in", value_name = "WHEN", conflicts_with_all = ["from", "to"])]
    within: Option<String>,
    /// From the first day of this on
    #[arg(long, value_name = "WHEN")]
    from: Option<String>,
    /// To the last day of this
    #[arg(long, value_name = "WHEN")]
    to: Option<String>,
    /// Only what happens then (may be repeated)
    #[arg(long, value_enum, value_name = "WHAT")]
    what: Vec<What>,
    /// Only deadlines as firm as this (may be repeated)
    #[arg(long, value_enum, value_name = "STATUS")]
    status: Vec<Status>,
    /// Only what was due before --today
    #[arg(long)]
    overdue: bool,
    /// The day on which you ask [default: today]
    #[arg(long, value_name = "DAY")]
    today: Option<String>,
    #[command(flatten)]
    narrowed: Narrowed,
    #[command(flatten)]
    asked: Asked,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    Delivery,
    Report,
    Start,
    Meeting,
    Aim,
    Parliament,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Status {
    Fixed,
    Tentative,
    ToBeAgreed,
    Recurring,
    Ongoing,
    Relative,
    Invalid,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    let today = dates::today(args.today.as_deref())?;
    let read = |option: &str, typed: &Option<String>| -> Result<Option<Days>, Usage> {
        typed
            .as_deref()
            .map(|typed| dates::days(option, typed, today))
            .transpose()
    };
    let within = read("--in", &args.within)?;
    let from = within
        .or(read("--from", &args.from)?)
        .map(|days| days.first);
    let to = within.or(read("--to", &args.to)?).map(|days| days.last);
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        return Err(Usage::new(
            format!("--to {to} is before --from {from}"),
            "name the earlier day first",
        ));
    }
    let store = args.asked.open()?;
    let query = DeadlineQuery {
        filter: args.narrowed.filter(),
        from: from.map(|day| day.to_string()),
        to: to.map(|day| day.to_string()),
        kinds: args.what.iter().map(kind).collect(),
        statuses: args.status.iter().map(status).collect(),
        today: Some(today.to_string()),
        overdue: args.overdue,
    };
    match store.deadlines(&query) {
        Ok(found) => {
            if found.is_empty() {
                args.asked.misspelt(&store, &query.filter);
            }
            args.asked.incomplete(&store, &query.filter);
            args.asked
                .answer(&found, &answer(&found), !found.is_empty(), "Ingen frister.")
        }
        Err(error) => Ok(args.asked.failed(&error)),
    }
}

fn kind(what: &What) -> DeadlineKind {
    match what {
        What::Delivery => DeadlineKind::Delivery,
        What::Report => DeadlineKind::Report,
        What::Start => DeadlineKind::Start,
        What::Meeting => DeadlineKind::Meeting,
        What::Aim => DeadlineKind::Aim,
        What::Parliament => DeadlineKind::Parliament,
    }
}

fn status(status: &Status) -> DeadlineStatus {
    match status {
        Status::Fixed => DeadlineStatus::Fixed,
        Status::Tentative => DeadlineStatus::Tentative,
        Status::ToBeAgreed => DeadlineStatus::ToBeAgreed,
        Status::Recurring => DeadlineStatus::Recurring,
        Status::Ongoing => DeadlineStatus::Ongoing,
        Status::Relative => DeadlineStatus::Relative,
        Status::Invalid => DeadlineStatus::Invalid,
    }
}

fn answer(found: &DeadlineList) -> Answer {
    let mut answer = Answer {
        sheet: Sheet::new(&[
            column::LIST,
            column::DUE,
            column::PRINTED,
            column::TYPE,
            column::STATE,
            column::NUMBER,
            column::WHAT,
            column::BODY,
            column::DEPARTMENT,
            column::NOTE,
            column::DOCUMENT,
            column::PAGE,
            column::CHECK,
            column::REFERENCE,
        ]),
        ..Answer::default()
    };
    list(&mut answer, "Frister", &found.dated);
    list(&mut answer, "Tentative", &found.tentative);
    list(&mut answer, "Avtales nærmere", &found.to_be_agreed);
    list(&mut answer, "Uten dag", &found.undated);
    answer
}

fn list(answer: &mut Answer, heading: &str, rows: &[DeadlineRow]) {
    let mut sheet = Sheet::new(&[
        column::DUE,
        column::NUMBER,
        column::WHAT,
        column::BODY,
        column::NOTE,
        column::DOCUMENT,
        column::PAGE,
        column::CHECK,
        column::REFERENCE,
    ]);
    for row in rows {
        let bound = row.bound.as_ref();
        let number = bound.and_then(|one| one.number.clone()).unwrap_or_default();
        let title = bound
            .and_then(|one| one.title.as_deref())
            .unwrap_or_default();
        let what = row.deadline.what.as_deref().unwrap_or_default();
        let parts = row.deadline.parts.join(", ");
        let mut notes = Vec::new();
        if row.overdue {
            notes.push("over frist".to_string());
        }
        if let Some(by) = &row.withdrawn {
            notes.push(format!("utgår ved {}", terms::document(&by.document)));
        }
        if let Some(by) = &row.lapsed {
            notes.push(format!("utgår ved {}", terms::document(&by.document)));
        }
        if let Some(by) = &row.restated {
            notes.push(format!("ny frist i {}", terms::document(&by.document)));
        }
        if let Some(by) = &row.another {
            notes.push(format!(
                "se også ny frist i {}",
                terms::document(&by.document)
            ));
        }
        if row.deadline.kind != DeadlineKind::Delivery {
            notes.push(terms::deadline_kind(row.deadline.kind).to_string());
        }
        if !parts.is_empty() {
            notes.push(format!("del {parts}"));
        }
        let mut wording = String::from(title);
        if !what.is_empty() && what != title {
            if !title.is_empty() {
                wording += ": ";
            }
            wording += what;
        }
        let page = terms::page(row.place.page.as_deref());
        let reference = bound.map_or(&row.place.reference, |one| &one.place.reference);
        sheet.rows.push(vec![
            deadline(&row.deadline),
            number.clone(),
            wording.clone(),
            row.who.join(", "),
            notes.join("; "),
            terms::document(&row.place.document),
            page.clone(),
            row.place.findings.titles(),
            reference.clone(),
        ]);
        answer.sheet.rows.push(vec![
            heading.to_string(),
            row.due.clone().unwrap_or_default(),
            row.deadline.raw.clone(),
            terms::deadline_kind(row.deadline.kind).to_string(),
            terms::status(row.deadline.status).to_string(),
            number,
            wording,
            row.who.join("; "),
            bound
                .and_then(|one| one.department.clone())
                .unwrap_or_default(),
            notes.join("; "),
            terms::document_of(&row.place.document),
            page,
            row.place.findings.titles(),
            reference.clone(),
        ]);
    }
    answer.table(&format!("{heading} ({})", rows.len()), sheet);
}
