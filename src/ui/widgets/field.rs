//! Labels over values, section titles, and the box one searches with. Layer `ui`.

use egui::{
    CornerRadius, InnerResponse, Key, Margin, Modifiers, Response, RichText, Role, Sense, Stroke, StrokeKind, TextEdit,
    Ui, WidgetInfo, vec2,
};

use super::button::icon_button;
use super::chip::{Tone, count_badge};
use super::paint::focus_ring;
use crate::ui::fonts::{self, icons};
use crate::ui::style::{CONTROL_HEIGHT, radius, size, space, tokens};

/// Narrower than this, in points, a field has no room for words that say that it is empty.
const NARROW: f32 = 84.0;

fn label_over(ui: &mut Ui, label: &str) -> Response {
    let dim = tokens(ui).dim;
    ui.label(RichText::new(label).font(fonts::sans(size::TINY)).color(dim))
}

/// A label over whatever `content` adds. Name the control inside after it: `response.labelled_by(label.id)` or the like.
pub fn field<R>(ui: &mut Ui, label: &str, content: impl FnOnce(&mut Ui, &Response) -> R) -> InnerResponse<R> {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let over = label_over(ui, label);
        content(ui, &over)
    })
}

/// A label over its value, as wide as there is room, on as many lines as it takes. A click means "edit this"; one line is
/// as high as [`field_edit`], so that nothing moves then.
pub fn field_row(ui: &mut Ui, label: &str, value: &str) -> Response {
    field(ui, label, |ui, _| {
        let t = tokens(ui);
        let width = ui.available_width();
        let ink = if value.is_empty() { t.dim } else { t.text };
        let shown = if value.is_empty() { "not given" } else { value };
        // Where three stand abreast the words would break in two; the dash says the same, and the name says it in full.
        let shown_short = if value.is_empty() && width < NARROW { "–" } else { shown };
        let galley = ui.painter().layout(shown_short.to_owned(), fonts::sans(size::BODY), ink, width - 2.0 * space::S);
        let height = (galley.size().y + 12.0).round().max(CONTROL_HEIGHT);
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), format!("{label}: {shown}")));
        if ui.is_rect_visible(rect) {
            let border = if response.hovered() { Stroke::new(1.0, t.faint) } else { t.hairline() };
            ui.painter().rect(rect, CornerRadius::same(radius::CONTROL), t.card, border, StrokeKind::Inside);
            focus_ring(ui, &response, rect.shrink(1.0), radius::CONTROL);
            let top = (rect.center().y - galley.size().y / 2.0).round();
            ui.painter().galley(egui::pos2(rect.left() + space::S, top), galley, ink);
        }
        response
    })
    .inner
}

/// A label over a value that cannot be changed here: words with no box round them, on which nothing happens.
pub fn value_row(ui: &mut Ui, label: &str, value: &str) -> Response {
    let ink = tokens(ui).text;
    let response = field(ui, label, |ui, _| ui.add(egui::Label::new(RichText::new(value).color(ink)).wrap())).inner;
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{label}: {value}")));
    response
}

/// A label over what a click leads to: words in the colour of a link, with no box round them.
pub fn link_row(ui: &mut Ui, label: &str, value: &str) -> Response {
    field(ui, label, |ui, _| {
        let ink = tokens(ui).accent;
        let words = egui::Label::new(RichText::new(value).color(ink)).wrap().selectable(false).sense(Sense::click());
        let response = ui.add(words).on_hover_cursor(egui::CursorIcon::PointingHand);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), format!("{label}: {value}")));
        focus_ring(ui, &response, response.rect.expand(2.0), radius::CONTROL);
        response
    })
    .inner
}

/// A label over a line that is being edited.
pub fn field_edit(ui: &mut Ui, label: &str, value: &mut String) -> Response {
    field(ui, label, |ui, over| {
        let edit = TextEdit::singleline(value).desired_width(f32::INFINITY).margin(Margin::symmetric(8, 6));
        ui.add(edit).labelled_by(over.id)
    })
    .inner
}

/// The name of a part of a panel, with how much is in it.
pub fn section_title(ui: &mut Ui, title: &str, count: Option<(usize, &str, Tone)>) -> Response {
    let ink = tokens(ui).text;
    ui.horizontal(|ui| {
        let response = ui.label(RichText::new(title).font(fonts::sans_semibold(size::BODY)).color(ink));
        if let Some((count, what, tone)) = count {
            count_badge(ui, count, what, tone);
        }
        response
    })
    .inner
}

/// A box to search or filter with, as wide as there is room; Escape or its cross empties it. `hint` is its name.
pub fn search_box(ui: &mut Ui, text: &mut String, hint: &str) -> Response {
    let t = tokens(ui);
    let width = ui.available_width();
    let clear_width = if text.is_empty() { 0.0 } else { 24.0 };
    let mut response = ui.add(
        TextEdit::singleline(text)
            .hint_text(hint)
            .prefix(RichText::new(icons::SEARCH).font(fonts::icon(size::BODY)).color(t.dim))
            .margin(Margin { left: 8, right: 8 + clear_width as i8, top: 6, bottom: 6 })
            .desired_width(width),
    );
    response.ctx.accesskit_node_builder(response.id, |node| node.set_label(hint));
    // Escape in an empty box means what is around it, such as closing the palette.
    let mut clear = response.lost_focus()
        && !text.is_empty()
        && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    if clear_width > 0.0 {
        let at = egui::Rect::from_center_size(
            egui::pos2(response.rect.right() - 16.0, response.rect.center().y),
            vec2(24.0, 24.0),
        );
        let over = ui.scope_builder(egui::UiBuilder::new().max_rect(at), |ui| icon_button(ui, icons::CLOSE, "Clear"));
        clear |= over.inner.clicked();
    }
    if clear && !text.is_empty() {
        text.clear();
        response.mark_changed();
    }
    response
}
