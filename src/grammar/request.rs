//! Requests of Parliament (anmodnings- og utredningsvedtak), as a proposition prints them:
//! `grammars/requests.toml`.
//!
//! ```text
//! decision ::= decision-word numbers [session] [","] [day] [tail]     Vedtak nr. 46, 21. november 2024
//! numbers  ::= one *(("," | "og" | "–") ["nr."] one)                  nr. 70, 71 og 72
//! one      ::= number ["." number | [","] ("punkt" | "pkt." | "nr.") number]    35.24; 35, pkt. 24
//! session  ::= ["("] year dash year [")"]                             (2020–2021)
//! tail     ::= dash words | ":"                                       – Prop. 1 S (2023–2024)
//! ```

use super::{
    P,
    date::{Calendar, When, times},
    heading_words,
    lexeme::{blanks0, blanks1, dash, is_blank, number, refuse, stem, year},
    ministry::is_ministry,
    pattern::{Pattern, Patterns},
    verdict::{OutcomeEntry, Verdicts},
};
use crate::model::Outcome;
use jiff::civil::Date;
use nom::{
    Parser,
    branch::alt,
    bytes::complete::tag,
    character::complete::char,
    combinator::opt,
    sequence::{delimited, preceded, separated_pair, terminated},
};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, HashSet},
    ops::Range,
};

/// What a heading means to the requests around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeadingRole {
    /// Opens an account of requests.
    Chapter,
    /// The requests of one session follow.
    Session,
    /// A request's section ends here.
    Boundary,
}

/// What stands in a column of the overview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestColumn {
    /// Sesjon.
    Session,
    /// Vedtak nr.
    Number,
    /// Stikkord.
    Keyword,
    /// Rapportering avsluttes.
    ReportingEnds,
    /// Something else.
    Other,
}

/// What words do in a request's section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WordRole {
    Decision,
    Basis,
    SharedBasis,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadingEntry {
    role: HeadingRole,
    headings: Vec<String>,
    examples: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnEntry {
    role: RequestColumn,
    titles: Vec<String>,
    examples: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordEntry {
    role: WordRole,
    words: Vec<String>,
    examples: Vec<String>,
}

/// The entries of a file, as it is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestEntries {
    /// What `{name}` in the phrase of an outcome stands for.
    #[serde(default)]
    lists: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    heading: Vec<HeadingEntry>,
    #[serde(default)]
    column: Vec<ColumnEntry>,
    #[serde(default)]
    words: Vec<WordEntry>,
    #[serde(default)]
    outcome: Vec<OutcomeEntry>,
}

impl RequestEntries {
    /// Adds those of another file.
    pub fn extend(&mut self, other: Self) {
        for (name, words) in other.lists {
            self.lists.entry(name).or_default().extend(words);
        }
        self.heading.extend(other.heading);
        self.column.extend(other.column);
        self.words.extend(other.words);
        self.outcome.extend(other.outcome);
    }

    /// Whether every entry takes its own examples; the reason where one does not.
    pub fn check(&self) -> Result<(), String> {
        let own = RequestForms::new(self.clone())?;
        let none = |what: &str, example: &str| {
            Err(format!(
                "[[requests.{what}]]: the example «{example}» is matched by none of its patterns"
            ))
        };
        for entry in &self.heading {
            for example in &entry.examples {
                if own.heading(example) != Some(entry.role) {
                    return none("heading", example);
                }
            }
        }
        for entry in &self.column {
            for example in &entry.examples {
                if own.column(example) != Some(entry.role) {
                    return none("column", example);
                }
            }
        }
        for entry in &self.words {
            for example in &entry.examples {
                let found = match entry.role {
                    WordRole::Decision => own.decision(example, &Calendar::built_in()).is_some(),
                    WordRole::Basis => own.opens_basis(example),
                    WordRole::SharedBasis => own.is_shared(example),
                };
                if !found {
                    return none("words", example);
                }
            }
        }
        for entry in &self.outcome {
            for example in &entry.examples {
                if own.outcome(example).map(|(value, _)| value) != Some(entry.value) {
                    return none("outcome", example);
                }
            }
            for refusal in &entry.refusals {
                if own
                    .outcome(refusal)
                    .is_some_and(|(value, _)| value == entry.value)
                {
                    return Err(format!(
                        "[[requests.outcome]]: a phrase is found in the refusal «{refusal}»"
                    ));
                }
            }
        }
        Ok(())
    }
}

/// How requests are printed, ready to be looked for.
#[derive(Debug, Clone)]
pub struct RequestForms {
    headings: Patterns<HeadingRole>,
    columns: Patterns<RequestColumn>,
    /// The first words of column titles and of headings: few lines begin with one.
    title_words: HashSet<String>,
    heading_words: HashSet<String>,
    decisions: Vec<String>,
    basis: Vec<String>,
    shared: Vec<String>,
    verdicts: Verdicts,
}

/// The number of a decision. A decision on the whole budget has points, each of them a request of its own:
/// `Vedtak nr. 35, pkt. 24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DecisionNumber {
    /// The decision's.
    pub number: u32,
    /// The point's.
    pub point: Option<u32>,
}

