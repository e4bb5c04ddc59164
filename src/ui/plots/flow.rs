//! The bands from origin by relay to outlet. Layer `ui`.

use egui::accesskit::Role;
use egui::{
    Align2, Color32, EventFilter, Key, Mesh, PopupAnchor, Pos2, Rect, Sense, Shape, Stroke, Tooltip, Ui, WidgetInfo,
    pos2, vec2,
};

use crate::plots::attribution::{Band, Flow, HEADINGS, Node, ONE_LINE};
use crate::plots::{Evidence, GREY, thousands};

use super::panel::{LABEL, SMALL, named, text};
use super::{PlotColours, PlotsResponse, PlotsState};

const NODE: f32 = 9.0;
const HEAD: f32 = 26.0;
/// Into how many pieces a band is cut.
const SLICES: usize = 20;
/// How many figures a tooltip names.
const NAMED: usize = 5;

/// What is kept between frames.
#[derive(Debug, Clone, Default)]
pub(super) struct FlowState {
    /// The band under the keyboard.
    band: Option<usize>,
    /// The band last opened, and which of its figures: the next press opens the next one.
    opened: Option<(usize, usize)>,
    /// The bands, ready made, for the place they were made for.
    mesh: Option<(Rect, PlotColours, std::sync::Arc<Mesh>)>,
}

/// The height of the bands with their headings.
pub(super) fn height(flow: &Flow) -> f32 {
    HEAD + flow.height + 12.0
}

/// Draws the bands into `rect`.
pub(super) fn flow_ui(
    ui: &mut Ui,
    flow: &Flow,
    rect: Rect,
    colours: &PlotColours,
    state: &mut PlotsState,
    out: &mut PlotsResponse,
) {
    if !ui.is_rect_visible(rect) {
        return;
    }
    let names = (rect.width() * 0.22).min(240.0);
    let lefts = [rect.left() + names, rect.center().x - NODE / 2.0, rect.right() - names - NODE];
    let top = rect.top() + HEAD;
    let ends = |band: &Band| {
        let [origins, relays, outlets] = lefts;
        let half = if flow.passes(band) { NODE / 2.0 } else { 0.0 };
        if band.step == 0 { (origins + NODE, relays + half) } else { (relays + NODE - half, outlets) }
    };
    let area = Rect::from_min_max(pos2(lefts[0], top), pos2(lefts[2] + NODE, rect.bottom()));
    let response = ui.interact(area.expand(4.0), ui.scope_id().with("bands"), Sense::click());
    let pointed = response
        .hover_pos()
        .and_then(|pointer| flow.bands.iter().position(|band| holds(band, ends(band), top, pointer)));
    let walked = walk(ui, flow, &response, &mut state.flow);
    let shown = pointed.or(walked);
    let pressed = walked.is_some()
        && response.has_focus()
        && ui.input(|input| input.key_pressed(Key::Enter) || input.key_pressed(Key::Space));
    let clicked = pointed.filter(|_| response.clicked_by(egui::PointerButton::Primary));
    if let Some(at) = clicked.or(walked.filter(|_| pressed))
        && let Some(band) = flow.bands.get(at)
    {
        let next = match state.flow.opened {
            Some((of, n)) if of == at => (n + 1) % band.marks.len().max(1),
            _ => 0,
        };
        state.flow.opened = Some((at, next));
        out.clicked = band.marks.get(next).map(|mark| mark.evidence);
    }

    bands(ui, flow, area, top, &ends, colours, &mut state.flow);
    let lit = |band: &Band, at: usize| {
        let holds = |evidence: Option<Evidence>| {
            evidence.is_some() && band.marks.iter().any(|mark| Some(mark.evidence) == evidence)
        };
        shown == Some(at) || holds(state.selected)
    };
    for (_, band) in flow.bands.iter().enumerate().filter(|(at, band)| lit(band, *at)) {
        outline(ui, band, ends(band), top, Stroke::new(1.6, colours.accent));
    }
    nodes(ui, flow, rect, lefts, top, names, colours);
    if let Some(band) = shown.and_then(|at| flow.bands.get(at)) {
        out.hovered = band.marks.first().map(|mark| mark.evidence);
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
        let (from, to) = ends(band);
        let middle = pos2(f32::midpoint(from, to), top + f32::midpoint(band.from_top, band.to_top) + band.height / 2.0);
        let at = response.hover_pos().filter(|_| pointed.is_some()).unwrap_or(middle);
        tooltip(&response, flow, band, Rect::from_center_size(at, vec2(16.0, 16.0)), colours);
    }
}

