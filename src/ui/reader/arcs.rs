//! Ties within one article: arcs beside the text from one passage to the other. Layer `ui`.

use std::ops::Range;

use egui::{Pos2, Rect, Sense, Shape, Stroke, pos2, vec2};

use crate::app::command::Command;
use crate::app::ribbons::Ribbon;
use crate::model::{ArticleId, LinkKind};
use crate::ui::ctx::UiCtx;
use crate::ui::style::Tokens;

use super::kinds::hue;
use super::ribbons::{disc, is_lit, show_tie, why};
use super::{ReaderState, tie_tools};

/// How near the pointer must come to an arc.
const NEAR: f32 = 4.0;
/// How far from the text an arc may reach on a wide card, in points.
const WIDEST_ARC: f32 = 120.0;

/// Ties within an article: an arc right of the text from one passage to the other.
pub(super) fn arcs_ui(
    ui: &egui::Ui,
    ctx: &UiCtx<'_>,
    state: &ReaderState,
    article: ArticleId,
    lit: &mut Vec<(ArticleId, Range<usize>)>,
    out: &mut Vec<Command>,
) {
    let Some(column) = state.columns.get(&article) else { return };
    let (view_rect, text) = (column.state.view_rect(), column.state.column());
    let within = ctx.workbench.reader.ribbons.iter().filter(|ribbon| ribbon.is_within() && ribbon.a.article == article);
    let strip = Rect::from_min_max(
        pos2(text.right() + 8.0, view_rect.top()),
        pos2((view_rect.right() - 9.0).min(text.right() + WIDEST_ARC), view_rect.bottom()),
    );
    if !strip.is_positive() {
        return;
    }
    let painter = ui.painter().with_clip_rect(view_rect.intersect(ui.clip_rect()));
    let pos = ui.input(|input| input.pointer.hover_pos()).filter(|pos| strip.expand(2.0).contains(*pos));
    let mut nearest: Option<(f32, &Ribbon)> = None;
    let mut drawn: Vec<(f32, f32)> = Vec::new();
    let mut judged_at: Option<(Pos2, &Ribbon)> = None;
    for ribbon in within {
        let ys = [&ribbon.a, &ribbon.b].map(|end| column.state.y_range(&column.doc, &end.range).map(|y| y.center()));
        let [Some(from), Some(to)] = ys else { continue };
        if from.max(to) < view_rect.top() || from.min(to) > view_rect.bottom() {
            continue;
        }
        // Those that stand beside each other keep apart.
        let lane = drawn.iter().filter(|(top, bottom)| *top < from.max(to) && from.min(to) < *bottom).count() % 4;
        drawn.push((from.min(to), from.max(to)));
        let reach = strip.width() * (1.0 - 0.24 * lane as f32);
        // As flat as it must be to stay on the card: from the words out, along, and back.
        let path = arc(strip.left(), reach, from, to);
        let distance = pos.map(|pos| path.iter().map(|at| at.distance(pos)).fold(f32::INFINITY, f32::min));
        if let Some(distance) = distance.filter(|distance| *distance < NEAR + 3.0)
            && nearest.is_none_or(|(best, _)| distance < best)
        {
            nearest = Some((distance, ribbon));
        }
        let on = is_lit(ctx, state, ribbon);
        arc_shape(&painter, ctx.tokens, &path, ribbon.kind, on);
        if on
            && ctx.workbench.lit_ribbon().is_some_and(|lit| std::ptr::eq(lit, ribbon))
            && let Some(middle) = path.get(path.len() / 2)
        {
            let x = middle.x.min(view_rect.right() - 16.0);
            judged_at = Some((pos2(x, middle.y.clamp(view_rect.top(), view_rect.bottom())), ribbon));
        }
        if on {
            lit.push((article, ribbon.a.range.clone()));
            lit.push((article, ribbon.b.range.clone()));
        }
    }
    if let Some((at, ribbon)) = judged_at {
        let buttons = tie_tools::at_ribbon_ui(ui, ctx, at, ribbon, out);
        if pos.is_some_and(|pos| buttons.contains(pos)) {
            return;
        }
    }
    let Some((_, ribbon)) = nearest else { return };
    lit.push((article, ribbon.a.range.clone()));
    lit.push((article, ribbon.b.range.clone()));
    let response = ui.interact(strip, ui.scope_id().with(("arcs", article)), Sense::CLICK);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Group, true, "Ties within the article"));
    ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    let clicked = response.clicked();
    response.on_hover_text_at_pointer(why(ctx, ribbon));
    if clicked {
        show_tie(ribbon.a.clone(), ribbon.b.clone(), out);
    }
}

fn arc(left: f32, reach: f32, from: f32, to: f32) -> Vec<Pos2> {
    const STEPS: u8 = 40;
    let point = |step: u8| {
        let s = f32::from(step) / f32::from(STEPS);
        // Out quickly, along the side, back quickly.
        let bulge = 1.0 - (2.0 * s - 1.0).powi(6);
        pos2(left + reach * bulge, egui::lerp(from..=to, s))
    };
    (0..=STEPS).map(point).collect()
}

fn arc_shape(painter: &egui::Painter, t: &Tokens, path: &[Pos2], kind: LinkKind, on: bool) {
    let hue = t.tag(hue(kind));
    let stroke = Stroke::new(if on { 2.5 } else { 1.6 }, hue);
    match kind {
        LinkKind::Denies | LinkKind::Contradicts => {
            painter.extend(Shape::dashed_line(path, stroke, 4.0, 3.0));
        }
        _ => {
            painter.add(Shape::line(path.to_vec(), stroke));
        }
    }
    // At the passage that is denied or updated, a point; at both ends of the others, a dot.
    if let (Some(first), Some(last)) = (path.first(), path.last()) {
        painter.circle_filled(*first, 2.2, hue);
        if matches!(kind, LinkKind::Denies | LinkKind::Updates) {
            let tip = vec![*last, *last + vec2(6.0, -3.5), *last + vec2(6.0, 3.5)];
            painter.add(Shape::convex_polygon(tip, hue, Stroke::NONE));
        } else {
            painter.circle_filled(*last, 2.2, hue);
        }
    }
    if let Some(middle) = path.get(path.len() / 2) {
        let clip = painter.clip_rect();
        if clip.contains(*middle) {
            let at = pos2(middle.x.min(clip.right() - 16.0), middle.y);
            disc(painter, t, at, kind, on);
        }
    }
}
