//! The library: articles under their wire, outlet, set, date, language or status, with what stands on each; filtered,
//! sorted, marked by the dozen, all by keyboard. Layer `ui`.

use std::collections::BTreeSet;

use egui::{EventFilter, Key, Modifiers, Role, ScrollArea, Sense, WidgetInfo};

use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::derived;
use crate::app::ops::articles_many::ManyChange;
use crate::app::ops::counted;
use crate::app::view::{GroupBy, MAX_COLUMNS, Selection, SortBy};
use crate::model::{Article, ArticleId, ReadState};

use super::ctx::UiCtx;
use super::fonts::{self, icons};
use super::library_actions::{self, Asked};
use super::style::{ROW_HEIGHT, size, space};
use super::widgets::{self, Leading, TreeRow};

/// What the panel keeps between frames.
#[derive(Debug, Default)]
pub struct LibraryState {
    /// The filter is to have the keyboard.
    pub focus_filter: bool,
    /// The line the keyboard is on.
    at: usize,
    /// Where a stretch of marks begins, for Shift.
    anchor: Option<ArticleId>,
    /// The line is to be brought into sight.
    scroll: bool,
    /// How far the list is scrolled, in points.
    top: f32,
    /// Which line is what, kept until the groups or what is folded is another.
    lines: Lines,
    /// A dialog about the marked articles.
    pub(super) asked: Option<Asked>,
}

impl LibraryState {
    /// Whether a dialog of the panel lies over the window.
    pub const fn has_dialog(&self) -> bool {
        self.asked.is_some()
    }
}

/// The first line of each group, and whether its articles show.
#[derive(Debug, Default)]
struct Lines {
    starts: Vec<(usize, bool)>,
    len: usize,
}

/// A heading, or an article under it: one line each, so that a long library draws only the lines in sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Group(usize),
    Article(ArticleId),
}

impl Lines {
    /// One look at each group: there are far fewer of those than of articles.
    fn of(ctx: &UiCtx<'_>) -> Self {
        let mut lines = Self::default();
        for group in &ctx.derived.library {
            let is_open = !ctx.view.folded.contains(&group.title);
            lines.starts.push((lines.len, is_open));
            lines.len += 1 + if is_open { group.articles.len() } else { 0 };
        }
        lines
    }

    fn line(&self, ctx: &UiCtx<'_>, at: usize) -> Option<Line> {
        let n = self.starts.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
        let (start, _) = self.starts.get(n)?;
        if at == *start {
            return Some(Line::Group(n));
        }
        ctx.derived.library.get(n)?.articles.get(at - start - 1).copied().map(Line::Article)
    }

    /// The articles in sight of the list, top to bottom.
    fn articles(&self, ctx: &UiCtx<'_>) -> Vec<ArticleId> {
        let groups = ctx.derived.library.iter().zip(&self.starts).filter(|(_, (_, is_open))| *is_open);
        groups.flat_map(|(group, _)| group.articles.iter().copied()).collect()
    }

    fn place_of(&self, ctx: &UiCtx<'_>, id: ArticleId) -> Option<usize> {
        ctx.derived.library.iter().zip(&self.starts).find_map(|(group, (start, is_open))| {
            let at = group.articles.iter().position(|other| *other == id)?;
            is_open.then_some(start + 1 + at)
        })
    }
}

/// Draws the panel.
pub fn library_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut LibraryState, out: &mut Vec<Command>) {
    egui::Frame::new().inner_margin(egui::Margin::same(space::S as i8)).show(ui, |ui| {
        if ctx.project.articles.is_empty() {
            let hint = "What is imported is listed here, with how far it was read and how many figures it holds.";
            widgets::empty_state(ui, "No articles yet", hint, None);
            return;
        }
        let to_list = filter_ui(ui, ctx, state, out);
        ui.add_space(space::XS);
        tools_ui(ui, ctx, out);
        ui.add_space(space::XS);
        if ctx.view.marked.len() > 1 {
            library_actions::marked_bar_ui(ui, ctx, &mut state.asked, out);
            ui.add_space(space::XS);
        }
        if ctx.derived.library.is_empty() {
            let hint = "No article holds all of these words in its title, outlet, wire or file name. Fields of the search work here, too: tag:denial, date:2024-12, has:figure.";
            widgets::empty_state(ui, "Nothing matches", hint, None);
            return;
        }
        rows_ui(ui, ctx, state, to_list, out);
    });
    library_actions::dialog_ui(ui, ctx, &mut state.asked, out);
}

