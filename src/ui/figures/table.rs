//! The table of figures: sorted by a click on a column's name, under headings where they are grouped, edited in place,
//! marked for what is done to several. Only the rows in sight are drawn. Layer `ui`.

use std::collections::BTreeSet;

use egui::{Key, Modifiers};
use egui_extras::{Column, TableBody, TableBuilder, TableRow};

use crate::app::actions::Action;
use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::complete;
use crate::app::figure_columns;
use crate::app::notice::Notice;
use crate::app::ops::figure_edits::{self, FigureChange};
use crate::app::view::{FigureSort, FiguresView, Selection, ViewState};
use crate::model::{Figure, FigureId, ReviewStatus};
use crate::ui::ctx::UiCtx;
use crate::ui::fonts::{self, icons};
use crate::ui::style::{self, radius, size, space};
use crate::ui::widgets::{self, Completed};

use super::FiguresState;
use super::words::{counts_words, origin_words, period_words, value_words};

/// Room for the sign of the review status, in points.
const STATUS_WIDTH: f32 = 26.0;
const HEAD: f32 = 22.0;
/// The columns after the status, with the share of the panel that each gets.
const COLUMNS: [(&str, f32, FigureSort); 7] = [
    ("As reported", 0.17, FigureSort::Words),
    ("Counts", 0.16, FigureSort::Counts),
    ("Value", 0.10, FigureSort::Value),
    ("Outlet", 0.15, FigureSort::Outlet),
    ("On whose word", 0.15, FigureSort::Origin),
    ("Place", 0.10, FigureSort::Place),
    ("Period", 0.17, FigureSort::Period),
];

/// The share of the panel that each column gets, with so many further ones: these are as wide as a place.
fn shares(further: usize) -> Vec<f32> {
    let all = COLUMNS.iter().map(|(_, share, _)| *share).chain(std::iter::repeat_n(0.12, further));
    let whole = 1.0 + 0.12 * further as f32;
    all.map(|share| share / whole).collect()
}

/// A cell that can be typed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    Counts,
    Value,
    Origin,
    Place,
    Period,
}

impl Cell {
    const ALL: [Self; 5] = [Self::Value, Self::Counts, Self::Origin, Self::Place, Self::Period];

    const fn name(self) -> &'static str {
        match self {
            Self::Counts => "what is counted",
            Self::Value => "value",
            Self::Origin => "origin",
            Self::Place => "place",
            Self::Period => "period",
        }
    }

    fn next(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|cell| *cell == self)?;
        Self::ALL.get(at + 1).copied()
    }

    fn text(self, ctx: &UiCtx<'_>, figure: &Figure) -> String {
        match self {
            Self::Counts => counts_words(figure),
            Self::Value => value_words(figure),
            Self::Origin => ctx.project.origin_name(figure).unwrap_or_default().to_owned(),
            Self::Place => figure.place.clone().unwrap_or_default(),
            Self::Period => figure_edits::write_period(&figure.period),
        }
    }

    /// What the text asks for; why not, when it cannot be read.
    fn change(self, figure: &Figure, text: &str) -> Result<FigureChange, String> {
        Ok(match self {
            Self::Value => FigureChange::Value(text.to_owned()),
            Self::Origin => FigureChange::Origin(text.to_owned()),
            Self::Place => FigureChange::Place(text.to_owned()),
            Self::Counts => match figure_edits::read_counts(text, (figure.subject, figure.measure)) {
                Some((subject, measure)) => FigureChange::Counts(subject, measure),
                None => return Err(format!("“{text}”: write whom and what, such as “civilians killed”")),
            },
            Self::Period => match figure_edits::read_period(text) {
                Some(period) => FigureChange::Period(period),
                None => return Err(format!("“{text}”: write days as 2024-11-27 – 2024-12-06, or since 2024-11-27")),
            },
        })
    }
}

/// A cell being typed over.
#[derive(Debug)]
pub(super) struct Typed {
    figure: FigureId,
    cell: Cell,
    text: String,
    /// `None` until its field has the keyboard.
    begun: bool,
    names: widgets::Completing,
}

