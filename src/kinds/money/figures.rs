//! The figures at the end of a table's row.
//!
//! ```text
//! tail   ::= (figure | dash)*                  the last words of the row
//! figure ::= [minus | "+"] group (sep 3DIGIT)* ["," digits] ["%"]
//! group  ::= 1*3DIGIT
//! sep    ::= no-break space | blank
//! ```
//! Where blanks part both the groups of a figure and the figures of a row, a tail has several
//! readings: `14 868 88 215 193` is 14 868 and 88 215 193, or 14 868 88 …. All are given, the likely
//! ones first; the sums of the columns decide. Where columns are set with blanks, two of them part figures. A no-break space tells where a figure begins:
//! `78⍽014 868 88⍽215 193` is two.

use crate::grammar::{amount::Decimal, place::after_last};
use std::ops::Range;

/// What stands in a column of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::kinds) struct Item {
    /// Where in the row's text.
    pub(in crate::kinds) range: Range<usize>,
    /// The number; none for a dash that marks an empty column.
    pub(in crate::kinds) value: Option<Decimal>,
    /// Printed with a sign of per cent.
    pub(in crate::kinds) percent: bool,
}

/// One way to read the end of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::kinds) struct Reading {
    /// The figures, from left to right.
    pub(in crate::kinds) items: Vec<Item>,
    /// Where the words before them end.
    pub(in crate::kinds) words_end: usize,
    /// How unlikely it is.
    pub(in crate::kinds) penalty: u32,
}

/// A word of the tail.
#[derive(Debug, Clone)]
struct Piece {
    range: Range<usize>,
    /// Digits without separators and comma.
    digits: String,
    places: u32,
    negative: bool,
    /// A minus or a plus stands before it: it begins a figure.
    signed: bool,
    percent: bool,
    dash: bool,
    /// How many digits stand before the first separator.
    first: usize,
    /// It holds a no-break space.
    grouped: bool,
}

impl Piece {
    /// It can go on with a figure: just three figures.
    fn goes_on(&self) -> bool {
        !self.dash && !self.signed && !self.grouped && self.first == 3
    }

    /// It can begin a figure.
    fn begins(&self) -> bool {
        self.dash || !self.digits.starts_with('0') || self.first == 1
    }
}

/// A blank that stands inside a figure, and not between two.
fn is_inner(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}')
}

fn is_minus(c: char) -> bool {
    matches!(c, '-' | '–' | '−' | '\u{2010}' | '\u{2011}')
}

fn piece(text: &str, range: Range<usize>) -> Option<Piece> {
    let word = &text[range.clone()];
    let plus = word.strip_prefix('+').filter(|rest| !rest.is_empty());
    let body = plus.unwrap_or_else(|| word.trim_start_matches(is_minus));
    let negative = plus.is_none() && body.len() < word.len();
    let mut found = Piece {
        range,
        digits: String::new(),
        places: 0,
        negative,
        signed: negative || plus.is_some(),
        percent: false,
        dash: body.is_empty(),
        first: 0,
        grouped: false,
    };
    if found.dash {
        return (word.chars().count() == 1).then_some(found);
    }
    let mut group = 0;
    let mut comma = false;
    for c in body.chars() {
        match c {
            '0'..='9' if !found.percent => {
                found.digits.push(c);
                group += 1;
                if comma {
                    found.places += 1;
                } else if !found.grouped {
                    found.first = group;
                }
            }
            ',' if !comma && group > 0 => comma = true,
            '%' if !found.digits.is_empty() => {
                // `1⍽%`: the no-break space parts no groups.
                found.grouped &= group > 0 || comma;
                found.percent = true;
            }
            _ if is_inner(c) && !comma && group > 0 => {
                if found.grouped && group != 3 || group > 3 {
                    return None;
                }
                found.grouped = true;
                group = 0;
            }
            _ if is_inner(c) => {}
            _ => return None,
        }
    }
    let whole = group == 3 || !found.grouped || comma || found.percent;
    let sized =
        !found.digits.is_empty() && found.digits.len() <= 18 && !(comma && found.places == 0);
    (whole && sized).then_some(found)
}

