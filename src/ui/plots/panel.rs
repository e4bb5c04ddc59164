//! One of the small multiples: question, voices, rows, marks, ticks, small print. Layer `ui`.

use egui::accesskit::{Action, Role};
use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align2, Color32, EventFilter, FontId, Key, PopupAnchor, Pos2, Rect, Response, Sense, Tooltip, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};
use egui_plot::{Plot, PlotBounds, PlotTransform};

use crate::plots::arrange::{self, HEAD, NOTE, label_stride, plot_height, row_height, row_tops};
use crate::plots::{Mark, Panel};

use super::crowd::Crowd;
use super::marks::{EDGE, Marks, Spot, area};
use super::{PlotColours, PlotsResponse, PlotsState, hints};

pub(super) const TITLE: f32 = 13.0;
pub(super) const LABEL: f32 = 12.0;
pub(super) const SMALL: f32 = 11.0;

/// How near the pointer must be to a mark, in points.
const REACH: f32 = 11.0;

/// Above so many marks a panel is one stop of the Tab key, with the arrow keys going from mark to mark.
const OWN_STOPS: usize = 60;

/// Draws a text in one line, cut to `width` points; returns where it stands and whether it was cut.
pub(in crate::ui) fn text(
    ui: &Ui,
    at: Pos2,
    align: Align2,
    words: &str,
    size: f32,
    colour: Color32,
    width: f32,
) -> (Rect, bool) {
    let mut job = LayoutJob::simple_singleline(words.to_owned(), FontId::proportional(size), colour);
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    let galley = ui.painter().layout_job(job);
    let rect = align.anchor_size(at, galley.size());
    let cut = galley.elided;
    ui.painter().galley(rect.min, galley, colour);
    (rect, cut)
}

pub(in crate::ui) fn measured(ui: &Ui, words: &str, size: f32) -> f32 {
    let font = FontId::proportional(size);
    ui.fonts_mut(|fonts| fonts.layout_no_wrap(words.to_owned(), font, Color32::PLACEHOLDER)).size().x
}

pub(super) fn print(ui: &Ui, words: &str, width: f32, colour: Color32) -> std::sync::Arc<egui::Galley> {
    let mut job = LayoutJob::simple(words.to_owned(), FontId::proportional(SMALL), colour, width);
    job.wrap.max_rows = 3;
    ui.painter().layout_job(job)
}

/// How many lines a panel's small print takes.
pub(super) fn print_lines(ui: &Ui, panel: &Panel, width: f32) -> usize {
    let lines = arrange::small_print(panel);
    lines.iter().map(|line| print(ui, line, width, Color32::PLACEHOLDER).rows.len()).sum()
}

pub(super) fn panel_ui(
    ui: &mut Ui,
    panel: &Panel,
    at: usize,
    rect: Rect,
    colours: &PlotColours,
    state: &mut PlotsState,
    out: &mut PlotsResponse,
) {
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), HEAD));
    let tally = if let crate::plots::PanelKey::Tally(tally) = panel.key { Some(tally) } else { None };
    if tally.is_some() && tally == state.tally {
        let ring = egui::Stroke::new(1.5, colours.accent);
        ui.painter().rect_stroke(rect.expand2(vec2(10.0, 7.0)), 8.0, ring, egui::StrokeKind::Inside);
    }
    let title = (pos2(head.left(), head.top() + 2.0), &panel.title);
    let (_, title_cut) = strong(ui, title.0, title.1, TITLE, colours.text, rect.width());
    let subtitle = pos2(head.left(), head.top() + 21.0);
    let (_, voices_cut) = text(ui, subtitle, Align2::LEFT_TOP, &panel.subtitle, SMALL, colours.dim, rect.width());
    let words = format!("{}: {}", panel.title, panel.subtitle);
    match tally {
        None => named(ui, head, "head", &words, title_cut || voices_cut),
        Some(tally) => {
            let response = ui.interact(head.with_max_y(head.top() + 38.0), ui.scope_id().with("head"), Sense::click());
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
            if response.has_focus() {
                let ring = egui::Stroke::new(2.0, colours.accent);
                ui.painter().rect_stroke(response.rect.expand(3.0), 4.0, ring, egui::StrokeKind::Inside);
            }
            let response = if title_cut || voices_cut { response.on_hover_text(&words) } else { response };
            let meaning = crate::ui::figures::words::PROVISIONAL;
            let response =
                if panel.subtitle.contains("provisional") { response.on_hover_text(meaning) } else { response };
            if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                out.tally = Some(tally);
            }
        }
    }

    let below = if panel.marks.is_empty() {
        head.bottom()
    } else {
        let labels = Labels::of(ui, panel, rect.width());
        let frame = Rect::from_min_max(
            pos2(rect.left() + labels.left, head.bottom()),
            pos2(
                (rect.right() - labels.right).max(rect.left() + labels.left + 40.0),
                head.bottom() + plot_height(panel),
            ),
        );
        row_labels(ui, panel, rect.left(), frame, &labels, colours);
        plot(ui, panel, at, frame, colours, state, out);
        frame.bottom() + arrange::TICKS
    };
    let mut y = below;
    for line in arrange::small_print(panel) {
        let galley = print(ui, &line, rect.width(), colours.dim);
        let rows = galley.rows.len();
        ui.painter().galley(pos2(rect.left(), y), galley, colours.dim);
        y += rows as f32 * NOTE;
    }
}