impl Typed {
    fn new(figure: FigureId, cell: Cell) -> Self {
        Self { figure, cell, text: String::new(), begun: false, names: widgets::Completing::default() }
    }
}

impl FiguresState {
    /// Begins typing over the value of the selected figure.
    pub fn edit_selected(&mut self, view: &ViewState) {
        if let Selection::Figure(figure) = view.selection {
            self.shown = None;
            self.typed = Some(Typed::new(figure, Cell::Value));
        }
    }
}

/// A row: a heading with the number of figures under it, or a figure.
enum Row<'a> {
    Heading(&'a str, usize),
    Figure(FigureId),
}

/// What stands in a row, counting headings; `starts` are the rows of the headings.
fn row_at<'a>(ctx: &'a UiCtx<'_>, starts: &[usize], row: usize) -> Option<Row<'a>> {
    let before = starts.partition_point(|start| *start <= row);
    if let Some(at) = before.checked_sub(1)
        && starts.get(at) == Some(&row)
    {
        let heading = ctx.derived.figure_headings.get(at)?;
        return Some(Row::Heading(&heading.title, heading.figures));
    }
    ctx.derived.figures.get(row.checked_sub(before)?).copied().map(Row::Figure)
}

pub(super) fn table_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut FiguresState, out: &mut Vec<Command>) {
    let figures = &ctx.derived.figures;
    let selected = if let Selection::Figure(id) = ctx.view.selection { Some(id) } else { None };
    let mut starts = Vec::with_capacity(ctx.derived.figure_headings.len());
    let mut next = 0;
    for heading in &ctx.derived.figure_headings {
        starts.push(next);
        next += heading.figures + 1;
    }
    let width = ui.available_width();
    let further = &ctx.view.figures.columns;
    let shares = shares(further.len());
    let gaps = ui.spacing().item_spacing.x * shares.len() as f32;
    let room = (width - STATUS_WIDTH - gaps - ui.spacing().scroll.bar_width - space::S).max(400.0);
    let area = ui.available_rect_before_wrap();
    let list = super::keys::list_ui(ui, ctx, state, area, out);
    // A row is no stop for the Tab key: the table as a whole has the keyboard.
    let mut table = TableBuilder::new(ui).sense(egui::Sense::CLICK).auto_shrink(false);
    // Words and the field typed over them stand in the middle of their row, and of its highlight.
    table = table.cell_layout(egui::Layout::left_to_right(egui::Align::Center));
    // Columns pulled wider by hand stay so until the panel itself gets another width.
    if (state.width - width).abs() > 1.0 || state.further != further.len() {
        table.reset();
        (state.width, state.further) = (width, further.len());
    }
    table = table.column(Column::exact(STATUS_WIDTH));
    for (n, share) in shares.iter().enumerate() {
        table = table.column(match n + 1 == shares.len() {
            true => Column::remainder().at_least(60.0).clip(true),
            false => Column::initial((room * share).floor()).at_least(40.0).clip(true).resizable(true),
        });
    }
    if state.shown != selected {
        if let Some(at) = selected.and_then(|id| figures.iter().position(|figure| *figure == id)) {
            // The row is further down by the headings above it.
            let mut row = at;
            for start in &starts {
                if *start > row {
                    break;
                }
                row += 1;
            }
            table = table.scroll_to_row(row, None);
        }
        state.shown = selected;
    }
    table.header(HEAD, |mut row| head_ui(&mut row, ctx, out)).body(|body| {
        body_ui(body, ctx, state, &starts, out);
    });
    widgets::focus_ring(ui, &list, area.expand(1.0), radius::CONTROL);
    crate::ui::splitters::name_column_lines(ui, area, COLUMNS.iter().map(|(title, _, _)| *title));
}

