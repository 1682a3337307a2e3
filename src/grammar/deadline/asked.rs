//! Times in the body of an assignment, which are of what is asked for although no word says «frist»:
//! how often, how long before or after something, and what is agreed later.
//!
//! ```text
//! recurring ::= asking … hand-over … recurrence          gi en ukentlig oversikt, rapportere tertialvis
//! relative  ::= limit? number unit ("etter" | "før") event   senest fire uker etter møtet
//! agreed    ::= ("Tidspunkt" | "Leveransen" | …)? agreed  Tidspunkt fastsettes i møtet i mars
//! asking    ::= duty | infinitive …                       opne samlinga frå 15. juni
//! ```
//! A period of law is none of these: it holds for every case of its kind.

use super::{
    Found, Reader, Role, Terms, identifiers, last_word,
    period::{is_number, is_unit},
    trimmed_end,
};
use crate::{
    grammar::Grammar,
    model::{DeadlineKind, DeadlineStatus},
};
use std::ops::Range;

/// The longest sentence that only says that a time is agreed later, in words.
const LONGEST_AGREED: usize = 16;

impl Reader<'_> {
    /// Whether a sentence asks for something: it has a word of duty or, in an assignment's body, begins
    /// with an infinitive as the items of a list do.
    pub(super) fn asks(&self, sentence: &Range<usize>) -> bool {
        if self.hits_in(sentence, Role::Duty).next().is_some() {
            return true;
        }
        if !self.context.asked {
            return false;
        }
        if self.hits_in(sentence, Role::AskedOf).next().is_some() {
            return true;
        }
        // `Erfaringene oppsummeres senest …`: the passive of the present gives the duty itself.
        let passive = self.hits_in(sentence, Role::HandsOver).any(|hit| {
            let word = self.text[hit].to_lowercase();
            word.ends_with("es") || word.ends_with("ast")
        });
        if passive {
            return true;
        }
        let words = &self.text[sentence.clone()];
        let mark = |word: &&str| {
            !word.contains(char::is_alphanumeric) || word.len() <= 3 && word.ends_with([')', '.'])
        };
        let first = words.split_whitespace().find(|word| !mark(word));
        let opens_text = self.text[..sentence.start].trim().is_empty();
        first.is_some_and(|word| is_infinitive(word, opens_text))
    }

    /// Whether something is given from hand to hand, told or finished in a stretch of text.
    pub(super) fn hands_over(&self, range: &Range<usize>) -> bool {
        [
            Role::HandsOver,
            Role::Completion,
            Role::Delivery,
            Role::Reporting,
        ]
        .into_iter()
        .any(|role| self.hits_in(range, role).next().is_some())
    }

    /// Whether the words that say so stand right before a time.
    pub(super) fn hands_over_at(&self, range: &Range<usize>, reach: usize) -> bool {
        let end = range.end;
        [
            Role::HandsOver,
            Role::Completion,
            Role::Delivery,
            Role::Reporting,
        ]
        .into_iter()
        .any(|role| self.hits_in(range, role).any(|hit| end - hit.end <= reach))
    }

    /// `skal gi en ukentlig oversikt`, `oppdateres hvert halvår`
    pub(super) fn recurring(&mut self, sentence: &Range<usize>) {
        if !self.context.asked {
            return;
        }
        // `Forslaget legges fram hvert halvår`: the passive gives the duty itself, as in `asks`.
        let passive = self.hits_in(sentence, Role::HandsOver).any(|hit| {
            let words = &self.text[hit];
            words.split(' ').next().is_some_and(is_passive)
        });
        let wanted = self
            .grammar
            .deadlines
            .asks_for
            .stand_in(&self.text[sentence.clone()].to_lowercase());
        if !passive && !self.asks(sentence) || !wanted && !self.hands_over(sentence) {
            return;
        }
        let hits: Vec<Range<usize>> = self.hits_in(sentence, Role::Recurrence).collect();
        for hit in hits {
            let own = |found: &&Found| found.sentence == *sentence;
            let known = self.found.iter().filter(own).any(|found| {
                found.labelled && !self.joined_clause(found.raw.end, hit.start)
                    || found.recurrence.is_some()
                    || found.raw.start < hit.end && hit.start < found.raw.end
            });
            let lead = self.text[sentence.start..hit.start].trim_end();
            // `kostnader for hvert år`, `kolonier som bør følges årlig`: what the thing is about.
            let about =
                last_word(lead) == "for" || self.relative_clause(sentence, hit.start).is_some();
            if known || about || !self.comes_again(sentence, &hit) {
                continue;
            }
            let after = self.grammar.deadlines.afterwards.end(lead);
            // `første gang 1. mars 2026, deretter hver måned`: one time that comes again.
            let before = self.found.iter_mut().rev();
            if let Some(first) = before
                .take_while(|found| found.sentence == *sentence)
                .find(|found| after && found.raw.end <= hit.start)
            {
                first.status = super::firm(first.status, DeadlineStatus::Recurring);
                first.recurrence = Some(hit);
                continue;
            }
            let kind = if self.accounts(sentence).is_some() || self.tells(sentence) {
                DeadlineKind::Report
            } else {
                DeadlineKind::Delivery
            };
            // `skal kvart halvår orientere, første gong 1. juli`: the first of several accounts.
            let terms = &self.grammar.deadlines;
            for found in self.found.iter_mut() {
                let lead =
                    self.text[sentence.start..found.raw.start.max(sentence.start)].trim_end();
                if found.sentence == *sentence
                    && kind == DeadlineKind::Report
                    && terms.first_time.close(&lead.to_lowercase())
                {
                    found.kind = kind;
                }
            }
            self.found.push(Found {
                kind,
                recurrence: Some(hit.clone()),
                ..Found::untimed(hit, sentence.clone(), DeadlineStatus::Recurring)
            });
        }
    }

    /// Whether words of recurrence say when something is done, not what kind of thing it is: «en årlig
    /// plan» is a thing.
    fn comes_again(&self, sentence: &Range<usize>, hit: &Range<usize>) -> bool {
        let terms = self.terms();
        let words = self.text[hit.clone()].to_lowercase();
        let adverb = terms.each.begin(&words)
            || terms.in_each.begin(&words)
            || terms.wise.end(&words)
            || terms.times.stand_in(&words);
        let next = self.text[hit.end..sentence.end].trim_start();
        let next_word = next.split_whitespace().next().unwrap_or("");
        let noun = next_word.starts_with(char::is_lowercase)
            && !terms
                .after_often
                .is(next_word.trim_end_matches(|c: char| !c.is_alphanumeric()));
        // `skal halvårlig orientere`: before a verb it says how often that is done.
        let before = last_word(self.text[sentence.start..hit.start].trim_end()).to_lowercase();
        let deed = !self.grammar.deadlines.before_noun.is(&before)
            && (is_infinitive(next_word, false) || is_passive(next_word));
        if adverb || !noun || deed {
            return true;
        }
        let year = terms.by_the_year.begin(&words);
        let lead = sentence
            .start
            .max(super::floor(self.text, hit.start.saturating_sub(60)))
            ..hit.start;
        // `ber om en halvårlig oversikt`
        let wanted = terms
            .asks_for
            .stand_in(&self.text[lead.clone()].to_lowercase());
        !year && (wanted || self.hits_in(&lead, Role::HandsOver).next().is_some())
    }

    /// `Frist er 1. februar, og etaten skal orientere hver måned`: whether a clause of its own stands between.
    fn joined_clause(&self, end: usize, start: usize) -> bool {
        let joints = &self.grammar.deadlines.joints;
        self.text.get(end..start).is_some_and(|between| {
            joints.stand_in(between)
                && between
                    .split_whitespace()
                    .any(|word| self.grammar.deadlines.shall.is(word))
        })
    }

    /// Whether a sentence tells of the state of things.
    fn tells(&self, sentence: &Range<usize>) -> bool {
        tells(&self.text[sentence.clone()], self.grammar)
    }

    /// `senest fire uker etter dette møtet`, `20 arbeidsdager etter at høringen er avsluttet`
    pub(super) fn relative(&mut self, sentence: &Range<usize>) {
        if !self.context.asked {
            return;
        }
        let terms = self.terms();
        for span in spans_of_time(&self.text[sentence.clone()], terms) {
            let span = sentence.start + span.start..sentence.start + span.end;
            let rest = &self.text[span.end..sentence.end];
            let event = rest.trim_start();
            // `… fire uker senere`: after what the sentence before names.
            let later = terms.later.starting(event);
            let led = later.is_some() || terms.counted_from.opening(event).is_some();
            let lead = self.text[sentence.start..span.start].trim_end();
            let start = self
                .governor(sentence, &(span.start..span.start))
                .filter(|hit| hit.role == Role::Before)
                .map_or(span.start, |hit| hit.range.start);
            let announced = self.text[sentence.start..start].trim_end().ends_with(':')
                && lead.split_whitespace().count() <= 6;
            // `etablere ordningen innen to måneder etter at …`: a limit needs no word of handing over.
            // `(frist tre måneder etter at …)`: the label in the brackets is the limit.
            let label = self
                .hits_in(&(sentence.start..span.start), Role::DeadlineLabel)
                .last()
                .filter(|hit| self.text[hit.end..span.start].trim().is_empty())
                .filter(|hit| self.text[..hit.start].ends_with('('));
            let start = label.map_or(start, |hit| hit.start);
            let limited = start < span.start;
            let due = self.asks(sentence) && (limited || self.hands_over(sentence)) || announced;
            let stop = match later {
                Some(word) => rest.len() - event.len() + word.len(),
                None => rest.find([',', ';', ')']).unwrap_or(rest.len()),
            };
            let end = trimmed_end(self.text, span.end + stop);
            let end = span.end + self.text[span.end..end].trim_end_matches('.').len();
            if !led
                || !due
                || lawful(
                    &self.text[sentence.start..start],
                    &self.text[span.end..end],
                    terms,
                )
                || self.in_relative_clause(sentence, span.start)
                || self
                    .found
                    .iter()
                    .any(|found| found.raw.start < end && start < found.raw.end)
            {
                continue;
            }
            self.dismissed
                .retain(|one| one.range.end <= start || end <= one.range.start);
            let kind = self.clause_kind(sentence, &(start..end), &(start..end));
            self.found.push(Found {
                kind,
                ..Found::untimed(start..end, sentence.clone(), DeadlineStatus::Relative)
            });
        }
    }

    /// `Tidspunkt fastsettes i oppfølgingsmøtet i september`, `Avtales i kontaktmøtet i mars`
    pub(super) fn agreed(&mut self, sentence: &Range<usize>) {
        let label = self.hits_in(sentence, Role::DeadlineLabel).next();
        if !self.context.asked
            || label.is_some()
            || self.words_between(sentence.start, sentence.end) > LONGEST_AGREED
        {
            return;
        }
        let words = &self.text[sentence.clone()];
        let start = sentence.start + words.len()
            - words
                .trim_start_matches(|c: char| !c.is_alphanumeric())
                .len();
        let Some(agreed) = self.hits_in(sentence, Role::ToBeAgreed).next() else {
            return;
        };
        let named = self
            .hits_in(sentence, Role::TimeToAgree)
            .any(|hit| hit.start == start && hit.end <= agreed.start);
        // `Bokstav c avtales nærmere`
        let lead = &self.text[start..agreed.start];
        let named = named
            || lead.split_whitespace().count() <= 6
                && !super::points::leading_points(lead, &self.grammar.deadlines).is_empty();
        // `Avtales nærmere.`: alone in its sentence; a day that it names is a deadline.
        let alone = agreed.start == start && self.words_between(start, sentence.end) <= 8;
        let limit = self.hits_in(sentence, Role::Before).next().is_some();
        if !(named || alone) || limit {
            return;
        }
        let first = self
            .times
            .partition_point(|time| time.range.start < sentence.start);
        for n in first..self.times.len() {
            if self.times[n].range.end <= sentence.end {
                self.taken[n] = true;
            }
        }
        let end = start
            + self.text[start..sentence.end]
                .trim_end_matches(['.', ' '])
                .len();
        self.found.push(Found::untimed(
            start..end,
            sentence.clone(),
            DeadlineStatus::ToBeAgreed,
        ));
    }

    /// `oppdrag 3, som skal leveres …`, `arbeidet som Tilsynet skal levere …`: another one's.
    pub(super) fn of_another(&self, sentence: &Range<usize>, at: usize) -> bool {
        let Some((antecedent, clause)) = self.relative_clause(sentence, at) else {
            return false;
        };
        let verb = clause
            .split_whitespace()
            .any(|word| self.grammar.deadlines.of_others.is(word));
        let body = clause.starts_with(char::is_uppercase);
        verb && (body
            || self.is_another(antecedent)
            || names_actor(antecedent, clause, &self.grammar.deadlines))
    }

    /// Whether words end with what is not this assignment: `krav 1.1.2`, `fyrste kulepunkt`, another body.
    pub(super) fn is_another(&self, words: &str) -> bool {
        let words = words.trim_end().trim_end_matches(',').trim_end();
        let known = identifiers(words, &self.grammar.templates)
            .last()
            .is_some_and(|last| last.range.end == words.len());
        let last = last_word(words);
        let before = last_word(words[..words.len() - last.len()].trim_end());
        let numbered = last.starts_with(|c: char| c.is_ascii_digit())
            && last.len() <= 8
            && before.chars().count() >= 4
            && before.chars().all(char::is_alphabetic);
        let point = self.grammar.deadlines.bullet.end(&last.to_lowercase());
        let body = self
            .grammar
            .organisations()
            .iter()
            .any(|one| !one.collective && words.ends_with(&one.name));
        known || numbered || point || body
    }

    /// Whether a place stands in a clause that a comma and «som» begin.
    fn in_relative_clause(&self, sentence: &Range<usize>, at: usize) -> bool {
        self.relative_clause(sentence, at)
            .is_some_and(|(antecedent, _)| antecedent.ends_with(','))
    }

    /// The words before the last «som» and those from it on, where no other clause begins in between.
    pub(super) fn relative_clause(
        &self,
        sentence: &Range<usize>,
        at: usize,
    ) -> Option<(&str, &str)> {
        let lead = &self.text[sentence.start..at];
        let som = lead.rfind(" som ")?;
        let (antecedent, clause) = (&lead[..som], &lead[som + " som ".len()..]);
        (!clause.contains([',', ')', ';', ':'])).then_some((antecedent, clause))
    }

    /// The last word in a stretch that makes it an account of status, progress or the use of money. In an
    /// assignment a report that is what the assignment asks for is none.
    pub(super) fn accounts(&self, range: &Range<usize>) -> Option<Range<usize>> {
        self.hits_in(range, Role::Reporting)
            .filter(|hit| !self.is_outcome(hit))
            .last()
    }

    /// `status hvert kvartal og en avsluttende rapport`: whether the last that a stretch names is a report that
    /// closes the work, whatever accounts stand before it.
    pub(super) fn ends_in_outcome(&self, range: &Range<usize>) -> bool {
        self.hits_in(range, Role::Reporting)
            .last()
            .is_some_and(|hit| {
                let before = last_word(self.text[range.start..hit.start].trim_end()).to_lowercase();
                self.grammar.deadlines.closing.is(&before) && self.is_outcome(&hit)
            })
    }

    fn is_outcome(&self, hit: &Range<usize>) -> bool {
        // The whole compound, of which the word that is looked for is the end.
        let lead =
            self.text[..hit.start].trim_end_matches(|c: char| c.is_alphanumeric() || c == '-');
        let whole = lead.len()..hit.end;
        let hit = &whole;
        let word = self.text[hit.clone()].to_lowercase();
        let Some(at) = word.find("rapport").filter(|_| self.context.asked) else {
            return false;
        };
        // `rapportere om funn i hvert møte` is an account: it comes again.
        let rest = &self.text[hit.end..];
        let rest = hit.end..hit.end + rest.find(['.', '\n', ';']).unwrap_or(rest.len());
        let found_out = &self.grammar.deadlines.found_out;
        if found_out.begin(&self.text[rest.clone()].trim_start().to_lowercase())
            && self.hits_in(&rest, Role::Recurrence).next().is_none()
        {
            return true;
        }
        let verb = word[at..].starts_with("rapporter") && !word.ends_with("rapporter");
        let terms = &self.grammar.deadlines;
        let regular = terms.regular.stand_in(&word[..at]);
        // `Rapportering oversendes innen 15. mai. Sluttrapport oversendes …`: one of a row of accounts.
        let row = self.previous.as_ref().is_some_and(|previous| {
            self.hits_in(previous, Role::Reporting)
                .any(|hit| self.text[hit].to_lowercase().contains("rapportering"))
        });
        let brief = terms
            .brief
            .begin(last_word(self.text[..hit.start].trim_end()));
        let after = self.text[hit.end..].trim_start();
        let about = terms.about_state.begin(after);
        // `Punkt a skal rapporteres innen …`: what is reported is part of what is asked for.
        let clause = self.text[..hit.start].rfind(['.', '\n', ';']);
        let clause = &self.text[clause.map_or(0, |at| at + 1)..hit.start];
        let first = clause.split_whitespace().next().unwrap_or("");
        let point = self.grammar.deadlines.point.is(&first.to_lowercase());
        let verb = verb && !point;
        !(verb || regular || row || brief || at == 0 && (about || word == "rapporter"))
    }
}

