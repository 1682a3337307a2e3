//! Names of bodies in titles and in lists of copies.
//!
//! ```text
//! title  ::= … "til" name tail?             Tildelingsbrev til Etaten for 2026
//!          | … "for" name | … year name     Styringsdokument 2025 for Sjukehuset HF
//! copies ::= name ((","|";") name)* ("og" name)?
//! ```

/// Words of a letter's title that are no part of a body's name.
pub const OF_LETTERS: [&str; 8] = [
    "brev",
    "dokument",
    "skriv",
    "departement",
    "budsjett",
    "bestilling",
    "revider",
    "tillegg",
];

/// The name after «for», or after the year, in a title.
pub fn named_in_title(title: &str) -> Option<String> {
    let after_for = title.rfind(" for ").map(|at| &title[at + 5..]);
    let after_year = title.split_whitespace().find_map(|word| {
        let year = word.len() == 4 && word.chars().all(|c| c.is_ascii_digit());
        let end = word.as_ptr() as usize - title.as_ptr() as usize + word.len();
        year.then(|| &title[end..])
    });
    [after_for, after_year]
        .into_iter()
        .flatten()
        .map(recipient)
        .find(|name| {
            let lower = name.to_lowercase();
            name.starts_with(char::is_uppercase)
                && (3..90).contains(&name.len())
                && !OF_LETTERS
                    .iter()
                    .chain(&["supplerende", "oppdrag", "prop.", "stortinget", "kap"])
                    .any(|word| lower.contains(word))
        })
        .map(str::to_string)
}

/// The name at the start of what stands after «til» in a title: `Etaten for 2026`, `Etaten – kap. 740`.
pub fn recipient(words: &str) -> &str {
    let words = words.trim();
    let end = words
        .split_whitespace()
        .find(|word| {
            word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '–' | '—' | '-' | '('))
                || matches!(*word, "kap." | "kapittel")
        })
        .map_or(words.len(), |word| {
            word.as_ptr() as usize - words.as_ptr() as usize
        });
    let name = words[..end].trim_end_matches([',', ' ', ':']);
    [" for", " i", " frå", " fra", ","]
        .iter()
        .find_map(|word| name.strip_suffix(word))
        .unwrap_or(name)
        .trim_end()
}

/// The names of a line of copies: `A, B og C`, `A; B`.
///
/// A comma after a suspended hyphen (`Arbeids-, velferds- og …`) stands inside a name; «og» parts
/// names only at the end of such a list, before a capital.
pub fn names_of(line: &str) -> Vec<String> {
    let mut names: Vec<&str> = Vec::new();
    let mut from = 0;
    for (at, _) in line.match_indices([',', ';']) {
        let (before, after) = (&line[from..at], line[at + 1..].trim_start());
        if !before.ends_with('-') && after.starts_with(char::is_uppercase) {
            names.push(before);
            from = at + 1;
        }
    }
    let last = &line[from..];
    match last.rsplit_once(" og ") {
        Some((one, other))
            if !names.is_empty()
                && other.starts_with(char::is_uppercase)
                && !one.ends_with('-') =>
        {
            names.extend([one, other]);
        }
        _ => names.push(last),
    }
    names
        .into_iter()
        .map(|name| name.trim().trim_end_matches('.').to_string())
        .filter(|name| !name.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_copies() {
        let names = |line: &str| names_of(line).join(" | ");
        assert_eq!(
            names("Riksrevisjonen, Riksadvokaten"),
            "Riksrevisjonen | Riksadvokaten"
        );
        assert_eq!(
            names("Riksrevisjonen; Nye Veier AS"),
            "Riksrevisjonen | Nye Veier AS"
        );
        assert_eq!(
            names("Riksrevisjonen, Nye Veier AS og Kystverket"),
            "Riksrevisjonen | Nye Veier AS | Kystverket"
        );
        assert_eq!(
            names("Arbeids-, velferds- og Xdepartementet")
                .split('|')
                .count(),
            1
        );
        assert_eq!(
            names("Direktoratet for høgare utdanning og kompetanse"),
            "Direktoratet for høgare utdanning og kompetanse"
        );
    }

    #[test]
    fn names_in_titles() {
        let name = |title: &str| named_in_title(title);
        let some = |name: &str| Some(name.to_string());
        assert_eq!(
            name("Styringsdokument 2025 for Helse Bergen HF"),
            some("Helse Bergen HF")
        );
        assert_eq!(
            name("Oppdragsdokument 2025 Nordlandssykehuset HF"),
            some("Nordlandssykehuset HF")
        );
        assert_eq!(
            name("Tildelingsbrev for Kystverket 2025"),
            some("Kystverket")
        );
        assert_eq!(name("Tildelingsbrev for 2026"), None);
        assert_eq!(name("Tildelingsbrev 2026 – Etaten"), None);
    }

    #[test]
    fn recipients_of_titles() {
        assert_eq!(recipient("Miljøetaten for 2026"), "Miljøetaten");
        assert_eq!(recipient("Etaten – kap. 740"), "Etaten");
        assert_eq!(recipient("Etaten 12.01.2024"), "Etaten");
        assert_eq!(recipient("Universitetet i Nord"), "Universitetet i Nord");
    }
}
