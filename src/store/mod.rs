//! The only reader and writer of project folders. Layer `store`: may use `model`, `lexicon` and `text`.
