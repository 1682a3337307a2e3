//! Every fixture again in prints that no fixture has: other blanks, other letters at the ends of words,
//! lines that break elsewhere. Whatever becomes of the facts, no print makes the program panic, and none
//! makes it write what its own checks refuse.
//!
//! `OPPDRAG_SWEEP=500 cargo test --test sweep` tries so many prints more of each, drawn at random.

#![allow(clippy::unwrap_used)]

mod common;

use common::{fixture, names};
use oppdrag::{Grammar, check, model::Severity, source};
use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{LazyLock, Mutex};

static GRAMMAR: LazyLock<Grammar> = LazyLock::new(Grammar::built_in);

/// A way to print the words of a line again; `n` tells its words and lines from the others.
type Print = fn(&str, usize) -> String;

/// What is changed within lines.
const WORDS: [(&str, Print); 16] = [
    ("a no-break space", |line, n| blanks(line, n, "\u{a0}")),
    ("a thin space", |line, n| blanks(line, n, "\u{2009}")),
    ("a narrow no-break space", |line, n| {
        blanks(line, n, "\u{202f}")
    }),
    ("an ideographic space", |line, n| {
        blanks(line, n, "\u{3000}")
    }),
    ("two blanks", |line, n| blanks(line, n, "  ")),
    ("å at the end", |line, n| ended(line, n, "å")),
    ("Ø at the end", |line, n| ended(line, n, "Ø")),
    ("a combining ring", |line, _| {
        line.replace('å', "a\u{30a}").replace('Å', "A\u{30a}")
    }),
    ("an accent on every word", |line, n| {
        ended(line, n, "\u{301}")
    }),
    ("soft hyphens", |line, n| inside(line, n, "\u{ad}")),
    ("brackets", |line, n| {
        each(line, n, |word| format!("({word})"))
    }),
    ("brackets with letters", |line, n| {
        each(line, n, |word| format!("{word} (Bodø)"))
    }),
    ("quotation marks", |line, n| {
        each(line, n, |word| format!("«{word}»"))
    }),
    ("dashes", |line, n| {
        each(line, n, |word| format!("– {word}"))
    }),
    // Letters whose small or great form is of another length.
    ("letters that shrink", |line, _| {
        line.replace('I', "İ")
            .replace('K', "\u{212a}")
            .replace('S', "ẞ")
    }),
    ("digits that are none", |line, n| {
        each(line, n, |word| {
            word.replace('1', "١").replace('2', "²").replace('5', "５")
        })
    }),
];

/// What is changed about the breaks of lines.
const BREAKS: [(&str, Print); 8] = [
    ("a line a word", |text, n| wrapped(text, n, 1, "")),
    ("lines of two words", |text, n| wrapped(text, n, 2, "")),
    ("lines of five words", |text, n| wrapped(text, n, 5, "")),
    ("lines of three words that end in ø", |text, n| {
        wrapped(text, n, 3, "ø")
    }),
    ("words cut by a hyphen", |text, n| inside(text, n, "-\n")),
    ("words cut by a soft hyphen", |text, n| {
        inside(text, n, "\u{ad}\n")
    }),
    ("the end cut off", |text, n| {
        let most = text.chars().count() / 2 + 37 * n;
        text.chars().take(most).collect()
    }),
    ("no line ends", |text, _| text.replace('\n', " ")),
];

/// Which of them cut words.
const CUTS: std::ops::Range<usize> = 4..6;

fn each(line: &str, n: usize, print: impl Fn(&str) -> String) -> String {
    let words = line.split(' ').enumerate();
    let printed = words.map(
        |(at, word)| match !word.is_empty() && (at + n).is_multiple_of(3) {
            true => print(word),
            false => word.to_owned(),
        },
    );
    printed.collect::<Vec<_>>().join(" ")
}

/// Every other blank printed as `blank`.
fn blanks(line: &str, n: usize, blank: &str) -> String {
    let mut at = n;
    let mut printed = String::new();
    for c in line.chars() {
        at += usize::from(c == ' ');
        match c {
            ' ' if at.is_multiple_of(2) => printed.push_str(blank),
            c => printed.push(c),
        }
    }
    printed
}

/// The last letter of every third word in its place.
fn ended(line: &str, n: usize, last: &str) -> String {
    each(line, n, |word| {
        let bare = word.trim_end_matches(|c: char| !c.is_alphabetic());
        match bare.char_indices().next_back() {
            Some((at, _)) => format!("{}{last}{}", &word[..at], &word[bare.len()..]),
            None => word.to_owned(),
        }
    })
}

/// Something in the middle of every third long word.
fn inside(line: &str, n: usize, cut: &str) -> String {
    each(line, n, |word| {
        let middle = word.char_indices().nth(word.chars().count() / 2);
        match middle.filter(|_| word.len() > 5) {
            Some((at, _)) => format!("{}{cut}{}", &word[..at], &word[at..]),
            None => word.to_owned(),
        }
    })
}

