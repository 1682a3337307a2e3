//! Times (tidsangivelser): days, weeks, months, seasons, parts of a year and years, as the letters
//! print them in bokmål and nynorsk.
//!
//! ```text
//! time     ::= [end blank] (date | ended) | turn | date
//! date     ::= numeric | named | third | month | season | part | week | relative | year
//! numeric  ::= day "." month "." year                   1.6.2026   01.5.2026   1.10.26
//!            | day "/" month ("-" | "/" | "." | " ") year   1/6-2026   1/11 2024   Frist: 1/6-26
//!            | year "-" 2month "-" 2day                 2026-06-01
//! short    ::= day "." month ["."]                      (31.08)    innen 30.6
//! named    ::= days month-name [of-year]                1. mai 2026   1.–15. mai   3. og 4. juni
//! third    ::= ("primo" | "medio" | "ultimo") month-name [of-year]
//! month    ::= month-name [("/" | dash) month-name] [of-year]  mai 2026   mai   mai/juni 2026
//! stretch  ::= "mellom" day-of "og" day-of [of-year]      mellom 1. og 15. mai   mellom 1. mai og 1. juli
//! half     ::= ordinal "halvdel av" month-name [of-year]  første halvdel av mai 2026
//! of-month ::= ordinal "uke" ("i" | "av") month-name [of-year]  siste uke i august 2026
//! loose    ::= ("tidlig" | "rundt" | "ca." | …) time       tidlig høst 2026   rundt 1. mai   begynnelsen av 2027
//! joint    ::= "månedsskiftet" month-name ["/" month-name] [of-year]   månedsskiftet mai/juni 2026
//! nth      ::= ordinal weekday "i" month-name [of-year]   første torsdag i mars 2027
//! feast    ::= ("påske" | "sommerferien" | …) [of-year]   påske 2026
//! code     ::= ("T" | "Q") number (blank | "-") year      T2 2026   Q3 2026
//! season   ::= season-name [of-year]                    våren 2026   høsten   vår 2026
//! part     ::= ordinals period-name [of-year]           2. tertial 2026   fyrste halvår
//! week     ::= "uke" number [dash number] [of-year]     uke 46 i 2026
//! turn     ::= "årsskiftet" [year "/" year]             årsskiftet 2026/2027
//! of-year  ::= blank ["i" blank] year | blank relative  2026   i 2026   i år
//! end      ::= "utgangen av" | "slutten av"             utgangen av juni 2026
//! ```
//!
//! The names stand in `grammars/calendar.toml`.

use super::P;
use super::lexeme::{
    Prefixes, blanks0, blanks1, dash, goes_on, is_blank, is_dash, longest, number, one_blank,
    phrase, refuse, word_before, word_starts, year,
};
use crate::model::Precision;
use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use nom::branch::alt;
use nom::bytes::complete::tag;
use nom::character::complete::char;
use nom::combinator::{consumed, opt, verify};
use nom::sequence::{preceded, separated_pair, terminated};
use nom::{Offset, Parser};
use serde::Deserialize;
use std::ops::Range;

/// What a time names, its year apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A day: «1. mai», «1.6.». It may be one that no calendar has («31.6.»).
    Day {
        /// Of the month, from 1.
        day: u8,
        /// From 1 to 12.
        month: u8,
    },
    /// Days on end: «1.–15. mai».
    Days {
        /// The first.
        from: u8,
        /// The last.
        to: u8,
        /// From 1 to 12.
        month: u8,
    },
    /// A third of a month: «primo mai» is 1, «medio» 2, «ultimo» 3.
    MonthThird {
        /// From 1 to 3.
        third: u8,
        /// From 1 to 12.
        month: u8,
    },
    /// Days of two months: «mellom 1. mai og 15. juni»; each a day and a month.
    Stretch {
        /// The first.
        from: (u8, u8),
        /// The last.
        to: (u8, u8),
    },
    /// «første torsdag i mars».
    Weekday {
        /// Which of the month's, from 1 to 4.
        nth: u8,
        /// From 1, Monday, to 7.
        weekday: u8,
        /// From 1 to 12.
        month: u8,
    },
    /// «mai».
    Month(u8),
    /// Months on end: «mai/juni», «september–oktober».
    Months {
        /// The first.
        from: u8,
        /// The last.
        to: u8,
    },
    /// Where one month goes over into the next, «månedsskiftet mai/juni»: the last day of the month
    /// named first and the first of the next.
    MonthTurn(u8),
    /// Half a month: «første halvdel av mai».
    MonthHalf {
        /// 1 or 2.
        half: u8,
        /// From 1 to 12.
        month: u8,
    },
    /// A week of a month, «siste uke i august»: seven days from its first or to its last, for which of
    /// the calendar's weeks is meant, nobody says.
    MonthWeek {
        /// From 1 to 4; 0 for the last.
        nth: u8,
        /// From 1 to 12.
        month: u8,
    },
    /// A feast or holiday, «påske»: its days stand in no letter, so it has no interval.
    Feast,
    /// ISO weeks: «uke 46», «uke 46–47».
    Weeks {
        /// The first.
        from: u8,
        /// The last; the same for a single week.
        to: u8,
    },
    /// «1. kvartal», from 1 to 4.
    Quarter(u8),
    /// «2. tertial», from 1 to 3.
    Tertial(u8),
    /// «andre halvår», 1 or 2.
    HalfYear(u8),
    /// «våren».
    Season(Season),
    /// «2026», «året».
    Year,
    /// The turn of a year: «årsskiftet 2026/2027», whose year is 2026.
    YearEnd,
}

/// A season.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Season {
    /// Vår.
    Spring,
    /// Sommer.
    Summer,
    /// Høst.
    Autumn,
    /// Vinter: of which year's end, nobody says, so it has no interval.
    Winter,
}

/// A time as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// Where it stands: bytes of the text.
    pub range: Range<usize>,
    /// What it names.
    pub when: When,
    /// The printed year; `None` where none is printed. A year printed once for two times
    /// («1. mai og 1. november 2026») belongs to both.
    pub year: Option<i32>,
    /// The year is named by its place: «i år», «året», «inneværende år», «neste år».
    pub relative_year: bool,
    /// Years from the document's own, where `relative_year`: 0, or 1 for «neste år».
    pub year_offset: i32,
    /// «utgangen av», «slutten av»: the last day of `when` is meant. `range` holds these words.
    pub end_of: bool,
    /// Day and month in figures alone («30.6»), which elsewhere is a section's number.
    pub short: bool,
    /// Somewhere in or about `when`, no more is said: «tidlig høst 2026», «rundt 1. mai», «siste uke i
    /// mai». `range` holds these words.
    pub loose: bool,
}

impl Time {
    /// A time of no place in a text.
    fn of(when: When) -> Self {
        Self {
            range: 0..0,
            when,
            year: None,
            relative_year: false,
            year_offset: 0,
            end_of: false,
            short: false,
            loose: false,
        }
    }

    /// How fine the printed time is.
    pub fn precision(&self) -> Precision {
        match self.when {
            When::Day { .. }
            | When::Days { .. }
            | When::Stretch { .. }
            | When::Weekday { .. }
            | When::MonthHalf { .. }
            | When::MonthTurn(_) => Precision::Day,
            When::MonthThird { .. } => Precision::MonthThird,
            When::Month(_) | When::Months { .. } => Precision::Month,
            When::Feast => Precision::None,
            When::Weeks { .. } | When::MonthWeek { .. } => Precision::Week,
            When::Quarter(_) => Precision::Quarter,
            When::Tertial(_) => Precision::Tertial,
            When::HalfYear(_) => Precision::HalfYear,
            When::Season(_) => Precision::Season,
            When::Year | When::YearEnd => Precision::Year,
        }
    }

    /// First and last day, in the year given. `None` where there is no such day or week, and for a
    /// winter. `end_of` does not narrow it: both ends are those of what is named.
    pub fn interval(&self, year: i32) -> Option<(Date, Date)> {
        match self.when {
            When::Day { day, month } => days(year, month, day, day),
            When::Days { from, to, month } => days(year, month, from, to),
            When::MonthThird { third: 1, month } => days(year, month, 1, 10),
            When::MonthThird { third: 2, month } => days(year, month, 11, 20),
            When::MonthThird { month, .. } => {
                let (_, last) = months(year, month, 1)?;
                Some((civil(year, month, 21)?, last))
            }
            When::Stretch { from, to } => {
                Some((civil(year, from.1, from.0)?, civil(year, to.1, to.0)?))
                    .filter(|(first, last)| first < last)
            }
            When::Weekday {
                nth,
                weekday,
                month,
            } => {
                let weekday = Weekday::from_monday_one_offset(i8::try_from(weekday).ok()?).ok()?;
                let day =
                    civil(year, month, 1)?.nth_weekday_of_month(i8::try_from(nth).ok()?, weekday);
                day.ok().map(|day| (day, day))
            }
            When::Month(month) => months(year, month, 1),
            When::Months { from, to } => {
                months(year, from, i32::from(to) - i32::from(from) + 1).filter(|_| from < to)
            }
            When::MonthTurn(month) => {
                let (_, last) = months(year, month, 1)?;
                Some((last, last.tomorrow().ok()?))
            }
            When::MonthHalf { half: 1, month } => days(year, month, 1, 15),
            When::MonthHalf { month, .. } => {
                let (_, last) = months(year, month, 1)?;
                Some((civil(year, month, 16)?, last))
            }
            When::MonthWeek { nth: 0, month } => {
                let (_, last) = months(year, month, 1)?;
                Some((last.checked_sub(6.days()).ok()?, last))
            }
            When::MonthWeek { nth, month } => {
                let to = nth.checked_mul(7)?;
                days(year, month, to.checked_sub(6)?, to)
            }
            When::Feast => None,
            When::Weeks { from, to } => Some((
                iso(year, from, Weekday::Monday)?,
                iso(year, to, Weekday::Sunday)?,
            ))
            .filter(|(first, last)| first < last),
            When::Quarter(n) => part_of_year(year, n, 3),
            When::Tertial(n) => part_of_year(year, n, 4),
            When::HalfYear(n) => part_of_year(year, n, 6),
            When::Season(Season::Spring) => months(year, 1, 6),
            When::Season(Season::Summer) => months(year, 6, 3),
            When::Season(Season::Autumn) => months(year, 8, 5),
            When::Season(Season::Winter) => None,
            When::Year => months(year, 1, 12),
            When::YearEnd => days(year, 12, 31, 31),
        }
    }
}

