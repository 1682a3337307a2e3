//! What a reader of the file should know of it and does not see in its text.

use super::super::Note;
use crate::model::Code;
use std::collections::BTreeSet;

/// Paragraphs that a message names.
const MOST_NAMED: usize = 10;

/// How much of the hidden text a message quotes.
const MOST_WORDS: usize = 80;

/// What was met while a file was read.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Changes that were tracked and are not settled: insertions, deletions, moves.
    pub insertions: usize,
    /// Deletions.
    pub deletions: usize,
    /// Where something was moved to.
    pub moved_here: usize,
    /// Where something was moved from.
    pub moved_away: usize,
    /// The paragraphs that they are in.
    pub changed: BTreeSet<usize>,
    /// Characters that are not shown, and the paragraphs that they are in.
    pub hidden: usize,
    /// The paragraphs that they are in.
    pub hiding: BTreeSet<usize>,
    /// The first of them.
    pub hidden_words: String,
    /// Comments.
    pub comments: usize,
    /// The paragraphs that they are to.
    pub commented: BTreeSet<usize>,
    /// Pictures.
    pub pictures: usize,
    /// Objects of other programs, diagrams and charts, which show as pictures.
    pub objects: usize,
    /// Documents of other forms that are to be put in when the file is opened.
    pub embedded: usize,
    /// Characters that no field shows and that nothing else does.
    pub lost: usize,
    /// Characters that could not be decoded, or have no meaning without their font.
    pub undecoded: usize,
    /// Notes made so far.
    pub notes: Vec<Note>,
}

impl Found {
    /// Adds a note.
    pub fn note(&mut self, code: Code, message: String) {
        self.notes.push(Note { code, message });
    }

    /// Words of a paragraph are not shown.
    pub fn hide(&mut self, words: &str, paragraph: usize) {
        self.hidden += words.chars().filter(|c| !c.is_whitespace()).count();
        self.hiding.insert(paragraph);
        let room = MOST_WORDS.saturating_sub(self.hidden_words.len());
        let words = words.chars().map(|c| if c.is_control() { ' ' } else { c });
        self.hidden_words.extend(words.take(room));
    }

    /// A part that is not needed could not be read.
    pub fn part(&mut self, part: &str, what: &str, reason: &str) {
        self.note(
            Code::PartUnreadable,
            format!("{part} cannot be read, {what}: {reason}"),
        );
    }

    /// All that was met, as notes.
    pub fn into_notes(mut self) -> Vec<Note> {
        let moves = self.moved_here.max(self.moved_away);
        if self.insertions + self.deletions + moves > 0 {
            let counts: Vec<String> = [
                (self.insertions, "insertion"),
                (self.deletions, "deletion"),
                (moves, "move"),
            ]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| several(count, what))
            .collect();
            let message = format!(
                "{} that were tracked and are not settled, in {}; read as if all were accepted",
                counts.join(", "),
                paragraphs(&self.changed)
            );
            self.note(Code::TrackedChanges, message);
        }
        if self.hidden > 0 {
            let message = format!(
                "{} that a reader of the page does not see, in {}: left out («{}»)",
                several(self.hidden, "character"),
                paragraphs(&self.hiding),
                self.hidden_words.trim()
            );
            self.note(Code::HiddenText, message);
        }
        if self.comments > 0 {
            let message = format!(
                "{} in the margin, to {}: left out",
                several(self.comments, "comment"),
                paragraphs(&self.commented)
            );
            self.note(Code::CommentsLeftOut, message);
        }
        if self.objects > 0 {
            let message = format!(
                "{} of another program, or drawn: what stands in it is not read",
                several(self.objects, "object")
            );
            self.note(Code::PartUnreadable, message);
        }
        if self.embedded > 0 {
            let message = format!(
                "{} of another form that Word puts in when it opens the file: not read; open it in Word and save it",
                several(self.embedded, "document")
            );
            self.note(Code::PartUnreadable, message);
        }
        if self.lost > 0 {
            let message = format!(
                "{} in a field that shows no result: left out",
                several(self.lost, "character")
            );
            self.note(Code::HiddenText, message);
        }
        if self.undecoded > 0 {
            let message = format!(
                "{} could not be decoded",
                several(self.undecoded, "character")
            );
            self.note(Code::UndecodedCharacters, message);
        }
        self.notes
    }
}

/// `3 comments`
fn several(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// `paragraphs 4, 7 and 9`, counted through the file, tables among them.
fn paragraphs(numbers: &BTreeSet<usize>) -> String {
    let named: Vec<String> = numbers
        .iter()
        .take(MOST_NAMED)
        .map(usize::to_string)
        .collect();
    let more = numbers.len().saturating_sub(MOST_NAMED);
    match (&named[..], more) {
        ([], _) => "no paragraph".to_owned(),
        ([one], 0) => format!("paragraph {one}"),
        ([all @ .., last], 0) => format!("paragraphs {} and {last}", all.join(", ")),
        (all, more) => format!("paragraphs {} and {more} more", all.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_named() {
        let of = |numbers: &[usize]| paragraphs(&numbers.iter().copied().collect());
        assert_eq!(of(&[3]), "paragraph 3");
        assert_eq!(of(&[9, 3]), "paragraphs 3 and 9");
        let many: Vec<usize> = (1..=12).collect();
        assert_eq!(
            of(&many),
            "paragraphs 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more"
        );
    }
}
