//! Holds what was read out of a letter against what stands in it.
//!
//! A fact is *right*; or it is missing, and the reader *told* so (an entry of `coverage.unclaimed` or a
//! diagnostic lies on its words, or the file is refused) or is *silent*. What is read and does not stand
//! in the letter is *wrong*, whatever is told.

use super::forms::Form;
use super::truth::{Assignment, ToldBy, Truth};
use crate::common::{all, letters, list, text, when};
use serde_json::Value;
use std::collections::BTreeMap;

/// How many facts of a kind there are, and how they were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub gold: usize,
    pub right: usize,
    pub told: usize,
    pub silent: usize,
    pub wrong: usize,
}

impl Tally {
    /// Adds another.
    pub fn add(&mut self, other: Tally) {
        self.gold += other.gold;
        self.right += other.right;
        self.told += other.told;
        self.silent += other.silent;
        self.wrong += other.wrong;
    }

    /// Right of those that stand there.
    pub fn recall(&self) -> f64 {
        if self.gold == 0 {
            1.0
        } else {
            self.right as f64 / self.gold as f64
        }
    }

    /// Right of those that were read.
    pub fn precision(&self) -> f64 {
        let read = self.right + self.wrong;
        if read == 0 {
            1.0
        } else {
            self.right as f64 / read as f64
        }
    }
}

/// A fact that is not right: its kind, what is the matter, and what it is about.
#[derive(Clone, Debug)]
pub struct Fault {
    pub kind: &'static str,
    pub fault: &'static str,
    pub about: String,
    /// Whether the reader told of it: no silence, and nothing wrong.
    pub told: bool,
}

/// The verdict over one file.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    pub tallies: BTreeMap<&'static str, Tally>,
    pub faults: Vec<Fault>,
}

/// The kinds of fact, in the order in which they are shown.
pub const KINDS: [&str; 13] = [
    "assignments",
    "numbers",
    "titles",
    "texts",
    "deadlines",
    "posts",
    "post names",
    "measures",
    "measure kinds",
    "targets",
    "goals",
    "reporting",
    "contract",
];

/// The canonical text and what was told about it.
struct Heard {
    flat: Vec<char>,
    index: Vec<usize>,
    told: Vec<(usize, usize)>,
}

impl Heard {
    fn of(canonical: &str, extraction: &Value) -> Self {
        let mut flat = Vec::new();
        let mut index = Vec::new();
        for (at, c) in canonical.chars().enumerate() {
            if c.is_alphanumeric() {
                for lower in c.to_lowercase() {
                    flat.push(lower);
                    index.push(at);
                }
            }
        }
        let spans = list(&extraction["coverage"], "unclaimed")
            .iter()
            .chain(list(extraction, "diagnostics"))
            .flat_map(|entry| list(entry, "spans"));
        let number = |value: &Value| value.as_u64().unwrap_or(0) as usize;
        let told = spans
            .map(|span| (number(&span["start"]), number(&span["end"])))
            .collect();
        Self { flat, index, told }
    }

    /// Whether something is told about these words, wherever they stand.
    fn tells(&self, words: &str) -> bool {
        let key: Vec<char> = letters(words).chars().collect();
        if key.is_empty() || key.len() > self.flat.len() {
            return false;
        }
        let mut seen = 0;
        for at in 0..=self.flat.len() - key.len() {
            if self.flat[at..at + key.len()] == key[..] {
                let (start, end) = (self.index[at], self.index[at + key.len() - 1] + 1);
                if self
                    .told
                    .iter()
                    .any(|(from, to)| *from < end && start < *to)
                {
                    return true;
                }
                seen += 1;
                if seen == 20 {
                    break;
                }
            }
        }
        false
    }
}

/// The first letters of a text, enough to know it by.
fn beginning(text: &str) -> String {
    text.split_whitespace()
        .take(8)
        .collect::<Vec<_>>()
        .join(" ")
}

fn ending(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words[words.len().saturating_sub(5)..].join(" ")
}

/// An identifier without the generic word before it and without blanks.
fn key_id(text: &str) -> String {
    let lower = text.to_lowercase();
    let bare = ["særskilt oppdrag", "oppdrag", "bestilling", "id:", "nr."]
        .iter()
        .find_map(|word| {
            lower
                .strip_prefix(word)
                .filter(|rest| rest.chars().any(|c| c.is_ascii_digit()))
                .map(str::to_string)
        })
        .unwrap_or(lower);
    bare.chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .trim_matches(|c| ".):".contains(c))
        .replace(['–', '‑', '‐'], "-")
}

