//! The money of the invented letters: every allotment, earmark and change that a person read out of
//! them, and no other; and planted errors, each beside a mended twin on which the checks are silent.

mod common;

use common::{all, fixture, text};
use oppdrag::{Grammar, check::facts, extract};
use serde_json::Value;

fn read(name: &str, bytes: &[u8]) -> (Value, Vec<String>) {
    let found =
        extract(name, bytes, &Grammar::built_in()).unwrap_or_else(|error| panic!("{error}"));
    let mut codes: Vec<String> = found
        .diagnostics
        .iter()
        .map(|one| one.code.clone())
        .collect();
    codes.extend(facts(&found).into_iter().map(|one| one.code));
    codes.sort();
    codes.dedup();
    (serde_json::to_value(&found).expect("JSON"), codes)
}

fn figure(post: &Value, role: &str) -> Option<i64> {
    post["figures"]
        .as_array()?
        .iter()
        .find(|one| one["role"] == role)
        .and_then(|one| one["nok"].as_i64())
}

fn key(post: &Value) -> String {
    format!(
        "{}.{}",
        post["chapter"].as_str().unwrap_or("?"),
        post["post"].as_str().unwrap_or("?")
    )
}

#[test]
fn allotments_and_changes_of_the_invented_letters() {
    let mut seen = 0;
    for entry in std::fs::read_dir(common::path("fixtures/letters")).expect("the folder") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or("")
            .to_string();
        if !name.ends_with(".facts.json") {
            continue;
        }
        let gold: Value =
            serde_json::from_slice(&std::fs::read(&path).expect("facts")).expect("JSON");
        let source = text(&gold, "source").to_string();
        let source = source.rsplit('/').next().unwrap_or("").to_string();
        if gold["appropriations"].is_null() {
            continue;
        }
        let (json, codes) = read(&source, &fixture(&format!("letters/{source}")));
        let posts = all(&json, "appropriations");
        let mut wanted: Vec<(String, Option<i64>)> = gold["appropriations"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| (key(one), one["nok"].as_i64()))
            .collect();
        let mut found: Vec<(String, Option<i64>)> = posts
            .iter()
            .filter(|one| one["table"] == "allocation" && one["level"] == "post")
            .map(|one| (key(one), figure(one, "allocation")))
            .collect();
        wanted.sort();
        found.sort();
        assert_eq!(found, wanted, "{source}");
        for change in gold["changes"].as_array().into_iter().flatten() {
            let hit = posts.iter().any(|one| {
                key(one) == key(change)
                    && ["previous", "change", "new"]
                        .iter()
                        .all(|role| figure(one, role) == change[role].as_i64())
            });
            assert!(hit, "{source}: {change}");
        }
        for earmark in gold["earmarks"].as_array().into_iter().flatten() {
            let hit = posts.iter().any(|one| {
                key(one) == key(earmark)
                    && one["earmarks"].as_array().into_iter().flatten().any(|own| {
                        own["nok"] == earmark["nok"]
                            && own["kind"]
                                == *earmark.get("kind").unwrap_or(&Value::from("earmark"))
                            && own["minimum"]
                                == *earmark.get("minimum").unwrap_or(&Value::from(false))
                            && own["maximum"]
                                == *earmark.get("maximum").unwrap_or(&Value::from(false))
                    })
            });
            assert!(hit, "{source}: {earmark}");
        }
        parts(&source, &gold, &posts);
        conditions(&source, &gold, &posts);
        if let Some(wanted) = gold["findings"].as_array() {
            let found: Vec<&String> = codes
                .iter()
                .filter(|code| CODES.contains(&code.as_str()))
                .collect();
            let wanted: Vec<&str> = wanted.iter().filter_map(Value::as_str).collect();
            assert_eq!(found, wanted, "{source}");
            let count = |list: &[Value]| -> usize {
                let lists = list.iter().filter_map(|one| one["earmarks"].as_array());
                lists.map(Vec::len).sum()
            };
            let wanted = gold["earmarks"].as_array().map_or(0, Vec::len);
            assert_eq!(count(&posts), wanted, "{source}: all earmarks");
        }
        seen += 1;
    }
    assert!(seen >= 8, "only {seen} letters with money");
}

