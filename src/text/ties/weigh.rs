//! How much each word of an article tells, among all articles, and how likely two articles are about one event.
//! Layer `text`.

use std::collections::HashMap;

use super::doc::{Class, Doc};
use super::fold::Key;

/// How many articles hold a word.
#[derive(Debug, Default)]
pub struct Rarity {
    articles: usize,
    holding: HashMap<Key, u32>,
}

/// Adds to the counts, so that a project of five articles knows rare from common no better than it can.
const SMOOTH: f32 = 10.0;

impl Rarity {
    /// Counts the words of all articles.
    pub fn of<'a>(docs: impl Iterator<Item = &'a Doc>) -> Self {
        let mut rarity = Self::default();
        let mut keys: Vec<Key> = Vec::new();
        for doc in docs {
            rarity.articles += 1;
            keys.clear();
            keys.extend(doc.tokens.iter().map(|token| token.key).filter(|key| *key != 0));
            keys.sort_unstable();
            keys.dedup();
            for key in &keys {
                *rarity.holding.entry(*key).or_default() += 1;
            }
        }
        rarity
    }

    /// From 0 (in every article) to 1 (in one).
    pub fn of_key(&self, key: Key) -> f32 {
        let n = self.articles as f32 + SMOOTH;
        let holding = self.holding.get(&key).copied().unwrap_or(1) as f32;
        ((n / (holding + 3.0)).ln() / (n / 4.0).ln()).clamp(0.05, 1.0)
    }

    /// In how many articles it stands.
    pub fn holding(&self, key: Key) -> u32 {
        self.holding.get(&key).copied().unwrap_or(0)
    }
}

/// A word with what it tells.
pub type Weight = (Key, f32);

/// An article's words, weighed.
#[derive(Debug, Default)]
pub struct Weighed {
    /// Of each sentence, its words by key, each once. Empty for boilerplate.
    pub sentences: Vec<Vec<Weight>>,
    /// The sum of each sentence's weights.
    pub sums: Vec<f32>,
    /// Each word of the article with each sentence that holds it, by key.
    pub postings: Vec<(Key, u32, f32)>,
    /// What the article is about: names, places and telling words by key, the whole of length 1.
    pub profile: Vec<Weight>,
    /// The same of its beginning, with weights that add up to 1.
    pub head: Vec<Weight>,
    /// The towns and regions of its beginning.
    pub places: Vec<Key>,
}

/// What a small number with what it counts tells beside the two.
const COUNTED: f32 = 0.8;

/// What the words that name the speaker of a quotation keep of their weight.
const SPEAKER: f32 = 0.25;

/// How many words of an article count as its beginning.
const HEAD: usize = 130;

impl Weighed {
    /// In how many sentences a word stands.
    pub fn holding(&self, key: Key) -> usize {
        let from = self.postings.partition_point(|posting| posting.0 < key);
        self.postings.iter().skip(from).take_while(|posting| posting.0 == key).count()
    }