impl Verdict {
    fn note(&mut self, kind: &'static str, fault: &'static str, about: impl Into<String>) {
        self.faults.push(Fault {
            kind,
            fault,
            about: about.into(),
            told: false,
        });
    }

    fn tally(&mut self, kind: &'static str) -> &mut Tally {
        self.tallies.entry(kind).or_default()
    }

    fn missing(
        &mut self,
        kind: &'static str,
        fault: &'static str,
        told: bool,
        about: impl Into<String>,
    ) {
        if told {
            self.tally(kind).told += 1;
        } else {
            self.tally(kind).silent += 1;
        }
        self.faults.push(Fault {
            kind,
            fault,
            about: about.into(),
            told,
        });
    }

    fn wrong(&mut self, kind: &'static str, fault: &'static str, about: impl Into<String>) {
        self.tally(kind).wrong += 1;
        self.note(kind, fault, about);
    }

    /// A kind whose facts are strings, each as often as it stands.
    fn strings(
        &mut self,
        kind: &'static str,
        gold: Vec<String>,
        have: Vec<String>,
        told: impl Fn(&str) -> bool,
        extra: bool,
    ) {
        let mut left = have;
        self.tally(kind).gold += gold.len();
        for fact in gold {
            match left.iter().position(|one| *one == fact) {
                Some(at) => {
                    left.remove(at);
                    self.tally(kind).right += 1;
                }
                None => {
                    let words = fact.rsplit('\t').next().unwrap_or("").to_string();
                    self.missing(kind, "missing", told(&words), fact);
                }
            }
        }
        if extra {
            for one in left {
                self.wrong(kind, "extra", one);
            }
        }
    }

    /// All facts of a file that was refused: missing, and told.
    pub fn refused(truth: &Truth, why: &str) -> Self {
        let mut verdict = Self::default();
        let nothing =
            serde_json::json!({"documents": [], "diagnostics": [], "coverage": {"unclaimed": []}});
        let whole = judge(truth, &nothing, "", &[], Form::Html);
        for (kind, tally) in whole.tallies {
            let all = Tally {
                gold: tally.gold,
                told: tally.gold,
                ..Tally::default()
            };
            verdict.tallies.insert(kind, all);
        }
        verdict.note("contract", "refused", why);
        verdict
    }
}

/// Holds an extraction against the truth; `broken` is what the contract's own checks say against it.
pub fn judge(
    truth: &Truth,
    extraction: &Value,
    canonical: &str,
    broken: &[String],
    form: Form,
) -> Verdict {
    let mut verdict = Verdict::default();
    let heard = Heard::of(canonical, extraction);
    let found = all(extraction, "assignments");
    let pairs = pair(truth, &found);
    assignments(&mut verdict, truth, &found, &pairs, &heard, form);
    deadlines(&mut verdict, truth, extraction, &found, &pairs, &heard);
    money(&mut verdict, truth, extraction, &heard);
    measures(&mut verdict, truth, extraction, &heard);
    let contract = verdict.tally("contract");
    contract.gold = 1;
    if broken.is_empty() {
        contract.right = 1;
    } else {
        contract.wrong = 1;
        verdict.note("contract", "broken", broken[0].clone());
    }
    verdict
}

/// The record of each true assignment: by text, title and number together.
fn pair(truth: &Truth, found: &[Value]) -> Vec<Option<usize>> {
    let mut scores: Vec<(usize, usize, usize)> = Vec::new();
    for (n, one) in truth.assignments.iter().enumerate() {
        let start = letters(&one.bodies[0]).chars().take(90).collect::<String>();
        let ask = letters(&one.ask);
        let title = one.title.as_deref().map(letters);
        for (m, record) in found.iter().enumerate() {
            let body = letters(text(record, "text"));
            let mut score = 0;
            if body.starts_with(&start) {
                score += 4;
            } else if body.contains(&ask) {
                score += 2;
            }
            let other = letters(text(record, "title"));
            if title.as_ref().is_some_and(|title| *title == other) {
                score += 3;
            } else if title
                .as_ref()
                .is_some_and(|title| other.contains(title.as_str()))
                || other.contains(&ask)
            {
                score += 1;
            }
            let number = record["number"]
                .as_str()
                .or(record["id"].as_str())
                .unwrap_or("");
            if one
                .number
                .as_ref()
                .is_some_and(|want| key_id(want) == key_id(number))
            {
                score += 2;
            }
            if score > 0 {
                scores.push((score, n, m));
            }
        }
    }
    scores.sort_by_key(|(score, n, m)| (std::cmp::Reverse(*score), *n, *m));
    let mut pairs = vec![None; truth.assignments.len()];
    let mut taken = vec![false; found.len()];
    for (_, n, m) in scores {
        if pairs[n].is_none() && !taken[m] {
            pairs[n] = Some(m);
            taken[m] = true;
        }
    }
    pairs
}

