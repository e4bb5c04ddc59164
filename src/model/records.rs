//! An ordered map whose copies share what they have in common. A snapshot for a worker costs next to nothing, a change
//! after it copies only the few records beside the one changed, and what two states differ in is found without looking
//! at what they share. Layer `model`.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Index;
use std::sync::Arc;

/// The most records that are copied for one change.
const MOST: usize = 64;

/// Records by key, in order of keys, used like a `BTreeMap`.
#[derive(Clone)]
pub struct Records<K, V> {
    /// Invariant: none is empty, and the keys rise through all of them.
    chunks: Vec<Chunk<K, V>>,
    len: usize,
}

#[derive(Clone)]
struct Chunk<K, V> {
    /// The least key in it, so that looking for a key does not touch every chunk.
    first: K,
    items: Arc<Vec<(K, V)>>,
}

impl<K, V> Default for Records<K, V> {
    fn default() -> Self {
        Self { chunks: Vec::new(), len: 0 }
    }
}

impl<K, V> Records<K, V> {
    /// A map without records.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many records there are.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Keys and records, in order.
    pub fn iter(&self) -> Iter<'_, K, V> {
        Iter { chunks: self.chunks.iter(), front: [].iter(), back: [].iter(), left: self.len }
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> + ExactSizeIterator + Clone {
        self.iter().map(|(key, _)| key)
    }

    /// The records, in order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + ExactSizeIterator + Clone {
        self.iter().map(|(_, value)| value)
    }

    /// The first record with its key.
    pub fn first_key_value(&self) -> Option<(&K, &V)> {
        self.iter().next()
    }

    /// The last record with its key.
    pub fn last_key_value(&self) -> Option<(&K, &V)> {
        self.iter().next_back()
    }
}

impl<K: Ord, V> Records<K, V> {
    /// The chunk that has the key if any has.
    fn chunk_of(&self, key: &K) -> Option<usize> {
        self.chunks.partition_point(|chunk| chunk.first <= *key).checked_sub(1)
    }

    /// The record of this key.
    pub fn get(&self, key: &K) -> Option<&V> {
        let items = &self.chunks.get(self.chunk_of(key)?)?.items;
        let at = items.binary_search_by(|(other, _)| other.cmp(key)).ok()?;
        items.get(at).map(|(_, value)| value)
    }

    /// Whether there is a record of this key.
    pub fn contains_key(&self, key: &K) -> bool {
        self.get(key).is_some()
    }
}

