//! `oppdrag budget`: a post or a chapter through all documents.

use super::answer::{Answer, Asked, Narrowed, Sheet};
use super::terms::{self, column};
use super::{Outcome, Usage};
use crate::model::FigureRole;
use crate::store::{Budget, Post};

/// Show a post or a chapter of the budget through all documents
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Lists what propositions, letters and their supplements say of a post (732.70) or of a chapter \
with all its posts (732), year by year: the figures in whole kroner under the titles of their columns, what \
is set aside of them, and what is authorised, each with document and page.",
    after_help = concat!(
        "\
Examples:
  oppdrag budget 732.70
  oppdrag budget \"kap. 732, post 70\" --year 2026
  oppdrag budget 732 --kind tildelingsbrev --csv > kap732.csv

",
        super::exit_codes!("no document has it", "wrong usage: no post or chapter, no store there")
    )
)]
pub(super) struct Args {
    /// Chapter and post, or a chapter
    #[arg(value_name = "POST")]
    post: String,
    #[command(flatten)]
    narrowed: Narrowed,
    #[command(flatten)]
    asked: Asked,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    let Some(post) = Post::parse(&args.post) else {
        return Err(Usage::new(
            format!("«{}» is no post and no chapter", args.post),
            "write 732.70, \"kap. 732, post 70\", or a chapter: 732",
        ));
    };
    let store = args.asked.open()?;
    match store.budget(&post, &args.narrowed.filter()) {
        Ok(found) => {
            let some = !(found.rows.is_empty() && found.authorisations.is_empty());
            let nothing = format!("Ingen dokumenter har «{}».", args.post);
            args.asked.answer(&found, &answer(&found), some, &nothing)
        }
        Err(error) => Ok(args.asked.failed(&error)),
    }
}

/// The columns of the sheet that have a role's kroner each.
const ROLES: [FigureRole; 7] = [
    FigureRole::Accounts,
    FigureRole::Budget,
    FigureRole::Proposal,
    FigureRole::Allocation,
    FigureRole::Previous,
    FigureRole::Change,
    FigureRole::New,
];

fn answer(found: &Budget) -> Answer {
    let mut columns = vec![
        column::YEAR,
        column::DOCUMENT,
        column::PAGE,
        column::POST,
        column::NAME,
    ];
    columns.extend(ROLES.map(terms::role));
    columns.push(column::REFERENCE);
    let mut answer = Answer {
        sheet: Sheet::new(&columns),
        ..Answer::default()
    };
    let mut sheet = Sheet::new(&[
        column::YEAR,
        column::POST,
        column::NAME,
        column::AMOUNT,
        column::DOCUMENT,
        column::PAGE,
        column::REFERENCE,
    ]);
    let mut earmarks = Sheet::new(&[
        column::YEAR,
        column::POST,
        column::AMOUNT,
        column::TEXT,
        column::DOCUMENT,
        column::PAGE,
    ]);
    for row in &found.rows {
        let post = &row.appropriation;
        let year = row
            .place
            .document
            .year
            .map(|year| year.to_string())
            .unwrap_or_default();
        let page = terms::page(row.place.page.as_deref());
        let number = [post.chapter.as_deref(), post.post.as_deref()]
            .into_iter()
            .flatten();
        let number = number.collect::<Vec<_>>().join(".");
        let name = post
            .name
            .as_deref()
            .or(post.chapter_name.as_deref())
            .unwrap_or_default();
        let figures = post.figures.iter().map(|figure| {
            let label = figure.label.as_deref().unwrap_or(terms::role(figure.role));
            let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
            format!(
                "{label}: {}",
                figure.nok.map_or_else(|| figure.raw.clone(), terms::kroner)
            )
        });
        sheet.rows.push(vec![
            year.clone(),
            number.clone(),
            name.to_string(),
            figures.collect::<Vec<_>>().join("\n"),
            terms::document_of(&row.place.document),
            page.clone(),
            row.place.reference.clone(),
        ]);
        let mut line = vec![
            year.clone(),
            terms::document_of(&row.place.document),
            page.clone(),
            number.clone(),
            name.to_string(),
        ];
        line.extend(ROLES.map(|role| {
            post.nok(role)
                .map(|nok| nok.to_string())
                .unwrap_or_default()
        }));
        line.push(row.place.reference.clone());
        answer.sheet.rows.push(line);
        for earmark in &post.earmarks {
            earmarks.rows.push(vec![
                year.clone(),
                number.clone(),
                earmark.nok.map(terms::kroner).unwrap_or_default(),
                earmark.text.clone(),
                terms::document_of(&row.place.document),
                page.clone(),
            ]);
        }
    }
    let mut authorisations = Sheet::new(&[
        column::YEAR,
        column::POST,
        column::AMOUNT,
        column::TEXT,
        column::DOCUMENT,
        column::PAGE,
        column::REFERENCE,
    ]);
    for row in &found.authorisations {
        let one = &row.authorisation;
        authorisations.rows.push(vec![
            row.place
                .document
                .year
                .map(|year| year.to_string())
                .unwrap_or_default(),
            one.posts.join(", "),
            one.limit_nok.map(terms::kroner).unwrap_or_default(),
            one.text.clone(),
            terms::document_of(&row.place.document),
            terms::page(row.place.page.as_deref()),
            row.place.reference.clone(),
        ]);
    }
    let called = match &found.post.post {
        Some(post) => format!("Kap. {} post {post}, i kroner", found.post.chapter),
        None => format!("Kap. {}, i kroner", found.post.chapter),
    };
    answer.table(&called, sheet);
    answer.table("Øremerket", earmarks);
    answer.table("Fullmakter", authorisations);
    answer
}
