//! Chips and badges: a few words or a number in a rounded outline. Layer `ui`.

use egui::{Color32, CornerRadius, FontId, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::paint::{focus_ring, left_centred, one_line, swatch};
use crate::ui::fonts;
use crate::ui::style::{radius, size, tokens};

const HEIGHT: f32 = 20.0;
const PAD: f32 = 8.0;

/// What a badge says beside its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Just a number.
    #[default]
    Quiet,
    /// So many things to look at.
    Warning,
    /// So many things that are wrong.
    Error,
}

struct Look {
    font: FontId,
    ink: Color32,
    fill: Color32,
    border: Color32,
    /// A swatch before the text.
    swatch: Option<Color32>,
}

fn pill(
    ui: &mut Ui,
    text: &str,
    sense: Sense,
    look: impl FnOnce(&Response) -> Look,
    room_for_swatch: bool,
) -> Response {
    let lead = if room_for_swatch { 14.0 } else { 0.0 };
    // Measured in the heavier face, so that a chip keeps its width when it is switched on.
    let measured = one_line(ui, text, fonts::sans_semibold(size::TINY), Color32::PLACEHOLDER, ui.available_width());
    let width = (measured.size().x + 2.0 * PAD + lead).max(HEIGHT).round();
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), sense);
    if ui.is_rect_visible(rect) {
        let look = look(&response);
        ui.painter().rect(
            rect,
            CornerRadius::same(radius::PILL),
            look.fill,
            Stroke::new(1.0, look.border),
            StrokeKind::Inside,
        );
        focus_ring(ui, &response, rect, radius::PILL);
        let galley = one_line(ui, text, look.font, look.ink, width - 2.0 * PAD - lead + 1.0);
        let x = rect.left() + lead + ((width - lead - galley.size().x) / 2.0).round();
        if let Some(colour) = look.swatch {
            swatch(ui, egui::pos2(rect.left() + PAD + 4.0, rect.center().y), colour);
        }
        left_centred(ui, x, rect.center().y, galley);
    }
    response
}

/// A fact in a few words: a date, "2 outlets, 1 origin". Not for clicking.
pub fn chip(ui: &mut Ui, text: &str) -> Response {
    let t = tokens(ui);
    let look = |_: &Response| Look {
        font: fonts::sans(size::TINY),
        ink: t.dim,
        fill: Color32::TRANSPARENT,
        border: t.line,
        swatch: None,
    };
    let response = pill(ui, text, Sense::hover(), look, false);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    response
}

/// A chip that switches something on and off, such as a filter; says whether it is on.
pub fn toggle_chip(ui: &mut Ui, text: &str, on: bool) -> Response {
    let t = tokens(ui);
    let look = |response: &Response| Look {
        font: if on { fonts::sans_semibold(size::TINY) } else { fonts::sans(size::TINY) },
        ink: if on { t.accent } else { t.dim },
        fill: match (on, response.hovered()) {
            (true, _) => t.accent_ground,
            (false, true) => t.text.gamma_multiply(0.05),
            (false, false) => Color32::TRANSPARENT,
        },
        border: match (on, response.hovered()) {
            (true, _) => t.accent,
            (false, true) => t.faint,
            (false, false) => t.line,
        },
        swatch: None,
    };
    let response = pill(ui, text, Sense::click(), look, false);
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), on, text));
    response
}

/// A tag's name beside its colour; `colour` is the index that the tag carries. Clickable.
pub fn tag_chip(ui: &mut Ui, name: &str, colour: u8) -> Response {
    let t = tokens(ui);
    let hue = t.tag(colour);
    let look = |response: &Response| Look {
        font: fonts::sans(size::TINY),
        ink: t.text,
        fill: t.tint(hue),
        border: if response.hovered() { hue } else { Color32::TRANSPARENT },
        swatch: Some(hue),
    };
    let response = pill(ui, name, Sense::click(), look, true);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    response
}

/// A number that belongs to the words before it; `what` names it to the screen reader ("checks").
pub fn count_badge(ui: &mut Ui, count: usize, what: &str, tone: Tone) -> Response {
    let t = tokens(ui);
    let look = |_: &Response| Look {
        font: fonts::sans_semibold(size::TINY),
        ink: match tone {
            Tone::Quiet => t.dim,
            Tone::Warning => t.warning,
            Tone::Error => t.error,
        },
        fill: Color32::TRANSPARENT,
        border: t.line,
        swatch: None,
    };
    let response = pill(ui, &count.to_string(), Sense::hover(), look, false);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{count} {what}")));
    response
}
