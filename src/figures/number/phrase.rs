//! What belongs to a numeral: the other half of a share, the other end of a range, and the words that hedge it.
//! Layer `figures`.

use super::cardinal::Item;
use super::grammar::{Class, flag};
use super::reader::Reader;
use super::{Number, NumberKind, Numeral, Shaped};
use crate::model::Qualifier;

/// How far back a verb of change is looked for ("rose … from nine to 21").
const CHANGE_BYTES: usize = 120;

/// The upper end of a range.
pub(super) struct Upper {
    numeral: Numeral,
    /// The lower end, scaled to the upper's magnitude ("two to three million").
    low: u64,
    /// Where "between" or "from" begins.
    opening: Option<usize>,
}

impl Reader<'_> {
    /// The numeral that begins at `at`, of any form.
    fn numeral_at(&self, at: usize, items: &mut Vec<Item>) -> Option<Numeral> {
        if self.digit(at).is_some() {
            return self.digit_numeral(at, items);
        }
        let word = self.word_at(at)?;
        if word.entry.is(flag::ARTICLE) {
            let next = self.next_word(word.end)?;
            return self.word_numeral(next, items).filter(|numeral| numeral.start == at);
        }
        if word.entry.is(flag::MINUS) || !word.entry.is_number() {
            return None;
        }
        self.word_numeral(word, items)
    }

    /// "one in four", "three out of five", "one over three": the numeral as a share, or as it was.
    pub(super) fn share_of(&self, numeral: Numeral, items: &mut Vec<Item>) -> Numeral {
        let (Shaped::Cardinal | Shaped::Negative, Some(top)) = (numeral.shape, numeral.value) else { return numeral };
        if top == 0.0 || top.abs() > 1e6 {
            return numeral;
        }
        let over = self.next_word(numeral.end).filter(|word| word.entry.is(flag::SHARE_OVER));
        let (from, quotient) = match (self.phrase_at(&self.grammar.out_of, numeral.end), over) {
            (Some((end, ())), _) => (end, false),
            (None, Some(word)) => (word.end, true),
            _ => return numeral,
        };
        let at = self.gap(from);
        let Some(bottom) = self.numeral_at(at, items).filter(|bottom| bottom.shape == Shaped::Cardinal) else {
            return numeral;
        };
        let Some(below) = bottom.whole.filter(|below| *below > 0) else { return numeral };
        let next = self.next_word(bottom.end);
        let fits = if quotient {
            // "one over three" is a share only where a formula stands, not "20 over three days".
            let alone = next.is_none() && !matches!(self.char_at(self.gap(bottom.end)), Some('0'..='9'));
            alone && !self.currency_before(numeral.start) && self.formula_before(numeral.start)
        } else {
            let year = bottom.in_digits && !bottom.big && (1900..2100).contains(&below);
            let small = (top == 1.0 && !year)
                || below <= 20
                || (!numeral.in_digits && !bottom.in_digits)
                || matches!(below, 25 | 50 | 100 | 1000 | 10_000 | 100_000);
            let noun = next.is_some_and(|word| word.entry.is(flag::NOT_SHARE | flag::MONTH));
            top.abs() < below as f64 && top.abs() <= 20.0 && small && !noun && (1..=99_999_999).contains(&below)
        };
        if !fits {
            return numeral;
        }
        let value = top / below as f64;
        let shape = if numeral.shape == Shaped::Negative { Shaped::Negative } else { Shaped::Fraction };
        Numeral { end: bottom.end, value: Some(value), whole: None, shape, ..numeral }
    }

    /// Whether a formula may begin at `start`: the text begins there, or after a form of "is".
    fn formula_before(&self, start: usize) -> bool {
        if self.gap_before(start) == self.lo {
            return true;
        }
        self.prev_word(start).is_some_and(|word| word.entry.is(flag::COPULA))
    }

    /// The upper end of the range that `lower` opens.
    pub(super) fn range_end(&self, lower: &Numeral, items: &mut Vec<Item>) -> Option<Upper> {
        if !matches!(lower.shape, Shaped::Cardinal | Shaped::Decimal) || lower.value.is_none() {
            return None;
        }
        // A percent sign may stand after the lower end too.
        let lower_end = match self.char_at(lower.end) {
            Some('%') => lower.end + 1,
            _ => lower.end,
        };
        let (opening, between, from) = self.opening(lower.start);
        let gap = self.gap(lower_end);
        let (at, dash, or) = match self.char_at(gap) {
            Some(c @ ('-' | '\u{2010}'..='\u{2015}' | '~' | '\u{2212}')) => {
                if matches!(self.char_before(lower.start), Some('-' | '\u{2013}' | '/')) {
                    return None;
                }
                let at = self.gap(gap + c.len_utf8());
                // A dash with one-sided blanks is a pause.
                if (gap == lower_end) != (at == gap + c.len_utf8()) {
                    return None;
                }
                (at, true, false)
            }
            _ => {
                let word = self.next_word(lower_end)?;
                let at = self.gap(word.end);
                if (word.entry.is(flag::RANGE_TO) && !between) || (word.entry.is(flag::RANGE_AND) && between) {
                    (at, false, false)
                } else if word.entry.is(flag::RANGE_OR) {
                    (at, false, true)
                } else {
                    return None;
                }
            }
        };
        let mut upper = self.numeral_at(at, items).or_else(|| {
            let (start, hedge) = self.phrase_at(&self.grammar.before, at)?;
            hedge.filter(|hedge| matches!(hedge, Qualifier::Approx | Qualifier::AtMost))?;
            self.numeral_at(self.gap(start), items)
        })?;
        if !matches!(upper.shape, Shaped::Cardinal | Shaped::Decimal) {
            return None;
        }
        if dash {
            // Three or more parts with dashes, and a dash before a slash, are codes and dates.
            if matches!(self.char_at(upper.end), Some('-' | '\u{2013}' | '/')) && self.digit(upper.end + 1).is_some() {
                return None;
            }
            if lower.in_digits != upper.in_digits && !upper.big {
                return None;
            }
        }
        if from && self.change_before(opening.unwrap_or(lower.start)) {
            return None;
        }
        // "2019-20", "2019–2020": years.
        let (low, high) = (lower.value?, upper.value?);
        let year = |numeral: &Numeral| {
            !numeral.big && numeral.in_digits && numeral.whole.is_some_and(|n| (1900..2100).contains(&n))
        };
        if year(lower) && (year(&upper) || (dash && high < 100.0)) && !self.counts_people(upper.end) {
            return None;
        }
        let low = self.scale_lower(lower, &upper).unwrap_or(low);
        if low >= high {
            return None;
        }
        if or {
            // "three or four" is a range, "10 or 12 million" too; "5 or 500" gives two numbers.
            if !between && high > low * 2.0 {
                return None;
            }
        }
        // Neither end of a range of counts may be a fraction of a person.
        let whole_low = super::whole_of(low);
        if upper.whole.is_none() || whole_low.is_none() {
            upper.shape = Shaped::Decimal;
        }
        Some(Upper {
            numeral: upper,
            low: whole_low.unwrap_or(low as u64),
            opening: opening.filter(|_| between || from),
        })
    }

    /// The lower end in the magnitude that only the upper end states: "two to three million", "15 to 20,000".
    fn scale_lower(&self, lower: &Numeral, upper: &Numeral) -> Option<f64> {
        let (low, high) = (lower.value?, upper.whole?);
        if lower.big || low >= 1000.0 {
            return None;
        }
        let text = self.slice(upper.start, upper.end);
        let scale = if upper.in_digits && !upper.big {
            return None;
        } else if upper.in_digits && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b',') {
            if lower.in_digits && text.matches(',').count() == 1 && text.ends_with(",000") {
                1000
            } else {
                return None;
            }
        } else {
            // The magnitude is what the upper end has after its first word.
            [1_000_000_000_000u64, 1_000_000_000, 10_000_000, 1_000_000, 100_000, 1000, 100, 12].into_iter().find(
                |scale| {
                    high % scale == 0 && high / scale < 1000 && high / scale > 0 && self.ends_with_scale(upper, *scale)
                },
            )?
        };
        let scaled = low * scale as f64;
        (scaled < high as f64).then_some(scaled)
    }

    fn ends_with_scale(&self, numeral: &Numeral, scale: u64) -> bool {
        let start = self.word_start(numeral.end);
        let entry = self.grammar.entry(self.slice(start, numeral.end));
        match entry.class {
            Some(Class::Hundred(n) | Class::Magnitude(n) | Class::Group(n)) => n == scale,
            _ => self
                .grammar
                .suffixes
                .iter()
                .any(|suffix| suffix.value == scale && suffix.text == self.slice(start, numeral.end)),
        }
    }

    /// "between" or "from" before a numeral: where it begins, and which it is.
    fn opening(&self, start: usize) -> (Option<usize>, bool, bool) {
        let mut at = start;
        // "between an estimated 20 and 30", "from about 3".
        for _ in 0..2 {
            if let Some(word) = self.prev_word(at) {
                if word.entry.is(flag::BETWEEN | flag::FROM) {
                    return (Some(word.start), word.entry.is(flag::BETWEEN), word.entry.is(flag::FROM));
                }
                match self.phrase_before(&self.grammar.before, at) {
                    Some((before, _)) => at = before,
                    None => break,
                }
            }
        }
        (None, false, false)
    }

    /// Whether a verb of change stands before `at` in the same sentence.
    fn change_before(&self, at: usize) -> bool {
        let mut from = at.saturating_sub(CHANGE_BYTES).max(self.lo);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let sentence = self.slice(from, at);
        let sentence = sentence.rsplit(['.', ';', '\n']).next().unwrap_or("");
        sentence
            .split(|c| !super::reader::is_letter(c))
            .any(|word| !word.is_empty() && self.grammar.entry(word).is(flag::CHANGE))
    }

    /// Whether a word for people follows `end`.
    pub(super) fn counts_people(&self, end: usize) -> bool {
        self.next_word(end).is_some_and(|word| word.entry.is(flag::PEOPLE))
    }

    /// The numeral (and the range it opens) with its hedges, bounds and kind. `before` is the number before it.
    pub(super) fn qualify(&self, numeral: Numeral, upper: Option<Upper>, before: Option<&Number>) -> Number {
        let start = numeral.start;
        let mut numeral = numeral;
        if upper.as_ref().is_some_and(|upper| upper.numeral.shape == Shaped::Cardinal) {
            // "1.5 to 2 million": both ends are whole.
            numeral.shape = Shaped::Cardinal;
        }
        let end = upper.as_ref().map_or(numeral.end, |upper| upper.numeral.end);
        let opened = upper.as_ref().and_then(|upper| upper.opening).unwrap_or(start);
        let floor = before.map_or(self.lo, |number| number.end);
        let (hedge_start, ahead) = self.hedges_before(opened, floor);
        let (mut phrase_end, behind) = self.hedges_after(end);
        let mut kind = self.kind_of(
            &numeral,
            upper.as_ref().map(|upper| &upper.numeral),
            end,
            hedge_start.filter(|_| ahead.is_some()),
        );
        if kind == NumberKind::Cardinal && before.is_some_and(|before| self.continues_ages(before, &numeral)) {
            kind = NumberKind::Age;
        }
        if kind == NumberKind::Percent {
            phrase_end = phrase_end.max(self.percent_end(end).unwrap_or(end));
        }
        let mut number = Number {
            start,
            end,
            phrase_start: hedge_start.unwrap_or(opened),
            phrase_end,
            value: numeral.value,
            low: None,
            high: None,
            qualifier: combine(ahead, behind).unwrap_or(Qualifier::Exact),
            kind,
            fraction: None,
        };
        match (kind, upper) {
            (NumberKind::Fraction, _) => number.fraction = numeral.value.filter(|value| (0.0..=1.0).contains(value)),
            (NumberKind::Percent, None) => {
                number.fraction = numeral.value.map(|value| value / 100.0).filter(|value| (0.0..=1.0).contains(value))
            }
            (NumberKind::Percent, Some(_)) => number.qualifier = Qualifier::Range,
            (_, Some(upper)) => {
                number.qualifier = Qualifier::Range;
                number.value = Some(upper.low as f64);
                number.low = Some(upper.low);
                number.high = upper.numeral.whole;
            }
            (NumberKind::Vague, None) => {
                let exact = numeral.shape == Shaped::Vague { exact: true };
                number.low = numeral.whole;
                number.high = numeral.whole.filter(|_| exact && ahead.is_none());
                number.qualifier =
                    if exact { combine(ahead, behind).unwrap_or(Qualifier::Approx) } else { Qualifier::Vague };
                if exact {
                    number.kind = NumberKind::Cardinal;
                    (number.low, number.high) = bounds(numeral.whole, number.qualifier);
                }
            }
            (_, None) => (number.low, number.high) = bounds(numeral.whole, number.qualifier),
        }
        number
    }

    /// The hedges that end at `at`, not before `floor`: where the outermost begins, and what they come to.
    fn hedges_before(&self, at: usize, floor: usize) -> (Option<usize>, Option<Qualifier>) {
        let mut at = at;
        let mut start = None;
        let mut found: Option<Qualifier> = None;
        for _ in 0..4 {
            if let Some((sign_start, qualifier)) = self.sign_before(at) {
                at = sign_start;
                start = Some(at);
                found = combine(Some(qualifier), found);
                continue;
            }
            let Some((before, qualifier)) = self.phrase_before(&self.grammar.before, at) else { break };
            if before < floor {
                break;
            }
            at = before;
            if let Some(qualifier) = *qualifier {
                start = Some(at);
                found = combine(Some(qualifier), found);
            }
        }
        (start, found)
    }

    /// `~20`, `>30`, `≥ 30`, `c. 20`.
    fn sign_before(&self, at: usize) -> Option<(usize, Qualifier)> {
        let end = self.gap_before(at);
        let c = self.char_before(end)?;
        let one = end - c.len_utf8();
        let other = self.char_before(self.gap_before(one));
        Some(match (c, other) {
            ('=', Some('>')) => (self.gap_before(one) - 1, Qualifier::AtLeast),
            ('=', Some('<')) => (self.gap_before(one) - 1, Qualifier::AtMost),
            ('>', Some('=' | '<' | '-')) | ('<', Some('=')) => return None,
            ('>', _) => (one, Qualifier::MoreThan),
            ('<', _) => (one, Qualifier::LessThan),
            ('~' | '≈' | '±', _) => (one, Qualifier::Approx),
            ('≥', _) => (one, Qualifier::AtLeast),
            ('≤', _) => (one, Qualifier::AtMost),
            ('.', _) => {
                let start = self.word_start(one);
                if !self.grammar.entry(self.slice(start, one)).is(flag::APPROX_DOTTED) {
                    return None;
                }
                (start, Qualifier::Approx)
            }
            _ => return None,
        })
    }

    /// The hedges that begin at `end`: where they end, and what they come to.
    fn hedges_after(&self, end: usize) -> (usize, Option<Qualifier>) {
        let mut at = end;
        let mut found = None;
        let gap = self.gap(end);
        if self.byte(gap) == Some(b'+') && gap - end <= 1 && self.digit(gap + 1).is_none() {
            return (gap + 1, Some(Qualifier::AtLeast));
        }
        for _ in 0..2 {
            let (next, hyphen) = self.link(at);
            let from = if hyphen { next } else { at };
            let Some((after, qualifier)) = self.phrase_at(&self.grammar.after, from) else { break };
            // "or more than 4500" hedges the next number; "about 20 at most 30" too.
            if self.digit(self.gap(after)).is_some()
                || self.next_word(after).is_some_and(|word| word.entry.class.is_some())
            {
                break;
            }
            // "and more than 40" hedges the next number.
            let Some(qualifier) = *qualifier else { break };
            at = after;
            found = combine(found, Some(qualifier));
        }
        (at, found)
    }
}

/// Two hedges on one number: a bound says more than an approximation, the outer bound more than the inner.
fn combine(outer: Option<Qualifier>, inner: Option<Qualifier>) -> Option<Qualifier> {
    match (outer, inner) {
        (Some(Qualifier::Approx | Qualifier::Exact), Some(inner)) if !matches!(inner, Qualifier::Exact) => Some(inner),
        (outer, inner) => outer.or(inner),
    }
}

/// Low and high of a whole number under a qualifier.
pub(super) fn bounds(whole: Option<u64>, qualifier: Qualifier) -> (Option<u64>, Option<u64>) {
    if qualifier.is_floor() {
        (whole, None)
    } else if qualifier.is_ceiling() {
        (None, whole)
    } else {
        (whole, whole)
    }
}
