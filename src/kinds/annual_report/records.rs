//! Items to the contract's records.

use super::{
    grid::{Grid, Row},
    item::Item,
    prose::is_joint,
    results,
    walk::Loose,
};
use crate::model::Code;
use crate::{
    grammar::report::ReportColumn,
    kinds::{ids::Ids, letter::Letter},
    layout::{Joint, Text},
    model::{Report, Severity, Table},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// Writes items and tables down; where identifiers head items.
pub fn write(letter: &mut Letter<'_>, items: Vec<Item>, tables: Vec<Loose>) -> Vec<Range<usize>> {
    let mut ids = Ids::default();
    let mut heads = Vec::new();
    for item in items {
        let section = item.section.as_deref().unwrap_or("0");
        let (id, count) = match item.reference.clone() {
            Some(reference) => ids.next(reference),
            None => (ids.counted(format!("report-{section}")), 1),
        };
        if count > 1 {
            letter.say(
                Code::DuplicateReport,
                Severity::Warning,
                format!(
                    "{}: answered more than once",
                    item.reference.as_deref().unwrap_or_default()
                ),
                Some(&id),
                &item.label.places(),
            );
        }
        if item.answer.is_empty() && item.figures.is_empty() {
            letter.say(
                Code::NoAnswer,
                Severity::Info,
                format!("{id}: no answer stands below it"),
                Some(&id),
                &item.title.places(),
            );
        }
        heads.extend(item.label.places());
        super::deadlines::of_item(letter, &id, &item);
        let results = results::of_item(letter, &item);
        for grid in &item.tables {
            if !results::is_read(grid, letter.document.year) {
                table(letter, grid, item.section.clone(), None, &mut ids);
            }
        }
        let mut whole = item.label.clone();
        for text in [&item.title, &item.requirement, &item.answer] {
            whole.append(text, Joint::Paragraph);
        }
        for cell in item
            .due
            .iter()
            .chain(item.figures.iter().map(|figure| &figure.cell))
        {
            whole.append(cell, Joint::Paragraph);
        }
        let mut spans = letter.spans(&whole);
        spans.sort_by_key(|span| span.start);
        let title = said(&item.title);
        let measured = |role| {
            (item.measure == Some(role))
                .then(|| title.clone())
                .flatten()
        };
        letter.document.reports.push(Report {
            id,
            reference: item.reference.clone(),
            indicator_text: measured(ReportColumn::Indicator),
            goal: measured(ReportColumn::Goal),
            group: item.group.as_ref().and_then(said),
            section: item.section.clone(),
            requirement: said(&item.requirement),
            answer: said(&item.answer),
            joint: is_joint(&item.answer, letter.grammar),
            results,
            spans,
            requirement_spans: letter.spans(&item.requirement),
            answer_spans: letter.spans(&item.answer),
            title,
        });
    }
    gaps(letter);
    for loose in tables {
        table(letter, &loose.grid, loose.section, loose.caption, &mut ids);
    }
    heads
}

/// Numbers that a printed series passes over: an assignment that nobody answered, or a row misread.
fn gaps(letter: &mut Letter<'_>) {
    let mut series: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for report in &letter.document.reports {
        let Some(reference) = report.reference.as_deref() else {
            continue;
        };
        let digits = reference.len()
            - reference
                .trim_end_matches(|c: char| c.is_ascii_digit())
                .len();
        let (prefix, number) = reference.split_at(reference.len() - digits);
        if let Ok(number) = number.parse()
            && !prefix.is_empty()
        {
            series.entry(prefix.to_string()).or_default().insert(number);
        }
    }
    for (prefix, numbers) in series {
        let (Some(&first), Some(&last)) = (numbers.first(), numbers.last()) else {
            continue;
        };
        // A handful out of a long series is no series.
        if (last - first) as usize >= 2 * numbers.len() {
            continue;
        }
        for number in (first..last).filter(|number| !numbers.contains(number)) {
            let message = format!("no report on {prefix}{number}, though its neighbours are there");
            letter.say(Code::ReportGap, Severity::Warning, message, None, &[]);
        }
    }
}

/// A text, or nothing where there is none.
fn said(text: &Text) -> Option<String> {
    (!text.is_empty()).then(|| text.as_str().to_string())
}

fn table(
    letter: &mut Letter<'_>,
    grid: &Grid,
    section: Option<String>,
    caption: Option<Text>,
    ids: &mut Ids,
) {
    let base = format!("table-{}", section.as_deref().unwrap_or("0"));
    let id = ids.counted(base);
    let cells = |row: &Row| -> Vec<String> {
        (0..grid.columns.min(64))
            .map(|column| {
                row.get(&column)
                    .map(|field| field.text.as_str().to_string())
                    .unwrap_or_default()
            })
            .collect()
    };
    let head = results::head_rows(grid);
    let record = Table {
        id,
        caption: caption.as_ref().and_then(said),
        section,
        header: grid.rows[..head].iter().map(cells).collect(),
        rows: grid.rows[head..].iter().map(cells).collect(),
        spans: letter.spans(&grid.text()),
    };
    letter.document.tables.push(record);
}
