//! The matrix panel: who reported what, in the words reported; headings stay in sight, only cells in sight are drawn.
//! Layer `ui`.

use egui::accesskit::Role;
use egui::{
    Align2, EventFilter, Id, Key, PopupAnchor, Pos2, Rect, Response, ScrollArea, Sense, Shape, Stroke, StrokeKind,
    Tooltip, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use crate::app::actions::Action;
use crate::app::command::{Command, ViewCommand};
use crate::app::view::{MatrixView, Selection};
use crate::plots::arrange::Table;
use crate::plots::matrix::{Cell, Empty, Matrix};
use crate::plots::{Chart, Evidence, LegendEntry, LegendSign, Mark, MatrixBy};

use super::ctx::UiCtx;
use super::plots::{PlotColours, hatched, legend_height, legend_ui, measured, painted, painted_strong};
use super::plots_panel::show;
use super::style::space;
use super::widgets;

/// Text sizes.
const WORDS: f32 = 12.0;
const SMALL: f32 = 10.5;
/// How many figures a tooltip names.
const NAMED: usize = 4;

/// What the panel keeps between frames.
#[derive(Debug, Default)]
pub struct MatrixState {
    /// The cell under the keyboard: row and column.
    cell: Option<(usize, usize)>,
    /// The cell last opened, and which of its figures: the next press opens the next one.
    opened: Option<((usize, usize), usize)>,
    /// The figure last scrolled to.
    shown: Option<Evidence>,
    /// Tops of the rows with the bottom of the last, for a chart.
    tops: Option<(u64, Vec<f32>)>,
}

/// Draws the panel.
pub fn matrix_ui(ui: &mut Ui, ctx: &UiCtx<'_>, state: &mut MatrixState, out: &mut Vec<Command>) {
    let colours = PlotColours::of(ctx.tokens);
    let Some(chart) = ctx.derived.matrix.look() else {
        // It is made after this frame.
        ui.ctx().request_repaint();
        return;
    };
    egui::Frame::new().inner_margin(egui::Margin::symmetric(space::S as i8, space::XS as i8)).show(ui, |ui| {
        let Some(matrix) = &chart.matrix else {
            let hint = "Each figure found in an article stands here beside what other outlets say of the same.";
            widgets::empty_state(ui, "No figures to compare", hint, None);
            return;
        };
        toolbar_ui(ui, ctx, chart, &colours, out);
        let selected = if let Selection::Figure(id) = ctx.view.selection { Some(Evidence::Figure(id)) } else { None };
        out.extend(table_ui(ui, chart, matrix, selected, &colours, state).map(show));
    });
}

fn toolbar_ui(ui: &mut Ui, ctx: &UiCtx<'_>, chart: &Chart, colours: &PlotColours, out: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        for by in MatrixBy::ALL {
            let here = *by == ctx.view.matrix.by;
            let text = egui::RichText::new(by.label()).color(if here { colours.text } else { colours.dim });
            if ui.selectable_label(here, if here { text.strong() } else { text }).clicked() && !here {
                out.push(Command::View(ViewCommand::Matrix(MatrixView { by: *by })));
            }
        }
        if ui.button("Export…").on_hover_text("Write the matrix as SVG or PNG").clicked() {
            out.push(Command::Action(Action::ExportMatrix));
        }
        ui.colored_label(colours.dim, &chart.title);
    });
}

/// Where everything of the table stands.
struct Place<'a> {
    matrix: &'a Matrix,
    table: Table,
    tops: Vec<f32>,
    colours: &'a PlotColours,
    selected: Option<Evidence>,
}

impl Place<'_> {
    fn size(&self) -> Vec2 {
        vec2(self.matrix.columns.len() as f32 * self.table.column, self.tops.last().copied().unwrap_or(0.0))
    }

    /// A cell, from the corner of the first.
    fn rect(&self, row: usize, column: usize) -> Rect {
        let top = self.tops.get(row).copied().unwrap_or(0.0);
        let bottom = self.tops.get(row + 1).copied().unwrap_or(top);
        let left = column as f32 * self.table.column;
        Rect::from_min_max(pos2(left, top), pos2(left + self.table.column, bottom))
    }

    fn at(&self, point: Vec2) -> Option<(usize, usize)> {
        if point.x < 0.0 || point.y < 0.0 {
            return None;
        }
        let column = (point.x / self.table.column) as usize;
        let row = self.tops.partition_point(|top| *top <= point.y).checked_sub(1)?;
        (row < self.matrix.rows.len() && column < self.matrix.columns.len()).then_some((row, column))
    }

    /// The rows and columns in sight.
    fn seen(&self, viewport: Rect) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
        let last_row = self.matrix.rows.len();
        let first = self.tops.partition_point(|top| *top <= viewport.top()).saturating_sub(1).min(last_row);
        let last = self.tops.partition_point(|top| *top < viewport.bottom()).min(last_row);
        let columns = self.matrix.columns.len();
        let left = ((viewport.left() / self.table.column).max(0.0) as usize).min(columns);
        let right = ((viewport.right() / self.table.column).ceil().max(0.0) as usize).min(columns);
        (first..last.max(first), left..right.max(left))
    }
}

