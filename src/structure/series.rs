//! Series: labels of one shape whose counters go on.
//!
//! ```text
//! series ::= member member member*     counters that rise, small gaps allowed
//! ```
//! A counter that does not rise begins another series: a list that starts anew under its next heading, or
//! the list of contents at the head of a letter whose items come again below. Counters of several
//! figures (`1.1.2`) are compared whole, so such a series goes on over its headings. Bullets have no
//! counter; they are a series while they stand close.

use super::label::{Label, Shape};
use std::collections::HashMap;

/// A label and where it stands, in whatever order of places its caller counts.
#[derive(Debug, Clone)]
pub struct Member {
    /// The caller's place: members of a series stand in its order.
    pub at: usize,
    /// The label.
    pub label: Label,
}

/// Members of one shape.
#[derive(Debug, Clone)]
pub struct Series {
    /// What their labels share.
    pub shape: Shape,
    /// The members, in order.
    pub members: Vec<Member>,
}

/// How many numbers may be left out between two members: what is exempt from publication, or settled.
const GAP: u32 = 12;

/// The series of at least `least` members among labels in their order; `near` tells whether two
/// places stand close enough for items that nothing counts.
pub fn series(
    labels: impl IntoIterator<Item = Member>,
    least: usize,
    near: impl Fn(usize, usize) -> bool,
) -> Vec<Series> {
    let mut open: HashMap<Shape, Series> = HashMap::new();
    let mut done = Vec::new();
    for member in labels {
        let shape = member.label.shape.clone();
        let goes_on = open
            .get(&shape)
            .and_then(|own| own.members.last())
            .is_some_and(
                |last| match (last.label.counter.last(), member.label.counter.last()) {
                    (Some(before), Some(next)) => {
                        let outer = member.label.counter.len() - 1;
                        let up = member.label.counter[..outer] > last.label.counter[..outer];
                        let same = member.label.counter[..outer] == last.label.counter[..outer];
                        up || same && next > before && next - before <= GAP
                    }
                    _ => near(last.at, member.at),
                },
            );
        if !goes_on && let Some(before) = open.remove(&shape) {
            done.push(before);
        }
        open.entry(shape.clone())
            .or_insert_with(|| Series {
                shape,
                members: Vec::new(),
            })
            .members
            .push(member);
    }
    done.extend(open.into_values());
    done.retain(|one| one.members.len() >= least);
    done.sort_by_key(|one| one.members[0].at);
    done
}

#[cfg(test)]
mod tests {
    use super::super::label::label;
    use super::*;

    fn found(lines: &[&str]) -> Vec<(String, Vec<usize>)> {
        let labels = lines.iter().enumerate().filter_map(|(at, line)| {
            Some(Member {
                at,
                label: label(line)?,
            })
        });
        series(labels, 3, |one, other| other - one <= 2)
            .into_iter()
            .map(|one| (one.shape, one.members.iter().map(|m| m.at).collect()))
            .collect()
    }

    #[test]
    fn a_series_goes_on_over_gaps_and_what_stands_between() {
        assert_eq!(
            found(&[
                "B-01 Kart",
                "Etaten skal",
                "B-02 Plan",
                "1. Fase",
                "B-05 Kaier"
            ]),
            [("B-#".to_string(), vec![0, 2, 4])]
        );
    }

    #[test]
    fn a_counter_that_falls_back_begins_another() {
        let lines = [
            "TB-1 Kart",
            "TB-2 Plan",
            "TB-3 Kaier",
            "TB-1 Kart",
            "Tekst",
            "TB-2 Plan",
            "TB-3 Kaier",
        ];
        assert_eq!(
            found(&lines),
            [
                ("TB-#".to_string(), vec![0, 1, 2]),
                ("TB-#".to_string(), vec![3, 5, 6])
            ]
        );
    }

    #[test]
    fn an_outline_goes_on_over_its_headings() {
        assert_eq!(
            found(&["1.1.1 Plan", "1.1.2 Kart", "1.2 Sikkerhet", "1.2.1 Øving"]),
            [("#.#.#".to_string(), vec![0, 1, 3])]
        );
    }

    #[test]
    fn two_are_none() {
        assert!(found(&["a) Kart", "b) Plan"]).is_empty());
    }

    #[test]
    fn bullets_are_one_while_they_stand_close() {
        assert_eq!(
            found(&["– Kart", "– Plan", "– Kaier", "", "", "", "– Mer"]),
            [("–".to_string(), vec![0, 1, 2])]
        );
    }
}
