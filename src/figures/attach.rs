//! Which measure each number of a sentence belongs to. Layer `figures`.
//!
//! Each rule looks at one construction; the first that decides names itself in the trace. Pass one takes numbers with
//! a word of their own; pass two those that hang on another number: parts, brackets, lists, ellipses.

use super::np::{Head, NounPhrase, noun_phrase};
use super::predicate::{Outcome, Voice, after, voice};
use super::token::{Kind, Sentence};
use crate::lexicon::words::{Class, Role, Words};
use crate::model::Measure;

/// A number found to be a figure.
#[derive(Debug, Clone)]
pub struct Attached {
    pub np: NounPhrase,
    pub measure: Measure,
    /// The token of the word that decided.
    pub trigger: usize,
    /// Index into the sentence's figures of the whole it is a part of.
    pub part_of: Option<usize>,
    /// The rules that decided.
    pub trace: Vec<&'static str>,
    /// A part or continuation of the last figure of the sentence before.
    pub anaphoric: bool,
}

/// What a number came to.
#[derive(Debug, Clone)]
enum Verdict {
    Figure(Attached),
    /// Certainly no figure.
    No,
    /// Nothing decides; other numbers may.
    Open,
}

/// The reader of one sentence.
pub struct Attacher<'a> {
    pub s: &'a Sentence,
    pub words: &'a Words,
    pub text: &'a str,
    /// The measure of the last figure before this sentence, for "of these, nine were children".
    pub previous: Option<Measure>,
}