fn tops(state: &mut MatrixState, chart: &Chart, matrix: &Matrix) -> Vec<f32> {
    if let Some((_, tops)) = state.tops.as_ref().filter(|(key, _)| *key == chart.fingerprint) {
        return tops.clone();
    }
    // Another table: what had the keyboard may be elsewhere.
    state.cell = state.cell.filter(|cell| matrix.cell(cell.0, cell.1).is_some());
    state.opened = None;
    let mut tops = vec![0.0];
    let mut at = 0.0;
    for row in &matrix.rows {
        at += Table::row_height(row.cells.iter().map(|cell| cell.marks.len()).max().unwrap_or(0));
        tops.push(at);
    }
    state.tops = Some((chart.fingerprint, tops.clone()));
    tops
}

/// Draws the table with its legend, the cell of `selected` ringed; returns what was clicked, or Enter pressed on.
pub fn table_ui(
    ui: &mut Ui,
    chart: &Chart,
    matrix: &Matrix,
    selected: Option<Evidence>,
    colours: &PlotColours,
    state: &mut MatrixState,
) -> Option<Evidence> {
    let whole = ui.available_rect_before_wrap();
    // Origins are named in the cells themselves: what is left fits into one line.
    let signs: Vec<LegendEntry> =
        chart.legend.iter().filter(|entry| !matches!(entry.sign, LegendSign::Colour(_))).cloned().collect();
    let legend = legend_height(ui, &signs, whole.width());
    // A low panel needs its room for the table.
    let legend = if whole.height() - legend < 130.0 { 0.0 } else { legend };
    let place = Place {
        matrix,
        table: Table::of(whole.width() - 12.0, matrix.columns.len()),
        tops: tops(state, chart, matrix),
        colours,
        selected,
    };
    let corner = whole.min + vec2(place.table.first, Table::HEAD);
    let body = Rect::from_min_max(corner, whole.max - vec2(0.0, legend));
    let mut reveal = None;
    if state.shown != selected {
        state.shown = selected;
        reveal = selected.and_then(|selected| find(matrix, selected));
    }
    let mut clicked = None;
    let mut viewport = Rect::from_min_size(Pos2::ZERO, body.size());
    ui.scope_builder(UiBuilder::new().max_rect(body), |ui| {
        ScrollArea::both().id_salt("matrix").auto_shrink(false).show_viewport(ui, |ui, seen| {
            viewport = seen;
            let (content, _) = ui.allocate_exact_size(place.size(), Sense::hover());
            if let Some(cell) = reveal {
                ui.scroll_to_rect(place.rect(cell.0, cell.1).translate(content.min.to_vec2()), None);
            }
            clicked = cells_ui(ui, &place, content.min, seen, state);
        });
    });
    headings_ui(ui, &place, whole, body, viewport);
    if legend > 0.0 {
        let rect = Rect::from_min_max(pos2(whole.left(), body.bottom() + 4.0), whole.max);
        legend_ui(ui, &signs, rect, colours);
    }
    clicked
}

fn find(matrix: &Matrix, wanted: Evidence) -> Option<(usize, usize)> {
    matrix.rows.iter().enumerate().find_map(|(row, line)| {
        let holds = |cell: &Cell| cell.marks.iter().any(|mark| mark.evidence == wanted);
        line.cells.iter().position(holds).map(|column| (row, column))
    })
}

