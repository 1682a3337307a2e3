//! A month, as addresses have it.

use jiff::{ToSpan, civil::Date};
use std::fmt;
use std::str::FromStr;

/// A month: `2026-05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::web) struct Month {
    first: Date,
}

impl Month {
    /// The month of a day.
    pub(in crate::web) fn of(day: Date) -> Self {
        Self {
            first: day.first_of_month(),
        }
    }

    /// Its first day.
    pub(in crate::web) fn first(self) -> Date {
        self.first
    }

    /// Its last day.
    pub(in crate::web) fn last(self) -> Date {
        self.first.last_of_month()
    }

    /// So many months later; itself at the end of time.
    pub(in crate::web) fn later(self, months: i32) -> Self {
        let first = self.first.checked_add(months.months());
        Self {
            first: first.unwrap_or(self.first),
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

impl FromStr for Month {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let well = text.len() == 7 && text.is_ascii();
        let first: Date = format!("{text}-01").parse().map_err(|_| ())?;
        let printed = (1900..=2200).contains(&first.year()) && well;
        printed.then_some(Self { first }).ok_or(())
    }
}
