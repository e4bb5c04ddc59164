//! A text ready to be shown: its bytes, its paragraphs, and the words and sentences that clicks select. Layer `ui`.

use std::ops::Range;
use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::model::span::{next_grapheme, previous_grapheme};
use crate::text::bidi::{Direction, base_direction};
use crate::text::paragraphs::{Block, Paragraphs};

/// An article's text with what the view needs to know of it. Made once per text, cheap to clone.
#[derive(Debug, Clone)]
pub struct TextDoc {
    pub text: Arc<str>,
    pub paragraphs: Arc<Paragraphs>,
    /// Sentences in order, UTF-8 bytes; empty when nobody has found them, and then the view cuts at full stops.
    pub sentences: Arc<[Range<usize>]>,
}

impl TextDoc {
    /// Prepares `text`; its direction is that of its first letter.
    pub fn new(text: Arc<str>) -> Self {
        let head: String = text.chars().take(4096).collect();
        let article = base_direction(&head).unwrap_or(Direction::Ltr);
        let paragraphs = Arc::new(Paragraphs::new(&text, article));
        Self { text, paragraphs, sentences: Arc::from([]) }
    }

    /// The same text with sentences found elsewhere (ascending, disjoint).
    #[must_use]
    pub fn with_sentences(mut self, sentences: Vec<Range<usize>>) -> Self {
        self.sentences = Arc::from(sentences);
        self
    }

    pub(super) fn block_at(&self, offset: usize) -> Option<&Block> {
        self.paragraphs.blocks().get(self.paragraphs.at(offset))
    }

    /// The word at byte `offset` (of white space or punctuation, that stretch).
    pub(super) fn word_at(&self, offset: usize) -> Range<usize> {
        let Some(block) = self.block_at(offset) else {
            return 0..0;
        };
        let words = self.text.get(block.range.clone()).unwrap_or_default();
        let mut found = block.range.end..block.range.end;
        for (at, word) in words.split_word_bound_indices() {
            let start = block.range.start + at;
            if start > offset && !found.is_empty() {
                break;
            }
            found = start..start + word.len();
        }
        found
    }

    /// The sentence at byte `offset`, without the white space behind it.
    pub fn sentence_at(&self, offset: usize) -> Range<usize> {
        let Some(block) = self.block_at(offset) else {
            return 0..0;
        };
        let known = self.sentences.partition_point(|sentence| sentence.start <= offset).checked_sub(1);
        if let Some(sentence) = known.and_then(|index| self.sentences.get(index))
            && (sentence.contains(&offset) || sentence.end <= block.range.end)
            && sentence.start >= block.range.start
        {
            return sentence.clone();
        }
        let words = self.text.get(block.range.clone()).unwrap_or_default();
        let mut found = block.range.clone();
        for (at, sentence) in words.split_sentence_bound_indices() {
            let start = block.range.start + at;
            if at > 0 && start > offset {
                break;
            }
            found = start..start + sentence.trim_end().len();
        }
        found
    }

    /// The next place for a caret behind byte `offset`; line ends and blank lines are stepped over at once.
    pub(super) fn right_of(&self, offset: usize) -> usize {
        let blocks = self.paragraphs.blocks();
        let index = self.paragraphs.at(offset);
        match blocks.get(index) {
            Some(block) if offset < block.range.end => next_grapheme(&self.text, offset).min(block.range.end),
            Some(block) => blocks.get(index + 1).map_or(block.range.end, |next| {
                // A piece of the same paragraph starts where the last one ends: there is no line end to step over.
                if next.range.start == offset { next_grapheme(&self.text, offset) } else { next.range.start }
            }),
            None => 0,
        }
    }

    /// The place for a caret before byte `offset`.
    pub(super) fn left_of(&self, offset: usize) -> usize {
        let blocks = self.paragraphs.blocks();
        let index = self.paragraphs.at(offset);
        match blocks.get(index) {
            Some(block) if offset > block.range.start => previous_grapheme(&self.text, offset).max(block.range.start),
            Some(block) => {
                index.checked_sub(1).and_then(|before| blocks.get(before)).map_or(block.range.start, |before| {
                    if before.range.end == offset { previous_grapheme(&self.text, offset) } else { before.range.end }
                })
            }
            None => 0,
        }
    }

    /// The start of the paragraph that byte `offset` stands in, or of the one before if it stands at the start.
    pub(super) fn paragraph_above(&self, offset: usize) -> usize {
        let numbered = self.paragraphs.blocks().iter().filter(|block| block.number.is_some());
        let above = numbered.take_while(|block| block.range.start < offset).last();
        above.or(self.paragraphs.blocks().first()).map_or(0, |block| block.range.start)
    }

    /// The start of the next paragraph, or the end of the last.
    pub(super) fn paragraph_below(&self, offset: usize) -> usize {
        let blocks = self.paragraphs.blocks();
        let next =
            blocks.iter().skip(self.paragraphs.at(offset)).find(|b| b.number.is_some() && b.range.start > offset);
        next.map(|block| block.range.start).or(blocks.last().map(|block| block.range.end)).unwrap_or(0)
    }

    /// The start of the sentence that byte `offset` stands in, or of the one before if it stands at the start.
    pub(super) fn sentence_above(&self, offset: usize) -> usize {
        let here = self.sentence_at(offset).start;
        if here < offset {
            return here;
        }
        let mut before = self.left_of(offset);
        // Over the white space between two sentences.
        while before > 0 && self.text.get(before..offset).is_some_and(|gap| gap.trim().is_empty()) {
            let left = self.left_of(before);
            if left == before {
                break;
            }
            before = left;
        }
        self.sentence_at(before).start.min(before)
    }

    /// The start of the next sentence; with `extend`, the end of the one that byte `offset` stands in, so that a
    /// selection grows by whole sentences.
    pub(super) fn sentence_below(&self, offset: usize, extend: bool) -> usize {
        let mut here = self.sentence_at(offset);
        if extend && here.end > offset {
            return here.end;
        }
        let mut at = here.end.max(offset);
        while self.text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(char::is_whitespace) {
            let right = self.right_of(at);
            if right == at {
                return at;
            }
            at = right;
        }
        if extend {
            here = self.sentence_at(at);
            return here.end.max(at);
        }
        at
    }

    /// The end of the word at or behind byte `offset`.
    pub(super) fn word_right_of(&self, offset: usize) -> usize {
        let mut from = offset;
        loop {
            let Some(block) = self.block_at(from) else {
                return from;
            };
            let rest = self.text.get(from..block.range.end).unwrap_or_default();
            if let Some((at, word)) = rest.unicode_word_indices().next() {
                return from + at + word.len();
            }
            if from < block.range.end {
                return block.range.end;
            }
            let next = self.right_of(from);
            if next == from {
                return from;
            }
            from = next;
        }
    }

    /// The start of the word at or before byte `offset`.
    pub(super) fn word_left_of(&self, offset: usize) -> usize {
        let mut from = offset;
        loop {
            let Some(block) = self.block_at(from) else {
                return from;
            };
            let before = self.text.get(block.range.start..from).unwrap_or_default();
            if let Some((at, _)) = before.unicode_word_indices().next_back() {
                return block.range.start + at;
            }
            if from > block.range.start {
                return block.range.start;
            }
            let previous = self.left_of(from);
            if previous == from {
                return from;
            }
            from = previous;
        }
    }
}
