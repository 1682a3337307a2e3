//! The day of a letter.

use crate::{
    grammar::{date::times, deadline::When, phrases::Role},
    kinds::{letter::Letter, parties::lines},
    layout::{Block, BlockKind, Text},
    model::DocumentKind,
};
use std::collections::BTreeMap;

impl Letter<'_> {
    /// The letter's own day, as its head prints it, or the line that dates it. The days that its sentences
    /// name are those of other letters.
    pub(super) fn date(&self, labels: &BTreeMap<String, Text>) -> Option<String> {
        ["dato", "vår dato"]
            .iter()
            .find_map(|label| self.day(labels.get(*label)?.as_str()))
            .or_else(|| self.day_among_labels())
            .or_else(|| self.day_beside_label())
            .or_else(|| self.day_of_field())
            .or_else(|| self.day_of_meeting())
            .or_else(|| self.dated_line())
            .or_else(|| self.day_alone())
            .or_else(|| self.day_of_sending())
    }

    pub(super) fn day(&self, words: &str) -> Option<String> {
        let time = times(words, &self.grammar.calendar)
            .into_iter()
            .find(|time| matches!(time.when, When::Day { .. }) && time.year.is_some())?;
        let (first, _) = time.interval(time.year?)?;
        Some(first.to_string())
    }

    /// A letter head whose boxes stand side by side: the one day among its labels.
    pub(super) fn day_among_labels(&self) -> Option<String> {
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

    /// `Oslo, 15. desember 2025` on a line of its own on the first pages.
    pub(super) fn dated_line(&self) -> Option<String> {
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

    /// The day of the meeting that minutes are of: `fra foretaksmøte i Kaier SF onsdag 24. juni 2026`.
    fn day_of_meeting(&self) -> Option<String> {
        const BLOCKS: usize = 5;
        if self.document.kind != DocumentKind::MeetingProtocol {
            return None;
        }
        self.first_page().take(BLOCKS).find_map(|block| {
            let words = block.text.as_str();
            let meeting = self.grammar.has(words, Role::Meeting);
            meeting.then(|| self.day(words)).flatten()
        })
    }

    /// The one day that stands on a line of its own above the first chapter, as on a title page.
    fn day_alone(&self) -> Option<String> {
        let numbered = |block: &&Block| matches!(&block.kind, BlockKind::Heading { number, .. } if number.is_some());
        let above = self.first_page().take_while(|block| !numbered(block));
        let mut days: Vec<String> = above
            .flat_map(|block| {
                // `17. desember 2025` may look like an item of a list.
                let whole = block.whole(self.source).as_str().to_string();
                let own = lines(block).map(str::to_string);
                own.chain([whole]).collect::<Vec<_>>()
            })
            .filter(|line| {
                times(line, &self.grammar.calendar)
                    .first()
                    .is_some_and(|time| {
                        let rest = [&line[..time.range.start], &line[time.range.end..]];
                        matches!(time.when, When::Day { .. })
                            && rest.iter().all(|rest| is_bare(rest))
                    })
            })
            .filter_map(|line| self.day(&line))
            .collect();
        days.dedup();
        (days.len() == 1).then(|| days.remove(0))
    }

    /// `Dato: 9.1.2026`, also where other things stand on the line or running text goes on behind it, and
    /// `9. januar 2026 Vår ref. 26/88`.
    pub(super) fn day_beside_label(&self) -> Option<String> {
        self.first_page().flat_map(lines).find_map(|words| {
            let hits = self.grammar.words(words);
            let labels = || hits.iter().filter(|hit| hit.role == Role::LetterHead);
            let days = times(words, &self.grammar.calendar)
                .into_iter()
                .filter(|time| matches!(time.when, When::Day { .. }) && time.year.is_some());
            let own = days.into_iter().find(|day| {
                let label = labels().rfind(|hit| hit.range.end <= day.range.start);
                let behind = label.is_some_and(|hit| {
                    let name = words[hit.range.clone()].to_lowercase();
                    let begins = words[..hit.range.start].trim_end();
                    matches!(name.as_str(), "dato" | "vår dato")
                        && (begins.is_empty() || begins.ends_with('|'))
                        && is_bare(&words[hit.range.end..day.range.start])
                });
                let before = day.range.start == 0
                    && hits.iter().any(|hit| {
                        hit.role == Role::Reference
                            && hit.range.start >= day.range.end
                            && is_bare(&words[day.range.end..hit.range.start])
                    });
                behind || before
            })?;
            let (first, _) = own.interval(own.year?)?;
            Some(first.to_string())
        })
    }

    /// `Dato:` and the day in the cell beside it. A column of days has no colon in its title.
    pub(super) fn day_of_field(&self) -> Option<String> {
        const HEAD: usize = 40;
        let blocks = &self.blocks[self.range()];
        blocks.windows(2).take(HEAD).find_map(|pair| {
            let (label, value) = (pair[0].text.as_str(), pair[1].text.as_str());
            let row = |block: &Block| block.cell.map(|cell| (cell.table, cell.row));
            let name = label.strip_suffix(':')?.trim().to_lowercase();
            let dated = matches!(name.as_str(), "dato" | "vår dato");
            (dated && row(&pair[0]).is_some() && row(&pair[0]) == row(&pair[1]))
                .then(|| self.day(value))
                .flatten()
        })
    }

    /// `Sendt: mandag 4. mai 2026 12:31`, `Fastsatt av Kystdepartementet 5. januar 2026`, `Foretaksmøte 11.
    /// februar 2026`, above the first chapter.
    pub(super) fn day_of_sending(&self) -> Option<String> {
        let numbered = |block: &&Block| matches!(&block.kind, BlockKind::Heading { number, .. } if number.is_some());
        let mut above = self.first_page().take_while(|block| !numbered(block));
        above.find_map(|block| {
            lines(block).find_map(|line| {
                self.grammar.first_word(line, Role::SentLabel)?;
                self.day(line)
            })
        })
    }

    /// What stands first in a document and in no cell of a table.
    fn first_page(&self) -> impl Iterator<Item = &Block> {
        const BLOCKS: usize = 40;
        self.blocks[self.range()]
            .iter()
            .take(BLOCKS)
            .filter(|block| block.cell.is_none())
    }

    /// Whether a table is the head of a letter: it stands above the title, or has two labels of one.
    pub(super) fn table_of_head(&self, table: u32) -> bool {
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
}

/// Nothing but what may stand between a label and its value.
fn is_bare(words: &str) -> bool {
    words
        .chars()
        .all(|c| c.is_whitespace() || matches!(c, ':' | '.' | ',' | '|' | '*' | '·' | '•' | '–'))
}
