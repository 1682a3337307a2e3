//! The amounts of running text: under the heading of a post, or with the post named beside them.
//!
//! ```text
//! sentence ::= earmark+                              "tildeles 5 mill. kroner til …"
//!            | allots amount [of the post] "."       the whole post, where no table says otherwise
//!            | changes and whole posts, see `said`
//! ```
//! A post that the sentence names counts before the one of the heading. A sentence that names none
//! goes on with the one before it where it says so: «I tillegg», «Av dette», «Av bevilgningen».

use super::{
    bound::Bound,
    clauses::clauses,
    earmarks::{self, Said, Where},
    keys::key_at,
    known::{Post, ROUNDING},
    mention::{mentions, mentions_of},
    movement,
    text::{Last, Walk},
};
use crate::model::Code;
use crate::{
    grammar::{
        Grammar, Zone,
        amount::{amounts, shared},
        lexeme::is_blank,
        money::MoneyRole,
        sentence::sentences,
    },
    kinds::{
        letter::Letter,
        money::{
            posts::{bare, named},
            titles::year,
        },
    },
    layout::{BlockKind, Text},
    model::{EarmarkKind, Severity},
};
use std::ops::Range;

/// How far above its footnote a row may stand.
const ROWS: usize = 200;

impl Letter<'_> {
    /// Reads the sentences of a stretch of text.
    pub(super) fn money_sentences(&mut self, walk: &mut Walk, at: usize, text: &Text) {
        let words = text.as_str();
        let clarifies = walk
            .heading
            .as_ref()
            .is_some_and(|heading| heading.clarifies);
        // An address block cuts the text of a first page; it clarifies nothing.
        if clarifies && words.ends_with(['.', ':', ';', '»', ')']) {
            let n = self.text_record(walk, at, None);
            let spans = self.spans(text);
            self.document.appropriations[n].spans.extend(spans.clone());
            // What is said on below it corrects the post that the text has named, too.
            let other = walk.heading.as_ref().and_then(|heading| heading.other);
            if let Some(other) = other {
                self.document.appropriations[other].spans.extend(spans);
            }
        }
        let item = matches!(self.blocks[at].kind, BlockKind::Item(_));
        if !["kr", "mill", "mrd", "NOK"]
            .iter()
            .any(|unit| words.contains(unit))
        {
            for range in sentences(words) {
                self.know_led(walk, at, text, &range);
            }
            // «Midlene på kap. 701 post 21 skal gå til:»
            if let Some(last) = sentences(words).pop() {
                self.know_topic(walk, at, &words[last]);
            }
            self.open_list(walk, at, words);
            return;
        }
        let mut block: Option<(usize, usize)> = None;
        for range in sentences(words) {
            self.know_led(walk, at, text, &range);
            let listed = item && walk.list_gives;
            for (n, own) in parted(words, range.clone(), self.grammar)
                .into_iter()
                .enumerate()
            {
                // «Etaten tildeles 4 mill. kroner på post 01 | og 2 mill. kroner på post 21»
                let given = listed || n > 0 && self.allots(&words[range.start..own.start]);
                if self.respectively(walk, at, text, &own) {
                    continue;
                }
                self.money_sentence(walk, at, text, own, given, &mut block);
            }
        }
        if let Some((record, from)) = block {
            self.settle_subtotals(record, from);
        }
        self.open_list(walk, at, words);
    }

    /// Knows the post that a sentence is about, for the next ones of its paragraph.
    fn know_topic(&self, walk: &mut Walk, at: usize, words: &str) {
        let context = self.context(walk, at);
        let named = mentions_of(words, context.as_deref(), self.grammar);
        if let [first, rest @ ..] = &named[..]
            && rest.iter().all(|one| one.post == first.post)
        {
            walk.topic = Some((first.post.clone(), at));
        } else if named.is_empty()
            && walk.heading.is_none()
            && lone_post(words).is_some()
            && let Some(post) = self.post_named(walk, words, 0)
        {
            walk.topic = Some((post, at));
        }
    }

    /// Knows what the list is about that a paragraph opens, if it opens one: «Tildelingen på kap. 541 post 22
    /// omfatter:», «Av bevilgningen på kap. 541, post 22 skal». Where its last sentence names no post, the one
    /// that the paragraph has named is meant.
    fn open_list(&self, walk: &mut Walk, at: usize, words: &str) {
        if matches!(self.blocks[at].kind, BlockKind::Item(_)) {
            return;
        }
        let listed = self.blocks.get(at + 1).is_some_and(|next| {
            matches!(next.kind, BlockKind::Item(_)) && !words.ends_with(['.', '!', '?'])
        });
        let opens = words.ends_with(':') || listed;
        let last = sentences(words).pop().filter(|_| opens);
        let last = last.map_or("", |own| &words[own]);
        walk.list_chapter = named(last).chapter;
        let topic = || {
            let own = walk
                .topic
                .as_ref()
                .filter(|(_, block)| *block == at && opens);
            own.map(|(post, _)| post.clone())
        };
        walk.list = self.post_named(walk, last, 0).or_else(topic);
        walk.list_gives = opens
            && (self.allots(last)
                || self
                    .grammar
                    .money
                    .find(last, MoneyRole::GivesList)
                    .is_some());
    }

    fn money_sentence(
        &mut self,
        walk: &mut Walk,
        at: usize,
        text: &Text,
        range: Range<usize>,
        given: bool,
        block: &mut Option<(usize, usize)>,
    ) {
        let words = &text.as_str()[range.clone()];
        let context = self.context(walk, at);
        let named = mentions_of(words, context.as_deref(), self.grammar);
        self.know_topic(walk, at, words);
        let list = shared(words, amounts(words));
        let Some(amount) = list.first() else { return };
        let heading = walk.heading.as_ref().map(|heading| heading.post.clone());
        let origin = text.start().unwrap_or(0);
        let section = self.section_at(&walk.starts, origin);
        // «Det kan gis tilsagn om tilskudd på inntil …» allots nothing.
        if heading.is_none() && self.authorised_at(&walk.starts, origin) {
            return;
        }
        let money = &self.grammar.money;
        let has = |role| money.find(words, role).is_some();
        let item = matches!(self.blocks[at].kind, BlockKind::Item(_));
        if self.moved_between(walk, at, text, &range, &named, &list) {
            return;
        }
        // «Tilsagnsfullmakten på kap. 701, post 63 er 4 mill. kroner» is no part of the post.
        if self.ceiling_said(words) {
            return;
        }
        if self.spent_before(words) {
            self.dismissed.push(crate::kinds::Dismissed {
                places: text.places_of(range),
                rule: "spending_of_an_earlier_year",
            });
            return;
        }
        if let Some(one) = self.whole_mentioned(words, &named, &list, given)
            && (one.alone || self.is_whole(walk, at, text, &range, &one.mention.post, amount.nok))
        {
            let raw = words[amount.range.clone()].to_string();
            let sentence = text.slice(range);
            let own = one.mention.post.clone();
            let record = self.said_whole(walk, at, &sentence, amount.nok, raw, own.clone());
            self.call(record, &one.mention.name);
            walk.last = Some(Last {
                post: own,
                record,
                block: at,
                section,
            });
            return;
        }
        let called = named;
        let Some(Bound { target, last }) = self.bound(walk, at, text, &range, &list, given) else {
            return;
        };
        let named = named_in(words, amount.range.end).is_some();
        let allotting = self
            .chapter_at(&walk.starts, origin)
            .is_some_and(|chapter| chapter.zone == Some(Zone::Allocation));
        let post = target.clone().or(heading.clone());
        if let (Some(own), Some(heading)) = (&target, &walk.heading)
            && heading.clarifies
            && *own != heading.post
        {
            let called = |post: &Post| {
                format!(
                    "{}.{}",
                    post.0.as_deref().unwrap_or("?"),
                    post.1.as_deref().unwrap_or("?")
                )
            };
            let message = format!(
                "the heading names post {}, the text below it post {}",
                called(&heading.post),
                called(own)
            );
            let place = text.places_of(range.clone());
            // The sentences are about the post that they name.
            let n = self.text_record(walk, at, Some(own.clone()));
            let id = self.document.appropriations[n].id.clone();
            let heading = walk.heading.as_mut();
            if let Some(heading) = heading.filter(|heading| heading.other != Some(n)) {
                heading.other = Some(n);
                let spans = self.spans(text);
                self.document.appropriations[n].spans.extend(spans);
            }
            self.say(
                Code::HeadingNamesOtherPost,
                Severity::Warning,
                message,
                Some(&id),
                &place,
            );
        }
        let before = words[..amount.range.start].trim_end();
        let role = |role| money.find(before, role).is_some();
        let of_post = has(MoneyRole::OfPost);
        // «Bevilgningen er på 4 mill. kroner», below the heading of a post.
        let heads = heading.as_ref().is_some_and(|own| {
            list.len() == 1 && self.is_whole(walk, at, text, &range, own, amount.nok)
        });
        let whole = (role(MoneyRole::WholePost)
            || (named || heads) && says_whole(self.grammar, before, &words[amount.range.end..]))
            && !of_post;
        let lower = words.to_lowercase();
        let names = |all: &[&str]| all.iter().any(|word| lower.contains(word));
        // «Samlet tildeling til leirskoler er dermed 7 mill. kroner» is no whole post.
        let becomes = role(MoneyRole::Becomes)
            && !self.of_purpose(before)
            && names(&["tildeling", "bevilgning", "løyving", "inntektskrav"]);
        // «… en økning på 3 mill. kroner» alone says nothing of a post.
        let about = names(&[
            "bevilgning",
            "tildeling",
            "løyving",
            "posten",
            "ramme",
            "inntektskrav",
        ]);
        // «Kap. 701, post 21 økes med …», and below a post's heading «Økningen på …»
        let leads = key_at(words).is_some_and(|(key, _)| key.worded && key.post.is_some());
        let goes_on = heading.is_some() && before.split(is_blank).count() <= 2;
        let subject = mentions(before, self.grammar)
            .iter()
            .any(|one| Some(&one.post) == post.as_ref());
        let about = about || leads || goes_on || subject || has(MoneyRole::Refers);
        let verb = movement::sign(before, self.grammar).is_some()
            && movement::roles(words, &list, self.grammar)
                .first()
                .is_some_and(Option::is_some);
        let moves =
            about && (role(MoneyRole::Raises) || role(MoneyRole::Lowers) || verb) && !of_post;
        let past = moves && list.len() == 1 && !whole && !becomes && self.of_earlier_year(words);
        if past {
            self.dismissed.push(crate::kinds::Dismissed {
                places: text.places_of(range),
                rule: "change_of_an_earlier_year",
            });
            return;
        }
        // «Post 01 er styrket med 8 mill. kroner til merking»: in a letter that changes nothing, so much
        // of the post is for it.
        let changing = self.is_supplement() || self.changes_at(&walk.starts, origin);
        let for_purpose = moves
            && !changing
            && list.len() == 1
            && movement::sign(before, self.grammar) == Some(1)
            && earmarks::goes_to(&words[amount.range.end..]);
        let ends_new = changing
            && about
            && list.len() > 1
            && self.turns(&words[amount.range.end..list[1].range.start]);
        let moved = moves && !for_purpose || ends_new;
        if let Some(own) = post.clone().filter(|_| whole || becomes || moved) {
            let record = self.said_figures(walk, at, text, range, &list, own.clone());
            if let Some(record) = record
                && let Some(one) = called.iter().find(|one| one.post == own)
            {
                self.call(record, &one.name);
            }
            walk.last = record.map(|record| Last {
                post: own,
                record,
                block: at,
                section,
            });
            return;
        }
        // In a list about a post, an amount that leads its item is allotted.
        let place = match item && (heading.is_some() || allotting || walk.list.is_some()) {
            true => Where::Item,
            false if given => Where::Comment,
            false => Where::Text,
        };
        let mut said = Said::default();
        earmarks::sentence(
            text,
            range.clone(),
            range.clone(),
            place,
            self.grammar,
            &mut said,
            0,
        );
        // A rate of an earlier year is told for comparison.
        let year = self.document.year;
        said.retain(|one| {
            let past = one.year.zip(year).is_some_and(|(own, year)| own < year);
            one.kind != EarmarkKind::Rate || !past
        });
        if said.found.is_empty() {
            if role(MoneyRole::Estimate)
                && let Some(own) = post.filter(|_| heading.is_some())
            {
                self.said_estimate(walk, at, &text.slice(range), amount.nok, own);
            }
            return;
        }
        // «… tildeles 6 mill. kroner, hvorav 1 mill. kroner til drift»: what is part of all of it is an earmark.
        let until = match said.found.len() == list.len() {
            true => list.get(1).map_or(words.len(), |next| next.range.start),
            false => amount.range.end,
        };
        let lead = words[amount.range.end..until].trim_end();
        let lead = match list.len() {
            1 => lead,
            _ => lead.rsplit_once(',').map_or(lead, |(own, _)| own),
        };
        if let ([one, rest @ ..], Some(own)) = (said.found.as_slice(), &post)
            && said.found.len() == list.len()
            && rest.iter().all(|part| part.parent == Some(0))
            && one.kind == EarmarkKind::Earmark
            && !one.minimum
            && !one.maximum
            && !item
            && !has(MoneyRole::OfThis)
            && of_whole_post(lead)
            && self.is_whole(walk, at, text, &range, own, one.nok)
        {
            let raw = words[amount.range.clone()].to_string();
            let sentence = text.slice(range.clone());
            let record = self.said_whole(walk, at, &sentence, amount.nok, raw, own.clone());
            walk.last = Some(Last {
                post: own.clone(),
                record,
                block: at,
                section: section.clone(),
            });
            if rest.is_empty() {
                return;
            }
            said.retain(|one| one.parent.is_some());
        }
        let record = match last {
            Some(record) => record,
            None => self.record_of(walk, at, post.clone()),
        };
        said.retain(|one| {
            one.kind != EarmarkKind::Rate
                || one.subject.is_empty()
                || walk.rates.insert((record, one.nok, one.subject.clone()))
        });
        let taken = self.document.appropriations[record].earmarks.len();
        let id = self.document.appropriations[record].id.clone();
        let mut earmarks = self.earmark_records(&id, &said.found, taken);
        // «Av dette» is a part of what the sentence before set aside.
        if has(MoneyRole::OfThis)
            && !of_post
            && let Some(last) = self.document.appropriations[record]
                .earmarks
                .iter()
                .rev()
                .find(|one| {
                    // What is a part of something itself is none that «Av dette» means.
                    let part = money.find(&one.text, MoneyRole::OfThis).is_some();
                    one.parent.is_none() && !part
                })
            && let Some(first) = earmarks.first_mut()
        {
            first.parent = Some(last.id.clone());
        }
        // What an assignment's own text sets aside is for it.
        let sentence = self.spans(&text.slice(range.clone()));
        let within = sentence
            .first()
            .and_then(|span| walk.known.assignment_at(span.start));
        for one in &mut earmarks {
            if let Some(id) = within.filter(|_| one.assignments.is_empty() && one.parent.is_none())
            {
                one.assignments.push(id.to_string());
            }
        }
        if block.is_none_or(|(own, _)| own != record) {
            *block = Some((record, taken));
        }
        for one in earmarks.iter().filter(|one| one.nok.is_none()) {
            let message = format!(
                "no single amount in whole kroner: «{}»",
                words[amount.range.clone()].trim()
            );
            self.say(
                Code::AmountUncertain,
                Severity::Warning,
                message,
                Some(&one.id),
                &text.places_of(range.clone()),
            );
        }
        let own = &mut self.document.appropriations[record];
        own.earmarks.extend(earmarks);
        if walk.heading.is_none() {
            own.spans.extend(sentence);
        }
        walk.last = post.map(|post| Last {
            post,
            record,
            block: at,
            section,
        });
    }

    /// Whether words give money, or set it aside.
    pub(super) fn allots(&self, words: &str) -> bool {
        [MoneyRole::Allots, MoneyRole::SetsAside]
            .into_iter()
            .any(|role| self.grammar.money.find(words, role).is_some())
    }

    /// The post of the row whose footnote a text is: `2 Beløpet omfatter 4 mill. kroner til tolker.`
    pub(super) fn noted_post(&self, words: &str) -> Option<Post> {
        let (mark, rest) = words.split_once(is_blank)?;
        let mark = mark.trim_end_matches(')');
        if mark.len() != 1 || !rest.starts_with(char::is_uppercase) {
            return None;
        }
        let rows = self.document.appropriations.iter().rev().take(ROWS);
        let mut noted = rows.filter(|row| row.note.as_deref() == Some(mark) && row.post.is_some());
        let row = noted.next()?;
        Some((row.chapter.clone(), row.post.clone()))
    }

    /// Whether an amount that is allotted for no purpose is all of its post: the tables say so, or
    /// say nothing of the post, and the text has set nothing of it aside.
    fn is_whole(
        &self,
        walk: &Walk,
        at: usize,
        text: &Text,
        range: &Range<usize>,
        post: &Post,
        nok: Option<i64>,
    ) -> bool {
        let Some(nok) = nok else { return false };
        if let Some(known) = walk.known.amount(post) {
            return known.abs_diff(nok) < ROUNDING;
        }
        let place = self.spans(&text.slice(range.clone()));
        let within = place
            .first()
            .is_some_and(|span| walk.known.assignment_at(span.start).is_some());
        let fresh = self
            .text_known(walk, at, post)
            .is_none_or(|n| self.document.appropriations[n].earmarks.is_empty());
        !within && fresh && !self.is_supplement()
    }

    /// A total in running text whose parts the next sentences of the paragraph give.
    fn settle_subtotals(&mut self, record: usize, from: usize) {
        let grammar = self.grammar;
        let earmarks = &mut self.document.appropriations[record].earmarks;
        for at in from..earmarks.len() {
            let words = earmarks[at].text.clone();
            let Some(amount) = amounts(&words).into_iter().next() else {
                continue;
            };
            let before = words[..amount.range.start].trim_end();
            if earmarks[at].parent.is_some()
                || grammar.money.find(before, MoneyRole::Subtotal).is_none()
            {
                continue;
            }
            let Some(total) = earmarks[at].nok else {
                continue;
            };
            let mut sum = 0i64;
            let mut parts = Vec::new();
            // As long as a paragraph's parts may be.
            for (next, one) in earmarks.iter().enumerate().skip(at + 1).take(20) {
                sum = sum.saturating_add(one.nok.unwrap_or(0));
                parts.push(next);
                if sum >= total {
                    break;
                }
            }
            if sum == total && parts.len() > 1 {
                let id = earmarks[at].id.clone();
                for part in parts {
                    earmarks[part].parent = Some(id.clone());
                }
            }
        }
    }

    /// Whether a sentence tells of an earlier year, and of none that the letter is about.
    pub(super) fn of_earlier_year(&self, words: &str) -> bool {
        let own = self.document.year;
        let lower = words.to_lowercase();
        let mut all = lower.split(|c: char| !c.is_alphanumeric());
        let mut told = Vec::new();
        while let Some(word) = all.next() {
            if word == "i" {
                told.extend(all.clone().next().and_then(year));
            }
        }
        self.grammar
            .money
            .find(&lower, MoneyRole::Earlier)
            .is_some()
            || own.is_some_and(|own| !told.is_empty() && told.iter().all(|year| *year < own))
    }

    /// Whether a sentence tells what was used or given in an earlier year, and gives nothing now.
    fn spent_before(&self, words: &str) -> bool {
        past(words, self.grammar) && self.of_earlier_year(words)
    }

    /// Whether the words before an amount say what the money is for, and not whose it is:
    /// «Samlet tildeling til leirskoler er dermed», but not «Samlet tildeling til direktoratet er».
    fn of_purpose(&self, before: &str) -> bool {
        let money = &self.grammar.money;
        let whose = self
            .names()
            .iter()
            .any(|name| before.contains(name.as_str()));
        money.find(before, MoneyRole::ForPurpose).is_some()
            && money.find(before, MoneyRole::ForBody).is_none()
            && !whose
    }
}

