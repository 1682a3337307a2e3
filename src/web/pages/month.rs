//! The calendar of a month: a table with a row a week, in which days with deadlines lead to them.

use crate::web::query::Month;
use crate::web::words;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The weeks of a month, Monday first; days of its neighbours are none.
fn weeks(month: Month) -> Vec<(i8, [Option<Date>; 7])> {
    let mut weeks: Vec<(i8, [Option<Date>; 7])> = Vec::new();
    let mut day = month.first();
    loop {
        let at = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
        if weeks.is_empty() || at == 0 {
            weeks.push((day.iso_week_date().week(), [None; 7]));
        }
        if let Some((_, days)) = weeks.last_mut() {
            days[at] = Some(day);
        }
        if day == month.last() {
            return weeks;
        }
        let Ok(next) = day.checked_add(1.day()) else {
            return weeks;
        };
        day = next;
    }
}

/// The table; `at` gives the address of a day.
pub(super) fn table(
    month: Month,
    today: Date,
    days: &BTreeMap<String, usize>,
    at: impl Fn(Date) -> String,
) -> Markup {
    html! {
        table.month {
            caption { "Frister i " (words::month(month.first())) }
            thead {
                tr {
                    th.week scope="col" { abbr title="uke" { "Uke" } }
                    @for (name, short) in words::WEEKDAYS {
                        th scope="col" { abbr title=(name) { (short) } }
                    }
                }
            }
            tbody {
                @for (week, dates) in weeks(month) {
                    tr {
                        th.week scope="row" { (week) }
                        @for date in dates {
                            @match date {
                                None => { td.other {} }
                                Some(date) => {
                                    td aria-current=[(date == today).then_some("date")] class=[days.contains_key(&date.to_string()).then_some("due")] {
                                        @match days.get(&date.to_string()) {
                                            None => { span.day { (date.day()) } }
                                            Some(count) => {
                                                a href=(at(date)) {
                                                    span.day { (date.day()) span.hidden { ". " (words::month(date)) ": " } }
                                                    span.count { (count) span.word { (if *count == 1 { " frist" } else { " frister" }) } }
                                                }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_a_month_stands_once_and_below_its_weekday() {
        for month in ["2026-02", "2026-06", "2027-01", "2024-02"] {
            let month: Month = month.parse().expect("a month");
            let weeks = weeks(month);
            let days: Vec<Date> = weeks
                .iter()
                .flat_map(|(_, days)| days)
                .flatten()
                .copied()
                .collect();
            assert_eq!(days.first(), Some(&month.first()));
            assert_eq!(days.last(), Some(&month.last()));
            assert_eq!(days.len(), usize::try_from(month.last().day()).expect("31"));
            for (week, days) in &weeks {
                for (at, day) in days.iter().enumerate() {
                    let Some(day) = day else { continue };
                    assert_eq!(day.weekday().to_monday_zero_offset() as usize, at);
                    assert_eq!(day.iso_week_date().week(), *week);
                }
            }
        }
        let february: Month = "2027-02".parse().expect("a month");
        assert_eq!(weeks(february).len(), 4);
    }
}
