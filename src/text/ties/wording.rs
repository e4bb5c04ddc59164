//! Runs of words that two articles share, found through short runs that stand in several articles. Layer `text`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::doc::Doc;

/// A run of words in two articles: indices of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub a: Range<usize>,
    pub b: Range<usize>,
}

/// Words of the short runs that are looked up.
const SHORT: usize = 6;

/// Of so many short runs in a row the one with the least hash is looked up, so that none of `SHORT + WINDOW - 1` words is missed.
const WINDOW: usize = 3;

/// A short run in more articles than this ties each only to the next of them.
const CROWD: usize = 48;

/// The shared runs of each two articles (by index, the lower first), of [`SHORT`] words inside quotations and of
/// `SHORT + WINDOW - 1` elsewhere, and longer.
pub fn shared_runs(docs: &[&Doc]) -> BTreeMap<(usize, usize), Vec<Run>> {
    // Hash, article, first word.
    let mut seeds: Vec<(u64, u32, u32)> = Vec::new();
    for (index, doc) in docs.iter().enumerate() {
        let Ok(index) = u32::try_from(index) else { break };
        seeds_of(doc, |hash, at| seeds.push((hash, index, at)));
    }
    seeds.sort_unstable();
    let mut found: BTreeMap<(usize, usize), Vec<Run>> = BTreeMap::new();
    for group in seeds.chunk_by(|x, y| x.0 == y.0).filter(|group| group.len() > 1) {
        for (n, one) in group.iter().enumerate() {
            let partners = if group.len() > CROWD { 1 } else { group.len() };
            for other in group.iter().skip(n + 1).take(partners) {
                let (i, j) = (one.1 as usize, other.1 as usize);
                if i == j {
                    continue;
                }
                let (Some(a), Some(b)) = (docs.get(i), docs.get(j)) else { continue };
                let runs = found.entry((i, j)).or_default();
                let (at_a, at_b) = (one.2 as usize, other.2 as usize);
                let known = runs.iter().any(|run| {
                    run.a.contains(&at_a) && run.b.contains(&at_b) && at_a - run.a.start == at_b - run.b.start
                });
                if !known && let Some(run) = grow(a, b, at_a, at_b) {
                    runs.push(run);
                }
            }
        }
    }
    found.retain(|_, runs| !runs.is_empty());
    for runs in found.values_mut() {
        settle(runs);
    }
    found
}

/// The short runs of an article that are looked up: all of those inside quotations, of the others the chosen ones.
fn seeds_of(doc: &Doc, mut push: impl FnMut(u64, u32)) {
    let hashes: Vec<u64> = doc
        .tokens
        .windows(SHORT)
        .map(|words| {
            words.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, word| {
                (hash ^ u64::from(word.exact)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23)
            })
        })
        .collect();
    let mut chosen = vec![false; hashes.len()];
    for (from, window) in hashes.windows(WINDOW).enumerate() {
        let least = window.iter().enumerate().min_by_key(|(_, hash)| **hash).map_or(0, |(at, _)| at);
        if let Some(slot) = chosen.get_mut(from + least) {
            *slot = true;
        }
    }
    for quote in &doc.quotes {
        let to = quote.tokens.end.saturating_sub(SHORT - 1);
        for slot in chosen.iter_mut().take(to).skip(quote.tokens.start) {
            *slot = true;
        }
    }
    for (at, hash) in hashes.iter().enumerate() {
        if chosen.get(at) == Some(&true)
            && let Ok(at) = u32::try_from(at)
        {
            push(*hash, at);
        }
    }
}

/// The longest run of equal words around two places; `None` if the words there are not equal after all.
fn grow(a: &Doc, b: &Doc, at_a: usize, at_b: usize) -> Option<Run> {
    let same =
        |i: usize, j: usize| matches!((a.tokens.get(i), b.tokens.get(j)), (Some(x), Some(y)) if x.exact == y.exact);
    let mut back = 0;
    while back < at_a && back < at_b && same(at_a - back - 1, at_b - back - 1) {
        back += 1;
    }
    let mut len = 0;
    while same(at_a + len, at_b + len) {
        len += 1;
    }
    (len >= SHORT).then(|| Run { a: at_a - back..at_a + len, b: at_b - back..at_b + len })
}

/// Sorts the runs and drops those whose words another, longer one has on both sides.
fn settle(runs: &mut Vec<Run>) {
    runs.sort_by_key(|run| (std::cmp::Reverse(run.a.len()), run.a.start, run.b.start));
    let mut kept: Vec<Run> = Vec::new();
    for run in runs.drain(..) {
        let inside = |outer: &Range<usize>, inner: &Range<usize>| outer.start <= inner.start && inner.end <= outer.end;
        if !kept.iter().any(|longer| inside(&longer.a, &run.a) || inside(&longer.b, &run.b)) {
            kept.push(run);
        }
    }
    kept.sort_by_key(|run| (run.a.start, run.b.start));
    *runs = kept;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The runs that the two texts share, as written in the first.
    fn check(a: &str, b: &str, want: &[&str]) {
        let (x, y) = (Doc::read(a.into()), Doc::read(b.into()));
        let found = shared_runs(&[&x, &y]);
        let runs = found.get(&(0, 1)).map_or(&[][..], Vec::as_slice);
        let words: Vec<&str> = runs.iter().map(|run| &a[x.bytes_of(run.a.clone()).unwrap()]).collect();
        assert_eq!(words, want);
    }

    #[test]
    fn runs_of_eight_words_are_found_whatever_their_punctuation() {
        check(
            "On Monday the old mill by the river was torn down, and nobody came to watch.",
            "They say: \"the old mill by the river -- was torn down and\" then silence.",
            &["the old mill by the river was torn down, and"],
        );
        check("The old mill by the river was sold.", "The old mill by the river is closed.", &[]);
    }

    #[test]
    fn six_words_of_a_quotation_are_enough() {
        check(
            "“We will not leave this valley,” she said.",
            "Asked again, she said \"we will not leave this valley\" and went.",
            &["We will not leave this valley"],
        );
    }
}
