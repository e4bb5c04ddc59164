//! What a noun phrase is said to have suffered: the verb or adjective that follows it. Layer `figures`.

use super::np::NounPhrase;
use super::token::{Kind, Sentence};
use super::verbs::{Voice, opens_object, voice};
use crate::lexicon::words::{Class, Role, Words};
use crate::model::Measure;

/// What follows a noun phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A predicate of a measure at this token ("were killed").
    Measure(Measure, usize, &'static str),
    /// Another verb: the phrase is about something else.
    Other,
    /// Nothing in this clause.
    Nothing,
}

/// What follows the noun phrase `np`: looks through prepositional phrases, brackets and insertions to the verb.
pub fn after(s: &Sentence, words: &Words, text: &str, np: &NounPhrase) -> Outcome {
    Search {
        s,
        words,
        text,
        at: np.end,
        be: false,
        have: false,
        hypothetical: false,
        relative: false,
        since_be: 0,
        phrase: false,
        inner: np.whole.is_some(),
    }
    .run()
}

struct Search<'a> {
    s: &'a Sentence,
    words: &'a Words,
    text: &'a str,
    at: usize,
    be: bool,
    have: bool,
    hypothetical: bool,
    relative: bool,
    /// Content words since the last form of be.
    since_be: usize,
    /// Whether the last token opened or continued a prepositional phrase.
    phrase: bool,
    /// The phrase is "nine of the twelve …": a participle that follows belongs to the twelve.
    inner: bool,
}

/// What to do after one token.
enum Next {
    Go(usize),
    Done(Outcome),
}