/// Whether a sentence tells what was used or given, and gives nothing now.
fn past(words: &str, grammar: &Grammar) -> bool {
    let has = |role| grammar.money.find(words, role).is_some();
    has(MoneyRole::Spent) && !has(MoneyRole::GivesNow)
}

/// A sentence cut where another begins that says what it is a part of: «… satt av til oppdrag 7. Av
/// bevilgningen på post 70 …». A number before the full stop reads as an ordinal.
fn parted(words: &str, range: Range<usize>, grammar: &Grammar) -> Vec<Range<usize>> {
    let own = &words[range.clone()];
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in own.match_indices(". ") {
        let rest = &own[at + 2..];
        // «… øremerket oppgave I. På post 21 skal …»: so does a roman one.
        let last = own[..at].rsplit(is_blank).next().unwrap_or("");
        let ordinal = last.ends_with(|c: char| c.is_ascii_digit())
            || !last.is_empty() && last.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
        let post = rest
            .split(is_blank)
            .take(2)
            .any(|word| word.eq_ignore_ascii_case("post"));
        // «… i sone 6. I 2025 ble 3 mill. kroner brukt til dette.»
        let first = sentences(rest).into_iter().next().unwrap_or(0..0);
        let told = past(&rest[first], grammar);
        let opens = rest.starts_with(char::is_uppercase)
            && ordinal
            && (post
                || told
                || [MoneyRole::OfThis, MoneyRole::OfPost]
                    .into_iter()
                    .any(|role| grammar.money.find(rest, role).is_some()));
        if opens {
            found.push(range.start + start..range.start + at + 1);
            start = at + 2;
        }
    }
    found.push(range.start + start..range.end);
    found
        .into_iter()
        .flat_map(|range| clauses(words, range, grammar))
        .collect()
}

