//! Dates by which something falls due: set by Parliament in a decision, promised in the ministry's
//! account, or anywhere else in the proposition.
//!
//! A proposition tells of what was done: a day before its own is past. It names days without a year
//! of two calendar years, so none is inferred.

use super::{super::Proposition, again::stands_in, flow::opens_footnote, sections::Printed};
use crate::model::Code;
use crate::{
    grammar::{
        deadline::{Context, Found, deadlines},
        sentence::{ends_sentence, sentences},
    },
    kinds::letter::deadline,
    layout::{Joint, Text},
    model::{DeadlineKind, DeadlineStatus, DocumentKind, Precision, Severity},
};
use jiff::civil::Date;
use std::{collections::HashSet, ops::Range};

impl Proposition<'_> {
    /// What a proposition knows of its own time: it is no older than its session.
    fn context(&self) -> Context {
        let from = self
            .document
            .session
            .as_deref()
            .and_then(|session| session.get(..4)?.parse().ok())
            .or_else(|| self.document.year.map(|year| year - 1));
        debug_assert_eq!(self.document.kind, DocumentKind::BudgetProposition);
        Context {
            year: None,
            date: from.and_then(|year: i32| Date::new(i16::try_from(year).ok()?, 10, 1).ok()),
            account: true,
            quoted: false,
            asked: false,
        }
    }

    /// The deadlines of a request. What is printed again counts once; what several requests share,
    /// the account of a joint section, binds each of them.
    pub(super) fn request_deadlines(&mut self, id: &str, printed: &[Printed]) {
        let mut known: Vec<(Option<Date>, Option<Date>, DeadlineKind)> = Vec::new();
        let mut own: HashSet<usize> = HashSet::new();
        for (place, one) in printed.iter().enumerate() {
            let decision = Context {
                date: one.date.as_deref().and_then(|date| date.parse().ok()),
                account: one.date.is_some(),
                quoted: true,
                ..Context::default()
            };
            let texts = [(&one.text, decision), (&one.response, self.context())];
            for (text, context) in texts {
                let Some(text) = text else { continue };
                let quoted = context.quoted;
                let start = text.start().unwrap_or(0);
                if !own.insert(start) {
                    continue;
                }
                let (found, dismissed) = deadlines(text.as_str(), self.grammar, context);
                if self.once.insert(start) {
                    self.dismiss(text, dismissed);
                }
                for mut found in found {
                    if quoted {
                        found.kind = DeadlineKind::Parliament;
                    }
                    let fact = (found.date, found.latest, found.kind);
                    if place > 0 && known.contains(&fact) {
                        self.dismissed.push(crate::kinds::Dismissed {
                            places: text.places_of(found.raw.clone()),
                            rule: "printed_again",
                        });
                        continue;
                    }
                    known.push(fact);
                    self.deadline(&found, text, Some(id));
                }
            }
        }
    }

    /// Deadlines in the rest of the proposition.
    pub(in super::super) fn other_deadlines(&mut self) {
        let taken = self.request_places();
        let context = self.context();
        for block in self.blocks {
            let start = self.source.code_point(block.text.start().unwrap_or(0));
            let at = taken.partition_point(|(from, _)| *from <= start);
            if at > 0 && start < taken[at - 1].1
                || block.cell.is_some()
                || !may_set_time(block.text.as_str())
            {
                continue;
            }
            let (found, dismissed) = deadlines(block.text.as_str(), self.grammar, context);
            self.dismiss(&block.text, dismissed);
            for mut one in found {
                // In a decision that the paragraph quotes again.
                let again = block
                    .text
                    .origin(one.raw.start)
                    .is_some_and(|at| stands_in(self.source, &taken, at));
                let rule = if again {
                    Some("printed_again")
                } else {
                    elsewhere(&mut one, block.text.as_str(), context)
                };
                match rule {
                    Some(rule) => self.dismissed.push(crate::kinds::Dismissed {
                        places: block.text.places_of(one.raw),
                        rule,
                    }),
                    None => self.deadline(&one, &block.text, None),
                }
            }
        }
    }

    fn dismiss(&mut self, text: &Text, dismissed: Vec<crate::grammar::deadline::Dismissal>) {
        self.dismissed
            .extend(dismissed.into_iter().map(|one| crate::kinds::Dismissed {
                places: text.places_of(one.range),
                rule: one.rule,
            }));
    }

    /// Writes a deadline down.
    fn deadline(&mut self, one: &Found, text: &Text, request: Option<&str>) {
        let what = whole_sentence(text, &one.sentence);
        let mut record = deadline(self.source, self.grammar, &[], one, text, &what);
        record.request = request.map(str::to_string);
        record.section = record
            .spans
            .first()
            .and_then(|span| self.section_at(span.start));
        let owner = match (request, &record.section) {
            (Some(request), _) => request.to_string(),
            (None, Some(section)) => format!("section-{section}"),
            (None, None) => "section-0".to_string(),
        };
        let count = self.ordinals.entry(owner.clone()).or_default();
        *count += 1;
        record.id = format!("{owner}-deadline-{count}");
        if let Some((code, message)) = &one.remark {
            let severity = if *code == Code::ImpossibleDate {
                Severity::Warning
            } else {
                Severity::Info
            };
            let places = text.places_of(one.raw.clone());
            self.say(*code, severity, message.clone(), Some(&record.id), &places);
        }
        self.document.deadlines.push(record);
    }

    /// The section that a code point stands in: the one whose heading is the last before it.
    fn section_at(&self, point: usize) -> Option<String> {
        let at = self
            .section_starts
            .partition_point(|(start, _)| *start <= point);
        self.section_starts
            .get(at.checked_sub(1)?)
            .map(|(_, id)| id.clone())
    }
}

