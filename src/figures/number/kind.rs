//! What a number is by its surroundings: a count, a date, an age, a distance, money. Layer `figures`.

use super::grammar::flag;
use super::reader::{Reader, Word, is_letter};
use super::{NumberKind, Numeral, Shaped};

impl Reader<'_> {
    /// The kind of `numeral`, or of the range from it to `upper`; the whole ends at `end`.
    pub(super) fn kind_of(
        &self,
        numeral: &Numeral,
        upper: Option<&Numeral>,
        end: usize,
        hedge: Option<usize>,
    ) -> NumberKind {
        match numeral.shape {
            Shaped::Code => return NumberKind::Code,
            Shaped::Negative => return NumberKind::Negative,
            Shaped::Vague { .. } => {
                return match self.duration_after(end) {
                    true => NumberKind::Duration,
                    false if self.unit_after(end) => NumberKind::Measure,
                    false if self.money_after(end) => NumberKind::Money,
                    false => NumberKind::Vague,
                };
            }
            Shaped::Ordinal => return NumberKind::Ordinal,
            Shaped::Fraction if self.percent_end(end).is_none() => return NumberKind::Fraction,
            Shaped::Cardinal | Shaped::Decimal | Shaped::Fraction => {}
        }
        if self.percent_end(end).is_some() {
            return NumberKind::Percent;
        }
        if self.currency_before(numeral.start) || self.money_after(end) {
            return NumberKind::Money;
        }
        if let Some(kind) = self.glued(numeral, end) {
            return kind;
        }
        if self.is_time(numeral, end) {
            return NumberKind::Time;
        }
        if self.is_age(numeral, end) {
            return NumberKind::Age;
        }
        if self.duration_after(end) {
            return NumberKind::Duration;
        }
        if self.unit_after(end) {
            return NumberKind::Measure;
        }
        let plain = numeral.in_digits && !numeral.big;
        if plain && self.is_date(numeral, end) {
            return NumberKind::Date;
        }
        if self.is_label(numeral, end) || plain && self.is_dashed_code(numeral, end) {
            return NumberKind::Code;
        }
        if plain && self.is_year(numeral, upper, end, hedge) {
            return NumberKind::Year;
        }
        match numeral.shape {
            Shaped::Decimal => NumberKind::Decimal,
            _ if upper.is_some_and(|upper| upper.shape == Shaped::Decimal) => NumberKind::Decimal,
            _ => NumberKind::Cardinal,
        }
    }

    /// Where the percent sign or word after `end` ends.
    pub(super) fn percent_end(&self, end: usize) -> Option<usize> {
        let at = self.gap(end);
        match self.char_at(at) {
            Some(c @ ('%' | '٪' | '\u{ff05}')) => Some(at + c.len_utf8()),
            Some('-') if at == end => self.phrase_at(&self.grammar.percent, end + 1).map(|(end, ())| end),
            _ => self.phrase_at(&self.grammar.percent, end).map(|(end, ())| end),
        }
    }

    /// Whether a currency sign or code stands before `start`.
    pub(super) fn currency_before(&self, start: usize) -> bool {
        let at = self.gap_before(start);
        match self.char_before(at) {
            Some(c) if is_currency(c) => true,
            Some(c) if is_letter(c) => self.prev_word(at).is_some_and(|word| {
                let text = self.slice(word.start, word.end);
                word.entry.is(flag::CURRENCY_BEFORE)
                    && text.chars().next().is_some_and(char::is_uppercase)
                    && (text.len() > 2 || text == "Rs")
            }),
            _ => false,
        }
    }

    /// Whether a currency follows `end`: "dollars", "Syrian pounds", "€".
    fn money_after(&self, end: usize) -> bool {
        let at = self.gap(end);
        if self.char_at(at).is_some_and(is_currency) && self.digit(at + 1).is_none() {
            return true;
        }
        let Some(word) = self.next_word(end) else { return false };
        if word.entry.is(flag::CURRENCY_AFTER) {
            return true;
        }
        // "Syrian pounds", "millions of dollars".
        let between = self.is_capital_letter(word.start) || word.entry.is(flag::OF);
        between && self.next_word(word.end).is_some_and(|next| next.entry.is(flag::CURRENCY_AFTER))
    }

    fn is_capital_letter(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(char::is_uppercase)
    }

    /// Letters or a hyphen right at the number's end or beginning.
    fn glued(&self, numeral: &Numeral, end: usize) -> Option<NumberKind> {
        let start = numeral.start;
        if let Some(word) = self.word_at(end).filter(|_| numeral.in_digits) {
            if word.entry.is(flag::ORDINAL_SUFFIX) {
                return Some(NumberKind::Ordinal);
            }
            if self.clock_after(end) {
                return Some(NumberKind::Time);
            }
            if self.slice(word.start, word.end) == "s" {
                return Some(if numeral.whole.is_some_and(|n| n >= 1000) { NumberKind::Date } else { NumberKind::Age });
            }
            return Some(NumberKind::Measure);
        }
        // A note mark flattened onto a grouped number was cut off it.
        if numeral.in_digits && self.byte_before(start).is_some_and(|byte| byte.is_ascii_digit()) {
            return Some(NumberKind::Code);
        }
        // A note mark in brackets, glued to what it stands by.
        if self.byte_before(start) == Some(b'[')
            && self.byte(end) == Some(b']')
            && numeral.in_digits
            && !numeral.big
            && self.char_before(start.saturating_sub(1)).is_some_and(|c| !c.is_whitespace())
        {
            return Some(NumberKind::Code);
        }
        if matches!(self.char_at(end), Some('-' | '\u{2011}' | '\u{2010}')) {
            let hyphen = end + self.char_at(end).map_or(1, char::len_utf8);
            if let Some(word) = self.word_at(hyphen) {
                if word.entry.is(flag::AGE_COMPOUND) && self.age_compound(word) {
                    return Some(NumberKind::Age);
                }
                if word.entry.is(flag::DURATION) {
                    return Some(NumberKind::Duration);
                }
                if word.entry.is(flag::UNIT) {
                    return Some(NumberKind::Measure);
                }
                let counts = word.entry.is(flag::COUNT_COMPOUND | flag::RANGE_TO) || word.entry.is_number();
                if !counts {
                    return Some(NumberKind::Compound);
                }
            }
        }
        if numeral.in_digits
            && matches!(self.char_before(start), Some('-' | '\u{2011}'))
            && self.char_before(start.saturating_sub(1)).is_some_and(is_letter)
        {
            let word = self.prev_word_over_hyphen(start)?;
            let prefix = word.entry.is(flag::YEAR_BEFORE) && numeral.whole.is_some_and(|n| (1800..2100).contains(&n));
            return Some(if prefix { NumberKind::Year } else { NumberKind::Code });
        }
        if self.byte_before(start) == Some(b'#') {
            return Some(NumberKind::Code);
        }
        None
    }

    /// "year-old", "years-old", "year olds" after a hyphen.
    fn age_compound(&self, word: Word) -> bool {
        let (next, _) = self.link(word.end);
        self.word_at(next).is_some_and(|word| word.entry.is(flag::AGE_AFTER))
    }

    /// `7:45`, "6 pm", "1408 UTC".
    fn is_time(&self, numeral: &Numeral, end: usize) -> bool {
        if !numeral.in_digits || numeral.big {
            return self.clock_after(end);
        }
        if self.byte(end) == Some(b':') && self.digit(end + 1).is_some() && numeral.whole.is_some_and(|n| n < 25) {
            return true;
        }
        if self.byte_before(numeral.start) == Some(b':')
            && self.byte_before(numeral.start.saturating_sub(1)).is_some_and(|byte| byte.is_ascii_digit())
        {
            return true;
        }
        self.clock_after(end)
            || self.next_word(end).is_some_and(|word| {
                word.end - word.start == 1
                    && matches!(self.slice(word.start, word.end), "a" | "p" | "A" | "P")
                    && self.slice(word.end, word.end + 2).eq_ignore_ascii_case(".m")
            })
    }

    /// "pm", "o'clock", "UTC" after `end`.
    fn clock_after(&self, end: usize) -> bool {
        self.phrase_at(&self.grammar.clock, end).is_some()
    }

    /// "aged 25", "years old", "children under five".
    fn is_age(&self, numeral: &Numeral, end: usize) -> bool {
        if numeral.big && numeral.in_digits || numeral.value.is_none_or(|value| value > 130.0) {
            return false;
        }
        if let Some(years) = self.next_word(end).filter(|word| word.entry.is(flag::AGE_COMPOUND)) {
            let (next, _) = self.link(years.end);
            if let Some(old) = self.word_at(next) {
                if old.entry.is(flag::AGE_AFTER) {
                    return true;
                }
                if old.entry.is(flag::OF) && self.next_word(old.end).is_some_and(|age| age.entry.is(flag::AGE_BEFORE)) {
                    return true;
                }
            }
        }
        // "aged 25", "ages of 14 and 18", "aged between five and 12".
        let mut at = numeral.start;
        for _ in 0..4 {
            let Some(word) = self.prev_word(at) else { break };
            if word.entry.is(flag::AGE_BEFORE) {
                return true;
            }
            let skip =
                word.entry.is(flag::OF | flag::BETWEEN | flag::FROM | flag::AGE_BOUND | flag::AND | flag::RANGE_TO)
                    || word.entry.class.is_some()
                    || self.phrase_before(&self.grammar.before, at).is_some();
            if !skip {
                break;
            }
            at = word.start;
        }
        self.bound_age(numeral, end) || self.appositive_age(numeral, end)
    }

    /// "Ana Example, 23, said": two names, the number in commas, and no preposition that makes the names a place.
    fn appositive_age(&self, numeral: &Numeral, end: usize) -> bool {
        if !numeral.in_digits
            || numeral.end != end
            || self.byte(end) != Some(b',')
            || numeral.value.is_none_or(|value| value > 110.0)
        {
            return false;
        }
        let mut at = self.gap_before(numeral.start);
        if self.byte_before(at) != Some(b',') {
            return false;
        }
        at -= 1;
        let mut names = 0;
        while let Some(word) = self.prev_word_over_hyphen(at) {
            let place = word.entry.is(flag::PLACE_BEFORE);
            if place || !self.char_at(word.start).is_some_and(char::is_uppercase) || names == 6 {
                return names >= 2 && !place;
            }
            names += 1;
            at = word.start;
        }
        names >= 2
    }

    /// Whether the number goes on a list of ages: "aged nine, ten and 12".
    pub(super) fn continues_ages(&self, before: &super::Number, numeral: &Numeral) -> bool {
        if before.kind != NumberKind::Age
            || numeral.big && numeral.in_digits
            || numeral.value.is_none_or(|value| value > 120.0)
        {
            return false;
        }
        let between = self.slice(before.end, numeral.start);
        let listed = between
            .split(|c: char| c == ',' || super::reader::is_blank(c))
            .filter(|part| !part.is_empty())
            .all(|part| self.grammar.entry(part).is(flag::AND | flag::RANGE_OR | flag::RANGE_TO));
        let next = self.next_word(numeral.end);
        listed
            && between.len() < 12
            && next.is_none_or(|word| word.entry.is(flag::AND | flag::RANGE_OR | flag::RANGE_TO))
    }

    /// "children under five", "people over 60": an age if nothing is counted by the number.
    fn bound_age(&self, numeral: &Numeral, end: usize) -> bool {
        let Some(bound) = self.prev_word(numeral.start).filter(|word| word.entry.is(flag::AGE_BOUND)) else {
            return false;
        };
        let limit = numeral.whole.is_some_and(|n| self.grammar.age_limits.contains(&n));
        if limit && self.char_at(self.gap(end)).is_none_or(|c| matches!(c, '.' | ',' | ';' | ')')) {
            return true;
        }
        let Some(mut people) = self.prev_word(bound.start) else { return false };
        if people.entry.is(flag::AGE_LINK)
            && let Some(before) = self.prev_word(people.start)
        {
            people = before;
        }
        if !people.entry.is(flag::AGE_PEOPLE) || numeral.value.is_none_or(|value| value > 100.0) {
            return false;
        }
        let at = self.gap(end);
        self.char_at(at).is_none_or(|c| !is_letter(c))
            || self.next_word(end).is_some_and(|word| !word.entry.is(flag::PEOPLE))
    }

    /// "three days", "24 consecutive hours".
    fn duration_after(&self, end: usize) -> bool {
        let Some(word) = self.counted_word(end) else { return false };
        if word.entry.is(flag::DURATION) && !self.word_is_ordinal_use(word) {
            return true;
        }
        word.entry.is(flag::DURATION_ADJECTIVE)
            && self
                .next_word(word.end)
                .is_some_and(|next| next.entry.is(flag::DURATION) && !self.word_is_ordinal_use(next))
    }

    /// "second" in the singular is an ordinal more often than a unit of time.
    fn word_is_ordinal_use(&self, word: Word) -> bool {
        matches!(word.entry.class, Some(super::grammar::Class::Ordinal { plural: false, .. }))
    }

    /// A unit of measure after the number; "square" and the like count too.
    fn unit_after(&self, end: usize) -> bool {
        let at = self.gap(end);
        if matches!(self.char_at(at), Some('°' | '\u{2033}' | '\u{2032}')) {
            return true;
        }
        self.counted_word(end).is_some_and(|word| word.entry.is(flag::UNIT))
    }

    /// The word after the number, "of" passed over: "hundreds of kilometres".
    fn counted_word(&self, end: usize) -> Option<Word> {
        let word = self.next_word(end)?;
        if word.entry.is(flag::OF) { self.next_word(word.end) } else { Some(word) }
    }

    /// "Resolution 2254", "No. 5", a list number.
    fn is_label(&self, numeral: &Numeral, end: usize) -> bool {
        if self.starts_line(numeral.start)
            && numeral.in_digits
            && !numeral.big
            && matches!(self.byte(end), Some(b'.' | b')'))
        {
            let next = self.gap(end + 1);
            if next > end + 1 && numeral.whole.is_some_and(|n| n < 100) && self.char_at(next).is_some_and(is_letter) {
                return true;
            }
        }
        let before = self.gap_before(numeral.start);
        let before = if self.byte_before(before) == Some(b'.') { before - 1 } else { before };
        let Some(word) = self.prev_word(before) else { return false };
        let dotted = before < self.gap_before(numeral.start);
        if word.entry.is(flag::LABEL) && !self.counts_people(end) {
            // "no 5" without a dot is a label only in capitals ("No 5"); "the number five" in any form.
            let text = self.slice(word.start, word.end);
            // "The wounded number 149": a verb.
            let counts = ["dead", "injured", "wounded", "missing", "displaced", "victims", "survivors", "refugees"];
            let told = self.prev_word(self.gap_before(word.start)).map(|whom| self.slice(whom.start, whom.end));
            if text == "number" && told.is_some_and(|whom| counts.contains(&whom)) {
                return false;
            }
            return dotted || text.len() > 2 || text.starts_with('N');
        }
        if dotted {
            return false;
        }
        let capital = self.char_at(word.start).is_some_and(char::is_uppercase);
        word.entry.is(flag::LABEL_CAPITAL) && capital && !self.counts_people(end)
    }
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '£' | '¥' | '¢' | '\u{20a0}'..='\u{20cf}' | '\u{e3f}')
}
