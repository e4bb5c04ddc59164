//! A quick look at a sentence: whether any word begins like one that says what is counted. Layer `figures`.

use std::ops::Range;

/// How many bytes of a word are looked up at once.
const HEAD: usize = 4;

/// Bits in the first table; a power of two.
const BITS: usize = 1 << 14;

/// Finds out whether a word of a text begins with one of many strings, ASCII case aside.
pub(super) struct Gate {
    /// A bit for each head that some string has, by its hash.
    heads: Vec<u64>,
    /// Heads of the strings, sorted, each with its run in `needles`.
    runs: Vec<(u32, Range<u32>)>,
    /// In small letters, sorted by head.
    needles: Vec<Box<[u8]>>,
    /// How many bytes the heads of short strings have, as bits; four and more are bit 4.
    lengths: u8,
}

/// The first `len` bytes of `bytes`, letters small.
fn head(bytes: &[u8], len: usize) -> u32 {
    let raw = match bytes.first_chunk::<HEAD>() {
        Some(first) => u32::from_le_bytes(*first),
        None => bytes.iter().rev().fold(0, |head, byte| head << 8 | u32::from(*byte)),
    };
    // Bytes that are no letters may change as well: what the bits let pass is compared in full.
    let mask = if len >= HEAD { u32::MAX } else { (1 << (8 * len)) - 1 };
    (raw | 0x2020_2020) & mask
}

fn bit_of(head: u32) -> usize {
    (head.wrapping_mul(0x9E37_79B9) >> 18) as usize & (BITS - 1)
}

impl Gate {
    /// A gate for these strings, none of them empty.
    pub(super) fn new<'n>(strings: impl Iterator<Item = &'n str>) -> Self {
        let mut needles: Vec<Box<[u8]>> =
            strings.map(|text| text.to_ascii_lowercase().into_bytes().into_boxed_slice()).collect();
        let head_of = |needle: &[u8]| head(needle, needle.len());
        needles.sort_by(|a, b| head_of(a).cmp(&head_of(b)).then_with(|| a.cmp(b)));
        needles.dedup();
        let mut gate = Self { heads: vec![0; BITS / 64], runs: Vec::new(), needles, lengths: 0 };
        for (i, needle) in gate.needles.iter().enumerate() {
            let (key, at) = (head_of(needle), i as u32);
            gate.lengths |= 1 << needle.len().min(HEAD);
            if let Some(word) = gate.heads.get_mut(bit_of(key) / 64) {
                *word |= 1 << (bit_of(key) % 64);
            }
            match gate.runs.last_mut() {
                Some((last, run)) if *last == key => run.end = at + 1,
                _ => gate.runs.push((key, at..at + 1)),
            }
        }
        gate
    }

    /// Whether a word of `bytes` begins with one of the strings. A word begins behind anything but an ASCII letter or digit.
    pub(super) fn opens(&self, bytes: &[u8]) -> bool {
        let mut inside = false;
        for (at, byte) in bytes.iter().enumerate() {
            let letter = byte.is_ascii_alphanumeric();
            if !inside && *byte > b' ' && bytes.get(at..).is_some_and(|rest| self.begins(rest)) {
                return true;
            }
            inside = letter;
        }
        false
    }

    /// Whether `rest` begins with one of the strings.
    #[inline]
    fn begins(&self, rest: &[u8]) -> bool {
        if self.lengths & 1 << HEAD != 0 && self.found(rest, HEAD) {
            return true;
        }
        self.lengths & ((1 << HEAD) - 1) != 0
            && (1..HEAD).any(|len| self.lengths & 1 << len != 0 && self.found(rest, len))
    }

    #[inline]
    fn found(&self, rest: &[u8], len: usize) -> bool {
        let key = head(rest, len);
        let bit = bit_of(key);
        self.heads.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 != 0) && self.compare(rest, key)
    }

    #[cold]
    fn compare(&self, rest: &[u8], key: u32) -> bool {
        let Ok(at) = self.runs.binary_search_by_key(&key, |(head, _)| *head) else { return false };
        let run = self.runs.get(at).map_or(0..0, |(_, run)| run.start as usize..run.end as usize);
        self.needles
            .get(run)
            .unwrap_or_default()
            .iter()
            .any(|needle| rest.get(..needle.len()).is_some_and(|opening| opening.eq_ignore_ascii_case(needle)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_begins_with_a_string_opens_the_gate_and_one_that_holds_it_does_not() {
        let gate = Gate::new(["killed", "body", "toll", "of these", "sex", "dé"].into_iter());
        for (text, opens) in [
            ("He was Killed there", true),
            ("bodyguards", true),
            ("an antibody", false),
            ("three OF THESE men", true),
            ("off these", false),
            ("(toll: 9)", true),
            ("“killed”", true),
            ("kill", false),
            ("two sexes", true),
            ("les déplacés", true),
            ("tol", false),
            ("", false),
        ] {
            assert_eq!(gate.opens(text.as_bytes()), opens, "{text}");
        }
    }
}
