//! The row above the plots: kinds, axis, statuses, export. Layer `ui`. It says what was asked for and does nothing.

use egui::epaint::PathShape;
use egui::{Align, Layout, RichText, Stroke, Ui, vec2};

use crate::plots::{AxisChoice, ChartOptions, PlotKind, Statuses};

use super::PlotColours;

/// What somebody asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlotsIntent {
    Kind(PlotKind),
    Axis(AxisChoice),
    Statuses(Statuses),
    /// Write the plot as a file.
    Export,
}

/// The least width in which kinds and choices stand in one line, in points.
const ONE_LINE: f32 = 1_010.0;

/// Draws the toolbar for a chart with these options; `log` is whether the chart has a logarithmic axis now.
pub fn toolbar_ui(ui: &mut Ui, options: &ChartOptions, log: bool, colours: &PlotColours) -> Option<PlotsIntent> {
    let mut out = None;
    let one_line = ui.available_width() >= ONE_LINE;
    let right = Layout::right_to_left(Align::Center);
    ui.horizontal_wrapped(|ui| {
        kinds(ui, options, colours, &mut out);
        if one_line {
            ui.with_layout(right, |ui| choices(ui, options, log, colours, &mut out));
        }
    });
    if !one_line {
        ui.horizontal_wrapped(|ui| choices(ui, options, log, colours, &mut out));
    }
    out
}

fn kinds(ui: &mut Ui, options: &ChartOptions, colours: &PlotColours, out: &mut Option<PlotsIntent>) {
    for kind in PlotKind::IN_PANEL {
        let here = *kind == options.kind;
        let text = RichText::new(kind.label()).color(if here { colours.text } else { colours.dim });
        let response = ui.selectable_label(here, if here { text.strong() } else { text });
        if response.clicked() && !here {
            *out = Some(PlotsIntent::Kind(*kind));
        }
    }
}

fn choices(ui: &mut Ui, options: &ChartOptions, log: bool, colours: &PlotColours, out: &mut Option<PlotsIntent>) {
    if ui.button("Export…").on_hover_text("Write the plot as SVG or PNG").clicked() {
        *out = Some(PlotsIntent::Export);
    }
    menu(ui, options.statuses.label(), "Which figures are drawn", colours, |ui| {
        for statuses in Statuses::ALL {
            if ui.selectable_label(*statuses == options.statuses, statuses.label()).clicked() {
                *out = Some(PlotsIntent::Statuses(*statuses));
                ui.close();
            }
        }
    });
    if !matches!(options.kind, PlotKind::Claims | PlotKind::Attribution | PlotKind::Incidents | PlotKind::Spread) {
        let now = match (options.axis, log) {
            (AxisChoice::Auto, true) => "axis: auto (log)",
            (AxisChoice::Auto, false) => "axis: auto",
            (AxisChoice::Linear, _) => "axis: linear",
            (AxisChoice::Log, _) => "axis: log",
        };
        menu(ui, now, "How counts are spaced · Ctrl G goes through the three", colours, |ui| {
            for (axis, words) in [
                (AxisChoice::Auto, "chosen for each tally (log above 20 to 1)"),
                (AxisChoice::Linear, "linear"),
                (AxisChoice::Log, "log"),
            ] {
                if ui.selectable_label(axis == options.axis, words).clicked() {
                    *out = Some(PlotsIntent::Axis(axis));
                    ui.close();
                }
            }
        });
    }
}

/// A button that opens a menu. The sign for it is drawn: not every typeface has it.
fn menu(ui: &mut Ui, label: &str, hint: &str, colours: &PlotColours, inside: impl FnOnce(&mut Ui)) {
    let menu = ui.menu_button(format!("{label}     "), inside);
    let response = menu.response.on_hover_text(hint);
    let tip = response.rect.right_center() + vec2(-13.0, 2.0);
    let sign = vec![tip + vec2(-3.5, -3.5), tip, tip + vec2(3.5, -3.5)];
    ui.painter().add(PathShape::line(sign, Stroke::new(1.3, colours.dim)));
}
