//! What the head of a report says for all that follows it: "URCS, Kasese district, 8 May: …", "Toll by island (source:
//! CDEMA)". Layer `figures`.

use super::Mention;
use super::citation::{for_all, headed, heads_lines};
use super::context::Document;
use super::place::{Link, places};
use super::token::Sentence;

/// How many sentences a head speaks for.
const REACH: usize = 14;

impl Document<'_> {
    /// The source that the head of the text, or a line of its own, names for sentence `index`.
    pub(super) fn heading_source(&self, index: usize) -> Option<Mention> {
        if let Some(head) = self.heading(index)
            && let Some(voice) = headed(&head, self.text).or_else(|| heads_lines(&head, self.text))
        {
            return self.mention_in(&head, voice.who);
        }
        let (start, end) = for_all(self.text)?;
        Some(Mention { start, end, text: self.text.get(start..end)?.to_owned() })
    }

    /// The place that the head of the text names for sentence `index`.
    pub(super) fn heading_place(&self, index: usize) -> Option<Mention> {
        let head = self.heading(index)?;
        let place = places(&head, self.text).into_iter().find(|place| place.link == Link::Named)?;
        self.mention_in(&head, place.tokens)
    }

    /// The first sentence of the text, if `index` stands under it: no empty line between, and not far.
    fn heading(&self, index: usize) -> Option<Sentence> {
        if index == 0 || index > REACH {
            return None;
        }
        let (first, own) = (self.ranges.first()?, self.ranges.get(index)?);
        let between = self.text.get(first.start..own.start)?;
        (!between.contains("\n\n")).then(|| Sentence::read(self.text, first.clone(), self.words))
    }
}
