//! The names of ministries, whichever there are: they change with every government.
//!
//! ```text
//! ministry ::= (part ["og"])* word "departementet"      «Hav- og fyrdepartementet»
//!            | royal (part ["og"])* word "departement"  «Det kongelige hav- og fyrdepartement»
//!            | "Departementet for" word+                «Departementet for øyer og fyr»
//! part     ::= word "-" [","]
//! ```

/// Before the name on the letter paper: «DET KONGELIGE FYRDEPARTEMENT».
const ROYAL: [&str; 4] = [
    "det kongelige ",
    "det kongelege ",
    "dit kongelege ",
    "det kgl. ",
];

/// Before what such a ministry is for.
const OF: &str = "Departementet for ";

/// Whether a line is a ministry's name and nothing else.
///
/// ```
/// use oppdrag::grammar::ministry::is_ministry;
/// assert!(is_ministry("Fyr-, hav- og skipsdepartementet"));
/// assert!(!is_ministry("Saken ligger i Havdepartementet"));
/// ```
pub fn is_ministry(line: &str) -> bool {
    // Most lines end otherwise.
    let Some(rest) = line.strip_suffix("departementet") else {
        return line == "Statsministerens kontor" || line == "Statsministerens kontor (SMK)";
    };
    let mut words = rest.split_whitespace().rev();
    let last = words.next().unwrap_or_default();
    line.starts_with(char::is_uppercase)
        && !last.is_empty()
        && words.all(|word| word == "og" || word.ends_with('-') || word.ends_with("-,"))
}

/// The ministry that a line of letter paper names, as a running text writes it.
///
/// ```
/// use oppdrag::grammar::ministry::on_paper;
/// assert_eq!(on_paper("DET KONGELIGE HAV- OG FYRDEPARTEMENT").as_deref(), Some("Hav- og fyrdepartementet"));
/// assert_eq!(on_paper("Departementet for øyer og fyr").as_deref(), Some("Departementet for øyer og fyr"));
/// assert_eq!(on_paper("Departementet ber om en plan."), None);
/// ```
pub fn on_paper(line: &str) -> Option<String> {
    const LONGEST: usize = 90;
    let line = line.trim();
    if line.len() > LONGEST || line.ends_with(['.', ':', ',']) {
        return None;
    }
    if let Some(what) = line.strip_prefix(OF) {
        let small = |word: &str| word.starts_with(char::is_lowercase);
        let words: Vec<&str> = what.split_whitespace().collect();
        return (words.len() <= 8 && words.iter().all(|word| small(word)))
            .then(|| line.to_string());
    }
    let lower = line.to_lowercase();
    let royal = ROYAL.iter().find_map(|before| lower.strip_prefix(before));
    let capitals = line.ends_with("DEPARTEMENT") || line.ends_with("DEPARTEMENTET");
    let name = match (royal, capitals) {
        (Some(name), _) => name,
        (None, true) => &lower,
        (None, false) => return is_ministry(line).then(|| line.to_string()),
    };
    let bare = name.strip_suffix("et").filter(|_| name.ends_with("tet"));
    let name = format!("{}et", bare.unwrap_or(name));
    let mut chars = name.chars();
    let first = chars.next()?.to_uppercase().collect::<String>();
    Some(first + chars.as_str()).filter(|name| is_ministry(name))
}

/// Where «Departementet for …» names a ministry in running text: it has its capital where no sentence begins.
/// The name ends before `stop`, the first word that is none of it.
pub fn for_something(words: &str, stop: impl Fn(&str) -> bool) -> Vec<String> {
    words
        .match_indices(OF)
        .filter(|(at, _)| {
            let before = words[..*at].trim_end();
            before.ends_with(|c: char| c.is_alphanumeric() || c == ',')
        })
        .filter_map(|(at, _)| {
            let mut end = at + OF.len();
            for word in words[end..].split_inclusive(' ') {
                let bare = word.trim_end();
                let small = bare.starts_with(char::is_lowercase);
                if !small || stop(&words[end..]) {
                    break;
                }
                end += word.len();
                if bare.ends_with(['.', ':', ';']) {
                    break;
                }
            }
            let name = words[at..end].trim_end_matches([' ', '.', ':', ';', ',']);
            let name = name.strip_suffix(" med").unwrap_or(name);
            (name.len() > OF.len()).then(|| name.to_string())
        })
        .collect()
}

/// Names of ministries in running text, with the words joined to them.
pub fn names(words: &str) -> Vec<String> {
    let mut names = Vec::new();
    if !words.contains("departementet") {
        return names;
    }
    let tokens: Vec<&str> = words
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-'))
        .collect();
    for (at, token) in tokens.iter().enumerate() {
        if !token.ends_with("departementet") || token.to_lowercase() == "departementet" {
            continue;
        }
        let mut name = (*token).to_string();
        if at >= 2
            && tokens[at - 1] == "og"
            && tokens[at - 2].ends_with('-')
            && tokens[at - 2].starts_with(char::is_uppercase)
        {
            name = format!("{} og {name}", tokens[at - 2]);
            if at >= 3
                && tokens[at - 3].ends_with('-')
                && tokens[at - 3].starts_with(char::is_uppercase)
            {
                name = format!("{}, {name}", tokens[at - 3]);
            }
        }
        if name.starts_with(char::is_uppercase) {
            names.push(name);
        }
    }
    names
}
