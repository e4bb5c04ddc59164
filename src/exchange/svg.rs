//! A chart as an SVG file that needs nothing else: no fonts, scripts or links inside. Layer `exchange`.
//!
//! Every mark is a group with a `<title>`: outlet, date, words as reported, sentence. All text comes from articles and
//! people and is escaped in one place, [`canvas`]. The page has no ids, so that several may stand in one report.

mod canvas;
mod flow;
mod legend;
mod matrix;
mod panel;
mod sign;
mod tags;

use std::fmt::Write as _;

use crate::plots::arrange::{self, place};
use crate::plots::{Chart, TagChart};

#[cfg(test)]
use canvas::width;
use canvas::{Canvas, DARK, Face, Ink, LIGHT, PAPER, Side, wrap, wrapped};
use legend::legend;
use panel::Laid;

/// The two looks of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Theme {
    #[default]
    Light,
    Dark,
    /// Light on a white ground, for a page to print.
    Paper,
}

impl Theme {
    const fn ink(self) -> &'static Ink {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
            Self::Paper => &PAPER,
        }
    }
}

/// The narrowest page, in points.
pub const MIN_WIDTH: f32 = 320.0;

/// The width at which exported files are drawn unless another is asked for, in points.
pub const DEFAULT_WIDTH: f32 = 1_200.0;

const MARGIN: f32 = 24.0;
/// Space between columns of panels.
const GUTTER: f32 = 36.0;
/// How many articles are named below a plot; the rest is counted.
const SOURCES: usize = 24;

/// The chart as an SVG document, `width` points wide (at least [`MIN_WIDTH`]) and as high as it needs.
pub fn render(chart: &Chart, theme: Theme, width: f32) -> String {
    drawn(chart, theme, width, false)
}

fn drawn(chart: &Chart, theme: Theme, width: f32, bare: bool) -> String {
    let ink = theme.ink();
    let page = if width.is_finite() { width.clamp(MIN_WIDTH, 8_000.0) } else { DEFAULT_WIDTH };
    let inner = page - 2.0 * MARGIN;
    let mut canvas = Canvas::new();

    let mut y = match bare {
        true => 6.0,
        false => heading(&mut canvas, ink, &chart.title, &chart.subtitle, inner),
    };
    if chart.is_empty() {
        y += 18.0;
        let dim = Face { size: 13.0, bold: false, fill: ink.dim };
        canvas.text(MARGIN, y, dim, Side::Start, "No figures to draw.");
        y += 24.0;
    }
    let mut more = Vec::new();
    if let Some(matrix) = &chart.matrix {
        y = matrix::draw(&mut canvas, ink, matrix, (MARGIN, y), inner, &mut more);
    }
    if let Some(flow) = &chart.flow {
        y = flow::draw(&mut canvas, ink, flow, (MARGIN, y), inner);
    }
    // A panel alone on a page that names it needs no title of its own.
    let titled = !(bare && chart.panels.len() == 1);
    let columns = arrange::columns(inner, chart.panels.len());
    let column = (inner - (columns - 1) as f32 * GUTTER) / columns as f32;
    let laid: Vec<Laid<'_>> = chart.panels.iter().map(|panel| Laid::new(panel, column, titled)).collect();
    let heights: Vec<f32> = laid.iter().map(|laid| laid.height).collect();
    let parts: Vec<bool> = chart.panels.iter().map(|panel| panel.part).collect();
    let (places, height) = place(&heights, &parts, columns);
    for (laid, (at, top)) in laid.iter().zip(places) {
        laid.draw(&mut canvas, ink, MARGIN + at as f32 * (column + GUTTER), y + top);
    }
    y += height + if bare { 22.0 } else { 30.0 };

    y = legend(&mut canvas, chart, ink, y, inner);
    y = match bare {
        true => lines(&mut canvas, chart.notes.iter().cloned().chain(more).collect(), ink, y - 12.0, inner),
        false => footer(&mut canvas, chart, more, ink, y, inner),
    };
    let mut words = String::new();
    // The chart in words is for those who cannot see it; a picture of thousands of marks is told by its panels.
    for panel in &chart.panels {
        let text =
            if panel.marks.len() <= 60 { panel.as_text() } else { format!("{} ({})", panel.title, panel.subtitle) };
        words.push_str(&text);
        words.push('\n');
    }
    words.extend(chart.matrix.iter().map(|matrix| matrix.as_text()));
    words.extend(chart.flow.iter().map(|flow| flow.as_text()));
    finish((&chart.title, &chart.subtitle, &words), ink, page, y + MARGIN - 8.0, &canvas)
}

