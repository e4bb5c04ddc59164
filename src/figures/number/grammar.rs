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
    pub const CLOCK: u64 = 1 << 11;
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

/// A word that stands for a rough number.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct VagueText {
    word: String,
    low: u64,
    #[serde(default)]
    next: Vec<String>,
    #[serde(default)]
    previous: Vec<String>,
    #[serde(default)]
    multiplies: bool,
    #[serde(default)]
    only_multiplies: bool,
    #[serde(default)]
    exact: bool,
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

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HedgeText {
    qualifier: Qualifier,
    #[serde(default)]
    before: Vec<String>,
    #[serde(default)]
    after: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RangeText {
    between: Vec<String>,
    from: Vec<String>,
    and: Vec<String>,
    to: Vec<String>,
    or: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ShareText {
    out_of: Vec<String>,
    over: Vec<String>,
    unless: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PronounText {
    word: Vec<String>,
    after: Vec<String>,
    before: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ContextText {
    months: Vec<String>,
    percent: Vec<String>,
    currency_after: Vec<String>,
    currency_before: Vec<String>,
    durations: Vec<String>,
    duration_adjectives: Vec<String>,
    units: Vec<String>,
    clock: Vec<String>,
    age_before: Vec<String>,
    age_people: Vec<String>,
    age_bounds: Vec<String>,
    age_after: Vec<String>,
    year_before: Vec<String>,
    labels_capital: Vec<String>,
    labels: Vec<String>,
    people: Vec<String>,
    place_before: Vec<String>,
    count_compounds: Vec<String>,
    age_compounds: Vec<String>,
    named_dates: Vec<String>,
    not_share_before: Vec<String>,
    not_share_after: Vec<String>,
}

/// The file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GrammarText {
    language: String,
    detect: Vec<String>,
    articles: Vec<String>,
    and: Vec<String>,
    of: Vec<String>,
    point: Vec<String>,
    minus: Vec<String>,
    decimal_comma: bool,
    units_first: bool,
    cardinals: Vec<(String, u64)>,
    wide_tens: Vec<String>,
    hundreds: Vec<(String, u64)>,
    magnitudes: Vec<(String, u64)>,
    groups: Vec<(String, u64)>,
    bound: Vec<String>,
    suffixes: Vec<Suffix>,
    halves: Vec<String>,
    quarters: Vec<(String, bool)>,
    ordinals: Vec<(String, u64)>,
    ordinals_weak: Vec<(String, u64)>,
    plural_suffix: String,
    ordinal_suffixes: Vec<String>,
    vague: Vec<VagueText>,
    hedges: Vec<HedgeText>,
    neutral: Vec<String>,
    ranges: RangeText,
    change: Vec<String>,
    shares: ShareText,
    pronoun: PronounText,
    context: ContextText,
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

type Words<T> = HashMap<Key, T, BuildHasherDefault<KeyHasher>>;

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
    words: Words<Entry>,
    /// For each two first letters, the lengths of the number words that begin with them, as bits.
    lengths: Box<[u32; 1024]>,
    pub(super) vague: Vec<Vague>,
    pub(super) suffixes: Vec<Suffix>,
    /// Met at their last word, going left; `None` for a phrase that changes nothing.
    pub(super) before: Phrases<Option<Qualifier>>,
    /// Met at their first word, going right.
    pub(super) after: Phrases<Qualifier>,
    pub(super) out_of: Phrases<()>,
    pub(super) percent: Phrases<()>,
    pub(super) pronoun_before: Phrases<()>,
    pub(super) not_half_after: Phrases<()>,
    pub(super) named_dates: Vec<String>,
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

    fn empty(language: Language) -> Self {
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
            pronoun_before: Phrases::default(),
            not_half_after: Phrases::default(),
            named_dates: Vec::new(),
            decimal_comma: false,
            rules: Rules::default(),
            rejected: 0,
        }
    }

    /// Reads a grammar file.
    ///
    /// # Errors
    /// What RON says of the text. The files that ship are checked by a test.
    pub(super) fn parse(language: Language, text: &str) -> Result<Self, ron::error::SpannedError> {
        let file: GrammarText = ron::from_str(text)?;
        let mut grammar = Self::empty(language);
        if file.language != language.code() {
            grammar.rejected += 1;
        }
        grammar.decimal_comma = file.decimal_comma;
        grammar.rules = Rules { units_first: file.units_first, wide_tens: !file.wide_tens.is_empty() };
        for (word, n) in &file.cardinals {
            grammar.class(word, Class::Add(*n));
        }
        for (word, n) in &file.hundreds {
            grammar.class(word, Class::Hundred(*n));
        }
        for (word, n) in &file.magnitudes {
            grammar.class(word, Class::Magnitude(*n));
        }
        for (word, n) in &file.groups {
            grammar.class(word, Class::Group(*n));
        }
        for (index, word) in file.halves.iter().enumerate() {
            grammar.class(word, Class::Part { denominator: 2, plural: index > 0 });
        }
        for (word, plural) in &file.quarters {
            grammar.class(word, Class::Part { denominator: 4, plural: *plural });
        }
        for (list, weak) in [(&file.ordinals, false), (&file.ordinals_weak, true)] {
            for (word, n) in list {
                grammar.class(word, Class::Ordinal { n: *n, plural: false, weak });
                grammar.class(&format!("{word}{}", file.plural_suffix), Class::Ordinal { n: *n, plural: true, weak });
            }
        }
        grammar.add_vague(&file.vague);
        grammar.add_flags(&file);
        for hedge in &file.hedges {
            for phrase in &hedge.before {
                add_phrase(&mut grammar.before, phrase, Some(hedge.qualifier), true, &mut grammar.rejected);
            }
            for phrase in &hedge.after {
                add_phrase(&mut grammar.after, phrase, hedge.qualifier, false, &mut grammar.rejected);
            }
        }
        for phrase in &file.neutral {
            add_phrase(&mut grammar.before, phrase, None, true, &mut grammar.rejected);
        }
        for (map, list) in [
            (&mut grammar.out_of, &file.shares.out_of),
            (&mut grammar.percent, &file.context.percent),
            (&mut grammar.pronoun_before, &file.pronoun.before),
            (&mut grammar.not_half_after, &file.context.not_share_after),
        ] {
            for phrase in list {
                add_phrase(map, phrase, (), false, &mut grammar.rejected);
            }
        }
        for list in grammar.before.values_mut() {
            list.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        for list in grammar.after.values_mut() {
            list.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        for map in [&mut grammar.out_of, &mut grammar.percent, &mut grammar.pronoun_before, &mut grammar.not_half_after]
        {
            for list in map.values_mut() {
                list.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
            }
        }
        grammar.suffixes = file.suffixes;
        grammar.named_dates = file.context.named_dates;
        Ok(grammar)
    }

    fn class(&mut self, word: &str, class: Class) {
        self.with(word, |entry| entry.class = Some(class));
        self.mark_length(word);
    }

    fn mark_length(&mut self, word: &str) {
        let bytes = word.as_bytes();
        if let (Some(first), Some(second)) = (bytes.first(), bytes.get(1))
            && let Some(mask) = self.lengths.get_mut(letter_pair(*first, *second))
            && bytes.len() < 32
        {
            *mask |= 1 << bytes.len();
        }
    }

    fn with(&mut self, word: &str, change: impl FnOnce(&mut Entry)) {
        match fold::key(word) {
            Some(key) => change(self.words.entry(key).or_default()),
            None => self.rejected += 1,
        }
    }

    fn add_vague(&mut self, list: &[VagueText]) {
        for item in list {
            let keys = |words: &[String]| words.iter().filter_map(|word| fold::key(word)).collect::<Vec<_>>();
            self.vague.push(Vague {
                low: item.low,
                next: keys(&item.next),
                previous: keys(&item.previous),
                multiplies: item.multiplies,
                only_multiplies: item.only_multiplies,
                exact: item.exact,
            });
            let index = u16::try_from(self.vague.len()).unwrap_or(0);
            self.with(&item.word, |entry| entry.vague = index);
            self.mark_length(&item.word);
        }
    }

    fn add_flags(&mut self, file: &GrammarText) {
        let context = &file.context;
        let lists: [(&[String], u64); 37] = [
            (&file.detect, flag::DETECT),
            (&file.articles, flag::ARTICLE),
            (&file.and, flag::AND),
            (&file.of, flag::OF),
            (&file.point, flag::POINT),
            (&file.minus, flag::MINUS),
            (&file.wide_tens, flag::WIDE_TENS),
            (&file.bound, flag::BOUND),
            (&file.ordinal_suffixes, flag::ORDINAL_SUFFIX),
            (&file.ranges.between, flag::BETWEEN),
            (&file.ranges.from, flag::FROM),
            (&file.ranges.and, flag::RANGE_AND),
            (&file.ranges.to, flag::RANGE_TO),
            (&file.ranges.or, flag::RANGE_OR),
            (&file.change, flag::CHANGE),
            (&file.shares.over, flag::SHARE_OVER),
            (&file.shares.unless, flag::NOT_SHARE),
            (&file.pronoun.word, flag::PRONOUN),
            (&file.pronoun.after, flag::PRONOUN_AFTER),
            (&context.months, flag::MONTH),
            (&context.currency_after, flag::CURRENCY_AFTER),
            (&context.currency_before, flag::CURRENCY_BEFORE),
            (&context.durations, flag::DURATION),
            (&context.duration_adjectives, flag::DURATION_ADJECTIVE),
            (&context.units, flag::UNIT),
            (&context.clock, flag::CLOCK),
            (&context.age_before, flag::AGE_BEFORE),
            (&context.age_people, flag::AGE_PEOPLE),
            (&context.age_bounds, flag::AGE_BOUND),
            (&context.age_after, flag::AGE_AFTER),
            (&context.year_before, flag::YEAR_BEFORE),
            (&context.labels_capital, flag::LABEL_CAPITAL),
            (&context.labels, flag::LABEL),
            (&context.people, flag::PEOPLE),
            (&context.place_before, flag::PLACE_BEFORE),
            (&context.count_compounds, flag::COUNT_COMPOUND),
            (&context.age_compounds, flag::AGE_COMPOUND),
        ];
        for (words, bit) in lists {
            for word in words {
                // A dotted or spaced entry is matched by its parts elsewhere; here a word is letters only.
                let word = word.trim_end_matches('-');
                self.with(word, |entry| entry.flags |= bit);
            }
        }
        for word in &context.not_share_before {
            self.with(word.trim_end_matches('-'), |entry| entry.flags |= flag::NOT_HALF_BEFORE);
        }
    }
}

/// The place of two letters in [`Grammar::lengths`], in any case.
#[inline]
fn letter_pair(first: u8, second: u8) -> usize {
    (usize::from(first & 31) << 5) | usize::from(second & 31)
}

/// Adds `phrase` to `map` under its last word (`backwards`) or its first.
fn add_phrase<T>(map: &mut Phrases<T>, phrase: &str, meaning: T, backwards: bool, rejected: &mut usize) {
    let mut keys: Vec<Key> = phrase.split([' ', '-']).filter_map(fold::key).collect();
    if backwards {
        keys.reverse();
    }
    let mut keys = keys.into_iter();
    match keys.next() {
        Some(first) => map.entry(first).or_default().push(Phrase { rest: keys.collect(), meaning }),
        None => *rejected += 1,
    }
}
