//! What letters ask for beside what reports answer: what a case officer takes to the meeting.
//!
//! A row is an assignment (or a measure) of a letter and its answer, as the links of the set tell.
//! Rows without an answer come first, then the answered ones in the letter's order, then answers to
//! what no letter of the set gives. All texts are quotations; the table adds no words to them.

mod render;

use crate::{
    export::{DocumentName, deadline},
    findings::{OfSet, Remark, Remarks},
    grammar::Grammar,
    model::{
        Assignment, DeadlineKind, Document, DocumentKind, Extraction, Report, ResultKind, Span,
    },
};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

pub use render::overview;

/// The two sides of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// A letter.
    Letter,
    /// A report.
    Report,
}

/// A quotation and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Quoted {
    /// The words.
    pub text: String,
    /// The first page, as printed or counted; none where the source has no pages.
    pub page: Option<String>,
}

/// What the row says of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Given, and not reported on, or reported on without an answer.
    Unanswered,
    /// Given and answered.
    Answered,
    /// Reported on; no letter of the set gives it.
    Ungiven,
}

/// A row of the table.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Whether there is an answer.
    pub state: State,
    /// Whom the assignment is given to, or who answers.
    pub party: String,
    /// The printed number.
    pub number: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// What the letter asks for, with its page.
    pub assignment: Option<Quoted>,
    /// What the report says was asked for.
    pub requirement: Option<String>,
    /// The deadlines of both, as printed, with the day.
    pub deadlines: Vec<String>,
    /// The answer, with its page.
    pub answer: Option<Quoted>,
    /// The answer is one that several bodies give together.
    pub joint: bool,
    /// The ground on which the two were put together.
    pub ground: Option<String>,
    /// What later letters of the set do to the assignment, each with the letter's key.
    pub later: Vec<(Later, String)>,
    /// What the tool was unsure of in what is asked for or in the answer, or found wrong there.
    pub findings: Vec<Remark>,
}

/// What a later letter does to an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Later {
    /// It restates it or adds to it.
    Clarified,
    /// It withdraws it.
    Withdrawn,
}

/// The table.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FollowUp {
    /// The letters.
    pub letters: Vec<DocumentName>,
    /// Those of them that no report of the set is about: by recipient and year.
    pub unreported: Vec<DocumentName>,
    /// Those of them whose recipient is not known: whether a report could have answered, nobody can tell.
    pub unaddressed: Vec<DocumentName>,
    /// Those of them that a report of their recipient and year is about, in which no answer to them was
    /// known: the report may answer in a form that is not read.
    pub unrecognised: Vec<DocumentName>,
    /// Letters of which the set holds a newer version, which stands here in their place.
    pub replaced: Vec<DocumentName>,
    /// The reports.
    pub reports: Vec<DocumentName>,
    /// Letters and reports of which something is known not to be read: rows may be missing.
    pub incomplete: Vec<DocumentName>,
    /// The rows, in order.
    pub rows: Vec<Row>,
}

/// The key of a document and the id of a record in it.
type Place<'a> = (&'a str, &'a str);