/// What an earmark is a part of.
fn parts(source: &str, gold: &Value, posts: &[Value]) {
    for earmark in gold["earmarks"].as_array().into_iter().flatten() {
        if earmark["part_of"].is_null() {
            continue;
        }
        let hit = posts
            .iter()
            .filter(|one| key(one) == key(earmark))
            .any(|one| {
                let all = one["earmarks"].as_array().expect("a list");
                all.iter().any(|own| {
                    let parent = all.iter().find(|other| other["id"] == own["parent"]);
                    own["nok"] == earmark["nok"]
                        && parent.is_some_and(|parent| parent["nok"] == earmark["part_of"])
                })
            });
        assert!(hit, "{source}: {earmark}");
    }
}

/// Conditions and footnote marks of rows.
fn conditions(source: &str, gold: &Value, posts: &[Value]) {
    for row in gold["appropriations"].as_array().into_iter().flatten() {
        for member in ["conditions", "note"] {
            let hit = posts.iter().any(|one| {
                key(one) == key(row) && one["table"] == "allocation" && one[member] == row[member]
            });
            assert!(hit || row[member].is_null(), "{source}: {row}");
        }
    }
}

/// A letter of three posts and its supplement, sound.
const SOUND: &str = "\
Tildelingsbrev 2026 – Bredirektoratet

1. Innledning
Departementet meddeler rammene for 2026.

2. Oppdrag
TB2026-1 Kart over smeltevann
Bredirektoratet skal lage kart over smeltevannet. Direktoratet tildeles 2 mill. kroner over kap. 925, post 21 til kartet.
Frist: 1. oktober 2026

TB2026-2 Varsling av jøkulhlaup
Bredirektoratet skal prøve ut varsling av jøkulhlaup i to dalfører.
Frist: 1. juni 2026

3. Budsjettildeling
(alle tall i 1 000 kroner)
Kap./post Benevnelse Tildeling Kommentarer
925.01 Driftsutgifter 84 300
925.21 Spesielle
driftsutgifter
12 500 Det tildeles:
- 2 mill. kroner til kart, jf. TB2026-1
- 8 mill. kroner til målestasjoner, herunder minst
1,5 mill. kroner til nye stasjoner
- 2,5 mill. kroner til varsling av jøkulhlaup, jf.
TB2026-2
Sum 96 800

4. Styringsdialog
Det holdes to møter i året.

Supplerende tildelingsbrev nr. 1 for 2026
Dato
3. mars 2026

Endringer i tildelinger
Kap. 925, post 21
(alle tall i 1 000 kroner)
Kap. post Tidligere tildeling Ny tildeling Sum tildelt 2026
925.21 12 500 -1 000 11 500
Tildelingen på posten reduseres med 1 mill. kroner.
";

/// A letter that gives its posts twice and speaks of them in running text, and a supplement whose
/// sentences stand above its table, sound.
const TOLD_TWICE: &str = "\
Tildelingsbrev 2026 – Bredirektoratet

1. Innledning
Departementet meddeler rammene for 2026.

2. Oppdrag
TB2026-1 Kart over smeltevann
Bredirektoratet skal lage kart over smeltevannet. Direktoratet tildeles 2 mill. kroner over kap. 925, post 21 til kartet.
Frist: 1. oktober 2026

3. Budsjettildeling
3.1. Utgifter
(alle tall i 1 000 kroner)
Kap. Post Betegnelse Tildeling
925 01 Driftsutgifter 84 300
925 21 Spesielle driftsutgifter 12 500
Sum kap. 925 96 800

3.2. Samlet oversikt
(alle tall i 1 000 kroner)
Kap. Post Betegnelse Tildeling
925 21 Spesielle driftsutgifter 12 500
926 72 Tilskudd til hytter 1 000

3.3. Særskilte føringer
Kap. 925, post 21 Spesielle driftsutgifter
Bevilgningen på posten er 12,5 mill. kroner. Det er satt av 7 mill. kroner til målestasjoner, hvorav 3 mill. kroner til breene i vest og 4 mill. kroner til breene i øst. Minst 5 mill. kroner skal gå til varsling.

4. Styringsdialog
Det holdes to møter i året.

Supplerende tildelingsbrev nr. 1 for 2026
Dato
3. mars 2026

Endringer i tildelinger
Kap. 925, post 21
Bevilgningen på posten økes med 1,5 mill. kroner, fra 12,5 mill. kroner til 14 mill. kroner.
(alle tall i 1 000 kroner)
Kap. post Tidligere tildeling Ny tildeling Sum tildelt 2026
925.21 12 500 1 500 14 000
";

const CODES: [&str; 10] = [
    "assignment_amount_differs",
    "change_disagrees",
    "change_mismatch",
    "earmarks_exceed",
    "earmarks_short",
    "previous_disagrees",
    "reference_mismatch",
    "sum_mismatch",
    "tables_disagree",
    "text_disagrees",
];

