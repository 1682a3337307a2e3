//! What reading PDFs costs: PDF to JSON on one thread, against the text output of `pdf-extract`, the
//! crate that gives it the glyphs, on the same files in the same run.
//!
//! `cargo bench --bench pdf` measures the fixtures; `cargo bench --bench pdf -- FILE…` files of your
//! own. Each time is the least of several. A file on which `pdf-extract` stops is told and left out; of
//! one that is no document of a known kind, reading it and finding that out is measured.

use oppdrag::Grammar;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What JSON may cost, as a multiple of plain text.
const TARGET: f64 = 1.3;

fn main() {
    let mut files: Vec<PathBuf> = std::env::args_os()
        .skip(1)
        .filter(|arg| !arg.to_string_lossy().starts_with("--"))
        .map(PathBuf::from)
        .collect();
    if files.is_empty() {
        let letters = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/letters");
        files = ["allocation-letter.pdf", "commissioning-document.pdf"]
            .map(|name| letters.join(name))
            .into();
    }
    let grammar = Grammar::built_in();
    std::panic::set_hook(Box::new(|_| {}));
    println!(
        "{:<44} {:>5} {:>10} {:>10} {:>6}",
        "file", "pages", "JSON", "text", "ratio"
    );
    let (mut ours, mut theirs, mut pages) = (Duration::ZERO, Duration::ZERO, 0);
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let bytes =
            std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let own = || {
            oppdrag::extract(&name, &bytes, &grammar)
                .ok()
                .and_then(|extraction| serde_json::to_vec(&extraction).ok())
        };
        let other = || pdf_extract::extract_text_from_mem(&bytes).ok();
        let Ok(source) = oppdrag::source::read(&name, &bytes) else {
            println!("{name:<44} left out: no text");
            continue;
        };
        let Ok(Some(_)) = catch_unwind(AssertUnwindSafe(other)) else {
            println!("{name:<44} left out: pdf-extract stops on it");
            continue;
        };
        let count = source.canonical.page_count().unwrap_or(0);
        let (json, text) = (least(own), least(other));
        row(&name, count, json, text);
        ours += json;
        theirs += text;
        pages += count;
    }
    row("all", pages, ours, theirs);
    let rate = |time: Duration| f64::from(pages) / time.as_secs_f64();
    println!(
        "pages per second: {:.0} to JSON, {:.0} to text; target: at most {TARGET} times the time",
        rate(ours),
        rate(theirs)
    );
}

/// The least of several runs.
fn least<T>(work: impl Fn() -> T) -> Duration {
    let run = |_| {
        let clock = Instant::now();
        std::hint::black_box(work());
        clock.elapsed()
    };
    (0..5).map(run).min().unwrap_or_default()
}

fn row(name: &str, pages: u32, json: Duration, text: Duration) {
    let millis = |time: Duration| format!("{:.1} ms", 1000.0 * time.as_secs_f64());
    let ratio = json.as_secs_f64() / text.as_secs_f64().max(1e-9);
    println!(
        "{name:<44} {pages:>5} {:>10} {:>10} {ratio:>6.2}",
        millis(json),
        millis(text)
    );
}
