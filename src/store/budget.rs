//! A post or a chapter of the budget through all documents.

use super::any::AnyRecord;
use super::documents::Place;
use super::filter::{Filter, Sieve};
use super::fold::tidied;
use super::shelf::Attributes;
use super::{Store, StoreError};
use crate::model::{Appropriation, Authorisation};
use serde::Serialize;

/// A post, or a chapter with all its posts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Post {
    /// "732".
    pub chapter: String,
    /// "70"; `None`: the whole chapter.
    pub post: Option<String>,
}

impl Post {
    /// post ::= \["kap" \["."\]\] digits \[("." | "," | "/" | "post") digits\]    `732.70`, `Kap. 732, post 70`
    ///        | "post" digits "kap" \["."\] digits
    ///
    /// `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let text = tidied(&text.split_whitespace().collect::<Vec<_>>().join("."));
        let between: &[char] = &['.', ',', '/'];
        let turned = text.strip_prefix("post").and_then(|rest| {
            let (post, chapter) = rest.split_once("kap")?;
            Some(format!("kap{chapter}.{}", post.trim_end_matches(between)))
        });
        let text = turned.unwrap_or(text);
        let text = ["kapittel", "kapitel", "kap"]
            .iter()
            .find_map(|word| text.strip_prefix(word))
            .unwrap_or(&text)
            .trim_start_matches(between);
        let end = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        let (chapter, rest) = text.split_at(end);
        let post = rest
            .trim_start_matches(between)
            .trim_start_matches("post")
            .trim_start_matches(between);
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let fits = (1..=4).contains(&chapter.len()) && post.len() <= 2 && digits(post);
        fits.then(|| Self {
            chapter: chapter.to_string(),
            post: (!post.is_empty()).then(|| format!("{post:0>2}")),
        })
    }

    /// Whether an authorisation is for the post, or measured against its income; of one without posts,
    /// for the whole chapter.
    fn is_authorised_by(&self, authorisation: &Authorisation) -> bool {
        let spent = authorisation.chapter.as_ref() == Some(&self.chapter)
            && self.post.as_ref().is_none_or(|one| {
                authorisation.posts.is_empty() || authorisation.posts.contains(one)
            });
        let income = authorisation.income_posts.iter();
        let earned = income.filter_map(|one| Self::parse(one)).any(|one| {
            one.chapter == self.chapter
                && (self.post.is_none() || one.post.is_none() || one.post == self.post)
        });
        spent || earned
    }
}

/// A row of money and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BudgetRow {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// The appropriation, with its figures and earmarks.
    pub appropriation: Appropriation,
}

/// An authorisation and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AuthorisationRow {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// The authorisation.
    pub authorisation: Authorisation,
}

/// A post or a chapter through all documents, by year, day and place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Budget {
    /// What was asked for.
    pub post: Post,
    /// Its rows.
    pub rows: Vec<BudgetRow>,
    /// What is authorised for it.
    pub authorisations: Vec<AuthorisationRow>,
}

impl Store {
    /// A post or a chapter through all documents.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn budget(&self, post: &Post, filter: &Filter) -> Result<Budget, StoreError> {
        self.at_once(|| {
            let sieve = Sieve::new(filter);
            let passes = |place: &Place| sieve.document(&Attributes::of(place.document.clone()));
            let found = match &post.post {
                Some(number) => self.rows(
                    "SELECT row FROM appropriations WHERE chapter = ?1 AND post = ?2",
                    (&post.chapter, number),
                )?,
                None => self.rows(
                    "SELECT row FROM appropriations WHERE chapter = ?1",
                    [&post.chapter],
                )?,
            };
            let mut rows = Vec::new();
            for row in found {
                if let Some((place, AnyRecord::Appropriation(appropriation))) = self.place(row)?
                    && passes(&place)
                {
                    rows.push((
                        row,
                        BudgetRow {
                            place,
                            appropriation: *appropriation,
                        },
                    ));
                }
            }
            let mut authorisations = Vec::new();
            let mut found = self.rows(
                "SELECT row FROM authorisations WHERE chapter = ?1",
                [&post.chapter],
            )?;
            // Few have income posts, and the JSON names each with its chapter: `"3714.04"`.
            found.extend(self.rows(
                "SELECT row FROM authorisations WHERE instr(json, ?1)",
                [format!("\"{}", post.chapter)],
            )?);
            found.sort();
            found.dedup();
            for row in found {
                if let Some((place, AnyRecord::Authorisation(authorisation))) = self.place(row)?
                    && passes(&place)
                    && post.is_authorised_by(&authorisation)
                {
                    authorisations.push((
                        row,
                        AuthorisationRow {
                            place,
                            authorisation: *authorisation,
                        },
                    ));
                }
            }
            rows.sort_by_cached_key(|(row, one)| {
                (one.place.document.year, one.place.document.order(), *row)
            });
            authorisations.sort_by_cached_key(|(row, one)| {
                (one.place.document.year, one.place.document.order(), *row)
            });
            Ok(Budget {
                post: post.clone(),
                rows: rows.into_iter().map(|(_, one)| one).collect(),
                authorisations: authorisations.into_iter().map(|(_, one)| one).collect(),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_are_read_as_people_write_them() {
        let post = |chapter: &str, post: Option<&str>| {
            Some(Post {
                chapter: chapter.into(),
                post: post.map(str::to_string),
            })
        };
        for typed in [
            "732.70",
            "732/70",
            "kap. 732 post 70",
            "Kap. 732, post 70",
            "732 70",
            "post 70 kap 732",
            "Post 70, kap. 732",
        ] {
            assert_eq!(Post::parse(typed), post("732", Some("70")), "{typed}");
        }
        assert_eq!(Post::parse("732.1"), post("732", Some("01")));
        assert_eq!(Post::parse("kapittel 3732"), post("3732", None));
        for none in ["", "post", "73270", "732.701", "TB2026-1"] {
            assert_eq!(Post::parse(none), None, "{none}");
        }
    }
}
