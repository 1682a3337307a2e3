//! Posts of chapters whose heading is lost.
//!
//! The layout loses a chapter's heading, or moves it above the last posts of the chapter before. The
//! tables tell whose the posts are: each names its chapter in its sum, and has the posts by number and
//! name. What stands under a lost heading before its first post is its own as well: from its table on,
//! and from the head of the page that the table stands on, for a table stands under its heading.

use super::{
    Proposition,
    outline::{Head, first_number},
};
use crate::model::Code;
use crate::model::{AppropriationLevel, AppropriationTable, Section, Severity};
use std::collections::{HashMap, HashSet};

/// A post of a table: number and name.
type Post = (String, String);

/// What a chapter's table tells.
#[derive(Debug, Default)]
struct Told {
    /// Its posts.
    posts: Vec<Post>,
    /// Where its first row begins, and on which page.
    start: usize,
    page: Option<u32>,
}

/// How many posts a run may have to be looked at for a second chapter's.
const POSTS: usize = 60;

impl Proposition<'_> {
    /// Gives the posts to the chapters whose tables have them, by number and name.
    ///
    /// Posts ascend: a run of them belongs to one chapter, or, where its numbers go on by chance, to
    /// two. It is that of the heading above it if its table has them all, else the one of the heading
    /// before that, else the first chapter without a heading, in the order of the tables.
    pub(super) fn recover_chapters(&mut self) {
        let (order, tables) = self.tables_posts();
        let fits = |chapter: &str, posts: &[usize]| {
            tables.get(chapter).is_some_and(|told| {
                posts
                    .iter()
                    .all(|&n| has_post(&told.posts, &self.document.sections[n]))
            })
        };
        let mut given: HashMap<usize, String> = HashMap::new();
        let mut lost: Vec<(usize, String)> = Vec::new();
        let mut used: HashSet<&str> = HashSet::new();
        let mut before: (Option<String>, Option<String>) = (None, None);
        let heads = self.outline.heads();
        let headless = |used: &HashSet<&str>, posts: &[usize]| {
            order
                .iter()
                .map(String::as_str)
                .filter(|chapter| self.outline.chapter(chapter).is_none())
                .filter(|chapter| !used.contains(chapter))
                .find(|chapter| fits(chapter, posts))
        };
        for posts in self.runs() {
            let above = heads[posts[0]].above.clone();
            if above != before.1 {
                before = (before.1, above);
            }
            let headed = [&before.1, &before.0]
                .into_iter()
                .flatten()
                .find(|chapter| fits(chapter, &posts));
            if let Some(chapter) = headed {
                given.extend(posts.iter().map(|&n| (n, chapter.clone())));
                continue;
            }
            let own = before.1.as_deref().filter(|_| posts.len() <= POSTS);
            let parts = (1..posts.len()).rev().find_map(|at| {
                let (first, rest) = posts.split_at(at);
                let own = own.filter(|own| fits(own, first))?;
                Some((own, first, rest, headless(&used, rest)?))
            });
            let rest = match (headless(&used, &posts), parts) {
                (Some(chapter), _) => Some((&posts[..], chapter)),
                (None, Some((own, first, rest, chapter))) => {
                    given.extend(first.iter().map(|&n| (n, own.to_string())));
                    Some((rest, chapter))
                }
                (None, None) => None,
            };
            if let Some((rest, chapter)) = rest {
                used.insert(chapter);
                lost.push((rest[0], chapter.to_string()));
                given.extend(rest.iter().map(|&n| (n, chapter.to_string())));
            }
        }
        let early = self.before_posts(&lost, &tables);
        self.move_heads(&given, &early);
        for (first, chapter) in lost {
            let section = &self.document.sections[first];
            let (id, spans) = (section.id.clone(), section.spans.clone());
            self.diagnostics.push(crate::kinds::diagnostic(
                Code::ChapterHeadingLost,
                Severity::Info,
                format!(
                    "chapter {chapter} has no heading; its table tells that these are its posts"
                ),
                Some(id),
                spans,
            ));
        }
    }

    /// The titles below a lost heading and above its first post.
    fn before_posts(
        &self,
        lost: &[(usize, String)],
        tables: &HashMap<String, Told>,
    ) -> HashMap<usize, String> {
        let mut early = HashMap::new();
        for (first, chapter) in lost {
            let Some(told) = tables.get(chapter) else {
                continue;
            };
            for n in (0..*first).rev() {
                let (head, section) = (&self.outline.heads()[n], &self.document.sections[n]);
                let own = head.below_posts()
                    && section.spans.first().is_some_and(|span| {
                        span.start > told.start || span.page.is_some() && span.page == told.page
                    });
                if !own {
                    break;
                }
                early.insert(n, chapter.clone());
            }
        }
        early
    }

    /// Gives heads their chapters, and their sections the ids and parents that follow.
    fn move_heads(&mut self, given: &HashMap<usize, String>, early: &HashMap<usize, String>) {
        let beside: HashMap<String, Option<String>> = self
            .outline
            .heads()
            .iter()
            .zip(&self.document.sections)
            .filter(|(head, _)| head.is_chapter())
            .filter_map(|(head, section)| Some((head.chapter.clone()?, section.parent.clone())))
            .collect();
        let mut renamed: HashMap<String, String> = HashMap::new();
        let mut ids: HashMap<String, usize> = HashMap::new();
        let mut levels: HashMap<String, u32> = HashMap::new();
        let mut moved: HashSet<String> = HashSet::new();
        let mut last: Option<String> = None;
        let chapters = self.outline.chapters().clone();
        let home = |head: &Head, chapter: &str, parent: Option<String>| match chapters.get(chapter)
        {
            Some((own, _)) => Some(own.clone()),
            // Not under the heading above it, but beside it.
            None => match &head.above {
                Some(above) => beside.get(above).cloned().flatten(),
                None => parent,
            },
        };
        let heads = self.outline.heads_mut().iter_mut();
        for (n, (head, section)) in heads.zip(&mut self.document.sections).enumerate() {
            if let Some(parent) = section.parent.as_ref().and_then(|own| renamed.get(own)) {
                section.parent = Some(parent.clone());
            }
            if head.is_post() {
                last = given.get(&n).cloned();
            } else if !head.below_posts() {
                last = None;
            }
            if let Some(chapter) = early.get(&n) {
                (head.chapter, head.post) = (Some(chapter.clone()), None);
                let under_title = section
                    .parent
                    .as_ref()
                    .is_some_and(|own| moved.contains(own));
                if !under_title {
                    section.parent = home(head, chapter, section.parent.take());
                }
                moved.insert(section.id.clone());
            } else if let (true, Some(chapter)) = (head.below_posts() || head.is_post(), &last) {
                head.chapter = Some(chapter.clone());
            }
            if let (true, Some(number), Some(chapter)) =
                (head.is_post(), &section.number, head.chapter.clone())
            {
                let base = format!("{chapter}.{number}");
                let count = ids.entry(base.clone()).or_default();
                *count += 1;
                let id = match *count {
                    1 => base,
                    n => format!("{base}-{n}"),
                };
                renamed.insert(head.id.clone(), id.clone());
                (head.id, section.id) = (id.clone(), id);
                if head.chapter != head.above {
                    section.parent = home(head, &chapter, section.parent.take());
                }
            }
            // A section stands one level below the one that holds it.
            if let Some(level) = section.parent.as_ref().and_then(|own| levels.get(own)) {
                section.level = level + 1;
            }
            levels.insert(section.id.clone(), section.level);
        }
        // The rows of tables know their sections by the ids of before.
        for row in &mut self.document.appropriations {
            if let Some(id) = row.section.as_ref().and_then(|own| renamed.get(own)) {
                row.section = Some(id.clone());
            }
        }
    }

    /// The posts of each chapter's table, and the chapters in the order of their tables.
    fn tables_posts(&self) -> (Vec<String>, HashMap<String, Told>) {
        let mut order: Vec<String> = Vec::new();
        let mut tables: HashMap<String, Told> = HashMap::new();
        for row in &self.document.appropriations {
            if let (
                AppropriationTable::Chapter,
                AppropriationLevel::Post,
                Some(chapter),
                Some(post),
            ) = (row.table, row.level, &row.chapter, &row.post)
            {
                let told = tables.entry(chapter.clone()).or_insert_with(|| {
                    order.push(chapter.clone());
                    Told {
                        start: row.spans.first().map_or(0, |span| span.start),
                        page: row.spans.first().and_then(|span| span.page),
                        ..Told::default()
                    }
                });
                let name = row.name.clone().unwrap_or_default();
                told.posts.push((post.clone(), name));
            }
        }
        (order, tables)
    }

    /// The headings of posts in runs that ascend, each under one chapter's heading.
    fn runs(&self) -> Vec<Vec<usize>> {
        let mut runs: Vec<(usize, Vec<usize>)> = Vec::new();
        for (n, head) in self.outline.heads().iter().enumerate() {
            if let (Some(run), true) = (head.run, head.is_post()) {
                match runs.last_mut() {
                    Some((last, posts)) if *last == run => posts.push(n),
                    _ => runs.push((run, vec![n])),
                }
            }
        }
        runs.into_iter().map(|(_, posts)| posts).collect()
    }
}

/// Whether a table has the post of a section, by number and name; of «Postene 72–75», the first.
fn has_post(table: &[Post], section: &Section) -> bool {
    let folded =
        |text: &str| -> String { text.chars().flat_map(char::to_lowercase).take(6).collect() };
    let number = section.number.as_deref().unwrap_or_default();
    let range = number.contains(['–', '-']);
    table.iter().any(|(post, name)| {
        post == number && folded(name) == folded(&section.title)
            || range && first_number(number) == first_number(post)
    })
}
