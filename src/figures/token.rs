//! A sentence as tokens: words with what the lexicon knows of them, numbers taken whole, and marks. Layer `figures`.

use std::ops::Range;

use super::number::{Number, NumberKind, numbers_in};
use crate::lexicon::words::{Class, PhraseHit, Role, UNKNOWN, WordId, Words};
use crate::model::{Measure, Subject};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Letters.
    Word,
    /// A number that may count people: index into [`Sentence::numbers`].
    Number(u16),
    /// A date, an ordinal, an age, an amount of something that is never people.
    Fixed,
    /// Punctuation, folded to ASCII: `-` for any dash between words, `"` for any double quote, `*` for a bullet.
    Mark(u8),
    /// Before the first and after the last token.
    #[default]
    End,
}

/// One token; byte offsets into the whole text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Token {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    pub id: WordId,
    pub class: Class,
    pub role: Role,
    pub measure: Option<Measure>,
    pub subject: Option<Subject>,
    /// Begins with a capital letter.
    pub capital: bool,
}

impl Token {
    /// Whether it is this mark.
    pub fn is_mark(&self, mark: u8) -> bool {
        self.kind == Kind::Mark(mark)
    }

    /// Whether it is a word.
    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    /// Whether it is a number that may count people.
    pub fn number(&self) -> Option<usize> {
        if let Kind::Number(i) = self.kind { Some(i as usize) } else { None }
    }

    /// Whether it is in any of these classes.
    pub fn has(&self, class: Class) -> bool {
        self.class.has(class)
    }
}

/// One sentence, read.
#[derive(Debug, Default)]
pub struct Sentence {
    /// Its bytes in the text.
    pub range: Range<usize>,
    pub tokens: Vec<Token>,
    pub numbers: Vec<Number>,
}

impl Sentence {
    /// Reads `range` of `text`.
    pub fn read(text: &str, range: Range<usize>, words: &Words) -> Self {
        let mut numbers = Vec::new();
        numbers_in(text, range.clone(), &mut numbers);
        Self::with_numbers(text, range, words, numbers)
    }

    /// Reads `range` of `text` if it has a number that may count people.
    pub fn counting(text: &str, range: Range<usize>, words: &Words) -> Option<Self> {
        let mut numbers = Vec::new();
        numbers_in(text, range.clone(), &mut numbers);
        let counts = numbers.iter().any(|number| counts_people(number.kind));
        counts.then(|| Self::with_numbers(text, range, words, numbers))
    }

