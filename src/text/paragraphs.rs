//! Splits canonical text into the blocks that a reader sees as paragraphs. Layer `text`.
//!
//! A paragraph is a line of the text that is not blank; blank lines are spacing. A very long paragraph is cut into
//! several blocks, so that whatever lays text out never has to take in a megabyte at once.

use std::ops::Range;

use super::bidi::{Direction, base_direction};
use crate::model::span::{is_grapheme_boundary, next_grapheme};

/// A paragraph longer than this many bytes is cut into several blocks.
pub const MAX_BLOCK_BYTES: usize = 4096;

/// What follows a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nothing: the next block carries on the same paragraph, or the text ends.
    None,
    /// A new line without a blank one, in a text that parts its paragraphs by blank lines.
    Line,
    /// A new paragraph.
    Paragraph,
}

/// A paragraph, or a piece of a very long one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// UTF-8 bytes of the whole text, without the line end. Never empty.
    pub range: Range<usize>,
    /// Counted from 1; `None` for a block that carries on the paragraph before it.
    pub number: Option<u32>,
    /// Which side the paragraph starts from: that of its first letter, or the article's where it has none.
    pub direction: Direction,
    pub gap: Gap,
}

/// All blocks of a text, in order. Invariant: they do not overlap and leave out only line ends and blank lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraphs {
    blocks: Vec<Block>,
}

impl Paragraphs {
    /// Splits `text`; a paragraph without letters takes its direction from `article`.
    pub fn new(text: &str, article: Direction) -> Self {
        let mut blocks: Vec<Block> = Vec::new();
        let mut number = 0;
        let mut start = 0;
        let mut blank_since_last = false;
        for line in text.split('\n') {
            let range = start..start + line.len();
            start = range.end + 1;
            if line.trim().is_empty() {
                blank_since_last = true;
                continue;
            }
            if let Some(last) = blocks.last_mut() {
                last.gap = if blank_since_last { Gap::Paragraph } else { Gap::Line };
            }
            blank_since_last = false;
            number += 1;
            let direction = base_direction(line).unwrap_or(article);
            let mut number = Some(number);
            for range in pieces(text, range) {
                blocks.push(Block { range, number: number.take(), direction, gap: Gap::None });
            }
        }
        // A text without a single blank line between its paragraphs uses the line end for that.
        if !blocks.iter().any(|block| block.gap == Gap::Paragraph) {
            for block in &mut blocks {
                if block.gap == Gap::Line {
                    block.gap = Gap::Paragraph;
                }
            }
        }
        Self { blocks }
    }

    /// The blocks, in order of the text.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The index of the block that holds byte `offset`, or of the last one before it; 0 if there is none.
    ///
    /// A byte between two blocks (a line end, a blank line) belongs to the block before.
    pub fn at(&self, offset: usize) -> usize {
        self.blocks.partition_point(|block| block.range.start <= offset).saturating_sub(1)
    }

    /// Byte `offset` moved to where a caret can stand: inside a block or at one of its ends.
    pub fn caret(&self, offset: usize) -> usize {
        let Some(block) = self.blocks.get(self.at(offset)) else {
            return 0;
        };
        offset.clamp(block.range.start, block.range.end)
    }
}

/// Cuts a long paragraph behind white space, or where there is none between two characters.
fn pieces(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = range.start;
    while range.end - start > MAX_BLOCK_BYTES {
        let mut limit = start + MAX_BLOCK_BYTES;
        while !text.is_char_boundary(limit) {
            limit -= 1;
        }
        let window = text.get(start..limit).unwrap_or_default();
        let sentence = window.rmatch_indices(". ").next().map(|(at, dot)| start + at + dot.len());
        let word = window.rfind(' ').map(|at| start + at + 1);
        let wanted = sentence.filter(|at| at - start > MAX_BLOCK_BYTES / 2).or(word).unwrap_or(limit);
        // A mark may sit on the space: the cut moves on to the next place between two characters.
        let cut = if is_grapheme_boundary(text, wanted) { wanted } else { next_grapheme(text, wanted) };
        let cut = if is_grapheme_boundary(text, cut) { cut } else { range.end };
        if cut >= range.end {
            break;
        }
        out.push(start..cut);
        start = cut;
    }
    out.push(start..range.end);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &[(&str, Option<u32>, Gap)]) {
        let paragraphs = Paragraphs::new(text, Direction::Ltr);
        let found: Vec<_> = paragraphs
            .blocks()
            .iter()
            .map(|block| (text.get(block.range.clone()).unwrap(), block.number, block.gap))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn blank_lines_are_spacing_and_not_counted() {
        check(
            "\nOne.\n\n \nTwo,\nstill two.\n",
            &[("One.", Some(1), Gap::Paragraph), ("Two,", Some(2), Gap::Line), ("still two.", Some(3), Gap::None)],
        );
        check("", &[]);
        check(" \n\n", &[]);
    }

    #[test]
    fn a_text_without_blank_lines_parts_its_paragraphs_by_line_ends() {
        check("One.\nTwo.\n", &[("One.", Some(1), Gap::Paragraph), ("Two.", Some(2), Gap::None)]);
    }

    #[test]
    fn a_very_long_paragraph_is_cut_behind_a_sentence_and_counted_once() {
        let text = "A short sentence of some words. ".repeat(400);
        let text = text.trim_end();
        let paragraphs = Paragraphs::new(text, Direction::Ltr);
        let blocks = paragraphs.blocks();
        assert!(blocks.len() > 2);
        assert!(blocks.iter().all(|block| block.range.len() <= MAX_BLOCK_BYTES));
        assert!(blocks.iter().skip(1).all(|block| block.number.is_none()));
        assert!(blocks.iter().all(|block| text[block.range.clone()].trim_end().ends_with('.')));
    }

    #[test]
    fn a_paragraph_without_letters_follows_the_article() {
        let text = "12 / 45\nشيء\nword";
        let directions: Vec<_> =
            Paragraphs::new(text, Direction::Rtl).blocks().iter().map(|block| block.direction).collect();
        assert_eq!(directions, [Direction::Rtl, Direction::Rtl, Direction::Ltr]);
    }

    proptest! {
        /// Only white space is left out, every block is whole characters, and every byte finds its block.
        #[test]
        fn blocks_cover_all_that_is_not_blank(
            text in "(\\PC|\n|\u{301}|[أ-ي]| ){0,60}",
            long in 0usize..3,
        ) {
            let text = format!("{text}{}", "ab\u{301} word 👩‍🌾. ".repeat(long * 300));
            let paragraphs = Paragraphs::new(&text, Direction::Ltr);
            let mut end = 0;
            for (index, block) in paragraphs.blocks().iter().enumerate() {
                prop_assert!(text[end..block.range.start].trim().is_empty());
                prop_assert!(!block.range.is_empty());
                prop_assert!(is_grapheme_boundary(&text, block.range.start) || text[..block.range.start].ends_with('\n'));
                prop_assert_eq!(paragraphs.at(block.range.start), index);
                end = block.range.end;
            }
            prop_assert!(text[end..].trim().is_empty());
        }
    }
}
