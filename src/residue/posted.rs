//! Tasks that open with a title of their own, below the posts that they are given over.
//!
//! ```text
//! section ::= post-heading paragraph* task*      2.1 Kap. 4970, post 01 Driftsutgifter   Posten dekker lønn.
//! task    ::= title "." sentence+                Kart over kaier. Kontoret skal måle …
//! ```
//! What a post is for opens with a sentence; a task opens with a title, in which no verb stands, and asks.

use super::{
    asking::Asking,
    claims::Claims,
    prose::{end_of_task, spot},
};
use crate::{
    kinds::{heads_post, title_before_text},
    layout::{Block, BlockKind},
    source::Canonical,
    structure::head::Head,
};

/// So many paragraphs that open with a title make them a letter's form.
const LEAST: usize = 3;

/// The heads of such tasks, if none of them was read.
pub(super) fn heads(
    source: &Canonical,
    blocks: &[Block],
    asking: &Asking<'_>,
    claims: &Claims,
) -> Vec<Head> {
    let mut titled: Vec<usize> = Vec::new();
    let mut of_post = false;
    for at in asking.blocks.clone() {
        let block = &blocks[at];
        match block.kind {
            BlockKind::Heading { .. } => of_post = heads_post(block.text.as_str(), asking.grammar),
            BlockKind::Paragraph if of_post && block.cell.is_none() && !block.aside => {
                let title = title_before_text(block.text.as_str(), asking.grammar);
                titled.extend(title.map(|_| at));
            }
            _ => {}
        }
    }
    let asks = |at: &usize| asking.binds_in(*at..*at + 1);
    let tasks: Vec<usize> = titled.iter().copied().filter(asks).collect();
    let read = |at: &usize| claims.in_assignment(source, &blocks[*at].text);
    if tasks.len() < LEAST || tasks.len() * 2 <= titled.len() || tasks.iter().any(read) {
        return Vec::new();
    }
    let head = |at: usize| Head {
        label: None,
        at: spot(at, 0),
        end: spot(end_of_task(blocks, asking, at), 0),
    };
    tasks.into_iter().map(head).collect()
}
