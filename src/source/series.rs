//! The running heads of Parliament's printed series, and the page numbers that they carry.
//!
//! ```text
//! head    ::= page name session | session name page      left and right: `40 Prop. 1 S 2025–2026`
//! name    ::= ("Prop." | "Meld." | "Innst.") word+
//! session ::= 4DIGIT "–" 4DIGIT                          elsewhere it stands in brackets
//! ```
//! A text keeps such heads on some pages only. The first line of a page tells that page's number; and
//! between two such pages whose numbers lie as far from their places, no page is lost, so that those
//! between them have theirs.

use super::Canonical;

/// The page number that a running head of a series carries; none where the line is no such head.
pub fn series_head(text: &str) -> Option<&str> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // Its parts may be set far apart.
    let words: Vec<&str> = text.split_whitespace().take(7).collect();
    if words.iter().map(|word| word.len() + 1).sum::<usize>() > 41 {
        return None;
    }
    let page = |word: &str| word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit());
    let session = |word: &str| {
        word.split_once(['–', '-'])
            .is_some_and(|(from, to)| from.len() == 4 && to.len() == 4 && page(from) && page(to))
    };
    let (first, last) = (*words.first()?, *words.last()?);
    if !(4..=6).contains(&words.len()) || !matches!(words[1], "Prop." | "Meld." | "Innst.") {
        return None;
    }
    if page(first) && session(last) {
        Some(first)
    } else {
        (session(first) && page(last)).then_some(last)
    }
}

/// Labels the pages whose numbers the running heads tell.
pub(super) fn label_pages(text: &mut Canonical) {
    let mut told: Vec<(u32, i64)> = Vec::new();
    let mut page = None;
    for line in text.lines() {
        let words = text.line_text(line).trim();
        if words.is_empty() || line.page == page {
            continue;
        }
        page = line.page;
        if let (Some(page), Some(number)) = (page, series_head(words))
            && let Ok(number) = number.parse()
        {
            told.push((page, number));
        }
    }
    let mut labels: Vec<(u32, i64)> = told.clone();
    for pair in told.windows(2) {
        let [(from, number), (to, other)] = pair else {
            continue;
        };
        if i64::from(*to) - i64::from(*from) == other - number {
            labels.extend((from + 1..*to).map(|page| (page, number + i64::from(page - from))));
        }
    }
    for (page, number) in labels {
        text.set_label(page, number.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Builder;

    #[test]
    fn heads_of_left_and_right_pages() {
        assert_eq!(series_head("40 Prop. 1 S 2025–2026"), Some("40"));
        assert_eq!(series_head("2025–2026 Meld. St. 9 41"), Some("41"));
        assert_eq!(series_head("40 Prop. 1 S (2025–2026)"), None);
        assert_eq!(series_head("2025–2026 og 9 til 41"), None);
        assert_eq!(series_head("12 Meld."), None);
    }

    #[test]
    fn pages_are_labelled_as_far_as_the_heads_tell() {
        let mut builder = Builder::new();
        for head in [
            "tekst",
            "2025–2026 Prop. 1 S 11",
            "tekst",
            "tekst",
            "14 Prop. 1 S 2025–2026",
            // A page break is lost here.
            "tekst",
            "2025–2026 Prop. 1 S 17",
        ] {
            builder.page();
            builder.line(head);
            builder.line("mer tekst");
        }
        let mut text = builder.finish();
        label_pages(&mut text);
        let labels: Vec<Option<String>> = text
            .lines()
            .iter()
            .filter(|line| text.line_text(line) != "mer tekst")
            .map(|line| {
                text.spans(std::slice::from_ref(&line.range))[0]
                    .page_label
                    .clone()
            })
            .collect();
        let label = |number: &str| Some(number.to_string());
        assert_eq!(
            labels,
            [
                None,
                label("11"),
                label("12"),
                label("13"),
                label("14"),
                None,
                label("17")
            ]
        );
    }
}
