//! What a number counts, in any language: the noun phrase around it. Layer `figures`.

use super::lexicon::flag;
use super::tokens::{Kind, Sentence};
use crate::model::{Measure, Subject};

/// What stands at the head of the phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    Person,
    Thing,
    /// The thing counted itself: "deaths".
    Counted(Measure),
    /// People in a state: "refugees".
    State(Measure),
    Unknown,
    None,
}

/// A number with its noun; token indices.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phrase {
    pub number: usize,
    /// First token, with articles before the number.
    pub start: usize,
    /// The token after the last.
    pub end: usize,
    pub head: Head,
    pub subject: Option<Subject>,
    /// "others", "more".
    pub more: bool,
}

/// The most tokens a phrase has behind its number.
const LONGEST: usize = 7;

/// Reads the phrase of the number at token `number`.
pub(super) fn phrase(s: &Sentence, number: usize) -> Phrase {
    let mut np = Phrase { number, start: number, end: number + 1, head: Head::None, subject: None, more: false };
    while np.start > 0 && s.before(np.start).is(flag::ARTICLE | flag::MORE) && !s.before(np.start).is(flag::TRIGGER) {
        np.more |= s.before(np.start).is(flag::MORE);
        np.start -= 1;
    }
    let own = s.tok(number);
    if own.is(flag::DUAL) {
        np.head = match own.entry.measure {
            Some(measure) => Head::Counted(measure),
            None => Head::Person,
        };
        np.subject = own.entry.subject;
        return np;
    }
    let mut at = number + 1;
    while at <= number + LONGEST {
        let token = s.tok(at);
        match token.kind {
            Kind::Word => {}
            Kind::Mark(b'"') if np.head == Head::None => {
                at += 1;
                continue;
            }
            _ => break,
        }
        // "9 and-wounding": another phrase begins.
        if token.is(flag::LINKED) {
            break;
        }
        if token.is(flag::OF | flag::ARTICLE) && !token.is(flag::TRIGGER) {
            at += 1;
            continue;
        }
        if token.is(flag::MORE) {
            np.more = true;
            at += 1;
            np.end = at;
            continue;
        }
        let adjacent = at == np.end || s.before(at).is(flag::OF | flag::ARTICLE | flag::ADJECTIVE | flag::MORE);
        if !adjacent {
            break;
        }
        if token.is(flag::COUNTED) {
            np.head = token.entry.measure.map_or(Head::None, Head::Counted);
            np.subject = token.entry.subject.filter(|subject| *subject != Subject::People);
            np.end = at + 1;
            among(s, &mut np);
            break;
        }
        if token.is(flag::STATE) {
            np.head = token.entry.measure.map_or(Head::None, Head::State);
            np.subject = token.entry.subject;
            np.end = at + 1;
            break;
        }
        if token.entry.subject.is_some() {
            np.head = Head::Person;
            np.subject = token.entry.subject;
            np.end = at + 1;
            narrow(s, &mut np);
            break;
        }
        if token.is(flag::THING) {
            np.head = Head::Thing;
            np.end = at + 1;
            break;
        }
        if token.is(flag::ADJECTIVE) {
            at += 1;
            continue;
        }
        // Words that are no nouns end the phrase.
        if token.is(!0) || token.entry.measure.is_some() || np.more {
            break;
        }
        np.head = Head::Unknown;
        np.end = at + 1;
        break;
    }
    np
}

/// "habitants civils", "réfugiés syriens": words behind the noun belong to it, and may say more of whom.
fn narrow(s: &Sentence, np: &mut Phrase) {
    loop {
        let token = s.tok(np.end);
        if token.kind != Kind::Word || token.is(flag::TRIGGER) && !token.is(flag::STATE) {
            return;
        }
        if let Some(measure) = token.entry.measure.filter(|_| token.is(flag::STATE)) {
            np.head = Head::State(measure);
        } else if let Some(subject) = token.entry.subject {
            if np.subject == Some(Subject::People) {
                np.subject = Some(subject);
            }
        } else if !token.is(flag::ADJECTIVE) {
            return;
        }
        np.end += 1;
    }
}

/// "seven dead among the soldiers": the noun behind says whom, also behind further numbers of the list.
fn among(s: &Sentence, np: &mut Phrase) {
    let mut at = np.end;
    while at < np.end + 8 {
        let token = s.tok(at);
        if token.is(flag::AMONG) {
            let noun = (at + 1..at + 4).map(|i| s.tok(i)).find(|token| !token.is(flag::ARTICLE | flag::OF));
            np.subject = noun.and_then(|noun| noun.entry.subject).or(np.subject);
            return;
        }
        let goes_on = token.is(flag::AND | flag::OF | flag::COUNTED | flag::ADJECTIVE)
            || token.number().is_some()
            || token.is_mark(b',');
        if !goes_on {
            return;
        }
        at += 1;
    }
}

/// Whether the number is the word for one that is also an article, and mostly counts nobody.
pub(super) fn is_article(s: &Sentence, np: &Phrase) -> bool {
    let number = s.tok(np.number).number().and_then(|i| s.numbers.get(i));
    number.is_some_and(|number| number.value == Some(1.0) && number.phrase_start == number.start)
}
