//! The year that a document is about, and the session of a proposition.

use crate::{
    kinds::letter::Letter,
    model::{DocumentKind, Relation},
};
use std::collections::BTreeMap;

impl Letter<'_> {
    /// The year of the title; else the one that the text speaks of as its own, or the one in which the letter
    /// was written.
    ///
    /// A supplement is written in its own year, and looks ahead as often as not; a year's first letter may be
    /// written in the year before, so that its date says little late in the year; an instruction is of the year
    /// in which it was laid down, whatever rules it cites. A letter of no kind that is known belongs to the year
    /// in which it asks.
    pub(super) fn year(&self) -> Option<i32> {
        const LATE: i8 = 11;
        let titled = self.announced.year;
        let written = || {
            let date: jiff::civil::Date = self.document.date.as_deref()?.parse().ok()?;
            Some((i32::from(date.year()), date.month()))
        };
        let dated = || written().map(|(year, _)| year);
        let early = || {
            let (year, month) = written()?;
            (month < LATE).then_some(year)
        };
        if !self.announced.told {
            return titled.or_else(dated);
        }
        match (self.document.kind, self.announced.relation) {
            (DocumentKind::BudgetProposition | DocumentKind::AnnualReport, _) => {
                titled.or_else(|| self.year_of_text())
            }
            // Minutes are of the meeting's year, whatever accounts it takes note of.
            (DocumentKind::MeetingProtocol, _) => titled.or_else(dated),
            (DocumentKind::Instruction, _) | (_, Relation::Supplement) => {
                titled.or_else(dated).or_else(|| self.year_of_text())
            }
            _ => titled.or_else(|| self.year_of_text()).or_else(early),
        }
    }

    /// The year that the text speaks of as its own.
    pub(super) fn year_of_text(&self) -> Option<i32> {
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

    pub(super) fn session(&self) -> Option<String> {
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
    pub(super) fn budget_year(&self) -> Option<i32> {
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
