//! What is done to all marked figures at once. Layer `ui`.

use std::collections::BTreeSet;

use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::figure_order::marked_words;
use crate::app::ops::figure_edits::{FigureChange, read_period};
use crate::app::ops::figure_terms::TermChange;
use crate::model::{Accounting, FigureId, FigureRole, Measure, Qualifier, ReviewStatus, Stance, Subject, Verification};
use crate::ui::ctx::UiCtx;
use crate::ui::style::{radius, space};
use crate::ui::widgets::ActionButton;

/// What is typed for all marked figures.
#[derive(Debug, Default)]
pub(super) struct BarState {
    text: String,
}

pub(super) fn bar_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut BarState, out: &mut Vec<Command>) {
    let marked: Vec<FigureId> = ctx.view.marked_figures.iter().copied().collect();
    let frame = egui::Frame::new()
        .fill(ctx.tokens.accent_ground)
        .corner_radius(f32::from(radius::CONTROL))
        .inner_margin(egui::Margin::symmetric(space::S as i8, 2));
    frame.show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.set_width(ui.available_width());
            ui.label(format!("{} marked", marked_words(ctx.project, &ctx.view.marked_figures)));
            for (label, status) in
                [("Confirm all marked", ReviewStatus::Confirmed), ("Reject all marked", ReviewStatus::Rejected)]
            {
                if ui.add(ActionButton::quiet(label)).clicked() {
                    out.push(Command::Do(Operation::Review { figures: marked.clone(), status }));
                }
            }
            let menu = ui.menu_button("Set…", |ui| set_ui(ui, state, &marked, out));
            menu.response.widget_info(|| {
                egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, "Set a field of all marked")
            });
            if ui.add(ActionButton::quiet("One tally of these")).clicked() {
                out.push(Command::Do(Operation::CreateTally(marked.clone())));
            }
            if ui.add(ActionButton::quiet("Unmark all")).clicked() {
                out.push(Command::View(ViewCommand::MarkFigures(BTreeSet::new())));
            }
        });
    });
}

fn set_ui(ui: &mut egui::Ui, state: &mut BarState, marked: &[FigureId], out: &mut Vec<Command>) {
    let mut chosen: Option<FigureChange> = None;
    let mut choice = |ui: &mut egui::Ui, name: &str, all: Vec<(&'static str, FigureChange)>| {
        ui.menu_button(name, |ui| {
            for (label, change) in all {
                if ui.button(label).clicked() {
                    chosen = Some(change);
                    ui.close();
                }
            }
        });
    };
    choice(ui, "Measure", Measure::ALL.iter().map(|m| (m.label(), FigureChange::Measure(*m))).collect());
    choice(ui, "People counted", Subject::ALL.iter().map(|s| (s.label(), FigureChange::Subject(*s))).collect());
    choice(ui, "Qualifier", Qualifier::ALL.iter().map(|q| (q.label(), FigureChange::Qualifier(*q))).collect());
    let accounting = Accounting::ALL.iter().map(|a| (a.label(), FigureChange::Accounting(Some(*a))));
    choice(ui, "Adds up as", accounting.collect());
    choice(ui, "Role", FigureRole::ALL.iter().map(|r| (r.label(), FigureChange::Role(*r))).collect());
    choice(ui, "What the article does", Stance::ALL.iter().map(|s| (s.label(), FigureChange::Stance(*s))).collect());
    let checked = Verification::ALL.iter().map(|v| (v.label(), FigureChange::Verification(*v)));
    choice(ui, "Checked", checked.collect());
    further_ui(ui, &mut choice);
    ui.separator();
    let field = ui.add(egui::TextEdit::singleline(&mut state.text).hint_text("a name, a place or days"));
    field.ctx.accesskit_node_builder(field.id, |node| node.set_label("New text for all marked"));
    for (label, change) in [
        ("…as origin", Some(FigureChange::Origin(state.text.clone()))),
        ("…as place", Some(FigureChange::Place(state.text.clone()))),
        ("…as party of the counted", Some(FigureChange::Term(TermChange::Party(state.text.clone())))),
        ("…as alleged perpetrator", Some(FigureChange::Term(TermChange::Perpetrator(state.text.clone())))),
        ("…as value", Some(FigureChange::Value(state.text.clone()))),
        ("…as period", read_period(&state.text).map(FigureChange::Period)),
    ] {
        if ui.add_enabled(change.is_some(), egui::Button::new(label)).clicked() {
            chosen = change;
            state.text.clear();
            ui.close();
        }
    }
    let locate = ui.button("Locate places that the index knows once");
    if locate.on_hover_text("Names that may be several places are left to be chosen one by one").clicked() {
        chosen = Some(FigureChange::Term(TermChange::Locate));
        ui.close();
    }
    if let Some(change) = chosen {
        out.push(Command::Do(Operation::EditFigures { figures: marked.to_vec(), change }));
    }
}

/// Draws one menu of the bar: its name, and the choices in it.
type Choice<'a> = dyn FnMut(&mut egui::Ui, &str, Vec<(&'static str, FigureChange)>) + 'a;

/// The further terms: a choice each, with a way to take it off.
fn further_ui(ui: &mut egui::Ui, choice: &mut Choice<'_>) {
    use crate::model::{Cause, Grade, PlaceRole, VictimStatus, Violence, WordsRule};
    fn of<T: Copy>(
        all: &[T],
        none: &'static str,
        label: fn(T) -> &'static str,
        change: fn(Option<T>) -> TermChange,
    ) -> Vec<(&'static str, FigureChange)> {
        let none = std::iter::once((none, FigureChange::Term(change(None))));
        none.chain(all.iter().map(|value| (label(*value), FigureChange::Term(change(Some(*value)))))).collect()
    }
    choice(ui, "Victim status", of(VictimStatus::ALL, "as whom it counts", VictimStatus::label, TermChange::Victim));
    choice(ui, "Role of the place", of(PlaceRole::ALL, "not judged", PlaceRole::label, TermChange::PlaceRole));
    choice(ui, "Cause", of(Cause::ALL, "as the event", Cause::label, TermChange::Cause));
    choice(ui, "Type of violence", of(Violence::ALL, "as the event", Violence::label, TermChange::Violence));
    choice(ui, "Grade", of(Grade::ALL, "not graded", Grade::label, TermChange::Grade));
    let words = WordsRule::ALL.iter().map(|rule| (rule.label(), FigureChange::Term(TermChange::Words(*rule))));
    choice(ui, "Words such as “dozens”", words.collect());
}
