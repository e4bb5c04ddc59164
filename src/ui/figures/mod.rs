//! The figures panel: every figure in a table that is also the review queue, judged by one key each, and the sentences of
//! a tally stacked, confirmed by one key. Layer `ui`.

mod bar;
mod keys;
mod more;
mod stack;
mod table;
mod tools;
pub mod words;

use crate::app::actions::Action;
use crate::app::command::Command;
use crate::model::{FigureId, TallyId};

use super::ctx::UiCtx;
use super::style::space;
use super::widgets::{self, ActionButton};

/// What the panel keeps between frames.
#[derive(Debug, Default)]
pub struct FiguresState {
    /// The figure the table last showed, so that a new selection is scrolled to once.
    shown: Option<FigureId>,
    /// The width the columns were laid out for, in points.
    width: f32,
    /// How many further columns it was laid out with.
    further: usize,
    /// The figure that a range of marks starts at.
    mark_from: Option<FigureId>,
    /// What is typed over a cell, or for all that is marked.
    typed: Option<table::Typed>,
    bar: bar::BarState,
    /// The table is to have the keyboard.
    pub focus_table: bool,
    has_keyboard: bool,
    stack: Option<(u64, TallyId, stack::Stack)>,
}

impl FiguresState {
    /// Whether the table had the keyboard in the last frame: it has no use for Enter, which confirms.
    pub const fn has_keyboard(&self) -> bool {
        self.has_keyboard
    }
}

/// Draws the panel.
pub fn figures_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut FiguresState, out: &mut Vec<Command>) {
    state.has_keyboard = false;
    egui::Frame::new().inner_margin(egui::Margin::same(space::S as i8)).show(ui, |ui| {
        if ctx.project.figures.is_empty() {
            let (hint, action) = if ctx.project.articles.is_empty() {
                ("Figures are suggested when articles are imported.", Some(Action::ImportFiles))
            } else {
                let hint = "None was found in these articles. One that was missed is added by selecting its number and \
                            pressing F.";
                (hint, None)
            };
            let key = action.and_then(|action| action.info().shortcut).map(|shortcut| shortcut.shown());
            let button = action.map(|action| ActionButton::primary(action.info().label));
            let button = match &key {
                Some(key) => button.map(|button| button.key(key)),
                None => button,
            };
            let pressed = widgets::empty_state(ui, "No figures yet", hint, button);
            if let Some(action) = action.filter(|_| pressed.is_some_and(|button| button.clicked())) {
                out.push(Command::Action(action));
            }
            return;
        }
        tools::tools_ui(ui, ctx, out);
        if ctx.view.figures.stacked {
            stack::stack_ui(ui, ctx, state, out);
            return;
        }
        if !ctx.view.marked_figures.is_empty() {
            bar::bar_ui(ui, ctx, &mut state.bar, out);
        }
        ui.add_space(space::XS);
        if ctx.derived.figures.is_empty() {
            let shows_all = ActionButton::quiet("Show all figures");
            let hint = "Nothing fits the filter and the status chosen above.";
            if widgets::empty_state(ui, "No figure matches", hint, Some(shows_all)).is_some_and(|b| b.clicked()) {
                let view = crate::app::view::FiguresView::default();
                out.push(Command::View(crate::app::command::ViewCommand::Figures(view)));
            }
            return;
        }
        table::table_ui(ui, ctx, state, out);
    });
}
