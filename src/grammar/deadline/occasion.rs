//! Times that an occasion gives, not a day: the budget, its revision, the end of Parliament's term.
//!
//! ```text
//! due      ::= lead filler* occasion [("for" | "i")? year | session]
//! lead     ::= before | within | "i forbindelse med" | "ved" | "i"       senest i forbindelse med
//! occasion ::= "statsbudsjettet" | "revidert nasjonalbudsjett" | …       behandlingen av statsbudsjettet for 2026
//! ```
//! When that is no document says: the record has its words, no day, and the status *relative*. A
//! decision of Parliament sets such a time; an account promises one where it says what will be done.
//! «på egnet måte» is no time at all.

use super::{Found, Hit, Reader, Role, last_word};
use crate::model::Code;
use crate::{
    grammar::{lexeme::year, request::session_years},
    model::{DeadlineKind, DeadlineStatus},
};
use std::ops::Range;

/// How many words may stand between the lead and the occasion.
const FILLERS: usize = 5;

impl Reader<'_> {
    /// The occasions of a sentence.
    pub(super) fn occasions(&mut self, sentence: &Range<usize>) {
        if !self.context.quoted && !self.context.account {
            return;
        }
        let hits: Vec<Range<usize>> = self.hits_in(sentence, Role::Occasion).collect();
        for hit in hits {
            let end = self.occasion_end(hit.end, sentence.end);
            let Some(start) = self.occasion_start(sentence, hit.start) else {
                continue;
            };
            // `i løpet av våren, i revidert nasjonalbudsjett`: one printed deadline is one record.
            let known = self
                .found
                .iter()
                .rev()
                .take_while(|found| found.sentence == *sentence);
            if known
                .into_iter()
                .any(|found| found.raw.start < end && start < found.raw.end)
            {
                continue;
            }
            if !self.occasion_is_due(sentence, &(start..end)) {
                continue;
            }
            let kind = self.clause_kind(sentence, &(start..end), &(start..end));
            self.found.push(of_occasion(kind, start..end, sentence));
        }
    }

    /// The occasions that what is asked for is due at: `senest samtidig med årsrapporten for 2026`. Only
    /// with words that lead to them: «i årsrapporten» is where something is told.
    pub(super) fn asked_occasions(&mut self, sentence: &Range<usize>) {
        if !self.context.asked || !self.asks(sentence) || !self.hands_over(sentence) {
            return;
        }
        let mut hits: Vec<Range<usize>> = [
            Role::Occasion,
            Role::AnnualReport,
            Role::TertialReport,
            Role::Meeting,
        ]
        .into_iter()
        .flat_map(|role| self.hits_in(sentence, role).collect::<Vec<_>>())
        .collect();
        hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
        let mut last = sentence.start;
        for hit in hits {
            // The whole word: «tertialrapportene».
            let rest = &self.text[hit.end..sentence.end];
            let whole = rest
                .find(|c: char| !c.is_alphanumeric())
                .unwrap_or(rest.len());
            let hit = hit.start..hit.end + whole;
            let Some(start) = self.occasion_start(sentence, hit.start) else {
                continue;
            };
            // `senest fire uker før årsmøtet` counts from it.
            let lead = self.text[sentence.start..start].trim_end();
            let counted =
                super::period::is_unit(&last_word(lead).to_lowercase(), &self.grammar.deadlines);
            let led = self.hits.iter().any(|lead| {
                lead.range.start == start && matches!(lead.role, Role::Before | Role::OccasionLead)
            });
            let (end, taken) = self.occasion_reach(hit.end, sentence.end);
            let past = raw_year(&self.text[start..end])
                .zip(self.context.year)
                .is_some_and(|(year, own)| year < own);
            let day =
                taken.is_some_and(|n| self.times[n].precision() == crate::model::Precision::Day);
            if !led
                || start < last
                || past
                || day
                || counted
                || self.relative_clause(sentence, start).is_some()
            {
                continue;
            }
            if let Some(n) = taken {
                self.taken[n] = true;
            }
            last = end;
            let kind = self.clause_kind(sentence, &(start..start), &(start..end));
            self.found.push(of_occasion(kind, start..end, sentence));
        }
    }

    /// `i forbindelse med årsrapporten`, `rapporteres i halvårsrapporten`: the time is that of a report
    /// or a meeting, and of no day.
    pub(super) fn with_occasion(&self, clause: &str) -> bool {
        let words = clause
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase();
        let occasion = |hit: &Hit| {
            matches!(
                hit.role,
                Role::OccasionLead | Role::AnnualReport | Role::TertialReport | Role::Occasion
            )
        };
        let led = self
            .grammar
            .words(&words)
            .into_iter()
            .any(|hit| occasion(&hit) && hit.range.start == 0)
            || self.grammar.deadlines.occasion_leads.begin(&words);
        let named = self.grammar.words(&words).into_iter().any(|hit| {
            matches!(
                hit.role,
                Role::Reporting
                    | Role::AnnualReport
                    | Role::TertialReport
                    | Role::Meeting
                    | Role::Occasion
            )
        });
        led && named && words.split_whitespace().count() <= 8
    }

    /// `før jul, senest 12. desember`: the second says the first again, as a day.
    pub(super) fn said_again(&mut self, sentence: &Range<usize>) {
        let exact: Vec<usize> = self
            .found
            .iter()
            .filter(|found| found.sentence == *sentence && found.date.or(found.latest).is_some())
            .map(|found| found.raw.start)
            .collect();
        let terms = &self.grammar.deadlines;
        self.found.retain(|found| {
            let occasion = found.status == DeadlineStatus::Relative && found.remark.is_some();
            let again = exact.iter().any(|&start| {
                let between = self.text.get(found.raw.end..start).map(str::trim);
                between.is_some_and(|between| terms.apposition.is(between))
            });
            found.sentence != *sentence || !occasion || !again
        });
    }

    /// Where an occasion ends, with the time that says which one (`foretaksmøtet i juni`).
    fn occasion_reach(&self, from: usize, limit: usize) -> (usize, Option<usize>) {
        let rest = self.text[from..limit].trim_start();
        let lead = self
            .grammar
            .deadlines
            .which_one
            .opening(rest)
            .map(|lead| &rest[..(lead.len() + 1).min(rest.len())]);
        let at = limit - rest.len() + lead.map_or(0, |lead| lead.len());
        let named = self
            .times
            .iter()
            .position(|time| time.range.start == at && time.range.end <= limit);
        match named {
            Some(n) => (self.times[n].range.end, Some(n)),
            None => (self.occasion_end(from, limit), None),
        }
    }

    /// Where the expression ends: after the year or the session of the occasion.
    fn occasion_end(&self, from: usize, limit: usize) -> usize {
        let rest = &self.text[from..limit];
        let blank = rest.trim_start();
        let named = ["for ", "i "]
            .iter()
            .find_map(|word| blank.strip_prefix(word))
            .unwrap_or(blank);
        let left = session_years(named)
            .map(|(left, _)| left)
            .or_else(|_| year(named).map(|(left, _)| left));
        match left {
            Ok(left) => limit - left.len(),
            Err(_) => from,
        }
    }

    /// Where it begins: with the words that lead to the occasion, or none.
    fn occasion_start(&self, sentence: &Range<usize>, name: usize) -> Option<usize> {
        let mut at = name;
        for _ in 0..=FILLERS {
            let lead = self.text[sentence.start..at].trim_end();
            let end = sentence.start + lead.len();
            // The longest word with a role that ends here.
            let first = self.hits.partition_point(|hit| {
                hit.range.start < sentence.start.max(end.saturating_sub(48))
            });
            let hit = self.hits[first..]
                .iter()
                .take_while(|hit| hit.range.start < end)
                .find(|hit| {
                    hit.range.end == end
                        && matches!(hit.role, Role::Before | Role::Within | Role::OccasionLead)
                });
            if let Some(hit) = hit {
                return Some(self.limit_before(sentence, hit.range.start));
            }
            let word = last_word(lead);
            // Too frequent for the word lists: the shortest leads.
            if self.grammar.deadlines.short_leads.is(&word.to_lowercase()) {
                return Some(self.limit_before(sentence, end - word.len()));
            }
            if !self
                .grammar
                .deadlines
                .occasion_fillers
                .is(&word.to_lowercase())
            {
                return None;
            }
            at = end - word.len();
        }
        None
    }

    /// `senest` right before the lead begins the expression.
    fn limit_before(&self, sentence: &Range<usize>, start: usize) -> usize {
        self.hits_in(
            &(sentence
                .start
                .max(super::floor(self.text, start.saturating_sub(40)))..start),
            Role::Before,
        )
        .find(|hit| self.text[hit.end..start].trim().is_empty())
        .map_or(start, |hit| hit.start)
    }

    /// Whether something is due then: a limit always is; «i statsbudsjettet for 2026» only where
    /// something is brought before Parliament there.
    fn occasion_is_due(&self, sentence: &Range<usize>, raw: &Range<usize>) -> bool {
        let words = self.text[raw.clone()].to_lowercase();
        let limit = self
            .hits_in(raw, Role::Before)
            .chain(self.hits_in(raw, Role::Within))
            .next()
            .is_some();
        let completes = self.hits_in(sentence, Role::Completion).next().is_some();
        if self.context.quoted {
            return limit
                || completes
                || !words.starts_with("i ")
                || words.starts_with("i forb")
                || words.starts_with("i samb");
        }
        let future = [Role::Promise, Role::Planned]
            .into_iter()
            .any(|role| self.hits_in(sentence, role).next().is_some());
        let past = raw_year(&words)
            .zip(self.context.date)
            .is_some_and(|(year, own)| year <= i32::from(own.year()));
        future && completes && !past
    }
}

