//! What only the whole article tells of its words and sentences: which capitals make names, which sentences deny, which places
//! they are about. Layer `text`.

use std::collections::HashSet;

use super::doc::{Class, Sentence, Token};
use super::fold::{self, Folder, Key, WORD};
use crate::lexicon::likeness;

/// A capital at the beginning of a sentence, or in a headline, makes a name only of a word that has one elsewhere too.
pub fn settle_names(tokens: &mut [Token], sentences: &[Sentence]) {
    let mut certain: HashSet<Key> = HashSet::new();
    for sentence in sentences.iter().filter(|sentence| !sentence.headline) {
        let words = tokens.get(sentence.tokens.clone()).unwrap_or_default();
        certain.extend(words.iter().skip(1).filter(|token| token.class == Class::Name).map(|token| token.exact));
    }
    for sentence in sentences {
        let Some(words) = tokens.get_mut(sentence.tokens.clone()) else { continue };
        let doubtful = if sentence.headline { words.len() } else { 1 };
        for token in words.iter_mut().take(doubtful) {
            if token.class == Class::Name && !certain.contains(&token.exact) {
                token.class = Class::Ordinary;
            }
        }
    }
}

/// Whether a sentence denies what others say.
pub fn denies(folder: &Folder, text: &str, tokens: &[Token], sentence: &Sentence) -> bool {
    if sentence.boilerplate || sentence.headline {
        return false;
    }
    if likeness::has_denial_phrase(text.get(sentence.range.clone()).unwrap_or_default()) {
        return true;
    }
    let words = tokens.get(sentence.tokens.clone()).unwrap_or_default();
    words.iter().enumerate().any(|(at, token)| {
        if !folder.denies(token.exact) {
            return false;
        }
        let mut word = String::new();
        fold::lower(text.get(token.range()).unwrap_or_default(), &mut word);
        // "Denied" says it; "rejected" and "false" need what they are said of.
        word.starts_with("den")
            || words.iter().skip(at.saturating_sub(6)).take(14).any(|near| {
                let mut word = String::new();
                fold::lower(text.get(near.range()).unwrap_or_default(), &mut word);
                folder.is_asserted(fold::key(WORD, fold::stem(&word)))
            })
    })
}

/// Gives each sentence the places it is about.
pub fn settle_places(text: &str, tokens: &[Token], sentences: &mut [Sentence]) {
    let mut before: Option<(usize, Key)> = None;
    for (index, sentence) in sentences.iter_mut().enumerate() {
        let words = tokens.get(sentence.tokens.clone()).unwrap_or_default();
        let is = |token: &Token, names: &[&str]| {
            text.get(token.range()).is_some_and(|word| names.iter().any(|name| word.eq_ignore_ascii_case(name)))
        };
        // "the key city, which links the capital Damascus to the coast" is not about Damascus.
        let aside = words.iter().enumerate().position(|(at, token)| {
            is(token, &["which", "where", "whose"])
                && at.checked_sub(1).and_then(|left| words.get(left)).is_some_and(|left| {
                    text.get(left.range().end..token.range().start).is_some_and(|gap| gap.contains(','))
                })
        });
        let main = words.get(..aside.unwrap_or(words.len())).unwrap_or_default();
        for token in main.iter().filter(|token| token.class == Class::Place) {
            if !sentence.places.contains(&token.key) {
                sentence.places.push(token.key);
            }
        }
        let points = main.iter().any(|token| is(token, &["city", "capital", "town", "village", "province", "there"]));
        if sentence.places.is_empty()
            && points
            && let Some((_, place)) = before.filter(|(at, _)| index - at <= 3)
        {
            sentence.places.push(place);
        }
        if let Some(first) = sentence.places.first() {
            before = Some((index, *first));
        }
    }
}

/// The line "date 2024-12-07" that some collections put first tells nothing.
pub fn hide_date(text: &str, tokens: &mut [Token]) {
    if text.trim_start().get(..5).is_some_and(|head| head.eq_ignore_ascii_case("date ")) {
        let is_first = |token: &Token| text.get(token.range()).is_some_and(|word| word.eq_ignore_ascii_case("date"));
        let number = |token: &&mut Token| matches!(token.class, Class::PlainNumber | Class::Number);
        let mut words = tokens.iter_mut();
        if let Some(first) = words.next().filter(|token| is_first(token)) {
            (first.key, first.class) = (0, Class::Small);
            for token in words.take(3).take_while(number) {
                (token.key, token.class) = (0, Class::Small);
            }
        }
    }
}
