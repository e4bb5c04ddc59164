//! Folding of place names to keys, and the words of a text as names are written. Layer `lexicon`.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// Folded names are compared by their 64-bit hash; among a few hundred thousand a clash is out of reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NameKey(u64);

impl NameKey {
    /// Its 64 bits.
    pub(super) const fn bits(self) -> u64 {
        self.0
    }
}

#[derive(Default)]
pub(super) struct PassThrough(u64);

impl Hasher for PassThrough {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

pub(super) type Keys<T> = HashMap<NameKey, T, BuildHasherDefault<PassThrough>>;

/// The hash of a name's folded words so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct NameHash(u64);

impl Default for NameHash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl NameHash {
    /// With one more word.
    pub(super) fn with(self, word: &str) -> Self {
        let mut hash = self.0;
        let mut push = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let mut buffer = [0u8; 4];
        for c in word.chars() {
            match fold_char(c) {
                Some(folded) => folded.encode_utf8(&mut buffer).bytes().for_each(&mut push),
                None => continue,
            }
        }
        push(b' ');
        Self(hash)
    }

    pub(super) fn key(self) -> NameKey {
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        NameKey(mixed ^ (mixed >> 29))
    }
}

/// The key of a name; `None` if it has no letter.
pub(super) fn key_of(name: &str) -> Option<NameKey> {
    let mut words = Words::new(name, 0..name.len()).peekable();
    let mut hash = NameHash::default();
    let mut any = false;
    while let Some(word) = words.next() {
        // An article counts only where it is all there is.
        let the = !any && word.text.eq_ignore_ascii_case("the");
        if (the || is_article(word.text)) && words.peek().is_some() {
            continue;
        }
        hash = hash.with(word.text);
        any = true;
    }
    any.then(|| hash.key())
}

/// A name as it is compared: small letters without accents, apostrophes and Arabic articles, words parted by one blank.
pub fn folded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut words = Words::new(name, 0..name.len()).peekable();
    while let Some(word) = words.next() {
        if is_article(word.text) && words.peek().is_some() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.text.chars().filter_map(fold_char));
    }
    out
}

/// The key of a name's first word that is no article.
#[cfg(test)]
pub(super) fn first_word_key(name: &str) -> Option<NameKey> {
    let mut words = Words::new(name, 0..name.len()).peekable();
    while let Some(word) = words.next() {
        let the = word.start == 0 && word.text.eq_ignore_ascii_case("the");
        if !(the || is_article(word.text)) || words.peek().is_none() {
            return Some(NameHash::default().with(word.text).key());
        }
    }
    None
}

/// Arabic articles in their written forms.
pub(super) fn is_article(word: &str) -> bool {
    let article = |text: &str| word.eq_ignore_ascii_case(text);
    word.len() <= 3
        && ["al", "el", "ad", "adh", "ar", "as", "ash", "at", "az", "an", "ez", "es", "er"].into_iter().any(article)
}

/// A word of a text, apostrophes and initials' dots included.
#[derive(Debug, Clone)]
pub(super) struct Word<'t> {
    pub text: &'t str,
    pub start: usize,
    pub end: usize,
    pub capital: bool,
    /// Whether only one blank or hyphen stands between it and the word before.
    pub joined: bool,
    pub hyphen: bool,
}

/// The words of a stretch of text.
#[derive(Debug, Clone)]
pub(super) struct Words<'t> {
    pub text: &'t str,
    at: usize,
    pub hi: usize,
}

impl<'t> Words<'t> {
    pub(super) fn new(text: &'t str, range: Range<usize>) -> Self {
        let mut lo = range.start.min(text.len());
        let mut hi = range.end.min(text.len());
        while !text.is_char_boundary(lo) {
            lo += 1;
        }
        while !text.is_char_boundary(hi) {
            hi -= 1;
        }
        Self { text, at: lo, hi }
    }

    pub(super) fn skip_to(&mut self, at: usize) {
        self.at = self.at.max(at);
    }

