//! The search panel: what is asked, what was found as it is typed, article by article with the hits lit, and tagging all
//! of it. Layer `ui`.

use std::collections::BTreeSet;
use std::ops::Range;

use egui::{EventFilter, Key, Modifiers, Rect, Role, ScrollArea, Sense, WidgetInfo, pos2, vec2};

use crate::app::actions::Action;
use crate::app::command::{Command, ViewCommand};
use crate::app::ops::counted;
use crate::app::search::Results;
use crate::app::view::SearchView;
use crate::model::ArticleId;
use crate::plots::thousands;

use super::ctx::UiCtx;
use super::fonts::{self, icons};
use super::search_tags::TagAll;
use super::search_words;
use super::snippet;
use super::style::{CONTROL_HEIGHT, ROW_HEIGHT, radius, size, space};
use super::widgets::{self, ActionButton};

/// What the panel keeps between frames.
#[derive(Debug, Default)]
pub struct SearchState {
    /// Whether the box had the keyboard in the last frame.
    in_box: bool,
    /// The box is to have the keyboard.
    pub focus: bool,
    /// The dialog that tags everything found, while it is open.
    pub tagging: Option<TagAll>,
    /// To be opened as soon as the panel is drawn: it needs what was found.
    pub wants_tagging: bool,
    /// Steps to go through the hits, asked for by key.
    pub steps: isize,
    /// The row the keyboard is on.
    at: usize,
    /// The row is to be brought into sight.
    scroll: bool,
    /// How far the list is scrolled, in points.
    top: f32,
    folded: BTreeSet<ArticleId>,
    rows: Rows,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    /// Index into the articles found.
    Article(usize),
    /// Of an article, a hit.
    Hit(usize, usize),
}

/// Which row is what, kept until something else was found or folded.
#[derive(Debug, Default)]
struct Rows {
    made_of: (u64, usize),
    /// The row of each article.
    starts: Vec<usize>,
    len: usize,
}

impl Rows {
    fn update(&mut self, results: &Results, folded: &BTreeSet<ArticleId>) {
        let made_of = (results.stamp, folded.len());
        if self.made_of == made_of && self.starts.len() == results.articles.len() {
            return;
        }
        self.made_of = made_of;
        self.starts.clear();
        self.len = 0;
        for found in &results.articles {
            self.starts.push(self.len);
            self.len += 1 + if folded.contains(&found.article) { 0 } else { found.hits.len() };
        }
    }

    fn row(&self, at: usize) -> Option<Row> {
        let article = self.starts.partition_point(|start| *start <= at).checked_sub(1)?;
        let start = *self.starts.get(article)?;
        Some(if at == start { Row::Article(article) } else { Row::Hit(article, at - start - 1) })
    }
}

impl SearchState {
    /// Whether a dialog of the panel lies over the window.
    pub const fn has_dialog(&self) -> bool {
        self.tagging.is_some()
    }
}

/// Draws the panel.
pub fn search_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut SearchState, out: &mut Vec<Command>) {
    let results = &ctx.workbench.search.results;
    state.rows.update(results, &state.folded);
    egui::Frame::new().inner_margin(egui::Margin::same(space::S as i8)).show(ui, |ui| {
        if ctx.project.articles.is_empty() {
            widgets::empty_state(ui, "Nothing to search yet", "Import articles, and search all of them here.", None);
            return;
        }
        let is_in_list = tools_ui(ui, ctx, state, results, out);
        ui.add_space(space::XS);
        if let Some(error) = &results.error {
            search_words::error_ui(ui, ctx, &results.asked.query, &error.to_string(), error.at.clone());
        } else if !results.also.is_empty() {
            search_words::also_ui(ui, ctx, results);
        }
        if ctx.view.search.query.trim().is_empty() {
            search_words::help_ui(ui, ctx);
        } else if results.articles.is_empty() && results.error.is_none() && results.ended.is_some() {
            let hint =
                "No article answers this. A word is found as a whole: write shell* for every word that begins so.";
            widgets::empty_state(ui, "Nothing found", hint, None);
        } else {
            rows_ui(ui, ctx, state, results, is_in_list, out);
        }
    });
    if std::mem::take(&mut state.wants_tagging) && results.n_hits > 0 {
        state.tagging = Some(TagAll::new(results, ctx.project));
    }
}

