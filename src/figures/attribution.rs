//! On whose word a sentence reports: "according to …", "… said", "citing …", brackets. Layer `figures`.

use std::ops::Range;

use super::token::{Kind, Sentence};
use crate::lexicon::words::{Class, Words};

/// Somebody on whose word a part of the sentence stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// The tokens of the name.
    pub who: Range<usize>,
    /// The token of the verb or preposition that makes it a source.
    pub verb: usize,
    /// Whether what is said comes before the verb ("…, the ministry said", "according to" at the end).
    pub trailing: bool,
    /// Whether the name is cited by another ("citing …").
    pub cited: bool,
    /// A name without a noun: he, it, they.
    pub pronoun: bool,
}

/// The voices of the sentence, by position of the verb.
pub fn voices(s: &Sentence, text: &str) -> Vec<Voice> {
    let words = Words::english();
    let ids = Ids::of(words);
    let mut out = Vec::new();
    for at in 0..s.tokens.len() {
        let token = s.tok(at);
        if !token.is_word() {
            if token.is_mark(b'(') || token.is_mark(b'[') {
                out.extend(citation(s, text, at));
            }
            continue;
        }
        if token.id == ids.according && s.tok(at + 1).is_word() {
            let who = name_after(s, at + 2, text);
            if !who.is_empty() {
                let trailing = at > 0 && !opens_clause(s, at);
                out.push(Voice { who, verb: at, trailing, cited: false, pronoun: false });
            }
        } else if (token.id == ids.citing || token.id == ids.quoting) && token.id != 0 {
            let who = name_after(s, at + 1, text);
            if !who.is_empty() {
                out.push(Voice { who, verb: at, trailing: false, cited: true, pronoun: false });
            }
        } else if token.has(Class::REPORTING) {
            out.extend(reporting(s, at, text));
        } else if token.id == ids.by {
            out.extend(passive_by(s, at, text));
        }
    }
    out.sort_by_key(|voice| voice.verb);
    out
}

struct Ids {
    according: u32,
    citing: u32,
    quoting: u32,
    by: u32,
}

impl Ids {
    fn of(words: &Words) -> Self {
        Self {
            according: words.id(b"according"),
            citing: words.id(b"citing"),
            quoting: words.id(b"quoting"),
            by: words.id(b"by"),
        }
    }
}

fn opens_clause(s: &Sentence, at: usize) -> bool {
    let before = s.before(at);
    at == 0 || before.is_mark(b'"') || before.is_mark(b';') || before.has(Class::CONJUNCTION.and(Class::SUBORDINATOR))
}

/// The name that begins at `at`: up to a comma, a verb or the end.
fn name_after(s: &Sentence, at: usize, text: &str) -> Range<usize> {
    let mut end = at;
    while end < at + 14 {
        let token = s.tok(end);
        let goes_on = match token.kind {
            Kind::Word => {
                !(token.has(Class::SUBORDINATOR.and(Class::RELATIVE))
                    && !token.has(Class::DETERMINER)
                    && !token.has(Class::PREPOSITION))
                    && !(token.has(Class::BE.and(Class::HAVE)) && !is_possessive(s, end))
                    && !(token.has(Class::WEEKDAY) && token.capital)
                    && !(token.has(Class::REPORTING.and(Class::VERB))
                        && end > at
                        && !token.has(Class::ADJECTIVE)
                        && !noun_like(s, end))
                    && !(token.has(Class::PREPOSITION) && stops_name(s, end))
                    && !(token.measure.is_some() && token.role.is_transitive() && !token.capital)
            }
            Kind::Mark(b'\'' | b'"') => {
                s.tok(end + 1).is_word()
                    && end > at
                    && s.tok(end).start == s.before(end).end
                    && s.tok(end + 1).start == s.tok(end).end
            }
            Kind::Mark(b'(') => false,
            Kind::Mark(b'.') => s.tok(end + 1).capital && s.before(end).end - s.before(end).start <= 4,
            Kind::Mark(b'-' | b'/' | b'&') => s.tok(end + 1).capital,
            Kind::Fixed => s.before(end).capital,
            _ => false,
        };
        if !goes_on {
            break;
        }
        end += 1;
    }
    trim(s, at..end, text)
}

fn is_possessive(s: &Sentence, at: usize) -> bool {
    let token = s.tok(at);
    token.end - token.start <= 4 && s.before(at).end == token.start
}

