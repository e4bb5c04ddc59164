//! Shapes stretches of one direction and one style with egui's fonts, and says where each character of them stands.
//! Layer `ui`. The only file that sees egui's glyphs.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, Context, FontId, Galley, Stroke};
use unicode_segmentation::UnicodeSegmentation as _;

use super::layer::{Palette, Style, Typography};
use crate::text::bidi::Direction;

/// What decides how text is set, apart from the text itself. A change means laying out anew.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Face {
    pub typography: Typography,
    /// In points, zoom included.
    pub size: f32,
    /// In points, whole pixels.
    pub line_height: f32,
    pub palette: Palette,
    pub pixels_per_point: f32,
}

impl Face {
    pub(super) fn new(ctx: &Context, typography: &Typography, palette: &Palette, zoom: f32) -> Self {
        let pixels_per_point = ctx.pixels_per_point();
        let size = typography.size * zoom;
        let line_height = (size * typography.line_height * pixels_per_point).round() / pixels_per_point;
        Self { typography: typography.clone(), size, line_height, palette: *palette, pixels_per_point }
    }

    fn font(&self, style: Style) -> FontId {
        let family = if style.strong { &self.typography.strong } else { &self.typography.regular };
        FontId::new(self.size, family.clone())
    }

    /// The width of an average character of English prose.
    pub(super) fn average_char(&self, ctx: &Context) -> f32 {
        const SAMPLE: &str = "the monitor said that fighters had entered a town in the north of the country ";
        let shaped = shape(ctx, self, SAMPLE, Direction::Ltr, Style::default());
        shaped.width / SAMPLE.len() as f32
    }

    /// Small print in the interface's face.
    pub(super) fn small(&self, ctx: &Context, text: String, colour: Color32) -> Arc<Galley> {
        let font = FontId::new((self.size * 0.64).round().max(9.0), self.typography.interface.clone());
        ctx.fonts_mut(|fonts| fonts.layout_no_wrap(text, font, colour))
    }
}

/// A shaped stretch, ready to paint.
#[derive(Debug, Clone)]
pub(super) struct Shaped {
    pub galley: Arc<Galley>,
    pub width: f32,
    /// Where a caret can stand: bytes from the start of the stretch, and points from the edge it starts at (the right
    /// edge when it runs right to left). Ascending in both; the first is (0, 0), the last (length, width).
    pub stops: Vec<(u32, f32)>,
    /// Whether several faces had to help out. egui sets their runs from left to right, whichever way they run.
    pub mixed: bool,
}

/// Shapes `text`, which must run in one direction only.
pub(super) fn shape(ctx: &Context, face: &Face, text: &str, direction: Direction, style: Style) -> Shaped {
    let colour = if style.struck { face.palette.dim } else { face.palette.text };
    let strike = if style.struck { Stroke::new((face.size / 14.0).max(1.0), face.palette.dim) } else { Stroke::NONE };
    let format = TextFormat {
        font_id: face.font(style),
        line_height: Some(face.line_height),
        color: colour,
        strikethrough: strike,
        ..TextFormat::default()
    };
    let mut job = LayoutJob::single_section(text.to_owned(), format);
    job.wrap = TextWrapping::no_max_width();
    job.break_on_newline = false;
    let galley = ctx.fonts_mut(|fonts| fonts.layout_job(job));
    let glyphs: Vec<Inked> = galley
        .rows
        .iter()
        .flat_map(|row| &row.glyphs)
        // egui fills up clusters with glyphs that have neither width nor ink, so that their number is that of the
        // characters; with right-to-left text they are no guide to anything.
        .filter(|glyph| glyph.advance_width != 0.0 || !glyph.uv_rect.is_nothing())
        .map(|glyph| Inked { of: glyph.chr, advance: glyph.advance_width })
        .collect();
    let mut faces = galley
        .rows
        .iter()
        .flat_map(|row| &row.glyphs)
        .map(|glyph| (glyph.font_face_ascent.to_bits(), glyph.font_face_height.to_bits()));
    let mixed = faces.next().is_some_and(|first| faces.any(|other| other != first));
    let width = glyphs.iter().map(|glyph| glyph.advance).sum();
    let stops = match direction {
        Direction::Ltr => stops(text, glyphs.into_iter(), width),
        Direction::Rtl => stops(text, glyphs.into_iter().rev(), width),
    };
    Shaped { galley, width, stops, mixed }
}

