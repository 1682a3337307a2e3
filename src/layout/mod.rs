//! Lines to blocks: headings, paragraphs, list items and the cells of tables, page furniture taken
//! out, words at line ends closed up, every character traceable to the canonical text.

mod blocks;
mod cut;
mod foot;
mod furniture;
mod headings;
mod hyphen;
mod lines;
mod text;
mod titles;

pub use blocks::{Block, BlockKind, blocks};
pub use cut::cut;
pub use foot::letter_foot;
pub use furniture::{Furniture, furniture};
pub use headings::{ends_short, holds_assignments, introduces_measures, is_caption, table_head};
pub use hyphen::Dictionary;
pub use lines::{TextLine, text_lines};
pub use text::{Joint, Text};
