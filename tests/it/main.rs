//! Integration tests, in one binary.

mod plots;
