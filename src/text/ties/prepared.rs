//! What one search for ties leaves for the next: articles made ready, and what was found between articles that are still
//! the same. Layer `text`.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, OnceLock};

use super::doc::Doc;
use super::pair::Pair;
use super::weigh::{Rarity, Weighed};
use super::wording::Run;
use super::{Count, Source, Tie, Ties};
use crate::model::ArticleId;

/// Up to so many articles, how rare a word is is counted anew in every search. Beyond, it is kept until one article in
/// [`DRIFT`] is another, so that one article more does not weigh every word of the others anew.
const FEW: usize = 300;
const DRIFT: usize = 20;

/// What is kept from one search to the next.
#[derive(Debug, Default)]
pub struct Prepared {
    docs: BTreeMap<ArticleId, Arc<Doc>>,
    rarity: Option<Arc<Rarity>>,
    /// How many articles came, went or changed since the rarity was counted.
    drift: usize,
    weighed: BTreeMap<ArticleId, Arc<Weighed>>,
    /// The state of each article in the last search.
    prints: HashMap<ArticleId, u64>,
    /// The pairs that were aligned in it, with the state of what they have in common.
    aligned: HashMap<(ArticleId, ArticleId), u64>,
    last: Option<Arc<Ties>>,
    hands: Option<Arc<dyn Hands>>,
}

/// The articles of one search, made ready.
pub(super) struct Ready {
    pub docs: Vec<Arc<Doc>>,
    pub rarity: Arc<Rarity>,
    pub weighed: Vec<Arc<Weighed>>,
}

impl Prepared {
    /// Nothing is kept yet; searches have several hands.
    pub fn with_hands(hands: Arc<dyn Hands>) -> Self {
        Self { hands: Some(hands), ..Self::default() }
    }

    /// Who does many pieces of work at once.
    pub(super) fn hands(&self) -> Option<&dyn Hands> {
        self.hands.as_deref()
    }

    /// Makes the articles ready, anew only those whose text is another; forgets those that are gone. `sources` are in
    /// order of articles.
    pub(super) fn ready<E>(
        &mut self,
        sources: &[&Source],
        mut tell: impl FnMut(u64) -> Result<(), E>,
    ) -> Result<Ready, E> {
        let hands = self.hands.clone();
        let hands = hands.as_deref();
        let known = |doc: &Arc<Doc>, source: &Source| Arc::ptr_eq(&doc.text, &source.text) || doc.text == source.text;
        let fresh: Vec<&Source> = sources
            .iter()
            .filter(|source| !self.docs.get(&source.article).is_some_and(|doc| known(doc, source)))
            .copied()
            .collect();
        let before = self.docs.len();
        let is_there = |id: &ArticleId| sources.binary_search_by_key(id, |source| source.article).is_ok();
        self.docs.retain(|id, _| is_there(id));
        self.drift += before - self.docs.len() + fresh.len();
        for (n, batch) in fresh.chunks(BATCH).enumerate() {
            tell((sources.len() - fresh.len() + n * BATCH) as u64)?;
            let docs = each(hands, batch, |source| Arc::new(Doc::read(Arc::clone(&source.text))));
            for (source, doc) in batch.iter().zip(docs) {
                self.weighed.remove(&source.article);
                self.docs.insert(source.article, doc);
            }
        }
        let docs: Vec<Arc<Doc>> = self.docs.values().cloned().collect();
        let kept = self.rarity.as_ref().filter(|_| docs.len() > FEW && self.drift <= docs.len() / DRIFT);
        let rarity = match kept {
            Some(rarity) => Arc::clone(rarity),
            None => {
                self.weighed.clear();
                self.forget();
                self.drift = 0;
                Arc::new(Rarity::of(docs.iter().map(Arc::as_ref)))
            }
        };
        self.rarity = Some(Arc::clone(&rarity));
        self.weighed.retain(|id, _| is_there(id));
        let unweighed: Vec<(&ArticleId, &Arc<Doc>)> =
            self.docs.iter().filter(|(id, _)| !self.weighed.contains_key(id)).collect();
        let weights = each(hands, &unweighed, |(_, doc)| Arc::new(Weighed::of(doc, &rarity)));
        let ids: Vec<ArticleId> = unweighed.iter().map(|(id, _)| **id).collect();
        self.weighed.extend(ids.into_iter().zip(weights));
        let weighed = self.weighed.values().cloned().collect();
        Ok(Ready { docs, rarity, weighed })
    }

