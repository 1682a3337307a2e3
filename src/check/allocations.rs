//! The money of letters adds up, and its text agrees with its tables.
//!
//! What is held against what: previous and change against new; a change against the letter that it
//! changes; earmarks against their post, parts against their whole; sums against their rows; the same
//! post in two tables, or in a table and in running text; an amount in an assignment against the one
//! set aside for it; and the assignment that an earmark names against the words of its purpose. Both
//! figures are told, nothing is mended.

use super::diagnostic;
use crate::model::Code;
use crate::model::{
    Appropriation, AppropriationLevel as Level, AppropriationTable as Table, Assignment,
    Diagnostic, Document, Earmark, EarmarkKind, Extraction, FigureRole as Role, Severity, Span,
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Findings about the money of letters, all of them warnings: `change_mismatch`,
/// `previous_disagrees`, `earmarks_exceed`, `sum_mismatch`, `tables_disagree`, `text_disagrees`,
/// `assignment_amount_differs`, `reference_mismatch`.
pub fn allocations(extraction: &Extraction) -> Vec<Diagnostic> {
    let letters: Vec<&Document> = extraction
        .documents
        .iter()
        .filter(|document| document.kind.is_letter())
        .collect();
    let mut found = Vec::new();
    for (n, letter) in letters.iter().enumerate() {
        changes(letter, &letters[..n], &mut found);
        earmarks(letter, &mut found);
        sums(letter, &mut found);
        tables(letter, &mut found);
        texts(letter, &mut found);
    }
    assignments(&letters, &mut found);
    found
}

fn warning(code: Code, message: String, item: &str, spans: &[Span]) -> Diagnostic {
    diagnostic(code, Severity::Warning, message, Some(item), spans)
}

/// A post's key, where both numbers are known.
fn key(row: &Appropriation) -> Option<(&str, &str)> {
    Some((row.chapter.as_deref()?, row.post.as_deref()?))
}

fn called((chapter, post): (&str, &str)) -> String {
    format!("post {chapter}.{post}")
}

fn posts(letter: &Document, table: Table) -> impl Iterator<Item = &Appropriation> {
    letter
        .appropriations
        .iter()
        .filter(move |row| row.table == table && row.level == Level::Post)
}

/// What a letter allots to each post: the rows of a post in one section, added up.
fn allotted(letter: &Document) -> BTreeMap<(&str, &str), BTreeMap<&str, Option<i64>>> {
    let mut all: BTreeMap<(&str, &str), BTreeMap<&str, Option<i64>>> = BTreeMap::new();
    for row in posts(letter, Table::Allocation) {
        if let Some(key) = key(row) {
            let section = row.section.as_deref().unwrap_or("");
            let sum = all
                .entry(key)
                .or_default()
                .entry(section)
                .or_insert(Some(0));
            *sum = sum
                .zip(row.nok(Role::Allocation))
                .map(|(sum, own)| sum.saturating_add(own));
        }
    }
    all
}

// ------------------------------------------------------------------ changes

fn changes(letter: &Document, earlier: &[&Document], found: &mut Vec<Diagnostic>) {
    for row in posts(letter, Table::Change) {
        let (previous, change, new) = (row.nok(Role::Previous), row.change(), row.nok(Role::New));
        if let (Some(previous), Some(change), Some(new)) = (previous, change, new)
            && previous.checked_add(change) != Some(new)
        {
            let message = format!(
                "{previous} and {change} are {}, not {new} kroner",
                previous.saturating_add(change)
            );
            found.push(warning(Code::ChangeMismatch, message, &row.id, &row.spans));
        }
        // The letter that it changes may stand in the same file, perhaps changed before.
        let Some((key, previous)) = key(row).zip(previous) else {
            continue;
        };
        let known = earlier
            .iter()
            .rev()
            .filter(|other| other.kind == letter.kind && other.year == letter.year)
            .find_map(|other| {
                let changed = posts(other, Table::Change)
                    .filter(|own| self::key(own) == Some(key))
                    .find_map(|own| own.nok(Role::New));
                changed.or_else(|| {
                    let sections = allotted(other);
                    sections
                        .get(&key)
                        .and_then(|sections| sections.values().next().copied().flatten())
                })
            });
        // Or the letter prints both, what was allotted and its change.
        let known = known.or_else(|| {
            let sections = allotted(letter);
            sections.get(&key)?.values().next().copied().flatten()
        });
        if let Some(known) = known.filter(|known| *known != previous) {
            let message = format!(
                "{} was {known} kroner in the letter before, {previous} here",
                called(key)
            );
            found.push(warning(
                Code::PreviousDisagrees,
                message,
                &row.id,
                &row.spans,
            ));
        }
    }
}

// ------------------------------------------------------------------ earmarks

/// What is taken of a post whatever else is: no rates, and no upper limits. «Minst 6 mill. kroner» takes
/// that much at least, so it counts where it is asked whether a post is exceeded.
fn counts(one: &Earmark) -> bool {
    one.kind == EarmarkKind::Earmark && !one.maximum
}

/// Half of the last place that amounts in millions are printed to.
const ROUNDING: i64 = 50_000;

fn earmarks(letter: &Document, found: &mut Vec<Diagnostic>) {
    let allotted = allotted(letter);
    for row in &letter.appropriations {
        let sum: i64 = row
            .earmarks
            .iter()
            .filter(|one| one.parent.is_none() && counts(one))
            .filter_map(|one| one.nok)
            .sum();
        let count = row
            .earmarks
            .iter()
            .filter(|one| one.parent.is_none() && counts(one))
            .count() as i64;
        let (limit, slack) = match row.table {
            Table::Allocation => (row.nok(Role::Allocation), 0),
            // What a supplement sets aside is what it adds, or a part of the new sum.
            Table::Change => (row.nok(Role::New), 0),
            // Running text rounds.
            _ => (
                key(row)
                    .and_then(|key| allotted.get(&key))
                    .and_then(|sections| {
                        sections
                            .values()
                            .copied()
                            .collect::<Option<Vec<i64>>>()?
                            .into_iter()
                            .max()
                    }),
                ROUNDING.saturating_mul(count),
            ),
        };
        if let Some(limit) = limit.filter(|limit| sum > limit.saturating_add(slack)) {
            let message = format!("the earmarks come to {sum} kroner, the post is {limit}");
            found.push(warning(Code::EarmarksExceed, message, &row.id, &row.spans));
        }
        let mut parts: HashMap<&str, i64> = HashMap::new();
        for one in row
            .earmarks
            .iter()
            .filter(|one| one.kind == EarmarkKind::Earmark && !one.maximum)
        {
            if let (Some(parent), Some(nok)) = (&one.parent, one.nok) {
                *parts.entry(parent).or_default() += nok;
            }
        }
        for whole in &row.earmarks {
            let (Some(sum), Some(nok)) = (parts.get(whole.id.as_str()), whole.nok) else {
                continue;
            };
            if *sum > nok {
                let message = format!("its parts come to {sum} kroner, the earmark is {nok}");
                found.push(warning(
                    Code::EarmarksExceed,
                    message,
                    &whole.id,
                    &whole.spans,
                ));
            }
        }
    }
}

// ------------------------------------------------------------------ sums

/// The sum of a chapter is held against its posts, the sum of a table against all of them.
fn sums(letter: &Document, found: &mut Vec<Diagnostic>) {
    let mut open: Vec<&Appropriation> = Vec::new();
    let mut chapters: Vec<&Appropriation> = Vec::new();
    let mut last: Option<(Table, Option<&str>)> = None;
    for row in &letter.appropriations {
        if !matches!(row.table, Table::Allocation | Table::Change) {
            continue;
        }
        let place = (row.table, row.section.as_deref());
        if last != Some(place) {
            open.clear();
            chapters.clear();
            last = Some(place);
        }
        match row.level {
            Level::Post => open.push(row),
            Level::Chapter => {
                let own: Vec<&Appropriation> = open
                    .iter()
                    .copied()
                    .filter(|post| post.chapter == row.chapter)
                    .collect();
                // A chapter's figure may stand above its posts as well as below them.
                if !own.is_empty() {
                    add_up(&own, row, found);
                }
                chapters.push(row);
            }
            Level::Total => {
                add_up(if open.is_empty() { &chapters } else { &open }, row, found);
                open.clear();
                chapters.clear();
            }
            _ => {}
        }
    }
}

fn add_up(parts: &[&Appropriation], sum: &Appropriation, found: &mut Vec<Diagnostic>) {
    for figure in &sum.figures {
        let Some(printed) = figure.nok.filter(|_| figure.role != Role::Other) else {
            continue;
        };
        // A row without an amount leaves the sum open, unless it is known to be empty.
        let amounts: Option<Vec<i64>> = parts
            .iter()
            .map(|part| match part.nok(figure.role) {
                None if part.note.is_none() && part.figures.is_empty() => Some(0),
                known => known,
            })
            .collect();
        let Some(amounts) = amounts.filter(|amounts| !amounts.is_empty()) else {
            continue;
        };
        let real = amounts
            .iter()
            .fold(0i64, |sum, own| sum.saturating_add(*own));
        // A row that does not add up by itself is told of, and its sum with it.
        let slip = parts.iter().any(|part| {
            let told = part
                .nok(Role::Previous)
                .zip(part.change())
                .zip(part.nok(Role::New));
            figure.role == Role::New
                && told.is_some_and(|((previous, change), new)| {
                    let right = previous.saturating_add(change);
                    right != new && real.saturating_sub(new).saturating_add(right) == printed
                })
        });
        if real != printed && !slip {
            let message = format!("the rows come to {real} kroner, the sum says {printed}");
            found.push(warning(Code::SumMismatch, message, &sum.id, &sum.spans));
        }
    }
}

// ------------------------------------------------------------------ tables and text

/// How much two figures of one post may differ where nothing else tells that their tables are of the same
/// thing, in parts of a hundred.
const NEAR: u64 = 5;

/// Posts that two sections give. Two tables are of the same thing where more of the posts that both have
/// agree than not, or where the one that does not is near: a part of a post stands beside the whole.
fn tables(letter: &Document, found: &mut Vec<Diagnostic>) {
    let allotted = allotted(letter);
    let mut agree: HashMap<(&str, &str), i64> = HashMap::new();
    let known = |sections: &BTreeMap<&'_ str, Option<i64>>| -> Vec<(String, i64)> {
        let all = sections.iter();
        all.filter_map(|(section, nok)| Some(((*section).to_string(), (*nok)?)))
            .collect()
    };
    for sections in allotted.values() {
        let mut all = sections.iter();
        let Some((first, Some(nok))) = all.next() else {
            continue;
        };
        for (section, other) in all {
            let one = if other.as_ref() == Some(nok) { 1 } else { -1 };
            *agree.entry((*first, *section)).or_default() += one;
        }
    }
    for (key, sections) in &allotted {
        let known = known(sections);
        let Some((first, nok)) = known.first() else {
            continue;
        };
        for (section, other) in known.iter().skip(1).filter(|(_, other)| other != nok) {
            let same = agree.get(&(first.as_str(), section.as_str())).copied();
            let near =
                other.abs_diff(*nok).saturating_mul(100) <= nok.unsigned_abs().saturating_mul(NEAR);
            if same.unwrap_or(0) < 0 && !near {
                continue;
            }
            let about = posts(letter, Table::Allocation).find(|row| {
                self::key(row) == Some(*key) && row.section.as_deref().unwrap_or("") == *section
            });
            if let Some(row) = about {
                let message = format!(
                    "{} is {nok} kroner in section {first}, {other} in section {section}",
                    called(*key)
                );
                found.push(warning(Code::TablesDisagree, message, &row.id, &row.spans));
            }
        }
    }
}

