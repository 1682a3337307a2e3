//! What later letters do to what earlier ones asked for, as the commands that ask the store tell it:
//! each case beside a twin in which nothing is to be told.

#![allow(clippy::unwrap_used)]

mod asking;

use asking::{csv_rows, json, of_texts, run, strings};
use serde_json::Value;

/// A letter to Kystetaten with one assignment in two numbered parts.
const LETTER: &str = "# Tildelingsbrev 2026 til Kystetaten

Dato: 10. januar 2026

# 1 Oppdrag

TB2026-1 Avd. KFD: HAV Plan for fyr

Kystetaten skal:

1. telle fyrene
2. lage en plan for fyr

Frist punkt 1: 1.3.2026.

Frist punkt 2: 1.6.2026.

TB2026-2 Avd. KFD: MIL Kart over skjær

Kystetaten skal lage et kart.

Frist: 1.4.2026
";

/// A supplement to it that restates TB2026-1 and TB2026-2 with these deadlines.
fn supplement(first: &str, second: &str) -> String {
    format!(
        "# Supplerende tildelingsbrev nr. 1 2026 til Kystetaten

Dato: 4. februar 2026

# 1 Endringer i oppdrag

## 1.1 Presisering av oppdrag

TB2026-1 Avd. KFD: HAV Plan for fyr

Kystetaten skal:

1. telle fyrene
2. lage en plan for fyr og lykter

{first}

TB2026-2 Avd. KFD: MIL Kart over skjær

Kystetaten skal lage et kart.

{second}
"
    )
}

/// The deadlines of the first letter: due, overdue, restated for sure, another one told of.
fn told(texts: &[(&str, &str)]) -> Vec<(String, bool, bool, bool)> {
    let folder = of_texts(texts);
    let found = json(folder.path(), &["deadlines", "--today", "1.1.2027"]);
    let rows = found["dated"].as_array().unwrap().iter();
    rows.filter(|row| row["document"]["relation"] == "original")
        .map(|row| {
            (
                row["due"].as_str().unwrap().to_string(),
                row["overdue"] == true,
                row["restated"].is_object(),
                row["another"].is_object(),
            )
        })
        .collect()
}

fn expected(rows: [(&str, bool, bool, bool); 3]) -> Vec<(String, bool, bool, bool)> {
    let owned = |(due, a, b, c): (&str, bool, bool, bool)| (due.to_string(), a, b, c);
    rows.into_iter().map(owned).collect()
}

#[test]
fn a_new_deadline_is_in_the_place_of_the_old_one_of_the_same_parts_only() {
    assert_eq!(
        told(&[("a.md", LETTER)]),
        expected([
            ("2026-03-01", true, false, false),
            ("2026-04-01", true, false, false),
            ("2026-06-01", true, false, false),
        ])
    );
    let later = supplement("Frist punkt 2: 1.9.2026.", "Frist: 1.10.2026");
    assert_eq!(
        told(&[("a.md", LETTER), ("b.md", &later)]),
        expected([
            ("2026-03-01", true, false, false),
            ("2026-04-01", false, true, false),
            ("2026-06-01", false, true, false),
        ])
    );
    // Which parts it is for it does not say; a meeting is no delivery.
    let later = supplement("Frist: 1.9.2026", "Møte holdes 1. oktober 2026.");
    assert_eq!(
        told(&[("a.md", LETTER), ("b.md", &later)]),
        expected([
            ("2026-03-01", true, false, true),
            ("2026-04-01", true, false, false),
            ("2026-06-01", true, false, true),
        ])
    );
    let folder = of_texts(&[("a.md", LETTER), ("b.md", &later)]);
    let ran = run(
        folder.path(),
        &["deadlines", "--overdue", "--today", "1.5.2026"],
    );
    assert!(
        ran.out.contains("se også ny frist i supplerende"),
        "{}",
        ran.out
    );
}

#[test]
fn overdue_is_what_was_due_before_today() {
    let folder = of_texts(&[("a.md", LETTER)]);
    let due = |args: &[&str]| {
        let all = [&["deadlines", "--overdue", "--today", "1.4.2026"], args].concat();
        let ran = run(folder.path(), &[&all[..], &["--json"]].concat());
        let found: Value = serde_json::from_str(&ran.out).unwrap();
        let due = strings(&found["dated"], "due").join(" ");
        (ran.code, due)
    };
    assert_eq!(due(&[]), (0, "2026-03-01".to_string()));
    assert_eq!(due(&["--to", "2026-12-31"]), (0, "2026-03-01".to_string()));
    assert_eq!(due(&["--from", "1.4.2026"]), (1, String::new()));
    assert_eq!(due(&["--to", "1.2.2026"]), (1, String::new()));
}

