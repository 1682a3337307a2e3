//! Authorisations (fullmakter): the proposed decision's romertall after the first.
//!
//! ```text
//! authorisations ::= (roman title sentence+ row*)+
//! row            ::= "kap." chapter "post" posts "kap." chapter "post" posts      excess income
//!                  | chapter post name ceiling | post name ceiling | chapter name
//! ```
//! The rows of a romertall may stand further down, under the next ones: those of two columns belong to
//! the romertall about excess income, each table of ceilings to the next one that announces amounts.
//! A romertall may give several, in points below its lead («… kan: ⏎ 1. overskride … ⏎ 2. bestille …»):
//! each point is an authorisation, its text the lead and the point. A table of ceilings may part them.
//!
//! An authorisation's text is the sentence that gives it and, where there are rows, its row; the titles
//! of two columns go on with the sentence («… kan: overskride bevilgningen under | mot tilsvarende
//! merinntekter under»), and stand between the two.
//!
//! A romertall that repeals requests authorises nothing: it is kept for the requests (`repeals`).

use super::{
    columns::{Form, head},
    decision::roman,
    rows::Key,
};
use crate::{
    grammar::{
        amount::{Amount, amounts},
        marker::{Marker, MarkerKind},
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
    model::{Authorisation, AuthorisationKind as Kind},
};

/// How many lines the titles of two columns may take.
const TITLES: usize = 4;

/// Points that a romertall may go on with: their lead, and the last one's marker.
struct Points {
    lead: Text,
    last: Marker,
}

/// A romertall, or a point of one.
struct Item {
    kind: Kind,
    /// Its title and text, where it repeals requests.
    repeal: Option<Text>,
    text: Text,
    /// How much of the text is the lead of its points.
    lead: usize,
    /// Its rows: text, and what they name.
    rows: Vec<(Text, Named, Option<i64>)>,
}

impl Proposition<'_> {
    /// Reads the romertall from a line on.
    pub(super) fn authorisations(&mut self, from: usize) {
        let mut items: Vec<Item> = Vec::new();
        let mut ceilings = 0;
        let mut titles = Text::default();
        let mut points: Option<Points> = None;
        let mut at = from;
        while at < self.lines.len() {
            let goes_on = |points: &Points| self.point(at, &points.last).is_some();
            let numeral = roman(self.lines[at].text);
            if numeral || points.as_ref().is_some_and(goes_on) {
                points = points.filter(|_| !numeral);
                let (own, end) = self.items(at + usize::from(numeral), &mut points);
                items.extend(own);
                at = end.max(at + 1);
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
            if let Some((found, below)) = self.pair_titles(at) {
                (titles, at) = (found, below);
                continue;
            }
            if pair(text.as_str()) {
                let named = named(text.as_str());
                let last = items.len() - 1;
                let own = items
                    .iter()
                    .rposition(|item| item.kind == Kind::ExcessIncome && item.lead > 0)
                    .filter(|own| *own == last)
                    .or_else(|| {
                        items
                            .iter()
                            .position(|item| item.kind == Kind::ExcessIncome)
                    })
                    .map(|own| &mut items[own]);
                if let Some(item) = own {
                    let mut row = titles.clone();
                    row.append(&text, Joint::Blank);
                    item.rows.push((row, named, None));
                }
            }
            at = end;
        }
        for item in items {
            match item.repeal {
                Some(text) => self.repeals.push(text),
                None => self.authorisation(item),
            }
        }
    }

    /// A romertall from its title on, up to the next one, the head of a table, or its rows; or the
    /// points that it goes on with below a table. Its points are one each.
    fn items(&self, from: usize, points: &mut Option<Points>) -> (Vec<Item>, usize) {
        let mut title = Text::default();
        let mut at = from;
        let mut text = Text::default();
        // Where each point begins in the text, with what stands before its marker.
        let mut starts: Vec<(usize, usize)> = Vec::new();
        let mut last = points.as_ref().map(|points| points.last.clone());
        while let Some(line) = self.lines.get(at) {
            if roman(line.text)
                || head(self.lines, at, self.grammar).is_some()
                || pair(line.text)
                || line.cell.is_some() && pair(self.unit(at).0.as_str())
                || !text.is_empty() && (self.is_group_title(at) || self.heads_pairs(at))
            {
                break;
            }
            let marker = match &last {
                Some(last) => self.point(at, last),
                None => self
                    .grammar
                    .marker(line.text)
                    .filter(|marker| text.as_str().ends_with(':') && marker.is_first()),
            };
            let begun =
                !text.is_empty() || marker.is_some() || self.begins_sentence(at) || at >= from + 5;
            let own = if begun { &mut text } else { &mut title };
            let joint = match own.is_empty() || marker.is_some() {
                true => Joint::Blank,
                false => self.joint(self.lines[at - 1].text, line.text),
            };
            if let Some(marker) = marker {
                starts.push((own.len(), marker.len));
                last = Some(marker);
            }
            own.push(self.source, line.at..line.at + line.text.len(), joint);
            at += 1;
        }
        let found = self.points_of(&title, &text, &starts, points.as_ref());
        if let (Some(items), Some(last)) = (found, last) {
            let lead = match points.take() {
                Some(points) => points.lead,
                None => text.slice(0..starts.first().map_or(0, |(start, _)| *start)),
            };
            *points = Some(Points { lead, last });
            return (items, at);
        }
        *points = None;
        let found = self.role(&title).or_else(|| self.role(&text));
        let repeals = found.is_some_and(|(role, _)| role == MoneyRole::Repeal);
        let item = Item {
            kind: found.map_or(Kind::Other, |(_, kind)| kind),
            repeal: repeals.then(|| {
                let mut whole = title.clone();
                whole.append(&text, Joint::Blank);
                whole
            }),
            text,
            lead: 0,
            rows: Vec::new(),
        };
        (vec![item], at)
    }

    /// The points of a romertall, if each of them authorises something: those of a list of terms do not.
    fn points_of(
        &self,
        title: &Text,
        text: &Text,
        starts: &[(usize, usize)],
        above: Option<&Points>,
    ) -> Option<Vec<Item>> {
        let (first, _) = starts.first()?;
        let lead = match above {
            Some(points) => points.lead.clone(),
            None => text.slice(0..*first),
        };
        let of_all = self.role(&lead).or_else(|| self.role(title));
        if of_all.is_some_and(|(role, _)| role == MoneyRole::Repeal) {
            return None;
        }
        let ends = starts.iter().skip(1).map(|(start, _)| *start);
        let ends = ends.chain([text.len()]);
        let items = starts.iter().zip(ends).map(|(&(start, marker), end)| {
            // A blank parts a point from what stands before it.
            let blank = text.as_str()[start..].len() - text.as_str()[start..].trim_start().len();
            let own = text.slice((start + blank + marker).min(end)..end);
            let role = self.role(&own);
            let names = named(own.as_str()).chapter.is_some();
            if role.is_none() && !(names && of_all.is_some()) {
                return None;
            }
            let mut whole = lead.clone();
            whole.append(&own, Joint::Blank);
            Some(Item {
                kind: role.or(of_all).map_or(Kind::Other, |(_, kind)| kind),
                repeal: None,
                text: whole,
                lead: lead.len(),
                rows: Vec::new(),
            })
        });
        items.collect()
    }

    /// The marker of a line that is the next point of a list.
    fn point(&self, at: usize, last: &Marker) -> Option<Marker> {
        let line = &self.lines[at];
        // A dash may stand inside a sentence, a number that goes on with the list does not.
        let ended = || {
            at.checked_sub(1)
                .is_none_or(|above| self.lines[above].text.ends_with(['.', ';', ':', ',']))
        };
        self.grammar.marker(line.text).filter(|marker| {
            marker.follows(last) && (marker.kind != MarkerKind::Bullet || line.gap || ended())
        })
    }

    /// What words authorise.
    fn role(&self, words: &Text) -> Option<(MoneyRole, Kind)> {
        let roles = [
            (MoneyRole::Repeal, Kind::Other),
            (MoneyRole::Ordering, Kind::Ordering),
            (MoneyRole::ExcessIncome, Kind::ExcessIncome),
            (MoneyRole::Overspending, Kind::Overspending),
            (MoneyRole::Commitment, Kind::Commitment),
            (MoneyRole::Delegation, Kind::Delegation),
        ];
        roles
            .into_iter()
            .find(|(role, _)| self.grammar.money.find(words.as_str(), *role).is_some())
    }

    /// A line that begins the sentence of a romertall: «Stortinget samtykker …».
    pub(in crate::kinds::budget_proposition) fn begins_sentence(&self, at: usize) -> bool {
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
    pub(in crate::kinds::budget_proposition) fn is_group_title(&self, at: usize) -> bool {
        let line = &self.lines[at];
        (line.gap || line.first_on_page || self.indented(at))
            && line.text.starts_with(char::is_uppercase)
            && !line.text.ends_with(['.', ':'])
            && self.lines.get(at + 1).is_some_and(|next| roman(next.text))
    }

    /// The head of the rows of excess income: set off, or below a colon.
    fn heads_pairs(&self, at: usize) -> bool {
        let below = at.checked_sub(1).map(|last| self.lines[last].text);
        (self.lines[at].gap
            || self.lines[at].first_on_page
            || below.is_some_and(|text| text.ends_with([':', '.'])))
            && self.pair_titles(at).is_some()
    }

    /// The titles of the two columns of excess income, and the row that they stand above: what may be
    /// exceeded, and against which income.
    fn pair_titles(&self, at: usize) -> Option<(Text, usize)> {
        let mut titles = Text::default();
        for below in at..(at + 1 + TITLES).min(self.lines.len()) {
            let line = &self.lines[below];
            if pair(self.unit(below).0.as_str()) {
                let says = |role| self.grammar.money.find(titles.as_str(), role).is_some();
                return (says(MoneyRole::Overspending) || says(MoneyRole::ExcessIncome))
                    .then_some((titles, below));
            }
            if roman(line.text) || line.text.ends_with(['.', ':']) || below > at && line.gap {
                return None;
            }
            let joint = match titles.is_empty() {
                true => Joint::Blank,
                false => self.joint(self.lines[below - 1].text, line.text),
            };
            titles.push(self.source, line.at..line.at + line.text.len(), joint);
        }
        None
    }

    /// The rows of a table of ceilings.
    fn ceilings(&self, from: usize) -> (Vec<(Text, Named, Option<i64>)>, usize) {
        let mut rows = Vec::new();
        let mut chapter: Option<String> = None;
        // What names the chapter, for the posts below it.
        let mut above = Text::default();
        // A row that goes on, its key, and how long that is in print.
        let mut open: Option<(Text, Key, usize)> = None;
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
                Some((mut begun, key, printed))
                    if !(digits || matches!(key, Key::Chapter(_)) && self.lines[at].gap) =>
                {
                    begun.append(
                        &text,
                        self.joint(self.lines[at - 1].text, self.lines[at].text),
                    );
                    if matches!(key, Key::Chapter(_)) {
                        above = begun.clone();
                    }
                    Some((begun, key, printed))
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
                        above = match key {
                            Key::Chapter(_) => text.clone(),
                            _ => text.slice(0..lead.len()),
                        };
                        Some((text, key, lead.len()))
                    } else {
                        let mut row = above.clone();
                        row.append(&text, Joint::Blank);
                        Some((row, key, lead.len()))
                    }
                }
            };
            if let Some((text, key, printed)) = joined {
                let money = amounts(text.as_str());
                match (&key, money.last()) {
                    (Key::Post(post), Some(amount)) => rows.push((
                        text.clone(),
                        Named {
                            chapter: chapter.clone(),
                            posts: vec![post.clone()],
                            income_posts: Vec::new(),
                        },
                        ceiling(text.as_str(), printed, amount),
                    )),
                    // The name of a post or of a chapter may wrap.
                    (_, None) if !has_figures(text.as_str(), printed) => {
                        open = Some((text, key, printed));
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
            self.push_authorisation(item.kind, named, limit, &item.text);
            return;
        }
        for (row, named, limit) in item.rows {
            let mut text = item.text.clone();
            // Only the sentence that gives it: what stands after its colon is about all rows.
            if let Some(at) = text.as_str()[item.lead..].find(':') {
                text = text.slice(0..item.lead + at + 1);
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
    ) {
        let id = format!("authorisation-{}", self.document.authorisations.len() + 1);
        let spans = self.spans(&text.places());
        self.document.authorisations.push(Authorisation {
            id,
            kind,
            chapter: named.chapter,
            posts: named.posts,
            income_posts: named.income_posts,
            limit_nok,
            text: text.as_str().to_string(),
            spans,
        });
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
