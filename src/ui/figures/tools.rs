//! Above the table: which figures are shown, how they are put together, and the queue's own buttons. Layer `ui`.

use std::collections::BTreeSet;

use crate::app::actions::Action;
use crate::app::command::{Command, ViewCommand};
use crate::app::view::{FigureGroup, FigureSort, FiguresView};
use crate::model::{Measure, ReviewStatus};
use crate::ui::ctx::UiCtx;
use crate::ui::style::{self, space};
use crate::ui::widgets::{self, ActionButton};

use super::more;

/// The least room the filter field can be read in, in points.
const FILTER_MIN: f32 = 150.0;

pub(super) fn tools_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, out: &mut Vec<Command>) {
    let view = &ctx.view.figures;
    if view.stacked && ctx.workbench.stacked_tally().is_some() {
        // The way back stands beside the tally's name: in a low panel every line counts.
        return;
    }
    // In a narrow panel the inspector's own Confirm and Reject have to do.
    let is_wide = ui.available_width() > 1160.0;
    let put = |view: FiguresView, out: &mut Vec<Command>| out.push(Command::View(ViewCommand::Figures(view)));
    let mut filter = view.filter.clone();
    let mut is_below = false;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        if view.stacked {
            if ui.add(ActionButton::quiet("Back to the table")).clicked() {
                put(FiguresView { stacked: false, ..view.clone() }, out);
            }
        } else {
            status_ui(ui, ctx, out);
            ui.add_space(space::XS);
            arrange_ui(ui, ctx, out);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            if view.stacked {
                return;
            }
            action_ui(ui, ctx, Action::NextToReview, "Review next", false, out);
            // In a narrow panel the filter needs the room more; the menus, the palette and Ctrl ⇧ B lead there as well.
            if ui.available_width() > 200.0 {
                action_ui(ui, ctx, Action::ReviewByTally, "By tally", false, out);
            }
            if is_wide {
                action_ui(ui, ctx, Action::SplitFigure, "Split", false, out);
                action_ui(ui, ctx, Action::EditFigure, "Edit", false, out);
                action_ui(ui, ctx, Action::RejectFigure, "Reject", false, out);
                action_ui(ui, ctx, Action::ConfirmFigure, "Confirm", true, out);
            }
            let room = ui.available_width();
            // Where the buttons leave too little of the line, the filter has the next one to itself.
            is_below = room < FILTER_MIN;
            if is_below {
                return;
            }
            ui.allocate_ui(egui::vec2(room.min(220.0), style::CONTROL_HEIGHT), |ui| {
                widgets::search_box(ui, &mut filter, "Filter figures");
            });
        });
    });
    if is_below {
        widgets::search_box(ui, &mut filter, "Filter figures");
    }
    if filter != view.filter {
        put(FiguresView { filter, ..view.clone() }, out);
    }
}

/// A button for an action, with its key, off where it can do nothing.
pub(super) fn action_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    action: Action,
    label: &str,
    primary: bool,
    out: &mut Vec<Command>,
) {
    let key = action.info().shortcut.map(|shortcut| shortcut.shown()).unwrap_or_default();
    let mut button = if primary { ActionButton::primary(label) } else { ActionButton::quiet(label) };
    // In a narrow panel the tooltip names the key.
    let has_room = ui.ctx().content_rect().width() > 1400.0 || ctx.view.figures.stacked;
    if has_room && !key.is_empty() {
        button = button.key(&key);
    }
    let disabled = ctx.workbench.disabled(action);
    let response = ui.add_enabled(disabled.is_none(), button);
    let hint = format!("{} ({key})", action.info().tooltip);
    let response = response.on_hover_text(hint.trim_end_matches(" ()"));
    let response = if let Some(why) = disabled { response.on_disabled_hover_text(why) } else { response };
    if response.clicked() {
        out.push(Command::Action(action));
    }
}

fn status_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, out: &mut Vec<Command>) {
    let view = &ctx.view.figures;
    let totals = ctx.derived.totals;
    let choices = [
        (None, format!("all {}", totals.figures + totals.rejected)),
        (Some(ReviewStatus::Suggested), format!("to review {}", totals.suggested)),
        (Some(ReviewStatus::Confirmed), format!("confirmed {}", totals.confirmed)),
        (Some(ReviewStatus::Rejected), format!("rejected {}", totals.rejected)),
    ];
    for (status, label) in choices {
        if widgets::toggle_chip(ui, &label, view.status == status).clicked() {
            out.push(Command::View(ViewCommand::Figures(FiguresView { status, ..view.clone() })));
        }
    }
}

