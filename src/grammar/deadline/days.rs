//! The days of a time: the year that is meant, first and last day, and how sure they are.

use super::{Code, DeadlineStatus, Found, Precision, Reader, Role, Time, When};
use std::ops::Range;

impl Reader<'_> {
    /// A deadline with the time's values, fixed, its kind not yet told.
    pub(super) fn found_at(&self, raw: Range<usize>, sentence: &Range<usize>, n: usize) -> Found {
        let time = &self.times[n];
        let mut found = Found {
            precision: time.precision(),
            ..Found::untimed(raw, sentence.clone(), DeadlineStatus::Fixed)
        };
        let year = match time.year {
            Some(year) => Some(year),
            None => {
                found.year_inferred = self.context.year.is_some();
                self.context.year.map(|year| year + time.year_offset)
            }
        };
        // `15. mai, 15. september og 15. januar`: days of a list come in order.
        let year = year.map(|year| year + i32::from(self.turns_year(n, year)));
        let Some(year) = year else {
            found.remark = Some((
                Code::YearUnknown,
                "no year is printed, and nothing tells which one is meant".to_string(),
            ));
            return found;
        };
        if matches!(time.when, When::Feast) {
            found.status = DeadlineStatus::Relative;
            found.year_inferred = false;
            found.remark = Some((
                Code::TimeOfAnOccasion,
                "the time is that of an occasion: no day is printed".to_string(),
            ));
            return found;
        }
        if time.loose {
            found.status = DeadlineStatus::Tentative;
        }
        let Some((first, last)) = time.interval(year) else {
            // 29 February is a day of some years.
            if found.year_inferred && (year..year + 4).any(|leap| time.interval(leap).is_some()) {
                found.year_inferred = false;
                found.remark = Some((
                    Code::YearNotInferred,
                    format!("no year is printed, and {year} has no such day"),
                ));
                return found;
            }
            if matches!(time.when, When::Day { .. } | When::Days { .. }) {
                found.status = DeadlineStatus::Invalid;
                found.year_inferred = false;
                found.remark = Some((
                    Code::ImpossibleDate,
                    format!(
                        "«{}» is no day of the calendar",
                        &self.text[time.range.clone()]
                    ),
                ));
            } else {
                found.year_inferred = false;
                found.remark = Some((
                    Code::TimeOfAnOccasion,
                    "which days are meant, the words do not tell".to_string(),
                ));
            }
            return found;
        };
        if found.year_inferred && !time.relative_year {
            let early = self.context.date.is_some_and(|date| last < date);
            if early || self.about_report_on(sentence, year) {
                found.year_inferred = false;
                found.remark = Some((
                    Code::YearNotInferred,
                    format!(
                        "no year is printed, and {year} would be {}",
                        if early {
                            "before the letter's own date"
                        } else {
                            "the year reported on"
                        }
                    ),
                ));
                return found;
            }
        }
        if found.precision == Precision::Day && first == last {
            found.date = Some(first);
        } else {
            found.earliest = Some(first);
            found.latest = Some(last);
            // `før sommeren 2026`: before it begins. «før utgangen av» means its end.
            let lead = self.text[found.raw.start..time.range.start]
                .trim_end()
                .to_lowercase();
            if !time.end_of
                && self.grammar.deadlines.before.end(&lead)
                && matches!(time.when, When::Season(_) | When::Month(_) | When::Year)
                && !time.relative_year
            {
                found.latest = first.yesterday().ok();
            }
            let lead = &self.text[found.raw.start..time.range.start];
            // `etter sommeren 2026`: when at last, nobody says.
            if self
                .grammar
                .deadlines
                .after
                .close(lead.trim_end().to_lowercase().as_str())
            {
                found.earliest = last.tomorrow().ok();
                found.latest = None;
                found.status = DeadlineStatus::Tentative;
                return found;
            }
            // `tidligst til høsten`: not before it begins, and when at last, nobody says.
            if self
                .grammar
                .deadlines
                .earliest
                .stand_in(&lead.to_lowercase())
            {
                found.latest = None;
                found.status = DeadlineStatus::Tentative;
                return found;
            }
            if time.end_of
                || self
                    .grammar
                    .words(lead)
                    .iter()
                    .any(|hit| hit.role == Role::Before)
            {
                found.earliest = None;
            }
        }
        found
    }

    /// Whether a day without a year comes before the one that it is joined to, and so is of the year after.
    pub(super) fn turns_year(&self, n: usize, year: i32) -> bool {
        let Some(last) = n.checked_sub(1).map(|last| &self.times[last]) else {
            return false;
        };
        let time = &self.times[n];
        let day = |time: &Time| match (time.when, time.year, time.relative_year) {
            (When::Day { .. }, None, false) => time.interval(year).map(|(day, _)| day),
            _ => None,
        };
        self.is_joined(last.range.end, time.range.start)
            && day(time)
                .zip(day(last))
                .is_some_and(|(own, last)| own < last)
    }

    /// `årsrapport for 2026 … 15. mars`: due in the year after.
    pub(super) fn about_report_on(&self, sentence: &Range<usize>, year: i32) -> bool {
        let words = &self.text[sentence.clone()];
        let reports = self.hits_in(sentence, Role::AnnualReport).next().is_some();
        reports
            && [
                format!("for {year}"),
                format!(" {year} "),
                format!("{year}-rapport"),
            ]
            .iter()
            .any(|form| words.contains(form.as_str()))
    }
}
