//! Points of a series that ask and are in no record.
//!
//! A series shows by itself that its members are of one sort: where some ask and no record begins at
//! them, they were missed, whatever they are called. What a member asks is seen in its first words where its
//! label may be anybody's (`1.`, `a)`, `–`), in all that stands below it where its label is one that only
//! identifiers have (`B-01`).

use super::{
    asking::{Asking, Seen},
    claims::{Begins, Claims},
    duty::Plainness,
    passage::Passage,
};
use crate::{
    grammar::cue::{Cue, Expressed},
    layout::{Block, BlockKind, Joint, Text},
    source::Canonical,
    structure::{
        head::{Head, Spot},
        label::{Label, label},
        series::{Member, Series, series},
    },
};
use std::ops::Range;

/// So many members make a series.
const LEAST: usize = 3;
/// Within so many blocks a record of the member's own begins.
const HEAD: usize = 3;
/// How far a point without a next one goes on, in blocks, where its sisters do not tell.
const LONGEST: usize = 12;

/// A member of a series, with what belongs to it.
#[derive(Debug, Clone)]
pub(super) struct Point {
    /// Its label as printed.
    pub label: String,
    /// All that it says.
    pub text: Text,
}

/// The members of a series that no record took.
#[derive(Debug)]
pub(super) struct Unread {
    /// They, in order.
    pub points: Vec<Point>,
    /// How many members the series has.
    pub of: usize,
    /// Its members are counted: not bullets.
    pub counted: bool,
    /// Some of the points stand in the text of another record.
    pub swallowed: bool,
    /// What heads assignments, if the series plainly gives such: the points, and its members that are read.
    pub heads: Vec<Head>,
}

/// The points of a document that ask and that no record took.
pub(super) fn unread(
    source: &Canonical,
    blocks: &[Block],
    asking: &Asking<'_>,
    claims: &Claims,
) -> Vec<Unread> {
    let (spots, labels) = labels(source, blocks, asking.blocks.clone());
    let near = |one: usize, other: usize| spots[other].block - spots[one].block <= 2;
    let all = series(labels, LEAST, near);
    let index_of = |own: &Series| {
        all.iter().any(|later| {
            later.shape == own.shape
                && later.members[0].at > own.members[0].at
                && later.members[0].label.counter
                    <= own.members[own.members.len() - 1].label.counter
                && own.members.iter().all(|one| {
                    later
                        .members
                        .iter()
                        .any(|again| again.label.counter == one.label.counter)
                })
        })
    };
    let mut found: Vec<Unread> = Vec::new();
    let mut taken: Vec<Range<Spot>> = Vec::new();
    // What only identifiers have comes first, then what an outline has: what is counted inside such a
    // point is a part of it.
    let mut ranked: Vec<&Series> = all
        .iter()
        .filter(|one| !index_of(one) && !is_caption(asking, one))
        .collect();
    ranked.sort_by_key(|one| weight(&one.members[0].label));
    for own in ranked {
        let counted = !own.members[0].label.counter.is_empty();
        let enclosing = enclosing(own, &all);
        let extents = extents(own, &spots, blocks, asking.blocks.end, &enclosing);
        // What a chapter with sections asks, its sentences tell.
        if weight(&own.members[0].label) > 1 && have_sections(own, &spots, blocks) {
            continue;
        }
        let inside = taken.iter().any(|place| {
            extents
                .iter()
                .all(|one| place.start <= one.start && one.end <= place.end)
        });
        if inside {
            continue;
        }
        // What identifiers and outlines count needs no heading to tell it.
        let tasks = weight(&own.members[0].label) > 1
            && extents
                .iter()
                .any(|one| below_tasks(blocks, one.start.block, &extents, asking));
        let members: Vec<Standing> = own
            .members
            .iter()
            .zip(&extents)
            .map(|(member, extent)| {
                let place = Placed {
                    spot: spots[member.at],
                    next: spots.get(member.at + 1).copied(),
                    extent: extent.clone(),
                    tasks,
                };
                standing(source, blocks, asking, claims, &place, &member.label)
            })
            .collect();
        let strong = own.members[0].label.strong;
        let missed = missed(&members, strong, tasks);
        if strong && members.iter().any(|one| one.asks) {
            taken.extend(extents.iter().cloned());
        }
        if missed.is_empty() || missed.len() < 2 && !strong {
            continue;
        }
        taken.extend(missed.iter().map(|n| extents[*n].clone()));
        let swallowed = missed.iter().any(|n| members[*n].inside);
        // The chapters that the assignments stand in are none.
        let chapters = weight(&own.members[0].label) > 1 && hold(source, blocks, claims, &extents);
        let heads = match chapters {
            true => Vec::new(),
            false => heads(source, own, &missed, &members, &extents, blocks, tasks),
        };
        let points = missed
            .into_iter()
            .map(|n| {
                let spot = spots[own.members[n].at];
                Point {
                    label: printed(source, blocks, spot, &own.members[n].label),
                    text: words(source, blocks, &extents[n]),
                }
            })
            .collect();
        found.push(Unread {
            points,
            of: own.members.len(),
            counted,
            swallowed,
            heads,
        });
    }
    found
}

