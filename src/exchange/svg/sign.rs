//! Signs of marks, pieces of bars and hatching as SVG elements. Layer `exchange`.

use std::fmt::Write as _;

use crate::plots::arrange::{self, MarkSize};
use crate::plots::{Glyph, MarkShape, VictimStatus};

use super::canvas::{Canvas, Ink};

/// A path through points; `first` is the command it begins with.
pub(super) fn polyline(points: &[(f32, f32)], first: &str) -> String {
    let mut out = String::new();
    for (n, (x, y)) in points.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(out, "{}{x:.1} {y:.1}", if n == 0 { first } else { "L" });
    }
    out
}

/// The sign of a mark, free of any axis.
pub(super) struct Sign {
    pub shape: MarkShape,
    pub dot: bool,
    pub filled: bool,
    pub fill: &'static str,
    pub denied: bool,
    pub glyph: Glyph,
    pub size: MarkSize,
    /// Whether counts run upwards.
    pub up: bool,
}

impl Sign {
    /// Draws it with its dot at a place and its two ends along the count axis (x, or y where counts run upwards).
    pub fn draw(&self, canvas: &mut Canvas, ink: &'static Ink, (x, y): (f32, f32), (from, to): (f32, f32)) {
        let Self { fill, size, up, .. } = *self;
        let point = |along: f32, across: f32| if up { (x + across, along) } else { (along, y + across) };
        let forward = if up { -1.0 } else { 1.0 };
        // An open arrow head at `tip`, pointing the way of `towards`.
        let head = |canvas: &mut Canvas, tip: f32, towards: f32| {
            let corners = [
                point(tip - towards * size.head, -size.head * 0.75),
                point(tip, 0.0),
                point(tip - towards * size.head, size.head * 0.75),
            ];
            let paint = format!(
                r#"fill="none" stroke="{fill}" stroke-width="{}" stroke-linecap="round" stroke-linejoin="round""#,
                size.line
            );
            canvas.path(&polyline(&corners, "M"), &paint);
        };
        let along = if up { y } else { x };
        match self.shape {
            MarkShape::Dot | MarkShape::Part => {}
            MarkShape::Floor => {
                canvas.line(point(along, 0.0), point(to, 0.0), fill, size.line, "");
                head(canvas, to, forward);
            }
            MarkShape::Ceiling => {
                canvas.line(point(along, 0.0), point(from, 0.0), fill, size.line, "");
                head(canvas, from, -forward);
            }
            MarkShape::Range => {
                let paint = if self.filled {
                    format!(r#"fill="{fill}" stroke="{fill}" stroke-width="1.5""#)
                } else {
                    format!(r#"fill="{}" stroke="{fill}" stroke-width="1.8""#, ink.paper)
                };
                bar(canvas, point(from, 0.0), point(to, 0.0), size.radius * 0.7, &paint);
            }
            MarkShape::Band => {
                let (a, b) = (point(from, 0.0), point(to, 0.0));
                bar(canvas, a, b, size.radius, &format!(r#"fill="{fill}" fill-opacity="0.16""#));
                canvas.line(a, b, fill, size.line * 0.9, r#" stroke-dasharray="2.5 3""#);
                head(canvas, to, forward);
            }
        }
        if self.dot {
            let inner = if self.filled { fill } else { ink.paper };
            glyph(canvas, self.glyph, (x, y), size.radius, (inner, fill, size.line));
        }
        if self.denied {
            let arm = size.radius * 1.4;
            for slope in [-1.0, 1.0] {
                canvas.line((x - arm, y - arm * slope), (x + arm, y + arm * slope), ink.text, 1.6, "");
            }
        }
    }
}

/// The sign of a measure round a middle, in fill, stroke and stroke width.
pub(super) fn glyph(
    canvas: &mut Canvas,
    glyph: Glyph,
    (x, y): (f32, f32),
    radius: f32,
    (fill, stroke, width): (&str, &str, f32),
) {
    if glyph.corners().is_empty() {
        canvas.circle((x, y), radius, fill, stroke, width);
        return;
    }
    let corners: Vec<(f32, f32)> =
        glyph.corners().iter().map(|(dx, dy)| (dx.mul_add(radius, x), dy.mul_add(radius, y))).collect();
    let paint = format!(r#"fill="{fill}" stroke="{stroke}" stroke-width="{width}" stroke-linejoin="round""#);
    canvas.path(&format!("{}Z", polyline(&corners, "M")), &paint);
}

/// A piece of a stacked bar: civilians solid, combatants half as strong, what is not told hatched.
pub(super) fn segment(
    canvas: &mut Canvas,
    status: VictimStatus,
    (x, y): (f32, f32),
    (width, height): (f32, f32),
    fill: &str,
) {
    let outline = format!(r#"stroke="{fill}" stroke-width="1""#);
    match status {
        VictimStatus::Civilians => {
            canvas.rect((x, y), (width, height), 0.0, &format!(r#"fill="{fill}" {outline}"#));
        }
        VictimStatus::Combatants => {
            canvas.rect((x, y), (width, height), 0.0, &format!(r#"fill="{fill}" fill-opacity="0.35" {outline}"#));
        }
        VictimStatus::Unknown => {
            canvas.rect((x, y), (width, height), 0.0, &format!(r#"fill="none" {outline}"#));
            hatched(canvas, (x, y), (width, height), fill, 5.0);
        }
    }
}

/// Hatches a rectangle.
pub(super) fn hatched(canvas: &mut Canvas, (x, y): (f32, f32), (width, height): (f32, f32), stroke: &str, step: f32) {
    let mut data = String::new();
    for [x1, y1, x2, y2] in arrange::hatch(width, height, step) {
        // Writing to a string cannot fail.
        let _ = write!(data, "M{:.1} {:.1}L{:.1} {:.1}", x + x1, y + y1, x + x2, y + y2);
    }
    if !data.is_empty() {
        canvas.path(&data, &format!(r#"fill="none" stroke="{stroke}" stroke-width="0.9""#));
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