    /// Weighs an article's words.
    pub fn of(doc: &Doc, rarity: &Rarity) -> Self {
        let mut out = Self::default();
        let mut counts: HashMap<Key, (f32, f32)> = HashMap::new();
        let mut head: HashMap<Key, f32> = HashMap::new();
        // Who says it tells nothing of what is said.
        let mut speaks = vec![false; doc.tokens.len()];
        for speaker in doc.quotes.iter().filter_map(|quote| quote.speaker.clone()) {
            let tokens = doc.tokens_in(speaker);
            speaks.iter_mut().take(tokens.end).skip(tokens.start).for_each(|slot| *slot = true);
        }
        for (at, sentence) in doc.sentences.iter().enumerate() {
            let mut words: Vec<Weight> = Vec::new();
            if !sentence.boilerplate {
                for (n, token) in doc.words(sentence.tokens.clone()).iter().enumerate() {
                    if token.key == 0 || token.class == Class::Small {
                        continue;
                    }
                    let weight = token.class.weight() * rarity.of_key(token.key);
                    let speaks = speaks.get(sentence.tokens.start + n) == Some(&true);
                    words.push((token.key, if speaks { weight * SPEAKER } else { weight }));
                    words.extend(counted(doc, sentence.tokens.start + n, sentence.tokens.end));
                    let about = weight * about(token.class);
                    if about > 0.0 {
                        let entry = counts.entry(token.key).or_default();
                        *entry = (entry.0.max(about), entry.1 + 1.0);
                        if sentence.tokens.start + n < HEAD {
                            let entry = head.entry(token.key).or_default();
                            *entry = entry.max(about);
                        }
                    }
                }
            }
            words.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
            words.dedup_by_key(|word| word.0);
            out.sums.push(words.iter().map(|word| word.1).sum());
            let index = u32::try_from(at).unwrap_or(u32::MAX);
            out.postings.extend(words.iter().map(|(key, weight)| (*key, index, *weight)));
            out.sentences.push(words);
        }
        out.postings.sort_unstable_by_key(|(key, sentence, _)| (*key, *sentence));
        out.profile = counts
            .into_iter()
            .map(|(key, (weight, n))| {
                let lead = if head.contains_key(&key) { 1.5 } else { 1.0 };
                (key, weight * (1.0 + n.ln()) * lead)
            })
            .collect();
        out.profile.sort_unstable_by_key(|(key, _)| *key);
        let length = out.profile.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        out.profile.iter_mut().for_each(|(_, weight)| *weight /= length);
        out.head = head.into_iter().collect();
        out.head.sort_unstable_by_key(|(key, _)| *key);
        let sum = out.head.iter().map(|(_, weight)| weight).sum::<f32>().max(f32::MIN_POSITIVE);
        out.head.iter_mut().for_each(|(_, weight)| *weight /= sum);
        let heads = doc.tokens.iter().take(HEAD).filter(|token| token.class == Class::Place);
        out.places = heads.map(|token| token.key).collect();
        out.places.sort_unstable();
        out.places.dedup();
        out
    }
}

/// "30 days", "two ambulances": a small number tells more with what it counts, under a key for both.
fn counted(doc: &Doc, at: usize, end: usize) -> Option<Weight> {
    let number = doc.tokens.get(at).filter(|token| token.class == Class::PlainNumber)?;
    let next = doc.tokens.get(at + 1).filter(|next| at + 1 < end && next.class > Class::Small)?;
    let near = doc.text.get(number.range().end..next.range().start).is_some_and(|gap| matches!(gap, " " | "-"));
    near.then(|| (number.key.rotate_left(11) ^ next.key, COUNTED))
}

/// How much a word says of what an article is about, beside what it tells in a sentence.
const fn about(class: Class) -> f32 {
    match class {
        Class::Small | Class::Faint | Class::Actor | Class::PlainNumber => 0.0,
        Class::Ordinary | Class::Concept => 0.45,
        Class::Country | Class::Organisation => 0.7,
        Class::Number => 0.7,
        Class::Name | Class::Place => 1.0,
    }
}

/// The parts of the likeness of two articles.
#[derive(Debug, Clone, Copy, Default)]
pub struct Affinity {
    /// Likeness of the whole: cosine of the profiles.
    pub whole: f32,
    /// How much of the one's beginning the other holds, the better of both ways.
    pub head: f32,
    /// The same, the worse of both ways.
    pub other_head: f32,
    /// Whether both begin with towns or regions, and have none of them in common.
    pub elsewhere: bool,
    /// What speaks for one event beside the words of both, added to what these say.
    pub support: f32,
}

impl Affinity {
    /// The likeness of two articles.
    pub fn of(a: &Weighed, b: &Weighed) -> Self {
        let whole = merge(&a.profile, &b.profile).map(|(_, x, y)| x * y).sum();
        let ab: f32 = merge(&a.head, &b.profile).map(|(_, x, _)| x).sum();
        let ba: f32 = merge(&b.head, &a.profile).map(|(_, x, _)| x).sum();
        Self::new(whole, ab, ba, a, b)
    }