/// The heads of assignments that a series gives and that are unread, where it plainly gives such: its labels
/// are an identifier's and half of its members ask, or an outline's, or such as any list has below a heading of
/// tasks. What stands in a cell is its table's.
fn heads(
    source: &Canonical,
    own: &Series,
    missed: &[usize],
    members: &[Standing],
    extents: &[Range<Spot>],
    blocks: &[Block],
    tasks: bool,
) -> Vec<Head> {
    let label = &own.members[0].label;
    let asks = members.iter().filter(|one| one.asks).count();
    let rank = weight(label);
    let plain = match rank {
        0 => asks * 2 >= members.len(),
        1 => true,
        // A list inside an assignment counts the parts of it; one that goes on after it does not.
        _ => {
            let nested = |one: &Standing| one.inside && one.begins != Some(Begins::Assignment);
            let outside = members.iter().filter(|one| one.asks && !one.inside).count();
            !label.counter.is_empty() && (outside >= 2 || !members.iter().any(nested)) && tasks
        }
    };
    let weak = rank > 1;
    let other = members
        .iter()
        .filter(|one| one.begins == Some(Begins::Other));
    let sisters = other.count() * 3 <= members.len();
    // An outline has headings: «2.1 Formidle» is none that asks.
    let outline = rank == 1;
    let is_head = |n: &usize| {
        if outline && !members[*n].plainly {
            return false;
        }
        let in_cell = blocks[extents[*n].start.block].cell.is_some();
        // What any list has tells its items apart only together: `a)` to `k)`, some of them read.
        let begins = members[*n].begins;
        let read = weak && begins == Some(Begins::Assignment);
        // A goal or a measure was read as what it is, and asks nobody; where its sisters are tasks and it asks
        // as they do, it was taken for one: lines of measures ran on into it.
        let taken_for = begins == Some(Begins::Other) && !(members[*n].plainly && sisters);
        let missed = missed.contains(n)
            && (weak || !taken_for)
            && !in_columns(source, blocks, extents[*n].start, label);
        !in_cell && (missed || read)
    };
    let all = (0..members.len()).filter(|_| plain).filter(is_head);
    all.map(|n| Head {
        label: Some(own.members[n].label.clone()),
        at: extents[n].start,
        end: extents[n].end,
    })
    .collect()
}

/// Whether blanks part columns on the line of a member: it is a row of a table that is not told apart, and
/// where a cell of it ends nobody knows.
fn in_columns(source: &Canonical, blocks: &[Block], at: Spot, label: &Label) -> bool {
    const COLUMN: &str = "   ";
    let block = &blocks[at.block];
    let whole = block.whole(source);
    let lead = whole.len() - block.text.len();
    let end = block.starts.iter().map(|start| start + lead);
    let end = end.filter(|end| *end > at.offset).min();
    let line = &whole.as_str()[at.offset..end.unwrap_or(whole.len()).max(at.offset)];
    let title = line.get(label.len.min(line.len())..).unwrap_or_default();
    title.trim().contains(COLUMN)
}

