//! Lines to blocks.
//!
//! A block ends where the form says so (a cell, a marked paragraph), where a new thing begins (a
//! heading, a list marker, whatever `starts` knows), after an empty line, and where a line that ends
//! a sentence stops short: its paragraph's next word would have fitted on it. An empty line inside a
//! sentence (a column break, a doubled line) ends nothing. A list item often ends without a full stop:
//! what an empty line sets off below it, or stands further left, and begins with a capital is the next
//! paragraph.

use super::{
    headings::{Mark, ends_sentence, in_capitals, marks, number_goes_on, refers},
    hyphen::Dictionary,
    lines::TextLine,
    text::{Joint, Text},
};
use crate::grammar::phrases::Role;
use crate::{
    grammar::{
        ColumnRole, Grammar,
        marker::{Marker, MarkerKind},
        sentence::{last_word, wants_more},
    },
    source::{Canonical, Cell, Reach},
};
use std::ops::Range;

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading; its text is the title, without the number.
    Heading {
        /// The number, without a closing full stop.
        number: Option<String>,
        /// Depth in the outline, from 1; none where nothing tells.
        level: Option<u8>,
    },
    /// A paragraph.
    Paragraph,
    /// A list item; its text is without the marker.
    Item(Marker),
    /// The head of a table whose cells run together.
    TableHead(Vec<ColumnRole>),
    /// The first line(s) of a row of such a table; its text is without the number.
    Row {
        /// The number as printed.
        number: String,
    },
}

/// A block.
#[derive(Debug, Clone)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// What it says.
    pub text: Text,
    /// Where the marker or the number stands, for a list item, a row and a numbered heading.
    pub label: Option<Range<usize>>,
    /// Its lines, as indices into the running text's.
    pub lines: Range<usize>,
    /// Where in `text` each of its lines begins.
    pub starts: Vec<usize>,
    /// The cell that it stands in.
    pub cell: Option<Cell>,
    /// How far that cell reaches.
    pub reach: Reach,
    /// How many of the first bytes of `text` are bold, where the rest is not: a title run in before it.
    pub lead: usize,
    /// An empty line stands before it.
    pub gap: bool,
    /// All of it is bold.
    pub bold: bool,
    /// The depth of its list, where the form marks it.
    pub depth: Option<u8>,
    /// Its left edge in points, from PDF.
    pub left: Option<f32>,
    /// The form marks its end as a paragraph's.
    pub closed: bool,
    /// It is short, stands on one line and ends no sentence: a title, perhaps.
    pub title_like: bool,
    /// It stands aside of the running text, as footnotes and the foot of a page do.
    pub aside: bool,
}

impl Block {
    /// Marker and text: all that the block says.
    pub fn whole(&self, canonical: &Canonical) -> Text {
        let mut whole = Text::default();
        if let Some(label) = &self.label {
            whole.push(canonical, label.clone(), Joint::Blank);
        }
        whole.append(&self.text, Joint::Blank);
        whole
    }
}

