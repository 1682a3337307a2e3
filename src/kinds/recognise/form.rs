//! A letter whose title says nothing that is known, by its form: the head and the close of a letter, and
//! one who speaks in it for the state.
//!
//! ```text
//! letter ::= paper? (address | "Til" name | "Ifølge liste")? labels? subject sentence+ close?
//! mail   ::= "Fra:" name "Sendt:" day "Til:" name "Emne:" subject sentence+
//! ```
//! Others write letters, too: municipalities that ask a committee for something, agencies that answer their
//! ministry, firms that send a bill. So the one who speaks is a ministry, or a body of the state that
//! writes to another; and whether it asks for something is seen once it is read.

use super::{Announced, TITLE_WITHIN, is_letter_head, year_in};
use crate::{
    grammar::{
        Grammar,
        date::times,
        deadline::When,
        ministry::on_paper,
        phrases::{Hit, Role},
    },
    kinds::parties::{addressed, addresses, lines, ministries, opens_speaking},
    layout::{Block, BlockKind},
    model::{DocumentKind, Relation},
};

/// How many blocks the head of a letter may take.
const HEAD: usize = 40;
/// How long a line of a head is at most.
const LINE: usize = 120;

/// The one who speaks.
enum Sender {
    Ministry,
    Body(String),
}

/// A document without a title that is known, built as a letter.
pub fn by_form(blocks: &[Block], grammar: &Grammar) -> Option<Announced> {
    let head = &blocks[..blocks.len().min(HEAD)];
    let mail = is_mail(head, grammar);
    let closes = blocks.iter().any(|block| closes(block, grammar));
    let labelled = is_labelled(head, grammar);
    // Before anything dear is done.
    if !mail && !closes && !labelled {
        return None;
    }
    let addressed = addressed(blocks, grammar);
    // A message says who sends it.
    if mail && !is_from_ministry(head, grammar) {
        return None;
    }
    let sender = sender(blocks, &addressed, grammar)?;
    let ministry = |name: &String| on_paper(name).is_some();
    let to_somebody = addressed.iter().any(|name| !ministry(name));
    let to_many = head.iter().any(|block| names_recipients(block, grammar));
    let dated = blocks.iter().any(|block| is_day(block, grammar));
    let letter = match &sender {
        Sender::Ministry => {
            let signs = [labelled, to_somebody, to_many, dated];
            mail || closes && signs.contains(&true) || labelled && (to_somebody || to_many)
        }
        Sender::Body(name) => {
            let to_another = addressed.iter().any(|one| one != name);
            closes && labelled && to_another && !addressed.iter().any(ministry)
        }
    };
    if !letter {
        return None;
    }
    let title = subject(blocks, grammar);
    Some(Announced {
        title,
        year: title.and_then(|at| year_in(blocks[at].text.as_str())),
        told: false,
        sender: match sender {
            Sender::Ministry => None,
            Sender::Body(name) => Some(name),
        },
        ..Announced::of(DocumentKind::Letter, Relation::Original)
    })
}

/// `Fra: Solveig Rud (SFD) <solveig.rud@sfd.dep.no>`, `Fra: Kystdepartementet`.
fn is_from_ministry(blocks: &[Block], grammar: &Grammar) -> bool {
    let mut first = blocks.iter().take(HEAD).flat_map(lines);
    first.any(|line| {
        grammar.first_word(line, Role::SenderLabel).is_some()
            && (line.contains(".dep.no") || !ministries(line, grammar).is_empty())
    })
}

/// Two labels of a letter head, one of them such as only letters have.
pub fn is_labelled(blocks: &[Block], grammar: &Grammar) -> bool {
    let hits: Vec<Hit> = blocks
        .iter()
        .filter(|block| is_letter_head(block, grammar) || of_head(block))
        .flat_map(|block| grammar.words(block.text.as_str()))
        .collect();
    let count = |role: Role| hits.iter().filter(|hit| hit.role == role).count();
    count(Role::LetterHead) >= 2 && count(Role::Reference) >= 1
}

/// A short block that ends no sentence.
fn of_head(block: &Block) -> bool {
    let words = block.text.as_str();
    words.len() <= LINE
        && !matches!(block.kind, BlockKind::Item(_))
        && !words.ends_with(['.', '?', '!'])
}

fn closes(block: &Block, grammar: &Grammar) -> bool {
    let words = block.text.as_str();
    words.len() <= 160 && grammar.first_word(words, Role::Closing).is_some()
}

/// The lines above a message.
fn is_mail(head: &[Block], grammar: &Grammar) -> bool {
    let begins = |role: Role| {
        head.iter()
            .flat_map(lines)
            .any(|line| line.len() <= LINE * 2 && grammar.first_word(line, role).is_some())
    };
    begins(Role::SenderLabel) && begins(Role::RecipientLabel) && begins(Role::SubjectLabel)
}

/// `Til statsforvalterne`, `Ifølge liste`.
fn names_recipients(block: &Block, grammar: &Grammar) -> bool {
    let words = block.text.as_str();
    if !of_head(block) || words.len() > 80 {
        return false;
    }
    if grammar.first_word(words, Role::ToMany).is_some() {
        return true;
    }
    let name = grammar
        .first_word(words, Role::RecipientLabel)
        .map(|hit| words[hit.range.end..].trim());
    name.is_some_and(|name| {
        on_paper(name).is_none()
            && (name.starts_with(char::is_uppercase) || grammar.has(name, Role::Body))
    })
}

