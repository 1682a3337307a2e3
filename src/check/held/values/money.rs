//! Amounts out of what is printed. The unit may stand far off, at the head of a table: what a figure is
//! in whole kroner has the digits that are printed, whatever zeros the unit adds, and the figures of one
//! row are of one unit.

use super::super::order::word;
use super::{Held, mantissa, mantissas};
use crate::grammar::amount::amounts;
use crate::model::{
    Appropriation, AppropriationLevel as Level, Earmark, Figure, FigureRole as Role,
};
use std::collections::HashMap;

/// Money that its words do not say.
pub(super) fn money(held: &mut Held<'_, '_>) {
    let document = held.document;
    for (id, message) in roles(&document.appropriations) {
        held.wrong(&id, &[], message);
    }
    for row in &document.appropriations {
        let mut wrong = Vec::new();
        for figure in &row.figures {
            wrong.extend(of_figure(document.year, figure));
        }
        wrong.extend(one_unit(row));
        wrong.extend(of_row(row));
        for message in wrong {
            held.wrong(&row.id, &row.spans, message);
        }
        for earmark in &row.earmarks {
            if let Some(message) = of_earmark(row, earmark) {
                held.wrong(&earmark.id, &earmark.spans, message);
            }
        }
    }
    for one in &document.authorisations {
        if let Some(limit) = one.limit_nok
            && (limit < 0 || !says(&one.text, limit))
        {
            let message = format!("its limit of {limit} kroner is not in its text");
            held.wrong(&one.id, &one.spans, message);
        }
        for post in one.posts.iter().chain(&one.income_posts) {
            for number in post.split('.') {
                if !one.text.contains(number) {
                    let message = format!("{number} is not in its text");
                    held.wrong(&one.id, &one.spans, message);
                }
            }
        }
    }
}

/// Whether a text prints the digits of an amount.
fn says(text: &str, nok: i64) -> bool {
    let bare = |nok: i64| mantissa(&nok.unsigned_abs().to_string());
    // Where the unit stands beside it, the amount is just that.
    let printed = amounts(text);
    let mut same = printed
        .iter()
        .filter_map(|one| one.nok)
        .filter(|own| bare(*own) == bare(nok))
        .peekable();
    if same.peek().is_some() {
        return same.any(|own| own.unsigned_abs() == nok.unsigned_abs());
    }
    mantissas(text).contains(&mantissa(&nok.unsigned_abs().to_string()))
}

fn is_minus(c: char) -> bool {
    matches!(c, '-' | '–' | '−' | '\u{2010}' | '\u{2011}')
}

fn of_figure(year: Option<i32>, figure: &Figure) -> Vec<String> {
    let mut wrong = Vec::new();
    if let Some(nok) = figure.nok
        && !says(&figure.raw, nok)
    {
        wrong.push(format!("{nok} kroner are not what «{}» says", figure.raw));
    }
    if let Some(percent) = figure.percent {
        let digits: String = figure
            .raw
            .chars()
            .filter_map(|c| match c {
                ',' => Some('.'),
                c => c.is_ascii_digit().then_some(c),
            })
            .collect();
        if digits.parse::<f64>().ok() != Some(percent.abs()) {
            wrong.push(format!(
                "{percent} per cent are not what «{}» says",
                figure.raw
            ));
        }
    }
    if (figure.role == Role::Percent) != figure.percent.is_some() && !figure.raw.trim().is_empty() {
        let some = figure.raw.contains(|c: char| c.is_ascii_digit());
        if some && (figure.percent.is_some() || figure.nok.is_some()) {
            wrong.push(format!("«{}» is per cent, or it is money", figure.raw));
        }
    }
    // A minus that is printed is one; words («reduseres med») can make one, too.
    let minus = figure.raw.trim_start().starts_with(is_minus);
    let negative = figure.nok.is_some_and(|nok| nok < 0) || figure.percent.is_some_and(|p| p < 0.0);
    let has = figure.nok.is_some_and(|nok| nok != 0) || figure.percent.is_some_and(|p| p != 0.0);
    if has && minus && !negative {
        wrong.push(format!("«{}» is negative", figure.raw));
    }
    if let (Some(own), Some(label)) = (figure.year, &figure.label) {
        let printed: Vec<i32> = label
            .split(|c: char| !c.is_ascii_digit())
            .filter(|word| word.len() == 4)
            .filter_map(|word| word.parse().ok())
            .filter(|year| (1990..2100).contains(year))
            .collect();
        if !printed.is_empty() && !printed.contains(&own) {
            wrong.push(format!(
                "the column «{label}» is of another year than {own}"
            ));
        }
    }
    if let (Some(own), Some(year)) = (figure.year, year)
        && !(-4..=2).contains(&(i64::from(own) - i64::from(year)))
    {
        wrong.push(format!("a figure of {own} in a document of {year}"));
    }
    wrong
}

