//! Two articles side by side: which passages of the one may say what passages of the other say. Layer `text`.

use std::ops::Range;

use super::doc::{Class, Doc};
use super::fold::Key;
use super::weigh::{Affinity, Weighed, merge};
use super::{Passage, Source, Tie, TieKind};
use crate::model::TextSpan;

/// One article with all that is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    pub source: &'a Source,
    pub doc: &'a Doc,
    pub weighed: &'a Weighed,
}

impl<'a> Side<'a> {
    /// A passage of this article, whole characters of it.
    pub fn passage(&self, range: Range<usize>) -> Passage {
        let range = TextSpan::snapped(&self.doc.text, range.clone()).map_or(range, TextSpan::range);
        Passage { article: self.source.article, range }
    }

    /// The words of a sentence, weighed.
    pub fn sentence(&self, at: usize) -> &'a [(Key, f32)] {
        self.weighed.sentences.get(at).map_or(&[], Vec::as_slice)
    }

    /// The sum of a sentence's weights.
    pub fn sum(&self, at: usize) -> f32 {
        self.weighed.sums.get(at).copied().unwrap_or(0.0)
    }

    /// The text of a byte range, on one line.
    pub fn words(&self, range: Range<usize>) -> String {
        let text = self.doc.text.get(range).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Two articles, and how likely they are about one event.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    pub a: Side<'a>,
    pub b: Side<'a>,
    pub affinity: Affinity,
}

/// How alike two sentences are.
#[derive(Debug, Clone, Copy, Default)]
pub struct Likeness {
    /// The weights of the words in common.
    pub shared: f32,
    /// How many words in common tell something.
    pub telling: u32,
    /// How many of those are no names of places, countries and organisations.
    pub doing: u32,
    /// The words in common as a part of both sentences, 0 to 1.
    pub both: f32,
    /// The same of the shorter.
    pub shorter: f32,
}

impl Likeness {
    /// One number of it, 0 to 1.
    pub fn score(&self) -> f32 {
        0.55 * self.both + 0.45 * self.shorter
    }
}

/// From this weight on a word tells something.
const TELLING: f32 = 0.3;

/// A word in common tells so much more where each article has it in one sentence.
pub const ALONE: f32 = 1.4;

/// From this likeness on it is not doubted that two articles are about one event.
const CERTAIN: f32 = 0.4;