impl<K: Ord + Copy, V: Clone> Records<K, V> {
    /// Puts a record in place of the one with its key and gives back what stood there.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let place = self.chunk_of(&key).unwrap_or(0);
        let Some(chunk) = self.chunks.get_mut(place) else {
            self.chunks.push(Chunk { first: key, items: Arc::new(vec![(key, value)]) });
            self.len = 1;
            return None;
        };
        let items = Arc::make_mut(&mut chunk.items);
        match items.binary_search_by(|(other, _)| other.cmp(&key)) {
            Ok(at) => items.get_mut(at).map(|slot| std::mem::replace(&mut slot.1, value)),
            Err(at) => {
                items.insert(at, (key, value));
                self.len += 1;
                chunk.first = chunk.first.min(key);
                if items.len() > MOST {
                    // What comes in order of keys, as from a file, fills every chunk.
                    let cut = if at + 1 == items.len() { MOST } else { MOST / 2 };
                    let rest = items.split_off(cut);
                    if let Some((first, _)) = rest.first() {
                        let chunk = Chunk { first: *first, items: Arc::new(rest) };
                        self.chunks.insert(place + 1, chunk);
                    }
                }
                None
            }
        }
    }

    /// Takes a record out.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let place = self.chunk_of(key)?;
        let chunk = self.chunks.get_mut(place)?;
        let at = chunk.items.binary_search_by(|(other, _)| other.cmp(key)).ok()?;
        let items = Arc::make_mut(&mut chunk.items);
        let (_, value) = items.remove(at);
        self.len -= 1;
        match items.first() {
            Some((first, _)) => chunk.first = *first,
            None => drop(self.chunks.remove(place)),
        }
        Some(value)
    }

    /// The record of this key, to be changed.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let place = self.chunk_of(key)?;
        let items = Arc::make_mut(&mut self.chunks.get_mut(place)?.items);
        let at = items.binary_search_by(|(other, _)| other.cmp(key)).ok()?;
        items.get_mut(at).map(|(_, value)| value)
    }

    /// The records, to be changed, in order of their keys.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.chunks.iter_mut().flat_map(|chunk| Arc::make_mut(&mut chunk.items)).map(|(_, value)| value)
    }

    /// Takes every record out.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The keys under which two states differ, in order: added, removed or changed. What they share is passed over
    /// without a look, so that the answer after one edit costs next to nothing.
    pub fn changed_keys(&self, other: &Self) -> Vec<K>
    where
        V: PartialEq,
    {
        self.first_changed_keys(other, usize::MAX)
    }

    /// The first so many of [`Records::changed_keys`]: who needs not know more than that there are many does not wait
    /// for all.
    pub fn first_changed_keys(&self, other: &Self, most: usize) -> Vec<K>
    where
        V: PartialEq,
    {
        let mut out = Vec::new();
        let (mut ours, mut theirs) = (Cursor::new(self), Cursor::new(other));
        while out.len() < most {
            if let (Some(a), Some(b)) = (ours.whole(), theirs.whole())
                && Arc::ptr_eq(a, b)
            {
                ours.skip_chunk();
                theirs.skip_chunk();
                continue;
            }
            match (ours.item(), theirs.item()) {
                (None, None) => return out,
                (Some((key, _)), None) => {
                    out.push(*key);
                    ours.step();
                }
                (None, Some((key, _))) => {
                    out.push(*key);
                    theirs.step();
                }
                (Some((a, left)), Some((b, right))) => match a.cmp(b) {
                    Ordering::Less => {
                        out.push(*a);
                        ours.step();
                    }
                    Ordering::Greater => {
                        out.push(*b);
                        theirs.step();
                    }
                    Ordering::Equal => {
                        if left != right {
                            out.push(*a);
                        }
                        ours.step();
                        theirs.step();
                    }
                },
            }
        }
        out
    }
}

/// A place in the records, for going through two states side by side.
struct Cursor<'a, K, V> {
    chunks: &'a [Chunk<K, V>],
    at: usize,
}

impl<'a, K, V> Cursor<'a, K, V> {
    fn new(records: &'a Records<K, V>) -> Self {
        Self { chunks: &records.chunks, at: 0 }
    }

    /// The chunk that begins here.
    fn whole(&self) -> Option<&'a Arc<Vec<(K, V)>>> {
        self.chunks.first().map(|chunk| &chunk.items).filter(|_| self.at == 0)
    }

    fn item(&self) -> Option<&'a (K, V)> {
        self.chunks.first()?.items.get(self.at)
    }

    fn skip_chunk(&mut self) {
        self.chunks = self.chunks.get(1..).unwrap_or_default();
        self.at = 0;
    }

    fn step(&mut self) {
        self.at += 1;
        if self.chunks.first().is_none_or(|chunk| self.at >= chunk.items.len()) {
            self.skip_chunk();
        }
    }
}

/// Goes through [`Records`], from either end.
pub struct Iter<'a, K, V> {
    chunks: std::slice::Iter<'a, Chunk<K, V>>,
    front: std::slice::Iter<'a, (K, V)>,
    back: std::slice::Iter<'a, (K, V)>,
    left: usize,
}

