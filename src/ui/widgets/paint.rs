//! What several widgets draw: one line of text, the focus ring, dots and swatches. Layer `ui`.

use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Color32, CornerRadius, FontId, Galley, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};

use crate::model::ReadState;
use crate::ui::style::{Tokens, radius, tokens};

/// Lays out one line, cut off with an ellipsis at `max_width` points.
pub fn one_line(ui: &Ui, text: &str, font: FontId, colour: Color32, max_width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, colour);
    job.wrap = TextWrapping::truncate_at_width(max_width.max(0.0));
    ui.painter().layout_job(job)
}

/// At most so many characters of a text, cut between words and with a sign that it goes on.
pub fn cut_words(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let head: String = text.chars().take(max.saturating_sub(1)).collect();
    // A first word that is too long by itself is cut inside: there is no better place.
    let end = head.trim_end().rfind(char::is_whitespace).filter(|at| *at * 2 > head.len()).unwrap_or(head.len());
    format!("{}…", head.get(..end).unwrap_or(&head).trim_end_matches([' ', ',', ';', '\n']))
}

/// Paints a galley with its left edge at `x` and its middle at `y`, on whole points.
pub(super) fn left_centred(ui: &Ui, x: f32, y: f32, galley: Arc<Galley>) {
    let top = (y - galley.size().y / 2.0).round();
    ui.painter().galley(Pos2::new(x, top), galley, tokens(ui).text);
}

/// Draws the accent ring round a widget that has the keyboard; nothing otherwise.
pub fn focus_ring(ui: &Ui, response: &Response, rect: Rect, corner: u8) {
    if response.has_focus() {
        ui.painter().rect_stroke(rect, CornerRadius::same(corner), tokens(ui).focus_ring(), StrokeKind::Outside);
    }
}

/// A small filled square in a tag's colour.
pub fn swatch(ui: &Ui, centre: Pos2, colour: Color32) {
    ui.painter().rect_filled(Rect::from_center_size(centre, vec2(10.0, 10.0)), CornerRadius::same(3), colour);
}

/// How far an article was read: an empty ring, half a disc, a full disc. Named for the screen reader.
pub fn status_dot(ui: &mut Ui, state: ReadState) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(12.0, 16.0), Sense::hover());
    paint_status_dot(ui, rect.center(), state);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, state.label()));
    response.on_hover_text(state.label())
}

/// The dot itself, for painting inside another widget.
pub fn paint_status_dot(ui: &Ui, centre: Pos2, state: ReadState) {
    const RADIUS: f32 = 4.0;
    let colour = tokens(ui).accent;
    let painter = ui.painter();
    match state {
        ReadState::Unread => {
            painter.circle_stroke(centre, RADIUS, Stroke::new(1.5, colour));
        }
        ReadState::Reading => {
            let half = Rect::from_min_max(centre - vec2(RADIUS + 1.0, RADIUS + 1.0), centre + vec2(0.0, RADIUS + 1.0));
            painter.with_clip_rect(half.intersect(ui.clip_rect())).circle_filled(centre, RADIUS, colour);
            painter.circle_stroke(centre, RADIUS, Stroke::new(1.5, colour));
        }
        ReadState::Done => {
            painter.circle_filled(centre, RADIUS + 0.75, colour);
        }
    }
}

/// A key in its little box, for painting inside another widget.
pub(super) struct KeyBox {
    galley: Arc<Galley>,
    ink: Color32,
    frame: Color32,
}

impl KeyBox {
    pub(super) fn new(ui: &Ui, key: &str, ink: Color32, frame: Color32) -> Self {
        let galley = one_line(ui, key, crate::ui::fonts::sans(crate::ui::style::size::TINY), ink, f32::INFINITY);
        Self { galley, ink, frame }
    }

    /// In the quiet colours of a panel.
    pub(super) fn quiet(ui: &Ui, key: &str, tokens: &Tokens) -> Self {
        Self::new(ui, key, tokens.dim, tokens.line)
    }

    pub(super) fn width(&self) -> f32 {
        (self.galley.size().x + 8.0).max(16.0).round()
    }

    pub(super) const HEIGHT: f32 = 16.0;

    pub(super) fn paint(self, ui: &Ui, left: f32, middle: f32) {
        let rect = Rect::from_min_size(
            Pos2::new(left.round(), (middle - Self::HEIGHT / 2.0).round()),
            vec2(self.width(), Self::HEIGHT),
        );
        let frame = Stroke::new(1.0, self.frame);
        ui.painter().rect_stroke(rect, CornerRadius::same(radius::MARK), frame, StrokeKind::Inside);
        let at = rect.center() - self.galley.size() / 2.0;
        ui.painter().galley(Pos2::new(at.x.round(), at.y.round()), self.galley, self.ink);
    }
}
