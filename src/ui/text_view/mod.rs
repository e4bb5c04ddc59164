//! The reading view: an article's text with everything that lies over it, selectable by mouse and keyboard. Layer `ui`.
//!
//! Only the paragraphs on screen are laid out. All offsets are UTF-8 bytes; egui's own indices stay inside `shape`.

mod access;
mod block;
mod cache;
mod doc;
mod grip;
mod input;
mod layer;
mod outline;
mod paint;
mod shape;
mod state;

use std::ops::Range;

use egui::{Id, Rect, Response, Sense, Ui, UiBuilder, Vec2, pos2, vec2};

use cache::Env;
use shape::Face;
use state::Fading;

pub use doc::TextDoc;
pub use layer::{FigureMark, Layer, LayerKind, LayerSet, Palette, Typography};
pub use state::{ScrollPlace, TextViewState};

/// How long a passage glows after the view went to it, in seconds.
const GLOW_SECONDS: f64 = 1.4;
const MARGIN_TOP: f32 = 6.0;

/// Room beside the text, in points. A narrow column gives up room beside its text before it gives up text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Margins {
    /// For paragraph numbers and tag bars; a headline with the same margin stands level with the text.
    pub left: f32,
    /// For arcs, what stands only here, and the scroll bar.
    pub right: f32,
}

impl Margins {
    /// The room in a view of this width.
    pub const fn of(width: f32) -> Self {
        if width < NARROW { Self { left: 34.0, right: 18.0 } } else { Self { left: 42.0, right: 32.0 } }
    }
}

/// Views narrower than this have narrow margins, in points.
const NARROW: f32 = 300.0;

/// What happened in a frame. Layers are given as indices into [`LayerSet::layers`], the topmost first.
#[derive(Debug)]
pub struct TextViewResponse {
    pub response: Response,
    /// The selected bytes, on grapheme boundaries.
    pub selection: Option<Range<usize>>,
    pub selection_changed: bool,
    /// A click that selected nothing: the byte under the pointer and the layers over it.
    pub clicked: Option<(usize, Vec<usize>)>,
    /// The same for the secondary button.
    pub context_clicked: Option<(usize, Vec<usize>)>,
    /// The layers under the pointer, in the text or as bars in the margin.
    pub hovered: Vec<usize>,
    /// The selected words, when the person asked to copy them; the caller adds the citation.
    pub copy: Option<String>,
    /// The bytes on screen.
    pub visible: Range<usize>,
    /// Whether the person moved the text in this frame (not the program).
    pub scrolled: bool,
    /// Where the ends of the gripped passage were let go, if they were moved.
    pub resized: Option<Range<usize>>,
    /// The byte of the character under the pointer.
    pub pointed: Option<usize>,
    /// Whether the pointer is on a mark of what stands only here.
    pub over_only_here: bool,
}

/// The reading view of one article. Fills the room it is given.
pub struct TextView<'a> {
    doc: &'a TextDoc,
    layers: &'a LayerSet,
    palette: &'a Palette,
    typography: &'a Typography,
    name: &'a str,
    room_below: f32,
    lit: &'a [Range<usize>],
    hits: &'a [Range<usize>],
    hit: Option<Range<usize>>,
    only_here: &'a [Range<usize>],
    grips: Option<Range<usize>>,
}

impl<'a> TextView<'a> {
    /// A view of `doc` with `layers` (made from the same `doc`); `name` is what a screen reader calls it.
    pub const fn new(
        doc: &'a TextDoc,
        layers: &'a LayerSet,
        palette: &'a Palette,
        typography: &'a Typography,
        name: &'a str,
    ) -> Self {
        Self {
            doc,
            layers,
            palette,
            typography,
            name,
            room_below: 32.0,
            lit: &[],
            hits: &[],
            hit: None,
            only_here: &[],
            grips: None,
        }
    }

    /// How many points may be scrolled past the last line; columns that scroll together want half a screen.
    #[must_use]
    pub const fn room_below(mut self, points: f32) -> Self {
        self.room_below = points;
        self
    }

    /// Passages (byte ranges) that are lit in this frame, because something elsewhere points at them. Unlike a
    /// [`LayerKind::Glow`] they may change from frame to frame at no cost.
    #[must_use]
    pub const fn lit(mut self, ranges: &'a [Range<usize>]) -> Self {
        self.lit = ranges;
        self
    }

    /// Matches of a search (byte ranges in order, disjoint), and the one it stands on. They cost nothing to change.
    #[must_use]
    pub fn hits(mut self, hits: &'a [Range<usize>], current: Option<Range<usize>>) -> Self {
        self.hits = hits;
        self.hit = current;
        self
    }

