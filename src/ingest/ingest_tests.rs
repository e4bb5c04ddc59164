//! Whole files to drafts.
use super::*;