impl FollowUp {
    /// The table of a set whose documents are linked, by the same grammar.
    pub fn of(set: &[Extraction], grammar: &Grammar) -> Self {
        // The same document in two forms has one key; the first counts.
        let mut seen = HashSet::new();
        let documents: Vec<&Document> = set
            .iter()
            .flat_map(|one| &one.documents)
            .filter(|document| seen.insert(document.key.as_str()))
            .collect();
        let mut table = Self::default();
        let findings = OfSet::of(set);
        for document in &documents {
            if findings.document(document).incomplete() {
                table.incomplete.push(DocumentName::of(document));
            }
        }
        let mut later: HashMap<Place<'_>, Vec<(Later, String)>> = HashMap::new();
        let mut restated: HashSet<Place<'_>> = HashSet::new();
        let links = || documents.iter().flat_map(|document| &document.links);
        let replaced: HashSet<&str> = links()
            .filter(|link| link.kind == "replaces")
            .map(|link| link.to.document.as_str())
            .collect();
        for link in links() {
            let what = match link.kind.as_str() {
                "clarifies" => Later::Clarified,
                "withdraws" => Later::Withdrawn,
                _ => continue,
            };
            if let Some(id) = link.to.id.as_deref() {
                later
                    .entry((&link.to.document, id))
                    .or_default()
                    .push((what, link.from.document.clone()));
            }
            if let (Later::Clarified, Some(id)) = (what, link.from.id.as_deref()) {
                restated.insert((&link.from.document, id));
            }
        }
        // Answers by what they answer.
        let mut answers: HashMap<Place<'_>, Vec<(&Document, &Report, &str)>> = HashMap::new();
        let mut ungiven = Vec::new();
        let mut reported: HashSet<(String, Option<i32>)> = HashSet::new();
        for document in &documents {
            if document.kind != DocumentKind::AnnualReport {
                continue;
            }
            table.reports.push(DocumentName::of(document));
            let mut bodies: Vec<String> = document
                .parties()
                .iter()
                .map(|name| grammar.body(name))
                .collect();
            // A body answers for those that it came after.
            bodies.extend(grammar.predecessors(&bodies));
            reported.extend(bodies.into_iter().map(|body| (body, document.year)));
            let links: HashMap<&str, (&str, &str, &str)> = document
                .links
                .iter()
                .filter(|link| link.kind == "report_of")
                .filter_map(|link| {
                    let to = (
                        link.to.document.as_str(),
                        link.to.id.as_deref()?,
                        link.ground.as_str(),
                    );
                    Some((link.from.id.as_deref()?, to))
                })
                .collect();
            for report in &document.reports {
                match links.get(report.id.as_str()) {
                    Some((key, id, ground)) => answers
                        .entry((key, id))
                        .or_default()
                        .push((document, report, ground)),
                    None => ungiven.push(Row {
                        findings: findings.id(document, &report.id),
                        ..answered(None, document, report, None)
                    }),
                }
            }
        }
        // Whose reports answer in a form that is read: by an answer that was known, or by numbers.
        let mut answered_bodies: HashSet<(String, Option<i32>)> = HashSet::new();
        for document in documents
            .iter()
            .filter(|one| one.kind == DocumentKind::AnnualReport)
        {
            if document.reports.iter().any(|one| one.reference.is_some()) {
                let bodies = document.parties().iter().map(|name| grammar.body(name));
                answered_bodies.extend(bodies.map(|body| (body, document.year)));
            }
        }
        for document in documents.iter().filter(|one| one.kind.is_letter()) {
            let given =
                |one: &Assignment| answers.contains_key(&(document.key.as_str(), one.id.as_str()));
            if document.assignments.iter().any(given) {
                let bodies = document.parties().iter().map(|name| grammar.body(name));
                answered_bodies.extend(bodies.map(|body| (body, document.year)));
            }
        }
        let mut rows: Vec<Row> = Vec::new();
        for document in &documents {
            if !document.kind.is_letter() {
                continue;
            }
            if replaced.contains(document.key.as_str()) {
                table.replaced.push(DocumentName::of(document));
                continue;
            }
            table.letters.push(DocumentName::of(document));
            // What a letter asks for is unanswered where a report of its recipient and year could have
            // answered; where there is none, or nobody knows whose it would be, nothing is said of it.
            let mut own = document.parties().iter().map(|name| grammar.body(name));
            let due = own.any(|body| reported.contains(&(body, document.year)));
            // A report without a number that answers nothing at all of a recipient's letters answers in a
            // form that was not read, as likely as not.
            let mut own = document.parties().iter().map(|name| grammar.body(name));
            let known = own.any(|body| answered_bodies.contains(&(body, document.year)));
            let asks = !document.assignments.is_empty();
            match (due, document.parties().is_empty()) {
                (true, _) if asks && !known => {
                    table.unrecognised.push(DocumentName::of(document));
                }
                (true, _) => {}
                (false, true) => table.unaddressed.push(DocumentName::of(document)),
                (false, false) => table.unreported.push(DocumentName::of(document)),
            }
            let mut add = |id: &str, given: Given<'_>| {
                let place = (document.key.as_str(), id);
                // What a supplement restates stands in the row of the assignment itself.
                if restated.contains(&place) {
                    return;
                }
                let first = rows.len();
                match answers.get(&place) {
                    Some(own) => rows.extend(own.iter().map(|(report_of, report, ground)| Row {
                        findings: findings.id(report_of, &report.id),
                        ..answered(Some((document, &given)), report_of, report, Some(ground))
                    })),
                    None if due && (known || !asks) => rows.push(unanswered(document, &given)),
                    None => {}
                }
                for row in &mut rows[first..] {
                    row.findings.splice(0..0, findings.id(document, id));
                    row.later = later.get(&place).cloned().unwrap_or_default();
                }
            };
            for assignment in &document.assignments {
                add(&assignment.id, Given::Assignment(assignment));
            }
            for indicator in &document.indicators {
                add(
                    &indicator.id,
                    Given::Measure(&indicator.text, &indicator.spans),
                );
            }
        }
        rows.extend(ungiven);
        // The sort is stable: the letter's order stays.
        rows.sort_by_key(|row| row.state);
        table.rows = rows;
        table
    }

    /// Whether a side is there.
    pub fn has(&self, side: Side) -> bool {
        match side {
            Side::Letter => !self.letters.is_empty(),
            Side::Report => !self.reports.is_empty(),
        }
    }

    /// How many rows are in a state.
    pub fn count(&self, state: State) -> usize {
        self.rows.iter().filter(|row| row.state == state).count()
    }
}

