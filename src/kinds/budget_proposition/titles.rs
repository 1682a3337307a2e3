//! Titles without a number: subtitles, and the goals that a chapter accounts for.
//!
//! ```text
//! title ::= goal | subtitle
//! goal  ::= words number ":" words                 «Delmål 3.4: …», over as many lines as it takes
//! below ::= running text | subtitle | footnote | label of a request      what a subtitle heads
//! ```
//! A title is set off, ends no sentence and stands above running text. Where it ends is hard to tell in
//! plain text. Some converters end a line with a blank where its paragraph goes on, and with none where
//! it stops; in a file that does so throughout (`marks_wraps`) the blank decides: a line with one is no
//! title of its own, and the next line belongs to it. Such a converter begins a paragraph with a blank
//! where it leaves no empty line before it.

use super::{
    Proposition,
    appropriations::columns::head,
    outline::{Found, ends},
};
use crate::{
    grammar::{money::MoneyRole, sentence::wants_more},
    layout::{TextLine, ends_short},
};

/// How many lines a subtitle may take where the form tells that it goes on.
const LINES: usize = 3;
/// How many lines a goal may take.
const GOAL_LINES: usize = 14;
/// How many lines the titles of a table's columns may take.
const HEAD: usize = 14;
/// How many line ends are needed to learn what a blank at one means.
const EVIDENCE: usize = 20;

