//! Arithmetic: money adds up, and prose agrees with tables.
//!
//! Sums are held against what they sum, tables against each other, per cent against the figures they
//! are of, what a revised budget changes against what was and will be, and what the text says of a
//! post against its table. Whatever disagrees is a warning with
//! both figures; nothing is mended.

use super::diagnostic;
use crate::model::Code;
use crate::model::{
    Appropriation, AppropriationLevel as Level, AppropriationTable as Table, Diagnostic, Document,
    DocumentKind, Extraction, Figure, FigureRole as Role, Severity,
};
use std::collections::BTreeMap;

/// The columns of a table that add up.
const SUMMED: [Role; 3] = [Role::Accounts, Role::Budget, Role::Proposal];

/// Sums that do not add up (`sum_mismatch`), tables that give other figures for the same post or
/// chapter (`tables_disagree`), per cent that are not the change of their figures
/// (`percent_mismatch`), changes that do not lead to the new figure (`change_mismatch`), and prose that gives another figure (`text_disagrees`) or another direction
/// (`direction_mismatch`) than the table: all of them findings about the source.
pub fn arithmetic(extraction: &Extraction) -> Vec<Diagnostic> {
    extraction
        .documents
        .iter()
        .filter(|document| document.kind == DocumentKind::BudgetProposition)
        .flat_map(|document| {
            let mut found = sums(document);
            found.extend(tables(document));
            found.extend(percents(document));
            found.extend(super::changes::changes(document));
            found.extend(prose(document));
            found.extend(repeated(document));
            found
        })
        .collect()
}

pub(super) fn warning(code: Code, message: String, about: &Appropriation) -> Diagnostic {
    diagnostic(
        code,
        Severity::Warning,
        message,
        Some(&about.id),
        &about.spans,
    )
}

/// A figure whose column was not decided: a sum over it says nothing.
pub(super) fn undecided(row: &Appropriation) -> bool {
    row.figures.iter().any(|figure| figure.role == Role::Other) || row.figures.is_empty()
}

/// What a post is called in a message: «701.21», «chapter 701», «Sum kategori 10.00».
pub(super) fn called(row: &Appropriation) -> String {
    match (&row.chapter, &row.post, row.level) {
        (Some(chapter), Some(post), _) => format!("post {chapter}.{post}"),
        (Some(chapter), None, _) => format!("chapter {chapter}"),
        (None, _, _) => format!("«{}»", row.name.as_deref().unwrap_or(&row.id)),
    }
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Accounts => "accounts",
        Role::Budget => "budget",
        Role::Proposal => "proposal",
        _ => "figure",
    }
}

// ------------------------------------------------------------------ sums

/// Posts to chapters, chapters and groups of posts to categories, categories to totals.
fn sums(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for table in [Table::Chapter, Table::Category, Table::Decision] {
        let rows: Vec<&Appropriation> = document
            .appropriations
            .iter()
            .filter(|row| row.table == table)
            .collect();
        match table {
            Table::Decision => decision_sums(&rows, &mut found),
            _ => table_sums(&rows, table, &mut found),
        }
    }
    found
}

/// In a table the sum stands below what it sums.
fn table_sums(rows: &[&Appropriation], table: Table, found: &mut Vec<Diagnostic>) {
    let closes = match table {
        Table::Chapter => Level::Chapter,
        _ => Level::Category,
    };
    let mut open: Vec<&Appropriation> = Vec::new();
    for row in rows {
        if row.level == closes {
            add_up(&open, row, found);
            open.clear();
        } else {
            // A table without a sum ends where another chapter's rows begin.
            if open.last().is_some_and(|last| {
                last.level != row.level || table == Table::Chapter && last.chapter != row.chapter
            }) {
                open.clear();
            }
            open.push(row);
        }
    }
}

/// In the decision the chapter stands above its posts, its sum beside the last of them.
fn decision_sums(rows: &[&Appropriation], found: &mut Vec<Diagnostic>) {
    let mut chapter: Option<&Appropriation> = None;
    let mut posts: Vec<&Appropriation> = Vec::new();
    let mut chapters: Vec<&Appropriation> = Vec::new();
    let mut categories: Vec<&Appropriation> = Vec::new();
    let close = |chapter: &mut Option<&Appropriation>,
                 posts: &mut Vec<&Appropriation>,
                 found: &mut Vec<Diagnostic>| {
        if let Some(sum) = chapter.take() {
            add_up(posts, sum, found);
        }
        posts.clear();
    };
    for row in rows {
        match row.level {
            Level::Post => posts.push(row),
            Level::Chapter => {
                close(&mut chapter, &mut posts, found);
                chapter = Some(row);
                chapters.push(row);
            }
            Level::Category => {
                close(&mut chapter, &mut posts, found);
                add_up(&chapters, row, found);
                chapters.clear();
                categories.push(row);
            }
            Level::Total => {
                close(&mut chapter, &mut posts, found);
                let parts = if categories.is_empty() {
                    &chapters
                } else {
                    &categories
                };
                add_up(parts, row, found);
                chapters.clear();
                categories.clear();
            }
            _ => {}
        }
    }
    close(&mut chapter, &mut posts, found);
}

