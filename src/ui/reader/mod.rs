//! The reader: one to six articles side by side, each a card with its outlet, wire, date and headline over its text,
//! ribbons between neighbours where passages say the same, and a bar that finds and switches. Layer `ui`.

mod arcs;
mod bar;
mod column;
mod head;
mod kinds;
mod ribbons;
mod tag_drop;
mod tagging;
mod tie_tools;
mod ties_panel;
mod together;

use std::collections::BTreeMap;
use std::ops::Range;

use egui::{Rect, UiBuilder, pos2, vec2};

use crate::app::actions::Action;
use crate::app::command::{Command, ViewCommand};
use crate::model::ArticleId;

use super::ctx::UiCtx;
use super::text_view::ScrollPlace;
use super::widgets::{self, ActionButton};

pub use ties_panel::{TiesPanelState, ties_panel_ui};

/// Room between two cards, in points: wide enough for a ribbon to bend. Of many columns, less.
const GUTTER: std::ops::RangeInclusive<f32> = 28.0..=56.0;
const GUTTER_OF_MANY: std::ops::RangeInclusive<f32> = 16.0..=36.0;
/// The narrowest a column is drawn; with less room the columns scroll sideways.
const MIN_COLUMN: f32 = 192.0;

/// What the panel keeps between frames.
#[derive(Default)]
pub struct ReaderState {
    columns: BTreeMap<ArticleId, column::Column>,
    /// The last reveal and the last tie that were carried out.
    revealed: u64,
    shown_tie: u64,
    /// The other passage of a tie that is to stand level with the first, from the next frame on.
    level: Option<ribbons::Level>,
    /// The selection as the view last had it, to tell who changed it.
    selected: Option<(ArticleId, Range<usize>)>,
    layer_revision: u64,
    has_keyboard: bool,
    /// The columns as last drawn, to bring a new one into sight.
    drawn: Vec<ArticleId>,
    /// Passages lit because the pointer is on what ties them.
    lit: Vec<(ArticleId, Range<usize>)>,
    /// The place in a text under the pointer.
    pointed: Option<(ArticleId, usize)>,
    bar: bar::BarState,
    tagging: tagging::TaggingState,
    /// How far the columns are scrolled sideways, in points; where they are to come to rest.
    offset: f32,
    settle_at: Option<f32>,
    /// The first column in sight and how many are, where not all fit.
    in_sight: (usize, usize),
    /// The column whose head is being dragged, and where it would go.
    moving: Option<(usize, usize)>,
}

impl std::fmt::Debug for ReaderState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReaderState").field("columns", &self.columns.len()).finish_non_exhaustive()
    }
}

impl ReaderState {
    /// Whether one of the texts had the keyboard in the last frame.
    pub const fn has_keyboard(&self) -> bool {
        self.has_keyboard
    }

    /// Where the words of `range` stand on screen in an open article; for tests.
    pub fn rects(&self, article: ArticleId, range: &Range<usize>) -> Vec<Rect> {
        self.columns.get(&article).map(|column| column.state.rects(range)).unwrap_or_default()
    }

    /// Top and bottom of the lines of `range` on screen, even where they are out of view; for tests.
    pub fn y_range(&self, article: ArticleId, range: &Range<usize>) -> Option<egui::Rangef> {
        let column = self.columns.get(&article)?;
        column.state.y_range(&column.doc, range)
    }

    /// How much of an open article's text lies above its view, in points; for tests.
    pub fn scrolled(&self, article: ArticleId) -> Option<f64> {
        Some(self.columns.get(&article)?.state.scrolled())
    }
}

