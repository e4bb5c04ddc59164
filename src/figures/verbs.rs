//! Verbs of harm and their surroundings: active or passive, object or none, and "were children". Layer `figures`.

use super::np::NounPhrase;
use super::token::{Kind, Sentence};
use crate::lexicon::words::{Class, Role, Words};
use crate::model::Subject;

/// How a form of "kill" at token `at` is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// Its object is counted, and follows.
    Active,
    /// Its subject is counted, and stands before.
    Passive,
}

/// Reads the voice of the transitive verb at `at` from the words around it.
pub fn voice(s: &Sentence, at: usize, len: usize, role: Role) -> Voice {
    let mut i = at;
    while i > 0 {
        let token = s.before(i);
        if !token.is_word() || !token.has(Class::ADVERB.and(Class::NEGATION)) || token.has(Class::BE.and(Class::HAVE)) {
            break;
        }
        i -= 1;
    }
    let auxiliary = s.before(i);
    let participle = role.has(Role::PARTICIPLE.and(Role::PAST));
    if participle && auxiliary.has(Class::BE) {
        return Voice::Passive;
    }
    if auxiliary.has(Class::HAVE) {
        return Voice::Active;
    }
    if role.has(Role::GERUND.and(Role::PRESENT)) && !auxiliary.has(Class::BE) {
        return Voice::Active;
    }
    if participle && !opens_object(s, at + len) { Voice::Passive } else { Voice::Active }
}

/// Whether a noun phrase begins at `at`, as the object of an active verb does.
pub fn opens_object(s: &Sentence, at: usize) -> bool {
    let token = s.tok(at);
    match token.kind {
        Kind::Number(_) => true,
        Kind::Word => {
            if token.has(Class::WEEKDAY.and(Class::MONTH)) || token.has(Class::ADVERB) {
                return false;
            }
            if token.has(Class::DETERMINER.and(Class::POSSESSIVE))
                && !token.has(Class::PREPOSITION.and(Class::SUBORDINATOR))
            {
                // "killed this week", "killed the same day", "killed that night" name a time.
                return !time_word(s, at + 1);
            }
            token.has(Class::PERSON)
                || (token.capital && !token.has(Class::PREPOSITION.and(Class::CONJUNCTION)))
                || (token.has(Class::PRONOUN) && !token.has(Class::RELATIVE))
        }
        _ => false,
    }
}

fn time_word(s: &Sentence, at: usize) -> bool {
    (at..at + 2).any(|i| s.tok(i).is_word() && s.tok(i).has(Class::TIME))
}

/// The persons that the phrase is said to be: "nine were children".
pub fn nominal(s: &Sentence, words: &Words, np: &NounPhrase) -> Option<Subject> {
    let mut at = np.end;
    // "Three of the wounded were", "two of whom are": the verb comes at once, or after a participle.
    if s.tok(at).role.has(Role::PARTICIPLE) && s.tok(at + 1).has(Class::BE) {
        at += 1;
    }
    if !s.tok(at).has(Class::BE) && np.partitive && s.tok(at).is_word() && s.tok(at).has(Class::PERSON) {
        return s.tok(at).subject;
    }
    if !s.tok(at).has(Class::BE) {
        return None;
    }
    at += 1;
    for i in at..at + 4 {
        if let Some(hit) = s.phrase(words, i, |hit| hit.subject.is_some()) {
            return hit.subject;
        }
        let token = s.tok(i);
        let small =
            Class::PREPOSITION.and(Class::VERB).and(Class::REPORTING).and(Class::SUBORDINATOR).and(Class::CONJUNCTION);
        if !token.is_word() || token.measure.is_some() || token.has(small) && !token.has(Class::PERSON) {
            return None;
        }
        if token.has(Class::PERSON) && !(s.tok(i + 1).is_word() && s.tok(i + 1).has(Class::PERSON)) {
            return token.subject;
        }
    }
    None
}