/// A reporting word that is a noun here: "the report", "a state".
fn noun_like(s: &Sentence, at: usize) -> bool {
    let before = s.before(at);
    before.has(Class::DETERMINER.and(Class::POSSESSIVE).and(Class::ADJECTIVE))
        || before.capital && !s.tok(at + 1).has(Class::SUBORDINATOR) && s.tok(at).id == Words::english().id(b"report")
}

/// Whether a preposition closes a name: all but "of", "for" and "in" before a capital.
fn stops_name(s: &Sentence, at: usize) -> bool {
    let words = Words::english();
    let id = s.tok(at).id;
    let inner = [b"of".as_slice(), b"for", b"in", b"on", b"from", b"at", b"with", b"near", b"within"];
    let follows = s.tok(at + 1).capital && !s.tok(at + 1).has(Class::WEEKDAY.and(Class::MONTH))
        || (s.tok(at + 1).has(Class::DETERMINER) && s.tok(at + 2).is_word())
        || id == words.id(b"of");
    let fits = inner.iter().take(3).any(|word| words.id(word) == id);
    !(fits && follows) && !(id == words.id(b"from") && follows && at > 0)
}

/// Drops small words from both ends.
fn trim(s: &Sentence, range: Range<usize>, _text: &str) -> Range<usize> {
    let mut range = range;
    let small = |i: usize| {
        let token = s.tok(i);
        !(token.is_word() || token.kind == Kind::Fixed)
            || token.has(Class::CONJUNCTION.and(Class::PREPOSITION).and(Class::SUBORDINATOR).and(Class::ADVERB))
                && !token.has(Class::PERSON.and(Class::DETERMINER).and(Class::REPORTING))
            || token.has(Class::WEEKDAY)
    };
    while !range.is_empty() && small(range.start) {
        range.start += 1;
    }
    while !range.is_empty()
        && (small(range.end - 1)
            || s.tok(range.end - 1).has(Class::DETERMINER.and(Class::MODAL))
                && !s.tok(range.end - 1).capital
                && range.len() > 1)
    {
        range.end -= 1;
    }
    range
}

/// A reporting verb at `at`, with its subject before or after it.
fn reporting(s: &Sentence, at: usize, text: &str) -> Option<Voice> {
    let token = s.tok(at);
    let before = s.before(at);
    if noun_like(s, at)
        || before.has(Class::BE) && !is_possessive(s, at - 1)
        || before.has(Class::PREPOSITION) && !before.has(Class::ADVERB)
    {
        return None;
    }
    // "reported injured", "confirmed deaths": a participle, not a verb of saying.
    let spelled = text.get(token.start..token.end).unwrap_or("");
    if token.has(Class::ADJECTIVE)
        && (s.before(at).number().is_some() || s.tok(at + 1).role.has(crate::lexicon::words::Role::COUNTED))
    {
        return None;
    }
    let gerund = spelled.ends_with("ing");
    // ", said the monitor": the subject follows.
    if (before.is_mark(b',') || before.is_mark(b'"')) && !gerund {
        let who = name_after(s, at + 1, text);
        if !who.is_empty() && !s.tok(who.start).has(Class::PRONOUN) {
            return Some(Voice { who, verb: at, trailing: true, cited: false, pronoun: false });
        }
    }
    let who = subject_before(s, at, text);
    if who.is_empty() {
        return None;
    }
    let pronoun = who.len() == 1 && s.tok(who.start).has(Class::PRONOUN);
    let opened = s.before(who.start).is_mark(b',') || s.before(who.start).is_mark(b'"');
    let closed = !matches!(s.tok(at + 1).kind, Kind::Word | Kind::Number(_))
        || s.tok(at + 1).has(Class::WEEKDAY)
        || s.tok(at + 1).has(Class::PREPOSITION) && !s.tok(at + 1).has(Class::SUBORDINATOR);
    Some(Voice { who, verb: at, trailing: opened && closed, cited: false, pronoun })
}

