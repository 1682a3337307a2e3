//! A paragraph at work: its letters, line by line, and what they look like.

use super::look::{Block, Letters};
use super::numbering::Label;
use super::{super::Style, Made};

/// What letters look like where they stand.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    /// Bold.
    pub bold: bool,
    /// Size of the type, in half points.
    pub size: u32,
    /// Raised or lowered.
    pub raised: bool,
    /// A reader does not see them.
    pub hidden: bool,
}

/// A line at work.
#[derive(Debug, Default)]
pub(super) struct Words {
    text: String,
    /// Letters and digits that are bold, and that are not.
    weight: (usize, usize),
    /// How many bytes stand before the first letter or digit that is not bold.
    lead: Option<usize>,
    /// Sizes of the type, with the characters of each.
    sizes: Vec<(u32, usize)>,
}

/// Sizes that are counted in one line.
const MOST_SIZES: usize = 8;

impl Words {
    /// Adds letters.
    fn push(&mut self, text: &str, seen: Seen) {
        // A raised figure after a figure is the mark of a note, and no digit of the number.
        let marks = seen.raised && text.starts_with(|c: char| c.is_ascii_digit());
        if marks && self.text.ends_with(|c: char| c.is_ascii_digit()) {
            self.text.push(' ');
        }
        let before = self.text.len();
        for c in text.chars() {
            match c {
                // A hyphen that is printed only where it ends a line.
                '\u{ad}' => continue,
                '\t' => self.text.push('\t'),
                c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => self.text.push(' '),
                c => {
                    if c.is_alphanumeric() {
                        if seen.bold {
                            self.weight.0 += 1;
                        } else {
                            self.weight.1 += 1;
                            self.lead.get_or_insert(self.text.len());
                        }
                    }
                    self.text.push(c);
                }
            }
        }
        let added = self.text.len() - before;
        self.sized(seen.size, added);
    }

    /// So many bytes have a size.
    fn sized(&mut self, size: u32, bytes: usize) {
        if let Some(one) = self.sizes.iter_mut().find(|one| one.0 == size) {
            one.1 += bytes;
        } else if self.sizes.len() < MOST_SIZES {
            self.sizes.push((size, bytes));
        }
    }

    /// Adds a line that goes on in this one.
    fn go_on(&mut self, next: Words) {
        let before = self.text.len();
        self.text.push_str(&next.text);
        self.weight.0 += next.weight.0;
        self.weight.1 += next.weight.1;
        self.lead = self.lead.or(next.lead.map(|lead| before + lead));
        for (size, bytes) in next.sizes {
            self.sized(size, bytes);
        }
    }

    fn is_empty(&self) -> bool {
        self.text.trim_matches([' ', '\t']).is_empty()
    }

    /// The size that most of it has, in points.
    fn size(&self) -> Option<f32> {
        let most = self.sizes.iter().max_by_key(|one| one.1)?;
        (most.1 > 0).then_some(most.0 as f32 / 2.0)
    }
}

/// A paragraph at work.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    /// What it says of itself.
    pub block: Block,
    /// What it says of its mark.
    pub mark: Letters,
    /// Its mark was deleted, or moved away: the next paragraph goes on in it.
    pub deleted: bool,
    /// It holds a break of the page.
    pub breaks: bool,
    /// It stands in a table of contents, and leads to a heading or ends in a page number.
    pub contents: bool,
    /// It leads to a heading.
    pub linked: bool,
    /// Its number among the paragraphs of the story.
    pub number: usize,
    /// What stands beside it: its text boxes.
    pub aside: Vec<Made>,
    lines: Vec<Words>,
}

/// What a paragraph's lines have in common.
#[derive(Debug, Clone, Default)]
pub(super) struct Dressed {
    /// The level of its heading.
    pub heading: Option<u8>,
    /// What is printed before it.
    pub label: Option<Label>,
    /// The depth of its list, if it is an item.
    pub item: Option<u8>,
    /// It is an entry of a table of contents.
    pub contents: bool,
    /// Its cell.
    pub cell: Option<usize>,
}