    fn with_numbers(text: &str, range: Range<usize>, words: &Words, numbers: Vec<Number>) -> Self {
        let tokens = Vec::with_capacity((range.end - range.start) / 5 + 4);
        let mut sentence = Self { range, tokens, numbers };
        for number in &mut sentence.numbers {
            // "killed and more than 20": the joint is no part of the hedge.
            let joint = text
                .get(number.phrase_start..number.start)
                .is_some_and(|hedge| hedge.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("and ")));
            if joint {
                number.phrase_start += 4;
            }
        }
        sentence.tokenise(text, words);
        sentence
    }

    /// The token at `i`; an [`Kind::End`] token outside the sentence.
    #[inline]
    pub fn tok(&self, i: usize) -> Token {
        self.tokens.get(i).copied().unwrap_or_default()
    }

    /// The token before `i`; an [`Kind::End`] token if there is none.
    #[inline]
    pub fn before(&self, i: usize) -> Token {
        i.checked_sub(1).map(|j| self.tok(j)).unwrap_or_default()
    }

    /// The words of tokens `range`.
    pub fn text_of<'a>(&self, text: &'a str, range: Range<usize>) -> &'a str {
        let (Some(first), Some(last)) = (self.tokens.get(range.start), range.end.checked_sub(1).map(|i| self.tok(i)))
        else {
            return "";
        };
        text.get(first.start..last.end).unwrap_or("")
    }

    /// The token that covers byte `at`, or the first after it.
    pub fn token_at(&self, at: usize) -> usize {
        self.tokens.partition_point(|token| token.end <= at)
    }

    /// The longest phrase at token `i` that `accept` takes.
    pub fn phrase(&self, words: &Words, i: usize, accept: impl Fn(&PhraseHit) -> bool) -> Option<PhraseHit> {
        if !self.tok(i).has(Class::OPENS) {
            return None;
        }
        words.phrase_at(
            |ahead| {
                let token = self.tokens.get(i + ahead)?;
                // A number is no word of a phrase, but a gap may reach over it: "staying in 24 evacuation centres".
                match token.kind {
                    Kind::Word => Some(token.id),
                    Kind::Number(_) | Kind::Fixed if ahead > 1 => Some(UNKNOWN),
                    _ => None,
                }
            },
            accept,
        )
    }

    /// What a phrase or, failing that, the word at `i` says is counted, and over how many tokens.
    pub fn trigger(&self, words: &Words, i: usize) -> Option<(Measure, Role, usize)> {
        if let Some(hit) = self.phrase(words, i, |hit| hit.measure.is_some() || hit.role.has(Role::IDIOM)) {
            return hit.measure.map(|measure| (measure, hit.role, hit.len));
        }
        let token = self.tok(i);
        token.measure.map(|measure| (measure, token.role, 1))
    }

    fn tokenise(&mut self, text: &str, words: &Words) {
        let bytes = text.as_bytes();
        let end = self.range.end.min(bytes.len());
        let mut at = self.range.start;
        let mut next_number = 0;
        while at < end {
            if let Some(number) = self.numbers.get(next_number)
                && at >= number.phrase_start
            {
                let (from, to, kind) = (number.phrase_start, number.phrase_end.max(number.end), number.kind);
                let kind = if counts_people(kind) { Kind::Number(next_number as u16) } else { Kind::Fixed };
                next_number += 1;
                if to <= at {
                    continue;
                }
                self.tokens.push(Token { start: from, end: to, kind, ..Token::default() });
                at = to;
                continue;
            }
            let limit = self.numbers.get(next_number).map_or(end, |number| number.phrase_start.min(end));
            at = self.token(bytes, at, limit, words);
        }
    }

    /// Reads one word or mark at `at`; gives the byte after it.
    fn token(&mut self, bytes: &[u8], at: usize, limit: usize, words: &Words) -> usize {
        let Some(byte) = bytes.get(at).copied() else { return at + 1 };
        if byte.is_ascii_whitespace() {
            return at + 1;
        }
        if let Some((mark, len)) = mark_at(bytes, at) {
            // A possessive "'s" is a word of its own; other apostrophes are marks.
            if mark == b'\'' && possessive(bytes, at + len) {
                self.push_word(bytes, at, at + len + 1, words);
                return at + len + 1;
            }
            if mark != b' ' {
                self.tokens.push(Token { start: at, end: at + len, kind: Kind::Mark(mark), ..Token::default() });
            }
            return at + len;
        }
        let mut end = at;
        while end < limit {
            let Some(byte) = bytes.get(end).copied() else { break };
            let (mark, len) = if byte.is_ascii_alphanumeric() {
                end += 1;
                continue;
            } else if byte.is_ascii_whitespace() {
                break;
            } else {
                match mark_at(bytes, end) {
                    Some(mark) => mark,
                    None => {
                        end += 1;
                        continue;
                    }
                }
            };
            let joins = end > at && bytes.get(end + len).is_some_and(|next| is_letter(*next) || next.is_ascii_digit());
            // An ASCII hyphen or apostrophe, or a dot inside "U.S.", joins; a dash or a space does not.
            let inner = match mark {
                b'-' => len == 1,
                b'\'' => !possessive(bytes, end + len),
                b'.' => dotted(bytes, at, end),
                b'&' => true,
                _ => false,
            };
            if !(joins && inner) {
                break;
            }
            end += len;
        }
        let end = end.max(at + 1);
        // Never cut a character.
        let end = (end..bytes.len()).find(|i| bytes.get(*i).is_none_or(|b| b & 0xc0 != 0x80)).unwrap_or(bytes.len());
        self.push_word(bytes, at, end, words);
        end
    }

    fn push_word(&mut self, bytes: &[u8], start: usize, end: usize, words: &Words) {
        let spelling = bytes.get(start..end).unwrap_or_default();
        let mut id = words.id(spelling);
        if id == UNKNOWN && spelling.starts_with(&[0xe2, 0x80, 0x99]) {
            id = words.id(b"'s");
        }
        // "US" and "WHO" are names, whatever "us" and "who" are.
        let mut word = words.word(id);
        if matches!(spelling, b"US" | b"WHO" | b"IT") {
            id = UNKNOWN;
            word = crate::lexicon::words::Word {
                class: if spelling == b"US" { Class::ADJECTIVE } else { Class::default() },
                ..Default::default()
            };
        }
        self.tokens.push(Token {
            start,
            end,
            kind: Kind::Word,
            id,
            class: word.class,
            role: word.role,
            measure: word.measure,
            subject: word.subject,
            capital: spelling.first().is_some_and(u8::is_ascii_uppercase)
                || matches!(spelling, [0xc3, 0x80..=0x9e, ..] | [0xd0, 0x80..=0xaf, ..] | [0xc4 | 0xc5, ..]),
        });
    }
}

/// Whether a number of this kind may count people.
fn counts_people(kind: NumberKind) -> bool {
    matches!(kind, NumberKind::Cardinal | NumberKind::Vague | NumberKind::Fraction | NumberKind::Percent)
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

/// Whether "s" follows and the word ends there.
fn possessive(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at), Some(b's' | b'S')) && !bytes.get(at + 1).is_some_and(|b| b.is_ascii_alphanumeric())
}

/// Whether the dot at `end` follows a single letter, as in "U.S.".
fn dotted(bytes: &[u8], start: usize, end: usize) -> bool {
    let word = bytes.get(start..end).unwrap_or_default();
    // A small letter right after the dot: a web site, "Znak.com", or an abbreviation, "a.m.".
    let lower = bytes.get(end + 1).is_some_and(u8::is_ascii_lowercase) && word.len() > 1;
    word.split(|byte| *byte == b'.').all(|part| part.len() == 1) || lower
}

/// The mark at `at`, folded to ASCII, and its length; `None` for letters and digits.
fn mark_at(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let byte = bytes.get(at).copied()?;
    match byte {
        b if b.is_ascii_alphanumeric() => None,
        b if b.is_ascii() => Some((b, 1)),
        0xe2 if bytes.get(at + 1) == Some(&0x80) => {
            let folded = match bytes.get(at + 2)? {
                0x80..=0x8f | 0xa8..=0xaf => b' ',
                0x90 | 0x91 => b'-',
                0x92..=0x95 => b'-',
                0x98..=0x9b => b'\'',
                0x9c..=0x9f => b'"',
                0xa2 => b'*',
                0xa6 => b'.',
                _ => b'~',
            };
            Some((folded, 3))
        }
        0xc2 => match bytes.get(at + 1)? {
            0xa0 => Some((b' ', 2)),
            0xab | 0xbb => Some((b'"', 2)),
            0x80..=0xbf => Some((b'~', 2)),
            _ => None,
        },
        _ => None,
    }
}