impl<K, V> Clone for Iter<'_, K, V> {
    fn clone(&self) -> Self {
        Self { chunks: self.chunks.clone(), front: self.front.clone(), back: self.back.clone(), left: self.left }
    }
}

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((key, value)) = self.front.next() {
                self.left -= 1;
                return Some((key, value));
            }
            match self.chunks.next() {
                Some(chunk) => self.front = chunk.items.iter(),
                None => {
                    let (key, value) = self.back.next()?;
                    self.left -= 1;
                    return Some((key, value));
                }
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<K, V> DoubleEndedIterator for Iter<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((key, value)) = self.back.next_back() {
                self.left -= 1;
                return Some((key, value));
            }
            match self.chunks.next_back() {
                Some(chunk) => self.back = chunk.items.iter(),
                None => {
                    let (key, value) = self.front.next_back()?;
                    self.left -= 1;
                    return Some((key, value));
                }
            }
        }
    }
}

impl<K, V> ExactSizeIterator for Iter<'_, K, V> {}

impl<'a, K, V> IntoIterator for &'a Records<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K: Ord + Copy, V: Clone> FromIterator<(K, V)> for Records<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(items: I) -> Self {
        let mut records = Self::new();
        records.extend(items);
        records
    }
}

impl<K: Ord + Copy, V: Clone> Extend<(K, V)> for Records<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, items: I) {
        for (key, value) in items {
            self.insert(key, value);
        }
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for Records<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.iter().eq(other.iter())
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Records<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// For tests and for those who know that a record is there.
///
/// # Panics
/// If there is no record of this key.
impl<K: Ord, V> Index<&K> for Records<K, V> {
    type Output = V;

    #[expect(clippy::expect_used, reason = "indexing is forbidden outside tests, where a panic is the answer")]
    fn index(&self, key: &K) -> &V {
        self.get(key).expect("no record of this key")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever is put in and taken out, in whatever order, it is what a `BTreeMap` would be.
        #[test]
        fn it_is_a_map(steps in prop::collection::vec((0u32..300, any::<bool>()), 0..600)) {
            let mut records = Records::new();
            let mut map = BTreeMap::new();
            for (n, (key, put)) in steps.iter().enumerate() {
                if *put {
                    prop_assert_eq!(records.insert(*key, n), map.insert(*key, n));
                } else {
                    prop_assert_eq!(records.remove(key), map.remove(key));
                }
                prop_assert_eq!(records.len(), map.len());
            }
            prop_assert!(records.iter().eq(map.iter()));
            prop_assert!(records.iter().rev().eq(map.iter().rev()));
            prop_assert!(records.keys().all(|key| records.get(key) == map.get(key)));
            prop_assert!(records.chunks.iter().all(|chunk| !chunk.items.is_empty() && chunk.items.len() <= MOST));
        }

        /// The keys that differ are those found by looking at all, whichever state was made of the other.
        #[test]
        fn what_differs_is_found(
            first in prop::collection::btree_map(0u32..500, 0u8..3, 0..300),
            steps in prop::collection::vec((0u32..500, 0u8..4), 0..40),
        ) {
            let before: Records<u32, u8> = first.into_iter().collect();
            let mut after = before.clone();
            for (key, value) in steps {
                if value == 3 { after.remove(&key); } else { after.insert(key, value); }
            }
            let want: Vec<u32> = (0..500).filter(|key| before.get(key) != after.get(key)).collect();
            prop_assert_eq!(before.first_changed_keys(&after, 3), want.iter().copied().take(3).collect::<Vec<_>>());
            prop_assert_eq!(before.changed_keys(&after), want.clone());
            prop_assert_eq!(after.changed_keys(&before), want);
        }
    }

    #[test]
    fn a_change_leaves_the_snapshot_and_most_of_what_they_share_alone() {
        let before: Records<u32, String> = (0..10_000).map(|n| (n, n.to_string())).collect();
        let mut after = before.clone();
        after.insert(5_000, "changed".to_owned());
        assert_eq!(before.get(&5_000).map(String::as_str), Some("5000"));
        let apart = before.chunks.iter().zip(&after.chunks).filter(|(a, b)| !Arc::ptr_eq(&a.items, &b.items)).count();
        assert_eq!(apart, 1);
        assert_eq!(before.chunks.len(), 10_000usize.div_ceil(MOST));
    }
}
