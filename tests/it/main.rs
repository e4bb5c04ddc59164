//! Integration tests, in one binary: from outside the crate, as its callers see it.
// Helpers of tests are not tests themselves, so clippy.toml does not reach them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used
)]

mod app;
mod cli;
#[cfg(feature = "gui")]
mod codebook;
mod figures;
mod formats;
#[cfg(feature = "gui")]
mod hand;
mod ingest;
#[cfg(feature = "gui")]
mod keyboard;
mod languages;
mod large;
mod layers;
mod library;
mod linear;
#[cfg(feature = "gui")]
mod names;
#[cfg(feature = "gui")]
mod panels;
mod plots;
#[cfg(feature = "gui")]
mod reader;
mod recognizers;
mod report;
#[cfg(feature = "gui")]
mod review;
mod sample;
mod sample_project;
mod search;
mod store;
mod support;
mod tallies;
mod terms;
mod ties;
#[cfg(feature = "gui")]
mod walked;
#[cfg(all(feature = "gui", target_os = "linux"))]
mod window;
#[cfg(feature = "gui")]
mod withhold;
