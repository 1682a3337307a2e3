//! Whose a time is: the subject of its clause.
//!
//! ```text
//! clause  ::= actor does …  time               Havnerådet skal gi sitt syn innen 1. mars
//!           | … time shall actor …             Innen 1. mars skal Havnerådet gi sitt syn
//! actor   ::= body | short-name | name         Havnedirektoratet   HVR   Losforum
//! ```
//! Who is written to has names of its own: the recipients, and whoever the assignments open with («HVR
//! skal …»). Any other body that is the subject has a deadline of its own, which is not the recipient's.

use super::Found;
use crate::grammar::{Grammar, lexeme::lower_in_place, phrases::Role, short_name::is_short_form};
use std::collections::{BTreeMap, BTreeSet};

/// The longest subject, in words.
const LONGEST: usize = 9;

/// Whoever opens one in so many of the assignments is written to.
const SHARE: usize = 5;

/// How often a short name must be bound to be that of whom the letter is to.
const OFTEN: usize = 4;

/// Names by which a letter calls whom it is to, and names that it has for others.
#[derive(Debug, Clone, Default)]
pub struct Parties {
    /// Whom it is to, in lower case.
    own: BTreeSet<String>,
    /// Words that have a capital in the midst of sentences.
    names: BTreeSet<String>,
    /// Words that begin with a small letter anywhere.
    small: BTreeSet<String>,
}