/// Whether the form keeps what tells this title from the body.
fn knowable(one: &Assignment, form: Form) -> bool {
    match one.title_by {
        ToldBy::Line => true,
        ToldBy::Bold => form.keeps_bold(),
        ToldBy::Cell => form.keeps_cells(),
    }
}

fn assignments(
    verdict: &mut Verdict,
    truth: &Truth,
    found: &[Value],
    pairs: &[Option<usize>],
    heard: &Heard,
    form: Form,
) {
    for (one, at) in truth.assignments.iter().zip(pairs) {
        let about = |what: &str| format!("{}: {what}", one.id);
        let titled = one.title.is_some() && knowable(one, form);
        verdict.tally("assignments").gold += 1;
        verdict.tally("texts").gold += 1;
        verdict.tally("numbers").gold += usize::from(one.number.is_some());
        verdict.tally("titles").gold += usize::from(titled);
        let Some(record) = at.map(|at| &found[at]) else {
            let told = heard.tells(&beginning(&one.ask))
                || one.title.as_ref().is_some_and(|title| heard.tells(title));
            verdict.missing(
                "assignments",
                "missing",
                told,
                about(&beginning(&one.bodies[0])),
            );
            // What belongs to a lost assignment is lost with it, and told with it.
            for (kind, there) in [
                ("texts", true),
                ("numbers", one.number.is_some()),
                ("titles", titled),
            ] {
                if there && told {
                    verdict.tally(kind).told += 1;
                } else if there {
                    verdict.tally(kind).silent += 1;
                }
            }
            continue;
        };
        verdict.tally("assignments").right += 1;
        match (&one.number, record["number"].as_str()) {
            (Some(want), Some(have)) if key_id(want) == key_id(have) => {
                verdict.tally("numbers").right += 1
            }
            (Some(want), Some(have)) => {
                verdict.wrong("numbers", "other", about(&format!("«{have}» for «{want}»")))
            }
            (Some(want), None) => verdict.missing(
                "numbers",
                "none",
                heard.tells(&beginning(&one.ask)),
                about(want),
            ),
            (None, Some(have)) if one.id.starts_with(&format!("{}-", key_id(have))) => {}
            (None, Some(have)) => verdict.wrong("numbers", "invented", about(have)),
            (None, None) => {}
        }
        let have = text(record, "title");
        let own: String = one.own.iter().map(|piece| letters(piece)).collect();
        match &one.title {
            Some(_) if !titled && own.contains(&letters(have)) => {}
            Some(want) if letters(want) == letters(have) => verdict.tally("titles").right += 1,
            Some(want) if have.is_empty() => verdict.missing("titles", "none", false, about(want)),
            Some(want) => {
                verdict.wrong("titles", "other", about(&format!("«{have}» for «{want}»")))
            }
            None if have.is_empty() => {}
            None => verdict.wrong("titles", "invented", about(have)),
        }
        let body = letters(text(record, "text"));
        let title = letters(one.title.as_deref().unwrap_or(""));
        let whole = one.bodies.iter().any(|accepted| {
            letters(accepted) == body || (!titled && title.clone() + &letters(accepted) == body)
        });
        let kept =
            !form.keeps_cells() && body.contains(&letters(&one.bodies[0])) && own.contains(&body);
        if whole || kept {
            verdict.tally("texts").right += 1;
        } else if body.is_empty() {
            verdict.missing(
                "texts",
                "empty",
                heard.tells(&beginning(&one.ask)),
                about(&beginning(&one.bodies[0])),
            );
        } else if letters(&one.bodies[0]).contains(&body) {
            verdict.missing(
                "texts",
                "short",
                heard.tells(&ending(&one.bodies[0])) || heard.tells(&beginning(&one.ask)),
                about(text(record, "text")),
            );
        } else if own.contains(&body) {
            verdict.wrong(
                "texts",
                "its own title or other cells in it",
                about(text(record, "text")),
            );
        } else {
            let fault = if body.starts_with(&letters(&beginning(&one.bodies[0]))) {
                "goes on into others"
            } else {
                "spliced"
            };
            verdict.wrong("texts", fault, about(text(record, "text")));
        }
    }
    for (m, record) in found.iter().enumerate() {
        if !pairs.contains(&Some(m)) {
            let about = format!(
                "{}: {}",
                text(record, "id"),
                if text(record, "title").is_empty() {
                    text(record, "text")
                } else {
                    text(record, "title")
                }
            );
            verdict.wrong("assignments", "extra", about);
        }
    }
}

