//! The codebook's order: moving tags about and splitting one in two.

use std::collections::BTreeSet;

use crate::app::retrieval::with_below;
use crate::model::{Change, Edit, Excerpt, ExcerptId, Project, Record, Tag, TagId};

use super::codebook::{create_tag, created};
use super::{By, Refused, counted};

/// Puts a tag below `parent`, before the sibling `before` or last. Siblings are numbered anew, so that the order stays.
///
/// # Errors
/// When the tag would stand below itself.
pub fn move_tag(
    project: &Project,
    tag: TagId,
    parent: Option<TagId>,
    before: Option<TagId>,
) -> Result<Option<Edit>, Refused> {
    let Some(moved) = project.tags.get(&tag) else { return Ok(None) };
    if parent.is_some_and(|parent| with_below(project, tag).contains(&parent)) {
        return Err(Refused::new(format!("“{}” cannot stand below itself", moved.name)));
    }
    if parent.is_some_and(|parent| !project.tags.contains_key(&parent)) {
        return Ok(None);
    }
    let mut row: Vec<&Tag> = project.tag_children(parent).into_iter().filter(|other| other.id != tag).collect();
    let at = before.and_then(|before| row.iter().position(|other| other.id == before)).unwrap_or(row.len());
    row.insert(at, moved);
    let changes: Vec<Change> = (0_u32..)
        .zip(row)
        .filter(|(order, other)| other.order != *order || other.parent != parent)
        .map(|(order, other)| Change::Put(Box::new(Record::Tag(Tag { parent, order, ..other.clone() }))))
        .collect();
    Ok((!changes.is_empty()).then(|| Edit { label: format!("move tag “{}”", moved.name), changes }))
}

/// One step up or down among its siblings, out to its parent's level, or in below the sibling above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Up,
    Down,
    Out,
    In,
}

/// Where a step leads: the new parent, and the sibling to stand before. `None` where there is no such place.
pub fn step_to(project: &Project, tag: TagId, step: Step) -> Option<(Option<TagId>, Option<TagId>)> {
    let moved = project.tags.get(&tag)?;
    let row = project.tag_children(moved.parent);
    let at = row.iter().position(|other| other.id == tag)?;
    let id_at = |at: usize| row.get(at).map(|other| other.id);
    match step {
        Step::Up => Some((moved.parent, Some(id_at(at.checked_sub(1)?)?))),
        Step::Down => {
            id_at(at + 1)?;
            Some((moved.parent, id_at(at + 2)))
        }
        Step::Out => {
            let parent = project.tags.get(&moved.parent?)?;
            let above = project.tag_children(parent.parent);
            let next = above.iter().position(|other| other.id == parent.id).and_then(|i| above.get(i + 1));
            Some((parent.parent, next.map(|other| other.id)))
        }
        Step::In => Some((Some(id_at(at.checked_sub(1)?)?), None)),
    }
}

/// Makes a tag of its own, beside `tag`, of some of its excerpts: those carry the new one in its place.
///
/// # Errors
/// When none of the excerpts carries the tag, when the name is empty, or when it is another tag's.
pub fn split_tag(
    project: &Project,
    tag: TagId,
    excerpts: &[ExcerptId],
    name: &str,
    by: &mut By<'_>,
) -> Result<Option<Edit>, Refused> {
    let Some(old) = project.tags.get(&tag) else { return Ok(None) };
    let name = name.trim();
    if project.tags.values().any(|other| other.name.to_lowercase() == name.to_lowercase()) {
        return Err(Refused::new(format!("there is a tag “{name}” already; merge into it instead")));
    }
    let chosen: BTreeSet<ExcerptId> = excerpts.iter().copied().collect();
    let moved: Vec<&Excerpt> =
        chosen.iter().filter_map(|id| project.excerpts.get(id)).filter(|excerpt| excerpt.tags.contains(&tag)).collect();
    if moved.is_empty() {
        return Err(Refused::new(format!("none of the chosen excerpts carries “{}”", old.name)));
    }
    let Some(mut edit) = create_tag(project, name, old.parent, by) else {
        return Err(Refused::new("the new tag needs a name"));
    };
    let new = created(&edit).map(|tag| tag.id);
    let Some(new) = new else { return Ok(None) };
    edit.label = format!("split {} off “{}” as “{name}”", counted(moved.len(), "excerpt", "excerpts"), old.name);
    for excerpt in moved {
        let mut excerpt = excerpt.clone();
        excerpt.tags.remove(&tag);
        excerpt.tags.insert(new);
        edit.changes.push(Change::Put(Box::new(Record::Excerpt(excerpt))));
    }
    Ok(Some(edit))
}
