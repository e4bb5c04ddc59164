//! What the window shows while no project is open: what to do first, and recent projects. Layer `ui`.

use crate::app::actions::Action;
use crate::app::command::{Command, FileCommand};
use crate::app::settings::Settings;

use super::fonts;
use super::style::{size, space, tokens};
use super::widgets::{self, TreeRow};

/// Draws the start page.
pub fn start_ui(ui: &mut egui::Ui, settings: &Settings, out: &mut Vec<Command>) {
    let t = tokens(ui);
    let width = 520.0_f32.min(ui.available_width());
    ui.add_space((ui.available_height() * 0.18).round());
    ui.vertical_centered(|ui| {
        ui.set_max_width(width);
        ui.label(egui::RichText::new("Crossread").font(fonts::serif_semibold(size::DISPLAY)).color(t.text));
        ui.label(
            egui::RichText::new("Conflicting reports side by side, every figure one click from its sentence")
                .color(t.dim),
        );
        ui.add_space(space::XL);
        for action in [Action::OpenSample, Action::NewProject, Action::OpenProject] {
            let info = action.info();
            let key = info.shortcut.map(|shortcut| shortcut.shown());
            let button = match action {
                Action::OpenSample => widgets::primary_button(ui, info.label, key.as_deref()),
                _ => widgets::quiet_button(ui, info.label, key.as_deref()),
            };
            if button.on_hover_text(info.tooltip).clicked() {
                out.push(Command::Action(action));
            }
            ui.add_space(space::S);
        }
        ui.add_space(space::S);
        let words = "A project is a folder. Make one, drop articles on the window, review the figures that are found, and \
                     write the report: the help says each step.";
        ui.add(egui::Label::new(egui::RichText::new(words).color(t.dim)).wrap());
        ui.add_space(space::S);
        let help = Action::Help.info();
        let key = help.shortcut.map(|shortcut| shortcut.shown());
        if widgets::quiet_button(ui, "Help: the work, step by step", key.as_deref().or(Some("?"))).clicked() {
            out.push(Command::Action(Action::Help));
        }
        if !settings.recent.is_empty() {
            ui.add_space(space::L);
            widgets::section_title(ui, "Recent projects", None);
            for (name, folder, is_there) in settings.others(None) {
                let shown = folder.display().to_string();
                let row = widgets::tree_row(ui, &TreeRow { trailing: &shown, ..TreeRow::new(&name) }).row;
                let hover = if is_there { shown } else { format!("{shown}\nThis folder is not there any more") };
                if row.on_hover_text(hover).clicked() {
                    out.push(Command::File(FileCommand::Open(folder.to_owned())));
                }
            }
        }
    });
}
