//! The word data of the number grammar: one RON file per language, parsed once and indexed by folded word.
//! Layer `figures`.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use serde::Deserialize;

use super::Language;
use super::fold::{self, Key};
use crate::model::Qualifier;

/// Contexts a word can be part of, as bits of [`Entry::flags`].
pub(super) mod flag {
    pub const ARTICLE: u64 = 1;
    pub const AND: u64 = 1 << 1;
    pub const OF: u64 = 1 << 2;
    pub const POINT: u64 = 1 << 3;
    pub const MINUS: u64 = 1 << 4;
    pub const MONTH: u64 = 1 << 5;
    pub const CURRENCY_AFTER: u64 = 1 << 6;
    pub const CURRENCY_BEFORE: u64 = 1 << 7;
    pub const DURATION: u64 = 1 << 8;
    pub const DURATION_ADJECTIVE: u64 = 1 << 9;
    pub const UNIT: u64 = 1 << 10;
    pub const COPULA: u64 = 1 << 11;
    pub const AGE_BEFORE: u64 = 1 << 12;
    pub const AGE_PEOPLE: u64 = 1 << 13;
    pub const AGE_BOUND: u64 = 1 << 14;
    pub const AGE_AFTER: u64 = 1 << 15;
    pub const YEAR_BEFORE: u64 = 1 << 16;
    pub const LABEL_CAPITAL: u64 = 1 << 18;
    pub const LABEL: u64 = 1 << 19;
    pub const PEOPLE: u64 = 1 << 20;
    pub const COUNT_COMPOUND: u64 = 1 << 21;
    pub const AGE_COMPOUND: u64 = 1 << 22;
    pub const BETWEEN: u64 = 1 << 23;
    pub const FROM: u64 = 1 << 24;
    pub const RANGE_AND: u64 = 1 << 25;
    pub const RANGE_TO: u64 = 1 << 26;
    pub const RANGE_OR: u64 = 1 << 27;
    pub const CHANGE: u64 = 1 << 28;
    pub const SHARE_OVER: u64 = 1 << 29;
    pub const NOT_SHARE: u64 = 1 << 30;
    pub const PRONOUN: u64 = 1 << 31;
    pub const PRONOUN_AFTER: u64 = 1 << 32;
    pub const NOT_HALF_BEFORE: u64 = 1 << 33;
    pub const DETECT: u64 = 1 << 34;
    pub const PLACE_BEFORE: u64 = 1 << 35;
    pub const BOUND: u64 = 1 << 36;
    pub const ORDINAL_SUFFIX: u64 = 1 << 37;
    pub const WIDE_TENS: u64 = 1 << 38;
    pub const AGE_LINK: u64 = 1 << 39;
    pub const PLURAL_VERB: u64 = 1 << 41;
    pub const APPROX_DOTTED: u64 = 1 << 40;
}

/// What a word is in the grammar of number words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Class {
    /// A cardinal that is added ("three", "twenty").
    Add(u64),
    /// "hundred".
    Hundred(u64),
    /// "thousand" and up.
    Magnitude(u64),
    /// "dozen".
    Group(u64),
    /// "half" (2) or "quarter" (4); `plural` as written.
    Part { denominator: u64, plural: bool },
    /// "third", "fifths"; a weak one ("first", "second") is no share on its own.
    Ordinal { n: u64, plural: bool, weak: bool },
}

/// How cardinals are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Rules {
    /// "three and twenty" is 23.
    pub units_first: bool,
    /// Sixty and eighty take ten to nineteen; four twenties are eighty.
    pub wide_tens: bool,
}

/// One word.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Entry {
    pub class: Option<Class>,
    /// 1 + index into [`Grammar::vague`]; 0 for none.
    pub vague: u16,
    pub flags: u64,
}

impl Entry {
    /// Whether the word is marked with any of the flags.
    pub(super) const fn is(self, flags: u64) -> bool {
        self.flags & flags != 0
    }

    /// Whether a number may start or stand here.
    pub(super) const fn is_number(self) -> bool {
        self.class.is_some() || self.vague != 0
    }
}

/// A word that stands for a rough number, indexed.
#[derive(Debug)]
pub(super) struct Vague {
    /// The floor it stands for.
    pub low: u64,
    /// One of these must follow; empty for any.
    pub next: Vec<Key>,
    /// One of these must come right before and belongs to the number; empty for none.
    pub previous: Vec<Key>,
    /// Whether it multiplies a magnitude after it ("several hundred").
    pub multiplies: bool,
    /// Whether it is a number only when it does.
    pub only_multiplies: bool,
    /// Whether its value counts as known, about ("a couple").
    pub exact: bool,
}

/// A magnitude written after digits.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Suffix {
    /// As written; case counts.
    pub text: String,
    /// What it multiplies by.
    pub value: u64,
    /// Whether a space may stand before it.
    #[serde(default)]
    pub loose: bool,
    /// Whether it needs a currency before or people after it.
    #[serde(default)]
    pub people: bool,
}

