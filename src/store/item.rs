//! An item whole: the record, where it stands, and everything that other records say of it.

use super::any::AnyRecord;
use super::documents::{FileEntry, Place};
use super::doubles::PassedOver;
use super::facets::Count;
use super::fold::words;
use super::group::{Group, Member};
use super::history::Event;
use super::query::QueryPart;
use super::records::{RecordType, Row};
use super::{Store, StoreError};
use crate::link::is_bare;
use crate::model::{Citation, Deadline, Earmark, Goal, Link, Report, Section};
use rusqlite::Params;
use schemars::JsonSchema;
use serde::Serialize;

/// An item whole.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Item {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// The record, as the JSON of `extract` has it.
    pub item: AnyRecord,
    /// The file that its document was read from.
    pub file: FileEntry,
    /// Other JSON files with the same document.
    pub also_in: Vec<String>,
    /// The same, each with the ground on which this file's reading counts in its place.
    pub passed_over: Vec<PassedOver>,
    /// The sections that it stands in, the outermost first.
    pub sections: Vec<SectionTitle>,
    /// The goal that it belongs to.
    pub goal: Option<Goal>,
    /// What binds it, in its own document and wherever it is restated.
    pub deadlines: Vec<DeadlineAt>,
    /// What letters did to it, and where a request is printed, in order of time.
    pub history: Vec<Event>,
    /// What was answered.
    pub answers: Vec<Answer>,
    /// Where other records cite it.
    pub citations: Vec<Mention>,
    /// What `oppdrag link` found, answers left out.
    pub links: Vec<LinkAt>,
    /// Money set aside for it.
    pub earmarks: Vec<EarmarkAt>,
    /// Of a document: how many records it has.
    pub contents: Vec<Count<RecordType>>,
}

/// A section that something stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SectionTitle {
    /// Its id.
    pub id: String,
    /// Its number as printed.
    pub number: Option<String>,
    /// Its title, verbatim.
    pub title: String,
}

/// A deadline and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DeadlineAt {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// The deadline.
    pub deadline: Deadline,
}

/// A report on an item.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Answer {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// Why it is taken for an answer ("same identifier", "title").
    pub ground: String,
    /// The report.
    pub report: Report,
}

/// A place where an item is cited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Mention {
    /// The record that cites it, else the citation.
    #[serde(flatten)]
    pub place: Place,
    /// The citation, verbatim.
    pub raw: String,
    /// The title of what cites it, verbatim.
    pub title: Option<String>,
}

/// A link of an item.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LinkAt {
    /// Whether it leads away from the item.
    pub outgoing: bool,
    /// The record at its other end; `null` where that is not in the store.
    pub other: Option<Place>,
    /// The link.
    pub link: Link,
}

/// Money set aside.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EarmarkAt {
    /// The appropriation that it is taken from.
    #[serde(flatten)]
    pub place: Place,
    /// The chapter of the appropriation.
    pub chapter: Option<String>,
    /// Its post.
    pub post: Option<String>,
    /// The earmark.
    pub earmark: Earmark,
}

impl Store {
    /// One member of a group, with what the group says of it.
    pub(super) fn item_of(&self, group: &Group, shown: usize) -> Result<Item, StoreError> {
        let member = &group.members[shown];
        let entry = self.entry(member.row.document())?;
        let mut item = Item {
            place: member.place(),
            item: member.record.clone(),
            file: entry.file,
            also_in: entry.also_in,
            passed_over: entry.passed_over,
            sections: self.sections_of(member)?,
            goal: self.goal_of(member)?,
            deadlines: Vec::new(),
            history: self.history(group)?,
            answers: Vec::new(),
            citations: self.mentions(group)?,
            links: Vec::new(),
            earmarks: self.earmarks_of(group)?,
            contents: Vec::new(),
        };
        for one in &group.members {
            item.deadlines.extend(self.deadlines_of(one)?);
            self.links_of(one, &mut item.links)?;
        }
        for (one, ground) in &group.answers {
            if let AnyRecord::Report(report) = &one.record {
                item.answers.push(Answer {
                    place: one.place(),
                    ground: ground.clone(),
                    report: (**report).clone(),
                });
            }
        }
        if member.row.kind() == RecordType::Document {
            item.contents = self.contents(member.row.document())?;
        }
        Ok(item)
    }

