//! Page furniture: what is printed on every page and belongs to none of its sentences.
//!
//! Running heads and page numbers stand first or last on their page; lines that recur there, digits
//! apart, are furniture. «Side 28» is furniture wherever it stands alone. Converters also leave the
//! addresses of links and the outline of bookmarks behind: at the end of a page or of the file.

use crate::{
    grammar::{amount::caption_scale, lexeme::lower_in_place, ministry::is_ministry},
    source::{Canonical, Line, series_head},
};
use std::{cell::LazyCell, collections::HashMap};

/// Why a line is no part of the running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Furniture {
    /// A running head or foot.
    Running,
    /// A page number.
    PageNumber,
    /// The address of a link, left by a converter.
    Link,
    /// A bookmark of the outline at the end of the file.
    Bookmark,
    /// The foot of a letter's first page, where the sender is to be found.
    Address,
    /// An entry of a list of contents, with its dots and page number.
    Contents,
}

/// How many lines a cover may take.
const COVER: usize = 80;

/// For every line of the source, why it is left out, where it is.
pub fn furniture(source: &Canonical) -> Vec<Option<Furniture>> {
    let lines = source.lines();
    let texts: Vec<&str> = lines
        .iter()
        .map(|line| source.line_text(line).trim())
        .collect();
    let mut found: Vec<Option<Furniture>> = texts.iter().map(|text| alone(text)).collect();
    for (line, found) in lines.iter().zip(&mut found) {
        if line.style.contents {
            *found = Some(Furniture::Contents);
        }
    }

    // Lines that recur at the edge of a page.
    let mut edges: Vec<Edge> = Vec::new();
    let mut pages = 0usize;
    let mut at = 0;
    while at < lines.len() {
        let page = lines[at].page;
        let end = at
            + lines[at..]
                .iter()
                .take_while(|line| line.page == page)
                .count();
        if let Some(page) = page {
            pages += 1;
            // The page's number, as the places of all pages' numbers have shown it: also a roman one.
            let said = |&n: &usize| !texts[n].is_empty();
            if let Some(label) = source.label(page) {
                let outer = [(at..end).find(said), (at..end).rev().find(said)];
                for n in outer.into_iter().flatten() {
                    if lines[n].bbox.is_some() && lines[n].cell.is_none() && texts[n] == label {
                        found[n] = Some(Furniture::PageNumber);
                    }
                }
            }
            let full: Vec<usize> = (at..end)
                .filter(|&n| !texts[n].is_empty() && found[n].is_none() && lines[n].cell.is_none())
                .filter(|&n| !is_unit(texts[n]))
                .collect();
            for (depth, &line) in full.iter().take(3).enumerate() {
                edges.push(Edge::new(
                    line,
                    depth,
                    texts[line],
                    page,
                    source.label(page),
                ));
            }
            for (depth, &line) in full
                .iter()
                .rev()
                .take(full.len().saturating_sub(3).min(3))
                .enumerate()
            {
                edges.push(Edge::new(
                    line,
                    depth,
                    texts[line],
                    page,
                    source.label(page),
                ));
            }
        }
        at = end;
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut numbers: HashMap<&str, Vec<u32>> = HashMap::new();
    for edge in &edges {
        *counts.entry(edge.key.as_str()).or_default() += 1;
        if edge.depth == 0 {
            numbers
                .entry(edge.key.as_str())
                .or_default()
                .extend(edge.number);
        }
    }
    // A proposition's pages may begin with its ministry's name; a letter begins with it, too.
    let proposition = texts
        .iter()
        .take(COVER)
        .any(|text| text.starts_with("Prop. "));
    let inner = |edge: &&Edge| {
        proposition
            && edge.depth <= 1
            && lines[edge.line].page.is_some_and(|page| page > 1)
            && is_ministry(texts[edge.line])
    };
    let mut names: HashMap<&str, usize> = HashMap::new();
    for edge in edges.iter().filter(inner) {
        *names.entry(texts[edge.line]).or_default() += 1;
    }
    // Page numbers only grow; the numbers of what recurs by chance do not.
    let counted = |edge: &Edge| {
        numbers
            .get(edge.key.as_str())
            .is_some_and(|all| all.len() >= 3 && all.windows(2).all(|pair| pair[0] < pair[1]))
    };
    for (n, edge) in edges.iter().enumerate() {
        let text = texts[edge.line];
        let often = counts[edge.key.as_str()];
        // On most pages; or, where heads survived on some pages only, as the outermost line and
        // without the marks of an item or a sentence. A closing deadline line recurs as well.
        let most = often >= 3 && often * 5 >= pages * 2 && !text.ends_with(':');
        let title = edge.depth == 0
            && !text.contains(':')
            && !text.ends_with(['.', ';', ','])
            && text.starts_with(char::is_alphabetic);
        // In a long document the same words begin three pages by chance.
        let some = title
            && (often >= 3 && often * 25 >= pages || often == 2 && pages <= 4 && text.len() > 12);
        // `1` on the first page and `2` on the second, and nothing beside them.
        let paged = edge.depth == 0
            && often >= 2
            && only_number(text)
            && edge.number.is_some()
            && edge.number == lines[edge.line].page;
        // `40 Prop. 1 S 2025–2026`, and the name under it.
        let numbered = edge.depth == 0 && edge.number.is_some() && counted(edge);
        let below = match edge.depth {
            0 => above(&texts, lines, edge.line)
                .is_some_and(|head| found[head] == Some(Furniture::Running)),
            _ => edges.get(n.wrapping_sub(1)).is_some_and(|first| {
                first.depth == 0 && found[first.line] == Some(Furniture::Running)
            }),
        };
        // What a list stands below comes again, as «Foretaksmøtet ba om å:» does, and is no name.
        let under = below && edge.depth <= 1 && often >= 2 && !text.ends_with(['.', ';', ',', ':']);
        let named = inner(&edge) && names[text] >= 2;
        if most || some || paged || numbered || under || named {
            found[edge.line] = Some(if only_number(text) {
                Furniture::PageNumber
            } else {
                Furniture::Running
            });
        }
    }
    names_under_heads(&texts, &mut found);
    outline(&texts, lines.len(), source, &mut found);
    found
}

/// Where a page break is lost, the running head of a series stands inside a page, and under it the name
/// that stands under the others: `2025–2026 Prop. 1 S 41`, `Havdepartementet`.
fn names_under_heads(texts: &[&str], found: &mut [Option<Furniture>]) {
    let below = |head: usize| (head + 1..texts.len().min(head + 3)).find(|&n| !texts[n].is_empty());
    let under: Vec<usize> = (0..texts.len())
        .filter(|&n| series_head(texts[n]).is_some())
        .filter_map(below)
        .collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for &n in &under {
        *counts.entry(texts[n]).or_default() += 1;
    }
    for n in under {
        let name = texts[n].starts_with(char::is_uppercase) && !texts[n].ends_with(['.', ':']);
        if found[n].is_none() && name && counts[texts[n]] >= 2 {
            found[n] = Some(Furniture::Running);
        }
    }
}

/// What a line on its own gives away.
fn alone(text: &str) -> Option<Furniture> {
    let mut words = text.split_whitespace();
    let first = words.next().map(lower_in_place);
    match (first.as_deref(), words.next()) {
        (Some("side" | "page"), Some(number)) if number.chars().all(|c| c.is_ascii_digit()) => {
            let rest: Vec<&str> = words.collect();
            let of = matches!(rest.as_slice(), [] | ["av" | "of" | "/", _]);
            return of.then_some(Furniture::PageNumber);
        }
        (Some(word), None)
            if word.starts_with("mailto:")
                || word.starts_with("http://")
                || word.starts_with("https://") =>
        {
            return Some(Furniture::Link);
        }
        _ => {}
    }
    if series_head(text).is_some() {
        return Some(Furniture::Running);
    }
    // Dots lead to amounts, too: `med ....... 45 900 000`.
    let left = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let dots = left.trim_end();
    ((1..=4).contains(&(text.len() - left.len()))
        && (dots.ends_with("...")
            || dots.ends_with(" ..")
            || dots.ends_with(". . .")
            || dots.ends_with("……")
            || dots.ends_with("___")))
    .then_some(Furniture::Contents)
}

/// `(i 1 000 kr)`: the unit of the table below it, wherever on its page.
fn is_unit(text: &str) -> bool {
    text.starts_with('(') && text.ends_with(')') && text.len() < 40 && caption_scale(text).is_some()
}

/// The line of text above, on the same page.
fn above(texts: &[&str], lines: &[Line], at: usize) -> Option<usize> {
    (0..at)
        .rev()
        .take(3)
        .find(|&line| !texts[line].is_empty())
        .filter(|&line| lines[line].page == lines[at].page)
}

/// The outline that a converter puts after the last page: only lines that were read before.
fn outline(texts: &[&str], count: usize, source: &Canonical, found: &mut [Option<Furniture>]) {
    let lines = source.lines();
    // Asked for only where a bookmark stands: most files end without.
    let seen = LazyCell::new(|| lines_read(texts));
    let mut first = count;
    let mut bookmarks = 0;
    for n in (0..count).rev() {
        let text = texts[n];
        if text.is_empty() {
            continue;
        }
        let tabbed = source.line_text(&lines[n]).starts_with('\t');
        if found[n] == Some(Furniture::Link) {
            continue;
        }
        // Three-line headings are known by the tab alone.
        if tabbed && lines[n].cell.is_none()
            || (bookmarks > 0
                && seen.get(&letters(text)).copied().unwrap_or(0) > 1
                && text.len() > 8
                && heading_like(text))
        {
            first = n;
            bookmarks += 1;
        } else {
            break;
        }
    }
    if bookmarks >= 3 {
        for n in first..count {
            if !texts[n].is_empty() {
                found[n] = Some(Furniture::Bookmark);
            }
        }
    }
}

/// The letters of every line and of every pair of lines, with how often they were read: a bookmark
/// may be a heading of two lines.
fn lines_read(texts: &[&str]) -> HashMap<String, usize> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut before: Option<String> = None;
    for text in texts.iter().filter(|text| !text.is_empty()) {
        let own = letters(text);
        if let Some(previous) = before.replace(own.clone()) {
            *seen.entry(format!("{previous}{own}")).or_default() += 1;
        }
        *seen.entry(own).or_default() += 1;
    }
    seen
}

