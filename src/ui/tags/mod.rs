//! The panel "Tags by outlet": how often each tag stands where, and beside it the excerpts asked for. Layer `ui`.

mod list;
mod query;
mod table;

use egui::Ui;

use crate::app::command::Command;

use super::ctx::UiCtx;
use super::style::space;
use super::widgets;

pub use list::ListState;

/// What the panel keeps between frames.
#[derive(Debug, Default)]
pub struct TagsState {
    list: ListState,
}

/// Below this width, in points, the excerpts stand below the table and not beside it.
const SIDE_BY_SIDE: f32 = 620.0;

/// Draws the panel.
pub fn tags_ui(ui: &mut Ui, ctx: &UiCtx<'_>, state: &mut TagsState, out: &mut Vec<Command>) {
    let (table, found, stale) = ctx.derived.tags.look(ctx.session, ctx.view);
    if stale {
        ui.ctx().request_repaint();
    }
    egui::Frame::new().inner_margin(egui::Margin::symmetric(space::S as i8, space::XS as i8)).show(ui, |ui| {
        if ctx.project.excerpts.is_empty() {
            let hint = "Select words in an article and press a tag’s key: how often each tag stands in each outlet shows \
                        here, with every excerpt a click away.";
            widgets::empty_state(ui, "Nothing tagged yet", hint, None);
            return;
        }
        let room = ui.available_size();
        if room.x >= SIDE_BY_SIDE {
            // Few columns fit beside the excerpts; many leave them a third of the room, and scroll under their names.
            let left = table::width_of(table).clamp(room.x * 0.45, room.x * 0.66).floor();
            ui.horizontal_top(|ui| {
                part(ui, egui::vec2(left, room.y), |ui| table::table_ui(ui, ctx, table, out));
                ui.add_space(space::S);
                let rest = ui.available_size();
                part(ui, rest, |ui| list::list_ui(ui, ctx, found, &mut state.list, out));
            });
        } else {
            part(ui, egui::vec2(room.x, room.y * 0.5), |ui| table::table_ui(ui, ctx, table, out));
            let rest = ui.available_size();
            part(ui, rest, |ui| list::list_ui(ui, ctx, found, &mut state.list, out));
        }
    });
}

fn part(ui: &mut Ui, size: egui::Vec2, content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(size, egui::Layout::top_down(egui::Align::Min), |ui| {
        ui.set_min_size(size);
        ui.set_max_size(size);
        content(ui);
    });
}