/// Draws the cells in sight and lets pointer and keyboard reach them; returns what was clicked.
fn cells_ui(ui: &mut Ui, place: &Place<'_>, corner: Pos2, viewport: Rect, state: &mut MatrixState) -> Option<Evidence> {
    let mut out = None;
    let seen = viewport.translate(corner.to_vec2()).intersect(ui.clip_rect());
    let response = ui.interact(seen, Id::unique("matrix cells"), Sense::click());
    let pointed = response.hover_pos().and_then(|pointer| place.at(pointer - corner));
    let walked = walk(ui, place, corner, &response, state);
    let (rows, columns) = place.seen(viewport);
    for row in rows {
        for column in columns.clone() {
            let Some((line, heading, cell)) = place.matrix.cell(row, column) else { continue };
            let rect = place.rect(row, column).translate(corner.to_vec2());
            cell_ui(ui, place, cell, rect);
            let inside = rect.intersect(seen);
            if !cell.marks.is_empty() && inside.is_positive() {
                let named = ui.interact(inside, response.id.with((row, column)), Sense::hover());
                let words = || format!("{}, {}: {}", line.title, heading.name, cell.words());
                named.widget_info(|| WidgetInfo::labeled(Role::Cell, true, words()));
            }
        }
        let bottom = place.rect(row, 0).bottom() + corner.y;
        ui.painter().hline(seen.x_range(), bottom, Stroke::new(1.0, place.colours.line));
    }
    let shown = pointed.or(walked);
    let key = response.has_focus() && ui.input(|i| i.key_pressed(Key::Enter) || i.key_pressed(Key::Space));
    let clicked = pointed.filter(|_| response.clicked_by(egui::PointerButton::Primary));
    if let Some(at) = clicked.or(walked.filter(|_| key))
        && let Some((_, _, cell)) = place.matrix.cell(at.0, at.1)
        && !cell.marks.is_empty()
    {
        // On a line of its own a figure is meant; else each press goes on to the next.
        let line = response.hover_pos().filter(|_| clicked.is_some()).map(|pointer| {
            let top = place.rect(at.0, at.1).top() + corner.y + 5.0;
            ((pointer.y - top) / Table::LINE).max(0.0) as usize
        });
        let next = match (line, state.opened) {
            (Some(line), _) if line < Table::MOST_LINES => line.min(cell.marks.len() - 1),
            (_, Some((of, n))) if of == at => (n + 1) % cell.marks.len(),
            _ => 0,
        };
        state.opened = Some((at, next));
        out = cell.marks.get(next).map(|mark| mark.evidence);
    }
    if let Some(at) = walked.filter(|_| response.has_focus()) {
        let rect = place.rect(at.0, at.1).translate(corner.to_vec2()).shrink(1.0);
        ui.painter().rect_stroke(rect, 3.0, Stroke::new(2.0, place.colours.accent), StrokeKind::Inside);
    }
    if let Some(at) = shown {
        let rect = place.rect(at.0, at.1).translate(corner.to_vec2()).intersect(seen);
        if place.matrix.cell(at.0, at.1).is_some_and(|(_, _, cell)| !cell.marks.is_empty()) && pointed.is_some() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
        }
        tooltip(&response, place, at, rect);
    }
    out
}

/// Lets the arrow keys go from cell to cell while the table has the focus; returns the cell they are on.
fn walk(
    ui: &Ui,
    place: &Place<'_>,
    corner: Pos2,
    response: &Response,
    state: &mut MatrixState,
) -> Option<(usize, usize)> {
    response.widget_info(|| {
        let here = state.cell.and_then(|(row, column)| place.matrix.cell(row, column));
        let name = here.map_or_else(
            || {
                let (rows, columns) = (place.matrix.rows.len(), place.matrix.columns.len());
                format!("Matrix of {rows} rows and {columns} columns, arrow keys to go through the cells")
            },
            |(row, column, cell)| format!("{}, {}: {}", row.title, column.name, cell.words()),
        );
        WidgetInfo::labeled(Role::Button, true, name)
    });
    if !response.has_focus() {
        return None;
    }
    let keep = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, keep));
    let (row, column) = state.cell.unwrap_or((0, 0));
    let times = |key: Key| ui.input(|input| input.num_presses(key));
    let last = (place.matrix.rows.len().saturating_sub(1), place.matrix.columns.len().saturating_sub(1));
    let mut row = (row + times(Key::ArrowDown)).saturating_sub(times(Key::ArrowUp)).min(last.0);
    let mut column = (column + times(Key::ArrowRight)).saturating_sub(times(Key::ArrowLeft)).min(last.1);
    if times(Key::Home) > 0 {
        (row, column) = (row, 0);
    }
    if times(Key::End) > 0 {
        column = last.1;
    }
    if times(Key::PageDown) > 0 {
        row = (row + 5).min(last.0);
    }
    if times(Key::PageUp) > 0 {
        row = row.saturating_sub(5);
    }
    if state.cell != Some((row, column)) {
        state.cell = Some((row, column));
        ui.scroll_to_rect(place.rect(row, column).translate(corner.to_vec2()), None);
    }
    state.cell
}

