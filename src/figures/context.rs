//! What stands around a figure: its source, place and period, from its sentence or from those before. Layer `figures`.

use std::cell::{OnceCell, RefCell};
use std::collections::VecDeque;
use std::ops::Range;

use super::attach::Attached;
use super::attribution::{Voice, voices};
use super::dates::{TimeKind, TimeRef, times};
use super::place::{PlaceRef, places};
use super::token::Sentence;
use super::when::year_in_head;
use super::{Found, Mention};
use crate::lexicon::organisations::{self, OrgEntry};
use crate::lexicon::words::{Class, Role, Words};
use crate::model::{Accounting, Date, Measure, OrgKind, Qualifier, Subject};

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
    voices: OnceCell<Vec<Voice>>,
    places: OnceCell<Vec<PlaceRef>>,
    times: OnceCell<Vec<TimeRef>>,
}

impl Facts<'_> {
    pub(super) fn sentence(&self) -> &Sentence {
        self.sentence.get_or_init(|| Sentence::read(self.text, self.range.clone(), self.words))
    }

    pub(super) fn voices(&self) -> &[Voice] {
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
    /// Where organisations are named; found when first needed.
    mentions: Option<Vec<organisations::Mention>>,
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

    fn source(&self, index: usize, figure: &Attached, trace: &mut Vec<&'static str>) -> Source {
        let Some(facts) = self.facts(index) else { return Source::default() };
        let at = figure.np.number;
        let best = facts
            .voices()
            .iter()
            .filter(|voice| !voice.cited)
            .filter_map(|voice| Some((distance(facts.sentence(), voice, at, figure.trigger)?, voice)))
            .min_by_key(|(distance, _)| *distance);
        let cited = facts.voices().iter().find(|voice| voice.cited);
        let Some((_, voice)) = best else {
            if let Some(cited) = cited {
                trace.push("citing");
                let mention = self.mention(facts, cited.who.clone());
                return Source { speaker: mention.clone(), origin: mention, relay: None };
            }
            return self.carried_source(index, trace);
        };
        trace.push("source in the sentence");
        let mut speaker = self.mention(facts, voice.who.clone());
        let outer = facts.voices().iter().find(|other| !other.pronoun && !other.cited && other.verb < voice.verb);
        let outer = outer.filter(|_| voice.pronoun).and_then(|outer| self.mention(facts, outer.who.clone()));
        if voice.pronoun
            && let Some(earlier) = outer.or_else(|| self.last_named(index))
        {
            trace.push("source by pronoun");
            speaker = Some(earlier);
        }
        match cited.and_then(|cited| self.mention(facts, cited.who.clone())) {
            Some(origin) => {
                trace.push("citing");
                Source { relay: speaker.clone(), speaker, origin: Some(origin) }
            }
            None => Source { origin: speaker.clone(), speaker, relay: None },
        }
    }

    /// The last source named before this sentence, in its paragraph.
    fn last_named(&self, index: usize) -> Option<Mention> {
        self.facts.iter().rev().filter(|facts| facts.index < index && self.same_paragraph(facts.index, index)).find_map(
            |facts| {
                if let Some(voice) = facts.voices().iter().rev().find(|voice| !voice.pronoun) {
                    return self.mention(facts, voice.who.clone());
                }
                // Nobody says anything, but an organisation is named: "In a statement the ministry defended …".
                let words = self.text.get(facts.sentence().range.clone())?;
                let named = organisations::mentions(words).into_iter().next()?;
                let start = facts.sentence().range.start + named.start;
                let end = facts.sentence().range.start + named.end;
                Some(Mention { start, end, text: self.text.get(start..end)?.to_owned() })
            },
        )
    }

    /// A quotation that was opened before and goes on keeps its speaker.
    fn carried_source(&self, index: usize, trace: &mut Vec<&'static str>) -> Source {
        if !self.inside_quotation(index) {
            if let Some(speaker) = self.heading_source(index) {
                trace.push("source in the heading");
                return Source { origin: Some(speaker.clone()), speaker: Some(speaker), relay: None };
            }
            return Source::default();
        }
        match self.last_named(index) {
            Some(speaker) => {
                trace.push("quotation goes on");
                Source { origin: Some(speaker.clone()), speaker: Some(speaker), relay: None }
            }
            None => Source::default(),
        }
    }

    fn inside_quotation(&self, index: usize) -> bool {
        let Some(range) = self.ranges.get(index) else { return false };
        let start = self.ranges.get(index.saturating_sub(REACH)).map_or(range.start, |earlier| earlier.start);
        let Some(before) = self.text.get(start..range.start) else { return false };
        let (mut opened, mut closed, mut straight) = (0, 0, 0);
        for (at, byte) in before.bytes().enumerate() {
            match byte {
                b'"' => straight += 1,
                // The curly ones end alike.
                0x9c | 0x9d if before.as_bytes().get(at.saturating_sub(2)..at) == Some(&[0xe2, 0x80]) => {
                    *if byte == 0x9c { &mut opened } else { &mut closed } += 1;
                }
                _ => {}
            }
        }
        opened > closed || opened == 0 && straight % 2 == 1
    }

    fn resolve(&mut self, mention: &Mention) -> (Option<&'static OrgEntry>, Option<OrgKind>) {
        if let Some(org) = organisations::resolve(&mention.text).or_else(|| organisations::inside(&mention.text)) {
            return (Some(org), Some(org.kind));
        }
        let kinds = organisations::generic_kinds(&mention.text);
        if !kinds.is_empty() {
            let text = self.text;
            let mentions = self.mentions.get_or_insert_with(|| organisations::mentions(text));
            let before = mentions.partition_point(|other| other.start < mention.start);
            let earlier = mentions.get(..before).unwrap_or_default().iter().rev().take(60);
            let later = mentions.get(before..).unwrap_or_default().iter().take(60);
            if let Some(named) = earlier.chain(later).find(|other| kinds.contains(&other.org.kind)) {
                return (Some(named.org), Some(named.org.kind));
            }
        }
        (None, Some(organisations::kind_of(&mention.text)))
    }
}

