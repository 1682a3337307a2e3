//! `oppdrag show`: an item whole.

use super::answer::{Answer, Part, Sheet};
use super::asked::{Asked, Narrowed};
use super::terms::{self, column};
use super::{Outcome, Usage};
use crate::export::deadline;
use crate::export::grouped;
use crate::export::records::Word;
use crate::findings::{Remarks, TO_CHECK};
use crate::store::{AnyRecord, Item, Lookup, Place};

/// Show an item whole: its text, parts, deadlines, history, answers, and the pages
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Looks an identifier up in the store and shows everything that the documents say of it: the \
text as printed, its parts, deadlines, where it was given, restated, withdrawn and carried on, what was \
answered, who cites it, the money set aside for it; each with document and page. An identifier is a number \
as printed (TB2026-14), a request (2024–2025/46, \"vedtak 46 (2024–2025)\"), a document's key, or the \
reference that every list prints (KEY#ID). Case, blanks and dashes do not matter. Unrelated items of one \
number are shown each; an identifier that is not found gets the nearest ones.",
    after_help = concat!(
        "\
Examples:
  oppdrag show TB2026-14
  oppdrag show \"vedtak 46 (2024–2025)\"
  oppdrag show 12 --recipient \"Helse Nord\" --year 2026
  oppdrag show allocation_letter-2026-kystetaten --json

",
        super::exit_codes!("nothing of that name is in the store", "wrong usage: no store there")
    )
)]
pub(super) struct Args {
    /// The identifier
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    narrowed: Narrowed,
    #[command(flatten)]
    asked: Asked,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    let store = args.asked.open()?;
    match store.lookup(&args.id, &args.narrowed.filter()) {
        Ok(found) => {
            if found.items.is_empty() {
                args.asked.misspelt(&store, &args.narrowed.filter());
            }
            let some = !found.items.is_empty();
            args.asked
                .answer(&found, &answer(&found), some, &nothing(&found))
        }
        Err(error) => Ok(args.asked.failed(&error)),
    }
}

fn nothing(found: &Lookup) -> String {
    if found.left_out > 0 {
        let mut text = format!(
            "«{}» finnes, men ikke med dette utvalget. Det som finnes:",
            found.query
        );
        for place in &found.elsewhere {
            text += &format!("\n  {}  {}", place.reference, self::place(place));
        }
        if found.left_out > found.elsewhere.len() {
            text += &format!("\n  og {} til", found.left_out - found.elsewhere.len());
        }
        return text;
    }
    let mut text = format!("Fant ikke «{}».", found.query);
    if !found.nearest.is_empty() {
        text += " Mente du:";
        for one in &found.nearest {
            text += &format!("\n  {}", one.name);
            if let Some(title) = &one.title {
                text += &format!(
                    "  {}",
                    title.split_whitespace().collect::<Vec<_>>().join(" ")
                );
            }
            if one.records > 1 {
                text += &format!("  ({} steder)", one.records);
            }
        }
    }
    text
}

fn answer(found: &Lookup) -> Answer {
    let mut answer = Answer {
        sheet: Sheet::new(&[
            column::REFERENCE,
            column::TYPE,
            column::NUMBER,
            column::TITLE,
            column::TEXT,
            column::DUE,
            column::DOCUMENT,
            column::PAGE,
            column::CHECK,
        ]),
        ..Answer::default()
    };
    if found.items.len() > 1 {
        let n = found.items.len() + found.others.len();
        answer.parts.push(Part::Lines(format!(
            "«{}» er {n} forskjellige ting. Velg med --recipient, --year, --kind eller referansen.\n",
            found.query
        )));
    }
    for item in &found.items {
        show(item, &mut answer);
    }
    let mut others = Sheet::new(&[column::REFERENCE, column::DOCUMENT, column::PAGE]);
    for place in &found.others {
        others.rows.push(vec![
            place.reference.clone(),
            terms::document_of(&place.document),
            terms::page(place.page.as_deref()),
        ]);
    }
    answer.table("Flere med dette navnet", others);
    answer
}

/// `tildelingsbrev 2026 (10.1.2026) til Kystetaten, side 4`.
fn place(place: &Place) -> String {
    let mut text = terms::document_of(&place.document);
    if let Some(page) = &place.page {
        text += &format!(", side {page}");
    }
    text
}

