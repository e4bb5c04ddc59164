//! Integration tests, in one binary.

mod figures;
mod ingest;
mod plots;
mod recognizers;
mod sample;
mod sample_project;
mod store;
