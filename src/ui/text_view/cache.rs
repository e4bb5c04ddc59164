//! Which blocks are laid out, how high each is (measured or guessed), and where the view stands in them. Layer `ui`.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{Color32, Context, FontId, Galley};

use super::block::{BlockLayout, lay_out};
use super::layer::{LayerSet, Style};
use super::shape::Face;
use super::{ScrollPlace, TextDoc};
use crate::text::paragraphs::{Block, Gap};

/// Laid-out text beyond this many bytes is dropped, except what is on screen.
const KEPT_BYTES: usize = 192 * 1024;

/// Everything that laying out needs, for one frame.
pub(super) struct Env<'a> {
    pub ctx: &'a Context,
    pub doc: &'a TextDoc,
    pub layers: &'a LayerSet,
    pub face: &'a Face,
    /// Width of the text column in points.
    pub width: f32,
    /// Height of what is on screen, in points.
    pub height: f32,
    /// Room above the first paragraph and below the last.
    pub pad: (f32, f32),
    pub margins: super::Margins,
}

/// A block on screen.
pub(super) struct Placed {
    pub block: usize,
    /// Points below the top of the view; negative when it starts above.
    pub top: f32,
    pub layout: Arc<BlockLayout>,
}

struct Entry {
    layout: Arc<BlockLayout>,
    styles: Vec<(Range<usize>, Style)>,
    revision: u64,
    bytes: usize,
    last_used: u64,
}

/// Where the view stands: the block at its top, and how far that is scrolled out above.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Position {
    block: usize,
    offset: f32,
}

/// The laid-out part of one text at one width, and the view's place in it.
#[derive(Default)]
pub(super) struct Cache {
    text: Option<Arc<str>>,
    face: Option<Face>,
    width: f32,
    /// Part of egui's own cache for as long as that lives: when it is another, egui has rebuilt its glyph atlas, and
    /// every galley kept here points at the wrong places in it.
    canary: Option<Arc<Galley>>,
    entries: HashMap<usize, Entry>,
    frame: u64,
    /// Height of each block with the gap below it.
    heights: Vec<f32>,
    /// Where each block begins, below the first; one more than there are blocks.
    offsets: Vec<f64>,
    offsets_stale: bool,
    position: Position,
}

impl Cache {
    /// Whether another text was shown so far.
    pub(super) fn is_of_other_text(&self, doc: &TextDoc) -> bool {
        self.text.as_ref().is_some_and(|text| !Arc::ptr_eq(text, &doc.text))
    }

    /// Forgets what no longer fits, keeping the words at the top of the view where they are.
    pub(super) fn begin_frame(&mut self, env: &Env<'_>) {
        self.frame += 1;
        let same_text = self.text.as_ref().is_some_and(|text| Arc::ptr_eq(text, &env.doc.text));
        let top = if same_text { self.top_byte(env.doc) } else { None };
        let canary = env.ctx.fonts_mut(|fonts| {
            let job = LayoutJob::simple_singleline("\u{2060}".to_owned(), FontId::monospace(7.0), Color32::PLACEHOLDER);
            fonts.layout_job(job)
        });
        if !self.canary.as_ref().is_some_and(|last| Arc::ptr_eq(last, &canary)) {
            self.entries.clear();
            self.canary = Some(canary);
        }
        let same_face = self.face.as_ref() == Some(env.face);
        if same_text && same_face && self.width.to_bits() == env.width.to_bits() {
            return;
        }
        let into_line = if same_text { self.position.offset.min(0.0) } else { f32::NEG_INFINITY };
        self.text = Some(env.doc.text.clone());
        self.face = Some(env.face.clone());
        self.width = env.width;
        self.entries.clear();
        let per_line = (env.width / env.face.average_char(env.ctx).max(1.0)).max(1.0);
        self.heights = env
            .doc
            .paragraphs
            .blocks()
            .iter()
            .map(|block| {
                let lines = (block.range.len() as f32 / per_line).ceil().max(1.0);
                lines * env.face.line_height + gap(block, env.face)
            })
            .collect();
        self.offsets_stale = true;
        self.position = Position { block: 0, offset: into_line.max(-env.pad.0) };
        if let Some(byte) = top
            && byte > 0
        {
            self.place(env, byte, 0.0);
        }
    }

    /// The first byte of the line at the top of the view.
    fn top_byte(&self, doc: &TextDoc) -> Option<usize> {
        let block = doc.paragraphs.blocks().get(self.position.block)?;
        let entry = self.entries.get(&self.position.block);
        let line = entry.and_then(|entry| entry.layout.line_at(self.position.offset));
        Some(line.map_or(block.range.start, |line| line.range.start))
    }

