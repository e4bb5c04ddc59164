//! Numbers governed from the left: objects of verbs, values of tolls, numbers after labels. Layer `figures`.

use super::attach::{Attacher, Verdict};
use super::np::{Head, NounPhrase};
use super::token::Kind;
use super::verbs::{Voice, voice};
use crate::lexicon::cues::cues;
use crate::lexicon::words::{Class, Role};
use crate::model::{Measure, Subject};

impl Attacher<'_> {
    /// The number is the object of a verb or noun right before it.
    pub(super) fn governed(&self, np: &NounPhrase) -> Option<Verdict> {
        let s = self.s;
        if let Some(verdict) = self.label(np) {
            return Some(verdict);
        }
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
        // A word in quotes: “neutralised” 309.
        if at > 1 && s.before(at).is_mark(b'"') && s.before(at - 1).measure.is_some() {
            at -= 1;
        }
        // The number itself in quotes: the deaths of “dozens”.
        if at > 1 && s.before(at).is_mark(b'"') && s.tok(np.number + 1).is_mark(b'"') {
            at -= 1;
        }
        let lives = matches!(np.head, Head::Counted(_));
        if np.head == Head::Thing && !self.is(np.end.saturating_sub(1), "lives") {
            return None;
        }
        for len in 1..=3_usize {
            let Some(from) = at.checked_sub(len) else { break };
            let Some((measure, role, covered)) = s.trigger(self.words, from) else { continue };
            if covered != len {
                continue;
            }
            // "shot dead three robbers", "took hostage nine".
            let set_phrase = len > 1 && role.has(Role::PREDICATE) && !s.before(from).has(Class::BE);
            let active = self.any(from, "shot took taking stabbed beat burned hacked rounded");
            if set_phrase && active && !self.rejects_share(np) {
                return Some(self.figure(np, measure, from, "object of verb"));
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
                if self.rejects_share(np) || self.improbable(np, measure, from) {
                    return Some(Verdict::No);
                }
                return Some(self.figure(np, measure, from, "object of verb"));
            }
        }
        // "shot three sailors to death", "stabbed two people dead".
        let weapon = "shot shooting shoots stabbed stabbing beat beating beaten hacked hacking burned burnt clubbed trampled crushed stoned bludgeoned gunned mauled";
        if at > 0
            && self.any(at - 1, weapon)
            && (self.is(np.end, "dead") || self.is(np.end, "to") && self.is(np.end + 1, "death"))
        {
            return Some(self.figure(np, Measure::Killed, at - 1, "object of verb"));
        }
        // "lost three men": people who are missed, not matches.
        let missed = "men soldiers troops fighters colleagues comrades relatives children sons brothers members officers people crew friends volunteers";
        if at > 0 && self.any(at - 1, "lost losing") && np.end > np.number + 1 && self.any(np.end - 1, missed) {
            return Some(self.figure(np, Measure::Killed, at - 1, "object of lose"));
        }
        // "the killing of nine", "deaths of hundreds", "abduction involving nine".
        let link = at.checked_sub(1).filter(|i| self.any(*i, "of involving among to affecting"));
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

    /// "Killed: 18", "The dead numbered 30".
    pub(super) fn label(&self, np: &NounPhrase) -> Option<Verdict> {
        let link = np.start.checked_sub(1)?;
        if let Some(verdict) = self.heading(np, link) {
            return Some(verdict);
        }
        let marked = self.s.tok(link).is_mark(b':') || self.s.tok(link).is_mark(b'=');
        let said = self.any(link, "number numbered numbering total totalled totaled totalling totaling");
        if !(marked || said) || matches!(np.head, Head::Thing | Head::Attendee | Head::Counted(_)) {
            return None;
        }
        // "casualties: 73 killed and 139 injured": each has its own word.
        if marked
            && self
                .s
                .trigger(self.words, np.end)
                .is_some_and(|(_, role, _)| role.has(Role::PARTICIPLE.and(Role::PREDICATE)))
        {
            return None;
        }
        // "The displaced, numbering 8,000".
        let link = if said && link > 0 && self.s.before(link).is_mark(b',') { link - 1 } else { link };
        for len in (1..=3_usize).rev() {
            let Some(from) = link.checked_sub(len) else { continue };
            let Some((measure, role, covered)) = self.s.trigger(self.words, from) else { continue };
            // "hit by injuries: two defenders are out" is a sentence, not a label.
            let mut head = from;
            while head > 0
                && self.s.before(head).is_word()
                && self.s.before(head).has(Class::PERSON.and(Class::ADJECTIVE).and(Class::DETERMINER))
            {
                head -= 1;
            }
            let heads = head == 0 || !self.s.before(head).is_word() || said;
            if covered == len && heads && role.has(Role::LABEL.and(Role::TOLL)) {
                return Some(self.figure(&self.narrowed(np, head, link), measure, from, "number after a label"));
            }
        }
        None
    }

    /// "Cumulative displacement from Mosul since October: 1,021": the head noun of what stands before a colon.
    fn heading(&self, np: &NounPhrase, link: usize) -> Option<Verdict> {
        if !self.s.tok(link).is_mark(b':') || !matches!(np.head, Head::Person | Head::None) {
            return None;
        }
        let mut from = link;
        while from > 0 && link - from < 14 && !matches!(self.s.before(from).kind, Kind::Mark(_)) {
            from -= 1;
        }
        let bounded = from == 0 || matches!(self.s.before(from).kind, Kind::Mark(_));
        // The head noun comes before the first preposition; a verb of its own makes it a sentence, not a heading.
        let stop = (from..link).find(|at| self.s.tok(*at).has(Class::PREPOSITION)).unwrap_or(link);
        let sentence = (from..link).any(|at| self.s.tok(at).has(Class::BE.and(Class::HAVE).and(Class::REPORTING)));
        if !bounded || sentence || self.s.tok(from).number().is_some() {
            return None;
        }
        let (measure, at) = (from..stop).rev().find_map(|at| {
            let (measure, role, len) = self.s.trigger(self.words, at)?;
            (at + len == stop
                && stop < link
                && role.has(Role::TOLL.and(Role::LABEL).and(Role::EVENT).and(Role::COUNTED)))
            .then_some((measure, at))
        })?;
        Some(self.figure(&self.narrowed(np, from, link), measure, at, "number after a heading"))
    }

    /// The phrase with the subject that the words of a toll name: "the number of children killed".
    pub(super) fn narrowed(&self, np: &NounPhrase, from: usize, to: usize) -> NounPhrase {
        let mut np = *np;
        if !np.subject_stated {
            let named = (from.saturating_sub(1)..to)
                .filter_map(|i| self.s.tok(i).subject)
                .find(|subject| *subject != Subject::People);
            if let Some(subject) = named {
                np.subject = subject;
            }
        }
        np
    }

    /// "brought to 39 the number of people killed".
    pub(super) fn toll_behind(&self, np: &NounPhrase) -> Option<Verdict> {
        let before = np.start.checked_sub(1)?;
        if np.head != Head::None || !self.any(before, "to at") || !self.is(np.end, "the") {
            return None;
        }
        // "the number of Cameroonian refugees registered": the noun comes after words that narrow it.
        if self.is(np.end + 1, "number") && self.is(np.end + 2, "of") {
            let noun = (np.end + 3..np.end + 7).take_while(|at| self.s.tok(*at).is_word()).find(|at| {
                self.s.tok(*at).measure.is_some() && self.s.tok(*at).role.has(Role::STATUS.and(Role::COUNTED))
            });
            if let Some((at, measure)) = noun.and_then(|at| Some((at, self.s.tok(at).measure?))) {
                return Some(self.figure(np, measure, at, "value of a toll"));
            }
        }
        let (measure, role, len) = self.s.trigger(self.words, np.end + 1)?;
        role.has(Role::TOLL).then(|| {
            self.figure(&self.narrowed(np, np.end + 1, np.end + 1 + len), measure, np.end + 1, "value of a toll")
        })
    }

    /// "the death toll rose from nine to 21".
    pub(super) fn value_of_toll(&self, np: &NounPhrase) -> Option<Verdict> {
        let s = self.s;
        if matches!(np.head, Head::Thing | Head::Attendee) {
            return None;
        }
        if let Some(verdict) = self.toll_behind(np) {
            return Some(verdict);
        }
        // The word before the number must lead from a toll to its value.
        let vague = s.tok(np.number).number().and_then(|i| s.numbers.get(i)).is_some_and(|n| n.value.is_none());
        let mut bridge = np.start;
        while bridge > 0
            && (s.before(bridge).has(Class::ADVERB.and(Class::DETERMINER))
                || self.any(bridge - 1, "earlier high many previous current"))
        {
            bridge -= 1;
        }
        let bridge = bridge.checked_sub(1)?;
        let of = self.is(bridge, "of")
            && bridge > 0
            && s.before(bridge).role.has(Role::TOLL) | self.any(bridge - 1, "toll count number figure total");
        let leads =
            self.among(bridge, &cues().bridge) || of || self.is(bridge, "in") && vague || s.tok(bridge).is_mark(b',');
        if !leads {
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
                // "The toll in Odessa, Texas has risen": a comma between names.
                Kind::Mark(b',') if s.before(at).capital && s.tok(at + 1).capital => {}
                // "now at 87, up from 70".
                Kind::Mark(b',') if self.any(at + 1, "up down compared rising increasing against from") => {}
                Kind::Word => {
                    for len in (1..=5_usize).rev() {
                        let Some(from) = (at + 1).checked_sub(len) else { continue };
                        let Some((measure, role, covered)) = s.trigger(self.words, from) else { continue };
                        let put = role.has(Role::COUNTED.and(Role::STATUS))
                            && self.any(bridge, "at")
                            && (s.before(from).has(Class::DETERMINER.and(Class::POSSESSIVE))
                                || from > 0 && self.is(from - 1, "'s"));
                        if covered == len && (role.has(Role::TOLL) || put) && linked && !self.counted_itself(from) {
                            if np.start.checked_sub(1).is_some_and(|i| self.is(i, "from"))
                                && (np.end..np.end + 2).any(|i| self.is(i, "to"))
                            {
                                return Some(self.figure(np, measure, from, "old value of a toll"));
                            }
                            let passed = self.any(
                                bridge,
                                "past exceeded exceed exceeds surpassed surpass surpasses topped topping passed over",
                            );
                            let rule = if passed { "toll passed a value" } else { "value of a toll" };
                            return Some(self.figure(&self.narrowed(np, from, from + len), measure, from, rule));
                        }
                    }
                    if token.has(Class::SUBORDINATOR)
                        && !token.has(Class::PREPOSITION)
                        && !self.is(at, "since")
                        && !self.is(at + 1, "far")
                    {
                        return None;
                    }
                    linked |= np.start == at + 1 || steps <= 3 && self.among(at, &cues().bridge);
                }
                _ => return None,
            }
        }
        None
    }

    /// Whether the subject of the passive at `from` stands before it in the same clause, so that what follows is not
    /// its object.
    pub(super) fn passive_done(&self, from: usize) -> bool {
        from >= 2
    }

    pub(super) fn negated(&self, at: usize) -> bool {
        (1..=3).filter_map(|back| at.checked_sub(back)).any(|i| {
            let token = self.s.tok(i);
            token.has(Class::NEGATION) && !token.has(Class::PREPOSITION)
                || token.has(Class::HYPOTHETICAL) && i + 1 == at
        })
    }

    /// Whether a number of its own stands before the toll word ("three dead in 12 …").
    pub(super) fn counted_itself(&self, from: usize) -> bool {
        (1..=3).filter_map(|back| from.checked_sub(back)).any(|i| self.s.tok(i).number().is_some())
    }

    /// "killed the driver and nine passengers": the verb before the joint governs this number too.
    pub(super) fn joint_object(&self, np: &NounPhrase) -> Option<(Measure, usize)> {
        let joint = np.start.checked_sub(1)?;
        for back in 1..=9 {
            let at = joint.checked_sub(back)?;
            let token = self.s.tok(at);
            if token.is_word() && token.role.is_transitive() && back > 1 {
                let (measure, role, len) = self.s.trigger(self.words, at)?;
                return (role.is_transitive() && voice(self.s, at, len, role) == Voice::Active)
                    .then_some((measure, at));
            }
            let plain = token.is_word()
                && !token.has(
                    Class::VERB
                        .and(Class::BE)
                        .and(Class::HAVE)
                        .and(Class::SUBORDINATOR)
                        .and(Class::RELATIVE)
                        .and(Class::REPORTING),
                )
                && token.measure.is_none_or(|_| !token.role.has(Role::INTRANSITIVE))
                || token.has(Class::DETERMINER);
            if !plain {
                return None;
            }
        }
        None
    }
}