impl Parties {
    /// From the recipients, the texts of the assignments, and all running text.
    pub fn new<'a>(
        recipients: &[String],
        assignments: impl Iterator<Item = &'a str>,
        texts: impl Iterator<Item = &'a str>,
        grammar: &Grammar,
    ) -> Self {
        let mut own: BTreeSet<String> = grammar.called(recipients).map(lower_in_place).collect();
        let mut openings: BTreeMap<String, usize> = BTreeMap::new();
        for text in assignments {
            let opening = text.split_inclusive(['.', '\n']).next().unwrap_or("");
            if let Some((subject, _)) = subject(opening, grammar) {
                *openings.entry(lower_in_place(subject)).or_default() += 1;
            }
        }
        let all: usize = openings.values().sum();
        let often = openings
            .into_iter()
            .filter(|(name, times)| times * SHARE >= all && !grammar.deadlines.senders.is(name));
        own.extend(often.map(|(name, _)| name));
        for name in recipients {
            own.extend(short_names(name, grammar));
        }
        let (mut names, mut small) = (BTreeSet::new(), BTreeSet::new());
        let mut bound: BTreeMap<&str, usize> = BTreeMap::new();
        let mut above = "";
        for text in texts {
            // «Norsk senter for fyrlys (Nofyr)», the bracket perhaps on a line of its own.
            let called = recipients.iter().filter_map(|name| {
                let after = match text.split_once(name.as_str()) {
                    Some((_, after)) => after,
                    None => Some(text).filter(|_| above.ends_with(name.as_str()))?,
                };
                let (short, _) = after.trim_start().strip_prefix('(')?.split_once(')')?;
                Some(short)
            });
            own.extend(called.filter(|short| is_name(short)).map(lower_in_place));
            let mut last = "";
            for word in text.split_whitespace() {
                if grammar.deadlines.shall.is(word) && is_name(last) {
                    *bound.entry(last).or_default() += 1;
                }
                let name = word.trim_matches(|c: char| !c.is_alphanumeric());
                if last.starts_with(char::is_lowercase)
                    && last.ends_with(char::is_alphanumeric)
                    && name.starts_with(char::is_uppercase)
                {
                    names.insert(lower_in_place(name));
                }
                if name.starts_with(char::is_lowercase) {
                    small.insert(lower_in_place(name));
                }
                last = word;
            }
            above = text;
        }
        // `HVR skal`, `Arkivet skal` to Statens kystarkiv, `Nofag skal` again and again.
        let again = bound.into_iter().filter(|(name, times)| {
            let often = *times >= OFTEN;
            let lower = lower_in_place(name);
            let called = names.contains(&lower) && !small.contains(&lower);
            let other = is_body(name, grammar) || grammar.deadlines.actors.is(&lower);
            is_short_form(name, recipients.iter().map(String::as_str))
                || often && (is_short_name(name) || called && !other)
        });
        let again: Vec<String> = again.map(|(name, _)| lower_in_place(name)).collect();
        own.extend(again);
        Self { own, names, small }
    }

    /// Whether a name is one of whom the letter is to.
    pub fn is_own(&self, name: &str) -> bool {
        let name = lower_in_place(name);
        self.own.iter().any(|own| {
            own.starts_with(&name) || name.starts_with(own.as_str()) || own.ends_with(&name)
        })
    }

    /// Whether the time of a deadline is set for another body than the letter is to.
    pub fn of_another(&self, text: &str, found: &Found, grammar: &Grammar) -> bool {
        // `… . Frist: 1. mars 2026` is of the task that it closes, whoever does what the sentence before says.
        let raw = &text[found.raw.clone()];
        let closes = raw.starts_with(char::is_uppercase) && raw.contains(':');
        if found.bare || closes {
            return false;
        }
        let sentence = &text[found.sentence.clone()];
        let at = found.raw.start.saturating_sub(found.sentence.start);
        let Some(before) = sentence.get(..at) else {
            return false;
        };
        // `Fyrdirektoratet leder arbeidet, og etaten skal levere …`
        let goes_on = grammar.deadlines.joints.each().any(|joint| {
            before.rsplit_once(joint).is_some_and(|(_, clause)| {
                let mut words = clause.split_whitespace();
                let who = lower_in_place(words.next().unwrap_or(""));
                let shall = words
                    .next()
                    .is_some_and(|word| grammar.deadlines.shall.is(word));
                shall && grammar.deadlines.written_to.is(&who)
            })
        });
        if goes_on {
            return false;
        }
        if self.told_of_another(before, grammar) {
            return true;
        }
        if !found.labelled
            && (self.has_own_task(before, grammar)
                || self.is_of_senders(&text[..found.sentence.start], before, grammar))
        {
            return true;
        }
        let clause = clause_of(before, grammar);
        let terms = &grammar.deadlines;
        if let Some((name, rest)) = subject(clause, grammar) {
            // `Departementet setter frist …` is no other's; `Havnerådet skal levere tall, med frist …` is.
            let beside = terms.beside_label.close(lower_in_place(before).trim_end());
            return (!found.labelled || beside) && self.is_other(name, rest, grammar);
        }
        if found.labelled {
            return false;
        }
        // `Innen 1. mars skal Havnerådet …`
        let opens = before.trim().is_empty();
        let after = text[found.raw.end..found.sentence.end].trim_start();
        let lower = lower_in_place(after);
        let Some(verb) = terms.shall.opening(&lower).filter(|_| opens) else {
            return false;
        };
        let rest = after[verb.len()..].trim_start();
        let name = rest
            .split_whitespace()
            .take_while(|word| word.starts_with(char::is_uppercase))
            .take(3)
            .last();
        let Some(last) = name else { return false };
        let end = last.as_ptr() as usize - rest.as_ptr() as usize + last.len();
        self.is_other(rest[..end].trim_end_matches(','), &rest[end..], grammar)
    }

    /// Whether what a sentence says shall be done is another's to do, or only hoped for: «Kommunene skal …»,
    /// «Regjeringen har som mål at …», «… har nedsatt et utvalg som skal …».
    pub fn duty_of_another(&self, sentence: &str, grammar: &Grammar) -> bool {
        let terms = &grammar.deadlines;
        let lower = lower_in_place(sentence);
        let all: Vec<String> = bare(&lower).collect();
        let ours = |word: &String| terms.written_to.is(word) || terms.all_bodies.is(word);
        // `…, og etaten skal …`, `…, og departementet skal …`
        for joint in terms.joints.each() {
            let Some((_, clause)) = lower.rsplit_once(joint) else {
                continue;
            };
            let mut words = bare(clause);
            let (who, verb) = (words.next(), words.next());
            let (Some(who), true) = (who, verb.is_some_and(|verb| terms.shall.is(&verb))) else {
                continue;
            };
            if ours(&who) || self.is_own(&who) {
                return false;
            }
            if terms.actors.is(&who) && acts(clause, grammar) {
                return true;
            }
        }
        let (Some(first), Some(second)) = (all.first(), all.get(1)) else {
            return false;
        };
        let addressed = || all.iter().any(|word| ours(word) || self.own.contains(word));
        if terms.hoped.stand_in(&lower) && !addressed() {
            return true;
        }
        if terms.actors.is(first) && !self.is_own(first) {
            // `Kommunene (avtalepartnerne) skal involveres`
            let shall = all
                .iter()
                .take(LONGEST / 2)
                .any(|word| terms.shall.is(word));
            return match terms.senders.is(first) {
                // `Departementet skal godkjenne planene`, and not `Departementet venter at etaten skal …`
                true if terms.shall.is(second) => {
                    all.get(2).is_none_or(|next| !terms.wants.is(next)) && acts(sentence, grammar)
                }
                true => {
                    self.told_of_another(sentence, grammar)
                        || !addressed() && !terms.asking.is(second)
                }
                false => !shall || acts(sentence, grammar),
            };
        }
        // `Det er nedsatt et utvalg som skal levere sin rapport`
        let mut which = terms.which.each();
        if let Some((lead, clause)) = which.find_map(|word| sentence.split_once(word)) {
            let group = super::last_word(lead.trim_end_matches(','));
            let demands = grammar.words(lead).iter().any(|hit| hit.role == Role::Duty);
            if terms.groups.end(&lower_in_place(group)) && !demands && acts(clause, grammar) {
                return true;
            }
        }
        let clause = clause_of(sentence, grammar);
        subject(clause, grammar).is_some_and(|(name, rest)| {
            // A service has a capital only where it opens the sentence: «Helsetjenesten skal …»
            let lower = lower_in_place(name);
            let thing = self.small.contains(&lower);
            !thing && self.is_other(name, rest, grammar) && acts(clause, grammar)
        })
    }

    /// Whether the clause that a time closes tells of another: `ledes av Havnerådet, som skal gi tall`, `der
    /// eieren fikk frist`.
    fn told_of_another(&self, before: &str, grammar: &Grammar) -> bool {
        let terms = &grammar.deadlines;
        let mut lead = before.trim_end();
        while let Some(word) = terms.label_words.closing(&lower_in_place(lead)) {
            lead = lead[..lead.len() - word.len()].trim_end();
        }
        let lower = lower_in_place(lead);
        let ours = |who: &str| {
            let known = lower_in_place(who.trim_matches(|c: char| !c.is_alphanumeric()));
            terms.written_to.is(&known) || terms.senders.is(&known) || self.is_own(who)
        };
        if let Some(verb) = terms.was_given.closing(&lower) {
            let who = super::last_word(lead[..lead.len() - verb.len()].trim_end());
            // `Havnerådet har varslet pålegg, og har satt frist`
            let own = match subject(lead, grammar).filter(|_| terms.joint.is(who)) {
                Some((name, _)) => ours(name),
                None => ours(who),
            };
            return !who.is_empty() && !own;
        }
        // `Standarden ventes vedtatt innen 1. juni`
        let asks = lower.split_whitespace().any(|word| terms.shall.is(word));
        if terms.foreseen.stand_in(&lower) && !asks {
            return true;
        }
        let Some((lead, clause)) = lead.rsplit_once(", som ") else {
            return false;
        };
        let who = super::last_word(lead);
        let mut words = lead.split_whitespace().rev().skip(1).take(2);
        let agent = words.any(|word| terms.agent.is(word));
        let named = who.starts_with(char::is_uppercase) && who.len() < lead.trim().len();
        let does = terms.has.close(&lower) || acts(clause, grammar);
        // `i samarbeid med kommunene, som skal levere tall`
        let actors = terms.actors.is(&lower_in_place(who));
        let other = (named || agent || actors) && !ours(who);
        !clause.contains([',', ';', ':', ')']) && other && does
    }

    /// `Havnerådet har fått i oppdrag å … innen 1. mars`: a sentence about the task of another body, in which nobody
    /// who is written to stands before the time.
    fn has_own_task(&self, before: &str, grammar: &Grammar) -> bool {
        let terms = &grammar.deadlines;
        let mut end = 0;
        for word in before.split_whitespace().take(LONGEST) {
            let at = word.as_ptr() as usize - before.as_ptr() as usize;
            if terms.own_task_verbs.is(word) {
                let name = before[..end].trim();
                let rest = lower_in_place(&before[at + word.len()..]).to_string();
                let body = grammar.organisation(name).is_some()
                    || is_body(name, grammar)
                    || is_short_name(name);
                let asked = bare(&rest).any(|word| {
                    terms.written_to.is(&word)
                        || terms.senders.is(&word)
                        || self.own.contains(&word)
                });
                return body && !self.is_own(name) && terms.own_task.stand_in(&rest) && !asked;
            }
            if word.ends_with([',', '.', ':', ';']) && !word.ends_with("-,") {
                return false;
            }
            end = at + word.len();
        }
        false
    }

    /// `Strategien skal legges fram i oktober` below «innspill til departementets strategi»: what the sender makes.
    fn is_of_senders(&self, earlier: &str, before: &str, grammar: &Grammar) -> bool {
        let terms = &grammar.deadlines;
        let Some(thing) = super::thing_of(before, grammar) else {
            return false;
        };
        // The few words after whose it is: «departementets nye strategi for fyr».
        const NEAR: usize = 4;
        let lower = earlier.to_lowercase();
        let passive = bare(before)
            .skip(1)
            .any(|word| super::asked::is_passive(&word));
        passive
            && terms.of_senders.each().any(|whose| {
                lower.match_indices(whose).any(|(at, _)| {
                    let after: Vec<&str> = lower[at + whose.len()..]
                        .split_whitespace()
                        .take(NEAR)
                        .collect();
                    super::names_thing(&after.join(" "), &thing, grammar)
                })
            })
    }

    fn is_other(&self, name: &str, rest: &str, grammar: &Grammar) -> bool {
        let terms = &grammar.deadlines;
        let lower = lower_in_place(name);
        if self.is_own(name) || terms.written_to.is(&lower) || terms.all_bodies.is(&lower) {
            return false;
        }
        // `Havnerådet har varslet at etaten skal …`
        if let Some((_, who)) = lower.rsplit_once(" at ")
            && (terms.written_to.is(who) || self.is_own(who))
        {
            return false;
        }
        // `Fyretaten og Losverket innfører …`: none of them is written to.
        if let Some((one, other)) = two_joined(name, grammar).filter(|(one, _)| !one.ends_with('-'))
        {
            let named = |name: &str| name.starts_with(char::is_uppercase);
            let ours = self.is_own(one) || self.is_own(other);
            return !ours && named(other) && self.is_other(one, rest, grammar);
        }
        let first = name.split_whitespace().next().unwrap_or("");
        // `De regionale foretakene skal etter avtalen legge frem …`
        if terms.by_own_plan.begin(rest.trim_start()) && !terms.written_to.is(&lower) {
            return acts_after(rest, grammar);
        }
        let next = lower_in_place(rest.split_whitespace().next().unwrap_or(""));
        if terms.actors.is(&lower) {
            return !terms.wants.is(&next);
        }
        if is_short_name(first) || is_body(name, grammar) {
            return true;
        }
        // `Losforum skal gi …`: a name, and what somebody does.
        let strange = !self.small.contains(&lower) && !terms.common.end(&lower);
        let single = name == first && (self.names.contains(&lower) || strange);
        let next_verb = next.trim_end_matches(|c: char| !c.is_alphanumeric());
        single && !terms.of_things.is(next_verb) && !super::asked::is_passive(next_verb)
    }
}

