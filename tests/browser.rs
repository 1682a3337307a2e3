//! The lookup page in a real browser (`tests/browser/`). Without Node.js, Chromium, or the packages of
//! `tests/browser/package-lock.json` it is skipped with a notice; nothing is installed from here:
//!
//! ```text
//! apt-get install -y --no-install-recommends nodejs npm chromium
//! npm ci --prefix tests/browser
//! ```

mod common;

use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

/// What is missing, if anything.
fn missing() -> Option<&'static str> {
    let node = Command::new("node").arg("--version").output();
    let version = node
        .ok()
        .map(|done| String::from_utf8_lossy(&done.stdout).into_owned());
    let major = version.and_then(|text| {
        text.trim_start_matches('v')
            .split('.')
            .next()?
            .parse::<u32>()
            .ok()
    });
    if major.is_none_or(|major| major < 20) {
        return Some("Node.js 20 or later");
    }
    for name in ["playwright-core", "axe-core"] {
        let package = common::path("tests/browser/node_modules").join(name);
        if !package.join("package.json").is_file() {
            return Some("the packages (npm ci --prefix tests/browser)");
        }
    }
    if !browser().is_file() {
        return Some("Chromium (apt-get install chromium, or its path in CHROMIUM)");
    }
    None
}

fn browser() -> PathBuf {
    std::env::var_os("CHROMIUM").map_or_else(|| "/usr/bin/chromium".into(), PathBuf::from)
}

#[test]
fn the_pages_work_in_a_browser() {
    if let Some(what) = missing() {
        // CI asks for it: there, a test that is skipped would be one that nobody misses.
        assert!(
            std::env::var_os("OPPDRAG_BROWSER_TESTS").is_none(),
            "missing: {what}"
        );
        eprintln!("notice: the browser tests are skipped; missing: {what}");
        return;
    }
    let store = TempDir::new().expect("a folder");
    let program = env!("CARGO_BIN_EXE_oppdrag");
    let folders = ["letters", "propositions", "reports", "series"];
    Command::new(program)
        .arg("extract")
        .args(folders.map(|one| common::path("fixtures").join(one)))
        .arg("--out")
        .arg(store.path())
        .output()
        .expect("oppdrag runs");
    let done = Command::new("node")
        .args(["--test", "--test-reporter=spec"])
        .arg(common::path("tests/browser/pages.test.js"))
        .env("OPPDRAG_BIN", program)
        .env("OPPDRAG_STORE", store.path())
        .env("CHROMIUM", browser())
        .output()
        .expect("node runs");
    assert!(
        done.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
}
