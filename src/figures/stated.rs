//! Turns of phrase that state a count outright: hospitals that admit, attacks that cost lives, the dead put at so many,
//! and counts given anew. Layer `figures`.

use super::attach::Attacher;
use super::np::{Head, NounPhrase};
use super::token::Kind;
use crate::lexicon::cues::cues;
use crate::lexicon::words::{Class, Role};
use crate::model::{Measure, Subject};

impl Attacher<'_> {
    /// What a turn of phrase around the number states, the token that decides, and the rule.
    pub(super) fn stated(&self, np: &NounPhrase) -> Option<(Measure, usize, &'static str)> {
        if !matches!(np.head, Head::Person | Head::None) || self.rejects_share(np) {
            return None;
        }
        self.behind_verb(np).or_else(|| self.hit(np)).or_else(|| self.in_centres(np))
    }

    /// What the words right before the number state.
    fn behind_verb(&self, np: &NounPhrase) -> Option<(Measure, usize, &'static str)> {
        let verb = np.start.checked_sub(1)?;
        self.put_at(np)
            .or_else(|| {
                if self.admitted(np, verb) {
                    return Some((Measure::Injured, verb, "admitted to hospital"));
                }
                // "have cost 37 people their lives".
                if self.any(verb, "cost costs costing")
                    && self.any(np.end, "their his her")
                    && self.any(np.end + 1, "lives life")
                {
                    return Some((Measure::Killed, np.end + 1, "cost lives"));
                }
                // "Swollen rivers carried off thirty people".
                if self.is(verb, "off")
                    && verb > 0
                    && self.any(verb - 1, "carry carries carried carrying swept sweep sweeping")
                    && (verb.saturating_sub(10)..verb).any(|at| self.among(at, &cues().waters))
                {
                    return Some((Measure::Killed, verb - 1, "object of verb"));
                }
                None
            })
            .or_else(|| self.hit(np))
            .or_else(|| self.in_centres(np))
    }

    /// "The district hospital admitted 38 passengers".
    fn admitted(&self, np: &NounPhrase, verb: usize) -> bool {
        self.any(verb, "admitted admitting treated treating received receiving")
            && (verb.saturating_sub(6)..verb).any(|at| self.among(at, &cues().wards))
            && np.head == Head::Person
            && !self.any(np.end.saturating_sub(1), "patients patient")
            && !self.s.tok(verb).has(Class::NEGATION)
    }

    /// "put the dead at 13 and those in hospital at 60", "gave the dead as 37".
    fn put_at(&self, np: &NounPhrase) -> Option<(Measure, usize, &'static str)> {
        if np.head != Head::None {
            return None;
        }
        let mut link = np.start.checked_sub(1)?;
        // A hedge in quotes comes between: “at least” 13.
        if self.s.tok(link).is_mark(b'"') {
            link = (link.saturating_sub(5)..link).rev().find(|at| self.s.tok(*at).is_mark(b'"'))?.checked_sub(1)?;
        }
        if !self.any(link, "at as") || !(link.saturating_sub(16)..link).any(|at| self.among(at, &cues().puts)) {
            return None;
        }
        (1..=3_usize).find_map(|len| {
            let from = link.checked_sub(len).filter(|from| *from > 0)?;
            let (measure, role, covered) = self.s.trigger(self.words, from)?;
            let state = role.has(Role::PREDICATE.and(Role::COUNTED).and(Role::STATUS).and(Role::PARTICIPLE));
            (covered == len && state && self.any(from - 1, "the those")).then_some((measure, from, "put at a value"))
        })
    }

    /// "15 people were hit when men fired from a car", "4,000 households hit".
    fn hit(&self, np: &NounPhrase) -> Option<(Measure, usize, &'static str)> {
        if np.head != Head::Person {
            return None;
        }
        let be = self.s.tok(np.end).has(Class::BE);
        let at = np.end + usize::from(be);
        if !self.any(at, "hit struck") {
            return None;
        }
        if be && (at..at + 16).any(|i| self.among(i, &cues().guns)) {
            return Some((Measure::Injured, at, "hit by gunfire"));
        }
        (np.subject == Subject::Households).then_some((Measure::Affected, at, "households hit"))
    }

    /// "73,000 families or 283,700 persons in 2,371 evacuation centres".
    fn in_centres(&self, np: &NounPhrase) -> Option<(Measure, usize, &'static str)> {
        if np.head != Head::Person {
            return None;
        }
        let mut at = np.end;
        if (self.any(at, "or") || self.s.tok(at).is_mark(b'/')) && self.s.tok(at + 1).number().is_some() {
            at += 3;
        }
        let centres = self.is(at, "in")
            && self.s.tok(at + 1).number().is_some()
            && (self.any(at + 2, "evacuation relief collective displacement temporary emergency")
                && self.any(at + 3, "centres centers shelters camps sites shelter")
                || self.any(at + 2, "shelters camps"));
        centres.then_some((Measure::Displaced, at, "in centres"))
    }

    /// "hundreds, perhaps thousands": the first is what is said, the second a guess at more.
    pub(super) fn outbid(&self, np: &NounPhrase) -> bool {
        let token = self.s.tok(np.number);
        let guess = self.text.get(token.start..token.end).is_some_and(|words| {
            let words = words.to_ascii_lowercase();
            words.starts_with("perhaps ") || words.starts_with("maybe ")
        }) || np.start > 0 && self.any(np.start - 1, "perhaps possibly maybe");
        let vague = |at: usize| {
            self.s.tok(at).number().and_then(|i| self.s.numbers.get(i)).is_some_and(|number| number.value.is_none())
        };
        let comma = (1..=2).filter_map(|back| np.start.checked_sub(back)).find(|at| self.s.tok(*at).is_mark(b','));
        guess && vague(np.number) && comma.is_some_and(|at| at > 0 && vague(at - 1))
    }

    /// "470,000 non-displaced people".
    pub(super) fn denied_state(&self, np: &NounPhrase) -> bool {
        self.any(np.number + 1, "non-displaced non-affected non-refugee non-refugees non-idp non-idps")
    }

    /// A count given anew behind another: "making it 31", "an earlier count, police said, of fourteen", "a figure they
    /// gave on Friday as 28", "from a peak of 200,000", "might be as high as 200".
    pub(super) fn given_anew(&self, np: &NounPhrase) -> bool {
        let Some(link) = np.start.checked_sub(1).filter(|_| np.head == Head::None) else { return false };
        let near = |range: std::ops::Range<usize>, list: &str| {
            range.filter_map(|back| np.start.checked_sub(back)).any(|at| self.any(at, list))
        };
        if self.is(link, "it") && link > 0 && self.any(link - 1, "making bringing taking") {
            return true;
        }
        if self.is(link, "of") {
            return near(2..4, "peak high maximum low")
                || self.s.before(link).is_mark(b',') && near(3..8, "count tally");
        }
        if self.is(link, "as") {
            return near(3..10, "figure toll count tally") && near(2..8, "gave given giving gives put");
        }
        if self.is(link, "be") {
            let counts = |back| np.start.checked_sub(back).is_some_and(|at| self.among(at, &cues().counts));
            return (2..6).any(counts);
        }
        let token = self.s.tok(np.number);
        let over = self
            .text
            .get(token.start..token.end)
            .is_some_and(|words| ["above ", "over ", "below ", "under "].iter().any(|hedge| words.starts_with(hedge)));
        over && self.any(link, "count tally toll figure")
            || self.is(link, "total") && link > 0 && self.is(link - 1, "in")
    }

    /// "the ministry acknowledges 19": a bare number at the end of its clause behind such a verb.
    pub(super) fn acknowledged(&self, np: &NounPhrase) -> bool {
        np.head == Head::None
            && np.start.checked_sub(1).is_some_and(|at| self.among(at, &cues().owns))
            && matches!(self.s.tok(np.end).kind, Kind::End | Kind::Mark(b';' | b'.' | b','))
    }
}
