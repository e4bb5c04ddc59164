//! A new tag put on text in the step that makes it.

use std::ops::Range;

use crate::model::{ArticleId, Edit, Project};

use super::By;
use super::codebook::{create_tag, created, tag_span, tag_span_with};

/// Makes a tag of this name and puts it on `range` (bytes) of an article. A tag of the name, in whatever case, is used
/// instead of a second one.
pub fn tag_span_new(
    project: &Project,
    text: &str,
    article: ArticleId,
    range: Range<usize>,
    name: &str,
    by: &mut By<'_>,
) -> Option<Edit> {
    let name = name.trim();
    let known = project.tags.values().find(|tag| tag.name.to_lowercase() == name.to_lowercase());
    if let Some(known) = known {
        return tag_span(project, text, article, range, known.id, by);
    }
    let mut edit = create_tag(project, name, None, by)?;
    let tag = created(&edit)?.clone();
    edit.changes.extend(tag_span_with(project, text, article, range, &tag, by)?.changes);
    edit.label = format!("create tag “{name}” and use it");
    Some(edit)
}
