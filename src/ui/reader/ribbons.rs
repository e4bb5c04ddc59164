//! What ties passages, drawn: ribbons between neighbouring cards, stubs at the edge for what is out of view, arcs beside
//! the text for ties within an article. Layer `ui`.

use std::collections::BTreeMap;
use std::ops::Range;

use egui::{CornerRadius, Pos2, Rect, Sense, Shape, Stroke, StrokeKind, pos2, vec2};

use crate::app::command::{Command, ViewCommand};
use crate::app::reading::ReadingCommand;
use crate::app::ribbons::{Ribbon, Source};
use crate::app::view::Selection;
use crate::model::{ArticleId, LinkKind};
use crate::text::ties::Passage;
use crate::ui::ctx::UiCtx;
use crate::ui::fonts;
use crate::ui::style::{Tokens, size};
use crate::ui::text_view::ScrollPlace;

use super::column::Column;
use super::kinds::{hue, sign};
use super::{ReaderState, arcs, tie_tools, view};

/// Height of a ribbon's end whose passage is out of view, in points.
const STUB: f32 = 5.0;
/// So many ribbons to passages out of view are drawn between two columns.
const QUIET: usize = 60;

/// A passage to be brought level with one that stands elsewhere.
#[derive(Debug, Clone)]
pub(super) struct Level {
    here: Passage,
    there: Passage,
    /// How many frames it is waited for: a column that was just opened is not laid out yet.
    patience: u8,
}

/// Goes to the tie that the view asks for: its passage here into sight, the one there level with it.
pub(super) fn show_lit_tie(ui: &egui::Ui, ctx: &UiCtx<'_>, state: &mut ReaderState) {
    if let Some(tie) = &ctx.view.reading.tie
        && tie.stamp != state.shown_tie
    {
        state.shown_tie = tie.stamp;
        if let Some(column) = state.columns.get_mut(&tie.here.article) {
            column.state.scroll_to(tie.here.range.clone(), ScrollPlace::Comfort, true);
        }
        state.level = Some(Level { here: tie.here.clone(), there: tie.there.clone(), patience: 4 });
        ui.ctx().request_repaint();
        return;
    }
    let Some(mut level) = state.level.take() else { return };
    let here = state.columns.get(&level.here.article);
    let y = here.and_then(|column| column.state.y_range(&column.doc, &level.here.range)).map(|range| range.min);
    let same = level.here.article == level.there.article;
    match (y, state.columns.get_mut(&level.there.article)) {
        (Some(y), Some(there)) if !same && there.state.view_rect().is_positive() => {
            let at = (y - there.state.view_rect().top()).max(0.0);
            there.state.scroll_to(level.there.range, ScrollPlace::At(at), true);
        }
        (_, _) if !same && level.patience > 0 => {
            level.patience -= 1;
            state.level = Some(level);
            ui.ctx().request_repaint();
        }
        _ => {}
    }
}

/// One end of a ribbon: from where to where, and whether the passage is out of view above or below.
#[derive(Debug, Clone, Copy)]
struct Foot {
    top: f32,
    bottom: f32,
    out: Option<Edge>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    Above,
    Below,
}

fn foot(column: &Column, range: &Range<usize>) -> Option<Foot> {
    let y = column.state.y_range(&column.doc, range)?;
    let rect = column.state.view_rect();
    Some(if y.max < rect.top() + 2.0 {
        Foot { top: rect.top(), bottom: rect.top() + STUB, out: Some(Edge::Above) }
    } else if y.min > rect.bottom() - 2.0 {
        Foot { top: rect.bottom() - STUB, bottom: rect.bottom(), out: Some(Edge::Below) }
    } else {
        let top = y.min.clamp(rect.top(), rect.bottom() - 4.0);
        Foot { top, bottom: y.max.clamp(top + 4.0, rect.bottom()), out: None }
    })
}