impl Attacher<'_> {
    /// The figures of the sentence, in order.
    pub fn figures(&self) -> Vec<Attached> {
        let phrases: Vec<NounPhrase> = self
            .s
            .tokens
            .iter()
            .enumerate()
            .filter(|(_, token)| token.number().is_some())
            .map(|(i, _)| noun_phrase(self.s, self.words, self.text, i))
            .collect();
        let mut verdicts: Vec<Verdict> = phrases.iter().map(|np| self.own_word(np)).collect();
        for i in 0..phrases.len() {
            if let (Some(Verdict::Open), Some(np)) = (verdicts.get(i), phrases.get(i)) {
                let verdict = self.by_others(np, i, &verdicts);
                if let Some(slot) = verdicts.get_mut(i) {
                    *slot = verdict;
                }
            }
        }
        // Wholes are found by their place among all numbers; figures are fewer.
        let mut place = Vec::with_capacity(verdicts.len());
        let mut count = 0;
        for verdict in &verdicts {
            place.push(count);
            count += usize::from(matches!(verdict, Verdict::Figure(_)));
        }
        let mut figures = Vec::with_capacity(count);
        for verdict in verdicts {
            if let Verdict::Figure(mut figure) = verdict {
                figure.part_of = figure.part_of.and_then(|whole| place.get(whole).copied());
                figures.push(figure);
            }
        }
        figures
    }

    fn figure(&self, np: &NounPhrase, measure: Measure, trigger: usize, rule: &'static str) -> Verdict {
        let trace = vec![rule];
        Verdict::Figure(Attached { np: *np, measure, trigger, part_of: None, trace, anaphoric: false })
    }

    fn is(&self, at: usize, want: &str) -> bool {
        let token = self.s.tok(at);
        token.is_word() && self.text.get(token.start..token.end).is_some_and(|word| word.eq_ignore_ascii_case(want))
    }

    /// Pass one: a word that governs this number alone.
    fn own_word(&self, np: &NounPhrase) -> Verdict {
        if self.excluded(np) {
            return Verdict::No;
        }
        if let Some(verdict) = self.governed(np) {
            return verdict;
        }
        if np.head == Head::Thing || np.head == Head::Attendee {
            return Verdict::No;
        }
        let include = self.included(np);
        let outcome = after(self.s, self.words, np);
        let adjacent = matches!(outcome, Outcome::Measure(_, at, _) if at <= np.end + 4
            && (np.end..at).all(|i| self.s.tok(i).is_word() && !self.s.tok(i).has(Class::PREPOSITION)));
        if let Outcome::Measure(measure, at, rule) = outcome
            && (adjacent || !include && !self.object_of_preposition(np))
            && !self.rejects_share(np)
        {
            return self.figure(np, measure, at, rule);
        }
        if let Head::Counted(measure) = np.head {
            return self.figure(np, measure, np.end.saturating_sub(1), "counted noun");
        }
        if include {
            return Verdict::Open;
        }
        if let Some(measure) = np.attribute.filter(|_| outcome != Outcome::Other || !self.served(np))
            && !self.rejects_share(np)
        {
            return self.figure(np, measure, np.end.saturating_sub(1), "word before noun");
        }
        if let Head::Status(measure) = np.head
            && !self.served(np)
            && !self.rejects_share(np)
        {
            return self.figure(np, measure, np.end.saturating_sub(1), "noun of state");
        }
        match outcome {
            Outcome::Other => Verdict::No,
            _ => Verdict::Open,
        }
    }

    /// Numbers that count no people whatever stands around them.
    fn excluded(&self, np: &NounPhrase) -> bool {
        let s = self.s;
        let before = s.before(np.start);
        let number = s.tok(np.number).number().and_then(|i| s.numbers.get(i));
        if number.is_some_and(|number| number.low == Some(0) && number.high == Some(0)) {
            return true;
        }
        // "12%" of whom is read by its noun; "$12" and "No. 12" never are.
        if matches!(before.kind, Kind::Mark(b'$' | b'#')) || before.has(Class::NEGATION) {
            return true;
        }
        // "aged 15", "page 3", "chapter 11", "18.9 deaths per 100,000".
        let label = [
            "aged",
            "age",
            "ages",
            "page",
            "chapter",
            "article",
            "resolution",
            "number",
            "no",
            "route",
            "flight",
            "grade",
            "per",
            "phase",
            "round",
            "under-",
        ];
        if label.iter().any(|word| np.start.checked_sub(1).is_some_and(|i| self.is(i, word))) && before.is_word() {
            return true;
        }
        if self.is(np.end, "per") && !self.is(np.end + 1, "cent") {
            return true;
        }
        // "one of the deadliest attacks".
        let one = s.tok(np.number);
        self.text.get(one.start..one.end).is_some_and(|word| word.eq_ignore_ascii_case("one"))
            && np.partitive
            && np.head != Head::Pronoun
            && !matches!(np.head, Head::Person | Head::Counted(_) | Head::Status(_))
    }

    /// The number is the object of a verb or noun right before it.
    fn governed(&self, np: &NounPhrase) -> Option<Verdict> {
        let s = self.s;
        let mut at = np.start;
        // Adverbs and openers of parts do not come between: "killing also nine".
        while at > 0
            && s.before(at).is_word()
            && s.before(at).has(Class::ADVERB)
            && !s.before(at).has(Class::PREPOSITION)
            && s.before(at).measure.is_none()
        {
            at -= 1;
        }
        let lives = matches!(np.head, Head::Counted(_));
        if np.head == Head::Thing && !self.is(np.end.saturating_sub(1), "lives") {
            return (at > 0).then(|| self.value_of_toll(np).filter(|_| false)).flatten();
        }
        for len in 1..=3_usize {
            let Some(from) = at.checked_sub(len) else { break };
            let Some((measure, role, covered)) = s.trigger(self.words, from) else { continue };
            if covered != len {
                continue;
            }
            if role.is_transitive()
                && !(role.has(Role::PARTICIPLE)
                    && s.before(from).has(Class::BE)
                    && voice(s, from, len, role) == Voice::Passive
                    && !s.before(from).has(Class::HAVE)
                    && self.passive_done(from))
            {
                if self.negated(from) {
                    return Some(Verdict::No);
                }
                if self.rejects_share(np) {
                    return Some(Verdict::No);
                }
                return Some(self.figure(np, measure, from, "object of verb"));
            }
        }
        // "the killing of nine", "deaths of hundreds", "abduction involving nine".
        let link = at
            .checked_sub(1)
            .filter(|i| ["of", "involving", "among", "to", "affecting"].iter().any(|word| self.is(*i, word)));
        if let Some(link) = link {
            for len in 1..=3_usize {
                let Some(from) = link.checked_sub(len) else { break };
                let Some((measure, role, covered)) = s.trigger(self.words, from) else { continue };
                if covered == len
                    && role.has(Role::EVENT)
                    && (self.is(link, "of") || !role.has(Role::TOLL))
                    && np.whole.is_none()
                {
                    return Some(self.figure(np, measure, from, "noun of event"));
                }
            }
        }
        if !lives && let Some(verdict) = self.value_of_toll(np) {
            return Some(verdict);
        }
        None
    }

    /// Whether the subject of the passive at `from` stands before it in the same clause, so that what follows is not
    /// its object.
    fn passive_done(&self, from: usize) -> bool {
        from >= 2
    }

    fn negated(&self, at: usize) -> bool {
        (1..=3).filter_map(|back| at.checked_sub(back)).any(|i| {
            let token = self.s.tok(i);
            token.has(Class::NEGATION) && !token.has(Class::PREPOSITION)
                || token.has(Class::HYPOTHETICAL) && i + 1 == at
        })
    }

    /// "the death toll rose from nine to 21".
    fn value_of_toll(&self, np: &NounPhrase) -> Option<Verdict> {
        let s = self.s;
        if matches!(np.head, Head::Thing | Head::Attendee) {
            return None;
        }
        let mut at = np.start;
        let mut linked = false;
        let mut steps = 0;
        while at > 0 && steps < 14 {
            at -= 1;
            steps += 1;
            let token = s.tok(at);
            match token.kind {
                Kind::Number(_) | Kind::Fixed => {}
                Kind::Mark(b':' | b'-' | b'=') => linked = true,
                Kind::Mark(b'"' | b'\'' | b'(' | b')') => {}
                Kind::Word => {
                    for len in (1..=5_usize).rev() {
                        let Some(from) = (at + 1).checked_sub(len) else { continue };
                        let Some((measure, role, covered)) = s.trigger(self.words, from) else { continue };
                        if covered == len && role.has(Role::TOLL) && linked && !self.counted_itself(from) {
                            return Some(self.figure(np, measure, from, "value of a toll"));
                        }
                    }
                    if token.has(Class::SUBORDINATOR) && !token.has(Class::PREPOSITION) {
                        return None;
                    }
                    let bridge = [
                        "at",
                        "to",
                        "of",
                        "is",
                        "was",
                        "reached",
                        "exceeded",
                        "passed",
                        "surpassed",
                        "stands",
                        "stood",
                        "from",
                        "in",
                        "by",
                        "as",
                        "hit",
                        "topped",
                        "than",
                        "are",
                        "were",
                        "nears",
                        "neared",
                        "over",
                        "climbed",
                        "includes",
                        "included",
                    ];
                    linked |= bridge.iter().any(|word| self.is(at, word));
                }
                _ => return None,
            }
        }
        None
    }

    /// Whether a number of its own stands before the toll word ("three dead in 12 …").
    fn counted_itself(&self, from: usize) -> bool {
        (1..=3).filter_map(|back| from.checked_sub(back)).any(|i| self.s.tok(i).number().is_some())
    }

    /// A share is a figure only of a population, and only with a verb of harm.
    fn rejects_share(&self, np: &NounPhrase) -> bool {
        let share =
            self.s.tok(np.number).number().and_then(|i| self.s.numbers.get(i)).is_some_and(|n| n.fraction.is_some());
        share && !self.is_population(np)
    }

    fn is_population(&self, np: &NounPhrase) -> bool {
        let nouns = [
            "population",
            "people",
            "inhabitants",
            "residents",
            "citizens",
            "civilians",
            "villagers",
            "country",
            "nation",
        ];
        (np.number + 1..np.end + 1).any(|i| nouns.iter().any(|noun| self.is(i, noun)))
    }

    /// People in a state who were helped, asked or given something: no figure of harm.
    fn served(&self, np: &NounPhrase) -> bool {
        let mut at = np.start;
        let mut back = 0;
        while at > 0 && back < 3 {
            at -= 1;
            back += 1;
            let token = self.s.tok(at);
            if !token.is_word() {
                return false;
            }
            if token.has(Class::VERB.and(Class::SPARED))
                || self.is(at, "assisting")
                || self.is(at, "targeting")
                || self.is(at, "reaching")
            {
                return true;
            }
            if !token.has(Class::PREPOSITION.and(Class::ADVERB).and(Class::DETERMINER)) {
                return false;
            }
        }
        false
    }

    /// Whether an opener of a part stands before the number: "including nine".
    fn included(&self, np: &NounPhrase) -> bool {
        let before = self.s.before(np.start);
        let second = np.start.checked_sub(2).map(|i| self.s.tok(i)).unwrap_or_default();
        before.has(Class::INCLUDE)
            || (second.has(Class::INCLUDE)
                && (before.has(Class::ADVERB)
                    || before.has(Class::DETERMINER)
                    || before.has(Class::PRONOUN)
                    || before.is_mark(b',')
                    || before.is_mark(b':')))
    }

    fn object_of_preposition(&self, np: &NounPhrase) -> bool {
        let before = self.s.before(np.start);
        before.is_word()
            && before.has(Class::PREPOSITION)
            && !before.has(Class::SUBORDINATOR.and(Class::CONJUNCTION))
            && !["of", "with", "than"].iter().any(|word| np.start.checked_sub(1).is_some_and(|i| self.is(i, word)))
    }

    /// Pass two: the number hangs on another.
    fn by_others(&self, np: &NounPhrase, index: usize, verdicts: &[Verdict]) -> Verdict {
        let s = self.s;
        if matches!(np.head, Head::Thing | Head::Attendee) || self.rejects_share(np) {
            return Verdict::No;
        }
        let before = s.before(np.start);
        let parent = verdicts.get(..index).and_then(|earlier| {
            earlier.iter().enumerate().rev().find_map(|(i, verdict)| match verdict {
                Verdict::Figure(figure) => Some((i, figure)),
                _ => None,
            })
        });
        let part = |i: usize, figure: &Attached, rule: &'static str| {
            let mut trace = vec![rule];
            trace.extend(figure.trace.first().copied());
            let part_of = Some(i);
            Verdict::Figure(Attached {
                np: *np,
                measure: figure.measure,
                trigger: figure.trigger,
                part_of,
                trace,
                anaphoric: false,
            })
        };
        if np.head == Head::Pronoun || self.included(np) || self.of_these(np) {
            if let Some((i, figure)) = parent {
                return part(i, figure, "part of a number before");
            }
            if let Some((measure, at)) = self.trigger_before(np) {
                return self.figure(np, measure, at, "part of what was named before");
            }
            if let Some(measure) = self.previous.filter(|_| np.head == Head::Pronoun || self.of_these(np)) {
                let mut verdict = self.figure(np, measure, np.number, "part of the sentence before");
                if let Verdict::Figure(figure) = &mut verdict {
                    figure.anaphoric = true;
                }
                return verdict;
            }
            return Verdict::Open;
        }
        let listed =
            before.is_mark(b',') || before.has(Class::CONJUNCTION) || before.is_mark(b';') || before.is_mark(b'(');
        let Some((i, figure)) = parent else {
            if before.is_mark(b'(')
                && let Some(measure) = self.state_before(np.start)
            {
                return self.figure(np, measure, np.start, "bracket after a noun of state");
            }
            return Verdict::Open;
        };
        if before.is_mark(b'(') {
            if s.tok(np.end).is_mark(b')') || s.tok(np.end).is_mark(b',') || s.tok(np.end).has(Class::CONJUNCTION) {
                return part(i, figure, "bracket after a number");
            }
            return Verdict::Open;
        }
        // A list goes on: "nine women, three men and two boys", "two in Idlib and three more in Hama".
        if listed && i + 1 == index && !self.clause_between(figure.np.end, np.start) && !self.age_in_list(np) {
            let mut verdict = part(i, figure, "goes on from a number before");
            if let Verdict::Figure(next) = &mut verdict {
                next.part_of = figure.part_of;
            }
            return verdict;
        }
        Verdict::Open
    }

    /// "Of these, nine": the sentence or clause opens with it.
    fn of_these(&self, np: &NounPhrase) -> bool {
        let Some(comma) = np.start.checked_sub(1) else { return false };
        if !self.s.tok(comma).is_mark(b',') {
            return false;
        }
        (1..=4).any(|back| {
            let Some(of) = comma.checked_sub(back) else { return false };
            (self.is(of, "of") || self.is(of, "among")) && (of == 0 || !self.s.before(of).is_word())
        })
    }

    /// A trigger shortly before, for parts of what is named without a number.
    fn trigger_before(&self, np: &NounPhrase) -> Option<(Measure, usize)> {
        (1..=12).find_map(|back| {
            let at = np.start.checked_sub(back)?;
            let (measure, role, _) = self.s.trigger(self.words, at)?;
            (role.is_transitive()
                || role
                    .has(Role::COUNTED.and(Role::EVENT).and(Role::STATUS).and(Role::ATTRIBUTE).and(Role::INTRANSITIVE)))
            .then_some((measure, at))
        })
    }

    fn state_before(&self, start: usize) -> Option<Measure> {
        let at = start.checked_sub(2)?;
        let token = self.s.tok(at);
        token.measure.filter(|_| token.role.has(Role::STATUS.and(Role::COUNTED)))
    }

    /// Whether a verb that counts nothing stands between two tokens.
    fn clause_between(&self, from: usize, to: usize) -> bool {
        (from..to).any(|i| {
            let token = self.s.tok(i);
            token.is_word()
                && (token.has(Class::VERB) && !token.has(Class::PERSON.and(Class::THING).and(Class::ADJECTIVE))
                    || token.has(Class::REPORTING) && !token.has(Class::ADJECTIVE))
        })
    }

    /// "Smith, 45, and Jones, 39": ages after names.
    fn age_in_list(&self, np: &NounPhrase) -> bool {
        let before = np.start.checked_sub(2).map(|i| self.s.tok(i)).unwrap_or_default();
        np.head == Head::None
            && self.s.before(np.start).is_mark(b',')
            && before.capital
            && (self.s.tok(np.end).is_mark(b',') || self.s.tok(np.end).has(Class::CONJUNCTION))
    }
}