impl Proposition<'_> {
    /// Whether the form ends a line with a blank if, and only if, its paragraph goes on.
    pub(super) fn marks_wraps(&self) -> bool {
        let (mut inside, mut inside_marked, mut last, mut last_marked) = (0, 0, 0, 0);
        for pair in self.lines.windows(2) {
            let (line, next) = (&pair[0], &pair[1]);
            if line.cell.is_some() || next.cell.is_some() || line.width < 30 {
                continue;
            }
            let blank = usize::from(self.blank_after(line.at + line.text.len()));
            if next.gap && line.text.ends_with('.') {
                (last, last_marked) = (last + 1, last_marked + blank);
            } else if !next.gap
                && line.text.ends_with(char::is_lowercase)
                && next.text.starts_with(char::is_lowercase)
            {
                (inside, inside_marked) = (inside + 1, inside_marked + blank);
            }
        }
        inside.min(last) >= EVIDENCE && inside_marked * 10 >= inside * 9 && last_marked * 10 <= last
    }

    fn blank_after(&self, at: usize) -> bool {
        self.source.text()[at..].starts_with(' ')
    }

    /// Whether a line goes on with the next one: by the blank or the hyphen at its end.
    fn line_goes_on(&self, at: usize) -> bool {
        let line = &self.lines[at];
        self.blank_after(line.at + line.text.len()) || line.text.ends_with(['-', '\u{2010}'])
    }

    /// A title that begins at a line; `headed`: right below another heading.
    pub(super) fn title(&self, at: usize, headed: bool, wraps: bool) -> Option<Found> {
        let line = &self.lines[at];
        if line.cell.is_some()
            || !(line.gap || line.first_on_page || line.style.bold || wraps && self.indented(at))
            || !line.text.starts_with(char::is_uppercase)
        {
            return None;
        }
        self.goal(at, headed, wraps)
            .or_else(|| self.subtitle(at, headed, wraps, true))
    }

    /// Whether a blank stands before a line, and no more than that.
    pub(super) fn indented(&self, at: usize) -> bool {
        self.source.text()[..self.lines[at].at].ends_with("\n ")
    }

    /// Whether the paragraph that ends above a line has come to its end without a full stop: its last
    /// line says so by its form, below one that goes on.
    fn unfinished(&self, at: usize, wraps: bool) -> bool {
        let (Some(last), Some(before)) = (at.checked_sub(1), at.checked_sub(2)) else {
            return false;
        };
        let inside = |line: &TextLine<'_>| line.cell.is_none() && line.width >= 30;
        wraps
            && self.lines[at].gap
            && !self.line_goes_on(last)
            && !self.lines[last].gap
            && self.lines[last].cell.is_none()
            && self.lines[last].text.starts_with(char::is_lowercase)
            && self.lines[last].text.ends_with(char::is_lowercase)
            && inside(&self.lines[before])
            && self.line_goes_on(before)
    }

    /// Whether running text begins at a line: one that ends in a number goes on in a sentence, as no
    /// row of a table does.
    fn running_text(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let goes_on = || {
            self.lines.get(at + 1).is_some_and(|next| {
                !next.gap
                    && next.cell.is_none()
                    && next
                        .text
                        .starts_with(|c: char| c.is_lowercase() || c == '(')
            })
        };
        line.width >= 30
            && line
                .text
                .starts_with(|c: char| c.is_uppercase() || matches!(c, '–' | '•' | '«'))
            && (!line.text.ends_with(|c: char| c.is_ascii_digit()) || goes_on())
    }

    /// A footnote that the layout has put between a title and its text: `1 Tallene er avrundet.`
    fn footnote(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let mut chars = line.text.chars();
        line.gap
            && chars.next().is_some_and(|c| c.is_ascii_digit())
            && chars.next() == Some(' ')
            && chars.next().is_some_and(char::is_uppercase)
            && line.text.ends_with('.')
            && self.lines.get(at + 1).is_some_and(|next| next.gap)
    }

    /// Whether the lines below a title are a request: its own title, and the label that dates it.
    fn request_below(&self, at: usize) -> bool {
        let label = |at: usize| {
            let decision = |text| self.grammar.requests.decision(text, &self.grammar.calendar);
            self.lines
                .get(at)
                .is_some_and(|line| line.gap && decision(line.text).is_some())
        };
        !label(at) && (at + 1..at + 1 + LINES).any(label)
    }

    /// A goal with its number: those of whole numbers head those with a dotted one.
    fn goal(&self, at: usize, headed: bool, wraps: bool) -> Option<Found> {
        let line = &self.lines[at];
        let (label, words) = line.text.split_once(':')?;
        if label.len() > 40 || !words.trim_start().starts_with(char::is_uppercase) {
            return None;
        }
        self.grammar.money.find(label, MoneyRole::Goal)?;
        // What a colon announces is a list of goals, and heads nothing.
        let before = at.checked_sub(1).map(|before| &self.lines[before]);
        if !headed && before.is_some_and(|before| !ends(before) || before.text.ends_with(':')) {
            return None;
        }
        let stop = self.lines.len().min(at + GOAL_LINES);
        let mut end = at + 1;
        while end < stop && !self.lines[end].gap && !self.lines[end - 1].style.ends_paragraph {
            if wraps && !self.line_goes_on(end - 1) {
                break;
            }
            end += 1;
        }
        let next = self.lines.get(end)?;
        let last = self.lines[end - 1].text;
        let set_off = next.gap || wraps || next.style.bold != line.style.bold;
        (set_off
            && next.cell.is_none()
            && next.text.starts_with(char::is_uppercase)
            && !last.ends_with([':', ',', ';', '-']))
        .then(|| Found::goal(at, end, u32::from(label.contains('.'))))
    }

    /// A title without a number.
    ///
    /// What stands below it is running text, or another title where there is none (`alone`: no title
    /// stands above it for the sake of this one).
    fn subtitle(&self, at: usize, headed: bool, wraps: bool, alone: bool) -> Option<Found> {
        let line = &self.lines[at];
        if self.document.title.as_deref() == Some(line.text) {
            return None;
        }
        let mut end = at + 1;
        if wraps {
            while end < self.lines.len() && self.line_goes_on(end - 1) {
                end += 1;
                if end > at + LINES {
                    return None;
                }
            }
        } else if wants_more(line.text)
            && self
                .lines
                .get(end)
                .is_some_and(|next| !next.gap && next.width <= 60)
        {
            end += 1;
        }
        let mut below = end;
        if self.lines.get(end).is_some() && self.footnote(end) {
            below += 1;
        }
        let next = self.lines.get(below)?;
        let last = self.lines[end - 1].text;
        let short = in_capitals(line.text);
        if next.cell.is_some()
            || self.lines[at..end]
                .iter()
                .any(|line| line.cell.is_some() || line.width > 60 || line.width < 3 && !short)
            || last.ends_with(['.', ',', ';', ':', '-', '–', '/', '\u{2010}'])
            || is_sentence(last)
            || wants_more(last)
            || self.lines[at..end]
                .iter()
                .any(|line| holds_sentence(line.text))
            || !balanced(self.lines[at..end].iter().map(|line| line.text))
            || last.ends_with(|c: char| c.is_ascii_digit() || c == '%') && !names_post(last)
        {
            return None;
        }
        let running = self.running_text(below);
        let before = at.checked_sub(1).map(|before| &self.lines[before]);
        let ended = before.is_none_or(ends) || headed || self.unfinished(at, wraps);
        let set_off = next.gap || wraps || line.style.bold && !next.style.bold || line.width <= 40;
        let numeral = line
            .text
            .bytes()
            .all(|b| matches!(b, b'I' | b'V' | b'X' | b'L'));
        // A column's title may be a section's all the same, where a paragraph stands below it.
        let column = || self.grammar.column(line.text).is_some();
        let paragraph = running && next.gap && self.goes_on_in_words(below);
        let known = numeral
            || !paragraph && column()
            || self
                .grammar
                .money
                .find(line.text, MoneyRole::Caption)
                .is_some()
            || ["Tabell", "Figur", "Boks", "Sum", "Vedtak nr", "Kilde"]
                .iter()
                .any(|word| line.text.starts_with(word));
        let titled = || {
            running
                || alone
                    && (line.gap || line.first_on_page || self.indented(at))
                    && next.gap
                    && next.text.starts_with(char::is_uppercase)
                    && (self.request_below(below)
                        || self.subtitle(below, true, wraps, false).is_some())
        };
        (ended
            && set_off
            && !known
            && !self.heads_columns(at)
            && head(self.lines, at, self.grammar).is_none()
            && titled())
        .then(|| Found::subtitle(at, end))
    }

    /// Whether a line goes on in the next one with a word: text, and no cell of a table.
    fn goes_on_in_words(&self, at: usize) -> bool {
        self.lines.get(at + 1).is_some_and(|next| {
            !next.gap
                && next.cell.is_none()
                && next.width >= 20
                && next
                    .text
                    .starts_with(|c: char| c.is_alphabetic() || c.is_ascii_digit())
        })
    }

    /// Whether only short lines part a line from a table's caption above it: titles of columns, and no
    /// rows.
    fn heads_columns(&self, at: usize) -> bool {
        let row = |text: &str| text.contains(|c: char| c.is_ascii_digit()) && text.ends_with('%');
        self.lines[at.saturating_sub(HEAD)..at]
            .iter()
            .rev()
            .find(|line| line.width > 30 || row(line.text) || line.text.starts_with("Tabell "))
            .is_some_and(|line| line.text.starts_with("Tabell ") && !line.text.ends_with('.'))
    }
}