/// Whether a clause says what somebody shall do: `skal etter avtalen levere`, not `skal leveres`.
fn acts(clause: &str, grammar: &Grammar) -> bool {
    let terms = &grammar.deadlines;
    let words: Vec<String> = bare(clause).collect();
    let Some(verb) = words.iter().rposition(|word| terms.shall.is(word)) else {
        return false;
    };
    acts_after(&words[verb + 1..].join(" "), grammar)
}

/// Whether the first verb of what stands after «skal» is one of somebody who acts.
fn acts_after(rest: &str, grammar: &Grammar) -> bool {
    let terms = &grammar.deadlines;
    let mut words = bare(rest).filter(|word| !terms.by_own_plan.stand_in(&format!("etter {word}")));
    words
        .find(|word| is_verb(word))
        .is_some_and(|next| !terms.of_things.is(&next) && !super::asked::is_passive(&next))
}

/// The words of a text in lower case, without the marks beside them.
fn bare(text: &str) -> impl Iterator<Item = String> {
    let words = text.split_whitespace();
    words.map(|word| lower_in_place(word.trim_matches(|c: char| !c.is_alphanumeric())).to_string())
}

/// Whether a word may be the verb after «skal».
fn is_verb(word: &str) -> bool {
    super::asked::is_infinitive(word, true) || super::asked::is_passive(word)
}

