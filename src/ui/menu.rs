//! The menu bar, with the project's name, the search for commands, and every action under its menu. Layer `ui`.

use egui::containers::menu::{MenuBar, MenuButton, MenuConfig};

use crate::app::actions::{Action, Menu};
use crate::app::command::Command;
use crate::app::workbench::Workbench;

use super::fonts;
use super::style::{self, size, space, tokens};
use super::widgets::ActionButton;

/// Draws the bar.
pub fn menu_bar_ui(ui: &mut egui::Ui, workbench: &Workbench, out: &mut Vec<Command>) {
    let t = tokens(ui);
    MenuBar::new().config(MenuConfig::new().style(style::menu)).ui(ui, |ui| {
        ui.add_space(space::S);
        ui.label(egui::RichText::new("Crossread").font(fonts::sans_semibold(size::BODY)).color(t.text));
        ui.add_space(space::S);
        for menu in Menu::ALL {
            MenuButton::new(menu.label()).ui(ui, |ui| {
                ui.set_min_width(260.0);
                for action in Action::ALL.iter().copied().filter(|action| action.info().menu == menu) {
                    if starts_group(action) {
                        ui.separator();
                    }
                    entry_ui(ui, workbench, action, out);
                }
            });
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(space::S);
            let palette = Action::Palette.info();
            let key = palette.shortcut.map(|shortcut| shortcut.shown()).unwrap_or_default();
            if ui.add(ActionButton::quiet("Commands").key(&key)).on_hover_text(palette.tooltip).clicked() {
                out.push(Command::Action(Action::Palette));
            }
            ui.add_space(space::M);
            if let Some(session) = &workbench.session {
                let name = egui::RichText::new(&session.project().info.name).color(t.dim);
                let label = ui.add(egui::Label::new(name).truncate().sense(egui::Sense::click()));
                label.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, "Project and coder")
                });
                let hover = format!("{}\nClick to rename the project or yourself", session.folder().display());
                if label.on_hover_text(hover).on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                    out.push(Command::Action(Action::ProjectDetails));
                }
            }
        });
    });
}

/// One line of a menu: the words (with what undo would take back), the key, and why it cannot be done now.
pub fn entry_ui(ui: &mut egui::Ui, workbench: &Workbench, action: Action, out: &mut Vec<Command>) {
    let info = action.info();
    let label = label_of(workbench, action);
    let mut button = egui::Button::new(label);
    if let Some(shortcut) = info.shortcut {
        button = button.shortcut_text(shortcut.shown());
    }
    let disabled = workbench.disabled(action);
    let response = ui.add_enabled(disabled.is_none(), button);
    let response = match disabled {
        Some(why) => response.on_disabled_hover_text(format!("{}: {why}", info.tooltip)),
        None => response.on_hover_text(info.tooltip),
    };
    if response.clicked() {
        out.push(Command::Action(action));
        ui.close();
    }
}

/// An action's words; undo and redo name what they act on.
pub fn label_of(workbench: &Workbench, action: Action) -> String {
    let session = workbench.session.as_ref();
    let named = match action {
        Action::Undo => session.and_then(|session| session.undo_label()),
        Action::Redo => session.and_then(|session| session.redo_label()),
        _ => None,
    };
    match named {
        Some(what) => format!("{} {what}", action.info().label),
        None => action.info().label.to_owned(),
    }
}

/// Where a menu has a line between groups.
const fn starts_group(action: Action) -> bool {
    matches!(
        action,
        Action::ImportFiles
            | Action::ProjectDetails
            | Action::ExportReport
            | Action::Quit
            | Action::Copy
            | Action::WriteMemo
            | Action::FilterLibrary
            | Action::PlotByOrigin
            | Action::ShowMatrix
            | Action::StartLink
            | Action::TagUp
            | Action::ToggleLogAxis
            | Action::ToggleTheme
            | Action::CloseColumn
            | Action::MarkUnread
            | Action::ConfirmFigure
            | Action::NextFigure
            | Action::MarkReviewed
    )
}
