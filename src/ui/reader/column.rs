//! One column of the reader: the article's text with everything that lies over it, and what is done with the pointer
//! there. Layer `ui`.

use std::ops::Range;
use std::sync::Arc;

use egui::{Rect, UiBuilder, vec2};

use crate::app::actions::Action;
use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::view::Selection;
use crate::model::{Article, ArticleId, ExcerptId, FigureId, Qualifier, ReviewStatus};
use crate::ui::ctx::UiCtx;
use crate::ui::fonts;
use crate::ui::style::{Theme, Tokens, radius, size, space};
use crate::ui::text_view::{
    FigureMark, Layer, LayerKind, LayerSet, Palette, TextDoc, TextView, TextViewResponse, TextViewState, Typography,
};
use crate::ui::widgets;

use super::{ReaderState, head, heed_reveal, tag_drop, view};

/// Cards narrower than this set their text smaller, in points.
const NARROW: f32 = 260.0;

/// How many tags the menu at the selection names.
const MENU_TAGS: usize = 9;

/// What a layer of the text stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Excerpt(ExcerptId),
    Figure(FigureId),
}

/// What layers are made of: the project's revision, the theme, and the figure that is lit.
type MadeOf = (u64, bool, Option<FigureId>);

/// One column: the article's text, its layers, and where it is scrolled.
pub(super) struct Column {
    pub doc: TextDoc,
    layers: LayerSet,
    targets: Vec<Target>,
    made_of: MadeOf,
    pub state: TextViewState,
    /// How far the person moved the text in this frame, in points.
    pub moved: f32,
    scrolled: f64,
}

/// Draws a column into `rect`.
pub(super) fn column_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    state: &mut ReaderState,
    article: &Article,
    rect: Rect,
    out: &mut Vec<Command>,
) {
    let t = ctx.tokens;
    ui.painter().rect(rect, f32::from(radius::CARD), t.card, t.hairline(), egui::StrokeKind::Inside);
    let inner = rect.shrink2(vec2(1.0, space::S));
    let mut child = ui.new_child(UiBuilder::new().max_rect(inner));
    child.spacing_mut().item_spacing.y = 2.0;
    head::head_ui(&mut child, ctx, state, article, out);
    child.add_space(space::XS);
    let Some(text) = ctx.session.text(article.id) else {
        let hint = "The file with its words is not in the project folder. Put it back, then open the project again.";
        widgets::empty_state(&mut child, "The text of this article is missing", hint, None);
        return;
    };
    let made_of = (ctx.session.revision(), t.theme == Theme::Dark, lit_figure(ctx));
    if state.columns.get(&article.id).is_none_or(|column| column.made_of != made_of) {
        state.layer_revision += 1;
        let old = state.columns.remove(&article.id);
        let column = make_column(ctx, article.id, &text, old, made_of, state.layer_revision);
        state.columns.insert(article.id, column);
    }
    let mut lit: Vec<Range<usize>> = lit_passages(ctx, state, article.id);
    lit.extend(tag_drop::tag_drop_ui(ui, ctx, state, article.id, out));
    let revealed = state.revealed;
    let Some(column) = state.columns.get_mut(&article.id) else { return };
    // A narrow column sets its text smaller, so that a line still holds a few words.
    let smaller = if rect.width() < NARROW { 0.9 } else { 1.0 };
    column.state.set_zoom(ctx.view.zoom * smaller);
    heed_reveal(ctx, column, article.id, revealed);
    follow_selection(ctx, &mut column.state, article.id, state.selected.as_ref());
    // The text has the rest of the card, however wide the head came out.
    let below = Rect::from_min_max(egui::pos2(inner.left(), child.cursor().top().min(inner.bottom())), inner.max);
    let mut child = ui.new_child(UiBuilder::new().id_salt("text").max_rect(below));
    let (name, palette, typography) = (format!("Text of {}", article.title), palette(t), typography());
    let found = ctx.workbench.reader.found();
    let hits = found.of(article.id);
    let stands = ctx.view.reading.find.as_ref().and_then(|find| found.hits.get(find.at));
    let stands = stands.filter(|(id, _)| *id == article.id).map(|(_, hit)| hit.clone());
    let gripped = gripped(ctx, article.id, &text);
    let only_here = ctx.derived.only_here.get(&article.id).filter(|_| ctx.view.reading.ties);
    let together = ctx.view.reading.together && ctx.view.columns.len() > 1;
    let response = TextView::new(&column.doc, &column.layers, &palette, &typography, &name)
        .lit(&lit)
        .hits(hits, stands)
        .only_here(only_here.map_or(&[], Vec::as_slice))
        .grips(gripped.as_ref().map(|(_, range)| range.clone()))
        // Columns that scroll together may bring their last line up to where another's stands.
        .room_below(if together { (below.height() * 0.5).max(32.0) } else { 32.0 })
        .show(&mut child, article.id, &mut column.state);
    let scrolled = column.state.scrolled();
    column.moved = if response.scrolled { (scrolled - column.scrolled) as f32 } else { 0.0 };
    column.scrolled = scrolled;
    if ctx.view.reading.focus == Some(article.id) {
        response.response.request_focus();
        out.push(view(ViewCommand::Reading(crate::app::reading::ReadingCommand::Focused)));
    }
    if let (Some((excerpt, _)), Some(range)) = (gripped, &response.resized) {
        out.push(Command::Do(Operation::ResizeExcerpt { excerpt, range: range.clone() }));
    }
    widgets::focus_ring(ui, &response.response, below.shrink(3.0), radius::CARD);
    state.has_keyboard |= response.response.has_focus();
    if let Some(at) = response.pointed {
        state.pointed = Some((article.id, at));
    }
    heed(ui, ctx, state, article.id, &response, out);
}

