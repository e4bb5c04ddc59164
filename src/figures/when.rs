//! When: the period of a figure, from its sentence or from those before. Layer `figures`.

use super::attach::Attached;
use super::context::{Document, Facts};
use super::dates::{TimeKind, TimeRef, times};
use super::token::Sentence;
use crate::lexicon::cues::cues;
use crate::lexicon::words::Class;
use crate::model::Date;

impl Document<'_> {
    /// The period of `figure` in the settled sentence `index`.
    pub(super) fn time(&self, index: usize, figure: &Attached, trace: &mut Vec<&'static str>) -> Option<TimeRef> {
        let facts = self.facts(index)?;
        let at = facts.sentence().tok(figure.np.number).start;
        // "rose from nine to 21": the date is that of the new toll, unless it is the event's.
        if figure.trace.contains(&"old value of a toll") {
            return self.event_day(index);
        }
        let best = facts
            .times()
            .iter()
            .filter(|time| !self.is_date_of_saying(facts, time))
            .filter_map(|time| Some((self.time_cost(facts, time, at, figure)?, time)))
            .min_by_key(|(cost, _)| *cost);
        if let Some(time) = self.shifted(facts, at) {
            trace.push("a day later or earlier");
            return Some(time);
        }
        if let Some((_, time)) = best {
            trace.push("date in the sentence");
            return Some(self.meant(facts, time));
        }
        if let Some(start) = self.since_event(facts, at) {
            trace.push("since an event dated elsewhere");
            let range = facts.sentence().range.clone();
            return Some(TimeRef { range, start: Some(start), end: None, kind: TimeKind::Since });
        }
        // "In the war as a whole …": the sentence before speaks of less.
        if (0..figure.trigger).any(|i| facts.sentence().tok(i).has(Class::LONG)) {
            return None;
        }
        // What a stock is does not date from what was told before.
        let stock = self.is_stock(facts.sentence(), figure);
        for before in self.facts.iter().rev().filter(|facts| facts.index < index) {
            if !self.same_paragraph(before.index, index) {
                break;
            }
            if !stock && let Some(time) = self.shifted(before, before.sentence().range.end) {
                trace.push("date in a sentence before");
                return Some(time);
            }
            let time = before.times().iter().find(|time| {
                !self.is_date_of_saying(before, time)
                    && time.kind != TimeKind::AsOf
                    && !in_clause(before, time)
                    && (!stock || time.kind == TimeKind::Since)
            });
            if let Some(time) = time {
                trace.push("date in a sentence before");
                return Some(self.meant(before, time));
            }
        }
        let event = if stock { None } else { self.event_day(index) };
        if event.is_some() {
            trace.push("day of the event");
        }
        event
    }

    /// "said on Friday", "On Friday the ministry said": when it was said, not when it happened.
    fn is_date_of_saying(&self, facts: &Facts<'_>, time: &TimeRef) -> bool {
        // "As of 23 July, the authorities report": the count stands for that day, whoever speaks.
        if time.kind == TimeKind::AsOf {
            return false;
        }
        let s = facts.sentence();
        let at = s.token_at(time.range.start);
        let end = s.token_at(time.range.end.saturating_sub(1)) + 1;
        let said = |i: usize| facts.voices().iter().any(|voice| voice.verb == i && !voice.cited);
        // The verb, or a paper that speaks ("by reports on Saturday"), right before it.
        let after_verb = (1..=2).any(|back| at.checked_sub(back).is_some_and(said));
        let after_name = facts.voices().iter().any(|voice| voice.who.end == at && voice.verb < at);
        // "On Friday, the ministry said": the speaker follows at once.
        let before_name = facts.voices().iter().any(|voice| {
            !s.tok(voice.verb).has(Class::RECORDING)
                && voice.verb > end
                && voice.who.start >= end
                && voice.who.start <= end + 2
        });
        let opens = at == 0 || !s.before(at).is_word();
        // "[10 May, Sudan] …": the day of the report.
        let dateline = time.kind == TimeKind::Day && self.in_dateline(s, time);
        // "AFAD this morning put", "The ministry yesterday raised".
        let before_verb = time.kind == TimeKind::Day && said(end);
        // "URCS, Kasese, 8 May: …": the head of a report.
        let heading = time.kind == TimeKind::Day
            && facts.voices().iter().any(|voice| {
                voice.who.start <= 2
                    && voice.verb == voice.who.end
                    && !s.tok(voice.verb).is_word()
                    && (at..at + 8).any(|i| s.tok(i).is_mark(b':'))
                    && !(0..at).any(|i| s.tok(i).is_mark(b':'))
            });
        dateline || before_verb || heading || after_verb || after_name || before_name && opens
    }

    /// Whether the time stands in the bracket that opens the text.
    fn in_dateline(&self, s: &Sentence, time: &TimeRef) -> bool {
        let head = self.text.trim_start();
        let opens = (head.starts_with('[') || head.starts_with('(')) && self.ranges.first() == Some(&s.range);
        opens
            && s.tok(0).is_mark(b'[') | s.tok(0).is_mark(b'(')
            && !(0..s.token_at(time.range.start)).any(|i| s.tok(i).is_mark(b']') || s.tok(i).is_mark(b')'))
    }

    /// The time as the words around it mean it: "began in 2011" opens a period.
    fn meant(&self, facts: &Facts<'_>, time: &TimeRef) -> TimeRef {
        let s = facts.sentence();
        let at = s.token_at(time.range.start);
        // "broke into three" opens nothing; "broke out" does.
        let broke = |i: usize| self.text.get(s.tok(i).start..s.tok(i).end) == Some("broke");
        let out = |i: usize| self.text.get(s.tok(i).start..s.tok(i).end) == Some("out");
        let opens = |i: usize| s.tok(i).has(Class::START) && (!broke(i) || out(i + 1));
        let began = (1..=4).filter_map(|back| at.checked_sub(back)).any(opens);
        let after_since = (1..=9).filter_map(|back| at.checked_sub(back)).any(|i| s.tok(i).has(Class::SINCE));
        if time.kind == TimeKind::AsOf || time.kind == TimeKind::Since || !(began || after_since) {
            return time.clone();
        }
        // "since the offensive began last week": the article may give the day.
        let exact = if time.kind == TimeKind::Stretch { self.event_start(s, at) } else { None };
        TimeRef { start: exact.or(time.start), end: None, kind: TimeKind::Since, range: time.range.clone() }
    }

    /// "since the offensive began", the offensive's date being given elsewhere.
    fn since_event(&self, facts: &Facts<'_>, at: usize) -> Option<Date> {
        let s = facts.sentence();
        let number = s.token_at(at);
        let i = (0..s.tokens.len()).filter(|i| s.tok(*i).has(Class::SINCE)).min_by_key(|i| i.abs_diff(number))?;
        self.event_start(s, i + 8)
    }

    /// The day on which the event named within the eight tokens before `at` began, by another sentence of the text.
    fn event_start(&self, s: &Sentence, at: usize) -> Option<Date> {
        let noun = (at.saturating_sub(9)..at).find_map(|i| {
            let token = s.tok(i);
            let word = self.text.get(token.start..token.end).filter(|_| token.is_word())?;
            cues().lasting.find(word)
        })?;
        if let Some((_, known)) = self.events.borrow().iter().find(|(name, _)| *name == noun) {
            return *known;
        }
        let found = self.first_start(noun);
        self.events.borrow_mut().push((noun, found));
        found
    }

    /// The first day on which the text says that the event began, was launched, broke out.
    fn first_start(&self, noun: &str) -> Option<Date> {
        let mut from = 0;
        // A handful of mentions is enough; the text may be long.
        for _ in 0..24 {
            let Some(hit) = self.text.get(from..).and_then(|rest| rest.find(noun)) else { break };
            let hit = from + hit;
            from = hit + noun.len();
            let index = self.ranges.partition_point(|range| range.end <= hit);
            let Some(range) = self.ranges.get(index) else { break };
            let Some(words) = self.text.get(range.clone()) else { continue };
            let lower = words.to_lowercase();
            if !["began", "launch", "start", "erupted", "broke out", "begun"].iter().any(|cue| lower.contains(cue)) {
                continue;
            }
            let days = times(self.text, range.clone(), self.published, self.year);
            let day =
                days.iter().find(|time| time.kind == TimeKind::Day && time.start.is_some() && time.range.start > hit);
            if let Some(day) = day {
                return day.start;
            }
        }
        None
    }

    /// "after", "when" and the like, which bring in what happened at the same time.
    fn joins_cause(&self, s: &Sentence, at: usize) -> bool {
        let token = s.tok(at);
        let word = self.text.get(token.start..token.end).filter(|_| token.is_word() && !token.capital);
        word.is_some_and(|word| ["after", "when", "as"].contains(&word))
    }

    /// How well a time fits the number at byte `at`; `None` if it belongs to another clause.
    fn time_cost(&self, facts: &Facts<'_>, time: &TimeRef, at: usize, figure: &Attached) -> Option<usize> {
        let s = facts.sentence();
        // "on 3 July, …; on 5 July, …": each clause has its own day.
        let number = s.token_at(at);
        let there = s.token_at(time.range.start);
        let parted = (number.min(there)..number.max(there)).filter(|i| s.tok(*i).is_mark(b';')).count() * 400;
        if time.range.start > at {
            let from = s.token_at(at).max(figure.trigger);
            let to = s.token_at(time.range.start);
            // Behind "…, who", "when", or another speaker's words it is another event's.
            let behind = (from + 1..to).any(|i| {
                let token = s.tok(i);
                token.has(Class::RELATIVE) && s.before(i).is_mark(b',')
                    || token.has(Class::SUBORDINATOR)
                        && !token.has(Class::PREPOSITION.and(Class::RELATIVE).and(Class::DETERMINER))
                        && !token.has(Class::SINCE)
            });
            // "had died after Monday's eruption", "drowned when boats capsized on Friday": the day of the cause, if no
            // other is nearer.
            let cause = (from + 1..to).find(|i| self.joins_cause(s, *i));
            let plain = cause.is_some_and(|cause| {
                !(from + 1..to).any(|i| {
                    i != cause
                        && (s.tok(i).has(Class::RELATIVE) && s.before(i).is_mark(b',')
                            || s.tok(i).has(Class::SUBORDINATOR)
                                && !s.tok(i).has(Class::PREPOSITION.and(Class::RELATIVE).and(Class::DETERMINER)))
                })
            });
            // "according to the tracking round of November (November 2019)": a date in brackets dates the count.
            let bracketed = s.before(to).is_mark(b'(');
            let said = !bracketed && facts.voices().iter().any(|voice| voice.verb > from && voice.verb < to);
            // "down from 160,927 on 4 April", "including 770,000 since the coup": the other number's.
            let compared = (from + 1..to).any(|i| {
                s.tok(i).number().is_some()
                    && !(i..to).any(|j| s.tok(j).is_mark(b','))
                    && (1..=2).filter_map(|back| i.checked_sub(back)).any(|j| {
                        j > from
                            && (self.word_is(s, j, &["down", "up", "against", "compared", "versus"])
                                || s.tok(j).has(Class::INCLUDE) && s.before(j).is_mark(b','))
                    })
            });
            if compared {
                return None;
            }
            // Behind another number it is that one's.
            let parted = parted + (s.token_at(at) + 1..to).filter(|i| s.tok(*i).number().is_some()).count() * 30;
            let late = if behind { 200 } else { 0 };
            return if behind && !plain || said { None } else { Some(time.range.start - at + parted + late) };
        }
        Some((at - time.range.start) + 40 + parted)
    }
}

/// Whether a time stands in a relative or subordinate clause behind the main one.
fn in_clause(facts: &Facts<'_>, time: &TimeRef) -> bool {
    let s = facts.sentence();
    let to = s.token_at(time.range.start);
    (1..to).any(|i| s.tok(i).has(Class::RELATIVE) && s.before(i).is_mark(b','))
}

/// The year of the first full date in the head of a text, for days given without one.
pub fn year_in_head(text: &str) -> Option<i16> {
    let end = text.char_indices().nth(1500).map_or(text.len(), |(at, _)| at);
    times(text, 0..end, None, None).iter().find(|time| time.kind != TimeKind::Since && time.end.is_some()).and_then(
        |time| {
            // A year of its own may be any year; a day or month with one is near the events.
            let words = text.get(time.range.clone())?;
            words.chars().any(|c| c.is_ascii_uppercase()).then_some(time.end?.year())
        },
    )
}