    /// Passages (byte ranges in order, disjoint) that no other open text has: marked right of the text.
    #[must_use]
    pub const fn only_here(mut self, ranges: &'a [Range<usize>]) -> Self {
        self.only_here = ranges;
        self
    }

    /// A passage whose ends can be dragged.
    #[must_use]
    pub fn grips(mut self, range: Option<Range<usize>>) -> Self {
        self.grips = range;
        self
    }

    /// Shows the view in all the room that `ui` has left. `id_salt` tells views of one parent apart.
    pub fn show(self, ui: &mut Ui, id_salt: impl egui::AsIdSalt, state: &mut TextViewState) -> TextViewResponse {
        let size = ui.available_size_before_wrap().max(Vec2::new(120.0, 60.0));
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let id = ui.make_persistent_id(id_salt).with("text view");
        let builder = UiBuilder::new().scope_id(id.with("frame")).max_rect(rect);
        let mut child = ui.new_child(builder);
        child.set_clip_rect(rect.intersect(ui.clip_rect()));
        self.show_in(&mut child, id, rect, state)
    }

    fn show_in(self, ui: &mut Ui, id: Id, rect: Rect, state: &mut TextViewState) -> TextViewResponse {
        let ctx = ui.ctx().clone();
        let mut response = ui.interact(rect, id, Sense::click_and_drag());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Document, ui.is_enabled(), self.name));

        let face = Face::new(&ctx, self.typography, self.palette, state.zoom());
        let column = column_in(&ctx, &face, rect);
        let env = Env {
            ctx: &ctx,
            doc: self.doc,
            layers: self.layers,
            face: &face,
            width: column.width(),
            height: rect.height(),
            pad: (MARGIN_TOP, self.room_below),
            margins: Margins::of(rect.width()),
        };
        state.begin_frame(self.doc);
        state.rect = rect;
        state.column = column;
        state.cache.begin_frame(&env);

        let now = ui.input(|input| input.time);
        if let Some(pending) = state.pending.take() {
            state.cache.reveal(&env, &pending.range, pending.place);
            if pending.glow {
                state.fading = Some(Fading { range: pending.range, since: None });
            }
        }
        if state.asked_scroll != 0.0 {
            state.cache.scroll_by(&env, state.asked_scroll);
            state.asked_scroll = 0.0;
        }
        state.visible = state.cache.fill(&env);

        let before = state.selection();
        // The handles lie over the text: they are asked first, and drawn last.
        let gripped = grip::handle(ui, &env, &response, state, self.grips.clone());
        let mut heard = input::handle(ui, &env, &mut response, state);
        heard.scrolled |= gripped.scrolled;
        state.visible = state.cache.fill(&env);
        state.cache.end_frame();

        if ui.is_rect_visible(rect) {
            paint::paint(
                ui,
                &env,
                state,
                &response,
                paint::Now { time: now, lit: self.lit, hits: self.hits, hit: self.hit },
            );
            paint::only_here(ui, &env, state, self.only_here);
            grip::paint(ui, &env, state);
        }
        access::expose(ui, &env, state, &response);

        let over_only_here = !self.only_here.is_empty()
            && response.hover_pos().is_some_and(|pos| {
                paint::only_here_rects(&env, state, self.only_here)
                    .iter()
                    .any(|(_, rect)| rect.expand(3.0).contains(pos))
            });
        let visible = match (state.visible.first(), state.visible.last()) {
            (Some(first), Some(last)) => visible_bytes(first, last, rect.height()),
            _ => 0..0,
        };
        let selection = state.selection();
        TextViewResponse {
            response,
            selection_changed: selection != before,
            selection,
            clicked: heard.clicked,
            context_clicked: heard.context_clicked,
            hovered: heard.hovered,
            copy: heard.copy,
            visible,
            scrolled: heard.scrolled,
            resized: gripped.resized,
            pointed: heard.pointed,
            over_only_here,
        }
    }
}

/// The text column: as wide as the measure allows, in the middle of the room.
fn column_in(ctx: &egui::Context, face: &Face, rect: Rect) -> Rect {
    let widest = (face.average_char(ctx) * face.typography.measure).round();
    let margins = Margins::of(rect.width());
    let room = (rect.width() - margins.left - margins.right).max(60.0);
    let width = room.min(widest).floor();
    let ppp = face.pixels_per_point;
    let left = ((rect.left() + margins.left + (room - width) / 2.0) * ppp).round() / ppp;
    Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()))
}

fn visible_bytes(first: &cache::Placed, last: &cache::Placed, height: f32) -> Range<usize> {
    let start = first.layout.line_at(-first.top).map_or(0, |line| line.range.start);
    let end = last.layout.line_at(height - last.top).map_or(start, |line| line.range.end);
    start..end
}

#[cfg(test)]
mod tests;
