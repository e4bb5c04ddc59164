//! The grammar files as written, and how they are taken into a [`Grammar`]. Layer `figures`.

use serde::Deserialize;

use super::Language;
use super::fold::{self, Key};
use super::grammar::{Class, Entry, Grammar, Phrase, Phrases, Rules, Suffix, Vague, flag, letter_pair};
use crate::model::Qualifier;

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
    copulas: Vec<String>,
    plural_verbs: Vec<String>,
    age_limits: Vec<u64>,
    age_links: Vec<String>,
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
    parts: Vec<(String, u64, bool)>,
    ordinals: Vec<(String, u64)>,
    ordinals_weak: Vec<(String, u64)>,
    plural_suffix: String,
    ordinal_suffixes: Vec<String>,
    vague: Vec<VagueText>,
    hedges: Vec<HedgeText>,
    neutral: Vec<String>,
    #[serde(default)]
    not_after: Vec<String>,
    #[serde(default)]
    approx_dotted: Vec<String>,
    ranges: RangeText,
    change: Vec<String>,
    shares: ShareText,
    pronoun: PronounText,
    context: ContextText,
}

impl Grammar {
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
        for (word, denominator, plural) in &file.parts {
            grammar.class(word, Class::Part { denominator: *denominator, plural: *plural });
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
                add_phrase(&mut grammar.after, phrase, Some(hedge.qualifier), false, &mut grammar.rejected);
            }
        }
        for phrase in &file.not_after {
            add_phrase(&mut grammar.after, phrase, None, false, &mut grammar.rejected);
        }
        for phrase in &file.neutral {
            add_phrase(&mut grammar.before, phrase, None, true, &mut grammar.rejected);
        }
        for (map, list) in [
            (&mut grammar.out_of, &file.shares.out_of),
            (&mut grammar.percent, &file.context.percent),
            (&mut grammar.clock, &file.context.clock),
            (&mut grammar.pronoun_before, &file.pronoun.before),
            (&mut grammar.not_half_after, &file.context.not_share_after),
        ] {
            for phrase in list {
                add_phrase(map, phrase, (), false, &mut grammar.rejected);
            }
        }
        for list in grammar.before.iter_mut() {
            list.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        for list in grammar.after.iter_mut() {
            list.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        for map in [
            &mut grammar.out_of,
            &mut grammar.percent,
            &mut grammar.clock,
            &mut grammar.pronoun_before,
            &mut grammar.not_half_after,
        ] {
            for list in map.iter_mut() {
                list.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
            }
        }
        grammar.suffixes = file.suffixes;
        grammar.named_dates = file.context.named_dates;
        grammar.age_limits = file.context.age_limits;
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
            Some(key) => change(self.words.slot(key)),
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
        let lists: [(&[String], u64); 40] = [
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
            (&context.copulas, flag::COPULA),
            (&context.plural_verbs, flag::PLURAL_VERB),
            (&context.age_links, flag::AGE_LINK),
            (&file.approx_dotted, flag::APPROX_DOTTED),
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

/// Adds `phrase` to `map` under its last word (`backwards`) or its first.
fn add_phrase<T>(map: &mut Phrases<T>, phrase: &str, meaning: T, backwards: bool, rejected: &mut usize) {
    let mut keys: Vec<Key> = phrase.split([' ', '-']).filter_map(fold::key).collect();
    if backwards {
        keys.reverse();
    }
    let mut keys = keys.into_iter();
    match keys.next() {
        Some(first) => map.slot(first).push(Phrase { rest: keys.collect(), meaning }),
        None => *rejected += 1,
    }
}
