//! Lists of contents and of references among the drafts.
//!
//! A series whose counters repeat an earlier one of the same labels gives nothing a second time: the
//! head of a supplement lists the assignments that stand below it, an annex those that stand above.
//!
//! ```text
//! group ::= drafts of one number
//! list  ::= three or more drafts of one form, one after the other in a chapter, half of them again
//!           outside it, most of these without a text
//! entry ::= a draft that says no more than another one of its group
//! ```
//! An entry is no assignment of its own. It lends the other one what that lacks (a title, a
//! department, a deadline cell), and its words are free again: its identifier is a citation. What
//! stands between the entries of a list (an address box) belongs to the chapter and not to the entry
//! above it.

use super::{
    Letter,
    body::{Draft, Form, Unit},
    title::HeadSign,
};
use crate::{grammar::phrases::Role, layout::Joint};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Range,
};

impl Letter<'_> {
    /// Of drafts with the same number, those that give it.
    pub(super) fn settle_duplicates(&mut self) {
        self.settle_references();
        let groups = self.groups();
        let listed = self.contents(&groups);
        for &at in &listed {
            self.clear_entry(at);
        }
        let mut drop: BTreeMap<usize, usize> = BTreeMap::new();
        for group in &groups {
            for &at in group {
                if let Some(main) = self.says_all(at, group, &drop) {
                    drop.insert(at, main);
                }
            }
        }
        for (&at, &main) in &drop {
            let mut main = main;
            while let Some(&next) = drop.get(&main) {
                main = next;
            }
            self.lend(at, main);
        }
        let mut at = 0;
        self.drafts.retain(|_| {
            at += 1;
            !drop.contains_key(&(at - 1))
        });
    }

    /// A reference at the head of a line, where another draft has the number surely, goes back into the
    /// text that it was taken out of.
    fn settle_references(&mut self) {
        let mut first: HashMap<String, usize> = HashMap::new();
        let mut drop = Vec::new();
        for (n, draft) in self.drafts.iter().enumerate() {
            let Some(number) = draft.number.clone() else {
                continue;
            };
            match first.get(&number).copied() {
                None => {
                    first.insert(number, n);
                }
                Some(other) => {
                    let before = &self.drafts[other];
                    // A row of a list that says no more than the title has nothing to win with.
                    let sure = |one: &Draft, than: &Draft| {
                        (one.form == Form::HeadRow(HeadSign::Department) || one.form == Form::Cells)
                            && (self.said(one, than).is_some() || self.said(than, one).is_none())
                    };
                    let weak = |draft: &Draft| {
                        matches!(
                            draft.form,
                            Form::HeadRow(HeadSign::Title | HeadSign::Nothing) | Form::Item
                        )
                    };
                    if sure(draft, before) && weak(before) {
                        drop.push(other);
                        first.insert(number, n);
                    } else if weak(draft)
                        && !weak(before)
                        && (self.said(before, draft).is_some()
                            || self.said(draft, before).is_none())
                    {
                        drop.push(n);
                    }
                }
            }
        }
        drop.sort_unstable();
        for n in drop.into_iter().rev() {
            let gone = self.drafts.remove(n);
            let mut words = gone.label.clone();
            words.append(&gone.title, Joint::Blank);
            if n > 0 && self.drafts[n - 1].chapter == gone.chapter {
                self.drafts[n - 1].units.push(Unit {
                    text: words,
                    skip: 0,
                    marker: None,
                });
                self.drafts[n - 1].units.extend(gone.units);
            }
        }
    }

    /// The drafts that have a number in common, in the order of the text.
    fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, draft) in self.drafts.iter().enumerate() {
            if let Some(number) = &draft.number {
                groups.entry(number).or_default().push(at);
            }
        }
        groups.into_values().filter(|own| own.len() > 1).collect()
    }

    /// The members of lists: of contents above the assignments, of references below them.
    fn contents(&self, groups: &[Vec<usize>]) -> BTreeSet<usize> {
        let short = |at: usize| self.drafts[at].units.iter().all(|unit| self.own(at, unit));
        let recurs = |at: usize, run: &Range<usize>| {
            groups.iter().any(|group| {
                group.contains(&at)
                    && group
                        .iter()
                        .any(|other| !run.contains(other) && self.alike_at(at, *other))
            })
        };
        let mut listed = BTreeSet::new();
        let same = |one: usize, other: usize| {
            let (one, other) = (&self.drafts[one], &self.drafts[other]);
            (one.chapter, one.form) == (other.chapter, other.form)
        };
        let mut from = 0;
        while from < self.drafts.len() {
            let mut to = from + 1;
            while to < self.drafts.len() && same(from, to) {
                to += 1;
            }
            let run = from..to;
            let again: Vec<usize> = run.clone().filter(|at| recurs(*at, &run)).collect();
            let bare = again.iter().filter(|at| short(**at)).count();
            if run.len() >= 3 && again.len() * 2 >= run.len() && bare * 2 >= again.len() {
                listed.extend(run);
            }
            from = to;
        }
        listed
    }

    /// Whether a stretch of a draft's body stands in the block that its number heads.
    fn own(&self, at: usize, unit: &Unit) -> bool {
        let head = self.drafts[at].label.start();
        self.block_at(head).is_some() && self.block_at(head) == self.block_at(unit.text.start())
    }

    /// The block that holds a place of the source.
    fn block_at(&self, place: Option<usize>) -> Option<usize> {
        let place = place?;
        self.announced.blocks.clone().find(|&at| {
            let whole = self.blocks[at].whole(self.source).places();
            whole.iter().any(|own| own.contains(&place))
        })
    }

    /// Gives back what stands below the entry of a list: it belongs to the chapter.
    fn clear_entry(&mut self, at: usize) {
        let units = std::mem::take(&mut self.drafts[at].units);
        let (own, rest): (Vec<Unit>, Vec<Unit>) =
            units.into_iter().partition(|unit| self.own(at, unit));
        let back: Vec<usize> = rest
            .iter()
            .filter_map(|unit| self.block_at(unit.text.start()))
            .collect();
        self.drafts[at].units = own;
        let chapter = self.drafts[at].chapter;
        let blocks = &mut self.chapters[chapter].blocks;
        blocks.extend(back);
        blocks.sort_unstable();
        blocks.dedup();
    }

    /// The draft of a group that says all that a draft says, and more or later.
    fn says_all(
        &self,
        at: usize,
        group: &[usize],
        dropped: &BTreeMap<usize, usize>,
    ) -> Option<usize> {
        let one = &self.drafts[at];
        let others = group
            .iter()
            .copied()
            .filter(|other| *other != at && !dropped.contains_key(other))
            .filter(|other| self.alike(one, &self.drafts[*other]));
        let mut covered = others.filter(|&other| {
            let than = &self.drafts[other];
            match (self.said(one, than), self.said(than, one)) {
                (None, Some(_)) => true,
                // Neither has a text: the later one stands in its own section.
                (None, None) => other > at,
                (Some(own), Some(more)) => more.len() > own.len() && more.contains(&own),
                (Some(_), None) => false,
            }
        });
        covered.next()
    }

    /// What a draft says beside the title that another one has: letters and digits only; none where
    /// that is nothing. Lines of a department or a deadline say nothing of what is asked.
    fn said(&self, draft: &Draft, other: &Draft) -> Option<String> {
        let words: String = draft
            .units
            .iter()
            .map(|unit| unit.text.as_str())
            .filter(|words| {
                !self.is_deadline_line(words)
                    && !super::is_department_line(words, self.grammar)
                    && !self.grammar.has(words, Role::Withheld)
            })
            .map(folded)
            .collect();
        let title = folded(other.title.as_str());
        (!words.is_empty() && (title.is_empty() || !title.contains(&words))).then_some(words)
    }

    fn alike_at(&self, one: usize, other: usize) -> bool {
        self.alike(&self.drafts[one], &self.drafts[other])
    }

    /// Whether two drafts speak of one thing: one of them has no title of its own, or their titles
    /// share most of their words.
    fn alike(&self, one: &Draft, other: &Draft) -> bool {
        let own = |draft: &Draft| {
            let words = draft.title.as_str();
            (!words.is_empty() && !self.grammar.has(words, Role::Withheld)).then(|| {
                words
                    .split(|c: char| !c.is_alphanumeric())
                    .filter(|word| word.chars().count() >= 3)
                    .map(str::to_lowercase)
                    .collect::<BTreeSet<String>>()
            })
        };
        let (Some(one), Some(other)) = (own(one), own(other)) else {
            return true;
        };
        let fewer = one.len().min(other.len());
        one.intersection(&other).count() * 2 >= fewer
    }

    /// Gives what an entry has and its assignment lacks.
    fn lend(&mut self, entry: usize, main: usize) {
        let gone = self.drafts[entry].clone();
        // A day that both give is one deadline.
        let due = self.drafts[main].units.iter().any(|unit| {
            self.has_label(unit.text.as_str()) || self.is_deadline_line(unit.text.as_str())
        });
        let draft = &mut self.drafts[main];
        if draft.title.is_empty() {
            draft.title = gone.title;
        }
        draft.department = draft.department.take().or(gone.department);
        if draft.tag.is_empty() {
            draft.tag = gone.tag;
        }
        if draft.deadline_cells.is_empty() && !due {
            draft.deadline_cells = gone.deadline_cells;
        }
    }
}

/// Letters and digits, small.
fn folded(words: &str) -> String {
    words
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
