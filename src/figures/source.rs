//! On whose word a figure stands: in its sentence, by pronoun, carried on, or named for the whole text. Layer `figures`.

use super::Mention;
use super::attach::Attached;
use super::context::{Document, REACH};
use super::speaker::Speaker;
use super::token::Sentence;
use crate::lexicon::organisations::{self, OrgEntry};
use crate::lexicon::words::Class;
use crate::model::OrgKind;

impl Document<'_> {
    pub(super) fn source(&self, index: usize, figure: &Attached, trace: &mut Vec<&'static str>) -> Source {
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
            return self.overall(index, trace);
        }
        match self.last_named(index) {
            Some(speaker) => {
                trace.push("quotation goes on");
                Source { origin: Some(speaker.clone()), speaker: Some(speaker), relay: None }
            }
            None => Source::default(),
        }
    }

    /// The organisation that heads the paragraph, or the source that the text names for all it says.
    fn overall(&self, index: usize, trace: &mut Vec<&'static str>) -> Source {
        let heads = |voice: &&Speaker, sentence: &Sentence| {
            voice.verb == voice.who.end && !sentence.tok(voice.verb).is_word() && voice.who.start <= 2
        };
        let headed =
            self.facts.iter().filter(|facts| facts.index < index && self.same_paragraph(facts.index, index)).find_map(
                |facts| {
                    let voice = facts.voices().iter().find(|voice| heads(voice, facts.sentence()))?;
                    self.mention(facts, voice.who.clone())
                },
            );
        let named = headed.or_else(|| self.heading_source(index));
        match named {
            Some(speaker) => {
                trace.push("source of the whole text");
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

    pub(super) fn resolve(&mut self, mention: &Mention) -> (Option<&'static OrgEntry>, Option<OrgKind>) {
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
pub(super) fn own_name(mention: &Mention) -> Option<String> {
    let text = mention.text.trim();
    let name = text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(text);
    let capitals = name.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count();
    let acronym = name.len() >= 2 && name.chars().all(|c| c.is_uppercase() || c == '-');
    (capitals >= 2 || acronym).then(|| name.to_owned())
}

#[derive(Default)]
pub(super) struct Source {
    pub(super) speaker: Option<Mention>,
    pub(super) origin: Option<Mention>,
    pub(super) relay: Option<Mention>,
}

/// How far a voice is from the number at token `at`; `None` if it cannot be its source.
fn distance(s: &Sentence, voice: &Speaker, at: usize, trigger: usize) -> Option<usize> {
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
