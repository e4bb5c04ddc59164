//! Ties: passages of articles that say the same, or deny each other. Layer `text`.
//!
//! This file is what others use: what goes in ([`Source`]), what comes out ([`Ties`]). The finding is in the files
//! beside it: an article is cut into sentences and weighted words, pairs of articles that may be about one event are found through
//! an inverted index, and each pair is aligned passage by passage.

mod board;
mod denial;
mod diff;
mod doc;
mod events;
mod figure;
mod find;
mod fold;
mod genealogy;
mod numerals;
mod pair;
mod prepared;
mod quotation;
mod quotes;
mod settle;
mod statement;
mod weigh;
mod wording;

use std::ops::Range;
use std::sync::Arc;

use crate::model::{ArticleId, Date, LinkKind, Measure, OrgId, Qualifier, Subject};

pub use board::Ties;
use board::TiesParts;
pub use diff::{DiffPart, WordDiff, word_diff};
pub use find::find;
pub use genealogy::{Basis, Family, Genealogy, Rerun};
pub use prepared::{Hands, Prepared};

/// What ties two passages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TieKind {
    /// Both report one count: same measure, values that agree.
    SameFigure,
    /// Both quote one utterance, in the same words or in others.
    SameQuotation,
    /// Both hold the same run of words.
    SharedWording,
    /// Both say the same in words of their own.
    SameStatement,
    /// `a` denies what `b` claims.
    Denies,
}

impl TieKind {
    /// Every kind, strongest evidence first.
    pub const ALL: [Self; 5] =
        [Self::SameFigure, Self::SameQuotation, Self::SharedWording, Self::SameStatement, Self::Denies];

    /// The kind of link that an analyst makes of it.
    pub const fn link_kind(self) -> LinkKind {
        match self {
            Self::SameFigure => LinkKind::SameFigure,
            Self::SameQuotation => LinkKind::SameQuotation,
            Self::SharedWording => LinkKind::SharedWording,
            Self::SameStatement => LinkKind::SameStatement,
            Self::Denies => LinkKind::Denies,
        }
    }

    /// Its written name ("same_figure").
    pub fn name(self) -> &'static str {
        self.link_kind().name()
    }

    /// Its name in words ("same figure").
    pub fn label(self) -> &'static str {
        self.link_kind().label()
    }
}

/// A stretch of one article.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Passage {
    pub article: ArticleId,
    /// UTF-8 bytes of the article's canonical text, on word boundaries; never empty.
    pub range: Range<usize>,
}

/// Two passages that say the same, or of which `a` denies `b`.
///
/// Between two articles `a` is the passage of the article with the lower id, except where `a` denies `b`. The two may stand in
/// one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    pub kind: TieKind,
    pub a: Passage,
    pub b: Passage,
    /// How sure it is, from 0 to 1.
    pub score: f32,
    /// Why they are tied, for a person to read ("same words: redeploying, repositioning, Daraa, Sweida").
    pub reason: String,
    /// How the words differ, where they are two versions of one utterance; `None` for identical words and other kinds.
    pub words: Option<WordDiff>,
    /// Whether a stronger tie holds both passages already: it is listed, and need not be drawn.
    pub covered: bool,
}

impl Tie {
    /// The passage in `article` and the one it is tied to; `None` if it has none there. For a tie within one article, `a` comes first.
    pub fn seen_from(&self, article: ArticleId) -> Option<(&Passage, &Passage)> {
        if self.a.article == article {
            Some((&self.a, &self.b))
        } else if self.b.article == article {
            Some((&self.b, &self.a))
        } else {
            None
        }
    }

    /// Whether both passages stand in one article.
    pub fn is_within(&self) -> bool {
        self.a.article == self.b.article
    }
}

/// Words that somebody is quoted with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    pub article: ArticleId,
    /// Who says it, as written near the words ("Abdel Ghani", "it"): bytes of the text. `None` if nobody is named.
    pub speaker: Option<Range<usize>>,
    /// Who that is: the name that a pronoun or a short form stands for, as written where it stands in full. Empty if unknown.
    pub speaker_name: String,
    /// The verb of saying ("said", "posted").
    pub verb: Option<Range<usize>>,
    /// The words between the quotation marks, without the marks.
    pub words: Range<usize>,
}

/// An article as the search for ties takes it.
#[derive(Debug, Clone)]
pub struct Source {
    pub article: ArticleId,
    /// The canonical text.
    pub text: Arc<str>,
    pub published: Option<Date>,
    pub outlet: Option<OrgId>,
    /// Whose text it carries or rewrites.
    pub wire: Option<OrgId>,
    /// Its figures that nobody has rejected, in the order of the text.
    pub counts: Vec<Count>,
}

/// A figure as the search for ties takes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Count {
    /// The evidence ("at least 826"): bytes of the text.
    pub range: Range<usize>,
    pub measure: Measure,
    pub subject: Subject,
    pub low: Option<u64>,
    pub high: Option<u64>,
    pub qualifier: Qualifier,
    /// A share of a population, 0 to 1.
    pub fraction: Option<f64>,
    /// Who counted, by the organisation's name; `None` if the article gives nobody that is known.
    pub origin: Option<String>,
    /// The place as written.
    pub place: Option<String>,
    pub period_start: Option<Date>,
    /// The count of which it is a part: index into the list it stands in.
    pub part_of: Option<usize>,
}

#[cfg(test)]
#[path = "ties_tests.rs"]
mod tests;
