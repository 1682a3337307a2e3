//! The body that an assignment names as its leader.
//!
//! ```text
//! lead   ::= "under ledelse av" name | work "ledes av" name | name "skal lede" work
//! name   ::= organisation | word-with-a-capital+ ("og" | "," | "- og" word)*
//! ```
//! Only who leads the whole is its leader. Who leads one of several parts, what an assignment refers to
//! or what stands below an earlier delivery of it, and whose name may go on with words in small
//! letters («Statens vegvesen»), is left out rather than guessed.

use super::{assignments::PartRange, body::Draft};
use crate::grammar::{
    Grammar,
    cue::Cue,
    deadline::Parties,
    phrases::{Hit, Role},
    sentence::sentences,
};
use std::ops::Range;

/// The leader of an assignment, by its body and its parts; `None` where nobody is named, or more than one.
pub(super) fn lead(words: &str, parts: &[PartRange], grammar: &Grammar) -> Option<String> {
    let hits = grammar.words(words);
    // «Frist for denne delen av oppdraget»: the parts of its text have leaders of their own.
    if words.contains("enne delen av ") {
        return None;
    }
    let outer: Vec<&Range<usize>> = parts
        .iter()
        .filter(|part| part.outer.is_none())
        .map(|part| &part.range)
        .collect();
    let mut leader: Option<String> = None;
    let mut leads = vec![false; outer.len()];
    let mut whole = false;
    for sentence in sentences(words) {
        let Some(named) = named(
            &words[sentence.clone()],
            &hits,
            sentence.start,
            words,
            grammar,
        ) else {
            continue;
        };
        if leader.as_ref().is_some_and(|other| *other != named) {
            return None;
        }
        leader = Some(named);
        let part = outer
            .iter()
            .position(|part| part.start < sentence.end && sentence.start < part.end);
        match part {
            Some(part) => leads[part] = true,
            None => {
                // Below a closing deadline line, another delivery begins.
                let closed = hits.iter().any(|hit| {
                    hit.role == Role::DeadlineLabel
                        && hit.range.end <= sentence.start
                        && words[..hit.range.start]
                            .chars()
                            .next_back()
                            .is_none_or(|c| c == '\n')
                });
                if closed {
                    return None;
                }
                whole = true;
            }
        }
    }
    leader.filter(|_| whole || leads.iter().all(|leads| *leads))
}

/// Whether the column of those who answer for the assignments (`Ansvarlig`) says who leads each: all that stands
/// there is names, one of whom the letter is to and one of another.
pub(super) fn column_of_leaders(drafts: &[Draft], parties: &Parties) -> bool {
    /// How many words a name has at most.
    const LONGEST: usize = 6;
    let mut names = drafts.iter().filter_map(|draft| draft.answers.as_deref());
    let is_name = |name: &str| {
        name.starts_with(char::is_uppercase)
            && name.split_whitespace().count() <= LONGEST
            && !name.contains(['.', ',', ';', '/', '\n'])
    };
    let all = names.clone().all(is_name);
    let own = names.clone().any(|name| parties.is_own(name));
    all && own && names.any(|name| !parties.is_own(name))
}

/// The leader that a sentence names.
fn named(
    sentence: &str,
    hits: &[Hit],
    from: usize,
    words: &str,
    grammar: &Grammar,
) -> Option<String> {
    let until = from + sentence.len();
    let mut own = hits
        .iter()
        .filter(|hit| from <= hit.range.start && hit.range.end <= until);
    own.find_map(|hit| {
        let before = &words[from..hit.range.start];
        let after = words[hit.range.end..until].trim_start();
        // What is referred to is led by others.
        let lower = before.to_lowercase();
        if ["vises til", "visast til", "viser til", "jf. "]
            .iter()
            .any(|word| lower.contains(word))
        {
            return None;
        }
        match hit.role {
            Role::LeadBefore => {
                // `Nemnda ledes av …` says who leads the board.
                let free = words[hit.range.clone()]
                    .to_lowercase()
                    .starts_with("under ");
                // `delta i øvelsen, som ledes av …`: what one takes part in is led by another.
                let work = grammar.has(before, Role::Led) || grammar.has(before, Role::TakesPart);
                let named = || {
                    known(after, grammar)
                        .or_else(|| proper_name(after, grammar))
                        .or_else(|| before_infinitive(after, grammar))
                };
                (free || work).then(named)?
            }
            Role::LeadAfter => {
                // `Helse Sør-Øst RHF skal på vegne av regionene ha en lederrolle`
                let before = before.trim();
                // «… med Lostilsynet, som leder arbeidet»
                if let Some(with) = before.strip_suffix(", som") {
                    return name_at_end(with, grammar);
                }
                // «Havnetilsynet leder arbeidet.» names it by its place alone.
                let whole = |name: &&str| *name == before;
                let name = known(before, grammar)
                    .or_else(|| proper_name(before, grammar).filter(whole))?;
                let between = &before[name.len()..];
                let others = between.contains(" som ") || between.contains(" at ");
                (!others).then_some(name)
            }
            Role::Leads => {
                // `bidra i arbeidet med kartet, som Helse Vest RHF leder`
                let ends = after.is_empty() || after.starts_with([',', '.', ';', '\n']);
                let (work, name) = before.trim().rsplit_once(", som ")?;
                let work = grammar.has(work, Role::Led) || grammar.has(work, Role::TakesPart);
                let whole = |found: &&str| *found == name;
                let known = known(name, grammar).filter(whole);
                let named = || known.or_else(|| proper_name(name, grammar).filter(whole));
                (ends && work).then(named)?
            }
            _ => None,
        }
    })
    .map(str::to_string)
}

