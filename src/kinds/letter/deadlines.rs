//! Deadlines, bound to what they are of.
//!
//! A deadline inside a part binds the part; a line that names points binds those; a line that closes
//! a list, where an earlier line closes what stands before the list, binds the list; any other binds
//! the assignment. Outside the assignments a deadline binds the requirement it stands in, if any.

use super::{
    Letter,
    assignments::{Body, PartRange},
    body::Draft,
};
use crate::model::Code;
use crate::{
    grammar::{
        Grammar, Zone,
        deadline::{
            Context, Dismissal, Found, Parties, cell, deadlines, names_thing, responsible, tells,
            thing_of,
        },
        phrases::Role,
        sentence::sentences,
    },
    layout::{BlockKind, Joint, Text},
    model::{Assignment, Deadline, DeadlineKind, DeadlineStatus, Severity},
    source::Canonical,
};
use std::ops::Range;

/// Whether a place stands in a quotation: what «reglane skal vere kjende innan 1. mars» demands, another
/// document has demanded.
fn is_quoted(text: &str, at: usize) -> bool {
    let opened = text[..at].rfind('«').filter(|from| {
        let quoted = &text[*from..at];
        !quoted.contains(['»', '\n'])
    });
    opened.is_some() && text[at..].contains('»')
}

/// The longest text that is quoted as what falls due, in bytes.
const LONGEST_WHAT: usize = 4000;

/// What a deadline is of.
#[derive(Debug, Clone, Default)]
pub struct Owner {
    /// The first part of its id.
    pub id: String,
    /// The assignment.
    pub assignment: Option<String>,
    /// Its parts.
    pub parts: Vec<String>,
    /// The requirement.
    pub requirement: Option<String>,
    /// The report.
    pub report: Option<String>,
    /// The section.
    pub section: Option<String>,
}

impl Owner {
    /// What stands in a section and belongs to no other record; `name` begins the ids.
    pub fn of_section(name: &str, section: Option<String>) -> Self {
        Self {
            id: format!("{name}-{}", section.as_deref().unwrap_or("0")),
            section,
            ..Self::default()
        }
    }
}

