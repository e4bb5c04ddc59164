//! Integration tests, in one binary.

mod sample;
