//! What falls due at a time: a delivery, an account, a beginning, an aim.

use super::{DeadlineKind, Precision, Reader, Role, Terms, When, floor, last_word};
use std::ops::Range;

impl Reader<'_> {
    /// What a labelled deadline is for: a report only where the label says so.
    pub(super) fn label_kind(
        &self,
        sentence: &Range<usize>,
        label: &Range<usize>,
        n: usize,
    ) -> DeadlineKind {
        // `15. juni 2026 (status) og 15. desember 2026 (veileder)`: what stands in brackets behind a time is
        // said of that time, and not of the next one.
        let start = label.start
            + self
                .note(label.start)
                .map_or(0, |note| note.end - label.start);
        let between = start.min(self.times[n].range.start)..self.times[n].range.start;
        let noted = self.note(self.times[n].range.end);
        if self.in_parliament(sentence, label.start) {
            DeadlineKind::Parliament
        } else if self
            .grammar
            .deadlines
            .accounts
            .begin(&self.text[label.clone()].to_lowercase())
            || noted.is_some_and(|note| self.accounts(&note).is_some())
            || self.accounts(&between).is_some()
            || self.hits_in(&between, Role::AnnualReport).next().is_some()
            || self.in_report_field(label.start)
        {
            DeadlineKind::Report
        } else if self.hits_in(&between, Role::Starting).any(|hit| {
            // `Frist: Teamet skal være i drift fra 1. mars`
            begins(&self.text[hit.clone()], &self.grammar.deadlines)
                && !self.delivers(&(hit.end..between.end))
                && self
                    .hits_in(&(label.start..hit.start), Role::Duty)
                    .next()
                    .is_some()
        }) {
            DeadlineKind::Start
        } else {
            DeadlineKind::Delivery
        }
    }

    /// The brackets that stand at a place, right behind a time: ` (status)`.
    fn note(&self, at: usize) -> Option<Range<usize>> {
        let rest = self.text[at..].strip_prefix(' ')?.strip_prefix('(')?;
        let end = rest
            .find([')', '\n'])
            .filter(|end| rest[*end..].starts_with(')'))?;
        Some(at + 1..at + 2 + end + 1)
    }

    /// What the words beside a time in a cell say of it.
    pub(super) fn noted_kind(&self, range: &Range<usize>) -> DeadlineKind {
        let start = self
            .hits_in(range, Role::Starting)
            .any(|hit| begins(&self.text[hit], &self.grammar.deadlines));
        if start {
            DeadlineKind::Start
        } else if self.accounts(range).is_some() && !self.ends_in_outcome(range) {
            DeadlineKind::Report
        } else {
            DeadlineKind::Delivery
        }
    }

    /// What falls due at a time in a sentence.
    pub(super) fn clause_kind(
        &self,
        sentence: &Range<usize>,
        governor: &Range<usize>,
        time: &Range<usize>,
    ) -> DeadlineKind {
        if self.in_parliament(sentence, governor.start) {
            return DeadlineKind::Parliament;
        }
        if self.aims(sentence, governor.start) {
            return DeadlineKind::Aim;
        }
        // The clause: from the last deadline of the sentence on.
        let earlier = self
            .times
            .partition_point(|other| other.range.start < governor.start);
        // `rapportere 1. mai, 1. juni og 1. juli`: one verb has them all.
        let mut chain = governor.start;
        let from = self.times[..earlier]
            .iter()
            .rev()
            .take_while(|other| other.range.start >= sentence.start)
            .filter(|other| other.range.end <= governor.start)
            .find(|other| {
                if self.is_joined(other.range.end, chain) {
                    chain = other.range.start;
                    return false;
                }
                // `Rapport for 1. tertial sendes innen …`: what the report is about.
                let about = self
                    .grammar
                    .deadlines
                    .about
                    .is(last_word(self.text[..other.range.start].trim_end()));
                (!matches!(other.when, When::Year) || other.loose)
                    && !about
                    && !self.is_subject(sentence, &other.range)
            })
            .map_or(sentence.start, |other| other.range.end);
        let before = from..governor.start;
        let after = time.end..floor(self.text, (time.end + 60).min(sentence.end));
        // `Planen skal vedtas innen 1. juli, og status gis i meldingen`: what the next clause tells.
        let joint = self
            .grammar
            .deadlines
            .joints
            .first_in(&self.text[after.clone()].to_lowercase());
        let after = time.end..joint.map_or(after.end, |at| time.end + at);
        let close_after = time.end..floor(self.text, (time.end + 24).min(sentence.end));
        // `…, med oppstart i 2. kvartal` is another clause.
        let comma = self.text[close_after.clone()].find(',');
        let close_after = time.end..comma.map_or(close_after.end, |at| time.end + at);
        let reports = |range: &Range<usize>| {
            self.accounts(range)
                .filter(|_| !self.ends_in_outcome(range))
        };
        // An account calls it done what is taken into use.
        let account = self.context.account;
        let limit = self.text[governor.clone()].to_lowercase();
        let by = !self.grammar.deadlines.beginning.stand_in(&limit);
        let begins = |hit: &Range<usize>| {
            let words = &self.text[hit.clone()];
            // `skal være i drift innen 1. mai` is done by then; `fra 1. mai` it begins.
            let done = by
                && self
                    .grammar
                    .deadlines
                    .running
                    .stand_in(&words.to_lowercase());
            begins(words, &self.grammar.deadlines)
                && !done
                && !(account
                    && self
                        .grammar
                        .deadlines
                        .in_use
                        .stand_in(&words.to_lowercase()))
        };
        let starts =
            |range: &Range<usize>| self.hits_in(range, Role::Starting).filter(begins).last();
        // A report is due, however far off, and so is what shall be handed over by then.
        let handed = floor(self.text, governor.start.saturating_sub(40)).max(before.start);
        let limited = self.hits_in(governor, Role::Before).next().is_some();
        let handed =
            limited && by && self.context.asked && self.delivers(&(handed..governor.start));
        if self.distant(time) && reports(&before).is_none() && !handed {
            return DeadlineKind::Aim;
        }
        match (reports(&before), starts(&before)) {
            (_, Some(start))
                if governor.start - start.start <= 120
                    && reports(&before).is_none_or(|report| report.start < start.start)
                    && !self.delivers(&(start.end..governor.start)) =>
            {
                DeadlineKind::Start
            }
            (Some(_), _) => DeadlineKind::Report,
            _ if starts(&close_after).is_some() => DeadlineKind::Start,
            _ if reports(&after).is_some() => DeadlineKind::Report,
            _ => DeadlineKind::Delivery,
        }
    }

    /// `rapportere 1. juni og 1. desember`: nothing but what joins them stands between two times.
    pub(super) fn is_joined(&self, end: usize, start: usize) -> bool {
        let between = self.text.get(end..start).unwrap_or("-").trim();
        self.grammar.deadlines.connectives.is(between)
    }

    /// `Rapport per 2. tertial`: a time that says what the report is about.
    pub(super) fn is_subject(&self, sentence: &Range<usize>, time: &Range<usize>) -> bool {
        self.governor(sentence, time)
            .is_some_and(|hit| hit.role == Role::AsOf)
    }

    pub(super) fn delivers(&self, range: &Range<usize>) -> bool {
        let words = self.text[range.clone()].to_lowercase();
        self.grammar.deadlines.delivers.stand_in(&words)
    }

    pub(super) fn aims(&self, sentence: &Range<usize>, before: usize) -> bool {
        let mut aims = self.hits_in(&(sentence.start..before), Role::Aim);
        aims.any(|hit| {
            let words = self.text[hit.clone()].to_lowercase();
            // `fram mot opninga` is no aim, `fram mot 2030` is.
            !self.grammar.deadlines.towards.is(&words)
                || self.text[hit.end..before].trim().is_empty()
        })
    }

    /// A bare year beyond the next one is a horizon: letters are for a year.
    pub(super) fn distant(&self, time: &Range<usize>) -> bool {
        self.times.iter().any(|other| {
            other.range == *time
                && other.precision() == Precision::Year
                && self
                    .context
                    .year
                    .is_some_and(|year| other.year.is_some_and(|own| own > year + 1))
        })
    }

    /// Inside a decision of Parliament that is quoted.
    pub(super) fn in_parliament(&self, sentence: &Range<usize>, at: usize) -> bool {
        self.hits_in(&(sentence.start..at), Role::Parliament)
            .next()
            .is_some()
    }
}

/// To introduce something by a day is to deliver it; to begin by a day is to start.
pub(super) fn begins(words: &str, terms: &Terms) -> bool {
    terms.begins.begin(&words.to_lowercase())
}
