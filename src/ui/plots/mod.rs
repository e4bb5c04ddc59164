//! The plots panel: a chart's small multiples with egui_plot. Layer `ui`.
//!
//! It shows a [`Chart`] made in the core and says what was pointed at and clicked; it changes nothing. Only panels and
//! rows in sight are drawn.

mod behind;
mod crowd;
mod flow;
mod hints;
mod legend;
mod marks;
mod panel;
mod toolbar;

use std::collections::BTreeMap;

use egui::{Color32, Pos2, Rect, ScrollArea, Ui, pos2, vec2};

use crate::model::{FigureId, TallyId};
use crate::plots::arrange::{self, place};
use crate::plots::{Chart, Evidence, PALETTE, PanelKey};

pub(super) use behind::hatched;
pub(super) use legend::{height as legend_height, legend_ui};
pub(super) use panel::{measured, strong as painted_strong, text as painted};
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
    /// The colours of a theme.
    pub const fn of(t: &super::style::Tokens) -> Self {
        Self {
            paper: t.panel,
            line: t.line,
            text: t.text,
            dim: t.dim,
            accent: t.accent,
            adopted: t.success,
            palette: t.palette,
        }
    }

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
    hovered: Option<Evidence>,
    /// The figure whose marks are ringed because it is selected.
    selected: Option<Evidence>,
    /// The tally whose panel is ringed because it is selected.
    tally: Option<TallyId>,
    /// The figure to scroll to, or the tally.
    reveal: Option<FigureId>,
    reveal_tally: Option<TallyId>,
    /// What is pointed at and walked through among bands.
    flow: flow::FlowState,
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

    /// Brings the tally's panel into sight in the next frame.
    pub const fn reveal_tally(&mut self, tally: TallyId) {
        self.reveal_tally = Some(tally);
    }

    /// Rings the panel of this tally, or its row where every tally has one, and no other.
    pub const fn select_tally(&mut self, tally: Option<TallyId>) {
        self.tally = tally;
    }

    /// Rings the marks of this figure and of no other.
    pub fn select(&mut self, figure: Option<FigureId>) {
        self.selected = figure.map(Evidence::Figure);
    }
}

/// What happened in a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlotsResponse {
    /// What is under the pointer or the keyboard's focus.
    pub hovered: Option<Evidence>,
    /// The figure or passage whose mark was clicked, or Enter pressed on.
    pub clicked: Option<Evidence>,
    /// The tally whose heading was clicked.
    pub tally: Option<TallyId>,
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
    /// Top of the bands, and of the chart's notes.
    flow: f32,
    notes: f32,
    height: f32,
}

/// Draws the chart into the space there is, scrolling.
pub fn plots_ui(ui: &mut Ui, chart: &Chart, colours: &PlotColours, state: &mut PlotsState) -> PlotsResponse {
    if chart.panels.is_empty() && chart.flow.is_none() {
        empty_ui(ui, chart, colours);
        *state = PlotsState::default();
        return PlotsResponse::default();
    }
    let mut out = PlotsResponse::default();
    ScrollArea::vertical().id_salt(("plots", chart.kind)).auto_shrink(false).show(ui, |ui| {
        let width = ui.available_width();
        let layout = laid_out(ui, chart, state, width);
        let (content, _) = ui.allocate_exact_size(vec2(width, layout.height), egui::Sense::hover());
        let corner = content.min.to_vec2();
        let tally = state.reveal_tally.take().and_then(|tally| {
            let at = chart.panels.iter().position(|panel| panel.key == PanelKey::Tally(tally))?;
            Some(Rect::from_min_size(*layout.places.get(at)?, vec2(layout.column, *layout.heights.get(at)?)))
        });
        if let Some(mark) = state.reveal.take().and_then(|figure| spot_of(chart, &layout, figure)).or(tally) {
            ui.scroll_to_rect(mark.translate(corner), Some(egui::Align::Center));
        }
        if let Some(flow) = &chart.flow {
            let top =
                Rect::from_min_size(pos2(MARGIN, layout.flow) + corner, vec2(width - 2.0 * MARGIN, flow::height(flow)));
            flow::flow_ui(ui, flow, top, colours, state, &mut out);
        }
        // Of thousands of panels a few are in sight: whether one is must cost next to nothing.
        let sight = if ui.is_visible() { ui.clip_rect() } else { Rect::NOTHING };
        for (at, (panel, (place, height))) in
            chart.panels.iter().zip(layout.places.iter().zip(&layout.heights)).enumerate()
        {
            let rect = Rect::from_min_size(*place + corner, vec2(layout.column, *height));
            if sight.intersects(rect) {
                ui.push_id(("panel", panel.key), |ui| {
                    panel::panel_ui(ui, panel, at, rect, colours, state, &mut out);
                });
            }
        }
        legend::legend_ui(ui, &chart.legend, layout.legend.translate(corner), colours);
        notes_ui(ui, chart, pos2(MARGIN, layout.notes) + corner, width - 2.0 * MARGIN, colours);
        state.layout = Some(layout);
    });
    state.hovered = out.hovered;
    out
}

