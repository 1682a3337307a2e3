//! Times in a document that asks: due, or said in passing.

use super::{
    asking::{Seen, Verdict},
    claims::{Claims, Places},
    duty::Plainness,
    passage::{Passage, Sort},
};
use crate::{
    grammar::{
        cue::{Cue, Expression, Strength},
        sentence::sentences,
    },
    model::{Document, Span},
};
use std::ops::Range;

/// What became of a time. `law` holds what the readers took for periods of law: they are, where a law is
/// named beside them. Whether it is past is told by its figures alone, where it has any.
pub(super) fn time(
    written: &Written,
    passage: &Passage,
    spans: impl Fn(&Range<usize>) -> Vec<Span>,
    seen: &Seen,
    one: &Expression,
    claims: &Claims,
    law: &Places,
) -> Verdict {
    let own = &spans(&one.range);
    if law.touch(own) && seen.has(Cue::Law) {
        return Verdict::Claimed;
    }
    if claims.deadlines.touch(own) || claims.timed.touch(own) {
        return Verdict::Claimed;
    }
    let text = passage.text.as_str();
    let raw = &text[one.range.clone()];
    if written.is_after(raw) {
        return Verdict::Dismissed("past");
    }
    // `rapport per`: a word may stand between.
    let leads = |role: Cue, words: usize| {
        seen.words.iter().any(|hit| {
            hit.role == role
                && hit.range.end <= one.range.start
                && text[hit.range.end..one.range.start]
                    .split_whitespace()
                    .count()
                    <= words
        })
    };
    let figures =
        raw.ends_with('.') && text[one.range.end..].starts_with(|c: char| c.is_ascii_digit());
    if figures || leads(Cue::Numbered, 0) {
        return Verdict::Claimed;
    }
    if leads(Cue::Dated, 0) {
        return Verdict::Dismissed("dated");
    }
    if one.strength == Strength::Firm && leads(Cue::Report, 3) && !is_day(raw) {
        return Verdict::Dismissed("report_period");
    }
    // `Halvårsrapport per 30. juni sendes innen 20. august`: the day it is about, beside the one it is due.
    let spoken_of = leads(Cue::AsOf, 0)
        && seen.has(Cue::Report)
        && claims.deadlines.touch(&spans(&(0..text.len())));
    if spoken_of {
        return Verdict::Dismissed("report_period");
    }
    let asked = seen.words.iter().any(|hit| {
        matches!(
            hit.role,
            Cue::Demands
                | Cue::Asks
                | Cue::Bidden
                | Cue::AskedThen
                | Cue::Delivers
                | Cue::Term
                | Cue::Limit
                | Cue::Unsettled
                | Cue::Infinitive
        )
    });
    let here = sentences(text)
        .into_iter()
        .find(|range| range.contains(&one.range.start))
        .is_some_and(|range| claims.deadlines.touch(&spans(&range)));
    let of_others = seen.plainness() == Some(Plainness::Others);
    let open = match one.strength {
        // A heading names its matter; a time in it is one of the matter.
        Strength::Firm => asked || is_day(raw) && passage.sort != Sort::Heading,
        // Beside a deadline that is read, it says more of the same.
        Strength::Loose => asked && !here && !of_others,
        Strength::Vague => !here && (leads(Cue::Term, 1) || alone_in_brackets(text, one)),
    };
    if open {
        Verdict::Open
    } else {
        Verdict::Dismissed("passing")
    }
}

/// `(løpende)`.
fn alone_in_brackets(text: &str, one: &Expression) -> bool {
    text[..one.range.start].ends_with('(') && text[one.range.end..].starts_with(')')
}

/// Whether a sentence says that its time is yet to be found.
pub(super) fn unsettled(seen: &Seen) -> bool {
    seen.has(Cue::Term) && seen.has(Cue::Unsettled)
}

/// When a letter was written, as far as it says so.
#[derive(Debug, Clone, Default)]
pub(super) struct Written {
    day: Option<String>,
    year: Option<i32>,
}