/// Draws the panel.
pub fn reader_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut ReaderState, out: &mut Vec<Command>) {
    state.columns.retain(|id, _| ctx.view.columns.contains(id));
    state.has_keyboard = false;
    if ctx.view.columns.is_empty() {
        nothing_ui(ui, ctx, out);
        return;
    }
    let n = ctx.view.columns.len() as f32;
    let gutters = if ctx.view.columns.len() > 3 { GUTTER_OF_MANY } else { GUTTER };
    // Where not all fit, as many as do are shown whole, and the others by scrolling sideways, column by column.
    let fit = |width: f32| ((width + gutters.start() + 1.0) / (MIN_COLUMN + gutters.start())).floor().clamp(1.0, n);
    if ctx.view.columns.len() > 1 || ctx.view.reading.find.is_some() || ctx.view.reading.alone {
        let crowded = fit(ui.available_width()) < n;
        bar::bar_ui(ui, ctx, &mut state.bar, crowded.then_some(state.in_sight), out);
    }
    let room = ui.available_size();
    let fitting = fit(room.x);
    // A ribbon reads better the wider it can bend; where there is room beyond what the texts take, it has some of it.
    let spare = (room.x - MIN_COLUMN * fitting) / (fitting - 1.0).max(1.0);
    let gutter = (room.x * 0.03).min(spare).clamp(*gutters.start(), *gutters.end()).floor();
    let column_width = ((room.x - gutter * (fitting - 1.0)) / fitting).max(MIN_COLUMN).floor();
    // Just so wide that the last column, too, comes to rest whole.
    let whole = vec2(room.x + (column_width + gutter) * (n - fitting), room.y);
    state.pointed = None;
    let mut scroll = egui::ScrollArea::horizontal().auto_shrink(false);
    if let Some(x) = state.settle_at.take() {
        scroll = scroll.horizontal_scroll_offset(x);
    }
    let shown = scroll.show(ui, |ui| {
        let (area, _) = ui.allocate_exact_size(whole, egui::Sense::hover());
        let mut cards = Vec::new();
        for (n, id) in ctx.view.columns.iter().enumerate() {
            let left = area.left() + n as f32 * (column_width + gutter);
            cards.push((*id, Rect::from_min_size(pos2(left, area.top()), vec2(column_width, area.height()))));
        }
        ribbons::show_lit_tie(ui, ctx, state);
        for (id, rect) in &cards {
            if let Some(article) = ctx.project.articles.get(id) {
                let mut child = ui.new_child(UiBuilder::new().id_salt(id).max_rect(*rect));
                column::column_ui(&mut child, ctx, state, article, *rect, out);
            }
        }
        together::scroll_together(ui, ctx, state);
        ribbons::ribbons_ui(ui, ctx, state, &cards, out);
        head::drop_place_ui(ui, ctx, state, &cards, out);
        // A column that was just opened, or whose passage is shown, comes into sight where the columns scroll sideways.
        let shown =
            ctx.view.reveal.as_ref().filter(|reveal| reveal.stamp != state.revealed).map(|reveal| reveal.article);
        let opened = ctx.view.columns.iter().rfind(|id| !state.drawn.contains(id)).filter(|_| !state.drawn.is_empty());
        let wanted = shown.or(opened.copied()).or(ctx.view.reading.focus);
        if let Some((_, rect)) = cards.iter().find(|(id, _)| wanted == Some(*id)) {
            ui.scroll_to_rect(*rect, None);
        }
    });
    settle(ui, state, shown.state.clamped_offset().x, (column_width + gutter, fitting as usize));
    tagging::tagging_ui(ui, ctx, state, out);
    state.drawn.clone_from(&ctx.view.columns);
    if let Some(reveal) = &ctx.view.reveal {
        state.revealed = reveal.stamp;
    }
    state.selected = ctx.view.text_selection.clone();
}

/// Lets columns that were scrolled sideways come to rest with whole columns in sight, once nobody scrolls any more.
fn settle(ui: &egui::Ui, state: &mut ReaderState, offset: f32, (step, fitting): (f32, usize)) {
    let nearest = (offset / step).round();
    state.in_sight = (nearest.max(0.0) as usize, fitting);
    let apart = nearest * step - offset;
    let is_moving = ui.input(|input| {
        input.pointer.any_down() || input.smooth_scroll_delta() != egui::Vec2::ZERO || input.is_scrolling()
    });
    // What is further away is on its way there: a column that was just opened, or one that is shown.
    let at_rest = (offset - state.offset).abs() < 0.5;
    state.offset = offset;
    if is_moving || apart.abs() < 0.5 {
        return;
    }
    ui.ctx().request_repaint();
    if at_rest {
        state.settle_at = Some(if apart.abs() < 2.0 { nearest * step } else { offset + apart * 0.5 });
        state.offset = offset + apart * 0.5;
    }
}

/// What to do where nothing is open.
fn nothing_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, out: &mut Vec<Command>) {
    let (title, hint) = if ctx.project.articles.is_empty() {
        (
            "Nothing to read yet",
            "Drop text files, saved web pages or folders of them on the window, or choose them here.",
        )
    } else {
        ("No article open", "Click an article in the library. Up to six stand side by side.")
    };
    let action = ctx.project.articles.is_empty().then(|| ActionButton::primary("Import files…").key("Ctrl I"));
    if widgets::empty_state(ui, title, hint, action).is_some_and(|button| button.clicked()) {
        out.push(Command::Action(Action::ImportFiles));
    }
}

/// Heeds what the view asks to be shown in a column.
fn heed_reveal(ctx: &UiCtx<'_>, column: &mut column::Column, article: ArticleId, revealed: u64) {
    if let Some(reveal) = &ctx.view.reveal
        && reveal.article == article
        && reveal.stamp != revealed
    {
        column.state.scroll_to(reveal.range.clone(), ScrollPlace::Comfort, true);
    }
}

/// Asks for a change of what is shown.
fn view(command: ViewCommand) -> Command {
    Command::View(command)
}