impl std::fmt::Display for DecisionNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.point {
            Some(point) => write!(f, "{}.{point}", self.number),
            None => write!(f, "{}", self.number),
        }
    }
}

/// one ::= number ["." number | [","] ("punkt" | "pkt." | "nr.") number]
pub fn decision_number(i: &str) -> P<'_, DecisionNumber> {
    let (rest, value) = number(1, 4)(i)?;
    let whole = DecisionNumber {
        number: value,
        point: None,
    };
    // After a comma «nr.» goes on with the list.
    let worded = preceded(
        (
            alt((
                (tag(","), blanks0, alt((tag("punkt"), tag("pkt.")))),
                (
                    tag(""),
                    blanks1,
                    alt((tag("punkt"), tag("pkt."), tag("nr."))),
                ),
            )),
            blanks1,
        ),
        number(1, 3),
    );
    let Ok((after, point)) = alt((preceded(char('.'), number(1, 3)), worded)).parse(rest) else {
        return Ok((rest, whole));
    };
    // `35.24.` is no number of a point.
    if rest.starts_with('.') && after.starts_with('.') {
        return Ok((rest, whole));
    }
    Ok((
        after,
        DecisionNumber {
            point: Some(point),
            ..whole
        },
    ))
}

/// The line that heads a request: `Vedtak nr. 46, 21. november 2024`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its numbers; more than one where several are treated together.
    pub numbers: Vec<DecisionNumber>,
    /// The session, where it is printed.
    pub session: Option<String>,
    /// The day.
    pub date: Option<Date>,
    /// What follows on the line, without the dash before it.
    pub tail: Range<usize>,
}

impl RequestForms {
    /// Compiles the entries.
    pub fn new(entries: RequestEntries) -> Result<Self, String> {
        fn patterns<T: Copy>(
            list: impl Iterator<Item = (T, Vec<String>)>,
        ) -> Result<Patterns<T>, String> {
            let mut all = Vec::new();
            for (value, sources) in list {
                for source in sources {
                    all.push((value, Pattern::new(&source)?));
                }
            }
            Ok(Patterns::new(all))
        }
        let words = |role: WordRole| -> Vec<String> {
            let of_role = entries.words.iter().filter(|entry| entry.role == role);
            of_role.flat_map(|entry| entry.words.clone()).collect()
        };
        let mut decisions = words(WordRole::Decision);
        decisions.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Ok(Self {
            headings: patterns(
                entries
                    .heading
                    .iter()
                    .map(|entry| (entry.role, entry.headings.clone())),
            )?,
            columns: patterns(
                entries
                    .column
                    .iter()
                    .map(|entry| (entry.role, entry.titles.clone())),
            )?,
            title_words: entries
                .column
                .iter()
                .flat_map(|entry| &entry.titles)
                .filter_map(|title| title.split_whitespace().next())
                .map(first_word)
                .collect(),
            heading_words: entries
                .heading
                .iter()
                .flat_map(|entry| &entry.headings)
                .filter_map(|heading| heading.split_whitespace().next())
                .map(first_word)
                .collect(),
            decisions,
            basis: words(WordRole::Basis),
            shared: words(WordRole::SharedBasis),
            verdicts: Verdicts::new(&entries.outcome, &entries.lists)?,
        })
    }

    /// What a heading means to requests.
    pub fn heading(&self, line: &str) -> Option<HeadingRole> {
        // The requests of one ministry follow under its number and name.
        let title = heading_words(line);
        if title.len() < line.len() && is_ministry(title) {
            return Some(HeadingRole::Boundary);
        }
        // After the number, or the capital, of the heading.
        let known = line
            .split_whitespace()
            .take(2)
            .any(|word| self.heading_words.contains(&first_word(word)));
        if !known {
            return None;
        }
        self.headings
            .find(line)
            .or_else(|| self.headings.find(heading_words(line)))
            .map(|(role, _)| *role)
    }