/// Whether a line of its own that names tasks stands above a block, a paragraph or two that introduce them
/// between, or a sentence that asks for what follows: `Foretaksmøtet ba styret om følgende:`.
fn below_tasks(blocks: &[Block], at: usize, own: &[Range<Spot>], asking: &Asking<'_>) -> bool {
    const LONGEST: usize = 60;
    const INTRODUCTION: usize = 2;
    let heading =
        |block: &Block| matches!(block.kind, BlockKind::Heading { .. }) || block.title_like;
    let asked = |(_, seen): (&Passage, &Seen)| seen.plainness() == Some(Plainness::Asked);
    let opens = at.checked_sub(1).is_some_and(|above| {
        blocks[above].text.as_str().ends_with(':')
            && asking.of_block(above).last().is_some_and(asked)
    });
    let above = (asking.blocks.start..at)
        .rev()
        .take(INTRODUCTION + 1)
        .take_while(|above| {
            heading(&blocks[*above]) || matches!(blocks[*above].kind, BlockKind::Paragraph)
        })
        .find(|above| heading(&blocks[*above]));
    let Some(above) = above else {
        return opens;
    };
    let words = blocks[above].text.as_str();
    // The heading of a member's sister is none of the series'.
    let sister = own.iter().any(|one| one.start.block == above);
    let labelled = label(words).is_some_and(|label| label.strong);
    // `Spørsmål departementet ber senteret svare på` asks itself.
    let tasks = || {
        let hits = asking.cues.words(words);
        hits.iter().any(|hit| hit.role == Cue::Tasks) || asking.of_block(above).any(asked)
    };
    opens || !labelled && !sister && words.len() <= LONGEST && tasks()
}

/// How surely a label is one: identifiers, then an outline, then what any list has.
fn weight(label: &Label) -> u8 {
    match (label.strong, label.counter.len()) {
        (true, _) => 0,
        (false, 2..) => 1,
        (false, _) => 2,
    }
}

/// Whether a series counts captions or parts of the document.
fn is_caption(asking: &Asking<'_>, series: &Series) -> bool {
    let words = asking.cues.words(&series.shape);
    words
        .iter()
        .any(|hit| hit.role == Cue::Caption && hit.range.start == 0)
}

/// Where a member stands.
#[derive(Debug)]
struct Placed {
    spot: Spot,
    /// The next label of any shape: what begins at it is not this member's.
    next: Option<Spot>,
    extent: Range<Spot>,
    /// Its series stands below a line that names tasks.
    tasks: bool,
}

/// What a member shows, and what was made of it.
#[derive(Debug, Clone, Copy)]
struct Standing {
    asks: bool,
    /// A sentence of its own asks somebody by name, or its label is one of tasks.
    plainly: bool,
    begins: Option<Begins>,
    /// It stands inside the text of an assignment that begins before it.
    inside: bool,
}

/// Which members ask and were missed; `tasks` tells that their series stands below a line that names tasks.
fn missed(members: &[Standing], strong: bool, tasks: bool) -> Vec<usize> {
    let asking = || members.iter().filter(|one| one.asks);
    let assignments = asking().any(|one| one.begins == Some(Begins::Assignment));
    let unread = asking().any(|one| one.begins.is_none() && !one.inside);
    let nested = !assignments && asking().all(|one| one.inside);
    if nested {
        return Vec::new();
    }
    let lost = |one: &Standing| match one.begins {
        Some(Begins::Assignment) => false,
        // Where the readers knew what the series is, one that became something else is told only if
        // it is no demand at all; where they did not, all of it is told.
        Some(Begins::Requirement) => unread && (!assignments || tasks && one.plainly),
        Some(Begins::Other) => unread || assignments,
        None => !one.inside || assignments || strong,
    };
    let told: Vec<usize> = members
        .iter()
        .enumerate()
        .filter(|(_, one)| (one.asks || strong) && lost(one))
        .map(|(n, _)| n)
        .collect();
    // What has no sign of its own is carried by its sisters: «unntatt offentlighet».
    let carried = strong && asking().any(|one| one.begins == Some(Begins::Assignment));
    if carried || told.iter().any(|n| members[*n].asks) {
        told
    } else {
        Vec::new()
    }
}

