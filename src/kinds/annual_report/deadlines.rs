//! Deadlines of a report: those that the requirement sets, bound to the report. What the answer says
//! of times is the answerer's own account and sets no deadline.

use super::item::Item;
use crate::{
    grammar::deadline::{Context, Dismissal, cell, deadlines},
    kinds::{
        Dismissed,
        letter::{Letter, Owner},
    },
};

/// The rule by which a time that the reporting body names itself is no deadline of its document.
const OWN_ACCOUNT: &str = "account_of_the_reporting_body";

/// Writes down the deadlines of an item. What the year asked for did not fall due before that year.
pub fn of_item(letter: &mut Letter<'_>, id: &str, item: &Item) {
    // The year of the report is not the year of what it quotes: a day without a year has none.
    let context = Context {
        year: None,
        date: None,
        ..Context::default()
    };
    let owner = Owner {
        id: id.to_string(),
        report: Some(id.to_string()),
        section: item.section.clone(),
        ..Owner::default()
    };
    let mut texts = vec![(&item.requirement, false)];
    texts.extend(item.due.iter().map(|cell| (cell, true)));
    for (text, column) in texts {
        let (found, dismissed) = if column {
            cell(text.as_str(), letter.grammar, context)
        } else {
            deadlines(text.as_str(), letter.grammar, context)
        };
        letter.dismiss(text, dismissed);
        for one in &found {
            let year = one
                .date
                .and_then(|date| date.to_string()[..4].parse::<i32>().ok());
            if !one.labelled
                && let (Some(year), Some(reported)) = (year, letter.document.year)
                && year < reported
            {
                let dismissed = Dismissal {
                    range: one.raw.clone(),
                    rule: "before_the_year_reported",
                };
                letter.dismiss(text, vec![dismissed]);
                continue;
            }
            let what = if one.bare {
                item.title.clone()
            } else {
                text.slice(one.sentence.clone())
            };
            letter.record(one, text, what, owner.clone());
        }
    }
    if !item.answer.is_empty() {
        letter.dismissed.push(Dismissed {
            places: item.answer.places(),
            rule: OWN_ACCOUNT,
        });
    }
}

/// What the running text outside the items says of times.
pub fn said_in_prose(letter: &mut Letter<'_>) {
    let places = letter.announced.blocks.clone().filter_map(|at| {
        let block = &letter.blocks[at];
        block.cell.is_none().then(|| block.text.places())
    });
    let places: Vec<_> = places.flatten().collect();
    letter.dismissed.push(Dismissed {
        places,
        rule: OWN_ACCOUNT,
    });
}