fn deadlines(
    verdict: &mut Verdict,
    truth: &Truth,
    extraction: &Value,
    found: &[Value],
    pairs: &[Option<usize>],
    heard: &Heard,
) {
    let printed = |due: super::content::Due| {
        let (date, latest, status) = due.record();
        date.or_else(|| latest.map(|latest| format!("by {latest}")))
            .unwrap_or_else(|| status.to_string())
    };
    let mut have: Vec<(Option<usize>, String, bool)> = all(extraction, "deadlines")
        .iter()
        .filter(|one| !matches!(text(one, "kind"), "aim" | "parliament"))
        .map(|one| {
            let id = text(one, "assignment");
            let bound = !id.is_empty();
            let owner = pairs
                .iter()
                .position(|at| at.is_some_and(|at| bound && text(&found[at], "id") == id));
            (owner, when(one), bound)
        })
        .collect();
    verdict.tally("deadlines").gold += truth.deadlines.len();
    for one in &truth.deadlines {
        let fact = printed(one.due);
        if let Some(at) = have
            .iter()
            .position(|(owner, day, _)| *owner == Some(one.assignment) && *day == fact)
        {
            have.remove(at);
            verdict.tally("deadlines").right += 1;
            continue;
        }
        let id = &truth.assignments[one.assignment].id;
        // A deadline goes with the assignment that holds it: what is told of the one is told of the other.
        let told = heard.tells(&one.raw)
            || (pairs[one.assignment].is_none()
                && heard.tells(&beginning(&truth.assignments[one.assignment].ask)));
        verdict.missing(
            "deadlines",
            "missing",
            told,
            format!("{id}: {} ({fact})", one.raw),
        );
    }
    let known: Vec<String> = truth
        .deadlines
        .iter()
        .map(|one| printed(one.due))
        .chain(truth.reporting.iter().map(|(_, day)| day.clone()))
        .collect();
    for (owner, day, bound) in &have {
        match owner {
            Some(n) => verdict.wrong(
                "deadlines",
                "another's or none",
                format!("{}: {day}", truth.assignments[*n].id),
            ),
            None if !bound && !known.contains(day) => {
                verdict.wrong("deadlines", "of nothing", day.clone())
            }
            None => {}
        }
    }
    let days: Vec<String> = all(extraction, "deadlines")
        .iter()
        .filter(|one| text(one, "assignment").is_empty())
        .filter_map(|one| one["date"].as_str().map(str::to_string))
        .collect();
    let gold: Vec<String> = truth.reporting.iter().map(|(_, day)| day.clone()).collect();
    let raws: BTreeMap<&str, &str> = truth
        .reporting
        .iter()
        .map(|(raw, day)| (day.as_str(), raw.as_str()))
        .collect();
    verdict.strings(
        "reporting",
        gold,
        days,
        |day| raws.get(day).is_some_and(|raw| heard.tells(raw)),
        false,
    );
}

