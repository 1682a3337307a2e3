//! The batch job over ten thousand letters: a night without news, one new letter, and how much that one
//! costs in a small store and in a large one.
//!
//! `cargo bench --bench batch`, or with another number of letters: `cargo bench --bench batch -- 1000`.
//! The letters are a fixture with another recipient and other numbers each.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

const LETTER: &str = include_str!("../fixtures/letters/allocation-letter.txt");

/// The letter to an agency of its own.
fn letter(n: usize) -> String {
    let name: String = format!("{n:05}")
        .bytes()
        .map(|digit| char::from(b'a' + (digit - b'0') * 2))
        .collect();
    LETTER
        .replace("Kystvaktdirektoratet", &format!("Kystdirektoratet {name}"))
        .replace("200/26", &format!("{n}/26"))
}

/// Runs `extract` and gives the seconds that it took.
fn extract(folder: &Path, input: &str) -> f64 {
    let begun = Instant::now();
    let done = Command::new(env!("CARGO_BIN_EXE_oppdrag"))
        .current_dir(folder)
        .args(["extract", input, "--out", "out", "--quiet"])
        .status()
        .expect("the program runs");
    assert!(done.success(), "the letters are all well");
    begun.elapsed().as_secs_f64()
}

/// The middle one of five.
fn median(mut measure: impl FnMut(usize) -> f64) -> f64 {
    let mut all: Vec<f64> = (0..5).map(&mut measure).collect();
    all.sort_by(f64::total_cmp);
    all[2]
}

/// Seconds for one new letter that is named itself, in a store of so many.
fn one_more(folder: &Path, first: usize) -> f64 {
    median(|round| {
        let name = format!("new-{}.txt", first + round);
        fs::write(folder.join(&name), letter(first + round)).expect("written");
        extract(folder, &name)
    })
}

fn main() {
    let most = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(10_000);
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let write = |from: usize, to: usize| {
        for n in from..to {
            let below = folder.join(format!("in/{}", n / 100));
            fs::create_dir_all(&below).expect("made");
            fs::write(below.join(format!("{n}.txt")), letter(n)).expect("written");
        }
    };
    let few = most / 10;
    write(0, few);
    let seconds = extract(folder, "in");
    println!("{few} letters, all new            {seconds:8.2} s");
    let small = one_more(folder, 90_000);
    println!("one more, named                  {small:8.3} s");
    write(few, most);
    let seconds = extract(folder, "in");
    println!("{} more letters             {seconds:8.2} s", most - few);
    let size = fs::metadata(folder.join("out/oppdrag.db")).map_or(0, |file| file.len());
    println!(
        "the store                        {:8.1} MB",
        size as f64 / 1e6
    );
    let seconds = median(|_| extract(folder, "in"));
    println!("{most} letters, none new          {seconds:8.2} s   (target 3)");
    let large = one_more(folder, 91_000);
    println!(
        "one more, named                  {large:8.3} s   (target 1; {:.2} times that of {few}, target 1.10)",
        large / small
    );
    fs::write(folder.join("in/new.txt"), letter(95_000)).expect("written");
    let seconds = extract(folder, "in");
    println!("one more, found among {most}      {seconds:8.3} s   (target 1)");
    let begun = Instant::now();
    let done = Command::new(env!("CARGO_BIN_EXE_oppdrag"))
        .current_dir(folder)
        .args(["index", "out"])
        .status()
        .expect("the program runs");
    assert!(done.success(), "the JSON is all well");
    println!(
        "the store made anew              {:8.2} s",
        begun.elapsed().as_secs_f64()
    );
}