/// Draws every ribbon, stub and arc, and heeds the pointer on them.
pub(super) fn ribbons_ui(
    ui: &egui::Ui,
    ctx: &UiCtx<'_>,
    state: &mut ReaderState,
    cards: &[(ArticleId, Rect)],
    out: &mut Vec<Command>,
) {
    let before = std::mem::take(&mut state.lit);
    if !ctx.view.reading.ties {
        return;
    }
    let mut lit: Vec<(ArticleId, Range<usize>)> = Vec::new();
    for pair in cards.windows(2) {
        let [(left, left_card), (right, right_card)] = pair else { continue };
        let gutter =
            Rect::from_min_max(pos2(left_card.right(), left_card.top()), pos2(right_card.left(), right_card.bottom()));
        gutter_ui(ui, ctx, state, (*left, *right), gutter, &mut lit, out);
    }
    for (article, _) in cards {
        arcs::arcs_ui(ui, ctx, state, *article, &mut lit, out);
    }
    if lit != before {
        ui.ctx().request_repaint();
    }
    state.lit = lit;
}

/// Whether something points at the ribbon: its figure is selected, it is the tie gone to, or the pointer is on one of its
/// passages.
pub(super) fn is_lit(ctx: &UiCtx<'_>, state: &ReaderState, ribbon: &Ribbon) -> bool {
    let selected = if let Selection::Figure(id) = ctx.view.selection { Some(id) } else { None };
    let by_figure = ribbon.figures.zip(selected).is_some_and(|((a, b), lit)| lit == a || lit == b);
    let by_tie = ctx.view.reading.tie.as_ref().is_some_and(|tie| {
        tie.here == ribbon.a && tie.there == ribbon.b || tie.here == ribbon.b && tie.there == ribbon.a
    });
    let pointed = state.pointed.is_some_and(|(article, at)| {
        [&ribbon.a, &ribbon.b].iter().any(|end| end.article == article && end.range.contains(&at))
    });
    by_figure || by_tie || pointed
}

