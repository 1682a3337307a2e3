//! What of a document is compared with others: few words, so that a store can keep it of each.

use crate::grammar::lexeme::folded;
use crate::model::{Document, DocumentKind, Extraction, Relation, slug};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// So many words make a shingle.
const SHINGLE: usize = 4;
/// So many shingles are kept: those of the least hash, so that what is kept of two texts is comparable.
const KEPT: usize = 256;
/// Texts of fewer shingles are too short to tell one letter from another.
const TELLING: usize = 12;
/// The least share of the shorter text that stands in the longer where the two are one. Readings of
/// one letter in two forms share nineteen twentieths of it, letters of two ministries a fifth.
const SHARED: f64 = 0.7;

/// The least share of an excerpt that stands in the whole: all but where it breaks off.
const EXCERPT: f64 = 0.95;

/// What of a document is compared with others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Print {
    /// The key that its file gives it.
    pub key: String,
    /// The file's name, its ending left out.
    pub name: String,
    /// The media type.
    pub form: String,
    /// Of the file's bytes, in hexadecimal.
    pub sha256: String,
    /// Its place in the file.
    pub position: usize,
    kind: DocumentKind,
    year: Option<i32>,
    session: Option<String>,
    number: Option<u32>,
    relation: Relation,
    issuers: Vec<String>,
    recipients: Vec<String>,
    /// ISO 8601.
    pub date: Option<String>,
    reference: Option<String>,
    /// How many records were read, citations, headings and tables not counted.
    pub records: usize,
    /// How many places of the file no record took.
    pub unclaimed: usize,
    /// Of all of its text.
    whole: u64,
    /// How many shingles the text has.
    shingles: usize,
    /// Those of the least hash, in order.
    sketch: Vec<u64>,
    /// The figures in each assignment that is numbered, in order.
    figures: BTreeMap<String, Vec<u64>>,
}

impl Print {
    /// The print of a document of a file, by its place in it.
    pub fn of(extraction: &Extraction, document: &Document, position: usize) -> Self {
        let source = &extraction.source;
        let text = Text::of(document);
        let names = |names: &[String]| names.iter().map(|one| folded(one)).collect();
        Self {
            key: document.key.clone(),
            name: stem(&source.file),
            form: source.media_type.clone(),
            sha256: source.sha256.clone(),
            position,
            kind: document.kind,
            year: document.year,
            session: document.session.clone(),
            number: document.supplement.or_else(|| match document.kind {
                DocumentKind::BudgetProposition => document.proposition_number(),
                _ => None,
            }),
            relation: document.relation,
            issuers: names(&document.issuers),
            recipients: names(&document.recipients),
            date: document.date.clone(),
            reference: document.reference.as_deref().map(reference),
            records: records(document),
            unclaimed: extraction.coverage.unclaimed.len(),
            whole: text.whole,
            shingles: text.shingles.len(),
            sketch: text.shingles.into_iter().take(KEPT).collect(),
            figures: figures(document),
        }
    }

    /// Words of which two prints of one document, or of one key, have at least one in common.
    pub fn meetings(&self) -> BTreeSet<String> {
        let kind = self.kind.name();
        let year = self.year.map_or(String::new(), |year| year.to_string());
        let mut words = BTreeSet::from([
            format!("key {}", self.key),
            format!("bytes {}", self.sha256),
        ]);
        let parties = match self.kind.is_letter() {
            true => &self.recipients,
            false => &self.issuers,
        };
        for party in parties {
            words.insert(format!("party {kind} {year} {party}"));
        }
        words.insert(format!("name {kind} {}", self.name.to_lowercase()));
        if let Some(reference) = &self.reference {
            words.insert(format!("reference {kind} {reference}"));
        }
        words
    }

