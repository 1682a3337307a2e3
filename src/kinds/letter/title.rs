//! Where an assignment's title ends and its body begins.
//!
//! Where cells are told apart, the form says so. In plain text two forms must be told by grammar:
//!
//! ```text
//! head row  ::= identifier department? title-line+ gap? body       the title in a narrow cell of its own row
//! run       ::= number title body                                  title and body side by side, run together
//! ```
//! In a head row, title lines are narrower than body lines; the title ends at an empty line, at a
//! list marker, before a line that opens a sentence, or where its next word would still have fitted.
//! In a run, the body begins with its first sentence: an opening («Det vises til»), or a subject and
//! the duty it is given («Helse Nord RHF skal»).

use crate::{
    grammar::{
        Grammar,
        cue::Cue,
        lexeme::capital,
        phrases::{Hit, Role},
        sentence::{last_word, sentences, wants_more},
        short_name::is_short_form,
    },
    layout::Text,
    model::Action,
};
use std::ops::Range;

/// What after an identifier shows that it heads an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadSign {
    /// The ministry's department: sure.
    Department,
    /// A title.
    Title,
    /// Nothing: the title stands on the next line.
    Nothing,
}

/// What the words after an identifier at a line's start show, if they can head an assignment.
pub fn heads_assignment(rest: &str, grammar: &Grammar) -> Option<HeadSign> {
    // `Oppdrag 4.2* Kart`: a mark by which the letter tells new assignments.
    let rest = rest.strip_prefix('*').unwrap_or(rest);
    let words = rest.trim_start();
    if words.is_empty() {
        return Some(HeadSign::Nothing);
    }
    if department(rest, grammar).is_some() || words.to_lowercase().starts_with("avd") {
        return Some(HeadSign::Department);
    }
    let title = words
        .trim_start_matches([':', '–', '-', '—', '|', '.'])
        .trim_start();
    let parted = title.len() < words.len();
    // `TB2025-24. I tråd med …` goes on with a sentence; `TB2026-3: Tittel` is headed by a colon.
    if words.starts_with('.') || !parted && !rest.starts_with(|c: char| c.is_whitespace()) {
        return None;
    }
    let opens = capital(title)
        || title.starts_with(|c: char| matches!(c, '«' | '"' | '“') || c.is_ascii_digit());
    let tag = title.starts_with('(');
    (opens || tag).then_some(HeadSign::Title)
}

/// `. Kart over leia`: what stands on a line after an identifier that says what it is (`Oppdrag
/// 2026-1`), if it is a title and no sentence.
pub fn dotted_title(label: &str, rest: &str, grammar: &Grammar) -> Option<HeadSign> {
    let title = rest.strip_prefix(". ")?;
    let named = label.starts_with(char::is_uppercase) && label.contains(' ');
    let ends = title.ends_with(['.', ',', ':', ';', '-']) || title.len() > 110;
    let sentence =
        opens_sentence(title, grammar) || sentences(title).len() > 1 || wants_more(title);
    (named && !ends && !sentence && capital(title)).then_some(HeadSign::Title)
}

/// What stands in brackets at the end of a title, and what it says of the assignment: where it begins,
/// `Kart over fyr (endret)`.
pub fn status_mark(title: &str, grammar: &Grammar) -> Option<(usize, Action)> {
    let words = title.trim_end();
    let hits = grammar.words(words);
    let mark = hits.iter().rfind(|hit| {
        hit.range.end == words.len()
            && matches!(
                hit.role,
                Role::MarkedNew | Role::MarkedChanged | Role::MarkedAgain
            )
    })?;
    let action = match mark.role {
        Role::MarkedNew => Action::New,
        Role::MarkedAgain => Action::Restated,
        _ => Action::Clarified,
    };
    (mark.range.start > 0).then_some((mark.range.start, action))
}