/// Two menus: what is shown beside the status and the words, and how it is put together.
fn arrange_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, out: &mut Vec<Command>) {
    let view = &ctx.view.figures;
    let mut put = |view: FiguresView| out.push(Command::View(ViewCommand::Figures(view)));
    let mut shown: Vec<String> = Vec::new();
    shown.extend(view.measure.map(|measure| measure.label().to_owned()));
    shown.extend(view.outlet.clone());
    shown.extend(view.origin.clone().map(|name| if name.is_empty() { "origin not given".to_owned() } else { name }));
    shown.extend(view.victim.map(|status| status.label().to_owned()));
    shown.extend(view.event.and_then(|id| ctx.project.events.get(&id)).map(|event| event.name.clone()));
    if view.open_only {
        shown.push("open articles".to_owned());
    }
    let label = if shown.is_empty() { "Show…".to_owned() } else { format!("Only {}", shown.join(", ")) };
    let menu = ui.menu_button(label, |ui| {
        ui.set_min_width(200.0);
        if ui.checkbox(&mut view.open_only.clone(), "Open articles only").clicked() {
            put(FiguresView { open_only: !view.open_only, ..view.clone() });
        }
        ui.menu_button("Measure", |ui| {
            let all = std::iter::once(None).chain(Measure::ALL.iter().copied().map(Some));
            for measure in all {
                if ui.radio(view.measure == measure, measure.map_or("any", Measure::label)).clicked() {
                    put(FiguresView { measure, ..view.clone() });
                    ui.close();
                }
            }
        });
        more::show_ui(ui, view, ctx, &mut put);
        // The names are put together only while the menu is open.
        ui.menu_button("Outlet", |ui| {
            let names: BTreeSet<String> =
                ctx.project.articles.values().map(|article| ctx.project.outlet_name(article)).collect();
            if let Some(outlet) = names_ui(ui, &view.outlet, names) {
                put(FiguresView { outlet, ..view.clone() });
            }
        });
        ui.menu_button("Origin", |ui| {
            let names: BTreeSet<String> = ctx
                .project
                .figures
                .values()
                .map(|figure| ctx.project.origin_name(figure).unwrap_or_default().to_owned())
                .collect();
            if let Some(origin) = names_ui(ui, &view.origin, names) {
                put(FiguresView { origin, ..view.clone() });
            }
        });
        if ui.button("Show all figures").clicked() {
            put(FiguresView {
                group: view.group,
                columns: view.columns.clone(),
                sort: view.sort,
                backwards: view.backwards,
                ..FiguresView::default()
            });
            ui.close();
        }
    });
    menu.response
        .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, "Which figures to show"));
    more::columns_ui(ui, view, &mut put);
    let label = if view.group == FigureGroup::Nothing { "Group…" } else { view.group.label() };
    let menu = ui.menu_button(label, |ui| {
        for group in FigureGroup::ALL {
            if ui.radio(view.group == group, group.label()).clicked() {
                put(FiguresView { group, ..view.clone() });
                ui.close();
            }
        }
        ui.separator();
        ui.label("A click on a column’s name sorts by it.");
        if view.sort != FigureSort::Reading && ui.button("Back to reading order").clicked() {
            put(FiguresView { sort: FigureSort::Reading, backwards: false, ..view.clone() });
            ui.close();
        }
    });
    menu.response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, "Group figures"));
}

fn names_ui(ui: &mut egui::Ui, current: &Option<String>, names: BTreeSet<String>) -> Option<Option<String>> {
    let mut chosen = None;
    egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
        for name in std::iter::once(None).chain(names.into_iter().map(Some)) {
            let label = match name.as_deref() {
                None => "any",
                Some("") => "not given",
                Some(name) => name,
            };
            if ui.radio(*current == name, label).clicked() {
                chosen = Some(name.clone());
                ui.close();
            }
        }
    });
    chosen
}
