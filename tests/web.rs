//! The lookup page over HTTP: every page answers, what documents say is never markup, addresses are
//! understood or refused with a reason, and lists come as files.

mod common;

use oppdrag::web::{self, App};
use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;
use tempfile::TempDir;

/// A letter with markup wherever a document has words of its own.
const HOSTILE: &str = "Tildelingsbrev 2026 – <script>alert('tittel')</script> Kystetaten\n\n\
Til: Kystetaten\n\n1 Oppdrag <img src=x onerror=alert(1)>\n\n\
TB2026-1 Avd. KFD: HAV Ny plan <script>alert(\"oppdrag\")</script> & \"sitat\"\n\n\
Kystetaten skal lage en plan </div><script>alert(2)</script> for 'alt'.\n\nFrist: 1.6.2026\n\n\
TB2026-2 Avd. KFD: <b>U</b> Hindringsplan {{7*7}}\n\nEtaten skal sende %3Cscript%3E innen 31.6.2026.\n";

/// The answer to a GET: status, type, and body.
struct Answer {
    status: u16,
    kind: String,
    policy: String,
    bytes: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).expect("UTF-8")
    }
}

/// A server over a store of the fixtures and the hostile letter; it lives as long as the tests.
struct Site {
    origin: String,
    agent: ureq::Agent,
    _store: TempDir,
}

impl Site {
    fn get(&self, address: &str) -> Answer {
        let mut answer = self
            .agent
            .get(format!("{}{address}", self.origin))
            .call()
            .unwrap_or_else(|error| panic!("{address}: {error}"));
        let header = |name: &str| {
            let value = answer.headers().get(name);
            value
                .map_or("", |value| value.to_str().expect("ASCII"))
                .to_string()
        };
        Answer {
            status: answer.status().as_u16(),
            kind: header("content-type"),
            policy: header("content-security-policy"),
            bytes: answer.body_mut().read_to_vec().expect("a body"),
        }
    }

    /// A page that must be there.
    fn page(&self, address: &str) -> String {
        let answer = self.get(address);
        assert_eq!(answer.status, 200, "{address}: {}", answer.text());
        assert_eq!(answer.kind, "text/html; charset=utf-8", "{address}");
        answer.text()
    }
}

fn extract(into: &Path, hostile: &Path) {
    let folders = ["letters", "propositions", "reports", "series"];
    let done = Command::new(env!("CARGO_BIN_EXE_oppdrag"))
        .arg("extract")
        .args(folders.map(|one| common::path("fixtures").join(one)))
        .arg(hostile)
        .arg(common::path("fixtures/bad/unknown-kind.txt"))
        .arg("--out")
        .arg(into)
        .output()
        .expect("oppdrag runs");
    // One of them is no letter.
    assert_eq!(done.status.code(), Some(1));
    assert!(into.join("oppdrag.db").is_file());
}

fn site() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| {
        let store = TempDir::new().expect("a folder");
        let hostile = store.path().join("uhyre<i>.txt");
        fs::write(&hostile, HOSTILE).expect("a letter");
        let out = store.path().join("out");
        extract(&out, &hostile);
        let app = App::new(&out).expect("a store");
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a socket");
        let address = listener.local_addr().expect("an address");
        let origin = format!("http://{address}");
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
                let hosts = web::Hosts::of(address, &[]);
                web::serve(listener, app, hosts, std::future::pending()).await;
            });
        });
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into();
        Site {
            origin,
            agent,
            _store: store,
        }
    })
}

/// The addresses of the links of a page below some path.
fn links(page: &str, below: &str) -> Vec<String> {
    let mut links: Vec<String> = page
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|link| link.starts_with(below))
        .map(|link| link.replace("&amp;", "&"))
        .collect();
    links.sort();
    links.dedup();
    links
}

