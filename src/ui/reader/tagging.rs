//! Tagging at the selection: a small bar with the tags nearest to hand, and a pop-up to find or make any tag. Layer `ui`.

use std::ops::Range;

use egui::{Area, Key, Modifiers, Order, Rect, ScrollArea, pos2, vec2};

use crate::app::actions::Action;
use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::reading::ReadingCommand;
use crate::model::{ArticleId, Tag, TagId};
use crate::ui::ctx::UiCtx;
use crate::ui::fonts;
use crate::ui::style::{size, space};
use crate::ui::widgets::{self, Leading, TreeRow};

use super::{ReaderState, view};

/// Width of the pop-up, in points.
const WIDTH: f32 = 280.0;
/// How many tags stand in the small bar.
const AT_HAND: usize = 4;

/// What the pop-up keeps while it is open.
#[derive(Debug, Default)]
pub(super) struct TaggingState {
    query: String,
    row: usize,
    was_open: bool,
    /// Where the small bar stood in the last frame. A press on it takes the keyboard from the words for a moment.
    bar: Option<Rect>,
    /// The words were selected by keys: what the next key takes in must stay in sight.
    by_key: bool,
}

/// One line of the pop-up.
enum Line<'a> {
    Tag(&'a Tag),
    /// Make a tag of the words typed.
    New(String),
}

/// Draws the pop-up or the small bar, where there is something to tag.
pub(super) fn tagging_ui(ui: &egui::Ui, ctx: &UiCtx<'_>, state: &mut ReaderState, out: &mut Vec<Command>) {
    let Some((article, range)) = ctx.workbench.span_to_tag() else {
        if ctx.view.reading.tagging {
            out.push(view(ViewCommand::Reading(ReadingCommand::Tagging(false))));
        }
        state.tagging = TaggingState::default();
        return;
    };
    let place = state.columns.get(&article).map(|column| (column.state.rects(&range), column.state.view_rect()));
    let Some((rects, text_rect)) = place else { return };
    let dragging = state.columns.get(&article).is_some_and(|column| column.state.is_dragging());
    let beside = rects.last().copied().unwrap_or_else(|| Rect::from_center_size(text_rect.center(), vec2(1.0, 1.0)));
    if ctx.view.reading.tagging {
        popup_ui(ui, ctx, &mut state.tagging, (article, &range), beside, out);
        return;
    }
    let bar = state.tagging.bar.take();
    let by_key = ui.input(|input| {
        let arrows = [Key::ArrowDown, Key::ArrowUp, Key::ArrowLeft, Key::ArrowRight, Key::Home, Key::End];
        let pressed =
            input.modifiers.shift && arrows.into_iter().any(|key| input.key_down(key) || input.key_pressed(key));
        (state.tagging.by_key || pressed) && !input.pointer.any_pressed()
    });
    state.tagging = TaggingState { by_key, ..TaggingState::default() };
    let on_bar =
        ui.input(|input| input.pointer.latest_pos().is_some_and(|pos| bar.is_some_and(|bar| bar.contains(pos))));
    // While Shift is held the selection is still growing.
    let shift = ui.input(|input| input.modifiers.shift);
    let is_selection = ctx.view.text_selection.is_some();
    if is_selection
        && (state.has_keyboard || on_bar)
        && !dragging
        && !shift
        && !rects.is_empty()
        && !ctx.view.palette_open
    {
        // Selecting by keys mostly goes on downwards: the bar then stands above the first line.
        let first = rects.first().copied().filter(|first| by_key && first.top() - 44.0 > text_rect.top());
        state.tagging.bar = Some(small_bar_ui(ui, ctx, (article, &range), (beside, first), text_rect, out));
    }
}

