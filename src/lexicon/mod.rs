//! Word data from `assets/lexicon`. Layer `lexicon`: may use `model`.

pub mod codebook;
pub mod cues;
pub mod likeness;
pub mod locate;
pub mod months;
pub mod names;
pub mod organisations;
pub mod outlets;
pub mod places;
mod roles;
pub mod words;
