//! One utterance quoted by two articles: in the same words, or in other words or another translation. Layer `text`.

use std::collections::BTreeSet;

use super::diff::word_diff;
use super::doc::Class;
use super::fold::Key;
use super::pair::{Pair, best_first};
use super::quotes::Quote;
use super::wording::Run;
use super::{Tie, TieKind};

/// So many words alike in a row, inside quotations of both, are the same words.
const IDENTICAL: usize = 6;

/// In other words: the words in common must be worth this much, and the quotations be this much alike.
const SHARED: f32 = 1.5;
const ALIKE: f32 = 0.38;

/// The ties of the same quotation. `runs` are the words the two articles share.
pub fn quotations(pair: &Pair<'_>, runs: &[Run]) -> Vec<Tie> {
    let (a, b) = (&pair.a.doc.quotes, &pair.b.doc.quotes);
    let mut found: Vec<(f32, usize, usize, Found)> = Vec::new();
    for run in runs {
        for (i, x) in a.iter().enumerate().filter(|(_, quote)| overlap(&quote.tokens, &run.a) >= IDENTICAL) {
            for (j, y) in b.iter().enumerate().filter(|(_, quote)| overlap(&quote.tokens, &run.b) >= IDENTICAL) {
                let from = x.tokens.start.max(run.a.start);
                let to = x.tokens.end.min(run.a.end);
                let shift = |at: usize| at + run.b.start - run.a.start.min(at + run.b.start);
                let (other_from, other_to) = (shift(from).max(y.tokens.start), shift(to).min(y.tokens.end));
                let len = to.saturating_sub(from).min(other_to.saturating_sub(other_from));
                if len < IDENTICAL {
                    continue;
                }
                let start = from + other_from.saturating_sub(shift(from));
                found.push((
                    (0.75 + 0.02 * len as f32).min(1.0),
                    i,
                    j,
                    Found {
                        run: Some((start..start + len, other_from..other_from + len)),
                        reason: format!("{len} words alike"),
                    },
                ));
            }
        }
    }
    let known: BTreeSet<(usize, usize)> = found.iter().map(|(_, i, j, _)| (*i, *j)).collect();
    let content: Vec<Vec<(Key, f32)>> = b.iter().map(|quote| words_of(pair, quote, false)).collect();
    for (i, x) in a.iter().enumerate() {
        let mine = words_of(pair, x, true);
        for (j, y) in b.iter().enumerate().filter(|(j, _)| !known.contains(&(i, *j))) {
            if let Some((score, reason)) = content.get(j).and_then(|theirs| alike(pair, (x, &mine), (y, theirs))) {
                found.push((score, i, j, Found { run: None, reason }));
            }
        }
    }
    best_first(found, 3, 0.8)
        .into_iter()
        .filter_map(|(score, i, j, found)| {
            let (x, y) = (a.get(i)?, b.get(j)?);
            Some(tie(pair, (x, y), score, found))
        })
        .collect()
}

struct Found {
    /// The words alike, where they are.
    run: Option<(std::ops::Range<usize>, std::ops::Range<usize>)>,
    reason: String,
}

fn tie(pair: &Pair<'_>, (x, y): (&Quote, &Quote), score: f32, found: Found) -> Tie {
    let (mut a, mut b) = (x.words.clone(), y.words.clone());
    if let Some((run_a, run_b)) = &found.run {
        // Of a long speech of which the other has one sentence, that sentence is tied.
        let whole = run_a.len() * 2 >= x.tokens.len().max(y.tokens.len());
        if !whole {
            a = pair.a.doc.bytes_of(run_a.clone()).unwrap_or(a);
            b = pair.b.doc.bytes_of(run_b.clone()).unwrap_or(b);
        }
    }
    let words = word_diff(&pair.a.doc.text, a.clone(), &pair.b.doc.text, b.clone());
    let words = words.a.iter().chain(&words.b).any(|part| part.changed).then_some(words);
    let mut reason = found.reason;
    if let Some(who) = speakers(pair, x, y).1 {
        reason = format!("{reason}, both quote {who}");
    }
    Tie { words, ..pair.tie(TieKind::SameQuotation, a, b, score, reason) }
}

fn overlap(x: &std::ops::Range<usize>, y: &std::ops::Range<usize>) -> usize {
    x.end.min(y.end).saturating_sub(x.start.max(y.start))
}

