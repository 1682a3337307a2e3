//! What readers of the search page wait for.
//!
//! `cargo bench --bench serve` puts ten thousand documents into a store, serves it with the program
//! itself, and has fifty readers ask for search pages for a minute, three times over: as people do, who
//! read for a second before they ask again; as fast as they get answers; and so that nobody ever asks
//! for what was asked for before, so that no answer kept serves again. `OPPDRAG_BENCH_STORE` names a
//! folder for the store, to be kept; `OPPDRAG_BENCH_SECONDS` says how long; `OPPDRAG_BENCH_ROUND` names
//! the one round to run (`reading`, `waiting`, `new`).

mod made;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How many read at the same time.
const READERS: usize = 50;

/// How long a reader reads before the next page, give or take.
const READING: Duration = Duration::from_millis(1000);

/// How often it is looked how much memory the program holds, but at the start.
const TENTHS: u32 = 10;

/// From one address to the next that is asked for: a prime, so that all come before one comes again.
const STRIDE: usize = 7919;

/// What 99 of 100 pages may take, in milliseconds.
const TARGET: f64 = 100.0;

fn main() {
    let seconds = std::env::var("OPPDRAG_BENCH_SECONDS");
    let seconds = seconds
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(60);
    let temporary = tempfile::tempdir().expect("a folder");
    let folder = std::env::var_os("OPPDRAG_BENCH_STORE")
        .map_or_else(|| temporary.path().to_path_buf(), PathBuf::from);
    if !folder.join("oppdrag.db").exists() {
        let start = Instant::now();
        std::fs::create_dir_all(&folder).expect("a folder");
        made::fill(&folder, &made::bases());
        println!(
            "{} documents put in: {:.0} s",
            made::DOCUMENTS,
            start.elapsed().as_secs_f64()
        );
    }
    let only = std::env::var("OPPDRAG_BENCH_ROUND").ok();
    for (round, name, reading, repeat) in [
        ("reading", "readers who read for a second", READING, true),
        ("waiting", "readers who never wait", Duration::ZERO, true),
        (
            "new",
            "readers who never wait, nor ask for what was asked for before",
            Duration::ZERO,
            false,
        ),
    ] {
        if only.as_deref().is_none_or(|one| one == round) {
            let addresses = if repeat {
                addresses()
            } else {
                narrowed(&addresses())
            };
            run(
                &folder,
                name,
                reading,
                Duration::from_secs(seconds),
                &addresses,
            );
        }
    }
}

/// Each address narrowed to each year, a page of each: far more than are asked for in a minute.
fn narrowed(addresses: &[String]) -> Vec<String> {
    let years: BTreeSet<usize> = (0..made::DOCUMENTS).map(made::year).collect();
    let mut all = Vec::new();
    for page in 1..=4 {
        for year in &years {
            let free = addresses
                .iter()
                .filter(|address| !address.contains("page=") && !address.contains("year="));
            all.extend(free.map(|address| format!("{address}&year={year}&page={page}")));
        }
    }
    all
}

/// What the readers ask for: no two readers the same at the same time, rare words and common ones.
fn addresses() -> Vec<String> {
    let mut all = Vec::new();
    for first in made::FIRST {
        for last in made::LAST {
            let number = all.len() % 40;
            all.push(format!("/?q={first}{last}"));
            all.push(format!("/?q={first}{last}{number}"));
        }
        all.push(format!("/?q={first}"));
    }
    for (n, last) in made::LAST.iter().enumerate() {
        all.push(format!("/?q={last}&year={}", made::year(n)));
        all.push(format!("/?q={last}&type=assignment&page=2"));
    }
    for n in 0..100 {
        let year = made::year(n * 97);
        all.push(format!("/?q=TB{year}-{}1", n * 97));
        let body = made::BODIES[n % made::BODIES.len()];
        all.push(format!("/?q=plan&year={year}&recipient={body}"));
    }
    for words in [
        "skal",
        "skal+plan",
        "%22skal+lage+en+plan%22",
        "tid",
        "tiltak+rapport",
    ] {
        all.push(format!("/?q={words}"));
    }
    all.iter().map(|address| encoded(address)).collect()
}

/// Letters beyond ASCII percent-encoded.
fn encoded(address: &str) -> String {
    address
        .bytes()
        .fold(String::new(), |text, byte| match byte {
            b'!'..=b'~' => text + &char::from(byte).to_string(),
            _ => text + &format!("%{byte:02X}"),
        })
}