/// About where the first mark of a figure stands, in the content's coordinates.
fn spot_of(chart: &Chart, layout: &Layout, figure: FigureId) -> Option<Rect> {
    chart.panels.iter().zip(&layout.places).find_map(|(panel, place)| {
        let mark = panel.marks.iter().find(|mark| mark.evidence == Evidence::Figure(figure))?;
        let above = arrange::row_tops(panel).get(mark.row).copied().unwrap_or(0.0);
        let height = if panel.y.is_some() { arrange::plot_height(panel) } else { arrange::ROW };
        Some(Rect::from_min_size(*place + vec2(0.0, arrange::HEAD + above), vec2(layout.column, height)))
    })
}

fn empty_ui(ui: &mut Ui, chart: &Chart, colours: &PlotColours) {
    let (what, why) = chart.kind.nothing();
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.3).min(80.0));
        ui.colored_label(colours.text, what);
        ui.colored_label(colours.dim, why);
        for note in &chart.notes {
            ui.colored_label(colours.dim, note);
        }
    });
}

/// What is said of the whole chart, below it.
fn notes_ui(ui: &Ui, chart: &Chart, at: Pos2, width: f32, colours: &PlotColours) {
    let mut y = at.y;
    for note in &chart.notes {
        let galley = panel::print(ui, note, width, colours.dim);
        let rows = galley.rows.len();
        let rect = Rect::from_min_size(pos2(at.x, y), galley.size());
        panel::named(ui, rect, ("note", y.to_bits()), note, false);
        ui.painter().galley(rect.min, galley, colours.dim);
        y += rows as f32 * arrange::NOTE;
    }
}

/// Places the panels anew when the chart or the width changed; else gives back where they stand.
fn laid_out(ui: &Ui, chart: &Chart, state: &mut PlotsState, width: f32) -> Layout {
    let key = (chart.fingerprint, width.to_bits());
    if let Some(layout) = state.layout.take().filter(|layout| layout.key == key) {
        return layout;
    }
    let inner = (width - 2.0 * MARGIN).max(120.0);
    // A panel with a row for each tally takes the whole width.
    let wide = chart.flow.is_some() || chart.panels.iter().any(|panel| panel.key == PanelKey::All);
    let columns = if wide { 1 } else { arrange::columns(inner, chart.panels.len() + 1) };
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
    let lines: usize = chart.notes.iter().map(|note| panel::print(ui, note, inner, colours_of_none()).rows.len()).sum();
    // Bands take the whole width, above the legend.
    let above = chart.flow.as_ref().map_or(0.0, |flow| flow::height(flow) + MARGIN);
    let legend = legend.translate(vec2(0.0, above));
    let notes = above + height + MARGIN * 1.5;
    let below = if lines > 0 { lines as f32 * arrange::NOTE + MARGIN } else { 0.0 };
    // Another chart: what had the focus may be elsewhere.
    state.focus = None;
    state.crowds.clear();
    state.flow = flow::FlowState::default();
    let flow = MARGIN * 0.5;
    Layout { key, column, places, heights, legend, flow, notes, height: above + height + 2.0 * MARGIN + below }
}

/// Text that is only measured.
const fn colours_of_none() -> Color32 {
    Color32::PLACEHOLDER
}

#[cfg(test)]
#[path = "plots_ui_tests.rs"]
mod tests;
