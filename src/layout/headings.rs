//! Which lines are headings.
//!
//! ```text
//! heading ::= number title | title of a known zone, alone on its line | a heading marked by its form
//! number  ::= digits ("." digits)* "."?
//! ```
//! In plain text the numbers of headings, of list items and of the rows of an assignment table look
//! alike. What tells them apart is the series that a number goes on with: a dotted number must lie
//! under the chapter it stands in or the next one; a single number must be the next chapter's and
//! stand alone, not in a list; inside an assignment table, the next row's number is a row.

use super::{lines::TextLine, titles};
use crate::{
    grammar::{ColumnRole, Grammar, Zone, lexeme::capital, marker, phrases::Role},
    structure::label::label,
};

/// What a line begins, where it begins more than running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// A heading.
    Heading {
        /// Its number, without a closing full stop.
        number: Option<String>,
        /// Depth in the outline, from 1; none where nothing tells.
        level: Option<u8>,
        /// How many bytes of the line the number takes, blanks after it included.
        skip: usize,
        /// How many lines it goes on over.
        lines: usize,
    },
    /// The head of a table whose cells run together on one line.
    TableHead(Vec<ColumnRole>),
    /// A row of such a table, by its printed number.
    Row {
        /// The number as printed.
        number: String,
        /// How many bytes of the line the number takes, blanks after it included.
        skip: usize,
    },
}

/// For every line, what it begins.
pub fn marks(lines: &[TextLine<'_>], grammar: &Grammar) -> Vec<Option<Mark>> {
    let mut reader = Reader {
        lines,
        grammar,
        row: 0,
        table: false,
        marks: vec![None; lines.len()],
        chapters: vec![false; lines.len()],
        titles: titles::set_apart(lines, grammar),
        label: None,
    };
    let dotted = reader.dotted();
    reader.choose_chapters(&dotted);
    let numbered = dotted.iter().flatten().count()
        + reader.chapters.iter().filter(|chapter| **chapter).count();
    if numbered == 0 && !reader.titles.contains(&true) {
        reader.titles = titles::by_their_room(lines, grammar);
    }
    let mut at = 0;
    while at < lines.len() {
        at += reader.line(at, dotted[at].is_some()).max(1);
    }
    let mut marks = reader.marks;
    drop_contents(lines, &mut marks);
    marks
}

struct Reader<'a> {
    lines: &'a [TextLine<'a>],
    grammar: &'a Grammar,
    /// The last row of an assignment table.
    row: u32,
    /// Whether we are below the head of an assignment table.
    table: bool,
    marks: Vec<Option<Mark>>,
    /// Lines that are chosen as headings of chapters, with a single number.
    chapters: Vec<bool>,
    /// Lines that are the titles of a text whose form marks none, by how they are set.
    titles: Vec<bool>,
    /// The last capital or roman numeral that heads a chapter.
    label: Option<String>,
}

/// A line that may be the heading of a chapter.
struct Candidate {
    at: usize,
    number: u32,
    score: i32,
}

