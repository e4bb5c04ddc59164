//! Who re-runs whom: shared wording, stated agencies and dates together. Layer `text`.

use std::collections::{BTreeMap, BTreeSet};

use super::pair::Pair;
use super::{Source, Tie, TieKind};
use crate::model::{ArticleId, OrgId};

/// Why one article is held to come from another, or both from one wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// Both state one wire, or are its own.
    StatedWire,
    /// The words they share.
    SharedWording,
    /// Both.
    Both,
}

/// Two articles with a text or a wire in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Rerun {
    /// The article that was first, where that is known; else the one with the lower id.
    pub from: ArticleId,
    pub to: ArticleId,
    /// Whether it is known which was first: one is the wire's own, or the dates tell.
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
    /// The wire they go back to; `None` where they state none, or several.
    pub wire: Option<OrgId>,
    /// In the order of their dates, the undated last.
    pub articles: Vec<ArticleId>,
    /// By the articles' place in `articles`.
    pub reruns: Vec<Rerun>,
}

/// All families of two articles and more, the largest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Genealogy {
    pub families: Vec<Family>,
}

/// What two articles on one event share.
#[derive(Debug, Clone, Copy)]
pub struct Shared {
    a: ArticleId,
    b: ArticleId,
    words: usize,
    longest: usize,
    share: f32,
    /// Whether anything of the two is tied at all.
    tied: bool,
}

/// Without a stated wire, so many words, or this part of the shorter article, show that one re-runs the other.
const WORDS: usize = 40;
const SHARE: f32 = 0.12;

impl Shared {
    /// What the ties of a pair come to.
    pub fn of(pair: &Pair<'_>, ties: &[Tie]) -> Option<Self> {
        let count = |tie: &Tie| pair.a.doc.tokens_in(tie.a.range.clone()).len();
        let runs: Vec<usize> = ties.iter().filter(|tie| tie.kind == TieKind::SharedWording).map(count).collect();
        let words: usize = runs.iter().sum();
        let shorter = pair.a.doc.tokens.len().min(pair.b.doc.tokens.len()).max(1);
        Some(Self {
            a: pair.a.source.article,
            b: pair.b.source.article,
            words,
            longest: runs.into_iter().max().unwrap_or(0),
            share: (words as f32 / shorter as f32).min(1.0),
            tied: !ties.is_empty(),
        })
    }
}

impl Genealogy {
    /// The family of an article; `None` if it stands alone.
    pub fn of(&self, article: ArticleId) -> Option<&Family> {
        self.families.iter().find(|family| family.articles.contains(&article))
    }

    /// The families of all articles.
    pub(super) fn of_all(sources: &[&Source], shared: Vec<Shared>) -> Self {
        let by_id: BTreeMap<ArticleId, &Source> = sources.iter().map(|source| (source.article, *source)).collect();
        let mut reruns: Vec<Rerun> = Vec::new();
        for shared in shared {
            let (Some(a), Some(b)) = (by_id.get(&shared.a), by_id.get(&shared.b)) else { continue };
            reruns.extend(rerun(a, b, &shared));
        }
        let mut family_of: BTreeMap<ArticleId, ArticleId> = BTreeMap::new();
        for rerun in &reruns {
            let (x, y) = (root(&family_of, rerun.from), root(&family_of, rerun.to));
            family_of.insert(x.max(y), x.min(y));
        }
        let mut members: BTreeMap<ArticleId, BTreeSet<ArticleId>> = BTreeMap::new();
        for rerun in &reruns {
            members.entry(root(&family_of, rerun.from)).or_default().extend([rerun.from, rerun.to]);
        }
        let mut families: Vec<Family> = members
            .into_values()
            .map(|members| {
                let mut articles: Vec<ArticleId> = members.into_iter().collect();
                let date = |id: &ArticleId| by_id.get(id).and_then(|source| source.published);
                articles.sort_by_key(|id| (date(id).is_none(), date(id), *id));
                let wires: BTreeSet<OrgId> =
                    articles.iter().filter_map(|id| by_id.get(id)).filter_map(|source| source.wire).collect();
                let place = |id: ArticleId| articles.iter().position(|member| *member == id);
                let mut own: Vec<Rerun> =
                    reruns.iter().filter(|rerun| articles.contains(&rerun.from)).cloned().collect();
                own.sort_by_key(|rerun| (place(rerun.from), place(rerun.to)));
                Family { wire: wires.first().copied().filter(|_| wires.len() == 1), articles, reruns: own }
            })
            .collect();
        families.sort_by_key(|family| (std::cmp::Reverse(family.articles.len()), family.articles.first().copied()));
        Self { families }
    }
}

fn root(family_of: &BTreeMap<ArticleId, ArticleId>, mut article: ArticleId) -> ArticleId {
    while let Some(next) = family_of.get(&article).filter(|next| **next != article) {
        article = *next;
    }
    article
}

/// How one of two articles comes from the other; `None` if nothing says so.
fn rerun(a: &Source, b: &Source, shared: &Shared) -> Option<Rerun> {
    let voice = |source: &Source| source.wire.or(source.outlet);
    let stated = (a.wire.is_some() || b.wire.is_some()) && voice(a) == voice(b);
    let worded = shared.words >= WORDS || shared.share >= SHARE && shared.words > 0;
    let basis = match (stated && shared.tied, worded || stated && shared.words > 0) {
        (true, true) => Basis::Both,
        (true, false) => Basis::StatedWire,
        (false, true) => Basis::SharedWording,
        (false, false) => return None,
    };
    // The wire's own piece was first; else the earlier one.
    let is_wires_own = |source: &Source, other: &Source| source.outlet.is_some() && source.outlet == other.wire;
    let order = if is_wires_own(a, b) {
        Some(true)
    } else if is_wires_own(b, a) {
        Some(false)
    } else {
        a.published.zip(b.published).filter(|(x, y)| x != y).map(|(x, y)| x < y)
    };
    let (from, to) = if order == Some(false) { (b, a) } else { (a, b) };
    Some(Rerun {
        from: from.article,
        to: to.article,
        directed: order.is_some(),
        basis,
        shared_words: shared.words,
        longest_run: shared.longest,
        share: shared.share,
    })
}