impl Search<'_> {
    fn run(mut self) -> Outcome {
        let limit = self.at + 40;
        while self.at < limit {
            let token = self.s.tok(self.at);
            let next = match token.kind {
                Kind::End => Next::Done(Outcome::Nothing),
                Kind::Mark(mark) => self.mark(mark),
                Kind::Number(_) => self.number(),
                Kind::Fixed => Next::Go(1),
                Kind::Word => self.word(),
            };
            match next {
                Next::Go(step) => self.at += step,
                Next::Done(outcome) => return outcome,
            }
        }
        Outcome::Nothing
    }

    fn mark(&mut self, mark: u8) -> Next {
        match mark {
            b'(' | b'[' => Next::Go(self.to_close()),
            // "dead 53 / missing 96": each number follows its word.
            b'/' if self.s.tok(self.at + 2).number().is_some()
                || self.s.tok(self.at + 1).role.has(Role::LABEL) && self.s.tok(self.at + 3).number().is_some() =>
            {
                Next::Done(Outcome::Nothing)
            }
            b'"' | b'\'' | b'~' | b'/' | b'%' | b'&' => Next::Go(1),
            b',' => self.comma(),
            // "a three-kilometre radius": one word.
            b'-' if self.s.before(self.at).end == self.s.tok(self.at).start
                && self.s.tok(self.at).end == self.s.tok(self.at + 1).start =>
            {
                Next::Go(1)
            }
            b'-' => match self.find_mark(b'-') {
                Some(end) => Next::Go(end + 1 - self.at),
                None => Next::Done(Outcome::Nothing),
            },
            _ => Next::Done(Outcome::Nothing),
        }
    }

    /// Steps to behind the bracket that closes the one here.
    fn to_close(&self) -> usize {
        let mut depth = 0;
        for i in self.at..self.at + 60 {
            let token = self.s.tok(i);
            match token.kind {
                Kind::Mark(b'(' | b'[') => depth += 1,
                Kind::Mark(b')' | b']') => {
                    depth -= 1;
                    if depth == 0 {
                        return i + 1 - self.at;
                    }
                }
                Kind::End => break,
                _ => {}
            }
        }
        1
    }

    fn find_mark(&self, mark: u8) -> Option<usize> {
        (self.at + 1..self.at + 40)
            .take_while(|i| self.s.tok(*i).kind != Kind::End)
            .scan(0_i32, |depth, i| {
                // What stands in a bracket goes on inside it.
                *depth += i32::from(self.s.tok(i).is_mark(b'(')) - i32::from(self.s.tok(i).is_mark(b')'));
                (*depth >= 0).then_some(i)
            })
            .find(|i| self.s.tok(*i).is_mark(mark))
    }

    fn comma(&mut self) -> Next {
        if self.be || self.have {
            return Next::Done(Outcome::Nothing);
        }
        let next = self.s.tok(self.at + 1);
        let insertion = next.has(Class::INCLUDE.and(Class::QUANTITY))
            || next.has(Class::RELATIVE)
            || (next.has(Class::ADVERB) && !next.has(Class::BE))
            || next.has(Class::DETERMINER)
            || next.has(Class::PREPOSITION)
            || next.number().is_some() && self.s.tok(self.at + 2).has(Class::PREPOSITION);
        let insertion = insertion || self.closes_among(self.at + 1);
        let list =
            next.number().is_some() || (next.has(Class::CONJUNCTION) && self.s.tok(self.at + 2).number().is_some());
        if next.has(Class::BE.and(Class::HAVE)) && !next.has(Class::SUBORDINATOR) {
            return Next::Go(1);
        }
        if next.has(Class::RELATIVE) && !next.has(Class::PREPOSITION) {
            return Next::Go(1);
        }
        if insertion {
            return match self.find_mark(b',') {
                Some(end) if self.verb_ahead(end + 1) => Next::Go(end + 1 - self.at),
                _ => Next::Done(Outcome::Nothing),
            };
        }
        // A list "nine soldiers, two officers and a boy were hurt": the verb comes after all of them.
        if list && self.list_to_verb() {
            return Next::Go(1);
        }
        if next.role.has(Role::PARTICIPLE) && !opens_object(self.s, self.at + 2) && !next.has(Class::CONJUNCTION) {
            return Next::Go(1);
        }
        Next::Done(Outcome::Nothing)
    }

    /// Whether a verb group opens at `at`, perhaps after adverbs.
    fn verb_ahead(&self, at: usize) -> bool {
        (at..at + 3).any(|i| {
            let token = self.s.tok(i);
            token.has(Class::BE.and(Class::HAVE).and(Class::MODAL))
                || token.role.is_transitive()
                || token.role.has(Role::PREDICATE)
                || token.role.has(Role::INTRANSITIVE)
                || self.s.trigger(self.words, i).is_some_and(|(_, role, len)| len > 1 && role.has(Role::PREDICATE))
        })
    }

    /// "women and children among them," from `at` to the next comma.
    fn closes_among(&self, at: usize) -> bool {
        let opens = self.s.tok(at).has(Class::PERSON.and(Class::ADJECTIVE).and(Class::QUANTITY));
        let close = (at..at + 9).find(|i| !self.s.tok(*i).is_word());
        opens
            && close.is_some_and(|close| {
                self.s.tok(close).is_mark(b',')
                    && self.s.before(close).has(Class::PRONOUN)
                    && close >= 2
                    && self.s.tok(close - 2).has(Class::INCLUDE)
            })
    }

    /// Whether the list that goes on here ends in a verb group and not in a new clause: between here and the first
    /// form of be or have there are only nouns, numbers and joints.
    fn list_to_verb(&self) -> bool {
        let mut depth = 0_usize;
        for i in self.at + 1..self.at + 25 {
            let token = self.s.tok(i);
            match token.kind {
                Kind::Mark(b'(') => depth += 1,
                // The list stood in a bracket that closes here: what follows speaks of the whole.
                Kind::Mark(b')') if depth == 0 => return false,
                Kind::Mark(b')') => depth -= 1,
                Kind::End => return false,
                Kind::Mark(b',' | b'"' | b'\'') | Kind::Number(_) | Kind::Fixed => {}
                Kind::Mark(_) => return false,
                Kind::Word => {
                    if token.has(Class::BE.and(Class::HAVE)) || token.role.has(Role::INTRANSITIVE) {
                        // "three killed, nine were hurt" is two clauses.
                        return i > self.at + 2;
                    }
                    if token.has(Class::SUBORDINATOR.and(Class::RELATIVE))
                        || token.role.is_transitive() && !token.has(Class::ADJECTIVE)
                    {
                        return false;
                    }
                }
            }
        }
        false
    }

    fn number(&mut self) -> Next {
        let before = self.s.before(self.at);
        let joined = before.has(
            Class::CONJUNCTION.and(Class::PREPOSITION).and(Class::DETERMINER).and(Class::MORE).and(Class::ADJECTIVE),
        ) || before.is_mark(b',');
        if self.be || !joined { Next::Done(Outcome::Nothing) } else { Next::Go(1) }
    }

    fn word(&mut self) -> Next {
        let token = self.s.tok(self.at);
        // Verbs of measures first: "forced to flee", "taken to hospital" hold small words inside.
        if let Some((measure, role, len)) = self.s.trigger(self.words, self.at)
            && let Some(next) = self.trigger(measure, role, len)
        {
            return next;
        }
        if token.has(Class::BE) && !(token.end - token.start <= 4 && self.s.before(self.at).end == token.start) {
            self.be = true;
            self.since_be = 0;
            self.phrase = false;
            return Next::Go(1);
        }
        if token.has(Class::HAVE) {
            self.have = true;
            self.phrase = false;
            return Next::Go(1);
        }
        if token.has(Class::MODAL) {
            // "may have drowned" is told as done; "may have to leave" is not.
            let done = self.s.tok(self.at + 1).has(Class::HAVE) && !self.s.tok(self.at + 2).has(Class::MODAL);
            self.hypothetical |= token.has(Class::HYPOTHETICAL) && !done;
            return Next::Go(1);
        }
        // "expected to return", "afraid to go home".
        if token.has(Class::PROSPECT) && !self.phrase && self.s.tok(self.at + 1).has(Class::MODAL) {
            return Next::Done(Outcome::Other);
        }
        if token.has(Class::NEGATION) && !token.has(Class::PREPOSITION) {
            // "not only in the city" denies nothing.
            let only =
                [b"only".as_slice(), b"just"].iter().any(|word| self.words.id(word) == self.s.tok(self.at + 1).id);
            return if only { Next::Go(2) } else { Next::Done(Outcome::Other) };
        }
        if token.has(Class::RELATIVE) {
            self.relative = true;
            return Next::Go(1);
        }
        self.small_word()
    }

    fn small_word(&mut self) -> Next {
        let token = self.s.tok(self.at);
        if token.has(Class::SUBORDINATOR) && !token.has(Class::PREPOSITION) {
            return Next::Done(Outcome::Nothing);
        }
        if token.has(Class::REPORTING) && !self.phrase {
            // "were reported dead", "are confirmed dead": what matters comes after.
            return if self.be { Next::Go(1) } else { Next::Done(Outcome::Other) };
        }
        if token.has(Class::SPARED) && !self.phrase {
            return Next::Done(Outcome::Other);
        }
        if token.has(Class::VERB) && !self.phrase && !token.has(Class::PERSON.and(Class::THING)) {
            // "were helped to return": what they did comes after.
            let told = self.s.tok(self.at + 2);
            if self.be
                && self.s.tok(self.at + 1).has(Class::MODAL)
                && (told.role.has(Role::INTRANSITIVE) || told.has(Class::HAVE))
            {
                return Next::Go(1);
            }
            if self.be
                && let Some(step) = self.joined_participle()
            {
                return Next::Go(step);
            }
            if self.relative {
                self.relative = false;
                self.be = false;
                self.have = false;
                self.phrase = true;
                return Next::Go(1);
            }
            return Next::Done(Outcome::Other);
        }
        if token.has(Class::CONJUNCTION) {
            return self.conjunction();
        }
        // "were awarded", "were submitted": the passive of another verb.
        let spelled = self.text.get(token.start..token.end).unwrap_or("");
        if self.be && !self.phrase && token.id == 0 && !token.capital && spelled.ends_with("ed") && spelled.len() > 3 {
            return match self.joined_participle() {
                Some(step) => Next::Go(step),
                None => Next::Done(Outcome::Other),
            };
        }
        if token.has(Class::PREPOSITION) {
            self.phrase = true;
            self.since_be += 1;
        } else if !token.has(Class::ADVERB.and(Class::DETERMINER)) {
            self.since_be += 1;
        }
        if self.be && self.since_be > 6 {
            return Next::Done(Outcome::Other);
        }
        Next::Go(1)
    }

    /// "were dragged from their homes and killed": how far to the participle that goes on.
    fn joined_participle(&self) -> Option<usize> {
        for step in 1..12 {
            let token = self.s.tok(self.at + step);
            if !token.is_word() {
                return None;
            }
            if token.has(Class::CONJUNCTION) {
                let next = self.s.tok(self.at + step + 1);
                let after = if next.has(Class::ADVERB) { self.s.tok(self.at + step + 2) } else { next };
                return (after.role.has(Role::PARTICIPLE.and(Role::PREDICATE)) && !after.role.has(Role::COUNTED)
                    || after.role.has(Role::PARTICIPLE))
                .then_some(step + 1);
            }
        }
        None
    }

    fn conjunction(&mut self) -> Next {
        let next = self.s.tok(self.at + 1);
        let starts_clause = self.be || self.have;
        if starts_clause {
            // "were taken away and killed".
            return if next.role.is_transitive() || next.has(Class::ADVERB) || next.has(Class::VERB) {
                Next::Go(1)
            } else {
                Next::Done(Outcome::Nothing)
            };
        }
        Next::Go(1)
    }

    /// A word of a measure; `None` to go on as with any other word.
    fn trigger(&mut self, measure: Measure, role: Role, len: usize) -> Option<Next> {
        let at = self.at;
        let s = self.s;
        // "had died of their wounds" is no "had … wounds".
        let died = |i: usize| s.tok(i).measure == Some(Measure::Killed) && s.tok(i).role.has(Role::INTRANSITIVE);
        if measure == Measure::Injured && (at + 1..at + len).any(died) {
            return None;
        }
        // "two of the three climbers who vanished were found dead": the clause speaks of the three.
        if self.inner && self.relative && !role.has(Role::STATUS.and(Role::COUNTED)) {
            self.inner = false;
            self.relative = false;
            self.be = false;
            self.have = false;
            self.phrase = true;
            return Some(Next::Go(len));
        }
        // "stabbed or hacked to death", "beaten and burned to death": the end they came to.
        let joined = s.tok(at + len).has(Class::CONJUNCTION);
        let end = if joined { s.trigger(self.words, at + len + 1) } else { None };
        if let Some((Measure::Killed, worse, longer)) = end
            && measure == Measure::Injured
            && longer > 1
            && worse.has(Role::PREDICATE)
        {
            return Some(Next::Done(Outcome::Measure(Measure::Killed, at + len + 1, "predicate after number")));
        }
        if self.hypothetical && (role.is_transitive() || role.has(Role::INTRANSITIVE.and(Role::PREDICATE))) {
            return Some(Next::Done(Outcome::Other));
        }
        // "told the jurors to return": not yet done.
        let asked =
            s.before(at).has(Class::MODAL) && !self.be && !self.have && role.has(Role::BASE.and(Role::INTRANSITIVE));
        if measure == Measure::Returned && asked {
            return Some(Next::Done(Outcome::Other));
        }
        let done = |rule| Some(Next::Done(Outcome::Measure(measure, at, rule)));
        // A noun phrase inside a prepositional phrase: "in the killed man's house", "of the injured".
        let before = s.before(at);
        if self.phrase && before.has(Class::DETERMINER.and(Class::PREPOSITION).and(Class::POSSESSIVE)) && !self.be {
            return None;
        }
        // "treat the wounded", "heard of the missing": a noun, object of a verb the lexicon does not have.
        let noun = before.has(Class::DETERMINER.and(Class::POSSESSIVE)) && !before.has(Class::PRONOUN);
        if noun && !self.be && len == 1 && !role.has(Role::INTRANSITIVE) {
            return Some(Next::Done(Outcome::Other));
        }
        if role.has(Role::PREDICATE) && (len > 1 || self.be || self.relative || !role.is_transitive()) {
            if role.has(Role::PARTICIPLE) && self.have && !self.be {
                return Some(Next::Done(Outcome::Other));
            }
            // "two policemen shot dead three robbers": the robbers are counted.
            if len > 1 && !self.be && s.tok(at + len).number().is_some() {
                return Some(Next::Done(Outcome::Other));
            }
            let rule = if self.be { "predicate after be" } else { "predicate after number" };
            return done(rule);
        }
        if role.has(Role::INTRANSITIVE) && !(self.be && role.is_transitive()) {
            return done("subject of intransitive verb");
        }
        if role.is_transitive() {
            if role.has(Role::GERUND) && !(self.be && s.before(at).has(Class::BE)) {
                return Some(Next::Done(Outcome::Other));
            }
            if role.has(Role::BASE) && !role.has(Role::PARTICIPLE) {
                return Some(Next::Done(Outcome::Other));
            }
            return match voice(s, at, len, role) {
                Voice::Passive if self.be => done("subject of passive"),
                Voice::Passive if self.have => Some(Next::Done(Outcome::Other)),
                Voice::Passive if self.inner => {
                    self.inner = false;
                    self.phrase = true;
                    Some(Next::Go(len))
                }
                Voice::Passive => done("participle after number"),
                Voice::Active if self.be && role.has(Role::PARTICIPLE) => done("subject of passive"),
                Voice::Active => Some(Next::Done(Outcome::Other)),
            };
        }
        if self.be && role.has(Role::COUNTED.and(Role::PREDICATE)) {
            return done("predicate after be");
        }
        None
    }
}