impl Reader<'_> {
    /// Lines that begin with a dotted number and can be headings: their chapters.
    ///
    /// A number out of order (chapter 7 between two of chapter 3) is a reference at a line start.
    fn dotted(&self) -> Vec<Option<u32>> {
        let mut found: Vec<Option<u32>> = vec![None; self.lines.len()];
        let mut candidates = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            if line.cell.is_some() {
                continue;
            }
            if let Some((Some(number), skip)) = heading_number(line.text) {
                let parts = components(&number);
                if parts.len() > 1 && self.dotted_fits(at, &parts, &line.text[skip..]) {
                    candidates.push((at, parts[0]));
                }
            }
        }
        for (n, &(at, chapter)) in candidates.iter().enumerate() {
            let before = n.checked_sub(1).map(|n| candidates[n].1);
            let after = candidates.get(n + 1).map(|next| next.1);
            let alone = |other: Option<u32>| other.is_none_or(|other| other != chapter);
            let stray = match (before, after) {
                (Some(before), Some(after)) => {
                    before == after && chapter != before
                        || alone(Some(before))
                            && alone(Some(after))
                            && (chapter > after && chapter > before + 3)
                }
                _ => false,
            };
            if !stray {
                found[at] = Some(chapter);
            }
        }
        found
    }

    /// The parts of the dotted number that a line begins with.
    fn dotted_parts(&self, at: usize) -> Vec<u32> {
        match heading_number(self.lines[at].text) {
            Some((Some(number), _)) => components(&number),
            _ => Vec::new(),
        }
    }

    /// Chooses the headings of chapters among the lines that begin with a single number: the series
    /// 1, 2, 3 … that fits between the dotted headings and whose lines look most like headings.
    fn choose_chapters(&mut self, dotted: &[Option<u32>]) {
        let mut candidates = Vec::new();
        // The last dotted heading before a line, and for each line the first from it on.
        let mut last: Option<usize> = None;
        let mut first = vec![None; self.lines.len() + 1];
        for at in (0..self.lines.len()).rev() {
            first[at] = dotted[at].map(|_| at).or(first[at + 1]);
        }
        for at in 0..self.lines.len() {
            if dotted[at].is_some() {
                last = Some(at);
            }
            let line = &self.lines[at];
            if line.cell.is_some() || line.style.heading.is_some() {
                continue;
            }
            let Some((Some(number), skip)) = heading_number(line.text) else {
                continue;
            };
            let [number] = components(&number)[..] else {
                continue;
            };
            // A table of contents has counted to the end: `3.5 Beredskap … 6`, and then `1.` to `3.1`.
            let again = last
                .zip(first[at + 1])
                .is_some_and(|(last, first)| self.dotted_parts(last) >= self.dotted_parts(first));
            let chapter = |at: Option<usize>| at.and_then(|at: usize| dotted[at]);
            let fits = match (chapter(last), chapter(first[at + 1])) {
                (Some(before), Some(after)) if again => number > before || number <= after,
                (before, after) => {
                    before.is_none_or(|before| number > before)
                        && after.is_none_or(|after| number <= after)
                }
            };
            if fits && let Some(score) = self.chapter_score(at, number, &line.text[skip..], dotted)
            {
                candidates.push(Candidate { at, number, score });
            }
        }
        // The best chain; a chain may begin again at 1 with another letter.
        let mut best: Vec<(i32, Option<usize>)> = Vec::with_capacity(candidates.len());
        for (n, candidate) in candidates.iter().enumerate() {
            let mut own = (
                candidate.score - 2 * (candidate.number as i32 - 1).min(4),
                None,
            );
            for (earlier, other) in candidates[..n].iter().enumerate().rev().take(600) {
                let step = candidate.number as i64 - other.number as i64;
                let cost = match step {
                    1 => 0,
                    2 => 2,
                    _ if candidate.number == 1 => 3,
                    _ => continue,
                };
                let total = best[earlier].0 + candidate.score - cost;
                if total > own.0 {
                    own = (total, Some(earlier));
                }
            }
            best.push(own);
        }
        let mut at = (0..best.len())
            .max_by_key(|&n| (best[n].0, std::cmp::Reverse(n)))
            .filter(|&n| best[n].0 > 0);
        while let Some(n) = at {
            self.chapters[candidates[n].at] = true;
            at = best[n].1;
        }
    }

    /// How much a line with a single number looks like a chapter's heading; none where it cannot be.
    fn chapter_score(
        &self,
        at: usize,
        number: u32,
        rest: &str,
        dotted: &[Option<u32>],
    ) -> Option<i32> {
        let line = &self.lines[at];
        if number == 0
            || number > 40
            || !capital(rest)
            || line.width > 100
            || rest.ends_with(['.', ';', ':', ',']) && !ends_short(rest)
            || !self.begins(at)
        {
            return None;
        }
        // The number after it, within a few lines and before any deeper heading: a list.
        let numbered = |other: usize, wanted: u32| {
            heading_number(self.lines[other].text).is_some_and(|(found, skip)| {
                found.is_some_and(|found| components(&found) == [wanted])
                    && capital(&self.lines[other].text[skip..])
            })
        };
        // What stands between two items goes on with the first; between two headings stand paragraphs.
        let paragraph = |other: usize| {
            let (last, own) = (&self.lines[other - 1], &self.lines[other]);
            let below = last.width + 12 < own.width
                && !last.text.ends_with([',', '-', '–'])
                && heading_number(last.text).is_some();
            own.text.starts_with(char::is_uppercase) && (own.gap || below)
        };
        let listed = |other: &usize| dotted[*other].is_none();
        let after = (at + 1..(at + 9).min(self.lines.len()))
            .take_while(listed)
            .find(|&other| numbered(other, number + 1))
            // `4 Økonomi / 4.1 Budsjett`: what has a heading below it is no item of a list.
            .filter(|&other| dotted.get(other + 1).copied().flatten() != Some(number + 1))
            .is_some_and(|other| !(at + 1..other).any(paragraph));
        let before = number > 1
            && (at.saturating_sub(8)..at)
                .rev()
                .take_while(listed)
                .find(|&other| numbered(other, number - 1))
                .is_some_and(|other| !(other + 1..at).any(paragraph));
        let deeper = (at + 1..(at + 60).min(self.lines.len())).find_map(|other| dotted[other])
            == Some(number);
        let below = &self.lines[at + 1..(at + 6).min(self.lines.len())];
        let prose: usize = below.iter().map(|line| line.width).sum();
        // A table, whose cells are short, is as much as prose.
        let tabled = below.iter().any(|line| line.cell.is_some());
        let mut score = -2;
        score += 3 * i32::from(self.grammar.zone(rest).is_some());
        score += 2 * i32::from(line.first_on_page);
        score += i32::from(line.gap || at > 0 && self.lines[at - 1].style.ends_paragraph);
        score += 2 * i32::from(self.large(at));
        // A list's items are seldom set so: «2 OPPDRAG», a line that is bold from end to end.
        score += 4 * i32::from(line.style.bold || in_capitals(rest));
        score += i32::from(line.width < 60);
        // `4  Nærmere omtale`: what a typeset heading leaves of the room after its number.
        score += 2 * i32::from(line.text[..line.text.len() - rest.len()].ends_with("  "));
        score += 2 * i32::from(deeper);
        score += i32::from(prose > 250 || tabled);
        // No item of a list has a heading of its own number right below it.
        let headed = dotted.get(at + 1).copied().flatten() == Some(number);
        if !headed {
            score -= 4 * i32::from(after) + 4 * i32::from(before);
        }
        Some(score)
    }

    /// Set in a larger type than its neighbours.
    fn large(&self, at: usize) -> bool {
        let Some(own) = self.lines[at].style.size else {
            return false;
        };
        let around = &self.lines[at.saturating_sub(12)..(at + 13).min(self.lines.len())];
        let mut sizes: Vec<f32> = around.iter().filter_map(|line| line.style.size).collect();
        sizes.sort_by(f32::total_cmp);
        sizes
            .get(sizes.len() / 2)
            .is_some_and(|usual| own > usual * 1.08)
    }

    /// Looks at one line; how many lines its mark takes.
    fn line(&mut self, at: usize, dotted: bool) -> usize {
        let line = &self.lines[at];
        if line.cell.is_some() {
            return 1;
        }
        if let Some(level) = line.style.heading {
            let (number, skip) = heading_number(line.text).unwrap_or((None, 0));
            let taken = 1 + self.marked_continuation(at, level);
            return self.heading(at, number, Some(level), skip, taken);
        }
        if let Some(roles) = table_head(line.text, self.grammar) {
            self.table = holds_assignments(&roles);
            self.marks[at] = Some(Mark::TableHead(roles));
            return 1;
        }
        let number = heading_number(line.text).and_then(|(number, skip)| Some((number?, skip)));
        if let Some((number, skip)) = number.clone()
            && (dotted || self.chapters[at])
        {
            let level = components(&number).len() as u8;
            let taken = 1 + self.continuation(at);
            // The rows of a table may go on under the next section's heading without a head.
            self.table &= level > 1;
            return self.heading(at, Some(number), Some(level), skip, taken);
        }
        if self.table
            && let Some((number, skip)) = number.or_else(|| row_number(line.text))
            && let [n] = components(&number)[..]
            && self.row_follows(at, n, &line.text[skip..])
        {
            self.row = if n > self.row + 20 { self.row + 1 } else { n };
            self.marks[at] = Some(Mark::Row { number, skip });
            return 1;
        }
        if let Some((number, skip)) = named_chapter(line.text)
            && self.stands_alone(at)
        {
            return self.heading(at, Some(number), Some(1), skip, 1);
        }
        if self.announces_measures(at) {
            return self.heading(at, None, None, 0, 1);
        }
        if self.stands_alone(at) {
            if let Some((label, skip)) = series_label(line.text)
                && self.label_fits(at, label, &line.text[skip..])
            {
                self.label = Some(label.to_string());
                let label = label.to_string();
                return self.heading(at, Some(label), Some(1), skip, 1);
            }
            if let Some((number, skip)) = self.part_number(line.text) {
                return self.heading(at, Some(number), Some(2), skip, 1);
            }
            if (self.grammar.zone(line.text).is_some() || self.titles[at]) && !self.among_titles(at)
            {
                return self.heading(at, None, None, 0, 1);
            }
        }
        1
    }

    /// Whether a line is the title of a column of values right below another's: a tool that knows no cells has
    /// broken the head of a table apart. A title may have two lines: `Resultat` over `2025`.
    fn among_titles(&self, at: usize) -> bool {
        let role = |words: &str| self.grammar.column(words);
        let valued = matches!(
            role(self.lines[at].text),
            Some(
                ColumnRole::Target | ColumnRole::Comment | ColumnRole::Budget | ColumnRole::Amount
            )
        );
        let before = |back: usize| at.checked_sub(back).map(|at| self.lines[at].text);
        let (Some(last), two) = (before(1), before(2)) else {
            return false;
        };
        let joined = two.map(|two| format!("{two} {last}"));
        valued && (role(last).is_some() || joined.is_some_and(|words| role(&words).is_some()))
    }

    /// How many lines a heading that the form marks goes on over: on the page it has lines.
    fn marked_continuation(&self, at: usize, level: u8) -> usize {
        self.lines[at..]
            .windows(2)
            .take_while(|two| {
                !two[0].style.ends_paragraph
                    && two[1].style.heading == Some(level)
                    && two[0].left.is_some()
                    && two[0].page == two[1].page
            })
            .count()
    }

    /// `Styringsparametrar:` alone on its line, right before a list.
    fn announces_measures(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let zone = || self.grammar.zone(line.text);
        // With a colon it introduces its list and is no heading.
        line.width <= 40
            && !line.text.ends_with(':')
            && line.text.starts_with(char::is_uppercase)
            && self
                .lines
                .get(at + 1)
                .is_some_and(|next| next.cell.is_none() && self.grammar.marker(next.text).is_some())
            && matches!(
                zone(),
                Some(
                    Zone::SteeringParameters
                        | Zone::KeyFigures
                        | Zone::Indicators
                        | Zone::QualitativeGoals
                )
            )
    }

    /// `Styringsparametrar:` right before a list.
    fn introduces_measures(&self, at: usize) -> bool {
        let line = &self.lines[at];
        introduces_measures(line.text, self.grammar)
            && self
                .lines
                .get(at + 1)
                .is_some_and(|next| self.grammar.marker(next.text).is_some())
    }

    /// `III.1 Kunnskap` in the part `III`: the number, and how many bytes it takes with the blanks after it.
    fn part_number(&self, text: &str) -> Option<(String, usize)> {
        let part = self.label.as_deref()?;
        let after = text.strip_prefix(part)?.strip_prefix('.')?;
        let found = label(text).filter(|found| found.counter.len() > 1)?;
        let number = text[..found.len].trim_end_matches('.').to_string();
        let title = text[found.len..].trim_start();
        let counted = after.starts_with(|c: char| c.is_ascii_digit());
        (counted && !title.is_empty()).then(|| (number, text.len() - title.len()))
    }

    /// Whether a capital or roman numeral goes on with a series of headings: `A Mål`, `B Oppdrag`.
    ///
    /// The first of a series must name a zone, or have its second further down.
    fn label_fits(&self, at: usize, label: &str, rest: &str) -> bool {
        if !capital(rest) || rest.split_whitespace().count() > 12 {
            return false;
        }
        if self.grammar.zone(rest).is_some() {
            return true;
        }
        let later = |wanted: &str| {
            (at + 1..self.lines.len()).any(|other| {
                series_label(self.lines[other].text).is_some_and(|(found, skip)| {
                    found == wanted
                        && capital(&self.lines[other].text[skip..])
                        && self.stands_alone(other)
                })
            })
        };
        match &self.label {
            Some(last) => follows(last, label),
            None => matches!(label, "A" | "I") && later(if label == "A" { "B" } else { "II" }),
        }
    }

    fn heading(
        &mut self,
        at: usize,
        number: Option<String>,
        level: Option<u8>,
        skip: usize,
        lines: usize,
    ) -> usize {
        self.marks[at] = Some(Mark::Heading {
            number,
            level,
            skip,
            lines,
        });
        lines
    }

    /// Whether `n` is the number of the next row: one after the last, or one misprinted.
    fn row_follows(&self, at: usize, n: u32, rest: &str) -> bool {
        let next = self.row + 1;
        let line = &self.lines[at];
        let headed = at > 0 && matches!(self.marks[at - 1], Some(Mark::TableHead(_)));
        let free = headed
            || line.gap
            || at == 0
            || completes(&self.lines[at - 1])
            || line.first_on_page
            || rest.is_empty();
        // A misprint repeats the number and adds a digit: 301 for 31.
        let misprinted = n > next + 20 && n < 1000 && n / 10 + 2 > next;
        let titled = rest.is_empty() || capital(rest) || rest.starts_with(['(', '«']);
        let first = self.row == 0 && n <= 200;
        titled && free && ((next..next + 3).contains(&n) || misprinted || first)
    }

    /// Whether a dotted number can be a heading's.
    fn dotted_fits(&self, at: usize, parts: &[u32], rest: &str) -> bool {
        parts.iter().all(|&n| n < 100)
            && (capital(rest) || rest.starts_with('«'))
            && rest.chars().filter(|c| c.is_alphabetic()).count() >= 3
            && !says(rest)
            && (self.begins(at) || self.names_zone(at, rest))
    }

    /// A short line whose words name a zone, after a line that does not run on into it.
    fn names_zone(&self, at: usize, rest: &str) -> bool {
        rest.len() <= 70
            && self.grammar.zone(rest).is_some()
            && !refers(self.lines[at - 1].text)
            && !self.lines[at - 1].text.ends_with([',', '-', '–'])
    }

    /// Whether a new thing can begin on this line: the line before has come to its end.
    fn begins(&self, at: usize) -> bool {
        at == 0
            || (self.lines[at].first_on_page || self.lines[at].gap)
                && (!refers(self.lines[at - 1].text) || self.names_part(at - 1))
            || self.names_part(at - 1)
            || completes(&self.lines[at - 1])
            || matches!(self.marks[at - 1], Some(Mark::Heading { .. }))
            || self.short(at - 1)
    }

    /// `Innledende del`: the title of a part, a few words alone on their line, that ends in the word
    /// for one and wants no number after it.
    fn names_part(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let alone = at == 0
            || line.gap
            || line.first_on_page
            || completes(&self.lines[at - 1])
            || self.lines[at - 1].width <= 8;
        let name = line.text.strip_suffix(" del").unwrap_or_default();
        alone
            && line.width <= 30
            && !name.is_empty()
            && name.starts_with(char::is_uppercase)
            && name.chars().all(|c| c.is_alphabetic() || c == ' ')
            && !matches!(name, "Se" | "Se også" | "Jf")
    }

    /// Whether a line ends well before its neighbours do.
    fn short(&self, at: usize) -> bool {
        let from = at.saturating_sub(4);
        let widest = self.lines[from..(at + 5).min(self.lines.len())]
            .iter()
            .map(|line| line.width)
            .max()
            .unwrap_or(0);
        let line = &self.lines[at];
        line.width + 12 < widest && !refers(line.text) && !line.text.ends_with([',', '-'])
    }

    /// A line that holds a title and nothing else.
    fn stands_alone(&self, at: usize) -> bool {
        let line = &self.lines[at];
        if line.width > 80
            || !line.text.starts_with(char::is_uppercase)
            || line.text.ends_with(['.', ',', ';'])
            || line.text.ends_with(" er:")
            || line.text.ends_with(':') && line.text.contains(" skal ")
            || self.introduces_measures(at)
            || says_goal(line.text, self.grammar)
        {
            return false;
        }
        let before = at == 0
            || line.gap
            || line.first_on_page
            || completes(&self.lines[at - 1])
            || matches!(self.marks[at - 1], Some(Mark::Heading { .. }))
            || line.style.bold
            || in_capitals(line.text);
        let after = self.lines.get(at + 1).is_none_or(|next| {
            next.gap
                || next.cell.is_some()
                || !next.text.starts_with(char::is_lowercase)
                    && !number_goes_on(line.text, next.text)
                || self.grammar.marker(next.text).is_some() && !number_goes_on(line.text, next.text)
        });
        before && after
    }

    /// How many lines a heading's title goes on over.
    fn continuation(&self, at: usize) -> usize {
        let mut taken = 0;
        while let Some(next) = self.lines.get(at + taken + 1) {
            let last = &self.lines[at + taken];
            let joined = next.text.starts_with(char::is_lowercase)
                && !ends_sentence(last.text)
                && self.grammar.marker(next.text).is_none();
            let open = last.text.ends_with([',', '-', '–'])
                || refers(last.text)
                || ["og", "i", "av", "for", "til", "på", "med", "om"]
                    .iter()
                    .any(|word| last.text.ends_with(&format!(" {word}")));
            // «… ber etaten svare på», and below it a sentence whose first word would have fitted there.
            let word = next.text.split_whitespace().next().unwrap_or_default();
            let ends = capital(next.text)
                && next.width > 60
                && last.width + word.chars().count() + 12 < next.width;
            let open = open && !ends;
            if taken >= 3
                || next.cell.is_some()
                || is_caption(next.text, self.grammar)
                || next.style.heading.is_some()
                || self.grammar.marker(next.text).is_some()
                || !(joined || open && !next.gap)
            {
                break;
            }
            taken += 1;
        }
        taken
    }
}