/// A line that ends a sentence, inside quotation marks or brackets as well: no title does.
fn is_sentence(text: &str) -> bool {
    text.trim_end_matches(['»', '"', '”', ')']).ends_with('.') && !ends_short(text)
}

/// Whether a sentence ends inside: `… forskjellige oppgaver. Disse er`.
fn holds_sentence(text: &str) -> bool {
    text.match_indices(". ").any(|(at, _)| {
        let word = text[..at]
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default();
        word.len() > 3
            && word.chars().all(char::is_lowercase)
            && text[at + 2..].starts_with(char::is_uppercase)
    })
}

/// `… fra post 70`: a title that ends in the number of a post or a chapter.
fn names_post(text: &str) -> bool {
    let words = text.trim_end_matches(|c: char| c.is_ascii_digit());
    ["post ", "kap. ", "kapittel "]
        .iter()
        .any(|word| words.to_lowercase().ends_with(word))
}

/// `FN`: a short form, all of it capitals.
fn in_capitals(text: &str) -> bool {
    text.len() >= 2 && text.chars().all(char::is_uppercase)
}

/// Whether what opens a bracket closes it: `… (KORUS` goes on.
fn balanced<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let mut open = 0i32;
    for c in lines.flat_map(str::chars) {
        open += match c {
            '(' | '«' => 1,
            ')' | '»' => -1,
            _ => 0,
        };
    }
    open == 0
}