/// The first year of an expression.
fn raw_year(words: &str) -> Option<i32> {
    let at = words.find("20")?;
    year(&words[at..]).ok().map(|(_, year)| year)
}

/// A deadline whose time is an occasion's.
fn of_occasion(kind: DeadlineKind, raw: Range<usize>, sentence: &Range<usize>) -> Found {
    Found {
        kind,
        remark: Some((
            Code::TimeOfAnOccasion,
            "the time is that of an occasion: no day is printed".to_string(),
        )),
        ..Found::untimed(raw, sentence.clone(), DeadlineStatus::Relative)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Context, deadlines};
    use crate::{
        grammar::Grammar,
        model::{DeadlineStatus, Precision},
    };

    fn read(text: &str, quoted: bool) -> Vec<&str> {
        let context = Context {
            date: "2025-10-01".parse().ok(),
            account: true,
            quoted,
            ..Context::default()
        };
        let (found, _) = deadlines(text, &Grammar::built_in(), context);
        for one in &found {
            assert_eq!(one.status, DeadlineStatus::Relative);
            assert_eq!(one.precision, Precision::None);
            assert_eq!((one.date, one.earliest, one.latest), (None, None, None));
            assert!(one.remark.is_some());
        }
        found.iter().map(|one| &text[one.raw.clone()]).collect()
    }

    #[test]
    fn an_occasion_is_a_time_without_a_day() {
        for (text, raw) in [
            (
                "Planen skal leveres senest innen statsbudsjettet for 2027.",
                "senest innen statsbudsjettet for 2027",
            ),
            (
                "Stortinget orienteres senest i forbindelse med behandlingen av statsbudsjettet for 2026.",
                "senest i forbindelse med behandlingen av statsbudsjettet for 2026",
            ),
            (
                "Stortinget bed regjeringa kome attende i samband med revidert nasjonalbudsjett 2026.",
                "i samband med revidert nasjonalbudsjett 2026",
            ),
            (
                "Stortinget ber regjeringen komme tilbake i forbindelse med Prop. 1 S (2026–2027).",
                "i forbindelse med Prop. 1 S (2026–2027)",
            ),
            (
                "Stortinget ber regjeringen fremme forslag i kommende statsbudsjett.",
                "i kommende statsbudsjett",
            ),
            (
                "Stortinget ber regjeringen innføre lys innen utgangen av stortingsperioden.",
                "innen utgangen av stortingsperioden",
            ),
        ] {
            assert_eq!(read(text, true), [raw], "{text}");
        }
        assert_eq!(
            read(
                "Regjeringen vil komme tilbake i revidert nasjonalbudsjett 2026.",
                false
            ),
            ["i revidert nasjonalbudsjett 2026"]
        );
    }

    #[test]
    fn not_every_occasion_is_a_time() {
        for text in [
            "Regjeringen vil komme tilbake til Stortinget på egnet måte.",
            "I forbindelse med revidert nasjonalbudsjett 2024 ble det bevilget midler.",
            "Departementet vil bruke midlene i statsbudsjettet for 2026.",
            "Regjeringen vil komme tilbake, jf. forslaget i statsbudsjettet for 2025.",
        ] {
            assert_eq!(read(text, false), [""; 0], "{text}");
        }
        assert_eq!(
            read(
                "Stortinget ber regjeringen bruke pengene i statsbudsjettet til lys.",
                true
            ),
            [""; 0]
        );
    }
}