/// The department's mark at the start of `rest`: where label and mark stand, and the mark.
pub fn department(rest: &str, grammar: &Grammar) -> Option<(Range<usize>, String)> {
    if let Some(found) = department_in(rest, grammar) {
        return Some(found);
    }
    let lead = rest.len() - rest.trim_start().len();
    let bracket = rest[lead..].len() - rest[lead..].trim_start_matches(['(', ' ']).len();
    let hit = grammar.first_word(&rest[lead + bracket..], Role::Department)?;
    let mut label = bracket + hit.range.end;
    let head: String = rest[lead + label..].chars().take(50).collect();
    let mut own = None;
    // `Avd. KFD: HAV`: the ministry's own abbreviation is part of the label.
    if let Some((ministry, _)) = head.split_once(':')
        && !ministry.trim().is_empty()
        && ministry
            .trim()
            .chars()
            .all(|c| c.is_uppercase() || c == '-')
    {
        label += ministry.len() + 1;
        own = Some(ministry.trim());
    }
    let after = &rest[lead + label..];
    let skipped = after.len() - after.trim_start().len();
    let mark = after
        .trim_start()
        .split(|c: char| c.is_whitespace() || matches!(c, ')' | '|' | ','))
        .next()?;
    let end = lead + label + skipped + mark.len();
    let capitals = !mark.is_empty()
        && mark
            .chars()
            .all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '/' | '-' | '&'));
    if capitals {
        return Some((lead..end, mark.to_string()));
    }
    // `Ansvarlig avdeling: Fyravdelingen (FYA)`: the name, and its mark.
    let line = after.trim_start().lines().next().unwrap_or("").trim_end();
    if let Some(mark) = closing_mark(line).filter(|_| own.is_none()) {
        return Some((lead..lead + label + skipped + line.len(), mark.to_string()));
    }
    // `Avd. KFD: Plan for fyr`: no second abbreviation, so the first is the department's own.
    if let Some(own) = own {
        return Some((lead..lead + label, own.to_string()));
    }
    // A department's name in words stands alone after its label.
    let words = after.trim();
    (!words.is_empty() && words.chars().count() <= 60 && !words.contains(". ")).then(|| {
        (
            lead..rest.trim_end().len(),
            words.trim_end_matches(['.', ')']).to_string(),
        )
    })
}

/// `Oppfølging i KFD: Fyravdelingen (FYA)`, `Ansvarlig i KFD: FYA`: the ministry's abbreviation is part of the label.
fn department_in(rest: &str, grammar: &Grammar) -> Option<(Range<usize>, String)> {
    let lead = rest.len() - rest.trim_start().len();
    let hit = grammar.first_word(&rest[lead..], Role::DepartmentIn)?;
    let label = &rest[lead + hit.range.end..];
    let (ministry, after) = label.split_once(':')?;
    if !is_ministry_mark(ministry.trim()) {
        return None;
    }
    let line = after.lines().next().unwrap_or("").trim();
    let line = line.trim_end_matches('.');
    let capitals = |mark: &&str| crate::kinds::columns::is_abbreviation(mark);
    let mark = closing_mark(line)
        .or(Some(line).filter(capitals))
        .unwrap_or(line);
    let from = line.as_ptr() as usize - rest.as_ptr() as usize;
    let short = !line.is_empty() && line.chars().count() <= 60 && !line.contains(". ");
    short.then(|| (lead..from + line.len(), mark.to_string()))
}

/// The abbreviation of a ministry: capitals, the last of them that of «departementet».
pub(in crate::kinds) fn is_ministry_mark(words: &str) -> bool {
    (2..=5).contains(&words.len()) && words.ends_with('D') && words.chars().all(char::is_uppercase)
}

/// The abbreviation in the brackets that close some words: `Fyravdelingen (FYA)`.
pub(super) fn closing_mark(words: &str) -> Option<&str> {
    let (name, mark) = words.trim_end().strip_suffix(')')?.rsplit_once(" (")?;
    let known = !name.trim().is_empty() && crate::kinds::columns::is_abbreviation(mark);
    known.then_some(mark)
}

/// A line of the text from which a title is taken.
#[derive(Debug, Clone)]
pub struct TitleLine {
    /// Its words, as bytes of the joined text.
    pub range: Range<usize>,
    /// An empty line stands before it.
    pub gap: bool,
}

/// How many of the lines of a head row are the title; the first is.
pub fn head_row(text: &Text, lines: &[TitleLine], following: &[usize], grammar: &Grammar) -> usize {
    let words = text.as_str();
    let width = |line: &TitleLine| words[line.range.clone()].chars().count();
    let body = lines
        .iter()
        .map(width)
        .chain(following.iter().copied())
        .max()
        .unwrap_or(0);
    let mut taken = 1;
    let mut widest = lines.first().map_or(0, width);
    while let (Some(last), Some(next)) = (lines.get(taken - 1), lines.get(taken)) {
        if taken >= 7 || next.gap {
            break;
        }
        let (before, line) = (
            words[last.range.clone()].trim(),
            words[next.range.clone()].trim(),
        );
        let lower = line.starts_with(char::is_lowercase);
        let open = joins(before);
        // A title line under half as wide as the next: no narrow cell breaks a title so.
        let alone = width(next) > 40 && widest * 2 < width(next);
        if alone && !lower && !open {
            break;
        }
        let too_wide = body > 60 && width(next) * 5 > body * 4 && width(next) > widest + 12;
        if too_wide && !(lower && open) {
            break;
        }
        if !lower && !open {
            let first_word = line
                .split_whitespace()
                .next()
                .map_or(0, |word| word.chars().count());
            let fits = width(last) + 1 + first_word + 6 <= widest;
            let sentence = opens_sentence(line, grammar)
                || !line.starts_with('(') && sentences(line).len() > 1
                || line.ends_with('.') && !line.starts_with('(') && width(next) > 24;
            if fits || sentence {
                break;
            }
        }
        widest = widest.max(width(next));
        taken += 1;
    }
    taken
}

