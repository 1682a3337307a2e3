//! The API through the real binary: every path's answers against the description that it serves, and what
//! holds beyond shapes.

#![allow(clippy::unwrap_used)]

mod served;

use serde_json::{Value, json};
use served::{Server, encoded, extract, run};
use std::collections::BTreeSet;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use tempfile::TempDir;

/// A store with its server.
struct Shared {
    server: Server,
    _folder: TempDir,
}

impl Deref for Shared {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}

/// One store for all tests that change nothing; it ends with the last that holds it.
fn server() -> Arc<Shared> {
    static SHARED: Mutex<Weak<Shared>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(held) = shared.upgrade() {
        return held;
    }
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    extract(
        &out,
        &[
            "fixtures/letters/allocation-letter.txt",
            "fixtures/letters/allocation-letter-money.txt",
            "fixtures/letters/commissioning-document.md",
            "fixtures/propositions",
            "fixtures/reports",
            "fixtures/series",
        ],
    );
    let (code, said) = run(&["link", out.to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    let made = Arc::new(Shared {
        server: Server::start(&out, &[]),
        _folder: folder,
    });
    *shared = Arc::downgrade(&made);
    made
}

fn description() -> &'static Value {
    static DESCRIPTION: OnceLock<Value> = OnceLock::new();
    DESCRIPTION.get_or_init(|| server().json("/api/v1/openapi.json"))
}

/// Validates against a schema of the description.
fn validate(schema: &Value, answer: &Value, what: &str) {
    static LOCK: Mutex<()> = Mutex::new(());
    let _one = LOCK.lock();
    let mut whole = schema.clone();
    whole["components"] = description()["components"].clone();
    let validator = jsonschema::draft202012::new(&whole).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(answer)
        .take(3)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}

fn answer_schema(path: &str) -> Value {
    description()["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        .clone()
}

fn problem(path: &str, status: u16) -> String {
    let reply = server().get(path);
    assert_eq!(reply.status, status, "{path}: {}", reply.text());
    assert_eq!(
        reply.header("content-type"),
        Some("application/problem+json"),
        "{path}"
    );
    let schema = &description()["components"]["responses"]["Problem"]["content"]["application/problem+json"]
        ["schema"];
    let answer = reply.json();
    validate(schema, &answer, path);
    assert_eq!(answer["status"], status);
    answer["detail"].as_str().unwrap().to_string()
}

/// The paths of the description, by whether they are lists of records.
fn paths() -> Vec<(String, bool)> {
    let paths = description()["paths"].as_object().unwrap();
    let list = |path: &Value| {
        let content = &path["get"]["responses"]["200"]["content"];
        content.get("application/x-ndjson").is_some()
    };
    paths
        .iter()
        .map(|(path, about)| (path.clone(), list(about)))
        .collect()
}

/// All items of a list, page by page.
fn all(path: &str) -> Vec<Value> {
    let mut items = Vec::new();
    let mut next = Some(path.to_string());
    while let Some(address) = next {
        let page = server().json(&address);
        items.extend(page["items"].as_array().unwrap().clone());
        next = page["next"].as_str().map(str::to_string);
    }
    items
}

#[test]
fn the_description_is_one() {
    let _held = server();
    let about = description();
    assert_eq!(about["openapi"], "3.1.0");
    let index = server().json("/api/v1/");
    validate(&answer_schema("/api/v1/"), &index, "index");
    assert_eq!(server().json("/api/v1"), index);
    let listed: BTreeSet<&str> = index["paths"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["path"].as_str().unwrap())
        .collect();
    let described: BTreeSet<&str> = about["paths"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(listed, described);
    // Every reference leads somewhere.
    let text = about.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().unwrap();
        assert!(about.pointer(pointer).is_some(), "{pointer}");
    }
    // And every schema is one.
    for (name, schema) in about["components"]["schemas"].as_object().unwrap() {
        assert!(jsonschema::meta::is_valid(schema), "{name}");
    }
}

#[test]
fn every_list_answers_as_described_with_every_record_of_the_store() {
    let _held = server();
    let stats = server().json("/api/v1/stats");
    validate(&answer_schema("/api/v1/stats"), &stats, "stats");
    let mut seen = BTreeSet::new();
    for (path, _) in paths().iter().filter(|(_, list)| *list) {
        let page = server().json(&format!("{path}?limit=1000"));
        validate(&answer_schema(path), &page, path);
        let items = all(&format!("{path}?limit=7"));
        assert!(!items.is_empty(), "{path}: the fixtures have none");
        let whole = all(&format!("{path}?limit=1000"));
        assert_eq!(items, whole, "{path}: pages differ from the whole");
        let kind = items[0]["type"].as_str().unwrap();
        let counts = stats["records"].as_array().unwrap();
        let count = counts.iter().find(|one| one["value"] == kind).unwrap();
        assert_eq!(count["count"], items.len(), "{path}");
        seen.insert(kind.to_string());
        // One a line, the same items; what follows is in the header.
        let lines = server().get(&format!("{path}?limit=3&format=ndjson"));
        let told: Vec<Value> = lines
            .text()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(told, items[..items.len().min(3)], "{path}");
        assert_eq!(lines.header("link").is_some(), items.len() > 3, "{path}");
    }
    assert_eq!(seen.len(), 16);
}

#[test]
fn records_are_those_of_the_contract() {
    let _held = server();
    let schema = oppdrag::check::schema();
    for (path, definition) in [
        ("assignments", "Assignment"),
        ("deadlines", "Deadline"),
        ("requests", "Request"),
        ("appropriations", "Appropriation"),
        ("indicators", "Indicator"),
        ("links", "Link"),
    ] {
        let mut whole = schema.clone();
        let fields = whole.as_object_mut().unwrap();
        for name in ["type", "properties", "required", "additionalProperties"] {
            fields.remove(name);
        }
        fields.insert("$ref".into(), json!(format!("#/$defs/{definition}")));
        let validator = jsonschema::draft202012::new(&whole).unwrap();
        for item in all(&format!("/api/v1/{path}?limit=1000")) {
            let errors: Vec<String> = validator
                .iter_errors(&item["record"])
                .map(|error| error.to_string())
                .collect();
            assert!(errors.is_empty(), "{path}: {errors:?}");
        }
    }
}

#[test]
fn filters_narrow_and_every_described_parameter_is_known() {
    let _held = server();
    let parameters = &description()["components"]["parameters"];
    for (path, about) in description()["paths"].as_object().unwrap() {
        if path.contains('{') {
            continue;
        }
        for parameter in about["get"]["parameters"].as_array().unwrap() {
            let key = parameter["$ref"].as_str().unwrap().rsplit('/').next();
            let parameter = &parameters[key.unwrap()];
            let name = parameter["name"].as_str().unwrap();
            let example = match &parameter["example"] {
                Value::Array(values) => values[0].clone(),
                other => other.clone(),
            };
            let example = match example {
                Value::Null => continue,
                Value::String(text) => text,
                other => other.to_string(),
            };
            let page = server().json(&format!("{path}?{name}={}", encoded(&example)));
            validate(&answer_schema(path), &page, &format!("{path}?{name}"));
        }
        let told = problem(&format!("{path}?tull=1"), 400);
        assert!(told.contains("tull"), "{told}");
    }
    let all_of = |query: &str| all(&format!("/api/v1/{query}&limit=1000"));
    let due = all_of("deadlines?from=2026-06-01&to=2026-06-30");
    assert!(!due.is_empty());
    for one in &due {
        assert!(one["due"].as_str().unwrap().starts_with("2026-06"), "{one}");
    }
    let fixed = all_of("deadlines?status=to_be_agreed");
    assert!(
        !fixed.is_empty()
            && fixed
                .iter()
                .all(|one| one["record"]["status"] == "to_be_agreed")
    );
    let open = server().json("/api/v1/search?type=request&status=open&limit=1000");
    let hits = open["hits"].as_array().unwrap();
    assert!(!hits.is_empty() && hits.iter().all(|one| one["status"] == "open"));
    let open = all_of("requests?state=open");
    assert!(!open.is_empty() && open.iter().all(|one| one["state"] == "open"));
    let of_year = all_of("goals?year=2027");
    assert!(of_year.iter().all(|one| one["document"]["year"] == 2027));
    let departments: Vec<Value> = all_of("assignments?x=")
        .iter()
        .map(|one| one["record"]["department"].clone())
        .collect();
    let first = departments.iter().find_map(Value::as_str).unwrap();
    let own = all_of(&format!("assignments?department={}", encoded(first)));
    assert_eq!(
        own.len(),
        departments.iter().filter(|one| *one == first).count()
    );
    let posts = all_of("appropriations?x=");
    let chapter = posts
        .iter()
        .find_map(|one| one["record"]["chapter"].as_str())
        .unwrap();
    let of_chapter = all_of(&format!("appropriations?post={chapter}"));
    assert!(
        !of_chapter.is_empty()
            && of_chapter
                .iter()
                .all(|one| one["record"]["chapter"] == chapter)
    );
}

#[test]
fn every_list_gives_the_records_of_one_document() {
    let _held = server();
    for (path, _) in paths().iter().filter(|(_, list)| *list) {
        let whole = all(&format!("{path}?limit=1000"));
        let keys: BTreeSet<&str> = whole
            .iter()
            .map(|one| one["document"]["key"].as_str().unwrap())
            .collect();
        for key in keys {
            let of_key = whole.iter().filter(|one| one["document"]["key"] == key);
            let own = all(&format!("{path}?document={}&limit=5", encoded(key)));
            assert!(of_key.eq(&own), "{path} of {key}");
        }
        let page = server().json(&format!("{path}?document=finnes-ikke"));
        validate(&answer_schema(path), &page, path);
        assert_eq!(page["items"], json!([]), "{path}");
        assert_eq!(page["next"], Value::Null, "{path}");
        problem(&format!("{path}?document=a&document=b"), 400);
    }
}

#[test]
fn search_items_and_documents_answer_as_described() {
    let _held = server();
    let schema = answer_schema("/api/v1/search");
    let mut next = Some("/api/v1/search?q=skal&limit=50".to_string());
    let (mut references, mut total) = (Vec::new(), 0);
    while let Some(address) = next {
        let page = server().json(&address);
        validate(&schema, &page, &address);
        total = page["total"].as_u64().unwrap();
        for hit in page["hits"].as_array().unwrap() {
            references.push(hit["reference"].as_str().unwrap().to_string());
        }
        next = page["next"].as_str().map(str::to_string);
    }
    assert_eq!(references.len() as u64, total);
    assert_eq!(
        references.iter().collect::<BTreeSet<_>>().len(),
        references.len()
    );

    let (lookup, whole) = (
        answer_schema("/api/v1/items/{id}"),
        answer_schema("/api/v1/documents/{key}"),
    );
    // One record of every type, by its reference.
    let mut types = BTreeSet::new();
    for (path, _) in paths().iter().filter(|(_, list)| *list) {
        let items = server().json(&format!("{path}?limit=2"));
        for one in items["items"].as_array().unwrap() {
            let reference = one["reference"].as_str().unwrap();
            let address = format!("/api/v1/items/{}", encoded(reference));
            let found = server().json(&address);
            validate(&lookup, &found, &address);
            let item = &found["items"][0];
            assert_eq!(item["reference"], reference);
            assert_eq!(item["item"]["record"], one["type"]);
            assert_eq!(item["file"]["origin"], Value::Null);
            types.insert(one["type"].as_str().unwrap().to_string());
        }
    }
    assert_eq!(types.len(), 16);
    for one in all("/api/v1/documents?limit=1000") {
        let key = one["record"]["key"].as_str().unwrap();
        let address = format!("/api/v1/documents/{}", encoded(key));
        let found = server().json(&address);
        validate(&whole, &found, &address);
        assert_eq!(found["document"], one["record"]);
        assert_eq!(found["file"]["origin"], Value::Null);
    }
    // Slashes in identifiers need no encoding.
    let requests = server().json("/api/v1/requests?limit=1");
    let id = requests["items"][0]["record"]["id"].as_str().unwrap();
    let (session, number) = id.split_once('/').unwrap();
    let path = format!("/api/v1/items/{}/{number}", encoded(session));
    assert_eq!(server().json(&path)["items"][0]["item"]["id"], id);
}

#[test]
fn problems_are_told_as_described() {
    let _held = server();
    for (path, status, names) in [
        ("/api/v1/goals?limit=0", 400, "limit"),
        ("/api/v1/goals?limit=1001", 400, "limit"),
        ("/api/v1/goals?limit=mange", 400, "limit"),
        ("/api/v1/goals?year=i%20fjor", 400, "year"),
        ("/api/v1/goals?cursor=00", 400, "cursor"),
        ("/api/v1/goals?department=HAV", 400, "department"),
        ("/api/v1/goals?format=xml", 400, "format"),
        ("/api/v1/goals?page=2", 400, "page"),
        ("/api/v1/search?type=brev", 400, "type"),
        ("/api/v1/deadlines?from=1.6.2026", 400, "from"),
        (
            "/api/v1/deadlines?from=2026-06-02&to=2026-06-01",
            400,
            "from",
        ),
        ("/api/v1/requests?state=lukket", 400, "state"),
        ("/api/v1/appropriations?post=mye", 400, "post"),
        ("/api/v1/changes?since=i%20fjor", 400, "since"),
        ("/api/v1/changes?since=0123456789abcdef-1", 410, "since"),
        ("/api/v1/items/TB2026-99999", 404, "TB2026-99999"),
        ("/api/v1/documents/brevet", 404, "brevet"),
        ("/api/v1/nothing", 404, "/api/v1/nothing"),
        ("/api/nothing", 404, "/api/nothing"),
    ] {
        let told = problem(path, status);
        assert!(told.contains(names), "{path}: {told}");
    }
}

#[test]
fn who_has_the_answer_is_told_so() {
    let _held = server();
    for path in [
        "/api/v1/goals?limit=2",
        "/api/v1/stats",
        "/api/v1/openapi.json",
        "/api/v1/changes",
    ] {
        let reply = server().get(path);
        let tag = reply.header("etag").unwrap().to_string();
        assert!(reply.header("last-modified").unwrap().ends_with(" GMT"));
        let again = server().ask("GET", path, &[("If-None-Match", &tag)]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        assert_eq!(again.header("etag"), Some(&*tag));
        let other = server().ask("GET", path, &[("If-None-Match", "\"other\"")]);
        assert_eq!(other.status, 200);
        let head = server().ask("HEAD", path, &[]);
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        assert_eq!(head.header("etag"), Some(&*tag));
    }
    let two = [2, 3].map(|limit| server().get(&format!("/api/v1/goals?limit={limit}")));
    assert_ne!(two[0].header("etag"), two[1].header("etag"));
}

#[test]
fn the_feed_follows_the_store_and_outlives_its_making_anew() {
    let _held = server();
    let folder = tempfile::tempdir().unwrap();
    let (inbox, out) = (folder.path().join("inbox"), folder.path().join("out"));
    std::fs::create_dir(&inbox).unwrap();
    let letter = |name: &str, plan: &str| {
        let text = format!(
            "Tildelingsbrev 2026 – {name}\n\n1 Oppdrag\n\nTB2026-1 Avd. KFD: HAV Ny havneplan\n\n{name} skal lage {plan}.\n"
        );
        std::fs::write(inbox.join(format!("{name}.txt")), text).unwrap();
    };
    letter("Kystetaten", "en plan");
    letter("Havnetilsynet", "en plan");
    let put = || extract(&out, &[inbox.to_str().unwrap()]);
    put();
    let server = Server::start(&out, &[]);
    let schema = answer_schema("/api/v1/changes");
    let ask = |since: &str| -> (Vec<(String, String)>, String) {
        let page = server.json(&format!("/api/v1/changes{since}"));
        validate(&schema, &page, since);
        let changes = page["changes"].as_array().unwrap().iter().map(|one| {
            let text = |name: &str| one[name].as_str().unwrap().to_string();
            (text("key"), text("what"))
        });
        (
            changes.collect(),
            page["cursor"].as_str().unwrap().to_string(),
        )
    };
    let told = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        let key = |name: &str| format!("allocation_letter-2026-{name}-{name}");
        pairs
            .iter()
            .map(|(name, what)| (key(name), (*what).to_string()))
            .collect()
    };
    let (mut first, cursor) = ask("");
    first.sort();
    assert_eq!(
        first,
        told(&[("havnetilsynet", "added"), ("kystetaten", "added")])
    );
    let since = format!("?since={cursor}");
    let before = server.get("/api/v1/documents");
    // Nothing new, a change, a new letter: all without a restart.
    put();
    assert_eq!(ask(&since), (vec![], cursor.clone()));
    letter("Kystetaten", "to planer");
    letter("Fyrtilsynet", "en plan");
    put();
    let (mut second, _) = ask(&since);
    second.sort();
    assert_eq!(
        second,
        told(&[("fyrtilsynet", "added"), ("kystetaten", "changed")])
    );
    let after = server.get("/api/v1/documents");
    assert_ne!(before.header("etag"), after.header("etag"));
    assert_eq!(after.json()["items"].as_array().unwrap().len(), 3);
    // In stretches of one.
    let (one, cursor_of_one) = ask(&format!("{since}&limit=1"));
    let (rest, end) = ask(&format!("?since={cursor_of_one}&limit=1"));
    assert_eq!((one.len(), rest.len()), (1, 1));
    // The store made anew from the JSON: the same letters, so nothing to tell.
    assert_eq!(run(&["index", out.to_str().unwrap()]).0, 0);
    assert_eq!(ask(&format!("?since={end}")), (vec![], end.clone()));
    let gone: PathBuf = out.join("Havnetilsynet.txt.json");
    std::fs::remove_file(gone).unwrap();
    assert_eq!(run(&["index", out.to_str().unwrap()]).0, 0);
    assert_eq!(
        ask(&format!("?since={end}")).0,
        told(&[("havnetilsynet", "removed")])
    );
    // Made from nothing: what the cursor says is not known any more.
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(out.join(format!("oppdrag.db{ending}")));
    }
    assert_eq!(run(&["index", out.to_str().unwrap()]).0, 0);
    assert_eq!(
        server.get(&format!("/api/v1/changes?since={end}")).status,
        410
    );
    assert_eq!(ask("").0.len(), 2);
}