fn run(folder: &Path, name: &str, reading: Duration, length: Duration, addresses: &[String]) {
    let (mut server, address) = start(folder);
    let asked = AtomicUsize::new(0);
    let start = Instant::now();
    let readers = 0..READERS;
    let mut held = vec![memory(&server)];
    let found: Vec<Found> = std::thread::scope(|scope| {
        let handles: Vec<_> = readers
            .map(|reader| {
                let (address, asked) = (&address, &asked);
                scope.spawn(move || read(address, addresses, asked, reader, reading, start, length))
            })
            .collect();
        for _ in 0..TENTHS {
            std::thread::sleep(length / TENTHS);
            held.push(memory(&server));
        }
        handles
            .into_iter()
            .map(|one| one.join().expect("a reader"))
            .collect()
    });
    let held: Vec<String> = held.iter().map(|kb| format!("{}", kb / 1000)).collect();
    let mut times: Vec<Duration> = found
        .iter()
        .flat_map(|one| one.times.iter().copied())
        .collect();
    times.sort_unstable();
    let mut errors: BTreeMap<String, usize> = BTreeMap::new();
    for error in found.iter().flat_map(|one| &one.errors) {
        *errors.entry(error.clone()).or_default() += 1;
    }
    let ms = |share: f64| {
        let at = (times.len() as f64 * share) as usize;
        let time = times.get(at.min(times.len().saturating_sub(1)));
        time.map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    };
    let bytes: usize = found.iter().map(|one| one.largest).max().unwrap_or(0);
    println!(
        "\n{name}: {READERS} readers, {} addresses, {:.0} s\n  pages   {} ({:.0} a second), the largest {} kB\n  p50     {:.1} ms\n  p99     {:.1} ms (target {TARGET} ms: {})\n  slowest {:.1} ms\n  errors  {errors:?}\n  memory  {} MB, at the start and after each tenth",
        addresses.len(),
        start.elapsed().as_secs_f64(),
        times.len(),
        times.len() as f64 / start.elapsed().as_secs_f64(),
        bytes / 1000,
        ms(0.50),
        ms(0.99),
        if ms(0.99) < TARGET { "met" } else { "missed" },
        ms(1.0),
        held.join(" "),
    );
    let _ = server.kill();
    let _ = server.wait();
}

/// What a reader met.
#[derive(Default)]
struct Found {
    times: Vec<Duration>,
    errors: Vec<String>,
    largest: usize,
}

fn read(
    address: &str,
    addresses: &[String],
    asked: &AtomicUsize,
    reader: usize,
    reading: Duration,
    start: Instant,
    length: Duration,
) -> Found {
    let mut found = Found::default();
    let mut connection: Option<BufReader<TcpStream>> = None;
    // Readers do not begin at once.
    std::thread::sleep(reading * u32::try_from(reader).unwrap_or(0) / READERS as u32);
    while start.elapsed() < length {
        let n = asked.fetch_add(1, Ordering::Relaxed);
        let path = &addresses[n * STRIDE % addresses.len()];
        let begun = Instant::now();
        match page(&mut connection, address, path) {
            Ok(bytes) => {
                found.times.push(begun.elapsed());
                found.largest = found.largest.max(bytes);
            }
            Err(error) => {
                connection = None;
                found.errors.push(error);
            }
        }
        // A little more or less, so that they do not fall into step.
        let part = u32::try_from(n % 100).unwrap_or(0);
        std::thread::sleep(reading * (50 + part) / 100);
    }
    found
}

/// Asks for a page as a browser does; how many bytes came.
fn page(
    connection: &mut Option<BufReader<TcpStream>>,
    address: &str,
    path: &str,
) -> Result<usize, String> {
    let fresh = connection.is_none();
    match once(connection, address, path) {
        // The server closes connections that are old; browsers then ask anew.
        Err(_) if !fresh => {
            *connection = None;
            once(connection, address, path)
        }
        other => other,
    }
}

fn once(
    connection: &mut Option<BufReader<TcpStream>>,
    address: &str,
    path: &str,
) -> Result<usize, String> {
    let told = |error: std::io::Error| error.to_string();
    if connection.is_none() {
        let stream = TcpStream::connect(address).map_err(told)?;
        stream.set_nodelay(true).map_err(told)?;
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .map_err(told)?;
        *connection = Some(BufReader::new(stream));
    }
    let Some(stream) = connection else {
        return Err("no connection".into());
    };
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: gzip\r\nAccept: text/html\r\n\r\n"
    );
    stream
        .get_mut()
        .write_all(request.as_bytes())
        .map_err(told)?;
    let mut line = String::new();
    stream.read_line(&mut line).map_err(told)?;
    let status = line.split(' ').nth(1).unwrap_or("no answer").to_string();
    let mut length = None;
    loop {
        let mut header = String::new();
        if stream.read_line(&mut header).map_err(told)? == 0 {
            return Err("cut off".into());
        }
        let header = header.trim().to_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().ok();
        }
    }
    let mut bytes = 0;
    let mut body = Vec::new();
    match length {
        Some(length) => {
            body.resize(length, 0);
            stream.read_exact(&mut body).map_err(told)?;
            bytes = length;
        }
        None => loop {
            let mut size = String::new();
            stream.read_line(&mut size).map_err(told)?;
            let size = usize::from_str_radix(size.trim(), 16).map_err(|error| error.to_string())?;
            body.resize(size + 2, 0);
            stream.read_exact(&mut body).map_err(told)?;
            bytes += size;
            if size == 0 {
                break;
            }
        },
    }
    if status == "200" {
        Ok(bytes)
    } else {
        Err(format!("status {status}"))
    }
}

/// Starts the program on a port that is free.
fn start(folder: &Path) -> (Child, String) {
    let mut server = Command::new(env!("CARGO_BIN_EXE_oppdrag"))
        .args(["serve", "--addr", "127.0.0.1:0", "--store"])
        .arg(folder)
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut said = BufReader::new(server.stderr.take().expect("its words"));
    let mut line = String::new();
    said.read_line(&mut line).expect("its address");
    let address = line
        .split_once("http://")
        .and_then(|(_, rest)| rest.split_whitespace().next())
        .expect("its address")
        .to_string();
    // Its log goes nowhere, but must be read.
    std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
    (server, address)
}

/// Kilobytes that a process holds; 0 where the system does not tell.
fn memory(server: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id()));
    let status = status.unwrap_or_default();
    // What is its own: the store's pages are the system's to take back.
    let line = status.lines().find(|line| line.starts_with("RssAnon:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}
