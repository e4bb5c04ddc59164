//! A field that is edited in place: a row until it is clicked, then a line to type into. Layer `ui`.

use crate::app::view::Selection;
use crate::ui::style::tokens;
use crate::ui::widgets;

/// The one field being edited, with what is typed.
#[derive(Debug, Default)]
pub struct Draft {
    of: Selection,
    field: Option<&'static str>,
    text: String,
    fresh: bool,
    /// Of the names offered while typing, the one the arrow keys stand on.
    pick: Option<usize>,
}

impl Draft {
    /// Drops what was being typed when something else is selected.
    pub(super) fn keep_for(&mut self, selection: Selection) {
        if self.of != selection {
            *self = Self { of: selection, ..Self::default() };
        }
    }

    /// Draws a text field; gives back what was typed when the person is done with it. Escape gives it up.
    pub(super) fn text_ui(&mut self, ui: &mut egui::Ui, label: &'static str, value: &str) -> Option<String> {
        if self.field != Some(label) {
            if widgets::field_row(ui, label, value).clicked() {
                self.field = Some(label);
                self.text = value.to_owned();
                self.fresh = true;
            }
            return None;
        }
        let response = widgets::field_edit(ui, label, &mut self.text);
        if std::mem::take(&mut self.fresh) {
            response.request_focus();
            return None;
        }
        if !response.lost_focus() && response.has_focus() {
            return None;
        }
        self.field = None;
        let given_up = ui.input(|input| input.key_pressed(egui::Key::Escape));
        (!given_up && self.text != value).then(|| std::mem::take(&mut self.text))
    }
}

/// How many names are offered while one is typed.
const OFFERED: usize = 6;

impl Draft {
    /// As [`Draft::text_ui`], with names offered while one is typed: a click, or the arrow keys and Enter, take one.
    pub(super) fn name_ui<'a>(
        &mut self,
        ui: &mut egui::Ui,
        label: &'static str,
        value: &str,
        names: impl Fn() -> Vec<&'a str>,
    ) -> Option<String> {
        if self.field != Some(label) {
            return self.text_ui(ui, label, value);
        }
        let typed = self.text.trim().to_lowercase();
        let mut offered: Vec<&str> = if typed.is_empty() || self.text == value { Vec::new() } else { names() };
        offered.retain(|name| {
            let name = name.to_lowercase();
            name.contains(&typed) && name != typed
        });
        offered.sort_by_key(|name| (!name.to_lowercase().starts_with(&typed), *name));
        offered.dedup();
        offered.truncate(OFFERED);
        let step = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
        if !offered.is_empty() {
            if step(egui::Key::ArrowDown) {
                self.pick = Some(self.pick.map_or(0, |at| (at + 1).min(offered.len() - 1)));
            } else if step(egui::Key::ArrowUp) {
                self.pick = self.pick.and_then(|at| at.checked_sub(1));
            }
        }
        let picked = self.pick.and_then(|at| offered.get(at)).map(|name| (*name).to_owned());
        let before = self.text.clone();
        let mut done = self.text_ui(ui, label, value);
        if self.field == Some(label) && self.text != before {
            self.pick = None;
        }
        let is_entered = self.field.is_none() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if let Some(name) = picked.filter(|_| is_entered) {
            done = Some(name);
        }
        for (at, name) in offered.iter().enumerate() {
            let response = ui.selectable_label(self.pick == Some(at), *name);
            // Pressing takes the keyboard from the field, so that the press itself counts.
            if response.is_pointer_button_down_on() || response.clicked() {
                self.field = None;
                done = Some((*name).to_owned());
            }
        }
        if self.field.is_none() {
            self.pick = None;
        }
        done.filter(|name| name != value)
    }
}

/// Draws a choice out of a closed vocabulary; gives back the one chosen.
pub(super) fn choice_ui<T: Copy + PartialEq>(
    ui: &mut egui::Ui,
    label: &str,
    current: T,
    all: &[T],
    words: impl Fn(T) -> &'static str,
) -> Option<T> {
    let mut chosen = None;
    widgets::field(ui, label, |ui, over| {
        let t = tokens(ui);
        let combo = egui::ComboBox::from_id_salt(label)
            .selected_text(egui::RichText::new(words(current)).color(t.text))
            .width(ui.available_width())
            .truncate()
            .show_ui(ui, |ui| {
                for value in all {
                    if ui.selectable_label(*value == current, words(*value)).clicked() && *value != current {
                        chosen = Some(*value);
                    }
                }
            });
        combo.response.labelled_by(over.id);
    });
    chosen
}
