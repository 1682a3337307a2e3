//! The head of a table of money.
//!
//! ```text
//! head   ::= key+ [name] amount+
//! key    ::= "Kap." | "Post" | "Post-" "gr."
//! amount ::= "Regnskap" year | "Saldert" "budsjett" year | "Forslag" year | "Endring" "i" "pst." | "Kroner"
//! ```
//! The titles are broken over lines in many ways; their words are read in a row, and the head ends
//! where no title goes on.

use super::aligned::{aligned_titles, is_aligned, stacked_titles};
use crate::{
    grammar::{
        ColumnRole, Grammar,
        amount::{Scale, caption_scale},
    },
    kinds::money::titles::{titles, year},
    layout::TextLine,
    model::FigureRole,
};

pub(in crate::kinds::budget_proposition) use crate::kinds::money::unit::unit_line;

/// A column of figures.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::kinds::budget_proposition) struct Column {
    /// The title, as printed.
    pub(in crate::kinds::budget_proposition) label: String,
    pub(in crate::kinds::budget_proposition) year: Option<i32>,
    pub(in crate::kinds::budget_proposition) role: FigureRole,
    /// The cell's place in its row, where the form tells.
    pub(in crate::kinds::budget_proposition) cell: Option<u32>,
}

/// What a table's rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::kinds::budget_proposition) enum Form {
    /// The posts of a chapter.
    Posts,
    /// The chapters of a category.
    Chapters,
    /// The groups of posts of a category.
    Groups,
    /// Chapters and posts in kroner: the proposed decision.
    Decision,
    /// Chapters, posts and names with a ceiling: an authorisation.
    Ceiling,
}

/// The head of a table.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::kinds::budget_proposition) struct Head {
    pub(in crate::kinds::budget_proposition) form: Form,
    pub(in crate::kinds::budget_proposition) columns: Vec<Column>,
    /// The scale that a title names.
    pub(in crate::kinds::budget_proposition) scale: Option<Scale>,
    /// One past its last line.
    pub(in crate::kinds::budget_proposition) end: usize,
}

/// How many lines a head may take.
const LINES: usize = 24;
/// The head that begins at a line.
pub(in crate::kinds::budget_proposition) fn head(
    lines: &[TextLine<'_>],
    at: usize,
    grammar: &Grammar,
) -> Option<Head> {
    let first = lines.get(at)?;
    let aligned = first.width <= 240 && is_aligned(first);
    // Blanks make a line wide; wider than a page it is none of a table.
    let widest = if aligned { 240 } else { 120 };
    if !first.text.starts_with(['K', 'P', 'k', 'p']) || first.width > widest {
        return None;
    }
    let lead = first.text.split_whitespace().next()?;
    let opens = lead.len() <= 14
        && (matches!(
            grammar.column(lead),
            Some(ColumnRole::Chapter | ColumnRole::Post | ColumnRole::PostGroup)
        ) || lead.ends_with('-'));
    if !opens {
        return None;
    }
    let mut words: Vec<(&str, usize)> = Vec::new();
    for (n, line) in lines[at..].iter().take(LINES).enumerate() {
        if line.width > 120 || n > 0 && line.cell.map(|c| c.table) != first.cell.map(|c| c.table) {
            break;
        }
        words.extend(line.text.split_whitespace().map(|word| (word, at + n)));
    }
    // Other figures stand in the rows, save those of a unit, `Ramme (i 1 000 kr)`, and the two years of a
    // change, `Pst. endr. 19/20`.
    let figure = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit())
            && year(word).is_none()
            && !word.contains(['/', '–', '-'])
    };
    let run = || {
        titles(&words, grammar, |own, _| {
            let unit = own.iter().any(|(word, _)| word.contains('('));
            !unit && own.iter().any(|(word, _)| figure(word))
        })
    };
    let (titles, end) = aligned
        .then(|| aligned_titles(lines, at, grammar))
        .flatten()
        .or_else(run)
        .or_else(|| stacked_titles(lines, at, grammar))?;
    // «Kap. Post» reads as one title, too.
    let both = titles.iter().any(|(role, title, _)| {
        *role == ColumnRole::Chapter && title.to_lowercase().contains("post")
    });
    let has =
        |role| both && role == ColumnRole::Post || titles.iter().any(|(own, _, _)| *own == role);
    let columns: Vec<Column> = titles
        .iter()
        .filter_map(|(role, title, line)| {
            let role = match role {
                ColumnRole::Accounts => FigureRole::Accounts,
                ColumnRole::Budget => FigureRole::Budget,
                ColumnRole::Proposal | ColumnRole::Amount => FigureRole::Proposal,
                ColumnRole::Previous => FigureRole::Previous,
                ColumnRole::Change => FigureRole::Change,
                ColumnRole::New => FigureRole::New,
                ColumnRole::Percent => FigureRole::Percent,
                _ => return None,
            };
            Some(Column {
                year: title.split(' ').next_back().and_then(year),
                label: title.clone(),
                role,
                cell: lines[*line].cell.map(|cell| cell.column),
            })
        })
        .collect();
    let distinct = columns
        .iter()
        .enumerate()
        .all(|(n, column)| columns[..n].iter().all(|other| other.label != column.label));
    // «Kroner», once or twice and nothing else: a decision, with a title above its names or without.
    let kroner = !columns.is_empty() && columns.iter().all(|column| kroner(&column.label));
    let form = match (
        has(ColumnRole::Chapter),
        has(ColumnRole::Post),
        has(ColumnRole::PostGroup),
        has(ColumnRole::Name),
        columns.len(),
    ) {
        (true, true, _, false, 1 | 2) => Form::Decision,
        (true, true, _, true, 1 | 2) if kroner => Form::Decision,
        (true, true, _, true, 1) => Form::Ceiling,
        (_, true, _, true, 2..) => Form::Posts,
        (true, false, _, true, 2..) => Form::Chapters,
        (_, _, true, true, 2..) => Form::Groups,
        _ => return None,
    };
    if form != Form::Decision && !distinct {
        return None;
    }
    let scale = titles
        .iter()
        .filter(|(role, _, _)| *role == ColumnRole::Amount)
        .find_map(|(_, title, _)| caption_scale(title));
    Some(Head {
        form,
        columns,
        scale,
        end,
    })
}

