//! What holds for every letter, and for every file.

#![allow(clippy::unwrap_used)]

mod common;

use oppdrag::{Extraction, Grammar};
use proptest::{prelude::*, test_runner::RngSeed};
use serde_json::Value;
use std::sync::LazyLock;

static GRAMMAR: LazyLock<Grammar> = LazyLock::new(Grammar::built_in);

const TITLE: &str = "Tildelingsbrev 2026 – Kystetaten";
/// Words that a title or a sentence may end with, then those that it may not, then verbs.
const WORDS: [&str; 24] = [
    "havn",
    "leia",
    "kysten",
    "fjorden",
    "merking",
    "sjøkart",
    "beredskap",
    "fyrlykter",
    "farvannsregelverk",
    "brygger",
    "småbåter",
    "tiltak",
    "og",
    "for",
    "på",
    "om",
    "med",
    "åpne",
    "økt",
    "til",
    "vurdere",
    "bedre",
    "styrke",
    "skal",
];
const NOUNS: usize = 12;
const VERBS: usize = 20;
const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
];

fn seed() -> RngSeed {
    match ProptestConfig::default().rng_seed {
        RngSeed::Random => RngSeed::Fixed(2026),
        given => given,
    }
}

/// An assignment as it is asked for.
#[derive(Debug, Clone)]
struct Asked {
    title: Vec<usize>,
    sentences: Vec<Vec<usize>>,
    /// Month and day of 2026, and in which form they are printed.
    due: Option<(usize, usize, usize)>,
}

impl Asked {
    fn date(&self) -> Option<String> {
        self.due
            .map(|(month, day, _)| format!("2026-{month:02}-{day:02}"))
    }

    /// Its text, a paragraph each.
    fn printed(&self) -> Vec<String> {
        let sentences: Vec<String> = self
            .sentences
            .iter()
            .map(|words| format!("Kystetaten skal {}.", sentence(words).to_lowercase()))
            .collect();
        let deadline = self.due.map(|(month, day, form)| {
            let name = MONTHS[month - 1];
            match form {
                0 => format!("Frist: {day}.{month}.2026"),
                1 => format!("Frist: {day:02}.{month:02}.2026."),
                2 => format!("Frist: {day}. {name} 2026"),
                _ => format!("Frist: {day}.{month}.26"),
            }
        });
        [sentences.join(" ")].into_iter().chain(deadline).collect()
    }
}

/// A letter, and how it is set.
#[derive(Debug, Clone)]
struct Set {
    asked: Vec<Asked>,
    width: usize,
    /// After which lines a page ends, as a share of them.
    breaks: Vec<prop::sample::Index>,
    doubled: bool,
}

fn asked() -> impl Strategy<Value = Asked> {
    let words = |known, range| {
        (prop::collection::vec(0..known, range), 0..NOUNS).prop_map(|(mut words, last)| {
            words.push(last);
            words
        })
    };
    (
        words(VERBS, 1..7),
        prop::collection::vec(words(WORDS.len(), 4..25), 1..4),
        prop::option::of((3usize..=12, 1usize..=28, 0usize..4)),
    )
        .prop_map(|(title, sentences, due)| Asked {
            title,
            sentences,
            due,
        })
}

fn set() -> impl Strategy<Value = Set> {
    (
        prop::collection::vec(asked(), 1..7),
        50usize..110,
        prop::collection::vec(any::<prop::sample::Index>(), 0..4),
        any::<bool>(),
    )
        .prop_map(|(asked, width, breaks, doubled)| Set {
            asked,
            width,
            breaks,
            doubled,
        })
}

/// The words of a sentence, the first with a capital.
fn sentence(words: &[usize]) -> String {
    let joined = words
        .iter()
        .map(|&n| WORDS[n])
        .collect::<Vec<_>>()
        .join(" ");
    let mut chars = joined.chars();
    let first: String = chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    first + chars.as_str()
}

/// Lines of at most `width` characters.
fn wrap(text: &str, width: usize, lines: &mut Vec<String>) {
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
}

/// The letter as text.
fn print(set: &Set) -> String {
    let mut lines = vec![TITLE.to_string(), String::new()];
    lines.push("1. Innledning".to_string());
    wrap(
        "Departementet formidler med dette brevet Stortingets vedtak og sine forventninger til etaten.",
        set.width,
        &mut lines,
    );
    lines.extend([String::new(), "2. Oppdrag".to_string(), String::new()]);
    for (n, one) in set.asked.iter().enumerate() {
        let head = format!("TB2026-{} Avd. KFD: HAV {}", n + 1, sentence(&one.title));
        wrap(&head, set.width, &mut lines);
        for paragraph in one.printed() {
            lines.push(String::new());
            wrap(&paragraph, set.width, &mut lines);
        }
        lines.push(String::new());
    }
    // The title stays with what follows it: a page of its own is another matter.
    let mut ends: Vec<usize> = set
        .breaks
        .iter()
        .map(|at| 4 + at.index(lines.len() - 4))
        .collect();
    ends.sort_unstable();
    ends.dedup();
    let mut text = String::new();
    for (n, line) in lines.iter().enumerate() {
        if ends.contains(&n) {
            text.push('\u{c}');
        }
        text.push_str(line);
        text.push_str(if set.doubled { "\n\n" } else { "\n" });
    }
    text
}