/// What the text says a whole post is, and what it says is set aside for the same purpose.
fn texts(letter: &Document, found: &mut Vec<Diagnostic>) {
    let allotted = allotted(letter);
    let mut purposes: HashMap<((&str, &str), String), Vec<i64>> = HashMap::new();
    for row in posts(letter, Table::Allocation) {
        for one in &row.earmarks {
            if let (Some(key), Some(words), Some(nok)) = (key(row), purpose(one), one.nok) {
                purposes.entry((key, words)).or_default().push(nok);
            }
        }
    }
    for row in posts(letter, Table::Text) {
        let Some(key) = key(row) else { continue };
        if let (Some(said), Some(sections)) = (row.nok(Role::Allocation), allotted.get(&key)) {
            let known: Vec<i64> = sections.values().filter_map(|nok| *nok).collect();
            let near = |own: &i64| (own - said).abs() <= ROUNDING;
            if !known.is_empty() && !known.iter().any(near) {
                let message = format!(
                    "the text says {said} kroner, the table {} for {}",
                    known[0],
                    called(key)
                );
                found.push(warning(Code::TextDisagrees, message, &row.id, &row.spans));
            }
        }
        for one in &row.earmarks {
            let (Some(words), Some(said)) = (purpose(one), one.nok) else {
                continue;
            };
            let Some(known) = purposes.get(&(key, words)) else {
                continue;
            };
            if !known.iter().any(|own| (own - said).abs() < ROUNDING) {
                let message = format!(
                    "the text sets {said} kroner aside, the table {} for the same purpose",
                    known[0]
                );
                found.push(warning(Code::TextDisagrees, message, &one.id, &one.spans));
            }
        }
    }
}