/// `Kroner`, `kr`, `Beløp i kroner`: the title of a column of a decision.
fn kroner(label: &str) -> bool {
    let last = label.trim_end_matches([':', '.', ')']).rsplit(' ').next();
    last.is_some_and(|word| word.eq_ignore_ascii_case("kroner") || word.eq_ignore_ascii_case("kr"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Style;

    type Read = (Form, Vec<(FigureRole, Option<i32>)>, usize);

    fn read(text: &str) -> Option<Read> {
        let style = Style::default();
        let lines = TextLine::plain(text, &style);
        let found = head(&lines, 0, &Grammar::built_in())?;
        let columns = found.columns.iter().map(|c| (c.role, c.year)).collect();
        Some((found.form, columns, found.end))
    }

    #[test]
    fn titles_broken_over_lines() {
        use FigureRole::{Accounts, Budget, Percent, Proposal};
        let (form, columns, end) = read(
            "Kap. Betegnelse\nRegnskap\n2024\nSaldert\nbudsjett 2025\nForslag\n2026\nEndring\ni pst.\n700 Hav",
        )
        .expect("a head");
        assert_eq!((form, end), (Form::Chapters, 9));
        assert_eq!(
            columns,
            [
                (Accounts, Some(2024)),
                (Budget, Some(2025)),
                (Proposal, Some(2026)),
                (Percent, None)
            ]
        );
        let (form, columns, _) =
            read("Post Nemning Rekneskap 2024 Saldert budsjett 2025 Forslag 2026\n01 Drift 1 2 3")
                .expect("nynorsk");
        assert_eq!((form, columns.len()), (Form::Posts, 3));
        let (_, columns, _) = read(
            "Kap. Betegnelse\nRegnskap\n2018\nForslag\n2020\n\nPst. endr.\n\n19/20\n1470 Vann",
        )
        .expect("two years");
        assert_eq!(columns.last(), Some(&(Percent, None)));
        let (form, columns, _) =
            read("Post Betegnelse Prop. 1 S (2025–2026) Endring Nytt forslag\n76 Tiltak 3 -1 2")
                .expect("a change");
        assert_eq!(
            (form, columns),
            (
                Form::Posts,
                vec![
                    (Proposal, None),
                    (FigureRole::Change, None),
                    (FigureRole::New, None)
                ]
            )
        );
        assert_eq!(
            read("Post-\ngr. Betegnelse\nRegnskap\n2024\nForslag\n2026\n01–29 Drift").map(|f| f.0),
            Some(Form::Groups)
        );
    }

    #[test]
    fn the_decision_and_an_authorisation() {
        assert_eq!(
            read("Kap. Post Kroner Kroner\n700 Hav").map(|f| f.0),
            Some(Form::Decision)
        );
        assert_eq!(
            read("Kap. Post Betegnelse Samlet ramme\n710 Hav").map(|f| f.0),
            Some(Form::Ceiling)
        );
        for changes in [
            "Kap. Post Formål: Kroner\n225 Hav",
            "Kap. Post Føremål Kroner Kroner\n225 Hav",
            "Kap. Post Formål\nBeløp i kroner\n225 Hav",
        ] {
            assert_eq!(
                read(changes).map(|f| f.0),
                Some(Form::Decision),
                "{changes}"
            );
        }
        assert_eq!(read("Post 21 Spesielle driftsutgifter"), None);
        assert_eq!(read("Kap. 700 Hav"), None);
    }
}
