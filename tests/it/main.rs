//! Integration tests, in one binary.

mod recognizers;
mod sample;
mod ingest;
mod store;
mod plots;