/// `Styringsparametrar:`, `Prestasjonskrav:`: words that name measures, and a colon.
pub fn introduces_measures(line: &str, grammar: &Grammar) -> bool {
    line.len() <= 40
        && line.ends_with(':')
        && line.starts_with(char::is_uppercase)
        && matches!(
            grammar.zone(line),
            Some(
                Zone::SteeringParameters
                    | Zone::KeyFigures
                    | Zone::Indicators
                    | Zone::QualitativeGoals
            )
        )
}

/// `Samfunnsmål: Trygg ferdsel langs kysten`: a goal without a number, and no title of what stands below.
fn says_goal(line: &str, grammar: &Grammar) -> bool {
    let label = [Role::SectorGoalLabel, Role::GoalLabel]
        .into_iter()
        .find_map(|role| grammar.first_word(line, role));
    label.is_some_and(|hit| {
        line[hit.range.end..]
            .strip_prefix(':')
            .is_some_and(|words| words.split_whitespace().count() >= 3)
    })
}

/// Whether a line opens the caption of a table: `Tabell 3. Styringsparametere`.
pub fn is_caption(line: &str, grammar: &Grammar) -> bool {
    line.starts_with(char::is_uppercase)
        && grammar.first_word(line, Role::Caption).is_some_and(|hit| {
            let rest = line[hit.range.end..].trim_start();
            rest.starts_with(|c: char| c.is_ascii_digit())
        })
}

