//! What a number counts: the noun phrase that begins with it. Layer `figures`.

use super::token::{Kind, Sentence, Token};
use crate::lexicon::words::{Class, Role, Words};
use crate::model::{Measure, Subject};

/// What stands at the head of the phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// A noun for persons.
    Person,
    /// A noun for something else.
    Thing,
    /// Persons counted for something else than harm, such as respondents.
    Attendee,
    /// The thing counted itself: "deaths", "wounded".
    Counted(Measure),
    /// Persons in a state: "refugees".
    Status(Measure),
    /// "them", "these", "whom".
    Pronoun,
    /// A noun the lexicon does not have.
    Unknown,
    /// Nothing: "nine were hurt".
    None,
}

/// A number with what it counts; token indices.
#[derive(Debug, Clone, Copy)]
pub struct NounPhrase {
    /// The number's token.
    pub number: usize,
    /// First token, with determiners before the number ("the nine").
    pub start: usize,
    /// The token after the last.
    pub end: usize,
    pub head: Head,
    pub subject: Subject,
    /// Whether the noun itself says whom ("three women") and not the default.
    pub subject_stated: bool,
    /// What a word before the noun says of them ("displaced families").
    pub attribute: Option<Measure>,
    /// "nine of the …".
    pub partitive: bool,
    /// The number's token of the whole in "nine of the twelve …".
    pub whole: Option<usize>,
    /// "more", "others", "additional": counts on from a number before.
    pub more: bool,
}

/// Reads the noun phrase whose number is token `number`.
pub fn noun_phrase(s: &Sentence, words: &Words, text: &str, number: usize) -> NounPhrase {
    let mut np = NounPhrase {
        number,
        start: phrase_start(s, number),
        end: number + 1,
        head: Head::None,
        subject: Subject::People,
        subject_stated: false,
        attribute: None,
        partitive: false,
        whole: None,
        more: false,
    };
    let mut at = number + 1;
    // A footnote mark after the number: "1,200 [3]".
    if s.tok(at).is_mark(b'[') && s.tok(at + 2).is_mark(b']') && s.tok(at).start == s.tok(number).end {
        at += 3;
    }
    // "the deaths of “dozens” of civilians": marks around the number alone.
    if s.tok(at).is_mark(b'"') && s.before(number).is_mark(b'"') && word_is(s, text, at + 1, "of") {
        at += 1;
    }
    // "22 such deaths".
    if word_is(s, text, at, "such") {
        at += 1;
    }
    // "23 more of its soldiers".
    if s.tok(at).has(Class::MORE) && word_is(s, text, at + 1, "of") {
        np.more = true;
        at += 1;
    }
    if word_is(s, text, at, "of") || (word_is(s, text, at, "out") && word_is(s, text, at + 1, "of")) {
        at += if word_is(s, text, at, "out") { 2 } else { 1 };
        while s.tok(at).has(Class::DETERMINER.and(Class::POSSESSIVE)) && !s.tok(at).has(Class::PRONOUN) {
            np.partitive = true;
            at += 1;
        }
        // "sixteen of the state's 22 fatalities".
        if np.partitive && s.tok(at + 1).has(Class::BE) && possessive_s(s, at + 1) && s.tok(at + 2).number().is_some() {
            at += 2;
        }
        if s.tok(at).number().is_some() {
            np.partitive = true;
            np.whole = Some(at);
            at += 1;
        } else if s.tok(at).has(Class::PRONOUN.and(Class::RELATIVE)) && !owns_noun(s, at) {
            np.partitive = true;
            np.head = Head::Pronoun;
            np.end = at + 1;
            return np;
        }
    }
    let share = s.tok(number).number().and_then(|i| s.numbers.get(i)).is_some_and(|n| n.fraction.is_some());
    // "half the population", "two thirds its people".
    while share && s.tok(at).has(Class::DETERMINER.and(Class::POSSESSIVE)) && !s.tok(at).has(Class::PRONOUN) {
        at += 1;
    }
    read_noun(s, words, text, at, &mut np);
    // "333 pupils of 839": the whole comes after the noun.
    if np.head == Head::Person && np.whole.is_none() && !np.partitive && word_is(s, text, np.end, "of") {
        let whole = np.end + 1 + usize::from(word_is(s, text, np.end + 1, "the"));
        let next = s.tok(whole + 1);
        if s.tok(whole).number().is_some() && (next.has(Class::BE.and(Class::HAVE)) || next.measure.is_some()) {
            np.whole = Some(whole);
            np.end = whole + 1;
        }
    }
    np
}

