//! A sentence of any language as tokens. Layer `figures`.

use std::ops::Range;

use super::super::number::fold::Key;
pub(super) use super::super::number::is_letter;
use super::super::number::{Number, NumberKind};
use super::lexicon::{Entry, Pack, flag};
use crate::model::Qualifier;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    Word,
    /// A number that may count people: index into [`Sentence::numbers`].
    Number(usize),
    /// A date, an age, an amount.
    Fixed,
    /// Punctuation as ASCII.
    Mark(u8),
    /// Outside the sentence.
    #[default]
    End,
}

/// One token; bytes of the whole text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    pub entry: Entry,
    /// The word by its forms, with and without what is written onto it; 0 where there are fewer.
    pub keys: [Key; 4],
    pub capital: bool,
}

impl Token {
    /// Whether it is a word with any of these flags.
    pub(super) fn is(&self, flags: u64) -> bool {
        self.entry.flags & flags != 0
    }

    pub(super) fn is_mark(&self, mark: u8) -> bool {
        self.kind == Kind::Mark(mark)
    }

    pub(super) fn number(&self) -> Option<usize> {
        if let Kind::Number(i) = self.kind { Some(i) } else { None }
    }

    /// Whether one of its forms has this key.
    pub(super) fn has_key(&self, key: Key) -> bool {
        key != 0 && self.keys.contains(&key)
    }
}

/// One sentence that has a number which may count people.
#[derive(Debug)]
pub(super) struct Sentence {
    pub range: Range<usize>,
    pub tokens: Vec<Token>,
    pub numbers: Vec<Number>,
}

impl Sentence {
    /// Reads `range` of `text`; `None` if nothing in it may count people, or nobody speaks in it either.
    pub(super) fn read(text: &str, range: Range<usize>, pack: &Pack) -> Option<Self> {
        let mut numbers = Vec::new();
        pack.numbers().numbers_in(text, range.clone(), &mut numbers);
        let mut sentence = Self { range, tokens: Vec::new(), numbers };
        sentence.tokenise(text, pack);
        sentence.join_phrases(pack);
        let said = sentence.tokens.iter().any(|token| token.number().is_some() || token.is(flag::SOURCE | flag::SAYS));
        said.then_some(sentence)
    }

    /// The token at `i`; an end outside the sentence.
    pub(super) fn tok(&self, i: usize) -> Token {
        self.tokens.get(i).copied().unwrap_or_default()
    }

    /// The token before `i`.
    pub(super) fn before(&self, i: usize) -> Token {
        i.checked_sub(1).map(|i| self.tok(i)).unwrap_or_default()
    }

    fn tokenise(&mut self, text: &str, pack: &Pack) {
        let mut at = self.range.start;
        let mut next = 0;
        while at < self.range.end {
            let ahead = self.numbers.get(next).map(|number| (number.phrase_start, number.phrase_end, number.kind));
            if let Some((start, end, kind)) = ahead
                && at >= start
            {
                let counts = matches!(
                    kind,
                    NumberKind::Cardinal | NumberKind::Vague | NumberKind::Fraction | NumberKind::Percent
                );
                let kind = if counts { Kind::Number(next) } else { Kind::Fixed };
                next += 1;
                if end > at {
                    self.tokens.push(Token { start, end, kind, ..Token::default() });
                    at = end;
                }
                continue;
            }
            let limit = ahead.map_or(self.range.end, |(start, ..)| start.min(self.range.end));
            let Some(rest) = text.get(at..limit) else { break };
            let Some(c) = rest.chars().next() else {
                at = limit.max(at + 1);
                continue;
            };
            if is_letter(c) {
                let len = rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len());
                self.word(rest.get(..len).unwrap_or(""), at, pack);
                at += len;
            } else {
                if let Some(mark) = mark(c) {
                    let end = at + c.len_utf8();
                    self.tokens.push(Token { start: at, end, kind: Kind::Mark(mark), ..Token::default() });
                }
                at += c.len_utf8();
            }
        }
    }

    fn word(&mut self, word: &str, start: usize, pack: &Pack) {
        let mut keys = [0; 4];
        let mut n = 0;
        let (entry, stem) = pack.entry(word, &mut |key| {
            if let Some(slot) = keys.get_mut(n) {
                *slot = key;
                n += 1;
            }
        });
        let capital = word.starts_with(char::is_uppercase);
        let (end, stem) = (start + word.len(), start + stem);
        let mut kind = Kind::Word;
        if entry.flags & flag::DUAL != 0 {
            kind = Kind::Number(self.numbers.len());
            self.numbers.push(Number {
                start: stem,
                end,
                phrase_start: stem,
                phrase_end: end,
                value: Some(2.0),
                low: Some(2),
                high: Some(2),
                qualifier: Qualifier::Exact,
                kind: NumberKind::Cardinal,
                fraction: None,
            });
        }
        self.tokens.push(Token { start, end, kind, entry, keys, capital });
    }

    /// Words of a phrase become one token.
    fn join_phrases(&mut self, pack: &Pack) {
        let mut out: Vec<Token> = Vec::with_capacity(self.tokens.len());
        let mut i = 0;
        while i < self.tokens.len() {
            let token = self.tok(i);
            let fits = |ahead: usize, key: Key| {
                let next = self.tok(i + 1 + ahead);
                next.kind == Kind::Word && next.has_key(key)
            };
            let hit = if token.kind == Kind::Word {
                token.keys.iter().filter(|key| **key != 0).find_map(|key| pack.phrase(*key, fits))
            } else {
                None
            };
            match hit {
                Some((more, entry)) => {
                    out.push(Token { end: self.tok(i + more).end, entry, keys: [0; 4], ..token });
                    i += more + 1;
                }
                None => {
                    out.push(token);
                    i += 1;
                }
            }
        }
        self.tokens = out;
    }
}

/// The mark a character is, as ASCII; `None` for what says nothing.
fn mark(c: char) -> Option<u8> {
    Some(match c {
        ',' | '،' => b',',
        ';' | '؛' => b';',
        ':' => b':',
        '.' | '!' | '?' | '؟' | '…' | '۔' => b'.',
        '(' | '[' => b'(',
        ')' | ']' => b')',
        '"' | '«' | '»' | '“' | '”' | '„' => b'"',
        '–' | '—' => b'-',
        _ => return None,
    })
}