/// The box, the switches, what was found. Says whether the keyboard is to go to the list.
fn tools_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    state: &mut SearchState,
    results: &Results,
    out: &mut Vec<Command>,
) -> bool {
    let mut view = ctx.view.search.clone();
    let mut to_list = false;
    let said = search_words::summary(results);
    let mut is_below = false;
    ui.horizontal(|ui| {
        let width = (ui.available_width() * 0.42).clamp(180.0, 560.0);
        // Escape leaves the box and keeps what was found; in the list, or where nothing was found, it empties the box.
        let left = std::mem::take(&mut state.in_box)
            && results.n_hits > 0
            && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        to_list |= left;
        let field = ui
            .allocate_ui(vec2(width, CONTROL_HEIGHT), |ui| {
                widgets::search_box(ui, &mut view.query, "Search everywhere")
            })
            .inner;
        state.in_box = field.has_focus();
        if std::mem::take(&mut state.focus) {
            field.request_focus();
            // What is typed next takes the place of what was searched for.
            let mut edit = egui::text_edit::TextEditState::load(ui.ctx(), field.id).unwrap_or_default();
            let end = egui::text::CCursor::new(view.query.chars().count());
            let all = egui::text::CCursorRange::two(egui::text::CCursor::new(0), end);
            edit.cursor.set_char_range(Some(all));
            edit.store(ui.ctx(), field.id);
        }
        // Enter leaves a text field; here it goes through the hits, and the field keeps the keyboard.
        let entered = |shift: bool| {
            move |input: &egui::InputState| input.key_pressed(Key::Enter) && input.modifiers.shift == shift
        };
        if field.lost_focus() && (ui.input(entered(false)) || ui.input(entered(true))) {
            state.steps += if ui.input(entered(true)) { -1 } else { 1 };
            field.request_focus();
        }
        if field.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowDown)) {
            to_list = true;
        }
        let hover = "Other spellings of names count: Deraa for Daraa";
        if widgets::toggle_chip(ui, "spellings", view.variants).on_hover_text(hover).clicked() {
            view.variants = !view.variants;
        }
        let hover = "Other forms of English words count: shelling for shelled";
        if widgets::toggle_chip(ui, "word forms", view.stem).on_hover_text(hover).clicked() {
            view.stem = !view.stem;
        }
        let hover = "All of it is one regular expression; inside a query write /…/";
        if widgets::toggle_chip(ui, "pattern", view.pattern).on_hover_text(hover).clicked() {
            view.pattern = !view.pattern;
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let label = match results.n_hits {
                0 => "Tag all hits…".to_owned(),
                n => format!("Tag all {} hits…", thousands(n as u64)),
            };
            let is_done = results.ended.is_some();
            let button = ui.add_enabled(results.n_hits > 0 && is_done, ActionButton::quiet(&label));
            let why = if is_done { "nothing is found yet" } else { "the search is still running" };
            if button
                .on_hover_text("Choose a tag, look through the hits, tag them in one step")
                .on_disabled_hover_text(why)
                .clicked()
            {
                out.push(Command::Action(Action::TagAllHits));
            }
            if results.ended.is_none() && ctx.workbench.search.is_searching() {
                ui.add(egui::Spinner::new().size(size::BODY));
            }
            let words = egui::RichText::new(&said).color(ctx.tokens.dim);
            let whole = widgets::one_line(ui, &said, fonts::sans(size::BODY), ctx.tokens.dim, f32::INFINITY).size().x;
            is_below = whole + space::XS > ui.available_width();
            if !is_below {
                let label = ui.add(egui::Label::new(words));
                label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
            }
        });
    });
    // Where it would be cut off, it has a line to itself.
    if is_below && !said.is_empty() {
        let label = ui.add(egui::Label::new(egui::RichText::new(&said).color(ctx.tokens.dim)).truncate());
        label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    }
    if view != ctx.view.search {
        if view.query != ctx.view.search.query {
            state.at = 0;
            state.folded.clear();
        }
        out.push(Command::View(ViewCommand::Search(view)));
    }
    to_list
}

