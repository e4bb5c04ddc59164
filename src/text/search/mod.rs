//! Searching article texts: what is asked ([`query`]), which words answer it ([`terms`]), where they stand in a text
//! ([`find`]), and which of thousands of texts need a look at all ([`index`]). Layer `text`.
//!
//! Words are compared folded ([`fold`]): letter case, accents, apostrophes, hyphens and vowel signs aside. What is found is
//! given in UTF-8 bytes of the canonical text.

pub mod field;
pub mod find;
pub mod fold;
pub mod index;
pub mod query;
pub mod terms;

pub use find::{Finder, Limits};
pub use index::Index;
pub use query::{Facet, Query, QueryError};
pub use terms::Matching;