/// Whether the words before and after an amount say that it is all of the post that they name.
pub(super) fn says_whole(grammar: &Grammar, before: &str, after: &str) -> bool {
    // «… 3 mill. kroner lavere enn i fjor», «… til drift»
    let next = after.trim_start_matches(is_blank).split(is_blank).next();
    let compared = [
        "lavere", "høyere", "høgare", "lågare", "mer", "meir", "mindre", "over", "under", "til",
    ];
    grammar
        .money
        .find(before.trim_end(), MoneyRole::WholeOfNamed)
        .is_some()
        && !next.is_some_and(|word| compared.contains(&word))
}

/// The post that a sentence names: `over kap. 760, post 21`, `over 760.21`, `post 01 under kap. 540`.
/// Where it names several, the first one after `from`.
pub(super) fn named_in(words: &str, from: usize) -> Option<Post> {
    if !words.contains("ost") && !words.contains('.') {
        return None;
    }
    for part in [&words[from..], words] {
        let found = named(part);
        if let (Some(chapter), Some(post)) = (&found.chapter, found.posts.first()) {
            return Some((Some(chapter.clone()), Some(post.clone())));
        }
        if let Some(income) = found.income_posts.first()
            && let Some((chapter, post)) = income.split_once('.')
        {
            return Some((Some(chapter.to_string()), Some(post.to_string())));
        }
        let closed = part
            .split(|c: char| is_blank(c) || matches!(c, '(' | ')' | ',' | ';'))
            .map(|word| word.trim_end_matches('.'))
            .find_map(|word| {
                let (chapter, post) = word.split_once('.')?;
                let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
                (matches!(chapter.len(), 3 | 4)
                    && post.len() == 2
                    && digits(chapter)
                    && digits(post))
                .then(|| (Some(bare(chapter)), Some(post.to_string())))
            });
        if closed.is_some() {
            return closed;
        }
    }
    // The chapter may stand after its post.
    let post = lone_post(words)?;
    let mut chapters = words.match_indices("under kap. ").filter_map(|(at, word)| {
        let number: String = words[at + word.len()..]
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        (3..=4).contains(&number.len()).then(|| bare(&number))
    });
    let chapter = chapters.next().filter(|_| chapters.next().is_none())?;
    Some((Some(chapter), Some(post)))
}