/// `…, avklart med Havnetilsynet, som skal gi sitt syn`: a name, and what it shall do itself. What «skal sendes»
/// is the thing that the clause before it names.
fn names_actor(antecedent: &str, clause: &str, terms: &Terms) -> bool {
    let Some(before) = antecedent.trim_end().strip_suffix(',') else {
        return false;
    };
    let name = last_word(before);
    let named = name.starts_with(char::is_uppercase)
        && name.chars().skip(1).any(char::is_lowercase)
        && before.len() > name.len();
    let mut words = clause.split_whitespace();
    let shall = words.next().is_some_and(|word| terms.shall.is(word));
    let own = words
        .next()
        .is_some_and(|word| is_infinitive(word, false) && !word.ends_with("es"));
    named && shall && own
}

/// Whether a word is an infinitive: «levere», «gi»; one with a capital only at the head of the text.
pub(super) fn is_infinitive(word: &str, opens_text: bool) -> bool {
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    let capital = word.starts_with(char::is_uppercase);
    let lower = word.to_lowercase();
    let long = lower.ends_with('e')
        && lower.chars().count() >= 4
        && !(capital && (lower.ends_with("ene") || lower.ends_with("ane")))
        && !matches!(
            lower.as_str(),
            "disse" | "desse" | "dette" | "ikke" | "både" | "alle"
        );
    let short = matches!(
        lower.as_str(),
        "gi" | "gje" | "ta" | "ha" | "få" | "sjå" | "foreslå" | "bistå" | "anslå" | "å"
    );
    (long || short) && (!capital || opens_text)
}

