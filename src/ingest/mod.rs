//! Bytes to article drafts. Layer `ingest`: may use `model`, `lexicon` and `text`.