/// A sentence, with its first half where footnotes at the foot of a page part it:
/// `De siste av ⏎ 1 Fyr uten lampe. ⏎ dem får lamper høsten 2026.`
fn whole_sentence(text: &Text, sentence: &Range<usize>) -> Text {
    let words = text.as_str();
    // The row of a table that the layout has put into it: `Sum kap. 77 110 120 vakt skal …`.
    if words[sentence.clone()].starts_with("Sum kap.") {
        let figure = |c: char| c.is_ascii_digit() || c.is_whitespace();
        let row = words[sentence.clone()]["Sum kap.".len()..].trim_start_matches(figure);
        if row.starts_with(char::is_lowercase) {
            return text.slice(sentence.end - row.len()..sentence.end);
        }
    }
    let own = text.slice(sentence.clone());
    if !words[sentence.clone()].starts_with(char::is_lowercase) {
        return own;
    }
    let mut head = words[..sentence.start].trim_end();
    for _ in 0..3 {
        let start = head.rfind('\n').map_or(0, |at| at + 1);
        let paragraph = &head[start..];
        if !(opens_footnote(paragraph) && ends_sentence(paragraph, None)) {
            break;
        }
        head = head[..start].trim_end();
    }
    let parted = head.len() < words[..sentence.start].trim_end().len();
    if !parted || head.is_empty() || ends_sentence(head, None) {
        return own;
    }
    let from = head.rfind('\n').map_or(0, |at| at + 1);
    let first = sentences(&head[from..])
        .last()
        .map_or(from, |last| from + last.start);
    let mut whole = text.slice(first..head.len());
    whole.append(&own, Joint::Blank);
    whole
}

/// Words that make a time a goal's, in prose about what is striven for.
const GOAL_WORDS: [&str; 6] = ["mål", "delmål", "etappemål", "målet", "visjon", "ambisjon"];

/// Whether a text may set a time: it has a year, or a word that labels or limits one.
fn may_set_time(text: &str) -> bool {
    ["20", "rist", "nnen", "nnan", "enest", "einast", "før "]
        .iter()
        .any(|mark| text.contains(mark))
}

