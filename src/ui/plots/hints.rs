//! What is said of things that are no mark: spans of origins, the adopted value, lines over time, ties, and pieces of
//! bars. Layer `ui`.

use egui::{PopupAnchor, Pos2, Rect, Response, Tooltip, pos2, vec2};

use crate::plots::arrange::{self, HALF_BAR, HALF_TICK, ROW};
use crate::plots::{Panel, Series};

use super::PlotColours;
use super::marks::Spot;

/// How near the pointer must be to a line, in points.
const REACH: f32 = 5.0;

/// Says what lies below the pointer where no mark is near.
pub(super) fn behind(response: &Response, panel: &Panel, tops: &[f32], frame: Rect, at: Pos2, colours: &PlotColours) {
    let along = |place: f64| frame.left() + place as f32 * frame.width();
    let up = |place: f64| frame.bottom() - place as f32 * frame.height();
    let upright = panel.y.is_some();
    let middle = |row: usize| frame.top() + tops.get(row).copied().unwrap_or(0.0);
    let words = span(panel, at, &along, &middle)
        .or_else(|| piece(panel, at, &along, &middle))
        .or_else(|| tie(panel, tops, frame, at))
        .or_else(|| panel.series.iter().find(|line| is_on(line, at, &along, &up)).map(line_words))
        .or_else(|| {
            let adopted = panel.adopted.as_ref()?;
            let near = |line: &f64| match upright {
                true => (up(*line) - at.y).abs() < REACH,
                false => (along(*line) - at.x).abs() < REACH,
            };
            (frame.contains(at) && adopted.lines.iter().any(near)).then(|| adopted.label.clone())
        });
    if let Some(words) = words {
        let anchor = PopupAnchor::ParentRect(Rect::from_center_size(at, vec2(14.0, 14.0)));
        let tooltip = Tooltip::always_open(response.ctx.clone(), response.layer_id, response.id, anchor);
        tooltip.width(340.0).show(|ui| {
            ui.set_max_width(340.0);
            ui.colored_label(colours.text, words);
        });
    }
}

/// What one origin said, from the lowest to the highest.
fn span(panel: &Panel, at: Pos2, along: &dyn Fn(f64) -> f32, top: &dyn Fn(usize) -> f32) -> Option<String> {
    let span = panel.spans.iter().find(|span| {
        let y = top(span.row) + ROW / 2.0;
        (at.y - y).abs() <= HALF_TICK && at.x >= along(span.from) - REACH && at.x <= along(span.to) + REACH
    })?;
    let row = panel.rows.get(span.row)?;
    Some(format!("{} · {}", row.label(), row.detail))
}

/// A piece of a stacked bar.
fn piece(panel: &Panel, at: Pos2, along: &dyn Fn(f64) -> f32, top: &dyn Fn(usize) -> f32) -> Option<String> {
    panel.bars.iter().find_map(|bar| {
        let y = top(bar.row) + arrange::lane_at(panel, bar.row, bar.lane);
        let inside = (at.y - y).abs() <= HALF_BAR;
        let part = bar.segments.iter().find(|part| inside && (along(part.from)..=along(part.to)).contains(&at.x))?;
        let row = panel.rows.get(bar.row)?;
        Some(format!("{} · {}", part.label(), row.label()))
    })
}

/// A denial and what it denies.
fn tie(panel: &Panel, tops: &[f32], frame: Rect, at: Pos2) -> Option<String> {
    panel.ties.iter().find_map(|(a, b)| {
        let (denial, claim) = (panel.marks.get(*a)?, panel.marks.get(*b)?);
        let ends = [denial, claim].map(|mark| Spot::of(panel, tops, frame, mark).dot);
        let [from, to] = ends;
        let way = to - from;
        let t = ((at - from).dot(way) / way.length_sq().max(0.01)).clamp(0.0, 1.0);
        let near = (from + way * t).distance(at) < REACH;
        near.then(|| format!("{} {} denies {} {}", denial.outlet, denial.words, claim.outlet, claim.words))
    })
}

fn is_on(line: &Series, at: Pos2, along: &dyn Fn(f64) -> f32, up: &dyn Fn(f64) -> f32) -> bool {
    line.steps.windows(2).any(|pair| match pair {
        [a, b] => {
            let (from, to) = (pos2(along(a.day), up(a.at)), pos2(along(b.day), up(b.at)));
            let level = (at.y - from.y).abs() < REACH && (from.x..=to.x).contains(&at.x);
            let riser = (at.x - to.x).abs() < REACH && (from.y.min(to.y)..=from.y.max(to.y)).contains(&at.y);
            level || riser
        }
        _ => false,
    })
}

fn line_words(line: &Series) -> String {
    format!("{}: each value holds until its next report; the last is “{}”", line.origin, line.words)
}
