//! Tags by outlet, wire, day or article, and their picture. Layer `app`.

use crate::model::Project;
use crate::plots::TagChart;

pub use crate::plots::tag_table::{Column, Row, TagTable, TagsBy, in_tree_order};

/// The picture of the table for a file: what is confidential is withheld. `None` where nothing is tagged.
pub fn chart(project: &Project, by: TagsBy, share: bool) -> Option<TagChart> {
    (!project.excerpts.is_empty()).then(|| TagChart::of(project, by, share))
}