/// The first words of a purpose, enough to know it again; none where there are fewer.
fn purpose(one: &Earmark) -> Option<String> {
    let words: Vec<String> = words(one.purpose.as_deref()?).take(5).collect();
    (words.len() >= 3).then(|| words.join(" "))
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= 3)
        .map(str::to_lowercase)
}

// ------------------------------------------------------------------ assignments

fn assignments(letters: &[&Document], found: &mut Vec<Diagnostic>) {
    let known: Vec<&Assignment> = letters
        .iter()
        .flat_map(|letter| &letter.assignments)
        .collect();
    let by_id: HashMap<&str, &Assignment> =
        known.iter().map(|one| (one.id.as_str(), *one)).collect();
    // By word, the assignments that it stands in.
    let mut index: HashMap<String, Vec<usize>> = HashMap::new();
    for (n, one) in known.iter().enumerate() {
        for word in stems(&said_by(one)) {
            index.entry(word).or_default().push(n);
        }
    }
    let inside = |span: &Span, one: &Assignment| {
        one.spans
            .iter()
            .any(|own| own.start <= span.start && span.end <= own.end)
    };
    for letter in letters {
        // What is set aside inside an assignment, by the assignment.
        let mut within: HashMap<&str, Vec<(&Appropriation, &Earmark)>> = HashMap::new();
        for row in letter
            .appropriations
            .iter()
            .filter(|row| row.table == Table::Text)
        {
            for earmark in &row.earmarks {
                let Some(span) = earmark.spans.first() else {
                    continue;
                };
                if let Some(one) = letter.assignments.iter().find(|one| inside(span, one)) {
                    within
                        .entry(one.id.as_str())
                        .or_default()
                        .push((row, earmark));
                }
            }
        }
        for row in &letter.appropriations {
            for earmark in &row.earmarks {
                let [id] = earmark.assignments.as_slice() else {
                    continue;
                };
                let Some(one) = by_id.get(id.as_str()) else {
                    continue;
                };
                // What stands in the assignment's own text is its own.
                if earmark.spans.first().is_some_and(|span| inside(span, one)) {
                    continue;
                }
                let others = better(earmark, one, &known, &index);
                if let Some(other) = others.first() {
                    let more = others
                        .get(1)
                        .map_or(String::new(), |one| format!(" and {}", one.id));
                    let title = other.title.as_deref().unwrap_or("");
                    let message = format!(
                        "the purpose names {id}, its words are those of {}{more} «{title}»",
                        other.id
                    );
                    found.push(warning(
                        Code::ReferenceMismatch,
                        message,
                        &earmark.id,
                        &earmark.spans,
                    ));
                    // An amount for what another assignment asks is none of this one.
                    continue;
                }
                if row.table == Table::Text {
                    continue;
                }
                let own: Vec<&Earmark> = within
                    .get(id.as_str())
                    .into_iter()
                    .flatten()
                    .filter(|(text, _)| key(text).is_none() || key(text) == key(row))
                    .map(|(_, earmark)| *earmark)
                    .collect();
                if let ([only], Some(nok)) = (own.as_slice(), earmark.nok)
                    && let Some(said) = only.nok.filter(|said| *said != nok)
                {
                    let message =
                        format!("{id} is given {said} kroner in its own text, {nok} in the table");
                    found.push(warning(
                        Code::AssignmentAmountDiffers,
                        message,
                        &earmark.id,
                        &earmark.spans,
                    ));
                }
            }
        }
    }
}

