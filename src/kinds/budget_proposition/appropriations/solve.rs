//! Which figure stands in which column, decided by the columns' sums.
//!
//! A row with fewer figures than the table has columns does not say which column is empty, and a row
//! whose groups are parted by plain blanks not even which figures it has. Each row has its choices;
//! of all ways to choose, those count whose columns add up to the sum row. Where just one is the
//! least unlikely of them, it is taken. A sum that was misprinted may leave one column out.

use std::collections::HashMap;

/// One way to fill the columns of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    /// For each column that adds up, its value; none where it is empty.
    pub(super) values: Vec<Option<i64>>,
    /// How unlikely it is.
    pub(super) penalty: u32,
}

/// What was chosen: an index for each row, and one for the sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) rows: Vec<usize>,
    pub(super) sum: usize,
}

/// How many partial sums are kept; above it, the sums are said not to decide.
const STATES: usize = 2_000;

/// The one best way to choose, or none. Only where `lenient` may a sum be misprinted: with many ways to
/// read each row, some of them adds up in all columns but one by chance.
pub(super) fn solve(rows: &[Vec<Choice>], sums: &[Choice], lenient: bool) -> Option<Chosen> {
    if rows.iter().any(Vec::is_empty) || sums.is_empty() {
        return None;
    }
    let columns = sums[0].values.len();
    let all: Vec<usize> = (0..columns).collect();
    if let Found::One(chosen) | Found::Many(chosen) = attempt(rows, sums, &all) {
        return chosen;
    }
    // One column need not add up, where the others do and agree on the one way.
    if !lenient || columns < 2 || rows.iter().all(|row| row.len() == 1) && sums.len() == 1 {
        return None;
    }
    let mut only: Option<Chosen> = None;
    for left_out in 0..columns {
        let kept: Vec<usize> = all.iter().copied().filter(|c| *c != left_out).collect();
        match attempt(rows, sums, &kept) {
            Found::None => {}
            Found::One(Some(chosen)) => match &only {
                Some(other) if *other != chosen => return None,
                _ => only = Some(chosen),
            },
            _ => return None,
        }
    }
    only
}

enum Found {
    None,
    One(Option<Chosen>),
    /// Several are equally likely, or there are too many to look at.
    Many(Option<Chosen>),
}

/// A partial sum: how likely the best way to it is, in how many ways it comes, and the last step.
struct State {
    sums: Vec<i64>,
    penalty: u32,
    ways: u32,
    from: usize,
    choice: usize,
}

fn attempt(rows: &[Vec<Choice>], sums: &[Choice], columns: &[usize]) -> Found {
    let mut best: Option<(u32, u32, Chosen)> = None;
    for (at, sum) in sums.iter().enumerate() {
        let Some((penalty, ways, rows)) = reach(rows, sum, columns) else {
            continue;
        };
        if ways == u32::MAX {
            return Found::Many(None);
        }
        let penalty = penalty + sum.penalty;
        match &mut best {
            Some((least, count, _)) if *least == penalty => *count += ways,
            Some((least, _, _)) if *least < penalty => {}
            _ => best = Some((penalty, ways, Chosen { rows, sum: at })),
        }
    }
    match best {
        None => Found::None,
        Some((_, 1, chosen)) => Found::One(Some(chosen)),
        Some(_) => Found::Many(None),
    }
}