/// The words of the tail, from left to right.
fn pieces(text: &str, from: usize) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let mut end = text.len();
    let mut percent: Option<usize> = None;
    let plain = |c: char| c.is_whitespace() && !is_inner(c);
    loop {
        let words = text[from..end].trim_end_matches(plain);
        let stop = from + words.len();
        let start = from + after_last(words, plain);
        if start >= stop {
            break;
        }
        let word = &text[start..stop];
        if matches!(word, "%" | "pst." | "pst") && percent.is_none() {
            percent = Some(stop);
        } else if let Some(mut own) = piece(text, start..stop) {
            if let Some(stop) = percent.take() {
                own.percent = true;
                own.range.end = stop;
            }
            found.push(own);
        } else {
            break;
        }
        if start == from {
            break;
        }
        end = start;
    }
    found.reverse();
    set_with_blanks(text, from, found)
}

/// In a row that is set with blanks two of them or more part its figures, and one parts their groups:
/// `25 000       25 900`. Two blanks may be a slip: `124 125  1,2 %`; three are none.
fn set_with_blanks(text: &str, from: usize, pieces: Vec<Piece>) -> Vec<Piece> {
    let apart = |start: usize, end: usize| end.saturating_sub(start) > 1;
    let Some(first) = pieces.first() else {
        return pieces;
    };
    let words = from + text[from..first.range.start].trim_end().len();
    let set = text[words..first.range.start].starts_with("   ")
        || pieces
            .windows(2)
            .any(|pair| text[pair[0].range.end..pair[1].range.start].starts_with("   "));
    if !set {
        return pieces;
    }
    let mut joined: Vec<Piece> = Vec::new();
    for own in pieces {
        match joined.last_mut() {
            Some(last)
                if !apart(last.range.end, own.range.start)
                    && own.goes_on()
                    && !own.percent
                    && !last.dash
                    && !last.percent
                    && last.places == 0
                    && last.first <= 3
                    && last.digits.len() + own.digits.len() <= 18 =>
            {
                last.digits.push_str(&own.digits);
                last.range.end = own.range.end;
                last.places = own.places;
                last.grouped = true;
            }
            _ => joined.push(own),
        }
    }
    joined
}

/// Whether a row ends in figures.
pub(in crate::kinds) fn has_figures(text: &str, from: usize) -> bool {
    let pieces = pieces(text, from);
    pieces[referred(text, from, &pieces)..]
        .iter()
        .any(|piece| !piece.dash)
}

/// How many of the first pieces are no figures: «kan nyttes under post 21 378⍽705».
fn referred(text: &str, from: usize, pieces: &[Piece]) -> usize {
    match pieces.first() {
        Some(first) if !first.grouped && !first.dash && first.digits.len() <= 2 => {
            usize::from(wants_number(&text[from..first.range.start]))
        }
        _ => 0,
    }
}

/// How many readings of one row are looked at.
const READINGS: usize = 200;

/// All readings of a row's end with at most `columns` figures, the likely ones first. The row's own
/// key stands before `from`.
pub(in crate::kinds) fn readings(text: &str, from: usize, columns: usize) -> Vec<Reading> {
    let pieces = pieces(text, from);
    let hard = pieces.iter().any(|piece| piece.grouped);
    let referred = referred(text, from, &pieces);
    let mut all = Vec::new();
    for skip in 0..pieces.len() {
        // The words' last figures: `Dialogmøte 2`.
        if skip > 3 || skip > 0 && pieces[skip - 1].grouped {
            break;
        }
        let words_end = text[..pieces[skip].range.start].trim_end().len();
        let mut found = Vec::new();
        let mut walk = Walk {
            pieces: &pieces,
            columns,
            hard,
            found: &mut found,
            items: Vec::new(),
            groups: Vec::new(),
        };
        walk.next(skip, 0);
        for (items, penalty) in found {
            if items.iter().all(|item: &Item| item.value.is_none()) {
                continue;
            }
            all.push(Reading {
                items,
                words_end,
                penalty: penalty + 20 * skip.abs_diff(referred) as u32,
            });
        }
        if all.len() > READINGS {
            break;
        }
    }
    all.sort_by_key(|reading| (reading.penalty, std::cmp::Reverse(reading.items.len())));
    all
}

