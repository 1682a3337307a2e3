//! JSON that somebody changed: what `oppdrag check` notices of it, sort by sort.
//!
//! Seeded changes are made to the JSON of documents of every kind, linked as a set. Three figures:
//! against the source with the digests in the JSON, as users check; the same where whoever made the change
//! wrote new digests, too; and with the source read again. The tables are printed (`--nocapture`).

#![allow(clippy::unwrap_used)]

mod common;

use oppdrag::Extraction;
use oppdrag::check::{self, Linked};
use oppdrag::grammar::Grammar;
use oppdrag::model::Severity;
use oppdrag::source::Source;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What is read: letters, supplements, a proposition, reports; text, Markdown and PDF.
const DOCUMENTS: [&str; 11] = [
    "letters/allocation-letter.pdf",
    "letters/allocation-letter-nynorsk.txt",
    "letters/allocation-letter-money.txt",
    "letters/allocation-letter-cells.md",
    "letters/assignments-without-identifiers.txt",
    "letters/commissioning-document.md",
    "propositions/requests.txt",
    "propositions/two-columns.pdf",
    "reports/annual-report.pdf",
    "series/letter-2027.md",
    "series/supplement-2027-1.md",
];

/// How many changes of each sort are made.
const EACH: usize = 55;

/// Of a hundred changes, how many may pass without the source's tools.
const CEILING: f64 = 5.0;

/// The same of the records, where the digests were written anew.
const CEILING_RESEALED: f64 = 12.0;

struct Read {
    name: &'static str,
    source: Source,
    written: Extraction,
    fresh: Extraction,
}

/// The documents, linked as a set, with others that they link to.
fn read_all() -> Vec<Read> {
    let grammar = Grammar::built_in();
    let mut all: Vec<Read> = DOCUMENTS
        .into_iter()
        .map(|name| {
            let bytes = common::fixture(name);
            let file = name.rsplit('/').next().unwrap();
            let source = oppdrag::source::read(file, &bytes).unwrap();
            let fresh = oppdrag::extract_read(file, &bytes, &source, &grammar).unwrap();
            Read {
                name,
                source,
                written: fresh.clone(),
                fresh,
            }
        })
        .collect();
    let mut set: Vec<Extraction> = all.iter().map(|one| one.fresh.clone()).collect();
    assert!(oppdrag::link::link(&mut set, &grammar).links > 0);
    for (one, linked) in all.iter_mut().zip(set) {
        one.written = linked;
    }
    all
}

/// Small numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n
    }
}

/// The places of all values, as JSON pointers.
fn places(value: &Value, path: &str, into: &mut Vec<String>) {
    into.push(path.to_string());
    match value {
        Value::Object(object) => object
            .iter()
            .for_each(|(key, one)| places(one, &format!("{path}/{key}"), into)),
        Value::Array(list) => {
            (list.iter().enumerate()).for_each(|(n, one)| places(one, &format!("{path}/{n}"), into))
        }
        _ => {}
    }
}

/// The name of the field that a place is, or is an entry of.
fn field(path: &str) -> &str {
    let named = |part: &&str| part.parse::<usize>().is_err();
    path.rsplit('/').find(named).unwrap_or("")
}

const TEXTS: [&str; 14] = [
    "text",
    "title",
    "raw",
    "what",
    "answer",
    "requirement",
    "response",
    "purpose",
    "recurrence",
    "header",
    "rows",
    "baseline",
    "period",
    "subject",
];
const DAYS: [&str; 3] = ["date", "earliest", "latest"];
const MONEY: [&str; 4] = ["nok", "limit_nok", "percent", "value"];
const NAMES: [&str; 24] = [
    "issuers",
    "recipients",
    "copies_to",
    "attachments",
    "name",
    "reference",
    "responsible",
    "lead",
    "department",
    "addressees",
    "chapter_name",
    "label",
    "keyword",
    "heading",
    "group",
    "measure",
    "area",
    "caption",
    "conditions",
    "basis",
    "indicator_text",
    "title",
    "unit",
    "session",
];
const NUMBERS: [&str; 12] = [
    "number",
    "chapter",
    "post",
    "posts",
    "income_posts",
    "year",
    "years",
    "ref",
    "supplement",
    "assignment",
    "section",
    "level",
];
const ENUMS: [&str; 22] = [
    "kind",
    "status",
    "precision",
    "relation",
    "language",
    "side",
    "table",
    "role",
    "action",
    "effect",
    "comparator",
    "channel",
    "outcome",
    "signal",
    "severity",
    "withheld",
    "minimum",
    "maximum",
    "joint",
    "followed_up",
    "reporting_ends",
    "year_inferred",
];