/// The telling words of a quotation, by key.
fn words_of(pair: &Pair<'_>, quote: &Quote, first: bool) -> Vec<(Key, f32)> {
    let side = if first { pair.a } else { pair.b };
    let weight = |key: Key| {
        let from = side.weighed.postings.partition_point(|posting| posting.0 < key);
        side.weighed.postings.get(from).filter(|posting| posting.0 == key).map_or(0.0, |posting| posting.2)
    };
    let words = side.doc.words(quote.tokens.clone()).iter().filter(|token| token.class != Class::Small);
    let mut out: Vec<(Key, f32)> = words.map(|token| (token.key, weight(token.key))).collect();
    out.sort_unstable_by_key(|word| word.0);
    out.dedup_by_key(|word| word.0);
    out
}

/// From this part on the words in common and in order, small ones too, show one utterance.
const IN_ORDER: f32 = 0.6;

/// The words that two quotations have in common in one order, as a part of the longer.
fn in_order(pair: &Pair<'_>, x: &Quote, y: &Quote) -> f32 {
    let (a, b) = (pair.a.doc.words(x.tokens.clone()), pair.b.doc.words(y.tokens.clone()));
    let mut row = vec![0_u32; b.len() + 1];
    for word in a {
        let mut diagonal = 0;
        let mut left = 0;
        for (slot, other) in row.iter_mut().skip(1).zip(b) {
            let above = *slot;
            *slot = if word.exact == other.exact { diagonal + 1 } else { above.max(left) };
            (diagonal, left) = (above, *slot);
        }
    }
    row.last().copied().unwrap_or(0) as f32 / a.len().max(b.len()).max(1) as f32
}

/// Whether two quotations are one utterance in other words, with the reasons.
fn alike(
    pair: &Pair<'_>,
    (x, mine): (&Quote, &[(Key, f32)]),
    (y, theirs): (&Quote, &[(Key, f32)]),
) -> Option<(f32, String)> {
    let (mut shared, mut telling) = (0.0, 0);
    for (_, a, b) in super::weigh::merge(mine, theirs) {
        shared += a.max(b);
        telling += u32::from(a.max(b) >= 0.3);
    }
    if telling < 1 || shared < SHARED {
        return None;
    }
    let in_order = in_order(pair, x, y);
    if telling < 2 && in_order < IN_ORDER {
        return None;
    }
    let sum = |words: &[(Key, f32)]| words.iter().map(|word| word.1).sum::<f32>().max(f32::MIN_POSITIVE);
    let (a, b) = (sum(mine), sum(theirs));
    let both = (shared / (a * b).sqrt()).min(1.0);
    let shorter = (shared / a.min(b)).min(1.0);
    let mut score = 0.6 * both + 0.4 * shorter + if in_order >= IN_ORDER { 0.1 } else { 0.0 };
    let exact = |tokens: &[super::doc::Token]| tokens.iter().map(|token| token.exact).collect::<Vec<_>>();
    let identical = exact(pair.a.doc.words(x.tokens.clone())) == exact(pair.b.doc.words(y.tokens.clone()));
    let mut reasons = vec![match identical {
        true => format!("{} words alike", x.tokens.len()),
        false => "said in other words".to_owned(),
    }];
    let (agree, _) = speakers(pair, x, y);
    match agree {
        Some(true) => score += 0.12,
        // Two persons who say much the same are not quoted with one utterance.
        Some(false) => score -= 0.08,
        None => {}
    }
    if let (Some(p), Some(q)) = (x.channel, y.channel)
        && p == q
    {
        score += 0.12;
        reasons.push("put out in one place".to_owned());
    }
    (score >= ALIKE + pair.doubt()).then(|| (score.min(0.95), reasons.join(", ")))
}

/// Whether the speakers of two quotations are one, as far as both are named, and who it is.
fn speakers(pair: &Pair<'_>, x: &Quote, y: &Quote) -> (Option<bool>, Option<String>) {
    let names = |side: &super::pair::Side<'_>, quote: &Quote| {
        let range = quote.name.clone()?;
        let tokens = side.doc.tokens_in(range.clone());
        let words = side.doc.words(tokens).iter();
        let keys: Vec<Key> = words.filter(|token| matches!(token.class, Class::Name)).map(|token| token.key).collect();
        (!keys.is_empty()).then(|| (keys, side.words(range)))
    };
    match (names(&pair.a, x), names(&pair.b, y)) {
        (Some((mine, name)), Some((theirs, _))) => {
            let one = mine.last() == theirs.last() || mine.iter().filter(|key| theirs.contains(key)).count() >= 2;
            (Some(one), one.then_some(name))
        }
        _ => (None, None),
    }
}
