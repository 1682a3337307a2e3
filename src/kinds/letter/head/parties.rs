//! Who sends a letter, and whom it is sent to.

use crate::{
    grammar::{Grammar, ministry::on_paper, phrases::Role},
    kinds::{
        letter::{
            Letter,
            names::{OF_LETTERS, named_in_title, recipient},
        },
        parties::{addressed, is_name, lines, ministries, speaks},
    },
    model::{Code, DocumentKind, Severity},
};
use std::collections::BTreeMap;

impl Letter<'_> {
    /// Sender and recipient.
    pub(super) fn parties(&mut self) {
        match &self.announced.sender {
            Some(name) => self.document.issuers.push(name.clone()),
            None => self.document.issuers.extend(self.ministry()),
        }
        // A proposition goes to Parliament; the many bodies it speaks of are not addressed.
        if self.document.kind == DocumentKind::BudgetProposition {
            return;
        }
        let found = if self.announced.told {
            let title = self.recipient_of_title();
            title
                .or_else(|| self.addressed())
                .or_else(|| self.below_title())
                .or_else(|| self.to_somebody())
        } else {
            // Its title says what it is about.
            let address = self.addressed().or_else(|| self.to_somebody());
            address.or_else(|| self.body_in_title())
        };
        let listed = || match self.list_of_recipients() {
            names if names.is_empty() => self.names_in_head(),
            names => names,
        };
        let names: Vec<String> = found.map_or_else(listed, |name| vec![name]);
        if !names.is_empty() {
            let names = names.iter().map(|name| self.as_written(name));
            self.document.recipients = names.collect();
        } else if let Some(name) = self.given_most_duties() {
            let message = format!("no address names the recipient; «{name}» is given most duties");
            self.document.recipients.push(name);
            self.say(Code::RecipientInferred, Severity::Info, message, None, &[]);
        }
    }

    /// The ministry that sends a letter: the one that speaks in it, else the one that it names most.
    fn ministry(&self) -> Option<String> {
        // How often a ministry speaks, how often it is named, and where first.
        let mut named: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
        let closing = self.closing().unwrap_or(usize::MAX);
        for at in self.range() {
            let words = self.blocks[at].text.as_str();
            // Who gets a copy is no sender.
            let found = if at >= closing && self.aside[at] {
                Vec::new()
            } else {
                ministries(words, self.grammar)
            };
            for name in found {
                let speaks = usize::from(speaks(words, &name, self.grammar));
                let entry = named.entry(name).or_insert((0, 0, usize::MAX));
                entry.0 += speaks;
                entry.1 += 1;
                entry.2 = entry.2.min(at);
            }
        }
        named
            .into_iter()
            .max_by_key(|(_, (speaks, count, first))| {
                (*speaks > 0, *count, std::cmp::Reverse(*first))
            })
            .map(|(name, _)| name)
    }

    /// The name in the title of a letter.
    fn recipient_of_title(&self) -> Option<String> {
        let title = self.document.title.clone().unwrap_or_default();
        let from_title = title
            .to_lowercase()
            .find(" til ")
            .filter(|_| title.is_char_boundary(0))
            .and_then(|at| title.get(at + 5..))
            .map(|name| recipient(name).to_string())
            .filter(|name| {
                name.starts_with(char::is_uppercase) && !name.to_lowercase().contains("departement")
            });
        // `Protokoll fra foretaksmøte i Helse Vest RHF`
        let of_meeting = || {
            let at = title.find(" i ")?;
            let name = recipient(&title[at + 3..]);
            name.starts_with(char::is_uppercase)
                .then(|| name.to_string())
        };
        let from_title = match self.document.kind {
            DocumentKind::MeetingProtocol => from_title.or_else(of_meeting),
            _ => from_title,
        };
        // `Styringsdokument 2025 for Helse Bergen HF`, `Oppdragsdokument 2025 Nordlandssykehuset HF`
        let from_title = from_title.or_else(|| named_in_title(&title));
        // `Tildelingsbrev for 2026 – Etaten`
        let from_title = from_title.or_else(|| {
            title
                .split(['–', '—'])
                .map(str::trim)
                .filter(|part| {
                    part.starts_with(char::is_uppercase) && part.len() > 3 && part.len() < 90
                })
                .find(|part| {
                    let lower = part.to_lowercase();
                    !OF_LETTERS.iter().any(|word| lower.contains(word))
                })
                .map(str::to_string)
        });
        // The title of a letter that gives one assignment names the assignment.
        from_title.filter(|_| !self.announced.single)
    }

    /// `Styringssignaler til Vannverksetaten for 2026`, where that is the name of a body.
    fn body_in_title(&self) -> Option<String> {
        let title = self.document.title.as_deref()?;
        let (_, after) = title.split_once(" til ")?;
        let name = recipient(after);
        let body = name.starts_with(char::is_uppercase) && self.grammar.has(name, Role::Body);
        body.then(|| name.to_string())
    }

    /// `Til statsforvalterne`, `Til: Losverket <post@losverket.no>`, or the name of those written to on a line
    /// of its own: `Statsforvaltarane`.
    fn to_somebody(&self) -> Option<String> {
        const HEAD: usize = 25;
        let title = self.announced.title.unwrap_or(usize::MAX);
        let range = self.range();
        let head = range.clone().take(HEAD).filter(|at| *at != title);
        let own = |name: &str| self.document.issuers.iter().any(|issuer| issuer == name);
        let is_name = |name: &str| {
            let body = self.grammar.has(name, Role::Body);
            (3..80).contains(&name.len())
                && (name.starts_with(char::is_uppercase) || body)
                && !name.contains(|c: char| c.is_ascii_digit() || c == ':')
                && !name.ends_with(['.', ',', '?'])
                && on_paper(name).is_none()
                && !own(name)
        };
        let labelled = |line: &str| {
            let label = self.grammar.first_word(line, Role::RecipientLabel)?;
            let name = line[label.range.end..].split('<').next()?;
            let name = name.trim_matches(|c: char| c == ':' || c.is_whitespace());
            is_name(name).then(|| name.to_string())
        };
        let alone = |line: &str| {
            let body = self.grammar.has(line, Role::Body) && !line.contains(',');
            let words = line.split_whitespace().count();
            (body && words <= 5 && line.starts_with(char::is_uppercase) && is_name(line))
                .then(|| line.to_string())
        };
        let of_head = || head.clone().flat_map(|at| lines(&self.blocks[at]));
        let name = of_head().find_map(labelled).or_else(|| {
            // Above the running text and the title only, and no other beside it.
            let above = range.clone().take(HEAD).take_while(|&at| {
                let words = self.blocks[at].text.as_str();
                at < title && !(words.len() > 40 && words.ends_with('.'))
            });
            let mut above = above.flat_map(|at| lines(&self.blocks[at]));
            let name = above.find_map(alone)?;
            above.find_map(alone).is_none().then_some(name)
        })?;
        let mut chars = name.chars();
        let first = chars.next()?.to_uppercase().collect::<String>();
        Some(first + chars.as_str())
    }

    /// Those of the list at the end of a letter that is to many.
    fn list_of_recipients(&self) -> Vec<String> {
        const MOST: usize = 60;
        let range = self.range();
        let all = || range.clone().flat_map(|at| lines(&self.blocks[at]));
        let to_many = all()
            .take(MOST)
            .any(|line| self.grammar.first_word(line, Role::ToMany).is_some());
        if !to_many {
            return Vec::new();
        }
        let is_head = |line: &&str| {
            let word = self.grammar.first_word(line, Role::RecipientList);
            word.is_some_and(|word| line[word.range.end..].trim_matches([':', ' ']).is_empty())
        };
        let own = |line: &&str| {
            line.starts_with(char::is_uppercase)
                && line.len() <= 90
                && !line.ends_with(['.', ':'])
                && !line.contains(|c: char| c.is_ascii_digit())
                && self
                    .grammar
                    .first_role(line, &[Role::Copies, Role::LetterHead, Role::Attachments])
                    .is_none()
        };
        // `Kystetaten, Postboks 7, 9999 ØYSUND`
        let before_address = |line: &str| {
            let (name, rest) = line.split_once(", ").unwrap_or((line, ""));
            let address = rest.contains(|c: char| c.is_ascii_digit());
            if address { name } else { line }.to_string()
        };
        let listed = all().skip_while(|line| !is_head(line)).skip(1);
        let names = listed.map(before_address);
        names.take_while(|name| own(&name.as_str())).collect()
    }

    /// Those that a letter to several names one below the other above its title, without their addresses.
    fn names_in_head(&self) -> Vec<String> {
        const LEAST: usize = 2;
        let Some(title) = self.announced.title else {
            return Vec::new();
        };
        let above = (self.range().start..title).flat_map(|at| lines(&self.blocks[at]));
        let is_body = |line: &str| {
            is_name(line)
                && on_paper(line).is_none()
                && !line.ends_with(['.', ':', ','])
                && self.grammar.has(line, Role::Body)
        };
        let names: Vec<&str> = above
            .skip_while(|line| !is_body(line))
            .take_while(|line| is_body(line))
            .collect();
        match names.len() >= LEAST {
            true => names.into_iter().map(str::to_string).collect(),
            false => Vec::new(),
        }
    }

    /// The name as the letter writes it outside its title, where the title is in capitals.
    pub(super) fn as_written(&self, name: &str) -> String {
        let plain = out_of_capitals(name);
        if plain == name {
            return plain;
        }
        let lower = name.to_lowercase();
        self.range()
            .take(40)
            .find_map(|at| {
                let words = self.blocks[at].text.as_str();
                (words.to_lowercase() == lower && words != name).then(|| words.to_string())
            })
            .unwrap_or(plain)
    }

    /// The name that stands alone on the line below a title that names nobody: `Tildelingsbrev 2026`.
    pub(super) fn below_title(&self) -> Option<String> {
        let title = self.announced.title?;
        let next = self
            .blocks
            .get(title + 1)
            .filter(|_| title + 1 < self.range().end)?;
        let words = next.text.as_str();
        let kind = self.grammar.has(words, Role::Body);
        (kind && next.title_like && !words.contains(' ') && words.starts_with(char::is_uppercase))
            .then(|| words.to_string())
    }

    /// The one that the sentences of a letter oblige, where no address is printed.
    pub(super) fn given_most_duties(&self) -> Option<String> {
        let mut subjects: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for at in self.range() {
            for name in duty_bearers(self.blocks[at].text.as_str(), self.grammar) {
                if self
                    .grammar
                    .organisation(&name)
                    .is_some_and(|known| known.collective || known.ministry)
                {
                    continue;
                }
                let entry = subjects.entry(name).or_insert((0, usize::MAX));
                entry.0 += 1;
                entry.1 = entry.1.min(at);
            }
        }
        subjects
            .into_iter()
            .filter(|(_, (count, _))| *count >= 2)
            .max_by_key(|(_, (count, first))| (*count, std::cmp::Reverse(*first)))
            .map(|(name, _)| name)
    }

    /// A hospital's letter comes from its health region: the one RHF that it names, not the ministry.
    pub(super) fn region_of_hospital(&mut self) {
        let hospital = self
            .document
            .recipients
            .iter()
            .any(|name| name.ends_with(" HF"));
        if !hospital {
            return;
        }
        let range = self.range();
        let regions: std::collections::BTreeSet<&str> = self
            .grammar
            .organisations()
            .iter()
            .map(|organisation| organisation.name.as_str())
            .filter(|name| name.ends_with(" RHF"))
            .filter(|name| {
                self.blocks[range.clone()]
                    .iter()
                    .any(|block| block.text.as_str().contains(name))
            })
            .collect();
        self.document.issuers = match regions.into_iter().collect::<Vec<_>>()[..] {
            [region] => vec![region.to_string()],
            _ => Vec::new(),
        };
    }

    /// The name over a postal address that is not the sender's.
    pub(super) fn addressed(&self) -> Option<String> {
        addressed(&self.blocks[self.range()], self.grammar)
            .into_iter()
            .find(|name| on_paper(name).is_none() && !self.document.issuers.contains(name))
    }
}

