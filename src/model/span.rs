//! Where something stands in an article's text: half-open ranges of UTF-8 bytes, and anchors that keep the words too.

use serde::{Deserialize, Serialize};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation as _};

/// How much context an [`Anchor`] keeps on each side of its quote, in Unicode code points.
pub const CONTEXT_CHARS: usize = 32;

/// Why a range is no span of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// The start is not before the end.
    #[error("bytes {start}..{end} are empty or reversed")]
    Empty { start: u32, end: u32 },
    /// The end lies behind the text's last byte.
    #[error("byte {end} lies behind the end of the text ({len} bytes)")]
    OutOfText { end: u32, len: usize },
    /// An end falls inside a grapheme cluster (a letter with its marks, an emoji sequence).
    #[error("byte {at} falls inside a character")]
    InsideGrapheme { at: u32 },
}

/// A half-open, non-empty range of UTF-8 bytes of one article's canonical text.
///
/// Invariant: `start < end`. That both lie on grapheme boundaries of the text is checked by [`TextSpan::checked`] and
/// by the project's integrity check, which have the text at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "(u32, u32)", into = "(u32, u32)")]
pub struct TextSpan {
    start: u32,
    end: u32,
}

impl TextSpan {
    /// The span from byte `start` to before byte `end`.
    ///
    /// # Errors
    /// [`SpanError::Empty`] if the range is empty or reversed.
    pub const fn new(start: u32, end: u32) -> Result<Self, SpanError> {
        if start < end { Ok(Self { start, end }) } else { Err(SpanError::Empty { start, end }) }
    }

    /// The span of `range` (bytes) in `text`, checked against it.
    ///
    /// # Errors
    /// Any [`SpanError`]: the range must be non-empty, inside the text and on grapheme boundaries.
    pub fn checked(text: &str, range: std::ops::Range<usize>) -> Result<Self, SpanError> {
        let start = u32::try_from(range.start).unwrap_or(u32::MAX);
        let end = u32::try_from(range.end).unwrap_or(u32::MAX);
        let span = Self::new(start, end)?;
        if range.end > text.len() {
            return Err(SpanError::OutOfText { end, len: text.len() });
        }
        for at in [range.start, range.end] {
            if !is_grapheme_boundary(text, at) {
                return Err(SpanError::InsideGrapheme { at: u32::try_from(at).unwrap_or(u32::MAX) });
            }
        }
        Ok(span)
    }

    /// The smallest span that covers `range` (bytes) and ends on grapheme boundaries; `None` if nothing is left.
    pub fn snapped(text: &str, range: std::ops::Range<usize>) -> Option<Self> {
        let mut start = range.start.min(text.len());
        let mut end = range.end.min(text.len());
        if start >= end {
            return None;
        }
        while !is_grapheme_boundary(text, start) {
            start -= 1;
        }
        while !is_grapheme_boundary(text, end) {
            end += 1;
        }
        Self::checked(text, start..end).ok()
    }

    /// First byte.
    pub const fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after the last.
    pub const fn end(self) -> usize {
        self.end as usize
    }

    /// The bytes as a range.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start()..self.end()
    }

    /// Length in bytes; never zero.
    #[expect(clippy::len_without_is_empty, reason = "a span is never empty")]
    pub const fn len(self) -> usize {
        self.end() - self.start()
    }

    /// Whether byte `at` lies inside.
    pub const fn contains(self, at: usize) -> bool {
        self.start() <= at && at < self.end()
    }

    /// Whether the two share a byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The words in `text`, if the span lies in it on character boundaries.
    pub fn slice(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }
}

impl TryFrom<(u32, u32)> for TextSpan {
    type Error = SpanError;

    fn try_from((start, end): (u32, u32)) -> Result<Self, SpanError> {
        Self::new(start, end)
    }
}

impl From<TextSpan> for (u32, u32) {
    fn from(span: TextSpan) -> Self {
        (span.start, span.end)
    }
}