fn standing(
    source: &Canonical,
    blocks: &[Block],
    asking: &Asking<'_>,
    claims: &Claims,
    place: &Placed,
    label: &Label,
) -> Standing {
    let Placed {
        spot,
        next,
        extent,
        tasks,
    } = place;
    let spot = *spot;
    // As long as nothing else is labelled, and not for ever, what begins is the member's own.
    let bounded = |blocks: usize| {
        let end = Spot {
            block: spot.block + blocks,
            offset: 0,
        };
        spot..end.min(extent.end)
    };
    let own = words(source, blocks, extent);
    let first = words(source, blocks, &bounded(1));
    let mut head = bounded(HEAD);
    head.end = next.map_or(head.end, |next| head.end.min(next));
    let head = words(source, blocks, &head);
    let end_of = |text: &Text| text.places().last().map(|place| place.end);
    let start = own.start().unwrap_or(0);
    let end = end_of(&own).unwrap_or(start);
    let head_end = end_of(&head).unwrap_or(start);
    let first_end = end_of(&first).unwrap_or(start);
    // The row that a cell stands in begins before it.
    let within = |passage: &&Passage, to: usize| {
        let begins = |at: usize| at >= start && at < to;
        passage.text.start().is_some_and(begins) || passage.holds(start)
    };
    // What a title asks for stands under it.
    let titled = *tasks
        && matches!(blocks[spot.block].kind, BlockKind::Heading { .. })
        && label.counter.len() == 1
        && !first.as_str().ends_with(['.', ':']);
    let reach = match (label.strong, titled) {
        (true, _) => end,
        (false, true) => head_end,
        (false, false) => first_end,
    };
    let own_passages = || {
        let all = asking.passages.iter().zip(&asking.seen);
        all.filter(|(passage, _)| within(passage, reach))
    };
    let named = named_task(asking, first.as_str(), label);
    let plainly =
        named || own_passages().any(|(_, seen)| seen.plainness() >= Some(Plainness::Bound));
    let asks = named
        || own_passages().any(|(passage, seen)| {
            let duty = seen.plainness() >= Some(Plainness::Item);
            // A list of questions asks for their answers.
            let question = *tasks && passage.text.as_str().trim_end().ends_with('?');
            let due = seen.has(Cue::Term)
                && seen
                    .expressions
                    .iter()
                    .any(|one| one.what == Expressed::Time);
            duty || question || label.strong && due
        });
    let spans = source.spans(&first.places());
    let (from, to) = (source.code_point(start), source.code_point(head_end));
    let mut begins = claims.begin_in(from, to);
    // `Oppdrag 4 Kart. Etaten skal a) måle … b) tegne …`: what begins behind the duty is a part of it.
    if label.strong && begins == Some(Begins::Assignment) {
        let duty = own_passages().find_map(|(passage, seen)| {
            let duty = seen.duty.as_ref()?;
            passage.text.slice(duty.range.clone()).start()
        });
        let before = duty
            .map(|duty| source.code_point(duty))
            .filter(|duty| (from..to).contains(duty));
        if before.is_some_and(|duty| claims.begin_in(from, duty + 1) != begins) {
            begins = None;
        }
    }
    Standing {
        asks,
        plainly,
        begins,
        inside: claims.assignments.touch(&spans),
    }
}