    /// The layout of one block.
    pub(super) fn layout(&mut self, env: &Env<'_>, index: usize) -> Option<Arc<BlockLayout>> {
        let block = env.doc.paragraphs.blocks().get(index)?;
        let frame = self.frame;
        if let Some(entry) = self.entries.get_mut(&index) {
            entry.last_used = frame;
            if entry.revision == env.layers.revision() {
                return Some(entry.layout.clone());
            }
            // Most changes of layers (a tag, a hit) leave the widths of the words alone.
            if entry.styles == env.layers.styles(index) {
                entry.revision = env.layers.revision();
                return Some(entry.layout.clone());
            }
        }
        let styles = env.layers.styles(index);
        let layout = Arc::new(lay_out(env.ctx, env.face, &env.doc.text, block, &styles, env.width));
        let height = layout.height + gap(block, env.face);
        if let Some(known) = self.heights.get_mut(index)
            && known.to_bits() != height.to_bits()
        {
            *known = height;
            self.offsets_stale = true;
        }
        let entry = Entry {
            layout: layout.clone(),
            styles,
            revision: env.layers.revision(),
            bytes: block.range.len(),
            last_used: frame,
        };
        self.entries.insert(index, entry);
        Some(layout)
    }

    /// Drops what has not been on screen for longest, once there is too much.
    pub(super) fn end_frame(&mut self) {
        if self.kept_bytes() > KEPT_BYTES {
            let frame = self.frame;
            self.entries.retain(|_, entry| entry.last_used == frame);
        }
        self.refresh_offsets();
    }

    /// How much text is laid out, in bytes.
    pub(super) fn kept_bytes(&self) -> usize {
        self.entries.values().map(|entry| entry.bytes).sum()
    }

    fn refresh_offsets(&mut self) {
        if !self.offsets_stale {
            return;
        }
        self.offsets_stale = false;
        self.offsets.clear();
        self.offsets.push(0.0);
        let mut sum = 0.0;
        for height in &self.heights {
            sum += f64::from(*height);
            self.offsets.push(sum);
        }
    }

    fn height_of(&mut self, env: &Env<'_>, index: usize) -> f32 {
        self.layout(env, index);
        self.heights.get(index).copied().unwrap_or(0.0)
    }

    /// Moves the view by `points` (down is positive).
    pub(super) fn scroll_by(&mut self, env: &Env<'_>, points: f32) {
        // A long way is covered by guessed heights: nobody can tell, and laying out all that is passed would stall.
        if points.abs() > 4.0 * env.height.max(200.0) {
            let target = self.scrolled() + f64::from(points);
            self.jump(env, target);
            return;
        }
        self.position.offset += points;
        self.settle(env);
    }

    /// Moves the view so that `points` of text lie above it.
    pub(super) fn jump(&mut self, env: &Env<'_>, points: f64) {
        self.refresh_offsets();
        let points = points.max(-f64::from(env.pad.0));
        let block = self.offsets.partition_point(|at| *at <= points).saturating_sub(1);
        let block = block.min(self.heights.len().saturating_sub(1));
        let offset = points - self.offsets.get(block).copied().unwrap_or(0.0);
        self.position = Position { block, offset: offset as f32 };
        self.settle(env);
    }

    /// Moves the view so that the line of `byte` stands `y` points below its top.
    fn place(&mut self, env: &Env<'_>, byte: usize, y: f32) {
        let block = env.doc.paragraphs.at(byte);
        let Some(layout) = self.layout(env, block) else {
            return;
        };
        let top = layout.lines.get(layout.line_of(byte, false)).map_or(0.0, |line| line.top);
        self.position = Position { block, offset: top - y };
        self.settle(env);
    }

    /// Brings `range` into view.
    pub(super) fn reveal(&mut self, env: &Env<'_>, range: &Range<usize>, place: ScrollPlace) {
        let line = env.face.line_height;
        let comfort = (env.height * 0.3).max(0.0);
        match place {
            ScrollPlace::At(y) => self.place(env, range.start, y),
            ScrollPlace::Comfort | ScrollPlace::Nearest => {
                let visible = self.fill(env);
                let margin = if place == ScrollPlace::Nearest { 0.0 } else { line };
                let top = visible_y(&visible, range.start).map(|y| y.0);
                let bottom = visible_y(&visible, range.end).map(|y| y.1);
                let room = env.height - 2.0 * margin;
                let fits = top.zip(bottom).is_none_or(|(top, bottom)| bottom - top <= room);
                match (top, bottom) {
                    (Some(top), Some(bottom)) if top >= margin && bottom <= env.height - margin => {}
                    (Some(top), Some(_)) if place == ScrollPlace::Nearest && top < 0.0 => self.scroll_by(env, top),
                    (Some(_), Some(bottom)) if place == ScrollPlace::Nearest && fits => {
                        self.scroll_by(env, bottom - env.height);
                    }
                    (Some(top), _) if !fits && top >= 0.0 && top < env.height - line => {}
                    _ if place == ScrollPlace::Nearest && self.position_before(env, range.start) => {
                        self.place(env, range.start, env.height - 2.0 * line);
                    }
                    _ if place == ScrollPlace::Nearest => self.place(env, range.start, line),
                    _ => self.place(env, range.start, comfort),
                }
            }
        }
    }