    /// How sure it is that two prints are of one document, 1 being the most; `None` where they are of two.
    pub fn agreement(&self, other: &Self) -> Option<f64> {
        if self.sha256 == other.sha256 {
            // One file in two places; two documents of it are two.
            return (self.position == other.position).then_some(1.0);
        }
        if self.kind != other.kind
            || self.relation != other.relation
            || gainsays(self.year.as_ref(), other.year.as_ref())
            || gainsays(self.session.as_ref(), other.session.as_ref())
            || gainsays(self.number.as_ref(), other.number.as_ref())
            || gainsays(self.date.as_ref(), other.date.as_ref())
            || !references_agree(self.reference.as_deref(), other.reference.as_deref())
            || apart(&self.issuers, &other.issuers)
            || apart(&self.recipients, &other.recipients)
            || self.figures_differ(other)
        {
            return None;
        }
        let file_name = |one: &Self| one.name.rsplit('/').next().map(slug);
        let same_name = file_name(self) == file_name(other);
        let same_day = self.date.is_some() && self.date == other.date;
        let same_reference = self.reference.is_some()
            && self.reference == other.reference
            && self.reference.as_deref().is_some_and(is_whole);
        // A proposition and a report are known by who sends them.
        let met = |ours: &[String], theirs: &[String]| !ours.is_empty() && !theirs.is_empty();
        let known = match self.kind.is_letter() {
            true => met(&self.recipients, &other.recipients),
            false => {
                met(&self.issuers, &other.issuers) && self.year.is_some() && self.year == other.year
            }
        };
        // Sisters go out on one day in one wording: whose recipient is not known, is known by its name or
        // by its own number in the archive.
        if !(known || same_name || same_day && same_reference) {
            return None;
        }
        let shared = self.shared(other);
        if self.form == other.form {
            // The same reader reads the same out of the same: another text is another letter, save where
            // the one is a part of the other and says nothing of its own.
            let alike = self.whole == other.whole && self.shingles > 0;
            let (less, more) = match self.shingles <= other.shingles {
                true => (self.shingles, other.shingles),
                false => (other.shingles, self.shingles),
            };
            let excerpt = less * 4 < more * 3 && shared.is_some_and(|shared| shared >= EXCERPT);
            return (alike || excerpt).then_some(1.0);
        }
        match shared {
            Some(shared) => (shared >= SHARED).then_some(shared),
            // Too little was read of one of them to compare: all else must agree.
            None => (same_name && (known || same_day || same_reference)
                || known && same_day && same_reference)
                .then_some(SHARED),
        }
    }

    /// The share of the shorter text that stands in the longer; `None` where one is too short to tell.
    fn shared(&self, other: &Self) -> Option<f64> {
        let (shorter, longer) = match self.shingles <= other.shingles {
            true => (self, other),
            false => (other, self),
        };
        if shorter.shingles < TELLING {
            return None;
        }
        share(
            (&shorter.sketch, shorter.shingles),
            (&longer.sketch, longer.shingles),
        )
    }

    /// Whether an assignment of one number has other figures, not only fewer, in the two.
    fn figures_differ(&self, other: &Self) -> bool {
        self.figures.iter().any(|(number, own)| {
            let theirs = other.figures.get(number);
            theirs.is_some_and(|theirs| !within(own, theirs) && !within(theirs, own))
        })
    }
}

/// The share of a text that stands in another, of the sketches of both and how many shingles each has.
fn share(one: (&[u64], usize), other: (&[u64], usize)) -> Option<f64> {
    // Only up to where both are kept whole do the sketches say what is not there.
    let until = |(sketch, all): (&[u64], usize)| match sketch.len() < all {
        true => sketch.last().copied().unwrap_or(u64::MAX),
        false => u64::MAX,
    };
    let until = until(one).min(until(other));
    let of = one.0.iter().filter(|hash| **hash <= until);
    let all = of.clone().count();
    let there = of
        .filter(|hash| other.0.binary_search(hash).is_ok())
        .count();
    (all > 0).then(|| there as f64 / all as f64)
}

/// Whether the texts of two documents are much the same.
pub(super) fn alike(one: &Document, other: &Document) -> bool {
    let (one, other) = (Text::of(one), Text::of(other));
    let (shorter, longer) = match one.shingles.len() <= other.shingles.len() {
        true => (one, other),
        false => (other, one),
    };
    let there = shorter.shingles.intersection(&longer.shingles).count();
    shorter.shingles.len() >= TELLING && there as f64 >= SHARED * shorter.shingles.len() as f64
}

/// Whether both are known and differ.
fn gainsays<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one != other)
}

/// Whether both name somebody, and nobody is named by both.
fn apart(one: &[String], other: &[String]) -> bool {
    !one.is_empty() && !other.is_empty() && !one.iter().any(|name| other.contains(name))
}

/// A reference as it is compared.
fn reference(printed: &str) -> String {
    let plain = printed.chars().filter(|c| !c.is_whitespace());
    plain.flat_map(char::to_lowercase).collect()
}

/// Whether a reference is printed whole: `25/2306-` is the beginning of one.
pub(super) fn is_whole(reference: &str) -> bool {
    reference
        .trim_end()
        .ends_with(|c: char| c.is_alphanumeric())
}

