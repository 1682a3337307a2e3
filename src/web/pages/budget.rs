//! Budsjett: a post through the years and documents.

use super::chart::{Bar, chart};
use super::record::{figure, label};
use crate::export::{CHECK, Cell, Column, grouped};
use crate::findings::Remarks;
use crate::model::{AppropriationLevel, AppropriationTable, Figure, FigureRole};
use crate::store::{AuthorisationRow, Budget, BudgetRow, Chapter, Filter, Misspelt, Post};
use crate::web::app::App;
use crate::web::errors::Problem;
use crate::web::html::{self, Place};
use crate::web::parts::{self, Choice, ROWS, Tone};
use crate::web::query::{BudgetParams, Format, ListParams, item_path};
use crate::web::sheets::{MOST, Sheet};
use crate::web::words;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most bars of a chart; the newest.
const BARS: usize = 30;

/// `/budsjett`
pub(super) async fn page(State(app): State<Arc<App>>, uri: Uri) -> Result<Response, Problem> {
    let params = BudgetParams::of(&uri)?;
    let format = params.list.format;
    let Some(post) = params.post() else {
        let chapters = app.ask_for(format, |store| Ok(store.chapters()?));
        let (turn, chapters) = chapters.await?;
        if let Some(turn) = turn {
            let file = move || chapters_sheet(&params, &chapters).send(format);
            return turn.build(file).await;
        }
        let body = overview(&params, &chapters);
        return Ok(html::page("Budsjett", Place::Budget, &body).into_response());
    };
    let (asked, filter) = (post.clone(), params.list.filter.clone());
    let (turn, (budget, misspelt)) = app
        .ask_for(format, move |store| {
            let budget = store.budget(&asked, &filter)?;
            let misspelt = match budget.rows.is_empty() && budget.authorisations.is_empty() {
                true => store.misspelt(&filter)?,
                false => Vec::new(),
            };
            Ok((budget, misspelt))
        })
        .await?;
    if let Some(turn) = turn {
        let file = move || sheet(&params, &budget).send(format);
        return turn.build(file).await;
    }
    let title = name(&post);
    let body = body(&params, &budget, &misspelt, &title);
    Ok(html::page(&format!("{title} – budsjett"), Place::Budget, &body).into_response())
}

/// "Kap. 732, post 70"
fn name(post: &Post) -> String {
    match &post.post {
        Some(number) => format!("Kap. {}, post {number}", post.chapter),
        None => format!("Kap. {}", post.chapter),
    }
}

fn address(chapter: &str, post: Option<&str>) -> String {
    let typed = match post {
        Some(post) => format!("{chapter}.{post}"),
        None => chapter.to_string(),
    };
    BudgetParams {
        typed,
        ..BudgetParams::default()
    }
    .at_page(1)
    .address()
}

fn form(params: &BudgetParams) -> Markup {
    html! {
        form.search action="/budsjett" method="get" role="search" {
            label for="post" { "Kapittel eller post" }
            div.row {
                input #post name="post" value=(params.typed) maxlength="60" autocomplete="off" aria-describedby="post-hjelp" data-keys="/";
                button type="submit" { "Vis" }
            }
            p #post-hjelp .quiet { "For eksempel " q { "732.70" } ", " q { "kap. 732 post 70" } " eller " q { "732" } "." }
            (parts::kept(&params.list.filter, &[]))
        }
    }
}

fn overview(params: &BudgetParams, chapters: &[Chapter]) -> Markup {
    let (start, end) = params.list.window(ROWS, chapters.len());
    html! {
        h1 { "Budsjett" }
        (form(params))
        @if !params.typed.is_empty() {
            (parts::nothing(&format!("«{}» er ingen post", params.typed), &[html! { "Skriv kapittelet og posten som tall: 732.70." }]))
        }
        @if chapters.is_empty() {
            (parts::nothing("Ingen kapitler er lest", &[]))
        } @else {
            p #status .status role="status" aria-live="polite" { (words::counted(chapters.len(), "kapittel", "kapitler")) }
            (parts::downloads(params, chapters.len()))
            div.wide tabindex="0" role="region" aria-label="Kapitler" {
                table.chapters {
                    caption { "Kapitler som dokumentene har penger på" }
                    thead { tr { th scope="col" { "Kap." } th scope="col" { "Navn" } th scope="col" { "Poster" } th.figure scope="col" { "Dokumenter" } } }
                    tbody {
                        @for one in &chapters[start..end] {
                            tr {
                                th scope="row" { a href=(address(&one.chapter, None)) { (one.chapter) } }
                                td { (one.name.as_deref().unwrap_or("–")) }
                                td.posts { @for post in &one.posts { a href=(address(&one.chapter, Some(post))) { (post) } " " } }
                                td.figure { (one.documents) }
                            }
                        }
                    }
                }
            }
            (parts::pager(params.list.page, ROWS, chapters.len(), |page| params.clone().at_page(page).address()))
        }
    }
}