fn head_ui(row: &mut TableRow<'_, '_>, ctx: &UiCtx<'_>, out: &mut Vec<Command>) {
    let view = &ctx.view.figures;
    let columns = std::iter::once(("", "status", FigureSort::Status))
        .chain(COLUMNS.iter().map(|(title, _, sort)| (*title, *title, *sort)));
    for (title, name, sort) in columns {
        row.col(|ui| {
            let is_on = view.sort == sort;
            let sign = match (is_on, view.backwards) {
                (true, false) => icons::CHEVRON_UP,
                (true, true) => icons::CHEVRON_DOWN,
                (false, _) => "",
            };
            let ink = if is_on { ctx.tokens.text } else { ctx.tokens.dim };
            let words = egui::RichText::new(format!("{title} {sign}")).font(fonts::sans(size::TINY)).color(ink);
            let label = ui.add(egui::Label::new(words).truncate().selectable(false).sense(egui::Sense::click()));
            label.widget_info(|| {
                egui::WidgetInfo::labeled(egui::accesskit::Role::ColumnHeader, true, format!("Sort by {name}"))
            });
            if label
                .on_hover_text("Sorts by it; again, the other way round; once more, back to reading order")
                .clicked()
            {
                let (sort, backwards) = match (is_on, view.backwards) {
                    (false, _) => (sort, false),
                    (true, false) => (sort, true),
                    (true, true) => (FigureSort::Reading, false),
                };
                let view = FiguresView { sort, backwards, ..view.clone() };
                out.push(Command::View(ViewCommand::Figures(view)));
            }
        });
    }
    for column in &view.columns {
        row.col(|ui| {
            let words = egui::RichText::new(column.label()).font(fonts::sans(size::TINY)).color(ctx.tokens.dim);
            let label = ui.add(egui::Label::new(words).truncate().selectable(false));
            label.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ColumnHeader, true, column.label()));
        });
    }
}

fn body_ui(body: TableBody<'_>, ctx: &UiCtx<'_>, state: &mut FiguresState, starts: &[usize], out: &mut Vec<Command>) {
    let rows = ctx.derived.figures.len() + starts.len();
    body.rows(style::ROW_HEIGHT, rows, |mut row| match row_at(ctx, starts, row.index()) {
        Some(Row::Heading(title, figures)) => heading_ui(&mut row, ctx, title, figures),
        Some(Row::Figure(id)) => {
            if let Some(figure) = ctx.project.figures.get(&id) {
                figure_ui(&mut row, ctx, state, figure, out);
            }
        }
        None => {}
    });
}

/// A heading, across all columns.
fn heading_ui(row: &mut TableRow<'_, '_>, ctx: &UiCtx<'_>, title: &str, figures: usize) {
    row.col(|ui| {
        let rect = ui.max_rect();
        let words = format!("{title}  {figures}");
        let clip = ui.clip_rect().with_max_x(rect.left() + ui.ctx().content_rect().width());
        let painter = ui.ctx().layer_painter(ui.layer_id()).with_clip_rect(clip);
        painter.text(
            rect.left_center() + egui::vec2(2.0, 0.0),
            egui::Align2::LEFT_CENTER,
            &words,
            fonts::sans_semibold(size::BODY),
            ctx.tokens.text,
        );
        let response = ui.interact(rect, ui.scope_id().with(&words), egui::Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Heading, true, &words));
    });
    for _ in 0..COLUMNS.len() + ctx.view.figures.columns.len() {
        row.col(|_| {});
    }
}

