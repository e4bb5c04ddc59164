//! What the head of a report says for all that follows it: "URCS, Kasese district, 8 May: …", "Toll by island (source:
//! CDEMA)". Layer `figures`.

use super::Mention;
use super::citation::{for_all, headed, heads_lines};
use super::context::Document;
use super::place::{Link, PlaceRef, places, proper};
use super::token::{Kind, Sentence};
use crate::lexicon::places;
use crate::lexicon::words::Class;

/// How many sentences a head speaks for.
const REACH: usize = 14;

/// What a text says at its head for the sentences below.
#[derive(Debug, Default)]
pub(super) struct Head {
    source: Option<Mention>,
    place: Option<Mention>,
    /// Who a line anywhere in the text says stands behind all its numbers.
    for_all: Option<Mention>,
}

impl Document<'_> {
    /// The source that the head of the text, or a line of its own, names for sentence `index`.
    pub(super) fn heading_source(&self, index: usize) -> Option<Mention> {
        let head = self.head();
        head.source.clone().filter(|_| self.under_head(index)).or_else(|| head.for_all.clone())
    }

    /// The place that the head of the text names for sentence `index`.
    pub(super) fn heading_place(&self, index: usize) -> Option<Mention> {
        self.head().place.clone().filter(|_| self.under_head(index))
    }

    /// Whether sentence `index` stands under the first of the text: no empty line between, and not far.
    fn under_head(&self, index: usize) -> bool {
        let (Some(first), Some(own)) = (self.ranges.first(), self.ranges.get(index)) else { return false };
        (1..=REACH).contains(&index)
            && self.text.get(first.start..own.start).is_some_and(|between| !between.contains("\n\n"))
    }

    /// What the head says, read once for all figures of the text.
    fn head(&self) -> &Head {
        self.head.get_or_init(|| {
            let for_all = for_all(self.text)
                .and_then(|(start, end)| Some(Mention { start, end, text: self.text.get(start..end)?.to_owned() }));
            let Some(first) = self.ranges.first() else { return Head { for_all, ..Head::default() } };
            let sentence = Sentence::read(self.text, first.clone(), self.words);
            let voice = headed(&sentence, self.text).or_else(|| heads_lines(&sentence, self.text));
            let place = places(&sentence, self.text).into_iter().find(|place| place.link == Link::Named);
            Head {
                source: voice.and_then(|voice| self.mention_in(&sentence, voice.who)),
                place: place.and_then(|place| self.mention_in(&sentence, place.tokens)),
                for_all,
            }
        })
    }
}

/// Places of the gazetteer that head the sentence, before a colon or a dash: "Homs: nine killed", "URCS, Kasese
/// district, 8 May: …".
pub(super) fn named(s: &Sentence, text: &str, found: &[PlaceRef]) -> Vec<PlaceRef> {
    let mut out = Vec::new();
    let bullet = usize::from(s.tok(0).is_mark(b'*') || s.tok(0).is_mark(b'-'));
    let Some(head) = heading_end(s, bullet) else { return out };
    for (range, place) in places::find_in(text, s.range.start..s.tok(head).start) {
        let tokens = s.token_at(range.start)..s.token_at(range.end.saturating_sub(1)) + 1;
        let taken = found.iter().any(|other| other.tokens.start < tokens.end && tokens.start < other.tokens.end);
        let inside = s.tok(tokens.start).start != range.start || s.tok(tokens.end - 1).end != range.end;
        let part = s.before(tokens.start).capital && s.before(tokens.start).is_word()
            || s.tok(tokens.end).is_word() && s.tok(tokens.end).capital;
        // What stands right before a noun narrows it: "Libya crisis update".
        if taken || inside || part || place.weak {
            continue;
        }
        out.push(PlaceRef { tokens, link: Link::Named, common: false, known: Some(place.kind) });
    }
    // "Kasese district", whatever the gazetteer knows.
    for at in bullet + 1..head {
        let name =
            s.tok(at - 1).is_word() && s.tok(at - 1).capital && !s.tok(at - 1).has(Class::KIND.and(Class::MONTH));
        if name && s.tok(at).has(Class::KIND) && !s.tok(at).capital && out.is_empty() && found.is_empty() {
            out.extend(proper(s, text, at - 1).map(|tokens| PlaceRef {
                tokens,
                link: Link::Named,
                common: false,
                known: None,
            }));
        }
    }
    out
}

/// The colon or spaced dash that closes the head of the sentence: only names, nouns, days and commas before it.
fn heading_end(s: &Sentence, from: usize) -> Option<usize> {
    let opens = s.tok(from).is_word() && s.tok(from).capital;
    let end = (from + 1..from + 14).take_while(|at| s.tok(*at).kind != Kind::End).find(|at| {
        let token = s.tok(*at);
        token.is_mark(b':')
            || token.is_mark(b'-') && token.start > s.before(*at).end && s.tok(*at + 1).start > token.end
    })?;
    let sentence = (from..end).any(|at| {
        let token = s.tok(at);
        token.has(Class::BE.and(Class::HAVE).and(Class::MODAL).and(Class::PRONOUN)) && !token.capital
            || token.has(Class::REPORTING.and(Class::VERB))
                && !token.capital
                && !token.has(Class::ADJECTIVE.and(Class::KIND))
            || token.role.is_transitive() && !token.has(Class::ADJECTIVE)
    });
    (opens && !sentence).then_some(end)
}
