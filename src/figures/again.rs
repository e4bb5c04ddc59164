//! Counts that go on from one told before: renamed, of the same people, or all but a few of them. Layer `figures`.

use super::attach::{Attached, Attacher, Verdict};
use super::np::{Head, NounPhrase};
use super::predicate::{Outcome, after};
use super::verbs::nominal;
use crate::lexicon::words::{Class, Role};
use crate::model::Measure;

impl Attacher<'_> {
    /// "The official count stands at 84", "38 were missing, a number later cut to 21".
    pub(super) fn renamed_count(&self, np: &NounPhrase) -> Option<Verdict> {
        if np.head == Head::None
            && let Some(measure) = self.cut_to(np)
        {
            return Some(self.figure(np, measure, np.number, "new value of the count before"));
        }
        let measure = self.previous.filter(|_| self.count_named(np) || self.time_and_count(np))?;
        let own = (0..np.start).any(|at| self.s.tok(at).measure.is_some());
        (!own).then(|| self.figure(np, measure, np.number, "count named in the sentence before"))
    }

    /// ", a number later cut to 21", ", a figure since revised to nine": the measure of the word of harm before the comma.
    fn cut_to(&self, np: &NounPhrase) -> Option<Measure> {
        let to = np.start.checked_sub(1).filter(|at| self.any(*at, "to at"))?;
        let noun = (to.saturating_sub(6)..to).rev().find(|at| self.any(*at, "number figure toll count total tally"))?;
        let comma = noun.checked_sub(2).filter(|at| self.s.tok(*at).is_mark(b',') && self.any(noun - 1, "a the"))?;
        let words = (noun + 1..to).all(|at| self.s.tok(at).is_word() && !self.is(at, "of"));
        if !words {
            return None;
        }
        (0..comma).rev().find_map(|at| {
            let (measure, role, _) = self.s.trigger(self.words, at)?;
            (role.is_transitive()
                || role.has(Role::PREDICATE.and(Role::INTRANSITIVE).and(Role::COUNTED).and(Role::STATUS)))
            .then_some(measure)
        })
    }

    /// "Eight are women and 31 are men", "Three of the dead were nurses": of those the sentence before counted.
    pub(super) fn still_of_these(&self, np: &NounPhrase) -> Option<Verdict> {
        let previous = self.previous?;
        if self.rejects_share(np) || self.opening_whole(np).is_some() {
            return None;
        }
        let mut np = *np;
        if np.head == Head::None && np.end == np.number + 1 && !self.harmed_before(np.start) {
            let opens = np.start == 0
                || self.s.before(np.start).has(Class::CONJUNCTION)
                || self.s.before(np.start).is_mark(b',');
            let said = self.s.tok(np.end).has(Class::BE).then(|| nominal(self.s, self.words, &np)).flatten();
            if let Some(subject) = said.filter(|_| opens) {
                np.subject = subject;
                np.subject_stated = true;
                return self.of_the_last(&np, previous, np.number);
            }
        }
        // "Three of the dead": the noun tells the measure, the sentence before the rest.
        if let Head::Counted(measure) = np.head
            && measure == previous
            && np.partitive
            && np.whole.is_none()
            && !matches!(after(self.s, self.words, self.text, &np), Outcome::Measure(worse, ..) if worse != measure)
        {
            return self.of_the_last(&np, measure, np.end.saturating_sub(1));
        }
        None
    }

    fn of_the_last(&self, np: &NounPhrase, measure: Measure, trigger: usize) -> Option<Verdict> {
        match self.figure(np, measure, trigger, "part of the sentence before") {
            Verdict::Figure(figure) => Some(Verdict::Figure(Attached { anaphoric: true, ..figure })),
            _ => None,
        }
    }

    /// Whether a word of harm stands before `at`.
    fn harmed_before(&self, at: usize) -> bool {
        (0..at).any(|i| self.s.tok(i).measure.is_some())
    }

    /// "All but one of its 27 passengers burned to death": the sum is left to the reader. The whole counts nothing itself.
    pub(super) fn all_but(&self, np: &NounPhrase) -> Option<Verdict> {
        let value = |at: usize| {
            self.s
                .tok(at)
                .number()
                .and_then(|i| self.s.numbers.get(i))
                .and_then(|n| n.low.filter(|low| n.high == Some(*low)))
        };
        let opener =
            |start: usize| (start >= 2 && self.is(start - 1, "but") && self.is(start - 2, "all")).then(|| start - 2);
        // The whole: its part stands before it, behind "all but".
        let part = (1..=4).filter_map(|back| np.number.checked_sub(back)).find(|at| value(*at).is_some());
        if part.is_some_and(|at| opener(at).is_some() && self.is(at + 1, "of")) {
            return Some(Verdict::No);
        }
        let all = opener(np.start)?;
        let (rest, whole) = (value(np.number)?, value(np.whole?)?);
        let left = whole.checked_sub(rest)?;
        let Outcome::Measure(measure, at, _) = after(self.s, self.words, self.text, np) else {
            return Some(Verdict::No);
        };
        match self.figure(np, measure, at, "all but so many of a number") {
            Verdict::Figure(mut figure) => {
                figure.np.start = all;
                figure.sum = Some(left);
                Some(Verdict::Figure(figure))
            }
            other => Some(other),
        }
    }

    /// "One of them, 72, may never wake": an age, and one of whom no harm of its own is told.
    pub(super) fn age_of_one(&self, np: &NounPhrase) -> bool {
        let s = self.s;
        let value = |at: usize| s.tok(at).number().and_then(|i| s.numbers.get(i)).and_then(|n| n.value);
        let one_of = |end: usize| {
            (1..=4).filter_map(|back| end.checked_sub(back)).any(|at| value(at) == Some(1.0) && self.is(at + 1, "of"))
        };
        let aged = np.head == Head::None
            && np.end == np.number + 1
            && np.start > 0
            && s.before(np.start).is_mark(b',')
            && s.tok(np.end).is_mark(b',')
            && one_of(np.start - 1);
        if aged {
            return true;
        }
        let one = value(np.number) == Some(1.0) && np.partitive && np.head == Head::Pronoun;
        let next = np.end + if s.tok(np.end).is_mark(b',') && s.tok(np.end + 2).is_mark(b',') { 3 } else { 0 };
        one && np.start == 0
            && s.tok(next).has(Class::HYPOTHETICAL)
            && !matches!(after(s, self.words, self.text, np), Outcome::Measure(..))
    }
}