impl Paragraph {
    /// A paragraph, by its number in the story.
    pub fn numbered(number: usize) -> Self {
        Self {
            number,
            ..Self::default()
        }
    }

    /// Adds letters.
    pub fn push(&mut self, text: &str, seen: Seen) {
        if self.lines.is_empty() {
            self.lines.push(Words::default());
        }
        if let Some(last) = self.lines.last_mut() {
            last.push(text, seen);
        }
    }

    /// Ends a line.
    pub fn line_end(&mut self) {
        if self.lines.is_empty() {
            self.lines.push(Words::default());
        }
        self.lines.push(Words::default());
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(Words::is_empty)
    }

    /// Whether its text ends in a number that a tab sets apart: an entry's page.
    pub fn ends_in_page(&self) -> bool {
        let last = self.lines.iter().rev().find(|line| !line.is_empty());
        last.and_then(|line| line.text.rsplit_once('\t'))
            .is_some_and(|(before, page)| {
                let page = page.trim();
                !before.trim().is_empty()
                    && !page.is_empty()
                    && page.len() <= 6
                    && page
                        .bytes()
                        .all(|b| b.is_ascii_digit() || b"ivxlcIVXLC".contains(&b))
            })
    }

    /// Puts before its text that of a paragraph that goes on in it.
    pub fn go_on_from(&mut self, mut before: Paragraph) {
        let mut own = std::mem::replace(&mut self.lines, before.lines).into_iter();
        if let Some(last) = self.lines.last_mut()
            && let Some(first) = own.next()
        {
            last.go_on(first);
        }
        self.lines.extend(own);
        before.aside.append(&mut self.aside);
        self.aside = before.aside;
        self.breaks |= before.breaks;
        self.contents |= before.contents;
        self.linked |= before.linked;
    }

    /// Its lines, and after them what stands beside it.
    pub fn lines(self, dressed: &Dressed, made: &mut Vec<Made>) {
        let from = made.len();
        let mut number = match &dressed.label {
            Some(Label::Number(number)) => Some(number.as_str()),
            Some(Label::Bullet) if !self.is_empty() => Some("- "),
            _ => None,
        };
        // A mark that was typed is printed beside the list's own; one is enough.
        if dressed.label == Some(Label::Bullet) && self.lines.iter().any(begins_with_mark) {
            number = None;
        }
        let single = self.is_empty();
        for words in self.lines {
            if words.is_empty() {
                continue;
            }
            let size = words.size();
            let begin = words.text.len() - words.text.trim_start_matches([' ', '\t']).len();
            let trimmed = words.text.trim_matches([' ', '\t']);
            let lead = words.lead.unwrap_or(0).saturating_sub(begin);
            let mut style = Style {
                heading: dressed.heading,
                bold: words.weight.0 > 0 && words.weight.1 == 0,
                lead: match words.weight.0 {
                    0 => 0,
                    _ => trimmed[..lead.min(trimmed.len())].trim_end().len(),
                },
                size,
                contents: dressed.contents,
                ..Style::default()
            };
            if made.len() == from {
                style.item = dressed.item;
            }
            let mut text = String::new();
            if let Some(number) = number.take() {
                text.push_str(number);
                if style.lead > 0 {
                    style.lead += number.len();
                }
            }
            text.push_str(trimmed);
            made.push(Made {
                text,
                style,
                cell: dressed.cell,
            });
        }
        // A number alone is printed all the same: the first cell of a row has often nothing else.
        if let (true, Some(number)) = (single, number) {
            made.push(Made {
                text: number.trim_end().to_owned(),
                style: Style::default(),
                cell: dressed.cell,
            });
        }
        if let Some(last) = made[from..].last_mut() {
            last.style.ends_paragraph = true;
        }
        made.extend(self.aside);
    }
}

/// A dash or a dot that was typed before the words.
fn begins_with_mark(words: &Words) -> bool {
    let mut chars = words.text.trim_start().chars();
    chars
        .next()
        .is_some_and(|c| matches!(c, '-' | '–' | '•' | '*' | '·' | '▪'))
        && chars.next().is_some_and(char::is_whitespace)
}
