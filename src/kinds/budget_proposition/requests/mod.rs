//! Parliamentary requests (anmodnings- og utredningsvedtak): the overview table joined with the
//! sections that account for each request, wherever they are printed.
//!
//! A request is known by its session and number, and by its point where a decision has several
//! (`2017–2018/35.24`). One record a request; a section that is printed
//! again (under the chapter of part II, often in other words) is another place of the same record.
//! What the table and the sections say differently is reported, and both are kept.

mod again;
mod deadlines;
mod flow;
mod overview;
mod quote;
mod sections;

use super::Proposition;
use crate::model::Code;
use crate::{
    grammar::request::DecisionNumber,
    layout::{BlockKind, Text},
    model::{Outcome, Request, Severity},
};
use flow::Flow;
use overview::{Overview, Row};
use sections::Printed;
use std::collections::{HashMap, HashSet};

/// A request while its places are gathered.
#[derive(Debug, Default)]
struct Draft {
    row: Option<Row>,
    /// The places that print it; the first is its section.
    printed: Vec<Printed>,
}

/// Session and number.
type Key = (Option<String>, DecisionNumber);

impl Proposition<'_> {
    /// Reads the requests and their deadlines.
    pub(super) fn requests(&mut self) {
        let overview = overview::overview(self.source, self.grammar, self.dictionary, self.lines);
        let flow = Flow::new(
            self.source,
            self.grammar,
            self.dictionary,
            self.lines,
            &overview.taken,
        );
        // A number heads a chapter of the proposition, not a request.
        let headings: HashSet<usize> = self
            .blocks
            .iter()
            .filter(|block| {
                matches!(
                    &block.kind,
                    BlockKind::Heading {
                        number: Some(_),
                        ..
                    }
                )
            })
            .map(|block| self.lines[block.lines.start].at)
            .collect();
        let printed = sections::sections(&flow, self.grammar, &headings);
        for (years, place) in sections::impossible_sessions(&flow, self.grammar) {
            let message = format!("the heading names the session {years}: Parliament had none");
            self.say(
                Code::ImpossibleSession,
                Severity::Warning,
                message,
                None,
                &[place],
            );
        }
        self.drop_sections(&overview.taken);
        // The overview of the requests is a table that is read here.
        self.unread
            .retain(|&at| !overview.taken.iter().skip(at).take(8).any(|taken| *taken));
        self.dismissed
            .extend(overview.heads.iter().map(|place| crate::kinds::Dismissed {
                places: vec![place.clone()],
                rule: "column_title",
            }));
        self.labels
            .extend(printed.iter().map(|one| one.label.clone()));
        let has_overview = !overview.rows.is_empty();
        for (key, draft) in self.drafts(overview, printed) {
            self.request(key, &draft, has_overview);
        }
        self.quoted_again();
    }

    /// Column titles head no section: «Rapportering avsluttes».
    fn drop_sections(&mut self, taken: &[bool]) {
        let mut lines: Vec<usize> = (0..taken.len())
            .filter(|&at| taken[at])
            .map(|at| self.source.code_point(self.lines[at].at))
            .collect();
        lines.sort_unstable();
        let mut dropped: HashMap<String, Option<String>> = HashMap::new();
        self.document.sections.retain(|section| {
            let heads = section
                .spans
                .first()
                .is_none_or(|span| lines.binary_search(&span.start).is_err());
            if !heads {
                dropped.insert(section.id.clone(), section.parent.clone());
            }
            heads
        });
        for section in &mut self.document.sections {
            while let Some(parent) = section.parent.as_ref().and_then(|id| dropped.get(id)) {
                section.parent.clone_from(parent);
            }
        }
        // What was read below a column title stands in the section that the title stands in.
        let document = &mut self.document;
        let tables = document.tables.iter_mut().map(|one| &mut one.section);
        let money = document
            .appropriations
            .iter_mut()
            .map(|one| &mut one.section);
        for own in tables.chain(money) {
            while let Some(parent) = own.as_ref().and_then(|id| dropped.get(id)) {
                own.clone_from(parent);
            }
        }
        self.outline.drop_heads(|id| dropped.contains_key(id));
        self.section_starts = super::section_starts(&self.document);
    }

    /// The requests, in the order of the overview and then of their sections.
    fn drafts(&mut self, overview: Overview, printed: Vec<Printed>) -> Vec<(Key, Draft)> {
        let mut order: Vec<Key> = Vec::new();
        let mut drafts: HashMap<Key, Draft> = HashMap::new();
        let mut sessions: HashMap<DecisionNumber, Vec<Option<String>>> = HashMap::new();
        for mut row in overview.rows {
            // A row whose session never was is told by its number.
            if row.impossible.is_some() {
                let mut same = printed.iter().filter(|one| one.number == row.number);
                if let (Some(one), None) = (same.next(), same.next()) {
                    row.session.clone_from(&one.session);
                }
            }
            let key = (row.session.clone(), row.number);
            let draft = drafts.entry(key.clone()).or_default();
            match &draft.row {
                Some(first) if first.ends != row.ends => {
                    let id = id_of(&key);
                    let places = [first.whole.places(), row.whole.places()].concat();
                    self.say(
                        Code::OverviewDisagrees,
                        Severity::Warning,
                        format!(
                            "the overview has vedtak {id} twice, once with Ja and once with Nei"
                        ),
                        Some(&id),
                        &places,
                    );
                }
                Some(_) => {}
                None => {
                    order.push(key.clone());
                    sessions.entry(row.number).or_default().push(key.0);
                    draft.row = Some(row);
                }
            }
        }
        for one in printed {
            let mut session = one.session.clone();
            if session.is_none()
                && let Some([only]) = sessions.get(&one.number).map(Vec::as_slice)
            {
                session.clone_from(only);
            }
            let key = (session, one.number);
            let draft = drafts.entry(key.clone()).or_insert_with(|| {
                order.push(key);
                Draft::default()
            });
            // The account under a session's heading is the request's own section.
            if one.sure && draft.printed.first().is_some_and(|first| !first.sure) {
                draft.printed.insert(0, one);
            } else {
                draft.printed.push(one);
            }
        }
        order
            .into_iter()
            .filter_map(|key| drafts.remove(&key).map(|draft| (key, draft)))
            .collect()
    }

    /// Writes a request down.
    fn request(&mut self, key: Key, draft: &Draft, has_overview: bool) {
        let id = id_of(&key);
        let row = draft.row.as_ref();
        let first = draft.printed.first();
        let outcome = first
            .and_then(|one| one.response.as_ref())
            .and_then(|text| self.grammar.requests.outcome(text.as_str()))
            .map(|(outcome, _)| outcome);
        let words = |text: Option<&Text>| text.map(|text| text.as_str().to_string());
        let text = first.and_then(|one| one.text.as_ref());
        let response = first.and_then(|one| one.response.as_ref());
        let mut spans = first.map_or_else(Vec::new, |one| self.spans(&one.whole));
        spans.extend(row.map_or_else(Vec::new, |row| self.spans(&row.whole.places())));
        let record = Request {
            id: id.clone(),
            session: key.0.clone(),
            number: key.1.number,
            date: first.and_then(|one| one.date.clone()),
            keyword: words(row.map(|row| &row.keyword)),
            heading: words(first.and_then(|one| one.heading.as_ref())),
            text: words(text),
            basis: first.map_or_else(Vec::new, |one| one.basis.clone()),
            response: words(response),
            reporting_ends: row.and_then(|row| row.ends),
            outcome,
            followed_up: outcome.map(|outcome| outcome == Outcome::FollowedUp),
            spans,
            text_spans: text.map_or_else(Vec::new, |text| self.spans(&text.places())),
            response_spans: response.map_or_else(Vec::new, |text| self.spans(&text.places())),
            also_at: draft
                .printed
                .iter()
                .skip(1)
                .flat_map(|one| self.spans(&one.whole))
                .collect(),
        };
        self.findings(&record, draft, has_overview);
        self.document.requests.push(record);
        self.request_deadlines(&id, &draft.printed);
    }

    /// What the places of a request say differently, or do not say.
    fn findings(&mut self, record: &Request, draft: &Draft, has_overview: bool) {
        let id = record.id.as_str();
        let row = draft.row.as_ref();
        let row_places = row.map_or_else(Vec::new, |row| row.whole.places());
        let Some(first) = draft.printed.first() else {
            let message = format!("vedtak {id} is in the overview and has no section");
            self.say(
                Code::RequestWithoutSection,
                Severity::Warning,
                message,
                Some(id),
                &row_places,
            );
            return;
        };
        if let Some(years) = row.and_then(|row| row.impossible.as_deref()) {
            let message = format!(
                "the overview has the session {years} for vedtak {id}: Parliament had none"
            );
            self.say(
                Code::ImpossibleSession,
                Severity::Warning,
                message,
                Some(id),
                &row_places,
            );
        }
        let label = std::slice::from_ref(&first.label);
        let mut warn = |code: Code, severity: Severity, message: String| {
            self.say(code, severity, message, Some(id), label);
        };
        if row.is_none() && has_overview {
            warn(
                Code::RequestNotInOverview,
                Severity::Warning,
                format!("vedtak {id} has a section and is not in the overview"),
            );
        }
        if row.is_some_and(|row| row.ends.is_none()) && has_overview {
            warn(
                Code::ReportingNotTold,
                Severity::Info,
                format!("the overview has neither Ja nor Nei for vedtak {id}"),
            );
        }
        if record.session.is_none() {
            warn(
                Code::RequestSessionUnknown,
                Severity::Warning,
                format!("nothing tells in which session vedtak nr. {id} was made"),
            );
        }
        if let Some(other) = &first.other_session {
            warn(
                Code::RequestSessionDisagrees,
                Severity::Warning,
                format!("vedtak {id} has a day of the session {other}"),
            );
        }
        if first.text.is_none() {
            warn(
                Code::RequestWithoutDecision,
                Severity::Warning,
                format!("the section of vedtak {id} quotes no decision"),
            );
        }
        if first.unclosed {
            warn(
                Code::QuotationNotClosed,
                Severity::Warning,
                format!("the decision of vedtak {id} has no closing quotation mark"),
            );
        }
        match (&record.response, record.outcome) {
            (None, _) => warn(
                Code::RequestWithoutResponse,
                Severity::Warning,
                format!("the section of vedtak {id} holds no account of the ministry"),
            ),
            (Some(_), None) => warn(
                Code::RequestOutcomeUnknown,
                Severity::Info,
                format!("nothing in the account of vedtak {id} says what became of it"),
            ),
            _ => {}
        }
        if let Some(outcome) = record.outcome
            && let Some(ends) = record.reporting_ends
            // Of a request that is proposed repealed there may be more to report, until it is.
            && (outcome == Outcome::ReturnsToParliament && ends
                || outcome == Outcome::FollowedUp && !ends)
        {
            let says = match outcome {
                Outcome::ReturnsToParliament => "the ministry will come back to Parliament",
                _ => "it is followed up",
            };
            let places = [row_places, label.to_vec()].concat();
            let column = if ends { "Ja" } else { "Nei" };
            self.say(
                Code::ReportingDisagrees,
                Severity::Warning,
                format!(
                    "the overview has {column} for vedtak {id}, and its section says that {says}"
                ),
                Some(id),
                &places,
            );
        }
        for other in &draft.printed[1..] {
            let places = [first.label.clone(), other.label.clone()];
            if other.date != first.date {
                self.say(
                    Code::RequestPrintedDifferently,
                    Severity::Warning,
                    format!("vedtak {id} is printed with two days"),
                    Some(id),
                    &places,
                );
            }
            let outcome = other
                .response
                .as_ref()
                .and_then(|text| self.grammar.requests.outcome(text.as_str()))
                .map(|(outcome, _)| outcome);
            if outcome.is_some() && record.outcome.is_some() && outcome != record.outcome {
                self.say(
                    Code::RequestPrintedDifferently,
                    Severity::Warning,
                    format!("vedtak {id} is printed twice, with two outcomes"),
                    Some(id),
                    &places,
                );
            }
        }
    }
}

fn id_of(key: &Key) -> String {
    match &key.0 {
        Some(session) => format!("{session}/{}", key.1),
        None => key.1.to_string(),
    }
}