#[test]
fn a_withdrawal_counts_wherever_its_letter_has_no_day() {
    let undated = "# Supplerende tildelingsbrev nr. 1 2026 til Kystetaten

# 1 Oppdrag som utgår

Oppdraget TB2026-2 utgår.
";
    let folder = of_texts(&[("a.md", LETTER), ("b.md", undated)]);
    let found = json(folder.path(), &["show", "TB2026-2"]);
    assert_eq!(
        strings(&found["items"][0]["history"], "what"),
        ["given", "withdrawn"]
    );
    let found = json(
        folder.path(),
        &["deadlines", "--in", "april 2026", "--today", "1.1.2027"],
    );
    assert!(found["dated"][0]["withdrawn"].is_object());
    assert_eq!(found["dated"][0]["overdue"], false);
    let found = json(
        folder.path(),
        &["deadlines", "--in", "mars 2026", "--today", "1.1.2027"],
    );
    assert!(found["dated"][0]["withdrawn"].is_null());
    assert_eq!(found["dated"][0]["overdue"], true);
}

/// The letter of the next year, with what it says of earlier assignments.
fn next_year(to: &str, says: &str) -> String {
    format!(
        "# Tildelingsbrev 2027 til {to}

Dato: 10. januar 2027

{says}

# 1 Oppdrag

TB2027-1 Avd. KFD: HAV Plan for fyr

{to} skal lage en plan for havner.
"
    )
}

#[test]
fn what_a_later_letter_to_the_same_body_lets_lapse_is_not_overdue() {
    let lapses = "Oppdrag fra 2026 utgår, med mindre annet er avtalt.";
    for (to, says, event, lapsed) in [
        ("Kystetaten", lapses, Some("lapsed"), true),
        // However the letter writes the name.
        ("KYSTETATEN", lapses, Some("lapsed"), true),
        ("Losetaten", lapses, None, false),
        ("Kystetaten", "Oppdrag fra 2025 utgår.", None, false),
        (
            "Kystetaten",
            "Oppdrag fra 2026 videreføres.",
            Some("carried_on"),
            false,
        ),
    ] {
        let folder = of_texts(&[("a.md", LETTER), ("b.md", &next_year(to, says))]);
        let found = json(folder.path(), &["show", "TB2026-2"]);
        let history = strings(&found["items"][0]["history"], "what");
        let expected: Vec<&str> = std::iter::once("given").chain(event).collect();
        assert_eq!(history, expected, "{to}: {says}");
        let found = json(
            folder.path(),
            &["deadlines", "--in", "2026", "--today", "1.2.2027"],
        );
        for row in found["dated"].as_array().unwrap() {
            assert_eq!(row["lapsed"].is_object(), lapsed, "{to}: {says}");
            assert_eq!(row["overdue"], !lapsed, "{to}: {says}");
        }
    }
    let folder = of_texts(&[("a.md", LETTER), ("b.md", &next_year("Kystetaten", lapses))]);
    let ran = run(
        folder.path(),
        &["deadlines", "--in", "2026", "--today", "1.2.2027"],
    );
    assert!(
        ran.out.contains("utgår ved tildelingsbrev 2027") && !ran.out.contains("over frist"),
        "{}",
        ran.out
    );
}

