//! The reader: one to six articles side by side, each a card with its outlet, wire, date and headline over its text, and
//! ribbons between neighbours where two figures answer one question. Layer `ui`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use egui::{Color32, Rect, UiBuilder, pos2, vec2};

use crate::app::actions::Action;
use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::view::Selection;
use crate::model::{Article, ArticleId, ExcerptId, FigureId, Qualifier, ReviewStatus};

use super::ctx::UiCtx;
use super::fonts::{self, icons};
use super::style::{Tokens, size, space};
use super::text_view::{
    FigureMark, Layer, LayerKind, LayerSet, Palette, ScrollPlace, TextDoc, TextView, TextViewState, Typography,
};
use super::widgets::{self, ActionButton};

/// Room between two cards, in points: wide enough for a ribbon to bend.
const GUTTER: f32 = 28.0;
/// The narrowest a column is drawn; with less room the columns scroll sideways.
const MIN_COLUMN: f32 = 236.0;

/// What a layer of the text stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Excerpt(ExcerptId),
    Figure(FigureId),
}

/// One column: the article's text, its layers, and where it is scrolled.
struct Column {
    doc: TextDoc,
    layers: LayerSet,
    targets: Vec<Target>,
    /// The project's revision, theme and lit figure that the layers were made of.
    made_of: (u64, bool, Option<FigureId>),
    state: TextViewState,
}

/// What the panel keeps between frames.
#[derive(Default)]
pub struct ReaderState {
    columns: BTreeMap<ArticleId, Column>,
    /// The last reveal that was carried out.
    revealed: u64,
    /// The selection as the view last had it, to tell who changed it.
    selected: Option<(ArticleId, Range<usize>)>,
    layer_revision: u64,
    has_keyboard: bool,
    /// The columns as last drawn, to bring a new one into sight.
    drawn: Vec<ArticleId>,
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
}

/// Draws the panel.
pub fn reader_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut ReaderState, out: &mut Vec<Command>) {
    state.columns.retain(|id, _| ctx.view.columns.contains(id));
    state.has_keyboard = false;
    if ctx.view.columns.is_empty() {
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
        return;
    }
    let n = ctx.view.columns.len() as f32;
    let room = ui.available_size();
    let column_width = ((room.x - GUTTER * (n - 1.0)) / n).max(MIN_COLUMN);
    let whole = vec2(column_width * n + GUTTER * (n - 1.0), room.y);
    egui::ScrollArea::horizontal().auto_shrink(false).show(ui, |ui| {
        let (area, _) = ui.allocate_exact_size(whole, egui::Sense::hover());
        let mut cards = Vec::new();
        for (n, id) in ctx.view.columns.iter().enumerate() {
            let left = area.left() + n as f32 * (column_width + GUTTER);
            cards.push((*id, Rect::from_min_size(pos2(left, area.top()), vec2(column_width, area.height()))));
        }
        for (id, rect) in &cards {
            if let Some(article) = ctx.project.articles.get(id) {
                let mut child = ui.new_child(UiBuilder::new().id_salt(id).max_rect(*rect));
                column_ui(&mut child, ctx, state, article, *rect, out);
            }
        }
        ribbons_ui(ui, ctx, state, &cards);
        // A column that was just opened, or whose passage is shown, comes into sight where the columns scroll sideways.
        let shown =
            ctx.view.reveal.as_ref().filter(|reveal| reveal.stamp != state.revealed).map(|reveal| reveal.article);
        let opened = ctx.view.columns.iter().rfind(|id| !state.drawn.contains(id)).filter(|_| !state.drawn.is_empty());
        let wanted = shown.or(opened.copied());
        if let Some((_, rect)) = cards.iter().find(|(id, _)| wanted == Some(*id)) {
            ui.scroll_to_rect(*rect, None);
        }
    });
    state.drawn.clone_from(&ctx.view.columns);
    if let Some(reveal) = &ctx.view.reveal {
        state.revealed = reveal.stamp;
    }
    state.selected = ctx.view.text_selection.clone();
}

