//! What a panel shows when it has nothing to show: why, and what to do next. Layer `ui`.

use egui::{Label, Response, RichText, Ui, vec2};

use super::button::ActionButton;
use crate::ui::fonts;
use crate::ui::style::{size, space, tokens};

/// The widest a hint runs, in points: about fifty characters.
const MEASURE: f32 = 320.0;

/// Says in the middle of the free space what is missing and what to do; gives back the action's response, if there is one.
pub fn empty_state(ui: &mut Ui, title: &str, hint: &str, action: Option<ActionButton<'_>>) -> Option<Response> {
    let t = tokens(ui);
    let height = if action.is_some() { 112.0 } else { 64.0 };
    let above = ((ui.available_height() - height) / 2.4).clamp(space::L, 240.0);
    // A panel without a bottom has no middle either.
    ui.add_space(if above.is_finite() { above.round() } else { space::XL });
    let outer = ui.available_width();
    let width = MEASURE.min(outer - 2.0 * space::L).max(0.0);
    ui.horizontal(|ui| {
        ui.add_space(((outer - width) / 2.0).max(0.0).round());
        ui.allocate_ui_with_layout(vec2(width, 0.0), egui::Layout::top_down(egui::Align::Center), |ui| {
            ui.set_width(width);
            ui.add(Label::new(RichText::new(title).font(fonts::serif_semibold(size::READING)).color(t.text)).wrap());
            ui.add_space(space::XS);
            ui.add(Label::new(RichText::new(hint).font(fonts::sans(size::BODY)).color(t.dim)).wrap());
            action.map(|action| {
                ui.add_space(space::M);
                ui.add(action)
            })
        })
        .inner
    })
    .inner
}