fn heading_like(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && !text.ends_with(['.', ';', ','])
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn only_number(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| c == '-' || c == '–' || c.is_whitespace());
    !bare.is_empty() && bare.len() <= 4 && bare.chars().all(|c| c.is_ascii_digit())
}

/// A line at the edge of a page.
struct Edge {
    line: usize,
    /// How many lines stand between it and the edge.
    depth: usize,
    /// What recurs of it.
    key: String,
    /// The number at its start or end.
    number: Option<u32>,
}

impl Edge {
    fn new(line: usize, depth: usize, text: &str, page: u32, label: Option<&str>) -> Self {
        let own = label.and_then(|label| beside_label(text, label));
        let (key, number) = own.unwrap_or_else(|| key(text, page));
        Self {
            line,
            depth,
            key,
            number,
        }
    }
}

/// The words that stand before or after the page's own number, and that number.
fn beside_label(text: &str, label: &str) -> Option<(String, Option<u32>)> {
    let before = text.strip_suffix(label).filter(|rest| rest.ends_with(' '));
    let after = || {
        text.strip_prefix(label)
            .filter(|rest| rest.starts_with(' '))
    };
    let words: Vec<&str> = before.or_else(after)?.split_whitespace().collect();
    (!words.is_empty()).then(|| (words.join(" "), label.parse().ok()))
}

