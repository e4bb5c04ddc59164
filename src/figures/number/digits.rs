//! Numerals in digits: groupings of every kind, decimals, slashes, powers, magnitude letters. Layer `figures`.

use super::grammar::flag;
use super::reader::{Reader, is_letter};

/// Digits beyond this are a code, not a number.
const MAX_DIGITS: usize = 18;

/// A numeral in digits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Digits {
    pub start: usize,
    pub end: usize,
    /// `None` if there are more digits than fit.
    pub value: Option<f64>,
    /// The value if it is whole.
    pub whole: Option<u64>,
    pub form: Form,
}

/// How a numeral is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Digits only.
    Plain,
    /// With thousands separators.
    Grouped,
    /// With a decimal point or comma.
    Decimal,
    /// `3/4`, `1 4/5`, `½`.
    Fraction,
    /// `1e10`, `1.1^23`.
    Power,
    /// A part of something dotted (an address, a date): read alone.
    Chain,
}

/// A run of digits.
#[derive(Clone, Copy)]
struct Run {
    /// `None` on overflow.
    value: Option<u64>,
    n: usize,
    end: usize,
    zero_first: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    Comma,
    Dot,
    Space,
    /// No-break or thin: never a word space.
    Thin,
    Apostrophe,
    ArabicThousands,
    ArabicDecimal,
}

