//! Chapters and posts of the budget, as a text names them: `kap. 740 postene 01 og 21`.

use super::words;
use crate::model::Side;

/// The chapter and posts that a text names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::kinds) struct Named {
    pub(in crate::kinds) chapter: Option<String>,
    pub(in crate::kinds) posts: Vec<String>,
    pub(in crate::kinds) income_posts: Vec<String>,
}

/// A chapter's number without the zeros before it.
pub(in crate::kinds) fn bare(number: &str) -> String {
    number.trim_start_matches('0').to_string()
}

/// Chapters below 3000 are expenses, those from 3000 to 5999 income.
pub(in crate::kinds) fn side(chapter: &str) -> Side {
    match chapter.parse::<u32>() {
        Ok(1..3000) => Side::Expense,
        Ok(3000..6000) => Side::Income,
        _ => Side::Other,
    }
}

/// A row of excess income names two chapters with posts: `kap. 704 post 21 kap. 3704 post 02`.
pub(in crate::kinds) fn pair(text: &str) -> bool {
    let lower = |text: &str| {
        text.get(..4)
            .is_some_and(|head| head.eq_ignore_ascii_case("kap."))
    };
    lower(text)
        && text.len() <= 120
        && text
            .match_indices("ap.")
            .filter(|(at, _)| text[..*at].ends_with(['k', 'K']))
            .filter(|(at, _)| text[at + 3..].starts_with([' ', '\u{a0}']))
            .count()
            == 2
        && text.matches("post").count() >= 2
}

/// named ::= ("kap." chapter [name] ["," | "post" posts])*      `postene 01 og 21`
pub(in crate::kinds) fn named(text: &str) -> Named {
    let mut found = Named::default();
    let mut chapter: Option<String> = None;
    let (mut posts, mut chapters) = (false, false);
    for word in words(text).split(' ') {
        let bare_word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let number = !bare_word.is_empty() && bare_word.bytes().all(|b| b.is_ascii_digit());
        match bare_word.to_lowercase().as_str() {
            "kap" | "kapittel" => (chapter, posts, chapters) = (None, false, true),
            "post" | "postene" | "postane" | "posten" => posts = true,
            "og" | "eller" => {}
            // «kap. 554, post 1»: the nought may be left out.
            _ if number
                && posts
                && bare_word.len() == 1
                && word == bare_word
                && chapter.is_some()
                && found.chapter.is_some()
                && found.posts.is_empty() =>
            {
                found.posts.push(format!("0{bare_word}"));
            }
            _ if number && posts && bare_word.len() == 2 => match &chapter {
                Some(own) if own.len() == 4 && own.as_str() >= "3000" => {
                    let own = format!("{own}.{bare_word}");
                    if !found.income_posts.contains(&own) {
                        found.income_posts.push(own);
                    }
                }
                Some(own) if found.chapter.is_none() || found.chapter.as_ref() == Some(own) => {
                    found.chapter = Some(own.clone());
                    if !found.posts.iter().any(|post| post == bare_word) {
                        found.posts.push(bare_word.to_string());
                    }
                }
                _ => {}
            },
            _ if number && chapters && (2..=4).contains(&bare_word.len()) => {
                chapter = Some(bare(bare_word));
                (posts, chapters) = (false, false);
                if found.chapter.is_none() && side(bare_word) == Side::Expense {
                    found.chapter = Some(bare(bare_word));
                }
            }
            _ => (posts, chapters) = (false, false),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_and_posts() {
        let found = named("kap. 740 postene 01 og 21 kap. 3740 postene 02 og 04");
        assert_eq!(found.chapter.as_deref(), Some("740"));
        assert_eq!(found.posts, ["01", "21"]);
        assert_eq!(found.income_posts, ["3740.02", "3740.04"]);
        let found = named(
            "under kap. 745 Havinstituttet, post 21 Spesielle utgifter mot kap. 3745 Havinstituttet, post 02 Diverse",
        );
        assert_eq!(
            (found.chapter.as_deref(), found.posts.len()),
            (Some("745"), 1)
        );
        assert_eq!(found.income_posts, ["3745.02"]);
        assert_eq!(named("uten kapittel"), Named::default());
    }
}
