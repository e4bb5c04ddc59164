//! The bands from origin to outlet as SVG elements. Layer `exchange`.

use crate::plots::attribution::{Band, Flow, HEADINGS, Node, ONE_LINE};
use crate::plots::thousands;

use super::canvas::{Canvas, Face, Ink, Side, closed, fit};

/// Width of a node.
const NODE: f32 = 9.0;
/// Height of the headings.
const HEAD: f32 = 26.0;

/// Draws the bands at a place; returns their bottom.
pub(super) fn draw(canvas: &mut Canvas, ink: &'static Ink, flow: &Flow, (x, top): (f32, f32), inner: f32) -> f32 {
    let names = (inner * 0.22).min(240.0);
    let lefts = [x + names, x + inner / 2.0 - NODE / 2.0, x + inner - names - NODE];
    let [origins_left, relays_left, outlets_left] = lefts;
    let head = Face { size: 11.0, bold: true, fill: ink.dim };
    let [said, passed, published] = HEADINGS;
    let room = |text: &str| fit(text, head.size, true, names + NODE);
    canvas.text(origins_left + NODE, top + 11.0, head, Side::End, &room(said));
    canvas.text(relays_left + NODE / 2.0, top + 11.0, head, Side::Middle, &room(passed));
    canvas.text(outlets_left, top + 11.0, head, Side::Start, &room(published));
    let y = top + HEAD;
    for band in &flow.bands {
        // Where bands only pass a relay by, they are not broken.
        let half = if flow.passes(band) { NODE / 2.0 } else { 0.0 };
        let (from, to) = if band.step == 0 {
            (origins_left + NODE, relays_left + half)
        } else {
            (relays_left + NODE - half, outlets_left)
        };
        draw_band(canvas, ink, flow, band, (from, to), y);
    }
    let [origins, relays, outlets] = &flow.columns;
    for node in origins {
        bar(canvas, ink, node, origins_left, y);
        label(canvas, ink, node, (origins_left - 8.0, y), Side::End, names - 10.0);
    }
    for node in relays {
        if node.name.is_empty() {
            continue;
        }
        bar(canvas, ink, node, relays_left, y);
        let face = Face { size: 11.0, bold: false, fill: ink.text };
        let text = fit(
            &format!("{} · {}", closed(&node.name), thousands(node.figures as u64)),
            face.size,
            false,
            inner * 0.26,
        );
        let wide = super::canvas::width(&text, face.size, false);
        let (middle, line) = (relays_left + NODE / 2.0, y + node.top - 4.0);
        let paint = format!(r#"fill="{}" fill-opacity="0.8""#, ink.paper);
        canvas.rect((middle - wide / 2.0 - 3.0, line - 10.0), (wide + 6.0, 13.0), 2.0, &paint);
        canvas.text(middle, line, face, Side::Middle, &text);
    }
    for node in outlets {
        bar(canvas, ink, node, outlets_left, y);
        label(canvas, ink, node, (outlets_left + NODE + 8.0, y), Side::Start, names - 10.0);
    }
    y + flow.height + 12.0
}

fn bar(canvas: &mut Canvas, ink: &'static Ink, node: &Node, x: f32, y: f32) {
    let fill = if node.colour == crate::plots::GREY { ink.dim } else { ink.origin(node.colour) };
    canvas.rect((x, y + node.top), (NODE, node.height), 1.5, &format!(r#"fill="{fill}""#));
}

fn label(canvas: &mut Canvas, ink: &'static Ink, node: &Node, (x, y): (f32, f32), side: Side, room: f32) {
    let face = Face { size: 11.5, bold: false, fill: ink.text };
    let count = format!(" · {}", thousands(node.figures as u64));
    let room = room - super::canvas::width(&count, face.size, false);
    let text = format!("{}{count}", closed(&fit(&node.name, face.size, false, room)));
    canvas.text(x, y + node.top + node.height / 2.0 + 4.0, face, side, &text);
}

fn draw_band(canvas: &mut Canvas, ink: &'static Ink, flow: &Flow, band: &Band, (from, to): (f32, f32), y: f32) {
    let colour = ink.origin(band.colour);
    let (a, b) = (y + band.from_top, y + band.to_top);
    let height = band.height.max(1.0);
    let middle = f32::midpoint(from, to);
    let data = format!(
        "M{from:.1} {a:.1}C{middle:.1} {a:.1} {middle:.1} {b:.1} {to:.1} {b:.1}L{to:.1} {:.1}C{middle:.1} {:.1} {middle:.1} {:.1} {from:.1} {:.1}Z",
        b + height,
        b + height,
        a + height,
        a + height
    );
    canvas.open_titled(&flow.band_name(band), "");
    if band.denied && height < ONE_LINE {
        let (a, b) = (a + height / 2.0, b + height / 2.0);
        let line = format!("M{from:.1} {a:.1}C{middle:.1} {a:.1} {middle:.1} {b:.1} {to:.1} {b:.1}");
        let width = height.clamp(0.8, 1.6);
        canvas
            .path(&line, &format!(r#"fill="none" stroke="{colour}" stroke-width="{width:.1}" stroke-dasharray="4 3""#));
    } else if band.denied {
        let dashes = r#"stroke-width="1.3" stroke-dasharray="4 3""#;
        canvas.path(&data, &format!(r#"fill="{}" stroke="{colour}" {dashes}"#, ink.paper));
    } else {
        canvas.path(&data, &format!(r#"fill="{colour}" fill-opacity="{}""#, flow.opacity(band)));
    }
    canvas.close();
    // What bands hold is there for those who read it aloud.
    if band.last {
        for mark in &band.marks {
            canvas.open_titled(&mark.tip(), r#" class="mark""#);
            canvas.close();
        }
    }
}
