//! Handles at the ends of a passage: dragging one moves that end. Layer `ui`.

use std::ops::Range;

use egui::{CornerRadius, CursorIcon, Id, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, pos2, vec2};

use super::cache::Env;
use super::input::{scroll_past_edge, target};
use super::paint::bands;
use super::state::TextViewState;

/// How large the part that can be gripped is, in points.
const REACH: f32 = 16.0;
/// Radius of the knob.
const KNOB: f32 = 4.5;

/// Which handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Start,
    Finish,
}

/// The passage with its handles, while it has any.
#[derive(Debug, Clone)]
pub struct Grip {
    /// As it would be if the handle were let go now.
    range: Range<usize>,
    /// The end in hand.
    held: Option<End>,
    /// Where the knobs stand, those that are on screen.
    knobs: [Option<Pos2>; 2],
    /// The end under the pointer or with the keyboard.
    near: [bool; 2],
}

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Gripped {
    pub resized: Option<Range<usize>>,
    pub scrolled: bool,
}

/// Heeds the handles of `passage`.
pub(super) fn handle(
    ui: &Ui,
    env: &Env<'_>,
    response: &Response,
    state: &mut TextViewState,
    passage: Option<Range<usize>>,
) -> Gripped {
    let mut out = Gripped::default();
    let Some(passage) = passage else {
        state.grip = None;
        return out;
    };
    let held = state.grip.as_ref().and_then(|grip| grip.held);
    let live = state.grip.as_ref().filter(|grip| grip.held.is_some()).map(|grip| grip.range.clone());
    let mut grip = Grip { range: live.unwrap_or_else(|| passage.clone()), held, knobs: [None, None], near: [false; 2] };
    for (index, end) in [End::Start, End::Finish].into_iter().enumerate() {
        let knob = knob(env, state, &grip.range, end);
        let seen = knob.filter(|at| state.rect.expand(KNOB).contains(*at));
        let Some(at) = seen.or_else(|| (held == Some(end)).then(|| state.rect.center())) else { continue };
        let rect = Rect::from_center_size(at, vec2(REACH, REACH));
        let id: Id = response.id.with(("grip", index));
        let widget = ui.interact(rect, id, Sense::drag());
        let name = if end == End::Start { "Start of the excerpt" } else { "End of the excerpt" };
        widget.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, ui.is_enabled(), name));
        if widget.hovered() || widget.dragged() {
            ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
        if widget.drag_started() {
            grip.held = Some(end);
        }
        if grip.held == Some(end) {
            if let Some(pos) = ui.input(|input| input.pointer.latest_pos()) {
                out.scrolled |= scroll_past_edge(ui, env, state, pos);
                move_end(state, &mut grip, end, pos);
            }
            if !widget.dragged() && !widget.drag_started() {
                grip.held = None;
                out.resized = Some(grip.range.clone()).filter(|range| *range != passage);
            }
        }
        if let (Some(slot), Some(near)) = (grip.knobs.get_mut(index), grip.near.get_mut(index)) {
            *slot = self::knob(env, state, &grip.range, end).filter(|at| state.rect.expand(KNOB).contains(*at));
            *near = widget.hovered() || widget.dragged() || widget.has_focus();
        }
        let tip = if end == End::Start { "Drag, or Ctrl , and Ctrl ⇧ ," } else { "Drag, or Ctrl . and Ctrl ⇧ ." };
        widget.on_hover_text(tip);
    }
    state.grip = Some(grip);
    out
}

/// Puts one end at the character that the pointer means; one character is always left.
fn move_end(state: &TextViewState, grip: &mut Grip, end: End, pos: Pos2) {
    let inside = pos2(pos.x, pos.y.clamp(state.rect.top() + 1.0, state.rect.bottom() - 1.0));
    let Some(at) = target(state, inside).map(|target| target.caret) else { return };
    match end {
        End::Start if at < grip.range.end => grip.range.start = at,
        End::Finish if at > grip.range.start => grip.range.end = at,
        End::Start | End::Finish => {}
    }
}

/// Where the knob of an end stands: above the first letter, below the last.
fn knob(env: &Env<'_>, state: &TextViewState, range: &Range<usize>, end: End) -> Option<Pos2> {
    let at = if end == End::Start { range.start } else { range.end };
    let inside = if end == End::Start { at } else { at.saturating_sub(1) };
    let block = env.doc.paragraphs.at(inside);
    let placed = state.visible.iter().find(|placed| placed.block == block)?;
    let line = placed.layout.lines.get(placed.layout.line_of(inside, false))?;
    let x = if end == End::Start { line.caret_x(at) } else { line.caret_end_x(at) };
    let top = state.rect.top() + placed.top + line.top;
    let y = if end == End::Start { top + 2.0 } else { top + env.face.line_height - 2.0 };
    Some(pos2(state.column.left() + x, y))
}

/// Draws the handles, and the passage as it would be while one is in hand.
pub(super) fn paint(ui: &Ui, env: &Env<'_>, state: &TextViewState) {
    let Some(grip) = &state.grip else { return };
    let painter = ui.painter().with_clip_rect(state.rect.expand(KNOB));
    let accent = env.face.palette.accent;
    for rect in state.visible.iter().flat_map(|placed| bands(env, state, placed, &grip.range)).map(|(rect, _)| rect) {
        if grip.held.is_some() {
            painter.rect_filled(rect, CornerRadius::same(2), accent.gamma_multiply(0.22));
        } else {
            let stroke = Stroke::new(1.0, accent.gamma_multiply(0.55));
            painter.rect_stroke(rect.expand(1.0), CornerRadius::same(3), stroke, StrokeKind::Outside);
        }
    }
    for (index, at) in grip.knobs.iter().enumerate() {
        let Some(at) = at else { continue };
        let near = grip.near.get(index).copied().unwrap_or(false);
        let stem = if index == 0 {
            at.y..=at.y + env.face.line_height - 4.0
        } else {
            at.y - env.face.line_height + 4.0..=at.y
        };
        painter.vline(painter.round_to_pixel_center(at.x), stem, Stroke::new(2.0, accent));
        painter.add(Shape::circle_filled(*at, KNOB + if near { 1.5 } else { 0.0 }, accent));
        painter.add(Shape::circle_stroke(
            *at,
            KNOB + if near { 1.5 } else { 0.0 },
            Stroke::new(1.5, env.face.palette.card),
        ));
    }
}
