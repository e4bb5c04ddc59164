//! One panel of a chart as SVG elements. Layer `exchange`.

use std::fmt::Write as _;

use crate::plots::arrange::{self, HEAD, NOTE, caption, lane_middle, plot_height, row_height};
use crate::plots::axis::BREAK_AT;
use crate::plots::{Axis, Mark, MarkShape, Panel};

use super::canvas::{Canvas, Face, Ink, Side, fit, width, wrap};

const RADIUS: f32 = 5.0;
/// Length of the arrow of an open bound.
const ARROW: f32 = 44.0;
const TITLE: f32 = 13.0;
const LABEL: f32 = 12.0;
const SMALL: f32 = 11.0;

/// A panel with its measures.
pub(super) struct Laid<'a> {
    panel: &'a Panel,
    width: f32,
    /// From the panel's left to its drawing area, and from that to its right.
    left: f32,
    right: f32,
    notes: Vec<String>,
    pub height: f32,
}

impl<'a> Laid<'a> {
    pub fn new(panel: &'a Panel, width_of: f32) -> Self {
        let widest = |texts: &mut dyn Iterator<Item = f32>| texts.fold(0.0, f32::max);
        let (left, right) = match &panel.y {
            None => {
                let rows = &mut panel
                    .rows
                    .iter()
                    .map(|row| width(&row.label(), LABEL, false).max(width(&row.detail, SMALL - 0.5, false)));
                (widest(rows).clamp(64.0, width_of * 0.42) + 14.0, 10.0)
            }
            Some(y) => {
                let ticks = &mut y.ticks.iter().map(|tick| width(&tick.label, SMALL, false));
                let lines = &mut panel.series.iter().map(|line| width(&line.origin, SMALL, false));
                (
                    widest(ticks) + 10.0,
                    if panel.series.is_empty() { 14.0 } else { widest(lines).min(width_of * 0.28) + 14.0 },
                )
            }
        };
        let notes: Vec<String> = panel.notes.iter().flat_map(|note| wrap(note, SMALL, width_of, 3)).collect();
        let height = arrange::panel_height(panel, notes.len());
        Self { panel, width: width_of, left, right, notes, height }
    }

    pub fn draw(&self, canvas: &mut Canvas, ink: &'static Ink, x: f32, y: f32) {
        let panel = self.panel;
        let title = Face { size: TITLE, bold: true, fill: ink.text };
        let small = Face { size: SMALL, bold: false, fill: ink.dim };
        canvas.text(x, y + 13.0, title, Side::Start, &fit(&panel.title, TITLE, true, self.width));
        canvas.text(x, y + 30.0, small, Side::Start, &fit(&panel.subtitle, SMALL, false, self.width));
        let frame = Frame {
            x: x + self.left,
            y: y + HEAD,
            width: (self.width - self.left - self.right).max(40.0),
            height: plot_height(panel),
            limit: x + self.width,
        };
        let mut below = frame.y + frame.height;
        if !panel.marks.is_empty() {
            match &panel.y {
                None => self.rows(canvas, ink, x, &frame),
                Some(axis) => self.over_time(canvas, ink, &frame, axis),
            }
            below += arrange::TICKS;
            if let Some(caption) = caption(panel) {
                below += NOTE;
                canvas.text(x, below - 4.0, small, Side::Start, &fit(&caption, SMALL, false, self.width));
            }
        }
        for note in &self.notes {
            below += NOTE;
            canvas.text(x, below - 4.0, small, Side::Start, note);
        }
    }

