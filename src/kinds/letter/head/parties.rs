//! Who sends a letter, and whom it is sent to.

use crate::{
    kinds::letter::{
        Letter,
        names::{OF_LETTERS, named_in_title, recipient},
    },
    model::{Code, DocumentKind, Severity},
};
use std::collections::BTreeMap;

impl Letter<'_> {
    /// Sender and recipient.
    pub(super) fn parties(&mut self) {
        // How often a ministry speaks, how often it is named, and where first.
        let mut ministries: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
        let closing = self.closing().unwrap_or(usize::MAX);
        let title = self.document.title.clone().unwrap_or_default();
        for at in self.range() {
            let words = self.blocks[at].text.as_str();
            // Who gets a copy is no sender.
            let named = if at >= closing && self.aside[at] {
                Vec::new()
            } else {
                ministry_names(words)
            };
            for name in named {
                let speaks = usize::from(self.speaks(words, &name));
                let entry = ministries.entry(name).or_insert((0, 0, usize::MAX));
                entry.0 += speaks;
                entry.1 += 1;
                entry.2 = entry.2.min(at);
            }
        }
        if let Some((name, _)) = ministries.iter().max_by_key(|(_, (speaks, count, first))| {
            (*speaks > 0, *count, std::cmp::Reverse(*first))
        }) {
            self.document.issuers.push(name.clone());
        }
        // A proposition goes to Parliament; the many bodies it speaks of are not addressed.
        if self.document.kind == DocumentKind::BudgetProposition {
            return;
        }
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
        let from_title = from_title.filter(|_| !self.announced.single);
        let found = from_title
            .or_else(|| self.addressed())
            .or_else(|| self.below_title());
        if let Some(name) = found {
            self.document.recipients.push(self.as_written(&name));
        } else if let Some(name) = self.given_most_duties() {
            let message = format!("no address names the recipient; «{name}» is given most duties");
            self.document.recipients.push(name);
            self.say(Code::RecipientInferred, Severity::Info, message, None, &[]);
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
        let kind = [
            "direktoratet",
            "tilsynet",
            "verket",
            "etaten",
            "instituttet",
            "universitetet",
        ]
        .iter()
        .any(|end| words.to_lowercase().ends_with(end));
        (kind && next.title_like && !words.contains(' ') && words.starts_with(char::is_uppercase))
            .then(|| words.to_string())
    }

    /// The one that the sentences of a letter oblige, where no address is printed.
    pub(super) fn given_most_duties(&self) -> Option<String> {
        let mut subjects: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for at in self.range() {
            for name in duty_bearers(self.blocks[at].text.as_str()) {
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

    /// Whether a ministry speaks for itself in a text: «Energidepartementet viser til».
    pub(super) fn speaks(&self, words: &str, name: &str) -> bool {
        words.match_indices(name).any(|(at, _)| {
            let after = words[at + name.len()..].trim_start();
            // `Justis- og beredskapsdepartementet (JD) viser til`
            let after = match after
                .strip_prefix('(')
                .and_then(|rest| rest.split_once(')'))
            {
                Some((short, rest)) if short.len() <= 6 => rest.trim_start(),
                _ => after,
            };
            [
                "viser ",
                "stiller ",
                "sender ",
                "gir ",
                "tildeler ",
                "fastset",
                "ber ",
                "har ",
                "legger ",
            ]
            .iter()
            .any(|verb| after.starts_with(verb))
        })
    }

    /// The name over a postal address that is not the sender's.
    pub(super) fn addressed(&self) -> Option<String> {
        let range = self.range();
        let lines: Vec<(usize, &str)> = range
            .clone()
            .flat_map(|at| {
                let block = &self.blocks[at];
                let words = block.text.as_str();
                block
                    .starts
                    .iter()
                    .enumerate()
                    .map(move |(n, &start)| {
                        (
                            at,
                            words[start..block.starts.get(n + 1).copied().unwrap_or(words.len())]
                                .trim(),
                        )
                    })
                    .collect::<Vec<_>>()
            })
            .collect();
        lines.windows(3).find_map(|three| {
            let [(_, name), (_, street), (_, town)] = three else {
                return None;
            };
            let postal = |line: &str| {
                line.len() > 5
                    && line.chars().take(4).all(|c| c.is_ascii_digit())
                    && line.chars().nth(4) == Some(' ')
                    && line[5..].starts_with(char::is_uppercase)
                    && line.len() < 40
            };
            let address = postal(town) && street.len() < 60 || postal(street);
            let organisation = name
                .split_whitespace()
                .any(|word| word.chars().count() > 8 || word.chars().all(char::is_uppercase))
                && name.len() < 80
                && name.starts_with(char::is_uppercase)
                && !name.to_lowercase().contains("adresse")
                && !name.to_lowercase().contains("departementet")
                && !name.chars().any(|c| c.is_ascii_digit())
                && !name.ends_with(['.', ':']);
            (address && organisation && !postal(name)).then(|| (*name).to_string())
        })
    }
}

/// Names that end in «departementet», with the words joined to them.
fn ministry_names(words: &str) -> Vec<String> {
    let mut names = Vec::new();
    // `ENERGIDEPARTEMENTET` heads a letter in capitals.
    if words.contains("DEPARTEMENTET") && words.len() <= 90 && words.ends_with("DEPARTEMENTET") {
        let plain = out_of_capitals(words);
        return match plain == words {
            true => names,
            false => ministry_names(&plain),
        };
    }
    if !words.contains("departementet") {
        return names;
    }
    let tokens: Vec<&str> = words
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-'))
        .collect();
    for (at, token) in tokens.iter().enumerate() {
        if !token.ends_with("departementet") || token.to_lowercase() == "departementet" {
            continue;
        }
        let mut name = (*token).to_string();
        if at >= 2
            && tokens[at - 1] == "og"
            && tokens[at - 2].ends_with('-')
            && tokens[at - 2].starts_with(char::is_uppercase)
        {
            name = format!("{} og {name}", tokens[at - 2]);
            if at >= 3
                && tokens[at - 3].ends_with('-')
                && tokens[at - 3].starts_with(char::is_uppercase)
            {
                name = format!("{}, {name}", tokens[at - 3]);
            }
        }
        if name.starts_with(char::is_uppercase) {
            names.push(name);
        }
    }
    names
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
fn duty_bearers(words: &str) -> Vec<String> {
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
        let ending = [
            "direktoratet",
            "etaten",
            "tilsynet",
            "instituttet",
            "verket",
            "vesenet",
            "senteret",
            "RHF",
            "HF",
            "AS",
            "SF",
            "rådet",
            "nemnda",
            "museet",
            "forvaltningen",
            "ombudet",
            "Universitetet",
            "universitetet",
            "høgskolen",
            "høgskulen",
            "Høgskulen",
            "Høgskolen",
            "inspektoratet",
            "politiet",
            "styrken",
            "fondet",
            "banken",
            "arkivet",
            "biblioteket",
            "kontoret",
        ]
        .iter()
        .any(|ending| tokens[..verb].iter().any(|token| token.ends_with(ending)));
        let general = [
            "Direktoratet",
            "Etaten",
            "Instituttet",
            "Tilsynet",
            "Senteret",
            "Universitetet",
            "Departementet",
        ]
        .contains(&name.as_str());
        if ending && !general {
            names.push(name);
        }
    }
    names
}