fn body(params: &BudgetParams, budget: &Budget, misspelt: &[Misspelt], title: &str) -> Markup {
    let total = budget.rows.len();
    let printed = budget.rows.iter().rev().find_map(|row| {
        let one = &row.appropriation;
        match budget.post.post {
            Some(_) => one.name.clone(),
            None => one.chapter_name.clone(),
        }
    });
    let (start, end) = params.list.window(ROWS, total);
    let (bars, left_out) = bars(budget);
    html! {
        h1 { (title) @if let Some(name) = printed { " " span.sub { (name) } } }
        (form(params))
        (parts::chips(&parts::filter_chips(&params.list.filter, |filter| params.narrowed(filter)), &params.narrowed(Filter::default())))
        @if budget.post.post.is_some() { p { a href=(address(&budget.post.chapter, None)) { "Hele kapittel " (budget.post.chapter) } } }
        @if total == 0 && budget.authorisations.is_empty() {
            (parts::misspelt(params, misspelt))
            (parts::nothing("Ingen tall på denne posten", &[
                html! { a href=(address(&budget.post.chapter, None)) { "Se hele kapittel " (budget.post.chapter) } },
                html! { a href="/budsjett" { "Se kapitlene som er lest" } },
            ]))
        } @else {
            p #status .status role="status" aria-live="polite" {
                (words::counted(total, "rad", "rader")) " i " (words::counted(documents(budget), "dokument", "dokumenter"))
            }
            @if !bars.is_empty() {
                figure.chart { (chart(&format!("{title} gjennom årene, i kroner"), &bars)) }
                @if left_out > 0 { p.quiet { (words::counted(left_out, "eldre tall", "eldre tall")) " er ikke tegnet; alle står i radene under." } }
            }
            div.beside {
                (parts::facets(&facets(params, budget)))
                div {
                    h2 { "Alle rader" }
                    (parts::downloads(params, figures(budget)))
                    ul.rows { @for row in &budget.rows[start..end] { li { (one(row)) } } }
                    (parts::pager(params.list.page, ROWS, total, |page| params.clone().at_page(page).address()))
                    (authorisations(&budget.authorisations))
                }
            }
        }
    }
}

fn documents(budget: &Budget) -> usize {
    let mut keys: Vec<&str> = budget
        .rows
        .iter()
        .map(|row| row.place.document.key.as_str())
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys.len()
}

/// What is compared from year to year: the figures that are sums, of the post itself or, of a chapter,
/// of its sum. What two documents both print stands once, as the first of them has it; what a document
/// has in a table and says of again in running text, often rounded, stands as the table has it. With
/// them how many older ones are left out.
fn bars(budget: &Budget) -> (Vec<Bar>, usize) {
    let level = match budget.post.post {
        Some(_) => AppropriationLevel::Post,
        None => AppropriationLevel::Chapter,
    };
    let is_text = |row: &&BudgetRow| row.appropriation.table == AppropriationTable::Text;
    let own = budget.rows.iter();
    let own = own.filter(|row| row.appropriation.level == level);
    let (texts, tables): (Vec<_>, Vec<_>) = own.partition(is_text);
    let mut sums: Vec<Sum<'_>> = Vec::new();
    for row in tables.into_iter().chain(texts) {
        for figure in &row.appropriation.figures {
            let Some(one) = Sum::of(row, figure) else {
                continue;
            };
            if !sums.iter().any(|other| other.says(&one)) {
                sums.push(one);
            }
        }
    }
    sums.sort_by_key(|one| (one.year.unwrap_or(i32::MIN), one.order));
    // What a document gives in several rows is told apart by their names.
    let mut bars: Vec<Bar> = sums.iter().map(Sum::bar).collect();
    let mut rows: BTreeMap<_, usize> = BTreeMap::new();
    for bar in &bars {
        *rows
            .entry((bar.year, bar.word.clone(), bar.place.0.clone()))
            .or_default() += 1;
    }
    for (bar, sum) in bars.iter_mut().zip(&sums) {
        let several = rows[&(bar.year, bar.word.clone(), bar.place.0.clone())] > 1;
        if let Some(name) = sum.name().filter(|_| several) {
            bar.place.0 = format!("{name}, {}", bar.place.0);
        }
    }
    let over = bars.len().saturating_sub(BARS);
    (bars.into_iter().skip(over).collect(), over)
}

