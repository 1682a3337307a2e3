//! What a letter says, before it is dressed: the facts, in both written standards.

use super::rng::Rng;
use super::words::{self, Pair, Told, Tongue, Words, capital};

/// When something falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// A day.
    Day(Day),
    /// A month of a year.
    Month(i32, usize),
    /// A quarter of a year.
    Quarter(i32, usize),
    /// A week of a year.
    Week(i32, usize),
    /// Before the end of a year.
    YearEnd(i32),
    /// To be agreed upon.
    Agreed,
    /// Nothing is said.
    Never,
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub year: i32,
    pub month: usize,
    pub day: usize,
}

impl Day {
    /// As JSON has it.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The last day of a month (no letter is of a leap year's February).
fn last_of(month: usize) -> usize {
    match month {
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The Sunday of an ISO week: ISO 8601, week 1 holds 4 January.
fn sunday(year: i32, week: usize) -> Day {
    // Days since 1 January 2024, a Monday.
    let days_before = (2024..year)
        .map(|y| if y % 4 == 0 { 366 } else { 365 })
        .sum::<usize>();
    let fourth = days_before + 3;
    let monday = fourth - fourth % 7;
    let mut left = monday + (week - 1) * 7 + 6 - days_before;
    let mut month = 1;
    while left >= last_of(month) {
        left -= last_of(month);
        month += 1;
    }
    Day {
        year,
        month,
        day: left + 1,
    }
}

impl Due {
    /// The day, the end of the interval, the status, as a record of the contract has them.
    pub fn record(self) -> (Option<String>, Option<String>, &'static str) {
        let by = |year, month| {
            let day = last_of(month);
            (None, Some(Day { year, month, day }.iso()), "fixed")
        };
        match self {
            Due::Day(day) => (Some(day.iso()), None, "fixed"),
            Due::Month(year, month) => by(year, month),
            Due::Quarter(year, quarter) => by(year, quarter * 3),
            Due::Week(year, week) => (None, Some(sunday(year, week).iso()), "fixed"),
            Due::YearEnd(year) => by(year, 12),
            Due::Agreed => (None, None, "to_be_agreed"),
            Due::Never => (None, None, "none"),
        }
    }
}

/// A thing to be done.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// Its heading.
    pub title: Words,
    /// What is to be done, as an infinitive with all that belongs to it.
    pub duty: Words,
    /// Why.
    pub background: Words,
    /// What the body goes on with.
    pub more: Vec<Words>,
    /// What it falls into, mostly nothing.
    pub parts: Vec<Words>,
    pub due: Due,
    /// When the last of two deliveries falls due, where the first is a draft.
    pub last: Option<Day>,
    pub unit: &'static str,
    pub partner: &'static str,
}

/// What a figure is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Least,
    Most,
    Under,
    Exactly,
    Rise,
    Fall,
}

/// A measure and what it is to be, this year and the two that follow.
#[derive(Clone, Debug)]
pub struct Measure {
    pub text: Words,
    pub told: Told,
    pub bound: Bound,
    /// In tenths, so that a share can have a decimal.
    pub values: [i64; 3],
    /// What it was.
    pub before: i64,
}

/// A goal and its measures.
#[derive(Clone, Debug)]
pub struct Goal {
    pub text: Words,
    pub measures: Vec<Measure>,
}

/// An amount under a chapter, in thousands.
#[derive(Clone, Debug)]
pub struct Post {
    pub number: &'static str,
    pub name: Words,
    pub condition: Option<Pair>,
    pub thousands: i64,
    /// Last year, or before a change; a new post has none.
    pub previous: Option<i64>,
}

/// A chapter of the budget.
#[derive(Clone, Debug)]
pub struct Chapter {
    pub number: usize,
    pub income: bool,
    pub posts: Vec<Post>,
}

/// A letter's facts.
#[derive(Clone, Debug)]
pub struct Content {
    pub year: i32,
    pub ministry: Words,
    pub ministry_short: &'static str,
    pub street: &'static str,
    pub agency: Words,
    /// What the letter calls it: «direktoratet».
    pub called: Words,
    pub agency_short: &'static str,
    pub post_address: [&'static str; 2],
    pub date: Day,
    pub reference: String,
    /// The number of a supplement.
    pub supplement: Option<usize>,
    pub priorities: Vec<Words>,
    pub goals: Vec<Goal>,
    pub assignments: Vec<Assignment>,
    pub chapters: Vec<Chapter>,
    pub events: Vec<(Day, Words)>,
    /// When the report on the year is to come.
    pub report: Day,
    pub signers: [&'static str; 2],
}

fn pair(of: Pair) -> Words {
    Words::of(|tongue| tongue.say(of).to_string())
}

fn due(rng: &mut Rng, year: i32) -> Due {
    match rng.below(100) {
        0..=69 => Due::Day(day(rng, year)),
        70..=75 => Due::Month(year, rng.between(3, 12)),
        76..=80 => Due::Quarter(year, rng.between(2, 4)),
        81..=84 => Due::Week(year, rng.between(10, 50)),
        85..=88 => Due::YearEnd(year),
        89..=93 => Due::Agreed,
        _ => Due::Never,
    }
}

/// A day of the year from March on, sometimes of the next one's first months.
fn day(rng: &mut Rng, year: i32) -> Day {
    let later = rng.chance(12);
    let month = if later {
        rng.between(1, 6)
    } else {
        rng.between(3, 12)
    };
    Day {
        year: year + i32::from(later),
        month,
        day: if rng.chance(50) {
            rng.pick(&[1, 15])
        } else {
            rng.between(2, 28)
        },
    }
}

fn assignment(rng: &mut Rng, year: i32, topic: Pair) -> Assignment {
    let duty = rng.pick(&words::DUTIES);
    let more = rng.between(0, 4);
    let parts = if rng.chance(10) { rng.between(2, 4) } else { 0 };
    Assignment {
        title: Words::of(|t| capital(t.say(topic))),
        duty: Words::of(|t| t.say(duty).replace("{}", t.say(topic))),
        background: pair(rng.pick(&words::BACKGROUNDS)),
        more: rng.some(&words::MORE, more).into_iter().map(pair).collect(),
        parts: rng
            .some(&words::PARTS, parts)
            .into_iter()
            .map(pair)
            .collect(),
        due: due(rng, year),
        last: None,
        unit: rng.pick(&words::UNITS),
        partner: rng.pick(&words::PARTNERS),
    }
}

fn measure(rng: &mut Rng, (told, text): (Told, Pair)) -> Measure {
    let bound = match told {
        Told::Days => rng.pick(&[Bound::Most, Bound::Most, Bound::Under, Bound::Fall]),
        Told::Share => rng.pick(&[Bound::Least, Bound::Least, Bound::Exactly, Bound::Rise]),
        Told::Count => rng.pick(&[
            Bound::Least,
            Bound::Exactly,
            Bound::Exactly,
            Bound::Rise,
            Bound::Fall,
        ]),
    };
    let first = match told {
        Told::Share => rng.between(40, 92) as i64 * 10 + if rng.chance(20) { 5 } else { 0 },
        Told::Count if rng.chance(30) => {
            rng.between(1, 9) as i64 * 1000 + rng.between(0, 99) as i64 * 100
        }
        Told::Count => rng.between(3, 420) as i64 * 10,
        Told::Days => rng.between(20, 120) as i64 * 10,
    };
    let step = if told == Told::Days { -10 } else { 20 };
    Measure {
        text: pair(text),
        told,
        bound,
        values: [first, first + step, first + 2 * step],
        before: first - step - 10,
    }
}

fn chapters(rng: &mut Rng) -> Vec<Chapter> {
    let number = rng.between(300, 2900);
    let posts = |rng: &mut Rng, of: Vec<(&'static str, Pair, Option<Pair>)>| -> Vec<Post> {
        let mut posts: Vec<Post> = of
            .into_iter()
            .map(|(number, name, condition)| {
                let thousands = match rng.below(4) {
                    0 => rng.between(900, 9_900) as i64,
                    1 => rng.between(10_000, 99_000) as i64,
                    2 => rng.between(100, 999) as i64 * 1000,
                    _ => rng.between(100_000, 2_400_000) as i64,
                };
                let previous = thousands - thousands * rng.between(1, 9) as i64 / 100
                    + rng.between(0, 40) as i64
                    - 20;
                Post {
                    number,
                    name: pair(name),
                    condition,
                    thousands,
                    previous: (!rng.chance(15)).then_some(previous),
                }
            })
            .collect();
        posts.sort_by_key(|post| post.number);
        posts
    };
    let count = rng.between(2, 5);
    let first = rng.some(&words::POSTS, count);
    let mut out = vec![Chapter {
        number,
        income: false,
        posts: posts(rng, first),
    }];
    if rng.chance(35) {
        let count = rng.between(1, 3);
        let second = rng.some(&words::POSTS, count);
        out.push(Chapter {
            number: number + rng.between(1, 9),
            income: false,
            posts: posts(rng, second),
        });
    }
    if rng.chance(60) {
        let count = rng.between(1, 3);
        let incomes = rng.some(&words::INCOMES, count);
        let incomes = incomes
            .into_iter()
            .map(|(number, name)| (number, name, None))
            .collect();
        out.push(Chapter {
            number: number + 3000,
            income: true,
            posts: posts(rng, incomes),
        });
    }
    out
}

/// The facts of a seed.
pub fn draw(seed: u64) -> Content {
    let rng = &mut Rng::of(seed, "content");
    let year = rng.pick(&[2025, 2026, 2027]);
    let (ministry, ministry_short, street) = rng.pick(&words::MINISTRIES);
    let (agency, called, agency_short, post_address) = rng.pick(&words::AGENCIES);
    let supplement = rng.chance(15).then(|| rng.between(1, 4));
    let count = match rng.below(10) {
        0 => 2,
        1..=6 => rng.between(3, 6),
        _ => rng.between(7, 12),
    };
    let topics = rng.some(&words::TOPICS, count);
    let mut assignments: Vec<Assignment> = topics
        .into_iter()
        .map(|topic| assignment(rng, year, topic))
        .collect();
    let measured = rng.between(3, 8);
    let mut measures = rng.some(&words::MEASURES, measured);
    let goal_count = rng.between(2, 4);
    let goals = rng.some(&words::GOALS, goal_count);
    let goals = goals
        .iter()
        .enumerate()
        .map(|(n, text)| {
            let left = goals.len() - n;
            let take = if left == 1 {
                measures.len()
            } else {
                (measures.len() / left).max(1)
            };
            let take = take.min(measures.len());
            Goal {
                text: pair(*text),
                measures: measures
                    .drain(..take)
                    .map(|one| measure(rng, one))
                    .collect(),
            }
        })
        .collect();
    let happenings = rng.between(3, 5);
    let mut events: Vec<(Day, Words)> = rng
        .some(&words::EVENTS, happenings)
        .into_iter()
        .map(|event| {
            let day = Day {
                year,
                month: rng.between(3, 12),
                day: rng.between(1, 28),
            };
            (day, pair(event))
        })
        .collect();
    events.sort_by_key(|(day, _)| *day);
    let date = match supplement {
        Some(_) => Day {
            year,
            month: 2,
            day: rng.between(2, 27),
        },
        None if rng.chance(40) => Day {
            year: year - 1,
            month: 12,
            day: rng.between(17, 23),
        },
        None => Day {
            year,
            month: 1,
            day: rng.between(5, 30),
        },
    };
    let count = rng.between(1, 3);
    let signers = rng.some(&words::SIGNERS, 2);
    let priorities = rng
        .some(&words::PRIORITIES, count)
        .into_iter()
        .map(pair)
        .collect();
    let chapters = chapters(rng);
    let number = rng.between(1000, 7999);
    let turn = rng.between(2, 60);
    let report = Day {
        year: year + 1,
        month: 3,
        day: rng.between(1, 15),
    };
    // What came later is drawn last, so that the rest stays as it was.
    for one in &mut assignments {
        if let Due::Day(first) = one.due
            && rng.chance(10)
            && first.month < 10
        {
            one.last = Some(Day {
                month: first.month + 2,
                ..first
            });
        }
    }
    Content {
        year,
        ministry: pair(ministry),
        ministry_short,
        street,
        agency: pair(agency),
        called: pair(called),
        agency_short,
        post_address,
        date,
        reference: format!("{}/{number}-{turn}", year % 100 - 1),
        supplement,
        priorities,
        goals,
        assignments,
        chapters,
        events,
        report,
        signers: [signers[0], signers[1]],
    }
}

/// Money as Norwegians print it: «118 430».
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

impl Measure {
    /// What it is to be in a year, as printed.
    pub fn target(&self, tongue: Tongue, year: usize, percent: &str, letter_year: i32) -> String {
        let value = self.values[year];
        let before = letter_year + year as i32 - 1;
        let figure = self.figure(tongue, value, percent);
        let say = |pair: Pair| tongue.say(pair);
        match self.bound {
            Bound::Least => format!("{} {figure}", say(("Minst", "Minst"))),
            Bound::Most => format!("{} {figure}", say(("Maks", "Høgst"))),
            Bound::Under => format!("Under {figure}"),
            Bound::Exactly => figure,
            Bound::Rise => format!("{} {before}", say(("Økning fra", "Auke frå"))),
            Bound::Fall => format!("{} {before}", say(("Reduksjon fra", "Nedgang frå"))),
        }
    }

    /// A figure with its unit.
    pub fn figure(&self, tongue: Tongue, tenths: i64, percent: &str) -> String {
        let whole = grouped(tenths / 10);
        match self.told {
            Told::Share if tenths % 10 != 0 => format!("{whole},{} {percent}", tenths % 10),
            Told::Share => format!("{whole} {percent}"),
            Told::Count => whole,
            Told::Days => format!("{whole} {}", tongue.say(("dager", "dagar"))),
        }
    }

    /// The comparator, the value and the unit of a record of the contract.
    pub fn record(&self, year: usize) -> (&'static str, Option<f64>, Option<&'static str>) {
        let unit = match self.told {
            Told::Share => "percent",
            Told::Count => "count",
            Told::Days => "days",
        };
        let value = Some(self.values[year] as f64 / 10.0);
        match self.bound {
            Bound::Least => ("ge", value, Some(unit)),
            Bound::Most => ("le", value, Some(unit)),
            Bound::Under => ("lt", value, Some(unit)),
            Bound::Exactly => ("eq", value, Some(unit)),
            Bound::Rise => ("increase", None, None),
            Bound::Fall => ("decrease", None, None),
        }
    }
}