fn figure_ui(
    row: &mut TableRow<'_, '_>,
    ctx: &UiCtx<'_>,
    state: &mut FiguresState,
    figure: &Figure,
    out: &mut Vec<Command>,
) {
    let t = ctx.tokens;
    let is_selected = ctx.view.selection == Selection::Figure(figure.id);
    let is_marked = ctx.view.marked_figures.contains(&figure.id);
    row.set_selected(is_selected || is_marked);
    let struck = figure.status == ReviewStatus::Rejected;
    row.col(|ui| {
        if is_marked {
            let mark = egui::RichText::new(icons::CHECK).font(fonts::icon(size::READING)).color(t.accent);
            ui.label(mark).on_hover_text("marked");
        } else {
            status_ui(ui, ctx, figure);
        }
    });
    row.col(|ui| {
        let font = fonts::serif_semibold(size::BODY + 1.0);
        let mut text = egui::RichText::new(figure.as_reported()).font(font).color(if struck { t.dim } else { t.text });
        if struck {
            text = text.strikethrough();
        }
        ui.add(egui::Label::new(text).truncate().selectable(false));
    });
    let mut edit: Option<Cell> = None;
    let mut cell = |row: &mut TableRow<'_, '_>, cell: Option<Cell>, words: &str, dim: bool| {
        let (_, response) = row.col(|ui| {
            let typing =
                state.typed.as_ref().is_some_and(|typed| typed.figure == figure.id && Some(typed.cell) == cell);
            if typing {
                cell_ui(ui, ctx, state, figure, out);
                return;
            }
            let mut text = egui::RichText::new(words).color(if dim || struck { t.dim } else { t.text });
            if struck {
                text = text.strikethrough();
            }
            ui.add(egui::Label::new(text).truncate().selectable(false));
        });
        if response.double_clicked() {
            edit = cell;
        }
    };
    let outlet = ctx.project.articles.get(&figure.article).map(|a| ctx.project.outlet_name(a)).unwrap_or_default();
    let origin = ctx.project.origin_name(figure).map(|origin| origin_words(ctx, figure, origin));
    cell(row, Some(Cell::Counts), &counts_words(figure), false);
    cell(row, Some(Cell::Value), &value_words(figure), false);
    cell(row, None, &outlet, false);
    cell(row, Some(Cell::Origin), origin.as_deref().unwrap_or("not given"), origin.is_none());
    cell(row, Some(Cell::Place), figure.place.as_deref().unwrap_or("not given"), figure.place.is_none());
    cell(row, Some(Cell::Period), &period_words(figure), figure.period.is_empty());
    for column in &ctx.view.figures.columns {
        let words = figure_columns::words(ctx.project, &ctx.derived.tallies_of, figure, *column);
        cell(row, None, if words.is_empty() { "not given" } else { &words }, words.is_empty());
    }
    if let Some(cell) = edit {
        state.typed = Some(Typed::new(figure.id, cell));
    }
    let response = row.response();
    let marked = if is_marked { ", marked" } else { "" };
    let name = format!("Figure {}, {}, {}{marked}", figure.as_reported(), counts_words(figure), figure.status.label());
    response
        .widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::Row, true, is_selected || is_marked, &name));
    if response.clicked() {
        clicked(&response, ctx, state, figure.id, out);
    }
    let has_keys = state.has_keyboard && is_selected;
    widgets::context_menu(&response, has_keys, None, |ui| menu_ui(ui, ctx, figure, out));
}

/// A click selects; with Ctrl it marks, with Shift it marks all from the last one on.
fn clicked(response: &egui::Response, ctx: &UiCtx<'_>, state: &mut FiguresState, id: FigureId, out: &mut Vec<Command>) {
    state.focus_table = true;
    let held = response.ctx.input(|input| input.modifiers);
    let selected = if let Selection::Figure(id) = ctx.view.selection { Some(id) } else { None };
    let mut marked = ctx.view.marked_figures.clone();
    if held.shift {
        let from = state.mark_from.or(selected).unwrap_or(id);
        let place = |id: FigureId| ctx.derived.figures.iter().position(|other| *other == id);
        if let (Some(a), Some(b)) = (place(from), place(id)) {
            let (a, b) = (a.min(b), a.max(b));
            marked.extend(ctx.derived.figures.iter().skip(a).take(b - a + 1).copied());
        }
        out.push(Command::View(ViewCommand::MarkFigures(marked)));
        return;
    }
    state.mark_from = Some(id);
    if held.command {
        if !marked.remove(&id) {
            marked.insert(id);
        }
        out.push(Command::View(ViewCommand::MarkFigures(marked)));
        return;
    }
    if !marked.is_empty() && !marked.contains(&id) {
        out.push(Command::View(ViewCommand::MarkFigures(BTreeSet::new())));
    }
    out.push(Command::View(ViewCommand::ShowFigure(id)));
}