/// A figure that is a sum, with its row.
struct Sum<'a> {
    row: &'a BudgetRow,
    figure: &'a Figure,
    nok: i64,
    year: Option<i32>,
    /// Its place among those of a year.
    order: usize,
}

impl<'a> Sum<'a> {
    /// `None` where the figure is no sum: a change, a share, what was before.
    fn of(row: &'a BudgetRow, figure: &'a Figure) -> Option<Self> {
        let order = match figure.role {
            FigureRole::Proposal => 0,
            FigureRole::Budget => 1,
            FigureRole::Allocation => 2,
            FigureRole::New => 3,
            FigureRole::Accounts => 5,
            _ => return None,
        };
        Some(Self {
            row,
            figure,
            nok: figure.nok?,
            year: figure.year.or(row.place.document.year),
            order,
        })
    }

    fn name(&self) -> Option<&str> {
        self.row.appropriation.name.as_deref()
    }

    fn is_text(&self) -> bool {
        self.row.appropriation.table == AppropriationTable::Text
    }

    /// Whether it tells what another one tells.
    fn says(&self, other: &Self) -> bool {
        if (self.year, self.figure.role) != (other.year, other.figure.role) {
            return false;
        }
        let document = |one: &Self| one.row.place.document.key.clone();
        let same_document = document(self) == document(other);
        if !self.is_text() && other.is_text() && same_document {
            return true;
        }
        // Two rows of one document are not the same where they are called differently.
        let names = self.name().zip(other.name());
        self.nok == other.nok && (!same_document || names.is_none_or(|(one, other)| one == other))
    }

    fn bar(&self) -> Bar {
        let document = &self.row.place.document;
        let from = match document.parties() {
            [one] => format!("{}, {one}", words::document(document)),
            _ => words::document(document),
        };
        // The title of its own column: a letter may call «ny tildeling» what another calls the change.
        let mut word = match &self.figure.label {
            Some(label) => label.clone(),
            None => words::word(self.figure.role).to_string(),
        };
        if self.is_text() {
            word += " (løpende tekst)";
        }
        Bar {
            year: self.year,
            word,
            place: (from, item_path(&self.row.place)),
            nok: self.nok,
            to_check: !self.row.place.findings.is_empty(),
        }
    }
}

fn facets(params: &BudgetParams, budget: &Budget) -> Markup {
    let mut years: BTreeMap<Reverse<i32>, usize> = BTreeMap::new();
    let mut kinds = BTreeMap::new();
    for row in &budget.rows {
        let document = &row.place.document;
        if let Some(year) = document.year {
            *years.entry(Reverse(year)).or_default() += 1;
        }
        *kinds.entry(document.kind).or_default() += 1;
    }
    let years = years.iter().map(|(Reverse(year), count)| Choice {
        word: year.to_string(),
        count: *count,
        address: params.narrowed(Filter {
            years: vec![*year],
            ..params.list.filter.clone()
        }),
    });
    let kinds = kinds.iter().map(|(kind, count)| Choice {
        word: words::word(*kind).to_string(),
        count: *count,
        address: params.narrowed(Filter {
            kinds: vec![*kind],
            ..params.list.filter.clone()
        }),
    });
    let (years, kinds): (Vec<_>, Vec<_>) = (years.collect(), kinds.collect());
    html! { (parts::facet("År", &years)) (parts::facet("Dokumenttype", &kinds)) }
}

fn one(row: &BudgetRow) -> Markup {
    let one = &row.appropriation;
    let name = one.name.as_deref().or(one.chapter_name.as_deref());
    html! {
        article.money {
            p.what {
                a href=(item_path(&row.place)) {
                    @match (&one.post, name) {
                        (Some(post), Some(name)) => { "Post " (post) " " (name) }
                        (Some(post), None) => { "Post " (post) }
                        (None, name) => (name.unwrap_or(words::word(one.level))),
                    }
                }
                " " (parts::badge(Tone::Plain, words::word(one.table)))
                @if one.level != AppropriationLevel::Post { " " (parts::badge(Tone::Plain, words::word(one.level))) }
            }
            dl.figures { @for one in &one.figures { div { dt { (label(one)) } dd { (figure(one)) } } } }
            p.meta {
                (parts::document(&row.place.document)) (parts::page_of(&row.place))
                @if !one.conditions.is_empty() { " · " (one.conditions.join(", ")) }
                @if !one.earmarks.is_empty() { " · " (words::counted(one.earmarks.len(), "øremerket beløp", "øremerkede beløp")) }
            }
            (parts::check(&row.place.findings))
        }
    }
}