/// The noun phrase before the verb at `at`, back to the start of its clause.
fn subject_before(s: &Sentence, at: usize, text: &str) -> Range<usize> {
    let mut end = at;
    while end > 0
        && (s.before(end).has(Class::ADVERB.and(Class::HAVE))
            || s.before(end).has(Class::MODAL) && !s.before(end).has(Class::DETERMINER)
            || s.before(end).has(Class::WEEKDAY))
        && !s.before(end).has(Class::PERSON)
    {
        end -= 1;
    }
    // "Smith, who heads the agency, said": step over the insertion.
    if s.before(end).is_mark(b',')
        && let Some(open) = (0..end - 1).rev().take(22).find(|i| s.tok(*i).is_mark(b','))
    {
        let inner = s.tok(open + 1);
        if inner.has(Class::RELATIVE.and(Class::DETERMINER))
            || inner.is_word() && !inner.has(Class::SUBORDINATOR.and(Class::CONJUNCTION)) && end - open < 12
        {
            end = open;
        }
    }
    let mut start = end;
    while start > 0 && end - start < 16 {
        let token = s.before(start);
        let goes_on = match token.kind {
            Kind::Word => {
                !(token.has(Class::SUBORDINATOR) && !token.has(Class::PREPOSITION.and(Class::DETERMINER)))
                    && !(token.has(Class::RELATIVE) && !token.has(Class::DETERMINER))
                    && !(token.has(Class::BE.and(Class::HAVE)) && !is_possessive(s, start - 1))
                    && !(token.has(Class::VERB) && !token.has(Class::PERSON.and(Class::THING).and(Class::ADJECTIVE)))
                    && !(token.has(Class::REPORTING) && !noun_like(s, start - 1) && !token.has(Class::ADJECTIVE))
                    && !(token.measure.is_some() && token.role.is_transitive())
                    && !(token.has(Class::CONJUNCTION) && !joins_names(s, start - 1))
            }
            Kind::Mark(b'-' | b'/' | b'&' | b'\'') => true,
            Kind::Mark(b'.') => s.tok(start).capital,
            Kind::Mark(b')') => s.before(start - 1).capital,
            Kind::Mark(b'(') => s.tok(start).capital && (start..start + 4).any(|i| s.tok(i).is_mark(b')')),
            Kind::Fixed => true,
            _ => false,
        };
        if !goes_on {
            break;
        }
        start -= 1;
    }
    trim(s, start..end, text)
}

/// "police and county officials": both sides are nouns close by.
fn joins_names(s: &Sentence, at: usize) -> bool {
    let words = Words::english();
    s.tok(at).id == words.id(b"and")
        && !s.before(at).is_mark(b',')
        && !s.before(at).has(Class::VERB)
        && s.before(at).is_word()
        && !(s.tok(at + 1).has(Class::PRONOUN.and(Class::ADVERB)))
        && !s.before(at).role.is_transitive()
}

/// "recorded by the Observatory", "figures released by the ministry".
fn passive_by(s: &Sentence, at: usize, text: &str) -> Option<Voice> {
    let words = Words::english();
    let verb = s.before(at);
    let fits = verb.has(Class::REPORTING)
        || [b"compiled".as_slice(), b"released", b"collected", b"gathered", b"issued", b"provided"]
            .iter()
            .any(|word| words.id(word) == verb.id && verb.id != 0);
    if !fits {
        return None;
    }
    let who = name_after(s, at + 1, text);
    (!who.is_empty()).then_some(Voice { who, verb: at, trailing: true, cited: false, pronoun: false })
}

/// "(UNHCR, 3 May)", "[IOM]", "(Source: OCHA)": a name in capitals in brackets near the end of the sentence.
fn citation(s: &Sentence, text: &str, at: usize) -> Option<Voice> {
    let mut from = at + 1;
    if s.tok(from + 1).is_mark(b':') {
        from += 2;
    }
    let close = (from..from + 12).find(|i| s.tok(*i).is_mark(b')') || s.tok(*i).is_mark(b']'))?;
    let end = (from..close).find(|i| !s.tok(*i).is_word()).unwrap_or(close);
    let near_end = s.tokens.len() - close <= 3;
    let explicit = from > at + 1;
    let dated =
        (end..close).any(|i| s.tok(i).kind == Kind::Fixed || s.tok(i).has(Class::MONTH) || s.tok(i).number().is_some());
    if end == from || !(s.tok(from).capital) || !(explicit || dated || near_end) {
        return None;
    }
    // "(NGOs)" after the words it abbreviates is no source; a known name, or a date beside it, is.
    let name = s.text_of(text, from..end);
    let upper = name.bytes().filter(u8::is_ascii_uppercase).count() >= 2;
    if !(explicit || dated && upper) {
        return None;
    }
    Some(Voice { who: from..end, verb: at, trailing: true, cited: false, pronoun: false })
}
