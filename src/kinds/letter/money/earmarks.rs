//! Earmarks: amounts set aside for a purpose, and rates.
//!
//! ```text
//! item     ::= [least | most] amount purpose ("." "Av dette" … amount purpose)*
//!            | purpose "(" amount ")"
//! sentence ::= … allots … amount purpose ((","| "og" | "hvorav") … amount purpose)*
//! rate     ::= … "enhetspris" | "sats" | "egenandel" | … amount ["per" unit]
//! ```
//! What «hvorav», «herunder» or «andel på» opens is a part of the amount before it. How the items of a
//! list are parts of each other, see `nesting`.

use crate::{
    grammar::{
        Grammar,
        amount::{Amount, Scale, amounts},
        identifier::identifiers,
        lexeme::{is_blank, is_dash, word_starts},
        money::MoneyRole,
        sentence::sentences,
    },
    kinds::money::titles::year,
    layout::Text,
    model::EarmarkKind,
};
use std::ops::Range;

/// An earmark, not yet written down.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub kind: EarmarkKind,
    pub nok: Option<i64>,
    pub minimum: bool,
    pub maximum: bool,
    /// The place in the list of the one that it is a part of.
    pub parent: Option<usize>,
    pub text: Text,
    pub purpose: Option<String>,
    pub assignments: Vec<String>,
    /// «totalt»: the next ones may be its parts.
    pub subtotal: bool,
    /// Of a rate, the year that it is said to be of: «innslagspunktet for 2025».
    pub year: Option<i32>,
    /// Of a rate, the stem of the word that names it: said twice, it is one fact.
    pub subject: String,
}

impl Found {
    /// The row of a part of a post.
    pub(super) fn of_row(nok: Option<i64>, text: Text, purpose: &str) -> Self {
        // Words that a figure parts are no quotation.
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        let quoted = !purpose.is_empty() && bare(text.as_str()).contains(&bare(purpose));
        Self {
            kind: EarmarkKind::Earmark,
            nok,
            minimum: false,
            maximum: false,
            parent: None,
            text,
            purpose: quoted.then(|| purpose.to_string()),
            assignments: Vec::new(),
            subtotal: false,
            year: None,
            subject: String::new(),
        }
    }
}

/// What is said of a row.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub found: Vec<Found>,
    /// The text says that the list is the whole of the post.
    pub whole: bool,
    /// Earmarks of which it is not known whether they are parts of the one before.
    pub uncertain: Vec<usize>,
    /// Amounts that allot nothing.
    pub passed: Vec<Text>,
}

impl Said {
    /// Leaves earmarks out. Those that are parts of others know their new places.
    pub(super) fn retain(&mut self, keep: impl FnMut(&Found) -> bool) {
        let kept: Vec<bool> = self.found.iter().map(keep).collect();
        let mut places = Vec::with_capacity(kept.len());
        let mut next = 0;
        for own in &kept {
            places.push(own.then_some(next));
            next += usize::from(*own);
        }
        let mut at = 0;
        self.found.retain(|_| {
            at += 1;
            kept[at - 1]
        });
        for one in &mut self.found {
            one.parent = one.parent.and_then(|parent| places[parent]);
        }
        self.uncertain = self.uncertain.iter().filter_map(|&at| places[at]).collect();
    }
}

/// Where a sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    /// In a list item.
    Item,
    /// In what is said of a row: an amount that leads is allotted.
    Comment,
    /// In running text: only a word that allots will do.
    Text,
}

/// Reads the sentences of a text from `from` on; `first` is the first earmark that «Av dette» may mean.
pub(super) fn read(
    text: &Text,
    from: usize,
    place: Where,
    grammar: &Grammar,
    said: &mut Said,
    first: usize,
) {
    let words = &text.as_str()[from..];
    if !words.contains(|c: char| c.is_ascii_digit()) {
        return;
    }
    for (n, range) in sentences(words).into_iter().enumerate() {
        let range = from + range.start..from + range.end;
        let whole = place == Where::Item && n == 0;
        let quoted = if whole {
            from..text.len()
        } else {
            range.clone()
        };
        sentence(text, range, quoted, place, grammar, said, first);
    }
}

