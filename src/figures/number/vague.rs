//! Words that stand for rough numbers, and "one" that counts nothing. Layer `figures`.

use super::grammar::{Class, flag};
use super::reader::{Reader, Word};
use super::{Numeral, Shaped, fold};

impl Reader<'_> {
    /// A vague word with what it multiplies.
    pub(super) fn vague(&self, word: Word) -> Option<Numeral> {
        let vague = self.grammar.vague.get(usize::from(word.entry.vague).checked_sub(1)?)?;
        let key = |word: Word| fold::key(self.slice(word.start, word.end));
        let mut start = word.start;
        if !vague.previous.is_empty() {
            let before = self.prev_word(word.start)?;
            if !key(before).is_some_and(|key| vague.previous.contains(&key)) {
                return None;
            }
            if before.entry.is(flag::ARTICLE) {
                start = before.start;
            }
        }
        let next = self.next_word(word.end);
        if !vague.next.is_empty() && !next.and_then(key).is_some_and(|key| vague.next.contains(&key)) {
            return None;
        }
        // "several tens of thousands": the second word says how many.
        if vague.multiplies
            && let Some(inner) = next.filter(|next| next.entry.vague != 0 && next.entry.class.is_none())
            && let Some(numeral) = self.vague(inner)
        {
            return Some(Numeral { start, ..numeral });
        }
        let mut low = vague.low;
        let mut end = word.end;
        let mut multiplied = false;
        let times = |word: Word| match word.entry.class {
            Some(Class::Hundred(n) | Class::Magnitude(n) | Class::Group(n)) => Some(n),
            _ => None,
        };
        // "several hundred", "a couple of hundred", "hundreds of thousands".
        let mut look = next;
        let mut of = false;
        if let Some(next) = look
            && next.entry.is(flag::OF)
            && let Some(behind) = self.next_word(next.end)
        {
            of = behind.entry.vague != 0 || vague.multiplies;
            look = Some(behind);
        } else if self.grammar.rules.units_first && !vague.multiplies {
            // Arabic puts the two side by side.
            of = true;
        }
        if let Some(behind) = look
            && (vague.multiplies || of)
            && let Some(n) =
                times(behind).or_else(|| self.without_prefix(behind.start, &['ا']).and_then(|(_, word)| times(word)))
            && let Some(product) = low.checked_mul(n)
        {
            low = product;
            end = behind.end;
            multiplied = true;
        }
        if vague.only_multiplies && !multiplied {
            return None;
        }
        Some(Numeral {
            start,
            end,
            value: vague.exact.then_some(low as f64),
            whole: Some(low),
            shape: Shaped::Vague { exact: vague.exact },
            in_digits: false,
            big: true,
        })
    }

    /// Whether "one" stands for a person or thing and counts nothing.
    pub(super) fn is_pronoun(&self, word: Word) -> bool {
        let (next, _) = self.link(word.end);
        if self.word_at(next).is_some_and(|word| word.entry.class.is_some() || word.entry.is(flag::POINT)) {
            return false;
        }
        if matches!(self.char_at(word.end), Some('\'' | '\u{2019}')) {
            return true;
        }
        let after = self.prev_word(word.start).is_some_and(|before| before.entry.is(flag::PRONOUN_AFTER));
        after || self.phrase_at(&self.grammar.pronoun_before, word.end).is_some()
    }
}
