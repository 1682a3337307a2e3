//! What people type is not always what is printed: a name that nobody has is told with those that are
//! nearly so, and days are read as people write them.

#![allow(clippy::unwrap_used)]

mod asking;
mod common;

use asking::run;
use tempfile::TempDir;

fn store() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let series = common::path("fixtures/series").display().to_string();
    let ran = run(
        folder.path(),
        &["extract", &series, "--out", "out", "--quiet"],
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    folder
}

#[test]
fn a_name_that_nobody_has_is_told_with_those_that_may_be_meant() {
    let folder = store();
    for args in [
        ["find", "plan", "--recipient", "Kystetatn"],
        ["deadlines", "--overdue", "--recipient", "Kystetatn"],
        ["budget", "910.01", "--recipient", "Kystetatn"],
        ["show", "TB2027-1", "--recipient", "Kystetatn"],
    ] {
        let ran = run(folder.path(), &args);
        assert_eq!(ran.code, 1, "{args:?}");
        let told = "Ingen mottaker heter «Kystetatn». Mente du «Kystetaten»?";
        assert!(ran.err.contains(told), "{args:?}: {}", ran.err);
    }
    let ran = run(folder.path(), &["deadlines", "--department", "HAX"]);
    assert!(
        ran.err
            .contains("Ingen avdeling heter «HAX». Mente du «HAV»?"),
        "{}",
        ran.err
    );
    // A name that is there, and another reason for an empty list.
    let ran = run(
        folder.path(),
        &["find", "finnesikke", "--recipient", "kystetaten"],
    );
    assert_eq!(ran.code, 1);
    assert!(!ran.err.contains("heter «"), "{}", ran.err);
}

#[test]
fn days_are_read_as_people_write_them() {
    let folder = store();
    let due = |args: &[&str]| {
        let all = [&["deadlines", "--csv"], args].concat();
        let ran = run(folder.path(), &all);
        asking::csv_rows(&ran.out).len()
    };
    // The letters of the series have a deadline on 1.6.2026 and one on 1.6.2027.
    for (args, count) in [
        (vec!["--from", "våren 2026", "--to", "våren 2026"], 1),
        (vec!["--from", "høsten 2026", "--to", "1.6.27"], 1),
        (vec!["--from", "2. kvartal 2026", "--to", "06.2027"], 2),
        (vec!["--in", "uke 23 2026"], 1),
        (vec!["--in", "2. tertial 2026"], 1),
        (vec!["--in", "05.2026"], 0),
        (vec!["--from", "høsten 2026", "--to", "utgangen av 2026"], 0),
    ] {
        assert_eq!(due(&args), count, "{args:?}");
    }
    for typed in ["vinteren 2026", "13.2026", "31.6.26", "snart"] {
        let ran = run(folder.path(), &["deadlines", "--from", typed]);
        assert_eq!(ran.code, 2, "{typed}");
        assert!(ran.err.contains("våren 2026"), "{typed}: {}", ran.err);
    }
}
