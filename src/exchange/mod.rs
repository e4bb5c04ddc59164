//! Outside formats. Layer `exchange`: may use `model`, `lexicon`, `text`, `figures` and `plots`.

pub mod excerpts_csv;
pub mod figures_csv;
pub mod fonts;
pub mod png;
pub mod report;
pub mod svg;