fn civil(year: i32, month: u8, day: u8) -> Option<Date> {
    let month = i8::try_from(month).ok()?;
    let day = i8::try_from(day).ok()?;
    Date::new(i16::try_from(year).ok()?, month, day).ok()
}

fn days(year: i32, month: u8, from: u8, to: u8) -> Option<(Date, Date)> {
    Some((civil(year, month, from)?, civil(year, month, to)?)).filter(|(first, last)| first <= last)
}

/// `count` whole months from `month`.
fn months(year: i32, month: u8, count: i32) -> Option<(Date, Date)> {
    let first = civil(year, month, 1)?;
    let last = first.checked_add((count - 1).months()).ok()?;
    Some((first, last.last_of_month()))
}

/// The `n`th part of a year that is counted in parts of `length` months.
fn part_of_year(year: i32, n: u8, length: u8) -> Option<(Date, Date)> {
    let month = n.checked_sub(1)?.checked_mul(length)?.checked_add(1)?;
    months(year, month, i32::from(length))
}

fn iso(year: i32, week: u8, day: Weekday) -> Option<Date> {
    let week = i8::try_from(week).ok()?;
    let date = ISOWeekDate::new(i16::try_from(year).ok()?, week, day).ok()?;
    Some(date.date())
}

// ------------------------------------------------------------------ the names

/// The names of times that are compiled in.
pub(super) const CALENDAR: &str = include_str!("../../grammars/calendar.toml");

/// The names of times: `grammars/calendar.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "CalendarFile")]
pub struct Calendar {
    names: CalendarFile,
    prefixes: Prefixes,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarFile {
    months: Vec<MonthName>,
    thirds: Vec<ThirdName>,
    seasons: Vec<SeasonName>,
    periods: Vec<PeriodName>,
    ordinals: Vec<OrdinalName>,
    weeks: Words,
    month_halves: Words,
    month_words: Words,
    last: Words,
    loose: Words,
    about: Words,
    ends: Words,
    turns: Words,
    stretches: Words,
    month_turns: Words,
    feasts: Words,
    weekdays: Vec<WeekdayName>,
    relative_years: Vec<RelativeYear>,
    not_after: Words,
    not_before: Words,
    other_year: OtherYear,
    short_after: Words,
}

/// Words, and examples that a test holds them to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    examples: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct MonthName {
    month: u8,
    words: Vec<String>,
    short: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    examples: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct WeekdayName {
    weekday: u8,
    words: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    examples: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ThirdName {
    third: u8,
    words: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    examples: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeasonName {
    season: Season,
    words: Vec<String>,
    indefinite: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    examples: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Period {
    Quarter,
    Tertial,
    HalfYear,
}

impl Period {
    /// The `n`th of its kind in a year.
    fn nth(self, n: u8) -> Option<When> {
        match self {
            // The last of them.
            Self::Quarter if n == 0 => Some(When::Quarter(4)),
            Self::Tertial if n == 0 => Some(When::Tertial(3)),
            Self::HalfYear if n == 0 => Some(When::HalfYear(2)),
            Self::Quarter => (1..=4).contains(&n).then_some(When::Quarter(n)),
            Self::Tertial => (1..=3).contains(&n).then_some(When::Tertial(n)),
            Self::HalfYear => (1..=2).contains(&n).then_some(When::HalfYear(n)),
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct PeriodName {
    period: Period,
    words: Vec<String>,
    #[serde(default)]
    codes: Vec<String>,
    needs_year: bool,
    #[cfg_attr(not(test), allow(dead_code))]
    examples: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct OrdinalName {
    ordinal: u8,
    words: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    examples: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RelativeYear {
    offset: i32,
    words: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    examples: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct OtherYear {
    words: Vec<String>,
    before: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    examples: Vec<String>,
}

impl From<CalendarFile> for Calendar {
    fn from(names: CalendarFile) -> Self {
        // «T2 2026»: the code, its number and a year.
        let codes = (names.periods.iter().flat_map(|p| &p.codes)).flat_map(|code| {
            (1..=4).flat_map(move |n| [" ", "-", "–", "/"].map(|joint| format!("{code}{n}{joint}")))
        });
        let codes: Vec<String> = codes.collect();
        let prefixes = Prefixes::of(
            (names
                .months
                .iter()
                .flat_map(|m| m.words.iter().chain(&m.short)))
            .chain(names.thirds.iter().flat_map(|t| &t.words))
            .chain(
                names
                    .seasons
                    .iter()
                    .flat_map(|s| s.words.iter().chain(&s.indefinite)),
            )
            .chain(names.ordinals.iter().flat_map(|o| &o.words))
            .chain(names.relative_years.iter().flat_map(|r| &r.words))
            .chain(&names.weeks.words)
            .chain(&names.last.words)
            .chain(&names.loose.words)
            .chain(&names.about.words)
            .chain(&names.ends.words)
            .chain(&names.turns.words)
            .chain(&names.stretches.words)
            .chain(&names.month_turns.words)
            .chain(&names.feasts.words)
            .chain(&codes),
        );
        Self { names, prefixes }
    }
}

impl Calendar {
    /// The calendar that is compiled in.
    ///
    /// # Panics
    /// Never: a test reads the file.
    pub fn built_in() -> Self {
        Self::from_toml(CALENDAR).expect("grammars/calendar.toml is read by a test")
    }

    /// A calendar of the form of `grammars/calendar.toml`.
    pub fn from_toml(toml: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(toml)
    }
}

// ------------------------------------------------------------------ the grammar

/// The year of a time, as far as it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OfYear {
    Printed(i32),
    Relative(i32),
    Unsaid,
}

impl OfYear {
    fn printed(self) -> Option<i32> {
        match self {
            Self::Printed(year) => Some(year),
            _ => None,
        }
    }

    fn offset(self) -> i32 {
        match self {
            Self::Relative(offset) => offset,
            _ => 0,
        }
    }
}

/// One or more times that share their last words («3. og 4. juni 2026»), each with what it covers.
type Found<'a> = (Vec<(&'a str, When)>, OfYear);

/// day ::= 1*2DIGIT
fn day(i: &str) -> P<'_, u8> {
    verify(number(1, 2).map(|n| n as u8), |&n| n > 0).parse(i)
}

/// month ::= "1" … "12", in figures
fn month_figures(i: &str) -> P<'_, u8> {
    verify(number(1, 2).map(|n| n as u8), |n| (1..=12).contains(n)).parse(i)
}

/// short-year ::= 2DIGIT, of this century
fn short_year(i: &str) -> P<'_, i32> {
    number(2, 2).map(|n| 2000 + n as i32).parse(i)
}

/// numeric ::= day "." month "." year, with at most one blank after each stop
fn numeric(i: &str) -> P<'_, Found<'_>> {
    numeric_with(i, year)
}

/// numeric-short-year ::= day "." month "." short-year
fn numeric_short_year(i: &str) -> P<'_, Found<'_>> {
    numeric_with(i, short_year)
}

fn numeric_with<'a>(i: &'a str, year: impl Fn(&'a str) -> P<'a, i32>) -> P<'a, Found<'a>> {
    let stop = || (char('.'), opt(one_blank));
    let (rest, (covers, (day, month, year))) = consumed((
        terminated(day, stop()),
        terminated(month_figures, stop()),
        year,
    ))
    .parse(i)?;
    // «2.3.10.1» is a section; in «1.6.2026.» the sentence ends.
    if goes_on(rest) || goes_on_as_number(rest) {
        return refuse(i);
    }
    let found = vec![(covers, When::Day { day, month })];
    Ok((rest, (found, OfYear::Printed(year))))
}

/// slashed ::= day "/" month ("-" | "/" | "." | blank) year
///
/// The year has four figures, or two right after a word that leads to a day: elsewhere «1/6-26» may be
/// a case's number.
fn slashed(i: &str) -> P<'_, Found<'_>> {
    slashed_with(i, year)
}

fn slashed_with<'a>(i: &'a str, year: impl Fn(&'a str) -> P<'a, i32>) -> P<'a, Found<'a>> {
    let joint = alt((
        dash.map(drop),
        char('/').map(drop),
        char('.').map(drop),
        one_blank.map(drop),
    ));
    let day = verify(day, |&d| d <= 31);
    let (rest, (covers, (day, month, year))) = consumed((
        terminated(day, char('/')),
        terminated(month_figures, joint),
        year,
    ))
    .parse(i)?;
    if goes_on(rest) || goes_on_as_number(rest) || rest.starts_with(is_dash) {
        return refuse(i);
    }
    let found = vec![(covers, When::Day { day, month })];
    Ok((rest, (found, OfYear::Printed(year))))
}

/// iso ::= year "-" 2month "-" 2day
fn iso_day(i: &str) -> P<'_, Found<'_>> {
    let two = || number(2, 2).map(|n| n as u8);
    let (rest, (covers, (year, month, day))) = consumed((
        terminated(year, char('-')),
        terminated(verify(two(), |n| (1..=12).contains(n)), char('-')),
        verify(two(), |&n| n > 0),
    ))
    .parse(i)?;
    if goes_on(rest) || goes_on_as_number(rest) || rest.starts_with(is_dash) {
        return refuse(i);
    }
    let found = vec![(covers, When::Day { day, month })];
    Ok((rest, (found, OfYear::Printed(year))))
}

/// short ::= day "." month
fn short(i: &str) -> P<'_, Found<'_>> {
    let day = verify(day, |&d| d <= 31);
    let (rest, (covers, (day, month))) =
        consumed(separated_pair(day, char('.'), month_figures)).parse(i)?;
    let unit = rest.trim_start_matches(is_blank).starts_with('%');
    if goes_on(rest) || goes_on_as_number(rest) || unit {
        return refuse(i);
    }
    let found = vec![(covers, When::Day { day, month })];
    Ok((rest, (found, OfYear::Unsaid)))
}

/// short-slashed ::= day "/" month
fn short_slashed(i: &str) -> P<'_, Found<'_>> {
    let day = verify(day, |&d| d <= 31);
    let (rest, (covers, (day, month))) =
        consumed(separated_pair(day, char('/'), month_figures)).parse(i)?;
    if goes_on(rest) || goes_on_as_number(rest) || rest.starts_with(is_dash) {
        return refuse(i);
    }
    Ok((
        rest,
        (vec![(covers, When::Day { day, month })], OfYear::Unsaid),
    ))
}

/// Whether the input goes on as a longer number: a stop, comma or slash and a figure.
fn goes_on_as_number(i: &str) -> bool {
    i.strip_prefix(['.', ',', '/'])
        .is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()))
}

/// of-year ::= blank ["i" blank] year | blank relative-year
fn of_year<'a>(c: &Calendar, i: &'a str) -> P<'a, OfYear> {
    let (after, _) = blanks1(i)?;
    if let Ok((rest, y)) = preceded(opt(terminated(phrase("i"), blanks1)), year).parse(after)
        && !goes_on(rest)
    {
        return Ok((rest, OfYear::Printed(y)));
    }
    relative_year(c, after)
}

