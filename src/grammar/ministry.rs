//! The names of ministries, whichever there are: they change with every government.
//!
//! ```text
//! ministry ::= (part ["og"])* word "departementet"      «Hav- og fyrdepartementet»
//! part     ::= word "-" [","]
//! ```

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
