//! One panel of a chart as SVG elements. Layer `exchange`.

use crate::plots::arrange::{self, HEAD, MarkSize, NOTE, aside, label_stride, lane_middle, plot_height, row_tops};
use crate::plots::axis::BREAK_AT;
use crate::plots::{Axis, Mark, MarkShape, Panel, Row};

use super::canvas::{Canvas, Face, Ink, Side, closed, fit, width, wrap};
use super::sign::{Sign, polyline, segment};

const TITLE: f32 = 13.0;
const LABEL: f32 = 12.0;
const SMALL: f32 = 11.0;
const DETAIL: f32 = 10.5;

/// A panel with its measures.
pub(super) struct Laid<'a> {
    panel: &'a Panel,
    width: f32,
    /// From the panel's left to its drawing area, and from that to its right.
    left: f32,
    right: f32,
    /// Whether the words as reported stand in the second line, because they do not fit into the first.
    words_below: bool,
    print: Vec<String>,
    /// Height of its title and voices; 0 where the page around it says them.
    head: f32,
    pub height: f32,
}

impl<'a> Laid<'a> {
    pub fn new(panel: &'a Panel, width_of: f32, titled: bool) -> Self {
        let widest = |texts: &mut dyn Iterator<Item = f32>| texts.fold(0.0, f32::max);
        let most = arrange::label_room(width_of);
        let labels = widest(&mut panel.rows.iter().map(|row| width(&row.label(), LABEL, row.head)));
        let words_below = labels > most;
        let (left, right) = match &panel.y {
            None => {
                let names = widest(&mut panel.rows.iter().map(|row| width(&row.name, LABEL, false)));
                let indented = panel.rows.iter().any(|row| row.below);
                let indent = if indented { arrange::INDENT } else { 0.0 };
                let details =
                    widest(&mut panel.rows.iter().map(|row| width(&second_line(row, words_below), DETAIL, false)));
                ((details.max(if words_below { names } else { labels }) + indent).clamp(64.0, most) + 14.0, 10.0)
            }
            Some(y) => {
                let ticks = widest(&mut y.ticks.iter().map(|tick| width(&tick.label, SMALL, false)));
                let names = widest(&mut panel.series.iter().map(|line| width(&line.origin, SMALL, true)));
                (ticks + 10.0, if panel.series.is_empty() { 14.0 } else { names.min(width_of * 0.28) + 18.0 })
            }
        };
        let print: Vec<String> =
            arrange::small_print(panel).iter().flat_map(|text| wrap(text, SMALL, width_of, 3)).collect();
        let head = if titled { HEAD } else { 0.0 };
        let height = arrange::panel_height(panel, print.len()) - HEAD + head;
        Self { panel, width: width_of, left, right, words_below, print, head, height }
    }