/// relative ::= "i år" | "inneværende år" | "året" | "neste år" …
fn relative_year<'a>(c: &Calendar, i: &'a str) -> P<'a, OfYear> {
    let longest_of = |entry: &RelativeYear| Some((longest(&entry.words, i).ok()?.0, entry.offset));
    let entries = c.names.relative_years.iter();
    let Some((rest, offset)) = entries.filter_map(longest_of).min_by_key(|(r, _)| r.len()) else {
        return refuse(i);
    };
    let another = preceded(blanks1, |r| longest(&c.names.other_year.words, r)).parse(rest);
    if another.is_ok() {
        return refuse(i);
    }
    Ok((rest, OfYear::Relative(offset)))
}

/// [of-year]
fn maybe_year<'a>(c: &Calendar, i: &'a str) -> (&'a str, OfYear) {
    of_year(c, i).unwrap_or((i, OfYear::Unsaid))
}

/// [blank "måned"] [of-year | blank 2DIGIT]: after a month, two figures that close the clause are a year
fn year_of_month<'a>(c: &Calendar, i: &'a str) -> (&'a str, OfYear) {
    let i = preceded(blanks1, |r| longest(&c.names.month_words.words, r))
        .parse(i)
        .map_or(i, |(rest, _)| rest);
    let (rest, year) = maybe_year(c, i);
    if year != OfYear::Unsaid {
        return (rest, year);
    }
    let short = preceded((blanks1, opt(alt((char('\''), char('’'))))), short_year);
    let names = c;
    let closed = |rest: &str| {
        let mut next = rest.chars();
        match next.next() {
            None => true,
            Some('.' | ',' | ';' | ':' | ')' | '\n') => {
                // `1. mai 26. juni` has two days.
                let left = next.as_str();
                !left.starts_with(|c: char| c.is_ascii_digit())
                    && preceded(blanks0, |r| month_name(names, r))
                        .parse(left)
                        .is_err()
            }
            _ => false,
        }
    };
    match { short }.parse(i) {
        Ok((rest, year)) if (2020..2050).contains(&year) && closed(rest) => {
            (rest, OfYear::Printed(year))
        }
        _ => (i, OfYear::Unsaid),
    }
}

/// month-name ::= "januar" | "jan" ["."] | …; the flag says that it is short
fn month_name<'a>(c: &Calendar, i: &'a str) -> P<'a, (u8, bool)> {
    for entry in &c.names.months {
        if let Ok((rest, _)) = longest(&entry.words, i) {
            return Ok((rest, (entry.month, false)));
        }
        if let Ok((rest, _)) = longest(&entry.short, i) {
            let rest = rest
                .strip_prefix('.')
                .filter(|r| !goes_on(r))
                .unwrap_or(rest);
            return Ok((rest, (entry.month, true)));
        }
    }
    refuse(i)
}

/// days ::= day dash day "." | day "." *("," | "og" | "eller" | "/") day "." | day ["."]
/// named ::= days blanks0 month-name [of-year]
fn named<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    alt((
        |i| named_run(c, i),
        |i| named_list(c, i),
        |i| named_bare(c, i),
    ))
    .parse(i)
}

/// 1.–15. mai 2026; with blanks around the dash the first day keeps its stop, for «punkt 2 – 15. mai»
/// is no run of days
fn named_run<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    let open = alt((
        (char('.'), blanks0, dash, blanks0).map(drop),
        (opt(char('.')), blanks1, phrase("til"), blanks1).map(drop),
        dash.map(drop),
    ));
    let (rest, (from, to)) = separated_pair(day, open, terminated(day, opt(char('.')))).parse(i)?;
    let (rest, (month, _)) = preceded(blanks0, |r| month_name(c, r)).parse(rest)?;
    if from >= to || to > 31 {
        return refuse(i);
    }
    let (rest, year) = year_of_month(c, rest);
    let covers = &i[..i.offset(rest)];
    Ok((rest, (vec![(covers, When::Days { from, to, month })], year)))
}

/// 3. og 4. juni 2026
fn named_list<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    let ordinal = terminated(verify(day, |&d| d <= 31), char('.'));
    let (rest, days) = few(consumed(ordinal), i)?;
    let (rest, (month, _)) = preceded(blanks0, |r| month_name(c, r)).parse(rest)?;
    let (rest, year) = year_of_month(c, rest);
    let found = days
        .into_iter()
        .map(|(covers, day)| (covers, When::Day { day, month }));
    Ok((rest, (last_takes_all(i, rest, found.collect()), year)))
}

/// 15 oktober 2025: the stop is lost
fn named_bare<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    let (rest, day) = terminated(verify(day, |&d| d <= 31), blanks1).parse(i)?;
    let (rest, (month, _)) = month_name(c, rest)?;
    let (rest, year) = year_of_month(c, rest);
    let covers = &i[..i.offset(rest)];
    Ok((rest, (vec![(covers, When::Day { day, month })], year)))
}

/// and ::= "," | "/" | "og" | "eller" | "samt", with the blanks around
fn and(i: &str) -> P<'_, ()> {
    alt((
        (blanks0, alt((tag(","), tag("/"))), blanks0).map(drop),
        (
            blanks1,
            alt((phrase("og"), phrase("eller"), phrase("samt"))),
            blanks1,
        )
            .map(drop),
    ))
    .parse(i)
}

/// few ::= item *7(and item)
///
/// The limit keeps the search linear in a text that is one long list.
fn few<'a, T>(
    mut item: impl Parser<&'a str, Output = T, Error = nom::error::Error<&'a str>>,
    i: &'a str,
) -> P<'a, Vec<T>> {
    let (rest, first) = item.parse(i)?;
    let mut items = vec![first];
    let mut left = rest;
    while items.len() < 8 {
        match preceded(and, |r| item.parse(r)).parse(left) {
            Ok((rest, next)) => {
                items.push(next);
                left = rest;
            }
            Err(_) => break,
        }
    }
    Ok((left, items))
}

/// The last of several times covers the words that they share.
fn last_takes_all<'a>(
    i: &'a str,
    rest: &'a str,
    mut found: Vec<(&'a str, When)>,
) -> Vec<(&'a str, When)> {
    if let Some((covers, _)) = found.last_mut() {
        *covers = &i[i.offset(covers)..i.offset(rest)];
    }
    found
}

/// part ::= ordinal *(and ordinal) blank period-name [of-year]
fn part<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    let (rest, ordinals) = few(consumed(|r| ordinal_or_last(c, r)), i)?;
    let (rest, _) = blanks0(rest)?;
    let last = ordinals.iter().any(|&(_, n)| n == 0);
    for entry in &c.names.periods {
        let Ok((rest, _)) = longest(&entry.words, rest) else {
            continue;
        };
        let (rest, year) = maybe_year(c, rest);
        let found: Option<Vec<_>> = (ordinals.iter())
            .map(|&(covers, n)| Some((covers, entry.period.nth(n)?)))
            .collect();
        return match found {
            // «siste halvår» alone is the one that has been.
            Some(found) if !(entry.needs_year || last) || year != OfYear::Unsaid => {
                Ok((rest, (last_takes_all(i, rest, found), year)))
            }
            _ => refuse(i),
        };
    }
    refuse(i)
}

/// ordinal ::= DIGIT "." | "første" | "fyrste" | … | "siste", which is 0
fn ordinal_or_last<'a>(c: &Calendar, i: &'a str) -> P<'a, u8> {
    ordinal(c, i).or_else(|_| longest(&c.names.last.words, i).map(|(rest, _)| (rest, 0)))
}

/// ordinal ::= DIGIT "." | "første" | "fyrste" | …
fn ordinal<'a>(c: &Calendar, i: &'a str) -> P<'a, u8> {
    if let Ok((rest, n)) = terminated(number(1, 1), char('.')).parse(i) {
        return Ok((rest, n as u8));
    }
    for entry in &c.names.ordinals {
        if let Ok((rest, _)) = longest(&entry.words, i) {
            return Ok((rest, entry.ordinal));
        }
    }
    refuse(i)
}

