//! Numbers written in words, and days, as keys that are equal however they are written. Layer `text`.

use super::doc::{Class, Token};
use super::fold::{self, Key, NUMBER};
use crate::lexicon::months;

/// What a word adds to a number in words.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    /// one to nineteen.
    Unit(u64),
    /// twenty to ninety.
    Ten(u64),
    /// hundred, thousand, million.
    Scale(u64),
}

fn part(word: &str) -> Option<Part> {
    Some(match word {
        "one" => Part::Unit(1),
        "two" => Part::Unit(2),
        "three" => Part::Unit(3),
        "four" => Part::Unit(4),
        "five" => Part::Unit(5),
        "six" => Part::Unit(6),
        "seven" => Part::Unit(7),
        "eight" => Part::Unit(8),
        "nine" => Part::Unit(9),
        "ten" => Part::Unit(10),
        "eleven" => Part::Unit(11),
        "twelve" => Part::Unit(12),
        "thirteen" => Part::Unit(13),
        "fourteen" => Part::Unit(14),
        "fifteen" => Part::Unit(15),
        "sixteen" => Part::Unit(16),
        "seventeen" => Part::Unit(17),
        "eighteen" => Part::Unit(18),
        "nineteen" => Part::Unit(19),
        "twenty" => Part::Ten(20),
        "thirty" => Part::Ten(30),
        "forty" => Part::Ten(40),
        "fifty" => Part::Ten(50),
        "sixty" => Part::Ten(60),
        "seventy" => Part::Ten(70),
        "eighty" => Part::Ten(80),
        "ninety" => Part::Ten(90),
        "hundred" => Part::Scale(100),
        "thousand" => Part::Scale(1_000),
        "million" => Part::Scale(1_000_000),
        _ => return None,
    })
}

/// The number that words begin with, and how many of them it takes: "twenty-six", "twelve hundred", "three thousand two
/// hundred". "One" alone and a scale alone are none.
fn read<'w>(words: impl Iterator<Item = &'w str>) -> Option<(u64, usize)> {
    let (mut total, mut group, mut len) = (0_u64, 0_u64, 0_usize);
    let mut last: Option<Part> = None;
    for word in words {
        let Some(next) = part(word) else { break };
        match (next, last) {
            (Part::Unit(value), None | Some(Part::Scale(_))) => group += value,
            (Part::Unit(value), Some(Part::Ten(_))) if value < 10 => group += value,
            (Part::Ten(value), None | Some(Part::Scale(_))) => group += value,
            (Part::Scale(100), Some(Part::Unit(_) | Part::Ten(_))) => group *= 100,
            (Part::Scale(scale), Some(_)) if scale > 100 => {
                total += group.checked_mul(scale)?;
                group = 0;
            }
            _ => break,
        }
        (last, len) = (Some(next), len + 1);
    }
    let value = total + group;
    (value > 1).then_some((value, len))
}

/// The key and class of a value: a number below a hundred, a year and a round thousand tell less than others.
pub fn keyed(value: u64, grouped: bool) -> (Key, Class) {
    let plain =
        value < 100 || (1900..2100).contains(&value) && !grouped || value.is_multiple_of(1000) && value <= 10_000;
    (fold::key(NUMBER, &value.to_string()), if plain { Class::PlainNumber } else { Class::Number })
}

/// A number in digits, with what may stand behind them ("4th"): its key is its value.
pub fn digits(word: &str) -> (Key, Class) {
    let digits: String = word.chars().filter(|c| *c != ',').collect();
    match digits.parse() {
        Ok(value) => keyed(value, word.contains(',')),
        Err(_) => (fold::key(NUMBER, &digits), Class::PlainNumber),
    }
}

/// Gives numbers in words the keys of their values, and a day of a month a key of its own ("3 August", "Aug. 3").
///
/// `lower` holds each token's word in small letters, and `joined` whether only a blank or a hyphen parts it from the next.
pub fn settle(tokens: &mut [Token], lower: &[String], joined: impl Fn(usize) -> bool) {
    let mut at = 0;
    while at < tokens.len() {
        let run = 1 + (at..tokens.len()).take_while(|i| *i + 1 < tokens.len() && joined(*i)).count();
        let words = lower.get(at..(at + run).min(lower.len())).unwrap_or_default();
        if let Some((value, len)) = read(words.iter().map(String::as_str)) {
            for (n, token) in tokens.iter_mut().skip(at).take(len).enumerate() {
                (token.key, token.class) = if n == 0 { keyed(value, true) } else { (0, Class::Small) };
            }
            at += len;
        } else {
            at += 1;
        }
    }
    for at in 0..tokens.len() {
        let month = lower.get(at).and_then(|word| months::number(word));
        let Some(month) = month.filter(|_| tokens.get(at).is_some_and(|token| token.capital)) else { continue };
        let day = |i: usize| {
            let digits = lower.get(i)?.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            digits.parse::<u64>().ok().filter(|day| (1..=31).contains(day))
        };
        let found = at.checked_sub(1).and_then(|i| Some((i, day(i)?))).or_else(|| Some((at + 1, day(at + 1)?)));
        if let Some((i, day)) = found
            && let Some(token) = tokens.get_mut(i)
        {
            (token.key, token.class) = (fold::key(NUMBER, &format!("{month} {day}")), Class::PlainNumber);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::doc::Doc;
    use super::*;

    /// The keys of numbers in a text that are those of these values.
    fn check(text: &str, values: &[u64]) {
        let doc = Doc::read(text.into());
        let numbers = doc.tokens.iter().filter(|token| matches!(token.class, Class::Number | Class::PlainNumber));
        let found: Vec<Key> = numbers.map(|token| token.key).collect();
        let want: Vec<Key> = values.iter().map(|value| keyed(*value, true).0).collect();
        assert_eq!(found, want, "{text}");
    }

    #[test]
    fn numbers_in_words_are_those_in_digits() {
        check("Twenty-six were saved, and 26 more.", &[26, 26]);
        check("twelve hundred houses, 1,200 houses", &[1200, 1200]);
        check("three thousand two hundred and six", &[3200, 6]);
        check("two million, seventy-three", &[2_000_000, 73]);
        check("one of a hundred reasons", &[]);
    }

    #[test]
    fn a_day_is_one_however_it_is_written() {
        let key = |text: &str| {
            let doc = Doc::read(text.into());
            doc.tokens.iter().find(|token| token.class == Class::PlainNumber).map(|token| token.key)
        };
        assert!(key("a letter of 3 August").is_some());
        assert_eq!(key("a letter of 3 August"), key("a letter of Aug. 3"));
        assert_ne!(key("a letter of 3 August"), key("a letter of Sept. 3"));
        assert_eq!(key("they may 3 times"), key("it was 3 times"));
    }
}
