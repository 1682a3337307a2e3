//! What comes again, or has no end: «rapporteres tertialvis», «(løpende)».

use super::{DeadlineKind, DeadlineStatus, Found, Reader, Role, Terms, firm, period::is_number};
use std::ops::Range;

impl Reader<'_> {
    /// `skal rapportere hvert tertial`, `rapporteres årlig`: a duty to report that comes again.
    ///
    /// «en årlig rapport» is a thing, no deadline.
    pub(super) fn recurring_report(&mut self, sentence: &Range<usize>) {
        if self.context.asked
            || self.found.iter().any(|found| found.sentence == *sentence)
            || self.hits_in(sentence, Role::Duty).next().is_none()
        {
            return;
        }
        let again = self.hits_in(sentence, Role::Recurrence).find(|hit| {
            let words = self.text[hit.clone()].to_lowercase();
            let verb = self.text[sentence.start..hit.start]
                .trim_end()
                .rsplit(char::is_whitespace)
                .next()
                .unwrap_or("")
                .to_lowercase();
            let adverb = self.grammar.deadlines.each.begin(&words)
                || self.grammar.deadlines.wise.end(&words);
            let reported = self.grammar.deadlines.reports.begin(&verb);
            let noun = self.text[hit.end..sentence.end]
                .trim_start()
                .starts_with(|c: char| c.is_lowercase())
                && !adverb;
            adverb
                && self
                    .grammar
                    .deadlines
                    .reports
                    .stand_in(&self.text[sentence.start..hit.start].to_lowercase())
                || reported && !noun
        });
        let Some(again) = again else { return };
        self.found.push(Found {
            kind: DeadlineKind::Report,
            recurrence: Some(again.clone()),
            ..Found::untimed(again, sentence.clone(), DeadlineStatus::Recurring)
        });
    }

    /// `innen 15. februar og 15. oktober hvert år`: how often comes after the last of the days that one
    /// limit governs, and is said of all of them.
    pub(super) fn days_that_come_again(&mut self, sentence: &Range<usize>) {
        let adverb = |words: &str| self.grammar.deadlines.yearly.begin(words);
        let again: Vec<Range<usize>> = self
            .hits_in(sentence, Role::Recurrence)
            .filter(|hit| adverb(&self.text[hit.clone()].to_lowercase()))
            .collect();
        for hit in again {
            let mut next = hit.start;
            for found in self.found.iter_mut().rev() {
                let between = self.text.get(found.raw.end..next).unwrap_or("-").trim();
                let joined = between.is_empty() || self.grammar.deadlines.of_one_limit.is(between);
                if found.sentence != *sentence || found.raw.end > hit.start || !joined {
                    break;
                }
                next = found.raw.start;
                if found.recurrence.is_none() {
                    found.status = firm(found.status, DeadlineStatus::Recurring);
                    found.recurrence = Some(hit.clone());
                }
            }
        }
    }

    /// Words of recurrence, «årlig melding» and «årlig rapport» left out: they name a thing.
    pub(super) fn recurrences(
        &self,
        range: &Range<usize>,
    ) -> impl Iterator<Item = Range<usize>> + '_ {
        self.hits_in(range, Role::Recurrence).filter(|hit| {
            !self
                .grammar
                .deadlines
                .yearly_thing
                .begin(self.text[hit.end..].trim_start())
        })
    }

    /// `Følge opp planene. (Løpende)`: brackets that hold nothing else, after what is asked for.
    pub(super) fn ongoing_in_brackets(&mut self, sentence: &Range<usize>) {
        // `… vern av skog (løpende gjennom året).`
        let words = self.text[sentence.clone()].trim_end_matches(['.', ';', ' ']);
        let open = words
            .rfind('(')
            .filter(|&at| at > 0 && words.ends_with(')') && words.len() - at <= 40);
        let hit = open.and_then(|open| {
            self.hits_in(sentence, Role::Ongoing)
                .find(|hit| hit.start == sentence.start + open + 1)
        });
        if let Some(hit) = hit {
            self.found.push(Found::untimed(
                hit,
                sentence.clone(),
                DeadlineStatus::Ongoing,
            ));
            return;
        }
        let (Some(before), true) = (self.previous.clone(), self.is_bracket(sentence)) else {
            return;
        };
        let Some(hit) = self.hits_in(sentence, Role::Ongoing).next() else {
            return;
        };
        let alone = self.text[sentence.start..hit.start].trim() == "("
            && self.text[hit.end..sentence.end]
                .trim()
                .trim_end_matches('.')
                == ")";
        if alone {
            self.found.push(Found::untimed(
                hit,
                before.start..sentence.end,
                DeadlineStatus::Ongoing,
            ));
        }
    }
}

/// Where `ganger i året` begins with the number before it: `3 ganger i året`, `to gonger per år`.
pub(super) fn with_count(text: &str, words: &Range<usize>, terms: &Terms) -> usize {
    let lower = text[words.clone()].to_lowercase();
    if !terms.times.begin(&lower) {
        return words.start;
    }
    let before = text[..words.start].trim_end();
    let start = before.rfind(char::is_whitespace).map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    });
    let number = before[start..].to_lowercase();
    if is_number(&number, terms) {
        start
    } else {
        words.start
    }
}