/// Lines of `most` words; every third line's last word ends in `last`.
fn wrapped(text: &str, n: usize, most: usize, last: &str) -> String {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let words: Vec<&str> = line.split(' ').collect();
        lines.extend(words.chunks(most).map(|words| words.join(" ")));
    }
    for (at, line) in lines.iter_mut().enumerate() {
        if (at + n).is_multiple_of(3) && line.ends_with(char::is_alphabetic) {
            line.push_str(last);
        }
    }
    lines.join("\n")
}

/// A text in another print. Its first lines, by which its kind is known, stay.
fn printed(text: &str, n: usize, words: Option<Print>, breaks: Option<Print>) -> String {
    let head = text.match_indices('\n').map(|(at, _)| at + 1).nth(5);
    let (head, body) = text.split_at(head.unwrap_or(0));
    let lines = body.split('\n').enumerate();
    let body: Vec<String> = lines
        .map(|(at, line)| words.map_or(line.to_owned(), |print| print(line, n + at)))
        .collect();
    let body = body.join("\n");
    format!(
        "{head}{}",
        breaks.map_or(body.clone(), |print| print(&body, n))
    )
}

/// All texts: those of text and Markdown as they are, those of PDF as they are read.
fn texts() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in [
        "letters",
        "propositions",
        "reports",
        "series",
        "bad",
        "layout",
    ] {
        for name in names(folder) {
            let name = format!("{folder}/{name}");
            let bytes = fixture(&name);
            if name.ends_with(".pdf") {
                let text = source::read(&name, &bytes).map(|read| read.canonical.text().to_owned());
                found.extend(text.map(|text| (format!("{name}.txt"), text)));
            } else if !name.ends_with(".json") {
                found.extend(String::from_utf8(bytes).map(|text| (name, text)));
            }
        }
    }
    found
}

/// Where in the program, or by which check, a text fails; none where it is read or refused in words.
fn fails(name: &str, text: &str) -> Option<String> {
    let read = || oppdrag::extract(name, text.as_bytes(), &GRAMMAR);
    let Ok(read) = panic::catch_unwind(AssertUnwindSafe(read)) else {
        return Some(LAST.with_borrow(String::clone));
    };
    let extraction = read.ok()?;
    let errors = extraction.diagnostics.iter();
    let mut errors = errors.filter(|found| found.severity == Severity::Error);
    if let Some(error) = errors.next() {
        return Some(format!("{}: {}", error.code, error.message));
    }
    let value = serde_json::to_value(&extraction).unwrap();
    check::validate(&value)
        .first()
        .map(|breach| format!("{breach:?}"))
}

thread_local! {
    static LAST: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
}

/// Of all tries, one text for each way to fail.
fn sweep(tries: &[(String, String, String)]) -> BTreeMap<String, String> {
    let found = Mutex::new(BTreeMap::new());
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism()
            .map_or(2, usize::from)
            .min(8)
        {
            scope.spawn(|| {
                while let Some((name, print, text)) = tries.get(next.fetch_add(1, Relaxed)) {
                    if let Some(how) = fails(name, text) {
                        let mut found = found.lock().unwrap();
                        found.entry(how).or_insert(format!("{name}: {print}"));
                    }
                }
            });
        }
    });
    found.into_inner().unwrap()
}

#[test]
fn no_print_makes_the_program_fail() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or(String::new(), ToString::to_string);
        let said = panic.payload().downcast_ref::<String>();
        LAST.set(format!(
            "panic at {place}: {}",
            said.map_or("", String::as_str)
        ));
    }));
    let all: Vec<(&str, Option<Print>, Option<Print>)> = WORDS
        .iter()
        .map(|&(name, print)| (name, Some(print), None))
        .chain(
            BREAKS
                .iter()
                .map(|&(name, print)| (name, None, Some(print))),
        )
        .collect();
    let texts = texts();
    assert!(texts.len() > 30, "the fixtures are there");
    let mut tries = Vec::new();
    for (name, text) in &texts {
        for &(print, words, breaks) in &all {
            tries.push((
                name.clone(),
                print.to_owned(),
                printed(text, 0, words, breaks),
            ));
        }
        // Every long word is cut once.
        for (n, (print, cut)) in (1..3).flat_map(|n| BREAKS[CUTS].iter().map(move |one| (n, one))) {
            let print = format!("{print}, {n}");
            tries.push((name.clone(), print, printed(text, n, None, Some(*cut))));
        }
    }
    let rounds = std::env::var("OPPDRAG_SWEEP")
        .ok()
        .and_then(|n| n.parse().ok());
    for n in 1..=rounds.unwrap_or(0) {
        for (at, (name, text)) in texts.iter().enumerate() {
            let words = WORDS[(n * 7 + at * 5) % WORDS.len()];
            let breaks = BREAKS[(n / 3 + at) % BREAKS.len()];
            let print = format!("{n}, {}, {}", words.0, breaks.0);
            tries.push((
                name.clone(),
                print,
                printed(text, n, Some(words.1), Some(breaks.1)),
            ));
        }
    }
    let found = sweep(&tries);
    let _ = panic::take_hook();
    let told: Vec<String> = found
        .iter()
        .map(|(how, of)| format!("{of}\n    {how}"))
        .collect();
    assert!(
        told.is_empty(),
        "{} ways to fail:\n{}",
        told.len(),
        told.join("\n")
    );
}