/// Hashes keys that are already spread out.
#[derive(Default)]
pub(super) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0.rotate_left(5) ^ u64::from(*byte)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
    }

    fn write_u128(&mut self, key: u128) {
        let folded = (key as u64) ^ ((key >> 64) as u64).rotate_left(29);
        let mixed = folded.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

/// Words with what is known of them, behind a small table of bits that lets go at once of most words it does not have.
#[derive(Default)]
pub(super) struct Words<T> {
    map: HashMap<Key, T, BuildHasherDefault<KeyHasher>>,
    bits: Vec<u64>,
}

/// How many 64-bit words the table of bits has.
const BIT_WORDS: usize = 512;

/// The place of a key in the table of bits.
#[inline]
fn bit_of(key: Key) -> (usize, u64) {
    let folded = ((key as u64) ^ ((key >> 64) as u64).rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let bit = (folded >> 49) as usize;
    (bit / 64, 1 << (bit % 64))
}

impl<T: Default> Words<T> {
    /// What is known of the word.
    #[inline]
    pub(super) fn get(&self, key: &Key) -> Option<&T> {
        let (word, bit) = bit_of(*key);
        if self.bits.get(word).is_some_and(|bits| bits & bit != 0) { self.map.get(key) } else { None }
    }

    /// What is known of the word, to be changed; nothing at first.
    pub(super) fn slot(&mut self, key: Key) -> &mut T {
        let (word, bit) = bit_of(key);
        self.bits.resize(BIT_WORDS, 0);
        if let Some(bits) = self.bits.get_mut(word) {
            *bits |= bit;
        }
        self.map.entry(key).or_default()
    }

    /// Every word with what is known of it, in no order.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.map.values_mut()
    }
}

/// A phrase of words with what it means; found by its first or last word, the longest first.
#[derive(Debug)]
pub(super) struct Phrase<T> {
    /// The other words, from the one next to the indexed word outwards.
    pub rest: Vec<Key>,
    /// What it means.
    pub meaning: T,
}

/// Phrases by the word at which they are met.
pub(super) type Phrases<T> = Words<Vec<Phrase<T>>>;

/// One language's number words, hedges and contexts.
///
/// Read-only; got from [`Grammar::of`] or [`Grammar::detect`] and shared for the life of the program.
pub struct Grammar {
    /// Which language it is.
    pub language: Language,
    pub(super) words: Words<Entry>,
    /// For each two first letters, the lengths of the number words that begin with them, as bits.
    pub(super) lengths: Box<[u32; 1024]>,
    pub(super) vague: Vec<Vague>,
    pub(super) suffixes: Vec<Suffix>,
    /// Met at their last word, going left; `None` for a phrase that changes nothing.
    pub(super) before: Phrases<Option<Qualifier>>,
    /// Met at their first word, going right; `None` for a phrase that belongs to the next number.
    pub(super) after: Phrases<Option<Qualifier>>,
    pub(super) out_of: Phrases<()>,
    pub(super) percent: Phrases<()>,
    pub(super) clock: Phrases<()>,
    pub(super) pronoun_before: Phrases<()>,
    pub(super) not_half_after: Phrases<()>,
    pub(super) named_dates: Vec<String>,
    pub(super) age_limits: Vec<u64>,
    pub(super) decimal_comma: bool,
    pub(super) rules: Rules,
    /// How many entries of the file could not be used; zero, by a test.
    pub(super) rejected: usize,
}

const SOURCES: [(Language, &str); 3] = [
    (Language::English, include_str!("../../../assets/lexicon/en/numbers.ron")),
    (Language::French, include_str!("../../../assets/lexicon/fr/numbers.ron")),
    (Language::Arabic, include_str!("../../../assets/lexicon/ar/numbers.ron")),
];

impl Grammar {
    /// The grammar of `language`.
    pub fn of(language: Language) -> &'static Self {
        static ALL: [OnceLock<Grammar>; 3] = [const { OnceLock::new() }; 3];
        static NONE: OnceLock<Grammar> = OnceLock::new();
        let found = SOURCES.iter().zip(&ALL).find(|((name, _), _)| *name == language);
        match found {
            Some(((_, text), cell)) => {
                cell.get_or_init(|| Self::parse(language, text).unwrap_or_else(|_| Self::empty(language)))
            }
            None => NONE.get_or_init(|| Self::empty(Language::English)),
        }
    }

    /// The grammar for the language `text` is most likely written in: Arabic if most of its letters are, else the one
    /// with more of its common words among the first 2 kB; English when nothing speaks for another.
    pub fn detect(text: &str) -> &'static Self {
        super::detect::grammar_for(text)
    }

    /// What the grammar knows of a word, which must be letters only.
    pub(super) fn entry(&self, word: &str) -> Entry {
        self.words.get(&fold::key_of_letters(word)).copied().unwrap_or_default()
    }

    /// A quick no: `false` if no number word begins with the two first letters of `word`, which is ASCII letters, and
    /// has its length.
    #[inline]
    pub(super) fn may_be_number(&self, word: &[u8]) -> bool {
        let (Some(first), Some(second)) = (word.first(), word.get(1)) else { return false };
        let mask = self.lengths.get(letter_pair(*first, *second)).copied().unwrap_or(0);
        word.len() < 32 && mask & (1 << word.len()) != 0
    }

    pub(super) fn empty(language: Language) -> Self {
        Self {
            language,
            words: Words::default(),
            lengths: Box::new([0; 1024]),
            vague: Vec::new(),
            suffixes: Vec::new(),
            before: Phrases::default(),
            after: Phrases::default(),
            out_of: Phrases::default(),
            percent: Phrases::default(),
            clock: Phrases::default(),
            pronoun_before: Phrases::default(),
            not_half_after: Phrases::default(),
            named_dates: Vec::new(),
            age_limits: Vec::new(),
            decimal_comma: false,
            rules: Rules::default(),
            rejected: 0,
        }
    }
}

/// The place of two letters in [`Grammar::lengths`], in any case.
#[inline]
pub(super) fn letter_pair(first: u8, second: u8) -> usize {
    (usize::from(first & 31) << 5) | usize::from(second & 31)
}