/// Steps back over what may stand before a number in its phrase.
fn phrase_start(s: &Sentence, number: usize) -> usize {
    let mut start = number;
    while start > 0 {
        let token = s.before(start);
        let joins = token.is_word()
            && token.has(Class::DETERMINER.and(Class::POSSESSIVE).and(Class::MORE))
            && !token.has(Class::RELATIVE.and(Class::SUBORDINATOR).and(Class::PREPOSITION).and(Class::NEGATION));
        let another = token.is_word() && token.has(Class::MORE);
        if !(joins || another) {
            break;
        }
        start -= 1;
    }
    start
}

/// Whether the pronoun at `at` owns what follows: "two of her last three matches".
fn owns_noun(s: &Sentence, at: usize) -> bool {
    let next = s.tok(at + 1);
    s.tok(at).has(Class::POSSESSIVE)
        && (next.number().is_some()
            || next.is_word()
                && (next.has(Class::PERSON.and(Class::THING).and(Class::ADJECTIVE).and(Class::MORE)) || next.id == 0)
                && !next.has(Class::PREPOSITION.and(Class::BE).and(Class::HAVE).and(Class::CONJUNCTION)))
}

fn word_is(s: &Sentence, text: &str, at: usize, want: &str) -> bool {
    let token = s.tok(at);
    token.is_word() && text.get(token.start..token.end).is_some_and(|word| word.eq_ignore_ascii_case(want))
}

/// Reads adjectives and nouns from token `at` on into `np`.
fn read_noun(s: &Sentence, words: &Words, text: &str, from: usize, np: &mut NounPhrase) {
    let mut at = from;
    let mut narrow: Option<Subject> = None;
    while at < from + 9 {
        let token = s.tok(at);
        match token.kind {
            Kind::Mark(b'"' | b'\'') if np.head == Head::None || s.before(at).kind == Kind::Word => {
                at += 1;
                continue;
            }
            Kind::Word => {}
            _ => break,
        }
        if let Some(hit) = s.phrase(words, at, |hit| hit.subject.is_some()) {
            np.head = Head::Person;
            if let Some(subject) = hit.subject {
                np.subject = subject;
                np.subject_stated = true;
            }
            at += hit.len;
            np.end = at;
            if plural_head(s, text, at - 1) && !opens_noun(s, at) {
                break;
            }
            continue;
        }
        // "hundreds of Iraqi and coalition soldiers": two words before one noun.
        let joint = at > from
            && np.head == Head::None
            && token.has(Class::CONJUNCTION)
            && s.before(at).has(Class::ADJECTIVE.and(Class::PERSON));
        if joint
            && s.tok(at + 1).has(Class::ADJECTIVE.and(Class::PERSON))
            && (at + 2..at + 5).any(|i| s.tok(i).is_word() && s.tok(i).has(Class::PERSON))
        {
            at += 1;
            continue;
        }
        if stops(s, words, at, np) {
            break;
        }
        match classify(s, words, text, at, np) {
            Step::Noun(len) => {
                at += len;
                np.end = at;
            }
            Step::Modifier(subject) => {
                narrow = narrow.or(subject);
                at += 1;
            }
            Step::Stop => break,
        }
        if np.head != Head::None && ends_phrase(s, text, at) {
            break;
        }
    }
    if let Some(subject) = narrow
        && matches!(np.subject, Subject::People | Subject::Police)
        && !(np.subject_stated && np.subject == Subject::Police && subject != Subject::Soldiers)
        && subject != Subject::People
    {
        np.subject = subject;
        np.subject_stated = true;
    }
    join_and(s, np);
}

enum Step {
    /// A noun over so many tokens, set in the phrase.
    Noun(usize),
    /// A word before the noun, with the subject it narrows to.
    Modifier(Option<Subject>),
    Stop,
}

/// Whether a small word ends the noun phrase at `at`.
fn stops(s: &Sentence, words: &Words, at: usize, np: &NounPhrase) -> bool {
    let token = s.tok(at);
    let small = Class::PREPOSITION
        .and(Class::CONJUNCTION)
        .and(Class::SUBORDINATOR)
        .and(Class::BE)
        .and(Class::HAVE)
        .and(Class::MODAL)
        .and(Class::RELATIVE)
        .and(Class::PRONOUN)
        .and(Class::NEGATION);
    if token.has(small) && !token.has(Class::MORE) && !(token.has(Class::BE) && possessive_s(s, at)) {
        return true;
    }
    if token.capital && token.has(Class::WEEKDAY.and(Class::MONTH)) {
        return true;
    }
    if token.has(Class::DETERMINER) && !token.has(Class::MORE) {
        return true;
    }
    // "nine injured in …" is the number and its predicate; "nine injured soldiers" is not.
    let predicate = s.phrase(words, at, |hit| hit.measure.is_some() && hit.role.has(Role::PREDICATE));
    if predicate.is_some_and(|hit| !opens_noun(s, at + hit.len)) {
        return true;
    }
    token.has(Class::VERB.and(Class::REPORTING))
        && !token.has(Class::ADJECTIVE.and(Class::PERSON).and(Class::THING))
        && np.head != Head::None
}