fn money(verdict: &mut Verdict, truth: &Truth, extraction: &Value, heard: &Heard) {
    let posts: Vec<Value> = all(extraction, "appropriations")
        .into_iter()
        .filter(|one| matches!(text(one, "level"), "post" | ""))
        .collect();
    let changes = truth.posts.iter().any(|one| one.new.is_some());
    let roles: &[&str] = if changes {
        &["previous", "change", "new"]
    } else {
        &["allocation"]
    };
    let fact = |chapter: &str, post: &str, role: &str, nok: i64| {
        format!("kap. {chapter} post {post}: {role}\t{nok}")
    };
    let mut gold = Vec::new();
    let mut names = Vec::new();
    for one in &truth.posts {
        for (role, nok) in [
            ("allocation", one.allocation),
            ("previous", one.previous),
            ("change", one.change),
            ("new", one.new),
        ] {
            if let Some(nok) = nok {
                gold.push(fact(&one.chapter, &one.post, role, nok));
            }
        }
        names.push(format!(
            "kap. {} post {}\t{}",
            one.chapter,
            one.post,
            letters(&one.name)
        ));
    }
    let mut have = Vec::new();
    let mut have_names = Vec::new();
    for one in &posts {
        let (chapter, post) = (text(one, "chapter"), text(one, "post"));
        have_names.push(format!(
            "kap. {chapter} post {post}\t{}",
            letters(text(one, "name"))
        ));
        for figure in list(one, "figures") {
            let role = text(figure, "role");
            if let Some(nok) = figure["nok"].as_i64().filter(|_| roles.contains(&role)) {
                have.push(fact(chapter, post, role, nok));
            }
        }
    }
    // An amount is looked for as it is printed: in thousands, or whole.
    let told = |nok: &str| {
        let whole: i64 = nok.trim_start_matches('-').parse().unwrap_or(0);
        heard.tells(&(whole / 1000).to_string()) || heard.tells(&whole.to_string())
    };
    verdict.strings("posts", gold, have, told, true);
    verdict.strings(
        "post names",
        names,
        have_names,
        |name| heard.tells(name),
        true,
    );
}

fn measures(verdict: &mut Verdict, truth: &Truth, extraction: &Value, heard: &Heard) {
    let found = all(extraction, "indicators");
    let gold: Vec<String> = truth
        .measures
        .iter()
        .map(|one| letters(&one.text))
        .collect();
    let have: Vec<String> = found.iter().map(|one| letters(text(one, "text"))).collect();
    for one in &truth.measures {
        // What kind a measure is of is asked of those that were found.
        let key = letters(&one.text);
        if let Some(record) = found
            .iter()
            .find(|record| letters(text(record, "text")) == key)
        {
            verdict.tally("measure kinds").gold += 1;
            if text(record, "kind") == one.kind {
                verdict.tally("measure kinds").right += 1;
            } else {
                verdict.wrong(
                    "measure kinds",
                    "other",
                    format!("«{}» for «{}»: {key}", text(record, "kind"), one.kind),
                );
            }
        }
    }
    verdict.strings("measures", gold, have, |words| heard.tells(words), true);
    let key = |text: &str| letters(text).chars().take(40).collect::<String>();
    let value = |value: Option<f64>| value.map_or("–".to_string(), |value| format!("{value}"));
    let gold: Vec<String> = truth
        .measures
        .iter()
        .flat_map(|one| {
            one.targets.iter().map(|(comparator, number, unit)| {
                format!(
                    "{comparator} {} {}\t{}",
                    value(*number),
                    unit.unwrap_or("–"),
                    key(&one.text)
                )
            })
        })
        .collect();
    let have: Vec<String> = found
        .iter()
        .flat_map(|one| {
            list(one, "targets")
                .iter()
                .filter(|target| !text(target, "comparator").is_empty())
                .map(|target| {
                    format!(
                        "{} {} {}\t{}",
                        text(target, "comparator"),
                        value(target["value"].as_f64()),
                        target["unit"].as_str().unwrap_or("–"),
                        key(text(one, "text"))
                    )
                })
        })
        .collect();
    verdict.strings("targets", gold, have, |words| heard.tells(words), true);
    let gold: Vec<String> = truth
        .goals
        .iter()
        .map(|one| format!("{}\t{}", one.number, letters(&one.text)))
        .collect();
    let have: Vec<String> = all(extraction, "goals")
        .iter()
        .map(|one| {
            format!(
                "{}\t{}",
                text(one, "number").trim_end_matches('.'),
                letters(text(one, "text"))
            )
        })
        .collect();
    verdict.strings(
        "goals",
        if truth.supplement.is_some() {
            Vec::new()
        } else {
            gold
        },
        have,
        |words| heard.tells(words),
        true,
    );
}
