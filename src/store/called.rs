//! What a whole query is the name of, however it is typed.
//!
//! ```text
//! name    ::= assignment | request | post | key
//! assignment ::= «TB2026-14» «tb 2026 14» «TB-2026-14» «oppdrag nr. 3»
//! request ::= «vedtak nr. 46 (2024–2025)» «2024–2025/46» «vedtak 46»: of every session
//! post    ::= «732.70» «kap. 732 post 70»
//! key     ::= of a document
//! ```

use super::budget::Post;
use super::fold::tidied;
use super::lookup::forms;
use super::records::Row;
use super::{Store, StoreError};

impl Store {
    /// The rows of what has a name (see [`super::fold::name`]), in order.
    pub(super) fn rows_named(&self, name: &str) -> Result<Vec<Row>, StoreError> {
        let sql = "SELECT row FROM names WHERE name = ?1 ORDER BY row";
        self.rows(sql, [name])
    }

    /// The rows of what a query is the name of, in order.
    pub(super) fn called(&self, text: &str) -> Result<Vec<i64>, StoreError> {
        let mut rows = Vec::new();
        let forms = forms(text);
        for form in &forms {
            rows.extend(self.rows_named(form)?);
        }
        if rows.is_empty() {
            // What is between the numbers left out.
            for form in forms.iter().filter(|form| is_numbered(form)) {
                let sql = "SELECT row FROM names WHERE replace(name, ' ', '') = ?1";
                rows.extend(self.rows(sql, [form.replace(' ', "")])?);
            }
        }
        if let Some(number) = number_of_request(text) {
            let sql = "SELECT row FROM requests WHERE json ->> '$.number' = ?1";
            rows.extend(self.rows(sql, [number])?);
        }
        if let Some(Post {
            chapter,
            post: Some(post),
        }) = Post::parse(text)
        {
            let sql = "SELECT row FROM appropriations WHERE chapter = ?1 AND post = ?2";
            rows.extend(self.rows(sql, (chapter, post))?);
        }
        rows.sort_unstable();
        rows.dedup();
        Ok(rows.into_iter().map(|Row(row)| row).collect())
    }
}

/// Whether a name is one of letters and digits.
fn is_numbered(name: &str) -> bool {
    name.contains(|c: char| c.is_ascii_digit()) && name.contains(char::is_alphabetic)
}

/// The number of a request of which the session is not said: «vedtak nr. 46».
fn number_of_request(text: &str) -> Option<i64> {
    let text = tidied(text);
    let rest = ["anmodningsvedtak", "utredningsvedtak", "vedtak"]
        .iter()
        .find_map(|word| text.strip_prefix(word))?;
    let rest = rest.strip_prefix("nr").unwrap_or(rest);
    rest.trim_start_matches('.').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_called_by_their_numbers() {
        assert_eq!(number_of_request("vedtak 504"), Some(504));
        assert_eq!(number_of_request("Anmodningsvedtak nr. 46"), Some(46));
        assert_eq!(number_of_request("vedtak"), None);
        assert_eq!(number_of_request("504"), None);
        assert_eq!(number_of_request("vedtak 46 (2024–2025)"), None);
    }
}
