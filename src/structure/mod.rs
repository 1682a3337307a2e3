//! What a document's own regularity shows, whoever wrote it: labels, the series that they form, and tables.
//! Nothing here knows a ministry, a kind of document or a word of the grammar files.

pub mod head;
pub mod label;
pub mod series;
pub mod table;
