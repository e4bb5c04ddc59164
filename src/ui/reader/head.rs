//! The head of a column, always in sight: outlet, whose text it carries, date, headline, how far it was read and
//! reviewed; it is also what a column is dragged by. Layer `ui`.

use egui::{Rect, pos2, vec2};

use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::ops::articles_many::ManyChange;
use crate::app::ops::counted;
use crate::app::view::Selection;
use crate::model::{Article, ArticleId, ReadState};
use crate::ui::ctx::UiCtx;
use crate::ui::fonts::{self, icons};
use crate::ui::style::{radius, size, space};
use crate::ui::text_view::Margins;
use crate::ui::widgets;

use super::{ReaderState, view};

/// The widest a headline is set, in points.
const MEASURE: f32 = 640.0;
/// Cards narrower than this have smaller headlines, in points.
const NARROW: f32 = 300.0;

/// Cards narrower than this have the date on a line of its own.
const NARROWER: f32 = 260.0;

/// Draws the head.
pub(super) fn head_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    state: &mut ReaderState,
    article: &Article,
    out: &mut Vec<Command>,
) {
    let t = ctx.tokens;
    let width = ui.available_width();
    // Level with the words below.
    let drawn = state.columns.get(&article.id).filter(|column| column.state.column().is_positive());
    let margin = drawn.map_or(Margins::of(width).left, |column| {
        let indent = column.state.column().left() - column.state.view_rect().left();
        indent.clamp(Margins::of(width).left, (width * 0.4).max(Margins::of(width).left))
    });
    let narrow = width < NARROWER;
    let date = article.published.map_or_else(|| "no date".to_owned(), |date| date.strftime("%-d %b %Y").to_string());
    let first = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        ui.add_space(margin - space::XS);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            ui.add_space(2.0);
            if widgets::icon_button(ui, icons::CLOSE, &format!("Close {}", article.title)).clicked() {
                out.push(view(ViewCommand::CloseColumn(article.id)));
            }
            more_ui(ui, ctx, article, out);
            if !narrow {
                widgets::chip(ui, &date);
                ui.add_space(space::XS);
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| outlet_ui(ui, ctx, article, narrow));
        });
    });
    if narrow {
        // In a narrow column the outlet needs the line for itself: the date and whose text it carries stand below.
        let words = format!("{date} {}", carried(ctx, article));
        let room = vec2(ui.available_width(), 13.0);
        let (rect, line) = ui.allocate_exact_size(room, egui::Sense::hover());
        line.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, words.trim_end()));
        let shown =
            widgets::one_line(ui, words.trim_end(), fonts::sans(size::TINY), t.dim, rect.width() - margin - space::S);
        ui.painter().galley(pos2(rect.left() + margin, rect.top() - 4.0), shown, t.dim);
        line.on_hover_text(carried_tip(article));
    }
    let top = headline_ui(ui, ctx, state, article, margin, out);
    let left = margin - Margins::of(width).left;
    coverage_ui(ui, ctx, article, (left, first.response.rect.center().y, top + 12.0), out);
}

fn outlet_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, article: &Article, narrow: bool) {
    let t = ctx.tokens;
    ui.spacing_mut().item_spacing.x = space::XS;
    let outlet = ctx.project.outlet_name(article);
    let name = egui::RichText::new(&outlet).font(fonts::sans_semibold(size::SMALL)).color(t.accent);
    ui.add(egui::Label::new(name).truncate()).on_hover_text(outlet);
    let carried = carried(ctx, article);
    if !narrow && !carried.is_empty() && ui.available_width() > 24.0 {
        let words = egui::RichText::new(carried).font(fonts::sans(size::SMALL)).color(t.dim);
        let label = ui.add(egui::Label::new(words).truncate());
        label.on_hover_text(carried_tip(article));
    }
}

/// What the words about the wire mean, and what shows it.
fn carried_tip(article: &Article) -> String {
    if article.wire.is_none() {
        return "The day it was published; whose text it carries is not stated".to_owned();
    }
    let evidence =
        article.wire_evidence.as_ref().map_or_else(String::new, |words| format!(", by its own words: “{words}”"));
    format!("Carries or rewrites another’s text{evidence}")
}

