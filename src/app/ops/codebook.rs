//! Tags and excerpts: creating, changing, merging and deleting them, and tagging text.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::model::{
    Anchor, ArticleId, Change, Edit, Excerpt, ExcerptId, Memo, MemoTarget, Project, Record, RecordId, Tag, TagId,
    TextSpan,
};

use super::{By, counted};

/// Tags `range` (bytes) of an article. An excerpt of exactly this span by the same coder gets the tag added; with the
/// tag already on it, there is nothing to do and the answer is `None`, as for an empty range.
pub fn tag_span(
    project: &Project,
    text: &str,
    article: ArticleId,
    range: Range<usize>,
    tag: TagId,
    by: &mut By<'_>,
) -> Option<Edit> {
    tag_span_with(project, text, article, range, project.tags.get(&tag)?, by)
}

/// The same with a tag that the project need not hold yet.
pub(super) fn tag_span_with(
    project: &Project,
    text: &str,
    article: ArticleId,
    range: Range<usize>,
    tag: &Tag,
    by: &mut By<'_>,
) -> Option<Edit> {
    let span = trimmed(text, range)?;
    let label = format!("tag “{}”", tag.name);
    let tag = tag.id;
    let same = project.excerpts.values().find(|e| e.article == article && e.anchor.span == span && e.coder == by.coder);
    if let Some(excerpt) = same {
        let mut excerpt = excerpt.clone();
        return excerpt.tags.insert(tag).then(|| Edit::put(label, excerpt));
    }
    let anchor = Anchor::new(text, span)?;
    let excerpt = Excerpt {
        id: by.ids.excerpt(),
        article,
        anchor,
        tags: BTreeSet::from([tag]),
        coder: by.coder,
        created: by.now,
    };
    Some(Edit::put(label, excerpt))
}

/// The span of `range` without white space at its ends.
pub fn trimmed(text: &str, range: Range<usize>) -> Option<TextSpan> {
    let span = TextSpan::snapped(text, range)?;
    let words = span.slice(text)?;
    let start = span.start() + (words.len() - words.trim_start().len());
    TextSpan::snapped(text, start..start + words.trim().len())
}

/// Takes one tag off an excerpt; the excerpt goes with its last tag, and its memos with it.
pub fn untag(project: &Project, excerpt: ExcerptId, tag: TagId) -> Option<Edit> {
    let record = project.excerpts.get(&excerpt)?;
    if !record.tags.contains(&tag) {
        return None;
    }
    if record.tags.len() == 1 {
        return delete_excerpts(project, &[excerpt]);
    }
    let mut record = record.clone();
    record.tags.remove(&tag);
    Some(Edit::put("untag", record))
}

/// Deletes excerpts with the memos on them.
pub fn delete_excerpts(project: &Project, excerpts: &[ExcerptId]) -> Option<Edit> {
    let mut changes = Vec::new();
    for id in excerpts.iter().filter(|id| project.excerpts.contains_key(id)) {
        remove_memos_on(project, MemoTarget::Excerpt(*id), &mut changes);
        changes.push(Change::Remove(RecordId::Excerpt(*id)));
    }
    let label = format!("delete {}", counted(excerpts.len(), "excerpt", "excerpts"));
    (!changes.is_empty()).then_some(Edit { label, changes })
}

/// Moves the ends of an excerpt to `range` (bytes).
pub fn resize_excerpt(project: &Project, text: &str, excerpt: ExcerptId, range: Range<usize>) -> Option<Edit> {
    let mut record = project.excerpts.get(&excerpt)?.clone();
    let span = trimmed(text, range)?;
    if span == record.anchor.span {
        return None;
    }
    record.anchor = Anchor::new(text, span)?;
    Some(Edit::put("resize excerpt", record))
}

/// A new tag below `parent`, last among its siblings, in the least used colour; its key is the first free digit.
pub fn create_tag(project: &Project, name: &str, parent: Option<TagId>, by: &mut By<'_>) -> Option<Edit> {
    let name = name.trim();
    if name.is_empty() {
        return None;
    }
    let order = project.tag_children(parent).last().map_or(0, |tag| tag.order + 1);
    let colour = parent.and_then(|id| project.tags.get(&id)).map_or_else(
        || {
            (0..PALETTE)
                .min_by_key(|c| project.tags.values().filter(|tag| tag.colour % PALETTE == *c).count())
                .unwrap_or(0)
        },
        |tag| tag.colour,
    );
    let key = ('1'..='9').find(|key| project.tags.values().all(|tag| tag.key != Some(*key)));
    let tag = Tag { id: by.ids.tag(), parent, name: name.to_owned(), colour, key, description: String::new(), order };
    Some(Edit::put(format!("create tag “{name}”"), tag))
}

