//! What a person does to a project, put together as edits: each function looks at the project and gives back one
//! labelled [`Edit`](crate::model::Edit) (or none, when there is nothing to do). Nothing here changes anything.

pub mod articles;
pub mod articles_many;
pub mod codebook;
pub mod codebook_tree;
pub mod dismissals;
pub mod events;
pub mod figure_edits;
pub mod figure_terms;
pub mod figures;
pub mod judged_ties;
pub mod links;
pub mod memos;
pub mod new_tag;
pub mod organisations;
pub mod passage_links;
pub mod search_tags;
pub mod tallies;

use crate::model::{CoderId, Timestamp};

use super::ids::IdSource;

pub use crate::plots::voices::counted;

/// Why an operation would say something wrong of the evidence, in words for the person; nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(String);

impl Refused {
    /// Refused for this reason.
    pub fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

/// Who does it, when, and where fresh ids come from.
#[derive(Debug)]
pub struct By<'a> {
    pub coder: CoderId,
    pub now: Timestamp,
    pub ids: &'a mut IdSource,
}