/// Every span of the JSON is a place of the canonical text, and every text is quoted.
fn sound(name: &str, bytes: &[u8], extraction: &Extraction) -> Result<(), TestCaseError> {
    fn spans(value: &Value, characters: u64, wrong: &mut Vec<String>) {
        match value {
            Value::Object(object) => {
                if let (Some(start), Some(end)) = (object.get("start"), object.get("end")) {
                    let (start, end) = (start.as_u64().unwrap(), end.as_u64().unwrap());
                    if !(start < end && end <= characters) {
                        wrong.push(format!("{start}..{end} of {characters}"));
                    }
                }
                object
                    .values()
                    .for_each(|one| spans(one, characters, wrong));
            }
            Value::Array(list) => list.iter().for_each(|one| spans(one, characters, wrong)),
            _ => {}
        }
    }
    let source = oppdrag::source::read(name, bytes).unwrap();
    let text = source.canonical.text();
    prop_assert_eq!(extraction.source.characters, text.chars().count());
    let broken = common::broken(extraction, text);
    prop_assert!(broken.is_empty(), "{:?}", broken);
    let mut wrong = Vec::new();
    let json = serde_json::to_value(extraction).unwrap();
    spans(&json, extraction.source.characters as u64, &mut wrong);
    prop_assert!(wrong.is_empty(), "{:?}", wrong);
    let findings = oppdrag::check::validate(&json);
    prop_assert!(findings.is_empty(), "{:?}", findings);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 40,
        failure_persistence: None,
        // The same letters in every run; PROPTEST_RNG_SEED gives others.
        rng_seed: seed(),
        ..ProptestConfig::default()
    })]

    /// However a letter is set, its identifiers and days come out, in order, and nothing else.
    #[test]
    fn letters_give_their_identifiers_and_days(set in set()) {
        let letter = print(&set);
        let extraction = oppdrag::extract("brev.txt", letter.as_bytes(), &GRAMMAR).unwrap();
        prop_assert_eq!(extraction.documents.len(), 1);
        let document = &extraction.documents[0];
        let ids: Vec<_> = document.assignments.iter().map(|one| one.id.clone()).collect();
        let expected: Vec<_> = (1..=set.asked.len()).map(|n| format!("TB2026-{n}")).collect();
        prop_assert_eq!(ids, expected, "{}", letter);
        for (one, asked) in document.assignments.iter().zip(&set.asked) {
            let days: Vec<_> = document
                .deadlines
                .iter()
                .filter(|deadline| deadline.assignment.as_ref() == Some(&one.id))
                .map(|deadline| deadline.date.clone())
                .collect();
            let expected: Vec<_> = asked.date().into_iter().map(Some).collect();
            prop_assert_eq!(days, expected, "{} of {}", one.id, letter);
            let title = common::letters(one.title.as_deref().unwrap_or(""));
            prop_assert_eq!(title, common::letters(&sentence(&asked.title)), "{} of {}", one.id, letter);
            let body = common::letters(one.text.as_deref().unwrap_or(""));
            let expected: String = asked.printed().iter().map(|line| common::letters(line)).collect();
            prop_assert_eq!(body, expected, "{} of {}", one.id, letter);
        }
        prop_assert_eq!(
            document.deadlines.iter().filter(|one| one.assignment.is_none()).count(),
            0
        );
        sound("brev.txt", letter.as_bytes(), &extraction)?;
    }

    /// However a letter is set, its chapters are its sections, and its assignments stand in theirs.
    #[test]

    fn letters_give_their_sections(set in set()) {
        let letter = print(&set);
        let extraction = oppdrag::extract("brev.txt", letter.as_bytes(), &GRAMMAR).unwrap();
        let document = &extraction.documents[0];
        let numbers: Vec<_> = document.sections.iter().map(|one| one.number.as_deref()).collect();
        prop_assert_eq!(numbers, [Some("1"), Some("2")], "{}", letter);
        for one in &document.assignments {
            prop_assert_eq!(one.section.as_deref(), Some("2"), "{} of {}", one.id, letter);
        }
    }

    /// The same bytes give the same JSON.
    #[test]
    fn reading_twice_gives_the_same_bytes(set in set()) {
        let letter = print(&set);
        let json = || {
            let extraction =
                oppdrag::extract("brev.txt", letter.as_bytes(), &Grammar::built_in()).unwrap();
            serde_json::to_string(&extraction).unwrap()
        };
        prop_assert_eq!(json(), json());
    }

    /// Any text after a title, of characters that mean something to some room, is read without harm.
    #[test]
    fn any_text_is_read_without_harm(
        text in "([a-zæøåA-Z0-9 .,:;()|<>/*#•«»\u{a0}\u{ad}–_\\[\\]-]|\n|\n\n|\u{c}|\t|\r\n|Frist|innen|TB2026-|Kap\\.|post|<p>|<br>|\\| |1\\.1 |a\\) |\\PC){0,300}",
        name in prop::sample::select(vec!["brev.txt", "brev.md", "brev.html"]),
    ) {
        let letter = format!("{TITLE}\n\n1. Oppdrag\n\nTB2026-1 Avd. KFD: HAV Ny plan\n\n{text}");
        match oppdrag::extract(name, letter.as_bytes(), &GRAMMAR) {
            Ok(extraction) => sound(name, letter.as_bytes(), &extraction)?,
            Err(error) => prop_assert!(name == "brev.html", "{}", error),
        }
    }

    /// Any bytes, after a title or alone, are read or refused without harm.
    #[test]
    fn any_bytes_are_read_or_refused_without_harm(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        head in prop::sample::select(vec!["", "%PDF-1.7\n", "Tildelingsbrev 2026 – Kystetaten\n\n"]),
        name in prop::sample::select(vec!["brev.txt", "brev.md", "brev.html", "brev.pdf"]),
    ) {
        let bytes = [head.as_bytes(), &bytes].concat();
        match oppdrag::extract(name, &bytes, &GRAMMAR) {
            Ok(extraction) => sound(name, &bytes, &extraction)?,
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}