fn show(item: &Item, answer: &mut Answer) {
    let record = &item.item;
    let mut heading = match record {
        AnyRecord::Document(_) => terms::document_of(&item.place.document),
        AnyRecord::Request(one) => format!("vedtak {}", one.id),
        _ => record
            .number()
            .or(record.id())
            .unwrap_or(terms::record(item.place.record))
            .to_string(),
    };
    if let Some(title) = record.title() {
        heading += &format!(
            " – {}",
            title.split_whitespace().collect::<Vec<_>>().join(" ")
        );
    }
    answer.parts.push(Part::Heading(heading));
    let mut facts = Vec::new();
    let mut fact = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            facts.push(format!("{name}: {value}"));
        }
    };
    fact("Type", Some(terms::record(item.place.record).to_string()));
    fact("Står i", Some(place(&item.place)));
    let path = item.sections.iter().map(|one| match &one.number {
        Some(number) => format!("{number} {}", one.title),
        None => one.title.clone(),
    });
    fact("Avsnitt", Some(path.collect::<Vec<_>>().join(" › ")));
    fact("Mål", item.goal.as_ref().map(|goal| goal.text.clone()));
    let department = |one: &AnyRecord| match one {
        AnyRecord::Assignment(one) => one.department.clone(),
        _ => None,
    };
    fact(
        "Mottaker",
        Some(match record {
            AnyRecord::Assignment(one) if !one.addressees.is_empty() => one.addressees.join(", "),
            _ => item.place.document.recipients.join(", "),
        }),
    );
    fact("Avdeling", department(record));
    match record {
        AnyRecord::Assignment(one) => {
            fact("Ledes av", one.lead.clone());
            fact(
                "Unntatt offentlighet",
                one.withheld.then(|| "ja".to_string()),
            );
        }
        AnyRecord::Request(one) => {
            let yes = |yes: bool| (if yes { "Ja" } else { "Nei" }).to_string();
            fact("Vedtatt", one.date.as_deref().map(crate::export::day));
            fact("Stikkord", one.keyword.clone());
            fact("Grunnlag", Some(one.basis.join("; ")));
            fact("Rapporteringen avsluttes", one.reporting_ends.map(yes));
            fact("Utfall", one.outcome.map(|one| one.in_text()));
        }
        AnyRecord::Document(one) => {
            fact("Dato", one.date.as_deref().map(crate::export::day));
            fact("Saksnummer", one.reference.clone());
            fact("Fra", Some(one.issuers.join(", ")));
            fact("Forhold", Some(terms::relation(one.relation).to_string()));
            let contents = item
                .contents
                .iter()
                .map(|one| format!("{}: {}", terms::record(one.value), one.count));
            fact("Innhold", Some(contents.collect::<Vec<_>>().join(", ")));
        }
        _ => {}
    }
    fact("Referanse", Some(item.place.reference.clone()));
    let file = &item.file;
    let gone = if file.gone { " (kilden er borte)" } else { "" };
    fact(
        "Fil",
        Some(format!(
            "{}{gone}",
            file.origin.as_deref().unwrap_or(&file.source)
        )),
    );
    if !item.also_in.is_empty() {
        let also = item.passed_over.iter();
        let also: Vec<String> = also
            .map(|one| format!("{} ({})", one.json, terms::passed_over(&one.ground)))
            .collect();
        fact("Samme dokument også i", Some(also.join(", ")));
    }
    answer.parts.push(Part::Lines(facts.join("\n")));
    if !item.place.findings.is_empty() {
        answer.parts.push(Part::Heading(TO_CHECK.to_string()));
        let told = item.place.findings.iter();
        // With the tool's own words: the figures are in them.
        let told = told.map(|one| format!("{} ({})", one.whole(), one.message));
        let told: Vec<String> = told.collect();
        answer.parts.push(Part::Lines(told.join("\n")));
    }
    texts(record, answer);
    let row = |sheet: &mut Sheet, place: &Place, of: &AnyRecord, due: String| {
        sheet.rows.push(vec![
            place.reference.clone(),
            terms::record(place.record).to_string(),
            of.number().unwrap_or_default().to_string(),
            of.title().unwrap_or_default().to_string(),
            of.texts().first().copied().unwrap_or_default().to_string(),
            due,
            terms::document_of(&place.document),
            terms::page(place.page.as_deref()),
            place.findings.titles(),
        ]);
    };
    row(&mut answer.sheet, &item.place, record, String::new());
    deadlines(item, answer);
    let history = item
        .history
        .iter()
        .filter(|event| event.place.reference != item.place.reference);
    let mut sheet = Sheet::new(&[column::WHAT, column::DOCUMENT, column::PAGE, column::TEXT]);
    if item.history.len() > 1 {
        for event in &item.history {
            let what = match &event.item {
                AnyRecord::Request(one) => {
                    let ends = one.reporting_ends.map_or("", |ends| {
                        if ends {
                            ", avsluttes"
                        } else {
                            ", avsluttes ikke"
                        }
                    });
                    let outcome = one
                        .outcome
                        .map_or_else(String::new, |one| format!(", {}", one.in_text()));
                    format!("{}{outcome}{ends}", terms::event(event.what))
                }
                _ => terms::event(event.what).to_string(),
            };
            let own = event.place.reference == item.place.reference;
            let text = event.item.texts().first().copied().unwrap_or_default();
            sheet.rows.push(vec![
                what,
                terms::document_of(&event.place.document),
                terms::page(event.place.page.as_deref()),
                if own {
                    "(teksten over)".to_string()
                } else {
                    text.to_string()
                },
            ]);
        }
    }
    answer.table("Historie", sheet);
    for event in history {
        row(&mut answer.sheet, &event.place, &event.item, String::new());
    }
    let mut sheet = Sheet::new(&[
        column::DOCUMENT,
        column::PAGE,
        column::TITLE,
        column::TEXT,
        column::REFERENCE,
    ]);
    for one in &item.answers {
        sheet.rows.push(vec![
            terms::document_of(&one.place.document),
            terms::page(one.place.page.as_deref()),
            one.report.title.clone().unwrap_or_default(),
            one.report.answer.clone().unwrap_or_default(),
            one.place.reference.clone(),
        ]);
        row(
            &mut answer.sheet,
            &one.place,
            &AnyRecord::Report(Box::new(one.report.clone())),
            String::new(),
        );
    }
    answer.table("Svar", sheet);
    let mut sheet = Sheet::new(&[
        column::POST,
        column::AMOUNT,
        column::TEXT,
        column::DOCUMENT,
        column::PAGE,
    ]);
    for one in &item.earmarks {
        let post = [one.chapter.as_deref(), one.post.as_deref()]
            .into_iter()
            .flatten();
        sheet.rows.push(vec![
            post.collect::<Vec<_>>().join("."),
            one.earmark.nok.map(grouped).unwrap_or_default(),
            one.earmark.text.clone(),
            terms::document_of(&one.place.document),
            terms::page(one.place.page.as_deref()),
        ]);
    }
    answer.table("Øremerket", sheet);
    references(item, answer);
}

