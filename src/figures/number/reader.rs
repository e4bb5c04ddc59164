//! A cursor over one stretch of text: words, blanks and characters around a byte offset. Layer `figures`.

use std::ops::Range;

use super::grammar::{Entry, Grammar, Phrases};

/// Reads `text[lo..hi]` with one language's grammar. Offsets are bytes of the whole text, on character boundaries.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub lo: usize,
    pub hi: usize,
    pub grammar: &'static Grammar,
}

/// A word and what the grammar knows of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub start: usize,
    pub end: usize,
    pub entry: Entry,
}

impl<'a> Reader<'a> {
    /// The byte at `at`, inside the stretch.
    #[inline]
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        if at < self.hi { self.text.as_bytes().get(at).copied() } else { None }
    }

    /// The byte before `at`, inside the stretch.
    #[inline]
    pub(super) fn byte_before(&self, at: usize) -> Option<u8> {
        if at > self.lo { self.text.as_bytes().get(at - 1).copied() } else { None }
    }

    /// The character at `at`.
    pub(super) fn char_at(&self, at: usize) -> Option<char> {
        match self.byte(at)? {
            byte if byte.is_ascii() => Some(char::from(byte)),
            _ => self.text.get(at..self.hi)?.chars().next(),
        }
    }

    /// The character that ends at `at`.
    pub(super) fn char_before(&self, at: usize) -> Option<char> {
        match self.byte_before(at)? {
            byte if byte.is_ascii() => Some(char::from(byte)),
            _ => self.text.get(self.lo..at)?.chars().next_back(),
        }
    }

    /// The text from `start` to before `end`.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or("")
    }

    /// Where the run of letters that begins at `at` ends; `at` if there is none.
    #[inline]
    pub(super) fn word_end(&self, at: usize) -> usize {
        let end = self.ascii_word_end(at);
        match self.byte(end) {
            Some(byte) if !byte.is_ascii() => self.wide_word_end(end),
            _ => end,
        }
    }

    /// Where the run of ASCII letters that begins at `at` ends.
    #[inline]
    pub(super) fn ascii_word_end(&self, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..self.hi).unwrap_or(&[]);
        at + rest.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len())
    }

    #[cold]
    fn wide_word_end(&self, at: usize) -> usize {
        let mut end = at;
        while let Some(c) = self.char_at(end) {
            if !is_letter(c) {
                break;
            }
            end += c.len_utf8();
        }
        end
    }

    /// Where the run of letters that ends at `at` begins; `at` if there is none.
    pub(super) fn word_start(&self, at: usize) -> usize {
        let before = self.text.as_bytes().get(self.lo..at).unwrap_or(&[]);
        let mut start = at - before.iter().rev().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(before.len());
        if self.byte_before(start).is_none_or(|byte| byte.is_ascii()) {
            return start;
        }
        while let Some(c) = self.char_before(start) {
            if !is_letter(c) {
                break;
            }
            start -= c.len_utf8();
        }
        start
    }

    /// The offset behind the blanks at `at`: spaces of any width, and at most one line end.
    pub(super) fn gap(&self, at: usize) -> usize {
        let mut end = at;
        // Mostly one space and then a letter or digit.
        if self.byte(end) == Some(b' ') {
            end += 1;
            if self.byte(end).is_some_and(|byte| byte.is_ascii_alphanumeric()) {
                return end;
            }
        }
        let mut lines = 0;
        while let Some(c) = self.char_at(end) {
            if c == '\n' {
                lines += 1;
            }
            if !is_blank(c) || lines > 1 {
                break;
            }
            end += c.len_utf8();
        }
        end
    }

    /// The offset before the blanks that end at `at`.
    pub(super) fn gap_before(&self, at: usize) -> usize {
        let mut start = at;
        if self.byte_before(start) == Some(b' ') {
            start -= 1;
            if self.byte_before(start).is_some_and(|byte| byte.is_ascii_alphanumeric()) {
                return start;
            }
        }
        let mut lines = 0;
        while let Some(c) = self.char_before(start) {
            if c == '\n' {
                lines += 1;
            }
            if !is_blank(c) || lines > 1 {
                break;
            }
            start -= c.len_utf8();
        }
        start
    }

    /// The word that begins at `at`.
    pub(super) fn word_at(&self, at: usize) -> Option<Word> {
        let end = self.word_end(at);
        (end > at).then(|| Word { start: at, end, entry: self.grammar.entry(self.slice(at, end)) })
    }

    /// The word after `at`, with nothing but blanks between.
    pub(super) fn next_word(&self, at: usize) -> Option<Word> {
        self.word_at(self.gap(at))
    }

    /// The word before `at`, with nothing but blanks between.
    pub(super) fn prev_word(&self, at: usize) -> Option<Word> {
        let end = self.gap_before(at);
        let start = self.word_start(end);
        (start < end).then(|| Word { start, end, entry: self.grammar.entry(self.slice(start, end)) })
    }

    /// The word before `at`, also over a hyphen ("mid-2019", "two-thirds").
    pub(super) fn prev_word_over_hyphen(&self, at: usize) -> Option<Word> {
        self.prev_word(at).or_else(|| match self.char_before(at) {
            Some(c @ ('-' | '\u{2011}')) => self.prev_word(at - c.len_utf8()),
            _ => None,
        })
    }

    /// The offset of the next number word: behind blanks and at most one hyphen; the second value says whether there
    /// was a hyphen.
    pub(super) fn link(&self, at: usize) -> (usize, bool) {
        let to = self.gap(at);
        match self.char_at(to) {
            Some(c @ ('-' | '\u{2011}')) => (self.gap(to + c.len_utf8()), true),
            _ => (to, false),
        }
    }

    /// The longest of `phrases` that begins at `at` (behind blanks); where it ends and what it means.
    pub(super) fn phrase_at<'p, T>(&self, phrases: &'p Phrases<T>, at: usize) -> Option<(usize, &'p T)> {
        let start = self.gap(at);
        let first_end = self.word_end(start);
        let key = super::fold::key_of_letters(self.slice(start, first_end));
        for phrase in phrases.get(&key)? {
            let mut end = first_end;
            let fits = phrase.rest.iter().all(|want| match self.next_part(end) {
                Some(next) if super::fold::key_of_letters(self.slice(next.start, next.end)) == *want => {
                    end = next.end;
                    true
                }
                _ => false,
            });
            if fits {
                return Some((end, &phrase.meaning));
            }
        }
        None
    }

    /// The longest of `phrases` that ends at `at` (before blanks); where it begins and what it means.
    pub(super) fn phrase_before<'p, T>(&self, phrases: &'p Phrases<T>, at: usize) -> Option<(usize, &'p T)> {
        let word = self.prev_part(at)?;
        let key = super::fold::key_of_letters(self.slice(word.start, word.end));
        if let Some(hit) = phrases.get(&key).and_then(|list| self.fitting(list, word.start)) {
            return Some(hit);
        }
        // "And about" in one word.
        let (start, key) = self.without_and(&word)?;
        let single = phrases.get(&key)?.iter().find(|phrase| phrase.rest.is_empty())?;
        Some((start, &single.meaning))
    }

    /// The first of `list` whose words stand before the word at `at`, which ends them: where it begins.
    fn fitting<'p, T>(&self, list: &'p [super::grammar::Phrase<T>], at: usize) -> Option<(usize, &'p T)> {
        list.iter().find_map(|phrase| {
            let mut start = at;
            for (i, want) in phrase.rest.iter().enumerate() {
                let next = self.prev_part(start)?;
                if super::fold::key_of_letters(self.slice(next.start, next.end)) == *want {
                    start = next.start;
                } else {
                    let (stem, key) = self.without_and(&next).filter(|_| i + 1 == phrase.rest.len())?;
                    start = Some(stem).filter(|_| key == *want)?;
                }
            }
            Some((start, &phrase.meaning))
        })
    }

    /// A word of Arabic without the "and" or preposition written onto its front: where it begins, and its key.
    fn without_and(&self, word: &Range<usize>) -> Option<(usize, super::fold::Key)> {
        let first = self.char_at(word.start).filter(|c| matches!(c, 'و' | 'ف' | 'ب' | 'ل'))?;
        let start = word.start + first.len_utf8();
        (start < word.end).then(|| (start, super::fold::key_of_letters(self.slice(start, word.end))))
    }

    /// The word after `at`, also over an apostrophe ("jusqu'à").
    fn next_part(&self, at: usize) -> Option<Range<usize>> {
        let start = match self.char_at(at) {
            Some(c @ ('\'' | '\u{2019}')) => at + c.len_utf8(),
            _ => self.gap(at),
        };
        let end = self.word_end(start);
        (end > start).then_some(start..end)
    }

    /// The word before `at`, also over an apostrophe.
    fn prev_part(&self, at: usize) -> Option<Range<usize>> {
        let end = match self.char_before(at) {
            Some(c @ ('\'' | '\u{2019}')) => at - c.len_utf8(),
            _ => self.gap_before(at),
        };
        let start = self.word_start(end);
        (start < end).then_some(start..end)
    }

    /// Whether `at` begins a line, blanks aside.
    pub(super) fn starts_line(&self, at: usize) -> bool {
        let mut start = at;
        while let Some(c) = self.char_before(start) {
            if c == '\n' {
                return true;
            }
            if !is_blank(c) {
                return false;
            }
            start -= c.len_utf8();
        }
        true
    }

    /// Whether nothing but blanks follows `at` on its line.
    pub(super) fn ends_line(&self, at: usize) -> bool {
        let mut end = at;
        while let Some(c) = self.char_at(end) {
            if c == '\n' {
                return true;
            }
            if !is_blank(c) {
                return false;
            }
            end += c.len_utf8();
        }
        true
    }
}

/// Letters and the marks that belong to them.
#[inline]
pub(crate) fn is_letter(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{620}'..='\u{64a}' | '\u{e0}'..='\u{f6}' => true,
        '\0'..='\u{7f}' => false,
        _ => c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}'),
    }
}

/// Spaces of any width, and the line end.
#[inline]
pub(super) fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\n' | '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{3000}' | '\u{200e}' | '\u{200f}'
    )
}
