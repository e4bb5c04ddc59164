//! Totals told at a distance from their noun: "the number killed when … has climbed past 60", "bringing the total of
//! arrests to 90", and sums left to the reader. Layer `figures`.

use super::attach::{Attacher, Verdict};
use super::np::{Head, NounPhrase};
use super::token::Kind;
use crate::lexicon::cues::cues;
use crate::lexicon::words::{Class, Role};
use crate::model::Measure;

impl Attacher<'_> {
    /// The value of a total whose noun stands further off.
    pub(super) fn running_total(&self, np: &NounPhrase) -> Option<Verdict> {
        if matches!(np.head, Head::Thing | Head::Attendee | Head::Counted(_) | Head::Status(_)) || np.partitive {
            return None;
        }
        self.brought(np).or_else(|| self.far_toll(np)).or_else(|| self.earlier_value(np))
    }

    /// "bringing the number of arrests to 90", "bringing to 11,150 the number moved so far".
    fn brought(&self, np: &NounPhrase) -> Option<Verdict> {
        let to = np.start.checked_sub(1).filter(|at| self.any(*at, "to past above over beyond"))?;
        if to > 0 && self.among(to - 1, &cues().brings) && self.any(np.end, "the its their") {
            let (measure, at) = self.total_named(np.end, np.end + 9)?;
            return Some(self.figure(&self.narrowed(np, np.end, at), measure, at, "value of a toll"));
        }
        let verb = (to.saturating_sub(14)..to).rev().find(|at| self.among(*at, &cues().brings))?;
        let between = verb + 1..to;
        let joined = between.len() > 1
            && between.clone().all(|at| {
                let token = self.s.tok(at);
                matches!(token.kind, Kind::Word | Kind::Fixed | Kind::Mark(b'\'')) && token.number().is_none()
            });
        if !joined {
            return None;
        }
        if let Some((measure, at)) = self.total_named(between.start, between.end) {
            return Some(self.figure(&self.narrowed(np, verb, to), measure, at, "value of a toll"));
        }
        // "which brings the total to 202": of what was counted before.
        let named = between.clone().any(|at| self.among(at, &cues().running));
        let things = between.clone().any(|at| self.s.tok(at).has(Class::THING) && !self.any(at, "toll"));
        let before = self.previous.filter(|_| named && !things)?;
        Some(self.figure(np, before, verb, "value of a toll"))
    }

    /// "The number killed when troops stormed a camp has climbed past 60", "The toll, first given as 138, jumped to 290".
    fn far_toll(&self, np: &NounPhrase) -> Option<Verdict> {
        let mut at = np.start.checked_sub(1)?;
        if self.any(at, "to past at over by above") {
            at = at.checked_sub(1)?;
        }
        while self.s.tok(at).has(Class::ADVERB) && !self.among(at, &cues().moves)
            || self.any(at, "up down sharply steadily overnight")
        {
            at = at.checked_sub(1)?;
        }
        // "from nine to 21".
        if self.s.tok(at).number().is_some() && at >= 2 && self.any(at - 1, "from") {
            at -= 2;
            while at > 0 && self.s.tok(at).has(Class::ADVERB) {
                at -= 1;
            }
        }
        let token = self.s.tok(np.number);
        let up = self.text.get(token.start..token.end).is_some_and(|words| words.starts_with("up to "));
        let went = up && at + 1 == np.start && self.any(at, "gone went going rose risen climbed");
        if !(self.among(at, &cues().moves) || went) {
            return None;
        }
        let from = (at.saturating_sub(40)..at).rev().find(|i| self.s.tok(*i).is_mark(b';')).map_or(0, |i| i + 1);
        let from = from.max(at.saturating_sub(40));
        let (measure, noun) = self.total_named(from, at)?;
        // The noun must be the subject: nobody else does anything between it and the verb but in a clause of its own.
        let parted = (noun + 1..at).any(|i| self.s.tok(i).has(Class::CONTRAST) || self.s.tok(i).is_mark(b':'));
        let rule = if went { "toll went up to a value" } else { "value of a toll" };
        (!parted).then(|| self.figure(&self.narrowed(np, noun, at.min(noun + 2)), measure, noun, rule))
    }

    /// "The toll, first given as 138, …", "initially put at 12".
    fn earlier_value(&self, np: &NounPhrase) -> Option<Verdict> {
        let link = np.start.checked_sub(1).filter(|at| self.any(*at, "as at"))?;
        // "it had been put at 13".
        let it = (1..=3).filter_map(|back| link.checked_sub(back + 1)).find(|at| self.is(*at, "it"));
        if let Some(it) = it
            && self.any(link - 1, "put given set estimated")
            && (it + 1..link)
                .all(|at| self.s.tok(at).has(Class::BE.and(Class::HAVE).and(Class::ADVERB)) || at + 1 == link)
            && let Some((measure, noun)) = self.total_named(it.saturating_sub(30), it)
        {
            return Some(self.figure(np, measure, noun, "old value of a toll"));
        }
        let verb = link
            .checked_sub(1)
            .filter(|at| self.any(*at, "given put reported stated announced set listed recorded"))?;
        let first = verb.checked_sub(1).filter(|at| self.any(*at, "first initially earlier previously originally"))?;
        let comma = first.checked_sub(1).filter(|at| self.s.tok(*at).is_mark(b','))?;
        let (measure, noun) = self.total_named(comma.saturating_sub(8), comma)?;
        Some(self.figure(np, measure, noun, "old value of a toll"))
    }

    /// What the total named between two tokens counts, and where: "death toll", "number of people believed killed",
    /// "total killed", "its losses".
    pub(super) fn total_named(&self, from: usize, to: usize) -> Option<(Measure, usize)> {
        for at in from..to {
            if !self.s.tok(at).is_word() || self.counted_itself(at) {
                continue;
            }
            if let Some((measure, role, _)) = self.s.trigger(self.words, at)
                && role.has(Role::TOLL)
            {
                return Some((measure, at));
            }
            // "its losses", "his army's losses": men, if a side is named.
            if self.any(at, "losses")
                && self.s.before(at).has(Class::POSSESSIVE.and(Class::BE).and(Class::ADJECTIVE))
                && self.armed()
            {
                return Some((Measure::Killed, at));
            }
            if self.among(at, &cues().totals) {
                let mut inner = at + 1..to.min(at + 9);
                let word = inner.find(|i| {
                    let token = self.s.tok(*i);
                    token.measure.is_some()
                        && token.role.has(
                            Role::PARTICIPLE
                                .and(Role::PREDICATE)
                                .and(Role::STATUS)
                                .and(Role::COUNTED)
                                .and(Role::ATTRIBUTE)
                                .and(Role::INTRANSITIVE),
                        )
                });
                let word = word.filter(|word| {
                    (at + 1..*word).all(|i| {
                        let token = self.s.tok(i);
                        token.is_word()
                            && !token.has(Class::THING)
                            && (!token.has(Class::VERB.and(Class::REPORTING)) || token.has(Class::ADJECTIVE))
                    })
                });
                if let Some(word) = word {
                    return Some((self.s.tok(word).measure?, word));
                }
            }
        }
        None
    }

    /// Whether the sentence speaks of armed men, so that losses are theirs.
    fn armed(&self) -> bool {
        (0..self.s.tokens.len()).any(|at| self.among(at, &cues().armed))
    }
}