/// Gathers lines to blocks. `starts` tells a line that begins a block of its own; it is also told
/// whether the line before has come to an end.
pub fn blocks(
    canonical: &Canonical,
    lines: &[TextLine<'_>],
    dictionary: &Dictionary<'_>,
    grammar: &Grammar,
    starts: &dyn Fn(&str, bool) -> bool,
) -> Vec<Block> {
    let mut marks = marks(lines, grammar);
    // A footnote's number is no heading's, and the foot of a page is none.
    for (mark, line) in marks.iter_mut().zip(lines) {
        if line.style.aside {
            *mark = None;
        }
    }
    let mut blocks: Vec<Block> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let mut block = open(canonical, &lines[at], at, marks[at].as_ref(), grammar);
        let own = match &marks[at] {
            Some(Mark::Heading { lines, .. }) => Some(*lines),
            Some(Mark::TableHead(_)) => Some(1),
            _ => None,
        };
        let mut end = at + 1;
        while end < lines.len()
            && own.map_or_else(
                || goes_on(lines, &marks, at, end, grammar, starts),
                |count| end < at + count,
            )
        {
            let joint = dictionary.joint(lines[end - 1].text, lines[end].text);
            let before = block.text.len();
            block.text.push(
                canonical,
                lines[end].at..lines[end].at + lines[end].text.len(),
                joint,
            );
            let added = match joint {
                Joint::Blank | Joint::Paragraph => before + usize::from(before > 0),
                Joint::Glue => before,
                Joint::CloseUp => block.text.len() - lines[end].text.len(),
            };
            block.starts.push(added);
            // Bold lines and the bold beginning of the one after them are one title.
            if block.bold && !lines[end].style.bold {
                block.lead = match lines[end].lead {
                    0 => added - usize::from(added > before),
                    lead => added + lead,
                };
            }
            block.bold &= lines[end].style.bold;
            end += 1;
        }
        block.lines = at..end;
        // At the foot of a page nothing below shows the end, but the type of the next page's first line.
        let last = &lines[end - 1];
        let turns = lines.get(end).is_some_and(|next| {
            next.page != last.page && last.style.bold && !next.style.bold && !next.style.aside
        });
        block.closed = last.style.ends_paragraph || turns;
        let next_open = lines
            .get(end)
            .is_none_or(|next| !next.text.starts_with(char::is_lowercase));
        block.title_like = end == at + 1
            && !block.aside
            && matches!(block.kind, BlockKind::Paragraph)
            && next_open
            && lines[at].width <= 90
            && lines[at].text.starts_with(char::is_uppercase)
            && !lines[at].text.ends_with(['.', ',', ';', '!', '?']);
        blocks.push(block);
        at = end;
    }
    blocks
}

fn open(
    canonical: &Canonical,
    line: &TextLine<'_>,
    at: usize,
    mark: Option<&Mark>,
    grammar: &Grammar,
) -> Block {
    let (kind, skip) = match mark {
        Some(Mark::Heading {
            number,
            level,
            skip,
            ..
        }) => (
            BlockKind::Heading {
                number: number.clone(),
                level: *level,
            },
            *skip,
        ),
        Some(Mark::TableHead(roles)) => (BlockKind::TableHead(roles.clone()), 0),
        Some(Mark::Row { number, skip }) => (
            BlockKind::Row {
                number: number.clone(),
            },
            *skip,
        ),
        None => match grammar.marker(line.text) {
            Some(marker) => {
                let skip = marker.len;
                (BlockKind::Item(marker), skip)
            }
            None => (BlockKind::Paragraph, 0),
        },
    };
    let label = (skip > 0).then(|| line.at..line.at + line.text[..skip].trim_end().len());
    Block {
        kind,
        text: Text::at(canonical, line.at + skip..line.at + line.text.len()),
        label,
        lines: at..at + 1,
        starts: vec![0],
        cell: line.cell,
        reach: line.reach,
        lead: line.lead.saturating_sub(skip),
        gap: line.gap,
        bold: line.style.bold,
        depth: line.style.item,
        left: line.left,
        closed: false,
        title_like: false,
        aside: line.style.aside,
    }
}

/// Whether a line holds several labels of a letter head and nothing that goes on.
fn labels_head(line: &str, grammar: &Grammar) -> bool {
    const LONGEST: usize = 200;
    line.len() <= LONGEST && {
        let hits = grammar.words(line).into_iter();
        hits.filter(|hit| hit.role == Role::LetterHead).count() >= 2
    }
}

/// Blanks that part columns on a line.
const COLUMN: &str = "   ";