fn cell_ui(ui: &Ui, place: &Place<'_>, cell: &Cell, rect: Rect) {
    let colours = place.colours;
    if cell.marks.is_empty() {
        let mut shapes = Vec::new();
        match cell.empty {
            Empty::NotReported => {
                let from = rect.min + vec2(8.0, 15.0);
                shapes.push(Shape::hline(from.x..=from.x + 10.0, from.y, Stroke::new(1.4, colours.dim)));
            }
            Empty::NotRead { .. } => hatched(rect.shrink(2.0), 6.0, colours.line, &mut shapes),
        }
        ui.painter().extend(shapes);
        return;
    }
    for (n, mark) in cell.marks.iter().take(Table::MOST_LINES).enumerate() {
        mark_ui(ui, place, mark, rect.min + vec2(8.0, 5.0 + n as f32 * Table::LINE), rect.width() - 14.0);
    }
    let more = cell.marks.len().saturating_sub(Table::MOST_LINES);
    if more > 0 {
        let at = rect.min + vec2(8.0, 4.0 + Table::MOST_LINES as f32 * Table::LINE);
        painted(ui, at, Align2::LEFT_TOP, &format!("+ {more} more"), SMALL, colours.dim, rect.width() - 14.0);
    }
    if let Some(frame) = &cell.frame {
        let stroke = Stroke::new(1.8, colours.origin(frame.colour));
        let inner = rect.shrink(2.0);
        let left = if frame.joins_left { rect.left() } else { inner.left() };
        let right = if frame.joins_right { rect.right() } else { inner.right() };
        let painter = ui.painter();
        painter.hline(left..=right, inner.top(), stroke);
        painter.hline(left..=right, inner.bottom(), stroke);
        if !frame.joins_left {
            painter.vline(inner.left(), inner.y_range(), stroke);
        }
        if !frame.joins_right {
            painter.vline(inner.right(), inner.y_range(), stroke);
        }
    }
}

/// A figure's words over its origin, with the origin's colour.
fn mark_ui(ui: &Ui, place: &Place<'_>, mark: &Mark, at: Pos2, room: f32) {
    let colours = place.colours;
    let colour = colours.origin(mark.colour);
    let square = Rect::from_min_size(at + vec2(0.0, 4.0), vec2(8.0, 8.0));
    let fill = if mark.filled { colour } else { colours.paper };
    ui.painter().rect(square, 2.0, fill, Stroke::new(1.4, colour), StrokeKind::Inside);
    let ink = if mark.fade.is_some() { colours.dim } else { colours.text };
    let words_at = at + vec2(14.0, 0.0);
    // A number that is cut is another number: the words become smaller first.
    let wide = measured(ui, &mark.words, WORDS);
    let size = if wide > room - 14.0 { (WORDS * (room - 14.0) / wide * 0.98).max(8.5) } else { WORDS };
    let (rect, _) = painted(ui, words_at, Align2::LEFT_TOP, &mark.words, size, ink, room - 14.0);
    if mark.denied {
        ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(1.2, colours.text));
    }
    let beside = place.matrix.beside(mark);
    let status = match (mark.denied, mark.filled) {
        (true, _) => format!("denied · {beside}"),
        (false, true) => beside.to_owned(),
        (false, false) => format!("suggested · {beside}"),
    };
    painted(ui, at + vec2(14.0, 14.5), Align2::LEFT_TOP, &status, SMALL, colours.dim, room - 14.0);
    if place.selected == Some(mark.evidence) {
        let ring = Rect::from_min_size(at + vec2(-3.0, -1.0), vec2(room + 3.0, Table::LINE));
        ui.painter().rect_stroke(ring, 3.0, Stroke::new(2.0, colours.accent), StrokeKind::Outside);
    }
}