/// What recurs of a line: its words, and a number at its start or end as far from the page's; and
/// that number.
fn key(text: &str, page: u32) -> (String, Option<u32>) {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    for at in [words.len().saturating_sub(1), 0] {
        if let Some(number) = words.get(at).and_then(|word| word.parse::<u32>().ok())
            && number < 2000
        {
            words.remove(at);
            // A left page turns the right one's head round: `40 Prop. 1 S 2025–2026`.
            words.sort_unstable();
            // Enough words make the head; its number may count otherwise than the pages do.
            if words.len() >= 2 && words.iter().map(|word| word.len()).sum::<usize>() >= 12 {
                return (words.join(" "), Some(number));
            }
            let from = i64::from(number) - i64::from(page);
            return (format!("{} #{from}", words.join(" ")), Some(number));
        }
    }
    (words.join(" "), None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Builder;

    /// In a proposition a ministry's name at the head of two pages runs there; in letters it heads them.
    #[test]
    fn a_ministrys_name_runs_over_a_propositions_pages() {
        for (cover, runs) in [("Prop. 1 S (2026–2027)", 2), ("Tildelingsbrev 2027", 0)] {
            let mut builder = Builder::new();
            for page in 1..=8 {
                builder.page();
                if page == 1 {
                    builder.line(cover);
                }
                if matches!(page, 4 | 7) {
                    builder.line("Fyr- og havdepartementet");
                }
                for n in 0..8 {
                    builder.line(&format!("Setning {} om noe", "x".repeat(page * 8 + n)));
                }
            }
            let found = furniture(&builder.finish());
            let heads = found
                .iter()
                .filter(|one| **one == Some(Furniture::Running))
                .count();
            assert_eq!((heads, found[0]), (runs, None), "{cover}");
        }
    }

    #[test]
    fn running_heads_and_numbers_go_but_text_stays() {
        let mut builder = Builder::new();
        for page in 1..=6 {
            builder.page();
            builder.line("Etaten – tildelingsbrev");
            for n in 0..8 {
                builder.line(&format!("Setning {} om noe", "x".repeat(page * 8 + n)));
            }
            builder.line(&page.to_string());
        }
        let source = builder.finish();
        let found = furniture(&source);
        for (line, kind) in source.lines().iter().zip(found) {
            let text = source.line_text(line);
            match text {
                "Etaten – tildelingsbrev" => assert_eq!(kind, Some(Furniture::Running)),
                text if text.len() == 1 => assert_eq!(kind, Some(Furniture::PageNumber)),
                _ => assert_eq!(kind, None, "{text}"),
            }
        }
    }

    #[test]
    fn an_entry_of_contents_that_the_form_marks_needs_no_dots() {
        let mut builder = Builder::new();
        builder.line("2 Oppdrag\t4").style.contents = true;
        builder.line("2 Oppdrag");
        let found = furniture(&builder.finish());
        assert_eq!(found, [Some(Furniture::Contents), None]);
    }

    #[test]
    fn a_line_that_is_the_number_of_its_page_is_no_text() {
        let mut builder = Builder::new();
        for label in ["ii", "iii"] {
            builder.page();
            for text in ["iii", "Setning", "Setning som går videre", label] {
                builder.line(text).bbox = Some([0.0; 4]);
            }
        }
        let mut source = builder.finish();
        source.set_label(1, "ii".into());
        source.set_label(2, "iii".into());
        let found = furniture(&source);
        assert_eq!(found[..4], [None, None, None, Some(Furniture::PageNumber)]);
        assert_eq!(found[7], Some(Furniture::PageNumber));
    }

    #[test]
    fn the_unit_of_a_table_at_the_top_of_pages_stays() {
        let mut builder = Builder::new();
        for page in 1..=4 {
            builder.page();
            builder.line("(i 1 000 kr)");
            for n in 0..8 {
                builder.line(&format!("Setning {} om noe", "x".repeat(page * 8 + n)));
            }
        }
        assert!(furniture(&builder.finish()).iter().all(Option::is_none));
    }

    #[test]
    fn a_deadline_that_recurs_at_page_ends_stays() {
        let mut builder = Builder::new();
        for page in 0..9 {
            builder.page();
            for n in 0..6 {
                builder.line(&format!(
                    "Etaten gjør {} og {}",
                    ["a", "b", "c"][n % 3].repeat(page + 1),
                    n
                ));
            }
            builder.line(if page % 3 == 0 {
                "Frist: 31.12.2026"
            } else {
                "Det var alt."
            });
        }
        let source = builder.finish();
        let found = furniture(&source);
        let lost = source
            .lines()
            .iter()
            .zip(&found)
            .filter(|(line, kind)| kind.is_some() && source.line_text(line).starts_with("Frist"))
            .count();
        assert_eq!(lost, 0);
    }

    #[test]
    fn a_head_inside_a_page_takes_its_name_along() {
        let mut builder = Builder::new();
        builder.page();
        for text in [
            "Bevilgningen dekker utgifter til",
            "2025–2026 Prop. 1 S 41",
            "Havdepartementet",
            "lys og lykter.",
            "42 Prop. 1 S 2025–2026",
            "Havdepartementet",
            "Mer om lys.",
            "2025–2026 Prop. 1 S 43",
            "Et ord som står én gang",
        ] {
            builder.line(text);
        }
        let source = builder.finish();
        let left: Vec<&str> = source
            .lines()
            .iter()
            .zip(furniture(&source))
            .filter(|(_, kind)| kind.is_none())
            .map(|(line, _)| source.line_text(line))
            .collect();
        assert_eq!(
            left,
            [
                "Bevilgningen dekker utgifter til",
                "lys og lykter.",
                "Mer om lys.",
                "Et ord som står én gang"
            ]
        );
    }

    #[test]
    fn side_28_goes_wherever_it_stands() {
        for (text, kind) in [
            ("Side 28", Some(Furniture::PageNumber)),
            ("Side 3 av 10", Some(Furniture::PageNumber)),
            ("Side 3 viser tallene", None),
            ("mailto:post@etaten.no", Some(Furniture::Link)),
            ("1.1 Innledning ....... 3", Some(Furniture::Contents)),
            (
                "Kap. 1471 Bekkedirektoratet .. 25",
                Some(Furniture::Contents),
            ),
            (
                "64 Tilskudd til moloer, nedsettes med ........ 45 900 000",
                None,
            ),
            ("Lyng, ny post .................... 900\u{a0}000", None),
            ("Det koster 3 kroner", None),
        ] {
            assert_eq!(alone(text), kind, "{text}");
        }
    }

    #[test]
    fn an_outline_at_the_end_is_no_text() {
        let mut builder = Builder::new();
        for text in [
            "1 Mål",
            "Etaten skal nå målene.",
            "2 Oppdrag",
            "Etaten skal levere.",
            "",
            "\t1 Mål",
            "\t2 Oppdrag",
            "\t2.1 Frister",
        ] {
            builder.line(text);
        }
        let found = furniture(&builder.finish());
        assert_eq!(found[0..5], [None; 5]);
        assert_eq!(found[5..], [Some(Furniture::Bookmark); 3]);
    }
}
