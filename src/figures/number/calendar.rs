//! Days, dates and years among the numbers. Layer `figures`.

use super::grammar::flag;
use super::reader::{Reader, Word};
use super::{Language, Numeral};

impl Reader<'_> {
    /// A day with its month, or a part of a date in digits.
    pub(super) fn is_date(&self, numeral: &Numeral, end: usize) -> bool {
        let Some(n) = numeral.whole else { return false };
        for (sign, next) in [
            (self.byte_before(numeral.start), self.byte_before(numeral.start.saturating_sub(1))),
            (self.byte(end), self.byte(end + 1)),
        ] {
            if let (Some(b'/'), Some(digit)) = (sign, next)
                && digit.is_ascii_digit()
                && n < 2100
            {
                return true;
            }
        }
        if self.dotted_date(numeral, end) || self.dashed_date(numeral, end) {
            return true;
        }
        if !(1..=31).contains(&n) {
            return false;
        }
        // "6 December", "6th of December" is an ordinal; "6-8 December", "6 and 8 December".
        let mut at = end;
        for _ in 0..3 {
            let Some(word) = self.word_at(self.link(at).0) else { break };
            if word.entry.is(flag::MONTH) && self.is_capital(word) {
                return true;
            }
            if !word.entry.is(flag::OF | flag::AND | flag::RANGE_TO) {
                break;
            }
            at = word.end;
            let next = self.gap(at);
            if let Some(digits) = self.digits(next) {
                at = digits.end;
            }
        }
        if self.follows_a_day(numeral.start) && !self.counts_people(end) {
            return true;
        }
        let start = self.gap_before(numeral.start);
        let start = match self.char_before(start) {
            Some(c @ ('.' | '-' | '\u{2013}')) => start - c.len_utf8(),
            _ => start,
        };
        self.prev_word(start).is_some_and(|word| {
            word.entry.is(flag::MONTH)
                && self.is_capital(word)
                // "On 14 April 4 staff members …": the month has its day.
                && !self.char_before(self.gap_before(word.start)).is_some_and(|c| c.is_ascii_digit())
                && (!self.counts_people(end) || self.digit(self.gap(end)).is_some())
        })
    }

    /// "between January 19 and 26", "from May 3 to 8": a day of the month named before.
    fn follows_a_day(&self, start: usize) -> bool {
        let Some(joint) = self.prev_word(self.gap_before(start)) else { return false };
        if !joint.entry.is(flag::AND | flag::RANGE_TO) {
            return false;
        }
        let end = self.gap_before(joint.start);
        let digits = (0..3).take_while(|back| self.byte_before(end - back).is_some_and(|b| b.is_ascii_digit())).count();
        (1..=2).contains(&digits)
            && self
                .prev_word(self.gap_before(end - digits))
                .is_some_and(|month| month.entry.is(flag::MONTH) && self.is_capital(month))
    }

    fn is_capital(&self, word: Word) -> bool {
        // Only English writes its months large, which tells May from may.
        self.grammar.language != Language::English || self.char_at(word.start).is_some_and(char::is_uppercase)
    }

    /// `12.05.2024`.
    fn dotted_date(&self, numeral: &Numeral, end: usize) -> bool {
        let digit = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_digit());
        let left =
            self.byte_before(numeral.start) == Some(b'.') && digit(self.byte_before(numeral.start.saturating_sub(1)));
        let right = self.byte(end) == Some(b'.') && digit(self.byte(end + 1));
        left || right
    }

    /// `2024-12-07`.
    fn dashed_date(&self, numeral: &Numeral, end: usize) -> bool {
        matches!(self.dash_chain(numeral, end), ([4, 2, 2] | [2, 2, 4] | [1, 2, 4] | [2, 1, 4], 3))
    }

    /// Whether the digits are a part of three or more that hyphens join and that are no date: a telephone number.
    pub(super) fn is_dashed_code(&self, numeral: &Numeral, end: usize) -> bool {
        self.dash_chain(numeral, end).1 >= 3 && !self.dashed_date(numeral, end)
    }

    /// The lengths of the parts that hyphens join with these digits, the first three of them, and how many there are.
    fn dash_chain(&self, numeral: &Numeral, end: usize) -> ([usize; 3], usize) {
        let part = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_digit() || byte == b'-');
        let mut from = numeral.start;
        while part(self.byte_before(from)) && numeral.start - from < 32 {
            from -= 1;
        }
        let mut to = end;
        while part(self.byte(to)) && to - end < 32 {
            to += 1;
        }
        let mut lengths = [0; 3];
        let mut n = 0;
        for digits in self.slice(from, to).split('-').filter(|digits| !digits.is_empty()) {
            if let Some(length) = lengths.get_mut(n) {
                *length = digits.len();
            }
            n += 1;
        }
        (lengths, n)
    }

    /// "in 2018", "March 2020", "(2014)".
    pub(super) fn is_year(&self, numeral: &Numeral, upper: Option<&Numeral>, end: usize, hedge: Option<usize>) -> bool {
        let Some(n) = numeral.whole else { return false };
        let length = numeral.end - numeral.start;
        if !(1800..2100).contains(&n) || length != 4 {
            return self.is_short_year(numeral);
        }
        if upper.is_some() || self.counts_people(end) && !self.year_certain(numeral) {
            return false;
        }
        if self.year_certain(numeral) {
            return true;
        }
        if matches!((self.char_before(numeral.start), self.char_at(end)), (Some('('), Some(')'))) {
            return true;
        }
        // "2019-20", "2019–2020", "2019/2020".
        if matches!(self.char_at(end), Some('-' | '\u{2013}' | '/')) && self.digit(self.gap(end + 1)).is_some() {
            return true;
        }
        // "since at least 2015" is a year, "at least 2015" is not.
        let before = self.prev_word(hedge.unwrap_or(numeral.start));
        if before.is_some_and(|word| word.entry.is(flag::YEAR_BEFORE)) {
            return true;
        }
        // Counts of four digits are mostly written with a comma; a bare 2016 that counts no people is the year.
        let next = self.next_word(end);
        let counted = next.is_some_and(|word| self.counts_people(word.end));
        (1950..2040).contains(&n) && n % 100 != 0 && hedge.is_none() && !counted
    }

    /// Whether a month or a day of one stands before the year.
    fn year_certain(&self, numeral: &Numeral) -> bool {
        let at = self.gap_before(numeral.start);
        let comma = self.byte_before(at) == Some(b',') || self.byte_before(at) == Some(b'.');
        let at = if comma { at - 1 } else { at };
        if let Some(word) = self.prev_word(at) {
            if word.entry.is(flag::MONTH) && self.is_capital(word) {
                return true;
            }
            // "December 27th, 2019", "6th December 2019".
            if word.entry.is(flag::ORDINAL_SUFFIX) {
                return self.day_before(word.start);
            }
        }
        self.day_before(at) && comma
    }

    /// Whether the digits that end at `end` are a day after a month.
    fn day_before(&self, end: usize) -> bool {
        let mut start = self.gap_before(end);
        let stop = start;
        while self.byte_before(start).is_some_and(|byte| byte.is_ascii_digit()) && stop - start < 3 {
            start -= 1;
        }
        start < stop && stop - start <= 2 && self.prev_word(start).is_some_and(|word| word.entry.is(flag::MONTH))
    }

    /// The "20" of "2019-20".
    fn is_short_year(&self, numeral: &Numeral) -> bool {
        if numeral.end - numeral.start != 2 {
            return false;
        }
        let Some(c @ ('-' | '\u{2013}' | '/')) = self.char_before(numeral.start) else { return false };
        let at = numeral.start - c.len_utf8();
        let from = at.saturating_sub(4).max(self.lo);
        matches!(self.text.get(from..at), Some(text) if text.len() == 4 && (text.starts_with("19") || text.starts_with("20")) && text.bytes().all(|byte| byte.is_ascii_digit()))
    }
}
