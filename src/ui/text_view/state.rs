//! What a reading view keeps between frames: selection, place, zoom, laid-out text. Layer `ui`.

use std::ops::Range;

use egui::{Pos2, Rangef, Rect};

use super::TextDoc;
use super::cache::{Cache, Placed};
use crate::model::span::is_grapheme_boundary;

/// The caret and the other end of the selection, in UTF-8 bytes of the text, on grapheme boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Caret {
    pub anchor: usize,
    pub focus: usize,
    /// At a soft line end: the caret stands at the end of the upper line, not at the start of the lower.
    pub upstream: bool,
}

/// What dragging selects in whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Grain {
    #[default]
    Character,
    Word,
    Sentence,
    Paragraph,
}

/// Where a passage is put when the view goes to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ScrollPlace {
    /// Where it is, if it is on screen with a line to spare; else in the upper third.
    Comfort,
    /// As little movement as brings it on screen.
    Nearest,
    /// Its first line this many points below the top of the view; for columns that scroll together.
    At(f32),
}

pub(super) struct Press {
    pub time: f64,
    pub pos: Pos2,
    pub count: u32,
    /// What the first click selected; dragging grows from it.
    pub origin: Range<usize>,
    pub moved: bool,
    /// Whether the button is still held.
    pub down: bool,
}

pub(super) struct Pending {
    pub range: Range<usize>,
    pub place: ScrollPlace,
    pub glow: bool,
}

/// A passage that was gone to and glows once.
#[derive(Debug, Clone)]
pub(super) struct Fading {
    pub range: Range<usize>,
    pub since: Option<f64>,
}

/// The state of one reading view. Keep one for each column.
pub struct TextViewState {
    pub(super) caret: Option<Caret>,
    pub(super) grain: Grain,
    pub(super) press: Option<Press>,
    /// The column that up and down keep to, in points.
    pub(super) goal_x: Option<f32>,
    pub(super) pending: Option<Pending>,
    pub(super) fading: Option<Fading>,
    pub(super) cache: Cache,
    pub(super) visible: Vec<Placed>,
    /// How far the program wants the view moved in the next frame, in points.
    pub(super) asked_scroll: f32,
    pub(super) grip: Option<super::grip::Grip>,
    /// The text column on screen in the last frame.
    pub(super) column: Rect,
    /// The whole view on screen in the last frame.
    pub(super) rect: Rect,
    zoom: f32,
}

impl Default for TextViewState {
    fn default() -> Self {
        Self {
            caret: None,
            grain: Grain::Character,
            press: None,
            goal_x: None,
            pending: None,
            fading: None,
            cache: Cache::default(),
            visible: Vec::new(),
            asked_scroll: 0.0,
            grip: None,
            column: Rect::NOTHING,
            rect: Rect::NOTHING,
            zoom: 1.0,
        }
    }
}

impl TextViewState {
    /// The selected bytes; `None` when nothing is selected.
    pub fn selection(&self) -> Option<Range<usize>> {
        let caret = self.caret?;
        let range = caret.anchor.min(caret.focus)..caret.anchor.max(caret.focus);
        (!range.is_empty()).then_some(range)
    }

    /// Where the caret stands, if there is one.
    pub fn caret(&self) -> Option<usize> {
        self.caret.map(|caret| caret.focus)
    }

    /// Selects `range` (bytes, on grapheme boundaries) or, if it is empty, puts the caret there.
    pub fn select(&mut self, range: Range<usize>) {
        self.caret = Some(Caret { anchor: range.start, focus: range.end, upstream: false });
        self.goal_x = None;
    }

    /// Forgets what belongs to another text, and a selection that does not fit this one.
    pub(super) fn begin_frame(&mut self, doc: &TextDoc) {
        if self.cache.is_of_other_text(doc) {
            self.press = None;
            self.goal_x = None;
            self.fading = None;
        }
        let fits = |at: usize| at <= doc.text.len() && is_grapheme_boundary(&doc.text, at);
        if self.caret.is_some_and(|caret| !fits(caret.anchor) || !fits(caret.focus)) {
            self.caret = None;
        }
    }