/// Title and text.
fn said_by(one: &Assignment) -> String {
    format!(
        "{} {}",
        one.title.as_deref().unwrap_or(""),
        one.text.as_deref().unwrap_or("")
    )
}

/// The stems of long words: two forms of a word have the same.
fn stems(text: &str) -> HashSet<String> {
    words(text)
        .filter(|word| word.chars().count() >= 5 && !word.contains(|c: char| c.is_ascii_digit()))
        .map(|word| word.chars().take(8).collect::<String>())
        .collect()
}

/// How many assignments a word may stand in, and still tell which is meant.
const RARE: usize = 2;

/// The assignment that has the rare words of an earmark's purpose, where the one that it names has
/// none of them, nor two words in its title.
fn better<'a>(
    earmark: &Earmark,
    named: &Assignment,
    known: &[&'a Assignment],
    index: &HashMap<String, Vec<usize>>,
) -> Vec<&'a Assignment> {
    let (Some(purpose), Some(title)) = (&earmark.purpose, &named.title) else {
        return Vec::new();
    };
    let (purpose, title) = (stems(purpose), stems(title));
    let own = stems(&said_by(named));
    let rare = |word: &&String| index.get(*word).is_some_and(|at| at.len() <= RARE);
    let fits = purpose.intersection(&title).count() >= 2
        || purpose.intersection(&own).any(|word| rare(&word));
    if fits {
        return Vec::new();
    }
    let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
    for at in purpose
        .iter()
        .filter(rare)
        .filter_map(|word| index.get(word))
        .flatten()
    {
        *shared.entry(*at).or_default() += 1;
    }
    let most = shared.values().copied().max().unwrap_or(0);
    let best = shared.iter().filter(|(_, count)| **count == most);
    best.map(|(at, _)| known[*at]).take(RARE).collect()
}