fn gutter_ui(
    ui: &egui::Ui,
    ctx: &UiCtx<'_>,
    state: &ReaderState,
    (left, right): (ArticleId, ArticleId),
    gutter: Rect,
    lit: &mut Vec<(ArticleId, Range<usize>)>,
    out: &mut Vec<Command>,
) {
    let (Some(left_column), Some(right_column)) = (state.columns.get(&left), state.columns.get(&right)) else { return };
    let painter = ui.painter().with_clip_rect(gutter.expand2(vec2(1.0, 0.0)).intersect(ui.clip_rect()));
    let id = ui.scope_id().with(("gutter", left, right));
    // No stop for the Tab key: F7 goes through the ties.
    let response = ui.interact(gutter, id, Sense::CLICK);
    let title = |id| ctx.project.articles.get(&id).map_or("", |article| article.title.as_str());
    response.widget_info(|| {
        let name = format!("Ties between {} and {}", title(left), title(right));
        egui::WidgetInfo::labeled(egui::accesskit::Role::Group, true, name)
    });
    let pos = response.hover_pos();
    let mut drawn: Vec<(&Ribbon, Passage, Passage, Foot, Foot)> = Vec::new();
    // Partners out of view, by the side and edge where their stub stands.
    let mut stubs: BTreeMap<(bool, Edge), Vec<(Passage, Passage)>> = BTreeMap::new();
    // Of thousands, most have no end in view: that must cost next to nothing.
    let sights = (left_column.state.in_sight(), right_column.state.in_sight());
    let is_near = |sight: &Option<Range<usize>>, passage: &Passage| {
        sight.as_ref().is_none_or(|sight| passage.range.start < sight.end && sight.start < passage.range.end)
    };
    let mut quiet = 0;
    for ribbon in ctx.workbench.reader.ribbons.iter().filter(|ribbon| !ribbon.is_within()) {
        let (here, there) = if ribbon.a.article == left { (&ribbon.a, &ribbon.b) } else { (&ribbon.b, &ribbon.a) };
        if !is_near(&sights.0, here) && !is_near(&sights.1, there) {
            continue;
        }
        let Some((here, there)) = ribbon.seen_from(left).filter(|(_, there)| there.article == right) else { continue };
        let (Some(from), Some(to)) = (foot(left_column, &here.range), foot(right_column, &there.range)) else {
            continue;
        };
        match (from.out, to.out) {
            (Some(_), Some(_)) => continue,
            (Some(edge), None) => stubs.entry((true, edge)).or_default().push((there.clone(), here.clone())),
            (None, Some(edge)) => stubs.entry((false, edge)).or_default().push((here.clone(), there.clone())),
            (None, None) => {}
        }
        // More than this no eye tells apart at an edge; the stub has the number of all.
        quiet += usize::from(from.out.is_some() || to.out.is_some());
        if quiet > QUIET && (from.out.is_some() || to.out.is_some()) && !is_lit(ctx, state, ribbon) {
            continue;
        }
        drawn.push((ribbon, here, there, from, to));
    }
    // The one under the pointer: of several, the thinnest there, because the others can be reached beside it.
    let under = pos.and_then(|pos| {
        let x = ((pos.x - gutter.left()) / gutter.width().max(1.0)).clamp(0.0, 1.0);
        let at = |from: f32, to: f32| egui::lerp(from..=to, ease(x));
        drawn
            .iter()
            .enumerate()
            .filter(|(_, (_, _, _, from, to))| {
                (at(from.top, to.top) - 2.0..=at(from.bottom, to.bottom) + 2.0).contains(&pos.y)
            })
            .min_by(|(_, a), (_, b)| {
                let height = |(_, _, _, from, to): &(&Ribbon, Passage, Passage, Foot, Foot)| {
                    at(from.bottom, to.bottom) - at(from.top, to.top)
                };
                height(a).total_cmp(&height(b))
            })
            .map(|(index, _)| index)
    });
    let mut discs: Vec<Pos2> = Vec::new();
    let mut judged_at: Option<(Pos2, &Ribbon)> = None;
    // Lit ones last, over the rest.
    let mut order: Vec<usize> = (0..drawn.len()).collect();
    let shines = |index: &usize| {
        under == Some(*index) || drawn.get(*index).is_some_and(|(ribbon, ..)| is_lit(ctx, state, ribbon))
    };
    order.sort_by_key(shines);
    for index in &order {
        let Some((ribbon, here, there, from, to)) = drawn.get(*index) else { continue };
        let on = shines(index);
        let quiet = from.out.is_some() || to.out.is_some();
        ribbon_shape(&painter, ctx.tokens, gutter, (*from, *to), ribbon, on, quiet);
        if on {
            lit.push((left, here.range.clone()));
            lit.push((right, there.range.clone()));
        }
        let middle = pos2(gutter.center().x, (from.top + from.bottom + to.top + to.bottom) / 4.0);
        if on && ctx.workbench.lit_ribbon().is_some_and(|lit| std::ptr::eq(lit, *ribbon)) {
            judged_at = Some((middle, *ribbon));
        }
        if on || !quiet && discs.iter().all(|disc| (disc.y - middle.y).abs() > 15.0) {
            discs.push(middle);
            disc(&painter, ctx.tokens, middle, ribbon.kind, on);
        }
    }
    if let Some((ribbon, here, there, ..)) = under.and_then(|index| drawn.get(index)) {
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
        if response.clicked() {
            show_tie(here.clone(), there.clone(), out);
            // What a person linked is shown in the inspector as well, with its memo.
            if let (Source::Link(id), true) = (ribbon.source, ribbon.kept) {
                out.push(view(ViewCommand::Select(Selection::Link(id))));
            }
        }
        if response.secondary_clicked() {
            ui.data_mut(|data| data.insert_temp(id, (*ribbon).clone()));
        }
        response.clone().on_hover_text_at_pointer(why(ctx, ribbon));
    }
    // The menu is about the ribbon it was opened on, wherever the pointer goes then.
    response.context_menu(|ui| match ui.data(|data| data.get_temp::<Ribbon>(id)) {
        Some(ribbon) => tie_tools::menu_ui(ui, &ribbon, out),
        None => ui.close(),
    });
    if let Some((at, ribbon)) = judged_at {
        tie_tools::at_ribbon_ui(ui, ctx, at, ribbon, out);
    }
    for ((at_left, edge), passages) in &stubs {
        let text = if *at_left { left_column } else { right_column }.state.view_rect();
        stub_ui(ui, ctx, Rect::from_x_y_ranges(gutter.x_range(), text.y_range()), (*at_left, *edge), passages, out);
    }
}

