//! The tag table as a picture: a square for each tag and column, the fuller the darker, its count in it. Layer `ui`.

use std::collections::BTreeMap;

use egui::accesskit::Role;
use egui::{Align2, Rect, ScrollArea, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::app::actions::Action;
use crate::app::command::{Command, ViewCommand};
use crate::app::ops::counted;
use crate::app::retrieval::{TagQuery, Take};
use crate::app::tag_table::{Row, TagTable, TagsBy};
use crate::app::tags_desk::TagsView;
use crate::model::Tag;
use crate::ui::ctx::UiCtx;
use crate::ui::fonts;
use crate::ui::style::{size, space};
use crate::ui::widgets;

/// Height of a row and of the head, widths of a column and of the names, in points.
const ROW: f32 = 24.0;
const HEAD: f32 = 34.0;
const COLUMN: f32 = 104.0;
const NARROW_COLUMN: f32 = 56.0;
const NAMES: f32 = 168.0;

/// The width at which every column can be read, in points.
pub(super) fn width_of(table: &TagTable) -> f32 {
    NAMES + NARROW_COLUMN * table.columns.len() as f32 + space::M
}

/// Draws the choice of columns and the table.
pub(super) fn table_ui(ui: &mut Ui, ctx: &UiCtx<'_>, table: &TagTable, out: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        for by in TagsBy::ALL {
            if widgets::toggle_chip(ui, by.label(), ctx.view.tags.by == by).clicked() {
                out.push(Command::View(ViewCommand::Tags(TagsView { by, ..ctx.view.tags.clone() })));
            }
        }
        let share = ctx.view.tags.share;
        let tip = "What part of a column’s excerpts carries the tag, so that long articles do not outweigh short ones";
        if widgets::toggle_chip(ui, "as shares", share).on_hover_text(tip).clicked() {
            out.push(Command::View(ViewCommand::Tags(TagsView { share: !share, ..ctx.view.tags.clone() })));
        }
        let used = ctx.view.tags.used;
        let tip = "Leaves out tags that no excerpt carries";
        if widgets::toggle_chip(ui, "used tags", used).on_hover_text(tip).clicked() {
            out.push(Command::View(ViewCommand::Tags(TagsView { used: !used, ..ctx.view.tags.clone() })));
        }
        let export = ui.add(widgets::ActionButton::quiet("Export table…"));
        if export.on_hover_text("Writes the table as SVG or PNG").clicked() {
            out.push(Command::Action(Action::ExportTags));
        }
    });
    ui.add_space(space::XS);
    let shown = rows_shown(table, ctx.view.tags.used);
    // Where the columns do not all fit, they are narrower before they are scrolled.
    let n = table.columns.len().max(1) as f32;
    let column = ((ui.available_width() - NAMES) / n).clamp(NARROW_COLUMN, COLUMN).floor();
    let width = NAMES + column * table.columns.len() as f32;
    let height = HEAD + ROW * shown.len() as f32;
    let sight = ui.available_size();
    ScrollArea::both().id_salt("tag table").auto_shrink(false).max_height(sight.y).show_viewport(ui, |ui, seen| {
        let (whole, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        let rows = visible(seen.top() - HEAD, seen.bottom() - HEAD, ROW, shown.len());
        let columns = visible(seen.left() - NAMES, seen.right() - NAMES, column, table.columns.len());
        // Heads and names stay in sight.
        let (left, top) = (whole.left() + seen.left(), whole.top() + seen.top());
        let cells = Rect::from_min_max(pos2(left + NAMES, top + HEAD), pos2(left + seen.width(), top + seen.height()));
        for (n, row) in shown.iter().enumerate().skip(rows.start).take(rows.len()) {
            let Some(tag) = ctx.project.tags.get(&row.tag) else { continue };
            let row_top = whole.top() + HEAD + n as f32 * ROW;
            for at in columns.clone() {
                let corner = pos2(whole.left() + NAMES + at as f32 * column, row_top);
                let rect = Rect::from_min_size(corner, vec2(column, ROW)).shrink2(vec2(2.0, 2.0));
                ui.push_id((row.tag, at), |ui| cell_ui(ui, ctx, table, row, tag, at, rect, cells, out));
            }
            name_ui(ui, ctx, row, tag, Rect::from_min_size(pos2(left, row_top), vec2(NAMES, ROW)), cells, out);
        }
        heads_ui(
            ui,
            ctx,
            table,
            (columns, column),
            whole.left(),
            Rect::from_min_size(pos2(left, top), vec2(seen.width(), HEAD)),
        );
    });
}

