//! The state of things: which assignments and allocations a set of letters leaves in force, each
//! with the history that led to it.
//!
//! ```text
//! Series ::= letters to one recipient, of one kind, in the order in which they were sent
//! Step   ::= what one letter does to one assignment or post, in its own words
//! ```
//! A letter of a later year says what becomes of earlier assignments, whole years at a time
//! ([`crate::model::CarryOver`]) or one by one. Where it says nothing, or two things, the assignment
//! is [`Standing::Unsettled`]: that is for the reader to find out, not for the tool to guess.

mod assignments;
mod money;
mod render;
mod series;

pub use money::{Line, Move, MoveKind, amounts};
pub use render::overview;
pub use series::{Series, series};

use crate::{
    export::DocumentName,
    findings::{OfSet, Remark, Remarks},
    model::{DocumentKind, Extraction},
};
use serde::Serialize;

/// What is in force.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct State {
    /// One a series, in the order in which their first letters stand in the set.
    pub series: Vec<SeriesState>,
}

/// What is in force of one series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeriesState {
    /// The recipient, as its letters name it.
    pub party: String,
    /// The letters, in the order in which they were sent.
    pub letters: Vec<DocumentName>,
    /// Years of supplements whose year's letter is not in the set.
    pub lacking: Vec<i32>,
    /// Letters of which something is known not to be read: what is in force may be more.
    pub incomplete: Vec<DocumentName>,
    /// The assignments, in the order in which they were given.
    pub assignments: Vec<AssignmentState>,
    /// The allocations of the newest year, by chapter and post.
    pub allocations: Vec<Line>,
}

/// How an assignment stands after the last letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Given or carried on; nothing takes it back.
    InForce,
    /// A later assignment carries it on; that one is in force.
    Continued,
    /// Of an earlier year, and the letters say nothing of it, or two things.
    Unsettled,
    /// A later letter says that the assignments of its year lapse.
    Lapsed,
    /// A later letter withdraws it.
    Withdrawn,
}

/// An assignment and how it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AssignmentState {
    /// The printed number.
    pub number: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// Whom it is given to.
    pub addressees: Vec<String>,
    /// How it stands.
    pub standing: Standing,
    /// What the tool was unsure of in it and its deadlines, or found wrong there, in all letters that give
    /// or restate it.
    pub findings: Vec<Remark>,
    /// What led to it, first things first.
    pub history: Vec<Step>,
}

impl AssignmentState {
    /// Carries over what was found of the records that led to it.
    fn found(&mut self, series: &Series<'_>, findings: &OfSet<'_>) {
        for own in &self.history {
            let document = series.documents.iter().find(|one| one.key == own.document);
            let (Some(document), Some(id)) = (document, &own.id) else {
                continue;
            };
            for one in findings.id(document, id) {
                if !self.findings.contains(&one) {
                    self.findings.push(one);
                }
            }
        }
    }
}

/// What one letter does to an assignment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// What it does.
    pub what: StepKind,
    /// The letter's key.
    pub document: String,
    /// The record's id in it, where it is a record of its own.
    pub id: Option<String>,
    /// The letter's date.
    pub date: Option<String>,
    /// Its words.
    pub text: Option<String>,
    /// The page they stand on, as printed or counted.
    pub page: Option<String>,
    /// The deadlines bound to it, as printed, with the day where there is one.
    pub deadlines: Vec<String>,
}

/// What a letter does to an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// It gives it.
    Given,
    /// It restates it or adds to it.
    Clarified,
    /// It withdraws it.
    Withdrawn,
    /// It says that the assignments of its year go on.
    CarriedOn,
    /// It says that they lapse.
    Lapsed,
    /// It gives another one that carries this one on.
    Continued,
}

impl State {
    /// The state after a set whose documents are linked ([`crate::link::link`]).
    pub fn of(set: &[Extraction]) -> Self {
        let letters = [
            DocumentKind::AllocationLetter,
            DocumentKind::CommissioningDocument,
            DocumentKind::MeetingProtocol,
            DocumentKind::Instruction,
            DocumentKind::Letter,
        ];
        let findings = OfSet::of(set);
        let assignments_of = |one: &Series<'_>| {
            let mut all = assignments::assignments(one);
            all.iter_mut().for_each(|own| own.found(one, &findings));
            all
        };
        let amounts_of = |one: &Series<'_>| {
            let mut all = amounts(one);
            all.iter_mut().for_each(|own| own.found(one, &findings));
            all
        };
        Self {
            series: series(set, &letters)
                .iter()
                .map(|one| SeriesState {
                    party: one.party.clone(),
                    letters: one
                        .documents
                        .iter()
                        .map(|document| DocumentName::of(document))
                        .collect(),
                    lacking: one.lacking(),
                    incomplete: one
                        .documents
                        .iter()
                        .filter(|document| findings.document(document).incomplete())
                        .map(|document| DocumentName::of(document))
                        .collect(),
                    assignments: assignments_of(one),
                    allocations: amounts_of(one),
                })
                .collect(),
        }
    }
}
