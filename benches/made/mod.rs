//! A made store: ten thousand copies of the fixtures, each with a key, numbers, years, bodies and words of
//! its own. Every common word then stands in far more records than any true store of that size has.

use oppdrag::model::Extraction;
use oppdrag::store::{Entry, Writer};
use oppdrag::{Grammar, extract};
use std::path::Path;

/// Documents in the store.
pub const DOCUMENTS: usize = 10_000;

/// Invented bodies.
pub const BODIES: [&str; 20] = [
    "Ask", "Bjerk", "Dal", "Eid", "Fjell", "Gran", "Hav", "Is", "Jord", "Kyst", "Lauv", "Myr",
    "Nes", "Os", "Pors", "Rogn", "Sand", "Tind", "Ur", "Vik",
];

/// First and last parts of invented compounds.
pub const FIRST: [&str; 12] = [
    "havne",
    "skjær",
    "fjord",
    "losing",
    "bølge",
    "strand",
    "brygge",
    "tang",
    "ferje",
    "sjømerke",
    "tare",
    "holme",
];
pub const LAST: [&str; 12] = [
    "tiltak", "plan", "register", "tilsyn", "kartet", "vern", "løftet", "varsel", "rapport",
    "tjeneste", "drift", "råd",
];

/// The fixtures, read.
pub fn bases() -> Vec<Extraction> {
    let grammar = Grammar::built_in();
    let mut bases = Vec::new();
    for folder in ["letters", "propositions", "reports", "series"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures")
            .join(folder);
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .expect("fixtures")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| {
                path.extension()
                    .is_some_and(|ending| ending == "md" || ending == "txt")
            })
            .collect();
        files.sort();
        for file in files {
            let name = file
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            if let Ok(extraction) =
                extract(&name, &std::fs::read(&file).expect("a fixture"), &grammar)
            {
                bases.push(extraction);
            }
        }
    }
    bases
}

/// The year of a copy.
pub fn year(n: usize) -> usize {
    2005 + n % 25
}

/// Puts them into the store of a folder.
pub fn fill(folder: &Path, bases: &[Extraction]) {
    let mut writer = Writer::open(folder).expect("a store");
    let printed = regex::Regex::new(r"TB20\d\d-(\d)").expect("a pattern");
    let jsons: Vec<String> = bases
        .iter()
        .map(|one| serde_json::to_string(one).expect("JSON"))
        .collect();
    for stretch in (0..DOCUMENTS).collect::<Vec<_>>().chunks(500) {
        writer
            .in_one_go(|deeds| {
                for &n in stretch {
                    let year = year(n);
                    let body = BODIES[n / 25 % BODIES.len()];
                    let json = &jsons[n % jsons.len()];
                    let json = printed.replace_all(json, format!("TB{year}-{n}$1"));
                    let json = json
                        .replace("\"date\":\"2026-", &format!("\"date\":\"{year}-"))
                        .replace("\"latest\":\"2026-", &format!("\"latest\":\"{year}-"))
                        .replace("Kystetaten", &format!("{body}etaten"));
                    let mut extraction: Extraction =
                        serde_json::from_str(&json).expect("an extraction");
                    let word = format!("{}{}", FIRST[n % 12], LAST[n / 12 % 12]);
                    for (at, document) in extraction.documents.iter_mut().enumerate() {
                        document.key = format!("{}-{n}-{at}", document.key);
                        document.year = i32::try_from(year).ok();
                        document.recipients = vec![format!("{body}etaten")];
                        for assignment in &mut document.assignments {
                            let title = assignment.title.get_or_insert_default();
                            *title += &format!(" {word}{}", n % 40);
                        }
                    }
                    if n == 77 {
                        for document in &mut extraction.documents {
                            document.title = Some("Nordvarsel77".into());
                        }
                    }
                    let entry = Entry {
                        path: format!("{n:05}.json"),
                        root: None,
                        origin: None,
                        sha256: format!("{n:064x}"),
                        reading: None,
                        bytes: json.len() as u64,
                        errors: 0,
                        warnings: 0,
                        gone: false,
                    };
                    deeds.put(&entry, &extraction)?;
                }
                Ok(())
            })
            .expect("put in");
    }
    writer.tidy().expect("tidy");
}
