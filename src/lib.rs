//! Crossread: reading conflicting reports side by side, tagging them, and following each figure to its sentence.

// A made-up project serves tests here and benches outside under one name of the crate.
#[cfg(test)]
extern crate self as crossread;

pub mod app;
pub mod cli;
pub mod exchange;
pub mod figures;
pub mod ingest;
pub mod lexicon;
pub mod model;
pub mod plots;
pub mod store;
pub mod text;
#[cfg(feature = "gui")]
pub mod ui;