/// Whether a word is a passive: «sendes», «sendast».
pub(super) fn is_passive(word: &str) -> bool {
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    word.chars().count() > 4
        && word.starts_with(char::is_lowercase)
        && (word.ends_with("es") || word.ends_with("ast"))
}

/// `gi en oversikt over`, `orientere om`: whether words tell of the state of things.
pub fn tells(words: &str, grammar: &Grammar) -> bool {
    let terms = &grammar.deadlines;
    let words = words.to_lowercase();
    let mut single = words.split(|c: char| !c.is_alphanumeric());
    terms.tells.stand_in(&words)
        || terms.overview.stand_in(&words) && single.any(|word| terms.gives.is(word))
}

/// Whether a span of time is one of law: it holds for every application, complaint or referral. `lead` are the
/// words of the sentence before it, `event` what it is counted from.
fn lawful(lead: &str, event: &str, terms: &Terms) -> bool {
    let lead = lead.to_lowercase();
    let event = event.to_lowercase();
    let sentence = format!("{lead} {event}");
    let words: Vec<&str> = sentence
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .collect();
    // `etter forskriften`, `ifølge tilskuddsloven`
    let by_law = words
        .windows(2)
        .any(|pair| terms.by.is(pair[0]) && terms.laws.end(pair[1]));
    sentence.contains('§')
        || by_law
        || terms.lawful.stand_in(&sentence)
        || terms.handles.stand_in(&lead)
        || terms.cases.stand_in(&event)
        // `etter at de er mottatt`: each of many.
        || terms.of_many.begin(event.trim_start())
}

