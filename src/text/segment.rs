//! Cuts a text into sentences. Layer `text`: byte ranges only, nothing is copied.
//!
//! A line end closes a sentence unless the next line goes on in lower case (wrapped text). A full stop does unless it
//! belongs to an abbreviation, an initial or a number.

use std::ops::Range;

use crate::lexicon::words::{Class, Words};

/// The sentences of `text`, in order, as byte ranges without surrounding white space.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let words = Words::english();
    let mut out = Vec::with_capacity(bytes.len() / 120 + 1);
    let mut start = 0;
    let mut at = 0;
    while let Some(step) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| may_close(*byte))) {
        at += step;
        let end = match bytes.get(at) {
            Some(b'\n') => line_end(bytes, at),
            Some(0xe2) => bullet(bytes, at),
            _ => stop_end(words, bytes, start, at),
        };
        if let Some(end) = end {
            push_trimmed(bytes, start..end, &mut out);
            start = end;
            at = end.max(at + 1);
        } else {
            at += 1;
        }
    }
    push_trimmed(bytes, start..bytes.len(), &mut out);
    out
}

/// Whether a byte may close a sentence: `.`, `!`, `?`, line feed, and the first byte of a bullet.
const fn may_close(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?' | b'\n' | 0xe2)
}

fn push_trimmed(bytes: &[u8], range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let Some(slice) = bytes.get(range.clone()) else { return };
    let Some(first) = slice.iter().position(|byte| !byte.is_ascii_whitespace()) else { return };
    let last = slice.iter().rposition(|byte| !byte.is_ascii_whitespace()).unwrap_or(first);
    out.push(range.start + first..range.start + last + 1);
}

/// A bullet opens a new sentence.
fn bullet(bytes: &[u8], at: usize) -> Option<usize> {
    (bytes.get(at + 1) == Some(&0x80) && bytes.get(at + 2) == Some(&0xa2)).then_some(at)
}

fn line_end(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at + 1..)?;
    let next = rest.iter().find(|byte| !matches!(byte, b' ' | b'\t'));
    // A wrapped line goes on in lower case; a blank line always parts.
    if next.is_some_and(u8::is_ascii_lowercase) { None } else { Some(at + 1) }
}

/// Where the sentence ends that the mark at `at` closes, if it closes one.
fn stop_end(words: &Words, bytes: &[u8], start: usize, at: usize) -> Option<usize> {
    let mark = *bytes.get(at)?;
    let mut end = at + 1;
    // Closing quotes and brackets, and footnote marks, belong to the sentence.
    loop {
        match bytes.get(end) {
            Some(b'"' | b'\'' | b')' | b']' | b'.' | b'!' | b'?') => end += 1,
            Some(0xe2) if bytes.get(end + 1) == Some(&0x80) && matches!(bytes.get(end + 2), Some(0x99 | 0x9d)) => {
                end += 3;
            }
            Some(b'[') => match footnote_mark(bytes, end) {
                Some(after) => end = after,
                None => break,
            },
            _ => break,
        }
    }
    let after = bytes.get(end);
    if after.is_some_and(|byte| !byte.is_ascii_whitespace() && !starts_space(bytes, end)) {
        return None;
    }
    let next = bytes.get(end..).and_then(|rest| {
        let skip = rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
        rest.get(skip).map(|byte| (skip, *byte))
    });
    let Some((_, next)) = next else { return Some(end) };
    if next.is_ascii_lowercase() || matches!(next, b',' | b';' | b':') {
        return None;
    }
    if mark == b'.' && is_abbreviation(words, bytes.get(start..at)?, next) {
        return None;
    }
    Some(end)
}

/// Whether a no-break or thin space begins here.
fn starts_space(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at..at + 3), Some([0xe2, 0x80, 0x80..=0x8b | 0xaf] | [0xc2, 0xa0, _]))
}

/// The end of "[12]" at `at`.
fn footnote_mark(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at + 1..bytes.len().min(at + 6))?;
    let close = rest.iter().position(|byte| *byte == b']')?;
    (close > 0 && rest.get(..close)?.iter().all(u8::is_ascii_digit)).then_some(at + close + 2)
}

/// Whether the full stop after `before` marks an abbreviation or an initial and not the end of a sentence that goes on
/// with `next`.
fn is_abbreviation(words: &Words, before: &[u8], next: u8) -> bool {
    let from = before
        .iter()
        .rposition(|byte| byte.is_ascii_whitespace() || matches!(byte, b'(' | b'[' | b'"'))
        .map_or(0, |space| space + 1);
    let Some(word) = before.get(from..) else { return false };
    match word {
        [] => true,
        // An initial, "John F. Kennedy"; but not "vitamin C. The".
        // And "c. 900", which is about so many.
        [b'c'] if next.is_ascii_digit() => true,
        [letter] => letter.is_ascii_uppercase() || (letter.is_ascii_digit() && from == 0),
        _ => {
            let class = words.word(words.id(word)).class;
            // "U.S. The" may well end a sentence, "a.m. The" does; titles never do.
            let dotted = word.contains(&b'.');
            class.has(Class::ABBREVIATION) && !(dotted && next.is_ascii_uppercase())
                || (class.has(Class::ABBREVIATION) && dotted && word.first().is_some_and(u8::is_ascii_uppercase))
        }
    }
}

/// The sentence that holds byte `at`; the whole text if none does.
pub fn sentence_at(text: &str, at: usize) -> Range<usize> {
    // No sentence reaches over an empty line, so what stands between two of them is enough.
    let start = text.get(..at).and_then(|head| head.rfind("\n\n")).map_or(0, |n| n + 2);
    let end = text.get(at..).and_then(|rest| rest.find("\n\n")).map_or(text.len(), |n| at + n);
    let paragraph = text.get(start..end).unwrap_or_default();
    sentences(paragraph)
        .into_iter()
        .map(|range| range.start + start..range.end + start)
        .find(|range| range.contains(&at))
        .unwrap_or(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sentences of a text are those parted by `|` in `marked`.
    fn check(marked: &str) {
        let text = marked.replace('|', "");
        let found: Vec<&str> = sentences(&text).into_iter().map(|range| &text[range]).collect();
        let want: Vec<&str> = marked.split('|').map(str::trim).filter(|part| !part.is_empty()).collect();
        assert_eq!(found, want);
    }

    #[test]
    fn full_stops_close_sentences_but_abbreviations_do_not() {
        check("Two were hurt. |Gen. Smith said so at 5 a.m. on Monday. |It was over!");
        check("The U.S. embassy closed. |Dr. A. Jones left. |He was 3.5 km away.");
        check("They fled (some on foot). |“Nobody is left.” |He wept.");
        check("About 1,200 fled.[3] |More will.");
    }

    #[test]
    fn lines_part_unless_they_are_wrapped() {
        check("A heading\n|Twelve people\nwere hurt.\n|• Three died\n|• Two fled");
    }

    #[test]
    fn nothing_comes_of_nothing() {
        check("");
        assert_eq!(sentences(" \n\n "), Vec::<Range<usize>>::new());
    }
}