/// A span kept with its words and what stands around them, so that a reader of the project file sees the evidence and
/// the place can be found again if the text is ever replaced (the idea of W3C's `TextQuoteSelector`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// Where, in UTF-8 bytes of the canonical text.
    pub span: TextSpan,
    /// The words at the span.
    pub quote: String,
    /// Up to [`CONTEXT_CHARS`] code points before it.
    pub prefix: String,
    /// Up to [`CONTEXT_CHARS`] code points after it.
    pub suffix: String,
}

impl Anchor {
    /// The anchor of `span` in `text`; `None` if the span does not lie in the text on character boundaries.
    pub fn new(text: &str, span: TextSpan) -> Option<Self> {
        let quote = span.slice(text)?.to_owned();
        let before = text.get(..span.start())?;
        let after = text.get(span.end()..)?;
        let prefix_start = before.char_indices().rev().nth(CONTEXT_CHARS - 1).map_or(0, |(at, _)| at);
        Some(Self {
            span,
            quote,
            prefix: before.get(prefix_start..)?.to_owned(),
            suffix: after.chars().take(CONTEXT_CHARS).collect(),
        })
    }

    /// Whether the words at the span are still the quote.
    pub fn holds(&self, text: &str) -> bool {
        self.span.slice(text) == Some(self.quote.as_str())
    }
}

/// Whether byte `at` of `text` starts a grapheme cluster, or is the end.
pub fn is_grapheme_boundary(text: &str, at: usize) -> bool {
    if at == 0 || at == text.len() {
        return true;
    }
    if !text.is_char_boundary(at) {
        return false;
    }
    let bytes = text.as_bytes();
    // Two ASCII bytes are always apart, except the pair CR LF, which canonical text does not have.
    if let (Some(before), Some(after)) = (bytes.get(at - 1), bytes.get(at))
        && before.is_ascii()
        && after.is_ascii()
    {
        return !(*before == b'\r' && *after == b'\n');
    }
    GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(false)
}

/// The next grapheme boundary after byte `at`; the end of the text if there is none.
pub fn next_grapheme(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.graphemes(true).next()).map_or(text.len(), |cluster| at + cluster.len())
}

/// The grapheme boundary before byte `at`; 0 if there is none.
pub fn previous_grapheme(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|head| head.graphemes(true).next_back()).map_or(0, |cluster| at - cluster.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spans_must_not_cut_a_character() {
        let text = "a e\u{301} b"; // e with a combining acute
        assert_eq!(TextSpan::checked(text, 2..3), Err(SpanError::InsideGrapheme { at: 3 }));
        assert_eq!(TextSpan::checked(text, 2..5).map(TextSpan::range), Ok(2..5));
        assert_eq!(TextSpan::checked(text, 2..99), Err(SpanError::OutOfText { end: 99, len: 7 }));
        assert_eq!(TextSpan::checked(text, 2..2), Err(SpanError::Empty { start: 2, end: 2 }));
    }

    #[test]
    fn an_anchor_keeps_words_and_surroundings() {
        let text = "According to the monitor, over 820 people have died.";
        let at = text.find("over 820").unwrap();
        let anchor = Anchor::new(text, TextSpan::checked(text, at..at + 8).unwrap()).unwrap();
        assert_eq!((anchor.prefix.as_str(), anchor.quote.as_str()), ("According to the monitor, ", "over 820"));
        assert_eq!(anchor.suffix, " people have died.");
        assert!(anchor.holds(text));
        assert!(!anchor.holds("something else that is long enough to hold the span"));
    }

    proptest! {
        /// Whatever is selected in whatever text, the span's words are the words that were covered.
        #[test]
        fn snapping_covers_the_selection_on_boundaries(
            text in "(\\PC|\u{301}|\u{200d}|👩‍🌾|[أ-ي]|\n){0,40}",
            a in 0usize..200,
            b in 0usize..200,
        ) {
            let (a, b) = (a.min(b), a.max(b));
            if let Some(span) = TextSpan::snapped(&text, a..b) {
                prop_assert!(is_grapheme_boundary(&text, span.start()) && is_grapheme_boundary(&text, span.end()));
                prop_assert!(span.start() <= a && span.end() >= b.min(text.len()));
                let anchor = Anchor::new(&text, span).unwrap();
                prop_assert!(anchor.holds(&text));
            }
        }
    }
}