    /// Takes the selection away; the caret stays where it is.
    pub fn clear_selection(&mut self) {
        if let Some(caret) = &mut self.caret {
            caret.anchor = caret.focus;
        }
    }

    /// Brings `range` (bytes) into view in the next frame; with `glow` it lights up once and settles.
    pub fn scroll_to(&mut self, range: Range<usize>, place: ScrollPlace, glow: bool) {
        self.pending = Some(Pending { range, place, glow });
    }

    /// Moves the view in the next frame, without selecting or lighting anything (points; down is positive).
    pub const fn scroll_by(&mut self, points: f32) {
        self.asked_scroll += points;
    }

    /// How much text lies above the view, in points; guessed where it has not been laid out.
    pub fn scrolled(&self) -> f64 {
        self.cache.scrolled()
    }

    /// The height of the whole text in points; guessed where it has not been laid out.
    pub fn total_height(&self) -> f64 {
        self.cache.total()
    }

    /// Where the line of byte `offset` begins, in points below the start of the text; guessed where it has not been laid
    /// out. `None` before the first frame.
    pub fn depth(&self, doc: &TextDoc, offset: usize) -> Option<f64> {
        self.cache.line_y(doc, offset).map(|(y, _)| y)
    }

    /// The whole view on screen in the last frame.
    pub const fn view_rect(&self) -> Rect {
        self.rect
    }

    /// Whether the ends of a passage, or of the selection, are being dragged.
    pub fn is_dragging(&self) -> bool {
        self.grip.is_some() || self.press.as_ref().is_some_and(|press| press.down)
    }

    /// How much larger than its own size the text is shown.
    pub const fn zoom(&self) -> f32 {
        self.zoom
    }

    /// Sets the zoom, kept between a half and three.
    pub const fn set_zoom(&mut self, zoom: f32) {
        self.zoom = zoom.clamp(0.5, 3.0);
    }

    /// Top and bottom, on screen, of the lines that `range` takes up, even where they are scrolled out of view; guessed
    /// where the text has not been laid out yet. `None` before the first frame, or for an empty text.
    pub fn y_range(&self, doc: &TextDoc, range: &Range<usize>) -> Option<Rangef> {
        let (top, bottom) = self.cache.y_range(doc, range)?;
        Some(Rangef::new(self.rect.top() + top, self.rect.top() + bottom))
    }

    /// The bytes of the text in view and a little about it; `None` before the first frame.
    pub fn in_sight(&self) -> Option<Range<usize>> {
        let mut lines = self.visible.iter().flat_map(|placed| &placed.layout.lines).map(|line| &line.range);
        let first = lines.next()?;
        Some(first.start..lines.next_back().map_or(first.end, |last| last.end))
    }

    /// Where the words of `range` stand on screen: a rectangle for each stretch of a visible line. Parts that are out
    /// of view are left out.
    pub fn rects(&self, range: &Range<usize>) -> Vec<Rect> {
        let mut out = Vec::new();
        for placed in &self.visible {
            let lines = &placed.layout.lines;
            for (index, line) in lines.iter().enumerate() {
                if line.range.end <= range.start || line.range.start >= range.end {
                    continue;
                }
                let top = self.rect.top() + placed.top + line.top;
                let below = lines.get(index + 1).map_or(placed.layout.height, |next| next.top);
                for (left, right) in line.stretches(range) {
                    let min = Pos2::new(self.column.left() + left, top);
                    out.push(Rect::from_min_max(min, Pos2::new(self.column.left() + right, top + below - line.top)));
                }
            }
        }
        out
    }

    /// The byte of the text nearest to a place on screen, as last drawn.
    pub fn byte_at(&self, pos: Pos2) -> Option<usize> {
        super::input::target(self, pos).map(|target| target.nearest())
    }

    /// The text column on screen in the last frame: ribbons start at its card, marks at its words.
    pub const fn column(&self) -> Rect {
        self.column
    }

    /// How far down the view stands: 0 at the start of the text, 1 at its end.
    pub fn progress(&self) -> f32 {
        let room = self.cache.total() - f64::from(self.rect.height());
        if room <= 0.0 { 1.0 } else { (self.cache.scrolled() / room).clamp(0.0, 1.0) as f32 }
    }
}
