//! The table of tags as SVG elements. Layer `exchange`.

use crate::plots::TagChart;

use super::canvas::{Canvas, Face, Ink, Side, fit, shrunk, wrap};
use super::sign::hatched;

const ROW: f32 = 22.0;
const HEAD: f32 = 58.0;
/// The least and the most width of a column.
const LEAST: f32 = 70.0;
const MOST: f32 = 130.0;
/// Between two blocks.
const GAP: f32 = 26.0;
const SMALL: f32 = 10.5;

/// Draws the table at a place, in blocks below each other; returns its bottom.
pub(super) fn draw(canvas: &mut Canvas, ink: &'static Ink, chart: &TagChart, (x, top): (f32, f32), inner: f32) -> f32 {
    let names = (inner * 0.24).clamp(110.0, 240.0);
    let fit_across = (((inner - names) / LEAST) as usize).max(1);
    let blocks = chart.columns.len().max(1).div_ceil(fit_across);
    let across = chart.columns.len().max(1).div_ceil(blocks);
    let column = ((inner - names) / across as f32).min(MOST);
    let mut y = top;
    for from in (0..chart.columns.len()).step_by(across) {
        if from > 0 {
            y += GAP;
        }
        let to = (from + across).min(chart.columns.len());
        y = block(canvas, ink, chart, (x, y), (names, column), (from, to));
    }
    y
}

fn block(
    canvas: &mut Canvas,
    ink: &'static Ink,
    chart: &TagChart,
    (x, top): (f32, f32),
    (names, width): (f32, f32),
    (from, to): (usize, usize),
) -> f32 {
    let dim = Face { size: SMALL, bold: false, fill: ink.dim };
    let left_of = |at: usize| x + names + (at - from) as f32 * width;
    for (at, column) in chart.columns.iter().enumerate().skip(from).take(to - from) {
        canvas.open_titled(&format!("{} · {}", column.name, column.detail), "");
        let middle = left_of(at) + width / 2.0;
        let face = Face { size: 11.0, bold: false, fill: ink.text };
        let lines = wrap(&column.name, face.size, width - 6.0, 2);
        for (n, line) in lines.iter().enumerate() {
            let up = (lines.len() - 1 - n) as f32 * 13.0;
            canvas.text(middle, top + 25.0 - up, face, Side::Middle, line);
        }
        for (n, part) in column.detail.split(", ").enumerate() {
            let face = Face { size: 9.5, ..dim };
            canvas.text(middle, top + 38.0 + n as f32 * 12.0, face, Side::Middle, &fit(part, 9.5, false, width - 4.0));
        }
        canvas.close();
    }
    let mut y = top + HEAD;
    let right = left_of(to);
    canvas.line((x, y - 3.0), (right, y - 3.0), ink.dim, 1.0, "");
    for row in &chart.rows {
        let indent = row.depth.min(6) as f32 * 12.0;
        let colour = ink.origin(row.colour % crate::plots::PALETTE);
        canvas.rect((x + indent, y + 6.5), (9.0, 9.0), 2.0, &format!(r#"fill="{colour}""#));
        let total = crate::plots::thousands(row.total as u64);
        let label = Face { size: 12.0, bold: false, fill: ink.text };
        let room = names - indent - 14.0 - super::canvas::width(&total, SMALL, false) - 16.0;
        canvas.text(x + indent + 14.0, y + 15.0, label, Side::Start, &fit(&row.name, label.size, false, room));
        canvas.text(x + names - 8.0, y + 15.0, dim, Side::End, &total);
        for (at, (cell, column)) in row.cells.iter().zip(&chart.columns).enumerate().skip(from).take(to - from) {
            let value = chart.value(*cell);
            let said = match (*cell, column.is_read) {
                (0, true) => "none",
                (0, false) => "none so far, not read to the end",
                _ => value.as_str(),
            };
            canvas.open_titled(&format!("{}, {}: {said}", row.name, column.name), r#" class="cell""#);
            let (left, size) = (left_of(at) + 1.5, (width - 3.0, ROW - 3.0));
            if *cell > 0 {
                let opacity = 0.12 + 0.5 * (*cell as f32 / chart.most.max(1) as f32);
                let paint = format!(r#"fill="{colour}" fill-opacity="{opacity:.2}""#);
                canvas.rect((left, y + 1.5), size, 3.0, &paint);
                let face = Face { size: shrunk(&value, 11.5, 8.0, width - 6.0), bold: false, fill: ink.text };
                canvas.text(left + size.0 / 2.0, y + 15.0, face, Side::Middle, &value);
            } else if column.is_read {
                let middle = left + size.0 / 2.0;
                canvas.line((middle - 4.0, y + 11.0), (middle + 4.0, y + 11.0), ink.line, 1.2, "");
            } else {
                hatched(canvas, (left, y + 1.5), size, ink.line, 6.0);
            }
            canvas.close();
        }
        y += ROW;
    }
    canvas.line((x, y + 1.0), (right, y + 1.0), ink.line, 1.0, "");
    y + 2.0
}

/// What the cells mean, below the table; returns its bottom.
pub(super) fn legend(canvas: &mut Canvas, ink: &'static Ink, (x, top): (f32, f32), inner: f32) -> f32 {
    let face = Face { size: 11.5, bold: false, fill: ink.dim };
    let (mut at, mut y) = (x, top);
    for (n, text) in
        ["the stronger the fuller", "read, none", "not read to the end, none so far"].into_iter().enumerate()
    {
        let whole = 36.0 + super::canvas::width(text, face.size, false);
        if at > x && at + whole > x + inner {
            (at, y) = (x, y + 20.0);
        }
        match n {
            0 => {
                for (step, opacity) in [0.17, 0.37, 0.62].into_iter().enumerate() {
                    let paint = format!(r#"fill="{}" fill-opacity="{opacity}""#, ink.dim);
                    canvas.rect((at + step as f32 * 9.0, y - 9.0), (9.0, 10.0), 0.0, &paint);
                }
            }
            1 => canvas.line((at + 8.0, y - 4.0), (at + 18.0, y - 4.0), ink.dim, 1.4, ""),
            _ => hatched(canvas, (at, y - 10.0), (24.0, 12.0), ink.dim, 5.0),
        }
        canvas.text(at + 34.0, y, face, Side::Start, &fit(text, face.size, false, inner - 34.0));
        at += whole + 22.0;
    }
    y + 20.0
}
