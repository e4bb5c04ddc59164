//! Which of the places named a figure belongs to. Layer `figures`.

use super::Mention;
use super::attach::Attached;
use super::attribution::voices;
use super::context::{Document, Facts};
use super::place::{Link, PlaceRef, places};
use super::token::Sentence;
use crate::lexicon::places::PlaceKind;
use crate::lexicon::words::Class;
use crate::model::Measure;

/// What a place inside the speaker's name costs.
const SPEAKER: usize = 100;

impl Document<'_> {
    pub(super) fn place(
        &self,
        index: usize,
        figure: &Attached,
        trace: &mut Vec<&'static str>,
    ) -> (Option<Mention>, bool) {
        let Some(facts) = self.facts(index) else { return (None, false) };
        let at = figure.np.number;
        let spoken = |facts: &Facts<'_>, place: &PlaceRef| {
            facts.voices().iter().any(|voice| voice.who.contains(&place.tokens.start))
        };
        let best = facts
            .places()
            .iter()
            .filter_map(|place| {
                // "Police in Louisville said": where the speaker is, if nothing else says where.
                let far = if spoken(facts, place) { Some(SPEAKER).filter(|_| place.link == Link::At)? } else { 0 };
                Some((place_cost(facts.sentence(), facts.places(), place, at, figure)? + far, place))
            })
            .min_by_key(|(cost, _)| *cost);
        let mut common = None;
        if let Some((_, place)) = best {
            let mention = self.mention(facts, place.tokens.clone());
            if !place.common && !spoken(facts, place) {
                trace.push("place in the sentence");
                return (mention, false);
            }
            common = mention;
        }
        for before in self.facts.iter().rev().filter(|facts| facts.index < index) {
            if !self.same_paragraph(before.index, index) {
                break;
            }
            let named = before
                .places()
                .iter()
                .filter(|place| !place.common && !spoken(before, place))
                .filter_map(|place| {
                    let rank = match place.link {
                        Link::At | Link::Struck => 0,
                        Link::Owner | Link::Dateline => 2,
                        Link::To => 1,
                        Link::Named => 3,
                        Link::From | Link::Bracket | Link::Head | Link::Behind => return None,
                    };
                    let country = usize::from(place.known == Some(PlaceKind::Country)) * 2;
                    Some((rank + country, place))
                })
                .min_by_key(|(rank, _)| *rank);
            if let Some((_, place)) = named {
                trace.push("place in a sentence before");
                return (self.mention(before, place.tokens.clone()), false);
            }
        }
        if common.is_none()
            && let Some(place) = self.heading_place(index)
        {
            trace.push("place in the heading");
            return (Some(place), false);
        }
        if let Some(later) = self.place_behind(index).filter(|_| common.is_none()) {
            trace.push("place in the sentence behind");
            return (Some(later), false);
        }
        if common.is_some() {
            trace.push(match best {
                Some((_, place)) if !place.common => "place of the speaker",
                _ => "place by a common noun",
            });
        }
        (common, false)
    }

    /// The place that the sentence behind names, where none before does.
    fn place_behind(&self, index: usize) -> Option<Mention> {
        let range = self.ranges.get(index + 1).cloned().filter(|_| self.same_paragraph(index, index + 1))?;
        let sentence = Sentence::read(self.text, range, self.words);
        let spoken = voices(&sentence, self.text);
        let place = places(&sentence, self.text).into_iter().find(|place| {
            !place.common
                && matches!(place.link, Link::At | Link::Struck | Link::Owner)
                && place.known.is_some()
                && !spoken.iter().any(|voice| voice.who.contains(&place.tokens.start) && place.link == Link::At)
        })?;
        let (first, last) = (sentence.tok(place.tokens.start), sentence.tok(place.tokens.end.checked_sub(1)?));
        let text = self.text.get(first.start..last.end)?.to_owned();
        Some(Mention { start: first.start, end: last.end, text })
    }
}

/// How well a place fits the number at token `at`; `None` if it cannot be its place.
fn place_cost(s: &Sentence, places: &[PlaceRef], place: &PlaceRef, at: usize, figure: &Attached) -> Option<usize> {
    let start = place.tokens.start;
    let fled = figure.measure == Measure::Displaced;
    let returned = figure.measure == Measure::Returned;
    let distance = if start > at { start - at } else { (at - start) + 8 };
    let kind = match place.link {
        Link::Bracket if start < at && at - start <= 3 => 0,
        Link::Bracket => return None,
        Link::Behind if start == at + 1 => 0,
        Link::Behind => return None,
        Link::Head if start < at && super::layout::in_cell(s, places, place, at) => 0,
        Link::Head => return None,
        Link::At | Link::Struck => 4,
        Link::From if fled => 0,
        Link::To if returned => 0,
        Link::To if fled => 15,
        Link::From if returned => 20,
        Link::Owner => 30,
        Link::Dateline => 60,
        Link::Named => 8,
        Link::From | Link::To => return None,
    };
    // "90 dead (79 in Mamuju and 11 in Majene), 253 injured": a closed bracket keeps its places to itself.
    let open = (0..start.min(at)).rev().find(|i| s.tok(*i).is_mark(b'(') || s.tok(*i).is_mark(b')'));
    let within = open.filter(|i| s.tok(*i).is_mark(b'('));
    let shut = |from: usize, to: usize| {
        let mut depth = 0_i32;
        (from..to).any(|i| {
            depth += i32::from(s.tok(i).is_mark(b'(')) - i32::from(s.tok(i).is_mark(b')'));
            depth < 0
        })
    };
    if start < at && place.link != Link::Dateline && within.is_none_or(|i| i < start) && shut(start, at) {
        return None;
    }
    // "in 21 cities" says less than any name.
    let counted = place.common && s.tok(start).number().is_some();
    let common = if counted {
        80
    } else if place.common {
        12
    } else {
        0
    };
    // "Solhan village in Yagha province": the wider place after the narrower.
    let wider = start >= 2
        && places.iter().any(|other| {
            other.link != Link::Dateline
                && other.tokens.end < start
                && start - other.tokens.end <= 3
                && !(other.tokens.end..start)
                    .any(|i| s.tok(i).has(Class::CONJUNCTION) || s.tok(i).number().is_some() || i == at)
        });
    let common = if wider { common + 12 } else { common };
    let breaks =
        (start.min(at)..start.max(at)).filter(|i| s.tok(*i).is_mark(b';') || s.tok(*i).has(Class::CONTRAST)).count();
    // Behind another number it is that one's: "five in Georgia and three in Alabama".
    let others = (at + 1..start).filter(|i| s.tok(*i).number().is_some()).count() * 10;
    // "33 lives, 22 of them in California", "14 killed, eight of whom in Thumanë": a part's place is not the whole's.
    let of_part = (at + 1..start.max(at + 1)).any(|i| {
        s.tok(i).number().is_some()
            && s.tok(i + 1).is_word()
            && s.tok(i + 2).has(Class::PRONOUN.and(Class::RELATIVE))
            && s.before(i).is_mark(b',')
            && !(i..start).any(|j| s.tok(j).is_mark(b','))
    });
    if of_part {
        return None;
    }
    let country = if place.known == Some(PlaceKind::Country) { 6 } else { 0 };
    Some(distance + kind + common + country + others + breaks * 20)
}