/// The list: one stop for the Tab key, gone through with the arrows.
fn rows_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    state: &mut SearchState,
    results: &Results,
    to_list: bool,
    out: &mut Vec<Command>,
) {
    let len = state.rows.len;
    let id = ui.make_persistent_id("hits");
    let area = ui.available_rect_before_wrap();
    let list = ui.interact(area, id, Sense::FOCUSABLE);
    list.widget_info(|| WidgetInfo::labeled(Role::List, true, "Search results"));
    if to_list {
        list.request_focus();
    }
    let last = len.saturating_sub(1);
    state.at = state.at.min(last);
    if list.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        keys(ui, state, results, (area.height() / ROW_HEIGHT) as usize, out);
    }
    for step in std::iter::repeat_n(state.steps.signum(), state.steps.unsigned_abs()) {
        step_hit(state, results, step, out);
    }
    state.steps = 0;
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut scroll = ScrollArea::vertical().id_salt("hits").auto_shrink(false);
    if std::mem::take(&mut state.scroll) {
        // A row's distance from the top is known, whether it is drawn or not.
        let y = state.at as f32 * ROW_HEIGHT;
        let shown = state.top;
        let top = if y < shown {
            Some(y)
        } else if y + ROW_HEIGHT > shown + area.height() {
            Some(y + ROW_HEIGHT - area.height())
        } else {
            None
        };
        if let Some(top) = top {
            scroll = scroll.vertical_scroll_offset(top.max(0.0));
        }
    }
    let drawn = scroll.show_rows(ui, ROW_HEIGHT, len, |ui, shown| {
        for at in shown {
            match state.rows.row(at) {
                Some(Row::Article(n)) => article_row_ui(ui, ctx, state, results, (at, n), out),
                Some(Row::Hit(n, hit)) => hit_row_ui(ui, ctx, state, results, (at, n, hit), out),
                None => {}
            }
        }
    });
    state.top = drawn.state.clamped_offset().y;
    if list.has_focus() {
        widgets::focus_ring(ui, &list, area.shrink(1.0), radius::CONTROL);
    }
}

fn keys(ui: &egui::Ui, state: &mut SearchState, results: &Results, page: usize, out: &mut Vec<Command>) {
    let last = state.rows.len.saturating_sub(1);
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let before = state.at;
    if pressed(Key::ArrowDown) {
        state.at = (state.at + 1).min(last);
    }
    if pressed(Key::ArrowUp) {
        if state.at == 0 {
            state.focus = true;
        }
        state.at = state.at.saturating_sub(1);
    }
    if pressed(Key::PageDown) {
        state.at = (state.at + page).min(last);
    }
    if pressed(Key::PageUp) {
        state.at = state.at.saturating_sub(page);
    }
    if pressed(Key::Home) {
        state.at = 0;
    }
    if pressed(Key::End) {
        state.at = last;
    }
    let row = state.rows.row(state.at);
    let article = match row {
        Some(Row::Article(n) | Row::Hit(n, _)) => results.articles.get(n).map(|found| (n, found.article)),
        None => None,
    };
    if let Some((n, article)) = article {
        if pressed(Key::ArrowLeft) {
            state.folded.insert(article);
            state.at = state.rows.starts.get(n).copied().unwrap_or(state.at);
        }
        if pressed(Key::ArrowRight) {
            state.folded.remove(&article);
        }
    }
    state.scroll |= state.at != before;
    if pressed(Key::Enter) {
        open(state, results, out);
    }
}

/// Shows what the row is about in the reader, and selects it there so that a tag's key tags it.
fn open(state: &SearchState, results: &Results, out: &mut Vec<Command>) {
    match state.rows.row(state.at) {
        Some(Row::Article(n)) => {
            if let Some(found) = results.articles.get(n) {
                match found.hits.first() {
                    Some(hit) => reveal(found.article, hit, out),
                    None => out.push(Command::View(ViewCommand::OpenArticle(found.article))),
                }
            }
        }
        Some(Row::Hit(n, hit)) => {
            if let Some((found, hit)) = results.articles.get(n).and_then(|found| Some((found, found.hits.get(hit)?))) {
                reveal(found.article, hit, out);
            }
        }
        None => {}
    }
}

fn reveal(article: ArticleId, hit: &Range<usize>, out: &mut Vec<Command>) {
    out.push(Command::View(ViewCommand::Reveal { article, range: hit.clone() }));
    out.push(Command::View(ViewCommand::SelectText(Some((article, hit.clone())))));
}

/// Goes to the next or the previous hit and opens it; the first, if the keyboard is on none yet.
fn step_hit(state: &mut SearchState, results: &Results, step: isize, out: &mut Vec<Command>) {
    let is_hit = |at: &usize| match state.rows.row(*at) {
        Some(Row::Hit(..)) => true,
        // One without hits answers by itself.
        Some(Row::Article(n)) => results.articles.get(n).is_some_and(|found| found.hits.is_empty()),
        None => false,
    };
    let next = if step > 0 {
        (state.at + 1..state.rows.len).find(is_hit).or_else(|| (0..state.rows.len).find(is_hit))
    } else {
        (0..state.at).rev().find(is_hit).or_else(|| (0..state.rows.len).rev().find(is_hit))
    };
    if let Some(at) = next {
        state.at = at;
        state.scroll = true;
        open(state, results, out);
    }
}

