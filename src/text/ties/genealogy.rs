//! Who re-runs whom: shared wording, stated agencies and dates together. Layer `text`.

use crate::model::{ArticleId, OrgId};

/// Why one article is held to come from another, or both from one wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// Both say so, or it is recorded of them.
    StatedWire,
    /// The words they share.
    SharedWording,
    /// Both.
    Both,
}

/// Two articles with wording in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Rerun {
    /// The article that was first, where that is known; else the one with the lower id.
    pub from: ArticleId,
    pub to: ArticleId,
    /// Whether it is known which was first: by the wire's own name, or by the dates.
    pub directed: bool,
    pub basis: Basis,
    /// Words in shared runs of eight words and more.
    pub shared_words: usize,
    /// Words of the longest such run.
    pub longest_run: usize,
    /// The shared words as a part of the shorter article, 0 to 1.
    pub share: f32,
}

/// Articles that go back to one text, or to one wire.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// The wire they state, where one is stated and no other.
    pub wire: Option<OrgId>,
    /// In the order of their dates, the undated last.
    pub articles: Vec<ArticleId>,
    pub reruns: Vec<Rerun>,
}

/// All families of two articles and more, the largest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Genealogy {
    pub families: Vec<Family>,
}

impl Genealogy {
    /// The family of an article; `None` if it stands alone.
    pub fn of(&self, article: ArticleId) -> Option<&Family> {
        self.families.iter().find(|family| family.articles.contains(&article))
    }
}
