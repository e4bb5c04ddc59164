//! Numbers in a text, before any question of what they count. Layer `figures`.
//!
//! [`numbers`] reads a whole text in its own language, [`numbers_in`] one sentence of English. Each numeral, number word
//! and vague quantifier becomes one [`Number`] with its span, its bounds by its qualifier, and a [`NumberKind`] that tells
//! counts from dates, ages, distances and the like. Word data is in `assets/lexicon/<language>/numbers.ron`.

mod calendar;
mod cardinal;
mod detect;
mod digits;
pub(super) mod fold;
mod grammar;
mod grammar_text;
pub mod jsonl;
mod kind;
mod phrase;
mod reader;
mod vague;
mod words;

use std::ops::Range;

use crate::model::Qualifier;

pub use grammar::Grammar;
pub(super) use reader::is_letter;

use digits::Form;
use reader::{Reader, Word};
use words::Shape;

/// A language the grammar knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    English,
    French,
    Arabic,
}

impl Language {
    /// ISO 639-1.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Arabic => "ar",
        }
    }
}

/// What a number is by its form and the words around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NumberKind {
    /// A whole number that may count something.
    Cardinal,
    /// Not whole, or below one without being a share.
    Decimal,
    /// A share of something: "half", "two thirds", "three out of five".
    Fraction,
    /// A percentage; the sign or word is in the phrase.
    Percent,
    /// A word without a number: dozens, several, tens of thousands.
    Vague,
    Negative,
    /// "third", "21st".
    Ordinal,
    /// How old someone is.
    Age,
    /// A day, or a part of a date in digits.
    Date,
    Year,
    /// A time of day.
    Time,
    /// How long something took or how long ago it was.
    Duration,
    /// With a unit of measure.
    Measure,
    Money,
    /// Half of a hyphenated word: "ten-storey".
    Compound,
    /// A label: "Resolution 2254", "COVID-19", "[3]", a part of an address.
    Code,
}

impl NumberKind {
    /// Whether it may count people, or be a share of them.
    pub const fn may_count(self) -> bool {
        matches!(self, Self::Cardinal | Self::Vague | Self::Fraction | Self::Percent)
    }

    /// The written name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cardinal => "cardinal",
            Self::Decimal => "decimal",
            Self::Fraction => "fraction",
            Self::Percent => "percent",
            Self::Vague => "vague",
            Self::Negative => "negative",
            Self::Ordinal => "ordinal",
            Self::Age => "age",
            Self::Date => "date",
            Self::Year => "year",
            Self::Time => "time",
            Self::Duration => "duration",
            Self::Measure => "measure",
            Self::Money => "money",
            Self::Compound => "compound",
            Self::Code => "code",
        }
    }
}

/// One number in a text. All offsets are UTF-8 bytes, half open.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// The numeral with its magnitude word ("1.2 million", "two dozen"); a range from its first numeral to its last.
    pub start: usize,
    /// The byte after the numeral; a plus sign ("820+") is in the phrase only.
    pub end: usize,
    /// Widened by the words that qualify it ("at least 826", "between 3 and 5", "40 at most").
    pub phrase_start: usize,
    pub phrase_end: usize,
    /// The value as written; the lower one of a range; `None` for a vague word and for more digits than 18.
    pub value: Option<f64>,
    /// Lowest count meant; `None` under a ceiling, and for what is no whole number.
    pub low: Option<u64>,
    /// Highest count meant; `None` over a floor, and for what is no whole number.
    pub high: Option<u64>,
    pub qualifier: Qualifier,
    pub kind: NumberKind,
    /// The share (0 to 1) of a fraction or percentage.
    pub fraction: Option<f64>,
}

/// Every number of `text`, in the language it is most likely written in, sorted by start.
pub fn numbers(text: &str) -> Vec<Number> {
    let mut out = Vec::new();
    Grammar::detect(text).numbers_in(text, 0..text.len(), &mut out);
    out
}

/// Adds the numbers of one sentence of English, `text[range]` (bytes), to `out`, sorted by start. Digits of other scripts
/// are read too; for number words of other languages use [`Grammar::numbers_in`].
pub fn numbers_in(text: &str, range: Range<usize>, out: &mut Vec<Number>) {
    Grammar::of(Language::English).numbers_in(text, range, out);
}

impl Grammar {
    /// Adds the numbers of `text[range]` (bytes; cut back to character boundaries) to `out`, sorted by start.
    pub fn numbers_in(&'static self, text: &str, range: Range<usize>, out: &mut Vec<Number>) {
        let mut lo = range.start.min(text.len());
        let mut hi = range.end.min(text.len());
        while !text.is_char_boundary(lo) {
            lo += 1;
        }
        while !text.is_char_boundary(hi) {
            hi -= 1;
        }
        if lo < hi {
            Reader { text, lo, hi, grammar: self }.scan(out);
        }
    }
}