fn authorisations(rows: &[AuthorisationRow]) -> Markup {
    html! {
        @if !rows.is_empty() {
            section {
                h2 { "Fullmakter" }
                ul.rows { @for row in rows.iter().take(ROWS) { li {
                    p.what {
                        a href=(item_path(&row.place)) { (words::word(row.authorisation.kind)) }
                        @if let Some(nok) = row.authorisation.limit_nok { " inntil " (grouped(nok)) " kroner" }
                    }
                    p.snippet { (parts::shortened(&row.authorisation.text, 240)) }
                    p.meta { (parts::document(&row.place.document)) (parts::page_of(&row.place)) }
                    (parts::check(&row.place.findings))
                } } }
                @if rows.len() > ROWS { p.quiet { "Og " (rows.len() - ROWS) " til." } }
            }
        }
    }
}

fn chapters_sheet(params: &BudgetParams, chapters: &[Chapter]) -> Sheet {
    let rows = chapters.iter().map(|one| {
        vec![
            Cell::number_or_text(Some(&one.chapter)),
            Cell::text(one.name.clone().unwrap_or_default()),
            Cell::text(one.posts.join(", ")),
            Cell::count(one.documents),
        ]
    });
    Sheet {
        name: "kapitler",
        title: "Kapitler".into(),
        address: params.clone().in_format(Format::Page).address(),
        columns: vec![
            Column::new("Kap.", 8),
            Column::new("Navn", 50),
            Column::new("Poster", 40),
            Column::new("Dokumenter", 12),
        ],
        rows: rows.collect(),
        total: chapters.len(),
    }
}

/// How many figures the rows have: as many rows as the file has.
fn figures(budget: &Budget) -> usize {
    let rows = budget.rows.iter();
    rows.map(|row| row.appropriation.figures.len()).sum()
}

/// A row a figure.
fn sheet(params: &BudgetParams, budget: &Budget) -> Sheet {
    let mut rows = Vec::new();
    for row in &budget.rows {
        let one = &row.appropriation;
        for figure in one.figures.iter().take(MOST - rows.len()) {
            let document = &row.place.document;
            rows.push(vec![
                Cell::text(row.place.reference.as_str()),
                Cell::text(one.chapter.clone().unwrap_or_default()),
                Cell::text(one.post.clone().unwrap_or_default()),
                Cell::text(one.name.clone().unwrap_or_default()),
                Cell::text(words::word(one.side)),
                Cell::text(words::word(one.table)),
                Cell::text(figure.label.clone().unwrap_or_default()),
                figure
                    .year
                    .or(document.year)
                    .map_or(Cell::Empty, |year| Cell::Number(f64::from(year))),
                Cell::text(words::word(figure.role)),
                Cell::nok(figure.nok),
                figure.percent.map_or(Cell::Empty, Cell::Percent),
                Cell::text(figure.raw.as_str()),
                Cell::text(one.conditions.join(", ")),
                Cell::text(words::document(document)),
                Cell::text(document.parties().join(", ")),
                Cell::number_or_text(row.place.page.as_deref()),
                Cell::text(row.place.findings.told()),
            ]);
        }
    }
    Sheet {
        name: "budsjett",
        title: name(&budget.post),
        address: params.clone().in_format(Format::Page).address(),
        columns: vec![
            Column::identifier("Rad-ID", 14),
            Column::new("Kap.", 8),
            Column::new("Post", 7),
            Column::new("Navn", 40),
            Column::new("Side av budsjettet", 12),
            Column::new("Tabell", 18),
            Column::new("Kolonne", 26),
            Column::new("År", 7),
            Column::new("Hva", 20),
            Column::new("Kroner", 16),
            Column::new("Prosent", 10),
            Column::new("Som trykt", 16),
            Column::new("Vilkår", 26),
            Column::new("Dokument", 30),
            Column::new("Mottaker/avsender", 26),
            Column::new("Side", 7),
            CHECK,
        ],
        rows,
        total: figures(budget),
    }
}
