//! Links between two passages, of two articles or of one, and between two figures.

use serde::{Deserialize, Serialize};

use super::figure::vocabulary;
use super::{Anchor, ArticleId, CoderId, EventId, FigureId, LinkId, ReviewStatus, Timestamp};

vocabulary! {
    /// What ties the two ends. `PartOf` and `SameOrigin` tie figures only.
    LinkKind {
        SameStatement = "same_statement", "same statement";
        SameQuotation = "same_quotation", "same quotation";
        SharedWording = "shared_wording", "shared wording";
        SameFigure = "same_figure", "same figure";
        Updates = "updates", "updates";
        Contradicts = "contradicts", "contradicts";
        Denies = "denies", "denies";
        PartOf = "part_of", "part of";
        SameOrigin = "same_origin", "same origin";
    }
}

/// One end of a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkEnd {
    Passage(ArticleId, Anchor),
    Figure(FigureId),
}

/// A tie from `a` to `b` ("a denies b", "a updates b").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    pub id: LinkId,
    pub kind: LinkKind,
    pub a: LinkEnd,
    pub b: LinkEnd,
    pub status: ReviewStatus,
    /// The event it is about, if it is gathered under one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventId>,
    /// Why it was proposed or drawn, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// `None` for a suggestion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coder: Option<CoderId>,
    pub created: Timestamp,
}