/// month ::= month-name [("/" | dash) month-name] [of-year]; a short name needs the year
fn month<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    let (rest, (month, short)) = month_name(c, i)?;
    if let Ok((rest, (to, _))) = next_month(c, rest)
        && month < to
    {
        let (rest, year) = year_of_month(c, rest);
        let when = When::Months { from: month, to };
        return Ok((rest, (vec![(&i[..i.offset(rest)], when)], year)));
    }
    let (rest, year) = year_of_month(c, rest);
    if short && year == OfYear::Unsaid {
        return refuse(i);
    }
    Ok((
        rest,
        (vec![(&i[..i.offset(rest)], When::Month(month))], year),
    ))
}

/// next-month ::= blanks0 ("/" | dash) blanks0 month-name
fn next_month<'a>(c: &Calendar, i: &'a str) -> P<'a, (u8, bool)> {
    let joint = (blanks0, alt((char('/').map(drop), dash.map(drop))), blanks0);
    let or = (blanks1, phrase("eller"), blanks1);
    preceded(alt((joint.map(drop), or.map(drop))), |r| month_name(c, r)).parse(i)
}

/// month-turn ::= "månedsskiftet" blank month-name ["/" month-name] [of-year]
fn month_turn<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    let (rest, _) = terminated(|r| longest(&c.names.month_turns.words, r), blanks1).parse(i)?;
    let (rest, (month, _)) = month_name(c, rest)?;
    let (rest, next) = opt(|r| next_month(c, r)).parse(rest)?;
    if next.is_some_and(|(next, _)| next != month % 12 + 1) {
        return refuse(i);
    }
    let (rest, year) = year_of_month(c, rest);
    // «desember/januar 2027»: which of the two the year is of, nobody says.
    if month == 12 && next.is_some() && year != OfYear::Unsaid {
        return refuse(i);
    }
    let covers = &i[..i.offset(rest)];
    Ok((rest, (vec![(covers, When::MonthTurn(month))], year)))
}

/// stretch ::= "mellom" blank ["den" blank] day "." [month-name] blank "og" blank day "." month-name [of-year]
fn stretch<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    let ordinal = |r| terminated(verify(day, |&d| d <= 31), char('.')).parse(r);
    let den = |r| opt(terminated(phrase("den"), blanks1)).parse(r);
    let (rest, _) = terminated(|r| longest(&c.names.stretches.words, r), blanks1).parse(i)?;
    let (rest, from) = preceded(den, ordinal).parse(rest)?;
    let (rest, own) = opt(preceded(blanks0, |r| month_name(c, r))).parse(rest)?;
    let (rest, to) = preceded((blanks1, phrase("og"), blanks1, den), ordinal).parse(rest)?;
    let (rest, (month, _)) = preceded(blanks0, |r| month_name(c, r)).parse(rest)?;
    let (rest, year) = year_of_month(c, rest);
    let when = match own {
        Some((first, _)) if first != month => When::Stretch {
            from: (from, first),
            to: (to, month),
        },
        _ => When::Days { from, to, month },
    };
    Ok((rest, (vec![(&i[..i.offset(rest)], when)], year)))
}

/// nth ::= ordinal blank weekday blank "i" blank month-name [of-year]
fn nth_weekday<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    let (rest, nth) = terminated(|r| ordinal(c, r), blanks0).parse(i)?;
    let names = c.names.weekdays.iter();
    let found = names
        .filter_map(|entry| Some((longest(&entry.words, rest).ok()?.0, entry.weekday)))
        .next();
    let Some((rest, weekday)) = found else {
        return refuse(i);
    };
    let (rest, _) = (blanks1, phrase("i"), blanks1).parse(rest)?;
    let (rest, (month, _)) = month_name(c, rest)?;
    let (rest, year) = year_of_month(c, rest);
    let when = When::Weekday {
        nth,
        weekday,
        month,
    };
    Ok((rest, (vec![(&i[..i.offset(rest)], when)], year)))
}

/// half ::= ordinal blank "halvdel av" blank month-name [of-year]
fn month_half<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    let (rest, half) = terminated(|r| ordinal_or_last(c, r), blanks0).parse(i)?;
    let (rest, _) = terminated(|r| longest(&c.names.month_halves.words, r), blanks1).parse(rest)?;
    let (rest, (month, _)) = month_name(c, rest)?;
    let (rest, year) = year_of_month(c, rest);
    let half = match half {
        1 => 1,
        0 | 2 => 2,
        _ => return refuse(i),
    };
    let when = When::MonthHalf { half, month };
    Ok((rest, (vec![(&i[..i.offset(rest)], when)], year)))
}

/// of-month ::= ordinal blank "uke" blank ("i" | "av") blank month-name [of-year]
fn month_week<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    let (rest, nth) = terminated(|r| ordinal_or_last(c, r), blanks0).parse(i)?;
    let (rest, _) = terminated(|r| longest(&c.names.weeks.words, r), blanks1).parse(rest)?;
    let (rest, _) = terminated(alt((phrase("i"), phrase("av"))), blanks1).parse(rest)?;
    let (rest, (month, _)) = month_name(c, rest)?;
    let (rest, year) = year_of_month(c, rest);
    let when = When::MonthWeek { nth, month };
    if nth > 4 {
        return refuse(i);
    }
    Ok((rest, (vec![(&i[..i.offset(rest)], when)], year)))
}

/// feast ::= feast-name [of-year | years] | feast-name blank "i" blank month-name [of-year]
fn feast<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    let (rest, _) = longest(&c.names.feasts.words, i)?;
    // «jul. 2026» is a month cut short.
    if rest.starts_with('.') && preceded((char('.'), blanks1), year).parse(rest).is_ok() {
        return refuse(i);
    }
    let of_month = preceded((blanks1, phrase("i"), blanks1), |r| month_name(c, r));
    if let Ok((rest, (month, _))) = { of_month }.parse(rest) {
        let (rest, year) = year_of_month(c, rest);
        let covers = &i[..i.offset(rest)];
        return Ok((rest, (vec![(covers, When::Month(month))], year)));
    }
    if let Ok((rest, year)) = preceded(blanks1, two_years).parse(rest) {
        let covers = &i[..i.offset(rest)];
        return Ok((rest, (vec![(covers, When::Feast)], OfYear::Printed(year))));
    }
    let (rest, year) = maybe_year(c, rest);
    Ok((rest, (vec![(&i[..i.offset(rest)], When::Feast)], year)))
}

/// years ::= year ("/" | dash) (year | short-year), the first of them
fn two_years(i: &str) -> P<'_, i32> {
    let joint = (blanks0, alt((char('/'), dash)), blanks0);
    let second = alt((year, short_year));
    let (rest, (first, second)) = separated_pair(year, joint, second).parse(i)?;
    if second != first + 1 || goes_on(rest) {
        return refuse(i);
    }
    Ok((rest, first))
}

/// code ::= code-letter number (blank | "-") year, in capitals
fn code<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    for entry in &c.names.periods {
        for letter in &entry.codes {
            let Some(rest) = i.strip_prefix(letter.as_str()) else {
                continue;
            };
            let joint = alt((blanks1.map(drop), dash.map(drop), char('/').map(drop)));
            // «Q1–Q2 2026» goes from the first to the last.
            let and = (blanks0, alt((char('/').map(drop), dash.map(drop))), blanks0);
            let second = preceded((and, opt(tag(letter.as_str()))), number(1, 1));
            let (rest, (n, to)) = (number(1, 1), opt(second)).parse(rest)?;
            let (rest, year) = preceded(joint, year).parse(rest)?;
            let covers = &i[..i.offset(rest)];
            let nth = |n: u32| entry.period.nth(u8::try_from(n).ok()?);
            let span = |n| Time::of(nth(n)?).interval(2001);
            let when = match to {
                None => nth(n),
                Some(to) if to > n => span(n).zip(span(to)).and_then(|(from, to)| {
                    Some(When::Months {
                        from: u8::try_from(from.0.month()).ok()?,
                        to: u8::try_from(to.1.month()).ok()?,
                    })
                }),
                Some(_) => None,
            };
            let Some(when) = when.filter(|_| !goes_on(rest) && n > 0) else {
                return refuse(i);
            };
            return Ok((rest, (vec![(covers, when)], OfYear::Printed(year))));
        }
    }
    refuse(i)
}

/// third ::= third-name blank month-name [of-year] | third-name blank year
fn third<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    for entry in &c.names.thirds {
        let Ok((rest, _)) = terminated(|r| longest(&entry.words, r), blanks1).parse(i) else {
            continue;
        };
        let (rest, (month, _)) = month_name(c, rest)?;
        let (rest, year) = year_of_month(c, rest);
        let when = When::MonthThird {
            third: entry.third,
            month,
        };
        return Ok((rest, (vec![(&i[..i.offset(rest)], when)], year)));
    }
    refuse(i)
}

/// seasons ::= season-name ("/" | dash) season-name [of-year]      vår/sommer 2026: from the first to the last day
fn seasons<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    let one = |i: &'a str| {
        let named = |entry: &SeasonName| {
            let words = entry.words.iter().chain(&entry.indefinite);
            Some((longest(words, i).ok()?.0, entry.season))
        };
        let found = c.names.seasons.iter().filter_map(named).next();
        found.map_or_else(|| refuse(i), Ok)
    };
    let joint = (blanks0, alt((char('/').map(drop), dash.map(drop))), blanks0);
    let (rest, (from, to)) = separated_pair(one, joint, one).parse(i)?;
    let (rest, year) = maybe_year(c, rest);
    let span = |season| Time::of(When::Season(season)).interval(2001);
    let (Some(from), Some(to)) = (span(from), span(to)) else {
        return refuse(i);
    };
    let month = |day: Date| u8::try_from(day.month()).unwrap_or(1);
    // «våren/høsten 2025» are two times: another season lies between.
    let on_end = from.0 < to.0 && to.0 <= from.1.tomorrow().unwrap_or(from.1);
    if !on_end || year == OfYear::Unsaid {
        return refuse(i);
    }
    let when = When::Months {
        from: month(from.0),
        to: month(to.1),
    };
    Ok((rest, (vec![(&i[..i.offset(rest)], when)], year)))
}

