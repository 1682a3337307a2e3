//! Times that nothing but a plan, a promise or a demand governs.
//!
//! ```text
//! planned  ::= plan-word … ["i" | within | from] time       tas sikte på fremleggelse våren 2026
//! promised ::= (promise | duty) … completion … ["i"] time   sluttrapporten vil foreligge i 2026
//! demanded ::= any of these in a decision of Parliament     «… komme tilbake i 2026»
//! ```
//! The year is printed, and a bare year stands after «i»: «Demensplan 2030» is a name, «kroner i 2026»
//! an amount's year. A letter only says so of itself with «sikte på»; in an account of its writer's own
//! work a plan and a promise set a time as well. What is planned is tentative.

use super::{Reader, Role, When, day_or_season, floor, last_word};
use crate::model::{DeadlineKind, DeadlineStatus};
use std::ops::Range;

/// How far before its time the word may stand that says what is completed, in bytes.
const CLOSE: usize = 120;

impl Reader<'_> {
    /// The times of a sentence that no other rule has taken.
    pub(super) fn promised(&mut self, sentence: &Range<usize>) {
        let plan = self
            .hits_in(sentence, Role::Planned)
            .find(|hit| self.context.account || self.is_aim(hit));
        let quoted = self.context.quoted;
        if plan.is_none() && !quoted && !self.context.account {
            return;
        }
        // From here on the sentence promises, or demands.
        let promise = [Role::Promise, Role::Duty, Role::Expected]
            .into_iter()
            .filter_map(|role| self.hits_in(sentence, role).next())
            .map(|hit| hit.end)
            .min();
        let first = self
            .times
            .partition_point(|time| time.range.start < sentence.start);
        for n in first..self.times.len() {
            let time = &self.times[n];
            if time.range.end > sentence.end {
                break;
            }
            if self.taken[n] || time.year.is_none() {
                continue;
            }
            let range = time.range.clone();
            let Some(start) = self.opening(sentence, n) else {
                continue;
            };
            let planned = plan.as_ref().is_some_and(|plan| plan.end <= start);
            if !(planned || quoted || self.completes(sentence, n, promise)) {
                continue;
            }
            let mut found = self.found_at(start..range.end, sentence, n);
            found.kind = self.planned_kind(sentence, n, start..range.end);
            if self.aside(&found, sentence) {
                self.taken[n] = true;
                continue;
            }
            self.taken[n] = true;
            self.found.push(found);
        }
        self.tentative_after(sentence, plan);
    }

    /// What follows «etter planen», «tas sikte på» or «ventes» is tentative, whatever rule found it.
    fn tentative_after(&mut self, sentence: &Range<usize>, plan: Option<Range<usize>>) {
        let expected = self
            .hits_in(sentence, Role::Expected)
            .next()
            .filter(|_| self.context.account);
        let Some(from) = [plan, expected]
            .into_iter()
            .flatten()
            .map(|hit| hit.end)
            .min()
        else {
            return;
        };
        let own = self
            .found
            .iter_mut()
            .rev()
            .take_while(|found| found.sentence == *sentence);
        for found in own.filter(|found| !found.labelled && found.raw.start >= from) {
            if found.status == DeadlineStatus::Fixed && found.kind != DeadlineKind::Parliament {
                found.status = DeadlineStatus::Tentative;
            }
        }
    }

    /// «sikte på»: what even a letter aims at itself.
    fn is_aim(&self, hit: &Range<usize>) -> bool {
        self.text[hit.clone()].to_lowercase().contains("sikt")
    }

    /// Where the expression of a time begins, if the word before it lets it be one that something is
    /// done at.
    fn opening(&self, sentence: &Range<usize>, n: usize) -> Option<usize> {
        let time = &self.times[n];
        if let Some(governor) = self.governor(sentence, &time.range) {
            return match governor.role {
                Role::Within | Role::From => Some(governor.range.start),
                _ => None,
            };
        }
        let before = &self.text[sentence.start..time.range.start];
        let lead = before.trim_end();
        let word = last_word(lead);
        let start = sentence.start + lead.len() - word.len();
        let lower = word.to_lowercase();
        match lower.as_str() {
            // `kroner i 2026`, `3 pst. i 2026`, `statsbudsjettet i 2026`: the year of an amount.
            "i" => (!of_an_amount(before[..lead.len() - word.len()].trim_end())).then_some(start),
            _ if refused(&lower) => None,
            _ if day_or_season(time) => Some(time.range.start),
            // `2026–2027`, `planen 2030`: part of a name or of a span.
            _ => None,
        }
    }

    /// A promise to complete something close before the time: `vil foreligge i 2026`.
    fn completes(&self, sentence: &Range<usize>, n: usize, promise: Option<usize>) -> bool {
        let time = &self.times[n];
        if !self.context.account {
            return false;
        }
        let start = time.range.start;
        let close = self.close_before(sentence, n);
        let done = [Role::Completion, Role::Starting]
            .into_iter()
            .filter_map(|role| self.hits_in(&close, role).last())
            .max_by_key(|hit| hit.start);
        let Some(done) = done else { return false };
        let between = &self.text[done.end..start];
        // `…, dvs. i 2029` says the same time again; another comma ends the clause.
        let clause = between.rsplit_once(',').is_none_or(|(_, rest)| {
            rest.trim_start().starts_with("dvs") || rest.trim_start().starts_with("det vil si")
        });
        // The year that is under way is no promise: `gjennomføres i 2025`.
        let under_way = matches!(time.when, When::Year)
            && time
                .year
                .zip(self.context.date)
                .is_some_and(|(year, own)| year <= i32::from(own.year()));
        (promise.is_some_and(|promise| promise <= start) || self.announces(&done))
            && clause
            && !between.contains(';')
            && !under_way
    }

    /// `med oppstart høsten 2026`, `arbeidet starter i 2027`: said without a verb of promising.
    fn announces(&self, done: &Range<usize>) -> bool {
        let word = self.text[done.clone()].to_lowercase();
        matches!(
            word.as_str(),
            "starter" | "startar" | "trer i kraft" | "trår i kraft"
        ) || matches!(
            last_word(self.text[..done.start].trim_end()),
            "med" | "planlagt" | "for"
        ) && word.ends_with("start")
    }

    /// What stands right before a time, back to the time before it.
    fn close_before(&self, sentence: &Range<usize>, n: usize) -> Range<usize> {
        let start = self.times[n].range.start;
        let since = n
            .checked_sub(1)
            .map_or(0, |last| self.times[last].range.end)
            .max(sentence.start);
        let from = start.saturating_sub(CLOSE).max(since).min(start);
        floor(self.text, from)..start
    }

    fn planned_kind(&self, sentence: &Range<usize>, n: usize, raw: Range<usize>) -> DeadlineKind {
        let aims = self
            .hits_in(&(sentence.start..raw.start), Role::Planned)
            .any(|hit| self.is_aim(&hit));
        if aims && !self.in_parliament(sentence, raw.start) {
            return DeadlineKind::Aim;
        }
        let close = self.close_before(sentence, n);
        let last = |role| self.hits_in(&close, role).last().map(|hit| hit.start);
        if last(Role::Starting) > last(Role::Completion) {
            return DeadlineKind::Start;
        }
        self.clause_kind(sentence, &raw, &raw)
    }
}

/// Whether words end with an amount, a share or the budget, whose year follows.
fn of_an_amount(words: &str) -> bool {
    let word = last_word(words).to_lowercase();
    let word = word.trim_end_matches(['.', ',', ')']);
    word.ends_with(|c: char| c.is_ascii_digit() || c == '%')
        || matches!(
            word,
            "kroner" | "kr" | "mill" | "mrd" | "pst" | "prosent" | "årsverk"
        )
        || ["bevilgning", "løyving", "budsjett", "utgift", "innsparing"]
            .iter()
            .any(|stem| word.starts_with(stem) || word.contains("budsjett"))
}

/// Words after which a time is what something is of, or how long it lasts.
fn refused(word: &str) -> bool {
    matches!(
        word.trim_start_matches('('),
        "av" | "datert"
            | "fra"
            | "frå"
            | "mellom"
            | "siden"
            | "sidan"
            | "etter"
            | "for"
            | "per"
            | "pr."
            | "ut"
            | "til"
            | "mot"
            | "før"
            | "om"
            | "ved"
            | "både"
            | "perioden"
            | "og"
            | "–"
            | "-"
    )
}