pub(in crate::ui) fn strong(ui: &Ui, at: Pos2, words: &str, size: f32, colour: Color32, width: f32) -> (Rect, bool) {
    // The semibold family where the program's typefaces are set, as the context's own strong text otherwise.
    let family = egui::FontFamily::Name("InterSemibold".into());
    let known = ui.ctx().fonts(|fonts| fonts.definitions().families.contains_key(&family));
    let font = if known { FontId::new(size, family) } else { FontId::proportional(size) };
    let mut job = LayoutJob::simple_singleline(words.to_owned(), font, colour);
    job.wrap = TextWrapping::truncate_at_width(width);
    let galley = ui.painter().layout_job(job);
    let rect = Rect::from_min_size(at, galley.size());
    let cut = galley.elided;
    ui.painter().galley(rect.min, galley, colour);
    (rect, cut)
}

/// Gives painted words a name for screen readers, and the whole of them on hovering where they were cut.
pub(super) fn named(ui: &Ui, rect: Rect, salt: impl egui::AsIdSalt, words: &str, cut: bool) {
    let response = ui.interact(rect, ui.scope_id().with(salt), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    if cut {
        response.on_hover_text(words);
    }
}

/// The room that labels take left and right of the drawing area.
struct Labels {
    left: f32,
    right: f32,
    /// Whether the words as reported stand in the second line, because they do not fit into the first.
    words_below: bool,
}

impl Labels {
    fn of(ui: &Ui, panel: &Panel, width: f32) -> Self {
        if let Some(y) = &panel.y {
            let ticks = y.ticks.iter().map(|tick| measured(ui, &tick.label, SMALL)).fold(0.0, f32::max);
            let names = panel.series.iter().map(|line| measured(ui, &line.origin, SMALL)).fold(0.0, f32::max);
            let right = if panel.series.is_empty() { 14.0 } else { names.min(width * 0.28) + 18.0 };
            return Self { left: ticks + 10.0, right, words_below: false };
        }
        let most = arrange::label_room(width);
        // A row of very many is measured by its longest texts alone; the rest cannot be wider by much.
        let widest = |words: &mut dyn Iterator<Item = String>, size: f32| {
            let longest = words.max_by_key(|words| words.chars().count()).unwrap_or_default();
            measured(ui, &longest, size) * 1.08
        };
        let labels = widest(&mut panel.rows.iter().map(crate::plots::Row::label), LABEL);
        let words_below = labels > most;
        let first =
            if words_below { widest(&mut panel.rows.iter().map(|row| row.name.clone()), LABEL) } else { labels };
        let second = widest(&mut panel.rows.iter().map(|row| second_line(row, words_below)), SMALL);
        let indent = if panel.rows.iter().any(|row| row.below) { arrange::INDENT } else { 0.0 };
        Self { left: (first.max(second) + indent).clamp(64.0, most) + 14.0, right: 10.0, words_below }
    }
}

/// The second line of a row's label: on whose word, led by the words as reported where they have no room above.
fn second_line(row: &crate::plots::Row, words_below: bool) -> String {
    if words_below && !row.words.is_empty() { format!("{} · {}", row.words, row.detail) } else { row.detail.clone() }
}

fn row_labels(ui: &Ui, panel: &Panel, left: f32, frame: Rect, labels: &Labels, colours: &PlotColours) {
    let room = labels.left - 12.0;
    let seen = ui.clip_rect();
    for (at, (row, top)) in panel.rows.iter().zip(row_tops(panel)).enumerate() {
        let top = frame.top() + top;
        let height = row_height(panel, row);
        if top + height < seen.top() || top > seen.bottom() {
            continue;
        }
        let first = if labels.words_below { row.name.clone() } else { row.label() };
        let second = second_line(row, labels.words_below);
        let indent = if row.below { arrange::INDENT } else { 0.0 };
        let (left, room) = (left + indent, room - indent);
        let (_, cut) = if row.head {
            strong(ui, pos2(left, top + 2.0), &first, LABEL, colours.text, room)
        } else {
            text(ui, pos2(left, top + 2.0), Align2::LEFT_TOP, &first, LABEL, colours.text, room)
        };
        let (_, cut_too) = text(ui, pos2(left, top + 17.5), Align2::LEFT_TOP, &second, SMALL, colours.dim, room);
        let rect = Rect::from_min_size(pos2(left, top), vec2(room, height));
        named(ui, rect, ("row", at), &format!("{}, {}", row.label(), row.detail), cut || cut_too);
    }
}

/// The drawing area with grid, marks and ticks.
fn plot(
    ui: &mut Ui,
    panel: &Panel,
    at: usize,
    frame: Rect,
    colours: &PlotColours,
    state: &mut PlotsState,
    out: &mut PlotsResponse,
) {
    let tops = row_tops(panel);
    let focused = state.focus.filter(|(of, _)| *of == at).and_then(|(_, mark)| panel.marks.get(mark));
    let ringed = [state.selected, state.hovered, focused.map(|mark| mark.evidence)];
    let roving = panel.marks.len() > OWN_STOPS;
    let crowd = panel.crowded.then(|| Crowd::of(state.crowds.remove(&at), panel, &tops, frame, colours));
    let marks = Marks::new(panel, colours, &tops, ringed, crowd.as_ref().map(Crowd::mesh));
    let plotted = ui
        .scope_builder(UiBuilder::new().max_rect(frame.expand(EDGE)), |ui| {
            Plot::new("plot")
                .width(frame.width() + 2.0 * EDGE)
                .height(frame.height() + 2.0 * EDGE)
                .min_size(vec2(1.0, 1.0))
                .show_axes(false)
                .show_background(false)
                .show_x(false)
                .show_y(false)
                .show_crosshair(false)
                .allow_zoom(false)
                .allow_drag(false)
                .allow_scroll(false)
                .allow_boxed_zoom(false)
                .allow_double_click_reset(false)
                .auto_bounds(false)
                .set_margin_fraction(egui::Vec2::ZERO)
                .show_grid(false)
                // Small panels give each mark a stop of its own; see `stops`.
                .sense(if roving { Sense::click() } else { Sense::CLICK | Sense::HOVER })
                .show(ui, move |plot| {
                    let edge = [f64::from(EDGE / frame.width()), f64::from(EDGE / frame.height())];
                    plot.set_plot_bounds(PlotBounds::from_min_max(edge.map(|edge| -edge), edge.map(|edge| 1.0 + edge)));
                    plot.add(marks);
                })
        })
        .inner;
    let transform = plotted.transform;
    let response = plotted.response;
    ticks(ui, panel, &transform, colours);
    state.crowds.extend(crowd.map(|crowd| (at, crowd)));
    let up = panel.y.is_some();
    let frame = area(&transform);
    let spot = |mark: &Mark| Spot::of(panel, &tops, frame, mark);

    if let Some(pointer) = response.hover_pos() {
        let near = panel.marks.iter().map(|mark| (mark, spot(mark).distance(pointer, up)));
        let nearest = near.filter(|(_, far)| *far <= REACH).min_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((mark, _)) = nearest {
            out.hovered = Some(mark.evidence);
            ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
            tooltip(&response, mark, Rect::from_center_size(spot(mark).dot, vec2(14.0, 14.0)), colours);
            if response.clicked_by(egui::PointerButton::Primary) {
                out.clicked = Some(mark.evidence);
            }
        } else {
            hints::behind(&response, panel, &tops, frame, pointer, colours);
        }
    }
    let shown =
        if roving { rove(ui, panel, at, &response, state, out) } else { stops(ui, panel, at, &spot, state, out) };
    if let Some(mark) = shown.and_then(|mark| panel.marks.get(mark)) {
        let dot = Rect::from_center_size(spot(mark).dot, vec2(14.0, 14.0));
        out.hovered = out.hovered.or(Some(mark.evidence));
        tooltip(&response, mark, dot, colours);
    }
}

/// Gives each mark a stop of the Tab key and a name; returns the one with the focus.
fn stops(
    ui: &Ui,
    panel: &Panel,
    at: usize,
    spot: &dyn Fn(&Mark) -> Spot,
    state: &mut PlotsState,
    out: &mut PlotsResponse,
) -> Option<usize> {
    let mut shown = None;
    // Arrow keys go from mark to mark; at the last one they lead out of the panel, as the Tab key does.
    let step = |n: usize| -> Option<usize> {
        let (back, on) = arrows(ui);
        let to = (n + on).checked_sub(back)?;
        (to != n && to < panel.marks.len()).then_some(to)
    };
    let mut go = None;
    for (n, mark) in panel.marks.iter().enumerate() {
        let rect = Rect::from_center_size(spot(mark).dot, vec2(16.0, 16.0));
        let response = ui.interact(rect, ui.scope_id().with(("mark", n)), Sense::focusable_noninteractive());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, mark.name()));
        if response.gained_focus() {
            ui.scroll_to_rect(rect.expand(40.0), None);
        }
        if response.has_focus() {
            shown = Some(n);
            let keep = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, keep));
            go = step(n);
        }
        let asked = ui.input(|input| input.has_accesskit_action_request(response.id, Action::Click));
        if asked || (response.has_focus() && pressed(ui)) {
            out.clicked = Some(mark.evidence);
        }
    }
    if let Some(n) = go {
        ui.memory_mut(|memory| memory.request_focus(ui.scope_id().with(("mark", n))));
    }
    match shown {
        Some(n) => state.focus = Some((at, n)),
        None if state.focus.is_some_and(|(of, _)| of == at) => state.focus = None,
        None => {}
    }
    shown
}