impl Reader<'_> {
    /// The digit at `at`: ASCII, Arabic-Indic or Persian; and its length in bytes.
    #[inline]
    pub(super) fn digit(&self, at: usize) -> Option<(u8, usize)> {
        let byte = self.byte(at)?;
        if byte.is_ascii_digit() {
            return Some((byte - b'0', 1));
        }
        match (byte, self.byte(at + 1)?) {
            (0xD9, low @ 0xA0..=0xA9) => Some((low - 0xA0, 2)),
            (0xDB, low @ 0xB0..=0xB9) => Some((low - 0xB0, 2)),
            _ => None,
        }
    }

    fn run(&self, at: usize) -> Option<Run> {
        let (first, _) = self.digit(at)?;
        let mut run = Run { value: Some(0), n: 0, end: at, zero_first: first == 0 };
        while let Some((digit, len)) = self.digit(run.end) {
            run.n += 1;
            run.end += len;
            run.value = if run.n > MAX_DIGITS {
                None
            } else {
                run.value.and_then(|value| value.checked_mul(10)?.checked_add(u64::from(digit)))
            };
        }
        Some(run)
    }

    fn separator(&self, at: usize) -> Option<(Separator, usize)> {
        let c = self.char_at(at)?;
        let separator = match c {
            ',' => Separator::Comma,
            '.' => Separator::Dot,
            ' ' => Separator::Space,
            '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{2009}' => Separator::Thin,
            '\'' | '\u{2019}' => Separator::Apostrophe,
            '\u{66c}' => Separator::ArabicThousands,
            '\u{66b}' => Separator::ArabicDecimal,
            _ => return None,
        };
        Some((separator, at + c.len_utf8()))
    }

    fn run_after(&self, at: usize, want: Separator) -> Option<Run> {
        let (separator, next) = self.separator(at)?;
        if separator == want { self.run(next) } else { None }
    }

    /// The numeral whose digits begin at `at` (or whose decimal point stands there).
    pub(super) fn digits(&self, at: usize) -> Option<Digits> {
        if self.byte(at) == Some(b'.') {
            let run = self.run(at + 1)?;
            return Some(self.power(decimal(at, run.end, Some(0), run)));
        }
        let first = self.run(at)?;
        let plain = Digits {
            start: at,
            end: first.end,
            value: first.value.map(|v| v as f64),
            whole: first.value,
            form: Form::Plain,
        };
        let chained = Digits { form: Form::Chain, ..plain };
        // The second and later parts of an address or a list are read alone.
        if let Some(b'.' | b',') = self.byte_before(at)
            && at >= 2
            && self.byte_before(at - 1).is_some_and(|byte| byte.is_ascii_digit())
        {
            return Some(chained);
        }
        let Some((separator, _)) = self.separator(first.end) else {
            return Some(self.fraction(self.power(plain)));
        };
        let grouped = match separator {
            Separator::Dot => return Some(self.power(self.dotted(plain, first))),
            Separator::ArabicDecimal => {
                return Some(match self.run_after(first.end, separator) {
                    Some(run) => decimal(at, run.end, first.value, run),
                    None => plain,
                });
            }
            Separator::Comma => return Some(self.comma(plain, first)),
            Separator::Space if self.day_of_month(at, first) => None,
            _ => self.groups(first, separator).filter(|(_, end)| !self.table_row(*end, separator)),
        };
        Some(match grouped {
            Some((value, end)) => {
                self.decimals(at, value, end, &[Separator::Dot, Separator::Comma, Separator::ArabicDecimal])
            }
            None => self.fraction(self.power(plain)),
        })
    }

    /// Whether the digits are a day with its month before or after them, so that a space ends them.
    fn day_of_month(&self, at: usize, first: Run) -> bool {
        first.n <= 2 && self.prev_word(at).is_some_and(|word| word.entry.is(flag::MONTH))
    }

    /// Whether more digits follow after a blank: a row of a table, no grouping.
    fn table_row(&self, end: usize, separator: Separator) -> bool {
        separator == Separator::Space && self.run_after(end, separator).is_some()
    }

    /// Groups of three after `first`, all with the same separator: the value and where it ends.
    fn groups(&self, first: Run, separator: Separator) -> Option<(u64, usize)> {
        if first.n > 3 || first.zero_first {
            return None;
        }
        let mut value = first.value?;
        let mut end = first.end;
        let mut n = first.n;
        while let Some(run) = self.run_after(end, separator) {
            n += run.n;
            if run.n != 3 || n > MAX_DIGITS {
                break;
            }
            value = value.checked_mul(1000)?.checked_add(run.value?)?;
            end = run.end;
        }
        (end > first.end).then_some((value, end))
    }

    /// Decimals after a grouped number.
    fn decimals(&self, start: usize, value: u64, end: usize, marks: &[Separator]) -> Digits {
        if let Some((mark, next)) = self.separator(end)
            && marks.contains(&mark)
            && let Some(run) = self.run(next)
            // Three digits after a comma would be one more group or the next item of a list.
            && (mark != Separator::Comma || run.n < 3)
        {
            return decimal(start, run.end, Some(value), run);
        }
        Digits { start, end, value: Some(value as f64), whole: Some(value), form: Form::Grouped }
    }

    fn comma(&self, plain: Digits, first: Run) -> Digits {
        let chained = Digits { form: Form::Chain, ..plain };
        let Some(second) = self.run_after(first.end, Separator::Comma) else {
            return self.fraction(self.power(plain));
        };
        if let Some((value, end)) = self.groups(first, Separator::Comma) {
            return match self.run_after(end, Separator::Comma) {
                // "22,240,26": a list. "1,234,5678": a footnote mark glued to the last group.
                Some(rest) if rest.n != 4 => chained,
                Some(_) => chained,
                None => self.decimals(plain.start, value, end, &[Separator::Dot]),
            };
        }
        if let Some((value, end)) = self.lakhs(first) {
            return self.decimals(plain.start, value, end, &[Separator::Dot]);
        }
        if second.n == 4 && first.n <= 3 && !first.zero_first && !self.day_of_month(plain.start, first) {
            // A footnote mark glued to a grouped number ("1,2003" for 1,200 and note 3): three digits belong to it.
            let year = second.value.is_some_and(|year| (1900..2100).contains(&year))
                && first.value.is_some_and(|day| day <= 31);
            if let (false, Some(head), Some(tail)) = (year, first.value, second.value)
                && let Some(value) = head.checked_mul(1000).and_then(|v| v.checked_add(tail / 10))
            {
                let end = second.end - 1;
                let whole = self.text.is_char_boundary(end).then_some(value);
                if whole.is_some() {
                    return Digits { start: plain.start, end, value: Some(value as f64), whole, form: Form::Grouped };
                }
            }
            return chained;
        }
        let more = self.run_after(second.end, Separator::Comma).is_some();
        let short = second.n <= 2 || (self.grammar.decimal_comma && second.n != 3);
        if short && !more && first.n <= 15 { decimal(plain.start, second.end, first.value, second) } else { chained }
    }

    /// Indian grouping: `12,34,567`.
    fn lakhs(&self, first: Run) -> Option<(u64, usize)> {
        if first.n > 2 || first.zero_first {
            return None;
        }
        let mut value = first.value?;
        let mut end = first.end;
        let mut pairs = 0;
        loop {
            let run = self.run_after(end, Separator::Comma)?;
            match run.n {
                2 if pairs < 6 => {
                    value = value.checked_mul(100)?.checked_add(run.value?)?;
                    pairs += 1;
                    end = run.end;
                }
                3 if pairs > 0 => {
                    value = value.checked_mul(1000)?.checked_add(run.value?)?;
                    let listed = self.run_after(run.end, Separator::Comma).is_some();
                    return (!listed).then_some((value, run.end));
                }
                _ => return None,
            }
        }
    }

    fn dotted(&self, plain: Digits, first: Run) -> Digits {
        let Some(second) = self.run_after(first.end, Separator::Dot) else {
            return self.fraction(plain);
        };
        let groups = self.groups(first, Separator::Dot);
        if self.run_after(second.end, Separator::Dot).is_some() {
            return match groups {
                Some((value, end)) if self.run_after(end, Separator::Dot).is_none() => {
                    self.decimals(plain.start, value, end, &[Separator::Comma])
                }
                _ => Digits { form: Form::Chain, ..plain },
            };
        }
        if let Some((value, end)) = groups {
            let with_decimals = self.decimals(plain.start, value, end, &[Separator::Comma]);
            if self.grammar.decimal_comma || with_decimals.form == Form::Decimal {
                return with_decimals;
            }
        }
        decimal(plain.start, second.end, first.value, second)
    }

    /// `1e10`, `12.3e+14`, `2.5^-1`, `1.3x10^6` after `base`.
    fn power(&self, base: Digits) -> Digits {
        let Some(value) = base.value else { return base };
        let at = base.end;
        let (mark, raised) = match self.byte(at) {
            Some(b'e' | b'E') => (at + 1, false),
            Some(b'^') => (at + 1, true),
            Some(b'x' | b'*') if self.slice(at + 1, at + 4) == "10^" => (at + 4, false),
            Some(0xC3) if self.slice(at, at + 5) == "×10^" => (at + 5, false),
            _ => return base,
        };
        let mut from = mark;
        let mut negative = false;
        while let Some(sign @ (b'+' | b'-')) = self.byte(from)
            && from < mark + 2
        {
            negative ^= sign == b'-';
            from += 1;
        }
        let Some(run) = self.run(from).filter(|run| run.n <= 3) else { return base };
        if self.char_at(run.end).is_some_and(is_letter) {
            return base;
        }
        let exponent = run.value.and_then(|n| i32::try_from(n).ok()).unwrap_or(0);
        let exponent = if negative { -exponent } else { exponent };
        let result = if raised { value.powi(exponent) } else { value * 10f64.powi(exponent) };
        let result = result.is_finite().then_some(result);
        Digits {
            start: base.start,
            end: run.end,
            value: result,
            whole: result.and_then(super::whole_of),
            form: Form::Power,
        }
    }

    /// `3/4`, `1 4/5`, `2½` after or at a plain number.
    fn fraction(&self, base: Digits) -> Digits {
        if base.form != Form::Plain || self.byte_before(base.start) == Some(b'/') {
            return base;
        }
        if let Some(value) = self.slash(base.start, base.end, base.whole) {
            return value;
        }
        let Some(whole) = base.whole else { return base };
        let next = self.gap(base.end);
        if next - base.end > 3 {
            return base;
        }
        let part = match self.char_at(next).and_then(vulgar) {
            Some((value, len)) => Some((value, next + len)),
            None if next > base.end => self
                .run(next)
                .and_then(|run| self.slash(next, run.end, run.value))
                .and_then(|digits| Some((digits.value?, digits.end))),
            None => None,
        };
        match part {
            Some((value, end)) => {
                Digits { start: base.start, end, value: Some(whole as f64 + value), whole: None, form: Form::Fraction }
            }
            None => base,
        }
    }

    fn slash(&self, start: usize, end: usize, top: Option<u64>) -> Option<Digits> {
        if self.byte(end) != Some(b'/') {
            return None;
        }
        let below = self.run(end + 1)?;
        let (top, bottom) = (top?, below.value?);
        let alone = self.byte(below.end) != Some(b'/') && self.byte_before(start) != Some(b'/');
        let named = self.grammar.named_dates.iter().any(|date| date == self.slice(start, below.end));
        if !alone || named || top == 0 || top >= bottom || bottom > 1000 {
            return None;
        }
        let value = top as f64 / bottom as f64;
        Some(Digits { start, end: below.end, value: Some(value), whole: None, form: Form::Fraction })
    }

    /// A fraction in one character (`¾`) at `at`.
    pub(super) fn vulgar_at(&self, at: usize) -> Option<Digits> {
        let (value, len) = vulgar(self.char_at(at)?)?;
        Some(Digits { start: at, end: at + len, value: Some(value), whole: None, form: Form::Fraction })
    }

    /// The magnitude written in letters after digits that end at `at`: what it multiplies by and where it ends.
    /// `money` says that a currency stands before the digits.
    pub(super) fn suffix(&self, at: usize, money: bool) -> Option<(u64, usize)> {
        let start = self.gap(at);
        if self.slice(at, start).contains('\n') {
            return None;
        }
        let end = self.word_end(start);
        if end == start || end - start > 3 {
            return None;
        }
        let text = self.slice(start, end);
        let suffix = self.grammar.suffixes.iter().find(|suffix| suffix.text == text)?;
        if start > at && !suffix.loose {
            return None;
        }
        if matches!(self.char_at(end), Some('\'' | '\u{2019}' | '0'..='9')) {
            return None;
        }
        if suffix.people && !money {
            let people = self.next_word(end).is_some_and(|word| word.entry.is(flag::PEOPLE | flag::PLURAL_VERB));
            if !people {
                return None;
            }
        }
        Some((suffix.value, end))
    }
}

/// A number with decimals: `head` before the mark, `run` after it.
fn decimal(start: usize, end: usize, head: Option<u64>, run: Run) -> Digits {
    // Through the text form, which is the nearest double to what is written.
    let value = match (head, run.value) {
        (Some(head), Some(tail)) => format!("{head}.{tail:0width$}", width = run.n).parse::<f64>().ok(),
        _ => None,
    };
    Digits { start, end, value, whole: None, form: Form::Decimal }
}

/// The value and byte length of a fraction in one character.
fn vulgar(c: char) -> Option<(f64, usize)> {
    let (top, bottom) = match c {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅐' => (1, 7),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        '⅑' => (1, 9),
        '⅒' => (1, 10),
        _ => return None,
    };
    Some((f64::from(top) / f64::from(bottom), c.len_utf8()))
}