/// Holds a sum against its parts, column by column.
fn add_up(parts: &[&Appropriation], sum: &Appropriation, found: &mut Vec<Diagnostic>) {
    if parts.is_empty() || undecided(sum) || parts.iter().any(|part| undecided(part)) {
        return;
    }
    for role in SUMMED {
        let own: Vec<i64> = parts.iter().filter_map(|part| part.nok(role)).collect();
        let printed = sum.nok(role);
        if own.is_empty() && printed.is_none() {
            continue;
        }
        let total = own
            .iter()
            .fold(0i64, |total, nok| total.saturating_add(*nok));
        if total != printed.unwrap_or(0) {
            let message = format!(
                "{}: the {} are {} together, the sum printed is {}",
                called(sum),
                plural(parts[0], role),
                kroner(total),
                printed.map_or("none".to_string(), kroner),
            );
            found.push(warning(Code::SumMismatch, message, sum));
        }
    }
}

fn plural(part: &Appropriation, role: Role) -> String {
    let what = match part.level {
        Level::Post => "posts",
        Level::Chapter => "chapters",
        Level::PostGroup => "groups of posts",
        _ => "categories",
    };
    format!("{what} ({})", role_name(role))
}

/// `-7 495 000 kroner`
pub(super) fn kroner(nok: i64) -> String {
    let digits = nok.unsigned_abs().to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    format!("{}{out} kroner", if nok < 0 { "-" } else { "" })
}

// ------------------------------------------------------------------ tables

/// What different tables say of the same post or chapter.
fn tables(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut first: BTreeMap<(&str, Option<&str>, u8), (&Appropriation, i64)> = BTreeMap::new();
    // In thousands a figure of the decision may be rounded.
    let tables = [Table::Chapter, Table::Category, Table::Decision];
    for table in tables {
        let rows = document.appropriations.iter().filter(|row| {
            row.table == table
                && matches!(row.level, Level::Post | Level::Chapter)
                && !undecided(row)
        });
        for row in rows {
            let Some(chapter) = row.chapter.as_deref() else {
                continue;
            };
            for (n, role) in SUMMED.iter().enumerate() {
                let Some(own) = row.nok(*role) else { continue };
                let key = (chapter, row.post.as_deref(), n as u8);
                match first.get(&key) {
                    None => {
                        first.insert(key, (row, own));
                    }
                    Some((other, printed)) => {
                        let thousand = |nok: i64| nok % 1000 == 0;
                        let rounded =
                            thousand(*printed) != thousand(own) && (printed - own).abs() < 1000;
                        // A chapter's sum that its posts belie has been told of.
                        let belied = row.level == Level::Chapter
                            && posts_of(document, chapter, *role) == Some(own);
                        if *printed != own && !rounded && !belied && other.table != row.table {
                            let message = format!(
                                "{} ({}): {} here, {} in {}",
                                called(row),
                                role_name(*role),
                                kroner(own),
                                kroner(*printed),
                                other.id
                            );
                            found.push(warning(Code::TablesDisagree, message, row));
                        }
                    }
                }
            }
        }
    }
    found.extend(unmatched(document));
    found
}

/// What the posts of a chapter's table come to.
fn posts_of(document: &Document, chapter: &str, role: Role) -> Option<i64> {
    let posts = document.appropriations.iter().filter(|row| {
        row.table == Table::Chapter
            && row.level == Level::Post
            && row.chapter.as_deref() == Some(chapter)
    });
    posts
        .filter_map(|row| row.nok(role))
        .reduce(|sum, own| sum.saturating_add(own))
}