/// The sorts of changes.
const SORTS: [&str; 13] = [
    "text",
    "white space",
    "days",
    "money",
    "kinds and status",
    "names and titles",
    "numbers",
    "span ends",
    "pages",
    "boxes",
    "links",
    "lists",
    "findings and digests",
];

/// What is no record.
const BESIDE: &str = "findings and digests";

/// The values that each field has anywhere, for a change that looks like what it changes.
type Seen = BTreeMap<String, BTreeSet<String>>;

/// Makes one change of a sort; false where the dice fell on nothing that can be changed so.
fn tamper(sort: &str, value: &mut Value, dice: &mut Dice, seen: &Seen) -> bool {
    let mut all = Vec::new();
    places(value, "", &mut all);
    let in_links = |path: &str| path.contains("/links/");
    let in_source = |path: &str| path.starts_with("/source") || path.starts_with("/schema");
    let apart = |path: &str| {
        in_source(path) || path.starts_with("/diagnostics") || path.starts_with("/coverage")
    };
    let wanted: Vec<&String> = all
        .iter()
        .filter(|path| {
            let own = value.pointer(path).unwrap();
            let name = field(path);
            let record = !in_links(path) && !apart(path);
            match sort {
                "text" | "white space" => record && own.is_string() && TEXTS.contains(&name),
                "days" => record && own.is_string() && DAYS.contains(&name),
                "money" => record && own.is_number() && MONEY.contains(&name),
                "kinds and status" => {
                    record && (own.is_string() || own.is_boolean()) && ENUMS.contains(&name)
                }
                "names and titles" => record && own.is_string() && NAMES.contains(&name),
                "numbers" => {
                    record && (own.is_string() || own.is_number()) && NUMBERS.contains(&name)
                }
                "span ends" => record && own.is_number() && matches!(name, "start" | "end"),
                "pages" => {
                    !in_links(path)
                        && !own.is_array()
                        && matches!(name, "page" | "page_label")
                        && !own.is_null()
                }
                "boxes" => !in_links(path) && own.is_number() && name == "bbox",
                "links" => in_links(path) && (own.is_string() || own.is_number()),
                "lists" => record && own.as_array().is_some_and(|list| !list.is_empty()),
                _ => {
                    apart(path)
                        && (own.is_string()
                            || own.is_number()
                            || own.as_array().is_some_and(|list| !list.is_empty()))
                }
            }
        })
        .collect();
    if wanted.is_empty() {
        return false;
    }
    // Texts are many: each field has the same chance.
    let fields: Vec<&str> = BTreeSet::from_iter(wanted.iter().map(|path| field(path)))
        .into_iter()
        .collect();
    let chosen = fields[dice.below(fields.len())];
    let wanted: Vec<&String> = wanted
        .into_iter()
        .filter(|path| field(path) == chosen)
        .collect();
    let path = wanted[dice.below(wanted.len())].clone();
    let before = value.pointer(&path).unwrap().clone();
    let own = value.pointer_mut(&path).unwrap();
    match sort {
        "white space" => *own = blank(own.as_str().unwrap(), dice).into(),
        "days" => *own = day(own.as_str().unwrap(), dice),
        "kinds and status" => match own {
            Value::Bool(is) => *is = !*is,
            _ => *own = other(field(&path), own, dice, seen),
        },
        "names and titles" if dice.below(2) == 0 => *own = other(field(&path), own, dice, seen),
        "numbers" if own.is_string() => *own = other(field(&path), own, dice, seen),
        _ => match own {
            Value::String(text) => *text = letter(text, dice),
            Value::Number(_) => *own = number(own, dice),
            Value::Array(list) => entry(list, dice),
            _ => return false,
        },
    }
    *value.pointer(&path).unwrap() != before
}

