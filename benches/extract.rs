//! What reading a letter costs: processor time, how it grows with length, and memory.
//!
//! `cargo bench` measures a letter of 200 kB made of copies of a fixture; `cargo bench -- FILE`
//! measures a file of your own. Times are the processor's, not the clock's, and each is the least of
//! several, because whatever else the machine does can only add to it.

use oppdrag::Grammar;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The length that the targets are set for.
const LETTER: usize = 200_000;
/// How many copies of it the growth is measured over.
const COPIES: usize = 10;

fn main() {
    let named = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    let (name, letter) = match named.map(PathBuf::from) {
        Some(path) => (path.display().to_string(), read(&path)),
        None => ("letter.txt".into(), made()),
    };
    let grammar = Grammar::built_in();
    let run = |bytes: &[u8]| {
        let extraction = oppdrag::extract(&name, bytes, &grammar)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        serde_json::to_vec(&extraction).expect("an extraction is JSON")
    };
    println!("{name}: {} bytes", letter.len());
    row("measure", "value", "target");

    let one = cost(|| run(&letter));
    row("one letter, in the process", &millis(one), "30 ms");
    // A PDF cannot be copied end to end.
    if !letter.starts_with(b"%PDF") {
        let tenfold = letter.repeat(COPIES);
        let ten = cost(|| run(&tenfold));
        let ratio = ten.as_secs_f64() / one.as_secs_f64();
        row("ten copies", &millis(ten), "");
        row(
            "ten copies over one (growth)",
            &format!("{ratio:.1}"),
            "11.0",
        );
        // Where the growth is not linear, this tells from which length on.
        for copies in [2, 5] {
            let some = cost(|| run(&letter.repeat(copies)));
            let ratio = some.as_secs_f64() / one.as_secs_f64();
            row(
                &format!("{copies} copies over one"),
                &format!("{ratio:.1}"),
                "",
            );
        }
    }
    let same = (0..3).all(|_| run(&letter) == run(&letter));
    row(
        "same bytes from run to run",
        if same { "yes" } else { "NO" },
        "yes",
    );

    let folder = tempfile::tempdir().expect("a folder for the letter");
    let extension = Path::new(&name).extension().unwrap_or_default();
    let file = folder.path().join("letter").with_extension(extension);
    fs::write(&file, &letter).expect("the letter is written");
    let process = whole_process(&file);
    row(
        "whole process",
        &process.map_or("unknown".into(), millis),
        "30 ms",
    );
    let peak = peak_memory(&file).map_or("unknown".into(), |kb| format!("{} MB", kb / 1024));
    row("whole process, peak memory", &peak, "60 MB");
}

fn row(measure: &str, value: &str, target: &str) {
    println!("  {measure:<34} {value:>12}   {target}");
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A letter of 200 kB, made of copies of a fixture.
fn made() -> Vec<u8> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fixture = read(&root.join("fixtures/letters/allocation-letter.txt"));
    fixture.repeat(LETTER.div_ceil(fixture.len()))
}

/// The processor time of one run: the least of three averages.
///
/// The kernel brings its account up to date some hundred times a second, so that only the time of
/// many runs together is worth reading.
fn cost<T>(work: impl Fn() -> T) -> Duration {
    const ENOUGH: Duration = Duration::from_millis(500);
    (0..3)
        .map(|_| {
            let clock = Instant::now();
            let before = processor_time();
            let mut runs = 0;
            while runs == 0 || clock.elapsed() < ENOUGH {
                std::hint::black_box(work());
                runs += 1;
            }
            let spent = match (before, processor_time()) {
                (Some(before), Some(after)) => after - before,
                _ => clock.elapsed(),
            };
            spent / runs
        })
        .min()
        .unwrap_or_default()
}

/// What all threads of this process have used so far, where the system tells (Linux).
fn processor_time() -> Option<Duration> {
    let mut nanoseconds = 0;
    for task in fs::read_dir("/proc/self/task").ok()? {
        let text = fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        nanoseconds += text.split(' ').next()?.parse::<u64>().ok()?;
    }
    Some(Duration::from_nanos(nanoseconds))
}

/// The processor time of one run of the program, averaged, where the system tells.
fn whole_process(file: &Path) -> Option<Duration> {
    const RUNS: u32 = 40;
    let before = children_ticks()?;
    for _ in 0..RUNS {
        let status = extract(file).stdout(Stdio::null()).status().ok()?;
        assert!(status.success(), "{status}");
    }
    // The kernel counts in hundredths of a second, hence so many runs.
    Some(Duration::from_millis(10) * (children_ticks()? - before) / RUNS)
}

/// Ticks used by the children that have ended.
fn children_ticks() -> Option<u32> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The second field, the program's name, may hold blanks; it ends at the last parenthesis.
    let fields: Vec<_> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u32>().ok();
    Some(ticks(13)? + ticks(14)?)
}

/// The peak memory of one run in kB, read while the program waits for its output to be taken.
fn peak_memory(file: &Path) -> Option<u64> {
    let mut child = extract(file).stdout(Stdio::piped()).spawn().ok()?;
    let mut out = child.stdout.take()?;
    let mut first = [0];
    out.read_exact(&mut first).ok()?;
    // All of the JSON is made before its first byte is written, and no pipe holds all of it.
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok();
    std::io::copy(&mut out, &mut std::io::sink()).ok()?;
    child.wait().ok()?;
    let status = status?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// `oppdrag extract FILE --out - --quiet`.
fn extract(file: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oppdrag"));
    command.args(["extract", "--out", "-", "--quiet"]).arg(file);
    command
}