/// The texts of a record, each under its name.
fn texts(record: &AnyRecord, answer: &mut Answer) {
    let mut part = |heading: &str, text: Option<&str>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            answer.parts.push(Part::Heading(heading.to_string()));
            answer.parts.push(Part::Lines(text.to_string()));
        }
    };
    match record {
        AnyRecord::Document(_) | AnyRecord::Section(_) | AnyRecord::Link(_) => {}
        AnyRecord::Request(one) => {
            part("Vedtak", one.text.as_deref());
            part("Departementets omtale", one.response.as_deref());
        }
        AnyRecord::Report(one) => {
            part("Krav til rapportering", one.requirement.as_deref());
            part("Svar", one.answer.as_deref());
        }
        AnyRecord::Assignment(one) => {
            part("Tekst", one.text.as_deref());
            let text = one.text.as_deref().unwrap_or_default();
            let mut sheet = Sheet::new(&[column::NUMBER, column::TITLE, column::TEXT]);
            for one in &one.parts {
                let title = one.title.clone().unwrap_or_default();
                // The text above holds it, but for parts that stand in cells of their own.
                let apart = !text.contains(&one.text);
                let text = if apart || title.is_empty() {
                    one.text.clone()
                } else {
                    String::new()
                };
                sheet.rows.push(vec![one.label.clone(), title, text]);
            }
            answer.table("Deler", sheet);
        }
        AnyRecord::Table(one) => {
            let row = |cells: &Vec<String>| cells.join(" | ");
            let rows: Vec<String> = one.header.iter().chain(&one.rows).map(row).collect();
            part("Tabell", Some(&rows.join("\n")));
        }
        AnyRecord::Appropriation(one) => {
            let figures = one.figures.iter().map(|figure| {
                let label = figure.label.as_deref().unwrap_or(terms::role(figure.role));
                format!(
                    "{label}: {}",
                    figure.nok.map_or_else(|| figure.raw.clone(), grouped)
                )
            });
            part(
                "Beløp i kroner",
                Some(&figures.collect::<Vec<_>>().join("\n")),
            );
            let earmarks: Vec<&str> = one.earmarks.iter().map(|one| one.text.as_str()).collect();
            part("Øremerket", Some(&earmarks.join("\n")));
            part("Vilkår", Some(&one.conditions.join(", ")));
        }
        AnyRecord::Deadline(one) => {
            part("Frist", Some(&deadline(one)));
            part("Hva", one.what.as_deref());
        }
        other => part("Tekst", Some(&other.texts().join("\n"))),
    }
}