/// What a time in the prose outside the requests is: the rule by which it is no deadline, or a goal's.
fn elsewhere(one: &mut Found, text: &str, context: Context) -> Option<&'static str> {
    if one.labelled {
        return None;
    }
    // `reviderte anslag i forbindelse med revidert nasjonalbudsjett`: the budget's own course.
    if one.status == DeadlineStatus::Relative {
        return Some("time_of_an_occasion");
    }
    // `hjemme før uke 10`, `to ganger i løpet av året`: a proposition's own times have a year.
    if one.date.is_none() && one.earliest.is_none() && one.latest.is_none() {
        return Some("time_without_year");
    }
    // `Fra 2025 startes …`: it has begun. `planlagt oppstart i 2025`: it may yet.
    let within = text[one.raw.clone()].starts_with(['i', 'I']);
    let begins = one.date.or(if within { one.latest } else { one.earliest });
    if one.kind == DeadlineKind::Start
        && begins.is_some_and(|day| context.date.is_some_and(|own| day < own))
    {
        return Some("past_date");
    }
    let before = &text[one.sentence.start..one.raw.start.max(one.sentence.start)];
    let words = || before.split(|c: char| !c.is_alphabetic());
    // `bygg som ferdigstilles før 2026`: what happens in the year that is under way, and no promise.
    let under_way = one
        .latest
        .zip(context.date)
        .is_some_and(|(last, own)| last.year() <= own.year());
    if one.precision == Precision::Year
        && under_way
        && text[one.raw.clone()].to_lowercase().starts_with("før ")
        && !words().any(|word| matches!(word, "skal" | "vil" | "må" | "bør" | "Fristen" | "frist"))
    {
        return Some("under_way");
    }
    // `fra 2026`: when it begins, whatever is done.
    if one.kind == DeadlineKind::Delivery
        && text[one.raw.clone()].to_lowercase().starts_with("fra ")
    {
        one.kind = DeadlineKind::Start;
    }
    // `Rapportering fra fyrene planlegges høsten 2026`: data that are to come in, and no report.
    if one.kind == DeadlineKind::Report
        && one.status == DeadlineStatus::Tentative
        && before.starts_with("Rapportering fra ")
    {
        one.kind = DeadlineKind::Start;
    }
    if one.kind == DeadlineKind::Delivery
        && text[one.sentence.clone()]
            .split(|c: char| !c.is_alphabetic())
            .any(|word| {
                let word = word.to_lowercase();
                GOAL_WORDS
                    .iter()
                    .any(|goal| word.strip_prefix(goal).is_some_and(|rest| rest.len() <= 4))
            })
    {
        one.kind = DeadlineKind::Aim;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammar;

    fn read(text: &str) -> (Vec<DeadlineKind>, Vec<&'static str>) {
        let context = Context {
            date: Date::new(2025, 10, 1).ok(),
            account: true,
            ..Context::default()
        };
        let (found, dismissed) = deadlines(text, &Grammar::built_in(), context);
        let mut rules: Vec<&'static str> = dismissed.iter().map(|one| one.rule).collect();
        let mut kinds = Vec::new();
        for mut one in found {
            match elsewhere(&mut one, text, context) {
                Some(rule) => rules.push(rule),
                None => kinds.push(one.kind),
            }
        }
        (kinds, rules)
    }

    #[test]
    fn a_footnote_parts_a_sentence() {
        let words = "Mange har lys. De siste av\n1 Fyr uten lampe.\ndem får lamper i 2027.";
        let source = crate::source::read("a.txt", words.as_bytes()).expect("a text");
        let text = Text::at(&source.canonical, 0..words.len());
        let start = words.find("dem").expect("the second half");
        let whole = whole_sentence(&text, &(start..words.len()));
        assert_eq!(whole.as_str(), "De siste av dem får lamper i 2027.");
        let start = words.find("De siste").expect("the first half");
        let first = whole_sentence(&text, &(start..start + 11));
        assert_eq!(first.as_str(), "De siste av");
    }

    #[test]
    fn a_row_of_a_table_is_no_part_of_a_sentence() {
        let words = "Sum kap. 781 73 435 81 940 vakt på fyret skal sendes på høring i 2027.";
        let source = crate::source::read("a.txt", words.as_bytes()).expect("a text");
        let text = Text::at(&source.canonical, 0..words.len());
        let whole = whole_sentence(&text, &(0..words.len()));
        assert_eq!(
            whole.as_str(),
            "vakt på fyret skal sendes på høring i 2027."
        );
    }

    #[test]
    fn an_evaluation_falls_due_a_time_after_an_event() {
        let quoted = Context {
            quoted: true,
            ..Context::default()
        };
        let text = "Evalueringen bør starte innen tre år etter at lovendringene trer i kraft.";
        let (found, _) = deadlines(text, &Grammar::built_in(), quoted);
        let raws: Vec<&str> = found.iter().map(|one| &text[one.raw.clone()]).collect();
        assert_eq!(raws, ["innen tre år etter at lovendringene trer i kraft"]);
        assert!(
            found
                .iter()
                .all(|one| one.status == DeadlineStatus::Relative)
        );
        let text = "Alle skal få svar innen tre uker etter henvisning.";
        assert!(deadlines(text, &Grammar::built_in(), quoted).0.is_empty());
    }

    #[test]
    fn prose_is_full_of_times_that_are_no_deadlines() {
        assert_eq!(
            read("Fyrene skal være avviklet innen 1. mai 2026."),
            (vec![DeadlineKind::Delivery], vec![])
        );
        assert_eq!(
            read("Et mål er at fyrene skal være avviklet innen 2030."),
            (vec![DeadlineKind::Aim], vec![])
        );
        assert_eq!(
            read("Planen skulle være klar innen 1. mai 2025."),
            (vec![], vec!["past_date"])
        );
        assert_eq!(
            read("Det er flere fyr som ferdigstilles før 2026, og de er dyre."),
            (vec![], vec!["under_way"])
        );
        assert_eq!(
            read("Fyrene skal ferdigstilles før 2026."),
            (vec![DeadlineKind::Delivery], vec![])
        );
        assert_eq!(
            read("Rapportering fra fyrene planlegges høsten 2026."),
            (vec![DeadlineKind::Start], vec![])
        );
        assert_eq!(
            read("Losen skal øve to ganger innen uke 10."),
            (vec![], vec!["time_without_year"])
        );
    }
}