/// What a letter gives.
enum Given<'a> {
    Assignment(&'a Assignment),
    Measure(&'a str, &'a [Span]),
}

impl Given<'_> {
    /// Whom it is given to.
    fn party(&self, document: &Document) -> String {
        match self {
            Self::Assignment(assignment) if !assignment.addressees.is_empty() => {
                assignment.addressees.join(", ")
            }
            _ => document.recipients.join(", "),
        }
    }

    fn number(&self) -> Option<String> {
        match self {
            Self::Assignment(assignment) => assignment.number.clone(),
            Self::Measure(..) => None,
        }
    }

    fn title(&self) -> Option<String> {
        match self {
            Self::Assignment(assignment) => assignment.title.clone(),
            Self::Measure(text, _) => Some((*text).to_string()),
        }
    }

    fn quoted(&self) -> Option<Quoted> {
        match self {
            Self::Assignment(assignment) => Some(Quoted {
                text: assignment.text.clone()?,
                page: Span::first_page(&assignment.spans),
            }),
            Self::Measure(text, spans) => Some(Quoted {
                text: (*text).to_string(),
                page: Span::first_page(spans),
            }),
        }
    }

    fn deadlines(&self, document: &Document) -> Vec<String> {
        match self {
            Self::Assignment(assignment) => document
                .deadlines
                .iter()
                .filter(|deadline| deadline.assignment.as_deref() == Some(&assignment.id))
                .filter(|deadline| deadline.kind != DeadlineKind::Start)
                .map(deadline)
                .collect(),
            Self::Measure(..) => Vec::new(),
        }
    }
}

fn unanswered(document: &Document, given: &Given<'_>) -> Row {
    Row {
        state: State::Unanswered,
        party: given.party(document),
        number: given.number(),
        title: given.title(),
        assignment: given.quoted(),
        requirement: None,
        deadlines: given.deadlines(document),
        answer: None,
        joint: false,
        ground: None,
        later: Vec::new(),
        findings: Vec::new(),
    }
}