/// Whether two references can be of one letter: one may be cut short.
fn references_agree(one: Option<&str>, other: Option<&str>) -> bool {
    let (Some(one), Some(other)) = (one, other) else {
        return true;
    };
    let begins = |short: &str, long: &str| {
        let rest = long.strip_prefix(short);
        rest.is_some_and(|rest| !is_whole(short) || !rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    one == other || begins(one, other) || begins(other, one)
}

/// Whether all of one stand in the other; both are in order.
fn within(one: &[u64], other: &[u64]) -> bool {
    let mut rest = other.iter();
    one.iter().all(|hash| rest.any(|there| there == hash))
}

/// How many records say something of their own.
fn records(document: &Document) -> usize {
    document.goals.len()
        + document.indicators.len()
        + document.assignments.len()
        + document.withdrawals.len()
        + document.carry_over.len()
        + document.requirements.len()
        + document.deadlines.len()
        + document.requests.len()
        + document.appropriations.len()
        + document.authorisations.len()
        + document.reports.len()
}

/// The name of a file without its ending.
fn stem(file: &str) -> String {
    let cut = file.rfind('.').filter(|at| !file[*at..].contains('/'));
    file[..cut.filter(|at| *at > 0).unwrap_or(file.len())].to_string()
}

/// The text of a document's records.
struct Text {
    whole: u64,
    shingles: BTreeSet<u64>,
}

impl Text {
    fn of(document: &Document) -> Self {
        let mut whole = Hash::new();
        let mut shingles = BTreeSet::new();
        for text in texts(document) {
            let words: Vec<u64> = words(text).collect();
            words.iter().for_each(|word| whole.put(&word.to_le_bytes()));
            let length = SHINGLE.min(words.len());
            for shingle in words.windows(length.max(1)) {
                let mut hash = Hash::new();
                shingle
                    .iter()
                    .for_each(|word| hash.put(&word.to_le_bytes()));
                shingles.insert(hash.0);
            }
        }
        Self {
            whole: whole.0,
            shingles,
        }
    }
}

/// The texts of a document's records, those that are part of another left out.
fn texts(document: &Document) -> Vec<&str> {
    let mut texts: Vec<Option<&str>> = Vec::new();
    for one in &document.sections {
        texts.push(Some(&one.title));
    }
    for one in &document.goals {
        texts.push(Some(&one.text));
    }
    for one in &document.indicators {
        texts.push(Some(&one.text));
    }
    for one in &document.assignments {
        texts.extend([one.title.as_deref(), one.text.as_deref()]);
    }
    for one in &document.withdrawals {
        texts.push(Some(&one.text));
    }
    for one in &document.carry_over {
        texts.push(Some(&one.text));
    }
    for one in &document.requirements {
        texts.push(Some(&one.text));
    }
    for one in &document.deadlines {
        texts.push(one.what.as_deref());
    }
    for one in &document.requests {
        texts.extend([
            one.heading.as_deref(),
            one.text.as_deref(),
            one.response.as_deref(),
        ]);
    }
    for one in &document.authorisations {
        texts.push(Some(&one.text));
    }
    for one in &document.appropriations {
        texts.push(one.name.as_deref());
        texts.extend(one.figures.iter().map(|one| Some(one.raw.as_str())));
    }
    for one in &document.reports {
        texts.extend([
            one.title.as_deref(),
            one.requirement.as_deref(),
            one.answer.as_deref(),
        ]);
    }
    texts.into_iter().flatten().collect()
}

/// What a correction changes: of each assignment whose number no other one of the document has, the
/// figures in its text and the days of its deadlines; of each post of a letter, the amounts. In order.
fn figures(document: &Document) -> BTreeMap<String, Vec<u64>> {
    let mut of: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &document.assignments {
        *numbers
            .entry(one.number.as_deref().unwrap_or(""))
            .or_default() += 1;
    }
    for one in &document.assignments {
        let Some(number) = one.number.as_deref().filter(|own| numbers[own] == 1) else {
            continue;
        };
        let text = [one.title.as_deref(), one.text.as_deref()];
        let figures = text
            .into_iter()
            .flatten()
            .flat_map(|text| text.split(|c: char| !c.is_ascii_digit()))
            .filter(|word| !word.is_empty());
        of.insert(number.to_string(), figures.map(Hash::of).collect());
        let days: BTreeSet<&str> = document
            .deadlines
            .iter()
            .filter(|deadline| deadline.assignment.as_deref() == Some(&one.id))
            .filter_map(|deadline| deadline.due())
            .collect();
        of.insert(
            format!("{number} days"),
            days.into_iter().map(Hash::of).collect(),
        );
    }
    if document.kind.is_letter() {
        for one in &document.appropriations {
            let (Some(chapter), Some(post)) = (&one.chapter, &one.post) else {
                continue;
            };
            let amounts = one.figures.iter().filter_map(|figure| figure.nok);
            of.entry(format!("{chapter}.{post} {:?}", one.side))
                .or_default()
                .extend(amounts.map(|nok| Hash::of(&nok.to_string())));
        }
    }
    for figures in of.values_mut() {
        figures.sort_unstable();
    }
    of.retain(|_, figures| !figures.is_empty());
    of
}

/// The words of a text, folded: hyphens at line ends and marks of typesetting tell no two texts apart.
fn words(text: &str) -> impl Iterator<Item = u64> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\u{ad}')
        .filter(|word| !word.is_empty())
        .map(|word| {
            let mut hash = Hash::new();
            for c in word.chars().filter(|c| *c != '\u{ad}') {
                for c in c.to_lowercase() {
                    hash.put(c.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
            hash.0
        })
}

/// FNV-1a: the same on every machine and in every version, for the store keeps it.
struct Hash(u64);

impl Hash {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn of(word: &str) -> u64 {
        let mut hash = Self::new();
        hash.put(word.as_bytes());
        hash.0
    }

    fn put(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
}