/// Another letter or figure in one place.
fn letter(text: &str, dice: &mut Dice) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let own: Vec<usize> = (0..chars.len())
        .filter(|n| chars[*n].is_alphanumeric())
        .collect();
    if own.is_empty() {
        return text.to_string();
    }
    let at = own[dice.below(own.len())];
    let pool: &[u8] = if chars[at].is_ascii_digit() {
        b"0123456789"
    } else {
        b"abdefgiklmnoprstuv"
    };
    match dice.below(3) {
        0 => {
            chars.remove(at);
        }
        _ => chars[at] = char::from(pool[dice.below(pool.len())]),
    }
    chars.into_iter().collect()
}

/// A blank more, less, elsewhere or of another sort.
fn blank(text: &str, dice: &mut Dice) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let blanks: Vec<usize> = (0..chars.len())
        .filter(|n| chars[*n].is_whitespace())
        .collect();
    if blanks.is_empty() || dice.below(4) == 0 {
        let at = 1 + dice.below(chars.len().max(2) - 1);
        chars.insert(at.min(chars.len()), ' ');
        return chars.into_iter().collect();
    }
    let at = blanks[dice.below(blanks.len())];
    match dice.below(3) {
        0 => {
            chars.remove(at);
        }
        1 => chars.insert(at, ' '),
        _ => chars[at] = if chars[at] == ' ' { '\n' } else { ' ' },
    }
    chars.into_iter().collect()
}

/// Another day, or none.
fn day(text: &str, dice: &mut Dice) -> Value {
    use jiff::ToSpan;
    let date: jiff::civil::Date = text.parse().unwrap();
    let moved = match dice.below(5) {
        0 => return Value::Null,
        1 => date.checked_add(1.year()),
        2 => date.checked_add(1.month()),
        3 => date.checked_sub(1.day()),
        _ => date.checked_add(1.day()),
    };
    moved.unwrap().to_string().into()
}

/// Another number.
fn number(own: &Value, dice: &mut Dice) -> Value {
    let whole = own.as_i64();
    let n = own.as_f64().unwrap();
    let changed = match dice.below(5) {
        0 => n * 10.0,
        1 => n + 1000.0,
        2 => -n,
        3 => n - 1.0,
        _ => n + 1.0,
    };
    match whole {
        Some(_) => json!(changed as i64),
        None => json!(changed),
    }
}

/// Another value that the field has somewhere.
fn other(field: &str, own: &Value, dice: &mut Dice, seen: &Seen) -> Value {
    let text = own.as_str().unwrap_or("");
    let all: Vec<&String> = seen[field].iter().filter(|one| *one != text).collect();
    match all.len() {
        0 => letter(text, dice).into(),
        n => all[dice.below(n)].clone().into(),
    }
}

/// An entry less, all of them gone, one twice, or two in each other's place.
fn entry(list: &mut Vec<Value>, dice: &mut Dice) {
    let at = dice.below(list.len());
    match dice.below(4) {
        0 => list.clear(),
        1 => {
            let one = list[at].clone();
            list.insert(at, one);
        }
        2 if list.len() > 1 => {
            let next = (at + 1) % list.len();
            list.swap(at, next);
        }
        _ => {
            list.remove(at);
        }
    }
}

/// The errors of a checked file, as `oppdrag check --source` finds them.
fn errors(extraction: &Extraction, one: &Read, known: &Linked, grammar: &Grammar) -> Vec<String> {
    let canonical = &one.source.canonical;
    let mut found = check::facts(extraction);
    found.extend(check::digests(extraction));
    found.extend(check::quotation(extraction, canonical.text()));
    found.extend(check::held(extraction, canonical, grammar));
    for document in &extraction.documents {
        found.extend(check::links(&document.key, &document.links, known));
    }
    found
        .into_iter()
        .filter(|one| one.severity == Severity::Error)
        .map(|one| format!("{}: {}", one.code, one.message))
        .collect()
}

/// What became of one change.
struct Fate {
    sort: &'static str,
    unnoticed: bool,
    unnoticed_resealed: bool,
    unnoticed_again: bool,
}