/// Whether members are headings of chapters in whose sections assignments begin.
fn hold(source: &Canonical, blocks: &[Block], claims: &Claims, extents: &[Range<Spot>]) -> bool {
    let start = |spot: Spot| {
        let whole = blocks.get(spot.block).map(|block| block.whole(source));
        let byte =
            whole.and_then(|whole| whole.origin(spot.offset.min(whole.len().saturating_sub(1))));
        byte.map(|byte| source.code_point(byte))
    };
    let begins = |from: Spot, to: Spot| {
        let place = start(from).zip(start(to));
        place.is_some_and(|(from, to)| {
            from < to && claims.begin_in(from, to) == Some(Begins::Assignment)
        })
    };
    let chapters = || {
        extents
            .iter()
            .enumerate()
            .filter(|(_, one)| is_chapter(&blocks[one.start.block]))
    };
    let between = |(n, one): (usize, &Range<Spot>)| {
        extents
            .get(n + 1)
            .is_some_and(|next| begins(one.end, next.start))
    };
    // Headings of its own, below which assignments stand.
    let inside = |(_, one): (usize, &Range<Spot>)| {
        (one.start.block + 1..one.end.block)
            .filter(|&block| matches!(blocks[block].kind, BlockKind::Heading { .. }))
            .any(|block| {
                let at = |block| Spot { block, offset: 0 };
                begins(at(block), at(block + 1))
            })
    };
    chapters().any(between) || chapters().any(inside)
}

/// Whether members are the chapters of an outline: headings below which numbered headings of sections stand,
/// `3` and `3.1`.
fn have_sections(own: &Series, spots: &[Spot], blocks: &[Block]) -> bool {
    own.members.iter().any(|member| {
        let at = spots[member.at].block;
        let next = blocks[at + 1..].iter().find_map(chapter_number);
        let own = chapter_number(&blocks[at]);
        own.zip(next).is_some_and(|(own, next)| {
            let rest = next.strip_prefix(own);
            rest.is_some_and(|rest| rest.starts_with('.'))
        })
    })
}

/// The printed number of a heading that has one, without a closing full stop.
pub(super) fn chapter_number(block: &Block) -> Option<&str> {
    match &block.kind {
        BlockKind::Heading { number, .. } => number.as_deref(),
        _ => None,
    }
}

pub(super) fn is_chapter(block: &Block) -> bool {
    chapter_number(block).is_some()
}

/// Whether the label, or the word after it and before a colon, is one of tasks: `3.1.1 Oppdrag: …`.
fn named_task(asking: &Asking<'_>, words: &str, label: &Label) -> bool {
    let lead = words[label.len.min(words.len())..]
        .split(':')
        .next()
        .unwrap_or_default();
    let before_colon = words.len() > label.len + lead.len();
    let own = if label.strong {
        &words[..label.len]
    } else {
        ""
    };
    let tasks = |text: &str| {
        asking
            .cues
            .words(text)
            .iter()
            .any(|hit| hit.role == Cue::Tasks)
    };
    before_colon && lead.len() <= 40 && tasks(lead) || !own.is_empty() && tasks(own)
}

/// Every label at the start of a line, as places in blocks and as members of series that count those places.
pub(crate) fn labels(
    source: &Canonical,
    blocks: &[Block],
    range: Range<usize>,
) -> (Vec<Spot>, Vec<Member>) {
    let mut spots = Vec::new();
    let mut members = Vec::new();
    for at in range {
        let block = &blocks[at];
        let whole = block.whole(source);
        let lead = whole.len() - block.text.len();
        // In a cell only the first words can be its label.
        let lines = if block.cell.is_some() {
            1
        } else {
            block.starts.len()
        };
        for (n, start) in block.starts.iter().take(lines).enumerate() {
            let offset = if n == 0 { 0 } else { start + lead };
            let Some(found) = whole.as_str().get(offset..).and_then(label) else {
                continue;
            };
            members.push(Member {
                at: spots.len(),
                label: found,
            });
            spots.push(Spot { block: at, offset });
        }
    }
    (spots, members)
}

