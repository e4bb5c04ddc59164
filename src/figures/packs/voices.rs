//! On whose word, by the word lists of a language. Layer `figures`.

use super::super::Mention;
use super::lexicon::{Pack, flag};
use super::rules::Figure;
use super::tokens::{Kind, Sentence};
use super::{OrgEntry, OrgKind};

/// Who speaks.
#[derive(Debug, Clone)]
pub(super) struct Speaker {
    pub mention: Mention,
    pub org: Option<&'static OrgEntry>,
    pub kind: OrgKind,
}

impl Speaker {
    /// The organisation by its canonical name; for others the words themselves, if they are an acronym.
    pub(super) fn origin(&self) -> Option<String> {
        let acronym = |text: &str| text.len() > 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        match self.org {
            Some(org) => Some(org.name.clone()),
            None => Some(self.mention.text.clone()).filter(|text| acronym(text)),
        }
    }
}

/// A place in a sentence where somebody speaks.
#[derive(Debug, Clone)]
pub(super) struct Voice {
    /// `None` for a pronoun.
    pub speaker: Option<Speaker>,
    /// The token of the verb, or of the word that brings in a source.
    at: usize,
}

/// The most words a name has.
const LONGEST: usize = 9;

/// The voices of a sentence, in order.
pub(super) fn heard(s: &Sentence, text: &str, pack: &Pack) -> Vec<Voice> {
    let mut out = Vec::new();
    for at in 0..s.tokens.len() {
        let token = s.tok(at);
        if token.kind != Kind::Word {
            continue;
        }
        let who = if token.is(flag::SOURCE) {
            Some(name_from(s, at + 1))
        } else if token.is(flag::SAYS) && s.before(at).is(flag::BEEN) {
            // "confirmed by the ministry".
            s.tok(at + 1).is(flag::BY).then(|| name_from(s, at + 2))
        } else if token.is(flag::SAYS) {
            let front = if pack.speaker_behind { at..at } else { name_before(s, at) };
            let behind = pack.speaker_behind || front.is_empty();
            Some(if behind { name_from(s, at + 1) } else { front })
        } else {
            None
        };
        let Some(who) = who.filter(|who| !who.is_empty()) else { continue };
        let pronoun = who.len() == 1 && s.tok(who.start).is(flag::PRONOUN);
        if s.tokens.get(who.clone()).unwrap_or_default().iter().any(|token| token.number().is_some()) {
            continue;
        }
        let speaker = if pronoun { None } else { speaker(s, text, pack, who) };
        if pronoun || speaker.is_some() {
            out.push(Voice { speaker, at });
        }
    }
    out
}

/// The name that begins at `at`: up to a mark, a verb, or a word that ends names.
fn name_from(s: &Sentence, at: usize) -> std::ops::Range<usize> {
    // "Un responsable": the article is read as a number.
    let one =
        |i: usize| s.tok(i).number().and_then(|n| s.numbers.get(n)).is_some_and(|number| number.value == Some(1.0));
    let mut start = at;
    while start < at + 3 && (one(start) || s.tok(start).is(flag::ARTICLE | flag::OF | flag::TIME | flag::ADVERB)) {
        start += 1;
    }
    let mut end = start;
    while end < start + LONGEST {
        let token = s.tok(end);
        let small = token.is(flag::OF | flag::ARTICLE | flag::AND);
        let stops = token.kind != Kind::Word
            || token.is(flag::STOP | flag::BREAK | flag::TIME | flag::HAVE | flag::SAYS) && !small
            || token.is(flag::EVENT | flag::ACTING | flag::COUNTED | flag::TOLL) && !token.capital;
        if stops {
            break;
        }
        end += 1;
    }
    trimmed(s, start..end)
}

/// The name before the verb at `at`, back to the beginning of its clause.
fn name_before(s: &Sentence, at: usize) -> std::ops::Range<usize> {
    let mut end = at;
    while end > 0 && s.before(end).is(flag::HAVE | flag::ADVERB | flag::PRONOUN | flag::NEGATION) {
        // "il a ajouté": the pronoun is who speaks.
        if s.before(end).is(flag::PRONOUN) {
            return end - 1..end;
        }
        end -= 1;
    }
    let mut start = end;
    while start > 0 && end - start < LONGEST {
        let token = s.before(start);
        let stops = token.kind != Kind::Word
            || token.is(flag::BREAK | flag::STOP | flag::SAYS | flag::HAVE) && !token.is(flag::OF | flag::ARTICLE);
        if stops {
            break;
        }
        start -= 1;
    }
    trimmed(s, start..end)
}

/// Without the small words at both ends.
fn trimmed(s: &Sentence, mut who: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let small = |i: usize| s.tok(i).is(flag::OF | flag::ARTICLE | flag::AND | flag::ADVERB | flag::TIME);
    while !who.is_empty() && small(who.start) {
        who.start += 1;
    }
    while !who.is_empty() && small(who.end - 1) {
        who.end -= 1;
    }
    who
}

fn speaker(s: &Sentence, text: &str, pack: &Pack, who: std::ops::Range<usize>) -> Option<Speaker> {
    let (first, last) = (s.tok(who.start), s.tok(who.end.checked_sub(1)?));
    // "According to" may want a preposition that is written onto the name.
    let joined = who.start > 0 && s.before(who.start).is(flag::JOINED);
    let start = first.start + if joined { pack.joined_len(text.get(first.start..first.end)?) } else { 0 };
    let words = text.get(start..last.end)?;
    let forms: Vec<Vec<u128>> = words
        .split(|c: char| !super::tokens::is_letter(c))
        .filter(|word| !word.is_empty())
        .map(|word| {
            let mut keys = Vec::new();
            pack.entry(word, &mut |key| keys.push(key));
            keys
        })
        .collect();
    let has = |alias: &[u128]| {
        !alias.is_empty()
            && forms.windows(alias.len()).any(|window| window.iter().zip(alias).all(|(keys, want)| keys.contains(want)))
    };
    let mut best: Option<(usize, &'static OrgEntry)> = None;
    for (alias, org) in &pack.organisations {
        if best.is_none_or(|(len, _)| alias.len() > len) && has(alias) {
            best = Some((alias.len(), org));
        }
    }
    let org = best.map(|(_, org)| org).or_else(|| crate::lexicon::organisations::inside(words));
    let kind = match org {
        Some(org) => org.kind,
        None => pack.kinds.iter().find(|(words, _)| has(words)).map_or(OrgKind::Other, |(_, kind)| *kind),
    };
    Some(Speaker { mention: Mention { start, end: last.end, text: words.to_owned() }, org, kind })
}

/// Who says `figure`: the nearest voice of the sentence; a pronoun stands for who spoke before.
pub(super) fn of(heard: &[Voice], figure: &Figure, before: Option<&Speaker>) -> Option<Speaker> {
    let voice = heard.iter().min_by_key(|voice| voice.at.abs_diff(figure.token))?;
    voice.speaker.clone().or_else(|| before.cloned())
}
