//! What the search for ties found, as panels ask for it. Layer `text`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::doc::Doc;
use super::pair::{Pair, Side};
use super::weigh::{Affinity, Weighed};
use super::{Genealogy, Quotation, Source, Tie, TieKind};
use crate::model::ArticleId;

/// Articles made ready and weighed.
pub(super) type Texts = BTreeMap<ArticleId, (Arc<Doc>, Arc<Weighed>)>;

/// What a search hands over.
#[derive(Debug, Default)]
pub(super) struct TiesParts {
    pub all: Vec<Tie>,
    pub genealogy: Genealogy,
    pub quotations: BTreeMap<ArticleId, Vec<Quotation>>,
    pub texts: Texts,
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
    texts: Texts,
}

impl Ties {
    /// Puts the parts in order.
    pub(super) fn new(parts: TiesParts) -> Self {
        let TiesParts { mut all, genealogy, quotations, texts } = parts;
        all.sort_by_key(Tie::key);
        let mut of_article: BTreeMap<ArticleId, Vec<usize>> = BTreeMap::new();
        for (at, tie) in all.iter().enumerate() {
            of_article.entry(tie.a.article).or_default().push(at);
            if !tie.is_within() {
                of_article.entry(tie.b.article).or_default().push(at);
            }
        }
        Self { all, genealogy, quotations, of_article, texts }
    }

    /// Whether an article was among those searched.
    pub fn knows(&self, article: ArticleId) -> bool {
        self.texts.contains_key(&article)
    }

    /// These ties, with those of a search of a few articles in place of what is known between them.
    pub fn with(&self, few: &Self) -> Self {
        let is_searched = |tie: &&Tie| few.knows(tie.a.article) && few.knows(tie.b.article);
        let kept = self.all.iter().filter(|tie| !is_searched(tie)).cloned();
        let mut texts = self.texts.clone();
        texts.extend(few.texts.iter().map(|(id, text)| (*id, text.clone())));
        let mut quotations = self.quotations.clone();
        quotations.extend(few.quotations.iter().map(|(id, said)| (*id, said.clone())));
        let genealogy = if self.texts.is_empty() { few.genealogy.clone() } else { self.genealogy.clone() };
        Self::new(TiesParts { all: kept.chain(few.all.iter().cloned()).collect(), genealogy, quotations, texts })
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
        let mut out: BTreeMap<ArticleId, Vec<Range<usize>>> = BTreeMap::new();
        if articles.len() < 2 {
            return out;
        }
        for article in articles {
            let Some((doc, weighed)) = self.texts.get(article) else { continue };
            // What is said elsewhere, by sentence.
            let mut said: Vec<bool> =
                doc.sentences.iter().map(|sentence| sentence.boilerplate || sentence.headline).collect();
            for (at, sum) in weighed.sums.iter().enumerate() {
                if *sum < TELLING
                    && let Some(slot) = said.get_mut(at)
                {
                    *slot = true;
                }
            }
            for tie in self.of(*article).filter(|tie| tie.kind != TieKind::Denies) {
                let Some((here, there)) = tie.seen_from(*article) else { continue };
                if there.article != *article && articles.contains(&there.article) {
                    mark(doc, &mut said, &here.range);
                }
            }
            for other in articles.iter().filter(|other| *other != article) {
                self.heard(*article, *other, &mut said);
            }
            let mut lone: Vec<Range<usize>> = Vec::new();
            let mut open = false;
            for (sentence, said) in doc.sentences.iter().zip(&said) {
                match lone.last_mut() {
                    Some(last) if open && !said => last.end = sentence.range.end,
                    _ if !said => lone.push(sentence.range.clone()),
                    _ => {}
                }
                open = !said;
            }
            out.insert(*article, lone);
        }
        out
    }

    /// Marks the sentences of `article` of which a good part stands in some sentence of `other`.
    fn heard(&self, article: ArticleId, other: ArticleId, said: &mut [bool]) {
        let (Some((doc, weighed)), Some((other_doc, other_weighed))) =
            (self.texts.get(&article), self.texts.get(&other))
        else {
            return;
        };
        let (mine, theirs) = (bare(article, doc), bare(other, other_doc));
        let pair = Pair {
            a: Side { source: &mine, doc, weighed },
            b: Side { source: &theirs, doc: other_doc, weighed: other_weighed },
            affinity: Affinity::default(),
        };
        for (i, j) in pair.candidates(TELLING * HEARD) {
            let held = pair.likeness(i, j).shared / pair.a.sum(i).max(f32::MIN_POSITIVE);
            if held >= HEARD
                && let Some(slot) = said.get_mut(i)
            {
                *slot = true;
            }
        }
    }
}

/// A sentence with less to tell is not counted as said here only.
const TELLING: f32 = 2.0;

/// A sentence of which so much stands in one sentence of another article is said there too.
const HEARD: f32 = 0.42;

fn bare(article: ArticleId, doc: &Doc) -> Source {
    Source { article, text: Arc::clone(&doc.text), published: None, outlet: None, wire: None, counts: Vec::new() }
}

/// Marks the sentences that a byte range touches.
fn mark(doc: &Doc, said: &mut [bool], range: &Range<usize>) {
    for (sentence, slot) in doc.sentences.iter().zip(said) {
        *slot |= sentence.range.start < range.end && range.start < sentence.range.end;
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
