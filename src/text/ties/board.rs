//! What the search for ties found, as panels ask for it. Layer `text`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Genealogy, Quotation, Tie};
use crate::model::ArticleId;

/// What a search hands over.
#[derive(Debug, Default)]
pub struct TiesParts {
    pub all: Vec<Tie>,
    pub genealogy: Genealogy,
    pub quotations: BTreeMap<ArticleId, Vec<Quotation>>,
}

/// All ties of a set of articles, with what else their texts have in common. Nothing here changes once it is made.
#[derive(Debug, Default)]
pub struct Ties {
    /// Every tie: by the articles of its two passages, then by where they stand.
    pub all: Vec<Tie>,
    /// Who re-runs whom.
    pub genealogy: Genealogy,
    quotations: BTreeMap<ArticleId, Vec<Quotation>>,
    /// Indices into `all`.
    of_article: BTreeMap<ArticleId, Vec<usize>>,
}

impl Ties {
    /// Puts the parts in order.
    pub fn new(parts: TiesParts) -> Self {
        let TiesParts { mut all, genealogy, quotations } = parts;
        all.sort_by(|x, y| (x.key()).cmp(&y.key()));
        let mut of_article: BTreeMap<ArticleId, Vec<usize>> = BTreeMap::new();
        for (at, tie) in all.iter().enumerate() {
            of_article.entry(tie.a.article).or_default().push(at);
            if !tie.is_within() {
                of_article.entry(tie.b.article).or_default().push(at);
            }
        }
        Self { all, genealogy, quotations, of_article }
    }

    /// The ties with a passage in `article`, in the order of `all`.
    pub fn of(&self, article: ArticleId) -> impl Iterator<Item = &Tie> {
        self.of_article.get(&article).into_iter().flatten().filter_map(|at| self.all.get(*at))
    }

    /// The ties between two articles, or within one if both are the same, in the order of `all`.
    pub fn between(&self, a: ArticleId, b: ArticleId) -> impl Iterator<Item = &Tie> {
        self.of(a)
            .filter(move |tie| (tie.a.article, tie.b.article) == (a, b) || (tie.a.article, tie.b.article) == (b, a))
    }

    /// Who is quoted in `article`, in the order of the text.
    pub fn quotations(&self, article: ArticleId) -> &[Quotation] {
        self.quotations.get(&article).map_or(&[], Vec::as_slice)
    }

    /// For each of these articles, the sentences that say what none of the others says, as byte ranges in order of the text;
    /// neighbours are joined. Empty for fewer than two articles.
    pub fn only_here(&self, articles: &[ArticleId]) -> BTreeMap<ArticleId, Vec<Range<usize>>> {
        let _ = articles;
        BTreeMap::new()
    }
}

impl Tie {
    fn key(&self) -> (ArticleId, ArticleId, usize, usize, usize, usize, super::TieKind) {
        let (a, b) = (&self.a, &self.b);
        (
            a.article.min(b.article),
            a.article.max(b.article),
            a.range.start,
            b.range.start,
            a.range.end,
            b.range.end,
            self.kind,
        )
    }
}
