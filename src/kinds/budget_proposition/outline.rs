//! The outline of a proposition: parts, numbered chapters, programme areas and categories, budget
//! chapters and their posts.
//!
//! ```text
//! heading  ::= part | numbered | area | category | chapter | post | subtitle | decided
//! part     ::= "Del" roman
//! area     ::= "Programområde" digits title
//! category ::= "Programkategori" digits "." digits title
//! chapter  ::= "Kap." digits title                 once for each chapter
//! post     ::= "Post" digits title                 under a chapter
//! goal     ::= "Bærekraftsmål" | "Delmål" … number ":" words      a goal that the text accounts for
//! subtitle ::= a short line that ends no sentence, set off from what stands before it
//! decided  ::= group | romertall                  below the title of the proposed decision
//! group    ::= title                              «Andre fullmakter», right above a romertall
//! romertall ::= roman title? sentence             `II`, «Fullmakt til …», «Stortinget samtykker …»
//! ```
//! What is below what follows from these ranks. A post is known by its chapter's and its own number:
//! «Post 21» under «Kap. 701» is section `701.21`, so that a paragraph can be cited by its place.

use super::{
    Proposition,
    appropriations::{
        columns::{Form, head},
        roman,
    },
};
use crate::{
    grammar::{money::MoneyRole, sentence::wants_more},
    kinds::{
        ids::Ids,
        money::{posts::bare, words},
    },
    layout::{BlockKind, Dictionary, Text, TextLine},
    model::Section,
};
use std::collections::{HashMap, HashSet};

/// Ranks of headings; a numbered heading's is `NUMBERED` times its depth.
const PART: u32 = 0;
const NUMBERED: u32 = 10;
/// The parts of the proposed decision, below its title: groups, and romertall in them.
const GROUP: u32 = 11;
const ROMERTALL: u32 = 12;
const AREA: u32 = 50;
const CATEGORY: u32 = 60;
const CHAPTER: u32 = 70;
const POST: u32 = 80;
const GOAL: u32 = 84;
const SUBTITLE: u32 = 90;

/// How many lines the title of a romertall may take.
const TITLE: usize = 4;

/// A heading, found.
#[derive(Debug, Clone)]
pub(super) struct Head {
    /// Its first line.
    pub(super) line: usize,
    /// One past its last line.
    pub(super) end: usize,
    rank: u32,
    /// The section's id.
    pub(super) id: String,
    /// The budget chapter that it stands under, or heads.
    pub(super) chapter: Option<String>,
    /// The post that it stands under, or heads.
    pub(super) post: Option<String>,
    /// The chapter whose heading is the last one above.
    pub(super) above: Option<String>,
    /// Which run of ascending posts it belongs to.
    pub(super) run: Option<usize>,
}

impl Head {
    /// Whether it heads a post, and no part of one.
    pub(super) fn is_post(&self) -> bool {
        self.rank == POST
    }

    /// Whether it heads a chapter of the budget.
    pub(super) fn is_chapter(&self) -> bool {
        self.rank == CHAPTER
    }

    /// Whether it is a title that may stand below a post's heading.
    pub(super) fn below_posts(&self) -> bool {
        self.rank > POST
    }
}

