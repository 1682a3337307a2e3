//! What a letter holds, as it is printed in its dress: what a reader must find, and may not add to.

use super::content::Due;
use super::words::Tongue;
use serde_json::{Value, json};

/// What tells a title from the body after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ToldBy {
    /// A line of its own, with the label.
    #[default]
    Line,
    /// Bold type, which plain text has not.
    Bold,
    /// A cell of its own, which text that runs together has not.
    Cell,
}

/// An assignment as printed.
#[derive(Clone, Debug, Default)]
pub struct Assignment {
    /// The printed identifier without a generic word, else section and ordinal.
    pub id: String,
    pub number: Option<String>,
    pub title: Option<String>,
    pub title_by: ToldBy,
    /// What is to be done, as the body says it.
    pub ask: String,
    /// The body; the first is meant, the others will do.
    pub bodies: Vec<String>,
    /// All that is printed of it, in the order of the page: its own words wherever they stand.
    pub own: Vec<String>,
    pub parts: Vec<String>,
    pub section: Option<String>,
    pub department: Option<String>,
}

/// A deadline of an assignment.
#[derive(Clone, Debug)]
pub struct Deadline {
    /// The assignment's place among the assignments.
    pub assignment: usize,
    pub raw: String,
    pub due: Due,
}

/// A goal.
#[derive(Clone, Debug)]
pub struct Goal {
    pub number: String,
    pub text: String,
}

/// Comparator, value, unit.
pub type Target = (&'static str, Option<f64>, Option<&'static str>);

/// A measure.
#[derive(Clone, Debug)]
pub struct Measure {
    pub kind: &'static str,
    pub text: String,
    pub targets: Vec<Target>,
    pub section: Option<String>,
}

/// A post, in kroner.
#[derive(Clone, Debug)]
pub struct Post {
    pub chapter: String,
    pub post: String,
    pub name: String,
    pub allocation: Option<i64>,
    pub previous: Option<i64>,
    pub change: Option<i64>,
    pub new: Option<i64>,
}

/// All of it.
#[derive(Clone, Debug, Default)]
pub struct Truth {
    pub year: i32,
    pub supplement: Option<usize>,
    pub date: String,
    pub recipient: String,
    pub nynorsk: bool,
    pub assignments: Vec<Assignment>,
    pub deadlines: Vec<Deadline>,
    pub goals: Vec<Goal>,
    pub measures: Vec<Measure>,
    pub posts: Vec<Post>,
    /// Days of reports and meetings, as printed and as a day.
    pub reporting: Vec<(String, String)>,
}

/// The first or last words of a text.
fn some_words(text: &str, count: usize, last: bool) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let chosen = if last {
        &words[words.len().saturating_sub(count)..]
    } else {
        &words[..words.len().min(count)]
    };
    chosen.join(" ")
}

impl Truth {
    /// For a letter of this standard.
    pub fn language(&mut self, tongue: Tongue) {
        self.nynorsk = tongue == Tongue::Nynorsk;
    }

    /// The facts as the gold files beside the project have them, for a file of this name.
    pub fn gold(&self, source: &str) -> Value {
        let assignments: Vec<Value> = self
            .assignments
            .iter()
            .map(|one| {
                let body = &one.bodies[0];
                let prose = one.bodies.len() > 3;
                let mut value = json!({
                    "id": one.id, "title": one.title, "section": one.section,
                    "text_start": if prose { String::new() } else { some_words(body, 8, false) },
                    "text_end": if one.bodies.len() > 1 { String::new() } else { some_words(body, 7, true) },
                    "parts": one.parts.iter().map(|label| json!({"label": label})).collect::<Vec<_>>(),
                });
                if let Some(unit) = &one.department {
                    value["department"] = json!(unit);
                }
                value
            })
            .collect();
        let deadlines: Vec<Value> = self
            .deadlines
            .iter()
            .map(|one| {
                let (date, latest, status) = one.due.record();
                let mut value = json!({
                    "assignment": self.assignments[one.assignment].id, "raw": one.raw, "date": date,
                    "status": status, "kind": "delivery",
                });
                if let Some(latest) = latest {
                    value["latest"] = json!(latest);
                }
                value
            })
            .collect();
        let goals: Vec<Value> = self
            .goals
            .iter()
            .map(|one| json!({"number": one.number, "kind": "main", "text": one.text}))
            .collect();
        let indicators: Vec<Value> = self
            .measures
            .iter()
            .map(|one| {
                let targets: Vec<Value> = one
                    .targets
                    .iter()
                    .map(|(comparator, value, unit)| json!({"comparator": comparator, "value": value, "unit": unit}))
                    .collect();
                json!({"kind": one.kind, "section": one.section, "text": one.text, "targets": targets})
            })
            .collect();
        let appropriations: Vec<Value> = self
            .posts
            .iter()
            .filter(|one| one.allocation.is_some())
            .map(|one| json!({"chapter": one.chapter, "post": one.post, "name": one.name, "nok": one.allocation}))
            .collect();
        let changes: Vec<Value> = self
            .posts
            .iter()
            .filter(|one| one.allocation.is_none() && one.previous.is_some())
            .map(|one| json!({"chapter": one.chapter, "post": one.post, "previous": one.previous, "change": one.change, "new": one.new}))
            .collect();
        let reporting: Vec<Value> = self
            .reporting
            .iter()
            .map(|(raw, date)| json!({"raw": raw, "date": date}))
            .collect();
        json!({
            "source": source,
            "documents": [{"kind": "allocation_letter", "year": self.year, "supplement": self.supplement, "date": self.date, "recipient": self.recipient}],
            "goals": goals, "indicators": indicators, "assignments": assignments, "deadlines": deadlines,
            "reporting": reporting, "appropriations": appropriations, "changes": changes,
        })
    }
}
