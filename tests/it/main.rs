//! Integration tests, in one binary.

mod recognizers;
