//! What analysts put on texts: tags, excerpts that carry them, memos, and the coders who do so.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    Anchor, ArticleId, CoderId, EventId, ExcerptId, FigureId, LinkId, MemoId, OrgId, TagId, TallyId, Timestamp,
};

/// A code of the codebook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    pub id: TagId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<TagId>,
    pub name: String,
    /// Index into the palette of eight that the colour-blind can tell apart; taken modulo its length.
    pub colour: u8,
    /// The key that tags a selection: a digit 1–9 or a lower-case letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<char>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Place among its siblings; equal ones are sorted by name.
    pub order: u32,
}

/// A span of an article with one or more tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Excerpt {
    pub id: ExcerptId,
    pub article: ArticleId,
    pub anchor: Anchor,
    /// Never empty.
    pub tags: BTreeSet<TagId>,
    pub coder: CoderId,
    pub created: Timestamp,
}

/// What a memo is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MemoTarget {
    Project,
    Article(ArticleId),
    Organisation(OrgId),
    Tag(TagId),
    Excerpt(ExcerptId),
    Figure(FigureId),
    Event(EventId),
    Tally(TallyId),
    Link(LinkId),
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Memo {
    pub id: MemoId,
    pub on: MemoTarget,
    pub text: String,
    pub coder: CoderId,
    pub created: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<Timestamp>,
    /// Withheld from reports and exports, with a placeholder.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confidential: bool,
}

/// The person who tagged or reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coder {
    pub id: CoderId,
    pub name: String,
}
