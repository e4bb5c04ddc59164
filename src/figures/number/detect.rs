//! Which language a text is in, as far as the number grammar needs to know. Layer `figures`.

use super::Language;
use super::grammar::{Grammar, flag};
use super::reader::is_letter;

/// How much of a text is looked at.
const SAMPLE_BYTES: usize = 2048;

/// The grammar for `text`.
pub(super) fn grammar_for(text: &str) -> &'static Grammar {
    let mut end = SAMPLE_BYTES.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = text.get(..end).unwrap_or("");
    let arabic = sample.chars().filter(|c| matches!(c, '\u{620}'..='\u{64a}')).count();
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if arabic * 2 > letters {
        return Grammar::of(Language::Arabic);
    }
    let english = Grammar::of(Language::English);
    let french = Grammar::of(Language::French);
    let count = |grammar: &Grammar| {
        sample.split(|c| !is_letter(c)).filter(|word| !word.is_empty() && grammar.entry(word).is(flag::DETECT)).count()
    };
    if count(french) > count(english) { french } else { english }
}