/// Reads one sentence; `quoted` is what its earmarks quote.
pub(super) fn sentence(
    text: &Text,
    range: Range<usize>,
    quoted: Range<usize>,
    place: Where,
    grammar: &Grammar,
    said: &mut Said,
    first: usize,
) {
    let words = &text.as_str()[range.clone()];
    let list = amounts(words);
    if list.is_empty() {
        return;
    }
    let money = &grammar.money;
    let has = |words: &str, role| money.find(words, role).is_some();
    let allots = has(words, MoneyRole::Allots) || has(words, MoneyRole::SetsAside);
    let pays = !has(words, MoneyRole::Allots) && has(words, MoneyRole::Payment);
    let of_post = has(words, MoneyRole::OfPost);
    let of_this = !of_post && has(words, MoneyRole::OfThis);
    let begun = said.found.len();
    let mut lead: Option<usize> = None;
    // The amount before was a part: «herunder 2 mill. kroner til A og 1 mill. kroner til B».
    let mut parted = false;
    let mut past = 0;
    for (n, amount) in list.iter().enumerate() {
        let (head, before) = (
            &words[..amount.range.start],
            &words[past..amount.range.start],
        );
        let after = &words[amount.range.end..];
        past = amount.range.end;
        let close = before.trim_end();
        let rate = amount.unit == Scale::Kroner && has(head.trim_end(), MoneyRole::Rate) && !allots;
        if rate {
            if !has(close, MoneyRole::Raises) && !has(close, MoneyRole::Lowers) {
                push(
                    said,
                    EarmarkKind::Rate,
                    amount,
                    close,
                    text,
                    &quoted,
                    purpose(after, None, grammar),
                    None,
                    grammar,
                );
            }
            continue;
        }
        let bracket = close.ends_with('(') && after.trim_start().starts_with(')');
        let depth = head.matches('(').count() > head.matches(')').count();
        let on = parted && close.ends_with(" og") && !close.contains(',');
        let part = (has(close, MoneyRole::PartOf) || on) && (n > 0 || lead.is_some());
        let raised = place == Where::Text
            && list.len() == 1
            && crate::kinds::letter::money::movement::sign(close, grammar) == Some(1)
            && goes_to(after);
        let adjusts = after
            .trim_start_matches(is_blank)
            .split([',', ';'])
            .next()
            .is_some_and(|own| has(own.trim_end_matches('.'), MoneyRole::Adjusts));
        let accepted = !pays
            && !adjusts
            && !has(close.trim_end_matches(','), MoneyRole::Recalls)
            && !matches!(last_word(close), "fra" | "frå")
            && match () {
                () if bracket => place == Where::Item || allots,
                () if depth && !part => false,
                () if n == 0 => {
                    raised
                        || allots
                        || of_this
                        || of_post
                        || place != Where::Text && leads(head, grammar)
                }
                () if part => true,
                () => {
                    lead.is_some()
                        && (joins(close, grammar) || allots && is_allotting(close, grammar))
                }
            };
        if !accepted {
            if place != Where::Text {
                said.passed.push(
                    text.slice(range.start + amount.range.start..range.start + amount.range.end),
                );
            }
            continue;
        }
        let parent = if part {
            lead
        } else if n == 0 && of_this {
            (first..said.found.len())
                .rev()
                .find(|&at| said.found[at].parent.is_none())
        } else {
            None
        };
        let what = if bracket {
            let end = before.rfind('(').unwrap_or(0);
            purpose(
                before[..end].trim_start_matches([',', ')', ' ']),
                None,
                grammar,
            )
        } else if part
            && ["andel på", "del på"]
                .iter()
                .any(|word| close.ends_with(word))
        {
            let share = close.trim_end_matches("på").trim_end();
            let share = share.trim_start_matches([',', ' ']);
            let share = ["til ", "og ", "samt "]
                .iter()
                .find_map(|word| share.strip_prefix(word))
                .unwrap_or(share);
            (!share.is_empty()).then(|| share.to_string())
        } else {
            let next = list.get(n + 1).filter(|next| {
                let between = words[amount.range.end..next.range.start].trim_end();
                !between.ends_with("andel på")
                    && between.matches('(').count() <= between.matches(')').count()
            });
            purpose(
                after,
                next.map(|next| next.range.start - amount.range.end),
                grammar,
            )
        };
        let at = said.found.len();
        push(
            said,
            EarmarkKind::Earmark,
            amount,
            close,
            text,
            &quoted,
            what,
            parent,
            grammar,
        );
        if !part {
            lead = Some(at);
        }
        parted = part && !bracket;
    }
    own_assignments(&mut said.found[begun..], grammar);
}

