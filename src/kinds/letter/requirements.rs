//! Requirements: what the letter demands outside its assignments, a sentence or a list item each.
//!
//! ```text
//! requirement ::= item of a list of priorities
//!               | sentence with a duty, under a heading of priorities
//!               | sentence with a duty, under a heading of common directives
//!               | sentence with a duty and a word of reporting        «skal i årsrapporten …»
//!               | sentence that sets a condition, where money is allotted
//! ```
//! The duty is of whom the letter is to: what others shall do is none of it.

use super::Letter;
use crate::{
    grammar::{
        Zone,
        phrases::{Hit, Role},
        sentence::sentences,
    },
    layout::{BlockKind, Text},
    model::{Channel, Requirement, RequirementKind},
};

impl Letter<'_> {
    /// Reads the requirements of every chapter.
    pub(super) fn requirements(&mut self) {
        for n in 0..self.chapters.len() {
            if self.chapters[n].id.is_none() && n > 0
                || self.chapters[n].zone.is_some_and(not_prose)
            {
                continue;
            }
            let blocks = self.chapters[n].blocks.clone();
            let tabled = self.tabled(n);
            let mut priorities = self.under(n, Zone::Priorities);
            let mut listing = priorities;
            for &at in &blocks {
                let block = &self.blocks[at];
                if block.cell.is_some() || tabled.contains(&at) || self.money_blocks[at] {
                    continue;
                }
                if matches!(block.kind, BlockKind::Item(_)) {
                    if listing {
                        let text = block.text.clone();
                        self.requirement(RequirementKind::Priority, n, text);
                        continue;
                    }
                } else {
                    let words = block.text.as_str().trim_end();
                    let last = &words[words.rfind(". ").unwrap_or(0)..];
                    let introduces = words.ends_with(':') && self.grammar.has(last, Role::Priority);
                    priorities = self.under(n, Zone::Priorities);
                    // A list of goals under a heading of priorities is one of goals.
                    let goals = self.introduces(words, n).is_some();
                    listing = (introduces || priorities) && !goals;
                }
                let text = block.text.clone();
                for range in sentences(text.as_str()) {
                    let words = &text.as_str()[range.clone()];
                    let Some(kind) = self.demand(words, n) else {
                        continue;
                    };
                    // «Kommunene skal …» binds others, whatever the heading above it says.
                    if shall_be_done(words, &self.grammar.words(words))
                        && self.parties.duty_of_another(words, self.grammar)
                    {
                        self.dismissed.push(crate::kinds::Dismissed {
                            places: text.places_of(range),
                            rule: crate::kinds::DUTY_OF_OTHERS,
                        });
                        continue;
                    }
                    self.requirement(kind, n, text.slice(range));
                }
            }
        }
    }

    /// What a sentence demands.
    fn demand(&self, words: &str, chapter: usize) -> Option<RequirementKind> {
        let hits = self.grammar.words(words);
        let has = |role: Role| hits.iter().any(|hit| hit.role == role);
        if has(Role::Closing) || words.ends_with(':') && words.len() < 60 {
            return None;
        }
        let duty = shall_be_done(words, &hits);
        let reports = has(Role::Reporting) || has(Role::AnnualReport) || has(Role::TertialReport);
        if duty && reports {
            return Some(RequirementKind::Reporting);
        }
        if duty && self.under(chapter, Zone::CommonDirectives) {
            return Some(RequirementKind::CommonDirective);
        }
        if duty && self.under(chapter, Zone::Priorities) {
            return Some(RequirementKind::Priority);
        }
        (has(Role::Condition) && self.under(chapter, Zone::Allocation))
            .then_some(RequirementKind::Condition)
    }

    fn requirement(&mut self, kind: RequirementKind, chapter: usize, text: Text) {
        let section = self.chapters[chapter].id.clone();
        let ordinal = 1 + self
            .document
            .requirements
            .iter()
            .filter(|other| other.section == section)
            .count();
        let words = text.as_str();
        let hits = self.grammar.words(words);
        let has = |role: Role| hits.iter().any(|hit| hit.role == role);
        let channel = if has(Role::AnnualReport) {
            Some(Channel::AnnualReport)
        } else if has(Role::TertialReport) {
            Some(Channel::TertialReport)
        } else if has(Role::Plan) && kind == RequirementKind::Reporting {
            Some(Channel::Plan)
        } else if has(Role::Meeting) && kind == RequirementKind::Reporting {
            Some(Channel::Meeting)
        } else {
            None
        };
        let record = Requirement {
            id: format!(
                "requirement-{}-{ordinal}",
                section.as_deref().unwrap_or("0")
            ),
            kind,
            section,
            channel,
            spans: self.spans(&text),
            text: words.to_string(),
        };
        self.document.requirements.push(record);
    }
}

/// Chapters whose text is read by others.
fn not_prose(zone: Zone) -> bool {
    matches!(
        zone,
        Zone::Contents
            | Zone::Calendar
            | Zone::SteeringParameters
            | Zone::KeyFigures
            | Zone::Indicators
            | Zone::QualitativeGoals
            | Zone::WithdrawnAssignments
    )
}

/// Whether a sentence with these words says that something shall be done.
fn shall_be_done(words: &str, hits: &[Hit]) -> bool {
    hits.iter().any(|hit| {
        hit.role == Role::Duty
            && !matches!(
                words[hit.range.clone()].to_lowercase().as_str(),
                "oppdrag" | "bør" | "foreligge"
            )
    })
}
