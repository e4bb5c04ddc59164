//! Casualty and displacement figures from text. Layer `figures`: may use `model`, `lexicon` and `text`.

pub mod number;
