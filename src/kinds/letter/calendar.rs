//! Calendars: annexes that list what falls due by date.
//!
//! ```text
//! calendar ::= head? row+
//! row      ::= (time | recurrence) words
//! ```
//! What falls due is the row: its cells, the time left out. Where cells are not told apart, a row
//! begins at each line that begins with a time.

use super::{Letter, deadlines::Owner};
use crate::{
    grammar::{
        ColumnRole, Zone,
        date::{Time, times},
        deadline::{self, Found, When},
        phrases::Role,
        sentence::sentences,
    },
    kinds::columns::{Columns, Part},
    layout::{BlockKind, Joint, Text},
    model::Precision,
    structure::table::Table,
};
use std::{collections::BTreeMap, ops::Range};

/// The fewest days in a column that make a calendar of a table which says nothing of it.
const LIST: usize = 3;

impl Letter<'_> {
    /// Reads the calendars.
    pub(super) fn calendar(&mut self) {
        for n in 0..self.chapters.len() {
            let mut calendar = self.chapters[n].zone == Some(Zone::Calendar);
            let blocks = self.chapters[n].blocks.clone();
            self.dated_rows(n);
            let tabled = self.tabled(n);
            let mut tables: Vec<u32> = Vec::new();
            let mut row: Option<(Text, Text)> = None;
            let days = self.blocks_of_days(n);
            for &at in &blocks {
                let block = &self.blocks[at];
                if let Some(cell) = block.cell {
                    if !tables.contains(&cell.table) {
                        tables.push(cell.table);
                    }
                    continue;
                }
                if tabled.contains(&at) {
                    continue;
                }
                if let BlockKind::TableHead(roles) = &block.kind {
                    let dated = roles.first().is_some_and(|role| {
                        matches!(role, ColumnRole::Date | ColumnRole::Deadline)
                    });
                    calendar |= dated
                        && roles.iter().any(|role| {
                            matches!(
                                role,
                                ColumnRole::Activity | ColumnRole::Comment | ColumnRole::Title
                            )
                        });
                    continue;
                }
                if let Some(lead) = days.get(&at) {
                    // `Møtene holdes: / – 18. april`: what the list is of stands above it.
                    if let Some(when) = self.row_lines(at).into_iter().next().filter(|_| !calendar)
                        && let Some(lead) = lead
                    {
                        self.calendar_row(n, row.take());
                        self.calendar_row(n, Some((when, lead.clone())));
                        continue;
                    }
                } else if !calendar {
                    self.meetings_said(n, at);
                    continue;
                }
                let lines = self.row_lines(at);
                let is_row = |line: &Text| {
                    self.closes_row(line.as_str()).is_some()
                        || self.opens_row(line.as_str()).is_some()
                };
                if row.is_none() && !lines.iter().any(is_row) {
                    self.meetings_said(n, at);
                    continue;
                }
                for line in lines {
                    if let Some(start) = self.closes_row(line.as_str()) {
                        self.calendar_row(n, row.take());
                        self.calendar_row(
                            n,
                            Some((line.slice(start..line.len()), line.slice(0..start))),
                        );
                    } else if let Some(end) = self.opens_row(line.as_str()) {
                        self.calendar_row(n, row.take());
                        row = Some((line.slice(0..end), line.slice(end..line.len())));
                    } else if let Some((when, what)) = &mut row {
                        // `22. april / kl. 9:00-11:00`, `25. sep. / Frist kan ikke fravikes.`
                        if what.is_empty()
                            && (line.as_str().starts_with("kl.") || line.as_str().starts_with('('))
                        {
                            when.append(&line, self.joint(when, &line));
                        } else {
                            what.append(&line, self.joint(what, &line));
                        }
                    }
                }
            }
            self.calendar_row(n, row.take());
            let reported = self.chapters[n].zone == Some(Zone::Reporting);
            for number in tables {
                self.calendar_table(n, calendar, calendar || reported, number);
            }
        }
    }

    /// Whether a block of a calendar is running text beside its rows: `Årsrapporten skal sendes innen 15. mars.` No row
    /// stands above it that it could go on with.
    pub(super) fn prose_of_calendar(&self, chapter: usize, at: usize) -> bool {
        let row = |at: usize| {
            let plain = self.blocks[at].cell.is_none();
            plain
                && self.row_lines(at).iter().any(|line| {
                    self.closes_row(line.as_str()).is_some()
                        || self.opens_row(line.as_str()).is_some()
                })
        };
        let block = &self.blocks[at];
        let sentence =
            block.kind == BlockKind::Paragraph && block.text.as_str().trim_end().ends_with('.');
        let mut above = self.chapters[chapter]
            .blocks
            .iter()
            .take_while(|other| **other <= at);
        sentence && !above.any(|other| row(*other))
    }

    /// The days of meetings that a sentence of a chapter of reporting gives: «Etatsmøtene holdes 11. juni og
    /// 26. november.»
    fn meetings_said(&mut self, chapter: usize, at: usize) {
        let block = &self.blocks[at];
        let dated = [Zone::Reporting, Zone::Calendar];
        let dated = dated.into_iter().any(|zone| self.under(chapter, zone));
        if !dated || block.kind != BlockKind::Paragraph {
            return;
        }
        let text = block.text.clone();
        for range in sentences(text.as_str()) {
            let words = &text.as_str()[range.clone()];
            let days: Vec<Range<usize>> = times(words, &self.grammar.calendar)
                .into_iter()
                .filter(|time| matches!(time.when, When::Day { .. }))
                .filter(|time| {
                    time.year
                        .is_none_or(|year| self.announced_year() <= Some(year))
                })
                .map(|time| time.range)
                .collect();
            let Some(first) = days.first() else {
                continue;
            };
            let hits = self.grammar.words(words);
            let before = |role: Role| {
                let mut own = hits.iter().filter(|hit| hit.role == role);
                own.any(|hit| hit.range.end <= first.start)
            };
            let otherwise = [Role::Duty, Role::DeadlineLabel, Role::Before, Role::AsOf];
            if !before(Role::Meeting) || otherwise.into_iter().any(before) {
                continue;
            }
            let what = text.slice(range.clone());
            for day in days {
                let when = text.slice(range.start + day.start..range.start + day.end);
                self.calendar_row(chapter, Some((when, what.clone())));
            }
        }
    }

    /// The blocks of a chapter of reporting that list days: three lines or more that open rows of a
    /// calendar, or a list of nothing but days, with the line above it.
    pub(super) fn blocks_of_days(&self, chapter: usize) -> BTreeMap<usize, Option<Text>> {
        let mut found = BTreeMap::new();
        let own = &self.chapters[chapter];
        if own.zone != Some(Zone::Reporting) {
            return found;
        }
        let row = |line: &Text| {
            self.opens_row(line.as_str()).is_some_and(|end| {
                let rest = line.as_str()[end..].trim_start_matches([':', ' ', '–', ',']);
                !rest.is_empty() && !self.grammar.has(rest, Role::Duty)
            })
        };
        let mut lead: Option<Text> = None;
        let mut list: Vec<usize> = Vec::new();
        for &at in &own.blocks {
            let block = &self.blocks[at];
            if block.cell.is_some() {
                continue;
            }
            let lines = self.row_lines(at);
            if matches!(block.kind, BlockKind::Item(_)) {
                let day =
                    lines.len() == 1 && self.opens_row(lines[0].as_str()) == Some(lines[0].len());
                if day && lead.is_some() {
                    list.push(at);
                    continue;
                }
            } else if matches!(block.kind, BlockKind::Paragraph)
                && lines.iter().filter(|line| row(line)).count() >= 3
            {
                found.insert(at, None);
            }
            if list.len() >= 2 {
                found.extend(list.iter().map(|&at| (at, lead.clone())));
            }
            list.clear();
            let introduces = block.text.as_str().ends_with(':')
                && self.grammar.words(block.text.as_str()).iter().any(|hit| {
                    matches!(
                        hit.role,
                        Role::Meeting | Role::Reporting | Role::TertialReport
                    )
                });
            lead = introduces
                .then(|| sentences(block.text.as_str()).pop())
                .flatten()
                .map(|last| block.text.slice(last));
        }
        if list.len() >= 2 {
            found.extend(list.iter().map(|&at| (at, lead.clone())));
        }
        found
    }

    /// The lines of a block, the marker of a list item left out.
    fn row_lines(&self, at: usize) -> Vec<Text> {
        let mut lines = self.lines_of(at);
        let block = &self.blocks[at];
        if let (BlockKind::Item(_), Some(first)) = (&block.kind, lines.first_mut()) {
            let marker = block.whole(self.source).len() - block.text.len();
            *first = first.slice(marker.min(first.len())..first.len());
        }
        lines
    }

    /// `Styringsmøte 1: 9. april 2026`, `Budsjettmøte: medio september`: where the time begins that
    /// closes a row.
    fn closes_row(&self, line: &str) -> Option<usize> {
        let colon = line.find(':').filter(|at| *at > 0)?;
        let found = times(line, &self.grammar.calendar);
        // `Innspill til satsinger 2028: 25. oktober`: the year is of what falls due.
        let after: Vec<&Time> = found
            .iter()
            .filter(|time| time.range.start > colon)
            .collect();
        let (time, rest) = after.split_first()?;
        // `Etatsstyringsmøte: 20. april og 26. oktober`: several days of one thing.
        let mut last = *time;
        for other in rest {
            let between = line[last.range.end..other.range.start].trim();
            if !self.grammar.deadlines.joins_days(between) {
                return None;
            }
            last = other;
        }
        let hour = line[last.range.end..].trim_start_matches([',', ' ', '.']);
        let lead = line.get(colon + 1..time.range.start)?.trim();
        let named = line[..colon].chars().any(char::is_alphabetic);
        (named
            && colon < time.range.start
            && lead.is_empty()
            && !matches!(time.when, deadline::When::Year)
            && (hour.is_empty() || hour.starts_with("kl")))
        .then_some(time.range.start)
    }

    /// The lines of a block, as texts of their own.
    pub(super) fn lines_of(&self, at: usize) -> Vec<Text> {
        let block = &self.blocks[at];
        let whole = block.whole(self.source);
        let lead = whole.len() - block.text.len();
        let mut starts: Vec<usize> = block.starts.iter().map(|start| start + lead).collect();
        if let Some(first) = starts.first_mut() {
            *first = 0;
        }
        starts
            .iter()
            .enumerate()
            .map(|(n, &start)| {
                whole.slice(start..starts.get(n + 1).copied().unwrap_or(whole.len()))
            })
            .collect()
    }

    /// Where the time that opens a row ends, if one does.
    fn opens_row(&self, line: &str) -> Option<usize> {
        let head: String = line.chars().take(50).collect();
        let found = times(&head, &self.grammar.calendar);
        let recurs = self.grammar.words(&head).into_iter().find(|hit| {
            hit.role == Role::Recurrence
                && head[..hit.range.start]
                    .chars()
                    .all(|c| c.is_ascii_digit() || c.is_whitespace())
        });
        // `Innen 1. november`: the word that sets the limit opens the row.
        let limit = self
            .grammar
            .words(&head)
            .into_iter()
            .find(|hit| hit.role == Role::Before && hit.range.start == 0)
            .map_or(0, |hit| {
                let after = &head[hit.range.end..];
                hit.range.end + after.len() - after.trim_start().len()
            });
        let first = found.first().filter(|time| {
            [0, limit].contains(&time.range.start) && !matches!(time.when, deadline::When::Year)
        });
        match (first, recurs) {
            (_, Some(hit)) => {
                // `Årlig/15. mai`: the day after a recurrence belongs to it.
                let after = &head[hit.range.end..];
                let joined = found.iter().find(|time| {
                    time.range.start >= hit.range.end
                        && head[hit.range.end..time.range.start]
                            .trim_matches(['/', ' ', ','])
                            .is_empty()
                        && after.starts_with(['/', ' ', ','])
                });
                Some(joined.map_or(hit.range.end, |time| time.range.end))
            }
            (Some(time), None) => {
                // A sentence may begin with a time, too: a row goes on with a capital or ends.
                let marked = head[time.range.end..].starts_with(':');
                let after = head[time.range.end..]
                    .trim_start_matches(['.', ':', ','])
                    .trim_start();
                (after.is_empty()
                    || marked
                    || !after.starts_with(char::is_lowercase)
                    || after.starts_with("kl."))
                .then_some(time.range.end)
            }
            _ => None,
        }
    }

    fn calendar_row(&mut self, chapter: usize, row: Option<(Text, Text)>) {
        let Some((when, what)) = row else { return };
        let mut owner = Owner::of_section("calendar", self.chapters[chapter].id.clone());
        owner.assignment = self.assignment_of_row(what.as_str());
        let (found, dismissed) = self.cell_deadlines(&when);
        self.dismiss(&when, dismissed);
        let words = what.as_str();
        let lead = words.len() - words.trim_start_matches([':', ' ', '–']).len();
        let what = what.slice(lead..words.trim_end_matches([':', ' ']).len().max(lead));
        // `Mars`, alone over the days of the month: the head of a group.
        if what.is_empty() && found.iter().all(|one| one.precision == Precision::Month) {
            let dismissed = found
                .into_iter()
                .map(|one| deadline::Dismissal {
                    range: one.raw,
                    rule: "group_of_a_calendar",
                })
                .collect();
            self.dismiss(&when, dismissed);
            return;
        }
        for mut one in found {
            if owner.assignment.is_none() {
                self.kind_of_row(&mut one, what.as_str());
            }
            self.record(&one, &when, what.clone(), owner.clone());
        }
        // «Frist for oversendelse av …» in a row says what falls due at the row's own time.
        let labels = self
            .grammar
            .words(what.as_str())
            .into_iter()
            .filter(|hit| matches!(hit.role, Role::DeadlineLabel | Role::Before));
        let dismissed = labels
            .map(|hit| deadline::Dismissal {
                range: hit.range,
                rule: "words_of_a_calendar_row",
            })
            .collect();
        self.dismiss(&what, dismissed);
    }

    /// The assignment that a row names first: `Oppgave 3: veilederen foreligger`.
    fn assignment_of_row(&self, what: &str) -> Option<String> {
        let what = what.trim_start_matches([':', ' ', '–']);
        let (number, end) = self.heading_identifier(what)?;
        let parted = what[end..].trim_start().starts_with([':', '–', '-', ',']);
        let mut own = self
            .document
            .assignments
            .iter()
            .filter(|one| one.number.as_ref() == Some(&number));
        let one = own.next().filter(|_| parted)?;
        own.next().is_none().then(|| one.id.clone())
    }

    /// Whether a block says what falls due at the time that stands alone on the line above it, in a calendar whose
    /// columns a converter wrote line by line.
    pub(super) fn below_its_time(&self, at: usize) -> bool {
        let (Some(above), Some(Zone::Calendar)) = (at.checked_sub(1), self.zone()) else {
            return false;
        };
        let alone = |block: usize| {
            let lines = self.lines_of(block);
            let [line] = &lines[..] else { return false };
            self.opens_row(line.as_str()) == Some(line.len())
        };
        let free = |block: usize| self.blocks[block].cell.is_none();
        above >= self.announced.blocks.start
            && free(at)
            && free(above)
            && alone(above)
            && !alone(at)
    }

    /// A table with a column of times and others of what falls due then.
    ///
    /// In a calendar the first column holds the times where no title says so; elsewhere a title has to.
    /// A row without a time goes on with the one before.
    fn calendar_table(&mut self, chapter: usize, calendar: bool, titled: bool, number: u32) {
        let Some(grid) = self.grid(number) else {
            return;
        };
        for part in &grid.parts {
            // `Måned | Aktivitet | Dato`: of two columns of times the one with the days.
            let days = |column: u32| self.days_in(&grid.table, part, column);
            let Some(date) = time_column(&part.columns, calendar, titled)
                .map(|first| {
                    let other = part.columns.all(ColumnRole::Date);
                    let other = other.into_iter().find(|column| days(*column) >= LIST);
                    other.filter(|_| days(first) == 0).unwrap_or(first)
                })
                .or_else(|| {
                    first_column(&grid.table, part).filter(|first| {
                        calendar || titled && self.all_days(&grid.table, part, *first)
                    })
                })
            else {
                continue;
            };
            let mut last: Option<(Text, Text)> = None;
            for &row in &part.rows {
                let row = &grid.table.rows[row];
                // An assignment's row has been read as one.
                if !row
                    .blocks()
                    .any(|block| self.chapters[chapter].blocks.contains(&block))
                {
                    continue;
                }
                let mut what = Text::default();
                for (_, cell) in row.cells.iter().filter(|(column, _)| **column != date) {
                    what.append(&cell.text, Joint::Paragraph);
                }
                match row.text(date).filter(|when| !when.is_empty()) {
                    Some(when) => {
                        self.calendar_row(chapter, last.take());
                        last = Some((when.clone(), what));
                    }
                    None => {
                        if let Some((_, open)) = &mut last {
                            open.append(&what, Joint::Paragraph);
                        }
                    }
                }
            }
            self.calendar_row(chapter, last.take());
        }
    }

    /// How many cells of a column hold nothing but a day.
    fn days_in(&self, table: &Table, part: &Part, column: u32) -> usize {
        let rows = part.rows.iter().map(|&row| &table.rows[row]);
        rows.filter_map(|row| row.text(column))
            .filter(|cell| {
                let found = times(cell.as_str(), &self.grammar.calendar);
                matches!(&found[..], [time] if matches!(time.when, When::Day { .. })
                    && time.range.start == 0)
            })
            .count()
    }

    /// Whether a column without a title has a day in every row: the days of a calendar without a head.
    fn all_days(&self, table: &Table, part: &Part, column: u32) -> bool {
        let filled = part
            .rows
            .iter()
            .filter_map(|&row| table.rows[row].text(column))
            .filter(|cell| !cell.is_empty())
            .count();
        filled >= LIST && self.days_in(table, part, column) == filled
    }

    pub(super) fn kind_of_row(&self, one: &mut Found, what: &str) {
        use crate::model::DeadlineKind;
        let hits = self.grammar.words(what);
        let has = |role: Role| hits.iter().any(|hit| hit.role == role);
        // The first cell says what it is, the others what it is about: `Styringsmøte | Årsrapporten`.
        let first = what.lines().next().unwrap_or(what);
        let meets = first.len() < what.len()
            && self.grammar.has(first, Role::Meeting)
            && !self.grammar.has(first, Role::Reporting);
        one.kind = if meets || has(Role::Meeting) && !has(Role::AnnualReport) {
            DeadlineKind::Meeting
        } else if has(Role::Reporting) || has(Role::AnnualReport) || has(Role::TertialReport) {
            DeadlineKind::Report
        } else {
            DeadlineKind::Delivery
        };
    }
}

/// The column of times, as the titles tell: beside one of what falls due then, or in a calendar.
fn time_column(columns: &Columns, calendar: bool, titled: bool) -> Option<u32> {
    let told = |column: &u32| !columns.untold.contains(column);
    let date = [ColumnRole::Date, ColumnRole::Deadline]
        .into_iter()
        .flat_map(|role| columns.all(role))
        .filter(|column| told(column) || calendar)
        .min()?;
    // `Møte | Dato | Sted`: a title that nobody knows does not hide the column of days.
    let all = columns.roles.keys().all(told);
    let activity = columns.roles.values().any(|role| {
        matches!(
            role,
            ColumnRole::Activity | ColumnRole::Comment | ColumnRole::Title | ColumnRole::Name
        )
    });
    (columns.is_titled() && (all || titled) && (activity || calendar) || calendar).then_some(date)
}

/// The first column of a part, where no head says what its columns are.
fn first_column(table: &Table, part: &Part) -> Option<u32> {
    if part.columns.is_titled() {
        return None;
    }
    let rows = part
        .rows
        .iter()
        .filter_map(|&row| table.rows[row].cells.keys().next());
    rows.min().copied()
}
