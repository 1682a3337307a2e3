//! Words as they are looked up: case, accents and other spellings of one letter taken away, æ, ø and å
//! kept, for in Norwegian they are letters and no accents.

use crate::link::number_key;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The ring of å, where it stands as a character of its own.
const RING: char = '\u{30a}';

/// A text folded, each character with the place in the text (bytes) that it came from.
///
/// `É` is `e`, `Å` is `å` in both of its spellings, the Swedish `ä` and `ö` are `æ` and `ø`, the Sami
/// letters `č đ ŋ š ŧ ž` are `c d n s t z`; a soft hyphen is nothing.
pub(super) fn folded_at(text: &str) -> Vec<(char, usize)> {
    let mut folded: Vec<(char, usize)> = Vec::with_capacity(text.len());
    for (at, printed) in text.char_indices() {
        if printed.is_ascii() {
            folded.push((printed.to_ascii_lowercase(), at));
            continue;
        }
        match printed {
            'æ' | 'Æ' | 'ä' | 'Ä' => folded.push(('æ', at)),
            'ø' | 'Ø' | 'ö' | 'Ö' => folded.push(('ø', at)),
            'å' | 'Å' | '\u{212b}' => folded.push(('å', at)),
            'đ' | 'Đ' => folded.push(('d', at)),
            'ŋ' | 'Ŋ' => folded.push(('n', at)),
            'ŧ' | 'Ŧ' => folded.push(('t', at)),
            '\u{ad}' => {}
            RING => match folded.last_mut() {
                Some((last, _)) if *last == 'a' => *last = 'å',
                _ => {}
            },
            '\u{308}' => match folded.last_mut() {
                Some((last, _)) if *last == 'a' => *last = 'æ',
                Some((last, _)) if *last == 'o' => *last = 'ø',
                _ => {}
            },
            other => {
                for plain in std::iter::once(other)
                    .nfkd()
                    .filter(|c| !is_combining_mark(*c))
                {
                    folded.extend(plain.to_lowercase().map(|c| (c, at)));
                }
            }
        }
    }
    folded
}

/// A text folded.
pub(super) fn folded(text: &str) -> String {
    folded_at(text).into_iter().map(|(c, _)| c).collect()
}

/// The words of a text, folded: runs of letters and digits.
pub(super) fn words(text: &str) -> Vec<String> {
    folded(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What a record is called, folded: dashes are one, white space is none.
/// `TB 2026 – 14` and `tb2026-14` are the same.
///
/// What has letters and a number is an identifier, and those are one where `link` takes them for one:
/// `HN25-01` and `HN25-1`, `TOD2025-5` and `TOD 2025/5`. The key of a document is none.
pub fn name(text: &str) -> String {
    let plain = tidied(text);
    let identifier = plain.contains(char::is_alphabetic)
        && plain.contains(|c: char| c.is_ascii_digit())
        && !plain.contains(['_', '#']);
    if identifier {
        number_key(&folded(text))
    } else {
        plain
    }
}

/// A text folded, its dashes one, without white space: as people type a post, a session or a number.
pub(super) fn tidied(text: &str) -> String {
    folded(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn norwegian_letters_stay_and_accents_go() {
        assert_eq!(folded("ÆØÅ Éirik ALLÉ"), "æøå eirik alle");
        assert_eq!(folded("Sa\u{30a}r bla\u{30a}ba\u{308}r"), "sår blåbær");
        assert_eq!(folded("Kárášjohka, Göteborg"), "karasjohka, gøteborg");
        assert_eq!(folded("helse\u{ad}foretak ﬁnans"), "helseforetak finans");
    }

    #[test]
    fn every_character_tells_where_it_came_from() {
        let text = "Ærlig é";
        for (c, at) in folded_at(text) {
            assert!(folded(&text[at..]).starts_with(c), "{c} at {at}");
        }
    }

    #[test]
    fn names_are_found_however_they_are_typed() {
        assert_eq!(name("TB2026–14"), name(" tb 2026 - 14"));
        assert_eq!(name("HN25-01"), name("HN25-1"));
        assert_eq!(name("TOD2025-5"), name("tod 2025/5"));
        assert_ne!(name("HN25-11"), name("HN25-1"));
        assert_eq!(name("annual_report-2025-x-01"), "annual_report-2025-x-01");
        assert_eq!(name("2024–2025/46"), "2024-2025/46");
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(
            words("Kap. 732, post 70 – «Særskilte tilskudd»"),
            ["kap", "732", "post", "70", "særskilte", "tilskudd"]
        );
    }
}