/// An assignment that one of a sentence's purposes names is not that of its other amounts:
/// «minst 42 mill. kroner til tilsyn, og 6 mill. kroner er satt av til oppdrag 1.2». What a sentence
/// refers to at its end, it may refer to for all of them.
fn own_assignments(found: &mut [Found], grammar: &Grammar) {
    let named = |one: &Found| -> Vec<String> {
        let purpose = one.purpose.as_deref().unwrap_or_default();
        let purpose = purpose.split(", jf").next().unwrap_or_default();
        let all = identifiers(purpose, &grammar.templates).into_iter();
        all.map(|own| own.number).collect()
    };
    let owned: Vec<Vec<String>> = found.iter().map(named).collect();
    for (n, one) in found.iter_mut().enumerate() {
        one.assignments.retain(|number| {
            owned[n].contains(number) || !owned.iter().any(|own| own.contains(number))
        });
    }
}

#[allow(clippy::too_many_arguments)]
fn push(
    said: &mut Said,
    kind: EarmarkKind,
    amount: &Amount,
    close: &str,
    text: &Text,
    quoted: &Range<usize>,
    purpose: Option<String>,
    parent: Option<usize>,
    grammar: &Grammar,
) {
    let has = |role| grammar.money.find(close, role).is_some();
    let quote = text.slice(quoted.clone());
    let mut assignments: Vec<String> = Vec::new();
    if parent.is_none() {
        for one in identifiers(quote.as_str(), &grammar.templates) {
            if !assignments.contains(&one.number) {
                assignments.push(one.number);
            }
        }
    }
    said.found.push(Found {
        kind,
        nok: amount.nok,
        minimum: has(MoneyRole::Least),
        maximum: has(MoneyRole::Most),
        parent,
        purpose,
        assignments,
        subtotal: has(MoneyRole::Subtotal),
        year: year_of(close),
        subject: match kind {
            EarmarkKind::Rate => subject(close),
            _ => String::new(),
        },
        text: quote,
    });
}

/// The year that an amount is said to be of: «for 2025 på», «I 2025 var satsen».
fn year_of(close: &str) -> Option<i32> {
    let of = |pair: &[&str]| match pair {
        [word, number] if matches!(word.to_lowercase().as_str(), "for" | "i") => year(number),
        _ => None,
    };
    let words: Vec<&str> = close.split_whitespace().collect();
    let near = &words[words.len().saturating_sub(5)..];
    near.windows(2)
        .rev()
        .find_map(of)
        .or_else(|| of(words.get(..2)?))
}

/// The stem of the last long word before an amount that is not the verb.
fn subject(close: &str) -> String {
    const VERBS: [&str; 6] = [
        "beregnet", "berekna", "utregnet", "fastsatt", "fastsett", "kroner",
    ];
    close
        .split(|c: char| !c.is_alphabetic())
        .rev()
        .find(|word| word.chars().count() >= 6 && !VERBS.contains(word))
        .map(|word| word.to_lowercase().chars().take(8).collect())
        .unwrap_or_default()
}

