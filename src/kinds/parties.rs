//! Names of senders and of those who are addressed, in the blocks of a document.
//!
//! ```text
//! speaks  ::= one ["og" one] verb                      «Kystdepartementet (KYD) viser til»
//! one     ::= name ["(" short ")"]
//! address ::= name line{0,3} street? digits{4} town     Kystetaten / Postboks 7 / 9999 ØYSUND
//! ```

use crate::{
    grammar::{
        Grammar,
        ministry::{for_something, names, on_paper},
        phrases::Role,
    },
    layout::Block,
};
use std::ops::Range;

/// The ministries that a block names.
pub fn ministries(words: &str, grammar: &Grammar) -> Vec<String> {
    if let Some(name) = on_paper(words) {
        return vec![name];
    }
    let mut found = names(words);
    found.extend(for_something(words, |rest| {
        grammar.first_word(rest, Role::Speaks).is_some()
    }));
    found
}

/// Whether one speaks for itself in a text: «Energidepartementet viser til».
pub fn speaks(words: &str, name: &str, grammar: &Grammar) -> bool {
    words
        .match_indices(name)
        .any(|(at, _)| speaks_after(&words[at + name.len()..], grammar))
}

/// Whether one speaks for itself where a sentence begins, and not in one that tells of it.
pub fn opens_speaking(words: &str, name: &str, grammar: &Grammar) -> bool {
    words.match_indices(name).any(|(at, _)| {
        let before = words[..at].trim_end();
        (before.is_empty() || before.ends_with(['.', ':', '?', '!']))
            && speaks_after(&words[at + name.len()..], grammar)
    })
}

fn speaks_after(after: &str, grammar: &Grammar) -> bool {
    let after = after.trim_start();
    // `Justis- og beredskapsdepartementet (JD) viser til`
    let after = match after
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'))
    {
        Some((short, rest)) if short.len() <= 6 => rest.trim_start(),
        _ => after,
    };
    if grammar.first_word(after, Role::Speaks).is_some() {
        return true;
    }
    // «Kystdepartementet og Fjelldepartementet sender»
    let other = after.split_once(' ').and_then(|(and, rest)| {
        let name = names(rest).into_iter().next()?;
        rest.strip_prefix(name.as_str())
            .filter(|_| and.starts_with(char::is_lowercase))
    });
    other.is_some_and(|rest| speaks_after(rest, grammar))
}

/// Whether a line is where a postal address ends: `9999 ØYSUND`.
pub fn is_town(line: &str) -> bool {
    line.len() > 5
        && line.len() < 40
        && line.chars().take(4).all(|c| c.is_ascii_digit())
        && line.chars().nth(4) == Some(' ')
        && line[5..].starts_with(char::is_uppercase)
        && !line.contains([',', ':'])
}

/// The lines of a block.
pub fn lines(block: &Block) -> impl Iterator<Item = &str> {
    let words = block.text.as_str();
    let ends = block.starts.iter().skip(1).copied();
    block
        .starts
        .iter()
        .zip(ends.chain([words.len()]))
        .map(|(&start, end)| words[start..end].trim())
}

/// A postal address.
pub struct Address {
    /// The first line: whom or what it is of, ministries among them.
    pub name: String,
    /// The blocks that it takes, as far as they are counted.
    pub blocks: Range<usize>,
}

/// The postal addresses in some blocks, in order.
pub fn addresses(blocks: &[Block], grammar: &Grammar) -> Vec<Address> {
    // Each line, its block, and whether an empty line stands before it.
    let of_block = |(at, block)| {
        let gap = |n: usize, block: &Block| n == 0 && block.gap;
        lines(block)
            .enumerate()
            .map(move |(n, line)| (line, at, gap(n, block)))
    };
    let lines: Vec<(&str, usize, bool)> = blocks.iter().enumerate().flat_map(of_block).collect();
    let own = |at: usize| of_address(lines[at].0, grammar);
    let towns = (0..lines.len()).filter(|&at| is_town(lines[at].0));
    let address = |town: usize| {
        // A street, an office or a person may stand between the name and the town.
        let above = (town.saturating_sub(4)..town)
            .rev()
            .take_while(|&at| own(at));
        let mut at = above.into_iter().find(|&at| is_name(lines[at].0))?;
        // `Kystfondet / Hovedkontoret`: the first of those that stand together, below the sender's paper.
        let joined = |at: usize| !lines[at].2 && own(at - 1) && is_name(lines[at - 1].0);
        while at > 0 && joined(at) && on_paper(lines[at - 1].0).is_none() {
            at -= 1;
        }
        Some(Address {
            name: lines[at].0.to_string(),
            blocks: lines[at].1..lines[town].1 + 1,
        })
    };
    towns.filter_map(address).collect()
}

/// The names over postal addresses, in order.
pub fn addressed(blocks: &[Block], grammar: &Grammar) -> Vec<String> {
    let all = addresses(blocks, grammar).into_iter();
    all.map(|address| address.name).collect()
}

/// Whether a line may stand in an address: short, no label, no sentence, no town.
fn of_address(line: &str, grammar: &Grammar) -> bool {
    !line.is_empty()
        && line.len() < 80
        && !line.ends_with(['.', ':'])
        && !is_town(line)
        && grammar
            .first_role(line, &[Role::LetterHead, Role::Reference, Role::Closing])
            .is_none()
}

/// Whether a line of an address is a name, and no street.
pub fn is_name(line: &str) -> bool {
    line.starts_with(char::is_uppercase)
        && !line.chars().any(|c| c.is_ascii_digit())
        && !line.to_lowercase().contains("adresse")
        && line
            .split_whitespace()
            .any(|word| word.chars().count() > 4 || word.chars().all(char::is_uppercase))
}
