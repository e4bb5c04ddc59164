//! The menu bar, with the project's name, the search for commands, and every action under its menu. Layer `ui`.

use egui::containers::menu::{MenuBar, MenuButton, MenuConfig};
use egui::text::{LayoutJob, TextFormat};
use egui::{Key, Modifiers, Popup};

use crate::app::actions::{Action, Menu};
use crate::app::command::{Command, FileCommand};
use crate::app::settings::Settings;
use crate::app::workbench::Workbench;

use super::fonts;
use super::style::{self, size, space, tokens};
use super::widgets::ActionButton;

/// Draws the bar.
pub fn menu_bar_ui(ui: &mut egui::Ui, workbench: &Workbench, settings: &Settings, out: &mut Vec<Command>) {
    let t = tokens(ui);
    MenuBar::new().config(MenuConfig::new().style(style::menu)).ui(ui, |ui| {
        ui.add_space(space::S);
        ui.label(egui::RichText::new("Crossread").font(fonts::sans_semibold(size::BODY)).color(t.text));
        ui.add_space(space::S);
        for menu in Menu::ALL {
            let asked = ui.input_mut(|input| input.consume_key(Modifiers::ALT, key_of(menu)));
            let (button, shown) = MenuButton::new(words_of(ui, menu)).ui(ui, |ui| {
                ui.set_min_width(260.0);
                for action in Action::ALL.iter().copied().filter(|action| action.info().menu == menu) {
                    if starts_group(action) {
                        ui.separator();
                    }
                    entry_ui(ui, workbench, action, out);
                    if action == Action::OpenSample {
                        recent_ui(ui, workbench, settings, out);
                    }
                }
            });
            opened_by_key(&button, shown.map(|shown| shown.response.layer_id), asked);
            button.on_hover_text(format!("Alt {}", key_of(menu).name()));
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

/// The key that opens a menu with Alt.
const fn key_of(menu: Menu) -> Key {
    match menu {
        Menu::File => Key::F,
        Menu::Edit => Key::E,
        Menu::View => Key::V,
        Menu::Tag => Key::T,
        Menu::Figures => Key::G,
        Menu::Help => Key::H,
    }
}

/// A menu's word; its key is underlined while Alt is held.
fn words_of(ui: &egui::Ui, menu: Menu) -> LayoutJob {
    let t = tokens(ui);
    let plain = TextFormat::simple(fonts::sans(size::BODY), t.text);
    let label = menu.label();
    let at = label.to_uppercase().find(key_of(menu).name()).filter(|_| ui.input(|input| input.modifiers.alt));
    let Some((before, rest)) = at.and_then(|at| label.split_at_checked(at)) else {
        return LayoutJob::single_section(label.to_owned(), plain);
    };
    let (letter, after) = rest.split_at_checked(1).unwrap_or((rest, ""));
    let mut job = LayoutJob::default();
    job.append(before, 0.0, plain.clone());
    job.append(letter, 0.0, TextFormat { underline: egui::Stroke::new(1.0, t.text), ..plain.clone() });
    job.append(after, 0.0, plain);
    job
}

/// Opens a menu that was asked for by key, and takes the keyboard to its first entry as soon as that is there.
fn opened_by_key(button: &egui::Response, layer: Option<egui::LayerId>, asked: bool) {
    let ctx = &button.ctx;
    let popup = Popup::default_response_id(button);
    let waits = popup.with("waits for its first entry");
    if asked {
        button.request_focus();
        Popup::open_id(ctx, popup);
        ctx.data_mut(|data| data.insert_temp(waits, true));
        return;
    }
    let Some(layer) = layer else { return };
    if !ctx.data(|data| data.get_temp::<bool>(waits)).unwrap_or(false) {
        return;
    }
    let first = ctx.viewport(|viewport| {
        let mut widgets = viewport.this_pass.widgets.get_layer(layer);
        widgets.find(|widget| widget.enabled && widget.sense.is_focusable()).map(|widget| widget.id)
    });
    if let Some(first) = first {
        ctx.memory_mut(|memory| memory.request_focus(first));
        ctx.data_mut(|data| data.remove::<bool>(waits));
    }
}

/// The recent projects, in a menu of their own.
fn recent_ui(ui: &mut egui::Ui, workbench: &Workbench, settings: &Settings, out: &mut Vec<Command>) {
    let open = workbench.session.as_ref().map(|session| session.folder());
    let others = settings.others(open);
    ui.add_enabled_ui(!others.is_empty(), |ui| {
        let menu = ui.menu_button("Open recent", |ui| {
            ui.set_min_width(260.0);
            for (name, folder, is_there) in others {
                let button = egui::Button::new(&name).shortcut_text(folder.display().to_string());
                let entry =
                    ui.add_enabled(is_there, button).on_disabled_hover_text("this folder is not there any more");
                if entry.clicked() {
                    out.push(Command::File(FileCommand::Open(folder.to_owned())));
                    ui.close();
                }
            }
        });
        menu.response.on_disabled_hover_text("no other project was opened yet");
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
            | Action::NextPanel
            | Action::MarkUnread
            | Action::ConfirmFigure
            | Action::NextFigure
            | Action::MarkReviewed
    )
}