/// Words in capitals throughout: `OVERORDNEDE PRIORITERINGER`.
pub(super) fn in_capitals(words: &str) -> bool {
    words.chars().filter(|c| c.is_uppercase()).count() >= 4
        && !words.chars().any(char::is_lowercase)
}

/// Words that are a sentence and no title: a numbered goal or demand, `1.2 Ingen arter skal utryddes.`
fn says(words: &str) -> bool {
    words.ends_with('.')
        && !words.ends_with("..")
        && words.split_whitespace().count() >= 5
        && !refers(words)
}

/// A run of headings with nothing between them, whose titles come again: a list of contents.
fn drop_contents(lines: &[TextLine<'_>], marks: &mut [Option<Mark>]) {
    let title = |at: usize| -> Option<String> {
        match &marks[at] {
            Some(Mark::Heading { skip, .. }) => Some(
                lines[at].text[*skip..]
                    .trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == '.')
                    .to_lowercase(),
            ),
            _ => None,
        }
    };
    let titles: Vec<Option<String>> = (0..lines.len()).map(title).collect();
    let mut at = 0;
    let mut dropped = Vec::new();
    let mut moved: Vec<(usize, usize)> = Vec::new();
    while at < lines.len() {
        let mut run = Vec::new();
        let mut end = at;
        while end < lines.len() {
            match &marks[end] {
                Some(Mark::Heading { lines, .. }) => {
                    run.push(end);
                    end += lines;
                }
                _ => break,
            }
        }
        let again = run
            .iter()
            .filter(|&&n| {
                titles[end..]
                    .iter()
                    .flatten()
                    .any(|later| Some(later) == titles[n].as_ref())
            })
            .count();
        // One line of such a list, where the others were taken for none.
        let lone = |&n: &usize| {
            let is_heading = |at: &usize| matches!(marks[*at], Some(Mark::Heading { .. }));
            let mut later = (end..lines.len()).filter(is_heading);
            paged(lines[n].text).is_some_and(|own| later.any(|at| lines[at].text.trim() == own))
        };
        if run.len() >= 4 && again * 2 > run.len() || !run.is_empty() && run.iter().all(lone) {
            dropped.extend(run);
        } else if run.len() >= 4 {
            // Titles with their pages: the chapters themselves stand further down, as plain lines.
            let chapters: Vec<(usize, usize)> = run
                .iter()
                .filter_map(|&n| {
                    let own = paged(lines[n].text)?;
                    let later =
                        (end..lines.len()).find(|&later| lines[later].text.trim() == own)?;
                    Some((n, later))
                })
                .collect();
            if chapters.len() * 2 > run.len() {
                moved.extend(chapters);
                dropped.extend(run);
            }
        }
        at = end.max(at + 1);
    }
    for (from, to) in moved {
        marks[to] = match marks[from].clone() {
            Some(Mark::Heading {
                number,
                level,
                skip,
                ..
            }) => Some(Mark::Heading {
                number,
                level,
                skip,
                lines: 1,
            }),
            other => other,
        };
    }
    for at in dropped {
        marks[at] = None;
    }
}