fn menu_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, figure: &Figure, out: &mut Vec<Command>) {
    if ctx.view.selection != Selection::Figure(figure.id) {
        out.push(Command::View(ViewCommand::ShowFigure(figure.id)));
    }
    for action in [
        Action::ConfirmFigure,
        Action::RejectFigure,
        Action::ReopenFigure,
        Action::EditFigure,
        Action::SplitFigure,
        Action::MarkFigure,
        Action::ReviewByTally,
        Action::CreateTally,
        Action::DeleteSelected,
    ] {
        crate::ui::menu::entry_ui(ui, ctx.workbench, action, out);
    }
}

/// The field over a cell: Enter takes what is typed, Tab too and goes on to the next cell, Escape gives it up.
fn cell_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut FiguresState, figure: &Figure, out: &mut Vec<Command>) {
    let Some(typed) = &mut state.typed else { return };
    let is_tabbed = typed.begun && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Tab));
    if !typed.begun {
        typed.text = typed.cell.text(ctx, figure);
    }
    let cell = typed.cell;
    let find = |words: &str| match cell {
        Cell::Origin => complete::organisations(ctx.project, words),
        Cell::Place => complete::places(ctx.project, words),
        _ => Vec::new(),
    };
    let id = ui.scope_id().with(("typed over", figure.id, cell.name()));
    let Completed { response, taken } =
        typed.names.edit_ui(ui, &mut typed.text, (id, egui::Margin::symmetric(2, 1)), find);
    let name = format!("New {} of {}", typed.cell.name(), figure.as_reported());
    response.ctx.accesskit_node_builder(response.id, |node| node.set_label(name));
    if !typed.begun {
        typed.begun = true;
        response.request_focus();
        // What is typed replaces what stands there.
        let mut edit = egui::TextEdit::load_state(ui.ctx(), response.id).unwrap_or_default();
        let all = egui::text::CCursorRange::two(
            egui::text::CCursor::new(0),
            egui::text::CCursor::new(typed.text.chars().count()),
        );
        edit.cursor.set_char_range(Some(all));
        edit.store(ui.ctx(), response.id);
        return;
    }
    if !is_tabbed && !taken && response.has_focus() && !response.lost_focus() {
        return;
    }
    let given_up = !taken && ui.input(|input| input.key_pressed(Key::Escape));
    let text = std::mem::take(&mut typed.text);
    state.typed = None;
    // By Enter and Escape the keyboard goes back to the table; a press elsewhere takes it there.
    state.focus_table = !is_tabbed && (taken || ui.input(|i| i.key_pressed(Key::Enter) || i.key_pressed(Key::Escape)));
    if !given_up && text != cell.text(ctx, figure) {
        match cell.change(figure, text.trim()) {
            Ok(change) => out.push(Command::Do(Operation::EditFigures { figures: vec![figure.id], change })),
            Err(why) => out.push(Command::View(ViewCommand::Notice(Notice::warning(why)))),
        }
    }
    if let Some(cell) = cell.next().filter(|_| is_tabbed) {
        state.typed = Some(Typed::new(figure.id, cell));
    }
}

/// A sign for the status that does not rest on colour: filled, dashed and crossed circles.
pub(super) fn status_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, figure: &Figure) {
    let t = ctx.tokens;
    let (icon, ink) = match figure.status {
        ReviewStatus::Confirmed => (icons::CIRCLE_CHECK, t.success),
        ReviewStatus::Suggested => (icons::CIRCLE_DASHED, t.accent),
        ReviewStatus::Rejected => (icons::CIRCLE_X, t.dim),
    };
    ui.label(egui::RichText::new(icon).font(fonts::icon(size::READING)).color(ink))
        .on_hover_text(super::words::status_meaning(figure.status));
}