    fn char_at(&self, at: usize) -> Option<char> {
        let byte = self.text.as_bytes().get(at).filter(|_| at < self.hi)?;
        if byte.is_ascii() { Some(char::from(*byte)) } else { self.text.get(at..self.hi)?.chars().next() }
    }
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        let from = self.at;
        let mut start = from;
        while let Some(c) = self.char_at(start) {
            if c.is_alphabetic() {
                break;
            }
            start += c.len_utf8();
        }
        if start >= self.hi {
            self.at = self.hi;
            return None;
        }
        let gap = self.text.get(from..start)?;
        let mut end = start;
        while let Some(c) = self.char_at(end) {
            let inside = c.is_alphabetic()
                || matches!(c, '\u{300}'..='\u{36f}')
                || (is_apostrophe(c)
                    && self.char_at(end + c.len_utf8()).is_some_and(char::is_alphabetic)
                    && !self.is_genitive(end + c.len_utf8()))
                || (c == '.' && self.is_initial(start, end));
            if !inside {
                break;
            }
            end += c.len_utf8();
        }
        self.at = end;
        let text = self.text.get(start..end)?;
        let hyphen = matches!(gap, "-" | "\u{2010}" | "\u{2011}");
        // An apostrophe may open a name ('Amran), and "St." ends in a stop.
        let joined = hyphen
            || matches!(gap, " " | "\u{a0}" | " '" | " \u{2019}" | " \u{2018}" | " `")
            || (gap == ". " && self.ends_in_saint(from));
        let capital = text.chars().next().is_some_and(char::is_uppercase);
        Some(Word { text, start, end, capital, joined, hyphen })
    }
}

impl Words<'_> {
    /// Whether the letters at `at` are the "s" of a genitive and nothing more.
    fn is_genitive(&self, at: usize) -> bool {
        self.char_at(at) == Some('s') && !self.char_at(at + 1).is_some_and(char::is_alphabetic)
    }

    /// Whether the stop at `at` belongs to initials ("U.S."), the word having begun at `start`.
    fn is_initial(&self, start: usize, at: usize) -> bool {
        let word = self.text.get(start..at).unwrap_or("");
        let letters = word.rsplit('.').next().unwrap_or("");
        let one = letters.len() == 1 && letters.bytes().all(|byte| byte.is_ascii_uppercase());
        let follows = self.char_at(at + 1).is_some_and(|c| c.is_ascii_uppercase());
        one && (follows || word.contains('.'))
    }

    fn ends_in_saint(&self, at: usize) -> bool {
        self.text.get(..at).is_some_and(|before| before.ends_with("St") || before.ends_with("Mt"))
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2019}' | '\u{2018}' | '`' | '\u{b4}' | '\u{2bc}' | '\u{2bb}' | '\u{2be}' | '\u{2bf}' | '\u{2032}'
    )
}

/// Base letters of U+00C0 to U+024F and of U+1E00 to U+1EFF, one each; `?` for none.
const LATIN: &[u8; 400] =
    b"aaaaaaaceeeeiiiidnooooo?ouuuuytsaaaaaaaceeeeiiiidnooooo?ouuuuytyaaaaaaccccccccddddeeeeeeeeeegggggggg\
    hhhhiiiiiiiiii??jjkk?llllll??llnnnnnn?nnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzz?????????\
    ??????????f?????????????oo?????????????uu????????????????????????????aaiioouuuuuuuuuu?aaaa????ggkkoo\
    oo??j???gg??nnaa????aaaaeeeeiiiioooorrrruuuusstt??hh??????aaeeooooooooyy????????????????????????????";
const LATIN_MORE: &[u8; 256] =
    b"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssss\
    ssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy??????aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeee\
    iiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy??????";

/// The letter that stands for `c` in a key; `None` for a mark that does not count.
pub fn fold_char(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase());
    }
    let code = c as usize;
    let base = match code {
        0xc0..=0x24f => LATIN.get(code - 0xc0),
        0x1e00..=0x1eff => LATIN_MORE.get(code - 0x1e00),
        _ => None,
    };
    match base {
        Some(base) if *base != b'?' => Some(char::from(*base)),
        _ if matches!(c, '\u{300}'..='\u{36f}') || is_apostrophe(c) => None,
        _ if c.is_alphabetic() => c.to_lowercase().next(),
        _ => None,
    }
}