/// A line of a list of contents without its page: `II. Hovedtall 5`.
fn paged(line: &str) -> Option<&str> {
    let words = line.trim_end();
    let title = words.trim_end_matches(|c: char| c.is_ascii_digit());
    let page = words.len() - title.len();
    ((1..=3).contains(&page) && title.ends_with(' '))
        .then(|| title.trim_end_matches([' ', '.', '\u{a0}']))
}

/// `KAPITTEL 2 MÅL`, `Del II Oppdrag`: the number, and how many bytes stand before the title.
fn named_chapter(text: &str) -> Option<(String, usize)> {
    let (word, rest) = text.split_once(' ')?;
    if !matches!(
        word.to_lowercase().as_str(),
        "kapittel" | "del" | "kap" | "sak"
    ) || !word.starts_with(char::is_uppercase)
    {
        return None;
    }
    let (number, title) = rest.split_once(' ')?;
    let number = number.trim_end_matches(['.', ':', ',']);
    let counted = !number.is_empty()
        && number.len() <= 4
        && (number.chars().all(|c| c.is_ascii_digit())
            || number.chars().all(|c| matches!(c, 'I' | 'V' | 'X')));
    let title =
        title.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '–' | '-' | ':'));
    (counted && title.starts_with(char::is_uppercase) && !title.contains("post"))
        .then(|| (number.to_string(), text.len() - title.len()))
}