/// The tags nearest to hand, those with keys first, and what else is done with selected words.
fn small_bar_ui(
    ui: &egui::Ui,
    ctx: &UiCtx<'_>,
    (article, range): (ArticleId, &Range<usize>),
    (beside, above): (Rect, Option<Rect>),
    text_rect: Rect,
    out: &mut Vec<Command>,
) -> Rect {
    let id = egui::Id::unique("selection bar");
    let screen = ui.ctx().content_rect();
    // Below the last selected line, so that no selected word is hidden; above where there is no room.
    let below = beside.bottom() + 40.0 < text_rect.bottom().min(screen.bottom());
    let y = match above {
        Some(first) => first.top() - 40.0,
        None if below => beside.bottom() + 4.0,
        None => beside.top() - 40.0,
    };
    let before = out.len();
    let area = Area::new(id).order(Order::Foreground).fixed_pos(pos2(beside.left(), y)).constrain(true);
    let shown = area.show(ui.ctx(), |ui| {
        widgets::card_frame(ctx.tokens).inner_margin(4.0).shadow(ui.visuals().popup_shadow).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::XS;
                for tag in at_hand(ctx).into_iter().take(AT_HAND) {
                    let key = tag.key.map(|key| format!("{} ", key.to_uppercase())).unwrap_or_default();
                    let short = widgets::cut_words(&tag.name, 22);
                    let chip = widgets::tag_chip(ui, &format!("{key}{short}"), tag.colour);
                    let chip = chip.on_hover_text(format!("Tag as {}", tag.name));
                    if chip.clicked() {
                        out.push(Command::Do(Operation::TagSpan { article, range: range.clone(), tag: tag.id }));
                    }
                }
                let action = |ui: &mut egui::Ui, words: &str, action: Action, out: &mut Vec<Command>| {
                    let info = action.info();
                    let key = info.shortcut.map(|shortcut| shortcut.shown()).unwrap_or_default();
                    let button = egui::Button::new(egui::RichText::new(words).font(fonts::sans(size::SMALL)));
                    let button = ui.add(button.small().frame_when_inactive(false));
                    if button.on_hover_text(format!("{} ({key})", info.tooltip)).clicked() {
                        out.push(Command::Action(action));
                    }
                };
                action(ui, "Tag…", Action::TagSelection, out);
                action(ui, "Figure", Action::AddFigure, out);
                action(ui, "Copy", Action::Copy, out);
            });
        });
    });
    if out.len() > before {
        // The keyboard goes back to the words.
        out.push(view(ViewCommand::Reading(ReadingCommand::Focus(article))));
    }
    shown.response.rect
}

/// Tags in the order of their keys, then of the codebook.
pub(super) fn at_hand<'a>(ctx: &UiCtx<'a>) -> Vec<&'a Tag> {
    let mut tags: Vec<&Tag> = ctx.project.tags.values().collect();
    tags.sort_by_key(|tag| (tag.key.is_none(), tag.key, tag.order, &tag.name));
    tags
}

fn popup_ui(
    ui: &egui::Ui,
    ctx: &UiCtx<'_>,
    state: &mut TaggingState,
    (article, range): (ArticleId, &Range<usize>),
    beside: Rect,
    out: &mut Vec<Command>,
) {
    let opened_now = !std::mem::replace(&mut state.was_open, true);
    let has = tags_on(ctx, article, range);
    let lines = lines(ctx, &state.query);
    state.row = state.row.min(lines.len().saturating_sub(1));
    let height = 96.0 + 28.0 * lines.len().min(8) as f32;
    let screen = ui.ctx().content_rect();
    let below = beside.bottom() + height < screen.bottom();
    let y = if below { beside.bottom() + 6.0 } else { (beside.top() - height - 6.0).max(screen.top()) };
    let area = Area::new(egui::Id::unique("tag pop-up")).order(Order::Foreground).fixed_pos(pos2(beside.left(), y));
    let mut close = false;
    let shown = area.constrain(true).show(ui.ctx(), |ui| {
        widgets::card_frame(ctx.tokens).inner_margin(space::S).shadow(ui.visuals().popup_shadow).show(ui, |ui| {
            ui.set_width(WIDTH);
            let keys = ui.input_mut(|input| Keys {
                // Before the box takes it to clear itself: one press closes the pop-up.
                escape: input.consume_key(Modifiers::NONE, Key::Escape),
                down: input.consume_key(Modifiers::NONE, Key::ArrowDown),
                up: input.consume_key(Modifiers::NONE, Key::ArrowUp),
                stay: input.consume_key(Modifiers::SHIFT, Key::Enter),
                enter: input.consume_key(Modifiers::NONE, Key::Enter),
            });
            close |= keys.escape;
            if keys.down {
                state.row = (state.row + 1).min(lines.len().saturating_sub(1));
            }
            if keys.up {
                state.row = state.row.saturating_sub(1);
            }
            let before = state.query.clone();
            let field = widgets::search_box(ui, &mut state.query, "Find or name a tag");
            if opened_now {
                field.request_focus();
            }
            if before != state.query {
                state.row = 0;
            }
            ui.add_space(space::XS);
            ui.spacing_mut().item_spacing.y = 0.0;
            ScrollArea::vertical().max_height(28.0 * 8.0).auto_shrink([false, true]).show(ui, |ui| {
                for (n, line) in lines.iter().enumerate() {
                    let clicked = line_ui(ui, line, n == state.row, &has, keys.down || keys.up);
                    let by_key = n == state.row && (keys.enter || keys.stay);
                    if clicked || by_key {
                        choose(ctx, line, (article, range), &has, out);
                        let stays = keys.stay || clicked && ui.input(|input| input.modifiers.shift);
                        close |= !stays;
                        state.query.clear();
                    }
                }
            });
            ui.add_space(space::XS);
            let hint = "Enter tags · ⇧ Enter tags and stays · Esc closes";
            ui.label(egui::RichText::new(hint).font(fonts::sans(size::TINY)).color(ctx.tokens.dim));
        });
    });
    let elsewhere = ui.input(|input| {
        input.pointer.any_pressed()
            && input.pointer.interact_pos().is_some_and(|pos| !shown.response.rect.contains(pos))
    });
    if (close || elsewhere) && !opened_now {
        state.was_open = false;
        state.query.clear();
        out.push(view(ViewCommand::Reading(ReadingCommand::Tagging(false))));
        // The keyboard goes back to the words.
        if !elsewhere {
            out.push(view(ViewCommand::Reading(ReadingCommand::Focus(article))));
        }
    }
}