#[test]
fn what_filters_leave_out_is_told_apart_from_what_is_not_there() {
    let folder = of_texts(&[("a.md", LETTER)]);
    let ran = run(folder.path(), &["show", "TB2026-1", "--year", "1999"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(
        ran.err
            .starts_with("«TB2026-1» finnes, men ikke med dette utvalget."),
        "{}",
        ran.err
    );
    assert!(
        ran.err
            .contains("tildelingsbrev 2026 (10.1.2026) til Kystetaten"),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains("Mente du"), "{}", ran.err);
    let ran = run(folder.path(), &["show", "TB2026-11", "--year", "1999"]);
    assert!(ran.err.starts_with("Fant ikke «TB2026-11»."), "{}", ran.err);
    let one = |args: &[&str]| {
        let ran = run(folder.path(), &[&["show", "TB2026-1"], args].concat());
        ran.code
    };
    assert_eq!(one(&["--year", "2026", "--department", "hav"]), 0);
    assert_eq!(one(&["--department", "MIL"]), 1);
    assert_eq!(one(&["--kind", "tildelingsbrev"]), 0);
    assert_eq!(one(&["--kind", "melding"]), 1);
}

#[test]
fn a_bare_number_is_one_item_a_year_and_body() {
    let letter = |year: &str, to: &str| {
        format!(
            "# Tildelingsbrev {year} til {to}

Dato: 10. januar {year}

# 1 Oppdrag

TB{year}-1 Avd. KFD: HAV Plan for fyr

{to} skal lage en plan for fyr.
"
        )
    };
    let texts: Vec<(String, String)> = ["2025", "2026"]
        .iter()
        .flat_map(|year| {
            ["Kystetaten", "Losetaten"].map(|to| (format!("{to}-{year}.md"), letter(year, to)))
        })
        .collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(a, b)| (&**a, &**b)).collect();
    let folder = of_texts(&texts);
    // As a letter has it that numbers from 1.
    for (name, _) in &texts {
        let file = folder.path().join(format!("out/{name}.json"));
        let mut json = std::fs::read_to_string(&file).unwrap();
        for year in ["2025", "2026"] {
            json = json.replace(&format!("\"TB{year}-1\""), "\"1\"");
        }
        std::fs::write(file, json).unwrap();
    }
    assert_eq!(run(folder.path(), &["index", "out"]).code, 0);
    let found = json(folder.path(), &["show", "1"]);
    let years: Vec<i64> = found["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["document"]["year"].as_i64().unwrap())
        .collect();
    assert_eq!(years, [2026, 2026, 2025, 2025]);
    let found = json(
        folder.path(),
        &["show", "1", "--year", "2025", "--recipient", "los"],
    );
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        found["items"][0]["document"]["recipients"],
        serde_json::json!(["Losetaten"])
    );
}

/// A letter with money of every sort.
const MONEY: &str = "# Tildelingsbrev 2026 til Kystetaten

Dato: 10. januar 2026

# 1 Oppdrag

TB2026-2 Avd. KFD: HAV Kart over is

Kystetaten skal lage et kart.

TB2026-3 Avd. KFD: HAV Kart over skjær

Kystetaten skal lage et kart.

# 2 Budsjett

Tabell 1 Tildelte midler (i 1 000 kroner)

| Kap. | Post | Betegnelse | Tildeling 2025 | Tildeling 2026 | Endring i pst. |
|---|---|---|---|---|---|
| 925 | 01 | Driftsutgifter | 80 000 | 84 300 | 5,4 |
| 925 | 21 | Spesielle driftsutgifter | 12 000 | 12 500 | 4,2 |

## 2.1 Særskilte føringer

### Kap. 925, post 21 Spesielle driftsutgifter

Posten fordeles slik:

- 6 mill. kroner til målestasjoner
- inntil 2,25 mill. kroner til isboring, jf. TB2026-2

# 3 Fullmakter

Kystetaten kan i 2026:

1. overskride bevilgningen under kap. 925, post 01 mot tilsvarende merinntekter under kap. 4925, post 02
";

#[test]
fn a_csv_of_the_budget_has_every_figure_earmark_and_authorisation() {
    let folder = of_texts(&[("a.md", MONEY)]);
    let found = json(folder.path(), &["budget", "925"]);
    let rows = found["rows"].as_array().unwrap();
    let count = |list: &str| -> usize {
        let lists = rows.iter().map(|row| &row["appropriation"][list]);
        lists.map(|list| list.as_array().unwrap().len()).sum()
    };
    let (figures, earmarks) = (count("figures"), count("earmarks"));
    assert!(figures >= 6 && earmarks == 2, "{figures} {earmarks}");
    let ran = run(folder.path(), &["budget", "925", "--csv"]);
    let rows = csv_rows(&ran.out);
    let of = |kind: &str| rows.iter().filter(|row| row["Type"] == kind).count();
    assert_eq!(
        (of("beløp"), of("øremerket"), of("fullmakt")),
        (figures, earmarks, 1)
    );
    let of_post: Vec<(&str, &str)> = rows
        .iter()
        .filter(|row| row["Type"] == "beløp" && row["Post"] == "925.01")
        .map(|row| (row["Kolonne"].as_str(), row["Trykt"].as_str()))
        .collect();
    assert_eq!(
        of_post,
        [
            ("Tildeling 2025", "80 000"),
            ("Tildeling 2026", "84 300"),
            ("Endring i pst.", "5,4")
        ]
    );
    let nok: Vec<&str> = rows
        .iter()
        .filter(|row| row["Type"] == "øremerket")
        .map(|row| row["Beløp"].as_str())
        .collect();
    assert_eq!(nok, ["6000000", "2250000"]);
}

#[test]
fn an_authorisation_is_found_by_the_post_of_its_income() {
    let folder = of_texts(&[("a.md", MONEY)]);
    for (post, found) in [
        ("4925.02", true),
        ("4925", true),
        ("925.01", true),
        ("4925.03", false),
        ("925.21", false),
    ] {
        let ran = run(folder.path(), &["budget", post, "--json"]);
        let answer: Value = serde_json::from_str(&ran.out).unwrap();
        let authorisations = answer["authorisations"].as_array().unwrap();
        assert_eq!(authorisations.len(), usize::from(found), "{post}");
    }
    let ran = run(folder.path(), &["budget", "4925.02", "--csv"]);
    assert_eq!(ran.code, 0);
    assert_eq!(csv_rows(&ran.out).len(), 1, "{}", ran.out);
}

#[test]
fn an_earmark_is_shown_with_the_assignment_that_it_names() {
    let folder = of_texts(&[("a.md", MONEY)]);
    let earmarks = |number: &str| {
        let found = json(folder.path(), &["show", number]);
        let rows = found["items"][0]["earmarks"].as_array().unwrap().clone();
        rows.iter()
            .map(|row| row["earmark"]["nok"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(earmarks("TB2026-2"), [2_250_000]);
    assert!(earmarks("TB2026-3").is_empty());
    // A letter to another body of the same number has none of it.
    let other = MONEY
        .replace("Kystetaten", "Losetaten")
        .replace(", jf. TB2026-2", "");
    let folder = of_texts(&[("a.md", MONEY), ("b.md", &other)]);
    let found = json(
        folder.path(),
        &["show", "TB2026-2", "--recipient", "losetaten"],
    );
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    assert_eq!(found["items"][0]["earmarks"], serde_json::json!([]));
}

#[test]
fn filters_that_do_nothing_are_not_offered() {
    let folder = of_texts(&[("a.md", LETTER)]);
    for (command, department) in [
        (&["requests"][..], false),
        (&["budget", "925"], false),
        (&["find", "fyr"], true),
        (&["deadlines"], true),
        (&["show", "TB2026-1"], true),
    ] {
        let ran = run(folder.path(), &[command, &["--help"]].concat());
        assert_eq!(ran.out.contains("--department"), department, "{command:?}");
        assert!(ran.out.contains("--recipient"), "{command:?}");
        let ran = run(folder.path(), &[command, &["--department", "HAV"]].concat());
        assert_eq!(ran.code == 2, !department, "{command:?}: {}", ran.err);
    }
    let due = |unit: &str| {
        let ran = run(
            folder.path(),
            &["deadlines", "--department", unit, "--json"],
        );
        let found: Value = serde_json::from_str(&ran.out).unwrap();
        found["dated"].as_array().unwrap().len()
    };
    assert_eq!((due("hav"), due("MIL"), due("JUS")), (2, 1, 0));
}

#[test]
fn a_store_that_cannot_be_read_says_what_to_do() {
    let folder = of_texts(&[("a.md", LETTER)]);
    assert_eq!(run(folder.path(), &["show", "TB2026-1"]).code, 0);
    let store = rusqlite::Connection::open(folder.path().join("out/oppdrag.db")).unwrap();
    store
        .execute(
            "UPDATE assignments SET json = json_remove(json, '$.spans')",
            [],
        )
        .unwrap();
    drop(store);
    let ran = run(folder.path(), &["show", "TB2026-1"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.starts_with("error: "), "{}", ran.err);
    assert!(
        ran.err.contains("\nhint: ") && ran.err.contains("oppdrag index"),
        "{}",
        ran.err
    );
}

#[test]
fn departments_are_counted_and_narrow_alike() {
    let folder = of_texts(&[("a.md", LETTER)]);
    let count = |args: &[&str]| {
        let all = [&["find", "kystetaten", "--type", "assignment"], args].concat();
        let found = json(folder.path(), &all);
        let units = found["facets"]["departments"].as_array().unwrap().iter();
        let mut units: Vec<(String, u64)> = units
            .map(|one| {
                let name = one["value"].as_str().unwrap().to_string();
                (name, one["count"].as_u64().unwrap())
            })
            .collect();
        units.sort();
        units
    };
    let of = |name: &str| (name.to_string(), 1);
    assert_eq!(count(&[]), [of("HAV"), of("MIL")]);
    assert_eq!(count(&["--department", "mil"]), [of("MIL")]);
}