/// Lets the arrow keys go from mark to mark while the panel has the focus; returns the mark they are on.
fn rove(
    ui: &Ui,
    panel: &Panel,
    at: usize,
    response: &Response,
    state: &mut PlotsState,
    out: &mut PlotsResponse,
) -> Option<usize> {
    let here = state.focus.filter(|(of, _)| *of == at).map(|(_, mark)| mark);
    response.widget_info(|| {
        let name = here.and_then(|mark| panel.marks.get(mark)).map_or_else(
            || format!("{}, {} marks, arrow keys to go through them", panel.title, panel.marks.len()),
            Mark::name,
        );
        WidgetInfo::labeled(Role::Button, true, name)
    });
    if !response.has_focus() {
        if here.is_some() {
            state.focus = None;
        }
        return None;
    }
    let keep = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, keep));
    let (back, on) = arrows(ui);
    let last = panel.marks.len().saturating_sub(1);
    let mark = here.map_or(0, |mark| (mark + on).saturating_sub(back).min(last));
    state.focus = Some((at, mark));
    if pressed(ui) {
        out.clicked = panel.marks.get(mark).map(|mark| mark.evidence);
    }
    Some(mark)
}

/// How often the arrow keys were pressed: back, and on.
fn arrows(ui: &Ui) -> (usize, usize) {
    ui.input(|input| {
        let pressed = |keys: [Key; 2]| keys.iter().map(|key| input.num_presses(*key)).sum::<usize>();
        (pressed([Key::ArrowLeft, Key::ArrowUp]), pressed([Key::ArrowRight, Key::ArrowDown]))
    })
}