/// season ::= season-name [of-year]; an indefinite name needs a printed year
fn season<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    for entry in &c.names.seasons {
        let definite = longest(&entry.words, i);
        let needs_year = definite.is_err();
        let Ok((rest, _)) = definite.or_else(|_| longest(&entry.indefinite, i)) else {
            continue;
        };
        let (rest, year) = match preceded(blanks1, two_years).parse(rest) {
            Ok((rest, first)) if entry.season == Season::Winter => (rest, OfYear::Printed(first)),
            _ => maybe_year(c, rest),
        };
        if needs_year && !matches!(year, OfYear::Printed(_)) {
            return refuse(i);
        }
        let covers = &i[..i.offset(rest)];
        return Ok((rest, (vec![(covers, When::Season(entry.season))], year)));
    }
    refuse(i)
}

/// week ::= ("uke" | "veke") blank number [dash number] [of-year]
fn week<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    let week = || verify(number(1, 2).map(|n| n as u8), |n| (1..=53).contains(n));
    let (rest, _) = terminated(|r| longest(&c.names.weeks.words, r), blanks1).parse(i)?;
    let (rest, from) = week().parse(rest)?;
    let joint = alt((
        (blanks0, dash, blanks0).map(|_| true),
        (blanks1, phrase("til"), blanks1).map(|_| true),
        (blanks1, phrase("og"), blanks1).map(|_| false),
    ));
    let (after, to) = opt((joint, week())).parse(rest)?;
    // «uke 41 og 42» is one stretch, «uke 10 og 40» are two weeks, of which the second is not read here.
    let (rest, to) = match to {
        Some((through, to)) if through && to > from || to == from + 1 => (after, Some(to)),
        _ => (rest, None),
    };
    if goes_on(rest) {
        return refuse(i);
    }
    let (rest, year) = maybe_year(c, rest);
    let when = When::Weeks {
        from,
        to: to.unwrap_or(from),
    };
    Ok((rest, (vec![(&i[..i.offset(rest)], when)], year)))
}

/// turn ::= "årsskiftet" [blank year [("/" | dash) (year | short-year)]]
fn turn<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    let (rest, _) = longest(&c.names.turns.words, i)?;
    let years = preceded(
        blanks1,
        terminated(
            year,
            opt((
                blanks0,
                alt((char('/'), dash)),
                blanks0,
                alt((year, short_year)),
            )),
        ),
    );
    let (rest, year) = opt(years).parse(rest)?;
    let year = year.map_or(OfYear::Unsaid, OfYear::Printed);
    Ok((rest, (vec![(&i[..i.offset(rest)], When::YearEnd)], year)))
}

/// whole-year ::= year | relative-year | "året" blank year, as after «utgangen av»
fn whole_year<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    let (rest, found) = alt((year.map(OfYear::Printed), |r| relative_year(c, r))).parse(i)?;
    let (rest, found) = match opt(preceded(blanks1, year)).parse(rest)? {
        (after, Some(y)) if found == OfYear::Relative(0) && !goes_on(after) => {
            (after, OfYear::Printed(y))
        }
        _ => (rest, found),
    };
    if goes_on(rest) {
        return refuse(i);
    }
    Ok((rest, (vec![(&i[..i.offset(rest)], When::Year)], found)))
}

/// What begins with a letter: third | month | season | part | nth | week | turn | stretch | month-turn |
/// feast | code
fn word_led<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    alt((
        |i| third(c, i),
        |i| feast(c, i),
        |i| month(c, i),
        |i| seasons(c, i),
        |i| season(c, i),
        |i| part(c, i),
        |i| month_half(c, i),
        |i| month_week(c, i),
        |i| nth_weekday(c, i),
        |i| week(c, i),
        |i| turn(c, i),
        |i| stretch(c, i),
        |i| month_turn(c, i),
        |i| code(c, i),
    ))
    .parse(i)
}

/// What begins with a figure and says itself what it is: numeric | named | part
fn figure_led<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    alt((
        |i| part(c, i),
        |i| month_half(c, i),
        |i| month_week(c, i),
        |i| nth_weekday(c, i),
        |i| named(c, i),
    ))
    .parse(i)
}

/// Whether the text begins with a time that a figure leads: «1. juni», «1.6.2026», «2. tertial».
pub fn begins(i: &str, calendar: &Calendar) -> bool {
    alt((numeric, slashed, iso_day, |i| figure_led(calendar, i)))
        .parse(i)
        .is_ok()
}

/// ended ::= end blank (figure-led | word-led | whole-year)
fn ended<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    let (rest, _) = terminated(|r| longest(&c.names.ends.words, r), blanks1).parse(i)?;
    let (rest, (mut found, year)) = alt((
        |i| figure_led(c, i),
        |i| word_led(c, i),
        |i| whole_year(c, i),
    ))
    .parse(rest)?;
    if let Some((covers, _)) = found.first_mut() {
        *covers = &i[..i.offset(covers) + covers.len()];
    }
    Ok((rest, (found, year)))
}

/// loose ::= (loose-word | about) blank [("i" | "på" | "den") blank] (numeric | figure-led | word-led)
///         | loose-word blank whole-year
///
/// «rundt 2000» may be anything.
fn loose<'a>(c: &Calendar, i: &'a str) -> P<'a, Found<'a>> {
    let part = longest(&c.names.loose.words, i);
    let years = part.is_ok();
    let (rest, _) = part.or_else(|_| longest(&c.names.about.words, i))?;
    let (rest, _) = blanks1(rest)?;
    let lead = terminated(alt((phrase("i"), phrase("på"), phrase("den"))), blanks1);
    let (rest, _) = { opt(lead) }.parse(rest)?;
    let year_alone = |i| {
        if years { whole_year(c, i) } else { refuse(i) }
    };
    // «tidlig høst»: which one is told by the word before.
    let season_alone = |i| {
        for entry in &c.names.seasons {
            if let Ok((rest, _)) = longest(&entry.indefinite, i) {
                let when = When::Season(entry.season);
                return Ok((rest, (vec![(&i[..i.offset(rest)], when)], OfYear::Unsaid)));
            }
        }
        refuse(i)
    };
    let (rest, (mut found, year)) = alt((
        numeric,
        |i| figure_led(c, i),
        |i| word_led(c, i),
        year_alone,
        season_alone,
    ))
    .parse(rest)?;
    if let Some((covers, _)) = found.first_mut() {
        *covers = &i[..i.offset(covers) + covers.len()];
    }
    Ok((rest, (found, year)))
}

// ------------------------------------------------------------------ the search

/// All times of a text, from left to right, the longest at each place, none overlapping.
///
/// ```
/// use oppdrag::grammar::date::{Calendar, When, times};
/// let found = times("Frist: 1. mai 2026.", &Calendar::built_in());
/// assert_eq!(found[0].when, When::Day { day: 1, month: 5 });
/// assert_eq!((found[0].year, &found[0].range), (Some(2026), &(7..18)));
/// ```
pub fn times(text: &str, calendar: &Calendar) -> Vec<Time> {
    let mut times: Vec<Time> = Vec::new();
    let mut starts = word_starts(text);
    while let Some(at) = starts.next() {
        let place = Place {
            text,
            at,
            before: times.last().map(|time| time.range.end),
        };
        let Some((rest, (found, year), form)) = place.time(calendar) else {
            continue;
        };
        times.extend(found.into_iter().map(|(covers, when)| {
            let start = text.offset(covers);
            Time {
                range: start..start + covers.len(),
                when,
                year: year.printed(),
                relative_year: matches!(year, OfYear::Relative(_)),
                year_offset: year.offset(),
                end_of: form == Form::End,
                short: form == Form::Short,
                loose: form == Form::Loose || matches!(when, When::MonthWeek { .. }),
            }
        }));
        starts.skip_to(text.offset(rest));
    }
    share_years(text, &mut times);
    times
}

/// How a time is introduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    /// After «utgangen av».
    End,
    /// «30.6».
    Short,
    /// After «rundt».
    Loose,
}

/// A place where a time may start, and where the time before it ended.
struct Place<'t> {
    text: &'t str,
    at: usize,
    before: Option<usize>,
}

impl<'t> Place<'t> {
    fn time(&self, c: &Calendar) -> Option<(&'t str, Found<'t>, Form)> {
        let i = &self.text[self.at..];
        let (form, (rest, found)) = if i.starts_with(|c: char| c.is_ascii_digit()) {
            self.in_figures(c, i)?
        } else if c.prefixes.may_start(i.as_bytes()) {
            self.in_words(c, i)?
        } else {
            return None;
        };
        Some((rest, found, form))
    }

    fn in_words(&self, c: &Calendar, i: &'t str) -> Option<(Form, (&'t str, Found<'t>))> {
        // «midten av mai» is a third of it, «midten av 2026» some part; «ultimo 2026» is its end.
        if third(c, i).is_err() {
            if let Ok(found) = ended(c, i) {
                return Some((Form::End, found));
            }
            if let Ok(found) = loose(c, i) {
                return Some((Form::Loose, found));
            }
        }
        if let Ok(found) = word_led(c, i) {
            // «l. mai 2026»: the figure before the month is not read, and the month is not what is meant.
            let month = matches!(found.1.0[..], [(_, When::Month(_))]);
            return (!(month && self.after_lost_day())).then_some((Form::Plain, found));
        }
        let found = whole_year(c, i).ok()?;
        let another = longest(&c.names.other_year.before, self.word_before());
        another.is_err().then_some((Form::Plain, found))
    }

