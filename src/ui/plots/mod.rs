//! The plots panel: a chart's small multiples with egui_plot. Layer `ui`.
//!
//! It shows a [`Chart`] made in the core and says what was pointed at and clicked; it changes nothing. Only panels and
//! rows in sight are drawn.

mod crowd;
mod legend;
mod marks;
mod panel;
mod toolbar;

use std::collections::BTreeMap;

use egui::{Color32, Pos2, Rect, ScrollArea, Ui, pos2, vec2};

use crate::model::FigureId;
use crate::plots::arrange::{self, place};
use crate::plots::{Chart, PALETTE};

pub use toolbar::{PlotsIntent, toolbar_ui};

/// The colours that a plot is drawn in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlotColours {
    /// What the panel lies on; the inside of hollow marks.
    pub paper: Color32,
    /// Grid lines.
    pub line: Color32,
    pub text: Color32,
    pub dim: Color32,
    /// Rings of what is selected, pointed at or focused.
    pub accent: Color32,
    /// The adopted value.
    pub adopted: Color32,
    /// Origins; the last is grey.
    pub palette: [Color32; PALETTE as usize],
}

impl PlotColours {
    /// The colour of an origin.
    pub fn origin(&self, colour: u8) -> Color32 {
        self.palette.get(usize::from(colour)).copied().unwrap_or(self.dim)
    }
}

/// What the panel keeps between frames.
#[derive(Debug, Clone, Default)]
pub struct PlotsState {
    /// The mark that the keyboard is on: panel and mark.
    focus: Option<(usize, usize)>,
    /// What was pointed at in the last frame, ringed in this one.
    hovered: Option<FigureId>,
    /// The figure to scroll to.
    reveal: Option<FigureId>,
    /// The marks of crowded panels, by panel.
    crowds: BTreeMap<usize, crowd::Crowd>,
    /// Where the panels stand, for a chart and a width.
    layout: Option<Layout>,
}

impl PlotsState {
    /// Brings the figure's mark into sight in the next frame: for a figure that was selected elsewhere.
    pub const fn reveal(&mut self, figure: FigureId) {
        self.reveal = Some(figure);
    }
}

/// What happened in a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlotsResponse {
    /// The figure under the pointer or the keyboard's focus.
    pub hovered: Option<FigureId>,
    /// The figure whose mark was clicked, or Enter pressed on.
    pub clicked: Option<FigureId>,
}

/// Space left and right of the panels, and between columns.
const MARGIN: f32 = 16.0;
const GUTTER: f32 = 32.0;

/// Where the panels stand.
#[derive(Debug, Clone)]
struct Layout {
    /// What it was made for.
    key: (u64, u32),
    column: f32,
    /// Left top corner of each panel, in the content's coordinates.
    places: Vec<Pos2>,
    heights: Vec<f32>,
    legend: Rect,
    height: f32,
}

/// Draws the chart into the space there is, scrolling.
pub fn plots_ui(ui: &mut Ui, chart: &Chart, colours: &PlotColours, state: &mut PlotsState) -> PlotsResponse {
    if chart.panels.is_empty() {
        empty_ui(ui, colours);
        *state = PlotsState::default();
        return PlotsResponse::default();
    }
    let mut out = PlotsResponse::default();
    ScrollArea::vertical().id_salt("plots").auto_shrink(false).show(ui, |ui| {
        let width = ui.available_width();
        let layout = laid_out(ui, chart, state, width);
        let (content, _) = ui.allocate_exact_size(vec2(width, layout.height), egui::Sense::hover());
        let corner = content.min.to_vec2();
        if let Some(mark) = state.reveal.take().and_then(|figure| spot_of(chart, &layout, figure)) {
            ui.scroll_to_rect(mark.translate(corner), Some(egui::Align::Center));
        }
        for (at, (panel, (place, height))) in
            chart.panels.iter().zip(layout.places.iter().zip(&layout.heights)).enumerate()
        {
            let rect = Rect::from_min_size(*place + corner, vec2(layout.column, *height));
            if ui.is_rect_visible(rect) {
                ui.push_id(("panel", panel.key), |ui| {
                    panel::panel_ui(ui, panel, at, rect, colours, state, &mut out);
                });
            }
        }
        legend::legend_ui(ui, &chart.legend, layout.legend.translate(corner), colours);
        state.layout = Some(layout);
    });
    state.hovered = out.hovered;
    out
}

/// About where the first mark of a figure stands, in the content's coordinates.
fn spot_of(chart: &Chart, layout: &Layout, figure: FigureId) -> Option<Rect> {
    chart.panels.iter().zip(&layout.places).find_map(|(panel, place)| {
        let mark = panel.marks.iter().find(|mark| mark.figure == figure)?;
        let above = arrange::row_tops(panel).get(mark.row).copied().unwrap_or(0.0);
        let height = if panel.y.is_some() { arrange::TIME_HEIGHT } else { arrange::ROW };
        Some(Rect::from_min_size(*place + vec2(0.0, arrange::HEAD + above), vec2(layout.column, height)))
    })
}

fn empty_ui(ui: &mut Ui, colours: &PlotColours) {
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.3).min(80.0));
        ui.colored_label(colours.text, "No figures to plot yet");
        ui.colored_label(
            colours.dim,
            "Confirm suggested figures in the review queue, or select a number in an article to add one.",
        );
    });
}

/// Places the panels anew when the chart or the width changed; else gives back where they stand.
fn laid_out(ui: &Ui, chart: &Chart, state: &mut PlotsState, width: f32) -> Layout {
    let key = (chart.fingerprint, width.to_bits());
    if let Some(layout) = state.layout.take().filter(|layout| layout.key == key) {
        return layout;
    }
    let inner = (width - 2.0 * MARGIN).max(120.0);
    let columns = arrange::columns(inner, chart.panels.len() + 1);
    let column = (inner - (columns - 1) as f32 * GUTTER) / columns as f32;
    let mut heights: Vec<f32> =
        chart.panels.iter().map(|panel| arrange::panel_height(panel, panel::print_lines(ui, panel, column))).collect();
    let mut parts: Vec<bool> = chart.panels.iter().map(|panel| panel.part).collect();
    heights.push(legend::height(ui, &chart.legend, column));
    parts.push(false);
    let (places, height) = place(&heights, &parts, columns);
    let mut places: Vec<Pos2> =
        places.into_iter().map(|(at, top)| pos2(MARGIN + at as f32 * (column + GUTTER), top + MARGIN * 0.75)).collect();
    let legend = Rect::from_min_size(places.pop().unwrap_or_default(), vec2(column, heights.pop().unwrap_or_default()));
    // Another chart: what had the focus may be elsewhere.
    state.focus = None;
    state.crowds.clear();
    Layout { key, column, places, heights, legend, height: height + 2.0 * MARGIN }
}

#[cfg(test)]
#[path = "plots_ui_tests.rs"]
mod tests;