impl Letter<'_> {
    /// The deadlines of an assignment's body and of its deadline column.
    pub(super) fn assignment_deadlines(
        &mut self,
        draft: &Draft,
        body: &Body,
        assignment: &Assignment,
        parties: &Parties,
    ) {
        let owner = Owner {
            id: assignment.id.clone(),
            assignment: Some(assignment.id.clone()),
            section: assignment.section.clone(),
            ..Owner::default()
        };
        let asked = Context {
            asked: true,
            ..self.context
        };
        let (mut found, dismissed) = deadlines(body.text.as_str(), self.grammar, asked);
        self.dismiss(&body.text, dismissed);
        // `Havnerådet skal gi sitt syn innen 1. mars`
        let words = body.text.as_str();
        let (others, own): (Vec<Found>, Vec<Found>) = found.into_iter().partition(|one| {
            is_quoted(words, one.raw.start) || parties.of_another(words, one, self.grammar)
        });
        found = own;
        let others = others.into_iter().map(|one| Dismissal {
            range: one.raw,
            rule: "deadline_of_another_body",
        });
        self.dismiss(&body.text, others.collect());
        // `… i hver tertialrapport`, and beside it `Tertialvis`: one printed deadline is one record.
        let cells: Vec<_> = draft
            .deadline_cells
            .iter()
            .map(|read| (read, cell(read.as_str(), self.grammar, asked)))
            .collect();
        let again = cells
            .iter()
            .flat_map(|(_, (found, _))| found)
            .any(|one| one.status == DeadlineStatus::Recurring);
        found.retain(|one| {
            let bare = one.status == DeadlineStatus::Recurring && one.date.or(one.latest).is_none();
            !(again && bare)
        });
        let list_start = body.parts.first().map(|part| part.from);
        let closed_before_list = list_start.is_some_and(|start| {
            found
                .iter()
                .any(|one| one.raw.start < start && one.labelled)
        });
        for one in &found {
            let mut parts = parts_of(one, body, closed_before_list);
            if parts.is_empty() {
                let since = found.iter().filter(|other| other.sentence == one.sentence);
                let since = since.map(|other| other.raw.end);
                let since = since.filter(|end| *end <= one.raw.start).max();
                let clause = since.unwrap_or(one.sentence.start)..one.raw.start;
                parts.extend(part_known_again(body, clause, self.grammar));
            }
            let what = if one.bare {
                let after = found
                    .iter()
                    .filter(|other| other.bare && other.raw.end <= one.sentence.start)
                    .map(|other| other.sentence.end)
                    .max();
                after
                    .filter(|_| parts.is_empty())
                    .and_then(|after| self.asked_between(&body.text, after..one.sentence.start))
                    .unwrap_or_else(|| self.due(&parts, body, draft))
            } else {
                body.text.slice(one.sentence.clone())
            };
            // `Fristen for oppdrag 5/2024 flyttes …`: the other one's, by its name.
            let other = one
                .of
                .as_ref()
                .filter(|of| assignment.number.as_ref() != Some(*of));
            let owner = match other {
                Some(other) => Owner {
                    id: format!("section-{}", owner.section.as_deref().unwrap_or("0")),
                    assignment: self.assignment_numbered(other),
                    ..owner.clone()
                },
                None => Owner {
                    parts,
                    ..owner.clone()
                },
            };
            self.record(one, &body.text, what, owner);
        }
        for (cell, (mut found, dismissed)) in cells {
            self.dismiss(cell, dismissed);
            // `… og rapportere om bruken av midlene`, beside a cell `Kvartalsvis`.
            let told = tells(body.text.as_str(), self.grammar);
            let reports = self.grammar.words(body.text.as_str()).iter().any(|hit| {
                hit.role == Role::Reporting
                    && body.text.as_str()[hit.range.clone()]
                        .to_lowercase()
                        .contains("rapportere")
            });
            for one in found.iter_mut() {
                let bare = one.date.or(one.latest).is_none();
                if (reports || told && bare) && one.recurrence.is_some() {
                    one.kind = DeadlineKind::Report;
                }
            }
            for one in &found {
                let parts: Vec<String> = one
                    .points
                    .iter()
                    .filter(|label| body.parts.iter().any(|part| part.label == **label))
                    .cloned()
                    .collect();
                let what = self.due(&parts, body, draft);
                self.record(
                    one,
                    cell,
                    what,
                    Owner {
                        parts,
                        ..owner.clone()
                    },
                );
            }
        }
        // A title may end with the deadline: `Tittel (frist 1. juni 2026)`.
        let (found, _) = deadlines(draft.title.as_str(), self.grammar, self.context);
        for one in found.iter().filter(|one| {
            one.date.is_some()
                && draft.title.as_str()[one.raw.clone()]
                    .to_lowercase()
                    .contains("frist")
        }) {
            self.record(one, &draft.title, draft.title.clone(), owner.clone());
        }
    }

    /// The id of an assignment written down before this one.
    fn assignment_numbered(&self, number: &str) -> Option<String> {
        self.document
            .assignments
            .iter()
            .find(|assignment| assignment.number.as_deref() == Some(number))
            .map(|assignment| assignment.id.clone())
    }

    /// A cell of a deadline column: every time in it is one, labelled by its column.
    pub(super) fn cell_deadlines(
        &self,
        cell: &Text,
    ) -> (Vec<Found>, Vec<crate::grammar::deadline::Dismissal>) {
        crate::grammar::deadline::cell(cell.as_str(), self.grammar, self.context)
    }

    /// The one sentence between two bare deadline lines that asks for something: the second is its own.
    ///
    /// `… Frist: 1.11.2026. Det bes om et utkast våren 2026. Frist: 1.5.2026`
    fn asked_between(&self, text: &Text, between: Range<usize>) -> Option<Text> {
        let stretch = text.slice(between.clone());
        let words = stretch.as_str();
        let [only] = &sentences(words)[..] else {
            return None;
        };
        let asks = self
            .grammar
            .words(words)
            .iter()
            .any(|hit| matches!(hit.role, Role::Duty | Role::Delivery | Role::Reporting))
            || ["bes om ", "ber om ", "bedt om "]
                .iter()
                .any(|word| words.contains(word));
        asks.then(|| stretch.slice(only.clone()))
    }

    /// What falls due at a bare deadline line: the parts it binds, else the assignment by its title.
    fn due(&self, parts: &[String], body: &Body, draft: &Draft) -> Text {
        let mut what = Text::default();
        for part in body.parts.iter().filter(|part| parts.contains(&part.label)) {
            what.append(&body.text.slice(part.range.clone()), Joint::Paragraph);
        }
        if !what.is_empty() {
            return what;
        }
        if !draft.title.is_empty() {
            return draft.title.clone();
        }
        // Without a title, the first sentence names it.
        sentences(body.text.as_str())
            .into_iter()
            .next()
            .map(|first| body.text.slice(first))
            .filter(|first| {
                deadlines(first.as_str(), self.grammar, self.context)
                    .0
                    .is_empty()
            })
            .unwrap_or_default()
    }

    /// Deadlines in running text outside the assignments.
    pub(super) fn deadlines(&mut self) {
        self.money_deadlines();
        for n in 0..self.chapters.len() {
            if self.chapters[n].zone == Some(Zone::Contents) {
                continue;
            }
            let calendar = self.chapters[n].zone == Some(Zone::Calendar);
            let tabled = self.tabled(n);
            let days = self.blocks_of_days(n);
            for at in self.chapters[n].blocks.clone() {
                let block = &self.blocks[at];
                if block.cell.is_some()
                    || days.contains_key(&at)
                    || tabled.contains(&at)
                    || self.money_blocks[at]
                    || calendar && !self.prose_of_calendar(n, at)
                {
                    continue;
                }
                let text = block.text.clone();
                let (found, dismissed) = deadlines(text.as_str(), self.grammar, self.context);
                self.dismiss(&text, dismissed);
                let mut found = self.own_of(&text, found);
                for one in &mut found {
                    one.kind = self.kind_outside(&text, one);
                }
                for one in &found {
                    if self.is_period(n, &text, one) {
                        let dismissed = crate::grammar::deadline::Dismissal {
                            range: one.raw.clone(),
                            rule: "period_of_a_target",
                        };
                        self.dismiss(&text, vec![dismissed]);
                        continue;
                    }
                    let what = if one.bare {
                        self.due_before(n, at, &text, one)
                    } else {
                        text.slice(one.sentence.clone())
                    };
                    let section = self.chapters[n].id.clone();
                    let requirement = (!what.is_empty())
                        .then(|| {
                            let spans = self.spans(&what);
                            self.document.requirements.iter().find(|requirement| {
                                requirement.section == section
                                    && requirement.spans.iter().any(|own| {
                                        spans.iter().any(|span| {
                                            own.start <= span.start && span.end <= own.end
                                                || span.start <= own.start && own.end <= span.end
                                        })
                                    })
                            })
                        })
                        .flatten()
                        .map(|requirement| requirement.id.clone());
                    let id = requirement.clone().unwrap_or_else(|| {
                        format!("section-{}", section.as_deref().unwrap_or("0"))
                    });
                    self.record(
                        one,
                        &text,
                        what,
                        Owner {
                            id,
                            requirement,
                            section,
                            ..Owner::default()
                        },
                    );
                }
            }
        }
    }

    /// The deadlines of a text that are not another body's; those are dismissed.
    fn own_of(&mut self, text: &Text, found: Vec<Found>) -> Vec<Found> {
        let words = text.as_str();
        let (others, own): (Vec<Found>, Vec<Found>) = found
            .into_iter()
            .partition(|one| self.parties.of_another(words, one, self.grammar));
        let others = others.into_iter().map(|one| Dismissal {
            range: one.raw,
            rule: "deadline_of_another_body",
        });
        self.dismiss(text, others.collect());
        own
    }

    /// What falls due outside the assignments: where the sentence is about a report, each of its days is that of
    /// a report. «Tertialrapport per 30. april sendes innen 20. mai, og per 31. august innen 20. september.»
    fn kind_outside(&self, text: &Text, one: &Found) -> DeadlineKind {
        /// How far into the sentence the report may be named: «Utkast til årsrapport».
        const OPENS: usize = 3;
        if one.kind != DeadlineKind::Delivery {
            return one.kind;
        }
        let sentence = &text.as_str()[one.sentence.clone()];
        let hits = self.grammar.words(sentence);
        let opens = hits.iter().any(|hit| {
            let report = matches!(
                hit.role,
                Role::AnnualReport | Role::TertialReport | Role::Reporting
            );
            let lead = &sentence[..hit.range.start];
            report && lead.split_whitespace().count() < OPENS && !lead.contains([',', ':'])
        });
        let before = one.raw.start.saturating_sub(one.sentence.start);
        let published = hits
            .iter()
            .any(|hit| hit.role == Role::Published && hit.range.end <= before);
        match opens && !published {
            true => DeadlineKind::Report,
            false => one.kind,
        }
    }

    /// Whether a time in a measure says when its target holds: `ned til 9 prosent innan 2027`.
    fn is_period(&self, chapter: usize, text: &Text, one: &Found) -> bool {
        let raw = &text.as_str()[one.raw.clone()];
        let section = &self.chapters[chapter].id;
        self.document.indicators.iter().any(|indicator| {
            indicator.section == *section
                && indicator.text == text.as_str()
                && indicator
                    .targets
                    .iter()
                    .filter_map(|target| target.period.as_deref())
                    .any(|period| raw.contains(period) || period.contains(raw))
        })
    }

    /// What falls due at a bare deadline line outside the assignments: the sentence before it, in its
    /// own block or at the end of the one before; none where that has a deadline of its own.
    fn due_before(&self, chapter: usize, at: usize, text: &Text, one: &Found) -> Text {
        let last = |text: &Text, until: usize| {
            sentences(&text.as_str()[..until])
                .pop()
                .map(|range| text.slice(range))
        };
        let here = last(text, one.sentence.start).filter(|what| !what.is_empty());
        let what = here.or_else(|| {
            let blocks = &self.chapters[chapter].blocks;
            let place = blocks.iter().position(|&block| block == at)?;
            let before = *blocks.get(place.checked_sub(1)?)?;
            let prose = before + 1 == at
                && self.blocks[before].cell.is_none()
                && !matches!(self.blocks[before].kind, BlockKind::TableHead(_));
            let text = &self.blocks[before].text;
            prose.then(|| last(text, text.len())).flatten()
        });
        what.filter(|what| {
            deadlines(what.as_str(), self.grammar, self.context)
                .0
                .is_empty()
        })
        .unwrap_or_default()
    }

    /// Deadlines in what a table of money says of its posts.
    fn money_deadlines(&mut self) {
        let comments: Vec<Text> = self
            .tables
            .iter()
            .flat_map(super::money::Table::comments)
            .cloned()
            .collect();
        for text in comments {
            let (found, dismissed) = deadlines(text.as_str(), self.grammar, self.context);
            self.dismiss(&text, dismissed);
            for one in &found {
                let what = if one.bare {
                    Text::default()
                } else {
                    text.slice(one.sentence.clone())
                };
                let origin = text.start().unwrap_or(0);
                let section = self
                    .chapters
                    .iter()
                    .rfind(|chapter| chapter.title.start().is_some_and(|start| start <= origin))
                    .and_then(|chapter| chapter.id.clone());
                self.record(one, &text, what, Owner::of_section("section", section));
            }
        }
    }

    pub(in crate::kinds) fn dismiss(
        &mut self,
        text: &Text,
        dismissed: Vec<crate::grammar::deadline::Dismissal>,
    ) {
        for one in dismissed {
            self.dismissed.push(crate::kinds::Dismissed {
                places: text.places_of(one.range),
                rule: one.rule,
            });
        }
    }

    /// Writes a deadline down.
    pub(in crate::kinds) fn record(&mut self, one: &Found, text: &Text, what: Text, owner: Owner) {
        // A line without sentence ends would be quoted whole for each of its deadlines.
        let what = if what.len() > LONGEST_WHAT {
            // «frist 1. mars, deretter årlig»: the words of recurrence may stand behind the rest.
            let again = one.recurrence.as_ref().unwrap_or(&one.raw);
            text.slice(one.raw.start.min(again.start)..one.raw.end.max(again.end))
        } else {
            what
        };
        let raw = text.slice(one.raw.clone());
        let prefix = format!("{}-deadline", owner.id);
        let ordinal = self.ordinals.entry(prefix.clone()).or_default();
        *ordinal += 1;
        let id = format!("{prefix}-{ordinal}");
        if let Some((code, message)) = &one.remark {
            let severity = if *code == Code::ImpossibleDate {
                Severity::Warning
            } else {
                Severity::Info
            };
            self.say(*code, severity, message.clone(), Some(&id), &raw.places());
        }
        let mut record = deadline(
            self.source,
            self.grammar,
            &self.document.recipients,
            one,
            text,
            &what,
        );
        record.id = id;
        if record.kind == DeadlineKind::Delivery && self.is_meeting(what.as_str(), &owner) {
            record.kind = DeadlineKind::Meeting;
        }
        record.assignment = owner.assignment;
        record.parts = owner.parts;
        record.requirement = owner.requirement;
        record.report = owner.report;
        record.section = owner.section;
        self.document.deadlines.push(record);
    }

    /// A row of a calendar that names a meeting.
    fn is_meeting(&self, what: &str, owner: &Owner) -> bool {
        owner.assignment.is_none()
            && owner.requirement.is_none()
            && owner.id.starts_with("calendar")
            && self.grammar.has(what, Role::Meeting)
            && !self.grammar.has(what, Role::Reporting)
    }
}