/// `Oslo, 14. januar 2026` and nothing else.
fn is_day(block: &Block, grammar: &Grammar) -> bool {
    let words = block.text.as_str();
    block.cell.is_none()
        && words.len() <= 60
        && times(words, &grammar.calendar).iter().any(|time| {
            matches!(time.when, When::Day { .. })
                && time.year.is_some()
                && words[time.range.end..].trim().is_empty()
                && (time.range.start == 0 || words[..time.range.start].trim().ends_with(','))
        })
}

/// Who speaks in a document.
fn sender(blocks: &[Block], addressed: &[String], grammar: &Grammar) -> Option<Sender> {
    const GENERAL: &str = "Departementet";
    let mut bodies: Vec<String> = Vec::new();
    let (mut named, mut general) = (false, false);
    let first = blocks.iter().take(HEAD).flat_map(lines);
    let papers: Vec<String> = first.filter_map(on_paper).collect();
    for block in blocks {
        let words = block.text.as_str();
        let mut speaking = ministries(words, grammar);
        speaking.extend(papers.iter().cloned());
        named |= speaking
            .iter()
            .any(|name| opens_speaking(words, name, grammar));
        general |= opens_speaking(words, GENERAL, grammar);
        bodies.extend(body_speaking(words, grammar));
    }
    let to_ministry = addressed.iter().any(|name| on_paper(name).is_some())
        && !addressed.iter().any(|name| on_paper(name).is_none());
    let own = bodies.into_iter().find(|name| !addressed.contains(name));
    // An answer repeats what the ministry asked.
    if to_ministry && own.is_some() {
        return None;
    }
    let paper = || papers.iter().any(|name| !addressed.contains(name));
    if named || general && !to_ministry || is_from_ministry(blocks, grammar) {
        return Some(Sender::Ministry);
    }
    match own {
        Some(name) => Some(Sender::Body(name)),
        None if !to_ministry && paper() => Some(Sender::Ministry),
        None => None,
    }
}

/// The body of the state that a block begins with and that speaks for itself: «Fjelltilsynet ber».
fn body_speaking(words: &str, grammar: &Grammar) -> Option<String> {
    let name = grammar.speaker(words)?;
    (name.starts_with(char::is_uppercase) && grammar.has(name, Role::Body))
        .then(|| name.to_string())
}

/// The block that says what a letter is about: the last short one above the first sentence that is none of
/// its head; a heading rather than a line, what «Emne:» labels before both.
fn subject(blocks: &[Block], grammar: &Grammar) -> Option<usize> {
    let head = &blocks[..blocks.len().min(TITLE_WITHIN)];
    let labelled = head.iter().position(|block| {
        let words = block.text.as_str();
        words.len() <= 220 && grammar.first_word(words, Role::SubjectLabel).is_some()
    });
    if labelled.is_some() {
        return labelled;
    }
    let body = head
        .iter()
        .position(|block| is_body(block, grammar))
        .unwrap_or(head.len());
    let addresses = addresses(head, grammar);
    let of_address = |at: &usize| addresses.iter().any(|one| one.blocks.contains(at));
    let may = |at: &usize| !of_address(at) && is_subject(&head[*at], grammar);
    let heading = |at: &usize| matches!(head[*at].kind, BlockKind::Heading { .. });
    let mut candidates = (0..body).rev().filter(may);
    let last = candidates.clone().find(heading);
    last.or_else(|| candidates.next())
}

/// Where the running text begins: a sentence, or a numbered heading.
fn is_body(block: &Block, grammar: &Grammar) -> bool {
    let words = block.text.as_str();
    if is_labelled(std::slice::from_ref(block), grammar) {
        return false;
    }
    match &block.kind {
        BlockKind::Heading { number, .. } => number.is_some(),
        BlockKind::Paragraph => {
            words.len() > 40 && words.ends_with(['.', ':']) || words.len() > 220
        }
        _ => true,
    }
}

fn is_subject(block: &Block, grammar: &Grammar) -> bool {
    let words = block.text.as_str();
    let stands = match &block.kind {
        BlockKind::Heading { number, .. } => number.is_none(),
        BlockKind::Paragraph => true,
        _ => false,
    };
    stands
        && block.cell.is_none()
        && words.split_whitespace().count() >= 2
        && words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && words.len() <= 220
        && !words.ends_with(['.', ':'])
        && grammar.first_word(words, Role::DeadlineLabel).is_none()
        && !is_letter_head(block, grammar)
        && !is_day(block, grammar)
        && !names_recipients(block, grammar)
        && on_paper(words).is_none()
        && grammar.title(words).is_none()
        && grammar
            .first_role(words, &[Role::Withheld, Role::Attachments, Role::Copies])
            .is_none()
        // A reference, or the values of several labels.
        && words.chars().filter(|c| c.is_alphabetic()).count() * 2 > words.len() / 2 + 4
}