/// Passes on what was clicked, selected, copied and pointed at.
fn heed(
    ui: &egui::Ui,
    ctx: &UiCtx<'_>,
    state: &ReaderState,
    article: ArticleId,
    response: &TextViewResponse,
    out: &mut Vec<Command>,
) {
    let Some(column) = state.columns.get(&article) else { return };
    let under = |layers: &[usize]| layers.iter().find_map(|index| column.targets.get(*index).copied());
    let chosen = |layers: &[usize]| match under(layers) {
        Some(Target::Figure(id)) => Selection::Figure(id),
        Some(Target::Excerpt(id)) => Selection::Excerpt(id),
        None => Selection::Article(article),
    };
    if response.selection_changed {
        out.push(view(ViewCommand::SelectText(response.selection.clone().map(|range| (article, range)))));
    }
    if let Some((_, layers)) = &response.clicked {
        if response.selection.is_none() && ctx.view.text_selection.as_ref().is_some_and(|(id, _)| *id == article) {
            out.push(view(ViewCommand::SelectText(None)));
        }
        out.push(view(ViewCommand::Select(chosen(layers))));
    }
    if let Some((_, layers)) = &response.context_clicked
        && response.selection.is_none()
    {
        out.push(view(ViewCommand::Select(chosen(layers))));
    }
    if response.copy.is_some()
        && let Some(text) = ctx.workbench.citation()
    {
        ui.ctx().copy_text(text);
    }
    if let Some(tip) = under(&response.hovered).and_then(|target| tip(ctx, target)) {
        response.response.clone().on_hover_text_at_pointer(tip);
    } else if response.over_only_here {
        response.response.clone().on_hover_text_at_pointer("Only here: no other open article says this");
    }
    let at =
        response.selection.as_ref().and_then(|range| column.state.rects(range).last().map(|rect| rect.left_bottom()));
    let at = at.unwrap_or_else(|| column.state.column().left_top() + vec2(0.0, 24.0));
    menu_ui(&response.response, ctx, (article, at), out);
}