/// The last clause of what stands before a time that has a subject of its own, else all of it.
fn clause_of<'a>(before: &'a str, grammar: &Grammar) -> &'a str {
    let mut best = before;
    for separator in grammar.deadlines.joints.each().chain([": "]) {
        for (at, _) in before.match_indices(separator) {
            let rest = &before[at + separator.len()..];
            if rest.len() < best.len() && subject(rest, grammar).is_some() {
                best = rest;
            }
        }
    }
    // `vi vil peike på at Havnerådet skal …`: what is told, not what is asked.
    for (at, _) in before.match_indices(" at ") {
        let rest = &before[at + " at ".len()..];
        let lead = lower_in_place(&before[..at]);
        let asked = lead
            .split_whitespace()
            .any(|word| grammar.deadlines.bids.is(word))
            || grammar
                .words(&before[..at])
                .iter()
                .any(|hit| hit.role == Role::Duty);
        if !asked && rest.len() < best.len() && subject(rest, grammar).is_some() {
            best = rest;
        }
    }
    best
}

/// Who does something, at the head of a clause, and what stands after the verb.
fn subject<'a>(clause: &'a str, grammar: &Grammar) -> Option<(&'a str, &'a str)> {
    let clause = clause.trim_start_matches(|c: char| !c.is_alphanumeric());
    if !clause.starts_with(char::is_uppercase) {
        return None;
    }
    let mut end = 0;
    for word in clause.split_whitespace().take(LONGEST) {
        let at = word.as_ptr() as usize - clause.as_ptr() as usize;
        // `UD ber om at etaten legger frem …`: who asks does nothing.
        if grammar.deadlines.bids.is(word) {
            return None;
        }
        if grammar.deadlines.does.is(word) {
            let name = clause[..end].trim_end();
            return (!name.is_empty()).then_some((name, &clause[at + word.len()..]));
        }
        // `Havne-, fyr- og losdirektoratet`
        if word.ends_with([',', '.', ':', ';']) && !word.ends_with("-,") {
            return None;
        }
        end = at + word.len();
    }
    None
}

