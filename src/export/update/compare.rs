//! A cell of people's sheet beside a cell of ours: whether they say the same, whoever wrote the file.

use super::read::Value;
use crate::export::Cell;
use crate::export::excel::serial;
use sha2::{Digest, Sha256};

/// What stands for the words of a cell: the same words, figures and days have the same, whatever
/// program wrote them and however they are broken into lines.
pub(super) fn print(words: &str) -> u32 {
    let hash = Sha256::digest(words.as_bytes());
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}

/// The words of our cell, white space made one.
pub(super) fn ours(cell: &Cell) -> String {
    match cell {
        Cell::Nok(amount) => figure(*amount as f64),
        Cell::Percent(value) | Cell::Number(value) => figure(*value),
        Cell::Date(day) => figure(serial(*day)),
        Cell::Empty | Cell::Text(_) | Cell::Link { .. } => line(&cell.shown()),
    }
}

/// The words of a cell of people's sheet, white space made one.
pub(super) fn theirs(value: &Value) -> String {
    match value {
        Value::Number(value) | Value::Moment(value) => figure(*value),
        // Programs that do not reckon formulas leave out what they come to.
        Value::Formula(formula, _) => match linked(formula) {
            Some(words) => line(&words),
            // A formula in our place is a person's.
            None => format!("={formula}"),
        },
        value => line(&value.shown()),
    }
}

/// The words of a link that we wrote: the last text of its formula.
fn linked(formula: &str) -> Option<String> {
    if !formula.starts_with("HYPERLINK(\"#'") {
        return None;
    }
    let words = formula.rsplit_once(",0),\"")?.1.strip_suffix("\")")?;
    Some(words.replace("\"\"", "\""))
}

fn figure(value: f64) -> String {
    if value.abs() < 1e9 {
        ((value * 1e6).round() / 1e6).to_string()
    } else {
        value.to_string()
    }
}

fn line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a cell said, a formula as a formula.
pub(super) fn spelt(value: &Value) -> String {
    match value {
        Value::Formula(formula, result)
            if result.is_empty() || !formula.to_uppercase().starts_with("HYPERLINK(") =>
        {
            format!("={formula}")
        }
        value => value.shown(),
    }
}

/// Whether a cell of the sheet says what the record says; white space does not count.
pub(super) fn same(old: &Value, new: &Cell) -> bool {
    let number = match new {
        Cell::Nok(amount) => Some(*amount as f64),
        Cell::Percent(value) | Cell::Number(value) => Some(*value),
        Cell::Date(day) => Some(serial(*day)),
        Cell::Empty | Cell::Text(_) | Cell::Link { .. } => None,
    };
    let old = match (old, new) {
        // Programs that do not reckon formulas leave out what they come to.
        (Value::Formula(formula, result), Cell::Link { text, .. }) => {
            let words = text.replace('\n', " ").replace('"', "\"\"");
            if formula.ends_with(&format!(",\"{words}\")")) {
                return true;
            }
            result
        }
        // A formula in our place is a person's.
        (Value::Formula(..), _) => return false,
        (old, _) => old,
    };
    match (old, number) {
        (Value::Number(was) | Value::Moment(was), Some(is)) => {
            (was - is).abs() <= 1e-9 * is.abs().max(1.0)
        }
        (_, Some(_)) => false,
        (old, None) => {
            let is = new.shown();
            let was = old.shown();
            was.split_whitespace().eq(is.split_whitespace())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_the_same_whatever_wrote_it() {
        let day = Cell::date(Some("2027-05-04"));
        assert!(same(&Value::Moment(46_511.0), &day));
        assert!(same(&Value::Number(46_511.0), &day));
        assert!(!same(&Value::Text("4.5.2027".into()), &day));
        assert!(same(&Value::Empty, &Cell::Empty));
        assert!(same(&Value::Text("a  b".into()), &Cell::text("a\nb")));
        assert!(!same(
            &Value::Formula("A1".into(), Box::new(Value::Text("x".into()))),
            &Cell::text("x")
        ));
        assert!(!same(&Value::Empty, &Cell::Number(0.0)));
    }
}
