//! Integration tests, in one binary.

mod figures;
mod recognizers;
