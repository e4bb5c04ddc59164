//! Where: the places a sentence names after a preposition. Layer `figures`.

use std::ops::Range;

use super::token::{Kind, Sentence};
use crate::lexicon::words::{Class, Words};

/// A place named in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceRef {
    /// Its tokens, without the preposition.
    pub tokens: Range<usize>,
    /// The preposition's word.
    pub preposition: Preposition,
}

/// How a place is brought in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preposition {
    /// in, at, near, across …: where it happened.
    At,
    /// from, out of: where they left.
    From,
    /// to, into, for: where they went.
    To,
    /// A direct object: "fled Homs".
    Object,
}

/// The places of the sentence, in order.
pub fn places(s: &Sentence, text: &str) -> Vec<PlaceRef> {
    let words = Words::english();
    let at_words = ids(
        words,
        &[
            "in",
            "at",
            "near",
            "outside",
            "inside",
            "around",
            "across",
            "within",
            "throughout",
            "on",
            "of",
            "over",
            "along",
            "between",
            "off",
            "through",
            "toward",
            "towards",
        ],
    );
    let from_words = ids(words, &["from", "fled", "flee", "fleeing", "left", "leaving", "leave"]);
    let to_words = ids(words, &["to", "into", "for"]);
    let mut out: Vec<PlaceRef> = Vec::new();
    for at in 0..s.tokens.len() {
        let token = s.tok(at);
        if !token.is_word() || token.id == 0 {
            continue;
        }
        let preposition = if at_words.contains(&token.id) {
            Preposition::At
        } else if from_words.contains(&token.id) {
            if token.has(Class::PREPOSITION) { Preposition::From } else { Preposition::Object }
        } else if to_words.contains(&token.id) {
            Preposition::To
        } else {
            continue;
        };
        if let Some(tokens) = name(s, text, at + 1, token.id == words.id(b"of")) {
            if out.last().is_some_and(|last| last.tokens.end >= tokens.end) {
                continue;
            }
            out.push(PlaceRef { tokens, preposition });
        }
    }
    out
}

fn ids(words: &Words, list: &[&str]) -> Vec<u32> {
    list.iter().map(|word| words.id(word.as_bytes())).filter(|id| *id != 0).collect()
}

/// The name that begins at `at`: determiners and nouns of place ("the city of"), then a run in capitals.
fn name(s: &Sentence, text: &str, at: usize, after_of: bool) -> Option<Range<usize>> {
    const KINDS: [&str; 34] = [
        "city",
        "town",
        "village",
        "province",
        "region",
        "district",
        "state",
        "area",
        "camp",
        "countryside",
        "outskirts",
        "suburb",
        "suburbs",
        "north",
        "south",
        "east",
        "west",
        "capital",
        "port",
        "island",
        "neighbourhood",
        "neighborhood",
        "governorate",
        "county",
        "border",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "centre",
        "center",
        "country",
        "municipality",
        "valley",
    ];
    let kind = |i: usize| {
        let token = s.tok(i);
        token.is_word()
            && text
                .get(token.start..token.end)
                .is_some_and(|word| KINDS.iter().any(|kind| kind.eq_ignore_ascii_case(word)))
    };
    let mut i = at;
    let mut saw_kind = false;
    while i < at + 7 {
        let token = s.tok(i);
        if !token.is_word() || (token.capital && !kind(i)) {
            break;
        }
        if kind(i) {
            saw_kind = true;
        } else if !(token.has(Class::DETERMINER.and(Class::ADJECTIVE).and(Class::POSSESSIVE).and(Class::MORE))
            || saw_kind && text.get(token.start..token.end) == Some("of"))
        {
            let word = text.get(token.start..token.end).unwrap_or("");
            let modifies = [
                "neighbouring",
                "neighboring",
                "nearby",
                "besieged",
                "coastal",
                "rural",
                "restive",
                "volatile",
                "downtown",
                "mainly",
                "parts",
                "mostly",
                "port",
                "border",
                "rebel-held",
                "central",
                "northeastern",
                "northwestern",
                "southeastern",
                "southwestern",
                "north-eastern",
                "north-western",
                "south-eastern",
                "south-western",
                "northeast",
                "northwest",
                "opposition-held",
                "government-held",
                "occupied",
                "war-torn",
                "three",
                "four",
                "two",
            ];
            if !modifies.contains(&word) {
                break;
            }
        }
        i += 1;
    }
    let first = i;
    if !capital_name(s, text, first) {
        // "the city", "the country": the phrase itself.
        return (saw_kind && !after_of && i > at)
            .then_some(at..i)
            .filter(|range| s.tok(range.start).has(Class::DETERMINER));
    }
    let mut end = first;
    while end < first + 6 {
        let token = s.tok(end);
        let goes_on = match token.kind {
            Kind::Word => {
                token.capital && !token.has(Class::WEEKDAY.and(Class::MONTH))
                    || end > first
                        && s.tok(end + 1).capital
                        && ["de", "del", "al", "el", "la", "du", "da", "di", "of"]
                            .iter()
                            .any(|word| text.get(token.start..token.end) == Some(word))
                        && !(s.tok(end + 1).has(Class::WEEKDAY.and(Class::MONTH)))
            }
            Kind::Mark(b'\'' | b'-') => {
                s.tok(end).start == s.before(end).end
                    && s.tok(end + 1).start == s.tok(end).end
                    && s.tok(end + 1).is_word()
                    && end > first
            }
            Kind::Mark(b'.') => s.before(end).end - s.before(end).start <= 2 && s.tok(end + 1).capital,
            _ => false,
        };
        if !goes_on || s.tok(end).has(Class::BE) {
            break;
        }
        end += 1;
    }
    // "Syria's south": the owner is the place; "Boko Haram attacks" is none.
    let after = s.tok(end);
    if after.is_word() && !after.capital && after.has(Class::PERSON) && end - first < 3 {
        return None;
    }
    (end > first).then_some(first..end)
}

fn capital_name(s: &Sentence, text: &str, at: usize) -> bool {
    let token = s.tok(at);
    token.is_word()
        && token.capital
        && !token.has(Class::WEEKDAY.and(Class::MONTH).and(Class::PRONOUN))
        && !(token.has(Class::DETERMINER) && !s.tok(at + 1).capital)
        && !text.get(token.start..token.end).is_some_and(|word| {
            word.len() > 1
                && word.bytes().all(|b| b.is_ascii_uppercase() || b == b'-')
                && !["US", "UK", "DRC", "CAR", "UAE", "USA", "LGA", "NES"].contains(&word)
        })
        && !crate::lexicon::organisations::known(text.get(token.start..token.end).unwrap_or(""))
}
