//! Days and spans of days as people write them.
//!
//! ```text
//! when  ::= "i dag" | day | week | month | year | printed
//! day   ::= 2026-05-01 | 1.5.2026 | 1. mai [2026]
//! week  ::= uke 20 [2026]
//! month ::= 2026-05 | 05.2026 | mai [2026]
//! year  ::= 2026
//! printed ::= time          as letters print it: våren 2026, 2. kvartal 2026, 1.5.26, utgangen av mai
//! ```
//! `time` is that of [`crate::grammar::date`], with its intervals. What has no year is of the year of
//! today. Anything else is refused: nothing is guessed.

use super::Usage;
use crate::grammar::date::{Calendar, times};
use crate::grammar::lexeme::MONTHS;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// Some days in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days {
    /// The first.
    pub(super) first: Date,
    /// The last.
    pub(super) last: Date,
}

/// The day on which a command is run, or the one named.
pub(super) fn today(typed: Option<&str>) -> Result<Date, Usage> {
    let local = jiff::Zoned::now().date();
    match typed {
        None => Ok(local),
        Some(typed) => {
            let days = days("--today", typed, local)?;
            if days.first == days.last {
                return Ok(days.first);
            }
            Err(Usage::new(
                format!("--today {typed}: not one day"),
                "write a day: 2026-05-01, 1.5.2026, \"1. mai 2026\", \"i dag\"",
            ))
        }
    }
}

/// The days that are meant.
pub(super) fn days(option: &str, typed: &str, today: Date) -> Result<Days, Usage> {
    read(typed, today).ok_or_else(|| {
        Usage::new(
            format!("{option} {typed}: not a day, week, month, season, part of a year or year"),
            "write 2026-05-01, 1.5.2026, \"1. mai 2026\", \"uke 20 2026\", \"mai 2026\", 05.2026, \"våren 2026\", \"2. kvartal 2026\", 2026 or \"i dag\"",
        )
    })
}

fn read(typed: &str, today: Date) -> Option<Days> {
    typed_days(typed, today).or_else(|| printed(typed, today))
}

/// What a letter could print as well: one time, and nothing beside it.
fn printed(typed: &str, today: Date) -> Option<Days> {
    let text = typed.trim().to_lowercase();
    let found = times(&text, &Calendar::built_in());
    let [time] = found.as_slice() else {
        return None;
    };
    // «30.6» may as well be a section's number.
    if time.range != (0..text.len()) || time.short {
        return None;
    }
    // «mai 26» may be a day as well as a year.
    let last = text.rsplit(' ').next().unwrap_or("");
    if time.year.is_some() && last.len() == 2 && last.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let own = i32::from(today.year()) + time.year_offset;
    let (first, last) = time.interval(time.year.unwrap_or(own))?;
    Some(Days {
        first: if time.end_of { last } else { first },
        last,
    })
}

fn typed_days(typed: &str, today: Date) -> Option<Days> {
    let text = typed.trim().to_lowercase();
    if text == "i dag" || text == "idag" {
        return Some(day(today));
    }
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '.' | '-' | '–' | '/'))
        .filter(|word| !word.is_empty())
        .collect();
    let iso = text.contains('-');
    match words[..] {
        [year, month, of] if iso => date(year_of(year)?, number(month)?, number(of)?).map(day),
        [year, month_of] if iso => month(year_of(year)?, number(month_of)?),
        _ if iso || text.contains(['–', '/']) => None,
        ["uke" | "veke", week_of] => week(today.year(), number(week_of)?),
        ["uke" | "veke", week_of, year] => week(year_of(year)?, number(week_of)?),
        [of, name, year] => {
            date(year_of(year)?, number(name).or(named(name))?, number(of)?).map(day)
        }
        [first, second] => match (named(first), named(second)) {
            (Some(name), _) => month(year_of(second)?, name),
            (None, Some(name)) => date(today.year(), name, number(first)?).map(day),
            (None, None) if text.contains('.') => month(year_of(second)?, number(first)?),
            (None, None) => None,
        },
        [one] => match (named(one), year_of(one)) {
            (Some(name), _) => month(today.year(), name),
            (None, Some(year)) => Some(Days {
                first: date(year, 1, 1)?,
                last: date(year, 12, 31)?,
            }),
            (None, None) => None,
        },
        _ => None,
    }
}