    /// The role of a column with this title.
    pub fn column(&self, title: &str) -> Option<RequestColumn> {
        self.columns.find(title).map(|(role, _)| *role)
    }

    /// Whether a line begins with the first word of a column title: worth a try as a table head.
    pub fn may_open_table(&self, line: &str) -> bool {
        line.starts_with(|c: char| c.is_ascii_uppercase())
            && line
                .split_whitespace()
                .next()
                .is_some_and(|word| self.title_words.contains(&first_word(word)))
    }

    /// Whether these words begin with the title of a column: without one, no table head begins here.
    pub fn begins_with_column(&self, words: &[&str]) -> bool {
        (1..=words.len().min(9)).any(|end| self.column(&words[..end].join(" ")).is_some())
    }

    /// The columns of a table head whose cells run together; none where other words stand in it.
    pub fn table_head(&self, text: &str) -> Option<Vec<RequestColumn>> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut columns = Vec::new();
        let mut at = 0;
        while at < words.len() {
            // Most texts fail here, on their first word that begins no title.
            if !self.title_words.contains(&first_word(words[at])) {
                return None;
            }
            let (end, column) = (at + 1..=words.len().min(at + 9))
                .rev()
                .find_map(|end| Some((end, self.column(&words[at..end].join(" "))?)))?;
            columns.push(column);
            at = end;
        }
        (columns.len() > 1).then_some(columns)
    }

    /// Whether a sentence says where a decision was made.
    pub fn opens_basis(&self, text: &str) -> bool {
        opens_with(&self.basis, text) || self.is_shared(text)
    }

    /// Whether a sentence speaks of several decisions.
    pub fn is_shared(&self, text: &str) -> bool {
        opens_with(&self.shared, text)
    }

    /// The line that heads a request.
    pub fn decision(&self, line: &str, calendar: &Calendar) -> Option<Decision> {
        let (rest, (numbers, session)) = self.decision_head(line).ok()?;
        let rest = rest.trim_start_matches([',', ' ', '\u{a0}', '(']);
        let mut end = line.len() - rest.len();
        let mut session = session;
        // The day comes first in the rest, or not at all: `, 3. desember`, `– 3. desember`, `av 3. desember`.
        let day = |rest: &str| {
            let head: String = rest.chars().take(40).collect();
            times(&head, calendar)
                .into_iter()
                .next()
                .filter(|time| time.range.start == 0)
        };
        let mut time = day(rest);
        if time.is_none() {
            let dashed =
                rest.trim_start_matches(|c: char| super::lexeme::is_dash(c) || is_blank(c));
            let worded = ["av ", "fra ", "frå "]
                .iter()
                .find_map(|word| rest.strip_prefix(word));
            let later = worded.unwrap_or(dashed).trim_start();
            time = (later.len() < rest.len()).then(|| day(later)).flatten();
            if time.is_some() {
                end = line.len() - later.len();
            }
        }
        let mut date = None;
        if let Some(time) = time
            && let (When::Day { .. }, Some(year)) = (time.when, time.year)
            && let Some((first, _)) = time.interval(year)
        {
            date = Some(first);
            end += time.range.end;
        }
        if session.is_none()
            && let Ok((rest, found)) =
                preceded(opt((char(','), blanks0)), session_years).parse(line[end..].trim_start())
        {
            session = Some(found);
            end = line.len() - rest.len();
        }
        let after = line[end..].trim_start_matches([')', ' ', '\u{a0}', '.']);
        let tail = after.trim_start_matches(|c: char| c == ':' || super::lexeme::is_dash(c));
        let marked = tail.len() < after.len();
        let start = line.len() - tail.trim_start().len();
        if !tail.trim().is_empty() && !marked {
            return None;
        }
        Some(Decision {
            numbers,
            session,
            date,
            tail: start..line.len(),
        })
    }

    /// decision-word numbers [session]
    fn decision_head<'a>(&self, i: &'a str) -> P<'a, (Vec<DecisionNumber>, Option<String>)> {
        if !i.starts_with(|c: char| c.is_ascii_uppercase()) {
            return refuse(i);
        }
        let Some((rest, _)) = self
            .decisions
            .iter()
            .find_map(|word| terminated(stem(word), blanks1).parse(i).ok())
        else {
            return refuse(i);
        };
        let (mut rest, first) = decision_number(rest)?;
        if let Ok((after, (_, last))) =
            separated_pair(blanks0, dash, preceded(blanks0, number(1, 4))).parse(rest)
            && first.point.is_none()
            && first.number < last
            && last - first.number < 12
            // `Vedtak 1 – 2. desember 2021`
            && !after.starts_with('.')
        {
            let (after, session) = opt(preceded(blanks0, session_years)).parse(after)?;
            let all = (first.number..=last).map(|number| DecisionNumber {
                number,
                point: None,
            });
            return Ok((after, (all.collect(), session)));
        }
        let mut numbers = vec![first];
        let mut session = None;
        loop {
            if let Ok((after, found)) = preceded(blanks0, session_years).parse(rest) {
                session = Some(found);
                rest = after;
                break;
            }
            let mut next = preceded(
                (blanks0, alt((tag("og"), tag(","), tag("samt"))), blanks1),
                (opt((tag("nr."), blanks1)), decision_number),
            );
            let Ok((after, (named, mut one))) = next.parse(rest) else {
                break;
            };
            // `Vedtak nr. 46, 21. november`: the day of the decision, no number.
            if after.starts_with('.') {
                break;
            }
            // `35, punkt 24 og 25`: another point of the same decision.
            if named.is_none() && first.point.is_some() && one.point.is_none() {
                one = DecisionNumber {
                    number: first.number,
                    point: Some(one.number),
                };
            }
            numbers.push(one);
            rest = after;
        }
        Ok((rest, (numbers, session)))
    }

    /// What a text last says became of the request, and where it says so.
    pub fn outcome(&self, text: &str) -> Option<(Outcome, Range<usize>)> {
        self.verdicts.last(text)
    }
}