/// The first number after some words of a page.
fn number(page: &str, before: &str) -> usize {
    let rest = page
        .split(before)
        .nth(1)
        .unwrap_or_else(|| panic!("{before} in {page}"));
    let digits: String = rest
        .replace('\u{a0}', "")
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits
        .parse()
        .unwrap_or_else(|_| panic!("a number after {before}: {rest:.40}"))
}

/// How many a list says that it has.
fn total(page: &str) -> usize {
    number(page, "aria-live=\"polite\">")
}

const PAGES: [&str; 15] = [
    "/?q=alert",
    "/",
    "/?q=plan",
    "/?q=plan&type=assignment&page=2",
    "/?q=finnesikke",
    "/frister",
    "/frister?month=2026-06",
    "/frister?view=all&from=2020-01-01",
    "/frister?view=overdue",
    "/frister?view=unsettled&year=2026",
    "/vedtak",
    "/vedtak?state=open",
    "/budsjett",
    "/dokumenter",
    "/dokumenter?doubtful=1",
];

/// How many pages of a kind are looked at; the first that the lists lead to.
const KINDS: [(&str, usize); 4] = [
    ("/oppdrag/", 80),
    ("/post/", 250),
    ("/dokument/", 60),
    ("/budsjett?post=", 30),
];

/// Every list, and what the lists and their pages lead to, the nearest first.
fn everything() -> Vec<(String, String)> {
    let mut left: VecDeque<String> = PAGES.iter().map(|one| (*one).to_string()).collect();
    let mut known: BTreeSet<String> = left.iter().cloned().collect();
    let mut room = KINDS;
    let mut found = Vec::new();
    while let Some(address) = left.pop_front() {
        let page = site().page(&address);
        for (below, room) in &mut room {
            for link in links(&page, below) {
                let link = link.split('#').next().unwrap_or_default().to_string();
                if *room == 0 || link.contains("format=") || !known.insert(link.clone()) {
                    continue;
                }
                *room -= 1;
                left.push_back(link);
            }
        }
        found.push((address, page));
    }
    found
}

#[test]
fn every_page_answers_is_small_and_says_nothing_inline() {
    let pages = everything();
    assert!(pages.len() > 200, "{} pages", pages.len());
    for (kind, _) in KINDS {
        assert!(pages.iter().any(|(one, _)| one.starts_with(kind)), "{kind}");
    }
    for (address, page) in &pages {
        assert!(page.len() < 100_000, "{address}: {} bytes", page.len());
        assert!(
            page.starts_with("<!DOCTYPE html><html lang=\"nb\">"),
            "{address}"
        );
        assert!(
            !page.contains(" style=\"") && !page.contains("<style"),
            "{address}"
        );
        assert_eq!(page.matches("<script").count(), 1, "{address}");
        assert!(!page.contains("javascript:"), "{address}");
        assert_eq!(page.matches("<h1").count(), 1, "{address}");
        assert!(
            !page.contains("http://") && !page.contains("https://"),
            "{address}"
        );
        let ids: Vec<&str> = page
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "{address}: an id twice");
    }
}