/// Articles that open the sentence of a duty.
const ARTICLES: [&str; 3] = ["De ", "Det ", "Den "];

/// Whether a sentence opens with somebody to whom a duty may be given: a name, an abbreviation, the
/// agency by its kind, or the ministry that asks.
pub(super) fn names_somebody(sentence: &str, names: &[String], grammar: &Grammar) -> bool {
    let first = sentence.split_whitespace().next().unwrap_or("");
    let short = first.chars().count() >= 2 && first.chars().all(char::is_uppercase);
    let kind = grammar.first_word(sentence, Role::Subject).is_some()
        && sentence.starts_with(char::is_uppercase);
    short
        || kind
        || sentence.starts_with("De regionale")
        || sentence.starts_with("Det bes")
        || names.iter().any(|name| {
            // «Digdir skal», where the name is «Digitaliseringsdirektoratet»: known by its list.
            sentence.starts_with(name.as_str())
        })
        || is_short_form(first, names.iter().map(String::as_str))
}

/// Where in a run the body begins; none where no sentence opens in it.
pub fn run_together(
    text: &str,
    lines: &[TitleLine],
    names: &[String],
    grammar: &Grammar,
) -> Option<usize> {
    let hits = grammar.words(text);
    let mut best: Option<usize> = None;
    let mut consider = |at: usize, mut score: f32| {
        if at == 0
            || joins(text[..at].trim_end())
                && !lines.iter().any(|line| line.range.start == at && line.gap)
        {
            return;
        }
        if let Some(line) = lines.iter().find(|line| line.range.start == at) {
            score += if line.gap { 3.0 } else { 1.5 };
        }
        // The earliest sure one: a body has many sentences, the title ends before the first.
        if score >= 4.0 && best.is_none_or(|place| at < place) {
            best = Some(at);
        }
    };
    for hit in &hits {
        let opens = hit.role == Role::Opening
            && text[hit.range.clone()].starts_with(char::is_uppercase)
            && text[..hit.range.start].ends_with(char::is_whitespace);
        if opens {
            consider(hit.range.start, if hit.range.len() > 8 { 5.0 } else { 3.0 });
        }
        if hit.role == Role::Duty || matches!(&text[hit.range.clone()], "har" | "vil") {
            let from = clause_start(text, hit.range.start);
            for at in capitals(text, from..hit.range.start) {
                let subject = &text[at..hit.range.start];
                let known = names.iter().any(|name| subject.starts_with(name.as_str()));
                let article = ARTICLES.iter().any(|one| subject.starts_with(one))
                    || grammar.first_word(subject, Role::Subject).is_some();
                let close = subject.split_whitespace().count() <= 6;
                if known && close {
                    consider(at, 5.0);
                } else if article && close {
                    consider(at, 4.5);
                } else if close && subject.split_whitespace().count() <= 3 {
                    consider(at, 2.5);
                }
            }
        }
    }
    // `Helse Sør-Øst RHF har en lederrolle`, `Helse Sør-Øst RHF v/ senteret får`
    for name in names {
        for (at, _) in text.match_indices(name.as_str()) {
            let after = text[at + name.len()..].trim_start();
            let verb = ["har ", "får ", "og ", "v/", "bes ", "skal ", "må ", "vil "]
                .iter()
                .any(|verb| after.starts_with(verb));
            if verb && (at == 0 || text[..at].ends_with(char::is_whitespace)) {
                consider(at, 5.0);
            }
        }
    }
    if best.is_some() {
        return best;
    }
    // No sentence that is known: the body begins after the title's own lines, at an empty line.
    lines
        .iter()
        .skip(1)
        .find(|line| {
            line.gap
                && text[line.range.start..].starts_with(char::is_uppercase)
                && !joins(text[..line.range.start].trim_end())
        })
        .map(|line| line.range.start)
}