/// Whether "'s" at `at` is a possessive (as opposed to "is"): a noun follows.
fn possessive_s(s: &Sentence, at: usize) -> bool {
    s.tok(at).end - s.tok(at).start <= 4 && s.before(at).end == s.tok(at).start
}

/// Whether a noun may follow at `at` in the same phrase.
fn opens_noun(s: &Sentence, at: usize) -> bool {
    let token = s.tok(at);
    token.is_word() && token.has(Class::PERSON.and(Class::THING)) && !token.has(Class::PREPOSITION.and(Class::VERB))
}

fn classify(s: &Sentence, words: &Words, text: &str, at: usize, np: &mut NounPhrase) -> Step {
    let token = s.tok(at);
    let next = s.tok(at + 1);
    let state = s.phrase(words, at, |hit| hit.measure.is_some() && hit.role.has(Role::COUNTED.and(Role::STATUS)));
    if token.has(Class::MORE) && state.is_none() {
        np.more = true;
        if text.get(token.start..token.end).is_some_and(|word| word.eq_ignore_ascii_case("others")) {
            np.head = Head::Person;
            return Step::Noun(1);
        }
        // "more" belongs to the phrase even if no noun comes.
        if np.head == Head::None {
            np.end = at + 1;
        }
        return Step::Modifier(None);
    }
    if token.has(Class::BE) {
        // A possessive: what it owns is counted, not they.
        np.head = Head::None;
        return Step::Modifier(None);
    }
    let counted = state
        .map(|hit| (hit.measure, hit.role, hit.len))
        .or_else(|| token.measure.map(|measure| (Some(measure), token.role, 1)));
    if let Some((Some(measure), role, len)) = counted {
        // "154 elephants dead", "9 houses damaged": what is said of things counts no people.
        if np.head == Head::Thing && role.has(Role::PREDICATE.and(Role::PARTICIPLE).and(Role::ATTRIBUTE)) {
            return Step::Stop;
        }
        let noun_follows = noun_after(s, text, at + len);
        if role.has(Role::ATTRIBUTE) && noun_follows {
            np.attribute = Some(measure);
            return Step::Modifier(token.subject.filter(|_| !role.has(Role::STATUS)));
        }
        if role.has(Role::STATUS) {
            np.head = Head::Status(measure);
            return Step::Noun(len);
        }
        if role.has(Role::COUNTED) {
            if token.has(Class::PERSON) && noun_follows {
                return Step::Modifier(token.subject);
            }
            np.head = Head::Counted(measure);
            return Step::Noun(len);
        }
        if role.has(Role::PARTICIPLE) && noun_follows && !s.before(at).has(Class::PERSON) && np.head == Head::None {
            np.attribute = Some(measure);
            return Step::Modifier(None);
        }
        if role.is_transitive() || role.has(Role::INTRANSITIVE.and(Role::PREDICATE)) {
            return Step::Stop;
        }
    }
    if token.has(Class::PERSON) {
        if !(next.is_word() && next.has(Class::PERSON.and(Class::THING)) && !next.has(Class::VERB))
            || np.head == Head::None
        {
            np.subject_stated |= token.subject.is_some_and(|subject| subject != Subject::People);
        }
        if noun_after(s, text, at + 1) && !plural(text, token) {
            // "rebel fighters", "police officers", "child deaths": the first narrows the second.
            return Step::Modifier(token.subject);
        }
        np.head = Head::Person;
        np.subject = token.subject.unwrap_or(Subject::People);
        return Step::Noun(1);
    }
    if token.has(Class::ATTENDEE) {
        np.head = Head::Attendee;
        return Step::Noun(1);
    }
    if token.has(Class::THING) {
        np.head = Head::Thing;
        return Step::Noun(1);
    }
    if token.has(Class::ADJECTIVE) {
        return Step::Modifier(token.subject);
    }
    if token.has(Class::ADVERB) {
        return if noun_after(s, text, at + 1) || next.has(Class::ADJECTIVE) {
            Step::Modifier(None)
        } else {
            Step::Stop
        };
    }
    if token.has(Class::VERB.and(Class::REPORTING)) {
        // "12,000 registered refugees".
        let word = text.get(token.start..token.end).unwrap_or("");
        let participle = word.ends_with("ed") && !token.capital && np.head == Head::None;
        return if participle && noun_after(s, text, at + 1) { Step::Modifier(None) } else { Step::Stop };
    }
    unknown(s, text, at, np)
}