    pub fn draw(&self, canvas: &mut Canvas, ink: &'static Ink, x: f32, y: f32) {
        let panel = self.panel;
        let title = Face { size: TITLE, bold: true, fill: ink.text };
        let small = Face { size: SMALL, bold: false, fill: ink.dim };
        if self.head > 0.0 {
            canvas.text(x, y + 13.0, title, Side::Start, &fit(&panel.title, TITLE, true, self.width));
            canvas.text(x, y + 30.0, small, Side::Start, &fit(&panel.subtitle, SMALL, false, self.width));
        }
        let frame = Frame {
            x: x + self.left,
            y: y + self.head,
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
        }
        for line in &self.print {
            below += NOTE;
            canvas.text(x, below - 4.0, small, Side::Start, line);
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
            for line in &adopted.lines {
                let at = frame.at(*line);
                canvas.line((at, top), (at, top + height), ink.adopted, 1.8, r#" stroke-dasharray="5 3.5""#);
            }
            canvas.close();
        }
        let room = self.left - 12.0;
        let tops = row_tops(panel);
        for (row, top) in panel.rows.iter().zip(&tops) {
            let top = frame.y + top;
            let label = Face { size: LABEL, bold: false, fill: ink.text };
            let detail = Face { size: DETAIL, bold: false, fill: ink.dim };
            let first = if self.words_below { closed(&row.name) } else { closed_label(row) };
            let second = second_line(row, self.words_below);
            let label = Face { bold: row.head, ..label };
            let indent = if row.below { arrange::INDENT } else { 0.0 };
            let (x, room) = (x + indent, room - indent);
            canvas.open_titled(&format!("{} · {}", row.label(), row.detail), "");
            canvas.text(x, top + 15.0, label, Side::Start, &fit(&first, LABEL, row.head, room));
            canvas.text(x, top + 28.0, detail, Side::Start, &fit(&second, DETAIL, false, room));
            canvas.close();
        }
        self.behind(canvas, ink, frame, &tops);
        for mark in &panel.marks {
            let top = tops.get(mark.row).copied().unwrap_or(0.0);
            let y = frame.y + top + lane_middle(panel, mark);
            let ends = (frame.at(mark.from), frame.at(mark.to));
            frame.mark(canvas, ink, mark, (frame.at(mark.at), y), ends, panel);
        }
    }

    /// Spans, bars and ties: what lies behind the marks of rows.
    fn behind(&self, canvas: &mut Canvas, ink: &'static Ink, frame: &Frame, tops: &[f32]) {
        let panel = self.panel;
        let top_of = |row: usize| frame.y + tops.get(row).copied().unwrap_or(0.0);
        for span in &panel.spans {
            let fill = ink.origin(span.colour);
            let y = top_of(span.row) + arrange::ROW / 2.0;
            let (from, to) = (frame.at(span.from), frame.at(span.to));
            let paint = format!(r#"fill="{fill}" fill-opacity="0.28""#);
            let half = arrange::HALF_SPAN;
            canvas.rect((from - 1.0, y - half), ((to - from).max(0.0) + 2.0, half * 2.0), half, &paint);
            for at in &span.ticks {
                let x = frame.at(*at);
                canvas.line((x, y - arrange::HALF_TICK), (x, y + arrange::HALF_TICK), fill, 1.6, "");
            }
        }
        for bar in &panel.bars {
            let fill = ink.origin(bar.colour);
            let y = top_of(bar.row) + arrange::lane_at(panel, bar.row, bar.lane) - arrange::HALF_BAR;
            for part in &bar.segments {
                let (from, to) = (frame.at(part.from), frame.at(part.to));
                segment(canvas, part.status, (from, y), (to - from, arrange::HALF_BAR * 2.0), fill);
            }
        }
        let place = |at: usize| {
            let mark = panel.marks.get(at)?;
            Some((frame.at(mark.at), top_of(mark.row) + lane_middle(panel, mark)))
        };
        for (a, b) in &panel.ties {
            if let (Some(a), Some(b)) = (place(*a), place(*b)) {
                canvas.line(a, b, ink.dim, 1.3, r#" stroke-dasharray="4 3""#);
            }
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
            for line in &adopted.lines {
                let y = up(*line);
                canvas.line((frame.x, y), (frame.x + frame.width, y), ink.adopted, 1.8, r#" stroke-dasharray="5 3.5""#);
            }
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
        let half = if panel.crowded { arrange::HALF_SMALL_STEM } else { arrange::HALF_STEM };
        for mark in panel.marks.iter().filter(|mark| panel.stems && mark.fade.is_none() && !mark.denied) {
            let x = frame.at(mark.day) + aside(panel, mark);
            let top = up(mark.at.min(mark.from));
            let paint = format!(r#"fill="{}" fill-opacity="0.3""#, ink.origin(mark.colour));
            canvas.rect((x - half, top), (half * 2.0, bottom - top), 0.0, &paint);
        }
        for mark in &panel.marks {
            let x = frame.at(mark.day) + aside(panel, mark);
            frame.mark(canvas, ink, mark, (x, up(mark.at)), (up(mark.from), up(mark.to)), panel);
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
        let heights: Vec<f32> = names.iter().map(|(y, ..)| *y).collect();
        let placed = arrange::spread_labels(&heights, frame.y, frame.y + frame.height, 13.0);
        let more = names.len() - placed.len();
        let room = self.right - 10.0;
        for (y, (_, name, colour)) in placed.into_iter().zip(names) {
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

/// The first line of a row's label, its name closed.
fn closed_label(row: &Row) -> String {
    Row { name: closed(&row.name), ..row.clone() }.label()
}

/// The second line of a row's label: on whose word, led by the words as reported where they have no room above.
fn second_line(row: &Row, words_below: bool) -> String {
    if words_below && !row.words.is_empty() {
        format!("{} · {}", closed(&row.words), row.detail)
    } else {
        row.detail.clone()
    }
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
        let bottom = self.y + self.height;
        let labels: Vec<(f32, f32)> = axis
            .ticks
            .iter()
            .map(|tick| {
                let half = width(&tick.label, SMALL, false) / 2.0;
                (self.at(tick.at).min(self.limit - half), half)
            })
            .collect();
        let stride = label_stride(&labels, 9.0);
        for (n, (tick, (middle, _))) in axis.ticks.iter().zip(&labels).enumerate() {
            let x = self.at(tick.at);
            // What has no date stands at no day.
            let dashes = if axis.undated == Some(tick.at) { r#" stroke-dasharray="2 4""# } else { "" };
            canvas.line((x, self.y), (x, bottom), ink.line, 1.0, dashes);
            if n.is_multiple_of(stride) {
                canvas.text(*middle, bottom + 16.0, face, Side::Middle, &tick.label);
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
        panel: &Panel,
    ) {
        let (size, up) = (MarkSize::of(panel), panel.y.is_some());
        let opacity = if mark.fade.is_some() { 0.42 } else { size.opacity };
        let more =
            if opacity < 1.0 { format!(r#" class="mark" opacity="{opacity}""#) } else { r#" class="mark""#.to_owned() };
        canvas.open_titled(&mark.tip(), &more);
        let sign = Sign {
            shape: mark.shape,
            dot: mark.dot,
            filled: mark.filled,
            fill: ink.origin(mark.colour),
            denied: mark.denied,
            glyph: mark.glyph,
            size,
            up,
        };
        if mark.shape == MarkShape::Part {
            // The bar shows it; this is what is pointed at.
            let (left, width) = (from.min(to), (to - from).abs());
            let paint = r#"fill="none" stroke="none" pointer-events="all""#;
            canvas.rect((left, y - arrange::HALF_BAR), (width, arrange::HALF_BAR * 2.0), 0.0, paint);
            canvas.close();
            return;
        }
        let ends = if up {
            // Counts grow upwards, and y downwards.
            let (low, high) = size.reach(mark.shape, -y, (-from, -to), (-self.y - self.height, -self.y));
            (-low, -high)
        } else {
            size.reach(mark.shape, x, (from, to), (self.x, self.x + self.width))
        };
        sign.draw(canvas, ink, (x, y), ends);
        canvas.close();
    }
}