/// The body that a sentence names as the one who delivers, as printed: «Losetaten skal levere …». None where it is
/// called by what it is («direktoratet»), where it only gets something, or where a thing is the subject.
pub fn responsible<'a>(
    sentence: &'a str,
    recipients: &[String],
    grammar: &Grammar,
) -> Option<&'a str> {
    let terms = &grammar.deadlines;
    let mut end = 0;
    for word in sentence.split_whitespace().take(LONGEST) {
        let at = word.as_ptr() as usize - sentence.as_ptr() as usize;
        let rest = &sentence[at + word.len()..];
        let given = terms.bidden.is(word.trim_end_matches(','));
        if given || terms.does.is(word) {
            let name = sentence[..end].trim_end().trim_end_matches(',');
            let known = grammar.organisations().iter();
            let ministry = || {
                grammar
                    .organisation(name)
                    .is_some_and(|one| one.ministry || one.collective)
            };
            let mut called = known.filter(|one| !one.collective && !one.ministry);
            let named = recipients.iter().any(|own| own == name)
                || called.any(|one| one.name == name)
                || (is_body(name, grammar) || is_short_name(name)) && !ministry();
            let delivers = given || !terms.shall.is(word) || !is_acted_on(rest);
            return (named && delivers).then_some(name);
        }
        end = at + word.len();
    }
    None
}

/// Whether the first verb after «skal» is a passive: `skal varsles`, not `skal ha lager`.
fn is_acted_on(rest: &str) -> bool {
    bare(rest)
        .find(|word| is_verb(word))
        .is_some_and(|verb| super::asked::is_passive(&verb))
}

/// How a recipient is called for short, in lower case: by the list of organisations, and by its first letters
/// («Direktoratet for havner og fyr»: DHF).
fn short_names(name: &str, grammar: &Grammar) -> Vec<String> {
    let known = grammar.organisation(name);
    let mut short: Vec<String> = known
        .into_iter()
        .flat_map(|one| one.abbreviations.iter().map(|short| lower_in_place(short)))
        .collect();
    let initials = |least: usize| -> String {
        name.split([' ', '-'])
            .filter(|word| word.chars().count() > least)
            .filter_map(|word| word.chars().next())
            .flat_map(char::to_lowercase)
            .collect()
    };
    short.extend(
        [initials(0), initials(3)]
            .into_iter()
            .filter(|short| short.len() > 1),
    );
    short
}

