//! Cells that stand side by side on lines of plain text, and who wants the whole lines.
//!
//! The source tells such cells by the form of the lines alone. The boxes of a letter head have that form,
//! too («Deres ref», «Vår ref», «Dato»; «Postadresse», «Telefon»): their readers go by lines. So do the
//! readers of propositions, whose tables have names that run on under the figures.

use super::recognise;
use crate::{
    grammar::{Grammar, phrases::Role},
    model::DocumentKind,
    source::Canonical,
};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The source as it is read: with whole lines where its readers want them.
pub fn as_read<'s>(source: &'s Canonical, grammar: &Grammar) -> Cow<'s, Canonical> {
    whole(source, grammar).map_or(Cow::Borrowed(source), Cow::Owned)
}

/// The source with whole lines where its readers want them; none where it is read as it is.
fn whole(source: &Canonical, grammar: &Grammar) -> Option<Canonical> {
    let beside = source.beside();
    if beside.is_empty() {
        return None;
    }
    let all = source.uncut(&|table| beside.contains(&table));
    if is_proposition(&all, grammar) {
        return Some(all);
    }
    let heads = heads(source, grammar, &beside);
    (!heads.is_empty()).then(|| source.uncut(&|table| heads.contains(&table)))
}

fn is_proposition(source: &Canonical, grammar: &Grammar) -> bool {
    let laid = super::laid(source, grammar);
    let heads = laid.heads(source);
    recognise::documents(source, &laid.blocks, &heads, grammar).is_ok_and(|found| {
        found
            .iter()
            .any(|one| one.kind == DocumentKind::BudgetProposition)
    })
}

/// Tables whose first row has labels of a letter head, two or more.
fn heads(source: &Canonical, grammar: &Grammar, beside: &HashSet<u32>) -> HashSet<u32> {
    let mut labels: HashMap<u32, usize> = HashMap::new();
    for line in source.lines() {
        let Some(cell) = line
            .cell
            .filter(|cell| cell.row == 0 && beside.contains(&cell.table))
        else {
            continue;
        };
        let words = source.line_text(line);
        let label = grammar.first_role(words, &[Role::LetterHead]).is_some();
        *labels.entry(cell.table).or_default() += usize::from(label);
    }
    labels.retain(|_, count| *count >= 2);
    labels.into_keys().collect()
}