/// The rows to draw: all, or those of tags that excerpts carry with the tags they stand below.
fn rows_shown(table: &TagTable, used: bool) -> Vec<&Row> {
    let mut shown: Vec<&Row> = Vec::with_capacity(table.rows.len());
    // From the last row up, so that a branch is met after what stands below it.
    let mut below = usize::MAX;
    for row in table.rows.iter().rev() {
        let is_above_used = row.depth < below;
        if !used || row.total > 0 || below != usize::MAX && is_above_used {
            shown.push(row);
            below = if row.depth == 0 { usize::MAX } else { row.depth };
        }
    }
    shown.reverse();
    shown
}

fn visible(from: f32, to: f32, step: f32, all: usize) -> std::ops::Range<usize> {
    let first = ((from.max(0.0) / step) as usize).min(all);
    let last = ((to.max(0.0) / step).ceil() as usize).min(all);
    first..last.max(first)
}

#[expect(clippy::too_many_arguments, reason = "a cell is where a row, a column and the table meet")]
fn cell_ui(
    ui: &mut Ui,
    ctx: &UiCtx<'_>,
    table: &TagTable,
    row: &Row,
    tag: &Tag,
    at: usize,
    rect: Rect,
    clip: Rect,
    out: &mut Vec<Command>,
) {
    let (Some(count), Some(column)) = (row.cells.get(at).copied(), table.columns.get(at)) else { return };
    let t = ctx.tokens;
    let sense = if count == 0 { Sense::hover() } else { Sense::click() };
    let response = ui.interact(rect.intersect(clip), ui.scope_id().with("cell"), sense);
    let said = format!("{}, {}: {}", tag.name, column.title, counted(count, "excerpt", "excerpts"));
    response.widget_info(|| WidgetInfo::labeled(if count == 0 { Role::Cell } else { Role::Button }, count > 0, &said));
    let painter = ui.painter_at(clip);
    if count == 0 {
        // Not tagged in what was read is told apart from not read.
        let mark = if column.read < column.articles.len() { "·" } else { "–" };
        painter.text(rect.center(), Align2::CENTER_CENTER, mark, fonts::sans(size::BODY), t.faint);
    } else {
        let fill = if ctx.view.tags.share {
            count as f32 / column.excerpts.max(1) as f32
        } else {
            count as f32 / table.most.max(1) as f32
        };
        let colour = t.tag(tag.colour);
        painter.rect_filled(rect, 4.0, colour.gamma_multiply(0.12 + 0.38 * fill));
        let words = if ctx.view.tags.share { format!("{:.0} %", fill * 100.0) } else { count.to_string() };
        painter.text(rect.center(), Align2::CENTER_CENTER, words, fonts::sans(size::BODY), t.text);
        if response.hovered() || response.has_focus() {
            painter.rect_stroke(rect, 4.0, egui::Stroke::new(1.5, t.accent), StrokeKind::Inside);
        }
    }
    let hint = if count == 0 {
        let unread = column.articles.len() - column.read;
        let of = counted(unread, "article is", "articles are");
        if unread == 0 { format!("{said}; all read") } else { format!("{said}; {of} not read to the end") }
    } else {
        said
    };
    let response = response.on_hover_text(hint);
    if response.clicked() {
        let tags: BTreeMap<_, _> = [(row.tag, Take::Or)].into();
        let among = Some((column.title.clone(), column.articles.clone()));
        ask(ctx, TagQuery { tags, among, ..ctx.view.tags.query.clone() }, out);
    }
}