fn column_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    state: &mut ReaderState,
    article: &Article,
    rect: Rect,
    out: &mut Vec<Command>,
) {
    let t = ctx.tokens;
    ui.painter().rect(rect, f32::from(super::style::radius::CARD), t.card, t.hairline(), egui::StrokeKind::Inside);
    let inner = rect.shrink2(vec2(1.0, space::M));
    let mut child = ui.new_child(UiBuilder::new().max_rect(inner));
    child.spacing_mut().item_spacing.y = 2.0;
    head_ui(&mut child, ctx, article, out);
    child.add_space(space::S);
    let Some(text) = ctx.session.text(article.id) else {
        let hint = "The file with its words is not in the project folder. Put it back, then open the project again.";
        widgets::empty_state(&mut child, "The text of this article is missing", hint, None);
        return;
    };
    let dark = t.theme == super::style::Theme::Dark;
    let made_of = (ctx.session.revision(), dark, lit_figure(ctx));
    let stale = state.columns.get(&article.id).is_none_or(|column| column.made_of != made_of);
    if stale {
        state.layer_revision += 1;
        let old = state.columns.remove(&article.id);
        let column = make_column(ctx, article.id, &text, old, made_of, state.layer_revision);
        state.columns.insert(article.id, column);
    }
    let Some(column) = state.columns.get_mut(&article.id) else { return };
    column.state.set_zoom(ctx.view.zoom);
    if let Some(reveal) = &ctx.view.reveal
        && reveal.article == article.id
        && reveal.stamp != state.revealed
    {
        column.state.scroll_to(reveal.range.clone(), ScrollPlace::Comfort, true);
    }
    // A selection set by a command (select all) or dropped elsewhere is followed; one made here is reported below.
    if state.selected != ctx.view.text_selection {
        match &ctx.view.text_selection {
            Some((id, range)) if *id == article.id => {
                let is_made = column.state.selection().as_ref() == Some(range);
                if !is_made {
                    column.state.select(range.clone());
                }
            }
            _ if column.state.selection().is_some() => column.state.clear_selection(),
            _ => {}
        }
    }
    let name = format!("Text of {}", article.title);
    let palette = palette(t);
    let typography = typography();
    // The text has the rest of the card, however wide the head came out.
    let below = Rect::from_min_max(pos2(inner.left(), child.cursor().top().min(inner.bottom())), inner.max);
    let mut child = ui.new_child(UiBuilder::new().id_salt("text").max_rect(below));
    let response = TextView::new(&column.doc, &column.layers, &palette, &typography, &name).show(
        &mut child,
        article.id,
        &mut column.state,
    );
    state.has_keyboard |= response.response.has_focus();
    let under = |layers: &[usize]| layers.iter().find_map(|index| column.targets.get(*index).copied());
    if response.selection_changed {
        out.push(Command::View(ViewCommand::SelectText(response.selection.clone().map(|range| (article.id, range)))));
    }
    if let Some((_, layers)) = &response.clicked {
        if response.selection.is_none() && ctx.view.text_selection.as_ref().is_some_and(|(id, _)| *id == article.id) {
            out.push(Command::View(ViewCommand::SelectText(None)));
        }
        let target = match under(layers) {
            Some(Target::Figure(id)) => Selection::Figure(id),
            Some(Target::Excerpt(id)) => Selection::Excerpt(id),
            None => Selection::Article(article.id),
        };
        out.push(Command::View(ViewCommand::Select(target)));
    }
    if let Some((_, layers)) = &response.context_clicked
        && response.selection.is_none()
    {
        let target = match under(layers) {
            Some(Target::Figure(id)) => Selection::Figure(id),
            Some(Target::Excerpt(id)) => Selection::Excerpt(id),
            None => Selection::Article(article.id),
        };
        out.push(Command::View(ViewCommand::Select(target)));
    }
    if response.copy.is_some()
        && let Some(text) = ctx.workbench.citation()
    {
        ui.ctx().copy_text(text);
    }
    if let Some(tip) = under(&response.hovered).and_then(|target| tip(ctx, target)) {
        response.response.clone().on_hover_text_at_pointer(tip);
    }
    menu_ui(&response.response, ctx, article.id, out);
}