pub(super) fn show_tie(here: Passage, there: Passage, out: &mut Vec<Command>) {
    out.push(view(ViewCommand::Reading(ReadingCommand::ShowTie { here, there })));
}

/// What a ribbon says of itself.
pub(super) fn why(ctx: &UiCtx<'_>, ribbon: &Ribbon) -> String {
    let made = match (ribbon.kept, ribbon.is_by_hand()) {
        (true, _) => " · kept as a link",
        (false, true) => " · proposed",
        (false, false) => "",
    };
    let quote = |passage: &Passage| {
        let text = ctx.session.text(passage.article)?;
        let words = text.get(passage.range.clone())?;
        Some(format!(
            "“{}”",
            crate::ui::widgets::cut_words(&words.split_whitespace().collect::<Vec<_>>().join(" "), 90)
        ))
    };
    let ends = [&ribbon.a, &ribbon.b].iter().filter_map(|end| quote(end)).collect::<Vec<_>>().join("\n");
    let reason = if ribbon.reason.is_empty() { String::new() } else { format!("\n{}", ribbon.reason) };
    let keys = if ribbon.kept { "" } else { "\nClick, then F6 keeps it as a link and ⇧ F6 sets it aside" };
    format!("{} {}{made}{reason}\n{ends}{keys}", sign(ribbon.kind), ribbon.kind.label())
}

/// An S-curve that leaves and arrives level.
fn ease(x: f32) -> f32 {
    x * x * (3.0 - 2.0 * x)
}

/// Fill and edges tell the kind as well as the colour does: filled for the same figure and quotation, hatched for shared
/// wording, hollow for the same statement, dashed for a denial or contradiction; a strong edge for what a person linked.
fn ribbon_shape(
    painter: &egui::Painter,
    t: &Tokens,
    gutter: Rect,
    (from, to): (Foot, Foot),
    ribbon: &Ribbon,
    on: bool,
    quiet: bool,
) {
    const STEPS: u8 = 18;
    let hue = t.tag(hue(ribbon.kind));
    let strength = match ribbon.kind {
        LinkKind::SameFigure | LinkKind::SameQuotation => 1.0,
        LinkKind::SharedWording | LinkKind::Updates => 0.55,
        _ => 0.3,
    };
    let share = match (on, quiet) {
        (true, _) => 0.62,
        (false, true) => 0.22,
        (false, false) => {
            if t.theme == crate::ui::style::Theme::Dark {
                0.42
            } else {
                0.30
            }
        }
    };
    let fill = hue.gamma_multiply(
        share
            * if on {
                1.0
            } else if quiet {
                f32::max(strength, 0.6)
            } else {
                strength
            },
    );
    let curve = |a: f32, b: f32| -> Vec<Pos2> {
        (0..=STEPS)
            .map(|step| {
                let x = f32::from(step) / f32::from(STEPS);
                pos2(gutter.left() + x * gutter.width(), egui::lerp(a..=b, ease(x)))
            })
            .collect()
    };
    let (upper, lower) = (curve(from.top, to.top), curve(from.bottom, to.bottom));
    let mut mesh = egui::Mesh::default();
    for (n, (a, b)) in upper.iter().zip(&lower).enumerate() {
        mesh.colored_vertex(*a, fill);
        mesh.colored_vertex(*b, fill);
        if n > 0 {
            let n = (n * 2) as u32;
            mesh.add_triangle(n - 2, n - 1, n);
            mesh.add_triangle(n - 1, n, n + 1);
        }
    }
    painter.add(mesh);
    if quiet && !on {
        return;
    }
    let edge = hue.gamma_multiply(if on { 1.0 } else { 0.75 });
    let width = if ribbon.kept { 2.0 } else { 1.0 };
    let mut shapes = Vec::new();
    match ribbon.kind {
        LinkKind::Denies | LinkKind::Contradicts => {
            for line in [&upper, &lower] {
                shapes.extend(Shape::dashed_line(line, Stroke::new(width + 0.4, edge), 4.0, 3.0));
            }
        }
        LinkKind::SharedWording => {
            // Hatched: lines that run along with it.
            let lines = (((from.bottom - from.top).min(to.bottom - to.top)) / 7.0).clamp(1.0, 9.0) as u8;
            for n in 0..=lines {
                let part = f32::from(n) / f32::from(lines);
                let inside = curve(egui::lerp(from.top..=from.bottom, part), egui::lerp(to.top..=to.bottom, part));
                shapes.push(Shape::line(inside, Stroke::new(if n == 0 || n == lines { width } else { 0.7 }, edge)));
            }
        }
        LinkKind::SameFigure | LinkKind::SameQuotation if !ribbon.kept && !on => {}
        _ => {
            for line in [upper, lower] {
                shapes.push(Shape::line(line, Stroke::new(width, edge)));
            }
        }
    }
    painter.extend(shapes);
}