/// The selected excerpt, if it stands here: its ends can be dragged.
fn gripped(ctx: &UiCtx<'_>, article: ArticleId, text: &str) -> Option<(ExcerptId, Range<usize>)> {
    let Selection::Excerpt(id) = ctx.view.selection else { return None };
    let excerpt = ctx.project.excerpts.get(&id)?;
    // A span that no longer fits the text would be dragged from the wrong words.
    (excerpt.article == article && excerpt.anchor.holds(text)).then(|| (id, excerpt.anchor.span.range()))
}

/// What is lit in this article: what the pointer is on, and the tie gone to last.
fn lit_passages(ctx: &UiCtx<'_>, state: &ReaderState, article: ArticleId) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> =
        state.lit.iter().filter(|(id, _)| *id == article).map(|(_, range)| range.clone()).collect();
    let tie = ctx
        .view
        .reading
        .tie
        .iter()
        .filter(|tie| !tie.gone || ctx.workbench.lit_ribbon().is_some())
        .flat_map(|tie| [&tie.here, &tie.there]);
    out.extend(tie.filter(|passage| passage.article == article).map(|passage| passage.range.clone()));
    out.sort_by_key(|range| (range.start, range.end));
    out.dedup();
    out
}

/// A selection set by a command (select all) or dropped elsewhere is followed; one made here is reported instead.
fn follow_selection(
    ctx: &UiCtx<'_>,
    text: &mut TextViewState,
    article: ArticleId,
    before: Option<&(ArticleId, Range<usize>)>,
) {
    if before == ctx.view.text_selection.as_ref() {
        return;
    }
    match &ctx.view.text_selection {
        Some((id, range)) if *id == article && text.selection().as_ref() == Some(range) => {}
        Some((id, range)) if *id == article => text.select(range.clone()),
        _ if text.selection().is_some() => text.clear_selection(),
        _ => {}
    }
}

pub(super) fn lit_figure(ctx: &UiCtx<'_>) -> Option<FigureId> {
    if let Selection::Figure(id) = ctx.view.selection { Some(id) } else { None }
}

fn make_column(
    ctx: &UiCtx<'_>,
    article: ArticleId,
    text: &Arc<str>,
    old: Option<Column>,
    made_of: MadeOf,
    revision: u64,
) -> Column {
    let (doc, state, scrolled) = match old {
        Some(old) => (old.doc, old.state, old.scrolled),
        None => {
            let sentences = crate::text::segment::sentences(text);
            (TextDoc::new(Arc::clone(text)).with_sentences(sentences), TextViewState::default(), 0.0)
        }
    };
    let mut layers = Vec::new();
    let mut targets = Vec::new();
    for excerpt in
        ctx.derived.excerpts_of.get(&article).into_iter().flatten().filter_map(|id| ctx.project.excerpts.get(id))
    {
        // A span that no longer fits the text is listed by the checks; painting it would show the wrong words.
        if !excerpt.anchor.holds(text) {
            continue;
        }
        for tag in excerpt.tags.iter().filter_map(|id| ctx.project.tags.get(id)) {
            let kind = LayerKind::Tag { colour: ctx.tokens.tag(tag.colour) };
            layers.push(Layer { range: excerpt.anchor.span.range(), id: layers.len() as u64, kind });
            targets.push(Target::Excerpt(excerpt.id));
        }
    }
    for figure in
        ctx.derived.figures_of.get(&article).into_iter().flatten().filter_map(|id| ctx.project.figures.get(id))
    {
        if !figure.anchor.holds(text) {
            continue;
        }
        let mark = match figure.status {
            ReviewStatus::Suggested => FigureMark::Suggested,
            ReviewStatus::Confirmed => FigureMark::Confirmed,
            ReviewStatus::Rejected => FigureMark::Rejected,
        };
        let kind =
            LayerKind::Figure { mark, vague: figure.qualifier == Qualifier::Vague, lit: made_of.2 == Some(figure.id) };
        layers.push(Layer { range: figure.anchor.span.range(), id: layers.len() as u64, kind });
        targets.push(Target::Figure(figure.id));
    }
    let layers = LayerSet::new(&doc, layers, revision);
    Column { doc, layers, targets, made_of, state, moved: 0.0, scrolled }
}

