//! The words of a text as they are compared: small letters without accents, apostrophes and vowel signs; numbers without
//! the marks between their thousands. Layer `text`.

use std::ops::Range;

use crate::lexicon::places;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'f> {
    /// The word as it is compared.
    pub folded: &'f str,
    /// UTF-8 bytes of the text, without a genitive's "'s".
    pub range: Range<usize>,
    /// Its number in the text, counted from 0. The joined form of a hyphened word has that of its first part.
    pub at: u32,
    /// How many words it stands for: 1, or the parts of a hyphened word.
    pub width: u32,
}

/// At most so many parts of a hyphened word are also taken as one.
const PARTS: u32 = 4;

/// Calls `each` with every word of `text` in order; after the parts of a hyphened word comes the whole of it ("cease",
/// "fire", "ceasefire"). Goes on while `each` says so.
pub fn each_token(text: &str, mut each: impl FnMut(&Token<'_>) -> bool) {
    let mut folded = String::new();
    // The hyphened word so far: its letters, where it began, its first number, how many parts.
    let mut whole = String::new();
    let mut began = (0, 0);
    let mut n_parts = 0;
    let mut number = 0;
    let mut at = 0;
    while let Some(start) = next_start(text, at) {
        folded.clear();
        let end = read(text, start, &mut folded);
        at = end.max(start + 1);
        if folded.is_empty() {
            continue;
        }
        let after = genitive(text, end);
        if !each(&Token { folded: &folded, range: start..end, at: number, width: 1 }) {
            return;
        }
        if n_parts == 0 {
            whole.clear();
            began = (start, number);
        }
        whole.push_str(&folded);
        n_parts += 1;
        number += 1;
        at = at.max(after);
        if after == end && hyphen(text, end).is_some_and(|next| starts_word(text, next)) {
            continue;
        }
        if (2..=PARTS).contains(&n_parts) {
            let joined = Token { folded: &whole, range: began.0..end, at: began.1, width: n_parts };
            if !each(&joined) {
                return;
            }
        }
        n_parts = 0;
    }
}

/// The words of `text`, folded, without the joined forms.
pub fn words(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    each_token(text, |token| {
        if token.width == 1 {
            out.push(token.folded.to_owned());
        }
        true
    });
    out
}

/// A name or a label as it is compared: its folded words, parted by one blank.
pub fn folded(text: &str) -> String {
    words(text).join(" ")
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Where the next word starts, from byte `at` on.
fn next_start(text: &str, mut at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    loop {
        let byte = *bytes.get(at)?;
        if byte.is_ascii() {
            if byte.is_ascii_alphanumeric() {
                return Some(at);
            }
            at += 1;
        } else {
            let c = char_at(text, at)?;
            if c.is_alphanumeric() {
                return Some(at);
            }
            at += c.len_utf8();
        }
    }
}

fn starts_word(text: &str, at: usize) -> bool {
    char_at(text, at).is_some_and(char::is_alphanumeric)
}

/// Reads the word that starts at byte `start` into `out`, folded; gives its end.
fn read(text: &str, start: usize, out: &mut String) -> usize {
    let bytes = text.as_bytes();
    if bytes.get(start).is_some_and(u8::is_ascii_digit) || char_at(text, start).is_some_and(|c| digit(c).is_some()) {
        return read_number(text, start, out);
    }
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii() {
            if byte.is_ascii_alphanumeric() {
                out.push(char::from(byte.to_ascii_lowercase()));
                at += 1;
            } else if *byte == b'\'' && inner_apostrophe(text, at + 1) {
                at += 1;
            } else {
                break;
            }
            continue;
        }
        let Some(c) = char_at(text, at) else { break };
        let next = at + c.len_utf8();
        if stands_alone(c) {
            if at == start {
                out.push(c);
                at = next;
            }
            break;
        }
        if is_apostrophe(c) {
            if !inner_apostrophe(text, next) {
                break;
            }
        } else if !is_mark(c) {
            if !c.is_alphanumeric() {
                break;
            }
            out.extend(letter(c));
        }
        at = next;
    }
    drop_arabic_article(out);
    at
}

/// A number, with what parts its thousands left out ("1,200" is 1200) and other scripts' digits as ours. A word may go on
/// behind it ("2nd", "5000m").
fn read_number(text: &str, start: usize, out: &mut String) -> usize {
    let mut at = start;
    while let Some(c) = char_at(text, at) {
        let next = at + c.len_utf8();
        if let Some(digit) = digit(c) {
            out.push(digit);
            at = next;
        } else if matches!(c, ',' | '.' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '٬') && three_digits(text, next) {
            at = next;
        } else if c.is_ascii_alphabetic() {
            out.push(c.to_ascii_lowercase());
            at = next;
        } else {
            break;
        }
    }
    at
}

/// Whether exactly three digits stand at byte `at`.
fn three_digits(text: &str, at: usize) -> bool {
    let mut digits = text.get(at..).unwrap_or_default().chars().take(4).map(|c| digit(c).is_some());
    (0..3).all(|_| digits.next() == Some(true)) && digits.next() != Some(true)
}

/// A decimal digit of any of the scripts of the news, as ours.
fn digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => return Some(c),
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        '\u{966}'..='\u{96f}' => 0x966,
        '\u{9e6}'..='\u{9ef}' => 0x9e6,
        _ => return None,
    };
    char::from_digit(c as u32 - zero, 10)
}

fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2019}' | '\u{2018}' | '`' | '\u{b4}' | '\u{2bc}' | '\u{2bb}' | '\u{2be}' | '\u{2bf}' | '\u{2032}'
    )
}

/// Whether an apostrophe before byte `at` stands inside a word: a letter follows, and it is no genitive.
fn inner_apostrophe(text: &str, at: usize) -> bool {
    let Some(next) = char_at(text, at) else { return false };
    let genitive = matches!(next, 's' | 'S') && !starts_word(text, at + 1);
    next.is_alphabetic() && !genitive
}

/// The end of a genitive's "'s" at byte `at`, or `at`.
fn genitive(text: &str, at: usize) -> usize {
    let Some(mark) = char_at(text, at).filter(|c| is_apostrophe(*c)) else { return at };
    let s = at + mark.len_utf8();
    match char_at(text, s) {
        Some('s' | 'S') if !starts_word(text, s + 1) => s + 1,
        _ => at,
    }
}

/// Where the word goes on behind a hyphen at byte `at`.
fn hyphen(text: &str, at: usize) -> Option<usize> {
    let c = char_at(text, at)?;
    matches!(c, '-' | '\u{2010}' | '\u{2011}').then(|| at + c.len_utf8())
}

/// Whether a character is a word by itself: scripts that put no blanks between words.
const fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3134f}')
}

/// Signs that do not count: accents, vowel points, the stretching sign, joiners.
const fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}'
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{ad}' | '\u{200b}'..='\u{200f}'
        | '\u{2060}' | '\u{feff}')
}

/// What a letter counts as.
fn letter(c: char) -> Option<char> {
    Some(match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ئ' | 'ی' => 'ي',
        'ؤ' => 'و',
        'ة' => 'ه',
        'ک' => 'ك',
        'ё' | 'Ё' => 'е',
        'ά' | 'Ά' => 'α',
        'έ' | 'Έ' => 'ε',
        'ή' | 'Ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' | 'Ί' => 'ι',
        'ό' | 'Ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' | 'Ύ' => 'υ',
        'ώ' | 'Ώ' => 'ω',
        'ς' => 'σ',
        _ if c.is_numeric() => digit(c).unwrap_or(c),
        _ => return places::fold_char(c),
    })
}

/// The article of Arabic is written onto the word; a word is found with and without it.
fn drop_arabic_article(word: &mut String) {
    if word.starts_with("ال") && word.chars().count() > 4 {
        word.drain(.."ال".len());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, want: &[&str]) {
        let mut found = Vec::new();
        each_token(text, |token| {
            found.push(token.folded.to_owned());
            true
        });
        assert_eq!(found, want, "{text}");
    }

    #[test]
    fn accents_case_apostrophes_and_vowel_signs_do_not_count() {
        check("Dar'a, Dar’ā and DERAA", &["dara", "dara", "and", "deraa"]);
        check("Saïd e\u{301}te\u{301}", &["said", "ete"]);
        check("Assad’s men's 'quoted'", &["assad", "men", "quoted"]);
        check("الأطفال أَطْفَال", &["اطفال", "اطفال"]);
        check("Ёлка ΆΝΘΡΩΠΟΣ", &["елка", "ανθρωποσ"]);
    }

    #[test]
    fn numbers_are_read_without_their_marks() {
        check("1,200 and 1.200 or 3.5 and ١٬٢٠٠", &["1200", "and", "1200", "or", "3", "5", "and", "1200"]);
        check("12,34 2nd", &["12", "34", "2nd"]);
    }

    #[test]
    fn a_hyphened_word_is_its_parts_and_the_whole() {
        check("a cease-fire holds", &["a", "cease", "fire", "ceasefire", "holds"]);
        check("- dash -dash", &["dash", "dash"]);
        let mut joined = None;
        each_token("the cease-fire's end", |token| {
            joined = joined.take().or((token.width == 2).then(|| (token.range.clone(), token.at)));
            true
        });
        assert_eq!(joined, Some((4..14, 1)));
    }

    #[test]
    fn scripts_without_blanks_are_taken_sign_by_sign() {
        check("死者12人", &["死", "者", "12", "人"]);
    }

    proptest! {
        /// Words come in order, lie on character boundaries, and folding them again changes nothing.
        #[test]
        fn words_lie_in_the_text(text in "(\\PC|'|-|\u{301}|[أ-ي]|[0-9,.]| ){0,60}") {
            let mut last = 0;
            each_token(&text, |token| {
                assert!(text.get(token.range.clone()).is_some_and(|words| !words.is_empty()));
                if token.width == 1 {
                    assert!(token.range.start >= last);
                    last = token.range.end;
                }
                true
            });
        }
    }
}
