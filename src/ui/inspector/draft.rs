//! A field that is edited in place: a row until it is clicked, then a line to type into. Layer `ui`.

use crate::app::complete::Offer;
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
    /// The field whose row gets the keyboard back, once it is drawn again.
    back: Option<&'static str>,
    names: widgets::Completing,
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
            let row = widgets::field_row(ui, label, value);
            if self.back == Some(label) {
                self.back = None;
                row.request_focus();
            }
            if row.clicked() {
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
        self.back = by_key(ui).then_some(label);
        let given_up = ui.input(|input| input.key_pressed(egui::Key::Escape));
        (!given_up && self.text != value).then(|| std::mem::take(&mut self.text))
    }
}

impl Draft {
    /// As [`Draft::text_ui`], with names offered while one is typed: a press, or the arrow keys and Enter, take one. `find`
    /// gives the names for what is typed.
    pub(super) fn name_ui(
        &mut self,
        ui: &mut egui::Ui,
        label: &'static str,
        value: &str,
        find: impl FnOnce(&str) -> Vec<Offer>,
    ) -> Option<String> {
        if self.field != Some(label) {
            let done = self.text_ui(ui, label, value);
            if self.field == Some(label) {
                self.names = widgets::Completing::default();
            }
            return done;
        }
        let done = widgets::field(ui, label, |ui, over| {
            let id = ui.scope_id().with(("name", label));
            let done = self.names.edit_ui(ui, &mut self.text, (id, egui::Margin::symmetric(8, 6)), find);
            done.response.clone().labelled_by(over.id);
            done
        });
        let widgets::Completed { response, taken } = done.inner;
        if std::mem::take(&mut self.fresh) {
            response.request_focus();
            return None;
        }
        if !taken && !response.lost_focus() && response.has_focus() {
            return None;
        }
        self.field = None;
        self.back = by_key(ui).then_some(label);
        let given_up = !taken && ui.input(|input| input.key_pressed(egui::Key::Escape));
        (!given_up && self.text != value).then(|| std::mem::take(&mut self.text))
    }
}

/// Whether a field was left by Enter or Escape: the keyboard then stays at its row.
fn by_key(ui: &egui::Ui) -> bool {
    ui.input(|input| input.key_pressed(egui::Key::Enter) || input.key_pressed(egui::Key::Escape))
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
