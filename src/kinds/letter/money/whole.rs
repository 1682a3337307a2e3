//! Sentences and items that give all of a post, whose name and chapter they say.
//!
//! ```text
//! whole ::= mention (":" | "–" | "er" …) amount            Kap. 1825 post 50 Overføring: 812,4 mill. kroner
//!         | "Stortinget har" … "bevilget" … amount …      the same
//!         | … allots amount … mention [to the reader]      Over kap. 328 post 70 Museum er det sett av kr 3 000 til museet
//! ```
//! What is said beside the post may only be whose it is, the year, or a reference: any word of what the
//! money is for makes it a part.

use super::mention::Mention;
use crate::{
    grammar::{amount::Amount, lexeme::is_blank, money::MoneyRole},
    kinds::{letter::Letter, money::name::Name, money::titles::year},
};

/// All of a post.
pub(super) struct Whole {
    pub mention: Mention,
    /// Nothing else stands in the sentence: it is a row in words.
    pub alone: bool,
}

impl Letter<'_> {
    /// The post that the only amount of a sentence is all of. `given`: what goes before it gives money.
    pub(super) fn whole_mentioned(
        &self,
        words: &str,
        named: &[Mention],
        list: &[Amount],
        given: bool,
    ) -> Option<Whole> {
        let ([mention], [amount]) = (named, list) else {
            return None;
        };
        let money = &self.grammar.money;
        let own = &mention.range;
        let (from, to) = (&amount.range.start, &amount.range.end);
        let marks =
            |c: char| is_blank(c) || matches!(c, ':' | '–' | '-' | '.' | ',' | ';' | '(' | ')');
        let after = &words[(*to).max(own.end)..];
        let whole = |alone| {
            Some(Whole {
                mention: mention.clone(),
                alone,
            })
        };
        if own.start == 0 && own.end <= *from && !self.is_supplement() {
            let between = words[own.end..*from].trim_matches(marks);
            if matches!(between, "" | "er" | "er på" | "på" | "med")
                && after.trim_matches(marks).is_empty()
            {
                return whole(true);
            }
        }
        let has = |role| money.find(words, role).is_some();
        let before = words[..*from].trim_end();
        // «Rammen er 3 mill. kroner på kap. 701 post 21»
        let voted = has(MoneyRole::VotedSentence) && !self.of_earlier_year(words);
        let gives = given
            || voted
            || has(MoneyRole::Allots)
            || has(MoneyRole::SetsAside)
            || money.find(before, MoneyRole::WholeOfNamed).is_some();
        let limits = [
            MoneyRole::Least,
            MoneyRole::Most,
            MoneyRole::Raises,
            MoneyRole::Lowers,
        ]
        .into_iter()
        .any(|role| money.find(before, role).is_some())
            || !voted && money.find(before, MoneyRole::Recalls).is_some();
        if !gives
            || limits
            || has(MoneyRole::OfThis)
            || has(MoneyRole::OfPost)
            || has(MoneyRole::Payment)
        {
            return None;
        }
        let (lead, between) = match own.start < *from {
            true => (&words[..own.start], &words[own.end..*from]),
            false => (&words[..*from], &words[*to..own.start]),
        };
        // Between the two, a preposition or verbs; before and behind both, whose it is.
        let aims = |part: &str, beside: bool| {
            let all: Vec<&str> = part
                .split(is_blank)
                .map(|word| word.trim_matches(marks))
                .collect();
            all.iter().enumerate().any(|(n, word)| match *word {
                "til" | "Til" | "for" | "For" => true,
                // «er det sett av kr 3 000», and not «3 000 kroner av bevilgningen på»
                "av" => {
                    let verb = n.checked_sub(1).map_or("", |n| all[n]);
                    beside && !verb.starts_with("set") && !verb.starts_with("sat")
                }
                _ => false,
            })
        };
        let lead = self.without_reader(lead);
        let between = self.without_reader(between);
        let rest = self.without_reader(after);
        (!aims(&lead, false) && !aims(&between, true) && rest.trim_matches(marks).is_empty())
            .then(|| whole(false))
            .flatten()
    }

    /// Words without those that say whose money it is, for which year, or refer to a document:
    /// «til disposisjon for Fyrverket i 2026, jf. jordbruksavtalen».
    fn without_reader(&self, words: &str) -> String {
        let mut all: Vec<&str> = words
            .split(is_blank)
            .filter(|word| !word.is_empty())
            .collect();
        if let Some(at) = all.iter().position(|word| {
            matches!(
                word.trim_start_matches('('),
                "jf." | "jf" | "jamfør" | "jf.:"
            )
        }) {
            all.truncate(at);
        }
        let bare = |word: &str| {
            word.trim_matches([',', '.', ';', ':', '(', ')'])
                .to_string()
        };
        let mut kept: Vec<String> = Vec::new();
        let mut at = 0;
        while at < all.len() {
            let word = bare(all[at]);
            let next = all.get(at + 1).map(|word| bare(word));
            if word == "til"
                && next.as_deref().is_some_and(|own| {
                    matches!(
                        own,
                        "disposisjon" | "rådighet" | "rådvelde" | "saman" | "sammen"
                    )
                })
            {
                at += 2;
                continue;
            }
            if matches!(word.as_str(), "i" | "for")
                && next.as_deref().is_some_and(|own| year(own).is_some())
            {
                at += 2;
                continue;
            }
            if matches!(word.as_str(), "til" | "for" | "Til" | "For") {
                let most = (at + 1..all.len().min(at + 8)).rev().find(|&end| {
                    let who: Vec<&str> = all[at + 1..=end].to_vec();
                    self.is_reader(bare(&who.join(" ")).as_str())
                });
                if let Some(end) = most {
                    at = end + 1;
                    continue;
                }
            }
            if matches!(word.as_str(), "over" | "på" | "under" | "frå" | "fra")
                && at + 1 == all.len()
            {
                break;
            }
            kept.push(all[at].to_string());
            at += 1;
        }
        kept.join(" ")
    }

    /// Whether words mean the one that the letter is to: its name, a part of it («museet» of
    /// «Fjordfartsmuseet»), its abbreviation, or a common word for a body.
    fn is_reader(&self, who: &str) -> bool {
        const LEAST: usize = 5;
        let said = who.to_lowercase();
        let short = (2..=6).contains(&who.chars().count()) && who.chars().all(char::is_uppercase);
        let body = |own: &String| {
            let own = own.to_lowercase();
            own == said
                || said.len() >= LEAST
                    && !said.contains(' ')
                    && own.split(is_blank).any(|word| word.ends_with(&said))
        };
        let common = format!("til {who}");
        short
            || self.document.recipients.iter().any(body)
            || !who.contains(' ')
                && self
                    .grammar
                    .money
                    .find(&common, MoneyRole::ForBody)
                    .is_some()
    }

    /// Gives a record the name that running text calls its post, where it has none.
    pub(super) fn call(&mut self, record: usize, name: &Name) {
        let own = &mut self.document.appropriations[record];
        if own.name.is_none() && !name.name.is_empty() {
            own.name = Some(name.name.clone());
            own.conditions.clone_from(&name.conditions);
        }
    }
}
