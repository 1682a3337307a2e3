//! The proposed decision of a revised budget: what each post is changed by.
//!
//! ```text
//! post   ::= 2DIGIT name "," verb amount [from]
//! verb   ::= "forhøyes med" | "nedsettes med" | "bevilges med"
//! from   ::= "fra kr" amount "til kr" amount          on the same line or on the next
//! ```
//! No chapter has a sum here, and a post that is granted anew («72 (ny)») comes from nothing: its amount
//! is what it will be.

use super::{
    Known,
    chapter_table::nok,
    decision::Line,
    rows::{Key, Row},
};
use crate::model::Code;
use crate::{
    grammar::{amount::Scale, money::MoneyRole},
    kinds::{
        budget_proposition::Proposition,
        money::{figures::readings, posts::side, words},
    },
    layout::{Joint, Text},
    model::{Appropriation, AppropriationLevel, AppropriationTable, Figure, FigureRole},
};

/// What is changed, and by how much.
pub(super) struct Change {
    /// The row with what wraps behind its amount.
    text: Text,
    /// Where the name ends.
    name: usize,
    figures: Vec<Figure>,
}

/// A row that is all of a change's text, in which its name may go on behind a year («… fra 2024 / til
/// 2025»), without the mark of a new post: «72 (ny) Tilskudd».
fn named(row: &Row, text: &Text) -> Row {
    let mut named = row.clone();
    named.text = text.clone();
    named.more = Text::default();
    let words = text.as_str().get(row.words..).unwrap_or_default();
    for mark in ["(ny)", "(Ny)", "(NY)", "(nytt)"] {
        if let Some(rest) = words.strip_prefix(mark) {
            named.words = text.len() - rest.trim_start().len();
        }
    }
    named
}

impl Proposition<'_> {
    /// post
    pub(super) fn change_of(&self, row: &Row) -> Option<Change> {
        let mut text = row.text.clone();
        text.append(&row.more, Joint::Blank);
        let all = text.as_str();
        let from = ["fra kr", "frå kr"]
            .iter()
            .find_map(|word| all.find(word))
            .unwrap_or(all.len());
        let amount = readings(&all[..from], row.words, 1).into_iter().next()?;
        // Dots may lead to the amount.
        let said =
            all[..amount.words_end].trim_end_matches(|c: char| c == '.' || c.is_whitespace());
        let roles = [
            (MoneyRole::Raises, FigureRole::Change, 1),
            (MoneyRole::Lowers, FigureRole::Change, -1),
            (MoneyRole::GrantsAnew, FigureRole::New, 1),
        ];
        let (name, role, sign) = roles.into_iter().find_map(|(role, figure, sign)| {
            let at = self.last_words(said.get(row.words..)?, role)?;
            Some((row.words + at, figure, sign))
        })?;
        let figure = |role, range: std::ops::Range<usize>, nok: Option<i64>| Figure {
            label: None,
            year: self.document.year,
            role,
            nok,
            percent: None,
            raw: all[range].to_string(),
        };
        let kroner = |words: &str, skip: usize| {
            let reading = readings(words, skip, 1).into_iter().next()?;
            let item = reading.items.into_iter().next()?;
            Some((item.range.clone(), nok(&item, Some(Scale::Kroner))))
        };
        let item = amount.items.first()?;
        let by = nok(item, Some(Scale::Kroner)).map(|nok| nok.saturating_mul(sign));
        let mut figures = vec![figure(role, item.range.clone(), by)];
        if let Some(to) = all[from..].find("til kr").map(|at| from + at)
            && let (Some((old, was)), Some((new, will))) =
                (kroner(&all[..to], from), kroner(all, to))
        {
            figures.insert(0, figure(FigureRole::Previous, old, was));
            figures.push(figure(FigureRole::New, new, will));
        }
        Some(Change {
            name,
            figures,
            text,
        })
    }

    /// Where the fewest last words begin that a role has, «blir» and a comma before them included.
    fn last_words(&self, said: &str, role: MoneyRole) -> Option<usize> {
        let mut starts = said
            .rmatch_indices(char::is_whitespace)
            .map(|(at, blank)| at + blank.len())
            .take(4);
        let at = starts.find(|&at| self.grammar.money.find(&said[at..], role).is_some())?;
        let mut name = said[..at].trim_end();
        for word in [" blir", " vert", " bør", " skal"] {
            name = name.strip_suffix(word).unwrap_or(name);
        }
        Some(name.trim_end_matches([',', ' ']).len())
    }

    /// The records of a chapter's posts, each of which has a change.
    pub(super) fn chapter_changes(
        &mut self,
        number: &str,
        chapter: &Row,
        posts: &[Line],
        known: &mut Known,
    ) {
        let title = self.row_name(chapter, chapter.text.len(), true);
        let title = title.name.trim_end_matches(':').to_string();
        for line in posts {
            let row = line.row();
            let Key::Post(post) = &row.key else { continue };
            let change = self.change_of(row);
            let (name, text, figures) = match change {
                Some(change) => (
                    self.row_name(&named(row, &change.text), change.name, false),
                    change.text,
                    change.figures,
                ),
                None => (
                    self.row_name(row, row.text.len(), true),
                    row.text.clone(),
                    Vec::new(),
                ),
            };
            let id = known.id(format!("decision-{number}.{post}"));
            if figures.is_empty() {
                self.say(
                    Code::FiguresMissing,
                    crate::model::Severity::Warning,
                    format!("{id}: no figures were read in «{}»", words(text.as_str())),
                    Some(&id),
                    &text.places(),
                );
            }
            let mut places = chapter.text.places();
            places.extend(text.places());
            let section = self.outline.at(row.line).map(|head| head.id.clone());
            let spans = self.spans(&places);
            self.document.appropriations.push(Appropriation {
                id,
                level: AppropriationLevel::Post,
                chapter: Some(number.to_string()),
                chapter_name: Some(title.clone()).filter(|title| !title.is_empty()),
                post: Some(post.clone()),
                name: Some(name.name).filter(|name| !name.is_empty()),
                side: side(number),
                table: AppropriationTable::Decision,
                section,
                figures,
                conditions: name.conditions,
                note: None,
                action: None,
                earmarks: Vec::new(),
                spans,
            });
        }
    }
}