    fn in_figures(&self, c: &Calendar, i: &'t str) -> Option<(Form, (&'t str, Found<'t>))> {
        if !may_be_time(i) {
            return None;
        }
        if self.continues_number() {
            // `Årlig/15. mai`: a day beside a word.
            let found = alt((numeric, |i| figure_led(c, i))).parse(i).ok();
            return found
                .filter(|_| self.stands_beside_word())
                .map(|found| (Form::Plain, found));
        }
        if let Ok(found) = alt((numeric, |i| figure_led(c, i))).parse(i) {
            return Some((Form::Plain, found));
        }
        if let Ok(found) = alt((slashed, iso_day)).parse(i) {
            return (!self.is_refused(c)).then_some((Form::Plain, found));
        }
        if let Ok(found) = slashed_with(i, short_year) {
            let word = self.word_before();
            let led = c.names.short_after.words.iter().any(|w| same(w, word));
            return led.then_some((Form::Plain, found));
        }
        // `Frist: 30/6`
        if let Ok((rest, found)) = short_slashed(i) {
            let word = self.word_before();
            let led = c.names.short_after.words.iter().any(|w| same(w, word));
            return led.then_some((Form::Short, (rest, found)));
        }
        // `per 31.8. 10. september`: the second number is the next day, no year.
        let another = |rest: &str| {
            rest.strip_prefix('.')
                .is_some_and(|r| preceded(blanks0, |r| month_name(c, r)).parse(r).is_ok())
        };
        if let Ok(found) = numeric_short_year(i)
            && !another(found.0)
        {
            return (!self.is_refused(c)).then_some((Form::Plain, found));
        }
        if let Ok((rest, found)) = short(i) {
            let believed = self.follows_time() || self.takes_short(c, rest);
            return (believed && !self.is_refused(c)).then_some((Form::Short, (rest, found)));
        }
        let found = self.bare_year(c, i)?;
        (!self.is_refused(c)).then_some((Form::Plain, found))
    }

    /// Whether a letter that stands for a figure is the word before: «l.», «I.».
    fn after_lost_day(&self) -> bool {
        matches!(self.word_before(), "l." | "I." | "|." | "ll." | "II.")
    }

    fn word_before(&self) -> &'t str {
        word_before(self.text, self.at)
    }

    /// «TB2026-1.», «3,1.», «2025/1.»: the tail of something longer. After a time it is a new one
    /// («1. juni–1. juli»).
    fn continues_number(&self) -> bool {
        let head = &self.text[..self.at];
        let joined = head.strip_suffix(|c: char| is_dash(c) || matches!(c, '.' | ',' | '/' | ':'));
        joined.is_some_and(|h| h.ends_with(char::is_alphanumeric)) && !self.follows_time()
    }

    /// Whether a slash and a whole word in small letters stand before: no reference, whose parts have
    /// capitals or figures.
    fn stands_beside_word(&self) -> bool {
        let head = self.text[..self.at].strip_suffix('/');
        head.is_some_and(|head| {
            let word = head.rsplit(char::is_whitespace).next().unwrap_or("");
            word.chars().count() >= 4
                && word.chars().all(char::is_alphabetic)
                && word.chars().skip(1).all(char::is_lowercase)
        })
    }

    /// Whether only a dash, a slash or «og» stands between the time before and this place.
    fn follows_time(&self) -> bool {
        self.before
            .and_then(|end| connector(&self.text[end..self.at]))
            .is_some()
    }

    fn is_refused(&self, c: &Calendar) -> bool {
        let word = self.word_before();
        c.names.not_after.words.iter().any(|w| same(w, word))
    }

    /// A day and month in figures are believed in brackets, after «innen» and the like, and before
    /// another day in figures.
    fn takes_short(&self, c: &Calendar, rest: &str) -> bool {
        let in_brackets = self.text[..self.at].ends_with('(')
            && rest.strip_prefix('.').unwrap_or(rest).starts_with(')');
        let word = self.word_before();
        let chain = (
            opt(char('.')),
            alt((and, (blanks0, dash, blanks0).map(drop))),
            numeric,
        );
        in_brackets
            || c.names.short_after.words.iter().any(|w| same(w, word))
            || chain.map(drop).parse(rest).is_ok()
    }

    /// year, standing alone: no part of «2025–2026», «2025/3», «2000 kroner»
    fn bare_year(&self, c: &Calendar, i: &'t str) -> Option<(&'t str, Found<'t>)> {
        let (rest, value) = year(i).ok()?;
        let head = &self.text[..self.at];
        let range_after = (blanks0, dash, blanks0, number(1, 4)).parse(rest).is_ok();
        let compound = rest.starts_with(is_dash) && goes_on(rest.trim_start_matches(is_dash));
        let counted = preceded(blanks0, |r| longest(&c.names.not_before.words, r))
            .parse(rest)
            .is_ok();
        let part = self.ends_range()
            || range_after
            || compound
            || counted
            || goes_on(rest)
            || goes_on_as_number(rest)
            || rest.trim_start_matches(is_blank).starts_with('%')
            || head.ends_with(is_dash)
            || head
                .strip_suffix('/')
                .is_some_and(|h| h.ends_with(|c: char| c.is_ascii_digit()))
            || head.ends_with('_');
        let found = vec![(&i[..i.offset(rest)], When::Year)];
        (!part).then_some((rest, (found, OfYear::Printed(value))))
    }

    /// «2025 – 2026», seen from 2026.
    fn ends_range(&self) -> bool {
        let head = self.text[..self.at].trim_end_matches(is_blank);
        head.strip_suffix(is_dash).is_some_and(|h| {
            h.trim_end_matches(is_blank)
                .ends_with(|c: char| c.is_ascii_digit())
        })
    }
}

/// A quick *no* for most numbers: a time has a year of four figures, or one or two figures and a
/// stop, a blank or a dash.
fn may_be_time(i: &str) -> bool {
    let digits = i.bytes().take(5).take_while(u8::is_ascii_digit).count();
    match digits {
        1 | 2 => i[digits..].starts_with(|c| matches!(c, '.' | '/') || is_blank(c) || is_dash(c)),
        4 => i.starts_with("19") || i.starts_with("20"),
        _ => false,
    }
}

/// Whether two words are the same, in any case.
fn same(a: &str, b: &str) -> bool {
    phrase(a)(b).is_ok_and(|(rest, _)| rest.is_empty())
}

/// What joins two times that share a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Connector {
    /// «og», «eller», «til», a dash, a slash.
    Word,
    /// «,», which shares only where a word joins the last two.
    Comma,
}

fn connector(between: &str) -> Option<Connector> {
    let between = between.strip_prefix('.').unwrap_or(between);
    let bare = between.trim_matches(is_blank);
    match bare {
        "og" | "eller" | "samt" | "til" | "og i" | "/" => Some(Connector::Word),
        "," => Some(Connector::Comma),
        _ => {
            let mut chars = bare.chars();
            let dash = chars.next().is_some_and(is_dash) && chars.next().is_none();
            dash.then_some(Connector::Word)
        }
    }
}

