//! The plots panel in its place: the chart on show, its toolbar, and what a click on a mark does. Layer `ui`.

use crate::app::actions::Action;
use crate::app::command::{Command, ViewCommand};
use crate::app::derived;
use crate::app::view::{PlotsView, Selection};
use crate::model::ReviewStatus;
use crate::plots::Evidence;

use super::ctx::UiCtx;
use super::plots::{PlotColours, PlotsIntent, PlotsState, plots_ui, toolbar_ui};
use super::style::space;
use super::widgets;

/// What the panel keeps between frames.
#[derive(Debug, Default)]
pub struct PlotsPanelState {
    plots: PlotsState,
    /// What was last scrolled to, so that a new selection is scrolled to once.
    shown: Selection,
}

/// Draws the panel.
pub fn plots_panel_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut PlotsPanelState, out: &mut Vec<Command>) {
    let colours = PlotColours::of(ctx.tokens);
    egui::Frame::new().inner_margin(egui::Margin::symmetric(space::S as i8, space::XS as i8)).show(ui, |ui| {
        let Some(chart) = &ctx.derived.chart else {
            let hint = "Figures found in imported articles are drawn here, one panel for each question they answer.";
            widgets::empty_state(ui, "No figures to plot", hint, None);
            return;
        };
        let options = derived::chart_options(ctx.view, false);
        let tallies = ctx.project.tallies.values().filter(|tally| tally.status != ReviewStatus::Rejected);
        let mut tallies: Vec<_> = tallies.map(|tally| (tally.id, tally.name.as_str())).collect();
        tallies.sort_by(|a, b| (a.1, a.0).cmp(&(b.1, b.0)));
        if let Some(intent) = toolbar_ui(ui, &options, chart.is_log(), &tallies, &colours) {
            let plots = ctx.view.plots.clone();
            out.push(match intent {
                PlotsIntent::Kind(kind) => Command::View(ViewCommand::Plots(PlotsView { kind, ..plots })),
                PlotsIntent::Axis(axis) => Command::View(ViewCommand::Plots(PlotsView { axis, ..plots })),
                PlotsIntent::Statuses(statuses) => Command::View(ViewCommand::Plots(PlotsView { statuses, ..plots })),
                PlotsIntent::Tally(tally) => Command::View(ViewCommand::Plots(PlotsView { tally, ..plots })),
                PlotsIntent::Export => Command::Action(Action::ExportPlot),
            });
        }
        let selected = if let Selection::Figure(id) = ctx.view.selection { Some(id) } else { None };
        state.plots.select(selected);
        state.plots.select_tally(if let Selection::Tally(id) = ctx.view.selection { Some(id) } else { None });
        if state.shown != ctx.view.selection {
            state.shown = ctx.view.selection;
            match ctx.view.selection {
                Selection::Figure(figure) => state.plots.reveal(figure),
                Selection::Tally(tally) => state.plots.reveal_tally(tally),
                _ => {}
            }
        }
        let response = plots_ui(ui, chart, &colours, &mut state.plots);
        out.extend(response.clicked.map(show));
        out.extend(response.tally.map(|tally| Command::View(ViewCommand::Select(Selection::Tally(tally)))));
    });
}

/// Leads to a mark's sentence.
pub(super) fn show(evidence: Evidence) -> Command {
    Command::View(match evidence {
        Evidence::Figure(figure) => ViewCommand::ShowFigure(figure),
        Evidence::Passage { article, start, end } => ViewCommand::Reveal { article, range: start..end },
    })
}
