//! Rows of tables as the contract's appropriations.

use super::{
    amounts::nok,
    earmarks::{Found, Said},
    nesting,
    table::{Part, Row, Table},
};
use crate::model::Code;
use crate::{
    grammar::{
        Grammar,
        amount::{Decimal, Scale},
        money::MoneyRole,
    },
    kinds::{
        letter::Letter,
        money::{name::condition_split, posts::side},
    },
    layout::Text,
    model::{
        Appropriation, AppropriationLevel as Level, AppropriationTable, Earmark, EarmarkKind,
        Figure, FigureRole, Severity, Side,
    },
};

impl Letter<'_> {
    /// An id that no other record has: `allocation-732.70`, `allocation-732.70-2`.
    pub(super) fn money_id(&mut self, base: String) -> String {
        self.ids.next(base).0
    }

    /// Writes the rows of a table down; where the records begin.
    pub(super) fn table_records(&mut self, table: &Table, section: Option<String>) -> usize {
        let start = self.document.appropriations.len();
        let figures = table.head.figures(self.document.year);
        let changes = table.head.changes(self.document.year);
        let form = if changes {
            AppropriationTable::Change
        } else {
            AppropriationTable::Allocation
        };
        let scale = table.scale;
        if scale.is_none() && table.rows.iter().any(|row| !row.figures.is_empty()) {
            let place = table.rows[0].own.places();
            let message = "nothing says in which unit the amounts of this table are".to_string();
            self.say(Code::NoUnit, Severity::Warning, message, None, &place);
        }
        let mut chapter_name: Option<(String, String)> = None;
        for row in &table.rows {
            let Some(level) = level(row) else {
                continue;
            };
            let mut note = row.note.clone();
            let mut own: Vec<Figure> = Vec::new();
            for figure in &row.figures {
                if let Some(mark) = mark(figure.raw.as_str(), scale, &table.notes) {
                    note = Some(mark);
                    continue;
                }
                let column = figure.column.and_then(|n| figures.get(n));
                let role = column.map_or(FigureRole::Other, |(_, _, role, _)| *role);
                own.push(Figure {
                    label: column
                        .map(|(label, ..)| label.clone())
                        .filter(|label| !label.is_empty()),
                    year: column
                        .and_then(|(_, year, ..)| *year)
                        .or(self.document.year),
                    role,
                    nok: match role {
                        FigureRole::Percent => None,
                        _ => nok(figure.value, scale),
                    },
                    percent: match role {
                        FigureRole::Percent => figure.value.map(|value| value.value()),
                        _ => None,
                    },
                    raw: figure.raw.as_str().to_string(),
                });
            }
            let name = condition_split(row.name.as_str(), self.grammar);
            let name_words =
                (!name.name.is_empty()).then(|| closed(&name.name, &table.gaps, self.grammar));
            if level == Level::Chapter
                && !row.key.sum
                && let (Some(chapter), Some(words)) = (&row.key.chapter, &name_words)
            {
                chapter_name = Some((chapter.clone(), words.clone()));
                if own.is_empty() {
                    continue;
                }
            }
            let prefix = match form {
                AppropriationTable::Change => "change",
                _ => "allocation",
            };
            let id = match (&row.key.chapter, &row.key.post) {
                (Some(chapter), Some(post)) => format!("{prefix}-{chapter}.{post}"),
                (None, Some(post)) => format!("{prefix}-{post}"),
                (Some(chapter), None) => format!("{prefix}-{chapter}"),
                (None, None) => format!("{prefix}-sum"),
            };
            let id = self.money_id(id);
            let post = own
                .iter()
                .find(|figure| matches!(figure.role, FigureRole::Allocation | FigureRole::New))
                .and_then(|figure| figure.nok);
            let said = nesting::comment(&row.comment, post, self.grammar);
            let mut said = said;
            let amount = |part: &Part| {
                let figure = part.figures.iter().find(|figure| {
                    let role = figure.column.and_then(|n| figures.get(n)).map(|c| c.2);
                    matches!(role, Some(FigureRole::Allocation | FigureRole::New))
                });
                figure.and_then(|figure| nok(figure.value, scale))
            };
            for part in &row.parts {
                said.found.push(Found::of_row(
                    amount(part),
                    part.own.clone(),
                    part.name.as_str(),
                ));
            }
            let spans = self.spans(&row.own);
            let record = Appropriation {
                earmarks: self.earmark_records(&id, &said.found, 0),
                level,
                chapter_name: match (&row.key.chapter, &chapter_name) {
                    (Some(own), Some((chapter, name))) if own == chapter => Some(name.clone()),
                    _ => None,
                },
                side: row.key.chapter.as_deref().map_or(Side::Other, side),
                chapter: row.key.chapter.clone(),
                post: row.key.post.clone(),
                name: name_words,
                table: form,
                section: section.clone(),
                figures: own,
                conditions: name.conditions,
                note: note.or(name.note),
                action: None,
                spans,
                id,
            };
            self.said_of(&record, &said, post);
            self.document.appropriations.push(record);
        }
        start
    }

    /// What the list of a row leaves open.
    fn said_of(&mut self, record: &Appropriation, said: &Said, post: Option<i64>) {
        for text in &said.passed {
            self.dismissed.push(crate::kinds::Dismissed {
                places: text.places(),
                rule: "amount_without_allotment",
            });
        }
        if !said.uncertain.is_empty() {
            let places: Vec<_> = said
                .uncertain
                .iter()
                .flat_map(|&at| said.found[at].text.places())
                .collect();
            let message =
                "the list does not show which of these items are parts of the one before them"
                    .to_string();
            self.say(
                Code::EarmarkNesting,
                Severity::Info,
                message,
                Some(&record.id),
                &places,
            );
        }
        let sum = whole(&said.found)
            .filter_map(|one| one.nok)
            .fold(0i64, i64::saturating_add);
        // «Minst» leaves open how much more.
        let open = !said.uncertain.is_empty() || whole(&said.found).any(|one| one.minimum);
        if let Some(post) = post.filter(|post| said.whole && !open && sum < *post)
            && !said.found.is_empty()
            && said.found.iter().all(|one| one.nok.is_some())
        {
            let message =
                format!("the list that divides the post comes to {sum} kroner, the post is {post}");
            let places: Vec<_> = said
                .found
                .iter()
                .flat_map(|one| one.text.places())
                .collect();
            self.say(
                Code::EarmarksShort,
                Severity::Warning,
                message,
                Some(&record.id),
                &places,
            );
        }
    }

    /// Earmarks with the ids of their post; `taken` have been written before.
    pub(super) fn earmark_records(
        &self,
        post: &str,
        found: &[Found],
        taken: usize,
    ) -> Vec<Earmark> {
        let id = |n: usize| format!("{post}-earmark-{}", taken + n + 1);
        found
            .iter()
            .enumerate()
            .map(|(n, one)| Earmark {
                id: id(n),
                kind: one.kind,
                nok: one.nok,
                minimum: one.minimum,
                maximum: one.maximum,
                parent: one.parent.map(id),
                text: one.text.as_str().to_string(),
                purpose: one.purpose.clone(),
                assignments: one.assignments.clone(),
                spans: self.spans(&one.text),
            })
            .collect()
    }
}