/// A number of a row, up to three digits, alone on its line or before a blank.
fn row_number(text: &str) -> Option<(String, usize)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = text[digits..].trim_start_matches('.');
    let title = rest.trim_start();
    ((1..=3).contains(&digits) && (rest.is_empty() || title.len() < rest.len()))
        .then(|| (text[..digits].to_string(), text.len() - title.len()))
}

/// `A`, `II.`: a capital or a roman numeral at the start of a heading, and how many bytes it takes.
pub fn series_label(text: &str) -> Option<(&str, usize)> {
    let end = text.find(|c: char| !c.is_ascii_uppercase())?;
    let label = &text[..end];
    let roman = !label.is_empty()
        && label.len() <= 4
        && label.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    if label.len() != 1 && !roman {
        return None;
    }
    let rest = text[end..].trim_start_matches(['.', ')', ':']);
    let title = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '–' || c == '-');
    (title.len() < rest.len() && !title.is_empty()).then_some((label, text.len() - title.len()))
}

/// Whether one label comes right after another in its series.
fn follows(last: &str, next: &str) -> bool {
    const ROMAN: [&str; 12] = [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
    ];
    let place = |label: &str| ROMAN.iter().position(|roman| *roman == label);
    let letter = |label: &str| {
        label
            .chars()
            .next()
            .filter(|_| label.len() == 1)
            .map(u32::from)
    };
    matches!((place(last), place(next)), (Some(a), Some(b)) if b == a + 1)
        || matches!((letter(last), letter(next)), (Some(a), Some(b)) if b == a + 1)
}