    /// Whether the view stands before `byte`.
    fn position_before(&self, env: &Env<'_>, byte: usize) -> bool {
        env.doc.paragraphs.at(byte) > self.position.block
    }

    /// Puts the position into a block and inside the text.
    fn settle(&mut self, env: &Env<'_>) {
        let count = self.heights.len();
        if count == 0 {
            self.position = Position::default();
            return;
        }
        self.position.block = self.position.block.min(count - 1);
        while self.position.offset < 0.0 && self.position.block > 0 {
            self.position.block -= 1;
            self.position.offset += self.height_of(env, self.position.block);
        }
        if self.position.block == 0 {
            self.position.offset = self.position.offset.max(-env.pad.0);
        }
        while self.position.block + 1 < count {
            let height = self.height_of(env, self.position.block);
            if self.position.offset < height {
                break;
            }
            self.position.offset -= height;
            self.position.block += 1;
        }
        // At the end of the text: no further than its last line and the room below.
        let mut bottom = -self.position.offset;
        for index in self.position.block..count {
            bottom += self.height_of(env, index);
            if bottom + env.pad.1 >= env.height {
                return;
            }
        }
        let short = env.height - bottom - env.pad.1;
        self.position.offset -= short;
        while self.position.offset < 0.0 && self.position.block > 0 {
            self.position.block -= 1;
            self.position.offset += self.height_of(env, self.position.block);
        }
        if self.position.block == 0 {
            self.position.offset = self.position.offset.max(-env.pad.0);
        }
    }

    /// The blocks on screen, laid out.
    pub(super) fn fill(&mut self, env: &Env<'_>) -> Vec<Placed> {
        let mut out = Vec::new();
        let mut top = -self.position.offset;
        let mut block = self.position.block;
        while top < env.height {
            let Some(layout) = self.layout(env, block) else {
                break;
            };
            out.push(Placed { block, top, layout });
            top += self.heights.get(block).copied().unwrap_or(0.0);
            block += 1;
        }
        out
    }

    /// How much text lies above the view, in points; guessed where it has not been laid out.
    pub(super) fn scrolled(&self) -> f64 {
        self.offsets.get(self.position.block).copied().unwrap_or(0.0) + f64::from(self.position.offset)
    }

    /// The height of the whole text in points; guessed where it has not been laid out.
    pub(super) fn total(&self) -> f64 {
        self.offsets.last().copied().unwrap_or(0.0)
    }

    /// Top and bottom of the lines that `range` takes up, in points below the top of the view. Guessed where the text
    /// has not been laid out.
    pub(super) fn y_range(&self, doc: &TextDoc, range: &Range<usize>) -> Option<(f32, f32)> {
        let line = self.face.as_ref()?.line_height;
        let (first, _) = self.line_y(doc, range.start)?;
        let last = range.end.saturating_sub(1).max(range.start);
        let (start, exact) = self.line_y(doc, last)?;
        let last_top = if exact { start } else { start.max(first) };
        let scrolled = self.scrolled();
        Some(((first - scrolled) as f32, (last_top - scrolled) as f32 + line))
    }

    /// Where the line of `byte` begins below the first block, and whether that is measured.
    pub(super) fn line_y(&self, doc: &TextDoc, byte: usize) -> Option<(f64, bool)> {
        let index = doc.paragraphs.at(byte);
        let block = doc.paragraphs.blocks().get(index)?;
        let top = self.offsets.get(index).copied()?;
        if let Some(entry) = self.entries.get(&index) {
            let line = entry.layout.lines.get(entry.layout.line_of(byte, false))?;
            return Some((top + f64::from(line.top), true));
        }
        let part = byte.saturating_sub(block.range.start) as f64 / block.range.len().max(1) as f64;
        let height = f64::from(self.heights.get(index).copied().unwrap_or(0.0));
        Some((top + height * part.min(1.0), false))
    }
}

/// Top and bottom of the line of byte `offset`, if its block is among the visible ones.
fn visible_y(visible: &[Placed], offset: usize) -> Option<(f32, f32)> {
    let placed = visible.iter().find(|placed| {
        let lines = &placed.layout.lines;
        lines.first().is_some_and(|line| line.range.start <= offset)
            && lines.last().is_some_and(|line| offset <= line.range.end)
    })?;
    let index = placed.layout.line_of(offset, false);
    let line = placed.layout.lines.get(index)?;
    let next = placed.layout.lines.get(index + 1).map_or(placed.layout.height, |next| next.top);
    Some((placed.top + line.top, placed.top + next))
}

fn gap(block: &Block, face: &Face) -> f32 {
    let share = match block.gap {
        Gap::None => 0.0,
        Gap::Line => 0.08,
        Gap::Paragraph => 0.36,
    };
    (face.line_height * share).round()
}
