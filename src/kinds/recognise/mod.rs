//! Which documents a source holds, and where each begins.
//!
//! A title near the top announces the kind; where a converter lost the title page, the words by
//! which such a letter speaks of itself do. Further letters in the same file begin at a title that
//! announces another one: another supplement, another kind or year.

mod form;

use super::{letter::heads_assignment, parties};
use crate::{
    Error,
    grammar::{
        ColumnRole, DocumentForm, Grammar, Zone, identifier::identifier_at, lexeme::lower_in_place,
        phrases::Role,
    },
    layout::{Block, BlockKind},
    model::{DocumentKind, Relation},
    source::{Canonical, Cell},
};
use std::ops::Range;

/// A document, not yet read.
#[derive(Debug, Clone)]
pub struct Announced {
    /// Its kind.
    pub kind: DocumentKind,
    /// Original, supplement or revision.
    pub relation: Relation,
    /// The block that holds its title.
    pub title: Option<usize>,
    /// The year that its title names.
    pub year: Option<i32>,
    /// The supplement number that its title names.
    pub number: Option<u32>,
    /// The letter gives one assignment, and its title names it.
    pub single: bool,
    /// A title or words that are known tell its kind; else it has the form of a letter, and no more is known.
    pub told: bool,
    /// The body of the state that sends it, where no ministry does.
    pub sender: Option<String>,
    /// Its blocks.
    pub blocks: Range<usize>,
}

impl Announced {
    /// One of which nothing more is known.
    fn of(kind: DocumentKind, relation: Relation) -> Self {
        Self {
            kind,
            relation,
            title: None,
            year: None,
            number: None,
            single: false,
            told: true,
            sender: None,
            blocks: 0..0,
        }
    }
}

/// How many blocks may stand before the title of the first document.
pub const TITLE_WITHIN: usize = 60;
/// How much text is looked at for the words by which a letter speaks of itself.
const FIRST_PAGES: usize = 9000;

/// The documents of a source, in order. `heads` are the running heads that layout took out.
///
/// # Errors
/// [`Error::UnknownKind`] where nothing announces a kind.
pub fn documents(
    source: &Canonical,
    blocks: &[Block],
    heads: &[&str],
    grammar: &Grammar,
) -> Result<Vec<Announced>, Error> {
    let mut found: Vec<Announced> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let first = found.is_empty();
        if first && at >= TITLE_WITHIN {
            break;
        }
        // Only letters stand several to a file; a row «Årsrapport 2025» opens no document.
        if found.last().is_some_and(|open| !open.kind.is_letter()) {
            break;
        }
        let Some(announced) = title(at, block, blocks, grammar) else {
            continue;
        };
        // A letter cites the proposition below its head, and its calendar names the report; neither has the
        // head of a letter.
        let cited = announced.kind == DocumentKind::BudgetProposition
            || block.cell.is_some() && !announced.kind.is_letter();
        if first && cited && form::is_labelled(&blocks[..at], grammar) {
            continue;
        }
        if let Some(open) = found.last() {
            if !announced.kind.is_letter() {
                continue;
            }
            let same = (open.kind, open.relation) == (announced.kind, announced.relation)
                && (announced.number.is_none() || open.number == announced.number)
                && (announced.year.is_none() || open.year == announced.year);
            let after = open.title.map_or(0, |title| title + 1);
            if same || !begins_letter(at, after, blocks, grammar, &announced) {
                continue;
            }
        }
        found.push(announced);
    }
    // Letters after a first one that has lost its title page.
    let spoken = if found.is_empty() {
        by_running_head(heads, grammar)
            .or_else(|| by_own_words(blocks, grammar))
            .or_else(|| by_structure(blocks, grammar))
            .or_else(|| by_assignment(blocks, grammar))
            .or_else(|| form::by_form(blocks, grammar))
    } else {
        None
    };
    match (found.first().map(|first| first.relation), spoken) {
        (Some(Relation::Original), _) => {}
        (None, Some(first)) => {
            found.push(first);
            let later: Vec<Announced> = (TITLE_WITHIN..blocks.len())
                .filter_map(|at| {
                    let announced = title(at, &blocks[at], blocks, grammar)?;
                    (announced.relation != Relation::Original
                        && begins_letter(at, 0, blocks, grammar, &announced))
                    .then_some(announced)
                })
                .collect();
            for announced in later {
                let known = found.iter().any(|open| {
                    (open.relation, open.number, open.year)
                        == (announced.relation, announced.number, announced.year)
                });
                if !known {
                    found.push(announced);
                }
            }
        }
        _ => {}
    }
    if found.is_empty() {
        let (place, begins) = beginning(source);
        return Err(Error::UnknownKind { place, begins });
    }
    // Each letter begins at its letter head and ends where the next begins.
    let mut starts = vec![0];
    for pair in found.windows(2) {
        let after = pair[0].title.map_or(0, |title| title + 1);
        let title = pair[1].title.unwrap_or(0);
        starts.push(letter_head_start(title, after, blocks, grammar));
    }
    for (n, announced) in found.iter_mut().enumerate() {
        announced.blocks = starts[n]..starts.get(n + 1).copied().unwrap_or(blocks.len());
    }
    Ok(found)
}