/// Words that a number goes on with.
const BEFORE_NUMBER: [&str; 12] = [
    "post", "postene", "postane", "posten", "og", "eller", "kap.", "kapittel", "nr.", "del",
    "t.o.m.", "f.o.m.",
];

/// Whether words end in one that a number goes on with.
fn wants_number(words: &str) -> bool {
    words.split_whitespace().next_back().is_some_and(|last| {
        let listed = last.strip_suffix(',');
        BEFORE_NUMBER.contains(&last)
            || listed
                .is_some_and(|last| last.len() <= 2 && last.bytes().all(|b| b.is_ascii_digit()))
    })
}

struct Walk<'a> {
    pieces: &'a [Piece],
    columns: usize,
    hard: bool,
    found: &'a mut Vec<(Vec<Item>, u32)>,
    items: Vec<Item>,
    groups: Vec<u32>,
}

impl Walk<'_> {
    fn next(&mut self, at: usize, penalty: u32) {
        if self.found.len() >= READINGS {
            return;
        }
        if at == self.pieces.len() {
            // Figures of one row are of a size: an uneven reading is unlikely where blanks tell nothing.
            // Nor is one that leaves columns empty.
            let unlikely = match (self.groups.iter().max(), self.groups.iter().min()) {
                (Some(max), Some(min)) if !self.hard => {
                    2 * (max - min) + 3 * (self.columns - self.items.len()) as u32
                }
                _ => 0,
            };
            self.found.push((self.items.clone(), penalty + unlikely));
            return;
        }
        let first = &self.pieces[at];
        if self.items.len() == self.columns || !first.begins() {
            return;
        }
        let mut digits = first.digits.clone();
        let mut places = first.places;
        let mut end = at + 1;
        loop {
            let more = self.pieces.get(end).is_some_and(|next| {
                !first.dash
                    && places == 0
                    && !self.pieces[end - 1].percent
                    && first.first <= 3
                    && (first.grouped || !self.hard)
                    && next.goes_on()
                    && digits.len() + next.digits.len() <= 18
            });
            let own = u32::from(more) + if year_like(first, end - at) { 10 } else { 0 };
            self.items.push(Item {
                range: first.range.start..self.pieces[end - 1].range.end,
                value: digits
                    .parse::<i64>()
                    .ok()
                    .filter(|_| !first.dash)
                    .map(|n| Decimal {
                        digits: if first.negative { -n } else { n },
                        places,
                    }),
                percent: self.pieces[end - 1].percent,
            });
            if !first.dash && places == 0 {
                self.groups.push((digits.len() as u32).div_ceil(3));
            }
            let grouped = !first.dash && places == 0;
            self.next(end, penalty + own);
            if grouped {
                self.groups.pop();
            }
            self.items.pop();
            if !more {
                return;
            }
            digits.push_str(&self.pieces[end].digits);
            places = self.pieces[end].places;
            end += 1;
        }
    }
}

