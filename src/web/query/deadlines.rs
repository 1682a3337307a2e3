//! What the page of deadlines can be asked for.

use super::list::{ListParams, Listing};
use super::month::Month;
use super::{Address, Printer, bad, not, word_of};
use crate::model::{DeadlineKind, DeadlineStatus};
use crate::web::errors::Problem;
use jiff::civil::Date;

/// Which of the deadlines are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::web) enum DeadlineView {
    /// Those of a month, with its calendar.
    #[default]
    Month,
    /// All of an interval.
    All,
    /// Those whose day has passed, the latest first.
    Overdue,
    /// Tentative, to be agreed, or without a day.
    Unsettled,
}

impl DeadlineView {
    /// The word in an address; the first has none.
    pub(in crate::web) fn name(self) -> Option<&'static str> {
        match self {
            Self::Month => None,
            Self::All => Some("all"),
            Self::Overdue => Some("overdue"),
            Self::Unsettled => Some("unsettled"),
        }
    }
}

/// `/frister`: what falls due.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web) struct DeadlineParams {
    /// `view`: `all`, `overdue`, `unsettled`; none: a month.
    pub view: DeadlineView,
    /// `month`, where the view is a month; none: this one.
    pub month: Option<Month>,
    /// `from`: the first day, where the view is all.
    pub from: Option<Date>,
    /// `to`: the last day, where the view is all.
    pub to: Option<Date>,
    /// `what`: kinds of deadlines.
    pub kinds: Vec<DeadlineKind>,
    /// `status`: how settled they are.
    pub statuses: Vec<DeadlineStatus>,
    /// What all lists can be asked for; recipients are those who are to do it.
    pub list: Listing,
}

/// The words of `what`.
const KINDS: &str = "delivery, report, start, meeting, aim, parliament, other";
/// The words of `status`.
const STATUSES: &str =
    "fixed, tentative, to_be_agreed, recurring, ongoing, relative, invalid, other";
/// What a day looks like.
const DAY: &str = "en dag, som 2026-05-31";

impl ListParams for DeadlineParams {
    const PATH: &'static str = "/frister";

    fn take(address: &mut Address) -> Result<Self, Problem> {
        let view = match address.one("view")?.as_deref() {
            None | Some("month") => DeadlineView::Month,
            Some("all") => DeadlineView::All,
            Some("overdue") => DeadlineView::Overdue,
            Some("unsettled") => DeadlineView::Unsettled,
            Some(other) => return Err(not("view", other, "month, all, overdue, unsettled")),
        };
        let read = Self {
            view,
            month: address.read("month", "en måned, som 2026-05")?,
            from: address.read("from", DAY)?,
            to: address.read("to", DAY)?,
            kinds: address.words("what", KINDS)?,
            statuses: address.words("status", STATUSES)?,
            list: Listing::take(address, true)?,
        };
        if read.from.zip(read.to).is_some_and(|(from, to)| to < from) {
            return Err(bad("«to» er før «from»."));
        }
        Ok(read)
    }

    fn put(&self, printer: &mut Printer) {
        printer.some("view", self.view.name());
        printer.some("month", self.month.map(|one| one.to_string()));
        printer.some("from", self.from.map(|one| one.to_string()));
        printer.some("to", self.to.map(|one| one.to_string()));
        for kind in &self.kinds {
            printer.put("what", &word_of(kind));
        }
        for status in &self.statuses {
            printer.put("status", &word_of(status));
        }
        self.list.put(printer);
    }

    fn list(&mut self) -> &mut Listing {
        &mut self.list
    }
}