/// Everything else that is done with a column.
fn more_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, article: &Article, out: &mut Vec<Command>) {
    let button = widgets::icon_button(ui, icons::ELLIPSIS, &format!("More about {}", article.title));
    let Some(at) = ctx.view.columns.iter().position(|id| *id == article.id) else { return };
    egui::Popup::menu(&button).show(|ui| {
        ui.set_min_width(180.0);
        let mut entry = |ui: &mut egui::Ui, label: &str, key: &str, can: bool, command: &dyn Fn() -> Command| {
            if ui.add_enabled(can, egui::Button::new(label).shortcut_text(key)).clicked() {
                out.push(command());
                ui.close();
            }
        };
        let to = |to: usize| move || view(ViewCommand::MoveColumn { from: at, to });
        entry(ui, "Move left", "Ctrl ⇧ PgUp", at > 0, &to(at.saturating_sub(1)));
        entry(ui, "Move right", "Ctrl ⇧ PgDn", at + 1 < ctx.view.columns.len(), &to(at + 1));
        entry(ui, "Read alone", "", ctx.view.columns.len() > 1, &|| view(ViewCommand::OpenOnly(article.id)));
        ui.separator();
        for read in ReadState::ALL {
            let mark = || Command::Do(Operation::MarkRead { articles: vec![article.id], state: *read });
            entry(ui, &format!("Mark {}", read.label()), "", *read != article.read_state, &mark);
        }
        ui.separator();
        let label = if article.confidential { "Not confidential" } else { "Mark confidential: withhold from exports" };
        entry(ui, label, "", true, &|| {
            let change = ManyChange::Confidential(!article.confidential);
            Command::Do(Operation::ChangeArticles { articles: vec![article.id], change })
        });
        if let Some(url) = &article.url {
            ui.separator();
            if ui.button("Copy the link to the source").clicked() {
                ui.ctx().copy_text(url.clone());
                ui.close();
            }
        }
    });
}

/// The headline; gives back where it begins. Dragging it moves the column.
fn headline_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    state: &mut ReaderState,
    article: &Article,
    margin: f32,
    out: &mut Vec<Command>,
) -> f32 {
    let t = ctx.tokens;
    let narrow = ui.available_width() < NARROW;
    let font = fonts::serif_semibold(if narrow { size::READING + 1.0 } else { size::TITLE });
    let mut job = egui::text::LayoutJob::single_section(article.title.clone(), egui::TextFormat::simple(font, t.text));
    // On a wide card the headline ends where the text does.
    let max_width = (ui.available_width() - margin - space::M).min(MEASURE);
    job.wrap = egui::text::TextWrapping { max_width, max_rows: 2, ..egui::text::TextWrapping::default() };
    let galley = ui.painter().layout_job(job);
    let size = vec2(ui.available_width(), galley.size().y);
    let (rect, headline) = ui.allocate_exact_size(size, egui::Sense::click_and_drag());
    headline.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Heading, true, &article.title));
    ui.painter().galley(pos2(rect.left() + margin, rect.top()), galley, t.text);
    let at = ctx.view.columns.iter().position(|id| *id == article.id);
    if headline.drag_started()
        && ctx.view.columns.len() > 1
        && let Some(at) = at
    {
        state.moving = Some((at, at));
    }
    let clicked = headline.clicked();
    if ctx.view.columns.len() > 1 {
        headline.on_hover_cursor(egui::CursorIcon::Grab).on_hover_text(format!("{}\nDrag to move", article.title));
    } else {
        headline.on_hover_text(&article.title);
    }
    if clicked {
        out.push(view(ViewCommand::Select(Selection::Article(article.id))));
    }
    rect.top()
}