    fn forget(&mut self) {
        self.prints.clear();
        self.aligned.clear();
        self.last = None;
    }

    /// What the last search found between two articles, or within one, if both are the same, and so is the
    /// `state` of what they have in common.
    pub(super) fn known(&self, prints: &Prints, a: ArticleId, b: ArticleId, state: u64) -> Option<Vec<Tie>> {
        let last = self.last.as_ref()?;
        let same = |id: ArticleId| prints.of.get(&id).is_some_and(|print| self.prints.get(&id) == Some(print));
        let was_aligned = self.aligned.get(&(a, b)) == Some(&state);
        (was_aligned && same(a) && same(b)).then(|| last.between(a, b).cloned().collect())
    }

    /// Keeps what a search found for the next.
    pub(super) fn keep(&mut self, prints: Prints, aligned: HashMap<(ArticleId, ArticleId), u64>, ties: &Arc<Ties>) {
        self.prints = prints.of;
        self.aligned = aligned;
        self.last = Some(Arc::clone(ties));
    }
}

/// The states of the articles of a search: two of one state give the same ties.
pub(super) struct Prints {
    of: HashMap<ArticleId, u64>,
}

impl Prints {
    /// Of articles as made ready.
    pub(super) fn of(sources: &[&Source], docs: &[Arc<Doc>]) -> Self {
        let print = |(source, doc): (&&Source, &Arc<Doc>)| {
            let mut hasher = DefaultHasher::new();
            // An article made ready is kept as long as its text is the same, so its address names its text.
            (Arc::as_ptr(doc) as usize).hash(&mut hasher);
            (source.published, source.outlet, source.wire).hash(&mut hasher);
            source.counts.iter().for_each(|count| hash_count(count, &mut hasher));
            (source.article, hasher.finish())
        };
        Self { of: sources.iter().zip(docs).map(print).collect() }
    }
}

fn hash_count(count: &Count, hasher: &mut DefaultHasher) {
    let Count { range, measure, subject, low, high, qualifier, fraction, origin, place, period_start, part_of } = count;
    (range, measure, subject, low, high, qualifier).hash(hasher);
    (fraction.map(f64::to_bits), origin, place, period_start, part_of).hash(hasher);
}

/// The state of what two articles have in common, beside each of them.
pub(super) fn state_of(pair: &Pair<'_>, runs: &[Run]) -> u64 {
    let mut hasher = DefaultHasher::new();
    pair.affinity.event().to_bits().hash(&mut hasher);
    for run in runs {
        (&run.a, &run.b).hash(&mut hasher);
    }
    hasher.finish()
}

/// So many are worked on between two looks at whether to stop.
pub(super) const BATCH: usize = 128;

/// Who does many like pieces of work at once; given by who has threads.
pub trait Hands: std::fmt::Debug + Send + Sync {
    /// Does the pieces 0 to `n`, each once, in whatever order; all are done when this returns.
    fn each(&self, n: usize, work: &(dyn Fn(usize) + Sync));
}

/// Does the same to every item; the results are in order.
pub(super) fn each<T: Sync, R: Send + Sync>(
    hands: Option<&dyn Hands>,
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let Some(hands) = hands.filter(|_| items.len() > 3) else { return items.iter().map(work).collect() };
    let slots: Vec<OnceLock<R>> = items.iter().map(|_| OnceLock::new()).collect();
    hands.each(items.len(), &|n| {
        if let (Some(item), Some(slot)) = (items.get(n), slots.get(n)) {
            slot.get_or_init(|| work(item));
        }
    });
    slots.into_iter().zip(items).map(|(slot, item)| slot.into_inner().unwrap_or_else(|| work(item))).collect()
}
