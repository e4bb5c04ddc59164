//! The search for ties: articles made ready, pairs that may be about one event, each pair aligned. Layer `text`.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::doc::{Class, Doc};
use super::fold::Key;
use super::pair::{Pair, Side};
use super::prepared::{BATCH, Prepared, Prints, Ready, on_all_cores, print_of_runs};
use super::weigh::{Affinity, Numbered, Numbers, Rarity, Spread, Weighed};
use super::wording::{Run, shared_runs};
use super::{Passage, Source, Tie, TieKind, Ties, TiesParts, denial, figure, genealogy, quotation, statement};
use crate::lexicon::likeness::is_stock;
use crate::model::ArticleId;

/// From this likeness on two articles may be about one event.
const EVENT: f32 = 0.25;

/// Up to so many articles, each is compared with each.
const FEW: usize = 150;

/// Words of a profile by which partners are looked up, and the number of articles that may hold such a word.
const LOOKED_UP: usize = 40;
const CROWD: u32 = 600;

/// An article is compared with so many at most, those most like it.
const PARTNERS: usize = 60;

/// Finds every tie of `sources`, whatever their order. `tell` hears how far it is, in steps of all steps; an error of its ends
/// the search. What `prepared` keeps of the last search is not looked for again.
///
/// # Errors
/// Only those of `tell`.
pub fn find<E>(
    sources: &[Source],
    prepared: &mut Prepared,
    mut tell: impl FnMut(u64, u64) -> Result<(), E>,
) -> Result<Arc<Ties>, E> {
    let mut sources: Vec<&Source> = sources.iter().collect();
    sources.sort_by_key(|source| source.article);
    sources.dedup_by_key(|source| source.article);
    let n = sources.len();
    let steps = n as u64 * 3;
    let Ready { docs, rarity, weighed } = prepared.ready(&sources, |done| tell(done, steps))?;
    tell(n as u64, steps)?;
    let borrowed: Vec<&Doc> = docs.iter().map(Arc::as_ref).collect();
    let runs = shared_runs(&borrowed);
    let sides: Vec<Side<'_>> = sources
        .iter()
        .zip(borrowed)
        .zip(&weighed)
        .map(|((source, doc), weighed)| Side { source, doc, weighed })
        .collect();
    let pairs = pairs(&sides, &rarity, &runs, |done| tell(n as u64 + done, steps))?;
    let prints = Prints::of(&sources, &docs);
    let mut aligned: HashMap<(ArticleId, ArticleId), u64> = HashMap::with_capacity(pairs.len() + n);
    let mut all: Vec<Tie> = Vec::new();
    let mut shared: Vec<genealogy::Shared> = Vec::new();
    let mut pairs: Vec<(Pair<'_>, &[Run])> = pairs
        .iter()
        .filter_map(|((i, j), affinity)| {
            let pair = Pair { a: *sides.get(*i)?, b: *sides.get(*j)?, affinity: *affinity };
            Some((pair, runs.get(&(*i, *j)).map_or(&[][..], Vec::as_slice)))
        })
        .collect();
    // An article beside itself: what it denies of its own.
    pairs.extend(sides.iter().map(|side| (Pair { a: *side, b: *side, affinity: Affinity::default() }, &[][..])));
    for (done, batch) in pairs.chunks(BATCH).enumerate() {
        tell(2 * n as u64 + (done * BATCH * n / pairs.len().max(1)) as u64, steps)?;
        let found = on_all_cores(batch, |(pair, runs)| {
            let (a, b) = (pair.a.source.article, pair.b.source.article);
            prepared.known(&prints, a, b, print_of_runs(runs)).unwrap_or_else(|| align(pair, runs))
        });
        for ((pair, runs), mut ties) in batch.iter().zip(found) {
            let (a, b) = (pair.a.source.article, pair.b.source.article);
            aligned.insert((a, b), print_of_runs(runs));
            if a != b {
                shared.extend(genealogy::Shared::of(pair, &ties));
            }
            all.append(&mut ties);
        }
    }
    let quotations = sides.iter().map(|side| (side.source.article, side.doc.quotations(side.source.article))).collect();
    let genealogy = genealogy::Genealogy::of_all(&sources, shared);
    let texts = sources.iter().zip(docs).zip(weighed).map(|((source, doc), weighed)| (source.article, (doc, weighed)));
    let ties = Arc::new(Ties::new(TiesParts { all, genealogy, quotations, texts: texts.collect() }));
    prepared.keep(prints, aligned, &ties);
    Ok(ties)
}

/// Every tie between two articles, or within one.
fn align(pair: &Pair<'_>, runs: &[Run]) -> Vec<Tie> {
    if pair.a.source.article == pair.b.source.article {
        return denial::denials(&pair.a, &pair.b);
    }
    let mut ties = between(pair, runs);
    cover(&mut ties);
    ties
}

/// Every tie between two articles.
fn between(pair: &Pair<'_>, runs: &[Run]) -> Vec<Tie> {
    let mut ties = quotation::quotations(pair, runs);
    if pair.affinity.event() < EVENT {
        // Many telling words in quotation marks are one utterance, whatever else the articles are about.
        ties.retain(|tie| tie.words.is_none() && is_sure(pair, tie));
        return ties;
    }
    ties.extend(figure::figures(pair));
    ties.extend(wording(pair, runs));
    ties.extend(statement::statements(pair));
    for denial in denial::denials(&pair.a, &pair.b).into_iter().chain(denial::denials(&pair.b, &pair.a)) {
        // The denier's own words, quoted there too, are no claim.
        let meets = |x: &Passage, y: &Passage| {
            x.article == y.article && x.range.start < y.range.end && y.range.start < x.range.end
        };
        let own = ties.iter().any(|tie| {
            tie.kind != TieKind::Denies
                && (meets(&tie.a, &denial.a) && meets(&tie.b, &denial.b)
                    || meets(&tie.a, &denial.b) && meets(&tie.b, &denial.a))
        });
        if !own {
            ties.push(denial);
        }
    }
    ties
}

/// Between articles that seem to be about different events only identical quotations of so many words, worth so much, are tied.
const SURE_WORDS: usize = 10;
const SURE_WORTH: f32 = 4.5;

fn is_sure(pair: &Pair<'_>, tie: &Tie) -> bool {
    let words = pair.a.doc.words(pair.a.doc.tokens_in(tie.a.range.clone()));
    let worth: f32 = words.iter().filter(|word| word.class > Class::Faint).map(|word| word.class.weight()).sum();
    let said = pair.a.doc.text.get(tie.a.range.clone()).unwrap_or_default();
    words.len() >= SURE_WORDS && worth >= SURE_WORTH && !is_stock(said)
}

/// Words of a shared run make a tie if they are so many and those that are no names are worth so much.
const RUN: usize = 8;
const RUN_WORTH: f32 = 1.5;

/// The ties of shared wording.
fn wording(pair: &Pair<'_>, runs: &[Run]) -> Vec<Tie> {
    runs.iter()
        .filter(|run| run.a.len() >= RUN)
        .filter_map(|run| {
            let (a, b) = (pair.a.doc.bytes_of(run.a.clone())?, pair.b.doc.bytes_of(run.b.clone())?);
            let sentence = pair.a.doc.sentences.get(pair.a.doc.sentence_at(a.start)?)?;
            let telling = |class| matches!(class, Class::Ordinary | Class::Concept | Class::Number);
            let words = pair.a.doc.words(run.a.clone()).iter();
            let worth: f32 = words.filter(|token| telling(token.class)).map(|token| token.class.weight()).sum();
            if sentence.boilerplate || worth < RUN_WORTH {
                return None;
            }
            let score = (0.5 + 0.02 * run.a.len() as f32).min(1.0);
            Some(pair.tie(TieKind::SharedWording, a, b, score, format!("{} words alike", run.a.len())))
        })
        .collect()
}

/// Marks the ties whose passages a stronger tie of the same two articles has already.
fn cover(ties: &mut [Tie]) {
    let meets = |x: &std::ops::Range<usize>, y: &std::ops::Range<usize>| x.start < y.end && y.start < x.end;
    let stronger: Vec<(TieKind, std::ops::Range<usize>, std::ops::Range<usize>)> =
        ties.iter().map(|tie| (tie.kind, tie.a.range.clone(), tie.b.range.clone())).collect();
    for tie in ties {
        let rank = |kind: TieKind| match kind {
            TieKind::SameFigure | TieKind::Denies => 0,
            TieKind::SameQuotation => 1,
            TieKind::SharedWording => 2,
            TieKind::SameStatement => 3,
        };
        tie.covered = rank(tie.kind) > 1
            && stronger.iter().any(|(kind, a, b)| {
                let below = rank(*kind) < rank(tie.kind)
                    && (*kind != TieKind::SameFigure || tie.kind == TieKind::SameStatement);
                below && *kind != TieKind::Denies && meets(a, &tie.a.range) && meets(b, &tie.b.range)
            });
    }
}

/// The pairs of articles to align, with how likely each is about one event: those that may be, and those that share words.
fn pairs<E>(
    sides: &[Side<'_>],
    rarity: &Rarity,
    runs: &BTreeMap<(usize, usize), Vec<Run>>,
    mut tell: impl FnMut(u64) -> Result<(), E>,
) -> Result<BTreeMap<(usize, usize), Affinity>, E> {
    let mut out: BTreeMap<(usize, usize), Affinity> = BTreeMap::new();
    let affinity = |i: usize, j: usize| Some(Affinity::of(sides.get(i)?.weighed, sides.get(j)?.weighed));
    let index = Lookup::of(sides, rarity);
    let mut numbers = Numbers::default();
    let words: Vec<Numbered> = sides.iter().map(|side| numbers.number(side.weighed)).collect();
    let all: Vec<usize> = (0..sides.len()).collect();
    // One part for each of so many threads, so that each lays out its articles in a place of its own.
    let parts =
        |batch: &[usize]| -> Vec<Vec<usize>> { batch.chunks(BATCH.div_ceil(4)).map(<[usize]>::to_vec).collect() };
    for batch in all.chunks(BATCH * 2) {
        tell(batch.first().copied().unwrap_or_default() as u64)?;
        let found = on_all_cores(&parts(batch), |part| {
            let mut spread = Spread::default();
            let mut sums = Sums::default();
            let partners = part.iter().filter_map(|i| {
                let (side, own) = (sides.get(*i)?, words.get(*i)?);
                spread.lay(own);
                let near = if sides.len() <= FEW { all.clone() } else { index.near(side, &mut sums) };
                let mut best: Vec<(f32, usize, Affinity)> = near
                    .into_iter()
                    .filter(|j| j != i)
                    .filter_map(|j| {
                        let affinity = spread.affinity(side.weighed, sides.get(j)?.weighed, words.get(j)?);
                        Some((affinity.event(), j, affinity))
                    })
                    .filter(|(event, ..)| *event >= EVENT)
                    .collect();
                best.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
                best.truncate(PARTNERS);
                Some((*i, best))
            });
            partners.collect::<Vec<_>>()
        });
        for (i, best) in found.into_iter().flatten() {
            out.extend(best.into_iter().map(|(_, j, affinity)| ((i.min(j), i.max(j)), affinity)));
        }
    }
    for (i, j) in runs.keys() {
        if let std::collections::btree_map::Entry::Vacant(slot) = out.entry((*i, *j))
            && let Some(affinity) = affinity(*i, *j)
        {
            slot.insert(affinity);
        }
    }
    Ok(out)
}

/// The articles by the words that tell most of them.
struct Lookup {
    /// Word, article, weight, by word.
    postings: Vec<(Key, u32, f32)>,
}

impl Lookup {
    fn of(sides: &[Side<'_>], rarity: &Rarity) -> Self {
        let mut postings = Vec::new();
        if sides.len() > FEW {
            for (at, side) in sides.iter().enumerate() {
                let Ok(index) = u32::try_from(at) else { break };
                let top = top(side.weighed).into_iter().filter(|(key, _)| rarity.holding(*key) <= CROWD);
                postings.extend(top.map(|(key, weight)| (key, index, weight)));
            }
            postings.sort_unstable_by_key(|(key, at, _)| (*key, *at));
        }
        Self { postings }
    }

    /// The articles that share telling words with this one.
    fn near(&self, side: &Side<'_>, sums: &mut Sums) -> Vec<usize> {
        for (key, weight) in top(side.weighed) {
            let from = self.postings.partition_point(|posting| posting.0 < key);
            for (_, other, theirs) in self.postings.iter().skip(from).take_while(|posting| posting.0 == key) {
                sums.add(*other, weight * theirs);
            }
        }
        let mut near: Vec<(f32, u32)> = sums.take().filter(|(sum, _)| *sum >= 0.05).collect();
        near.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        near.truncate(PARTNERS * 3);
        near.into_iter().map(|(_, other)| other as usize).collect()
    }
}

/// Sums by article, kept from one article to the next so that nothing is made room for anew.
#[derive(Default)]
struct Sums {
    of: Vec<f32>,
    touched: Vec<u32>,
}

impl Sums {
    fn add(&mut self, article: u32, weight: f32) {
        let at = article as usize;
        if self.of.len() <= at {
            self.of.resize(at + 1, 0.0);
        }
        if let Some(sum) = self.of.get_mut(at) {
            if *sum == 0.0 {
                self.touched.push(article);
            }
            *sum += weight;
        }
    }

    /// Every sum with its article; all are 0 afterwards.
    fn take(&mut self) -> impl Iterator<Item = (f32, u32)> {
        let of = &mut self.of;
        self.touched.drain(..).filter_map(|article| Some((std::mem::take(of.get_mut(article as usize)?), article)))
    }
}

/// The words that tell most of an article.
fn top(weighed: &Weighed) -> Vec<(Key, f32)> {
    let mut words = weighed.profile.clone();
    words.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
    words.truncate(LOOKED_UP);
    words
}