/// Makes the changes of one document and sees what is noticed.
fn tampered(one: &Read, known: &Linked, seen: &Seen, seed: u64, each: usize) -> Vec<Fate> {
    let grammar = Grammar::built_in();
    let mut dice = Dice(seed);
    let original = serde_json::to_value(&one.written).unwrap();
    let mut fates = Vec::new();
    for sort in SORTS {
        let (mut made, mut tries) = (0, 0);
        while made < each && tries < each * 20 {
            tries += 1;
            let mut value = original.clone();
            if !tamper(sort, &mut value, &mut dice, seen) {
                continue;
            }
            made += 1;
            let mut fate = Fate {
                sort,
                unnoticed: false,
                unnoticed_resealed: false,
                unnoticed_again: false,
            };
            let bytes = serde_json::to_vec(&value).unwrap();
            // What breaks the Schema is told, and nothing else is asked.
            if check::validate(&value).is_empty()
                && let Ok(mut extraction) = serde_json::from_value::<Extraction>(value)
            {
                // The digests are quick to ask, and tell of most.
                fate.unnoticed = check::digests(&extraction).is_empty()
                    && errors(&extraction, one, known, &grammar).is_empty();
                let other = check::other_program(&extraction, &one.fresh.source.tool);
                let again = check::read_otherwise(&bytes, &extraction, &one.fresh);
                fate.unnoticed_again = fate.unnoticed && again.is_none() && other.is_none();
                extraction.seal();
                fate.unnoticed_resealed = errors(&extraction, one, known, &grammar).is_empty();
                if std::env::var_os("TAMPERING").is_some() && fate.unnoticed_resealed {
                    let mut now = serde_json::to_value(&extraction).unwrap();
                    now["source"]["digests"] = original["source"]["digests"].clone();
                    let difference = check::first_difference(&now, &original);
                    println!("{sort}: {} {difference:?}", one.name);
                }
            }
            fates.push(fate);
        }
    }
    fates
}