/// `fire uker`, `20 arbeidsdager`: numbers with a unit of time after them.
fn spans_of_time(text: &str, terms: &Terms) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut before: Option<(usize, &str)> = None;
    let mut earlier: Option<(usize, &str)> = None;
    for word in text.split_whitespace() {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        if let Some((mut start, number)) = before {
            let number = number.trim_start_matches(['(', ':']).to_lowercase();
            if is_number(&number, terms)
                && is_unit(&word.to_lowercase(), terms)
                && word.chars().all(char::is_alphabetic)
            {
                // `et halvt år`: the article and the number.
                if let Some((article, first)) = earlier
                    && is_number(&first.to_lowercase(), terms)
                {
                    start = article;
                }
                found.push(start..at + word.len());
            }
        }
        earlier = before;
        before = Some((at, word));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::{Context, deadlines};
    use crate::grammar::Grammar;

    /// What an assignment's body gives: its words, day or last day, kind, status, recurrence.
    fn read(text: &str) -> Vec<String> {
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
            let due = due.unwrap_or_default();
            format!("{raw} | {due} | {:?} {:?}", one.kind, one.status)
        };
        found.iter().map(one).collect()
    }

    #[test]
    fn what_comes_again() {
        for (text, wanted) in [
            (
                "rapportere om bygging og prognose tertialvis",
                "tertialvis |  | Report Recurring",
            ),
            (
                "gjere opp status for nausta kvart halvår",
                "kvart halvår |  | Report Recurring",
            ),
            (
                "gi departementet en ukentlig oversikt over stengte bruer",
                "ukentlig |  | Report Recurring",
            ),
            (
                "Etaten skal publisere månedlig statistikk over fangst.",
                "månedlig |  | Delivery Recurring",
            ),
            (
                "Status skal gis i hver tertialrapport.",
                "hver tertialrapport |  | Report Recurring",
            ),
            (
                "Etaten skal lukke avvikene og orientere om framdriften ved utgangen av hvert kvartal.",
                "hvert kvartal |  | Report Recurring",
            ),
            (
                "Listen skal deretter oppdateres hvert halvår.",
                "hvert halvår |  | Delivery Recurring",
            ),
            (
                "Etaten skal sende tall, første gang 1. mars 2026, deretter hver måned.",
                "1. mars 2026 | 2026-03-01 | Delivery Recurring",
            ),
            (
                "Etaten skal sende oversikten innen 1. mai hvert år.",
                "innen 1. mai | 2026-05-01 | Delivery Recurring",
            ),
            (
                "Etaten skal orientere departementet minst én gang i kvartalet.",
                "én gang i kvartalet |  | Report Recurring",
            ),
            (
                "Etaten skal rapportere om funn i hvert etatsstyringsmøte.",
                "hvert etatsstyringsmøte |  | Report Recurring",
            ),
            (
                "Undersøkelsen skal gjøres halvårlig.",
                "halvårlig |  | Delivery Recurring",
            ),
            // What a thing is about, or how a thing is called.
            ("Etaten skal lage en plan med kostnader for hvert år.", ""),
            ("gi råd om hvilke bruer som bør følges årlig", ""),
            ("Etaten skal delta i møter som holdes månedlig.", ""),
        ] {
            let found = read(text).join("\n");
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn how_long_after_something() {
        for (text, wanted) in [
            (
                "Møtet ba etaten om å levere en plan senest fire uker etter dette møtet.",
                "senest fire uker etter dette møtet |  | Delivery Relative",
            ),
            (
                "Evalueringen skal være departementet i hende seks uker etter at øvelsen er avsluttet.",
                "seks uker etter at øvelsen er avsluttet |  | Delivery Relative",
            ),
            (
                "Etaten skal sende saksliste senest fire uker før årsmøtet.",
                "senest fire uker før årsmøtet |  | Delivery Relative",
            ),
            (
                "Utkast til veileder: 20 arbeidsdager etter at høringen er avsluttet",
                "20 arbeidsdager etter at høringen er avsluttet |  | Delivery Relative",
            ),
            (
                "Utkastet sendes på høring. Endelig forslag skal oversendes departementet fire uker senere.",
                "fire uker senere |  | Delivery Relative",
            ),
            (
                "Et første utkast skal foreligge tre uker etter at meldingen er behandlet i Stortinget, og det endelige forslaget i 4. kvartal 2026.",
                "tre uker etter at meldingen er behandlet i Stortinget |  | Delivery Relative\ni 4. kvartal 2026 | 2026-12-31 | Delivery Fixed",
            ),
            (
                "Frist: senest 14 dager etter mottak",
                "Frist: senest 14 dager etter mottak |  | Delivery Relative",
            ),
            // Of law, and of another body.
            (
                "Etaten skal gi svar innen tre uker etter at søknaden er mottatt.",
                "",
            ),
            (
                "Malen avtales med Strandtilsynet, som leverer en mal seks uker etter at brevet er sendt.",
                "",
            ),
        ] {
            assert_eq!(read(text).join("\n"), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_agreed_later() {
        for (text, wanted) in [
            (
                "Frist blir avtalt med departementet",
                "Frist blir avtalt med departementet |  | Delivery ToBeAgreed",
            ),
            (
                "Fristen blir fastsatt i etatsstyringsmøtet i mai.",
                "Fristen blir fastsatt i etatsstyringsmøtet i mai |  | Delivery ToBeAgreed",
            ),
            (
                "Tidspunkt fastsettes i oppfølgingsmøtet i september",
                "Tidspunkt fastsettes i oppfølgingsmøtet i september |  | Delivery ToBeAgreed",
            ),
            (
                "Avtales i kontaktmøtet i mars.",
                "Avtales i kontaktmøtet i mars |  | Delivery ToBeAgreed",
            ),
            (
                "Når dette skal være gjort, fastsettes i kontaktmøtet i november.",
                "Når dette skal være gjort, fastsettes i kontaktmøtet i november |  | Delivery ToBeAgreed",
            ),
            (
                "Mandat og frist kommer i eget brev.",
                "Mandat og frist kommer i eget brev. |  | Delivery ToBeAgreed",
            ),
            (
                "Frist: Fastsettes av Strandtilsynet",
                "Frist: Fastsettes av Strandtilsynet |  | Delivery ToBeAgreed",
            ),
        ] {
            assert_eq!(read(text).join("\n"), wanted, "{text}");
        }
    }

    #[test]
    fn what_begins() {
        for (text, wanted) in [
            (
                "opne fyret for alle frå 15. juni 2026",
                "frå 15. juni 2026 | 2026-06-15 | Start Fixed",
            ),
            (
                "Opplegget skal kunne takast i bruk hausten 2026.",
                "hausten 2026 | 2026-12-31 | Start Fixed",
            ),
            (
                "Gruppen skal være i gang innen 1. mars 2026.",
                "innen 1. mars 2026 | 2026-03-01 | Start Fixed",
            ),
            (
                "Ordningen skal være i drift senest fra 1. desember 2026.",
                "senest fra 1. desember 2026 | 2026-12-01 | Start Fixed",
            ),
            (
                "Etaten bes om å lage en veileder som havnene kan ta i bruk fra 1. november 2026.",
                "fra 1. november 2026 | 2026-11-01 | Start Fixed",
            ),
            (
                "Prøvetiden begynner 1. september 2026.",
                "1. september 2026 | 2026-09-01 | Start Fixed",
            ),
            (
                "Frist: Laget skal være i drift fra 1. mars 2026.",
                "Frist: Laget skal være i drift fra 1. mars 2026 | 2026-03-01 | Start Fixed",
            ),
            // The day of a letter, and the first day of a stretch.
            (
                "Etaten skal følge opp merknadene i departementets brev fra 1. mars 2026.",
                "",
            ),
            (
                "Etaten skal stille vakt i perioden fra 1. juni 2026 til 1. juli 2026.",
                "",
            ),
        ] {
            assert_eq!(read(text).join("\n"), wanted, "{text}");
        }
    }

    #[test]
    fn several_times_of_one_sentence() {
        for (text, wanted) in [
            (
                "Delrapport 15. mai 2026 og sluttrapport i 4. kvartal 2026.",
                "15. mai 2026 | 2026-05-15 | Delivery Fixed\ni 4. kvartal 2026 | 2026-12-31 | Delivery Fixed",
            ),
            (
                "Midtveisrapport leveres i mars 2027 og sluttrapport ved utgangen av 2027.",
                "i mars 2027 | 2027-03-31 | Delivery Fixed\nved utgangen av 2027 | 2027-12-31 | Delivery Fixed",
            ),
            (
                "kartleggje naust langs fjorden, og levere ein rapport medio oktober 2026",
                "medio oktober 2026 | 2026-10-20 | Delivery Fixed",
            ),
            (
                "Øvelsen holdes i uke 45, og erfaringene oppsummeres senest to måneder etter øvelsen.",
                "i uke 45 | 2026-11-08 | Delivery Fixed\nsenest to måneder etter øvelsen |  | Delivery Relative",
            ),
            (
                "Status rapporteres per 1. tertial 2026 og per 2. tertial 2026.",
                "per 1. tertial 2026 | 2026-04-30 | Report Fixed\nper 2. tertial 2026 | 2026-08-31 | Report Fixed",
            ),
            (
                "Oppdatere oversikten (frist 1.4. og 1.10.2026).",
                "frist 1.4 | 2026-04-01 | Delivery Fixed\n1.10.2026 | 2026-10-01 | Delivery Fixed",
            ),
            (
                "Fristen 1. september 2026 erstattes av 1. november 2026.",
                "Fristen 1. september 2026 erstattes av 1. november 2026 | 2026-11-01 | Delivery Fixed",
            ),
            (
                "Vurderingen skal foreligge sammen med foretakets strategi, ved årsskiftet 2026/2027.",
                "ved årsskiftet 2026/2027 | 2026-12-31 | Delivery Fixed",
            ),
            (
                "For bokstav b gjelder den opprinnelige fristen, 1. desember 2026.",
                "fristen, 1. desember 2026 | 2026-12-01 | Delivery Fixed",
            ),
        ] {
            assert_eq!(read(text).join("\n"), wanted, "{text}");
        }
    }

    #[test]
    fn times_of_others_and_times_elsewhere_are_none() {
        for text in [
            "Etaten skal vurdere ordningen, jf. krav 1.1.2, som skal være oppfylt innen 31. august 2026.",
            "Arbeidet må ses i sammenheng med leveranse 4, som skal leveres 1. september 2026.",
            "Arbeidet skal ses i sammenheng med planen i første kulepunkt, som har frist 1. mars 2026.",
            "Foreslå krav, avgrenset mot arbeidet som Strandtilsynet skal levere 1. juni 2026.",
            "Forslaget skal være avklart med Havnetilsynet, som skal gi sitt syn innen 1. september 2026.",
            "Vurdere rapporten fra ekspertgruppen. Ekspertgruppen har frist 1. desember 2026.",
            "Frist: Som for rapportene, jf. kapittel 6",
            "Frist: Se teksten",
            "Frist: Som angitt",
        ] {
            assert_eq!(read(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_time_is_read_whole_or_told() {
        for (text, wanted) in [
            (
                "Frist: før sommerferien 2026",
                "Frist: før sommerferien 2026 |  | Delivery Relative",
            ),
            (
                "Frist: påske 2026",
                "Frist: påske 2026 |  | Delivery Relative",
            ),
            (
                "Frist: T2 2026",
                "Frist: T2 2026 | 2026-08-31 | Delivery Fixed",
            ),
            (
                "Frist: når loven er vedtatt 2026",
                "Frist: når loven er vedtatt 2026 |  | Delivery Other",
            ),
            (
                "Frist: tidligst til høsten",
                "Frist: tidligst til høsten |  | Delivery Tentative",
            ),
            (
                "Leveransedato: 15. mai 2026",
                "Leveransedato: 15. mai 2026 | 2026-05-15 | Delivery Fixed",
            ),
            (
                "Ferdig: 15. mai 2026",
                "Ferdig: 15. mai 2026 | 2026-05-15 | Delivery Fixed",
            ),
            (
                "Leveransedato: løpende, med status i hver tertialrapport",
                "Leveransedato: løpende, med status i hver tertialrapport |  | Report Recurring",
            ),
            (
                "Rapporteres: Årsrapport Frist: 15. januar 2027",
                "Frist: 15. januar 2027 | 2027-01-15 | Report Fixed",
            ),
        ] {
            assert_eq!(read(text).join("\n"), wanted, "{text}");
        }
    }
}