/// Where a text begins, and its first words, for those who look for it.
pub fn beginning(source: &Canonical) -> (String, String) {
    let begins: String = source
        .text()
        .trim()
        .chars()
        .take(60)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let line = source
        .lines()
        .iter()
        .position(|line| !source.line_text(line).trim().is_empty())
        .unwrap_or(0)
        + 1;
    let place = match source.page_count() {
        Some(_) => format!("page 1, line {line}"),
        None => format!("line {line}"),
    };
    (place, begins)
}

/// The document that a block announces, if it is a title.
fn title(at: usize, block: &Block, blocks: &[Block], grammar: &Grammar) -> Option<Announced> {
    let stands = match &block.kind {
        BlockKind::Heading { number, .. } => number.is_none(),
        BlockKind::Paragraph => true,
        _ => false,
    };
    let text = block.text.as_str();
    if !stands
        || text.len() > 220
        || text.ends_with('.') && text.len() > 60
        || !text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        || grammar.has(text, Role::Refers)
    {
        return None;
    }
    // A title over two lines that layout kept apart is tried together with the next block.
    let joined = blocks
        .get(at + 1)
        .filter(|next| next.text.len() < 80 && matches!(next.kind, BlockKind::Paragraph))
        .map(|next| format!("{text} {}", next.text.as_str()));
    let (form, captures) = grammar.title(text)?;
    let (mut form, mut captures) = (form, captures);
    if captures.year.is_none()
        && let Some((longer, more)) = joined.as_deref().and_then(|joined| grammar.title(joined))
        && longer.kind == form.kind
        && more.year.is_some()
    {
        (form, captures) = (longer, more);
    }
    Some(Announced {
        title: Some(at),
        year: captures.year.or_else(|| year_in(text)),
        number: captures
            .number
            .filter(|&number| number < 100 && form.relation == Relation::Supplement),
        ..Announced::of(form.kind, form.relation)
    })
}

/// The one year that a title names, or the first of the years that it spans: `2025–2028`. Two years in a row
/// are a session of Parliament.
fn year_in(text: &str) -> Option<i32> {
    let mut years = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|word| word.len() == 4)
        .filter_map(|word| word.parse::<i32>().ok())
        .filter(|year| (1990..2100).contains(year));
    let year = years.next()?;
    match (years.next(), years.next()) {
        (None, _) => Some(year),
        (Some(last), None) => {
            let spanned = ["–", "-", "—"]
                .iter()
                .any(|dash| text.contains(&format!("{year}{dash}{last}")));
            (spanned && year + 1 < last).then_some(year)
        }
        _ => None,
    }
}

/// Whether a title further down begins a letter: letter heads stand around it, or above it and below
/// the title before (`after`).
fn begins_letter(
    at: usize,
    after: usize,
    blocks: &[Block],
    grammar: &Grammar,
    announced: &Announced,
) -> bool {
    if announced.number.is_none() && announced.year.is_none() {
        return false;
    }
    let around = at.saturating_sub(25)..(at + 60).min(blocks.len());
    let heads = blocks[around]
        .iter()
        .filter(|block| is_letter_head(block, grammar))
        .count();
    // `Deres ref Vår ref Dato`: all labels may stand on one line above the title.
    let above = at.saturating_sub(8).max(after).min(at)..at;
    let labels: usize = blocks[above]
        .iter()
        .filter(|block| is_letter_head(block, grammar))
        .map(|block| {
            let hits = grammar.words(block.text.as_str()).into_iter();
            hits.filter(|hit| hit.role == Role::LetterHead).count()
        })
        .sum();
    heads >= 2 || labels >= 2
}

/// A short block that holds a label of a letter head.
pub fn is_letter_head(block: &Block, grammar: &Grammar) -> bool {
    block.text.len() <= 120
        && !matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Item(_))
        && grammar
            .first_role(block.text.as_str(), &[Role::LetterHead])
            .is_some()
}

