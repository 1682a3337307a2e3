//! The time of what is asked for, where only the verb tells: no limit, no label, nothing that is handed over.
//!
//! ```text
//! act  ::= asking … verb words lead? time      gjennomføre en kontroll i uke 28, ta i bruk kartet våren 2027
//! next ::= time joint words lead? time         den første holdes i uke 43 og den andre våren 2027
//! lead ::= "i" | "på" | "den" | "ved" | "til"
//! ```
//! The verb and its time stand in one clause: what «som» or «at» begins has a subject of its own. A bare
//! year is what the whole letter is about, and no time of this.

use super::{Found, Reader, Role, When, last_word};
use crate::model::DeadlineKind;
use std::ops::Range;

/// How many words may stand between a time and the next one that has the same verb.
const LONGEST_JOINT: usize = 7;

impl Reader<'_> {
    /// Whether a time is that of what the sentence asks for.
    pub(super) fn is_time_of_act(&self, sentence: &Range<usize>, n: usize) -> bool {
        self.context.asked
            && self.may_be_of_act(sentence, n)
            && (self.has_verb_before(sentence, n)
                || self.has_verb_of_last(sentence, n)
                || self.has_verb_after(sentence, n))
    }

    /// Whether a time stands in a clause with a subject of its own, and no verb after that is asked for.
    pub(super) fn in_side_clause(&self, sentence: &Range<usize>, n: usize) -> bool {
        let start = self.times[n].range.start;
        let duty = self
            .hits_in(&(sentence.start..start), Role::Duty)
            .filter(|hit| !self.is_noun(hit))
            .map(|hit| hit.end)
            .last();
        let from = duty.unwrap_or(sentence.start).max(self.since(sentence, n));
        let mut clause = self.text[from.min(start)..start].trim_start();
        let terms = &self.grammar.deadlines;
        if let Some(that) = terms.that.opening(&clause.to_lowercase()).map(str::len) {
            clause = &clause[that..];
        }
        let mut aside = false;
        for word in clause.split_whitespace() {
            let bare = word
                .trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase();
            if terms.subordinates.is(&bare) {
                aside = true;
            } else if word.ends_with([',', ';'])
                || super::asked::is_infinitive(word, false)
                || super::asked::is_passive(word)
            {
                aside = false;
            }
        }
        aside
    }

    /// Whether the verb stands after the time: `I uke 20 skal etaten møte`, `skal i mai arrangere`.
    fn has_verb_after(&self, sentence: &Range<usize>, n: usize) -> bool {
        let time = &self.times[n].range;
        let terms = &self.grammar.deadlines;
        let lead = self.text[sentence.start..time.start].trim_end();
        let word = last_word(lead);
        let fronted = terms.leads.is(&word.to_lowercase());
        if !fronted || !self.asks(sentence) {
            return false;
        }
        let lead = lead[..lead.len() - word.len()].trim_end();
        let after = self.text[time.end..sentence.end].trim_start();
        let next = after.split_whitespace().next().unwrap_or("");
        let opens = !lead.contains(char::is_alphanumeric);
        if opens {
            return terms.shall.is(next);
        }
        let end = sentence.start + lead.len();
        let duty = self
            .hits_in(&(sentence.start..end), Role::Duty)
            .filter(|hit| !self.is_noun(hit))
            .last();
        duty.is_some_and(|duty| self.words_between(duty.end, end) <= 1)
            && super::asked::is_infinitive(next, false)
    }

    /// Whether a time is fine enough, and neither the date of a thing nor one end of a stretch.
    fn may_be_of_act(&self, sentence: &Range<usize>, n: usize) -> bool {
        let terms = &self.grammar.deadlines;
        let time = &self.times[n];
        let fine = match time.when {
            When::Feast => false,
            When::Year => time.loose || time.end_of || self.is_year_of_act(sentence, n),
            _ => true,
        };
        let lead = self.text[sentence.start..time.range.start]
            .trim_end()
            .to_lowercase();
        let word = last_word(&lead);
        let beside = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        let turns = matches!(time.when, When::YearEnd | When::MonthTurn(_)) || time.end_of;
        let of_a_thing = terms.of_a_thing.is(beside) && !(turns && beside == "ved");
        // `i brevet 1. mars`: with its own noun right before it.
        let dated = terms.dated.stand_in(beside);
        let after = self.text[time.range.end..sentence.end].trim_start();
        let stretch = after.starts_with("til ") || after.starts_with(['–', '-']);
        let second = lead.ends_with(['–', '-']);
        // `gjennomgang av brannen i mars`: the month of what is looked at.
        let of_event = matches!(time.when, When::Month(_)) && time.year.is_none() && {
            let mut words = lead.split_whitespace().rev();
            words.next() == Some("i")
                && words.next().is_some_and(|noun| terms.definite.end(noun))
                && words.next().is_some_and(|of| terms.of_a_thing.is(of))
        };
        let past = time
            .year
            .or(self.context.year)
            .and_then(|year| time.interval(year))
            .is_some_and(|(_, last)| self.is_past(last));
        fine && !of_a_thing && !of_event && !dated && !stretch && !second && !past
    }

    /// Whether a word of duty and a verb stand before the time, with no other clause in between.
    fn has_verb_before(&self, sentence: &Range<usize>, n: usize) -> bool {
        let start = self.times[n].range.start;
        if !self.asks(sentence) || self.relative_clause(sentence, start).is_some() {
            return false;
        }
        let since = self.since(sentence, n);
        let duty = self
            .hits_in(&(sentence.start..start), Role::Duty)
            .filter(|hit| !self.is_noun(hit))
            .map(|hit| hit.end)
            .last();
        let from = duty.unwrap_or(sentence.start);
        let mut clause = self.text[from.max(since).min(start)..start].trim_start();
        let terms = &self.grammar.deadlines;
        let that = terms.that.opening(&clause.to_lowercase()).map(str::len);
        let told = that.is_some();
        if let Some(that) = that {
            clause = clause[that..].trim_start();
        }
        let mut words = clause.split_whitespace();
        let apart = words.any(|word| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            terms.subordinates.is(&bare.to_lowercase())
        });
        let verb = told
            || clause
                .split_whitespace()
                .any(|word| super::asked::is_infinitive(word, from == sentence.start))
            || self.hands_over(&(from..start));
        !apart && verb
    }

    /// `levere til høsten`, but not `holde stengt til 16. august`: «til» is a limit where something is handed
    /// over, else the end of a stretch; so it is after a verb of beginning («ta til våren 2027»).
    pub(super) fn may_run_to(&self, sentence: &Range<usize>, n: usize) -> bool {
        let start = self.times[n].range.start;
        let clause = self.since(sentence, n).min(start)..start;
        let begins = self
            .hits_in(&clause, Role::Starting)
            .any(|hit| self.text[hit.end..start].trim().is_empty());
        let from = self.hits_in(&clause, Role::From).next().is_some();
        let lead = self.text[clause.clone()].to_lowercase();
        let earliest = self.grammar.deadlines.earliest.stand_in(&lead);
        begins || earliest || !from && self.hands_over(&clause)
    }

    /// «oppdrag» and «forventning» are words of duty, and nouns as well.
    fn is_noun(&self, hit: &Range<usize>) -> bool {
        self.text[hit.clone()].to_lowercase().ends_with("oppdrag")
    }

    /// `vere sluttført i 2027`: a year right after what is brought to an end or handed over.
    pub(super) fn is_year_of_act(&self, sentence: &Range<usize>, n: usize) -> bool {
        let time = &self.times[n];
        if !matches!(time.when, When::Year) || !self.context.asked {
            return false;
        }
        let lead = self.text[sentence.start..time.range.start].trim_end();
        let word = last_word(lead);
        let end = sentence.start + lead.len() - word.len();
        let lead = sentence.start..sentence.start + self.text[sentence.start..end].trim_end().len();
        let done = [Role::Completion, Role::HandsOver]
            .into_iter()
            .any(|role| self.hits_in(&lead, role).any(|hit| hit.end == lead.end));
        word == "i" && done && time.year.is_some()
    }

    /// Whether the time before has the verb, and little stands between it and this one.
    fn has_verb_of_last(&self, sentence: &Range<usize>, n: usize) -> bool {
        let Some(last) = n.checked_sub(1) else {
            return false;
        };
        let end = self.times[last].range.end;
        let start = self.times[n].range.start;
        if !self.taken[last] || end < sentence.start || end > start {
            return false;
        }
        let known = self
            .found
            .iter()
            .any(|found| found.sentence == *sentence && found.raw.end == end && !found.labelled);
        let between = self.text[end..start].trim().to_lowercase();
        let terms = &self.grammar.deadlines;
        let joined = between.is_empty() || terms.joins.begin(&between);
        let words = || between.split_whitespace();
        let apart = words().any(|word| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            terms.subordinates.is(bare) || terms.shall.is(bare)
        });
        known && joined && !apart && words().count() <= LONGEST_JOINT
    }

    /// Where the clause of a time may begin: after the time before it that was taken.
    fn since(&self, sentence: &Range<usize>, n: usize) -> usize {
        (0..n)
            .rev()
            .filter(|&last| self.taken[last] && self.times[last].range.end >= sentence.start)
            .map(|last| self.times[last].range.end)
            .next()
            .unwrap_or(sentence.start)
    }

    /// What falls due at a time that shares its verb with the one before.
    pub(super) fn kind_of_last(&self, sentence: &Range<usize>, n: usize) -> Option<DeadlineKind> {
        if self.has_verb_before(sentence, n) || !self.has_verb_of_last(sentence, n) {
            return None;
        }
        let end = self.times[n.checked_sub(1)?].range.end;
        let last = |found: &&Found| found.sentence == *sentence && found.raw.end == end;
        self.found.iter().find(last).map(|found| found.kind)
    }

    /// `skal løpende bistå`, `varsel sendes fortløpende`: what is asked for has no end.
    pub(super) fn always(&mut self, sentence: &Range<usize>) {
        if !self.context.asked || !self.asks(sentence) {
            return;
        }
        let terms = &self.grammar.deadlines;
        let known = self.found.iter().any(|found| found.sentence == *sentence);
        let hit = self.hits_in(sentence, Role::Ongoing).find(|hit| {
            let lower = self.text[hit.clone()].to_lowercase();
            let lead = self.text[sentence.start..hit.start]
                .trim_end()
                .to_lowercase();
            let next = self.text[hit.end..sentence.end].trim_start();
            let word = next.split_whitespace().next().unwrap_or("");
            let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            // `løpende drift` is a thing, `løpende bistå` a deed.
            let adverb = !next.starts_with(char::is_lowercase)
                || terms.after_adverb.is(bare)
                || super::asked::is_infinitive(word, false)
                || super::asked::is_passive(word);
            let duty = self
                .hits_in(&(sentence.start..hit.start), Role::Duty)
                .last();
            // `skal løpende bistå`, `skal varsel sendes løpende`; in between it is of another verb.
            let beside = duty.is_some_and(|duty| {
                let between = &self.text[duty.end..hit.start];
                between.split_whitespace().count() <= 2
                    || !super::asked::is_infinitive(word, false)
                        && self.hands_over(&(duty.end..hit.start))
            });
            terms.always.is(&lower)
                && adverb
                && beside
                && (!known || terms.afterwards.close(&lead))
                && self.relative_clause(sentence, hit.start).is_none()
        });
        let Some(hit) = hit else { return };
        self.found.push(Found::untimed(
            hit,
            sentence.clone(),
            crate::model::DeadlineStatus::Ongoing,
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Context, asked, deadlines};
    use crate::grammar::Grammar;

    /// What an assignment's body gives: its words, first and last day, kind and status.
    fn read(text: &str) -> String {
        let context = Context {
            year: Some(2026),
            date: "2026-01-05".parse().ok(),
            asked: true,
            ..Context::default()
        };
        let (found, _) = deadlines(text, &Grammar::built_in(), context);
        let one = |one: &super::Found| {
            let due = one.date.or(one.latest).map(|date| date.to_string());
            let raw = &text[one.raw.clone()];
            let points = one.points.join(",");
            let due = due.unwrap_or_default();
            format!("{raw} | {due} | {:?} {:?} {points}", one.kind, one.status)
        };
        let all: Vec<String> = found.iter().map(one).collect();
        all.join("\n")
    }

    #[test]
    fn the_time_of_the_verb() {
        for (text, wanted) in [
            (
                "Etaten skal gjennomføre en felles øvelse med havnene i uke 28.",
                "i uke 28 | 2026-07-12 | Delivery Fixed ",
            ),
            (
                "Etaten skal i mai 2026 arrangere en samling.",
                "i mai 2026 | 2026-05-31 | Delivery Fixed ",
            ),
            (
                "I uke 20 skal etaten møte departementet.",
                "I uke 20 | 2026-05-17 | Delivery Fixed ",
            ),
            (
                "Den første prøven holdes i uke 43 og den andre våren 2027.",
                "i uke 43 | 2026-10-25 | Delivery Fixed \nvåren 2027 | 2027-06-30 | Delivery Fixed ",
            ),
            (
                "Opplæringa skal ta til hausten 2026 og vere sluttført i 2027.",
                "til hausten 2026 | 2026-12-31 | Start Fixed \ni 2027 | 2027-12-31 | Delivery Fixed ",
            ),
            (
                "Etaten skal lage en plan, tidligst til høsten.",
                "tidligst til høsten |  | Delivery Tentative ",
            ),
            // Of a clause of its own, of a thing, of a stretch.
            ("Etaten skal vurdere havner som åpner i mai 2026.", ""),
            ("Etaten skal bruke tall for 2. kvartal 2026.", ""),
            ("Etaten skal holde broen stengt til 16. august.", ""),
            ("Etaten skal gå gjennom håndteringen av brannen i mars.", ""),
            (
                "Etaten skal sende kartet etter at det er trykt 1. mai 2026.",
                "",
            ),
            ("Etaten skal følge opp vedtak fra før 2020.", ""),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_falls_due() {
        for (text, wanted) in [
            // What the next clause tells, and what stands in brackets behind another time, is not said of this one.
            (
                "Planen skal vedtas innen 1. juli 2026, og status gis i årsrapporten.",
                "innen 1. juli 2026 | 2026-07-01 | Delivery Fixed ",
            ),
            (
                "Frist: 15. juni 2026 (status) og 15. desember 2026 (veileder)",
                "Frist: 15. juni 2026 | 2026-06-15 | Report Fixed \n15. desember 2026 | 2026-12-15 | Delivery Fixed ",
            ),
            // A report on what was found out, or one that closes the work, is what is asked for.
            (
                "Etaten skal telle fyrene og rapportere om resultatet innen 1. juni 2026.",
                "innen 1. juni 2026 | 2026-06-01 | Delivery Fixed ",
            ),
            (
                "Etaten skal gi en status hvert kvartal og en avsluttende rapport innen 1. november 2026.",
                "hvert kvartal |  | Report Recurring \ninnen 1. november 2026 | 2026-11-01 | Delivery Fixed ",
            ),
            (
                "Portalen skal være i bruk innen 1. mai 2026.",
                "innen 1. mai 2026 | 2026-05-01 | Delivery Fixed ",
            ),
            (
                "Sluttrapport skal foreligge innen utgangen av 2028.",
                "innen utgangen av 2028 | 2028-12-31 | Delivery Fixed ",
            ),
            // A bare year that says what a thing is.
            ("Etaten skal lage en tidsplan for innføring fra 2028.", ""),
            (
                "Forslaget sendes innen 1. mai 2026, slik at reglene kan gjelde fra 2027.",
                "innen 1. mai 2026 | 2026-05-01 | Delivery Fixed ",
            ),
            // What an earlier letter asked, and this one moves.
            (
                "I tildelingsbrevet ble etaten bedt om å levere kartet innen 1. mai 2026. Fristen utsettes til 1. juni 2026.",
                "Fristen utsettes til 1. juni 2026 | 2026-06-01 | Delivery Fixed ",
            ),
            (
                "Frist: foreløpig 1. juni 2026",
                "Frist: foreløpig 1. juni 2026 | 2026-06-01 | Delivery Tentative ",
            ),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_comes_again_beside_another_time() {
        for (text, wanted) in [
            (
                "Departementet ber om en halvårlig oversikt over fyrene.",
                "halvårlig |  | Delivery Recurring ",
            ),
            (
                "Forslaget legges fram hvert halvår.",
                "hvert halvår |  | Delivery Recurring ",
            ),
            (
                "Frist for planen er 1. juni 2026, og etaten skal orientere departementet hver måned.",
                "Frist for planen er 1. juni 2026 | 2026-06-01 | Delivery Fixed \nhver måned |  | Report Recurring ",
            ),
            (
                "Lukke funnene (frist tre måneder etter at fyret er tent).",
                "frist tre måneder etter at fyret er tent |  | Delivery Relative ",
            ),
            (
                "Planen skal prøves innan eit halvt år etter at han er godkjend.",
                "innan eit halvt år etter at han er godkjend |  | Delivery Relative ",
            ),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_has_no_end() {
        for (text, wanted) in [
            (
                "Etaten skal løpende bistå departementet.",
                "løpende |  | Delivery Ongoing ",
            ),
            (
                "Varsel skal sendes fortløpende.",
                "fortløpende |  | Delivery Ongoing ",
            ),
            (
                "Frist: Løpende gjennom året.",
                "Frist: Løpende gjennom året. |  | Delivery Ongoing ",
            ),
            ("Etaten skal sørge for løpende drift av fyrene.", ""),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn points_before_their_times() {
        for (text, wanted) in [
            (
                "Bokstav a og b leveres 15. mai 2026, bokstav c 1. juni 2026.",
                "15. mai 2026 | 2026-05-15 | Delivery Fixed a,b\n1. juni 2026 | 2026-06-01 | Delivery Fixed c",
            ),
            (
                "Oversikten i bokstav a skal foreligge 15. mai 2026, og planen for del 2 sendes innen 1. juni 2026.",
                "15. mai 2026 | 2026-05-15 | Delivery Fixed a\ninnen 1. juni 2026 | 2026-06-01 | Delivery Fixed 2",
            ),
            (
                "Frist: For bokstav a er fristen 1. juni 2026.",
                "fristen 1. juni 2026 | 2026-06-01 | Delivery Fixed a",
            ),
            (
                "For c blir fristen avtalt seinare.",
                "For c blir fristen avtalt seinare. |  | Delivery ToBeAgreed c",
            ),
            (
                "For punkt b blir fristen avtalt nærmere.",
                "For punkt b blir fristen avtalt nærmere. |  | Delivery ToBeAgreed b",
            ),
            (
                "Bokstav c avtales nærmere.",
                "Bokstav c avtales nærmere |  | Delivery ToBeAgreed c",
            ),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn occasions_and_spans() {
        for (text, wanted) in [
            (
                "Vurderingen skal sendes senest samtidig med årsrapporten for 2026.",
                "senest samtidig med årsrapporten for 2026 |  | Delivery Relative ",
            ),
            (
                "Planen skal leggjast fram før jul, seinast 12. desember.",
                "seinast 12. desember | 2026-12-12 | Delivery Fixed ",
            ),
            (
                "Frist: To uker før møtet i mai",
                "Frist: To uker før møtet i mai |  | Delivery Relative ",
            ),
            (
                "Frist: etter sommeren 2026",
                "Frist: etter sommeren 2026 |  | Delivery Tentative ",
            ),
            (
                "Rapporteres tertialvis innen 15. mai, 15. september og 15. januar.",
                "innen 15. mai | 2026-05-15 | Report Recurring \n15. september | 2026-09-15 | Report Recurring \n15. januar | 2027-01-15 | Report Recurring ",
            ),
            (
                "Etaten skal halvårlig orientere om tallene, første gang 1. juli 2026.",
                "halvårlig |  | Report Recurring \n1. juli 2026 | 2026-07-01 | Report Fixed ",
            ),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
        assert!(asked::tells(
            "gi en oversikt over kaier",
            &Grammar::built_in()
        ));
    }
}