/// Whether line `at` goes on with the block that line `first` opened.
fn goes_on(
    lines: &[TextLine<'_>],
    marks: &[Option<Mark>],
    first: usize,
    at: usize,
    grammar: &Grammar,
    starts: &dyn Fn(&str, bool) -> bool,
) -> bool {
    let (last, next) = (&lines[at - 1], &lines[at]);
    if next.style.aside || last.style.aside {
        return next.style.aside
            && last.style.aside
            && !last.style.ends_paragraph
            && next.page == last.page;
    }
    if marks[at].is_some()
        || next.cell != last.cell
        || next.style.item.is_some()
        || next.style.heading.is_some()
    {
        return false;
    }
    let sure = last.text.ends_with("ll.") || next.text.starts_with("000");
    if (!next.gap || sure) && number_goes_on(last.text, next.text) {
        return true;
    }
    // A continued table repeats its head in the cell that goes on.
    if last.cell.is_some()
        && at - 1 == first
        && grammar.column(last.text).is_some()
        && next.text.len() > last.text.len() + 10
    {
        return false;
    }
    // `Frist:` alone on its line labels the next one.
    if at - 1 == first
        && last.text.len() <= 30
        && last.text.ends_with(':')
        && starts(last.text, false)
    {
        return !next.gap && grammar.marker(next.text).is_none();
    }
    let word = last
        .text
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or("")
        .to_lowercase();
    let runs_on = joins(last.text)
        || last.text.ends_with(',')
        || matches!(
            word.as_str(),
            "oppdrag" | "se" | "også" | "oppdraget" | "jf." | "jfr" | "med"
        );
    let free = !runs_on || next.gap || ends_sentence(last.text) || stops_short(lines, first, at);
    if starts(next.text, free)
        || grammar.marker(next.text).is_some_and(|found| {
            !inside_sentence(last.text, &found)
                || follows(lines[first].text, last.text, &found, grammar)
        })
    {
        return false;
    }
    if last.style.ends_paragraph
        && (ends_sentence(last.text) || !next.text.starts_with(char::is_lowercase))
    {
        return false;
    }
    let lower = next.text.starts_with(char::is_lowercase);
    if next.first_on_page && last.width < 40 && !lower && !joins(last.text) && !refers(last.text) {
        return false;
    }
    let ended = ends_sentence(last.text);
    if !lower && !ended && below_item(lines, first, at, grammar) {
        return false;
    }
    if next.gap {
        // An empty line inside a sentence: a column or page break, or one that a converter left.
        let open = !ended
            && (lower
                || last.text.ends_with('-')
                || joins(last.text)
                || refers(last.text)
                || !stops_short(lines, first, at) && last.width > 60);
        // A title that fills its line stops there all the same.
        let title = open
            && !lower
            && at - first <= 2
            && lines[first].gap
            && lines[first].text.len() <= 160
            && names_letter(&joined(&lines[first..at]), grammar);
        // `ØKONOMI`, an empty line above and below: a heading, however open the words before it are.
        let heading = in_capitals(next.text)
            && lines.get(at + 1).is_none_or(|after| after.gap)
            && !last.text.ends_with('-')
            && !joins(last.text)
            && !refers(last.text);
        // So does a line of labels: `Deres ref.:   Vår ref.: 26/12   Dato: 9.1.2026`.
        let head = open && !lower && labels_head(last.text, grammar);
        // `26/901      25/6120-44      3. juli 2026`: values of the head's labels, side by side.
        let values = !lower
            && last.text.contains(COLUMN)
            && (first..at).any(|own| labels_head(lines[own].text, grammar));
        // `Delmål 2.1:   Søknadene blir avgjorte i tide`: what the label names ends there, full line or not.
        let labelled = !lower
            && at - first <= 2
            && lines[first].text.contains(':')
            && grammar
                .first_word(lines[first].text, Role::GoalLabel)
                .is_some();
        return open && !title && !heading && !head && !values && !labelled;
    }
    if lower && !ended {
        return true;
    }
    if refers(last.text) {
        return true;
    }
    // A title over the first sentence, with nothing between: `Supplerende tildelingsbrev nr. 3 til Losverket`
    // over `Kystdepartementet viser til …`.
    let over_speaker = !lower
        && at - first <= 2
        && lines[first].gap
        && grammar.speaker(next.text).is_some()
        && names_letter(&joined(&lines[first..at]), grammar);
    if over_speaker {
        return false;
    }
    // `(Løpende) / Forurensing / O 004 Marin forsøpling`: the heading of a group of assignments.
    let group = last.text.ends_with([')', '.'])
        && next.width <= 50
        && next.text.chars().all(|c| c.is_alphabetic() || c == ' ')
        && lines
            .get(at + 1)
            .is_some_and(|after| starts(after.text, true));
    if group {
        return false;
    }
    let stops_short = stops_short(lines, first, at);
    if ended {
        return !stops_short;
    }
    // A sentence cannot begin inside another: `… kriser og krig / Etaten skal …`
    if opens_with_duty(next.text) && !joins(last.text) && short_of(lines, first, at) {
        return false;
    }
    // No sentence ended: a title or an item alone on its line, or words that go on with a capital.
    let open = joins(last.text) || last.text.ends_with([',', '-', '–', '/']);
    let digit = next.text.starts_with(|c: char| c.is_ascii_digit());
    lower || digit || open || !stops_short || !short_of(lines, first, at)
}

/// Whether line `at` is a paragraph below the list item that line `first` begins.
fn below_item(lines: &[TextLine<'_>], first: usize, at: usize, grammar: &Grammar) -> bool {
    let (last, next) = (&lines[at - 1], &lines[at]);
    // In points, or in blanks before the line.
    let left = |line: &TextLine<'_>| line.left.unwrap_or(line.indent as f32 * 5.0);
    // Further left than the item's marker, or below it where the item's own lines hang.
    let hangs = at > first + 1 && left(&lines[first + 1]) > left(&lines[first]) + 4.0;
    let further =
        left(next) + 2.0 < left(&lines[first]) || hangs && left(next) < left(&lines[first]) + 2.0;
    if !(next.gap && !next.first_on_page || further)
        || !next.text.starts_with(char::is_uppercase)
        || last.text.ends_with([',', '-', '–', '/', '(', '«'])
        || joins(last.text)
        || refers(last.text)
    {
        return false;
    }
    // A word all in capitals may stand inside a sentence: «HOD», «Helse Vest RHF».
    let mut letters = next.text.chars().filter(|c| c.is_alphabetic()).skip(1);
    if letters.next().is_some_and(char::is_uppercase) {
        return false;
    }
    // Where every line is doubled, an empty line tells nothing.
    let doubled = lines[first + 1..at].iter().any(|line| line.gap)
        || lines
            .get(at + 1)
            .is_some_and(|after| after.gap && after.text.starts_with(char::is_lowercase));
    !doubled && (lines[first].style.item.is_some() || grammar.marker(lines[first].text).is_some())
}

/// Words that are a letter's title and no sentence that speaks of one.
fn names_letter(words: &str, grammar: &Grammar) -> bool {
    let sentence = words.split_whitespace().any(|word| {
        matches!(
            word,
            "viser"
                | "vises"
                | "skal"
                | "er"
                | "har"
                | "som"
                | "bes"
                | "gir"
                | "får"
                | "ble"
                | "jf."
        )
    });
    !sentence
        && words.starts_with(char::is_uppercase)
        && grammar
            .title(words)
            .is_some_and(|(form, _)| form.is_letter())
}

/// Lines as one, a blank between them.
fn joined(lines: &[TextLine<'_>]) -> String {
    let words: Vec<&str> = lines.iter().map(|line| line.text).collect();
    words.join(" ")
}

/// Whether the next word would have fitted on the line before: the paragraph ended there.
fn stops_short(lines: &[TextLine<'_>], first: usize, at: usize) -> bool {
    let last = &lines[at - 1];
    let from = first.max(at.saturating_sub(5)).min(at - 1);
    let around = lines[from.saturating_sub(2)..(at + 4).min(lines.len())]
        .iter()
        .filter(|line| line.cell == last.cell)
        .map(|line| line.width)
        .max()
        .unwrap_or(0);
    let word = lines[at]
        .text
        .split_whitespace()
        .next()
        .map_or(0, |word| word.chars().count());
    last.width + 1 + word + around / 12 < around
}

/// A line well short of its neighbours.
fn short_of(lines: &[TextLine<'_>], first: usize, at: usize) -> bool {
    let last = &lines[at - 1];
    let around = lines[first..(at + 4).min(lines.len())]
        .iter()
        .map(|line| line.width)
        .max()
        .unwrap_or(0);
    last.width * 20 < around * 17
}

/// A line that begins with a subject and the duty it is given, in its first words.
fn opens_with_duty(text: &str) -> bool {
    let mut words = text.split_whitespace().take(5);
    text.starts_with(char::is_uppercase)
        && words.next().is_some()
        && words.any(|word| matches!(word, "skal" | "bes" | "må" | "har" | "vil" | "får" | "ber"))
}

/// A line that ends in a word that wants another.
fn joins(text: &str) -> bool {
    wants_more(text) || matches!(last_word(text), "de" | "skal" | "the")
}

/// Whether an item comes right after the one that a block is: `e) …, og / f) …`. After a number and
/// «og», its number goes on with that one: `punkt 1 og / 2.`
fn follows(item: &str, last: &str, found: &Marker, grammar: &Grammar) -> bool {
    let Some(own) = grammar.marker(item) else {
        return false;
    };
    let bracket = own.len > own.label.len() + 1;
    match (&own.kind, &found.kind) {
        (MarkerKind::Number(a), MarkerKind::Number(b)) => {
            let words = last.strip_suffix(" og").unwrap_or(last);
            a + 1 == *b
                && words.len() < last.len()
                && !words.ends_with(|c: char| c.is_ascii_digit())
        }
        _ => {
            let letter = |marker: &Marker| marker.as_letter().map(u32::from);
            bracket && matches!((letter(&own), letter(found)), (Some(a), Some(b)) if a + 1 == b)
        }
    }
}

/// A number or dash at a line start that belongs to the sentence before: `punkt / 2. og`.
fn inside_sentence(last: &str, found: &Marker) -> bool {
    if ends_sentence(last) {
        return false;
    }
    match found.kind {
        MarkerKind::Bullet => false,
        // `av den / 1. januar`, `punkt 1 og / 2. Så`; a list may well stand after `skal` or `å`.
        _ => {
            let word = last_word(last);
            refers(last)
                || matches!(
                    word,
                    "og" | "til" | "fra" | "frå" | "den" | "av" | "innen" | "før" | "per" | "i"
                )
                || last.ends_with(['-', '–'])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{layout::text_lines, source::Builder};

    /// What the blocks of some lines say.
    fn read(lines: &[&str]) -> Vec<String> {
        let mut builder = Builder::new();
        for line in lines {
            builder.line(line);
        }
        let source = builder.finish();
        let grammar = Grammar::built_in();
        let (lines, _) = text_lines(&source);
        let dictionary = Dictionary::of(lines.iter().map(|line| line.text));
        let blocks = blocks(&source, &lines, &dictionary, &grammar, &|_, _| false);
        blocks
            .iter()
            .map(|block| block.text.as_str().to_string())
            .collect()
    }

    #[test]
    fn a_long_item_without_a_full_stop_ends_before_the_next_paragraph() {
        let item = "rapportere om bruken av midlene til bøyer, lykter og andre merker";
        let long = "gjennomføre tilsyn med alle fyr og lykter langs kysten, og se til at de lyser";
        let after =
            "Direktoratet kan gi tilskudd til frivillige som steller lykter i havnene sine.";
        let marked = |words: &str| format!("– {words}");
        // Set off by an empty line.
        assert_eq!(
            read(&[&marked(long), &marked(item), "", after]),
            [long, item, after]
        );
        // The item's lines hang, the paragraph does not.
        let lines = [
            &format!("  – {long} når det"),
            "    mørkner om kvelden og på alle årets netter i nord og sør langs kysten",
            after,
        ];
        assert_eq!(read(&lines).len(), 2, "{:?}", read(&lines));
        // An item that goes on: a name, an abbreviation, a word that wants another.
        for first in [format!("{long} i samarbeid med"), format!("{long} og til")] {
            let second = "Havinstituttet og andre";
            let lines = [&marked(&first), "", second];
            assert_eq!(read(&lines), [format!("{first} {second}")]);
        }
    }
}