/// The panels of a chart and its legend alone, for a page that says the rest beside them: no title, no sources.
pub fn render_bare(chart: &Chart, theme: Theme, width: f32) -> String {
    drawn(chart, theme, width, true)
}

/// The table of tags as an SVG document, `width` points wide (at least [`MIN_WIDTH`]) and as high as it needs.
pub fn render_tags(chart: &TagChart, theme: Theme, width: f32) -> String {
    let ink = theme.ink();
    let page = if width.is_finite() { width.clamp(MIN_WIDTH, 8_000.0) } else { DEFAULT_WIDTH };
    let inner = page - 2.0 * MARGIN;
    let mut canvas = Canvas::new();
    let mut y = heading(&mut canvas, ink, &chart.title, &chart.subtitle, inner);
    y = tags::draw(&mut canvas, ink, chart, (MARGIN, y - 8.0), inner) + 28.0;
    y = tags::legend(&mut canvas, ink, (MARGIN, y), inner);
    y = lines(&mut canvas, chart.notes.clone(), ink, y, inner);
    finish((&chart.title, &chart.subtitle, &chart.as_text()), ink, page, y + MARGIN - 8.0, &canvas)
}

/// Title and what it covers; returns where the drawing begins.
fn heading(canvas: &mut Canvas, ink: &'static Ink, title: &str, subtitle: &str, inner: f32) -> f32 {
    let mut y = MARGIN + 16.0;
    let head = Face { size: 16.0, bold: true, fill: ink.text };
    for (n, line) in wrapped(title, (head.size, true), inner, 2).iter().enumerate() {
        y += n as f32 * 20.0;
        canvas.text(MARGIN, y, head, Side::Start, line);
    }
    let dim = Face { size: 12.0, bold: false, fill: ink.dim };
    for line in wrap(subtitle, dim.size, inner, 3) {
        y += 18.0;
        canvas.text(MARGIN, y, dim, Side::Start, &line);
    }
    y + 24.0
}

/// Notes and sources below the plots.
fn footer(canvas: &mut Canvas, chart: &Chart, more: Vec<String>, ink: &'static Ink, top: f32, inner: f32) -> f32 {
    let mut said: Vec<String> = chart.notes.iter().cloned().chain(more).collect();
    if !chart.sources.is_empty() {
        let mut named: Vec<&str> = chart.sources.iter().take(SOURCES).map(String::as_str).collect();
        let more = chart.sources.len().saturating_sub(SOURCES);
        let rest = format!("and {more} more");
        if more > 0 {
            named.push(&rest);
        }
        said.push(format!("Sources: {}.", named.join("; ")));
    }
    lines(canvas, said, ink, top, inner)
}

/// Small print below a rule; returns its bottom.
fn lines(canvas: &mut Canvas, lines: Vec<String>, ink: &'static Ink, top: f32, inner: f32) -> f32 {
    let face = Face { size: 11.0, bold: false, fill: ink.dim };
    let mut y = top;
    if !lines.is_empty() {
        canvas.line((MARGIN, y), (MARGIN + inner, y), ink.line, 1.0, "");
        y += 4.0;
    }
    for line in lines {
        for piece in wrap(&line, face.size, inner, 12) {
            y += 16.0;
            canvas.text(MARGIN, y, face, Side::Start, &piece);
        }
    }
    y
}

/// The document round what was drawn: its title, what it covers, and the same in words.
fn finish((title, subtitle, words): (&str, &str, &str), ink: &Ink, width: f32, height: f32, canvas: &Canvas) -> String {
    let mut out = String::with_capacity(canvas.out.len() + 1_024);
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0}" height="{height:.0}" viewBox="0 0 {width:.0} {height:.0}" font-family="Inter, sans-serif" role="img" aria-label=""#
    );
    canvas::escape_into(&mut out, &format!("{title}. {subtitle}"));
    out.push_str("\">\n<title>");
    canvas::escape_into(&mut out, title);
    out.push_str("</title>\n<desc>");
    for line in words.lines() {
        canvas::escape_into(&mut out, line);
        out.push('\n');
    }
    let _ = writeln!(out, "</desc>\n<rect width=\"{width:.0}\" height=\"{height:.0}\" fill=\"{}\"/>", ink.paper);
    out.push_str(&canvas.out);
    out.push_str("</svg>\n");
    out
}

#[cfg(test)]
#[path = "svg_tests.rs"]
mod tests;
