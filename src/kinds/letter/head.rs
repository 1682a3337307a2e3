//! The head of a letter and its close: title, year, date, reference, sender, recipient, signatures,
//! copies, attachments.
//!
//! ```text
//! head  ::= (label value)*             «Vår ref» 25/2306  «Dato» 27. februar 2026
//! close ::= "Med hilsen" (name title?)+ ("Kopi" name+)? ("Vedlegg" title+)?
//! ```
//! The labels may stand before the text, in its middle, or beside it; what they label stands behind
//! them or on the next lines.

use super::{
    Letter,
    names::{OF_LETTERS, named_in_title, names_of, recipient},
};
use crate::model::Code;
use crate::{
    grammar::{date::times, deadline::When, phrases::Role},
    kinds::recognise::{TITLE_WITHIN, heads_days, is_letter_head},
    layout::{BlockKind, Text},
    model::{DocumentKind, Language, Severity, Signatory},
};
use std::collections::BTreeMap;

impl Letter<'_> {
    /// Reads head and close.
    pub(in crate::kinds) fn head(&mut self) {
        self.document.relation = self.announced.relation;
        self.document.supplement = self.announced.number;
        self.document.language = self.language();
        self.title();
        let labels = self.labels();
        self.document.year = self.announced.year.or_else(|| self.year_of_text());
        self.document.date = labels
            .get("dato")
            .and_then(|value| self.day(value.as_str()))
            .or_else(|| self.day_among_labels())
            .or_else(|| self.dated_line());
        self.document.reference = labels
            .get("vår ref")
            .map(|value| {
                value
                    .as_str()
                    .trim_matches(|c: char| matches!(c, ':' | '.') || c.is_whitespace())
                    .to_string()
            })
            .filter(|value| value.chars().any(|c| c.is_ascii_digit()) && value.len() <= 40)
            .or_else(|| self.case_number());
        self.context.year = self.document.year;
        self.context.date = self
            .document
            .date
            .as_deref()
            .and_then(|date| date.parse().ok());
        self.close_of_letter();
        self.parties();
        self.region_of_hospital();
        if self.document.kind == DocumentKind::BudgetProposition {
            self.document.session = self.session();
            // The budget year is the one in which the session ends, of the revised budget as well. What a
            // budget is changed by in the autumn belongs to the year before.
            self.document.year = self.document.year.or_else(|| {
                let session = self.document.session.as_deref()?;
                let (first, second) = session.split_once('–')?;
                let (first, second) = (first.parse().ok()?, second.parse().ok()?);
                let named = self
                    .budget_year()
                    .filter(|year| (first..=second).contains(year));
                Some(named.unwrap_or(second))
            });
        }
    }

    fn range(&self) -> std::ops::Range<usize> {
        self.announced.blocks.clone()
    }

    /// Where labels of a letter head may stand. A proposition has none; what stands on its first
    /// pages will do.
    fn labelled(&self) -> std::ops::Range<usize> {
        let range = self.range();
        match self.document.kind {
            DocumentKind::BudgetProposition => {
                range.start..range.end.min(range.start + TITLE_WITHIN)
            }
            _ => range,
        }
    }

    fn title(&mut self) {
        let Some(at) = self.announced.title else {
            return;
        };
        self.document.title = Some(self.blocks[at].text.as_str().to_string());
        if !matches!(self.blocks[at].kind, BlockKind::Heading { .. }) {
            self.aside[at] = true;
        }
    }

    /// What each label of the letter head labels. Marks their blocks as no running text.
    fn labels(&mut self) -> BTreeMap<String, Text> {
        let mut found: BTreeMap<String, Text> = BTreeMap::new();
        let range = self.labelled();
        let mut at = range.start;
        while at < range.end {
            if !is_letter_head(&self.blocks[at], self.grammar)
                || !self.near_another(at)
                || heads_days(&self.blocks[self.range()], at - range.start, self.grammar)
            {
                at += 1;
                continue;
            }
            // The label and the short lines after it, up to the next label or running text.
            let mut text = self.blocks[at].text.clone();
            self.aside[at] = true;
            let mut end = at + 1;
            while end < range.end
                && end - at <= 4
                && !is_letter_head(&self.blocks[end], self.grammar)
            {
                let block = &self.blocks[end];
                let short = block.text.len() <= 60
                    && matches!(block.kind, BlockKind::Paragraph)
                    // What goes on below the address at the foot of a page is none of it.
                    && block.aside == self.blocks[at].aside
                    && block.cell.map(|cell| cell.table)
                        == self.blocks[at].cell.map(|cell| cell.table)
                    && !block.text.as_str().ends_with('.')
                    && Some(end) != self.announced.title
                    && self.grammar.title(block.text.as_str()).is_none();
                if !short
                    || block.gap && end - at > 1
                    || self.grammar.zone(block.text.as_str()).is_some()
                {
                    break;
                }
                text.append(&block.text, self.joint(&text, &block.text));
                self.aside[end] = true;
                end += 1;
            }
            self.first_line_of_next(&mut text, end);
            let words = text.as_str();
            let hits: Vec<_> = self
                .grammar
                .words(words)
                .into_iter()
                .filter(|hit| hit.role == Role::LetterHead)
                .collect();
            for (n, hit) in hits.iter().enumerate() {
                let until = hits.get(n + 1).map_or(words.len(), |next| next.range.start);
                let label = words[hit.range.clone()].to_lowercase();
                let value = text.slice(hit.range.end..until);
                if !value.is_empty() {
                    found
                        .entry(label.trim_end_matches('.').to_string())
                        .or_insert(value);
                }
            }
            at = end;
        }
        found
    }

    /// A label at the end of its block labels the next line, even where running text goes on there.
    fn first_line_of_next(&self, text: &mut Text, next: usize) {
        let words = text.as_str();
        let open = self.grammar.words(words).iter().any(|hit| {
            hit.role == Role::LetterHead
                && words[hit.range.end..]
                    .trim_matches(|c: char| !c.is_alphanumeric())
                    .is_empty()
        });
        if !open
            || next >= self.announced.blocks.end
            || is_letter_head(&self.blocks[next], self.grammar)
        {
            return;
        }
        let block = &self.blocks[next];
        let line = block
            .text
            .slice(0..block.starts.get(1).copied().unwrap_or(block.text.len()));
        if line.len() <= 60 {
            let joint = self.joint(text, &line);
            text.append(&line, joint);
        }
    }

    /// A label is one of a letter head where another stands near it.
    fn near_another(&self, at: usize) -> bool {
        let range = self.range();
        let from = at.saturating_sub(8).max(range.start);
        let to = (at + 9).min(range.end);
        let labels = self.blocks[from..to]
            .iter()
            .map(|block| {
                self.grammar
                    .words(block.text.as_str())
                    .iter()
                    .filter(|hit| hit.role == Role::LetterHead && block.text.len() < 160)
                    .count()
            })
            .sum::<usize>();
        labels >= 2
    }

    fn day(&self, words: &str) -> Option<String> {
        let time = times(words, &self.grammar.calendar)
            .into_iter()
            .find(|time| matches!(time.when, When::Day { .. }) && time.year.is_some())?;
        let (first, _) = time.interval(time.year?)?;
        Some(first.to_string())
    }

    /// `Oslo, 15. desember 2025` on a line of its own on the first pages.
    fn dated_line(&self) -> Option<String> {
        let range = self.range();
        let first = self.blocks[range.start..(range.start + 40).min(range.end)].iter();
        // A letter that a minister signs is dated above the name, with the place.
        let last = self.blocks[range.end.saturating_sub(6).max(range.start)..range.end]
            .iter()
            .filter(|block| {
                block.starts.len() == 1
                    && block.text.as_str().contains(", ")
                    && block.cell.is_none()
            });
        first.chain(last).find_map(|block| {
            let words = block.text.as_str();
            // The head of a letter may stand in cells; the day in a cell of another table is a deadline.
            let row = block.cell.is_some_and(|cell| {
                self.document.kind == DocumentKind::AnnualReport || !self.table_of_head(cell.table)
            });
            if words.len() > 60
                || row
                || matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Item(_))
            {
                return None;
            }
            let time = times(words, &self.grammar.calendar)
                .into_iter()
                .find(|time| matches!(time.when, When::Day { .. }) && time.year.is_some())?;
            let around = words[..time.range.start].trim().to_lowercase();
            let alone = words[time.range.end..].trim_matches(['.', ' ']).is_empty()
                && (around.is_empty()
                        // A place; `Vedtak nr. 12, 7. november 2024` dates something else.
                        || around.ends_with(',')
                            && around.len() < 30
                            && !around.chars().any(|c| c.is_ascii_digit())
                        || around.trim_end_matches(':').ends_with("dato"));
            let (first, _) = time.interval(time.year?)?;
            alone.then(|| first.to_string())
        })
    }

    /// Whether a table is the head of a letter: it stands above the title, or has two labels of one.
    fn table_of_head(&self, table: u32) -> bool {
        let cells = self.range().filter(|&at| {
            let cell = self.blocks[at].cell;
            cell.is_some_and(|cell| cell.table == table)
        });
        let labels: usize = cells
            .clone()
            .flat_map(|at| self.grammar.words(self.blocks[at].text.as_str()))
            .filter(|hit| hit.role == Role::LetterHead)
            .count();
        let above = |title: usize| cells.clone().all(|at| at < title);
        labels >= 2 || self.announced.title.is_some_and(above)
    }

    /// `25/1234-7` on the line below «Deres ref Vår ref Dato».
    fn case_number(&self) -> Option<String> {
        let range = self.range();
        let near: Vec<usize> = (range.start..(range.start + 40).min(range.end))
            .filter(|&at| {
                self.blocks[at]
                    .text
                    .as_str()
                    .to_lowercase()
                    .contains("vår ref")
            })
            .flat_map(|at| [at, at + 1])
            .collect();
        near.into_iter()
            .filter(|&at| at < range.end)
            .find_map(|at| {
                self.blocks[at]
                    .text
                    .as_str()
                    .split_whitespace()
                    .find(|word| {
                        let (year, rest) = word.split_once('/').unwrap_or(("", ""));
                        (2..=4).contains(&year.len())
                            && year.chars().all(|c| c.is_ascii_digit())
                            && rest.len() >= 2
                            && rest.chars().all(|c| c.is_ascii_digit() || c == '-')
                    })
            })
            .map(|word| word.to_string())
    }

    /// A letter head whose boxes stand side by side: the one day among its labels.
    fn day_among_labels(&self) -> Option<String> {
        let range = self.range();
        self.blocks[range.start..(range.start + 30).min(range.end)]
            .iter()
            .find_map(|block| {
                let words = block.text.as_str();
                let hits = self.grammar.words(words);
                let labels = hits
                    .iter()
                    .filter(|hit| hit.role == Role::LetterHead)
                    .count();
                let dated = words.to_lowercase().contains("dato");
                (labels >= 2 && dated && words.len() <= 300)
                    .then(|| self.day(words))
                    .flatten()
            })
    }

    /// The year that the text speaks of as its own.
    fn year_of_text(&self) -> Option<i32> {
        let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
        // A proposition looks back as much as forward; what it proposes is for its own year.
        let proposes = self.document.kind == DocumentKind::BudgetProposition;
        for block in &self.blocks[self.range()] {
            let words = block.text.as_str().split_whitespace();
            for (before, word) in words.clone().zip(words.skip(1)) {
                if !word.starts_with(['1', '2']) {
                    continue;
                }
                let before = before.to_lowercase();
                if proposes && before != "forslag" {
                    continue;
                }
                if matches!(
                    before.as_str(),
                    "for" | "i" | "året" | "tildelingsbrev" | "oppdragsdokument" | "forslag"
                ) && let Ok(year) = word
                    .trim_end_matches(|c: char| !c.is_ascii_digit())
                    .parse::<i32>()
                    && (1990..2100).contains(&year)
                {
                    *counts.entry(year).or_default() += 1;
                }
            }
        }
        counts
            .into_iter()
            .max_by_key(|(year, count)| (*count, *year))
            .map(|(year, _)| year)
    }

    fn language(&self) -> Language {
        let (mut nn, mut nb) = (0, 0);
        let mut read = 0;
        for block in &self.blocks[self.range()] {
            for hit in self.grammar.words(block.text.as_str()) {
                match hit.role {
                    Role::Nynorsk => nn += 1,
                    Role::Bokmaal => nb += 1,
                    _ => {}
                }
            }
            read += block.text.len();
            if read > 12_000 {
                break;
            }
        }
        if nn > nb { Language::Nn } else { Language::Nb }
    }

    /// Sender and recipient.
    fn parties(&mut self) {
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
    fn as_written(&self, name: &str) -> String {
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
    fn below_title(&self) -> Option<String> {
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
    fn given_most_duties(&self) -> Option<String> {
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
    fn region_of_hospital(&mut self) {
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
    fn speaks(&self, words: &str, name: &str) -> bool {
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
    fn addressed(&self) -> Option<String> {
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

    /// Where the letter closes: «Med hilsen».
    pub(super) fn closing(&self) -> Option<usize> {
        self.range().find(|&at| {
            let words = self.blocks[at].text.as_str();
            words.len() <= 160 && self.grammar.first_word(words, Role::Closing).is_some()
        })
    }

    /// Signatures, copies and attachments.
    fn close_of_letter(&mut self) {
        let range = self.range();
        let Some(closing) = self.closing() else {
            self.listed_attachments();
            return;
        };
        let mut mode = Mode::Signing;
        let mut last = closing;
        for at in closing..range.end.min(closing + 40) {
            let block = &self.blocks[at];
            if matches!(block.kind, BlockKind::Heading { .. })
                && self.grammar.zone(block.text.as_str()) != Some(crate::grammar::Zone::Attachments)
                || block.text.len() > 260
                || is_letter_head(block, self.grammar)
            {
                break;
            }
            last = at;
            let lines: Vec<String> = block
                .starts
                .iter()
                .enumerate()
                .map(|(n, &start)| {
                    block.text.as_str()
                        [start..block.starts.get(n + 1).copied().unwrap_or(block.text.len())]
                        .trim()
                        .to_string()
                })
                .collect();
            for line in lines {
                let hits = self.grammar.words(&line);
                let first = hits.first().filter(|hit| hit.range.start == 0);
                let after = first
                    .map(|hit| {
                        line[hit.range.end..]
                            .trim_matches(|c: char| c == ':' || c.is_whitespace())
                            .to_string()
                    })
                    .unwrap_or_default();
                match first.map(|hit| hit.role) {
                    Some(Role::Closing) => {
                        self.sign(&after);
                        continue;
                    }
                    Some(Role::Copies) => {
                        mode = Mode::Copies;
                        if !after.is_empty() {
                            self.document.copies_to.extend(names_of(&after));
                        }
                        continue;
                    }
                    Some(Role::Attachments) => {
                        mode = Mode::Attachments;
                        if !after.is_empty()
                            && !after.chars().all(|c| c.is_ascii_digit() || c == '.')
                        {
                            self.document.attachments.push(after);
                        }
                        continue;
                    }
                    _ => {}
                }
                if line.to_lowercase().starts_with("dokumentet er elektronisk")
                    || line.to_lowercase().starts_with("dokumentet er godkjent")
                    || line.to_lowercase().contains("elektronisk si")
                    || line.to_lowercase().contains("elektronisk god")
                {
                    continue;
                }
                match mode {
                    Mode::Signing => self.sign(&line),
                    Mode::Copies if line.len() <= 120 => {
                        self.document.copies_to.extend(names_of(&line));
                    }
                    Mode::Attachments if line.len() <= 160 => self.document.attachments.push(line),
                    _ => {}
                }
            }
        }
        for at in closing..=last {
            self.aside[at] = true;
        }
        if self.document.attachments.is_empty() {
            self.listed_attachments();
        }
    }

    /// The annexes in the letter itself, by their headings.
    fn listed_attachments(&mut self) {
        let titles: Vec<String> = self.blocks[self.range()]
            .iter()
            .filter(|block| {
                matches!(block.kind, BlockKind::Heading { .. })
                    && block.text.as_str().to_lowercase().starts_with("vedlegg ")
                    && block.text.len() <= 160
            })
            .map(|block| block.text.as_str().to_string())
            .collect();
        self.document.attachments = titles;
    }

    /// A name, or the title of the one above.
    fn sign(&mut self, line: &str) {
        if line.is_empty() || line.len() > 80 {
            return;
        }
        let name = line
            .split_whitespace()
            .take(2)
            .all(|word| word.trim_start_matches('(').starts_with(char::is_uppercase))
            && line.split_whitespace().count() >= 2;
        // `Tone Rud e.f.`: signed by authority.
        if name && (!line.ends_with('.') || line.ends_with(" e.f.")) {
            self.document.signatories.push(Signatory {
                name: line.to_string(),
                title: None,
            });
        } else if let Some(last) = self.document.signatories.last_mut()
            && last.title.is_none()
            && (line.starts_with(char::is_lowercase) || is_office(line))
        {
            last.title = Some(line.to_string());
        }
    }

    fn session(&self) -> Option<String> {
        let title = self.document.title.clone().unwrap_or_default();
        let mut texts = vec![title];
        texts.extend(
            self.blocks[self.range()]
                .iter()
                .take(20)
                .map(|block| block.text.as_str().to_string()),
        );
        texts.iter().find_map(|text| {
            let at = text.find('(')?;
            let inner: Vec<i32> = text[at..]
                .split(|c: char| !c.is_ascii_digit())
                .filter(|part| part.len() == 4)
                .filter_map(|part| part.parse().ok())
                .take(2)
                .collect();
            match inner[..] {
                [first, second] if second == first + 1 => Some(format!("{first}–{second}")),
                _ => None,
            }
        })
    }

    /// The year whose budget is changed, as the title page names it: `Endringer i statsbudsjettet 2024`.
    fn budget_year(&self) -> Option<i32> {
        const BEFORE: [&str; 3] = ["statsbudsjettet ", "budsjettåret ", "statsbudsjett "];
        let page = self.blocks[self.range()].iter().take(20);
        // Prop. 1 S is the budget itself.
        page.clone()
            .map(|block| block.text.as_str())
            .find(|text| text.starts_with("Prop. "))
            .filter(|text| !text.starts_with("Prop. 1 S"))?;
        page.clone().find_map(|block| {
            let text = block.text.as_str();
            if text.len() > 300 {
                return None;
            }
            let lower = crate::grammar::lexeme::lower_in_place(text);
            BEFORE.iter().find_map(|word| {
                let rest = &lower[lower.find(word)? + word.len()..];
                let year = rest.strip_prefix("for ").unwrap_or(rest);
                let year = year.strip_prefix("år ").unwrap_or(year);
                let digits = year.bytes().take_while(u8::is_ascii_digit).count();
                year[..digits].parse().ok().filter(|_| digits == 4)
            })
        })
    }
}

#[derive(Clone, Copy)]
enum Mode {
    Signing,
    Copies,
    Attachments,
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

/// One word that is an office, with a capital or not: `Ekspedisjonssjef`.
fn is_office(line: &str) -> bool {
    let word = line.to_lowercase();
    !line.contains(' ')
        && [
            "sjef",
            "direktør",
            "rådgiver",
            "rådgjevar",
            "råd",
            "minister",
            "leder",
            "leiar",
        ]
        .iter()
        .any(|end| word.ends_with(end))
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
