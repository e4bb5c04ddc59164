//! The reading view: an article's text with everything that lies over it, selectable by mouse and keyboard. Layer `ui`.
//!
//! Only the paragraphs on screen are laid out. All offsets are UTF-8 bytes; egui's own indices stay inside `shape`.

mod access;
mod block;
mod cache;
mod doc;
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
/// Room for paragraph numbers and tag bars left of the text, in points; in a column narrower than the measure, a
/// headline with the same margin stands level with the text.
pub const MARGIN_LEFT: f32 = 40.0;
/// Room for the scroll bar right of the text.
const MARGIN_RIGHT: f32 = 20.0;
const MARGIN_TOP: f32 = 6.0;

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
        Self { doc, layers, palette, typography, name, room_below: 32.0, lit: &[] }
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
        state.visible = state.cache.fill(&env);

        let before = state.selection();
        let heard = input::handle(ui, &env, &mut response, state);
        state.visible = state.cache.fill(&env);
        state.cache.end_frame();

        if ui.is_rect_visible(rect) {
            paint::paint(ui, &env, state, &response, paint::Now { time: now, lit: self.lit });
        }
        access::expose(ui, &env, state, &response);

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
        }
    }
}

/// The text column: as wide as the measure allows, in the middle of the room.
fn column_in(ctx: &egui::Context, face: &Face, rect: Rect) -> Rect {
    let widest = (face.average_char(ctx) * face.typography.measure).round();
    let room = (rect.width() - MARGIN_LEFT - MARGIN_RIGHT).max(60.0);
    let width = room.min(widest).floor();
    let ppp = face.pixels_per_point;
    let left = ((rect.left() + MARGIN_LEFT + (room - width) / 2.0) * ppp).round() / ppp;
    Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()))
}

fn visible_bytes(first: &cache::Placed, last: &cache::Placed, height: f32) -> Range<usize> {
    let start = first.layout.line_at(-first.top).map_or(0, |line| line.range.start);
    let end = last.layout.line_at(height - last.top).map_or(start, |line| line.range.end);
    start..end
}

#[cfg(test)]
mod tests;
