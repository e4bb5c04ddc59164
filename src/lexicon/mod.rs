//! Word data from `assets/lexicon`. Layer `lexicon`: may use `model`.

pub mod places;
