//! Repeals: the romertall of the proposed decision that undoes requests of Parliament.
//!
//! ```text
//! repeal ::= ("nr." number ["(" session ")"] ["," day])+ "oppheves"
//! ```
//! A repeal authorises nothing. It is joined to its request, by number and session, as another place
//! that prints it, and cites it; the session is the one printed, or that in which the day falls. A
//! repeal of what is no request here, and a request that its account proposes to repeal and the
//! decision does not, are reported.

use super::Proposition;
use crate::model::Code;
use crate::{
    grammar::{
        date::{When, times},
        lexeme::is_blank,
        request::{session_in, session_of},
    },
    kinds::diagnostic,
    model::{Citation, CitationKind, Diagnostic, Outcome, Severity},
};
use std::{collections::HashSet, ops::Range};

/// One decision that is repealed.
#[derive(Debug, PartialEq)]
struct Repeal {
    number: String,
    session: Option<String>,
    /// Where its number, session and day stand in the words.
    range: Range<usize>,
}

impl Proposition<'_> {
    /// Joins what the decision repeals to the requests, and cites it.
    pub(super) fn join_repeals(&mut self) {
        let texts = std::mem::take(&mut self.repeals);
        let mut repealed: HashSet<String> = HashSet::new();
        for text in &texts {
            let found = self.repeals_in(text.as_str());
            if found.is_empty() {
                self.say(
                    Code::RepealUnread,
                    Severity::Warning,
                    "a repeal names no decision by its number".to_string(),
                    None,
                    &text.places(),
                );
            }
            for repeal in found {
                let raw = text.slice(repeal.range.clone());
                let id = match &repeal.session {
                    Some(session) => format!("{session}/{}", repeal.number),
                    None => repeal.number.clone(),
                };
                let spans = self.spans(&raw.places());
                let requests = &mut self.document.requests;
                let known = requests.iter().position(|request| request.id == id);
                let within = known.map(|_| id.clone());
                match known {
                    Some(at) => requests[at].also_at.extend(spans.clone()),
                    None if requests.is_empty() => {}
                    None => self.say(
                        Code::RepealWithoutRequest,
                        Severity::Warning,
                        format!("the decision repeals vedtak {id}, which no section accounts for"),
                        None,
                        &raw.places(),
                    ),
                }
                repealed.insert(id);
                self.document.citations.push(Citation {
                    id: format!("citation-{}", self.document.citations.len() + 1),
                    kind: CitationKind::Request,
                    reference: match &repeal.session {
                        Some(session) => format!("vedtak {} ({session})", repeal.number),
                        None => format!("vedtak {}", repeal.number),
                    },
                    raw: raw.as_str().to_string(),
                    within,
                    spans,
                });
            }
        }
        // A file that breaks off before the decision says nothing.
        if texts.is_empty() {
            return;
        }
        let forgotten: Vec<Diagnostic> = self
            .document
            .requests
            .iter()
            .filter(|request| request.outcome == Some(Outcome::ProposedRepealed))
            .filter(|request| !repealed.contains(&request.id))
            .map(|request| {
                diagnostic(
                    Code::RepealMissing,
                    Severity::Warning,
                    format!(
                        "vedtak {} is proposed repealed, and the decision does not repeal it",
                        request.id
                    ),
                    Some(request.id.clone()),
                    request.spans.clone(),
                )
            })
            .collect();
        self.diagnostics.extend(forgotten);
    }

    /// The decisions that words repeal.
    fn repeals_in(&self, words: &str) -> Vec<Repeal> {
        let days = times(words, &self.grammar.calendar);
        let mut found = Vec::new();
        for (at, _) in words.match_indices("nr.") {
            let after = words[at + 3..].trim_start_matches(is_blank);
            let from = words.len() - after.len();
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            if digits == 0 {
                continue;
            }
            let mut end = from + digits;
            let mut session = None;
            // `nr. 82 (2018–2019)`
            if let Some(inside) = words[end..].trim_start_matches(is_blank).strip_prefix('(')
                && let Some((years, _)) = inside.split_once(')')
                && let Some(printed) = session_in(years)
            {
                session = Some(printed);
                end = words.len() - inside.len() + years.len() + 1;
            }
            // `nr. 82, 3. desember 2018`, `nr. 82 av 3. desember 2018`
            let near = words[end..]
                .trim_start_matches(|c: char| c == ',' || is_blank(c))
                .trim_start_matches("av ");
            let near = words.len() - near.len();
            if let Some(time) = days.iter().find(|time| time.range.start == near)
                && matches!(time.when, When::Day { .. })
                && let Some(day) = time.year.and_then(|year| time.interval(year))
            {
                session = session.or_else(|| Some(session_of(day.0)));
                end = time.range.end;
            }
            let lead = words[..at].trim_end_matches(is_blank);
            let name = lead.rsplit(is_blank).next().unwrap_or_default();
            let named = name.to_lowercase().ends_with("vedtak");
            found.push(Repeal {
                number: words[from..from + digits].to_string(),
                session,
                range: if named { lead.len() - name.len() } else { at }..end,
            });
        }
        found
    }
}