/// `number` and how many bytes it takes with the blanks after it.
fn heading_number(text: &str) -> Option<(Option<String>, usize)> {
    let (rest, number) = marker::heading_number(text).ok()?;
    let number = number.trim_end_matches('.').to_string();
    // `04 Gebyrinntekter`, `10.00 …` and a row of figures are rows of tables.
    let posts = number.split('.').any(|part| part.starts_with('0'));
    let figures = rest
        .split_whitespace()
        .rev()
        .take_while(|word| {
            word.chars()
                .all(|c| c.is_ascii_digit() || matches!(c, ',' | '-' | '%'))
        })
        .count();
    // `31.12.26. Statusmøte …` is a day: no outline has that many sections of a section.
    let day = matches!(components(&number)[..], [day, month, year] if day <= 31 && month <= 12 && year >= 20);
    if posts || figures >= 2 || day {
        return None;
    }
    Some((Some(number), text.len() - rest.len()))
}

fn components(number: &str) -> Vec<u32> {
    number
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect()
}

/// Whether a table with these columns lists assignments: one of bodies, or numbers and titles.
///
/// «Styringsparameter | Krav» measures, and «Tema | Frist | Merknad» is a calendar.
pub fn holds_assignments(roles: &[ColumnRole]) -> bool {
    let has = |role: ColumnRole| roles.contains(&role);
    !has(ColumnRole::Indicator)
        && !has(ColumnRole::Target)
        && (has(ColumnRole::Body) || has(ColumnRole::Title) && has(ColumnRole::Number))
}

/// The columns of a line that holds nothing but column titles.
///
/// `Nr. Tittel Oppdrag`: every word belongs to a title, and there are two at least.
pub fn table_head(text: &str, grammar: &Grammar) -> Option<Vec<ColumnRole>> {
    // A column's title begins with a capital; most lines of running text do not.
    let first = text.trim_start_matches(['|', ' ']);
    if first.starts_with(char::is_lowercase) || !grammar.may_begin_with_column(first) {
        return None;
    }
    // A converter may leave the bars between the cells.
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| *word != "|")
        .take(13)
        .collect();
    // `Ambisjon 2026: auke` says what is wanted, and is no head.
    let labels = words.iter().rev().skip(1).any(|word| word.ends_with(':'));
    if words.len() < 2 || words.len() > 12 || labels {
        return None;
    }
    let mut roles = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let (taken, role) = (1..=3.min(words.len() - at)).rev().find_map(|taken| {
            grammar
                .column(&words[at..at + taken].join(" "))
                .map(|role| (taken, role))
        })?;
        roles.push(role);
        at += taken;
    }
    let mut distinct = roles.clone();
    distinct.dedup();
    (roles.len() >= 2 && distinct.len() == roles.len()).then_some(roles)
}