/// The organisation of the grammar that a text begins with.
fn known<'t>(text: &'t str, grammar: &Grammar) -> Option<&'t str> {
    grammar
        .organisations()
        .iter()
        .filter(|organisation| !organisation.collective && !organisation.ministry)
        .map(|organisation| organisation.name.as_str())
        .filter(|name| {
            text.strip_prefix(name)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
        .max_by_key(|name| name.len())
        .map(|name| &text[..name.len()])
}

/// The name that a text ends with: of the grammar, or the capitals at its end.
fn name_at_end<'t>(text: &'t str, grammar: &Grammar) -> Option<&'t str> {
    let starts = text
        .match_indices(' ')
        .map(|(at, _)| at + 1)
        .chain([0])
        .filter(|at| text[*at..].starts_with(char::is_uppercase));
    let mut starts: Vec<usize> = starts.collect();
    starts.sort_unstable();
    let whole =
        |from: usize, name: Option<&'t str>| name.filter(|name| from + name.len() == text.len());
    starts
        .iter()
        .find_map(|&from| whole(from, known(&text[from..], grammar)))
        .or_else(|| {
            // A name that goes on with words in small letters cannot be told from what stands before it.
            starts
                .iter()
                .find_map(|&from| whole(from, proper_name(&text[from..], grammar)))
        })
}

/// A proper name at the start of a text: words with capitals, and what joins them. A hanging hyphen
/// takes the word that completes it: `Arbeids- og velferdsdirektoratet`.
///
/// It must end where a clause ends or goes on: `Statens vegvesen` is more than its first word.
fn proper_name<'t>(text: &'t str, grammar: &Grammar) -> Option<&'t str> {
    if let Some(name) = named_after_field(text, grammar) {
        return Some(name);
    }
    let mut end = 0;
    let mut hanging = false;
    let mut ended = false;
    for word in text.split_inclusive(char::is_whitespace) {
        let word = word.trim_end();
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let bare = word.trim_end_matches([',', '.', ';', ':', ')']);
        let capital = bare.starts_with(char::is_uppercase) && bare.len() > 1;
        let open = bare.ends_with('-');
        // `Vestland fylkeskommune`
        if end > 0
            && !hanging
            && grammar
                .first_word(bare, Role::SmallName)
                .is_some_and(|hit| hit.range.end == bare.len())
        {
            end = at + bare.len();
            ended = true;
            break;
        }
        if hanging && matches!(bare, "og" | "eller") {
            continue;
        }
        if !capital && !hanging {
            ended = matches!(
                bare,
                "og" | "i" | "sammen" | "saman" | "med" | "skal" | "som" | "på" | "innen" | "innan"
            );
            break;
        }
        end = at + bare.len();
        hanging = open;
        if bare.len() != word.len() && !open {
            ended = true;
            break;
        }
    }
    let name = &text[..end];
    let rest = text[end..].trim_start();
    let ended = ended || rest.is_empty() || text[end..].starts_with('\n');
    let common = [
        "De",
        "Det",
        "Den",
        "Departementet",
        "Direktoratet",
        "Etaten",
        "Virksomheten",
        "Tilsynet",
    ];
    let first = name.split(' ').next().unwrap_or("");
    (ended && !hanging && name.chars().count() >= 3 && !common.contains(&first)).then_some(name)
}

/// One word with a capital before the verb of what is to be done: `Fyrstaben vurdere lyset`.
fn before_infinitive<'t>(text: &'t str, grammar: &Grammar) -> Option<&'t str> {
    let (name, rest) = text.split_once(' ')?;
    let verb = rest.split_whitespace().next()?;
    let does = grammar
        .cues
        .words(verb)
        .iter()
        .any(|hit| hit.role == Cue::Infinitive);
    let plain = name.len() > 3 && name.chars().all(char::is_alphabetic);
    (does && plain && name.starts_with(char::is_uppercase)).then_some(name)
}