/// Asks for other excerpts.
pub(super) fn ask(ctx: &UiCtx<'_>, query: TagQuery, out: &mut Vec<Command>) {
    out.push(Command::View(ViewCommand::Tags(TagsView { query, ..ctx.view.tags.clone() })));
}

fn name_ui(ui: &mut Ui, ctx: &UiCtx<'_>, row: &Row, tag: &Tag, rect: Rect, cells: Rect, out: &mut Vec<Command>) {
    let t = ctx.tokens;
    let clip = Rect::from_min_max(pos2(rect.left(), cells.top()), pos2(rect.right(), cells.bottom()));
    let response = ui.interact(rect.intersect(clip), ui.scope_id().with(("name", row.tag)), Sense::click());
    let said = format!("{}: {} in all", tag.name, counted(row.total, "excerpt", "excerpts"));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    let painter = ui.painter_at(clip);
    painter.rect_filled(rect, 0.0, t.panel);
    let indent = row.depth.min(6) as f32 * space::M;
    let swatch = Rect::from_center_size(pos2(rect.left() + indent + 6.0, rect.center().y), vec2(9.0, 9.0));
    painter.rect_filled(swatch, 2.0, t.tag(tag.colour));
    let total = widgets::one_line(ui, &row.total.to_string(), fonts::sans(size::SMALL), t.dim, 60.0);
    let right = rect.right() - space::S - total.size().x;
    let left = rect.left() + indent + 16.0;
    let ink = if row.total == 0 { t.dim } else { t.text };
    let name = widgets::one_line(ui, &tag.name, fonts::sans(size::BODY), ink, right - left - space::XS);
    painter.galley(pos2(left, rect.center().y - name.size().y / 2.0), name, ink);
    painter.galley(pos2(right, rect.center().y - total.size().y / 2.0), total, t.dim);
    widgets::focus_ring(ui, &response, rect.intersect(clip), 4);
    if response.on_hover_text(said).clicked() {
        let query = TagQuery { among: None, ..TagQuery::of(row.tag) };
        ask(ctx, query, out);
    }
}

fn heads_ui(
    ui: &mut Ui,
    ctx: &UiCtx<'_>,
    table: &TagTable,
    (columns, width): (std::ops::Range<usize>, f32),
    from: f32,
    rect: Rect,
) {
    let t = ctx.tokens;
    ui.painter().rect_filled(rect, 0.0, t.panel);
    let names = Rect::from_min_max(pos2(rect.left() + NAMES, rect.top()), rect.max);
    for at in columns {
        let Some(column) = table.columns.get(at) else { continue };
        let left = from + NAMES + at as f32 * width;
        let cell = Rect::from_min_size(pos2(left, rect.top()), vec2(width, HEAD));
        let painter = ui.painter_at(names);
        let title = widgets::one_line(ui, &column.title, fonts::sans_semibold(size::SMALL), t.text, width - 6.0);
        painter.galley(pos2(cell.center().x - title.size().x / 2.0, rect.top() + 2.0), title, t.text);
        let below = format!("{} · {}/{} read", column.excerpts, column.read, column.articles.len());
        let below = widgets::one_line(ui, &below, fonts::sans(size::SMALL - 1.0), t.dim, width - 4.0);
        painter.galley(pos2(cell.center().x - below.size().x / 2.0, rect.top() + 17.0), below, t.dim);
        let shown = cell.intersect(names);
        if shown.is_positive() {
            let tip = format!(
                "{}\n{} in {}, {} of them read to the end",
                column.title,
                counted(column.excerpts, "excerpt", "excerpts"),
                counted(column.articles.len(), "article", "articles"),
                column.read
            );
            let response = ui.interact(shown, ui.scope_id().with(("head", at)), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &column.title));
            response.on_hover_text(tip);
        }
    }
}
