//! The outline: headings to chapters, each with the zone that it opens.

use super::Letter;
use crate::{
    grammar::Zone,
    kinds::ids::Ids,
    layout::{BlockKind, Text},
    model::Section,
    structure::label::label,
};

/// A chapter: a heading and the blocks up to the next one.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// Id of the section; none before the first heading.
    pub id: Option<String>,
    /// The printed number.
    pub number: Option<String>,
    /// The title.
    pub title: Text,
    /// Depth in the outline, from 1.
    pub level: u32,
    /// The chapter that it stands in.
    pub parent: Option<usize>,
    /// What stands under it, by its own heading or its parent's.
    pub zone: Option<Zone>,
    /// Its heading names the zone.
    pub own_zone: bool,
    /// It is the title of one of the sections of an unnumbered heading that looks no greater.
    pub nested: bool,
    /// Its blocks, headings and assignments left out.
    pub blocks: Vec<usize>,
    /// Id of the goal that it belongs to.
    pub goal: Option<String>,
}

impl Chapter {
    /// What stands before the first heading.
    pub fn preface() -> Self {
        Self {
            id: None,
            number: None,
            title: Text::default(),
            level: 0,
            parent: None,
            zone: None,
            own_zone: false,
            nested: false,
            blocks: Vec::new(),
            goal: None,
        }
    }
}

/// Zones that a chapter without one of its own takes from its parent.
pub fn inherits(zone: Zone) -> bool {
    matches!(
        zone,
        Zone::Assignments
            | Zone::NewAssignments
            | Zone::ClarifiedAssignments
            | Zone::WithdrawnAssignments
            | Zone::PreviousAssignments
            | Zone::CommonDirectives
            | Zone::Priorities
            | Zone::Reporting
            | Zone::Allocation
            | Zone::Authorisations
            | Zone::Calendar
    )
}

impl Letter<'_> {
    /// The chapters as the contract's sections. Ids were given when they were opened.
    pub(super) fn sections(&self) -> Vec<Section> {
        // A line that leads to a list stands in the section of its parent.
        let own = |chapter: &&Chapter| {
            let parent = chapter.parent.map(|parent| &self.chapters[parent].id);
            parent != Some(&chapter.id)
        };
        self.chapters
            .iter()
            .filter(own)
            .filter_map(|chapter| {
                Some(Section {
                    id: chapter.id.clone()?,
                    number: chapter.number.clone(),
                    title: chapter.title.as_str().to_string(),
                    level: chapter.level,
                    parent: chapter
                        .parent
                        .and_then(|parent| self.chapters[parent].id.clone()),
                    spans: self.spans(&chapter.title),
                })
            })
            .collect()
    }

    /// Opens a chapter below those that are open.
    pub(in crate::kinds) fn open_chapter(
        &mut self,
        number: Option<String>,
        title: Text,
        level: Option<u8>,
        ids: &mut Ids,
    ) {
        let numbered = self
            .chapters
            .iter()
            .rev()
            .find(|chapter| chapter.number.is_some())
            .map(|chapter| chapter.level);
        let annex = title.as_str().to_lowercase().starts_with("vedlegg");
        let level = match (&number, level) {
            (Some(number), _) => number.split('.').count() as u32,
            (None, Some(level)) => u32::from(level),
            (None, None) if annex => 1,
            (None, None) => numbered.map_or(1, |level| level + 1),
        };
        let own = self.grammar.zone(title.as_str());
        // What a series counts needs no list to tell it.
        let counted = label(title.as_str()).is_some_and(|label| label.strong);
        let under = number.is_none() && own.is_none() && !annex && !counted;
        let (level, nested) = match self.chapters.last() {
            Some(last) if under && self.lists_titles(last, level) => (last.level + 1, true),
            Some(last) if under && last.nested && level < last.level + 1 => (last.level, true),
            _ => (level, false),
        };
        let parent = self
            .chapters
            .iter()
            .rposition(|chapter| chapter.id.is_some() && chapter.level < level)
            .filter(|&parent| {
                // Only an open one: nothing shallower has begun since.
                self.chapters[parent + 1..].iter().all(|chapter| {
                    chapter.level >= level || chapter.level > self.chapters[parent].level
                })
            });
        let zone = own.or_else(|| {
            parent
                .and_then(|parent| self.chapters[parent].zone)
                .filter(|zone| inherits(*zone))
        });
        // `Oppgaver i 2026:` leads to what stands below it in its section, and is none of its own; nor is
        // `Oppdrag`, section by section.
        let tasks = own == Some(Zone::Assignments);
        let leads = number.is_none()
            && (title.as_str().ends_with(':') || tasks && self.stands_again(title.as_str()));
        let within = parent
            .map(|parent| &self.chapters[parent])
            .filter(|parent| leads && parent.number.is_some())
            .and_then(|parent| parent.id.clone());
        let id = within.unwrap_or_else(|| {
            let words: Vec<&str> = title.as_str().split_whitespace().collect();
            ids.next(number.clone().unwrap_or_else(|| words.join(" ")))
                .0
        });
        self.chapters.push(Chapter {
            id: Some(id),
            number,
            title,
            level,
            parent,
            zone,
            own_zone: own.is_some(),
            nested,
            blocks: Vec::new(),
            goal: None,
        });
    }

    /// Whether more headings than one without a number are called so.
    fn stands_again(&self, title: &str) -> bool {
        let alike = self.blocks[self.announced.blocks.clone()]
            .iter()
            .filter(|block| {
                matches!(block.kind, BlockKind::Heading { number: None, .. })
                    && block.text.as_str() == title
            });
        alike.count() > 1
    }

    /// Whether a heading of a level that follows right behind a chapter's own, with nothing between, is one of
    /// its sections, though it looks no smaller: `Nye oppdrag`, and the title of the first.
    fn lists_titles(&self, chapter: &Chapter, level: u32) -> bool {
        let empty = chapter.blocks.is_empty()
            && !self
                .drafts
                .iter()
                .any(|draft| draft.chapter + 1 == self.chapters.len());
        chapter.number.is_none()
            && chapter.own_zone
            && empty
            && level <= chapter.level
            && self.lists_assignments()
    }

    /// Whether some zone stands over a chapter.
    pub(super) fn under(&self, chapter: usize, zone: Zone) -> bool {
        let mut at = Some(chapter);
        while let Some(n) = at {
            if self.chapters[n].zone == Some(zone) {
                return true;
            }
            at = self.chapters[n].parent;
        }
        false
    }
}