/// `Direktoratet for havner og fyr`, where the clause or the text ends behind it: a field, or two that «og» joins.
fn named_after_field<'t>(text: &'t str, grammar: &Grammar) -> Option<&'t str> {
    let end = text.find([',', '.', ';', ':', ')', '\n']);
    let name = text[..end.unwrap_or(text.len())].trim_end();
    let words: Vec<&str> = name.split_whitespace().collect();
    let [body, "for", field @ ..] = &words[..] else {
        return None;
    };
    // `for medisinske produkter`, `for sikkerhet og beredskap`
    let fields = match field {
        [_] => true,
        [_, join, _] => grammar.first_word(join, Role::JoinsNames).is_some(),
        [kind, _] => kind.ends_with('e'),
        _ => false,
    };
    let small = field
        .iter()
        .all(|word| word.starts_with(char::is_lowercase));
    (fields && small && body.starts_with(char::is_uppercase)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &str, parts: &[Range<usize>]) -> Option<String> {
        let parts: Vec<PartRange> = parts
            .iter()
            .map(|range| PartRange {
                label: "1".to_string(),
                outer: None,
                range: range.clone(),
                from: range.start,
            })
            .collect();
        lead(words, &parts, &Grammar::built_in())
    }

    #[test]
    fn who_leads_the_whole() {
        let name = |words: &str| of(words, &[]);
        let some = |name: &str| Some(name.to_string());
        assert_eq!(
            name("Etaten skal, under ledelse av Plan- og merkedirektoratet, lage et kart."),
            some("Plan- og merkedirektoratet")
        );
        assert_eq!(
            name("Arbeidet ledes av Barne-, los- og fyrdirektoratet\nFrist: 1.6.2026"),
            some("Barne-, los- og fyrdirektoratet")
        );
        assert_eq!(
            name("Arbeidet ledes av Fyrdirektoratet sammen med Lostilsynet, jf. brev om fyr."),
            some("Fyrdirektoratet")
        );
        assert_eq!(
            name("Helse Vest RHF skal på vegne av regionene ha en lederrolle."),
            some("Helse Vest RHF")
        );
        assert_eq!(
            name("Etaten skal sammen med Lostilsynet lage et kart. Lostilsynet leder arbeidet."),
            some("Lostilsynet")
        );
        assert_eq!(
            name("Arbeidet skal ledes av Direktoratet for havner og fyr."),
            some("Direktoratet for havner og fyr")
        );
        assert_eq!(
            name("Etaten skal i en arbeidsgruppe ledet av Fyrstaben vurdere lyset."),
            some("Fyrstaben")
        );
        assert_eq!(
            name("Etaten skal samarbeide med Kystpol, som leder arbeidet, om et kart."),
            some("Kystpol")
        );
    }

    #[test]
    fn who_leads_what_one_takes_part_in() {
        let name = |words: &str| of(words, &[]);
        let some = |name: &str| Some(name.to_string());
        assert_eq!(
            name("Etaten skal delta i øvelsen, som ledes av Direktoratet for nye fyrlys."),
            some("Direktoratet for nye fyrlys")
        );
        assert_eq!(
            name("Etaten skal bidra i arbeidet med kartet, som Helse Vest RHF leder."),
            some("Helse Vest RHF")
        );
        assert_eq!(
            name("Arbeidet gjøres med Lostilsynet, som leier det."),
            some("Lostilsynet")
        );
        assert_eq!(
            name("Fyrholm fylkeskommune leder arbeidet."),
            some("Fyrholm fylkeskommune")
        );
        assert_eq!(
            name("Etaten skal vurdere fagrådet, som Lostilsynet leder."),
            None
        );
    }

    #[test]
    fn who_leads_something_else() {
        for words in [
            "Det vises til programmet i regi av Fyr Norge, som gir støtte.",
            "Kurset holdes i regi av Fyr Norge.",
            "Det vises til utvalget under ledelse av Kari Vik.",
            "Rådet ledes av Fyrdirektoratet.",
            "Helsedirektoratet koordinerer denne delen av oppdraget.",
            "Helsedirektoratet skal koordinere arbeidet.",
            "Direktoratet leder arbeidet.",
            "Etaten skal hjelpe Lostilsynet. Statens havvesen leder arbeidet.",
            "Etaten skal svare på hvem i Lostilsynet som leder arbeidet.",
            "Etaten skal samarbeide med Statens havvesen, som leder arbeidet.",
            "Helsedirektoratet skal lede arbeidet.\nFrist for denne delen av oppdraget: 1.5.2026.",
            "Lag et kart.\nFrist: 1.5.2026\nHelsedirektoratet skal lede arbeidet med å flytte kartet.",
            "Etaten skal under ledelse av Statens havvesen lage et kart.",
            "Etaten skal under ledelse av Direktoratet for fyr lage et kart.",
            "Etaten skal under ledelse av Fyr- lage et kart.",
            "Etaten skal lage et kart. Direktoratet for fyr leder rådet.",
            "Arbeidet ledes av Fyrdirektoratet. Kartet lages under ledelse av Lostilsynet.",
        ] {
            assert_eq!(of(words, &[]), None, "{words}");
        }
    }

    #[test]
    fn who_leads_some_of_the_parts() {
        let words = "Etaten skal:\nlage et kart under ledelse av Fyrdirektoratet.\nmale fyret.";
        let kart = words.find("lage").expect("the first part");
        let fyr = words.find("male").expect("the second part");
        assert_eq!(of(words, &[kart..fyr - 1, fyr..words.len()]), None);
        assert_eq!(
            of(words, std::slice::from_ref(&(kart..fyr - 1))),
            Some("Fyrdirektoratet".to_string())
        );
    }
}
