//! The built-in help: the work from the first file to the report, step by step, and every key. Layer `ui`.

use egui::ScrollArea;

use crate::app::actions::{Action, Menu};
use crate::app::command::{Command, ViewCommand};
use crate::app::workbench::Workbench;

use super::fonts;
use super::style::{size, space, tokens};
use super::widgets::{self, ActionButton};

/// One step of the work: what it is called, what to do, and the action that begins it.
struct Step {
    title: &'static str,
    words: &'static str,
    action: Action,
    label: &'static str,
}

/// The work from start to end.
const STEPS: [Step; 7] = [
    Step {
        title: "Collect",
        words: "Drop files or a folder on the window. The import table shows what was read of each (headline, outlet, \
                date); correct what is wrong, then bring them in. Figures are suggested at once, and the questions that \
                several articles answer are proposed as tallies.",
        action: Action::ImportFiles,
        label: "Import files…",
    },
    Step {
        title: "Read side by side",
        words: "Click articles in the library: up to six stand side by side. Ribbons tie passages that say the same: \
                F7 goes to the next, F6 keeps it as a link, ⇧ F6 sets it aside. Select words and press a tag’s key to \
                tag them, or drag a tag onto them; F adds a figure that was missed.",
        action: Action::FilterLibrary,
        label: "Find an article",
    },
    Step {
        title: "Review the figures",
        words: "Enter confirms the figure selected, X rejects it, E types its value anew, S splits it in two; the next one is \
                shown with its sentence lit. Only what a person confirmed counts as confirmed. Ctrl ⇧ R \
                marks an article as gone through.",
        action: Action::NextToReview,
        label: "Review the next",
    },
    Step {
        title: "Or review by tally",
        words: "The sentences of all outlets on one question stand one under the other, with the words in which they differ \
                tinted. Shift Enter confirms them all. The inspector says whether two outlets are one origin.",
        action: Action::ReviewByTally,
        label: "Review by tally",
    },
    Step {
        title: "Adopt an estimate",
        words: "The inspector shows the tally of the selected figure. There, “Adopt by a rule…” lists what each rule comes to; write down why. When \
                the evidence changes later, the estimate opens again by itself.",
        action: Action::AdoptEstimate,
        label: "Adopt an estimate…",
    },
    Step {
        title: "Compare and check",
        words: "Plots draws each origin as one voice; a click on a mark opens its sentence. Checks lists what does not fit, \
                with how to settle it; what is right as it stands is set aside with a reason.",
        action: Action::ShowChecks,
        label: "Show the checks",
    },
    Step {
        title: "Hand on",
        words: "The report is one page with tallies, plots, estimates and the evidence of every figure, for an editor or for \
                paper. Figures, plots and excerpts are exported from the File menu.",
        action: Action::ExportReport,
        label: "Write the report…",
    },
];

/// The help, while it is open.
pub fn help_ui(ui: &mut egui::Ui, workbench: &Workbench, out: &mut Vec<Command>) {
    if !workbench.view.help_open {
        return;
    }
    let t = tokens(ui);
    let room = ui.ctx().content_rect().size();
    let close = |out: &mut Vec<Command>| out.push(Command::View(ViewCommand::Help(false)));
    let modal = egui::Modal::new(egui::Id::unique("keys")).frame(widgets::modal_frame(ui)).show(ui.ctx(), |ui| {
        ui.set_width(760.0_f32.min(room.x - 96.0));
        ui.horizontal(|ui| {
            ui.label(egui::RichText::new("Help").font(fonts::serif_semibold(size::TITLE)).color(t.text));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if widgets::primary_button(ui, "Close", Some("Esc")).clicked() {
                    close(out);
                }
            });
        });
        ui.label(egui::RichText::new("From the first file to the report. Nothing is lost on the way: undo takes back anything.").color(t.dim));
        ui.add_space(space::S);
        let height = (room.y - 220.0).max(240.0);
        let scroll = ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]);
        scroll.show(ui, |ui| {
            page_keys(ui, height);
            // Room for the scroll bar, which is drawn over the content.
            ui.set_max_width(ui.available_width() - space::L);
            for (n, step) in STEPS.iter().enumerate() {
                step_ui(ui, workbench, n + 1, step, out);
            }
            ui.add_space(space::S);
            // A stop of its own, so that Tab leads here.
            let title = egui::RichText::new("Keys").font(fonts::serif_semibold(size::TITLE)).color(t.text);
            let title = ui.add(egui::Label::new(title).sense(egui::Sense::FOCUSABLE));
            title.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Heading, true, "Keys"));
            widgets::focus_ring(ui, &title, title.rect.expand(2.0), super::style::radius::CONTROL);
            if title.gained_focus() {
                title.scroll_to_me(Some(egui::Align::Min));
            }
            let words = "Single letters work while a figure is selected and the article or the figures have the keyboard. With words selected in an \
                         article, a tag’s key tags them. Every command is found by name with Ctrl ⇧ P. \
                         ⇧ F10 or the Menu key opens the menu of what has the keyboard. Ctrl F6 goes from panel to panel. \
                         Alt with F, E, V, T, G or H opens a menu.";
            ui.add(egui::Label::new(egui::RichText::new(words).color(t.dim)).wrap());
            ui.add_space(space::S);
            ui.spacing_mut().item_spacing.x = space::XL;
            ui.columns(2, |columns| {
                let [left, right] = columns else { return };
                for menu in [Menu::Figures, Menu::Tag, Menu::Help] {
                    keys_of(left, menu);
                }
                for menu in [Menu::File, Menu::Edit, Menu::View] {
                    keys_of(right, menu);
                }
            });
        });
    });
    if modal.should_close() {
        close(out);
    }
}

