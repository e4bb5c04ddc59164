//! Algorithms over immutable article text. Layer `text`: may use `model` and `lexicon`.

pub mod bidi;
pub mod layers;
pub mod locate;
pub mod paragraphs;
pub mod search;
pub mod segment;
pub mod ties;