fn ground_ui(ui: &egui::Ui, ctx: &UiCtx<'_>, rect: Rect, is_at: bool, is_hovered: bool) {
    let fill = if is_at {
        ctx.tokens.accent_ground
    } else if is_hovered {
        ctx.tokens.hover_on(ctx.tokens.panel)
    } else {
        return;
    };
    ui.painter().rect_filled(rect, f32::from(radius::CONTROL), fill);
}

fn article_row_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    state: &mut SearchState,
    results: &Results,
    (at, n): (usize, usize),
    out: &mut Vec<Command>,
) {
    let t = ctx.tokens;
    let Some(found) = results.articles.get(n) else { return };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::CLICK);
    // An article may be gone since it was found.
    let Some(article) = ctx.project.articles.get(&found.article) else { return };
    let outlet = ctx.project.outlet_name(article);
    let date =
        article.published.map_or_else(|| "date unknown".to_owned(), |date| date.strftime("%-d %b %Y").to_string());
    let hits = match found.hits.len() {
        0 => String::new(),
        n => counted(n, "hit", "hits"),
    };
    let name = format!("{outlet}, {date}: {}, {hits}", article.title);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, state.at == at, name.trim_end_matches(", ")));
    let is_folded = state.folded.contains(&found.article);
    if ui.is_rect_visible(rect) {
        ground_ui(ui, ctx, rect, state.at == at, response.hovered());
        let middle = rect.center().y;
        let mut left = rect.left() + space::XS;
        if !found.hits.is_empty() {
            let icon = if is_folded { icons::CHEVRON_RIGHT } else { icons::CHEVRON_DOWN };
            let align = egui::Align2::LEFT_CENTER;
            ui.painter().text(pos2(left, middle), align, icon, fonts::icon(size::SMALL), t.dim);
        }
        left += space::L;
        let count = widgets::one_line(ui, &hits, fonts::sans(size::SMALL), t.dim, 100.0);
        let right = rect.right() - space::M - count.size().x;
        ui.painter().galley(pos2(right.round(), (middle - count.size().y / 2.0).round()), count, t.dim);
        let parts = [
            (outlet.as_str(), fonts::sans_semibold(size::BODY), t.accent),
            (date.as_str(), fonts::sans(size::SMALL), t.dim),
            (article.title.as_str(), fonts::serif_semibold(size::BODY + 1.0), t.text),
        ];
        for (words, font, ink) in parts {
            let galley = widgets::one_line(ui, words, font, ink, right - left - space::S);
            let top = (middle - galley.size().y / 2.0).round();
            let width = galley.size().x;
            ui.painter().galley(pos2(left.round(), top), galley, ink);
            left += width + space::M;
        }
    }
    if response.clicked() {
        state.at = at;
        let on_arrow = response.interact_pointer_pos().is_some_and(|pos| pos.x < rect.left() + space::L);
        if on_arrow && !found.hits.is_empty() {
            if !state.folded.remove(&found.article) {
                state.folded.insert(found.article);
            }
        } else {
            open(state, results, out);
        }
    }
}

fn hit_row_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    state: &mut SearchState,
    results: &Results,
    (at, n, hit): (usize, usize, usize),
    out: &mut Vec<Command>,
) {
    let Some((found, range)) = results.articles.get(n).and_then(|found| Some((found, found.hits.get(hit)?))) else {
        return;
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::CLICK);
    let Some(text) = ctx.session.text(found.article) else { return };
    let shown = snippet::around(&text, range, 120);
    response.widget_info(|| {
        let words = text.get(shown.clone()).unwrap_or_default().trim();
        WidgetInfo::selected(Role::ListItem, true, state.at == at, words)
    });
    if ui.is_rect_visible(rect) {
        ground_ui(ui, ctx, rect, state.at == at, response.hovered());
        let left = rect.left() + space::XL + space::S;
        let galley = snippet::galley(ui, &text, range, rect.right() - left - space::S, ctx.tokens, ctx.tokens.text);
        let top = (rect.center().y - galley.size().y / 2.0).round();
        ui.painter().galley(pos2(left, top), galley, ctx.tokens.text);
    }
    if response.clicked() {
        state.at = at;
        open(state, results, out);
    }
}

/// What the box asks for before anything was typed; for those who look for a word they have selected.
pub fn asked_for(words: &str) -> SearchView {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ").replace('"', "");
    let query = if words.contains(' ') { format!("\"{words}\"") } else { words };
    SearchView { query, ..SearchView::default() }
}