/// A year is seldom a figure: `Avdrag t.o.m. 2007 549 544`.
fn year_like(piece: &Piece, pieces: usize) -> bool {
    pieces == 1
        && !piece.grouped
        && piece.places == 0
        && piece.digits.len() == 4
        && matches!(&piece.digits[..2], "19" | "20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_set_with_blanks() {
        let read = |text: &str| -> Vec<String> {
            let all = readings(text, 3, 3);
            all[0]
                .items
                .iter()
                .map(|item| text[item.range.clone()].to_string())
                .collect()
        };
        assert_eq!(
            read("60 Tur med skip         25 000       25 900"),
            ["25 000", "25 900"]
        );
        assert_eq!(read("70 Helse 124 125  1,2 %"), ["124", "125", "1,2 %"]);
        assert_eq!(read("70 Tilskudd             12 113"), ["12 113"]);
        assert_eq!(
            read("02 Salg     -12        250       1 260"),
            ["-12", "250", "1 260"]
        );
    }

    fn best(text: &str, columns: usize) -> Vec<String> {
        readings(text, 0, columns)
            .first()
            .map(|reading| {
                reading
                    .items
                    .iter()
                    .map(|item| {
                        item.value
                            .map_or("–".into(), |v| format!("{}e-{}", v.digits, v.places))
                    })
                    .collect()
            })
            .unwrap_or_default()
    }

    #[test]
    fn a_sign_begins_a_figure() {
        assert_eq!(
            best("70 Tilskudd 5 214 300 +185 000 5 399 300", 3),
            ["5214300e-0", "185000e-0", "5399300e-0"]
        );
        assert_eq!(
            best("01 Drift 402 618 -6 240 396 378", 3),
            ["402618e-0", "-6240e-0", "396378e-0"]
        );
    }

    #[test]
    fn a_no_break_space_begins_a_figure() {
        assert_eq!(
            best("72 Tilskudd 78\u{a0}014 868 88\u{a0}215 193", 3),
            ["78014868e-0", "88215193e-0"]
        );
        assert_eq!(
            best("01 Drift 304\u{a0}141 323\u{a0}186 333\u{a0}959", 3),
            ["304141e-0", "323186e-0", "333959e-0"]
        );
        assert_eq!(
            best("61 Oppgjør for covid-19-vaksinering -7\u{a0}495", 3),
            ["-7495e-0"]
        );
    }

    #[test]
    fn plain_blanks_leave_several_readings_the_even_one_first() {
        assert_eq!(
            best("01 Drift 304 141 323 186 333 959", 3),
            ["304141e-0", "323186e-0", "333959e-0"]
        );
        let all = readings("72 Tilskudd 14 868 88 215 193", 0, 3);
        assert!(all.iter().any(|r| {
            r.items
                .iter()
                .map(|i| i.value.map(|v| v.digits))
                .collect::<Vec<_>>()
                == [Some(14_868), Some(88_215_193)]
        }));
    }

    #[test]
    fn the_post_of_a_condition_is_no_figure() {
        let text = "70 Tilskudd, kan nyttes under post 21 378\u{a0}705 431\u{a0}479";
        assert_eq!(best(text, 3), ["378705e-0", "431479e-0"]);
        assert!(!has_figures(
            "70 Tilskudd, kan nyttes under postene 72, 73, 74",
            3
        ));
    }

    #[test]
    fn percent_and_dash_and_a_year_in_the_name() {
        assert_eq!(
            best("10.10 Hav 1\u{a0}271,6 1\u{a0}472,8 15,8", 3),
            ["12716e-1", "14728e-1", "158e-1"]
        );
        assert_eq!(
            best("Sum 6\u{a0}885 7\u{a0}372 7,1 %", 3),
            ["6885e-0", "7372e-0", "71e-1"]
        );
        assert_eq!(best("Vekst 2,9\u{a0}% 1\u{a0}%", 3), ["29e-1", "1e-0"]);
        assert_eq!(
            best("72 Tilskot – 5\u{a0}000 6\u{a0}000", 3),
            ["–", "5000e-0", "6000e-0"]
        );
        assert_eq!(
            best(
                "90 Avdrag t.o.m. 2007 549\u{a0}544 504\u{a0}300 426\u{a0}600",
                3
            ),
            ["549544e-0", "504300e-0", "426600e-0"]
        );
    }

    #[test]
    fn the_key_is_no_figure_and_odd_words_end_the_tail() {
        assert!(!has_figures("21 Spesielle driftsutgifter", 2));
        assert!(has_figures("86 Utbytte 2 2", 2));
        assert_eq!(best("01–29 Egne utgifter 1 2", 4), ["1e-0", "2e-0"]);
        assert!(readings("%%% -- ,5 5,", 0, 3).is_empty());
    }
}
