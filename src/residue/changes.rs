//! Assignments of an earlier letter that a supplement changes in a sentence: `Oppdrag 4 om … utvides til …`.
//!
//! Each goes on to the next sentence that names an earlier assignment, or to the end of its paragraph.

use super::{
    asking::Asking,
    claims::Claims,
    passage::{Passage, Sort},
    prose::{offset, spot},
};
use crate::{
    grammar::{Grammar, change::change, cue::Cue},
    layout::Block,
    model::Relation,
    source::Canonical,
    structure::{
        head::Head,
        label::{Label, label},
    },
};

/// The heads of changed assignments that no record took.
pub(super) fn heads(
    source: &Canonical,
    grammar: &Grammar,
    blocks: &[Block],
    asking: &Asking<'_>,
    claims: &Claims,
) -> Vec<Head> {
    if asking.document.relation == Relation::Original {
        return Vec::new();
    }
    let mut found: Vec<Head> = Vec::new();
    for passage in &asking.passages {
        let at = passage.blocks.start;
        let block = &blocks[at];
        let taken = claims.in_assignment(source, &passage.text);
        if block.cell.is_some() || block.aside || taken || passage.sort == Sort::Row {
            continue;
        }
        let words = passage.text.as_str();
        let changes = change(words, grammar).is_some();
        let names = changes || grammar.named_assignment(words).is_some();
        if names
            && let Some(last) = found.last_mut()
            && last.at.block == at
        {
            last.end = last.end.min(spot(at, offset(source, block, passage)));
        }
        let titled = titled(asking, at, passage);
        if changes || titled.is_some() {
            found.push(Head {
                label: titled.filter(|_| !changes),
                at: spot(at, offset(source, block, passage)),
                end: spot(at + 1, 0),
            });
        }
    }
    found
}

/// The label of a paragraph that begins with an earlier assignment and its title, and says below how that is
/// changed: `Oppdrag 4 Kart over leia. Fristen blir utsatt til 1. mars.`
fn titled(asking: &Asking<'_>, at: usize, passage: &Passage) -> Option<Label> {
    let words = passage.text.as_str();
    let (first, _) = asking.of_block(at).next()?;
    let begins = first.text.start() == passage.text.start();
    let own = label(words).filter(|own| own.strong && begins)?;
    let title = words[own.len..]
        .trim_start()
        .starts_with(char::is_uppercase);
    let changed = asking
        .of_block(at)
        .any(|(_, seen)| seen.has(Cue::Changes) && !seen.has(Cue::Negated));
    (title && changed && asking.grammar.named_assignment(words).is_some()).then_some(own)
}