/// The zeros that a unit adds: how often ten goes into what is printed to give the kroner.
fn zeros(figure: &Figure) -> Option<i64> {
    let nok = figure
        .nok
        .filter(|nok| *nok != 0)?
        .unsigned_abs()
        .to_string();
    let (whole, places) = match figure.raw.split_once(',') {
        Some((_, fraction)) => {
            let count = fraction.chars().take_while(char::is_ascii_digit).count();
            (figure.raw.as_str(), count as i64)
        }
        None => (figure.raw.as_str(), 0),
    };
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    // Another number stands beside it.
    nok.trim_end_matches('0')
        .eq(digits.trim_end_matches('0'))
        .then(|| nok.len() as i64 - digits.len() as i64 + places)
}

fn one_unit(row: &Appropriation) -> Option<String> {
    let mut all = row
        .figures
        .iter()
        .filter(|figure| !figure.raw.contains(|c: char| c.is_alphabetic()))
        .filter_map(zeros);
    let first = all.next()?;
    (!matches!(first, 0 | 3 | 6 | 9) || all.any(|own| own != first))
        .then(|| "its figures are not of one unit".to_string())
}

fn of_row(row: &Appropriation) -> Option<String> {
    let fits = match row.level {
        Level::Post | Level::PostGroup => row.post.is_some(),
        Level::Chapter => row.post.is_none() && row.chapter.is_some(),
        _ => row.post.is_none(),
    };
    (!fits).then(|| "its level does not fit its chapter and post".to_string())
}

fn of_earmark(row: &Appropriation, earmark: &Earmark) -> Option<String> {
    if let Some(nok) = earmark.nok
        && !says(&earmark.text, nok)
    {
        return Some(format!("{nok} kroner are not in its text"));
    }
    let text = earmark.text.to_lowercase();
    let minimum = ["minst", "minimum"].iter().any(|word| text.contains(word));
    let maximum = [
        "inntil",
        "maks",
        "opp til",
        "opptil",
        "høyst",
        "høgst",
        "ikke overstige",
    ]
    .iter()
    .any(|word| text.contains(word));
    if earmark.minimum && !minimum || earmark.maximum && !maximum {
        return Some("its text sets no such limit".into());
    }
    if !earmark.id.starts_with(&row.id) {
        return Some(format!("it is no earmark of {}", row.id));
    }
    None
}

/// Columns of one title in tables of one form are of one role.
fn roles(rows: &[Appropriation]) -> Vec<(String, String)> {
    let mut known: HashMap<(String, &str), Role> = HashMap::new();
    let mut wrong = Vec::new();
    for row in rows {
        for figure in &row.figures {
            let Some(label) = figure.label.as_deref() else {
                continue;
            };
            let role = *known
                .entry((word(&row.table), label))
                .or_insert(figure.role);
            if role != figure.role {
                wrong.push((
                    row.id.clone(),
                    format!("the column «{label}» has two roles"),
                ));
            }
        }
    }
    wrong
}