/// A line that opens a sentence: by an opening, or by a subject and its duty.
pub(super) fn opens_sentence(line: &str, grammar: &Grammar) -> bool {
    let hits = grammar.words(line);
    hits.iter()
        .any(|hit| hit.role == Role::Opening && hit.range.start == 0 && hit.range.len() > 5)
        || hits.iter().any(|hit| {
            hit.role == Role::Duty && line[..hit.range.start].split_whitespace().count() <= 6
        })
}

/// Where the title ends that a text opens with, its full stop counted in, if more stands behind it:
/// `Gebyrmodell. Etaten skal …`. No verb says there how things are (`Ordningen er gammel.`), and it is not the
/// task itself (`Lage kart.`).
pub(crate) fn title_before_text(text: &str, grammar: &Grammar) -> Option<usize> {
    const WORDS: usize = 7;
    let [first, _, ..] = &sentences(text)[..] else {
        return None;
    };
    let lead = text[first.clone()].trim_end();
    let title = lead.strip_suffix('.')?;
    let says = |hit: &Hit| match hit.role {
        Role::StateVerb => hit.range.start > 0,
        Role::Duty | Role::DeadlineLabel | Role::Ongoing | Role::Before => true,
        _ => false,
    };
    let task = |hit: &Hit<Cue>| hit.role == Cue::Infinitive && hit.range.start == 0;
    let plain = title.split_whitespace().count() <= WORDS
        && is_title(title)
        && !title.contains(|c: char| c.is_ascii_digit() || matches!(c, ',' | ';' | '§'))
        && !grammar.words(title).iter().any(says)
        && !grammar.cues.words(title).iter().any(task);
    plain.then_some(first.start + lead.len())
}

/// Whether words may be a title: they begin with a capital, are short, and end no sentence.
pub(super) fn is_title(words: &str) -> bool {
    /// How long one is at most, in bytes.
    const TITLE: usize = 110;
    words.len() <= TITLE
        && words.starts_with(|c: char| c.is_uppercase() || c == '«')
        && !words.ends_with(['.', ':', ';', ',', '!', '?', '-', '–'])
}

/// Where the clause that holds a byte begins: after the last sentence end.
fn clause_start(text: &str, at: usize) -> usize {
    text[..at].rfind(". ").map_or(0, |end| end + 2)
}

/// Capitals at word starts.
fn capitals(text: &str, range: Range<usize>) -> Vec<usize> {
    let mut found = Vec::new();
    let mut fresh = true;
    for (at, c) in text[range.clone()].char_indices() {
        if fresh && c.is_uppercase() {
            found.push(range.start + at);
        }
        fresh = c.is_whitespace();
    }
    found
}

/// Words and marks that cannot be a title's last.
fn joins(text: &str) -> bool {
    text.ends_with([',', '-', '–', '/', '(', '«'])
        || wants_more(text)
        || matches!(
            last_word(text),
            "jf." | "St." | "nr." | "innen" | "mellom" | "etter" | "hos"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_of_a_department_is_an_abbreviation() {
        let grammar = Grammar::built_in();
        let mark = |rest: &str| {
            department(rest, &grammar).map(|(range, mark)| (rest[range].to_string(), mark))
        };
        assert_eq!(
            mark(" Avd. KFD: HAV Ny havneplan"),
            Some(("Avd. KFD: HAV".into(), "HAV".into()))
        );
        // What follows the colon is the title.
        assert_eq!(
            mark(" Avd. KFD: Plan for fyr"),
            Some(("Avd. KFD:".into(), "KFD".into()))
        );
        // The name and its mark; the ministry's own abbreviation before it.
        assert_eq!(
            mark("Ansvarlig avdeling: Fyravdelingen (FYA)"),
            Some((
                "Ansvarlig avdeling: Fyravdelingen (FYA)".into(),
                "FYA".into()
            ))
        );
        assert_eq!(
            mark("Oppfølging i HFD: Fyravdelingen (FYA)"),
            Some(("Oppfølging i HFD: Fyravdelingen (FYA)".into(), "FYA".into()))
        );
        assert_eq!(mark("Oppfølging i kommunene"), None);
        // The mark may stand on the next line.
        assert_eq!(
            mark("Avd. KFD:\nHAV Plan for fyr"),
            Some(("Avd. KFD:\nHAV".into(), "HAV".into()))
        );
    }
}