/// A word that may be a name: letters alone, the first of them a capital.
fn is_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphanumeric() || c == '-')
}

/// `HVR`, `NVE`: capitals alone.
fn is_short_name(word: &str) -> bool {
    (2..=8).contains(&word.chars().count())
        && word.chars().filter(|c| c.is_uppercase()).count() >= 2
        && word.chars().all(|c| c.is_uppercase() || c == '-')
}

/// A body by its name: «Havnedirektoratet», «Direktoratet for havner»; «Direktoratet» alone is whom a letter
/// is to.
fn is_body(name: &str, grammar: &Grammar) -> bool {
    let known = grammar
        .organisations()
        .iter()
        .any(|one| !one.collective && one.name == name);
    // `Havne- og fyrdirektoratet`: its last word has the kind.
    let name = name
        .rsplit_once("- og ")
        .filter(|(lead, _)| !lead.is_empty())
        .map_or(name, |(_, last)| last);
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or("");
    let mut kinds = grammar
        .words(first)
        .into_iter()
        .filter(|hit| hit.role == Role::Body && hit.range.end == first.len());
    // The part before the kind of body: none in «Direktoratet».
    let kind = kinds.next();
    known || kind.is_some_and(|kind| kind.range.start > 0 || words.next() == Some("for"))
}

/// The two names that a word joins: `Fyretaten og Losverket`.
fn two_joined<'t>(name: &'t str, grammar: &Grammar) -> Option<(&'t str, &'t str)> {
    let word = name.split_whitespace().find(|word| {
        word.starts_with(char::is_lowercase) && grammar.first_word(word, Role::JoinsNames).is_some()
    })?;
    let at = word.as_ptr() as usize - name.as_ptr() as usize;
    let one = name[..at].trim_end();
    let other = name[at + word.len()..].trim_start();
    (!one.is_empty() && !other.is_empty()).then_some((one, other))
}

#[cfg(test)]
mod tests {
    use super::super::{Context, deadlines};
    use super::*;

    #[test]
    fn a_duty_of_another_binds_nobody_here() {
        let grammar = Grammar::built_in();
        let recipients = ["Norsk senter for fyrlys".to_string()];
        let texts = [
            "Brevet er til Norsk senter for fyrlys (Nofyr), og helsetjenesten er orientert.",
            "Møtet med Losforum er flyttet.",
        ];
        let parties = Parties::new(&recipients, [].into_iter(), texts.into_iter(), &grammar);
        for (sentence, wanted) in [
            ("Kommunene skal sørge for lys i havnene.", true),
            ("Kommunene skal involveres i rapporteringen.", false),
            ("Statsforvalterne har fått i oppdrag å telle lyktene.", true),
            (
                "Regjeringen har som mål at trafikken skal gå over på sjø.",
                true,
            ),
            (
                "Departementet skal godkjenne planene i løpet av året.",
                true,
            ),
            (
                "Departementet forutsetter at senteret skal rapportere i årsrapporten.",
                false,
            ),
            (
                "Planene er vedtatt, og departementet skal godkjenne dem.",
                true,
            ),
            ("Havnedirektoratet skal drifte løsningen i år.", true),
            (
                "Det er nedsatt en ekspertgruppe som skal levere sin rapport.",
                true,
            ),
            (
                "Senteret skal sette ned en ekspertgruppe som skal levere en rapport.",
                false,
            ),
            (
                "Strategien har som ambisjon at alle lykter skal være elektriske.",
                true,
            ),
            (
                "Regjeringen vil at statlige virksomheter skal bruke færre konsulenter.",
                false,
            ),
            ("Nofyr skal prioritere nye lykter.", false),
            ("Senteret skal prioritere nye lykter.", false),
            (
                "Havnedirektoratet leder arbeidet, og senteret skal levere tall i årsrapporten.",
                false,
            ),
            ("Helsetjenesten skal møte alle med åpenhet.", false),
            ("Lyktene skal være tent.", false),
        ] {
            assert_eq!(
                parties.duty_of_another(sentence, &grammar),
                wanted,
                "{sentence}"
            );
        }
    }

