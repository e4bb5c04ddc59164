//! Word data from `assets/lexicon`. Layer `lexicon`: may use `model`.

pub mod organisations;
pub mod places;
mod roles;
pub mod words;
