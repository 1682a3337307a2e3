//! `oppdrag budget`: a post or a chapter through all documents.

use super::answer::{Answer, Sheet};
use super::asked::{Asked, OfDocuments};
use super::terms::{self, column};
use super::{Outcome, Usage};
use crate::export::grouped;
use crate::export::records::Word;
use crate::findings::Remarks;
use crate::model::{EarmarkKind, Span};
use crate::store::{AuthorisationRow, Budget, BudgetRow, Place, Post};

/// Show a post or a chapter of the budget through all documents
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Lists what propositions, letters and their supplements say of a post (732.70) or of a chapter \
with all its posts (732), year by year: the figures in whole kroner under the titles of their columns, what \
is set aside of them, and what is authorised, each with document and page. An authorisation is found under \
the posts that it may exceed and under those of the income that it is measured against. With --csv every \
figure, earmark and authorisation is a row; the first column says which.",
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
    narrowed: OfDocuments,
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
            if !some {
                args.asked.misspelt(&store, &args.narrowed.filter());
            }
            args.asked.answer(&found, &answer(&found), some, &nothing)
        }
        Err(error) => Ok(args.asked.failed(&error)),
    }
}

/// What a row of the CSV is.
const FIGURE: &str = "beløp";
const EARMARK: &str = "øremerket";
const RATE: &str = "sats";
const AUTHORISATION: &str = "fullmakt";

fn answer(found: &Budget) -> Answer {
    let mut answer = Answer {
        sheet: Sheet::new(&[
            column::TYPE,
            column::YEAR,
            column::POST,
            column::NAME,
            column::COLUMN,
            column::ROLE,
            column::AMOUNT,
            column::PERCENT,
            column::PRINTED,
            column::TEXT,
            column::NOTE,
            column::DOCUMENT,
            column::PAGE,
            column::CHECK,
            column::REFERENCE,
        ]),
        ..Answer::default()
    };
    let mut posts = Sheet::new(&[
        column::YEAR,
        column::POST,
        column::NAME,
        column::AMOUNT,
        column::DOCUMENT,
        column::PAGE,
        column::CHECK,
        column::REFERENCE,
    ]);
    let mut earmarks = Sheet::new(&[
        column::YEAR,
        column::POST,
        column::AMOUNT,
        column::TEXT,
        column::DOCUMENT,
        column::PAGE,
        column::CHECK,
    ]);
    for row in &found.rows {
        post(row, &mut posts, &mut earmarks, &mut answer.sheet);
    }
    let mut authorisations = Sheet::new(&[
        column::YEAR,
        column::POST,
        column::INCOME,
        column::AMOUNT,
        column::TEXT,
        column::DOCUMENT,
        column::PAGE,
        column::CHECK,
        column::REFERENCE,
    ]);
    for row in &found.authorisations {
        authorisation(row, &mut authorisations, &mut answer.sheet);
    }
    let called = match &found.post.post {
        Some(post) => format!("Kap. {} post {post}, i kroner", found.post.chapter),
        None => format!("Kap. {}, i kroner", found.post.chapter),
    };
    answer.table(&called, posts);
    answer.table("Øremerket", earmarks);
    answer.table("Fullmakter", authorisations);
    answer
}

fn year(place: &Place) -> String {
    let year = place.document.year;
    year.map(|year| year.to_string()).unwrap_or_default()
}

/// `925.01`; a chapter alone; nothing.
fn number(chapter: Option<&str>, post: Option<&str>) -> String {
    let parts = [chapter, post].into_iter().flatten();
    parts.collect::<Vec<_>>().join(".")
}