/// A name in capitals, as it is written elsewhere: `ARBEIDS- OG VELFERDSETATEN`.
fn out_of_capitals(name: &str) -> String {
    let capitals = name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_lowercase);
    // A short name of capitals is an abbreviation.
    if !capitals || name.chars().count() < 12 {
        return name.to_string();
    }
    let lower = name.to_lowercase();
    let mut chars = lower.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().collect::<String>() + chars.as_str(),
        None => lower,
    }
}

/// Who is given a duty: the name before «skal» or «bes» at the start of a sentence.
fn duty_bearers(words: &str, grammar: &Grammar) -> Vec<String> {
    let mut names = Vec::new();
    for range in crate::grammar::sentence::sentences(words) {
        let sentence = &words[range];
        let tokens: Vec<&str> = sentence.split_whitespace().take(8).collect();
        let Some(verb) = tokens
            .iter()
            .position(|token| matches!(*token, "skal" | "bes" | "må" | "tildeles" | "får"))
        else {
            continue;
        };
        let proper = tokens[..verb].iter().all(|token| {
            token.starts_with(char::is_uppercase) || matches!(*token, "i" | "og" | "for" | "av")
        });
        if verb == 0 || !proper {
            continue;
        }
        let name = tokens[..verb].join(" ");
        let general = grammar
            .first_word(&name, Role::GeneralBody)
            .is_some_and(|word| word.range.end == name.len());
        if grammar.has(&name, Role::Body) && !general {
            names.push(name);
        }
    }
    names
}