/// The arrow keys, Page Up and Down, Home and End go through the page. It has the keyboard when it opens.
fn page_keys(ui: &mut egui::Ui, height: f32) {
    let id = egui::Id::unique("page of the help");
    let page = ui.interact(ui.clip_rect(), id, egui::Sense::FOCUSABLE);
    page.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Document, true, "Pages of the help"));
    // Once, when it opens: Tab then goes from here to the buttons.
    let seen = id.with("seen");
    let before = ui.data_mut(|data| data.get_temp::<u64>(seen));
    let pass = ui.ctx().cumulative_pass_nr();
    ui.data_mut(|data| data.insert_temp(seen, pass));
    if before.is_none_or(|before| before + 1 < pass) {
        page.request_focus();
    }
    let arrows = egui::EventFilter { vertical_arrows: true, ..egui::EventFilter::default() };
    if page.has_focus() {
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
    let mut by = 0.0;
    if page.has_focus() {
        by += if pressed(egui::Key::ArrowDown) { 48.0 } else { 0.0 };
        by -= if pressed(egui::Key::ArrowUp) { 48.0 } else { 0.0 };
    }
    by += if pressed(egui::Key::PageDown) { height - 48.0 } else { 0.0 };
    by -= if pressed(egui::Key::PageUp) { height - 48.0 } else { 0.0 };
    // The area stops at its ends.
    by += if pressed(egui::Key::End) { 1.0e5 } else { 0.0 };
    by -= if pressed(egui::Key::Home) { 1.0e5 } else { 0.0 };
    if by != 0.0 {
        ui.scroll_with_delta_animation(egui::vec2(0.0, -by), egui::style::ScrollAnimation::none());
    }
}

fn step_ui(ui: &mut egui::Ui, workbench: &Workbench, number: usize, step: &Step, out: &mut Vec<Command>) {
    let t = tokens(ui);
    ui.horizontal(|ui| {
        let title = egui::RichText::new(format!("{number}  {}", step.title)).font(fonts::sans_semibold(size::BODY));
        ui.label(title.color(t.text));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let key = step.action.info().shortcut.map(|shortcut| shortcut.shown()).unwrap_or_default();
            let mut button = ActionButton::quiet(step.label);
            if !key.is_empty() {
                button = button.key(&key);
            }
            let disabled = workbench.disabled(step.action);
            let response = ui.add_enabled(disabled.is_none(), button);
            let response = match disabled {
                Some(why) => response.on_disabled_hover_text(why),
                None => response,
            };
            if response.clicked() {
                out.push(Command::View(ViewCommand::Help(false)));
                out.push(Command::Action(step.action));
            }
        });
    });
    ui.add(egui::Label::new(egui::RichText::new(step.words).color(t.dim)).wrap());
    ui.add_space(space::S);
}

fn keys_of(ui: &mut egui::Ui, menu: Menu) {
    widgets::section_title(ui, menu.label(), None);
    for action in Action::ALL.iter().filter(|action| action.info().menu == menu) {
        let info = action.info();
        let Some(shortcut) = info.shortcut else { continue };
        ui.horizontal(|ui| {
            ui.label(info.label);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                widgets::key_hint(ui, &shortcut.shown());
            });
        });
    }
    ui.add_space(space::M);
}