struct Keys {
    escape: bool,
    down: bool,
    up: bool,
    stay: bool,
    enter: bool,
}

fn line_ui(ui: &mut egui::Ui, line: &Line<'_>, selected: bool, has: &[TagId], moved: bool) -> bool {
    let (label, key, leading, trailing) = match line {
        Line::Tag(tag) => (
            tag.name.clone(),
            tag.key.map(|key| key.to_uppercase().to_string()),
            Leading::Tag(tag.colour),
            if has.contains(&tag.id) { "on it" } else { "" },
        ),
        Line::New(name) => (format!("Create “{name}”"), None, Leading::Nothing, ""),
    };
    let row = TreeRow { leading, key: key.as_deref(), trailing, selected, ..TreeRow::new(&label) };
    let response = widgets::tree_row(ui, &row).row;
    if selected && moved {
        response.scroll_to_me(None);
    }
    response.clicked()
}

/// The tags whose names hold every word typed, and, unless one has just that name, a new one.
fn lines<'a>(ctx: &UiCtx<'a>, query: &str) -> Vec<Line<'a>> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let name = query.trim();
    let fits = |tag: &&Tag| {
        let hay = format!("{} {}", tag.name, tag.description).to_lowercase();
        words.iter().all(|word| hay.contains(word))
    };
    let mut tags: Vec<&Tag> = at_hand(ctx).into_iter().filter(fits).collect();
    // A name that begins as typed comes before one that only holds it, and that before a description.
    let lower = name.to_lowercase();
    tags.sort_by_key(|tag| {
        let tag_name = tag.name.to_lowercase();
        (!tag_name.starts_with(&lower), !tag_name.contains(&lower))
    });
    let is_new = !name.is_empty() && !ctx.project.tags.values().any(|tag| tag.name.to_lowercase() == lower);
    let mut lines: Vec<Line<'a>> = tags.into_iter().map(Line::Tag).collect();
    if is_new {
        lines.push(Line::New(name.to_owned()));
    }
    lines
}

/// The tags that the coder's excerpt of just this span has.
fn tags_on(ctx: &UiCtx<'_>, article: ArticleId, range: &Range<usize>) -> Vec<TagId> {
    excerpt_on(ctx, article, range).map(|excerpt| excerpt.tags.iter().copied().collect()).unwrap_or_default()
}

fn excerpt_on<'a>(ctx: &UiCtx<'a>, article: ArticleId, range: &Range<usize>) -> Option<&'a crate::model::Excerpt> {
    let text = ctx.session.text(article)?;
    let span = crate::app::ops::codebook::trimmed(&text, range.clone())?;
    let here = ctx.derived.excerpts_of.get(&article)?;
    here.iter()
        .filter_map(|id| ctx.project.excerpts.get(id))
        .find(|excerpt| excerpt.anchor.span == span && excerpt.coder == ctx.session.coder())
}

/// Puts a tag on, takes off one that is on, or makes one.
fn choose(
    ctx: &UiCtx<'_>,
    line: &Line<'_>,
    (article, range): (ArticleId, &Range<usize>),
    has: &[TagId],
    out: &mut Vec<Command>,
) {
    let range = range.clone();
    out.push(Command::Do(match line {
        Line::Tag(tag) if has.contains(&tag.id) => match excerpt_on(ctx, article, &range) {
            Some(excerpt) => Operation::Untag { excerpt: excerpt.id, tag: tag.id },
            None => return,
        },
        Line::Tag(tag) => Operation::TagSpan { article, range, tag: tag.id },
        Line::New(name) => Operation::TagSpanNew { article, range, name: name.clone() },
    }));
}
