//! Numbers that hang on another: parts, brackets, lists and ellipses. Layer `figures`.

use super::attach::{Attached, Attacher, Verdict};
use super::np::{Head, NounPhrase, noun_phrase};
use super::token::Kind;
use super::verbs::nominal;
use crate::lexicon::words::{Class, Role};
use crate::model::Measure;

impl Attacher<'_> {
    /// Whether an opener of a part stands before the number: "including nine".
    pub(super) fn included(&self, np: &NounPhrase) -> bool {
        let before = self.s.before(np.start);
        let second = np.start.checked_sub(2).map(|i| self.s.tok(i)).unwrap_or_default();
        let whom = before.is_word()
            && before.has(Class::RELATIVE.and(Class::PRONOUN))
            && self.is(np.start.saturating_sub(2), "of");
        // "made up of 82 civilians", "consisting of nine".
        let made = before.is_word()
            && self.is(np.start.saturating_sub(1), "of")
            && (self.any(np.start.saturating_sub(2), "consisting composed consists")
                || self.is(np.start.saturating_sub(2), "up") && self.is(np.start.saturating_sub(3), "made"));
        whom || made
            || before.has(Class::INCLUDE)
            || (second.has(Class::INCLUDE)
                && (before.has(Class::ADVERB)
                    || before.has(Class::DETERMINER)
                    || before.has(Class::PRONOUN)
                    || before.is_mark(b',')
                    || before.is_mark(b'.')
                    || before.is_mark(b':')))
    }

    /// Pass two: the number hangs on another.
    pub(super) fn by_others(&self, np: &NounPhrase, index: usize, verdicts: &[Verdict]) -> Verdict {
        let s = self.s;
        if matches!(np.head, Head::Thing | Head::Attendee) || self.rejects_share(np) {
            return Verdict::No;
        }
        let named = self.nominal_part(np);
        let np = &named;
        let before = s.before(np.start);
        let parent = verdicts.get(..index).and_then(|earlier| {
            earlier.iter().enumerate().rev().find_map(|(i, verdict)| match verdict {
                Verdict::Figure(figure) if !self.shut_away(figure.np.number, np.number) => Some((i, figure)),
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
                sum: None,
            })
        };
        // "94 of them houses", "IOM assisted 2,871 of them".
        // and "injured for three of them": matches, not people.
        if parent.is_some_and(|(_, figure)| {
            self.improbable(np, figure.measure, figure.trigger) && figure.measure == Measure::Injured
        }) {
            return Verdict::Open;
        }
        let within = before.is_word() && self.any(np.start.saturating_sub(1), "for during within");
        if np.head == Head::Pronoun && (within || self.said_to_be_things(np) || self.served(np)) {
            return Verdict::No;
        }
        // A share of people of whom no harm is told is none of harm either.
        if let Some(whole) = self.opening_whole(np)
            && !verdicts.iter().any(|verdict| matches!(verdict, Verdict::Figure(figure) if figure.np.number == whole))
        {
            return Verdict::No;
        }
        let joined = parent.is_none() && self.joined_to_these(np);
        if np.head == Head::Pronoun || self.included(np) || self.of_these(np) || self.among_were(np) || joined {
            if let Some((i, figure)) = parent {
                return part(i, figure, "part of a number before");
            }
            if let Some((measure, at)) = self.trigger_before(np) {
                return self.figure(np, measure, at, "part of what was named before");
            }
            if let Some(measure) = self.previous.filter(|_| {
                np.head == Head::Pronoun || self.of_these(np) || self.refers_back(np) || self.joined_to_these(np)
            }) {
                let mut verdict = self.figure(np, measure, np.number, "part of the sentence before");
                if let Verdict::Figure(figure) = &mut verdict {
                    figure.anaphoric = true;
                }
                return verdict;
            }
            return Verdict::Open;
        }
        // "Four victims were women": of those just counted.
        if np.head == Head::Person
            && self.any(np.end.saturating_sub(1), "victims")
            && s.tok(np.end).has(Class::BE)
            && let Some(measure) = self.previous
        {
            let mut verdict = self.figure(np, measure, np.number, "part of the sentence before");
            if let Verdict::Figure(figure) = &mut verdict {
                figure.anaphoric = true;
            }
            return verdict;
        }
        // Numbers in closed brackets do not part a list.
        let next_to = |from: usize| {
            !(from + 1..np.number).any(|at| s.tok(at).number().is_some() && !self.shut_away(at, np.number))
        };
        let listed =
            before.is_mark(b',') || before.has(Class::CONJUNCTION) || before.is_mark(b';') || before.is_mark(b'(');
        if before.has(Class::CONJUNCTION)
            && let Some((measure, at)) = self.joint_object(np)
        {
            return self.figure(np, measure, at, "second object of verb");
        }
        let Some((i, figure)) = parent else {
            if before.is_mark(b'(')
                && let Some(measure) = self.state_before(np.start)
            {
                return self.figure(np, measure, np.start, "bracket after a noun of state");
            }
            return Verdict::Open;
        };
        if before.is_mark(b'(') {
            // "136 sites across Sofala (113)": the bracket counts sites.
            let nearest =
                (0..np.start).rev().find(|at| s.tok(*at).number().is_some() && !self.shut_away(*at, np.number));

            let things =
                np.head == Head::None && nearest.is_some_and(|at| at > figure.np.number && self.counts_things(at));
            if things {
                return Verdict::No;
            }
            if s.tok(np.end).is_mark(b')')
                || s.tok(np.end).is_mark(b',')
                || s.tok(np.end).is_mark(b';')
                || s.tok(np.end).is_mark(b'.') && s.tok(np.end + 1).is_mark(b')')
                || s.tok(np.end).has(Class::CONJUNCTION.and(Class::PREPOSITION))
                || self.in_split(np.number)
            {
                return part(i, figure, "bracket after a number");
            }
            return Verdict::Open;
        }
        // "Of the 96 killed, 31 were children", "as were two soldiers", "the second eight".
        let as_were = before.has(Class::BE) && np.start.checked_sub(2).is_some_and(|at| self.any(at, "as so"));
        let elided = np.start > 0
            && np.head == Head::None
            && (before.kind == Kind::Fixed || self.any(np.start - 1, "other second third fourth latter former next"));
        if (as_were || elided) && !matches!(np.head, Head::Unknown) {
            let mut verdict = part(i, figure, "goes on from a number before");
            if let Verdict::Figure(next) = &mut verdict {
                next.part_of = figure.part_of;
            }
            return verdict;
        }
        // "Peru with 768,000, Chile 288,000 and Ecuador 263,000": places and their counts go on.
        if self.place_and_count(np) {
            let mut verdict = part(i, figure, "goes on from a number before");
            if let Verdict::Figure(next) = &mut verdict {
                next.part_of = figure.part_of;
            }
            return verdict;
        }
        // "revised the figure to six".
        let renamed = np.head == Head::None
            && np.start > 0
            && self.any(np.start - 1, "to at of")
            && (2..6)
                .filter_map(|back| np.start.checked_sub(back))
                .any(|at| self.any(at, "figure tally count number total estimate"));
        let renamed = renamed || self.given_anew(np);
        let compared = np.start >= 2
            && (self.any(np.start - 1, "with to") && self.is(np.start - 2, "compared")
                || self.any(np.start - 1, "against versus"))
            || np.start >= 2 && self.is(np.start - 1, "from") && self.any(np.start - 2, "up down");
        let twin = self.by_household(np, &figure.np) || self.at_another_time(np);
        let renamed = renamed || compared && !matches!(np.head, Head::Unknown) || twin;
        // "the army lost 12 men and the rebels 30".
        let rivals = np.head == Head::None
            && before.has(Class::PERSON)
            && !s.tok(np.end).is_word()
            && (2..5).filter_map(|back| np.start.checked_sub(back)).any(|at| self.is(at, "and"));
        if renamed || rivals {
            let mut verdict = part(i, figure, "goes on from a number before");
            if let Verdict::Figure(next) = &mut verdict {
                next.part_of = None;
                if let Some(subject) = before.subject.filter(|_| rivals) {
                    next.np.subject = subject;
                    next.np.subject_stated = true;
                }
            }
            return verdict;
        }
        // "Seven died: four in the flood and three in the storm".
        let spelled_out = before.is_mark(b':') || before.is_mark(b'-') && before.start > s.before(np.start - 1).end;
        if spelled_out && next_to(figure.np.number) && !matches!(np.head, Head::Unknown) && !self.larger(np, figure) {
            return part(i, figure, "breakdown after a colon");
        }
        // "the rebels speak of 30 dead and 12 hurt; the ministry acknowledges 19": the first count is disputed.
        if self.acknowledged(np)
            && let Some((first, figure)) = verdicts.iter().enumerate().find_map(|(i, verdict)| match verdict {
                Verdict::Figure(figure) => Some((i, figure)),
                _ => None,
            })
        {
            let mut verdict = part(first, figure, "goes on from a number before");
            if let Verdict::Figure(next) = &mut verdict {
                next.part_of = None;
            }
            return verdict;
        }
        // A list goes on: "nine women, three men and two boys", "two in Idlib and three more in Hama".
        if listed
            && next_to(figure.np.number)
            && !self.own_verb(np)
            && !self.clause_between(figure.np.end, np.start)
            && !self.age_in_list(np)
        {
            let mut verdict = part(i, figure, "goes on from a number before");
            if let Verdict::Figure(next) = &mut verdict {
                next.part_of = figure.part_of;
                next.anaphoric = figure.anaphoric;
            }
            return verdict;
        }
        Verdict::Open
    }

    /// The phrase with whom it is said to be: "31 were children", "nine of them children".
    pub(super) fn nominal_part(&self, np: &NounPhrase) -> NounPhrase {
        let mut np = *np;
        if !np.subject_stated
            && let Some(subject) = nominal(self.s, self.words, &np)
        {
            np.subject = subject;
        }
        np
    }

    /// "Among the 40 injured were 11 policemen".
    pub(super) fn among_were(&self, np: &NounPhrase) -> bool {
        self.s.before(np.start).has(Class::BE) && (0..np.start.saturating_sub(1)).any(|i| self.is(i, "among"))
    }

    /// "The official count stands at 84", "Authorities put the figure at 84": of what the sentence before counted.
    pub(super) fn count_named(&self, np: &NounPhrase) -> bool {
        let s = self.s;
        if np.head != Head::None || np.start < 2 {
            return false;
        }
        // "a higher number, 127".
        let beside =
            s.tok(np.start - 1).is_mark(b',') && self.any(np.start - 2, "count figure tally toll estimate number");
        if !self.any(np.start - 1, "at to is was reached of") && !beside {
            return false;
        }
        if beside {
            return true;
        }
        let named = (2..8).filter_map(|back| np.start.checked_sub(back)).find(|at| {
            self.any(*at, "count figure tally toll estimate number total")
                && s.before(*at).has(Class::DETERMINER.and(Class::POSSESSIVE).and(Class::ADJECTIVE).and(Class::PERSON))
                || self.any(*at, "count tally figure toll") && s.before(*at).is_word() && s.before(*at).id == 0
        });
        // "the number of houses": it says itself what it counts.
        named.is_some_and(|at| !self.is(at + 1, "of") && !(at..np.start).any(|i| s.tok(i).has(Class::THING) && i != at))
    }

    /// A bare number right behind a capitalised name, or "with" behind one, in a list.
    fn place_and_count(&self, np: &NounPhrase) -> bool {
        let s = self.s;
        let Some(mut at) = np.start.checked_sub(1).filter(|_| np.head == Head::None && np.end == np.number + 1) else {
            return false;
        };
        if self.is(at, "with") && at > 0 {
            at -= 1;
        }
        let closes = matches!(s.tok(np.end).kind, Kind::End | Kind::Mark(b',' | b';' | b'.' | b')'))
            || s.tok(np.end).has(Class::CONJUNCTION);
        let name = |i: usize| {
            let token = s.tok(i);
            token.is_word() && token.capital && !token.has(Class::MONTH.and(Class::WEEKDAY).and(Class::PREPOSITION))
        };
        let mut first = at;
        while first > 0 && name(first) && name(first - 1) {
            first -= 1;
        }
        let opener = s.before(first);
        closes
            && name(at)
            && (opener.is_mark(b',')
                || opener.is_mark(b';')
                || opener.is_mark(b':')
                || opener.is_mark(b'(')
                || opener.has(Class::CONJUNCTION)
                || self.any(first.saturating_sub(1), "by in"))
    }

    /// Whether token `from` stands inside a bracket that closes before token `to`.
    fn shut_away(&self, from: usize, to: usize) -> bool {
        let mut depth = 0_usize;
        for i in from..to {
            let token = self.s.tok(i);
            if token.is_mark(b'(') {
                depth += 1;
            } else if token.is_mark(b')') {
                if depth == 0 {
                    return true;
                }
                depth -= 1;
            }
        }
        false
    }

    /// Whether the number at token `at` counts things.
    pub(super) fn counts_things(&self, at: usize) -> bool {
        noun_phrase(self.s, self.words, self.text, at).head == Head::Thing
    }

    /// "94 of them houses", "two of which were schools".
    fn said_to_be_things(&self, np: &NounPhrase) -> bool {
        let at = if self.s.tok(np.end).has(Class::BE) { np.end + 1 } else { np.end };
        let noun = self.s.tok(at);
        noun.is_word() && noun.has(Class::THING) && !noun.has(Class::PERSON.and(Class::ADJECTIVE).and(Class::VERB))
    }

    /// "Of 47 people aboard, 24 were Australian": the whole that such an opening names, if it is a number.
    pub(super) fn opening_whole(&self, np: &NounPhrase) -> Option<usize> {
        let comma = np.start.checked_sub(1).filter(|at| self.s.tok(*at).is_mark(b','))?;
        let of = (0..comma)
            .rev()
            .take(16)
            .find(|of| (self.is(*of, "of") || self.is(*of, "among")) && (*of == 0 || !self.s.before(*of).is_word()))?;
        (of + 1..comma).find(|at| self.s.tok(*at).number().is_some())
    }

    /// "Of these, nine": the sentence or clause opens with it.
    pub(super) fn of_these(&self, np: &NounPhrase) -> bool {
        let Some(comma) = np.start.checked_sub(1) else { return false };

        if !self.s.tok(comma).is_mark(b',') {
            return false;
        }
        (1..=14).any(|back| {
            let Some(of) = comma.checked_sub(back) else { return false };
            (self.is(of, "of") || self.is(of, "among")) && (of == 0 || !self.s.before(of).is_word())
        })
    }

    /// "Of these, 43 per cent are children and 1,174 are elderly": behind a joint in a sentence that opens so.
    fn joined_to_these(&self, np: &NounPhrase) -> bool {
        self.s.before(np.start).has(Class::CONJUNCTION)
            && self.any(0, "of among")
            && self.any(1, "these those them")
            && self.s.tok(2).is_mark(b',')
    }

    /// "This includes nine", "They include nine": the subject stands for the number of the sentence before.
    pub(super) fn refers_back(&self, np: &NounPhrase) -> bool {
        let Some(verb) =
            (1..=3).filter_map(|back| np.start.checked_sub(back)).find(|i| self.s.tok(*i).has(Class::INCLUDE))
        else {
            return false;
        };
        verb > 0 && verb <= 4 && self.any(verb - 1, "this these they those which figure total number them")
    }

    /// A trigger shortly before, for parts of what is named without a number.
    pub(super) fn trigger_before(&self, np: &NounPhrase) -> Option<(Measure, usize)> {
        (1..=12).find_map(|back| {
            let at = np.start.checked_sub(back)?;
            let (measure, role, _) = self.s.trigger(self.words, at)?;
            (role.is_transitive()
                || role.has(
                    Role::TOLL
                        .and(Role::COUNTED)
                        .and(Role::EVENT)
                        .and(Role::STATUS)
                        .and(Role::ATTRIBUTE)
                        .and(Role::INTRANSITIVE),
                ))
            .then_some((measure, at))
        })
    }

    pub(super) fn state_before(&self, start: usize) -> Option<Measure> {
        let at = start.checked_sub(2)?;
        let token = self.s.tok(at);
        token.measure.filter(|_| token.role.has(Role::STATUS.and(Role::COUNTED)))
    }

    /// Whether a number is larger than the figure it would be a part of.
    fn larger(&self, np: &NounPhrase, whole: &Attached) -> bool {
        let value = |at: usize| self.s.tok(at).number().and_then(|i| self.s.numbers.get(i)).and_then(|n| n.value);
        value(np.number) > value(whole.np.number)
    }

    /// "and hundreds bear marks of beatings": behind a joint, the number is the subject of a verb of its own.
    fn own_verb(&self, np: &NounPhrase) -> bool {
        let next = self.s.tok(np.end);
        self.s.before(np.start).has(Class::CONJUNCTION)
            && next.is_word()
            && next.measure.is_none()
            && next.has(Class::VERB)
            && !next.has(Class::PREPOSITION.and(Class::ADJECTIVE).and(Class::SPARED))
            && !self.text.get(next.start..next.end).is_some_and(|word| word.ends_with("ed"))
    }

    /// Whether a verb that counts nothing stands between two tokens.
    pub(super) fn clause_between(&self, from: usize, to: usize) -> bool {
        (from..to).any(|i| {
            let token = self.s.tok(i);
            token.is_word()
                && token.measure.is_none()
                && (token.has(Class::VERB) && !token.has(Class::PERSON.and(Class::THING).and(Class::ADJECTIVE))
                    || token.has(Class::REPORTING) && !token.has(Class::ADJECTIVE))
        })
    }

    /// "Smith, 45, and Jones, 39": ages after names.
    pub(super) fn age_in_list(&self, np: &NounPhrase) -> bool {
        let before = np.start.checked_sub(2).map(|i| self.s.tok(i)).unwrap_or_default();
        np.head == Head::None
            && self.s.before(np.start).is_mark(b',')
            && before.capital
            && (self.s.tok(np.end).is_mark(b',') || self.s.tok(np.end).has(Class::CONJUNCTION))
    }
}