/// A word the lexicon does not have.
fn unknown(s: &Sentence, text: &str, at: usize, np: &mut NounPhrase) -> Step {
    let token = s.tok(at);
    let word = text.get(token.start..token.end).unwrap_or("");
    if word.ends_with("ly") && !token.capital {
        return if noun_after(s, text, at + 1) { Step::Modifier(None) } else { Step::Stop };
    }
    if word.ends_with("ed") && !token.capital {
        return if noun_after(s, text, at + 1) { Step::Modifier(None) } else { Step::Stop };
    }
    if word.ends_with("ing") && !token.capital {
        return if noun_after(s, text, at + 1) { Step::Modifier(None) } else { Step::Stop };
    }
    if matches!(np.head, Head::Person | Head::Status(_) | Head::Counted(_)) {
        return Step::Stop;
    }
    // "138 shelters open": only a plural makes a thing the first half of another noun ("bus commuters").
    if np.head == Head::Thing && !word.ends_with('s') {
        return Step::Stop;
    }
    np.head = if token.capital && np.head == Head::None { np.head } else { Head::Unknown };
    if np.head == Head::Unknown { Step::Noun(1) } else { Step::Modifier(None) }
}

/// Whether a noun comes within the next two words, with only words before a noun between.
fn noun_after(s: &Sentence, text: &str, at: usize) -> bool {
    for i in at..at + 3 {
        let token = s.tok(i);
        if !token.is_word()
            || token.has(
                Class::PREPOSITION.and(Class::CONJUNCTION).and(Class::BE).and(Class::HAVE).and(Class::MODAL).and(
                    Class::SUBORDINATOR
                        .and(Class::RELATIVE)
                        .and(Class::PRONOUN)
                        .and(Class::DETERMINER)
                        .and(Class::NEGATION),
                ),
            )
            || token.has(Class::WEEKDAY.and(Class::MONTH))
        {
            return false;
        }
        if token.has(Class::PERSON.and(Class::THING).and(Class::ATTENDEE))
            || token.role.has(Role::COUNTED.and(Role::STATUS)) && !token.role.has(Role::PARTICIPLE)
        {
            return true;
        }
        let word = text.get(token.start..token.end).unwrap_or("");
        let modifies = token.has(Class::ADJECTIVE) || token.capital || word.ends_with("ed");
        if !modifies && token.has(Class::VERB.and(Class::REPORTING).and(Class::ADVERB)) {
            return false;
        }
        if !modifies && token.measure.is_none() && token.id == 0 {
            // A lower-case word the lexicon does not have: a noun, if it is plural.
            return word.ends_with('s') && !word.ends_with("ss");
        }
    }
    false
}

fn plural(text: &str, token: Token) -> bool {
    let word = text.get(token.start..token.end).unwrap_or("");
    let last = word.as_bytes().last().copied().unwrap_or(b' ');
    last == b's' || word.ends_with("men") || word.eq_ignore_ascii_case("people") || word.ends_with("children")
}

fn plural_head(s: &Sentence, text: &str, at: usize) -> bool {
    plural(text, s.tok(at))
}

/// Whether the noun just read closes the phrase: a plural head before another word.
fn ends_phrase(s: &Sentence, text: &str, at: usize) -> bool {
    let last = s.before(at);
    let next = s.tok(at);
    if next.has(Class::BE) && possessive_s(s, at) && next.start == last.end {
        return false;
    }
    last.has(Class::PERSON) && plural(text, last) && !next.has(Class::MORE)
}

/// "women and children", "men, women and children": one number for all of them.
fn join_and(s: &Sentence, np: &mut NounPhrase) {
    if np.head != Head::Person {
        return;
    }
    let mut at = np.end;
    loop {
        let joint = s.tok(at);
        let noun = s.tok(at + 1);
        let joins = (joint.is_mark(b',') && s.tok(at + 2).has(Class::CONJUNCTION))
            || (joint.is_word() && joint.has(Class::CONJUNCTION));
        // Only a bare noun joins; "three men and two women" are two numbers.
        if joins && noun.is_word() && noun.has(Class::PERSON) && !noun.has(Class::VERB) && !noun.capital {
            let after = s.tok(at + 2);
            let verb_follows = after.has(Class::BE) && joint.is_mark(b',');
            if verb_follows {
                break;
            }
            if noun.subject == Some(Subject::People) && np.subject == Subject::Women {
                // "women and men" are people.
                np.subject = Subject::People;
            }
            at += 2;
            np.end = at;
        } else {
            break;
        }
    }
}