/// The labels behind a series that belong to the one that it stands in: `Sak 6` after the points of `Sak 5`.
fn enclosing(own: &Series, all: &[Series]) -> Vec<usize> {
    let (first, last) = (own.members[0].at, own.members[own.members.len() - 1].at);
    let around = all.iter().filter(|other| {
        !other.members[0].label.counter.is_empty()
            && other.members[0].at < first
            && !other
                .members
                .iter()
                .any(|one| first < one.at && one.at < last)
    });
    let next = around.filter_map(|other| other.members.iter().find(|one| one.at > last));
    next.map(|one| one.at).collect()
}

/// What belongs to each member: to the next one, to a numbered heading; the last as far as its sisters go.
fn extents(
    own: &Series,
    spots: &[Spot],
    blocks: &[Block],
    limit: usize,
    enclosing: &[usize],
) -> Vec<Range<Spot>> {
    let outline = |at: usize| is_chapter(&blocks[at]);
    let heading = |at: usize| matches!(blocks[at].kind, BlockKind::Heading { .. });
    let starts: Vec<Spot> = own.members.iter().map(|member| spots[member.at]).collect();
    let headed = starts.iter().any(|spot| heading(spot.block));
    let strong = own.members[0].label.strong;
    let mut lengths: Vec<usize> = Vec::new();
    let mut found: Vec<Range<Spot>> = Vec::new();
    for (n, &start) in starts.iter().enumerate() {
        let next = starts.get(n + 1).copied();
        let most = next.unwrap_or_else(|| {
            let far = Spot {
                block: limit.min(start.block + usual(&mut lengths, strong).min(LONGEST)),
                offset: 0,
            };
            let closing = enclosing.iter().map(|at| spots[*at]);
            closing.fold(far, Spot::min)
        });
        // What stands in a cell goes on in its row, and no further.
        let row = |at: usize| blocks[at].cell.map(|cell| (cell.table, cell.row));
        let leaves = |at: usize| row(start.block).is_some() && row(at) != row(start.block);
        let closes =
            |at: &usize| outline(*at) || leaves(*at) || next.is_none() && !headed && heading(*at);
        let end = (start.block + 1..most.block)
            .find(closes)
            .map_or(most, |block| Spot { block, offset: 0 });
        let end = end.max(Spot {
            block: start.block,
            offset: start.offset + 1,
        });
        lengths.push(end.block - start.block + usize::from(end.offset > 0));
        found.push(start..end);
    }
    found
}

/// How many blocks a member takes as its sisters do: the longest of them, save one that stands out where the
/// labels are such as any list has.
fn usual(lengths: &mut [usize], strong: bool) -> usize {
    const MANY: usize = 3;
    lengths.sort_unstable();
    let out = usize::from(!strong && lengths.len() >= MANY);
    lengths.iter().rev().nth(out).copied().unwrap_or(1)
}

/// All that stands between two places.
fn words(source: &Canonical, blocks: &[Block], extent: &Range<Spot>) -> Text {
    let mut text = Text::default();
    let own = blocks.iter().enumerate().skip(extent.start.block);
    for (at, block) in own.take_while(|(at, _)| *at <= extent.end.block) {
        let whole = block.whole(source);
        let from = if at == extent.start.block {
            extent.start.offset
        } else {
            0
        };
        let to = match extent.end {
            Spot { block, offset } if block == at => offset.min(whole.len()),
            _ => whole.len(),
        };
        if from < to {
            text.append(&whole.slice(from..to), Joint::Paragraph);
        }
    }
    text
}

fn printed(source: &Canonical, blocks: &[Block], spot: Spot, label: &Label) -> String {
    let whole = blocks[spot.block].whole(source);
    let words = &whole.as_str()[spot.offset..];
    words[..label.len].trim_end_matches([':', '.']).to_string()
}