/// How far the article was read and whether its figures were gone through, in the margin left of outlet and headline;
/// both are switched here.
fn coverage_ui(
    ui: &egui::Ui,
    ctx: &UiCtx<'_>,
    article: &Article,
    (left, outlet_y, headline_y): (f32, f32, f32),
    out: &mut Vec<Command>,
) {
    let t = ctx.tokens;
    let x = ui.max_rect().left() + left + Margins::of(ui.max_rect().width()).left * 0.5 - 3.0;
    let next = match article.read_state {
        ReadState::Unread => ReadState::Reading,
        ReadState::Reading => ReadState::Done,
        ReadState::Done => ReadState::Unread,
    };
    let rect = Rect::from_center_size(pos2(x, outlet_y), vec2(20.0, 20.0));
    let read = ui.interact(rect, ui.scope_id().with("read"), egui::Sense::click());
    let name = format!("{}: mark {}", article.read_state.label(), next.label());
    read.widget_info(|| {
        egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, format!("{name}, {}", article.title))
    });
    widgets::paint_status_dot(ui, rect.center(), article.read_state);
    widgets::focus_ring(ui, &read, rect, radius::CONTROL);
    let read = read.on_hover_cursor(egui::CursorIcon::PointingHand);
    if read.on_hover_text(format!("{name} (Ctrl D marks done)")).clicked() {
        out.push(Command::Do(Operation::MarkRead { articles: vec![article.id], state: next }));
    }

    let counts = ctx.derived.counts.get(&article.id).copied().unwrap_or_default();
    let is_reviewed = article.figures_reviewed.is_some();
    let rect = Rect::from_center_size(pos2(x, headline_y), vec2(20.0, 20.0));
    let mark = ui.interact(rect, ui.scope_id().with("reviewed"), egui::Sense::click());
    let name = if is_reviewed { "Figures reviewed" } else { "Figures not reviewed" };
    mark.widget_info(|| {
        let name = format!("{name}: {}", article.title);
        egui::WidgetInfo::selected(egui::accesskit::Role::CheckBox, true, is_reviewed, name)
    });
    let (icon, colour) = match (is_reviewed, counts.suggested) {
        (true, 0) => (icons::CIRCLE_CHECK, t.success),
        // Something new came after somebody had gone through it.
        (true, _) => (icons::CIRCLE_ALERT, t.warning),
        (false, _) => (icons::CIRCLE_DASHED, t.dim),
    };
    let font = fonts::icon(size::BODY + 1.0);
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, icon, font, colour);
    widgets::focus_ring(ui, &mark, rect, radius::CONTROL);
    let figures = counted(counts.figures, "figure", "figures");
    let left = match counts.suggested {
        0 => format!("{figures}, none to review"),
        n => format!("{n} of {figures} to review"),
    };
    let who = match &article.figures_reviewed {
        Some((coder, at)) => {
            let who = ctx.project.coders.get(coder).map_or("somebody", |coder| coder.name.as_str());
            format!("Gone through by {who}, {}. Click to take that back (Ctrl ⇧ R)", at.strftime("%-d %b %Y"))
        }
        None => "Click when you have gone through this article’s figures (Ctrl ⇧ R)".to_owned(),
    };
    let mark = mark.on_hover_cursor(egui::CursorIcon::PointingHand);
    if mark.on_hover_text(format!("{name}: {left}\n{who}")).clicked() {
        out.push(Command::Do(Operation::MarkReviewed { article: article.id, reviewed: !is_reviewed }));
    }
}

/// "· BBC" beside the outlet whose article carries BBC's text; empty when the text is the outlet's own or the wire says it all.
fn carried(ctx: &UiCtx<'_>, article: &Article) -> String {
    let wire = article.wire.and_then(|id| ctx.project.organisations.get(&id));
    match (wire, article.outlet) {
        (Some(_), outlet) if outlet == article.wire => "· wire".to_owned(),
        (Some(wire), Some(_)) => format!("· {}", wire.short_name()),
        _ => String::new(),
    }
}

/// While a column is dragged by its headline: where it would go; on letting go, it goes there.
pub(super) fn drop_place_ui(
    ui: &egui::Ui,
    ctx: &UiCtx<'_>,
    state: &mut ReaderState,
    cards: &[(ArticleId, Rect)],
    out: &mut Vec<Command>,
) {
    let Some((from, _)) = state.moving else { return };
    let (pos, down) = ui.input(|input| (input.pointer.latest_pos(), input.pointer.primary_down()));
    let Some(pos) = pos else { return };
    // The place among the others: before every card whose middle lies right of the pointer.
    let to = cards.iter().enumerate().filter(|(n, (_, rect))| *n != from && rect.center().x < pos.x).count();
    if !down {
        state.moving = None;
        if to != from {
            out.push(view(ViewCommand::MoveColumn { from, to }));
        }
        return;
    }
    state.moving = Some((from, to));
    ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    if let Some((_, rect)) = cards.get(from) {
        ui.painter().rect_filled(*rect, f32::from(radius::CARD), ctx.tokens.canvas.gamma_multiply(0.5));
    }
    // Where it goes: at the right edge of a card further right, at the left of one further left.
    if let Some((_, rect)) = cards.get(to) {
        let x = if to > from { rect.right() + 6.0 } else { rect.left() - 6.0 };
        let x = x.clamp(ui.clip_rect().left() + 2.0, ui.clip_rect().right() - 2.0);
        ui.painter().vline(x, rect.y_range(), egui::Stroke::new(3.0, ctx.tokens.accent));
    }
}
