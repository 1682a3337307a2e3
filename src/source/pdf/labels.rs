//! The printed numbers of pages.

use super::lines::TextLine;

/// What may be the number of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// As it is printed.
    pub text: String,
    /// Whether nothing else stands on its line, save perhaps one word.
    alone: bool,
}

/// What may be the page's number among its lines.
pub fn candidates<'a>(lines: impl Iterator<Item = &'a TextLine>, height: f64) -> Vec<Candidate> {
    let mut found = Vec::new();
    for line in lines {
        if line.base > 0.12 * height && line.base < 0.88 * height {
            continue;
        }
        let words = &line.words;
        for at in [0, words.len() - 1] {
            let text = words[at].text();
            let alone = words.len() <= 2 && at + 1 == words.len();
            if is_arabic(&text) || (is_roman(&text) && words.len() == 1) {
                found.push(Candidate { text, alone });
            }
        }
    }
    found
}

/// The label of every page: numbers that run on with the pages.
pub fn labels(candidates: &[Vec<Candidate>]) -> Vec<Option<String>> {
    let value = |c: &Candidate| c.text.parse::<i64>().ok();
    let mut offsets: Vec<(i64, usize)> = Vec::new();
    for (page, found) in candidates.iter().enumerate() {
        let mut own: Vec<i64> = found
            .iter()
            .filter_map(|c| Some(value(c)? - page as i64))
            .collect();
        own.sort_unstable();
        own.dedup();
        for offset in own {
            match offsets.iter_mut().find(|(other, _)| *other == offset) {
                Some((_, count)) => *count += 1,
                None => offsets.push((offset, 1)),
            }
        }
    }
    offsets.sort_by_key(|&(offset, count)| (std::cmp::Reverse(count), offset.abs()));
    candidates
        .iter()
        .enumerate()
        .map(|(page, found)| {
            let running =
                offsets
                    .iter()
                    .filter(|&&(_, count)| count > 1)
                    .find_map(|&(offset, count)| {
                        found.iter().find(|c| {
                            value(c) == Some(page as i64 + offset)
                                // Among other words only a series is.
                            && (c.alone || count > 2)
                        })
                    });
            running
                .or_else(|| {
                    found
                        .iter()
                        .find(|c| c.alone && (is_roman(&c.text) || candidates.len() == 1))
                })
                .map(|c| c.text.clone())
        })
        .collect()
}

/// What is printed, and on pages that print nothing what the file itself calls them, if it calls no
/// other page otherwise than it is printed.
pub fn settled(printed: Vec<Option<String>>, own: Vec<Option<String>>) -> Vec<Option<String>> {
    let both = || {
        let pairs = printed.iter().zip(&own);
        pairs.filter_map(|(printed, own)| Some((printed.as_ref()?, own.as_ref()?)))
    };
    if both().next().is_none() || both().any(|(printed, own)| printed != own) {
        return printed;
    }
    printed
        .into_iter()
        .zip(own)
        .map(|(printed, own)| printed.or(own))
        .collect()
}

fn is_arabic(text: &str) -> bool {
    (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_roman(text: &str) -> bool {
    (1..=6).contains(&text.len())
        && (text.bytes().all(|b| b"ivxlc".contains(&b))
            || text.bytes().all(|b| b"IVXLC".contains(&b)))
}