/// Lets the arrow keys go from band to band while the bands have the focus.
fn walk(ui: &Ui, flow: &Flow, response: &egui::Response, state: &mut FlowState) -> Option<usize> {
    response.widget_info(|| {
        let here = state.band.and_then(|at| flow.bands.get(at));
        let name = here.map_or_else(
            || format!("{} bands from origins to outlets, arrow keys to go through them", flow.bands.len()),
            |band| flow.band_name(band),
        );
        WidgetInfo::labeled(Role::Button, true, name)
    });
    if !response.has_focus() {
        state.band = None;
        return None;
    }
    let keep = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, keep));
    let (back, on) = ui.input(|input| {
        let pressed = |keys: [Key; 2]| keys.iter().map(|key| input.num_presses(*key)).sum::<usize>();
        (pressed([Key::ArrowLeft, Key::ArrowUp]), pressed([Key::ArrowRight, Key::ArrowDown]))
    });
    let last = flow.bands.len().saturating_sub(1);
    let at = state.band.map_or(0, |at| (at + on).saturating_sub(back).min(last));
    state.band = Some(at);
    Some(at)
}

/// The upper edge of a band, from left to right.
fn edge(band: &Band, (from, to): (f32, f32), top: f32) -> impl Iterator<Item = Pos2> {
    let (a, b) = (top + band.from_top, top + band.to_top);
    let middle = f32::midpoint(from, to);
    (0..=SLICES).map(move |n| {
        let t = n as f32 / SLICES as f32;
        let s = 1.0 - t;
        let [w0, w1, w2, w3] = [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
        pos2(w0 * from + (w1 + w2) * middle + w3 * to, (w0 + w1) * a + (w2 + w3) * b)
    })
}

fn high(band: &Band) -> f32 {
    band.height.max(1.0)
}

fn holds(band: &Band, ends: (f32, f32), top: f32, pointer: Pos2) -> bool {
    if pointer.x < ends.0 || pointer.x > ends.1 {
        return false;
    }
    let points: Vec<Pos2> = edge(band, ends, top).collect();
    points.windows(2).any(|pair| match pair {
        [a, b] if (a.x..=b.x).contains(&pointer.x) => {
            let y = a.y + (b.y - a.y) * ((pointer.x - a.x) / (b.x - a.x).max(0.01));
            (y - 1.5..=y + high(band) + 1.5).contains(&pointer.y)
        }
        _ => false,
    })
}

fn bands(
    ui: &Ui,
    flow: &Flow,
    area: Rect,
    top: f32,
    ends: &dyn Fn(&Band) -> (f32, f32),
    colours: &PlotColours,
    state: &mut FlowState,
) {
    let kept = state.mesh.take().filter(|(place, in_colours, _)| *place == area && in_colours == colours);
    let (_, _, mesh) = kept.unwrap_or_else(|| {
        let mut mesh = Mesh::default();
        for band in flow.bands.iter().filter(|band| !band.denied) {
            add(&mut mesh, band, ends(band), top, colours.origin(band.colour).gamma_multiply(flow.opacity(band)));
        }
        (area, *colours, std::sync::Arc::new(mesh))
    });
    ui.painter().add(Shape::Mesh(std::sync::Arc::clone(&mesh)));
    state.mesh = Some((area, *colours, mesh));
    for band in flow.bands.iter().filter(|band| band.denied) {
        let thin = high(band) < ONE_LINE;
        let stroke = Stroke::new(if thin { high(band).clamp(0.8, 1.6) } else { 1.3 }, colours.origin(band.colour));
        let (edges, one) = ([0.0, high(band)], [high(band) / 2.0]);
        for below in if thin { one.as_slice() } else { edges.as_slice() } {
            let path: Vec<Pos2> = edge(band, ends(band), top).map(|point| point + vec2(0.0, *below)).collect();
            ui.painter().extend(Shape::dashed_line(&path, stroke, 4.0, 3.0));
        }
    }
}

/// A band with soft edges.
fn add(mesh: &mut Mesh, band: &Band, ends: (f32, f32), top: f32, colour: Color32) {
    let first = u32::try_from(mesh.vertices.len()).unwrap_or(u32::MAX);
    for point in edge(band, ends, top) {
        for (below, colour) in [
            (-0.7, Color32::TRANSPARENT),
            (0.3, colour),
            (high(band) - 0.3, colour),
            (high(band) + 0.7, Color32::TRANSPARENT),
        ] {
            mesh.colored_vertex(point + vec2(0.0, below), colour);
        }
    }
    for slice in 0..SLICES as u32 {
        let (a, b) = (first + slice * 4, first + slice * 4 + 4);
        for n in 0..3 {
            mesh.add_triangle(a + n, b + n, a + n + 1);
            mesh.add_triangle(a + n + 1, b + n, b + n + 1);
        }
    }
}

fn outline(ui: &Ui, band: &Band, ends: (f32, f32), top: f32, stroke: Stroke) {
    let mut path: Vec<Pos2> = edge(band, ends, top).collect();
    let back: Vec<Pos2> = path.iter().rev().map(|point| *point + vec2(0.0, high(band))).collect();
    path.extend(back);
    ui.painter().add(Shape::closed_line(path, stroke));
}

fn nodes(ui: &Ui, flow: &Flow, rect: Rect, lefts: [f32; 3], top: f32, names: f32, colours: &PlotColours) {
    let [origins, relays, outlets] = &flow.columns;
    let [origins_left, relays_left, outlets_left] = lefts;
    let [said, passed, published] = HEADINGS;
    let head = |x: f32, align: Align2, words: &str| {
        text(ui, pos2(x, rect.top() + 2.0), align, words, SMALL, colours.dim, names * 1.6);
    };
    head(origins_left + NODE, Align2::RIGHT_TOP, said);
    head(relays_left + NODE / 2.0, Align2::CENTER_TOP, passed);
    head(outlets_left, Align2::LEFT_TOP, published);
    let bar = |node: &Node, x: f32| {
        let fill = if node.colour == GREY { colours.dim } else { colours.origin(node.colour) };
        let bar = Rect::from_min_size(pos2(x, top + node.top), vec2(NODE, node.height));
        ui.painter().rect_filled(bar, 1.5, fill);
        bar
    };
    let words = |node: &Node| format!("{} · {}", node.name, thousands(node.figures as u64));
    for (at, node) in origins.iter().enumerate() {
        let bar = bar(node, origins_left);
        let place = pos2(bar.left() - 8.0, bar.center().y);
        let (rect, cut) = text(ui, place, Align2::RIGHT_CENTER, &words(node), LABEL, colours.text, names - 10.0);
        named(ui, rect, ("origin", at), &words(node), cut);
    }
    for (at, node) in relays.iter().enumerate().filter(|(_, node)| !node.name.is_empty()) {
        let bar = bar(node, relays_left);
        let place = pos2(bar.center().x, bar.top() - 2.0);
        let galley_width = rect.width() * 0.26;
        // On a ground of its own, since bands run below it.
        let (rect, cut) =
            text(ui, place, Align2::CENTER_BOTTOM, &words(node), SMALL, Color32::TRANSPARENT, galley_width);
        ui.painter().rect_filled(rect.expand2(vec2(3.0, 0.0)), 2.0, colours.paper.gamma_multiply(0.85));
        text(ui, place, Align2::CENTER_BOTTOM, &words(node), SMALL, colours.text, galley_width);
        named(ui, rect, ("relay", at), &words(node), cut);
    }
    for (at, node) in outlets.iter().enumerate() {
        let bar = bar(node, outlets_left);
        let place = pos2(bar.right() + 8.0, bar.center().y);
        let (rect, cut) = text(ui, place, Align2::LEFT_CENTER, &words(node), LABEL, colours.text, names - 10.0);
        named(ui, rect, ("outlet", at), &words(node), cut);
    }
}

fn tooltip(response: &egui::Response, flow: &Flow, band: &Band, rect: Rect, colours: &PlotColours) {
    let anchor = PopupAnchor::ParentRect(rect);
    let tooltip = Tooltip::always_open(response.ctx.clone(), response.layer_id, response.id, anchor);
    tooltip.width(360.0).show(|ui| {
        ui.set_max_width(360.0);
        ui.colored_label(colours.text, egui::RichText::new(flow.band_name(band)).strong());
        for mark in band.marks.iter().take(NAMED) {
            ui.add_space(3.0);
            ui.colored_label(colours.text, format!("{} · {} · {}", mark.outlet, mark.date, mark.words));
            ui.colored_label(colours.dim, &mark.sentence);
        }
        let more = band.marks.len().saturating_sub(NAMED);
        if more > 0 {
            ui.colored_label(colours.dim, format!("and {} more", thousands(more as u64)));
        }
        if band.marks.len() > 1 {
            ui.colored_label(colours.dim, "Click again for the next one");
        }
    });
}
