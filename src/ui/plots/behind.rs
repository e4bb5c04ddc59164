//! What lies behind the marks of a panel: spans of origins, stacked bars, bars of flows, ties of denials. Layer `ui`.

use egui::{Color32, Pos2, Rect, Shape, Stroke, pos2};

use crate::plots::arrange::{self, HALF_BAR, HALF_SMALL_STEM, HALF_SPAN, HALF_STEM, HALF_TICK, ROW};
use crate::plots::{Panel, VictimStatus};

use super::PlotColours;
use super::marks::Spot;

/// Adds the shapes for axes that take up `frame`; rows out of `clip` are left out.
pub(super) fn shapes(
    panel: &Panel,
    tops: &[f32],
    frame: Rect,
    clip: Rect,
    colours: &PlotColours,
    out: &mut Vec<Shape>,
) {
    let along = |at: f64| frame.left() + at as f32 * frame.width();
    let top_of = |row: usize| frame.top() + tops.get(row).copied().unwrap_or(0.0);
    let seen = clip.y_range().expand(40.0);
    for span in &panel.spans {
        let y = top_of(span.row) + ROW / 2.0;
        if !seen.contains(y) {
            continue;
        }
        let colour = colours.origin(span.colour);
        let bar = Rect::from_x_y_ranges(along(span.from) - 1.0..=along(span.to) + 1.0, y - HALF_SPAN..=y + HALF_SPAN);
        out.push(Shape::rect_filled(bar, HALF_SPAN, colour.gamma_multiply(0.28)));
        for at in &span.ticks {
            out.push(Shape::vline(along(*at), y - HALF_TICK..=y + HALF_TICK, Stroke::new(1.6, colour)));
        }
    }
    for bar in &panel.bars {
        let y = top_of(bar.row) + arrange::lane_at(panel, bar.row, bar.lane);
        if !seen.contains(y) {
            continue;
        }
        for part in &bar.segments {
            let rect = Rect::from_x_y_ranges(along(part.from)..=along(part.to), y - HALF_BAR..=y + HALF_BAR);
            segment(rect, part.status, colours.origin(bar.colour), out);
        }
    }
    if panel.stems {
        stems(panel, tops, frame, colours, out);
    }
    let place = |at: usize| panel.marks.get(at).map(|mark| Spot::of(panel, tops, frame, mark).dot);
    for (a, b) in &panel.ties {
        if let (Some(a), Some(b)) = (place(*a), place(*b)) {
            out.extend(Shape::dashed_line(&[a, b], Stroke::new(1.3, colours.dim), 4.0, 3.0));
        }
    }
}

/// Each mark of a flow on a bar of its own, as one mesh: there may be thousands.
fn stems(panel: &Panel, tops: &[f32], frame: Rect, colours: &PlotColours, out: &mut Vec<Shape>) {
    let half = if panel.crowded { HALF_SMALL_STEM } else { HALF_STEM };
    let mut mesh = egui::Mesh::default();
    for mark in panel.marks.iter().filter(|mark| mark.fade.is_none() && !mark.denied) {
        let x = Spot::of(panel, tops, frame, mark).dot.x;
        let top = frame.bottom() - mark.at.min(mark.from) as f32 * frame.height();
        let bar = Rect::from_x_y_ranges(x - half..=x + half, top..=frame.bottom());
        mesh.add_colored_rect(bar, colours.origin(mark.colour).gamma_multiply(0.3));
    }
    out.push(Shape::mesh(mesh));
}

/// A piece of a stacked bar: civilians solid, combatants half as strong, what is not told hatched.
pub(super) fn segment(rect: Rect, status: VictimStatus, colour: Color32, out: &mut Vec<Shape>) {
    match status {
        VictimStatus::Civilians => out.push(Shape::rect_filled(rect, 0.0, colour)),
        VictimStatus::Combatants => out.push(Shape::rect_filled(rect, 0.0, colour.gamma_multiply(0.35))),
        VictimStatus::Unknown => hatched(rect, 5.0, colour, out),
    }
    out.push(Shape::rect_stroke(rect, 0.0, Stroke::new(1.0, colour), egui::StrokeKind::Middle));
}

/// Hatches a rectangle.
pub(in crate::ui) fn hatched(rect: Rect, step: f32, colour: Color32, out: &mut Vec<Shape>) {
    let stroke = Stroke::new(0.9, colour);
    let at = |x: f32, y: f32| -> Pos2 { pos2(rect.left() + x, rect.top() + y) };
    for [x1, y1, x2, y2] in arrange::hatch(rect.width(), rect.height(), step) {
        out.push(Shape::line_segment([at(x1, y1), at(x2, y2)], stroke));
    }
}
