//! Whole pages.
use super::*;
