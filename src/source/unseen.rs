//! What a text leaves out because its reader does not see it, or sees it struck out, and the finding
//! that tells of it.

use super::Note;
use crate::model::Code;

/// Why words are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// The page does not show them.
    Hidden,
    /// They are struck out.
    Struck,
}

/// Words that are left out, gathered to places.
#[derive(Debug, Default)]
pub(super) struct Tally {
    hidden: Places,
    struck: Places,
}

#[derive(Debug, Default)]
struct Places {
    /// Letters, digits and what stands between them; white space is not counted.
    characters: usize,
    /// How many places there are.
    count: usize,
    /// The line before which the last one stands.
    last: Option<usize>,
    /// How the first ones begin, and the words before them.
    begin: Vec<(String, String)>,
}

/// Places that a finding quotes.
const MOST_QUOTED: usize = 3;
/// How many characters of each.
const QUOTED: usize = 80;
/// How many characters of the words before it.
const BEFORE: usize = 40;

impl Tally {
    /// Adds words; `place` is the number of the line before which they stand, and its words.
    pub fn add(&mut self, why: Why, text: &str, place: (usize, &str)) {
        let places = match why {
            Why::Hidden => &mut self.hidden,
            Why::Struck => &mut self.struck,
        };
        places.add(text, place);
    }

    /// The findings, one for each reason.
    pub fn notes(self) -> Vec<Note> {
        let hidden = self.hidden.told().map(|told| Note {
            code: Code::HiddenText,
            message: format!("{told}: the page does not show them, and they are left out"),
        });
        let struck = self.struck.told().map(|told| Note {
            code: Code::StruckOut,
            message: format!("{told}: they are struck out, and left out"),
        });
        hidden.into_iter().chain(struck).collect()
    }
}

impl Places {
    fn add(&mut self, text: &str, (line, before): (usize, &str)) {
        let goes_on = self.last == Some(line);
        if !(goes_on || text.contains(char::is_alphanumeric)) {
            return;
        }
        self.characters += text.chars().filter(|c| !c.is_whitespace()).count();
        if !goes_on {
            self.last = Some(line);
            self.count += 1;
            if self.count <= MOST_QUOTED {
                let skipped = before.chars().count().saturating_sub(BEFORE);
                let before = before.chars().skip(skipped).collect();
                self.begin.push((String::new(), before));
            }
        }
        if self.count <= MOST_QUOTED
            && let Some((begin, _)) = self.begin.last_mut()
        {
            let mut length = begin.chars().count();
            for word in text.split_whitespace() {
                if length > QUOTED {
                    break;
                }
                if !begin.is_empty() {
                    begin.push(' ');
                }
                begin.extend(word.chars().take(QUOTED));
                length += 1 + word.chars().count();
            }
        }
    }

    /// How much there is and how it begins; nothing where there is none.
    fn told(&self) -> Option<String> {
        if self.count == 0 {
            return None;
        }
        let mut told = format!(
            "{} character(s) in {} place(s), ",
            self.characters, self.count
        );
        for (n, (begin, before)) in self.begin.iter().enumerate() {
            if n > 0 {
                told.push_str("; ");
            }
            told.push_str(&format!("«{begin}»"));
            if before.is_empty() {
                told.push_str(" at the beginning");
            } else {
                told.push_str(&format!(" after «{before}»"));
            }
        }
        Some(told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_place_are_told_together() {
        let mut tally = Tally::default();
        assert!(Tally::default().notes().is_empty());
        tally.add(Why::Hidden, " \u{a0} – ", (0, ""));
        tally.add(Why::Hidden, "Frist ", (0, ""));
        tally.add(Why::Hidden, "1. mai.", (0, ""));
        tally.add(Why::Hidden, "Så", (2, "før dette"));
        tally.add(Why::Struck, "strøket", (2, "før"));
        let notes = tally.notes();
        assert_eq!(notes.len(), 2);
        assert_eq!(notes[0].code, Code::HiddenText);
        assert!(
            notes[0].message.starts_with(
                "13 character(s) in 2 place(s), «Frist 1. mai.» at the beginning; «Så» after «før dette»: "
            ),
            "{}",
            notes[0].message
        );
        assert_eq!(notes[1].code, Code::StruckOut);
    }
}
