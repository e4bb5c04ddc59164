//! The kinds of record a project is made of: one line each in `project.ron`, and what an edit puts or removes.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    Article, ArticleId, ArticleSet, Coder, CoderId, Dismissal, DismissalId, Event, EventId, Excerpt, ExcerptId, Figure,
    FigureId, Link, LinkId, Memo, MemoId, OrgId, Organisation, SetId, Tag, TagId, Tally, TallyId, Timestamp,
};

/// What is said of the project as a whole; there is one in every project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Info {
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    pub created: Timestamp,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Record {
    Info(Info),
    Coder(Coder),
    Organisation(Organisation),
    Set(ArticleSet),
    Tag(Tag),
    Article(Article),
    Excerpt(Excerpt),
    Figure(Figure),
    Event(Event),
    Tally(Tally),
    Link(Link),
    Memo(Memo),
    Dismissal(Dismissal),
}

/// One record, borrowed from its project. Written in files exactly as a [`Record`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename = "Record")]
pub enum RecordRef<'a> {
    Info(&'a Info),
    Coder(&'a Coder),
    Organisation(&'a Organisation),
    Set(&'a ArticleSet),
    Tag(&'a Tag),
    Article(&'a Article),
    Excerpt(&'a Excerpt),
    Figure(&'a Figure),
    Event(&'a Event),
    Tally(&'a Tally),
    Link(&'a Link),
    Memo(&'a Memo),
    Dismissal(&'a Dismissal),
}

/// Names one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RecordId {
    Info,
    Coder(CoderId),
    Organisation(OrgId),
    Set(SetId),
    Tag(TagId),
    Article(ArticleId),
    Excerpt(ExcerptId),
    Figure(FigureId),
    Event(EventId),
    Tally(TallyId),
    Link(LinkId),
    Memo(MemoId),
    Dismissal(DismissalId),
}

impl Record {
    /// The record's id.
    pub const fn id(&self) -> RecordId {
        self.borrowed().id()
    }
}

impl RecordRef<'_> {
    /// The record's id.
    pub const fn id(self) -> RecordId {
        match self {
            Self::Info(_) => RecordId::Info,
            Self::Coder(r) => RecordId::Coder(r.id),
            Self::Organisation(r) => RecordId::Organisation(r.id),
            Self::Set(r) => RecordId::Set(r.id),
            Self::Tag(r) => RecordId::Tag(r.id),
            Self::Article(r) => RecordId::Article(r.id),
            Self::Excerpt(r) => RecordId::Excerpt(r.id),
            Self::Figure(r) => RecordId::Figure(r.id),
            Self::Event(r) => RecordId::Event(r.id),
            Self::Tally(r) => RecordId::Tally(r.id),
            Self::Link(r) => RecordId::Link(r.id),
            Self::Memo(r) => RecordId::Memo(r.id),
            Self::Dismissal(r) => RecordId::Dismissal(r.id),
        }
    }
}

impl RecordId {
    /// The kind of record, in a word.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Info => "project",
            Self::Coder(_) => "coder",
            Self::Organisation(_) => "organisation",
            Self::Set(_) => "article set",
            Self::Tag(_) => "tag",
            Self::Article(_) => "article",
            Self::Excerpt(_) => "excerpt",
            Self::Figure(_) => "figure",
            Self::Event(_) => "event",
            Self::Tally(_) => "tally",
            Self::Link(_) => "link",
            Self::Memo(_) => "memo",
            Self::Dismissal(_) => "dismissal",
        }
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Info => write!(f, "the project's own record"),
            Self::Coder(id) => write!(f, "coder {id}"),
            Self::Organisation(id) => write!(f, "organisation {id}"),
            Self::Set(id) => write!(f, "article set {id}"),
            Self::Tag(id) => write!(f, "tag {id}"),
            Self::Article(id) => write!(f, "article {id}"),
            Self::Excerpt(id) => write!(f, "excerpt {id}"),
            Self::Figure(id) => write!(f, "figure {id}"),
            Self::Event(id) => write!(f, "event {id}"),
            Self::Tally(id) => write!(f, "tally {id}"),
            Self::Link(id) => write!(f, "link {id}"),
            Self::Memo(id) => write!(f, "memo {id}"),
            Self::Dismissal(id) => write!(f, "dismissal {id}"),
        }
    }
}

macro_rules! from_records {
    ($($kind:ident($ty:ty)),* $(,)?) => {
        impl Record {
            /// The record, borrowed.
            pub const fn borrowed(&self) -> RecordRef<'_> {
                match self {
                    $(Self::$kind(record) => RecordRef::$kind(record)),*
                }
            }
        }

        impl RecordRef<'_> {
            /// A copy.
            pub fn to_record(self) -> Record {
                match self {
                    $(Self::$kind(record) => Record::$kind(record.clone())),*
                }
            }
        }

        $(
            impl From<$ty> for Record {
                fn from(record: $ty) -> Self {
                    Self::$kind(record)
                }
            }
        )*
    };
}

from_records!(
    Info(Info),
    Coder(Coder),
    Organisation(Organisation),
    Set(ArticleSet),
    Tag(Tag),
    Article(Article),
    Excerpt(Excerpt),
    Figure(Figure),
    Event(Event),
    Tally(Tally),
    Link(Link),
    Memo(Memo),
    Dismissal(Dismissal),
);
