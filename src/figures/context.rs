//! What stands around a figure: its source, place and period, from its sentence or from those before. Layer `figures`.

use std::cell::{OnceCell, RefCell};
use std::collections::VecDeque;
use std::ops::Range;

use super::attach::Attached;
use super::attribution::voices;
use super::dates::{TimeKind, TimeRef, times};
use super::heading::Head;
use super::place::{PlaceRef, places};
use super::source::own_name;
use super::speaker::Speaker;
use super::token::Sentence;
use super::when::year_in_head;
use super::{Found, Mention};
use crate::lexicon::organisations;
use crate::lexicon::words::{Class, Role, Words};
use crate::model::{Accounting, Date, Measure, Qualifier, Subject};

/// How many sentences before are looked at for what a sentence leaves out.
pub(super) const REACH: usize = 4;

/// A sentence with what it says of source, place and time; each is read when first asked for.
pub(super) struct Facts<'a> {
    pub(super) index: usize,
    text: &'a str,
    words: &'static Words,
    range: Range<usize>,
    published: Option<Date>,
    year: Option<i16>,
    sentence: OnceCell<Sentence>,
    voices: OnceCell<Vec<Speaker>>,
    places: OnceCell<Vec<PlaceRef>>,
    times: OnceCell<Vec<TimeRef>>,
}

impl Facts<'_> {
    pub(super) fn sentence(&self) -> &Sentence {
        self.sentence.get_or_init(|| Sentence::read(self.text, self.range.clone(), self.words))
    }

    pub(super) fn voices(&self) -> &[Speaker] {
        self.voices.get_or_init(|| voices(self.sentence(), self.text))
    }

    pub(super) fn places(&self) -> &[PlaceRef] {
        self.places.get_or_init(|| places(self.sentence(), self.text))
    }

    pub(super) fn times(&self) -> &[TimeRef] {
        self.times.get_or_init(|| times(self.text, self.range.clone(), self.published, self.year))
    }
}

/// A text while its figures are read.
pub struct Document<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'static Words,
    pub(super) ranges: &'a [Range<usize>],
    pub(super) published: Option<Date>,
    /// The year for days without one, when the day of publication is not known.
    pub(super) year: Option<i16>,
    /// The last few sentences read.
    pub(super) facts: VecDeque<Facts<'a>>,
    /// Days on which events began, by their noun; found when first needed.
    pub(super) events: RefCell<Vec<(&'static str, Option<Date>)>>,
    /// What the head of the text says for those below; read when first needed.
    pub(super) head: OnceCell<Head>,
    /// Where organisations are named; found when first needed.
    pub(super) mentions: Option<Vec<organisations::Mention>>,
}

impl<'a> Document<'a> {
    pub fn new(text: &'a str, words: &'static Words, ranges: &'a [Range<usize>], published: Option<Date>) -> Self {
        let year = if published.is_none() { year_in_head(text) } else { None };
        Self {
            text,
            words,
            ranges,
            published,
            year,
            facts: VecDeque::new(),
            events: RefCell::default(),
            head: OnceCell::new(),
            mentions: None,
        }
    }

    /// Takes in sentence `index`; those before it in its paragraph are read when needed.
    pub fn settle(&mut self, index: usize, sentence: Sentence) {
        self.facts.retain(|facts| facts.index < index && facts.index + REACH >= index);
        for before in index.saturating_sub(REACH)..index {
            if self.same_paragraph(before, index) && !self.facts.iter().any(|facts| facts.index == before) {
                self.keep(before, OnceCell::new());
            }
        }
        self.keep(index, OnceCell::from(sentence));
    }

    fn keep(&mut self, index: usize, sentence: OnceCell<Sentence>) {
        let Some(range) = self.ranges.get(index).cloned() else { return };
        let facts = Facts {
            index,
            text: self.text,
            words: self.words,
            range,
            published: self.published,
            year: self.year,
            sentence,
            voices: OnceCell::new(),
            places: OnceCell::new(),
            times: OnceCell::new(),
        };
        let at = self.facts.partition_point(|other| other.index < index);
        self.facts.insert(at, facts);
    }

