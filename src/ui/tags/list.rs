//! The excerpts asked for, each with the words around it; a click opens it in the reader. Layer `ui`.

use std::collections::BTreeSet;

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat};
use egui::{Rect, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::actions::Action;
use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::ops::counted;
use crate::app::retrieval::context;
use crate::app::view::Selection;
use crate::model::{Excerpt, ExcerptId};
use crate::ui::ctx::UiCtx;
use crate::ui::fonts;
use crate::ui::style::{radius, size, space};
use crate::ui::widgets::{self, ActionButton};

use super::query::query_ui;

/// Height of one excerpt, in points: its words on two lines over where it stands.
const ROW: f32 = 66.0;
/// Bytes of context on each side.
const AROUND: usize = 90;

/// What the list keeps between frames.
#[derive(Debug, Default)]
pub struct ListState {
    /// Excerpts chosen for a tag of their own.
    chosen: BTreeSet<ExcerptId>,
    /// The name of that tag as typed.
    name: String,
}

/// Draws the chips, the count and the list.
pub(super) fn list_ui(
    ui: &mut Ui,
    ctx: &UiCtx<'_>,
    found: &[ExcerptId],
    state: &mut ListState,
    out: &mut Vec<Command>,
) {
    query_ui(ui, ctx, out);
    ui.horizontal_wrapped(|ui| {
        let words = counted(found.len(), "excerpt", "excerpts");
        let asked = ctx.view.tags.query.in_words(ctx.project);
        ui.label(egui::RichText::new(format!("{words}: {asked}")).color(ctx.tokens.dim));
        if ui.add(ActionButton::quiet("Copy all")).on_hover_text("Each with outlet, title and date").clicked() {
            let all: Vec<String> =
                found.iter().filter_map(|id| ctx.project.excerpts.get(id)).map(|excerpt| cited(ctx, excerpt)).collect();
            ui.ctx().copy_text(all.join("\n\n"));
        }
        if ui.add(ActionButton::quiet("Export…")).on_hover_text("These excerpts as CSV").clicked() {
            out.push(Command::Action(Action::ExportExcerpts));
        }
    });
    split_ui(ui, ctx, state, out);
    ScrollArea::vertical().id_salt("excerpts").auto_shrink(false).show_rows(ui, ROW, found.len(), |ui, shown| {
        for id in found.get(shown).unwrap_or_default() {
            if let Some(excerpt) = ctx.project.excerpts.get(id) {
                ui.push_id(id, |ui| excerpt_ui(ui, ctx, excerpt, state, out));
            }
        }
    });
}

/// With excerpts chosen and one tag asked for: a tag of their own.
fn split_ui(ui: &mut Ui, ctx: &UiCtx<'_>, state: &mut ListState, out: &mut Vec<Command>) {
    state.chosen.retain(|id| ctx.project.excerpts.contains_key(id));
    let tags = &ctx.view.tags.query.tags;
    let one = tags.keys().next().filter(|_| tags.len() == 1).and_then(|id| ctx.project.tags.get(id));
    let (Some(tag), false) = (one, state.chosen.is_empty()) else { return };
    ui.horizontal_wrapped(|ui| {
        ui.label(format!("{} off “{}” as", counted(state.chosen.len(), "excerpt", "excerpts"), tag.name));
        let field =
            ui.add(egui::TextEdit::singleline(&mut state.name).hint_text("Name of the new tag").desired_width(150.0));
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Name of the new tag"));
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let ready = !state.name.trim().is_empty();
        if ui.add_enabled(ready, egui::Button::new("Split off")).clicked() || entered && ready {
            let excerpts = std::mem::take(&mut state.chosen).into_iter().collect();
            let name = std::mem::take(&mut state.name);
            out.push(Command::Do(Operation::SplitTag { tag: tag.id, excerpts, name }));
        }
    });
}

fn cited(ctx: &UiCtx<'_>, excerpt: &Excerpt) -> String {
    format!("“{}” ({})", excerpt.anchor.quote, source(ctx, excerpt))
}

fn source(ctx: &UiCtx<'_>, excerpt: &Excerpt) -> String {
    let Some(article) = ctx.project.articles.get(&excerpt.article) else { return String::new() };
    let day = article.published.map_or_else(|| "no date".to_owned(), |day| day.strftime("%-d %b %Y").to_string());
    format!("{}, “{}”, {day}", ctx.project.outlet_name(article), article.title)
}

fn excerpt_ui(ui: &mut Ui, ctx: &UiCtx<'_>, excerpt: &Excerpt, state: &mut ListState, out: &mut Vec<Command>) {
    let t = ctx.tokens;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let source = source(ctx, excerpt);
    let said = format!("“{}”, {source}", excerpt.anchor.quote);
    let selected = ctx.view.selection == Selection::Excerpt(excerpt.id);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, selected, &said));
    let inner = rect.shrink2(vec2(space::XS, 2.0));
    if selected || response.hovered() {
        let fill = if selected { t.accent_ground } else { t.hover_on(t.panel) };
        ui.painter().rect_filled(inner, f32::from(radius::CONTROL), fill);
    }
    // A box to choose it for a tag of its own.
    let tick = Rect::from_min_size(pos2(inner.left() + 2.0, inner.top() + 4.0), vec2(18.0, 18.0));
    let mut chosen = state.chosen.contains(&excerpt.id);
    let ticked = ui.put(tick, egui::Checkbox::without_text(&mut chosen));
    ticked.widget_info(|| {
        WidgetInfo::selected(egui::accesskit::Role::CheckBox, true, chosen, format!("Choose {}", excerpt.anchor.quote))
    });
    if ticked.changed() {
        if chosen {
            state.chosen.insert(excerpt.id);
        } else {
            state.chosen.remove(&excerpt.id);
        }
    }
    let left = tick.right() + space::XS;
    let colour = excerpt.tags.iter().find_map(|id| ctx.project.tags.get(id)).map_or(t.line, |tag| t.tag(tag.colour));
    let bar = Rect::from_min_max(pos2(left, inner.top() + 4.0), pos2(left + 3.0, inner.bottom() - 20.0));
    ui.painter().rect_filled(bar, 1.5, colour);
    let mut job = LayoutJob::default();
    job.wrap.max_width = inner.right() - left - space::M;
    job.wrap.max_rows = 2;
    let format = |ink| TextFormat { font_id: fonts::serif(size::BODY + 1.0), color: ink, ..TextFormat::default() };
    let span = excerpt.anchor.span.range();
    let (before, after) =
        ctx.session.text(excerpt.article).map(|text| context(&text, span, AROUND)).unwrap_or_default();
    // The passage itself comes first in a narrow list; its lead only where there is room for both.
    if job.wrap.max_width > 420.0 {
        let lead: String = before.chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
        job.append(&lead, 0.0, format(t.dim));
    }
    let quote = excerpt.anchor.quote.replace('\n', " ");
    job.append(&quote, 0.0, TextFormat { background: colour.gamma_multiply(0.16), ..format(t.text) });
    job.append(&after, 0.0, format(t.dim));
    let words = ui.painter().layout_job(job);
    ui.painter().galley(pos2(left + space::S, inner.top() + 3.0), words, t.text);
    let tags: Vec<&str> =
        excerpt.tags.iter().filter_map(|id| ctx.project.tags.get(id)).map(|tag| tag.name.as_str()).collect();
    let line = format!("{} · {source}", tags.join(", "));
    let below = widgets::one_line(ui, &line, fonts::sans(size::SMALL), t.dim, inner.right() - left - space::M);
    ui.painter().galley(pos2(left + space::S, inner.bottom() - 17.0), below, t.dim);
    widgets::focus_ring(ui, &response, inner, radius::CONTROL);
    if response.on_hover_text(said).clicked() {
        out.push(Command::View(ViewCommand::ShowExcerpt(excerpt.id)));
    }
}