/// Headings above and titles left of the cells, where they stand however far the table is scrolled.
fn headings_ui(ui: &mut Ui, place: &Place<'_>, whole: Rect, body: Rect, viewport: Rect) {
    let colours = place.colours;
    let (rows, columns) = place.seen(viewport);
    let mut top =
        ui.new_child(UiBuilder::new().max_rect(Rect::from_min_max(pos2(body.left(), whole.top()), body.right_top())));
    top.set_clip_rect(Rect::from_min_max(pos2(body.left(), whole.top()), body.right_top()).intersect(ui.clip_rect()));
    for column in columns {
        let Some(heading) = place.matrix.columns.get(column) else { continue };
        let left = body.left() + column as f32 * place.table.column - viewport.left();
        let room = place.table.column - 12.0;
        let at = pos2(left + 8.0, whole.top() + 3.0);
        let (_, cut) = painted_strong(&top, at, &heading.name, WORDS, colours.text, room);
        let below = at + vec2(0.0, 17.0);
        let (_, cut_too) = painted(&top, below, Align2::LEFT_TOP, &heading.detail, SMALL, colours.dim, room);
        let rect = Rect::from_min_size(pos2(left, whole.top()), vec2(place.table.column, Table::HEAD));
        name(
            &top,
            rect,
            ("column", column),
            Role::ColumnHeader,
            &format!("{}, {}", heading.name, heading.detail),
            cut || cut_too,
        );
    }
    let side_rect = Rect::from_min_max(pos2(whole.left(), body.top()), body.left_bottom());
    let mut side = ui.new_child(UiBuilder::new().max_rect(side_rect));
    side.set_clip_rect(side_rect.intersect(ui.clip_rect()));
    for row in rows {
        let Some(line) = place.matrix.rows.get(row) else { continue };
        let y = body.top() + place.rect(row, 0).top() - viewport.top();
        let indent = if line.part { 12.0 } else { 0.0 };
        let at = pos2(whole.left() + 4.0 + indent, y + 5.0);
        let room = place.table.first - 14.0 - indent;
        let (_, cut) = painted(&side, at, Align2::LEFT_TOP, &line.title, WORDS, colours.text, room);
        let below = at + vec2(0.0, 15.0);
        let (_, cut_too) = painted(&side, below, Align2::LEFT_TOP, &line.subtitle, SMALL, colours.dim, room);
        let bottom = y + place.rect(row, 0).height();
        let rect = Rect::from_min_max(pos2(whole.left(), y), pos2(body.left(), bottom));
        name(&side, rect, ("row", row), Role::RowHeader, &format!("{}, {}", line.title, line.subtitle), cut || cut_too);
        side.painter().hline(side_rect.x_range(), bottom, Stroke::new(1.0, colours.line));
    }
    ui.painter().hline(whole.left()..=body.right(), body.top(), Stroke::new(1.0, colours.dim));
}

/// Gives a heading a name for screen readers, and the whole of its words where they were cut.
fn name(ui: &Ui, rect: Rect, salt: (&str, usize), role: Role, words: &str, cut: bool) {
    let inside = rect.intersect(ui.clip_rect());
    if !inside.is_positive() {
        return;
    }
    let response = ui.interact(inside, ui.scope_id().with(salt), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(role, true, words));
    if cut {
        response.on_hover_text(words);
    }
}

/// What a cell says: outlet, date, words and sentence of its figures, or why it is empty.
fn tooltip(response: &Response, place: &Place<'_>, at: (usize, usize), rect: Rect) {
    let Some((row, column, cell)) = place.matrix.cell(at.0, at.1) else { return };
    let colours = place.colours;
    let anchor = PopupAnchor::ParentRect(rect);
    let tooltip = Tooltip::always_open(response.ctx.clone(), response.layer_id, response.id, anchor);
    tooltip.width(340.0).show(|ui| {
        ui.set_max_width(340.0);
        ui.colored_label(colours.dim, format!("{} · {}", column.name, row.title));
        if cell.marks.is_empty() {
            ui.colored_label(colours.text, cell.empty.words());
            return;
        }
        for mark in cell.marks.iter().take(NAMED) {
            ui.add_space(2.0);
            let status = if mark.filled { "confirmed" } else { "suggested" };
            ui.colored_label(colours.text, egui::RichText::new(&mark.words).strong());
            ui.colored_label(colours.dim, format!("{} · {} · {} · {status}", mark.outlet, mark.date, mark.origin));
            ui.colored_label(colours.text, &mark.sentence);
        }
        let more = cell.marks.len().saturating_sub(NAMED);
        if more > 0 {
            ui.colored_label(colours.dim, format!("and {more} more; Enter goes through them"));
        }
        if let Some(frame) = &cell.frame {
            ui.colored_label(colours.dim, format!("one origin, {}, in {} columns", frame.origin, frame.cells));
        }
    });
}

#[cfg(test)]
#[path = "matrix_tests.rs"]
mod tests;