/// A year printed once for several times belongs to each («1. mai og 1. november 2026»), as long as
/// they come in order: «fra 1. november til 1. mars 2026» starts in another year.
fn share_years(text: &str, times: &mut [Time]) {
    let mut shared = false;
    for k in (1..times.len()).rev() {
        let (head, tail) = times.split_at_mut(k);
        let (Some(earlier), Some(later)) = (head.last_mut(), tail.first()) else {
            return;
        };
        let between = &text[earlier.range.end..later.range.start];
        let joined = match connector(between) {
            Some(Connector::Word) => true,
            Some(Connector::Comma) => shared,
            None => false,
        };
        let unsaid = earlier.year.is_none() && !earlier.relative_year;
        let alike = std::mem::discriminant(&earlier.when) == std::mem::discriminant(&later.when);
        let in_order = |year| match (earlier.interval(year), later.interval(year)) {
            (Some(a), Some(b)) => a.0 <= b.0,
            _ => true,
        };
        shared = joined && unsaid && alike && later.year.is_some_and(in_order);
        if shared {
            earlier.year = later.year;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn calendar() -> Calendar {
        Calendar::built_in()
    }

    /// «text» to its times, each as "printed = what".
    fn read(text: &str) -> Vec<String> {
        times(text, &calendar())
            .iter()
            .map(|t| {
                let year = match (t.year, t.relative_year) {
                    (Some(y), _) => format!(" {y}"),
                    (None, true) => format!(" {:+}", t.year_offset),
                    (None, false) => String::new(),
                };
                let end = if t.end_of { " end" } else { "" };
                let short = if t.short { " short" } else { "" };
                let what = format!("{:?}", t.when)
                    .replace("Day { day: ", "Day ")
                    .replace(", month: ", ".")
                    .replace(" }", "");
                format!("{} = {what}{year}{end}{short}", &text[t.range.clone()])
            })
            .collect()
    }

    fn none(text: &str) {
        assert_eq!(read(text), [""; 0], "{text}");
    }

    #[test]
    fn days_with_a_slash_and_days_of_iso() {
        assert_eq!(read("Frist: 1/9-2026"), ["1/9-2026 = Day 1.9 2026"]);
        assert_eq!(read("er 1/11 2024."), ["1/11 2024 = Day 1.11 2024"]);
        assert_eq!(read("innen 15/6/2026,"), ["15/6/2026 = Day 15.6 2026"]);
        assert_eq!(read("innen 2026-06-01."), ["2026-06-01 = Day 1.6 2026"]);
        assert_eq!(
            read("pr. 31.8. 10. september 2026"),
            [
                "31.8 = Day 31.8 short",
                "10. september 2026 = Day 10.9 2026"
            ]
        );
        none("25/4471-3");
        none("oppdrag 13/2024-2");
        none("Dokument 3/5-2024");
        none("2026-06-01-17");
        none("13/14-2026");
    }

    #[test]
    fn days() {
        assert_eq!(read("Frist: 1. mai 2026."), ["1. mai 2026 = Day 1.5 2026"]);
        assert_eq!(read("1.august 2026"), ["1.august 2026 = Day 1.8 2026"]);
        assert_eq!(
            read("1.\u{a0}juni\u{a0}2026"),
            ["1.\u{a0}juni\u{a0}2026 = Day 1.6 2026"]
        );
        assert_eq!(read("1.6.2026."), ["1.6.2026 = Day 1.6 2026"]);
        assert_eq!(read("(01.5.2026)"), ["01.5.2026 = Day 1.5 2026"]);
        assert_eq!(read("1.10.26."), ["1.10.26 = Day 1.10 2026"]);
        assert_eq!(read("2.07.2025"), ["2.07.2025 = Day 2.7 2025"]);
        assert_eq!(
            read("31. jan. og 28. feb"),
            ["31. jan. = Day 31.1", "28. feb = Day 28.2"]
        );
        assert_eq!(read("06. nov. 2026"), ["06. nov. 2026 = Day 6.11 2026"]);
        assert_eq!(
            read("15 oktober 2025"),
            ["15 oktober 2025 = Day 15.10 2025"]
        );
        assert_eq!(read("1. mars i år"), ["1. mars i år = Day 1.3 +0"]);
        assert_eq!(
            read("1. mars året etter"),
            ["1. mars året etter = Day 1.3 +1"]
        );
        assert_eq!(
            read("Frist punkt 1 og 2: 1.6.2026"),
            ["1.6.2026 = Day 1.6 2026"]
        );
    }

    #[test]
    fn several_days() {
        let run = "Days { from: 1, to: 15.5 2026";
        assert_eq!(
            read("1.–15. mai 2026"),
            [format!("1.–15. mai 2026 = {run}")]
        );
        assert_eq!(read("1-15. mai 2026"), [format!("1-15. mai 2026 = {run}")]);
        assert_eq!(read("punkt 2 – 15. mai"), ["15. mai = Day 15.5"]);
        assert_eq!(
            read("3. og 4. juni 2026"),
            ["3. = Day 3.6 2026", "4. juni 2026 = Day 4.6 2026"]
        );
        assert_eq!(
            read("1. mai, 1. juni og 1. november 2026"),
            [
                "1. mai = Day 1.5 2026",
                "1. juni = Day 1.6 2026",
                "1. november 2026 = Day 1.11 2026"
            ]
        );
        assert_eq!(
            read("1. november til 1. mars 2026"),
            ["1. november = Day 1.11", "1. mars 2026 = Day 1.3 2026"]
        );
        assert_eq!(read("1. mai, 1. juni 2026")[0], "1. mai = Day 1.5");
    }

    #[test]
    fn days_without_a_year_in_figures() {
        assert_eq!(
            read("2. tertial (31.08)"),
            ["2. tertial = Tertial(2)", "31.08 = Day 31.8 short"]
        );
        assert_eq!(read("innen 30.6"), ["30.6 = Day 30.6 short"]);
        assert_eq!(read("Frist: 15/3-26"), ["15/3-26 = Day 15.3 2026"]);
        none("sak 15/3-26");
        none("vår ref. 15/3-26");
        assert_eq!(
            read("30.4. og 31.12.2026"),
            ["30.4 = Day 30.4 2026 short", "31.12.2026 = Day 31.12 2026"]
        );
        none("se 4.1 om dette");
        none("kapitlene 3.1 – 3.13");
    }

    #[test]
    fn months_and_their_thirds() {
        assert_eq!(read("i mai 2026"), ["mai 2026 = Month(5) 2026"]);
        assert_eq!(read("i mai."), ["mai = Month(5)"]);
        assert_eq!(
            read("mai–juni 2026"),
            ["mai–juni 2026 = Months { from: 5, to: 6 2026"]
        );
        none("l. mai");
        assert_eq!(
            read("medio mai 2026"),
            ["medio mai 2026 = MonthThird { third: 2.5 2026"]
        );
        assert_eq!(read("ultimo 2025"), ["ultimo 2025 = Year 2025 end"]);
        none("Jan Hansen");
        none("maiblomst");
    }

    #[test]
    fn seasons() {
        assert_eq!(read("Høsten 2026"), ["Høsten 2026 = Season(Autumn) 2026"]);
        assert_eq!(read("hausten"), ["hausten = Season(Autumn)"]);
        assert_eq!(
            read("våren/høsten 2025"),
            [
                "våren = Season(Spring) 2025",
                "høsten 2025 = Season(Autumn) 2025"
            ]
        );
        assert_eq!(read("vår 2026"), ["vår 2026 = Season(Spring) 2026"]);
        none("vår felles innsats");
    }

    #[test]
    fn parts_of_a_year() {
        assert_eq!(
            read("andre halvår 2026"),
            ["andre halvår 2026 = HalfYear(2) 2026"]
        );
        assert_eq!(read("2. halvår"), ["2. halvår = HalfYear(2)"]);
        assert_eq!(
            read("første halvår i 2026"),
            ["første halvår i 2026 = HalfYear(1) 2026"]
        );
        assert_eq!(read("1. kvartal"), ["1. kvartal = Quarter(1)"]);
        assert_eq!(
            read("1. og 2. tertial 2026"),
            ["1. = Tertial(1) 2026", "2. tertial 2026 = Tertial(2) 2026"]
        );
        none("1. tertialrapport");
        none("5. kvartal");
        none("første halvdel av perioden");
    }

    #[test]
    fn weeks() {
        assert_eq!(read("uke 46"), ["uke 46 = Weeks { from: 46, to: 46"]);
        assert_eq!(
            read("veke 46 i 2026"),
            ["veke 46 i 2026 = Weeks { from: 46, to: 46 2026"]
        );
        assert_eq!(read("uke 46–47"), ["uke 46–47 = Weeks { from: 46, to: 47"]);
        none("én uke etter");
        none("uke 60");
    }

    #[test]
    fn ends_and_turns() {
        assert_eq!(
            read("utgangen av 2026"),
            ["utgangen av 2026 = Year 2026 end"]
        );
        assert_eq!(read("utgangen av året"), ["utgangen av året = Year +0 end"]);
        assert_eq!(
            read("utgangen av juni 2026"),
            ["utgangen av juni 2026 = Month(6) 2026 end"]
        );
        assert_eq!(
            read("utgangen av 1. tertial"),
            ["utgangen av 1. tertial = Tertial(1) end"]
        );
        assert_eq!(
            read("årsskiftet 2026/2027"),
            ["årsskiftet 2026/2027 = YearEnd 2026"]
        );
        assert_eq!(read("årsskiftet"), ["årsskiftet = YearEnd"]);
        none("utgangen av planperioden");
    }

    #[test]
    fn years() {
        assert_eq!(read("i 2026."), ["2026 = Year 2026"]);
        assert_eq!(read("i løpet av 2026,"), ["2026 = Year 2026"]);
        assert_eq!(read("i år"), ["i år = Year +0"]);
        assert_eq!(read("neste år"), ["neste år = Year +1"]);
        for text in [
            "2025-2026",
            "(2025–2026)",
            "2025 – 2026",
            "nr. 2026",
            "TB2026-1",
            "TB 2026-1",
            "TB- 2026-2",
            "2000 kroner",
            "mill. 2025-kroner",
            "(EU) 2021/123",
            "20261",
            "1,2026",
            "r_110_2025.pdf",
        ] {
            none(text);
        }
    }

    #[test]
    fn what_is_no_time() {
        for text in [
            "§ 3-8",
            "kap. 4.1",
            "pkt. 2.3.3",
            "pkt. 2.3.10",
            "21,756 mill. kroner",
            "kl. 10.11",
            "kl. 12.30",
            "Prop. 1 S (2025–2026)",
            "nr. 11",
            "1.6.1",
            "1.13.2026",
            "3.4.3",
            "COVID-19",
            "NOU 2023: 17",
        ] {
            none(text);
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_still_a_day() {
        let found = times("31.6.2026", &calendar());
        assert_eq!(found[0].when, When::Day { day: 31, month: 6 });
        assert_eq!(found[0].interval(2026), None);
        assert_eq!(read("31. juni 2026"), ["31. juni 2026 = Day 31.6 2026"]);
    }

    #[test]
    fn intervals() {
        for (text, from, to) in [
            ("1. mai 2026", "2026-05-01", "2026-05-01"),
            ("1.–15. mai 2026", "2026-05-01", "2026-05-15"),
            ("februar 2028", "2028-02-01", "2028-02-29"),
            ("primo mai 2026", "2026-05-01", "2026-05-10"),
            ("medio mai 2026", "2026-05-11", "2026-05-20"),
            ("ultimo februar 2026", "2026-02-21", "2026-02-28"),
            ("våren 2026", "2026-01-01", "2026-06-30"),
            ("sommeren 2026", "2026-06-01", "2026-08-31"),
            ("høsten 2026", "2026-08-01", "2026-12-31"),
            ("2. halvår 2026", "2026-07-01", "2026-12-31"),
            ("1. kvartal 2026", "2026-01-01", "2026-03-31"),
            ("2. tertial 2026", "2026-05-01", "2026-08-31"),
            ("uke 46 i 2026", "2026-11-09", "2026-11-15"),
            ("uke 1 2026", "2025-12-29", "2026-01-04"),
            ("utgangen av 2026", "2026-01-01", "2026-12-31"),
            ("årsskiftet 2026/2027", "2026-12-31", "2026-12-31"),
            ("mellom 1. og 15. mai 2026", "2026-05-01", "2026-05-15"),
            (
                "mellom 20. mai og 10. juni 2026",
                "2026-05-20",
                "2026-06-10",
            ),
            ("mai/juni 2026", "2026-05-01", "2026-06-30"),
            ("månedsskiftet mai/juni 2026", "2026-05-31", "2026-06-01"),
            ("første torsdag i mars 2027", "2027-03-04", "2027-03-04"),
            ("midten av november 2026", "2026-11-11", "2026-11-20"),
            ("T2 2026", "2026-05-01", "2026-08-31"),
            ("Q3 2026", "2026-07-01", "2026-09-30"),
        ] {
            let found = times(text, &calendar());
            let [time] = &found[..] else {
                panic!("{text}: {found:?}");
            };
            let days = time.year.and_then(|y| time.interval(y));
            let days = days.map(|(a, b)| (a.to_string(), b.to_string()));
            assert_eq!(days, Some((from.into(), to.into())), "{text}");
        }
        assert_eq!(times("vinteren 2026", &calendar())[0].interval(2026), None);
        assert_eq!(times("uke 53 2025", &calendar())[0].interval(2025), None);
        assert_eq!(times("påske 2026", &calendar())[0].interval(2026), None);
    }

    /// Every example is read as its entry says and every word stands in one of its examples.
    #[test]
    fn the_calendar_keeps_its_word() {
        let c = calendar();
        let n = &c.names;
        let one = |example: &String| {
            let found = times(example, &c);
            let [time] = &found[..] else {
                panic!("{example}: {found:?}");
            };
            assert_eq!(time.range, 0..example.len(), "{example}");
            time.clone()
        };
        let used = |words: &[String], examples: &[String]| {
            for word in words {
                let shown = examples.iter().any(|e| {
                    (0..e.len()).any(|at| e.is_char_boundary(at) && phrase(word)(&e[at..]).is_ok())
                });
                assert!(shown, "no example of «{word}»");
            }
        };
        for e in &n.months {
            for example in &e.examples {
                match one(example).when {
                    When::Day { month, .. } | When::Month(month) => assert_eq!(month, e.month),
                    other => panic!("{example}: {other:?}"),
                }
            }
            used(&e.words, &e.examples);
            used(&e.short, &e.examples);
        }
        for e in &n.thirds {
            for example in &e.examples {
                assert!(
                    matches!(one(example).when, When::MonthThird { third, .. } if third == e.third)
                );
            }
            used(&e.words, &e.examples);
        }
        for e in &n.seasons {
            for example in &e.examples {
                assert_eq!(one(example).when, When::Season(e.season));
            }
            used(&e.words, &e.examples);
            used(&e.indefinite, &e.examples);
        }
        for e in &n.periods {
            for example in &e.examples {
                let period = match one(example).when {
                    When::Quarter(_) => Period::Quarter,
                    When::Tertial(_) => Period::Tertial,
                    When::HalfYear(_) => Period::HalfYear,
                    other => panic!("{example}: {other:?}"),
                };
                assert_eq!(period, e.period);
            }
            used(&e.words, &e.examples);
        }
        for e in &n.ordinals {
            for example in &e.examples {
                match one(example).when {
                    When::Quarter(n) | When::Tertial(n) | When::HalfYear(n) => {
                        assert_eq!(n, e.ordinal);
                    }
                    other => panic!("{example}: {other:?}"),
                }
            }
            used(&e.words, &e.examples);
        }
        for example in &n.weeks.examples {
            assert!(matches!(one(example).when, When::Weeks { .. }));
        }
        used(&n.weeks.words, &n.weeks.examples);
        for example in &n.ends.examples {
            assert!(one(example).end_of);
        }
        used(&n.ends.words, &n.ends.examples);
        for example in &n.turns.examples {
            assert_eq!(one(example).when, When::YearEnd);
        }
        used(&n.turns.words, &n.turns.examples);
        for example in &n.stretches.examples {
            assert!(matches!(
                one(example).when,
                When::Days { .. } | When::Stretch { .. }
            ));
        }
        used(&n.stretches.words, &n.stretches.examples);
        for example in &n.month_turns.examples {
            assert!(matches!(one(example).when, When::MonthTurn(_)));
        }
        used(&n.month_turns.words, &n.month_turns.examples);
        for example in &n.feasts.examples {
            assert_eq!(one(example).when, When::Feast);
        }
        used(&n.feasts.words, &n.feasts.examples);
        for e in &n.weekdays {
            for example in &e.examples {
                assert!(
                    matches!(one(example).when, When::Weekday { weekday, .. } if weekday == e.weekday)
                );
            }
            used(&e.words, &e.examples);
        }
        for e in &n.relative_years {
            for example in &e.examples {
                let time = one(example);
                assert!(
                    time.relative_year && time.year_offset == e.offset,
                    "{example}"
                );
            }
            used(&e.words, &e.examples);
        }
        for example in n.not_after.examples.iter().chain(&n.not_before.examples) {
            none(example);
        }
        for example in &n.other_year.examples {
            none(example);
        }
        for example in &n.short_after.examples {
            assert!(times(example, &c)[0].short, "{example}");
        }
    }

    /// The days that people have read in the deadlines of letters are found in their words: in all but a
    /// few, whose words name another body's time or none («siste fredag i mai»).
    #[test]
    fn gold() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/gold");
        let Ok(files) = std::fs::read_dir(folder) else {
            eprintln!("skipped: no {folder}");
            return;
        };
        let c = calendar();
        let (mut seen, mut missed) = (0, Vec::new());
        for file in files {
            let json = std::fs::read_to_string(file.expect("a file").path()).expect("its text");
            let gold: serde_json::Value = serde_json::from_str(&json).expect("JSON");
            let year = gold["documents"][0]["year"].as_i64().unwrap_or(2026) as i32;
            for deadline in gold["deadlines"].as_array().into_iter().flatten() {
                let raw = deadline["raw"].as_str().unwrap_or_default();
                let Some(wanted) = (deadline["date"].as_str()).or(deadline["latest"].as_str())
                else {
                    continue;
                };
                let ends: Vec<String> = (times(raw, &c).iter())
                    .flat_map(|t| {
                        let printed = t.year.map(|year| t.interval(year));
                        // A day without a year is of the letter's year or the next.
                        printed.map_or_else(
                            || vec![t.interval(year), t.interval(year + 1)],
                            |one| vec![one],
                        )
                    })
                    .flatten()
                    .map(|(_, last)| last.to_string())
                    .collect();
                seen += 1;
                if !ends.iter().any(|e| e == wanted) {
                    missed.push(format!("{raw}: {ends:?}, not {wanted}"));
                }
            }
        }
        assert!(seen > 50, "{seen} deadlines");
        assert!(
            missed.len() * 100 <= seen * 2,
            "{} of {seen}: {missed:#?}",
            missed.len()
        );
    }

    #[test]
    fn parts_of_months_and_times_that_are_not_exact() {
        for (text, wanted) in [
            ("første halvdel av mai 2026", "MonthHalf { half: 1.5 2026"),
            ("siste uke i august 2026", "MonthWeek { nth: 0.8 2026"),
            ("2. uke av mai", "MonthWeek { nth: 2.5"),
            ("mai eller juni 2026", "Months { from: 5, to: 6 2026"),
            ("vår/sommer 2026", "Months { from: 1, to: 8 2026"),
            ("Q1–Q2 2026", "Months { from: 1, to: 6 2026"),
            ("siste kvartal 2026", "Quarter(4) 2026"),
            ("uke 41 og 42", "Weeks { from: 41, to: 42"),
            ("april 26", "Month(4) 2026"),
            ("august månad 2026", "Month(8) 2026"),
            ("skolestart i august 2026", "Month(8) 2026"),
            ("jul 2026", "Feast 2026"),
            ("jul. 2026", "Month(7) 2026"),
            ("vinteren 2026/2027", "Season(Winter) 2026"),
            ("tidlig høst 2026", "Season(Autumn) 2026"),
            ("rundt 1. mai 2026", "Day 1.5 2026"),
            ("starten av 2027", "Year 2027"),
        ] {
            assert_eq!(read(text), [format!("{text} = {wanted}")]);
        }
        assert!(times("tidlig høst 2026", &calendar())[0].loose);
        assert_eq!(read("1. mai 26. juni").len(), 2);
        assert!(!times("rundt 2000 søkere", &calendar())[0].loose);
        assert_eq!(read("uke 10 og 40"), ["uke 10 = Weeks { from: 10, to: 10"]);
    }

    #[test]
    fn an_unknown_key_is_refused() {
        let toml = include_str!("../../grammars/calendar.toml").replace("third = 1", "thrid = 1");
        assert!(Calendar::from_toml(&toml).is_err());
    }

    proptest! {
        #[test]
        fn a_printed_day_parses_back(day in 1u8..=31, month in 1u8..=12, year in 1990i32..2090, form in 0..7) {
            let c = calendar();
            let names = &c.names.months[usize::from(month) - 1];
            let name = &names.words[0];
            let printed = match form {
                0 => format!("{day}. {name} {year}"),
                1 => format!("{day}.{name} {year}"),
                2 => format!("{day:02}.{month:02}.{year}"),
                3 => format!("{day}.{month}.{year}"),
                4 => format!("{day}.\u{a0}{name}\u{a0}{year}"),
                5 => format!("{day}. {} {year}", name.to_uppercase()),
                _ => format!("{day}. {month}. {year}"),
            };
            let text = format!("Frist: {printed}.");
            let found = times(&text, &c);
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(&text[found[0].range.clone()], &printed);
            prop_assert_eq!(found[0].when, When::Day { day, month });
            prop_assert_eq!(found[0].year, Some(year));
        }

        #[test]
        fn any_text_gives_ranges_in_order(text in "([0-9]{1,4}|[.,–/() -]|mai|utgangen av|året|uke|og|første|halvår|\\PC){0,40}") {
            let found = times(&text, &calendar());
            let mut end = 0;
            for time in found {
                prop_assert!(time.range.start >= end && time.range.start < time.range.end);
                prop_assert!(text.get(time.range.clone()).is_some());
                end = time.range.end;
                let _ = time.interval(time.year.unwrap_or(2026));
            }
        }

        #[test]
        fn no_text_is_too_odd(text in any::<String>()) {
            let _ = times(&text, &calendar());
        }
    }
}