#[test]
fn what_a_document_says_is_never_markup() {
    let hostile: Vec<(String, String)> = everything()
        .into_iter()
        .filter(|(_, page)| page.contains("alert("))
        .collect();
    let shown = |path: &str| hostile.iter().any(|(address, _)| address.starts_with(path));
    assert!(
        shown("/oppdrag/") && shown("/dokument"),
        "the letter is shown"
    );
    for (address, page) in &hostile {
        for raw in [
            "<script>alert",
            "<img src=x",
            "</div><script>",
            "<b>U",
            "<i>.txt",
        ] {
            assert!(!page.contains(raw), "{address}: {raw}");
        }
    }
    let found = site().page("/?q=alert");
    assert!(found.contains("&lt;script&gt;"), "{found}");
    // What people type comes back in three places: the box, the title, and the links.
    let typed = "%22%3E%3Cscript%3Ealert(9)%3C%2Fscript%3E";
    for address in [
        format!("/?q={typed}"),
        format!("/?q=plan&recipient={typed}"),
        format!("/frister?recipient={typed}&department={typed}"),
        format!("/vedtak?session={typed}"),
        format!("/budsjett?post={typed}"),
        format!("/dokumenter?issuer={typed}"),
    ] {
        let page = site().page(&address);
        assert!(!page.contains("<script>alert"), "{address}");
        assert!(
            page.contains("&lt;script&gt;alert(9)") || page.contains("%3Cscript"),
            "{address}"
        );
    }
    for address in [
        format!("/dokument/{typed}"),
        format!("/oppdrag/{typed}/{typed}"),
        format!("/post/x/{typed}/../{typed}"),
    ] {
        let answer = site().get(&address);
        assert_eq!(answer.status, 404, "{address}");
        assert!(!answer.text().contains("<script>alert"), "{address}");
    }
}

#[test]
fn what_is_not_understood_is_refused_with_a_reason() {
    for (address, why) in [
        ("/?aar=2026", "«aar»"),
        ("/?kind=brev", "allocation_letter"),
        ("/?page=0", "«page»"),
        ("/?format=pdf", "xlsx, csv"),
        ("/frister?month=juni", "2026-05"),
        ("/frister?status=snart", "to_be_agreed"),
        ("/vedtak?state=x", "unclear"),
        ("/dokumenter?doubtful=ja", "«doubtful»"),
        ("/dokument/x?aar=1", "«aar»"),
        ("/oppdrag/x/y?q=1", "«q»"),
    ] {
        let answer = site().get(address);
        assert_eq!(answer.status, 400, "{address}");
        assert!(answer.text().contains(why), "{address}: {}", answer.text());
    }
    let long = site().get(&format!("/?q={}", "a".repeat(301)));
    assert_eq!(long.status, 400);
    let longer = site().get(&format!("/?q={}", "a".repeat(5000)));
    assert_eq!(longer.status, 414);
}

#[test]
fn unknown_ids_offer_what_is_called_nearly_so() {
    let page = site().page("/?q=TB2026-141");
    assert!(page.contains("Mente du") && page.contains("Ingen treff"));
    assert!(
        links(&page, "/?q=")
            .iter()
            .any(|link| link.contains("TB2026-"))
    );
    let found = site().page("/?q=plan&type=assignment");
    // Of ids of three letters every other one is nearly as short.
    let items = links(&found, "/oppdrag/");
    let item = items
        .iter()
        .find(|item| item.contains("TB2026-"))
        .expect("an assignment with an identifier");
    let (key, id) = item["/oppdrag/".len()..]
        .split_once('/')
        .expect("key and id");
    let answer = site().get(&format!("/oppdrag/{key}/{id}x"));
    assert_eq!(answer.status, 404);
    assert!(answer.text().contains("Mente du"), "{}", answer.text());
    let answer = site().get(&format!("/dokument/{}", &key[..key.len() - 1]));
    assert_eq!(answer.status, 404);
    assert!(links(&answer.text(), "/dokument/").contains(&format!("/dokument/{key}")));
    // Ids with slashes, blanks and dashes of their own have addresses, too.
    let requests = links(&site().page("/vedtak"), "/post/");
    assert!(
        requests
            .iter()
            .any(|link| link.contains("%2F") && link.contains("%E2%80%93"))
    );
}

