//! Who speaks in a sentence: the name of a source, where it begins and ends. Layer `figures`.

use std::ops::Range;
use std::sync::OnceLock;

use super::token::{Kind, Sentence};
use crate::lexicon::words::{Class, Role, WordId, Words};

/// Somebody on whose word a part of the sentence stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// The tokens of the name.
    pub who: Range<usize>,
    /// The token of the verb or preposition that makes it a source.
    pub verb: usize,
    /// Whether what is said comes before the verb ("…, the ministry said", "according to" at the end).
    pub trailing: bool,
    /// Whether the name is cited by another ("citing …").
    pub cited: bool,
    /// A name without a noun: he, it, they; or one that points to the speaker before ("its source").
    pub pronoun: bool,
}

/// Words this file asks for by name.
struct Ids {
    of: WordId,
    and: WordId,
    /// Prepositions that may stand inside a name.
    inner: Vec<WordId>,
    /// Words that are nouns as well as verbs of saying.
    nouns: Vec<WordId>,
}

fn ids() -> &'static Ids {
    static IDS: OnceLock<Ids> = OnceLock::new();
    IDS.get_or_init(|| {
        let words = Words::english();
        let one = |word: &str| words.id(word.as_bytes());
        let many = |list: &str| words.ids(list);
        Ids {
            of: one("of"),
            and: one("and"),
            inner: many("of for in on from at"),
            nouns: many("reports claims estimates records states notes documents counts report record document"),
        }
    })
}

/// Whether a verb of saying is as often a noun: "the most since records began".
pub(super) fn is_noun_too(id: WordId) -> bool {
    ids().nouns.contains(&id)
}

/// A speaker named by `who`, before what is said.
pub(super) fn plain(s: &Sentence, who: Range<usize>, verb: usize) -> Speaker {
    let first = s.tok(who.start);
    let pronoun = who.len() == 1 && first.has(Class::PRONOUN) || who.len() <= 2 && first.has(Class::POSSESSIVE);
    Speaker { who, verb, trailing: false, cited: false, pronoun }
}

/// The name that begins at `at`: up to a comma, a verb or the end.
pub(super) fn name_after(s: &Sentence, at: usize) -> Range<usize> {
    let mut end = at;
    while end < at + 14 {
        let token = s.tok(end);
        let goes_on = match token.kind {
            Kind::Word => word_in_name(s, end, at),
            Kind::Mark(b'\'' | b'"') => {
                s.tok(end + 1).is_word()
                    && end > at
                    && s.tok(end).start == s.before(end).end
                    && s.tok(end + 1).start == s.tok(end).end
            }
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
    trim(s, at..end)
}

fn word_in_name(s: &Sentence, at: usize, from: usize) -> bool {
    let token = s.tok(at);
    let clause =
        token.has(Class::SUBORDINATOR.and(Class::RELATIVE)) && !token.has(Class::DETERMINER.and(Class::PREPOSITION));
    let verb = token.has(Class::BE.and(Class::HAVE).and(Class::MODAL)) && !is_possessive(s, at);
    let day = token.has(Class::WEEKDAY) && token.capital;
    let other_verb =
        token.has(Class::REPORTING.and(Class::VERB)) && at > from && !token.has(Class::ADJECTIVE) && !noun_like(s, at);
    let harm = token.measure.is_some() && (token.role.is_transitive() || token.role.has(Role::EVENT)) && !token.capital;
    let conjunction = token.has(Class::CONJUNCTION) && (token.id != ids().and || s.tok(at + 1).has(Class::PRONOUN));
    !(clause
        || verb
        || day
        || other_verb
        || harm
        || conjunction
        || token.has(Class::PREPOSITION) && !inside_name(s, at))
}

pub(super) fn is_possessive(s: &Sentence, at: usize) -> bool {
    let token = s.tok(at);
    token.end - token.start <= 4 && s.before(at).end == token.start
}

/// A reporting word that is a noun here: "the reports", "its claims".
pub(super) fn noun_like(s: &Sentence, at: usize) -> bool {
    let before = s.before(at);
    // A noun among verbs of saying, as subject of the next: "Reports said".
    let next = s.tok(at + 1);
    let subject = next.has(Class::REPORTING) || next.has(Class::BE.and(Class::HAVE));
    let noun = is_noun_too(s.tok(at).id);
    before.has(Class::DETERMINER.and(Class::POSSESSIVE)) && !before.has(Class::PRONOUN)
        || noun && (subject || before.has(Class::ADJECTIVE) && !before.capital)
}

/// Whether a preposition belongs to a name: "of" always, "for", "in" and the like before a capital.
fn inside_name(s: &Sentence, at: usize) -> bool {
    let ids = ids();
    let id = s.tok(at).id;
    let next = s.tok(at + 1);
    let capital = next.capital && !next.has(Class::WEEKDAY.and(Class::MONTH));
    let the_capital = next.has(Class::DETERMINER) && s.tok(at + 2).is_word();
    ids.inner.contains(&id) && (capital || the_capital || id == ids.of)
}

/// Drops small words from both ends.
pub(super) fn trim(s: &Sentence, range: Range<usize>) -> Range<usize> {
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
    // "said that it had": the clause word is no part of the name.
    if range.len() > 1 && s.tok(range.start).has(Class::SUBORDINATOR) && s.tok(range.start + 1).has(Class::PRONOUN) {
        range.start += 1;
    }
    while !range.is_empty() {
        let last = s.tok(range.end - 1);
        let loose = small(range.end - 1) || last.has(Class::DETERMINER) && !last.has(Class::PRONOUN) && !last.capital;
        if !loose {
            break;
        }
        range.end -= 1;
    }
    if range.len() == 1
        && s.tok(range.start).has(Class::RELATIVE.and(Class::DETERMINER))
        && !s.tok(range.start).has(Class::PRONOUN)
    {
        return 0..0;
    }
    range
}