/// The name of an organisation or person the lexicon does not have: at least two words in capitals, or an acronym.
fn own_name(mention: &Mention) -> Option<String> {
    let text = mention.text.trim();
    let name = text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(text);
    let capitals = name.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count();
    let acronym = name.len() >= 2 && name.chars().all(|c| c.is_uppercase() || c == '-');
    (capitals >= 2 || acronym).then(|| name.to_owned())
}

#[derive(Default)]
struct Source {
    speaker: Option<Mention>,
    origin: Option<Mention>,
    relay: Option<Mention>,
}

/// How far a voice is from the number at token `at`; `None` if it cannot be its source.
fn distance(s: &Sentence, voice: &Voice, at: usize, trigger: usize) -> Option<usize> {
    let breaks = |from: usize, to: usize| {
        (from..to)
            .filter(|i| {
                let token = s.tok(*i);
                token.is_mark(b';') || token.has(Class::CONTRAST)
            })
            .count()
            * 50
    };
    if voice.who.contains(&at) {
        return None;
    }
    if voice.verb < at {
        // "announced the death of a man who led …": what he led is not what was announced.
        let aside = (voice.verb + 1..at.min(trigger)).any(|i| {
            let token = s.tok(i);
            token.has(Class::RELATIVE)
                && !token.has(Class::DETERMINER)
                && s.before(i).is_mark(b',')
                && !(i + 1..at.min(trigger)).any(|j| s.tok(j).is_mark(b','))
        });
        if aside {
            return None;
        }
        let penalty = if voice.trailing { 25 } else { 0 } + if voice.pronoun && voice.who.len() > 1 { 20 } else { 0 };
        Some(at - voice.verb + breaks(voice.verb, at) + penalty)
    } else if voice.trailing {
        Some(voice.verb - at + breaks(at, voice.verb) + 5)
    } else {
        None
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
