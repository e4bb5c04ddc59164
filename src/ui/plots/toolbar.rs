//! The row above the plots: kinds, axis, statuses, export. Layer `ui`. It says what was asked for and does nothing.

use egui::accesskit::Role;
use egui::epaint::PathShape;
use egui::{Align, Layout, RichText, Stroke, Ui, WidgetInfo, vec2};

use crate::model::TallyId;
use crate::plots::{AxisChoice, ChartOptions, PlotKind, Statuses};

use super::PlotColours;

/// What somebody asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlotsIntent {
    Kind(PlotKind),
    Axis(AxisChoice),
    Statuses(Statuses),
    /// Only this tally; `None` for all of them.
    Tally(Option<TallyId>),
    /// Write the plot as a file.
    Export,
}

/// The least width in which kinds and choices stand in one line, kinds and tallies, and the kinds alone, in points.
const ONE_LINE: f32 = 1_460.0;
const ROOMY: f32 = 1_060.0;
const KINDS: f32 = 740.0;

/// Draws the toolbar for a chart with these options; `log` is whether the chart has a logarithmic axis now, `tallies`
/// those there are, in the order offered.
pub fn toolbar_ui(
    ui: &mut Ui,
    options: &ChartOptions,
    log: bool,
    tallies: &[(TallyId, &str)],
    colours: &PlotColours,
) -> Option<PlotsIntent> {
    let mut out = None;
    let width = ui.available_width();
    let right = Layout::right_to_left(Align::Center);
    if width >= ONE_LINE {
        ui.horizontal(|ui| {
            kinds(ui, options, colours, &mut out);
            ui.with_layout(right, |ui| choices(ui, options, log, tallies, colours, &mut out));
        });
    } else if width >= KINDS {
        // No second line in a low panel: the choices are one press away.
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            kinds(ui, options, colours, &mut out);
            // Which tally is drawn is seen where there is room for it; that only one is, always.
            let roomy = width >= ROOMY;
            if roomy {
                which(ui, options, tallies, colours, &mut out);
            }
            let label = if options.tallies.is_some() && !roomy { "one tally" } else { "" };
            menu(ui, label, "Tally, axis, figures drawn, export", colours, |ui| {
                if !roomy {
                    ui.menu_button(tally_label(options, tallies), |ui| which_tally(ui, options, tallies, &mut out));
                    ui.separator();
                }
                axes(ui, options, &mut out);
                ui.separator();
                statuses(ui, options, &mut out);
                ui.separator();
                export(ui, &mut out);
            });
        });
    } else {
        ui.horizontal_wrapped(|ui| kinds(ui, options, colours, &mut out));
        ui.horizontal_wrapped(|ui| choices(ui, options, log, tallies, colours, &mut out));
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

fn choices(
    ui: &mut Ui,
    options: &ChartOptions,
    log: bool,
    tallies: &[(TallyId, &str)],
    colours: &PlotColours,
    out: &mut Option<PlotsIntent>,
) {
    export(ui, out);
    which(ui, options, tallies, colours, out);
    menu(ui, options.statuses.label(), "Which figures are drawn", colours, |ui| statuses(ui, options, out));
    if has_axis(options.kind) {
        let now = match (options.axis, log) {
            (AxisChoice::Auto, true) => "axis: auto (log)",
            (AxisChoice::Auto, false) => "axis: auto",
            (AxisChoice::Linear, _) => "axis: linear",
            (AxisChoice::Log, _) => "axis: log",
        };
        let hint = "How counts are spaced · Ctrl G goes through the three";
        menu(ui, now, hint, colours, |ui| axes(ui, options, out));
    }
}

/// Whether there is an axis to choose.
const fn has_axis(kind: PlotKind) -> bool {
    !matches!(kind, PlotKind::Claims | PlotKind::Attribution | PlotKind::Incidents | PlotKind::Spread)
}

fn axes(ui: &mut Ui, options: &ChartOptions, out: &mut Option<PlotsIntent>) {
    for (axis, words) in [
        (AxisChoice::Auto, "axis chosen for each tally (log above 20 to 1)"),
        (AxisChoice::Linear, "linear axis"),
        (AxisChoice::Log, "log axis"),
    ] {
        let there = ui.add_enabled_ui(has_axis(options.kind), |ui| ui.selectable_label(axis == options.axis, words));
        if there.inner.clicked() {
            *out = Some(PlotsIntent::Axis(axis));
            ui.close();
        }
    }
}

fn which(
    ui: &mut Ui,
    options: &ChartOptions,
    tallies: &[(TallyId, &str)],
    colours: &PlotColours,
    out: &mut Option<PlotsIntent>,
) {
    let label = tally_label(options, tallies);
    menu(ui, &label, "Which tally is drawn; one alone shows every outlet", colours, |ui| {
        which_tally(ui, options, tallies, out);
    });
}

/// How much of a tally's name the toolbar shows, in code points.
const NAME: usize = 26;

fn tally_label(options: &ChartOptions, tallies: &[(TallyId, &str)]) -> String {
    let only = options.tallies.as_ref().and_then(|only| only.first());
    match only.and_then(|id| tallies.iter().find(|(of, _)| of == id)) {
        Some((_, name)) if name.chars().count() > NAME => {
            format!("tally: {}…", name.chars().take(NAME).collect::<String>().trim_end())
        }
        Some((_, name)) => format!("tally: {name}"),
        None => format!("all tallies ({})", tallies.len()),
    }
}

fn which_tally(ui: &mut Ui, options: &ChartOptions, tallies: &[(TallyId, &str)], out: &mut Option<PlotsIntent>) {
    let only = options.tallies.as_ref().and_then(|only| only.first()).copied();
    ui.set_max_width(380.0);
    let all = [(None, "all tallies")].into_iter().chain(tallies.iter().map(|(id, name)| (Some(*id), *name)));
    egui::ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
        for (tally, name) in all {
            if ui.selectable_label(tally == only, name).clicked() {
                *out = Some(PlotsIntent::Tally(tally));
                ui.close();
            }
        }
    });
}

fn statuses(ui: &mut Ui, options: &ChartOptions, out: &mut Option<PlotsIntent>) {
    for statuses in Statuses::ALL {
        if ui.selectable_label(*statuses == options.statuses, statuses.label()).clicked() {
            *out = Some(PlotsIntent::Statuses(*statuses));
            ui.close();
        }
    }
}

fn export(ui: &mut Ui, out: &mut Option<PlotsIntent>) {
    if ui.button("Export…").on_hover_text("Write the plot as SVG or PNG").clicked() {
        *out = Some(PlotsIntent::Export);
        ui.close();
    }
}

/// A button that opens a menu. The sign for it is drawn: not every typeface has it.
fn menu(ui: &mut Ui, label: &str, hint: &str, colours: &PlotColours, inside: impl FnOnce(&mut Ui)) {
    let words = if label.is_empty() { "…     ".to_owned() } else { format!("{label}     ") };
    let menu = ui.menu_button(words, inside);
    let response = menu.response.on_hover_text(hint);
    if label.is_empty() {
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Plot options"));
    }
    let tip = response.rect.right_center() + vec2(-13.0, 2.0);
    let sign = vec![tip + vec2(-3.5, -3.5), tip, tip + vec2(3.5, -3.5)];
    ui.painter().add(PathShape::line(sign, Stroke::new(1.3, colours.dim)));
}
