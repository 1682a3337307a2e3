//! Deadlines that a label names.
//!
//! ```text
//! labelled ::= adjective? label subject? (":" | "er" | "settes til")? time (joint time)*
//!            | … (agreed | recurrence | "løpende" | span | occasion)
//! ```
//! The times after the first are siblings: each a deadline of its own, with its own points.

use super::{
    Code, DeadlineKind, DeadlineStatus, Dismissal, Found, REPORT_FIELD, Reader, Role, Terms, When,
    asked::tells,
    firm, floor, identifiers,
    kind::begins,
    last_word,
    period::{span_counted, span_of_time},
    points::{points, points_of_lead},
    trimmed_end, within,
};
use std::ops::Range;

impl Reader<'_> {
    /// `Frist: Foreløpig rapport 30.11.25. Endelig rapport medio mai 2026.`: a short sentence on the
    /// line of a label goes on with what the label says.
    pub(super) fn goes_on_with_label(&mut self, last: &Range<usize>, sentence: &Range<usize>) {
        let labelled = self.found.iter().any(|found| {
            found.labelled
                && found.sentence == *last
                && !self.text[last.end..sentence.start].contains('\n')
        });
        let short = self.words_between(sentence.start, sentence.end) <= 10;
        let duty = self.hits_in(sentence, Role::Duty).next().is_some();
        // `Frist punkt 1: 5.6.2026. Frist punkt 2: 1.12.2026.`: it has a label of its own.
        let own = self.hits_in(sentence, Role::DeadlineLabel).next().is_some();
        if !labelled || !short || duty || own {
            return;
        }
        for n in 0..self.times.len() {
            let range = self.times[n].range.clone();
            if self.taken[n]
                || !within(&range, sentence)
                || matches!(self.times[n].when, When::Year)
                || self
                    .grammar
                    .deadlines
                    .dated_by
                    .is(last_word(self.text[sentence.start..range.start].trim_end()))
            {
                continue;
            }
            let start = self
                .governor(sentence, &range)
                .map_or(range.start, |hit| hit.range.start);
            let mut found = self.found_at(start..range.end, sentence, n);
            found.kind = self.label_kind(sentence, &(sentence.start..sentence.start), n);
            // `Frist: Avtale innen 1. mai. Verkstedet settes i drift 1. november.`
            let lead = sentence.start..range.start;
            if found.kind == DeadlineKind::Delivery
                && self.noted_kind(&lead) == DeadlineKind::Start
                && !self.delivers(&lead)
            {
                found.kind = DeadlineKind::Start;
            }
            found.labelled = true;
            found.points = points(
                &self.text[sentence.start..range.start],
                &self.grammar.deadlines,
            );
            if self.aside(&found, sentence) {
                continue;
            }
            self.taken[n] = true;
            self.found.push(found);
        }
    }

    /// `Frist punkt 1 og 2: 1.6.2026`
    pub(super) fn labelled(&mut self, sentence: &Range<usize>, label: Range<usize>, until: usize) {
        let start = self.label_start(sentence, &label);
        let opens = self.text[sentence.start..start]
            .trim_matches(|c: char| !c.is_alphanumeric())
            .is_empty();
        let clause = label.end..until;
        let rule = if self.was_the_deadline(sentence, &label) {
            Some("earlier_deadline")
        } else {
            self.belongs_elsewhere(sentence, &label)
                .then_some("deadline_of_something_else")
        };
        if let Some(rule) = rule {
            let time = self.first_time(&clause);
            let end = time.map_or(label.end, |n| self.times[n].range.end);
            self.dismiss(label.start..end, rule, &clause);
            return;
        }
        let first = self.first_time(&clause).filter(|&n| {
            let between = self.times[n].range.start - label.end;
            opens
                || between <= 60 && !self.text[label.end..self.times[n].range.start].contains(". ")
        });
        // `Frist: Settes i dialog med etaten, men en skisse må foreligge innen 1. mai`: two deadlines.
        let agreed = first.and_then(|n| {
            let before = label.end..self.times[n].range.start;
            self.hits_in(&before, Role::ToBeAgreed).next()
        });
        let governed = first.is_some_and(|n| {
            let governor = self.governor(sentence, &self.times[n].range.clone());
            governor.is_some_and(|hit| hit.role == Role::Before)
        });
        let agreed_first = agreed
            .clone()
            .filter(|hit| governed && hit.start - label.end <= 30);
        if let (Some(agreed), Some(n)) = (agreed_first, first) {
            let rest = &self.text[agreed.end..self.times[n].range.start];
            let end = agreed.end + rest.find([',', ';']).unwrap_or(0);
            let raw = start..trimmed_end(self.text, end);
            self.found.push(Found {
                labelled: opens,
                ..Found::untimed(raw, sentence.clone(), DeadlineStatus::ToBeAgreed)
            });
            return;
        }
        // `Fristen fastsettes i etatsmøtet i mai`: the time of the meeting, not of the delivery.
        let agreed_at = first.filter(|&n| {
            agreed.is_some_and(|hit| {
                let between = hit.start..self.times[n].range.start;
                !governed && self.hits_in(&between, Role::Meeting).next().is_some()
            })
        });
        if let Some(n) = agreed_at {
            self.taken[n] = true;
            let end = start + self.text[start..until].trim_end_matches(['.', ' ']).len();
            self.found.push(Found {
                bare: opens && self.text[label.end..until].trim_start().starts_with(':'),
                labelled: opens,
                kind: self.label_kind(sentence, &label, n),
                ..Found::untimed(start..end, sentence.clone(), DeadlineStatus::ToBeAgreed)
            });
            return;
        }
        // `utsettes fra 1. juni til 1. november`: the second is the deadline.
        let first = first.map(|n| {
            let from = self
                .governor(sentence, &self.times[n].range.clone())
                .is_some_and(|hit| hit.role == Role::From);
            let next = n + 1;
            let moved = self.times.get(next).is_some_and(|time| {
                // `Fristen 1. september erstattes av 1. november`
                let between = self.times[n].range.end..time.range.start;
                time.range.end <= until
                    && (from && self.text[..time.range.start].trim_end().ends_with(" til")
                        || self.hits_in(&between, Role::MovedTo).next().is_some())
            });
            if moved {
                self.taken[n] = true;
                next
            } else {
                n
            }
        });
        let colon = self.text[label.end..until].trim_start().starts_with(':')
            || self.text[label.clone()].ends_with(':');
        let clause_start = self.text[label.end..until]
            .trim_start_matches(|c: char| !c.is_alphanumeric())
            .len();
        let refers = self
            .hits_in(&(until - clause_start..until), Role::RefersElsewhere)
            .any(|hit| hit.start == until - clause_start);
        if opens && colon && refers && first.is_none() {
            // `Frist: Som for rapportene`, `Frist: Se teksten`: the time stands elsewhere.
            self.dismissed.push(Dismissal {
                range: start..trimmed_end(self.text, until),
                rule: "refers_elsewhere",
            });
            return;
        }
        // `Frist: to uker før møtet i mai`: counted from it.
        let counted = span_counted(&self.text[clause.clone()], &self.grammar.deadlines);
        let first = first.filter(|&n| {
            let beside = self.governor(sentence, &self.times[n].range.clone());
            let counted = counted && beside.is_none();
            self.taken[n] |= counted;
            !counted
        });
        // `Frist: så snart loven er vedtatt 2026`: a year among words that are not read is no deadline.
        let first = first.filter(|&n| {
            let lost = opens && colon && !self.year_is_read(sentence, &label, n);
            self.taken[n] |= lost;
            !lost
        });
        // `Frist: Løpende gjennom året`: for how long, and no end of it.
        let first = first.filter(|&n| {
            let between = label.end..self.times[n].range.start;
            let lead = self.text[between.clone()].trim_start_matches([':', ' ']);
            let ongoing = opens
                && !governed
                && matches!(self.times[n].when, When::Year)
                && self
                    .hits_in(&between, Role::Ongoing)
                    .any(|hit| hit.start + lead.len() == between.end);
            self.taken[n] |= ongoing;
            !ongoing
        });
        let mut points = points(
            &self.text[label.end..first.map_or(until, |n| self.times[n].range.start)],
            &self.grammar.deadlines,
        );
        // `For bokstav b blir fristen avtalt nærmere`
        if first.is_none() && points.is_empty() && !opens {
            points = points_of_lead(
                &self.text[sentence.start..label.start],
                &self.grammar.deadlines,
            );
        }
        let subject = subject(self.text, &clause, &self.grammar.deadlines);
        if let Some(n) = first {
            let end = self.times[n].range.end;
            let raw = start..end;
            let bare = opens
                && self.text[end..sentence.end]
                    .trim_matches(|c: char| !c.is_alphanumeric())
                    .is_empty()
                && self.words_between(label.end, self.times[n].range.start) <= 8;
            let mut found = self.found_at(raw, sentence, n);
            // `Frist: Departementet ønsker en vurdering innen 1.4.2027` says itself what falls due.
            found.bare = bare
                && (subject.is_none() || !points.is_empty())
                && self.words_between(label.end, self.times[n].range.start) <= 5;
            found.labelled = opens;
            found.kind = self.label_kind(sentence, &label, n);
            // `Frist: Oppstart januar 2026`, `Frist: fra 1. januar 2027`
            let lead = label.end..self.times[n].range.start;
            let starts = self.hits_in(&lead, Role::Starting).any(|hit| {
                begins(&self.text[hit.clone()], &self.grammar.deadlines)
                    && self.text[hit.end..lead.end].trim().is_empty()
            });
            let from = self
                .governor(sentence, &self.times[n].range.clone())
                .is_some_and(|hit| {
                    hit.role == Role::From
                        && !self.text[label.end..hit.range.start].contains(" til ")
                });
            if opens && found.kind == DeadlineKind::Delivery && (starts || from && colon) {
                found.kind = DeadlineKind::Start;
            }
            let beside = self.text[label.end..self.times[n].range.start]
                .trim_matches([':', ' '])
                .to_lowercase();
            if self.tentative(start, end) || self.grammar.deadlines.provisional.is(&beside) {
                found.status = firm(found.status, DeadlineStatus::Tentative);
            }
            if let Some(recurrence) = self
                .recurrences(&(start..floor(self.text, (end + 40).min(sentence.end))))
                .next()
            {
                found.status = firm(found.status, DeadlineStatus::Recurring);
                found.recurrence = Some(recurrence);
            }
            found.points = if !points.is_empty() {
                points
            } else if opens {
                self.points_after(n, until)
            } else {
                // `For bokstav b gjelder fristen 1. desember`
                let lead = points_of_lead(
                    &self.text[sentence.start..label.start],
                    &self.grammar.deadlines,
                );
                if lead.is_empty() {
                    self.points_after(n, until)
                } else {
                    lead
                }
            };
            found.subject = subject;
            found.of = self.of(&(label.end..self.times[n].range.start));
            if self.aside(&found, sentence) {
                self.taken[n] = true;
                return;
            }
            self.taken[n] = true;
            self.found.push(found);
            self.siblings(sentence, n, until, opens);
            self.rest_to_be_agreed(sentence, end, until);
            return;
        }
        // `Frist: For bokstav a er fristen 1. juni`: the name of the field, and a sentence with a label of its own.
        if opens && colon && until < sentence.end && first.is_none() {
            return;
        }
        // No time: to be agreed, recurring, ongoing, counted from something else.
        let agreed = self.hits_in(&clause, Role::ToBeAgreed).next().is_some()
            || !opens && self.hits_in(sentence, Role::ToBeAgreed).next().is_some();
        let recurrence = self.recurrences(&clause).next();
        let ongoing = self.hits_in(&clause, Role::Ongoing).next().is_some();
        let relative = span_of_time(&self.text[clause.clone()], &self.grammar.deadlines)
            || self.with_occasion(&self.text[clause.clone()]);
        let status = if agreed {
            DeadlineStatus::ToBeAgreed
        } else if let (Some(_), true) = (&recurrence, opens) {
            DeadlineStatus::Recurring
        } else if ongoing && opens {
            DeadlineStatus::Ongoing
        } else if relative && opens && colon {
            DeadlineStatus::Relative
        } else if opens
            && colon
            && !self.text[clause.clone()]
                .trim_matches(|c: char| !c.is_alphanumeric())
                .is_empty()
        {
            DeadlineStatus::Other
        } else {
            self.dismissed.push(Dismissal {
                range: label,
                rule: "no_time_named",
            });
            return;
        };
        let raw = if opens {
            start..trimmed_end(self.text, until)
        } else {
            sentence.start..trimmed_end(self.text, sentence.end)
        };
        if self
            .found
            .iter()
            .any(|found| found.raw.start < raw.end && raw.start < found.raw.end)
        {
            return; // «Frister … og innbyrdes frist»: one printed deadline is one record
        }
        // `i forbindelse med årsrapporten` is when, not what.
        let account = status != DeadlineStatus::Relative && self.accounts(&clause).is_some();
        // `Etaten skal holde departementet orientert. Frist: hver måned`
        let told = status == DeadlineStatus::Recurring
            && self.context.asked
            && tells(&self.text[..label.start], self.grammar);
        let kind = if account || told || self.in_report_field(label.start) {
            DeadlineKind::Report
        } else {
            DeadlineKind::Delivery
        };
        self.found.push(Found {
            bare: opens && colon,
            labelled: opens,
            kind,
            points,
            subject,
            recurrence: recurrence.filter(|_| status == DeadlineStatus::Recurring),
            remark: (status == DeadlineStatus::Other).then(|| {
                (
                    Code::DeadlineNotUnderstood,
                    "a deadline label without a time that could be read".to_string(),
                )
            }),
            ..Found::untimed(raw, sentence.clone(), status)
        });
    }

    /// `opprinnelig frist 1. september`: what the deadline was before it was moved.
    pub(super) fn was_the_deadline(&self, sentence: &Range<usize>, label: &Range<usize>) -> bool {
        // `gjelder den opprinnelige fristen`: it still does.
        let lead = &self.text[sentence.start..label.start];
        let stands = lead
            .split_whitespace()
            .any(|word| self.grammar.deadlines.stands.is(word));
        !stands && self.once(lead)
    }

    /// Whether a time after a label is read as it is meant: a bare year only beside the label or a word
    /// that leads to it.
    pub(super) fn year_is_read(
        &self,
        sentence: &Range<usize>,
        label: &Range<usize>,
        n: usize,
    ) -> bool {
        let time = &self.times[n];
        if !matches!(time.when, When::Year) || time.end_of || time.relative_year {
            return true;
        }
        let lead = self.text[label.end..time.range.start].trim_end();
        let word = last_word(lead).to_lowercase();
        let lead_range = label.end..time.range.start;
        lead.is_empty()
            || lead.ends_with(':')
            || self.grammar.deadlines.year_led.is(&word)
            || self.governor(sentence, &time.range.clone()).is_some()
            || self
                .hits_in(&lead_range, Role::Tentative)
                .any(|hit| self.text[hit.end..time.range.start].trim().is_empty())
    }

    /// Whether the field before a label says that something is reported: `Rapporteres: Årsrapport Frist: …`.
    pub(super) fn in_report_field(&self, label: usize) -> bool {
        let near = floor(self.text, label.saturating_sub(REPORT_FIELD))..label;
        self.hits_in(&near, Role::ReportField).next().is_some()
    }

    /// Whether words end with one that says that what follows was so earlier.
    pub(super) fn once(&self, words: &str) -> bool {
        let word = last_word(words.trim_end()).to_lowercase();
        self.grammar.deadlines.once.is(word.trim_start_matches('('))
    }

    /// The identifier right after a label: `for oppdrag 5/2024`, `for TB2026-3`.
    pub(super) fn of(&self, clause: &Range<usize>) -> Option<String> {
        let words = &self.text[clause.clone()];
        let first = identifiers(words, &self.grammar.templates)
            .into_iter()
            .next()?;
        let lead = words[..first.range.start].trim().to_lowercase();
        self.grammar
            .deadlines
            .of_assignment
            .is(&lead)
            .then_some(first.number)
    }

    /// Further times of a labelled line, each a deadline of its own: `1. mars (utkast) og 1. juni`,
    /// `Statusrapport 1. oktober og sluttrapport 1. februar`, `1. mars for punkt 1, 1. juni for punkt 2`.
    pub(super) fn siblings(
        &mut self,
        sentence: &Range<usize>,
        first: usize,
        until: usize,
        opens: bool,
    ) {
        let mut last = first;
        for n in first + 1..self.times.len() {
            let range = self.times[n].range.clone();
            if range.end > until {
                break;
            }
            let between = self.text[self.times[last].range.end..range.start]
                .trim_start_matches('.')
                .trim()
                .to_string();
            let joined = self.grammar.deadlines.joint.is(&between);
            let governor = self.governor(sentence, &range);
            let listed = opens
                && governor.as_ref().is_none_or(|hit| hit.role == Role::Before)
                && !matches!(self.times[n].when, When::Year)
                && between.split_whitespace().count() <= 8
                && !self.hits.iter().any(|hit| {
                    matches!(hit.role, Role::Starting | Role::Duty)
                        && hit.range.start >= self.times[last].range.end
                        && hit.range.end <= range.start
                });
            if self.once(&self.text[self.times[last].range.end..range.start]) {
                self.taken[n] = true;
                self.dismissed.push(Dismissal {
                    range,
                    rule: "earlier_deadline",
                });
                continue;
            }
            if self.taken[n]
                || !(joined || listed)
                || governor.as_ref().is_some_and(|hit| hit.role == Role::From)
            {
                continue;
            }
            let start = governor.as_ref().map_or(range.start, |hit| hit.range.start);
            let mut found = self.found_at(start..range.end, sentence, n);
            found.kind = self.label_kind(
                sentence,
                &(self.times[last].range.end..self.times[last].range.end),
                n,
            );
            if joined && let Some(last) = self.found.last() {
                found.kind = last.kind;
                // `tertialvis innen 15. mai og 15. september`
                if let Some(again) = &last.recurrence
                    && again.start < last.raw.end
                {
                    found.recurrence = Some(again.clone());
                    found.status = firm(found.status, DeadlineStatus::Recurring);
                }
            }
            found.labelled = opens;
            found.points = self.points_of(last, n, until);
            if self.aside(&found, sentence) {
                continue;
            }
            self.taken[n] = true;
            self.found.push(found);
            last = n;
        }
    }

    /// The points named before a time, else those named right after it (`for punkt 1`).
    pub(super) fn points_of(&self, previous: usize, n: usize, until: usize) -> Vec<String> {
        let before = points(
            &self.text[self.times[previous]
                .range
                .end
                .min(self.times[n].range.start)..self.times[n].range.start],
            &self.grammar.deadlines,
        );
        let after_for = |at: usize| {
            self.text[self.times[at].range.end..until]
                .trim_start()
                .starts_with("for ")
        };
        if !before.is_empty() && !after_for(previous) {
            return before;
        }
        self.points_after(n, until)
    }

    pub(super) fn points_after(&self, n: usize, until: usize) -> Vec<String> {
        let from = self.times[n].range.end;
        let to = self
            .times
            .get(n + 1)
            .map_or(until, |next| next.range.start.min(until));
        let after = &self.text[from..to.max(from)];
        if after.trim_start().starts_with("for ") {
            points(after, &self.grammar.deadlines)
        } else {
            Vec::new()
        }
    }

    /// `…, øvrige leveranser avklares i dialog med departementet`
    pub(super) fn rest_to_be_agreed(
        &mut self,
        sentence: &Range<usize>,
        after: usize,
        until: usize,
    ) {
        let clause = after..until;
        let Some(agreed) = self.hits_in(&clause, Role::ToBeAgreed).next() else {
            return;
        };
        if self.first_time(&clause).is_some() {
            return;
        }
        let words = &self.text[after..agreed.start];
        let lower = words.to_lowercase();
        let names = self.grammar.deadlines.rest.stand_in(&lower);
        if !names {
            return;
        }
        let start = after + words.len()
            - words
                .trim_start_matches(|c: char| !c.is_alphanumeric())
                .len();
        self.found.push(Found::untimed(
            start..trimmed_end(self.text, until),
            sentence.clone(),
            DeadlineStatus::ToBeAgreed,
        ));
    }

    /// Where a label begins: with the adjective before it, if there is one.
    pub(super) fn label_start(&self, sentence: &Range<usize>, label: &Range<usize>) -> usize {
        let lead = self.text[sentence.start..label.start].trim_end();
        let word = lead
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or("");
        let adjective = self.grammar.deadlines.adjective.is(&word.to_lowercase());
        if adjective {
            sentence.start + lead.len() - word.len()
        } else {
            label.start
        }
    }
}

/// `for å fastsette strategien` between a label and its verb.
pub(super) fn subject(text: &str, clause: &Range<usize>, terms: &Terms) -> Option<Range<usize>> {
    let words = &text[clause.clone()];
    let trimmed = words.trim_start();
    let after = trimmed.strip_prefix("for ")?;
    let start = clause.end - after.len();
    let end = terms.subject_ends.first_in(after)?;
    Some(start..start + end)
}