fn answered(
    given: Option<(&Document, &Given<'_>)>,
    document: &Document,
    report: &Report,
    ground: Option<&str>,
) -> Row {
    let figures = || {
        let figures: Vec<String> = report
            .results
            .iter()
            .filter_map(|one| {
                let kind = match one.kind {
                    ResultKind::Target => "mål ",
                    ResultKind::Change => "endring ",
                    _ => "",
                };
                let value = one.value?.to_string().replace('.', ",");
                let unit = match one.unit.as_deref() {
                    Some("percent") => "\u{a0}%",
                    Some("days") => " dager",
                    _ => "",
                };
                let place: Vec<&str> = [one.area.as_deref(), one.period.as_deref()]
                    .into_iter()
                    .flatten()
                    .collect();
                Some(match place[..] {
                    [] => format!("{kind}{value}{unit}"),
                    _ => format!("{kind}{value}{unit} ({})", place.join(", ")),
                })
            })
            .collect();
        (!figures.is_empty()).then(|| figures.join("\n"))
    };
    let answer = report.answer.clone().or_else(figures).map(|text| Quoted {
        text,
        page: Span::first_page(if report.answer_spans.is_empty() {
            &report.spans
        } else {
            &report.answer_spans
        }),
    });
    let mut deadlines = given.map_or_else(Vec::new, |(letter, given)| given.deadlines(letter));
    for one in &document.deadlines {
        if one.report.as_deref() == Some(&report.id) {
            let own = deadline(one);
            if !deadlines.contains(&own) {
                deadlines.push(own);
            }
        }
    }
    Row {
        state: match (&given, &answer) {
            (None, _) => State::Ungiven,
            (Some(_), None) => State::Unanswered,
            (Some(_), Some(_)) => State::Answered,
        },
        party: match &given {
            Some((letter, given)) => given.party(letter),
            None => document.issuers.join(", "),
        },
        number: given
            .and_then(|(_, given)| given.number())
            .or_else(|| report.reference.clone()),
        title: given
            .and_then(|(_, given)| given.title())
            .or_else(|| report.title.clone()),
        assignment: given.and_then(|(_, given)| given.quoted()),
        requirement: report.requirement.clone(),
        deadlines,
        answer,
        joint: report.joint,
        ground: ground.map(str::to_string),
        later: Vec::new(),
        findings: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Grammar,
        export::{html, markdown},
        link,
    };

    fn table() -> FollowUp {
        let grammar = Grammar::built_in();
        let letter = include_bytes!("../../fixtures/reports/commissioning-document-west.md");
        let report = include_bytes!("../../fixtures/reports/annual-report.md");
        let mut set = vec![
            crate::extract("letter.md", letter, &grammar).expect("letter"),
            crate::extract("report.md", report, &grammar).expect("report"),
        ];
        link::link(&mut set, &grammar);
        FollowUp::of(&set, &grammar)
    }

    #[test]
    fn what_has_no_answer_comes_first() {
        let table = table();
        let of = |state| -> Vec<String> {
            table
                .rows
                .iter()
                .filter(|row| row.state == state)
                .filter_map(|row| row.number.clone())
                .collect()
        };
        // One is not reported on, one is reported on without a word.
        assert_eq!(of(State::Unanswered), ["HV27-06", "HV27-07"]);
        assert_eq!(
            of(State::Answered),
            ["HV27-01", "HV27-02", "HV27-03", "HV27-04", "HV27-05"]
        );
        assert_eq!(table.count(State::Answered), 8);
        assert_eq!(table.rows[0].state, State::Unanswered);
        assert_eq!(table.rows.last().map(|row| row.state), Some(State::Ungiven));
    }

    #[test]
    fn a_supplement_changes_the_row_of_its_assignment() {
        let grammar = Grammar::built_in();
        let letter = include_bytes!("../../fixtures/letters/allocation-letter.txt");
        let report = "# Årsrapport 2026 for Kystvaktdirektoratet\n\n# 1 Oppdrag\n\n| Nr. | Tittel | Krav til rapportering |\n|---|---|---|\n| TB2026-99 | Annet | Rapportering i årsrapporten. |\n| Ikke gitt. | | |\n";
        let mut set = vec![
            crate::extract("letter.txt", letter, &grammar).expect("letter"),
            crate::extract("report.md", report.as_bytes(), &grammar).expect("report"),
        ];
        link::link(&mut set, &grammar);
        let table = FollowUp::of(&set, &grammar);
        let restated = set[0]
            .documents
            .iter()
            .flat_map(|document| &document.assignments)
            .filter(|assignment| assignment.action == crate::model::Action::Clarified)
            .count();
        assert!(restated > 0);
        let of = |what| {
            let rows = table.rows.iter();
            rows.filter(|row| row.later.iter().any(|(own, _)| *own == what))
                .count()
        };
        assert_eq!(of(Later::Clarified), restated);
        assert!(of(Later::Withdrawn) > 0);
    }

    #[test]
    fn both_sides_stand_in_the_table() {
        let overview = overview(&table());
        for text in [markdown(&overview), html(&overview)] {
            for words in [
                "HV27-07",
                "Planen ble sendt 28. mai 2027",
                "1.6.2027",
                "Tilskudd til kystlag",
            ] {
                assert!(text.contains(words), "{words}");
            }
        }
        let text = markdown(&overview);
        // A cell keeps its row: no line end and no bare bar inside one.
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
        assert!(rows.len() > 15);
        for row in rows {
            assert_eq!(row.replace("\\|", "").matches('|').count(), 10, "{row}");
        }
    }
}
