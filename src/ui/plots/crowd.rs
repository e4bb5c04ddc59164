//! The marks of a crowded panel as one mesh, kept between frames. Layer `ui`.
//!
//! Ten thousand marks drawn one by one take more than a frame; as a mesh they are copied. Marks are small here, so that
//! a dot of six corners with a soft rim looks round.

use std::sync::Arc;

use egui::{Color32, Mesh, Pos2, Rect, Vec2, pos2, vec2};

use crate::plots::arrange::MarkSize;
use crate::plots::{Glyph, Mark, MarkShape, Panel};

use super::PlotColours;
use super::marks::Spot;

/// A mesh, and what it was made for.
#[derive(Debug, Clone)]
pub(super) struct Crowd {
    frame: Rect,
    colours: PlotColours,
    mesh: Arc<Mesh>,
}

impl Crowd {
    /// The marks of a panel whose axes take up `frame`; `kept` is used again as far as it goes.
    pub fn of(kept: Option<Self>, panel: &Panel, tops: &[f32], frame: Rect, colours: &PlotColours) -> Self {
        if let Some(mut kept) = kept.filter(|kept| kept.frame.size() == frame.size() && kept.colours == *colours) {
            let moved = frame.min - kept.frame.min;
            if moved != Vec2::ZERO {
                Arc::make_mut(&mut kept.mesh).translate(moved);
                kept.frame = frame;
            }
            return kept;
        }
        let mut mesh = Mesh::default();
        for mark in &panel.marks {
            add(&mut mesh, panel, mark, Spot::of(panel, tops, frame, mark), colours);
        }
        Self { frame, colours: *colours, mesh: Arc::new(mesh) }
    }

    pub fn mesh(&self) -> Arc<Mesh> {
        Arc::clone(&self.mesh)
    }
}

fn add(mesh: &mut Mesh, panel: &Panel, mark: &Mark, spot: Spot, colours: &PlotColours) {
    let size = MarkSize::of(panel);
    let up = panel.y.is_some();
    let opacity = if mark.fade.is_some() { 0.42 } else { size.opacity };
    let colour = colours.origin(mark.colour).gamma_multiply(opacity);
    let point = |along: f32, across: f32| {
        if up { pos2(spot.dot.x + across, along) } else { pos2(along, spot.dot.y + across) }
    };
    let bar = |mesh: &mut Mesh, from: f32, to: f32, half: f32, colour: Color32| {
        mesh.add_colored_rect(Rect::from_two_pos(point(from, -half), point(to, half)), colour);
    };
    let (from, to) = spot.ends;
    let forward = if up { -1.0 } else { 1.0 };
    let head = |mesh: &mut Mesh, tip: f32, towards: f32| {
        let back = size.head.mul_add(-towards, tip);
        let first = next_index(mesh);
        for corner in [point(back, -size.head * 0.7), point(tip, 0.0), point(back, size.head * 0.7)] {
            mesh.colored_vertex(corner, colour);
        }
        mesh.add_triangle(first, first + 1, first + 2);
    };
    let half = size.line / 2.0;
    match mark.shape {
        MarkShape::Dot | MarkShape::Part => {}
        MarkShape::Floor => {
            bar(mesh, from, to, half, colour);
            head(mesh, to, forward);
        }
        MarkShape::Ceiling => {
            bar(mesh, from, to, half, colour);
            head(mesh, from, -forward);
        }
        MarkShape::Range => {
            bar(mesh, from, to, size.radius * 0.7, colour);
            if !mark.filled {
                bar(
                    mesh,
                    from + forward * half * 2.0,
                    to - forward * half * 2.0,
                    size.radius * 0.7 - half,
                    colours.paper,
                );
            }
        }
        MarkShape::Band => {
            bar(mesh, from, to, size.radius, colour.gamma_multiply(0.18));
            bar(mesh, from, to, half * 0.6, colour);
            head(mesh, to, forward);
        }
    }
    if mark.dot {
        let outer = size.radius + half;
        disc(mesh, mark.glyph, spot.dot, outer, colour);
        if !mark.filled {
            disc(mesh, mark.glyph, spot.dot, outer - size.line, colours.paper);
        }
    }
    if mark.denied {
        for slope in [-1.0, 1.0] {
            let arm = vec2(3.4, 3.4 * slope);
            let side = vec2(-slope, 1.0).normalized() * 0.55;
            let first = next_index(mesh);
            for corner in [spot.dot - arm - side, spot.dot - arm + side, spot.dot + arm + side, spot.dot + arm - side] {
                mesh.colored_vertex(corner, colours.text);
            }
            mesh.add_triangle(first, first + 1, first + 2);
            mesh.add_triangle(first, first + 2, first + 3);
        }
    }
}

fn next_index(mesh: &Mesh) -> u32 {
    u32::try_from(mesh.vertices.len()).unwrap_or(u32::MAX)
}

/// A dot with a soft rim half a point wide on each side.
fn disc(mesh: &mut Mesh, glyph: Glyph, middle: Pos2, radius: f32, colour: Color32) {
    const CORNERS: [(f32, f32); 6] =
        [(1.0, 0.0), (0.5, 0.866), (-0.5, 0.866), (-1.0, 0.0), (-0.5, -0.866), (0.5, -0.866)];
    let first = next_index(mesh);
    let corners = if glyph.corners().is_empty() { &CORNERS } else { glyph.corners() };
    for (x, y) in corners.iter().copied() {
        mesh.colored_vertex(middle + vec2(x, y) * (radius - 0.35), colour);
        // The colour of no ink at all, so that the rim fades.
        mesh.colored_vertex(middle + vec2(x, y) * (radius + 0.65), Color32::TRANSPARENT);
    }
    let count = u32::try_from(corners.len()).unwrap_or(6);
    for n in 0..count {
        let (a, b) = (first + 2 * n, first + 2 * ((n + 1) % count));
        mesh.add_triangle(a, a + 1, b + 1);
        mesh.add_triangle(a, b + 1, b);
        if (1..count - 1).contains(&n) {
            mesh.add_triangle(first, a, b);
        }
    }
}