/// The record of a deadline found in a text, without its id and without what it binds.
pub fn deadline(
    source: &Canonical,
    grammar: &Grammar,
    recipients: &[String],
    one: &Found,
    text: &Text,
    what: &Text,
) -> Deadline {
    let raw = text.slice(one.raw.clone());
    Deadline {
        id: String::new(),
        assignment: None,
        parts: Vec::new(),
        request: None,
        requirement: None,
        report: None,
        section: None,
        raw: raw.as_str().to_string(),
        what: (!what.is_empty()).then(|| what.as_str().to_string()),
        responsible: responsible(what.as_str(), recipients, grammar).map(str::to_string),
        kind: one.kind,
        status: one.status,
        date: one.date.map(|date| date.to_string()),
        earliest: one.earliest.map(|date| date.to_string()),
        latest: one.latest.map(|date| date.to_string()),
        precision: one.precision,
        year_inferred: one.year_inferred,
        recurrence: one
            .recurrence
            .clone()
            .map(|range| text.slice(range).as_str().to_string()),
        spans: source.spans(&raw.places()),
        what_spans: source.spans(&what.places()),
    }
}

/// The one part whose thing a clause below the list is about: `Veilederen skal sendes innen …` where only one part
/// asks for «en veileder».
fn part_known_again(body: &Body, clause: Range<usize>, grammar: &Grammar) -> Option<String> {
    let text = body.text.as_str();
    let list = body.parts.first()?.from;
    let end = body.parts.iter().map(|part| part.range.end).max()?;
    if clause.start < end || body.parts.len() < 2 {
        return None;
    }
    let thing = thing_of(&text[clause], grammar)?;
    let names = |words: &str| names_thing(words, &thing, grammar);
    let holders: Vec<&PartRange> = body
        .parts
        .iter()
        .filter(|part| part.outer.is_none() && names(&text[part.range.clone()]))
        .collect();
    match holders[..] {
        [part] if !names(&text[..list]) => Some(part.label.clone()),
        _ => None,
    }
}

