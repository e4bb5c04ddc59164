//! The further filters of the figures panel and the choice of its further columns. Layer `ui`.

use crate::app::figure_columns::MoreColumn;
use crate::app::view::FiguresView;
use crate::model::VictimStatus;
use crate::ui::ctx::UiCtx;

/// Filters by victim status and event, inside the menu of what is shown.
pub(super) fn show_ui(ui: &mut egui::Ui, view: &FiguresView, ctx: &UiCtx<'_>, put: &mut dyn FnMut(FiguresView)) {
    ui.menu_button("Victim status", |ui| {
        for victim in std::iter::once(None).chain(VictimStatus::ALL.iter().copied().map(Some)) {
            if ui.radio(view.victim == victim, victim.map_or("any", VictimStatus::label)).clicked() {
                put(FiguresView { victim, ..view.clone() });
                ui.close();
            }
        }
    });
    if ctx.project.events.is_empty() {
        return;
    }
    ui.menu_button("Event", |ui| {
        egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            if ui.radio(view.event.is_none(), "any").clicked() {
                put(FiguresView { event: None, ..view.clone() });
                ui.close();
            }
            for event in ctx.project.events.values() {
                if ui.radio(view.event == Some(event.id), &event.name).clicked() {
                    put(FiguresView { event: Some(event.id), ..view.clone() });
                    ui.close();
                }
            }
        });
    });
}

/// A menu of columns to show beside the usual ones.
pub(super) fn columns_ui(ui: &mut egui::Ui, view: &FiguresView, put: &mut dyn FnMut(FiguresView)) {
    let menu = ui.menu_button("Columns…", |ui| {
        for column in MoreColumn::ALL {
            let mut is_on = view.columns.contains(column);
            if ui.checkbox(&mut is_on, column.label()).clicked() {
                let mut columns = view.columns.clone();
                if is_on {
                    columns.insert(*column)
                } else {
                    columns.remove(column)
                };
                put(FiguresView { columns, ..view.clone() });
            }
        }
    });
    menu.response
        .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, "Which columns to show"));
}