fn findings(letter: &str) -> Vec<String> {
    let (_, codes) = read("brev.txt", letter.as_bytes());
    codes
        .into_iter()
        .filter(|code| CODES.contains(&code.as_str()))
        .collect()
}

#[test]
fn a_sound_letter_is_silent() {
    assert_eq!(findings(SOUND), Vec::<String>::new());
    assert_eq!(findings(TOLD_TWICE), Vec::<String>::new());
}

/// Plants an error, and looks for no finding but its own.
fn planted(letter: &str, from: &str, to: &str, code: &str) {
    let planted = letter.replacen(from, to, 1);
    assert_ne!(planted, letter, "{from}");
    assert_eq!(findings(&planted), [code], "{from} -> {to}");
}

#[test]
fn each_planted_error_of_a_letter_told_twice_is_found_alone() {
    for (from, to, code) in [
        ("Sum kap. 925 96 800", "Sum kap. 925 96 900", "sum_mismatch"),
        ("12 500\n926", "12 600\n926", "tables_disagree"),
        (
            "på posten er 12,5 mill.",
            "på posten er 13,5 mill.",
            "text_disagrees",
        ),
        // Parts that exceed their whole, and a least amount that exceeds what is left of the post.
        (
            "hvorav 3 mill. kroner til breene i vest",
            "hvorav 3,5 mill. kroner til breene i vest",
            "earmarks_exceed",
        ),
        (
            "Minst 5 mill. kroner skal gå",
            "Minst 6 mill. kroner skal gå",
            "earmarks_exceed",
        ),
        // The sentence stands above the table.
        (
            "økes med 1,5 mill. kroner, fra",
            "økes med 2,5 mill. kroner, fra",
            "change_disagrees",
        ),
        (
            "kroner til 14 mill.",
            "kroner til 15 mill.",
            "change_disagrees",
        ),
        (
            "925.21 12 500 1 500 14 000",
            "925.21 12 500 1 500 14 100",
            "change_mismatch",
        ),
    ] {
        if code == "change_mismatch" {
            let planted = TOLD_TWICE.replacen(from, to, 1);
            assert!(findings(&planted).contains(&code.to_string()));
            continue;
        }
        planted(TOLD_TWICE, from, to, code);
    }
}

#[test]
fn limits_are_no_errors() {
    // «Inntil» may be left unspent, «minst» may be more: neither exceeds nor falls short of itself.
    let lenient = SOUND.replace(
        "- 8 mill. kroner til måle",
        "- inntil 9 mill. kroner til måle",
    );
    assert_eq!(findings(&lenient), Vec::<String>::new());
    let open = SOUND.replace(
        "- 8 mill. kroner til måle",
        "- minst 7 mill. kroner til måle",
    );
    assert_eq!(findings(&open), Vec::<String>::new());
}

#[test]
fn a_title_that_names_another_assignment_is_found() {
    let named = |number: &str| {
        SOUND.replace(
            "til varsling av jøkulhlaup, jf.\nTB2026-2",
            &format!("til {number} Varsling av jøkulhlaup"),
        )
    };
    assert_eq!(findings(&named("TB2026-2")), Vec::<String>::new());
    assert_eq!(findings(&named("TB2026-1")), ["reference_mismatch"]);
}

#[test]
fn each_planted_error_is_found() {
    for (from, to, code) in [
        (
            "- 8 mill. kroner til måle",
            "- 9 mill. kroner til måle",
            "earmarks_exceed",
        ),
        (
            "- 8 mill. kroner til måle",
            "- 7 mill. kroner til måle",
            "earmarks_short",
        ),
        ("Sum 96 800", "Sum 96 900", "sum_mismatch"),
        (
            "925.21 12 500 -1 000 11 500",
            "925.21 12 500 -1 000 11 400",
            "change_mismatch",
        ),
        (
            "925.21 12 500 -1 000 11 500",
            "925.21 12 600 -1 000 11 600",
            "previous_disagrees",
        ),
        (
            "reduseres med 1 mill.",
            "reduseres med 2 mill.",
            "change_disagrees",
        ),
        (
            "tildeles 2 mill. kroner over",
            "tildeles 3 mill. kroner over",
            "assignment_amount_differs",
        ),
        ("jf.\nTB2026-2", "jf.\nTB2026-1", "reference_mismatch"),
    ] {
        let planted = SOUND.replace(from, to);
        assert_ne!(planted, SOUND, "{from}");
        let found = findings(&planted);
        assert!(found.contains(&code.to_string()), "{code}: {found:?}");
    }
}