#[test]
fn what_is_changed_is_noticed() {
    let all = read_all();
    let grammar = Grammar::built_in();
    let mut known = Linked::default();
    let mut seen = Seen::new();
    for one in &all {
        known.add(Linked::of(&one.written));
        let value = serde_json::to_value(&one.written).unwrap();
        let mut paths = Vec::new();
        places(&value, "", &mut paths);
        for path in paths {
            if let Some(text) = value.pointer(&path).and_then(Value::as_str) {
                let own = seen.entry(field(&path).to_string()).or_default();
                own.insert(text.to_string());
            }
        }
    }
    // What nobody changed passes.
    for one in &all {
        let found = errors(&one.written, one, &known, &grammar);
        assert!(found.is_empty(), "{}: {found:#?}", one.name);
        let bytes = serde_json::to_vec_pretty(&one.written).unwrap();
        let again = check::read_otherwise(&bytes, &one.written, &one.fresh);
        assert_eq!(again, None, "{}", one.name);
    }
    // Each document its share; the first ones more, where some have nothing of a sort.
    let each = EACH.div_ceil(all.len());
    let (known, seen) = (&known, &seen);
    let fates: Vec<Fate> = std::thread::scope(|scope| {
        let threads: Vec<_> = (all.iter().enumerate())
            .map(|(n, one)| {
                let seed = 0x9E37_79B9_7F4A_7C15 ^ (n as u64 + 1);
                scope.spawn(move || tampered(one, known, seen, seed, each))
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|one| one.join().unwrap())
            .collect()
    });
    println!(
        "{:<22} {:>5} {:>9} {:>9} {:>6}",
        "", "made", "unnoticed", "resealed", "again"
    );
    let row = |name: &str, own: &[&Fate]| {
        let count = |is: fn(&Fate) -> bool| own.iter().filter(|fate| is(fate)).count();
        let counts = [
            count(|fate| fate.unnoticed),
            count(|fate| fate.unnoticed_resealed),
            count(|fate| fate.unnoticed_again),
        ];
        let [plain, resealed, again] = counts;
        println!(
            "{name:<22} {:>5} {plain:>9} {resealed:>9} {again:>6}",
            own.len()
        );
        counts
    };
    for sort in SORTS {
        let own: Vec<&Fate> = fates.iter().filter(|fate| fate.sort == sort).collect();
        assert!(own.len() >= 10, "{sort}: only {} changes", own.len());
        row(sort, &own);
    }
    let whole: Vec<&Fate> = fates.iter().collect();
    let [plain, resealed, again] = row("all", &whole);
    assert!(whole.len() >= 600, "{}", whole.len());
    // Who writes new digests may write what stands beside them, too: that proves nothing either way.
    let records = |fate: &&&Fate| fate.sort != BESIDE;
    let records = whole.iter().filter(records).count();
    let beside = whole
        .iter()
        .filter(|fate| fate.sort == BESIDE && fate.unnoticed_resealed);
    let resealed = resealed - beside.count();
    let percent = |n: usize, of: usize| 100.0 * n as f64 / of as f64;
    println!("resealed, of the records alone: {resealed} of {records}");
    assert!(percent(plain, whole.len()) <= CEILING, "{plain} unnoticed");
    assert!(
        percent(resealed, records) <= CEILING_RESEALED,
        "{resealed} unnoticed with new digests"
    );
    assert_eq!(again, 0, "unnoticed where the source was read again");
}

/// «ikke» is cut out of a text, and the text's span parted around it, with new digests.
#[test]
fn a_word_cannot_be_cut_out_by_parting_its_span() {
    let all = read_all();
    let grammar = Grammar::built_in();
    let known = Linked::default();
    let mut cut = 0;
    for one in &all {
        let text: Vec<char> = one.source.canonical.text().chars().collect();
        for n in 0..one.written.documents[0].requirements.len() {
            let mut extraction = one.written.clone();
            extraction.documents[0].links.clear();
            let requirement = &mut extraction.documents[0].requirements[n];
            // The second blank of its first line: the word after it goes.
            let (start, end) = (requirement.spans[0].start, requirement.spans[0].end);
            let blanks: Vec<usize> = (start..end).filter(|at| text[*at] == ' ').collect();
            let lines_apart = |from: usize, to: usize| text[from..to].contains(&'\n');
            let [first, second, ..] = blanks[..] else {
                continue;
            };
            if second == first + 1 || lines_apart(start, second) {
                continue;
            }
            let word: String = text[first..second].iter().collect();
            requirement.text = requirement.text.replacen(&word, "", 1);
            let whole = requirement.spans[0].clone();
            let part = |start: usize, end: usize| {
                let mut one = whole.clone();
                (one.start, one.end) = (start, end);
                one
            };
            requirement
                .spans
                .splice(0..1, [part(start, first), part(second + 1, end)]);
            // Whoever does it, makes new boxes, too: those are not asked for here.
            extraction.seal();
            let id = extraction.documents[0].requirements[n].id.clone();
            let quoted = check::quotation(&extraction, one.source.canonical.text());
            assert!(
                quoted.iter().all(|one| one.severity != Severity::Error),
                "{id}: {quoted:?}"
            );
            let found = errors(&extraction, one, &known, &grammar);
            let told = format!("between its spans stands «{}»", word.trim());
            assert!(
                found.iter().any(|one| one.contains(&told)),
                "{id} {word}: {found:#?}"
            );
            cut += 1;
        }
    }
    assert!(cut >= 10, "{cut}");
}

/// Letters damaged in all the ways of `fixtures/mutations.toml` are read as they are, and what is read of
/// them holds: no check cries wolf over a letter that is only odd.
#[test]
fn what_is_read_of_odd_letters_holds() {
    #[derive(serde::Deserialize)]
    struct Mutations {
        mutation: Vec<Mutation>,
    }
    #[derive(serde::Deserialize)]
    struct Mutation {
        file: String,
        name: String,
        find: String,
        replace: String,
    }
    let text = String::from_utf8(common::fixture("mutations.toml")).unwrap();
    let mutations: Mutations = toml::from_str(&text).unwrap();
    let grammar = Grammar::built_in();
    let mut wrong = Vec::new();
    let mut read = 0;
    for one in &mutations.mutation {
        let content = String::from_utf8(common::fixture(&one.file)).unwrap();
        let content = content.replacen(&one.find, &one.replace, 1);
        let file = one.file.rsplit('/').next().unwrap();
        let source = oppdrag::source::read(file, content.as_bytes()).unwrap();
        let Ok(extraction) = oppdrag::extract_read(file, content.as_bytes(), &source, &grammar)
        else {
            continue;
        };
        read += 1;
        for found in check::held(&extraction, &source.canonical, &grammar) {
            wrong.push(format!("{} | {}: {}", one.file, one.name, found.message));
        }
    }
    assert!(read >= 60, "{read}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// One fault of each sort, with new digests, and the words in which it is told.
#[test]
fn each_sort_of_fault_is_told_in_its_words() {
    let all = read_all();
    let grammar = Grammar::built_in();
    let known = Linked::default();
    let first = |list: &'static str, is: fn(&Value) -> bool| {
        all.iter().find_map(|one| {
            let value = serde_json::to_value(&one.fresh).unwrap();
            let found = common::list(&value["documents"][0], list)
                .iter()
                .position(is)?;
            Some((one, value, format!("/documents/0/{list}/{found}")))
        })
    };
    let plain = |_: &Value| true;
    let dated: fn(&Value) -> bool = |one| one["date"].is_string() && one["precision"] == "day";
    let boxed: fn(&Value) -> bool = |one| one["spans"][0].get("bbox").is_some();
    let paged: fn(&Value) -> bool = |one| one["spans"][0]["page"].is_number();
    let costed: fn(&Value) -> bool = |one| one["figures"][0]["nok"].is_number();
    let aimed: fn(&Value) -> bool = |one| one["targets"][0]["value"].is_number();
    let main: fn(&Value) -> bool = |one| one["kind"] == "main";
    let steering: fn(&Value) -> bool =
        |one| one["kind"] == "steering_parameter" && one["parent"].is_null();
    type Plant = (
        &'static str,
        fn(&Value) -> bool,
        &'static str,
        Value,
        &'static str,
    );
    let plants: [Plant; 14] = [
        ("sections", paged, "/spans/0/page", json!(99), "is on page "),
        (
            "sections",
            paged,
            "/spans/0/page_label",
            json!("xvii"),
            "is on a page labelled ",
        ),
        (
            "sections",
            boxed,
            "/spans/0/bbox/0",
            json!(1.0),
            "stands in the box ",
        ),
        (
            "deadlines",
            dated,
            "/date",
            json!("2031-02-03"),
            "its day is not one that ",
        ),
        (
            "deadlines",
            dated,
            "/status",
            json!("ongoing"),
            "its status is not what ",
        ),
        (
            "deadlines",
            dated,
            "/kind",
            json!("other"),
            "its kind is not what ",
        ),
        (
            "deadlines",
            dated,
            "/precision",
            json!("month"),
            "its precision is a day",
        ),
        (
            "appropriations",
            costed,
            "/figures/0/nok",
            json!(1_234_567),
            " kroner are not what ",
        ),
        (
            "indicators",
            aimed,
            "/targets/0/value",
            json!(41.5),
            "its target is not what ",
        ),
        ("citations", plain, "/ref", json!("NOU 1999: 9"), " is not "),
        (
            "requests",
            plain,
            "/number",
            json!(999_999),
            "its number 999999 is not in its section",
        ),
        (
            "requests",
            plain,
            "/date",
            json!("2019-11-11"),
            "its day 2019-11-11 is not in its section",
        ),
        (
            "goals",
            main,
            "/kind",
            json!("sector"),
            "does not fit its kind",
        ),
        (
            "indicators",
            steering,
            "/kind",
            json!("key_figure"),
            "does not fit its kind and section",
        ),
    ];
    for (list, is, field, to, told) in plants {
        let (one, mut value, path) = first(list, is).unwrap_or_else(|| panic!("{list}{field}"));
        let own = value.pointer_mut(&format!("{path}{field}")).unwrap();
        assert_ne!(*own, to);
        *own = to;
        let mut extraction: Extraction = serde_json::from_value(value).unwrap();
        extraction.seal();
        let found = errors(&extraction, one, &known, &grammar);
        let is_told = found.iter().any(|one| one.contains(told));
        assert!(is_told, "{list}{field}: {told}: {found:#?}");
        assert_eq!(errors(&one.fresh, one, &known, &grammar), [""; 0]);
    }
}
