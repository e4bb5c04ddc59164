//! Outside formats. Layer `exchange`: may use `model`, `lexicon`, `text`, `figures` and `plots`.

pub mod png;
pub mod svg;