/// A post: one row of its table, and one of the CSV for each of its figures and earmarks.
fn post(row: &BudgetRow, posts: &mut Sheet, earmarks: &mut Sheet, csv: &mut Sheet) {
    let (place, post) = (&row.place, &row.appropriation);
    let number = number(post.chapter.as_deref(), post.post.as_deref());
    let name = post.name.as_deref().or(post.chapter_name.as_deref());
    let name = name.unwrap_or_default();
    let page = terms::page(place.page.as_deref());
    let document = terms::document_of(&place.document);
    // What all rows of the post begin and end with.
    let mut line = |kind: &str, middle: [String; 6], note: String, page: &str| {
        let mut cells = vec![
            kind.to_string(),
            year(place),
            number.clone(),
            name.to_string(),
        ];
        cells.extend(middle);
        cells.extend([
            note,
            document.clone(),
            page.to_string(),
            place.findings.titles(),
            place.reference.clone(),
        ]);
        csv.rows.push(cells);
    };
    let mut figures = Vec::new();
    let conditions = post.conditions.join(", ");
    for figure in &post.figures {
        let label = figure.label.as_deref().map(words);
        let role = terms::role(figure.role);
        figures.push(format!(
            "{}: {}",
            label.as_deref().unwrap_or(role),
            figure.nok.map_or_else(|| figure.raw.clone(), grouped)
        ));
        line(
            FIGURE,
            [
                label.unwrap_or_default(),
                role.to_string(),
                figure.nok.map(|nok| nok.to_string()).unwrap_or_default(),
                figure
                    .percent
                    .map(|percent| percent.to_string())
                    .unwrap_or_default(),
                figure.raw.clone(),
                String::new(),
            ],
            conditions.clone(),
            &page,
        );
    }
    // A post of which only earmarks are printed is told by them.
    if post.figures.is_empty() && (post.earmarks.is_empty() || !conditions.is_empty()) {
        line(FIGURE, Default::default(), conditions, &page);
    }
    for one in &post.earmarks {
        let kind = match one.kind {
            EarmarkKind::Rate => RATE,
            EarmarkKind::Earmark | EarmarkKind::Other => EARMARK,
        };
        let bounds = [
            (one.minimum, "minst"),
            (one.maximum, "inntil"),
            (one.parent.is_some(), "hvorav"),
        ];
        let bounds = bounds.into_iter().filter(|(is, _)| *is);
        let notes = bounds.map(|(_, word)| word.to_string());
        let notes: Vec<String> = notes.chain(one.assignments.iter().cloned()).collect();
        let mut middle: [String; 6] = Default::default();
        middle[2] = one.nok.map(|nok| nok.to_string()).unwrap_or_default();
        middle[5] = one.text.clone();
        // An earmark often stands on a later page than the row of its post.
        let own = Span::first_page(&one.spans);
        let own = terms::page(own.as_deref().or(place.page.as_deref()));
        line(kind, middle, notes.join("; "), &own);
        earmarks.rows.push(vec![
            year(place),
            number.clone(),
            one.nok.map(grouped).unwrap_or_default(),
            one.text.clone(),
            document.clone(),
            own,
            place.findings.titles(),
        ]);
    }
    posts.rows.push(vec![
        year(place),
        number,
        name.to_string(),
        figures.join("\n"),
        document,
        page,
        place.findings.titles(),
        place.reference.clone(),
    ]);
}

/// An authorisation: a row of its table and one of the CSV.
fn authorisation(row: &AuthorisationRow, table: &mut Sheet, csv: &mut Sheet) {
    let (place, one) = (&row.place, &row.authorisation);
    let chapter = one.chapter.as_deref();
    let posts: Vec<String> = match one.posts.is_empty() {
        true => vec![number(chapter, None)],
        false => one
            .posts
            .iter()
            .map(|post| number(chapter, Some(post)))
            .collect(),
    };
    let posts = posts.join(", ");
    let income = one.income_posts.join(", ");
    let page = terms::page(place.page.as_deref());
    let document = terms::document_of(&place.document);
    let note = match income.is_empty() {
        true => one.kind.in_text(),
        false => format!("{}; inntekt: {income}", one.kind.in_text()),
    };
    let mut cells = vec![AUTHORISATION.to_string(), year(place), posts.clone()];
    cells.extend([const { String::new() }; 3]);
    cells.push(one.limit_nok.map(|nok| nok.to_string()).unwrap_or_default());
    cells.extend([const { String::new() }; 2]);
    cells.extend([
        one.text.clone(),
        note,
        document.clone(),
        page.clone(),
        place.findings.titles(),
        place.reference.clone(),
    ]);
    csv.rows.push(cells);
    table.rows.push(vec![
        year(place),
        posts,
        income,
        one.limit_nok.map(grouped).unwrap_or_default(),
        one.text.clone(),
        document,
        page,
        place.findings.titles(),
        place.reference.clone(),
    ]);
}

/// A title of a column on one line.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