/// The tag that an edit of [`create_tag`] makes.
pub(super) fn created(edit: &Edit) -> Option<&Tag> {
    edit.changes.iter().find_map(|change| match change {
        Change::Put(record) => match &**record {
            Record::Tag(tag) => Some(tag),
            _ => None,
        },
        Change::Remove(_) => None,
    })
}

/// How many colours tags have.
pub const PALETTE: u8 = 8;

/// Replaces a tag's own fields; a key taken from another tag is taken off that one in the same step.
pub fn change_tag(project: &Project, tag: Tag) -> Option<Edit> {
    let old = project.tags.get(&tag.id)?;
    if *old == tag || tag.name.trim().is_empty() {
        return None;
    }
    let label = if old.name != tag.name {
        format!("rename tag “{}”", old.name)
    } else {
        format!("change tag “{}”", tag.name)
    };
    let mut changes = Vec::new();
    if let Some(key) = tag.key {
        for other in project.tags.values().filter(|other| other.id != tag.id && other.key == Some(key)) {
            changes.push(Change::Put(Box::new(Record::Tag(Tag { key: None, ..other.clone() }))));
        }
    }
    changes.push(Change::Put(Box::new(Record::Tag(tag))));
    Some(Edit { label, changes })
}

/// Deletes a tag with the tags below it. Excerpts that carry other tags keep those; the rest go.
pub fn delete_tag(project: &Project, tag: TagId) -> Option<Edit> {
    let name = project.tags.get(&tag)?.name.clone();
    let mut gone = vec![tag];
    let mut at = 0;
    while let Some(parent) = gone.get(at).copied() {
        // The model keeps tags from standing below themselves, so each is met once.
        gone.extend(project.tag_children(Some(parent)).iter().map(|child| child.id));
        at += 1;
    }
    let mut changes = Vec::new();
    for excerpt in project.excerpts.values() {
        let left: BTreeSet<TagId> = excerpt.tags.iter().copied().filter(|id| !gone.contains(id)).collect();
        if left.is_empty() {
            remove_memos_on(project, MemoTarget::Excerpt(excerpt.id), &mut changes);
            changes.push(Change::Remove(RecordId::Excerpt(excerpt.id)));
        } else if left.len() < excerpt.tags.len() {
            changes.push(Change::Put(Box::new(Record::Excerpt(Excerpt { tags: left, ..excerpt.clone() }))));
        }
    }
    for id in gone.iter().rev() {
        remove_memos_on(project, MemoTarget::Tag(*id), &mut changes);
        changes.push(Change::Remove(RecordId::Tag(*id)));
    }
    Some(Edit { label: format!("delete tag “{name}”"), changes })
}

/// Puts everything tagged `from` under `into` and deletes `from`; tags below it move below `into`.
pub fn merge_tags(project: &Project, from: TagId, into: TagId) -> Option<Edit> {
    if from == into {
        return None;
    }
    let (old, new) = (project.tags.get(&from)?, project.tags.get(&into)?);
    let mut changes = Vec::new();
    for excerpt in project.excerpts.values().filter(|e| e.tags.contains(&from)) {
        let mut excerpt = excerpt.clone();
        excerpt.tags.remove(&from);
        excerpt.tags.insert(into);
        changes.push(Change::Put(Box::new(Record::Excerpt(excerpt))));
    }
    for child in project.tag_children(Some(from)) {
        // The tag merged into may itself stand below the one that goes: it then takes that one's place.
        let parent = if child.id == into { old.parent } else { Some(into) };
        changes.push(Change::Put(Box::new(Record::Tag(Tag { parent, ..child.clone() }))));
    }
    for memo in project.memos_on(MemoTarget::Tag(from)) {
        changes.push(Change::Put(Box::new(Record::Memo(Memo { on: MemoTarget::Tag(into), ..memo.clone() }))));
    }
    changes.push(Change::Remove(RecordId::Tag(from)));
    Some(Edit { label: format!("merge tag “{}” into “{}”", old.name, new.name), changes })
}

/// Adds steps that remove the memos on `target`.
pub(super) fn remove_memos_on(project: &Project, target: MemoTarget, changes: &mut Vec<Change>) {
    changes.extend(project.memos_on(target).iter().map(|memo| Change::Remove(RecordId::Memo(memo.id))));
}
