//! The post that a paragraph opens with, its name run into the text.
//!
//! ```text
//! led    ::= key [name] ("." | ":") sentence*       "Post 21 Spesielle driftsutgifter. Av bevilgningen skal …"
//!          | key sentence                           "Post 21 dekker kjøp av kart. Av bevilgningen skal …"
//! ```
//! What the sentences after it say of «bevilgningen» is of this post, and of none that stood before. A title
//! holds for the paragraphs below it too, a sentence only for its own.

use super::{
    keys::{heading_at, key_at},
    known::Post,
    mention::mentions_of,
    text::Walk,
};
use crate::{grammar::lexeme::is_blank, kinds::letter::Letter, layout::Text};
use std::ops::Range;

/// What a paragraph has opened with.
#[derive(Debug, Clone)]
pub(super) struct Led {
    pub(super) post: Post,
    /// It is a title, not the subject of a sentence.
    titled: bool,
    block: usize,
    section: Option<String>,
}

impl Letter<'_> {
    /// Knows the post that a sentence opens with.
    pub(super) fn know_led(&self, walk: &mut Walk, at: usize, text: &Text, range: &Range<usize>) {
        let words = &text.as_str()[range.clone()];
        let Some(titled) = self.leads_post(words) else {
            return;
        };
        // In the middle of a paragraph only a title turns to another post.
        let start = self.blocks[at].starts.contains(&range.start) || range.start == 0;
        if !titled && !start {
            return;
        }
        let Some(post) = self.led_post(walk, at, words) else {
            return;
        };
        if walk.last.as_ref().is_some_and(|last| last.post != post) {
            walk.last = None;
        }
        let section = self.section_at(&walk.starts, text.start().unwrap_or(0));
        walk.led = Some(Led {
            post,
            titled,
            block: at,
            section,
        });
    }

    /// The post that a paragraph opened with, for a sentence of the block `at`.
    pub(super) fn led(&self, walk: &Walk, at: usize, section: Option<&String>) -> Option<Post> {
        let led = walk.led.as_ref()?;
        let same = led.block == at || led.titled && led.section.as_ref() == section;
        same.then(|| led.post.clone())
    }

    /// Whether a sentence opens with a post; whether it is a title.
    fn leads_post(&self, words: &str) -> Option<bool> {
        if !words.starts_with(['K', 'P']) {
            return None;
        }
        let own = words.trim_end_matches('.');
        let (key, at) = key_at(own).filter(|(key, _)| key.worded)?;
        key.post?;
        if own[..at].trim_end_matches(is_blank).ends_with(':') {
            return Some(true);
        }
        // «Post 21 Fyr og lykter: Posten dekker …»
        let title = own.split_once(": ").map_or(own, |(title, _)| title);
        Some(heading_at(title, self.grammar).is_some())
    }

    fn led_post(&self, walk: &Walk, at: usize, words: &str) -> Option<Post> {
        let from = key_at(words.trim_end_matches('.')).map(|(_, from)| from)?;
        let key = words[..from].trim_end_matches(|c: char| !c.is_ascii_digit());
        self.post_named(walk, key, 0).or_else(|| {
            let context = self.context(walk, at)?;
            let named = mentions_of(key, Some(&context), self.grammar);
            named.first().map(|one| one.post.clone())
        })
    }
}