impl Pair<'_> {
    /// What a tie must be surer by, because the two may be about two events.
    pub fn doubt(&self) -> f32 {
        0.25 * (CERTAIN - self.affinity.event()).max(0.0)
    }

    /// How much more a word in common tells of two sentences because the articles hold it hardly anywhere else, or less
    /// because it is all over them.
    fn local(&self, key: Key) -> f32 {
        match self.a.weighed.holding(key) * self.b.weighed.holding(key) {
            0..=1 => ALONE,
            2 => 1.2,
            3..=6 => 1.0,
            _ => 0.85,
        }
    }

    /// How alike sentence `i` of the one and `j` of the other are.
    pub fn likeness(&self, i: usize, j: usize) -> Likeness {
        let mut out = Likeness::default();
        // A name in either is one.
        let names: Vec<Key> = [(&self.a, i), (&self.b, j)]
            .into_iter()
            .filter_map(|(side, at)| side.doc.sentences.get(at).map(|sentence| side.doc.words(sentence.tokens.clone())))
            .flatten()
            .filter(|token| {
                matches!(token.class, Class::Place | Class::Country | Class::Organisation | Class::Name | Class::Actor)
            })
            .map(|token| token.key)
            .collect();
        for (key, x, y) in merge(self.a.sentence(i), self.b.sentence(j)) {
            let named = names.contains(&key);
            let weight = (x * y).sqrt() * if named { 1.0 } else { self.local(key) };
            out.shared += weight;
            if weight >= TELLING {
                out.telling += 1;
                out.doing += u32::from(!named);
            }
        }
        let (a, b) = (self.a.sum(i), self.b.sum(j));
        if a > 0.0 && b > 0.0 {
            out.both = (out.shared / (a * b).sqrt()).min(1.0);
            out.shorter = (out.shared / a.min(b)).min(1.0);
        }
        out
    }

    /// Pairs of sentences with words in common worth at least `floor`, by index.
    pub fn candidates(&self, floor: f32) -> Vec<(usize, usize)> {
        let (rows, columns) = (self.a.doc.sentences.len(), self.b.doc.sentences.len());
        let mut sums: Vec<f32> = Vec::new();
        let dense = rows.saturating_mul(columns) <= 4_000_000;
        let mut sparse: std::collections::HashMap<(usize, usize), f32> = std::collections::HashMap::new();
        if dense {
            sums.resize(rows * columns, 0.0);
        }
        let (x, y) = (&self.a.weighed.postings, &self.b.weighed.postings);
        let (mut i, mut j) = (0, 0);
        while let (Some(a), Some(b)) = (x.get(i), y.get(j)) {
            match a.0.cmp(&b.0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    let key = a.0;
                    let end_a = i + x.iter().skip(i).take_while(|posting| posting.0 == key).count();
                    let end_b = j + y.iter().skip(j).take_while(|posting| posting.0 == key).count();
                    for (_, row, weight) in x.get(i..end_a).unwrap_or_default() {
                        for (_, column, other) in y.get(j..end_b).unwrap_or_default() {
                            let (row, column) = (*row as usize, *column as usize);
                            let weight = weight.max(*other);
                            if !dense {
                                *sparse.entry((row, column)).or_default() += weight;
                            } else if let Some(sum) = sums.get_mut(row * columns + column) {
                                *sum += weight;
                            }
                        }
                    }
                    (i, j) = (end_a, end_b);
                }
            }
        }
        let mut out: Vec<(usize, usize)> = if dense {
            let strong = sums.iter().enumerate().filter(|(_, sum)| **sum >= floor);
            strong.map(|(at, _)| (at / columns.max(1), at % columns.max(1))).collect()
        } else {
            sparse.into_iter().filter(|(_, sum)| *sum >= floor).map(|(at, _)| at).collect()
        };
        out.sort_unstable();
        out
    }

    /// The words that two sentences have in common, as the first writes them, most telling first.
    pub fn common_words(&self, i: usize, j: usize, most: usize) -> Vec<String> {
        let mut shared: Vec<(Key, f32)> =
            merge(self.a.sentence(i), self.b.sentence(j)).map(|(key, x, y)| (key, x.max(y))).collect();
        shared.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        let Some(sentence) = self.a.doc.sentences.get(i) else { return Vec::new() };
        let words = self.a.doc.words(sentence.tokens.clone());
        let written = |key: Key| {
            let token = words.iter().find(|token| token.key == key)?;
            self.a.doc.text.get(token.range()).map(str::to_owned)
        };
        shared.iter().filter(|(_, weight)| *weight >= TELLING).take(most).filter_map(|(key, _)| written(*key)).collect()
    }

    /// A tie between byte ranges of the two.
    pub fn tie(&self, kind: TieKind, a: Range<usize>, b: Range<usize>, score: f32, reason: String) -> Tie {
        Tie {
            kind,
            a: self.a.passage(a),
            b: self.b.passage(b),
            score: score.clamp(0.0, 1.0),
            reason,
            words: None,
            covered: false,
        }
    }
}

/// Takes the best first, each side of a tie at most `most` times, a second time only if it is worth `part` of the first.
pub fn best_first<T>(mut found: Vec<(f32, usize, usize, T)>, most: usize, part: f32) -> Vec<(f32, usize, usize, T)> {
    found.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut rows: std::collections::HashMap<usize, (usize, f32)> = std::collections::HashMap::new();
    let mut columns = rows.clone();
    found.retain(|(score, row, column, _)| {
        let row = rows.entry(*row).or_insert((0, *score));
        let column = columns.entry(*column).or_insert((0, *score));
        let fits = |slot: &(usize, f32)| slot.0 == 0 || slot.0 < most && *score >= part * slot.1;
        let taken = fits(row) && fits(column);
        if taken {
            row.0 += 1;
            column.0 += 1;
        }
        taken
    });
    found
}