/// Whether a «Dato» heads a column of days, which a letter head has as a label, too: the title of another
/// column stands beside it, or it stands in a calendar.
pub fn heads_days(blocks: &[Block], at: usize, grammar: &Grammar) -> bool {
    let block = &blocks[at];
    let labels = |words: &str| {
        let hits = grammar.words(words).into_iter();
        hits.filter(|hit| hit.role == Role::LetterHead).count()
    };
    if let BlockKind::TableHead(roles) = &block.kind {
        return roles.contains(&ColumnRole::Date) && labels(block.text.as_str()) < 2;
    }
    let Some(Cell { table, row, .. }) = block.cell else {
        let first = block.text.as_str().split_whitespace().next().unwrap_or("");
        let dated = grammar.column(first) == Some(ColumnRole::Date);
        return dated
            && blocks[..at]
                .iter()
                .rev()
                .find(|block| matches!(block.kind, BlockKind::Heading { .. }))
                .is_some_and(|block| grammar.zone(block.text.as_str()) == Some(Zone::Calendar));
    };
    if grammar.column(block.text.as_str()) != Some(ColumnRole::Date) {
        return false;
    }
    let same = |block: &&Block| {
        block
            .cell
            .is_some_and(|cell| (cell.table, cell.row) == (table, row))
    };
    let before = blocks[..at].iter().rev().take_while(same);
    let beside: Vec<&str> = before
        .chain(blocks[at + 1..].iter().take_while(same))
        .map(|block| block.text.as_str())
        .filter(|words| words.contains(char::is_alphabetic))
        .collect();
    // `Dato | Aktivitet | Avdeling`: another label may be a column's title, as well.
    let column = |words: &&str| grammar.column(words).is_some() && labels(words) == 0;
    // `Dato | Sted og tema`: what stands beside the label has figures, or is a label.
    let title = |words: &&str| !words.contains(|c: char| c.is_ascii_digit()) && labels(words) == 0;
    beside.iter().any(column) || !beside.is_empty() && beside.iter().all(title)
}

/// The first block of the letter head before a title, the address above it with it; `after` is where the
/// letter before may still go on. Its close is none of the next one's.
fn letter_head_start(title: usize, after: usize, blocks: &[Block], grammar: &Grammar) -> usize {
    const BLOCKS: usize = 25;
    let mut start = title;
    let mut at = title;
    while at > after && title - at < BLOCKS {
        at -= 1;
        let words = blocks[at].text.as_str();
        if is_letter_head(&blocks[at], grammar) {
            start = at;
        } else if words.len() > 100 || grammar.first_word(words, Role::Closing).is_some() {
            break;
        }
    }
    address_start(start, after, blocks)
}

/// Where the address begins that stands right above a block.
fn address_start(below: usize, after: usize, blocks: &[Block]) -> usize {
    /// A name, a street, a town, each in a block of its own.
    const BLOCKS: usize = 4;
    let above = || (after..below).rev().take(BLOCKS);
    let ends = above().find(|&at| parties::lines(&blocks[at]).any(parties::is_town));
    let Some(town) = ends else {
        return below;
    };
    // It begins with a name.
    if parties::lines(&blocks[town])
        .next()
        .is_some_and(parties::is_name)
    {
        return town;
    }
    let own = (after..town).rev().take(BLOCKS);
    own.into_iter()
        .find(|&at| parties::is_name(blocks[at].text.as_str()))
        .unwrap_or(town)
}

/// A first document that does not say what it is, by its parts: the chapters of a letter, and
/// assignments. What other letters it speaks of tells which of the two kinds.
fn by_structure(blocks: &[Block], grammar: &Grammar) -> Option<Announced> {
    let assignments = blocks
        .iter()
        .filter(|block| match &block.kind {
            BlockKind::Row { .. } => true,
            BlockKind::Item(_) => false,
            _ => identifier_at(block.text.as_str(), &grammar.templates)
                .is_ok_and(|(rest, _)| heads_assignment(rest, grammar).is_some()),
        })
        .count();
    if assignments < 2 || letter_zones(blocks, grammar).len() < 2 {
        return None;
    }
    let (mut allocation, mut commission) = (0, 0);
    for block in blocks {
        let lower = lower_in_place(block.text.as_str());
        allocation += lower.matches("tildelingsbrev").count();
        commission +=
            lower.matches("oppdragsdokument").count() + lower.matches("oppdragsbrev").count();
    }
    let kind = if allocation == 0 && commission == 0 {
        return None;
    } else if commission > allocation {
        DocumentKind::CommissioningDocument
    } else {
        DocumentKind::AllocationLetter
    };
    Some(Announced::of(kind, Relation::Original))
}

