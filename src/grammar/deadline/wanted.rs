//! Times without a limit, after what is asked for: «ber om en status: 1. august», «Delrapport 15. mai».

use super::{DeadlineKind, Precision, Reader, Role, Time, When, floor, last_word, words::List};
use std::ops::Range;

impl Reader<'_> {
    /// `ber om en status for arbeidet: 1. august 2026`; `overtar ansvaret 1. mai 2026`
    pub(super) fn asked_for(&mut self, sentence: &Range<usize>, n: usize) {
        let terms = self.terms();
        let time = &self.times[n];
        let year = matches!(time.when, When::Year | When::YearEnd);
        let turn = matches!(time.when, When::YearEnd) || time.end_of;
        let part = time.loose || turn || self.is_year_of_act(sentence, n);
        if matches!(time.when, When::Feast) || year && !(self.context.asked && part) {
            return;
        }
        let act = self.is_time_of_act(sentence, n);
        let range = time.range.clone();
        let day = time.precision() == Precision::Day;
        let lead = floor(
            self.text,
            range.start.saturating_sub(70).max(sentence.start),
        )..range.start;
        let before = &self.text[lead.clone()];
        let asks = {
            let whole = self.text[sentence.start..range.start].to_lowercase();
            self.grammar.deadlines.asks_for.stand_in(&whole)
        };
        let delivers = self.hits_in(&lead, Role::Delivery).next().is_some();
        let sends = &self.grammar.deadlines.sends;
        // `presenteres i uke 46`: the present passive gives the duty itself.
        let passive = &self.grammar.deadlines.is_given;
        let holds = |words: &List| words.stand_in(&before.to_lowercase());
        let sent = day_or_season(time)
            && (holds(passive)
                || holds(sends)
                    && self
                        .hits_in(&(sentence.start..range.start), Role::Duty)
                        .next()
                        .is_some());
        let starting = self.hits_in(&lead, Role::Starting).last();
        let next_to = starting
            .as_ref()
            .is_some_and(|hit| range.start - hit.end <= 12)
            && self
                .hits_in(&(sentence.start..range.start), Role::Duty)
                .next()
                .is_some();
        let starts = time.year.is_some() && (day && starting.is_some() || next_to);
        let held = {
            let lead = before.to_lowercase();
            let lead = lead.trim_end();
            let lead = terms
                .held_lead
                .ending(lead)
                .and_then(|word| lead.strip_suffix(word))
                .unwrap_or(lead);
            terms.held.end(lead)
        };
        let fine = matches!(
            time.precision(),
            Precision::Day | Precision::Week | Precision::MonthThird
        );
        let duty = self
            .hits_in(&(sentence.start..range.start), Role::Duty)
            .next()
            .is_some()
            || self.context.asked && self.asks(sentence);
        let sent = sent
            || held
                && day_or_season(time)
                && (time.year.is_some() || self.context.asked && fine)
                && duty;
        let meets = (day || time.precision() == Precision::Week)
            && (self
                .hits_in(&(sentence.start..range.start), Role::Meeting)
                .next()
                .is_some()
                || terms.meet.stand_in(&self.text[sentence.start..range.start]))
            && (self.holds_meeting(sentence) || terms.is_then.is(last_word(before.trim_end())));
        // `… lage en plan (15. oktober 2026).`: a day in brackets that closes an item.
        let bracketed = day
            && self.text[..range.start].ends_with('(')
            && self.text[range.end..].starts_with(')')
            && self.text[range.end + 1..sentence.end]
                .trim_matches(['.', ' ', ';'])
                .is_empty()
            && self.text[sentence.start..range.start]
                .split_whitespace()
                .count()
                >= 3;
        // `Leveranse: 2026-09-15`
        let lead_words = self.text[sentence.start..range.start].trim_end();
        let announced =
            lead_words.ends_with(':') && lead_words.split_whitespace().count() <= 5 && delivers;
        // `Lag en plan. (1.6.2026)`: brackets alone, after what is asked for.
        let closing = self.previous.clone().filter(|_| {
            self.is_bracket(sentence)
                && lead_words == "("
                && self.text[range.end..sentence.end]
                    .trim_matches(['.', ' ', ')'])
                    .is_empty()
        });
        // `… (delrapport 1. juni, sluttrapport 1. desember 2026)`: brackets that close an item.
        let open = self.text[sentence.start..range.start]
            .rfind('(')
            .map(|at| sentence.start + at);
        let inside = open.is_some_and(|open| {
            let since = self.times[..n]
                .iter()
                .map(|other| other.range.end)
                .rfind(|&end| end > open)
                .unwrap_or(open);
            let rest = self.text[range.end..sentence.end].trim_end_matches(['.', ' ', ';']);
            !self.text[open..range.start].contains(')')
                && rest.find(')').is_some_and(|at| at + 1 == rest.len())
                && self
                    .hits_in(&(since..range.start), Role::Delivery)
                    .next()
                    .is_some()
        });
        let noted = self.noted(sentence, n);
        // `havner som åpner 1. juni`, `etter at den er sendt 1. mai`
        if self.context.asked && !act && self.in_side_clause(sentence, n) {
            return;
        }
        if !(asks && delivers
            || noted
            || sent
            || starts
            || meets
            || bracketed
            || announced
            || self.listed
            || inside
            || closing.is_some()
            || act)
            || time.year.is_none() && !fine && !act
        {
            return;
        }
        // `rapportere på plan av 1. november 2025`: the date of a thing, not of the sending.
        let word = last_word(before.trim_end());
        if terms.date_of.is(word)
            && !(word == "ved" && (turn || matches!(time.when, When::MonthTurn(_))))
            || word == "til" && !meets && !(act && self.may_run_to(sentence, n))
        {
            return;
        }
        let raw_start = match word.to_lowercase().as_str() {
            lead if terms.led.is(lead) => {
                sentence.start + self.text[sentence.start..range.start].trim_end().len()
                    - word.len()
            }
            _ => range.start,
        };
        let raw_start = self.with_earliest(sentence, raw_start);
        let mut found = self.found_at(raw_start..range.end, sentence, n);
        if let Some(before) = closing {
            found.sentence.start = before.start;
        }
        found.kind = if meets {
            DeadlineKind::Meeting
        } else if starts && !(asks && delivers || sent) {
            if self.aims(sentence, range.start) {
                DeadlineKind::Aim
            } else {
                DeadlineKind::Start
            }
        } else {
            self.kind_of_last(sentence, n)
                .unwrap_or_else(|| self.clause_kind(sentence, &range, &range))
        };
        if self.aside(&found, sentence) {
            return;
        }
        self.taken[n] = true;
        self.found.push(found);
    }

    /// `Delrapport 15. mai og sluttrapport i 4. kvartal`, `… og levere et utkast medio oktober`: in what is
    /// asked for, a thing with its time after it, which closes the clause.
    pub(super) fn noted(&self, sentence: &Range<usize>, n: usize) -> bool {
        if !self.context.asked {
            return false;
        }
        let range = self.times[n].range.clone();
        let after = self.text[range.end..sentence.end].trim_start();
        let closes = after.is_empty()
            || after.starts_with(['.', ',', ';', ')'])
            || self.grammar.deadlines.closed_by.begin(after);
        if !closes {
            return false;
        }
        let earlier = (0..n)
            .rev()
            .find(|&k| self.times[k].range.start >= sentence.start);
        let since = match earlier {
            Some(k) if !matches!(self.times[k].when, When::Year) => self.times[k].range.end,
            _ => sentence.start,
        };
        let segment = since..range.start;
        let follows = earlier.is_none_or(|k| self.taken[k]);
        // `…, og det endelige forslaget i 4. kvartal`: the clause that the time closes.
        let clause = self.text[segment.clone()]
            .trim_end()
            .rfind(", ")
            .map_or(segment.start, |at| segment.start + at + 1)..segment.end;
        let short = self.words_between(clause.start, clause.end) <= 5;
        let named = self.hits_in(&clause, Role::Delivery).next().is_some();
        if follows && short && named {
            return true;
        }
        let day = self.times[n].precision() == Precision::Day;
        let first = self
            .grammar
            .deadlines
            .first_time
            .end(self.text[segment.clone()].to_lowercase().trim_end());
        // A month, a season: only beside the words, or after «i».
        let reach = match last_word(self.text[segment.clone()].trim_end()) {
            _ if day => 50,
            "i" => 16,
            _ => 4,
        };
        // `… skal foreligge sammen med strategien, ved årsskiftet`: set off by a comma.
        let apart = clause.start > segment.start
            && self.words_between(clause.start, clause.end) <= 1
            && self.hands_over(sentence);
        self.asks(sentence) && (first || apart || self.hands_over_at(&segment, reach))
    }

    /// A sentence that says when meetings are held.
    pub(super) fn holds_meeting(&self, sentence: &Range<usize>) -> bool {
        let words = self.text[sentence.clone()].to_lowercase();
        self.grammar.deadlines.meetings.stand_in(&words)
    }
}

pub(super) fn day_or_season(time: &Time) -> bool {
    !matches!(time.when, When::Year | When::YearEnd)
}