/// A title may end in such a word: `Nærmere omtale av bevilgningsforslag mv.`
pub fn ends_short(title: &str) -> bool {
    ["mv.", "m.v.", "mm.", "m.m.", "o.l.", "osv."]
        .iter()
        .any(|word| {
            title
                .strip_suffix(word)
                .is_some_and(|rest| rest.ends_with(char::is_whitespace))
        })
}

/// A line that ends a sentence, an item or a title.
pub(super) fn completes(line: &TextLine<'_>) -> bool {
    ends_sentence(line.text) && !refers(line.text) || line.style.ends_paragraph
}

pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['»', '"', ')', '”'])
        .ends_with(['.', '!', '?', ':', ';'])
}

/// `… i NOU 2021:`, whose number stands on the next line.
fn names_report(text: &str) -> bool {
    let mut words = text.split_whitespace().rev();
    let year = words.next().and_then(|word| word.strip_suffix(':'));
    year.is_some_and(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))
        && words
            .next()
            .is_some_and(|word| word.trim_start_matches('(') == "NOU")
}

/// Whether a line end stands inside a number: `kr 13 700 / 000.` The groups of a number have three
/// figures, and no list goes on with a number of three where the one before was not the next below.
pub(super) fn number_goes_on(last: &str, next: &str) -> bool {
    // `8 mill. / kroner`
    if last.ends_with("mill.") || last.ends_with("mrd.") {
        return next.starts_with("kr");
    }
    let count = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    if count(next) != 3 || !next[3..].is_empty() && !next[3..].starts_with(['.', ',']) {
        return false;
    }
    let stop = next[3..].strip_prefix('.');
    if stop.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return false;
    }
    let group = last.bytes().rev().take_while(u8::is_ascii_digit).count();
    let before = last[..last.len() - group].chars().next_back();
    let listed = count(last) > 0
        && matches!(
            (last[..count(last)].parse::<u32>(), next[..3].parse::<u32>()),
            (Ok(own), Ok(after)) if own + 1 == after
        );
    (1..=3).contains(&group) && before.is_some_and(char::is_whitespace) && !listed
}

/// A line that ends in a word that wants a number after it: `jf. kap.`
pub(super) fn refers(text: &str) -> bool {
    if text.ends_with(':') {
        return names_report(text);
    }
    let word = text
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or("")
        .trim_start_matches('(')
        .to_lowercase();
    matches!(
        word.as_str(),
        "kap."
            | "kap"
            | "kapittel"
            | "pkt."
            | "punkt"
            | "avsnitt"
            | "post"
            | "nr."
            | "tabell"
            | "vedlegg"
            | "jf."
            | "kapitlene"
            | "side"
            | "s."
            | "ca."
            | "del"
            | "fase"
            | "kapitla"
            | "§"
            | "§§"
            | "st."
            | "prop."
            | "innst."
            | "kl."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_in_bold_are_headings_where_the_form_marks_none() {
        use crate::source::Style;
        let bold = Style {
            bold: true,
            ends_paragraph: true,
            ..Style::default()
        };
        let plain = Style {
            ends_paragraph: true,
            ..Style::default()
        };
        let text = "Innledning\nFyrvesenet får dette brevet.\nSamarbeid i nord\n\
            Fyrvesenet skal samarbeide.\nFrist: 1. mai 2026\nBeredskap og øving\n\
            Fyrvesenet skal øve.\nDette er viktig.\nTB2026-1 Plan";
        let weights = [true, false, true, false, true, true, false, true, true];
        let read = |text: &'static str| {
            let mut lines = TextLine::plain(text, &plain);
            for (line, weight) in lines.iter_mut().zip(weights) {
                line.style = if weight { &bold } else { &plain };
            }
            titles::bold_titles(&lines)
        };
        let found: Vec<bool> = read(text);
        let expected = [true, false, true, false, false, true, false, false, false];
        assert_eq!(found, expected);
        // Two alone are no headings.
        assert!(!read("A\nb\nCde\nf\nDette.\nI fet skrift.").contains(&true));
    }

    #[test]
    fn the_number_of_a_report_stands_on_the_next_line() {
        assert!(refers("Det står i NOU 2021:") && refers("(NOU 2024:"));
        assert!(refers("jf. kap.") && !refers("Slik er det i 2021:") && !refers("Mål:"));
    }
}
