//! The page of an item: the one that its address means, and beside its words what asks for it and answers it.

#![allow(clippy::unwrap_used)]

mod served;

use served::{Server, encoded, extract, run};

/// Letters number their assignments from 1, as they do their chapters.
#[test]
fn the_address_of_an_assignment_is_not_that_of_the_chapter_of_its_number() {
    let folder = tempfile::tempdir().unwrap();
    extract(
        folder.path(),
        &["fixtures/letters/commissioning-document.pdf"],
    );
    let server = Server::start(folder.path(), &[]);
    let items = server.json("/api/v1/assignments?limit=100");
    let sections = server.json("/api/v1/sections?limit=200");
    let sections = sections["items"].as_array().unwrap();
    let mut clashes = 0;
    for item in items["items"].as_array().unwrap() {
        let (key, id) = item["reference"].as_str().unwrap().split_once('#').unwrap();
        let path = format!("{}/{}", encoded(key), encoded(id));
        let page = server.get(&format!("/oppdrag/{path}")).text();
        let (_, heading) = page.split_once("<h1 class=\"item\">").unwrap();
        let title = item["record"]["title"].as_str().unwrap();
        assert!(
            heading.starts_with(&format!("{id} {title}</h1>")),
            "{heading:.200}"
        );
        let section = sections.iter().find(|one| one["record"]["id"] == id);
        let Some(section) = section else { continue };
        clashes += 1;
        let page = server.get(&format!("/post/{path}")).text();
        let title = section["record"]["title"].as_str().unwrap();
        assert!(
            page.contains(&format!("<h1 class=\"item\">{id} {title}</h1>")),
            "{path}"
        );
    }
    assert!(clashes > 2, "{clashes}");
}

const LETTER: &str = "Tildelingsbrev 2026 – Bretilsynet\n\n1 Oppdrag\n\nTB2026-1 Avd. BFD: BRE Varding av breer\n\n\
Bretilsynet skal legge en plan for varder.\nOppdraget følger opp vedtak nr. 31 (2025–2026).\n\nFrist: 1.6.2026\n";

