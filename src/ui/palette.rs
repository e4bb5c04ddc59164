//! The command palette: every action by its words. Layer `ui`.

use egui::{Key, Modifiers, ScrollArea};

use crate::app::action_words;
use crate::app::actions::Action;
use crate::app::command::{Command, ViewCommand};
use crate::app::workbench::Workbench;

use super::menu::label_of;
use super::style::space;
use super::widgets::{self, TreeRow};

/// What is typed into the palette, and the row that Enter takes.
#[derive(Debug, Default)]
pub struct Palette {
    query: String,
    row: usize,
    was_open: bool,
}

impl Palette {
    /// Draws the palette while it is open.
    pub fn ui(&mut self, ui: &mut egui::Ui, workbench: &Workbench, out: &mut Vec<Command>) {
        if !workbench.view.palette_open {
            self.was_open = false;
            return;
        }
        let opened_now = !std::mem::replace(&mut self.was_open, true);
        if opened_now {
            self.query.clear();
            self.row = 0;
        }
        let found = matches(workbench, &self.query);
        self.row = self.row.min(found.len().saturating_sub(1));
        let mut chosen = None;
        let modal =
            egui::Modal::new(egui::Id::unique("palette")).frame(widgets::modal_frame(ui)).show(ui.ctx(), |ui| {
                ui.set_width(520.0);
                let (escape, down, up, enter) = ui.input_mut(|input| {
                    (
                        // Before the box takes it to clear itself: one press closes the palette.
                        input.consume_key(Modifiers::NONE, Key::Escape),
                        input.consume_key(Modifiers::NONE, Key::ArrowDown),
                        input.consume_key(Modifiers::NONE, Key::ArrowUp),
                        input.consume_key(Modifiers::NONE, Key::Enter),
                    )
                });
                if escape {
                    ui.close();
                }
                if down {
                    self.row = (self.row + 1).min(found.len().saturating_sub(1));
                }
                if up {
                    self.row = self.row.saturating_sub(1);
                }
                let before = self.query.clone();
                let field = widgets::search_box(ui, &mut self.query, "Find a command");
                if opened_now {
                    field.request_focus();
                }
                if before != self.query {
                    self.row = 0;
                }
                ui.add_space(space::S);
                ScrollArea::vertical().max_height(360.0).auto_shrink([false, true]).show(ui, |ui| {
                    for (row, (action, label)) in found.iter().enumerate() {
                        let info = action.info();
                        let key = info.shortcut.map(|shortcut| shortcut.shown());
                        let line = TreeRow {
                            trailing: workbench.disabled(*action).unwrap_or(info.menu.label()),
                            key: key.as_deref(),
                            selected: row == self.row,
                            ..TreeRow::new(label)
                        };
                        let response = widgets::tree_row(ui, &line).row;
                        if row == self.row && (down || up) {
                            response.scroll_to_me(None);
                        }
                        if response.clicked() || enter && row == self.row {
                            chosen = Some(*action);
                        }
                    }
                });
            });
        if let Some(action) = chosen {
            out.push(Command::View(ViewCommand::Palette(false)));
            out.push(Command::Action(action));
        } else if modal.should_close() {
            out.push(Command::View(ViewCommand::Palette(false)));
        }
    }
}

/// The actions whose words hold every word typed: by name first, then in the order of the menus.
fn matches(workbench: &Workbench, query: &str) -> Vec<(Action, String)> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let mut found: Vec<(Action, String)> = Action::ALL
        .iter()
        .filter(|action| **action != Action::Palette)
        .map(|action| (*action, label_of(workbench, *action)))
        .filter(|(action, label)| {
            let info = action.info();
            let also = action_words::also(*action);
            let hay = format!("{label} {} {} {also}", info.menu.label(), info.tooltip).to_lowercase();
            words.iter().all(|word| hay.contains(word))
        })
        .collect();
    // What is called so comes before what is only described so.
    found.sort_by_key(|(_, label)| {
        let label = label.to_lowercase();
        !words.iter().all(|word| label.contains(word))
    });
    found
}