fn day(date: Date) -> Days {
    Days {
        first: date,
        last: date,
    }
}

fn month(year: i16, month: i8) -> Option<Days> {
    let first = date(year, month, 1)?;
    Some(Days {
        first,
        last: first.last_of_month(),
    })
}

fn week(year: i16, week: i8) -> Option<Days> {
    let at = |day| {
        ISOWeekDate::new(year, week, day)
            .ok()
            .map(ISOWeekDate::date)
    };
    Some(Days {
        first: at(Weekday::Monday)?,
        last: at(Weekday::Sunday)?,
    })
}

fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

fn number(word: &str) -> Option<i8> {
    let digits = (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| word.parse().ok()).flatten()
}

/// Four digits: «26» may be a day or a year.
fn year_of(word: &str) -> Option<i16> {
    let digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let year: i16 = digits.then(|| word.parse().ok()).flatten()?;
    (1900..2200).contains(&year).then_some(year)
}

/// A month by its name, or by the first letters of it that tell it from others.
fn named(word: &str) -> Option<i8> {
    if word.chars().count() < 3 {
        return None;
    }
    let mut fitting = (1..).zip(MONTHS).filter(|(_, name)| name.starts_with(word));
    let (at, _) = fitting.next()?;
    fitting.next().is_none().then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let today = Date::new(2026, 11, 22).expect("a day");
        for (typed, first, last) in [
            ("2026-05-01", "2026-05-01", "2026-05-01"),
            ("1.5.2026", "2026-05-01", "2026-05-01"),
            ("01.05.2026", "2026-05-01", "2026-05-01"),
            ("1. mai 2026", "2026-05-01", "2026-05-01"),
            ("1. Mai", "2026-05-01", "2026-05-01"),
            ("mai 2026", "2026-05-01", "2026-05-31"),
            ("2026-02", "2026-02-01", "2026-02-28"),
            ("mai", "2026-05-01", "2026-05-31"),
            ("sept 2024", "2024-09-01", "2024-09-30"),
            ("uke 20 2026", "2026-05-11", "2026-05-17"),
            ("Uke 1", "2025-12-29", "2026-01-04"),
            ("i dag", "2026-11-22", "2026-11-22"),
            ("2026", "2026-01-01", "2026-12-31"),
            ("1.5.26", "2026-05-01", "2026-05-01"),
            ("05.2026", "2026-05-01", "2026-05-31"),
            ("5.2026", "2026-05-01", "2026-05-31"),
            ("1/5-2026", "2026-05-01", "2026-05-01"),
            ("vår 2026", "2026-01-01", "2026-06-30"),
            ("våren 2026", "2026-01-01", "2026-06-30"),
            ("Våren", "2026-01-01", "2026-06-30"),
            ("høsten 2026", "2026-08-01", "2026-12-31"),
            ("haust 2026", "2026-08-01", "2026-12-31"),
            ("2. kvartal 2026", "2026-04-01", "2026-06-30"),
            ("2. tertial 2026", "2026-05-01", "2026-08-31"),
            ("første halvår 2027", "2027-01-01", "2027-06-30"),
            ("primo mai 2026", "2026-05-01", "2026-05-10"),
            ("uke 20 i 2026", "2026-05-11", "2026-05-17"),
            ("uke 20–21 2026", "2026-05-11", "2026-05-24"),
            ("utgangen av 2026", "2026-12-31", "2026-12-31"),
            ("neste år", "2027-01-01", "2027-12-31"),
            ("1.–15. mai 2026", "2026-05-01", "2026-05-15"),
            ("mai – juni", "2026-05-01", "2026-06-30"),
        ] {
            let days =
                read(typed, today).map(|days| (days.first.to_string(), days.last.to_string()));
            assert_eq!(days, Some((first.into(), last.into())), "{typed}");
        }
        for unclear in [
            "",
            "31.6.2026",
            "5",
            "26",
            "ma",
            "ju",
            "jul.6",
            "uke 60 2026",
            "2026-13",
            "13.2026",
            "5. kvartal 2026",
            "vinteren 2026",
            "1. mai og 1. november 2026",
            "våren 2026 eller så",
            "neste uke",
            "1.5",
            "2026-5-1-1",
            "mai 26",
        ] {
            assert_eq!(read(unclear, today), None, "{unclear}");
        }
    }
}