    pub(super) fn facts(&self, index: usize) -> Option<&Facts<'a>> {
        self.facts.iter().find(|facts| facts.index == index)
    }

    /// Whether no line end stands between the two sentences.
    pub(super) fn same_paragraph(&self, first: usize, second: usize) -> bool {
        let (Some(first), Some(second)) = (self.ranges.get(first), self.ranges.get(second)) else { return false };
        self.text.get(first.end..second.start).is_some_and(|between| !between.contains('\n'))
    }

    /// The record of one figure of the settled sentence `index`.
    pub fn describe(&mut self, index: usize, figure: &Attached) -> Found {
        let mut trace = figure.trace.clone();
        let source = self.source(index, figure, &mut trace);
        let (origin, origin_kind) = match &source.origin {
            Some(mention) => self.resolve(mention),
            None => (None, None),
        };
        let (place, cumulative_place) = self.place(index, figure, &mut trace);
        let time = self.time(index, figure, &mut trace);
        let number = self.facts(index).and_then(|facts| {
            let token = facts.sentence().tok(figure.np.number);
            token.number().and_then(|i| facts.sentence().numbers.get(i)).cloned()
        });
        let mut found = Found {
            start: number.as_ref().map_or(0, |n| n.phrase_start),
            end: number.as_ref().map_or(0, |n| n.phrase_end),
            numeral: number.as_ref().map_or(0..0, |n| n.start..n.end),
            low: number.as_ref().and_then(|n| n.low),
            high: number.as_ref().and_then(|n| n.high),
            qualifier: number.as_ref().map_or(Qualifier::Exact, |n| n.qualifier),
            fraction: number.as_ref().and_then(|n| n.fraction),
            measure: figure.measure,
            subject: figure.np.subject,
            attributed_to: source.speaker,
            origin: origin.map(|org| org.name.clone()).or_else(|| source.origin.as_ref().and_then(own_name)),
            origin_kind,
            relay: source.relay,
            place,
            period_start: time.as_ref().and_then(|t| t.start),
            period_end: time.as_ref().and_then(|t| t.end),
            cumulative: false,
            accounting: Accounting::Incident,
            part_of: None,
            trace,
        };
        if found.trace.first() == Some(&"toll passed a value") && found.qualifier == Qualifier::Exact {
            found.qualifier = Qualifier::MoreThan;
            found.high = None;
        }
        if let Some(sum) = figure.sum {
            (found.low, found.high, found.qualifier) = (Some(sum), Some(sum), Qualifier::Exact);
            found.start = self.facts(index).map_or(found.start, |facts| facts.sentence().tok(figure.np.start).start);
        }
        // "has gone up to 17" is no upper bound.
        if found.trace.first() == Some(&"toll went up to a value") && found.qualifier == Qualifier::AtMost {
            (found.low, found.qualifier) = (found.high, Qualifier::Exact);
        }
        if found.fraction.is_some() {
            found.low = None;
            found.high = None;
        }
        self.account(&mut found, index, figure, time.as_ref(), cumulative_place);
        found
    }

    /// Whether the figure is one incident's, runs over a period, or is a stock.
    fn account(&self, found: &mut Found, index: usize, figure: &Attached, time: Option<&TimeRef>, wide: bool) {
        let long = time.is_some_and(|time| match (time.kind, time.start, time.end) {
            (TimeKind::Since, ..) => true,
            (_, Some(start), Some(end)) => end.since(start).is_ok_and(|span| span.get_days() >= 6),
            (TimeKind::Stretch, ..) => true,
            _ => false,
        });
        let Some(facts) = self.facts(index) else { return };
        let s = facts.sentence();
        let since = s.tokens.iter().any(|token| token.has(Class::SINCE));
        let trigger = s.tok(figure.trigger);
        // "Thousands fled the town" is one event; "thousands have fled" are still away.
        let lasting = (1..=3).filter_map(|back| figure.trigger.checked_sub(back)).any(|i| s.tok(i).has(Class::HAVE));
        let moved = trigger.role.has(Role::INTRANSITIVE) && !lasting;
        let stock = found.measure == Measure::Displaced && !moved || found.measure == Measure::Returned;
        // "the war has killed": a whole war, unless a day is given.
        let day = time.is_some_and(|time| time.kind == TimeKind::Day);
        let war = !day && (0..figure.trigger).any(|i| s.tok(i).has(Class::LONG));
        // A kidnapping in a year is one; a toll of a year is not.
        let whole_year = time.is_some_and(|time| match (time.start, time.end) {
            (Some(start), Some(end)) => start.day_of_year() == 1 && end.year() == start.year() && end.month() == 12,
            _ => false,
        });
        let seized = found.measure == Measure::Abducted && whole_year;
        let several = found.qualifier == Qualifier::Vague
            && found.low.is_some_and(|low| low >= 200)
            && time.is_none()
            && figure.trace.first() == Some(&"noun of event");
        let long = long && (!seized || since);
        // "the deadliest attack since 1989" says nothing of a figure with a day of its own.
        let dated = time.is_some_and(|time| time.kind == TimeKind::Day);
        found.cumulative = long || wide || stock || since && !dated || war || several;
        found.accounting = if stock && !long {
            Accounting::Stock
        } else if found.cumulative {
            Accounting::Cumulative
        } else {
            Accounting::Incident
        };
    }

    pub(super) fn mention(&self, facts: &Facts<'_>, tokens: Range<usize>) -> Option<Mention> {
        self.mention_in(facts.sentence(), tokens)
    }

    pub(super) fn mention_in(&self, sentence: &Sentence, tokens: Range<usize>) -> Option<Mention> {
        let first = sentence.tokens.get(tokens.start)?;
        let last = sentence.tokens.get(tokens.end.checked_sub(1)?)?;
        let text = self.text.get(first.start..last.end)?.to_owned();
        Some(Mention { start: first.start, end: last.end, text })
    }
}

/// A part takes from its whole what its own words leave out.
pub fn inherit(part: &mut Found, whole: &Found) {
    if part.attributed_to.is_none() {
        part.attributed_to.clone_from(&whole.attributed_to);
        part.origin.clone_from(&whole.origin);
        part.origin_kind = whole.origin_kind;
        part.relay.clone_from(&whole.relay);
    }
    if part.place.is_none() {
        part.place.clone_from(&whole.place);
    }
    if part.period_start.is_none() && part.period_end.is_none() {
        part.period_start = whole.period_start;
        part.period_end = whole.period_end;
    }
    part.cumulative |= whole.cumulative;
    if part.subject == Subject::People && part.accounting == Accounting::Incident {
        part.accounting = whole.accounting;
    }
}