/// The labels of the parts that a deadline binds.
fn parts_of(one: &Found, body: &Body, closed_before_list: bool) -> Vec<String> {
    let known = |label: &String| body.parts.iter().any(|part| part.label == *label);
    let named: Vec<String> = one
        .points
        .iter()
        .filter(|label| known(label))
        .cloned()
        .collect();
    if !named.is_empty() {
        return named;
    }
    let inside: Vec<&PartRange> = body
        .parts
        .iter()
        .filter(|part| part.from <= one.raw.start && one.raw.end <= part.range.end)
        .collect();
    if let Some(innermost) = inside.iter().max_by_key(|part| part.from) {
        return vec![innermost.label.clone()];
    }
    let Some(last) = body.parts.last() else {
        return Vec::new();
    };
    if !one.labelled || one.raw.start < last.from {
        return Vec::new();
    }
    // A line after the list that closes it alone: what stands before the list has one of its own.
    if closed_before_list && one.bare {
        return body
            .parts
            .iter()
            .filter(|part| part.outer.is_none())
            .map(|part| part.label.clone())
            .collect();
    }
    // `Frist for å fastsette strategien for …`: the one part that holds the same words.
    if let Some(subject) = &one.subject {
        let words: Vec<String> = body.text.as_str()[subject.clone()]
            .split(|c: char| !c.is_alphanumeric() && c != '-')
            .filter(|word| word.chars().count() >= 5)
            .map(str::to_lowercase)
            .collect();
        let holders: Vec<&PartRange> = body
            .parts
            .iter()
            .filter(|part| {
                let text = body.text.as_str()[part.range.clone()].to_lowercase();
                words.len() >= 2 && words.iter().all(|word| text.contains(word.as_str()))
            })
            .collect();
        if let [part] = holders[..] {
            return vec![part.label.clone()];
        }
    }
    Vec::new()
}