/// The sign of a kind in the middle of its ribbon.
pub(super) fn disc(painter: &egui::Painter, t: &Tokens, at: Pos2, kind: LinkKind, on: bool) {
    let hue = t.tag(hue(kind));
    painter.circle(at, 7.0, if on { hue } else { t.card }, Stroke::new(1.0, hue));
    let ink = if on { t.card } else { t.text };
    painter.text(at, egui::Align2::CENTER_CENTER, sign(kind), fonts::sans_semibold(size::TINY), ink);
}

/// A stub: so many partners of what is in sight stand further up or down over there; a click goes to the nearest.
fn stub_ui(
    ui: &egui::Ui,
    ctx: &UiCtx<'_>,
    gutter: Rect,
    (at_left, edge): (bool, Edge),
    passages: &[(Passage, Passage)],
    out: &mut Vec<Command>,
) {
    let t = ctx.tokens;
    let words = format!("{}{}", if edge == Edge::Above { "↑" } else { "↓" }, passages.len());
    let galley = ui.painter().layout_no_wrap(words, fonts::sans_semibold(size::TINY), t.text);
    let pill = vec2((galley.size().x + 8.0).max(20.0), 16.0);
    // Over the edge of the card whose passage is out of view.
    let x = if at_left { gutter.left() - pill.x * 0.5 + 2.0 } else { gutter.right() + pill.x * 0.5 - 2.0 };
    let y = if edge == Edge::Above { gutter.top() + 8.0 } else { gutter.bottom() - 8.0 };
    let rect = Rect::from_center_size(pos2(x, y), pill);
    let response = ui.interact(
        rect,
        ui.scope_id().with(("stub", gutter.left() as i32, at_left, edge == Edge::Above)),
        Sense::click(),
    );
    let there = passages.first().and_then(|(_, there)| ctx.project.articles.get(&there.article));
    let name = format!(
        "{} further {} in {}",
        crate::app::ops::counted(passages.len(), "tied passage", "tied passages"),
        if edge == Edge::Above { "up" } else { "down" },
        there.map_or("the other article", |article| article.title.as_str()),
    );
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
    let fill = if response.hovered() || response.has_focus() { t.accent_ground } else { t.card };
    let border = if response.has_focus() { t.focus_ring() } else { Stroke::new(1.0, t.faint) };
    ui.painter().rect(rect, CornerRadius::same(8), fill, border, StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, t.text);
    // The nearest of those out of view.
    let nearest = match edge {
        Edge::Above => passages.iter().max_by_key(|(_, there)| there.range.start),
        Edge::Below => passages.iter().min_by_key(|(_, there)| there.range.start),
    };
    let clicked = response.clicked();
    response.on_hover_text(name).on_hover_cursor(egui::CursorIcon::PointingHand);
    if clicked && let Some((here, there)) = nearest {
        show_tie(here.clone(), there.clone(), out);
    }
}
