//! Authorisations (fullmakter): the proposed decision's romertall after the first.
//!
//! ```text
//! authorisations ::= (roman title sentence+ row*)+
//! row            ::= "kap." chapter "post" posts "kap." chapter "post" posts      excess income
//!                  | chapter post name ceiling | post name ceiling | chapter name
//! ```
//! The rows of a romertall may stand further down, under the next ones: those of two columns belong to
//! the romertall about excess income, each table of ceilings to the next one that announces amounts.
//! An authorisation's text is the sentence that gives it and, where there are rows, its row.

use super::{
    columns::{Form, head},
    decision::roman,
    rows::Key,
};
use crate::{
    grammar::{
        amount::{Amount, amounts},
        date::times,
        deadline::When,
        money::MoneyRole,
    },
    kinds::{
        budget_proposition::Proposition,
        money::{
            figures::{has_figures, readings},
            posts::{Named, bare, named, pair},
        },
    },
    layout::{Joint, Text},
    model::{Authorisation, AuthorisationKind as Kind, Citation, CitationKind},
};

/// A romertall.
struct Item {
    kind: Kind,
    repeal: bool,
    text: Text,
    /// Its rows: text, and what they name.
    rows: Vec<(Text, Named, Option<i64>)>,
}

impl Proposition<'_> {
    /// Reads the romertall from a line on.
    pub(super) fn authorisations(&mut self, from: usize) {
        let mut items: Vec<Item> = Vec::new();
        let mut ceilings = 0;
        let mut at = from;
        while at < self.lines.len() {
            if roman(self.lines[at].text) {
                let (item, end) = self.item(at + 1);
                items.push(item);
                at = end;
                continue;
            }
            if items.is_empty() {
                at += 1;
                continue;
            }
            if let Some(head) = head(self.lines, at, self.grammar)
                && head.form == Form::Ceiling
            {
                let (rows, end) = self.ceilings(head.end);
                let waiting = items
                    .iter()
                    .enumerate()
                    .filter(|(_, item)| {
                        item.text.as_str().trim_end().ends_with(':')
                            && item.kind != Kind::ExcessIncome
                    })
                    .nth(ceilings)
                    .map(|(n, _)| n);
                ceilings += 1;
                if let Some(item) = waiting.and_then(|n| items.get_mut(n)) {
                    item.rows.extend(rows);
                }
                at = end.max(at + 1);
                continue;
            }
            let (text, _, end) = self.unit(at);
            if pair(text.as_str()) {
                let named = named(text.as_str());
                let own = items
                    .iter_mut()
                    .find(|item| item.kind == Kind::ExcessIncome);
                if let Some(item) = own {
                    item.rows.push((text, named, None));
                }
            }
            at = end;
        }
        for item in items {
            self.authorisation(item);
        }
    }

    /// A romertall from its title on, up to the next one, the head of a table, or its rows.
    fn item(&self, from: usize) -> (Item, usize) {
        let mut title = String::new();
        let mut at = from;
        let mut text = Text::default();
        while let Some(line) = self.lines.get(at) {
            if roman(line.text)
                || head(self.lines, at, self.grammar).is_some()
                || pair(line.text)
                || !text.is_empty() && (self.is_group_title(at) || self.heads_pairs(at))
            {
                break;
            }
            let begun = !text.is_empty() || self.begins_sentence(at) || at >= from + 5;
            if !begun {
                if !title.is_empty() {
                    title.push(' ');
                }
                title.push_str(line.text);
            } else {
                let joint = match text.is_empty() {
                    true => Joint::Blank,
                    false => self.joint(self.lines[at - 1].text, line.text),
                };
                text.push(self.source, line.at..line.at + line.text.len(), joint);
            }
            at += 1;
        }
        let roles = [
            (MoneyRole::Repeal, Kind::Other),
            (MoneyRole::Ordering, Kind::Ordering),
            (MoneyRole::ExcessIncome, Kind::ExcessIncome),
            (MoneyRole::Overspending, Kind::Overspending),
            (MoneyRole::Commitment, Kind::Commitment),
            (MoneyRole::Delegation, Kind::Delegation),
        ];
        let found = [title.as_str(), text.as_str()].iter().find_map(|words| {
            roles
                .iter()
                .find(|(role, _)| self.grammar.money.find(words, *role).is_some())
        });
        let item = Item {
            kind: found.map_or(Kind::Other, |(_, kind)| *kind),
            repeal: found.is_some_and(|(role, _)| *role == MoneyRole::Repeal),
            text,
            rows: Vec::new(),
        };
        (item, at)
    }

    /// A line that begins the sentence of a romertall: «Stortinget samtykker …».
    fn begins_sentence(&self, at: usize) -> bool {
        let text = self.lines[at].text;
        [
            "Stortinget",
            "Departementet",
            "Det ",
            "Vedtak nr",
            "Kongen",
            "Regjeringen",
            "Regjeringa",
            "Anmodningsvedtak",
        ]
        .iter()
        .any(|word| text.starts_with(word))
    }

    /// The title of a group of romertall: set off, and a numeral follows.
    fn is_group_title(&self, at: usize) -> bool {
        let line = &self.lines[at];
        (line.gap || line.first_on_page)
            && line.text.starts_with(char::is_uppercase)
            && !line.text.ends_with(['.', ':'])
            && self.lines.get(at + 1).is_some_and(|next| roman(next.text))
    }

    /// The head of the rows of excess income.
    fn heads_pairs(&self, at: usize) -> bool {
        self.lines[at].gap && self.lines.get(at + 1).is_some_and(|next| pair(next.text))
    }

    /// The rows of a table of ceilings.
    fn ceilings(&self, from: usize) -> (Vec<(Text, Named, Option<i64>)>, usize) {
        let mut rows = Vec::new();
        let mut chapter: Option<String> = None;
        let mut open: Option<(Text, Key)> = None;
        let mut at = from;
        while at < self.lines.len() {
            if roman(self.lines[at].text) || head(self.lines, at, self.grammar).is_some() {
                break;
            }
            let (text, _, end) = self.unit(at);
            let lead = text
                .as_str()
                .split_whitespace()
                .next()
                .unwrap_or("")
                .to_string();
            let lead = lead.as_str();
            let digits = lead.bytes().all(|b| b.is_ascii_digit());
            let joined = match open.take() {
                Some((mut begun, key)) if !digits => {
                    begun.append(
                        &text,
                        self.joint(self.lines[at - 1].text, self.lines[at].text),
                    );
                    Some((begun, key))
                }
                _ if !digits || lead.is_empty() => break,
                _ => {
                    let mut key = Key::Post(lead.to_string());
                    if lead.len() > 2 {
                        chapter = Some(bare(lead));
                        let second = text.as_str()[lead.len()..]
                            .split_whitespace()
                            .next()
                            .unwrap_or("");
                        key = match second.len() == 2 && second.bytes().all(|b| b.is_ascii_digit())
                        {
                            true => Key::Post(second.to_string()),
                            false => Key::Chapter(bare(lead)),
                        };
                    }
                    Some((text, key))
                }
            };
            if let Some((text, key)) = joined {
                let money = amounts(text.as_str());
                match (&key, money.last()) {
                    (Key::Post(post), Some(amount)) => rows.push((
                        text.clone(),
                        Named {
                            chapter: chapter.clone(),
                            posts: vec![post.clone()],
                            income_posts: Vec::new(),
                        },
                        ceiling(text.as_str(), lead.len(), amount),
                    )),
                    (Key::Post(_), None) if !has_figures(text.as_str(), lead.len()) => {
                        open = Some((text, key));
                    }
                    _ => {}
                }
            }
            at = end;
        }
        (rows, at)
    }

    fn authorisation(&mut self, item: Item) {
        if item.rows.is_empty() {
            let named = named(item.text.as_str());
            let limit = match amounts(item.text.as_str()).as_slice() {
                [one] => one.nok,
                _ => None,
            };
            let id = self.push_authorisation(item.kind, named, limit, &item.text);
            if item.repeal {
                self.repeals(&item.text, &id);
            }
            return;
        }
        for (row, named, limit) in item.rows {
            let mut text = item.text.clone();
            // Only the sentence that gives it: what stands after its colon is about all rows.
            if let Some(at) = text.as_str().find(':') {
                text = text.slice(0..at + 1);
            }
            text.append(&row, Joint::Blank);
            self.push_authorisation(item.kind, named, limit, &text);
        }
    }

    fn push_authorisation(
        &mut self,
        kind: Kind,
        named: Named,
        limit_nok: Option<i64>,
        text: &Text,
    ) -> String {
        let id = format!("authorisation-{}", self.document.authorisations.len() + 1);
        let spans = self.spans(&text.places());
        self.document.authorisations.push(Authorisation {
            id: id.clone(),
            kind,
            chapter: named.chapter,
            posts: named.posts,
            income_posts: named.income_posts,
            limit_nok,
            text: text.as_str().to_string(),
            spans,
        });
        id
    }

    /// The decisions of Parliament that are repealed, each as a citation with its session.
    fn repeals(&mut self, text: &Text, within: &str) {
        let words = text.as_str();
        let days = times(words, &self.grammar.calendar);
        for (at, _) in words.match_indices("nr. ") {
            let number: String = words[at + 4..]
                .chars()
                .take_while(char::is_ascii_digit)
                .collect();
            let end = at + 4 + number.len();
            let day = days.iter().find_map(|time| match (time.when, time.year) {
                (When::Day { month, .. }, Some(year))
                    if time.range.start >= end && time.range.start <= end + 4 =>
                {
                    Some((year, month, time.range.end))
                }
                _ => None,
            });
            if number.is_empty() {
                continue;
            }
            let (session, stop) = match day {
                Some((year, month, stop)) => (Some(session(year, month)), stop),
                None => (None, end),
            };
            let raw = text.slice(at..stop);
            let id = format!("citation-{}", self.document.citations.len() + 1);
            self.document.citations.push(Citation {
                id,
                kind: CitationKind::Request,
                reference: match session {
                    Some(session) => format!("vedtak {number} ({session})"),
                    None => format!("vedtak {number}"),
                },
                raw: raw.as_str().to_string(),
                within: Some(within.to_string()),
                spans: self.spans(&raw.places()),
            });
        }
    }
}

/// The amount at the end of a row: of `covid-19 755,0 mill. kroner`, 755 million.
fn ceiling(text: &str, words: usize, amount: &Amount) -> Option<i64> {
    let printed = &text[amount.range.clone()];
    let digits = printed.rfind(|c: char| c.is_ascii_digit())? + 1;
    let end = amount.range.start + digits;
    let reading = readings(&text[..end], words, 1).into_iter().next()?;
    amount.unit.nok(reading.items.last()?.value?)
}

/// Parliament's session that a day falls in: it opens in October.
fn session(year: i32, month: u8) -> String {
    let first = if month >= 10 { year } else { year - 1 };
    format!("{first}–{}", first + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_opens_in_october() {
        assert_eq!(session(2018, 12), "2018–2019");
        assert_eq!(session(2022, 5), "2021–2022");
    }
}
