//! What looks like a deadline and is none: what is past, of law, or of something else.

use super::{
    Cue, DeadlineStatus, Dismissal, Found, Reader, Role, identifiers, period::period_end,
    words::List,
};
use jiff::civil::Date;
use std::ops::Range;

impl Reader<'_> {
    /// Dismisses what is past, or is no deadline of this letter; sets aims apart. True: dismissed.
    pub(super) fn aside(&mut self, found: &Found, sentence: &Range<usize>) -> bool {
        if found.status == DeadlineStatus::Invalid {
            return false;
        }
        let last = found.date.or(found.latest);
        let rule = if last.is_some_and(|last| self.is_past(last)) {
            let looks_back = self.context.account
                || self
                    .hits_in(&(sentence.start..found.raw.end), Role::Past)
                    .next()
                    .is_some()
                || self
                    .context
                    .year
                    .is_some_and(|year| last.is_some_and(|last| i32::from(last.year()) < year));
            // A delivery that falls due before the letter's own date is kept, and reported by a check.
            if !looks_back {
                return false;
            }
            "past_date"
        } else {
            return false;
        };
        self.dismissed.push(Dismissal {
            range: found.raw.clone(),
            rule,
        });
        true
    }

    /// `I tildelingsbrevet ble etaten bedt om å levere innen 1. mai. … Fristen utsettes til 1. juni.`: what an earlier
    /// letter asked is moved by what this one says below.
    pub(super) fn moved(&mut self) {
        let terms = self.terms();
        let moves = |found: &Found| {
            let raw = found.raw.start..found.raw.end;
            found.labelled && self.hits_in(&raw, Role::MovedTo).next().is_some()
        };
        let Some(last) = self
            .found
            .iter()
            .filter(|found| moves(found))
            .map(|found| found.raw.start)
            .max()
        else {
            return;
        };
        let old = |found: &Found| {
            let lead = self.text[found.sentence.start..found.raw.start.max(found.sentence.start)]
                .to_lowercase();
            let lead = lead.trim_start();
            !found.labelled
                && found.raw.start < last
                && terms.was_asked.begin(lead)
                && lead
                    .split_whitespace()
                    .take(8)
                    .any(|word| terms.was.is(word))
        };
        let (old, kept): (Vec<Found>, Vec<Found>) =
            self.found.clone().into_iter().partition(|found| old(found));
        self.found = kept;
        self.dismissed
            .extend(old.into_iter().map(|found| Dismissal {
                range: found.raw,
                rule: "earlier_deadline",
            }));
    }

    pub(super) fn is_past(&self, last: Date) -> bool {
        match (self.context.date, self.context.year) {
            (Some(date), _) => last < date,
            (None, Some(year)) => i32::from(last.year()) < year,
            (None, None) => false,
        }
    }

    /// `TB2025-103, som har frist 1.6.26`, `utredningen som hadde frist 31.12.2025`
    pub(super) fn belongs_elsewhere(&self, sentence: &Range<usize>, label: &Range<usize>) -> bool {
        let lead = &self.text[sentence.start..label.start];
        let lower = lead.to_lowercase();
        let tail = lower.trim_end();
        let terms = &self.grammar.deadlines;
        let relative = terms.elsewhere.ending(tail);
        match relative {
            // `Ekspertgruppen har frist 1. desember`: somebody else is said to have it.
            None => terms.has.close(tail) && self.others_begin(lead),
            Some(words) if terms.had.is(words) => true,
            Some(beside) if terms.beside.is(beside) => {
                // `TB2024-5 med frist 1.4.`, `TB2026-2, der fristen er`: only right after an identifier.
                let words = lead.trim_end();
                let words = words[..words.len() - beside.len()].trim_end_matches([',', ' ']);
                let found = identifiers(words, &self.grammar.templates);
                found
                    .last()
                    .is_some_and(|last| words[last.range.end..].trim().is_empty())
            }
            Some(_) => {
                let own = lead.trim_end();
                let own = without(without(own, &terms.has), &terms.who);
                !identifiers(lead, &self.grammar.templates).is_empty() || self.is_another(own)
            }
        }
    }

    /// Whether a sentence begins with somebody or something that is not written to.
    pub(super) fn others_begin(&self, words: &str) -> bool {
        let hits = self.grammar.cues.words(words);
        let start = words.len() - words.trim_start().len();
        hits.iter()
            .any(|hit| hit.role == Cue::Others && hit.range.start == start)
            && !hits.iter().any(|hit| hit.role == Cue::Addressed)
    }

    pub(super) fn dismiss(
        &mut self,
        range: Range<usize>,
        rule: &'static str,
        clause: &Range<usize>,
    ) {
        if let Some(n) = self.first_time(clause) {
            self.taken[n] = true;
        }
        self.dismissed.push(Dismissal { range, rule });
    }

    /// `innen tre måneder etter at …` is a rule of law or a span of time, no day; in a decision of
    /// Parliament that asks for an evaluation it is when that falls due, counted from an event.
    pub(super) fn periods(&mut self, sentence: Range<usize>) {
        let terms = self.terms();
        let before: Vec<Range<usize>> = self.hits_in(&sentence, Role::Before).collect();
        for hit in before {
            if let Some(length) =
                period_end(&self.text[hit.end..sentence.end], &self.grammar.deadlines)
            {
                let rest = &self.text[hit.end + length..sentence.end];
                if self.context.quoted
                    && terms.counted_after.begin(rest.trim_start())
                    && self.text[sentence.start..hit.start]
                        .to_lowercase()
                        .contains("evaluering")
                {
                    let stop = rest.find([',', ';']).unwrap_or(rest.len());
                    let event = rest[..stop].trim_end_matches(['.', '»', '"', ' ', '\n']);
                    let raw = hit.start..hit.end + length + event.len();
                    let status = DeadlineStatus::Relative;
                    self.found
                        .push(Found::untimed(raw, sentence.clone(), status));
                    continue;
                }
                self.dismissed.push(Dismissal {
                    range: hit.start..hit.end + length,
                    rule: "lawful_period",
                });
            }
        }
    }
}

/// Words without the one of a list that they end with.
fn without<'t>(words: &'t str, list: &List) -> &'t str {
    let word = list.ending(words);
    word.and_then(|word| words.strip_suffix(word))
        .map_or(words, str::trim_end)
}