/// A word without its case and its stop.
fn first_word(word: &str) -> String {
    word.trim_end_matches(['.', ':']).to_lowercase()
}

fn opens_with(words: &[String], text: &str) -> bool {
    words.iter().any(|word| {
        text.strip_prefix(word.as_str())
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// years ::= ["("] year dash year [")"]; as `2020–2021`
fn years(i: &str) -> P<'_, (i32, i32)> {
    let years = |i| separated_pair(year, (blanks0, dash, blanks0), year).parse(i);
    alt((delimited(char('('), years, char(')')), years)).parse(i)
}

/// session ::= years, the second one after the first
pub fn session_years(i: &str) -> P<'_, String> {
    let (rest, (from, to)) = years(i)?;
    if to != from + 1 {
        return refuse(i);
    }
    Ok((rest, format!("{from}–{to}")))
}

/// Years where a session should be, that are none: `2018–2020`.
pub fn impossible_years(i: &str) -> P<'_, String> {
    let (rest, (from, to)) = years(i)?;
    if to == from + 1 {
        return refuse(i);
    }
    Ok((rest, format!("{from}–{to}")))
}

/// The first session that a text names.
pub fn session_in(text: &str) -> Option<String> {
    first_in(text, session_years)
}

/// The first years of a text that are no session.
pub fn impossible_in(text: &str) -> Option<String> {
    first_in(text, impossible_years)
}

fn first_in(text: &str, read: impl Fn(&str) -> P<'_, String>) -> Option<String> {
    text.char_indices()
        .filter(|(at, c)| {
            matches!(c, '1' | '2') && !text[..*at].ends_with(|c: char| c.is_ascii_digit())
        })
        .find_map(|(at, _)| read(&text[at..]).ok())
        .map(|(_, years)| years)
}