/// The chapter that a numbered heading is about.
fn chapter_of(title: &str) -> Option<String> {
    let rest = title.strip_prefix("Kap")?.trim_start_matches("ittel");
    let rest = rest.trim_start_matches(['.', ' ', '\u{a0}']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (2..=4).contains(&digits).then(|| bare(&rest[..digits]))
}

/// The headings of a proposition, in order.
#[derive(Debug, Default)]
pub(super) struct Outline {
    heads: Vec<Head>,
    chapters: HashMap<String, (String, String)>,
    categories: HashSet<String>,
}

impl Outline {
    /// The last heading above a line.
    pub(super) fn at(&self, line: usize) -> Option<&Head> {
        let after = self.heads.partition_point(|head| head.line <= line);
        self.heads.get(after.checked_sub(1)?)
    }

    /// Whether a heading begins at a line.
    pub(super) fn begins(&self, line: usize) -> bool {
        self.at(line).is_some_and(|head| head.line == line)
    }

    /// Id and title of a budget chapter's section.
    pub(super) fn chapter(&self, number: &str) -> Option<(&str, &str)> {
        self.chapters
            .get(number)
            .map(|(id, title)| (id.as_str(), title.as_str()))
    }

    /// The id of a category's section, if it has one.
    pub(super) fn section(&self, id: &str) -> Option<&str> {
        self.categories.get(id).map(String::as_str)
    }

    /// The headings, in order.
    pub(super) fn heads(&self) -> &[Head] {
        &self.heads
    }

    /// Forgets headings that turned out to be none, by the ids of their sections.
    pub(super) fn drop_heads(&mut self, dropped: impl Fn(&str) -> bool) {
        self.heads.retain(|head| !dropped(&head.id));
    }

    /// The headings, in order, to be changed.
    pub(super) fn heads_mut(&mut self) -> &mut [Head] {
        &mut self.heads
    }

    /// Id and title of every budget chapter's section, by its number.
    pub(super) fn chapters(&self) -> &HashMap<String, (String, String)> {
        &self.chapters
    }
}

/// A heading before its place in the outline is known.
pub(super) struct Found {
    line: usize,
    /// One past its last line.
    pub(super) end: usize,
    rank: u32,
    number: Option<String>,
    /// Where the title begins in the first line.
    skip: usize,
}

impl Found {
    /// A title without a number.
    pub(super) fn subtitle(line: usize, end: usize) -> Self {
        Self::unnumbered(line, end, SUBTITLE)
    }

    /// A romertall of the proposed decision; its title stands below the numeral, if it has one.
    pub(super) fn romertall(line: usize, end: usize, number: &str) -> Self {
        Self {
            number: Some(number.to_string()),
            skip: if end > line + 1 { number.len() } else { 0 },
            ..Self::unnumbered(line, end, ROMERTALL)
        }
    }

    /// The title of a group of romertall.
    pub(super) fn group(line: usize) -> Self {
        Self::unnumbered(line, line + 1, GROUP)
    }

    /// A goal, below those of which it is a part: `depth` counts from 0.
    pub(super) fn goal(line: usize, end: usize, depth: u32) -> Self {
        Self::unnumbered(line, end, GOAL + depth.min(SUBTITLE - GOAL - 1))
    }

    fn unnumbered(line: usize, end: usize, rank: u32) -> Self {
        Self {
            line,
            end,
            rank,
            number: None,
            skip: 0,
        }
    }
}

impl Proposition<'_> {
    /// Reads the headings and makes the sections of them.
    pub(super) fn read_outline(&mut self) {
        let found = self.headings();
        let names = Dictionary::of(
            found
                .iter()
                .flat_map(|head| self.lines[head.line..head.end].iter().map(|line| line.text)),
        );
        let parts = found.iter().any(|head| head.rank == PART);
        let mut outline = Outline::default();
        let mut sections: Vec<Section> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut ids = Ids::default();
        let (mut last_post, mut restarted, mut group) = (None, false, 0);
        let mut headed: Option<String> = None;
        for head in found {
            let title = self.heading_title(&head, &names);
            open.retain(|&at| outline.heads[at].rank < head.rank);
            let above = open.last().map(|&at| outline.heads[at].clone());
            let mut chapter = match head.rank {
                CHAPTER => head.number.clone(),
                // `2.1 Kap. 605 Etaten`
                ..=AREA if head.rank != PART => chapter_of(title.as_str()),
                _ => above.as_ref().and_then(|above| above.chapter.clone()),
            };
            match head.rank {
                POST => {
                    // A chapter's posts ascend: where they begin again, the next chapter's heading
                    // is lost, and they are no posts of this one.
                    let own = head.number.as_deref().and_then(first_number);
                    if own <= last_post {
                        (restarted, group) = (true, group + 1);
                    }
                    // After «Postene 72–75» each of them may follow.
                    let range = head
                        .number
                        .as_deref()
                        .is_some_and(|n| n.contains(['–', '-']));
                    last_post = if range {
                        own.map(|n| n.saturating_sub(1))
                    } else {
                        own
                    };
                    if restarted {
                        chapter = None;
                    }
                }
                GOAL.. => {}
                _ => (last_post, restarted, group) = (None, false, group + 1),
            }
            let run = (head.rank >= POST).then_some(group);
            headed = match head.rank {
                CHAPTER => head.number.clone(),
                POST.. => headed,
                _ => None,
            };
            let post = match head.rank {
                POST => head.number.clone(),
                _ => above.as_ref().and_then(|above| above.post.clone()),
            };
            let base = match (head.rank, &head.number) {
                (PART, Some(number)) => format!("Del {number}"),
                (AREA, Some(number)) => format!("Programområde {number}"),
                (ROMERTALL, Some(number)) => format!("Forslag {number}"),
                (POST, Some(number)) => match &chapter {
                    Some(chapter) => format!("{chapter}.{number}"),
                    None => format!("Post {number} {}", words(title.as_str())),
                },
                (_, Some(number)) => number.clone(),
                (_, None) => words(title.as_str()),
            };
            let (id, _) = ids.next(base);
            if let (CHAPTER, Some(number)) = (head.rank, &head.number) {
                outline
                    .chapters
                    .entry(number.clone())
                    .or_insert((id.clone(), words(title.as_str())));
            }
            if head.rank == CATEGORY {
                outline.categories.insert(id.clone());
            }
            let missing = u32::from(
                parts
                    && open
                        .first()
                        .is_none_or(|&at| outline.heads[at].rank != PART),
            );
            let level = open.len() as u32 + 1 + if head.rank == PART { 0 } else { missing };
            sections.push(Section {
                id: id.clone(),
                number: head.number.clone(),
                title: title.as_str().to_string(),
                level,
                parent: above.map(|above| above.id),
                spans: self.spans(&title.places()),
            });
            open.push(outline.heads.len());
            outline.heads.push(Head {
                line: head.line,
                end: head.end,
                rank: head.rank,
                id,
                chapter,
                post,
                above: headed.clone(),
                run,
            });
        }
        self.document.sections = sections;
        self.outline = outline;
    }

    fn headings(&self) -> Vec<Found> {
        let mut numbered: HashMap<usize, (&str, usize, usize)> = HashMap::new();
        for block in self.blocks {
            if let BlockKind::Heading {
                number: Some(number),
                ..
            } = &block.kind
            {
                let first = &self.lines[block.lines.start];
                let skip = block
                    .text
                    .start()
                    .map_or(0, |start| start.saturating_sub(first.at));
                if number.starts_with(|c: char| c.is_ascii_digit()) {
                    numbered.insert(block.lines.start, (number, skip, block.lines.end));
                }
            }
        }
        let mut found: Vec<Found> = Vec::new();
        let mut chapters = HashSet::new();
        let mut below_chapter = false;
        let wraps = self.marks_wraps();
        let mut decided = false;
        let mut at = 0;
        while at < self.lines.len() {
            let head = if let Some(&(number, skip, end)) = numbered.get(&at) {
                below_chapter = false;
                Some(Found {
                    line: at,
                    end,
                    rank: NUMBERED * (number.split('.').count() as u32).min(4),
                    number: Some(number.to_string()),
                    skip,
                })
            } else {
                self.named(
                    at,
                    below_chapter,
                    found.last().is_some_and(|head| head.end == at),
                )
                .filter(|head| {
                    head.rank != CHAPTER
                        || head
                            .number
                            .clone()
                            .is_some_and(|number| chapters.insert(number))
                })
                .or_else(|| self.romertall(at).filter(|_| decided))
                .or_else(|| self.title(at, found.last().is_some_and(|head| head.end == at), wraps))
            };
            match head {
                Some(head) => {
                    // Only the decision's title is of that rank and has no number.
                    decided |= head.rank == NUMBERED && head.number.is_none();
                    match head.rank {
                        CHAPTER | CATEGORY => below_chapter = true,
                        POST.. => {}
                        _ => {
                            let title = self.lines[head.line].text.get(head.skip..);
                            below_chapter = title.and_then(chapter_of).is_some();
                        }
                    }
                    at = head.end.max(at + 1);
                    found.push(head);
                }
                None => at += 1,
            }
        }
        found
    }

    /// A heading that a word of the budget opens.
    fn named(&self, at: usize, below_chapter: bool, headed: bool) -> Option<Found> {
        let line = &self.lines[at];
        if line.cell.is_some() || !line.text.starts_with(['D', 'K', 'P', 'F']) || line.width > 110 {
            return None;
        }
        if line.text.starts_with('F') {
            return self.decision_title(at);
        }
        let role = self.grammar.money.first(
            line.text,
            &[
                MoneyRole::Chapter,
                MoneyRole::Post,
                MoneyRole::Category,
                MoneyRole::Area,
                MoneyRole::Part,
            ],
        )?;
        if !headed && !self.free(at) {
            return None;
        }
        let (_, rest) = line.text.split_once(char::is_whitespace)?;
        let rest = rest.trim_start();
        let length = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
        let number = &rest[..length];
        let skip = line.text.len() - rest[length..].trim_start().len();
        let title = &line.text[skip..];
        let digits = number.trim_start_matches('0');
        let (rank, number) = match role {
            MoneyRole::Part => (PART, number.to_string()),
            MoneyRole::Area => (AREA, number.to_string()),
            MoneyRole::Category => (CATEGORY, number.to_string()),
            MoneyRole::Chapter => (CHAPTER, digits.to_string()),
            _ => (POST, number.to_string()),
        };
        if number.is_empty() {
            return None;
        }
        if matches!(role, MoneyRole::Chapter | MoneyRole::Post) {
            // `Kap. 732, post 70` and `Post 74 er …` stand in sentences.
            let plain = |c: char| c.is_ascii_digit() || matches!(c, '–' | '-');
            let named = title
                .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "«\"".contains(c));
            let set_off = line.gap && line.width <= 60 && self.capital(at + 1);
            if !number.chars().all(plain)
                || !(named || set_off)
                || title.ends_with(['.', ':']) && !abbreviated(title) && !self.year(at + 1)
                || title.ends_with(',') && !self.condition(at + 1)
                || role == MoneyRole::Post && !below_chapter
            {
                return None;
            }
        }
        let mut end = at + 1;
        while end < self.lines.len() && end < at + 3 && self.title_goes_on(end) {
            end += 1;
        }
        // The areas and categories of a table stand above its rows.
        let row = |line: &TextLine<'_>| {
            line.text.starts_with(|c: char| c.is_ascii_digit())
                && ends(line)
                && !line.text.ends_with('.')
        };
        if matches!(rank, AREA | CATEGORY) && self.lines.get(end).is_some_and(row) {
            return None;
        }
        // A heading without words of its own is the part's alone.
        let bare = title.is_empty();
        if bare && rank != PART {
            return None;
        }
        Some(Found {
            line: at,
            end,
            rank,
            number: Some(number),
            skip: if bare { 0 } else { skip },
        })
    }

    /// A part of the proposed decision: a romertall that decides in a sentence, with the title above
    /// that, or the title of a group of them. The one that is a table alone has the decision's place.
    fn romertall(&self, at: usize) -> Option<Found> {
        let line = &self.lines[at];
        if self.is_group_title(at) && !ends(line) && head(self.lines, at, self.grammar).is_none() {
            return Some(Found::group(at));
        }
        let sentence = |at: &usize| self.lines.get(*at).is_some() && self.begins_sentence(*at);
        (roman(line.text) && line.cell.is_none())
            .then(|| (at + 1..at + 2 + TITLE).find(sentence))
            .flatten()
            .filter(|&end| {
                !self.lines[at + 1..end]
                    .iter()
                    .any(|line| roman(line.text) || ends(line) && !line.text.ends_with(')'))
            })
            .map(|end| Found::romertall(at, end, line.text))
    }

    /// The title of the proposed decision: its table follows within a page's head.
    fn decision_title(&self, at: usize) -> Option<Found> {
        let line = &self.lines[at];
        // «Forslag / 2027» is the title of a column.
        let column = self.lines.get(at + 1).is_some_and(|next| {
            next.text.len() == 4 && next.text.bytes().all(|b| b.is_ascii_digit())
        });
        let title = line.width <= 60
            && !column
            && self
                .grammar
                .money
                .find(line.text, MoneyRole::Decision)
                .is_some()
            && (at + 1..(at + 20).min(self.lines.len())).any(|at| {
                head(self.lines, at, self.grammar).is_some_and(|head| head.form == Form::Decision)
            });
        title.then(|| Found {
            line: at,
            end: at + 1,
            rank: NUMBERED,
            number: None,
            skip: 0,
        })
    }

    /// Whether the line before has come to an end, or an empty line stands between.
    fn free(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let mut at = at;
        while at > 0 && self.running_head(at - 1) {
            at -= 1;
        }
        at == 0
            || at > 0 && self.lines[at].gap
            || line.gap
            || line.first_on_page
            || self.lines[at - 1]
                .text
                .ends_with(['.', ':', '!', '?', '»', ')'])
            || self.lines[at - 1]
                .text
                .ends_with(|c: char| c.is_ascii_digit())
            || self.lines[at - 1].style.ends_paragraph
            || line.style.bold && !self.lines[at - 1].style.bold
    }

    /// A running head that the layout has left in the text: `2025–2026 Prop. 1 S 89`, or the sender.
    pub(super) fn running_head(&self, at: usize) -> bool {
        let text = self.lines[at].text;
        let digits = |c: char| c.is_ascii_digit();
        text.len() <= 40
            && text.contains("Prop. ")
            && text.starts_with(digits)
            && text.ends_with(digits)
            || self.document.issuers.iter().any(|issuer| issuer == text)
    }

    /// Whether a heading's line goes on with this one.
    fn title_goes_on(&self, at: usize) -> bool {
        let (last, line) = (&self.lines[at - 1], &self.lines[at]);
        let set_alike = match (last.style.size, line.style.size) {
            (Some(a), Some(b)) => (a - b).abs() < 0.4 && last.style.bold == line.style.bold,
            _ => true,
        };
        if line.cell.is_some()
            || !set_alike
            || line.first_on_page
            || line.gap && !last.text.ends_with(['-', '\u{2010}'])
        {
            return false;
        }
        line.text.starts_with(char::is_lowercase)
            || self.year(at)
            || last.text.ends_with(['-', '\u{ad}', '\u{2010}', ','])
            || wants_more(last.text)
            || last.style.bold && line.style.bold && !last.style.ends_paragraph && last.width > 25
    }

    /// Whether a line is a year and nothing else: the title above it goes on, «… f.o.m. / 2008».
    fn year(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(|line| {
            !line.gap && line.text.len() == 4 && line.text.bytes().all(|b| b.is_ascii_digit())
        })
    }

    /// Whether a line is the condition of the post named above it: `kan overføres`.
    fn condition(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(|line| {
            let role = MoneyRole::Condition;
            !line.gap && self.grammar.money.find(line.text, role).is_some()
        })
    }

    fn capital(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(|line| {
            line.text
                .starts_with(|c: char| c.is_uppercase() || c == '–')
        })
    }

    fn heading_title(&self, head: &Found, names: &Dictionary<'_>) -> Text {
        let first = &self.lines[head.line];
        let mut title = Text::at(
            self.source,
            first.at + head.skip..first.at + first.text.len(),
        );
        for at in head.line + 1..head.end {
            let line = &self.lines[at];
            let joint = names.joint(self.lines[at - 1].text, line.text);
            title.push(self.source, line.at..line.at + line.text.len(), joint);
        }
        title
    }
}

/// A line that ends a sentence, or a row of figures.
pub(super) fn ends(line: &TextLine<'_>) -> bool {
    line.text.ends_with(['.', ':', '!', '?', '»', ')', ';'])
        || line
            .text
            .ends_with(|c: char| c.is_ascii_digit() || c == '%')
}

/// `mv.`, `m.m.`: a full stop that ends no sentence.
fn abbreviated(title: &str) -> bool {
    ["mv.", "m.v.", "m.m.", "mm.", "o.l.", "ol.", "etc."]
        .iter()
        .any(|short| title.ends_with(short))
}

/// The number that a post's begins with: 72 of "72–75".
pub(super) fn first_number(number: &str) -> Option<u32> {
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    number[..digits].parse().ok()
}
