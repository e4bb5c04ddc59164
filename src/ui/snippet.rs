//! One line of an article with the words lit that somebody looks for. Layer `ui`.

use std::ops::Range;
use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, FontId, Galley, Stroke, Ui};

use crate::text::bidi::{self, Direction};
use crate::text::segment;

use super::fonts;
use super::style::{Tokens, size};

/// About how wide a letter is, in points, at the size of the interface.
const LETTER: f32 = 6.4;

/// What stands around a hit, in one line: the bytes of the text, inside its paragraph. What stands before the hit is kept
/// short, so that the hit is in sight.
pub fn around(text: &str, hit: &Range<usize>, chars: usize) -> Range<usize> {
    let line_start = text.get(..hit.start).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
    let line_end = text.get(hit.end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| hit.end + at);
    let sentence = segment::sentence_at(text, hit.start);
    let before = text.get(line_start..hit.start).unwrap_or_default();
    let room = chars * 2 / 5;
    let start = if before.chars().count() <= room {
        line_start
    } else if (line_start..hit.start).contains(&sentence.start)
        && text.get(sentence.start..hit.start).is_some_and(|words| words.chars().count() <= room)
    {
        sentence.start
    } else {
        let cut = before.char_indices().rev().nth(room).map_or(0, |(at, _)| at);
        // On a word's start.
        before.get(cut..).and_then(|rest| rest.find(' ')).map_or(line_start + cut, |at| line_start + cut + at + 1)
    };
    let after = text.get(hit.end..line_end).unwrap_or_default();
    let end = after.char_indices().nth(chars).map_or(line_end, |(at, _)| hit.end + at);
    start..end
}

/// Lays out one line with a lit part, cut off at `width` points. Right-to-left text stands in its own order.
pub fn galley(ui: &Ui, text: &str, lit: &Range<usize>, width: f32, tokens: &Tokens, ink: Color32) -> Arc<Galley> {
    let chars = (width / LETTER).max(20.0) as usize;
    let shown = around(text, lit, chars);
    let words = text.get(shown.clone()).unwrap_or_default();
    let lit = lit.start.saturating_sub(shown.start)..lit.end.min(shown.end).saturating_sub(shown.start);
    let is_cut = shown.start > 0 && !text.get(..shown.start).is_some_and(|head| head.ends_with('\n'));
    let plain = format(fonts::sans(size::BODY), ink, Color32::TRANSPARENT, Stroke::NONE);
    let bright =
        format(fonts::sans_semibold(size::BODY), tokens.text, tokens.accent_ground, Stroke::new(1.0, tokens.accent));
    let mut job = LayoutJob { wrap: TextWrapping::truncate_at_width(width.max(0.0)), ..LayoutJob::default() };
    let base = bidi::base_direction(words).unwrap_or_default();
    let mut units = bidi::units(words, base, &[lit.start, lit.end]);
    if base == Direction::Rtl {
        // Nothing can be cut off at the left by the layout: fewer words are laid out.
        let mut room = chars;
        units.retain(|unit| {
            let len = words.get(unit.range.clone()).map_or(0, |words| words.chars().count());
            let fits = room >= len;
            room = room.saturating_sub(len);
            fits
        });
    }
    if is_cut && base == Direction::Ltr {
        job.append("…", 0.0, plain.clone());
    }
    for at in bidi::visual_order(&units, base) {
        let Some(unit) = units.get(at) else { continue };
        let is_lit = lit.start <= unit.range.start && unit.range.end <= lit.end;
        job.append(&bidi::displayed(words, unit), 0.0, if is_lit { bright.clone() } else { plain.clone() });
    }
    ui.painter().layout_job(job)
}

fn format(font_id: FontId, color: Color32, background: Color32, underline: Stroke) -> TextFormat {
    TextFormat { font_id, color, background, underline, ..TextFormat::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hit_stands_near_the_start_of_its_line_and_inside_its_paragraph() {
        let text =
            format!("Headline\n{} Two men fled the quay at dawn. More came.\nEnd", "Words of no weight. ".repeat(20));
        let at = text.find("quay").unwrap();
        let shown = &text[around(&text, &(at..at + 4), 60)];
        assert!(shown.starts_with("Two men fled"), "{shown}");
        assert!(!shown.contains('\n') && shown.ends_with("came."), "{shown}");
        let first = &text[around(&text, &(0..4), 60)];
        assert_eq!(first, "Headline");
    }
}