/// The filter; says whether the keyboard is to go to the list.
fn filter_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut LibraryState, out: &mut Vec<Command>) -> bool {
    let mut filter = ctx.view.library_filter.clone();
    let field = widgets::search_box(ui, &mut filter, "Filter articles");
    if std::mem::take(&mut state.focus_filter) {
        field.request_focus();
    }
    if filter != ctx.view.library_filter {
        state.at = 0;
        out.push(Command::View(ViewCommand::LibraryFilter(filter)));
    }
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    entered || field.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowDown))
}

fn tools_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, out: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        // Both choices and the arrow on one line, however narrow the panel is.
        let room = ((ui.available_width() - 36.0 - 2.0 * space::XS) / 2.0).clamp(48.0, 110.0);
        let current = ctx.view.group_by;
        let choice = egui::ComboBox::from_id_salt("group by")
            .selected_text(current.label())
            .width(room)
            .truncate()
            .height(360.0);
        let shown = choice.show_ui(ui, |ui| {
            for group_by in GroupBy::ALL {
                if ui.selectable_label(group_by == current, group_by.label()).clicked() {
                    out.push(Command::View(ViewCommand::GroupBy(group_by)));
                }
            }
        });
        ui.ctx().accesskit_node_builder(shown.response.id, |node| node.set_label("Group articles"));
        let (sort_by, backwards) = (ctx.view.sort_by, ctx.view.sort_backwards);
        let choice =
            egui::ComboBox::from_id_salt("sort by").selected_text(sort_by.label()).width(room).truncate().height(360.0);
        let shown = choice.show_ui(ui, |ui| {
            for by in SortBy::ALL {
                if ui.selectable_label(by == sort_by, by.label()).clicked() {
                    out.push(Command::View(ViewCommand::SortBy(by, backwards)));
                }
            }
        });
        ui.ctx().accesskit_node_builder(shown.response.id, |node| node.set_label("Sort articles"));
        let icon = if backwards { icons::ARROW_UP } else { icons::ARROW_DOWN };
        let name = if backwards { "Sorted backwards" } else { "Sorted forwards" };
        if widgets::icon_button(ui, icon, name).on_hover_text("Turns the order round").clicked() {
            out.push(Command::View(ViewCommand::SortBy(sort_by, !backwards)));
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        for state in ReadState::ALL {
            let is_on = ctx.view.library_state == Some(*state);
            let hover = format!("Only articles marked {}", state.label());
            if widgets::toggle_chip(ui, state.label(), is_on).on_hover_text(hover).clicked() {
                out.push(Command::View(ViewCommand::LibraryState((!is_on).then_some(*state))));
            }
        }
        let (shown, all) = (ctx.derived.library_len, ctx.project.articles.len());
        if shown < all {
            widgets::chip(ui, &format!("{shown} of {}", counted(all, "article", "articles")));
        } else {
            widgets::chip(ui, &derived::library_summary(ctx.project, &ctx.derived.totals));
        }
    });
}

