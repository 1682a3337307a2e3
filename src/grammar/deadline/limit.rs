//! Times by the word before them: «innen» sets a limit, «i løpet av» an interval, «fra» a beginning.
//!
//! ```text
//! limited ::= tentative? (before | within | from | as-of) filler? time
//! ```

use super::{
    DeadlineKind, DeadlineStatus, Dismissal, Hit, Precision, Reader, Role, When, firm, floor,
    last_word, points::points,
};
use std::ops::Range;

impl Reader<'_> {
    /// A time without a label: by the word before it, or by what the sentence asks for.
    pub(super) fn unlabelled(&mut self, sentence: &Range<usize>, n: usize) {
        let time = self.times[n].range.clone();
        if self.context.asked && self.of_another(sentence, time.start) {
            self.taken[n] = true;
            self.dismissed.push(Dismissal {
                range: time,
                rule: "deadline_of_something_else",
            });
            return;
        }
        let Some(governor) = self.governor(sentence, &time) else {
            if self.times[n].short {
                return;
            }
            self.asked_for(sentence, n);
            return;
        };
        match governor.role {
            Role::Before => {
                // `vedtak fra før 2020`
                let lead = &self.text[sentence.start..governor.range.start];
                let word = last_word(lead.trim_end()).to_lowercase();
                if self.grammar.deadlines.from_before.is(&word) {
                    self.taken[n] = true;
                    self.dismissed.push(Dismissal {
                        range: governor.range.start..time.end,
                        rule: "past_date",
                    });
                    return;
                }
                let start = self.tentative_start(sentence, governor.range.start);
                if let Some(rule) = self.describes(sentence, n, &governor.range) {
                    self.taken[n] = true;
                    self.dismissed.push(Dismissal {
                        range: start..time.end,
                        rule,
                    });
                    return;
                }
                let mut found = self.found_at(start..time.end, sentence, n);
                found.earliest = None;
                let words = self.text[governor.range.clone()].to_lowercase();
                let from = self.grammar.deadlines.beginning.end(&words);
                found.kind = if from {
                    DeadlineKind::Start
                } else {
                    self.clause_kind(sentence, &governor.range, &time)
                };
                let since = self.times[..n]
                    .iter()
                    .map(|other| other.range.end)
                    .filter(|end| *end <= governor.range.start)
                    .max()
                    .unwrap_or(0)
                    .max(sentence.start);
                found.points = points(
                    &self.text[since..governor.range.start],
                    &self.grammar.deadlines,
                );
                if self.tentative(start.saturating_sub(24).max(sentence.start), time.end) {
                    found.status = firm(found.status, DeadlineStatus::Tentative);
                }
                if let Some(recurrence) = self
                    .recurrences(
                        &(governor.range.start.saturating_sub(30).max(sentence.start)
                            ..(time.end + 12).min(sentence.end)),
                    )
                    .next()
                {
                    found.status = firm(found.status, DeadlineStatus::Recurring);
                    found.recurrence = Some(recurrence);
                }
                if self.aside(&found, sentence) {
                    return;
                }
                self.taken[n] = true;
                self.found.push(found);
                // `innen 15. februar og 15. oktober`: one limit for both.
                self.siblings(sentence, n, sentence.end, false);
            }
            Role::Within => {
                let duty = self
                    .hits_in(&(sentence.start..governor.range.start), Role::Duty)
                    .next()
                    .is_some()
                    || self
                        .hits_in(&(time.end..(time.end + 30).min(sentence.end)), Role::Duty)
                        .next()
                        .is_some();
                let aim = self.aims(sentence, governor.range.start);
                let duty = duty || self.context.asked && self.asks(sentence);
                let promise = self.context.account
                    && (self
                        .hits_in(&(sentence.start..governor.range.start), Role::Promise)
                        .next()
                        .is_some()
                        || self
                            .hits_in(
                                &(time.end..floor(self.text, (time.end + 30).min(sentence.end))),
                                Role::Promise,
                            )
                            .next()
                            .is_some());
                if !duty && !aim && !promise {
                    return;
                }
                let mut found = self.found_at(governor.range.start..time.end, sentence, n);
                let last = self.goes_on_until(sentence, n);
                if last > n {
                    found.raw.end = self.times[last].range.end;
                    found.latest = self.found_at(found.raw.clone(), sentence, last).latest;
                }
                found.kind = self.clause_kind(sentence, &governor.range, &time);
                if self.aside(&found, sentence) {
                    return;
                }
                self.taken[n..=last].fill(true);
                self.found.push(found);
            }
            Role::From => {
                let near =
                    governor.range.start.saturating_sub(45).max(sentence.start)..governor.range.end;
                let after = time.end..floor(self.text, (time.end + 45).min(sentence.end));
                let near = floor(self.text, near.start)..near.end;
                let starts = self.hits_in(&near, Role::Starting).next().is_some()
                    || self.hits_in(&after, Role::Starting).next().is_some()
                    || self.holds_from(sentence, &governor.range, n);
                if !starts || self.year_of_a_thing(sentence, &governor.range, n) {
                    return;
                }
                let mut found = self.found_at(governor.range.start..time.end, sentence, n);
                found.kind = if self.aims(sentence, time.start) {
                    DeadlineKind::Aim
                } else {
                    DeadlineKind::Start
                };
                if self.aside(&found, sentence) {
                    return;
                }
                self.taken[n] = true;
                self.found.push(found);
            }
            Role::AsOf => {
                let short = sentence.len() <= 80 && self.times[n].precision() == Precision::Day;
                let lead = self
                    .hits_in(&(sentence.start..governor.range.start), Role::Reporting)
                    .next();
                // `Rapport per 31. august sendes innen 1. oktober`: what it is about, not when it is due.
                let limit = self.hits_in(&(time.end..sentence.end), Role::Before).next();
                // `Status rapporteres per 1. tertial og per 2. tertial`
                let short = short
                    || self.context.asked
                        && self.asks(sentence)
                        && matches!(
                            self.times[n].when,
                            When::Day { .. }
                                | When::Month(_)
                                | When::Tertial(_)
                                | When::Quarter(_)
                                | When::HalfYear(_)
                        );
                if !short || lead.is_none() || limit.is_some() {
                    return;
                }
                let mut found = self.found_at(governor.range.start..time.end, sentence, n);
                found.kind = DeadlineKind::Report;
                if self.aside(&found, sentence) {
                    return;
                }
                self.taken[n] = true;
                self.found.push(found);
            }
            _ => {}
        }
    }

    /// `opne samlinga på nett frå 15. juni 2026`: what is asked for holds from a day on. The day of a letter
    /// or of figures is none, nor is the beginning of a stretch.
    pub(super) fn holds_from(
        &self,
        sentence: &Range<usize>,
        governor: &Range<usize>,
        n: usize,
    ) -> bool {
        let time = &self.times[n];
        if !self.context.asked
            || !self.asks(sentence)
            || matches!(time.when, When::Year)
            || matches!(time.when, When::Feast) && time.year.is_none()
            || self.relative_clause(sentence, governor.start).is_some()
        {
            return false;
        }
        let ends = self.text[time.range.end..sentence.end].trim_start();
        let stretch =
            self.grammar.deadlines.until.opening(ends).is_some() || ends.starts_with(['–', '-']);
        let word = last_word(self.text[sentence.start..governor.start].trim_end()).to_lowercase();
        let thing = self.grammar.deadlines.dated.stand_in(&word);
        let day = time.precision() == Precision::Day;
        let past = time
            .year
            .or(self.context.year)
            .and_then(|year| time.interval(year))
            .is_some_and(|(_, last)| self.is_past(last));
        // `fra og med uke 35`
        let words = self.text[governor.clone()].to_lowercase();
        let inclusive = self.grammar.deadlines.inclusive.stand_in(&words);
        !stretch && !thing && !past && (day || time.year.is_some() || inclusive)
    }

    /// `en løsning som er i drift fra 2027`, `slik at endringene kan gjelde fra 2027`, `plan for innføring fra 2027`: a
    /// bare year in a clause of its own, or beside what a thing is for, says what the thing is.
    fn year_of_a_thing(&self, sentence: &Range<usize>, governor: &Range<usize>, n: usize) -> bool {
        let time = &self.times[n];
        if !matches!(time.when, When::Year) || time.end_of || time.loose {
            return false;
        }
        let start = governor.start;
        let beside = self
            .hits_in(&(sentence.start..start), Role::Starting)
            .last();
        let terms = &self.grammar.deadlines;
        // `som grunnlag for iverksettelse fra 2027` is when it begins; `plan for innføring fra 2027` is a plan.
        let noun = beside.and_then(|hit| {
            let lead = self.text[sentence.start..hit.start].trim_end();
            let word = last_word(lead).to_lowercase();
            let before = last_word(lead[..lead.len() - word.len()].trim_end()).to_lowercase();
            let led = self.text[hit.end..start].trim().is_empty() && terms.point_in.is(&word);
            led.then(|| terms.plans.end(&before))
        });
        if let Some(plan) = noun {
            return self.context.asked && plan;
        }
        let duty = self.hits_in(&(sentence.start..start), Role::Duty).last();
        let from = duty.map_or(sentence.start, |hit| hit.end);
        let aside = self.text[from..start].split_whitespace().any(|word| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            terms.subordinates.is(&bare.to_lowercase())
        });
        self.context.asked && aside
    }

    /// The word right before a time that says how it is meant.
    pub(super) fn governor(&self, sentence: &Range<usize>, time: &Range<usize>) -> Option<Hit> {
        // It stands close by: a line of many deadlines is not gone through again for each.
        let close = sentence.start.max(time.start.saturating_sub(80));
        let first = self.hits.partition_point(|hit| hit.range.start < close);
        self.hits[first..]
            .iter()
            .take_while(|hit| hit.range.start < time.start)
            .filter(|hit| {
                matches!(
                    hit.role,
                    Role::Before | Role::Within | Role::From | Role::AsOf
                )
            })
            .filter(|hit| hit.range.end <= time.start && hit.range.start >= sentence.start)
            .filter(|hit| {
                let between = self.text[hit.range.end..time.start]
                    .trim_matches(|c: char| c.is_whitespace() || c == ':' || c == '\u{a0}');
                between.is_empty() || self.grammar.deadlines.fillers.is(between)
            })
            .max_by_key(|hit| (hit.range.end, hit.range.len()))
            .map(|hit| {
                // `senest innen 2028`: the expression begins with the first of the two.
                let mut hit = hit.clone();
                let mut before = self.hits[first..]
                    .iter()
                    .take_while(|other| other.range.start < time.start);
                if let Some(other) = before.find(|other| {
                    other.role == hit.role
                        && other.range.start < hit.range.start
                        && self.text[other.range.end.min(hit.range.start)..hit.range.start]
                            .trim()
                            .is_empty()
                        && other.range.start >= sentence.start
                }) {
                    hit.range.start = other.range.start;
                }
                hit
            })
    }

    pub(super) fn tentative(&self, from: usize, to: usize) -> bool {
        self.hits_in(&(floor(self.text, from)..to), Role::Tentative)
            .next()
            .is_some()
    }

    /// The expression begins with «tentativt» where that stands right before it.
    pub(super) fn tentative_start(&self, sentence: &Range<usize>, start: usize) -> usize {
        self.hits_in(&(sentence.start..start), Role::Tentative)
            .last()
            .filter(|hit| self.text[hit.end..start].trim().is_empty())
            .map_or(start, |hit| hit.start)
    }

    /// `tidligst til høsten`: the word that makes it a beginning is part of the expression.
    pub(super) fn with_earliest(&self, sentence: &Range<usize>, start: usize) -> usize {
        let lead = self.text[sentence.start..start].trim_end();
        let word = last_word(lead);
        if self.grammar.deadlines.earliest.is(&word.to_lowercase()) {
            sentence.start + lead.len() - word.len()
        } else {
            start
        }
    }
}