#[test]
fn counts_say_what_a_filter_gives() {
    // Of words, of everything there is to leaf through, and of lists.
    for address in [
        "/?q=plan",
        "/",
        "/dokumenter",
        "/frister?view=all&from=2020-01-01",
    ] {
        let page = site().page(address);
        let (mut looked, mut by_status) = (0, 0);
        for part in page.split("<li><a href=\"").skip(1) {
            let Some((link, rest)) = part.split_once('"') else {
                continue;
            };
            if !rest.starts_with("><span class=\"what\">") {
                continue;
            }
            let promised = number(rest, "class=\"count\">(");
            let narrowed = site().page(&link.replace("&amp;", "&"));
            assert_eq!(total(&narrowed), promised, "{link}");
            looked += 1;
            by_status += usize::from(link.contains("status="));
        }
        assert!(looked > 10, "{address}: {looked} filters");
        if address.starts_with("/?") || address == "/" {
            assert!(by_status > 1, "{address}: {by_status} by status");
        }
    }
}

#[test]
fn files_that_could_not_be_read_are_named_beside_those_that_were() {
    let page = site().page("/dokumenter");
    assert!(page.contains("Ikke lest: 1 fil"), "{page}");
    assert!(page.contains("unknown-kind.txt"), "{page}");
}

#[test]
fn a_query_of_no_words_finds_nothing_and_says_why() {
    let page = site().page("/?q=*");
    assert!(page.contains("Ingen treff"), "{page}");
    assert!(page.contains("Tegn som * og %"), "{page}");
}

#[test]
fn words_that_are_misspelt_are_offered_as_the_documents_spell_them() {
    let page = site().page("/?q=kystetatten&year=2026");
    assert!(page.contains("Mente du"), "{page}");
    assert!(
        page.contains("href=\"/?q=kystetaten&amp;year=2026\""),
        "{page}"
    );
    // Where it is the filter that is too narrow, the words are right.
    let page = site().page("/?q=kystetaten&year=1999");
    assert!(!page.contains("Mente du"), "{page}");
    assert!(page.contains("Søk uten avgrensninger"), "{page}");
}