fn pressed(ui: &Ui) -> bool {
    ui.input(|input| input.key_pressed(Key::Enter) || input.key_pressed(Key::Space))
}

/// Outlet, date, words and sentence of a mark, beside it.
fn tooltip(response: &Response, mark: &Mark, rect: Rect, colours: &PlotColours) {
    let anchor = PopupAnchor::ParentRect(rect);
    let tooltip = Tooltip::always_open(response.ctx.clone(), response.layer_id, response.id, anchor);
    tooltip.width(340.0).show(|ui| {
        ui.set_max_width(340.0);
        ui.colored_label(colours.dim, format!("{} · {}", mark.outlet, mark.date));
        ui.colored_label(colours.text, egui::RichText::new(&mark.words).size(16.0).strong());
        ui.colored_label(colours.text, &mark.sentence);
        let status = if mark.filled { "confirmed" } else { "suggested" };
        let mut last = format!("{} · {status} · {}", mark.origin, mark.drawn_as());
        for word in mark.fade.map(crate::plots::Fade::label).into_iter().chain(mark.denied.then_some("denied")) {
            last.push_str(" · ");
            last.push_str(word);
        }
        ui.colored_label(colours.dim, last);
    });
}

/// Tick labels, the break before a zero, and the names at the ends of lines.
fn ticks(ui: &Ui, panel: &Panel, transform: &PlotTransform, colours: &PlotColours) {
    let frame = area(transform);
    let labels: Vec<(f32, f32)> = panel
        .x
        .ticks
        .iter()
        .map(|tick| {
            let half = measured(ui, &tick.label, SMALL) / 2.0;
            (transform.position_from_point_x(tick.at).min(frame.right() + 10.0 - half), half)
        })
        .collect();
    let stride = label_stride(&labels, 9.0);
    for (tick, (middle, _)) in panel.x.ticks.iter().zip(&labels).step_by(stride) {
        let at = pos2(*middle, frame.bottom() + 5.0);
        text(ui, at, Align2::CENTER_TOP, &tick.label, SMALL, colours.dim, f32::INFINITY);
    }
    let slash = |at: Pos2, across: egui::Vec2, along: egui::Vec2| {
        let stroke = egui::Stroke::new(1.2, colours.dim);
        for shift in [-2.0, 2.0] {
            let middle = at + along * shift;
            ui.painter().line_segment([middle - across, middle + across], stroke);
        }
    };
    let broken = crate::plots::axis::BREAK_AT;
    match &panel.y {
        None if panel.x.broken_zero => {
            let at = pos2(transform.position_from_point_x(broken), frame.bottom());
            slash(at, vec2(3.0, -4.0), vec2(1.0, 0.0));
        }
        None => {}
        Some(axis) => {
            for tick in &axis.ticks {
                let at = pos2(frame.left() - 8.0, transform.position_from_point_y(tick.at));
                text(ui, at, Align2::RIGHT_CENTER, &tick.label, SMALL, colours.dim, f32::INFINITY);
            }
            if axis.broken_zero {
                let at = pos2(frame.left(), transform.position_from_point_y(broken));
                slash(at, vec2(4.0, -3.0), vec2(0.0, 1.0));
            }
            line_names(ui, panel, transform, colours);
        }
    }
}

/// The origins' names at the heights of their lines' ends, clear of each other.
fn line_names(ui: &Ui, panel: &Panel, transform: &PlotTransform, colours: &PlotColours) {
    let frame = area(transform);
    let ends = panel.series.iter().filter_map(|line| {
        Some((transform.position_from_point_y(line.steps.last()?.at), line.origin.as_str(), line.colour))
    });
    let mut names: Vec<(f32, &str, u8)> = ends.collect();
    names.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
    let heights: Vec<f32> = names.iter().map(|(y, ..)| *y).collect();
    let placed = arrange::spread_labels(&heights, frame.top(), frame.bottom(), 13.0);
    let more = names.len() - placed.len();
    let left = frame.right() + 8.0;
    for (y, (_, name, colour)) in placed.into_iter().zip(names) {
        let room = ui.clip_rect().right().min(frame.right() + 200.0) - left;
        text(ui, pos2(left, y), Align2::LEFT_CENTER, name, SMALL, colours.origin(colour), room);
    }
    if more > 0 {
        let at = pos2(left, frame.bottom() + 5.0);
        text(ui, at, Align2::LEFT_TOP, &format!("+ {more} more"), SMALL, colours.dim, f32::INFINITY);
    }
}
