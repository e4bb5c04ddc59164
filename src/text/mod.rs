//! Algorithms over immutable article text. Layer `text`: may use `model` and `lexicon`.

pub mod segment;