/// What adds up to a post: no parts, no rates. An upper limit counts with all that it allows.
fn whole(found: &[Found]) -> impl Iterator<Item = &Found> {
    found
        .iter()
        .filter(|one| one.parent.is_none() && one.kind == EarmarkKind::Earmark)
}

fn level(row: &Row) -> Option<Level> {
    match (&row.key.chapter, &row.key.post) {
        (_, Some(_)) => Some(Level::Post),
        (Some(_), None) => Some(Level::Chapter),
        (None, None) if row.key.sum => Some(Level::Total),
        (None, None) => None,
    }
}

/// A footnote mark where an amount would stand: a single figure that a note below explains, or that
/// is too little to be an amount in kroner.
fn mark(raw: &str, scale: Option<Scale>, notes: &[String]) -> Option<String> {
    let bare = raw.trim_end_matches(')');
    let single = bare.len() == 1 && bare.bytes().all(|b| b.is_ascii_digit()) && bare != "0";
    (single
        && (raw.len() > 1 || scale == Some(Scale::Kroner) || notes.iter().any(|note| note == bare)))
    .then(|| bare.to_string())
}

/// Where no unit is named: whole thousands throughout, some of them many millions, are kroner. What is not
/// round may as well be thousands, and nothing is guessed.
pub(super) fn inferred<'a>(rows: impl Iterator<Item = &'a Row>) -> Option<Scale> {
    let all: Vec<Decimal> = rows
        .flat_map(|row| &row.figures)
        .filter_map(|figure| figure.value)
        .collect();
    let most = all.iter().map(|value| value.digits.abs()).max()?;
    let round = all
        .iter()
        .all(|value| value.places == 0 && value.digits % 1000 == 0);
    // More thousands than the state spends in a year.
    (most >= 4_000_000_000 || round && most >= 10_000_000).then_some(Scale::Kroner)
}

/// A name without the blanks that stand inside its words. A condition that stands in it broken stays as
/// printed: it is no part of what the post is called.
fn closed(name: &str, gaps: &[(String, String)], grammar: &Grammar) -> String {
    if gaps.is_empty() {
        return name.to_string();
    }
    let segment = |printed: &str| {
        let all = gaps
            .iter()
            .fold(printed.to_string(), |all, (before, after)| {
                all.replace(&format!("{before} {after}"), &format!("{before}{after}"))
            });
        match grammar.money.find(&all, MoneyRole::Condition) {
            Some(_) => printed.to_string(),
            None => all,
        }
    };
    let all: Vec<String> = name.split(", ").map(segment).collect();
    all.join(", ")
}

/// The places of a text, for a record that quotes it beside others.
pub(super) fn places(texts: &[&Text]) -> Vec<std::ops::Range<usize>> {
    texts.iter().flat_map(|text| text.places()).collect()
}