/// The one post that a sentence names without its chapter: `Av løyvinga på post 01`.
pub(super) fn lone_post(words: &str) -> Option<String> {
    let mut found = words.match_indices("ost ").filter_map(|(at, word)| {
        let at = at
            .checked_sub(1)
            .filter(|&at| words.is_char_boundary(at) && matches!(&words[at..=at], "p" | "P"))?;
        let word = &words[at..at + 1 + word.len()];
        let free = at == 0 || words[..at].ends_with(is_blank) || words[..at].ends_with('(');
        let number: String = words[at + word.len()..]
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        (free && number.len() == 2).then_some(number)
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Whether nothing stands after an amount but the post that it is of.
fn of_whole_post(after: &str) -> bool {
    let trim = |c: char| is_blank(c) || matches!(c, '.' | ',');
    let mut rest = after.trim_matches(trim);
    // «… til disposisjon for Fyrverket på kap. 701 post 21»
    for words in ["til disposisjon", "til rådighet", "til rådvelde"] {
        if let Some(on) = rest.strip_prefix(words) {
            rest = on.trim_start_matches(trim);
            if rest.starts_with("for ")
                && let Some(at) = [" på ", " over ", " under "]
                    .iter()
                    .filter_map(|word| rest.find(word))
                    .min()
            {
                rest = &rest[at + 1..];
            }
        }
    }
    if rest.is_empty() {
        return true;
    }
    let mut words = rest.split(is_blank);
    let leads = words
        .next()
        .is_some_and(|word| matches!(word, "over" | "på" | "under" | "frå" | "fra"));
    let post = words.next().is_some_and(|word| {
        matches!(
            word.trim_end_matches(['.', ',']),
            "kap" | "Kap" | "kapittel" | "post" | "posten"
        )
    });
    leads && post && !rest.contains(" til ") && !rest.contains(" for ") && !rest.contains(" som ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_alone() {
        assert_eq!(
            lone_post("Av løyvinga på post 01 skal 6 mill. kroner gå til drift").as_deref(),
            Some("01")
        );
        assert_eq!(lone_post("Post 01 Drift").as_deref(), Some("01"));
        assert_eq!(lone_post("flyttes fra post 21 til post 70"), None);
        assert_eq!(lone_post("med post 5 dager i uka"), None);
    }

    #[test]
    fn posts_with_their_chapter() {
        let post = |chapter: &str, post: &str| Some((Some(chapter.into()), Some(post.into())));
        assert_eq!(named_in("over kap. 0760, post 21", 0), post("760", "21"));
        assert_eq!(named_in("over 760.21 til drift", 0), post("760", "21"));
        assert_eq!(
            named_in("Post 01 Drift under kap. 540 omfatter", 0),
            post("540", "01")
        );
        assert_eq!(named_in("Posten omfatter", 0), None);
    }

    #[test]
    fn amounts_of_whole_posts() {
        assert!(of_whole_post("."));
        assert!(of_whole_post(" over kap. 260 post 50 Statlige høyskoler."));
        assert!(of_whole_post(" på posten."));
        assert!(!of_whole_post(
            " over kap. 260 post 50 til nye studieplasser."
        ));
        assert!(!of_whole_post(" til nye studieplasser."));
    }
}