/// The list: one stop for the Tab key, gone through with the arrows.
fn rows_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut LibraryState, to_list: bool, out: &mut Vec<Command>) {
    state.lines = Lines::of(ctx);
    let len = state.lines.len;
    state.at = state.at.min(len.saturating_sub(1));
    let id = ui.make_persistent_id("articles");
    let area = ui.available_rect_before_wrap();
    let list = ui.interact(area, id, Sense::FOCUSABLE);
    list.widget_info(|| WidgetInfo::labeled(Role::Tree, true, "Articles"));
    if to_list {
        list.request_focus();
    }
    if list.has_focus() {
        let escape = !ctx.view.marked.is_empty();
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        keys(ui, ctx, state, (area.height() / ROW_HEIGHT) as usize, out);
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut scroll = ScrollArea::vertical().auto_shrink(false);
    if std::mem::take(&mut state.scroll) {
        let y = state.at as f32 * ROW_HEIGHT;
        if y < state.top {
            scroll = scroll.vertical_scroll_offset(y);
        } else if y + ROW_HEIGHT > state.top + area.height() {
            scroll = scroll.vertical_scroll_offset((y + ROW_HEIGHT - area.height()).max(0.0));
        }
    }
    let has_focus = list.has_focus();
    let mut clicked = false;
    let drawn = scroll.show_rows(ui, ROW_HEIGHT, len, |ui, shown| {
        for at in shown {
            let is_at = has_focus && at == state.at;
            match state.lines.line(ctx, at) {
                Some(Line::Group(n)) => clicked |= group_row_ui(ui, ctx, state, (at, n, is_at), out),
                Some(Line::Article(article)) => {
                    if let Some(article) = ctx.project.articles.get(&article) {
                        clicked |= ui
                            .push_id(article.id, |ui| article_row_ui(ui, ctx, state, (at, is_at), article, out))
                            .inner;
                    }
                }
                None => {}
            }
        }
    });
    state.top = drawn.state.clamped_offset().y;
    if clicked {
        list.request_focus();
    }
}

fn keys(ui: &egui::Ui, ctx: &UiCtx<'_>, state: &mut LibraryState, page: usize, out: &mut Vec<Command>) {
    let last = state.lines.len.saturating_sub(1);
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::COMMAND, Key::A) {
        out.push(Command::View(ViewCommand::Mark(state.lines.articles(ctx).into_iter().collect())));
        return;
    }
    // Shift goes on with the marks, wherever the key leads. It counts as it was when the key came: a slow frame may hold
    // several presses, and Shift may be up again at its end.
    let is_extending = std::cell::Cell::new(false);
    let any = |key| {
        let shifted = pressed(Modifiers::SHIFT, key);
        is_extending.set(is_extending.get() || shifted);
        shifted || pressed(Modifiers::NONE, key)
    };
    let before = state.at;
    let times = |key| {
        let shifted = ui.input_mut(|input| input.count_and_consume_key(Modifiers::SHIFT, key));
        is_extending.set(is_extending.get() || shifted > 0);
        shifted + ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key))
    };
    state.at = (state.at + times(Key::ArrowDown)).min(last);
    let up = times(Key::ArrowUp);
    if up > state.at {
        state.focus_filter = true;
    }
    state.at = state.at.saturating_sub(up);
    if any(Key::PageDown) {
        state.at = (state.at + page).min(last);
    }
    if any(Key::PageUp) {
        state.at = state.at.saturating_sub(page);
    }
    if any(Key::Home) {
        state.at = 0;
    }
    if any(Key::End) {
        state.at = last;
    }
    let line = state.lines.line(ctx, state.at);
    if state.at != before {
        state.scroll = true;
        if let Some(Line::Article(id)) = line {
            if is_extending.get() {
                mark_to(ctx, state, id, out);
            } else {
                state.anchor = Some(id);
            }
        }
    }
    let group_of = |at: usize| state.lines.starts.partition_point(|(start, _)| *start <= at).checked_sub(1);
    let group = group_of(state.at).and_then(|n| Some((n, ctx.derived.library.get(n)?)));
    if let Some((n, group)) = group {
        if pressed(Modifiers::NONE, Key::ArrowLeft) {
            out.push(Command::View(ViewCommand::Fold { heading: group.title.clone(), folded: true }));
            state.at = state.lines.starts.get(n).map_or(state.at, |(start, _)| *start);
            state.scroll = true;
        }
        if pressed(Modifiers::NONE, Key::ArrowRight) {
            out.push(Command::View(ViewCommand::Fold { heading: group.title.clone(), folded: false }));
        }
    }
    match line {
        Some(Line::Article(id)) => {
            if pressed(Modifiers::NONE, Key::Enter) {
                out.push(Command::View(ViewCommand::OpenArticle(id)));
            }
            if pressed(Modifiers::SHIFT, Key::Enter) {
                out.push(Command::View(ViewCommand::OpenOnly(id)));
            }
            if pressed(Modifiers::NONE, Key::Space) || pressed(Modifiers::COMMAND, Key::Space) {
                toggle_mark(ctx, state, id, out);
            }
        }
        Some(Line::Group(n)) => {
            if let Some(group) = ctx.derived.library.get(n)
                && (pressed(Modifiers::NONE, Key::Enter) || pressed(Modifiers::NONE, Key::Space))
            {
                let folded = !ctx.view.folded.contains(&group.title);
                out.push(Command::View(ViewCommand::Fold { heading: group.title.clone(), folded }));
            }
        }
        None => {}
    }
    if !ctx.view.marked.is_empty() && pressed(Modifiers::NONE, Key::Escape) {
        out.push(Command::View(ViewCommand::Mark(BTreeSet::new())));
    }
}