    fn rows(&self, canvas: &mut Canvas, ink: &'static Ink, x: f32, frame: &Frame) {
        let panel = self.panel;
        frame.upright_grid(canvas, ink, &panel.x);
        if panel.x.broken_zero {
            let (at, bottom) = (frame.at(BREAK_AT), frame.y + frame.height);
            for shift in [-2.0, 2.0] {
                let (low, high) = ((at + shift - 3.0, bottom + 4.0), (at + shift + 3.0, bottom - 4.0));
                canvas.line(low, high, ink.dim, 1.2, "");
            }
        }
        if let Some(adopted) = &panel.adopted {
            let top = frame.y - 2.0;
            let height = frame.height + 2.0;
            canvas.open_titled(&adopted.label, "");
            if let Some((low, high)) = adopted.band {
                let (from, to) = (frame.at(low), frame.at(high));
                canvas.rect(
                    (from, top),
                    (to - from, height),
                    0.0,
                    &format!(r#"fill="{}" fill-opacity="0.1""#, ink.adopted),
                );
            }
            let at = frame.at(adopted.at);
            canvas.line((at, top), (at, top + height), ink.adopted, 1.8, r#" stroke-dasharray="5 3.5""#);
            canvas.close();
        }
        let room = self.left - 12.0;
        let mut top = frame.y;
        for row in &panel.rows {
            let label = Face { size: LABEL, bold: false, fill: ink.text };
            let detail = Face { size: SMALL - 0.5, bold: false, fill: ink.dim };
            canvas.open_titled(&format!("{} · {}", row.label(), row.detail), "");
            canvas.text(x, top + 15.0, label, Side::Start, &row_label(row.name.as_str(), &row.words, room));
            canvas.text(x, top + 28.0, detail, Side::Start, &fit(&row.detail, detail.size, false, room));
            canvas.close();
            top += row_height(row);
        }
        for mark in &panel.marks {
            let y = frame.y + lane_middle(&panel.rows, mark.row, mark.lane);
            frame.mark(canvas, ink, mark, (frame.at(mark.at), y), (frame.at(mark.from), frame.at(mark.to)), false);
        }
    }

    fn over_time(&self, canvas: &mut Canvas, ink: &'static Ink, frame: &Frame, axis: &Axis) {
        let panel = self.panel;
        let bottom = frame.y + frame.height;
        let up = |at: f64| bottom - at as f32 * frame.height;
        for tick in &axis.ticks {
            let y = up(tick.at);
            canvas.line((frame.x, y), (frame.x + frame.width, y), ink.line, 1.0, "");
            let face = Face { size: SMALL, bold: false, fill: ink.dim };
            canvas.text(frame.x - 8.0, y + 4.0, face, Side::End, &tick.label);
        }
        if axis.broken_zero {
            let y = up(BREAK_AT);
            for shift in [-2.0, 2.0] {
                canvas.line((frame.x - 4.0, y + shift + 3.0), (frame.x + 4.0, y + shift - 3.0), ink.dim, 1.2, "");
            }
        }
        frame.upright_grid(canvas, ink, &panel.x);
        if let Some(adopted) = &panel.adopted {
            canvas.open_titled(&adopted.label, "");
            if let Some((low, high)) = adopted.band {
                let paint = format!(r#"fill="{}" fill-opacity="0.1""#, ink.adopted);
                canvas.rect((frame.x, up(high)), (frame.width, up(low) - up(high)), 0.0, &paint);
            }
            let y = up(adopted.at);
            canvas.line((frame.x, y), (frame.x + frame.width, y), ink.adopted, 1.8, r#" stroke-dasharray="5 3.5""#);
            canvas.close();
        }
        for line in &panel.series {
            let colour = ink.origin(line.colour);
            let points: Vec<[f32; 4]> =
                line.steps.iter().map(|step| [frame.at(step.day), up(step.at), up(step.low), up(step.high)]).collect();
            let lower = stairs(points.iter().map(|[x, _, low, _]| (*x, *low)));
            let upper = stairs(points.iter().map(|[x, _, _, high]| (*x, *high)));
            if points.iter().any(|[_, _, low, high]| low > high) && points.len() > 1 {
                let mut band = polyline(&lower, "M");
                band.push_str(&polyline(&upper.into_iter().rev().collect::<Vec<_>>(), "L"));
                canvas.path(&format!("{band}Z"), &format!(r#"fill="{colour}" fill-opacity="0.14""#));
            }
            let steps = stairs(points.iter().map(|[x, y, ..]| (*x, *y)));
            let paint = format!(r#"fill="none" stroke="{colour}" stroke-width="2" stroke-linejoin="round""#);
            if points.len() > 1 {
                canvas.path(&polyline(&steps, "M"), &paint);
            }
        }
        for mark in &panel.marks {
            let x = frame.at(mark.day) + f32::from(mark.lane) * 11.0;
            frame.mark(canvas, ink, mark, (x, up(mark.at)), (up(mark.from), up(mark.to)), true);
        }
        self.line_names(canvas, ink, frame, &up);
    }

    /// The origins' names to the right of the plot, at the height of their lines' ends and clear of each other.
    fn line_names(&self, canvas: &mut Canvas, ink: &'static Ink, frame: &Frame, up: &dyn Fn(f64) -> f32) {
        let mut names: Vec<(f32, &str, u8)> = self
            .panel
            .series
            .iter()
            .filter_map(|line| Some((up(line.steps.last()?.at), line.origin.as_str(), line.colour)))
            .collect();
        names.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
        let fitting = (frame.height / 13.0) as usize;
        let more = names.len().saturating_sub(fitting);
        let room = self.right - 10.0;
        let mut lowest = frame.y - 13.0;
        let shown = names.len() - more;
        for (n, (y, name, colour)) in names.into_iter().take(shown).enumerate() {
            // Never so low that those still to come have no room.
            let last = frame.y + frame.height - (shown - 1 - n) as f32 * 13.0;
            let y = y.max(lowest + 13.0).min(last);
            lowest = y;
            let face = Face { size: SMALL, bold: true, fill: ink.origin(colour) };
            canvas.text(frame.x + frame.width + 8.0, y + 4.0, face, Side::Start, &fit(name, SMALL, true, room));
        }
        if more > 0 {
            let face = Face { size: SMALL, bold: false, fill: ink.dim };
            let text = format!("+ {more} more");
            canvas.text(frame.x + frame.width + 8.0, frame.y + frame.height + 14.0, face, Side::Start, &text);
        }
    }
}

/// Outlet and words in the room there is: the words, which carry the number, stay whole as long as they can.
fn row_label(name: &str, words: &str, room: f32) -> String {
    if words.is_empty() {
        return fit(name, LABEL, false, room);
    }
    let words_width = width(words, LABEL, false) + width(" ", LABEL, false);
    let for_name = (room - words_width).max(room * 0.35);
    let name = fit(name, LABEL, false, for_name);
    fit(&format!("{name} {words}"), LABEL, false, room + 1.0)
}

/// The corners of a step line: each value holds until the next report.
fn stairs(points: impl Iterator<Item = (f32, f32)>) -> Vec<(f32, f32)> {
    let mut out: Vec<(f32, f32)> = Vec::new();
    for (x, y) in points {
        if let Some((_, before)) = out.last().copied() {
            out.push((x, before));
        }
        out.push((x, y));
    }
    out
}

fn polyline(points: &[(f32, f32)], first: &str) -> String {
    let mut out = String::new();
    for (n, (x, y)) in points.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(out, "{}{x:.1} {y:.1}", if n == 0 { first } else { "L" });
    }
    out
}

/// The drawing area.
struct Frame {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
    /// Right of the panel: no label goes beyond.
    limit: f32,
}

impl Frame {
    fn at(&self, fraction: f64) -> f32 {
        (fraction as f32).mul_add(self.width, self.x)
    }

    /// Grid lines and labels of the axis that runs to the right. A label that would touch the one before is left out.
    fn upright_grid(&self, canvas: &mut Canvas, ink: &'static Ink, axis: &Axis) {
        let face = Face { size: SMALL, bold: false, fill: ink.dim };
        let mut free = f32::MIN;
        let bottom = self.y + self.height;
        for tick in &axis.ticks {
            let x = self.at(tick.at);
            canvas.line((x, self.y), (x, bottom), ink.line, 1.0, "");
            let half = width(&tick.label, SMALL, false) / 2.0;
            let middle = x.min(self.limit - half);
            if middle - half >= free {
                canvas.text(middle, bottom + 16.0, face, Side::Middle, &tick.label);
                free = middle + half + 9.0;
            }
        }
    }

    fn mark(
        &self,
        canvas: &mut Canvas,
        ink: &'static Ink,
        mark: &Mark,
        (x, y): (f32, f32),
        (from, to): (f32, f32),
        up: bool,
    ) {
        let more = if mark.fade.is_some() { r#" class="mark" opacity="0.42""# } else { r#" class="mark""# };
        canvas.open_titled(&mark.tip(), more);
        if mark.lit {
            canvas.circle((x, y), RADIUS + 4.5, "none", ink.accent, 2.0);
        }
        let sign = Sign {
            shape: mark.shape,
            dot: mark.dot,
            filled: mark.filled,
            fill: ink.origin(mark.colour),
            denied: mark.denied,
            up,
        };
        // Arrows end inside the drawing area.
        let ends = match (mark.shape, up) {
            (MarkShape::Floor, false) => (x, (x + ARROW).min(self.x + self.width + 6.0)),
            (MarkShape::Ceiling, false) => ((x - ARROW).max(self.x), x),
            (MarkShape::Floor, true) => (y, (y - ARROW * 0.7).max(self.y - 6.0)),
            (MarkShape::Ceiling, true) => ((y + ARROW * 0.7).min(self.y + self.height), y),
            _ => (from, to),
        };
        sign.draw(canvas, ink, (x, y), ends);
        canvas.close();
    }
}

/// The sign of a mark, free of any axis.
pub(super) struct Sign {
    pub shape: MarkShape,
    pub dot: bool,
    pub filled: bool,
    pub fill: &'static str,
    pub denied: bool,
    /// Whether counts run upwards.
    pub up: bool,
}

impl Sign {
    /// Draws it with its dot at a place and its two ends along the count axis (x, or y where counts run upwards).
    pub fn draw(&self, canvas: &mut Canvas, ink: &'static Ink, (x, y): (f32, f32), (from, to): (f32, f32)) {
        let fill = self.fill;
        let point = |along: f32, across: f32| if self.up { (x + across, along) } else { (along, y + across) };
        let forward = if self.up { -1.0 } else { 1.0 };
        // An open arrow head at `tip`, pointing the way of `towards`.
        let head = |canvas: &mut Canvas, tip: f32, towards: f32| {
            let corners = [point(tip - towards * 6.0, -4.5), point(tip, 0.0), point(tip - towards * 6.0, 4.5)];
            let paint = format!(
                r#"fill="none" stroke="{fill}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round""#
            );
            canvas.path(&polyline(&corners, "M"), &paint);
        };
        let along = if self.up { y } else { x };
        match self.shape {
            MarkShape::Dot => {}
            MarkShape::Floor => {
                canvas.line(point(along, 0.0), point(to, 0.0), fill, 2.0, "");
                head(canvas, to, forward);
            }
            MarkShape::Ceiling => {
                canvas.line(point(along, 0.0), point(from, 0.0), fill, 2.0, "");
                head(canvas, from, -forward);
            }
            MarkShape::Range => {
                let paint = if self.filled {
                    format!(r#"fill="{fill}" stroke="{fill}" stroke-width="1.5""#)
                } else {
                    format!(r#"fill="{}" stroke="{fill}" stroke-width="1.8""#, ink.paper)
                };
                bar(canvas, point(from, 0.0), point(to, 0.0), 3.5, &paint);
            }
            MarkShape::Band => {
                let (a, b) = (point(from, 0.0), point(to, 0.0));
                bar(canvas, a, b, 5.0, &format!(r#"fill="{fill}" fill-opacity="0.16""#));
                canvas.line(a, b, fill, 1.8, r#" stroke-dasharray="2.5 3""#);
                head(canvas, to, forward);
            }
        }
        if self.dot {
            let inner = if self.filled { fill } else { ink.paper };
            canvas.circle((x, y), RADIUS, inner, fill, 2.0);
        }
        if self.denied {
            for slope in [-1.0, 1.0] {
                canvas.line((x - 7.0, y - 7.0 * slope), (x + 7.0, y + 7.0 * slope), ink.text, 1.6, "");
            }
        }
    }
}

/// A bar with round ends between two points on one level.
fn bar(canvas: &mut Canvas, (x1, y1): (f32, f32), (x2, y2): (f32, f32), half: f32, paint: &str) {
    let (left, top) = (x1.min(x2), y1.min(y2));
    let (width, height) = ((x1 - x2).abs(), (y1 - y2).abs());
    if width >= height {
        canvas.rect((left, top - half), (width.max(2.0), half * 2.0), half, paint);
    } else {
        canvas.rect((left - half, top), (half * 2.0, height.max(2.0)), half, paint);
    }
}