impl Written {
    /// The day of a document's head; where it was not read, the first day that stands among its first
    /// passages and belongs to its year or the one before.
    pub(super) fn of<'a>(document: &Document, first: impl Iterator<Item = &'a str>) -> Self {
        let near = |year: i32| {
            document
                .year
                .is_none_or(|own| (own - 1..=own).contains(&year))
        };
        let printed = |raw: &str| {
            let year = printed_year(raw).filter(|year| near(*year))?;
            printed_day(raw, year)
        };
        let mut first = first;
        let day = document.date.clone().or_else(|| first.find_map(printed));
        let of_day = |day: &String| day.get(..4)?.parse().ok();
        Self {
            year: document.year.or_else(|| of_day(day.as_ref()?)),
            day,
        }
    }

    /// Whether a printed time was over when the letter was written: by its day, month and year in
    /// figures or with the month's name, else by its year.
    pub(super) fn is_after(&self, raw: &str) -> bool {
        let Some(year) = printed_year(raw) else {
            return false;
        };
        match (self.day.as_deref(), printed_day(raw, year)) {
            (Some(written), Some(day)) => day.as_str() <= written,
            // A letter about a year is written after that year has begun.
            (None, Some(day)) if day == format!("{year}-01-01") => self.year == Some(year),
            _ => self.year.is_some_and(|own| year < own),
        }
    }
}

/// Whether a printed time names a day, not a period.
fn is_day(raw: &str) -> bool {
    use crate::grammar::lexeme::{MONTHS, lower_in_place};
    let lower = lower_in_place(raw);
    let month = MONTHS.iter().any(|name| lower.contains(name));
    raw.starts_with(|c: char| c.is_ascii_digit())
        && (month || raw.matches(['.', '/', '-']).count() > 1)
}

/// The last year of four figures.
fn printed_year(raw: &str) -> Option<i32> {
    let figures = raw.split(|c: char| !c.is_ascii_digit());
    figures
        .filter(|part| part.len() == 4)
        .filter_map(|part| part.parse().ok())
        .rfind(|year| (1900..2100).contains(year))
}

/// A single day, as ISO 8601 prints it.
fn printed_day(raw: &str, year: i32) -> Option<String> {
    use crate::grammar::lexeme::{MONTHS, lower_in_place};
    let lower = lower_in_place(raw);
    let figures: Vec<u32> = lower
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|part| part.parse().ok())
        .collect();
    let named = MONTHS.iter().position(|name| lower.contains(name));
    let (day, month) = match (named, figures.as_slice()) {
        (Some(month), [day, _]) => (*day, month as u32 + 1),
        (None, [day, month, last]) if *last == year as u32 => (*day, *month),
        _ => return None,
    };
    ((1..=31).contains(&day) && (1..=12).contains(&month))
        .then(|| format!("{year}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DocumentKind;

    fn letter(date: Option<&str>) -> Document {
        Document {
            date: date.map(str::to_string),
            year: Some(2026),
            ..Document::empty(DocumentKind::AllocationLetter)
        }
    }

    #[test]
    fn what_was_before_the_letter_is_past() {
        let written = Written::of(&letter(Some("2026-01-20")), std::iter::empty());
        for raw in [
            "20. januar 2026",
            "1.1.2026",
            "11. desember 2025",
            "våren 2025",
        ] {
            assert!(written.is_after(raw), "{raw}");
        }
        for raw in [
            "21. januar 2026",
            "1. mai",
            "våren 2026",
            "1.10.2026",
            "31.12.26",
            "mars 2027",
        ] {
            assert!(!written.is_after(raw), "{raw}");
        }
    }

    #[test]
    fn a_letter_without_a_date_is_dated_by_its_first_day() {
        let first = [
            "11. februar 2020",
            "1. mai",
            "12. januar 2026",
            "20. januar 2026",
        ];
        let written = Written::of(&letter(None), first.into_iter());
        assert!(written.is_after("12. januar 2026") && !written.is_after("13. januar 2026"));
    }
}
