//! Which articles may be about one event: by their words, by utterances they both quote, and by a third article that both go
//! with. Layer `text`.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::doc::Class;
use super::fold::Key;
use super::pair::Side;
use super::prepared::{BATCH, Hands, each};
use super::weigh::{Affinity, Numbered, Numbers, Rarity, Spread, Weighed};
use super::wording::Run;
use crate::lexicon::likeness::is_stock;

/// From this likeness on two articles may be about one event.
pub const EVENT: f32 = 0.25;

/// Up to so many articles, each is compared with each.
const FEW: usize = 150;

/// Words of a profile by which partners are looked up, and the number of articles that may hold such a word.
const LOOKED_UP: usize = 40;
const CROWD: u32 = 600;

/// An article is compared with so many at most, those most like it.
const PARTNERS: usize = 60;

/// Two articles whose words say little of one event are taken to be about one if they quote so many utterances in the same
/// words, worth so much together, or if a third goes so surely with both; their words must still be this much alike.
const QUOTED: usize = 2;
const QUOTED_WORTH: f32 = 7.0;
const SURE: f32 = 0.3;
const SOME: f32 = 0.085;

/// An article vouches for its neighbours among so many, those most like it.
const VOUCHED: usize = 8;

/// The pairs of articles to align, by index, with how likely each is about one event: those that may be, and those that
/// share words.
///
/// # Errors
/// Only those of `tell`, which hears how many articles are looked at.
pub fn pairs<E>(
    sides: &[Side<'_>],
    rarity: &Rarity,
    runs: &BTreeMap<(usize, usize), Vec<Run>>,
    hands: Option<&dyn Hands>,
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
        let found = each(hands, &parts(batch), |part| {
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
    for ((i, j), runs) in runs {
        let slot = match out.entry((*i, *j)) {
            Entry::Occupied(slot) => slot.into_mut(),
            Entry::Vacant(slot) => {
                let Some(affinity) = affinity(*i, *j) else { continue };
                slot.insert(affinity)
            }
        };
        if let (Some(a), Some(b)) = (sides.get(*i), sides.get(*j))
            && (SOME..EVENT).contains(&slot.event())
            && quote_the_same(a, b, runs)
        {
            slot.support = SURE - slot.event();
        }
    }
    vouch(&mut out, affinity, hands);
    Ok(out)
}

/// Whether two articles quote several utterances in the same words.
fn quote_the_same(a: &Side<'_>, b: &Side<'_>, runs: &[Run]) -> bool {
    let mut quoted = 0;
    let mut worth = 0.0;
    for run in runs {
        let within = |side: &Side<'_>, range: &std::ops::Range<usize>| {
            side.doc.quotes.iter().any(|quote| quote.tokens.start < range.end && range.start < quote.tokens.end)
        };
        let stock = || a.doc.bytes_of(run.a.clone()).and_then(|bytes| a.doc.text.get(bytes)).is_some_and(is_stock);
        if within(a, &run.a) && within(b, &run.b) && !stock() {
            quoted += 1;
            worth += worth_of(a, run.a.clone());
        }
    }
    quoted >= QUOTED && worth >= QUOTED_WORTH
}

/// What the words of a run tell, whatever their rarity.
pub fn worth_of(side: &Side<'_>, tokens: std::ops::Range<usize>) -> f32 {
    side.doc.words(tokens).iter().filter(|word| word.class > Class::Faint).map(|word| word.class.weight()).sum()
}

/// Takes two articles to be about one event if a third goes with both surely.
fn vouch(
    pairs: &mut BTreeMap<(usize, usize), Affinity>,
    affinity: impl Fn(usize, usize) -> Option<Affinity> + Sync,
    hands: Option<&dyn Hands>,
) {
    let mut kin: BTreeMap<usize, Vec<(f32, usize)>> = BTreeMap::new();
    for ((i, j), affinity) in pairs.iter().filter(|(_, affinity)| affinity.event() >= SURE) {
        kin.entry(*i).or_default().push((affinity.event(), *j));
        kin.entry(*j).or_default().push((affinity.event(), *i));
    }
    let mut vouched: Vec<(usize, usize)> = Vec::new();
    for list in kin.values_mut() {
        list.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        list.truncate(VOUCHED);
        for (n, (_, i)) in list.iter().enumerate() {
            vouched.extend(list.iter().skip(n + 1).map(|(_, j)| (*i.min(j), *i.max(j))));
        }
    }
    vouched.sort_unstable();
    vouched.dedup();
    let likeness = each(hands, &vouched, |(i, j)| pairs.get(&(*i, *j)).copied().or_else(|| affinity(*i, *j)));
    for ((i, j), found) in vouched.into_iter().zip(likeness) {
        if let Some(mut found) = found.filter(|found| (SOME..EVENT).contains(&found.event())) {
            found.support = EVENT - found.event();
            pairs.insert((i, j), found);
        }
    }
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