/// Marks everything from where the marks began to `id`.
fn mark_to(ctx: &UiCtx<'_>, state: &mut LibraryState, id: ArticleId, out: &mut Vec<Command>) {
    let anchor = *state.anchor.get_or_insert(id);
    let ends = [anchor, id].map(|id| state.lines.place_of(ctx, id));
    let [Some(a), Some(b)] = ends else { return };
    let marked = (a.min(b)..=a.max(b)).filter_map(|at| match state.lines.line(ctx, at) {
        Some(Line::Article(id)) => Some(id),
        _ => None,
    });
    out.push(Command::View(ViewCommand::Mark(marked.collect())));
}

fn toggle_mark(ctx: &UiCtx<'_>, state: &mut LibraryState, id: ArticleId, out: &mut Vec<Command>) {
    let mut marked = ctx.view.marked.clone();
    // The first one chosen with Ctrl joins the one that was chosen before by a plain click.
    if marked.is_empty()
        && let Selection::Article(first) = ctx.view.selection
        && first != id
    {
        marked.insert(first);
    }
    if !marked.remove(&id) {
        marked.insert(id);
    }
    state.anchor = Some(id);
    out.push(Command::View(ViewCommand::Mark(marked)));
}

fn group_row_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    state: &mut LibraryState,
    (at, n, is_at): (usize, usize, bool),
    out: &mut Vec<Command>,
) -> bool {
    let Some(group) = ctx.derived.library.get(n) else { return false };
    let is_folded = ctx.view.folded.contains(&group.title);
    let all = counted(group.articles.len(), "article", "articles");
    let trailing = match group.unread {
        0 => all,
        unread if unread == group.articles.len() => format!("{unread} unread"),
        unread => format!("{unread} of {} unread", group.articles.len()),
    };
    let row = TreeRow { group: true, open: Some(!is_folded), trailing: &trailing, ..TreeRow::new(&group.title) };
    let drawn = ui.push_id((group.rank, &group.title), |ui| widgets::list_row(ui, &row, is_at)).inner;
    if drawn.row.clicked() || drawn.toggled {
        state.at = at;
        out.push(Command::View(ViewCommand::Fold { heading: group.title.clone(), folded: !is_folded }));
        return true;
    }
    widgets::context_menu(&drawn.row, is_at, None, |ui| {
        if ui.button("Mark these articles").clicked() {
            out.push(Command::View(ViewCommand::Mark(group.articles.iter().copied().collect())));
            ui.close();
        }
        if ui.button("Open side by side").on_hover_text(format!("The first {MAX_COLUMNS}")).clicked() {
            out.push(Command::View(ViewCommand::OpenAll(group.articles.clone())));
            ui.close();
        }
        ui.separator();
        let fold_all = |out: &mut Vec<Command>, folded: bool| {
            for group in &ctx.derived.library {
                out.push(Command::View(ViewCommand::Fold { heading: group.title.clone(), folded }));
            }
        };
        if ui.button("Fold all").clicked() {
            fold_all(out, true);
            ui.close();
        }
        if ui.button("Unfold all").clicked() {
            fold_all(out, false);
            ui.close();
        }
    });
    false
}

