//! Number words: the run of words around an anchor, and what it comes to. Layer `figures`.

use super::cardinal::{Cardinal, Item, What, cardinal, complete};
use super::digits::{Digits, Form};
use super::grammar::{Class, flag};
use super::reader::{Reader, Word};

/// A run has at most this many words; a longer one is cut.
const MAX_ITEMS: usize = 24;

/// What a run comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Parsed {
    pub start: usize,
    pub end: usize,
    pub value: f64,
    pub whole: Option<u64>,
    pub form: Shape,
}

/// The kind of number a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Cardinal,
    /// Not whole: "one and a half", "2.5".
    Decimal,
    /// A share: "two thirds", "half".
    Fraction,
    Ordinal,
}

impl Reader<'_> {
    /// The number that begins at the word `anchor`, which has a class; an article before it is taken in.
    pub(super) fn words(&self, anchor: Word, items: &mut Vec<Item>) -> Option<Parsed> {
        items.clear();
        let class = anchor.entry.class?;
        let takes_article = !matches!(class, Class::Add(_));
        if takes_article && let Some(article) = self.article_before(anchor.start) {
            items.push(Item { start: article.start, end: article.end, and: false, what: What::Article });
        } else if anchor.entry.is(flag::BOUND) {
            return None;
        }
        items.push(Item { start: anchor.start, end: anchor.end, and: false, what: What::Word(class) });
        self.gather(items);
        // "a twenty-first": the article belongs to the ordinal.
        if !takes_article
            && matches!(items.get(1).map(|item| item.what), Some(What::Word(Class::Ordinal { .. })))
            && let Some(article) = self.article_before(anchor.start)
        {
            items.insert(0, Item { start: article.start, end: article.end, and: false, what: What::Article });
        }
        self.interpret(items)
    }

    /// The number that begins with the numeral `digits`, whose magnitude letters are read already.
    pub(super) fn words_after(&self, digits: &Digits, items: &mut Vec<Item>) -> Option<Parsed> {
        items.clear();
        let value = digits.value?;
        let what = What::Digits { value, whole: digits.whole };
        items.push(Item { start: digits.start, end: digits.end, and: false, what });
        if digits.form != Form::Chain {
            self.gather(items);
        }
        let parsed = self.interpret(items)?;
        let form = match (parsed.form, digits.form) {
            (Shape::Cardinal | Shape::Decimal, Form::Fraction) if parsed.end == digits.end => {
                if value <= 1.0 {
                    Shape::Fraction
                } else {
                    Shape::Decimal
                }
            }
            (Shape::Cardinal, _) if parsed.whole.is_none() => Shape::Decimal,
            (form, _) => form,
        };
        Some(Parsed { form, ..parsed })
    }

    /// The article right before `at` ("a hundred", "half a-dozen").
    fn article_before(&self, at: usize) -> Option<Word> {
        self.prev_word(at).filter(|word| word.entry.is(flag::ARTICLE) && self.byte_before(word.start) != Some(b'.'))
    }

    /// Adds the words that go on from the last item.
    fn gather(&self, items: &mut Vec<Item>) {
        while items.len() < MAX_ITEMS {
            let Some(last) = items.last().copied() else { return };
            let (at, hyphen) = self.link(last.end);
            if at == last.end {
                return;
            }
            if let Some(word) = self.number_word(at) {
                if let Some(class) = word.entry.class {
                    items.push(Item { start: word.start, end: word.end, and: false, what: What::Word(class) });
                    continue;
                }
                if !word.entry.is(flag::AND) {
                    return;
                }
                if !self.gather_after_and(last, word.end, items) {
                    return;
                }
            } else if !hyphen
                && matches!(last.what, What::Word(Class::Magnitude(_)))
                && let Some(digits) = self.digits(at).filter(|digits| digits.form == Form::Plain)
                && let Some(next) = self.number_word(self.gap(digits.end))
                && matches!(next.entry.class, Some(Class::Hundred(_) | Class::Magnitude(_)))
                && let Some(value) = digits.value
            {
                let what = What::Digits { value, whole: digits.whole };
                items.push(Item { start: at, end: digits.end, and: false, what });
            } else if self.prefixed_and(at, items) {
                continue;
            } else {
                return;
            }
        }
    }

    /// The word at `at` if it is a class of its own or "and".
    fn number_word(&self, at: usize) -> Option<Word> {
        if self.byte(at) == Some(b'&') {
            let entry = super::grammar::Entry { flags: flag::AND, ..Default::default() };
            return Some(Word { start: at, end: at + 1, entry });
        }
        self.word_at(at).filter(|word| word.entry.class.is_some() || word.entry.is(flag::AND))
    }

    /// A word with "and" written onto it (Arabic waw).
    fn prefixed_and(&self, at: usize, items: &mut Vec<Item>) -> bool {
        let Some((start, word)) = self.without_prefix(at, &['و']) else { return false };
        let Some(class) = word.entry.class else { return false };
        items.push(Item { start, end: word.end, and: true, what: What::Word(class) });
        true
    }

    /// The number word at `at` behind one of the letters that are written onto words; where the letter begins.
    pub(super) fn without_prefix(&self, at: usize, prefixes: &[char]) -> Option<(usize, Word)> {
        let first = self.char_at(at).filter(|c| prefixes.contains(c))?;
        let word = self.word_at(at + first.len_utf8())?;
        word.entry.is_number().then_some((at, word))
    }

    fn gather_after_and(&self, last: Item, and_end: usize, items: &mut Vec<Item>) -> bool {
        let (at, _) = self.link(and_end);
        if at == and_end {
            return false;
        }
        if let Some(next) = self.word_at(at) {
            if let Some(class) = next.entry.class {
                items.push(Item { start: next.start, end: next.end, and: true, what: What::Word(class) });
                return true;
            }
            if next.entry.is(flag::ARTICLE)
                && let Some(part) = self.word_at(self.link(next.end).0)
                && let Some(class @ (Class::Part { .. } | Class::Ordinal { .. })) = part.entry.class
            {
                items.push(Item { start: next.start, end: next.end, and: true, what: What::Article });
                items.push(Item { start: part.start, end: part.end, and: false, what: What::Word(class) });
                return true;
            }
            return false;
        }
        // "3 hundred and 21".
        let small = matches!(last.what, What::Word(Class::Hundred(_) | Class::Magnitude(1000)));
        let digit_first = matches!(items.first().map(|item| item.what), Some(What::Digits { .. }));
        if small
            && digit_first
            && let Some(digits) = self.digits(at).filter(|digits| digits.form == Form::Plain)
            && let Some(value) = digits.value
        {
            let what = What::Digits { value, whole: digits.whole };
            items.push(Item { start: at, end: digits.end, and: true, what });
            return true;
        }
        false
    }

    /// What the run comes to; the longest reading from its beginning.
    fn interpret(&self, items: &[Item]) -> Option<Parsed> {
        let first = items.first()?;
        let share_at =
            items.iter().position(|item| matches!(item.what, What::Word(Class::Part { .. } | Class::Ordinal { .. })));
        if let Some(k) = share_at
            && let Some(share) = self.share(items, k)
        {
            return Some(share);
        }
        // An article alone makes no number.
        let skip = usize::from(first.what == What::Article);
        let body = items.get(skip..)?;
        let card = cardinal(body, self.grammar.rules, false)?;
        let end = body.get(card.items.checked_sub(1)?)?.end;
        let form = if card.whole.is_some() { Shape::Cardinal } else { Shape::Decimal };
        let mut parsed = Parsed { start: first.start, end, value: card.value, whole: card.whole, form };
        if card.items == body.len() {
            self.point(&mut parsed, items);
        }
        Some(parsed)
    }

    /// A share or an ordinal whose last word is `items[k]`.
    fn share(&self, items: &[Item], k: usize) -> Option<Parsed> {
        let last = items.get(k)?;
        let first = items.first()?;
        let (denominator, plural, weak, part) = match last.what {
            What::Word(Class::Part { denominator, plural }) => (denominator, plural, false, true),
            What::Word(Class::Ordinal { n, plural, weak }) => (n, plural, weak, false),
            _ => return None,
        };
        // "one hundred and thirty fifths" is 130 fifths; without the "and" it is 100 thirty-fifths.
        let compound = k.checked_sub(1).and_then(|j| items.get(j)).and_then(|before| match before.what {
            What::Word(Class::Add(tens))
                if !part
                    && !last.and
                    && !before.and
                    && tens % 10 == 0
                    && (20..100).contains(&tens)
                    && denominator < 10 =>
            {
                Some(tens + denominator)
            }
            _ => None,
        });
        if weak && compound.is_none() {
            return None;
        }
        let make =
            |value: f64, form| Parsed { start: first.start, end: last.end, value, whole: super::whole_of(value), form };
        // Whole and part: "three and a half", "two and fifty-four hundredths".
        if let Some(mixed) = self.mixed(items, k, denominator, plural || part) {
            return Some(mixed);
        }
        if k == 0 || (k == 1 && first.what == What::Article && part) {
            return match (part, plural) {
                (true, false) => self.bare_part(items, k, denominator),
                (true, true) if k == 0 => None,
                (true, true) => self.bare_part(items, k, denominator),
                (false, _) => Some(make(denominator as f64, Shape::Ordinal)),
            };
        }
        let whole_before = items.get(..k)?;
        if first.what == What::Article && whole_before.len() == 1 {
            // "a third": a share only where nothing is counted by it.
            return Some(if self.share_follows(last.end) {
                self.scaled(make(1.0 / denominator as f64, Shape::Fraction), None)
            } else {
                make(denominator as f64, Shape::Ordinal)
            });
        }
        let one =
            first.what == What::Word(Class::Add(1)) || (first.what == What::Article && compound.is_some() && k == 2);
        if !plural {
            return self
                .singular(items, k, denominator, compound, one)
                .map(|parsed| if parsed.form == Shape::Fraction { self.scaled(parsed, None) } else { parsed });
        }
        let skip = usize::from(first.what == What::Article);
        if let Some(den) = compound
            && let Some(top) = whole_before.get(skip..k - 1).and_then(|body| complete(body, self.grammar.rules))
        {
            return Some(self.scaled(make(top.value / den as f64, Shape::Fraction), None));
        }
        if weak {
            return None;
        }
        let top = complete(whole_before.get(skip..)?, self.grammar.rules)?;
        let digits = matches!(first.what, What::Digits { .. });
        if digits && (top.value > 20.0 || denominator > 100) {
            return None;
        }
        Some(self.scaled(make(top.value / denominator as f64, Shape::Fraction), None))
    }

    /// One of a denominator in the singular, or an ordinal.
    fn singular(&self, items: &[Item], k: usize, denominator: u64, compound: Option<u64>, one: bool) -> Option<Parsed> {
        let first = items.first()?;
        let last = items.get(k)?;
        let make =
            |value: f64, form| Parsed { start: first.start, end: last.end, value, whole: super::whole_of(value), form };
        let part = matches!(last.what, What::Word(Class::Part { .. }));
        if one {
            if k == 1 {
                return Some(make(1.0 / denominator as f64, Shape::Fraction));
            }
            if let (2, Some(den)) = (k, compound) {
                let share = first.what != What::Article || self.share_follows(last.end);
                return Some(if share {
                    make(1.0 / den as f64, Shape::Fraction)
                } else {
                    make(den as f64, Shape::Ordinal)
                });
            }
            // "one one hundred and fifth": not a number up to the ordinal, so one of what follows.
            if complete(items.get(..k)?, self.grammar.rules).is_none()
                && let Some(rest) = complete(items.get(1..k)?, self.grammar.rules).and_then(|card| card.whole)
            {
                return Some(make(1.0 / (rest + denominator) as f64, Shape::Fraction));
            }
        }
        if part {
            return None;
        }
        let skip = usize::from(first.what == What::Article);
        let before = complete(items.get(skip..k)?, self.grammar.rules)?.whole?;
        let value = if denominator >= 100 {
            before.checked_mul(denominator)?
        } else if before % (10u64.checked_pow(denominator.checked_ilog10()? + 1)?) == 0 {
            before.checked_add(denominator)?
        } else {
            return None;
        };
        Some(make(value as f64, Shape::Ordinal))
    }

    /// A whole number "and" a part smaller than one, up to `items[k]`.
    fn mixed(&self, items: &[Item], k: usize, denominator: u64, plural_or_part: bool) -> Option<Parsed> {
        let at = (1..=k).rev().find(|i| items.get(*i).is_some_and(|item| item.and))?;
        let last = items.get(k)?;
        let first = items.first()?;
        let top_items = items.get(at..k)?;
        let top = match top_items.first().map(|item| item.what) {
            None | Some(What::Article) => 1.0,
            _ => complete(top_items, self.grammar.rules)?.value,
        };
        if !plural_or_part && top != 1.0 {
            return None;
        }
        let part = top / denominator as f64;
        if part >= 1.0 {
            return None;
        }
        if top_items.is_empty() && !matches!(last.what, What::Word(Class::Part { .. })) {
            return None;
        }
        let skip = usize::from(first.what == What::Article);
        let body = items.get(skip..at)?;
        let whole = cardinal(body, self.grammar.rules, true).filter(|card| card.items == body.len())?;
        // An ordinal that could follow ("a hundred and a third") is left alone.
        let parsed = Parsed { start: first.start, end: last.end, value: part, whole: None, form: Shape::Decimal };
        Some(self.scaled(parsed, Some(whole)))
    }

    /// "half", "a quarter", and what is halved.
    fn bare_part(&self, items: &[Item], k: usize, denominator: u64) -> Option<Parsed> {
        let first = items.first()?;
        let last = items.get(k)?;
        let value = 1.0 / denominator as f64;
        let parsed = Parsed { start: first.start, end: last.end, value, whole: None, form: Shape::Fraction };
        let scaled = self.scaled(parsed, None);
        if scaled.end > parsed.end {
            return Some(scaled);
        }
        let before = self.prev_word_over_hyphen(first.start);
        if before.is_some_and(|word| {
            word.entry.is(flag::NOT_HALF_BEFORE) || matches!(word.entry.class, Some(Class::Ordinal { .. }))
        }) {
            return None;
        }
        let (after, _) = self.link(last.end);
        if self.phrase_at(&self.grammar.not_half_after, after).is_some() {
            return None;
        }
        // A quarter is a share only with an article and nothing counted by it ("a quarter of").
        if denominator != 2 && (k == 0 || !self.share_follows(last.end)) {
            return None;
        }
        Some(parsed)
    }

    /// Whether what follows `end` leaves "a third" a share: "of", a stop, nothing; not a noun.
    fn share_follows(&self, end: usize) -> bool {
        let at = self.gap(end);
        match self.char_at(at) {
            None => true,
            // "A fourth, also …" tells one more; "a quarter." a part.
            Some('-' | ',') => false,
            Some(c) if !super::reader::is_letter(c) => true,
            Some(_) => self.word_at(at).is_some_and(|word| {
                word.entry.is(flag::OF | flag::AND | flag::RANGE_TO | flag::RANGE_OR | flag::PLURAL_VERB)
            }),
        }
    }

    /// `parsed` (a part) times the magnitude after it, plus the whole number before it.
    fn scaled(&self, parsed: Parsed, whole: Option<Cardinal>) -> Parsed {
        let after = self.magnitude_after(parsed.end);
        let (value, end) = match (whole, after) {
            (None, Some((times, end))) => (parsed.value * times as f64, end),
            (None, None) => (parsed.value, parsed.end),
            (Some(card), Some((times, end))) if card.magnitude >= 1000 => {
                (card.value + parsed.value * times as f64, end)
            }
            (Some(card), Some((times, end))) => ((card.value + parsed.value) * times as f64, end),
            (Some(card), None) if card.magnitude >= 100_000 => {
                (card.value + parsed.value * card.magnitude as f64, parsed.end)
            }
            (Some(card), None) => (card.value + parsed.value, parsed.end),
        };
        let whole_value = super::whole_of(value);
        let form = match (end > parsed.end || whole.is_some(), whole_value) {
            (false, _) => parsed.form,
            (true, Some(_)) => Shape::Cardinal,
            (true, None) => Shape::Decimal,
        };
        Parsed { end, value, whole: whole_value, form, ..parsed }
    }

    /// "million", "a dozen", "of a million" after `end`.
    fn magnitude_after(&self, end: usize) -> Option<(u64, usize)> {
        let mut word = self.word_at(self.link(end).0)?;
        let of = word.entry.is(flag::OF);
        if of {
            word = self.word_at(self.link(word.end).0)?;
        }
        let article = word.entry.is(flag::ARTICLE);
        if of && !article {
            return None;
        }
        if article {
            word = self.word_at(self.link(word.end).0)?;
        }
        match word.entry.class? {
            Class::Hundred(n) | Class::Magnitude(n) | Class::Group(n) => Some((n, word.end)),
            _ => None,
        }
    }

    /// "point" and digits in words after a complete cardinal.
    fn point(&self, parsed: &mut Parsed, items: &[Item]) {
        let Some(last) = items.last() else { return };
        if matches!(last.what, What::Digits { .. }) {
            return;
        }
        let Some(point) = self.next_word(parsed.end).filter(|word| word.entry.is(flag::POINT)) else { return };
        let mut tail: Vec<Item> = Vec::with_capacity(4);
        let mut at = point.end;
        let mut digits = String::new();
        while let Some(word) = self.word_at(self.link(at).0) {
            let Some(class @ Class::Add(n)) = word.entry.class else { break };
            if tail.len() >= 12 {
                break;
            }
            tail.push(Item { start: word.start, end: word.end, and: false, what: What::Word(class) });
            if n < 10 {
                digits.push(char::from(b'0'.saturating_add(u8::try_from(n).unwrap_or(0))));
            } else {
                digits.clear();
                break_at(&mut tail, self, word.end);
                break;
            }
            at = word.end;
        }
        let Some(last) = tail.last().copied() else { return };
        if digits.is_empty() {
            let Some(card) = complete(&tail, self.grammar.rules) else { return };
            digits = format!("{}", card.value);
        }
        if let Ok(part) = format!("{}.{digits}", parsed.whole.unwrap_or(0)).parse::<f64>() {
            parsed.value = part;
            parsed.whole = super::whole_of(part);
            parsed.form = Shape::Decimal;
            parsed.end = last.end;
        }
    }
}

/// After a tens word behind the point: one unit may follow ("seventy-one").
fn break_at(tail: &mut Vec<Item>, reader: &Reader<'_>, end: usize) {
    if let Some(word) = reader.word_at(reader.link(end).0)
        && let Some(class @ Class::Add(1..=9)) = word.entry.class
    {
        tail.push(Item { start: word.start, end: word.end, and: false, what: What::Word(class) });
    }
}