/// The head of a card: outlet in the accent, whose text it carries, the date; the headline below.
fn head_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, article: &Article, out: &mut Vec<Command>) {
    let t = ctx.tokens;
    // Level with the words below.
    let margin = super::text_view::MARGIN_LEFT;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        ui.add_space(margin - space::XS);
        let outlet = ctx.project.outlet_name(article);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(space::XS);
            if widgets::icon_button(ui, icons::CLOSE, &format!("Close {}", article.title)).clicked() {
                out.push(Command::View(ViewCommand::CloseColumn(article.id)));
            }
            let date =
                article.published.map_or_else(|| "no date".to_owned(), |date| date.strftime("%-d %b %Y").to_string());
            if ui.available_width() > 220.0 {
                widgets::chip(ui, &date);
            } else {
                // In a narrow column the outlet needs the room more than the date needs its frame.
                ui.label(egui::RichText::new(date).font(fonts::sans(size::SMALL)).color(t.dim));
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let name = egui::RichText::new(outlet).font(fonts::sans_semibold(size::SMALL)).color(t.accent);
                let carried = carried(ctx, article);
                ui.add(egui::Label::new(name).truncate());
                if !carried.is_empty() {
                    let words = egui::RichText::new(carried).font(fonts::sans(size::SMALL)).color(t.dim);
                    let label = ui.add(egui::Label::new(words).truncate());
                    let evidence = article
                        .wire_evidence
                        .as_ref()
                        .map_or_else(String::new, |words| format!(", by its own words: “{words}”"));
                    label.on_hover_text(format!("Carries or rewrites another’s text{evidence}"));
                }
            });
        });
    });
    let font = fonts::serif_semibold(size::TITLE);
    let mut job = egui::text::LayoutJob::single_section(article.title.clone(), egui::TextFormat::simple(font, t.text));
    let max_width = ui.available_width() - margin - space::L;
    job.wrap = egui::text::TextWrapping { max_width, max_rows: 2, ..egui::text::TextWrapping::default() };
    let galley = ui.painter().layout_job(job);
    let (rect, headline) = ui.allocate_exact_size(vec2(ui.available_width(), galley.size().y), egui::Sense::click());
    headline.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Heading, true, &article.title));
    ui.painter().galley(pos2(rect.left() + margin, rect.top()), galley, t.text);
    if headline.on_hover_text(&article.title).clicked() {
        out.push(Command::View(ViewCommand::Select(Selection::Article(article.id))));
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

fn lit_figure(ctx: &UiCtx<'_>) -> Option<FigureId> {
    if let Selection::Figure(id) = ctx.view.selection { Some(id) } else { None }
}

fn make_column(
    ctx: &UiCtx<'_>,
    article: ArticleId,
    text: &Arc<str>,
    old: Option<Column>,
    made_of: (u64, bool, Option<FigureId>),
    revision: u64,
) -> Column {
    let (doc, state) = match old {
        Some(old) => (old.doc, old.state),
        None => {
            let sentences = crate::text::segment::sentences(text);
            (TextDoc::new(Arc::clone(text)).with_sentences(sentences), TextViewState::default())
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
    Column { doc, layers, targets, made_of, state }
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
        tint_percent: if t.theme == super::style::Theme::Dark { 28 } else { 16 },
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
fn menu_ui(response: &egui::Response, ctx: &UiCtx<'_>, article: ArticleId, out: &mut Vec<Command>) {
    response.context_menu(|ui| {
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
                Selection::Excerpt(_) => &[Action::WriteMemo, Action::DeleteSelected],
                _ => &[Action::MarkReading, Action::MarkDone, Action::MarkReviewed, Action::CloseColumn],
            };
            for action in actions {
                super::menu::entry_ui(ui, ctx.workbench, *action, out);
            }
            ui.separator();
            ui.label(egui::RichText::new("To tag or add a figure, select words first").color(ctx.tokens.dim));
            return;
        };
        super::menu::entry_ui(ui, ctx.workbench, Action::AddFigure, out);
        super::menu::entry_ui(ui, ctx.workbench, Action::Copy, out);
        ui.separator();
        for tag in ctx.project.tags.values() {
            let key = tag.key.map(|key| key.to_uppercase().to_string()).unwrap_or_default();
            let words = egui::RichText::new(format!("Tag: {}", tag.name));
            if ui.add(egui::Button::new(words).shortcut_text(key)).clicked() {
                out.push(Command::Do(Operation::TagSpan { article, range: range.clone(), tag: tag.id }));
                ui.close();
            }
        }
    });
}

/// Ribbons between neighbouring cards: two figures that answer one question, in the colour of that question's measure.
fn ribbons_ui(ui: &egui::Ui, ctx: &UiCtx<'_>, state: &ReaderState, cards: &[(ArticleId, Rect)]) {
    for pair in cards.windows(2) {
        let [(left_id, left), (right_id, right)] = pair else { continue };
        let gutter = Rect::from_min_max(pos2(left.right(), left.top()), pos2(right.left(), right.bottom()));
        let painter = ui.painter().with_clip_rect(gutter.intersect(ui.clip_rect()));
        for tally in ctx.project.tallies.values() {
            for a in tally.figures.iter().filter_map(|id| ctx.project.figures.get(id)).filter(|f| f.article == *left_id)
            {
                for b in
                    tally.figures.iter().filter_map(|id| ctx.project.figures.get(id)).filter(|f| f.article == *right_id)
                {
                    if a.status == ReviewStatus::Rejected || b.status == ReviewStatus::Rejected {
                        continue;
                    }
                    let ends = end(state, *left_id, &a.anchor.span.range(), left).zip(end(
                        state,
                        *right_id,
                        &b.anchor.span.range(),
                        right,
                    ));
                    let Some((from, to)) = ends else { continue };
                    let lit = lit_figure(ctx).is_some_and(|lit| lit == a.id || lit == b.id);
                    let colour = ctx.tokens.tag(tally.measure as u8);
                    let colour = if lit { colour.gamma_multiply(0.6) } else { ctx.tokens.ribbon(colour) };
                    ribbon(&painter, gutter, from, to, colour);
                }
            }
        }
    }
}

/// Top and bottom of a ribbon's end, kept to the card: a passage out of view shows as a stub at the edge.
fn end(state: &ReaderState, article: ArticleId, range: &Range<usize>, card: &Rect) -> Option<(f32, f32)> {
    let column = state.columns.get(&article)?;
    let y = column.state.y_range(&column.doc, range)?;
    let text_top = column.state.column().top();
    let (low, high) = (text_top.max(card.top() + 4.0), card.bottom() - 4.0);
    let top = y.min.clamp(low, high - 4.0);
    Some((top, y.max.clamp(top + 4.0, high)))
}

fn ribbon(painter: &egui::Painter, gutter: Rect, from: (f32, f32), to: (f32, f32), colour: Color32) {
    const STEPS: usize = 16;
    let mut mesh = egui::Mesh::default();
    for step in 0..=STEPS {
        let x = step as f32 / STEPS as f32;
        // An S-curve that leaves and arrives level.
        let ease = x * x * (3.0 - 2.0 * x);
        let at = gutter.left() + x * gutter.width();
        mesh.colored_vertex(pos2(at, egui::lerp(from.0..=to.0, ease)), colour);
        mesh.colored_vertex(pos2(at, egui::lerp(from.1..=to.1, ease)), colour);
        if step > 0 {
            let n = (step * 2) as u32;
            mesh.add_triangle(n - 2, n - 1, n);
            mesh.add_triangle(n - 1, n, n + 1);
        }
    }
    painter.add(mesh);
}