#[test]
fn an_assignment_and_the_request_that_it_carries_out_stand_side_by_side() {
    let folder = tempfile::tempdir().unwrap();
    let letter = folder.path().join("brev.txt");
    std::fs::write(&letter, LETTER).unwrap();
    let out = folder.path().join("out");
    let proposition = "fixtures/propositions/two-columns.pdf";
    extract(&out, &[letter.to_str().unwrap(), proposition]);
    let (code, said) = run(&["link", out.to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    let server = Server::start(&out, &[]);
    let items = server.json("/api/v1/requests?limit=100");
    let items = items["items"].as_array().unwrap();
    let is = |one: &&serde_json::Value| one["record"]["id"] == "2025–2026/31";
    let request = items.iter().find(is);
    let request = request.unwrap();
    let decision = request["record"]["text"].as_str().unwrap();
    let (key, id) = request["reference"]
        .as_str()
        .unwrap()
        .split_once('#')
        .unwrap();
    let there = format!("/post/{}/{}", encoded(key), encoded(id));

    let found = server.json("/api/v1/assignments?limit=10");
    let reference = found["items"][0]["reference"].as_str().unwrap();
    let (key, id) = reference.split_once('#').unwrap();
    let here = format!("/oppdrag/{}/{}", encoded(key), encoded(id));
    let page = server.get(&here).text();
    let (words, rest) = page
        .split_once("<h2 id=\"vedtak\">Anmodningsvedtak</h2>")
        .expect(&page);
    assert!(words.contains("legge en plan for varder"));
    assert!(rest.contains(decision) && rest.contains(&there), "{rest}");
    assert!(rest.contains("Departementets redegjørelse"));
    // What stands there is not told a second time.
    assert!(!page.contains("Koblinger"), "{page}");

    let page = server.get(&there).text();
    let (_, rest) = page
        .split_once("<h2 id=\"oppdrag\">Oppdrag</h2>")
        .expect(&page);
    assert!(rest.contains("legge en plan for varder") && rest.contains(&here));
}

/// What falls due in part is told at that part.
#[test]
fn a_part_has_its_deadline_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    extract(folder.path(), &["fixtures/letters/allocation-letter.pdf"]);
    let server = Server::start(folder.path(), &[]);
    let page = server.get("/oppdrag/allocation_letter-2026-vann-og-vassdragsdepartementet-innsjo-og-elvetilsynet-2026-01-08/TB2026-2");
    let page = page.text();
    let (_, parts) = page.split_once("<dl class=\"parts\">").expect(&page);
    let parts = parts.split("</dl>").next().unwrap();
    let of = |label: &str| {
        let (_, rest) = parts.split_once(&format!("<dt>{label}</dt>")).expect(parts);
        rest.split("</dd>").next().unwrap().to_string()
    };
    for (label, day, other) in [
        ("1", "5.6.2026", "1.12.2026"),
        ("2", "5.6.2026", "1.12.2026"),
        ("3", "1.12.2026", "5.6.2026"),
    ] {
        let own = of(label);
        let (_, due) = own.split_once("class=\"due\"").expect(&own);
        assert!(due.contains(day) && !due.contains(other), "{label}: {due}");
    }
}

fn citation(page: &str) -> String {
    let (_, cited) = page.split_once("id=\"sitat\"").expect(page);
    cited.split("</p>").next().unwrap().to_string()
}

/// What is due is quoted in its own words, and says and leads to what it is due of.
#[test]
fn a_deadline_is_cited_by_its_own_words_and_leads_to_its_assignment() {
    let folder = tempfile::tempdir().unwrap();
    extract(folder.path(), &["fixtures/letters/allocation-letter.pdf"]);
    let server = Server::start(folder.path(), &[]);
    let key =
        "allocation_letter-2026-vann-og-vassdragsdepartementet-innsjo-og-elvetilsynet-2026-01-08";
    let all = server.json("/api/v1/deadlines?limit=100");
    let mut bound = 0;
    for one in all["items"].as_array().unwrap() {
        let record = &one["record"];
        let page = server
            .get(&format!(
                "/post/{key}/{}",
                encoded(record["id"].as_str().unwrap())
            ))
            .text();
        let cited = citation(&page);
        let raw = record["raw"].as_str().unwrap();
        let Some(assignment) = record["assignment"].as_str() else {
            assert!(cited.contains(raw), "{cited}");
            continue;
        };
        bound += 1;
        assert!(cited.contains(&format!("«{raw}»")), "{cited}");
        assert!(
            cited.contains(&format!("Frist for {assignment} ")),
            "{cited}"
        );
        assert!(cited.contains("side\u{a0}"), "{cited}");
        assert!(
            page.contains(&format!("href=\"/oppdrag/{key}/{assignment}\"")),
            "{page}"
        );
    }
    assert!(bound > 5, "{bound}");
}

/// The sections of the way to a record lead to their own pages, and these are there.
#[test]
fn the_way_to_a_record_can_be_gone_back() {
    let folder = tempfile::tempdir().unwrap();
    extract(folder.path(), &["fixtures/letters/allocation-letter.pdf"]);
    let server = Server::start(folder.path(), &[]);
    let page = server.get("/oppdrag/allocation_letter-2026-vann-og-vassdragsdepartementet-innsjo-og-elvetilsynet-2026-01-08/TB2026-2");
    let page = page.text();
    let (_, path) = page.split_once("class=\"path\"").unwrap();
    let path = path.split("</nav>").next().unwrap();
    let mut sections = 0;
    for link in path.split("href=\"").skip(1) {
        let link = link.split('"').next().unwrap();
        assert_eq!(server.get(link).status, 200, "{link}");
        sections += usize::from(link.starts_with("/post/"));
    }
    assert!(sections > 0, "{path}");
    assert!(citation(&page).contains(", punkt "), "{page}");
}

const CITING: &str = "Tildelingsbrev 2026 – Bretilsynet\n\nTil: Bretilsynet\n\n1 Oppdrag\n\nTB2026-1 Avd. BFD: BRE Varding av breer\n\n\
Bretilsynet skal legge en plan for varder. Oppdraget følger opp vedtak nr. 31 (2025–2026) og vedtak nr. 32 (2025–2026), og TB2025-77.\n\nFrist: 1.6.2026\n\n\
TB2026-2 Avd. BFD: BRE Kart over breer\n\nBretilsynet skal lage et kart.\n\nFrist: 1.6.2026\n\n\
2 Rapportering\n\nBretilsynet skal se TB2026-1 og TB2026-1 i sammenheng.\n";

/// What is cited and not there is said, and that no later letter names an assignment.
#[test]
fn what_is_cited_and_not_read_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let letter = folder.path().join("brev.txt");
    std::fs::write(&letter, CITING).unwrap();
    let out = folder.path().join("out");
    let proposition = "fixtures/propositions/two-columns.pdf";
    extract(&out, &[letter.to_str().unwrap(), proposition]);
    let (code, said) = run(&["link", out.to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    let server = Server::start(&out, &[]);
    let page = server
        .get("/oppdrag/allocation_letter-2026-bretilsynet-brev/TB2026-1")
        .text();
    let (_, unread) = page.split_once("<h2>Ikke lest inn</h2>").expect(&page);
    let unread = unread.split("</section>").next().unwrap();
    assert!(unread.contains("TB2025-77"), "{unread}");
    // The proposition has decision 31; whether it has 32 the store says.
    assert!(!unread.contains("vedtak 31"), "{unread}");
    assert!(page.contains("Ingen senere brev her nevner oppdraget"));
    assert!(!page.contains(">dokumentet<"), "{page}");
    // The words of the letter that name it stand once, among what cites it.
    let (_, cited) = page.split_once("<h2>Vist til</h2>").expect(&page);
    assert!(cited.contains(">løpende tekst</a>"), "{cited}");
    assert!(!page.contains("Vist til av"), "{page}");
}

/// Both directions of two that cite each other.
#[test]
fn of_two_that_cite_each_other_each_page_says_both() {
    let folder = tempfile::tempdir().unwrap();
    let letter = folder.path().join("brev.txt");
    let text = "Tildelingsbrev 2026 – Bretilsynet\n\n1 Oppdrag\n\nTB2026-1 Avd. BFD: BRE Varding av breer\n\n\
        Bretilsynet skal legge en plan for varder, se også TB2026-2.\n\nFrist: 1.6.2026\n\n\
        TB2026-2 Avd. BFD: BRE Kart over breer\n\nBretilsynet skal tegne kart, jf. oppdrag TB2026-1.\n\n\
        Frist: 1.9.2026\n";
    std::fs::write(&letter, text).unwrap();
    let out = folder.path().join("out");
    extract(&out, &[letter.to_str().unwrap()]);
    let (code, said) = run(&["link", out.to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    let server = Server::start(&out, &[]);
    let key = encoded("allocation_letter-2026-bretilsynet-brev");
    for (own, other) in [("TB2026-1", "TB2026-2"), ("TB2026-2", "TB2026-1")] {
        let page = server.get(&format!("/oppdrag/{key}/{own}")).text();
        let end = |text: &str| text.split_once("</section>").unwrap().0.to_string();
        let (_, cited) = page.split_once("<h2>Vist til</h2>").unwrap();
        assert!(end(cited).contains(&format!("/{other}\"")), "{own}");
        let (_, links) = page.split_once("<h2>Koblinger</h2>").expect(own);
        let links = end(links);
        assert!(
            links.contains("Viser til") && links.contains(&format!(">{other}</a>")),
            "{links}"
        );
        assert!(!links.contains("Vist til av"), "said above: {links}");
    }
}
