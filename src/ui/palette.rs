//! The command palette: every action by its words, and the recent projects. Layer `ui`.

use std::path::PathBuf;

use egui::{Key, Modifiers, ScrollArea};

use crate::app::action_words;
use crate::app::actions::Action;
use crate::app::command::{Command, FileCommand, ViewCommand};
use crate::app::settings::Settings;
use crate::app::workbench::Workbench;

use super::menu::label_of;
use super::style::{space, tokens};
use super::widgets::{self, TreeRow};

/// Height of the list, in points: the same however few answer, so that nothing moves while one types.
const LIST: f32 = 360.0;

/// What is typed into the palette, and the row that Enter takes.
#[derive(Debug, Default)]
pub struct Palette {
    query: String,
    row: usize,
    was_open: bool,
}

/// What a row of the palette does.
#[derive(Debug, Clone, PartialEq)]
enum Entry {
    Action(Action),
    Recent(PathBuf),
}

impl Palette {
    /// Draws the palette while it is open.
    pub fn ui(&mut self, ui: &mut egui::Ui, workbench: &Workbench, settings: &Settings, out: &mut Vec<Command>) {
        if !workbench.view.palette_open {
            self.was_open = false;
            return;
        }
        let opened_now = !std::mem::replace(&mut self.was_open, true);
        if opened_now {
            self.query.clear();
            self.row = 0;
        }
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
                let before = self.query.clone();
                let field = widgets::search_box(ui, &mut self.query, "Find a command");
                if opened_now {
                    field.request_focus();
                }
                let is_new = opened_now || before != self.query;
                if is_new {
                    self.row = 0;
                }
                let found = matches(workbench, settings, &self.query);
                let last = found.len().saturating_sub(1);
                if down {
                    self.row += 1;
                }
                if up {
                    self.row = self.row.saturating_sub(1);
                }
                self.row = self.row.min(last);
                ui.add_space(space::S);
                let scroll = ScrollArea::vertical().min_scrolled_height(LIST).max_height(LIST).auto_shrink(false);
                scroll.show(ui, |ui| {
                    ui.set_min_height(LIST);
                    if found.is_empty() {
                        let words = format!("No command matches “{}”", self.query.trim());
                        ui.label(egui::RichText::new(words).color(tokens(ui).dim));
                    }
                    for (row, (entry, label, trailing)) in found.iter().enumerate() {
                        let key = match entry {
                            Entry::Action(action) => action.info().shortcut.map(|shortcut| shortcut.shown()),
                            Entry::Recent(_) => None,
                        };
                        let line =
                            TreeRow { trailing, key: key.as_deref(), selected: row == self.row, ..TreeRow::new(label) };
                        let response = widgets::tree_row(ui, &line).row;
                        // However the list stood before, the row that Enter takes is seen.
                        if row == self.row && (down || up || is_new) {
                            response.scroll_to_me_animation(None, egui::style::ScrollAnimation::none());
                        }
                        if response.clicked() || enter && row == self.row {
                            chosen = Some(entry.clone());
                        }
                    }
                });
            });
        if chosen.is_some() || modal.should_close() {
            out.push(Command::View(ViewCommand::Palette(false)));
        }
        match chosen {
            Some(Entry::Action(action)) => out.push(Command::Action(action)),
            Some(Entry::Recent(folder)) => out.push(Command::File(FileCommand::Open(folder))),
            None => {}
        }
    }
}

/// The entries whose words hold every word typed: by name first, then in the order of the menus, with what stands at their right.
fn matches(workbench: &Workbench, settings: &Settings, query: &str) -> Vec<(Entry, String, String)> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let fits = |hay: String| {
        let hay = hay.to_lowercase();
        words.iter().all(|word| hay.contains(word))
    };
    let actions = Action::ALL.iter().filter(|action| **action != Action::Palette).filter_map(|action| {
        let label = label_of(workbench, *action);
        let info = action.info();
        let trailing = workbench.disabled(*action).unwrap_or(info.menu.label()).to_owned();
        fits(format!("{label} {} {} {}", info.menu.label(), info.tooltip, action_words::also(*action))).then_some((
            Entry::Action(*action),
            label,
            trailing,
        ))
    });
    let open = workbench.session.as_ref().map(|session| session.folder());
    let recent = settings.others(open).into_iter().filter(|(.., is_there)| *is_there);
    let recent = recent.filter_map(|(name, folder, _)| {
        let (label, shown) = (format!("Open recent: {name}"), folder.display().to_string());
        fits(format!("{label} {shown} file project")).then(|| (Entry::Recent(folder.to_owned()), label, shown))
    });
    let mut found: Vec<(Entry, String, String)> = actions.chain(recent).collect();
    // What is called so comes before what is only described so.
    // Undo is called what it is called, not what it would take back: it must not be what Enter takes by accident.
    found.sort_by_key(|(entry, label, _)| {
        let label = match entry {
            Entry::Action(action) => action.info().label.to_lowercase(),
            Entry::Recent(_) => label.to_lowercase(),
        };
        !words.iter().all(|word| label.contains(word))
    });
    found
}
