//! Buttons that show their key beside what they do. Layer `ui`.

use egui::{CornerRadius, Response, Role, Sense, Stroke, StrokeKind, Ui, Widget, WidgetInfo, vec2};

use super::paint::{KeyBox, focus_ring, left_centred, one_line};
use crate::ui::fonts;
use crate::ui::style::{CONTROL_HEIGHT, radius, size, space, tokens};

/// A button: what it does, its icon, its key. `ui.add_enabled(can, ActionButton::quiet("Edit").key("E"))`.
#[derive(Debug, Clone)]
#[must_use = "add it to a ui"]
pub struct ActionButton<'a> {
    label: &'a str,
    icon: Option<&'a str>,
    key: Option<&'a str>,
    primary: bool,
}

impl<'a> ActionButton<'a> {
    /// The one thing most people do next; at most one in a panel.
    pub fn primary(label: &'a str) -> Self {
        Self { label, icon: None, key: None, primary: true }
    }

    /// Everything else.
    pub fn quiet(label: &'a str) -> Self {
        Self { primary: false, ..Self::primary(label) }
    }

    /// Shows a key or a shortcut after the label ("Enter", "Ctrl+O").
    pub fn key(mut self, key: &'a str) -> Self {
        self.key = Some(key);
        self
    }

    /// Shows an icon of [`fonts::icons`] before the label.
    pub fn icon(mut self, icon: &'a str) -> Self {
        self.icon = Some(icon);
        self
    }
}

impl Widget for ActionButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = tokens(ui);
        let ink = if self.primary { t.on_accent } else { t.text };
        let icon = self.icon.map(|icon| one_line(ui, icon, fonts::icon(size::BODY + 1.0), ink, f32::INFINITY));
        let label = one_line(ui, self.label, fonts::sans(size::BODY), ink, f32::INFINITY);
        let key = self.key.map(|key| {
            if self.primary { KeyBox::new(ui, key, ink, ink.gamma_multiply(0.6)) } else { KeyBox::quiet(ui, key, t) }
        });

        let icon_width = icon.as_ref().map_or(0.0, |icon| icon.size().x + 6.0);
        let key_width = key.as_ref().map_or(0.0, |key| key.width() + 6.0);
        let right = if key.is_some() { 6.0 } else { 10.0 };
        let width = (10.0 + icon_width + label.size().x + key_width + right).round();
        let (rect, response) = ui.allocate_exact_size(vec2(width, CONTROL_HEIGHT), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), self.label));
        if !ui.is_rect_visible(rect) {
            return response;
        }

        let resting = if self.primary { t.accent } else { t.card };
        let fill = if response.is_pointer_button_down_on() {
            if self.primary { t.accent.blend(t.text.gamma_multiply(0.16)) } else { t.accent_ground }
        } else if response.hovered() {
            if self.primary { t.accent.blend(t.text.gamma_multiply(0.08)) } else { t.hover_on(t.card) }
        } else {
            resting
        };
        let border = match (self.primary, response.hovered()) {
            (true, _) => Stroke::NONE,
            (false, true) => Stroke::new(1.0, t.faint),
            (false, false) => t.hairline(),
        };
        ui.painter().rect(rect, CornerRadius::same(radius::CONTROL), fill, border, StrokeKind::Inside);
        focus_ring(ui, &response, rect.expand(1.0), radius::CONTROL + 2);

        let middle = rect.center().y;
        let mut x = rect.left() + 10.0;
        if let Some(icon) = icon {
            left_centred(ui, x, middle, icon);
            x += icon_width;
        }
        x += label.size().x;
        left_centred(ui, x - label.size().x, middle, label);
        if let Some(key) = key {
            key.paint(ui, x + 6.0, middle);
        }
        response
    }
}

/// The one thing most people do next, with its key.
pub fn primary_button(ui: &mut Ui, label: &str, key: Option<&str>) -> Response {
    ui.add(ActionButton { key, ..ActionButton::primary(label) })
}

/// A button with a hairline border, with its key.
pub fn quiet_button(ui: &mut Ui, label: &str, key: Option<&str>) -> Response {
    ui.add(ActionButton { key, ..ActionButton::quiet(label) })
}

/// A frameless square with an icon of [`fonts::icons`]; `name` says what it does, to the pointer and the screen reader.
pub fn icon_button(ui: &mut Ui, icon: &str, name: &str) -> Response {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(24.0, 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    if ui.is_rect_visible(rect) {
        if response.is_pointer_button_down_on() {
            ui.painter().rect_filled(rect, CornerRadius::same(radius::CONTROL), t.accent_ground);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, CornerRadius::same(radius::CONTROL), t.text.gamma_multiply(0.07));
        }
        focus_ring(ui, &response, rect, radius::CONTROL);
        let ink = if response.hovered() { t.text } else { t.dim };
        let galley = one_line(ui, icon, fonts::icon(size::READING), ink, f32::INFINITY);
        left_centred(ui, (rect.center().x - galley.size().x / 2.0).round(), rect.center().y, galley);
    }
    response.on_hover_text(name)
}

/// A key in a little box ("Enter"), beside what it does.
pub fn key_hint(ui: &mut Ui, key: &str) -> Response {
    let t = tokens(ui);
    let shape = KeyBox::quiet(ui, key, t);
    let (rect, response) = ui.allocate_exact_size(vec2(shape.width(), KeyBox::HEIGHT + space::XS), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Key {key}")));
    shape.paint(ui, rect.left(), rect.center().y);
    response
}