    /// The rows that a question finds.
    pub(super) fn rows<P: Params>(&self, sql: &str, params: P) -> Result<Vec<Row>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params, |row| row.get(0).map(Row))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The sections that a record stands in, the outermost first.
    fn sections_of(&self, member: &Member) -> Result<Vec<SectionTitle>, StoreError> {
        let mut next = section(&member.record).map(str::to_string);
        let mut path: Vec<SectionTitle> = Vec::new();
        while let Some(id) = next.take() {
            if path.iter().any(|one| one.id == id) {
                break;
            }
            let rows = self.rows(
                "SELECT row FROM sections WHERE document = ?1 AND id = ?2 LIMIT 1",
                (member.row.document(), &id),
            )?;
            let Some(row) = rows.first() else { break };
            let Some((
                AnyRecord::Section(Section {
                    id,
                    number,
                    title,
                    parent,
                    ..
                }),
                _,
            )) = self.record(*row)?
            else {
                break;
            };
            next = parent;
            path.push(SectionTitle { id, number, title });
        }
        path.reverse();
        Ok(path)
    }

    fn goal_of(&self, member: &Member) -> Result<Option<Goal>, StoreError> {
        let id = match &member.record {
            AnyRecord::Assignment(one) => one.goal.as_deref(),
            AnyRecord::Indicator(one) => one.goal.as_deref(),
            _ => None,
        };
        let Some(id) = id else { return Ok(None) };
        let rows = self.rows(
            "SELECT row FROM goals WHERE document = ?1 AND id = ?2 LIMIT 1",
            (member.row.document(), id),
        )?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        Ok(match self.record(*row)? {
            Some((AnyRecord::Goal(goal), _)) => Some(goal),
            _ => None,
        })
    }

    /// The deadlines that bind a record.
    fn deadlines_of(&self, member: &Member) -> Result<Vec<DeadlineAt>, StoreError> {
        let sql = match member.row.kind() {
            RecordType::Assignment => {
                "SELECT row FROM deadlines WHERE assignment_row = ?1 ORDER BY row"
            }
            RecordType::Request => "SELECT row FROM deadlines WHERE request_row = ?1 ORDER BY row",
            RecordType::Requirement => {
                "SELECT row FROM deadlines WHERE requirement_row = ?1 ORDER BY row"
            }
            RecordType::Report => "SELECT row FROM deadlines WHERE report_row = ?1 ORDER BY row",
            _ => return Ok(Vec::new()),
        };
        let mut found = Vec::new();
        for row in self.rows(sql, [member.row.0])? {
            if let Some((AnyRecord::Deadline(deadline), page)) = self.record(row)? {
                found.push(DeadlineAt {
                    place: Place::new(
                        row,
                        Some(&deadline.id),
                        page,
                        member.document.clone(),
                        self.remarks(row)?,
                    ),
                    deadline: *deadline,
                });
            }
        }
        Ok(found)
    }

    /// Where other records cite an item.
    fn mentions(&self, group: &Group) -> Result<Vec<Mention>, StoreError> {
        let first = &group.members[0];
        let reference = match &first.record {
            AnyRecord::Request(one) => one
                .session
                .as_deref()
                .map(|session| format!("vedtak {} ({session})", one.number)),
            AnyRecord::Assignment(_) | AnyRecord::Withdrawal(_) => {
                first.record.number().map(str::to_string)
            }
            _ => None,
        };
        let Some(reference) = reference else {
            return Ok(Vec::new());
        };
        let mut found: Vec<Mention> = Vec::new();
        for row in self.rows(
            "SELECT row FROM citations WHERE ref = ?1 ORDER BY row",
            [&reference],
        )? {
            let Some((place, AnyRecord::Citation(Citation { raw, within, .. }))) =
                self.place(row)?
            else {
                continue;
            };
            let of_another = first.row.kind() != RecordType::Request
                && (!group.shares_party(place.document.parties())
                    || is_bare(&reference) && first.document.year != place.document.year);
            if of_another {
                continue;
            }
            let mut citing = None;
            if let Some(within) = within {
                let rows = self.rows_of_id(row.document(), &within)?;
                // What speaks of itself says nothing of who cites it.
                if rows
                    .iter()
                    .any(|row| group.members.iter().any(|one| one.row == *row))
                {
                    continue;
                }
                if let Some(row) = rows.first() {
                    citing = self.place(*row)?;
                }
            }
            let title = citing
                .as_ref()
                .and_then(|(_, record)| record.title())
                .map(str::to_string);
            // The page is that of the citation itself.
            let mut there = citing.map_or_else(|| place.clone(), |(place, _)| place);
            there.page = place.page;
            found.push(Mention {
                place: there,
                raw,
                title,
            });
        }
        found.sort_by_cached_key(|one| one.place.document.order());
        Ok(found)
    }

    /// The links of a record, answers left out.
    fn links_of(&self, member: &Member, into: &mut Vec<LinkAt>) -> Result<(), StoreError> {
        let key = &member.document.key;
        let id = match member.record {
            AnyRecord::Document(_) => None,
            _ => member.record.id().or(member.record.number()),
        };
        for (outgoing, column) in [(true, "from"), (false, "to")] {
            let sql = format!(
                "SELECT row FROM links WHERE {column}_document = ?1 AND {column}_id IS ?2 ORDER BY row"
            );
            for row in self.rows(&sql, (key, id))? {
                let Some((_, AnyRecord::Link(link))) = self.place(row)? else {
                    continue;
                };
                if (link.kind == "report_of" && !outgoing)
                    || into.iter().any(|one| one.link == *link)
                {
                    continue;
                }
                let end = if outgoing { &link.to } else { &link.from };
                let mut other = None;
                if let Some(document) = self.document_of(&end.document)? {
                    let row = match &end.id {
                        Some(id) => self.rows_of_id(document, id)?.first().copied(),
                        None => Row::new(document, RecordType::Document, 0),
                    };
                    if let Some(row) = row {
                        other = self.place(row)?.map(|(place, _)| place);
                    }
                }
                into.push(LinkAt {
                    outgoing,
                    other,
                    link: *link,
                });
            }
        }
        Ok(())
    }

    /// Money that is set aside for an assignment.
    fn earmarks_of(&self, group: &Group) -> Result<Vec<EarmarkAt>, StoreError> {
        let number = group.members.iter().find_map(|one| match &one.record {
            AnyRecord::Assignment(one) => one.number.clone(),
            _ => None,
        });
        let Some(number) = number else {
            return Ok(Vec::new());
        };
        let mut rows = Vec::new();
        if is_bare(&number) {
            for one in &group.members {
                rows.extend(self.rows(
                    "SELECT row FROM appropriations WHERE document = ?1 AND instr(json, '\"assignments\":[\"')",
                    [one.row.document()],
                )?);
            }
        } else {
            let phrase = QueryPart::Phrase(words(&number)).quoted();
            let found = self.rows("SELECT rowid FROM words WHERE words MATCH ?1", [phrase])?;
            rows.extend(
                found
                    .into_iter()
                    .filter(|row| row.kind() == RecordType::Appropriation),
            );
        }
        let mut found = Vec::new();
        for row in rows {
            let Some((place, AnyRecord::Appropriation(post))) = self.place(row)? else {
                continue;
            };
            if !group.shares_party(place.document.parties()) {
                continue;
            }
            for earmark in post.earmarks {
                if earmark.assignments.contains(&number) {
                    found.push(EarmarkAt {
                        place: place.clone(),
                        chapter: post.chapter.clone(),
                        post: post.post.clone(),
                        earmark,
                    });
                }
            }
        }
        found.sort_by_cached_key(|one| one.place.document.order());
        Ok(found)
    }

    /// How many records of each type a document has.
    fn contents(&self, document: i64) -> Result<Vec<Count<RecordType>>, StoreError> {
        let mut contents = Vec::new();
        for kind in RecordType::ALL {
            if kind == RecordType::Document {
                continue;
            }
            let sql = format!("SELECT count(*) FROM {} WHERE document = ?1", kind.table());
            let count: usize = self
                .connection
                .prepare_cached(&sql)?
                .query_row([document], |row| row.get(0))?;
            if count > 0 {
                contents.push(Count { value: kind, count });
            }
        }
        Ok(contents)
    }
}

/// The id of the section that a record stands in.
fn section(record: &AnyRecord) -> Option<&str> {
    match record {
        AnyRecord::Section(one) => one.parent.as_deref(),
        AnyRecord::Goal(one) => one.section.as_deref(),
        AnyRecord::Indicator(one) => one.section.as_deref(),
        AnyRecord::Assignment(one) => one.section.as_deref(),
        AnyRecord::Requirement(one) => one.section.as_deref(),
        AnyRecord::Deadline(one) => one.section.as_deref(),
        AnyRecord::Appropriation(one) => one.section.as_deref(),
        AnyRecord::Report(one) => one.section.as_deref(),
        AnyRecord::Table(one) => one.section.as_deref(),
        _ => None,
    }
}