fn deadlines(item: &Item, answer: &mut Answer) {
    let mut sheet = Sheet::new(&[
        column::DUE,
        column::STATE,
        column::TYPE,
        column::WHAT,
        column::DOCUMENT,
        column::PAGE,
        column::CHECK,
    ]);
    for one in &item.deadlines {
        let parts = one.deadline.parts.join(", ");
        let what = one.deadline.what.clone().unwrap_or_default();
        sheet.rows.push(vec![
            deadline(&one.deadline),
            terms::status(one.deadline.status).to_string(),
            terms::deadline_kind(one.deadline.kind).to_string(),
            if parts.is_empty() {
                what
            } else {
                format!("Del {parts}: {what}")
            },
            terms::document(&one.place.document),
            terms::page(one.place.page.as_deref()),
            one.place.findings.titles(),
        ]);
        answer.sheet.rows.push(vec![
            one.place.reference.clone(),
            terms::record(one.place.record).to_string(),
            String::new(),
            String::new(),
            one.deadline.what.clone().unwrap_or_default(),
            deadline(&one.deadline),
            terms::document_of(&one.place.document),
            terms::page(one.place.page.as_deref()),
            one.place.findings.titles(),
        ]);
    }
    answer.table("Frister", sheet);
}

fn references(item: &Item, answer: &mut Answer) {
    let mut sheet = Sheet::new(&[
        column::WHAT,
        column::TITLE,
        column::DOCUMENT,
        column::PAGE,
        column::CHECK,
        column::REFERENCE,
    ]);
    for one in &item.citations {
        sheet.rows.push(vec![
            format!("«{}»", one.raw),
            one.title.clone().unwrap_or_default(),
            terms::document_of(&one.place.document),
            terms::page(one.place.page.as_deref()),
            one.place.findings.titles(),
            one.place.reference.clone(),
        ]);
    }
    answer.table("Omtalt i", sheet);
    let mut sheet = Sheet::new(&[
        column::WHAT,
        column::DOCUMENT,
        column::PAGE,
        column::CHECK,
        column::REFERENCE,
    ]);
    for one in &item.links {
        // What cites it stands in the list above.
        if one.link.kind == "cites" && !one.outgoing {
            continue;
        }
        let end = if one.outgoing {
            &one.link.to
        } else {
            &one.link.from
        };
        let name = match &end.id {
            Some(id) => format!("{}#{id}", end.document),
            None => end.document.clone(),
        };
        sheet.rows.push(vec![
            terms::link(&one.link.kind, one.outgoing),
            one.other
                .as_ref()
                .map(|other| terms::document_of(&other.document))
                .unwrap_or_default(),
            terms::page(one.other.as_ref().and_then(|other| other.page.as_deref())),
            one.other
                .as_ref()
                .map(|other| other.findings.titles())
                .unwrap_or_default(),
            one.other
                .as_ref()
                .map_or(name, |other| other.reference.clone()),
        ]);
    }
    answer.table("Koblinger", sheet);
}