/// The best way to a sum: its penalty, how many are as good, and the choices.
fn reach(rows: &[Vec<Choice>], sum: &Choice, columns: &[usize]) -> Option<(u32, u32, Vec<usize>)> {
    // Where the sum is empty, so are the rows.
    let fits = |choice: &Choice| {
        columns
            .iter()
            .all(|&c| sum.values[c].is_some() || choice.values[c].is_none_or(|value| value == 0))
    };
    let mut layers: Vec<Vec<State>> = vec![vec![State {
        sums: vec![0; columns.len()],
        penalty: 0,
        ways: 1,
        from: 0,
        choice: 0,
    }]];
    for row in rows {
        let last = layers.last()?;
        let mut next: Vec<State> = Vec::new();
        let mut index: HashMap<Vec<i64>, usize> = HashMap::new();
        for (from, state) in last.iter().enumerate() {
            for (choice, own) in row.iter().enumerate().filter(|(_, own)| fits(own)) {
                let sums: Vec<i64> = columns
                    .iter()
                    .zip(&state.sums)
                    .map(|(&c, sum)| sum.saturating_add(own.values[c].unwrap_or(0)))
                    .collect();
                let penalty = state.penalty + own.penalty;
                match index.get(&sums) {
                    Some(&at) => {
                        let known = &mut next[at];
                        if penalty < known.penalty {
                            (known.penalty, known.ways) = (penalty, state.ways);
                            (known.from, known.choice) = (from, choice);
                        } else if penalty == known.penalty {
                            known.ways = known.ways.saturating_add(state.ways).min(1000);
                        }
                    }
                    None => {
                        if next.len() >= STATES {
                            return Some((0, u32::MAX, Vec::new()));
                        }
                        index.insert(sums.clone(), next.len());
                        next.push(State {
                            sums,
                            penalty,
                            ways: state.ways,
                            from,
                            choice,
                        });
                    }
                }
            }
        }
        layers.push(next);
    }
    let goal: Vec<i64> = columns
        .iter()
        .map(|&c| sum.values[c].unwrap_or(0))
        .collect();
    let mut at = layers.last()?.iter().position(|state| state.sums == goal)?;
    let end = &layers.last()?[at];
    let (penalty, ways) = (end.penalty, end.ways);
    let mut chosen = vec![0; rows.len()];
    for n in (0..rows.len()).rev() {
        let state = &layers[n + 1][at];
        chosen[n] = state.choice;
        at = state.from;
    }
    Some((penalty, ways, chosen))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(values: &[Option<i64>]) -> Choice {
        Choice {
            values: values.to_vec(),
            penalty: 0,
        }
    }

    /// All ways to lay figures into three columns.
    fn spread(figures: &[i64]) -> Vec<Choice> {
        match figures {
            [a] => (0..3)
                .map(|at| choice(&[0, 1, 2].map(|c| (c == at).then_some(*a))))
                .collect(),
            [a, b] => vec![
                choice(&[Some(*a), Some(*b), None]),
                choice(&[Some(*a), None, Some(*b)]),
                choice(&[None, Some(*a), Some(*b)]),
            ],
            [a, b, c] => vec![choice(&[Some(*a), Some(*b), Some(*c)])],
            _ => vec![],
        }
    }

    #[test]
    fn the_sums_tell_which_column_is_empty() {
        let rows = [spread(&[10, 20, 30]), spread(&[5]), spread(&[1, 2])];
        let chosen = solve(&rows, &spread(&[10, 26, 32]), true).expect("one way");
        assert_eq!(rows[1][chosen.rows[1]].values, [None, Some(5), None]);
        assert_eq!(rows[2][chosen.rows[2]].values, [None, Some(1), Some(2)]);
    }

    #[test]
    fn where_the_sums_do_not_tell_nothing_is_chosen() {
        assert_eq!(
            solve(&[spread(&[5]), spread(&[7])], &spread(&[12]), true),
            None
        );
        assert_eq!(
            solve(&[spread(&[5]), spread(&[5])], &spread(&[5, 5]), true),
            None
        );
    }

    #[test]
    fn a_misprinted_sum_leaves_its_column_out() {
        let rows = [spread(&[10, 20, 30]), spread(&[5])];
        let chosen = solve(&rows, &spread(&[10, 99, 35]), true).expect("one way");
        assert_eq!(rows[1][chosen.rows[1]].values, [None, None, Some(5)]);
    }

    #[test]
    fn many_open_rows_are_given_up() {
        let rows: Vec<_> = (0..40).map(|n| spread(&[1 << (n % 30)])).collect();
        assert_eq!(solve(&rows, &spread(&[1, 2, 3]), true), None);
    }
}
