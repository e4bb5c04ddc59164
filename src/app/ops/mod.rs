//! What a person does to a project, put together as edits: each function looks at the project and gives back one
//! labelled [`Edit`](crate::model::Edit) (or none, when there is nothing to do). Nothing here changes anything.

pub mod articles;
pub mod codebook;
pub mod figures;
pub mod memos;
pub mod new_tag;
pub mod tallies;

use crate::model::{CoderId, Timestamp};

use super::ids::IdSource;

/// Who does it, when, and where fresh ids come from.
#[derive(Debug)]
pub struct By<'a> {
    pub coder: CoderId,
    pub now: Timestamp,
    pub ids: &'a mut IdSource,
}

/// "1 figure", "2 figures": a count with its noun, for labels.
pub fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}