/// Posts that the tables of chapters propose and the decision does not, and the other way round.
fn unmatched(document: &Document) -> Vec<Diagnostic> {
    let proposals = |table: Table| -> BTreeMap<(&str, &str), &Appropriation> {
        document
            .appropriations
            .iter()
            .filter(|row| row.table == table && row.level == Level::Post && !undecided(row))
            .filter(|row| row.nok(Role::Proposal).is_some_and(|nok| nok != 0))
            .filter_map(|row| Some(((row.chapter.as_deref()?, row.post.as_deref()?), row)))
            .collect()
    };
    let (chapters, decision) = (proposals(Table::Chapter), proposals(Table::Decision));
    let known = |rows: &BTreeMap<(&str, &str), &Appropriation>, chapter: &str| {
        rows.keys().any(|(own, _)| *own == chapter)
    };
    let mut found = Vec::new();
    for (one, other, place) in [
        (&chapters, &decision, "the decision"),
        (&decision, &chapters, "the chapter's table"),
    ] {
        for (key, row) in one {
            if !other.contains_key(key) && known(other, key.0) {
                let message = format!("{}: proposed here, and not in {place}", called(row));
                found.push(warning(Code::TablesDisagree, message, row));
            }
        }
    }
    found
}

/// Rows of other tables that give a post's figures once more, in millions: «Kap. 2711, post 72».
///
/// ```text
/// row   ::= [words] "kap." chapter "," "post" post accounts* budget proposal
/// ```
/// Only tables whose head ends in a proposal, and whose caption names the unit, are held against it.
fn repeated(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for table in &document.tables {
        let caption = table.caption.as_deref().unwrap_or_default();
        let head: Vec<&str> = table.header.iter().flatten().map(String::as_str).collect();
        let proposes = head
            .iter()
            .rev()
            .take(2)
            .any(|title| title.starts_with("Forslag"));
        if !caption.contains("mill. kr") || !proposes {
            continue;
        }
        for cells in &table.rows {
            let Some((chapter, post)) = cells.first().and_then(|words| named_post(words)) else {
                continue;
            };
            let row = document.appropriations.iter().find(|row| {
                row.table == Table::Chapter
                    && row.chapter.as_deref() == Some(chapter)
                    && row.post.as_deref() == Some(post)
                    && !undecided(row)
            });
            let Some(row) = row.filter(|_| cells.len() >= 3) else {
                continue;
            };
            let own = cells.iter().rev().zip([Role::Proposal, Role::Budget]);
            for (printed, role) in own {
                let (Some(value), Some(real)) = (millions(printed), row.nok(role)) else {
                    continue;
                };
                if (value - real as f64 / 1e6).abs() > half_step(printed) + 1e-6 {
                    let message = format!(
                        "{} ({}): «{caption}» has {printed} mill. kroner, the chapter's table {}",
                        called(row),
                        role_name(role),
                        kroner(real)
                    );
                    found.push(diagnostic(
                        Code::TablesDisagree,
                        Severity::Warning,
                        message,
                        Some(&table.id),
                        &table.spans,
                    ));
                }
            }
        }
    }
    found
}

/// `Sum kap. 2755, post 70`: the chapter and the post.
fn named_post(words: &str) -> Option<(&str, &str)> {
    let at = words.find("ap. ")?;
    let (chapter, post) = words[at + 4..].split_once(", post ")?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (digits(chapter) && digits(post)).then_some((chapter, post))
}

/// A number of a cell: `2 889,8`.
fn millions(cell: &str) -> Option<f64> {
    let plain: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    plain.replace(',', ".").replace('−', "-").parse().ok()
}

// ------------------------------------------------------------------ per cent

/// Per cent of change in a row of a table, held against the budget and the proposal.
fn percents(document: &Document) -> Vec<Diagnostic> {
    let rows = document
        .appropriations
        .iter()
        .filter(|row| row.table == Table::Category);
    rows.filter_map(|row| {
        let printed = row.figure(Role::Percent)?;
        let percent = printed.percent?;
        let (before, after) = (row.nok(Role::Budget)?, row.nok(Role::Proposal)?);
        let change = change(before, after)?;
        let message = || {
            format!(
                "{}: from {} to {} is a change of {change:.1} per cent, the table prints {}",
                called(row),
                kroner(before),
                kroner(after),
                printed.raw
            )
        };
        ((change - percent).abs() > half_step(&printed.raw) + 1e-6)
            .then(|| warning(Code::PercentMismatch, message(), row))
    })
    .collect()
}

/// The change in per cent.
fn change(before: i64, after: i64) -> Option<f64> {
    (before != 0).then(|| (after as f64 - before as f64) * 100.0 / (before as f64).abs())
}

/// Half of the last digit that a figure is printed with.
fn half_step(raw: &str) -> f64 {
    let digits: String = raw
        .chars()
        .skip_while(|c| *c != ',')
        .skip(1)
        .take_while(char::is_ascii_digit)
        .collect();
    0.5 * 10f64.powi(-(digits.len() as i32))
}