    #[test]
    fn who_delivers_where_the_sentence_says_so() {
        let grammar = Grammar::built_in();
        let recipients = ["Norsk senter for fyrlys".to_string()];
        for (sentence, wanted) in [
            (
                "Norsk senter for fyrlys skal levere en plan innen 1. mai.",
                Some("Norsk senter for fyrlys"),
            ),
            (
                "Fyrdirektoratet bes sende tall innen 1. mai.",
                Some("Fyrdirektoratet"),
            ),
            ("HVR skal ha lager for 20 døgn innen 1. mai.", Some("HVR")),
            ("HVR leverer rapporten innen 1. mai.", Some("HVR")),
            ("Direktoratet skal levere en plan innen 1. mai.", None),
            ("Fyrdirektoratet skal varsles innen 1. mai.", None),
            ("Planen skal leveres innen 1. mai.", None),
            ("Årsrapporten sendes innen 1. mai.", None),
        ] {
            assert_eq!(
                responsible(sentence, &recipients, &grammar),
                wanted,
                "{sentence}"
            );
        }
    }

    #[test]
    fn a_body_that_does_something_has_its_own_time() {
        let grammar = Grammar::built_in();
        let recipients = ["Havnedirektoratet".to_string()];
        let openings = [
            "Havnedirektoratet skal lage en plan.",
            "HVR skal lage en liste.",
        ];
        let texts = ["Planen drøftes med Losforum og etaten."];
        let parties = Parties::new(
            &recipients,
            openings.into_iter(),
            texts.into_iter(),
            &grammar,
        );
        let context = Context {
            year: Some(2026),
            asked: true,
            ..Context::default()
        };
        for (text, wanted) in [
            ("Fyrdirektoratet skal gi sitt syn innen 1. mars 2026.", true),
            ("XKT gir departementet tall innen 1. mars 2026.", true),
            (
                "Losforum skal kvalitetssikre listen innen 1. mars 2026.",
                true,
            ),
            ("Innen 1. mars 2026 skal Fyrdirektoratet gi sitt syn.", true),
            (
                "Vi minner om at Fyrdirektoratet skal gi ut tall innen 1. mars 2026.",
                true,
            ),
            (
                "Departementet vil sende forslaget på høring innen 1. mars 2026.",
                true,
            ),
            (
                "Havne-, fyr- og lostilsynet skal samtidig levere tall, med frist 1. mars 2026.",
                true,
            ),
            (
                "Arbeidet skjer i samråd med Losforum, som på sin side skal levere tall innen 1. mars 2026.",
                true,
            ),
            (
                "Prøven gjøres av et verksted, som etter kontrakten skal levere sluttrapport 1. mars 2026.",
                true,
            ),
            (
                "Etaten skal følge opp brevet der eieren fikk frist til 1. mars 2026.",
                true,
            ),
            (
                "Etaten skal lage en plan for Losforum, som skal leveres innen 1. mars 2026.",
                false,
            ),
            (
                "Etaten skal sette ned en gruppe, som skal levere sin plan innen 1. mars 2026.",
                false,
            ),
            (
                "Fyrdirektoratet har i sitt eget brev fått i oppdrag å lage kartet innen 1. mars 2026.",
                true,
            ),
            (
                "Fyrdirektoratet har varslet at etaten skal levere tall innen 1. mars 2026.",
                false,
            ),
            (
                "Losforum og Fyrdirektoratet innfører standarden innen 1. mars 2026.",
                true,
            ),
            (
                "Arbeidet skjer i samarbeid med kommunene, som skal levere tall innen 1. mars 2026.",
                true,
            ),
            (
                "Etaten skal gi innspill til departementets nye strategi. Strategien skal legges fram innen 1. mars 2026.",
                true,
            ),
            (
                "De regionale losene skal etter avtalen legge frem tall innen 1. mars 2026.",
                true,
            ),
            (
                "Fyrdirektoratet leder arbeidet, og etaten skal levere sin del innen 1. mars 2026.",
                false,
            ),
            ("Havnedirektoratet skal levere innen 1. mars 2026.", false),
            ("Direktoratet skal levere innen 1. mars 2026.", false),
            ("HVR skal levere innen 1. mars 2026.", false),
            ("Departementet vil ha planen innen 1. mars 2026.", false),
            ("Planen skal leveres innen 1. mars 2026.", false),
            (
                "FD ber om at HVR legger frem planen innen 1. mars 2026.",
                false,
            ),
            ("Planlegging skal avsluttes innen 1. mars 2026.", false),
        ] {
            let (found, _) = deadlines(text, &grammar, context);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(
                parties.of_another(text, &found[0], &grammar),
                wanted,
                "{text}"
            );
        }
    }
}
