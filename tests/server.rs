//! `oppdrag serve` through the real binary: what it refuses, what it bears, and that the store may change
//! below it.

#![allow(clippy::unwrap_used)]

mod served;

use served::{Server, extract, is_guarded, run};
use std::io::{Read, Write};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const LETTER: &str = "fixtures/letters/allocation-letter.txt";

fn store(sources: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    extract(folder.path(), sources);
    folder
}

#[test]
fn what_cannot_be_is_refused_with_words() {
    let folder = store(&[LETTER]);
    let server = Server::start(folder.path(), &[]);
    let long = format!("/api/v1/goals?issuer={}", "a".repeat(5000));
    let dots = format!("/{}", "%2e%2e%2f".repeat(8));
    for (method, path, status) in [
        ("GET", "/healthz", 200),
        ("HEAD", "/healthz", 200),
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("GET", "/api/v1/stats", 200),
        ("GET", "/static/app.css", 200),
        ("GET", "/nothing", 404),
        ("GET", "/static/../Cargo.toml", 404),
        ("GET", "/static/%2e%2e%2fapp.rs", 404),
        ("GET", &dots, 404),
        ("GET", "/kilde/%2Fetc%2Fpasswd", 404),
        ("GET", "/kilde/..%2f..%2fetc%2fpasswd/x", 404),
        ("POST", "/", 405),
        ("DELETE", "/api/v1/documents", 405),
        ("OPTIONS", "/api/v1/documents", 405),
        ("GET", &long, 414),
    ] {
        let reply = server.ask(method, path, &[]);
        let what = format!("{method} {}", &path[..path.len().min(60)]);
        assert_eq!(reply.status, status, "{what}");
        is_guarded(&reply, &what);
        if status >= 400 {
            let kind = reply.header("content-type").unwrap();
            let problem = path.starts_with("/api/");
            assert_eq!(
                kind == "application/problem+json",
                problem,
                "{what}: {kind}"
            );
        }
        if status == 405 {
            assert_eq!(reply.header("allow"), Some("GET, HEAD"), "{what}");
        }
        assert_eq!(reply.body.is_empty(), method == "HEAD", "{what}");
    }
    // A body is not read, nor broken heads, nor endless ones.
    let host = &server.address;
    let body = format!(
        "GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000000\r\nConnection: close\r\n\r\n"
    );
    assert_eq!(server.say(&body).status, 413);
    assert_eq!(server.say("this is no HTTP\r\n\r\n").status, 400);
    let endless = format!(
        "GET / HTTP/1.1\r\nHost: {host}\r\nX: {}",
        "a".repeat(40_000)
    );
    assert_eq!(server.say(&endless).status, 431);
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn names_of_strangers_are_refused() {
    let folder = store(&[LETTER]);
    let server = Server::start(folder.path(), &["--host", "oppdrag.example.no"]);
    let port = server.address.split_once(':').unwrap().1.to_string();
    for (host, status) in [
        (format!("localhost:{port}"), 200),
        (format!("127.0.0.1:{port}"), 200),
        (format!("[::1]:{port}"), 200),
        ("oppdrag.example.no".into(), 200),
        (format!("strangers.example:{port}"), 421),
        ("localhost:1".into(), 421),
    ] {
        for path in ["/", "/api/v1/stats"] {
            let reply = server.ask("GET", path, &[("Host", &host)]);
            assert_eq!(reply.status, status, "{host} {path}");
            is_guarded(&reply, &host);
            assert!(status == 200 || reply.text().contains("--host"), "{host}");
        }
    }
    let two = format!(
        "GET / HTTP/1.1\r\nHost: localhost:{port}\r\nHost: x.example\r\nConnection: close\r\n\r\n"
    );
    assert!([400, 421].contains(&server.say(&two).status));
    let absolute = format!(
        "GET http://x.example/ HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"
    );
    assert_eq!(server.say(&absolute).status, 421);
    assert_eq!(server.say("GET / HTTP/1.0\r\n\r\n").status, 421);
}

#[test]
fn the_log_tells_paths_and_never_what_was_searched_for() {
    let folder = store(&[LETTER]);
    let mut server = Server::start(folder.path(), &[]);
    server.get("/?q=hemmelighet");
    server.get("/api/v1/search?q=hemmelighet");
    server.get("/healthz");
    server.get("/%1b%5b31mrød");
    #[cfg(unix)]
    assert_eq!(server.terminate(), Some(0));
    #[cfg(not(unix))]
    assert!(server.is_alive());
    std::thread::sleep(Duration::from_millis(200));
    let log = server.log();
    assert!(!log.contains("hemmelighet"), "{log}");
    assert!(
        log.contains("GET / 200") && log.contains("GET /api/v1/search 200"),
        "{log}"
    );
    assert!(!log.contains("healthz") && !log.contains('\u{1b}'), "{log}");
}

#[test]
fn slow_and_idle_clients_keep_nobody_out() {
    let folder = store(&[LETTER]);
    let server = Server::start(folder.path(), &[]);
    // Half a request each, never finished.
    let mut slow: Vec<_> = (0..200)
        .map(|_| {
            let mut stream = server.connect();
            stream.write_all(b"GET / HTTP/1.1\r\nHost: lo").unwrap();
            stream
        })
        .collect();
    assert_eq!(server.get("/healthz").status, 200);
    // The server hangs up on them by itself.
    let mut rest = Vec::new();
    slow[0].read_to_end(&mut rest).unwrap();
    assert!(!String::from_utf8_lossy(&rest).contains("200 OK"));
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn the_store_may_change_vanish_and_come_back_while_it_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    extract(&out, &[LETTER]);
    let server = Server::start(&out, &[]);
    let documents = || {
        let found = server.json("/api/v1/documents");
        found["items"].as_array().unwrap().len()
    };
    let first = documents();
    extract(&out, &["fixtures/series"]);
    assert_eq!(documents(), first + 3);
    let files = || ["", "-wal", "-shm"].map(|ending| out.join(format!("oppdrag.db{ending}")));
    for file in files() {
        let _ = std::fs::remove_file(file);
    }
    for (path, kind) in [
        ("/healthz", "text/html; charset=utf-8"),
        ("/", "text/html; charset=utf-8"),
        ("/api/v1/documents", "application/problem+json"),
    ] {
        let reply = server.get(path);
        assert_eq!(reply.status, 503, "{path}");
        assert_eq!(reply.header("content-type"), Some(kind), "{path}");
        let text = reply.text();
        assert!(!text.contains(out.to_str().unwrap()), "{path}: {text}");
    }
    assert_eq!(run(&["index", out.to_str().unwrap()]).0, 0);
    assert_eq!(documents(), first + 3);
    assert_eq!(server.get("/healthz").status, 200);
    // Bytes that are no store.
    for file in files() {
        let _ = std::fs::remove_file(file);
    }
    std::fs::write(out.join("oppdrag.db"), "no database".repeat(1000)).unwrap();
    assert_eq!(server.get("/healthz").status, 503);
    assert_eq!(run(&["index", out.to_str().unwrap()]).0, 0);
    assert_eq!(documents(), first + 3);
}

#[cfg(unix)]
#[test]
fn it_stops_when_told_to_though_connections_are_open() {
    let folder = store(&[LETTER]);
    let mut server = Server::start(folder.path(), &[]);
    let mut open = server.connect();
    let request = format!("GET /healthz HTTP/1.1\r\nHost: {}\r\n\r\n", server.address);
    open.write_all(request.as_bytes()).unwrap();
    let mut some = [0; 64];
    assert!(open.read(&mut some).unwrap() > 0);
    let mut half = server.connect();
    half.write_all(b"GET / HTTP/1.1\r\n").unwrap();
    let begun = Instant::now();
    assert_eq!(server.terminate(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(30));
}

#[test]
fn wrong_usage_is_told() {
    let folder = store(&[LETTER]);
    let out = folder.path().to_str().unwrap();
    let (code, said) = run(&["serve", "--store", "fixtures/letters"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("oppdrag.db"), "{said}");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, said) = run(&["serve", "--store", out, "--addr", &address]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains(&address) && said.contains("--addr"), "{said}");
    assert_eq!(run(&["serve", "--store", out, "--addr", "8080"]).0, 2);
}

// --- the source with its quotations marked ---

/// A log that nobody takes costs no reader an answer.
#[test]
fn pages_are_answered_though_nobody_reads_the_log() {
    let folder = tempfile::tempdir().unwrap();
    extract(folder.path(), &["fixtures/series"]);
    let server = Server::start_unread(folder.path());
    for path in ["/", "/frister", "/api/v1/stats", "/finnes-ikke", "/healthz"] {
        let wanted = if path == "/finnes-ikke" { 404 } else { 200 };
        assert_eq!(server.get(path).status, wanted, "{path}");
    }
}

/// What is looked up is nobody's business, also where it stands in the path; a path that is no text is a
/// problem like others.
#[test]
fn the_log_tells_no_words_and_paths_are_text() {
    let folder = tempfile::tempdir().unwrap();
    extract(folder.path(), &["fixtures/series"]);
    let server = Server::start(folder.path(), &[]);
    assert_eq!(server.get("/api/v1/items/hemmelig%20person").status, 404);
    let bad = server.get("/api/v1/items/%FF");
    assert_eq!(bad.status, 400);
    assert_eq!(bad.header("content-type"), Some("application/problem+json"));
    let page = server.get("/dokument/%FF");
    assert_eq!(page.status, 400);
    assert!(
        page.header("content-type")
            .unwrap()
            .starts_with("text/html")
    );
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while !server.log().contains("/dokument/") && std::time::Instant::now() < deadline {
        std::thread::yield_now();
    }
    let log = server.log();
    assert!(
        log.contains("/api/v1/items/ 404") && !log.contains("hemmelig"),
        "{log}"
    );
}