// ------------------------------------------------------------------ prose

/// What the text says of a post, held against its table.
fn prose(document: &Document) -> Vec<Diagnostic> {
    let mut posts: BTreeMap<(&str, &str), &Appropriation> = BTreeMap::new();
    for row in &document.appropriations {
        if row.table == Table::Chapter
            && row.level == Level::Post
            && !undecided(row)
            && let (Some(chapter), Some(post)) = (row.chapter.as_deref(), row.post.as_deref())
        {
            posts.entry((chapter, post)).or_insert(row);
        }
    }
    let mut found = Vec::new();
    for row in document
        .appropriations
        .iter()
        .filter(|row| row.table == Table::Text)
    {
        found.extend(within_sentence(row));
        let (Some(chapter), Some(post)) = (row.chapter.as_deref(), row.post.as_deref()) else {
            continue;
        };
        let Some(table) = posts.get(&(chapter, post)) else {
            continue;
        };
        found.extend(against_table(row, table));
    }
    found
}

/// A sentence that gives two amounts and the change between them.
fn within_sentence(row: &Appropriation) -> Option<Diagnostic> {
    let printed = row.figure(Role::Percent)?;
    let percent = printed.percent?;
    let mut years: Vec<&Figure> = row
        .figures
        .iter()
        .filter(|figure| figure.role == Role::Accounts && figure.year.is_some())
        .collect();
    years.sort_by_key(|figure| figure.year);
    let [before, after] = years[..] else {
        return None;
    };
    let (from, to) = (before.nok?, after.nok?);
    let real = change(from, to)?;
    let message = |what: &str| {
        format!(
            "{}: from {} to {} is a change of {real:.1} per cent, {what} {}",
            called(row),
            before.raw,
            after.raw,
            printed.raw
        )
    };
    if real * percent < 0.0 && real.abs() > 0.05 {
        return Some(warning(
            Code::DirectionMismatch,
            message("the text says the other way"),
            row,
        ));
    }
    // The amounts are rounded, too.
    let (low, high) = (
        change(from + step(before) / 2, to - step(after) / 2)?,
        change(from - step(before) / 2, to + step(after) / 2)?,
    );
    let half = half_step(&printed.raw) + 1e-6;
    let off = percent.abs() < low.abs().min(high.abs()) - half && low * high > 0.0
        || percent.abs() > low.abs().max(high.abs()) + half;
    off.then(|| warning(Code::PercentMismatch, message("the text says"), row))
}

/// What the last printed digit of an amount stands for, in kroner.
pub(super) fn step(figure: &Figure) -> i64 {
    let raw = figure.raw.as_str();
    let lower = raw.to_lowercase();
    let unit: i64 = match () {
        () if lower.contains("mrd") || lower.contains("milliard") => 1_000_000_000,
        () if lower.contains("mill") => 1_000_000,
        () if lower.contains("tusen") => 1_000,
        () => 1,
    };
    let places = raw
        .chars()
        .skip_while(|c| *c != ',')
        .skip(1)
        .skip_while(|c| c.is_whitespace())
        .take_while(char::is_ascii_digit)
        .count();
    unit / 10i64.pow(places.min(9) as u32).max(1)
}

fn against_table(row: &Appropriation, table: &Appropriation) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let (Some(said), Some(printed)) = (row.figure(Role::Proposal), table.nok(Role::Proposal))
        && let Some(own) = said.nok
        && (own - printed).abs() > step(said) / 2 + 1000
    {
        let message = format!(
            "{}: the text says {}, the table {}",
            called(row),
            said.raw,
            kroner(printed)
        );
        found.push(warning(Code::TextDisagrees, message, row));
    }
    if let (Some(said), Some(proposal)) = (row.figure(Role::Change), table.nok(Role::Proposal))
        && let Some(own) = said.nok
    {
        let before = table.nok(Role::Budget).unwrap_or(0);
        let real = proposal - before;
        let message = |what: &str| {
            format!(
                "{}: the text says {what} {}, the table goes from {} to {} ({})",
                called(row),
                said.raw,
                kroner(before),
                kroner(proposal),
                kroner(real)
            )
        };
        let what = if own < 0 {
            "a reduction of"
        } else {
            "an increase of"
        };
        if own.signum() != real.signum() {
            found.push(warning(Code::DirectionMismatch, message(what), row));
        } else if (own - real).abs() > step(said) / 2 + 1000 {
            found.push(warning(Code::TextDisagrees, message(what), row));
        }
    }
    found
}
