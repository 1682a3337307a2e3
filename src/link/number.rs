//! Numbers of assignments, as documents are linked by them.

/// Whether a number is given anew every year: `12`, `Oppdrag 14`, `B-01`.
pub fn is_bare(number: &str) -> bool {
    !tells_year(number)
}

/// Whether a number has no series of its own: it is digits, or a word and digits.
pub fn is_plain(number: &str) -> bool {
    !number.chars().any(char::is_alphabetic)
        || number.split_whitespace().next().is_some_and(|word| {
            word.chars().skip(1).any(char::is_lowercase) && !number.contains(['/', '-'])
        })
}

/// Whether a number tells the year of its letter: `TB2026-14`, `HN25-01`, `13/2024`. `B-01` is given anew
/// every year.
pub fn tells_year(number: &str) -> bool {
    let runs = number_key(number);
    let runs: Vec<&str> = runs.split(' ').collect();
    let digits = |run: &&str| !run.is_empty() && run.bytes().all(|b| b.is_ascii_digit());
    let counted = runs.iter().filter(|run| digits(run)).count();
    let letters = runs
        .first()
        .is_some_and(|run| !digits(run) && !run.is_empty());
    counted > 1
        && runs
            .iter()
            .filter(|run| digits(run))
            .any(|run| match run.len() {
                4 => run.starts_with("19") || run.starts_with("20"),
                2 => letters,
                _ => false,
            })
}

/// An identifier as it is compared: `TB2026-2` and `TB 2026–2` are one.
pub fn number_key(number: &str) -> String {
    let mut key = String::new();
    let mut digits = String::new();
    let flush = |digits: &mut String, key: &mut String| {
        if !digits.is_empty() {
            key.push(' ');
            // `HN25-01` and `HN25-1` are one number.
            let bare = digits.trim_start_matches('0');
            key.push_str(if bare.is_empty() { "0" } else { bare });
            digits.clear();
        }
    };
    for c in number.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            flush(&mut digits, &mut key);
            if c.is_alphabetic() {
                key.extend(c.to_lowercase());
            }
        }
    }
    flush(&mut digits, &mut key);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_by_what_they_say() {
        assert_eq!(number_key("HN25-01"), number_key("HN25-1"));
        assert_eq!(number_key("TOD2025-5"), number_key("TOD 2025/5"));
        assert_ne!(number_key("HN25-11"), number_key("HN25-1"));
        assert!(is_bare("12"));
        assert!(is_bare("Bestilling 1"));
        assert!(!is_bare("HN25-01"));
        assert!(!is_bare("Bestilling 7/26"));
        for number in [
            "TB2026-14",
            "HN25-01",
            "HN 25–1",
            "Bestilling 7/26",
            "2026-014-1x",
        ] {
            assert!(tells_year(number), "{number}");
        }
        for number in ["12", "B-01", "Oppdrag 14", "O 002", "R13", "B-24"] {
            assert!(!tells_year(number), "{number}");
        }
    }
}