/// A numeral on its own, before hedges, ranges and context.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Numeral {
    start: usize,
    end: usize,
    value: Option<f64>,
    whole: Option<u64>,
    shape: Shaped,
    /// In digits, with or without a magnitude after them.
    in_digits: bool,
    /// A magnitude word or letters are part of it, or grouping marks: it is no year, day or code.
    big: bool,
}

/// What a numeral is by its own form.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Shaped {
    Cardinal,
    Decimal,
    Fraction,
    Ordinal,
    Negative,
    Code,
    Vague { exact: bool },
}

impl Reader<'_> {
    fn scan(&self, out: &mut Vec<Number>) {
        let mut items = Vec::with_capacity(8);
        let bytes = self.text.as_bytes();
        let mut at = self.lo;
        while let Some(byte) = self.byte(at) {
            if byte.is_ascii_alphabetic() {
                let ascii_end = self.ascii_word_end(at);
                let ascii = self.byte(ascii_end).is_none_or(|byte| byte.is_ascii());
                let end = if ascii { ascii_end } else { self.word_end(ascii_end) };
                let known = !ascii || bytes.get(at..end).is_some_and(|word| self.grammar.may_be_number(word));
                if known && let Some(next) = self.at_word(at, end, &mut items, out) {
                    at = next.max(at + 1);
                } else {
                    at = end;
                    // Digits glued to letters are part of a name.
                    while let Some((_, len)) = self.digit(at) {
                        at += len;
                    }
                }
            } else if byte.is_ascii_digit() {
                at = self.at_digits(at, &mut items, out).max(at + 1);
            } else if byte == b'.' {
                let decimal = self.digit(at + 1).is_some()
                    && !self
                        .char_before(at)
                        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ']' | ')' | '%' | '"' | '\u{201d}'));
                at = if decimal { self.at_digits(at, &mut items, out).max(at + 1) } else { at + 1 };
            } else if byte.is_ascii() {
                at += 1;
            } else {
                at = self.at_wide(at, &mut items, out);
            }
        }
    }

    /// Goes on from a character beyond ASCII.
    fn at_wide(&self, at: usize, items: &mut Vec<cardinal::Item>, out: &mut Vec<Number>) -> usize {
        let Some(c) = self.char_at(at) else { return self.hi };
        let len = c.len_utf8();
        if self.digit(at).is_some() {
            return self.at_digits(at, items, out).max(at + len);
        }
        if let Some(digits) = self.vulgar_at(at) {
            return self.finish_digits(digits, items, out).max(at + len);
        }
        if reader::is_letter(c) {
            let end = self.word_end(at).max(at + len);
            return self.at_word(at, end, items, out).map_or(end, |next| next.max(at + len));
        }
        at + len
    }

    /// Reads a number at a word; the offset to go on from.
    fn at_word(&self, at: usize, end: usize, items: &mut Vec<cardinal::Item>, out: &mut Vec<Number>) -> Option<usize> {
        let mut word = Word { start: at, end, entry: self.grammar.entry(self.slice(at, end)) };
        if !word.entry.is_number() {
            // Arabic writes "and", "with", "for" and "the" onto the word.
            let (_, inner) = self.without_prefix(at, &['و', 'ب', 'ل', 'ف', 'ك'])?;
            word = inner;
        }
        let numeral = self.word_numeral(word, items)?;
        Some(self.finish(numeral, items, out))
    }

    /// The numeral that begins at a number word.
    fn word_numeral(&self, word: Word, items: &mut Vec<cardinal::Item>) -> Option<Numeral> {
        if word.entry.vague != 0
            && let Some(vague) = self.vague(word)
        {
            return Some(vague);
        }
        word.entry.class?;
        if word.entry.is(grammar::flag::PRONOUN) && self.is_pronoun(word) {
            return None;
        }
        let parsed = self.words(word, items)?;
        let big = parsed.end > word.end;
        let shape = match parsed.form {
            Shape::Cardinal => Shaped::Cardinal,
            Shape::Decimal => Shaped::Decimal,
            Shape::Fraction => Shaped::Fraction,
            Shape::Ordinal => Shaped::Ordinal,
        };
        let numeral = Numeral {
            start: parsed.start,
            end: parsed.end,
            value: Some(parsed.value),
            whole: parsed.whole,
            shape,
            in_digits: false,
            big,
        };
        Some(self.signed_by_word(numeral))
    }

    /// "minus five", "negative one".
    fn signed_by_word(&self, numeral: Numeral) -> Numeral {
        match self.prev_word(numeral.start) {
            Some(sign) if sign.entry.is(grammar::flag::MINUS) && !matches!(numeral.shape, Shaped::Ordinal) => {
                negated(numeral, sign.start)
            }
            _ => numeral,
        }
    }

    /// The numeral whose digits (or decimal point) begin at `at`.
    fn digit_numeral(&self, at: usize, items: &mut Vec<cardinal::Item>) -> Option<Numeral> {
        let digits = self.digits(at)?;
        Some(self.grow_digits(digits, items))
    }

    fn grow_digits(&self, mut digits: digits::Digits, items: &mut Vec<cardinal::Item>) -> Numeral {
        let written = digits.end;
        let money = self.currency_before(digits.start);
        if let (Some((times, end)), Some(value)) = (self.suffix(digits.end, money), digits.value)
            && digits.form != Form::Chain
        {
            digits.whole = match digits.whole {
                Some(whole) => whole.checked_mul(times),
                None => whole_of(value * times as f64),
            };
            digits.value = Some(digits.whole.map_or(value * times as f64, |whole| whole as f64));
            digits.end = end;
        }
        let mut numeral = Numeral {
            start: digits.start,
            end: digits.end,
            value: digits.value,
            whole: digits.whole,
            shape: if digits.value.is_none() { Shaped::Code } else { Shaped::Cardinal },
            in_digits: true,
            big: digits.end > written || digits.form == Form::Grouped,
        };
        if digits.end > written {
            if numeral.whole.is_none() {
                numeral.shape = Shaped::Decimal;
            }
        } else if let Some(parsed) = self.words_after(&digits, items) {
            numeral.big |= parsed.end > written;
            numeral.end = parsed.end;
            numeral.value = Some(parsed.value);
            numeral.whole = parsed.whole;
            numeral.shape = match parsed.form {
                Shape::Cardinal => Shaped::Cardinal,
                Shape::Decimal => Shaped::Decimal,
                Shape::Fraction => Shaped::Fraction,
                Shape::Ordinal => Shaped::Ordinal,
            };
        }
        self.signed(numeral)
    }

    /// A minus sign before digits.
    fn signed(&self, numeral: Numeral) -> Numeral {
        let sign_end = self.gap_before(numeral.start);
        let Some(c @ ('-' | '\u{2212}')) = self.char_before(sign_end) else {
            return self.signed_by_word(numeral);
        };
        let sign = sign_end - c.len_utf8();
        let free = match self.char_before(sign) {
            None | Some('\n' | ' ' | '\t' | '(' | '<' | '>' | '=' | '\u{a0}') => true,
            Some(_) => false,
        };
        let whole_line = self.starts_line(sign) && self.ends_line(numeral.end);
        // A hyphen that opens a line is a bullet, and one with a space behind it a dash, unless the number is alone.
        let minus = whole_line || (sign_end == numeral.start && !self.starts_line(sign));
        if free && minus { negated(numeral, sign) } else { numeral }
    }

    fn at_digits(&self, at: usize, items: &mut Vec<cardinal::Item>, out: &mut Vec<Number>) -> usize {
        match self.digits(at) {
            Some(digits) => self.finish_digits(digits, items, out),
            None => at,
        }
    }

    fn finish_digits(&self, digits: digits::Digits, items: &mut Vec<cardinal::Item>, out: &mut Vec<Number>) -> usize {
        let numeral = self.grow_digits(digits, items);
        self.finish(numeral, items, out)
    }

    /// Joins what belongs to the numeral (a share's other half, a range's other end), qualifies it, and adds it.
    fn finish(&self, numeral: Numeral, items: &mut Vec<cardinal::Item>, out: &mut Vec<Number>) -> usize {
        if let Some(end) = self.restated(&numeral, out) {
            return end;
        }
        let numeral = self.share_of(numeral, items);
        let upper = self.range_end(&numeral, items);
        let number = self.qualify(numeral, upper, out.last());
        // The words of a percentage are no numbers of their own ("45 pour cent").
        let end = if number.kind == NumberKind::Percent { number.phrase_end } else { number.end };
        out.push(number);
        end
    }

    /// "twelve (12)": the same number in the other form, in brackets behind it, becomes part of it. Where it ends.
    fn restated(&self, numeral: &Numeral, out: &mut [Number]) -> Option<usize> {
        let first = out.last_mut()?;
        let between = self.text.get(first.end..numeral.start)?;
        let words = self.text.get(first.start..first.end)?.chars().any(char::is_alphabetic);
        let same = numeral.value.is_some() && first.value == numeral.value && words == numeral.in_digits;
        if !same || between.trim_start() != "(" || self.byte(numeral.end) != Some(b')') {
            return None;
        }
        first.end = numeral.end + 1;
        first.phrase_end = first.phrase_end.max(first.end);
        Some(first.end)
    }
}

/// The numeral below zero, from `start`.
fn negated(numeral: Numeral, start: usize) -> Numeral {
    Numeral { start, value: numeral.value.map(|value| -value), whole: None, shape: Shaped::Negative, ..numeral }
}

/// The whole number that `value` is, or is within rounding of.
fn whole_of(value: f64) -> Option<u64> {
    let round = value.round();
    let near = (value - round).abs() <= 1e-9 * value.abs().max(1.0);
    // Above 2^53 doubles no longer tell whole numbers apart.
    (near && (0.0..9_007_199_254_740_992.0).contains(&round)).then_some(round as u64)
}

#[cfg(test)]
#[path = "number_tests.rs"]
mod tests;