fn palette(t: &Tokens) -> Palette {
    Palette {
        text: t.text,
        dim: t.dim,
        faint: t.faint,
        card: t.card,
        line: t.line,
        accent: t.accent,
        accent_ground: t.accent_ground,
        warning: t.warning,
        error: t.error,
        tint_percent: if t.theme == Theme::Dark { 28 } else { 16 },
    }
}

fn typography() -> Typography {
    Typography {
        regular: fonts::serif(size::READING).family,
        strong: fonts::serif_semibold(size::READING).family,
        interface: fonts::sans(size::TINY).family,
        size: size::READING,
        line_height: size::READING_LEADING,
        ..Typography::default()
    }
}

/// What stands under the pointer, in words.
fn tip(ctx: &UiCtx<'_>, target: Target) -> Option<String> {
    match target {
        Target::Figure(id) => {
            let figure = ctx.project.figures.get(&id)?;
            let origin = ctx.project.origin_name(figure).unwrap_or("origin not given");
            Some(format!(
                "{} {} · {} · {}\non the word of {origin}",
                figure.subject.label(),
                figure.measure.label(),
                figure.qualifier.label(),
                figure.status.label(),
            ))
        }
        Target::Excerpt(id) => {
            let excerpt = ctx.project.excerpts.get(&id)?;
            let names: Vec<&str> =
                excerpt.tags.iter().filter_map(|id| ctx.project.tags.get(id)).map(|tag| tag.name.as_str()).collect();
            Some(names.join(", "))
        }
    }
}

/// The menu at the selection: tags to put on it, a figure to read from it.
fn menu_ui(response: &egui::Response, ctx: &UiCtx<'_>, (article, at): (ArticleId, egui::Pos2), out: &mut Vec<Command>) {
    widgets::context_menu(response, response.has_focus(), Some(at), |ui| {
        let selected = ctx.view.text_selection.clone().filter(|(id, _)| *id == article);
        let Some((article, range)) = selected else {
            let actions: &[Action] = match ctx.view.selection {
                Selection::Figure(_) => &[
                    Action::ConfirmFigure,
                    Action::RejectFigure,
                    Action::ReopenFigure,
                    Action::CreateTally,
                    Action::WriteMemo,
                    Action::DeleteSelected,
                ],
                Selection::Excerpt(_) => &[
                    Action::TagSelection,
                    Action::ExcerptStartOut,
                    Action::ExcerptStartIn,
                    Action::ExcerptEndIn,
                    Action::ExcerptEndOut,
                    Action::WriteMemo,
                    Action::DeleteSelected,
                ],
                _ => &[
                    Action::MarkReading,
                    Action::MarkDone,
                    Action::MarkReviewed,
                    Action::MarkConfidential,
                    Action::CloseColumn,
                ],
            };
            for action in actions {
                crate::ui::menu::entry_ui(ui, ctx.workbench, *action, out);
            }
            ui.separator();
            ui.label(egui::RichText::new("To tag or add a figure, select words first").color(ctx.tokens.dim));
            return;
        };
        crate::ui::menu::entry_ui(ui, ctx.workbench, Action::TagSelection, out);
        crate::ui::menu::entry_ui(ui, ctx.workbench, Action::AddFigure, out);
        crate::ui::menu::entry_ui(ui, ctx.workbench, Action::Copy, out);
        ui.separator();
        // As many as a menu can hold; the pop-up has them all, to be found by name.
        for tag in super::tagging::at_hand(ctx).into_iter().take(MENU_TAGS) {
            let key = tag.key.map(|key| key.to_uppercase().to_string()).unwrap_or_default();
            let words = egui::RichText::new(format!("Tag: {}", tag.name));
            if ui.add(egui::Button::new(words).shortcut_text(key)).clicked() {
                out.push(Command::Do(Operation::TagSpan { article, range: range.clone(), tag: tag.id }));
                ui.close();
            }
        }
    });
}
