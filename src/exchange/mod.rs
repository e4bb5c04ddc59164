//! Outside formats. Layer `exchange`: may use `model`, `lexicon`, `text`, `figures` and `plots`.

pub mod fonts;
pub mod figures_csv;
pub mod png;
pub mod svg;
pub mod figures_csv;
