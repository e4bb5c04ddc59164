//! Word data from `assets/lexicon`. Layer `lexicon`: may use `model`.

pub mod organisations;
pub mod places;
pub mod words;