/// A glyph that takes room or leaves ink, and the first character of the cluster it belongs to.
#[derive(Debug, Clone, Copy)]
struct Inked {
    of: char,
    advance: f32,
}

/// Where the characters of `text` end, from the glyphs in the order of the text.
///
/// A glyph names only the first character of its cluster, so glyphs are matched to grapheme clusters in step; those that
/// a ligature swallowed share its width in equal parts.
fn stops(text: &str, glyphs: impl Iterator<Item = Inked>, width: f32) -> Vec<(u32, f32)> {
    let clusters: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
    // The advance of each cluster; `None` for one that no glyph claims.
    let mut advances: Vec<Option<f32>> = vec![None; clusters.len()];
    let first_char = |index: usize| clusters.get(index).and_then(|(_, cluster)| cluster.chars().next());
    let mut current: Option<usize> = None;
    for glyph in glyphs {
        let more_of_current = glyph.advance == 0.0 && current.and_then(first_char) == Some(glyph.of);
        let from = current.map_or(0, |index| index + 1);
        let next = (from..clusters.len()).find(|index| first_char(*index) == Some(glyph.of));
        let target = match (more_of_current, next) {
            (false, Some(next)) => next,
            _ => current.unwrap_or(0),
        };
        if let Some(advance) = advances.get_mut(target) {
            *advance = Some(advance.unwrap_or(0.0) + glyph.advance);
            current = Some(target);
        }
    }
    let mut out = Vec::with_capacity(clusters.len() + 1);
    out.push((0, 0.0));
    let mut x = 0.0;
    let mut index = 0;
    while index < clusters.len() {
        let owned = advances.get(index).copied().flatten().unwrap_or(0.0);
        let swallowed = advances.iter().skip(index + 1).take_while(|advance| advance.is_none()).count();
        let share = owned / (swallowed + 1) as f32;
        for (start, cluster) in clusters.iter().skip(index).take(swallowed + 1) {
            x += share;
            out.push((u32::try_from(start + cluster.len()).unwrap_or(u32::MAX), x));
        }
        index += swallowed + 1;
    }
    if let Some(last) = out.last_mut() {
        last.1 = width;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, glyphs: &[(char, f32)], expected: &[(u32, f32)]) {
        let width = glyphs.iter().map(|glyph| glyph.1).sum();
        let glyphs = glyphs.iter().map(|(of, advance)| Inked { of: *of, advance: *advance });
        assert_eq!(stops(text, glyphs, width), expected, "{text:?}");
    }

    #[test]
    fn letters_end_where_their_glyphs_do() {
        check("ab", &[('a', 5.0), ('b', 6.0)], &[(0, 0.0), (1, 5.0), (2, 11.0)]);
    }

    #[test]
    fn the_letters_of_a_ligature_share_its_width() {
        check("afib", &[('a', 5.0), ('f', 8.0), ('b', 6.0)], &[(0, 0.0), (1, 5.0), (2, 9.0), (3, 13.0), (4, 19.0)]);
        // Lam and alef, then another letter.
        check("لاب", &[('ل', 6.0), ('ب', 7.0)], &[(0, 0.0), (2, 3.0), (4, 6.0), (6, 13.0)]);
    }

    #[test]
    fn a_mark_stays_with_its_letter_and_doubled_letters_stay_apart() {
        check("e\u{301}e", &[('e', 5.0), ('e', 0.0), ('e', 5.0)], &[(0, 0.0), (3, 5.0), (4, 10.0)]);
        check("لل", &[('ل', 4.0), ('ل', 6.0)], &[(0, 0.0), (2, 4.0), (4, 10.0)]);
    }
}