/// A letter that gives one assignment: `Oppdrag om …` under a letter head, words that give it, and a
/// close.
fn by_assignment(blocks: &[Block], grammar: &Grammar) -> Option<Announced> {
    let title = blocks.iter().take(TITLE_WITHIN).position(|block| {
        let words = block.text.as_str();
        let stands = match &block.kind {
            BlockKind::Heading { number, .. } => number.is_none(),
            BlockKind::Paragraph => !words.ends_with(['.', ':', ',']),
            _ => false,
        };
        stands && words.len() <= 160 && starts_with_role(words, Role::AssignmentLetter, grammar)
    })?;
    let labels = blocks[title.saturating_sub(25)..title]
        .iter()
        .filter(|block| is_letter_head(block, grammar))
        .flat_map(|block| grammar.words(block.text.as_str()))
        .filter(|hit| hit.role == Role::LetterHead)
        .count();
    let body = &blocks[title + 1..];
    let gives = body.iter().any(|block| {
        let words = block.text.as_str();
        words.contains(" i oppdrag ") || words.contains("ppdraget ")
    });
    let closes = body
        .iter()
        .any(|block| starts_with_role(block.text.as_str(), Role::Closing, grammar));
    (labels >= 2 && gives && closes).then_some(Announced {
        title: Some(title),
        single: true,
        ..Announced::of(DocumentKind::CommissioningDocument, Relation::Original)
    })
}

fn starts_with_role(words: &str, role: Role, grammar: &Grammar) -> bool {
    let head: String = words.chars().take(40).collect();
    grammar
        .words(&head)
        .iter()
        .any(|hit| hit.role == role && hit.range.start == 0)
}

/// The zones of a letter that headings open, each once.
fn letter_zones(blocks: &[Block], grammar: &Grammar) -> Vec<Zone> {
    let mut seen = Vec::new();
    for block in blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Heading { .. }))
    {
        let zone = grammar.zone(block.text.as_str());
        let Some(zone) = zone.filter(|zone| {
            matches!(
                zone,
                Zone::Assignments
                    | Zone::Allocation
                    | Zone::SteeringParameters
                    | Zone::Goals
                    | Zone::Reporting
                    | Zone::Indicators
                    | Zone::QualitativeGoals
                    | Zone::CommonDirectives
            )
        }) else {
            continue;
        };
        if !seen.contains(&zone) {
            seen.push(zone);
        }
    }
    seen
}

/// A first document without a title, by the head of its pages: `2025–2026 Prop. 1 S 43`.
fn by_running_head(heads: &[&str], grammar: &Grammar) -> Option<Announced> {
    let mut counts: Vec<((DocumentKind, Relation), usize)> = Vec::new();
    for head in heads {
        let words: Vec<&str> = head.split_whitespace().collect();
        // The page number stands before or after the words.
        let bare = words
            .iter()
            .filter(|word| !word.chars().all(|c| c.is_ascii_digit()))
            .copied()
            .collect::<Vec<_>>()
            .join(" ");
        let titles = [
            head.to_string(),
            words.join(" "),
            bare,
            words[..words.len().saturating_sub(1)].join(" "),
            words.get(1..).unwrap_or(&[]).join(" "),
        ];
        let Some((form, _)) = titles.iter().find_map(|title| grammar.title(title)) else {
            continue;
        };
        let key = (form.kind, form.relation);
        match counts.iter_mut().find(|(own, _)| *own == key) {
            Some((_, count)) => *count += 1,
            None => counts.push((key, 1)),
        }
    }
    let ((kind, relation), count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count >= 3).then_some(Announced::of(kind, relation))
}

/// A first document without a title, by the words with which it speaks of itself.
fn by_own_words(blocks: &[Block], grammar: &Grammar) -> Option<Announced> {
    let mut lower = String::new();
    let mut first_pages = None;
    for block in blocks {
        if first_pages.is_none() && lower.len() > FIRST_PAGES {
            first_pages = Some(lower.len());
        }
        lower.push_str(&lower_in_place(block.text.as_str()));
        lower.push('\n');
    }
    // A letter says early what it is; a proposition or a report goes on using its own words.
    let mut spoken: Vec<(&DocumentForm, usize)> = grammar
        .speaking(&lower, first_pages.unwrap_or(lower.len()))
        .into_iter()
        .filter_map(|(form, early, all)| {
            let (count, least) = if form.is_letter() {
                (early, 1)
            } else {
                (all, 8)
            };
            (count >= least).then_some((form, count))
        })
        .collect();
    // Of equal counts the last wins, and no letter where another kind has as many.
    spoken.sort_by_key(|(form, _)| !form.is_letter());
    let (form, _) = spoken
        .into_iter()
        .max_by_key(|(form, count)| (*count, form.relation == Relation::Original))?;
    // Others write about such letters, too: the letter itself has their parts.
    let zones = letter_zones(blocks, grammar);
    (zones.len() >= 2 || !form.is_letter()).then_some(Announced::of(form.kind, form.relation))
}
