//! Verbs that count only if people are their object or subject: seized, buried, forced north, taken, arrived. Layer
//! `figures`.

use super::attach::{Attacher, Verdict};
use super::np::{Head, NounPhrase};
use crate::lexicon::cues::cues;
use crate::lexicon::words::{Class, Role};
use crate::model::{Measure, Subject};

impl Attacher<'_> {
    /// A verb that counts people only.
    pub(super) fn acted(&self, np: &NounPhrase) -> Option<Verdict> {
        let persons = np.head == Head::Person;
        if persons && let Some((measure, at)) = self.seized(np).or_else(|| self.buried(np)).or_else(|| self.lost(np)) {
            return Some(self.figure(np, measure, at, "object of verb"));
        }
        if matches!(np.head, Head::Person | Head::None)
            && let Some(at) = self.forced_away(np)
        {
            return Some(self.figure(np, Measure::Displaced, at, "object of verb"));
        }
        if persons && let Some((measure, at)) = self.taken(np) {
            return Some(self.figure(np, measure, at, "subject of passive"));
        }
        if let Some((measure, at)) = self.among_the(np) {
            return Some(self.figure(np, measure, at, "among those counted"));
        }
        if let Some(at) = self.arrived(np) {
            let home = (0..self.s.tokens.len()).any(|i| self.s.tok(i).measure == Some(Measure::Returned));
            return Some(self.figure(np, if home { Measure::Returned } else { Measure::Displaced }, at, "arrivals"));
        }
        None
    }

    /// The verb right before the phrase, past adverbs.
    fn verb_before(&self, np: &NounPhrase) -> Option<usize> {
        let mut at = np.start.checked_sub(1)?;
        while self.s.tok(at).has(Class::ADVERB) && !self.s.tok(at).has(Class::PREPOSITION) {
            at = at.checked_sub(1)?;
        }
        Some(at)
    }

    /// "seized 30 students", "slit the throats of 43 farm workers".
    fn seized(&self, np: &NounPhrase) -> Option<(Measure, usize)> {
        let at = self.verb_before(np)?;
        if self.any(at, "seized seizing seizes snatched snatching") && !self.negated(at) {
            let law = (at.saturating_sub(6)..at).any(|i| self.among(i, &cues().law));
            return Some((if law { Measure::Detained } else { Measure::Abducted }, at));
        }
        let throats = self.any(at, "of")
            && at > 2
            && self.any(at - 1, "throats")
            && self.any(at - 3, "slit cut slitting cutting");
        throats.then_some((Measure::Killed, at.saturating_sub(1)))
    }

    /// "Residents buried 43 farm workers", "a landslide buried as many as 150 people".
    fn buried(&self, np: &NounPhrase) -> Option<(Measure, usize)> {
        let mut at = self.verb_before(np)?;
        // "buried 25 houses and as many as 150 people".
        if self.s.tok(at).has(Class::CONJUNCTION) {
            let verb = (at.saturating_sub(6)..at).rev().find(|i| self.any(*i, "buried burying"))?;
            if !(verb + 1..at)
                .all(|i| self.s.tok(i).number().is_some() || self.s.tok(i).has(Class::THING.and(Class::ADJECTIVE)))
            {
                return None;
            }
            at = verb;
        }
        if !self.any(at, "buried burying bury") || self.s.before(at).has(Class::HYPOTHETICAL) {
            return None;
        }
        // "buried 40 people, killing 17 of them": the end they came to is told.
        if self.s.tok(np.end).is_mark(b',') && self.s.tok(np.end + 1).role.has(Role::GERUND) {
            return None;
        }
        let alive = (0..at).any(|i| self.among(i, &cues().slides));
        Some((if alive { Measure::Missing } else { Measure::Killed }, at))
    }

    /// "lost three peacekeepers": men under arms and others who do not lose themselves.
    fn lost(&self, np: &NounPhrase) -> Option<(Measure, usize)> {
        let at = self.verb_before(np).filter(|at| self.any(*at, "lost losing"))?;
        let missed = matches!(
            np.subject,
            Subject::Soldiers | Subject::Police | Subject::Combatants | Subject::AidWorkers | Subject::Journalists
        );
        missed.then_some((Measure::Killed, at))
    }

    /// "forcing some 4,500 people northward", "drove 2,000 into the hills".
    fn forced_away(&self, np: &NounPhrase) -> Option<usize> {
        let at = self.verb_before(np)?;
        let verb = "forcing forced forces sending sent driving drove driven pushing pushed";
        let way = "northward northwards southward southwards eastward eastwards westward westwards";
        let into = self.any(np.end, "into onto across to")
            && (np.end + 1..np.end + 4).any(|i| {
                self.any(
                    i,
                    "exile camps shelters hills bush forest forests mountains border neighbouring neighboring open",
                )
            });
        // "has sent 30,000 residents of the plain to evacuation centres".
        let shelters = (np.end..np.end + 9).find(|i| self.is(*i, "to")).is_some_and(|to| {
            (np.end..=to).all(|i| self.s.tok(i).is_word() && !self.s.tok(i).has(Class::VERB))
                && (to + 1..to + 4).any(|i| self.any(i, "evacuation shelters shelter camps camp"))
        });
        // "pushed 900 households — about 5,000 persons — out of their villages".
        let mut end = np.end;
        if self.s.tok(end).is_mark(b'-') {
            end = (end + 1..end + 9).find(|i| self.s.tok(*i).is_mark(b'-')).map_or(end, |i| i + 1);
        }
        let out = (self.is(end, "out") && self.is(end + 1, "of") || self.is(end, "from"))
            && (end + 1..end + 6).any(|i| {
                self.any(i, "home homes village villages town towns land lands camp camps settlement settlements house houses area areas hamlets neighbourhoods neighborhoods")
            });
        let shelters = shelters || out;
        (self.any(at, verb) && (self.any(np.end, way) || shelters || into && !self.any(at, "sending sent")))
            .then_some(at)
    }

    /// "14 teachers were taken near Bamenda", "30 pupils had been seized".
    fn taken(&self, np: &NounPhrase) -> Option<(Measure, usize)> {
        let mut at = np.end;
        while self.s.tok(at).has(Class::BE.and(Class::HAVE).and(Class::ADVERB)) && at < np.end + 4 {
            at += 1;
        }
        if at == np.end && !self.any(at, "seized snatched") {
            return None;
        }
        if self.any(at, "seized snatched") {
            let law = (at + 1..at + 5).any(|i| self.among(i, &cues().law)) && self.is(at + 1, "by");
            return Some((if law { Measure::Detained } else { Measure::Abducted }, at));
        }
        if !self.is(at, "taken") {
            return None;
        }
        let next = at + 1;
        let armed = self.is(next, "by")
            && (next + 1..next + 5).any(|i| {
                self.any(i, "gunmen bandits kidnappers militants rebels fighters men assailants attackers insurgents jihadists gang militia")
            });
        let home = self.is(next, "from")
            && (next + 1..next + 5).any(|i| {
                self.any(
                i,
                "home homes school schools village villages farm farms dormitory dormitories church mosque bus buses",
            )
            })
            && !(next..next + 12).any(|i| self.any(i, "hospital safety shelter shelters"));
        let near = self.is(next, "near") || self.is(next, "in") && self.s.tok(next + 1).capital;
        (armed || home || near).then_some((Measure::Abducted, at))
    }

    /// "11 of its citizens were among the 176 who perished".
    fn among_the(&self, np: &NounPhrase) -> Option<(Measure, usize)> {
        if !matches!(np.head, Head::Person | Head::None)
            || !self.s.tok(np.end).has(Class::BE)
            || !self.is(np.end + 1, "among")
        {
            return None;
        }
        // "A family of six was among …".
        if np.start > 0 && self.is(np.start - 1, "of") {
            return None;
        }
        let number = (np.end + 2..np.end + 5).find(|i| self.s.tok(*i).number().is_some())?;
        (number + 1..number + 7).find_map(|at| {
            let (measure, role, _) = self.s.trigger(self.words, at)?;
            role.has(Role::PARTICIPLE.and(Role::PREDICATE).and(Role::INTRANSITIVE).and(Role::COUNTED).and(Role::STATUS))
                .then_some((measure, at))
        })
    }

    /// "456 households arrived at Amboko from Markounda": people who came to a place or reached it, where flight is told
    /// of or the noun is one of those who are counted when they move.
    fn arrived(&self, np: &NounPhrase) -> Option<usize> {
        if !matches!(np.head, Head::Person | Head::Status(_)) || np.subject == Subject::Soldiers {
            return None;
        }
        let mut at = np.end;
        // A second count of the same people: "456 HH / 1,934 ind.", "3,100 households (18,600 individuals)".
        for _ in 0..2 {
            if self.s.tok(at).is_mark(b'/') && self.s.tok(at + 1).number().is_some() {
                at += 3;
            } else if self.s.tok(at).is_mark(b'(') {
                at = (at..at + 8).find(|i| self.s.tok(*i).is_mark(b')'))? + 1;
            } else if self.any(at, "comprising or representing totalling") && self.s.tok(at + 1).number().is_some() {
                at += 3;
            }
            if self.s.tok(at).is_mark(b'.') {
                at += 1;
            }
        }
        // "…, two thirds of them children, have reached".
        if self.s.tok(at).is_mark(b',') {
            let close = (at + 1..at + 9).find(|i| self.s.tok(*i).is_mark(b','))?;
            if !(at + 1..close).any(|i| self.any(i, "them whom")) {
                return None;
            }
            at = close + 1;
        }
        let mut verb = at;
        while self.s.tok(verb).has(Class::HAVE.and(Class::ADVERB)) && verb < at + 4 {
            verb += 1;
        }
        if !self.any(verb, "arrived arrive reached came crossed entered moved") {
            return None;
        }
        let next = verb + 1;
        let named = |i: usize| {
            self.s.tok(i).capital && self.s.tok(i).is_word() && !self.s.tok(i).has(Class::MONTH.and(Class::WEEKDAY))
        };
        let there = self.any(next, "from at in into to") && (next + 1..next + 4).any(named)
            || self.any(verb, "reached entered") && named(next);
        let movers = np.subject == Subject::Households
            || matches!(np.head, Head::Status(_))
            || self.any(np.end.saturating_sub(1), "individuals persons ind migrants refugees asylum-seekers");
        let flight = self.previous == Some(Measure::Displaced)
            || (0..self.s.tokens.len()).any(|i| {
                self.s.tok(i).measure == Some(Measure::Displaced)
                    || self.any(i, "conflict fighting clashes violence attack attacks attacked hostilities drought floods flood shelling insecurity")
            })
            || tells_of_flight(self.before);
        (there && (movers || flight)).then_some(verb)
    }
}

/// Whether words tell of attacks, flight or disaster.
fn tells_of_flight(text: &str) -> bool {
    cues().flight.iter().any(|cue| text.contains(&**cue))
}