    fn new(whole: f32, ab: f32, ba: f32, a: &Weighed, b: &Weighed) -> Self {
        let shares = a.places.iter().any(|place| b.places.binary_search(place).is_ok());
        Self {
            whole,
            head: ab.max(ba),
            other_head: ab.min(ba),
            elsewhere: !shares && !a.places.is_empty() && !b.places.is_empty(),
            support: 0.0,
        }
    }

    /// How likely both are about one event, from 0 to about 1.
    pub fn event(&self) -> f32 {
        let base = 0.5 * self.whole + 0.3 * self.head + 0.2 * self.other_head;
        (if self.elsewhere { base * 0.7 } else { base }) + self.support
    }
}

/// An article's profile and head laid out by number of word, for likenesses with many others in turn: what takes a walk
/// through both lists each time takes one look a word.
#[derive(Debug, Default)]
pub struct Spread {
    /// Of each word by number: what it tells in the profile and in the head; 0 where it is not in them.
    weights: Vec<(f32, f32)>,
    laid: Vec<u32>,
}

/// An article's profile and head, its words by number.
#[derive(Debug, Default)]
pub struct Numbered {
    profile: Vec<(u32, f32)>,
    head: Vec<(u32, f32)>,
}

/// Numbers words as they come.
#[derive(Debug, Default)]
pub struct Numbers {
    of: HashMap<Key, u32>,
}

impl Numbers {
    /// The profile and head of an article with numbers for its words.
    pub fn number(&mut self, weighed: &Weighed) -> Numbered {
        let mut of = |key: Key| {
            let next = u32::try_from(self.of.len()).unwrap_or(u32::MAX);
            *self.of.entry(key).or_insert(next)
        };
        let mut all = |list: &[Weight]| list.iter().map(|(key, weight)| (of(*key), *weight)).collect();
        Numbered { profile: all(&weighed.profile), head: all(&weighed.head) }
    }
}

impl Spread {
    /// Lays out one article in place of the one before.
    pub fn lay(&mut self, words: &Numbered) {
        for at in self.laid.drain(..) {
            if let Some(slot) = self.weights.get_mut(at as usize) {
                *slot = (0.0, 0.0);
            }
        }
        let most = words.profile.iter().chain(&words.head).map(|(at, _)| *at as usize + 1).max().unwrap_or(0);
        if self.weights.len() < most {
            self.weights.resize(most, (0.0, 0.0));
        }
        for (at, weight) in &words.profile {
            if let Some(slot) = self.weights.get_mut(*at as usize) {
                slot.0 = *weight;
                self.laid.push(*at);
            }
        }
        for (at, weight) in &words.head {
            if let Some(slot) = self.weights.get_mut(*at as usize) {
                slot.1 = *weight;
                self.laid.push(*at);
            }
        }
    }

    /// The likeness of the article laid out (`a`) and another: exactly [`Affinity::of`].
    pub fn affinity(&self, a: &Weighed, b: &Weighed, b_words: &Numbered) -> Affinity {
        let at = |word: u32| self.weights.get(word as usize).copied().unwrap_or((0.0, 0.0));
        // Sums run in the order of the words' keys, as in a walk through both lists; words of one list add nothing.
        let (mut whole, mut ab) = (0.0_f32, 0.0_f32);
        for (word, weight) in &b_words.profile {
            let (profile, head) = at(*word);
            whole += profile * weight;
            ab += head;
        }
        let mut ba = 0.0_f32;
        for (word, weight) in &b_words.head {
            if at(*word).0 != 0.0 {
                ba += weight;
            }
        }
        Affinity::new(whole, ab, ba, a, b)
    }
}

/// The words that two lists by key have in common, with both weights.
pub fn merge<'a>(a: &'a [Weight], b: &'a [Weight]) -> impl Iterator<Item = (Key, f32, f32)> + 'a {
    let (mut i, mut j) = (0, 0);
    std::iter::from_fn(move || {
        loop {
            let (x, y) = (a.get(i)?, b.get(j)?);
            match x.0.cmp(&y.0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    i += 1;
                    j += 1;
                    return Some((x.0, x.1, y.1));
                }
            }
        }
    })
}