/// The session in which Parliament sat on a day: from October to September.
pub fn session_of(date: Date) -> String {
    let year = i32::from(date.year());
    let from = if date.month() >= 10 { year } else { year - 1 };
    format!("{from}–{}", from + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammar;

    fn forms() -> RequestForms {
        Grammar::built_in().requests
    }

    /// Numbers, session, day and tail.
    type Read = (Vec<u32>, Option<String>, Option<String>, String);

    fn decision(line: &str) -> Option<Read> {
        let grammar = Grammar::built_in();
        let found = grammar.requests.decision(line, &grammar.calendar)?;
        Some((
            found.numbers.iter().map(|one| one.number).collect(),
            found.session,
            found.date.map(|date| date.to_string()),
            line[found.tail].to_string(),
        ))
    }

    #[test]
    fn a_line_that_heads_a_request() {
        let day = Some("2021-01-14".to_string());
        assert_eq!(
            decision("Vedtak nr. 517, 14. januar 2021"),
            Some((vec![517], None, day.clone(), String::new()))
        );
        assert_eq!(
            decision("Vedtak nr. 517 14. januar 2021 "),
            Some((vec![517], None, day.clone(), String::new()))
        );
        assert_eq!(
            decision("Anmodningsvedtak nr. 517 (2020–2021), 14. januar 2021"),
            Some((
                vec![517],
                Some("2020–2021".into()),
                day.clone(),
                String::new()
            ))
        );
        assert_eq!(
            decision("Vedtak nr. 86, 14. januar 2021 – Prop. 1 S (2020–2021)"),
            Some((vec![86], None, day.clone(), "Prop. 1 S (2020–2021)".into()))
        );
        assert_eq!(
            decision("Vedtak nr. 70, 71 og 72, 14. januar 2021"),
            Some((vec![70, 71, 72], None, day.clone(), String::new()))
        );
        assert_eq!(
            decision("Oppmodingsvedtak nr. 70–72 (2020–2021)"),
            Some((
                vec![70, 71, 72],
                Some("2020–2021".into()),
                None,
                String::new()
            ))
        );
        assert_eq!(decision("Vedtaket ble truffet 14. januar 2021"), None);
        assert_eq!(
            decision("Vedtak nr. 929 (2022–2023), 16. juni 2023, foreslås"),
            None
        );
        assert_eq!(
            decision("Vedtak nr. 82, 3. desember 2018, nr. 520, 3. mai 2022 oppheves."),
            None
        );
        assert_eq!(decision("vedtak nr. 517, 14. januar 2021"), None);
    }

    #[test]
    fn the_day_may_stand_behind_a_dash() {
        let day = Some("2021-12-02".to_string());
        for (line, session) in [
            ("Vedtak 77 – 2. desember 2021", None),
            ("Vedtak 1 – 2. desember 2021", None),
            (
                "Vedtak nr. 172 (2021–2022) – 2. desember 2021",
                Some("2021–2022"),
            ),
            ("Vedtak nr. 172 av 2. desember 2021", None),
        ] {
            let (numbers, own, date, tail) = decision(line).expect(line);
            assert_eq!(numbers.len(), 1, "{line}");
            assert_eq!(
                (own.as_deref(), date, tail),
                (session, day.clone(), String::new())
            );
        }
        let (_, _, date, tail) = decision("Vedtak nr. 9 – Fra mai til juni 2021").expect("a tail");
        assert_eq!((date, tail.as_str()), (None, "Fra mai til juni 2021"));
    }

    #[test]
    fn points_of_a_decision() {
        let numbers = |line: &str| -> Vec<String> {
            let grammar = Grammar::built_in();
            let found = grammar.requests.decision(line, &grammar.calendar);
            found.map_or_else(Vec::new, |found| {
                found.numbers.iter().map(ToString::to_string).collect()
            })
        };
        for line in [
            "Vedtak nr. 35.24, 4. desember 2017",
            "Vedtak nr. 35, pkt. 24, 4. desember 2017",
            "Vedtak nr. 35 punkt 24 (2017–2018), 4. desember 2017",
            "Anmodningsvedtak nr. 35 nr. 24, 4. desember 2017",
        ] {
            assert_eq!(numbers(line), ["35.24"], "{line}");
        }
        assert_eq!(
            numbers("Vedtak nr. 35, punkt 24 og 25, 4. desember 2017"),
            ["35.24", "35.25"]
        );
        assert_eq!(
            numbers("Vedtak nr. 35, nr. 36, 4. desember 2017"),
            ["35", "36"]
        );
        assert_eq!(numbers("Vedtak nr. 35, 4. desember 2017"), ["35"]);
    }

    #[test]
    fn a_head_is_made_of_titles_only() {
        use RequestColumn::{Keyword, Number, ReportingEnds, Session};
        assert_eq!(
            forms().table_head("Sesjon Vedtak nr. Stikkord Rapportering avsluttes (Ja/Nei) i Prop. 1\u{a0}S (2024–2025)"),
            Some(vec![Session, Number, Keyword, ReportingEnds])
        );
        assert_eq!(forms().table_head("Sesjon Vedtak nr. Stikkord om"), None);
        assert_eq!(forms().table_head("Stikkord"), None);
    }

    #[test]
    fn parliaments_year_begins_in_october() {
        let session = |day: &str| session_of(day.parse().expect("a day"));
        assert_eq!(session("2024-10-01"), "2024–2025");
        assert_eq!(session("2025-06-20"), "2024–2025");
        assert_eq!(
            session_in("3.1 Stortingssesjon (2024–2025)").as_deref(),
            Some("2024–2025")
        );
        assert_eq!(session_in("perioden 2020–2025"), None);
    }
}
