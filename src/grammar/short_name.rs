//! What a letter calls a body, or several of one sort, for short: a noun of the name, in the definite form.
//!
//! ```text
//! short ::= noun ("et" | "en" | "a" | "n" | "ene" | "ane")     Arkivet, of «Statens kystarkiv»
//!                                                             Universitetene, of «kystuniversitetene»
//! ```

use super::lexeme::lower_in_place;

/// What makes a noun definite: «arkivet», «nemnda»; `ne` after a vowel does where there are several: «museene».
const DEFINITE: [&str; 4] = ["et", "en", "a", "n"];
/// How short the noun in a name may be, in bytes.
const SHORTEST: usize = 4;

/// Whether a word is what a body of one of these names is called for short: «Arkivet» of «Statens kystarkiv».
pub fn is_short_form<'a>(word: &str, names: impl Iterator<Item = &'a str> + Clone) -> bool {
    let word = lower_in_place(word);
    let mut stems = stems(&word).filter(|stem| stem.len() >= SHORTEST);
    stems.any(|stem| {
        let mut names = names.clone();
        names.any(|name| ends_in(&lower_in_place(name), stem))
    })
}

/// What is left of a definite noun without its ending, as many as it may have.
fn stems(word: &str) -> impl Iterator<Item = &str> {
    let plural = word
        .strip_suffix('e')
        .and_then(|rest| rest.strip_suffix('n'))
        .and_then(|rest| rest.strip_suffix(['e', 'a']));
    let single = DEFINITE
        .iter()
        .filter_map(|ending| word.strip_suffix(ending));
    single.chain(plural)
}

/// Whether a word of a name ends in a stem, itself definite or not: `arkiv` in `statens kystarkiv`.
fn ends_in(name: &str, stem: &str) -> bool {
    name.split(|c: char| !c.is_alphanumeric()).any(|word| {
        // «Museet» of a «museum».
        let mut own = stems(word).chain(word.strip_suffix("um"));
        word.ends_with(stem) || own.any(|word| word.ends_with(stem))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_body_is_called_for_short() {
        let names = ["Statens kystarkiv", "Nemnd for båtnavn", "Fyrmuseum"];
        let short = |word: &str| is_short_form(word, names.into_iter());
        assert!(short("Arkivet") && short("Nemnda") && short("Museet"));
        assert!(!short("Etaten") && !short("Verket") && !short("Arkivering"));
        let names = ["Tildelingsbrev til kysthavnene", "Universitetet i Ås"];
        let short = |word: &str| is_short_form(word, names.into_iter());
        assert!(short("Havnene") && short("Universitetene") && !short("Kaiene"));
    }
}
