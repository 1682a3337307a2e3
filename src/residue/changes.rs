//! Assignments of an earlier letter that a supplement changes in a sentence: `Oppdrag 4 om … utvides til …`.
//!
//! Each goes on to the next sentence that names an earlier assignment, or to the end of its paragraph.

use super::{
    asking::Asking,
    claims::Claims,
    passage::Sort,
    prose::{offset, spot},
};
use crate::{
    grammar::{Grammar, change::change},
    layout::Block,
    model::Relation,
    source::Canonical,
    structure::head::Head,
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
        let taken = claims
            .assignments
            .touch(&source.spans(&passage.text.places()));
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
        if changes {
            found.push(Head {
                label: None,
                at: spot(at, offset(source, block, passage)),
                end: spot(at + 1, 0),
            });
        }
    }
    found
}