#[test]
fn pages_of_a_list_hold_every_row_once() {
    let address = "/?q=plan";
    let all = total(&site().page(address));
    assert!(all > 20);
    let mut hits = Vec::new();
    for page in 1..=all.div_ceil(20) {
        let text = site().page(&format!("{address}&page={page}"));
        let own: Vec<String> = text
            .split("<article class=\"hit\"><h3><a href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next().map(str::to_string))
            .collect();
        assert!(own.len() <= 20);
        hits.extend(own);
    }
    assert_eq!(hits.len(), all);
    hits.sort();
    hits.dedup();
    assert_eq!(hits.len(), all);
    // Past the end there is a page that says so.
    assert!(
        site()
            .page("/?q=plan&page=10000")
            .contains("Til den første")
    );
}

#[test]
fn lists_come_as_files_with_as_many_rows() {
    for (address, name) in [
        ("/?q=plan", "treff"),
        ("/frister?month=2026-06", "frister"),
        ("/frister?view=all&from=2020-01-01", "frister"),
        ("/vedtak?state=open", "anmodningsvedtak"),
        ("/dokumenter", "dokumenter"),
        ("/budsjett", "kapitler"),
    ] {
        let page = site().page(address);
        let files = links(&page, address.split('?').next().unwrap_or_default());
        let of = |ending: &str| {
            let end = format!("format={ending}");
            let found = files.iter().find(|link| link.ends_with(&end));
            found
                .unwrap_or_else(|| panic!("{address}: no {ending}"))
                .clone()
        };
        let sheet = site().get(&of("xlsx"));
        assert!(
            sheet.kind.contains("spreadsheetml"),
            "{address}: {}",
            sheet.kind
        );
        assert!(sheet.bytes.starts_with(b"PK"), "{address}");
        let table = site().get(&of("csv"));
        assert_eq!(table.kind, "text/csv; charset=utf-8", "{name}");
        assert!(table.bytes.starts_with("\u{feff}".as_bytes()));
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_reader(&table.bytes[3..]);
        assert_eq!(reader.records().count(), total(&page), "{address}");
    }
    let budget = links(&site().page("/budsjett"), "/budsjett?post=");
    let sheet = site().get(&format!("{}&format=xlsx", budget[0]));
    assert!(sheet.bytes.starts_with(b"PK"));
}

#[test]
fn the_calendar_is_of_the_selection_and_the_same_twice() {
    let address = "/frister?view=all&recipient=Kystvaktdirektoratet&format=ics";
    let feed = site().get(address);
    assert_eq!(feed.kind, "text/calendar; charset=utf-8");
    let text = feed.text();
    let shown = site().page("/frister?view=all&from=1900-01-01&recipient=Kystvaktdirektoratet");
    assert_eq!(text.matches("BEGIN:VEVENT").count(), total(&shown));
    assert!(total(&shown) > 5);
    assert_eq!(site().get(address).bytes, feed.bytes);
}

#[test]
fn doubts_are_told_in_norwegian_with_the_words_and_the_page() {
    let found = site().page("/dokumenter?doubtful=1");
    let letter = links(
        &found,
        "/dokument/allocation_letter-2026-kyst-og-fjelldepartementet-kystvaktdirektoratet",
    );
    let page = site().page(&letter[0]);
    let finding = page
        .split("<section class=\"doubt\">")
        .find(|one| one.contains("impossible_date"))
        .expect("31.6.2026 is no day");
    assert!(
        finding.contains("Datoen finnes ikke i kalenderen"),
        "{finding}"
    );
    assert!(finding.contains("Spør avsenderen hvilken dag som er ment"));
    assert!(finding.contains("31.6.2026»"), "{finding}");
    // What is left in English says so.
    let english = finding
        .split("<span lang=\"en\">")
        .nth(1)
        .expect("the message");
    assert!(english.contains("is no day of the calendar"), "{finding}");
    assert_eq!(page.matches("no day of the calendar").count(), 1);
}

#[test]
fn a_name_that_nobody_has_is_told_with_those_that_may_be_meant() {
    for address in [
        "/frister?view=all&from=2020-01-01&recipient=Kystvaktdirektoratte",
        "/dokumenter?recipient=Kystvaktdirektoratte",
        "/budsjett?post=910&recipient=Kystvaktdirektoratte",
        "/vedtak?recipient=Kystvaktdirektoratte",
    ] {
        let page = site().page(address);
        let told = "Ingen mottaker heter «Kystvaktdirektoratte».";
        assert!(page.contains(told), "{address}");
        let own = address.split('?').next().unwrap_or_default();
        let links = links(&page, own);
        let meant = links
            .iter()
            .find(|link| link.ends_with("recipient=Kystvaktdirektoratet"));
        assert!(meant.is_some(), "{address}: {links:?}");
        assert!(!site().page(meant.expect("a link")).contains("heter «"));
    }
    let page = site().page("/frister?view=all&from=2020-01-01&department=hav");
    assert!(total(&page) > 0, "case does not matter");
    let page = site().page("/frister?view=all&from=2020-01-01&department=HAVX");
    assert!(page.contains("Ingen avdeling heter «HAVX».") && page.contains("department=HAV\""));
    let page = site().page("/dokumenter?issuer=%3Cscript%3Ealert(7)");
    assert!(page.contains("Ingen avsender heter «&lt;script&gt;alert(7)»."));
}

#[test]
fn a_page_is_kept_to_itself() {
    for address in ["/", "/?aar=1", "/frister?format=csv"] {
        let answer = site().get(address);
        assert!(answer.policy.starts_with("default-src 'none'"), "{address}");
        assert!(!answer.policy.contains("unsafe"), "{address}");
    }
}

/// A post that a letter gives in several rows has a bar for each, told apart by its name; what a
/// proposition prints in several tables has one.
#[test]
fn rows_of_one_document_are_told_apart_in_the_chart() {
    let chart = |post: &str| {
        let page = site().page(&format!("/budsjett?post={post}"));
        let (_, rest) = page.split_once("class=\"chart\"").expect("a chart");
        rest.split("</table>")
            .next()
            .unwrap_or_default()
            .to_string()
    };
    let rows = chart("732.70");
    assert!(
        rows.contains(">Kveldsåpne poliklinikker, Oppdragsdokument 2026"),
        "{rows}"
    );
    assert!(
        rows.contains(">Ambulansebåt, Oppdragsdokument 2026"),
        "{rows}"
    );
    let once = chart("231.60");
    assert_eq!(once.matches("25\u{a0}900\u{a0}000").count(), 1, "{once}");
}

/// A citation of money names the post and says what is printed, with its columns.
#[test]
fn money_is_cited_with_its_figures() {
    let found = site().page("/?q=leirskoleoppl%C3%A6ring&type=appropriation");
    let page = site().page(&links(&found, "/post/")[0]);
    let (_, cited) = page.split_once("id=\"sitat\"").expect("a citation");
    let cited = cited.split("</p>").next().unwrap_or_default();
    assert!(cited.contains("Kap. 231, post 60"), "{cited}");
    assert!(cited.contains("25\u{a0}900\u{a0}000 kroner"), "{cited}");
}

/// What a column calls its figure, and no other column's title; a rounding of running text is no bar
/// beside the table's figure.
#[test]
fn bars_are_called_what_their_own_columns_are() {
    let page = |post: &str| site().page(&format!("/budsjett?post={post}"));
    let chart = |page: &str| {
        let (_, rest) = page.split_once("class=\"chart\"").expect("a chart");
        rest.split("</table>")
            .next()
            .unwrap_or_default()
            .to_string()
    };
    let changed = chart(&page("1360.21"));
    assert!(changed.contains(">Sum tildelt"), "{changed}");
    let rounded = page("1620.70");
    assert!(chart(&rounded).contains("2\u{a0}250\u{a0}000"));
    assert!(!chart(&rounded).contains("2\u{a0}300\u{a0}000"));
    // It stands in the list all the same.
    assert!(rounded.contains("2\u{a0}300\u{a0}000"), "{rounded}");
    assert!(!rounded.contains("Post 70 Post<"), "{rounded}");
}

/// The day of a decision is not the day of its outcome: it has a word of its own.
#[test]
fn a_request_says_on_which_day_it_was_decided() {
    let page = site().page("/vedtak");
    let days: Vec<&str> = page.split("class=\"decided\">").skip(1).collect();
    assert!(!days.is_empty(), "{page}");
    for day in days {
        let day = day.split('<').next().unwrap_or_default();
        let date = day.strip_prefix("Vedtatt\u{a0}").expect(day);
        assert!(
            date.chars().all(|c| c.is_ascii_digit() || c == '.'),
            "{day}"
        );
    }
}

/// Browsers ask for an icon whether a page names one or not.
#[test]
fn there_is_an_icon() {
    let page = site().page("/");
    let (_, rest) = page.split_once("rel=\"icon\"").expect("an icon");
    let address = links(rest, "/static/icon")[0].clone();
    for address in [address.as_str(), "/favicon.ico"] {
        let answer = site().get(address);
        assert_eq!(
            (answer.status, &*answer.kind),
            (200, "image/svg+xml"),
            "{address}"
        );
        assert!(answer.text().starts_with("<svg"));
    }
}

/// What lists say of a deadline its own page and that of its assignment say too.
#[test]
fn a_day_that_has_passed_is_told_on_every_page() {
    let list = site().page("/frister?view=overdue&from=2000-01-01");
    let mut told = 0;
    for link in links(&list, "/oppdrag/") {
        told += 1;
        assert!(site().page(&link).contains("Dagen er forbi"), "{link}");
    }
    assert!(told > 3, "{list}");
    let address = "/frister?view=all&from=2100-01-01";
    for link in links(&site().page(address), "/oppdrag/") {
        assert!(!site().page(&link).contains("Dagen er forbi"), "{link}");
    }
}