/// Whether an amount leads its sentence: nothing before it but «minst», «inntil» or a label.
fn leads(head: &str, grammar: &Grammar) -> bool {
    let words = head.trim();
    words.is_empty()
        || words.ends_with(':')
        || words.len() <= 24
            && (grammar.money.find(words, MoneyRole::Least).is_some()
                || grammar.money.find(words, MoneyRole::Most).is_some()
                || matches!(
                    words.to_lowercase().as_str(),
                    "om lag" | "ca." | "ca" | "omlag" | "kr" | "totalt"
                ))
}

fn last_word(words: &str) -> &str {
    words.rsplit(is_blank).next().unwrap_or("")
}

/// `…, og minst`: the amount that follows is one more of its kind.
fn joins(close: &str, grammar: &Grammar) -> bool {
    let mut words = close;
    for role in [MoneyRole::Least, MoneyRole::Most] {
        if grammar.money.find(words, role).is_some() {
            words = words.rsplit_once(is_blank).map_or("", |(before, _)| before);
        }
    }
    let words = words.trim_end_matches("om lag").trim_end();
    words.ends_with(',') || words.ends_with(';') || matches!(last_word(words), "og" | "samt")
}

fn is_allotting(close: &str, grammar: &Grammar) -> bool {
    grammar.money.find(close, MoneyRole::Allots).is_some()
        || grammar.money.find(close, MoneyRole::SetsAside).is_some()
}

/// What stands behind the «til» of words that begin with verbs of setting aside: «skal nyttast til reiser».
fn without_verb<'a>(words: &'a str, grammar: &Grammar) -> &'a str {
    let money = &grammar.money;
    let mut at = 0;
    loop {
        let rest = words[at..].trim_start_matches(is_blank);
        let size = rest.find(is_blank).unwrap_or(rest.len());
        let word = &rest[..size];
        let begin = words.len() - rest.len();
        if money.find(word, MoneyRole::Until).is_some() {
            return rest[size..].trim_start_matches(is_blank);
        }
        if word.is_empty() || money.find(word, MoneyRole::AsideVerb).is_none() {
            return words;
        }
        at = begin + size;
    }
}

/// Whether what follows an amount says what it is for: «… til merking», and not «til 16 mill. kroner».
pub(super) fn goes_to(after: &str) -> bool {
    let rest = after.trim_start_matches(is_blank);
    let rest = rest
        .strip_prefix("til ")
        .map(|rest| rest.strip_prefix("kr ").unwrap_or(rest));
    rest.is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}

/// The words after an amount, «til» and closing marks left out; `until` is where the next one stands.
fn purpose(after: &str, until: Option<usize>, grammar: &Grammar) -> Option<String> {
    let mut words = match until {
        Some(end) => {
            let own = &after[..end];
            let word = |role| {
                let starts = word_starts(own).filter(|&at| at > 0);
                starts.filter(move |&at| {
                    let next = own[at..].split(is_blank).next().unwrap_or("");
                    at + next.len() < own.len() && grammar.money.find(next, role).is_some()
                })
            };
            let part = word(MoneyRole::PartWord).next();
            let joint = word(MoneyRole::Joint).last();
            let cut = joint.max(own.rfind(','));
            own[..part.or(cut).unwrap_or(end)].trim_end_matches(is_blank)
        }
        None => after,
    };
    let blank = |c: char| is_blank(c) || is_dash(c) || matches!(c, ',' | ':' | ')');
    words = words.trim_start_matches(blank);
    // `over kap. 760, post 21 til …`: the post is no purpose.
    if words.starts_with("over ")
        && let Some(at) = words.find(" til ").filter(|at| *at <= 48)
        && words[..at].contains(|c: char| c.is_ascii_digit())
    {
        words = &words[at + 1..];
    }
    words = without_verb(words, grammar);
    let words =
        words.trim_end_matches(|c: char| blank(c) && c != ')' || matches!(c, '.' | ';' | '('));
    (!words.is_empty()).then(|| words.to_string())
}