fn article_row_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    state: &mut LibraryState,
    (at, is_at): (usize, bool),
    article: &Article,
    out: &mut Vec<Command>,
) -> bool {
    let counts = ctx.derived.counts.get(&article.id).copied().unwrap_or_default();
    let reviewed = if article.figures_reviewed.is_some() { " ✓" } else { "" };
    let trailing = format!("{} fig{reviewed}", counts.figures);
    let is_marked = ctx.view.marked.contains(&article.id);
    let row = TreeRow {
        depth: 1,
        leading: Leading::Read(article.read_state),
        trailing: &trailing,
        selected: ctx.view.columns.contains(&article.id) || is_marked,
        ..TreeRow::new(&article.title)
    };
    let response = widgets::list_row(ui, &row, is_at).row;
    if is_marked {
        let ink = ctx.tokens.accent;
        let place = egui::pos2(response.rect.left() + space::S + 2.0, response.rect.center().y);
        ui.painter().text(place, egui::Align2::CENTER_CENTER, icons::CHECK, fonts::icon(size::SMALL), ink);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description("marked"));
    }
    let response = response.on_hover_ui(|ui| {
        ui.label(library_actions::hover_words(ctx, article, counts));
    });
    let modifiers = ui.input(|input| input.modifiers);
    if response.clicked() {
        state.at = at;
        if modifiers.command {
            toggle_mark(ctx, state, article.id, out);
        } else if modifiers.shift {
            mark_to(ctx, state, article.id, out);
        } else {
            state.anchor = Some(article.id);
            if !ctx.view.marked.is_empty() {
                out.push(Command::View(ViewCommand::Mark(BTreeSet::new())));
            }
            let open = ctx.view.columns.contains(&article.id);
            let chosen = ctx.view.selection == Selection::Article(article.id);
            out.push(Command::View(if open && chosen {
                ViewCommand::CloseColumn(article.id)
            } else {
                ViewCommand::OpenArticle(article.id)
            }));
        }
        return true;
    }
    widgets::context_menu(&response, is_at, None, |ui| {
        if is_marked && ctx.view.marked.len() > 1 {
            library_actions::menu_ui(ui, ctx, &mut state.asked, out);
        } else {
            article_menu_ui(ui, article, out);
        }
    });
    false
}

/// What can be done to one article.
fn article_menu_ui(ui: &mut egui::Ui, article: &Article, out: &mut Vec<Command>) {
    let mut entry = |ui: &mut egui::Ui, label: &str, command: Command| {
        if ui.button(label).clicked() {
            out.push(command);
            ui.close();
        }
    };
    entry(ui, "Open in a column", Command::View(ViewCommand::OpenArticle(article.id)));
    entry(ui, "Open alone", Command::View(ViewCommand::OpenOnly(article.id)));
    ui.separator();
    for state in ReadState::ALL {
        let label = format!("Mark {}", state.label());
        entry(ui, &label, Command::Do(Operation::MarkRead { articles: vec![article.id], state: *state }));
    }
    let reviewed = article.figures_reviewed.is_some();
    let label = if reviewed { "Mark figures not reviewed" } else { "Mark figures reviewed" };
    entry(ui, label, Command::Do(Operation::MarkReviewed { article: article.id, reviewed: !reviewed }));
    let label = if article.confidential { "Not confidential" } else { "Mark confidential: withhold from exports" };
    let change = ManyChange::Confidential(!article.confidential);
    entry(ui, label, Command::Do(Operation::ChangeArticles { articles: vec![article.id], change }));
    entry(ui, "Look for figures again", Command::Do(Operation::SuggestFigures(vec![article.id])));
    ui.separator();
    entry(ui, "Delete article", Command::Do(Operation::DeleteArticles(vec![article.id])));
}
